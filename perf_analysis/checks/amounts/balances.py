"""Checks of what is left: budget less execution, and what was carried over
from one year into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.checks.amounts.telling import compare, ids, named
from perf_analysis.checks.case import Case, Finding, overlap
from perf_analysis.checks.passages import Passage, is_alike, span_in
from perf_analysis.codebook import is_missing
from perf_analysis.units import Interval, unsigned

ASK = "请说明差额的去向：是否收回、调减或另有结转"
MAYBE_RETURNED = "差额去向未说明；可能已依法收回"

# The budget of a year's start, what came to it and went from it, and what it became.
_INITIAL = re.compile(r"(?:年初|期初)[^，,。]{0,6}预算|年初批复")
_ADDED, _CUT = re.compile(r"追加|调增|增补"), re.compile(r"调减|压减|核减|收回")
_ADJUSTED = re.compile(r"(?:全年|调整后?的?|年度)(?:总|支出)?预算")


def check_carry_over(case: Case) -> Iterator[Finding]:
    """Money that was not spent is carried over, or somebody says where it went."""
    if any(told.kind == "balance" and told.agrees for told in case.relations):
        return  # the year's account is closed: what was there before is in it
    total = next(iter(case.rows["budget"]), None)
    if total is None or is_missing(total["unspent"]) or is_missing(total["carry_over"]):
        return
    budget, carried, executed = (
        case.by_id[total[f"{name}_id"]] for name in ("budget", "carry_over", "executed")
    )
    if not is_alike(carried, budget) or not is_alike(executed, budget):
        return
    unspent = units.printed(total["unspent"], total["unspent_decimals"])
    span = units.spread(
        lambda whole, part: whole - part, unsigned(budget["span"]), span_in(executed, budget)
    )
    digits = f"{unspent:f} {total['unit']}"
    figures, stated = ids((budget, executed, carried)), float(total["carry_over"])
    cells: dict[str, Any] = {"stated": stated, "computed": float(unspent), "unit": total["unit"]}
    if overlap(span_in(carried, budget), span):
        yield Finding(
            "holds",
            f"预算数与执行数的差额 {digits}（推算）与年末结转和结余一致",
            figures,
            difference=0.0,
            **cells,
        )
        return
    message = (
        f"预算数与执行数的差额为 {digits}（推算），"
        f"年末结转和结余写为 {named(carried)}，{MAYBE_RETURNED}"
    )
    if unspent < 0:
        message = (
            f"执行数比预算数多 {-unspent:f} {total['unit']}（推算），"
            f"年末结转和结余写为 {named(carried)}，"
            "超出部分的来源未说明；可能使用了上年结转"
        )
    yield Finding(
        "question", message, figures, difference=stated - float(unspent), ask=ASK, **cells
    )


def adjusted(passage: Passage) -> Iterator[Finding]:
    """The year's budget beside that of its start and what was added and cut,
    where a sentence says each.
    """
    figures = passage.figures
    money = [at for at, figure in enumerate(figures) if figure["kind"] == "amount"]
    for at in money:
        if not _INITIAL.search(passage.clause(at)):
            continue
        behind = [
            place
            for place in money
            if place > at and passage.is_one(at, place) and is_alike(figures[place], figures[at])
        ]
        became = next((place for place in behind if _ADJUSTED.search(passage.clause(place))), None)
        moves = [place for place in behind if became is not None and place < became]
        signs = [
            1
            if _ADDED.search(passage.clause(place))
            else -1
            if _CUT.search(passage.clause(place))
            else 0
            for place in moves
        ]
        if became is None or not moves or 0 in signs:
            continue
        start, end = figures[at], figures[became]
        told = "".join(
            f" {'+' if sign > 0 else '−'} {named(figures[place])}"
            for sign, place in zip(signs, moves, strict=True)
        )
        spans = [span_in(figures[place], end) for place in moves]
        low, high = (
            span_in(start, end)[end_at]
            + sum(
                (
                    span[end_at if sign > 0 else 1 - end_at] * sign
                    for sign, span in zip(signs, spans, strict=True)
                ),
                Decimal(0),
            )
            for end_at in (0, 1)
        )
        compared = (start, *(figures[place] for place in moves), end)
        yield from compare(
            end,
            Interval(low, high),
            f"{named(start)}{told}",
            compared,
            verdict="question",
            why="可能另有调整",
            ask="请核对预算调整的过程",
        )
