"""Other colours and a font that stays, for charts that a person restyles."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import is_color_like, to_hex
from matplotlib.text import Text

from perf_analysis.charts.style import PALETTE, font_families
from perf_analysis.errors import PerfAnalysisError

# colours by the names of the palette: {"actual": "#7A1F2B"}
Colors = Mapping[str, str]
# the properties of lines, patches, collections and texts that hold a colour
_PROPERTIES = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")


def check_colours(colors: Colors) -> dict[str, str]:
    """The new colour of each of the palette's, by their codes.

    Raises
    ------
    PerfAnalysisError : a name that the palette has not, or no colour
    """
    unknown = [name for name in colors if name not in PALETTE]
    if unknown:
        raise PerfAnalysisError(
            "unknown-name", f"没有名为 {'、'.join(unknown)} 的颜色；可用的：{'、'.join(PALETTE)}"
        )
    wrong = [f"{name}={colour}" for name, colour in colors.items() if not is_color_like(colour)]
    if wrong:
        raise PerfAnalysisError("value", f"不是颜色：{'、'.join(wrong)}；写成 #7A1F2B 的样子")
    return {PALETTE[name].lower(): to_hex(colour) for name, colour in colors.items()}


def recolour(ax: Axes, colors: Colors) -> None:
    """Give what is drawn other colours, wherever one of the palette stands."""
    new = check_colours(colors)
    for artist in ax.findobj():
        for name in _PROPERTIES:
            _replace(artist, name, new)
    tick = new.get(PALETTE["note"].lower())
    if tick:
        ax.tick_params(labelcolor=tick)


def _replace(artist: Artist, name: str, new: Mapping[str, str]) -> None:
    read, write = (getattr(artist, f"{verb}_{name}", None) for verb in ("get", "set"))
    if read is None or write is None:
        return
    told = read()
    if is_color_like(told) and (found := new.get(to_hex(told))):
        write(found)


def keep_font(ax: Axes) -> None:
    """Put the font on the texts themselves, those to come in titles and ticks too: the settings
    that gave it are gone when the caller draws.
    """
    families = font_families()
    for text in ax.findobj(Text):
        text.set_fontfamily(families)
    ax.tick_params(labelfontfamily=families)
