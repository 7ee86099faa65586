"""Goals and their results told by order and unit alone: in two lists, or by one word that comes
again between each two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from perf_analysis.figures import text_of
from perf_analysis.relations.contrasts import is_contrary
from perf_analysis.relations.facts import HERE, Fact

_LEAST = 3  # goals whose units in order no other list has by chance
_LEAST_UNITS = 2  # different ones among them
_MOST_LEFT = 2  # goals at the head of a list that have no result
_SPREAD = 3  # facts of the second list for each goal: rates, counts and last year's beside
_OFTEN = 3  # a word between a goal and its result that no chance repeats
# 。做：新增, ”——交卷：, ——实际, a mark alone, and what leads to both: 说：新增
_ANSWER = re.compile(r"(?:[以之]?[上内下])?(?:[^一-鿿\w:]*([一-鿿]{1,4}):|——([一-鿿]{2})|([/→])$)")
_PROMISE = re.compile(r"(?:^|[^一-鿿\d])([一-鿿]{1,4})\d?:[^:]*$")
_NO_ANSWER = re.compile(
    r"[上去前今本][一]?年|年[初末底]|其中|得分|扣分|同比|预算|支出|决算|问题|整改"
)
_CELL_OF_RESULT = re.compile(r"[^一-鿿|]{0,2}[一-鿿]{0,2}\|(?:实[际为测有得绩]|[一-鿿]{0,4}结果)")


def find_parallel(targets: Sequence[Fact], actuals: Sequence[Fact]) -> dict[int, int]:
    """Where the result of each goal of a list stands, by where the goal does: the first list
    behind it that begins a paragraph and has all its units in order.
    """
    found: dict[int, int] = {}
    listed = [
        fact for fact in targets if not fact.table and text_of(fact.row["quoted"])[:1].isdigit()
    ]
    for goals in _lists(listed):
        behind = [fact for fact in actuals if goals and fact.at > goals[-1].at and not fact.table]
        most = min(len(goals) - _LEAST, _MOST_LEFT)
        ways = (_in_order(goals[at:], behind) for at in range(most + 1))
        found |= next(filter(None, ways), {})
    return found


def find_answers(facts: Sequence[Fact]) -> dict[int, int]:
    """Where the result of each goal stands, by where the goal does, that a word leads to which
    leads to each result, 说：新增10张。做：新增12张, or that says so in a cell of its row.
    """
    found = [
        (goal, fact, word[word.lastindex or 0])
        for goal, fact in pairwise(facts)
        if (word := _ANSWER.match(fact.lead)) and _is_answer(goal, fact, word)
    ]
    often = Counter(word for *_, word in found)
    said = {word for goal, _, word in found if goal.role == "target"}  # what a mark alone is not
    answers = {
        goal.at: fact.at
        for goal, fact, word in found
        if often[word] >= _OFTEN and (word in said or word.isalpha())
    }
    return answers | dict(_in_cells(facts))


def _is_answer(goal: Fact, fact: Fact, word: re.Match[str]) -> bool:
    asked = _PROMISE.search(goal.lead)
    if _NO_ANSWER.search(word[0]) or (asked and is_contrary(asked[1], word[0])):
        return False
    is_sort = fact.kind not in ("rank", "score") and goal.role != "plan"
    is_one = (goal.unit, goal.kind, goal.is_moved) == (fact.unit, fact.kind, fact.is_moved)
    return is_sort and is_one and not (goal.table or fact.table)


def _in_cells(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """The results whose cell begins with what says so, and the number of their sort in a cell
    before: 定检率99%以上 | 12 | 实为99.6%.
    """
    for fact in facts:
        if not (fact.table and _CELL_OF_RESULT.match(fact.lead)):
            continue
        row = (
            goal.at
            for goal in reversed(facts[max(0, fact.at - _SPREAD) : fact.at])
            if (goal.unit, goal.kind) == (fact.unit, fact.kind) and fact.kind != "score"
            if goal.distance(fact) == HERE and goal.column != fact.column and not goal.is_moved
        )
        at = next(row, None)
        if at is not None:
            yield at, fact.at


def _lists(targets: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Goals that stand right behind each other."""
    run: list[Fact] = []
    for before, goal in pairwise([None, *targets]):
        if before is not None and goal is not None and goal.at != before.at + 1:
            yield run
            run = []
        run += [goal] if goal is not None else []
    yield run


def _runs(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """The facts from each on that begins a paragraph."""
    for at, fact in enumerate(facts):
        if not at or fact.paragraph != facts[at - 1].paragraph:
            yield facts[at:]


def _in_order(goals: Sequence[Fact], behind: Sequence[Fact]) -> dict[int, int]:
    """The first facts with the units of goals, in their order, that begin a paragraph."""
    if len({goal.unit for goal in goals}) < _LEAST_UNITS:
        return {}
    results = next(filter(None, (_fitting(goals, run) for run in _runs(behind))), [])
    return {goal.at: done.at for goal, done in zip(goals, results, strict=False)}


def _is_other(goal: Fact, fact: Fact) -> bool:
    """Whether two shares are called by two attributes: 合格率, 满意度."""
    ends = {one.measure[-2:] for one in (goal, fact) if one.measure.endswith(("率", "度"))}
    return fact.kind == "rate" and len(ends) > 1


def _fitting(goals: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    found: list[Fact] = []
    for fact in facts[: _SPREAD * len(goals)]:
        if len(found) == len(goals):
            break
        goal = goals[len(found)]
        if found and fact.section != found[0].section:
            return []
        if (fact.unit, fact.kind) == (goal.unit, goal.kind) and not _is_other(goal, fact):
            found.append(fact)
        elif not found:
            return []
    return found if len(found) == len(goals) else []
