"""How what an analyst's own cell shows stands on a page: a table as the house sets it,
a picture with the words that stand in it.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from IPython.core.formatters import PlainTextFormatter
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from perf_analysis.charts.style import font_families
from perf_analysis.language import say

# How wide an A4 page is between its margins, and the letters of a table on it and of one too wide
# for that; one too wide for these too is printed in parts. [pt]
_PAPER, _PLAIN, _SMALL = 500.0, 9.5, 7.5
# room that words need before they are broken, and what is between columns [em]
_WORDS, _ADDRESS, _APART = 6.0, 24.0, 0.8
_UNBROKEN = re.compile(r"[!-~−]+")
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*(?:e[+-]\d+)?%?")
_NOTHING = re.compile(r"nan|<NA>|&lt;NA&gt;|None|NaT", re.IGNORECASE)
_STYLED_HEAD = re.compile(r'<th ([^>]*)class="col_heading level0 col(\d+)')
_STYLED_CELL = re.compile(r'<td([^>]*)class="data row(\d+) col(\d+)([^>]*)>(.*?)</td>', re.DOTALL)


def show_as_on_a_page(shell: InteractiveShell) -> None:
    """Have a shell show tables and pictures as the page needs them,
    Chinese in pictures with the font of the charts.
    """
    mpl.rcParams["font.family"] = font_families()
    formatters: dict[str, Any] = getattr(shell.display_formatter, "formatters", {})
    formatters["text/html"].for_type(pd.DataFrame, show_frame)
    formatters["text/html"].for_type(pd.Series, lambda column: show_frame(column.to_frame()))
    # by name: few import it
    formatters["text/html"].for_type_by_name("pandas.io.formats.style", "Styler", show_styled)
    formatters["text/plain"] = _Telling(parent=shell.display_formatter)
    formatters["text/plain"].for_type(Figure, lambda figure, page, _: page.text(tell(figure)))


class _Telling(PlainTextFormatter):
    """Keeps telling the words of a figure when pyplot sets up how figures are shown."""

    def pop(self, typ: Any, default: Any = None) -> Any:
        return default if typ is Figure else super().pop(typ, default)


def show_frame(frame: pd.DataFrame) -> str:
    """A table: no index that only counts, nothing where there is no value, numbers as they are
    written, and as many rows as pandas would show; on paper in parts where it is wider.
    """
    told = _told(frame)
    return _framed(
        frame,
        told,
        lambda part: _table(frame.iloc[:, list(part)], told.iloc[:, list(part)]),
        is_cut=_most_rows(frame) is not None,
    )


def _framed(
    frame: pd.DataFrame,
    told: pd.DataFrame,
    make: Callable[[Sequence[int]], str],
    *,
    is_cut: bool = False,
) -> str:
    """A table that `make` writes of the columns it is given, where it may be wide."""
    label = say("表，{rows} 行 {columns} 列", rows=len(frame), columns=frame.shape[1])
    widths = [_width(head, told.iloc[:, at]) for at, head in enumerate(frame.columns)]
    begin = 0 if _is_counted(frame) else _width("", told.index.astype(str).to_series())
    whole = sum(widths) + begin
    kinds = ["own"] + ["wide"] * (whole > _PAPER / _PLAIN)
    parts = ""
    if whole > _PAPER / _SMALL and len(widths) > 1:
        kinds.append("parted")
        told_parts = "".join(map(make, _parts(widths, begin)))
        parts = f'<div class="parts">{told_parts}</div>'
    note = f'<p class="note">{label}</p>' if is_cut else ""
    return (
        f'<div class="{" ".join(kinds)}"><div class="scroll" tabindex="0" role="group"'
        f' aria-label="{label}">{make(range(len(widths)))}</div>{parts}{note}</div>'
    )


def _parts(widths: Sequence[float], begin: float) -> list[list[int]]:
    """The columns of each part that fits on paper, by place; each begins with the index, or with
    the first column where that only counts. [em]
    """
    first = [] if begin else [0]
    begin = begin or widths[0]
    parts: list[list[int]] = []
    left = 0.0
    for at in range(len(first), len(widths)):
        if not parts or widths[at] > left:
            parts.append([*first])
            left = _PAPER / _SMALL - begin
        parts[-1].append(at)
        left -= widths[at]
    return parts


def _width(head: object, cells: pd.Series) -> float:
    """How wide a column is at least: Chinese may be broken, numbers and words of letters never,
    but for such as an address is. [em]
    """
    told = (*cells, str(head))
    unbroken = (run for cell in told for run in _UNBROKEN.findall(cell))
    longest = min(max(map(_ems, unbroken), default=0.0), _ADDRESS)
    return max(longest, min(max(map(_ems, told)), _WORDS)) + _APART


def _ems(text: str) -> float:
    return sum(1.0 if letter > "\u2e7f" else 0.6 for letter in text)


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells as text, those alone that are shown of a long table."""
    most = _most_rows(frame)
    # twice as many as are shown, so that the cut is still made
    kept = pd.concat([frame.head(most), frame.tail(most)]) if most else frame
    cells = {at: _column(kept.iloc[:, at]) for at in range(kept.shape[1])}
    return pd.DataFrame(cells, index=kept.index, dtype=object)


