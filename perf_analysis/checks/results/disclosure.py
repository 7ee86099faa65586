"""What a report must tell and prove: required parts, evidence, another's score,
and money beside achievement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from perf_analysis import units
from perf_analysis.checks.case import Case, Figure, Finding, Row
from perf_analysis.checks.results.parts import (
    bare,
    has_first_part,
    is_cut_off,
    is_of_department,
    printed,
    problems_in,
    remedies_in,
    short,
)
from perf_analysis.codebook import is_missing
from perf_analysis.rules import FULL, Source
from perf_analysis.structure import find_sentences
from perf_analysis.tables import own_score
from perf_analysis.units import Interval

# What the form of a department and the scoring systems ask for, by the words that speak of it.
REQUIRED = {
    "服务对象满意度": re.compile(r"满意"),
    "三公经费": re.compile(r"三公|因公出国|公务接待|公务用车"),
    "预算调整": re.compile(r"预算调整|调整预算|调整后|追加|调减|调增"),
    "政府采购": re.compile(r"采购"),
}
_FORM_APART = re.compile(
    r"(?:附件|附表|另附|附后|详见)[^。；]{0,20}(?:自评表|评分表|指标表)|(?:自评表|评分表|指标表)[^。；]{0,8}(?:附后|见附)"
)
# sentences shared with last year that are asked about: three, and one of three
LEAST_COPIED, MOST_COPIED = 3, 3
LEAST_TEXT = 1_500  # characters: less is a fragment, of which nothing can be said to be missing
_REVIEW = re.compile(r"复核|复评|核查|评审|审核|再评价|财政评价|第三方")
# No profile holds the warnings of the system: two percentages of its own.
WARNINGS = Source(
    "gov.mof.fasp2.pmkpi 系统", "系统", "read", "自评预警（指标得分除以 90，与预算执行率比）", 2021
)
RED, YELLOW = Decimal(5), Decimal(20)
_FINEST = Decimal("0.01")
SELF_FORM = "绩效自评表"


def check_boilerplate(case: Case) -> Iterator[Finding]:
    """A department writes of its own year, in sentences no other report has."""
    if case.document is None or case.previous is None or case.previous.document is None:
        yield Finding("unchecked", "需要上一年的报告（--previous）")
        return
    last = {sentence["letters"]: sentence["quoted"] for sentence in _sentences(case.previous)}
    known = _sentences(case)
    told = [sentence for sentence in known if sentence["letters"] in last]
    for sentence in told:
        figures = [
            figure["figure_id"]
            for figure in case.stated
            if sentence["start"] <= figure["start"] < sentence["end"]
        ]
        if figures and bare(sentence["quoted"]) == bare(last[sentence["letters"]]):
            message = f"“{short(bare(sentence['quoted']))}”一句连数字与上一年报告相同"
            yield Finding("question", message, tuple(figures), ask="请核对是否为本年的数")
    if known:
        is_copied = len(told) >= LEAST_COPIED and len(told) * MOST_COPIED >= len(known)
        message = f"全文 {len(known)} 个长句里有 {len(told)} 句与上一年报告文字相同"
        yield Finding(
            "question" if is_copied else "holds",
            message,
            ask="请按本年的情况填写" if is_copied else "",
        )


def _sentences(case: Case) -> list[dict[str, Any]]:
    return find_sentences(case.document, case.structure) if case.document and case.structure else []


LEAST_WEIGHTS = 6  # weights of a form that was read as a table of another kind


def check_required(case: Case) -> Iterator[Finding]:
    """A department's report speaks of what its form and the scoring systems ask for."""
    if case.document is None:
        return
    if not _is_whole(case):
        return
    text = case.document.folded
    for name, words in REQUIRED.items():
        if words.search(text) or (name == "预算调整" and _is_adjusted(case)):
            yield Finding("holds", f"报告提到{name}")
        else:
            yield Finding("question", f"报告没有提到{name}", ask=f"请说明{name}的情况")
    weights = sum(figure["role"] == "weight" for figure in case.stated)
    if case.rows["indicators"] or weights >= LEAST_WEIGHTS:
        yield Finding("holds", "报告附有自评表")
    elif _FORM_APART.search(text):
        yield Finding("unchecked", "报告说自评表另附，没有一起读入")
    else:
        yield Finding(
            "question", "没有读出自评表，无法核对各项指标的分值和得分", ask="请提供绩效自评表"
        )


def _is_adjusted(case: Case) -> bool:
    """Whether the budget of the start and that of the year stand side by side and differ."""
    total = next(iter(case.rows["budget"]), None)
    if total is None or is_missing(total["initial"]):
        return False
    return bool(total["initial"] != total["budget"])


def _is_whole(case: Case) -> bool:
    """Whether a text is the report of a department from beginning to end,
    no fragment and no bare form.
    """
    document = case.document
    if (
        document is None
        or len(document.text) < LEAST_TEXT
        or not is_of_department(document)
        or is_cut_off(document)
    ):
        return False
    return has_first_part(case) and bool(problems_in(case) or remedies_in(case))


def check_review(case: Case) -> Iterator[Finding]:
    """A report that states what others scored it says why they scored otherwise."""
    scores = [
        figure for figure in case.stated if figure["kind"] == "score" and figure["role"] == "actual"
    ]
    own = [figure for figure in scores if "自评" in _name(figure)]
    reviewed = [
        figure for figure in scores if "自评" not in _name(figure) and _REVIEW.search(_name(figure))
    ]
    if not own:
        return
    one = own[-1]
    # a score of less than half is that of a part
    reviewed = [figure for figure in reviewed if 2 * figure["value"] > one["value"]]
    if not reviewed:
        return
    other = reviewed[-1]
    figures = (one["figure_id"], other["figure_id"])
    less = units.printed(one["value"], one["decimals"]) - units.printed(
        other["value"], other["decimals"]
    )
    cells: dict[str, Any] = {
        "stated": one["value"],
        "computed": other["value"],
        "difference": float(less),
        "unit": "分",
    }
    message = f"自评 {printed(one)}，{other['measure']} {printed(other)}"
    if less:
        yield Finding(
            "question",
            f"{message}，相差 {abs(less):f} 分（推算）",
            figures,
            ask="请说明两个分数不同的原因",
            **cells,
        )
    else:
        yield Finding("holds", f"{message}，一致", figures, **cells)


