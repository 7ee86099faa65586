"""A growth with its amount, of whose two levels only one is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from perf_analysis import units
from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.units import Interval

BEFORE = re.compile(r"上年|上一[年轮]|上[届轮]|基数|彼时|去年|同期|年初|上期|前年|基期|20\d\d年$")
_AT_PRICES = re.compile("|".join(read_words("relations.toml")["changes"]["prices"].split()))
_FROM = re.compile(r"[由从][^，,。；;]{0,12}$")
_LAST_YEAR = re.compile(
    r"[，,、(（]?(?:上一?[年届轮]|去年|彼时|20\d\d年)(?:同期|度|末|底)?[为是仅只有的]{0,2}"
)
_BARE_CHANGE = re.compile(
    r"[)）]?[，,、(（]?(?:同比|[比较](?:上年|去年|同期)(?:同期)?)?[一-鿿]{0,4}"
)
_YEAR = re.compile(r"20\d\d")
_CLAUSE, _MARKS = re.compile(r"[；;。]"), re.compile(r"[，,；;。:(（]")
_BACK = 3  # figures before a change, of which two are what it went from and to
_FARTHEST = 6  # figures before a change among which its level is looked for


def step_of(
    growth: Fact, change: Fact, levels: Sequence[Fact]
) -> tuple[Mapping[str, Fact], bool | None]:
    """The level or the base that gives a growth with its amount; else the one right before that is
    told to have changed, which then does not agree.
    """
    first = min(growth.at, change.at)
    near = [fact for fact in levels if -_FARTHEST <= fact.at - first <= 2]
    tried = [
        (role, fact)
        for fact in sorted(near, key=lambda fact: abs(fact.at - first))
        if fact.unit == change.unit and fact.kind == change.kind and fact.role != "target"
        if _stands_near(fact, growth, first)
        if fact.at < first
        for role in _roles(fact)
    ]
    for role, fact in tried:
        given = grown_by(role, fact, change)
        if given is not None and growth.meets(float(given.low), float(given.high)):
            return {role: _first_alike(fact, levels)}, True
    if not tried or not _is_its_own(tried[0][1], change, levels):
        return {}, None
    return dict(tried[:1]), False


def _first_alike(level: Fact, levels: Sequence[Fact]) -> Fact:
    """The first of levels of one value in a row: 收入总计 and 支出总计 have one."""
    before = next((fact for fact in levels if fact.at == level.at - 1), None)
    is_same = before is not None and before.number == level.number and before.unit == level.unit
    return before if before is not None and is_same and before.distance(level) == HERE else level


def _stands_near(fact: Fact, growth: Fact, first: int) -> bool:
    """Whether a level stands in the sentence of its change, or in the one before of its name."""
    distance = growth.distance(fact)
    if distance == HERE or fact.at == first - 1:
        return True
    return distance == BESIDE and fact.is_like(growth)


def from_to(change: Fact, facts: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The two right before a change that it is said to go from and to: 由2.6%降到1.9%，下降…."""
    here = [fact for fact in facts if 0 < change.at - fact.at <= _BACK]
    pairs = [(base, level) for base in here for level in here if base.at + 1 == level.at]
    for base, level in pairs:
        is_one = base.unit == level.unit and base.kind == level.kind
        is_here = change.distance(base) == change.distance(level) == HERE
        if is_one and is_here and _FROM.search(base.lead):
            return base, level
        if is_one and is_here and _is_after_level(level, change):
            return level, base
    return None


def _is_after_level(base: Fact, change: Fact) -> bool:
    """Whether a number right before a change has no name but that of the year before: 外借8.1万册，
    上年6.4万册，增长26.6%.
    """
    is_bare = _LAST_YEAR.fullmatch(base.lead) is not None and base.at + 1 == change.at
    return is_bare and _BARE_CHANGE.fullmatch(change.lead) is not None


def is_base_behind(fact: Fact, change: Fact) -> bool:
    """Whether a number right behind a change is what it began from: 增长20%，2021年为7.6万人."""
    told = _LAST_YEAR.match(fact.lead) if fact.at == change.at + 1 else None
    if told is None or fact.distance(change) != HERE:
        return False
    rest = fact.lead[told.end() :]
    year = _YEAR.search(told[0])
    return rest in change.name and (year is None or year[0] < text_of(change.row["period"]))


def is_base_ahead(fact: Fact, change: Fact) -> bool:
    """Whether a number right before a change is of the year before and names the same: 上年建成
    4万亩，本年建成面积增长25%.
    """
    clause = _MARKS.split(fact.before)[-1]
    told = _LAST_YEAR.match(clause) if fact.at == change.at - 1 else None
    if told is None or fact.distance(change) != HERE or fact.is_moved:
        return False
    return told.end() < len(clause) and clause[told.end() :] in change.name


def years_of_row(growth: Fact, levels: Sequence[Fact], apart: int = 1) -> tuple[Fact, Fact] | None:
    """The year that a growth of a table names, else the last one of its row, and the one before, or
    so many years before.
    """
    if not growth.table:
        return None
    row = [fact for fact in levels if fact.table == growth.table and fact.line == growth.line]
    years = {int(found[0]): fact for fact in row if (found := _YEAR.search(fact.measure))}
    named = _YEAR.search(growth.measure)
    last = int(named[0]) if named else max(years, default=0)
    first = last - apart
    if last not in years or first not in years or years[last].unit != years[first].unit:
        return None
    return years[first], years[last]


def _roles(fact: Fact) -> Sequence[str]:
    """What a level may be of a growth: the one it began from where words say so."""
    if fact.role == "plan":
        return []
    return ["base"] if BEFORE.search(fact.name) else ["level"]


def _is_its_own(level: Fact, change: Fact, levels: Sequence[Fact]) -> bool:
    """Whether a level right before a change is surely what changed, at no other prices, and no
    list of several that changed together.
    """
    if _AT_PRICES.search(level.name) or not level.is_like(change):
        return False
    if _CLAUSE.search(level.lead):  # of another clause than what stands before it
        return True
    return not any(
        other.at == level.at - 1
        and other.unit == level.unit
        and other.role == level.role
        and other.distance(level) == HERE
        and not BEFORE.search(level.name)
        for other in levels
    )


def grown_by(role: str, level: Fact, change: Fact) -> Interval | None:
    """The growth that an amount of change makes of the level after it, or of the base before."""
    sign = -1 if change.row["direction"] == "-" else 1
    is_level = role == "level"
    if level.span.low - (sign * change.span.high if is_level else 0) <= 0:
        return None

    def grow(level: Decimal, by: Decimal) -> Decimal:
        return by / (level - sign * by if is_level else level)

    return units.spread(grow, level.span, change.span)
