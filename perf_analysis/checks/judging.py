"""What a relation's other numbers give, beside the one that is printed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from perf_analysis import units
from perf_analysis.checks.amounts.telling import told_of, weigh
from perf_analysis.checks.case import Case, Finding, Status, overlap
from perf_analysis.checks.doubts import is_doubtful
from perf_analysis.checks.plain import GUESSED, is_plain, layouts_of_sums
from perf_analysis.checks.saying import ask_for, joined, rule_of, tell, words_of
from perf_analysis.checks.statements import named
from perf_analysis.relations import Fact, Relation, relate
from perf_analysis.relations.arithmetic import Derived, derive
from perf_analysis.relations.changes import is_turned
from perf_analysis.relations.facts import HERE
from perf_analysis.relations.quotients import FULL_MARKS, OTHER_BUDGET
from perf_analysis.relations.totals import Layout

_OF_ITS_OWN = (OTHER_BUDGET, FULL_MARKS)  # whatever else gives a rate
_MORE_PARTS = re.compile(r"\)?(?:左右|以上)?(?:等|及其他|和其他)")


def judge(case: Case) -> dict[str, list[Finding]]:
    """The findings on all relations, by check, each set of numbers once: `holds` where it agrees,
    `fails` where one sentence or row claims it by its words, else `question`.
    """
    judged = [
        (relation, derived)
        for relation in chain.from_iterable(map(_split, case.relations))
        if relation.agrees is not None and (derived := derive(relation)) is not None
    ]
    # what agrees first: of two wholes that a list may have it has the one that it makes up
    listed = layouts_of_sums(case.relations)
    judged.sort(key=lambda one: _order(one[0], one[1], listed))
    found = {
        "PARTS": list(_hundreds(case.relations)),
        "SHORT": list(_limits(case.relations)),
        "RANK": list(_ranks(case.relations)),
    }
    told: set[frozenset[object]] = set()
    held: set[tuple[str, str]] = set()
    for relation, derived in judged:
        rule, keys = rule_of(relation), list(_keys(relation))
        is_told = not told.isdisjoint(keys)
        if is_told or (not relation.agrees and _is_answered(case, relation, derived, held)):
            continue
        told.update(keys)
        finding = _finding(case, relation, derived, listed)
        if finding.status == "holds":
            held.add((relation.kind, derived.stated.figure_id))
            # the whole of a difference is the sum of the two others
            if relation.kind == "difference" and relation.announced:
                held.add(("sum", relation.facts[0].figure_id))
        found.setdefault(rule, []).append(finding)
    for rule in ("SHARE", "EXEC"):
        found[rule] = _in_doubt(rule, found)
    return found


def _order(
    relation: Relation, derived: Derived, listed: Container[Layout]
) -> tuple[bool, bool, bool]:
    """What is judged first: of claims of one set of numbers one alone is told."""
    is_open = relation.announced in GUESSED
    if relation.agrees:
        return False, is_open, False
    return True, is_open, not is_plain(relation, derived.stated, listed)


def _keys(relation: Relation) -> Iterator[frozenset[object]]:
    """What a claim is told once by: its figures, and, where it does not agree, its numbers, which a
    form, a table and the text may all repeat.
    """
    yield frozenset(fact.figure_id for fact in relation.facts)
    if not relation.agrees and len(relation.facts) > 2:
        yield frozenset((fact.unit, fact.number) for fact in relation.facts)


def _in_doubt(rule: str, found: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """Shares that their two numbers do not give are asked about where these two, or the parts of
    one, do not add up either: it may be wrong, and not the share.
    """
    sums = [one.figures for one in found.get("PARTS", ()) if one.status == "fails"]
    return [
        replace(one, status="question")
        if one.status == "fails"
        and any(len(set(told) & set(one.figures)) > 1 or told[0] in one.figures for told in sums)
        else one
        for one in found.get(rule, ())
    ]


def _hundreds(relations: Iterable[Relation]) -> Iterator[Finding]:
    """Marks and shares that make up a hundred, of which no whole is printed."""
    for relation in relations:
        if relation.kind != "sum" or relation.of("whole") is not None:
            continue
        told = joined(" + ", relation.facts)
        if relation.agrees:
            yield Finding("holds", f"{told} 合为 100", _ids(relation))
        else:
            message = f"{told}，合计不是 100"
            yield Finding("question", message, _ids(relation), ask="请核对各项分值")


def _limits(relations: Iterable[Relation]) -> Iterator[Finding]:
    """What was spent or is there beside what may be."""
    for relation in relations:
        if relation.kind == "limit":
            actual, limit = (told_of(fact.row) for fact in relation.facts)
            if relation.agrees:
                yield Finding("holds", f"{actual}，不超过 {limit}", _ids(relation))
            else:
                ask = "请说明超出的原因"
                yield Finding("question", f"{actual}，超过 {limit}", _ids(relation), ask=ask)


def _ranks(relations: Iterable[Relation]) -> Iterator[Finding]:
    """A rank and the one before it, which give by how much it moved."""
    for relation in relations:
        rank, before, moved = (relation.of(role) for role in ("rank", "before", "moved"))
        if relation.kind != "rank" or rank is None or before is None or moved is None:
            continue
        told = f"{named(before.row)}到{named(rank.row)}，写出的变动是 {named(moved.row)}"
        if relation.agrees:
            yield Finding("holds", f"名次由{told}，一致", _ids(relation))
        else:
            status: Status = "fails" if rank.distance(moved) == HERE else "question"
            ask = "请核对两次的名次和升降位数"
            yield Finding(status, f"名次由{told}", _ids(relation), ask=ask)


def _ids(relation: Relation) -> tuple[str, ...]:
    return tuple(fact.figure_id for fact in relation.facts)


def _split(relation: Relation) -> Iterator[Relation]:
    """A change whose amount and rate do not both agree with its two levels, as the claims that the
    one and the other make.
    """
    told = {name: relation.of(name) for name in ("level", "base", "change", "growth")}
    if relation.agrees or is_turned(relation) or None in told.values():
        yield relation
        return
    amount = _without(told, "growth", relation.announced)
    yield from filter(None, [amount])
    left_out = "level" if amount is not None and amount.agrees else "change"
    yield from filter(None, [_without(told, left_out, relation.announced)])


def _without(told: Mapping[str, Fact | None], left_out: str, announced: str) -> Relation | None:
    """What is claimed of a change without one of its numbers."""
    named = {name: fact for name, fact in told.items() if name != left_out}
    one = relate("change", named, announced=announced, agrees=True)
    derived = derive(one)
    if derived is None:
        return None
    return replace(one, agrees=overlap(units.unsigned(derived.stated.span), derived.given))


def _is_answered(
    case: Case, relation: Relation, derived: Derived, held: Container[tuple[str, str]]
) -> bool:
    """Whether a number that some others do not give is given by others, or is a whole of which
    words say that not all its parts were listed.
    """
    if is_doubtful(case, relation):
        return True
    if relation.kind in ("same", "marks") or relation.announced in _OF_ITS_OWN:
        return False
    if is_turned(relation):
        return False
    return (relation.kind, derived.stated.figure_id) in held or _is_open(case, relation)


def _is_open(case: Case, relation: Relation) -> bool:
    """Whether words say that a sum has more parts than were listed: 垃圾清运230万元等."""
    if relation.kind != "sum" or case.document is None:
        return False
    end = relation.facts[-1].row["end"]
    return end is not None and _MORE_PARTS.match(case.document.folded, end) is not None


def _finding(
    case: Case, relation: Relation, derived: Derived, listed: Container[Layout]
) -> Finding:
    stated = derived.stated
    given = units.scaled(derived.given, 1 / stated.factor)
    figures = [fact.row for fact in relation.facts]
    is_near = overlap(units.unsigned(stated.span), derived.given)
    has_turned = relation.agrees is False and is_turned(relation)
    if relation.agrees or (is_near and not has_turned):
        message = f"{words_of(relation, derived)}，与写出的 {told_of(stated.row)} 一致"
        return weigh("holds", message, stated.row, given, figures)
    status: Status = "fails" if is_plain(relation, stated, listed) else "question"
    message = tell(case, relation, derived, has_turned and is_near)
    ask = ask_for(case, relation, has_turned and is_near)
    return weigh(status, message, stated.row, given, figures, ask)
