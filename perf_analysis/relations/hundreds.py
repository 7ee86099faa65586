"""Shares and marks that make up a whole of a hundred, or the total of their form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis.relations.facts import Fact
from perf_analysis.relations.relation import Relation, relate_parts

MOST_PARTS = 40
LEAST_LISTED = 3  # of a total and of a list whose whole stands elsewhere
_FULL_MARKS, _MOST_MISSED = 100, 10
_LEVELS = re.compile(r"投入|决策|过程|管理|产出|效益|效果|履职|满意")  # of indicators
_OF_SHARE = re.compile(r"占|比重|构成比")
MOST_APART = 0.01  # how coarsely shares may be printed, together, to say that they make up a whole
OF_TOTAL = re.compile(r"总分|合计|总计")
OF_LEVEL = re.compile(
    r"^(?:产出|效益|效果|满意度|成本|过程|投入|决策|管理)(?:指标)?(?:\(\d+分?\)|分值|得分)"
)


def find_hundreds(facts: Sequence[Fact]) -> Iterator[Relation]:
    """The sums of marks, and of shares of one whole."""
    yield from _marks(facts)
    yield from _shares(facts)


def _shares(facts: Iterable[Fact]) -> Iterator[Relation]:
    """The shares of one sentence or paragraph, or of a column, that make up the whole."""
    shares = [fact for fact in facts if fact.kind == "rate" and _OF_SHARE.search(fact.name)]
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in shares:
        own = (
            ((fact.table, fact.column),) if fact.table else ((fact.sentence,), (fact.paragraph, 0))
        )
        for place in own if 0 < fact.value < 1 else ():
            places.setdefault(place, []).append(fact)
    told: set[tuple[int, ...]] = set()
    for parts in places.values():
        low, high = sum(part.low for part in parts), sum(part.high for part in parts)
        key = tuple(part.at for part in parts)
        is_whole = low <= 1 + 1e-9 and high >= 1 - 1e-9 and high - low < MOST_APART
        if 1 < len(parts) <= MOST_PARTS and is_whole and key not in told:
            told.add(key)
            yield relate_parts(_all_of(parts, shares), parts, "占比", (high - low) * len(parts))


def _all_of(parts: Sequence[Fact], shares: Sequence[Fact]) -> Fact | None:
    """The total of a column that is all of it: 100.00."""
    place = parts[0].table, parts[0].column
    totals = (one for one in shares if one.value == 1 and (one.table, one.column) == place)
    return next((one for one in totals if one.table and OF_TOTAL.search(one.name)), None)


def _marks(facts: Iterable[Fact]) -> Iterator[Relation]:
    """The weights of one sentence that make up a hundred; the weights and the scores of a form
    that make up its total.
    """
    marks = [fact for fact in facts if fact.kind == "score" and not fact.is_moved]
    told = [fact for fact in marks if fact.role == "weight" and not fact.table]
    for _, group in groupby(told, key=lambda fact: fact.sentence):
        weights = list(group)
        total = sum((fact.number for fact in weights), Decimal(0))
        is_all = sum(bool(_LEVELS.search(fact.lead)) for fact in weights) >= LEAST_LISTED
        if len(weights) > 1 and (total == _FULL_MARKS or (is_all and _is_near_full(total))):
            yield relate_parts(None, weights, "满分", 0.0, agrees=total == _FULL_MARKS)
    for role in ("weight", "actual"):
        yield from _totals([fact for fact in marks if fact.role == role])


def _is_near_full(total: Decimal) -> bool:
    """Whether marks that make up no hundred may be all there are: of fewer some are not listed."""
    return abs(total - _FULL_MARKS) <= _MOST_MISSED


def _totals(marks: Sequence[Fact]) -> Iterator[Relation]:
    """Each total of a form with all marks of its section before it, or those of its indicators."""
    first = 0
    for at, total in enumerate(marks):
        if not OF_TOTAL.search(total.name):
            continue
        own = [fact for fact in marks[first:at] if fact.section == total.section]
        leaves = [fact for fact in own if not OF_LEVEL.search(fact.name)]
        for parts in (own, leaves):
            whole = sum((fact.number for fact in parts), Decimal(0))
            if LEAST_LISTED <= len(parts) <= MOST_PARTS and whole == total.number:
                yield relate_parts(total, parts, "总分", 0.0)
                break
        first = at + 1
