"""What a rank is of: what was measured, or a contest."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming import changes, periods
from perf_analysis.figures.naming.said import PIECES, Row, Said
from perf_analysis.terms import ATTRIBUTES

_PLACED = re.compile(
    r"(?:位列|排名|名列|位居|排在|名次|位次|稳居|跃居|并列|最高|最终|持平|仍|末位"
    r"|排|居|列|第|首|在|中|为|是|[:(])+$"
)
_BRACKET = re.compile(r"[(（][^()（）\d]{1,5}[)）]")
# 亩均税收居全市开发区第1位: what stands behind it says where
_HELD = re.compile(
    r"位列|位居|名列|排名|稳居|跃居|居(?![民住委])|(?<![系陈行])列(?![车入])|排(?![放污水查])"
)
_FORMER = re.compile(
    rf"(?:(?:与|比|较|由|从)?(?P<base>{wording.ANY_BASE}|(?:19|20)\d\d年度?)|{wording.AGAINST.pattern})"
    r"(?:年|末|同期)?(?:的|为|是|列|居|排名?)*第?$"
)
# 在考核中，我局列第3位; 评价位次：全市第5; 增速居全市末位（第11位）
_HEADED = re.compile(
    r"中$|(?:位列|居|列|排名?|处)*(?:全[国省市区县州])?(?:排名|名次|位次|[首末]位)$"
)
_CONTEST = re.compile(
    r"(?:在|^)([^，,。;]{2,40}?(?:考核|考评|评价|评估|测评|评比|通报|榜单?|排行|督查|调查|[竞大]赛|检查)"
    r"[^，,。;中]{0,8})中[，,获列居位排]"
)
_TAKING_PART = re.compile(
    r"^(?:同类)?[\d一二三四五六七八九十百]*个?(?:参[评测赛选])?[地州盟旗设市区县镇乡街道部门单位直各家所园]*(?:年度)?"
)
# 河湖长制工作在(全市)考核: a contest without a name of its own
_IN_CONTEST = re.compile(
    r"(.{3,}?)在(?:的|年度|月度|季度)?(?:位次|考核|考评|评比|评估|评价|测评|检查|督查|通报)?(?:由|中)?"
)
_OWN_IN_CONTEST = re.compile(
    r"(?P<own>[^，,。;]{3,24}?)在(?P<contest>[^，,。;]{2,20}(?:考核|考评|评比|评估|评价|测评|通报))"
    r"中[列居位排名并获]{0,2}第?"
)
_LEAST_CONTEST = 2  # characters of one that says nothing: 考评
_WITHIN = re.compile(r"中([^中]{2,12}?)(?:位列|名列|位居|列|居|排)第?$")


def ranked(row: Row, before: str, said: Said) -> Row:
    """A rank of what was measured, or of a contest; a move of the rank before it."""
    former = None if row["direction"] else _FORMER.search(said.bare)
    if former:
        own = _PLACED.sub("", wording.SCOPES.sub("", said.bare[: former.start()]))
        said.set_topic([wording.phrase_of(own), ""])  # 满意度由上年的第8名升至第4名
        return _former(former["word"] or former["base"], row, said)
    pieces = said.pieces()
    contest = "" if row["direction"] else _contest(row["start"], said)
    known = str(said.rank["subject"] or "") if said.rank else ""
    own = _own_in_contest(row["start"], said) or _own_of_rank(row, pieces, said)
    said.set_topic(pieces)
    subject = own if len(own) > 1 and own not in wording.VERBS else ""
    subject = subject or _ranked_before(row, known, said)
    known_level = said.level or said.measured
    if own.startswith("增速") and said.rank and said.rank["start"] >= said.sentence:
        known_level = known
    if contest and not (subject and _is_any(contest)):
        subject = contest + (own if wording.is_of_measure(own) and own not in contest else "")
    elif known_level and (own.startswith("增速") or own in ATTRIBUTES):
        subject = known_level.removesuffix(own) + own
    elif subject == own:
        subject = changes.fuller(own, said.named)
    scopes = wording.SCOPES.findall(before) or wording.SCOPES.findall(contest)
    told: Row = {
        "subject": subject or said.owner(row["start"]) or None,
        "measure": {"+": "排名上升", "-": "排名下降"}.get(row["direction"] or "", "排名"),
        "basis": "上次" if row["direction"] else None,
        "scope": _scope_of(scopes),
    }
    last = said.rank or row
    is_here = last is not row and last["start"] >= said.sentence
    if not scopes and (is_here or (row["direction"] and subject == known)):
        told["scope"] = last.get("scope")
    return told


def _scope_of(scopes: list[str]) -> str | None:
    """Where a rank is held: 全国 of 全国同类城市."""
    wide = [scope for scope in scopes if scope != "同类"] or scopes
    return wide[-1] if wide else None


def _is_any(contest: str) -> bool:
    """Whether a contest says only who took part: 全市九个区县考评."""
    told = _TAKING_PART.sub("", wording.SCOPES.sub("", contest))
    return len(told) <= _LEAST_CONTEST


def _former(base: str, row: Row, said: Said) -> Row:
    """The rank of a year before: 比上年的第14位提升3位, 由上年第8位."""
    is_next = said.row is not None and said.row["kind"] in ("rank", "count")
    known = said.rank["subject"] if said.rank and is_next else said.measured
    known_year = periods.year_before(periods.period(row["start"], said))
    year = known_year if base in wording.BASES else base.rstrip("年度")
    measure = (base if base in wording.BASES else base.rstrip("年度") + "年") + "排名"
    return {"subject": known or None, "measure": measure, "period": year, "is_base": True}


def _own_of_rank(row: Row, pieces: list[str], said: Said) -> str:
    """What the clause of a rank itself names: neither where nor among how many it is held."""
    last = pieces[-1] if pieces else ""
    change = wording.change_before(last) if row["direction"] else None
    words = last[: change.start()] if change else last
    own = _PLACED.sub("", wording.SCOPES.sub("", wording.AGAINST.sub("", words)))
    plain = _BRACKET.sub("", said.bare)
    counted = said.row if said.row and said.row["start"] >= said.sentence else None
    if counted and counted["kind"] == "count" and not PIECES.search(plain):
        within = _WITHIN.search(plain)
        return wording.phrase_of(within[1]) if within else said.ranked
    held = _HELD.search(own)
    own = own[: held.start()] if held else own
    within = _IN_CONTEST.fullmatch(own)
    own = within[1] if within else own
    own = "" if wording.FROM_TO.fullmatch(own) else wording.phrase_of(own)  # 由第10位前移至第6位
    if own or len(pieces) == 1:
        return own
    headed = _HEADED.search(pieces[-2])
    return wording.phrase_of(wording.SCOPES.sub("", pieces[-2][: headed.start()])) if headed else ""


def _own_in_contest(offset: int, said: Said) -> str:
    """What a clause says was ranked in a contest that tells only who took part: 综合执法效能在
    全省16个地市考核中排第4名.
    """
    clause = re.split(r"[，,。;；]", "".join(said.text[said.sentence : offset].split()))[-1]
    told = _OWN_IN_CONTEST.fullmatch(clause)
    if told is None or not _is_any(told["contest"]):
        return ""
    return wording.phrase_of(told["own"])


def _ranked_before(row: Row, known: str, said: Said) -> str:
    """What a rank without a name is of: the rank, score, rate or level told before."""
    is_near = bool(said.row and said.row["kind"] in ("rank", "count"))
    if not row["direction"] and said.scored and said.is_scored_last:
        return said.scored
    if known and (row["direction"] or is_near):
        return known
    return said.measured or said.topic


def _contest(offset: int, said: Said) -> str:
    """In what was ranked, told in a clause of its own: 在年度考核中，我区列第3位."""
    before = "".join(said.text[said.sentence : offset].split())
    told = _CONTEST.findall(before[before.rfind(";") + 1 :])
    return wording.phrase_of(told[-1].rpartition("在")[2]) if told else ""
