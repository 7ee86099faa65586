"""A number as a reader finds it: in its sentence, or in the row of its table."""

from __future__ import annotations

import re

from perf_analysis.document import Document

# Beside the marks that end every sentence, the point of reports typed with half-width marks.
_POINT = re.compile(r"(?<=[一-鿿%)\"”])\.\s")


def quote(document: Document, start: int, end: int) -> str:
    """The sentence or row around a span, the span itself in 【】, wrapped lines made one."""
    held = document.cell_at(start)
    if held:
        table, own = held
        return " | ".join(
            _one_line(
                _marked(document.text, cell.start, start, end, cell.end)
                if cell is own
                else document.text[cell.start : cell.end]
            )
            for cell in table.cells_of(own.row)
        )
    first, last = document.sentence_at(start, end)
    before = [found.end() for found in _POINT.finditer(document.folded, first, start)]
    after = _POINT.search(document.folded, end, last)
    first, last = max([first, *before]), after.start() + 1 if after else last
    return _one_line(_marked(document.text, first, start, end, last))


def _marked(text: str, first: int, start: int, end: int, last: int) -> str:
    return f"{text[first:start]}【{text[start:end]}】{text[end:last]}"


def _one_line(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())
