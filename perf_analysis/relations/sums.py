"""Sums: a whole and its parts, in running text, over items, down columns and along rows."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from math import isfinite

from perf_analysis.relations.facts import HERE, LEVELS, Fact
from perf_analysis.relations.hundreds import LEAST_LISTED, MOST_PARTS, find_hundreds
from perf_analysis.relations.missed import (
    MOST_CHANCE,
    announced,
    find_listed,
    find_missed,
    is_near,
    lists_behind,
)
from perf_analysis.relations.moves import changes_of
from perf_analysis.relations.quotients import BY_HEAD
from perf_analysis.relations.relation import Relation, relate_parts
from perf_analysis.relations.search import Pool, likelihood
from perf_analysis.relations.totals import find_totals

MOST_ANNOUNCED = 0.5  # chance of a match that words claim
_NOT_ADDED = re.compile(r"每|单车|比例")
_LOST, _BOUND = re.compile(r"扣[减除了]?$"), re.compile(r"\)?[及含(以]{0,3}[上下]|\(含")  # of marks
_OF_BEFORE = re.compile(
    r"上年|去年|同期|年初(?!结转|结余)"
)  # beside a part; a column of them adds up
LEAST_DIGITS = 4  # of a whole that stands elsewhere than its list


@dataclass
class _Found:
    """A sum in a strip: where its whole and its parts stand."""

    whole: int
    parts: tuple[int, ...]
    announced: str
    chance: float


def find_sums(facts: Sequence[Fact], bases: Container[int] = ()) -> list[Relation]:
    """The sums in each strip of facts that can be added, but for the bases of growths: of the
    running text, of each column and row of a table.
    """
    told: dict[frozenset[int], Relation] = {}
    known = [fact for fact in facts if _can_be_added(fact) and fact.at not in bases]
    strips = list(_strips(known))
    near = (
        relate_parts(strip[one.whole], [strip[at] for at in one.parts], one.announced, one.chance)
        for strip in strips
        for one in _sums_of(strip)
    )
    lists = lists_behind(facts, known)
    for relation in (*near, *find_listed(lists), *_far(known)):
        told.setdefault(_key(relation), relation)
    hundreds = [one for one in find_hundreds(facts) if _key(one) not in told]
    moved = changes_of([*told.values()], facts)
    totals = find_totals(strips, told.values())
    missed = [*totals, *find_missed(facts, known, told, lists)]
    return [*told.values(), *missed, *moved, *hundreds]


def _key(relation: Relation) -> frozenset[int]:
    """The parts of a sum."""
    return frozenset(fact.at for fact in relation.facts[1:])


def _far(facts: Sequence[Fact]) -> Iterator[Relation]:
    """Lists of one sentence or one paragraph whose whole stands before or behind other numbers, or
    elsewhere.
    """
    pool = Pool([fact for fact in facts if fact.digits >= LEAST_DIGITS])
    told = [fact for fact in facts if not fact.table]
    places = (lambda fact: (fact.sentence, fact.unit)), (lambda fact: (fact.paragraph, fact.unit))
    for run in (list(group) for place in places for _, group in groupby(told, key=place)):
        for parts in (run, run[1:]):
            found = _whole_of(parts, pool) if len(parts) >= LEAST_LISTED else None
            if found:
                yield found
                break


def _whole_of(parts: Sequence[Fact], pool: Pool) -> Relation | None:
    """The nearest number that a list makes up, if chance would hardly put one there."""
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    many = len({fact.value for fact in pool.of_unit(parts[0].unit)})
    chance = likelihood(low, high) * many
    if chance > MOST_CHANCE:
        return None
    wholes = [
        fact
        for fact in pool.within(parts[0].unit, low, high)
        if fact.kind == parts[0].kind and fact not in parts
    ]
    if not wholes:
        return None
    whole = min(
        wholes,
        key=lambda fact: (bool(fact.table), parts[0].distance(fact), abs(fact.at - parts[0].at)),
    )
    return relate_parts(whole, parts, announced(whole, parts), chance)


def _strips(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    strips: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if not fact.table:
            strips.setdefault(("text", fact.unit, fact.kind, fact.role), []).append(fact)
            strips.setdefault(("text", fact.unit, fact.kind), []).append(fact)
            continue
        strips.setdefault(("column", fact.table, fact.column, fact.unit), []).append(fact)
        strips.setdefault(("row", fact.table, fact.line, fact.unit), []).append(fact)
    yield from (strip for strip in strips.values() if len(strip) > 2)


def _can_be_added(fact: Fact) -> bool:
    is_level = fact.kind in LEVELS and not fact.is_moved and isfinite(fact.high)
    if not is_level or not fact.is_exact or _is_of_each(fact):
        return False
    if fact.kind == "score" and (_LOST.search(fact.lead) or _BOUND.match(fact.behind)):
        return False
    return bool(fact.table) or not _OF_BEFORE.search(fact.measure)


def _is_of_each(fact: Fact) -> bool:
    """Whether a number tells what each of some gets, which is no part of what all get."""
    is_standard = fact.kind == "amount" and "标准" in fact.measure
    return is_standard or bool(_NOT_ADDED.search(fact.measure) or BY_HEAD.search(fact.name))


def _sums_of(strip: Sequence[Fact]) -> Iterator[_Found]:
    """Wholes before their parts, from the last on, so that a part may have parts of its own; then
    wholes behind them.
    """
    ends: dict[int, int] = {}  # of a whole, behind the last of its parts
    for whole in range(len(strip) - 1, -1, -1):
        found = _parts_behind(strip, whole, whole + 1, ends)
        while found:
            last = max(found.parts[-1] + 1, *(ends.get(part, 0) for part in found.parts))
            ends.setdefault(whole, last)
            yield found
            found = _parts_behind(strip, whole, last, ends)
    tops = {at: one for one in sorted(ends, reverse=True) for at in range(one + 1, ends[one])}
    begins: dict[int, int] = {}
    for whole in range(2, len(strip)):
        found = _parts_before(strip, whole, begins, ends, tops)
        if found:
            begins[whole] = found.parts[0]
            yield found


def _parts_behind(
    strip: Sequence[Fact], whole: int, first: int, ends: Mapping[int, int]
) -> _Found | None:
    """All the numbers behind a whole as its parts, else those that are no parts of another."""

    def path(ends: Mapping[int, int]) -> Iterator[int]:
        at = first
        while at < len(strip):
            yield at
            at = ends.get(at, at + 1)

    return _first_sum(strip, whole, path({})) or _first_sum(strip, whole, path(ends))


def _parts_before(
    strip: Sequence[Fact],
    whole: int,
    begins: Mapping[int, int],
    ends: Mapping[int, int],
    tops: Mapping[int, int],
) -> _Found | None:
    """All the numbers before a whole as its parts, else those that are no parts of another that
    stands behind them, else of one before them.
    """

    def path(begins: Mapping[int, int]) -> Iterator[int]:
        at = whole - 1
        while at >= 0:
            yield at
            at = begins.get(at, at) - 1

    def over() -> Iterator[int]:
        at = whole - 1
        while at >= 0:
            top = tops.get(at, at)
            at = top if top != at and ends[top] <= whole else at
            yield at
            at -= 1

    ways = path({}), path(begins), over()
    return next(filter(None, (_first_sum(strip, whole, way) for way in ways)), None)


def _first_sum(strip: Sequence[Fact], whole: int, path: Iterable[int]) -> _Found | None:
    """The first numbers along a path that make up a whole, in the order of the strip."""
    low = high = 0.0
    parts: list[int] = []
    for at in islice(path, MOST_PARTS):
        if not is_near(strip[whole], strip[at]):
            return None
        parts.append(at)
        low, high = low + strip[at].low, high + strip[at].high
        if low > strip[whole].high * (1 + 1e-9):
            return None
        if len(parts) > 1 and high >= strip[whole].low * (1 - 1e-9):
            parts += _nothing_behind(strip, parts[-1]) if parts[-1] > whole else []
            found = _judged(strip, whole, sorted(parts), (low, high))
            if found:
                return found
    return None


def _is_listed(strip: Sequence[Fact], nothing: int, parts: Sequence[int]) -> bool:
    """Whether a part of nothing stands in the sentence or table of one that counts."""
    one = strip[nothing]
    return bool(one.table) or any(
        strip[part].value and strip[part].distance(one) == HERE for part in parts
    )


def _nothing_behind(strip: Sequence[Fact], last: int) -> list[int]:
    """The parts of nothing that a sentence tells behind the last one that counts."""
    told = []
    for at in range(last + 1, len(strip)):
        if strip[at].value or strip[at].table or strip[at].distance(strip[last]) != HERE:
            break
        told.append(at)
    return told


def _judged(
    strip: Sequence[Fact], whole: int, parts: Sequence[int], ends: tuple[float, float]
) -> _Found | None:
    parts = [part for part in parts if strip[part].value or _is_listed(strip, part, parts)]
    told = [strip[part] for part in parts]
    words = announced(strip[whole], told)
    low, high = min(ends[0], strip[whole].low), max(ends[1], strip[whole].high)
    chance = likelihood(max(low, 1e-9), high) * len(parts)
    most = MOST_ANNOUNCED if words else MOST_CHANCE
    if chance > most or not strip[whole].value or len(told) == 1:
        return None
    return _Found(whole, tuple(parts), words, chance)
