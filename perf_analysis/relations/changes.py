"""Changes: level, base, amount of change and growth; and levels of shares that move by points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf, isfinite

from perf_analysis.figures import text_of
from perf_analysis.relations.facts import BESIDE, FAR, HERE, Fact, likeness
from perf_analysis.relations.relation import Relation, relate
from perf_analysis.relations.search import Ends, Hit, Near, Pool, likelihood, pairs
from perf_analysis.relations.steps import (
    BEFORE,
    from_to,
    is_base_ahead,
    is_base_behind,
    step_of,
    years_of_row,
)
from perf_analysis.terms import term_of

TURNED = "方向"  # what announces a change that goes the other way than its numbers
BASE_TOLD = "基数"  # what announces a change whose two levels the words name
MOST_CHANCE = 0.05  # of a pair that fits: beyond it words must name the two
# A change says whose it is: what has another name grew less likely, the more so elsewhere.
_UNNAMED = (4.0, 30.0, 100.0, 500.0)
_LIKELY, _UNLIKELY, _OTHER = 0.1, 100.0, 10.0  # what words for and against it make of a pair
_HOPELESS = 2 * MOST_CHANCE / _LIKELY  # of a pair that no words make likely enough
_SINCE = 4  # figures behind a growth since last year that go on with it
_LONGEST_VERB = 4  # characters of a verb of change and what fills it
SAVINGS = ("节约率", "压减率", "节支率", "下降率", "降低率", "减少率", "审减率", "核减率")
_CLAUSE_ENDS = re.compile(r"[；;]")
_YEARS = {"两年平均": 2, "三年平均": 3, "年均": 0}


def find_changes(own: Sequence[Fact], facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each growth of one's own facts, and for each amount of change that no growth
    names, with partners from the facts around.
    """
    levels = Pool([fact for fact in facts if fact.is_level and isfinite(fact.high)])
    shares = Pool([fact for fact in facts if fact.kind in ("rate", "growth") and not _points(fact)])
    moved = [
        fact
        for fact in facts
        if fact.is_moved and fact.kind in ("amount", "count", "area", "other", "score")
    ]
    found = [
        _by_points(fact, shares)
        if _points(fact)
        else _grown(fact, levels, moved)
        if fact.value or fact.row["direction"]
        else _still(fact, [*levels.facts, *shares.facts])
        for fact in own
        if fact.kind == "growth" or _is_saving(fact)
    ]
    told = {fact.at for relation in found for fact in relation.facts}
    changes = (fact for fact in moved if fact.at not in told and own[0].at <= fact.at <= own[-1].at)
    since = [fact for fact in facts if fact.kind == "growth" and is_of_last_year(fact)]
    found += filter(None, (_moved(fact, levels, since) for fact in changes))
    return found


def _is_saving(fact: Fact) -> bool:
    """Whether a rate says how far something fell: 节约率, 压减率."""
    is_rate = fact.kind == "rate" and fact.role == "actual"
    return is_rate and fact.measure.endswith(SAVINGS)


def _points(fact: Fact) -> bool:
    return fact.kind == "growth" and "点" in str(fact.row["unit"])


def _grown(growth: Fact, levels: Pool, moved: Sequence[Fact]) -> Relation:
    years = years_of(growth)
    change = _change_beside(growth, moved)
    best = None
    if growth.role != "target":
        near = Near(growth, levels, growth.is_like)
        grows = _grows(growth, years)
        most = _HOPELESS if change is None else inf  # which may tell much
        hits = pairs(growth, near.weighed_by(_UNNAMED), near, grows, most) if grows else ()
        best = _best(_with_change(hits, change))
    if best:
        change = _amount(growth, best, moved) or change
        told = {"level": best.one, "base": best.other, "change": change, "growth": growth}
        if change is not None and not _is_apart(best, change):
            announced = _basis(growth)
            return relate("change", told, announced=announced, chance=best.chance, agrees=False)
        return _directed("change", told, best.chance)
    way = -1 if change and _is_fall(change) else 1
    best = _best(_differ(change, levels, way)) if change else None
    if best and _is_told(best, growth):
        told = {"level": best.one, "base": best.other, "change": change, "growth": growth}
        announced = _basis(growth) or BASE_TOLD
        return relate("change", told, announced=announced, chance=best.chance, agrees=False)
    return _as_told(growth, change, levels, years)


def _still(growth: Fact, levels: Sequence[Fact]) -> Relation:
    """A measure that is said to be as the year before, with its level and the base printed."""
    facts = [fact for fact in levels if fact.kind != "growth"]
    level = _level_of(growth, facts)
    base = _base_of(growth, level, facts) if level else None
    told = {"level": level, "base": base, "growth": growth}
    return relate("change", told, announced=_basis(growth))


