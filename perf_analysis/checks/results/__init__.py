"""Checks of coverage and disclosure: goals without results, problems without remedies,
parts that a report must have.
"""

from perf_analysis.checks.case import Rule
from perf_analysis.checks.results.achievement import check_achievement
from perf_analysis.checks.results.admissions import check_praise, check_remedies
from perf_analysis.checks.results.coverage import check_goals, check_overlap, check_results
from perf_analysis.checks.results.disclosure import (
    check_boilerplate,
    check_required,
    check_review,
)
from perf_analysis.checks.results.evidence import check_evidence, check_ledger_values

RULES = (
    Rule("GOAL-RESULT", "C16", "目标有没有结果", check_goals, "年度目标和重点任务"),
    Rule("RESULT-GOAL", "C17", "结果有没有目标", check_results, "年度目标和完成情况"),
    Rule("GOAL-OVERLAP", "C18", "目标的重复", check_overlap, "两项以上的年度目标"),
    Rule("PROBLEM-MEASURE", "C19", "问题与措施", check_remedies, "存在问题一节"),
    Rule("PRAISE", "C20", "评价与问题", check_praise, "对全部目标或指标的评价，和存在问题一节"),
    Rule("EVIDENCE", "G35", "佐证材料", check_evidence, "台账"),
    Rule("LEDGER-VALUE", "G36", "佐证的数值", check_ledger_values, "台账"),
    Rule("REQUIRED", "G37", "应有的内容", check_required, "部门整体支出报告的全文"),
    Rule("BOILERPLATE", "G38", "雷同的文字", check_boilerplate, "长句"),
    Rule("SELF-REVIEW", "G39", "自评与复核", check_review, "自评得分和复核得分"),
    Rule("SPEND-ACHIEVE", "G40", "支出与完成", check_achievement, "指标得分和预算执行情况"),
)
