"""Goals in a list, and in another list further on their results, told by order and unit alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perf_analysis.figures import text_of
from perf_analysis.relations.facts import Fact

_LEAST = 3  # goals whose units in order no other list has by chance
_LEAST_UNITS = 2  # different ones among them
_MOST_LEFT = 2  # goals at the head of a list that have no result
_SPREAD = 3  # facts of the second list for each goal: rates, counts and last year's beside


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
