"""Checks of how numbers are printed: slips of the unit, percent for percentage points,
rates above a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from perf_analysis import units
from perf_analysis.checks.alike import printed
from perf_analysis.checks.case import Case, Figure, Finding, Row, overlap
from perf_analysis.checks.statements import LEVELS, Statement, name_of, named
from perf_analysis.units import Interval, unsigned

SLIPS = (Decimal(10**4), Decimal(10**8))  # 万 and 亿
FULL = Decimal(100)
# a target and its actual value, a budget and its execution differ by less in the usual case
NEAR = Decimal(3)
LEAST_NAME = 4  # characters of a name that says which fact it is
WINDOW = 24  # characters before a rate in which its name stands
LISTED = 5  # rates that one line names
# Rates of some of all, which are never more than all; 覆盖率 of provisions and 完成率 may be.
_OF_ALL = re.compile(
    r"(?:满意度|满意率|合格率|及时率|覆盖率|达标率|优良率|优秀率|完好率|准确率|出勤率|就业率|成活率|保存率|知晓率|回收率|公开率|办结率)$"
)
_NOT_OF_ALL = re.compile(r"拨备|保障覆盖|利息")
_RATE_NAME = re.compile(r"率|满意度|占比|比重|比例")
# A change right behind its level, with no other noun between.
_BESIDE = re.compile(
    r"\s*[,，、(（]?\s*(?:同比|环比|[比较](?:上一?年度?|去年|上期)(?:同期)?)?\s*(?:提高|提升|上升|增长|增加|下降|降低|减少|回落)了?\s*$"
)


def check_unit_slips(case: Case) -> Iterator[Finding]:
    """A fact stated twice differs by rounding, not by ten thousand."""
    named_alike: dict[tuple[object, ...], list[Figure]] = {}
    for figure in case.told:
        base = (
            units.base_of(figure["unit"] or "", figure["kind"])
            if figure["kind"] in LEVELS and not figure["direction"] and figure["value"]
            else None
        )
        if base and len(name_of(figure)) >= LEAST_NAME and not figure["same_as"]:
            named_alike.setdefault(
                (figure["kind"], base[0], figure["subject"], figure["measure"], figure["role"]), []
            ).append(figure)
    for facts in named_alike.values():
        for one, other in combinations(facts[:6], 2):
            yield from _slipped(one, other, name_of(one))
    for row in case.rows["indicators"]:
        yield from _mistaken(
            case, row["target_id"], row["actual_id"], f"{row['level3']}的指标值和完成值"
        )
        yield from _spelt(case, row)
    for row in (*case.rows["budget"], *case.rows["funds"]):
        yield from _mistaken(
            case, row["budget_id"], row["executed_id"], f"{row['line']}的预算数和执行数"
        )


def _spelt(case: Case, row: Row) -> Iterator[Finding]:
    """A share whose unit is the word for percent, as a drop-down of units gives it."""
    spelt = [
        figure
        for name in ("target_id", "actual_id")
        if (figure := case.by_id.get(row[name])) and figure["unit"] == "百分比"
    ]
    if spelt:
        message = f"“{row['level3']}”的{'、'.join(map(named, spelt))}单位写作“百分比”，不是 %"
        yield Finding(
            "question",
            message,
            tuple(figure["figure_id"] for figure in spelt),
            ask="请把单位写作 %",
        )


def _slipped(one: Figure, other: Figure, name: str) -> Iterator[Finding]:
    first, second = _in_base(one), _in_base(other)
    if not first or not second or first.low <= 0 or second.low <= 0:
        return
    if not (first.high.is_finite() and second.high.is_finite()):
        return
    ids = (one["figure_id"], other["figure_id"])
    if any(
        overlap(units.scaled(first, slip), second) or overlap(first, units.scaled(second, slip))
        for slip in SLIPS
    ):
        told = (
            f"{name}一处为 {named(one)}，另一处为 {named(other)}，"
            "相差一万倍或一亿倍，可能是单位写错"
        )
        yield Finding("question", told, ids, ask="请核对两处的单位")
    elif one["unit"] != other["unit"] and overlap(first, second):
        yield Finding("holds", f"{name}两处的 {named(one)} 和 {named(other)} 是同一个数", ids)


def _in_base(figure: Figure) -> Interval | None:
    base = units.base_of(figure["unit"] or "", figure["kind"])
    return units.scaled(figure["span"], base[1]) if base else None


def _mistaken(case: Case, one_id: object, other_id: object, told: str) -> Iterator[Finding]:
    """Two numbers that ought to be near each other, and are but for 万 or 亿."""
    one, other = case.by_id.get(str(one_id)), case.by_id.get(str(other_id))
    first, second = one and _in_base(one), other and _in_base(other)
    if not one or not other or not first or not second or first.low <= 0 or second.low <= 0:
        return
    ratio = first.low / second.low
    if any(1 / NEAR < ratio / slip < NEAR or 1 / NEAR < ratio * slip < NEAR for slip in SLIPS):
        message = (
            f"{told}分别为 {named(one)} 和 {named(other)}，相差约一万倍或一亿倍，可能是单位写错"
        )
        yield Finding(
            "question", message, (one["figure_id"], other["figure_id"]), ask="请核对两个数的单位"
        )


def check_precision(case: Case) -> Iterator[Finding]:
    """A share of all is at most all, and points are not percent."""
    yield from _above_all(case)
    for statement in case.statements:
        yield from _points(statement)


def _above_all(case: Case) -> Iterator[Finding]:
    """Rates that are a share of all by their name."""
    rates = [
        figure
        for figure in case.stated
        if figure["kind"] == "rate"
        and figure["unit"] == "%"
        and not figure["same_as"]
        and _is_of_all(figure)
    ]
    above = [figure for figure in rates if printed(figure) > FULL <= figure["span"].low]
    for figure in above:
        told = f"{name_of(figure)} {named(figure)} 超过 100%"
        yield Finding(
            "question",
            told,
            (figure["figure_id"],),
            stated=float(figure["value"]),
            unit="%",
            ask="请核对分子和分母",
        )
    within = [figure for figure in rates if figure not in above]
    if within:
        listed = "、".join(
            dict.fromkeys(f"{name_of(figure)} {named(figure)}" for figure in within[:LISTED])
        )
        more = f"等 {len(within)} 个比率" if len(within) > LISTED else ""
        yield Finding(
            "holds", f"{listed}{more}，不超过 100%", tuple(figure["figure_id"] for figure in within)
        )


def _is_of_all(figure: Figure) -> bool:
    """Whether the name of a rate says that it is a share; in a form the name is its subject."""
    name = name_of(figure)
    names = [name, figure["subject"] or ""] if name.endswith(("值", "情况", "数")) else [name]
    return any(_OF_ALL.search(name) and not _NOT_OF_ALL.search(name) for name in names)


def _points(statement: Statement) -> Iterator[Finding]:
    """The change of a rate in percent where points are meant or may be,
    that of an amount in points.
    """
    figures = [figure for figure in statement.figures if not figure["same_as"]]
    for at, (level, change) in enumerate(pairwise(figures)):
        if change["kind"] != "growth" or not _BESIDE.match(statement.between(level, change)):
            continue
        ids, is_points = (
            (level["figure_id"], change["figure_id"]),
            "百分点" in (change["unit"] or ""),
        )
        told = f"{name_of(level)} {named(level)}，变动写为 {named(change)}"
        if level["kind"] in LEVELS and is_points:
            yield Finding(
                "question", f"{told}；百分点只用于比率之差", ids, ask="请核对应为百分比还是百分点"
            )
        elif (
            level["kind"] == "rate"
            and change["unit"] == "%"
            and _RATE_NAME.search(statement.before(level)[-WINDOW:])
        ):
            before = (
                figures[at - 1]
                if at
                and figures[at - 1]["kind"] == "rate"
                and figures[at - 1]["unit"] == level["unit"]
                else None
            )
            yield from _percent_or_points(level, change, before, told)


def _percent_or_points(
    level: Figure, change: Figure, before: Figure | None, told: str
) -> Iterator[Finding]:
    ids = (*([before["figure_id"]] if before else []), level["figure_id"], change["figure_id"])
    size = unsigned(change["span"])
    relative = (
        units.spread(lambda now, past: FULL * abs(now - past) / past, level["span"], before["span"])
        if before and before["value"]
        else None
    )
    are_points = before is not None and overlap(_difference(level, before), size)
    if relative and overlap(relative, size) and not are_points:
        yield Finding("holds", f"{told}，与两个比率相符", ids)
    elif before and are_points:
        message = (
            f"{told}；{named(before)} 与 {named(level)} 相差 "
            f"{units.show(*map(float, _difference(level, before)))} 个百分点"
        )
        yield Finding("question", message, ids, ask="请核对应为百分比还是百分点")
    else:
        yield Finding(
            "question",
            f"{told}；是百分比还是百分点不清楚",
            ids[-2:],
            ask="请核对应为百分比还是百分点",
        )


def _difference(one: Figure, other: Figure) -> Interval:
    """Two printed rates apart, at their printed digits."""
    apart = abs(printed(one) - printed(other))
    return Interval(apart, apart)
