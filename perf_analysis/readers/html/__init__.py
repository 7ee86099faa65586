"""Web pages (.html): the article of a page as lines and tables, as a browser shows them,
without what leads around the site.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from lxml import etree, html

from perf_analysis.document import Document, Draft, Piece
from perf_analysis.errors import InputError
from perf_analysis.limits import MOST_CELLS
from perf_analysis.readers.html.article import FIGURE, drop_navigation, find_article
from perf_analysis.readers.html.blocks import (
    CELLS,
    blocks_of,
    rows_of,
    show_choices,
    squeezed,
    whole_of,
)
from perf_analysis.readers.html.sheet import apply_sheets
from perf_analysis.readers.txt import decode

LARGEST_SPAN = 1_000  # rows or columns of one cell: browsers go no further
MOST_ATTRIBUTES = 1_000  # of a tag: the parser's time grows with the square of their number
MOST_UNSEEN = 0.5  # share of a page's text that may be hidden: what holds more is shown by a script
LONGEST_QUOTE = 40  # characters of a text left out that a notice repeats
LARGEST_ICON = 48  # pictures no larger than this hold no text [px]
_HEAD = 4096  # bytes in which a page declares its encoding
# lines of an article in which it names itself; characters of its name
_BEGINNING, _SHORTEST_TITLE = 12, 5

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ARCHIVE = re.compile(rb"\s*[A-Za-z-]+:\s.*?multipart/related", re.IGNORECASE | re.DOTALL)
# Tags; scripts, styles and comments are passed over whole,
# since what looks like a tag in them is none.
_TAG = re.compile(
    r"""<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<!--.*?(?:-->|\Z)|(?P<tag><[a-z](?:[^>"']+|"[^"]*"|'[^']*')*)""",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = re.compile(r"""[^\s"'/]+|"[^"]*"|'[^']*'""")
_UNREAD = (
    "head",
    "title",
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "datalist",
    "button",
    "noframes",
)
_WRITTEN_IN = ("text", "number", "date", "")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    # beyond the edge of the window; the first line of a hanging paragraph is not that far out
    r"|(?<![\w-])(?:(?:left|top)\s*:\s*-\d{3,}|text-indent\s*:\s*-(?:\d{4,}|[5-9]\d\d))",
    re.IGNORECASE,
)
_SIZELESS = re.compile(r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)", re.IGNORECASE)
_UNPLACED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through", re.IGNORECASE)
_TITLE = re.compile(r"[^。，；]{0,50}(?:报告|自评|评价)[^。，；]{0,10}")
_PIXELS = re.compile(r"\s*(\d{1,6})(?:px)?\s*")
_PICTURES = ("img", "svg", "canvas", "video")
_EMBEDDED = ("iframe", "embed", "object")
_REMEDY = "用浏览器打开，等内容显示出来后另存"


def read_html(path: Path, raw: bytes) -> Document:
    """The bytes of a web page as a Document: its article, headed by its title.

    Navigation, page headers and footers, struck and hidden text are left out. A table that only
    lays out the page is read cell by cell; a table within a cell stands after the table around it.

    Raises
    ------
    InputError : undecodable, without text, nested too deep,
        or with a table larger than a report can hold
    """
    page, declared = _unpacked(raw)
    root = _parse(path, decode(path, page, declared))
    draft = Draft()
    named = (
        next(iter(root.xpath("//meta[@name='ArticleTitle']/@content")), "")
        or root.findtext(".//title")
        or ""
    )
    frames = [src for src in root.xpath("//frame/@src") if src]
    apply_sheets(root)
    _drop_unseen(root, draft)
    if aside := drop_navigation(root):
        draft.notices.append(f"页眉、页脚或侧栏里有数字，不属于正文，没有读：“{_quoted(aside)}”")
    heading, article = find_article(root)
    _note_embedded(article, draft)
    blocks = list(blocks_of(article))
    if not any(squeezed(block) if not isinstance(block, str) else block for block in blocks):
        _refuse_wordless(path, frames)
    if frames:
        draft.notices.append(f"网页是框架，正文在别的文件里，没有读：{'、'.join(frames)}")
    for line in _title(named, heading, article, blocks):
        draft.write(line)
    for block in blocks:
        if isinstance(block, str):
            draft.write(block)
        else:
            _write_table(path, draft, block)
    return draft.finish(path, raw)


