"""Claims that nobody made: numbers that words or place set side by side, do not agree, and that are
of two years, two owners or two things. That they do not agree then says nothing of the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from perf_analysis.figures import text_of
from perf_analysis.relations.changes import TURNED
from perf_analysis.relations.facts import Fact, likeness, pairs_of
from perf_analysis.relations.quotients import BY_HEAD
from perf_analysis.relations.relation import Relation, relate

# A level this many times its base is no slip of a growth below a hundred per cent.
_FAR_APART, _WHOLE = 3.0, 100.0
_RATE_OF_EXECUTION = "预算执行率"
_OF_LAST = re.compile(r"[较比与]?(?:上|去)一?年")  # 预算执行率91.55%，较上年执行率93.08%下降
_SAME_OWNER = 0.5  # likeness of two owners that may be one
_KEPT = {"change": ("level", "change", "growth"), "points": ("points",)}
_AMONG = "其中"  # what leaves no doubt of what the whole is
_LEAST_NOUN = 2  # characters of what parts of a count have in common


def without_nobodys(relations: Iterable[Relation]) -> Iterator[Relation]:
    """The relations without those that do not hold and tie what is of different years, owners or
    things; a growth stays, without the level it was held against.
    """
    for relation in relations:
        judge = _JUDGES.get(relation.kind)
        if relation.agrees is not False or judge is None or not judge(relation):
            yield relation
        elif relation.kind in _KEPT:
            named = {role: relation.of(role) for role in _KEPT[relation.kind]}
            yield relate(relation.kind, named)


def _is_of_two(relation: Relation) -> bool:
    """Whether a rate is of another year than its amounts, or one of execution of another owner's
    budget: 上年执行率 beside this year's budget and spending.
    """
    rate = relation.of("rate")
    others = [fact for fact in relation.facts if fact is not rate]
    if rate is None:
        return False
    if any(map(rate.is_of_other_year, others)) or _OF_LAST.match(rate.name):
        return True
    is_of_execution = rate.row["term"] == _RATE_OF_EXECUTION and len(others) > 1
    return is_of_execution and any(not _may_be_one(*pair) for pair in pairwise(others))


def _may_be_one(one: Fact, other: Fact) -> bool:
    """Whether two owners may be one: either is not told, or they are alike."""
    owners = [text_of(fact.row["subject"]) for fact in (one, other)]
    return not all(owners) or likeness(*map(pairs_of, owners)) >= _SAME_OWNER


def _is_too_far(relation: Relation) -> bool:
    """Whether a level is many times its base where a growth is told below a hundred per cent."""
    level, base, growth = (relation.of(role) for role in ("level", "base", "growth"))
    if level is None or base is None or growth is None or relation.announced == TURNED:
        return False
    if growth.value >= _WHOLE or not base.value or not level.value:
        return False
    return not 1 / _FAR_APART < level.value / base.value < _FAR_APART


def _is_of_no_shares(relation: Relation) -> bool:
    """Whether points are held against a growth and a share: each alone may move by points."""
    ends = [fact for role in ("level", "base") if (fact := relation.of(role)) is not None]
    return len({fact.kind for fact in ends}) > 1


def _is_mixed(relation: Relation) -> bool:
    """Whether parts are marks and scores at once, or counted things that their whole is none of."""
    whole = relation.of("whole")
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole is None or not parts:
        return False
    if whole.kind == "score":
        return len({fact.role == "weight" for fact in relation.facts}) > 1
    if whole.kind != "count" or relation.announced == _AMONG:
        return False
    noun = parts[0].measure[-_LEAST_NOUN:]
    is_of_noun = all(part.measure.endswith(noun) for part in parts) and len(noun) == _LEAST_NOUN
    return is_of_noun and not set(noun) & set(whole.name)


def _is_by_head(relation: Relation) -> bool:
    """Whether one of two numbers is told for each: 折合每千人4.62批次."""
    by_head = [bool(BY_HEAD.search(fact.name)) for fact in relation.facts]
    return len(set(by_head)) > 1


_JUDGES: dict[str, Callable[[Relation], bool]] = {
    "quotient": _is_of_two,
    "change": _is_too_far,
    "points": _is_of_no_shares,
    "sum": _is_mixed,
    "same": _is_by_head,
}
