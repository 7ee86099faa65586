"""Pages set in two columns, which are read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from perf_analysis.readers.pdf.drawing import Glyph
from perf_analysis.readers.pdf.lines import visual_rows

_GUTTER = 1.0  # of a character, at least, that is clear between two columns
_LEAST_ROWS = 3  # lines that stand side by side
_WIDEST = 4.0  # characters between two columns of text
_LABEL = re.compile(r"[^，。；：:]{1,12}[：:]")
_FILLED = 0.8  # share of its column that a line of running text fills
_LEAST_FILLED, _SHORTEST = 3, 10  # such lines, of so many characters: cells of a table are shorter
_LEAST_WORDS = 6  # characters, but digits, of a part of a line that is running text
_UNLIKE = 2.0  # times the width of one column that the other may have


class _Block(Protocol):
    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class Columns(NamedTuple):
    """A part of a page in two columns, the second of which begins at `edge`."""

    top: float
    bottom: float
    edge: float


class _Row(NamedTuple):
    left: list[Glyph]
    right: list[Glyph]
    is_crossed: bool

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.left + self.right)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.left + self.right)


def find_columns(
    glyphs: Iterable[Glyph], tables: Sequence[tuple[float, float, float, float]]
) -> list[Columns]:
    """The parts of a page whose running text stands in two columns, beside tables or without."""
    rows = list(visual_rows([one for one in glyphs if one.turn == 0 and one.text != " "]))
    starts = Counter(round(start) for row in rows for start in _starts(row))
    edge, count = max(starts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if count < _LEAST_ROWS:
        return []
    parted = [_parted(row, edge, tables) for row in rows]
    zones = [list(zone) for crossed, zone in groupby(parted, _is_crossed) if not crossed]
    return [
        Columns(min(row.top for row in zone), max(row.bottom for row in zone), edge - _GUTTER)
        for zone in zones
        if _is_running_text(zone)
    ]


def has_more_columns(glyphs: Iterable[Glyph]) -> bool:
    """Whether running text seems to stand in three columns or more, whose lines are not parted."""
    found: Counter[tuple[int, ...]] = Counter()
    for row in visual_rows([one for one in glyphs if one.turn == 0 and one.text != " "]):
        parts = _parts(row)
        words = [sum(sign.text.isalpha() for sign in part) for part in parts]
        if len(parts) > 2 and min(words) >= _LEAST_WORDS:
            found[tuple(round(part[0].x0) for part in parts)] += 1
    return max(found.values(), default=0) >= _LEAST_ROWS


def parted(glyphs: Sequence[Glyph], columns: Sequence[Columns]) -> list[list[Glyph]]:
    """Characters by the column in which they stand, those outside all columns first."""
    if not columns:
        return [list(glyphs)]
    parts: dict[tuple[float, int], list[Glyph]] = {}
    for glyph in glyphs:
        start, side, _ = place_of(glyph, columns)
        parts.setdefault((start if side else 0.0, side), []).append(glyph)
    return list(parts.values())


def place_of(block: _Block, columns: Sequence[Columns]) -> tuple[float, int, float]:
    """Where a thing comes in the order of reading: the left column from its top to its bottom
    before the right one.
    """
    middle = (block.top + block.bottom) / 2
    zone = next((zone for zone in columns if zone.top <= middle <= zone.bottom), None)
    side = 0 if zone is None else 1 if block.x0 < zone.edge else 2
    return block.top if zone is None else zone.top, side, block.top


def side_of(block: _Block, columns: Sequence[Columns]) -> int:
    """1 in a left column, 2 in a right one, 0 outside columns."""
    return place_of(block, columns)[1]


def _is_crossed(row: _Row) -> bool:
    return row.is_crossed


def _starts(row: Sequence[Glyph]) -> Iterator[float]:
    """Where the second part of a line begins that has two; the cells of a table are more."""
    parts = _parts(row)
    if len(parts) == 2:
        yield parts[1][0].x0


def _parts(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """A line by the wide gaps in it."""
    parts: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if parts and glyph.x0 - parts[-1][-1].x1 <= _GUTTER * glyph.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return parts


def _parted(
    row: Sequence[Glyph], edge: float, tables: Sequence[tuple[float, float, float, float]]
) -> _Row:
    """A line by what stands left and right of the edge; crossed where it runs on over it."""
    left = [glyph for glyph in row if glyph.x1 <= edge - _GUTTER * glyph.size / 2]
    right = [glyph for glyph in row if glyph.x0 >= edge - _GUTTER]
    top = min(glyph.top for glyph in row)
    is_after_table = any(
        x0 < edge < x1 and upper < top for x0, upper, x1, lower in tables if lower > top
    )
    return _Row(left, right, len(left) + len(right) < len(row) or is_after_table)


def _is_gutter(zone: Sequence[_Row]) -> bool:
    """Whether the room between two columns is no wider than between columns of text."""
    ends = [max(glyph.x1 for glyph in row.left) for row in zone if row.left]
    signs = [glyph for row in zone for glyph in row.right]
    start = min((glyph.x0 for glyph in signs), default=0.0)
    return start - max(ends) <= _WIDEST * max((glyph.size for glyph in signs), default=0.0)


def _is_pair(row: _Row) -> bool:
    """Whether two entries of a form stand side by side, each with its label."""
    return all(
        _LABEL.match("".join(glyph.text for glyph in sorted(side, key=lambda glyph: glyph.x0)))
        for side in (row.left, row.right)
    )


def _is_running_text(zone: Sequence[_Row]) -> bool:
    """Whether both sides of some lines are running text: with lines that fill their column."""
    beside = [row for row in zone if row.left and row.right]
    if (
        len(beside) < _LEAST_ROWS
        or not _is_gutter(zone)
        or 2 * sum(map(_is_pair, beside)) > len(beside)
    ):
        return False
    sides = [[row.left for row in zone if row.left], [row.right for row in zone if row.right]]
    widths = [
        max(sign.x1 for line in side for sign in line) - min(s.x0 for line in side for s in line)
        for side in sides
    ]
    filled = [
        sum(
            len(line) >= _SHORTEST
            and max(sign.x1 for sign in line) - min(sign.x0 for sign in line) >= _FILLED * width
            for line in side
        )
        for side, width in zip(sides, widths, strict=True)
    ]
    return min(filled) > 0 and sum(filled) >= _LEAST_FILLED and max(widths) <= _UNLIKE * min(widths)