def _as_told(growth: Fact, change: Fact | None, levels: Pool, years: int) -> Relation:
    """A growth with the levels that words, order or the row name, though they may not give it."""
    ends = from_to(growth, levels.facts) or years_of_row(growth, levels.facts, years or 1)
    base, level = ends or (None, _level_of(growth, levels.facts))
    if base is None and level is not None:
        base = _base_of(growth, level, levels.facts)
    base = base or (_base_alone(growth, levels.facts) if level is None else None)
    told: dict[str, Fact | None] = {"level": level, "base": base}
    told |= {"change": change, "growth": growth}
    agrees = _fits(level, base, growth, years) if level and base else None
    if base is None and change is not None and years == 1:
        step, agrees = step_of(growth, change, levels.facts)
        told |= {"level": None, **step} if step else {}
    if change is not None and _go_apart(change, growth):
        return relate("change", told, announced=TURNED, agrees=False)
    announced = _basis(growth) or (BASE_TOLD if ends or (base and _is_base(base, growth)) else "")
    return relate("change", told, announced=announced, agrees=agrees)


def _go_apart(change: Fact, growth: Fact) -> bool:
    """Whether an amount and its rate go two ways."""
    return bool(change.value and growth.value) and _is_fall(change) != _is_fall(growth)


def _is_base(base: Fact, growth: Fact) -> bool:
    """Whether the sentence of a growth says what it began from."""
    return base.distance(growth) == HERE and bool(BEFORE.search(base.name + base.lead))


def years_of(growth: Fact) -> int:
    """How many years a growth tells the mean of; 0 where it does not tell that."""
    told = growth.name + growth.lead  # a name may be that of the level alone
    return next((years for word, years in _YEARS.items() if word in told), 1)


def _fits(level: Fact, base: Fact, growth: Fact, years: int) -> bool | None:
    grows = _grows(growth, years or 1)
    ends = grows(base) if grows else None
    is_given = ends is not None and level.low <= ends[1] and level.high >= ends[0]
    return is_given if is_given or years else None


def _with_change(hits: Iterable[Hit], change: Fact | None) -> Iterator[Hit]:
    """The hits, less a matter of chance where the printed amount of change fits them too."""
    for hit in hits:
        share = 1.0
        if change is not None and change.unit == hit.one.unit and _is_apart(hit, change):
            low, high = _gap(hit)
            share = likelihood(min(low, change.low), max(high, change.high))
        chance = hit.chance * max(share, 1e-6)
        if chance <= _HOPELESS:
            yield Hit(hit.one, hit.other, chance)


def _gap(hit: Hit) -> Ends:
    ends = abs(hit.one.low - hit.other.high), abs(hit.one.high - hit.other.low)
    return min(ends), max(ends)


def _is_apart(hit: Hit, change: Fact) -> bool:
    return change.meets(*_gap(hit))


def _is_told(hit: Hit, growth: Fact) -> bool:
    """Whether words say that the one is the base of the other."""
    base = hit.other
    is_before = bool(BEFORE.search(base.name)) or _is_earlier(base, hit.one)
    return is_before or _is_basis(base, growth)


def _basis(growth: Fact) -> str:
    return str(growth.row["basis"] or "")


def _grows(growth: Fact, years: int) -> Callable[[Fact], Ends] | None:
    """Between what a level lies that grew by this from a base."""
    sign = -1 if _is_fall(growth) else 1
    low, high = sorted((1 + sign * growth.low, 1 + sign * growth.high))
    if low <= 0 or not years:
        return None
    least, most = low**years, high**years
    return lambda base: (base.low * least, base.high * most)


def _is_fall(growth: Fact) -> bool:
    return growth.row["direction"] == "-" or growth.row["value"] < 0 or _is_saving(growth)


def _best(hits: Iterable[Hit]) -> Hit | None:
    """The likeliest pair, with its chance by place, number and names."""
    weighed = (Hit(hit.one, hit.other, hit.chance * _weight(hit)) for hit in hits)
    best = min(weighed, key=lambda hit: hit.chance, default=None)
    return best if best and best.chance <= MOST_CHANCE else None


def _weight(hit: Hit) -> float:
    """What years, words and roles make of the chance that a level came from a base."""
    level, base = hit.one, hit.other
    weight = 1.0
    is_last = bool(BEFORE.search(level.measure))
    if _is_earlier(level, base) or (is_last and not BEFORE.search(base.name)):
        weight *= _UNLIKELY
    if BEFORE.search(base.name) or _is_earlier(base, level):
        weight *= _LIKELY
    elif level.row["measure"] != base.row["measure"] and level.at != base.at + 1:
        weight *= _OTHER
    if "target" in (level.role, base.role):
        weight *= _UNLIKELY
    return weight


