"""Checks of scores: of each indicator, of the weights and scores of a form,
of the grade in words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from perf_analysis import units
from perf_analysis.checks.alike import factor, printed
from perf_analysis.checks.amounts.telling import add, adds_up, ids, named, once, show
from perf_analysis.checks.case import Case, Figure, Finding, Row
from perf_analysis.checks.statements import name_of
from perf_analysis.checks.targets.rows import beside, points
from perf_analysis.checks.targets.rows import name_of as name_of_row
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import likeness, pairs_of
from perf_analysis.rules import FULL, grade_of
from perf_analysis.tables import own_score
from perf_analysis.terms import TOTAL_SCORE
from perf_analysis.units import Interval

_DOCKED = re.compile(r"([^。;\n]{2,60}?)扣(?:减|除|了)?(\d+(?:\.\d+)?)分")
_CLAUSE = re.compile(r"[,，、:：]")
ALIKE = 0.6  # likeness of an indicator's name and of what a sentence takes points off for
AFTER_SCORE = 40  # characters behind a score in which its grade is told
MARKED = 0.05  # points that a mark may miss what its rule gives: marks are given in tenths
NOT_READ = "可能有没有读出的行"
ASK_WEIGHTS = "请核对各项指标的分值"

_GRADE = re.compile(
    r"(?:等级|等次|级别|结论|结果|评价|评定|档次|总体|登记)?(?:评定|确定|认定)?(?:为|属于?|是|:|等级|等次)?[“\"'‘「]?(优秀|优|良好|良|合格|中|不合格|差)(?:[”\"'’」]|级|等|好|档|$|[，,。；;、)）])"
)
# Of these less may be better, where the form prints no sign.
_LESS_IS_BETTER = re.compile(
    r"位次|名次|排名|事故|投诉|发生|时间|时长|天数|成本|费用|损失|死亡|差错|下降|降低|控制|能耗|排放|上访|案件"
)
_OVER, _RANGE = re.compile(r"[。；;\d]"), re.compile(r"以上|以下|之间|至")
_SAME_GRADES = {"优秀": "优", "良好": "良"}
_HUNDREDS = re.compile(
    r"(?:得分|评分|自评|总分|得到|综合分|分值|评为|打分|分数)[^，,。；;\d]{0,6}$"
)


def tell_score(row: Row, ask: str) -> Iterator[Finding]:
    """A stated score beside the one its rule gives; what differs is asked for, as rules do."""
    if is_missing(row["score"]) or is_missing(row["difference"]):
        return
    figures = tuple(row["figures"])
    stated = f"{units.printed(row['score'], row['score_decimals']):f} 分"
    told = units.show(row["computed_low"], row["computed_high"])
    cells = {
        "stated": row["score"],
        "computed": (row["computed_low"] + row["computed_high"]) / 2,
        "difference": row["difference"],
        "unit": "分",
    }
    source = row["source"] if isinstance(row["source"], str) else ""
    if abs(row["difference"]) <= MARKED:
        yield Finding(
            "holds",
            f"{row['name']}得 {stated}，与按规则推算的 {told} 分一致",
            figures,
            source=source,
            **cells,
        )
    else:
        yield Finding(
            "question",
            f"{row['name']}得 {stated}，按规则推算为 {told} 分；采用的计分方法未说明",
            figures,
            ask=ask,
            source=source,
            **cells,
        )


def check_indicators(case: Case) -> Iterator[Finding]:
    """A score that a form states is the one its rule gives from its target and its actual value."""
    by_score = {row["score_id"]: row for row in case.rows["indicators"] if row["score_id"]}
    # what is told of marks by their relation is told there
    known = {told.facts[-1].figure_id for told in case.relations if told.kind == "marks"}
    rows = [row for row in case.rows["scoring"] if row["item"] == "indicator"]
    for row in [row for row in rows if not known.intersection(row["figures"])]:
        for finding in tell_score(row, "请说明得分的计算方法"):
            own = next(filter(None, map(by_score.get, finding.figures)), None)
            if finding.status == "holds":
                yield finding
            elif own is not None and _is_asked_for(case, row, own):
                yield _with_target(finding, row, own)


def _is_asked_for(case: Case, row: Row, own: Row) -> bool:
    """Whether a mark that its rule does not give is asked about: not where less may be better and
    no sign tells it, nor where the report says what was taken off.
    """
    name = text_of(row["name"])
    if not isinstance(own["sign"], str) and _LESS_IS_BETTER.search(name):
        return False
    return not _is_docked(case, name, row["weight"] - row["score"])


def _is_docked(case: Case, name: str, lost: float) -> bool:
    """Whether a sentence names an indicator and takes off what it lacks: 复苏成功率扣3分."""
    text = case.document.folded if case.document is not None else ""
    told = (found for found in _DOCKED.finditer(text) if abs(float(found[2]) - lost) < MARKED)
    return any(
        name in found[1] or likeness(pairs_of(name), pairs_of(_CLAUSE.split(found[1])[-1])) >= ALIKE
        for found in told
    )


def _with_target(finding: Finding, row: Row, own: Row) -> Finding:
    """A finding on a mark with the target, what was reached, and by what its rule goes."""
    told = units.show(row["computed_low"], row["computed_high"])
    message = (
        f"{name_of_row(own, row)}{beside(own)}，得 {points(own, 'score')}"
        f"（分值 {points(own, 'weight')}），按规则推算为 {told} 分；"
        "采用的计分方法未说明"
    )
    return replace(finding, message=message)


def check_total(case: Case) -> Iterator[Finding]:
    """The weights of a form make up its full marks, the scores its total,
    those under a level what it states; no score exceeds its weight.
    """
    found: list[Finding] = []
    for form_id, group in groupby(case.rows["indicators"], key=lambda row: row["form_id"]):
        rows = list(group)
        lines = [row for row in case.rows["funds"] if row["form_id"] == form_id]
        found += _within_weight(case, [*rows, *lines])
        if rows[0]["form"] == "绩效自评表":
            is_closed = _is_closed(case, str(form_id), rows)
            found += [
                *_weights(case, rows, lines, is_closed),
                *_levels(case, rows, is_closed),
                *_scores(case, str(form_id), rows, lines),
            ]
    yield from once(found)


def _within_weight(case: Case, rows: Sequence[Row]) -> Iterator[Finding]:
    for row in rows:
        weight, score = case.by_id.get(row["weight_id"]), case.by_id.get(row["score_id"])
        if (
            weight
            and score
            and score["value"] > weight["value"]
            and row.get("status", "exact") == "exact"
        ):
            name = row.get("level3") or row.get("line")
            message = f"{name}得 {named(score)}，超过分值 {named(weight)}"
            difference = float(score["value"] - weight["value"])
            yield Finding(
                "fails",
                message,
                ids((weight, score)),
                float(score["value"]),
                float(weight["value"]),
                difference,
                "分",
                ask="请核对分值和得分",
            )


def _is_closed(case: Case, form_id: str, rows: Sequence[Row]) -> bool:
    """Whether a form ends in a row of totals, so that no row of it is missing."""
    return (
        any(not is_missing(row["score"]) for row in _totals(case, form_id))
        or _total_of(case, rows) is not None
    )


def _totals(case: Case, form_id: str) -> list[Row]:
    """The total scores of a form."""
    return [
        row for row in case.rows["scoring"] if row["item"] == "total" and row["form_id"] == form_id
    ]


def _weights(
    case: Case, rows: Sequence[Row], lines: Sequence[Row], is_closed: bool
) -> Iterator[Finding]:
    """The weights of all rows beside the printed sum of them, else beside the full marks of the
    profile; those of indicators beside their head.
    """
    weights, execution = _cells(case, rows, "weight"), _cells(case, lines, "weight")
    if len(weights) < 2 or len(weights) < len(rows):
        return
    total, head = _total_of(case, rows), _head_of(case, rows)
    if total:
        yield add(
            total,
            [*execution, *weights] if not adds_up(total, weights) else weights,
            "分值合计",
            why=NOT_READ,
            ask=ASK_WEIGHTS,
        )
    elif case.profile.weights:
        found = _full(
            case,
            [*execution, *weights],
            case.profile.weights.total,
            str(case.profile.weights.source),
        )
        if is_closed or found.status == "holds":
            yield found
    if head and (is_closed or adds_up(head, weights)):
        yield add(head, weights, "绩效指标的分值", why=NOT_READ, ask=ASK_WEIGHTS)


def _full(case: Case, weights: Sequence[Figure], full: Decimal, source: str) -> Finding:
    """The weights beside full marks that the form does not print."""
    total = sum((printed(weight) for weight in weights), Decimal(0))
    cells: dict[str, Any] = {
        "computed": float(full),
        "stated": float(total),
        "difference": float(total - full),
        "unit": "分",
        "source": source,
    }
    rest, points = (
        full - total,
        case.profile.execution.points if case.profile.execution else Decimal(0),
    )
    if not rest:
        return Finding(
            "holds", f"各项分值合计 {total:f} 分，与满分 {full:f} 分一致", ids(weights), **cells
        )
    if rest == points:
        return Finding(
            "holds",
            f"各项分值合计 {total:f} 分，"
            f"加上没有写出分值的预算执行 {points:f} 分，为满分 {full:f} 分",
            ids(weights),
            **cells,
        )
    why = "可能有没有列出的行" if rest > 0 else "分值可能重复"
    return Finding(
        "question",
        f"各项分值合计 {total:f} 分（推算），满分为 {full:f} 分；{why}",
        ids(weights),
        ask=ASK_WEIGHTS,
        **cells,
    )


def _levels(case: Case, rows: Sequence[Row], is_closed: bool) -> Iterator[Finding]:
    """What stands beside a level, such as 产出指标(50), and the weights under it;
    their scores where all was earned.
    """
    beside = [
        figure
        for figure in case.stated
        if figure["role"] == "weight" and figure["measure"] == "分值" and figure["kind"] == "score"
    ]
    for level in ("level1", "level2"):
        behind = 0
        for name, group in groupby(rows, key=lambda row: row[level]):
            under = list(group)
            weights, scores = _cells(case, under, "weight"), _cells(case, under, "score")
            if not isinstance(name, str) or not weights or len(weights) < len(under):
                continue
            own = [
                figure
                for figure in beside
                if behind <= figure["start"] < weights[0]["start"]
                and str(figure["subject"] or "").startswith(name)
                and all(factor(part, figure) for part in (*weights, *scores))
            ]
            behind = weights[-1]["start"]
            if own and (is_closed or under[-1] is not rows[-1] or adds_up(own[-1], weights)):
                yield add(own[-1], weights, f"{name}的分值", why=NOT_READ, ask=ASK_WEIGHTS)
            if own and len(scores) == len(under) and adds_up(own[-1], scores):
                yield add(own[-1], scores, f"{name}的得分")


def _scores(
    case: Case, form_id: str, rows: Sequence[Row], lines: Sequence[Row]
) -> Iterator[Finding]:
    """The total score as stated beside the sum of the scores:
    certain only where the weights show that every row was read.
    """
    weights = [*_cells(case, rows, "weight"), *_cells(case, lines, "weight")]
    is_whole = sum((printed(weight) for weight in weights), Decimal(0)) == FULL
    is_read = (
        is_whole
        and len(_cells(case, rows, "score")) == len(rows)
        and all(row["status"] == "exact" for row in rows)
    )
    for row in _totals(case, form_id):
        if is_missing(row["score"]) or is_missing(row["computed_low"]):
            continue
        given = Interval(*(Decimal(str(row[f"computed_{end}"])) for end in ("low", "high")))
        stated = units.printed(row["score"], row["score_decimals"])
        many = len({one["form_id"] for one in case.rows["indicators"]}) > 1
        told = (
            f"{row['project']}：" if many and isinstance(row["project"], str) else ""
        ) + f"各项得分合计 {show(given, row['score_decimals'])} 分（推算），总分写为 {stated:f} 分"
        for finding in tell_score(row, "请核对各项得分与总分"):
            if finding.status == "holds":
                yield replace(finding, message=f"{told}，两者一致", source="")
            elif is_read and _cells(case, lines, "score"):
                yield replace(finding, status="fails", message=told, source="")
            else:
                yield replace(finding, message=f"{told}；{NOT_READ}", source="")


def _cells(case: Case, rows: Sequence[Row], column: str) -> list[Figure]:
    """The points in a column; a cell that holds another kind of number, as in a shifted row,
    holds none.
    """
    return [
        figure
        for row in rows
        if (figure := case.by_id.get(row[f"{column}_id"])) and figure["kind"] == "score"
    ]


def _marks_around(case: Case, rows: Sequence[Row]) -> tuple[list[Figure], list[Figure]]:
    """The points before and behind those of a form's rows, up to the rows of other forms."""
    own = [figure["start"] for figure in _cells(case, rows, "weight")]
    first, last = min(own, default=0), max(own, default=0)
    others = [figure["start"] for figure in _cells(case, case.rows["indicators"], "weight")]
    least = max((at for at in others if at < first), default=-1)
    most = min((at for at in others if at > last), default=math.inf)
    marks = [figure for figure in case.stated if figure["kind"] == "score"]
    return (
        [figure for figure in marks if least < figure["start"] < first],
        [figure for figure in marks if last < figure["start"] < most],
    )


