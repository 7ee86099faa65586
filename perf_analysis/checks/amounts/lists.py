"""Wholes with the parts that the words behind them announce: 其中…, 由…组成, and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from perf_analysis.checks.case import Figure
from perf_analysis.checks.passages import END, Passage, can_be_part, is_alike, is_level

MOST_PARTS = 15  # of one whole: a longer run of numbers is a table
FARTHEST = 60  # figures behind an announcement among which its parts are looked for

_SPLIT = re.compile(r"按[一-鿿]{2,8}(?:分类?|划分|看)(?=[:：，,])")
_ANNOUNCED = re.compile(
    rf"{_SPLIT.pattern}|其中|包括|包含|分别|分为|由(?=[^，,。]{{2,}})|(?<=[，,、;；个名人位辆户家])含(?!税)|:$|:(?=[一-鿿]{{1,14}}$)"
)
_BRACKETED = re.compile(r"^[一-鿿]{0,6}\((?!约|含|比|较|占|同比|其中占)[^)]*$")
_EXHAUSTIVE = re.compile(r"分别|分为|由(?=[^，,。]{2,})")
_COMPOSED = re.compile(r"^[^，,。；;]{0,8}(?:组成|构成)")
# of no list with what stands before
_OTHERWISE = re.compile(r"累计|截至|目前|实际完成|已完成|完成投资|(?:19|20)\d\d年[^、，,]{2,}")
_NESTED = re.compile(r"其中|包括|分别")
_MORE = re.compile(r"[，,。；;、]")
_BASE = re.compile(
    r"(?:上年|去年|上一?年度?|上期|同期|(?:比|较|与)(?:19|20)\d\d年)[^，,。；;]{0,8}$"
)
_OF = re.compile(
    r"^[，,、;；(]?(?:占|为|达到?|完成)[^，,。]{0,8}(?:计划|目标|任务|预算)[^，,。]{0,4}$"
)


@dataclass
class Listing:
    """A whole and the figures that may be its parts, by their places in a passage.

    Parameters
    ----------
    whole : place of the whole
    parts : those listed with it in one sentence, or in its brackets
    wider : the figures of its unit behind them, which may go on with the list
    is_bracketed : whether they stand in brackets
    is_exhaustive, is_composed : whether the words suggest that there are no others;
        whether they say so: 由…组成
    is_split : whether a sentence of its own splits the whole: 按支出性质分
    has_doubts : a list within the list, or another whole behind it, leaves open what the parts are
    """

    whole: int
    parts: list[int] = field(default_factory=list)
    wider: list[int] = field(default_factory=list)
    is_bracketed: bool = False
    is_exhaustive: bool = False
    is_composed: bool = False
    is_split: bool = False
    has_doubts: bool = False


def find_lists(passage: Passage) -> Iterator[Listing]:
    """The announced lists of a passage, in order."""
    figures, leads = passage.figures, passage.leads
    splits: dict[int, int] = {}  # the whole of each part of a split, which may be split once more
    for at in range(1, len(figures)):
        is_bracketed = bool(_BRACKETED.search(leads[at]))
        if not (is_bracketed or _ANNOUNCED.search(leads[at])):
            continue
        whole = _whole_of(passage, at) if is_level(figures[at]) and not is_base(leads[at]) else None
        if whole is None:
            continue
        is_split = bool(_SPLIT.search(leads[at]))
        whole = splits.get(whole, whole) if is_split else whole
        listing = _listed(passage, whole, at, is_bracketed)
        listing.is_split = is_split
        splits |= dict.fromkeys(listing.parts, whole) if is_split else {}
        yield listing


def is_base(lead: str) -> bool:
    """Whether the words before a figure say that it is last year's."""
    return bool(_BASE.search(lead))


def is_plan(passage: Passage, at: int) -> bool:
    """Whether a figure is what another is measured by: 占全年计划56000万元的110.3%."""
    return passage.figures[at]["role"] in ("plan", "target") or bool(_OF.search(passage.leads[at]))


