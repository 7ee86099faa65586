"""Checks of arithmetic: rates from their amounts, wholes from their parts, changes, shares, scores,
and facts stated twice.
"""

from perf_analysis.checks.amounts.balances import check_carry_over
from perf_analysis.checks.amounts.execution import check_execution, check_score_of_execution
from perf_analysis.checks.amounts.funds import check_parts
from perf_analysis.checks.amounts.scored import check_grade, check_indicators, check_total
from perf_analysis.checks.case import Case, Finding, Rule

__all__ = ["RULES"]


def check_shares(case: Case) -> tuple[Finding, ...]:
    """A stated share or completion rate is its part by its whole, at its printed decimals."""
    return ()  # beside the relations that are judged


def check_changes(case: Case) -> tuple[Finding, ...]:
    """A level, its change and the rate of its change agree: the rate is the change by the level
    before.
    """
    return ()  # beside the relations that are judged


def check_same_fact(case: Case) -> tuple[Finding, ...]:
    """A fact that is stated twice has one value, and so have two that are equal by nature."""
    return ()  # beside the relations that are judged


RULES: tuple[Rule, ...] = (
    Rule("EXEC", "A1", "预算执行率", check_execution, "预算数、执行数和执行率"),
    Rule("PARTS", "A2", "分项与合计", check_parts, "合计和两个以上的分项"),
    Rule("CARRY", "A3", "差额与结转", check_carry_over, "预算数、执行数和年末结转结余"),
    Rule("SHARE", "A4", "占比与完成率", check_shares, "比率和它的两个数"),
    Rule("CHANGE", "A4", "变动额与变动幅度", check_changes, "数额、变动额和幅度"),
    Rule("SCORE10", "A5", "执行得分", check_score_of_execution, "自评得分和预算执行情况"),
    Rule("TOTAL", "A6", "分值与得分的合计", check_total, "自评表的分值、得分和总分"),
    Rule("INDICATOR", "A7", "指标得分", check_indicators, "自评表的指标值、完成值和得分"),
    Rule("GRADE", "A8", "评价等级", check_grade, "自评得分和评价等级"),
    Rule("SAME-FACT", "D22", "同一事实", check_same_fact, "两处写出的同一事实"),
)