def _total_of(case: Case, rows: Sequence[Row]) -> Figure | None:
    """The printed sum of the weights of a form: the first 合计 behind its rows."""
    behind = (figure for figure in _marks_around(case, rows)[1] if figure["role"] == "weight")
    return next((figure for figure in behind if figure["subject"] == TOTAL_SCORE), None)


def _head_of(case: Case, rows: Sequence[Row]) -> Figure | None:
    """The points that the head over the indicators gives: 绩效指标(90分)."""
    before = reversed(_marks_around(case, rows)[0])
    return next((figure for figure in before if name_of(figure).startswith("绩效指标")), None)


def check_grade(case: Case) -> Iterator[Finding]:
    """The grade in words is that of the score."""
    grades, document = case.profile.grades, case.document
    if document is None:
        return
    names = {name for name, _ in grades.bands} if grades else set()
    own = own_score(case.rows["scores"])
    for figure in case.stated if grades else ():
        is_own = own is not None and figure["figure_id"] == own["score_id"]
        is_score = (
            figure["kind"] == "score"
            and figure["role"] == "actual"
            and not figure["same_as"]
            and 0 < figure["value"] <= FULL
        )
        if not is_score or not (
            is_own
            or _HUNDREDS.search(document.folded[max(figure["start"] - 16, 0) : figure["start"]])
        ):
            continue
        told = _grade_behind(document.folded[figure["end"] : figure["end"] + AFTER_SCORE], names)
        if told:
            yield _graded(case, figure, told)


def _grade_behind(words: str, names: set[str]) -> str:
    """The grade told behind a score, before the next number or sentence."""
    words = _OVER.split("".join(words.split()))[0]
    if _RANGE.search(words):
        return ""
    found = next(
        (one for one in _GRADE.finditer(words) if one.start() == 0 or one[0][0] not in "优良中差"),
        None,
    )
    grade = _SAME_GRADES.get(found[1], found[1]) if found else ""
    return grade if grade in names else ""


def _graded(case: Case, figure: Figure, told: str) -> Finding:
    grades = case.profile.grades
    assert grades
    grade = grade_of(printed(figure), case.profile)
    is_same = told == grade
    message = f"{named(figure)}，报告评为“{told}”，按分档属“{grade}”" + (
        "" if is_same else "；采用的分档标准未说明"
    )
    ask = "" if is_same else "请核对评价等级，或说明采用的分档标准"
    return Finding(
        "holds" if is_same else "question",
        message,
        ids((figure,)),
        float(figure["value"]),
        unit="分",
        ask=ask,
        source=str(grades.source),
    )
