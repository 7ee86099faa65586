"""Where the self-score lies among the grades of a rule profile."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from perf_analysis import codebook
from perf_analysis.charts.chart import Absent, Chart, Rows, Unread, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import drawing
from perf_analysis.charts.style import ACTUAL, BANDS, INK, LABEL, LINE, NOTE, PAPER, VALUE
from perf_analysis.codebook import Scores
from perf_analysis.language import say
from perf_analysis.rules import FULL, Profile, grade_of, read_profile
from perf_analysis.sentences import Sentence, cite, stated
from perf_analysis.terms import TOTAL_SCORE
from perf_analysis.units import printed


def plot_score(
    scores: Scores,
    profile: Profile | str,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The self-score as a bar from zero over the bands of the grades, of one hue.

    Parameters
    ----------
    scores : one row per score
        Needs a self-score of at most 100.
    profile : the rule profile whose grades are the bands, or its name
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    profile = _read(profile)
    score = _own_score(scores)
    # show_score gives a sentence in their place
    assert score is not None and profile.grades is not None
    edges = [*(float(start) for _, start in reversed(profile.grades.bands)), float(FULL)]
    names = [name for name, _ in reversed(profile.grades.bands)]
    grade = grade_of(printed(score["score"], score["score_decimals"]), profile)
    with drawing(ax, title, colors, width) as d:
        d.scale(0, float(FULL))
        shades = BANDS[-len(names) :] if len(names) <= len(BANDS) else [BANDS[0]] * len(names)
        for name, (low, high), shade in zip(names, pairwise(edges), shades, strict=True):
            d.ax.add_patch(
                Rectangle(
                    (low, 18),
                    high - low,
                    48,
                    facecolor=shade,
                    edgecolor=LINE,
                    linewidth=0.6,
                    zorder=1,
                )
            )
            is_own = name == grade
            d.label(
                (low + high) / 2,
                8,
                name,
                VALUE if is_own else LABEL,
                INK if is_own else NOTE,
                "center",
            )
        d.bar(0, score["score"], 42, 19, ACTUAL)
        d.label(0, 42, str(stated(score, "score", "分")), VALUE, PAPER, shift=8)
        d.ticks(edges)
        d.finish(68, str(_title(score, profile)))
    return d.ax


def show_score(scores: Scores, profile: Profile | str) -> Chart | Absent:
    """C5 with its words: in which grade does the self-score lie, and by whose bands?"""
    codebook.require(scores, codebook.SCORES)
    profile = _read(profile)
    score = sure_score(scores)
    if score is None or not 0 <= score["score"] <= FULL:
        return Unread("百分制的自评得分")
    if profile.grades is None:
        return Absent(Sentence("规则“{profile}”没有分档，自评得分不能归档。", profile=profile.name))
    starts = [float(start) for _, start in profile.grades.bands]
    ends = [float(FULL), *starts[:-1]]
    bands = [
        (
            _grade(name),
            say(
                "{start} 分起" if end == FULL else "{start} 分起，不到 {end} 分",
                start=f"{start:g}",
                end=f"{end:g}",
            ),
        )
        for (name, _), start, end in zip(profile.grades.bands, starts, ends, strict=True)
    ]
    words = Words(
        title=_title(score, profile),
        subtitle=Sentence(
            "{measure}，满分 {full} 分；分档按{profile}",
            measure=score["measure"],
            full=f"{FULL:g}",
            profile=profile.name,
        ),
        source=Sentence(
            "来源：自评报告{place}。分档引自{source}。得分是部门自评，未见第三方复核。",
            place=cite([score["section"]]),
            source=str(profile.grades.source),
        ),
        alt=Sentence(
            "条形图，{score}，各档从低到高：{bands}。",
            score=stated(score, "score", "分"),
            bands=say("；").join(f"{name} {told}" for name, told in reversed(bands)),
        ),
    )

    def plot(table: Scores, *, ax: Axes | None = None, colors: Colors | None = None) -> Axes:
        return plot_score(table, profile, ax=ax, colors=colors)

    return Chart("score", plot, scores, words, Rows("等级", ("等级", "分数"), bands), is_half=True)


def sure_score(scores: Scores) -> pd.Series | None:
    """The report's score of itself; None where another total of it says otherwise."""
    own = _own_score(scores)
    if own is None:
        return None
    totals = scores[scores["measure"].str.contains(TOTAL_SCORE, na=False)]
    return own if totals["score"].eq(own["score"]).all() else None


def _own_score(scores: Scores) -> pd.Series | None:
    own = scores[scores["whole"] == 1]
    return own.iloc[0] if len(own) else None


def _read(profile: Profile | str) -> Profile:
    return read_profile(profile) if isinstance(profile, str) else profile


def _grade(name: str) -> str:
    """A grade in words; over its band the chart keeps its one character."""
    return say(f"等级：{name}").removeprefix("等级：")


def _title(score: pd.Series, profile: Profile) -> Sentence:
    grade = grade_of(printed(score["score"], score["score_decimals"]), profile)
    return Sentence(
        "自评{score}，属“{grade}”一档", score=stated(score, "score", "分"), grade=_grade(str(grade))
    )
