"""An older ledger into what people typed in it, cell by cell,
and each typed row back to its item.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from perf_analysis.errors import InputError
from perf_analysis.ledger.columns import CLAIMED, GONE, ID, NAME, ORIGINAL, REWRITTEN, TOLD
from perf_analysis.readers.archive import Parts
from perf_analysis.readers.file import format_of, read_bytes
from perf_analysis.tables.items import Item

# What a row that people added says of itself; the rest of what a report gives it cannot.
_NOT_OF_PEOPLE = tuple(head for head in TOLD if head not in (ID, NAME, CLAIMED))
LEAST_ALIKE = 0.75  # likeness of two names that are one item, worded anew
NAMELESS = "无列名 "  # before the letter of a column that people filled without naming it
MOST_ROWS = 100_000  # of a sheet
# Parts that openpyxl writes again, and what it drops from them.
_KEPT = re.compile(
    r"\[content_types\]\.xml|_rels/.*|docprops/.*|xl/_rels/.*|xl/(?:workbook|styles|sharedstrings)\.xml"
    r"|xl/theme/.*|xl/worksheets/(?:_rels/.*|sheet\d*\.xml)|xl/tables/.*|xl/calcchain\.xml"
    r"|xl/comments.*|xl/drawings/(?:vmldrawing|commentsdrawing)\d*\.vml|xl/printersettings/.*"
)
_LOST = re.compile(rb"<(?:si|is)>\s*<r>|<x14:dataValidation ")
_REMEDY = "用 Excel 或 WPS 打开，另存为不带宏的 .xlsx"


@dataclass
class Row:
    """One row of an older ledger: what the report gave then, and what people typed,
    by the head of its column.
    """

    item_id: str
    name: str
    claimed: str
    cells: dict[str, Cell] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)


def open_book(path: Path, *, values: bool = False) -> Workbook:
    """A workbook that is safe to open, with its formulas as they are,
    or with the values they had when it was saved.

    Raises
    ------
    InputError : no workbook, encrypted, broken, too large, with macros,
        or with links to other files
    """
    raw = read_bytes(path)
    found = format_of(raw)
    if found == "encrypted":
        raise InputError("locked", path, "文件有密码", remedy="用原来的程序打开，去掉密码后另存")
    if found != ".xlsx":
        raise InputError("format", path, "不是 .xlsx 格式的台账", remedy=_REMEDY)
    parts = Parts(path, raw)
    for name in parts.names():
        if name.startswith("xl/externallinks/"):
            raise InputError(
                "unsafe",
                path,
                "台账链接到别的文件",
                place=name,
                remedy="在 Excel 或 WPS 里断开链接后再存",
            )
        if name.endswith("vbaproject.bin"):
            raise InputError("unsafe", path, "台账里有宏", place=name, remedy=_REMEDY)
        if name.endswith((".xml", ".rels")):
            parts.root(name)  # refuses bombs, broken XML and DOCTYPE before the library sees them
    try:
        return load_workbook(io.BytesIO(raw), data_only=values)
    # the library raises whatever its parsing meets: KeyError, TypeError, its own
    except Exception as error:
        raise InputError(
            "damaged", path, f"台账打不开：{type(error).__name__}", remedy=_REMEDY
        ) from None


def head_of(sheet: Worksheet) -> dict[str, int]:
    """The columns of a sheet of the ledger by their heads; empty for a sheet that people added."""
    heads = {str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value is not None}
    return heads if ID in heads and NAME in heads else {}


def ledger_sheets(book: Workbook) -> Iterator[tuple[Worksheet, dict[str, int]]]:
    """The sheets that hold items, with their columns."""
    for sheet in book.worksheets:
        heads = head_of(sheet)
        if heads and sheet.title != ORIGINAL:
            yield sheet, heads


def find_rows(book: Workbook) -> list[Row]:
    """The rows of all sheets in which people typed anything;
    a cell of the report that was written over is theirs too.
    """
    originals = _originals(book)
    rows = []
    for sheet, heads in ledger_sheets(book):
        for number in range(2, min(sheet.max_row, MOST_ROWS) + 1):
            cells = {head: sheet.cell(number, column) for head, column in heads.items()}
            told = {head: _text(cells[head]) for head in TOLD if head in cells}
            typed = {
                head: cell for head, cell in cells.items() if head not in TOLD and _is_filled(cell)
            }
            typed |= {
                f"{NAMELESS}{cell.column_letter}": cell
                for cell in sheet[number]
                if cell.column not in heads.values() and _is_filled(cell)
            }
            given = originals.get(told[ID])
            over = [
                f"{head}：{text}"
                for head, text in told.items()
                if text
                and head in (TOLD[1:] if given else _NOT_OF_PEOPLE)
                and text != (given or {}).get(head)
            ]
            if over:
                typed[REWRITTEN] = _joined(sheet, typed.get(REWRITTEN), over)
            comments = {head: cells[head].comment for head in told if cells[head].comment}
            if typed or comments or (not given and any(told.values())):
                name = given[NAME] if given else told[NAME]
                rows.append(
                    Row(
                        told[ID],
                        name,
                        given[CLAIMED] if given else told.get(CLAIMED, ""),
                        typed,
                        comments,
                    )
                )
    return rows


def match_rows(
    rows: Sequence[Row], items: Sequence[Item]
) -> tuple[dict[str, list[Row]], list[Row], list[str]]:
    """The rows of each item by its id, the rows of none, and what a person should look at.

    A row whose id is gone goes to the free item whose name is most like its own, and is told.
    """
    known = {item.item_id: item for item in items}
    matched: dict[str, list[Row]] = {}
    conflicts: list[str] = []
    left = []
    for row in rows:
        if row.item_id in known:
            matched.setdefault(row.item_id, []).append(row)
            item = known[row.item_id]
            if row.claimed and row.claimed != item.claimed:
                conflicts.append(
                    f"{item.name}：报告写的结果由“{row.claimed}”"
                    f"变为“{item.claimed or '没有'}”，佐证请再核对"
                )
        else:
            left.append(row)
    gone = []
    free = [item for item in items if item.item_id not in matched]
    for row in left:
        near = max(free, key=lambda item: _likeness(row.name, item.name), default=None)
        if near and row.name and _likeness(row.name, near.name) >= LEAST_ALIKE:
            matched.setdefault(near.item_id, []).append(row)
            conflicts.append(f"{row.name}：报告里改写为“{near.name}”，已填的内容移到这一行，请核对")
        else:
            gone.append(row)
            conflicts.append(
                f"{row.name or row.item_id or '没有编号的一行'}："
                f"报告里没有这一项，已填的内容移到“{GONE}”"
            )
    return matched, gone, conflicts


def copy_cell(source: Cell, target: Cell) -> None:
    """A typed cell with its value, look, link and comment."""
    target.value = source.value
    target.data_type = source.data_type  # text that begins like a formula stays text
    target._style = copy(source._style)
    if source.hyperlink:
        target.hyperlink = copy(source.hyperlink)
    if source.comment:
        target.comment = copy(source.comment)


def has_more(path: Path) -> bool:
    """Whether a workbook holds what the library that writes it again does not keep:
    pictures, also in cells, charts, controls, text of several fonts, newer drop-downs.
    """
    parts = Parts(path, read_bytes(path))
    return any(
        not _KEPT.fullmatch(name)
        or (name.endswith(".xml") and _LOST.search(parts.read(name)) is not None)
        for name in parts.names()
        if not name.endswith("/")
    )


def _originals(book: Workbook) -> Mapping[str, Mapping[str, str]]:
    """What the report gave for each item when the ledger was written."""
    if ORIGINAL not in book.sheetnames:
        return {}
    heads, *rows = book[ORIGINAL].iter_rows(values_only=True)
    told = [
        dict(zip(map(str, heads), ["" if cell is None else str(cell) for cell in row], strict=True))
        for row in rows
    ]
    return {row[ID]: row for row in told}


def _joined(sheet: Worksheet, before: Cell | None, over: Sequence[str]) -> Cell:
    told = [] if before is None else str(before.value).split("\n")
    cell = Cell(sheet, row=1, column=1)
    cell.value = "\n".join(dict.fromkeys([*told, *over]))
    cell.data_type = "s"
    return cell


def _is_filled(cell: Any) -> bool:
    return (cell.value is not None and cell.value != "") or cell.comment is not None


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