def check_achievement(case: Case) -> Iterator[Finding]:
    """Indicators do not earn more than the money spent, by what the system lets pass;
    a budget is spent.
    """
    forms = groupby(
        (row for row in case.rows["indicators"] if row["form"] == SELF_FORM),
        key=lambda row: row["form_id"],
    )
    for form_id, rows in forms:
        yield from _of_form(case, form_id, list(rows))
    if not case.rows["indicators"]:
        yield from _of_report(case)


def _of_form(case: Case, form_id: str, rows: list[Row]) -> Iterator[Finding]:
    """The indicators of a form beside the total line of its funds."""
    total = next(
        (
            row
            for row in case.rows["funds"]
            if row["form_id"] == form_id and row["breakdown"] == "total"
        ),
        None,
    )
    scores, weights = (
        [case.by_id.get(row[f"{name}_id"]) for row in rows] for name in ("score", "weight")
    )
    if total is None or None in scores or None in weights:
        return
    executed, budget = (
        case.by_id.get(total["executed_id"]),
        case.by_id.get(total["budget_id"]) or case.by_id.get(total["initial_id"]),
    )
    points = _sum(weights)
    if not executed or not budget or not points:
        return
    share = _sum(scores) / points
    name = f"{short(rows[0]['project'])}：" if isinstance(rows[0]["project"], str) else ""
    figures = (
        *(figure["figure_id"] for figure in scores if figure),
        executed["figure_id"],
        budget["figure_id"],
    )
    yield from _warned(name, Interval(share, share), executed, budget, figures)


def _of_report(case: Case) -> Iterator[Finding]:
    """A total score less the points for execution beside the department's budget."""
    total = next((row for row in case.rows["budget"] if row["breakdown"] == "total"), None)
    score, rule = own_score(case.rows["scores"]), case.profile.execution
    if total is None or score is None or rule is None or score["score_id"] not in case.by_id:
        return
    executed, budget = (case.by_id.get(total[f"{name}_id"]) for name in ("executed", "budget"))
    if not executed or not budget or is_missing(total["rate_low"]):
        return
    stated = case.by_id[score["score_id"]]
    points = units.scaled(
        rule.method.shares(units.spread(_quotient, executed["span"], budget["span"])), rule.points
    )
    left = Interval(stated["span"].low - points.high, stated["span"].high - points.low)
    figures = (stated["figure_id"], executed["figure_id"], budget["figure_id"])
    yield from _warned(
        f"如果总分里预算执行占 {rule.points:f} 分：",
        units.scaled(left, 1 / (FULL - rule.points)),
        executed,
        budget,
        figures,
    )


def _warned(
    name: str, share: Interval, executed: Figure, budget: Figure, figures: tuple[str, ...]
) -> Iterator[Finding]:
    """A share of the points earned beside the share of the budget spent."""
    if not budget["value"]:
        yield Finding(
            "question",
            f"{name}预算为 0，系统按黄色预警",
            figures,
            ask="请说明没有预算的原因",
            source=str(WARNINGS),
        )
        return
    if share.low <= 0:
        return
    rate = units.spread(_quotient, executed["span"], budget["span"])
    above = units.scaled(
        units.spread(lambda earned, spent: (earned - spent) / earned, share, rate), FULL
    )
    unspent = Interval(FULL * (1 - rate.high), FULL * (1 - rate.low))
    told = (
        f"{name}指标得分率 {_shown(units.scaled(share, FULL))}，"
        f"预算执行率 {_shown(units.scaled(rate, FULL))}（推算）"
    )
    cells: dict[str, Any] = {
        "computed": float((above.low + above.high) / 2),
        "unit": "%",
        "source": str(WARNINGS),
    }
    if above.low > RED:
        message = f"{told}，得分率高出执行率 {_shown(above)}，超过系统红色预警的 {RED:f}%"
        yield Finding(
            "question", message, figures, ask="请说明支出较少而指标得分较高的原因", **cells
        )
    elif unspent.low > YELLOW:
        message = f"{told}，未执行 {_shown(unspent)}，超过系统黄色预警的 {YELLOW:f}%"
        yield Finding("question", message, figures, ask="请说明预算没有执行的原因", **cells)
    else:
        yield Finding(
            "holds",
            f"{told}，没有超过系统预警的界限（红色 {RED:f}%，黄色 {YELLOW:f}%）",
            figures,
            **cells,
        )


def _shown(span: Interval) -> str:
    """A share in % as it can be told: no finer than two decimals."""
    low, high = (end.quantize(_FINEST, ROUND_HALF_UP) for end in span)
    about = (
        "约 "
        if (span.low < span.high or low != span.low) and units.is_shared(float(low), float(high))
        else ""
    )
    return about + units.with_unit(units.show(float(low), float(high)), "%")


def _quotient(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole


def _sum(figures: list[Figure | None]) -> Decimal:
    return sum(
        (units.printed(figure["value"], figure["decimals"]) for figure in figures if figure),
        Decimal(0),
    )


def _name(figure: Figure) -> str:
    return f"{figure['subject'] or ''}{figure['measure'] or ''}"
