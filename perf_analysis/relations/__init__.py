"""Relations: which numbers of a report belong together, decided once for tables and checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perf_analysis.relations.changes import find_changes
from perf_analysis.relations.differences import find_differences
from perf_analysis.relations.equalities import find_equalities
from perf_analysis.relations.facts import Fact, read_facts
from perf_analysis.relations.limits import find_limits
from perf_analysis.relations.marks import find_marks
from perf_analysis.relations.nobodys import without_nobodys
from perf_analysis.relations.quotients import find_quotients
from perf_analysis.relations.ranks import find_ranks
from perf_analysis.relations.relation import Relation, relate
from perf_analysis.relations.restated import as_first_told, of_whole
from perf_analysis.relations.sums import find_sums
from perf_analysis.relations.targets import find_targets

__all__ = ["Fact", "Relation", "find_relations", "read_facts", "relate"]


WINDOW = 160  # facts on either side among which the partners of a fact are looked for


def find_relations(facts: Sequence[Fact]) -> list[Relation]:
    """The relations among facts, in order of kind and position."""
    found: list[Relation] = []
    for find in (find_changes, find_quotients):
        for own, around in _windows(facts):
            found += find(own, around)
    taken: set[int] = set()
    for own, around in _windows(facts):
        found += find_targets(own, around, taken)
    # what something grew from is no part of what is there now
    bases = {base.at for one in found if (base := one.of("base")) is not None and not base.table}
    whole = {fact.at for one in found if one.of("base") is not None for fact in one.facts}
    added = [*find_sums(facts, bases), *find_differences(facts, whole)]
    told = [
        *as_first_told(of_whole([*found, *added]), facts),
        *find_ranks(facts),
        *find_equalities(facts),
        *find_limits(facts),
        *find_marks(facts),
    ]
    return list(without_nobodys(told))


def _windows(facts: Sequence[Fact]) -> Iterator[tuple[Sequence[Fact], Sequence[Fact]]]:
    """The facts part by part, each with those around it, so that a long report takes as much longer
    as it is longer.
    """
    for start in range(0, len(facts), WINDOW):
        yield (
            facts[start : start + WINDOW],
            facts[max(0, start - WINDOW) : start + 2 * WINDOW],
        )
