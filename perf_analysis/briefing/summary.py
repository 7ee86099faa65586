"""The summary of a report: who and what, six headline figures, five points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from perf_analysis.charts.chart import is_bound
from perf_analysis.charts.execution import is_rate_consistent
from perf_analysis.charts.growth import of_last_year
from perf_analysis.codebook import Growth
from perf_analysis.figures import text_of
from perf_analysis.language import say
from perf_analysis.report import Report
from perf_analysis.sentences import (
    NBSP,
    Number,
    Sentence,
    before,
    change,
    computed_rate,
    execution_rate,
    implied_targets,
    join,
    prior,
    stated,
    unspent,
)
from perf_analysis.tables import name_rate, own_score


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


@dataclass(frozen=True)
class Point:
    """One sentence a leader takes away: the number first, then what it means."""

    lead: Sentence
    rest: Sentence

    def __str__(self) -> str:
        return f"{self.lead}{say('，')}{self.rest}"

    def __html__(self) -> str:
        return Markup("<li><b>{}{}</b>{}</li>").format(self.lead, say("，"), self.rest)


@dataclass(frozen=True)
class Passage:
    """A part of the summary: text in a notebook, HTML in a page."""

    text: str
    page: Markup

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return (
            {"text/html": self.page, "text/plain": self.text}
            if is_bound()
            else {"text/markdown": self.text, "text/plain": self.text}
        )


def show_header(report: Report) -> Passage:
    """Whose report it is, and of which year; said to be a self-evaluation."""
    about = report.about
    title, basis = (
        name_briefing(report),
        say("依据该单位《{title}》；部门自评数据，未见第三方复核。", title=about.title),
    )
    page = Markup(
        '<header><p class="department" lang="zh-CN">{}</p><h1>{}</h1>'
        '<p class="meta">{}</p></header>'
    )
    broken = escape(title.replace(" 年", f"{NBSP}年")).replace("绩效自评", Markup("<wbr>绩效自评"))
    return Passage(
        "\n\n".join(filter(None, (about.department, title, basis))),
        page.format(about.department or about.title, broken, basis),
    )


def name_briefing(report: Report) -> str:
    """The title of the briefing: of which year it is."""
    year = report.about.year
    return (
        say("{year} 年部门整体支出绩效自评简报", year=year)
        if year
        else say("部门整体支出绩效自评简报")
    )


def show_headlines(report: Report) -> Passage:
    """Up to six headline figures, as far as the report states them."""
    page = Markup(
        '<section aria-labelledby="h-headlines"><h2 id="h-headlines" class="hidden">{}</h2>'
        '<ul class="headlines">{}</ul></section>'
    )
    return _listed(headlines(report), page, "主要数字")


def show_points(report: Report) -> Passage:
    """Up to five points, each as far as the intervals of its figures support it."""
    return _listed(
        points(report),
        Markup(
            '<section aria-labelledby="h-points"><h2 id="h-points">{}</h2>'
            '<ol class="points">{}</ol></section>'
        ),
        "要点",
        "报告写出的数字不足以概括出要点。",
    )


def headlines(report: Report) -> list[Headline]:
    """The headline figures in their order; what the report does not state is left out."""
    makers: list[Callable[[Report], Headline | None]] = [
        _headline_execution,
        _headline_score,
        _headline_rank,
        _headline_growth,
        _headline_completion,
        _headline_coverage,
    ]
    return [headline for make in makers if (headline := make(report)) is not None]


def points(report: Report) -> list[Point]:
    """The points in their order; what the tables do not support is left out."""
    makers: list[Callable[[Report], Point | None]] = [
        _point_execution,
        _point_growth,
        _point_fastest,
        _point_completion,
        _point_coverage,
    ]
    return [point for make in makers if (point := make(report)) is not None]


def _listed(
    items: Sequence[Headline | Point], page: Markup, head: str, nothing: str = ""
) -> Passage:
    if not items:
        return Passage(
            say(nothing),
            Markup('<p class="absent">{}</p>').format(say(nothing)) if nothing else Markup(""),
        )
    return Passage(
        "\n".join(f"{at}. {item}" for at, item in enumerate(items, start=1)),
        page.format(say(head), Markup("").join(items)),
    )


def _headline_execution(report: Report) -> Headline | None:
    total = _total(report)
    if total is None:
        return None
    if not total["unspent"]:
        return Headline("预算执行率", execution_rate(total), Sentence("预算数与执行数没有差额"))
    told = "差{gap}未支出" if total["unspent"] > 0 else "超出预算{gap}"
    return Headline("预算执行率", execution_rate(total), Sentence(told, gap=unspent(total)))


def _headline_score(report: Report) -> Headline | None:
    score = own_score(report.scores)
    if score is None:
        return None
    return Headline("自评得分", stated(score, "score", score["unit"]), Sentence("部门自己的评分"))


def _headline_rank(report: Report) -> Headline | None:
    placed = report.ranks[report.ranks["population"].notna()]
    if placed.empty:
        return None
    row = placed.iloc[0]
    population = Number(
        f"{row['population']} 个",
        (row["population_id"],) if isinstance(row["population_id"], str) else (row["rank_id"],),
    )
    label = (
        say("{measure}（{scope}）", measure=say(row["measure"]), scope=row["scope"])
        if isinstance(row["scope"], str)
        else row["measure"]
    )
    context = join([Sentence("{population}中", population=population), *_moved(row)], "，")
    return Headline(label, _place(row), context)


def _headline_growth(report: Report) -> Headline | None:
    row = _most_changed(report)
    if row is None:
        return None
    return Headline(
        row["measure"],
        stated(row, "value", row["unit"]),
        Sentence("同比{rate}", rate=stated(row, "growth", row["growth_unit"])),
    )


def _headline_completion(report: Report) -> Headline | None:
    row = _most_completed(report)
    if row is None:
        return None
    context = (
        Sentence("目标数没有印出")
        if pd.isna(row["target"])
        else Sentence("目标{target}", target=stated(row, "target", row["target_unit"]))
    )
    return Headline(
        name_rate(row["measure"]),
        stated(row, "rate", "%"),
        context,
        is_caution=bool(pd.isna(row["target"])),
    )


def _headline_coverage(report: Report) -> Headline | None:
    if report.goals.empty:
        return None
    return Headline(
        "未提及结果",
        _not_mentioned(report),
        Sentence("目标和任务共{count}", count=_all_goals(report)),
        is_caution=True,
    )


def _point_execution(report: Report) -> Point | None:
    total = _total(report)
    if total is None:
        return None
    lead = Sentence("预算执行{rate}", rate=execution_rate(total))
    if pd.notna(total["rate"]) and not is_rate_consistent(total):
        return Point(
            lead, Sentence("按预算数和执行数推算是{rate}，两者不一致。", rate=computed_rate(total))
        )
    if total["unspent"] <= 0:
        return Point(
            lead,
            Sentence("没有未支出的预算。")
            if total["unspent"] == 0
            else Sentence("执行数超出预算{gap}。", gap=unspent(total)),
        )
    if pd.notna(total["carry_over"]) and total["carry_over"] != total["unspent"]:
        return Point(
            lead,
            Sentence(
                "差额{gap}，年末结转和结余写为{carried}，去向需要说明。",
                gap=unspent(total),
                carried=stated(total, "carry_over", total["unit"]),
            ),
        )
    return Point(lead, Sentence("还有{gap}没有支出。", gap=unspent(total)))


def _point_growth(report: Report) -> Point | None:
    row = _most_changed(report)
    if row is None:
        return None
    told = [
        Sentence(
            "比上年{verb}{change}",
            verb="增加" if row["growth"] >= 0 else "减少",
            change=change(row),
        )
    ]
    ranked = report.ranks[report.ranks["before"].notna()]
    for _, rank in ranked.head(1).iterrows():
        told.append(
            Sentence(
                "{scope}排名从{before}到{rank}",
                scope=text_of(rank["scope"]),
                before=before(rank),
                rank=_place(rank),
            )
        )
    return Point(
        Sentence(
            "{measure}{value}", measure=row["measure"], value=stated(row, "value", row["unit"])
        ),
        join(told, "；") + Sentence("。"),
    )


def _point_fastest(report: Report) -> Point | None:
    """The fastest growth, when it is not also the largest: its base says how much it means."""
    known, most = _with_prior(report), _most_changed(report)
    if len(known) < 2 or most is None:
        return None
    row = known.iloc[int(known["growth"].argmax())]
    if (
        row["measure"] == most["measure"]
        or row["unit"] != most["unit"]
        or row["growth"] <= 0
        or most["growth"] <= 0
    ):
        return None
    is_smallest = row["prior_high"] < known.drop(row.name)["prior_low"].min()
    rest = Sentence(
        "{told}{prior}，增加{change}",
        told="上年基数只有" if is_smallest else "上年",
        prior=prior(row),
        change=change(row),
    )
    if 2 * row["change_high"] < most["change_low"]:
        rest += Sentence("，不到{most}增加额的一半", most=most["measure"])
    doubt = "（所指不明）" if row["status"] == "ambiguous" else ""
    return Point(
        Sentence(
            "{measure}增{rate}{doubt}",
            measure=row["measure"],
            rate=stated(row, "growth", row["growth_unit"]),
            doubt=doubt,
        ),
        rest + Sentence("。"),
    )


def _point_completion(report: Report) -> Point | None:
    row = _most_completed(report)
    if row is None or row["rate"] <= 100:
        return None
    lead = Sentence(
        "{measure}{rate}", measure=name_rate(row["measure"]), rate=stated(row, "rate", "%")
    )
    if pd.notna(row["target"]):
        return Point(
            lead, Sentence("目标是{target}。", target=stated(row, "target", row["target_unit"]))
        )
    if not row["implied_targets"]:
        return Point(lead, Sentence("目标数没有印出。"))
    return Point(
        lead,
        Sentence(
            "目标数没有印出；如果{counted}{actual}就是完成数，目标为{targets}。",
            counted=row["counted"],
            actual=stated(row, "actual", row["unit"]),
            targets=implied_targets(row),
        ),
    )


def _point_coverage(report: Report) -> Point | None:
    missing = int((report.goals["coverage"] == "none").sum())
    if not missing:
        return None
    direct = Number(
        say("{count} 项", count=(report.goals["coverage"] == "figure").sum()),
        (),
        say("{count} 项逐项对照，有直接数字的", count=len(report.goals)),
    )
    return Point(
        Sentence(
            "{count}目标和任务中{missing}未提及结果",
            count=_all_goals(report),
            missing=_not_mentioned(report),
        ),
        Sentence("有直接数字的{direct}。", direct=direct),
    )


def _total(report: Report) -> pd.Series | None:
    total = report.budget[report.budget["breakdown"] == "total"]
    return total.iloc[0] if len(total) and pd.notna(total.iloc[0]["unspent"]) else None


def _with_prior(report: Report) -> Growth:
    """What surely grew since the year before, with the level it had then."""
    growth = of_last_year(report.growth)
    return growth[growth["prior_low"].notna()]


def _most_changed(report: Report) -> pd.Series | None:
    known = _with_prior(report)
    if known.empty:
        return None
    return known.iloc[int((known["change_low"] + known["change_high"]).abs().argmax())]


def _most_completed(report: Report) -> pd.Series | None:
    """The highest completion rate; execution has a headline of its own."""
    rates = report.completion[report.completion["rate"].notna()]
    rates = rates[
        rates["counted"].notna() | rates["target"].notna() | ~rates["measure"].str.contains("执行")
    ]
    return rates.iloc[int(rates["rate"].argmax())] if len(rates) else None


def _all_goals(report: Report) -> Number:
    kinds = report.goals["kind"].value_counts()
    formula = say(
        "绩效目标 {goals} 项 + 重点工作任务 {tasks} 项",
        goals=kinds.get("goal", 0),
        tasks=kinds.get("task", 0),
    )
    return Number(say("{count} 项", count=len(report.goals)), (), formula)


def _not_mentioned(report: Report) -> Number:
    missing = int((report.goals["coverage"] == "none").sum())
    return Number(
        say("{count} 项", count=missing),
        (),
        say("{count} 项逐项对照，未提及的", count=len(report.goals)),
    )


def _place(row: pd.Series) -> Number:
    return Number(f"第 {row['rank']} 位", (row["rank_id"],))


def _moved(row: pd.Series) -> list[Sentence]:
    if pd.isna(row["moved"]) or not row["moved"]:
        return []
    moved = Number(f"{abs(row['moved'])} 位", (row["moved_id"],))
    return [Sentence("升{moved}" if row["moved"] > 0 else "降{moved}", moved=moved)]
