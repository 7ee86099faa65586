"""How completion and execution rates stand against their target."""

from __future__ import annotations

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, each
from perf_analysis.charts.drawing import TARGET, Drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, LABEL, PAPER, VALUE
from perf_analysis.codebook import Completion
from perf_analysis.language import say
from perf_analysis.sentences import (
    Number,
    Sentence,
    beyond_target,
    cite,
    implied_targets,
    join,
    stated,
)
from perf_analysis.tables import name_rate

# Rates are printed with few digits, and their target and result too. [percentage points]
LOOSEST = 1.0
_OF_MONEY = "执行|支出|支付|决算|预算|拨款"
_ROW, _KEY = 46.0, 20.0  # [pt]


@on_axes
def plot_completion(d: Drawing, completion: Completion) -> None:
    """The stated rates as bars from zero against the line of the target, 100 %.

    Parameters
    ----------
    completion : one row per completion or execution rate, drawn from high to low
    """
    rates = _sorted(completion)
    ticks = nice_ticks(max(rates["rate"].max(), TARGET))
    height = _KEY + _ROW * len(rates)
    d.scale(0, ticks[-1])
    for at, (_, row) in enumerate(rates.iterrows()):
        top, told = _KEY + at * _ROW, _rate(row).text
        name = shorten(say(_name(row)), LABEL, TARGET / d.per_point - 8)
        d.text(0, top + 8, name)
        d.bar(0, row["rate"], top + 27, 19, ACTUAL)
        is_inside = row["rate"] / d.per_point > text_width(told, VALUE) + 16
        colour, shift = (PAPER, -8) if is_inside else (ACTUAL, 8)
        d.label(row["rate"], top + 27, told, VALUE, colour, shift=shift)
    d.target(TARGET, 4, height)
    d.name_target(TARGET, "目标 100%")
    d.ticks(ticks, "%")
    d.finish(height, _title(rates))


def show_completion(completion: Completion) -> Chart | Absent:
    """C4 with its words: how do the stated rates stand against their target?"""
    rates = _sorted(completion)
    if rates.empty:
        return Unread("完成率")
    told = each("{measure}{rate}", rates, measure=_name, rate=_rate)
    words = Words(
        title=_title(rates),
        subtitle=Sentence("实际完成相当于目标的百分比，目标 = 100%"),
        source=join(
            [Sentence("来源：自评报告{place}。", place=cite(rates["section"])), *_conditions(rates)]
        ),
        alt=Sentence("条形图，目标线在 100%。{listed}。", listed=join(told, "；")),
    )
    rows = Rows.of("完成率", rates, {"指标": _name, "完成率": _rate, "目标数": _target})
    return Chart("completion", plot_completion, completion, words, rows, is_half=True)


def _name(row: pd.Series) -> str:
    return name_rate(row["measure"])


def _rate(row: pd.Series) -> Number:
    return stated(row, "rate", "%")


def _sorted(completion: Completion) -> Completion:
    codebook.require(completion, codebook.COMPLETION)
    rated = completion[completion["rate"].notna() & completion["target_unit"].ne("%").fillna(True)]
    # what is spent of a budget has a picture of its own
    rated = rated[rated["target"].notna() | ~rated["measure"].str.contains(_OF_MONEY)]
    rated = rated[pd.Series([_holds(row) for _, row in rated.iterrows()], rated.index, dtype=bool)]
    return rated.sort_values("rate", ascending=False, kind="stable")


def _holds(row: pd.Series) -> bool:
    """Whether printed target and result bear out a rate: else it is a finding and no bar."""
    if row[["target", "actual"]].isna().any() or row["unit"] != row["target_unit"]:
        return True
    if not row["target"]:
        return True
    return bool(abs(100 * row["actual"] / row["target"] - row["rate"]) <= LOOSEST)


def _title(rates: Completion) -> Sentence:
    highest, lowest = rates.iloc[0], rates.iloc[-1]
    row, told = (highest, "超出目标") if highest["rate"] > TARGET else (lowest, "离目标差")
    if row["rate"] == TARGET:
        return Sentence("写出的完成率都是 100%")
    return Sentence(
        "{measure}{rate}，{told}{points}",
        measure=_name(row),
        rate=_rate(row),
        told=told,
        points=beyond_target(row),
    )


def _target(row: pd.Series) -> Cell:
    if pd.notna(row["target"]):
        return stated(row, "target", row["target_unit"])
    if not row["implied_targets"]:
        return "未写"
    actual = stated(row, "actual", row["unit"])
    return Sentence(
        "未列；若完成{actual}，为{implied}", actual=actual, implied=implied_targets(row)
    )


def _conditions(rates: Completion) -> list[Sentence]:
    """What the print of a rate implies for a target that is not printed, as a condition."""
    return each(
        "报告未列{measure}的目标值：如果{counted}{actual}就是完成数，能印作{rate}的整数目标{only}{targets}（推算）。",
        rates[rates["target"].isna() & rates["implied_targets"].map(bool)],
        measure=_name,
        counted="counted",
        actual=lambda row: stated(row, "actual", row["unit"]),
        rate=_rate,
        only=lambda row: "只有" if len(row["implied_targets"]) == 1 else "有",
        targets=implied_targets,
    )
