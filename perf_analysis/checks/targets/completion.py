"""Checks of what became of targets: exceeded by far, not printed, missed without a reason,
left as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from perf_analysis import units
from perf_analysis.checks import statements
from perf_analysis.checks.case import Case, Finding, Row
from perf_analysis.checks.statements import LEVELS, named
from perf_analysis.checks.targets.rows import (
    beside,
    ids_of,
    is_capped,
    is_reasoned,
    name_of,
    points,
    scored,
)
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact
from perf_analysis.relations.targets import is_beyond, is_met, thing_of
from perf_analysis.rules.profile import Limit
from perf_analysis.rules.results import SCORED_FORM
from perf_analysis.tables import EXECUTION_RATES, name_rate
from perf_analysis.units import Interval

FULL = Decimal(100)
_OF_BUDGET = ("执行数", "到位资金", "本年支出", "支出合计")
_OF_MONEY = re.compile(r"支出|决算|预算|执行|支付|到位|资金")
_OF_TARGET = re.compile(r"(?:年度|年初|全年|完成)*(?:目标|任务)[数值]?$")
_ADMITTED = re.compile(r"(?:目标|指标|任务|计划)[^。;；]{0,20}(?:过低|偏低|较低|不高|保守)|远超")
_UNMET = re.compile(r"未完成|没有完成|未达|未能|尚未|部分达成|部分完成|推迟|延期|滞后")
LONGEST = 20  # characters of a cell that a message quotes
_ASK_OVER, _ASK_SHORT = "请说明大幅超出目标的原因，目标值是否偏低", "请补充偏差原因和改进措施"


class _Reached(NamedTuple):
    """How much of a target was reached [%], in words, the figures compared,
    and the one beside which a reason would stand.
    """

    percent: Interval
    told: str
    figures: tuple[str, ...]
    beside: str


def check_over_completion(case: Case) -> Iterator[Finding]:
    """A target exceeded by more than the profile's limit was set too low,
    or somebody says why it was exceeded.
    """
    explained = case.once(statements.explained)
    is_beyond_explained = any(explained.get(rate, False) for rate in _rates_beyond(case))
    for reached in _reached(case):
        is_pair = len(reached.figures) > 1
        yield from _over(
            case, reached, explained.get(reached.beside, False) or (is_pair and is_beyond_explained)
        )
    for indicator, item in scored(case):
        yield from _exceeded(case, indicator, item)


def _reached(case: Case) -> Iterator[_Reached]:
    """The completion rates of the text, and its targets with the numbers reached of them."""
    for row in case.once(_rates):
        # a rate that prints as the limit is said to reach it
        printed = units.printed(row["rate"], row["rate_decimals"])
        yield _Reached(
            Interval(printed, printed),
            f"{name_rate(row['measure'])}{_rate(row)}",
            (row["rate_id"],),
            row["rate_id"],
        )
    rated = {row["target_id"] for row in case.once(_rates)}
    for target, actual in case.once(_pairs):
        if target.figure_id in rated:
            continue
        if actual.kind not in LEVELS or not target.number or is_met(target, actual) is None:
            continue
        if text_of(target.row["qualifier"]) in units.AT_MOST:
            continue
        ratio = units.spread(_percent, actual.span, Interval(target.number, target.number))
        told = f"{_beside(target, actual)}，完成率{statements.estimated(ratio, '%')}"
        yield _Reached(ratio, told, (target.figure_id, actual.figure_id), actual.figure_id)


def _pairs(case: Case) -> list[tuple[Fact, Fact]]:
    """The targets with what was reached of them, but for those in the rows of forms; each pair of
    numbers once.
    """
    inside = case.once(statements.form_ids)
    told: dict[tuple[object, ...], tuple[Fact, Fact]] = {}
    for relation in case.relations:
        target, actual = relation.of("target"), relation.of("actual")
        if relation.kind != "target" or target is None or actual is None:
            continue
        if actual.row["term"] in _OF_BUDGET:  # what was to be spent is no target
            continue
        key = thing_of(target), target.number, actual.number, target.unit
        if key not in told and not {target.figure_id, actual.figure_id} <= inside:
            told[key] = target, actual
    return sorted(told.values(), key=lambda pair: pair[1].at)


def _numbers_of_forms(case: Case) -> set[tuple[Decimal, Decimal, str]]:
    """The targets and results that the rows of a form tell, or that full marks were given for:
    these are asked about there.
    """
    rows = {row["target_id"] for row in case.rows["indicators"]}
    told = (relation for relation in case.relations if relation.kind in ("target", "marks"))
    return {
        _numbers(target, actual)
        for relation in told
        if (target := relation.of("target")) and (actual := relation.of("actual"))
        if relation.kind == "marks" or target.figure_id in rows
    }


def _numbers(target: Fact, actual: Fact) -> tuple[Decimal, Decimal, str]:
    return target.number, actual.number, target.unit


def _beside(target: Fact, actual: Fact) -> str:
    """A target and what was reached, as printed."""
    sign = text_of(target.row["qualifier"]) if target.table else ""
    name = _OF_TARGET.sub("", thing_of(target) or thing_of(actual))
    return f"{name}目标 {sign}{named(target.row)}，完成 {_way(actual)}{named(actual.row)}"


def _way(actual: Fact) -> str:
    """A fall as such where a growth was reached."""
    return "下降 " if actual.kind == "growth" and actual.row["direction"] == "-" else ""


def _rates(case: Case) -> list[Row]:
    """The completion rates among the results of the text; those of money are executed,
    not completed.
    """
    rates = [row for row in case.rows["completion"] if not row["measure"].endswith(EXECUTION_RATES)]
    of_money = {
        told.facts[-1].figure_id
        for told in case.relations
        if told.kind == "quotient" and told.facts[0].kind == "amount"
    }
    return [
        row
        for row in rates
        if row["rate_id"] not in of_money and not _OF_MONEY.search(row["measure"])
        if row["rate_id"] in case.by_id and case.by_id[row["rate_id"]]["role"] == "actual"
    ]


def _rate(row: Row) -> str:
    return f"{units.printed(row['rate'], row['rate_decimals']):f}%"


def _over(case: Case, reached: _Reached, is_explained: bool) -> Iterator[Finding]:
    """What was reached beside the limits: asked where it crosses one
    and its sentence gives no reason.
    """
    limits = case.profile.over_completion
    crossed = [limit for limit in limits if reached.percent.low >= limit.percent]
    cells: dict[str, Any] = {
        "computed" if len(reached.figures) > 1 else "stated": float(reached.percent.low),
        "unit": "%",
    }
    if not crossed:
        if limits and reached.percent.high >= FULL:
            yield Finding(
                "holds",
                f"{reached.told}，没有达到 {limits[0].percent}% 的界限",
                reached.figures,
                source=str(limits[0].source),
                **cells,
            )
        return
    written, source = f"{reached.told}，{_crossing(crossed)}", _sources(crossed)
    if is_explained:
        yield Finding("holds", f"{written}，旁边写了原因", reached.figures, source=source, **cells)
    else:
        missing = (
            "；没有原文，原因未核"
            if case.document is None
            else f"，旁边没有写原因{_admission(case)}"
        )
        yield Finding(
            "question",
            f"{written}{missing}",
            reached.figures,
            ask=_ASK_OVER,
            source=source,
            **cells,
        )


def _crossing(limits: Sequence[Limit]) -> str:
    return f"达到或超过 {'、'.join(f'{limit.percent}%' for limit in limits)} 的界限"


def _sources(limits: Sequence[Limit]) -> str:
    return "；".join(dict.fromkeys(str(limit.source) for limit in limits))


def _admission(case: Case) -> str:
    return (
        "；存在问题一节提到目标值偏低，没有说明是哪一项"
        if any(_ADMITTED.search(problem) for problem in case.problems)
        else ""
    )


def _rates_beyond(case: Case) -> list[str]:
    """The percentages by which a target is said to have been exceeded: 超任务45%."""
    rates = (told.of("rate") for told in case.relations if told.kind == "target")
    return [rate.figure_id for rate in rates if rate is not None and is_beyond(rate)]


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return FULL * part / whole


def _exceeded(case: Case, row: Row, item: Row) -> Iterator[Finding]:
    """An indicator of a form that reached its target: by how much,
    and whether its reason is given.
    """
    limits, ids = case.profile.over_completion, ids_of(case, row, "target_id", "actual_id")
    is_known = not is_missing(item["ratio_low"])
    if (
        not limits
        or is_capped(row)
        or not ids
        or (is_missing(item["limit"]) and not (is_known and item["ratio_low"] >= 100))
    ):
        return
    told = f"{name_of(row, item)}{beside(row)}"
    if is_known:
        ratio = Interval(*(Decimal(repr(item[f"ratio_{end}"])) for end in ("low", "high")))
        told += f"，完成率{statements.estimated(ratio, '%')}"
    cells: dict[str, Any] = {
        "computed": float(item["ratio_low"]) if is_known else None,
        "unit": "%",
    }
    if is_missing(item["limit"]):
        yield Finding(
            "holds",
            f"{told}，没有达到 {limits[0].percent}% 的界限",
            ids,
            source=str(limits[0].source),
            **cells,
        )
        return
    crossed = [limit for limit in limits if limit.percent <= item["limit"]]
    written, source = f"{told}，{_crossing(crossed)}", _sources(crossed)
    if is_reasoned(row["reason"]):
        yield Finding("holds", f"{written}，表中写了原因", ids, source=source, **cells)
    else:
        is_full = row["score"] == row["weight"]
        earned = f"，得满分 {points(row, 'score')}" if is_full else ""
        is_cost = "成本" in text_of(row["level1"]) + text_of(row["level2"])
        yield Finding(
            "question",
            f"{written}{earned}，原因未说明",
            ids,
            ask="请说明超出标准的原因" if is_cost else _ASK_OVER,
            source=source,
            **cells,
        )


def check_hidden_target(case: Case) -> Iterator[Finding]:
    """A completion rate has a target, and the report prints it."""
    known = [told for told in case.relations if told.kind in ("target", "quotient")]
    shares = {told.facts[-1].figure_id for told in known if told.kind == "quotient" and told.agrees}
    wrong = {told.facts[-1].figure_id for told in known if told.agrees is False}
    for row in case.once(_rates):
        target, actual = (case.by_id.get(row[f"{name}_id"]) for name in ("target", "actual"))
        if target:
            figures = [figure["figure_id"] for figure in (target, actual) if figure]
            told = f"{name_rate(row['measure'])}{_rate(row)}，目标数 {named(target)} 已经印出"
            if row["rate_id"] not in wrong:
                yield Finding("holds", told, (*figures, row["rate_id"]))
        elif row["rate_id"] not in shares and row["rate"] >= FULL:  # less is asked about anyway
            yield _hidden(case, row)


def _hidden(case: Case, row: Row) -> Finding:
    """The targets that a rate allows, on the condition that the count beside it
    is what was completed.
    """
    told = ""
    figures: tuple[str, ...] = (row["rate_id"],)
    implied, actual = row["implied_targets"], case.by_id.get(row["actual_id"])
    if implied and actual:
        listed = "、".join(map(str, implied))
        only = "只有" if len(implied) == 1 else "有"
        told = (
            f"；如果{row['counted']} {named(actual)}就是完成数，"
            f"能印作 {_rate(row)} 的整数目标{only} {listed}（推算）"
        )
        figures = (row["actual_id"], row["rate_id"])
    return Finding(
        "question",
        f"{name_rate(row['measure'])}{_rate(row)}的目标数没有印出{told}",
        figures,
        ask="请补充目标数和完成数",
    )


_CLAIMED = re.compile(r"[，,]?[均已]?超额")  # right behind what was reached
LEAST_NAME = 4  # characters by which a sentence surely names an indicator
_CAUSE = re.compile(r"因|由于|受(?![理益])|影响|导致|流标")
_OF_REACHING = re.compile(r"计划数?|目标值?|任务|完成率?|实际")
_WHY = r"(?:因|由于|受|影响|导致|未达|流标|滞后|不足)"


def check_shortfall(case: Case) -> Iterator[Finding]:
    """A target that was missed, or money that was not spent, has a reason beside it."""
    reasoned = case.once(statements.explained)
    for row in case.once(_rates):
        if units.printed(row["rate"], row["rate_decimals"]) < FULL and not row["target_id"]:
            told = f"{name_rate(row['measure'])}{_rate(row)}，没有达到目标"
            yield _missed_by(case, told, (row["rate_id"],), reasoned)
    known = _numbers_of_forms(case)
    for target, actual in case.once(_pairs):
        figures = (target.figure_id, actual.figure_id)
        is_capped = text_of(target.row["qualifier"]) in units.AT_MOST
        is_counted = actual.kind in LEVELS and not is_capped and case.profile.over_completion
        if is_met(target, actual) and not is_counted:  # how far, is told by OVER
            yield Finding("holds", f"{_beside(target, actual)}，达到目标", figures)
        elif is_met(target, actual) is False and _CLAIMED.match(actual.behind):
            told = f"{_beside(target, actual)}，没有达到目标，文中却写超额完成"
            yield Finding("question", told, figures, ask=_ASK_SHORT)
        elif is_met(target, actual) is False and _numbers(target, actual) not in known:
            told = f"{_beside(target, actual)}，没有达到目标"
            yield _missed_by(case, told, figures, reasoned)
    for row, item in scored(case):
        yield from _missed(case, row, item)
    yield from _unspent(case, reasoned)


def _short(
    told: str, ids: tuple[str, ...], is_explained: bool, is_without_text: bool, source: str = ""
) -> Finding:
    if is_explained:
        return Finding("holds", f"{told}，写了原因", ids, source=source)
    missing = "没有原文，无法核对原因" if is_without_text else "原因未说明"
    return Finding("question", f"{told}，{missing}", ids, ask=_ASK_SHORT, source=source)


def _missed(case: Case, row: Row, item: Row) -> Iterator[Finding]:
    """An indicator of a form that missed its target by its numbers, or by its words or points."""
    ids = ids_of(case, row, "target_id", "actual_id")
    is_known = not is_missing(item["ratio_low"])
    if is_known and (item["ratio_low"] > 100 if is_capped(row) else item["ratio_high"] < 100):
        told = (
            f"{name_of(row, item)}{beside(row)}，{'超过了' if is_capped(row) else '没有达到'}指标值"
        )
        yield _short(told, ids, _is_told_why(case, row), False)
    elif not is_known and row["form"] == SCORED_FORM and text_of(row["actual_text"]):
        is_docked = row["score"] < row["weight"]
        if is_docked or _UNMET.search(row["actual_text"]):
            lost = (
                f"，得 {points(row, 'score')}（分值 {points(row, 'weight')}）" if is_docked else ""
            )
            scores = ids_of(case, row, "weight_id", "score_id") if is_docked else ()
            told = f"{name_of(row, item)}完成值写为“{text_of(row['actual_text'])[:LONGEST]}”{lost}"
            yield _short(told, (*ids, *scores), _is_told_why(case, row), False)


def _is_told_why(case: Case, row: Row) -> bool:
    """Whether the row of an indicator gives a reason, or a sentence of the report that names it."""
    name = text_of(row["level3"])
    if is_reasoned(row["reason"]) or case.document is None or len(name) < LEAST_NAME:
        return is_reasoned(row["reason"])
    why = rf"(?:{re.escape(name)}[^。\n]{{0,60}}{_WHY}|{_WHY}[^。\n]{{0,60}}{re.escape(name)})"
    return bool(re.search(why, case.document.folded))


def _missed_by(
    case: Case, told: str, figures: tuple[str, ...], reasoned: Mapping[str, bool]
) -> Finding:
    is_explained = _is_explained(case, reasoned, figures)
    return _short(told, figures, is_explained, case.document is None)


def _is_explained(case: Case, reasoned: Mapping[str, bool], figures: Sequence[str]) -> bool:
    """Whether a reason stands beside one of some figures, or with their name elsewhere."""
    return any(reasoned.get(one, False) or _is_told_elsewhere(case, one) for one in figures)


def _is_told_elsewhere(case: Case, figure_id: str) -> bool:
    """Whether a sentence with a reason has some of the words that name a result."""
    figure = case.by_id.get(figure_id)
    if figure is None or case.document is None:
        return False
    name = _OF_REACHING.sub("", f"{figure['subject'] or ''}{figure['measure'] or ''}")
    words = [name[at : at + LEAST_NAME] for at in range(len(name) - LEAST_NAME + 1)]
    told = [one for one in re.split(r"[。\n]", case.document.folded) if _CAUSE.search(one)]
    return any(word in sentence for sentence in told for word in words)


def _unspent(case: Case, reasoned: Mapping[str, bool]) -> Iterator[Finding]:
    """Execution below the profile's threshold."""
    rule = case.profile.low_execution
    if rule is None:
        return
    lines: list[tuple[Row, bool]] = [
        (row, is_reasoned(row["reason"]))
        for row in case.rows["funds"]
        if row["breakdown"] == "total" and row["form"] == SCORED_FORM
    ]
    total: Sequence[Row] = case.rows["budget"][:1]
    own = [
        (row, reasoned.get(row["rate_id"], False) or reasoned.get(row["executed_id"], False))
        for row in total
    ]
    for row, is_explained in lines or own:
        executed, budget, rate = (
            case.by_id.get(row[f"{name}_id"]) for name in ("executed", "budget", "rate")
        )
        if not executed or not budget or budget["unit"] != executed["unit"] or not budget["value"]:
            continue
        ratio = units.spread(_percent, executed["span"], budget["span"])
        ids = tuple(figure["figure_id"] for figure in (budget, executed, rate) if figure)
        told = (
            f"执行数 {named(executed)}，预算数 {named(budget)}，"
            f"执行率{statements.estimated(ratio, '%')}"
        )
        if statements.is_unknown(ratio):
            continue
        if ratio.high < rule.percent:
            yield _short(
                f"{told}，低于 {rule.percent:f}%",
                ids,
                is_explained,
                case.document is None,
                str(rule.source),
            )
        elif ratio.low >= rule.percent:
            yield Finding(
                "holds", f"{told}，不低于 {rule.percent:f}%", ids, source=str(rule.source)
            )


