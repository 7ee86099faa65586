"""Ranks held, among how many, and how far each moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from perf_analysis.relations import Fact, Relation


def find_ranks(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """One row per rank held, each once."""
    held = [relation for relation in relations if relation.kind == "rank"]
    return [_row(relation) for relation in held if not relation.facts[0].row["same_as"]]


def _row(relation: Relation) -> dict[str, Any]:
    rank, population = relation.facts[0], relation.of("population")
    moved, before = relation.of("moved"), relation.of("before")
    row = {
        "measure": rank.name,
        "section": rank.row["section"],
        "scope": rank.row["scope"],
        "rank": int(rank.row["value"]),
        "population": rank.row["population"],
        "rank_id": rank.figure_id,
        "population_id": population.figure_id if population else None,
    }
    return row | _moved(rank, moved) | _before(rank, moved, before)


def _moved(rank: Fact, moved: Fact | None) -> dict[str, Any]:
    return {"moved": _places(moved), "moved_id": moved.figure_id} if moved else {}


def _places(moved: Fact) -> int:
    return int(moved.row["value"]) * (-1 if moved.row["direction"] == "-" else 1)


def _before(rank: Fact, moved: Fact | None, before: Fact | None) -> dict[str, Any]:
    """The former rank as printed, else what rank and move give."""
    if before is not None:
        return {"before": int(before.row["value"]), "before_id": before.figure_id}
    former = int(rank.row["value"]) + _places(moved) if moved else 0
    return {"before": former} if former >= 1 else {}
