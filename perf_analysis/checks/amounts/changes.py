"""Checks of changes: a level with how much and by how many percent it changed,
two levels and the rate between them, percentage points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perf_analysis import units
from perf_analysis.checks.amounts.lists import is_base, is_plan
from perf_analysis.checks.amounts.telling import HUNDRED, compare, ids, named, no_text, once
from perf_analysis.checks.case import Case, Figure, Finding, Status, overlap
from perf_analysis.checks.passages import BREATH, Passage, is_alike, is_level, span_in
from perf_analysis.units import Interval, unsigned

ASK = "请核对本年数、上年数、变动额和变动幅度"
OTHER_SCOPE = "可能不是同一口径"
MOST_LEVELS = 4  # before a change among which its level is looked for

# Nothing but these between a level and its change: they are said in one breath of one thing.
_AGAINST = (
    r"(?:(?:与|比|较|同|跟|和|相比)?(?:上一?年度?|去年|(?:19|20)\d\d年度?|上期|年初)"
    r"(?:同期|决算数?|执行数?|预算数?|数|的|全年)*(?:相比较?|比较|相比)?|同比|环比|相比)"
)
_MOVED = "增加|增长|增|减少|下降|降低|减|上升|提高|压减|压缩|缩减|回落|上涨"
_NOTHING_NEW = re.compile(
    rf"^[，,、;；(]?(?:为|人|个)?[，,]?(?:{_AGAINST}[，,]?)?(?:实际|共|均|净|约|则|总体|总额|又)*(?:{_MOVED})(?:了|额|约|为|达)?[:]?$"
)
_RATE_LEAD = re.compile(
    rf"^[，,、(和]?(?:同比|比上年|较上年)?(?:{_MOVED}|增幅|降幅|减幅|涨幅|增速|幅度|增长率|下降率|变动率|增减率)(?:了|为|约|达到?|是|率|幅度)*:?$"
)
_NOTHING_BUT_BASE = re.compile(
    r"^[，,、(]?(?:与|比|较|同)?(?:上一?年度?|去年|(?:19|20)\d\d年度?|上期)(?:同期|决算数?|执行数?|数|的|为|是)*$"
)
_AGAINST_PLAN = re.compile(
    r"(?:比|较|与|同)[^，,。；;]{0,6}(?:预算|计划|概算|目标|指标)[^，,。；;]{0,3}$"
)
_SAME_BASIS = re.compile(r"同口径|可比|不变价|剔除|扣除|名义|实际增长")
_REACHED = re.compile(
    r"^[，,、(]?(?:达到?|增至|增加到|增长到|升至|上升到|提高到|降至|降到|减至|减少到|下降到|为)(?:了)?$"
)
_FROM = re.compile(r"(?:由|从)(?:上年|去年|上一?年度?|(?:19|20)\d\d年度?|年初)?[^，,。]{0,6}$")
_TO = re.compile(r"^[^，,。;；]{0,6}(?:到|至|为)(?:了|(?:19|20)\d\d年度?的?|本年的?|今年的?)?$")
# Accounts are changed by what they say; output and value added grow at comparable prices.
_ACCOUNTS = re.compile(r"收入|支出|经费|决算|拨款|结转|结余|资金|费$|三公|收支|预算")
_PRICES = re.compile(r"总值|增加值|GDP|产值|销售额|零售|收入总额")


def check_changes(case: Case) -> Iterator[Finding]:
    """A level, its change and the rate of its change agree:
    the rate is the change by the level before.
    """
    if case.document is None:
        yield no_text("变动")
        return
    yield from once(finding for passage in case.passages for finding in _of_passage(passage))


def _of_passage(passage: Passage) -> Iterator[Finding]:
    for at, rate in enumerate(passage.figures):
        if rate["kind"] != "growth" or not at:
            continue
        if "百分点" in (rate["unit"] or ""):
            yield from _points(passage, at)
        elif rate["unit"] in ("%", "倍") and rate["direction"]:
            amount = _amount_beside(passage, at)
            yield from _levels_and_rate(passage, at, amount)
            if amount is not None:
                yield from _amount_and_rate(passage, at, amount)
    for at, change in enumerate(passage.figures):
        if change["direction"] and change["kind"] in ("amount", "count", "area", "other"):
            yield from _levels_and_change(passage, at)


def _amount_beside(passage: Passage, at: int) -> int | None:
    """The amount of change said with a rate of change: right before or right behind it."""
    rate = passage.figures[at]
    for place, later in ((at - 1, at), (at + 1, at + 1)):
        if 0 <= place < len(passage.figures):
            amount = passage.figures[place]
            is_change = (
                amount["kind"] in ("amount", "count", "area", "other")
                and amount["direction"] == rate["direction"]
            )
            if is_change and _RATE_LEAD.search(passage.leads[later]):
                return place
    return None


def _amount_and_rate(passage: Passage, at: int, amount: int) -> Iterator[Finding]:
    """The rate is the change by the level before, which is the level without the change."""
    figures, first = passage.figures, min(at, amount)
    rate, change = figures[at], figures[amount]
    levels = _levels_before(passage, first, change)
    behind = max(at, amount) + 1
    if (
        behind < len(figures)
        and is_level(figures[behind])
        and is_alike(figures[behind], change)
        and _REACHED.search(passage.leads[behind])
    ):
        levels.insert(0, behind)
    computed = [(level, _rate_of(passage, level, change)) for level in levels]
    agreeing = next(
        (level for level, span in computed if overlap(unsigned(rate["span"]), span)), None
    )
    chosen = (
        _first_alike(passage, agreeing)
        if agreeing is not None
        else levels[0]
        if levels and _is_its_level(passage, levels[0], first)
        else None
    )
    if chosen is None:
        return
    if agreeing is None and _is_before(passage.leads[chosen]) and _two_levels(passage, first):
        return  # told of both levels
    if agreeing is None and _PRICES.search(passage.clause(chosen)):
        return  # such grow at comparable prices
    told = (
        f"{_base_word(passage, chosen)} {named(figures[chosen])}，"
        f"{'减少' if change['direction'] == '-' else '增加'} {named(change)}"
    )
    compared = [figures[place] for place in sorted((chosen, amount, at))]
    yield from _told(
        rate,
        _in_unit(_rate_of(passage, chosen, change), rate),
        told,
        compared,
        is_certain=_is_certain(passage, chosen, first),
    )


def _told(
    stated: Figure, computed: Interval, told: str, compared: Sequence[Figure], *, is_certain: bool
) -> Iterator[Finding]:
    verdict: Status = "fails" if is_certain else "question"
    yield from compare(
        stated,
        computed,
        told,
        compared,
        verdict=verdict,
        why="" if is_certain else OTHER_SCOPE,
        ask=ASK,
    )


def _rate_of(passage: Passage, level: int, change: Figure) -> Interval:
    """The rate of a change by its level, which is last year's where the words say so. [%]"""
    by, span = unsigned(change["span"]), span_in(passage.figures[level], change)
    if _is_before(passage.leads[level]):
        return units.spread(lambda base, by: HUNDRED * by / base, span, by)
    sign = -1 if change["direction"] == "-" else 1
    return (
        units.spread(lambda now, by: HUNDRED * by / (now - sign * by), span, by)
        if sign < 0 or span.low > by.high
        else Interval(units.NAN, units.NAN)
    )


