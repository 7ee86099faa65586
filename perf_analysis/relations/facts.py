"""Figures as what they say: an exact number in its base unit, and where in the report it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
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
_BEHIND = 16  # characters
_LEAST_ALONE = 3  # pairs of characters
_CELL = re.compile(r"([A-Z]+)(\d+)")
_PERSONS = ("人", "名", "位")
_NOT_OF_NAMES = re.compile(r"[^一-鿿A-Za-z0-9]|[的数额值为是共和及与了]")


@dataclass(frozen=True, eq=False)
class Fact:
    """One readable figure: its row, its printed interval in `unit`, and its place.

    `is_moved` says whether it tells how much something changed, `is_level` how much there is,
    `is_exact` whether it is printed without 约, 余 and the like; `name` is subject and measure.
    `lead` is what stands before it since the figure before, without blanks, at most a sentence;
    `before` the same within its sentence or item, `head` the sentence or line that leads to that,
    `behind` the few characters right behind it.
    `number` is its printed digits and `span` the interval that they stand for, `value`, `low` and
    `high` the same as floats: without the sign of a fall and in the base unit (元, m², 1 …).
    """

    at: int
    row: Row
    kind: str
    role: str
    measure: str
    name: str
    is_moved: bool
    is_level: bool
    is_exact: bool
    unit: str
    factor: Decimal
    number: Decimal
    span: Interval
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
    _likes: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    @property
    def figure_id(self) -> str:
        """The figure's id."""
        return str(self.row["figure_id"])

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
        known = self._likes.get(other.name)
        if known is None:
            known = self._likes[other.name] = self._is_called(other)
        return known

    def _is_called(self, other: Fact) -> bool:
        if len(self.name) > 1 and self.name in other.name:
            return True
        for letters in (self.letters, *self.alone):
            if likeness(letters, other.letters) >= _SAME_NAME:
                return True
        return False

    @cached_property
    def digits(self) -> int:
        """How many digits are left when the zeros at both ends are off: what chance cannot make."""
        told = f"{units.printed(abs(self.row['value']), self.row['decimals']):f}"
        return len(told.replace(".", "").strip("0"))

    @property
    def added(self) -> Decimal:
        """What it adds to a sum: its number, less where it is printed with a minus."""
        return -self.number if self.row["value"] < 0 else self.number

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
        return NEAR if _is_one_section(self.section, other.section) else FAR

    def _distance_in_tables(self, other: Fact) -> int:
        if self.table != other.table:
            return NEAR if self.section == other.section else FAR
        if self.line == other.line:
            return HERE
        return BESIDE if self.column == other.column else NEAR


@lru_cache(maxsize=4096)
def _is_one_section(one: str, two: str) -> bool:
    """Whether two headings are one, or the one is within the other."""
    one, two = sorted((one, two), key=len)
    if one == two or not one or not two.startswith(one):
        return one == two
    return two[len(one)] in "(/" or (two[len(one)].isdigit() and not one[-1].isdigit())


def read_facts(figures: Sequence[Row], scope: Scope | None = None) -> list[Fact]:
    """The readable figures as facts, in order of position; without a text the section is paragraph
    and sentence, and a figure without a position stands alone in it.
    """
    facts: list[Fact] = []
    sections: dict[str, int] = {}
    for row in map(_as_share, sorted(figures, key=lambda row: row["start"] or 0)):
        base = units.base_of(text_of(row["unit"]), str(row["kind"]))
        if row["value"] is None or row["decimals"] is None or base is None:
            continue
        if row["status"] == "unreadable":
            continue
        unit, factor = base
        kind, role, measure = str(row["kind"]), str(row["role"]), str(row["measure"])
        is_moved = bool(row["direction"])
        span = units.scaled(_span(row), factor)
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
                kind=kind,
                role=role,
                measure=measure,
                name=text_of(row["subject"]) + text_of(row["measure"]),
                is_moved=is_moved,
                is_level=kind in LEVELS and not is_moved and role != "population",
                is_exact=not row["qualifier"],
                unit="人" if unit in _PERSONS else unit,
                factor=factor,
                number=abs(units.printed(row["value"], row["decimals"])) * factor,
                span=span,
                value=abs(row["value"]) * float(factor),
                low=float(span.low),
                high=float(span.high),
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
                behind=_words_behind(row, scope, _BEHIND),
            )
        )
    return facts


def _as_share(row: Row) -> Row:
    """A doubling as the growth it is: 翻一番 is 100 %, 翻两番 300 %."""
    if row["unit"] != "番" or row["value"] is None:
        return row
    return dict(row) | {"value": 100.0 * (2 ** row["value"] - 1), "unit": "%"}


def _words_behind(row: Row, scope: Scope | None, many: int) -> str:
    """The characters right behind a figure, without blanks."""
    if scope is None or row["end"] is None:
        return ""
    return scope.words(row["end"], row["end"] + many)


def _span(row: Row) -> Interval:
    """The printed interval without sign; whole points are marks as given, and exact."""
    if row["kind"] == "score" and not row["decimals"]:
        return Interval(*[abs(units.printed(row["value"], 0))] * 2)
    return units.unsigned(interval_of(row))


@lru_cache(maxsize=4096)
def pairs_of(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a name, without marks and particles."""
    told = _NOT_OF_NAMES.sub("", name.replace("收、支总计", "收入总计支出总计"))
    return frozenset(one + other for one, other in pairwise(told)) or frozenset({told} - {""})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two names share, as part of the shorter one."""
    return 0.0 if one.isdisjoint(other) else len(one & other) / min(len(one), len(other))
