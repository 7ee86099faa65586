"""The one line that a leader reads: whose report, what was budgeted and spent, its own score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from perf_analysis.document import About
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact
from perf_analysis.tables.execution import Execution
from perf_analysis.tables.whole import INITIAL, OF_WHOLE

_TOLD_SELF = re.compile(
    r"(?:自评】?|自行评定?|自查|自量|总评|[，,、：:]总|评分表|自己打|打下来|实得)[打得出了为是：:]*"
    r"(?:总?分[为是：:]?)?$|自评等[级次][^，,]{2,5}[，,]分数$"
)
_RATED_AGAIN = re.compile(r"再评价得?分")  # what stands in place of an office's own
_IN_ALL = re.compile(r"(?:总分|合计|总计)$")
_LEAST_OF_WHOLE = 50  # marks of a whole report, of a hundred
_SELF_SCORE = re.compile(r"自评(?:总)?[得评]?分|总[得评]?分|综合[得评]分|合计得分|评价[得评]分")
_OF_ALL = re.compile(r"整体|部门|综合|总[得评]?分|合计得分")
_GRADE = re.compile(
    r"(?:等级|等次|级别|档次|结果|结论|评定|评级|绩效)(?:由[“\"]?[优良中][秀好等]?[”\"]?[调降改升]整?)?"
    r"[为是属于到至:]{0,3}[“\"]?(优秀|良好|合格|中等|较差|不合格|优|良|中|差)(?![级秀好])"
    r"|[“\"](优秀|良好|优|良|中|差)[”\"](?:等级|等次|级别|档次)?"
)
_GRADE_TOLD = re.compile(
    r"(?:等级|等次|档次|定级|定性|评议|我[局校院中心]{1,2})(?:评定)?[为是填:|｜┃\s]*[“\"]?(优秀|良好|较好|合格|中等|较差|不合格|优|良|中|差)(?![一-鿿])"
)
# right behind a score: 88.6分,等级为良; 90分，按标准算优; 96分，优。
_GRADED = re.compile(
    r"整?[,，、;；:：()（）。|/]{0,2}(?:按标准|自评|评价|绩效|综合|我们|只能|自)?"
    r"(?:评定|对应|等级|等次|级别|档次|评级|结果|结论|属|定|评|算|写|为|是|于|[:：|“\"])*"
    r"(优秀|良好|中等|合格|优|良|中|差)(?:等[级次])?(?![一-鿿])"
)
_OF_MONEY = re.compile(r"资金总额$|^(?:资金|预算|支出|收入|收支|执行|投入|金额|[(（]万元[)）])+$")
_SCORES = ("得分", "评分")
_FULL_MARKS = 100
_BEHIND = 160  # characters behind a score in which its grade stands
_KINDS = (
    ("监控", "监控表"),
    ("申报表", "申报表"),
    ("决算公开", "决算"),
    ("部门决算", "决算"),
    ("项目", "项目"),
    ("整体支出", "部门整体"),
    ("部门", "部门整体"),
    ("自评表", "自评表"),
)


def find_overview(
    about: About, facts: Sequence[Fact], execution: Execution, text: str = ""
) -> dict[str, Any]:
    """The row of a report: of each cell what the report prints and is sure, else nothing."""
    executed, score = execution.executed, own_score(facts)
    row = {
        "department": about.department or None,
        "year": about.year or None,
        "document": next((kind for word, kind in _KINDS if word in about.title), None),
        "title": about.title,
        "rate_of": _rate_of_which(execution),
        "unit": executed.row["unit"] if executed else None,
        "full": None,
        "grade": _grade(score, facts, text),
    }
    for name, fact in {**execution._asdict(), "score": score}.items():
        if fact is not None:
            row |= {
                name: fact.row["value"],
                f"{name}_decimals": fact.row["decimals"],
                f"{name}_id": fact.figure_id,
                f"{name}_unit": fact.row["unit"],
            }
    return row


def _rate_of_which(execution: Execution) -> str | None:
    """Which budget the stated rate is of; None without a rate."""
    if execution.rate is None:
        return None
    is_of_start = execution.budget is not None and execution.budget.row["term"] == INITIAL
    return "initial" if is_of_start or "年初" in execution.rate.name else "budget"


def find_scores(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """One row per score given, full marks and weights left out; `whole` is the report's own."""
    whole = own_score(facts)
    return [
        {
            "measure": fact.name,
            "section": fact.row["section"],
            "score": fact.row["value"],
            "score_decimals": fact.row["decimals"],
            "unit": fact.row["unit"],
            "whole": int(fact is whole),
            "score_id": fact.figure_id,
        }
        for fact in facts
        if fact.kind == "score" and fact.role == "actual" and not fact.row["same_as"]
    ]


