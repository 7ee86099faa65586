"""A drawing surface measured in points: rows keep their height, labels their distance,
at any width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from perf_analysis.charts.colours import Colors, keep_font, recolour
from perf_analysis.charts.lettering import LEADING, balance, text_width
from perf_analysis.charts.style import (
    ACTUAL,
    INK,
    LABEL,
    NARROW_BELOW,
    NOTE,
    PAPER,
    SMALL,
    TICK_ROOM,
    TITLE,
    VALUE,
    WIDE,
    check_width,
    look,
)
from perf_analysis.errors import PerfAnalysisError
from perf_analysis.language import say_number, spoken
from perf_analysis.units import MULTIPLES

LONG_TICK = 100_000  # from here on a tick is told in 万: 2000万, not 20000000
_SCALES = {"zh": (MULTIPLES["万"], "万"), "en": (10**6, " m")}


class Drawing:
    """An Axes whose y runs down in points, so that rows keep their height whatever is drawn.

    `left` and `right` room beside the scale is in points too;
    `x` of texts is in points from the left edge.
    """

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.width = ax.get_window_extent().width * 72 / _figure_of(ax).dpi
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
        self.ax.text(
            x / self.width,
            y,
            say_number(text),
            size=size,
            color=color,
            ha=align,
            va="center",
            transform=self.ax.get_yaxis_transform(),
        )

    def label(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SMALL,
        color: str = NOTE,
        align: str = "left",
        shift: float = 0,
    ) -> None:
        """Text at a mark: `x` on the scale, moved by `shift` points."""
        self.ax.text(
            x + shift * self.per_point,
            y,
            say_number(text),
            size=size,
            color=color,
            ha=align,
            va="center",
        )

    def bar(self, start: float, end: float, y: float, height: float, color: str) -> None:
        """A solid bar on the scale, its middle at `y`."""
        self.ax.barh(y, end - start, left=start, height=height, color=color, zorder=2)

    def dot(self, x: float, y: float, colour: str = ACTUAL, *, is_derived: bool = False) -> None:
        """A mark on the scale: solid as printed, hollow as derived."""
        face = PAPER if is_derived else colour
        self.ax.plot(
            [x],
            [y],
            "o",
            ms=8.5 if is_derived else 9.5,
            mfc=face,
            mec=colour,
            mew=1.4,
            zorder=3 if is_derived or colour != ACTUAL else 4,
            clip_on=False,
        )

    def finish(self, height: float, title: str) -> None:
        """Set the height of what was drawn, in points, and the title."""
        self.ax.set_ylim(height, 0)
        self.title(title)

    def title(self, title: str) -> None:
        """The title on one line, else smaller on as many as it takes: another Axes may stand
        beside.
        """
        is_one_line = text_width(title, TITLE) <= self.width
        lines = [title] if is_one_line else balance(title, VALUE, self.width)
        size = TITLE if is_one_line else VALUE
        self.ax.set_title("\n".join(lines), loc="left", size=size, color=INK)
        self.above = max(len(lines) - 1, 0) * size * LEADING


@contextmanager
def drawing(
    ax: Axes | None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Iterator[Drawing]:
    """A Drawing on `ax`, or on a chart of its own, which takes the height of what was drawn.

    `title` stands in place of the finding, `colors` of the palette's; `width` is of a chart of its
    own. [pt]
    """
    if ax is not None and width is not None:
        raise PerfAnalysisError(
            "option", "图画在给出的 ax 上，宽度是它的，不能再给 width；在 figsize 里写"
        )
    with look():
        own = ax is None
        if ax is None:
            # only here: a chart of its own belongs to the session's pyplot
            import matplotlib.pyplot as plt

            wide = WIDE if width is None else check_width(width)
            ax = plt.figure(figsize=(wide / 72, 3)).add_axes((0.03, 0.1, 0.94, 0.75))
        ax.set(facecolor="none", yticks=[], xticks=[])
        ax.spines[:].set_visible(False)
        drawn = Drawing(ax)
        yield drawn
        if title is not None:
            drawn.title(title)
        if colors:
            recolour(ax, colors)
        keep_font(ax)
        if own:
            fit(ax, top=36 + drawn.above, bottom=TICK_ROOM + 8)


def fit(ax: Axes, top: float, bottom: float, side: float | None = None) -> None:
    """Give the figure the height that makes a unit of `ax` one point,
    with room above and below. [pt]
    """
    figure = _figure_of(ax)
    width = figure.get_figwidth() * 72
    side = ax.get_position().x0 * width if side is None else side
    height = ax.get_ylim()[0]
    total = top + height + bottom
    figure.set_figheight(total / 72)
    ax.set_position((side / width, bottom / total, 1 - 2 * side / width, height / total))


def _figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None  # every Axes stands on one
    return figure


def nice_ticks(high: float, low: float = 0.0) -> list[float]:
    """Three to five round numbers that reach from 0, or below it, over what is drawn."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [0.0, 1.0]
    return [
        float(value)
        for value in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 4, 5, 10]).tick_values(low, high)
    ]
