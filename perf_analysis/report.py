"""A report as a person asks for it: its figures and the tables made from them as frames, each
made when first asked for.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perf_analysis import codebook, tables
from perf_analysis import figures as _figures
from perf_analysis import labels as _labels
from perf_analysis.codebook import (
    Figures,
    Findings,
    Goals,
    Row,
    Scoring,
    Unchecked,
    Years,
)
from perf_analysis.data import EMBEDDED
from perf_analysis.document import About, Document
from perf_analysis.errors import InputError
from perf_analysis.figures.quoting import quote
from perf_analysis.reading import files
from perf_analysis.reading.labelled import helpers_last, labelled
from perf_analysis.reading.tables import Reading

if TYPE_CHECKING:
    import pandas as pd

    from perf_analysis.checks import Checked, OwnCheck, OwnChecks, Rule
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


def _frame(name: str, meaning: str) -> property:
    """A table of a report, made when first asked for and handed out as a copy, made where it is
    written to: a column that an analyst adds to hers does not change what is made from ours.
    """

    def copied(report: Report) -> pd.DataFrame:
        if name not in report._frames:
            report._frames[name] = codebook.build(codebook.TABLES[name], report._rows(name))
        return report._frames[name].copy(deep=False)

    return property(copied, doc=meaning)


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """One performance self-evaluation report.

    Its tables are frames; their grain and columns stand in `perf_analysis.codebook` and in
    `data/README.md`. `document` is the text of a report read from a file, with its `structure`.

    Parameters
    ----------
    reading : what was read of it, as plain rows
    rules : the profile that it is checked and scored under where no other is named:
        one of `rules.PROFILES` (the default one when empty), or the path of a profile
    previous : the report of the year before, for the checks that compare years
    extra : checks of a person's own, made after the others: functions, or files that have them
    """

    reading: Reading
    rules: str | Path = ""
    previous: Report | None = None
    extra: tuple[OwnCheck | str | Path, ...] = ()
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, init=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> pd.DataFrame:
            """`figures_zh` and the like: a table with Chinese heads and values, for people."""
            table = name.removesuffix("_zh")
            if table == name or table not in codebook.OF_ONE_REPORT:
                raise AttributeError(f"报告没有 {name}；有的表：{'、'.join(MEANINGS)}")
            told = helpers_last(codebook.TABLES[table])
            return codebook.build(*labelled(told, self._rows(table), table))

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
        "What the forms' indicators, execution and totals earn under the report's profile.",
    )
    findings = _frame(
        "findings", "What a careful reviewer would ask, under the report's rule profile."
    )
    unchecked = _frame(
        "unchecked",
        "The checks that had nothing to judge, and why, under the default profile.",
    )

    def _rows(self, name: str) -> Sequence[Row]:
        """The rows of a table, those that lean on a rule profile under the report's own."""
        if self.rules and name == "scoring":
            return self.reading.scored(self.rules)
        if name in ("findings", "unchecked") and (self.rules or self.previous or self.extra):
            told: Sequence[Row] = getattr(self._under_own, name)
            return told
        return self.reading.rows(name)

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
        from perf_analysis.rules import DEFAULT, read_profile

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
        from perf_analysis.rules import DEFAULT

        is_own = str(rules or self.rules or DEFAULT) == str(self.rules or DEFAULT)
        own = tuple(dict.fromkeys((*self.extra, *list_checks(extra))))
        is_own = is_own and own == self.extra and previous is None
        if is_own and not (only or skip or ledger or evidence):
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
        return Examined(
            codebook.build(codebook.FINDINGS, told.findings),
            codebook.build(codebook.UNCHECKED, told.unchecked),
        )

    def scored(self, profile: str | Path = "") -> Scoring:
        """What the forms' indicators, execution and totals earn under a rule profile,
        beside what they state.

        Parameters
        ----------
        profile : one of `rules.PROFILES`, the report's own when none is named,
            or the path of a profile of your own
        """
        return codebook.build(codebook.SCORING, self.reading.scored(profile or self.rules))

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

    def describe(self, table: str, column: str = "") -> pd.DataFrame:
        """What the columns of a table mean, one row per column.

        Parameters
        ----------
        table : its name, such as `growth` or 增长
        column : only this one, such as `prior_low` or 上期数下限

        Raises
        ------
        InputError : no table or column of that name
        """
        import pandas as pd  # here: who reads a report by its rows needs none

        told = _labels.describe_table(table)
        wanted = _labels.find_column(_labels.find_table(table), column) if column else ""
        return pd.DataFrame([row for row in told if not wanted or row["列"] == wanted])

    def find_sentence(self, figure_id: str) -> str:
        """Where a number stands and the sentence around it, the number itself in 【】.

        Parameters
        ----------
        figure_id : of the table of figures, such as `F003`

        Raises
        ------
        InputError : no figure of that id
        """
        by_id = {row["figure_id"]: row for row in self.reading.figures}
        figure_id = figure_id if figure_id in by_id else str(figure_id).strip().upper()
        if figure_id not in by_id:
            ids = f"，从 {min(by_id)} 到 {max(by_id)}" if by_id else ""
            raise InputError(
                "unknown-name",
                self.source,
                f"没有编号为 {figure_id} 的数字",
                remedy=f"编号见 figures 表{ids}",
            )
        figure = by_id[figure_id]
        section, page = figure["section"], figure["page"]
        place = _figures.name_section(section) if section else "标题之前"
        place += "" if page is None else f"，第 {page} 页"
        place += f"，第 {figure['start']} 字起"
        if self.document is None:
            return f"{place}（内嵌的报告不带原文）"
        return f"{place}：{quote(self.document, figure['start'], figure['end'])}"

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
            "<p>表名后加 <code>_zh</code> 是中文列名，如 <code>report.budget_zh</code>；"
            '各列的含义：<code>report.describe("budget")</code>；'
            '数字在原文哪里：<code>report.find_sentence("F001")</code>。</p>'
        )

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


class Kept(NamedTuple):
    """How another process makes a report that is kept here."""

    source: str
    rules: str
    previous: str
    extra: tuple[OwnCheck | str | Path, ...]

    def load(self) -> Report:
        """The report."""
        return load(self.source, rules=self.rules).beside(self.previous, self.extra)


def list_kept() -> list[Kept]:
    """The reports that are kept, for another process to keep."""
    return [
        Kept(
            str(report.source),
            str(report.rules),
            str(report.previous.source) if report.previous else "",
            report.extra,
        )
        for report in _kept
    ]


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
    if labels == "zh":
        return codebook.build(*labelled(helpers_last(codebook.YEARS), rows, "years"))
    return codebook.build(codebook.YEARS, rows)
