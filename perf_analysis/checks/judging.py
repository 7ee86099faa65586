"""What a relation's other numbers give, beside the one that is printed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from perf_analysis import units
from perf_analysis.checks.amounts.telling import show, told_of, weigh
from perf_analysis.checks.case import Case, Finding, Status, overlap
from perf_analysis.checks.plain import GUESSED, is_plain, layouts_of_sums
from perf_analysis.checks.statements import named
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation, relate
from perf_analysis.relations.arithmetic import Derived, derive
from perf_analysis.relations.changes import is_turned
from perf_analysis.relations.equalities import LEVEL
from perf_analysis.relations.facts import HERE
from perf_analysis.relations.quotients import BY_MONTH, MONTHS, OF_EXECUTION, OTHER_BUDGET
from perf_analysis.relations.slips import SLIPPED
from perf_analysis.relations.totals import Layout
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
    "target": " ÷ ",
    "same": "、",
}
_MORE_PARTS = re.compile(r"\)?(?:左右|以上)?(?:等|及其他|和其他)")
_MOST_TOLD = 6  # parts that a sentence names; of more it says how many


def judge(case: Case) -> dict[str, list[Finding]]:
    """The findings on all relations, by check, each set of numbers once: `holds` where it agrees,
    `fails` where one sentence or row claims it by its words, else `question`.
    """
    judged = [
        (relation, derived)
        for relation in chain.from_iterable(map(_split, case.relations))
        if relation.agrees is not None and (derived := derive(relation)) is not None
    ]
    # what agrees first: of two wholes that a list may have it has the one that it makes up
    judged.sort(key=lambda one: (not one[0].agrees, one[0].announced in GUESSED))
    found = {
        "PARTS": list(_hundreds(case.relations)),
        "SHORT": list(_limits(case.relations)),
        "RANK": list(_ranks(case.relations)),
    }
    listed = layouts_of_sums(case.relations)
    told: set[frozenset[str]] = set()
    held: set[tuple[str, str]] = set()
    for relation, derived in judged:
        figures = frozenset(fact.figure_id for fact in relation.facts)
        rule = rule_of(relation)
        if figures in told or (not relation.agrees and _is_answered(case, relation, derived, held)):
            continue
        told.add(figures)
        finding = _finding(relation, derived, listed)
        if finding.status == "holds":
            held.add((relation.kind, derived.stated.figure_id))
            # the whole of a difference is the sum of the two others
            if relation.kind == "difference" and relation.announced:
                held.add(("sum", relation.facts[0].figure_id))
        found.setdefault(rule, []).append(finding)
    for rule in ("SHARE", "EXEC"):
        found[rule] = _in_doubt(rule, found)
    return found


def _in_doubt(rule: str, found: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """Shares that their two numbers do not give are asked about where these two, or the parts of
    one, do not add up either: it may be wrong, and not the share.
    """
    sums = [one.figures for one in found.get("PARTS", ()) if one.status == "fails"]
    return [
        replace(one, status="question")
        if one.status == "fails"
        and any(len(set(told) & set(one.figures)) > 1 or told[0] in one.figures for told in sums)
        else one
        for one in found.get(rule, ())
    ]


def _hundreds(relations: Iterable[Relation]) -> Iterator[Finding]:
    """Marks and shares that make up a hundred, of which no whole is printed."""
    for relation in relations:
        if relation.kind != "sum" or relation.of("whole") is not None:
            continue
        told = _joined(" + ", relation.facts)
        if relation.agrees:
            yield Finding("holds", f"{told} 合为 100", _ids(relation))
        else:
            message = f"{told}，合计不是 100"
            yield Finding("question", message, _ids(relation), ask="请核对各项分值")


def _limits(relations: Iterable[Relation]) -> Iterator[Finding]:
    """What was spent or is there beside what may be."""
    for relation in relations:
        if relation.kind == "limit":
            actual, limit = (told_of(fact.row) for fact in relation.facts)
            if relation.agrees:
                yield Finding("holds", f"{actual}，不超过 {limit}", _ids(relation))
            else:
                ask = "请说明超出的原因"
                yield Finding("question", f"{actual}，超过 {limit}", _ids(relation), ask=ask)


def _ranks(relations: Iterable[Relation]) -> Iterator[Finding]:
    """A rank and the one before it, which give by how much it moved."""
    for relation in relations:
        rank, before, moved = (relation.of(role) for role in ("rank", "before", "moved"))
        if relation.kind != "rank" or rank is None or before is None or moved is None:
            continue
        told = f"{named(before.row)}到{named(rank.row)}，写出的变动是 {named(moved.row)}"
        if relation.agrees:
            yield Finding("holds", f"名次由{told}，一致", _ids(relation))
        else:
            status: Status = "fails" if rank.distance(moved) == HERE else "question"
            ask = "请核对两次的名次和升降位数"
            yield Finding(status, f"名次由{told}", _ids(relation), ask=ask)


def _ids(relation: Relation) -> tuple[str, ...]:
    return tuple(fact.figure_id for fact in relation.facts)


def _split(relation: Relation) -> Iterator[Relation]:
    """A change whose amount and rate do not both agree with its two levels, as the claims that the
    one and the other make.
    """
    told = {name: relation.of(name) for name in ("level", "base", "change", "growth")}
    if relation.agrees or is_turned(relation) or None in told.values():
        yield relation
        return
    amount = _without(told, "growth", relation.announced)
    yield from filter(None, [amount])
    left_out = "level" if amount is not None and amount.agrees else "change"
    yield from filter(None, [_without(told, left_out, relation.announced)])


def _without(told: Mapping[str, Fact | None], left_out: str, announced: str) -> Relation | None:
    """What is claimed of a change without one of its numbers."""
    named = {name: fact for name, fact in told.items() if name != left_out}
    one = relate("change", named, announced=announced, agrees=True)
    derived = derive(one)
    if derived is None:
        return None
    return replace(one, agrees=overlap(units.unsigned(derived.stated.span), derived.given))


def _is_answered(
    case: Case, relation: Relation, derived: Derived, held: Container[tuple[str, str]]
) -> bool:
    """Whether a number that some others do not give is given by others, or is a whole of which
    words say that not all its parts were listed.
    """
    if relation.kind in ("same", "marks") or relation.announced == OTHER_BUDGET:
        return False
    if is_turned(relation):
        return False
    return (relation.kind, derived.stated.figure_id) in held or _is_open(case, relation)


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


def _is_open(case: Case, relation: Relation) -> bool:
    """Whether words say that a sum has more parts than were listed: 垃圾清运230万元等."""
    if relation.kind != "sum" or case.document is None:
        return False
    end = relation.facts[-1].row["end"]
    return end is not None and _MORE_PARTS.match(case.document.folded, end) is not None


def _finding(relation: Relation, derived: Derived, listed: Container[Layout]) -> Finding:
    stated, told = derived.stated, _words(relation, derived)
    given = units.scaled(derived.given, 1 / stated.factor)
    figures = [fact.row for fact in relation.facts]
    is_near = overlap(units.unsigned(stated.span), derived.given)
    has_turned = relation.agrees is False and is_turned(relation)
    if relation.agrees or (is_near and not has_turned):
        message = f"{told}，与写出的 {told_of(stated.row)} 一致"
        return weigh("holds", message, stated.row, given, figures)
    status: Status = "fails" if is_plain(relation, stated, listed) else "question"
    shown = units.with_unit(_shown(relation, derived, given), str(stated.row["unit"] or ""))
    slip = "，只差一位数字或两位颠倒" if relation.announced == SLIPPED else ""
    message = f"{told}，推算 {shown}，写出的是 {told_of(stated.row)}{slip}"
    if has_turned and is_near:
        message = (
            f"{told}，推算 {shown}，与写出的增减或高低方向相反：{_directions(relation, stated)}"
        )
    if relation.kind == "marks":
        message = f"{told}，没有达到指标值，却得满分；按完成比例推算 {shown}"
    if relation.announced == LEVEL:
        message = f"{told_of(stated.row)}，写为与 {told} 持平"
    elif relation.kind == "same":
        message = f"一处写出 {told_of(stated.row)}，另一处写出 {told}"
    return weigh(status, message, stated.row, given, figures, ASKS[rule_of(relation)])


def _directions(relation: Relation, stated: Fact) -> str:
    """What was printed of a change: all of it where amount and rate say two directions."""
    told = [fact.row for role in ("change", "growth", "points") if (fact := relation.of(role))]
    if len({row["direction"] for row in told}) < 2:
        return told_of(stated.row)
    return "，".join(map(told_of, told))


def _shown(relation: Relation, derived: Derived, given: Interval) -> str:
    """What is given, as a person would reckon it: a sum or difference of the printed digits, else
    the interval that their rounding allows.
    """
    decimals = derived.stated.row["decimals"]
    is_sum = relation.kind in ("sum", "difference", "balance", "points")
    is_sum = is_sum or (relation.kind == "change" and relation.of("growth") is None)
    if is_sum and all(fact.is_exact for fact in derived.others):
        return f"{(given.low + given.high) / 2:.{decimals}f}"
    return show(given, decimals)


def _words(relation: Relation, derived: Derived) -> str:
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
    if relation.kind == "balance":
        return f"{_joined(' + ', others[:2])} − {told_of(others[2].row)}"
    sign = _SIGNS["points" if relation.of("points") else relation.kind]
    months = f" ÷ {MONTHS} 个月" if relation.announced == BY_MONTH else ""
    return _joined(sign, others) + months


def _grown_by(relation: Relation, level: Fact, change: Fact) -> str:
    """One level and how much it changed."""
    told = f"原来的 {told_of(level.row)}" if relation.of("base") else told_of(level.row)
    verb = "减少" if change.row["direction"] == "-" else "增加"
    return f"{told}，{verb} {named(change.row)}"


def _joined(sign: str, facts: Sequence[Fact]) -> str:
    """Numbers with a sign between them; of many the first, and how many there are."""
    told = [told_of(fact.row) for fact in facts[:_MOST_TOLD]]
    more = f"{sign}……（共 {len(facts)} 项）" if len(facts) > _MOST_TOLD else ""
    return sign.join(told) + more
