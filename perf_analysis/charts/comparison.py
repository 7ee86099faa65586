"""Many reports beside one another: execution by department and year, growth against last year,
and how often checks speak.

Departments stand in order of their names, not of their numbers:
a rank among them would say more than self-evaluations can.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from perf_analysis import checks, codebook, language
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Words
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, INK, LINE, PAPER, SMALL, VALUE, WARN
from perf_analysis.language import say, say_number, spoken
from perf_analysis.sentences import Sentence
from perf_analysis.units import printed, show, with_unit

MOST_DEPARTMENTS, MOST_YEARS, MOST_ROWS = 12, 5, 12  # drawn; the rest is counted
_CELL, _BARS, _ROW, _KEY = 96.0, 52.0, 40.0, 24.0  # heights [pt]
_NEEDED = ("department", "year", "rate", "rate_decimals", "rate_low", "rate_high")


@on_axes
def plot_execution_by_year(d: Drawing, execution: pd.DataFrame) -> None:
    """Small multiples: a field for each department, in it a bar from zero for each year's execution
    rate, framed by the budget.

    Parameters
    ----------
    execution : one row per report with a budget
        Needs `department`, `year`, `rate`, `rate_low` and `rate_high`.
        The first departments and the last years are drawn.
    """
    rates = _by_year(execution)
    departments, years = list(dict.fromkeys(rates["department"])), sorted(rates["year"].unique())
    d.scale(0, d.width)
    across = 2 if d.is_narrow else 4
    room = d.width / across - 14
    for at, department in enumerate(departments):
        left, top = (at % across) * d.width / across, (at // across) * _CELL
        d.label(left, top + 8, shorten(department, SMALL, room), color=INK)
        _draw_years(d, rates[rates["department"] == department], years, left, top + 22, room)
    d.finish(_CELL * ((len(departments) - 1) // across + 1), _by_year_title(rates))


def _draw_years(
    d: Drawing, rates: pd.DataFrame, years: Sequence[int], left: float, top: float, room: float
) -> None:
    step, bottom = room / len(years), top + _BARS
    for at, year in enumerate(years):
        x = left + at * step
        d.label(x + step / 2 - 1, bottom + 9, f"{year % 100:02}", align="center")
        row = rates[rates["year"] == year]
        if row.empty:
            continue
        rate, is_stated = rate_drawn(row.iloc[0]), bool(pd.notna(row.iloc[0]["rate"]))
        height, told = _BARS * min(rate, 100) / 100, f"{rate:.0f}"
        face = ACTUAL if is_stated else PAPER
        d.box((x, top), (step - 3, _BARS), "none", LINE, 0.8, zorder=3)
        d.box((x, bottom - height), (step - 3, height), face, ACTUAL, 0.8, zorder=2)
        if text_width(told, SMALL) <= step - 4:
            ink = PAPER if is_stated and height > 14 else INK
            d.label(x + step / 2 - 1, bottom - 8, told, color=ink, align="center")


def show_execution_by_year(execution: pd.DataFrame) -> Chart | Absent:
    """How far did each department execute its budget, year by year?"""
    codebook.require(execution, codebook.EXECUTION_PANEL)
    rates = _by_year(execution)
    if rates.empty:
        return Absent(Sentence("这些报告没有可以比较的预算数和执行数。"))
    left_out = execution["department"].nunique() - rates["department"].nunique()
    more = Sentence("另有 {count} 个部门没有画出。", count=f"{left_out}") if left_out else ""
    words = Words(
        title=_by_year_title(rates),
        subtitle=Sentence(
            "预算执行率（%），框是预算数，实心是报告写的执行率，空心是推算；按部门名称排列"
        ),
        source=Sentence("来源：各部门自评报告。{more}", more=more),
        alt=Sentence("小图组，每个部门一格，每年一条。{title}。", title=_by_year_title(rates)),
    )
    rows = Rows.of(
        "预算执行率",
        rates,
        {
            "部门": "department",
            "年度": lambda row: f"{row['year']}",
            "执行率": lambda row: _printed(row, "rate") if pd.notna(row["rate"]) else "未写",
            "推算": lambda row: with_unit(show(row["rate_low"], row["rate_high"]), "%"),
        },
    )
    return Chart("execution-by-year", plot_execution_by_year, execution, words, rows)


def _by_year(execution: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn: one for each department and year, of departments that have most years,
    by name.
    """
    codebook.require(execution, codebook.EXECUTION_PANEL, *_NEEDED)
    known = execution.dropna(subset=["department", "year", "rate_low"])
    known = known.drop_duplicates(["department", "year"])
    years = sorted(known["year"].unique())[-MOST_YEARS:]
    known = known[known["year"].isin(years)]
    counts = known.groupby("department", sort=True).size()
    most = counts.sort_values(ascending=False, kind="stable").index[:MOST_DEPARTMENTS]
    drawn = known[known["department"].isin(most)]
    return drawn.sort_values(["department", "year"], kind="stable")


