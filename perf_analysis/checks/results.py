"""Checks of coverage: goals without results, problems without remedies, parts that a report must have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.checks.case import Case, Finding, Rule

# What the form of a department and the scoring systems ask for, by the words that speak of it.
REQUIRED = {"服务对象满意度": "满意", "三公经费": "三公|因公出国|公务接待|公务用车", "预算调整": "预算调整|调整预算|追加|调减", "政府采购": "采购"}
LEAST_TEXT = 1_500  # characters: less is a fragment, of which nothing can be said to be missing


def check_goals(case: Case) -> Iterator[Finding]:
    """Each goal and key task of the year is spoken of in the results."""
    for row in case.goals.to_dict("records"):
        figures = tuple(identity for identity in row["figures"] if identity in case.by_id)
        name = f"{'绩效目标' if row['kind'] == 'goal' else '重点工作任务'}“{row['topic']}”"
        if row["coverage"] in ("figure", "related"):
            yield Finding("holds", f"{name}在完成情况里有{'直接' if row['coverage'] == 'figure' else '相关'}的数字", figures)
        elif row["coverage"] == "mentioned":
            yield Finding("question", f"{name}在完成情况里提到，没有数字", figures, ask="请补充完成值")
        else:
            yield Finding("question", f"{name}在完成情况里未提及，不等于没有做", figures, ask="请补充完成情况和佐证材料")


def check_required(case: Case) -> Iterator[Finding]:
    """A department's report speaks of what its form and the scoring systems ask for."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对应有的内容")
        return
    if len(case.document.text) < LEAST_TEXT or "整体支出" not in case.document.text:
        return
    for name, words in REQUIRED.items():
        if re.search(words, case.document.folded):
            yield Finding("holds", f"报告提到{name}")
        else:
            yield Finding("question", f"报告没有提到{name}", ask=f"请说明{name}情况")


def check_remedies(case: Case) -> Iterator[Finding]:
    """A report that admits problems says what will be done about them."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对问题和措施")
    elif case.problems and case.remedies:
        yield Finding("holds", f"报告写了 {len(case.problems)} 条问题和 {len(case.remedies)} 条措施")
    elif case.problems:
        yield Finding("question", f"报告写了 {len(case.problems)} 条问题，没有写措施", ask="请补充改进措施、责任人和时限")


RULES = (
    Rule("GOAL-RESULT", "C16", "目标有没有结果", check_goals, "年度目标和重点任务"),
    Rule("PROBLEM-MEASURE", "C19", "问题与措施", check_remedies, "存在问题一节"),
    Rule("REQUIRED", "G37", "应有的内容", check_required, "部门整体支出报告的全文"),
)
