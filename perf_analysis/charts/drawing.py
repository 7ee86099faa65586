"""A drawing surface measured in points: rows keep their height, labels their distance,
at any width. What several charts draw alike is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from perf_analysis.charts.lettering import LEADING, balance, shorten, text_width
from perf_analysis.charts.style import (
    ACTUAL,
    INK,
    LABEL,
    NARROW_BELOW,
    NOTE,
    PAPER,
    PRIOR,
    SMALL,
    TITLE,
    VALUE,
    WARN,
)
from perf_analysis.language import say, say_number, spoken
from perf_analysis.sentences import Sentence
from perf_analysis.units import MULTIPLES

LONG_TICK = 100_000  # from here on a tick is told in 万: 2000万, not 20000000
_SCALES = {"zh": (MULTIPLES["万"], "万"), "en": (10**6, " m")}
TARGET = 100.0  # where targets stand, of actual values as shares of them [%]
# width and dashes of the line of a target, and of one that is derived
TARGET_LINES: tuple[tuple[float, Any], ...] = ((2.2, "-"), (1.6, (0, (2.5, 1.5))))
Pair = tuple[float, float]
Mark = tuple[str, float, str, str, float]  # shape, size [pt], face, edge, its weight [pt]
KEY_AT = 8.0  # the middle of the line of the key, below the upper edge [pt]


class Drawing:
    """An Axes whose y runs down in points, so that rows keep their height whatever is drawn.

    `left` and `right` room beside the scale is in points too;
    `x` of texts is in points from the left edge.
    """

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        ax.set(facecolor="none", yticks=[], xticks=[])
        ax.spines[:].set_visible(False)
        self.width = ax.get_window_extent().width * 72 / figure_of(ax).dpi
        self.is_narrow = self.width < NARROW_BELOW
        self.per_point = 1.0
        self.above = 0.0  # what a title of several lines needs more [pt]

    def scale(self, low: float, high: float, *, left: float = 0, right: float = 0) -> None:
        """Data from `low` to `high` between `left` and `right` points of room."""
        # on a small Axes of a person's own labels may meet; the scale never turns round
        self.per_point = (high - low) / max(self.width - left - right, self.width / 4)
        self.ax.set_xlim(low - left * self.per_point, high + right * self.per_point)

    def ticks(self, values: Sequence[float], suffix: str = "") -> None:
        """The axis below, from the first to the last of its ticks."""
        factor, scale = _SCALES[spoken()] if max(values) >= LONG_TICK else (1, "")
        labels = [
            f"{value / factor:g}".replace("-", "−") + (scale + suffix if value else "")
            for value in values
        ]
        self.ax.spines["bottom"].set(visible=True, bounds=(values[0], values[-1]))
        self.ax.set_xticks(values, labels, fontsize=SMALL, color=NOTE)
        self.ax.tick_params(axis="x", length=3, pad=3)
        ends = self.ax.get_xticklabels()
        if self.ax.get_xlim()[0] == values[0]:
            ends[0].set_horizontalalignment("left")
        if self.ax.get_xlim()[1] == values[-1]:
            ends[-1].set_horizontalalignment("right")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = LABEL,
        color: str = INK,
        align: str = "left",
    ) -> None:
        """Text beside the marks: `x` in points from the left, `y` in points from the top."""
        beside = self.ax.get_yaxis_transform()
        self._write(x / self.width, y, text, size=size, color=color, ha=align, transform=beside)

    def label(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SMALL,
        color: str = NOTE,
        align: str = "",
        shift: float = 0,
    ) -> None:
        """Text at a mark: `x` on the scale, moved by `shift` points, to the side it is moved to
        where `align` says nothing else.
        """
        align = align or ("right" if shift < 0 else "left")
        self._write(x + shift * self.per_point, y, text, size=size, color=color, ha=align)

    def _write(self, x: float, y: float, text: str, **style: Any) -> None:
        self.ax.text(x, y, say_number(text), va="center", **style)

    def head(
        self,
        y: float,
        name: str,
        beside: str,
        size: float = SMALL,
        color: str = NOTE,
        gap: float = 12,
    ) -> None:
        """The head of a row: its name at the left, as much as what stands at the right leaves."""
        room = self.width - text_width(beside, size) - gap
        self.text(0, y, shorten(name, LABEL, room))
        self.text(self.width, y, beside, size, color, "right")

    def key(
        self, words: Iterable[str], left: float, beside: float, gap: float, size: float = SMALL
    ) -> list[float]:
        """Write the words of a key on a line above the rows; where the mark of each stands. [pt]

        Each word stands `beside` points after its mark, the next mark `gap` after the word.
        """
        places = []
        for word in words:
            places.append(left)
            self.text(left + beside, KEY_AT, word, size, NOTE)
            left += beside + text_width(say(word), size) + gap
        return places

    def key_dots(self, dots: Sequence[tuple[str, str, str]], weight: float) -> None:
        """The key of dots: the word, the face and the edge of each."""
        places = self.key([word for word, _, _ in dots], 5, 9, 20)
        for x, (_, face, edge) in zip(places, dots, strict=True):
            self.point(x, KEY_AT, ("o", 8, face, edge, weight), clip_on=False)

    def point(self, x: float, y: float, mark: Mark, **style: Any) -> None:
        """A mark beside the scale: `x` in points from the left."""
        self._mark(x / self.width, y, mark, transform=self.ax.get_yaxis_transform(), **style)

    def _mark(self, x: float, y: float, mark: Mark, **style: Any) -> None:
        shape, size, face, edge, weight = mark
        self.ax.plot([x], [y], shape, ms=size, mfc=face, mec=edge, mew=weight, **style)

    def line(self, xs: ArrayLike, ys: ArrayLike, color: str, weight: float, **style: Any) -> None:
        """A line on the scale."""
        self.ax.plot(xs, ys, color=color, lw=weight, **style)

    def box(
        self, corner: Pair, size: Pair, face: str, edge: str, weight: float, **style: Any
    ) -> None:
        """A rectangle on the scale, from its upper left corner."""
        self.ax.add_patch(
            Rectangle(corner, *size, facecolor=face, edgecolor=edge, linewidth=weight, **style)
        )

    def bar(self, start: float, end: float, y: float, height: float, color: str) -> None:
        """A solid bar on the scale, its middle at `y`."""
        self.ax.barh(y, end - start, left=start, height=height, color=color, zorder=2)

    def dot(self, x: float, y: float, colour: str = ACTUAL, *, is_derived: bool = False) -> None:
        """A mark on the scale: solid as printed, hollow as derived."""
        mark = ("o", 8.5, PAPER, colour, 1.4) if is_derived else ("o", 9.5, colour, colour, 1.4)
        layer = 3 if is_derived or colour != ACTUAL else 4
        self._mark(x, y, mark, zorder=layer, clip_on=False)

    def dumbbell(
        self,
        before: float,
        now: float,
        y: float,
        told: tuple[str, str],
        size: float,
        *,
        is_derived: bool = False,
    ) -> None:
        """Last year's level and this year's, which is dark, with a line between them; what is
        `told` of both stands outside of them, the higher one in `size`.
        """
        self.line([before, now], [y, y], PRIOR, 3, solid_capstyle="butt", zorder=2)
        self.dot(before, y, ACTUAL if is_derived else PRIOR, is_derived=is_derived)
        self.dot(now, y)
        ends = sorted([(before, told[0], NOTE), (now, told[1], ACTUAL)], key=lambda end: end[0])
        for (level, word, colour), room, shift in zip(ends, (SMALL, size), (-8, 9), strict=True):
            self.label(level, y, word, room, colour, shift=shift)

    def target(self, x: float, top: float, bottom: float, *, is_derived: bool = False) -> None:
        """The line of a target across bars, dashed where it is derived; paper beside it, as it and
        the bars are too alike.
        """
        weight, dashes = TARGET_LINES[is_derived]
        for lw, colour, layer, style in ((4.5, PAPER, 3, "-"), (weight, WARN, 4, dashes)):
            beyond = {"solid_capstyle": "butt", "clip_on": False}
            self.line([x, x], [top, bottom], colour, lw, ls=style, zorder=layer, **beyond)

    def name_target(self, x: float, name: str, *, is_left: bool = False) -> None:
        """The name of a target above its line, at its left where the right has no room."""
        room = self.width - text_width(say(name), LABEL) - 8
        is_left = is_left or x / self.per_point > room
        self.label(x, KEY_AT, name, LABEL, WARN, shift=-6 if is_left else 6)

    def finish(self, height: float, title: Sentence) -> None:
        """Set the height of what was drawn, in points, and the finding as title."""
        self.ax.set_ylim(height, 0)
        self.title(str(title))

    def title(self, title: str) -> None:
        """The title on one line, else smaller on as many as it takes: another Axes may stand
        beside.
        """
        is_one_line = text_width(title, TITLE) <= self.width
        lines = [title] if is_one_line else balance(title, VALUE, self.width)
        size = TITLE if is_one_line else VALUE
        self.ax.set_title("\n".join(lines), loc="left", size=size, color=INK)
        self.above = max(len(lines) - 1, 0) * size * LEADING


def nice_ticks(high: float, low: float = 0.0) -> list[float]:
    """Three to five round numbers that reach from 0, or below it, over what is drawn."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [0.0, 1.0]
    return [
        float(value)
        for value in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 4, 5, 10]).tick_values(low, high)
    ]


def figure_of(ax: Axes) -> Figure:
    """The figure that an Axes stands on."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # every Axes stands on one
    return figure
