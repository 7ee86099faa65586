"""An analyst's corrections of misread figures, from `REPORT.corrections.csv` beside a report."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perf_analysis import codebook
from perf_analysis.codebook import Row
from perf_analysis.document import Document
from perf_analysis.errors import InputError, worded

COLUMNS = ("start", "quoted", "column", "value", "by", "why")
# What reading decides and a person may decide otherwise;
# place, status and identity are not a matter of opinion.
CORRECTABLE = (
    "value",
    "decimals",
    "unit",
    "kind",
    "measure",
    "subject",
    "role",
    "direction",
    "basis",
    "scope",
    "population",
    "period",
    "qualifier",
    "same_as",
)
# The one column of the goals that is a judgement.
COVERAGE = "coverage"
EMPTIED = "空"  # what stands in `value` to empty a cell: an empty one may be a slip


def path_of(report: Path) -> Path:
    """Where the corrections of a report stand: report.txt is corrected by
    report.corrections.csv.
    """
    return report.with_name(f"{report.stem}.corrections.csv")


def apply(document: Document, figures: Sequence[Row]) -> Sequence[Row]:
    """The figures with the corrections beside the document, if there are any.

    A corrected row has the status `corrected` and says in `note` who corrected what, and why.

    Raises
    ------
    InputError : a correction that matches no figure, names a column that cannot be corrected,
        or a value that does not fit it
    """
    path = path_of(document.path)
    if not path.is_file():
        return figures
    corrected = [dict(row) for row in figures]
    ids = {row["figure_id"] for row in figures}
    for line, told in _read(path):
        if told["column"] == COVERAGE:
            continue  # of a goal, not of a figure
        place = f"第 {line} 行"
        _refuse_column(path, place, told["column"])
        at = [at for at, row in enumerate(figures) if _is_at(row, told)]
        if not at:
            raise InputError(
                "no-match",
                path,
                f"报告里第 {told['start']} 字处没有读出“{told['quoted']}”",
                place=place,
                remedy=_nearest(figures, told),
            )
        value = _fitting(path, place, told)
        if told["column"] == "same_as" and value is not None and value not in ids:
            raise InputError(
                "no-match", path, f"没有 {value} 这个编号", place=place, remedy="改正 value 列"
            )
        why = f"{told['by']}更正了 {told['column']}：{told['why']}"
        for row in map(corrected.__getitem__, at):
            before = row.get("note") or ""
            note = f"{before}；{why}" if "更正了" in before else why
            row |= {told["column"]: value, "status": "corrected", "note": note}
    _follow_populations(figures, corrected)
    return corrected


def _follow_populations(before: Sequence[Row], after: Sequence[dict[str, Any]]) -> None:
    """A rank is among as many as the count beside it says, as corrected; one whose own
    population a person corrected is let alone.
    """
    for at, (told, count) in enumerate(zip(before, after, strict=True)):
        if told["role"] != "population" or not count["value"] or count["value"] == told["value"]:
            continue
        for rank in after[max(at - 1, 0) : at + 2]:
            if rank["kind"] == "rank" and rank.get("population") == told["value"]:
                rank |= {"population": int(count["value"]), "status": "corrected"}
                rank["note"] = rank.get("note") or count["note"]


def _refuse_column(path: Path, place: str, column: str) -> None:
    if column not in CORRECTABLE:
        raise InputError(
            "value",
            path,
            f"不能更正 {column} 列",
            place=place,
            remedy=f"可更正的列：{'、'.join(CORRECTABLE)}",
        )


def _is_at(figure: Row, told: Row) -> bool:
    return str(figure["start"]) == told["start"] and figure["quoted"] == told["quoted"]


def _nearest(figures: Sequence[Row], told: Row) -> str:
    """What was read there, or where that was read; else where to look."""
    there = [row["quoted"] for row in figures if str(row["start"]) == told["start"]]
    same = [str(row["start"]) for row in figures if row["quoted"] == told["quoted"]]
    if there:
        return f"那里读出的是“{there[0]}”，quoted 要照抄"
    if same:
        return f"“{told['quoted']}”在第 {'、'.join(same[:3])} 字处，改正 start"
    return "按 read 输出的 start 和 quoted 填写"


def apply_to_goals(document: Document, goals: Sequence[Row]) -> Sequence[Row]:
    """The goals with the coverage that a person decided: rows whose column is `coverage` and whose
    `quoted` is a goal's id.

    Raises
    ------
    InputError : a row that names no goal, or a coverage that is none
    """
    path = path_of(document.path)
    if not path.is_file():
        return goals
    decided = {row["goal_id"]: dict(row) for row in goals}
    for line, told in _read(path):
        if told["column"] != COVERAGE:
            continue
        place = f"第 {line} 行"
        if told["quoted"] not in decided:
            raise InputError(
                "no-match",
                path,
                f"没有编号为“{told['quoted']}”的目标或任务",
                place=place,
                remedy="按 read --table goals 输出的 goal_id 填写",
            )
        if told["value"] not in codebook.COVERAGES:
            raise InputError(
                "value",
                path,
                f"“{told['value']}”不在可用的值里（{' '.join(codebook.COVERAGES)}）",
                place=place,
                remedy="改正 value 列",
            )
        decided[told["quoted"]] |= {COVERAGE: told["value"], "matched_by": "person"}
    return list(decided.values())


def _read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers, empty ones left out."""
    heads, *rows = _cells(path) or [[]]
    if set(heads) != set(COLUMNS):
        raise InputError(
            "column",
            path,
            f"列应是 {'、'.join(COLUMNS)}{_unlike(heads)}",
            place="第 1 行",
            remedy="补上或删去列",
        )
    told = []
    for number, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        if len(cells) != len(heads):
            raise InputError(
                "column",
                path,
                f"有 {len(cells)} 格，应有 {len(heads)} 格",
                place=f"第 {number} 行",
                remedy="有逗号的格子要加引号，空的格子也留着逗号；用 Excel 填就不会错",
            )
        told.append((number, dict(zip(heads, cells, strict=True))))
    return told


