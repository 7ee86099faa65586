"""Facts that a form tells in two of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from perf_analysis.checks.alike import is_alike, span_in
from perf_analysis.checks.amounts.telling import ids, name_of, named
from perf_analysis.checks.case import Case, Finding, overlap
from perf_analysis.units import unsigned


def check_same_fact(case: Case) -> Iterator[Finding]:
    """The budget of the year is that of its start where nothing was adjusted."""
    for row in case.rows["funds"]:
        initial, budget = case.by_id.get(row["initial_id"]), case.by_id.get(row["budget_id"])
        if row["breakdown"] != "total" or not initial or not budget or not initial["value"]:
            continue
        if is_alike(initial, budget) and overlap(
            unsigned(initial["span"]), span_in(budget, initial)
        ):
            yield Finding(
                "holds",
                f"{name_of(initial)}与{name_of(budget)}都写 {named(budget)}",
                ids((initial, budget)),
                float(initial["value"]),
                float(budget["value"]),
                0.0,
                initial["unit"],
            )
