"""A chart with its words: a picture and its table in a notebook,
a figure of the page in a briefing.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import matplotlib as mpl
import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from perf_analysis.charts import style, svg
from perf_analysis.charts.axes import fit
from perf_analysis.charts.colours import Colors, check_colours
from perf_analysis.charts.lettering import LEADING, balance, wrap
from perf_analysis.errors import InputError
from perf_analysis.language import say, say_number
from perf_analysis.output import refuse_unwritable, write_whole
from perf_analysis.sentences import Number, Sentence

# Set by the briefing for its kernel: outputs are then parts of the page instead of a notebook's.
BINDING = "PERF_ANALYSIS_BINDING"
# of a PNG: sharp on a doubled screen at 720 CSS pixels, small enough for a notebook
PIXELS_PER_INCH = 160
# of a PNG: nine palette colours and their edges, at a third of the bytes of true colour
COLOURS = 64
# of a PNG that is printed, in Word or on a slide
PRINTED = 300
# what a vector file says of itself: no time, so that it is the same each time
_VECTORS: dict[str, dict[str, None]] = {
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}

Cell = Number | Sentence | str
# a column, or what is told of a row
Tell = str | Callable[[pd.Series], Cell]


def is_bound() -> bool:
    """Whether outputs are wanted as parts of a page."""
    return bool(os.environ.get(BINDING))


@dataclass(frozen=True)
class Words:
    """What is said around a chart.

    Parameters
    ----------
    title : the finding, no more than the marks show
    subtitle : measure, coverage and unit
    source : where the figures stand, what is derived, what to mind
    alt : the chart told with its values
    """

    title: Sentence
    subtitle: Sentence
    source: Sentence
    alt: Sentence


@dataclass(frozen=True)
class Rows:
    """A table as shown: heads and cells, the first cell of a row naming it."""

    caption: Sentence | str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @classmethod
    def of(cls, caption: Sentence | str, table: pd.DataFrame, columns: Mapping[str, Tell]) -> Self:
        """The rows of a table, by the head of each column and what it shows of a row."""
        rows = [[_cell(row, tell) for tell in columns.values()] for _, row in table.iterrows()]
        return cls(caption, tuple(columns), rows)

    @property
    def title(self) -> str:
        """The caption as shown."""
        return str(shown(self.caption))

    def __str__(self) -> str:
        return "\n".join(
            " | ".join(str(shown(cell)) for cell in row) for row in (self.heads, *self.rows)
        )

    def __html__(self) -> str:
        heads = Markup("").join(
            Markup('<th scope="col">{}</th>').format(say(head)) for head in self.heads
        )
        body = Markup("").join(map(_html_row, self.rows))
        return Markup(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        ).format(self.title, heads, body)


@dataclass(frozen=True)
class Chart:
    """A chart of one table, with its words and its rows.

    In a notebook it shows as `image/png` with title and source, and as `text/plain`, its rows,
    which is what nbval compares. In a kernel that binds a briefing it is the page's `<figure>`: two
    drawings as SVG, for wide and narrow screens, the words around them as HTML, the rows as a table
    to open.

    Parameters
    ----------
    name : names the chart in files and ids
    plot : draws the table on an Axes
    table : what `plot` takes
    words, rows : what is said, and the table as shown
    is_half : whether it stands beside another on a wide page
    colors : of a person's own, by the names of the palette
    width : of its picture where none is named; a page has widths of its own [pt]
    """

    name: str
    plot: Callable[..., Axes]
    table: pd.DataFrame
    words: Words
    rows: Rows
    is_half: bool = False
    colors: Colors = field(default_factory=dict)
    width: float = style.WIDE

    def restyle(
        self, *, title: str | None = None, colors: Colors | None = None, width: float | None = None
    ) -> Self:
        """The same chart with another title or other colours, on a page too.

        Parameters
        ----------
        title : in place of the finding; empty for none
        colors : by the names of `charts.PALETTE`: `{"actual": "#7A1F2B"}`
        width : of what is saved and of its figure; a page has widths of its own [pt]

        Raises
        ------
        PerfAnalysisError : a name that the palette has not, no colour, or no width
        """
        check_colours(colors or {})
        words = self.words
        if title is not None:
            words = replace(words, title=Sentence("{told}", told=title))
        width = self.width if width is None else style.check_width(width)
        return replace(self, words=words, colors={**self.colors, **(colors or {})}, width=width)

    @property
    def figure(self) -> Figure:
        """The chart with its words as a matplotlib figure, to go on with."""
        return self.picture()

    def save(self, path: str | Path, *, width: float | None = None, dpi: int = PRINTED) -> Path:
        """Write the chart with its words as `.png`, `.svg` or `.pdf`, by the name of the file.

        Parameters
        ----------
        path : the file, replaced if it exists
        width : 540 pt are 19 cm or 720 CSS pixels, which it is where none is named [pt]
        dpi : of a PNG; Word and slides show it at its width [1/inch]

        Raises
        ------
        InputError : another suffix, or the file cannot be written
        PerfAnalysisError : a width or resolution that no picture has
        """
        path = Path(path)
        refuse_unwritable(path)
        write_whole(path, self.packed(path.suffix.lower(), path, width=width, dpi=dpi))
        return path

    def packed(
        self, suffix: str, path: Path, *, width: float | None = None, dpi: int = PRINTED
    ) -> bytes:
        """The bytes of a file of the chart, the same for the same table."""
        if suffix == ".png":
            return self.png(width, style.check_dpi(dpi))
        if suffix not in _VECTORS:
            raise InputError(
                "format", path, "图只能存成 .png、.svg 或 .pdf", remedy="改文件名的后缀"
            )
        drawn = io.BytesIO()
        picture = self.picture(width)
        # letters as outlines: no reader needs the font
        with style.look(), mpl.rc_context({"svg.fonttype": "path"}):
            picture.savefig(drawn, format=suffix[1:], metadata=_VECTORS[suffix])
        return drawn.getvalue()

    def picture(self, width: float | None = None) -> Figure:
        """The chart with title, subtitle and source, at a width in points."""
        width = style.check_width(self.width if width is None else width)
        with style.look():
            side = 18.0 if width > style.NARROW_BELOW else 12.0
            figure, ax = self._drawn(width, side)
            inner = width - 2 * side
            head = [
                (style.TITLE, style.INK, balance(str(self.words.title), style.TITLE, inner)),
                (style.LABEL, style.NOTE, wrap(str(self.words.subtitle), style.LABEL, inner)),
            ]
            foot = [(style.SMALL, style.NOTE, wrap(str(self.words.source), style.SMALL, inner))]
            above, below = 14 + _height(head) + 12, 10 + _height(foot) + 12
            fit(ax, above, below + _tick_room(ax), side)
            _write(figure, head, side, 14)
            _write(figure, foot, side, figure.get_figheight() * 72 - below + 10)
        return figure

    def png(self, width: float | None = None, dpi: int = PIXELS_PER_INCH) -> bytes:
        """The picture as PNG, the same bytes for the same table."""
        canvas = FigureCanvasAgg(self.picture(width))
        with style.look():
            canvas.figure.set_dpi(dpi)
            canvas.draw()
        saved = io.BytesIO()
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        size = {} if dpi == PIXELS_PER_INCH else {"dpi": (dpi, dpi)}
        pixels.quantize(COLOURS, dither=Image.Dither.NONE).save(saved, "png", optimize=True, **size)
        return saved.getvalue()

    def svg(self, width: float = style.WIDE) -> Markup:
        """The plot alone as inline SVG; the words around it are the page's."""
        with style.look():
            figure, ax = self._drawn(width, 1)
            fit(ax, 2, 2 + _tick_room(ax), 1)
        size = "wide" if width > style.NARROW_BELOW else "narrow"
        kept = check_colours(self.colors).values()
        return Markup(svg.inline(figure, f"{self.name}-{size}", str(self.words.alt), kept))

    def __str__(self) -> str:
        return f"{self.words.title}\n{self.words.subtitle}\n{self.rows}\n{self.words.source}"

    def __html__(self) -> str:
        words, size = self.words, "half" if self.is_half else "full"
        return Markup(
            '<figure class="{}" id="{}"><h3>{}</h3><p class="subtitle">{}</p>'
            "{}<figcaption>{}</figcaption></figure>"
        ).format(size, self.name, str(words.title), words.subtitle, self._body(), words.source)

    def _body(self) -> Markup:
        widths = [style.NARROW] if self.is_half else [style.WIDE, style.NARROW]
        drawings = Markup("").join(map(self.svg, widths))
        return Markup(
            '<div class="plot">{}</div><details><summary>{}</summary>'
            '<div class="scroll" tabindex="0" role="group" aria-label="{}">{}</div></details>'
        ).format(drawings, say("数据表"), self.rows.title, self.rows)

    def _drawn(self, width: float, side: float) -> tuple[Figure, Axes]:
        """The plot without its title, with room at its sides. [pt]"""
        figure = Figure(figsize=(width / 72, 3))
        ax = figure.add_axes((side / width, 0, 1 - 2 * side / width, 1))
        self.plot(self.table, ax=ax, **({"colors": self.colors} if self.colors else {}))
        ax.set_title("", loc="left")
        return figure, ax

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if is_bound():
            return {"text/html": self.__html__(), "text/plain": str(self)}, {}
        return {"image/png": self.png(), "text/plain": str(self)}, {
            "image/png": {"alt": str(self.words.alt), "width": 720}
        }


