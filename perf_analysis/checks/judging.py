"""What a relation's other numbers give, beside the one that is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perf_analysis import units
from perf_analysis.checks.amounts.telling import ids, show, told_of
from perf_analysis.checks.case import Case, Finding, Status, overlap
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.facts import HERE
from perf_analysis.units import Interval

# Relation → the check that judges it.
RULES = {
    "sum": "PARTS",
    "difference": "CARRY",
    "balance": "CARRY",
    "quotient": "SHARE",
    "change": "CHANGE",
    "points": "CHANGE",
    "target": "SHARE",
    "same": "SAME-FACT",
}
_MORE_PARTS = re.compile(r"\)?(?:左右|以上)?(?:等|及其他|和其他)")
_OF_ALL_PARTS = re.compile(r"分别|构成|组成|分为")  # 其中 may leave some out
_OF_EXECUTION = "预算执行率"
_MORE = 2  # figures that a finding may name beside those of a relation
_MOST_TOLD = 6  # parts that a sentence names; of more it says how many


class _Computed(NamedTuple):
    """A number of a relation with what the others give, and how."""

    stated: Fact
    given: Interval
    told: str


def judge(case: Case, known: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """The check and the finding of each relation that no finding has told yet: `holds` where it
    agrees, `fails` where words or layout announce it and nothing of it is missing, else `question`.
    """
    told = [frozenset(finding.figures) for finding in known if len(finding.figures) > 1]
    for relation in case.relations:
        figures = frozenset(fact.figure_id for fact in relation.facts)
        if relation.agrees is None or any(_is_told(figures, other) for other in told):
            continue
        if relation.agrees is False and _is_open(case, relation):
            continue
        computed = _computed(relation)
        if computed is not None:
            told.append(figures)
            yield rule_of(relation), _finding(relation, computed)


def rule_of(relation: Relation) -> str:
    """The name of the check that a relation belongs to."""
    rate = relation.of("rate")
    if relation.kind == "quotient" and rate is not None and rate.row["term"] == _OF_EXECUTION:
        return "EXEC"
    return RULES[relation.kind]


def _is_told(figures: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a finding of other figures says what a relation does."""
    if figures <= other:
        return len(other) <= len(figures) + _MORE
    return other <= figures and len(other) + 1 >= len(figures) > _MORE


def _is_open(case: Case, relation: Relation) -> bool:
    """Whether words say that a sum has more parts than were listed: 垃圾清运230万元等."""
    if relation.kind != "sum" or case.document is None:
        return False
    end = relation.facts[-1].row["end"]
    return end is not None and _MORE_PARTS.match(case.document.folded, end) is not None


def _finding(relation: Relation, computed: _Computed) -> Finding:
    stated, given, told = computed
    row, unit = stated.row, str(stated.row["unit"] or "")
    own = units.scaled(given, 1 / stated.factor)
    shown = units.with_unit(show(own, row["decimals"]), unit)
    value, middle = abs(float(row["value"])), float((own.low + own.high) / 2)
    figures = ids([fact.row for fact in relation.facts])
    if relation.agrees or overlap(units.unsigned(stated.span), given):
        message = f"{told}，与写出的 {told_of(stated.row)} 一致"
        return Finding("holds", message, figures, value, middle, 0.0, unit or None)
    status: Status = "fails" if _is_plain(relation, stated) else "question"
    message = f"{told}，推算 {shown}，写出的是 {told_of(stated.row)}"
    return Finding(
        status, message, figures, value, middle, value - middle, unit or None, ask="请核对这几个数"
    )


def _is_plain(relation: Relation, stated: Fact) -> bool:
    """Whether a report says itself, in one sentence, row or column, what it contradicts; of numbers
    further apart another may have been meant.
    """
    if not relation.announced:
        return False
    if relation.kind == "sum" and not stated.table:
        return _OF_ALL_PARTS.search(relation.facts[1].lead) is not None
    if relation.kind in ("sum", "same"):
        return True
    return all(stated.distance(fact) == HERE for fact in relation.facts)


