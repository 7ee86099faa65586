"""Tables made from figures: budget, growth, completion, goals, ranks, scores.

Each function takes the figures table and gives one table of the codebook. A fact stated twice
counts once: rows with `same_as` are left out. What is derived is an interval, from Decimals of the
printed digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, TypeAlias

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.codebook import Budget, Completion, Figures, Goals, Growth, Ranks, Scores
from perf_analysis.figures import interval_of, name_of, text_of
from perf_analysis.terms import UNNAMED
from perf_analysis.units import Interval

# Denominators by preference: forms divide by the year's (adjusted) budget,
# some local tables by the one of the year's start.
BUDGET_MEASURES = ("全年预算数", "调整后预算数", "全年预算", "预算数", "年初预算数", "年初预算")
EXECUTED_MEASURES = ("执行数", "全年执行数", "预算执行数", "执行", "支出决算数")
CARRY_OVER_MEASURES = ("年末结转和结余", "结转结余", "年末结转结余")
EXECUTION_RATES = ("预算执行率", "预算完成率", "支出执行率")
COMPLETION_RATES = ("完成率", *EXECUTION_RATES)
SELF_SCORE = r"^(?:得分|评分)$|自评(?:总)?[得评]?分|总[得评]?分|综合[得评]分|合计得分|评价[得评]分"
# The lines of the form 部门整体支出规模, by source and by nature of spending.
SOURCES = (
    "一般公共预算财政拨款",
    "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款",
    "财政专户管理资金",
    "其他资金",
)
NATURES = ("基本支出", "项目支出", "经营支出")

# Above 100 the target was exceeded; 120 is flagged and 130 needs a reason in systems in use (rule
# profiles will say whose).
COMPLETION_LIMITS = (100, 120, 130)
# A target that had to be guessed among more whole numbers than this says nothing.
MOST_IMPLIED_TARGETS = 20
HUNDRED = Decimal(100)

Row: TypeAlias = Mapping[str, Any]  # one row of a table, absent cells None


def tabulate_budget(figures: Figures) -> Budget:
    """One row per budget line: the total, then each source and each nature
    of spending that is stated.

    Parameters
    ----------
    figures : one row per figure

    Returns
    -------
    budget : amounts in `unit`, rates and shares in %
        Empty when neither a budget nor an execution of the whole is stated.
    """
    known = _once(figures)
    amounts = _in_one_unit(figure for figure in known if figure["kind"] == "amount")
    total = _total_line(amounts, [figure for figure in known if figure["kind"] == "rate"])
    if not total:
        return codebook.build(codebook.BUDGET, [])
    executed = _first(amounts, EXECUTED_MEASURES)
    parts = [(SOURCES, "source"), (NATURES, "nature")]
    lines = [
        _part_line(amounts, name, breakdown, executed)
        for names, breakdown in parts
        for name in names
    ]
    return codebook.build(codebook.BUDGET, [total, *filter(None, lines)])


def tabulate_growth(figures: Figures) -> Growth:
    """One row per grown measure, with the prior level and the change
    that its level and its growth allow.

    A growth belongs to the amount, count or area whose subject
    and measure together are its subject.

    Returns
    -------
    growth : level, prior and change in `unit`, growth in `growth_unit`
        Prior and change are missing where no level is stated, the growth is in 百分点,
        or it is -100 % or less. Empty when nothing grew.
    """
    known = _once(figures)
    levels = [
        row
        for row in known
        if row["kind"] not in ("growth", "rate", "rank") and not row["direction"]
    ]
    by_name: dict[str, list[Row]] = {}
    for level in levels:
        by_name.setdefault(name_of(level), []).append(level)
    return codebook.build(
        codebook.GROWTH,
        [_growth(row, _level_of(row, by_name)) for row in known if row["kind"] == "growth"],
    )


def tabulate_completion(figures: Figures) -> Completion:
    """One row per completion or execution rate, with the targets its print implies
    where none is printed.

    `implied_targets` is a condition: if `actual` is what was completed, these whole targets print
    as the rate. `actual` is the nearest count before the rate, in its section, that counts things
    of the same name.
    """
    known = _once(figures)
    rates = [row for row in known if row["kind"] == "rate" and row["term"] in COMPLETION_RATES]
    return codebook.build(codebook.COMPLETION, [_completion(rate, known) for rate in rates])


def tabulate_ranks(figures: Figures) -> Ranks:
    """One row per rank held, with its population and, where the move is stated, the rank before."""
    known = _once(figures)
    ranks = [figure for figure in known if figure["kind"] == "rank"]
    moves = [rank for rank in ranks if rank["direction"]]
    populations = [
        count for count in known if count["kind"] == "count" and count["role"] == "population"
    ]
    return codebook.build(
        codebook.RANKS, [_rank(rank, moves, populations) for rank in ranks if not rank["direction"]]
    )


def tabulate_scores(figures: Figures) -> Scores:
    """One row per score given, full marks and weights left out."""
    return codebook.build(
        codebook.SCORES,
        [
            {
                "measure": name_of(score),
                "section": score["section"],
                "score": score["value"],
                "score_decimals": score["decimals"],
                "unit": score["unit"],
                "score_id": score["figure_id"],
            }
            for score in _once(figures)
            if score["kind"] == "score" and score["role"] == "actual"
        ],
    )


def own_score(scores: Scores) -> pd.Series | None:
    """The report's score of itself: the last that is called so, or a form's total;
    None where none is stated.
    """
    own = scores[scores["measure"].str.contains(SELF_SCORE)]
    return own.iloc[-1] if len(own) else None


def tabulate_goals(goals: Goals, figures: Figures) -> Goals:
    """The goals with `printed`, the figures that speak to each as they are printed."""
    named = {figure for ids in goals["figures"] for figure in ids}
    shown = {
        figure["figure_id"]: _as_printed(figure)
        for figure in codebook.rows(figures[figures["figure_id"].isin(named)])
    }
    stated = goals["figures"].map(lambda ids: [shown[figure] for figure in ids])
    words = goals["words"] if "words" in goals else goals["figures"].map(lambda _: [])
    return goals.assign(printed=stated.astype(object), words=words)[codebook.GOALS.names]


def _once(figures: Figures) -> Sequence[Row]:
    """The readable figures, each fact once."""
    codebook.require(figures, codebook.FIGURES)
    return [
        row
        for row in codebook.rows(figures)
        if not row["same_as"] and row["value"] is not None and row["status"] != "unreadable"
    ]


def _first(figures: Sequence[Row], measures: tuple[str, ...]) -> Row | None:
    """The department's own figure of the first of these measures that is stated,
    else that of the total line of its one form.
    """
    for measure in measures:
        found = [
            figure for figure in figures if figure["measure"] == measure and not figure["subject"]
        ]
        if not found:
            of_form = [
                figure for figure in figures if figure["measure"] == measure and _is_total(figure)
            ]
            found = of_form if len(of_form) == 1 else found
        if found:
            return max(found, key=lambda figure: _year(figure["period"]))
    return None


def _total_line(amounts: Sequence[Row], rates: Sequence[Row]) -> dict[str, Any]:
    budget, executed = _first(amounts, BUDGET_MEASURES), _first(amounts, EXECUTED_MEASURES)
    stated = budget if executed is None else executed
    if stated is None:
        return {}
    line = {"line": "合计", "breakdown": "total", "unit": stated["unit"]}
    line |= _cells(budget, "budget") | _cells(executed, "executed")
    line |= _cells(_first(rates, EXECUTION_RATES), "rate") | _cells(
        _first(amounts, CARRY_OVER_MEASURES), "carry_over"
    )
    if budget is None or executed is None:
        return line
    decimals = min(budget["decimals"], executed["decimals"])
    unspent = units.printed(budget["value"], budget["decimals"]) - units.printed(
        executed["value"], executed["decimals"]
    )
    low, high = units.spread(
        lambda part, whole: HUNDRED * part / whole, interval_of(executed), interval_of(budget)
    )
    return line | {
        "unspent": float(unspent),
        "unspent_decimals": decimals,
        "rate_low": float(low),
        "rate_high": float(high),
    }


def _part_line(
    amounts: Sequence[Row], name: str, breakdown: str, executed: Row | None
) -> dict[str, Any] | None:
    part = _first(amounts, (name, name + "支出"))
    if part is None:
        return None
    line = {"line": name, "breakdown": breakdown, "unit": part["unit"]} | _cells(part, "executed")
    if executed is None:
        return line
    low, high = units.spread(
        lambda part, whole: HUNDRED * part / whole, interval_of(part), interval_of(executed)
    )
    return line | {
        "share_low": float(low),
        "share_high": float(high if high.is_nan() else min(high, HUNDRED)),
    }


def _cells(figure: Row | None, column: str) -> dict[str, Any]:
    """Value, decimals and id of a figure under the names of a table;
    nothing when it is not stated.
    """
    if figure is None:
        return {}
    cells = {
        column: figure["value"],
        f"{column}_decimals": figure["decimals"],
        f"{column}_id": figure["figure_id"],
    }
    return cells | ({"section": figure["section"]} if column == "executed" else {})


def _level_of(growth: Row, by_name: Mapping[str, list[Row]]) -> Row | None:
    """The level that grew: a result rather than a target or forecast, of the latest year,
    the nearest before its growth.
    """
    named = by_name.get(text_of(growth["subject"]), [])

    def fitness(level: Row) -> tuple[bool, float, bool, int]:
        start = level["start"]
        is_before = start is None or growth["start"] is None or start <= growth["start"]
        return (
            level["role"] == "actual",
            _year(level["period"]),
            is_before,
            start if start is not None and is_before else 0,
        )

    return max(named, key=fitness) if named else None


def _year(period: object) -> float:
    """A period to compare by: a missing one is the report's own, the latest."""
    return float(period) if isinstance(period, str) and period.isdigit() else float("inf")


