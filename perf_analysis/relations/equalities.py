"""One fact told in several places."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from perf_analysis.data import read_words
from perf_analysis.relations.contrasts import is_contrary
from perf_analysis.relations.facts import BESIDE, FAR, HERE, Fact, likeness, pairs_of
from perf_analysis.relations.relation import Relation
from perf_analysis.relations.retold import find_retold
from perf_analysis.relations.slips import (
    SCALED,
    SLIPPED,
    is_scaled,
    is_slip_of,
    slips_apart,
    told_coarsely,
)
from perf_analysis.relations.things import thing_of

LEAST_ROUNDED = 4  # digits of a number that may be another's rounding
MANY_DIGITS = 5  # chance does not print so many twice
FEW_DIGITS = 2  # below it 10 is often 10, and only the very name tells that it is the same
LEAST_OWN = 60  # a whole report's score; one of a part is rarely so high
SAME_NAME = "同名"  # what announces a slip of one name
ACCOUNTS, TWICE, LEVEL = "收支相等", "同名两处", "持平"  # what announces them
_INCOME, _OUTLAY = re.compile(r"收入总[计额]$"), re.compile(r"支出总[计额]亦?$")
_LEFT, _NEXT = re.compile(r"结转|结余|盈余|差额"), 3  # told of the figures behind two totals
_TOTALS = ("全年预算数", "执行数", "年末结转和结余")  # of the department, where no owner is told
_CONVERTED = re.compile(r"^[，,(（]?(?:折合|约合)")
_SOLE = re.compile(r"^[，,:：(（]?(?:其中|全部为|均为|全部是)")
_SORTS = tuple(line.split() for line in read_words("relations.toml")["sorts"])
_LONG = 3  # digits
_MOST_PLACES = 3  # of a number that another one is held against
_LEAST_NAME = 6  # characters of a name that is one thing's own
_NEAR = Decimal("0.7")  # part of each other that two numbers of one fact are
_ALIKE, _ONE_NAME = 0.5, 0.8
_BEFORE = re.compile(r"上年|去年|上一年|同期")
_TOTAL = re.compile(r"总分|总得分|合计|总计")
_OF_OTHER = re.compile(r"[较比][^，,。]{0,10}$")  # 自评得分较2023年度的94.80分提高
_OWN = re.compile(r"(?:自评|综合|评价|最终|总)总?得?分")


def find_equalities(facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each number that is told again of the same thing."""
    alike: dict[tuple[str, str, Decimal], list[Fact]] = {}
    for fact in facts:
        alike.setdefault((fact.unit, fact.kind, fact.number), []).append(fact)
    found = []
    for group in alike.values():
        while len(group) > 1:
            first, *rest = group
            same = [first, *(fact for fact in rest if _is_same(first, fact))]
            told_same = {fact.at for fact in same}
            group = [fact for fact in group if fact.at not in told_same]
            if len(same) > 1:
                found.append(Relation("same", ["stated"] * len(same), same, agrees=True))
    found += _rounded(facts)
    told = {fact.at for relation in found for fact in relation.facts}
    found += _sole(facts)
    unlike = [*_unlike(facts), *_slipped(facts, found), *_own_scores(facts), *_level(facts)]
    unlike += [*_in_two_units(facts), *find_retold(facts, told)]
    return [*found, *unlike, *_accounts(facts), *_in_conflict(facts)]


def _sole(facts: Sequence[Fact]) -> Iterator[Relation]:
    """A part that is its whole: 收入合计100万元，其中：财政拨款100万元."""
    for whole, part in pairwise(facts):
        is_one = whole.unit == part.unit and whole.number == part.number and part.is_level
        if _CONVERTED.search(part.lead) and whole.unit == part.unit and part.is_level:
            agrees = whole.meets(part.low, part.high)
            yield Relation("same", ["stated"] * 2, [whole, part], "折合", agrees=agrees)
        elif is_one and not part.table and _SOLE.search(part.lead) and part.value:
            yield Relation("same", ["stated"] * 2, [whole, part], "其中", agrees=True)


def _accounts(facts: Sequence[Fact]) -> Iterator[Relation]:
    """收入总计 is 支出总计 by the way accounts are kept."""
    for income, outlay in pairwise(facts):
        is_pair = _INCOME.search(income.name) and _OUTLAY.search(outlay.name)
        if is_pair and income.unit == outlay.unit and income.distance(outlay) <= BESIDE:
            agrees = income.meets(outlay.low, outlay.high)
            behind = facts[outlay.at + 1 : outlay.at + 1 + _NEXT]
            is_left = any(_LEFT.search(fact.name) for fact in behind)
            announced = "" if is_left else ACCOUNTS
            yield Relation("same", ["stated"] * 2, [income, outlay], announced, agrees=agrees)


