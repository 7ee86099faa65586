"""Word files (.docx): a walk over their XML, whose text and tables a Document holds
as a person sees them in Word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from perf_analysis.document import Document, Draft, Piece
from perf_analysis.errors import InputError
from perf_analysis.limits import MOST_CELLS
from perf_analysis.readers.archive import Parts, Relation
from perf_analysis.readers.docx.elements import name_of, properties_of, value_of, whole_of
from perf_analysis.readers.docx.numbering import Numbering
from perf_analysis.readers.docx.unseen import Unseen, has_ground
from perf_analysis.readers.heads import Caption, stated_unit
from perf_analysis.readers.raised import raised
from perf_analysis.readers.signs import seen

# of a table's grid: Word itself stops at 63, and a span of 2 x 10^9 would fill the memory
MOST_COLUMNS = 1_000
# an equation may stand beside paragraphs
_BLOCKS = frozenset({"p", "tbl", "oMathPara", "oMath"})
# Not shown once changes are accepted; and the reading beside its character.
_UNSEEN = frozenset({"del", "moveFrom", "rt"})
# What stands apart from its sentence is written after it: text boxes here,
# notes by their reference.
_APART = frozenset({"txbxContent", "object"})
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# A built-up fraction or power keeps its parts apart: 1/2 is no 12, 10^8 no 108.
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "den": "/",
    "sup": "^",
    "sub": "_",
}
# Fonts of signs, whose codes mean no character outside them: what stands in forms and targets.
_FONTS = {
    "Symbol": {code: chr(code) for code in range(0x28, 0x40)}
    | {
        0xA3: "≤",
        0xA5: "∞",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "·",
        0xB8: "÷",
        0xB9: "≠",
        0xBB: "≈",
    },
    "Wingdings": {0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
    | {0x81 + at: chr(ord("①") + at) for at in range(10)},
    "Wingdings 2": {0x50: "✓", 0x52: "☑", 0xA3: "□"},
}
_COUNTED = {
    "blip": "picture",
    "imagedata": "picture",
    "chart": "chart",
    "relIds": "chart",
    "object": "object",
    "subDoc": "foreign",
}
_COUNTED |= dict.fromkeys(("ins", "del", "moveTo", "moveFrom"), "change") | {
    "commentReference": "comment"
}
_TOLD = {
    "picture": "文档里有 {} 张图片，图片里的文字没有读",
    "chart": "文档里有 {} 个图表或示意图，其中的数字没有读",
    "object": "文档里有 {} 个嵌入对象，其中的文字没有读",
    "foreign": "文档里有 {} 段嵌入的其他文件，没有读",
    "equation": "文档里有 {} 处用 EQ 域写的公式或带圈字符，没有读",
    "change": "文档里有 {} 处修订没有接受或拒绝，按全部接受后的文字读",
    "comment": "文档里有 {} 条批注，没有读",
    "covered": "表格里有 {} 格被合并的单元格遮住，其中的文字没有读",
    "struck": "文档里有 {} 处划掉的文字，没有读",
    "hidden": "文档里有 {} 处隐藏的文字，没有读",
    "note": "有 {} 处脚注或尾注找不到内容",
}


_CHUNKS = {
    "html": "网页",
    "htm": "网页",
    "xhtml": "网页",
    "mht": "网页",
    "mhtml": "网页",
    "rtf": "RTF 文件",
    "docx": "Word 文件",
    "txt": "文本",
}
_HEADS = ("header", "footer")
_LONGEST_QUOTE = 40  # characters of a text left out that a notice repeats


def read_docx(path: Path, raw: bytes) -> Document:
    """The bytes of a Word file as a Document.

    Changes count as accepted, struck and hidden text is left out, and the numbers that Word sets
    before paragraphs are part of them, with a space after. Text boxes and notes stand after the
    paragraph or table that they belong to, a table in a cell after the table around it. Headers
    and footers, which hold running heads and page numbers, and comments are left out; but a unit
    of money that they state stands before each table that states none.

    Raises
    ------
    InputError : truncated, encrypted or without a main part; broken XML, a DOCTYPE;
        larger than a report can be
    """
    parts = Parts(path, raw)
    main = parts.related("").get("officeDocument", "")
    root = parts.root(main)
    body = None if root is None else root.find("{*}body")
    if root is None or body is None:
        raise InputError(
            "damaged", path, "里面没有 Word 文档的正文", remedy="用 Word 或 WPS 打开，另存为 .docx"
        )
    relations = parts.relations(main)
    related = {one.kind: one.target for one in reversed(relations.values())}
    styles = parts.root(related.get("styles", ""))
    numbering = Numbering(parts.root(related.get("numbering", "")), styles)
    notes = {kind: _by_id(parts.root(related.get(kind, ""))) for kind in _NOTES.values()}
    draft = Draft()
    heads = list(_heads(parts, relations.values()))
    unseen = Unseen(styles, has_ground=any(map(has_ground, (root, *heads))))
    walk = _Walk(path, draft, numbering, notes, unseen)
    walk.chunks = {name: relation.target for name, relation in relations.items()}
    walk.unit = _unit_of_heads(heads, draft)
    walk.write(body)
    return draft.finish(path, raw)


def _by_id(notes: etree._Element | None) -> dict[str, etree._Element | None]:
    return {} if notes is None else {value_of(note, "id"): note for note in notes}


def _heads(parts: Parts, relations: Iterable[Relation]) -> Iterator[etree._Element]:
    """The headers and footers."""
    for relation in relations:
        if relation.kind in _HEADS:
            with suppress(InputError):  # a broken header costs no report
                root = parts.root(relation.target)
                if root is not None:
                    yield root


def _unit_of_heads(heads: Iterable[etree._Element], draft: Draft) -> str:
    """The unit of money that headers and footers state; where there are several, that is told."""
    units = {stated_unit("".join(head.itertext("{*}t"))) for head in heads}
    told = sorted(units - {""})
    if len(told) > 1:
        draft.notices.append(f"页眉和页脚里写着几种单位：{'、'.join(told)}，没有读")
    return told[0] if len(told) == 1 else ""


class _Field(NamedTuple):
    """A field around a text: whether it stands in another's instruction, what a person chose
    in it, how many words there were when it began, and whether its own instruction still goes on.
    """

    is_in_instruction: bool
    chosen: str = ""
    begun: int = 0
    is_instructing: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether text in it is none of the document."""
        return self.is_in_instruction or self.is_instructing


