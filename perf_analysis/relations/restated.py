"""Numbers told more than once: of equal ones far from the rest of a claim, the first is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.quotients import is_called_by
from perf_analysis.relations.relation import Relation, relate_share

_APART = ("whole", "denominator", "numerator", "from", "less")  # what may stand elsewhere
OF_WHOLE_LIST = "全部"  # what announces a share of the whole of two parts
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


def of_whole(relations: Iterable[Relation]) -> Iterator[Relation]:
    """The relations, each share that is called by one of two parts held against their whole instead
    of the other part: 特困3206人，其中集中供养684人、分散2522人，集中供养率27.12%.
    """
    told = list(relations)
    wholes: dict[frozenset[int], Fact] = {}
    for one in told:
        whole = one.of("whole")
        if one.kind == "sum" and one.agrees and whole is not None and len(one.facts) == 3:
            wholes.setdefault(frozenset(part.at for part in one.facts if part is not whole), whole)
    for one in told:
        part, rate = one.of("numerator"), one.of("rate")
        whole = wholes.get(frozenset(fact.at for fact in one.facts if fact is not rate))
        if whole is None or part is None or rate is None or not is_called_by(rate, part):
            yield one
            continue
        yield relate_share(part, whole, rate, announced=OF_WHOLE_LIST, agrees=False)


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