def _in_conflict(facts: Sequence[Fact]) -> Iterator[Relation]:
    """A name of its own that stands with two numbers in two chapters, once each."""
    by_name: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        is_total = fact.row["term"] in _TOTALS and not fact.row["subject"]
        is_own = is_total or (len(fact.name) >= _LEAST_NAME and fact.role == "actual")
        is_told = (fact.is_level and fact.kind != "score") or (
            fact.kind == "rate" and fact.measure.endswith("率")
        )
        if is_own and fact.row["status"] != "unsure" and is_told and fact.is_exact:
            name = fact.row["term"] if is_total else fact.name
            key = (name, fact.kind, fact.unit, fact.row["period"])
            by_name.setdefault(key, []).append(fact)
    for group in by_name.values():
        one, other = group[0], group[-1]
        is_apart = one.distance(other) == FAR and not one.table and not other.table
        # what is further apart is of another scope or project
        is_near = min(one.number, other.number) >= _NEAR * max(one.number, other.number)
        is_unlike = is_near and not one.meets(other.low, other.high)
        if len(group) == 2 and is_apart and is_unlike:
            yield Relation("same", ["stated"] * 2, [one, other], TWICE, agrees=False)


def _level(facts: Sequence[Fact]) -> Iterator[Relation]:
    """What is said to be as the year before, with its number: 9.30万元，与上年9.52万元持平."""
    for now, before in pairwise(facts):
        is_level = before.behind.startswith("持平") and now.distance(before) == HERE
        if is_level and now.unit == before.unit:
            agrees = now.number == before.number
            yield Relation("same", ["stated"] * 2, [now, before], LEVEL, agrees=agrees)


def _rounded(facts: Sequence[Fact]) -> Iterator[Relation]:
    """A number told again with fewer digits, of a like name: 2549.8214 and 2549.82 万元."""
    by_unit: dict[tuple[str, str], list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.number):
        if fact.digits >= LEAST_ROUNDED and fact.is_exact and not fact.is_moved:
            by_unit.setdefault((fact.unit, fact.kind), []).append(fact)
    for group in by_unit.values():
        numbers = [fact.number for fact in group]
        for coarse in group:
            first = bisect.bisect_left(numbers, coarse.span.low)
            last = bisect.bisect_right(numbers, coarse.span.high)
            finer = [fact for fact in group[first:last] if fact.digits > coarse.digits]
            same = [fact for fact in finer if _is_same(coarse, fact)]
            if same:
                roles = ["stated"] * (1 + len(same))
                yield Relation("same", roles, [coarse, *same], agrees=True)


def _slipped(facts: Sequence[Fact], same: Iterable[Relation]) -> Iterator[Relation]:
    """Two numbers of like names in two places, with one slip of the hand between them, of which
    one at least is told nowhere else; the other with the places that tell it too.
    """
    places = {fact.at: relation.facts for relation in same for fact in relation.facts}
    exact = [fact for fact in facts if fact.is_exact and not fact.is_moved]
    for one, other in slips_apart(exact):
        if one.at in places and other.at in places:
            continue
        odd, sure = (other, one) if one.at in places else (one, other)
        again = [fact for fact in places.get(sure.at, [sure]) if _may_be_slip_of(odd, fact)]
        if again:
            told = [odd, *again[:_MOST_PLACES]]
            yield Relation("same", ["stated"] * len(told), told, SLIPPED, agrees=False)


def _may_be_slip_of(odd: Fact, sure: Fact) -> bool:
    """Whether two numbers that a slip parts stand in two places and are of one thing, by name or
    by their many digits.
    """
    is_apart = odd.table != sure.table or odd.distance(sure) == FAR
    if not is_apart or odd.name == sure.name:
        return False
    return _is_one_thing(odd, sure) or _is_turned(odd, sure) or _is_too_long(odd, sure)


def _is_too_long(one: Fact, other: Fact) -> bool:
    """Whether numbers of one sort, role and year are too long for chance to make them so alike."""
    is_of_sort = one.kind == other.kind and one.role == other.role
    if not is_of_sort or not _may_be_one(one, other, is_named=False):
        return False
    digits = min(one.digits, other.digits)
    return digits > MANY_DIGITS or (digits == MANY_DIGITS and _may_be_one(one, other))


def _is_turned(one: Fact, other: Fact) -> bool:
    """Whether two rates have the same four digits, two in another order, and a name in common:
    98.46% and 98.64%.
    """
    digits = [sorted(str(fact.row["value"])) for fact in (one, other)]
    is_rate = one.kind == other.kind == "rate" and one.role == other.role
    is_long = min(one.digits, other.digits) >= LEAST_ROUNDED and digits[0] == digits[1]
    is_named = len(_plain(one) & _plain(other)) > 0 and not is_contrary(one.name, other.name)
    return is_rate and is_long and is_named


