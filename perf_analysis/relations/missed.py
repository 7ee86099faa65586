"""Sums that words or layout announce and the numbers miss, or that one slip would mend."""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from perf_analysis.relations.contrasts import is_series, is_split
from perf_analysis.relations.facts import BESIDE, HERE, NEAR, Fact
from perf_analysis.relations.hundreds import LEAST_LISTED, MOST_PARTS, OF_LEVEL
from perf_analysis.relations.relation import Relation, relate_parts
from perf_analysis.relations.slips import SLIPPED, is_slip_of, slip_chance

MOST_CHANCE = 0.02  # of a match that no words claim
NEAR_BY = 80  # facts around a list among which its whole may stand with a slip
OF_PARTS = re.compile(
    r"其中|包括|包含|含|[:：]|由(?=[^，,。]{2,})|分别|依次|构成|组成|分为|按.{1,8}分"
    r"|^[一-鿿]{0,6}\((?!约|比|较|占|同比)"
)
OF_WHOLE = re.compile(r"合计|总计|共计|小计|总额|总数|总共|一共|累计|共|总")
_ENDING = 4  # characters behind a figure in which its sentence ends
_BEHIND = re.compile(
    r"^[，,、;；:]?(?:以上|各|[两三四五六七])?(?:项|者|级|类)?(?:资金|经费|金额|支出|收入)?"
    r"(合计|共计|总计|总共|一共)(?:为|是|达|到账|投入|支出|安排|下达|拨付)?$"
)
_IN_ALL = re.compile(r"^[，,、;；](共)(?:有|计)?$")  # of any sort, maybe
OF_NATURES = "支出性质"  # what announces the two sorts of spending
_SPENT = ("执行数", "本年支出", "支出合计")
_LISTED = "分项"  # what announces a list whose lead says no more
_LONGEST = 24  # facts behind a whole among which its list may end
_OPENS = re.compile(r"其中|包括|用于|[:：]")  # before the first of a list
_SPLIT = re.compile(r"按.{1,8}[分看]|从.{2,8}看")
_MOST_BETWEEN = 3  # a part, its change or share, and the rate of it
_NEARLY = Decimal("0.1")  # of a whole: what its parts may miss and still be all of them

# Each whole of running text with the lists right behind it.
Lists = Sequence[tuple[Fact, Sequence[Sequence[Fact]]]]


def find_missed(
    facts: Sequence[Fact],
    known: Sequence[Fact],
    told: Mapping[frozenset[int], Relation],
    lists: Lists,
) -> list[Relation]:
    """The sums that do not agree, of wholes that no parts make up: `known` can be added."""
    wholes = {relation.facts[0].at for relation in told.values()}
    others = [fact for fact in facts if fact.is_level and not fact.table]
    added = {fact.at for fact in known}
    missed = [
        miss
        for miss in _missed(lists, wholes)
        if _is_untold(miss, told.get(frozenset(fact.at for fact in miss.facts[1:])))
        if not _has_others(miss, others)
    ]
    wholes |= {relation.facts[0].at for relation in missed}
    missed += _totals_behind(facts, wholes, added)
    wholes |= {relation.facts[0].at for relation in missed}
    missed += _natures(known, wholes)
    wholes |= {relation.facts[0].at for relation in missed}
    listed = {frozenset(fact.at for fact in one.facts[1:]) for one in missed}
    return [*missed, *_slipped(known, wholes, {*told, *listed})]


def _is_untold(miss: Relation, told: Relation | None) -> bool:
    """Whether no number near a list is its whole: one elsewhere may be the whole's own, printed
    right.
    """
    if told is None:
        return True
    whole, *parts = miss.facts
    is_elsewhere = told.facts[0].distance(whole) > BESIDE
    return is_elsewhere and whole.kind != "score" and is_slipped(whole, parts)


def _slipped(
    facts: Sequence[Fact], wholes: Container[int], told: Container[frozenset[int]]
) -> Iterator[Relation]:
    """Lists of a sentence, and rows and columns of a table, with the one number near them that
    they would make up but for one slip of the hand.
    """
    by_place: dict[str, list[Fact]] = {}
    for fact in facts:
        by_place.setdefault(fact.table or fact.section, []).append(fact)
    for run in _runs(facts):
        place = by_place[run[0].table or run[0].section]
        first = bisect.bisect_left(place, run[0].at - NEAR_BY, key=_at)
        last = bisect.bisect_right(place, run[-1].at + NEAR_BY, key=_at)
        near = place[first:last]
        for parts in (run, run[1:], run[:-1]):
            if any(fact.at in wholes for fact in parts) or not _is_list(parts):
                continue
            if (
                len(parts) < (2 if run[0].table else LEAST_LISTED)
                or frozenset(fact.at for fact in parts) in told
            ):
                continue
            here = [fact for fact in near if fact not in parts and fact.at not in wholes]
            found = _slip_of(parts, here)
            if found:
                yield found
                break


