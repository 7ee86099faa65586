"""A filled ledger into the table `ledger`, one row per item and piece of evidence."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perf_analysis import codebook
from perf_analysis.codebook import STRENGTHS, Ledger
from perf_analysis.document import fold
from perf_analysis.errors import InputError
from perf_analysis.ledger.columns import (
    CLAIMED,
    DATE,
    FILE,
    FOUND,
    GONE,
    ID,
    METHOD,
    NAME,
    NOTE,
    PERSON,
    STRENGTH,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

MOST_FILES = 200_000  # names of files in a folder of evidence, each told twice
SHARE_DECIMALS = 4  # of a percentage that a formula gave
DAYS = range(36526, 73051)  # from 2000 to 2099, as Excel numbers the days
_COLUMNS = {
    FILE: "file",
    METHOD: "method",
    FOUND: "found",
    STRENGTH: "strength",
    PERSON: "person",
    NOTE: "note",
}
_DATE = re.compile(
    r"(?P<year>\d{4})\s*[-./年]\s*(?P<month>\d{1,2})(?!\d)"
    r"(?:\s*[-./月]\s*(?P<day>\d{1,2})(?!\d))?"
    r"|(?<!\d)(?P<whole>(?:19|20)\d{2})(?P<of_year>[01]\d)(?P<of_month>[0-3]\d)(?!\d)"
)


def read_ledger(path: str | Path) -> Ledger:
    """A ledger as people filled it; rows that the report no longer has are left out.

    Parameters and errors are those of `read_proofs`, which gives its rows.
    """
    return codebook.build(codebook.LEDGER, read_proofs(path))


def read_proofs(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a ledger.

    Parameters
    ----------
    path : the workbook

    Raises
    ------
    InputError : no workbook, not safe to open, or none of its sheets is one of a ledger
    """
    # here: whoever has no ledger need not wait for openpyxl
    from perf_analysis.ledger.keeping import MOST_ROWS, ledger_sheets, open_book

    path = Path(path)
    book = open_book(path, values=True)
    rows = []
    sheets = [(sheet, heads) for sheet, heads in ledger_sheets(book) if sheet.title != GONE]
    if not sheets:
        raise InputError(
            "format",
            path,
            f"没有一张表的第一行写着“{ID}”和“{NAME}”，不是台账",
            remedy="先用 perf-analysis ledger 报告 -o 台账.xlsx 生成",
        )
    for sheet, heads in sheets:
        for number in range(2, min(sheet.max_row, MOST_ROWS) + 1):
            cells = {head: sheet.cell(number, column) for head, column in heads.items()}
            row = {
                "sheet": sheet.title,
                "row": number,
                "item_id": _text(cells[ID]),
                "name": _text(cells[NAME]),
            }
            row |= {"claimed": _text(cells.get(CLAIMED)), "date": _date(cells.get(DATE))}
            row |= {name: _text(cells.get(head)) for head, name in _COLUMNS.items()}
            if row["name"] or row["item_id"]:
                _refuse_strength(path, row)
                rows.append(row)
    return codebook.fill(codebook.LEDGER, rows)


def _refuse_strength(path: Path, row: dict[str, Any]) -> None:
    """A strength outside the list would be taken for a strong one."""
    if row["strength"] and row["strength"] not in STRENGTHS:
        raise InputError(
            "value",
            path,
            f"佐证强度“{row['strength']}”不在列表里",
            place=f"{row['sheet']} 第 {row['row']} 行",
            remedy=f"从列表里选：{'、'.join(STRENGTHS)}",
        )


def _text(cell: Cell | None) -> str | None:
    """A cell as text: a number with the digits it has, 43 and not 43.0,
    a share as Excel shows it, 91% and not 0.91.
    """
    value = cell.value if cell else None
    if value is None or cell is None:
        return None
    if isinstance(value, int | float) and "%" in cell.number_format:
        share = round(Decimal(str(value)) * 100, SHARE_DECIMALS)
        return f"{share.normalize():f}%"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _date(cell: Cell | None) -> str | None:
    """A date as year-month-day, of a date, of its number in Excel or of its text; text that is no
    date as it stands.
    """
    if cell and isinstance(cell.value, datetime.datetime | datetime.date):
        return cell.value.strftime("%Y-%m-%d")
    if cell and isinstance(cell.value, int | float) and int(cell.value) in DAYS:
        # here, as above
        from openpyxl.utils.datetime import from_excel

        return from_excel(int(cell.value)).strftime("%Y-%m-%d")
    text = _text(cell)
    found = _DATE.search(fold(text or ""))
    return "-".join(f"{int(part):02}" for part in found.groups() if part) if found else text


def list_evidence(folder: str | Path) -> frozenset[str]:
    """The files in a folder and the folders in it, by name and by path from the folder.

    Raises
    ------
    InputError : no folder, or too many files for one report
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError("missing", folder, "没有这个佐证文件夹", remedy="检查路径")
    names: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            names |= {path.name, path.relative_to(folder).as_posix()}
        if len(names) > MOST_FILES:
            raise InputError(
                "too-large",
                folder,
                f"文件超过 {MOST_FILES // 2} 个，不像一份报告的佐证",
                remedy="检查是不是选错了文件夹",
            )
    return frozenset(names)
