"""Facts that a form tells once more than the text, or in two of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.checks.aims import is_of_next_year
from perf_analysis.checks.alike import is_alike, is_level, span_in
from perf_analysis.checks.amounts.telling import ids, named, once, told_of
from perf_analysis.checks.case import Case, Figure, Finding, overlap
from perf_analysis.checks.statements import form_ids, name_of
from perf_analysis.units import unsigned

ASK = "请核对两处的数，或说明口径的差别"
LEAST_NAME = 4  # characters of a name that is a fact's own

_FILL = re.compile(
    r"我[市县区省局委部单位镇]+|[本全]年度?|(?:19|20)\d\d年?度?|年末|年底|年初|到底|截至|现有|"
    r"本(?:单位|部门|中心|局|委|院|馆)|全[市县区省国镇]|共计?|合计|总计|累计|目前|实际|最后|认定|核定|"
    r"实有|[^一-鿿]|目标\d*[:：]?"
)
_OF_OTHERS = re.compile(r"上年|去年|同期|超|[高低多少]于")  # what is no target of the year


def check_same_fact(case: Case) -> Iterator[Finding]:
    """A fact that is stated twice has one value, and so have two
    that are equal by what they are.
    """
    yield from once([*_form_goals(case), *_fund_columns(case)])


def _equal(one: Figure, other: Figure) -> Finding:
    """Two figures that are found equal."""
    message = f"{name_of(one)}与{name_of(other)}都写 {named(other)}"
    return Finding(
        "holds",
        message,
        ids((one, other)),
        float(one["value"]),
        float(other["value"]),
        0.0,
        one["unit"],
    )


def _unequal(one: Figure, other: Figure) -> Finding:
    """Two figures that should be equal and are not."""
    difference = float(one["value"] - other["value"]) if one["unit"] == other["unit"] else None
    return Finding(
        "question",
        f"{told_of(one)}，{told_of(other)}，两处不一致；绩效目标与指标值不同，可能有调整",
        ids((one, other)),
        float(one["value"]),
        float(other["value"]),
        difference,
        one["unit"],
        ask=ASK,
    )


def _is_equal(one: Figure, other: Figure) -> bool:
    return is_alike(one, other) and overlap(unsigned(one["span"]), span_in(other, one))


def _form_goals(case: Case) -> Iterator[Finding]:
    """A target that the goals print is the one in the rows of the form."""
    in_forms = case.once(form_ids)
    targets = [
        (row["level3"], figure)
        for row in case.rows["indicators"]
        if (figure := case.by_id.get(row["target_id"]))
    ]
    for figure in case.stated if targets else ():
        if (
            figure["figure_id"] in in_forms
            or not is_level(figure)
            or figure["same_as"]
            or str(figure["measure"]).endswith("值")
            or _OF_OTHERS.search(name_of(figure))
            or is_of_next_year(case, figure["start"])
        ):
            continue
        name = _plain(name_of(figure))
        named_so = [
            target
            for told, target in targets
            if told
            and len(name) >= LEAST_NAME
            and (name in told or _plain(told) in name)
            and is_alike(figure, target)
        ]
        if len(named_so) == 1:
            target = named_so[0]
            if _is_equal(figure, target):
                yield _equal(figure, target)
            elif figure["role"] == "target" and not _is_of_next_year(case, figure):
                yield _unequal(figure, target)


def _is_of_next_year(case: Case, figure: Figure) -> bool:
    return bool(case.about.year) and figure["period"] == str(case.about.year + 1)


def _fund_columns(case: Case) -> Iterator[Finding]:
    """The budget of the year is that of its start where nothing was adjusted."""
    for row in case.rows["funds"]:
        initial, budget = case.by_id.get(row["initial_id"]), case.by_id.get(row["budget_id"])
        if (
            row["breakdown"] == "total"
            and initial
            and budget
            and initial["value"]
            and _is_equal(initial, budget)
        ):
            yield _equal(initial, budget)


def _plain(words: str) -> str:
    """Words without years, wholes and marks."""
    return _FILL.sub("", words)
