"""Three numbers of which one is the sum of the others, and balances of four."""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from itertools import product
from math import isfinite

from perf_analysis.figures import text_of
from perf_analysis.relations.changes import TURNED
from perf_analysis.relations.facts import BESIDE, HERE, LEVELS, Fact
from perf_analysis.relations.relation import Relation, relate, relate_parts
from perf_analysis.relations.search import Ends, Near, Pool, pairs
from perf_analysis.relations.slips import SLIPPED, is_slip_of, slip_chance
from perf_analysis.relations.steps import BEFORE

MOST_CHANCE = 0.02
_NEAR_BY = 12  # facts before what is left among which the two stand
_MOST_APART = 200  # facts of a section or table that are looked at together
_LEAST_DIGITS = 2  # of the three together, beyond one each: 3 = 2 + 1 says nothing
ADDED = "追加"  # what announces a budget and what came to it; some may have been cut
CARRIED = "结转"  # what announces that what was left before and this year's are what is given
_ADDED, _CUT = re.compile(r"追加|调增|增补"), re.compile(r"调减|核减|压减|收回")
_LEFT = re.compile(
    r"结余|结转|剩余|未|缺口|差额|短缺|超编|空编|盈余|净|扣|待|尚|节约|节省|压减|追加|调增|调减"
)
_APART = (*LEVELS, "rate")  # of what two may lie so far apart
# What a balance is made of (政府会计制度; 部门决算报表): opening + in − out = closing.
OF_BALANCE = "结转结余"  # what announces them: money that was not spent may have been returned
_TERMS = {
    "opening": ("年初结转和结余",),
    "in": ("本年收入", "收入合计", "收入"),
    "given": ("全年预算数", "到位资金"),
    "out": ("本年支出", "支出合计", "执行数"),
    "closing": ("年末结转和结余",),
}


def find_differences(facts: Sequence[Fact], changed: Set[int] = frozenset()) -> list[Relation]:
    """One relation for each whole of two others near it, for each balance, and for each number
    that says how far two others lie apart, but for those of a change that is told whole.
    """
    known = [fact for fact in facts if fact.is_level and isfinite(fact.high)]
    told: dict[frozenset[int], Relation] = {}
    for group in _groups(known):
        pool = Pool(group)
        for whole in group:
            for relation in _of_two(whole, pool):
                told.setdefault(frozenset(fact.at for fact in relation.facts), relation)
    amounts = [fact for fact in facts if fact.kind == "amount" and isfinite(fact.high)]
    found = [*told.values(), *_balances(known), *_adjusted(amounts), *_cut(amounts)]
    left = {fact.at for relation in found for fact in relation.facts}
    return [*found, *_gaps(facts, left | changed)]


def _gaps(facts: Sequence[Fact], told: Container[int]) -> Iterator[Relation]:
    """What is called left, saved or so much more or less of two numbers beside it, and is that or
    would be but for one slip of a digit.
    """
    known = [fact for fact in facts if fact.kind in _APART and not fact.is_moved]
    known = [fact for fact in known if isfinite(fact.high) and fact.role != "population"]
    for left in facts:
        is_left = left.is_level and _LEFT.search(left.name)
        is_share = left.kind == "growth" and "点" not in text_of(left.row["unit"])
        if left.at in told or is_share or not (is_left or left.is_moved) or not left.is_exact:
            continue
        at = bisect.bisect_left(known, left.at, key=lambda fact: fact.at)
        near = [
            fact
            for fact in known[max(0, at - _NEAR_BY) : at]
            if fact.unit == left.unit and fact.distance(left) <= BESIDE
        ]
        found = _gap(left, near)
        if found is not None:
            yield found


def _gap(left: Fact, near: Sequence[Fact]) -> Relation | None:
    """The last two numbers of a sentence that lie so far apart, or should by what they are called,
    else the only two near that would but for a slip.
    """
    last = [fact for fact in near[-2:] if fact.distance(left) == HERE and not left.table]
    if len(last) > 1 and left.is_moved:
        found = _step(left, *last)
        if found is not None:
            return found
    tried = [(one, other) for one in near for other in near if one.number > other.number]
    hits = [(one, other) for one, other in tried if is_slip_of(left, one.number - other.number)]
    chance = len(tried) * slip_chance(left)
    if len(hits) != 1 or chance > MOST_CHANCE:
        return None
    named = {"from": hits[0][0], "less": hits[0][1], "left": left}
    return relate("difference", named, announced=SLIPPED, chance=chance, agrees=False)


def _step(moved: Fact, one: Fact, other: Fact) -> Relation | None:
    """How far the second of two numbers lies from the first, and which way where one is of the
    year before: 94.2%，比上年的95.0%提高0.8个百分点.
    """
    is_so_far = abs(one.number - other.number) == moved.number
    less, more = sorted((one, other), key=lambda fact: fact.number)
    bases = [fact for fact in (one, other) if BEFORE.search(fact.measure)]
    if len(bases) != 1 or moved.at != other.at + 1:
        named = {"from": more, "less": less, "left": moved}
        return relate("difference", named, agrees=True) if is_so_far else None
    level = other if bases[0] is one else one
    kind = role = "points" if moved.kind == "growth" else "change"
    if not is_so_far and kind == "change":
        return None  # which may be of another thing
    told = {"level": level, "base": bases[0], role: moved}
    is_turned = is_so_far and (level is less) != (moved.row["direction"] == "-")
    announced = TURNED if is_turned else ""
    return relate(kind, told, announced=announced, agrees=is_so_far and not is_turned)


