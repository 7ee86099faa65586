"""What was read of a report as a person holds it: whose it is, its text, and its tables as frames,
each made when first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from perf_analysis import codebook, labels
from perf_analysis.codebook import OF_ONE_REPORT, TABLES, Row
from perf_analysis.document import About, Document
from perf_analysis.errors import InputError
from perf_analysis.figures import name_section
from perf_analysis.figures.quoting import quote
from perf_analysis.reading.labelled import helpers_last, labelled
from perf_analysis.reading.tables import Reading

if TYPE_CHECKING:
    import pandas as pd

    from perf_analysis.forms import Forms
    from perf_analysis.structure import Structure

# What few read, and is not offered first.
_SELDOM = ("remainder", "sentences", "scoring")


def frame_of(name: str, rows: Sequence[Row], *, is_chinese: bool = False) -> pd.DataFrame:
    """Rows of a table as a frame; with Chinese heads and values, for people, what only programs
    read stands last.
    """
    table = TABLES[name]
    if is_chinese:
        table, rows = labelled(helpers_last(table), rows, name)
    return codebook.build(table, rows)


def _frame(name: str) -> property:
    """A table, handed out as a copy that is made where it is written to: a column that an analyst
    adds to hers does not change what is made from ours.
    """

    def copied(frames: Frames) -> pd.DataFrame:
        if name not in frames._frames:
            frames._frames[name] = frame_of(name, frames._rows(name))
        return frames._frames[name].copy(deep=False)

    return property(copied, doc=TABLES[name].grain)


@dataclass(frozen=True, eq=False, repr=False)
class Frames:
    """A report's text and tables; their grain and columns stand in `perf_analysis.codebook` and in
    `data/README.md`.

    Parameters
    ----------
    reading : what was read of it, as plain rows
    """

    reading: Reading
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, init=False)

    figures = _frame("figures")
    goals = _frame("goals")
    remainder = _frame("remainder")
    sentences = _frame("sentences")
    relations = _frame("relations")
    overview = _frame("overview")
    budget = _frame("budget")
    growth = _frame("growth")
    completion = _frame("completion")
    indicators = _frame("indicators")
    funds = _frame("funds")
    ranks = _frame("ranks")
    scores = _frame("scores")
    scoring = _frame("scoring")
    findings = _frame("findings")
    unchecked = _frame("unchecked")

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> pd.DataFrame:
            """`figures_zh` and the like: a table with Chinese heads and values, for people."""
            table = name.removesuffix("_zh")
            if table == name or table not in OF_ONE_REPORT:
                raise AttributeError(f"报告没有 {name}；有的表：{'、'.join(OF_ONE_REPORT)}")
            return frame_of(table, self._rows(table), is_chinese=True)

    def _rows(self, name: str) -> Sequence[Row]:
        return self.reading.rows(name)

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

        told = labels.describe_table(table)
        wanted = labels.find_column(labels.find_table(table), column) if column else ""
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
        place = name_section(section) if section else "标题之前"
        place += f"{'' if page is None else f'，第 {page} 页'}，第 {figure['start']} 字起"
        if self.document is None:
            return f"{place}（内嵌的报告不带原文）"
        return f"{place}：{quote(self.document, figure['start'], figure['end'])}"


def list_tables() -> str:
    """The tables that a report has and what a row of each is, as HTML."""
    rows = "".join(
        f"<tr><td><code>report.{name}</code></td><td>{labels.title(name)[1]}</td></tr>"
        for name in OF_ONE_REPORT
        if name not in _SELDOM
    )
    return (
        f"<table><thead><tr><th>表</th><th>一行是</th></tr></thead><tbody>{rows}</tbody></table>"
        "<p>表名后加 <code>_zh</code> 是中文列名，如 <code>report.budget_zh</code>；"
        '各列的含义：<code>report.describe("budget")</code>；'
        '数字在原文哪里：<code>report.find_sentence("F001")</code>。</p>'
    )
