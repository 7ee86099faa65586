"""Where the self-score lies among the grades of a rule profile."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Chart, Rows, Unread, Words
from perf_analysis.charts.drawing import Drawing
from perf_analysis.charts.style import ACTUAL, BANDS, INK, LABEL, LINE, NOTE, PAPER, VALUE
from perf_analysis.codebook import Scores
from perf_analysis.language import say
from perf_analysis.rules import FULL, Profile, grade_of, read_profile
from perf_analysis.sentences import Sentence, cite, stated
from perf_analysis.terms import TOTAL_SCORE
from perf_analysis.units import printed


@on_axes
def plot_score(d: Drawing, scores: Scores, profile: Profile | str) -> None:
    """The self-score as a bar from zero over the bands of the grades, of one hue.

    Parameters
    ----------
    scores : one row per score
        Needs a self-score of at most 100.
    profile : the rule profile whose grades are the bands, or its name
    """
    profile = _read(profile)
    score = _own_score(scores)
    # show_score gives a sentence in their place
    assert score is not None and profile.grades is not None
    edges = [*(float(start) for _, start in reversed(profile.grades.bands)), float(FULL)]
    names = [name for name, _ in reversed(profile.grades.bands)]
    grade = grade_of(printed(score["score"], score["score_decimals"]), profile)
    d.scale(0, float(FULL))
    shades = BANDS[-len(names) :] if len(names) <= len(BANDS) else [BANDS[0]] * len(names)
    for name, (low, high), shade in zip(names, pairwise(edges), shades, strict=True):
        d.box((low, 18), (high - low, 48), shade, LINE, 0.6, zorder=1)
        size, ink = (VALUE, INK) if name == grade else (LABEL, NOTE)
        d.label((low + high) / 2, 8, name, size, ink, "center")
    d.bar(0, score["score"], 42, 19, ACTUAL)
    d.label(0, 42, str(stated(score, "score", "分")), VALUE, PAPER, shift=8)
    d.ticks(edges)
    d.finish(68, _title(score, profile))


def show_score(scores: Scores, profile: Profile | str) -> Chart | Absent:
    """C5 with its words: in which grade does the self-score lie, and by whose bands?"""
    codebook.require(scores, codebook.SCORES)
    profile = _read(profile)
    score = sure_score(scores)
    if score is None or not 0 <= score["score"] <= FULL:
        return Unread("百分制的自评得分")
    if profile.grades is None:
        return Absent(Sentence("规则“{profile}”没有分档，自评得分不能归档。", profile=profile.name))
    grades = profile.grades
    ends = [FULL, *(start for _, start in grades.bands)]
    bands = [
        (_grade(name), _band(float(start), float(end)))
        for (name, start), end in zip(grades.bands, ends[:-1], strict=True)
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
            source=str(grades.source),
        ),
        alt=Sentence(
            "条形图，{score}，各档从低到高：{bands}。",
            score=stated(score, "score", "分"),
            bands=say("；").join(f"{name} {told}" for name, told in reversed(bands)),
        ),
    )
    rows = Rows("等级", ("等级", "分数"), bands)
    plot = partial(plot_score, profile=profile)
    return Chart("score", plot, scores, words, rows, is_half=True)


def _band(start: float, end: float) -> str:
    if end == FULL:
        return say("{start} 分起", start=f"{start:g}")
    return say("{start} 分起，不到 {end} 分", start=f"{start:g}", end=f"{end:g}")


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
