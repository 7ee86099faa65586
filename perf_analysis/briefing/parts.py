"""Notebooks that were run, as parts of a page: text and outputs, no code; each id stands once,
and nothing asks for anything from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markupsafe import escape

from perf_analysis.briefing.notebook import NOTEBOOK_ONLY, Cell, Notebook, data_uri
from perf_analysis.errors import BriefingError, on_one_line, printable
from perf_analysis.language import say

# what is shown of an output that comes in several forms, the first that is there
_SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
# ids that the page gives its rows, sentences, formulas and sections
_RESERVED = re.compile(r"[Fsde]\d+|r-F\d+|h-(?:\d+|method|unsure|sentences)")
_ID = re.compile(r'(?<=\sid=")[^"]+(?=")')
_STYLED = re.compile(r"\bT_[0-9a-f]{5}\b|\bT_[0-9a-f]{5}(?=_)")
# what a call that draws or saves gives back: an object and no content
_OBJECT = re.compile(
    r"(?:array\()?[\[({]*(?:<(?:Axes|Figure|matplotlib|\w+ object)|Text\(|(?:Posix|Windows)Path\()"
    r"|.*\bat 0x[0-9a-f]+>",
    re.DOTALL,
)
_FOREIGN_TABLE = re.compile(r'\s*<(?:style|table(?! class="outcomes)|div(?! class="(?:own|full)))')
_EMPTY_HEAD = re.compile(r"<th(?: scope=\"\w+\")?((?: [^>]*)?)>(?:\s|&nbsp;)*</th>")
_HEAD = re.compile(r"<(/?)h([1-6])\b")
_TITLE = re.compile(r"\A\s*# .*(?:\n|\Z)")
_FETCHING = ("src", "srcset", "poster", "data", "background")


# where Python says that a warning arose, and the line of code
_WARNING = re.compile(
    r"^(?:<[^>\n]+>|[^\n:]+|\w:[^\n:]+):\d+: (\w*Warning): (.*)\n?(?:  .*\n?)?", re.MULTILINE
)


class Binder:
    """Makes parts one after another; it knows which ids stand on the page already.

    `tell` is called with what a reader would not see: warnings, and controls that need a kernel.
    """

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._taken: set[str] = set()
        self._styled = 0

    def part(self, notebook: Notebook) -> str:
        """A notebook as a part of the page.

        Raises
        ------
        BriefingError : an output that a page cannot hold; it names notebook and cell
        """
        shown = [cell for cell in notebook.cells if NOTEBOOK_ONLY not in cell.tags]
        chunks, first = [], True
        for cell in shown:
            place = f"{notebook.path.name} {cell.name}"
            source = cell.source
            if cell.kind == "markdown" and first:
                first = False
                source = _TITLE.sub("", source) if notebook.is_titled_by_a_cell else source
            told = self._cell(cell, source, notebook, place)
            chunks += [self._alone(_checked(chunk, place)) for chunk in told]
        part = "".join(chunks)
        return part if "</header>" in part else _levelled(part)

    def _cell(self, cell: Cell, source: str, notebook: Notebook, place: str) -> Iterator[str]:
        if cell.kind == "markdown" and source.strip():
            # only an analyst's own text needs it
            from perf_analysis.briefing.markdown import read_markdown

            yield read_markdown(cell, say(source), notebook.path.parent, place)
        for output in cell.outputs:
            yield self._output(output, notebook.path.parent, place)

    def _output(self, output: dict[str, Any], folder: Path, place: str) -> str:
        kind = output["output_type"]
        if kind == "stream" and output["name"] == "stderr":
            self._tell(f"{place}：{on_one_line(_WARNING.sub(_warned, output['text']))}")
            return ""
        if kind == "stream":
            return _text(output["text"])
        if kind == "error":
            return _text(f"{output['ename']}：{output['evalue']}")
        return self._data(output["data"], output.get("metadata", {}), folder, place)

    def _data(
        self, data: dict[str, Any], metadata: dict[str, Any], folder: Path, place: str
    ) -> str:
        if "application/javascript" in data or any(
            mime.startswith("application/vnd.") for mime in data
        ):
            self._tell(f"{place}：要在 JupyterLab 里操作的内容，简报里只有它的文字")
        mime = next((mime for mime in _SHOWN if mime in data), "")
        told = data.get(mime, "")
        if mime == "text/html":
            return _framed(_EMPTY_HEAD.sub(r"<td\1></td>", str(told)))
        if mime == "text/markdown":
            from perf_analysis.briefing.markdown import read_markdown

            return read_markdown(Cell("markdown", told, 0), told, folder, place)
        if mime.startswith("image/"):
            return _picture(mime, told, metadata.get(mime, {}), data.get("text/plain", ""))
        return "" if not told or _OBJECT.match(told) else _text(told)

    def _alone(self, chunk: str) -> str:
        """A chunk with its ids renamed where another has them, and those that pandas draws by lot
        in order.
        """
        for drawn in dict.fromkeys(_STYLED.findall(chunk)) if "<style" in chunk else ():
            self._styled += 1
            chunk = chunk.replace(drawn, f"styled-{self._styled}")
        for identity in dict.fromkeys(_ID.findall(chunk)):
            free, number = identity, 1
            while free in self._taken or _RESERVED.fullmatch(free):
                number += 1
                free = f"{identity}-{number}"
            self._taken.add(free)
            if free != identity:
                chunk = _renamed(chunk, identity, free)
        return chunk


def _warned(found: re.Match[str]) -> str:
    """A warning in words, without the place in a program."""
    return f"{say('警告')}（{found[1]}）：{found[2]}\n"


def _framed(told: str) -> str:
    """A table of another package's making in a frame of its own, where it may be wide."""
    if not _FOREIGN_TABLE.match(told):
        return told
    label = say("表")
    return (
        f'<div class="own wide"><div class="scroll" tabindex="0" role="group" aria-label="{label}">'
        f"{told}</div></div>"
    )


