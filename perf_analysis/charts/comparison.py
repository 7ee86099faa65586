"""Many reports beside one another: execution by department and year, distributions,
growth against last year, and how often checks speak.

Departments stand in order of their names, not of their numbers:
a rank among them would say more than self-evaluations can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from perf_analysis import checks, codebook, language
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import Drawing, drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, INK, LABEL, LINE, NOTE, PAPER, SMALL, VALUE, WARN
from perf_analysis.language import say, say_number, spoken
from perf_analysis.sentences import Sentence
from perf_analysis.units import printed, show, with_unit

MOST_DEPARTMENTS, MOST_YEARS, MOST_ROWS = 12, 5, 12  # drawn; the rest is counted
_CELL, _BARS, _ROW, _KEY = 96.0, 52.0, 40.0, 24.0  # heights [pt]
# 90 and 95 are where rule profiles begin to ask [%]
EXECUTION_EDGES = (0.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 100.0)
SCORE_EDGES = (0.0, 60.0, 80.0, 90.0, 95.0, 98.0)  # the grades, and the highest of them parted [分]
# 120 and 130 are where rule profiles ask why [%]
COMPLETION_EDGES = (0.0, 60.0, 80.0, 100.0, 120.0, 130.0, 150.0, 200.0)


def plot_execution_by_year(
    execution: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """Small multiples: a field for each department, in it a bar from zero for each year's execution
    rate, framed by the budget.

    Parameters
    ----------
    execution : one row per report with a budget
        Needs `department`, `year`, `rate`, `rate_low` and `rate_high`.
        The first departments and the last years are drawn.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    rates = _by_year(execution)
    departments, years = list(dict.fromkeys(rates["department"])), sorted(rates["year"].unique())
    with drawing(ax, title, colors, width) as d:
        d.scale(0, d.width)
        across = 2 if d.is_narrow else 4
        for at, department in enumerate(departments):
            left, top, room = (
                (at % across) * d.width / across,
                (at // across) * _CELL,
                d.width / across - 14,
            )
            d.label(left, top + 8, shorten(department, SMALL, room), SMALL, INK)
            _draw_years(d, rates[rates["department"] == department], years, left, top + 22, room)
        d.finish(_CELL * ((len(departments) - 1) // across + 1), str(_by_year_title(rates)))
    return d.ax


def _draw_years(
    d: Drawing, rates: pd.DataFrame, years: Sequence[int], left: float, top: float, room: float
) -> None:
    step = room / len(years)
    for at, year in enumerate(years):
        x, bottom = left + at * step, top + _BARS
        d.label(x + step / 2 - 1, bottom + 9, f"{year % 100:02}", SMALL, NOTE, "center")
        row = rates[rates["year"] == year]
        if row.empty:
            continue
        rate, is_stated = _rate(row.iloc[0]), bool(pd.notna(row.iloc[0]["rate"]))
        d.ax.add_patch(
            Rectangle(
                (x, top), step - 3, _BARS, facecolor="none", edgecolor=LINE, linewidth=0.8, zorder=3
            )
        )
        face, edge = (ACTUAL, ACTUAL) if is_stated else (PAPER, ACTUAL)
        height = _BARS * min(rate, 100) / 100
        d.ax.add_patch(
            Rectangle(
                (x, bottom - height),
                step - 3,
                height,
                facecolor=face,
                edgecolor=edge,
                linewidth=0.8,
                zorder=2,
            )
        )
        told = f"{rate:.0f}"
        if text_width(told, SMALL) <= step - 4:
            d.label(
                x + step / 2 - 1,
                bottom - 8,
                told,
                SMALL,
                PAPER if is_stated and height > 14 else INK,
                "center",
            )


def show_execution_by_year(execution: pd.DataFrame) -> Chart | Absent:
    """How far did each department execute its budget, year by year?"""
    codebook.require(execution, codebook.EXECUTION_PANEL)
    rates = _by_year(execution)
    if rates.empty:
        return Absent(Sentence("这些报告没有可以比较的预算数和执行数。"))
    left_out = execution["department"].nunique() - rates["department"].nunique()
    rows: list[tuple[Cell, ...]] = [
        (
            row["department"],
            f"{row['year']}",
            _printed(row, "rate") if pd.notna(row["rate"]) else "未写",
            with_unit(show(row["rate_low"], row["rate_high"]), "%"),
        )
        for _, row in rates.iterrows()
    ]
    words = Words(
        title=_by_year_title(rates),
        subtitle=Sentence(
            "预算执行率（%），框是预算数，实心是报告写的执行率，空心是推算；按部门名称排列"
        ),
        source=Sentence(
            "来源：各部门自评报告。{more}",
            more=Sentence("另有 {count} 个部门没有画出。", count=f"{left_out}") if left_out else "",
        ),
        alt=Sentence("小图组，每个部门一格，每年一条。{title}。", title=_by_year_title(rates)),
    )
    return Chart(
        "execution-by-year",
        plot_execution_by_year,
        execution,
        words,
        Rows("预算执行率", ("部门", "年度", "执行率", "推算"), rows),
    )


def _by_year(execution: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn: one for each department and year, of departments that have most years,
    by name.
    """
    codebook.require(
        execution,
        codebook.EXECUTION_PANEL,
        "department",
        "year",
        "rate",
        "rate_decimals",
        "rate_low",
        "rate_high",
    )
    known = execution.dropna(subset=["department", "year", "rate_low"]).drop_duplicates(
        ["department", "year"]
    )
    years = sorted(known["year"].unique())[-MOST_YEARS:]
    known = known[known["year"].isin(years)]
    counts = (
        known.groupby("department", sort=True).size().sort_values(ascending=False, kind="stable")
    )
    return known[known["department"].isin(counts.index[:MOST_DEPARTMENTS])].sort_values(
        ["department", "year"], kind="stable"
    )


def _by_year_title(rates: pd.DataFrame) -> Sentence:
    told = rates.assign(drawn=[_rate(row) for _, row in rates.iterrows()])
    ordered = told.sort_values("drawn", kind="stable")
    lowest, highest = ordered.iloc[0], ordered.iloc[-1]
    return Sentence(
        "{count} 个部门的预算执行率在 {low}% 和 {high}% 之间，最低的是{department} {year} 年",
        count=f"{told['department'].nunique()}",
        low=f"{lowest['drawn']:.1f}",
        high=f"{highest['drawn']:.1f}",
        department=lowest["department"],
        year=f"{lowest['year']}",
    )


def _rate(row: pd.Series) -> float:
    return (
        float(row["rate"])
        if pd.notna(row["rate"])
        else float(row["rate_low"] + row["rate_high"]) / 2
    )


@dataclass(frozen=True)
class _Spread:
    """How many numbers lie in each stretch, from its edge up to the next, which is not of it."""

    numbers: Sequence[float]
    edges: Sequence[float]
    unit: str

    @property
    def bins(self) -> list[tuple[str, int]]:
        """The name of each stretch, and how many lie in it; the first takes what lies below it too,
        the last what lies above.
        """
        ends = [*self.edges[1:], float("inf")]
        return [
            (self._name(start, end), self.between(start, end))
            for start, end in zip(self.edges, ends, strict=True)
        ]

    def between(self, start: float, end: float) -> int:
        """How many lie from `start` up to `end`."""
        return sum(
            (start <= number or start == self.edges[0]) and number < end for number in self.numbers
        )

    def _name(self, start: float, end: float) -> str:
        if end == float("inf"):
            return say("{start}{unit} 及以上", start=f"{start:g}", unit=self.unit)
        return say("{start} 到 {end}{unit}", start=f"{start:g}", end=f"{end:g}", unit=self.unit)


def plot_execution_spread(
    execution: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """How many reports' execution rates lie in each stretch, as bars from zero.

    Parameters
    ----------
    execution : one row per report with a budget
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    return _plot_spread(
        _execution_spread(execution), _execution_spread_title, ax, title, colors, width
    )


def show_execution_spread(execution: pd.DataFrame) -> Chart | Absent:
    """How are execution rates spread over all reports?"""
    codebook.require(execution, codebook.EXECUTION_PANEL)
    spread = _execution_spread(execution)
    if not spread.numbers:
        return Absent(Sentence("这些报告没有可以比较的预算数和执行数。"))
    words = _spread_words(_execution_spread_title(spread), Sentence("预算执行率各段的报告份数"))
    return Chart(
        "execution-spread",
        plot_execution_spread,
        execution,
        words,
        _spread_rows(spread, "预算执行率", "份数"),
        is_half=True,
    )


def _execution_spread(execution: pd.DataFrame) -> _Spread:
    return _Spread(
        [_rate(row) for _, row in execution.dropna(subset=["rate_low"]).iterrows()],
        EXECUTION_EDGES,
        "%",
    )


def _execution_spread_title(spread: _Spread) -> Sentence:
    return Sentence(
        "{all} 份报告里 {count} 份的预算执行率不到 90%",
        all=f"{len(spread.numbers)}",
        count=f"{spread.between(0, 90)}",
    )


def plot_completion_spread(
    completion: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """How many completion rates lie in each stretch, as bars from zero.

    Parameters
    ----------
    completion : one row per completion rate
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    return _plot_spread(
        _completion_spread(completion), _completion_spread_title, ax, title, colors, width
    )


def show_completion_spread(completion: pd.DataFrame) -> Chart | Absent:
    """How far are completion rates spread beyond their targets?"""
    codebook.require(completion, codebook.COMPLETION_PANEL)
    spread = _completion_spread(completion)
    if not spread.numbers:
        return Absent(Sentence("这些报告没有写出完成率，也没有可以推算的指标。"))
    words = _spread_words(
        _completion_spread_title(spread),
        Sentence("完成率各段的个数，完成率是写出的，或由指标的实际值和目标值推算"),
    )
    return Chart(
        "completion-spread",
        plot_completion_spread,
        completion,
        words,
        _spread_rows(spread, "完成率", "个数"),
        is_half=True,
    )


def _completion_spread(completion: pd.DataFrame) -> _Spread:
    known = completion.dropna(subset=["rate_low", "rate_high"])
    # the middle of an interval, rounded: half of an odd sum of floats is not quite 100
    return _Spread(
        ((known["rate_low"] + known["rate_high"]) / 2).round(6).tolist(), COMPLETION_EDGES, "%"
    )


def _completion_spread_title(spread: _Spread) -> Sentence:
    beyond = spread.between(130, float("inf"))
    return Sentence(
        "{all} 个完成率里 {count} 个达到或超过 130%",
        all=f"{len(spread.numbers)}",
        count=f"{beyond}",
    )


def plot_score_spread(
    scores: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """How many reports' self-scores lie in each stretch, as bars from zero.

    Parameters
    ----------
    scores : one row per report that scores itself, and form of it
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    return _plot_spread(_score_spread(scores), _score_spread_title, ax, title, colors, width)


def show_score_spread(scores: pd.DataFrame) -> Chart | Absent:
    """How high do departments score themselves?"""
    codebook.require(scores, codebook.SCORE_PANEL)
    spread = _score_spread(scores)
    if not spread.numbers:
        return Absent(Sentence("这些报告没有写出自评得分。"))
    words = _spread_words(
        _score_spread_title(spread),
        Sentence("自评得分各段的报告份数；得分是部门自评，未见第三方复核"),
    )
    return Chart(
        "score-spread",
        plot_score_spread,
        scores,
        words,
        _spread_rows(spread, "自评得分", "份数"),
        is_half=True,
    )


def _score_spread(scores: pd.DataFrame) -> _Spread:
    return _Spread(
        scores.dropna(subset=["self_score"]).drop_duplicates("report_id")["self_score"].tolist(),
        SCORE_EDGES,
        " 分",
    )


def _score_spread_title(spread: _Spread) -> Sentence:
    return Sentence(
        "{all} 份报告里 {count} 份自评 90 分以上",
        all=f"{len(spread.numbers)}",
        count=f"{spread.between(90, float('inf'))}",
    )


def _plot_spread(
    spread: _Spread,
    told: Callable[[_Spread], Sentence],
    ax: Axes | None,
    title: str | None,
    colors: Colors | None,
    width: float | None,
) -> Axes:
    bins = spread.bins
    with drawing(ax, title, colors, width) as d:
        gutter = max(text_width(name, LABEL) for name, _ in bins) + 10
        ticks = nice_ticks(max(count for _, count in bins))
        d.scale(0, ticks[-1], left=gutter, right=44)
        for at, (name, count) in enumerate(bins):
            y = at * 24 + 12
            d.text(0, y, name, LABEL)
            d.bar(0, count, y, 15, ACTUAL)
            d.label(count, y, f"{count}", VALUE, INK, shift=6)
        d.ticks(ticks)
        d.finish(24.0 * len(bins), str(told(spread)))
    return d.ax


def _spread_words(title: Sentence, subtitle: Sentence) -> Words:
    source = Sentence("来源：各部门自评报告。每段含下限，不含上限。")
    return Words(
        title=title,
        subtitle=subtitle,
        source=source,
        alt=Sentence("条形图，从零起。{title}。", title=title),
    )


def _spread_rows(spread: _Spread, what: str, counted: str) -> Rows:
    return Rows(what, (what, counted), [(name, f"{count}") for name, count in spread.bins])


def plot_growth_against_last_year(
    growth: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """Stated growth (solid) beside the growth that the levels of two years' reports give (hollow),
    largest gap first.

    Parameters
    ----------
    growth : one row per growth whose level two successive reports state
        Rows that agree are not drawn.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    rows = _unlike(growth)
    with drawing(ax, title, colors, width) as d:
        ticks = nice_ticks(
            max(rows["growth"].max(), rows["growth_high"].max()),
            min(rows["growth"].min(), rows["growth_low"].min()),
        )
        d.scale(ticks[0], ticks[-1], left=44 if ticks[0] < 0 else 6, right=64)
        for at, (_, row) in enumerate(rows.iterrows()):
            y, stated, middle = (
                at * _ROW + 26,
                row["growth"],
                (row["growth_low"] + row["growth_high"]) / 2,
            )
            told = str(
                Sentence("推算 {growth}", growth=_between(row["growth_low"], row["growth_high"]))
            )
            d.text(
                0,
                at * _ROW + 9,
                shorten(_name_growth(row), LABEL, d.width - text_width(told, SMALL) - 12),
                LABEL,
            )
            d.text(d.width, at * _ROW + 9, told, SMALL, NOTE, "right")
            d.ax.plot([stated, middle], [y, y], "-", color=WARN, lw=1.6, zorder=2)
            d.dot(middle, y, is_derived=True)
            d.dot(stated, y)
            side = -1 if stated < middle else 1
            d.label(
                stated,
                y,
                _printed(row, "growth"),
                VALUE,
                ACTUAL,
                "left" if side > 0 else "right",
                9 * side,
            )
        d.ticks(ticks, "%")
        d.finish(_ROW * len(rows) + 4, str(_growth_title(growth)))
    return d.ax


def show_growth_against_last_year(growth: pd.DataFrame) -> Chart | Absent:
    """Does the stated growth fit the level that last year's report printed?"""
    codebook.require(growth, codebook.GROWTH_PANEL)
    if growth.empty:
        return Absent(
            Sentence("没有哪个部门相邻两年的报告写出同一项的数，增长率不能和上年报告核对。")
        )
    unlike = _unlike(growth)
    if unlike.empty:
        return Absent(Sentence("{count} 项增长率都和上年报告的数对得上。", count=f"{len(growth)}"))
    rows: list[tuple[Cell, ...]] = [
        (
            _name_growth(row),
            row["level_before"],
            row["level"],
            _printed(row, "growth"),
            _between(row["growth_low"], row["growth_high"]),
        )
        for _, row in unlike.iterrows()
    ]
    words = Words(
        title=_growth_title(growth),
        subtitle=Sentence("同比，实心是报告写的，空心是由两年报告的数推算；差得最多的在前"),
        source=Sentence(
            "来源：各部门相邻两年的自评报告。上年的数可能后来修订过，或口径不同：对不上是问题，不是结论。"
        ),
        alt=Sentence("哑铃图。{title}。", title=_growth_title(growth)),
    )
    heads = ("部门、年度和指标", "上年报告", "本年报告", "写的同比", "推算的同比")
    return Chart(
        "growth-against-last-year",
        plot_growth_against_last_year,
        growth,
        words,
        Rows("和上年报告对不上的增长率", heads, rows),
    )


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


def _between(low: float, high: float) -> str:
    """A derived rate as far as its interval shows it."""
    return say_number(with_unit(show(low, high), "%"))


def plot_finding_rates(
    finding_rates: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The share of reports that have a finding of each check, as dots with their 95 % intervals.

    Parameters
    ----------
    finding_rates : one row per check and verdict
        Verdicts that hold or were not checked are not drawn; checks stand in order of the share.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    told = _telling(finding_rates)
    with drawing(ax, title, colors, width) as d:
        ticks = nice_ticks(told["share_high"].max())
        d.scale(0, ticks[-1], left=6, right=58)
        for at, (_, row) in enumerate(told.iterrows()):
            y = at * _ROW + 26
            behind = str(Sentence("每 100 份 {count} 项", count=f"{row['per_hundred']:.1f}"))
            d.text(
                0,
                at * _ROW + 9,
                shorten(_name_rule(row), LABEL, d.width - text_width(behind, SMALL) - 12),
                LABEL,
            )
            d.text(d.width, at * _ROW + 9, behind, SMALL, NOTE, "right")
            d.ax.plot(
                [row["share_low"], row["share_high"]],
                [y, y],
                "-",
                color=LINE,
                lw=3,
                solid_capstyle="butt",
                zorder=2,
            )
            d.dot(row["share"], y, is_derived=True)
            d.label(row["share_high"], y, f"{row['share']:.1f}%", VALUE, ACTUAL, shift=9)
        d.ticks(ticks, "%")
        d.finish(_ROW * len(told) + 4, str(_rates_title(told)))
    return d.ax


def show_finding_rates(finding_rates: pd.DataFrame) -> Chart | Absent:
    """Of how many reports does each check ask something?"""
    codebook.require(finding_rates, codebook.FINDING_PANEL)
    told = _telling(finding_rates)
    if told.empty:
        return Absent(Sentence("没有不一致，也没有要说明的。"))
    rows: list[tuple[Cell, ...]] = [
        (
            _name_rule(row),
            f"{row['per_hundred']:.1f}",
            f"{row['reports']}",
            f"{row['share']:.1f}%",
            f"{row['share_low']:.1f}%–{row['share_high']:.1f}%",
        )
        for _, row in told.iterrows()
    ]
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
    heads = ("核对", "每 100 份报告的项数", "报告份数", "占比", "95% 区间")
    return Chart(
        "finding-rates",
        plot_finding_rates,
        finding_rates,
        words,
        Rows("每 100 份报告的核对结果", heads, rows),
    )


def _telling(finding_rates: pd.DataFrame) -> pd.DataFrame:
    codebook.require(finding_rates, codebook.FINDING_PANEL)
    told = finding_rates[finding_rates["status"].isin(["fails", "question"])]
    return told.sort_values(["status", "share"], ascending=[True, False], kind="stable").head(
        MOST_ROWS
    )


def _name_rule(row: pd.Series) -> str:
    title = next((rule.title for rule in checks.RULES if rule.name == row["rule"]), row["rule"])
    if spoken() != "zh":
        title = language.checks()[row["rule"]]["title"]
    return (
        say("{title}：不一致", title=title)
        if row["status"] == "fails"
        else say("{title}：需说明", title=title)
    )


def _rates_title(told: pd.DataFrame) -> Sentence:
    first = told.sort_values("share", ascending=False, kind="stable").iloc[0]
    return Sentence(
        "最常见：{name}，占 {share}%", name=_name_rule(first), share=f"{first['share']:.1f}"
    )
