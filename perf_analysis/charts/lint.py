"""A lint of a chart's layout, for tests of these charts and of your own."""

from __future__ import annotations

import re
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

from perf_analysis.charts.style import SMALL


def lint(figure: Figure, smallest: float = SMALL) -> list[str]:
    """What is wrong with the layout of a drawn chart; empty when nothing is.

    Looks for text that is clipped, that overlaps other text, that is smaller than `smallest` [pt], and for
    adjacent full-width marks, between which matplotlib leaves a hole.
    """
    figure.canvas.draw()
    bounds = figure.bbox
    texts = [(text, text.get_window_extent()) for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible() and text.get_text().strip()]
    found = [f"{text.get_text()} is clipped" for text, box in texts if box.x0 < -1 or box.y0 < -1 or box.x1 > bounds.width + 1 or box.y1 > bounds.height + 1]
    found += [f"{text.get_text()} is {text.get_fontsize():g} pt" for text, _ in texts if float(text.get_fontsize()) < smallest]
    found += [
        f"{text.get_text()} has adjacent full-width marks" for text, _ in texts if re.search(r"[，。、；：）》」』][，。、；：（《「『）]", text.get_text())
    ]
    for (one, box), (other, with_box) in combinations(texts, 2):
        across = min(box.x1, with_box.x1) - max(box.x0, with_box.x0)
        down = min(box.y1, with_box.y1) - max(box.y0, with_box.y0)
        if across > 1 and down > 2.5 * figure.dpi / 72:
            found.append(f"{one.get_text()} overlaps {other.get_text()}")
    return found
