"""What a leader is told first and what is sent back: by the rule of `data/materiality.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from perf_analysis import units
from perf_analysis.briefing.passage import Point
from perf_analysis.charts.chart import Cell
from perf_analysis.charts.growth import of_last_year
from perf_analysis.charts.indicators import set_targets
from perf_analysis.codebook import Indicators
from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import likeness, pairs_of
from perf_analysis.report import Report
from perf_analysis.sentences import Number, Sentence, derived, join, stated

RULE = read_words("materiality.toml")
LIMITS = RULE["limits"]
NEAR = 40  # characters behind a result in which its marks are told
SAME_NAME = 0.5  # of the shorter of two names
_RISING = re.compile("|".join(RULE["directions"]["rise_is_worse"].split()))
_UNLESS = re.compile("|".join(RULE["directions"]["unless"].split()))
_MISSED = "{measure}应为{asked}，实为{actual}"
_CELL = re.compile(r"(.*/[^!]*![A-Z]+?)(\d+)")


@dataclass(frozen=True)
class Missed:
    """A target that was not reached.

    Parameters
    ----------
    told : the target, what was reached, and the marks it has all the same
    figures : both numbers
    gap : how far it was missed, of the target [1]
    is_marked_full : whether it has all its marks
    """

    told: Sentence
    figures: frozenset[str]
    gap: float
    is_marked_full: bool


def find_missed(report: Report) -> list[Missed]:
    """The targets surely missed: those with full marks first, then the widest missed."""
    figures = report.figures.set_index("figure_id", drop=False)
    rows = set_targets(report.completion, report.budget)
    rows = rows[rows["met"].eq(0).fillna(False)]
    found = [_missed(row, figures, report.indicators) for _, row in rows.iterrows()]
    return sorted((one for one in found if one), key=lambda one: (not one.is_marked_full, -one.gap))


def _missed(row: pd.Series, figures: pd.DataFrame, forms: Indicators) -> Missed | None:
    target, actual = figures.loc[row["target_id"]], figures.loc[row["actual_id"]]
    wanted, reached = target["base_value"], actual["base_value"]
    sign = target["qualifier"] if target["qualifier"] in ("≥", "≤", ">", "<") else ""
    is_limit = reached < wanted and not sign and is_worse_rising(row["measure"])
    # below a limit that nobody printed may be well
    if is_limit or actual["term"] == "执行数":
        return None
    asked = Number(f"{sign}{stated(row, 'target', row['target_unit'])}", (row["target_id"],))
    weight, score = _marks(row, actual["section"], figures, forms)
    is_full = weight is not None and score is not None and weight["value"] == score["value"]
    is_most = not sign and is_worse_rising(row["measure"])
    told = tell_missed(row["measure"], asked, stated(row, "actual", row["unit"]), is_most=is_most)
    if pd.notna(row["rate"]) and row["target_unit"] != "%":
        told += Sentence("（报告列示完成率{rate}）", rate=stated(row, "rate", "%"))
    if is_full and score is not None:
        digits = f"{units.printed(score['value'], score['decimals']):f}"
        told += Sentence("，却得满分{full}", full=Number(f"{digits} 分", (str(score.name),)))
    return Missed(
        told,
        frozenset(row[["target_id", "actual_id", "rate_id"]].dropna()),
        abs(reached - wanted) / abs(wanted) if wanted else 1.0,
        is_full,
    )


def tell_missed(measure: str, asked: Cell, actual: Cell, *, is_most: bool) -> Sentence:
    """A target and what was reached in its place; of one that is a limit so."""
    words = "{measure}应不超过{asked}，实为{actual}" if is_most else _MISSED
    return Sentence(words, measure=measure, asked=asked, actual=actual)


def _marks(
    row: pd.Series, place: object, figures: pd.DataFrame, forms: Indicators
) -> tuple[pd.Series | None, pd.Series | None]:
    """Full marks and those given: of the row that a result stands in, else of a form's indicator
    with its name and both its numbers.
    """
    weight, score = (marks_of(figures, place, role) for role in ("weight", "actual"))
    alike = forms[(forms["target"] == row["target"]) & (forms["actual"] == row["actual"])]
    pairs = pairs_of(row["measure"])
    for _, indicator in alike[alike["score_id"].notna() & alike["weight_id"].notna()].iterrows():
        is_named = likeness(pairs, pairs_of(text_of(indicator["level3"]))) >= SAME_NAME
        if weight is None and score is None and is_named:
            return figures.loc[indicator["weight_id"]], figures.loc[indicator["score_id"]]
    if weight is None and score is None and not _CELL.fullmatch(text_of(place)):
        return _marks_told(row, figures)
    return weight, score


def _marks_told(row: pd.Series, figures: pd.DataFrame) -> tuple[pd.Series | None, pd.Series | None]:
    """Full marks and those given right behind a target and its result in running text:
    该指标权重8分，自评得满分8分.
    """
    end = figures.loc[[row["target_id"], row["actual_id"]], "end"].max()
    behind = figures[(figures["start"] >= end) & (figures["start"] < end + NEAR)]
    behind = behind[behind["kind"] != "growth"].head(2)
    is_marked = len(behind) == 2 and behind["kind"].eq("score").all()
    if not is_marked or behind.iloc[0]["role"] != "weight":
        return None, None
    return behind.iloc[0], behind.iloc[1]


def marks_of(figures: pd.DataFrame, place: object, role: str) -> pd.Series | None:
    """The marks in the row of a table that a result stands in; None where there are none."""
    found = _CELL.fullmatch(place) if isinstance(place, str) else None
    if not found:
        return None
    row = re.compile(rf"{re.escape(found[1].rpartition('!')[0])}![A-Z]+{found[2]}")
    of_row = figures["section"].fillna("").map(lambda section: bool(row.fullmatch(section)))
    marks = figures[of_row & (figures["kind"] == "score") & (figures["role"] == role)]
    return marks.iloc[-1] if len(marks) else None  # those of the levels above stand before


def missed_points(missed: Sequence[Missed]) -> list[Point]:
    """One sentence of all targets missed, the worst by name."""
    if not missed:
        return []
    named = join([one.told for one in missed[: RULE["missed"]]], "；")
    lead = Sentence("{count} 项目标未达到", count=str(len(missed)))
    is_cut = len(missed) > RULE["missed"]
    return [Point(lead, Sentence("其中{listed}。" if is_cut else "{listed}。", listed=named))]


def added_points(report: Report) -> list[Point]:
    """How far the year's budget lies above the one of its start."""
    row = report.overview.iloc[0]
    if row[["initial", "budget"]].isna().any() or row["initial"] <= 0:
        return []
    is_more = row["budget"] >= row["initial"] * (1 + LIMITS["added"] / 100)
    if row["initial_unit"] != row["budget_unit"] or not is_more:
        return []
    lead = Sentence("全年预算比年初预算增加{share}", share=_added_share(row, report))
    rest = Sentence(
        "由{initial}调整为{budget}。",
        initial=stated(row, "initial", row["initial_unit"]),
        budget=stated(row, "budget", row["budget_unit"]),
    )
    return [Point(lead, rest)]


