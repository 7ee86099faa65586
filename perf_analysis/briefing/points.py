"""What a leader takes away of a report and what is sent back: five points, five questions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from perf_analysis.briefing.contradictions import Contradiction, find_contradictions
from perf_analysis.briefing.findings import PROBLEMS, ask_of, tell
from perf_analysis.briefing.headlines import (
    count_goals,
    count_goals_with,
    count_unmentioned,
    is_rate_told,
    most_changed,
    most_completed,
    name_ranked,
    place_of,
    total_of,
    with_prior,
)
from perf_analysis.briefing.matters import (
    LIMITS,
    RULE,
    Missed,
    added_points,
    change_points,
    choose,
    is_worse_rising,
    missed_points,
)
from perf_analysis.briefing.once import once
from perf_analysis.briefing.outcomes import list_missed
from perf_analysis.briefing.passage import Point
from perf_analysis.checks import OwnChecks, list_checks
from perf_analysis.checks.own import OWN
from perf_analysis.codebook import Findings
from perf_analysis.language import say
from perf_analysis.report import Report
from perf_analysis.sentences import (
    Sentence,
    before,
    change,
    execution_rate,
    implied_targets,
    join,
    prior,
    stated,
    unspent,
)
from perf_analysis.tables import name_rate
from perf_analysis.terms import UNNAMED

DOUBTS = ("CHANGE", "PARTS", "SAME-FACT")  # checks that hold a result against other numbers
FEWEST_ITEMS = 3  # of fewer none is called the lowest


@once
def points(report: Report) -> list[Point]:
    """The points, what is wrong before what went well; what the tables do not support is left out.

    Their kinds and order are those of `data/materiality.toml`.
    """
    execution = [] if is_rate_told(report) else _made(_of_execution(report))
    is_open = execution and _is_execution_open(report)
    kinds = {
        "contradiction": [one.point for one in _contradictions(report) if not one.is_slight],
        "missed": [*missed_points(_doubted(report)), *_made(_of_coverage(report))],
        "money": execution if is_open else [],
        "added": added_points(report),
        "change": change_points(report),
        "base": _made(_of_fastest(report), _of_completion(report)),
        "good": [*_made(_of_growth(report)), *([] if is_open else execution)],
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
    contradictions = _contradictions(report)
    report = report.beside(report.previous, (*report.extra, *list_checks(extra)))
    found = report.findings
    asked = _told(report.check(only=[OWN]), report) if report.extra else []
    asked += _told(found[found["rule"] == "LAST-YEAR"], report)
    asked += [one.asked for one in contradictions if str(one.point) not in known]
    asked += [Point(one.told, Sentence("请说明未达到的原因。")) for one in missed[RULE["missed"] :]]
    figures = [one.figures for one in contradictions] + [one.figures for one in missed]
    told = frozenset().union(*figures)
    order = {rule: at for at, rule in enumerate(RULE["questions"]["checks"])}
    found = found[found["rule"].isin(order)]
    unsure = set(report.figures.loc[report.figures["status"] == "unsure", "figure_id"])
    is_new = found["figures"].map(lambda row: not told >= set(row) and not unsure & set(row))
    found = found[is_new.astype(bool)]
    asked += _told(
        found.sort_values("rule", key=lambda rule: rule.map(order), kind="stable"), report
    )
    return asked[: RULE["questions"]["count"]]


def _told(found: Findings, report: Report) -> list[Point]:
    """What the checks ask in their order, failures first; of one check no more than so many."""
    found = found[found["status"].isin(PROBLEMS)]
    ordered = found.sort_values("status", key=lambda status: status != "fails", kind="stable")
    kept = ordered.groupby("rule", sort=False).head(RULE["questions"]["of_one_check"])
    return [
        Point(tell(row, report), Sentence("{ask}。", ask=ask_of(row) or say("请说明")))
        for _, row in kept.iterrows()
    ]


def _made(*made: Point | None) -> list[Point]:
    return [point for point in made if point is not None]


def _contradictions(report: Report) -> list[Contradiction]:
    """All but that of unspent money and carry-over, which the point of execution tells."""
    total, found = total_of(report), find_contradictions(report)
    if total is None:
        return found
    told = set(total[["budget_id", "executed_id", "carry_over_id"]].dropna())
    return [one for one in found if not one.figures <= told]


def _of_execution(report: Report) -> Point | None:
    total = total_of(report)
    if total is None:
        return None
    lead = Sentence("预算执行{rate}", rate=execution_rate(total))
    if not total["unspent"]:
        return Point(lead, Sentence("没有未支出的预算。"))
    amounts = {"budget": stated(total, "budget", total["unit"]), "gap": unspent(total)}
    if total["unspent"] < 0:
        return Point(lead, Sentence("预算{budget}，执行数超出{gap}。", **amounts))
    if not _is_uneven(total):
        left = Sentence("{budget}中尚有{gap}未支出", **amounts)
        return Point(lead, left + _slow_items(report))
    carried = stated(total, "carry_over", total["unit"])
    told = "{budget}中尚有{gap}未支出，年末结转和结余写为{carried}，去向需要说明。"
    return Point(lead, Sentence(told, **amounts, carried=carried))


def _is_uneven(total: pd.Series) -> bool:
    """Whether what was carried over is not what was left."""
    return bool(pd.notna(total["carry_over"]) and total["carry_over"] != total["unspent"])


def _is_execution_open(report: Report) -> bool:
    """Whether execution is a problem: too little, beyond the budget, or unlike the carry-over."""
    total = total_of(report)
    assert total is not None  # there is a point of it
    return bool(
        total["rate_low"] < LIMITS["executed"]
        or total["unspent"] < 0
        or _is_uneven(total)
        or str(_slow_items(report)) != "。"
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


def _of_growth(report: Report) -> Point | None:
    row = most_changed(report)
    if row is None or row["growth"] < 0 or is_worse_rising(row["measure"]):
        return None
    verb = "增加" if row["growth"] >= 0 else "减少"
    rest = [Sentence("比上年{verb}{change}", verb=verb, change=change(row))]
    for _, rank in report.ranks[report.ranks["before"].notna()].head(1).iterrows():
        ranked, ends = name_ranked(rank), {"before": before(rank), "rank": place_of(rank)}
        rest.append(Sentence("{ranked}从{before}到{rank}", ranked=ranked, **ends))
    value = stated(row, "value", row["unit"])
    lead = Sentence("{measure}{value}", measure=row["measure"], value=value)
    return Point(lead, join(rest, "；") + Sentence("。"))


def _of_fastest(report: Report) -> Point | None:
    """The fastest growth, when it is not also the largest: its base says how much it means."""
    known, most = with_prior(report), most_changed(report)
    if len(known) < 2 or most is None:
        return None
    row = known.iloc[int(known["growth"].argmax())]
    is_other = row["measure"] != most["measure"] and row["unit"] == most["unit"]
    if not is_other or row["growth"] <= 0 or most["growth"] <= 0:
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
    lead = Sentence(
        "{measure}增长{rate}{doubt}",
        measure=row["measure"],
        rate=stated(row, "growth", row["growth_unit"]),
        doubt="（口径不明）" if row["status"] == "ambiguous" else "",
    )
    return Point(lead, rest + Sentence("。"))


def _of_completion(report: Report) -> Point | None:
    row = most_completed(report)
    if row is None or row["rate"] <= 100:
        return None
    rate = stated(row, "rate", "%")
    lead = Sentence("{measure}{rate}", measure=name_rate(row["measure"]), rate=rate)
    if pd.notna(row["target"]):
        target = stated(row, "target", row["target_unit"])
        return Point(lead, Sentence("目标是{target}。", target=target))
    if not row["implied_targets"]:
        return Point(lead, Sentence("报告未列目标值。"))
    rest = Sentence(
        "报告未列目标值；如果{counted}{actual}就是完成数，据此推算为{targets}。",
        counted=row["counted"],
        actual=stated(row, "actual", row["unit"]),
        targets=implied_targets(row),
    )
    return Point(lead, rest)


def _of_coverage(report: Report) -> Point | None:
    if not (report.goals["coverage"] == "none").any():
        return None
    lead = Sentence(
        "{count}目标和任务中{missing}未见完成情况表述",
        count=count_goals(report),
        missing=count_unmentioned(report),
    )
    direct = count_goals_with(report, "figure", "{count} 项逐项对照，有直接数字的")
    return Point(lead, Sentence("有直接数字的{direct}。", direct=direct))
