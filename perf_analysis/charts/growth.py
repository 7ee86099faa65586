"""What grew, by how much, and from what base: levels first, the rates beside them."""

from __future__ import annotations

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Unread, Words, each
from perf_analysis.charts.drawing import KEY_AT, Drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import (
    ACTUAL,
    INK,
    LABEL,
    NOTE,
    PAPER,
    PRIOR,
    SMALL,
    VALUE,
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


@on_axes
def plot_growth(d: Drawing, growth: Growth) -> None:
    """Levels as dumbbells from the prior (solid where printed, hollow where derived)
    to the stated value, by size of change, from zero.

    Parameters
    ----------
    growth : one row per grown measure
        Rows without a derivable prior, or in another base unit than most,
        are left to the table beside.
    """
    levels = _levels(growth)
    rows = [row for _, row in levels.iterrows()]
    gained = max(text_width(_gained(row).text, VALUE) for row in rows)
    columns = 0.0 if d.is_narrow else _COLUMN + max(gained + 8, _COLUMN)
    ticks = nice_ticks(max(levels["value"].max(), levels["prior_high"].max()))
    left = max(text_width(_before(row).text, SMALL) for row in rows) + 8
    beyond = max(text_width(_higher(row).text, LABEL) for row in rows) + 12
    right = max(columns + beyond - _BESIDE, beyond, _BESIDE)
    d.scale(0, ticks[-1], left=min(left, d.width / 4), right=right)
    is_printed = levels["prior"].notna()
    before = [("上年（报告）", PRIOR, PRIOR)] * bool(is_printed.any())
    before += [("上年（推算）", PAPER, ACTUAL)] * (not is_printed.all())
    d.key_dots([*before, ("本年（报告）", ACTUAL, ACTUAL)], 1.4)
    if not d.is_narrow:
        for room, head in ((_COLUMN, "变化"), (0, "同比")):
            d.text(d.width - room, KEY_AT, head, color=NOTE, align="right")
    for at, row in enumerate(rows):
        _draw_level(d, row, _KEY + at * _ROW, columns)
    d.ticks(ticks)
    d.finish(_KEY + _ROW * len(rows), _growth_title(levels))


def show_growth(growth: Growth) -> Chart | Absent:
    """C3 with its words: what grew most, and from what base?"""
    levels = _levels(growth)
    if levels.empty:
        return Unread("与上年相比的水平和增减")
    unit = levels.iloc[0]["unit"]
    unit = f"{unit}元" if unit in units.MULTIPLES else unit  # a bare 亿 or 万 of money is one of 元
    told = each("{measure}{prior}到{value}", levels, measure="measure", prior=_before, value=_now)
    words = Words(
        title=_growth_title(levels),
        subtitle=Sentence("从上年到本年，单位：{unit}；按变化从大到小", unit=unit),
        source=_growth_source(growth, levels),
        alt=Sentence("哑铃图，单位{unit}。{listed}。", unit=unit, listed=join(told, "；")),
    )
    rows = Rows.of(
        Sentence("上年与本年，{unit}", unit=unit),
        levels,
        {
            "指标": "measure",
            "上年值": _before,
            "本年": _now,
            "变化": _gained,
            "同比": rate_of,
        },
    )
    return Chart("growth", plot_growth, growth, words, rows)


def rate_of(row: pd.Series) -> Number:
    """The stated growth with its unit."""
    return stated(row, "growth", row["growth_unit"])


def _before(row: pd.Series) -> Number:
    return prior(row, is_bare=True)


def _now(row: pd.Series) -> Number:
    return stated(row, "value", "")


def _higher(row: pd.Series) -> Number:
    return _now(row) if row["growth"] >= 0 else _before(row)


def _gained(row: pd.Series) -> Number:
    return signed_change(row, is_bare=True)


def _draw_level(d: Drawing, row: pd.Series, top: float, columns: float) -> None:
    y, middle = top + 30, (row["prior_low"] + row["prior_high"]) / 2
    gained, rate = _gained(row).text, signed(rate_of(row), row["growth"]).text
    name = say(row["measure"])
    if d.is_narrow:
        told = say("{gained}，同比 {rate}", gained=gained, rate=rate)
        d.head(top + 14, name, told, color=INK, gap=10)
    else:
        d.text(0, top + 14, shorten(name, LABEL, d.width - columns))
        d.text(d.width - _COLUMN, y, gained, VALUE, INK, "right")
        d.text(d.width, y, rate, VALUE, INK, "right")
    told_levels = (_before(row).text, _now(row).text)
    is_derived = pd.isna(row["prior"])
    d.dumbbell(middle, row["value"], y, told_levels, LABEL, is_derived=is_derived)


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
    return shown.loc[middle.sort_values(ascending=False, kind="stable").index]


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
    most = leader(levels, "change_low", "change_high")
    if len(fallen):
        return _fallen_title(levels, fallen, most)
    rates = levels.assign(rate=[_as_share(row) for _, row in levels.iterrows()])
    fastest = leader(rates, "rate", "rate")
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


def leader(rows: Growth, low: str, high: str) -> str | None:
    """The measure whose least value is positive or not, but above every other's greatest;
    None when the intervals leave it open.
    """
    if rows[low].isna().any() or len(rows) < 2:
        return None
    first = rows.iloc[int(rows[low].argmax())]
    is_above = (rows.drop(first.name)[high] < first[low]).all()
    return str(first["measure"]) if is_above and (low != "change_low" or first[low] > 0) else None


def _growth_source(growth: Growth, levels: Growth) -> Sentence:
    told = [Sentence("来源：自评报告{place}。", place=cite(levels["section"]))]
    if levels["prior"].isna().any():
        told.append(Sentence("空心的上年值 = 本年值 ÷（1 + 同比），为推算。"))
    told += doubts(levels)
    if len(levels) > 1:
        told.append(Sentence("各项可能互相包含，不可相加。"))
    return join([*told, *left_out(growth, levels)])


def left_out(growth: Growth, drawn: Growth) -> list[Sentence]:
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


def doubts(rows: Growth) -> list[Sentence]:
    """What is ambiguous about the growths shown."""
    doubtful = rows[(rows["status"] == "ambiguous") & rows["note"].notna()]
    return each(
        "{measure}的{rate}：{note}。", doubtful, measure="measure", rate=rate_of, note="note"
    )
