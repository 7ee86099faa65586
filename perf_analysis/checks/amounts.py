"""Checks of arithmetic: rates from their amounts, wholes from their parts, grades from their scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from perf_analysis import units
from perf_analysis.checks.case import Case, Figure, Finding, Rule, overlap
from perf_analysis.rules import FULL, grade_of
from perf_analysis.tables import own_score
from perf_analysis.units import Interval

HUNDRED = Decimal(100)


def check_execution(case: Case) -> Iterator[Finding]:
    """A stated execution rate is executed by budget, at its printed decimals."""
    total = _total(case)
    if total is not None and pd.notna(total["rate"]) and pd.notna(total["rate_low"]):
        budget, executed, rate = (case.by_id[total[f"{name}_id"]] for name in ("budget", "executed", "rate"))
        computed = units.spread(lambda part, whole: HUNDRED * part / whole, executed["span"], budget["span"])
        yield _compared(rate, computed, f"{_named(executed)} ÷ {_named(budget)}", (executed, budget), "请核对预算执行率的分子和分母")
    yield from _fund_rates(case)


def _fund_rates(case: Case) -> Iterator[Finding]:
    for row in case.funds.to_dict("records"):
        cells = {name: case.by_id.get(row[f"{name}_id"]) for name in ("initial", "budget", "executed", "rate")}
        rate, executed, budget = cells["rate"], cells["executed"], cells["budget"] or cells["initial"]
        if not rate or not executed or not budget or not budget["value"]:
            continue
        computed = units.spread(lambda part, whole: HUNDRED * part / whole, executed["span"], budget["span"])
        told = f"{row['line']}：{_named(executed)} ÷ {_named(budget)}"
        yield _compared(rate, computed, told, (executed, budget), "请核对执行率，或说明采用的分母")


def check_parts(case: Case) -> Iterator[Finding]:
    """The executed total is the sum of its natures, and of its sources, within the rounding of each."""
    total = _total(case)
    if total is None or pd.isna(total["executed"]):
        return
    for breakdown, told in (("nature", "支出性质"), ("source", "资金来源")):
        lines = case.budget[(case.budget["breakdown"] == breakdown) & case.budget["executed"].notna()]
        parts = [case.by_id[line["executed_id"]] for _, line in lines.iterrows()]
        if len(parts) < 2 or any(part["unit"] != total["unit"] for part in parts):
            continue
        whole = case.by_id[total["executed_id"]]
        low, high = (sum((part["span"][end] for part in parts), Decimal(0)) for end in (0, 1))
        listed = " + ".join(map(_named, parts))
        found = _compared(whole, Interval(low, high), f"按{told}，{listed}", tuple(parts), f"请核对按{told}的分项是否齐全")
        yield found if found.status == "holds" else _softened(found)


def check_carry_over(case: Case) -> Iterator[Finding]:
    """Budget that was not spent is carried over, or somebody says where it went."""
    total = _total(case)
    if total is None or pd.isna(total["unspent"]) or pd.isna(total["carry_over"]):
        return
    unspent, carried = case.by_id[total["budget_id"]], case.by_id[total["carry_over_id"]]
    executed = case.by_id[total["executed_id"]]
    digits = f"{units.printed(total['unspent'], total['unspent_decimals']):f} {total['unit']}"
    figures = (unspent["figure_id"], executed["figure_id"], carried["figure_id"])
    cells = {"stated": total["carry_over"], "computed": total["unspent"], "difference": total["carry_over"] - total["unspent"], "unit": total["unit"]}
    half = Decimal(1).scaleb(-int(total["unspent_decimals"])) * 3 / 2
    if abs(Decimal(str(total["carry_over"])) - Decimal(str(total["unspent"]))) <= half:
        yield Finding("holds", f"预算数与执行数的差额 {digits}（推算）与年末结转和结余一致", figures, **cells | {"difference": 0.0})
    else:
        message = f"预算数与执行数的差额为 {digits}（推算），年末结转和结余写为 {_named(carried)}，差额去向未说明；可能已依法收回"
        yield Finding("question", message, figures, ask="请说明差额的去向：是否收回、调减或另有结转", **cells)


def check_score_of_execution(case: Case) -> Iterator[Finding]:
    """A self-score of a hundred holds the points of execution; what is left was lost on indicators, and somebody says why."""
    score, total, rule = own_score(case.scores), _total(case), case.profile.execution
    if score is None or total is None or pd.isna(total["rate_low"]) or rule is None or len(case.indicators):
        return
    stated = case.by_id[score["score_id"]]
    shares = rule.method.shares(Interval(Decimal(str(total["rate_low"])) / HUNDRED, Decimal(str(total["rate_high"])) / HUNDRED))
    points = units.scaled(shares, rule.points)
    earned = Interval(stated["span"].low - points.high, stated["span"].high - points.low)
    whole = FULL - rule.points
    told = units.show(float(earned.low), float(earned.high))
    executed, budget = case.by_id[total["executed_id"]], case.by_id[total["budget_id"]]
    message = f"如果预算执行按 {rule.points:f} 分计，{_named(stated)} 里约 {told} 分来自指标（满分 {whole:f}，推算）；没有指标得分表，扣分原因未说明"
    figures = (stated["figure_id"], executed["figure_id"], budget["figure_id"])
    yield Finding("question", message, figures, ask="请提供各项指标的得分和扣分原因", source=str(rule.source))


def check_scores(case: Case) -> Iterator[Finding]:
    """A score that a form states is the one its rule gives from its target and its actual value."""
    for row in case.scoring[case.scoring["item"] == "indicator"].to_dict("records"):
        yield from _scored(row, case, "请说明得分的计算方法")


def check_total(case: Case) -> Iterator[Finding]:
    """The scores of a form add up to its total."""
    for row in case.scoring[case.scoring["item"] == "total"].to_dict("records"):
        yield from _scored(row, case, "请核对各项得分与总分")


def check_execution_points(case: Case) -> Iterator[Finding]:
    """The points for execution follow from the rate."""
    for row in case.scoring[case.scoring["item"] == "execution"].to_dict("records"):
        yield from _scored(row, case, "请说明预算执行得分的计算方法")


def _scored(row: dict[Any, Any], case: Case, ask: str) -> Iterator[Finding]:
    if pd.isna(row["score"]) or pd.isna(row["difference"]):
        return
    figures = tuple(identity for identity in row["figures"] if identity in case.by_id)
    stated = f"{units.printed(row['score'], row['score_decimals']):f} 分"
    told = units.show(row["computed_low"], row["computed_high"])
    cells = {"stated": row["score"], "computed": (row["computed_low"] + row["computed_high"]) / 2, "difference": row["difference"], "unit": "分"}
    source = row["source"] if isinstance(row["source"], str) else ""
    if not row["difference"]:
        yield Finding("holds", f"{row['name']}得 {stated}，与按规则推算的 {told} 分一致", figures, source=source, **cells)
    else:
        yield Finding("question", f"{row['name']}得 {stated}，按规则推算为 {told} 分", figures, ask=ask, source=source, **cells)


def check_grade(case: Case) -> Iterator[Finding]:
    """The grade in words is that of the score."""
    score, document, grades = own_score(case.scores), case.document, case.profile.grades
    if score is None or grades is None or not 0 <= score["score"] <= FULL:
        return
    grade = grade_of(units.printed(score["score"], score["score_decimals"]), case.profile)
    if document is None:
        yield Finding("unchecked", "没有原文，无法核对评价等级的用语")
        return
    stated = case.by_id[score["score_id"]]
    words = document.folded[stated["end"] : stated["end"] + 40].partition("。")[0]
    told = next((name for name, _ in grades.bands if f"为{name}" in words or f"“{name}”" in words or f"等级{name}" in words), "")
    if told:
        message = f"{_named(stated)}，报告评为“{told}”，按分档属“{grade}”"
        is_same = told == grade
        yield Finding("holds" if is_same else "question", message, (stated["figure_id"],), ask="" if is_same else "请核对评价等级", source=str(grades.source))


def _total(case: Case) -> pd.Series | None:
    return case.budget.iloc[0] if len(case.budget) else None


def _named(figure: Figure) -> str:
    return units.with_unit(f"{units.printed(figure['value'], figure['decimals']):f}", figure["unit"] or "")


def _compared(stated: Figure, computed: Interval, told: str, others: tuple[Figure, ...], ask: str) -> Finding:
    """A stated number beside what others give: `holds` where both may be one number, else `fails`."""
    figures = (*(other["figure_id"] for other in others), stated["figure_id"])
    shown = units.show(float(computed.low), float(computed.high))
    middle = float((computed.low + computed.high) / 2) if not computed.low.is_nan() else None
    cells: dict[str, Any] = {"stated": float(stated["value"]), "computed": middle, "unit": stated["unit"]}
    if computed.low.is_nan():  # divided by a number that may be 0 before it was rounded
        return Finding("unchecked", f"{told}，无法推算", figures)
    if overlap(stated["span"], computed):
        return Finding("holds", f"{told}，推算 {shown}，与写出的 {_named(stated)} 一致", figures, difference=0.0, **cells)
    message = f"{told}，推算 {shown}，写出的是 {_named(stated)}"
    return Finding("fails", message, figures, difference=cells["stated"] - middle, ask=ask, **cells)


def _softened(finding: Finding) -> Finding:
    """What may be a matter of scope is asked, not said."""
    told = f"{finding.message}；分项可能没有列全"
    return Finding("question", told, finding.figures, finding.stated, finding.computed, finding.difference, finding.unit, finding.ask, finding.source)


RULES = (
    Rule("EXEC", "A1", "预算执行率", check_execution, "预算数、执行数和执行率"),
    Rule("PARTS", "A2", "分项与合计", check_parts, "合计和两个以上的分项"),
    Rule("CARRY", "A3", "差额与结转", check_carry_over, "预算数、执行数和年末结转结余"),
    Rule("SCORE10", "A5", "执行得分", check_score_of_execution, "自评总分和预算执行情况"),
    Rule("POINTS", "A5", "表中的执行得分", check_execution_points, "自评表的资金和得分"),
    Rule("TOTAL", "A6", "得分合计", check_total, "自评表的各项得分和总分"),
    Rule("INDICATOR", "A7", "指标得分", check_scores, "自评表的指标值、完成值和得分"),
    Rule("GRADE", "A8", "评价等级", check_grade, "自评得分和评价等级"),
)
