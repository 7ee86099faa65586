"""Records line by line: each a name and numbers, every one with its label on the line above it.

指标名称 / 办案数 / 目标值 / 50件 / 完成值 / 52件 / 指标名称 / 办结率 / 目标值 / …
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Span = tuple[int, int]
_WIDTHS = range(6, 15, 2)  # lines of a record: a label and what it labels, thrice or more
_LEAST_RECORDS = 2
_ORDINAL = re.compile(r"[一二三四五六七八九十\d]{1,2}[:：]?$")


def find_records(
    text: str, lines: Sequence[Span], look_of: Callable[[str], str]
) -> Iterator[tuple[int, int, list[list[Span]]]]:
    """The records among short lines.

    Yields
    ------
    start, end, rows : the first line of a run of records and the one behind its last, and of each
        record the name, and each label with what it labels as one cell
    """
    told = [text[slice(*line)] for line in lines]
    looks = [look_of(one) for one in told]
    labels = [_ORDINAL.sub("", one) for one in told]
    at = 0
    while at < len(lines):
        width, many = max(
            ((w, _many(looks, labels, at, w)) for w in _WIDTHS), key=lambda one: one[1]
        )
        if many < _LEAST_RECORDS:
            at += 1
            continue
        end = at + width * many
        yield at, end, [_cells(lines[row : row + width]) for row in range(at, end, width)]
        at = end


def _many(looks: Sequence[str], labels: Sequence[str], at: int, width: int) -> int:
    """How many records of a width follow each other from a line on."""
    own = labels[at : at + width : 2]
    if len({*own}) < width // 2:
        return 0
    many = 0
    for row in range(at, len(labels) - width + 1, width):
        kinds = looks[row : row + width]
        is_named = {*kinds[::2], kinds[1]} == {"t"} and "n" in kinds[3::2]
        if not is_named or labels[row : row + width : 2] != own:
            break
        many += 1
    return many


def _cells(lines: Sequence[Span]) -> list[Span]:
    pairs = zip(lines[2::2], lines[3::2], strict=True)
    return [lines[1], *((label[0], value[1]) for label, value in pairs)]
