"""A relation: figures that one arithmetic claim ties together, with the role of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_analysis.relations.facts import Fact

UNSURE = "其中有名称不确定的数"


@dataclass(frozen=True)
class Relation:
    """One claim.

    Parameters
    ----------
    kind : sum, difference, balance, quotient, change, points, same, target, rank or marks
    roles, facts : what each fact is in it, in order
    announced : the words or the layout that claim it; empty where only the numbers do
    chance : how likely such a match is among as many candidates; 0 where words alone tie them
    agrees : whether that is what is printed; None where nothing can be computed
    """

    kind: str
    roles: Sequence[str]
    facts: Sequence[Fact]
    announced: str = ""
    chance: float = 0.0
    agrees: bool | None = None

    def of(self, role: str) -> Fact | None:
        """The first fact of a role."""
        return self.facts[self.roles.index(role)] if role in self.roles else None

    @property
    def row(self) -> dict[str, Any]:
        """Its row in the table of relations."""
        return {
            "kind": self.kind,
            "figures": [fact.figure_id for fact in self.facts],
            "roles": list(self.roles),
            "announced": self.announced or None,
            "chance": self.chance,
            "agrees": None if self.agrees is None else int(self.agrees),
            "note": UNSURE if any(fact.row["status"] == "unsure" for fact in self.facts) else None,
        }


def relate_parts(
    whole: Fact | None, parts: Sequence[Fact], announced: str, chance: float, agrees: bool = True
) -> Relation:
    """A sum: the whole, where it is printed, then its parts."""
    facts = [*([whole] if whole is not None else []), *parts]
    roles = [*(["whole"] if whole is not None else []), *["part"] * len(parts)]
    return Relation("sum", roles, facts, announced, chance, agrees)


def relate(kind: str, told: Mapping[str, Fact | None], **more: Any) -> Relation:
    """A relation of the facts that are there."""
    there = [(role, fact) for role, fact in told.items() if fact is not None]
    return Relation(kind, [role for role, _ in there], [fact for _, fact in there], **more)


def relate_share(
    part: Fact, whole: Fact, rate: Fact, *, announced: str = "", chance: float = 0.0, agrees: bool
) -> Relation:
    """A rate with the two numbers that it is of."""
    told = {"numerator": part, "denominator": whole, "rate": rate}
    return relate("quotient", told, announced=announced, chance=chance, agrees=agrees)
