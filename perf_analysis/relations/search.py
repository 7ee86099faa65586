"""Which pairs of numbers give a third one, the nearest and least likely by chance first."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import log
from typing import NamedTuple

from perf_analysis.relations.facts import FAR, Fact

# Printed numbers of one unit spread over about this many e-foldings: so likely is one of them
# to lie within a share of another.
_SPREAD = 4.0
_LEAST = 1e-8  # likelihood of the most exact match
# Of what number and place tell: another's name makes a pair elsewhere less likely.
_NAMED = (1.0, 1.5, 2.0, 3.0)
_UNNAMED = (1.0, 2.0, 5.0, 15.0)
_ROUNDING = 1e-9  # of floats, as a part of the number
_COARSEST = 0.1  # how far a print may lie from the number, as a part of it: 6 for 5.5


class Hit(NamedTuple):
    """Two facts that give a third, and how many such pairs stand as near times how likely one of
    them fits.
    """

    one: Fact
    other: Fact
    chance: float


@dataclass
class Pool:
    """The facts that may take one place in a relation, by unit and value."""

    facts: Sequence[Fact]
    _units: dict[str, list[Fact]] = field(init=False)
    _values: dict[str, list[float]] = field(init=False)

    def __post_init__(self) -> None:
        by_unit: dict[str, list[Fact]] = {}
        for fact in sorted(self.facts, key=lambda fact: fact.value):
            by_unit.setdefault(fact.unit, []).append(fact)
        self._units = by_unit
        self._values = {unit: [fact.value for fact in facts] for unit, facts in by_unit.items()}

    @cached_property
    def units(self) -> list[str]:
        """The units of its facts."""
        return list(self._units)

    def of_unit(self, unit: str) -> list[Fact]:
        """Its facts of one unit, the least first."""
        return self._units.get(unit, [])

    def within(self, unit: str, low: float, high: float) -> list[Fact]:
        """Its facts of a unit whose printed interval meets the one between two ends."""
        values = self._values.get(unit, ())
        first = bisect.bisect_left(values, low * (1 - _COARSEST))
        last = bisect.bisect_right(values, high * (1 + _COARSEST), first)
        if first == last:
            return []
        slack = high * _ROUNDING
        return [
            fact
            for fact in self._units[unit][first:last]
            if fact.low <= high + slack and fact.high >= low - slack
        ]


class Near:
    """How many facts of a pool stand as near to a fact as another one does: of its own name,
    or of any.
    """

    def __init__(
        self,
        third: Fact,
        pool: Pool,
        is_named: Callable[[Fact], bool],
        unnamed: Sequence[float] = _UNNAMED,
    ) -> None:
        self._third, self.pool, self._is_named, self._unnamed = third, pool, is_named, unnamed
        # by unit: each fact with how many stand as near, how near that is, and whether it is named
        self._placed: dict[str, list[tuple[Fact, int, int, bool]]] = {}
        self._weights: dict[str, dict[Fact, float]] = {}

    def weighed_by(self, unnamed: Sequence[float]) -> Near:
        """The same facts counted, with other weights for those of another name."""
        near = copy(self)
        near._unnamed, near._weights = unnamed, {}
        return near

    def many(self, fact: Fact) -> float:
        """Among how many a fact was chosen; the farther, the more, unless its name was told."""
        return self.weights(fact.unit)[fact]

    def weights(self, unit: str) -> Mapping[Fact, float]:
        """Among how many each fact of a unit was chosen."""
        if unit not in self._weights:
            if unit not in self._placed:
                self._placed[unit] = self._place(unit)
            self._weights[unit] = {
                fact: count * (_NAMED if is_named else self._unnamed)[distance]
                for fact, count, distance, is_named in self._placed[unit]
            }
        return self._weights[unit]

    def _place(self, unit: str) -> list[tuple[Fact, int, int, bool]]:
        """The facts of a unit by how many numbers stand as near, each counted where it stands
        nearest.
        """
        placed = [
            (fact, self._third.distance(fact), self._is_named(fact))
            for fact in self.pool.of_unit(unit)
        ]
        named: dict[float, int] = {}
        any_: dict[float, int] = {}
        for fact, distance, is_named in placed:
            any_[fact.value] = min(distance, any_.get(fact.value, FAR))
            if is_named:
                named[fact.value] = min(distance, named.get(fact.value, FAR))
        of_name, of_any = _up_to(named.values()), _up_to(any_.values())
        return [
            (fact, (of_name if is_named else of_any)[distance], distance, is_named)
            for fact, distance, is_named in placed
        ]


def _up_to(distances: Iterable[int]) -> list[int]:
    told = [0] * (FAR + 1)
    for distance in distances:
        told[distance] += 1
    return list(accumulate(told))


def likelihood(low: float, high: float) -> float:
    """How likely a number of one unit lies between two ends; a count is exact, and one of many."""
    if high <= low:
        low, high = low - 0.5, high + 0.5
    if low <= 0:
        return 1.0
    return min(1.0, log(high / low) / _SPREAD)


Ends = tuple[float, float]


def pairs(
    third: Fact,
    ones: Near,
    others: Near,
    ends: Callable[[Fact], Ends | None],
    most: float,
    units: Sequence[str] = (),
) -> Iterator[Hit]:
    """The pairs of one unit, of those named, whose first lies between the ends that the second and
    `third` allow; those likelier by chance than `most` are of no use and left out.
    """
    for unit in units or others.pool.units:
        for other in others.pool.of_unit(unit):
            between = None if other is third else ends(other)
            found = between and ones.pool.within(unit, *between)
            if not between or not found:
                continue
            weights, many = ones.weights(unit), others.weights(unit)[other]
            least = _least(between)
            for one in found:
                chance = weights[one] * many
                if chance * least > most or one is other or one is third:
                    continue
                chance *= max(
                    likelihood(min(between[0], one.low), max(between[1], one.high)), _LEAST
                )
                if chance <= most:
                    yield Hit(one, other, chance)


def _least(between: Ends) -> float:
    """How likely a number lies between two ends, or two around them, at least."""
    return max(likelihood(*between), _LEAST) if between[0] < between[1] else _LEAST