def _refuse_wordless(path: Path, frames: Sequence[str]) -> NoReturn:
    if frames:
        told = f"网页是框架，正文在别的文件里：{'、'.join(frames)}"
        raise InputError("no-text", path, told, remedy="打开有正文的那个文件")
    raise InputError("no-text", path, "网页里没有文字", remedy=_REMEDY)


def _unpacked(raw: bytes) -> tuple[bytes, str]:
    """The page itself, also out of a web archive (.mhtml), and the encoding it declares."""
    if _ARCHIVE.match(raw[:_HEAD]):
        body = email.message_from_bytes(raw, policy=email.policy.default).get_body(("html",))
        payload = body.get_payload(decode=True) if body else b""
        return payload if isinstance(payload, bytes) else b"", str(
            body.get_content_charset("")
        ) if body else ""
    declared = _DECLARED.search(raw[:_HEAD])
    return raw, declared[1].decode("ascii", "replace") if declared else ""


def _parse(path: Path, text: str) -> etree._Element:
    tags = (found["tag"] or "" for found in _TAG.finditer(text))
    # each a name and a value
    if any(
        len(tag) > MOST_ATTRIBUTES and len(_VALUE.findall(tag)) > 2 * MOST_ATTRIBUTES
        for tag in tags
    ):
        raise InputError(
            "too-large",
            path,
            f"一个标签有 {MOST_ATTRIBUTES} 个以上的属性，不像网页",
            remedy="用浏览器打开，另存一份",
        )
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        raise InputError("no-text", path, "网页里没有文字", remedy=_REMEDY) from None
    # the parser drops what follows
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise InputError(
            "damaged", path, "网页的标签嵌套太深，读不完整", remedy="用浏览器打开，另存一份"
        )
    return root


def _drop_unseen(root: etree._Element, draft: Draft) -> None:
    """Empty what a browser does not show, and what is struck out; say so where it held numbers."""
    written = [
        box.get("value") or box.text or ""
        for box in root.iter("input", "textarea")
        if box.get("type", "").lower() in _WRITTEN_IN
    ]
    show_choices(root)
    etree.strip_elements(root, *_UNREAD, "input", "textarea", with_tail=False)
    # within them stands what a browser shows that does not know them
    for element in root.iter(*_PICTURES, "iframe", "object"):
        element.text = None
        del element[:]
    most = MOST_UNSEEN * len(squeezed(root))
    told = {
        "网页的输入框里填有数字，没有读": [text for text in written if re.search(r"\d", text)],
        "网页里看不见的文字里有数字，没有读": [
            text
            for text, has_figures in _emptied(root, lambda element: _is_hidden(element, most))
            if has_figures
        ],
        "网页里有 {} 处划掉的文字，没有读": [text for text, _ in _emptied(root, _is_struck)],
    }
    draft.notices += [
        f"{what.format(len(texts))}：“{_quoted(texts)}”"
        for what, texts in told.items()
        if any(texts)
    ]


def _is_hidden(element: etree._Element, most: float) -> bool:
    style = element.get("style", "")
    # letters of no size are a usual trick around others that set their own
    is_sizeless = not len(element) and _SIZELESS.search(style)
    is_hidden = "hidden" in element.attrib or _HIDDEN.search(style) or is_sizeless
    return bool(is_hidden) and len(squeezed(element)) <= most


def _is_struck(element: etree._Element) -> bool:
    return element.tag in ("del", "s", "strike") or bool(_STRUCK.search(element.get("style", "")))


def _emptied(
    root: etree._Element, is_out: Callable[[etree._Element], bool]
) -> list[tuple[str, bool]]:
    """Empty the outermost elements that are out; the text of each,
    and whether it had figures or cells with numbers.
    """
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag not in ("html", "body") and is_out(element):
            found.append(element)
            walk.skip_subtree()
    told = [
        (squeezed(element), any(re.search(r"\d", squeezed(cell)) for cell in element.iter(*CELLS)))
        for element in found
    ]
    for element in found:
        _empty(element)
    return [(text, has_numbers or bool(FIGURE.search(text))) for text, has_numbers in told]


def _is_unplaced(element: etree._Element) -> bool:
    return "hidden" in element.attrib or bool(_UNPLACED.search(element.get("style", "")))


def _empty(element: etree._Element) -> None:
    """Take the content of an element away; a cell keeps its place unless it is not laid out."""
    if element.tag in CELLS and not _is_unplaced(element):
        element.text = None
        del element[:]
        return
    element.clear(keep_tail=True)
    element.tag = "span"  # which breaks no line and is no cell


