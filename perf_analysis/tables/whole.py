"""What belongs to one whole: the department's own figures among those of its parts, and of two
amounts whether they can be of the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from perf_analysis.document import About
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact
from perf_analysis.relations.facts import BESIDE, HERE
from perf_analysis.tables.ties import BUDGETED, is_of_year
from perf_analysis.terms import ATTRIBUTES, term_of

EXECUTED = ("执行数", "本年支出", "支出合计")
INITIAL, CARRIED = "年初预算数", "年末结转和结余"
OF_WHOLE = re.compile(
    r"^(?:本|全|该|我|总)?(?:部门|单位|学校|学院|医院|法院|整体|总体|绩效|自评|评价|项目|资金|街道|区|县|局|院|校|馆|乡|镇|预算|决算"
    r"|年度|年初|收入|支出|收支|执行|监控|情况|本年|全年|当年|年[底末]"
    r"|\d{1,2}(?:[-—–~至]\d{1,2})?月[份底末]?)*"
    r"(?:合计|总计|总额|总额\(万元\)|资金总额|年度资金总额|整体|部门整体|整体支出|本年支出|全年支出)?$"
)
_OF_PART = re.compile(r"(?:项目|基本)支出(?!绩效|部门|整体)")  # of a department's spending
_OWN = re.compile(r"(?:我|本)(?:部门|单位|[局委院校厅镇街馆办会所站队处园台])$")
_HEAD = re.compile(r"^【[^】]*】")
# times that the budget of the start may differ from the budget, told near it and elsewhere
_APART, _APART_ELSEWHERE = 20, 3


def is_of_whole(fact: Fact, about: About) -> bool:
    """Whether a figure is the department's, not that of a part of it."""
    subject = _HEAD.sub("", text_of(fact.row["subject"]))
    if _OF_PART.match(subject) and "项目" not in about.title:
        return False
    return (
        subject in about.department
        or ATTRIBUTES.get(subject) in (*BUDGETED, *EXECUTED)
        or subject.endswith(("部门预算", "部门整体", "整体支出", "自评总计", "自评合计"))
        or bool(_OWN.search(subject))
        or bool(OF_WHOLE.match(subject))
    )


def beside(facts: Sequence[Fact], anchor: Fact | None, term: str, about: About) -> Fact | None:
    """The figure of a term that belongs to the same whole as another one: in its row, else the
    department's own, else the only one there is.
    """
    if anchor is None:
        return None
    named = [
        fact
        for fact in facts
        if fact.kind == "amount" and not fact.is_moved and not fact.row["same_as"]
        if _is_of_term(fact, term) and (fact is not anchor or fact.row["term"] == term)
        if is_of_year(fact, about)
    ]
    rows = [fact for fact in facts if fact.table and fact.number == anchor.number]
    in_row = [fact for fact in named if any(fact.distance(row) == HERE for row in rows)]
    whole = [fact for fact in named if is_of_whole(fact, about) or _is_line_of(fact, term)]
    same = [fact for fact in named if fact.row["subject"] == anchor.row["subject"]]
    only = same if len({fact.number for fact in same}) == 1 else []
    ways = ([fact for fact in way if _is_of_size(fact, anchor)] for way in (whole, in_row, only))
    return min(
        next(filter(None, ways), []),
        key=lambda fact: (anchor.distance(fact), abs(fact.at - anchor.at)),
        default=None,
    )


def start_here(facts: Sequence[Fact], budget: Fact | None) -> Fact | None:
    """The only budget of the start in the sentence of a budget, before it, whosever it is called:
    局本级及中心年初预算合计1382.5万元，可执行指标1420万元.
    """
    told = [
        fact
        for fact in facts
        if budget and fact.at < budget.at and fact.distance(budget) == HERE
        if fact.kind == "amount" and fact.row["term"] == INITIAL and not fact.is_moved
    ]
    return told[0] if len(told) == 1 else None


def _is_of_term(fact: Fact, term: str) -> bool:
    if term in (fact.row["term"], term_of("", text_of(fact.row["measure"]))):
        return True
    is_of_start = term == INITIAL and "年初" in fact.name + fact.lead and fact.role == "plan"
    return is_of_start and fact.row["term"] == "全年预算数"


def _is_line_of(fact: Fact, term: str) -> bool:
    """Whether the line of a table that a figure stands in is called by the term."""
    return bool(fact.table) and term_of("", text_of(fact.row["subject"])) == term


def _is_of_size(fact: Fact, anchor: Fact) -> bool:
    """Whether two amounts can be of one whole: no carry-over is larger, no budget far from it."""
    if fact.row["term"] == CARRIED:
        return fact.value <= anchor.value
    apart = _APART if anchor.distance(fact) <= BESIDE else _APART_ELSEWHERE
    return anchor.value / apart <= fact.value <= anchor.value * apart
