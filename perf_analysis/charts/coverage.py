"""Which goals and key tasks the results speak to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from perf_analysis import codebook
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, shown
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import Drawing, drawing
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
KINDS = {"goal": "绩效目标", "task": "重点工作任务"}
_ROW, _KEY, _HEAD = 22.5, 24.0, 30.0  # [pt]


def plot_coverage(
    goals: Goals,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """A list of goals and key tasks, each with the mark of its coverage
    and the figures that speak to it.

    Parameters
    ----------
    goals : one row per goal or key task
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    codebook.require(goals, codebook.GOALS)
    groups = [
        (kind, goals[goals["kind"] == kind]) for kind in KINDS if (goals["kind"] == kind).any()
    ]
    with drawing(ax, title, colors, width) as d:
        is_paired = len(groups) == 2 and not d.is_narrow
        width, top, bottom = d.width * 0.48 if is_paired else d.width, _draw_key(d, goals), 0.0
        for at, (kind, group) in enumerate(groups):
            left = at * (d.width - width)
            end = _draw_group(d, kind, group, left, width, top)
            bottom = max(bottom, end)
            top = top if is_paired else end + 12
        d.finish(bottom + 2, str(_title(goals)))
    return d.ax


def show_coverage(goals: Goals) -> Chart | Absent:
    """C6 with its words: which goals do the results speak to? In a page it is two tables,
    not a picture.
    """
    codebook.require(goals, codebook.GOALS)
    if goals.empty:
        return Unread("逐条列出的目标任务")
    by = (
        "人工对照"
        if (goals["matched_by"] == "person").all()
        else "按规则对照，部分经人工"
        if (goals["matched_by"] == "person").any()
        else "按规则对照"
    )
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
        alt=Sentence(
            "清单。{listed}。",
            listed=join(
                [
                    Sentence("{name}：{told}", name=_name(row), told=_evidence(row))
                    for _, row in goals.iterrows()
                ],
                "；",
            ),
        ),
    )
    rows = [(_name(row), MEANINGS[row["coverage"]], _evidence(row)) for _, row in goals.iterrows()]
    return Coverage(
        "coverage",
        plot_coverage,
        goals,
        words,
        Rows("目标、任务与结果", ("内容", "对照", "完成情况里的数字"), rows),
    )


@dataclass(frozen=True)
class Coverage(Chart):
    """The chart of coverage; its body in a page is a table for each kind of goal."""

    def _body(self) -> Markup:
        present = [kind for kind in KINDS if (self.table["kind"] == kind).any()]
        key = Markup("").join(
            Markup('<li class="{}">{}</li>').format(
                name, say("{meaning}：{count} 项", meaning=say(MEANINGS[name]), count=count)
            )
            for name, count in _counts(self.table).items()
        )
        groups = Markup("").join(
            _table(kind, self.table[self.table["kind"] == kind]) for kind in present
        )
        return Markup('<ul class="key">{}</ul><div class="two">{}</div>').format(key, groups)


def _draw_key(d: Drawing, goals: Goals) -> float:
    left = 6.0
    for name in _counts(goals):
        _mark(d, left, 8, name)
        d.text(left + 12, 8, MEANINGS[name], SMALL, NOTE)
        left += 12 + text_width(say(MEANINGS[name]), SMALL) + 18
    return _KEY


def _draw_group(
    d: Drawing, kind: str, group: Goals, left: float, width: float, top: float
) -> float:
    d.text(left, top + 10, say("{count} 项{kind}", count=len(group), kind=say(KINDS[kind])), LABEL)
    missing = int((group["coverage"] == "none").sum())
    if missing:
        d.text(
            left + width,
            top + 10,
            say("未提及 {missing} 项", missing=missing),
            LABEL,
            WARN,
            "right",
        )
    d.ax.plot(
        [left / d.width, (left + width) / d.width],
        [top + 22] * 2,
        color=LINE,
        lw=0.8,
        transform=d.ax.get_yaxis_transform(),
    )
    for at, (_, row) in enumerate(group.iterrows()):
        y = top + _HEAD + (at + 0.5) * _ROW - 2
        told = say("、").join(map(say_number, row["printed"]))
        told = shorten(told, SMALL, width * 0.4)
        _mark(d, left + 6, y, row["coverage"])
        d.text(
            left + 19,
            y,
            shorten(_name(row), LABEL, width - 27 - (text_width(told, SMALL) if told else 0)),
            LABEL,
        )
        d.text(left + width, y, told, SMALL, NOTE, "right")
    return top + _HEAD + len(group) * _ROW


def _mark(d: Drawing, x: float, y: float, coverage: str) -> None:
    """Full square, square with a core, empty square, cross: told apart without colour."""

    def draw(shape: str, size: float, face: str, edge: str, weight: float) -> None:
        d.ax.plot(
            [x / d.width],
            [y],
            shape,
            ms=size,
            mfc=face,
            mec=edge,
            mew=weight,
            transform=d.ax.get_yaxis_transform(),
        )

    marks: dict[str, list[Callable[[], None]]] = {
        "figure": [lambda: draw("s", 9.5, ACTUAL, ACTUAL, 0.5)],
        "related": [
            lambda: draw("s", 8.6, PAPER, ACTUAL, 1.5),
            lambda: draw("s", 4, ACTUAL, ACTUAL, 0),
        ],
        "mentioned": [lambda: draw("s", 8.6, PAPER, ACTUAL, 1.5)],
        "none": [lambda: draw("x", 8, WARN, WARN, 2.2)],
    }
    for draw_part in marks[coverage]:
        draw_part()


def _counts(goals: Goals) -> dict[str, int]:
    return {name: count for name in MEANINGS if (count := int((goals["coverage"] == name).sum()))}


def _name(row: pd.Series) -> str:
    return f"{row['goal_id'].lstrip('GT')} {row['topic']}"


def _numbers(row: pd.Series) -> list[Number]:
    return [
        Number(text, (figure,)) for text, figure in zip(row["printed"], row["figures"], strict=True)
    ]


def _evidence(row: pd.Series) -> Cell:
    told = join([Sentence("{number}", number=number) for number in _numbers(row)], "、")
    return (
        Sentence("相关：{told}", told=told)
        if row["coverage"] == "related"
        else told
        if row["coverage"] == "figure"
        else MEANINGS[row["coverage"]]
    )


def _table(kind: str, group: Goals) -> Markup:
    missing = int((group["coverage"] == "none").sum())
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
        missing=missing,
    )
    return page.format(caption, say("内容"), say("完成情况里的数字"), rows)


def _title(goals: Goals) -> Sentence:
    missing = int((goals["coverage"] == "none").sum())
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
