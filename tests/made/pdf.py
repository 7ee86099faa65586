"""PDFs written for tests: paragraphs and tables on pages with running heads and feet,
and the same printed by other programs.
"""

import html
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import ttLib
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from perf_analysis.document import Piece

NOT_EMBEDDED = "STSong-Light"
SIZE, MARGIN = 12, 72  # points
LEFT, ABOVE = "<", "^"  # what a cell of a grid says when it belongs to the one beside or above it
SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@dataclass
class Grid:
    """A table by its rows; `<` joins a cell to the one on its left, `^` to the one above;
    the first `heads` rows are said again on each page.
    """

    rows: list[list[str]]
    widths: list[float] | None = None
    heads: int = 0

    @property
    def pieces(self) -> list[Piece]:
        """The cells as a reader should find them."""
        return [
            self._piece(y, x)
            for y, row in enumerate(self.rows)
            for x, text in enumerate(row)
            if text not in (LEFT, ABOVE)
        ]

    def _piece(self, y: int, x: int) -> Piece:
        wide = (
            next(
                (at for at in range(x + 1, len(self.rows[y])) if self.rows[y][at] != LEFT),
                len(self.rows[y]),
            )
            - x
        )
        high = (
            next(
                (at for at in range(y + 1, len(self.rows)) if self.rows[at][x] != ABOVE),
                len(self.rows),
            )
            - y
        )
        return Piece(y, x, high, wide, self.rows[y][x])


@dataclass
class Title:
    """A line in the middle, larger than the text."""

    text: str
    size: float = 20


class Break:
    """The next block begins a page."""


def write_pdf(
    path, blocks, *, font="", head="", foot="", indent=0, justified=False, encrypt=None, size=A4
):
    """Write blocks (paragraphs as strings, Title, Grid, Break) as a PDF.

    `head` and `foot` stand on each page and may hold `{page}`;
    the font is embedded unless it is NOT_EMBEDDED; `indent` is that of first lines, in characters.
    """
    name = register("".join(map(_characters, blocks)) + head + foot + "0123456789", font)
    style = ParagraphStyle(
        "text",
        fontName=name,
        fontSize=SIZE,
        leading=1.5 * SIZE,
        wordWrap="CJK",
        firstLineIndent=indent * SIZE,
    )
    style.alignment = TA_JUSTIFY if justified else style.alignment
    document = SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        encrypt=encrypt,
        initialFontName=name,
    )
    furnish = partial(_furnish, name=name, head=head, foot=foot)
    document.build(
        [_flowable(block, style) for block in blocks], onFirstPage=furnish, onLaterPages=furnish
    )
    return path


