"""Checks of shares: a rate is the quotient of the two numbers it is said of,
and what exceeds a task does so by as much as it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from perf_analysis import units
from perf_analysis.checks.amounts.quotients import Quotient, find_by_name, find_quotients
from perf_analysis.checks.amounts.telling import HUNDRED, compare, named, no_text, once, told_of
from perf_analysis.checks.case import Case, Figure, Finding
from perf_analysis.checks.passages import Passage, is_alike, is_level, span_in
from perf_analysis.units import unsigned

ASK = "请核对比率的分子和分母，或说明采用的口径"

_EXCEEDED = re.compile(
    r"超(?:额|出|过)?(?:完成)?(?:年初|年度|全年|原定|既定)?(?:任务|目标|计划|指标)(?:数|量)?的?$"
)
_SPENT_RATE = re.compile(
    r"(?:资金|补助|补贴|经费|款项|专项)[^，,。]{0,4}(?:发放|支付|使用|支出|拨付|兑现)率(?:为|是|达|达到|:)?$"
)
_SPENT = re.compile(
    r"^(?:.*年)?度?(?:全年|累计|实际|共|总)*(?:支出|支付|发放|使用)(?:资金|总额)?(?:共|为|共计)?$"
)
_RECEIVED = re.compile(r"到账|到位|下达资金|收到")
_PARTLY = re.compile(r"上半年|下半年|季度|月|截至|上年|去年")
_TASK, _DONE = re.compile(r"任务|目标|计划"), re.compile(r"实际|完成|实现")


def check_shares(case: Case) -> Iterator[Finding]:
    """A stated share or completion rate is its part by its whole, at its printed decimals."""
    if case.document is None:
        yield no_text("比率")
        return
    passages = case.passages
    told = chain.from_iterable(find_quotients(passage) for passage in passages)
    shares = chain((one for one in told if not one.is_execution), find_by_name(passages))
    yield from once(
        [*chain.from_iterable(map(tell, shares)), *_exceeding(passages), *_spending(passages)]
    )


def tell(quotient: Quotient) -> Iterator[Finding]:
    """What a rate is by its two figures, and what it is said to be."""
    told = f"{told_of(quotient.part)} ÷ {told_of(quotient.whole)}"
    figures = (quotient.part, quotient.whole, quotient.rate)
    yield from compare(
        quotient.rate,
        quotient.computed,
        told,
        figures,
        verdict="fails" if quotient.is_certain and not quotient.why else "question",
        why=quotient.why,
        ask=ASK,
    )


def _exceeding(passages: Sequence[Passage]) -> Iterator[Finding]:
    """What exceeds a task by a percentage, where the report states one task
    and one result of its kind.
    """
    for passage in passages:
        for at, rate in enumerate(passage.figures):
            if (
                rate["kind"] in ("rate", "growth")
                and rate["unit"] == "%"
                and _EXCEEDED.search(passage.leads[at])
            ):
                pair = _task_and_result(passages)
                if pair:
                    task, result = pair
                    computed = units.spread(
                        lambda done, asked: HUNDRED * (done - asked) / asked,
                        span_in(result, task),
                        unsigned(task["span"]),
                    )
                    yield from compare(
                        rate,
                        computed,
                        f"{told_of(result)} 超过 {told_of(task)}",
                        (task, result, rate),
                        ask=ASK,
                    )


def _task_and_result(passages: Sequence[Passage]) -> tuple[Figure, Figure] | None:
    """The one task of a report and the one result in its unit; None where there are several."""
    told = [
        (passage.figures[at], passage.clause(at))
        for passage in passages
        for at in range(len(passage.figures))
        if is_level(passage.figures[at])
    ]
    tasks = [
        figure
        for figure, clause in told
        if _TASK.search(clause)
        and not _DONE.search(clause)
        and figure["kind"] != "amount"
        and figure["value"]
    ]
    results = [
        figure
        for figure, clause in told
        if tasks
        and _DONE.search(clause)
        and not _TASK.search(clause)
        and not _PARTLY.search(clause)
        and is_alike(figure, tasks[0])
    ]
    is_one = (
        all(len({figure["value"] for figure in group}) == 1 for group in (tasks, results))
        and len({task["unit"] for task in tasks}) == 1
    )
    return (tasks[0], results[0]) if is_one else None


def _spending(passages: Sequence[Passage]) -> Iterator[Finding]:
    """A rate of money given out, where the report states once what it received
    and once what it spent.
    """
    rates = [
        passage.figures[at]
        for passage in passages
        for at in range(len(passage.figures))
        if _SPENT_RATE.search(passage.leads[at])
    ]
    told = [
        (passage.figures[at], passage.clause(at))
        for passage in passages
        for at in range(len(passage.figures))
        if is_level(passage.figures[at])
    ]
    money = [(figure, clause) for figure, clause in told if figure["kind"] == "amount"]
    spent = [figure for figure, clause in money if _SPENT.search(clause)]
    received = [figure for figure, clause in money if _RECEIVED.search(clause)]
    if len({figure["value"] for figure in spent}) == len(
        {figure["value"] for figure in received}
    ) == 1 and is_alike(spent[0], received[0]):
        for rate in (rate for rate in rates if rate["kind"] == "rate" and rate["unit"] == "%"):
            one = Quotient(spent[0], received[0], rate)
            told_as = f"{told_of(one.part)} ÷ {told_of(one.whole)}"
            yield from compare(
                rate,
                one.computed,
                told_as,
                (one.whole, one.part, rate),
                verdict="question",
                why=f"{named(rate)}的口径未说明",
                ask="请说明比率的分子、分母和口径",
            )
