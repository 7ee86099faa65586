"""A table on its way from the page to the document: a grid of cells with their lines."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from perf_analysis.document import Piece
from perf_analysis.readers.pdf.lines import Line, glue, reaches
from perf_analysis.readers.pdf.rules import NEAR

_MOST_INDENT = 2.5  # characters


@dataclass(eq=False)
class Slot:
    """A cell: the rows it spans from `row` on, its left and right edge, its lines,
    and whether a line closes it above and below.
    """

    row: int
    rows: int
    x0: float
    x1: float
    lines: list[Line] = field(default_factory=list)
    is_open_above: bool = False
    is_open_below: bool = False

    @property
    def told(self) -> str:
        """Its text, without regard to line ends."""
        return "".join(line.text for line in self.lines)

    def stands_over(self, other: Slot) -> bool:
        """Whether both lie between the same edges."""
        return abs(self.x0 - other.x0) <= NEAR and abs(self.x1 - other.x1) <= NEAR


@dataclass
class Lattice:
    """A table on its way from the page to the document; `turns` are the rows that begin a page."""

    top: float
    bottom: float
    slots: list[Slot]
    padding: float
    turns: list[int] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(slot.row + slot.rows for slot in self.slots)

    @property
    def x0(self) -> float:
        """Where it begins from the left."""
        return min(slot.x0 for slot in self.slots)

    @property
    def x1(self) -> float:
        """Where it ends at the right."""
        return max(slot.x1 for slot in self.slots)

    @property
    def edges(self) -> list[float]:
        """Its columns' edges from left to right."""
        return merged(edge for slot in self.slots for edge in (slot.x0, slot.x1))

    def row(self, at: int) -> list[Slot]:
        """The cells that begin in a row, from left to right."""
        return sorted((slot for slot in self.slots if slot.row == at), key=lambda slot: slot.x0)

    @property
    def last(self) -> list[Slot]:
        """The cells that reach the last row."""
        height = self.height
        return sorted(
            (slot for slot in self.slots if slot.row + slot.rows == height),
            key=lambda slot: slot.x0,
        )

    def pieces(self) -> list[Piece]:
        """The cells as the document takes them."""
        edges = self.edges
        told = []
        for slot in self.slots:
            column, end = nearest(edges, slot.x0), nearest(edges, slot.x1)
            told.append(Piece(slot.row, column, slot.rows, end - column, _text(slot, self.padding)))
        return told


def merged(edges: Iterable[float]) -> list[float]:
    """Edges in order, those that are one line once."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > NEAR:
            found.append(edge)
    return found


def nearest(edges: Sequence[float], edge: float) -> int:
    """Which of some edges in order is the nearest to another."""
    at = bisect.bisect_left(edges, edge)
    is_before = at == len(edges) or (at > 0 and edge - edges[at - 1] <= edges[at] - edge)
    return at - is_before


# --- the text of a cell ---


def _text(slot: Slot, padding: float) -> str:
    """The text of a cell: its wrapped lines as one, an item of a list or a paragraph
    of its own on a new line.
    """
    lines = slot.lines
    text = lines[0].text if lines else ""
    is_column = len(lines) > 1 and all(
        len(line.text) == 1 and not line.text.isascii() for line in lines
    )
    for above, below in pairwise(lines):
        text = (
            glue(text, below.text)
            if is_column or goes_on(slot, above, below, padding)
            else f"{text}\n{below.text}"
        )
    return text


def goes_on(slot: Slot, above: Line, below: Line, padding: float = 0.0) -> bool:
    """Whether a line of a cell was wrapped into the next, in a cell set left,
    right or in the middle.
    """
    if below.has_mark:
        return False
    indent = (
        min(above.x0 - slot.x0 - padding, _MOST_INDENT * above.size) if below.x0 < above.x0 else 0.0
    )
    return reaches(above, below, slot.x1 - slot.x0 - 2 * padding - above.width - indent)