def draw_pdf(path, characters, draw, *, font=""):
    """A PDF that `draw` draws on a canvas, with a font that has these characters."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(register(characters, font), SIZE)
    draw(canvas)
    canvas.save()
    return path


def register(characters, font=""):
    """The name of a font that has these characters, known to reportlab."""
    if font:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
        return font
    # reportlab keeps the first font of a name
    name = f"Made{sha256(characters.encode()).hexdigest()[:12]}"
    pdfmetrics.registerFont(TTFont(name, _truetype(characters, name)))
    return name


@cache
def _chinese():
    font = ttLib.TTFont(pylopdf_fonts_zh_cn.sans_path())
    return font, font.getGlyphSet(), font.getBestCmap()


def _truetype(characters, name):
    """A Chinese font of just these characters, with the outlines of TrueType:
    reportlab embeds no others.
    """
    font, outlines, named = _chinese()
    held = {
        ord(character): named[ord(character)]
        for character in sorted(set(characters))
        if ord(character) in named
    }
    glyphs = {}
    for glyph in (".notdef", *dict.fromkeys(held.values())):
        pen = TTGlyphPen(outlines)
        outlines[glyph].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[glyph] = pen.glyph()
    made = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap(held)
    made.setupGlyf(glyphs)
    made.setupHorizontalMetrics(
        {
            glyph: (font["hmtx"][glyph][0], getattr(outline, "xMin", 0))
            for glyph, outline in glyphs.items()
        }
    )
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    made.setupOS2()
    made.setupPost()
    packed = io.BytesIO()
    made.save(packed)
    packed.seek(0)
    return packed


def _characters(block):
    return (
        block
        if isinstance(block, str)
        else "".join(map("".join, block.rows))
        if isinstance(block, Grid)
        else getattr(block, "text", "")
    )


def _flowable(block, style):
    if isinstance(block, str):
        return Paragraph(html.escape(block), style)
    if isinstance(block, Title):
        larger = {"fontSize": block.size, "leading": 1.5 * block.size}
        return Paragraph(
            html.escape(block.text),
            ParagraphStyle("title", style, alignment=TA_CENTER, firstLineIndent=0, **larger),
        )
    if isinstance(block, Break):
        return PageBreak()
    inner = ParagraphStyle("cell", style, firstLineIndent=0, fontSize=SIZE - 2, leading=1.3 * SIZE)
    cells = [
        [
            ""
            if text in (LEFT, ABOVE)
            else [Paragraph(html.escape(part), inner) for part in text.split("\n")]
            for text in row
        ]
        for row in block.rows
    ]
    spans = [
        ("SPAN", (at.column, at.row), (at.column + at.columns - 1, at.row + at.rows - 1))
        for at in block.pieces
        if at.rows * at.columns > 1
    ]
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
    return Table(cells, colWidths=block.widths, repeatRows=block.heads, splitInRow=1, style=ruled)


def _furnish(canvas, document, *, name, head, foot):
    canvas.setFont(name, SIZE - 3)
    width, height = document.pagesize
    canvas.drawCentredString(width / 2, height - 40, head.format(page=document.page))
    canvas.drawCentredString(width / 2, 36, foot.format(page=document.page))


# --- the same blocks, printed by other programs ---


def print_by_office(path, blocks, *, head="", foot=""):
    """Print blocks by LibreOffice."""
    above = f'<div title="header"><p>{head}</p></div>' if head else ""
    number = "<sdfield type=page subtype=random format=page></sdfield>"
    below = f'<div title="footer"><p>{foot.replace("{page}", number)}</p></div>' if foot else ""
    source = write_html(path, blocks, above + below)
    told = [
        "--headless",
        f"-env:UserInstallation=file://{path.parent}/office",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "pdf:writer_pdf_Export",
    ]
    _run(path, [SOFFICE, *told, "--outdir", str(path.parent), str(source)])
    return path


def print_by_browser(path, blocks):
    """Print blocks by Chromium, which adds the date, the address and the page numbers."""
    source = write_html(path, blocks)
    _run(
        path,
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            f"--user-data-dir={path.parent}/browser",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ],
    )
    return path


def write_html(path, blocks, furniture=""):
    """Write blocks as a web page, beside the path."""
    style = (
        f"body{{font:{SIZE}pt/1.5 'Noto Sans SC'}}"
        "p{margin:0;text-indent:2em}table{border-collapse:collapse;width:100%;font-size:10pt}"
        "td{border:1px solid black}td p{text-indent:0}@page{size:A4;margin:2.5cm}"
    )
    source = path.with_suffix(".html")
    body = furniture + "".join(map(_element, blocks))
    source.write_text(
        (
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{style}</style>'
            f"<body>{body}</body></html>"
        ),
        encoding="utf-8",
    )
    return source


def _element(block):
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    if isinstance(block, Title):
        return (
            f'<p style="text-align:center;font-size:{block.size}pt;text-indent:0">'
            f"{html.escape(block.text)}</p>"
        )
    if isinstance(block, Break):
        return '<p style="page-break-before:always"></p>'
    told = [
        f"<tr>{''.join(_cell(at) for at in block.pieces if at.row == row)}</tr>"
        for row in range(len(block.rows))
    ]
    return (
        f"<table border=1 cellspacing=0><thead>{''.join(told[: block.heads])}</thead>"
        f"<tbody>{''.join(told[block.heads :])}</tbody></table>"
    )


def _cell(piece):
    text = "".join(f"<p>{html.escape(part)}</p>" for part in piece.text.split("\n"))
    return f'<td rowspan="{piece.rows}" colspan="{piece.columns}">{text}</td>'


def _run(path, command):
    """Run a program that may use the Chinese font of the package, whatever the machine has."""
    fonts, folder = path.with_suffix(".conf"), Path(pylopdf_fonts_zh_cn.sans_path()).parent
    fonts.write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><dir>{folder}</dir><cachedir>{path.parent}/fonts</cachedir></fontconfig>"
    )
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
    )
