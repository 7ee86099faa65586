"""Ranks: the place held, among how many, how far it moved and from where."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import pairwise

from perf_analysis.figures import text_of, wording
from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.relation import Relation, relate

_FORMER = re.compile(
    rf"(?:(?:19|20)\d\d年|{'|'.join(wording.BASES)}|[一二三四上]季度|上半年|\d+月份?)(?:排名|[名位]次)"
)
_MOVED_FROM, _TO = re.compile(r"[由从][^，,由从]{0,10}$"), re.compile(r"[到至为居][^，,]{0,3}$")
_AGAIN_FROM_LAST = re.compile(r"[名位]?[，,(（]?[为是即系也就]{0,3}倒数第?")
_LAST = re.compile(rf"[，,(（](?:{'|'.join(wording.BASES)})(?:{wording.SCOPES.pattern})第?$")
_AGAINST = re.compile(r"[，,(（][比较][^，,。；;]{1,12}的第?$")
_FROM_LAST, _ASIDE = re.compile(r"倒数第?$"), re.compile(r"[名位]?(?:[(（]|[，,]?[也就]*[即是])第?")


def find_ranks(facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each rank held."""
    ranks = [fact for fact in facts if fact.kind == "rank"]
    left = {one.at for one, other in pairwise(ranks) if _is_from(one, other)}
    aside = {again.at for pair in pairwise(ranks) if (again := _told_again(*pair)) is not None}
    ranks = [rank for rank in ranks if rank.at not in aside]
    held = [
        rank for rank in ranks if not rank.is_moved and not _is_former(rank) and rank.at not in left
    ]
    counts = [fact for fact in facts if fact.role == "population"]
    places = [rank.at for rank in ranks]
    ends = [-1, *(rank.at for rank in held), len(facts)]
    told: list[Relation] = []
    taken: set[int] = set()  # what moved one rank has not moved the next
    for rank, last, following in zip(held, ends, ends[2:], strict=False):
        near = ranks[bisect.bisect_right(places, last) : bisect.bisect_left(places, following)]
        beside = [
            one
            for one in near
            if (_is_from(one, rank) if one.at in left else one.at not in taken) and one is not rank
        ]
        told.append(_rank(rank, beside, counts))
        taken |= {fact.at for fact in told[-1].facts}
    return told


def _is_from(one: Fact, other: Fact) -> bool:
    """Whether a rank is the one that another was reached from: 由第10位前移至第6位."""
    is_behind = one.at < other.at and one.distance(other) == HERE
    if not is_behind or one.is_moved or other.is_moved:
        return False
    is_from_to = _MOVED_FROM.search(one.lead) and _TO.search(other.lead)
    return bool(is_from_to)


def _told_again(one: Fact, other: Fact) -> Fact | None:
    """The one of two ranks that counts from the last: 倒数第五（第14名）, 第16，系倒数第二,
    倒数第2，即第7名.
    """
    if _FROM_LAST.search(one.lead) and _ASIDE.fullmatch(other.lead):
        return one
    is_behind = one.distance(other) == HERE and not one.is_moved
    return other if is_behind and _AGAIN_FROM_LAST.fullmatch(other.lead) else None


def _is_former(rank: Fact) -> bool:
    """Whether a rank is one of before: 上年第5名, 上年全省第2, 比普查时的第十二名."""
    is_against = _AGAINST.search(rank.lead) or _LAST.search(rank.lead)
    return bool(_FORMER.match(text_of(rank.row["measure"])) or is_against)


def _rank(rank: Fact, beside: Sequence[Fact], counts: Sequence[Fact]) -> Relation:
    """A rank with the others that stand beside it and none of them holds."""
    behind = [
        other
        for other in beside
        if other.at > rank.at and rank.distance(other) <= BESIDE and _may_be_of_same(rank, other)
    ]
    before_it = [other for other in beside if other.at < rank.at and _is_of_same(rank, other)]
    moved = next((other for other in (*behind, *before_it) if other.is_moved), None)
    earlier = [other for other in beside if other.at < rank.at and rank.distance(other) == HERE]
    told = (*behind, *(one for one in earlier if _is_from(one, rank) or _is_former(one)))
    before = next((other for other in told if not other.is_moved), None)
    named = {
        "rank": rank,
        "population": _population(rank, counts),
        "moved": moved,
        "before": before,
    }
    agrees = None
    if moved is not None and before is not None:
        sign = -1 if moved.row["direction"] == "-" else 1
        agrees = before.number - rank.number == sign * moved.number
    return relate("rank", named, announced="排名", agrees=agrees)


def _may_be_of_same(one: Fact, other: Fact) -> bool:
    """Whether no scope says that two facts are of different rankings."""
    scopes = {text_of(fact.row["scope"]) for fact in (one, other)} - {""}
    return len(scopes) < 2


def _is_of_same(one: Fact, other: Fact) -> bool:
    """Whether two facts are of the same subject and scope."""
    return all(text_of(one.row[name]) == text_of(other.row[name]) for name in ("subject", "scope"))


def _population(rank: Fact, counts: Sequence[Fact]) -> Fact | None:
    """The count of those ranked that reading found beside a rank."""
    fitting = [
        fact
        for fact in counts
        if fact.number == rank.row["population"]
        and (rank.distance(fact) <= BESIDE or _is_of_same(rank, fact))
    ]
    return min(
        fitting,
        key=lambda fact: (not _is_of_same(rank, fact), abs(fact.at - rank.at)),
        default=None,
    )