def _computed(relation: Relation) -> _Computed | None:
    """What the numbers of a relation give for the one that was derived from them."""
    compute = _BY_KIND.get(relation.kind)  # the ranks have a check of their own
    computed = compute(relation) if compute else None
    if computed is None or not all(end.is_finite() for end in computed.given):
        return None
    return computed


def _of_sum(relation: Relation) -> _Computed | None:
    whole = relation.of("whole")
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole is None:
        return None
    given = Interval(
        sum((part.span.low for part in parts), Decimal(0)),
        sum((part.span.high for part in parts), Decimal(0)),
    )
    return _Computed(whole, given, _joined(" + ", parts))


def _joined(sign: str, facts: Sequence[Fact]) -> str:
    """Numbers with a sign between them; of many the first, and how many there are."""
    told = [told_of(fact.row) for fact in facts[:_MOST_TOLD]]
    more = f"{sign}……（共 {len(facts)} 项）" if len(facts) > _MOST_TOLD else ""
    return sign.join(told) + more


def _of_difference(relation: Relation) -> _Computed | None:
    return _less(relation, "from", "less", "left")


def _of_points(relation: Relation) -> _Computed | None:
    return _less(relation, "level", "base", "points")


def _less(relation: Relation, whole: str, less: str, left: str) -> _Computed | None:
    one, other, stated = (relation.of(role) for role in (whole, less, left))
    if one is None or other is None or stated is None:
        return None
    ends = (one.span.low - other.span.high, one.span.high - other.span.low)
    given = units.unsigned(Interval(*ends))
    return _Computed(stated, given, _joined(" − ", [one, other]))


def _of_quotient(relation: Relation) -> _Computed | None:
    return _shared(relation, "numerator", "denominator")


def _of_target(relation: Relation) -> _Computed | None:
    if relation.of("points"):
        return _less(relation, "actual", "target", "points")
    return _shared(relation, "actual", "target")


def _shared(relation: Relation, part: str, whole: str) -> _Computed | None:
    one, other, rate = (relation.of(role) for role in (part, whole, "rate"))
    if one is None or other is None or rate is None or other.span.low <= 0:
        return None
    given = Interval(one.span.low / other.span.high, one.span.high / other.span.low)
    return _Computed(rate, given, _joined(" ÷ ", [one, other]))


def _of_change(relation: Relation) -> _Computed | None:
    level, base, growth = (relation.of(role) for role in ("level", "base", "growth"))
    if growth is None:
        return _less(relation, "level", "base", "change")
    if level is None or base is None or base.span.low <= 0:
        return None
    ends = (level.span.low / base.span.high - 1, level.span.high / base.span.low - 1)
    given = units.unsigned(Interval(*ends))
    way = "增长" if level.number >= base.number else "下降"
    return _Computed(growth, given, f"由 {told_of(base.row)} 到 {told_of(level.row)} 为{way}")


def _of_balance(relation: Relation) -> _Computed | None:
    told = [relation.of(role) for role in ("opening", "in", "out", "closing")]
    facts = [fact for fact in told if fact is not None]
    if len(facts) < len(told):
        return None
    opening, income, out, closing = facts
    given = Interval(
        opening.span.low + income.span.low - out.span.high,
        opening.span.high + income.span.high - out.span.low,
    )
    return _Computed(closing, given, f"{_joined(' + ', [opening, income])} − {told_of(out.row)}")


def _of_equality(relation: Relation) -> _Computed | None:
    stated, *others = relation.facts
    return _Computed(stated, others[0].span, _joined("、", others))


_BY_KIND: dict[str, Callable[[Relation], _Computed | None]] = {
    "sum": _of_sum,
    "difference": _of_difference,
    "balance": _of_balance,
    "quotient": _of_quotient,
    "change": _of_change,
    "points": _of_points,
    "target": _of_target,
    "same": _of_equality,
}
