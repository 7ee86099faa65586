"""The look of every chart: palette, sizes, font.

Marks mean the same everywhere: solid is printed in the report, hollow is derived, an empty frame is
the budget, a line is the target, hatching is a forecast. Hierarchy comes from size and colour,
never from bold alone: the font has one weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import fontManager

from perf_analysis.errors import PerfAnalysisError

# Contrast on white in brackets; text needs 4.5, marks that carry meaning 3.
INK = "#1A1A1A"  # text (17.4)
NOTE = "#595959"  # notes and ticks (7.0)
ACTUAL = "#12436D"  # what the report states (10.3)
PRIOR = "#2073BC"  # connectors (5.0)
WARN = "#B5470F"  # caution, target (5.4)
LINE = "#8C8C8C"  # thin marks that matter (3.4)
MUTE = "#BFBFBF"  # marks that only decorate
TINT = "#D5DEE6"  # a second part beside ACTUAL
PAPER = "#FFFFFF"
# ranges behind a bar, from low to high; ACTUAL on the last (5.6)
BANDS = ("#F1F4F7", "#E1E8EE", "#CBD7E1", "#AFC2D2")

# by the names that a person gives colours for
PALETTE = {
    "ink": INK,
    "note": NOTE,
    "actual": ACTUAL,
    "prior": PRIOR,
    "warn": WARN,
    "line": LINE,
    "mute": MUTE,
    "tint": TINT,
    "paper": PAPER,
} | {f"band-{at}": shade for at, shade in enumerate(BANDS, start=1)}

LABEL, VALUE, SMALL, TITLE = 10.5, 11.25, 9.75, 15.0  # [pt]
WIDE, NARROW = 540.0, 270.0  # widths of a whole chart, 720 and 360 CSS pixels [pt]
NARROW_BELOW = 400.0  # [pt]
# of a chart: below the least its labels have no room, above the most no sheet is that wide [pt]
LEAST, MOST = 200.0, 2880.0
FINEST = 1200  # of a PNG [1/inch]
TICK_ROOM = 20.0  # below the axis, for its labels [pt]
GAP = 1.5  # paper between touching dark marks, whose colours are too alike to part them [pt]

# Where the font package is absent, families that systems bring along;
# digits alone may fall to DejaVu.
FAMILIES = (
    "Noto Sans SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
)


@cache
def font_families() -> list[str]:
    """The font families to draw with, the first of which has Simplified Chinese.

    Raises
    ------
    PerfAnalysisError : neither the font package nor one of the known families is installed
    """
    try:
        import pylopdf_fonts_zh_cn

        fontManager.addfont(str(pylopdf_fonts_zh_cn.sans_path()))
    except (ImportError, OSError):
        pass  # a system family may serve
    known = {entry.name for entry in fontManager.ttflist}
    families = [family for family in FAMILIES if family in known]
    if not families:
        raise PerfAnalysisError(
            "not-installed", "没有简体中文字体；请安装：pip install pylopdf-fonts-zh-cn"
        )
    return [families[0], "DejaVu Sans"]


def check_width(width: object) -> float:
    """A chart's width. [pt]

    Raises
    ------
    PerfAnalysisError : no number, or one too small or too large: a width in another unit
    """
    if isinstance(width, int | float) and LEAST <= width <= MOST:
        return float(width)
    is_length = isinstance(width, int | float) and 0 < width < LEAST
    length = width if is_length else 14
    raise PerfAnalysisError(
        "value",
        f"width={width!r}：图的宽度以磅为单位，从 {LEAST:g} 到 {MOST:g}；"
        f"1 厘米是 28.35 磅，{length} 厘米写 {length} * 28.35",
    )


def check_dpi(dpi: object) -> int:
    """The pixels to an inch of a PNG.

    Raises
    ------
    PerfAnalysisError : no number, or one that no printer has
    """
    if isinstance(dpi, int | float) and 1 <= dpi <= FINEST:
        return int(dpi)
    raise PerfAnalysisError("value", f"dpi={dpi!r}：每英寸的点数从 1 到 {FINEST}")


def use_font() -> None:
    """Draw every chart of this session, one's own too, with a font that has Chinese."""
    mpl.rcParams["font.family"] = font_families()
    mpl.rcParams["axes.unicode_minus"] = True


@contextmanager
def look() -> Iterator[None]:
    """The house style while drawing and saving; the caller's own settings come back afterwards."""
    settings: dict[Any, Any] = {
        "font.family": font_families(),
        "font.size": LABEL,
        "text.color": INK,
        "text.parse_math": False,  # a $ in a report's name is a $
        # hinted advances differ by resolution: what fits on paper would not on a screen
        "text.hinting": "none",
        "axes.unicode_minus": True,
        "axes.edgecolor": LINE,
        "axes.linewidth": 0.8,
        "xtick.color": NOTE,
        "xtick.labelsize": SMALL,
        "hatch.linewidth": 0.8,
        "svg.fonttype": "none",
        "svg.hashsalt": "perf-analysis",
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
    }
    with mpl.rc_context(settings):
        yield
