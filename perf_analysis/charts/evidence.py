"""How well goals and indicators are proven, by the ledger that people filled."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from perf_analysis import codebook
from perf_analysis.charts.axes import on_axes
from perf_analysis.charts.chart import Chart, Rows, Words, each
from perf_analysis.charts.drawing import Drawing, nice_ticks
from perf_analysis.charts.lettering import shorten, text_width
from perf_analysis.charts.style import ACTUAL, INK, LABEL, PAPER, TINT, WARN
from perf_analysis.codebook import Ledger
from perf_analysis.sentences import Sentence, join

_ROW, _KEY = 50.0, 26.0  # [pt]
# Solid is proven by a file whose strength is told and not weak;
# tinted by one that is weak or does not say; hollow by none.
STATES = {"strong": "有佐证", "weak": "有佐证，强度不足或没有写", "none": "没有佐证文件"}
FILLS = {"strong": (ACTUAL, ACTUAL), "weak": (TINT, ACTUAL), "none": (PAPER, WARN)}  # with edges


@on_axes
def plot_evidence(d: Drawing, ledger: Ledger) -> None:
    """The items of each sheet as a bar from zero: proven, weakly proven, not proven.

    Parameters
    ----------
    ledger : one row per item and piece of evidence
    """
    counts = _counts(ledger)
    ticks = [tick for tick in nice_ticks(float(counts.sum(axis=1).max())) if tick == int(tick)]
    d.scale(0, ticks[-1])
    for x, state in zip(d.key(STATES.values(), 0, 15, 18, LABEL), STATES, strict=True):
        d.box((x * d.per_point, 3), (10 * d.per_point, 10), *FILLS[state], 1.2, clip_on=False)
    for at, (sheet, row) in enumerate(counts.iterrows()):
        top, start = _KEY + at * _ROW, 0.0
        d.text(0, top + 8, shorten(str(sheet), LABEL, d.width))
        for name, fill in FILLS.items():
            size, told = float(row[name]), f"{row[name]:g}"
            d.box((start, top + 18), (size, 20), *fill, 1.2, zorder=2)
            if size and size / d.per_point > text_width(told, LABEL) + 8:
                ink = PAPER if name == "strong" else INK
                d.label(start + size / 2, top + 28, told, LABEL, ink, "center")
            start += size
    d.ticks(ticks)
    d.finish(_KEY + _ROW * len(counts), _title(ledger))


def show_evidence(ledger: Ledger | None) -> Chart | None:
    """The proofs with their words; nothing where there is no ledger."""
    if ledger is None or ledger.empty:
        return None
    codebook.require(ledger, codebook.LEDGER)
    counts = _counts(ledger)
    listed = each(
        "{sheet}：{strong} 项有佐证，{weak} 项强度不足或没有写，{none} 项没有",
        counts.reset_index(names="sheet").astype(str),
        sheet="sheet",
        **{state: state for state in STATES},
    )
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
