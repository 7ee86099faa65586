"""The rates that a report states, the base of each beside it."""

from __future__ import annotations

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, each
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.growth import doubts, leader, left_out, of_last_year, rate_of
from perf_analysis.charts.style import ACTUAL, LINE, VALUE, WARN
from perf_analysis.codebook import Growth
from perf_analysis.language import say
from perf_analysis.sentences import Sentence, cite, join, prior

_ROW = 36.0  # [pt]


@on_axes
def plot_growth_rates(d: Drawing, growth: Growth) -> None:
    """The stated rates as dots from zero, the derived base of each beside it.

    Parameters
    ----------
    growth : one row per grown measure, drawn by rate from high to low
    """
    rates = _rates(growth)
    ticks = nice_ticks(rates["growth"].max(), rates["growth"].min())
    d.scale(ticks[0], ticks[-1], left=4 if ticks[0] == 0 else 40, right=56)
    for at, (_, row) in enumerate(rates.iterrows()):
        y, rate = at * _ROW + 26, row["growth"]
        based = say("上年水平未写")
        if pd.notna(row["prior_low"]):
            based = str(Sentence("上年{prior}", prior=prior(row)))
        d.head(y - 17, say(row["measure"]), based)
        d.line([0, rate], [y, y], LINE, 1.2, zorder=2)
        d.dot(rate, y)
        mark, colour = (" ?", WARN) if row["status"] == "ambiguous" else ("", ACTUAL)
        d.label(rate, y, rate_of(row).text + mark, VALUE, colour, shift=9 if rate >= 0 else -9)
    d.ticks(ticks, rates.iloc[0]["growth_unit"])
    d.finish(_ROW * len(rates) + 4, _title(rates))


def show_growth_rates(growth: Growth) -> Chart | Absent:
    """The rates with their words: how do the stated rates compare, and how large was each base?"""
    rates = _rates(growth)
    if rates.empty:
        return Unread("与上年相比的水平和增减")
    source = Sentence(
        "来源：自评报告{place}。基数不同，增速不能直接比较。", place=cite(rates["section"])
    )
    told = each("{measure}{rate}，上年{prior}", rates, measure="measure", rate=rate_of, prior=_base)
    words = Words(
        title=_title(rates),
        subtitle=Sentence("报告写出的同比，从高到低；右侧为上年水平"),
        source=join([source, *doubts(rates), *left_out(growth, rates)]),
        alt=Sentence("点图，从零起。{listed}。", listed=join(told, "；")),
    )
    rows = Rows.of(
        "同比与上年水平",
        rates,
        {
            "指标": "measure",
            "同比": rate_of,
            "上年值": _base,
        },
    )
    return Chart("growth-rates", plot_growth_rates, growth, words, rows, is_half=True)


def _base(row: pd.Series) -> Cell:
    return prior(row) if pd.notna(row["prior_low"]) else "未写"


def _rates(growth: Growth) -> Growth:
    """The rates in the unit that most share, highest first."""
    codebook.require(growth, codebook.GROWTH)
    growth = of_last_year(growth)
    if growth.empty:
        return growth
    drawn = growth[growth["growth_unit"] == growth["growth_unit"].mode().iloc[0]]
    return drawn.sort_values("growth", ascending=False, kind="stable")


def _title(rates: Growth) -> Sentence:
    fastest = leader(rates, "growth", "growth")
    bases = rates.assign(low=-rates["prior_high"], high=-rates["prior_low"])
    smallest = leader(bases, "low", "high")
    if fastest is not None and fastest == smallest and rates["unit"].nunique() == 1:
        return Sentence("增速最高的{measure}，上年基数最小", measure=fastest)
    highest, lowest = rates.iloc[0], rates.iloc[-1]
    if len(rates) == 1:
        return Sentence("{measure}同比{rate}", measure=highest["measure"], rate=rate_of(highest))
    return Sentence("同比从{low}到{high}", low=rate_of(lowest), high=rate_of(highest))
