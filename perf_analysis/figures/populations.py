"""How many are ranked: the count that stands beside a rank, or before what lies between."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import Any

from perf_analysis.figures import wording

_AMONG = re.compile(
    r"[^,，。；;、]{0,16}?(?:[中里],[^，。；;、,]{2,14}?)?(?:列|居|排|位|排名|位列|位居|中|里|由)*第?"
)
_LIST_OF_RANKS = re.compile(r"[、，,][^，。；;、\d]{1,8}第?")
_PART_OF_CONTEST = re.compile(
    r"[，,；;](?:其中)?[单分]项[^，,。；;]{0,16}"
)  # 综合第9;单项里的厕所革命
_TAKE_PART = re.compile(r"[一-鿿]{0,5}参[评赛加演]")

_IN_ALL = re.compile(
    r"[(（](?:全[国省市区县州])?[共计]{0,2}(?:有)?(?:参[评测赛选加]\w{0,6})?"
    r"|(?:收官)?[,，](?:(?:同类|参评|参赛)\w{0,4}共?|参[评赛加演][^，,。；;]{0,6}|共有?)"
)
# What stands before the count of those ranked in a clause of its own: 全县15个乡镇年终综合考核中,
# 市里对19个县(区)…, 参评学校11所, 38个省直部门 of 省政府绩效考核38个省直部门.
_OF_TAKERS = re.compile(
    rf"(?:(?:^|[^，,。；;]*[在对从]|[^，,。；;]*(?:{wording.CONTESTS}|{wording.ORGANISED}))(?:全(?:地区|自治区|系统|[国省市区县州镇乡盟旗]))?"
    r"(?:同类|同级|共[评考]?|参[评测赛选加]的?)*|[^，,。；;]*参[评测赛选加][一-鿿]{0,4}|.*公布)$"
)
_TAKERS = re.compile(rf"[一-鿿、]{{0,6}}?(?:{wording.TAKERS})|(?:参[评测赛选]|入榜|排队)|$")
_TAKER_UNITS = ("个", "家", "所", "支", "名")
# 全省沿海10市海洋生态环境综合评价: those of the unit itself
_OF_PLACES = re.compile(r"(?:^|.*[^一-鿿])全(?:[国省市区县州])[一-鿿]{0,4}$")
_PLACE_UNITS = ("市", "县", "区", "镇", "乡", "地市")
_OF_CONTEST = re.compile(rf".*(?:{wording.CONTESTS})[中里]?$")
# what stands before or behind the count of those ranked in the clause behind a rank
_CLAUSE_BEHIND = re.compile(r"[^，,。；;、(（\d]{0,6}[，,；;(（]([^，,。；;、\d]{0,14})")
_SAYS_TAKERS = re.compile(
    rf"参[评测赛选加演]|(?:监测|考核|评比|评价|测评)(?:范围|对象)|(?:{wording.TAKERS})共[计有]?$"
)
_SCOPE = re.compile(rf"(?:{wording.SCOPES.pattern}|[国省市县区]内)[共有]*")
_ENDS = re.compile("[。；;]")
_CLAUSE_MARKS = re.compile(r"[，。；;：:\n】]|,(?!\d{3})")
_BRACKET_WITHIN = 4  # characters between a rank and the bracket with its population
_FIGURES_BEHIND = 4  # figures behind a rank among which is how many are ranked
_FIGURES_BEFORE = 5  # figures before a rank among which is how many are ranked
_CLAUSE_WITHIN = 24  # characters around a count that hold its clause


def mark_populations(rows: list[dict[str, Any]], text: str) -> None:
    """Give each rank how many are ranked, and the count that says so its role."""
    _mark_beside(rows, text)
    _mark_behind(rows, text)
    _share(rows, text)
    _mark_before(rows, text)
    _share_with_parts(rows, text)


def _mark_beside(rows: list[dict[str, Any]], text: str) -> None:
    """How many are ranked stands in brackets right after a rank, 34 位（137 个）, or before it:
    在137个园区中列第34位.
    """
    for one, other in pairwise(rows):
        rank, count = (one, other) if one["kind"] == "rank" else (other, one)
        is_pair = rank["kind"] == "rank" and not rank["direction"] and count["kind"] == "count"
        if not is_pair or not count["value"]:
            continue
        between = text[one["end"] : other["start"]]
        is_near = len(between) <= _BRACKET_WITHIN and not _ENDS.search(between)
        is_near = is_near or _IN_ALL.fullmatch(between) is not None
        is_near = is_near or bool(between in "，," and _TAKE_PART.match(text, count["end"]))
        is_behind = rank is one and is_near
        whole = between.removesuffix("第") + "第"  # 列11个县(市、区)第一
        plain = "".join(wording.without_asides(whole).replace("，", ",").split())
        is_before = count is one and _AMONG.fullmatch(plain)
        if is_behind or is_before:
            _rank_among(rank, count)


def _mark_behind(rows: list[dict[str, Any]], text: str) -> None:
    """How many are ranked is told behind a rank, from where and how far it moved: 第3名，较上年上升
    2位（全市共9个县区）; 由第11位升到第8位；参加测评的设区市共16个.
    """
    for at, rank in enumerate(rows):
        if rank["kind"] != "rank" or rank["direction"] or rank.get("population"):
            continue
        behind = rows[at + 1 : at + 1 + _FIGURES_BEHIND]
        told = list(takewhile(lambda row: row["kind"] == "rank", behind))
        last, count = [rank, *told][-1], next(iter(behind[len(told) :]), None)
        if (
            count is None
            or count["kind"] != "count"
            or (count["value"] or 0) < (rank["value"] or 0)
        ):
            continue
        between = text[last["end"] : count["start"]]
        if (told and _IN_ALL.fullmatch(between)) or _tells_takers(between, count, text):
            _rank_among(rank, count)


def _tells_takers(between: str, count: dict[str, Any], text: str) -> bool:
    """Whether the clause of a count behind a rank says that it is of those who took part: 参测的
    设区市共16个, 全省17个代表团, 全省13个市参加.
    """
    clause = _CLAUSE_BEHIND.fullmatch(between)
    if clause is None or count["unit"] not in (*_TAKER_UNITS, *_PLACE_UNITS):
        return False
    is_of_takers = _SCOPE.fullmatch(clause[1]) and _TAKERS.match(text, count["end"])
    takes_part = _SAYS_TAKERS.search(clause[1]) or _TAKE_PART.match(text, count["end"])
    return bool(is_of_takers or takes_part)


def _rank_among(rank: dict[str, Any], count: dict[str, Any]) -> None:
    """A count is of those among whom a rank is held."""
    rank["population"] = int(count["value"])
    subject = rank["subject"] or count["subject"] or count["measure"]
    count |= {"role": "population", "subject": subject, "measure": "参评数"}
    count["scope"] = rank.get("scope")


def _share(rows: list[dict[str, Any]], text: str) -> None:
    """Ranks of one list are held among as many: 一季度列第7位、二季度第5位."""
    for one, other in pairwise(rows):
        between = text[one["end"] : other["start"]]
        is_pair = one["kind"] == other["kind"] == "rank" and not other["direction"]
        is_listed = is_pair and one.get("population") and _LIST_OF_RANKS.fullmatch(between)
        if is_listed and all(one.get(name) == other.get(name) for name in ("subject", "scope")):
            other["population"] = one["population"]


def _share_with_parts(rows: list[dict[str, Any]], text: str) -> None:
    """A part of a contest is held among as many as the whole: 综合第9;单项里的“厕所革命”第20."""
    for one, other in pairwise(rows):
        is_pair = one["kind"] == other["kind"] == "rank" and not other["direction"]
        between = text[one["end"] : other["start"]].removesuffix("第")
        if is_pair and not other.get("population") and _PART_OF_CONTEST.fullmatch(between):
            other["population"] = one.get("population")


def _mark_before(rows: list[dict[str, Any]], text: str) -> None:
    """How many are ranked is told before what lies between: 全县15个乡镇年终综合考核中，我镇由
    上年第9名升至第4名.
    """
    for at, rank in enumerate(rows):
        if rank["kind"] != "rank" or rank["direction"] or rank.get("population"):
            continue
        for count in reversed(rows[max(0, at - _FIGURES_BEFORE) : at]):
            if _ENDS.search(text, count["end"], rank["start"]):
                break
            if _is_of_takers(count, rank, text):
                _rank_among(rank, count)
                break


def _is_of_takers(count: dict[str, Any], rank: dict[str, Any], text: str) -> bool:
    """Whether a count may be of those ranked: of offices or places, as many as the rank or more,
    told where a clause says in or of what was ranked.
    """
    is_place = count["unit"] in _PLACE_UNITS
    is_unit = is_place or count["unit"] in _TAKER_UNITS
    is_count = count["kind"] == "count" and not count["direction"] and is_unit
    if not is_count or not count["value"] or count["value"] < (rank["value"] or 0):
        return False
    before = _CLAUSE_MARKS.split(text[max(0, count["start"] - _CLAUSE_WITHIN) : count["start"]])[-1]
    behind = _CLAUSE_MARKS.split(text[count["end"] : count["end"] + _CLAUSE_WITHIN])[0]
    if is_place:
        return bool(_OF_PLACES.fullmatch(before) and _OF_CONTEST.fullmatch(behind))
    is_told = _OF_TAKERS.match("".join(before.split()))
    return bool(is_told and _TAKERS.match(wording.without_asides("".join(behind.split()))))