def _cells(path: Path) -> list[list[str]]:
    try:
        table = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
        return list(table)
    except UnicodeDecodeError:
        raise InputError(
            "encoding", path, "不是 UTF-8 或 GBK 文字", remedy="在 Excel 里另存为 CSV UTF-8"
        ) from None
    except OSError as error:
        raise InputError(
            "no-access", path, f"无法读取：{worded(error)}", remedy="检查文件和权限"
        ) from None
    except csv.Error as error:
        raise InputError(
            "syntax",
            path,
            f"不是有效的 CSV：{worded(error)}",
            place=f"第 {table.line_num} 行",
            remedy="用 Excel 打开，另存为 CSV",
        ) from None


def _unlike(heads: Sequence[str]) -> str:
    """Which columns a head lacks and which it has too many."""
    lacking = [name for name in COLUMNS if name not in heads]
    others = [name for name in heads if name not in COLUMNS]
    told = f"，没有 {'、'.join(lacking)}" if lacking else ""
    return told + (f"，多出 {'、'.join(others)[:80]}" if others else "")


def _decoded(path: Path) -> str:
    """The text: UTF-8, or what Excel on a Chinese Windows writes as CSV."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _fitting(path: Path, place: str, row: dict[str, str]) -> Any:
    """The value in the type of its column, closed lists held."""
    column = next(column for column in codebook.FIGURES.columns if column.name == row["column"])
    value = row["value"].strip()
    if not value:
        may_empty = "" if column.required else f"；要清空 {column.name}，value 列写“{EMPTIED}”"
        raise InputError(
            "value",
            path,
            f"没有写 {column.name} 应是什么，value 列是空的",
            place=place,
            remedy=f"填写 value 列{may_empty}",
        )
    if value == EMPTIED and not column.required:
        return None
    if column.values and value not in column.values:
        raise InputError(
            "value",
            path,
            f"“{value}”不在可用的值里（{' '.join(column.values)}）",
            place=place,
            remedy="改正 value 列",
        )
    if column.dtype == "text":
        return value
    if not re.fullmatch(
        r"\d{1,18}" if column.dtype == "integer" else r"-?\d{1,18}(\.\d{1,10})?", value
    ):
        raise InputError(
            "value",
            path,
            f"“{value}”不是{'整数' if column.dtype == 'integer' else '数字'}",
            place=place,
            remedy="value 列只写数字，不带单位、百分号和千分位的逗号",
        )
    return int(value) if column.dtype == "integer" else float(value)
