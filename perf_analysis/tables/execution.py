"""What the whole was given and what of it was spent, by the words of the field; where these do not
tell, by the numbers that `ties` ties together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from perf_analysis.document import About
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.facts import BESIDE, HERE, NEAR
from perf_analysis.tables.ties import (
    BUDGETED,
    are_called,
    before_change,
    changed_to,
    gives,
    is_called,
    is_left,
    is_of_year,
    rate_beside,
    tied,
)
from perf_analysis.tables.whole import (
    CARRIED,
    EXECUTED,
    INITIAL,
    beside,
    is_of_whole,
    start_here,
)

# The sources of the form 部门整体支出规模; what the first two give is often all that is told.
SOURCES = (
    "一般公共预算财政拨款",
    "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款",
    "财政专户管理资金",
    "其他资金",
)
RATES = ("预算执行率",)
_OF_RATE = re.compile(r"执行率|支出率|支付率|预算完成率|完成.{0,6}预算|执行进度|支出进度")
_OF_START = re.compile(r"年初|期初|初始")
_OF_BUDGET = re.compile(r"预算|指标|资金|可用|安排|下达|批复|投入")
_OF_SOURCE = re.compile(r"一般公共预算|政府性基金|国有资本|专户|自有资金|事业收入")
_SHARE = re.compile(r"占(?!.{0,6}(?:预算|指标|下达|批复|财力|总规模))")
_TOTAL_LINE = re.compile(r"资金总额$")
_RECEIVED = "到位"  # what of a budget has come: no budget where both are told
_CONFIRMED = re.compile(r"(?:认定|审定|核实)[^，,]{0,4}支出")  # not what an office says it spent
_KEPT = re.compile(r"[为是][^，,。;；\d]{1,12}[，,]结转")  # 其中238万元为尾款，结转下年支付
_SURE_DECIMALS = 2  # of a rate that tells by itself which budget it is of
_SURE_DIGITS = 3  # of an amount told once more: 50万元 is not 495000元
_USUAL = "万元"


class Execution(NamedTuple):
    """The figures of the whole: what was budgeted and spent."""

    initial: Fact | None
    budget: Fact | None
    executed: Fact | None
    rate: Fact | None
    carry_over: Fact | None


def find_execution(about: About, facts: Sequence[Fact], relations: Iterable[Relation]) -> Execution:
    """What the department was given and spent, and the rate that it states."""
    forms = _forms_apart(facts)
    facts = [fact for fact in facts if fact.table not in forms]
    relations = [told for told in relations if told.facts[0].table not in forms]
    executed, budget, rate = _execution(facts, relations, about)
    if executed is None or budget is None:
        told = (executed, budget, rate)
        executed, budget, rate = tied(facts, relations, told, about)
    elif rate and not gives(rate, executed, budget):
        again = tied(facts, relations, (executed, None, rate), about)
        budget = again[1] if again[1] and gives(rate, executed, again[1]) else budget
    start = budget or beside(facts, executed, INITIAL, about)
    budget = _changed_into(start, executed, facts) or budget
    rate = rate or (rate_beside(facts, executed, budget) if executed and budget else None)
    rate = rate or _stated_behind(executed, facts)
    initial = beside(facts, budget or executed, INITIAL, about)
    initial = initial or before_change(facts, budget) or changed_to(budget, facts)
    initial = initial or start_here(facts, budget)
    if initial is budget and budget and not _OF_START.search(budget.name + budget.lead):
        initial = None
    carried = _carried(facts, executed, budget, about)
    cells = (initial, budget, executed, rate, carried)
    return Execution(*(_in_usual_unit(cell, facts, about) for cell in cells))


def _changed_into(budget: Fact | None, executed: Fact | None, facts: Sequence[Fact]) -> Fact | None:
    """What a change right behind a budget made of it, before what was spent: 批准2300万元，调增100
    万元，合计2400万元.
    """
    if budget is None or executed is None:
        return None
    between = [one for one in facts if budget.at < one.at < executed.at and one.kind == "amount"]
    return next(
        (
            later
            for by, later in pairwise(between)
            if is_called(by, "change") and later.distance(budget) <= BESIDE
            if by.number < later.number
            if later.number in (budget.number + by.number, budget.number - by.number)
        ),
        None,
    )


def _in_usual_unit(cell: Fact | None, facts: Sequence[Fact], about: About) -> Fact | None:
    """The same fact told in 万元, in which budgets are told, where it stands in another unit."""
    if cell is None or cell.kind != "amount" or cell.row["unit"] == _USUAL:
        return cell
    same = (
        fact
        for fact in facts
        if fact.row["unit"] == _USUAL
        and fact.digits >= min(cell.digits, _SURE_DIGITS)
        and fact.row["term"] == cell.row["term"]
        and not fact.is_moved
        and fact.low <= cell.high
        and cell.low <= fact.high
        and is_of_year(fact, about)
    )
    return next(same, cell)


def _execution(
    facts: Sequence[Fact], relations: Iterable[Relation], about: About
) -> tuple[Fact | None, Fact | None, Fact | None]:
    """What was spent, the budget that the stated rate divides by, and the rate."""
    quotients = [relation for relation in relations if relation.kind == "quotient"]
    rated = _without_parts(
        [one for one in quotients if is_of_execution(one) and is_of_year(one.facts[0], about)]
    )

    def fitness(relation: Relation) -> tuple[float, ...]:
        spent, budget, rate = relation.facts[:3]
        is_named = spent.row["term"] in EXECUTED or spent.row["term"] in SOURCES[:2]
        is_rated = rate.row["term"] in RATES and is_of_whole(rate, about)
        return (
            (is_named and is_of_whole(spent, about)) or is_rated,
            bool(_CONFIRMED.search(spent.name)),
            spent.value,
            relation.agrees is not False,
            _RECEIVED not in budget.name + rate.name,
            "全年预算数" in (budget.row["term"], rate.row["term"]),
            rate.row["term"] in RATES,
            -relation.chance,
        )

    executed = _largest(facts, EXECUTED[:2], about)
    best = max(rated, key=fitness, default=None)
    known = {relation.facts[2].at for relation in quotients if relation.facts[0].kind == "amount"}
    rates = [
        fact
        for fact in facts
        if fact.row["term"] in RATES and is_of_whole(fact, about) and fact.at not in known
    ]
    budget = _largest(facts, BUDGETED[:1], about, executed)
    is_told = executed and budget and executed.distance(budget) == HERE
    is_part = executed and best and executed.value > best.facts[0].value and (rates or is_told)
    if best and not is_part:
        return best.of("numerator"), best.of("denominator"), best.of("rate")
    rate = _rate_of(executed, rates)
    if executed is None or budget is not None:
        return executed, budget, rate
    alone = [one for one in rates if not one.row["same_as"] and is_of_year(one, about)]
    told = rate or (alone[0] if len(alone) == 1 else None)
    budget = _giving(facts, executed, told, about)
    return executed, budget, told if budget else rate


def _giving(facts: Sequence[Fact], executed: Fact, rate: Fact | None, about: About) -> Fact | None:
    """The amount of which a rate is what was spent, where it is the only one, wherever it is told:
    a rate of two decimals is met by chance once in ten thousand.
    """
    if rate is None or rate.row["decimals"] < _SURE_DECIMALS:
        return None
    giving = [
        fact
        for fact in facts
        if fact.kind == "amount" and fact.unit == executed.unit and not fact.is_moved
        if fact.is_exact and fact.low > 0 and fact.number != executed.number
        if is_of_year(fact, about) and is_of_whole(fact, about) and _OF_BUDGET.search(fact.name)
        if rate.meets(executed.low / fact.high, executed.high / fact.low)
    ]
    return giving[0] if len({fact.number for fact in giving}) == 1 else None


def _rate_of(executed: Fact | None, rates: Sequence[Fact]) -> Fact | None:
    """The rate that stands nearest to what was spent, behind it first."""
    if executed is None:
        return rates[0] if rates else None
    near = [rate for rate in rates if rate.row["subject"] or executed.distance(rate) <= NEAR]
    return min(
        near,
        key=lambda rate: (
            executed.distance(rate),
            rate.at < executed.at,
            abs(rate.at - executed.at),
        ),
        default=None,
    )


def _stated_behind(executed: Fact | None, facts: Sequence[Fact]) -> Fact | None:
    """The rate of execution right behind what was spent, though the two may not give it."""
    return next(
        (
            rate
            for spent, rate in pairwise(facts)
            if spent is executed and rate.row["term"] in RATES and rate.distance(spent) == HERE
        ),
        None,
    )


def _without_parts(rated: Sequence[Relation]) -> list[Relation]:
    """Without sources where several have a rate of their own."""
    sources = {
        found[0]: relation
        for relation in rated
        if (found := _OF_SOURCE.search(relation.facts[0].name + relation.facts[1].name))
    }
    parts = {id(one) for one in sources.values()} if len(sources) > 1 else set()
    parts |= {id(one) for one in rated if len(sources) > 1 and _OF_SOURCE.search(one.facts[0].name)}
    return [one for one in rated if id(one) not in parts]


def _forms_apart(facts: Sequence[Fact]) -> set[str]:
    """The tables of forms where several have a total of their own: none of them is the whole."""
    spent = [fact for fact in facts if _is_total(fact) and fact.row["term"] in EXECUTED]
    told = {fact.row["subject"] for fact in spent}, {fact.number for fact in spent}
    is_apart = any(len(different) > 1 for different in told)
    return {fact.table for fact in spent} if is_apart else set()


def _is_total(fact: Fact) -> bool:
    return bool(fact.table) and bool(_TOTAL_LINE.search(text_of(fact.row["subject"])))


def is_of_execution(relation: Relation) -> bool:
    """Whether a rate is one of a budget spent: by its own name, or by those of the two."""
    spent, budget, rate = relation.facts[:3]
    is_to_come = spent.role in ("forecast", "target") or rate.role in ("forecast", "target")
    if spent.kind != "amount" or is_to_come or _is_income(spent):
        return False
    if rate.row["term"] in RATES or _OF_RATE.search(rate.name):
        return True
    of_budget = rate.row["term"] in BUDGETED or budget.row["term"] in BUDGETED
    if of_budget and spent.row["term"] in EXECUTED:
        return True
    is_share = _SHARE.search(rate.name) or budget.kind != "amount" or budget.role == "target"
    is_rate = is_called(rate, "rate") or rate.row["term"] in BUDGETED
    return not is_share and are_called(budget, spent, is_rate)


def _is_income(fact: Fact) -> bool:
    return "收入" in fact.name and "支出" not in fact.name


def _largest(
    facts: Sequence[Fact], terms: Sequence[str], about: About, beside: Fact | None = None
) -> Fact | None:
    """The largest of the department's own figures of some terms; of those told in one sentence
    with another figure, if there are any.
    """
    named = [
        fact
        for fact in facts
        if fact.row["term"] in terms and fact.kind == "amount" and not fact.is_moved
        if is_of_year(fact, about) and not _is_income(fact) and fact.is_exact
    ]
    here = [fact for fact in named if beside and beside.distance(fact) <= BESIDE]
    own = here or [fact for fact in named if is_of_whole(fact, about)]
    return max(own, key=lambda fact: fact.value, default=None)


def _carried(
    facts: Sequence[Fact], executed: Fact | None, budget: Fact | None, about: About
) -> Fact | None:
    """What was carried over: what budget less execution leaves, where it is called so or left, else
    the department's own.
    """
    amounts = [fact for fact in facts if fact.kind == "amount"]
    named = [fact for fact in amounts if fact.row["term"] == CARRIED]
    carried = None
    if executed and budget:
        left = {one.number - executed.number for one in (budget, *_received(amounts, executed))}
        called = (*named, *(fact for fact in amounts if is_left(fact)))
        carried = next((fact for fact in called if fact.number and fact.number in left), None)
    carried = carried or beside(facts, executed, CARRIED, about)
    return carried and (_kept_of(carried, facts) or carried)


def _received(amounts: Sequence[Fact], executed: Fact) -> list[Fact]:
    """What of the same had come, told beside what was spent: 到位 in its row."""
    return [
        fact
        for fact in amounts
        if _RECEIVED in fact.name and fact.distance(executed) == HERE
        if fact.row["subject"] == executed.row["subject"]
    ]


def _kept_of(left: Fact, facts: Sequence[Fact]) -> Fact | None:
    """What of unspent money may be spent in the next year, told right behind it, wherever the same
    is told: 未支出512.69万元，其中结转下年438.52万元，其余收回.
    """
    for one, kept in pairwise(facts):
        is_same = one.low <= left.high and left.low <= one.high
        if not is_same or "结转" in one.name or kept.distance(one) != HERE:
            continue
        is_part = kept.kind == "amount" and kept.value < one.value and not kept.is_moved
        is_kept = kept.row["term"] == CARRIED and "结转" in kept.name
        if is_part and (is_kept or _KEPT.match(kept.behind)):
            return kept
    return None
