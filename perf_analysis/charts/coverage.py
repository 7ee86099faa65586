"""Which goals and key tasks the results speak to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, each, shown
from perf_analysis.charts.drawing import KEY_AT, Drawing, Mark
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, LABEL, LINE, NOTE, PAPER, SMALL, WARN
from perf_analysis.codebook import Goals
from perf_analysis.language import say, say_number
from perf_analysis.sentences import Number, Sentence, cite, join

MEANINGS = {
    "figure": "有直接数字",
    "related": "只有相关数字",
    "mentioned": "提到，没有数字",
    "none": "未提及",
}
_EMPTY = ("s", 8.6, PAPER, ACTUAL, 1.5)
# what a mark is made of
MARKS: dict[str, list[Mark]] = {
    "figure": [("s", 9.5, ACTUAL, ACTUAL, 0.5)],
    "related": [_EMPTY, ("s", 4, ACTUAL, ACTUAL, 0)],
    "mentioned": [_EMPTY],
    "none": [("x", 8, WARN, WARN, 2.2)],
}
KINDS = {"goal": "绩效目标", "task": "重点工作任务"}
_ROW, _KEY, _HEAD = 22.5, 24.0, 30.0  # [pt]


@on_axes
def plot_coverage(d: Drawing, goals: Goals) -> None:
    """A list of goals and key tasks, each with the mark of its coverage
    and the figures that speak to it.

    Parameters
    ----------
    goals : one row per goal or key task
    """
    codebook.require(goals, codebook.GOALS)
    groups = _groups(goals)
    is_paired = len(groups) == 2 and not d.is_narrow
    width, top, bottom = d.width * 0.48 if is_paired else d.width, _draw_key(d, goals), 0.0
    for at, (kind, group) in enumerate(groups):
        left = at * (d.width - width)
        end = _draw_group(d, kind, group, left, width, top)
        bottom = max(bottom, end)
        top = top if is_paired else end + 12
    d.finish(bottom + 2, _title(goals))


def show_coverage(goals: Goals) -> Chart | Absent:
    """C6 with its words: which goals do the results speak to? In a page it is two tables,
    not a picture.
    """
    codebook.require(goals, codebook.GOALS)
    if goals.empty:
        return Unread("逐条列出的目标任务")
    by_person = goals["matched_by"] == "person"
    by = "按规则对照，部分经人工" if by_person.any() else "按规则对照"
    by = "人工对照" if by_person.all() else by
    told = each("{name}：{told}", goals, name=_name, told=_evidence)
    words = Words(
        title=_title(goals),
        subtitle=Sentence("每项目标、任务能否在完成情况里找到数字；{by}，可逐条核对", by=by),
        source=Sentence(
            "来源：自评报告{asked}，与{told}对照。写作“未提及”的找不到对应词句，不等于没有做。",
            asked=cite(goals["section"].str.rstrip("0123456789")),
            told=cite(
                [place.rstrip("0123456789") for places in goals["results"] for place in places]
            )
            or "完成情况",
        ),
        alt=Sentence("清单。{listed}。", listed=join(told, "；")),
    )
    rows = Rows.of(
        "目标、任务与结果", goals, {"内容": _name, "对照": _meaning, "完成情况里的数字": _evidence}
    )
    return Coverage("coverage", plot_coverage, goals, words, rows)


@dataclass(frozen=True)
class Coverage(Chart):
    """The chart of coverage; its body in a page is a table for each kind of goal."""

    def _body(self) -> Markup:
        key = Markup("").join(
            Markup('<li class="{}">{}</li>').format(
                name, say("{meaning}：{count} 项", meaning=say(MEANINGS[name]), count=count)
            )
            for name, count in _counts(self.table).items()
        )
        groups = Markup("").join(_table(kind, group) for kind, group in _groups(self.table))
        return Markup('<ul class="key">{}</ul><div class="two">{}</div>').format(key, groups)


def _draw_key(d: Drawing, goals: Goals) -> float:
    names = list(_counts(goals))
    places = d.key([MEANINGS[name] for name in names], 6, 12, 18)
    for x, name in zip(places, names, strict=True):
        _mark(d, x, KEY_AT, name)
    return _KEY


def _draw_group(
    d: Drawing, kind: str, group: Goals, left: float, width: float, top: float
) -> float:
    d.text(left, top + 10, say("{count} 项{kind}", count=len(group), kind=say(KINDS[kind])), LABEL)
    if missing := _missing(group):
        told = say("未提及 {missing} 项", missing=missing)
        d.text(left + width, top + 10, told, LABEL, WARN, "right")
    d.line(
        [left / d.width, (left + width) / d.width],
        [top + 22] * 2,
        LINE,
        0.8,
        transform=d.ax.get_yaxis_transform(),
    )
    for at, (_, row) in enumerate(group.iterrows()):
        y = top + _HEAD + (at + 0.5) * _ROW - 2
        told = shorten(say("、").join(map(say_number, row["printed"])), SMALL, width * 0.4)
        room = width - 27 - (text_width(told, SMALL) if told else 0)
        _mark(d, left + 6, y, row["coverage"])
        d.text(left + 19, y, shorten(_name(row), LABEL, room))
        d.text(left + width, y, told, SMALL, NOTE, "right")
    return top + _HEAD + len(group) * _ROW


def _mark(d: Drawing, x: float, y: float, coverage: str) -> None:
    """Full square, square with a core, empty square, cross: told apart without colour."""
    for mark in MARKS[coverage]:
        d.point(x, y, mark)


def _groups(goals: Goals) -> list[tuple[str, Goals]]:
    groups = [(kind, goals[goals["kind"] == kind]) for kind in KINDS]
    return [(kind, group) for kind, group in groups if len(group)]


def _missing(goals: Goals) -> int:
    return int((goals["coverage"] == "none").sum())


def _counts(goals: Goals) -> dict[str, int]:
    return {name: count for name in MEANINGS if (count := int((goals["coverage"] == name).sum()))}


def _name(row: pd.Series) -> str:
    return f"{row['goal_id'].lstrip('GT')} {row['topic']}"


def _meaning(row: pd.Series) -> str:
    return MEANINGS[row["coverage"]]


def _evidence(row: pd.Series) -> Cell:
    numbers = [
        Sentence("{number}", number=Number(text, (figure,)))
        for text, figure in zip(row["printed"], row["figures"], strict=True)
    ]
    told = join(numbers, "、")
    if row["coverage"] == "related":
        return Sentence("相关：{told}", told=told)
    return told if row["coverage"] == "figure" else _meaning(row)


def _table(kind: str, group: Goals) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="{}">{}</td></tr>').format(
            _name(row), row["coverage"], shown(_evidence(row))
        )
        for _, row in group.iterrows()
    )
    page = Markup(
        '<table class="coverage"><caption>{}</caption>'
        '<thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table>"
    )
    caption = say(
        "{count} 项{kind}（未提及 {missing} 项）",
        count=len(group),
        kind=say(KINDS[kind]),
        missing=_missing(group),
    )
    return page.format(caption, say("内容"), say("完成情况里的数字"), rows)


def _title(goals: Goals) -> Sentence:
    missing = _missing(goals)
    kinds = say("和").join(
        say(word)
        for kind, word in (("goal", "目标"), ("task", "任务"))
        if (goals["kind"] == kind).any()
    )
    if not missing:
        return Sentence("{count}项{kinds}在完成情况里都有提及", count=str(len(goals)), kinds=kinds)
    return Sentence(
        "{count}项{kinds}中，{missing}项在完成情况里未提及",
        count=str(len(goals)),
        kinds=kinds,
        missing=str(missing),
    )
