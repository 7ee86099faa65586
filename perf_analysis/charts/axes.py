"""From what draws tables on a Drawing to the `plot_*` that a person calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, signature
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from perf_analysis.charts.colours import keep_font, recolour
from perf_analysis.charts.drawing import Drawing, figure_of
from perf_analysis.charts.style import TICK_ROOM, WIDE, check_width, look
from perf_analysis.errors import PerfAnalysisError, TableError

# what every plot takes besides its tables
_OPTIONS = {
    name: Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=f"{kind} | None")
    for name, kind in {"ax": "Axes", "title": "str", "colors": "Colors", "width": "float"}.items()
}
_OPTIONS_TOLD = """
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """


def on_axes(draw: Callable[..., None]) -> Callable[..., Axes]:
    """The `plot_*` of what draws tables on a Drawing: it takes the tables and, by their names,
    an Axes, a title in place of the finding, colours in place of the palette's and the width of a
    chart of its own [pt], which takes the height of what was drawn.
    """
    tables = list(signature(draw).parameters.values())[1:]
    taken = signature(draw).replace(
        parameters=[*tables, *_OPTIONS.values()], return_annotation="Axes"
    )

    @wraps(draw)
    def plot(*args: Any, **named: Any) -> Axes:
        bound = taken.bind(*args, **named).arguments
        ax, title, colors, width = (bound.pop(name, None) for name in _OPTIONS)
        _refuse_empty(draw.__name__, bound.values())
        with look(), _axes(ax, width) as surface:
            drawn = Drawing(surface)
            draw(drawn, **bound)
            if title is not None:
                drawn.title(title)
            if colors:
                recolour(surface, colors)
            keep_font(surface)
            if ax is None:
                fit(surface, top=36 + drawn.above, bottom=TICK_ROOM + 8)
        return surface

    plot.__signature__ = taken  # type: ignore[attr-defined]
    plot.__doc__ = f"{(draw.__doc__ or '').rstrip()}{_OPTIONS_TOLD}"
    return plot


def _refuse_empty(plot: str, tables: Iterable[object]) -> None:
    """Raise where no table has a row: only `show_*` has words for that."""
    frames = [table for table in tables if isinstance(table, pd.DataFrame)]
    if frames and all(frame.empty for frame in frames):
        instead = plot.replace("plot_", "show_")
        raise TableError("empty", f"表是空的，没有可以画的；{instead} 会说没有读出什么")


@contextmanager
def _axes(ax: Axes | None, width: float | None) -> Iterator[Axes]:
    """The Axes given, or one of a chart of its own, which no error leaves to the session."""
    if ax is not None:
        if width is not None:
            raise PerfAnalysisError(
                "option", "图画在给出的 ax 上，宽度是它的，不能再给 width；在 figsize 里写"
            )
        yield ax
        return
    # only here: a chart of its own belongs to the session's pyplot
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=((WIDE if width is None else check_width(width)) / 72, 3))
    try:
        yield figure.add_axes((0.03, 0.1, 0.94, 0.75))
    except Exception:
        plt.close(figure)
        raise


def fit(ax: Axes, top: float, bottom: float, side: float | None = None) -> None:
    """Give the figure the height that makes a unit of `ax` one point,
    with room above and below. [pt]
    """
    figure = figure_of(ax)
    width = figure.get_figwidth() * 72
    side = ax.get_position().x0 * width if side is None else side
    height = ax.get_ylim()[0]
    total = top + height + bottom
    figure.set_figheight(total / 72)
    ax.set_position((side / width, bottom / total, 1 - 2 * side / width, height / total))
