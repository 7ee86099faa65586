"""How completion and execution rates stand against their target."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from perf_analysis import codebook
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, LABEL, PAPER, VALUE, WARN
from perf_analysis.codebook import Completion
from perf_analysis.language import say
from perf_analysis.sentences import Sentence, beyond_target, cite, implied_targets, join, stated
from perf_analysis.tables import name_rate

# Rates are printed with few digits, and their target and result too. [percentage points]
LOOSEST = 1.0
_ROW, _KEY = 46.0, 20.0  # [pt]


def plot_completion(
    completion: Completion,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The stated rates as bars from zero against the line of the target, 100 %.

    Parameters
    ----------
    completion : one row per completion or execution rate, drawn from high to low
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    rates = _sorted(completion)
    with drawing(ax, title, colors, width) as d:
        ticks = nice_ticks(max(rates["rate"].max(), 100))
        height = _KEY + _ROW * len(rates)
        d.scale(0, ticks[-1])
        for at, (_, row) in enumerate(rates.iterrows()):
            top, told = _KEY + at * _ROW, stated(row, "rate", "%").text
            d.text(
                0,
                top + 8,
                shorten(say(name_rate(row["measure"])), LABEL, 100 / d.per_point - 8),
                LABEL,
            )
            d.bar(0, row["rate"], top + 27, 19, ACTUAL)
            is_inside = row["rate"] / d.per_point > text_width(told, VALUE) + 16
            d.label(
                row["rate"],
                top + 27,
                told,
                VALUE,
                PAPER if is_inside else ACTUAL,
                "right" if is_inside else "left",
                -8 if is_inside else 8,
            )
        # paper beside the line: it and the bars are too alike
        for width, colour, layer in ((4.5, PAPER, 3), (2.2, WARN, 4)):
            d.ax.plot(
                [100, 100],
                [4, height],
                color=colour,
                lw=width,
                solid_capstyle="butt",
                zorder=layer,
                clip_on=False,
            )
        is_left = 100 / d.per_point > d.width - text_width(say("目标 100%"), LABEL) - 8
        d.label(
            100, 8, "目标 100%", LABEL, WARN, "right" if is_left else "left", -6 if is_left else 6
        )
        d.ticks(ticks, "%")
        d.finish(height, str(_title(rates)))
    return d.ax


def show_completion(completion: Completion) -> Chart | Absent:
    """C4 with its words: how do the stated rates stand against their target?"""
    codebook.require(completion, codebook.COMPLETION)
    rates = _sorted(completion)
    if rates.empty:
        return Unread("完成率")
    rows: list[tuple[Cell, ...]] = [
        (name_rate(row["measure"]), stated(row, "rate", "%"), _target(row))
        for _, row in rates.iterrows()
    ]
    words = Words(
        title=_title(rates),
        subtitle=Sentence("实际完成相当于目标的百分比，目标 = 100%"),
        source=join(
            [Sentence("来源：自评报告{place}。", place=cite(rates["section"])), *_conditions(rates)]
        ),
        alt=Sentence(
            "条形图，目标线在 100%。{listed}。",
            listed=join(
                [
                    Sentence(
                        "{measure}{rate}",
                        measure=name_rate(row["measure"]),
                        rate=stated(row, "rate", "%"),
                    )
                    for _, row in rates.iterrows()
                ],
                "；",
            ),
        ),
    )
    return Chart(
        "completion",
        plot_completion,
        completion,
        words,
        Rows("完成率", ("指标", "完成率", "目标数"), rows),
        is_half=True,
    )


def _sorted(completion: Completion) -> Completion:
    codebook.require(completion, codebook.COMPLETION)
    rated = completion[completion["rate"].notna() & completion["target_unit"].ne("%").fillna(True)]
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
    row, told = (highest, "超出目标") if highest["rate"] > 100 else (lowest, "离目标差")
    if row["rate"] == 100:
        return Sentence("写出的完成率都是 100%")
    return Sentence(
        "{measure}{rate}，{told}{points}",
        measure=name_rate(row["measure"]),
        rate=stated(row, "rate", "%"),
        told=told,
        points=beyond_target(row),
    )


def _target(row: pd.Series) -> Cell:
    if pd.notna(row["target"]):
        return stated(row, "target", row["target_unit"])
    return (
        Sentence(
            "未列；若完成{actual}，为{implied}",
            actual=stated(row, "actual", row["unit"]),
            implied=implied_targets(row),
        )
        if row["implied_targets"]
        else "未写"
    )


def _conditions(rates: Completion) -> list[Sentence]:
    """What the print of a rate implies for a target that is not printed, as a condition."""
    implied = rates[rates["target"].isna() & rates["implied_targets"].map(bool)]
    return [
        Sentence(
            "报告未列{measure}的目标值：如果{counted}{actual}就是完成数，能印作{rate}的整数目标{only}{targets}（推算）。",
            measure=name_rate(row["measure"]),
            counted=row["counted"],
            actual=stated(row, "actual", row["unit"]),
            rate=stated(row, "rate", "%"),
            only="只有" if len(row["implied_targets"]) == 1 else "有",
            targets=implied_targets(row),
        )
        for _, row in implied.iterrows()
    ]
