"""The lines of pages without running heads, running feet and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from perf_analysis.readers.heads import stated_unit
from perf_analysis.readers.pdf.columns import Columns
from perf_analysis.readers.pdf.lines import Line

# of the pages: left and right pages may have heads of their own, and the first none
LEAST_SHARE = 1 / 3
_ZONE = 0.15  # of the height of a page, at its top and at its bottom
_DEPTH = 3  # lines of a running head or foot
_SAME_HEIGHT = 3.0  # points
_LARGER = 1.1  # times the text: a title that stands on each form is larger, a running head is not
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(
    r"[—–―─\-~·•]+\s*\d{1,4}\s*[—–―─\-~·•]+|第\s*(?:\d{1,4}|[一二三四五六七八九十百]+)\s*页(?:\s*[,，/（(]?\s*共\s*\S+\s*页[）)]?)?"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_BARE = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")
_ATTACHED = re.compile(r"附[件表]")


class Leaf(NamedTuple):
    """The lines of a page outside its tables, from top to bottom,
    where its tables begin and end, the unit that its running head or foot states,
    its parts in two columns, and whether it seems to have more of them.
    """

    number: int
    height: float
    lines: list[Line]
    tables: Sequence[tuple[float, float]]
    unit: str = ""
    columns: Sequence[Columns] = ()
    has_more_columns: bool = False


def without_furniture(leaves: Sequence[Leaf], size: float) -> list[Leaf]:
    """The pages without the lines at their ends that repeat from page to page, or number them;
    `size` is that of most characters.
    """
    kept = list(leaves)
    for end in (0, -1):
        active = set(range(len(kept)))
        for _ in range(_DEPTH):
            outer = {at: kept[at].lines[end] for at in active if _is_outside(kept[at], end)}
            active = _furniture(
                {kept[at].number: line for at, line in outer.items()}, len(leaves), size * _LARGER
            )
            active = {at for at in outer if kept[at].number in active}
            for at in active:
                kept[at] = kept[at]._replace(
                    lines=kept[at].lines[1:] if end == 0 else kept[at].lines[:-1],
                    unit=stated_unit(outer[at].text) or kept[at].unit,
                )
    return kept


def _is_outside(leaf: Leaf, end: int) -> bool:
    """Whether the page's first or last line stands in its margin, above or below all its tables."""
    if not leaf.lines:
        return False
    line = leaf.lines[end]
    if end == 0:
        return line.base < _ZONE * leaf.height and all(line.base < top for top, _ in leaf.tables)
    return line.base > (1 - _ZONE) * leaf.height and all(
        line.top > bottom for _, bottom in leaf.tables
    )


def _furniture(outer: dict[int, Line], pages: int, largest: float) -> set[int]:
    """The pages whose outermost line is a running head or foot, or their number."""
    found = {number for number, line in outer.items() if _NUMBERED.fullmatch(line.text)}
    counted = {
        number: int(bare[1]) - number
        for number, line in outer.items()
        if (bare := _BARE.fullmatch(line.text))
    }
    offsets = list(counted.values())
    found |= {
        number
        for number, offset in counted.items()
        if offsets.count(offset) * 2 > pages or (pages == 1 and offset == 0)
    }
    alike = defaultdict(list)
    for number, line in outer.items():
        if line.size <= largest and not _ATTACHED.match(line.text):
            alike[_DIGITS.sub("#", line.text)].append((number, line))
    for group in alike.values():
        same = _same(group)
        if len(same) > 1 and len(same) >= pages * LEAST_SHARE:
            found |= set(same)
    return found


def _same(group: list[tuple[int, Line]]) -> list[int]:
    """Of pages whose lines differ in numbers only those of one height,
    where each number stays or counts with the pages.
    """
    height = sorted(line.base for _, line in group)[len(group) // 2]
    level = [
        (number, [int(digits) for digits in _DIGITS.findall(line.text)])
        for number, line in group
        if abs(line.base - height) <= _SAME_HEIGHT
    ]
    steady = all(
        len({value - number * moves for (number, _), value in zip(level, values, strict=True)}) == 1
        for values, moves in _moving(level)
    )
    return [number for number, _ in level] if steady else []


def _moving(level: list[tuple[int, list[int]]]) -> list[tuple[list[int], int]]:
    """Each place of a number with its values over the pages, and whether it moves:
    1 where they differ.
    """
    places = [list(values) for values in zip(*(values for _, values in level), strict=True)]
    return [(values, int(len(set(values)) > 1)) for values in places]
