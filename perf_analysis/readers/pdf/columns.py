"""Pages set in two columns or more, which are read one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
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


_Parts = list[list[Glyph]]


class _Block(Protocol):
    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class Columns(NamedTuple):
    """A part of a page in columns; each but the first begins at one of the `edges`."""

    top: float
    bottom: float
    edges: tuple[float, ...]


class _Row(NamedTuple):
    sides: list[list[Glyph]]  # what stands in each column
    is_crossed: bool

    @property
    def top(self) -> float:
        return min(glyph.top for side in self.sides for glyph in side)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for side in self.sides for glyph in side)


def find_columns(
    glyphs: Iterable[Glyph], tables: Sequence[tuple[float, float, float, float]]
) -> tuple[list[Columns], bool]:
    """The parts of a page whose running text stands in columns, beside tables or without; and
    whether it seems to stand in three columns or more, whose lines are not parted.
    """
    rows = list(visual_rows([one for one in glyphs if one.turn == 0 and one.text != " "]))
    parts = [_parts(row) for row in rows]
    several, count = _several(parts)
    is_several = count >= _LEAST_ROWS
    for edges in _edges(parts, several if is_several else ()):
        parted = [_parted(row, edges, tables) for row in rows]
        zones = [list(zone) for crossed, zone in groupby(parted, _is_crossed) if not crossed]
        starts = tuple(edge - _GUTTER for edge in edges)
        found = [
            Columns(min(row.top for row in zone), max(row.bottom for row in zone), starts)
            for zone in zones
            if _is_running_text(zone)
        ]
        if found:
            return found, False
    return [], is_several


def _edges(lines: Iterable[_Parts], several: tuple[float, ...]) -> Iterator[tuple[float, ...]]:
    """Where the columns but the first of a page may begin: of three or more, then of two."""
    if several:
        yield several[1:]
    # the cells of a table are more than two
    starts = Counter(round(parts[1][0].x0) for parts in lines if len(parts) == 2)
    edge, count = max(starts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if count >= _LEAST_ROWS:
        yield (edge,)


def _several(lines: Iterable[_Parts]) -> tuple[tuple[float, ...], int]:
    """Where the parts of most lines begin that have three parts or more of running text,
    and how many such lines there are.
    """
    found: Counter[tuple[float, ...]] = Counter()
    for parts in lines:
        if len(parts) > 2 and all(
            sum(sign.text.isalpha() for sign in part) >= _LEAST_WORDS for part in parts
        ):
            found[tuple(round(part[0].x0) for part in parts)] += 1
    return max(found.items(), key=lambda item: item[1], default=((), 0))


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
    """Where a thing comes in the order of reading: each column from its top to its bottom
    before the one on its right.
    """
    middle = (block.top + block.bottom) / 2
    zone = next((zone for zone in columns if zone.top <= middle <= zone.bottom), None)
    side = 0 if zone is None else 1 + sum(block.x0 >= edge for edge in zone.edges)
    return block.top if zone is None else zone.top, side, block.top


def side_of(block: _Block, columns: Sequence[Columns]) -> int:
    """The number of a column from the left, 0 outside columns."""
    return place_of(block, columns)[1]


def _is_crossed(row: _Row) -> bool:
    return row.is_crossed


def _parts(row: Sequence[Glyph]) -> _Parts:
    """A line by the wide gaps in it."""
    parts: _Parts = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if parts and glyph.x0 - parts[-1][-1].x1 <= _GUTTER * glyph.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return parts


def _parted(
    row: Sequence[Glyph],
    edges: Sequence[float],
    tables: Sequence[tuple[float, float, float, float]],
) -> _Row:
    """A line by what stands in each column; crossed where it runs on over an edge."""
    starts, ends = [-inf, *edges], [*edges, inf]
    sides = [
        [
            glyph
            for glyph in row
            if glyph.x0 >= start - _GUTTER and glyph.x1 <= end - _GUTTER * glyph.size / 2
        ]
        for start, end in zip(starts, ends, strict=True)
    ]
    top = min(glyph.top for glyph in row)
    is_after_table = any(
        x0 < edge < x1 and upper < top
        for x0, upper, x1, lower in tables
        if lower > top
        for edge in edges
    )
    return _Row(sides, sum(map(len, sides)) < len(row) or is_after_table)


def _is_gutter(left: Sequence[list[Glyph]], right: Sequence[list[Glyph]]) -> bool:
    """Whether the room between two columns is no wider than between columns of text."""
    ends = [max(glyph.x1 for glyph in line) for line in left]
    signs = [glyph for line in right for glyph in line]
    start = min(glyph.x0 for glyph in signs)
    return start - max(ends) <= _WIDEST * max(glyph.size for glyph in signs)


def _is_labelled(row: _Row) -> bool:
    """Whether entries of a form stand side by side, each with its label."""
    return all(
        _LABEL.match("".join(glyph.text for glyph in sorted(side, key=lambda glyph: glyph.x0)))
        for side in row.sides
    )


def _is_running_text(zone: Sequence[_Row]) -> bool:
    """Whether all sides of some lines are running text: with lines that fill their column."""
    beside = [row for row in zone if all(row.sides)]
    if len(beside) < _LEAST_ROWS or 2 * sum(map(_is_labelled, beside)) > len(beside):
        return False
    sides = [
        [line for line in column if line]
        for column in zip(*(row.sides for row in zone), strict=True)
    ]
    if not all(_is_gutter(*pair) for pair in pairwise(sides)):
        return False
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
