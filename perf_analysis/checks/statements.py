"""The sentences of a report with the figures they state, and what the words
beside a number say of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from perf_analysis import units
from perf_analysis.units import Interval

if TYPE_CHECKING:
    from perf_analysis.checks.case import Case, Figure

MOST_DIGITS = 4  # that a quotient of exact numbers below a hundred is told with
HUNDRED = 100
LEVELS = ("amount", "count", "area", "other")
_END = re.compile(r"[。;！？]|\n[ \t]*\n")


class Statement(NamedTuple):
    """One sentence outside of tables and forms: its folded text, where it begins,
    and its figures in order.
    """

    text: str
    start: int
    figures: list[Figure]

    def before(self, figure: Figure) -> str:
        """What stands in the sentence before a figure."""
        return self.text[: figure["start"] - self.start]

    def between(self, one: Figure, other: Figure) -> str:
        """What stands between two figures of the sentence."""
        return self.text[one["end"] - self.start : other["start"] - self.start]


def form_ids(case: Case) -> set[str]:
    """The figures that stand in the indicators and funds of forms."""
    rows = (*case.rows["indicators"], *case.rows["funds"])
    return {cell for row in rows for column, cell in row.items() if cell and column.endswith("_id")}


def read_told(case: Case) -> list[Figure]:
    """The readable figures outside of tables and forms."""
    inside = case.once(form_ids)
    return [
        figure
        for figure in case.stated
        if figure["figure_id"] not in inside
        and "!" not in (figure["section"] or "")
        and not _in_table(case, figure)
    ]


def _in_table(case: Case, figure: Figure) -> bool:
    return case.document is not None and case.document.table_at(figure["start"]) is not None


def read_statements(case: Case) -> Iterator[Statement]:
    """The sentences that state figures, in order; nothing without a text."""
    if case.document is None:
        return
    text, start = case.document.folded, 0
    ends = iter([*(mark.end() for mark in _END.finditer(text)), len(text)])
    end = next(ends)
    figures: list[Figure] = []
    for figure in case.told:
        while figure["start"] >= end:
            if figures:
                yield Statement(text[start:end], start, figures)
            figures, start, end = [], end, next(ends)
        figures.append(figure)
    if figures:
        yield Statement(text[start:end], start, figures)


def name_of(figure: Figure) -> str:
    """Whose measure a figure is, subject and measure together."""
    return f"{figure['subject'] or ''}{figure['measure'] or ''}"


def named(figure: Figure) -> str:
    """A figure as printed, without its sign."""
    return units.with_unit(
        f"{units.printed(abs(figure['value']), figure['decimals']):f}", figure["unit"] or ""
    )


def cell(row: Mapping[Any, Any], column: str, unit: str) -> str:
    """A printed number of a table's row with its unit, without its sign."""
    return units.with_unit(f"{units.printed(abs(row[column]), row[f'{column}_decimals']):f}", unit)


def is_unknown(span: Interval) -> bool:
    """Whether a derivation had no result: a number that may be 0 stood below a line."""
    return span.low.is_nan() or span.high.is_nan()


def estimated(span: Interval, unit: str) -> str:
    """A derived number with its unit: 推算约 before digits that both ends share,
    推算为 before an interval or a bound.
    """
    low, high = float(span.low), float(span.high)
    is_about = low != high and units.is_shared(low, high)
    if low == high:  # of exact counts: as many digits as a reader needs
        low = high = round(low, 1) if abs(low) >= HUNDRED else float(f"{low:.{MOST_DIGITS}g}")
        is_about = low != float(span.low)
    if is_unknown(span) or units.show(low, high) == units.UNKNOWN:
        return units.UNKNOWN
    return ("推算约 " if is_about else "推算为 ") + units.with_unit(units.show(low, high), unit)