def _quoted(texts: Sequence[str]) -> str:
    """The first of some texts, from shortly before its first digit."""
    text = " ".join(next(filter(None, texts)).split())
    digit = re.search(r"\d", text)
    start = max(digit.start() - LONGEST_QUOTE // 2, 0) if digit else 0
    return (
        ("…" if start else "")
        + text[start : start + LONGEST_QUOTE]
        + ("…" if len(text) > start + LONGEST_QUOTE else "")
    )


def _title(
    named: str,
    heading: etree._Element | None,
    article: etree._Element,
    blocks: Sequence[str | etree._Element],
) -> list[str]:
    """The heading before the article, else the page's own title without the site's name;
    none where the article begins with it.
    """
    lines = ["".join(block.split()) for block in blocks[:_BEGINNING] if isinstance(block, str)]
    if heading is not None:
        return [
            line
            for line in blocks_of(heading)
            if isinstance(line, str) and "".join(line.split()) not in lines
        ]
    whole = "".join(named.split())
    is_there = any(
        len(line) >= _SHORTEST_TITLE and (line in whole or whole in line or _TITLE.fullmatch(line))
        for line in lines
    )
    if is_there or next(article.iter("h1", "h2"), None) is not None:
        return []
    return [max(re.split(r"[_|｜]|\s[-–—]\s|[-–—]+(?!\d)", named), key=len)]


def _note_embedded(article: etree._Element, draft: Draft) -> None:
    """Say how many pictures and embedded pages the article has, icons aside."""
    for tags, told in ((_PICTURES, "张图片"), (_EMBEDDED, "个嵌入的网页或文件")):
        if count := sum(not _is_icon(element) for element in article.iter(*tags)):
            draft.notices.append(f"正文里有 {count} {told}，其中的文字没有读")


def _is_icon(element: etree._Element) -> bool:
    style = element.get("style", "")
    sides = [
        re.search(rf"(?<![-\w]){side}\s*:\s*(\d{{1,6}})\s*px", style)
        or _PIXELS.fullmatch(element.get(side, ""))
        for side in ("width", "height")
    ]
    return any(side and int(side[1]) <= LARGEST_ICON for side in sides)


def _write_table(path: Path, draft: Draft, table: etree._Element) -> None:
    """A table under its caption, and behind it the tables within its cells."""
    waiting = [table]
    while waiting:
        table = waiting.pop(0)
        # the caption, and text that stands there by mistake
        outside = list(blocks_of(table, without=CELLS))
        for line in outside:
            draft.write(line if isinstance(line, str) else "")
        pieces, inner = _pieces(path, table)
        draft.write_table(pieces)
        waiting[:0] = [*inner, *(block for block in outside if not isinstance(block, str))]


def _pieces(path: Path, table: etree._Element) -> tuple[list[Piece], list[etree._Element]]:
    """The cells of a table, each once, and the tables within them."""
    pieces: list[Piece] = []
    inner: list[etree._Element] = []
    top = size = 0
    for rows in rows_of(table):
        free: dict[int, int] = {}  # the first row in which each column is free again
        for at, row in enumerate(rows, start=top):
            column = 0
            for cell in row:
                while free.get(column, 0) > at:
                    column += 1
                height, width = (_span(path, cell, side) for side in ("rowspan", "colspan"))
                height = min(height or len(rows), top + len(rows) - at)
                size += height * max(width, 1)
                if size > MOST_CELLS:
                    raise InputError(
                        "too-large",
                        path,
                        f"表格超过 {MOST_CELLS} 格，不像一份报告",
                        remedy="检查是不是选错了文件",
                    )
                blocks = list(blocks_of(cell))
                inner += [block for block in blocks if not isinstance(block, str)]
                pieces.append(
                    Piece(
                        at,
                        column,
                        height,
                        max(width, 1),
                        "\n".join(block for block in blocks if isinstance(block, str)),
                    )
                )
                free |= dict.fromkeys(range(column, column + max(width, 1)), at + height)
                column += max(width, 1)
        top += len(rows)
    return pieces, inner


def _span(path: Path, cell: etree._Element, side: str) -> int:
    """How many rows or columns a cell spans, 0 for all that are left;
    1 where it says nothing sensible.
    """
    span = whole_of(cell.get(side), 1)
    if span > LARGEST_SPAN:
        raise InputError(
            "too-large",
            path,
            f"一个单元格合并了 {LARGEST_SPAN} 以上的行或列",
            remedy="用浏览器打开，另存一份",
        )
    return 1 if span < 0 else span
