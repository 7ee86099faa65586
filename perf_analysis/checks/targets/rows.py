"""Indicators of forms as the checks of targets see them: each with what the rules make of it."""

from __future__ import annotations

from collections.abc import Iterator

from perf_analysis import units
from perf_analysis.checks.case import Case, Row
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations.met import RANKED

_UPPER = ("≤", "<")


def scored(case: Case) -> Iterator[tuple[Row, Row]]:
    """Each indicator with its row of scoring."""
    items = [item for item in case.rows["scoring"] if item["item"] == "indicator"]
    return zip(case.rows["indicators"], items, strict=True)


def ids_of(case: Case, row: Row, *columns: str) -> tuple[str, ...]:
    """The figures of an indicator in these columns, those that were read."""
    return tuple(row[column] for column in columns if row[column] in case.by_id)


def is_capped(row: Row) -> bool:
    """Whether less is better: a target with ≤ or <, or the place in a ranking."""
    return row["sign"] in _UPPER or RANKED.search(text_of(row["level3"])) is not None


def name_of(row: Row, item: Row) -> str:
    """The indicator's name in quotes."""
    return f"“{text_of(row['level3']) or item['name']}”"


def beside(row: Row) -> str:
    """Target and actual value as printed."""
    return (
        f"指标值 {_printed(row, 'target', text_of(row['unit']))}，"
        f"完成值 {_printed(row, 'actual', text_of(row['actual_unit']) or text_of(row['unit']))}"
    )


def _printed(row: Row, column: str, unit: str) -> str:
    if is_missing(row[column]):
        return text_of(row[f"{column}_text"])
    sign = (
        text_of(row["sign"]) if column == "target" and row["sign"] in ("≥", ">", "≤", "<") else ""
    )
    return sign + units.with_unit(
        f"{units.printed(row[column], row[f'{column}_decimals']):f}", unit
    )


def points(row: Row, column: str) -> str:
    """A weight or score as printed."""
    return f"{units.printed(row[column], row[f'{column}_decimals']):f} 分"
