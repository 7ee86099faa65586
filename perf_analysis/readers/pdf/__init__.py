"""The bytes of a PDF as a document: paragraphs and tables put together again
from characters and lines on pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from perf_analysis.document import Document, Draft
from perf_analysis.errors import InputError
from perf_analysis.readers.pdf.flow import Flow, PagedDraft, find_frame
from perf_analysis.readers.pdf.furniture import Leaf, without_furniture
from perf_analysis.readers.pdf.lattice import Lattice, find_lattices
from perf_analysis.readers.pdf.lines import Line, find_lines
from perf_analysis.readers.pdf.pages import Page, read_pages

MOST_UNREAD = 0.5  # share of characters without a meaning beyond which the rest is no text either
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
        lines = sorted(find_lines(outside), key=lambda line: (line.base, line.x0))
        leaves.append(
            Leaf(
                page.number,
                page.height,
                lines,
                [(lattice.top, lattice.bottom) for lattice in lattices],
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
        by_width[page.width].append(leaf.lines)
    frames = {width: find_frame(width, group) for width, group in by_width.items()}
    flow = Flow(draft)
    for page, leaf, lattices in zip(pages, leaves, tables, strict=True):
        flow.turn_page()
        for block in _in_order(leaf.lines, lattices):
            if isinstance(block, Lattice):
                flow.take_table(block)
            else:
                flow.take_line(block, frames[page.width])
    flow.finish()


def _in_order(lines: Sequence[Line], lattices: Sequence[Lattice]) -> Iterable[Line | Lattice]:
    """Lines and tables from top to bottom."""
    return sorted([*lines, *lattices], key=lambda block: block.top)


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
    if oblique := {page.oblique for page in pages if page.oblique}:
        draft.notices.append(f"斜排的文字（水印）没有读：{'、'.join(sorted(oblique))[:40]}")


def _listed(pages: Iterable[Page]) -> str:
    return f"第 {'、'.join(str(page.number) for page in pages)} 页"
