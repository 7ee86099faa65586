"""The blocks of forms in a table whose cells have places: rows under a row of heads."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence

from perf_analysis.document import Cell, Table
from perf_analysis.forms import heads
from perf_analysis.forms.form import Block, Line, Span, carry_levels, total_cells

MONEY_IN_HEAD = re.compile(r"(?<!\d)(?<!\d\s)(万元|亿元|千元|(?<![一-鿿])元(?![一-鿿]))")
# What a row of heads must name to begin a block.
_LEAST_HEADS = {
    "indicators": ({"level3", "target"}, {"level2", "target"}),
    "funds": (
        {"initial", "executed"},
        {"budget", "executed"},
        {"executed", "rate"},
        {"budget", "rate"},
    ),
}


class Grid:
    """A table with the text of its cells."""

    def __init__(self, table: Table, text: str) -> None:
        self.table, self._text = table, text

    def text_of(self, cell: Cell | None) -> str:
        """The text of a cell, empty where there is none."""
        return self._text[cell.start : cell.end] if cell else ""

    def row(self, row: int) -> list[Cell]:
        """The cells that cross a row, from left to right, each once."""
        return self.table.cells_of(row)

    def _after(self, row: int) -> int:
        """The next row that has cells, else the height of the table."""
        at = bisect.bisect_right(self.table.rows, row)
        return self.table.rows[at] if at < len(self.table.rows) else self.table.height

    def _between(self, top: int, below: int) -> list[int]:
        """The rows with cells from `top` on, before `below`."""
        return self.table.rows[
            bisect.bisect_left(self.table.rows, top) : bisect.bisect_left(self.table.rows, below)
        ]

    def blocks(self) -> Iterator[Block]:
        """The blocks of the table in order."""
        row = self._after(-1)
        while row < self.table.height:
            block, row = self._block_at(row)
            if block:
                yield block

    def _block_at(self, row: int) -> tuple[Block | None, int]:
        """The block whose heads stand in a row, and the row behind it."""
        for kind in _LEAST_HEADS:
            columns, below = self._heads(row, kind)
            if any(least <= columns.keys() for least in _LEAST_HEADS[kind]):
                return (
                    self._indicators(row, below, columns)
                    if kind == "indicators"
                    else self._funds(row, below, columns)
                )
        return None, self._after(row)

    def _heads(self, row: int, kind: str) -> tuple[dict[str, Cell], int]:
        """Role → cell of the heads that begin in a row, those below them in a head of several rows,
        and the row behind.
        """
        top = [cell for cell in self.row(row) if cell.row == row]
        named = [cell for cell in top if heads.role_of(self.text_of(cell), kind)]
        below = max((cell.row + cell.rows for cell in named), default=row + 1)
        found: dict[str, Cell] = {}
        for cell in named:
            under = (
                self.table.grid.get((at, column))
                for column in range(cell.column, cell.column + cell.columns)
                for at in range(row + 1, below)
            )
            inner = dict.fromkeys(one for one in under if one and one != cell)
            for one in (*inner, cell):
                role = heads.role_of(self.text_of(one), kind)
                if role and not (one == cell and role in found and found[role] in inner):
                    # 年度预算数 over the blocks of rows and 调整后预算数: the last of a role counts
                    found[role] = one
        while found and self._is_head_below(below, found, kind):
            found = {
                heads.role_of(self.text_of(cell), kind): cell for cell in self.row(below)
            } | found
            below += 1
        found.pop("", None)
        return found, below

    def _is_head_below(self, row: int, found: dict[str, Cell], kind: str) -> bool:
        """Whether a row goes on with heads, as in a text whose merged cells stand once:
        经费保障 | 制度保障 under 偏差原因分析.
        """
        cells = (
            [cell for cell in self.row(row) if cell.row == row and self.text_of(cell).strip()]
            if row < self.table.height
            else []
        )
        first = next(iter(found.values()))
        return (
            len(cells) > 1
            and cells[0].column > first.column
            and all(heads.role_of(self.text_of(cell), kind) for cell in cells)
        )

    def _indicators(self, top: int, below: int, columns: dict[str, Cell]) -> tuple[Block, int]:
        names = {role: "".join(self.text_of(cell).split()) for role, cell in columns.items()}
        lines: list[Line] = []
        total, levels = None, dict[str, Span]()
        row = below - 1
        while (row := self._after(row)) <= self.table.height:
            cells = self.row(row)
            first = next(
                (
                    heads.plain(self.text_of(cell))
                    for cell in cells
                    if cell.row == row and self.text_of(cell).strip()
                ),
                "",
            )
            if row == self.table.height or heads.AFTER_INDICATORS.fullmatch(first):
                break
            if heads.TOTAL.fullmatch(first):
                total = Line(
                    self._total(row, columns, cells, lines), names, self._place(cells, row)
                )
                row += 1
                break
            found = self._under(row, columns, self._shift(row, columns, cells))
            if self._is_aside(found):
                continue
            levels = carry_levels(levels, found)
            line = Line(found | levels, names, self._place(cells, row, found.get("level3")))
            if self._says_something(line):
                lines.append(line)
        return Block("indicators", self._start(top), self._end(top, row), tuple(lines), total), row

    def _under(self, row: int, columns: Mapping[str, Cell], shift: int = 0) -> dict[str, Span]:
        """The cells of a row under each head, as one where a head stands over several;
        `shift` is how many were left out before them.
        """
        found = {}
        for role, head in columns.items():
            inner = [
                other
                for other in columns.values()
                if other.columns < head.columns
                and head.column <= other.column < head.column + head.columns
            ]
            taken = {
                column
                for other in inner
                for column in range(other.column, other.column + other.columns)
            }
            own = [
                column - shift
                for column in range(head.column, head.column + head.columns)
                if column not in taken and column >= shift
            ]
            under = list(
                dict.fromkeys(
                    cell for column in own if (cell := self.table.grid.get((row, column)))
                )
            )
            if under:
                filled = [
                    cell for cell in under if cell.row == row and self.text_of(cell).strip()
                ] or under[:1]
                found[role] = (filled[0].start, filled[-1].end)
        return found

    def _missing(self, columns: Mapping[str, Cell], cells: Sequence[Cell]) -> int:
        """By how many cells a row of a text is shorter than the heads."""
        return max(cell.column + cell.columns for cell in columns.values()) - max(
            (cell.column + cell.columns for cell in cells), default=0
        )

    def _shift(self, row: int, columns: Mapping[str, Cell], cells: Sequence[Cell]) -> int:
        """How many cells before those of a row were left out with the merged ones:
        its first words show which level they are.
        """
        missing = self._missing(columns, cells)
        first = next((cell for cell in cells if self.text_of(cell).strip()), None)
        if missing <= 0 or not first or first.row < row:
            return 0
        told = heads.plain(self.text_of(first))
        likely = [
            role
            for role, level in (("level1", heads.LEVEL1), ("level2", heads.LEVEL2))
            if level.fullmatch(told)
        ]
        if not likely and self._fits(row, columns, 0, least=1):
            return 0
        shifts = [
            min(columns[role].column - first.column, missing)
            for role in (*likely, "level3")
            if role in columns
        ]
        return next(
            (shift for shift in shifts if shift >= 0 and self._fits(row, columns, shift)), 0
        )

    def _fits(self, row: int, columns: Mapping[str, Cell], shift: int, least: int = 0) -> bool:
        """Whether a row so shifted has a name under the head for names, and nothing but points,
        `least` of them, under those for points.
        """
        texts = {
            role: self._text[start:end]
            for role, (start, end) in self._under(row, columns, shift).items()
        }
        filled = [
            told for role in ("weight", "score") if not heads.is_none(told := texts.get(role, ""))
        ]
        is_name = not heads.VALUE.fullmatch(heads.plain(texts.get("level3", "")))
        return (
            is_name
            and len(filled) >= least
            and all(heads.points_of(told) is not None for told in filled)
        )

    def _is_aside(self, found: Mapping[str, Span]) -> bool:
        """Whether a row is one text all over, or a subtotal."""
        target = found.get("target", (0, 0))
        levels = [
            heads.plain(self._text[slice(*found[role])])
            for role in ("level1", "level2", "level3")
            if role in found
        ]
        return (found.get("level3") == target and target[0] < target[1]) or any(
            heads.SUBTOTAL.fullmatch(level) for level in levels
        )

    def _total(
        self, row: int, columns: Mapping[str, Cell], cells: Sequence[Cell], lines: Sequence[Line]
    ) -> dict[str, Span]:
        """The weights' and the scores' sum: under their heads, else, in a shorter or merged row,
        by their order.
        """
        roles = sorted({"weight", "score"} & columns.keys(), key=lambda role: columns[role].column)
        found = {role: span for role, span in self._under(row, columns).items() if role in roles}
        if self._missing(columns, cells) <= 0 and len(set(found.values())) == len(roles):
            return found
        numbers = [
            (points, _span(cell))
            for cell in cells
            if cell.row == row and (points := heads.points_of(self.text_of(cell))) is not None
        ]
        weights = (
            heads.points_of(self._text[slice(*line.cells["weight"])])
            for line in lines
            if "weight" in line.cells
        )
        return total_cells(roles, numbers, filter(None, weights))

    def _says_something(self, line: Line) -> bool:
        """Whether a row names an indicator or has a value: blank rows and rows of dots do not."""
        texts = {role: self._text[start:end] for role, (start, end) in line.cells.items()}
        name = heads.plain(texts.get("level3", ""))
        if heads.DOTS.fullmatch(name):
            return False
        return not heads.is_none(name) or any(
            not heads.is_none(texts.get(role, "")) for role in ("target", "actual", "weight")
        )

    def _funds(self, top: int, below: int, columns: dict[str, Cell]) -> tuple[Block, int]:
        names = {role: "".join(self.text_of(cell).split()) for role, cell in columns.items()}
        lines: list[Line] = []
        row = below - 1
        while (row := self._after(row)) <= self.table.height:
            cells = self.row(row)
            told = [
                heads.plain(self.text_of(cell))
                for cell in cells
                if cell.row == row and self.text_of(cell).strip()
            ]
            is_over = (
                row == self.table.height
                or (told and heads.AFTER_FUNDS.fullmatch(told[0]))
                or "level3" in self._heads(row, "indicators")[0]
            )
            if is_over:
                break
            label, shift = self._label(top, columns, cells)
            found = self._under(row, columns, shift)
            if label and _span(label) not in found.values():
                lines.append(
                    Line({"line": _span(label)} | found, names, self._place([label], label.row))
                )
        shown = [self.text_of(cell) for at in self._between(top - 1, row) for cell in self.row(at)]
        units = (
            named[1]
            for told in shown
            if not re.search(r"\d", told) and (named := MONEY_IN_HEAD.search(told))
        )
        return Block(
            "funds", self._start(top), self._end(top, row), tuple(lines), unit=next(units, "")
        ), row

    def _label(
        self, top: int, columns: Mapping[str, Cell], cells: Sequence[Cell]
    ) -> tuple[Cell | None, int]:
        """The cell that names a line of funds, and how many cells were left out
        before it with a merged one.
        """
        first = min(cell.column for cell in columns.values())
        for shift in (0, max(self._missing(columns, cells), 0)):
            labels = [
                cell
                for cell in cells
                if cell.column < first - shift and cell.row > top and self.text_of(cell).strip()
            ]
            if labels and not heads.VALUE.fullmatch(heads.plain(self.text_of(labels[-1]))):
                return labels[-1], shift
        return None, 0

    def _place(self, cells: Sequence[Cell], row: int, name: Span | None = None) -> str:
        """The place of a cell with a name, else of the first of a row; a text has none."""
        filled = [cell for cell in cells if self.text_of(cell).strip()]
        own = next((cell for cell in filled if _span(cell) == name), None) or next(
            (cell for cell in filled if cell.row == row), None
        )
        return self.table.place(own) if own and self.table.name else ""

    def _start(self, row: int) -> int:
        return min(cell.start for cell in self.row(row))

    def _end(self, top: int, below: int) -> int:
        return max(cell.end for at in self._between(top, below) for cell in self.row(at))


def _span(cell: Cell) -> Span:
    return cell.start, cell.end
