"""A report as a person asks for it: opened, checked, scored and compared with another."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perf_analysis import codebook, tables
from perf_analysis.codebook import Figures, Findings, Goals, Row, Scoring, Unchecked, Years
from perf_analysis.data import DEFAULT, EMBEDDED
from perf_analysis.document import About
from perf_analysis.errors import InputError
from perf_analysis.frames import Frames, frame_of, list_tables
from perf_analysis.reading import files
from perf_analysis.reading.tables import Reading

if TYPE_CHECKING:
    from perf_analysis.checks import Checked, OwnCheck, OwnChecks, Rule
    from perf_analysis.ledger import Written


class Examined(NamedTuple):
    """What the checks found of a report, and which of them had nothing to judge."""

    findings: Findings
    unchecked: Unchecked


@dataclass(frozen=True, eq=False, repr=False)
class Report(Frames):
    """One performance self-evaluation report.

    `document` is the text of a report read from a file, with its `structure`.

    Parameters
    ----------
    reading : what was read of it, as plain rows
    rules : the profile that it is checked and scored under where no other is named:
        one of `rules.PROFILES` (the default one when empty), or the path of a profile
    previous : the report of the year before, for the checks that compare years
    extra : checks of a person's own, made after the others: functions, or files that have them
    """

    rules: str | Path = ""
    previous: Report | None = None
    extra: tuple[OwnCheck | str | Path, ...] = ()

    @classmethod
    def of_tables(cls, source: Path, about: About, figures: Figures, goals: Goals) -> Report:
        """A report of figures and goals that a person has as frames.

        Raises
        ------
        TableError : a column is missing
        """
        codebook.require(figures, codebook.FIGURES)
        codebook.require(goals, codebook.GOALS)
        return cls(Reading(source, about, codebook.rows(figures), codebook.rows(goals)))

    def _rows(self, name: str) -> Sequence[Row]:
        """The rows of a table, those that lean on a rule profile under the report's own."""
        if self.rules and name == "scoring":
            return self.reading.scored(self.rules)
        if name in ("findings", "unchecked") and (self.rules or self.previous or self.extra):
            told: Sequence[Row] = getattr(self._under_own, name)
            return told
        return super()._rows(name)

    @cached_property
    def _under_own(self) -> Checked:
        """What the checks say under the report's own rule profile, with what is beside it."""
        return self.reading.examine(
            rules=self.rules,
            previous=self.previous.reading if self.previous else None,
            extra=self._own_rules(self.extra),
        )

    def _own_rules(self, extra: Sequence[OwnCheck | str | Path]) -> list[Rule]:
        from perf_analysis.checks import own_rules

        return own_rules(extra, self, (row["figure_id"] for row in self.reading.figures))

    def under(self, rules: str | Path) -> Report:
        """The same report, checked and scored under another rule profile.

        Raises
        ------
        InputError : no such profile, or a key of it is wrong
        """
        from perf_analysis.rules import read_profile

        read_profile(rules or DEFAULT)
        rules = Path(rules).resolve() if Path(rules).is_file() else rules  # from any folder
        return self if str(rules) == str(self.rules) else replace(self, rules=rules)

    def beside(self, previous: Report | str | Path | None = None, extra: OwnChecks = ()) -> Report:
        """The same report, checked with the report of the year before and by checks of your own
        wherever its findings are asked for; both as `examine` takes them.

        Raises
        ------
        InputError : the other report cannot be used, is not of this department, or not of the
            year before; or a file of checks cannot be used
        RuleError : no check of your own
        """
        from perf_analysis.checks import list_checks

        before = as_report(previous) if previous else None
        if before:
            tables.check_years(self.about, before.about, before.source)
        return replace(self, previous=before, extra=list_checks(extra))

    def check(
        self,
        *,
        rules: str | Path = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        previous: Report | str | Path | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
        extra: OwnChecks = (),
    ) -> Findings:
        """The findings of the checks on this report; parameters and errors as for `examine`."""
        return self.examine(
            rules=rules,
            only=only,
            skip=skip,
            previous=previous,
            ledger=ledger,
            evidence=evidence,
            extra=extra,
        ).findings

    def examine(
        self,
        *,
        rules: str | Path = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        previous: Report | str | Path | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
        extra: OwnChecks = (),
    ) -> Examined:
        """The findings of the checks on this report, and what these could not judge.

        Parameters
        ----------
        rules : one of `rules.PROFILES`, the report's own when none is named,
            or the path of a profile of your own
        only, skip : names, titles, numbers or letters of checks: EXEC, 预算执行率, A1, A
        previous : the same department's report of the year before, or its file,
            for the checks that compare years
        ledger : the workbook of its ledger, for the checks of evidence
        evidence : the folder with the files that the ledger names
        extra : a check of your own or several: each a function that takes this report
            and yields `perf_analysis.checks.Finding`s, named by the first line of its docstring,
            or a Python file that has such functions

        Raises
        ------
        RuleError : `only` or `skip` names no check, or a check of your own fails
        InputError : the ledger or the folder cannot be used, or the other report is not of this
            department or not of the year before
        """
        from perf_analysis.checks import list_checks

        own = tuple(dict.fromkeys((*self.extra, *list_checks(extra))))
        is_own = str(rules or self.rules or DEFAULT) == str(self.rules or DEFAULT)
        is_asked = only or skip or ledger or evidence or previous is not None
        if is_own and own == self.extra and not is_asked:
            return Examined(self.findings, self.unchecked)
        before = self.previous if previous is None else as_report(previous)
        told = self.reading.examine(
            rules=rules or self.rules,
            only=[only] if isinstance(only, str) else only,
            skip=[skip] if isinstance(skip, str) else skip,
            previous=before.reading if before else None,
            ledger=ledger,
            evidence=evidence,
            extra=self._own_rules(own),
        )
        return Examined(frame_of("findings", told.findings), frame_of("unchecked", told.unchecked))

    def scored(self, profile: str | Path = "") -> Scoring:
        """What the forms' indicators, execution and totals earn under a rule profile,
        beside what they state.

        Parameters
        ----------
        profile : one of `rules.PROFILES`, the report's own when none is named,
            or the path of a profile of your own
        """
        return frame_of("scoring", self.reading.scored(profile or self.rules))

    def write_ledger(self, path: str | Path) -> Written:
        """Write the ledger of this report, or write it again: what people typed in it is kept.

        Raises
        ------
        InputError : the report names no goals, tasks or indicators, or the workbook is open
            elsewhere, cannot be read or cannot be written
        """
        from perf_analysis.ledger import find_items, write_ledger

        told = find_items(self.reading.goals, self.reading.rows("indicators"))
        return write_ledger(self.about, told, path)

    def _repr_html_(self) -> str:
        """What JupyterLab shows: whose report it is, and which tables it gives;
        none is made for it.
        """
        about, reading = self.about, self.reading
        named = html.escape(f"{about.department or about.title} {about.year or ''}".strip())
        counts = f"{len(reading.figures)} 个数字，{len(reading.goals)} 项目标和任务"
        return f"<p><b>{named}</b>：{counts}</p>{list_tables()}"

    def __repr__(self) -> str:
        return (
            f"<Report {self.about.department} {self.about.year}: "
            f"{len(self.reading.figures)} figures, {len(self.reading.goals)} goals>"
        )


