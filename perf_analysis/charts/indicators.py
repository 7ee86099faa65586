"""How the actual value of each indicator stands against its target."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from perf_analysis import codebook
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, shown
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import Drawing, drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, LABEL, NOTE, PAPER, SMALL, VALUE, WARN
from perf_analysis.codebook import Budget, Completion, Indicators
from perf_analysis.language import say
from perf_analysis.sentences import Number, Sentence, cite, join, stated
from perf_analysis.terms import UNNAMED
from perf_analysis.units import base_of, printed

_ROW, _KEY = 46.0, 20.0  # [pt]
MOST_ROWS = 12  # a chart of more says less; the table has them all
_AT_MOST = ("≤", "<")
MONTHS = 12


def plot_indicators(
    indicators: Indicators,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The actual values as bars from zero, each on the scale of its own target,
    whose line stands at 100 %.

    Parameters
    ----------
    indicators : one row per indicator
        Drawn are those with a number as target and as actual in one unit,
        the farthest from their target where there are more than twelve.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    drawn = _drawn(indicators)
    with drawing(ax, title, colors, width) as d:
        ticks = nice_ticks(max(drawn["share"].max(), 100))
        d.scale(0, ticks[-1])
        pace = _pace(indicators)
        for at, (_, row) in enumerate(drawn.iterrows()):
            _draw_row(d, row, _KEY + at * _ROW)
            _draw_mark(d, 100, _KEY + at * _ROW)
            if pace:
                _draw_mark(d, pace, _KEY + at * _ROW, is_derived=True)
        _draw_key(d, 100, "指标值")
        if pace:
            _draw_key(d, pace, "时间进度", is_derived=True)
        d.ticks(ticks, "%")
        d.finish(_KEY + _ROW * len(drawn), str(_title(indicators)))
    return d.ax


def plot_targets(
    completion: Completion,
    indicators: Indicators,
    budget: Budget,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The targets of `show_targets` as plain bars on your Axes.

    Parameters
    ----------
    completion : one row per target or rate of completion
    indicators : one row per indicator of a form
    budget : one row per budget line, whose amounts are no targets
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    return plot_indicators(
        _told(completion, indicators, budget), ax=ax, title=title, colors=colors, width=width
    )


def show_targets(completion: Completion, indicators: Indicators, budget: Budget) -> Chart | Absent:
    """The indicators of the forms, else the targets that the text sets with what was reached.

    Parameters
    ----------
    completion : one row per target or rate of completion
    indicators : one row per indicator of a form
    budget : one row per budget line, whose amounts are no targets
    """
    return show_indicators(_told(completion, indicators, budget))


def _told(completion: Completion, indicators: Indicators, budget: Budget) -> Indicators:
    told = set_targets(completion, budget)
    use_text = len(told) and comparable(indicators).empty
    return _as_indicators(told) if use_text else indicators


def set_targets(completion: Completion, budget: Budget) -> Completion:
    """The rows with a target and what was reached; an amount that is budgeted is no target."""
    codebook.require(completion, codebook.COMPLETION)
    has_both = completion["target"].notna() & completion["actual"].notna()
    is_named = completion["measure"] != UNNAMED
    is_budget = completion["target"].isin(budget["budget"].dropna())
    return completion[has_both & is_named & ~is_budget].drop_duplicates("measure")


def _as_indicators(completion: Completion) -> Indicators:
    """The targets of the text as rows of a form; what is better when less has the sign of it."""
    known = completion[completion["met"].notna()]
    made = codebook.build(
        codebook.INDICATORS,
        [
            {
                "form_id": "T0",
                "form": "目标和完成情况",
                "level3": row["measure"],
                "place": row["section"],
                "target_text": str(stated(row, "target", row["target_unit"])),
                "actual_text": str(stated(row, "actual", row["unit"])),
                "unit": row["target_unit"],
                "actual_unit": row["unit"],
            }
            | {
                f"{column}{part}": row[f"{column}{part}"]
                for column in ("target", "actual")
                for part in ("", "_decimals", "_id")
            }
            for _, row in known.iterrows()
        ],
    )
    shares = pd.Series([share_of(row) for _, row in made.iterrows()], made.index, dtype=float)
    is_met = pd.Series(known["met"].eq(1).to_numpy(dtype=bool), made.index)
    is_limit = (shares < 100) & is_met | (shares > 100) & ~is_met
    return made.assign(sign=made["sign"].mask(is_limit, "≤"))


def show_indicators(indicators: Indicators) -> Chart | Absent:
    """The indicators with their words: did each reach its target?"""
    codebook.require(indicators, codebook.INDICATORS)
    if indicators.empty:
        return Unread("指标值和完成值")
    drawn = _drawn(indicators)
    if drawn.empty:
        return Absent(
            Sentence(
                "报告列出 {count} 项指标，没有一项的指标值和完成值是可以相比的数。",
                count=str(len(indicators)),
            )
        )
    words = Words(
        title=_title(indicators),
        subtitle=Sentence(
            "完成值相当于指标值的百分比，每项按自己的指标值定刻度{pace}",
            pace=_told_pace(indicators),
        ),
        source=join(
            [Sentence("来源：{place}。", place=_place(indicators)), *_left_out(indicators, drawn)]
        ),
        alt=Sentence(
            "条形图，指标值的线在 100%。{listed}。",
            listed=join(
                [
                    Sentence("{name}{values}", name=row["level3"], values=_values(row))
                    for _, row in drawn.iterrows()
                ],
                "；",
            ),
        ),
    )
    heads = ("三级指标", "指标值", "完成值", "分值", "得分", "偏差原因")
    rows: list[tuple[Cell, ...]] = [
        (
            row["level3"] if isinstance(row["level3"], str) else "未写",
            cell_of(row, "target"),
            cell_of(row, "actual"),
            _points(row, "weight"),
            _points(row, "score"),
            row["reason"] if isinstance(row["reason"], str) else "",
        )
        for _, row in indicators.iterrows()
    ]
    return Chart("indicators", plot_indicators, indicators, words, Rows("绩效指标", heads, rows))


def comparable(indicators: Indicators) -> Indicators:
    """The indicators whose target and actual are numbers in one base unit, with `share`,
    actual by target. [%]
    """
    codebook.require(indicators, codebook.INDICATORS)
    known = indicators[indicators["target"].gt(0) & indicators["actual"].ge(0)]
    shares = [share_of(row) for _, row in known.iterrows()]
    return known.assign(share=pd.Series(shares, index=known.index, dtype="float64")).dropna(
        subset=["share"]
    )


def share_of(row: pd.Series) -> float:
    """What was reached of a target; NaN where they are not of one base unit. [%]"""
    target, actual = _in_base(row, "target", "unit"), _in_base(row, "actual", "actual_unit")
    return (
        float(100 * actual[1] / target[1])
        if target and actual and target[0] == actual[0]
        else float("nan")
    )


def _in_base(row: pd.Series, column: str, unit: str) -> tuple[str, float] | None:
    """Base unit and value in it; a unit no list knows is its own base."""
    told = (
        row[unit]
        if isinstance(row[unit], str)
        else row["unit"]
        if isinstance(row["unit"], str)
        else ""
    )
    value = float(printed(row[column], row[f"{column}_decimals"]))
    base = next(
        (base for kind in ("amount", "rate", "area", "count") if (base := base_of(told, kind))),
        None,
    )
    return (base[0], value * float(base[1])) if base else (told, value)


def _drawn(indicators: Indicators) -> Indicators:
    known = comparable(indicators)
    farthest = (
        (known["share"] - 100).abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    )
    return known[known.index.isin(farthest)]


def _draw_row(d: Drawing, row: pd.Series, top: float) -> None:
    actual, target = (
        str(shown(cell_of(row, "actual"))),
        say("指标值 {target}", target=shown(cell_of(row, "target"))),
    )
    d.text(
        0, top + 8, shorten(row["level3"], LABEL, d.width - text_width(target, SMALL) - 16), LABEL
    )
    d.text(d.width, top + 8, target, SMALL, NOTE, "right")
    d.bar(0, row["share"], top + 27, 19, ACTUAL)
    room = text_width(actual, VALUE) + 16
    if min(row["share"], 100) / d.per_point > room:
        d.label(0, top + 27, actual, VALUE, PAPER, shift=8)
    elif (row["share"] - 100) / d.per_point > room:
        d.label(row["share"], top + 27, actual, VALUE, PAPER, "right", -8)
    elif row["share"] / d.per_point + room < d.width:  # else it stands in the table below
        d.label(row["share"], top + 27, actual, VALUE, ACTUAL, shift=8)


def _draw_mark(d: Drawing, at: float, top: float, *, is_derived: bool = False) -> None:
    """The target across a bar, or, dashed, what the months passed make of it; paper beside it,
    as it and the bars are too alike.
    """
    marks = (
        [(4.5, PAPER, 3, "-"), (2.2, WARN, 4, "-")]
        if not is_derived
        else [(4.5, PAPER, 3, "-"), (1.6, WARN, 4, (0, (2.5, 1.5)))]
    )
    for width, colour, layer, style in marks:
        d.ax.plot(
            [at, at],
            [top + 14, top + 40],
            color=colour,
            lw=width,
            ls=style,
            solid_capstyle="butt",
            zorder=layer,
            clip_on=False,
        )


def _draw_key(d: Drawing, at: float, name: str, *, is_derived: bool = False) -> None:
    is_left = at / d.per_point > d.width - text_width(say(name), LABEL) - 8 or is_derived
    d.ax.plot(
        [at, at],
        [2, 14],
        color=WARN,
        lw=1.6 if is_derived else 2.2,
        ls=(0, (2.5, 1.5)) if is_derived else "-",
        clip_on=False,
    )
    d.label(at, 8, name, LABEL, WARN, "right" if is_left else "left", -6 if is_left else 6)


def _pace(indicators: Indicators) -> float | None:
    """How much of the year has passed, where all forms run to one month. [%]"""
    months = indicators["month"].dropna().unique()
    return (
        100 * int(months[0]) / MONTHS
        if len(months) == 1 and indicators["month"].notna().all()
        else None
    )


def _values(row: pd.Series) -> Sentence:
    return Sentence(
        "{actual}，指标值{target}", actual=cell_of(row, "actual"), target=cell_of(row, "target")
    )


def cell_of(row: pd.Series, column: str) -> Cell:
    """The cell as printed, linked to its figure; words where it states no number."""
    text = row[f"{column}_text"]
    if not isinstance(row[f"{column}_id"], str):
        return text if isinstance(text, str) else "未写"
    unit = row["unit" if column == "target" else "actual_unit"]
    number = stated(row, column, unit if isinstance(unit, str) else "")
    sign = row["sign"] if column == "target" and row["sign"] in codebook.SIGNS[:-1] else ""
    return Number(f"{sign}{' ' if sign else ''}{number}", number.figures)


def _points(row: pd.Series, column: str) -> Cell:
    return stated(row, column, "") if isinstance(row[f"{column}_id"], str) else ""


def _title(indicators: Indicators) -> Sentence:
    known, pace = comparable(indicators), _pace(indicators)
    is_limit = known["sign"].isin(_AT_MOST)
    if pace:
        behind = int((known["share"].lt(pace) & ~is_limit).sum())
        told = (
            "截至 {month} 月，{count} 项有数可比的指标中，{behind} 项慢于时间进度"
            if behind
            else "截至 {month} 月，{count} 项有数可比的指标中，没有一项慢于时间进度"
        )
        return Sentence(
            told, month=str(indicators["month"].iloc[0]), count=str(len(known)), behind=str(behind)
        )
    below, above = (
        int((known["share"].lt(100) & ~is_limit).sum()),
        int((known["share"].gt(100) & is_limit).sum()),
    )
    whole = Sentence("{count} 项有数可比的指标", count=str(len(known)))
    if not below and not above:
        return Sentence(
            "{whole}，都在指标值以内或以上"
            if is_limit.any()
            else "{whole}，完成值都没有低于指标值",
            whole=whole,
        )
    short, excess = (
        Sentence("{count} 项低于指标值", count=str(below)),
        Sentence("{count} 项超过上限", count=str(above)),
    )
    return Sentence(
        "{whole}中，{told}",
        whole=whole,
        told=join([short] * bool(below) + [excess] * bool(above), "，"),
    )


def _told_pace(indicators: Indicators) -> Sentence:
    return (
        Sentence("；时间进度为 {share}", share=f"{indicators['month'].iloc[0]}/{MONTHS}")
        if _pace(indicators)
        else Sentence("")
    )


def _place(indicators: Indicators) -> str:
    forms = say("、").join(map(say, dict.fromkeys(indicators["form"])))
    tables = cite(indicators["place"].dropna())
    return say(
        "报告的{forms}（{tables}）" if tables else "报告的{forms}", forms=forms, tables=tables
    )


def _left_out(indicators: Indicators, drawn: Indicators) -> list[Sentence]:
    """What the chart does not show, and why."""
    near = len(comparable(indicators)) - len(drawn)
    words = len(indicators) - len(comparable(indicators))
    counts = (
        (near, "另有 {count} 项离指标值较近，没有画。"),
        (words, "{count} 项是文字、没有填写或单位不同，不能比。"),
    )
    return [Sentence(told, count=str(count)) for count, told in counts if count]
