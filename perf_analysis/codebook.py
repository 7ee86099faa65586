"""What each table is: its grain, its columns, what they mean and in which unit.

The columns are data, `data/codebook.csv`: a line without a column tells the grain of its table.
`data/README.md` shows the same rows; a test holds the two together.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from perf_analysis.data import find_in_data
from perf_analysis.errors import CODES, TableError

if TYPE_CHECKING:
    import pandas as pd

# One row of a table: rooms pass these, and frames are made where a person asks.
Row: TypeAlias = Mapping[str, Any]

Figures: TypeAlias = "pd.DataFrame"
Findings: TypeAlias = "pd.DataFrame"
Unchecked: TypeAlias = "pd.DataFrame"
Budget: TypeAlias = "pd.DataFrame"
Funds: TypeAlias = "pd.DataFrame"
Growth: TypeAlias = "pd.DataFrame"
Completion: TypeAlias = "pd.DataFrame"
Goals: TypeAlias = "pd.DataFrame"
Indicators: TypeAlias = "pd.DataFrame"
Ledger: TypeAlias = "pd.DataFrame"
Ranks: TypeAlias = "pd.DataFrame"
Relations: TypeAlias = "pd.DataFrame"
Years: TypeAlias = "pd.DataFrame"
Scores: TypeAlias = "pd.DataFrame"
Scoring: TypeAlias = "pd.DataFrame"
Sentences: TypeAlias = "pd.DataFrame"


@dataclass(frozen=True)
class Column:
    """One column: its name, type and meaning; `values` closes the list of what may stand there.
    A list is of texts, or of integers.
    """

    name: str
    dtype: Literal["text", "number", "integer", "list", "integers"]
    meaning: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    grain: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> list[str]:
        """The columns' names in order."""
        return [column.name for column in self.columns]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns in order, by name."""
        return dict(zip(self.names, self.columns, strict=True))

    @cached_property
    def of_reports(self) -> Table:
        """The table of several reports: with the report's id before the other columns."""
        is_told = "report_id" in self.names
        return self if is_told else replace(self, columns=(REMAINDER.columns[0], *self.columns))


def _read() -> dict[str, Table]:
    grains: dict[str, str] = {}
    columns: dict[str, list[Column]] = {}
    lines = find_in_data("codebook.csv").read_text(encoding="utf-8").splitlines()
    for table, name, dtype, required, listed, meaning in csv.reader(lines[1:]):
        if not name:
            grains[table], columns[table] = meaning, []
            continue
        values = CODES if listed == "CODES" else tuple(filter(None, listed.split("|")))
        columns[table].append(Column(name, cast(Any, dtype), meaning, values, bool(required)))
    return {name: Table(grain, tuple(columns[name])) for name, grain in grains.items()}


ALL = _read()
TABLES = {name: table for name, table in ALL.items() if not name.startswith("corpus.")}
# Of a corpus: its files, and what its reports say of the same thing,
# in several years and departments.
_OF_CORPUS = {
    name.removeprefix("corpus."): table for name, table in ALL.items() if name not in TABLES
}
FILES = {name: _OF_CORPUS[name] for name in ("reports", "notices", "unread")}
PANELS = {name: table for name, table in _OF_CORPUS.items() if name not in FILES}
# Those that a report makes by itself: a ledger is typed by people, two years need two reports.
OF_ONE_REPORT = tuple(name for name in TABLES if name not in ("ledger", "years"))

FIGURES = TABLES["figures"]
RELATIONS = TABLES["relations"]
GOALS = TABLES["goals"]
BUDGET = TABLES["budget"]
GROWTH = TABLES["growth"]
YEARS = TABLES["years"]
COMPLETION = TABLES["completion"]
RANKS = TABLES["ranks"]
SCORES = TABLES["scores"]
INDICATORS = TABLES["indicators"]
FUNDS = TABLES["funds"]
SCORING = TABLES["scoring"]
LEDGER = TABLES["ledger"]
FINDINGS = TABLES["findings"]
UNCHECKED = TABLES["unchecked"]
REMAINDER = TABLES["remainder"]
REPORTS = FILES["reports"]
NOTICES = FILES["notices"]
UNREAD = FILES["unread"]
EXECUTION_PANEL = PANELS["execution"]
GROWTH_PANEL = PANELS["growth"]
TARGET_PANEL = PANELS["targets"]
COMPLETION_PANEL = PANELS["completion"]
REPEAT_PANEL = PANELS["repeats"]
FINDING_PANEL = PANELS["finding_rates"]
SCORE_PANEL = PANELS["scores"]

