"""Checks of targets: how they are set, and what became of them."""

from perf_analysis.checks.case import Rule
from perf_analysis.checks.targets.completion import (
    check_flat_targets,
    check_hidden_target,
    check_over_completion,
)
from perf_analysis.checks.targets.setting import check_count, check_dates, check_measurable
from perf_analysis.checks.targets.shortfalls import check_shortfall

RULES = (
    Rule("OVER", "B9", "超额完成", check_over_completion, "完成率，或指标值和完成值"),
    Rule("HIDDEN-TARGET", "B10", "没有印出的目标", check_hidden_target, "完成率"),
    Rule("SHORT", "B11", "未达目标", check_shortfall, "指标值和完成值，或低于 100% 的完成率"),
    Rule("FLAT", "B12", "目标值不变", check_flat_targets, "两年同名的指标"),
    Rule("COUNT", "B13", "指标的数量和构成", check_count, "自评表或目标申报表的指标"),
    Rule(
        "MEASURABLE",
        "B14",
        "目标能否衡量",
        check_measurable,
        "写有“进一步”“不断”一类词的目标或指标值",
    ),
    Rule("DATE", "B15", "期限与年度", check_dates, "期限或年度"),
)
