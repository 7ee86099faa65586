"""Two years side by side: the measures that this report and the one of the year before state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.document import About
from perf_analysis.errors import InputError
from perf_analysis.figures import text_of, wording
from perf_analysis.relations import Fact, Relation
from perf_analysis.tables.growth import COMPARED
from perf_analysis.units import Interval

# Cells of the overview that two reports of one department have, whatever they call them.
CELLS = ("initial", "budget", "executed", "rate", "carry_over", "score")
_ROLES = ("actual", "plan")
_KINDS = ("amount", "count", "area", "other", "rate", "score")
_Key = tuple[str, str, str, str]


def check_years(this: About, previous: About, source: Any) -> None:
    """Refuse a report that is not of the same department, or not of the year before.

    Raises
    ------
    InputError : another department, or a year that is not the one before
    """
    names = this.department, previous.department
    if all(names) and not any(one in other for one, other in (names, names[::-1])):
        raise InputError(
            "value",
            source,
            f"这是{previous.department}的报告，本年的报告是{this.department}的",
            remedy="给出同一部门上一年的报告",
        )
    if this.year and previous.year and previous.year != this.year - 1:
        raise InputError(
            "value",
            source,
            f"这是 {previous.year} 年的报告，本年的报告是 {this.year} 年的",
            remedy="给出同一部门上一年的报告",
        )


def compare_years(
    this: tuple[Mapping[str, Any], Sequence[Fact], Iterable[Relation]],
    previous: tuple[Mapping[str, Any], Sequence[Fact]],
) -> list[dict[str, Any]]:
    """One row per measure that both reports state once, in order of this report.

    Parameters
    ----------
    this, previous : overview, facts and, of this report, the relations
    """
    overview, facts, relations = this
    told = {fact.figure_id: fact for fact in facts}
    before = {fact.figure_id: fact for fact in previous[1]}
    pairs = {
        (told[now].at, before[last].at): (told[now], before[last])
        for cell in CELLS
        if (now := overview.get(f"{cell}_id")) in told
        and (last := previous[0].get(f"{cell}_id")) in before
    }
    mine, theirs = _levels(facts), _levels(previous[1])
    for key in mine.keys() & theirs.keys():
        pairs.setdefault((mine[key].at, theirs[key].at), (mine[key], theirs[key]))
    changes = {
        level.at: relation
        for relation in relations
        if _is_of_years(relation) and (level := relation.of("level"))
    }
    rows = (_row(now, last, changes.get(now.at)) for now, last in pairs.values())
    return sorted((row for row in rows if row), key=lambda row: told[row["this_id"]].at)


def _is_of_years(relation: Relation) -> bool:
    """Whether a relation is a change since the year before: a gap to a target or to the time gone
    by is none.
    """
    moved = relation.of("growth") or relation.of("points")
    if relation.kind not in ("change", "points") or moved is None:
        return relation.kind == "change"
    is_of_last = text_of(moved.row["basis"]) in ("", "上年")
    return is_of_last and not COMPARED.search(moved.measure)


def _levels(facts: Sequence[Fact]) -> dict[_Key, Fact]:
    """The measures that a report states as one number, by name, kind, unit and role."""
    found: dict[_Key, list[Fact]] = {}
    for fact in facts:
        is_told = fact.kind in _KINDS and fact.role in _ROLES and fact.row["status"] != "unsure"
        is_now = not text_of(fact.row["measure"]).startswith(tuple(wording.BASES))
        if is_told and is_now and fact.is_exact and not fact.is_moved and len(fact.name) > 1:
            found.setdefault((fact.name, fact.kind, fact.unit, fact.role), []).append(fact)
    return {key: told[0] for key, told in found.items() if len({one.number for one in told}) == 1}


def _row(now: Fact, last: Fact, relation: Relation | None) -> dict[str, Any] | None:
    if now.unit != last.unit or now.kind != last.kind:
        return None
    before = units.scaled(last.span, 1 / now.factor)
    level = units.scaled(now.span, 1 / now.factor)
    change = Interval(level.low - before.high, level.high - before.low)
    row = {
        "subject": now.row["subject"],
        "measure": now.row["measure"],
        "term": now.row["term"],
        "unit": now.row["unit"],
        "this": now.row["value"],
        "this_decimals": now.row["decimals"],
        "previous": float(last.number / now.factor),
        "previous_decimals": _decimals(now, last),
        "change_low": float(change.low),
        "change_high": float(change.high),
        "this_id": now.figure_id,
        "previous_id": last.figure_id,
    }
    growth = _growth(now, last)
    row |= {"growth_low": float(growth.low), "growth_high": float(growth.high)} if growth else {}
    return row | _stated(last, growth, change, relation)


def _decimals(now: Fact, last: Fact) -> int:
    """The decimals of last year's number in the unit of this year's."""
    if now.factor == last.factor:
        return int(last.row["decimals"])
    return max(0, -int(Decimal(last.number / now.factor).normalize().as_tuple().exponent))


def _growth(now: Fact, last: Fact) -> Interval | None:
    """The growth from one level to the other [%]; shares and scores move by points."""
    if now.kind in ("rate", "score") or last.span.low <= 0:
        return None
    return units.spread(lambda one, other: 100 * one / other - 100, now.span, last.span)


def _stated(
    last: Fact, growth: Interval | None, change: Interval, relation: Relation | None
) -> dict[str, Any]:
    """What this report says of the year before and of the change, and whether that is so."""
    if relation is None:
        return {}
    base, moved = relation.of("base"), relation.of("growth") or relation.of("points")
    row: dict[str, Any] = {}
    agrees = []
    if base is not None:
        row |= {
            "stated_base": base.row["value"],
            "stated_base_decimals": base.row["decimals"],
            "stated_base_unit": base.row["unit"],
            "base_id": base.figure_id,
        }
        agrees.append(base.unit == last.unit and base.meets(last.low, last.high))
    derived = growth if relation.kind == "change" else change
    if moved is not None and derived is not None:
        sign = -1 if moved.row["direction"] == "-" or moved.row["value"] < 0 else 1
        row |= {
            "stated_growth": sign * abs(moved.row["value"]),
            "stated_growth_decimals": moved.row["decimals"],
            "stated_growth_unit": moved.row["unit"],
            "growth_id": moved.figure_id,
        }
        low, high = sorted(float(end) / float(moved.factor) for end in moved.span)
        ends = sorted((sign * low, sign * high))
        agrees.append(ends[0] <= derived.high and ends[1] >= derived.low)
    return row | ({"agrees": int(all(agrees))} if agrees else {})
