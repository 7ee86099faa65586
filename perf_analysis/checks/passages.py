"""A report's running text as passages: its figures in order,
each with the words that lead to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from perf_analysis import units
from perf_analysis.document import SHORT_LINE
from perf_analysis.units import Interval, unsigned

if TYPE_CHECKING:
    from perf_analysis.checks.case import Case, Figure

LEVELS = ("amount", "count", "area", "other", "score")
END = re.compile(r"[。！？!?¶]")  # of a sentence; ¶ is a blank line
BREATH = re.compile(r"[。；;！？!?¶]")  # of what is said in one breath
# characters before the first figure of a passage and behind its last
LONGEST_LEAD, LONGEST_BEHIND = 60, 30
LONGEST_GAP = 2_000  # characters between two figures of a passage

_MARK = re.compile(r"[，,。；;！!？?¶⏎、]")
_HEADING = re.compile(r"(?<=[一-鿿)”])\n(?![ \t\u3000]*\n)")
_BLANK = re.compile(r"\n[ \t\u3000]*\n\s*")
_FORM_COLUMNS = (
    "target_id",
    "actual_id",
    "expected_id",
    "weight_id",
    "score_id",
    "initial_id",
    "budget_id",
    "executed_id",
    "amount_id",
    "rate_id",
)
_PERSONS = ("人", "名", "位")


@dataclass(frozen=True)
class Passage:
    """Figures of one section in order.

    Parameters
    ----------
    figures : the figures
    leads : before each the words since the one before, and last those behind, without white space;
        a blank line is ¶, the end of a heading ⏎
    """

    figures: Sequence[Figure]
    leads: Sequence[str]

    def is_one(self, first: int, last: int, end: re.Pattern[str] = END) -> bool:
        """Whether no sentence ends between two figures."""
        return not any(end.search(lead) for lead in self.leads[first + 1 : last + 1])

    def clause(self, at: int) -> str:
        """The words right before a figure, since the last mark or figure."""
        return _MARK.split(self.leads[at])[-1]


def read_passages(case: Case) -> list[Passage]:
    """The passages of a report; none without a text. Figures in tables and in the cells
    of forms stand in none.
    """
    return list(_passages(case)) if case.document else []


def _passages(case: Case) -> Iterator[Passage]:
    document = case.document
    assert document is not None
    in_forms = spans_of_forms(case)
    figures: list[Figure] = []
    leads: list[str] = []
    for figure in case.stated:
        start = figure["start"]
        is_cell = is_in(in_forms, start) or (document.tables and document.table_at(start))
        lead = (
            ""
            if is_cell
            else _words(
                document.folded,
                max(figures[-1]["end"] if figures else 0, start - LONGEST_GAP),
                start,
            )
        )
        if figures and (is_cell or figure["section"] != figures[-1]["section"] or "|" in lead):
            yield Passage(
                figures,
                [
                    *leads,
                    _words(
                        document.folded, figures[-1]["end"], figures[-1]["end"] + LONGEST_BEHIND
                    ),
                ],
            )
            figures, leads = [], []
        if not is_cell:
            figures.append(figure)
            leads.append(
                lead.rpartition("|")[2] if leads else lead.rpartition("|")[2][-LONGEST_LEAD:]
            )
    if figures:
        yield Passage(
            figures,
            [
                *leads,
                _words(document.folded, figures[-1]["end"], figures[-1]["end"] + LONGEST_BEHIND),
            ],
        )


def _words(text: str, start: int, end: int) -> str:
    """A stretch of text without white space, with marks where a blank line stands
    and where a heading ends.
    """
    gap = text[start:end]
    if "\n" not in gap:
        return "".join(gap.split())
    marked = _HEADING.sub(
        lambda found: "\n" if _is_wrapped(text, start + found.start()) else "⏎", gap
    )
    return "".join(_BLANK.sub("¶", marked).split())


def _is_wrapped(text: str, end: int) -> bool:
    """Whether the line that ends here goes on in the next one:
    it is as long as lines of a page are.
    """
    return end - text.rfind("\n", 0, end) > SHORT_LINE


def spans_of_forms(case: Case) -> list[tuple[int, int]]:
    """From the first to the last figure of the funds, and of the indicators, of each form;
    what stands between the two are its goals.
    """
    spans = []
    for name in ("funds", "indicators"):
        places: dict[str, list[int]] = {}
        for row in case.rows[name]:
            cells = [case.by_id[row[name]] for name in _FORM_COLUMNS if row.get(name) in case.by_id]
            places.setdefault(row["form_id"], []).extend(figure["start"] for figure in cells)
        spans += [(min(starts), max(starts)) for starts in places.values() if starts]
    return spans


def is_in(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether an offset lies in one of some spans."""
    return any(start <= offset <= end for start, end in spans)


def is_level(figure: Figure) -> bool:
    """Whether a figure says how much there is, not how it changed."""
    return figure["kind"] in LEVELS and not figure["direction"] and figure["role"] != "population"


def is_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures can be added."""
    return factor(one, other) is not None


def factor(one: Figure, other: Figure) -> Decimal | None:
    """How many of another figure's unit one of a figure's unit makes;
    None where they cannot be added.
    """
    if one["kind"] != other["kind"]:
        return None
    if one["unit"] == other["unit"] or (one["unit"] in _PERSONS and other["unit"] in _PERSONS):
        return Decimal(1)
    base, other_base = (
        units.base_of(figure["unit"] or "", figure["kind"]) for figure in (one, other)
    )
    return base[1] / other_base[1] if base and other_base and base[0] == other_base[0] else None


def span_in(figure: Figure, other: Figure) -> Interval:
    """The printed interval of a figure, without sign, in the unit of another one."""
    scale = factor(figure, other)
    assert scale is not None
    return units.scaled(span_of(figure), scale)


def span_of(figure: Figure) -> Interval:
    """The printed interval of a figure without sign; whole points are marks as given, and exact."""
    if figure["kind"] == "score" and not figure["decimals"]:
        return Interval(*[units.printed(figure["value"], 0)] * 2)
    return unsigned(figure["span"])


def can_be_part(part: Figure, whole: Figure) -> bool:
    """Whether a figure can be a part of another one."""
    return span_in(part, whole).low <= span_of(whole).high


def value_in(figure: Figure, other: Figure) -> Decimal:
    """The printed digits of a figure in the unit of another one."""
    scale = factor(figure, other)
    assert scale is not None
    return units.printed(figure["value"], figure["decimals"]) * scale


def digits_of(figure: Figure) -> int:
    """How many digits a number keeps when the zeros at its ends are taken off:
    how little chance can have made it.
    """
    return len(
        f"{units.printed(abs(figure['value']), figure['decimals']):f}".replace(".", "").strip("0")
    )
