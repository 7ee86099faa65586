"""Checks of the execution of the budget: its rate, what was left of it, and the points it earns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.checks.alike import is_alike, span_in
from perf_analysis.checks.amounts.scored import tell_score
from perf_analysis.checks.amounts.telling import HUNDRED, compare, ids, is_known, named, once
from perf_analysis.checks.case import Case, Figure, Finding, Status, overlap
from perf_analysis.codebook import is_missing
from perf_analysis.rules import FULL
from perf_analysis.tables import own_score
from perf_analysis.units import Interval, unsigned

INITIAL = "写出的分母是年初预算，执行率可能按调整后预算计算"
OTHER_BUDGET = "写出的执行率与按年初预算计算的一致，采用的分母未说明"


def check_execution(case: Case) -> Iterator[Finding]:
    """A stated execution rate is executed by budget, at its printed decimals."""
    yield from once(_fund_rates(case))


def _fund_rates(case: Case) -> Iterator[Finding]:
    """The rate of each line of a form's funds, by the year's budget and by the one of its start
    where both are printed.
    """
    for row in case.rows["funds"]:
        cells = {
            name: case.by_id.get(row[f"{name}_id"])
            for name in ("initial", "budget", "executed", "rate")
        }
        rate, executed = cells["rate"], cells["executed"]
        budgets = {
            name: cell
            for name in ("budget", "initial")
            if executed and (cell := cells[name]) and cell["value"] and is_alike(cell, executed)
        }
        if rate and executed and budgets:
            yield from _fund_rate(_line_of(case, row), rate, executed, budgets)


def _line_of(case: Case, row: Mapping[Any, Any]) -> str:
    """A line of funds, with its project where the report has several forms."""
    many = len({one["form_id"] for one in case.rows["funds"]}) > 1
    return f"{row['project']}：{row['line']}" if many and row["project"] else str(row["line"])


def _fund_rate(
    line: str, rate: Figure, executed: Figure, budgets: Mapping[str, Figure]
) -> Iterator[Finding]:
    by = {name: quotient_of(executed, budget) for name, budget in budgets.items()}
    fitting = next(
        (name for name, computed in by.items() if overlap(unsigned(rate["span"]), computed)), ""
    )
    chosen = fitting or next(iter(budgets))
    is_named = len(budgets) > 1 and budgets["budget"]["value"] != budgets["initial"]["value"]
    told = {
        name: f"{line}：{told_of_rate(executed, budget)}"
        + (f"（分母为{budget['measure']}）" if is_named else "")
        for name, budget in budgets.items()
    }
    why = INITIAL if chosen == "initial" else ""
    verdict: Status = "question" if why else "fails"
    yield from compare(
        rate,
        by[chosen],
        told[chosen],
        (executed, budgets[chosen], rate),
        verdict=verdict,
        why=why,
        ask="请核对执行率，或说明采用的分母",
    )
    if fitting == "initial" and "budget" in budgets:
        figures = (executed, budgets["budget"], rate)
        yield from compare(
            rate,
            by["budget"],
            told["budget"],
            figures,
            verdict="question",
            why=OTHER_BUDGET,
            ask="请说明执行率采用的分母",
        )


def told_of_rate(executed: Figure, budget: Figure) -> str:
    """The quotient of an execution rate in words."""
    return f"{named(executed)} ÷ {named(budget)}"


def quotient_of(part: Figure, whole: Figure) -> Interval:
    """A part by its whole; unknown where the whole may be nothing. [%]"""
    span = span_in(whole, part) if is_alike(whole, part) else Interval(units.NAN, units.NAN)
    if span.low.is_nan() or span.high <= 0:
        return Interval(units.NAN, units.NAN)
    return units.spread(lambda part, whole: HUNDRED * part / whole, unsigned(part["span"]), span)


MOST_OWN = 2  # scores that are the report's own, this year's and the one before


def check_score_of_execution(case: Case) -> Iterator[Finding]:
    """The points for execution follow from its rate; what else a self-score of a hundred lacks was
    lost on indicators, and somebody says why.
    """
    for row in [row for row in case.rows["scoring"] if row["item"] == "execution"]:
        yield from tell_score(row, "请说明预算执行得分的计算方法")
    yield from _implied(case)


def _has_marks(case: Case) -> bool:
    """Whether a report prints what its parts are marked: weights, or scores beside its own."""
    marks = [figure for figure in case.stated if figure["kind"] == "score"]
    is_weighed = any(figure["role"] == "weight" for figure in marks)
    return is_weighed or len({figure["value"] for figure in marks}) > MOST_OWN


def _implied(case: Case) -> Iterator[Finding]:
    """What the indicators earned, if the execution was scored by the profile
    and no form shows either.
    """
    score, rule = own_score(case.rows["scores"]), case.profile.execution
    total = next(iter(case.rows["budget"]), None)
    if (
        score is None
        or total is None
        or is_missing(total["rate_low"])
        or rule is None
        or case.rows["indicators"]
        or not case.rows["goals"]  # a report of accounts, that gives its score in passing
        or _has_marks(case)
        or not 0 < score["score"] <= FULL
    ):
        return
    stated, executed, budget = (
        case.by_id[score["score_id"]],
        case.by_id[total["executed_id"]],
        case.by_id[total["budget_id"]],
    )
    ratio = Interval(
        Decimal(str(total["rate_low"])) / HUNDRED, Decimal(str(total["rate_high"])) / HUNDRED
    )
    points = units.scaled(rule.method.shares(ratio), rule.points)
    earned, whole = (
        Interval(stated["span"].low - points.high, stated["span"].high - points.low),
        FULL - rule.points,
    )
    if not is_known(earned):
        return
    told = units.show(float(earned.low), float(earned.high))
    figures = ids((stated, executed, budget))
    condition = (
        f"如果预算执行按 {rule.points:f} 分计，"
        f"{named(stated)}里约有 {told} 分来自指标（满分 {whole:f}，推算）"
    )
    message = (
        f"{condition}，超过满分；执行得分的计算方法未说明"
        if earned.low > whole
        else f"{condition}；没有指标得分表，扣分原因未说明"
    )
    yield Finding(
        "question", message, figures, ask="请提供各项指标的得分和扣分原因", source=str(rule.source)
    )