def _by_year_title(rates: pd.DataFrame) -> Sentence:
    drawn = pd.Series([rate_drawn(row) for _, row in rates.iterrows()]).sort_values(kind="stable")
    lowest = rates.iloc[drawn.index[0]]
    return Sentence(
        "{count} 个部门的预算执行率在 {low}% 和 {high}% 之间，最低的是{department} {year} 年",
        count=f"{rates['department'].nunique()}",
        low=f"{drawn.iloc[0]:.1f}",
        high=f"{drawn.iloc[-1]:.1f}",
        department=lowest["department"],
        year=f"{lowest['year']}",
    )


def rate_drawn(row: pd.Series) -> float:
    """The stated execution rate, else the middle of what it is derived to be. [%]"""
    middle = (row["rate_low"] + row["rate_high"]) / 2
    return float(row["rate"] if pd.notna(row["rate"]) else middle)


@on_axes
def plot_growth_against_last_year(d: Drawing, growth: pd.DataFrame) -> None:
    """Stated growth (solid) beside the growth that the levels of two years' reports give (hollow),
    largest gap first.

    Parameters
    ----------
    growth : one row per growth whose level two successive reports state
        Rows that agree are not drawn.
    """
    rows = _unlike(growth)
    highest = max(rows["growth"].max(), rows["growth_high"].max())
    ticks = nice_ticks(highest, min(rows["growth"].min(), rows["growth_low"].min()))
    d.scale(ticks[0], ticks[-1], left=44 if ticks[0] < 0 else 6, right=64)
    for at, (_, row) in enumerate(rows.iterrows()):
        y, stated = at * _ROW + 26, row["growth"]
        middle = (row["growth_low"] + row["growth_high"]) / 2
        d.head(y - 17, _name_growth(row), str(Sentence("推算 {growth}", growth=_between(row))))
        d.line([stated, middle], [y, y], WARN, 1.6, zorder=2)
        d.dot(middle, y, is_derived=True)
        d.dot(stated, y)
        shift = -9 if stated < middle else 9
        d.label(stated, y, _printed(row, "growth"), VALUE, ACTUAL, shift=shift)
    d.ticks(ticks, "%")
    d.finish(_ROW * len(rows) + 4, _growth_title(growth))


def show_growth_against_last_year(growth: pd.DataFrame) -> Chart | Absent:
    """Does the stated growth fit the level that last year's report printed?"""
    unlike = _unlike(growth)
    if growth.empty:
        return Absent(
            Sentence("没有哪个部门相邻两年的报告写出同一项的数，增长率不能和上年报告核对。")
        )
    if unlike.empty:
        return Absent(Sentence("{count} 项增长率都和上年报告的数对得上。", count=f"{len(growth)}"))
    words = Words(
        title=_growth_title(growth),
        subtitle=Sentence("同比，实心是报告写的，空心是由两年报告的数推算；差得最多的在前"),
        source=Sentence(
            "来源：各部门相邻两年的自评报告。上年的数可能后来修订过，或口径不同：对不上是问题，不是结论。"
        ),
        alt=Sentence("哑铃图。{title}。", title=_growth_title(growth)),
    )
    rows = Rows.of(
        "和上年报告对不上的增长率",
        unlike,
        {
            "部门、年度和指标": _name_growth,
            "上年报告": "level_before",
            "本年报告": "level",
            "写的同比": lambda row: _printed(row, "growth"),
            "推算的同比": _between,
        },
    )
    return Chart("growth-against-last-year", plot_growth_against_last_year, growth, words, rows)


def _unlike(growth: pd.DataFrame) -> pd.DataFrame:
    codebook.require(growth, codebook.GROWTH_PANEL)
    told = growth[growth["status"] == "question"]
    gap = (told["growth"] - (told["growth_low"] + told["growth_high"]) / 2).abs()
    return told.loc[gap.sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]


