"""Figures as what they say: an exact number in its base unit, and where in the report it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from perf_analysis import units
from perf_analysis.figures import interval_of, split_place, text_of
from perf_analysis.figures.scope import Scope
from perf_analysis.units import Interval

Row = Mapping[str, Any]

HERE, BESIDE, NEAR, FAR = range(4)  # sentence or row; paragraph or column; section; elsewhere
LEVELS = ("amount", "count", "area", "other", "score")
SHARES = ("rate", "growth")
_ROUNDING = 1e-9  # of floats, as a part of the number
_SAME_NAME = 0.5  # likeness of two names of one thing
_BEHIND = 4  # characters
_LEAST_ALONE = 3  # pairs of characters
_CELL = re.compile(r"([A-Z]+)(\d+)")
_PERSONS = ("人", "名", "位")
_NOT_OF_NAMES = re.compile(r"[^一-鿿A-Za-z0-9]|[的数额值为是共和及与了]")


@dataclass(frozen=True, eq=False)
class Fact:
    """One readable figure: its row, its printed interval in `unit`, and its place.

    `lead` is what stands before it since the figure before, without blanks, at most a sentence;
    `before` the same within its sentence or item, `head` the sentence or line that leads to that,
    `behind` the few characters right behind it.
    `low`, `high` and `value` are without the sign of a fall and in the base unit (元, m², 1 …).
    """

    at: int
    row: Row
    unit: str
    factor: Decimal
    value: float
    low: float
    high: float
    chapter: str
    section: str
    paragraph: int
    sentence: int
    table: str
    column: str
    line: str
    lead: str
    before: str
    head: str
    behind: str

    @property
    def figure_id(self) -> str:
        """The figure's id."""
        return str(self.row["figure_id"])

    @property
    def kind(self) -> str:
        """What sort of number it is."""
        return str(self.row["kind"])

    @property
    def role(self) -> str:
        """What it is in the argument."""
        return str(self.row["role"])

    @property
    def is_moved(self) -> bool:
        """Whether it says how much something changed."""
        return bool(self.row["direction"])

    @property
    def is_level(self) -> bool:
        """Whether it says how much there is."""
        return self.kind in LEVELS and not self.is_moved and self.role != "population"

    @property
    def is_exact(self) -> bool:
        """Whether it is printed without 约, 余 and the like."""
        return not self.row["qualifier"]

    @property
    def measure(self) -> str:
        """What is measured, without whose it is."""
        return str(self.row["measure"])

    @cached_property
    def name(self) -> str:
        """Subject and measure together."""
        return text_of(self.row["subject"]) + text_of(self.row["measure"])

    @cached_property
    def letters(self) -> frozenset[str]:
        """The pairs of characters of its name."""
        return pairs_of(self.name)

    @cached_property
    def alone(self) -> tuple[frozenset[str], ...]:
        """The pairs of characters of its subject and of its measure, where each is more than a
        word.
        """
        told = (pairs_of(text_of(self.row[name])) for name in ("subject", "measure"))
        return tuple(letters for letters in told if len(letters) >= _LEAST_ALONE)

    def is_like(self, other: Fact) -> bool:
        """Whether its name, its subject or its measure may be that of another fact."""
        if len(self.name) > 1 and self.name in other.name:
            return True
        names = (self.letters, *self.alone)
        return any(likeness(letters, other.letters) >= _SAME_NAME for letters in names)

    @cached_property
    def digits(self) -> int:
        """How many digits are left when the zeros at both ends are off: what chance cannot make."""
        told = f"{units.printed(abs(self.row['value']), self.row['decimals']):f}"
        return len(told.replace(".", "").strip("0"))

    @cached_property
    def number(self) -> Decimal:
        """The printed digits in the base unit, without sign."""
        return abs(units.printed(self.row["value"], self.row["decimals"])) * self.factor

    @property
    def added(self) -> Decimal:
        """What it adds to a sum: its number, less where it is printed with a minus."""
        return -self.number if self.row["value"] < 0 else self.number

    @cached_property
    def span(self) -> Interval:
        """The printed interval in the base unit, without the sign of a fall."""
        return units.scaled(_span(self.row), self.factor)

    def meets(self, low: float, high: float) -> bool:
        """Whether its printed interval and the one between two ends have a number in common, but
        for the rounding of floats.
        """
        return self.low <= high * (1 + _ROUNDING) and self.high >= low * (1 - _ROUNDING)

    def is_of_other_year(self, other: Fact) -> bool:
        """Whether both tell their year, and two."""
        years = [text_of(fact.row["period"]) for fact in (self, other)]
        return all(map(str.isdigit, years)) and years[0] != years[1]

    def distance(self, other: Fact) -> int:
        """How far another fact stands: HERE, BESIDE, NEAR or FAR."""
        if self.table or other.table:
            return self._distance_in_tables(other)
        if self.sentence == other.sentence:
            return HERE
        if self.paragraph == other.paragraph:
            return BESIDE
        return NEAR if self._is_in_section_of(other) else FAR

    def _is_in_section_of(self, other: Fact) -> bool:
        """Whether both stand under one heading, or the one under a heading within the other's."""
        one, two = sorted((self.section, other.section), key=len)
        if one == two or not one or not two.startswith(one):
            return one == two
        return two[len(one)] in "(/" or (two[len(one)].isdigit() and not one[-1].isdigit())

    def _distance_in_tables(self, other: Fact) -> int:
        if self.table != other.table:
            return NEAR if self.section == other.section else FAR
        if self.line == other.line:
            return HERE
        return BESIDE if self.column == other.column else NEAR


