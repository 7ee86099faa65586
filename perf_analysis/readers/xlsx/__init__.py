"""Workbooks (.xlsx): their sheets as tables whose cells hold what a person sees in Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from perf_analysis.document import Document, Draft
from perf_analysis.errors import InputError
from perf_analysis.readers.archive import Parts
from perf_analysis.readers.heads import stated_unit
from perf_analysis.readers.raised import raised
from perf_analysis.readers.signs import seen
from perf_analysis.readers.xlsx.numberformat import BUILT_IN, show_text
from perf_analysis.readers.xlsx.sheet import Place, Sheet, write_sheets

_LAST_ROW, _LAST_COLUMN, _MOST_DIGITS = 1_048_576, 16_384, 10
_TRUE = ("1", "true", "on")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_REMEDY = "用 Excel 或 WPS 打开，另存为 .xlsx"
_HEADS = ("oddHeader", "oddFooter")
_READ = ("row", "c", "col", "mergeCell", *_HEADS)
_DRAWN = {"pic": "张图片", "graphicFrame": "个图表", "sp": "个文本框或图形"}


@dataclass(frozen=True)
class _Book:
    """What the sheets of one workbook share: its file, its texts and those that are struck out in
    part, its number formats and the styles that strike out, and from when it counts its days.
    """

    path: Path
    parts: Parts
    texts: Sequence[str]
    struck_texts: frozenset[int]
    formats: Sequence[str]
    struck_styles: frozenset[int]
    counts_from_1904: bool


def read_xlsx(path: Path, raw: bytes) -> Document:
    """The bytes of a workbook as a Document, one table a visible sheet, placed from its cell A1.

    Numbers stand as their formats show them, formulas as the results that the file keeps. Hidden
    rows and columns are read, hidden sheets are not; a sheet whose rows hold one cell each is
    written as lines. Sentences between tables part them and are lines too.

    Raises
    ------
    InputError : truncated, encrypted or without a workbook; broken XML, a DOCTYPE;
        larger than a report can be
    """
    parts = Parts(path, raw)
    main = parts.related("").get("officeDocument", "")
    root = parts.root(main)
    if root is None or root.find("{*}sheets") is None:
        raise InputError("damaged", path, "里面没有工作簿", remedy=_REMEDY)
    related = parts.related(main)
    properties = root.find("{*}workbookPr")
    counts_from_1904 = properties is not None and properties.get("date1904") in _TRUE
    texts, struck_texts = _read_texts(parts, related.get("sharedStrings", ""))
    styles = parts.root(related.get("styles", ""))
    book = _Book(
        path,
        parts,
        texts,
        struck_texts,
        _formats(styles),
        _struck_styles(styles),
        counts_from_1904,
    )
    draft = Draft()
    write_sheets(_visible_sheets(book, root, main, draft), draft)
    return draft.finish(path, raw)


def _visible_sheets(book: _Book, root: etree._Element, main: str, draft: Draft) -> Iterator[_Sheet]:
    """The sheets that Excel shows; of the others a notice."""
    relations = book.parts.relations(main)
    for element in root.iterfind("{*}sheets/{*}sheet"):
        name = element.get("name", "")
        # strict files have a namespace of their own
        own_id = next(
            (value for attribute, value in element.attrib.items() if attribute.endswith("}id")), ""
        )
        kind, part = relations.get(own_id, ("", ""))
        if kind not in ("worksheet", ""):
            draft.notices.append(f"“{name}”是图表，不是工作表，没有读")
            continue
        if part not in book.parts:
            raise InputError(
                "damaged", book.path, "缺少工作表的内容，文件不完整", place=name, remedy=_REMEDY
            )
        sheet = _Sheet(book, name, part)
        if element.get("state", "visible") == "visible":
            sheet.count_drawn()
            yield sheet
        else:
            draft.notices.append(sheet.notice_of_hidden())


def _read_texts(parts: Parts, name: str) -> tuple[list[str], frozenset[int]]:
    """The texts that cells share, and which of them have words that are struck out."""
    texts: list[str] = []
    struck: set[int] = set()
    for event, item in parts.walk(name, "si") if name in parts else ():
        if event == "end":
            if _has_struck(item):
                struck.add(len(texts))
            texts.append(_text_of(item))
    return texts, frozenset(struck)


def _is_struck(properties: etree._Element | None) -> bool:
    strike = None if properties is None else properties.find("{*}strike")
    return strike is not None and strike.get("val", "1") in _TRUE


def _has_struck(item: etree._Element) -> bool:
    return any(_is_struck(run.find("{*}rPr")) for run in item if _name_of(run) == "r")


def _struck_styles(root: etree._Element | None) -> frozenset[int]:
    """The styles of cells whose font strikes out."""
    if root is None:
        return frozenset()
    fonts = [_is_struck(font) for font in root.iterfind("{*}fonts/{*}font")]
    numbers = [
        _whole(style.get("fontId"), otherwise=len(fonts))
        for style in root.iterfind("{*}cellXfs/{*}xf")
    ]
    return frozenset(at for at, font in enumerate(numbers) if font < len(fonts) and fonts[font])


def _formats(root: etree._Element | None) -> list[str]:
    """The number format of each style."""
    if root is None:
        return []
    own = {
        told.get("numFmtId"): told.get("formatCode", "")
        for told in root.iterfind("{*}numFmts/{*}numFmt")
    }
    numbers = [style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf")]
    return [
        own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() else 0, "General")
        for number in numbers
    ]


def _text_of(item: etree._Element) -> str:
    """The text of a string, whole or in runs, without the readings beside it."""
    told = []
    for part in item:
        name = _name_of(part)
        text = (part.text if name == "t" else part.findtext("{*}t") if name == "r" else "") or ""
        if name == "r" and _is_struck(part.find("{*}rPr")):
            continue
        position = part.find("{*}rPr/{*}vertAlign")
        is_raised = position is not None and position.get("val") == "superscript"
        told.append(raised(text) if is_raised else text)
    return seen(_ESCAPED.sub(_unescaped, "".join(told)).replace("\r", ""))


def _unescaped(code: re.Match[str]) -> str:
    """The character that `_x000A_` stands for; none where it is no text,
    such as a return before a line end.
    """
    sign = chr(int(code[1], 16))
    return sign if sign.isprintable() or sign in "\n\t" else ""


class _Sheet(Sheet):
    """One sheet, read from its part."""

    def __init__(self, book: _Book, name: str, part: str) -> None:
        super().__init__(book.path, name)
        self._book, self._part = book, part
        self._read()

    def _read(self) -> None:
        row = column = -1
        for event, element in self._book.parts.walk(self._part, *_READ):
            name = _name_of(element)
            if name == "row" and event == "start":
                row, column = self._row(element.get("r", str(row + 2))), -1
                if element.get("hidden") in _TRUE:
                    self.hidden_rows.add(row)
            elif name == "c" and event == "end":
                self.count_cell()
                at = self._at(element.get("r")) if "r" in element.attrib else (row, column + 1)
                column = at[1]
                if text := self._shown(element, at):
                    self.texts[at] = text
            elif name == "col" and event == "end" and element.get("hidden") in _TRUE:
                self.hidden_columns.append(
                    range(
                        _whole(element.get("min"), otherwise=1) - 1,
                        _whole(element.get("max"), otherwise=0),
                    )
                )
            elif name == "mergeCell" and event == "end":
                first, _, last = element.get("ref", "").partition(":")
                self.merged.append((self._at(first), self._at(last or first)))
            elif name in _HEADS and event == "end":
                self.unit = self.unit or stated_unit(element.text or "")

    def _row(self, told: str) -> int:
        row = _whole(told, otherwise=0)
        if not 1 <= row <= _LAST_ROW:
            raise InputError(
                "damaged",
                self.path,
                f"行号“{told}”不对，文件已损坏",
                place=self.name,
                remedy=_REMEDY,
            )
        return row - 1

    def _at(self, reference: str) -> Place:
        """The place of a cell such as C7."""
        found = _REFERENCE.fullmatch(reference)
        column = 0
        for letter in found[1] if found else "":
            column = column * 26 + ord(letter) - ord("A") + 1
        if not found or column > _LAST_COLUMN:
            raise InputError(
                "damaged",
                self.path,
                f"单元格的位置“{reference}”不对，文件已损坏",
                place=self.name,
                remedy=_REMEDY,
            )
        return self._row(found[2]), column - 1

    def _shown(self, cell: etree._Element, at: Place) -> str:
        """The text that a cell shows."""
        kind, stored, string = cell.get("t", "n"), cell.findtext("{*}v") or "", cell.find("{*}is")
        if not stored and string is None:
            if kind != "str" and cell.find("{*}f") is not None:
                self.found["formula"].append(at)
            return ""
        style = _whole(cell.get("s"), otherwise=0)
        code = self._book.formats[style] if style < len(self._book.formats) else "General"
        try:
            if kind == "s":
                stored = self._shared(stored, at)
            elif kind == "b":
                stored = {"0": "FALSE", "1": "TRUE"}[stored]
            elif string is not None:
                self.found["partly"] += [at] * _has_struck(string)
                stored = _text_of(string)
            is_text = string is not None or kind in ("s", "str", "b", "e")
            text = (
                show_text(stored, code)
                if is_text
                else self.shown_number(
                    self._days(stored) if kind == "d" else float(stored),
                    code,
                    at,
                    counts_from_1904=self._book.counts_from_1904,
                )
            )
        except (ValueError, LookupError):
            raise InputError(
                "damaged",
                self.path,
                f"内容“{stored[:20]}”读不出来，文件已损坏",
                place=self.place(at),
                remedy=_REMEDY,
            ) from None
        if style in self._book.struck_styles and text.strip():
            self.found["struck"].append(at)
            return ""
        self.found["error"] += [at] * (kind == "e")
        self.found["masked"] += [at] * (not text.strip() and bool(stored.strip()))
        return text.strip()

    def _shared(self, which: str, at: Place) -> str:
        """The text of a number that cells share."""
        number = _whole(which, otherwise=len(self._book.texts))
        self.found["partly"] += [at] * (number in self._book.struck_texts)
        return self._book.texts[number]

    def _days(self, stored: str) -> float:
        """A date written out, as the number of days that others are stored as."""
        first = datetime(1904, 1, 1) if self._book.counts_from_1904 else datetime(1899, 12, 30)
        return (
            datetime.fromisoformat(stored).replace(tzinfo=None) - first
        ).total_seconds() / 86_400

    def count_drawn(self) -> None:
        """Count pictures, charts, text boxes and comments, and keep the words of all but these."""
        parts = self._book.parts
        for kind, target in parts.relations(self._part).values():
            tags = {"drawing": tuple(_DRAWN), "comments": ("comment",)}.get(kind, ())
            for event, element in parts.walk(target, *tags) if tags and target in parts else ():
                if event == "end":
                    self.drawn[_DRAWN.get(_name_of(element), "条批注")] += 1
                    self.drawn_words += (
                        []
                        if kind == "comments"
                        else [text.text or "" for text in element.iterfind(".//{*}t")]
                    )


def _name_of(element: etree._Element) -> str:
    """An element's name without its namespace,
    which differs between transitional and strict files.
    """
    name: str = element.tag.rpartition("}")[2]
    return name


def _whole(told: str | None, *, otherwise: int) -> int:
    """A whole number as files write it; `otherwise` where there is none."""
    return (
        int(told)
        if told and told.isascii() and told.isdecimal() and len(told) < _MOST_DIGITS
        else otherwise
    )
