"""How the actual value of each indicator stands against its target."""

from __future__ import annotations

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, each, shown
from perf_analysis.charts.drawing import TARGET, TARGET_LINES, Drawing, nice_ticks
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, PAPER, VALUE, WARN
from perf_analysis.codebook import Budget, Completion, Indicators
from perf_analysis.language import say
from perf_analysis.sentences import Number, Sentence, cite, join, stated
from perf_analysis.terms import UNNAMED
from perf_analysis.units import base_of, printed

_ROW, _KEY = 46.0, 20.0  # [pt]
MOST_ROWS = 12  # a chart of more says less; the table has them all
_AT_MOST = ("≤", "<")
MONTHS = 12


@on_axes
def plot_indicators(d: Drawing, indicators: Indicators) -> None:
    """The actual values as bars from zero, each on the scale of its own target,
    whose line stands at 100 %.

    Parameters
    ----------
    indicators : one row per indicator
        Drawn are those with a number as target and as actual in one unit,
        the farthest from their target where there are more than twelve.
    """
    _draw(d, indicators)


def _draw(d: Drawing, indicators: Indicators) -> None:
    drawn = _drawn(indicators)
    ticks = nice_ticks(max(drawn["share"].max(), TARGET))
    d.scale(0, ticks[-1])
    pace = _pace(indicators)
    for at, (_, row) in enumerate(drawn.iterrows()):
        top = _KEY + at * _ROW
        _draw_row(d, row, top)
        d.target(TARGET, top + 14, top + 40)
        if pace:
            d.target(pace, top + 14, top + 40, is_derived=True)
    _draw_key(d, TARGET, "指标值")
    if pace:
        _draw_key(d, pace, "时间进度", is_derived=True)
    d.ticks(ticks, "%")
    d.finish(_KEY + _ROW * len(drawn), _title(indicators))


@on_axes
def plot_targets(
    d: Drawing, completion: Completion, indicators: Indicators, budget: Budget
) -> None:
    """The targets of `show_targets` as plain bars on your Axes.

    Parameters
    ----------
    completion : one row per target or rate of completion
    indicators : one row per indicator of a form
    budget : one row per budget line, whose amounts are no targets
    """
    _draw(d, _told(completion, indicators, budget))


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
    is_limit = (shares < TARGET) & is_met | (shares > TARGET) & ~is_met
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
    source = Sentence("来源：{place}。", place=_place(indicators))
    told = each("{name}{values}", drawn, name="level3", values=_values)
    words = Words(
        title=_title(indicators),
        subtitle=Sentence(
            "完成值相当于指标值的百分比，每项按自己的指标值定刻度{pace}",
            pace=_told_pace(indicators),
        ),
        source=join([source, *_left_out(indicators, drawn)]),
        alt=Sentence("条形图，指标值的线在 100%。{listed}。", listed=join(told, "；")),
    )
    rows = Rows.of(
        "绩效指标",
        indicators,
        {
            "三级指标": lambda row: _words(row["level3"], "未写"),
            "指标值": lambda row: cell_of(row, "target"),
            "完成值": lambda row: cell_of(row, "actual"),
            "分值": lambda row: _points(row, "weight"),
            "得分": lambda row: _points(row, "score"),
            "偏差原因": lambda row: _words(row["reason"], ""),
        },
    )
    return Chart("indicators", plot_indicators, indicators, words, rows)


def _words(cell: object, instead: str) -> str:
    return cell if isinstance(cell, str) else instead


def comparable(indicators: Indicators) -> Indicators:
    """The indicators whose target and actual are numbers in one base unit, with `share`,
    actual by target. [%]
    """
    codebook.require(indicators, codebook.INDICATORS)
    known = indicators[indicators["target"].gt(0) & indicators["actual"].ge(0)]
    shares = [share_of(row) for _, row in known.iterrows()]
    known = known.assign(share=pd.Series(shares, known.index, dtype=float))
    return known.dropna(subset=["share"])


def share_of(row: pd.Series) -> float:
    """What was reached of a target; NaN where they are not of one base unit. [%]"""
    target, actual = _in_base(row, "target", "unit"), _in_base(row, "actual", "actual_unit")
    return float(100 * actual[1] / target[1]) if target[0] == actual[0] else float("nan")