@dataclass(frozen=True)
class Absent:
    """One sentence in the place of a chart."""

    sentence: Sentence

    def __str__(self) -> str:
        return str(self.sentence)

    def __html__(self) -> str:
        return Markup('<p class="told">{}</p>').format(self.sentence)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        told = self.__html__() if is_bound() else Absent.__html__(self)
        return {"text/html": told, "text/plain": str(self)}


class Unread(Absent):
    """What was looked for and not found: the report may well print it, so nothing is denied.
    A page names all of it in one line.

    Parameters
    ----------
    topic : what was looked for
    """

    def __init__(self, topic: str) -> None:
        super().__init__(Sentence("没有读出{topic}。", topic=topic))

    def __html__(self) -> str:
        return Markup('<p class="unread">{}</p>').format(say(str(self.sentence.parts["topic"])))


def each(template: str, table: pd.DataFrame, **parts: Tell) -> list[Sentence]:
    """A sentence for each row of a table."""
    return [
        Sentence(template, **{name: _cell(row, tell) for name, tell in parts.items()})
        for _, row in table.iterrows()
    ]


def _cell(row: pd.Series, tell: Tell) -> Cell:
    return row[tell] if isinstance(tell, str) else tell(row)


def shown(cell: Cell) -> Cell:
    """A cell in the language in use."""
    return say_number(cell) if type(cell) is str else cell


def _html_row(row: Sequence[Cell]) -> Markup:
    first, *cells = map(shown, row)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(
        first, Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
    )


def _tick_room(ax: Axes) -> float:
    return style.TICK_ROOM if ax.spines["bottom"].get_visible() else 0.0


def _height(blocks: list[tuple[float, str, list[str]]]) -> float:
    return sum(size * LEADING * len(lines) for size, _, lines in blocks)


def _write(
    figure: Figure, blocks: list[tuple[float, str, list[str]]], side: float, top: float
) -> None:
    """Blocks of lines under one another, from `top` points below the figure's edge."""
    width, height = figure.get_figwidth() * 72, figure.get_figheight() * 72
    for size, colour, lines in blocks:
        for line in lines:
            y = 1 - (top + size * LEADING / 2) / height
            figure.text(side / width, y, line, size=size, color=colour, va="center")
            top += size * LEADING