def _column(column: pd.Series) -> list[str]:
    """The cells of a column as they are written: no power of ten, one number of decimals."""
    write: Callable[[Any], str] = str
    if pd.api.types.is_float_dtype(column.dtype):
        write = pd.get_option("display.float_format") or _decimal(column)
    elif pd.api.types.is_datetime64_any_dtype(column.dtype):
        is_days = (column.dropna() == column.dropna().dt.normalize()).all()
        write = (lambda day: f"{day:%Y-%m-%d}") if is_days else str
    return ["" if _is_none(value) else write(value) for value in column]


def _is_none(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _decimal(column: pd.Series) -> Callable[[Any], str]:
    most = pd.get_option("display.precision")
    written = [f"{value:.{most}f}".rstrip("0").partition(".")[2] for value in column.dropna()]
    decimals = max(map(len, written), default=0)
    return lambda value: f"{value:.{decimals}f}" if abs(value) >= 10**-most else f"{value:g}"


def _is_counted(frame: pd.DataFrame) -> bool:
    """Whether the index only counts the rows."""
    return isinstance(frame.index, pd.RangeIndex) and frame.index.name is None


def _table(frame: pd.DataFrame, told: pd.DataFrame) -> str:
    """The table of what is `told` of a frame, its numbers right under their heads."""
    is_counted = _is_counted(frame)
    shown = told.set_axis(frame.columns, axis="columns")
    if shown.index.nlevels == 1 and shown.index.name and frame.columns.names == [None]:
        shown = shown.rename_axis(index=None, columns=str(frame.index.name))
    table = shown.to_html(
        index=not is_counted, na_rep="", border=0, max_rows=_most_rows(frame), classes="frame"
    )
    head, end, body = re.sub(r' style="[^"]*"', "", table).partition("</thead>")
    if frame.columns.nlevels == 1:
        head = _aligned(head, frame, first=0 if is_counted else frame.index.nlevels)
    head = re.sub(r"<th(?=[ >])", '<th scope="col"', head)
    body = re.sub(r"<th(?=[ >])", '<th scope="row"', body)
    body = re.sub(rf"<td>(?={_NUMBER.pattern}</td>)", '<td class="amount">', body)
    return f"{head}{end}{body}"


def show_styled(styler: Any) -> str:
    """What pandas styled, as the house's tables: its own numbers and colours, no index that only
    counts, nothing where there is no value.
    """
    frame = styler.data
    number = itertools.count(int(str(styler.uuid)[:5], 16))

    def make(part: Sequence[int]) -> str:
        shown = copy.deepcopy(styler).set_uuid(f"{next(number) % 16**5:05x}")
        left = [at for at in range(frame.shape[1]) if at not in part]
        shown.hide(frame.columns[left], axis="columns")
        if _is_counted(frame):
            shown.hide(axis="index")
        table = shown.set_table_attributes('class="frame"').to_html()
        table = _STYLED_HEAD.sub(lambda head: _styled_head(head, frame), table)
        return _STYLED_CELL.sub(lambda cell: _styled_cell(cell, frame), table)

    return _framed(frame, _told(frame), make)


def _styled_head(head: re.Match[str], frame: pd.DataFrame) -> str:
    is_amount = pd.api.types.is_numeric_dtype(frame.dtypes.iloc[int(head[2])])
    return f'<th scope="col" {head[1]}class="{"amount " * is_amount}col_heading level0 col{head[2]}'


def _styled_cell(cell: re.Match[str], data: pd.DataFrame) -> str:
    """A cell; one without a value is empty unless its maker has a word for that."""
    before, row, column, after, told = cell.groups()
    if _is_none(data.iloc[int(row), int(column)]) and _NOTHING.search(told):
        told = ""
    kind = "amount " if _NUMBER.fullmatch(told) else ""
    return f'<td{before}class="{kind}data row{row} col{column}{after}>{told}</td>'


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
