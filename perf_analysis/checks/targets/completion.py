"""Checks of what became of targets: exceeded by far, not printed, missed without a reason,
left as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from perf_analysis import units
from perf_analysis.checks import statements
from perf_analysis.checks.aims import is_of_next_year
from perf_analysis.checks.case import Case, Figure, Finding, Row
from perf_analysis.checks.reasons import as_reason, find_reason
from perf_analysis.checks.statements import LEVELS, named
from perf_analysis.checks.targets.rows import (
    beside,
    ids_of,
    is_capped,
    name_of,
    points,
    scored,
)
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations import Fact
from perf_analysis.relations.met import is_met
from perf_analysis.relations.targets import is_beyond
from perf_analysis.relations.things import thing_of
from perf_analysis.rules.profile import Limit
from perf_analysis.tables import EXECUTION_RATES, name_rate
from perf_analysis.units import Interval

FULL = Decimal(100)
_OF_BUDGET = ("执行数", "到位资金", "本年支出", "支出合计")
_OF_MONEY = re.compile(r"支出|决算|预算|执行|支付|到位|资金")
_OF_FUNDS = re.compile(r"资金|预算|支出")
_OF_TARGET = re.compile(r"(?:年度|年初|全年|完成)*(?:目标|任务)[数值]?$")
_ADMITTED = re.compile(r"(?:目标|指标|任务|计划)[^。;；]{0,20}(?:过低|偏低|较低|不高|保守)|远超")
_ASK_OVER = "请说明大幅超出目标的原因，目标值是否偏低"
LONGEST_CLAUSE = 20  # characters
_OF_LAST = re.compile(r"上一?年|去年|上年度")
MOST_REACHED = 1000  # percent of a target that is reached
# Of several years, of a year before, and of a part of this year.
_OF_YEARS = re.compile(
    r"当时|上一?年|去年|序时|时序|[两二三四五六]年(?:行动|计划|规划|内|期)|十[二三四五六]五"
)
_NO_THING = re.compile(
    r"[省市区县上]级?|下达|任务|计划|目标|年度|年初|全年|应"
)  # of a target alone


class _Reached(NamedTuple):
    """How much of a target was reached [%], in words, the figures compared,
    and the one beside which a reason would stand.
    """

    percent: Interval
    told: str
    figures: tuple[str, ...]
    beside: str
    thing: str


def check_over_completion(case: Case) -> Iterator[Finding]:
    """A target exceeded by more than the profile's limit was set too low,
    or somebody says why it was exceeded.
    """
    is_beyond_explained = any(is_explained(case, rate) for rate in _rates_beyond(case))
    for reached in _reached(case):
        is_pair = len(reached.figures) > 1
        is_told = is_explained(case, reached.beside, reached.thing)
        yield from _over(case, reached, is_told or (is_pair and is_beyond_explained))
    for indicator, item in scored(case):
        yield from _exceeded(case, indicator, item)


def _reached(case: Case) -> Iterator[_Reached]:
    """The completion rates of the text, and its targets with the numbers reached of them."""
    for row in case.once(rates):
        # a rate that prints as the limit is said to reach it
        printed = units.printed(row["rate"], row["rate_decimals"])
        yield _Reached(
            Interval(printed, printed),
            named_rate(row),
            (row["rate_id"],),
            row["rate_id"],
            row["measure"],
        )
    rated = {row["target_id"] for row in case.once(rates)}
    for target, actual in case.once(pairs):
        if target.figure_id in rated:
            continue
        if actual.kind not in LEVELS or not target.number or is_met(target, actual) is None:
            continue
        if text_of(target.row["qualifier"]) in units.AT_MOST:
            continue
        ratio = units.spread(_percent, actual.span, Interval(target.number, target.number))
        if ratio.low > MOST_REACHED:  # another thing's
            continue
        told = f"{told_beside(target, actual)}，完成率{statements.estimated(ratio, '%')}"
        ids, thing = (target.figure_id, actual.figure_id), thing_of(target) or thing_of(actual)
        yield _Reached(ratio, told, ids, actual.figure_id, thing)


def is_explained(case: Case, figure_id: str, thing: str = "") -> bool:
    """Whether a reason stands beside a figure, or with its name or that of a thing elsewhere."""
    figure = case.by_id.get(figure_id)
    if figure is None or figure["start"] is None:
        return False
    names = dict.fromkeys((thing, f"{figure['subject'] or ''}{figure['measure'] or ''}"))
    return any(find_reason(case.document, name, figure["start"]) for name in names)


def pairs(case: Case) -> list[tuple[Fact, Fact]]:
    """The targets with what was reached of them, but for those in the rows of forms and those of
    other years; each pair of numbers once.
    """
    inside = case.once(statements.form_ids)
    told: dict[tuple[object, ...], tuple[Fact, Fact]] = {}
    for relation in case.relations:
        target, actual = relation.of("target"), relation.of("actual")
        if relation.kind != "target" or target is None or actual is None:
            continue
        is_money = actual.kind == "amount" and _OF_FUNDS.search(thing_of(target))
        if actual.row["term"] in _OF_BUDGET or is_money or _is_of_years(case, target):
            continue  # what was to be spent is no target
        key = thing_of(target), target.number, actual.number, target.unit
        if key not in told and not {target.figure_id, actual.figure_id} <= inside:
            told[key] = target, actual
    return sorted(told.values(), key=lambda pair: pair[1].at)


def _is_of_years(case: Case, target: Fact) -> bool:
    """Whether a target is one of several years, or of the next."""
    if _OF_YEARS.search(target.name + target.lead):
        return True
    return not target.table and is_of_next_year(case, target.row["start"])


def told_beside(target: Fact, actual: Fact) -> str:
    """A target and what was reached, as printed."""
    sign = text_of(target.row["qualifier"]) if target.table else ""
    is_named = len(_NO_THING.sub("", thing_of(target))) > 1
    name = _OF_TARGET.sub("", thing_of(target if is_named else actual) or thing_of(target))
    return f"{name}目标 {sign}{named(target.row)}，完成 {_way(actual)}{named(actual.row)}"


def _way(actual: Fact) -> str:
    """A fall as such where a growth was reached."""
    return "下降 " if actual.kind == "growth" and actual.row["direction"] == "-" else ""


def rates(case: Case) -> list[Row]:
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
        if not _is_of_last_year(case, case.by_id[row["rate_id"]])
    ]


def _is_of_last_year(case: Case, figure: Figure) -> bool:
    """Whether the clause of a rate says that it is of the year before."""
    if case.document is None or figure["start"] is None:
        return False
    before = case.document.folded[max(figure["start"] - LONGEST_CLAUSE, 0) : figure["start"]]
    return _OF_LAST.search(re.split(r"[,，。;；]", before)[-1]) is not None


def named_rate(row: Row) -> str:
    """A completion rate with its name, as printed."""
    return name_rate(row["measure"]) + _rate(row)


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
    if as_reason(row["reason"]):
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
    for row in case.once(rates):
        target, actual = (case.by_id.get(row[f"{name}_id"]) for name in ("target", "actual"))
        if target:
            figures = [figure["figure_id"] for figure in (target, actual) if figure]
            told = f"{named_rate(row)}，目标数 {named(target)} 已经印出"
            if row["rate_id"] not in wrong:
                yield Finding("holds", told, (*figures, row["rate_id"]))
        elif row["rate_id"] not in shares and row["rate"] > FULL:  # less is asked about anyway
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
        f"{named_rate(row)}的目标数没有印出{told}",
        figures,
        ask="请补充目标数和完成数",
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
