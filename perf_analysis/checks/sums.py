"""Checks of numbers that stand together in a sentence: wholes and their parts, changes and their rates, rates and their amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis import units
from perf_analysis.checks.case import Case, Figure, Finding, Rule, overlap
from perf_analysis.units import Interval

HUNDRED = Decimal(100)
MOST_PARTS = 12  # of one whole: a longer run of numbers is a table
LEAST_DIGITS = 4  # of a whole that its parts make up by more than chance
WIDEST = 80  # characters between a level and the rate of its change said in one breath
_LEVELS = ("amount", "count", "area", "other")
_PARTED = re.compile(r"其中|包括|分别|由|组成|[:：]")  # words behind a whole that announce its parts


def check_sums(case: Case) -> Iterator[Finding]:
    """Numbers of one unit in a row that add up to the number before or behind them are its parts."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法逐句核对合计")
        return
    for paragraph in _paragraphs(case):
        levels = [figure for figure in paragraph if figure["kind"] in _LEVELS and not figure["direction"]]
        used: set[str] = set()
        for at, whole in enumerate(levels):
            if whole["figure_id"] in used:
                continue
            behind = [part for part in levels[at + 1 :] if _is_alike(whole, part)][:MOST_PARTS]
            before = [part for part in reversed(levels[:at]) if _is_alike(whole, part)][:MOST_PARTS]
            parts = _parts_of(case, whole, behind) or _parts_of(case, whole, before)[::-1]
            if parts:
                used |= {part["figure_id"] for part in parts}
                yield _added(whole, parts)


def _parts_of(case: Case, whole: Figure, run: Sequence[Figure]) -> Sequence[Figure]:
    """The longest beginning of a run that adds up to a whole; small counts are parts only where words announce them."""
    assert case.document is not None
    count = next((count for count in range(len(run), 1, -1) if overlap(whole["span"], _sum(run[:count]))), 0)
    if not count:
        return []
    between = sorted((whole["end"], whole["start"], run[0]["start"], run[0]["end"]))[1:3]
    is_announced = bool(_PARTED.search(case.document.folded, *between))
    digits = f"{units.printed(whole['value'], whole['decimals']):f}".replace(".", "").strip("0")
    return run[:count] if is_announced or len(digits) >= LEAST_DIGITS else []


def _added(whole: Figure, parts: Sequence[Figure]) -> Finding:
    total = float(sum((units.printed(part["value"], part["decimals"]) for part in parts), Decimal(0)))
    ids = (whole["figure_id"], *(part["figure_id"] for part in parts))
    return Finding("holds", f"{' + '.join(map(_named, parts))} 与 {_named(whole)} 一致", ids, float(whole["value"]), total, 0.0, whole["unit"])


def check_fund_sums(case: Case) -> Iterator[Finding]:
    """The total line of a form's funds is the sum of its sources, and of its natures, in each column."""
    for _, lines in groupby(case.funds.to_dict("records"), key=lambda line: line["form_id"]):
        rows = list(lines)
        totals = [row for row in rows if row["breakdown"] == "total"]
        for breakdown in ("source", "nature") if len(totals) == 1 else ():
            parts = [row for row in rows if row["breakdown"] == breakdown]
            for column in ("initial", "budget", "executed", "expected", "amount"):
                whole = case.by_id.get(totals[0][f"{column}_id"]) or (case.by_id.get(totals[0]["budget_id"]) if column == "amount" else None)
                listed = [figure for row in parts if (figure := case.by_id.get(row[f"{column}_id"]))]
                if whole and listed and all(_is_alike(whole, part) for part in listed):
                    yield _added_up(whole, listed, f"{totals[0]['line']}与{'分项' if breakdown == 'source' else '按性质的分项'}")


