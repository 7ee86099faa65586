"""Chinese lettering: how wide a line is drawn, and where it may break."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from perf_analysis.charts.style import font_families

LEADING = 1.45  # line height of titles and notes, in font sizes


@lru_cache(maxsize=4096)  # a line is measured as it grows, and again when it is drawn narrow
def text_width(text: str, size: float) -> float:
    """How wide a line of text is drawn. [pt]"""
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, FontProperties(family=font_families(), size=size), ismath=False
    )
    return float(width)


def shorten(text: str, size: float, width: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


_OPENING, _CLOSING = "（《「『“‘([【", "，。、；：？！）》」』”’)]】…"
# What is never broken: a number with its measure word, a Latin word, one character;
# with the marks that cling to it.
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:(?:第 )?\d[\d.]*(?:[%‰]| [万亿]?[一-鿿])?"
    rf"|[A-Za-z]+|.)[{re.escape(_CLOSING)}]*"
)
_BRACKETED_BEFORE_MARK = re.compile(r"（([^（）]*)）(?=[，。、；：（])")


def set_solid(text: str) -> str:
    """The text with half-width brackets where a full-width one would stand against another mark.

    A page closes up such pairs; a drawing sets each mark on a full square and leaves a hole.
    """
    return _BRACKETED_BEFORE_MARK.sub(r"(\1)", text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines of a Chinese text: no closing mark begins a line, no opening mark ends one,
    numbers keep their unit.
    """
    lines, line = [], ""
    for piece in _PIECE.findall(set_solid(text)):
        if line.strip() and text_width(line + piece, size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def balance(text: str, size: float, width: float) -> list[str]:
    """The lines of `wrap`, broken at commas where that takes no more lines,
    else as even as their number allows.
    """
    lines = wrap(text, size, width)
    clauses = re.findall(r"[^，]+，?", text)
    if 1 < len(clauses) <= len(lines) and all(
        text_width(clause, size) <= width for clause in clauses
    ):
        return clauses
    # no line is narrower than its widest piece, which is never broken
    while (width := width - size / 2) > size:
        if len(narrower := wrap(text, size, width)) > len(lines):
            break
        lines = narrower
    return lines
