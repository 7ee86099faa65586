"""What a report claims, as the items of its ledger: goals, key tasks and indicators,
each with an id of its own words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perf_analysis.codebook import Row
from perf_analysis.figures import name_section

GROUPS = {"goal": "绩效目标", "task": "重点工作任务"}
NOT_MENTIONED = "未提及"
COVERAGES = {
    "figure": "有直接数字",
    "related": "只有相关数字",
    "mentioned": "提到，没有数字",
    "none": NOT_MENTIONED,
}
_ID_DIGITS = 8


@dataclass(frozen=True)
class Item:
    """One thing that a report claims and that needs a proof.

    Parameters
    ----------
    item_id : of its words, so that it stays when others come and go before it
    group : the sheet it stands on: a project, or 绩效目标 or 重点工作任务
    name : the goal in a few words, or the indicator
    target, weight : 指标值 and 分值 as printed; empty for goals and where there are none
    claimed : the results as printed; empty where there are none
    place : where it stands in the report
    coverage : what the results say of it
    figures : ids of the figures claimed
    """

    item_id: str
    group: str
    name: str
    target: str
    weight: str
    claimed: str
    place: str
    coverage: str
    figures: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The cells that the report gives, in the order of the workbook's columns."""
        return (
            self.item_id,
            self.name,
            self.target,
            self.weight,
            self.claimed,
            self.coverage,
            self.place,
        )


def find_items(goals: Iterable[Row], indicators: Iterable[Row]) -> list[Item]:
    """The items of a report's ledger: its goals and key tasks, then the indicators of each project.

    Parameters
    ----------
    goals : one row per goal or key task
    indicators : one row per third-level indicator
    """
    items = [*_of_goals(goals), *_of_indicators(indicators)]
    counts: dict[str, int] = {}
    numbered = []
    for item in items:  # two items of the same words are told apart by their order
        counts[item.item_id] = counts.get(item.item_id, 0) + 1
        count = counts[item.item_id]
        numbered.append(
            item
            if count == 1
            else Item(f"{item.item_id}-{count}", *list(item.__dict__.values())[1:])
        )
    return numbered


def _of_goals(goals: Iterable[Row]) -> Iterator[Item]:
    for row in goals:
        group, place = (
            GROUPS[row["kind"]],
            "；".join(map(name_section, (row["section"], *dict.fromkeys(row["results"])))),
        )
        figures = tuple(row["figures"])
        yield Item(
            _id(group, row["topic"]),
            group,
            row["topic"],
            "",
            "",
            "；".join(row["printed"]),
            place,
            COVERAGES[row["coverage"]],
            figures,
        )


def _of_indicators(indicators: Iterable[Row]) -> Iterator[Item]:
    for row in indicators:
        group = row["project"] or row["form"]
        name, claimed = row["level3"] or "（没有名称的指标）", row["actual_text"] or ""
        figures = (row["actual_id"],) if row["actual_id"] else ()
        coverage = (
            COVERAGES["figure"] if figures else COVERAGES["mentioned"] if claimed else NOT_MENTIONED
        )
        place = name_section(row["place"]) if row["place"] else row["form"]
        yield Item(
            _id(group, row["level1"] or "", row["level2"] or "", name),
            group,
            name,
            row["target_text"] or "",
            "" if row["weight"] is None else f"{row['weight']:g}",
            claimed,
            place,
            coverage,
            figures,
        )


def _id(*words: str) -> str:
    return (
        hashlib.sha256("\0".join("".join(word.split()) for word in words).encode())
        .hexdigest()[:_ID_DIGITS]
        .upper()
    )
