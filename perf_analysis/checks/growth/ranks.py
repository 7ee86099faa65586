"""Checks of ranks, shares and what is counted: their population, the whole they imply,
the amount of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perf_analysis import units
from perf_analysis.checks import statements
from perf_analysis.checks.aims import Aims
from perf_analysis.checks.case import Case, Figure, Finding
from perf_analysis.checks.statements import Statement, estimated, name_of, named
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations.quotients import BY_HEAD
from perf_analysis.units import Interval

_IN_BRACKET = re.compile(r"\s*[(（]\s*(?:共|共计|参评|全[国省市区县]共?)?\s*$")
_REGION = re.compile(r"全[国省市区县州镇乡盟]")
_PART_OF = re.compile(r"^占(全[国省市区县州镇乡盟])")
# Firsts that claim a place among others; 首次 and 首批 claim none.
_FIRST = re.compile(
    r"(?P<scope>全[国省市区县州]|省内|市内|区内|国内|世界|全球|亚洲)?(?:第一[家个座条例]|首[家个座条例创]|唯一)[^,，。;；()（）]{0,12}"
)
_WITHOUT_SCOPE = re.compile(r"首家")
_WISH = re.compile(r"(?:争创|力争|打造|争取|努力|争当|申报|拟)[^,，。;；]{0,8}$")
_PROVEN = re.compile(
    r"据|经[^,，。;；]{0,12}(?:认定|评定|评选|批准|确认|核准)|认证|通报|公布|公示|统计|排名|文件|〔"
)
_PARTED = re.compile(r"[,，、。;；]")
_LED = re.compile(
    r"领取|发放|补助|补贴|资助|救助|奖励|投入|投资|支出|安排|使用|花费|收取|获得|享受"
)
# What has a price of its own, or gets one; of what was audited or paid in parts each tells nothing.
_THINGS = ("辆", "台", "套", "栋", "头", "艘", "架", "株", "座", "人", "名", "户")
_PRICED = re.compile(r"货值|购置|采购|造价|单价|价值|补[助贴]|奖励|救助|发放")
SCALES = ((10**8, "亿元"), (10**4, "万元"), (1, "元"))
BACK = 8  # figures before a share among which the level it is a share of may stand
LONGEST_CLAUSE = 20  # characters between a count and the amount said of it in one clause


def check_rank(case: Case) -> Iterator[Finding]:
    """A rank lies within those who are ranked, also before it moved,
    and the report says how many they are where it is judged by the rank.
    """
    aims = Aims(case)
    for row in case.rows["ranks"]:
        is_asked = not is_missing(row["population"]) or aims.judge(
            text_of(row["measure"]), is_rank=True
        )
        if row["rank_id"] in case.by_id and is_asked:
            yield from _ranked(case, row)
    yield from _firsts(case)


def _ranked(case: Case, row: Mapping[Any, Any]) -> Iterator[Finding]:
    scope = row["scope"] if isinstance(row["scope"], str) else ""
    name, population = (
        f"{scope}{row['measure']}第 {row['rank']}",
        case.by_id.get(row["population_id"]),
    )
    if is_missing(row["population"]):
        yield Finding(
            "question", f"{name}，参评数未写", (row["rank_id"],), ask="请补充参评的总数和来源"
        )
        return
    figures, total = (
        (row["rank_id"], *([population["figure_id"]] if population else [])),
        int(row["population"]),
    )
    cells: dict[str, Any] = {"stated": float(row["rank"]), "computed": float(total), "unit": "位"}
    if row["rank"] <= total:
        yield Finding("holds", f"{name}，参评 {total} 个", figures, **cells)
    else:
        is_certain = population is not None and _is_population(
            case, case.by_id[row["rank_id"]], population
        )
        yield Finding(
            "fails" if is_certain else "question",
            f"{name}，大于参评数 {total} 个",
            figures,
            ask="请核对名次和参评数",
            **cells,
        )
    if not is_missing(row["moved"]) and row["moved_id"] in case.by_id:
        yield _moved(name, row, total, (*figures, row["moved_id"]))


def _is_population(case: Case, rank: Figure, population: Figure) -> bool:
    """Whether a bracket behind a rank says nothing but how many are ranked."""
    return case.document is None or bool(
        _IN_BRACKET.fullmatch(case.document.folded, rank["end"], population["start"])
    )


def _moved(name: str, row: Mapping[Any, Any], total: int, figures: tuple[str, ...]) -> Finding:
    """The rank before a move: it lay within as many, if they were as many then."""
    before, moved = int(row["rank"]) + int(row["moved"]), int(row["moved"])
    told = f"{name}，{'上升' if moved >= 0 else '下降'} {abs(moved)} 位，推算上次为第 {before}"
    cells: dict[str, Any] = {"stated": float(total), "computed": float(before), "unit": "位"}
    if 1 <= before <= total:
        return Finding("holds", f"{told}，参评 {total} 个", figures, **cells)
    if before < 1:
        return Finding(
            "question", f"{told}，不可能有这样的名次", figures, ask="请核对名次和升降位数", **cells
        )
    return Finding(
        "question",
        f"{told}，大于本次参评数 {total} 个；上次的参评数可能不同",
        figures,
        ask="请补充上次的名次和参评数",
        **cells,
    )


def _firsts(case: Case) -> Iterator[Finding]:
    """首家, 唯一 and their like: among whom, and who says so."""
    if case.document is None:
        return
    text = case.document.folded
    told: set[str] = set()
    for found in _FIRST.finditer(text):
        claim = "".join(found[0].split())
        if (
            claim in told
            or not (found["scope"] or _WITHOUT_SCOPE.match(claim))
            or _WISH.search(text, max(found.start() - 14, 0), found.start())
        ):
            continue
        told.add(claim)
        sentence = _sentence(text, found.start(), found.end())
        missing = "、".join(
            filter(
                None, ["" if found["scope"] else "范围", "" if _PROVEN.search(sentence) else "来源"]
            )
        )
        if missing:
            yield Finding(
                "question",
                f"“{claim}”的{missing}未说明",
                ask=f"请补充{missing}：在什么范围内比较，由谁认定",
            )
        else:
            yield Finding("holds", f"“{claim}”写了范围和来源")


def _sentence(text: str, start: int, end: int) -> str:
    left = max(text.rfind(mark, max(start - 200, 0), start) for mark in "。;\n") + 1
    rights = [at for mark in "。;" if (at := text.find(mark, end, end + 200)) >= 0]
    return text[left : min(rights, default=end + 200)]


def check_part_of_region(case: Case) -> Iterator[Finding]:
    """A share of a region implies the region's total, which somebody publishes."""
    known = [figure for figure in case.told if not figure["same_as"]]
    for at, share in enumerate(known):
        region = (
            _region(share)
            if share["kind"] == "rate" and share["unit"] in ("%", "‰") and share["value"] > 0
            else ""
        )
        level = _level(share, known[:at], region) if region else None
        if level:
            of = units.spread(
                lambda part, by: part / by,
                level["span"],
                units.scaled(share["span"], units.SHARE[share["unit"]]),
            )
            if statements.is_unknown(of) or _is_printed(level, of, known):
                continue
            part = f"{name_of(level)} {named(level)}，占{region}的 {named(share)}"
            told = (
                f"{part}，{region}{level['measure']}{estimated(of, level['unit'] or '')}；"
                "建议与公布数核对"
            )
            cells: dict[str, Any] = {
                "computed": float((of.low + of.high) / 2) if of.high.is_finite() else None,
                "unit": level["unit"],
            }
            yield Finding(
                "question",
                told,
                (level["figure_id"], share["figure_id"]),
                ask=f"请提供{region}总数的来源",
                **cells,
            )


