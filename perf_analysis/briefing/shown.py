"""How what an analyst's own cell shows stands on a page: a table as the house sets it,
a picture with the words that stand in it.
"""

from __future__ import annotations

import re
from typing import Any

import matplotlib as mpl
import pandas as pd
from IPython.core.formatters import PlainTextFormatter
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from perf_analysis.charts.style import font_families
from perf_analysis.language import say

# tables of more columns are printed in smaller letters
_WIDE, _WIDER = 8, 14


def show_as_on_a_page(shell: InteractiveShell) -> None:
    """Have a shell show tables and pictures as the page needs them,
    Chinese in pictures with the font of the charts.
    """
    mpl.rcParams["font.family"] = font_families()
    formatters: dict[str, Any] = getattr(shell.display_formatter, "formatters", {})
    formatters["text/html"].for_type(pd.DataFrame, show_frame)
    formatters["text/html"].for_type(pd.Series, lambda column: show_frame(column.to_frame()))
    formatters["text/plain"] = _Telling(parent=shell.display_formatter)
    formatters["text/plain"].for_type(Figure, lambda figure, page, _: page.text(tell(figure)))


class _Telling(PlainTextFormatter):
    """Keeps telling the words of a figure when pyplot sets up how figures are shown."""

    def pop(self, typ: Any, default: Any = None) -> Any:
        return default if typ is Figure else super().pop(typ, default)


def show_frame(frame: pd.DataFrame) -> str:
    """A table: no index that only counts, nothing where there is no value,
    and as many rows as pandas would show.
    """
    is_counted = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    if frame.index.nlevels == 1 and frame.index.name and frame.columns.names == [None]:
        frame = frame.rename_axis(index=None, columns=str(frame.index.name))
    table = frame.to_html(
        index=not is_counted, na_rep="", border=0, max_rows=_most_rows(frame), classes="frame"
    )
    head, end, body = re.sub(r' style="[^"]*"', "", table).partition("</thead>")
    if frame.columns.nlevels == 1:
        head = _aligned(head, frame, first=0 if is_counted else frame.index.nlevels)
    head = re.sub(r"<th(?=[ >])", '<th scope="col"', head)
    body = re.sub(r"<th(?=[ >])", '<th scope="row"', body)
    body = re.sub(r"<td>(?=[-+]?[\d.,]+(?:e[+-]\d+)?%?</td>)", '<td class="amount">', body)
    rows, columns = frame.shape
    wide = " wide wider" if columns > _WIDER else " wide" if columns > _WIDE else ""
    label = say("表，{rows} 行 {columns} 列", rows=rows, columns=columns)
    note = f'<p class="note">{label}</p>' if _most_rows(frame) else ""
    return (
        f'<div class="own{wide}"><div class="scroll" tabindex="0" role="group"'
        f' aria-label="{label}">{head}{end}{body}</div>{note}</div>'
    )


def _aligned(head: str, frame: pd.DataFrame, first: int) -> str:
    """The heads of columns of numbers over their numbers."""
    numbers = [False] * first + [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    at = iter(numbers)
    return re.sub("<th>", lambda _: '<th class="amount">' if next(at, False) else "<th>", head)


def _most_rows(frame: pd.DataFrame) -> int | None:
    most = pd.get_option("display.max_rows")
    return pd.get_option("display.min_rows") if most and len(frame) > most else None


def tell(figure: Figure) -> str:
    """The words that stand in a picture, for who does not see it: its titles, axes and key."""
    told: list[Any] = [figure.get_suptitle()]
    for ax in figure.axes:
        told += [ax.get_title(loc=place) for place in ("center", "left", "right")]
        told += [ax.get_xlabel(), ax.get_ylabel()]
        key = ax.get_legend()
        told += [text.get_text() for text in key.get_texts()] if key else []
    words = dict.fromkeys(" ".join(str(word).split()) for word in told)
    return say("图：{words}", words=say("；").join(filter(None, words)) or say("没有标题"))