def _name_growth(row: pd.Series) -> str:
    return f"{row['department']} {row['year']} {row['measure']}"


def _growth_title(growth: pd.DataFrame) -> Sentence:
    count = int((growth["status"] == "question").sum())
    return Sentence(
        "{all} 项增长率里 {count} 项和上年报告的数对不上", all=f"{len(growth)}", count=f"{count}"
    )


def _printed(row: pd.Series, column: str) -> str:
    return f"{printed(row[column], row[f'{column}_decimals']):f}%".replace("-", "−")


def _between(row: pd.Series) -> str:
    """A derived growth as far as its interval shows it."""
    return say_number(with_unit(show(row["growth_low"], row["growth_high"]), "%"))


@on_axes
def plot_finding_rates(d: Drawing, finding_rates: pd.DataFrame) -> None:
    """The share of reports that have a finding of each check, as dots with their 95 % intervals.

    Parameters
    ----------
    finding_rates : one row per check and verdict
        Verdicts that hold or were not checked are not drawn; checks stand in order of the share.
    """
    told = _telling(finding_rates)
    ticks = nice_ticks(told["share_high"].max())
    d.scale(0, ticks[-1], left=6, right=58)
    for at, (_, row) in enumerate(told.iterrows()):
        y, ends = at * _ROW + 26, [row["share_low"], row["share_high"]]
        behind = str(Sentence("每 100 份 {count} 项", count=_per_hundred(row)))
        d.head(y - 17, _name_rule(row), behind)
        d.line(ends, [y, y], LINE, 3, solid_capstyle="butt", zorder=2)
        d.dot(row["share"], y, is_derived=True)
        d.label(row["share_high"], y, f"{row['share']:.1f}%", VALUE, ACTUAL, shift=9)
    d.ticks(ticks, "%")
    d.finish(_ROW * len(told) + 4, _rates_title(told))


def show_finding_rates(finding_rates: pd.DataFrame) -> Chart | Absent:
    """Of how many reports does each check ask something?"""
    told = _telling(finding_rates)
    if told.empty:
        return Absent(Sentence("没有不一致，也没有要说明的。"))
    words = Words(
        title=_rates_title(told),
        subtitle=Sentence(
            "有这一项的报告占全部报告的百分比；粗线是 95% 区间，适用于把这些报告看作抽样"
        ),
        source=Sentence(
            "来源：对 {all} 份报告的核对。报告写得越细，能核对的越多："
            "一项多见，不等于这些部门做得差。",
            all=f"{told['all_reports'].iloc[0]}",
        ),
        alt=Sentence("点图，带区间。{title}。", title=_rates_title(told)),
    )
    rows = Rows.of(
        "每 100 份报告的核对结果",
        told,
        {
            "核对": _name_rule,
            "每 100 份报告的项数": _per_hundred,
            "报告份数": lambda row: f"{row['reports']}",
            "占比": lambda row: f"{row['share']:.1f}%",
            "95% 区间": lambda row: f"{row['share_low']:.1f}%–{row['share_high']:.1f}%",
        },
    )
    return Chart("finding-rates", plot_finding_rates, finding_rates, words, rows)


def _per_hundred(row: pd.Series) -> str:
    return f"{row['per_hundred']:.1f}"


def _telling(finding_rates: pd.DataFrame) -> pd.DataFrame:
    codebook.require(finding_rates, codebook.FINDING_PANEL)
    told = finding_rates[finding_rates["status"].isin(["fails", "question"])]
    told = told.sort_values(["status", "share"], ascending=[True, False], kind="stable")
    return told.head(MOST_ROWS)


def _name_rule(row: pd.Series) -> str:
    title = next((rule.title for rule in checks.RULES if rule.name == row["rule"]), row["rule"])
    if spoken() != "zh":
        title = language.checks()[row["rule"]]["title"]
    is_wrong = row["status"] == "fails"
    return say("{title}：不一致" if is_wrong else "{title}：需说明", title=title)


def _rates_title(told: pd.DataFrame) -> Sentence:
    first = told.sort_values("share", ascending=False, kind="stable").iloc[0]
    return Sentence(
        "最常见：{name}，占 {share}%", name=_name_rule(first), share=f"{first['share']:.1f}"
    )
