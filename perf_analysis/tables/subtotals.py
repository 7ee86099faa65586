"""Which lines of a budget are items, which are sums of items, and which are parts of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_analysis import units
from perf_analysis.figures import split_place

Line = dict[str, Any]

_SUM = re.compile(r"(?:合计|小计|总计|总额)$")
_OF_PROJECT = re.compile(r"(?:年度)?资金总额(?:\(万元\))?$")  # a form's own total
_SOURCE = re.compile(
    r"(?:中央|省|市|州|县|区|上级|地方|本级|当年|本年|上年结转|结转|其他|单位|自筹|财政)"
    r"(?:财政|补助|结转|级)*(?:资金|拨款)$"
)


def add_breakdown(items: Iterable[Line], total: Mapping[str, Any]) -> list[Line]:
    """The lines below the total, each once: `item`; `subtotal` where it is called one, or is the
    sum of its neighbours; `part` where it is a source of money under the total of its form.

    Parameters
    ----------
    items : one row per line with a rate of its own, in order
    total : the row of the whole
    """
    lines: dict[tuple[Any, ...], Line] = {}
    for line in items:
        lines.setdefault((line["line"], line["unit"], _amounts(line)), line)
    once = list(lines.values())
    wholes = [_table(line) for line in (*once, total) if _is_whole_of_form(line, total)]
    told: list[Line] = []
    for at, line in enumerate(once):
        breakdown = "item"
        if _table(line) in wholes and _SOURCE.search(line["line"]):
            breakdown = "part"
        elif project := _project(line):
            line = line | {"line": project}
        elif _SUM.search(line["line"]) or _is_sum(once, at):
            breakdown = "subtotal"
        told.append(line | {"breakdown": breakdown})
    sums = [_amounts(line) for line in (*told, total) if line["breakdown"] in ("subtotal", "total")]
    return [
        line | {"breakdown": "subtotal"}
        if line["breakdown"] == "item" and _amounts(line) in sums
        else line
        for line in told
    ]


def _amounts(line: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Budget and execution as printed; None where a line lacks one of them."""
    if line.get("budget") is None or line.get("executed") is None:
        return None
    return (
        units.printed(line["budget"], line["budget_decimals"]),
        units.printed(line["executed"], line["executed_decimals"]),
    )


def _table(line: Mapping[str, Any]) -> str:
    """The table in which a line stands; empty outside of tables."""
    heading, table, _ = split_place(line.get("section") or "")
    return f"{heading}/{table}" if table else ""


def _project(line: Mapping[str, Any]) -> str:
    """Whose total a line of a form is: 办案补助 of 办案补助年度资金总额."""
    name = str(line["line"])
    owner = _OF_PROJECT.sub("", name)
    return owner if owner != name else ""


def _is_whole_of_form(line: Mapping[str, Any], total: Mapping[str, Any]) -> bool:
    return bool(_table(line)) and (line is total or bool(_project(line)))


def _is_sum(lines: Sequence[Line], at: int) -> bool:
    """Whether budget and execution of a line are both the sums of those right before or behind."""
    before, behind = lines[:at][::-1], lines[at + 1 :]
    return _adds_up(lines[at], before) or _adds_up(lines[at], behind)


def _adds_up(whole: Line, neighbours: Sequence[Line]) -> bool:
    """Whether some of the neighbours, counted from the next, make up a line: two at least."""
    left = _amounts(whole)
    for count, line in enumerate(neighbours, start=1):
        part = _amounts(line)
        if left is None or part is None or line["unit"] != whole["unit"]:
            return False
        left = left[0] - part[0], left[1] - part[1]
        if count > 1 and not any(left):
            return True
        if min(left) < 0:
            return False
    return False
