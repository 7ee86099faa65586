"""The blocks of forms in a table whose cells have places: rows under a row of heads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.document import Cell, Table
from perf_analysis.forms import heads
from perf_analysis.forms.form import Block, Line, Span, carry_levels

MONEY_IN_HEAD = re.compile(r"(万元|亿元|千元|元)")
# What a row of heads must name to begin a block.
_LEAST_HEADS = {"indicators": ({"level3", "target"},), "funds": ({"initial", "executed"}, {"budget", "executed"}, {"executed", "rate"}, {"budget", "rate"})}


class Grid:
    """A table with the text of its cells."""

    def __init__(self, table: Table, text: str) -> None:
        self.table, self._text = table, text

    def text_of(self, cell: Cell | None) -> str:
        """The text of a cell, empty where there is none."""
        return self._text[cell.start : cell.end] if cell else ""

    def row(self, row: int) -> list[Cell]:
        """The cells that cross a row, from left to right, each once."""
        found = (self.table.grid.get((row, column)) for column in range(self.table.width))
        return list(dict.fromkeys(cell for cell in found if cell))

    def blocks(self) -> Iterator[Block]:
        """The blocks of the table in order."""
        row = 0
        while row < self.table.height:
            block, row = self._block_at(row)
            if block:
                yield block

    def _block_at(self, row: int) -> tuple[Block | None, int]:
        """The block whose heads stand in a row, and the row behind it."""
        for kind in _LEAST_HEADS:
            columns, below = self._heads(row, kind)
            if any(least <= columns.keys() for least in _LEAST_HEADS[kind]):
                return self._indicators(row, below, columns) if kind == "indicators" else self._funds(row, below, columns)
        return None, row + 1

    def _heads(self, row: int, kind: str) -> tuple[dict[str, Cell], int]:
        """Role → cell of the heads that begin in a row, those below them in a head of several rows, and the row behind."""
        top = [cell for cell in self.row(row) if cell.row == row]
        named = [cell for cell in top if heads.role_of(self.text_of(cell), kind)]
        below = max((cell.row + cell.rows for cell in named), default=row + 1)
        found: dict[str, Cell] = {}
        for cell in named:
            under = (self.table.grid.get((at, column)) for column in range(cell.column, cell.column + cell.columns) for at in range(row + 1, below))
            inner = dict.fromkeys(one for one in under if one and one != cell)
            for one in (*inner, cell):
                role = heads.role_of(self.text_of(one), kind)
                if role and not (one == cell and role in found and found[role] in inner):
                    found[role] = one  # 年度预算数 over the blocks of rows and 调整后预算数: the last of a role counts
        while found and self._is_head_below(below, found, kind):
            found = {heads.role_of(self.text_of(cell), kind): cell for cell in self.row(below)} | found
            below += 1
        found.pop("", None)
        return found, below

    def _is_head_below(self, row: int, found: dict[str, Cell], kind: str) -> bool:
        """Whether a row goes on with heads, as in a text whose merged cells stand once: 经费保障 | 制度保障 under 偏差原因分析."""
        cells = [cell for cell in self.row(row) if cell.row == row and self.text_of(cell).strip()] if row < self.table.height else []
        first = next(iter(found.values()))
        return len(cells) > 1 and cells[0].column > first.column and all(heads.role_of(self.text_of(cell), kind) for cell in cells)

    def _indicators(self, top: int, below: int, columns: dict[str, Cell]) -> tuple[Block, int]:
        names = {role: "".join(self.text_of(cell).split()) for role, cell in columns.items()}
        lines: list[Line] = []
        total, levels = None, dict[str, Span]()
        row = below - 1
        while (row := row + 1) <= self.table.height:
            cells = self.row(row)
            first = next((heads.plain(self.text_of(cell)) for cell in cells if cell.row == row and self.text_of(cell).strip()), "")
            if row == self.table.height or heads.AFTER_INDICATORS.fullmatch(first):
                break
            found = self._under(row, columns, cells)
            if heads.TOTAL.fullmatch(first):
                total = Line({role: found[role] for role in ("weight", "score") if role in found}, names, self._place(cells, row))
                row += 1
                break
            if found.get("level3") == found.get("target") and found.get("target", (0, 0))[0] < found.get("target", (0, 0))[1]:
                continue  # one text over the whole row
            levels = carry_levels(levels, found)
            line = Line(found | levels, names, self._place(cells, row))
            if self._says_something(line):
                lines.append(line)
        return Block("indicators", self._start(top), self._end(row - 1), tuple(lines), total), row

    def _under(self, row: int, columns: dict[str, Cell], cells: list[Cell]) -> dict[str, Span]:
        """The cell of a row under each head; where merged cells are left out of a text's row, its cells belong to the last columns."""
        width = max(cell.column + cell.columns for cell in columns.values())
        filled = max((cell.column + cell.columns for cell in cells), default=0)
        first = self.text_of(cells[0]) if cells else ""
        shift = width - filled if 0 < filled < width and not heads.LEVEL1.fullmatch(heads.plain(first)) and not heads.TOTAL.fullmatch(heads.plain(first)) else 0
        found = ((role, self.table.grid.get((row, head.column - shift))) for role, head in columns.items() if head.column >= shift)
        return {role: (cell.start, cell.end) for role, cell in found if cell}

    def _says_something(self, line: Line) -> bool:
        """Whether a row names an indicator or has a value: blank rows and rows of dots do not."""
        texts = {role: self._text[start:end] for role, (start, end) in line.cells.items()}
        name = heads.plain(texts.get("level3", ""))
        if heads.DOTS.fullmatch(name):
            return False
        return not heads.is_none(name) or any(not heads.is_none(texts.get(role, "")) for role in ("target", "actual", "weight"))

    def _funds(self, top: int, below: int, columns: dict[str, Cell]) -> tuple[Block, int]:
        names = {role: "".join(self.text_of(cell).split()) for role, cell in columns.items()}
        first = min(cell.column for cell in columns.values())
        lines: list[Line] = []
        row = below - 1
        while (row := row + 1) <= self.table.height:
            cells = self.row(row)
            told = [heads.plain(self.text_of(cell)) for cell in cells if cell.row == row and self.text_of(cell).strip()]
            is_over = row == self.table.height or (told and heads.AFTER_FUNDS.fullmatch(told[0])) or "level3" in self._heads(row, "indicators")[0]
            if is_over:
                break
            labels = [cell for cell in cells if cell.column < first and cell.row > top and self.text_of(cell).strip()]
            found = {role: self.table.grid.get((row, head.column)) for role, head in columns.items()}
            if labels and labels[-1] not in found.values():
                spans = {role: (cell.start, cell.end) for role, cell in found.items() if cell}
                lines.append(Line({"line": (labels[-1].start, labels[-1].end)} | spans, names, self.table.place(labels[-1])))
        shown = "".join(self.text_of(cell) for at in range(max(top - 1, 0), row) for cell in self.row(at) if not re.search(r"\d", self.text_of(cell)))
        unit = MONEY_IN_HEAD.search(shown)
        return Block("funds", self._start(top), self._end(row - 1), tuple(lines), unit=unit[1] if unit else ""), row

    def _place(self, cells: list[Cell], row: int) -> str:
        own = next((cell for cell in cells if cell.row == row and self.text_of(cell).strip()), None)
        return self.table.place(own) if own else ""

    def _start(self, row: int) -> int:
        return min(cell.start for cell in self.row(row))

    def _end(self, row: int) -> int:
        return max((cell.end for at in range(row + 1) for cell in self.row(at)), default=self.table.start)
