"""The budget and how it was executed: the whole, its sources and natures, its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.document import About
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact, Relation
from perf_analysis.tables.execution import SOURCES, Execution, is_of_execution
from perf_analysis.tables.subtotals import add_breakdown
from perf_analysis.tables.whole import is_of_whole

# The natures of spending of the form 部门整体支出规模.
NATURES = ("基本支出", "项目支出", "经营支出")
HUNDRED = Decimal(100)


def find_budget(
    about: About, facts: Sequence[Fact], relations: Sequence[Relation], execution: Execution
) -> list[dict[str, Any]]:
    """The total, each source and nature of spending that is stated, then each item with a rate of
    its own, and the sums of items; none when neither a budget nor an execution of the whole is
    stated.
    """
    # where no other budget is printed, that of the start is the one executed
    execution = execution._replace(budget=execution.budget or execution.initial)
    if execution.budget is None and execution.executed is None:
        return []
    whole = _Whole(execution._asdict(), _parts(about, facts))
    lines = [_total(whole)]
    lines += [_part(whole, name, fact) for name, fact in whole.parts.items()]
    return lines + add_breakdown(_items(execution, relations), lines[0])


class _Whole:
    """The figures of the whole and its parts, each as value, decimals and unit."""

    def __init__(self, told: Mapping[str, Fact | None], parts: Mapping[str, Fact]) -> None:
        self.told, self.parts = told, parts
        stated = filter(None, (*told.values(), *parts.values()))
        money = [fact for fact in stated if _is_money(fact)]
        self.factor = max((fact.factor for fact in money), default=Decimal(1))
        self.unit = next((fact.row["unit"] for fact in money if fact.factor == self.factor), None)

    def printed(self, fact: Fact) -> tuple[float, int, str | None]:
        """A figure in the unit of the whole: 1924.46 万元 is exactly 0.192446 亿."""
        row = fact.row
        if not _is_money(fact):
            return row["value"], row["decimals"], row["unit"]
        shift = (self.factor / fact.factor).adjusted()
        number = units.printed(row["value"], row["decimals"]).scaleb(-shift)
        return float(number), row["decimals"] + shift, row["unit"] if shift == 0 else self.unit

    def cells(self, name: str, fact: Fact | None) -> dict[str, Any]:
        """The figure under the names of the table; nothing when it is not stated."""
        if fact is None:
            return {}
        value, decimals, _ = self.printed(fact)
        return {name: value, f"{name}_decimals": decimals, f"{name}_id": fact.figure_id}


def _is_money(fact: Fact) -> bool:
    return fact.kind == "amount" and fact.unit == "元"


def _total(whole: _Whole) -> dict[str, Any]:
    budget, executed = whole.told["budget"], whole.told["executed"]
    stated = budget if executed is None else executed
    assert stated is not None
    line: dict[str, Any] = {"line": "合计", "breakdown": "total", "unit": whole.printed(stated)[2]}
    for name, fact in whole.told.items():
        line |= whole.cells(name, fact)
    if executed is not None:
        line["section"] = executed.row["section"]
    if budget is None or executed is None:
        return line
    decimals = min(line["budget_decimals"], line["executed_decimals"])
    unspent = units.printed(line["budget"], line["budget_decimals"]) - units.printed(
        line["executed"], line["executed_decimals"]
    )
    low, high = units.spread(_share, executed.span, budget.span)
    return line | {
        "unspent": float(unspent),
        "unspent_decimals": decimals,
        "rate_low": float(low),
        "rate_high": float(high),
    }


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return HUNDRED * part / whole


def _parts(about: About, facts: Sequence[Fact]) -> dict[str, Fact]:
    """The department's own amount of each source and nature, in the order of the form."""
    found: dict[str, Fact] = {}
    for name in (*SOURCES, *NATURES):
        own = [
            fact
            for fact in facts
            if fact.kind == "amount"
            and fact.role == "actual"
            and not fact.is_moved
            and not fact.row["same_as"]
            and fact.row["measure"] in (name, f"{name}支出")
            and is_of_whole(fact, about)
        ]
        if own:
            found[name] = max(own, key=_year)
    return found


def _year(fact: Fact) -> float:
    """A period to compare by: a missing one is the report's own, the latest."""
    period = text_of(fact.row["period"])
    return float(period) if period.isdigit() else float("inf")


def _part(whole: _Whole, name: str, part: Fact) -> dict[str, Any]:
    line = {
        "line": name,
        "breakdown": "source" if name in SOURCES else "nature",
        "unit": whole.printed(part)[2],
        "section": part.row["section"],
    } | whole.cells("executed", part)
    executed = whole.told["executed"]
    if executed is None:
        return line
    low, high = units.spread(_share, part.span, executed.span)
    return line | {
        "share_low": float(low),
        "share_high": float(high if high.is_nan() else min(high, HUNDRED)),
    }


def _items(execution: Execution, relations: Iterable[Relation]) -> Iterator[dict[str, Any]]:
    """The items that state budget, execution and rate of their own."""
    known = {fact.at for fact in execution if fact is not None}
    for relation in relations:
        if relation.kind != "quotient" or not is_of_execution(relation):
            continue
        spent, budget, rate = relation.facts[:3]
        owner = text_of(spent.row["subject"])
        if {spent.at, rate.at} & known or not owner or spent.row["status"] == "unsure":
            continue
        whole = _Whole({"budget": budget, "executed": spent, "rate": rate}, {})
        yield _total(whole) | {"line": owner}
