"""Sums: a whole and its parts, in running text, over items, down columns and along rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from perf_analysis.relations.facts import LEVELS, Fact
from perf_analysis.relations.relation import Relation, relate_parts
from perf_analysis.relations.search import likelihood

MOST_CHANCE, MOST_ANNOUNCED = 0.02, 0.5  # of a match, without and with words that claim it
MOST_PARTS = 40
_OF_PARTS = re.compile(r"其中|包括|包含|含|分别|构成|组成|分为|按.{1,8}分")
_OF_WHOLE = re.compile(r"合计|总计|共计|小计|总额|总数|总共|一共|累计|共|总")
_NOT_PARTS = re.compile(r"[人户车次均批天月家]均|每|单价|平均|上年|去年|同期|年初|比例|标准")
_FULL_MARKS = 100
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
    told: dict[tuple[frozenset[int], int], Relation] = {}
    for strip in _strips(facts):
        for found in _sums_of(strip):
            whole, parts = strip[found.whole], [strip[at] for at in found.parts]
            key = frozenset(fact.at for fact in parts), whole.at
            told.setdefault(key, relate_parts(whole, parts, found.announced, found.chance))
    wholes = {whole for _, whole in told}
    missed = (miss for strip in _strips(facts) for miss in _missed(strip, wholes))
    return [*told.values(), *missed, *_full_marks(facts)]


def _missed(strip: Sequence[Fact], known: set[int]) -> Iterator[Relation]:
    """Wholes whose parts are announced and nearly make them up."""
    for at, whole in enumerate(strip):
        if whole.at in known:
            continue
        parts = _announced_parts(strip, at)
        total = sum(part.number for part in parts)
        if len(parts) > 1 and 0 < abs(total - whole.number) <= _NEARLY * whole.number:
            yield relate_parts(whole, parts, _announced(whole, parts), 0.0, agrees=False)


def _announced_parts(strip: Sequence[Fact], at: int) -> list[Fact]:
    """The parts that words or the layout give a whole: those behind it with its name as owner, or
    all of the column over a total.
    """
    whole = strip[at]
    if whole.table:
        is_column = len({fact.column for fact in strip}) == 1
        is_total = is_column and whole is strip[-1] and bool(_OF_WHOLE.search(whole.name))
        return list(strip[:at]) if is_total else []
    parts = []
    for part in strip[at + 1 :]:
        if part.row["subject"] != whole.name or not _is_near(whole, part):
            break
        parts.append(part)
    return parts


def _strips(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    strips: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        if not _can_be_added(fact):
            continue
        sort = (fact.unit, fact.kind, "plan" if fact.role == "plan" else fact.role)
        if not fact.table:
            strips.setdefault(("text", *sort), []).append(fact)
            continue
        strips.setdefault(("column", fact.table, fact.column, fact.unit), []).append(fact)
        strips.setdefault(("row", fact.table, fact.line, fact.unit), []).append(fact)
    yield from (strip for strip in strips.values() if len(strip) > 2)


def _can_be_added(fact: Fact) -> bool:
    is_level = fact.kind in LEVELS and not fact.is_moved and isfinite(fact.high)
    return is_level and fact.is_exact and not _NOT_PARTS.search(str(fact.row["measure"]))


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
    strip: Sequence[Fact], whole: int, first: int, ends: dict[int, int]
) -> _Found | None:
    low = high = 0.0
    parts: list[int] = []
    at, best = first, None
    while at < len(strip) and len(parts) < MOST_PARTS and _is_near(strip[whole], strip[at]):
        parts.append(at)
        low, high = low + strip[at].low, high + strip[at].high
        if low > strip[whole].high * (1 + 1e-9):
            break
        if len(parts) > 1 and high >= strip[whole].low * (1 - 1e-9):
            best = best or _judged(strip, whole, parts, (low, high))
        at = ends.get(at, at + 1)
    return best


def _parts_before(strip: Sequence[Fact], whole: int, begins: dict[int, int]) -> _Found | None:
    low = high = 0.0
    parts: list[int] = []
    at, best = whole - 1, None
    while at >= 0 and len(parts) < MOST_PARTS and _is_near(strip[whole], strip[at]):
        parts.insert(0, at)
        low, high = low + strip[at].low, high + strip[at].high
        if low > strip[whole].high * (1 + 1e-9):
            break
        if len(parts) > 1 and high >= strip[whole].low * (1 - 1e-9):
            best = best or _judged(strip, whole, parts, (low, high))
        at = begins.get(at, at) - 1
    return best


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
    named = sum(bool(whole.name) and whole.name in part.name for part in parts)
    if named * 2 >= len(parts):
        return "其中"
    words = _OF_PARTS.search(parts[0].lead) if parts[0].at > whole.at else None
    behind = _OF_WHOLE.search(whole.lead[-8:]) if parts[0].at < whole.at else None
    found = words or behind
    return found[0] if found else ""


def _full_marks(facts: Iterable[Fact]) -> Iterator[Relation]:
    """The weights of one sentence that make up a hundred."""
    sentences: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.kind == "score" and fact.role == "weight" and not fact.table:
            sentences.setdefault(fact.sentence, []).append(fact)
    for weights in sentences.values():
        if len(weights) > 1 and sum(fact.number for fact in weights) == _FULL_MARKS:
            yield relate_parts(None, weights, "满分", 0.0)
