"""Ranks held, among how many, and how far each moved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from perf_analysis.figures import wording
from perf_analysis.relations import Fact, Relation

_FROM_LAST = re.compile(r"倒数第?$")
_KEPT = rf"(?:{wording.UNMOVED})"
_UNMOVED_BEFORE = re.compile(
    rf"{_KEPT}[，,]?(?:仍然?|继续|依然|还)?(?:位[居列]|[居列排是为在]){{0,2}}(?:{wording.SCOPES.pattern})?第?$"
)
# 第五，名次同上次一样; 第3，同上年持平
_UNMOVED_BEHIND = re.compile(
    rf"[名位]?[，,、(（]*(?:名次|位次|排名)?[与同较和比]?(?:{wording.ANY_BASE})?相?比?的?(?:名次|位次|排名)?{_KEPT}"
)


def find_ranks(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """One row per rank held, each once."""
    held = [relation for relation in relations if relation.kind == "rank"]
    return [
        _row(relation)
        for relation in held
        if not relation.facts[0].row["same_as"] and not _is_open(relation.facts[0])
    ]


def _is_open(rank: Fact) -> bool:
    """Whether a rank is told from the last one, of nobody knows how many: 倒数第二."""
    return bool(_FROM_LAST.search(rank.lead)) and not rank.row["population"]


def _row(relation: Relation) -> dict[str, Any]:
    rank, population = relation.facts[0], relation.of("population")
    moved, before = relation.of("moved"), relation.of("before")
    held = int(rank.row["value"])
    if _FROM_LAST.search(rank.lead):
        held = int(rank.row["population"]) + 1 - held
    row = {
        "measure": rank.name,
        "section": rank.row["section"],
        "scope": rank.row["scope"],
        "rank": held,
        "population": rank.row["population"],
        "rank_id": rank.figure_id,
        "population_id": population.figure_id if population else None,
    }
    if moved is None and before is None and _is_unmoved(rank):
        return row | {"moved": 0, "before": held}
    return row | _moved(held, moved, before) | _before(held, moved, before)


def _is_unmoved(rank: Fact) -> bool:
    """Whether words say that a rank is the one held before: 位次没有变化，仍是第11."""
    return bool(_UNMOVED_BEFORE.search(rank.lead) or _UNMOVED_BEHIND.match(rank.behind))


def _moved(held: int, moved: Fact | None, before: Fact | None) -> dict[str, Any]:
    """By how many places a rank moved as printed, else what it and the former one give."""
    if moved is not None:
        return {"moved": _places(moved), "moved_id": moved.figure_id}
    return {"moved": int(before.row["value"]) - held} if before is not None else {}


def _places(moved: Fact) -> int:
    return int(moved.row["value"]) * (-1 if moved.row["direction"] == "-" else 1)


def _before(held: int, moved: Fact | None, before: Fact | None) -> dict[str, Any]:
    """The former rank as printed, else what rank and move give."""
    if before is not None:
        return {"before": int(before.row["value"]), "before_id": before.figure_id}
    former = held + _places(moved) if moved else 0
    return {"before": former} if former >= 1 else {}
