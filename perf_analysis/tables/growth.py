"""Growth: the measures that grew, each with the level, base and change that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from perf_analysis import units
from perf_analysis.figures import interval_of, text_of, wording
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.changes import BASE_TOLD, SAVINGS, is_of_last_year
from perf_analysis.relations.facts import BESIDE, HERE
from perf_analysis.relations.promises import promised_thing
from perf_analysis.relations.steps import BEFORE, from_to
from perf_analysis.tables.completion import name_reached
from perf_analysis.tables.ties import BUDGETED
from perf_analysis.terms import UNNAMED

# What stands above or below another's, or a target, did not grow by it.
COMPARED = re.compile(r"^(?:高于|低于|优于|超过|超出|好于|快于|慢于|超|差)|目标|计划")
LACKING = ("欠", "差", "缺")  # so many points
_LONGEST_WORD = 3  # characters
_PART = re.compile(r"[一二三四]季度|[上下]半年|前[一二三]季度|[两二三四五]年平均")
_PERIOD = re.compile(
    r"(?:本年|今年|当年|20\d\d年?|\d+月|全年|\d季度|上半年|下半年|[\d.年月-]+)*(?:实际)?(?:达到|完成)?"
)


def find_growth(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """One row per growth of a result; a target's or a forecast's growth is none."""
    relations = list(relations)
    targets = [one for one in relations if one.kind == "target"]
    reached = [one for one in targets if _is_of_level(one)]
    grown = [
        (growth, relation)
        for relation in relations
        if relation.kind in ("change", "points")
        if (growth := _moved(relation))
        if growth.role == "actual" or _is_of_result(growth, relation, reached)
        if not growth.row["same_as"]
        if not COMPARED.search(text_of(growth.row["measure"]))
        if not growth.lead.endswith(LACKING)
    ]
    grown.sort(key=lambda one: one[0].at)
    rows = [_row(growth, relation, reached) for growth, relation in grown]
    for row, (growth, _) in zip(rows, grown, strict=True):
        row["measure"] = _aim(growth, targets) or row["measure"]
    _tell_apart(rows, [growth for growth, _ in grown])
    return rows


def _moved(relation: Relation) -> Fact | None:
    """The growth of a change, or its amount where that alone is told of an earlier year."""
    growth, change = relation.of("growth") or relation.of("points"), relation.of("change")
    if growth or change is None or relation.kind != "change":
        return growth
    level, base = relation.of("level"), relation.of("base")
    if any(fact.role == "plan" or "预算" in fact.name for fact in (level, base, change) if fact):
        return None  # 追加 and 核减 of a budget
    is_told = base is not None and BEFORE.search(base.name) is not None
    if level and base and from_to(change, (base, level)):
        is_told = True  # 由79元提高到84元，提高5元
    is_told = is_told or (base is None and relation.announced == BASE_TOLD)
    return change if is_told or is_of_last_year(change) else None


def _tell_apart(rows: list[dict[str, Any]], growths: list[Fact]) -> None:
    """The part or number of years of a growth, or its year where one measure grew in several."""
    years: dict[str, set[str]] = {}
    for row, growth in zip(rows, growths, strict=True):
        years.setdefault(row["measure"], set()).add(text_of(growth.row["period"]))
    for row, growth in zip(rows, growths, strict=True):
        year, part = text_of(growth.row["period"]), _PART.match(text_of(growth.row["measure"]))
        if part and part[0] not in row["measure"]:
            row["measure"] += f"（{part[0]}）"
        elif len(years[row["measure"]]) > 1 and year and year not in row["measure"]:
            row["measure"] += f"（{year}年）"


def _row(growth: Fact, relation: Relation, reached: Sequence[Relation]) -> dict[str, Any]:
    level, base, change = (relation.of(role) for role in ("level", "base", "change"))
    if level in [relation.of("target") for relation in reached]:
        level = None  # what was to be reached is no level
    level = level or _result_before(growth, reached) or _reached(growth, base, reached)
    figure = growth.row
    is_saving = growth.kind == "rate" and text_of(figure["measure"]).endswith(SAVINGS)
    is_fall = is_saving or (text_of(figure["direction"]) == "-" and figure["value"] > 0)
    row = {
        "measure": _own_name(growth, base)
        or _aim(level, reached)
        or _name(growth, level)
        or UNNAMED,
        "section": figure["section"],
        "growth": -figure["value"] if is_fall else figure["value"],
        "growth_decimals": figure["decimals"],
        "growth_unit": figure["unit"],
        "basis": figure["basis"] or _basis(base, is_saving=is_saving),
        "status": figure["status"],
        "note": figure["note"] or (None if figure["value"] else f"写为“{figure['quoted']}”"),
        "growth_id": growth.figure_id,
    }
    for name, fact in (("value", level), ("prior", base), ("change", change)):
        row |= _cells(name, fact, level)
    row["unit"] = next((fact.row["unit"] for fact in (level, base, change) if fact), None)
    return row | _derived(growth, level, base)


def _basis(base: Fact | None, *, is_saving: bool) -> str | None:
    """What a growth is of where its own words do not say: the budget, or what was saved on; a rate
    of saving is none since last year.
    """
    if base is not None and base.row["term"] in BUDGETED:
        return "预算"
    return (base.name if base else "预算") if is_saving else None


def _is_of_result(growth: Fact, relation: Relation, reached: Sequence[Relation]) -> bool:
    """Whether a growth among goals is that of a result."""
    level = relation.of("level")
    is_of_it = level is not None and any(level is one.of("actual") for one in reached)
    return is_of_it or _result_before(growth, reached) is not None


def _result_before(growth: Fact, reached: Iterable[Relation]) -> Fact | None:
    """What was reached of a target right before a growth since last year that calls itself by it,
    whatever sentence on targets both stand in: 目标不低于92%，实际94.6%，比上年提高1.3个百分点.
    """
    for relation in reached:
        actual = relation.of("actual")
        is_next = actual is not None and actual.at == growth.at - 1
        if actual is None or not is_next or actual.distance(growth) != HERE or actual.table:
            continue
        is_of_it = text_of(growth.row["subject"]) in (actual.name, actual.measure)
        if is_of_it and is_of_last_year(growth):
            return actual
    return None


def _reached(growth: Fact, base: Fact | None, reached: Iterable[Relation]) -> Fact | None:
    """What was reached of a target of the name of a growth, which the report tells elsewhere: the
    level, where the growth from a printed base leads to it.
    """
    name = text_of(growth.row["subject"])
    is_of_points = "点" in text_of(growth.row["unit"])
    for relation in reached:
        actual, target = relation.of("actual"), relation.of("target")
        names = {text_of(one.row["subject"]) or one.name for one in (target, actual) if one}
        if actual is None or (actual.kind == "rate") != is_of_points:
            continue
        is_of_it = name in names or _is_one(name, name_reached(relation))
        if not is_of_it and (base is None or actual.letters.isdisjoint(growth.letters)):
            continue
        if base is None or _leads_to(base, growth, actual):
            return actual
    return None


def _is_one(name: str, other: str) -> bool:
    """Whether one of two names holds the other, and is more than a word."""
    shorter, longer = sorted((name, other), key=len)
    return len(shorter) > _LONGEST_WORD and shorter in longer


def _is_of_level(target: Relation) -> bool:
    """Whether what was reached of a target is no change itself."""
    actual = target.of("actual")
    return actual is not None and not actual.is_moved and actual.kind != "growth"


def _leads_to(base: Fact, growth: Fact, level: Fact) -> bool:
    sign = -1 if text_of(growth.row["direction"]) == "-" else 1
    if base.unit != level.unit or level.kind == "rate":
        return base.unit == level.unit and level.meets(
            base.low + sign * growth.high, base.high + sign * growth.low
        )
    ends = sorted((1 + sign * growth.low, 1 + sign * growth.high))
    return level.meets(base.low * ends[0], base.high * ends[1])


def _aim(level: Fact | None, reached: Iterable[Relation]) -> str:
    """What the target of a level is of that stands right before it in running text: 专利授权，目标
    300件，实际330件，增长10%.
    """
    for relation in reached:
        target, actual = relation.of("target"), relation.of("actual")
        if target is None or actual is None or actual is not level or target.table:
            continue
        if target.at < actual.at and target.distance(actual) <= BESIDE:
            return name_reached(relation)
    return ""


def _own_name(growth: Fact, base: Fact | None) -> str:
    """What its own clause says that it is of: 入库材料较上年的3655份增加20.0%."""
    name, told = text_of(growth.row["subject"]), growth.lead
    if base is not None and base.at == growth.at - 1 and base.distance(growth) == HERE:
        told = base.lead + told
    is_name = len(name) > _LONGEST_WORD and not wording.is_broken(name)
    return name if is_name and name in told and not BEFORE.search(name) else ""


def _name(growth: Fact, level: Fact | None) -> str:
    """What grew: the name of its level where that tells one, else of the growth."""
    if level is None or _PERIOD.fullmatch(level.name):
        return text_of(growth.row["subject"])
    if level.row["status"] == "unsure" and not level.table and _PERIOD.fullmatch(level.before):
        label = promised_thing(level)  # ——受理申诉。本年412件
        if label:
            return label
    measure = text_of(level.row["measure"])
    return text_of(level.row["subject"]) + ("" if _PERIOD.fullmatch(measure) else measure)


def _cells(name: str, fact: Fact | None, level: Fact | None) -> dict[str, Any]:
    """A number as printed, in the unit of the level: 1.2 亿元 beside 万元 is 12000 万元."""
    if fact is None:
        return {}
    told = fact.row
    value, decimals = told["value"], told["decimals"]
    if level is not None and fact.unit == level.unit and fact.factor != level.factor:
        number = units.printed(value, decimals) * fact.factor / level.factor
        value, decimals = (
            float(number),
            max(0, -number.normalize().adjusted() + len(number.as_tuple().digits)),
        )
    return {name: value, f"{name}_decimals": decimals, f"{name}_id": told["figure_id"]}


def _derived(growth: Fact, level: Fact | None, base: Fact | None) -> dict[str, float]:
    """The prior level and the change: of the printed base where there is one, else what level and
    growth allow.
    """
    if level is None:
        return {}
    span = interval_of(level.row)
    if base is not None and base.unit == level.unit:
        prior = units.scaled(base.span, 1 / level.factor)
        change = units.Interval(span.low - prior.high, span.high - prior.low)
        return _ends(prior, change)
    if growth.row["unit"] not in ("%", "‰", "倍"):
        return {}
    share = units.scaled(interval_of(growth.row), units.SHARE[growth.row["unit"]])
    if share.low <= -1:
        return {}
    prior = units.spread(lambda value, by: value / (1 + by), span, share)
    change = units.spread(lambda value, by: value * (1 - 1 / (1 + by)), span, share)
    return _ends(prior, change)


def _ends(prior: units.Interval, change: units.Interval) -> dict[str, float]:
    return {
        "prior_low": float(prior.low),
        "prior_high": float(prior.high),
        "change_low": float(change.low),
        "change_high": float(change.high),
    }
