"""The changes of parts, which make up the change of their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perf_analysis.relations.facts import BESIDE, Fact
from perf_analysis.relations.relation import Relation, relate_parts

OF_CHANGES = "变动"  # what announces them
_NEXT = 3  # figures behind a level, one of which may be its change


def changes_of(sums: Sequence[Relation], facts: Sequence[Fact]) -> Iterator[Relation]:
    """The sum of the changes that stand behind the parts and the whole of each sum; a part that is
    nothing may have none.
    """
    told: set[int] = set()
    for one in sums:
        whole = one.of("whole")
        change = _change_behind(whole, facts) if whole is not None else None
        if change is None or change.at in told:
            continue
        parts = one.facts[1:]
        changes = [move for part in parts if (move := _change_behind(part, facts)) is not None]
        if len(changes) > 1:
            told.add(change.at)
            agrees = _adds_up(change, changes)
            yield relate_parts(change, changes, OF_CHANGES, 0.0, agrees=agrees)


def _change_behind(level: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The amount of change told right behind a level."""
    for fact in facts[level.at + 1 : level.at + 1 + _NEXT]:
        if fact.distance(level) > BESIDE or (fact.is_level and fact.unit == level.unit):
            return None
        if fact.is_moved and fact.kind == level.kind and fact.unit == level.unit:
            return fact
    return None


def _adds_up(change: Fact, parts: Sequence[Fact]) -> bool:
    ends = [signed_sum(change, parts, end) for end in ("low", "high")]
    return change.span.low <= max(ends) and change.span.high >= min(ends)


def signed_sum(whole: Fact, parts: Sequence[Fact], end: str) -> Decimal:
    """One end of the sum of some changes, a fall of one that rose and a rise of one that fell as
    less.
    """
    if not whole.is_moved:
        return sum((getattr(part.span, end) for part in parts), Decimal(0))
    other = {"low": "high", "high": "low"}[end]
    total = Decimal(0)
    for part in parts:
        is_along = part.row["direction"] == whole.row["direction"]
        total += getattr(part.span, end) if is_along else -getattr(part.span, other)
    return total
