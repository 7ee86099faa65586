"""Indicators and funds of forms into scoring: what each earns under a rule profile,
beside what the form states.

Every score is an interval of what the printed digits allow; what cannot be computed is left empty,
and `note` says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from perf_analysis import codebook, units
from perf_analysis.codebook import Row
from perf_analysis.figures import text_of
from perf_analysis.rules.methods import NOTHING
from perf_analysis.rules.profile import FULL, Profile, grade_of
from perf_analysis.rules.reading import DENOMINATORS
from perf_analysis.rules.results import (
    SCORED_FORM,
    Result,
    judge_execution,
    judge_indicator,
    number,
)
from perf_analysis.units import Interval

EXECUTION, TOTAL = "预算执行率", "总分"
_AMOUNTS = ("initial", "budget", "executed", "weight", "score")
_NO_SCORE = {"score": None, "score_decimals": None, "score_id": None}


class _Item(NamedTuple):
    """One row of scoring; the form it belongs to, and what it gives to the total of that:
    its score, stated or else computed, and its weight.
    """

    row: dict[str, Any]
    form: tuple[str, str, str]
    score: Interval | None
    weight: Decimal | None
    score_id: str


def find_scoring(
    indicators: Iterable[Row], funds: Iterable[Row], profile: Profile, stated: Mapping[str, Row]
) -> list[dict[str, Any]]:
    """One row per item scored: each indicator by its actual value against its target, then each
    form's execution, of the total line of its funds, then each form's total.

    The total is the sum of the scores stated for indicators, and of the score of execution, stated
    or else computed. A score in whole points is a mark as given and exact, one with decimals varies
    within its rounding. Its `grade` is that of the stated total, else that of the sum where it can
    have but one.

    Parameters
    ----------
    indicators, funds : of the same forms
    profile : the rules; what they do not know, such as the direction of an indicator or a
        denominator, is not computed
    stated : the totals that forms print, by `form_id`: `value`, `decimals` and `figure_id` of each

    Returns
    -------
    scoring : scores in 分, ratios in %
        Funds without a total line give one row, not computed.
    """
    scored, spent = _indicators(indicators, profile), _executions(funds, profile)
    items = [*scored, *spent, *_totals(scored, spent, profile, stated)]
    return codebook.fill(codebook.SCORING, (item.row for item in items))


def _indicators(indicators: Iterable[Row], profile: Profile) -> list[_Item]:
    return [_indicator(row, profile) for row in indicators]


def _indicator(row: Row, profile: Profile) -> _Item:
    named = next(
        filter(None, (text_of(row[level]) for level in ("level3", "level2", "level1"))), "没有名称"
    )
    figures = [row["target_id"], row["actual_id"], row["weight_id"], row["score_id"]]
    return _item(
        row, profile, {"item": "indicator", "name": named}, judge_indicator(row, profile), figures
    )


def _executions(funds: Iterable[Row], profile: Profile) -> list[_Item]:
    forms: dict[tuple[str, str, str], list[Row]] = {}
    for row in funds:
        forms.setdefault(_form_of(row), []).append(row)
    return [_execution(row, profile) for rows in forms.values() for row in _total_lines(rows)]


def _total_lines(rows: list[Row]) -> list[Row]:
    """The total lines of a form's funds; where there is none, one without numbers."""
    empty = {f"{name}{end}": None for name in _AMOUNTS for end in ("", "_decimals", "_id")}
    return [row for row in rows if row["breakdown"] == "total"] or [{**rows[0], **empty}]


def _execution(row: Row, profile: Profile) -> _Item:
    compared = {DENOMINATORS[profile.denominator.amount]} if profile.denominator else set()
    compared |= {"executed", "weight", "score"} | (
        {"initial", "budget"} if profile.adjustment else set()
    )
    figures = [row[f"{name}_id"] for name in _AMOUNTS if name in compared]
    return _item(
        row,
        profile,
        {"item": "execution", "name": EXECUTION},
        judge_execution(row, profile),
        figures,
    )


def _totals(
    scored: list[_Item], spent: list[_Item], profile: Profile, stated: Mapping[str, Row]
) -> list[_Item]:
    forms = dict.fromkeys(item.form for item in (*scored, *spent))
    totals = []
    for form_id, project, name in forms:
        told = stated.get(form_id) if name == SCORED_FORM else None
        own = (
            {
                "score": told["value"],
                "score_decimals": told["decimals"],
                "score_id": told["figure_id"],
            }
            if told
            else _NO_SCORE
        )
        totals.append(
            _total(
                {"form_id": form_id, "project": project, "form": name, **own},
                scored,
                spent,
                profile,
                Result(),
            )
        )
    return totals


