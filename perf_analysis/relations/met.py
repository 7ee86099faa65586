"""Whether what was reached is what was to be reached."""

from __future__ import annotations

import re

from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import Fact
from perf_analysis.relations.promises import is_limit, is_rise
from perf_analysis.units import AT_LEAST, AT_MOST

RANKED = re.compile(r"位次|名次|排名")  # the first is above the second
APART = re.compile(r"[高低优差少多超]于?.{0,3}目标|距|相差")
_COMPARING = ("低于", "高于", "超过", "超", "大于", "小于", "不足", "优于")
_LESS_IS_BETTER = re.compile("|".join(read_words("relations.toml")["targets"]["less"].split()))
_OF_AIM_BEHIND = re.compile(r"的|控制|目标|要求|任务|计划|标准")


def _is_compared(target: Fact) -> bool:
    """Whether 低于 and the like before a target are what the result did: 低于95%的目标值."""
    is_behind = _OF_AIM_BEHIND.match(target.behind) is not None
    return not target.table and (is_behind or bool(APART.search(target.measure)))


def is_met(target: Fact | None, actual: Fact | None, rate: Fact | None = None) -> bool | None:
    """Whether a target was reached: None where the report does not tell which way it goes."""
    if target is None or actual is None:
        return None
    is_turned = target.kind == "growth" and target.row["direction"] != actual.row["direction"]
    sign = -1 if is_turned else 1
    reached, wanted = sign * actual.number, target.number
    qualifier = text_of(target.row["qualifier"])
    if qualifier in _COMPARING and _is_compared(target):
        qualifier = ""
    is_most = not wanted or is_limit(target) or target.behind.startswith("内")
    is_most = is_most and not qualifier and not target.is_moved
    if qualifier in AT_MOST or is_most or RANKED.search(target.name):
        return reached <= wanted
    if qualifier in AT_LEAST or rate is not None or is_rise(target):
        return reached >= wanted
    if _LESS_IS_BETTER.search(target.name) and reached != wanted:
        return None
    return reached >= wanted