def require_report(given: object) -> Report:
    """The report itself; anything else is told what to write instead.

    Raises
    ------
    InputError : no report
    """
    if isinstance(given, Report):
        return given
    told = f"{given}" if isinstance(given, str | Path) else f"（{type(given).__name__}）"
    raise InputError(
        "value",
        told[:80],
        "这里要的是读出的报告，不是文件名或表",
        remedy="先写 报告 = pa.read(文件名)，再把 报告 放在这里",
    )


def as_report(given: Report | str | Path) -> Report:
    """The report itself, or the one that is named.

    Raises
    ------
    InputError : neither, or what is named cannot be used
    """
    return load(given) if isinstance(given, str | Path) else require_report(given)


_kept: list[Report] = []


@contextmanager
def keeping(report: Report) -> Iterator[None]:
    """Have `load` give this very report for its source: the notebooks of one page read it once."""
    _kept.append(report)
    try:
        yield
    finally:
        _kept.remove(report)


def list_kept() -> list[Report]:
    """The reports that are kept, for another process to keep."""
    return list(_kept)


def load(source: str | Path = EMBEDDED, *, rules: str | Path = "") -> Report:
    """A report from a data folder: by default the embedded 2022 report; a report's file is read.

    Parameters
    ----------
    source : the name of an embedded report, the path of a folder with `report.toml`, `figures.csv`,
        `goals.csv`, or the path of a report's file
    rules : the profile that it is checked and scored under: one of `rules.PROFILES`,
        or the path of a profile of your own

    Raises
    ------
    InputError : the folder or one of its files is missing or does not fit the codebook
    """
    kept = next((report for report in _kept if str(report.source) == str(source)), None)
    report = kept or Report(files.load(source))
    return report.under(rules) if rules else report


def read(path: str | Path) -> Report:
    """A report from a file: every figure found in its text, and what it measures.

    Corrections in `REPORT.corrections.csv` beside the file are applied;
    their rows have the status `corrected`.

    Parameters
    ----------
    path : the report's file, of one of the formats of `perf_analysis.readers`

    Raises
    ------
    InputError : the file or its corrections cannot be used, or it takes too long
    """
    return Report(files.read(path))


def compare(this: Report, previous: Report | str | Path, *, labels: str = "en") -> Years:
    """The measures that a report and the one of the year before state, side by side.

    Parameters
    ----------
    this : the report
    previous : the same department's report of the year before, or its file
    labels : `zh` for Chinese heads, for people

    Returns
    -------
    years : one row per measure that each states as one number, by its name or as a cell of the
        overview; units made one, change and growth as intervals, and what this report says of them

    Raises
    ------
    InputError : the other report is not of this department, or not of the year before
    """
    rows = require_report(this).reading.beside(as_report(previous).reading)
    return frame_of("years", rows, is_chinese=labels == "zh")
