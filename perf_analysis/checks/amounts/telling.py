"""Findings of arithmetic in words: what was printed, what it gives, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perf_analysis import units
from perf_analysis.checks.alike import printed, span_in, span_of, value_in
from perf_analysis.checks.case import Figure, Finding, Status, overlap
from perf_analysis.checks.statements import name_of
from perf_analysis.units import Interval, unsigned

HUNDRED = Decimal(100)
MOST_OPEN = 20  # of the last printed place, that the rounding of inputs leaves open


def named(figure: Figure) -> str:
    """A figure's number as printed, with its unit; a change without its sign."""
    value = abs(figure["value"]) if figure["direction"] else figure["value"]
    return units.with_unit(f"{units.printed(value, figure['decimals']):f}", figure["unit"] or "")


def told_of(figure: Figure) -> str:
    """What a figure measures and its number: 执行数 150.00 万元."""
    return f"{name_of(figure)} {named(figure)}"


def ids(figures: Iterable[Figure]) -> tuple[str, ...]:
    """The ids of figures, each once."""
    return tuple(dict.fromkeys(figure["figure_id"] for figure in figures))


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those of figures already compared."""
    seen: set[frozenset[str]] = set()
    for finding in findings:
        key = frozenset(finding.figures)
        if key not in seen:
            yield finding
        seen.add(key)


def is_known(span: Interval) -> bool:
    """Whether a number could be derived."""
    return span.low.is_finite() and span.high.is_finite()


def compare(
    stated: Figure,
    computed: Interval,
    told: str,
    figures: Sequence[Figure],
    *,
    verdict: Status = "fails",
    why: str = "",
    ask: str = "",
) -> Iterator[Finding]:
    """A stated number beside what others give: `holds` where both may be one number,
    else the verdict; nothing where nothing can be derived.
    """
    if not is_known(computed):
        return
    shown = units.with_unit(
        show(computed, stated["decimals"], printed(stated)), stated["unit"] or ""
    )
    if overlap(unsigned(stated["span"]), computed):
        message = f"{told}，推算 {shown}，与写出的 {named(stated)} 一致"
        yield weigh("holds", message, stated, computed, figures)
    else:
        message = f"{told}，推算 {shown}，报告写 {named(stated)}{f'；{why}' if why else ''}"
        yield weigh(verdict, message, stated, computed, figures, ask)


def weigh(
    status: Status,
    message: str,
    stated: Figure,
    computed: Interval,
    figures: Iterable[Figure],
    ask: str = "",
) -> Finding:
    """The finding on a stated number and the middle of what others give; where they hold, nothing
    lies between them.
    """
    value, middle = float(abs(stated["value"])), float((computed.low + computed.high) / 2)
    difference = 0.0 if status == "holds" else value - middle
    return Finding(
        status, message, ids(figures), value, middle, difference, stated["unit"], ask=ask
    )


def show(computed: Interval, decimals: int, stated: Decimal | None = None) -> str:
    """A derived number as a person reckons it from the printed digits: to the decimals of the one
    it is compared with, one more where it would look the same; an interval where the rounding of
    its inputs leaves more open than a slip of these digits.
    """
    middle, unit = (computed.low + computed.high) / 2, Decimal(1).scaleb(-int(decimals))
    if (computed.high - computed.low) > MOST_OPEN * unit:
        return units.show(float(computed.low), float(computed.high))
    places = int(decimals)
    if stated is not None and round(middle, places) == abs(stated):
        places += 1
    return f"{round(middle, places) + 0:f}"


def add(
    whole: Figure,
    parts: Sequence[Figure],
    told: str = "",
    *,
    verdict: Status = "question",
    why: str = "",
    ask: str = "",
) -> Finding:
    """A whole beside the sum of its parts: `holds` within the rounding of all, else the verdict."""
    total = sum((value_in(part, whole) for part in parts), Decimal(0))
    listed, lead = " + ".join(map(named, parts)), f"{told}：" if told else ""
    value, figures = float(whole["value"]), ids((whole, *parts))
    if adds_up(whole, parts):
        return Finding(
            "holds",
            f"{lead}{listed} 与 {named(whole)} 一致",
            figures,
            value,
            float(total),
            0.0,
            whole["unit"],
        )
    shown = units.with_unit(f"{total.normalize() + 0:f}", whole["unit"] or "")
    summed = f"{listed} = {shown}（推算）" if len(parts) > 1 else f"只有 {listed}"
    message = f"{lead}{summed}，报告写 {named(whole)}{f'；{why}' if why else ''}"
    return Finding(
        verdict, message, figures, value, float(total), value - float(total), whole["unit"], ask=ask
    )


def adds_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a whole is the sum of its parts, within the rounding of all."""
    return overlap(span_of(whole), sum_of(whole, parts))


def sum_of(whole: Figure, parts: Sequence[Figure]) -> Interval:
    """The interval of a sum, in the unit of the whole."""
    spans = [span_in(part, whole) for part in parts]
    return Interval(
        sum((span.low for span in spans), Decimal(0)),
        sum((span.high for span in spans), Decimal(0)),
    )
