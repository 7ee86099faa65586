"""Where a rank stands among all that are ranked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words, each
from perf_analysis.charts.drawing import Drawing
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, LINE, MUTE, NOTE, PRIOR, SMALL, VALUE
from perf_analysis.codebook import Ranks
from perf_analysis.figures import text_of
from perf_analysis.language import say, say_number
from perf_analysis.sentences import Number, Sentence, before, cite, join, stated

_STRIP = 84.0  # height of one population with its labels [pt]
# Above this many places the strip is drawn as its two ends only: the ticks would run together.
MOST_TICKS = 400
_QUARTER = "前四分之一"


@on_axes
def plot_ranks(d: Drawing, ranks: Ranks) -> None:
    """A strip of all ranked for each rank with a population, first place left; the rank solid,
    the one before hollow.

    Parameters
    ----------
    ranks : one row per rank held
        Rows without a population are left to the table beside.
    """
    placed = _placed(ranks)
    d.scale(0, 1, left=6, right=6)
    for at, (_, row) in enumerate(placed.iterrows()):
        _draw_strip(d, row, at * _STRIP)
    d.finish(_STRIP * len(placed) - 10, _title(ranks))


def show_ranks(ranks: Ranks) -> Chart | Absent:
    """C7 with its words: where does each rank stand among all that are ranked?"""
    placed = _placed(ranks)
    if ranks.empty:
        return Unread("名次和参评数")
    if placed.empty:
        return Absent(_listed(ranks))
    told = each(
        "{scope}{population}中第{rank}位", placed, scope=_among, population=_population, rank=_rank
    )
    words = Words(
        title=_title(ranks),
        subtitle=Sentence("{measure}，左端为第 1 位", measure=placed.iloc[0]["measure"]),
        source=join(
            [Sentence("来源：自评报告{place}。", place=cite(placed["section"])), *_cautions(ranks)]
        ),
        alt=Sentence("名次条。{listed}。", listed=join(told, "；")),
    )
    rows = Rows.of(
        "名次", ranks, {"范围": _among, "参评数": _population, "名次": _rank, "上次（推算）": _last}
    )
    return Chart("ranks", plot_ranks, ranks, words, rows, is_half=True)


def is_top_quarter(row: pd.Series) -> bool:
    """Whether the rank lies in the first quarter of its population."""
    return bool(4 * row["rank"] <= row["population"])


def _draw_strip(d: Drawing, row: pd.Series, top: float) -> None:
    size, rank, y = int(row["population"]), int(row["rank"]), top + 45.0
    who = Sentence("{scope} {population}", scope=_among(row), population=_population(row))
    d.text(0, top + 8, str(who))
    _draw_places(d, size, y)
    told = say_number(f"第 {rank} 位")
    edge = text_width(told, VALUE) / 2 - 6
    x = _place(rank, size)
    centre = min(max(x / d.per_point, edge), d.width - 12 - edge) * d.per_point
    if pd.notna(row["before"]) and row["before"] <= size:
        was = _place(row["before"], size)
        arrow = {"arrowstyle": "-|>", "color": PRIOR, "lw": 2.4, "shrinkA": 5, "shrinkB": 6}
        d.ax.annotate("", (x, y), (was, y), arrowprops=arrow, zorder=3)
        d.dot(was, y, is_derived=True)
        last = str(Sentence("上次{before}（推算）", before=before(row)))
        d.label(centre, y - 20, last, shift=(edge + 14) * (1 if was > x else -1))
    d.dot(x, y)
    d.label(centre, y - 20, told, VALUE, ACTUAL, "center")
    d.label(1, y + 20, f"第 {size} 位", align="right", shift=6)
    quarter = _place(size / 4, size)
    if is_top_quarter(row) and quarter / d.per_point > text_width(say(_QUARTER), SMALL) + 4:
        ys = [y + 10, y + 13, y + 13, y + 10]
        d.line([0, 0, quarter, quarter], ys, NOTE, 0.9, clip_on=False)
        d.label(quarter / 2, y + 22, _QUARTER, align="center")


def _draw_places(d: Drawing, size: int, y: float) -> None:
    inner = np.arange(2, size) if size <= MOST_TICKS else np.array([])
    # one path each, not one a place
    for places, colour in ((inner, MUTE), (np.array([1, size]), LINE)):
        xs = np.repeat(_place(places, size), 3)
        xs[2::3] = np.nan
        ys = np.tile([y - 8, y + 8, np.nan], len(places))
        d.line(xs, ys, colour, min(1.0, 0.4 * d.width / size), clip_on=False)


def _place(number: Any, size: int) -> Any:
    """Where a place stands on the strip, the first at 0 and the last at 1."""
    return (number - 1) / max(size - 1, 1)


def _placed(ranks: Ranks) -> Ranks:
    codebook.require(ranks, codebook.RANKS)
    return ranks[ranks["population"].notna()]


def _listed(ranks: Ranks) -> Sentence:
    """The ranks in words, for no strip can be drawn where nothing says how many are ranked."""
    told = each(
        "{scope}{measure}{rank}",
        ranks,
        scope=lambda row: text_of(row["scope"]),
        measure=lambda row: row["measure"].removeprefix(text_of(row["scope"])),
        rank=_nth,
    )
    return Sentence("{ranks}；未见参评数，不作图。", ranks=join(told, "；"))


def _among(row: pd.Series) -> str:
    return row["scope"] if isinstance(row["scope"], str) else "范围未写"


def _population(row: pd.Series) -> Cell:
    if pd.isna(row["population"]):
        return "未写"
    text = f"{row['population']} 个"
    return Number(text, (row["population_id"],)) if isinstance(row["population_id"], str) else text


def _rank(row: pd.Series) -> Number:
    return stated(row, "rank", "")


def _nth(row: pd.Series) -> Number:
    return Number(f"第 {row['rank']} 位", (row["rank_id"],))


def _last(row: pd.Series) -> Cell:
    return before(row) if pd.notna(row["before"]) else "未写"


def _title(ranks: Ranks) -> Sentence:
    row = _placed(ranks).iloc[0]
    told = Sentence("{scope}排名{rank}", scope=_among(row), rank=_nth(row))
    if has_moved(row):
        verb = "升至" if row["moved"] > 0 else "降至"
        told = Sentence("{scope}排名{verb}{rank}", scope=_among(row), verb=verb, rank=_nth(row))
    if is_top_quarter(row):
        return told + Sentence("，居前四分之一")
    return told + Sentence("，共{population}", population=_population(row))


def has_moved(row: pd.Series) -> bool:
    """Whether a rank moved, and by as much as the last one says where that is printed."""
    if pd.isna(row["moved"]) or not row["moved"]:
        return False
    return bool(pd.isna(row["before"]) or row["before"] - row["rank"] == row["moved"])


def _cautions(ranks: Ranks) -> list[Sentence]:
    derived = ranks[ranks["before"].notna() & ranks["before_id"].isna() & ranks["moved_id"].notna()]
    alone = ranks[ranks["population"].isna()]
    return [
        *each(
            "上次{before}由“{moved}”推算，上次参评数没有写，两次画在同一刻度上。",
            derived,
            before=before,
            moved=_moved,
        ),
        *each(
            "{measure}（{scope}第{rank}）没有写参评数，不画。",
            alone,
            measure="measure",
            scope=_among,
            rank=_rank,
        ),
    ]


def _moved(row: pd.Series) -> Number:
    places = abs(row["moved"])
    told = say("上升 {places} 位" if row["moved"] > 0 else "下降 {places} 位", places=places)
    return Number(told, (row["moved_id"],))
