"""Figures that can be added, and the interval and digits of one in the unit of another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perf_analysis import units
from perf_analysis.units import Interval, unsigned

if TYPE_CHECKING:
    from perf_analysis.checks.case import Figure

LEVELS = ("amount", "count", "area", "other", "score")


def is_level(figure: Figure) -> bool:
    """Whether a figure says how much there is, not how it changed."""
    return figure["kind"] in LEVELS and not figure["direction"] and figure["role"] != "population"


def is_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures can be added."""
    return factor(one, other) is not None


def factor(one: Figure, other: Figure) -> Decimal | None:
    """How many of another figure's unit one of a figure's unit makes;
    None where they cannot be added.
    """
    if one["kind"] != other["kind"]:
        return None
    if one["unit"] == other["unit"]:
        return Decimal(1)
    base, other_base = (
        units.base_of(figure["unit"] or "", figure["kind"]) for figure in (one, other)
    )
    return base[1] / other_base[1] if base and other_base and base[0] == other_base[0] else None


def span_in(figure: Figure, other: Figure) -> Interval:
    """The printed interval of a figure, without sign, in the unit of another one."""
    scale = factor(figure, other)
    assert scale is not None
    return units.scaled(span_of(figure), scale)


def span_of(figure: Figure) -> Interval:
    """The printed interval of a figure without sign; whole points are marks as given, and exact."""
    if figure["kind"] == "score" and not figure["decimals"]:
        return Interval(*[units.printed(figure["value"], 0)] * 2)
    return unsigned(figure["span"])


def can_be_part(part: Figure, whole: Figure) -> bool:
    """Whether a figure can be a part of another one."""
    return span_in(part, whole).low <= span_of(whole).high


def printed(figure: Figure) -> Decimal:
    """The printed digits of a figure."""
    return units.printed(figure["value"], figure["decimals"])


def percent_of(part: Interval, whole: Interval) -> Interval:
    """A part by its whole, unknown where the whole may be nothing. [%]"""
    return units.spread(lambda part, whole: 100 * part / whole, part, whole)


def value_in(figure: Figure, other: Figure) -> Decimal:
    """The printed digits of a figure in the unit of another one."""
    scale = factor(figure, other)
    assert scale is not None
    return printed(figure) * scale