def _whole_of(passage: Passage, at: int) -> int | None:
    """The nearest level before an announcement to which its first part can be added,
    in the same sentence; a new sentence may begin with 其中.
    """
    figures, leads = passage.figures, passage.leads
    begins = _begins_sentence(leads[at])
    if begins is None:
        return None
    for whole in range(at - 1, -1, -1):
        is_other = is_plan(passage, whole) != is_plan(passage, at) or is_base(leads[whole])
        if (
            is_level(figures[whole])
            and is_alike(figures[whole], figures[at])
            and not is_other
            and can_be_part(figures[at], figures[whole])
        ):
            return whole
        if END.search(leads[whole]) and not (begins and figures[whole]["direction"]):
            return None
    return None


def _begins_sentence(lead: str) -> bool | None:
    """Whether an announcement begins a sentence; None where one ended before that,
    so that it has no whole.
    """
    found = _ANNOUNCED.search(lead) or _BRACKETED.search(lead)
    assert found
    told = lead[: found.start()]
    before = told.rstrip("。¶⏎") if found[0].startswith(("其中", "包括", "包含", "按")) else told
    return None if END.search(before) else before != told


def _listed(passage: Passage, whole: int, first: int, is_bracketed: bool) -> Listing:
    figures, leads = passage.figures, passage.leads
    found = Listing(
        whole, is_bracketed=is_bracketed, is_exhaustive=bool(_EXHAUSTIVE.search(leads[first]))
    )
    depth, is_over = 0, False
    for at in range(first, min(first + FARTHEST, len(figures))):
        lead = leads[at]
        if at > first:
            if is_bracketed and ")" in lead:
                break
            is_over = is_over or bool(END.search(lead))
            if _is_nested(lead):
                found.has_doubts, is_over = True, is_over or (depth == 0 and "(" not in lead)
                if (
                    is_over
                    and len(found.parts) > 1
                    and not found.wider
                    and is_alike(figures[found.parts[-1]], figures[at])
                ):
                    # the next whole rather than a part of this one
                    found.wider.append(found.parts.pop())
            depth = _depth(depth, lead) if not is_bracketed else 0
            found.has_doubts = found.has_doubts or bool(_OTHERWISE.search(lead))
        if (
            depth
            or not is_level(figures[at])
            or not is_alike(figures[whole], figures[at])
            or is_base(lead)
        ):
            continue
        if is_plan(passage, at) != is_plan(passage, whole):
            continue
        (found.wider if is_over else found.parts).append(at)
        if len(found.parts) + len(found.wider) >= MOST_PARTS:
            break
    found.has_doubts = found.has_doubts or any(
        "等" in _MORE.split(leads[part + 1])[0] for part in found.parts
    )
    found.is_composed = (
        bool(found.parts)
        and bool(_COMPOSED.match(leads[found.parts[-1] + 1]))
        and "由" in leads[first]
    )
    return found


def _depth(depth: int, lead: str) -> int:
    """How many brackets are open behind some words."""
    for sign in lead:
        depth = depth + 1 if sign == "(" else max(depth - 1, 0) if sign == ")" else depth
    return depth


def _is_nested(lead: str) -> bool:
    return bool(_NESTED.search(lead))


def plan_of(passage: Passage, at: int) -> int | None:
    """The plan stated behind a level, before the next level of its own."""
    figures = passage.figures
    for place in range(at + 1, len(figures)):
        if is_level(figures[place]) and is_alike(figures[at], figures[place]):
            return place if is_plan(passage, place) else None
    return None


def runs_before(figures: Sequence[Figure], whole: int) -> list[int]:
    """The places of the levels right before a whole that can be added to it, nearest last."""
    places = []
    for at in range(whole - 1, max(whole - MOST_PARTS, 0) - 1, -1):
        if figures[at]["direction"] or not is_level(figures[at]):
            continue
        if not is_alike(figures[whole], figures[at]):
            break
        places.append(at)
    return places[::-1]
