"""Whether a report says itself, by words or layout, what its numbers do not bear out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from itertools import combinations

from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.changes import is_turned
from perf_analysis.relations.contrasts import are_each_named, is_contrary, is_series
from perf_analysis.relations.differences import ADDED, CARRIED, OF_BALANCE
from perf_analysis.relations.equalities import SAME_NAME, TWICE
from perf_analysis.relations.facts import BESIDE, HERE, likeness
from perf_analysis.relations.missed import OF_NATURES
from perf_analysis.relations.moves import OF_CHANGES
from perf_analysis.relations.quotients import (
    BY_NEARLY,
    FULL_MARKS,
    OF_EXECUTION,
    OF_LIST,
    OF_TWO,
    OTHER_BUDGET,
)
from perf_analysis.relations.restated import OF_WHOLE_LIST
from perf_analysis.relations.slips import SCALED, SLIPPED
from perf_analysis.relations.targets import BEYOND
from perf_analysis.relations.totals import ONCE, Layout, layout_of
from perf_analysis.units import AT_LEAST

# What only the digits or a name that recurs announce, or what another may have been meant by: of
# another scope, maybe.
OPEN = (
    TWICE,
    OTHER_BUDGET,
    BY_NEARLY,
    FULL_MARKS,
    OF_TWO,
    OF_WHOLE_LIST,
    ADDED,
    CARRIED,
    OF_CHANGES,
    OF_NATURES,
)
GUESSED = (SLIPPED, SCALED, SAME_NAME, *OPEN)
_OF_ALL_PARTS = re.compile(r"分别|依次|构成|组成|分为|由(?=[^，,。]{2,})")  # 其中 may not tell all
_SPLIT = re.compile(r"按[一-鿿]{1,8}分")
_REST = re.compile(r"其他|其余")
_OF_LEVEL = re.compile(r"投入|决策|过程|管理|产出|效益|效果|满意|执行")
_LEAST_LEVELS = 3  # indicators of the first level that leave none out
_LEVELS = ("level", "base")
_LEAST_NAME = 2  # characters that name a part
_ONE_NAME = 0.8  # likeness of a target's name and its result's
_LONG = 6  # digits of a number of one name that is another's but for a slip
_COMPLEMENTS = tuple(line.split() for line in read_words("relations.toml")["complements"])


def layouts_of_sums(relations: Iterable[Relation]) -> set[Layout]:
    """Where sums of tables agree: another column of the same lines, or line of the same columns, is
    as complete.
    """
    sums = (one for one in relations if one.kind == "sum" and one.agrees)
    return {layout for one in sums if (layout := layout_of(one)) is not None}


def is_plain(relation: Relation, stated: Fact, listed: Container[Layout]) -> bool:
    """Whether a report says itself, in one sentence or row, what it contradicts; of numbers further
    apart, of a total whose rows may not all be its parts, and of a number that is only a slip away
    from others, another may have been meant.
    """
    if any(fact.table and fact.row["status"] == "unsure" for fact in relation.facts):
        return False  # its head may be another's
    if relation.announced == ONCE:
        return False
    if relation.kind == "sum" and layout_of(relation) in listed:
        return True
    if relation.kind == "same":
        return bool(relation.announced) and (
            relation.announced not in GUESSED or _is_long(relation)
        )
    if relation.announced == SLIPPED:
        is_called = _is_row_of_execution(relation, stated) or _is_called_by(relation, stated)
        return is_called or _is_swapped(relation, stated)
    if not relation.announced or relation.announced in GUESSED:
        return False
    judge = {"sum": _is_whole, "change": _is_change, "points": _is_change}.get(relation.kind)
    return judge(relation, stated) if judge else _is_told(relation, stated)


def _is_long(relation: Relation) -> bool:
    """Whether two numbers of one very name are too long to be two, or one but for the unit."""
    if relation.announced == SCALED:
        return likeness(*(fact.letters for fact in relation.facts)) >= _ONE_NAME
    is_slip = relation.announced == SAME_NAME
    return is_slip and min(fact.digits for fact in relation.facts) >= _LONG


def _is_row_of_execution(relation: Relation, rate: Fact) -> bool:
    """Whether a row of a table tells budget, execution and the rate of it."""
    is_row = bool(rate.table) and all(rate.distance(fact) == HERE for fact in relation.facts)
    return is_row and relation.kind == "quotient" and bool(OF_EXECUTION.search(rate.name))


def _is_called_by(relation: Relation, rate: Fact) -> bool:
    """Whether a rate has its name from the part that its sentence tells: 办结396件, 办结率."""
    part = relation.of("numerator")
    if part is None or rate.kind != "rate" or len(part.measure) < _LEAST_NAME:
        return False
    is_here = all(rate.distance(fact) == HERE for fact in relation.facts)
    return is_here and part.measure[-_LEAST_NAME:] in rate.measure


def _is_swapped(relation: Relation, rate: Fact) -> bool:
    """Whether two digits are swapped in a rate of the two numbers right before it: 发放600份，收回
    571份，回收率91.57%.
    """
    part, whole = relation.of("numerator"), relation.of("denominator")
    if part is None or whole is None or (whole.at, part.at) != (rate.at - 2, rate.at - 1):
        return False
    is_here = rate.distance(part) == rate.distance(whole) == HERE
    given = f"{part.number / whole.number / rate.factor:.{rate.row['decimals']}f}"
    return is_here and sorted(given) == sorted(f"{rate.number / rate.factor}")


def _is_change(relation: Relation, stated: Fact) -> bool:
    if is_turned(relation) and None in map(relation.of, _LEVELS):
        return False  # of an amount and a rate that go two ways, either may be meant
    return all(stated.distance(fact) <= BESIDE for fact in relation.facts)


def _is_told(relation: Relation, stated: Fact) -> bool:
    if relation.announced == BEYOND:
        return relation.facts[0].distance(relation.facts[1]) == HERE
    whole, target = relation.of("denominator"), relation.of("target")
    actual = relation.of("actual")
    if target is not None and actual is not None and relation.kind == "target":
        is_one = likeness(target.letters, actual.letters) >= _ONE_NAME
        is_one = is_one or target.distance(actual) == HERE or _is_so_far(relation)
        return stated.distance(actual) == HERE and is_one
    if relation.announced == OF_LIST:
        return True
    if whole is not None and relation.announced in (whole.measure, whole.name):
        return True  # a share that names its whole
    if relation.announced == OF_BALANCE:  # the rest may have been returned by law
        return False
    if relation.kind == "marks" and target is not None and target.kind == "rate":
        is_all = target.number == 1 and OF_EXECUTION.search(target.name) is not None
        return is_all or text_of(target.row["qualifier"]) in AT_LEAST  # else less may be better
    return all(stated.distance(fact) == HERE for fact in relation.facts)


def _is_so_far(relation: Relation) -> bool:
    """Whether a result lies as far from its target as is told, and the other way."""
    target, actual, points = (relation.of(role) for role in ("target", "actual", "points"))
    if target is None or actual is None or points is None:
        return False
    return abs(target.number - actual.number) == points.number


def _is_whole(relation: Relation, whole: Fact) -> bool:
    """Whether a sum of running text has no other parts: words say so, a total stands right behind
    them, or there is too much already of what has nothing in common.
    """
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole.table or any(fact.distance(whole) > BESIDE for fact in parts):
        return False
    if whole.at > parts[-1].at or is_series([part.measure for part in parts]):
        return True
    if _SPLIT.search(parts[0].lead):  # another sentence, which may speak of another scope
        return False
    pairs = combinations((fact.name for fact in parts), 2)
    is_too_much = sum(fact.low for fact in parts) > whole.high
    is_apart = is_too_much and all(is_contrary(*pair) for pair in pairs)
    return is_apart or _leaves_nothing(parts)


def _leaves_nothing(parts: Sequence[Fact]) -> bool:
    """Whether words or names say that a list tells all."""
    names = [part.name for part in parts]
    levels = sum(bool(_OF_LEVEL.search(name)) for name in names)
    return (
        _OF_ALL_PARTS.search(parts[0].lead) is not None
        or any(map(_REST.search, names[1:]))
        or _LEAST_LEVELS <= levels == len(names)
        or any(are_each_named(names, words) for words in _COMPLEMENTS)
    )
