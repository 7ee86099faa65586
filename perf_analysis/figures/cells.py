"""Cells of tables, with places or flattened to text: which row
and which column a bare number stands in.
"""

from __future__ import annotations

import bisect
import re
from functools import cached_property
from itertools import pairwise

from perf_analysis.document import Cell, Document, Table

_SCORED = re.compile(r"分值|得分|权重")
_HEAD_UNIT = re.compile(r"[(:]\s?(?:单位:\s?)?(万元|亿元|元)\s?\)?")
_NUMERIC = re.compile(r"[(]?[\d.,]+%?[)]?")
_TEXT = re.compile(r"[一-鿿]{2}")
_DIGIT = re.compile(r"\d")
_UNIT_IN_HEAD = re.compile(r"[(:](万元|亿元|元|%|分|个|人|家|次|项|亩|户|天|公里|平方米|人次)\)?$")
_AMOUNT_HEAD = re.compile(r"预算|决算|执行数|支出|收入|资金|金额|拨款|到位|结转|结余|合计")
# What may stand around a number that fills its cell.
_AROUND = re.compile(r"\s*[(≥≤><=]?\s*[)%]?\s*")


class Cells:
    """The cells of a text: what stands between bars and line ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_rows = "|" in text
        self._heads: dict[int, list[str]] = {}

    @cached_property
    def head_unit(self) -> str:
        """The unit of money that a head gives for the cells below it."""
        found = _HEAD_UNIT.search(self._text)
        return found[1] if found else ""

    def is_alone(self, start: int, end: int) -> bool:
        """Whether a number fills its cell."""
        at = self._at(start)
        left, right = self._spans[at]
        return self._text[left:start].strip() in ("", "(", "≥", "≤", ">", "<", "=") and self._text[
            end:right
        ].strip() in ("", ")", "%")

    def place(self, start: int) -> tuple[str, str] | None:
        """Row and column of a number in a table whose rows are lines of cells between `|`
        under a line of heads.
        """
        if not self._has_rows:
            return None
        line_start = self._text.rfind("\n", 0, start) + 1
        heads = self._heads_over(line_start)
        column = self._text.count("|", line_start, start)
        if column == 0 or column >= len(heads) or not heads[column]:
            return None
        cells = self._text[line_start:start].split("|")[:-1]
        label = next((cell for cell in cells if _TEXT.search(cell)), "")
        return ("".join(label.split()), heads[column]) if label else None

    def unit_under(self, head: str) -> str:
        """The unit that the head of a column gives the bare numbers under it;
        empty when it gives none.
        """
        stated = _UNIT_IN_HEAD.search(head)
        if stated:
            return stated[1]
        if _SCORED.search(head):
            return "分"
        return self.head_unit if _AMOUNT_HEAD.search(head) else ""

    def _heads_over(self, line_start: int) -> list[str]:
        """The heads of the table that a line of cells belongs to:
        the nearest line above of as many cells and no digit.
        """
        if line_start in self._heads:
            return self._heads[line_start]
        count, at, heads = self._line(line_start).count("|"), line_start, list[str]()
        while count and at and not heads:
            at = self._text.rfind("\n", 0, at - 1) + 1
            line = self._line(at)
            if line.count("|") != count:
                break
            cells = ["".join(cell.split()) for cell in line.split("|")]
            is_head = not _DIGIT.search(line) and sum(1 for cell in cells if _TEXT.search(cell)) > 1
            heads = cells if is_head else self._heads.get(at, [])
        self._heads[line_start] = heads
        return heads

    def _line(self, start: int) -> str:
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        edges = [
            -1,
            *(found.start() for found in re.finditer(r"[|\n]", self._text)),
            len(self._text),
        ]
        spans = [(left + 1, right) for left, right in pairwise(edges)]
        return [(left, right) for left, right in spans if self._text[left:right].strip()] or [
            (0, len(self._text))
        ]

    @cached_property
    def _starts(self) -> list[int]:
        return [left for left, _ in self._spans]

    def _at(self, offset: int) -> int:
        return max(bisect.bisect_right(self._starts, offset) - 1, 0)


class TableCells(Cells):
    """The cells of a document whose tables have places: row and column come from the grid."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.folded)
        self._document = document
        self._heads_found: dict[tuple[int, int, int], str] = {}

    def is_alone(self, start: int, end: int) -> bool:
        """Whether a number fills its cell."""
        table = self._document.table_at(start)
        cell = table.cell_at(start) if table else None
        return cell is not None and bool(
            _AROUND.fullmatch(self._text[cell.start : start] + self._text[end : cell.end])
        )

    def place(self, start: int) -> tuple[str, str] | None:
        """Row and column of a number in a table: the first text of its row before it,
        and the head over its column.
        """
        table = self._document.table_at(start)
        cell = table.cell_at(start) if table else None
        if not table or not cell:
            return None
        before = (one for one in table.cells_of(cell.row) if one.column < cell.column)
        label = next(
            (told for one in before if (told := self._told(one)) and _TEXT.search(told)), ""
        )
        head = self._head_over(table, cell)
        return (label, head) if label and head else None

    def _head_over(self, table: Table, cell: Cell) -> str:
        """The nearest text above a cell that is no number,
        with the wider one above it where that names several columns.
        """
        found: list[Cell] = []
        rows = table.rows
        for at in range(bisect.bisect_left(rows, cell.row) - 1, -1, -1):
            place = (table.start, rows[at], cell.column)
            if not found and place in self._heads_found:  # of the number above: the same
                return self._heads_found.setdefault(
                    (table.start, cell.row, cell.column), self._heads_found[place]
                )
            above = table.grid.get((rows[at], cell.column))
            told = self._told(above)
            if above and _TEXT.search(told) and not _NUMERIC.fullmatch(told) and above not in found:
                if found and not found[-1].columns < above.columns < table.width:
                    break
                found.append(above)
            elif found:
                break
        return self._heads_found.setdefault(
            (table.start, cell.row, cell.column),
            "".join(self._told(one) for one in reversed(found)),
        )

    def _told(self, cell: Cell | None) -> str:
        return "".join(self._text[cell.start : cell.end].split()) if cell else ""
