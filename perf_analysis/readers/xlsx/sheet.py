"""A sheet of a workbook, new or old, as tables whose cells hold what a person sees in Excel."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from perf_analysis.document import Cell, Draft, Piece, Table
from perf_analysis.errors import InputError
from perf_analysis.limits import MOST_CELLS
from perf_analysis.readers.heads import Caption
from perf_analysis.readers.xlsx.numberformat import show_number

MOST_NAMED = 10  # cells that a notice names; of more it says how many
LONGEST_QUOTE = 60  # characters of the text in drawings that a notice repeats
_SENTENCE = re.compile("。|[一-鿿][，,][一-鿿]")
_TOLD_OF_CELLS = {
    "formula": "{} 是公式，文件里没有存它的结果，按空格读；用 Excel 或 WPS 打开，保存一次再读",
    "error": "{} 显示的是错误值",
    "format": "{} 的数字格式不认识，按常规格式写出",
    "masked": "{} 的数字格式不显示它的值，按空格读",
    "struck": "{} 是划掉的，没有读",
    "partly": "{} 里有划掉的字，没有读",
    "covered": "{} 被合并的单元格遮住，没有读",
}

Place = tuple[int, int]  # row and column from 0


class Sheet:
    """One sheet: the texts of its filled cells, and what was found of those that cannot be shown.

    It keeps the cells that the file stores, never the rectangle around them,
    which one far cell makes huge.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.unit = ""  # of its running head or foot
        self.texts: dict[Place, str] = {}
        self.found: dict[str, list[Place]] = {what: [] for what in _TOLD_OF_CELLS}
        self.merged: list[tuple[Place, Place]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[range] = []
        self.drawn = Counter[str]()  # by what a notice calls it
        self.drawn_words: list[str] = []
        self._stored = 0

    def count_cell(self) -> None:
        """One more cell that the file stores, with text or without.

        Raises
        ------
        InputError : more than a report has
        """
        self._stored += 1
        if self._stored > MOST_CELLS:
            raise self._too_large()

    def place(self, at: Place) -> str:
        """A cell as Excel names it: 自评表!C7."""
        return Table(self.name, ()).place(Cell(*at, 1, 1, 0, 0))

    def shown_number(
        self, number: float, code: str, at: Place, *, counts_from_1904: bool = False
    ) -> str:
        """The text of a number under a format; one that cannot show it is told.

        Raises
        ------
        ValueError : no number that a sheet can hold
        """
        if not math.isfinite(number):
            raise ValueError
        text = show_number(number, code, counts_from_1904=counts_from_1904)
        if text is None:
            self.found["format"].append(at)
        return show_number(number, "General") or "" if text is None else text

    def pieces(self) -> list[Piece]:
        """The cells of the rows and columns that hold text, the empty ones too; a merged one once,
        as far as there is text.
        """
        if not self.texts:
            return []
        rows, columns = (
            sorted({row for row, _ in self.texts}),
            sorted({column for _, column in self.texts}),
        )
        size = len(rows) * len(columns)
        spans: dict[Place, Place] = {}
        covered: dict[Place, Place] = {}
        for (top, left), (bottom, right) in self.merged:
            height, width = min(bottom, rows[-1]) - top + 1, min(right, columns[-1]) - left + 1
            size += max(height, 0) * max(width, 0)
            if height > 0 and width > 0 and size <= MOST_CELLS:
                spans[top, left] = height, width
                covered |= {
                    (row, column): (top, left)
                    for row in range(top, top + height)
                    for column in range(left, left + width)
                }
        if size > MOST_CELLS:
            raise self._too_large()
        places = {*spans, *((row, column) for row in rows for column in columns)}
        self.found["covered"] = [
            at for at, text in self.texts.items() if text != self.texts.get(covered.get(at, at))
        ]
        return [
            Piece(*at, *spans.get(at, (1, 1)), self.texts.get(at, ""))
            for at in places
            if covered.get(at, at) == at
        ]

    def write(self, draft: Draft) -> None:
        """Write the tables of the sheet, and the text between them, and what was left out."""
        pieces = self.pieces()
        draft.write(Caption().lacking(self.unit, (piece.text for piece in pieces)))
        for part in _parts(pieces):
            draft.write_table(part, self.name)
        draft.notices += [*self.notices_of_hidden(), *self.notices_of_drawings()]

    def _too_large(self) -> InputError:
        return InputError(
            "too-large",
            self.path,
            f"工作表超过 {MOST_CELLS} 格，不像一份报告",
            place=self.name,
            remedy="检查是不是选错了文件",
        )

    def notices_of_hidden(self) -> Iterator[str]:
        """The hidden rows and columns that hold text; it was read."""
        rows = self.hidden_rows & {row for row, _ in self.texts}
        columns = sorted(
            {
                column
                for _, column in self.texts
                if any(column in hidden for hidden in self.hidden_columns)
            }
        )
        if rows:
            yield f"工作表“{self.name}”第 {_runs(sorted(rows))} 行是隐藏的，也读了"
        if columns:
            letters = (
                self.place((0, column)).rpartition("!")[2].removesuffix("1") for column in columns
            )
            yield f"工作表“{self.name}”第 {'、'.join(letters)} 列是隐藏的，也读了"

    def notice_of_hidden(self) -> str:
        """That the sheet is not read, for one that Excel hides."""
        return f"工作表“{self.name}”是隐藏的，没有读，其中 {len(self.texts)} 格有内容"

    def notices_of_drawings(self) -> Iterator[str]:
        """Pictures, charts, text boxes and comments, which are not read."""
        told = "".join("".join(self.drawn_words).split())
        quoted = (
            f"，其中写着“{told[:LONGEST_QUOTE]}{'…' if len(told) > LONGEST_QUOTE else ''}”"
            if told
            else ""
        )
        counted = "、".join(f"{count} {what}" for what, count in self.drawn.items())
        if counted:
            yield f"工作表“{self.name}”里有 {counted}没有读{quoted}"


def write_sheets(sheets: Iterable[Sheet], draft: Draft) -> None:
    """Write the sheets that Excel shows, under their names where several hold text,
    and what was found of their cells.
    """
    shown = list(sheets)
    is_named = sum(bool(sheet.texts) for sheet in shown) > 1
    for sheet in shown:
        draft.write(sheet.name if is_named and sheet.texts else "")
        sheet.write(draft)
    draft.notices += _notices_of_cells(shown)


def _parts(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The cells of a sheet by its tables and the text between: rows of one cell each, with a
    sentence among them, as titles and the parts of a form have none.
    """
    rows = {row: list(cells) for row, cells in groupby(sorted(pieces), key=lambda piece: piece.row)}
    reach = -1  # the last row that cells merged downwards hold together with those above
    alone: dict[int, bool] = {}
    for row, cells in rows.items():
        below = max(cell.row + cell.rows - 1 for cell in cells)
        alone[row] = row > reach and row == below and sum(bool(cell.text) for cell in cells) < 2
        reach = max(reach, below)
    parts: list[tuple[bool, list[Piece]]] = []
    for _, run in groupby(rows, key=lambda row: alone[row]):
        cells = [cell for row in run for cell in rows[row]]
        is_text = alone[cells[0].row] and any(_SENTENCE.search(cell.text) for cell in cells)
        if parts and parts[-1][0] == is_text:
            parts[-1][1].extend(cells)
        else:
            parts.append((is_text, cells))
    for _, cells in parts:
        columns = {cell.column for cell in cells if cell.text}
        yield [
            cell._replace(columns=min(cell.columns, max(columns) - cell.column + 1))
            for cell in cells
            if cell.column in columns
        ]


def _notices_of_cells(sheets: Iterable[Sheet]) -> Iterator[str]:
    for what, told in _TOLD_OF_CELLS.items():
        places = [sheet.place(at) for sheet in sheets for at in sorted(sheet.found[what])]
        named = "、".join(places[:MOST_NAMED])
        if places:
            yield told.format(
                named if len(places) <= MOST_NAMED else f"{named} 等 {len(places)} 格"
            )


def _runs(rows: Iterable[int]) -> str:
    """1、3-5、9 for the rows 0, 2, 3, 4, 8."""
    runs = [
        [row + 1 for _, row in run]
        for _, run in groupby(enumerate(rows), key=lambda item: item[1] - item[0])
    ]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