def _is_one_thing(one: Fact, other: Fact) -> bool:
    """Whether sort, role, year and name are those of one thing."""
    alike = all(one.row[name] == other.row[name] for name in ("kind", "role", "period"))
    if not alike or is_contrary(one.name, other.name):
        return False
    return likeness(_plain(one), _plain(other)) >= _ONE_NAME


def _in_two_units(facts: Sequence[Fact]) -> Iterator[Relation]:
    """An amount in 亿元 with the finest that it is the rounding of, or is but for its unit, and
    that has a word of its name in common.
    """
    for coarse, right, wrong in told_coarsely(facts):
        same = [fact for fact in right or wrong if _may_be_one(coarse, fact)]
        if right and len({fact.number for fact in right}) > 1:
            continue
        if same:
            # the finest, and of two as fine the one that is called so
            term = coarse.row["term"]
            same.sort(key=lambda fact: (-fact.digits, not term or fact.row["term"] != term))
            told = [coarse, *same[: _MOST_PLACES if right else 1]]
            yield Relation("same", ["stated"] * len(told), told, SCALED, agrees=bool(right))


def _may_be_one(one: Fact, other: Fact, is_named: bool = True) -> bool:
    """Whether names have a word in common, if they must, and none that says that they are two."""
    is_two = one.is_of_other_year(other) or is_contrary(one.name, other.name)
    return not is_two and (not is_named or bool(pairs_of(one.name) & pairs_of(other.name)))


def _own_scores(facts: Sequence[Fact]) -> Iterator[Relation]:
    """The report's score in its text with the total of its only form, whether they are equal or
    not.
    """
    given = [
        fact
        for fact in facts
        if fact.kind == "score" and fact.role == "actual" and not fact.is_moved
        if fact.number >= LEAST_OWN
    ]
    totals = [fact for fact in given if fact.table and _TOTAL.search(fact.name)]
    told = [fact for fact in given if not fact.table and _OWN.search(fact.name)]
    told = [fact for fact in told if not (_OF_OTHER.search(fact.lead) or _BEFORE.search(fact.name))]
    if len(totals) != 1 or len({fact.number for fact in told}) != 1:
        return
    agrees = told[0].number == totals[0].number
    for fact in told:
        yield Relation("same", ["stated"] * 2, [fact, totals[0]], "总分", agrees=agrees)


def _unlike(facts: Sequence[Fact]) -> Iterator[Relation]:
    """The same thing told elsewhere with one slip of the hand."""
    by_name: dict[tuple[str, str, object, object], list[Fact]] = {}
    for fact in facts:
        if fact.row["status"] != "unsure" and not fact.is_moved and fact.is_exact:
            key = (fact.name, fact.kind, fact.row["period"], fact.role)
            by_name.setdefault(key, []).append(fact)
    for group in by_name.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                is_other = one.number != other.number and one.unit == other.unit
                if is_other and one.distance(other) > HERE and _is_slip(one, other):
                    yield Relation("same", ["stated"] * 2, [one, other], SAME_NAME, agrees=False)


def _is_slip(one: Fact, other: Fact) -> bool:
    if is_scaled(one.number, other.number) and one.row["unit"] != other.row["unit"]:
        return True
    is_one_unit = one.factor == other.factor and one.row["decimals"] == other.row["decimals"]
    return is_one_unit and is_slip_of(one, other.number)


def _is_same(one: Fact, other: Fact) -> bool:
    """Whether a number is told again: of a like name elsewhere, or with digits enough."""
    if one.distance(other) == HERE or is_contrary(one.name, other.name):
        return False
    if one.digits >= MANY_DIGITS:
        return True
    if (one.kind == "score" and (one.table or other.table)) or one.digits < FEW_DIGITS:
        is_one = one.name == other.name or (
            one.kind != "score" and thing_of(one) == thing_of(other)
        )
        is_elsewhere = one.table != other.table or (one.row["term"] in _TOTALS and not one.table)
        return is_one and one.role == other.role and is_elsewhere
    is_of_term = bool(one.row["term"]) and one.row["term"] == other.row["term"]
    if is_of_term or _is_one_sort(one, other) or _is_long(one, other):
        return True
    return likeness(_plain(one), _plain(other)) >= _ALIKE


def _is_one_sort(one: Fact, other: Fact) -> bool:
    """Whether both are what one sort of people or places is called by."""
    return one.kind == "count" and any(
        any(word in one.name for word in words) and any(word in other.name for word in words)
        for words in _SORTS
    )


def _is_long(one: Fact, other: Fact) -> bool:
    """Whether a number is too long for chance, and both are plans or their names have some word in
    common.
    """
    least = LEAST_ROUNDED if one.table or other.table else _LONG
    if one.digits < least or not one.is_level:
        return False
    return one.role == other.role == "target" or bool(one.letters & other.letters)


def _plain(fact: Fact) -> frozenset[str]:
    if thing_of(fact) != fact.name:
        return pairs_of(thing_of(fact))
    return fact.alone[0] if fact.table and fact.alone else fact.letters
