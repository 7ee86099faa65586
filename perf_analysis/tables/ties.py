"""Amounts that a rate, a remainder or a change ties to one budget, by what they are called and by
what they give: the numbers first, the words of `data/relations.toml` say which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from perf_analysis.data import read_words
from perf_analysis.document import About
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.facts import BESIDE, HERE, NEAR

BUDGETED = ("全年预算数", "年初预算数")
_WORDS = {
    name: re.compile("|".join(words.split()))
    for name, words in read_words("relations.toml")["execution"].items()
}
_CHANGED = re.compile(r"调整|追加|变更")
_CHANGED_TO = re.compile(
    r"(?:加上|扩大|[压核调追]减|[调追]加?增?)[^，。；,;]{0,6}[至到后为]|[压调减增]后"
)
_OF_START = re.compile(r"年[初头]|[期最]初|一开始")
_MOST_PARTS = 6  # amounts told between a budget and what was spent of it
_MOST_CHANGES = 3  # amounts told between a budget and what it was changed to
_SURE_DIGITS = 3  # of what is left, by chance not the rest of two amounts
_MOST_TOLD = 12  # amounts told before what is left
_LEAST_CALLED = 2  # of budget, execution and rate whose words are of an execution


def tied(
    facts: Sequence[Fact],
    relations: Sequence[Relation],
    known: Sequence[Fact | None],
    about: About,
) -> tuple[Fact | None, Fact | None, Fact | None]:
    """What was spent, of which budget, and the rate, where only what is left or the rate right
    behind ties them; the largest, or what fits what is known: 到位386.2万元，支出370.8万元，还剩
    15.4万元.
    """
    executed, budget, rate = known
    rated = {
        (relation.facts[0].at, relation.facts[1].at)
        for relation in relations
        if relation.kind == "quotient"
    }
    pairs = [
        (spent, given)
        for given, spent in _remainders(facts)
        if are_called(given, spent, (spent.at, given.at) in rated)
        or (is_called(spent, "spent") and changed_to(given, facts))
    ]
    told = [
        (spent, given)
        for spent, given in (*pairs, *_rated_at_once(facts))
        if is_of_year(spent, about)
        if executed is None or executed.number == spent.number
        # a budget of which nothing is told was that of the start, or another's
        if budget is None or executed is None or budget.number == given.number
    ]
    if not told:
        return executed, budget, rate
    spent, given = max(told, key=lambda pair: pair[1].value)
    return spent, given, rate or rate_beside(facts, spent, given)


def _rated_at_once(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Amounts with a rate right behind them, which they and one of the amounts before give."""
    for at, (spent, rate) in enumerate(pairwise(facts)):
        if spent.kind != "amount" or rate.kind != "rate" or rate.is_moved or not spent.value:
            continue
        for given in facts[max(at - _MOST_PARTS, 0) : at]:
            if given.kind != "amount" or not given.value or given.distance(spent) > NEAR:
                continue
            if gives(rate, spent, given) and are_called(given, spent, is_called(rate, "rate")):
                yield spent, given


def are_called(given: Fact, spent: Fact, is_rated: bool) -> bool:
    """Whether two of three tell that an amount is a budget and another its execution: what they are
    called, and a rate.
    """
    is_given = is_called(given, "given") or _CHANGED_TO.search(given.lead)
    told = (bool(is_given), is_called(spent, "spent"), is_rated)
    return sum(told) >= _LEAST_CALLED


def _remainders(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Budget and execution, told in this order before what they leave, where that is called so."""
    amounts = [fact for fact in facts if fact.kind == "amount" and not fact.is_moved]
    for at, left in enumerate(amounts):
        if not left.number or not is_left(left):
            continue
        before = amounts[max(at - _MOST_TOLD, 0) : at]
        if left.digits < _SURE_DIGITS:
            before = [one for one in before if one.distance(left) <= NEAR]
        for given, spent in combinations(before, 2):
            if given.number - spent.number == left.number and not is_called(given, "left"):
                yield given, spent


def rate_beside(facts: Sequence[Fact], spent: Fact, given: Fact) -> Fact | None:
    """The rate beside two amounts that they give: called so, a share, or in their row."""
    return next(
        (
            fact
            for fact in facts
            if fact.kind == "rate" and not fact.is_moved and fact.distance(spent) <= NEAR
            if is_called(fact, "rate")
            or fact.row["term"] in BUDGETED
            or ("占" in fact.name and fact.distance(spent) <= BESIDE)
            or (fact.line and fact.line == spent.line)
            if gives(fact, spent, given)
        ),
        None,
    )


def before_change(facts: Sequence[Fact], budget: Fact | None) -> Fact | None:
    """The budget that was changed to the year's, told right before it: 核定部门预算900万元，执行中
    调整至1000万元.
    """
    is_changed = budget and (_CHANGED.search(budget.name) or _CHANGED_TO.search(budget.lead))
    if budget is None or budget.table or not is_changed:
        return None
    before = range(budget.at - _MOST_CHANGES - 1, budget.at)
    return next(
        (
            fact
            for fact in facts
            if fact.at in before
            if fact.row["term"] in BUDGETED
            or is_called(fact, "start")
            or (fact.at == budget.at - 1 and is_called(fact, "given"))
            if fact.distance(budget) == HERE and not fact.is_moved
        ),
        None,
    )


def changed_to(budget: Fact | None, facts: Sequence[Fact]) -> Fact | None:
    """The budget of the start that one change beside it, called so, made the year's: 年初盘子7650
    万元，争取到470万元，总量8120万元.
    """
    if budget is None:
        return None
    near = [
        fact
        for fact in facts
        if fact.kind == "amount" and 0 < abs(fact.at - budget.at) <= _MOST_CHANGES + 1
        if fact.distance(budget) <= NEAR
    ]
    return next(
        (
            fact
            for fact in near
            if any(
                budget.number in (fact.number + by.number, fact.number - by.number)
                and (is_called(by, "change") or _OF_START.search(fact.name))
                and (
                    is_called(fact, "start")
                    or fact.row["term"] in BUDGETED
                    or fact.at < by.at < budget.at
                )
                for by in near
            )
        ),
        None,
    )


def gives(rate: Fact, spent: Fact, given: Fact) -> bool:
    """Whether a rate is that of two amounts; of 不超过5万元 there is none."""
    return given.low > 0 and rate.meets(spent.low / given.high, spent.high / given.low)


def is_called(fact: Fact, role: str) -> bool:
    """Whether the words of a figure, or what leads to it, are those of a part in an execution."""
    is_said = not fact.table and _WORDS[role].search(fact.lead)
    return bool(_WORDS[role].search(fact.name) or is_said)


def is_left(fact: Fact) -> bool:
    """Whether words before an amount or right behind it say that it is left: 另172.5万元结转."""
    return is_called(fact, "left") or bool(_WORDS["left"].search(fact.behind))


def is_of_year(fact: Fact, about: About) -> bool:
    """Whether a figure is of the year that the report is of, or of none told."""
    told = str(fact.row["period"] or "")
    return not told.isdigit() or not about.year or told == str(about.year)
