"""Sums of the budget and of the funds of forms, by the columns that were read there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from perf_analysis.checks.alike import can_be_part, is_alike
from perf_analysis.checks.amounts.telling import add, adds_up, once
from perf_analysis.checks.case import Case, Finding, Row

ASK = "请核对合计与分项，或补充没有列出的部分"
NOT_ALL = "分项可能没有列全"


def check_parts(case: Case) -> Iterator[Finding]:
    """A whole is the sum of its parts, and its change that of theirs,
    within the rounding of each.
    """
    yield from once(_fund_sums(case))


def _fund_sums(case: Case) -> Iterator[Finding]:
    """The total line of a form's funds beside its sources, and its natures, in each column."""
    for _, lines in groupby(case.rows["funds"], key=lambda line: line["form_id"]):
        rows = list(lines)
        totals = [row for row in rows if row["breakdown"] == "total"]
        if len(totals) != 1:
            continue
        for breakdown, told in (("source", "资金来源"), ("nature", "支出性质")):
            parts = [row for row in rows if row["breakdown"] == breakdown]
            for column in ("initial", "budget", "executed", "expected", "amount"):
                yield from _column_sum(case, totals[0], parts, column, told)


def _column_sum(
    case: Case, total: Row, rows: Sequence[Row], column: str, told: str
) -> Iterator[Finding]:
    whole = case.by_id.get(total[f"{column}_id"]) or (
        case.by_id.get(total["budget_id"]) if column == "amount" else None
    )
    parts = [figure for row in rows if (figure := case.by_id.get(row[f"{column}_id"]))]
    if not whole or not parts or not all(is_alike(whole, part) for part in parts):
        return
    name = f"{total['line']}按{told}分（{whole['measure']}）"
    larger = [part for part in parts if not can_be_part(part, whole)]
    if adds_up(whole, parts) and (len(parts) > 1 or not larger):
        yield add(whole, parts, name)
    elif larger:
        yield add(whole, parts, name, verdict="fails", ask="请核对总额与分项")
    elif len(parts) > 1:
        yield add(whole, parts, name, why=NOT_ALL, ask=ASK)
