"""What is read of a report, as plain rows: its figures, and the tables made from them and their
relations, each made when first asked for. `report` gives them to a person as frames.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perf_analysis import codebook, limits, tables
from perf_analysis.codebook import Row
from perf_analysis.document import About, Document
from perf_analysis.goals import find_problems, find_remedies
from perf_analysis.reading.text import Text
from perf_analysis.relations import Fact, Relation, find_relations, read_facts
from perf_analysis.relations.arithmetic import derive
from perf_analysis.structure import Structure, find_sentences
from perf_analysis.tables.indicators import find_funds, find_indicators, stated_totals

if TYPE_CHECKING:
    from perf_analysis.checks import Case, Checked, Rule

Rows = Sequence[Row]


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read of one report: its figures and goals, and the text they are from, where it
    was a file. `rows` gives the tables.
    """

    source: Path
    about: About
    figures: Rows
    goals: Rows
    text: Text | None = field(default=None, repr=False)
    _made: dict[str, Rows] = field(default_factory=dict, init=False, repr=False)

    @property
    def document(self) -> Document | None:
        """Its document; None of a data folder."""
        return self.text.document if self.text else None

    @property
    def structure(self) -> Structure | None:
        """Headings and items of its document."""
        return self.text.structure if self.text else None

    @property
    def report_id(self) -> str:
        """The name of the report in tables: its file's stem, or its data folder's name."""
        return self.document.report_id if self.document else self.source.stem

    def rows(self, name: str) -> Rows:
        """The rows of a table of the codebook, whole."""
        if name not in self._made:
            rows = _MAKERS[name](self)
            is_whole = name in _WHOLE
            self._made[name] = rows if is_whole else codebook.fill(codebook.TABLES[name], rows)
        return self._made[name]

    @cached_property
    def facts(self) -> list[Fact]:
        """The readable figures with their places."""
        return read_facts(self.figures, self.text.scope if self.text else None)

    @cached_property
    def relations(self) -> list[Relation]:
        """The arithmetic claims that the figures make."""
        return find_relations(self.facts)

    @cached_property
    def execution(self) -> tables.Execution:
        """What the whole was given and what of it was spent."""
        return tables.find_execution(self.about, self.facts, self.relations)

    @cached_property
    def problems(self) -> list[str]:
        """The problems the report admits, in its own words; empty without a text."""
        return find_problems(self.text.document, self.text.structure) if self.text else []

    @cached_property
    def remedies(self) -> list[str]:
        """The remedies the report promises, in its own words; empty without a text."""
        return find_remedies(self.text.document, self.text.structure) if self.text else []

    @cached_property
    def examined(self) -> Checked:
        """What the checks say under the default rule profile."""
        return self.examine()

    def scored(self, profile: str | Path = "") -> Rows:
        """What the forms' indicators, execution and totals earn under a rule profile."""
        from perf_analysis.rules import DEFAULT, find_scoring, read_profile

        text = self.text
        stated = stated_totals(text.document, text.forms, self.figures) if text else {}
        told = self.rows("indicators"), self.rows("funds")
        return find_scoring(*told, read_profile(profile or DEFAULT), stated)

    def beside(self, previous: Reading) -> Rows:
        """The measures that this report and the one of the year before state, side by side.

        Raises
        ------
        InputError : the other is not of this department, or not of the year before
        """
        tables.check_years(self.about, previous.about, previous.source)
        sides = [(one.rows("overview")[0], one.facts, one.relations) for one in (self, previous)]
        return codebook.fill(codebook.YEARS, tables.compare_years(sides[0], sides[1][:2]))

    def case(
        self,
        rules: str | Path = "",
        previous: Reading | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
    ) -> Case:
        """The report as checks see it; the parameters are those of `Report.check`."""
        from perf_analysis.checks import TABLES, Case
        from perf_analysis.rules import DEFAULT, read_profile

        told = {name: self.rows(name) for name in TABLES}
        if rules:
            told["scoring"] = self.scored(rules)
        proofs, files = _evidence(ledger, evidence)
        return Case(
            about=self.about,
            document=self.document,
            structure=self.structure,
            figures=self.figures,
            tables=told,
            problems=self.problems,
            remedies=self.remedies,
            profile=read_profile(rules or DEFAULT),
            relations=self.relations,
            previous=previous.case(rules) if previous else None,
            ledger=proofs,
            evidence=files,
            years=self.beside(previous) if previous else (),
        )

    def examine(
        self,
        *,
        rules: str | Path = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        previous: Reading | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
        extra: Sequence[Rule] = (),
    ) -> Checked:
        """The findings of the checks, and of `extra` ones after them, and what these could not
        judge; the other parameters and errors are those of `Report.examine`.
        """
        from perf_analysis.checks import check

        with limits.within(
            limits.CHECK_SECONDS,
            self.source,
            f"可用 --only 只做几项核对，或设环境变量 {limits.VARIABLE}=10 放宽十倍",
        ):
            case = self.case(rules, previous, ledger, evidence)
            return check(case, self.report_id, only=only, skip=skip, extra=extra)


def _evidence(
    ledger: str | Path, evidence: str | Path
) -> tuple[Rows | None, frozenset[str] | None]:
    """The proofs of a ledger and the files of a folder, where they are given."""
    if not ledger and not evidence:
        return None, None
    # here: openpyxl takes as long to import as a report to read, and few have a ledger
    from perf_analysis.ledger import list_evidence, read_proofs

    return (
        read_proofs(ledger) if ledger else None,
        list_evidence(evidence) if evidence else None,
    )


def _relations(reading: Reading) -> Rows:
    rows = []
    for number, told in enumerate(reading.relations, start=1):
        derived = derive(told)
        computed = {"computed": derived.value if derived else None}
        rows.append({"relation_id": f"R{number:03}"} | told.row | computed)
    return rows


def _overview(reading: Reading) -> Rows:
    text = reading.document.folded if reading.document else ""
    return [tables.find_overview(reading.about, reading.facts, reading.execution, text)]


def _sentences(reading: Reading) -> Rows:
    text = reading.text
    return find_sentences(text.document, text.structure) if text else []


def _indicators(reading: Reading) -> Rows:
    text = reading.text
    return find_indicators(text.document, text.forms, reading.figures) if text else []


def _funds(reading: Reading) -> Rows:
    text = reading.text
    return find_funds(text.document, text.forms, reading.figures) if text else []


def _remainder(reading: Reading) -> Rows:
    none = reading.text.none if reading.text else ()
    return [{"report_id": reading.report_id, **row} for row in none]


# How each table is made, and those whose makers give every column.
_WHOLE = ("figures", "goals", "scoring", "findings", "unchecked")
_MAKERS: Mapping[str, Callable[[Reading], Rows]] = {
    "figures": lambda it: it.figures,
    "relations": _relations,
    "overview": _overview,
    "goals": lambda it: it.goals,
    "budget": lambda it: tables.find_budget(it.about, it.facts, it.relations, it.execution),
    "growth": lambda it: tables.find_growth(it.relations),
    "completion": lambda it: tables.find_completion(it.facts, it.relations),
    "ranks": lambda it: tables.find_ranks(it.relations),
    "scores": lambda it: tables.find_scores(it.facts),
    "indicators": _indicators,
    "funds": _funds,
    "scoring": lambda it: it.scored(),
    "findings": lambda it: it.examined.findings,
    "unchecked": lambda it: it.examined.unchecked,
    "remainder": _remainder,
    "sentences": _sentences,
}