def _in_unit(percent: Interval, rate: Figure) -> Interval:
    """A rate in % in the unit of the one stated."""
    return units.scaled(percent, 1 / HUNDRED) if rate["unit"] == "倍" else percent


def _levels_before(passage: Passage, at: int, change: Figure) -> list[int]:
    """The nearest levels before a change that it can have changed, nearest first."""
    places = [
        place
        for place in range(at - 1, -1, -1)
        if is_level(passage.figures[place]) and is_alike(passage.figures[place], change)
    ]
    return [place for place in places[:MOST_LEVELS] if passage.figures[place]["value"]]


def _first_alike(passage: Passage, level: int) -> int:
    """The first of levels of one value in a row: 收入总计 and 支出总计
    of which one change is told.
    """
    figures = passage.figures
    while (
        level
        and passage.is_one(level - 1, level, BREATH)
        and _is_same(figures[level - 1], figures[level])
    ):
        level -= 1
    return level


def _is_same(one: Figure, other: Figure) -> bool:
    return (
        is_level(one)
        and one["kind"] == other["kind"]
        and one["unit"] == other["unit"]
        and bool(one["value"] == other["value"])
    )


def _is_its_level(passage: Passage, level: int, at: int) -> bool:
    """Whether a change stands right beside its level and is said of nothing else."""
    if level > at:
        return True
    return (
        level == at - 1
        and bool(_NOTHING_NEW.search(passage.leads[at]))
        and not _is_listed(passage, level)
    )


def _is_listed(passage: Passage, level: int) -> bool:
    """Whether a level stands behind another one, so that the change may be
    that of both together.
    """
    figures, other = passage.figures, level - 1
    is_beside = (
        other >= 0
        and passage.is_one(other, level, BREATH)
        and is_level(figures[other])
        and is_alike(figures[other], figures[level])
    )
    return (
        is_beside
        and not _is_same(figures[other], figures[level])
        and not (is_plan(passage, other) or _is_before(passage.leads[level]))
    )


def _is_certain(passage: Passage, level: int, at: int) -> bool:
    """Whether level, change and rate are certainly of one scope: accounts, said in one breath,
    on no other basis.
    """
    leads = passage.leads[min(level, at) : max(level, at) + 2]
    is_account = bool(
        _ACCOUNTS.search(f"{passage.clause(level)}{passage.figures[level]['measure'] or ''}")
    )
    exact = not any(
        figure["qualifier"] for figure in passage.figures[min(level, at) : max(level, at) + 2]
    )
    is_same = not any(_SAME_BASIS.search(lead) for lead in leads)
    return (
        (is_account or passage.figures[level]["kind"] == "count")
        and exact
        and is_same
        and _is_its_level(passage, level, at)
    )


