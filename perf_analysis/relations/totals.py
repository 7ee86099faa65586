"""Totals of tables that their lines or columns miss where others bear them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from perf_analysis.relations.facts import Fact
from perf_analysis.relations.missed import OF_WHOLE, announced, is_off
from perf_analysis.relations.relation import Relation, relate_parts

LAID_OUT = "同表"  # what announces a sum that other lines or columns make by the same places
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
    layouts = [layout for one in told if (layout := layout_of(one)) is not None]
    borne_out = Counter(layouts)
    known: dict[tuple[str, Way], list[Layout]] = {}
    for layout in borne_out:
        known.setdefault((layout.table, layout.way), []).append(layout)
    agreed = {
        (layout.way, one.facts[0].at) for one in told if (layout := layout_of(one)) is not None
    }
    missed: dict[Layout | None, list[Relation]] = {}
    for strip in strips:
        way = _way(strip)
        if way is None:
            continue
        for layout, relation in _missed(strip, way, known):
            if (way, relation.facts[0].at) not in agreed:
                missed.setdefault(layout, []).append(relation)
    return [
        relation
        for layout, relations in missed.items()
        for relation in relations
        if layout is None or borne_out[layout] >= max(_least(relation.facts[0]), len(relations) + 1)
    ]


def _least(whole: Fact) -> int:
    """How many others must bear a layout out: more where the whole is not called a total."""
    return _LEAST_LINES if OF_WHOLE.search(whole.name) else _LEAST_UNNAMED


def _way(strip: Sequence[Fact]) -> Way | None:
    """Whether a strip is a column, of many lines, or a line; None for running text."""
    if not strip[0].table:
        return None
    return "line" if len({fact.column for fact in strip}) == 1 else "column"


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
            if sum(part.added for part in parts) != whole.added:
                yield layout, relate_parts(whole, parts, LAID_OUT, 0.0, agrees=False)
    *parts, total = strip
    # execution is marked elsewhere than in a column of scores
    is_total = way == "line" and total.kind != "score" and OF_WHOLE.search(total.name)
    if is_total and len(parts) > 1 and is_off(total, parts):
        yield None, relate_parts(total, parts, announced(total, parts), 0.0, agrees=False)
