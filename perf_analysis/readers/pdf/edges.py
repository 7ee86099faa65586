"""The straight edges of what a page draws: lines, and the sides of areas; where several lie on
one another, the one that they make up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from pdfminer.layout import LTComponent, LTContainer, LTCurve, LTLine, LTRect

from perf_analysis.readers.pdf.drawing import DrawnPage
from perf_analysis.readers.pdf.rules import NEAR, Rule

_FURTHEST = 100_000.0  # points: no page of PDF is larger, but a number in a broken file may be


class Edge(NamedTuple):
    """An edge by where it lies across its direction, from one side of it to the other, and where
    it starts and ends along it.
    """

    is_upright: bool
    at: float
    far: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How far it reaches in any direction."""
        return max(self.end - self.start, self.far - self.at)

    def is_of(self, rule: Rule) -> bool:
        """Whether it is that of a level line."""
        x0, x1, top = (
            (self.at, self.far, self.start) if self.is_upright else (self.start, self.end, self.at)
        )
        return (rule.start, rule.end) == (x0, x1) and abs(rule.at - top) < NEAR


class Drawn(NamedTuple):
    """The edges that a page draws, its level lines, also those that are drawn as flat areas, and
    whether it has pictures or curves.
    """

    edges: list[Edge]
    strokes: list[Rule]
    has_picture: bool


def find_edges(page: DrawnPage) -> Drawn:
    """What a page draws besides its characters, measured from its top."""
    items = list(_items(page.layout._objs))
    lines = [item for item in items if isinstance(item, LTLine)]
    rects = [item for item in items if isinstance(item, LTRect)]
    others = [item for item in items if not isinstance(item, LTLine | LTRect)]
    edges = [_edge_of(page, line) for line in lines]
    edges += [edge for rect in rects for edge in _sides(page, rect)]
    edges += [
        edge for item in others if isinstance(item, LTCurve) for edge in _straight(page, item)
    ]
    strokes = (_stroke(page, item) for item in (*lines, *rects) if item.height < NEAR)
    return Drawn(
        [edge for edge in edges if is_near(*edge[1:])],
        [rule for rule in strokes if rule],
        bool(others),
    )


def is_near(one: float, two: float, three: float, four: float) -> bool:
    """Whether the places of a thing lie on a page, however large."""
    far = _FURTHEST
    return -far < one < far and -far < two < far and -far < three < far and -far < four < far


def placed(
    page: DrawnPage, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A box that is measured from the bottom of the page, as measured from its top."""
    left, top = page.mediabox[:2]
    x0, y0, x1, y1 = box
    return (x0 + left, (page.height - y1) + top, x1 + left, (page.height - y0) + top)


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges of one direction that lie near one another as on one line, and those on it that meet
    or overlap as one.
    """
    told: list[Edge] = []
    for edge in sorted(_drawn_together(list(edges)), key=itemgetter(1, 3)):
        last = told[-1] if told else None
        if last is None or edge.at != last.at or edge.start > last.end + NEAR:
            told.append(edge)
        elif edge.end > last.end:
            told[-1] = last._replace(end=edge.end)
    return told


def _drawn_together(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Edges that lie near one another where they lie in the mean."""
    places = sorted({edge.at for edge in edges})
    first = dict.fromkeys(places[:1], 0)
    for last, place in pairwise(places):
        first[place] = first[last] + (place > last + NEAR)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[first[edge.at]].append(edge)
    for group in groups.values():
        mean = sum(edge.at for edge in group) / len(group)
        for upright, at, far, start, end in group:
            move = mean - at
            yield Edge(upright, at + move, far + move, start, end)


def _items(held: Iterable[object]) -> Iterator[LTComponent]:
    """What stands on a page, and within the drawings on it."""
    for item in held:
        if isinstance(item, LTContainer):
            yield from _items(item._objs)
        elif isinstance(item, LTComponent):
            yield item


def _edge_of(page: DrawnPage, line: LTLine) -> Edge:
    x0, top, x1, bottom = placed(page, line.bbox)
    return Edge(False, top, bottom, x0, x1) if top == bottom else Edge(True, x0, x1, top, bottom)


def _sides(page: DrawnPage, rect: LTRect) -> tuple[Edge, ...]:
    x0, top, x1, bottom = placed(page, rect.bbox)
    return (
        Edge(False, top, top, x0, x1),
        Edge(False, top + rect.height, bottom, x0, x1),
        Edge(True, x0, x0, top, bottom),
        Edge(True, x1, x1, top, bottom),
    )


def _straight(page: DrawnPage, curve: LTCurve) -> Iterator[Edge]:
    """The parts of a curve that run upright or level; an oblique line rules no table."""
    left, top = page.mediabox[:2]
    places = [(left + x, top + page.height - y) for x, y in curve.pts]
    for (x, y), (other_x, other_y) in pairwise(places):
        if x == other_x:
            yield Edge(True, x, x, min(y, other_y), max(y, other_y))
        elif y == other_y:
            yield Edge(False, y, y, min(x, other_x), max(x, other_x))


def _stroke(page: DrawnPage, item: LTComponent) -> Rule | None:
    """A line through the middle of a flat thing: the upper edge of a marker behind the lower half
    of a text strikes nothing out.
    """
    x0, top, x1, bottom = placed(page, item.bbox)
    return Rule((top + bottom) / 2, x0, x1) if is_near(x0, top, x1, bottom) else None
