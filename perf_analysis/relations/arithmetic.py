"""What the other numbers of a relation give for the one that is held against them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from perf_analysis import units
from perf_analysis.relations.changes import years_of
from perf_analysis.relations.facts import Fact
from perf_analysis.relations.marks import marks_of
from perf_analysis.relations.moves import signed_sum
from perf_analysis.relations.quotients import BY_MONTH, MONTHS
from perf_analysis.relations.relation import Relation
from perf_analysis.relations.steps import grown_by
from perf_analysis.relations.targets import is_beyond
from perf_analysis.units import Interval


class Derived(NamedTuple):
    """A number of a relation, what others give for it [base unit], and which, in order."""

    stated: Fact
    given: Interval
    others: tuple[Fact, ...]

    @property
    def value(self) -> float:
        """The middle of what is given, in the unit of the stated number."""
        return float((self.given.low + self.given.high) / 2 / self.stated.factor)


def derive(relation: Relation) -> Derived | None:
    """What the numbers of a relation give; None where one of them is missing or unbounded, and for
    ranks and targets without a rate, which say nothing of a number.
    """
    compute = _BY_KIND.get(relation.kind)
    derived = compute(relation) if compute else None
    if derived is None or not all(end.is_finite() for end in derived.given):
        return None
    return derived


def _of_sum(relation: Relation) -> Derived | None:
    whole = relation.of("whole")
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole is None:
        return None  # shares and marks that make up a hundred print no whole
    given = Interval(*(signed_sum(whole, parts, end) for end in ("low", "high")))
    return Derived(whole, given, tuple(parts))


def _less(relation: Relation, whole: str, less: str, left: str) -> Derived | None:
    one, other, stated = (relation.of(role) for role in (whole, less, left))
    if one is None or other is None or stated is None:
        return None
    ends = (one.span.low - other.span.high, one.span.high - other.span.low)
    given = units.unsigned(Interval(*ends))
    return Derived(stated, given, (one, other))


def _of_target(relation: Relation) -> Derived | None:
    target, actual, points = (relation.of(role) for role in ("target", "actual", "points"))
    if target is not None and actual is not None and points is not None:
        ends = actual.span.low - target.number, actual.span.high - target.number
        return Derived(points, units.unsigned(Interval(*ends)), (actual, target))
    rate = relation.of("rate")
    shared = _shared(relation, "actual", "target")
    if shared and rate is not None and is_beyond(rate):
        given = Interval(shared.given.low - 1, shared.given.high - 1)
        return shared._replace(given=units.unsigned(given))
    return shared


def _shared(relation: Relation, part: str, whole: str) -> Derived | None:
    one, other, rate = (relation.of(role) for role in (part, whole, "rate"))
    if one is None or other is None or rate is None or other.span.low <= 0:
        return None
    months = MONTHS if relation.announced == BY_MONTH else 1
    is_bound = not other.span.high.is_finite()  # 不少于320公里 is told by its number
    whole_span = Interval(other.number, other.number) if is_bound else other.span
    ends = one.span.low / whole_span.high, one.span.high / whole_span.low
    return Derived(rate, Interval(*(end / months for end in ends)), (one, other))


def _of_change(relation: Relation) -> Derived | None:
    level, base, growth = (relation.of(role) for role in ("level", "base", "growth"))
    if growth is None:
        return _less(relation, "level", "base", "change")
    years = years_of(growth)
    change = relation.of("change")
    known = next(((role, fact) for role, fact in (("level", level), ("base", base)) if fact), None)
    if known and change is not None and (level is None or base is None):
        given = grown_by(*known, change)
        return Derived(growth, given, (known[1], change)) if given else None
    if level is None or base is None or base.span.low <= 0:
        return None
    grown = Interval(level.span.low / base.span.high, level.span.high / base.span.low)
    if years > 1:  # the geometric mean
        grown = Interval(*(end ** (1 / Decimal(years)) for end in grown))
    given = units.unsigned(Interval(grown.low - 1, grown.high - 1))
    return Derived(growth, given, (base, level))


def _of_balance(relation: Relation) -> Derived | None:
    told = [relation.of(role) for role in ("opening", "in", "out", "closing")]
    facts = [fact for fact in told if fact is not None]
    opening, income, out, closing = facts
    given = Interval(
        opening.span.low + income.span.low - out.span.high,
        opening.span.high + income.span.high - out.span.low,
    )
    return Derived(closing, given, (opening, income, out))


def _of_equality(relation: Relation) -> Derived | None:
    stated, *others = relation.facts
    other = others[0]  # a target of at least so much is told by its number
    given = other.span if other.is_exact else Interval(other.number, other.number)
    return Derived(stated, given, tuple(others))


def _of_marks(relation: Relation) -> Derived | None:
    target, actual, full, score = relation.facts
    given = marks_of(target, actual, full)
    return Derived(score, given, (full, actual, target)) if given else None


_BY_KIND: dict[str, Callable[[Relation], Derived | None]] = {
    "sum": _of_sum,
    "difference": partial(_less, whole="from", less="less", left="left"),
    "balance": _of_balance,
    "quotient": partial(_shared, part="numerator", whole="denominator"),
    "change": _of_change,
    "points": partial(_less, whole="level", less="base", left="points"),
    "target": _of_target,
    "same": _of_equality,
    "marks": _of_marks,
}
