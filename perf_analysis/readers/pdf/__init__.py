"""The bytes of a PDF as a document: paragraphs and tables put together again
from characters and lines on pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from perf_analysis.document import Document, Draft
from perf_analysis.errors import InputError
from perf_analysis.readers.pdf.columns import (
    Columns,
    find_columns,
    parted,
    place_of,
    side_of,
)
from perf_analysis.readers.pdf.flow import Flow, PagedDraft, find_frame
from perf_analysis.readers.pdf.furniture import Leaf, without_furniture
from perf_analysis.readers.pdf.grids import find_lattices
from perf_analysis.readers.pdf.lattice import Lattice
from perf_analysis.readers.pdf.lines import Line, find_lines
from perf_analysis.readers.pdf.pages import Page, read_pages

MOST_UNREAD = 0.5  # share of characters without a meaning beyond which the rest is no text either
_LONGEST_QUOTE = 40  # characters of a text left out that a notice repeats
_DIGIT_OR_LETTER = re.compile(r"[^\W_]")
_OCR = "先做文字识别（OCR），或取得原来的文件"


def read_pdf(path: Path, raw: bytes) -> Document:
    """The bytes of a PDF as a Document, with its pages.

    Raises
    ------
    InputError : under a password, broken, without pages, without text (a scan),
        or with characters that mean nothing
    """
    pages: list[Page] = []
    leaves: list[Leaf] = []
    tables: list[list[Lattice]] = []
    for page in read_pages(path, raw):
        lattices, outside = find_lattices(
            page.tables, page.glyphs, next(reversed(tables[-1]), None) if tables else None
        )
        boxes = [(one.x0, one.top, one.x1, one.bottom) for one in lattices]
        columns, has_more_columns = find_columns(outside, boxes)
        lines = [line for part in parted(outside, columns) for line in find_lines(part)]
        leaves.append(
            Leaf(
                page.number,
                page.height,
                sorted(lines, key=lambda line: (line.base, line.x0)),
                [(lattice.top, lattice.bottom) for lattice in lattices],
                columns=columns,
                has_more_columns=has_more_columns,
            )
        )
        tables.append(lattices)
        pages.append(page._replace(glyphs=[], tables=[]))
    sizes: Counter[float] = sum((page.sizes for page in pages), Counter())
    leaves = without_furniture(leaves, max(sizes, key=sizes.__getitem__, default=0.0))
    _refuse_unreadable(path, pages, leaves)
    draft = PagedDraft()
    _note(draft, pages, leaves)
    _write(draft, pages, leaves, tables)
    return draft.finish(path, raw)


def _write(
    draft: PagedDraft,
    pages: Sequence[Page],
    leaves: Sequence[Leaf],
    tables: Sequence[list[Lattice]],
) -> None:
    by_width = defaultdict(list)
    for page, leaf in zip(pages, leaves, strict=True):
        ordered = sorted(leaf.lines, key=lambda line: place_of(line, leaf.columns))
        for side, lines in groupby(ordered, key=lambda line: side_of(line, leaf.columns)):
            by_width[page.width, side].append(list(lines))
    frames = {
        (width, side): find_frame(width, group, is_column=bool(side))
        for (width, side), group in by_width.items()
    }
    flow = Flow(draft)
    for page, leaf, lattices in zip(pages, leaves, tables, strict=True):
        flow.turn_page()
        for block in _in_order(leaf.lines, lattices, leaf.columns):
            if isinstance(block, Lattice):
                flow.take_table(block, leaf.unit)
            else:
                flow.take_line(block, frames[page.width, side_of(block, leaf.columns)])
    flow.finish()


def _in_order(
    lines: Sequence[Line], lattices: Sequence[Lattice], columns: Sequence[Columns]
) -> Iterable[Line | Lattice]:
    """Lines and tables from top to bottom, one column after the other."""
    return sorted([*lines, *lattices], key=lambda block: place_of(block, columns))


# --- what is not read ---


def _refuse_unreadable(path: Path, pages: Sequence[Page], leaves: Sequence[Leaf]) -> None:
    count, unread = sum(page.sizes.total() for page in pages), sum(page.unread for page in pages)
    if not any(_is_told(page, leaf) for page, leaf in zip(pages, leaves, strict=True)):
        pictured = any(page.has_picture for page in pages)
        raise InputError(
            "no-text", path, "没有文字层，像是扫描件或图片" if pictured else "没有文字", remedy=_OCR
        )
    if unread > count * MOST_UNREAD:
        raise InputError(
            "no-text",
            path,
            f"{count} 个字符中有 {unread} 个没有编码，读出来不是文字",
            remedy=f"从原来的程序重新导出 PDF；或{_OCR}",
        )


def _is_told(page: Page, leaf: Leaf) -> bool:
    return bool(leaf.lines or leaf.tables)


def _note(draft: Draft, pages: Sequence[Page], leaves: Sequence[Leaf]) -> None:
    """What could not be read, each in a sentence."""
    fonts = sorted({name for page in pages for name in page.bare_fonts})
    if fonts:
        draft.notices.append(f"字体没有嵌入：{'、'.join(fonts)}，文字可能读不全；请核对")
    if unread := sum(page.unread for page in pages):
        draft.notices.append(
            f"{_listed(page for page in pages if page.unread)}有 {unread} 个字符没有编码，"
            "读作 \ufffd；请核对"
        )
    pictures = [
        page
        for page, leaf in zip(pages, leaves, strict=True)
        if page.has_picture and not _is_told(page, leaf)
    ]
    if pictures:
        draft.notices.append(f"{_listed(pictures)}是图片，没有文字层，没有读；请{_OCR}")
    if any(page.is_drawing for page in pages):
        draft.notices.append(
            f"{_listed(page for page in pages if page.is_drawing)}的线条太多，"
            "没有当作表格读；请核对"
        )
    if any(page.has_entries for page in pages):
        draft.notices.append(
            f"{_listed(page for page in pages if page.has_entries)}"
            "有表单里填写的或写在页面上的文字，没有读；请打印成新的 PDF 后再读"
        )
    draft.notices += _told_of_layers(pages)
    if units := {leaf.unit for leaf in leaves if leaf.unit and not leaf.tables}:
        draft.notices.append(f"页眉或页脚里写着“{'、'.join(sorted(units))}”，没有表格的页上没有读")
    crowded = [page for page, leaf in zip(pages, leaves, strict=True) if leaf.has_more_columns]
    if crowded:
        draft.notices.append(f"{_listed(crowded)}像是分成三栏以上，各栏的行读在了一起；请核对")
    if large := {page.left.watermark for page in pages if page.left.watermark}:
        draft.notices.append(f"印在正文下面的大字（水印）没有读：{'、'.join(sorted(large))[:40]}")
    if oblique := {page.oblique for page in pages if page.oblique}:
        draft.notices.append(f"斜排的文字（水印）没有读：{'、'.join(sorted(oblique))[:40]}")


def _told_of_layers(pages: Sequence[Page]) -> Iterator[str]:
    """What of several layers was read, and what not."""
    if scanned := [page for page in pages if page.left.is_recognised]:
        yield f"{_listed(scanned)}的文字是从图片里识别（OCR）出来的，可能有错；请核对"
    if unseen := [page for page in pages if _DIGIT_OR_LETTER.search(page.left.unseen)]:
        yield (
            f"{_listed(unseen)}有看不见的文字（图层关闭、在页面以外、没有颜色或被遮住），没有读："
            f"“{_quoted(unseen[0].left.unseen)}”"
        )
    if struck := [page for page in pages if page.left.struck]:
        yield (f"{_listed(struck)}有划掉的文字，没有读：“{_quoted(struck[0].left.struck)}”；请核对")
    if reverse := [page for page in pages if page.reverse]:
        yield (
            f"{_listed(reverse)}有倒着或反着印的文字，没有读："
            f"“{_quoted(reverse[0].reverse)}”；请核对"
        )
    if under := [page for page in pages if page.left.under]:
        yield (
            f"{_listed(under)}有两层文字印在一处，只读了上面的，没有读："
            f"“{_quoted(under[0].left.under)}”；请核对"
        )


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _listed(pages: Iterable[Page]) -> str:
    return f"第 {'、'.join(str(page.number) for page in pages)} 页"
