"""The summary of a report: who and what, five points, five questions, six headline figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from markupsafe import Markup, escape

from perf_analysis import units
from perf_analysis.briefing.contradictions import Contradiction, find_contradictions
from perf_analysis.briefing.findings import PROBLEMS, ask_of, tell
from perf_analysis.briefing.matters import (
    LIMITS,
    RULE,
    Missed,
    added_points,
    change_points,
    choose,
    is_worse_rising,
    missed_points,
    unsigned,
)
from perf_analysis.briefing.once import once
from perf_analysis.briefing.outcomes import find_outcomes, list_missed
from perf_analysis.briefing.passage import Passage, Point
from perf_analysis.charts.execution import is_rate_consistent
from perf_analysis.charts.growth import of_last_year
from perf_analysis.charts.ranks import has_moved
from perf_analysis.charts.score import sure_score
from perf_analysis.checks import OwnChecks, list_checks
from perf_analysis.checks.own import OWN
from perf_analysis.codebook import Findings, Growth
from perf_analysis.figures import text_of
from perf_analysis.language import say, spoken
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
from perf_analysis.tables import name_rate
from perf_analysis.terms import UNNAMED

TITLES = {
    "部门整体": "部门整体支出绩效自评简报",
    "项目": "项目支出绩效自评简报",
    "决算": "部门决算公开简报",
    "自评表": "绩效自评表简报",
    "申报表": "绩效目标申报表简报",
    "监控表": "绩效运行监控表简报",
}
DOUBTS = ("CHANGE", "PARTS", "SAME-FACT")  # checks that hold a result against other numbers
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (元|万元)")
LEAST_IN_WAN = 1_000_000  # 元; what a person earns stays in 元
_WAN, _CENT = Decimal(10_000), Decimal("0.01")
_PROJECT = re.compile(
    r"(?:19|20)\d\d年度?([一-鿿（）()、“”]{2,30}?)(?:转移支付)?(?:项目)?(?:支出)?(?:预算)?(?:绩效|自评)"
)
_ANY_PROJECT = re.compile(
    r"(?:部门|单位|整体|项目|支出|财政|预算|重点|专项|资金|[省市区县乡镇]级?|本级|的|和|及)+"
)
FEWEST_ITEMS = 3  # of fewer none is called the lowest


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
    """The title of the briefing: of which year it is, of which project, and of what kind of
    document.
    """
    year, kind = report.about.year, text_of(report.overview.iloc[0]["document"])
    project, title = _project_of(report.about.title), say(TITLES.get(kind, "绩效自评简报"))
    if project and kind in ("", "项目"):
        title = say("{project}{title}", project=project, title=title)
    return say("{year} 年{title}", year=year, title=title) if year else title


def _project_of(title: str) -> str:
    """What a title names behind its year: 低保补助 of 2023年度低保补助项目支出绩效自评报告."""
    found = _PROJECT.search(title)
    return "" if not found or _ANY_PROJECT.fullmatch(found[1]) else found[1]


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
    )


def show_questions(report: Report, *, extra: OwnChecks = ()) -> Passage:
    """Up to five questions to send back to the department.

    Parameters
    ----------
    report : whose questions
    extra : checks of your own, as for `Report.check`; what they ask stands first
    """
    return _listed(
        questions(report, extra),
        Markup(
            '<section aria-labelledby="h-questions"><h2 id="h-questions">{}</h2>'
            '<ol class="points">{}</ol></section>'
        ),
        "要问",
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


@once
def points(report: Report) -> list[Point]:
    """The points, what is wrong before what went well; what the tables do not support is left out.

    Their kinds and order are those of `data/materiality.toml`.
    """
    contradictions = _contradictions(report)
    execution = [] if _is_told(report, contradictions) else _made(report, _point_execution)
    is_open = execution and _is_execution_open(report)
    kinds = {
        "contradiction": [one.point for one in contradictions if not one.is_slight],
        "missed": [*missed_points(_doubted(report)), *_made(report, _point_coverage)],
        "money": execution if is_open else [],
        "added": added_points(report),
        "change": change_points(report),
        "base": _made(report, _point_fastest, _point_completion),
        "good": [*_made(report, _point_growth), *([] if is_open else execution)],
    }
    return choose([kinds[kind] for kind in RULE["kinds"]], RULE["points"])


def _doubted(report: Report) -> list[Missed]:
    """The targets missed; of a result that another number contradicts it is told."""
    found = report.findings
    open_ones = found[found["status"].isin(PROBLEMS) & found["rule"].isin(DOUBTS)]["figures"]
    return [
        replace(one, told=one.told + Sentence("（与报告其他数不符）"))
        if any(len(one.figures & set(row)) == 1 for row in open_ones)
        else one
        for one in list_missed(report)
    ]


def questions(report: Report, extra: OwnChecks = ()) -> list[Point]:
    """What to ask first: what checks of a person's own ask, what last year's report contradicts,
    contradictions that no point tells,
    targets missed that none tells, then what the checks ask in the order of
    `data/materiality.toml`.
    """
    known, missed = list(map(str, points(report))), list_missed(report)
    report = report.beside(report.previous, (*report.extra, *list_checks(extra)))
    asked = [*_own_questions(report), *_last_year(report)]
    asked += [one.asked for one in _contradictions(report) if str(one.point) not in known]
    asked += [Point(one.told, Sentence("请说明未达到的原因。")) for one in missed[RULE["missed"] :]]
    told = {figure for one in _contradictions(report) for figure in one.figures}
    told |= {figure for one in missed for figure in one.figures}
    order = {rule: at for at, rule in enumerate(RULE["questions"]["checks"])}
    found = report.findings
    found = found[found["status"].isin(PROBLEMS) & found["rule"].isin(order)]
    unsure = set(report.figures.loc[report.figures["status"] == "unsure", "figure_id"])
    is_new = found["figures"].map(lambda row: not told >= set(row) and not unsure & set(row))
    found = found[is_new.astype(bool)]
    asked += _told(found.assign(at=found["rule"].map(order)), report)
    return asked[: RULE["questions"]["count"]]


def _own_questions(report: Report) -> list[Point]:
    if not report.extra:
        return []
    found = report.check(only=[OWN])
    return _told(found[found["status"].isin(PROBLEMS)].assign(at=0), report)


def _last_year(report: Report) -> list[Point]:
    found = report.findings
    is_asked = found["status"].isin(PROBLEMS) & (found["rule"] == "LAST-YEAR")
    return _told(found[is_asked].assign(at=0), report)


def _told(found: Findings, report: Report) -> list[Point]:
    """What the checks ask, failures first, then by the order in `at`; of one check no more than
    so many.
    """
    ordered = found.assign(first=found["status"] != "fails").sort_values(
        ["first", "at"], kind="stable"
    )
    kept = ordered.groupby("rule", sort=False).head(RULE["questions"]["of_one_check"])
    return [Point(tell(row, report), _asked(row)) for _, row in kept.iterrows()]


def _asked(row: pd.Series) -> Sentence:
    return Sentence("{ask}。", ask=ask_of(row) or say("请说明"))


def _made(report: Report, *makers: Callable[[Report], Point | None]) -> list[Point]:
    return [point for make in makers if (point := make(report)) is not None]


def _listed(items: Sequence[Headline | Point], page: Markup, head: str) -> Passage:
    if not items:
        return Passage("", Markup(""))
    return Passage(
        "\n".join(f"{at}. {item}" for at, item in enumerate(items, start=1)),
        page.format(say(head), Markup("").join(items)),
    )


def _headline_execution(report: Report) -> Headline | None:
    total = _total(report)
    if total is None:
        return None
    is_off = _is_told(report, find_contradictions(report)) and not is_rate_consistent(total)
    if is_off:
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


def _headline_score(report: Report) -> Headline | None:
    score = sure_score(report.scores)
    if score is None:
        return None
    return Headline("自评得分", stated(score, "score", score["unit"]), Sentence("部门自评"))


def _headline_rank(report: Report) -> Headline | None:
    placed = report.ranks[report.ranks["population"].notna()]
    if placed.empty:
        return None
    row = placed.iloc[0]
    population = Number(
        f"{row['population']} 个",
        (row["population_id"],) if isinstance(row["population_id"], str) else (row["rank_id"],),
    )
    context = join([Sentence("参评{population}", population=population), *_moved(row)], "，")
    return Headline(_ranked(row), _place(row), context)


def _ranked(row: pd.Series) -> str:
    """What was ranked, and where."""
    if not isinstance(row["scope"], str):
        return str(row["measure"])
    return say("{measure}（{scope}）", measure=say(row["measure"]), scope=row["scope"])


def _headline_growth(report: Report) -> Headline | None:
    row = _most_changed(report)
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
    if digits == digits.quantize(_CENT):
        shown = digits if unit == found[2] else digits.quantize(_CENT)
    else:
        shown = digits.quantize(_CENT, ROUND_HALF_UP)
    text = units.with_unit(f"{shown:f}", unit)
    if text == number.text:
        return number
    return replace(number, text=text, formula=number.formula or number.text, result=number.text)


def _headline_completion(report: Report) -> Headline | None:
    known = sum(bool(one.verdict) for one in find_outcomes(report))
    if missed := list_missed(report):
        told = Number(
            say("{count} 项", count=len(missed)),
            (),
            say("{count} 项逐项对照，未达到的", count=known),
        )
        open_ones = len(find_outcomes(report)) - known
        whole = Sentence("有目标值和完成值的共{count} 项", count=str(known))
        if open_ones:
            whole = Sentence(
                "可判断的共{count} 项，另{others} 项未作判断",
                count=str(known),
                others=str(open_ones),
            )
        return Headline("目标未达到", told, whole, is_caution=True)
    row = _most_completed(report)
    if row is None:
        return None
    context = (
        Sentence("报告未列目标值")
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
        "未见完成情况表述",
        _not_mentioned(report),
        Sentence("目标和任务共{count}", count=_all_goals(report)),
        is_caution=True,
    )


def _point_execution(report: Report) -> Point | None:
    total = _total(report)
    if total is None:
        return None
    lead = Sentence("预算执行{rate}", rate=execution_rate(total))
    if total["unspent"] <= 0:
        return Point(
            lead,
            Sentence("没有未支出的预算。")
            if total["unspent"] == 0
            else Sentence(
                "预算{budget}，执行数超出{gap}。",
                budget=stated(total, "budget", total["unit"]),
                gap=unspent(total),
            ),
        )
    if pd.notna(total["carry_over"]) and total["carry_over"] != total["unspent"]:
        return Point(
            lead,
            Sentence(
                "{budget}中尚有{gap}未支出，年末结转和结余写为{carried}，去向需要说明。",
                budget=stated(total, "budget", total["unit"]),
                gap=unspent(total),
                carried=stated(total, "carry_over", total["unit"]),
            ),
        )
    of_budget = Sentence(
        "{budget}中尚有{gap}未支出",
        budget=stated(total, "budget", total["unit"]),
        gap=unspent(total),
    )
    return Point(lead, of_budget + _slow_items(report))


def _point_growth(report: Report) -> Point | None:
    row = _most_changed(report)
    if row is None or row["growth"] < 0 or is_worse_rising(row["measure"]):
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
                "{ranked}从{before}到{rank}",
                ranked=_ranked(rank),
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
    doubt = "（口径不明）" if row["status"] == "ambiguous" else ""
    return Point(
        Sentence(
            "{measure}增长{rate}{doubt}",
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
        return Point(lead, Sentence("报告未列目标值。"))
    return Point(
        lead,
        Sentence(
            "报告未列目标值；如果{counted}{actual}就是完成数，据此推算为{targets}。",
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
            "{count}目标和任务中{missing}未见完成情况表述",
            count=_all_goals(report),
            missing=_not_mentioned(report),
        ),
        Sentence("有直接数字的{direct}。", direct=direct),
    )


def _slow_items(report: Report) -> Sentence:
    """The items of which least was executed: those under the limit, else the least of several."""
    items = report.budget[(report.budget["breakdown"] == "item") & report.budget["rate"].notna()]
    items = items[items["line"] != UNNAMED].sort_values("rate").drop_duplicates("line")
    slow = items[items["rate"] < LIMITS["item"]].head(RULE["changes"])
    told = [
        Sentence(
            "；{line}仅执行{rate}，{gap}未支出",
            line=row["line"],
            rate=execution_rate(row),
            gap=unspent(row),
        )
        for _, row in slow[slow["unspent"] > 0].iterrows()
    ]
    if not told and len(items) >= FEWEST_ITEMS and items.iloc[0]["rate"] < LIMITS["executed"]:
        row = items.iloc[0]
        told = [Sentence("；{line}最低，{rate}", line=row["line"], rate=execution_rate(row))]
    return join([*told, Sentence("。")])


def _is_told(report: Report, contradictions: Sequence[Contradiction]) -> bool:
    """Whether a contradiction tells already that the rate of execution does not hold."""
    total = _total(report)
    return total is not None and any(total["rate_id"] in one.figures for one in contradictions)


def _contradictions(report: Report) -> list[Contradiction]:
    """All but that of unspent money and carry-over, which the point of execution tells."""
    total, found = _total(report), find_contradictions(report)
    if total is None:
        return found
    told = set(total[["budget_id", "executed_id", "carry_over_id"]].dropna())
    return [one for one in found if not one.figures <= told]


def _is_execution_open(report: Report) -> bool:
    """Whether execution is a problem: too little, beyond the budget, or unlike the carry-over."""
    total = _total(report)
    assert total is not None  # there is a point of it
    is_uneven = pd.notna(total["carry_over"]) and total["carry_over"] != total["unspent"]
    return bool(
        total["rate_low"] < LIMITS["executed"]
        or total["unspent"] < 0
        or is_uneven
        or str(_slow_items(report)) != "。"
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
    # execution has a headline and a point of its own
    is_execution = known["unit"].eq("%") & known["measure"].str.contains("执行率")
    known = known[~is_execution.fillna(False)]
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
    if not has_moved(row):
        return []
    moved = Number(f"{abs(row['moved'])} 位", (row["moved_id"],))
    return [Sentence("上升{moved}" if row["moved"] > 0 else "下降{moved}", moved=moved)]
