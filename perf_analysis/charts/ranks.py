"""Where a rank stands among all that are ranked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from perf_analysis import codebook
from perf_analysis.charts.chart import Absent, Cell, Chart, Rows, Unread, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import Drawing, drawing
from perf_analysis.charts.lettering import text_width
from perf_analysis.charts.style import ACTUAL, LABEL, LINE, MUTE, NOTE, PRIOR, SMALL, VALUE
from perf_analysis.codebook import Ranks
from perf_analysis.figures import text_of
from perf_analysis.language import say, say_number
from perf_analysis.sentences import Number, Sentence, before, cite, join, stated

_STRIP = 84.0  # height of one population with its labels [pt]
# Above this many places the strip is drawn as its two ends only: the ticks would run together.
MOST_TICKS = 400


def plot_ranks(
    ranks: Ranks,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """A strip of all ranked for each rank with a population, first place left; the rank solid,
    the one before hollow.

    Parameters
    ----------
    ranks : one row per rank held
        Rows without a population are left to the table beside.
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    placed = _placed(ranks)
    with drawing(ax, title, colors, width) as d:
        d.scale(0, 1, left=6, right=6)
        for at, (_, row) in enumerate(placed.iterrows()):
            _draw_strip(d, row, at * _STRIP)
        d.finish(_STRIP * len(placed) - 10, str(_title(ranks)))
    return d.ax


def show_ranks(ranks: Ranks) -> Chart | Absent:
    """C7 with its words: where does each rank stand among all that are ranked?"""
    codebook.require(ranks, codebook.RANKS)
    placed = _placed(ranks)
    if ranks.empty:
        return Unread("名次和参评数")
    if placed.empty:
        return Absent(_listed(ranks))
    rows: list[tuple[Cell, ...]] = [
        (
            _among(row),
            _population(row),
            stated(row, "rank", ""),
            before(row) if pd.notna(row["before"]) else "未写",
        )
        for _, row in ranks.iterrows()
    ]
    words = Words(
        title=_title(ranks),
        subtitle=Sentence("{measure}，左端为第 1 位", measure=placed.iloc[0]["measure"]),
        source=join(
            [Sentence("来源：自评报告{place}。", place=cite(placed["section"])), *_cautions(ranks)]
        ),
        alt=Sentence(
            "名次条。{listed}。",
            listed=join(
                [
                    Sentence(
                        "{scope}{population}中第{rank}位",
                        scope=_among(row),
                        population=_population(row),
                        rank=stated(row, "rank", ""),
                    )
                    for _, row in placed.iterrows()
                ],
                "；",
            ),
        ),
    )
    return Chart(
        "ranks",
        plot_ranks,
        ranks,
        words,
        Rows("名次", ("范围", "参评数", "名次", "上次（推算）"), rows),
        is_half=True,
    )


def is_top_quarter(row: pd.Series) -> bool:
    """Whether the rank lies in the first quarter of its population."""
    return bool(4 * row["rank"] <= row["population"])