def check_weights(case: Case) -> Iterator[Finding]:
    """The weights of a form make up its total, and those under a first-level indicator what stands beside it."""
    for form_id, items in groupby(case.indicators.to_dict("records"), key=lambda row: row["form_id"]):
        rows = list(items)
        spent = [row for row in case.funds.to_dict("records") if row["form_id"] == form_id]
        execution = [figure for row in spent if (figure := case.by_id.get(row["weight_id"]))]
        weights = [figure for row in rows if (figure := case.by_id.get(row["weight_id"]))]
        beside = {figure["subject"]: figure for figure in case.stated if figure["role"] == "weight" and figure["measure"] == "分值"}
        total = next((f for f in case.stated if f["role"] == "weight" and f["subject"] == "合计"), None)
        if total and len(weights) > 1:
            yield _added_up(total, [*execution, *weights], "分值合计")
        for level, under in groupby(rows, key=lambda row: row["level1"]):
            group = list(under)
            whole = next((figure for name, figure in beside.items() if isinstance(level, str) and name and name.startswith(level)), None)
            for column, told in (("weight", "分值"), ("score", "得分")):
                parts = [figure for row in group if (figure := case.by_id.get(row[f"{column}_id"]))]
                if whole and len(parts) > 1 and len(parts) == len(group):
                    found = _added_up(whole, parts, f"{level}的{told}")
                    if column == "weight" or found.status == "holds":
                        yield found


def _added_up(whole: Figure, parts: Sequence[Figure], told: str) -> Finding:
    """A whole beside the sum of its parts: what does not agree may be a matter of what is listed."""
    if overlap(whole["span"], _sum(parts)):
        return _added(whole, parts)
    total = sum((units.printed(part["value"], part["decimals"]) for part in parts), Decimal(0))
    message = f"{told}：{' + '.join(map(_named, parts))} = {total:f}（推算），写出的是 {_named(whole)}；分项可能没有列全"
    ids, stated = (whole["figure_id"], *(part["figure_id"] for part in parts)), float(whole["value"])
    return Finding("question", message, ids, stated, float(total), stated - float(total), whole["unit"], ask="请核对合计与分项")


def check_same_fact(case: Case) -> Iterator[Finding]:
    """A fact stated twice has one value; two amounts said to be equal are."""
    earlier: dict[tuple[object, ...], list[Figure]] = {}
    for figure in case.stated:
        if not figure["value"] or figure["kind"] not in (*_LEVELS, "rate", "growth"):
            continue
        key = (figure["kind"], figure["unit"], figure["value"], figure["decimals"], figure["direction"])
        first = next((other for other in earlier.get(key, []) if figure["same_as"] == other["figure_id"] or _is_same(figure, other)), None)
        if first:
            message = f"{_name(first)}与{_name(figure)}两处都写 {_named(figure)}"
            yield Finding("holds", message, (first["figure_id"], figure["figure_id"]), unit=figure["unit"])
        earlier.setdefault(key, []).append(figure)


def _name(figure: Figure) -> str:
    return f"{figure['subject'] or ''}{figure['measure'] or ''}"


def _is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures of one value seem to say one thing: names that share two characters, but not two columns of one row."""
    if one["subject"] and one["subject"] == other["subject"] and one["measure"] != other["measure"]:
        return False
    name, earlier = _name(one), _name(other)
    return any(name[at : at + 2] in earlier for at in range(len(name) - 1))


def check_changes(case: Case) -> Iterator[Finding]:
    """A level, its change and the rate of the change agree: the rate is the change by the level before."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法逐句核对变动")
        return
    for paragraph in _paragraphs(case):
        for at, rate in enumerate(paragraph[1:], start=1):
            change = paragraph[at - 1]
            if rate["kind"] != "growth" or not rate["direction"]:
                continue
            if "百分点" in (rate["unit"] or ""):
                yield from _points(rate, paragraph[max(at - 2, 0) : at])
            elif change["direction"] == rate["direction"] and change["kind"] in _LEVELS:
                yield from _changed(rate, change, paragraph[: at - 1])
            elif at > 1 and _is_alike(paragraph[at - 2], change):
                yield from _compared_years(rate, paragraph[at - 2], change)


def _changed(rate: Figure, change: Figure, before: Sequence[Figure]) -> Iterator[Finding]:
    """The levels before a change and its rate: one that agrees, else the one right before."""
    levels = [level for level in reversed(before) if level["kind"] == change["kind"] and level["unit"] == change["unit"] and not level["direction"]][:3]
    sign = -1 if change["direction"] == "-" else 1
    computed = [units.spread(lambda now, by: HUNDRED * by / (now - sign * by), level["span"], _unsigned(change["span"])) for level in levels]
    agreeing = [at for at, span in enumerate(computed) if overlap(_unsigned(rate["span"]), span)]
    is_beside = levels and before and levels[0] is before[-1] and rate["end"] - levels[0]["start"] < WIDEST
    for at in agreeing[-1:] or ([0] if is_beside and not computed[0].low.is_nan() else []):
        yield _compared(rate, computed[at], (levels[at], change, rate), f"{_named(levels[at])}，变动 {_named(change)}")


