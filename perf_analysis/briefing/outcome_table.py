"""The table of goals and indicators as shown: bars beside numbers, one card a row on a phone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from perf_analysis.briefing.outcomes import BEHIND, MET, MISSED, RUNNING, Outcome, find_outcomes
from perf_analysis.briefing.passage import Passage, head_of, tabulate
from perf_analysis.charts.chart import Cell, shown
from perf_analysis.language import say
from perf_analysis.report import Report
from perf_analysis.sentences import Number, Quote, Sentence, join

MOST_SHARE = 130.0  # where a bar ends; its number stands beside it [%]
_HEADS = ("目标或指标", "目标值", "完成值", "完成比例", "结果", "得分", "原因（报告所写）")
_COUNTED = (
    (MISSED, "{count} 项未达"),
    (BEHIND, "{count} 项慢于时间进度"),
    (RUNNING, "{count} 项未到期"),
    (MET, "{count} 项达到"),
    ("", "{count} 项不作判断"),
)


def show_outcomes(report: Report) -> Passage:
    """Every goal and indicator with what was reached of it; on a page nothing where there is none.

    Parameters
    ----------
    report : whose forms, else whose text, set the targets
    """
    outcomes = find_outcomes(report)
    if not outcomes:
        return Passage(say("没有读出写明目标值的指标和目标，没有表。"), Markup(""))
    rows = [_cells(one) for one in outcomes]
    kept = [at for at in range(len(_HEADS)) if not at or any(str(row[at]) for row in rows)]
    title = _title(outcomes)
    cells: list[list[object]] = [[say(_HEADS[at]) for at in kept]]
    cells += [[shown(row[at]) for at in kept] for row in rows]
    lines = [str(title), *(" | ".join(map(str, row)) for row in cells)]
    page = _page(title, outcomes, rows, kept)
    return Passage("\n".join(lines), page, tabulate(str(title), cells))


def _title(outcomes: Sequence[Outcome]) -> Sentence:
    counts = Counter(one.verdict for one in outcomes)
    kinds = [(words, counts[verdict]) for verdict, words in _COUNTED if counts[verdict]]
    told = [Sentence(words, count=str(count)) for words, count in kinds]
    return Sentence(
        "目标和指标 {count} 项：{told}", count=str(len(outcomes)), told=join(told, "，")
    )


def _cells(one: Outcome) -> list[Cell]:
    lost = one.lost or ("满分" if one.is_full else "")
    cells: list[Cell] = [one.name, one.target, one.actual, one.share or "", one.verdict, lost]
    return [*cells, Quote(one.reason)]


def _page(
    title: Sentence, outcomes: Sequence[Outcome], rows: Sequence[Sequence[Cell]], kept: list[int]
) -> Markup:
    body = Markup("").join(
        _row(one, [(at, row[at]) for at in kept]) for one, row in zip(outcomes, rows, strict=True)
    )
    note = say(
        "未达、扣分的在前；条形是完成值占目标值的比例，竖线为 100%，最长画到 130%。"
        if any(one.lost for one in outcomes)
        else "未达的在前；条形是完成值占目标值的比例，竖线为 100%，最长画到 130%。"
    )
    return Markup(
        '<div class="full"><h3>{}</h3><table class="outcomes" id="outcomes"><caption>{}</caption>'
        "{}<tbody>{}</tbody></table></div>"
    ).format(title, note, head_of(_HEADS[at] for at in kept), body)


def _row(one: Outcome, cells: Sequence[tuple[int, Cell]]) -> Markup:
    (_, name), *rest = cells
    place = Markup(' <a class="q" data-figure="{}">{}</a>').format(one.figure, say("原文"))
    body = Markup("").join(_cell(one, at, cell) for at, cell in rest)
    return Markup('<tr><th scope="row">{}{}</th>{}</tr>').format(
        Quote(str(name)) if name != "未写" else say(str(name)),
        place if one.figure else "",
        body,
    )


def _cell(one: Outcome, at: int, cell: Cell) -> Markup:
    head = _HEADS[at]
    if not str(cell):
        return Markup("<td></td>")
    classes, told = "", Markup("{}").format(_said(cell, head))
    if head == "完成比例" and one.share:
        told = _bar(one) + told
        if one.is_limit:
            told += Markup(' <span class="note">{}</span>').format(say("越低越好"))
    if head == "结果" and one.verdict in (MISSED, BEHIND):
        classes = Markup(' class="missed"')
    return Markup('<td data-head="{}"{}>{}</td>').format(say(head), classes, told)


def _said(cell: Cell, head: str) -> Cell:
    """A cell in the language in use; words of the report stay as they are."""
    if type(cell) is not str:
        return cell
    return Quote(cell) if head in ("目标值", "完成值") and cell != "未写" else say(cell)


def _bar(one: Outcome) -> Markup:
    assert isinstance(one.share, Number)
    length = min(max(one.of_target, 0.0), MOST_SHARE) / MOST_SHARE
    return Markup('<span class="bar{}"><i style="width:{:.1f}%"></i></span>').format(
        " short" if one.verdict in (MISSED, BEHIND) else "", 100 * length
    )
