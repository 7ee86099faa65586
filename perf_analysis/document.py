"""A document: what was read from a file, as text whose offsets never change,
with its tables and pages.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

# Full-width digits and marks and their half-width twins, one for one, so that offsets stay;
# a space that keeps a line together is a space, and what draws a frame is a bar or a rule.
_FOLDED = tuple(
    zip(
        "０１２３４５６７８９％．＋－−﹣（）：［］；＞＜≧⩾≦⩽\u00a0｜│┃║─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝",
        "0123456789%.+---():[];><≥≥≤≤ ||||---++++++++++++++++++",
        strict=True,
    )
)
# Traditional characters of units, numerals and the field's words, one for one.
_TRADITIONAL = str.maketrans(
    "萬億圓個戶畝噸輛項間條張點兩參陸貳壹預執行決財撥專經費轉結餘級縣鎮鄉區務業發資產產績評價標準質數時長萬對辦處場類種隊組書冊門車臺萬頃釐釘歲單筆總計實際開設達減增節約與較為還後從應當進關聯門",
    "万亿圆个户亩吨辆项间条张点两参陆贰壹预执行决财拨专经费转结余级县镇乡区务业发资产产绩评价标准质数时长万对办处场类种队组书册门车台万顷厘钉岁单笔总计实际开设达减增节约与较为还后从应当进关联门",
)
_IS_TRADITIONAL = re.compile("[萬億圓個戶畝噸輛項間條張點兩預執決財撥經費轉結餘]")


@dataclass(frozen=True)
class About:
    """What a report is: its title, department, year, the fingerprint of its text,
    its headings by path.
    """

    title: str
    department: str
    year: int
    sha256: str
    sections: dict[str, str]


class Cell(NamedTuple):
    """One cell of a table: its place in the grid from 0, how many rows and columns it spans,
    and the span of its text.
    """

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """One table of a document: each cell once, in order of row and column, whatever it spans.

    Parameters
    ----------
    name : the sheet's name in a workbook, else 表1, 表2 … in order
    cells : the cells; one without text has an empty span
    unsure : columns whose heads a text does not surely show
    """

    name: str
    cells: tuple[Cell, ...]
    unsure: frozenset[int] = frozenset()

    @property
    def start(self) -> int:
        """Where the text of the table begins."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Where the text of the table ends, exclusive."""
        return self.cells[-1].end

    @cached_property
    def grid(self) -> Mapping[tuple[int, int], Cell]:
        """The cell at each row and column, a merged one at all that it spans."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    @cached_property
    def _rows(self) -> Mapping[int, list[Cell]]:
        rows: dict[int, dict[Cell, None]] = {}
        for (row, _), cell in sorted(self.grid.items()):
            rows.setdefault(row, {})[cell] = None
        return {row: list(cells) for row, cells in rows.items()}

    @cached_property
    def rows(self) -> list[int]:
        """The rows that have cells, in order: a sheet may have one in its first row
        and one in its millionth.
        """
        return list(self._rows)

    def cells_of(self, row: int) -> list[Cell]:
        """The cells that cross a row, from left to right, each once."""
        return self._rows.get(row, [])

    @cached_property
    def height(self) -> int:
        """How many rows the grid has."""
        return max(cell.row + cell.rows for cell in self.cells)

    @cached_property
    def width(self) -> int:
        """How many columns the grid has."""
        return max(cell.column + cell.columns for cell in self.cells)

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    def cell_at(self, offset: int) -> Cell | None:
        """The cell whose text holds an offset."""
        at = bisect.bisect_right(self._starts, offset) - 1
        return self.cells[at] if at >= 0 and offset < self.cells[at].end else None

    def place(self, cell: Cell) -> str:
        """The cell as a spreadsheet names it: 表1!C7."""
        letters, column = "", cell.column + 1
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.name}!{letters}{cell.row + 1}"


def fold(text: str) -> str:
    """A text with full-width digits and marks made half-width, character for character."""
    # each a search in C, faster than one pass of str.translate over Chinese
    for full, half in _FOLDED:
        text = text.replace(full, half)
    return text.translate(_TRADITIONAL) if _IS_TRADITIONAL.search(text) else text


@dataclass(frozen=True)
class Document:
    """The text of one report: of a text file as decoded, of other formats as its lines and rows of
    cells in reading order.

    Parameters
    ----------
    report_id : the file's stem
    text : what every span of a figure is an offset into
    sha256 : fingerprint of the file's bytes
    path : where it was read
    tables : its tables, in order
    page_starts : where each page begins in the text, where the format has pages
    notices : what the reader could not read or left out, each in one sentence for a person
    is_plain : whether it is plain text, whose tables were found by what their lines look like
    """

    report_id: str
    text: str
    sha256: str
    path: Path
    tables: tuple[Table, ...] = ()
    page_starts: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    is_plain: bool = False

    @cached_property
    def folded(self) -> str:
        """The text with full-width digits and marks made half-width, character for character."""
        return fold(self.text)

    def table_at(self, offset: int) -> Table | None:
        """The table whose text holds an offset."""
        at = bisect.bisect_right(self._table_starts, offset) - 1
        return self.tables[at] if at >= 0 and offset < self.tables[at].end else None

    def cell_at(self, offset: int) -> tuple[Table, Cell] | None:
        """The table and the cell of it whose text hold an offset."""
        if not self.tables:
            return None
        table = self.table_at(offset)
        cell = table.cell_at(offset) if table else None
        return (table, cell) if table and cell else None

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self.tables]

    def page_at(self, offset: int) -> int | None:
        """The page an offset stands on, from 1; None where the format has no pages."""
        return bisect.bisect_right(self.page_starts, offset) or None

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence around a span: to the nearest 。；！？ or blank line on either
        side, or the row of its table.
        """
        table = self.table_at(start)
        if table:
            rows = [cell for cell in table.cells if cell.start < end and cell.end > start]
            row = [cell for cell in table.cells if rows and cell.row == rows[0].row]
            return (row[0].start, row[-1].end) if row else (start, end)
        left, right = 0, len(self.text)
        for mark in _ENDS:
            found = self.text.rfind(mark, left, start)
            left = found + len(mark) if found >= 0 else left
            found = self.text.find(mark, end, right)
            right = found if found >= 0 else right
        line = self.text.rfind("\n", left, start)
        if line >= 0 and line - self.text.rfind("\n", 0, line) <= SHORT_LINE:
            left = line + 1  # a heading or a cell above, no wrapped line of this sentence
        while left < start and self.text[left].isspace():
            left += 1
        return left, min(right + 1, len(self.text)) if self.text[
            right : right + 1
        ] in "。；！？" else right


