"""The tables of a page, with the text in their cells."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from perf_analysis.readers.pdf.drawing import Box, Glyph
from perf_analysis.readers.pdf.lattice import Lattice, Slot, merged, nearest
from perf_analysis.readers.pdf.lines import find_lines
from perf_analysis.readers.pdf.turning import goes_over

_MOST_PADDING = 1.0  # of a character, between the edge of a cell and its text


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
    rows = merged(edge for box in boxes for edge in (box.top, box.bottom))
    slots = []
    for box in boxes:
        row, end = nearest(rows, box.top), nearest(rows, box.bottom)
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
