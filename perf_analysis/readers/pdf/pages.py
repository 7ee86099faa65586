"""The bytes of a PDF as pages: their characters, the cells that their lines rule,
and what of them cannot be read; all of pdfplumber stands here, in `drawing` and in `cells`.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from pdfminer import settings
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, resolve1, stream_value
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from perf_analysis.errors import InputError
from perf_analysis.limits import MOST_PAGES
from perf_analysis.readers.pdf.cells import MOST_RULES, find_tables
from perf_analysis.readers.pdf.drawing import Box, DrawnPage, Glyph
from perf_analysis.readers.pdf.edges import find_edges, is_near, placed
from perf_analysis.readers.pdf.meaning import UNREAD, WIDTHLESS, meaning_of
from perf_analysis.readers.pdf.objects import Fonts, ObjectParser
from perf_analysis.readers.pdf.seen import Left, find_seen, find_underlines
from perf_analysis.readers.pdf.strings import MIRRORED

_REMEDY = "用 PDF 阅读器打开，另存或打印成新的 PDF"
_MOSTLY = 0.8  # share of a page's text that runs upwards or downwards: the page lies on its side
_READ = (0, 90, 270)  # directions of the text of a page
# Every reader of PDF has these fonts; they hold no Chinese.
_STANDARD = re.compile(r"(?:Courier|Helvetica|Times|Symbol|ZapfDingbats|Arial)\b")

# it tells of colours and boxes; what costs text is found out here
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


class _File(PDF):
    """A file as pdfplumber opens one, without what it says about itself."""

    def __init__(self, raw: bytes) -> None:
        self.doc = PDFDocument(ObjectParser(io.BytesIO(raw)))
        self.rsrcmgr = Fonts()
        self.laparams = self.unicode_norm = None
        self.raise_unicode_errors = False


class Page(NamedTuple):
    """What stands on a page, how many characters of each size, and what is not read: characters,
    pictures, entries, oblique text, text upside down or as in a mirror, and what is left out.
    """

    number: int
    width: int
    height: float
    glyphs: list[Glyph]
    tables: list[list[Box]]
    sizes: Counter[float]
    unread: int
    has_picture: bool
    has_entries: bool
    is_drawing: bool
    oblique: str
    reverse: str
    left: Left
    bare_fonts: list[str]


def read_pages(path: Path, raw: bytes) -> Iterator[Page]:
    """The pages in order.

    Raises
    ------
    InputError : under a password, broken, without pages or with too many
    """
    end = raw.rfind(b"%%EOF")
    # what hangs on behind the end is no part of it, unless the file goes on there and breaks off
    if end < 0 or b" obj" in raw[end:]:
        raise InputError(
            "damaged", path, "文件不完整，没有 PDF 的结尾", remedy=f"重新取得文件；或{_REMEDY}"
        )
    with _errors_told(path, ""):
        pdf = _File(raw[: end + len(b"%%EOF")])
        count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
        stated = resolve1(dict_value(pdf.doc.catalog.get("Pages", {})).get("Count"))
    if count > MOST_PAGES:
        raise InputError(
            "too-large", path, f"超过 {MOST_PAGES} 页，不像一份报告", remedy="检查是不是选错了文件"
        )
    if not count or (isinstance(stated, int) and count < stated):
        raise InputError(
            "damaged",
            path,
            f"文件已损坏，应有 {stated} 页，只找到 {count} 页"
            if count
            else "文件里没有页面，或者已损坏",
            remedy=_REMEDY,
        )
    with _errors_told(path, ""):
        pages = list(PDFPage.create_pages(pdf.doc))
    for number, page in enumerate(pages, start=1):
        with _errors_told(path, f"第 {number} 页"):
            told = _read_page(_upright(DrawnPage(pdf, page, page_number=number)))
        yield told


@contextmanager
def _errors_told(path: Path, place: str) -> Iterator[None]:
    """What pdfminer meets in a broken file: it raises errors of many kinds,
    none of them its promise.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        cause = error.args[0] if isinstance(error, PdfminerException) else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise InputError(
                "locked", path, "文件有密码", remedy="用 PDF 阅读器打开，去掉密码后另存"
            ) from None
        raise InputError(
            "damaged",
            path,
            f"文件已损坏，或不合 PDF 的规定（{type(cause).__name__}）",
            place=place,
            remedy=_REMEDY,
        ) from error


