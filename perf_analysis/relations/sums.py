"""Sums: a whole and its parts, in running text, over items, down columns and along rows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice
from math import isfinite

from perf_analysis.relations.facts import HERE, LEVELS, Fact
from perf_analysis.relations.relation import Relation, relate_parts
from perf_analysis.relations.search import Pool, likelihood
from perf_analysis.relations.slips import SLIPPED, is_slip_of, slip_chance

MOST_CHANCE, MOST_ANNOUNCED = 0.02, 0.5  # of a match, without and with words that claim it
MOST_PARTS = 40
NEAR_BY = 80  # facts around a list among which its whole may stand with a slip
_OF_PARTS = re.compile(r"其中|包括|包含|含|分别|依次|构成|组成|分为|按.{1,8}分")
_OF_WHOLE = re.compile(r"合计|总计|共计|小计|总额|总数|总共|一共|累计|共|总")
_NOT_ADDED = re.compile(r"[人户车次均批天月家]均|每|单[价车]|平均|比例|(?<!制定)(?<!修订)标准")
_OF_BEFORE = re.compile(r"上年|去年|同期|年初")  # beside a part; a column of them adds up
LEAST_LISTED, LEAST_DIGITS = 3, 4  # of a list whose whole stands elsewhere
_FULL_MARKS = 100
_OF_SHARE = re.compile(r"占|比重|构成比")
MOST_APART = 0.01  # how coarsely shares may be printed, together, to say that they make up a whole
_OF_TOTAL = re.compile(r"总分|合计|总计")
_OF_LEVEL = re.compile(
    r"^(?:产出|效益|效果|满意度|成本|过程|投入|决策|管理)(?:指标)?(?:\(\d+分?\)|分值|得分)"
)
_NEARLY = Decimal("0.1")  # of a whole: what its parts may miss and still be all of them


@dataclass
class _Found:
    """A sum in a strip: where its whole and its parts stand."""

    whole: int
    parts: tuple[int, ...]
    announced: str
    chance: float


def find_sums(facts: Sequence[Fact]) -> list[Relation]:
    """The sums in each strip of facts that can be added: of the running text, of each column and
    row of a table.
    """
    told: dict[frozenset[int], Relation] = {}
    known = [fact for fact in facts if _can_be_added(fact)]
    strips = list(_strips(known))
    near = (
        relate_parts(strip[one.whole], [strip[at] for at in one.parts], one.announced, one.chance)
        for strip in strips
        for one in _sums_of(strip)
    )
    for relation in (*near, *_far(known)):
        told.setdefault(_key(relation), relation)
    wholes = {relation.facts[0].at for relation in told.values()}
    missed = [miss for strip in strips for miss in _missed(strip, wholes)]
    wholes |= {relation.facts[0].at for relation in missed}
    marks = [one for one in (*_marks(facts), *_shares(facts)) if _key(one) not in told]
    return [*told.values(), *missed, *_slipped(known, wholes, set(told)), *marks]


def _key(relation: Relation) -> frozenset[int]:
    """The parts of a sum."""
    return frozenset(fact.at for fact in relation.facts[1:])


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


def _slip_of(parts: Sequence[Fact], near: Sequence[Fact]) -> Relation | None:
    """The whole of some parts but for one slip, if chance would hardly put one near them."""
    total = sum((part.number for part in parts), Decimal(0))
    largest = max(part.number for part in parts)
    wholes = [
        fact
        for fact in near
        if (fact.unit, fact.kind, fact.factor) == (parts[0].unit, parts[0].kind, parts[0].factor)
        and fact.number > largest
    ]
    hits = [
        fact
        for fact in wholes
        if is_slip_of(fact, total) and len(wholes) * slip_chance(fact) <= MOST_CHANCE
    ]
    if len(hits) != 1:
        return None
    chance = len(wholes) * slip_chance(hits[0])
    return relate_parts(hits[0], parts, SLIPPED, chance, agrees=False)


def _far(facts: Sequence[Fact]) -> Iterator[Relation]:
    """Lists of one sentence or one paragraph whose whole stands before or behind other numbers, or
    elsewhere.
    """
    pool = Pool([fact for fact in facts if fact.digits >= LEAST_DIGITS])
    told = [fact for fact in facts if not fact.table]
    places = (lambda fact: (fact.sentence, fact.unit)), (lambda fact: (fact.paragraph, fact.unit))
    for run in (list(group) for place in places for _, group in groupby(told, key=place)):
        for parts in (run, run[1:]):
            found = _whole_of(parts, pool) if len(parts) >= LEAST_LISTED else None
            if found:
                yield found
                break


def _whole_of(parts: Sequence[Fact], pool: Pool) -> Relation | None:
    """The nearest number that a list makes up, if chance would hardly put one there."""
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    many = len({fact.value for fact in pool.of_unit(parts[0].unit)})
    chance = likelihood(low, high) * many
    if chance > MOST_CHANCE:
        return None
    wholes = [
        fact
        for fact in pool.within(parts[0].unit, low, high)
        if fact.kind == parts[0].kind and fact not in parts
    ]
    if not wholes:
        return None
    whole = min(
        wholes,
        key=lambda fact: (bool(fact.table), parts[0].distance(fact), abs(fact.at - parts[0].at)),
    )
    return relate_parts(whole, parts, _announced(whole, parts), chance)


def _missed(strip: Sequence[Fact], known: set[int]) -> Iterator[Relation]:
    """Wholes whose parts are announced and nearly make them up."""
    for at, whole in enumerate(strip):
        is_of_form = whole.kind == "score" and bool(whole.table)  # execution is marked elsewhere
        if whole.at in known or is_of_form:
            continue
        parts = _announced_parts(strip, at)
        if not _is_complete(strip, parts):
            continue
        total = sum(part.number for part in parts)
        off = abs(total - whole.number)
        is_one_off = whole.kind == "count" and off == 1  # 车辆8辆，其中1辆、2辆、4辆
        if len(parts) > 1 and (0 < off <= _NEARLY * whole.number or is_one_off):
            yield relate_parts(whole, parts, _announced(whole, parts), 0.0, agrees=False)


def _is_complete(strip: Sequence[Fact], parts: Sequence[Fact]) -> bool:
    """Whether no other number stands between or right behind the parts told in a sentence."""
    if not parts or parts[0].table:
        return True
    here = [fact for fact in strip if fact.distance(parts[-1]) == HERE]
    return here[-1] is parts[-1] and parts[-1].at - parts[0].at == len(parts) - 1


def _announced_parts(strip: Sequence[Fact], at: int) -> list[Fact]:
    """The parts that words or the layout give a whole: those behind it with its name as owner, or
    all of the column over a total.
    """
    whole = strip[at]
    if whole.table:
        is_column = len({fact.column for fact in strip}) == 1
        is_total = is_column and whole is strip[-1] and bool(_OF_WHOLE.search(whole.name))
        return list(strip[:at]) if is_total else []
    behind = strip[at + 1 :]
    is_led = bool(behind) and _is_led(whole, behind[0])
    parts = []
    for part in behind:
        is_own = part.row["subject"] == whole.name or (is_led and part.distance(whole) == HERE)
        if not is_own or not _is_near(whole, part):
            break
        parts.append(part)
    return parts


def _is_led(whole: Fact, first: Fact) -> bool:
    """Whether words right behind a whole lead to its parts: 总分98分，其中执行9.75分、产出…."""
    return first.at == whole.at + 1 and bool(_OF_PARTS.search(first.lead))


def _strips(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    strips: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if not fact.table:
            strips.setdefault(("text", fact.unit, fact.kind, fact.role), []).append(fact)
            strips.setdefault(("text", fact.unit, fact.kind), []).append(fact)
            continue
        strips.setdefault(("column", fact.table, fact.column, fact.unit), []).append(fact)
        strips.setdefault(("row", fact.table, fact.line, fact.unit), []).append(fact)
    yield from (strip for strip in strips.values() if len(strip) > 2)


def _can_be_added(fact: Fact) -> bool:
    is_level = fact.kind in LEVELS and not fact.is_moved and isfinite(fact.high)
    if not is_level or not fact.is_exact or _NOT_ADDED.search(fact.measure):
        return False
    return bool(fact.table) or not _OF_BEFORE.search(fact.measure)


def _sums_of(strip: Sequence[Fact]) -> Iterator[_Found]:
    """Wholes before their parts, from the last on, so that a part may have parts of its own; then
    wholes behind them.
    """
    ends: dict[int, int] = {}  # of a whole, behind the last of its parts
    for whole in range(len(strip) - 1, -1, -1):
        found = _parts_behind(strip, whole, whole + 1, ends)
        while found:
            last = max(found.parts[-1] + 1, *(ends.get(part, 0) for part in found.parts))
            ends.setdefault(whole, last)
            yield found
            found = _parts_behind(strip, whole, last, ends)
    begins: dict[int, int] = {}
    for whole in range(2, len(strip)):
        found = _parts_before(strip, whole, begins)
        if found:
            begins[whole] = found.parts[0]
            yield found


def _parts_behind(
    strip: Sequence[Fact], whole: int, first: int, ends: Mapping[int, int]
) -> _Found | None:
    """All the numbers behind a whole as its parts, else those that are no parts of another."""

    def path(ends: Mapping[int, int]) -> Iterator[int]:
        at = first
        while at < len(strip):
            yield at
            at = ends.get(at, at + 1)

    return _first_sum(strip, whole, path({})) or _first_sum(strip, whole, path(ends))


def _parts_before(strip: Sequence[Fact], whole: int, begins: Mapping[int, int]) -> _Found | None:
    """All the numbers before a whole as its parts, else those that are no parts of another."""

    def path(begins: Mapping[int, int]) -> Iterator[int]:
        at = whole - 1
        while at >= 0:
            yield at
            at = begins.get(at, at) - 1

    return _first_sum(strip, whole, path({})) or _first_sum(strip, whole, path(begins))


def _first_sum(strip: Sequence[Fact], whole: int, path: Iterable[int]) -> _Found | None:
    """The first numbers along a path that make up a whole, in the order of the strip."""
    low = high = 0.0
    parts: list[int] = []
    for at in islice(path, MOST_PARTS):
        if not _is_near(strip[whole], strip[at]):
            return None
        parts.append(at)
        low, high = low + strip[at].low, high + strip[at].high
        if low > strip[whole].high * (1 + 1e-9):
            return None
        if len(parts) > 1 and high >= strip[whole].low * (1 - 1e-9):
            found = _judged(strip, whole, sorted(parts), (low, high))
            if found:
                return found
    return None


def _is_near(whole: Fact, part: Fact) -> bool:
    """Whether a part may belong to a whole: in its table, its section or one under it."""
    if whole.table:
        return True
    return part.section.startswith(whole.section) or whole.section.startswith(part.section)


def _judged(
    strip: Sequence[Fact], whole: int, parts: Sequence[int], ends: tuple[float, float]
) -> _Found | None:
    told = [strip[part] for part in parts]
    announced = _announced(strip[whole], told)
    low, high = min(ends[0], strip[whole].low), max(ends[1], strip[whole].high)
    chance = likelihood(max(low, 1e-9), high) * len(parts)
    most = MOST_ANNOUNCED if announced else MOST_CHANCE
    if chance > most or not strip[whole].value:
        return None
    return _Found(whole, tuple(parts), announced, chance)


def _announced(whole: Fact, parts: Sequence[Fact]) -> str:
    """The words or the layout that claim a sum; empty where only the numbers do."""
    if whole.table:
        name = f"{whole.row['subject'] or ''}{whole.row['measure']}"
        found = _OF_WHOLE.search(name)
        return found[0] if found else ""
    if whole.kind == "score" and _OF_LEVEL.search(whole.name):
        return "一级指标"
    named = sum(bool(whole.name) and whole.name in part.name for part in parts)
    if named * 2 >= len(parts):
        return "其中"
    words = _OF_PARTS.search(parts[0].lead) if parts[0].at > whole.at else None
    behind = _OF_WHOLE.search(whole.lead[-8:]) if parts[0].at < whole.at else None
    found = words or behind
    return found[0] if found else ""


def _shares(facts: Iterable[Fact]) -> Iterator[Relation]:
    """The shares of one sentence or paragraph, or of a column, that make up the whole."""
    shares = [fact for fact in facts if fact.kind == "rate" and _OF_SHARE.search(fact.name)]
    places: dict[tuple[object, ...], list[Fact]] = {}
    for fact in shares:
        own = (
            ((fact.table, fact.column),) if fact.table else ((fact.sentence,), (fact.paragraph, 0))
        )
        for place in own if 0 < fact.value < 1 else ():
            places.setdefault(place, []).append(fact)
    told: set[tuple[int, ...]] = set()
    for parts in places.values():
        low, high = sum(part.low for part in parts), sum(part.high for part in parts)
        key = tuple(part.at for part in parts)
        is_whole = low <= 1 + 1e-9 and high >= 1 - 1e-9 and high - low < MOST_APART
        if 1 < len(parts) <= MOST_PARTS and is_whole and key not in told:
            told.add(key)
            yield relate_parts(None, parts, "占比", (high - low) * len(parts))


def _marks(facts: Iterable[Fact]) -> Iterator[Relation]:
    """The weights of one sentence that make up a hundred; the weights and the scores of a form
    that make up its total.
    """
    marks = [fact for fact in facts if fact.kind == "score" and not fact.is_moved]
    told = [fact for fact in marks if fact.role == "weight" and not fact.table]
    for _, group in groupby(told, key=lambda fact: fact.sentence):
        weights = list(group)
        if len(weights) > 1 and sum(fact.number for fact in weights) == _FULL_MARKS:
            yield relate_parts(None, weights, "满分", 0.0)
    for role in ("weight", "actual"):
        yield from _totals([fact for fact in marks if fact.role == role])


def _totals(marks: Sequence[Fact]) -> Iterator[Relation]:
    """Each total of a form with all marks of its section before it, or those of its indicators."""
    first = 0
    for at, total in enumerate(marks):
        if not _OF_TOTAL.search(total.name):
            continue
        own = [fact for fact in marks[first:at] if fact.section == total.section]
        leaves = [fact for fact in own if not _OF_LEVEL.search(fact.name)]
        for parts in (own, leaves):
            whole = sum((fact.number for fact in parts), Decimal(0))
            if LEAST_LISTED <= len(parts) <= MOST_PARTS and whole == total.number:
                yield relate_parts(total, parts, "总分", 0.0)
                break
        first = at + 1
