"""Passages told twice: their numbers, and what one of two lists leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import repeat
from typing import NamedTuple

from perf_analysis.checks.alike import printed
from perf_analysis.checks.case import Case, Figure, Finding, Status, overlap
from perf_analysis.checks.results.parts import (
    CUT_OFF,
    DIGITS,
    Placed,
    is_cut_off,
    name_places,
    quote,
    said_sections,
    title_of,
)
from perf_analysis.checks.statements import named
from perf_analysis.structure import NO_LETTER, SENTENCE

LEAST_PASSAGE = 20  # letters of a sentence that is told twice: shorter ones come back by chance
LEAST_SENTENCE = 6  # letters of one that is, beside a longer one of the same two sections
SHINGLE = 8  # letters in a row by which a copy is found
# share of shingles that makes a candidate; likeness that makes a copy
LEAST_SHARED, LEAST_ALIKE = 0.6, 0.9
LEAST_COPIED = 40  # letters of all copies between two sections: less is a summary
# numbers that agree for each that does not: fewer make a pattern that is filled in, no copy
LEAST_AGREEING = 3
LEAST_DIGITS = 3  # digits of a number that does not agree by chance


class _Passage(NamedTuple):
    """One sentence of a section, and its letters without digits, marks and white space."""

    path: str
    start: int
    end: int
    letters: str

    @property
    def over(self) -> str:
        """The section that its own is an item of."""
        return self.path.rstrip(DIGITS)


class _Pair(NamedTuple):
    """A figure and the one in its place in a copy; `is_same` where every word
    of the two sentences is.
    """

    one: Figure
    other: Figure
    is_same: bool

    @property
    def agrees(self) -> bool:
        return overlap(self.one["span"], self.other["span"])

    @property
    def is_telling(self) -> bool:
        return len(printed(self.one).as_tuple().digits) >= LEAST_DIGITS and self.one["value"] != 100


@dataclass
class _Copy:
    """The passages that two sections share, in order."""

    one: list[_Passage] = field(default_factory=list)
    other: list[_Passage] = field(default_factory=list)

    @property
    def is_within_list(self) -> bool:
        """Whether both are items of one list: those are written after one pattern."""
        return self.one[0].over == self.other[0].over

    @property
    def sides(self) -> tuple[list[_Passage], list[_Passage]]:
        return self.one, self.other


def check_duplicates(case: Case) -> Iterator[Finding]:
    """What is told twice has the same numbers both times, and counts once."""
    if case.document is None:
        return
    placed = case.once(Placed)
    for copy in case.once(_copies):
        pairs = [
            pair
            for one, other in zip(copy.one, copy.other, strict=True)
            for pair in _pairs(placed, one, other)
        ]
        equal, unequal = (
            [pair for pair in pairs if pair.agrees == agrees] for agrees in (True, False)
        )
        if unequal and (copy.is_within_list or len(equal) < LEAST_AGREEING * len(unequal)):
            continue
        is_certain = sum(pair.is_telling for pair in equal) >= LEAST_AGREEING * len(unequal)
        yield from (_disagreeing(pair, is_certain=is_certain and pair.is_same) for pair in unequal)
        yield _repeated(copy, equal)


def _disagreeing(pair: _Pair, *, is_certain: bool) -> Finding:
    """Two numbers in one place of a passage told twice."""
    one, other = pair.one, pair.other
    alike = "相同" if pair.is_same else "几乎相同"
    message = (
        f"{name_places([one['section']])}和{name_places([other['section']])}文字{alike}的一句里，"
        f"{one['measure']}一处写 {named(one)}，一处写 {named(other)}"
    )
    figures, less = (one["figure_id"], other["figure_id"]), float(one["value"] - other["value"])
    status: Status = "fails" if is_certain and one["role"] == other["role"] else "question"
    return Finding(
        status,
        message,
        figures,
        one["value"],
        other["value"],
        less,
        one["unit"],
        ask="请核对两处的数字，以哪一处为准",
    )


def _repeated(copy: _Copy, equal: list[_Pair]) -> Finding:
    one, other = (name_places(passage.path for passage in side) for side in copy.sides)
    counted = f"，{len(equal)} 个数字两处一致，汇总时只应算一次" if equal else ""
    figures = (
        *(pair.one["figure_id"] for pair in equal),
        *(pair.other["figure_id"] for pair in equal),
    )
    return Finding(
        "question",
        f"{one}和{other}文字几乎相同{counted}",
        figures,
        ask="请删去重复的段落，或说明两处的区别",
    )


def check_list_gaps(case: Case) -> Iterator[Finding]:
    """Of two lists that tell the same, each tells all of it."""
    if case.document is None:
        return
    titles = {section.path: title_of(case, section) for section in case.once(said_sections)}
    for copy in case.once(_copies):
        told = [{passage.path for passage in side} for side in copy.sides]
        lists = [_items(case, side[0].over) for side in copy.sides]
        if copy.is_within_list or not _are_parallel(told, lists):
            continue
        if is_cut_off(case.document):
            yield Finding("unchecked", CUT_OFF)
            return
        missing = [
            [path for path in items if path not in side and path in titles]
            for side, items in zip(told, lists, strict=True)
        ]
        here, there = (name_places([side[0].over]) for side in copy.sides)
        if not any(missing):
            yield Finding("holds", f"{here}和{there}列的项目相同")
        for paths, one, other in ((missing[0], here, there), (missing[1], there, here)):
            if paths:
                message = (
                    f"{one}列有{quote(titles[path] for path in paths)}，内容相同的{other}没有列"
                )
                yield Finding("question", message, ask="请说明没有列入的原因，或统一两处的清单")


def _are_parallel(told: list[set[str]], lists: list[list[str]]) -> bool:
    """Whether two lists have two items in common, and half of the shorter one."""
    common = [len(side & {*items}) for side, items in zip(told, lists, strict=True)]
    return min(common) >= 2 and 2 * min(common) >= min(map(len, lists))


def _items(case: Case, over: str) -> list[str]:
    return (
        list(dict.fromkeys(section.path for section in case.structure.items_under(over)))
        if case.structure
        else []
    )


def _copies(case: Case) -> list[_Copy]:
    """The passages told twice in different sections outside of goals,
    by the two sections over them.
    """
    passages = list(_passages(case))
    pairs = _alike([passage for passage in passages if len(passage.letters) >= LEAST_PASSAGE])
    sources: dict[str, set[str]] = {}
    for one, other in pairs:
        sources.setdefault(other.path, set()).add(one.path)
    briefer = {
        (passage.path, passage.letters): passage
        for passage in passages
        if len(passage.letters) < LEAST_PASSAGE
    }
    for (path, letters), passage in briefer.items():
        pairs += [
            (briefer[source, letters], passage)
            for source in sources.get(path, ())
            if (source, letters) in briefer
        ]
    copies: dict[tuple[str, str], _Copy] = {}
    for one, other in sorted(pairs, key=lambda pair: pair[1].start):
        copy = copies.setdefault((one.over, other.over), _Copy())
        copy.one.append(one)
        copy.other.append(other)
    return [
        copy
        for copy in copies.values()
        if sum(len(passage.letters) for passage in copy.other) >= LEAST_COPIED
    ]


def _alike(passages: list[_Passage]) -> list[tuple[_Passage, _Passage]]:
    """Passages of different sections that are nearly the same, each with the earlier one:
    by shared shingles, then by likeness.
    """
    first: dict[str, int] = {}
    found = []
    for at, passage in enumerate(passages):
        shingles = [
            passage.letters[start : start + SHINGLE]
            for start in range(len(passage.letters) - SHINGLE + 1)
        ]
        if first.keys().isdisjoint(shingles):  # as of most passages
            first.update(dict.fromkeys(shingles, at))
            continue
        votes = Counter(map(first.setdefault, shingles, repeat(at)))
        elsewhere = (
            (other, count) for other, count in votes.items() if passages[other].path != passage.path
        )
        earlier, shared = max(elsewhere, key=lambda vote: vote[1], default=(at, 0))
        if shared >= LEAST_SHARED * len(shingles) and _is_alike(
            passages[earlier].letters, passage.letters
        ):
            found.append((passages[earlier], passage))
    return found


def _passages(case: Case) -> Iterator[_Passage]:
    document = case.document
    if document is None:
        return
    for section in case.once(said_sections):
        for found in SENTENCE.finditer(document.text, section.start, section.end):
            letters = NO_LETTER.sub("", found[0])
            if len(letters) >= LEAST_SENTENCE and not document.table_at(found.start()):
                yield _Passage(section.path, *found.span(), letters)


def _is_alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LEAST_ALIKE


def _pairs(placed: Placed, one: _Passage, other: _Passage) -> Iterator[_Pair]:
    """The figures of a passage beside those of its copy: in order where they are as many,
    else those of one value.
    """
    left, right = (placed.within(passage.start, passage.end) for passage in (one, other))
    is_same = one.letters == other.letters
    if len(left) == len(right):
        beside = [
            (first, second)
            for first, second in zip(left, right, strict=True)
            if _sort(first) == _sort(second)
        ]
    else:
        known = {(_sort(figure), figure["value"]): figure for figure in reversed(right)}
        beside = [
            (first, second)
            for first in left
            if (second := known.pop((_sort(first), first["value"]), None))
        ]
    yield from (_Pair(first, second, is_same) for first, second in beside)


def _sort(figure: Figure) -> tuple[str | None, ...]:
    return figure["kind"], figure["unit"], figure["direction"]