def _growth(growth: Row, level: Row | None) -> dict[str, Any]:
    rate = interval_of(growth)
    falling = text_of(growth["direction"]) == "-" and growth["value"] > 0
    row = {
        "measure": text_of(growth["subject"]) or UNNAMED,
        "section": growth["section"],
        "growth": -growth["value"] if falling else growth["value"],
        "growth_decimals": growth["decimals"],
        "growth_unit": growth["unit"],
        "basis": growth["basis"],
        "status": growth["status"],
        "note": growth["note"],
        "growth_id": growth["figure_id"],
    }
    if level is None:
        return row
    row |= {
        "unit": level["unit"],
        "value": level["value"],
        "value_decimals": level["decimals"],
        "value_id": level["figure_id"],
    }
    if growth["unit"] not in ("%", "‰", "倍"):
        return row
    share = units.scaled(rate, units.SHARE[growth["unit"]])
    if share.low <= -1:
        return row
    prior = units.spread(lambda value, by: value / (1 + by), interval_of(level), share)
    change = units.spread(lambda value, by: value * (1 - 1 / (1 + by)), interval_of(level), share)
    return row | {
        "prior_low": float(prior.low),
        "prior_high": float(prior.high),
        "change_low": float(change.low),
        "change_high": float(change.high),
    }