def _is_before(lead: str) -> bool:
    """Whether a level is what a change is measured against: last year's,
    or a budget it is compared with.
    """
    return is_base(lead) or bool(_AGAINST_PLAN.search(lead))


def _base_word(passage: Passage, level: int) -> str:
    return "原来" if _is_before(passage.leads[level]) else "本年"


def _levels_and_rate(passage: Passage, at: int, amount: int | None) -> Iterator[Finding]:
    """The level of this year and that of the last one give the rate between them."""
    figures, first = passage.figures, at if amount is None else min(at, amount)
    rate = figures[at]
    pair = _two_levels(passage, first)
    if pair is None:
        return
    now, before, is_told = pair
    sign = -1 if rate["direction"] == "-" else 1
    span = span_in(figures[before], figures[now])
    if span.low <= 0:
        return
    computed = units.spread(
        lambda now, before: sign * HUNDRED * (now - before) / before,
        unsigned(figures[now]["span"]),
        span,
    )
    compared = [figures[place] for place in sorted((now, before, at))]
    told = f"{named(figures[now])} 比 {named(figures[before])}"
    is_exact = not any(figure["qualifier"] for figure in compared) and not any(
        _SAME_BASIS.search(lead) for lead in passage.leads[first : at + 1]
    )
    if overlap(unsigned(rate["span"]), _in_unit(computed, rate)) or is_told:
        yield from _told(
            rate, _in_unit(computed, rate), told, compared, is_certain=is_told and is_exact
        )


def _two_levels(passage: Passage, at: int) -> tuple[int, int, bool] | None:
    """The level of this year, that of the last one, and whether the words say which they are,
    of what changes at a place.
    """
    figures, leads = passage.figures, passage.leads
    if at < 2 or not is_level(figures[at - 1]):
        return None
    last = at - 1
    others = [
        place
        for place in range(last - 1, -1, -1)
        if is_level(figures[place]) and is_alike(figures[place], figures[last])
    ]
    if not others:
        return None
    other = others[0]
    is_beside, is_one = other == last - 1, passage.is_one(other, at)
    if _is_before(leads[last]):
        return (
            other,
            last,
            is_beside
            and is_one
            and bool(_NOTHING_BUT_BASE.search(leads[last]))
            and _says_nothing_new(leads[at]),
        )
    if is_beside and is_one and _FROM.search(leads[other]) and _TO.search(leads[last]):
        return last, other, _says_nothing_new(leads[at])
    return (last, other, False) if is_beside and _is_before(leads[other]) else None


def _says_nothing_new(lead: str) -> bool:
    return bool(_NOTHING_NEW.search(lead) or _RATE_LEAD.search(lead))


def _levels_and_change(passage: Passage, at: int) -> Iterator[Finding]:
    """The change is the difference of this year's level and last year's."""
    figures, change = passage.figures, passage.figures[at]
    pair = _two_levels(passage, at)
    if pair is None or not is_alike(figures[pair[0]], change):
        return
    now, before, is_told = pair
    sign = -1 if change["direction"] == "-" else 1
    computed = units.spread(
        lambda now, before: sign * (now - before),
        span_in(figures[now], change),
        span_in(figures[before], change),
    )
    compared = [figures[place] for place in sorted((now, before, at))]
    if overlap(unsigned(change["span"]), computed) or is_told:
        told = f"{named(figures[now])} 与 {named(figures[before])} 的差额"
        yield from _told(
            change,
            computed,
            told,
            compared,
            is_certain=is_told and not any(figure["qualifier"] for figure in compared),
        )


def _points(passage: Passage, at: int) -> Iterator[Finding]:
    """Percentage points are the difference of the two rates before them."""
    figures, leads = passage.figures, passage.leads
    if at < 2 or not all(
        figure["kind"] == "rate" and figure["unit"] == figures[at - 1]["unit"]
        for figure in figures[at - 2 : at]
    ):
        return
    first, second, points = figures[at - 2 : at + 1]
    one, other = unsigned(first["span"]), unsigned(second["span"])
    is_from_to = bool(_FROM.search(leads[at - 2]) and _TO.search(leads[at - 1]))
    is_against = bool(_NOTHING_BUT_BASE.search(leads[at - 1]))
    rise = units.spread(
        lambda now, before: now - before, other if is_from_to else one, one if is_from_to else other
    )
    falls = points["direction"] == "-"
    computed = Interval(-rise.high, -rise.low) if falls else rise
    is_told = (
        (is_from_to or is_against)
        and passage.is_one(at - 2, at, BREATH)
        and _says_nothing_new(leads[at])
    )
    agrees = overlap(unsigned(points["span"]), computed) or (
        not is_told and overlap(unsigned(points["span"]), Interval(-computed.high, -computed.low))
    )
    if agrees:
        message = f"{named(first)} 与 {named(second)} 相差 {named(points)}"
        yield Finding(
            "holds",
            message,
            ids((first, second, points)),
            float(abs(points["value"])),
            difference=0.0,
            unit=points["unit"],
        )
    elif is_told:
        told = f"{named(first)} 与 {named(second)} 的差"
        yield from compare(points, computed, told, (first, second, points), ask=ASK)
