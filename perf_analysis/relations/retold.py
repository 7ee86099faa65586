"""Targets and results of a table's rows that the running text tells again, by what they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from perf_analysis.relations.contrasts import is_contrary
from perf_analysis.relations.facts import Fact, pairs_of
from perf_analysis.relations.relation import Relation
from perf_analysis.relations.slips import SLIPPED, differs_by_digit, is_slip_of
from perf_analysis.relations.things import name_likeness, thing_of

_LEAST_LIKENESS, _ALIKE = 0.85, 0.6  # of what two numbers, and two that are equal, are of
_NEAR = Decimal("0.8")  # part of each other that two targets of one thing are
_LEAST = 10  # below it one digit is all
_ROLES = ("target", "actual")


def find_retold(facts: Sequence[Fact], told: Container[int]) -> Iterator[Relation]:
    """One relation for each number of running text that a row of a table tells, or would but for
    one slip of the hand, where not both are told elsewhere too.
    """
    rows: dict[tuple[str, ...], dict[str, list[Fact]]] = {}
    for fact in filter(_is_of_row, facts):
        for pair in pairs_of(thing_of(fact)):
            rows.setdefault(_sort_of(fact), {}).setdefault(pair, []).append(fact)
    for fact in facts:
        sort = rows.get(_sort_of(fact))
        if fact.table or sort is None or not _is_sure(fact):
            continue
        row = _row_of(fact, sort)
        if row is None or (fact.at in told and row.at in told):
            continue
        if row.number == fact.number:
            yield Relation("same", ["stated"] * 2, [fact, row], agrees=True)
        elif name_likeness(fact, row) >= _LEAST_LIKENESS and _is_slip(fact, row):
            yield Relation("same", ["stated"] * 2, [fact, row], SLIPPED, agrees=False)


def _is_slip(one: Fact, other: Fact) -> bool:
    """Whether two targets are not one, or two results but for a slip."""
    if one.role == "target":  # what is further apart is of another scope or project
        return min(one.number, other.number) > _NEAR * max(one.number, other.number)
    if one.number < _LEAST * one.factor:
        return False
    return differs_by_digit(one, other) or is_slip_of(one, other.number)


def _is_of_row(fact: Fact) -> bool:
    """Whether a number is the target or the result of what its row is called by."""
    is_told = fact.role in _ROLES and fact.kind != "score" and thing_of(fact) != fact.name
    return bool(fact.table) and is_told and _is_sure(fact)


def _is_sure(fact: Fact) -> bool:
    """Whether a number is what is told: not about so much, though a target may be the least."""
    return (fact.is_exact or fact.role == "target") and not fact.is_moved


def _sort_of(fact: Fact) -> tuple[str, ...]:
    return fact.kind, fact.unit, fact.role


def _row_of(fact: Fact, rows: dict[str, list[Fact]]) -> Fact | None:
    """The only row that is called by what a number of running text is of."""
    near = Counter(row for pair in pairs_of(thing_of(fact)) for row in rows.get(pair, ()))
    alike = [
        row
        for row in near
        if name_likeness(fact, row) >= _ALIKE and not fact.is_of_other_year(row)
        if not is_contrary(fact.name, row.name)
    ]
    return alike[0] if len({row.number for row in alike}) == 1 else None
