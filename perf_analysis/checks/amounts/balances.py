"""What is left of a budget beside what was carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perf_analysis import units
from perf_analysis.checks.alike import is_alike, is_level, span_in, value_in
from perf_analysis.checks.amounts.telling import ids, named
from perf_analysis.checks.case import Case, Figure, Finding, overlap
from perf_analysis.checks.statements import name_of
from perf_analysis.codebook import is_missing
from perf_analysis.units import unsigned

_OPENING = re.compile(r"年初[一-鿿]{0,6}结转|^(?:上年|以前年度)结转")
_INCOME = re.compile(r"收入")
_RETURNED = re.compile(r"收回|缴回|上缴|注销|统筹")
ASK = "请说明差额的去向：是否收回、调减或另有结转"
MAYBE_RETURNED = "差额去向未说明；可能已依法收回"


def check_carry_over(case: Case) -> Iterator[Finding]:
    """Money that was not spent is carried over, or somebody says where it went."""
    total = next(iter(case.rows["budget"]), None)
    if total is None or is_missing(total["unspent"]) or is_missing(total["carry_over"]):
        return
    budget, carried, executed = (
        case.by_id[total[f"{name}_id"]] for name in ("budget", "carry_over", "executed")
    )
    if (
        "收支" in name_of(carried)
        or not is_alike(carried, budget)
        or not is_alike(executed, budget)
    ):
        return
    is_closed = any(told.kind == "balance" and told.agrees for told in case.relations)
    if is_closed or _came(case, executed, carried):
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
    if _is_told(case, budget, carried):
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


def _is_told(case: Case, budget: Figure, carried: Figure) -> bool:
    """Whether the sentence of what was carried over says what was taken back, or the budget is
    without what was carried over from the year before, of which the rest may be.
    """
    sentences = (one.text for one in case.statements if carried in one.figures)
    if any(_RETURNED.search(sentence) for sentence in sentences):
        return True
    alike = [one for one in case.stated if is_alike(one, budget) and is_level(one)]
    opening, came = (
        {value_in(one, budget) for one in alike if words.search(name_of(one))} - {0}
        for words in (_OPENING, _INCOME)
    )
    whole = value_in(budget, budget)
    return bool(opening) and not any(one + other == whole for one in opening for other in came)


def _came(case: Case, executed: Figure, carried: Figure) -> bool:
    """Whether the money that came, less what was spent of it, is what was carried over."""
    came = (figure for figure in case.stated if figure["term"] == "到位资金")
    return any(
        overlap(
            span_in(carried, figure),
            units.spread(
                lambda whole, part: whole - part,
                unsigned(figure["span"]),
                span_in(executed, figure),
            ),
        )
        for figure in came
        if is_alike(carried, figure) and is_alike(executed, figure)
    )
