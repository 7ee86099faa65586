"""What is said of a claim: what its other numbers give for one, and what to ask for."""

from __future__ import annotations

from collections.abc import Sequence

from perf_analysis import units
from perf_analysis.checks.alike import printed
from perf_analysis.checks.amounts.telling import show, told_of
from perf_analysis.checks.case import Case
from perf_analysis.checks.statements import named
from perf_analysis.checks.targets.completion import is_explained, told_beside
from perf_analysis.checks.targets.shortfalls import ASK as ASK_SHORT
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.arithmetic import Derived
from perf_analysis.relations.equalities import LEVEL
from perf_analysis.relations.met import is_met
from perf_analysis.relations.quotients import (
    BY_HEAD,
    BY_MONTH,
    FULL_MARKS,
    MONTHS,
    OF_EXECUTION,
)
from perf_analysis.relations.slips import SLIPPED
from perf_analysis.relations.things import thing_of
from perf_analysis.units import Interval

# Relation → the check that judges it; a rate of execution has one of its own.
RULES = {
    "sum": "PARTS",
    "difference": "CARRY",
    "balance": "CARRY",
    "quotient": "SHARE",
    "change": "CHANGE",
    "points": "CHANGE",
    "target": "SHARE",
    "same": "SAME-FACT",
    "marks": "INDICATOR",
}
# What to ask the department for, by check.
ASKS = {
    "EXEC": "请核对预算执行率的分子和分母",
    "PARTS": "请核对合计与分项，或补充没有列出的部分",
    "CARRY": "请核对这几个数，或说明差额的去向",
    "SHARE": "请核对比率的分子和分母，或说明采用的口径",
    "CHANGE": "请核对本年数、上年数、变动额和变动幅度",
    "SAME-FACT": "请核对两处的数，或说明口径的差别",
    "INDICATOR": "请说明得分的计算方法",
    "TOTAL": "请核对各项分值、得分和合计",
}
_SIGNS = {
    "sum": " + ",
    "difference": " − ",
    "points": " − ",
    "change": " − ",
    "quotient": " ÷ ",
    "same": "、",
}
_OF_ALL = ("综合", "总体", "合计")
LEAST_OF_MARKS = 2  # decimals of points that a form did not give
LEAST_SHARE = 3  # digits of a share that tells which whole was taken
_MOST_TOLD = 6  # parts that a sentence names; of more it says how many


def rule_of(relation: Relation) -> str:
    """The name of the check that a relation belongs to."""
    rate = relation.of("rate")
    whole = relation.of("whole")
    if whole is not None and whole.kind == "score" and whole.table:
        return "TOTAL"
    if relation.kind == "quotient" and rate is not None and OF_EXECUTION.search(_called(rate)):
        return "EXEC"
    return RULES[relation.kind]


def _called(rate: Fact) -> str:
    """The field's term for a rate and its own name."""
    return text_of(rate.row["term"]) + rate.name


def tell(case: Case, relation: Relation, derived: Derived, has_turned: bool) -> str:
    """What others give for a number, beside what is written."""
    stated, words = derived.stated, words_of(relation, derived)
    given = units.scaled(derived.given, 1 / stated.factor)
    told, sign = told_of(stated.row), "−" if _is_below(relation, derived) else ""
    shown = units.with_unit(sign + _shown(relation, derived, given), str(stated.row["unit"] or ""))
    if relation.announced == LEVEL:
        return f"{told}，写为与 {words} 持平"
    if relation.kind == "same":
        return f"一处写出 {told}，另一处写出 {words}"
    if relation.announced == FULL_MARKS:
        score = named(relation.facts[0].row)
        return f"{told}，执行得分 {score}，为满分；报告没有说明执行得分的计算方法"
    if relation.kind == "marks":
        return f"{words}，没有达到指标值，却得满分；按完成比例推算 {shown}"
    if has_turned:
        written = _directions(relation, stated)
        return f"{words}，推算 {shown}，报告写的方向相反：{written}"
    slip = "，只差一位数字或两位颠倒" if relation.announced == SLIPPED else ""
    other = "" if slip else _other_whole(case, relation)
    missed = _missed(case, relation)
    comma = "" if words.endswith("完成率") else "，"
    blank = " " if told[:1].isascii() else ""
    return f"{words}{comma}推算 {shown}，报告写{blank}{told}{slip}{other}{missed}"


def _directions(relation: Relation, stated: Fact) -> str:
    """What was printed of a change: all of it where amount and rate say two directions."""
    told = [fact.row for role in ("change", "growth", "points") if (fact := relation.of(role))]
    if len({row["direction"] for row in told}) < 2:
        return told_of(stated.row)
    return "，".join(map(told_of, told))


def _is_below(relation: Relation, derived: Derived) -> bool:
    """Whether the first of two numbers, whose difference is told, is the smaller one."""
    is_gap = relation.kind in ("difference", "points") or (
        relation.kind == "change" and relation.of("growth") is None
    )
    is_gap = is_gap or relation.of("points") is not None
    return is_gap and derived.others[0].number < derived.others[1].number


def _missed(case: Case, relation: Relation) -> str:
    """That a target was missed whose rate of completion is wrong too."""
    target, actual = relation.of("target"), relation.of("actual")
    if relation.of("rate") is None or is_met(target, actual) is not False or actual is None:
        return ""
    return "；没有达到目标" + ("" if _is_explained(case, relation) else "，原因未说明")


