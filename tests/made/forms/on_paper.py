"""A made form as PDF, with a font that it names or carries."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from made.forms.hand import Cell, MadeForm

FILES = sorted(Path(__file__).parent.glob("*.py"))
TITLE, SIZE, LEADING, PAD, MARGIN, MM = 14, 9, 12, 2, 42, 72 / 25.4  # [points]


def write_pdf(made: MadeForm, path: Path) -> None:
    """Pages with a ruled table; rows stay whole, a merged cell goes on over the page's end,
    and no head is repeated.
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    font = embedded_font() if made.seed % 2 else named_font()
    paper = landscape(A4) if made.is_wide else A4
    sheet, cells = Canvas(str(path), pagesize=paper, invariant=1), list(made.placed())
    edges = [MARGIN + sum(made.widths[:at]) * MM for at in range(len(made.widths) + 1)]
    lines = {
        (row, column): wrapped(
            cell.text, edges[column + cell.columns] - edges[column] - 2 * PAD, font
        )
        for row, column, cell in cells
    }
    heights = row_heights(cells, lines, len(made.grid))
    top = paper[1] - MARGIN - len(made.above) * 20
    start = 0
    while start < len(heights):
        for at, line in enumerate(made.above if start == 0 else []):
            sheet.setFont(font, SIZE if at else TITLE)
            sheet.drawCentredString(paper[0] / 2, paper[1] - MARGIN - at * 20, line)
        sheet.setFont(font, SIZE)
        end = page_end(cells, lines, heights, start, top - MARGIN)
        for row, column, cell in cells:
            first, last = max(row, start), min(row + cell.rows, end)
            if first < last:
                upper, lower = (top - sum(heights[start:at]) for at in (first, last))
                sheet.rect(
                    edges[column],
                    lower,
                    edges[column + cell.columns] - edges[column],
                    upper - lower,
                )
                if first == row:
                    draw_lines(
                        sheet,
                        lines[row, column],
                        edges[column],
                        edges[column + cell.columns],
                        (upper + lower) / 2,
                        is_left=len(cell.text) > 24,
                    )
        foot = top - sum(heights[start:end])
        sheet.drawCentredString(paper[0] / 2, MARGIN / 2, str(sheet.getPageNumber()))
        start, top = end, paper[1] - MARGIN
        if start == len(heights):
            for at, line in enumerate(made.below, start=1):
                sheet.drawString(MARGIN, foot - at * 14, line)
        sheet.showPage()
    sheet.save()


def wrapped(text: str, width: float, font: str) -> list[str]:
    """The lines of a cell; digits and Latin letters stay together where they fit."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = []
    for line in text.split("\n"):
        lines.append("")
        for piece in re.findall(r"[0-9A-Za-z.,%]+|.", line):
            for token in [piece] if stringWidth(piece, font, SIZE) <= width else piece:
                if lines[-1] and stringWidth(lines[-1] + token, font, SIZE) > width:
                    lines.append("")
                lines[-1] += token
    return lines


def row_heights(
    cells: list[tuple[int, int, Cell]], lines: dict[tuple[int, int], list[str]], count: int
) -> list[float]:
    """The height of each row; what a merged cell needs beyond its
    rows is given to the last of them.
    """
    heights = [float(LEADING + 2 * PAD)] * count
    for row, column, cell in sorted(cells, key=lambda placed: placed[2].rows):
        lack = len(lines[row, column]) * LEADING + 2 * PAD - sum(heights[row : row + cell.rows])
        heights[row + cell.rows - 1] += max(lack, 0)
    return heights


def page_end(
    cells: list[tuple[int, int, Cell]],
    lines: dict[tuple[int, int], list[str]],
    heights: list[float],
    start: int,
    room: float,
) -> int:
    """The row that begins the next page: as many as there is room for,
    and no merged cell cut above the end of its text.
    """
    end = start + 1
    while end < len(heights) and sum(heights[start : end + 1]) <= room:
        end += 1

    def is_cut(at: int) -> bool:
        crossing = [
            (row, column) for row, column, cell in cells if start <= row < at < row + cell.rows
        ]
        return any(
            sum(heights[row:at]) < len(lines[row, column]) * LEADING for row, column in crossing
        )

    return next((at for at in range(end, start, -1) if at == len(heights) or not is_cut(at)), end)


def draw_lines(
    sheet: Any, lines: list[str], left: float, right: float, middle: float, *, is_left: bool
) -> None:
    """The lines of a cell about its middle, centred unless the text is long."""
    for at, line in enumerate(lines):
        height = middle + (len(lines) / 2 - at) * LEADING - SIZE
        if is_left:
            sheet.drawString(left + PAD, height, line)
        else:
            sheet.drawCentredString((left + right) / 2, height, line)


@cache
def named_font() -> str:
    """A font that the PDF only names, as many old ones do."""
    from reportlab.pdfbase import cidfonts, pdfmetrics

    pdfmetrics.registerFont(cidfonts.UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


@cache
def embedded_font() -> str:
    """A font that the PDF carries: the characters of this folder, their outlines made quadratic."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path
    from reportlab.pdfbase import pdfmetrics, ttfonts

    source = TTFont(sans_path())
    known, glyphs = source.getBestCmap(), source.getGlyphSet()
    names = {
        ord(sign): known[ord(sign)]
        for sign in set("".join(file.read_text(encoding="utf-8") for file in FILES))
        if ord(sign) in known
    }
    outlines = {}
    for name in (".notdef", *dict.fromkeys(names.values())):
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    font.setupGlyphOrder(list(outlines))
    font.setupCharacterMap(names)
    font.setupGlyf(outlines)
    font.setupHorizontalMetrics({name: source["hmtx"][name] for name in outlines})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made-Regular"})
    font.setupOS2()
    font.setupPost()
    file = BytesIO()
    font.save(file)
    file.seek(0)
    pdfmetrics.registerFont(ttfonts.TTFont("Made", file))
    return "Made"