def _read_page(page: DrawnPage) -> Page:
    areas = [area._replace(box=placed(page, area.box)) for area in page.drawn.areas]
    near = [glyph for glyph in _glyphs(page) if is_near(*glyph[1:5])]
    edges, strokes, has_picture = find_edges(page)
    strokes = strokes if len(edges) <= MOST_RULES else []
    glyphs, left = find_seen(near, areas, strokes, _paper(page))
    if under := find_underlines(near, strokes):
        edges = [edge for edge in edges if not any(edge.is_of(rule) for rule in under)]
    tables = find_tables(edges, glyphs)
    return Page(
        page.page_number,
        round(page.width),
        float(page.height),
        [glyph for glyph in glyphs if glyph.turn in _READ],
        tables or [],
        Counter(round(glyph.size, 1) for glyph in glyphs),
        sum(1 for glyph in glyphs if glyph.text == UNREAD),
        has_picture,
        any(_is_entry(dict_value(note)) for note in list_value(page.page_obj.annots or [])),
        tables is None,
        "".join(glyph.text for glyph in glyphs if glyph.turn == -1),
        "".join(glyph.text for glyph in glyphs if glyph.turn in (180, MIRRORED)),
        left,
        sorted(set(_bare_fonts(page.page_obj.resources, set()))),
    )


def _upright(page: DrawnPage) -> DrawnPage:
    """The page turned so that most of its text runs from left to right, upright."""
    _unpack(page)
    turns = Counter(sign.turn for sign in page.drawn.signs)
    turn, count = max(turns.items(), key=lambda item: item[1], default=(0, 0))
    if turn not in (90, 180, 270) or count < _MOSTLY * turns.total():
        return page
    sheet = page.page_obj
    sheet.rotate = sheet.attrs["Rotate"] = (sheet.rotate + turn) % 360
    return DrawnPage(page.pdf, sheet, page_number=page.page_number)


def _unpack(page: DrawnPage) -> None:
    """Inflate the content strictly: pdfminer by itself goes on with what is left of a broken
    stream, and says nothing.
    """
    settings.STRICT = True
    try:
        for stream in page.page_obj.contents:
            stream_value(stream).get_data()
    finally:
        settings.STRICT = False


def _paper(page: DrawnPage) -> tuple[float, float, float, float]:
    """The part of the page that is shown; all of it where its frame is none."""
    x0, top, x1, bottom = page.mediabox
    left, upper, right, lower = page.cropbox
    inner = (max(x0, left), max(top, upper), min(x1, right), min(bottom, lower))
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else page.mediabox


def _glyphs(page: DrawnPage) -> Iterator[Glyph]:
    """The characters of a page, measured from its top."""
    left, top = page.mediabox[:2]
    height = page.height
    for sign in page.drawn.signs:
        if sign.size > 0 and sign.text not in WIDTHLESS:
            x0, y0, x1, y1 = sign.box
            bottom = float(height - y0 + top)
            yield Glyph(
                meaning_of(sign.text),
                float(x0 + left),
                float(height - y1 + top),
                float(x1 + left),
                bottom,
                bottom - (sign.base - y0),
                *sign[3:],
            )


# --- what is not read ---


def _bare_fonts(resources: Any, seen: set[int]) -> Iterator[str]:
    """The names of fonts that are not in the file, on a page and in what is drawn on it."""
    held = dict_value(resources)
    for font in dict_value(held.get("Font", {})).values():
        font = dict_value(font)
        inner = (
            dict_value(list_value(font["DescendantFonts"])[0])
            if "DescendantFonts" in font
            else font
        )
        described = dict_value(inner.get("FontDescriptor", {}))
        name = _name(font.get("BaseFont"))
        if (
            not any(key in described for key in ("FontFile", "FontFile2", "FontFile3"))
            and _name(font.get("Subtype")) != "Type3"
            and not _STANDARD.match(name)
        ):
            yield name
    for drawn in dict_value(held.get("XObject", {})).values():
        if drawn.objid not in seen:
            seen.add(drawn.objid)
            yield from _bare_fonts(stream_value(drawn).attrs.get("Resources", {}), seen)


def _name(literal: Any) -> str:
    name = getattr(literal, "name", literal)
    return re.sub(
        r"^[A-Z]{6}\+",
        "",
        name.decode("gb18030", "replace") if isinstance(name, bytes) else str(name),
    )


def _is_entry(note: dict[str, Any]) -> bool:
    """Whether a note on a page carries text: a filled field of a form,
    or words written over the page.
    """
    kind = _name(note.get("Subtype"))
    told = resolve1(
        note.get("V", dict_value(note.get("Parent", {})).get("V"))
        if kind == "Widget"
        else note.get("Contents")
    )
    return kind in ("Widget", "FreeText") and isinstance(told, bytes) and bool(told.strip())