def check_flat_targets(case: Case) -> Iterator[Finding]:
    """A target that was far exceeded last year is raised this year."""
    limit = case.profile.over_completion[0] if case.profile.over_completion else None
    if case.previous is None or limit is None:
        yield Finding(
            "unchecked",
            "需要上一年的报告（--previous）"
            if case.previous is None
            else "规则没有超额完成的界限，无法判断上年目标是否偏低",
        )
        return
    last = {
        (row["level3"], row["unit"]): (row, item)
        for row, item in scored(case.previous)
        if not is_missing(row["target"]) and not is_missing(item["ratio_low"])
    }
    for row, item in scored(case):
        before = last.get((row["level3"], row["unit"]))
        if before is None or is_missing(row["target"]) or is_capped(row):
            continue
        ids, told = (
            ids_of(case, row, "target_id"),
            f"{name_of(row, item)}上年{beside(before[0])}，今年指标值 {_target(row)}",
        )
        if row["target"] == before[0]["target"] and before[1]["ratio_low"] >= limit.percent:
            yield Finding(
                "question",
                f"{told}，没有提高",
                ids,
                ask="请说明上年大幅超额后目标值不变的原因",
                source=str(limit.source),
            )
        else:
            yield Finding("holds", told, ids, source=str(limit.source))


def _target(row: Row) -> str:
    return units.with_unit(
        f"{units.printed(row['target'], row['target_decimals']):f}", text_of(row["unit"])
    )