def own_score(facts: Sequence[Fact]) -> Fact | None:
    """The report's score of itself: the greatest that is called so, else that no part owns."""
    given = [
        fact
        for fact in facts
        if fact.kind == "score" and not fact.is_moved and not fact.row["same_as"]
        if fact.role == "actual" or _GRADED.match(fact.behind)
    ]
    given = [fact for fact in given if fact.value >= _LEAST_OF_WHOLE]
    marks = [fact for fact in given if fact.number != _FULL_MARKS] or given
    called = [fact for fact in marks if _RATED_AGAIN.search(fact.name)]
    called = called or [fact for fact in marks if _is_called_own(fact)]
    called = called or _told_self(given)
    called = called or [fact for fact in marks if _GRADED.match(fact.behind)]
    called = called or [fact for fact in marks if fact.name in _SCORES]

    def fitness(fact: Fact) -> tuple[bool, bool, str, bool, float]:
        is_whole = "整体" in fact.name or "部门" in fact.name
        year = text_of(fact.row["period"])
        return (
            is_whole,
            bool(_OF_ALL.search(fact.name)),
            year,
            not fact.row["subject"],
            fact.value,
        )

    return max(called, key=fitness, default=None)


def _told_self(marks: Sequence[Fact]) -> list[Fact]:
    """The only score that the words right before it call the report's of itself: 自评95.6分; or
    that stands right behind its full marks: 总分 100 97.79.
    """
    full = {mark.at for mark in marks if mark.number == _FULL_MARKS and _IN_ALL.search(mark.lead)}
    told = [
        fact
        for fact in marks
        if (_TOLD_SELF.search(fact.lead) and not fact.table)
        or (fact.at - 1 in full and not fact.lead)
    ]
    return told if len({fact.number for fact in told}) == 1 else []


def _is_called_own(fact: Fact) -> bool:
    """Whether a score is called the report's own, by its name or by whose it is."""
    if _SELF_SCORE.search(fact.name):
        return True
    subject = text_of(fact.row["subject"])  # 资金总额 has a mark for its execution
    is_own = fact.row["term"] == "自评得分" and _is_of_all(subject)
    return is_own and not _OF_MONEY.search(subject)


def _is_of_all(owner: str) -> bool:
    """Whether a score is called the whole report's by its owner: 部门整体, 学校."""
    return bool(owner) and bool(_OF_ALL.search(owner) or OF_WHOLE.match(owner))


def _grade(score: Fact | None, facts: Sequence[Fact], text: str) -> str | None:
    """The grade told right behind the report's score, else the only one that the text tells."""
    graded = _GRADED.match(score.behind) if score else None
    if graded:
        return graded[1]
    starts = [
        fact.row["start"]
        for fact in facts
        if score and fact.kind == "score" and fact.number == score.number
        if fact.row["start"] is not None
    ]
    told = [found for start in starts if (found := _GRADE.search(text, start, start + _BEHIND))]
    if told:
        return told[0][1] or told[0][2]
    grades = {found[1] for found in _GRADE_TOLD.finditer(text)}
    return grades.pop() if len(grades) == 1 else None
