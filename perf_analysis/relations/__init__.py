"""Relations: which numbers of a report belong together, decided once for tables and checks."""

from __future__ import annotations

from collections.abc import Sequence

from perf_analysis.relations.changes import find_changes
from perf_analysis.relations.differences import find_differences
from perf_analysis.relations.equalities import find_equalities
from perf_analysis.relations.facts import Fact, read_facts
from perf_analysis.relations.quotients import find_quotients
from perf_analysis.relations.ranks import find_ranks
from perf_analysis.relations.relation import Relation
from perf_analysis.relations.sums import find_sums
from perf_analysis.relations.targets import find_targets

__all__ = ["Fact", "Relation", "find_relations", "read_facts"]


def find_relations(facts: Sequence[Fact]) -> list[Relation]:
    """The relations among facts, in order of kind and position."""
    return [
        *find_changes(facts),
        *find_quotients(facts),
        *find_ranks(facts),
        *find_targets(facts),
        *find_sums(facts),
        *find_differences(facts),
        *find_equalities(facts),
    ]
