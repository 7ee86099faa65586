"""Completion: each target with what was reached of it, and each rate that says how far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.figures import text_of
from perf_analysis.figures.naming.roles import is_role
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.facts import BESIDE, FAR, HERE, likeness, pairs_of
from perf_analysis.relations.met import is_met
from perf_analysis.relations.promises import is_promised, promised_thing
from perf_analysis.units import Interval

# Above 100 the target was exceeded; 120 is flagged and 130 needs a reason in systems in use (rule
# profiles will say whose).
LIMITS = (100, 120, 130)
# A target that had to be guessed among more whole numbers than this says nothing.
MOST_IMPLIED = 20
_SIDES = ("target", "actual")
_TIMES = "倍"
_LONGEST = 16  # characters of a name that is no sentence
_ORDINAL = re.compile(r"第?[一二三四五六七八九十]+[项条件](?:完成)?$")
_SAME_NAME = 0.5  # of the shorter of two names
# behind a result that names it: 引进研究生6名，计划引进10名
_ONLY_PLANNED = re.compile(r"[，,(](?:年初|全年|原)?(?:计划|目标|任务|应|拟|定)数?[一-鿿]{0,2}")
_ROLES = re.compile(
    r"^【[^】]*】|^(?:实际|计划|目标|年度|年初|设定的?|预定的?)+(?![率度])"
    r"|(?:低于|高于|优于|超过|未达到?|没有达到)?(?:目标值?|实际|完成值|指标值|任务|要求|计划)$"
    r"|仅?为年度$"
)
_HEADS = re.compile(
    r"(?:年度)?(?:目标|指标|完成|实际完成|计划)值?|年初目标|全年完成值?|"
    r"(?:年度)?目标完成值|指标值年初目标|指标值全年完成|实际完成"
)
_OF_PART = re.compile(  # of the year
    r"(?:[上下]半年|[一二三四]季度|(?<!\d)(?:1[01]|[1-9])月[份底末]?)[^，。；\d]{0,12}$"
)

_QUARTERS = re.compile(r"(?:上半年|[一二三]季度)[^，。；\d]{0,12}$")


def find_completion(facts: Sequence[Fact], relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """One row per target, with its result where the report tells it, and per rate of completion."""
    told = [relation for relation in relations if relation.kind == "target"]
    rows: list[dict[str, Any]] = []
    known: dict[tuple[Any, ...], list[Relation]] = {}
    years = Counter(text_of(fact.row["period"]) for fact in facts)
    year = years.most_common(1)[0][0] if years else ""
    for relation in sorted(told, key=lambda relation: max(fact.at for fact in relation.facts)):
        sides = [relation.of(role) for role in _SIDES]
        equal = known.setdefault(
            tuple((one.number, one.unit) if one else None for one in sides), []
        )
        is_repeated = None not in sides and any(_is_named_alike(relation, one) for one in equal)
        if not is_repeated and not _is_bare(relation):
            rows.append(_row(relation, facts, year))
            equal.append(relation)
    return rows


def _is_named_alike(relation: Relation, before: Relation) -> bool:
    """Whether a target or its result has the name of one told before with the same numbers: 100 %
    of 100 % is no rare pair.
    """
    names = (
        [pairs_of(_plain_name(fact)) for one in (relation, before) if (fact := one.of(role))]
        for role in _SIDES
    )
    return any(likeness(*pair) >= _SAME_NAME for pair in names)


def name_reached(relation: Relation) -> str:
    """What a target was of, as its row is called."""
    return _name(*(relation.of(role) for role in ("target", "actual", "rate")))


def name_rate(measure: str) -> str:
    """What a rate of a row is called: 维修泵站完成率.

    >>> name_rate("维修泵站"), name_rate("支出执行率")
    ('维修泵站完成率', '支出执行率')
    """
    is_rate = measure.endswith(("率", "目标", "任务", "计划"))
    return measure if is_rate else f"{measure}完成率"


def _is_bare(relation: Relation) -> bool:
    """Whether it is a rate said before or of a part of the year, or a target of running text
    without a result or with that of another part of the year: those are goals, not completion.
    """
    fact = relation.facts[0]
    if len(relation.facts) > 1:
        return _is_of_part(relation)
    if relation.roles[0] == "rate" and _OF_PART.search(fact.lead):
        return True
    return bool(fact.row["same_as"]) or (relation.roles[0] == "target" and not fact.table)


def _is_of_part(relation: Relation) -> bool:
    """Whether a share is to be reached in some quarters, and what was reached is of another time:
    前三季度项目支出占比不低于70%.
    """
    target, actual = (relation.of(role) for role in _SIDES)
    if target is None or actual is None or target.row["unit"] != "%":
        return False
    return bool(_QUARTERS.search(target.lead) and not _QUARTERS.search(actual.lead))


def _row(relation: Relation, facts: Sequence[Fact], year: str) -> dict[str, Any]:
    target, actual, rate = (relation.of(role) for role in ("target", "actual", "rate"))
    main = rate or actual or target
    assert main is not None
    row: dict[str, Any] = {
        "measure": _year_of(target, actual, year) + _name(target, actual, rate),
        "section": main.row["section"],
        "implied_targets": [],
        "met": is_met(target, actual, rate),
    }
    for name, fact in (("rate", rate), ("target", target), ("actual", actual)):
        if fact is not None:
            row |= {
                name: _signed(fact, target),
                f"{name}_decimals": fact.row["decimals"],
                f"{name}_id": fact.figure_id,
            }
    if rate is not None and rate.row["unit"] == _TIMES:  # 目标的1.23倍 is 123 %
        row |= {
            "rate": round(100 * row["rate"], 10),
            "rate_decimals": max(0, row["rate_decimals"] - 2),
        }
    measured = actual or target
    row["unit"] = measured.row["unit"] if measured else None
    if target is not None:
        row["target_unit"] = target.row["unit"]
    if rate is not None:
        row["limit"] = _limit(row["rate"])
        if target is None:
            row |= _implied(rate, actual or _counted(rate, facts))
    return row


def _year_of(target: Fact | None, actual: Fact | None, year: str) -> str:
    """The year of a target that is not this report's: what is to be reached next year."""
    told = text_of(target.row["period"]) if target is not None and actual is None else ""
    return f"{told}年" if told.isdigit() and year.isdigit() and told > year else ""