# Raised digits right behind a number: the mark of a note, but behind a 10, whose power they are.
_NOTE_MARK = re.compile(r"(?<=[\d%％])(?<!(?<![\d.])10)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_BEFORE_MARK = 10  # characters before such a mark that a notice repeats
SHORT_LINE = 26  # characters: lines of a page are longer, headings and cells shorter
_ENDS = ("。", "\n\n", "；", "！", "？")  # the most usual first, which bounds the others


def without_marks(text: str) -> str:
    """A text without the marks of notes behind its numbers."""
    return _NOTE_MARK.sub("", text)


class Piece(NamedTuple):
    """A cell before it has a place in a text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass
class Draft:
    """A document while a reader writes it: lines, tables and page turns in reading order.

    A table stands in the text as its rows, `| cell | cell |`, a merged cell where it begins. A
    table that never has two filled cells side by side only lays out the page: it is written as
    lines. The mark of a note behind a number is left out: it would part the number from its unit.
    """

    notices: list[str] = field(default_factory=list)
    _marked: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: list[Table] = field(default_factory=list)
    _page_starts: list[int] = field(default_factory=list)

    def write(self, line: str) -> None:
        """One paragraph; an empty one is left out."""
        if line.strip():
            self._add(self._without_marks(line.strip(" \t\r\n")) + "\n")

    def write_table(self, pieces: Iterable[Piece], name: str = "") -> None:
        """One table from its cells, in any order; nothing where no cell has text."""
        placed = [
            piece._replace(text=self._without_marks(piece.text.strip()))
            for piece in sorted(pieces, key=lambda piece: (piece.row, piece.column))
        ]
        filled = [piece.row for piece in placed if piece.text]
        if len(set(filled)) == len(filled):
            for piece in placed:
                self.write(piece.text)
            return
        cells: list[Cell] = []
        for before, piece in zip([None, *placed], placed, strict=False):
            begins = before is None or before.row != piece.row
            self._add(("\n| " if before else "| ") if begins else " | ")
            cells.append(
                Cell(
                    piece.row,
                    piece.column,
                    piece.rows,
                    piece.columns,
                    self._length,
                    self._length + len(piece.text),
                )
            )
            self._add(piece.text)
            self._add(" |" if piece is placed[-1] or placed[len(cells)].row != piece.row else "")
        self._add("\n")
        self._tables.append(Table(name or f"表{len(self._tables) + 1}", tuple(cells)))

    def turn_page(self) -> None:
        """What is written from here on stands on the next page."""
        self._page_starts.append(self._length)

    def finish(self, path: Path, raw: bytes) -> Document:
        """The document as written, read from the bytes of a file."""
        fingerprint = sha256(raw).hexdigest()
        if self._marked:
            self.notices.append(
                f"数字后面有 {len(self._marked)} 处上标，当作注释的标记，没有读："
                f"“{self._marked[0]}”"
            )
        return Document(
            path.stem,
            "".join(self._parts),
            fingerprint,
            path,
            tuple(self._tables),
            tuple(self._page_starts),
            tuple(self.notices),
        )

    def _without_marks(self, text: str) -> str:
        for mark in _NOTE_MARK.finditer(text):
            self._marked.append(text[max(mark.start() - _BEFORE_MARK, 0) : mark.end()])
        return without_marks(text)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
