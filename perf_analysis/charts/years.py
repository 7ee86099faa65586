"""Two years of a department: what both reports state, last year's number beside this year's."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Unread, Words, each
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, INK, LABEL, PRIOR, SMALL
from perf_analysis.codebook import Years
from perf_analysis.figures import text_of
from perf_analysis.language import say, say_number
from perf_analysis.sentences import Number, Sentence, derived, join, signed, stated

_ROW, _KEY = 40.0, 30.0  # heights of a row and of the key [pt]
_MOST = 10  # measures in one picture; the table has them all
_POINTS = "个百分点"
_ENDS = ["change_low", "change_high"]


@on_axes
def plot_years(d: Drawing, years: Years) -> None:
    """Levels from last year's report to this year's, from zero, the largest change first.

    Parameters
    ----------
    years : one row per measure that both reports state
        Rows in another unit than most are left to the table beside; the first ten are drawn.
    """
    levels = _levels(years)
    ends = levels[["this", "previous"]]
    ticks = nice_ticks(float(ends.max().max()), float(ends.min().min()))
    told = [word for _, row in levels.iterrows() for word in _ends(row)]
    room = min(max(text_width(word, SMALL) for word in told) + 12, d.width / 4)
    d.scale(ticks[0], ticks[-1], left=room, right=room)
    d.key_dots([("上年报告", PRIOR, PRIOR), ("本年报告", ACTUAL, ACTUAL)], 1)
    for at, (_, row) in enumerate(levels.iterrows()):
        top = _KEY + at * _ROW
        d.head(top + 10, _name(row), moved(row, is_bare=True).text, LABEL, INK)
        d.dumbbell(row["previous"], row["this"], top + 26, _ends(row), SMALL)
    d.ticks(ticks)
    d.finish(_KEY + _ROW * len(levels), _title(levels))


def show_years(years: Years | None) -> Chart | Absent:
    """The two years with their words; without last year's report a sentence says so."""
    if years is None:
        return Absent(Sentence("没有给出上一年的报告，不比较两年。"))
    codebook.require(years, codebook.YEARS)
    levels = _levels(years)
    if levels.empty:
        return Unread("两年报告都写出的数")
    unit = levels.iloc[0]["unit"]
    told = each("{measure}从{before}到{now}", levels, measure=_name, before=_before, now=_now)
    words = Words(
        title=_title(levels),
        subtitle=Sentence("从上年报告到本年报告，单位：{unit}；按变化从大到小", unit=unit),
        source=_source(years, levels),
        alt=Sentence("哑铃图，单位{unit}。{listed}。", unit=unit, listed=join(told, "；")),
    )
    return Chart("years", plot_years, years, words, tabulate_rows(levels))


def tabulate_rows(years: Years) -> Rows:
    """The measures of both years as a table is shown, with what this report says of the change;
    what contradicts last year's report first, then the largest change, whatever it is of.
    """
    sizes = pd.DataFrame({"size": years.apply(_size, axis=1), "wrong": years["agrees"].eq(0)})
    order = sizes.sort_values(["wrong", "size"], ascending=False, kind="stable").index
    caption = Sentence(
        "两年报告都写出的数，共 {count} 项，对不上的在前，再按变化幅度从大到小",
        count=str(len(years)),
    )
    return Rows.of(
        caption,
        years.loc[order],
        {
            "指标": _name,
            "上年报告": _before,
            "本年": _now,
            "变化": _moved_by,
            "本年报告写的上年数和增减": _verdict,
        },
    )


def _size(row: pd.Series) -> float:
    """How much a measure moved, so that unlike ones can be compared: by its share of last year's
    number, shares and scores by points. [%]
    """
    ends = ["growth_low", "growth_high"] if pd.notna(row["growth_low"]) else _ENDS
    least, most = sorted(abs(row[end]) for end in ends)
    is_none = row[ends[0]] <= 0 <= row[ends[1]]
    return 0.0 if is_none else float(least + most) / 2


def _moved_by(row: pd.Series) -> Number | Sentence:
    """The change and, of what has a level, the share of last year's number that it is."""
    if _is_same(row) or pd.isna(row["growth_low"]):
        return moved(row)
    low, high = float(row["growth_low"]), float(row["growth_high"])
    formula = f"({_less(row)}) ÷ {_last(row)}"
    share = signed(derived(low, high, "%", formula, (row["this_id"],), is_share=True), low)
    return Sentence("{change}（{share}）", change=moved(row), share=share)