def _at(fact: Fact) -> int:
    return fact.at


def _runs(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The numbers of one unit in a sentence, a row or a column, in order."""
    runs: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        for place in (("row", fact.line), ("column", fact.column)) if fact.table else ((),):
            key = (fact.table or fact.sentence, place, fact.unit, fact.kind, fact.factor)
            runs.setdefault(key, []).append(fact)
    yield from (run for run in runs.values() if 1 < len(run) <= MOST_PARTS)


def _is_list(parts: Sequence[Fact]) -> bool:
    """Whether numbers may be parts of one whole: of one role, none a part of the one before it."""
    nested = any(
        later.row["subject"] == part.name and OF_PARTS.search(later.lead)
        for part, later in pairwise(parts)
    )
    return len({part.role for part in parts}) == 1 and not nested


def _slip_of(parts: Sequence[Fact], near: Sequence[Fact]) -> Relation | None:
    """The whole of some parts but for one slip, if chance would hardly put one near them."""
    total = sum((part.number for part in parts), Decimal(0))
    largest = max(part.number for part in parts)
    decimals = min(part.row["decimals"] for part in parts)
    wholes = [
        fact
        for fact in near
        if (fact.unit, fact.kind, fact.factor) == (parts[0].unit, parts[0].kind, parts[0].factor)
        and fact.number > largest
    ]
    hits = [
        fact
        for fact in wholes
        if is_slip_of(fact, total, decimals) and len(wholes) * slip_chance(fact) <= MOST_CHANCE
    ]
    if len(hits) != 1:
        return None
    chance = len(wholes) * slip_chance(hits[0])
    return relate_parts(hits[0], parts, SLIPPED, chance, agrees=False)


def lists_behind(facts: Sequence[Fact], known: Iterable[Fact]) -> Lists:
    """The lists of two parts and more right behind each whole of running text; `known` can be
    added.
    """
    added = {fact.at for fact in known}
    return [
        (whole, [parts for parts in _lists_behind(whole, facts, added) if len(parts) > 1])
        for whole in known
        if not whole.table
    ]


def find_listed(lists: Lists) -> Iterator[Relation]:
    """Wholes of running text that a list right behind them makes up."""
    for whole, listed in lists:
        for parts in listed if whole.value else ():
            if sum(part.number for part in parts) == whole.number:
                yield relate_parts(whole, parts, announced(whole, parts) or _LISTED, 0.0)
                break


def _missed(lists: Lists, wholes: Container[int]) -> Iterator[Relation]:
    """Wholes of running text whose parts are listed right behind them and miss them."""
    for whole, listed in lists:
        if whole.at in wholes:
            continue
        missed = [parts for parts in listed if is_off(whole, parts)]
        if missed:
            parts = min(missed, key=lambda parts: not is_slipped(whole, parts))
            yield relate_parts(whole, parts, announced(whole, parts), 0.0, agrees=False)


def _lists_behind(
    whole: Fact, facts: Sequence[Fact], added: Container[int]
) -> Iterator[list[Fact]]:
    """The numbers of its sort that words or a bracket list right behind a whole, what stands in
    brackets of their own left out: to where the bracket closes, a ； stands or the sentence ends.
    """
    depth = opened = 0
    is_open = False
    parts: list[Fact] = []
    for fact in facts[whole.at + 1 : whole.at + 1 + _LONGEST]:
        if fact.table or not is_near(whole, fact):
            break
        if not is_open:
            is_open = _is_led(whole, fact)
            depth = opened = _depth(fact.lead) if is_open else 0
        else:
            lowest, depth = _lowest(fact.lead, depth), depth + _depth(fact.lead)
            if lowest < opened or "。" in fact.lead:
                break
            if ";" in fact.lead:
                yield list(parts)
        is_alike = (fact.unit, fact.kind, fact.role) == (whole.unit, whole.kind, whole.role)
        if is_open and depth == opened and is_alike and fact.at in added:
            parts.append(fact)
    yield parts


def _depth(words: str) -> int:
    """How many more brackets open in words than close."""
    return words.count("(") - words.count(")")


def _lowest(words: str, depth: int) -> int:
    """The least number of brackets that are open within words."""
    lowest = depth
    for letter in words:
        depth += _depth(letter)
        lowest = min(lowest, depth)
    return lowest


def is_off(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts nearly make up a whole, or would but for one slip of the hand, or should by
    their names, and do not.
    """
    total = sum((part.added for part in parts), Decimal(0))
    off = abs(total - whole.number)
    if not off:
        return False
    is_one_off = whole.kind == "count" and off == 1  # 车辆8辆，其中1辆、2辆、4辆
    if is_one_off or off <= _NEARLY * whole.number:
        return True
    names = [part.measure for part in parts]
    return is_series(names) or is_split(whole.name, names) or is_slipped(whole, parts)


def is_slipped(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether one slip, in a whole or in one of its parts, would mend their sum."""
    total = sum((part.added for part in parts), Decimal(0))
    decimals = min(part.row["decimals"] for part in parts)
    return is_slip_of(whole, total, decimals) or any(
        is_slip_of(part, whole.number - total + part.number, decimals) for part in parts
    )


def _has_others(miss: Relation, levels: Sequence[Fact]) -> bool:
    """Whether a number of the same sort in another unit stands in a list: 锅炉186台、车辆549辆."""
    whole, part, last = miss.facts[0], miss.facts[1], miss.facts[-1]
    first = bisect.bisect_right(levels, part.at, key=_at)
    behind = bisect.bisect_right(levels, last.at + 1, key=_at)
    return any(
        fact.unit != whole.unit
        and fact.kind == whole.kind
        and fact.distance(last) == HERE
        and fact.at < last.at
        for fact in levels[first:behind]
    )


def _is_led(whole: Fact, first: Fact) -> bool:
    """Whether words behind a whole, or behind what it changed by, lead to its parts: 总分98分，其中
    执行9.75分、产出….
    """
    if _SPLIT.search(first.lead):
        return first.distance(whole) <= NEAR
    is_next = first.at - whole.at <= _MOST_BETWEEN + 1
    return is_next and first.distance(whole) <= NEAR and bool(OF_PARTS.search(first.lead))


def _totals_behind(
    facts: Sequence[Fact], known: Container[int], added: Container[int]
) -> Iterator[Relation]:
    """Totals called so behind a list: 甲620万元，乙310万元，合计1805万元."""
    for total in facts:
        found = _BEHIND.search(total.lead) or _IN_ALL.search(total.lead)
        if total.table or total.at in known or total.at not in added or not found:
            continue
        parts = list(_list_before(total, facts, added))[::-1]
        if 1 < len(parts) <= MOST_PARTS and (found.re is _BEHIND or is_off(total, parts)):
            yield relate_parts(total, parts, found[1], 0.0, agrees=False)


def _natures(facts: Sequence[Fact], known: Container[int]) -> Iterator[Relation]:
    """基本支出 and 项目支出 of a paragraph with the total that they make up, wherever it is told,
    else with the one told before them.
    """
    totals = [fact for fact in facts if fact.row["term"] in _SPENT and not fact.is_moved]
    for basic, project in _both_natures(facts):
        parts = [basic, project]
        given = basic.number + project.number
        whole = next((one for one in totals if one.number == given), None)
        before = [one for one in totals if one.at < basic.at and not one.table]
        if whole is None and before and before[-1].distance(basic) <= BESIDE:
            whole = before[-1]
        if whole is None or whole.unit != basic.unit:
            continue
        agrees = given == whole.number
        is_near = abs(given - whole.number) <= _NEARLY * whole.number
        if agrees or (is_near and whole.at not in known):
            yield relate_parts(whole, parts, OF_NATURES, 0.0, agrees=agrees)


def _both_natures(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    basic: Fact | None = None
    for fact in facts:
        if fact.table or fact.row["term"] not in ("基本支出", "项目支出"):
            continue
        if fact.row["term"] == "基本支出":
            basic = fact
        elif basic is not None and basic.distance(fact) <= BESIDE and basic.unit == fact.unit:
            yield basic, fact
            basic = None


def _list_before(total: Fact, facts: Sequence[Fact], added: Container[int]) -> Iterator[Fact]:
    """The numbers of a total's sort before it, back to where a sentence ends."""
    for at in range(total.at - 1, -1, -1):
        fact = facts[at]
        if fact.paragraph != total.paragraph or fact.table or "。" in fact.behind[:_ENDING]:
            return
        if fact.is_level and (fact.unit, fact.kind) != (total.unit, total.kind):
            return
        if fact.at in added:
            yield fact
            if _OPENS.search(fact.lead):
                return


def announced(whole: Fact, parts: Sequence[Fact]) -> str:
    """The words or the layout that claim a sum; empty where only the numbers do."""
    if whole.table:
        name = f"{whole.row['subject'] or ''}{whole.row['measure']}"
        found = OF_WHOLE.search(name)
        return found[0] if found else ""
    if whole.kind == "score" and OF_LEVEL.search(whole.name):
        return "一级指标"
    named = sum(bool(whole.name) and whole.name in part.name for part in parts)
    if named * 2 >= len(parts):
        return "其中"
    words = OF_PARTS.search(parts[0].lead) if parts[0].at > whole.at else None
    behind = OF_WHOLE.search(whole.lead[-8:]) if parts[0].at < whole.at else None
    found = words or behind
    return found[0] if found else ""


def is_near(whole: Fact, part: Fact) -> bool:
    """Whether a part may belong to a whole: in its table, its section or one under it."""
    if whole.table:
        return True
    return part.section.startswith(whole.section) or whole.section.startswith(part.section)