def _groups(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The facts that can be added and stand in one table, or in one section."""
    groups: dict[tuple[str, str, int], list[Fact]] = {}
    for fact in facts:
        is_mark = fact.kind == "score" and bool(
            fact.table
        )  # marks of a form add up, they leave none
        if not fact.is_exact or not fact.value or is_mark:
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
    for hit in pairs(whole, near, near, ends, MOST_CHANCE, [whole.unit]):
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
    """Opening and income are what is given, and less spending what is left; so is what was given
    less spending, and where one sentence tells all of it once, whether it is so or not.
    """
    by = {
        name: [fact for fact in facts if fact.row["term"] in terms and fact.kind == "amount"]
        for name, terms in _TERMS.items()
    }
    for opening, income, given in product(by["opening"], by["in"], by["given"]):
        if not opening.number:
            continue
        is_sum = opening.number + income.number == given.number
        is_last = max(opening.at, income.at) == given.at - 1 and abs(opening.at - income.at) == 1
        is_told = is_last and opening.distance(given) == HERE
        if is_sum or is_told:
            yield relate_parts(given, [opening, income], CARRIED, 0.0, agrees=is_sum)
    for closing in by["closing"]:
        closed = [*_closed(closing, by), *_left_of_what_came(closing, by)]
        yield from closed
        if any(relation.agrees for relation in closed):
            continue
        here = {
            name: [one for one in told if one.distance(closing) == HERE and one.at < closing.at]
            for name, told in by.items()
        }
        if len(here["given"]) == len(here["out"]) == 1 and not here["opening"]:
            (given,), (out,) = here["given"], here["out"]
            named = {"from": given, "less": out, "left": closing}
            agrees = closing.meets(given.low - out.high, given.high - out.low)
            yield relate("difference", named, announced=OF_BALANCE, agrees=agrees)


def _left_of_what_came(closing: Fact, by: Mapping[str, Sequence[Fact]]) -> Iterator[Relation]:
    """What came, or may be spent, less what was spent, where that is what is left."""
    for given, out in product(by["given"], by["out"]):
        if closing.number and given.number - out.number == closing.number:
            named = {"from": given, "less": out, "left": closing}
            yield relate("difference", named, announced=OF_BALANCE, agrees=True)
            return


def _adjusted(facts: Sequence[Fact]) -> Iterator[Relation]:
    """The budget that a year's first one became with what was added to it, where one sentence
    tells the three in this order and no other amount between.
    """
    for opening, added, became in zip(facts, facts[1:], facts[2:], strict=False):
        is_here = opening.distance(became) == HERE and opening.unit == added.unit == became.unit
        terms = opening.row["term"], became.row["term"]
        if is_here and terms == ("年初预算数", "全年预算数") and _ADDED.search(added.lead):
            given = opening.low + added.low, opening.high + added.high
            agrees = became.meets(*given)
            yield relate_parts(became, [opening, added], ADDED, 0.0, agrees=agrees)


def _cut(facts: Sequence[Fact]) -> Iterator[Relation]:
    """The budget that a year's first one became with what was added and less what was cut, told in
    this order: 年初预算900万元，追加150万元、调减50万元，调整预算数1000万元.
    """
    for four in zip(facts, facts[1:], facts[2:], facts[3:], strict=False):
        opening, added, cut, became = four
        is_here = opening.distance(became) == HERE and len({fact.unit for fact in four}) == 1
        is_told = _ADDED.search(added.lead) and _CUT.search(cut.lead)
        terms = opening.row["term"], became.row["term"]
        if is_here and is_told and terms == ("年初预算数", "全年预算数"):
            named = {"opening": opening, "in": added, "out": cut, "closing": became}
            given = opening.low + added.low - cut.high, opening.high + added.high - cut.low
            yield relate("balance", named, announced=ADDED, agrees=became.meets(*given))


def _closed(closing: Fact, by: Mapping[str, Sequence[Fact]]) -> Iterator[Relation]:
    """The balance that a closing one closes: any that agrees, else the one of its sentence."""
    told = [
        {"opening": opening, "in": income, "out": out, "closing": closing}
        for opening in by["opening"]
        for income in by["in"]
        for out in by["out"]
    ]
    for named in told:
        left = named["opening"].number + named["in"].number - named["out"].number
        if left == closing.number:
            yield relate("balance", named, announced=OF_BALANCE, agrees=True)
            return
    here = [named for named in told if all(one.distance(closing) == HERE for one in named.values())]
    if len(here) == 1:
        yield relate("balance", here[0], announced=OF_BALANCE, agrees=False)