def _is_explained(case: Case, relation: Relation) -> bool:
    actual, target = relation.of("actual"), relation.of("target")
    if actual is None or target is None:
        return False
    return is_explained(case, actual.figure_id, thing_of(target))


def ask_for(case: Case, relation: Relation, has_turned: bool) -> str:
    """What to ask the department for."""
    if relation.announced == LEVEL:
        return "请更正“持平”的表述"
    if relation.announced == FULL_MARKS:
        return "请说明预算执行得分的计算方法"
    if relation.kind in ("change", "points") and has_turned:
        return "请核对两个数，更正增减的表述"
    if relation.of("points") is not None and relation.kind == "target":
        return "请核对完成值、目标值和两者的差"
    if relation.kind == "marks" and not _is_explained(case, relation):
        return f"{ASKS['INDICATOR']}，并补充偏差原因"
    if relation.kind == "target":
        is_told = not _missed(case, relation) or _is_explained(case, relation)
        return "请核对完成率" + ("" if is_told else f"，并{ASK_SHORT.removeprefix('请')}")
    return ASKS[rule_of(relation)]


def _other_whole(case: Case, relation: Relation) -> str:
    """The other number of which a part is the share that is written."""
    part, whole, rate = (relation.of(role) for role in ("numerator", "denominator", "rate"))
    if relation.kind != "quotient" or part is None or whole is None or rate is None:
        return ""
    if rate.digits < LEAST_SHARE or BY_HEAD.search(rate.name):
        return ""
    facts = {fact.at: fact for one in case.relations for fact in one.facts}
    fits = [
        fact
        for fact in facts.values()
        if fact.unit == part.unit and fact.is_level and fact.low > 0 and fact.number != whole.number
        if fact.number >= part.number and rate.meets(*_share_of(part, fact)) and fact.name
    ]
    if len({fact.number for fact in fits}) != 1:
        return ""
    return f"；按 {told_of(fits[0].row)} 计算才是写出的数"


def _share_of(part: Fact, whole: Fact) -> tuple[float, float]:
    return part.low / whole.high, part.high / whole.low


def _shown(relation: Relation, derived: Derived, given: Interval) -> str:
    """What is given, as a person would reckon it: a sum or difference of the printed digits, else
    the interval that their rounding allows.
    """
    stated = derived.stated.row
    is_sum = relation.kind in ("sum", "difference", "balance", "points")
    is_sum = is_sum or (relation.kind == "change" and relation.of("growth") is None)
    is_sum = is_sum or relation.of("points") is not None
    if is_sum and all(fact.is_exact for fact in derived.others):
        return f"{(given.low + given.high) / 2:.{stated['decimals']}f}"
    least = LEAST_OF_MARKS if relation.kind == "marks" else 0
    return show(given, max(stated["decimals"], least), printed(stated))


def words_of(relation: Relation, derived: Derived) -> str:
    """How the others give a number: 90.00 万元 + 60.00 万元; 由…到… for a growth."""
    others = derived.others
    if relation.of("growth") and relation.of("change") is others[1]:
        return _grown_by(relation, *others)
    if relation.of("growth"):
        base, level = others
        way = "增长" if level.number >= base.number else "下降"
        return f"由 {told_of(base.row)} 到 {told_of(level.row)} 为{way}"
    if relation.kind == "marks":
        full, actual, target = (named(fact.row) for fact in others)
        name = text_of(others[2].row["subject"])
        return f"{name}指标值 {target}，实为 {actual}，分值 {full}"
    if relation.kind == "target":
        return _of_target(relation, *others)
    if relation.kind == "balance":
        return f"{joined(' + ', others[:2])} − {told_of(others[2].row)}"
    sign = _SIGNS["points" if relation.of("points") else relation.kind]
    months = f" ÷ {MONTHS} 个月" if relation.announced == BY_MONTH else ""
    if relation.kind == "quotient":
        return sign.join(_told(relation, fact) for fact in others) + months
    return joined(sign, others)


def _of_target(relation: Relation, actual: Fact, target: Fact) -> str:
    """A target and what was reached of it, and which number they give."""
    told = told_beside(target, actual)
    return told if relation.of("points") is not None else f"{told}，完成率"


def _grown_by(relation: Relation, level: Fact, change: Fact) -> str:
    """One level and how much it changed."""
    told = f"原来的 {told_of(level.row)}" if relation.of("base") else told_of(level.row)
    verb = "减少" if change.row["direction"] == "-" else "增加"
    return f"{told}，{verb} {named(change.row)}"


def _told(relation: Relation, fact: Fact) -> str:
    """A number with its name; without its owner beside 综合执行率, which is of several."""
    rate = relation.of("rate")
    if rate is not None and rate.name.startswith(_OF_ALL):
        return f"{fact.measure} {named(fact.row)}"
    return told_of(fact.row)


def joined(sign: str, facts: Sequence[Fact]) -> str:
    """Numbers with a sign between them; of many the first, and how many there are."""
    told = [told_of(fact.row) for fact in facts[:_MOST_TOLD]]
    more = f"{sign}……（共 {len(facts)} 项）" if len(facts) > _MOST_TOLD else ""
    return sign.join(told) + more
