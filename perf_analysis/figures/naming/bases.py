"""What a number is compared with: what was set for it, or what it was before."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming.said import Row, Said
from perf_analysis.terms import ATTRIBUTES

_AGAINST_END = re.compile(
    rf"(?:与|比|较|同|由|从)(?:[一-鿿]{{2,4}}(?=前一年))?"
    rf"(?P<base>{wording.ANY_BASE}|(?:19|20)\d\d年?度?)(?:同期|全年|[日月年人户]均)?的?$"
)
# 接待游客上年128万人次: a name that the year before follows
_NAME_OF_LAST = re.compile(
    r"(?<=[一-鿿]{3})(?P<base>上一?年度?|去年|前一年|上[一]?[轮届])[为是约]*$"
)
_AGAINST_BEGIN = re.compile(
    rf"(?:与|比|较|同)(?P<base>{wording.ANY_BASE}|(?:19|20)\d\d年?度?)[一-鿿]{{1,8}}$"
)
_COMPARED_BEHIND = re.compile(r"\s*相[比较]")
_AMONG_END = re.compile(
    r"(?:中?(?:位列|名列|位居|排名|[居列位排]))?(?:在?全[国省市区县州盟镇系自]\w{0,8}|[东中西]部)?"
    r"(?:中?(?:位列|名列|位居|排名|[居列位排]))?(?:在?(?:参加\w{2}|参[评测赛选]|被考核|受[评检])的?)?$"
)
# Set by someone before: 高于国家规定的70%, 没有达到预定的92%, 未能控制在12分钟; 超过目标（35%）.
_SET = re.compile(
    r"(?:[高低优好]于|超过|超出|未达到?|没有?达到|不及|达到|控制在)[一-鿿]{0,8}"
    r"(?:规定|设定|预定|下达|确定|核定|既定|预期|要求|设置|批复)(?:目标|标准|任务)?的?"
    r"|未能?控制在"
)
_SET_ASIDE = re.compile(
    r"(?:[高低优好]于|[超未]|不及|没有)[过出达完到成]{0,2}(?:年度|年初)?目标值?\($"
)
# 占地区生产总值（2488.6亿元）的比重为
_OF_SHARE = re.compile(r"\)?的(?:比例|比重|份额)?[为是达到约:]*")


def compared(row: Row, pieces: list[str], said: Said) -> Row | None:
    """A number that something is compared with: what was set for it, or what it was before."""
    if row["kind"] == "count":
        among = _AMONG_END.search(pieces[-1])
        said.ranked = wording.phrase_of(pieces[-1][: among.start()]) if among else ""
    is_set = _SET.fullmatch(pieces[-1])
    if not is_set and said.lead.endswith("("):
        is_set = _SET_ASIDE.search(said.lead)
    if said.measured and is_set:
        told = {"subject": said.measured, "measure": "目标值", "role": "target"}
        return told | {"is_base": True}
    against = _AGAINST_END.search(pieces[-1]) or _NAME_OF_LAST.search(pieces[-1])
    against = against or _against_behind(row, pieces[-1], said)
    return _base_after(row, pieces, against, said) if against else None


def _against_behind(row: Row, piece: str, said: Said) -> re.Match[str] | None:
    """与2021年改造352户相比: the base is what comes between the two words."""
    is_compared = _COMPARED_BEHIND.match(said.text, row["end"])
    return _AGAINST_BEGIN.match(piece) if is_compared else None


def _base_after(row: Row, pieces: list[str], against: re.Match[str], said: Said) -> Row:
    """支出规模较2023年的10.18亿元: the base of what the clause names, else of what was told."""
    word = against["base"]
    base = word if word in wording.BASES else word.rstrip("年度") + "年"
    own = wording.phrase_of(pieces[-1][: against.start()])
    if not own:
        said.set_topic(pieces)
        told = of_last(row, word if word in wording.BASES else "上年", own, said)
        return told | {"measure": base}
    if own not in ATTRIBUTES:
        said.topic = own
    said.level = own
    return {"subject": own, "measure": base, "basis": "上年", "is_base": True}


def of_target(row: Row, said: Said) -> Row | None:
    """未达到90%的目标: the target of what was measured before."""
    if not wording.OF_TARGET.match(said.text, row["end"]) or not said.measured:
        return None
    return {"subject": said.measured, "measure": "目标值", "role": "target"}


def of_last(row: Row, base: str, own: str, said: Said) -> Row:
    """比上年316.82万元减少: the level of the year before."""
    last = said.row
    is_of_change = last is not None and bool(last["direction"])
    owner = str(last["subject"] or "") if last and is_of_change else ""
    basis = wording.BASES[base]
    if "预算" in basis:
        owner = said.topic
    owner = owner or (said.scored if row["kind"] == "score" else said.level) or said.topic
    if basis == "目标":
        owner = said.measured or owner
        return {"subject": owner or None, "measure": own, "basis": basis, "role": "target"}
    return {"subject": owner or None, "measure": base, "basis": basis, "is_base": True}


def of_from(base: Row) -> Row:
    """To what it went from the base just told: 由上年的71%提高到83%."""
    return {"subject": None, "measure": str(base["subject"] or base["measure"])}


def of_base(row: Row, said: Said) -> Row | None:
    """A share of the number just said: 为建档人数15330人的92.67%, 占总额（8亿元）的比重为4%."""
    last = said.row
    between = said.bare
    if row["kind"] != "rate" or not last or not _OF_SHARE.fullmatch(between):
        return None
    whole = f"{last['subject'] or ''}{last['measure']}"
    part = said.level_before if whole == said.level else said.level or said.topic
    share = next((word for word in ("比重", "比例") if word in between), "")
    of = str(last["measure"]).removeprefix("占")
    return {"subject": part or None, "measure": f"占{of}{share}", "basis": whole}


def basis(against: re.Match[str] | None, said: Said) -> str | None:
    """What a change is against, in the words of the codebook: 上年, 年初预算, 环比."""
    if not against:
        return said.row["basis"] if said.row and said.row.get("basis") else None
    word = against["word"]
    if not word:
        return "上年" if "环比" not in against[0] else "环比"
    return wording.BASES.get(word, re.sub(r"\D", "", word) or "上年")
