"""What targets and their results are of, and how much two of them have in common."""

from __future__ import annotations

import re

from perf_analysis.figures import text_of
from perf_analysis.figures.naming.roles import is_role
from perf_analysis.relations.facts import HERE, Fact, likeness, pairs_of
from perf_analysis.relations.promises import item_of, promised_thing

AIM = re.compile(r"(?<=[度率])(?:的?目标|指标)值?$")
_WORK = re.compile(r"(?:已|全部)?(?:建成|完工|竣工|投用|落实|完成)$|^(?:完成|建成)")
_OF_TARGETS = (
    *("目标值", "指标值", "年度指标值", "年度目标", "年度目标值", "年初目标", "年初设定目标"),
    *("实际完成值", "完成值", "全年完成值", "全年实际值", "实际值", "全年完成"),
)


def name_likeness(one: Fact, other: Fact) -> float:
    """How much the names have in common, as part of the shorter and of both."""
    return _common(_bare(one), _bare(other))


def item_likeness(target: Fact, actual: Fact) -> float:
    """As that, of a target and what begins the item of a result: ——成活率，受旱影响，只有82%."""
    is_apart = not (target.table or actual.table) and target.distance(actual) != HERE
    item = item_of(actual) if is_apart else ""
    return _common(_bare(target), item) if item else 0.0


def _common(one: str, other: str) -> float:
    first, second = pairs_of(one), pairs_of(other)
    both = len(first & second) / max(1, len(first | second))
    return 0.7 * likeness(first, second) + 0.3 * both


def _bare(fact: Fact) -> str:
    """What a number is of, without the words that say it was done: 口袋公园 of 口袋公园建成."""
    thing = thing_of(fact)
    return _WORK.sub("", thing) or thing


def thing_of(fact: Fact) -> str:
    """What a number is of, without the head of the column it stands in: 加装电梯 of 指标值,
    满意度 of 满意度目标.
    """
    subject = text_of(fact.row["subject"])
    if fact.row["measure"] in _OF_TARGETS:
        return subject or promised_thing(fact)
    if fact.table and subject and is_role(fact.measure):
        return subject
    return AIM.sub("", fact.name) or fact.name
