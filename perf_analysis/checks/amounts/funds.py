"""Sums of the budget and of the funds of forms, by the columns that were read there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis.checks.alike import can_be_part, is_alike, value_in
from perf_analysis.checks.amounts.telling import add, adds_up, ids, once, sum_of
from perf_analysis.checks.case import Case, Figure, Finding, Row, overlap

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
        if not totals:
            yield from _two_splits(case, rows)
        if len(totals) != 1:
            continue
        for breakdown, told in (("source", "资金来源"), ("nature", "支出性质")):
            parts = [row for row in rows if row["breakdown"] == breakdown]
            for column in ("initial", "budget", "executed", "expected", "amount"):
                yield from _column_sum(case, totals[0], parts, column, told)


def _two_splits(case: Case, rows: Sequence[Row]) -> Iterator[Finding]:
    """The sum by source beside the sum by nature, where a form splits one scale
    of spending twice and prints no total.
    """
    sources, natures = (
        [
            case.by_id[row["amount_id"]]
            for row in rows
            if row["breakdown"] == told and row["amount_id"] in case.by_id
        ]
        for told in ("source", "nature")
    )
    if (
        not sources
        or not natures
        or not all(is_alike(sources[0], part) for part in (*sources, *natures))
    ):
        return
    one, other = sum_of(sources[0], sources), sum_of(sources[0], natures)
    totals = [
        sum((value_in(part, sources[0]) for part in parts), Decimal(0))
        for parts in (sources, natures)
    ]
    unit, figures = sources[0]["unit"], ids((*sources, *natures))
    told = f"按资金来源合计 {totals[0]:f} {unit}，按支出性质合计 {totals[1]:f} {unit}（推算）"
    cells = {
        "stated": float(totals[0]),
        "computed": float(totals[1]),
        "difference": float(totals[0] - totals[1]),
        "unit": unit,
    }
    if overlap(one, other):
        yield Finding("holds", f"{told}，两者一致", figures, **cells | {"difference": 0.0})
    else:
        yield Finding(
            "question",
            f"{told}，两者不一致；{NOT_ALL}",
            figures,
            ask="请核对两种分法的分项",
            **cells,
        )


def _column_sum(
    case: Case, total: Row, rows: Sequence[Row], column: str, told: str
) -> Iterator[Finding]:
    whole = case.by_id.get(total[f"{column}_id"]) or (
        case.by_id.get(total["budget_id"]) if column == "amount" else None
    )
    parts = [figure for row in rows if (figure := case.by_id.get(row[f"{column}_id"]))]
    if not whole or not parts or not all(is_alike(whole, part) for part in parts):
        return
    if not adds_up(whole, parts):
        parts = _without_nested(whole, parts)
    name = f"{total['line']}按{told}分" + (f"（{whole['measure']}）" if whole["measure"] else "")
    larger = [part for part in parts if not can_be_part(part, whole)]
    if adds_up(whole, parts) and (len(parts) > 1 or not larger):
        yield add(whole, parts, name)
    elif larger:
        yield add(whole, parts, name, verdict="fails", ask="请核对总额与分项")
    elif len(parts) > 1:
        yield add(whole, parts, name, why=NOT_ALL, ask=ASK)


def _without_nested(whole: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """The parts without those that make up the one before them,
    where the others then make up the whole: 财政拨款, of it 中央 and 省级.
    """
    for at, part in enumerate(parts):
        for count in range(1, len(parts) - at):
            inner, rest = (
                parts[at + 1 : at + 1 + count],
                [*parts[: at + 1], *parts[at + 1 + count :]],
            )
            if part["value"] and adds_up(part, inner) and adds_up(whole, rest):
                return rest
    return list(parts)
