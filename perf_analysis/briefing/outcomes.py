"""The goals and indicators of a report, whole: what was to be reached, what was, and what it cost.

Those that lost points or missed their target stand first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.briefing.matters import (
    SAME_NAME,
    Missed,
    find_missed,
    is_worse_rising,
    marks_of,
    tell_missed,
)
from perf_analysis.briefing.once import once
from perf_analysis.briefing.unsure import surely, unsure_figures
from perf_analysis.charts.chart import Cell
from perf_analysis.charts.completion import LOOSEST
from perf_analysis.charts.indicators import MONTHS, cell_of, share_of
from perf_analysis.checks.reasons import as_reason, find_reason
from perf_analysis.codebook import SIGNS, Completion
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import likeness, pairs_of
from perf_analysis.report import Report
from perf_analysis.sentences import Number, stated
from perf_analysis.terms import UNNAMED

MET, MISSED, BEHIND, RUNNING = "达到", "未达", "慢于时间进度", "未到期"
_AT_MOST = ("≤", "<")
_SIDES = ("target", "actual")
_PLACES = ("actual", "target", "score", "weight")  # what tells where a row stands, the first there


@dataclass(frozen=True)
class Outcome:
    """One goal or indicator as the table shows it.

    Parameters
    ----------
    name : as the report names it
    target, actual : as printed; words where they are no numbers
    share : what was reached of the target; None where the two are no numbers of one unit [%]
    of_target : its value [%]
    verdict : met, missed, or of a form of some months behind or running; empty where not sure
    lost : points lost; None where the report gives no marks, or they are full
    is_full : whether it has all its marks
    reason : the words of the report for what is missing
    figure : where it stands
    facts : target and result
    is_limit : whether less is better
    """

    name: str
    target: Cell
    actual: Cell
    share: Number | None = None
    of_target: float = 0.0
    verdict: str = ""
    lost: Number | None = None
    is_full: bool = False
    reason: str = ""
    figure: str = ""
    facts: frozenset[str] = frozenset()
    is_limit: bool = False
    order: tuple[int, float, float] = field(default=(1, 0.0, 0.0), compare=False)


@once
def find_outcomes(report: Report) -> list[Outcome]:
    """Every goal and indicator once: most points lost first, then the widest gap; the met last."""
    figures = report.figures.set_index("figure_id", drop=False)
    rows = [*_of_forms(report, figures), *_of_text(report, figures)]
    return sorted((_outcome(row, report, figures) for row in rows), key=lambda one: one.order)


def _of_forms(report: Report, figures: pd.DataFrame) -> Iterator[pd.Series]:
    """The indicators of the forms, each with what the relations say of it."""
    said = _sure(report)
    known = {figure: row for _, row in said.iterrows() for figure in _facts(row, figures)}
    answers = said["actual_id"].value_counts()
    for _, row in report.indicators.iterrows():
        told = row.copy()
        found = next((known[one] for one in _facts(row, figures) if one in known), None)
        told["met"] = found["met"] if found is not None else pd.NA
        if not _cell(row, "actual"):
            # a result that answers two targets may be that of another year
            is_alone = found is not None and answers.get(found["actual_id"], 0) == 1
            told = _with_actual(told, found) if is_alone else told
        elif pd.isna(told["met"]):
            told["met"] = _is_reached(row)
        yield told


def _with_actual(row: pd.Series, found: pd.Series | None) -> pd.Series:
    """A target of a form with the result that the text tells."""
    assert found is not None
    for part in ("", "_decimals", "_id"):
        row[f"actual{part}"] = found[f"actual{part}"]
    row["actual_unit"] = found["unit"]
    return row


def _is_reached(row: pd.Series) -> object:
    """Whether a target was reached by its sign, where no relation says so."""
    share = _share(row)
    if share is None:
        return pd.NA
    if row["sign"] in _AT_MOST:
        return int(share <= 100)
    is_open = row["sign"] not in SIGNS and share != 100 and is_worse_rising(text_of(row["level3"]))
    return pd.NA if is_open else int(share >= 100)


def _of_text(report: Report, figures: pd.DataFrame) -> Iterator[pd.Series]:
    """The targets that no form has."""
    known = [set(_facts(row, figures)) for _, row in report.indicators.iterrows()]
    named = [_key(row, "level3") for _, row in report.indicators.iterrows()]
    for _, row in _told(report).iterrows():
        facts = set(_facts(row, figures))
        is_known = any(facts & one for one in known) or _is_listed(_key(row, "measure"), named)
        if is_known:
            continue
        known.append(facts)
        named.append(_key(row, "measure"))
        yield _as_indicator(row, figures)


def _told(report: Report) -> Completion:
    """The targets that are surely read; an amount that is budgeted is none."""
    rows = _sure(report)
    is_budget = rows["target"].isin(report.budget["budget"].dropna())
    return rows[rows["target"].notna() & (rows["measure"] != UNNAMED) & ~is_budget]


def _sure(report: Report) -> Completion:
    """The targets that are surely read; of two results of one measure the first."""
    rows = surely(report.completion, unsure_figures(report))
    again = rows[rows[["target", "actual"]].notna().all(axis=1)].duplicated("measure")
    return rows.drop(again[again].index)


@once
def list_missed(report: Report) -> list[Missed]:
    """The targets that the table of outcomes calls missed, in the order in which they are told:
    those with full marks first, then the widest missed.
    """
    known = find_missed(report)
    missed = [
        next((told for told in known if told.figures & one.facts), None) or _told_missed(one)
        for one in find_outcomes(report)
        if one.verdict == MISSED
    ]
    return sorted(missed, key=lambda one: (not one.is_marked_full, -one.gap))


def _told_missed(one: Outcome) -> Missed:
    """A target of the table that no pair of the completion tells."""
    is_above = one.is_limit and "≤" not in str(one.target) and "<" not in str(one.target)
    told = tell_missed(one.name, one.target, one.actual, is_most=is_above)
    gap = abs(one.of_target - 100) / 100 if one.share else 0.0
    return Missed(told, one.facts, gap, one.is_full)


def _facts(row: pd.Series, figures: pd.DataFrame) -> list[str]:
    """The figures of both sides, each where it was said first."""
    ids = [row[f"{side}_id"] for side in _SIDES if isinstance(row[f"{side}_id"], str)]
    return [text_of(figures.loc[one, "same_as"]) or one for one in ids]


def _key(row: pd.Series, name: str) -> tuple[str, float, float]:
    return text_of(row[name]), float(row["target"]), float(row["actual"])


def _is_listed(key: tuple[str, float, float], named: list[tuple[str, float, float]]) -> bool:
    """Whether a target with its result, or alone, stands there under a name much like it."""
    name, target, actual = key
    return any(
        target == wanted
        and (actual == reached or pd.isna(actual))
        and likeness(pairs_of(name), pairs_of(other)) >= SAME_NAME
        for other, wanted, reached in named
    )


def _as_indicator(row: pd.Series, figures: pd.DataFrame) -> pd.Series:
    """A target of the text as a row of a form, with the marks of its row in a table."""
    told = row.reindex([*row.index, *codebook.INDICATORS.names])
    told = told[~told.index.duplicated()].copy()
    told["level3"] = row["measure"]
    told["actual_unit"], told["unit"] = row["unit"], row["target_unit"]
    qualifier = figures.loc[row["target_id"], "qualifier"]
    told["sign"] = qualifier if qualifier in SIGNS else None
    place = figures.loc[row["actual_id"], "section"] if isinstance(row["actual_id"], str) else ""
    for name, role in (("weight", "weight"), ("score", "actual")):
        mark = marks_of(figures, place, role)
        if mark is not None:
            told[name], told[f"{name}_id"] = mark["value"], str(mark.name)
            told[f"{name}_decimals"] = mark["decimals"]
    return told


def _outcome(row: pd.Series, report: Report, figures: pd.DataFrame) -> Outcome:
    share, lost = _share(row), _lost(row)
    verdict = _verdict(row, share)
    name = text_of(row["level3"]) or "未写"
    place = next((row[f"{side}_id"] for side in _PLACES if _has(row, side)), "")
    reason, is_open = as_reason(row["reason"]), verdict in (MISSED, BEHIND) or bool(lost)
    if not reason and is_open and place:
        reason = find_reason(report.document, name, figures.loc[[place], "start"].iloc[0])
    return Outcome(
        name,
        _cell(row, "target"),
        _cell(row, "actual"),
        _share_number(row, share),
        share or 0.0,
        verdict,
        lost,
        lost is None and _has(row, "score") and row["score"] == row["weight"],
        reason,
        place,
        frozenset(row[f"{side}_id"] for side in _SIDES if _has(row, side)),
        _is_limit(row, name, share, verdict),
        _order(row, share, verdict) if is_open else (2 if verdict == MET else 1, 0.0, 0.0),
    )


def _is_limit(row: pd.Series, name: str, share: float | None, verdict: str) -> bool:
    """Whether less is better: by its sign, else by its name where the verdict says so too."""
    if row["sign"] in SIGNS or not is_worse_rising(name) or share is None:
        return bool(row["sign"] in _AT_MOST)
    return verdict == (MISSED if share > 100 else MET)


def _order(row: pd.Series, share: float | None, verdict: str) -> tuple[int, float, float]:
    """Most points lost first, then the widest gap; what has no share and is missed is all gap."""
    points = row["weight"] - row["score"] if _lost(row) else 0.0
    gap = abs(share - 100) if share is not None else 100.0
    return 0, -points, -gap if verdict in (MISSED, BEHIND) else 0.0


def _has(row: pd.Series, column: str) -> bool:
    return isinstance(row.get(f"{column}_id"), str)


def _cell(row: pd.Series, side: str) -> Cell:
    return cell_of(row, side) if _has(row, side) or text_of(row[f"{side}_text"]) else ""


def _share(row: pd.Series) -> float | None:
    """What was reached of the target: the rate as printed, else what the two give. [%]"""
    given = _given(row)
    return float(row["rate"]) if _is_rated(row, given) else given


def _given(row: pd.Series) -> float | None:
    """What target and result give. [%]"""
    if row[["target", "actual"]].isna().any() or row["target"] <= 0:
        return None
    share = share_of(row)
    return None if pd.isna(share) else share


def _is_rated(row: pd.Series, given: float | None) -> bool:
    """Whether a rate is printed that is what is given, or nothing is; else it is a finding."""
    is_told = _has(row, "rate") and row.get("target_unit") != "%"
    return is_told and (given is None or abs(row["rate"] - given) <= LOOSEST)


def _share_number(row: pd.Series, share: float | None) -> Number | None:
    if share is None:
        return None
    if _is_rated(row, share):
        return stated(row, "rate", "%")
    actual, target = (
        f"{units.printed(row[side], row[f'{side}_decimals']):f}" for side in ("actual", "target")
    )
    return Number(f"{share:.1f}%", (row["actual_id"], row["target_id"]), f"{actual} ÷ {target}")


def _verdict(row: pd.Series, share: float | None) -> str:
    if not _cell(row, "actual"):
        return ""
    if pd.notna(row["met"]) and row["met"]:
        return MET
    if pd.notna(row["month"]) and row["month"] < MONTHS and share is not None:
        is_behind = share < 100 * row["month"] / MONTHS and row["sign"] not in _AT_MOST
        return BEHIND if is_behind else RUNNING
    return MISSED if pd.notna(row["met"]) else ""


def _lost(row: pd.Series) -> Number | None:
    """The full marks less those given."""
    if not (_has(row, "weight") and _has(row, "score")) or row["score"] >= row["weight"]:
        return None
    weight, score = (units.printed(row[one], row[f"{one}_decimals"]) for one in ("weight", "score"))
    return Number(
        f"扣 {weight - score:f} 分", (row["weight_id"], row["score_id"]), f"{weight:f} − {score:f}"
    )
