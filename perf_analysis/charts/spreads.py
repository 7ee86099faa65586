"""How rates and scores of many reports are spread: how many lie in each stretch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Words
from perf_analysis.charts.comparison import rate_drawn
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, INK, LABEL, VALUE
from perf_analysis.language import say, say_template
from perf_analysis.sentences import Sentence

# 90 and 95 are where rule profiles begin to ask [%]
EXECUTION_EDGES = (0.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 100.0)
SCORE_EDGES = (0.0, 60.0, 80.0, 90.0, 95.0, 98.0)  # the grades, and the highest of them parted [分]
# 120 and 130 are where rule profiles ask why [%]
COMPLETION_EDGES = (0.0, 60.0, 80.0, 100.0, 120.0, 130.0, 150.0, 200.0)
NO_END = float("inf")  # of the last stretch
_ROW = 24.0  # [pt]


@dataclass(frozen=True)
class _Spread:
    """How many numbers lie in each stretch, from its edge up to the next, which is not of it.

    Parameters
    ----------
    numbers : what is spread
    edges : where each stretch begins; the first takes what lies below it too, the last what lies
        above
    unit : of both
    told, asked : the finding, of how many numbers from one up to another
    heads : what is spread and what is counted, as the table names them
    subtitle : what the bars count
    absent : said where there are no numbers
    """

    numbers: Sequence[float]
    edges: Sequence[float]
    unit: str
    told: str
    asked: tuple[float, float]
    heads: tuple[str, str]
    subtitle: Sentence
    absent: Sentence

    @property
    def title(self) -> Sentence:
        """The finding."""
        count = self.between(*self.asked)
        return Sentence(self.told, all=f"{len(self.numbers)}", count=f"{count}")

    @property
    def bins(self) -> list[tuple[str, int]]:
        """The name of each stretch, and how many lie in it."""
        ends = [*self.edges[1:], NO_END]
        return [
            (self._name(start, end), self.between(start, end))
            for start, end in zip(self.edges, ends, strict=True)
        ]

    def between(self, start: float, end: float) -> int:
        """How many lie from `start` up to `end`."""
        return sum(
            (start <= number or start == self.edges[0]) and number < end for number in self.numbers
        )

    def _name(self, start: float, end: float) -> str:
        if end == NO_END:
            return say("{start}{unit} 及以上", start=f"{start:g}", unit=self.unit)
        return say("{start} 到 {end}{unit}", start=f"{start:g}", end=f"{end:g}", unit=self.unit)

    def draw(self, d: Drawing) -> None:
        """A bar from zero for each stretch."""
        bins = self.bins
        gutter = max(text_width(name, LABEL) for name, _ in bins) + 10
        ticks = nice_ticks(max(count for _, count in bins))
        d.scale(0, ticks[-1], left=gutter, right=44)
        for at, (name, count) in enumerate(bins):
            y = at * _ROW + 12
            d.text(0, y, name)
            d.bar(0, count, y, 15, ACTUAL)
            d.label(count, y, f"{count}", VALUE, INK, shift=6)
        d.ticks(ticks)
        d.finish(_ROW * len(bins), self.title)

    def show(self, name: str, plot: Callable[..., Axes], table: pd.DataFrame) -> Chart | Absent:
        """The bars with their words."""
        if not self.numbers:
            return Absent(self.absent)
        words = Words(
            title=self.title,
            subtitle=self.subtitle,
            source=Sentence("来源：各部门自评报告。每段含下限，不含上限。"),
            alt=Sentence("条形图，从零起。{title}。", title=self.title),
        )
        rows = Rows(self.heads[0], self.heads, [(name, f"{count}") for name, count in self.bins])
        return Chart(name, plot, table, words, rows, is_half=True)


@on_axes
def plot_execution_spread(d: Drawing, execution: pd.DataFrame) -> None:
    """How many reports' execution rates lie in each stretch, as bars from zero.

    Parameters
    ----------
    execution : one row per report with a budget
    """
    _execution(execution).draw(d)


def show_execution_spread(execution: pd.DataFrame) -> Chart | Absent:
    """How are execution rates spread over all reports?"""
    return _execution(execution).show("execution-spread", plot_execution_spread, execution)


def _execution(execution: pd.DataFrame) -> _Spread:
    codebook.require(execution, codebook.EXECUTION_PANEL)
    known = execution.dropna(subset=["rate_low"])
    return _Spread(
        numbers=[rate_drawn(row) for _, row in known.iterrows()],
        edges=EXECUTION_EDGES,
        unit="%",
        told=say_template("{all} 份报告里 {count} 份的预算执行率不到 90%"),
        asked=(0, 90),
        heads=("预算执行率", "份数"),
        subtitle=Sentence("预算执行率各段的报告份数"),
        absent=Sentence("这些报告没有可以比较的预算数和执行数。"),
    )


@on_axes
def plot_completion_spread(d: Drawing, completion: pd.DataFrame) -> None:
    """How many completion rates lie in each stretch, as bars from zero.

    Parameters
    ----------
    completion : one row per completion rate
    """
    _completion(completion).draw(d)


def show_completion_spread(completion: pd.DataFrame) -> Chart | Absent:
    """How far are completion rates spread beyond their targets?"""
    spread = _completion(completion)
    return spread.show("completion-spread", plot_completion_spread, completion)


def _completion(completion: pd.DataFrame) -> _Spread:
    codebook.require(completion, codebook.COMPLETION_PANEL)
    known = completion.dropna(subset=["rate_low", "rate_high"])
    return _Spread(
        # the middle of an interval, rounded: half of an odd sum of floats is not quite 100
        numbers=((known["rate_low"] + known["rate_high"]) / 2).round(6).tolist(),
        edges=COMPLETION_EDGES,
        unit="%",
        told=say_template("{all} 个完成率里 {count} 个达到或超过 130%"),
        asked=(130, NO_END),
        heads=("完成率", "个数"),
        subtitle=Sentence("完成率各段的个数，完成率是写出的，或由指标的实际值和目标值推算"),
        absent=Sentence("这些报告没有写出完成率，也没有可以推算的指标。"),
    )


@on_axes
def plot_score_spread(d: Drawing, scores: pd.DataFrame) -> None:
    """How many reports' self-scores lie in each stretch, as bars from zero.

    Parameters
    ----------
    scores : one row per report that scores itself, and form of it
    """
    _scores(scores).draw(d)


def show_score_spread(scores: pd.DataFrame) -> Chart | Absent:
    """How high do departments score themselves?"""
    return _scores(scores).show("score-spread", plot_score_spread, scores)


def _scores(scores: pd.DataFrame) -> _Spread:
    codebook.require(scores, codebook.SCORE_PANEL)
    known = scores.dropna(subset=["self_score"]).drop_duplicates("report_id")
    return _Spread(
        numbers=known["self_score"].tolist(),
        edges=SCORE_EDGES,
        unit=" 分",
        told=say_template("{all} 份报告里 {count} 份自评 90 分以上"),
        asked=(90, NO_END),
        heads=("自评得分", "份数"),
        subtitle=Sentence("自评得分各段的报告份数；得分是部门自评，未见第三方复核"),
        absent=Sentence("这些报告没有写出自评得分。"),
    )