def _signed(fact: Fact, target: Fact | None) -> float:
    """The number as printed; negative where it fell though the target was to rise."""
    value: float = fact.row["value"]
    if target is None or not (fact.is_moved and target.is_moved):
        return value
    return -abs(value) if fact.row["direction"] != target.row["direction"] else value


def _name(target: Fact | None, actual: Fact | None, rate: Fact | None) -> str:
    """What was to be reached: the name of the target, else of what was reached, without the words
    that only say which of the two it is.
    """
    thing = _promised(target, actual)
    if thing:
        return thing
    told = [_plain_name(fact) for fact in (target, actual) if fact is not None]
    if target is not None and actual is not None and _is_vague(target, actual):
        told.reverse()
    named = [name for name in told if 1 < len(name) <= _LONGEST and not _ORDINAL.match(name)]
    if named:
        return named[0]
    return next(filter(None, told), rate.name if rate is not None else "")


def _promised(target: Fact | None, actual: Fact | None) -> str:
    """What a target right before its result in one item is of, by the words that lead to it."""
    if target is None or actual is None or target.distance(actual) > BESIDE:
        return ""
    if target.table and (target.row["status"] != "unsure" or ":" not in target.before):
        return ""  # a cell that holds its own name: 上云数：约定320个
    is_told = is_promised(target) or target.row["status"] == "unsure" or target.kind == "growth"
    is_behind = target.at < actual.at and is_told
    return promised_thing(target) if is_behind else ""


def _is_vague(target: Fact, actual: Fact) -> bool:
    """Whether a target has its name from what was told before it: 91.35%，均高于90%的目标."""
    is_beside = not target.table and actual.distance(target) == HERE
    is_only_role = bool(_HEADS.fullmatch(text_of(target.row["measure"])))
    if is_beside and actual.at == target.at - 1 and _ONLY_PLANNED.fullmatch(target.before):
        return True
    is_told = actual.row["status"] != "unsure"  # 计划85万亩，落实88.4万亩 names no more
    return target.row["status"] == "unsure" or (is_beside and is_only_role and is_told)


def _plain_name(fact: Fact) -> str:
    subject, measure = text_of(fact.row["subject"]), text_of(fact.row["measure"])
    if _HEADS.fullmatch(measure) or (fact.table and subject and is_role(measure)):
        return _ROLES.sub("", subject)
    return subject + (_ROLES.sub("", measure) if not fact.table else measure)


def _limit(value: float) -> int | None:
    return max((limit for limit in LIMITS if value > 100 and value >= limit), default=None)


def _implied(rate: Fact, actual: Fact | None) -> dict[str, Any]:
    """What a rate tells of a target that is not printed, if a count is what was completed."""
    if actual is None or actual.kind != "count":
        return {}
    share = units.scaled(rate.span, Decimal(1))
    return {
        "counted": actual.name,
        "actual": actual.row["value"],
        "actual_decimals": actual.row["decimals"],
        "unit": actual.row["unit"],
        "actual_id": actual.figure_id,
        "implied_targets": _whole_targets(actual.span, share),
    }


def _counted(rate: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The nearest count before a rate, in its section, whose name ends in the noun of the rate's
    subject: 引进招商项目 of 注册项目完成率.
    """
    noun = text_of(rate.row["subject"])[-2:]
    named = [
        fact
        for fact in facts
        if noun
        and fact.row["start"] is not None
        and fact.kind == "count"
        and fact.role == "actual"
        and fact.section == rate.section
        and rate.distance(fact) < FAR
        and fact.at < rate.at
        and text_of(fact.row["measure"]).endswith(noun)
    ]
    return named[-1] if named else None


def _whole_targets(actual: Interval, share: Interval) -> list[int]:
    """The whole targets for which `actual` is `share` of the target;
    none when there are too many to mean anything.

    The upper end of a printed share is open: 101 of 200 is 50.5 %, which prints as 51 %.
    """
    if share.low <= 0 or actual.low <= 0 or not actual.high.is_finite():
        return []
    low, high = actual.low / share.high, actual.high / share.low
    first = (
        int(low.to_integral_value(ROUND_FLOOR)) + 1
        if share.low < share.high
        else int(low.to_integral_value(ROUND_CEILING))
    )
    last = int(high.to_integral_value(ROUND_FLOOR))
    return list(range(max(first, 1), last + 1)) if last - first < MOST_IMPLIED else []