class _Walk:
    """The walk over one document. It keeps no Python frame for an element,
    so that no nesting exhausts the stack.
    """

    def __init__(
        self,
        path: Path,
        draft: Draft,
        numbering: Numbering,
        notes: dict[str, dict[str, etree._Element | None]],
        unseen: Unseen,
    ) -> None:
        self.unit = ""  # of the running heads
        self.chunks: dict[str, str] = {}  # parts of the file by the id that the text names them by
        self._unseen = unseen
        self._left: dict[str, list[str]] = {"struck": [], "hidden": []}
        self._above = Caption()
        self._path, self._draft, self._numbering, self._notes = path, draft, numbering, notes
        self._apart: list[etree._Element] = []
        self._begun = ""  # the text of a paragraph whose end is deleted: it goes on in the next
        self._found: Counter[str] = Counter()
        self._squares = 0

    def write(self, body: etree._Element) -> None:
        """Write all blocks in reading order, each with what stands apart from it after it,
        and the notices.
        """
        waiting = [self._nearest(body, _BLOCKS)]
        while waiting:
            block = next(waiting[-1], None)
            if block is None:
                waiting.pop()
            elif name_of(block) == "tbl":
                self._draft.write(self._take_begun())
                self._write_table(block)
            elif name_of(block) in _BLOCKS:
                line = self._line(block)
                self._above.add(line)
                self._draft.write(line)
            else:
                waiting.append(self._nearest(block, _BLOCKS))
            if self._apart and not self._begun:
                waiting.append(iter(self._apart))
                self._apart = []
        self._draft.write(self._take_begun())
        self._draft.notices += [
            told.format(self._found[what]) + _quoted(self._left.get(what, []))
            for what, told in _TOLD.items()
            if self._found[what]
        ]
        self._draft.notices += [
            f"编号格式 {form} 不认识，写成阿拉伯数字" for form in sorted(self._numbering.unknown)
        ]

    def _write_table(self, table: etree._Element) -> None:
        pieces = self._pieces(table)
        self._draft.write(self._above.lacking(self.unit, (piece.text for piece in pieces)))
        self._draft.write_table(pieces)

    def _below(
        self, element: etree._Element, leaves: frozenset[str]
    ) -> Iterator[tuple[str, etree._Element]]:
        """All elements below one that a person sees, in reading order, with their names;
        nothing below a leaf.
        """
        waiting = [iter(element)]
        while waiting:
            below = next(waiting[-1], None)
            if below is None:
                waiting.pop()
                continue
            name = name_of(below)
            if name in _COUNTED:
                self._found[_COUNTED[name]] += 1
            elif name == "altChunk":
                self._note_chunk(below)
            if name in _UNSEEN or name.endswith("Pr"):  # …Pr: properties, whose tabs are tab stops
                continue
            yield name, below
            if name not in leaves:
                waiting.append(iter(_form_of(below) if name == "AlternateContent" else below))

    def _note_chunk(self, chunk: etree._Element) -> None:
        """Say what a file is that stands in the text in place of paragraphs."""
        target = self.chunks.get(value_of(chunk, "id"), "")
        told = _CHUNKS.get(target.rpartition(".")[2].lower(), "其他文件")
        self._draft.notices.append(
            f"正文里有一段是嵌入的{told}，没有读；用 Word 打开，另存为 .docx 再读"
        )

    def _nearest(self, element: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
        """The nearest elements of these names, whatever wraps them: content controls,
        insertions …
        """
        return (found for name, found in self._below(element, names) if name in names)

    def _line(self, paragraph: etree._Element) -> str:
        """A paragraph's text with its number; empty where its end is deleted,
        since its text goes on in the next.
        """
        struck, hidden = self._found["struck"], self._found["hidden"]
        text = self._take_begun() + self._words(paragraph)
        if not text.strip() and self._found["struck"] > struck:
            self._numbering.label(paragraph)  # it is still one of the list
            return ""
        if not text.strip() and self._found["hidden"] > hidden:
            return ""
        if any(
            paragraph.find(f"{{*}}pPr/{{*}}rPr/{{*}}{gone}") is not None
            for gone in ("del", "moveFrom")
        ):
            self._begun = text
            return ""
        label = self._numbering.label(paragraph)
        return f"{label} {text}" if label else text

    def _take_begun(self) -> str:
        begun, self._begun = self._begun, ""
        return begun

    def _words(self, paragraph: etree._Element) -> str:
        """The text within a paragraph; what stands apart in it is put by."""
        words: list[str] = []
        fields: list[_Field] = []  # those around, the innermost last
        for name, element in self._below(paragraph, _APART):
            if name == "t":
                words.append(
                    ""
                    if fields and fields[-1].is_in_instruction
                    else self._seen(element, _printed(element))
                )
            elif name == "noBreakHyphen":
                words.append("" if self._unseen.kind(element.getparent()) else _SIGNS[name])
            elif name in _SIGNS:
                words.append(_SIGNS[name])
            elif name in ("sym", "symEx"):
                words.append(self._seen(element, _symbol(element)))
            elif name == "fldChar":
                _follow(fields, element, words)
            elif name == "instrText":
                self._found["equation"] += (element.text or "").strip().upper().startswith("EQ ")
            elif name == "txbxContent":
                self._apart.append(element)
            elif name in _NOTES:
                self._put_note_by(self._notes[_NOTES[name]], value_of(element, "id"))
        return "".join(words)

    def _seen(self, element: etree._Element, text: str) -> str:
        """The text of one element, unless its run is struck out or hidden."""
        if (kind := self._unseen.kind(element.getparent())) and text.strip():
            self._found[kind] += 1
            self._left[kind].append(text)
        return "" if kind else text

    def _put_note_by(self, notes: dict[str, etree._Element | None], which: str) -> None:
        """Keep a note for after the block; one that is referred to again is not written again."""
        if which not in notes:
            self._found["note"] += 1
        elif (note := notes[which]) is not None:
            self._apart.append(note)
            notes[which] = None

    def _pieces(self, table: etree._Element) -> list[Piece]:
        """The cells of a table, a merged one once; the tables in them are put by."""
        pieces: list[Piece] = []
        open_above: dict[int, int] = {}  # the merged cells that may go on, by column
        for at, row in enumerate(self._rows(table)):
            column, still_open = self._span(row.find("{*}trPr/{*}gridBefore"), 0), dict[int, int]()
            for cell in self._nearest(row, frozenset({"tc"})):
                span = max(self._span(cell.find("{*}tcPr/{*}gridSpan"), column), 1)
                beside, below = (
                    cell.find(f"{{*}}tcPr/{{*}}{merge}") for merge in ("hMerge", "vMerge")
                )
                if pieces and pieces[-1].row == at and _goes_on(beside):
                    self._cover(cell, pieces, -1)
                    pieces[-1] = pieces[-1]._replace(columns=pieces[-1].columns + span)
                elif column in open_above and _goes_on(below):
                    origin = still_open[column] = open_above[column]
                    self._cover(cell, pieces, origin)
                    pieces[origin] = pieces[origin]._replace(rows=at - pieces[origin].row + 1)
                else:
                    pieces.append(Piece(at, column, 1, span, self._cell(cell)))
                    if below is not None:
                        still_open[column] = len(pieces) - 1
                column += span
            open_above = still_open
        return pieces

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        """The rows of a table that are neither deleted nor hidden."""
        for row in self._nearest(table, frozenset({"tr"})):
            is_deleted = row.find("{*}trPr/{*}del") is not None
            self._found["change"] += is_deleted
            if is_deleted:
                continue
            hidden = row.find("{*}trPr/{*}hidden")
            if hidden is None or value_of(hidden).lower() in ("0", "false", "off"):
                yield row
            elif told := "".join(row.itertext("{*}t")):
                self._found["hidden"] += 1
                self._left["hidden"].append(told)

    def _span(self, element: etree._Element | None, column: int) -> int:
        """How many columns are spanned or left free from a column on,
        within what a table can have.
        """
        span = 0 if element is None else whole_of(element, otherwise=-1)
        if span < 0 or column + span > MOST_COLUMNS:
            raise InputError(
                "too-large",
                self._path,
                f"表格的一行不是 1 至 {MOST_COLUMNS} 列",
                remedy="用 Word 或 WPS 打开，改好表格后另存",
            )
        self._squares += max(span, 1)
        if self._squares > MOST_CELLS:
            raise InputError(
                "too-large",
                self._path,
                f"表格超过 {MOST_CELLS} 格，不像一份报告",
                remedy="检查是不是选错了文件",
            )
        return span

    def _cell(self, cell: etree._Element) -> str:
        """The paragraphs of a cell, one a line; tables in it are put by."""
        lines = []
        for block in self._nearest(cell, _BLOCKS):
            if name_of(block) == "tbl":
                self._apart.append(block)
            else:
                lines.append(self._line(block))
        lines.append(self._take_begun())
        return "\n".join(line.strip() for line in lines if line.strip())

    def _cover(self, cell: etree._Element, pieces: list[Piece], origin: int) -> None:
        """Note a cell under a merged one, which Word does not show, where it says anything else."""
        hidden = "".join(self._words(block) for block in self._nearest(cell, frozenset({"p"})))
        self._found["covered"] += "".join(hidden.split()) not in "".join(
            pieces[origin].text.split()
        )


def _goes_on(merge: etree._Element | None) -> bool:
    return merge is not None and value_of(merge) != "restart"


def _form_of(alternatives: etree._Element) -> list[etree._Element]:
    """The form of a content that is given in several: the first that holds text, else the first."""
    return next(
        ([form] for form in alternatives if next(form.iter("{*}t"), None) is not None),
        alternatives[:1],
    )


def _follow(fields: list[_Field], mark: etree._Element, words: list[str]) -> None:
    """Enter a field, pass from its instruction to its result, or leave it,
    with what a person chose in it where it has no result.
    """
    turn = value_of(mark, "fldCharType")
    if turn == "begin":
        chosen = _chosen(mark.find("{*}ffData"))
        fields.append(_Field(bool(fields) and fields[-1].is_silent, chosen, len(words)))
    elif fields and turn == "separate":
        fields[-1] = fields[-1]._replace(is_instructing=False)
    elif fields and turn == "end":
        field = fields.pop()
        if not field.is_in_instruction and not "".join(words[field.begun :]).strip():
            words.append(field.chosen)


def _chosen(form: etree._Element | None) -> str:
    """The entry that is chosen in a list to choose from, or whether a box is ticked."""
    if form is None:
        return ""
    box, choices = form.find("{*}checkBox"), form.find("{*}ddList")
    if box is not None:
        told = box.find("{*}checked")
        told = box.find("{*}default") if told is None else told
        is_ticked = told is not None and value_of(told).lower() not in ("0", "false", "off")
        return "☑" if is_ticked else "□"
    if choices is None:
        return ""
    entries = [value_of(entry) for entry in choices.findall("{*}listEntry")]
    told = choices.find("{*}result")
    at = whole_of(choices.find("{*}default") if told is None else told, otherwise=0)
    return entries[at] if 0 <= at < len(entries) else ""


def _quoted(texts: list[str]) -> str:
    """The first of some texts that are left out, one with a number before others."""
    text = next((text for text in texts if any(map(str.isdigit, text))), next(iter(texts), ""))
    return f"：“{text[:_LONGEST_QUOTE]}{'…' if len(text) > _LONGEST_QUOTE else ''}”" if text else ""


def _printed(element: etree._Element) -> str:
    """The text of one element as it is seen: raised digits raised,
    since m2 and 108 are no m² and 10⁸.
    """
    text = seen((element.text or "").replace("\n", " "))
    properties = properties_of(element.getparent())
    is_raised = (
        properties is not None and value_of(properties.find("{*}vertAlign")) == "superscript"
    )
    return raised(text) if is_raised else text


def _symbol(element: etree._Element) -> str:
    """A character given by font and code; one that is not known here stays as its code,
    which shows as a box.
    """
    try:
        code = int(value_of(element, "char"), 16)
        sign = chr(code)
        sign.encode()  # half a pair of codes is no character
    except (ValueError, OverflowError):
        return ""
    known = (
        _FONTS.get(value_of(element, "font"), {})
        if code <= 0xFF or 0xF000 <= code <= 0xF0FF
        else {}
    )
    return known.get(code & 0xFF, sign if code >= ord(" ") else "")
