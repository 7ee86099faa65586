"""A page's table as a grid of cells with their lines; tables that go on over page ends as one."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from perf_analysis.document import Piece
from perf_analysis.readers.pdf.drawing import Box, Glyph
from perf_analysis.readers.pdf.lines import Line, find_lines, glue, reaches
from perf_analysis.readers.pdf.pages import NEAR

_MOST_PADDING = 1.0  # of a character, between the edge of a cell and its text
_MOST_INDENT = 2.5  # characters
# Lines that lie near one another on a page are drawn together, so that the same columns may lie
# further apart on the next.
_SAME_COLUMN = 2 * NEAR
# votes of a row's cells on whether it is the rest of the row above
_GOES_ON, _NEW_TEXT, _NEW_VALUE = 1.0, -1.0, -1.5
_BRACKETS = (("（", "）"), ("(", ")"))
_VALUE = re.compile(r"[≥≤<>=＝]?\s?\d[\d.,]*\s?[^\s\d、，。]{0,6}")


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
        return _merged(edge for slot in self.slots for edge in (slot.x0, slot.x1))

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
            column, end = _nearest(edges, slot.x0), _nearest(edges, slot.x1)
            told.append(Piece(slot.row, column, slot.rows, end - column, _text(slot, self.padding)))
        return told


def find_lattices(
    tables: Iterable[Sequence[Box]], glyphs: Sequence[Glyph], before: Lattice | None
) -> tuple[list[Lattice], list[Glyph]]:
    """The tables of a page with the text in their cells, and the characters that stand outside.

    What has no two filled cells side by side is a frame around text: its characters stand outside.
    But it may be the end of the last table of the page before.
    """
    found, outside = [], list(glyphs)
    for boxes in sorted(
        tables, key=lambda boxes: max((box.x1 - box.x0) * (box.bottom - box.top) for box in boxes)
    ):
        inside, left = _shared_out(boxes, outside)
        lattice = _lattice(boxes, inside)
        filled = [slot.row for slot in lattice.slots if slot.lines]
        if len(set(filled)) < len(filled) or (
            before and len(lattice.edges) > 2 and goes_over(before, lattice)
        ):
            found.append(lattice)
            outside = left
    return sorted(found, key=lambda lattice: lattice.top), outside


def _shared_out(
    boxes: Sequence[Box], glyphs: Sequence[Glyph]
) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    """The characters of each cell by their middle, and the others."""
    inside: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    left: list[Glyph] = []
    columns = sorted({box.x0 for box in boxes})
    under = {
        x0: sorted((box for box in boxes if box.x0 <= x0 < box.x1), key=lambda box: box.top)
        for x0 in columns
    }
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        at = bisect.bisect_right(columns, x) - 1
        box = (
            next(
                (
                    box
                    for box in under[columns[at]]
                    if box.top <= y < box.bottom and box.x0 <= x < box.x1
                ),
                None,
            )
            if at >= 0
            else None
        )
        (inside[box] if box else left).append(glyph)
    return inside, left


def _lattice(boxes: Sequence[Box], inside: dict[Box, list[Glyph]]) -> Lattice:
    rows = _merged(edge for box in boxes for edge in (box.top, box.bottom))
    slots = []
    for box in boxes:
        row, end = _nearest(rows, box.top), _nearest(rows, box.bottom)
        lines = sorted(find_lines(inside[box]), key=lambda line: line.base)
        slots.append(
            Slot(
                row, max(end - row, 1), box.x0, box.x1, lines, box.is_open_above, box.is_open_below
            )
        )
    return Lattice(rows[0], rows[-1], slots, _padding(slots))


def _padding(slots: Sequence[Slot]) -> float:
    """The least room that a table leaves before a text: a short text leaves more,
    and behind it a mark may hang over.
    """
    rooms = [
        min(line.x0 - slot.x0, _MOST_PADDING * line.size) for slot in slots for line in slot.lines
    ]
    return max(min(rooms, default=0.0), 0.0)


def _merged(edges: Iterable[float]) -> list[float]:
    """Edges in order, those that are one line once."""
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > NEAR:
            found.append(edge)
    return found


def _nearest(edges: Sequence[float], edge: float) -> int:
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


# --- over a page end ---


def goes_over(above: Lattice, below: Lattice) -> bool:
    """Whether a table at the head of a page goes on from the one at the foot of the page before.

    It has the same columns, and does not begin a form again: with a title of its own,
    or the first label of the other.
    """
    edges, others = above.edges, below.edges
    outer = abs(edges[0] - others[0]) <= NEAR and abs(edges[-1] - others[-1]) <= NEAR
    fewer, more = sorted((edges, others), key=len)
    is_off = any(abs(more[_nearest(more, edge)] - edge) > NEAR for edge in fewer)
    if not outer or (is_off and not _has_columns_of(above, below)):
        return False
    first = below.row(0)[0].told
    return _repeated(above, below) > 0 or first != above.row(0)[0].told or not first


def _has_columns_of(above: Lattice, below: Lattice) -> bool:
    """Whether two tables have as many columns, which lie at nearly the same places."""
    edges, others = above.edges, below.edges
    return len(edges) == len(others) and all(
        abs(edge - other) <= _SAME_COLUMN for edge, other in zip(edges, others, strict=True)
    )


def join(above: Lattice, below: Lattice) -> None:
    """Add the rows of the next page: heads said again are left out,
    a row cut by the page end becomes whole, a merged cell goes on.
    """
    if _has_columns_of(above, below):
        edges, others = above.edges, below.edges
        for slot in below.slots:
            slot.x0, slot.x1 = (edges[_nearest(others, edge)] for edge in (slot.x0, slot.x1))
    first, height = _repeated(above, below), above.height
    slots = [slot for slot in below.slots if slot.row >= first]
    top = below.row(first)
    pairs = [
        (next((over for over in above.last if over.stands_over(slot)), None), slot) for slot in top
    ]
    cut = int(_is_cut(pairs, above.padding))
    leading = set(takewhile(lambda slot: not slot.lines, top))
    for over, slot in pairs:
        if over and (cut or (over.lines and (slot in leading or _closes_bracket(over, slot)))):
            over.rows += slot.rows - cut
            over.lines += slot.lines
            over.is_open_below = slot.is_open_below
            slots.remove(slot)
    for slot in slots:
        slot.row += height - first - cut
    above.slots += slots
    above.turns.append(height)
    above.padding = min(above.padding, below.padding)


def _closes_bracket(over: Slot, slot: Slot) -> bool:
    """Whether a cell over several rows, at the head of a page, closes a bracket that the one at
    the foot of the page before leaves open: a label such as 资金情况（万 / 元） was cut.
    """
    opened = sum(over.told.count(sign) - over.told.count(end) for sign, end in _BRACKETS)
    closed = sum(slot.told.count(end) - slot.told.count(sign) for sign, end in _BRACKETS)
    return slot.rows > 1 and opened == closed == 1


def _repeated(above: Lattice, below: Lattice) -> int:
    """How many rows at the head of a page say the table's own first rows again;
    a title alone is no head.
    """
    count, is_wide = 0, False
    while count < min(above.height, below.height) and _say_the_same(
        above.row(count), below.row(count)
    ):
        is_wide |= sum(1 for slot in below.row(count) if slot.lines) > 1
        count += 1
    return count if is_wide else 0


def _say_the_same(one: Sequence[Slot], other: Sequence[Slot]) -> bool:
    return len(one) == len(other) and all(
        a.stands_over(b) and a.rows == b.rows and a.told == b.told
        for a, b in zip(one, other, strict=True)
    )


def _is_cut(pairs: Sequence[tuple[Slot | None, Slot]], padding: float) -> bool:
    """Whether the first row of a page is the rest of a row cut by the page end.

    It is where no line closes the row on either page. Where lines were drawn at the page end,
    what the texts say decides.
    """
    whole = [(over, slot) for over, slot in pairs if over]
    if len(whole) < len(pairs) or not whole:
        return False
    opened = [over.is_open_below and slot.is_open_above for over, slot in whole]
    if any(opened):
        return all(opened)
    own = [(over, slot) for over, slot in whole if over.lines and over.rows == 1]
    return any(not slot.lines for _, slot in own) and _is_rest(own, padding)


def _is_rest(own: Sequence[tuple[Slot, Slot]], padding: float) -> bool:
    """Whether a row says the rest of the row above, whose filled cells are given with its own.

    For it speaks a cell that goes on from the one above, or has nothing more to say. Against it
    speaks a text that is no continuation, and more so a value under a value: a row of its own has
    its values, though merged cells before them go on and say nothing either.
    """
    going = [(over, slot) for over, slot in own if slot.lines]
    votes = [_GOES_ON if _goes_over(over, slot, padding) else _NEW_TEXT for over, slot in going]
    votes = [
        _NEW_VALUE if _is_value(over) and _is_value(slot) else vote
        for (over, slot), vote in zip(going, votes, strict=True)
    ]
    merged = next((at for at, (_, slot) in enumerate(own) if slot.lines), len(own))
    done = len(own) - len(going)
    if not merged and votes[0] < 0:
        return False
    if (
        merged
        and 2 * done > len(own)
        and (len(votes) == 1 or 2 * votes.count(_NEW_VALUE) <= len(votes))
    ):
        return True
    return done - merged + sum(votes) > 0


def _goes_over(over: Slot, slot: Slot, padding: float) -> bool:
    is_item = slot.lines[0].has_mark and any(line.has_mark for line in over.lines)
    return is_item or goes_on(over, over.lines[-1], slot.lines[0], padding)


def _is_value(slot: Slot) -> bool:
    return bool(_VALUE.fullmatch(slot.told))
