"""How far the budget was executed, and what the execution was made of."""

from __future__ import annotations

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Tell, Unread, Words, each
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, GAP, INK, LABEL, NOTE, PAPER, TINT, VALUE, WARN
from perf_analysis.codebook import Budget
from perf_analysis.language import say
from perf_analysis.sentences import (
    Number,
    Sentence,
    cite,
    computed_rate,
    execution_rate,
    join,
    share,
    stated,
    unspent,
    unspent_share,
)

# Two parts this near to half of the whole are "about half" each. [%]
ABOUT_HALF = (45, 55)


@on_axes
def plot_execution(d: Drawing, budget: Budget) -> None:
    """A bullet of the total line: an empty frame for the budget, a solid bar for the execution,
    from zero.

    Parameters
    ----------
    budget : one row per budget line
        Needs a total line that states both budget and execution.
    """
    total = _total(budget)
    planned, executed = total["budget"], total["executed"]
    spent, reach = min(planned, executed), max(planned, executed)
    ticks = nice_ticks(reach)
    d.scale(0, ticks[-1])
    second = 0.31 * d.width
    _draw_head(d, 0, "预算数", stated(total, "budget", "").text, INK)
    _draw_head(d, second, "执行数", stated(total, "executed", "").text, ACTUAL)
    d.bar(0, spent, 60, 20, ACTUAL)
    if planned != executed:
        gap = Sentence(
            "{gap}，{share}", gap=unspent(total, is_bare=True), share=unspent_share(total)
        )
        name = "推算差额" if planned > executed else "推算超出"
        _draw_head(d, d.width, name, str(gap), WARN, "right")
        d.bar(spent, reach, 60, 20, WARN)
        d.bar(spent - GAP / 2 * d.per_point, spent + GAP / 2 * d.per_point, 60, 21, PAPER)
    d.box((0, 43), (planned, 34), "none", INK, 1.2, fill=False, clip_on=False, zorder=3)
    rate = Sentence("执行 {rate}", rate=execution_rate(total))
    d.label(0, 60, str(rate), LABEL, PAPER, shift=9)
    d.ticks(ticks)
    d.finish(84, _execution_title(total))


def _draw_head(
    d: Drawing, x: float, name: str, number: str, colour: str, align: str = "left"
) -> None:
    """A number above the bar, under its name."""
    d.text(x, 8, name, color=NOTE, align=align)
    d.text(x, 25, number, VALUE, colour, align)


@on_axes
def plot_nature(d: Drawing, budget: Budget) -> None:
    """The executed total as one bar of its parts by nature of spending, from zero to the whole.

    Parameters
    ----------
    budget : one row per budget line
        Needs the total line and the lines by nature with `executed`.
    """
    total, parts = _total(budget), _parts(budget)
    d.scale(0, parts["executed"].sum())
    start = 0.0
    for at, (_, part) in enumerate(parts.iterrows()):
        size, is_last = part["executed"], at == len(parts) - 1
        fill, ink = (ACTUAL, PAPER) if at % 2 == 0 else (TINT, INK)
        d.box((start, 19), (size, 40), fill, ACTUAL, 1, zorder=2)
        align, edge, inward = ("right", start + size, -8) if is_last else ("left", start, 8)
        room = size / d.per_point - 16
        name, amount = say(part["line"]), stated(part, "executed", "")
        number = str(Sentence("{amount}，{share}", amount=amount, share=share(part, total)))
        # what does not fit stands in the table below
        if text_width(name, LABEL) <= max(room, _room_beside(d, parts, at)):
            d.label(edge, 8, name, LABEL, INK, align)
        if text_width(number, LABEL) <= room:
            d.label(edge, 39, number, LABEL, ink, shift=inward)
        start += size
    d.finish(60, _nature_title(total, parts))


def _room_beside(d: Drawing, parts: Budget, at: int) -> float:
    """Of two parts, whose names stand at the two ends of the bar, the room that the other's name
    leaves to one; none of more parts [pt].
    """
    if len(parts) != 2:
        return 0.0
    other = text_width(say(parts.iloc[1 - at]["line"]), LABEL)
    return float(parts["executed"].sum()) / d.per_point - other - 16


def show_execution(budget: Budget) -> Chart | Absent:
    """C1 with its words: how far was the budget executed?"""
    codebook.require(budget, codebook.BUDGET)
    total = _total(budget) if len(budget) else None
    if total is None or pd.isna(total["budget"]) or pd.isna(total["executed"]):
        return Unread("成对的全年预算数和执行数")
    unit = total["unit"]
    rows = [
        ("预算数", stated(total, "budget", ""), "报告"),
        ("执行数", stated(total, "executed", ""), "报告"),
        ("执行率", execution_rate(total), "报告"),
        ("执行率", computed_rate(total), "推算"),
        ("差额" if total["unspent"] >= 0 else "超出", unspent(total, is_bare=True), "推算"),
    ]
    if pd.isna(total["rate"]):
        del rows[2]
    if pd.notna(total["carry_over"]):
        rows.append(("年末结转和结余", stated(total, "carry_over", ""), "报告"))
    words = Words(
        title=_execution_title(total),
        subtitle=Sentence("全年预算数与执行数，单位：{unit}", unit=unit),
        source=_execution_source(total),
        alt=Sentence(
            "条形图。执行了{executed}，是预算数{budget}的{rate}，推算差额{gap}。",
            budget=stated(total, "budget", unit),
            executed=stated(total, "executed", unit),
            rate=execution_rate(total),
            gap=unspent(total),
        ),
    )
    table = Rows(Sentence("预算与执行，{unit}", unit=unit), ("项目", "数值", "出处"), rows)
    return Chart("execution", plot_execution, budget, words, table, is_half=True)


