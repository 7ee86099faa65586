"""Whether indicators earned more than the money that was spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from perf_analysis import units
from perf_analysis.checks.alike import percent_of, printed
from perf_analysis.checks.amounts.telling import ids
from perf_analysis.checks.case import Case, Figure, Finding, Row
from perf_analysis.checks.results.parts import short
from perf_analysis.checks.statements import name_of
from perf_analysis.checks.targets.completion import is_explained
from perf_analysis.checks.targets.shortfalls import OF_EXECUTION
from perf_analysis.relations import Relation
from perf_analysis.rules import FULL, Source
from perf_analysis.tables import own_score
from perf_analysis.units import Interval

# No profile holds the warnings of the system: two percentages of its own.
WARNINGS = Source(
    "gov.mof.fasp2.pmkpi 系统", "系统", "read", "自评预警（指标得分除以 90，与预算执行率比）", 2021
)
RED, YELLOW = Decimal(5), Decimal(20)
_FINEST = Decimal("0.01")
SELF_FORM = "绩效自评表"


def check_achievement(case: Case) -> Iterator[Finding]:
    """Indicators do not earn more than the money spent, by what the system lets pass;
    a budget is spent.
    """
    forms = groupby(
        (row for row in case.rows["indicators"] if row["form"] == SELF_FORM),
        key=lambda row: row["form_id"],
    )
    for form_id, rows in forms:
        yield from _of_form(case, form_id, list(rows))
    if not case.rows["indicators"]:
        yield from _of_report(case)


def _of_form(case: Case, form_id: str, rows: list[Row]) -> Iterator[Finding]:
    """The indicators of a form beside the total line of its funds."""
    total = next(
        (
            row
            for row in case.rows["funds"]
            if row["form_id"] == form_id and row["breakdown"] == "total"
        ),
        None,
    )
    scores, weights = (
        [case.by_id.get(row[f"{name}_id"]) for row in rows] for name in ("score", "weight")
    )
    if total is None or None in scores or None in weights:
        return
    executed, budget = (
        case.by_id.get(total["executed_id"]),
        case.by_id.get(total["budget_id"]),
    )
    points = _sum(weights)
    if not executed or not budget or not points:
        return
    if any(one.kind == "marks" and one.agrees is False for one in _relations_of(case, scores)):
        return  # of marks that are wrong themselves
    share = _sum(scores) / points
    name = f"{short(rows[0]['project'])}：" if isinstance(rows[0]["project"], str) else ""
    figures = (
        *(figure["figure_id"] for figure in scores if figure),
        executed["figure_id"],
        budget["figure_id"],
    )
    yield from _warned(case, name, Interval(share, share), executed, budget, figures)


def _relations_of(case: Case, figures: Sequence[Figure | None]) -> Iterator[Relation]:
    """The relations that name one of some figures."""
    named = {figure["figure_id"] for figure in figures if figure}
    return (one for one in case.relations if named & _ids(one))


def _of_report(case: Case) -> Iterator[Finding]:
    """A total score less the printed points for execution beside the department's budget; nothing
    where the report does not print what execution earned.
    """
    total = next((row for row in case.rows["budget"] if row["breakdown"] == "total"), None)
    score, points = own_score(case.rows["scores"]), _points_of_execution(case)
    if total is None or score is None or points is None or score["score_id"] not in case.by_id:
        return
    executed, budget = (case.by_id.get(total[f"{name}_id"]) for name in ("executed", "budget"))
    if not executed or not budget:
        return
    stated, (earned, full) = case.by_id[score["score_id"]], points
    left = printed(stated) - printed(earned)
    if not 0 < printed(full) < FULL or left <= 0:
        return
    share = left / (FULL - printed(full))
    figures = ids((stated, earned, full, executed, budget))
    yield from _warned(case, "", Interval(share, share), executed, budget, figures)


def _points_of_execution(case: Case) -> tuple[Figure, Figure] | None:
    """The points that execution earned and its full marks, where the report prints both."""
    marks = [
        figure
        for figure in case.stated
        if figure["kind"] == "score" and "执行" in name_of(figure) and not figure["direction"]
    ]
    earned, full = (
        next((figure for figure in marks if figure["role"] == role), None)
        for role in ("actual", "weight")
    )
    return (earned, full) if earned and full and earned["value"] <= full["value"] else None


def _warned(
    case: Case,
    name: str,
    share: Interval,
    executed: Figure,
    budget: Figure,
    figures: tuple[str, ...],
) -> Iterator[Finding]:
    """A share of the points earned beside the share of the budget spent, of which the report may
    tell the reason.
    """
    if not budget["value"] or share.low <= 0:
        return
    rate = units.scaled(percent_of(executed["span"], budget["span"]), 1 / FULL)
    above = units.scaled(
        units.spread(lambda earned, spent: (earned - spent) / earned, share, rate), FULL
    )
    unspent = Interval(FULL * (1 - rate.high), FULL * (1 - rate.low))
    told = (
        f"{name}指标得分率 {_shown(units.scaled(share, FULL))}，"
        f"预算执行率 {_rate_of(case, executed, rate)}"
    )
    cells: dict[str, Any] = {
        "computed": float((above.low + above.high) / 2),
        "unit": "%",
        "source": str(WARNINGS),
    }
    if above.low > RED:
        message = f"{told}，得分率高出执行率 {_shown(above)}，超过系统红色预警的 {RED:f}%"
        ask = "请说明支出较少而指标得分较高的原因"
    elif unspent.low > YELLOW:
        message = f"{told}，未执行 {_shown(unspent)}，超过系统黄色预警的 {YELLOW:f}%"
        ask = "请说明预算没有执行的原因"
    else:
        limits = f"没有超过系统预警的界限（红色 {RED:f}%，黄色 {YELLOW:f}%）"
        yield Finding("holds", f"{told}，{limits}", figures, **cells)
        return
    if is_explained(case, executed["figure_id"], OF_EXECUTION):
        yield Finding("holds", f"{message}，写了原因", figures, **cells)
    else:
        yield Finding("question", message, figures, ask=ask, **cells)


def _rate_of(case: Case, executed: Figure, rate: Interval) -> str:
    """The rate of execution as printed where it is the one that is derived."""
    told = [
        one.of("rate")
        for one in case.relations
        if one.kind == "quotient" and one.agrees and executed["figure_id"] in _ids(one)
    ]
    stated = next((fact for fact in told if fact is not None and "执行" in fact.name), None)
    if stated is not None:
        return units.with_unit(f"{printed(stated.row):f}", str(stated.row["unit"] or ""))
    return f"{_shown(units.scaled(rate, FULL))}（推算）"


def _ids(relation: Relation) -> set[str]:
    return {fact.figure_id for fact in relation.facts}


def _shown(span: Interval) -> str:
    """A share in % as it can be told: no finer than two decimals."""
    low, high = (end.quantize(_FINEST, ROUND_HALF_UP) for end in span)
    about = (
        "约 "
        if (span.low < span.high or low != span.low) and units.is_shared(float(low), float(high))
        else ""
    )
    return about + units.with_unit(units.show(float(low), float(high)), "%")


def _sum(figures: list[Figure | None]) -> Decimal:
    return sum(
        (printed(figure) for figure in figures if figure),
        Decimal(0),
    )