KINDS = FIGURES.by_name["kind"].values
COVERAGES = GOALS.by_name["coverage"].values
SIGNS = INDICATORS.by_name["sign"].values
# 佐证强度 of a ledger, from the strongest; the last two prove nothing.
STRENGTHS = (
    "外部权威数据",
    "正式文件、合同或验收",
    "业务统计与台账",
    "原始记录或影像",
    "情况说明",
    "无",
)
WEAK = STRENGTHS[-2:]
COMPUTED_ON_LOAD = ("low", "high", "base_unit", "base_value", "term", "printed", "words")


def fill(table: Table, rows: Iterable[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Rows with all columns of the table in order, absent cells None and numbers of their type:
    what a frame of them would hold.
    """
    typed = [(column.name, _TYPES.get(column.dtype)) for column in table.columns]
    return [
        {
            name: None
            if (cell := row.get(name)) is None or cell != cell
            else kind(cell)
            if kind
            else cell
            for name, kind in typed
        }
        for row in rows
    ]


_TYPES: dict[str, type] = {"number": float, "integer": int}


def is_missing(cell: object) -> bool:
    """Whether a cell is empty: None, or not a number."""
    return cell is None or cell != cell


MOST_TOLD = 6  # of the columns that a table lacks


def require(frame: pd.DataFrame, table: Table, *columns: str) -> None:
    """Raise TableError unless `frame` has the columns, all of the table's when none are named."""
    import pandas as pd

    name = next((name for name, known in ALL.items() if known is table), "")
    if not isinstance(frame, pd.DataFrame):
        remedy = f"；写 报告.{name}" if name in OF_ONE_REPORT else ""
        raise TableError("column", f"这里要的是 {name} 表，给的是 {type(frame).__name__}{remedy}")
    missing = [name for name in columns or table.names if name not in frame.columns]
    if missing:
        if name in OF_ONE_REPORT and not any(str(head).isascii() for head in frame.columns):
            raise TableError(
                "column", f"给的是中文列名的表，供人看；画图和计算用 report.{name}（不加 _zh）"
            )
        told = "、".join(missing[:MOST_TOLD]) + (" 等" if len(missing) > MOST_TOLD else "")
        raise TableError("column", f"表缺少列 {told}；这张表是 {name}，列见 data/README.md")


def build(table: Table, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows as a DataFrame with the table's columns and types; absent cells are missing values."""
    kept = list(rows)
    return _filled(table, kept) if kept else _empty(table).copy(deep=False)


@cache
def _empty(table: Table) -> pd.DataFrame:
    return _filled(table, [])


def _filled(table: Table, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    # Each column of its type at once: a frame of objects
    # that is cast afterwards takes three times as long.
    columns = {}
    for column in table.columns:
        cells = [row.get(column.name) for row in rows]
        dtype = dtypes()[column.dtype]
        columns[column.name] = (
            pd.Series(cells, dtype=dtype) if dtype == "object" else pd.array(cells, dtype=dtype)
        )
    return pd.DataFrame(columns)


@cache
def dtypes() -> dict[str, Any]:
    """The types of a frame's columns by those of the codebook."""
    # here, as above: pandas takes longer to import than a report to read, and only who asks for
    # a frame needs it
    import pandas as pd

    return {
        # Text as Python strings also where pyarrow is installed, which would keep it for itself:
        # the small tables here are then a third slower.
        "text": pd.StringDtype("python", na_value=float("nan")),
        "number": "float64",
        "integer": "Int64",
        "list": "object",
        "integers": "object",
    }


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings by column, absent cells None; the way back from `build`."""
    if frame.empty:
        return []
    # all columns at once: one by one takes three times as long
    cells = frame.to_numpy(dtype=object, copy=True)
    cells[frame.isna().to_numpy()] = None
    names = list(map(str, frame))
    return [dict(zip(names, row, strict=True)) for row in cells.tolist()]