def _is_earlier(one: Fact, other: Fact) -> bool:
    first, second = str(one.row["period"] or ""), str(other.row["period"] or "")
    return first.isdigit() and second.isdigit() and first < second


def _amount(growth: Fact, hit: Hit, moved: Iterable[Fact]) -> Fact | None:
    """The printed amount of the change, where one stands near."""
    fits = [
        fact
        for fact in moved
        if fact.unit == hit.one.unit and _is_apart(hit, fact) and growth.distance(fact) <= BESIDE
    ]
    return min(fits, key=lambda fact: abs(fact.at - growth.at), default=None)


def _change_beside(growth: Fact, moved: Iterable[Fact]) -> Fact | None:
    """The amount of change right before a growth, or behind it the same way, which says it once
    more.
    """
    here = [fact for fact in moved if abs(fact.at - growth.at) == 1]
    here = [fact for fact in here if growth.distance(fact) == HERE and _of_one_basis(fact, growth)]
    before = (fact for fact in here if fact.at < growth.at and not _CLAUSE_ENDS.search(growth.lead))
    ways = (fact for fact in here if fact.row["direction"] == growth.row["direction"])
    return next(before, next((fact for fact in ways if _is_again(fact)), None))


def _of_one_basis(one: Fact, other: Fact) -> bool:
    """Whether two changes may be against the same: 比预算减少31.88万元，比上年下降7.94% are not."""
    return not _basis(one) or not _basis(other) or _basis(one) == _basis(other)


def _is_again(change: Fact) -> bool:
    """Whether a change names nothing of its own: 增长20.0%，增加20.0万元."""
    return len(change.lead.strip("，,(（")) <= _LONGEST_VERB


def _level_of(growth: Fact, levels: Iterable[Fact]) -> Fact | None:
    """The level that a growth names: of its name, in its sentence or row, before it first; else
    of its name and year in its section; else of its very name anywhere.
    """
    subject = growth.row["subject"]
    fitting = [
        fact
        for fact in levels
        if fact.is_like(growth) or fact.name == subject
        if _is_right_before(fact, growth) or (fact.role == "target") == (growth.role == "target")
        if fact.role != "weight"
        if not _is_past(fact, growth) and not is_base_behind(fact, growth)
    ]
    named = [fact for fact in fitting if fact.is_like(growth)]

    def fitness(fact: Fact) -> tuple[float, bool, bool, int]:
        alike = round(likeness(fact.letters, growth.letters), 1)
        return -alike, fact.role != growth.role, fact.at > growth.at, abs(fact.at - growth.at)

    here = [fact for fact in named if growth.distance(fact) == HERE]
    near = [fact for fact in named if growth.distance(fact) < FAR and _is_of_year(growth, fact)]
    very = [fact for fact in fitting if fact.name == subject]
    latest = max((_period(fact) or "9" for fact in very), default="")
    return (
        min(here, key=fitness, default=None)
        or min(near, key=fitness, default=None)
        or min(
            (fact for fact in very if (_period(fact) or "9") == latest), key=fitness, default=None
        )
    )


def _is_right_before(fact: Fact, growth: Fact) -> bool:
    """Whether a number of the very name stands right before a growth: no goal, whatever chapter
    holds both.
    """
    is_of_it = fact.name == growth.row["subject"] and is_of_last_year(growth)
    return is_of_it and fact.at == growth.at - 1 and fact.distance(growth) == HERE


def _is_past(fact: Fact, growth: Fact) -> bool:
    """Whether a name says that its number is from before a growth: 上年, or a year before its."""
    found = BEFORE.search(fact.name)
    return found is not None and (not found[0].startswith("20") or _is_earlier(fact, growth))


def _is_of_year(growth: Fact, fact: Fact) -> bool:
    is_same = fact.row["period"] == growth.row["period"]
    term = term_of("", text_of(growth.row["subject"]))
    is_of_term = term is not None and term == fact.row["term"]
    return is_same and (is_of_term or likeness(fact.letters, growth.letters) == 1)


