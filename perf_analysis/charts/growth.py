"""What grew, by how much, and from what base: levels first, the rates beside them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from perf_analysis import codebook, units
from perf_analysis.charts.chart import Absent, Chart, Rows, Unread, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import Drawing, drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import (
    ACTUAL,
    INK,
    LABEL,
    LINE,
    NOTE,
    PAPER,
    PRIOR,
    SMALL,
    VALUE,
    WARN,
)
from perf_analysis.codebook import Growth
from perf_analysis.language import say
from perf_analysis.sentences import (
    Number,
    Sentence,
    change,
    cite,
    join,
    prior,
    signed,
    signed_change,
    stated,
)
from perf_analysis.terms import UNNAMED

# heights of a row and of the key, width of a column of numbers [pt]
_ROW, _KEY, _COLUMN = 44.0, 34.0, 70.0
_MOST_NAMED = 6  # of what is not drawn
_FACT = ["value", "unit", "growth", "growth_unit"]  # what makes two rows one fact
_BESIDE = 34.0  # room for a short number right of the scale [pt]


def plot_growth(
    growth: Growth,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """Levels as dumbbells from the prior (solid where printed, hollow where derived)
    to the stated value, by size of change, from zero.

    Parameters
    ----------
    growth : one row per grown measure
        Rows without a derivable prior, or in another base unit than most,
        are left to the table beside.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    levels = _levels(growth)
    with drawing(ax, title, colors, width) as d:
        gained = max(
            text_width(signed_change(row, is_bare=True).text, VALUE) for _, row in levels.iterrows()
        )
        columns = 0.0 if d.is_narrow else _COLUMN + max(gained + 8, _COLUMN)
        ticks = nice_ticks(max(levels["value"].max(), levels["prior_high"].max()))
        room = (
            max(text_width(prior(row, is_bare=True).text, SMALL) for _, row in levels.iterrows())
            + 8
        )
        beyond = max(text_width(_ends(row)[1], LABEL) for _, row in levels.iterrows()) + 12
        d.scale(
            0,
            ticks[-1],
            left=min(room, d.width / 4),
            right=max(columns + beyond - _BESIDE, beyond, _BESIDE),
        )
        _draw_key(d, levels)
        if not d.is_narrow:
            for right, head in ((_COLUMN, "变化"), (0, "同比")):
                d.text(d.width - right, 8, head, color=NOTE, align="right")
        for at, (_, row) in enumerate(levels.iterrows()):
            _draw_level(d, row, _KEY + at * _ROW, columns)
        d.ticks(ticks)
        d.finish(_KEY + _ROW * len(levels), str(_growth_title(levels)))
    return d.ax


