"""Tables made from figures and their relations: overview, budget, growth, completion, goals, ranks,
scores.

No pair of numbers is decided here: which belong together is told by `relations`. A fact stated
twice counts once. What is derived is an interval, from Decimals of the printed digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from perf_analysis import codebook, units
from perf_analysis.codebook import Row
from perf_analysis.figures import text_of
from perf_analysis.tables.budget import find_budget
from perf_analysis.tables.completion import find_completion, name_rate
from perf_analysis.tables.execution import Execution, find_execution
from perf_analysis.tables.growth import find_growth
from perf_analysis.tables.overview import find_overview, find_scores
from perf_analysis.tables.ranks import find_ranks
from perf_analysis.tables.years import check_years, compare_years

__all__ = [
    "Execution",
    "check_years",
    "compare_years",
    "find_budget",
    "find_completion",
    "find_execution",
    "find_growth",
    "find_overview",
    "find_ranks",
    "find_scores",
    "name_rate",
    "own_score",
    "print_goals",
]

EXECUTION_RATES = ("预算执行率", "预算完成率", "支出执行率")


def own_score(scores: Iterable[Row]) -> Row | None:
    """The report's score of itself; None where none is stated."""
    return next((row for row in scores if row["whole"] == 1), None)


def print_goals(goals: Iterable[Row], figures: Iterable[Row]) -> list[dict[str, Any]]:
    """The goals with `printed`, the figures that speak to each as they are printed."""
    told = {figure["figure_id"]: figure for figure in figures}
    filled = codebook.fill(codebook.GOALS, goals)
    for row in filled:
        row["printed"] = [_as_printed(told[figure]) for figure in row["figures"]]
        row["words"] = row["words"] or []
    return filled


def _as_printed(figure: Row) -> str:
    if figure["value"] is None:
        return "无法读出"
    digits, unit, qualifier = (
        f"{units.printed(figure['value'], figure['decimals']):f}",
        text_of(figure["unit"]),
        text_of(figure["qualifier"]),
    )
    told = (
        f"{digits} {qualifier}{unit}"
        if qualifier in units.MORE
        else f"{qualifier}{' ' if qualifier else ''}{units.with_unit(digits, unit)}"
    )
    told = told if unit or figure["kind"] != "rank" else f"第 {digits}"
    return f"预计 {told}" if figure["role"] == "forecast" else told
