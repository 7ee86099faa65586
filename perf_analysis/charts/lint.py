"""A lint of a chart's layout, for tests of these charts and of your own."""

from __future__ import annotations

import re
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from perf_analysis.charts.style import SMALL, look

_ADJACENT_MARKS = re.compile(r"[，。、；：）》」』”][，。、；：（《「『“）]")
# Boxes of lines include the room for ascenders: texts may share this much height
# without touching. [pt]
_SHARED_HEIGHT = 2.5


def lint(figure: Figure, smallest: float = SMALL) -> list[str]:
    """What is wrong with the layout of a drawn chart; empty when nothing is.

    Looks for text that is clipped, that overlaps other text, that is smaller than `smallest` [pt],
    and for adjacent full-width marks, between which matplotlib leaves a hole.
    """
    with look():
        figure.draw_without_rendering()
        shown = [
            text
            for text in figure.findobj(Text)
            if isinstance(text, Text) and text.get_visible() and text.get_text().strip()
        ]
        placed = [
            (text.get_text(), float(text.get_fontsize()), text.get_window_extent())
            for text in shown
        ]
    found: list[str] = []
    sheet = figure.bbox.padded(1)
    for words, size, box in placed:
        if not (sheet.contains(box.x0, box.y0) and sheet.contains(box.x1, box.y1)):
            found.append(f"{words} is clipped")
        if size < smallest:
            found.append(f"{words} is {size:g} pt")
        if _ADJACENT_MARKS.search(words):
            found.append(f"{words} has adjacent full-width marks")
    boxes = [(words, box) for words, _, box in placed]
    return found + [
        f"{one} overlaps {other}"
        for (one, box), (other, beside) in combinations(boxes, 2)
        if _do_overlap(box, beside, figure.dpi)
    ]


def _do_overlap(box: BboxBase, beside: BboxBase, dpi: float) -> bool:
    across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
    down = min(box.y1, beside.y1) - max(box.y0, beside.y0)
    return across > 1 and down > _SHARED_HEIGHT * dpi / 72
