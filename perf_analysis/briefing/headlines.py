"""The headline figures of a report: execution, score, rank, growth, targets and goals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from markupsafe import Markup

from perf_analysis import units
from perf_analysis.briefing.contradictions import find_contradictions
from perf_analysis.briefing.leads import call, number_of
from perf_analysis.briefing.matters import unsigned
from perf_analysis.briefing.outcomes import find_outcomes, list_missed
from perf_analysis.briefing.unsure import unsure_figures
from perf_analysis.charts.execution import is_rate_consistent
from perf_analysis.charts.growth import of_last_year
from perf_analysis.charts.ranks import has_moved
from perf_analysis.charts.score import sure_score
from perf_analysis.codebook import Growth
from perf_analysis.language import say, spoken
from perf_analysis.report import Report
from perf_analysis.sentences import (
    Number,
    Sentence,
    computed_rate,
    execution_rate,
    join,
    moved,
    stated,
    unspent,
)
from perf_analysis.tables import name_rate

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (元|万元)")
LEAST_IN_WAN = 1_000_000  # 元; what a person earns stays in 元
MOST_ALONE = 6  # tiles of figures that pair with nothing
# of the two amounts of execution, each with what is said where it stands alone
_MISSING = {"budget": ("预算数", "没有读出执行数"), "executed": ("执行数", "没有读出预算数")}
_WAN, _CENT = Decimal(10_000), Decimal("0.01")


@dataclass(frozen=True)
class Headline:
    """One figure above all others, with one line of context."""

    label: str
    value: Number
    context: Sentence
    is_caution: bool = False

    def __str__(self) -> str:
        return str(
            Sentence(
                "{label}：{value}（{context}）",
                label=self.label,
                value=self.value,
                context=self.context,
            )
        )

    def __html__(self) -> str:
        shown = Markup(
            '<li{}><span class="label">{}</span><span class="value">{}</span>'
            '<span class="context">{}</span></li>'
        )
        return shown.format(
            Markup(' class="caution"') if self.is_caution else "",
            say(self.label),
            self.value,
            self.context,
        )


def headlines(report: Report) -> list[Headline]:
    """The headline figures in their order; what the report does not state is left out. Of a report
    that states none of them, what it says of itself all the same.
    """
    made = (
        _execution(report),
        _score(report),
        _rank(report),
        _growth(report),
        _completion(report),
        _coverage(report),
    )
    return [headline for headline in made if headline is not None] or _alone(report)


def _alone(report: Report) -> list[Headline]:
    """The sure results that pair with nothing; a change stands beside what changed."""
    figures = report.figures
    is_sure = figures["status"].eq("exact") & figures["role"].eq("actual")
    kept = figures[is_sure & figures["same_as"].isna() & figures["direction"].isna()]
    named = [(call(figure), number_of(figure)) for _, figure in kept.iterrows()]
    context = Sentence("没有读出可比的数")
    return [Headline(name, number, context) for name, number in named if name][:MOST_ALONE]


def _execution(report: Report) -> Headline | None:
    total = total_of(report)
    if total is None:
        return _one_side(report)
    if is_rate_told(report) and not is_rate_consistent(total):
        return Headline(
            "预算执行率（测算）",
            computed_rate(total),
            Sentence("报告列示{rate}", rate=execution_rate(total)),
            is_caution=True,
        )
    if not total["unspent"]:
        return Headline("预算执行率", execution_rate(total), Sentence("预算数与执行数没有差额"))
    told = "尚有{gap}未支出" if total["unspent"] > 0 else "超出预算{gap}"
    return Headline("预算执行率", execution_rate(total), Sentence(told, gap=_short(unspent(total))))


def _one_side(report: Report) -> Headline | None:
    """What was budgeted or spent where the other of the two is not told."""
    row, unsure = report.overview.iloc[0], unsure_figures(report)
    told = [side for side in _MISSING if pd.notna(row[side]) and row[f"{side}_id"] not in unsure]
    if len(told) != 1:
        return None
    [side] = told
    label, context = _MISSING[side]
    return Headline(label, _short(stated(row, side, row[f"{side}_unit"])), Sentence(context))


def _score(report: Report) -> Headline | None:
    score = sure_score(report.scores)
    if score is None:
        return None
    return Headline("自评得分", stated(score, "score", score["unit"]), Sentence("部门自评"))


def _rank(report: Report) -> Headline | None:
    placed = report.ranks[report.ranks["population"].notna()]
    if placed.empty:
        return None
    row = placed.iloc[0]
    figure = row["population_id"] if isinstance(row["population_id"], str) else row["rank_id"]
    told = [Sentence("参评{population}", population=Number(f"{row['population']} 个", (figure,)))]
    if has_moved(row):
        way = "上升{moved}" if row["moved"] > 0 else "下降{moved}"
        told.append(Sentence(way, moved=moved(row)))
    return Headline(name_ranked(row), place_of(row), join(told, "，"))


def name_ranked(row: pd.Series) -> str:
    """What was ranked, and where."""
    if not isinstance(row["scope"], str) or row["scope"] in row["measure"]:
        return str(row["measure"])
    return say("{measure}（{scope}）", measure=say(row["measure"]), scope=row["scope"])


def place_of(row: pd.Series) -> Number:
    """A rank as it is told."""
    return Number(f"第 {row['rank']} 位", (row["rank_id"],))


def _growth(report: Report) -> Headline | None:
    row = most_changed(report)
    if row is None:
        return None
    return Headline(
        row["measure"],
        _short(stated(row, "value", row["unit"])),
        Sentence(
            "比上年{verb}{rate}", verb="下降" if row["growth"] < 0 else "增长", rate=unsigned(row)
        ),
    )


def _short(number: Number) -> Number:
    """An amount as a tile shows it: in 万元 from a million 元 on, two decimals; its formula tells
    the printed one.
    """
    found = _AMOUNT.fullmatch(number.text)
    if not found or spoken() != "zh":
        return number
    digits, unit = Decimal(found[1]), found[2]
    if unit == "元" and digits >= LEAST_IN_WAN:
        digits, unit = digits / _WAN, "万元"
    is_whole = digits == digits.quantize(_CENT)
    if not is_whole or unit != found[2]:
        digits = digits.quantize(_CENT, ROUND_HALF_UP)
    text = units.with_unit(f"{digits:f}", unit)
    if text == number.text:
        return number
    return replace(number, text=text, formula=number.formula or number.text, result=number.text)


def _completion(report: Report) -> Headline | None:
    if missed := list_missed(report):
        return _missed(report, len(missed))
    row = most_completed(report)
    if row is None:
        return None
    has_target = bool(pd.notna(row["target"]))
    context = (
        Sentence("目标{target}", target=stated(row, "target", row["target_unit"]))
        if has_target
        else Sentence("报告未列目标值")
    )
    rate = stated(row, "rate", "%")
    return Headline(name_rate(row["measure"]), rate, context, is_caution=not has_target)


def _missed(report: Report, missed: int) -> Headline:
    outcomes = find_outcomes(report)
    known = sum(bool(one.verdict) for one in outcomes)
    formula = say("{count} 项逐项对照，未达到的", count=known)
    told = Number(say("{count} 项", count=missed), (), formula)
    context = (
        Sentence(
            "可判断的共{count} 项，另{others} 项未作判断",
            count=str(known),
            others=str(len(outcomes) - known),
        )
        if known < len(outcomes)
        else Sentence("有目标值和完成值的共{count} 项", count=str(known))
    )
    return Headline("目标未达到", told, context, is_caution=True)


def _coverage(report: Report) -> Headline | None:
    if report.goals.empty:
        return None
    return Headline(
        "未见完成情况表述",
        count_unmentioned(report),
        Sentence("目标和任务共{count}", count=count_goals(report)),
        is_caution=True,
    )


def total_of(report: Report) -> pd.Series | None:
    """The line of the whole budget, where both its amounts are told."""
    total = report.budget[report.budget["breakdown"] == "total"]
    return total.iloc[0] if len(total) and pd.notna(total.iloc[0]["unspent"]) else None


def is_rate_told(report: Report) -> bool:
    """Whether a contradiction tells already that the rate of execution does not hold."""
    total = total_of(report)
    found = find_contradictions(report)
    return total is not None and any(total["rate_id"] in one.figures for one in found)


def with_prior(report: Report) -> Growth:
    """What surely grew since the year before, with the level it had then."""
    growth = of_last_year(report.growth)
    year = growth["measure"].str.extract(r"（((?:19|20)\d\d)年）")[0]
    is_of_it = year.isna() | (year == str(report.overview.iloc[0]["year"]))
    return growth[growth["prior_low"].notna() & is_of_it]


def most_changed(report: Report) -> pd.Series | None:
    """What changed most since the year before; execution has a headline and a point of its own."""
    known = with_prior(report)
    is_execution = known["unit"].eq("%") & known["measure"].str.contains("执行率")
    known = known[~is_execution.fillna(False)]
    if known.empty:
        return None
    return known.iloc[int((known["change_low"] + known["change_high"]).abs().argmax())]


def most_completed(report: Report) -> pd.Series | None:
    """The highest completion rate; execution has a headline of its own."""
    rates = report.completion[report.completion["rate"].notna()]
    rates = rates[
        rates["counted"].notna() | rates["target"].notna() | ~rates["measure"].str.contains("执行")
    ]
    return rates.iloc[int(rates["rate"].argmax())] if len(rates) else None


def count_goals(report: Report) -> Number:
    """How many goals and tasks there are."""
    kinds = report.goals["kind"].value_counts()
    formula = say(
        "绩效目标 {goals} 项 + 重点工作任务 {tasks} 项",
        goals=kinds.get("goal", 0),
        tasks=kinds.get("task", 0),
    )
    return Number(say("{count} 项", count=len(report.goals)), (), formula)


def count_goals_with(report: Report, coverage: str, formula: str) -> Number:
    """How many goals and tasks have results of a kind, and of how many that was looked for."""
    count = (report.goals["coverage"] == coverage).sum()
    return Number(say("{count} 项", count=count), (), say(formula, count=len(report.goals)))


def count_unmentioned(report: Report) -> Number:
    """How many goals and tasks no result mentions."""
    return count_goals_with(report, "none", "{count} 项逐项对照，未提及的")
