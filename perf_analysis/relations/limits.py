"""Limits: what was spent or is there, beside what may be (机构编制; 三公经费预算)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.relation import Relation, relate

# What is limited, how the measure of the limit ends, and of what is there.
_LIMITED = (
    (
        re.compile(r"三公"),
        re.compile(r"预算数?$|控制数$"),
        re.compile(r"支出数?$|决算数?$|执行数?$"),
    ),
    (
        re.compile(r"编制|在编|在职|实有"),
        re.compile(r"^(?:[^行事参其]{0,8}核定|批复|全[一-鿿]{1,4})?人?员?编制(?:人数)?$"),
        re.compile(r"实有[一-鿿]{0,6}$|^年末在职人员$|^在职人员$"),
    ),
)


_GAP = re.compile(r"[空缺超]编")


def find_limits(facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each limit with the nearest number of its sort near it."""
    levels = [fact for fact in facts if fact.is_level and fact.kind in ("amount", "count")]
    found: list[Relation] = []
    for limited, of_limit, of_actual in _LIMITED:
        named = [fact for fact in levels if limited.search(fact.name)]
        limits = [fact for fact in named if of_limit.search(fact.measure)]
        actuals = [fact for fact in named if of_actual.search(fact.measure)]
        found += filter(None, (_of(limit, actuals) for limit in limits))
    return [*found, *_gaps(levels)]


def _gaps(levels: Sequence[Fact]) -> Iterator[Relation]:
    """What is called free or too many right behind a number of posts and of those who have one."""
    for one, other, gap in zip(levels, levels[1:], levels[2:], strict=False):
        is_told = _GAP.search(gap.name) and "编制" in one.name + other.name
        is_here = one.distance(gap) == other.distance(gap) == HERE
        if is_told and is_here and one.unit == other.unit == gap.unit:
            more, less = sorted((one, other), key=lambda fact: -fact.number)
            agrees = more.number - less.number == gap.number
            named = {"from": more, "less": less, "left": gap}
            yield relate("difference", named, announced="空编", agrees=agrees)


def _of(limit: Fact, actuals: Sequence[Fact]) -> Relation | None:
    near = [fact for fact in actuals if fact.unit == limit.unit and fact.distance(limit) <= BESIDE]
    if not near:
        return None
    actual = min(near, key=lambda fact: (fact.distance(limit), abs(fact.at - limit.at)))
    agrees = actual.number <= limit.number
    return relate("limit", {"actual": actual, "limit": limit}, announced="不超过", agrees=agrees)