def show_nature(budget: Budget) -> Chart | Absent:
    """C2 with its words: what was the execution made of?"""
    codebook.require(budget, codebook.BUDGET)
    parts = _parts(budget)
    if len(parts) < 2 or pd.isna(_total(budget)["executed"]):
        return Unread("基本支出和项目支出")
    total = _total(budget)

    def of_all(part: pd.Series) -> Number:
        return share(part, total)

    def amount(part: pd.Series) -> Number:
        return stated(part, "executed", part["unit"])

    told = each("{line}{amount}，{share}", parts, line="line", amount=amount, share=of_all)
    words = Words(
        title=_nature_title(total, parts),
        subtitle=Sentence("执行数按支出性质分，单位：{unit}；占比为推算", unit=total["unit"]),
        source=_nature_source(budget, total, parts),
        alt=Sentence("一条堆叠条形。{listed}。", listed=join(told, "；")),
    )
    columns: dict[str, Tell] = {
        "项目": "line",
        "执行数": lambda part: stated(part, "executed", ""),
        "占比（推算）": of_all,
    }
    rows = Rows.of(Sentence("按支出性质分，{unit}", unit=total["unit"]), parts, columns)
    return Chart("nature", plot_nature, budget, words, rows, is_half=True)


def is_rate_consistent(total: pd.Series) -> bool:
    """Whether the stated rate is one that the two amounts can print as."""
    half = 0.5 * 10.0 ** -int(total["rate_decimals"])
    return bool(
        total["rate_low"] <= total["rate"] + half and total["rate"] - half <= total["rate_high"]
    )


def _total(budget: Budget) -> pd.Series:
    codebook.require(budget, codebook.BUDGET, "breakdown", "budget", "executed", "unit")
    return budget[budget["breakdown"] == "total"].iloc[0]


def _parts(budget: Budget) -> Budget:
    return budget[(budget["breakdown"] == "nature") & (budget["executed"] > 0)]


def _execution_title(total: pd.Series) -> Sentence:
    rate = execution_rate(total)
    if pd.notna(total["rate"]) and not is_rate_consistent(total):
        computed = computed_rate(total)
        return Sentence(
            "报告列示执行率{rate}，按所列数据测算为{computed}", rate=rate, computed=computed
        )
    if total["unspent"] == 0:
        return Sentence("预算执行{rate}，没有差额", rate=rate)
    told = (
        "预算执行{rate}，尚有{gap}未支出"
        if total["unspent"] > 0
        else "预算执行{rate}，执行数超出预算{gap}"
    )
    return Sentence(told, rate=rate, gap=unspent(total))


def _execution_source(total: pd.Series) -> Sentence:
    place, formula = cite([total["section"]]), unspent(total).formula
    told = [
        Sentence("来源：自评报告{place}。差额为推算：{formula}。", place=place, formula=formula)
    ]
    if pd.notna(total["carry_over"]) and total["carry_over"] != total["unspent"]:
        carried = stated(total, "carry_over", total["unit"])
        told.append(
            Sentence(
                "报告写年末结转和结余{carried}，与差额不等，差额去向需要说明。", carried=carried
            )
        )
    return join(told)


def _nature_title(total: pd.Series, parts: Budget) -> Sentence:
    names = parts["line"].tolist()
    low, high = ABOUT_HALF
    if len(parts) == 2 and parts["share_low"].ge(low).all() and parts["share_high"].le(high).all():
        return Sentence("{one}和{other}各占约一半", one=names[0], other=names[1])
    largest = parts.iloc[int(parts["executed"].argmax())]
    return Sentence(
        "{line}最多，占执行数的{share}", line=largest["line"], share=share(largest, total)
    )


def _nature_source(budget: Budget, total: pd.Series, parts: Budget) -> Sentence:
    told = [Sentence("来源：自评报告{place}，占比为推算。", place=cite(parts["section"]))]
    sources = budget[budget["breakdown"] == "source"]
    paid = sources[sources["executed"] > 0]
    if len(paid) == 1 and paid.iloc[0]["executed"] == total["executed"] and len(sources) > 1:
        only = paid.iloc[0]
        told.append(
            Sentence(
                "按资金来源分，全部是{source}{amount}，其余各项均为{zero}，不作图。",
                source=only["line"],
                amount=stated(only, "executed", only["unit"]),
                zero=stated(sources[sources["executed"] == 0].iloc[0], "executed", only["unit"]),
            )
        )
    return join(told)
