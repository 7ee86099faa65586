"""What a part of a web page shows: an element in, its lines
as a browser breaks them and its tables out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from perf_analysis.readers.raised import raised
from perf_analysis.readers.signs import UNSEEN

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    p pre section summary table tbody td tfoot th thead tr ul xmp
    """.split()  # noqa: SIM905 - a list of 48 strings is harder to read
)
CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_AS_WRITTEN = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:[^;]{0,40}none", re.IGNORECASE)
# Between Chinese characters a line end of the source is nothing,
# elsewhere white space is one blank.
_BREAK_IN_CHINESE = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
# a blank and a line end that stay as written: signs that no text holds
_KEPT_BLANK, _KEPT_END = "\0", "\1"
_KEPT = str.maketrans({" ": _KEPT_BLANK, "\t": _KEPT_BLANK, "\n": _KEPT_END, "\r": None})
_SHOWN = UNSEEN | str.maketrans({_KEPT_BLANK: " ", "\t": None, "\v": None, "\f": None})
_NUMBERED = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．](?!\d)")
_ROMAN = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
    9: "ix",
    5: "v",
    4: "iv",
    1: "i",
}


@dataclass
class _List:
    """An open list: what its next item is numbered, and in which form; a bulleted one has none."""

    form: str
    number: int = 1
    step: int = 1

    @classmethod
    def open(cls, element: etree._Element) -> _List:
        """The list that an element begins."""
        if element.tag != "ol" or _UNMARKED.search(element.get("style", "")):
            return cls("")
        is_reversed = "reversed" in element.attrib
        start = len(element.findall("li")) if is_reversed else 1
        return cls(
            element.get("type", "1"),
            whole_of(element.get("start"), start),
            -1 if is_reversed else 1,
        )

    def label(self, item: etree._Element) -> str:
        """The number that stands before an item."""
        self.number = whole_of(item.get("value"), self.number)
        number, self.number = self.number, self.number + self.step
        form = (
            ""
            if _UNMARKED.search(item.get("style", ""))
            else self.form and item.get("type", self.form)
        )
        return f"{_numeral(number, form)}. " if form else ""


def squeezed(element: etree._Element) -> str:
    """The text of an element without white space."""
    return "".join("".join(element.itertext()).split())


def whole_of(told: str | None, otherwise: int) -> int:
    """The whole number that an attribute begins with, as browsers read it;
    `otherwise` where there is none.
    """
    found = re.match(r"\s*([-+]?\d{1,9})", told or "")
    return int(found[1]) if found else otherwise


def _numeral(number: int, form: str) -> str:
    """A number as an ordered list of a type shows it: 1 a A i I."""
    shown = ""
    if form in ("a", "A") and number > 0:
        while number:
            number, letter = divmod(number - 1, 26)
            shown = chr(ord("a") + letter) + shown
    elif form in ("i", "I") and 0 < number < 4_000:
        for value, letters in _ROMAN.items():
            shown += letters * (number // value)
            number %= value
    return (shown.upper() if form.isupper() else shown) or str(number)


class _Lines:
    """Text as it comes, element by element, broken into lines as a browser breaks it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lists: list[_List] = []
        self._label = ""
        self._raised = self._kept = 0

    def enter(self, element: etree._Element) -> None:
        """Let an element make of the text that follows what it makes of it."""
        if element.tag in _LISTS:
            self._lists.append(_List.open(element))
        elif element.tag == "li":
            self._label = self._lists[-1].label(element) if self._lists else ""
        self._raised += element.tag == "sup"
        self._kept += _is_kept(element)

    def leave(self, element: etree._Element) -> None:
        """Let the text that follows be as it was before an element."""
        if element.tag in _LISTS:
            self._lists.pop()
        elif element.tag == "li":
            self._label = ""
        self._raised -= element.tag == "sup"
        self._kept -= _is_kept(element)

    def add(self, text: str | None) -> None:
        """Take some text, which may be only a part of a line."""
        text = (text or "").translate(_KEPT) if self._kept else text or ""
        self._pieces.append(raised(text) if self._raised else text)

    def end(self) -> Iterator[str]:
        """The lines of the text so far, which end here."""
        text = _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", "".join(self._pieces)))
        self._pieces.clear()
        for line in text.split(_KEPT_END):
            if shown := line.translate(_SHOWN).strip():
                yield shown if _NUMBERED.match(shown) else self._label + shown
                self._label = ""


def _is_kept(element: etree._Element) -> bool:
    return element.tag in ("pre", "xmp") or bool(_AS_WRITTEN.search(element.get("style", "")))


def blocks_of(
    root: etree._Element, *, without: frozenset[str] = frozenset()
) -> Iterator[str | etree._Element]:
    """The lines of an element, and the tables in it that do not only lay it out, in reading order.

    Parameters
    ----------
    without : names of the elements whose content is left out
    """
    lines = _Lines()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in _BLOCKS or _AS_BLOCK.search(element.get("style", "")):
            yield from lines.end()
        if event == "end":
            lines.leave(element)
            lines.add(element.tail if element is not root else None)
            continue
        lines.enter(element)
        is_table = element.tag == "table" and element is not root and not _is_layout(element)
        if is_table:
            yield element
        if is_table or element.tag in without:
            walk.skip_subtree()
        else:
            lines.add(element.text)
    yield from lines.end()


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places other tables: beside those,
    no row of it has two cells with text.
    """
    if table.get("role", "") in ("presentation", "none"):
        return True
    if table.find(".//table") is None:
        return False
    rows = [row for group in rows_of(table) for row in group]
    return all(
        sum(cell.find(".//table") is None and bool(squeezed(cell)) for cell in row) < 2
        for row in rows
    )


def rows_of(table: etree._Element) -> list[list[list[etree._Element]]]:
    """The rows of a table by head, bodies and foot, in the order shown, each as its cells;
    those of tables within are theirs.
    """
    groups: list[tuple[int, list[list[etree._Element]]]] = [(1, [])]
    walk = etree.iterwalk(table, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        if name in ("thead", "tbody", "tfoot"):
            groups.append(({"thead": 0, "tfoot": 2}.get(name, 1) if event == "start" else 1, []))
        elif event == "end" or element is table:
            continue
        elif name == "tr":
            groups[-1][1].append([])
        elif name in CELLS:
            if not groups[-1][1]:
                groups[-1][1].append([])
            groups[-1][1][-1].append(element)
            walk.skip_subtree()
        elif name in ("table", "caption"):
            walk.skip_subtree()
    return [rows for _, rows in sorted(groups, key=lambda group: group[0])]


def show_choices(root: etree._Element) -> None:
    """Put in the place of each list to choose from what was chosen, which is all that it shows."""
    for box in list(root.iter("select")):
        chosen = [squeezed(one) for one in box.iter("option") if "selected" in one.attrib]
        del box[:]
        box.tag, box.text = "span", "、".join(filter(None, chosen))