def _in_base(row: pd.Series, column: str, unit: str) -> tuple[str, float]:
    """Base unit and value in it; a unit no list knows is its own base."""
    told = _words(row[unit], _words(row["unit"], ""))
    value = float(printed(row[column], row[f"{column}_decimals"]))
    bases = (base_of(told, kind) for kind in ("amount", "rate", "area", "count"))
    base, factor = next(filter(None, bases), (told, 1))
    return base, value * float(factor)


def _drawn(indicators: Indicators) -> Indicators:
    known = comparable(indicators)
    gaps = (known["share"] - TARGET).abs().sort_values(ascending=False, kind="stable")
    return known[known.index.isin(gaps.index[:MOST_ROWS])]


def _draw_row(d: Drawing, row: pd.Series, top: float) -> None:
    actual = str(shown(cell_of(row, "actual")))
    target = say("指标值 {target}", target=shown(cell_of(row, "target")))
    d.head(top + 8, row["level3"], target, gap=16)
    d.bar(0, row["share"], top + 27, 19, ACTUAL)
    room = text_width(actual, VALUE) + 16
    if min(row["share"], TARGET) / d.per_point > room:
        d.label(0, top + 27, actual, VALUE, PAPER, shift=8)
    elif (row["share"] - TARGET) / d.per_point > room:
        d.label(row["share"], top + 27, actual, VALUE, PAPER, shift=-8)
    elif row["share"] / d.per_point + room < d.width:  # else it stands in the table below
        d.label(row["share"], top + 27, actual, VALUE, ACTUAL, shift=8)


def _draw_key(d: Drawing, at: float, name: str, *, is_derived: bool = False) -> None:
    weight, dashes = TARGET_LINES[is_derived]
    d.line([at, at], [2, 14], WARN, weight, ls=dashes, clip_on=False)
    d.name_target(at, name, is_left=is_derived)


def _pace(indicators: Indicators) -> float | None:
    """How much of the year has passed, where all forms run to one month. [%]"""
    months = indicators["month"].dropna().unique()
    is_one = len(months) == 1 and indicators["month"].notna().all()
    return 100 * int(months[0]) / MONTHS if is_one else None


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
    count = str(len(known))
    if pace:
        behind = int((known["share"].lt(pace) & ~is_limit).sum())
        told = (
            "截至 {month} 月，{count} 项有数可比的指标中，{behind} 项慢于时间进度"
            if behind
            else "截至 {month} 月，{count} 项有数可比的指标中，没有一项慢于时间进度"
        )
        month = str(indicators["month"].iloc[0])
        return Sentence(told, month=month, count=count, behind=str(behind))
    whole = Sentence("{count} 项有数可比的指标", count=count)
    below = int((known["share"].lt(TARGET) & ~is_limit).sum())
    above = int((known["share"].gt(TARGET) & is_limit).sum())
    if not below and not above:
        return Sentence(
            "{whole}，都在指标值以内或以上"
            if is_limit.any()
            else "{whole}，完成值都没有低于指标值",
            whole=whole,
        )
    short = Sentence("{count} 项低于指标值", count=str(below))
    excess = Sentence("{count} 项超过上限", count=str(above))
    told_both = [short] * bool(below) + [excess] * bool(above)
    return Sentence("{whole}中，{told}", whole=whole, told=join(told_both, "，"))


def _told_pace(indicators: Indicators) -> Sentence:
    if not _pace(indicators):
        return Sentence("")
    return Sentence("；时间进度为 {share}", share=f"{indicators['month'].iloc[0]}/{MONTHS}")


def _place(indicators: Indicators) -> str:
    forms = say("、").join(map(say, dict.fromkeys(indicators["form"])))
    if tables := cite(indicators["place"].dropna()):
        return say("报告的{forms}（{tables}）", forms=forms, tables=tables)
    return say("报告的{forms}", forms=forms)


def _left_out(indicators: Indicators, drawn: Indicators) -> list[Sentence]:
    """What the chart does not show, and why."""
    known = len(comparable(indicators))
    counts = {
        "另有 {count} 项离指标值较近，没有画。": known - len(drawn),
        "{count} 项是文字、没有填写或单位不同，不能比。": len(indicators) - known,
    }
    return [Sentence(told, count=str(count)) for told, count in counts.items() if count]
