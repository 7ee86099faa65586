"""Numbers told more than once: of equal ones far from the rest of a claim, the first is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.relation import Relation

_APART = ("whole", "denominator", "numerator", "from", "less")  # what may stand elsewhere
LEAST_DIGITS = 4  # of a number that chance does not print twice


def as_first_told(relations: Iterable[Relation], facts: Sequence[Fact]) -> list[Relation]:
    """The relations, each whole that stands apart from its parts named where the report's text
    first tells it: 2.622亿元 of a conclusion is the 26220万元 of the beginning.
    """
    first: dict[tuple[str, str, Decimal], Fact] = {}
    for fact in facts:
        if fact.is_level and fact.is_exact and not fact.table and fact.digits >= LEAST_DIGITS:
            first.setdefault((fact.unit, fact.kind, fact.number), fact)
    return [_renamed(relation, first) for relation in relations]


def _renamed(relation: Relation, first: dict[tuple[str, str, Decimal], Fact]) -> Relation:
    if relation.kind not in ("sum", "quotient", "difference"):
        return relation
    told = list(relation.facts)
    for at, (role, fact) in enumerate(zip(relation.roles, relation.facts, strict=True)):
        one = first.get((fact.unit, fact.kind, fact.number))
        if role not in _APART or one is None or one is fact or one in told:
            continue
        if one.role != fact.role:  # what was spent is not what was budgeted, though all was
            continue
        is_apart = all(fact.distance(other) > BESIDE for other in told if other is not fact)
        is_again = one.at == fact.at - 1 and one.distance(fact) == HERE
        if is_apart or is_again:
            told[at] = one
    return replace(relation, facts=told)