def plot_growth_rates(
    growth: Growth,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The stated rates as dots from zero, the derived base of each beside it.

    Parameters
    ----------
    growth : one row per grown measure, drawn by rate from high to low
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    rates = _rates(growth)
    with drawing(ax, title, colors, width) as d:
        ticks = nice_ticks(rates["growth"].max(), rates["growth"].min())
        unit = rates.iloc[0]["growth_unit"]
        d.scale(ticks[0], ticks[-1], left=4 if ticks[0] == 0 else 40, right=56)
        for at, (_, row) in enumerate(rates.iterrows()):
            y, rate = at * 36 + 26, stated(row, "growth", row["growth_unit"])
            based = (
                str(Sentence("上年{prior}", prior=prior(row)))
                if pd.notna(row["prior_low"])
                else say("上年水平未写")
            )
            d.text(
                0,
                at * 36 + 9,
                shorten(say(row["measure"]), LABEL, d.width - text_width(based, SMALL) - 12),
                LABEL,
            )
            d.text(d.width, at * 36 + 9, based, SMALL, NOTE, "right")
            d.ax.plot([0, row["growth"]], [y, y], "-", color=LINE, lw=1.2, zorder=2)
            d.dot(row["growth"], y)
            side = 1 if row["growth"] >= 0 else -1
            d.label(
                row["growth"],
                y,
                rate.text + (" ?" if row["status"] == "ambiguous" else ""),
                VALUE,
                WARN if row["status"] == "ambiguous" else ACTUAL,
                "left" if side > 0 else "right",
                9 * side,
            )
        d.ticks(ticks, unit)
        d.finish(36 * len(rates) + 4, str(_rates_title(rates)))
    return d.ax


def show_growth(growth: Growth) -> Chart | Absent:
    """C3 with its words: what grew most, and from what base?"""
    codebook.require(growth, codebook.GROWTH)
    levels = _levels(growth)
    if levels.empty:
        return Unread("与上年相比的水平和增减")
    unit = levels.iloc[0]["unit"]
    rows = [
        (
            row["measure"],
            prior(row, is_bare=True),
            stated(row, "value", ""),
            signed_change(row, is_bare=True),
            stated(row, "growth", row["growth_unit"]),
        )
        for _, row in levels.iterrows()
    ]
    listed = join(
        [
            Sentence(
                "{measure}{prior}到{value}",
                measure=row["measure"],
                prior=prior(row, is_bare=True),
                value=stated(row, "value", ""),
            )
            for _, row in levels.iterrows()
        ],
        "；",
    )
    words = Words(
        title=_growth_title(levels),
        subtitle=Sentence("从上年到本年，单位：{unit}；按变化从大到小", unit=_spell(unit)),
        source=_growth_source(growth, levels),
        alt=Sentence("哑铃图，单位{unit}。{listed}。", unit=_spell(unit), listed=listed),
    )
    return Chart(
        "growth",
        plot_growth,
        growth,
        words,
        Rows(
            Sentence("上年与本年，{unit}", unit=_spell(unit)),
            ("指标", "上年值", "本年", "变化", "同比"),
            rows,
        ),
    )


def show_growth_rates(growth: Growth) -> Chart | Absent:
    """The rates with their words: how do the stated rates compare, and how large was each base?"""
    codebook.require(growth, codebook.GROWTH)
    rates = _rates(growth)
    if rates.empty:
        return Unread("与上年相比的水平和增减")
    rows: list[tuple[str, Number, Number | str]] = [
        (
            row["measure"],
            stated(row, "growth", row["growth_unit"]),
            prior(row) if pd.notna(row["prior_low"]) else "未写",
        )
        for _, row in rates.iterrows()
    ]
    words = Words(
        title=_rates_title(rates),
        subtitle=Sentence("报告写出的同比，从高到低；右侧为上年水平"),
        source=join(
            [
                Sentence(
                    "来源：自评报告{place}。基数不同，增速不能直接比较。",
                    place=cite(rates["section"]),
                ),
                *_doubts(rates),
                *_left_out(growth, rates),
            ]
        ),
        alt=Sentence(
            "点图，从零起。{listed}。",
            listed=join(
                [
                    Sentence("{measure}{rate}，上年{prior}", measure=measure, rate=rate, prior=base)
                    for measure, rate, base in rows
                ],
                "；",
            ),
        ),
    )
    return Chart(
        "growth-rates",
        plot_growth_rates,
        growth,
        words,
        Rows(
            "同比与上年水平",
            ("指标", "同比", "上年值"),
            rows,
        ),
        is_half=True,
    )


def _draw_key(d: Drawing, levels: Growth) -> None:
    x, is_printed = 5.0, levels["prior"].notna()
    before = [("上年（报告）", PRIOR, PRIOR)] * bool(is_printed.any())
    before += [("上年（推算）", PAPER, ACTUAL)] * (not is_printed.all())
    for word, face, edge in (*before, ("本年（报告）", ACTUAL, ACTUAL)):
        d.ax.plot(
            [x / d.width],
            [8],
            "o",
            ms=8,
            mfc=face,
            mec=edge,
            mew=1.4,
            transform=d.ax.get_yaxis_transform(),
            clip_on=False,
        )
        d.text(x + 9, 8, word, SMALL, NOTE)
        x += text_width(say(word), SMALL) + 29


def _draw_level(d: Drawing, row: pd.Series, top: float, columns: float) -> None:
    y, middle, grew = top + 30, (row["prior_low"] + row["prior_high"]) / 2, row["growth"] >= 0
    gained, rate = (
        signed_change(row, is_bare=True).text,
        signed(stated(row, "growth", row["growth_unit"]), row["growth"]).text,
    )
    told = say("{gained}，同比 {rate}", gained=gained, rate=rate)
    taken = text_width(told, SMALL) + 10 if d.is_narrow else columns
    d.text(0, top + 14, shorten(say(row["measure"]), LABEL, d.width - taken), LABEL)
    if d.is_narrow:
        d.text(d.width, top + 14, told, SMALL, INK, "right")
    else:
        d.text(d.width - _COLUMN, y, gained, VALUE, INK, "right")
        d.text(d.width, y, rate, VALUE, INK, "right")
    d.ax.plot(
        [middle, row["value"]], [y, y], "-", color=PRIOR, lw=3, solid_capstyle="butt", zorder=2
    )
    if pd.notna(row["prior"]):
        d.dot(middle, y, colour=PRIOR)
    else:
        d.dot(middle, y, is_derived=True)
    d.dot(row["value"], y)
    left, right = _ends(row)
    ends = sorted((middle, row["value"]))
    d.label(ends[0], y, left, SMALL, NOTE if grew else ACTUAL, "right", -8)
    d.label(ends[1], y, right, LABEL, ACTUAL if grew else NOTE, "left", 9)


def _ends(row: pd.Series) -> tuple[str, str]:
    """What stands left and right of a dumbbell: the lower level and the higher one."""
    before, now = prior(row, is_bare=True).text, stated(row, "value", "").text
    return (before, now) if row["growth"] >= 0 else (now, before)


def _levels(growth: Growth) -> Growth:
    """The rows a common axis can show, largest change first, in the unit of money,
    area or count that most share.
    """
    codebook.require(growth, codebook.GROWTH)
    known = of_last_year(growth)
    known = known[known["prior_low"].notna()]
    if known.empty:
        return known
    levels = known[known["unit"] != "%"]  # shares have no level that stands beside amounts
    unit = (known if levels.empty else levels)["unit"].mode().iloc[0]
    shown = known[known["unit"] == unit]
    middle = (shown["change_low"] + shown["change_high"]).abs()
    return (
        shown.assign(size=middle)
        .sort_values("size", ascending=False, kind="stable")
        .drop(columns="size")
    )


def of_last_year(growth: Growth) -> Growth:
    """The rows that say surely what grew, and are measured against the year before: the others
    stand in the table, for a picture calls every change 同比 and every base 上年. A fact told
    twice is one row; a measure with two changes has none that is sure.
    """
    is_sure = (growth["status"] != "unsure") & (growth["measure"] != UNNAMED)
    # a budget that no words hold against another year is held against its own start
    is_unsaid = growth["basis"].isna() & ~growth["measure"].str.contains("预算", na=False)
    kept = growth[is_sure & _is_rate(growth) & (is_unsaid | (growth["basis"] == "上年"))]
    # the row that names the year before comes before its like that does not
    kept = kept.sort_values("basis", kind="stable", na_position="last")
    holds = [_holds(row) for _, row in kept.iterrows()]
    kept = kept[pd.Series(holds, index=kept.index, dtype=bool)]
    kept = kept.drop_duplicates(["measure", "growth"])
    kept = kept[~kept["measure"].duplicated(keep=False)]
    is_again = kept.duplicated(["value", "unit", "growth"]) & kept["value"].notna()
    return kept[~is_again].sort_index()


def _is_rate(growth: Growth) -> pd.Series:
    """Which rows tell a rate or points, and neither an amount alone nor 持平."""
    return growth["growth_unit"].isin(units.SHARE) & (growth["growth"] != 0)


def _holds(row: pd.Series) -> bool:
    """Whether a printed prior bears out the growth: else it is a finding and no picture."""
    if pd.isna(row["prior"]) or pd.isna(row["value"]) or not row["prior"]:
        return True
    given = {
        "%": 100 * (row["value"] / row["prior"] - 1),
        "个百分点": row["value"] - row["prior"],
    }.get(row["growth_unit"], row["growth"])
    return bool(abs(given - row["growth"]) <= 2 * 10.0 ** -int(row["growth_decimals"]))


def _rates(growth: Growth) -> Growth:
    """The rates in the unit that most share, highest first."""
    codebook.require(growth, codebook.GROWTH)
    growth = of_last_year(growth)
    if growth.empty:
        return growth
    shown = growth[growth["growth_unit"] == growth["growth_unit"].mode().iloc[0]]
    return shown.sort_values("growth", ascending=False, kind="stable")


def _growth_title(levels: Growth) -> Sentence:
    fallen = levels[levels["growth"] < 0]
    first = levels.iloc[0] if fallen.empty else fallen.iloc[0]
    if len(levels) == 1 or (len(fallen) == 1 and first.name == levels.index[0]):
        verb = "增加" if first["growth"] >= 0 else "减少"
        return Sentence(
            "{measure}比上年{verb}{change}",
            measure=first["measure"],
            verb=verb,
            change=change(first),
        )
    most = _leader(levels, "change_low", "change_high")
    if len(fallen):
        return _fallen_title(levels, fallen, most)
    rates = levels.assign(rate=[_as_share(row) for _, row in levels.iterrows()])
    fastest = _leader(rates, "rate", "rate")
    if most is None or fastest is None:
        return Sentence("{count}项指标的上年值与本年值", count=str(len(levels)))
    if most == fastest:
        return Sentence("{measure}增加最多，增速也最高", measure=most)
    return Sentence("{most}增加最多，{fastest}增速最高", most=most, fastest=fastest)


def _fallen_title(levels: Growth, fallen: Growth, most: str | None) -> Sentence:
    """What fell, beside what moved more than it."""
    if len(fallen) > 1:
        return Sentence(
            "{count}项指标中，{down}项下降", count=str(len(levels)), down=str(len(fallen))
        )
    name = fallen.iloc[0]["measure"]
    if most is None:
        return Sentence("{count}项指标中，{measure}下降", count=str(len(levels)), measure=name)
    return Sentence("{most}增加最多，{measure}下降", most=most, measure=name)


def _as_share(row: pd.Series) -> float:
    """A growth as a share of the base, so that 倍 and % can be compared; points are none."""
    unit = str(row["growth_unit"])
    is_share = unit in units.SHARE and not unit.endswith("点")
    return float(row["growth"]) * float(units.SHARE[unit]) if is_share else float("nan")


def _rates_title(rates: Growth) -> Sentence:
    fastest = _leader(rates, "growth", "growth")
    smallest = _leader(
        rates.assign(low=-rates["prior_high"], high=-rates["prior_low"]), "low", "high"
    )
    if fastest is not None and fastest == smallest and rates["unit"].nunique() == 1:
        return Sentence("增速最高的{measure}，上年基数最小", measure=fastest)
    highest, lowest = rates.iloc[0], rates.iloc[-1]
    if len(rates) == 1:
        return Sentence(
            "{measure}同比{rate}",
            measure=highest["measure"],
            rate=stated(highest, "growth", highest["growth_unit"]),
        )
    return Sentence(
        "同比从{low}到{high}",
        low=stated(lowest, "growth", lowest["growth_unit"]),
        high=stated(highest, "growth", highest["growth_unit"]),
    )


def _leader(rows: Growth, low: str, high: str) -> str | None:
    """The measure whose least value is positive or not, but above every other's greatest;
    None when the intervals leave it open.
    """
    if rows[low].isna().any() or len(rows) < 2:
        return None
    first = rows.iloc[int(rows[low].argmax())]
    others = rows.drop(first.name)
    return (
        str(first["measure"])
        if (others[high] < first[low]).all() and (low != "change_low" or first[low] > 0)
        else None
    )


def _growth_source(growth: Growth, levels: Growth) -> Sentence:
    told = [Sentence("来源：自评报告{place}。", place=cite(levels["section"]))]
    if levels["prior"].isna().any():
        told.append(Sentence("空心的上年值 = 本年值 ÷（1 + 同比），为推算。"))
    told += _doubts(levels)
    if len(levels) > 1:
        told.append(Sentence("各项可能互相包含，不可相加。"))
    return join([*told, *_left_out(growth, levels)])


def _left_out(growth: Growth, drawn: Growth) -> list[Sentence]:
    """What of the table is not in the picture, by name and reason; a fact told twice is one."""
    comparable = of_last_year(growth)
    of_another = comparable[~comparable["growth_id"].isin(drawn["growth_id"])]
    told = pd.concat([drawn, of_another])
    facts = set(told.loc[told["value"].notna(), _FACT].itertuples(index=False, name=None))
    is_told = [row in facts for row in growth[_FACT].itertuples(index=False, name=None)]
    others = growth[
        ~growth["measure"].isin(told["measure"]) & ~pd.Series(is_told, growth.index, dtype=bool)
    ]
    is_rate = _is_rate(others)
    reasons = {
        "单位不同或没有水平值而未画入：{names}。": of_another,
        "不是与上年比或没有把握而未画入：{names}。": others[is_rate],
        "没有写增速而未画入：{names}。": others[~is_rate],
    }
    named = {told: list(dict.fromkeys(rows["measure"])) for told, rows in reasons.items()}
    return [Sentence(told, names=_listed(names)) for told, names in named.items() if names]


def _listed(names: list[str]) -> Sentence:
    told = Sentence("{names}", names=say("、").join(names[:_MOST_NAMED]))
    if len(names) <= _MOST_NAMED:
        return told
    return Sentence("{names}等 {count} 项", names=told, count=str(len(names)))


def _doubts(rows: Growth) -> list[Sentence]:
    """What is ambiguous about the growths shown."""
    doubtful = rows[(rows["status"] == "ambiguous") & rows["note"].notna()]
    return [
        Sentence(
            "{measure}的{rate}：{note}。",
            measure=row["measure"],
            rate=stated(row, "growth", row["growth_unit"]),
            note=row["note"],
        )
        for _, row in doubtful.iterrows()
    ]


def _spell(unit: str) -> str:
    """A bare 亿 or 万 of money is one of 元."""
    return f"{unit}元" if unit in units.MULTIPLES else unit
