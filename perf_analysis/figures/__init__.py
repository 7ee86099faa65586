"""Figures: the numbers a report states, completed by what their print allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perf_analysis import codebook, units
from perf_analysis.codebook import Row
from perf_analysis.errors import TableError
from perf_analysis.structure import LEVELS
from perf_analysis.terms import term_of
from perf_analysis.units import Interval

if TYPE_CHECKING:
    import pandas as pd


def add_intervals(figures: Iterable[Row]) -> list[dict[str, Any]]:
    """Figures with all columns of the codebook: `low`, `high`, `base_unit` and `base_value`
    computed from the printed digits, and the `term` of the measure.

    Parameters
    ----------
    figures : one row per figure
        Scores and targets in the cells of tables, as `role` and `section` tell them, are exact. A
        row without a value keeps the ends that it has.

    Returns
    -------
    figures : the same rows
        `low`, `high` and `base_value` are in `base_unit`; missing where value or decimals are.
    """
    filled = codebook.fill(codebook.FIGURES, figures)
    for row in filled:
        row |= _in_base_unit(row)
        row["term"] = row["term"] or term_of(text_of(row["subject"]), text_of(row["measure"]))
    return filled


def convert(figures: pd.DataFrame, unit: str) -> pd.Series:
    """The values of figures in one unit, so that 万元 and 亿元 stand side by side.

    Parameters
    ----------
    figures : one row per figure
        Needs `base_value` and `base_unit`, as `report.figures` has them.
    unit : a unit as reports print it: 万元, 亩, %

    Returns
    -------
    values : float64 in `unit`, named by it, with the index of `figures`; missing where a figure
        has no value or another base unit. The printed digits are divided exactly and rounded once.

    Raises
    ------
    TableError : a column is missing, or `unit` is none

    Examples
    --------
    >>> import perf_analysis as pa
    >>> figures = pa.load().figures
    >>> amounts = figures[figures["kind"] == "amount"]
    >>> pa.convert(amounts, "亿元").head(2).tolist()
    [0.194554, 0.192446]
    """
    import pandas as pd

    codebook.require(figures, codebook.FIGURES, "base_value", "base_unit")
    kind = units.kind_of(unit)
    base = units.base_of(unit, "rate" if kind == "share" else kind)
    if base is None or units.read_unit(unit, 0, len(unit)).word != unit:
        raise TableError("unknown-name", f"没有这个单位：{unit}；写报告里的单位，例如 万元、亩、%")
    base_unit, factor = base
    values = [
        float(Decimal(str(value)) / factor) if told == base_unit and value == value else None
        for value, told in zip(figures["base_value"], figures["base_unit"], strict=True)
    ]
    return pd.Series(values, index=figures.index, name=unit, dtype="float64")


def ends_of_span(row: Mapping[str, Any]) -> dict[str, float | None]:
    """The ends of an approximate number or a span in its base unit: of 三到五个, 七八百万元."""
    low, high = row["span"]
    base = units.base_of(text_of(row["unit"]), row["kind"])
    if not base:
        return {"low": None, "high": None}
    top = float("inf") if high is None else float(high * base[1])
    return {"low": float(low * base[1]), "high": top}


def interval_of(figure: Row) -> Interval:
    """The interval of one figure in its unit as written, signed by its direction."""
    span = units.interval(
        figure["value"],
        figure["decimals"],
        text_of(figure["unit"]),
        figure["kind"],
        text_of(figure["qualifier"]),
    )
    if text_of(figure["direction"]) == "-" and figure["value"] > 0:
        return Interval(-span.high, -span.low)
    return span


def name_of(figure: Row | pd.Series) -> str:
    """Whose measure a figure is, in one phrase: subject and measure together."""
    return text_of(figure["subject"]) + text_of(figure["measure"])


def name_section(path: str) -> str:
    """A heading path as a reader of the report would write it.

    >>> name_section("二(二)6"), name_section("三"), name_section("三/表1!C7")
    ('第二部分（二）第 6 项', '第三部分', '第三部分表1 C7 格')
    >>> name_section("第四章二(一)3")
    '第四章二（一）第 3 项'
    """
    heading, table, cell = split_place(path)
    if table:
        return f"{name_section(heading)}{table} {cell} 格"
    found = LEVELS.fullmatch(path)
    if not found or not (found[1] or found[2]):
        return path
    chapter, part, section, item = found.groups()
    told = (part or "") if chapter or not part else f"第{part}部分"
    told = (chapter or "") + told + (f"（{section.strip('()')}）" if section else "")
    return told + (f"第 {item} 项" if item else "")


def split_place(path: str) -> tuple[str, str, str]:
    """Heading path, table and cell of where a figure stands;
    the last two are empty outside of tables.

    >>> split_place("三/表1!C7"), split_place("二(二)6")
    (('三', '表1', 'C7'), ('二(二)6', '', ''))
    """
    heading, _, place = path.rpartition("/") if "!" in path else (path, "", "")
    table, _, cell = place.rpartition("!")
    return heading, table, cell


def _in_base_unit(row: Row) -> dict[str, Any]:
    base = units.base_of(text_of(row["unit"]), row["kind"])
    if base is None:
        return dict.fromkeys(("low", "high", "base_unit", "base_value"))
    base_unit, factor = base
    value, decimals, qualifier = row["value"], row["decimals"], text_of(row["qualifier"])
    if value is None or decimals is None:
        ends = row["low"], row["high"]
        return {"low": ends[0], "high": ends[1], "base_unit": base_unit, "base_value": None}
    number = units.printed(value, decimals)
    is_in_table = "!" in text_of(row["section"])
    if is_in_table and not qualifier and (row["kind"] == "score" or row["role"] == "target"):
        span = Interval(number, number)
    else:
        span = units.interval(value, decimals, text_of(row["unit"]), row["kind"], qualifier)
    low, high = (float(end) for end in units.scaled(span, factor))
    return {"low": low, "high": high, "base_unit": base_unit, "base_value": float(number * factor)}


def text_of(cell: object) -> str:
    """A text cell, with a missing one as the empty string."""
    return cell if isinstance(cell, str) else ""
