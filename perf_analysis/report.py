"""A report as a person asks for it: its figures and the tables made from them as frames, each
made when first asked for.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perf_analysis import codebook, tables
from perf_analysis.codebook import Figures, Findings, Goals, Scoring, Unchecked, Years
from perf_analysis.data import EMBEDDED
from perf_analysis.document import About, Document
from perf_analysis.reading import files
from perf_analysis.reading.tables import Reading

if TYPE_CHECKING:
    import pandas as pd

    from perf_analysis.forms import Forms
    from perf_analysis.ledger import Written
    from perf_analysis.structure import Structure

# The tables of a report and what a row of each is, for who reads them in a notebook.
MEANINGS = {
    "figures": "写出的一个数字",
    "relations": "数字之间的一条关系",
    "overview": "一份报告",
    "budget": "预算的一条",
    "growth": "增长的一项",
    "completion": "一个完成率或执行率",
    "goals": "一项绩效目标或重点工作任务",
    "ranks": "一个名次",
    "scores": "一个得分",
    "indicators": "自评表的一项三级指标",
    "funds": "自评表资金的一条",
    "findings": "一项核对和一组数字",
    "unchecked": "一项没有可核对内容的核对",
}


class Examined(NamedTuple):
    """What the checks found of a report, and which of them had nothing to judge."""

    findings: Findings
    unchecked: Unchecked


def _frame(name: str, meaning: str) -> cached_property[pd.DataFrame]:
    """A table of a report, made when first asked for."""
    made = cached_property(
        lambda report: codebook.build(codebook.TABLES[name], report.reading.rows(name))
    )
    made.__doc__ = meaning
    return made


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """One performance self-evaluation report.

    Its tables are frames; their grain and columns stand in `perf_analysis.codebook` and in
    `data/README.md`. `document` is the text of a report read from a file, with its `structure`.

    Parameters
    ----------
    reading : what was read of it, as plain rows
    """

    reading: Reading

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

    @property
    def source(self) -> Path:
        """The file or folder it is from."""
        return self.reading.source

    @property
    def about(self) -> About:
        """Whose report it is, and of which year."""
        return self.reading.about

    @property
    def document(self) -> Document | None:
        """Its text; None of a data folder."""
        return self.reading.document

    @property
    def structure(self) -> Structure | None:
        """Headings and items of its text."""
        return self.reading.structure

    @property
    def forms(self) -> Forms | None:
        """The forms in its text."""
        return self.reading.text.forms if self.reading.text else None

    @property
    def report_id(self) -> str:
        """The name of the report in tables: its file's stem, or its data folder's name."""
        return self.reading.report_id

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader of the file left out or could not read, each in one sentence."""
        return self.document.notices if self.document else ()

    @property
    def problems(self) -> list[str]:
        """The problems the report admits, in its own words; empty without a text."""
        return self.reading.problems

    @property
    def remedies(self) -> list[str]:
        """The remedies the report promises, in its own words; empty without a text."""
        return self.reading.remedies

    figures = _frame("figures", "The numbers that it states.")
    goals = _frame("goals", "Its goals and key tasks, with what the results say of each.")
    remainder = _frame("remainder", "Digits that are no figures.")
    sentences = _frame("sentences", "The long sentences of the running text; empty without a text.")
    relations = _frame("relations", "The arithmetic claims that the figures make.")
    overview = _frame("overview", "The report in one row: whose it is, its budget, its own score.")
    budget = _frame("budget", "Budget lines: the total, by source, by nature of spending, by item.")
    growth = _frame("growth", "Grown measures with their level, prior level and change.")
    completion = _frame(
        "completion", "Targets with what was reached of them, and rates of completion."
    )
    indicators = _frame("indicators", "Third-level indicators of the report's forms.")
    funds = _frame("funds", "Lines of the funds blocks of the report's forms.")
    ranks = _frame("ranks", "Ranks held.")
    scores = _frame("scores", "Scores given.")
    scoring = _frame(
        "scoring",
        "What the forms' indicators, execution and totals earn under the default rule profile.",
    )
    findings = _frame(
        "findings", "What a careful reviewer would ask, under the default rule profile."
    )
    unchecked = _frame(
        "unchecked",
        "The checks that had nothing to judge, and why, under the default profile.",
    )

    def check(
        self,
        *,
        rules: str | Path = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        previous: Report | str | Path | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
    ) -> Findings:
        """The findings of the checks on this report; parameters and errors as for `examine`."""
        return self.examine(
            rules=rules,
            only=only,
            skip=skip,
            previous=previous,
            ledger=ledger,
            evidence=evidence,
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
    ) -> Examined:
        """The findings of the checks on this report, and what these could not judge.

        Parameters
        ----------
        rules : one of `rules.PROFILES`, the default one when none is named,
            or the path of a profile of your own
        only, skip : names, numbers or letters of checks: EXEC, A1, A
        previous : the same department's report of the year before, or its file,
            for the checks that compare years
        ledger : the workbook of its ledger, for the checks of evidence
        evidence : the folder with the files that the ledger names

        Raises
        ------
        RuleError : `only` or `skip` names no check
        InputError : the ledger or the folder cannot be used, or the other report is not of this
            department or not of the year before
        """
        told = self.reading.examine(
            rules=rules,
            only=only,
            skip=skip,
            previous=None if previous is None else _reading_of(previous),
            ledger=ledger,
            evidence=evidence,
        )
        return Examined(
            codebook.build(codebook.FINDINGS, told.findings),
            codebook.build(codebook.UNCHECKED, told.unchecked),
        )

    def scored(self, profile: str | Path = "") -> Scoring:
        """What the forms' indicators, execution and totals earn under a rule profile,
        beside what they state.

        Parameters
        ----------
        profile : one of `rules.PROFILES`, the default one when none is named,
            or the path of a profile of your own
        """
        return codebook.build(codebook.SCORING, self.reading.scored(profile))

    def write_ledger(self, path: str | Path) -> Written:
        """Write the ledger of this report, or write it again: what people typed in it is kept.

        Raises
        ------
        InputError : the workbook is open elsewhere, cannot be read or cannot be written
        """
        from perf_analysis.ledger import find_items, write_ledger

        told = find_items(self.reading.goals, self.reading.rows("indicators"))
        return write_ledger(self.about, told, path)

    def _repr_html_(self) -> str:
        """What JupyterLab shows: whose report it is, and which tables it gives;
        none is made for it.
        """
        rows = "".join(
            f"<tr><td><code>report.{name}</code></td><td>{meaning}</td></tr>"
            for name, meaning in MEANINGS.items()
        )
        named = html.escape(
            " ".join(
                filter(
                    None, (self.about.department or self.about.title, str(self.about.year or ""))
                )
            )
        )
        counts = len(self.reading.figures), len(self.reading.goals)
        told = f"<p><b>{named}</b>：{counts[0]} 个数字，{counts[1]} 项目标和任务</p>"
        return (
            f"{told}<table><thead><tr><th>表</th><th>一行是</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def __repr__(self) -> str:
        return (
            f"<Report {self.about.department} {self.about.year}: "
            f"{len(self.reading.figures)} figures, {len(self.reading.goals)} goals>"
        )


def load(source: str | Path = EMBEDDED) -> Report:
    """A report from a data folder: by default the embedded 2022 report; a report's file is read.

    Parameters
    ----------
    source : the name of an embedded report, the path of a folder with `report.toml`, `figures.csv`,
        `goals.csv`, or the path of a report's file

    Raises
    ------
    InputError : the folder or one of its files is missing or does not fit the codebook
    """
    return Report(files.load(source))


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


def compare(this: Report, previous: Report | str | Path) -> Years:
    """The measures that a report and the one of the year before state, side by side.

    Parameters
    ----------
    this : the report
    previous : the same department's report of the year before, or its file

    Returns
    -------
    years : one row per measure that each states as one number, by its name or as a cell of the
        overview; units made one, change and growth as intervals, and what this report says of them

    Raises
    ------
    InputError : the other report is not of this department, or not of the year before
    """
    now, before = this.reading, _reading_of(previous)
    tables.check_years(now.about, before.about, before.source)
    sides = [(one.rows("overview")[0], one.facts, one.relations) for one in (now, before)]
    return codebook.build(codebook.YEARS, tables.compare_years(sides[0], sides[1][:2]))


def _reading_of(report: Report | str | Path) -> Reading:
    return report.reading if isinstance(report, Report) else files.load(report)
