"""Three numbers of which one is the sum of the others, and balances of four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isfinite

from perf_analysis.relations.facts import BESIDE, Fact
from perf_analysis.relations.relation import Relation, relate, relate_parts
from perf_analysis.relations.search import Ends, Near, Pool, pairs

MOST_CHANCE = 0.02
_MOST_APART = 200  # facts of a section or table that are looked at together
_LEAST_DIGITS = 2  # of the three together, beyond one each: 3 = 2 + 1 says nothing
_LEFT = re.compile(r"结余|结转|剩余|未|缺口|差额|短缺|超编|空编|盈余|净|扣|待|尚|追加|调增|调减")
# What a balance is made of (政府会计制度; 部门决算报表): opening + in − out = closing.
_OPENING, _CLOSING = ("年初结转和结余",), ("年末结转和结余",)
_INCOME = ("本年收入", "收入合计", "收入")
_SPENT = ("本年支出", "支出合计", "执行数")


def find_differences(facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each whole of two others near it, and for each balance."""
    known = [fact for fact in facts if fact.is_level and isfinite(fact.high)]
    told: dict[frozenset[int], Relation] = {}
    for group in _groups(known):
        pool = Pool(group)
        for whole in group:
            for relation in _of_two(whole, pool):
                told.setdefault(frozenset(fact.at for fact in relation.facts), relation)
    return [*told.values(), *_balances(known)]


def _groups(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The facts that can be added and stand in one table, or in one section."""
    groups: dict[tuple[str, str, int], list[Fact]] = {}
    for fact in facts:
        if not fact.is_exact or not fact.value:
            continue
        place = fact.table or fact.section
        groups.setdefault((place, fact.unit, fact.at // _MOST_APART), []).append(fact)
    yield from (group for group in groups.values() if len(group) > 2)


def _of_two(whole: Fact, pool: Pool) -> Iterator[Relation]:
    def ends(part: Fact) -> Ends | None:
        if part.value >= whole.value:
            return None
        return max(whole.low - part.high, 1e-9), whole.high - part.low

    near = Near(whole, pool, whole.is_like, (1.0, 1.0, 3.0, 30.0))
    for hit in pairs(whole, near, near, ends, [whole.unit]):
        one, other = sorted((hit.one, hit.other), key=lambda fact: fact.at)
        digits = whole.digits + one.digits + other.digits - 3
        if hit.chance > MOST_CHANCE or digits < _LEAST_DIGITS or one.number == other.number:
            continue
        if whole.distance(one) > BESIDE and whole.distance(other) > BESIDE:
            continue
        yield _told(whole, one, other, hit.chance)


def _told(whole: Fact, one: Fact, other: Fact, chance: float) -> Relation:
    left = next((fact for fact in (other, one) if _LEFT.search(fact.name)), None)
    if left is None:
        return relate_parts(whole, [one, other], "", chance)
    less = one if left is other else other
    return relate(
        "difference", {"from": whole, "less": less, "left": left}, chance=chance, agrees=True
    )


def _balances(facts: Sequence[Fact]) -> Iterator[Relation]:
    """Opening and income less spending are what is left."""
    by = {
        name: [fact for fact in facts if fact.row["term"] in terms and fact.kind == "amount"]
        for name, terms in (
            ("opening", _OPENING),
            ("in", _INCOME),
            ("out", _SPENT),
            ("closing", _CLOSING),
        )
    }
    for closing in by["closing"]:
        for opening in by["opening"]:
            for income in by["in"]:
                left = opening.number + income.number - closing.number
                out = [fact for fact in by["out"] if fact.number == left]
                if out:
                    told = {"opening": opening, "in": income, "out": out[0], "closing": closing}
                    yield relate("balance", told, announced="结转结余", agrees=True)
                    break
