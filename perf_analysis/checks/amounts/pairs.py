"""Checks of one fact stated twice: repeated, called by another name,
or equal by the way accounts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from perf_analysis import units
from perf_analysis.checks.amounts.lists import is_base
from perf_analysis.checks.amounts.telling import ids, name_of, named, once, told_of
from perf_analysis.checks.case import Case, Figure, Finding, overlap
from perf_analysis.checks.passages import (
    Passage,
    digits_of,
    is_alike,
    is_in,
    is_level,
    span_in,
    spans_of_forms,
)
from perf_analysis.tables import (
    BUDGET_MEASURES,
    CARRY_OVER_MEASURES,
    EXECUTED_MEASURES,
    EXECUTION_RATES,
)
from perf_analysis.units import unsigned

ASK = "请核对两处的数，或说明口径的差别"
LEAST_NAME = 4  # characters of a name that is a fact's own
NEAR = 3  # figures behind two totals among which what is left between them may be told
BEFORE_GOAL = 30  # characters before a figure in which 目标 makes it one
# characters of a name that may be another's, or digits of a number that chance does not repeat
LEAST_SHARED = 3

_INCOME, _SPENDING = re.compile(r"收入总计|收入总额$"), re.compile(r"支出总计|支出总额$")
_LEFT = re.compile(r"结转|结余|盈余|差额")
_TOTAL = re.compile(r"(收入|支出)(?:总计|合计|总额)?$")
_FILL = re.compile(
    r"我[市县区省局委部单位镇]+|[本全]年度?|(?:19|20)\d\d年?度?|年末|年底|年初|到底|截至|现有|本(?:单位|部门|中心|局|委|院|馆)|全[市县区省国镇]|共计?|合计|总计|累计|目前|实际|最后|认定|核定|实有|[^一-鿿]|目标\d*[:：]?"
)
# What the same people or places are called; facts of one group have one number.
_STAFF = (re.compile(r"编制"), re.compile(r"在[岗职编]|实有"))
_SOLE = re.compile(r"其中|全部为|均为|全部是")
_AIMED = re.compile(r"(?:目标|任务|计划)(?:值|数)?(?:为|是|:)?$")
_REACHED = re.compile(
    r"^[，,、;；]?(?:全年|年末|年底)?实际(?:完成|达到|完成值|发放|实现)?(?:情况|数|率)?(?:为|是|达|达到|:)?$"
)
_GOAL = re.compile(r"目标(?!完成|实现|情况)\s*\d*\s*[:：]?[^。；;]{0,20}$")
# Words of one fact rather than of a kind of fact.
_OWN_NAME = re.compile(
    r"(?:(?:19|20)\d\d年度?|全年|本年度?)?(?!其中|新增|投入|安排|完成|开展)[一-鿿“”]{6,}"
)
_PLANNED = re.compile(r"目标|任务|计划|力争|确保|拟")
_TOTALS = {*BUDGET_MEASURES, *EXECUTED_MEASURES, *CARRY_OVER_MEASURES, *EXECUTION_RATES}
_PLANS = (re.compile(r"任务|计划|目标(?!\d)"),)


def check_same_fact(case: Case) -> Iterator[Finding]:
    """A fact that is stated twice has one value, and so have two
    that are equal by what they are.
    """
    passages = case.passages
    yield from once(
        [
            *_form_goals(case),
            *_fund_columns(case),
        ]
    )


def _equal(one: Figure, other: Figure, how: str = "") -> Finding:
    """Two figures that are found equal."""
    message = f"{name_of(one)}与{name_of(other)}{how or '两处都写'} {named(other)}"
    return Finding(
        "holds",
        message,
        ids((one, other)),
        float(one["value"]),
        float(other["value"]),
        0.0,
        one["unit"],
    )


def _unequal(one: Figure, other: Figure, why: str, status: Any = "question") -> Finding:
    """Two figures that should be equal and are not."""
    message = f"{told_of(one)}，{told_of(other)}，两处不一致" + (f"；{why}" if why else "")
    difference = float(one["value"] - other["value"]) if one["unit"] == other["unit"] else None
    return Finding(
        status,
        message,
        ids((one, other)),
        float(one["value"]),
        float(other["value"]),
        difference,
        one["unit"],
        ask=ASK,
    )


def _is_equal(one: Figure, other: Figure) -> bool:
    return is_alike(one, other) and overlap(unsigned(one["span"]), span_in(other, one))


def _repeated(case: Case) -> Iterator[Finding]:
    """What reading found to be a repetition."""
    for figure in case.stated:
        first = case.by_id.get(figure["same_as"] or "")
        if first and figure["value"]:
            yield _equal(first, figure)


def _form_goals(case: Case) -> Iterator[Finding]:
    """A target that the goals print is the one in the rows of the form."""
    in_forms = spans_of_forms(case)
    targets = [
        (row["level3"], figure)
        for row in case.rows["indicators"]
        if (figure := case.by_id.get(row["target_id"]))
    ]
    for figure in case.stated if targets else ():
        if (
            is_in(in_forms, figure["start"])
            or not is_level(figure)
            or figure["same_as"]
            or str(figure["measure"]).endswith("值")
        ):
            continue
        name = _bare(name_of(figure))
        named_so = [
            target
            for told, target in targets
            if told
            and len(name) >= LEAST_NAME
            and (name in told or _bare(told) in name)
            and is_alike(figure, target)
        ]
        if len(named_so) == 1:
            target = named_so[0]
            if _is_equal(figure, target):
                yield _equal(figure, target, "都写")
            elif not _is_of_next_year(case, figure) and (
                figure["role"] == "target" or _is_goal(case, figure)
            ):
                yield _unequal(figure, target, "绩效目标与指标值不同，可能有调整")


def _is_goal(case: Case, figure: Figure) -> bool:
    assert case.document is not None
    return bool(
        _GOAL.search(case.document.folded[max(figure["start"] - BEFORE_GOAL, 0) : figure["start"]])
    )


def _is_of_next_year(case: Case, figure: Figure) -> bool:
    return bool(case.about.year) and figure["period"] == str(case.about.year + 1)


def _fund_columns(case: Case) -> Iterator[Finding]:
    """The budget of the year is that of its start where nothing was adjusted."""
    for row in case.rows["funds"]:
        initial, budget = case.by_id.get(row["initial_id"]), case.by_id.get(row["budget_id"])
        if (
            row["breakdown"] == "total"
            and initial
            and budget
            and initial["value"]
            and _is_equal(initial, budget)
        ):
            yield _equal(initial, budget, "都写")


