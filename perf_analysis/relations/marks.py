"""Marks given for an indicator: its full marks, target and result beside the score it got."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis.relations.facts import Fact
from perf_analysis.relations.met import is_met
from perf_analysis.relations.relation import Relation, relate
from perf_analysis.units import Interval

FULL, SHARED = "满分", "按完成比例"


def find_marks(facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each row of a table whose target was missed, though it got full marks or
    as many as it reached of its target; what else was taken off is a judgement.
    """
    rows = sorted(facts, key=lambda fact: (*_row(fact), fact.at))
    found = (_marks(list(row)) for _, row in groupby(rows, key=_row))
    return sorted((told for told in found if told), key=lambda told: told.facts[0].at)


def _row(fact: Fact) -> tuple[str, str]:
    return (fact.table, fact.line) if fact.table else ("", str(fact.sentence))


def _marks(row: Sequence[Fact]) -> Relation | None:
    """The marks of a row with one of each: full marks, score, target and result."""
    scores = [fact for fact in row if fact.kind == "score"]
    levels = [fact for fact in row if fact.kind != "score"]
    named = {
        "target": _only(levels, "target"),
        "actual": _behind(levels),
        "full": _only(scores, "weight"),
        "score": _only(scores, "actual"),
    }
    target, actual, full, score = named.values()
    if target is None or actual is None or full is None or score is None:
        return None
    if is_met(target, actual) is not False:
        return None
    given = marks_of(target, actual, full)
    is_full = score.number == full.number
    if given is None or not (is_full or score.meets(float(given.low), float(given.high))):
        return None
    return relate("marks", named, announced=FULL if is_full else SHARED, agrees=not is_full)


def _behind(levels: Sequence[Fact]) -> Fact | None:
    """The result right behind the only target of a row; what stands in its remarks is none."""
    target = _only(levels, "target")
    return next((fact for fact in levels if target and fact.at == target.at + 1), None)


def _only(facts: Sequence[Fact], role: str) -> Fact | None:
    told = [fact for fact in facts if fact.role == role]
    return told[0] if len(told) == 1 else None


def marks_of(target: Fact, actual: Fact, full: Fact) -> Interval | None:
    """What a result gets of the full marks by its share of a target it misses, which is exact;
    None where that is no number.
    """
    if target.unit != actual.unit or not target.number or not actual.span.low:
        return None
    if actual.number < target.number:
        low, high = actual.span.low / target.number, actual.span.high / target.number
    else:
        low, high = target.number / actual.span.high, target.number / actual.span.low
    return Interval(full.number * low, full.number * min(high, Decimal(1)))