def _added_share(row: pd.Series, report: Report) -> Number:
    """The share as printed, else what the two amounts give."""
    growth = report.growth
    printed = growth[
        (growth["value_id"] == row["budget_id"]) & (growth["prior_id"] == row["initial_id"])
    ]
    if len(printed) and printed.iloc[0]["growth_unit"] == "%":
        return stated(printed.iloc[0], "growth", "%")
    share = round(100 * (row["budget"] - row["initial"]) / row["initial"], 2)
    formula = f"({row['budget']:g} − {row['initial']:g}) ÷ {row['initial']:g}"
    return derived(share, share, "%", formula, (row["budget_id"], row["initial_id"]))


def change_points(report: Report) -> list[Point]:
    """The worst changes on last year in one sentence: falls, and rises of what should fall."""
    growth = of_last_year(report.growth)
    growth = growth[growth["value"].notna()]
    sized = growth.assign(size=[_size(row) for _, row in growth.iterrows()])
    worst = sized[sized["size"] >= LIMITS["changed"]].sort_values(
        "size", ascending=False, kind="stable"
    )
    told = [_change(row) for _, row in worst.head(RULE["changes"]).iterrows()]
    if not told:
        return []
    first, *others = told
    more = [Sentence("{lead}，{rest}", lead=one.lead, rest=one.rest) for one in others]
    return [Point(first.lead, join([first.rest, *more], "；") + Sentence("。"))]


def _size(row: pd.Series) -> float:
    """How bad a change is; negative where it is good. [%]"""
    factor = {"%": 1.0, "倍": 100.0}.get(row["growth_unit"], 0.0)
    return float(row["growth"]) * factor * (1 if is_worse_rising(row["measure"]) else -1)


def is_worse_rising(measure: str) -> bool:
    """Whether a rise of what a name names is the bad news: of money spent on itself, of accidents,
    of waiting.
    """
    return bool(_RISING.search(measure)) and not _UNLESS.search(measure)


def _change(row: pd.Series) -> Point:
    verb = "下降" if row["growth"] < 0 else "增长"
    rate, value = unsigned(row), stated(row, "value", row["unit"])
    if pd.isna(row["prior"]):
        return Point(
            Sentence("{measure}{value}", measure=row["measure"], value=value),
            Sentence("比上年{verb}{rate}", verb=verb, rate=rate),
        )
    return Point(
        Sentence("{measure}{verb}{rate}", measure=row["measure"], verb=verb, rate=rate),
        Sentence("由上年{prior}到{value}", prior=stated(row, "prior", row["unit"]), value=value),
    )


def unsigned(row: pd.Series) -> Number:
    """A growth as printed, without its sign."""
    told = row.copy()
    told["growth"] = abs(row["growth"])
    return stated(told, "growth", row["growth_unit"])


def choose(kinds: Sequence[Sequence[Point]], count: int) -> list[Point]:
    """Of each kind the worst in their order, then the next of each."""
    rounds: Iterable[tuple[Point | None, ...]] = zip_longest(*kinds)
    return [point for each in rounds for point in each if point is not None][:count]
