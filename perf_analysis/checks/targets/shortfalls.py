"""Targets that were missed, and money that was not spent: somebody says why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from perf_analysis import units
from perf_analysis.checks import statements
from perf_analysis.checks.case import Case, Finding, Row
from perf_analysis.checks.reasons import as_reason, find_reason, is_told_of
from perf_analysis.checks.statements import LEVELS, named
from perf_analysis.checks.targets.completion import (
    is_explained,
    named_rate,
    pairs,
    rates,
    told_beside,
)
from perf_analysis.checks.targets.rows import beside, ids_of, is_capped, name_of, points, scored
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.met import is_met
from perf_analysis.relations.things import thing_of
from perf_analysis.rules.results import SCORED_FORM

FULL = Decimal(100)
LONGEST = 20  # characters of a cell that a message quotes
ASK, _ASK_CLAIM = "请补充偏差原因和改进措施", "请更正“超额完成”的表述"
OF_EXECUTION = "预算执行"
_UNMET = re.compile(r"未完成|没有完成|未达|未能|尚未|部分达成|部分完成|推迟|延期|滞后")
_UNDONE = re.compile(r"^(?:尚未|还未|未|没有)(?!完成|达)([一-鿿]{2,8})$")
_CLAIMED = re.compile(r"[，,]?[均已]?超额")  # right behind what was reached


def check_shortfall(case: Case) -> Iterator[Finding]:
    """A target that was missed, or money that was not spent, has a reason beside it."""
    for row in case.once(rates):
        is_short = units.printed(row["rate"], row["rate_decimals"]) < FULL
        is_about = bool(case.by_id[row["rate_id"]]["qualifier"])  # 接近八成 is no count of tasks
        if is_short and not is_about and not row["target_id"]:
            is_told = is_explained(case, row["rate_id"], row["measure"])
            yield _short(case, f"{named_rate(row)}，没有达到目标", (row["rate_id"],), is_told)
    known = _numbers_of_forms(case)
    told = [
        ((target.table, target.column), finding)
        for target, actual in case.once(pairs)
        for finding in _of_pair(case, target, actual, known)
    ]
    yield from _in_columns(told)
    for row, item in scored(case):
        yield from _missed(case, row, item)
    yield from _unspent(case)


def _in_columns(told: Sequence[tuple[tuple[str, str], Finding]]) -> Iterator[Finding]:
    """The findings, those that ask about the lines of one column of a table as one."""
    asked: dict[tuple[str, str], list[Finding]] = {}
    for place, finding in told:
        if finding.status == "question" and place[0]:
            asked.setdefault(place, []).append(finding)
        else:
            yield finding
    for findings in asked.values():
        first = findings[0]
        more = f"，等 {len(findings)} 项" if len(findings) > 1 else ""
        figures = tuple(one for finding in findings for one in finding.figures)
        yield replace(first, message=f"{first.message}{more}", figures=figures)


def _of_pair(
    case: Case, target: Fact, actual: Fact, known: set[tuple[Decimal, Decimal, str]]
) -> Iterator[Finding]:
    """One target of the text with what was reached of it."""
    figures, told = (target.figure_id, actual.figure_id), told_beside(target, actual)
    if is_met(target, actual):
        is_capped = text_of(target.row["qualifier"]) in units.AT_MOST
        is_counted = actual.kind in LEVELS and not is_capped and case.profile.over_completion
        if not is_counted:  # how far, is told by OVER
            yield Finding("holds", f"{told}，达到目标", figures)
    elif is_met(target, actual) is None or _is_judged(case, target, actual):
        return
    elif _CLAIMED.match(actual.behind):
        is_told = is_explained(case, actual.figure_id, thing_of(target))
        ask = _ASK_CLAIM if is_told else f"{_ASK_CLAIM}，并补充偏差原因"
        yield Finding("question", f"{told}，没有达到目标，文中却写超额完成", figures, ask=ask)
    elif _numbers(target, actual) not in known:
        is_told = is_explained(case, actual.figure_id, thing_of(target))
        doubt = "（与报告的其他数不一致）" if _is_refuted(case, actual) else ""
        yield _short(case, f"{told}{doubt}，没有达到目标", figures, is_told)


def _is_judged(case: Case, target: Fact, actual: Fact) -> bool:
    """Whether a wrong rate of completion, or full marks, are asked about with the same target."""
    told = (one for one in case.relations if one.agrees is False and one.of("rate") is not None)
    return any({target, actual} <= set(one.facts) for one in told if one.kind == "target")


def _is_refuted(case: Case, actual: Fact) -> bool:
    """Whether other numbers of the report do not give a result."""
    return any(
        one.agrees is False and one.kind == "change" and one.of("change") is actual
        for one in case.relations
    )


def _numbers_of_forms(case: Case) -> set[tuple[Decimal, Decimal, str]]:
    """The targets and results that the rows of a form tell, or that full marks were given for:
    these are asked about there.
    """
    rows = {row["target_id"] for row in case.rows["indicators"]}
    told = (relation for relation in case.relations if relation.kind in ("target", "marks"))
    return {
        _numbers(target, actual)
        for relation in told
        if (target := relation.of("target")) and (actual := relation.of("actual"))
        if relation.kind == "marks" or target.figure_id in rows
    }


def _numbers(target: Fact, actual: Fact) -> tuple[Decimal, Decimal, str]:
    return target.number, actual.number, target.unit


def _short(case: Case, told: str, ids: tuple[str, ...], is_told: bool, source: str = "") -> Finding:
    if is_told:
        return Finding("holds", f"{told}，写了原因", ids, source=source)
    missing = "没有原文，无法核对原因" if case.document is None else "原因未说明"
    return Finding("question", f"{told}，{missing}", ids, ask=ASK, source=source)


def _missed(case: Case, row: Row, item: Row) -> Iterator[Finding]:
    """An indicator of a form that missed its target by its numbers, or by its words or points; of
    one with full marks all the same is asked with them.
    """
    ids = ids_of(case, row, "target_id", "actual_id")
    is_known = not is_missing(item["ratio_low"])
    marked = [one for one in case.relations if one.kind == "marks" and one.agrees is False]
    if ids and any(set(ids) <= set(_ids(one)) for one in marked):
        return
    if is_known and (item["ratio_low"] > 100 if is_capped(row) else item["ratio_high"] < 100):
        way = "超过了" if is_capped(row) else "没有达到"
        told = f"{name_of(row, item)}{beside(row)}，{way}指标值"
        yield _short(case, told, ids, _is_told_why(case, row))
    elif not is_known and row["form"] == SCORED_FORM and text_of(row["actual_text"]):
        is_docked = row["score"] < row["weight"]
        if is_docked or _UNMET.search(row["actual_text"]):
            lost = (
                f"，得 {points(row, 'score')}（分值 {points(row, 'weight')}）" if is_docked else ""
            )
            scores = ids_of(case, row, "weight_id", "score_id") if is_docked else ()
            told = f"{name_of(row, item)}完成值写为“{text_of(row['actual_text'])[:LONGEST]}”{lost}"
            yield _short(case, told, (*ids, *scores), _is_told_why(case, row))


def _ids(relation: Relation) -> Iterator[str]:
    return (fact.figure_id for fact in relation.facts)


def _is_told_why(case: Case, row: Row) -> bool:
    """Whether the row of an indicator gives a reason, or a sentence of the report that names it."""
    if as_reason(row["reason"]):
        return True
    undone = _UNDONE.search(text_of(row["actual_text"]))
    if undone and is_told_of(case.document, undone[1]):
        return True
    named_so = (case.by_id.get(row[f"{side}_id"]) for side in ("actual", "target", "score"))
    start = next((figure["start"] for figure in named_so if figure), None)
    return start is not None and bool(find_reason(case.document, text_of(row["level3"]), start))


def _unspent(case: Case) -> Iterator[Finding]:
    """Execution below the profile's threshold."""
    rule = case.profile.low_execution
    if rule is None:
        return
    lines = [
        row
        for row in case.rows["funds"]
        if row["breakdown"] == "total" and row["form"] == SCORED_FORM
    ]
    for row in lines or case.rows["budget"][:1]:
        executed, budget, rate = (
            case.by_id.get(row[f"{name}_id"]) for name in ("executed", "budget", "rate")
        )
        if not executed or not budget or budget["unit"] != executed["unit"] or not budget["value"]:
            continue
        ratio = units.spread(_percent, executed["span"], budget["span"])
        ids = tuple(figure["figure_id"] for figure in (budget, executed, rate) if figure)
        told = (
            f"执行数 {named(executed)}，预算数 {named(budget)}，"
            f"执行率{statements.estimated(ratio, '%')}"
        )
        if statements.is_unknown(ratio):
            continue
        if ratio.high < rule.percent:
            is_told = bool(as_reason(row.get("reason"))) or is_explained(
                case, executed["figure_id"], OF_EXECUTION
            )
            low = f"{told}，低于 {rule.percent:f}%"
            yield _short(case, low, ids, is_told, str(rule.source))
        elif ratio.low >= rule.percent:
            message = f"{told}，不低于 {rule.percent:f}%"
            yield Finding("holds", message, ids, source=str(rule.source))


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return FULL * part / whole