def _is_printed(level: Figure, whole: Interval, known: list[Figure]) -> bool:
    """Whether the report prints the whole of a share."""
    same = (one for one in known if one["unit"] == level["unit"] and one is not level)
    return any(one["span"].low <= whole.high and whole.low <= one["span"].high for one in same)


def _region(share: Figure) -> str:
    part_of = _PART_OF.match(share["measure"] or "")
    if part_of:
        return part_of[1]
    is_share = (share["measure"] or "").endswith("占比")
    return (
        share["scope"]
        if is_share and isinstance(share["scope"], str) and _REGION.fullmatch(share["scope"])
        else ""
    )


def _level(share: Figure, before: list[Figure], region: str) -> Figure | None:
    """The level under the same heading that a share is a share of: the same things,
    not another attribute of the same subject.
    """
    thing = "" if _PART_OF.match(share["measure"]) else share["measure"].removesuffix("占比")
    levels = [
        figure
        for figure in before[-BACK:]
        if figure["section"] == share["section"]
        and figure["kind"] == "amount"
        and not figure["direction"]
    ]
    fitting = [
        figure
        for figure in levels
        if figure["value"] > 0
        and region not in name_of(figure)
        and name_of(figure).endswith(thing or str(share["subject"]))
    ]
    return fitting[-1] if fitting else None


