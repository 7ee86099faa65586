"""Why a target was missed, in the words of the report: of a cell of its row, else of a sentence."""

from __future__ import annotations

import re

from perf_analysis.data import read_words
from perf_analysis.document import Cell, Document, Table
from perf_analysis.figures import text_of
from perf_analysis.forms.heads import is_none

_WORDS = read_words("materiality.toml")["reasons"]
_HEAD = re.compile(_WORDS["head"])
_CAUSE = re.compile(_WORDS["cause"])
_NOTHING = re.compile(_WORDS["nothing"])
_SENTENCE = re.compile(r"[^。；！？\n]+")
SHORTEST_NAME = 3  # characters: a shorter one stands in many sentences


def find_reason(document: Document | None, name: str, start: float) -> str:
    """The reason that a report gives for what was reached; empty where it gives none.

    Parameters
    ----------
    document : the report; None where only its tables are there
    name : of the indicator
    start : where in the text what was reached stands
    """
    if document is None:
        return ""
    at = document.cell_at(int(start))
    return (_beside(document, *at) if at else "") or _sentence(document, name)


def _beside(document: Document, table: Table, cell: Cell) -> str:
    """The words of a row that stand under a head for reasons."""
    for column in range(table.width):
        beside = table.grid.get((cell.row, column))
        heads = (table.grid.get((row, column)) for row in range(cell.row))
        is_reason = any(head and _HEAD.search(_text(document, head)) for head in heads)
        told = as_reason(_text(document, beside)) if beside and is_reason else ""
        if told:
            return told
    return ""


def as_reason(text: object) -> str:
    """A cell for reasons; empty where it says that there is none."""
    told = text_of(text)
    return "" if is_none(told) or _NOTHING.fullmatch(told) else told


def _text(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.start : cell.end].split())


def _sentence(document: Document, name: str) -> str:
    """From the name on, the first sentence of the running text that gives a cause."""
    if len(name) < SHORTEST_NAME:
        return ""
    for found in _SENTENCE.finditer(document.text):
        at = found[0].find(name)
        is_running = at >= 0 and document.table_at(found.start()) is None
        if is_running and _CAUSE.search(found[0], at):
            return found[0][at:].strip()
    return ""
