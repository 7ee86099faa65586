"""How well goals and indicators are proven, by the ledger that people filled."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from perf_analysis import codebook
from perf_analysis.charts.chart import Chart, Rows, Words
from perf_analysis.charts.colours import Colors
from perf_analysis.charts.drawing import drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, INK, LABEL, NOTE, PAPER, TINT, WARN
from perf_analysis.codebook import Ledger
from perf_analysis.language import say
from perf_analysis.sentences import Sentence, join

_ROW, _KEY = 50.0, 26.0  # [pt]
# Solid is proven by a file whose strength is told and not weak;
# tinted by one that is weak or does not say; hollow by none.
STATES = {"strong": "有佐证", "weak": "有佐证，强度不足或没有写", "none": "没有佐证文件"}


def plot_evidence(
    ledger: Ledger,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    colors: Colors | None = None,
    width: float | None = None,
) -> Axes:
    """The items of each sheet as a bar from zero: proven, weakly proven, not proven.

    Parameters
    ----------
    ledger : one row per item and piece of evidence
    ax : where to draw; a chart of its own when not given
    title, colors, width : as for every chart, see `perf_analysis.charts`
    """
    counts = _counts(ledger)
    with drawing(ax, title, colors, width) as d:
        ticks = [tick for tick in nice_ticks(float(counts.sum(axis=1).max())) if tick == int(tick)]
        d.scale(0, ticks[-1])
        left = 0.0
        for state, fill in _fills().items():
            d.ax.add_patch(
                Rectangle(
                    (left * d.per_point, 3),
                    10 * d.per_point,
                    10,
                    facecolor=fill,
                    edgecolor=_edge(state),
                    linewidth=1.2,
                    clip_on=False,
                )
            )
            d.text(left + 15, 8, STATES[state], LABEL, NOTE)
            left += 15 + text_width(say(STATES[state]), LABEL) + 18
        for at, (sheet, row) in enumerate(counts.iterrows()):
            top, start = _KEY + at * _ROW, 0.0
            d.text(0, top + 8, shorten(str(sheet), LABEL, d.width), LABEL)
            for state, fill in _fills().items():
                size = float(row[state])
                d.ax.add_patch(
                    Rectangle(
                        (start, top + 18),
                        size,
                        20,
                        facecolor=fill,
                        edgecolor=_edge(state),
                        linewidth=1.2,
                        zorder=2,
                    )
                )
                if size and size / d.per_point > text_width(f"{size:g}", LABEL) + 8:
                    d.label(
                        start + size / 2,
                        top + 28,
                        f"{size:g}",
                        LABEL,
                        PAPER if state == "strong" else INK,
                        "center",
                    )
                start += size
        d.ticks(ticks)
        d.finish(_KEY + _ROW * len(counts), str(_title(ledger)))
    return d.ax


def show_evidence(ledger: Ledger | None) -> Chart | None:
    """The proofs with their words; nothing where there is no ledger."""
    if ledger is None or ledger.empty:
        return None
    codebook.require(ledger, codebook.LEDGER)
    counts = _counts(ledger)
    listed = [
        Sentence(
            "{sheet}：{strong} 项有佐证，{weak} 项强度不足或没有写，{none} 项没有",
            sheet=str(sheet),
            **{state: str(int(row[state])) for state in STATES},
        )
        for sheet, row in counts.iterrows()
    ]
    words = Words(
        title=_title(ledger),
        subtitle=Sentence("台账里的项数，按佐证的强度分"),
        source=Sentence("来源：部门填写的台账；佐证文件的内容没有核对。"),
        alt=Sentence("堆叠条形图。{listed}。", listed=join(listed, "；")),
    )
    rows = [
        (
            row["name"] or row["item_id"],
            row["file"] or "没有",
            row["date"] or "",
            row["found"] or "",
            row["strength"] or "",
        )
        for row in codebook.rows(ledger)
    ]
    heads = ("目标或指标", "佐证文件", "佐证日期", "佐证上的数值", "佐证强度")
    return Chart("evidence", plot_evidence, ledger, words, Rows("台账里的佐证", heads, rows))


def _fills() -> dict[str, str]:
    return {"strong": ACTUAL, "weak": TINT, "none": PAPER}


def _edge(state: str) -> str:
    return WARN if state == "none" else ACTUAL


def _counts(ledger: Ledger) -> pd.DataFrame:
    """How many items of each sheet are in each state; an item with several proofs
    is in the best of them.
    """
    codebook.require(ledger, codebook.LEDGER)
    best: dict[tuple[str, str], str] = {}
    order = list(STATES)
    for row in codebook.rows(ledger):
        state = (
            "none"
            if not row["file"]
            else "weak"
            if not row["strength"] or row["strength"] in codebook.WEAK
            else "strong"
        )
        key = (row["sheet"], row["item_id"] or row["name"])
        best[key] = min(state, best.get(key, "none"), key=order.index)
    sheets = dict.fromkeys(sheet for sheet, _ in best)
    counts = Counter((sheet, state) for (sheet, _), state in best.items())
    return pd.DataFrame(
        [[counts[sheet, state] for state in order] for sheet in sheets],
        index=list(sheets),
        columns=order,
    )


def _title(ledger: Ledger) -> Sentence:
    counts = _counts(ledger).sum()
    total, none = str(int(counts.sum())), int(counts["none"])
    if not none:
        return Sentence("台账的 {total} 项都有佐证文件", total=total)
    if none == int(total):
        return Sentence("台账的 {total} 项都没有佐证文件", total=total)
    return Sentence("台账的 {total} 项里，{none} 项没有佐证文件", total=total, none=str(none))