def check_unit_values(case: Case) -> Iterator[Finding]:
    """An amount and a count said of the same things give the amount of each,
    which a reader can judge.
    """
    if case.document is None:
        return
    for statement in case.statements:
        for count, amount in pairwise(statement.figures):
            is_thing = str(count["unit"]).endswith(_THINGS) and _PRICED.search(amount["measure"])
            is_one = is_thing and are_of_one(statement, count, amount)
            if is_one and not statements.is_unknown(each_of(count, amount)):
                yield _each(count, amount)


def are_of_one(statement: Statement, count: Figure, amount: Figure) -> bool:
    """Whether a sentence says an amount and the count right before it of the same things."""
    is_pair = (
        count["kind"] == "count"
        and amount["kind"] == "amount"
        and not amount["same_as"]
        and not count["direction"]
        and not amount["direction"]
    )
    if (
        not is_pair
        or count["value"] <= 1
        or amount["value"] <= 0
        or "/" in (amount["unit"] or "")
        or BY_HEAD.search(name_of(amount))
        or count["role"] != "actual"
    ):
        return False
    between = statement.between(count, amount)
    is_in_clause = (
        len(between) <= LONGEST_CLAUSE
        and not _PARTED.search(between)
        and bool(_LED.search(between))
    )
    return is_in_clause or (bool(amount["subject"]) and amount["subject"] == name_of(count))


def each_of(count: Figure, amount: Figure) -> Interval:
    """The amount of each of the things counted. [元]"""
    base = units.base_of(amount["unit"] or "", "amount")
    return units.spread(
        lambda whole, by: whole / by,
        units.scaled(amount["span"], base[1] if base else Decimal(1)),
        count["span"],
    )


def in_money(span: Interval) -> str:
    """A derived amount of 元 in the unit that suits it."""
    scale, unit = next((scale, unit) for scale, unit in SCALES if span.high >= scale or scale == 1)
    return estimated(units.scaled(span, 1 / Decimal(scale)), unit)


def beside(count: Figure, amount: Figure) -> str:
    """A count and an amount of the same things, as printed."""
    return f"{name_of(count)} {named(count)}，{amount['measure']} {named(amount)}"


def _each(count: Figure, amount: Figure) -> Finding:
    each, word = each_of(count, amount), (count["unit"] or "").lstrip("百千万亿") or "个"
    middle = (
        float((each.low + each.high) / 2)
        if each.high.is_finite() and not each.low.is_nan()
        else None
    )
    ids, ask = (count["figure_id"], amount["figure_id"]), "请核对单价是否合理，两个数是否同一口径"
    return Finding(
        "question",
        f"{beside(count, amount)}，每{word}{in_money(each)}",
        ids,
        computed=middle,
        unit=f"元/{word}",
        ask=ask,
    )
