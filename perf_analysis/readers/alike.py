"""Tables whose cells stand with one blank between: a row of heads, and rows of as many words with
their numbers in the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Span = tuple[int, int]
_LEAST_WORDS, _LEAST_ROWS, _LEAST_NUMBERS = 3, 2, 2
_LONGEST_WORD = 24  # characters of a name or of a remark
_CLAUSE = re.compile(r"[。；;！？!?:：|\t]|[，,](?!\d{3})")
_BOUND = re.compile(r"(?<=.)以[上下内]$")
_FILLED = ("n", "e")


def find_alike(
    text: str, lines: Sequence[Span], look_of: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """The first line of each such table and the one behind its last."""
    at = 0
    while at < len(lines):
        end = _end(text, lines, at, look_of)
        if end - at > _LEAST_ROWS:
            yield at, end
        at = max(end, at + 1)


def _end(text: str, lines: Sequence[Span], at: int, look_of: Callable[[str], str]) -> int:
    """Behind the last row under the heads of a line; the line itself where it holds no heads."""
    heads = _looks(text, lines[at], look_of)
    if len(heads) < _LEAST_WORDS or any(look != "t" for look in heads):
        return at
    columns = set(range(1, len(heads)))
    for below in range(at + 1, len(lines)):
        looks = _looks(text, lines[below], look_of)
        filled = {column for column, look in enumerate(looks) if look in _FILLED}
        is_row = len(looks) == len(heads) and looks.count("n") >= _LEAST_NUMBERS
        if not is_row or "t" not in looks[:2] or len(columns & filled) < _LEAST_NUMBERS:
            return below
        columns &= filled
    return len(lines)


def _looks(text: str, line: Span, look_of: Callable[[str], str]) -> list[str]:
    """What each word of a line looks like; none where it holds a clause or a long word."""
    told = text[slice(*line)]
    words = told.split(" ")
    if _CLAUSE.search(told) or not all(words) or max(map(len, words)) > _LONGEST_WORD:
        return []
    return [look_of(_BOUND.sub("", word)) for word in words]
