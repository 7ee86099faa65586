"""A data folder into frames: its `report.toml`, `figures.csv` and `goals.csv`,
checked against the codebook.
"""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.codebook import Column, Figures, Goals, Table
from perf_analysis.document import About
from perf_analysis.errors import InputError, worded

_DTYPES = codebook.dtypes() | {"list": codebook.dtypes()["text"]}


_KINDS = {str: "文字", int: "整数", dict: "一组键和值"}


def read_about(path: Path) -> About:
    """`report.toml` as About.

    Raises
    ------
    InputError : the file is missing, no TOML, or lacks a key
    """
    try:
        told = tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "syntax", path, f"不是有效的 TOML：{worded(error)}", remedy="按提示的行列改正"
        ) from None
    about = About(
        title=_key(path, told, "title", str),
        department=_key(path, told, "department", str),
        year=_key(path, told, "year", int),
        sha256=_key(path, _key(path, told, "text", dict), "sha256", str, inside="text."),
        sections=_key(path, told, "sections", dict),
    )
    wrong = [place for place, heading in about.sections.items() if not isinstance(heading, str)]
    if wrong:
        raise InputError(
            "syntax", path, "标题应为文字", place=f"sections.{wrong[0]}", remedy="在引号内写标题"
        )
    return about


def read_figures(path: Path, about: About) -> Figures:
    """`figures.csv` as printed figures; `low`, `high` and `base_unit` are left to
    `figures.add_intervals`.

    Raises
    ------
    InputError : the first cell that does not fit the codebook, by row and column
    """
    cells = _read_cells(path, codebook.FIGURES)
    figures = _validated(path, cells, codebook.FIGURES)
    _refuse(
        path,
        cells,
        "value",
        cells["value"].notna()
        & (cells["value"] != "nan")
        & ~cells["value"].str.fullmatch(r"-?\d{1,20}(\.\d{1,10})?").fillna(False).astype(bool),
        "不是数字",
    )
    is_read = figures["status"] != "unreadable"
    for column in ("value", "decimals"):
        _refuse(path, figures, column, figures[column].isna() & is_read, "不能为空")
    _refuse(path, figures, "unit", ~_unit_fits(figures), "单位与类别（kind）不符")
    _refuse(
        path,
        figures,
        "decimals",
        (_decimals_of(cells["value"]) != figures["decimals"]) & figures["value"].notna(),
        "与 value 印出的小数位数不一致",
    )
    _refuse(path, figures, "figure_id", figures["figure_id"].duplicated(), "编号重复")
    _refuse(
        path,
        figures,
        "start",
        figures["start"] <= figures["start"].cummax().ffill().shift(),
        "没有按在原文中的位置排列",
    )
    _refuse(path, figures, "end", figures["end"] <= figures["start"], "应大于 start")
    _refuse(
        path,
        figures,
        "section",
        ~_known_section(figures["section"], about),
        "report.toml 的 sections 里没有这一节",
    )
    earlier = [
        not isinstance(cell, str) or cell in set(figures["figure_id"][:at])
        for at, cell in enumerate(figures["same_as"])
    ]
    _refuse(
        path, figures, "same_as", ~pd.Series(earlier, dtype="boolean"), "应是前面某一行的 figure_id"
    )
    return figures.astype({"value": "float64"})


def read_goals(path: Path, about: About, figures: Figures) -> Goals:
    """`goals.csv` as goals and key tasks, each with the sections and figures
    that speak to it as lists.

    Raises
    ------
    InputError : the first cell that does not fit the codebook, by row and column
    """
    goals = _validated(path, _read_cells(path, codebook.GOALS), codebook.GOALS)
    _refuse(path, goals, "goal_id", goals["goal_id"].duplicated(), "编号重复")
    _refuse(
        path,
        goals,
        "section",
        ~_known_section(goals["section"], about),
        "report.toml 的 sections 里没有这一节",
    )
    goals = goals.assign(results=_listed(goals["results"]), figures=_listed(goals["figures"]))
    _refuse(
        path,
        goals,
        "results",
        ~goals["results"].map(
            lambda places: _known_section(pd.Series(places, dtype="str"), about).all()
        ),
        "report.toml 的 sections 里没有这一节",
    )
    known = set(figures["figure_id"])
    _refuse(
        path,
        goals,
        "figures",
        ~goals["figures"].map(lambda ids: set(ids) <= known),
        "figures.csv 里没有这个编号",
    )
    answered = goals["coverage"].isin(["figure", "related"])
    _refuse(
        path,
        goals,
        "figures",
        answered & (goals["figures"].map(len) == 0),
        "coverage 为 figure 或 related 时应有数字",
    )
    return goals


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("missing", path, "文件不存在", remedy="检查路径") from None
    except UnicodeDecodeError as error:
        raise InputError(
            "encoding",
            path,
            "不是 UTF-8 文字",
            place=f"第 {error.start} 字节",
            remedy="另存为 UTF-8",
        ) from None
    except OSError as error:
        raise InputError(
            "no-access", path, f"无法读取：{worded(error)}", remedy="检查路径和权限"
        ) from None


def _key(path: Path, told: dict[str, Any], key: str, kind: type, inside: str = "") -> Any:
    if key not in told:
        raise InputError(
            "column", path, f"缺少 {inside}{key}", remedy="补上这一项，见 data/README.md"
        )
    if not isinstance(told[key], kind) or isinstance(told[key], bool):
        raise InputError(
            "syntax",
            path,
            f"应为{_KINDS[kind]}",
            place=f"{inside}{key}",
            remedy="见 data/README.md",
        )
    return told[key]


