"""What a report must tell and prove: required parts, evidence, another's score,
and money beside achievement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perf_analysis import units
from perf_analysis.checks.alike import printed
from perf_analysis.checks.case import Case, Finding
from perf_analysis.checks.results.parts import (
    bare,
    has_first_part,
    is_cut_off,
    is_of_department,
    problems_in,
    remedies_in,
    short,
)
from perf_analysis.checks.statements import name_of, named
from perf_analysis.codebook import is_missing
from perf_analysis.structure import find_sentences

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
    own = [figure for figure in scores if "自评" in name_of(figure)]
    reviewed = [
        figure
        for figure in scores
        if "自评" not in name_of(figure) and _REVIEW.search(name_of(figure))
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
    less = printed(one) - units.printed(other["value"], other["decimals"])
    cells: dict[str, Any] = {
        "stated": one["value"],
        "computed": other["value"],
        "difference": float(less),
        "unit": "分",
    }
    message = f"自评 {named(one)}，{other['measure']} {named(other)}"
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