def moved(row: pd.Series, *, is_bare: bool = False) -> Number:
    """How far a measure moved from last year's report to this year's, derived; `is_bare` leaves the
    unit away.
    """
    low, high = (float(row[end]) for end in _ENDS)
    told = signed(_change(row, low, high, is_bare=is_bare), low)
    is_still = low <= 0 <= high and _is_same(row)
    return replace(told, text=say("持平"), result=told.text) if is_still else told


def _is_same(row: pd.Series) -> bool:
    """Whether both reports print one number."""
    return bool(row["this"] == row["previous"])


def _change(row: pd.Series, low: float, high: float, *, is_bare: bool = False) -> Number:
    unit = _POINTS if row["unit"] == "%" else text_of(row["unit"])
    return derived(low, high, unit, _less(row), (row["this_id"],), is_bare=is_bare)


def _less(row: pd.Series) -> str:
    now = f"{units.printed(row['this'], row['this_decimals']):f}"
    return f"{now} − {_last(row)}"


def _last(row: pd.Series) -> str:
    """Last year's number with its decimals."""
    return f"{units.printed(row['previous'], row['previous_decimals']):f}"


def _verdict(row: pd.Series) -> str:
    """Whether what this report says of last year is what last year's report says."""
    if pd.isna(row["agrees"]):
        return ""
    said = [
        say(told, number=_told(row, column, sign))
        for told, column, sign in (
            ("上年 {number}", "stated_base", ""),
            ("增减 {number}", "stated_growth", "+"),
        )
        if pd.notna(row[column])
    ]
    verdict = say("✓ 一致") if row["agrees"] else say("✗ 不一致")
    return f"{verdict}{say('：')}{say('，').join(filter(None, said))}"


def _told(row: pd.Series, column: str, sign: str) -> str:
    digits = f"{units.printed(row[column], row[f'{column}_decimals']):{sign}f}"
    return say_number(units.with_unit(digits.replace("-", "−"), text_of(row[f"{column}_unit"])))


def _levels(years: Years) -> Years:
    """The rows that a common axis can show: in the unit of amounts that most share, one change
    told under two names once, and what moved at all where anything did.
    """
    known = years[years["this"].notna() & years["previous"].notna()]
    amounts = known[~known["unit"].isin(["%", "分"])]
    known = known if amounts.empty else amounts
    if known.empty:
        return known
    moved = known[known["this"] != known["previous"]]
    known = known if moved.empty else moved
    shown = known[known["unit"] == known["unit"].mode().iloc[0]]
    shown = shown.drop_duplicates(["this", "previous"])
    size = (shown["change_low"] + shown["change_high"]).abs()
    order = size.sort_values(ascending=False, kind="stable").index
    return shown.loc[order].head(_MOST)


def _title(levels: Years) -> Sentence:
    row = levels.iloc[0]
    if row["change_low"] <= 0 <= row["change_high"]:
        return Sentence("{count}项与上年报告相比没有大的变化", count=str(len(levels)))
    verb = "增加" if row["change_low"] > 0 else "减少"
    amount = _change(row, *sorted(abs(float(row[end])) for end in _ENDS))
    return Sentence(
        "{measure}比上年报告{verb}{change}", measure=_name(row), verb=verb, change=amount
    )


def _source(years: Years, levels: Years) -> Sentence:
    told = [Sentence("来源：本年和上年的自评报告；变化为推算。")]
    wrong = years[years["agrees"] == 0]
    if len(wrong):
        names = say("、").join(_name(row) for _, row in wrong.iterrows())
        told.append(Sentence("{names}的上年数或增减，与上年报告对不上。", names=names))
    left = len(years) - len(levels)
    if left:
        told.append(Sentence("另有 {count} 项没有画，见表。", count=str(left)))
    return join(told)


def _name(row: pd.Series) -> str:
    return text_of(row["subject"]) + text_of(row["measure"])


def _before(row: pd.Series) -> str:
    """Last year's number: a figure of another report, so that it leads to no row of this one."""
    return units.with_unit(_last(row), text_of(row["unit"]))


def _now(row: pd.Series) -> Number:
    return stated(row, "this", text_of(row["unit"]))


def _ends(row: pd.Series) -> tuple[str, str]:
    """Both numbers without the unit, which stands above the picture."""
    return _last(row), stated(row, "this", "").text