def _draw_strip(d: Drawing, row: pd.Series, top: float) -> None:
    size, rank, y = int(row["population"]), int(row["rank"]), top + 45.0

    def place(number: float) -> float:
        return (number - 1) / max(size - 1, 1)

    d.text(
        0,
        top + 8,
        str(Sentence("{scope} {population}", scope=_among(row), population=_population(row))),
        LABEL,
    )
    inner = np.arange(2, size) if size <= MOST_TICKS else np.array([])
    # one path each, not one a place
    for places, colour in ((inner, MUTE), (np.array([1, size]), LINE)):
        xs = np.array([[place(number), place(number), np.nan] for number in places]).ravel()
        d.ax.plot(
            xs,
            np.tile([y - 8, y + 8, np.nan], len(places)),
            color=colour,
            lw=min(1.0, 0.4 * d.width / size),
            clip_on=False,
        )
    told = say_number(f"第 {rank} 位")
    edge = text_width(told, VALUE) / 2 - 6
    centre = min(max(place(rank) / d.per_point, edge), d.width - 12 - edge) * d.per_point
    if pd.notna(row["before"]) and row["before"] <= size:
        was = place(row["before"])
        d.ax.annotate(
            "",
            (place(rank), y),
            (was, y),
            arrowprops={"arrowstyle": "-|>", "color": PRIOR, "lw": 2.4, "shrinkA": 5, "shrinkB": 6},
            zorder=3,
        )
        d.dot(was, y, is_derived=True)
        is_right = was > place(rank)
        d.label(
            centre,
            y - 20,
            str(Sentence("上次{before}（推算）", before=before(row))),
            SMALL,
            NOTE,
            "left" if is_right else "right",
            (edge + 14) * (1 if is_right else -1),
        )
    d.dot(place(rank), y)
    d.label(centre, y - 20, told, VALUE, ACTUAL, "center")
    d.label(1, y + 20, f"第 {size} 位", SMALL, NOTE, "right", 6)
    if (
        is_top_quarter(row)
        and place(size / 4) / d.per_point > text_width(say("前四分之一"), SMALL) + 4
    ):
        d.ax.plot(
            [0, 0, place(size / 4), place(size / 4)],
            [y + 10, y + 13, y + 13, y + 10],
            color=NOTE,
            lw=0.9,
            clip_on=False,
        )
        d.label(place(size / 4) / 2, y + 22, "前四分之一", SMALL, NOTE, "center")


def _placed(ranks: Ranks) -> Ranks:
    codebook.require(ranks, codebook.RANKS)
    return ranks[ranks["population"].notna()]


def _listed(ranks: Ranks) -> Sentence:
    """The ranks in words, for no strip can be drawn where nothing says how many are ranked."""
    told = [
        Sentence(
            "{scope}{measure}{rank}",
            scope=text_of(row["scope"]),
            measure=row["measure"].removeprefix(text_of(row["scope"])),
            rank=Number(f"第 {row['rank']} 位", (row["rank_id"],)),
        )
        for _, row in ranks.iterrows()
    ]
    return Sentence("{ranks}；未见参评数，不作图。", ranks=join(told, "；"))


def _among(row: pd.Series) -> str:
    return row["scope"] if isinstance(row["scope"], str) else "范围未写"


def _population(row: pd.Series) -> Cell:
    if pd.isna(row["population"]):
        return "未写"
    text = f"{row['population']} 个"
    return Number(text, (row["population_id"],)) if isinstance(row["population_id"], str) else text


def _title(ranks: Ranks) -> Sentence:
    row = _placed(ranks).iloc[0]
    rank = Number(f"第 {row['rank']} 位", (row["rank_id"],))
    told = Sentence("{scope}排名{rank}", scope=_among(row), rank=rank)
    if has_moved(row):
        verb = "升至" if row["moved"] > 0 else "降至"
        told = Sentence("{scope}排名{verb}{rank}", scope=_among(row), verb=verb, rank=rank)
    return told + (
        Sentence("，居前四分之一")
        if is_top_quarter(row)
        else Sentence("，共{population}", population=_population(row))
    )


def has_moved(row: pd.Series) -> bool:
    """Whether a rank moved, and by as much as the last one says where that is printed."""
    if pd.isna(row["moved"]) or not row["moved"]:
        return False
    return bool(pd.isna(row["before"]) or row["before"] - row["rank"] == row["moved"])


def _cautions(ranks: Ranks) -> list[Sentence]:
    told = []
    derived = ranks["before"].notna() & ranks["before_id"].isna()
    for _, row in ranks[derived].iterrows():
        told.append(
            Sentence(
                "上次{before}由“{moved}”推算，上次参评数没有写，两次画在同一刻度上。",
                before=before(row),
                moved=_moved(row),
            )
        )
    for _, row in ranks[ranks["population"].isna()].iterrows():
        told.append(
            Sentence(
                "{measure}（{scope}第{rank}）没有写参评数，不画。",
                measure=row["measure"],
                scope=_among(row),
                rank=stated(row, "rank", ""),
            )
        )
    return told


def _moved(row: pd.Series) -> Number:
    return Number(
        say(
            "上升 {places} 位" if row["moved"] > 0 else "下降 {places} 位", places=abs(row["moved"])
        ),
        (row["moved_id"],),
    )
