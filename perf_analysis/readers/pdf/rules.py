"""The lines that rule a table: where one ends in the air,
the line that would close the table there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

NEAR = 3.0  # points within which two lines are one
_LEAST_COLUMNS = 3  # upright lines of one length that are those of a table, without a level one


class Rule(NamedTuple):
    """A line by where it lies across its direction and where it starts and ends along it."""

    at: float
    start: float
    end: float

    def meets(self, other: Rule, near: float) -> bool:
        """Whether a line across touches or crosses this one."""
        return (
            other.start - near <= self.at <= other.end + near
            and self.start - near <= other.at <= self.end + near
        )

    def matches(self, other: Rule, near: float) -> bool:
        """Whether a line beside this one starts and ends where it does."""
        return abs(self.start - other.start) <= near and abs(self.end - other.end) <= near

    def covers(self, start: float, end: float, near: float) -> bool:
        """Whether the line runs from start to end."""
        return self.start - near <= start and end <= self.end + near


def close(rules: list[Rule], across: list[Rule], near: float) -> list[Rule]:
    """The lines across that are missing where rules of one table end in the air: at a page's end,
    or at an open side.
    """
    ruling = [rule for rule in rules if any(rule.meets(other, near) for other in across)]
    return _closed(ruling, across, near)


def close_page(upright: list[Rule], level: list[Rule], near: float) -> list[Rule]:
    """The level lines that are missing at a page's end; where a cell is as long as the page,
    no line meets its upright ones.
    """
    crossed = [rule for rule in upright if any(rule.meets(other, near) for other in level)]
    columns = [
        rule
        for rule in upright
        if sum(1 for other in upright if rule.matches(other, near)) >= _LEAST_COLUMNS
    ]
    ruling = [
        rule
        for rule in upright
        if rule in crossed or rule in columns or any(rule.matches(other, near) for other in crossed)
    ]
    return _closed(ruling, level, near, side_by_side=True)


def _closed(
    ruling: list[Rule], across: list[Rule], near: float, *, side_by_side: bool = False
) -> list[Rule]:
    ends = sorted(
        {
            end
            for rule in ruling
            for end in rule[1:]
            if not any(rule.meets(other, near) and abs(other.at - end) <= near for other in across)
        }
    )
    places = [
        end
        for before, end in zip([float("-inf"), *ends], ends, strict=False)
        if end - before > near
    ]
    return [
        line for place in places for line in _close_at(place, ruling, across, near, side_by_side)
    ]


def _close_at(
    place: float, ruling: list[Rule], across: list[Rule], near: float, side_by_side: bool
) -> list[Rule]:
    touching = sorted(rule for rule in ruling if rule.start - near <= place <= rule.end + near)
    return [
        Rule(place, left.at, right.at)
        for left, right in pairwise(touching)
        if (side_by_side and left.matches(right, near))
        or any(
            other.covers(left.at, right.at, near)
            and left.meets(other, near)
            and right.meets(other, near)
            for other in across
        )
        if not any(
            other.covers(left.at, right.at, near) and abs(other.at - place) <= near
            for other in across
        )
    ]