def _total(
    row: Row, scored: list[_Item], spent: list[_Item], profile: Profile, result: Result
) -> _Item:
    scored, spent = (
        [item for item in items if item.form == _form_of(row)] for items in (scored, spent)
    )
    items, grade = [*scored, *spent], None
    if row["form"] == SCORED_FORM:
        weights = [item.weight for item in items if item.weight is not None]
        result.weight = sum(weights, NOTHING) if len(weights) == len(items) else None
        result.score = _sum(scored, spent, profile, result)
        _judge_weight(profile, result)
        grade = _grade(number(row, "score"), profile, result)
    else:
        result.notes = [f"{row['form']}不评分"]
    total = _item(
        row,
        profile,
        {"item": "total", "name": TOTAL},
        result,
        [*(item.score_id for item in items), row["score_id"]],
    )
    total.row["grade"] = grade
    return total


def _judge_weight(profile: Profile, result: Result) -> None:
    """Whether the weights of a form make up what the rule gives."""
    if profile.weights and result.weight is not None and result.weight != profile.weights.total:
        result.notes.append(f"分值合计 {result.weight:f} 分，不是 {profile.weights.total:f} 分")
        result.cite("分值", profile.weights)


def _sum(
    scored: list[_Item], spent: list[_Item], profile: Profile, result: Result
) -> Interval | None:
    """The sum of a form's scores; None, and a note, where it is not whole."""
    missing = sum(1 for item in scored if item.row["score"] is None)
    whole = profile.weights.total if profile.weights else FULL
    if len(spent) > 1:
        result.notes.append("同名的自评表不止一份，无法分开，没有合计")
    elif missing:
        result.notes.append(f"{missing} 个指标没有得分，没有合计")
    elif not (spent and spent[0].score) and (spent or result.weight != whole):
        result.notes.append("没有预算执行的得分，没有合计")
    else:
        scores = [item.score for item in (*scored, *spent) if item.score]
        return Interval(
            sum((score.low for score in scores), NOTHING),
            sum((score.high for score in scores), NOTHING),
        )
    return None


def _grade(stated: Decimal | None, profile: Profile, result: Result) -> str | None:
    """The grade of the total as stated, else of the sum where it can have but one."""
    if not profile.grades:
        result.notes.append("规则没有等级，未核")
        return None
    if stated is None and result.score is None:
        return None
    result.cite("等级", profile.grades)
    span = result.score if stated is None else Interval(stated, stated)
    assert span
    grades = grade_of(span, profile)
    if len(grades) != 1:
        result.notes.append(
            f"等级可能是{'或'.join(grades)}" if grades else "总分不在 0 到 100 分之间，没有等级"
        )
    return grades[0] if len(grades) == 1 else None


def _item(
    row: Row, profile: Profile, names: dict[str, str], result: Result, figures: Iterable[object]
) -> _Item:
    """A row of scoring, beside the score that the form states."""
    stated, computed = number(row, "score"), result.score
    decimals = 0 if stated is None else int(row["score_decimals"])
    if stated is not None and result.weight is not None and stated > result.weight:
        result.notes.append("得分高于分值")
    cells: dict[str, Any] = {
        "profile": profile.profile_id,
        "form_id": text_of(row["form_id"]) or None,
        "project": text_of(row["project"]) or None,
        **names,
        "weight": _float(result.weight),
        "score": _float(stated),
        "score_decimals": None if stated is None else decimals,
        "difference": None
        if stated is None or computed is None
        else _float(_difference(stated, decimals, computed)),
        "limit": result.limit and result.limit.percent,
        "note": "；".join(result.notes) or None,
        "source": "；".join(dict.fromkeys(result.sources)) or None,
        "figures": list(dict.fromkeys(filter(None, map(text_of, figures)))),
        **_ends("computed", computed),
        **_ends("ratio", result.ratio and units.scaled(result.ratio, FULL)),
    }
    score = computed if stated is None else _stated_span(stated, decimals)
    return _Item(cells, _form_of(row), score, result.weight, text_of(row["score_id"]))


def _stated_span(stated: Decimal, decimals: int) -> Interval:
    """What a stated score can have been: whole points are a mark as given."""
    return (
        units.interval(float(stated), decimals, "分", "score")
        if decimals
        else Interval(stated, stated)
    )


def _difference(stated: Decimal, decimals: int, computed: Interval) -> Decimal:
    """What a stated score lies above or below the computed ones;
    0 where its rounding reaches them.
    """
    half = Decimal(1).scaleb(-decimals) / 2
    if stated - half > computed.high:
        return stated - computed.high
    return stated - computed.low if stated + half < computed.low else NOTHING


def _ends(name: str, span: Interval | None) -> dict[str, float | None]:
    return {f"{name}_low": _float(span.low), f"{name}_high": _float(span.high)} if span else {}


def _float(number: Decimal | None) -> float | None:
    """A number as it is kept; one without a bound is not."""
    return float(number) if number is not None and number.is_finite() else None


def _form_of(row: Row) -> tuple[str, str, str]:
    """A form by its id, project and name; where the id is missing,
    forms of one name are not told apart.
    """
    return text_of(row["form_id"]), text_of(row["project"]), text_of(row["form"])