def _read_cells(path: Path, table: Table) -> pd.DataFrame:
    """The cells as text, empty ones missing, with exactly the columns of the table."""
    rows_of_text = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    try:
        lines = list(rows_of_text)
    except csv.Error as error:
        raise InputError(
            "syntax",
            path,
            f"不是有效的 CSV：{worded(error)}",
            place=f"第 {rows_of_text.line_num} 行",
            remedy="检查引号和换行",
        ) from None
    if not lines:
        raise InputError("empty", path, "文件是空的", remedy="第一行应为列名")
    head, *rows = lines
    wanted = [name for name in table.names if name not in codebook.COMPUTED_ON_LOAD]
    if missing := [name for name in wanted if name not in head]:
        raise InputError(
            "column",
            path,
            f"缺少列 {'、'.join(missing)}",
            place="第 1 行",
            remedy="补上列名，见 data/README.md",
        )
    if unknown := [name for name in head if name not in wanted]:
        raise InputError(
            "column",
            path,
            f"多出列 {'、'.join(unknown)}",
            place="第 1 行",
            remedy="删去该列，或改成 data/README.md 里的列名",
        )
    if twice := [name for name in wanted if head.count(name) > 1]:
        raise InputError(
            "column", path, f"列 {'、'.join(twice)} 出现了两次", place="第 1 行", remedy="删去一列"
        )
    for at, row in enumerate(rows, start=2):
        if len(row) != len(head):
            raise InputError(
                "syntax",
                path,
                f"有 {len(row)} 格，列名有 {len(head)} 个",
                place=f"第 {at} 行",
                remedy="检查逗号和引号",
            )
    return pd.DataFrame(rows, columns=head, dtype="str").replace("", None)[wanted]


def _validated(path: Path, cells: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The cells in the types of the codebook; the first that does not fit is an InputError."""
    known = [column for column in table.columns if column.name in cells]
    wrong = [
        (cells.index[at], order)
        for order, column in enumerate(known)
        for at in (~_fits(cells[column.name], column)).to_numpy().nonzero()[0][:1]
    ]
    if wrong:
        row, order = min(wrong)
        column = known[order]
        raise InputError(
            "value",
            path,
            _reason(column, cells.loc[row, column.name]),
            place=_place(row, column.name),
            remedy="改正这一格，见 data/README.md",
        )
    typed = {column.name: _typed(cells[column.name], column) for column in known}
    return pd.DataFrame(typed, index=cells.index)


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells, errors="coerce")


def _fits(cells: pd.Series, column: Column) -> pd.Series:
    """Whether each cell is of a column: of its type and among its values, or empty where it may."""
    is_empty = cells.isna() | (cells == "nan")
    if column.dtype in ("number", "integer"):
        numbers = _numbers(cells)
        fits = numbers.notna() & ((numbers % 1 == 0) | (column.dtype == "number"))
    else:
        fits = cells.isin(column.values) if column.values else ~is_empty
    return fits | (is_empty & (not column.required))


def _typed(cells: pd.Series, column: Column) -> pd.Series:
    is_number = column.dtype in ("number", "integer")
    return (_numbers(cells) if is_number else cells).astype(_DTYPES[column.dtype])


def _reason(column: Column, cell: Any) -> str:
    if cell is None or pd.isna(cell):
        return "不能为空"
    if column.values:
        return f"“{cell}”不在可用的值里（{' '.join(column.values)}）"
    return f"“{cell}”不是{'整数' if column.dtype == 'integer' else '数字'}"


def _refuse(path: Path, frame: pd.DataFrame, column: str, wrong: pd.Series, reason: str) -> None:
    """Raise InputError at the first row that is wrong."""
    rows = frame.index[wrong.fillna(False).astype(bool)]
    if len(rows):
        cell = frame.loc[rows[0], column]
        shown = (
            ""
            if not isinstance(cell, list) and pd.isna(cell)
            else ";".join(cell)
            if isinstance(cell, list)
            else cell
        )
        raise InputError(
            "value",
            path,
            f"“{shown}”{reason}" if shown else reason,
            place=_place(rows[0], column),
            remedy="改正这一格，见 data/README.md",
        )


def _place(index: Any, column: str) -> str:
    """Row as an editor counts it, the head being line 1."""
    return f"第 {int(index) + 2} 行 {column} 列"


def _unit_fits(figures: Figures) -> pd.Series:
    fits = [
        units.base_of(unit if isinstance(unit, str) else "", kind) is not None
        for unit, kind in zip(figures["unit"], figures["kind"], strict=True)
    ]
    return pd.Series(fits, index=figures.index)


def _decimals_of(values: pd.Series) -> pd.Series:
    return values.map(
        lambda value: len(value.partition(".")[2]) if isinstance(value, str) else 0
    ).astype("Int64")


def _known_section(sections: pd.Series, about: About) -> pd.Series:
    """Whether each path, without its item number, is a heading of the report; a missing one is."""
    return sections.str.replace(r"\d+$", "", regex=True).isin(about.sections) | sections.isna()


def _listed(cells: pd.Series) -> pd.Series:
    return cells.fillna("").map(lambda cell: [part for part in cell.split(";") if part])
