"""Tables whose cells stand glued together, as a text taken from a PDF has them: heads of words of
the field without anything between, and rows of a name and as many numbers.

A row is parted only where one way of parting fits: as many cells as heads, each what its head
holds, with a rate that its two amounts give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from perf_analysis.data import read_words

Span = tuple[int, int]
_WORDS = read_words("wording.toml")["glued"]
_KINDS = {word: kind for kind in ("money", "share", "marks") for word in _WORDS[kind].split()}
_KINDS |= {f"{word}{sign}": "percent" for word in _WORDS["share"].split() for sign in ("%", "(%)")}
_ANY = "|".join(map(re.escape, sorted(_KINDS, key=len, reverse=True)))
_HEADS = re.compile(rf"(?:\s?(?:{_ANY})){{3,}}\s*$")
_HEAD = re.compile(_ANY)
_NAME = re.compile(r"\s*(?:[^\d\s—-][^\d—-]*)?")  # a first row may have none
_CELLS = {
    "money": re.compile(r"\s*(?:-?[1-9]\d{0,2}(?:,\d{3})+|-?(?:[1-9]\d*|0))(?:\.\d+)?"),
    "share": re.compile(r"\s*(?:[1-9]\d{0,2}|0)(?:\.\d+)?%"),
    "percent": re.compile(r"\s*(?:[1-9]\d{0,2}|0)(?:\.\d+)?"),  # the sign stands in the head
    "marks": re.compile(r"\s*(?:[1-9]\d{0,2}|0)(?:\.\d{1,2})?"),
}
_NONE = re.compile(r"\s*[—/-]")
_SPENT, _RATE = ("执行数", "支出数", "实际支出", "决算数"), ("执行率", "支出率")
_GIVEN = (
    *("全年预算数", "调整后预算数", "调整预算数"),
    *("全年预算", "调整后预算", "调整预算", "预算数"),
)
_MOST_WAYS = 400  # of parting one row, tried before it is left
_LEAST_ROWS = 1


def find_glued(text: str, lines: Sequence[Span]) -> Iterator[tuple[int, list[list[Span]]]]:
    """The tables of glued cells: how many lines each takes, from which on, and its rows of cells.

    Yields
    ------
    at, rows : the place of the row of heads among the lines; the rows below follow it
    """
    for at, line in enumerate(lines):
        heads = _heads(text, line)
        if not heads:
            continue
        names = [text[slice(*head)] for head in heads[1:]]
        rows = [heads]
        for below in lines[at + 1 :]:
            row = _row(text, below, names)
            if row is None:
                break
            rows.append(row)
        if len(rows) > _LEAST_ROWS:
            yield at, rows


def _heads(text: str, line: Span) -> list[Span]:
    """What stands before the heads, and each of them; nothing where a line is no row of heads."""
    found = _HEADS.search(text, *line)
    if not found or any(sign in text[slice(*line)] for sign in "|\t。"):
        return []
    start = found.start()
    spans = [head.span() for head in _HEAD.finditer(text, start, line[1])]
    return [(line[0], start), *spans]


def _row(text: str, line: Span, heads: Sequence[str]) -> list[Span] | None:
    """The name and the cells of a row, where just one way of parting it fits its heads."""
    name = _NAME.match(text, *line)
    if name is None or not text[slice(*line)].strip():
        return None
    ways = []
    for way in _ways(text, name.end(), line[1], [_KINDS[head] for head in heads]):
        ways.append(way)
        if len(ways) > _MOST_WAYS:
            return None
    fitting = [way for way in ways if _fits(text, way, heads)]
    return [name.span(), *fitting[0]] if len(fitting) == 1 else None


def _ways(text: str, start: int, end: int, kinds: Sequence[str]) -> Iterator[list[Span]]:
    """Each way of parting the rest of a line into a cell of each kind, nothing left over."""
    if not kinds:
        if not text[start:end].strip():
            yield []
        return
    for stop in _stops(text, start, end, kinds[0]):
        left = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        for rest in _ways(text, stop, end, kinds[1:]):
            yield [(left, stop), *rest]


def _stops(text: str, start: int, end: int, kind: str) -> Iterator[int]:
    """Where a cell of a kind that starts here may end."""
    none = _NONE.match(text, start, end)
    if none:
        yield none.end()
    longest = _CELLS[kind].match(text, start, end)
    for stop in range(longest.end() if longest else start, start, -1):
        if _CELLS[kind].fullmatch(text, start, stop):
            yield stop


def _fits(text: str, way: Sequence[Span], heads: Sequence[str]) -> bool:
    """Whether amounts have as many decimals, no mark is above its full marks, and a rate is what
    its amounts give.
    """
    told = [text[slice(*cell)].replace(",", "") for cell in way]
    numbers = dict(zip(heads, told, strict=True))
    money = [one for one, head in zip(told, heads, strict=True) if _KINDS[head] == "money"]
    decimals = {len(one.partition(".")[2]) for one in money if one[-1:].isdigit()}
    marks = [one for one, head in zip(told, heads, strict=True) if _KINDS[head] == "marks"]
    given = [Decimal(one) for one in marks if one[-1:].isdigit()]
    is_above = any(mark > full for full, mark in pairwise(given))
    return len(decimals) < 2 and not is_above and _is_rate(numbers)


def _is_rate(numbers: dict[str, str]) -> bool:
    budget = next((numbers[head] for head in _GIVEN if head in numbers), "")
    spent = next((told for head, told in numbers.items() if head.endswith(_SPENT)), "")
    rate = next((told for head, told in numbers.items() if head.rstrip("(%)").endswith(_RATE)), "")
    rate = rate.removesuffix("%")
    if not all(told[-1:].isdigit() for told in (rate, budget, spent)):
        return True
    printed = Decimal(rate)
    step = Decimal(1).scaleb(-len(rate.partition(".")[2]))
    given = Decimal(budget)
    return bool(given) and abs(Decimal(spent) / given * 100 - printed) <= step
