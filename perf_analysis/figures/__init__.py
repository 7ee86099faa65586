"""Figures: the numbers a report states, completed by what their print allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from perf_analysis import codebook, units
from perf_analysis.codebook import Figures
from perf_analysis.units import Interval

_NEEDED = ("value", "decimals", "unit", "kind", "qualifier")
_SECTION = re.compile(r"^([一二三四五六七八九十]+)(?:\(([一二三四五六七八九十]+)\))?(\d+)?$")


def add_intervals(figures: Figures) -> Figures:
    """Figures with `low`, `high` and `base_unit` computed from the printed digits.

    Parameters
    ----------
    figures : one row per figure
        Needs `value`, `decimals`, `unit`, `kind`, `qualifier`.

    Returns
    -------
    figures : the same rows, columns in the order of the codebook
        `low` and `high` are float64 in `base_unit`; missing where value or decimals are.
    """
    codebook.require(figures, codebook.FIGURES, *_NEEDED)
    cells = [figures[name].to_numpy(object) for name in _NEEDED]
    rows = [_in_base_unit(*row) for row in zip(*cells, strict=True)]
    low, high, base_unit = zip(*rows, strict=True) if rows else ((), (), ())
    completed = figures.assign(
        low=pd.array(low, "float64"),
        high=pd.array(high, "float64"),
        base_unit=pd.array(base_unit, codebook.TEXT),
    )
    return (
        completed
        if list(completed) == codebook.FIGURES.names
        else completed[[name for name in codebook.FIGURES.names if name in completed]]
    )


def interval_of(figure: pd.Series | Mapping[Any, Any]) -> Interval:
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


def name_of(figure: pd.Series | Mapping[Any, Any]) -> str:
    """Whose measure a figure is, in one phrase: subject and measure together."""
    return text_of(figure["subject"]) + text_of(figure["measure"])


def name_section(path: str) -> str:
    """A heading path as a reader of the report would write it.

    >>> name_section("二(二)6"), name_section("三"), name_section("三/表1!C7")
    ('第二部分（二）第 6 项', '第三部分', '第三部分表1 C7 格')
    """
    heading, table, cell = split_place(path)
    if table:
        return f"{name_section(heading)}{table} {cell} 格"
    found = _SECTION.match(path)
    if not found:
        return path
    part, section, item = found.groups()
    return (
        f"第{part}部分" + (f"（{section}）" if section else "") + (f"第 {item} 项" if item else "")
    )


def split_place(path: str) -> tuple[str, str, str]:
    """Heading path, table and cell of where a figure stands;
    the last two are empty outside of tables.

    >>> split_place("三/表1!C7"), split_place("二(二)6")
    (('三', '表1', 'C7'), ('二(二)6', '', ''))
    """
    heading, _, place = path.rpartition("/") if "!" in path else (path, "", "")
    table, _, cell = place.rpartition("!")
    return heading, table, cell


def _in_base_unit(
    value: Any, decimals: Any, unit: Any, kind: Any, qualifier: Any
) -> tuple[float | None, float | None, str | None]:
    base = units.base_of(text_of(unit), kind)
    if base is None or pd.isna(value) or pd.isna(decimals):
        return None, None, base and base[0]
    span = units.scaled(
        units.interval(value, decimals, text_of(unit), kind, text_of(qualifier)), base[1]
    )
    return float(span.low), float(span.high), base[0]


def text_of(cell: object) -> str:
    """A text cell, with a missing one as the empty string."""
    return cell if isinstance(cell, str) else ""