def read_facts(figures: Sequence[Row], scope: Scope | None = None) -> list[Fact]:
    """The readable figures as facts, in order of position; without a text the section is paragraph
    and sentence, and a figure without a position stands alone in it.
    """
    facts: list[Fact] = []
    sections: dict[str, int] = {}
    for row in sorted(figures, key=lambda row: row["start"] or 0):
        base = units.base_of(text_of(row["unit"]), str(row["kind"]))
        if row["value"] is None or row["decimals"] is None or base is None:
            continue
        if row["status"] == "unreadable":
            continue
        unit, factor = base
        span = _span(row)
        section, table, cell = split_place(text_of(row["section"]))
        paragraph = sentence = -1 - sections.setdefault(section, len(sections))
        if row["start"] is None:
            paragraph = sentence = -1 - len(figures) - len(facts)
        elif scope is not None:
            paragraph = scope.paragraph(row["start"])
            sentence = scope.sentence(row["start"], paragraph)
        place = _CELL.fullmatch(cell)
        facts.append(
            Fact(
                at=len(facts),
                row=row,
                unit="人" if unit in _PERSONS else unit,
                factor=factor,
                value=abs(row["value"]) * float(factor),
                low=float(span.low * factor),
                high=float(span.high * factor),
                chapter=section[:1],
                section=section,
                paragraph=paragraph,
                sentence=sentence,
                table=table,
                column=place[1] if place else "",
                line=place[2] if place else "",
                lead=scope.words(facts[-1].row["end"] if facts else 0, row["start"])
                if scope is not None and row["start"] is not None
                else "",
                before=scope.words(
                    max(facts[-1].row["end"] if facts else 0, sentence), row["start"]
                )
                if scope is not None and row["start"] is not None
                else "",
                head=scope.head(sentence, paragraph)
                if scope is not None and row["start"] is not None
                else "",
                behind=scope.words(row["end"], row["end"] + _BEHIND)
                if scope is not None and row["end"] is not None
                else "",
            )
        )
    return facts


def _span(row: Row) -> Interval:
    """The printed interval without sign; whole points are marks as given, and exact."""
    if row["kind"] == "score" and not row["decimals"]:
        return Interval(*[abs(units.printed(row["value"], 0))] * 2)
    return units.unsigned(interval_of(row))


def pairs_of(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name, without marks and particles."""
    told = _NOT_OF_NAMES.sub("", name.replace("收、支总计", "收入总计支出总计"))
    return frozenset(one + other for one, other in pairwise(told)) or frozenset({told} - {""})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two names share, as part of the shorter one."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