def _completion(rate: Row, known: Sequence[Row]) -> dict[str, Any]:
    row = {
        "measure": name_of(rate),
        "section": rate["section"],
        "rate": rate["value"],
        "rate_decimals": rate["decimals"],
        "rate_id": rate["figure_id"],
    }
    row |= {
        "limit": max(
            (
                limit
                for limit in COMPLETION_LIMITS
                if rate["value"] > 100 and rate["value"] >= limit
            ),
            default=None,
        ),
        "implied_targets": [],
    }
    if rate["term"] in EXECUTION_RATES:
        return row
    subject = text_of(rate["subject"])
    target = next(
        (figure for figure in known if figure["role"] == "target" and name_of(figure) == subject),
        None,
    )
    if target is not None:
        return row | {
            "target": target["value"],
            "target_decimals": target["decimals"],
            "unit": target["unit"],
            "target_id": target["figure_id"],
        }
    actual = _counted(rate, subject, known)
    if actual is None:
        return row
    span = units.scaled(interval_of(rate), 1 / HUNDRED)
    return row | {
        "counted": name_of(actual),
        "actual": actual["value"],
        "actual_decimals": actual["decimals"],
        "unit": actual["unit"],
        "actual_id": actual["figure_id"],
        "implied_targets": _whole_targets(interval_of(actual), span),
    }


def _counted(rate: Row, subject: str, known: Sequence[Row]) -> Row | None:
    """The nearest count before the rate, in its section, whose name ends in the noun
    of the rate's subject.
    """
    noun = subject[-2:]  # Chinese nouns put their head last: 注册项目, 引进招商项目
    if not noun or rate["start"] is None:
        return None
    counts = (
        figure
        for figure in known
        if figure["kind"] == "count"
        and figure["role"] == "actual"
        and figure["section"] == rate["section"]
    )
    named = [
        count
        for count in counts
        if count["start"] is not None
        and count["start"] < rate["start"]
        and text_of(count["measure"]).endswith(noun)
    ]
    return named[-1] if named else None


