"""Totals of tables that their lines or columns miss where others bear them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from perf_analysis.relations.facts import Fact
from perf_analysis.relations.missed import OF_WHOLE, announced, is_off
from perf_analysis.relations.relation import Relation, relate_parts

# What announces a sum that other lines or columns, or one, make by the same places.
LAID_OUT, ONCE = "同表", "同表一列"
_LEAST_LINES, _LEAST_UNNAMED = 2, 4  # that add up by the same places, before another one must

Way = Literal["line", "column"]  # what tells the parts of a sum apart


@dataclass(frozen=True)
class Layout:
    """Which lines, or which columns, of a table make up which."""

    table: str
    way: Way
    whole: str
    parts: frozenset[str]


def layout_of(relation: Relation) -> Layout | None:
    """Where the numbers of a sum stand in their table; None in running text."""
    whole = relation.of("whole")
    if whole is None or not whole.table:
        return None
    parts = [fact for fact in relation.facts if fact is not whole]
    way: Way = "line" if all(fact.column == whole.column for fact in parts) else "column"
    return Layout(
        whole.table, way, getattr(whole, way), frozenset(getattr(one, way) for one in parts)
    )


def find_totals(strips: Sequence[Sequence[Fact]], told: Iterable[Relation]) -> list[Relation]:
    """The sums of columns and lines of tables that do not agree: those that other columns or lines
    make by the same places, and totals named so below a column.
    """
    laid_out = [(layout, one) for one in told if (layout := layout_of(one)) is not None]
    borne_out = Counter(layout for layout, _ in laid_out)
    agreed = {(layout.way, one.facts[0].at) for layout, one in laid_out}
    known: dict[tuple[str, Way], list[Layout]] = {}
    for layout in borne_out:
        known.setdefault((layout.table, layout.way), []).append(layout)
    missed: dict[Layout | None, list[Relation]] = {}
    for strip in strips:
        way = _way(strip)
        if way is None:
            continue
        for layout, relation in _missed(strip, way, known):
            if (way, relation.facts[0].at) not in agreed:
                missed.setdefault(layout, []).append(relation)
    return [
        replace(relation, announced=ONCE) if layout and borne_out[layout] == 1 else relation
        for layout, relations in missed.items()
        for relation in relations
        if layout is None or borne_out[layout] >= _least(layout, relation.facts[0], len(relations))
    ]


def _least(layout: Layout, whole: Fact, missed: int) -> int:
    """How many others must bear a layout out: as many as miss it where the last line is called the
    total, more than miss it elsewhere.
    """
    is_total = bool(OF_WHOLE.search(whole.name))
    if is_total and layout.way == "line":
        return missed
    return max(missed + 1, _LEAST_LINES if is_total else _LEAST_UNNAMED)


def _way(strip: Sequence[Fact]) -> Way | None:
    """Whether a strip is a column, of many lines, or a line; None for running text."""
    if not strip[0].table:
        return None
    return "line" if len({fact.column for fact in strip}) == 1 else "column"


def _agrees(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts make up a whole but for the rounding of each."""
    off = abs(sum((part.added for part in parts), Decimal(0)) - whole.added)
    return float(off) <= sum(part.high - part.low for part in (whole, *parts)) / 2


def _missed(
    strip: Sequence[Fact], way: Way, known: Mapping[tuple[str, Way], Sequence[Layout]]
) -> Iterator[tuple[Layout | None, Relation]]:
    """The sums of a strip by each layout of its table, else of all of it by its last number, that
    do not agree.
    """
    by_place = {getattr(fact, way): fact for fact in strip}
    layouts = known.get((strip[0].table, way), ())
    for layout in layouts:
        if layout.whole in by_place and layout.parts <= by_place.keys():
            whole = by_place[layout.whole]
            parts = [fact for place, fact in by_place.items() if place in layout.parts]
            within = sorted(part.at for part in (*parts, whole))
            between = [fact for fact in strip if within[0] < fact.at < within[-1]]
            if len(between) == len(parts) - 1 and not _agrees(whole, parts):
                yield layout, relate_parts(whole, parts, LAID_OUT, 0.0, agrees=False)
    *parts, total = strip
    # execution is marked elsewhere than in a column of scores
    is_total = way == "line" and total.kind != "score" and OF_WHOLE.search(total.name)
    if is_total and len(parts) > 1 and is_off(total, parts):
        yield None, relate_parts(total, parts, announced(total, parts), 0.0, agrees=False)
