"""Workbooks of old Excel (.xls, and .et of WPS): their records as xlrd reads them, shown as
the sheets of new ones are.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import xlrd
from xlrd.biffh import error_text_from_code, unpack_string, unpack_unicode

from perf_analysis.document import Document, Draft
from perf_analysis.errors import InputError
from perf_analysis.readers import office
from perf_analysis.readers.heads import stated_unit
from perf_analysis.readers.raised import raised
from perf_analysis.readers.signs import seen
from perf_analysis.readers.xlsx.numberformat import BUILT_IN, show_text
from perf_analysis.readers.xlsx.sheet import Place, Sheet, write_sheets

_BOF, _EOF, _BOUNDSHEET, _CONTINUE = 0x0809, 0x0A, 0x85, 0x3C
_HEADS = (0x14, 0x15)  # running head and foot of a printed sheet
_OBJECT, _TEXT_OF_OBJECT = 0x5D, 0x1B6
_WORKSHEET = 0
_OTHERS = {1: "宏表", 2: "图表"}  # kinds of sheets that hold no figures
_UNICODE = 80  # xlrd's number of the version from which texts are Unicode
_SUPERSCRIPT = 1
# kinds of objects over the cells, as a notice calls them; buttons of a list show nothing
_NOTE = 0x19
_DRAWN = {8: "张图片", 5: "个图表", _NOTE: "条批注"}
_DRAWN |= dict.fromkeys((1, 2, 3, 4, 6, 7, 9, 0x0B, 0x0C, 0x0E, 0x1E), "个文本框或图形")


class _Sheet(Sheet):
    """One sheet, read from the records of its book."""

    def __init__(self, path: Path, book: xlrd.Book, told: xlrd.sheet.Sheet) -> None:
        super().__init__(path, told.name)
        self._book, self._told = book, told
        self._own_formats = {one.format_key: one.format_str for one in book.format_list}
        self._read()

    def _read(self) -> None:
        told = self._told
        for row in range(told.nrows):
            kinds, values = told.row_types(row), told.row_values(row)
            for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
                self.count_cell()
                text = self._shown(kind, value, (row, column))
                if text:
                    self.texts[row, column] = text
        self.merged = [
            ((top, left), (bottom - 1, right - 1))
            for top, bottom, left, right in told.merged_cells
            if top < bottom and left < right
        ]
        self.hidden_rows = {row for row, about in told.rowinfo_map.items() if about.hidden}
        self.hidden_columns = [
            range(column, column + 1) for column, about in told.colinfo_map.items() if about.hidden
        ]

    def _shown(self, kind: int, value: str | float, at: Place) -> str:
        """The text that a cell shows."""
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return ""
        style = self._book.xf_list[self._told.cell_xf_index(*at)]
        number = style.format_key
        code = self._own_formats.get(number) or BUILT_IN.get(number, "General")
        if kind == xlrd.XL_CELL_TEXT:
            text = show_text(self._text(str(value), at, style.font_index), code)
        elif kind == xlrd.XL_CELL_BOOLEAN:
            text = "TRUE" if value else "FALSE"
        elif kind == xlrd.XL_CELL_ERROR:
            self.found["error"].append(at)
            text = error_text_from_code.get(int(value), "#N/A")
        else:
            from_1904 = self._book.datemode == 1
            text = self.shown_number(float(value), code, at, counts_from_1904=from_1904)
        if self._book.font_list[style.font_index].struck_out and text.strip():
            self.found["struck"].append(at)
            return ""
        self.found["masked"] += [at] * (not text.strip() and bool(str(value).strip()))
        return text.strip()

    def _text(self, text: str, at: Place, font: int) -> str:
        """A text without its runs that are struck out, and with its raised digits."""
        runs = [(0, font), *self._told.rich_text_runlist_map.get(at, ())]
        ends = [start for start, _ in runs[1:]] + [len(text)]
        kept = []
        for (start, index), end in zip(runs, ends, strict=True):
            about, run = self._book.font_list[index], text[start:end]
            if about.struck_out and index != font and run:
                self.found["partly"].append(at)
            else:
                kept.append(raised(run) if about.escapement == _SUPERSCRIPT else run)
        return seen("".join(kept).replace("\r", ""))

    def count_drawn(self, records: Iterator[_Record]) -> None:
        """Read what stands around and over the cells: the unit of a running head, pictures,
        charts, text boxes and their words, comments.
        """
        drawn = length = 0
        for record in records:
            if record.code in _HEADS and record.data:
                self.unit = self.unit or stated_unit(_unpacked(self._book, record.data))
            elif record.code == _OBJECT:
                drawn = int.from_bytes(record.data[4:6], "little")
                if drawn in _DRAWN:
                    self.drawn[_DRAWN[drawn]] += 1
            elif record.code == _TEXT_OF_OBJECT and drawn != _NOTE:
                length = int.from_bytes(record.data[10:12], "little")
            elif record.code == _CONTINUE and length and record.data:
                encoding = "utf-16-le" if record.data[0] & 1 else "latin-1"
                self.drawn_words.append(record.data[1:].decode(encoding, "replace")[:length])
                length = 0


class _Record(NamedTuple):
    code: int
    data: bytes


def read_xls(path: Path, raw: bytes) -> Document:
    """The bytes of an old workbook as a Document, as `read_xlsx` gives one of a new one;
    what xlrd cannot read, LibreOffice may.

    Raises
    ------
    InputError : encrypted or damaged; larger than a report can be
    """
    draft = Draft()
    try:
        sheets = list(_visible_sheets(path, raw, draft))
    except (InputError, MemoryError):
        raise
    except Exception as error:  # of many kinds, where a file is broken
        if office.find_program():
            return office.read_office(path, raw)
        raise InputError(
            "damaged",
            path,
            f"文件可能加密或已损坏（{type(error).__name__}）",
            remedy="用原来的程序打开，另存为 .xlsx；或者安装 LibreOffice 后再试",
        ) from None
    write_sheets(sheets, draft)
    return draft.finish(path, raw)


def _visible_sheets(path: Path, raw: bytes, draft: Draft) -> Iterator[_Sheet]:
    """The sheets that Excel shows; of the others a notice."""
    book = xlrd.open_workbook(
        file_contents=raw,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        on_demand=True,
    )
    stream = bytes(book.mem)[book.base :]
    worksheets = iter(range(book.nsheets))
    for bound in [record for record in _records(stream, 0) if record.code == _BOUNDSHEET]:
        start, is_hidden, kind = struct.unpack("<IBB", bound.data[:6])
        if kind == _WORKSHEET:
            sheet = _Sheet(path, book, book.sheet_by_index(next(worksheets)))
            if is_hidden & 3:
                draft.notices.append(sheet.notice_of_hidden())
            else:
                sheet.count_drawn(_records(stream, start))
                yield sheet
        elif kind in _OTHERS:
            name = _unpacked(book, bound.data[6:], length=1)
            draft.notices.append(f"“{name}”是{_OTHERS[kind]}，不是工作表，没有读")


def _records(stream: bytes, start: int) -> Iterator[_Record]:
    """The records of one part of a book, without those of charts that lie in it."""
    depth = 0
    while start + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, start)
        depth += (code == _BOF) - (code == _EOF)
        if not depth:
            return
        if depth == 1:
            yield _Record(code, stream[start + 4 : start + 4 + size])
        start += 4 + size


def _unpacked(book: xlrd.Book, data: bytes, length: int = 0) -> str:
    """A text behind its length, of one byte or, in Unicode, of two unless told."""
    if book.biff_version < _UNICODE:
        return unpack_string(data, 0, book.encoding, lenlen=1)
    return unpack_unicode(data, 0, lenlen=length or 2)