def _whole_targets(actual: Interval, share: Interval) -> list[int]:
    """The whole targets for which `actual` is `share` of the target;
    none when there are too many to mean anything.

    The upper end of a printed share is open: 101 of 200 is 50.5 %, which prints as 51 %.
    """
    if share.low <= 0 or actual.low <= 0 or not actual.high.is_finite():
        return []
    low, high = actual.low / share.high, actual.high / share.low
    first = (
        int(low.to_integral_value(ROUND_FLOOR)) + 1
        if share.low < share.high
        else int(low.to_integral_value(ROUND_CEILING))
    )
    last = int(high.to_integral_value(ROUND_FLOOR))
    return list(range(max(first, 1), last + 1)) if last - first < MOST_IMPLIED_TARGETS else []


def _rank(rank: Row, moves: Iterable[Row], populations: Iterable[Row]) -> dict[str, Any]:
    row = {
        "measure": name_of(rank),
        "section": rank["section"],
        "scope": rank["scope"],
        "rank": int(rank["value"]),
        "population": rank["population"],
        "rank_id": rank["figure_id"],
    }
    population = next(
        (
            count
            for count in populations
            if _is_of_same(count, rank) and count["value"] == rank["population"]
        ),
        None,
    )
    if population is not None:
        row["population_id"] = population["figure_id"]
    move = next((move for move in moves if _is_of_same(move, rank)), None)
    if move is not None:
        moved = int(move["value"]) * (-1 if move["direction"] == "-" else 1)
        before = int(rank["value"]) + moved
        row |= {
            "moved": moved,
            "before": before if before >= 1 else None,
            "moved_id": move["figure_id"],
        }
    return row


def _in_one_unit(amounts: Iterable[Row]) -> list[Row]:
    """The department's own amounts in the largest unit of money among them:
    1924.46 万元 is exactly 0.192446 亿.
    """
    lines = {
        *BUDGET_MEASURES,
        *EXECUTED_MEASURES,
        *CARRY_OVER_MEASURES,
        *SOURCES,
        *NATURES,
        *(f"{source}支出" for source in SOURCES),
    }
    own = [
        amount
        for amount in amounts
        if amount["measure"] in lines and (not amount["subject"] or _is_total(amount))
    ]
    factors = {
        unit: base[1]
        for unit in (amount["unit"] for amount in own)
        if unit and (base := units.base_of(unit, "amount")) and base[0] == "元"
    }
    if len(set(factors.values())) < 2:
        return own
    largest = max(factors, key=lambda unit: factors[unit])
    return [
        _in_unit(amount, largest, factors) if amount["unit"] in factors else amount
        for amount in own
    ]


def _in_unit(amount: Row, unit: str, factors: Mapping[str, Decimal]) -> Row:
    shift = (factors[unit] / factors[amount["unit"]]).adjusted()
    value = float(units.printed(amount["value"], amount["decimals"]).scaleb(-shift))
    return {
        **amount,
        "value": value,
        "decimals": amount["decimals"] + shift,
        "unit": amount["unit"] if shift == 0 else unit,
    }


def _is_total(figure: Row) -> bool:
    """Whether a figure is of the total line of a form's funds."""
    # here: a report without forms need not wait for their patterns
    from perf_analysis.forms import heads

    return bool(heads.TOTAL_LINE.fullmatch(text_of(figure["subject"])))


def _is_of_same(figure: Row, rank: Row) -> bool:
    """Whether a figure is of the same subject and scope; what is left out by both is the same."""
    return text_of(figure["subject"]) == text_of(rank["subject"]) and text_of(
        figure["scope"]
    ) == text_of(rank["scope"])


def _as_printed(figure: Row) -> str:
    if pd.isna(figure["value"]):
        return "无法读出"
    digits, unit, qualifier = (
        f"{units.printed(figure['value'], figure['decimals']):f}",
        text_of(figure["unit"]),
        text_of(figure["qualifier"]),
    )
    told = (
        f"{digits} {qualifier}{unit}"
        if qualifier in units.MORE
        else f"{qualifier}{' ' if qualifier else ''}{units.with_unit(digits, unit)}"
    )
    told = told if unit or figure["kind"] != "rank" else f"第 {digits}"
    return f"预计 {told}" if figure["role"] == "forecast" else told