def _points(rate: Figure, levels: Sequence[Figure]) -> Iterator[Finding]:
    """Percentage points are the difference of the two rates before them."""
    if len(levels) == 2 and all(level["kind"] == "rate" for level in levels):
        computed = units.spread(lambda one, other: abs(one - other), levels[0]["span"], levels[1]["span"])
        if overlap(_unsigned(rate["span"]), computed):
            yield Finding(
                "holds", f"{_named(levels[0])} 与 {_named(levels[1])} 相差 {_named(rate)}", tuple(f["figure_id"] for f in (*levels, rate)), unit="百分点"
            )


def _compared_years(rate: Figure, now: Figure, before: Figure) -> Iterator[Finding]:
    """A growth that follows this year's level and last year's is the one by the other."""
    if before["value"]:
        computed = units.spread(lambda now, before: abs(HUNDRED * (now - before) / before), now["span"], before["span"])
        if overlap(_unsigned(rate["span"]), computed):
            yield _compared(rate, computed, (now, before, rate), f"{_named(now)} 比 {_named(before)}")


def check_quotients(case: Case) -> Iterator[Finding]:
    """A rate that follows two amounts of one unit and is their quotient is that of the first by the second, or of the second by the first."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法逐句核对比率")
        return
    for sentence in _paragraphs(case):
        for one, other, rate in zip(sentence, sentence[1:], sentence[2:], strict=False):
            if (
                rate["kind"] != "rate"
                or rate["unit"] != "%"
                or one["kind"] not in _LEVELS
                or one["direction"]
                or other["direction"]
                or not _is_alike(one, other)
            ):
                continue
            for part, whole in ((one, other), (other, one)):
                computed = units.spread(lambda part, whole: HUNDRED * part / whole, part["span"], whole["span"]) if whole["value"] else None
                if computed and overlap(_unsigned(rate["span"]), computed):
                    yield _compared(rate, computed, (one, other, rate), f"{_named(part)} ÷ {_named(whole)}")
                    break


def _paragraphs(case: Case) -> Iterator[list[Figure]]:
    """The figures of each section outside of tables, in order."""
    assert case.document is not None
    document = case.document
    placed = [figure for figure in case.stated if not document.table_at(figure["start"])]
    for _, group in groupby(placed, key=lambda figure: figure["section"]):
        yield list(group)


def _is_alike(one: Figure, other: Figure) -> bool:
    return one["kind"] == other["kind"] and one["unit"] == other["unit"] and not other["direction"]


def _sum(parts: Sequence[Figure]) -> Interval:
    low, high = (sum((part["span"][end] for part in parts), Decimal(0)) for end in (0, 1))
    return Interval(low, high)


def _unsigned(span: Interval) -> Interval:
    return Interval(-span.high, -span.low) if span.high <= 0 else span


def _named(figure: Figure) -> str:
    return units.with_unit(f"{units.printed(abs(figure['value']), figure['decimals']):f}", figure["unit"] or "")


def _compared(rate: Figure, computed: Interval, figures: Sequence[Figure], told: str) -> Finding:
    ids = tuple(figure["figure_id"] for figure in figures)
    shown, stated = units.show(float(computed.low), float(computed.high)), float(abs(rate["value"]))
    middle = float((computed.low + computed.high) / 2)
    if overlap(_unsigned(rate["span"]), computed):
        return Finding("holds", f"{told}，推算 {shown}%，与写出的 {_named(rate)} 一致", ids, stated, middle, 0.0, "%")
    message = f"{told}，推算 {shown}%，写出的是 {_named(rate)}；也可能不是同一口径"
    return Finding("question", message, ids, stated, middle, stated - middle, "%", ask="请核对变动额与变动幅度")


RULES = (
    Rule("FUNDS", "A2", "资金的合计", check_fund_sums, "自评表的资金总额和分项"),
    Rule("WEIGHTS", "A6", "分值的合计", check_weights, "自评表的分值"),
    Rule("SAME-FACT", "D22", "同一事实", check_same_fact, "两处写出的同一事实"),
    Rule("SUM", "A2", "句中的合计", check_sums, "一个合计和它后面的分项"),
    Rule("CHANGE", "A4", "变动额与变动幅度", check_changes, "同一句里的数额、变动额和幅度"),
    Rule("QUOTIENT", "A4", "比率与它的两个数", check_quotients, "同一句里的两个数和比率"),
)
