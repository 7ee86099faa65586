"""What a rank is of: what was measured, or a contest."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming import changes, periods
from perf_analysis.figures.naming.ranking import Ranking, ranked_in, says_nothing
from perf_analysis.figures.naming.said import Row, Said

_FORMER = re.compile(
    rf"(?:(?:与|比|较|由|从)?(?P<base>{wording.ANY_BASE}|(?:19|20)\d\d年度?)|{wording.AGAINST.pattern}"
    r"|(?:与|比|较|由|从)(?P<part>[一二三四上]季度|[上]半年|\d{1,2}月份?))"
    r"(?:年|末|同期|全年)?(?:的|也|亦|为|是|位|名|次|列|居|在|排名?|倒数|[(（])*第?$"
)
_ASIDE = re.compile(r"[(（]第?")


def ranked(row: Row, before: str, said: Said) -> Row:
    """A rank of what was measured, or of a contest; a move of the rank before it."""
    former = None if row["direction"] else _former_in(said)
    if former:
        return _former(former, row, said)
    last = said.rank
    is_here = last is not None and last["start"] >= said.sentence
    subject = _subject(row, str(last["subject"] or "") if last else "", said)
    said.set_topic(said.pieces())
    told: Row = {
        "subject": subject or said.owner(row["start"]) or None,
        "measure": {"+": "排名上升", "-": "排名下降"}.get(row["direction"] or "", "排名"),
        "basis": "上次" if row["direction"] else None,
        "scope": _scope_of(wording.SCOPES.findall(before)) or _scope_before(row, said),
    }
    is_same = last is not None and subject == last["subject"]
    if last and not told["scope"] and (is_here or (row["direction"] and is_same)):
        told["scope"] = last.get("scope")
    return told


def _is_rank_here(said: Said) -> bool:
    """Whether the last rank was told in the sentence, or its part behind a semicolon, at hand."""
    last = said.rank
    if last is None or last["start"] < said.sentence:
        return False
    return not re.search("[;；]", said.text[last["end"] : max(said.end, last["end"])] + said.lead)


def _scope_of(scopes: list[str]) -> str | None:
    """Where a rank is held: 全国 of 全国同类城市."""
    wide = [scope for scope in scopes if scope != "同类"] or scopes
    return wide[-1] if wide else None


def _scope_before(row: Row, said: Said) -> str | None:
    """The scope that an earlier clause names, behind the last rank: 全县综合考核中，我镇列第4名."""
    begin = max(said.sentence, said.rank["end"] if said.rank else 0)
    told = "".join(said.text[begin : row["start"]].split())
    return _scope_of(wording.SCOPES.findall(re.split("[;；]", told)[-1]))


def _subject(row: Row, known: str, said: Said) -> str:
    """What a rank or its move is of, as its sentence tells it, else what was told before."""
    before = "".join(said.text[said.sentence : row["start"]].split())
    is_next = bool(known) and _is_rank_here(said)
    if row["direction"]:
        change = wording.change_before(before)
        before = before[: change.start()] if change else before
        before = re.split("[，,；;：:()]", before)[-1] if is_next else before
    told = ranked_in(before)
    if told.is_level:
        return _of_level(told, known, row, said)
    if told.name and not told.is_contest:
        shares = [name for name in said.shares if "占" not in name]
        told.name = changes.fuller(told.name, [*said.named, *shares])
    if told.name:
        return told.name + told.bare
    if told.bare and not row["direction"]:
        level = known if is_next else said.level or said.measured
        return level.removesuffix(told.bare) + told.bare
    return _ranked_before(row, known, said)


def _of_level(told: Ranking, known: str, row: Row, said: Said) -> str:
    """The name of a level that an earlier clause gives its number: with its owner where that was
    told.
    """
    for name in filter(None, (said.level, said.measured)):
        owner = name.removesuffix(told.name)
        if owner != name:
            return (told.name if owner.endswith("的") else name) + told.bare
    is_other = not set(told.name) & set(said.measured)
    if told.bare or is_other or said.measured.startswith(told.name):
        return told.name + told.bare
    return _ranked_before(row, known, said)


def _former_in(said: Said) -> str:
    """The base that the words before a rank name: 上年 of 由上年第; that of the rank right before
    one in brackets: 去年倒数第五（第14名）.
    """
    found = _FORMER.search(said.bare)
    if not found:
        is_aside = said.row and said.row["kind"] == "rank" and _ASIDE.fullmatch(said.bare)
        return str(said.row["measure"]).removesuffix("排名") if said.row and is_aside else ""
    told = found["word"] or found["base"] or found["part"] or "上年"
    is_own = told[:4] >= (said.setting.year or "9") and found[0].startswith(told)
    return "" if is_own and told[:2] in ("19", "20") else told


def _former(base: str, row: Row, said: Said) -> Row:
    """The rank of a year before: 比上年的第14位提升3位, 由上年第8位."""
    known = str(said.rank["subject"] or "") if said.rank else ""
    subject = known if _is_rank_here(said) else _subject(row, known, said)
    known_year = periods.year_before(periods.period(row["start"], said))
    year = base.rstrip("年度") if base[:2] in ("19", "20") else known_year
    measure = (base.rstrip("年度") + "年" if base[:2] in ("19", "20") else base) + "排名"
    return {"subject": subject or None, "measure": measure, "period": year, "is_base": True}


def _ranked_before(row: Row, known: str, said: Said) -> str:
    """What a rank without a name is of: the rank, score, rate or level told before."""
    is_near = bool(said.row and said.row["kind"] in ("rank", "count"))
    if not row["direction"] and said.scored and said.is_scored_last:
        return said.scored
    if known and (row["direction"] or is_near):
        return known
    told = said.measured or said.topic
    return "" if says_nothing(told) else told