def _base_of(growth: Fact, level: Fact, levels: Iterable[Fact]) -> Fact | None:
    """The base that the words name for a growth: 上年 of its sentence, or the year before it
    in the row of its level.
    """
    named = [
        fact
        for fact in levels
        if fact.unit == level.unit
        and fact is not level
        and min(growth.distance(fact), level.distance(fact)) <= BESIDE
        and (fact.is_like(level) or _is_bare(fact, level, growth) or is_base_behind(fact, growth))
        and not _is_too_old(fact, level, growth)
        and (_is_before(fact, level, growth) or is_base_behind(fact, growth))
    ]
    return max(named, key=lambda fact: (_period(fact), -abs(fact.at - growth.at)), default=None)


def _base_alone(growth: Fact, levels: Iterable[Fact]) -> Fact | None:
    """The base right before a growth, or in a bracket behind it, whose level stands elsewhere:
    服务老人数较2021年的7600人增长20%.
    """
    name = growth.row["subject"]
    for fact in levels:
        is_next = abs(fact.at - growth.at) == 1 and growth.distance(fact) == HERE
        is_base = BEFORE.fullmatch(fact.measure) is not None and fact.row["subject"] == name
        is_base = is_base or (fact.name == name and _is_earlier(fact, growth))
        is_base = (is_next and is_base) or is_base_ahead(fact, growth)
        if is_base or is_base_behind(fact, growth):
            return fact
    return None


def _is_bare(fact: Fact, level: Fact, growth: Fact) -> bool:
    """Whether a number between a level and its growth has no name but the year before: 执行率90%，
    比上年的85%提高5个百分点.
    """
    is_between = level.at < fact.at == growth.at - 1 and growth.distance(level) == HERE
    is_bare = text_of(fact.row["subject"]) in level.name
    return is_between and is_bare and BEFORE.fullmatch(fact.measure) is not None


def _is_before(fact: Fact, level: Fact, growth: Fact) -> bool:
    """Whether words, years or order say that a fact is what a growth began from."""
    is_here = growth.distance(fact) == HERE and not fact.is_moved
    is_named = is_here and bool(BEFORE.search(fact.measure))
    is_earlier = is_named or _is_earlier(fact, level)
    return is_earlier or _is_basis(fact, growth) or _is_from(fact, level, growth)


def _is_too_old(fact: Fact, level: Fact, growth: Fact) -> bool:
    """Whether a fact is of a year before the last, which 同比 does not speak of, or not of the one
    from which a mean of several years is told.
    """
    years, apart = [_period(one) for one in (fact, level)], years_of(growth)
    if not all(map(str.isdigit, years)):
        return False
    gap = int(years[1]) - int(years[0])
    return (_basis(growth) == "上年" and apart == 1 and gap > 1) or (apart > 1 and gap != apart)


def _is_from(fact: Fact, level: Fact, growth: Fact) -> bool:
    """Whether two numbers of one name right before a growth are what it went from and to."""
    is_before = fact.at + 1 == level.at < growth.at and growth.at - level.at <= 2
    is_before = is_before and fact.role != "target"
    return is_before and fact.distance(growth) == HERE and fact.letters == level.letters


def _is_basis(fact: Fact, growth: Fact) -> bool:
    """Whether a fact is what a growth says it is measured against: 预算, 年初预算."""
    basis = str(growth.row["basis"] or "")
    return bool(basis) and fact.role == "plan" and basis in fact.name


def _period(fact: Fact) -> str:
    return str(fact.row["period"] or "")


def _by_points(points: Fact, shares: Pool) -> Relation:
    sign = -1 if _is_fall(points) else 1
    best = _best(_apart(points, shares, sign))
    turned = None if best else _best(_turned(points, shares, -sign))
    if turned:
        named = {"level": turned.one, "base": turned.other, "points": points}
        return _directed("points", named, turned.chance)
    if best:
        told = {"level": best.one, "base": best.other, "points": points}
        return relate("points", told, announced=_basis(points), chance=best.chance, agrees=True)
    ends = from_to(points, shares.facts)
    base, level = ends or (None, _level_of(points, shares.facts))
    if base is None and level is not None:
        base = _base_of(points, level, shares.facts)
    base = base or (_base_alone(points, shares.facts) if level is None else None)
    is_of_target = "目标" in _basis(points) + points.name
    if base is not None and is_of_target and base.role != "target":
        base = None  # 低于目标 is not measured from the year before
    held: dict[str, Fact | None] = {"level": level, "base": base, "points": points}
    announced = BASE_TOLD if ends else _basis(points)
    return relate("points", held, announced=announced, agrees=False if base else None)


