"""Why a target was missed or exceeded, in the words of the report: of a cell of its row, of the
sentences around it, else of one that names the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from perf_analysis.data import read_words
from perf_analysis.document import SHORT_LINE, Cell, Document, Table
from perf_analysis.figures import text_of
from perf_analysis.forms.heads import is_none
from perf_analysis.relations.facts import pairs_of

_WORDS = read_words("materiality.toml")["reasons"]
_HEAD, _REMARKS, _REMARK, _NOTHING, _SORT = (
    re.compile(_WORDS[name]) for name in ("head", "remarks", "remark", "nothing", "sort")
)
_CAUSE, _LACK, _PROBLEMS, _NEXT, _LEAD, _UNMET = (
    re.compile(_WORDS[name]) for name in ("cause", "lack", "problems", "next", "lead", "unmet")
)
_SENTENCE = re.compile(r"[^。；;！？!?]+")
_HEADING = re.compile(r"^[第(（]?[一二三四五六七八九十]{1,3}(?:部分|[、.)）])")
_LISTED = re.compile(r"[^。：:]{0,10}(?:问题|不足|原因|说明)(?:[是有]|主要)?[：:]")
_PARAGRAPH_ENDS = "。：:；;|"
LONGEST_HEADING = 30  # characters
SHORTEST_NAME = 3  # characters: a shorter one stands in many sentences
SHORTEST_WORD, LEAST_DIGITS = 2, 3
_NUMBER = re.compile(r"\d[\d.,]*\d\s?[^\d\s|]")
_NAMED = 0.6  # of the pairs of characters of a name: a sentence that has so many names the thing
_LONG_NAME = 5  # characters of a name in a row that tell its thing as surely
_SHORT_RUN, _SOME = 4, 0.44  # so many in a row do where so many of the pairs are there too


class _Paragraph(NamedTuple):
    """Lines that make one paragraph: where it begins and ends, its words without blanks, and
    whether it stands in a chapter of problems.
    """

    start: int
    end: int
    words: str
    is_of_problems: bool


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
    beside = _beside(document, *at) if at else _around(document, int(start))
    return beside or _elsewhere(document, name, _number_at(document, int(start)))


def is_told_of(document: Document | None, word: str) -> bool:
    """Whether a sentence gives a cause for what a word names: 终验 of 尚未终验."""
    if document is None:
        return False
    return any(word in cause.words for cause in _causes(document.text))


def _number_at(document: Document, start: int) -> str:
    """The number that is printed at a place, where it is long enough to be told again by itself."""
    found = _NUMBER.match(document.text, start)
    return found[0] if found and sum(map(str.isdigit, found[0])) >= LEAST_DIGITS else ""


def as_reason(text: object) -> str:
    """A cell for reasons; empty where it says that there is none."""
    told = text_of(text)
    return "" if is_none(told) or _NOTHING.fullmatch(told) else told


def _beside(document: Document, table: Table, cell: Cell) -> str:
    """The words of a row that stand under a head for reasons, else for remarks."""
    told: dict[re.Pattern[str], str] = {}
    for column in range(table.width):
        beside = table.grid.get((cell.row, column))
        words = as_reason(_text(document, beside)) if beside else ""
        above = (table.grid.get((row, column)) for row in range(cell.row))
        heads = [_text(document, head) for head in above if head]
        for kind in (_HEAD, _REMARKS):
            if words and any(map(kind.search, heads)):
                told.setdefault(kind, words)
    remark = told.get(_REMARKS, "")
    return told.get(_HEAD, "") or (remark if _REMARK.fullmatch(remark) else "")


def _text(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.start : cell.end].split())


def _around(document: Document, start: int) -> str:
    """The sentence that holds a place, the next one that begins with a reason, or the first of the
    paragraph where that leads all of it.
    """
    for paragraph in _paragraphs(document.text):
        if not paragraph.start <= start < paragraph.end:
            continue
        before = len("".join(document.text[paragraph.start : start].split()))
        told = [(found.end(), found[0]) for found in _parts(paragraph)]
        at = next((i for i, (end, _) in enumerate(told) if end > before), len(told))
        own = [words for _, words in told[at : at + 1] if _CAUSE.search(words)]
        behind = [words for _, words in told[at + 1 : at + 2] if _NEXT.match(words)]
        lead = [words for _, words in told[:1] if _LEAD.match(words)]
        return next(iter((*own, *behind, *lead)), "")
    return ""


def _elsewhere(document: Document, name: str, number: str) -> str:
    """The first sentence that names a thing, or tells its number again, and gives a cause; or that
    gives one right behind the sentence that names it in a paragraph on problems.
    """
    thing = _SORT.sub("", name)
    if len(name) < SHORTEST_NAME or not thing:
        return ""
    for cause in _causes(document.text):
        is_named = _names(cause.words, name, thing) or (number != "" and number in cause.words)
        is_named = is_named or (cause.topic != "" and _names(cause.topic, name, thing))
        if is_named or (cause.is_of_all and any(one in cause.words for one in pairs_of(thing))):
            return cause.words[max(cause.words.find(name), 0) :]
    return ""


class _Cause(NamedTuple):
    """A sentence that gives a cause: the sentence that begins its paragraph on problems, and
    whether it speaks of targets that were missed.
    """

    words: str
    topic: str
    is_of_all: bool


@lru_cache(maxsize=4)
def _causes(text: str) -> tuple[_Cause, ...]:
    return tuple(_read_causes(text))


def _read_causes(text: str) -> Iterator[_Cause]:
    for paragraph in _paragraphs(text):
        sentences = [found[0] for found in _parts(paragraph)]
        topic = sentences[0] if sentences and paragraph.is_of_problems else ""
        for words in sentences:
            is_cause = _CAUSE.search(words)
            if is_cause or (paragraph.is_of_problems and _LACK.search(words)):
                yield _Cause(words, topic, _UNMET.search(words) is not None)


def _parts(paragraph: _Paragraph) -> Iterator[re.Match[str]]:
    return _SENTENCE.finditer(paragraph.words)


def _names(words: str, name: str, thing: str) -> bool:
    """Whether a sentence names a thing, whole or in other words."""
    if thing in words if len(thing) >= SHORTEST_NAME else name in words:
        return True
    pairs = pairs_of(thing)
    share = sum(one in words for one in pairs) / len(pairs) if len(pairs) > 1 else 0
    return (
        share >= _NAMED
        or _has_run(words, name, _LONG_NAME)
        or (share >= _SOME and _has_run(words, name, _SHORT_RUN))
    )


def _has_run(words: str, name: str, length: int) -> bool:
    runs = (name[at : at + length] for at in range(len(name) - length + 1))
    return any(run in words for run in runs if not _SORT.fullmatch(run))


@lru_cache(maxsize=4)
def _paragraphs(text: str) -> tuple[_Paragraph, ...]:
    return tuple(_read_paragraphs(text))


def _read_paragraphs(text: str) -> Iterator[_Paragraph]:
    """The paragraphs of a text, wrapped lines joined; a row of a table is one."""
    start = at = 0
    is_of_problems = False
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        at += len(line)
        told, following = line.strip(), "".join(lines[number + 1 : number + 2]).strip()
        is_wrapped = len(told) > SHORT_LINE and told[-1] not in _PARAGRAPH_ENDS
        if is_wrapped and following and not following.startswith("|"):
            continue
        words = "".join(text[start:at].split()).replace("“", "").replace("”", "")
        if _HEADING.match(words) and len(words) <= LONGEST_HEADING:
            is_of_problems = bool(_PROBLEMS.search(words)) or (
                is_of_problems and not words[0].startswith(tuple("一二三四五六七八九十第"))
            )
        if words:
            is_listed = _LISTED.match(words) is not None
            yield _Paragraph(start, at, words, is_of_problems or is_listed)
        start = at