def _renamed(chunk: str, old: str, new: str) -> str:
    """An id renamed wherever the chunk names it."""
    name = re.escape(old)
    named = rf'(\s(?:id|for|aria-labelledby|aria-describedby)="|href="#|url\(#){name}(?=["\)])'
    return re.sub(named, lambda found: found[1] + new, chunk)


def _levelled(part: str) -> str:
    """Headings under that of the section, none of a level whose upper one is missing."""
    above = 2
    opened: list[int] = []

    def level(found: re.Match[str]) -> str:
        nonlocal above
        if found[1]:
            return f"</h{opened.pop()}" if opened else found[0]
        told = int(found[2])
        above = min(max(told, 3), above + 1)
        opened.append(above)
        return f"<h{above}"

    return _HEAD.sub(level, part)


def _text(told: str) -> str:
    shown = escape(re.sub(r"\x1b\[[0-9;]*m", "", told))
    return f'<pre tabindex="0" role="group" aria-label="{say("运行结果")}">{shown}</pre>'


def _picture(mime: str, content: str, metadata: dict[str, Any], words: str) -> str:
    """A picture in the page itself; what stands in it is told for who does not see it."""
    source = f"data:{mime};base64,{''.join(content.split())}"
    if mime == "image/svg+xml":
        source = data_uri(mime, content.encode())
    size = f' width="{int(metadata["width"])}"' if "width" in metadata else ""
    alt = escape(metadata.get("alt") or words)
    return f'<figure class="full own"><img src="{source}"{size} alt="{alt}"></figure>'


class _Fetching(HTMLParser):
    """What in a piece of HTML would run, or ask for something."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form", "meta"):
            self.found = self.found or f"<{tag}>"
        for name, value in attrs:
            if name in _FETCHING and value and not value.startswith(("data:", "#")):
                self.found = self.found or f"{name}={value[:60]}"

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and re.search(r"@import|url\((?!['\"]?(?:data:|#))", data):
            self.found = self.found or "@import"


def _checked(chunk: str, place: str) -> str:
    """A chunk that neither runs nor asks for anything.

    Raises
    ------
    BriefingError : it does; a page read offline would show a hole
    """
    if not re.search(r"<(?:script|iframe|object|embed|link|base|form|meta|style)|src|url", chunk):
        return chunk
    seen = _Fetching()
    seen.feed(chunk)
    if seen.found:
        raise BriefingError(
            "notebook",
            f"{place}：输出要运行脚本或从网上取内容（{printable(seen.found)}），离线的简报里不能有；"
            "改用表格、matplotlib 或本地图片，或给这一格加标签 notebook-only",
        )
    return chunk