def _apart(points: Fact, shares: Pool, sign: int) -> Iterator[Hit]:
    facts = sorted(shares.facts, key=lambda fact: fact.at)
    name = points.row["subject"]
    near = [fact for fact in facts if points.distance(fact) < FAR or fact.name == name]
    step = points.high - points.low
    for base in near:
        for level in near:
            gap = _signed(level) - _signed(base) - sign * points.value
            width = (step + level.high - level.low + base.high - base.low) / 2
            is_pair = level is not base and level.kind == base.kind
            if is_pair and abs(gap) <= width * (1 + 1e-6):
                far = max(points.distance(level), points.distance(base))
                many = 1.0 * sum(points.distance(fact) <= far for fact in near) ** 2
                if not level.is_like(points):
                    many *= _UNNAMED[points.distance(level)]
                yield Hit(level, base, many * width / 4)


def _turned(points: Fact, shares: Pool, sign: int) -> Iterator[Hit]:
    """The pairs of one name and two years that lie as far apart the other way."""
    for hit in _apart(points, shares, sign):
        is_one = hit.one.is_like(points) and hit.other.is_like(points)
        if is_one and _is_earlier(hit.other, hit.one):
            yield hit


def _signed(fact: Fact) -> float:
    return -fact.value if _is_fall(fact) else fact.value


def _moved(change: Fact, levels: Pool, since: Iterable[Fact]) -> Relation | None:
    sign = -1 if _is_fall(change) else 1
    best = _best(_differ(change, levels, sign))
    ends = None if best else from_to(change, levels.facts)
    if ends is not None and ends[0].unit == change.unit:
        base, level = ends
        gap = abs(level.number - base.number)
        named = {"level": level, "base": base, "change": change}
        return relate("change", named, announced=BASE_TOLD, agrees=change.meets(*[float(gap)] * 2))
    if not best:
        turned = (hit for hit in _differ(change, levels, -sign) if BEFORE.search(hit.other.name))
        best = _best(hit for hit in turned if not BEFORE.search(hit.one.name))
    if best:
        told = {"level": best.one, "base": best.other, "change": change}
        return _directed("change", told, best.chance)
    if is_of_last_year(change):
        return _moved_alone(change, levels)
    near = (one for one in since if 0 < change.at - one.at <= _SINCE)
    if change.kind == "amount" or not any(one.distance(change) <= BESIDE for one in near):
        return None
    return replace(
        _moved_alone(change, levels), announced=BASE_TOLD
    )  # 同比增长5%；投诉43件，减少9件


def is_of_last_year(change: Fact) -> bool:
    """Whether an amount of change says that it is against an earlier year."""
    basis = _basis(change)
    return basis == "上年" or basis.isdigit() or "净" in change.measure


def _moved_alone(change: Fact, levels: Pool) -> Relation:
    """A change since an earlier year with the level of its name, where one is told: 信访43件，
    比上年减少9件.
    """
    alike = [fact for fact in levels.of_unit(change.unit) if fact.kind == change.kind]
    level = _level_of(change, alike)
    base = _base_of(change, level, alike) if level else _base_alone(change, alike)
    told = {"level": level, "base": base, "change": change}
    agrees = change.meets(*_gap(Hit(level, base, 0))) if level and base else None
    return relate("change", told, announced=_basis(change), agrees=agrees)


def _directed(kind: str, told: Mapping[str, Fact | None], chance: float) -> Relation:
    """A change of the size that level and base give; it agrees if it goes the way they do. What
    words call the year before is the base.
    """
    level, base = told.get("level"), told.get("base")
    if level and base and BEFORE.search(level.measure) and not BEFORE.search(base.name):
        told = dict(told) | {"level": base, "base": level}
    agrees = not is_turned(relate(kind, told))
    return relate(kind, told, announced="" if agrees else TURNED, chance=chance, agrees=agrees)


def is_turned(relation: Relation) -> bool:
    """Whether a change is told to go the other way than its level and base do."""
    level, base = relation.of("level"), relation.of("base")
    if relation.announced == TURNED or level is None or base is None:
        return relation.announced == TURNED
    moves = [fact for fact in map(relation.of, ("change", "growth", "points")) if fact]
    ways = {not _is_fall(move) for move in moves if not _is_saving(move) and move.value}
    return bool(ways - {_signed(level) > _signed(base)})


def _differ(change: Fact, levels: Pool, sign: int) -> Iterator[Hit]:
    """The pairs of levels that lie a change apart, up or down."""

    def ends(base: Fact) -> Ends | None:
        if base.high - base.low > change.high:  # which rounding hides
            return None
        low = base.low + min(sign * change.low, sign * change.high)
        high = base.high + max(sign * change.low, sign * change.high)
        return (low, high) if low > 0 else None

    near = Near(change, levels, change.is_like)
    return pairs(change, near.weighed_by(_UNNAMED), near, ends, _HOPELESS, [change.unit])
