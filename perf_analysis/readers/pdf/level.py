"""Tables that are ruled by level lines alone, such as those of three lines:
their columns are where no text stands.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from perf_analysis.readers.pdf.drawing import Box, Glyph
from perf_analysis.readers.pdf.rules import Rule

_CLEAR = 0.8  # of a character, that is clear between two columns from the first row to the last
_SAME_LINE = 0.6  # of a character, within which two of them stand on one line
_LEAST_RULES = 3  # over the heads, under them, and under the table
_RULED_ROWS = 5  # level lines from which on each row has its own
_DIGIT = re.compile(r"\d")

_Rows = list[list[Glyph]]


def find_level_tables(
    rules: Sequence[Rule], glyphs: Sequence[Glyph], near: float
) -> list[list[Box]]:
    """The tables between level lines that no upright one meets, each by its cells."""
    found: list[list[Box]] = []
    level = sorted(glyphs, key=_middle)
    middles = [_middle(glyph) for glyph in level]
    for group in _alike(rules, near):
        ends = [bisect.bisect_left(middles, rule.at) for rule in group]
        bands = [_rows(_within(group[0], level[start:end])) for start, end in pairwise(ends)]
        at = 0
        while at + _LEAST_RULES <= len(group):
            columns = _columns(group[at], bands[at + 1])
            end = at + 1
            while columns and end < len(bands) and _fits(bands[end], columns):
                end += 1
            if end > at + 1 and bands[at]:
                top, below = group[at].at + near, group[at + 1].at - near
                inner = [rule for rule in rules if top < rule.at < below]
                heads = _heads(group[at].at, group[at + 1].at, columns, inner)
                found.append(heads + _boxes(group[at + 1 : end + 1], bands[at + 1 : end], columns))
                at = end
            at += 1
    return found


def _alike(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """Lines that start and end at the same places, from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        group = next((group for group in groups if group[0].matches(rule, near)), None)
        if group is None:
            groups.append([rule])
        elif rule.at - group[-1].at > near:
            group.append(rule)
    return [group for group in groups if len(group) >= _LEAST_RULES]


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _within(rule: Rule, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The upright characters under a line, from its start to its end."""
    return [
        glyph
        for glyph in glyphs
        if glyph.turn == 0
        and rule.start <= (glyph.x0 + glyph.x1) / 2 <= rule.end
        and glyph.text != " "
    ]


def _rows(glyphs: Sequence[Glyph]) -> _Rows:
    rows: _Rows = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - rows[-1][-1].base <= _SAME_LINE * glyph.size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _columns(rule: Rule, rows: _Rows) -> list[float]:
    """The edges of the columns of some rows; none where these are no table: without numbers,
    or without room between two columns.
    """
    signs = sorted((glyph for row in rows for glyph in row), key=lambda glyph: glyph.x0)
    edges, reach = [rule.start], float("inf")
    for glyph in signs:
        if glyph.x0 - reach > _CLEAR * glyph.size:
            edges.append((reach + glyph.x0) / 2)
        reach = max(reach, glyph.x1) if reach != float("inf") else glyph.x1
    edges.append(rule.end)
    numbered = sum(any(_DIGIT.match(glyph.text) for glyph in row) for row in rows)
    return edges if len(edges) > 2 and 2 * numbered >= len(rows) else []


def _fits(rows: _Rows, columns: Sequence[float]) -> bool:
    """Whether each row has several filled columns, or goes on from the row above,
    and nothing stands over an edge.
    """
    return bool(rows) and all(
        not any(glyph.x0 < edge < glyph.x1 for glyph in row for edge in columns[1:-1])
        and (len(_filled(row, columns)) > 1 or not any(_DIGIT.match(sign.text) for sign in row))
        for row in rows
    )


def _filled(row: Sequence[Glyph], columns: Sequence[float]) -> set[int]:
    return {
        at
        for glyph in row
        for at, (left, right) in enumerate(pairwise(columns))
        if left <= (glyph.x0 + glyph.x1) / 2 < right
    }


def _heads(top: float, bottom: float, columns: Sequence[float], inner: Sequence[Rule]) -> list[Box]:
    """The cells of the heads: a line within them stands under one head of several columns."""
    boxes = []
    pairs = list(pairwise(columns))
    for rule, group in groupby(pairs, key=lambda pair: _over(pair, inner)):
        under = list(group)
        if rule:
            boxes.append(Box(under[0][0], top, under[-1][1], rule.at, False, False))
        start = rule.at if rule else top
        boxes += [Box(left, start, right, bottom, False, False) for left, right in under]
    return boxes


def _over(pair: tuple[float, float], inner: Sequence[Rule]) -> Rule | None:
    middle = sum(pair) / 2
    return next((rule for rule in inner if rule.start <= middle <= rule.end), None)


def _boxes(rules: Sequence[Rule], bands: Sequence[_Rows], columns: Sequence[float]) -> list[Box]:
    """The cells under the heads: a line of text is a row where not each row has its own line
    below.
    """
    edges = [rules[0].at]
    for rows, rule in zip(bands, rules[1:], strict=True):
        if len(rules) < _RULED_ROWS - 1:
            edges += [_edge(*pair) for pair in pairwise(rows) if 0 in _filled(pair[1], columns)]
        edges.append(rule.at)
    return [
        Box(left, top, right, bottom, False, False)
        for top, bottom in pairwise(edges)
        for left, right in pairwise(columns)
    ]


def _edge(above: Sequence[Glyph], below: Sequence[Glyph]) -> float:
    """Where a row ends and the next begins."""
    return (max(glyph.bottom for glyph in above) + min(glyph.top for glyph in below)) / 2
