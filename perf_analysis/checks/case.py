"""What is known of a report when it is checked, and what a check says of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

from perf_analysis import codebook
from perf_analysis.checks.statements import Statement, read_statements, read_told
from perf_analysis.document import About, Document
from perf_analysis.figures import interval_of
from perf_analysis.relations import Relation
from perf_analysis.rules import Profile
from perf_analysis.structure import Structure
from perf_analysis.tables.items import Item, find_items
from perf_analysis.units import Interval

Status = Literal["holds", "question", "fails", "unchecked"]
Row: TypeAlias = codebook.Row
Figure: TypeAlias = Row
_Found = TypeVar("_Found")

TABLES = (
    "budget",
    "growth",
    "completion",
    "goals",
    "ranks",
    "scores",
    "indicators",
    "funds",
    "scoring",
)
_NUMBERS = {
    name: {column.name for column in codebook.TABLES[name].columns if column.dtype == "number"}
    for name in TABLES
}


@dataclass(frozen=True, eq=False)
class Case:
    """One report with the rows of its `TABLES`, and the rule profile it is checked by.

    `document` and `structure` are missing for embedded data, which has no text: checks of sentences
    are then `unchecked`. `previous` is the same department's report of the year before, `ledger`
    its ledger as people filled it, and `evidence` the names of the files that are there to prove
    it, where they are given.
    """

    about: About
    document: Document | None
    structure: Structure | None
    figures: Sequence[Row]
    tables: Mapping[str, Sequence[Row]]
    problems: Sequence[str]
    remedies: Sequence[str]
    profile: Profile
    relations: Sequence[Relation]
    previous: Case | None = None
    ledger: Sequence[Row] | None = None
    evidence: frozenset[str] | None = None
    years: Sequence[Row] = ()
    _known: dict[Callable[[Case], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, find: Callable[[Case], _Found]) -> _Found:
        """What is found of the case, for all checks that ask."""
        if find not in self._known:
            self._known[find] = find(self)
        found: _Found = self._known[find]
        return found

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table as mappings by column; absent numbers are NaN,
        which is neither more nor less than any, other absent cells None.
        """
        return {name: [_with_nan(row, name) for row in rows] for name, rows in self.tables.items()}

    @cached_property
    def items(self) -> list[Item]:
        """What the report claims: its goals, key tasks and indicators, as its ledger names them."""
        return find_items(self.tables["goals"], self.tables["indicators"])

    @cached_property
    def stated(self) -> list[Figure]:
        """The readable figures in order as mappings by column; absent cells are None,
        `span` is the printed interval in the unit as written.
        """
        readable = [
            row
            for row in self.figures
            if row["value"] is not None and row["status"] != "unreadable"
        ]
        return [{**row, "span": interval_of(row)} for row in readable]

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """The readable figures by id."""
        return {figure["figure_id"]: figure for figure in self.stated}

    @cached_property
    def told(self) -> list[Figure]:
        """The readable figures outside of tables and forms, in order."""
        return read_told(self)

    @cached_property
    def statements(self) -> list[Statement]:
        """The sentences that state figures, in order; none without a text."""
        return list(read_statements(self))


@dataclass(frozen=True)
class Finding:
    """What one check says of one set of figures.

    Parameters
    ----------
    status : `holds`, `question`, `fails`, or `unchecked` with the reason as message
    message : a sentence a reviewer could send, with the numbers as printed; 未说明 and 无法核实,
        never an accusation
    figures : ids of the figures compared, no others
    stated, computed : what the report says and what its other numbers give [unit]
    difference : stated less computed, 0 within the printed rounding [unit]
    unit : of the three
    ask : what to ask the department for; empty where nothing is open
    source : the rule's document number, clause, year and how certain; empty where it is arithmetic
    """

    status: Status
    message: str
    figures: tuple[str, ...] = ()
    stated: float | None = None
    computed: float | None = None
    difference: float | None = None
    unit: str | None = None
    ask: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.figures, str):  # one id alone
            object.__setattr__(self, "figures", (self.figures,))


@dataclass(frozen=True)
class Rule:
    """One check of the registry.

    Parameters
    ----------
    name : as findings call it, such as EXEC
    number : its place in the list of checks, such as A1
    title : what it looks at, in the words of the field
    check : gives its findings; nothing where there is nothing to compare
    needs : what a report must state for it, told where it is not there
    """

    name: str
    number: str
    title: str
    check: Callable[[Case], Iterable[Finding]] = field(repr=False)
    needs: str = ""


def _with_nan(row: Row, table: str) -> Row:
    return {
        name: math.nan if cell is None and name in _NUMBERS[table] else cell
        for name, cell in row.items()
    }


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two printed or derived numbers can be the same one:
    the tolerance is the printed rounding; one that cannot be derived is none.
    """
    is_unknown = one.low.is_nan() or one.high.is_nan() or other.low.is_nan() or other.high.is_nan()
    return not is_unknown and one.low <= other.high and other.low <= one.high
