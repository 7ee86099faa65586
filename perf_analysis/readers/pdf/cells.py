"""The cells that the lines of a page rule, and the tables that they make up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pdfplumber.table import cells_to_tables

from perf_analysis.readers.pdf.drawing import Box, Glyph
from perf_analysis.readers.pdf.edges import Edge, merged
from perf_analysis.readers.pdf.level import find_level_tables
from perf_analysis.readers.pdf.rules import NEAR, Rule, close, close_page

# Tables of a page have some hundreds of lines and crossings; a drawing has thousands,
# and the search for cells is quadratic in them.
MOST_RULES, MOST_CROSSINGS = 1500, 6000

_Cell = tuple[float, float, float, float]
_Point = tuple[float, float]
# the lines through a point, by their numbers: upright ones and level ones
_Crossings = dict[_Point, tuple[set[int], set[int]]]


def find_tables(edges: Sequence[Edge], glyphs: Sequence[Glyph]) -> list[list[Box]] | None:
    """The tables that lines rule, each by its cells; None where the lines
    are too many to be tables.
    """
    upright = _rules(edge for edge in edges if edge.is_upright)
    level = _rules(edge for edge in edges if not edge.is_upright)
    if len(upright) + len(level) > MOST_RULES:
        return None
    alone = [rule for rule in level if not any(rule.meets(other, NEAR) for other in upright)]
    floors, walls = close_page(upright, level, NEAR), close(level, upright, NEAR)
    crossings = _crossings(upright + walls, level + floors)
    if len(crossings) > MOST_CROSSINGS:
        return None
    return [
        [
            Box(*cell, _is_open(cell, cell[1], floors), _is_open(cell, cell[3], floors))
            for cell in cells
        ]
        for cells in cells_to_tables(list(_cells(crossings)))
    ] + find_level_tables(alone, glyphs, NEAR)


def _rules(edges: Iterator[Edge]) -> list[Rule]:
    return [Rule(edge.at, edge.start, edge.end) for edge in merged(edges) if edge.length >= NEAR]


def _crossings(upright: Sequence[Rule], level: Sequence[Rule]) -> _Crossings:
    """Where lines meet or cross, or nearly so."""
    found: _Crossings = defaultdict(lambda: (set(), set()))
    across = sorted(set(level))
    for number, rule in enumerate(set(upright)):
        at = bisect_left(across, rule.start, key=lambda other: other.at + NEAR)
        for other in across[at:]:
            if other.at - NEAR > rule.end:
                break
            if other.start - NEAR <= rule.at <= other.end + NEAR:
                through = found[rule.at, other.at]
                through[0].add(number)
                through[1].add(at)
            at += 1
    return found


def _cells(crossings: _Crossings) -> Iterator[_Cell]:
    """For each crossing the smallest cell whose upper left corner it is."""
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    for x, y in points:
        down, along = crossings[x, y]
        below = columns[x][bisect_right(columns[x], y) :]
        beside = rows[y][bisect_right(rows[y], x) :]
        rights = [right for right in beside if not along.isdisjoint(crossings[right, y][1])]
        lowers = (lower for lower in below if not down.isdisjoint(crossings[x, lower][0]))
        corner = next(
            (
                (right, lower)
                for lower in lowers
                for right in rights
                if _closes(crossings, x, y, right, lower)
            ),
            None,
        )
        if corner:
            yield (x, y, *corner)


def _closes(crossings: _Crossings, x: float, y: float, right: float, lower: float) -> bool:
    """Whether lines run from two corners of a cell to its lower right one."""
    if (right, lower) not in crossings:
        return False
    down, along = crossings[right, lower]
    return not (down.isdisjoint(crossings[right, y][0]) or along.isdisjoint(crossings[x, lower][1]))


def _is_open(cell: _Cell, height: float, floors: list[Rule]) -> bool:
    return any(
        floor.at == height and floor.start < cell[2] and floor.end > cell[0] for floor in floors
    )
