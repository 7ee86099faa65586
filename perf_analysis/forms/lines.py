"""The blocks of forms in a text of one cell a line: cells put under their heads
by what they look like.

Such a text has lost the grid: merged cells stand once, empty ones often not at all. The cells of a
block are put into columns so that the whole costs least, a cell in a column that its look does not
fit, and a column left out, having a price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from perf_analysis.forms import heads
from perf_analysis.forms.form import Block, Line, Span, carry_levels, total_cells
from perf_analysis.forms.grids import MONEY_IN_HEAD

_MOST_JOINED = 4  # lines over which one head or level is broken
_SIGN = re.compile(r"[≥≤><=＝＞＜]|正向(?:指标)?|反向(?:指标)?|定性(?:指标)?")
_UNIT = re.compile(r"[%％‰]|[一-鿿]{1,4}(?:/[一-鿿]{1,4})?|[万亿]?m²|㎡")
_TICK = re.compile("[√✓]")
# What is no cell: an item that runs on, a sentence longer than a reason, what leads to others.
_BEHIND = re.compile(
    r"[(（]?[一二三四五六七八九十\d]{1,2}[)）.、．](?=.*[，,。]).{20,}|.{100,}|.{4,30}(?:如下|情况)[:：]"
)
_CAPTION = re.compile(r"附?表\d{1,2}.{0,40}")  # of another table
_PLAIN = re.compile(r"(?:\d{1,2}(?:\.\d{1,3})?|100(?:\.0{1,3})?)分?")
_VALUE = re.compile(r"[≥≤><=约]?[\d.,]+.{0,6}|每.\d.*")
# What a cell looks like: e empty, d dots, 1 and 2 levels, b either, p a name with its amount,
# s sign, k tick, n plain number, v value with unit or sign, u could be a unit, t text.
_FITS: dict[str, dict[str, float]] = {
    "level1": {"1": 0, "b": 0.1, "e": 0.5},
    "level2": {"2": 0, "b": 0, "e": 0.5, "u": 2.5, "t": 2.5},
    "level3": {"t": 0, "u": 0.1, "2": 1.5, "d": 0.2, "v": 3},
    "sign": {"s": 0, "e": 0.6},
    "unit": {"u": 0, "e": 0.6},
    "coefficient": {"n": 0, "v": 0, "e": 0.4},
    "weight": {"n": 0, "e": 0.8},
    "score": {"n": 0, "e": 0.6},
    "core": {"u": 0.2, "e": 0.5},
    "line": {"t": 0, "u": 0.1, "1": 2},
    "initial": {"v": 0, "n": 0.3, "e": 0.4},
}
_FITS |= {
    role: {"v": 0, "n": 0.2, "t": 0.7, "u": 0.7, "e": 1}
    for role in ("target", "adjusted", "actual", "expected")
}
_FITS |= dict.fromkeys(("budget", "executed", "rate"), _FITS["initial"])
_FITS |= {role: {"t": 0.5, "u": 0.5, "e": 0.3} for role in ("reason", "cause")} | {
    "remark": {"k": 0, "t": 0.6, "u": 0.6, "e": 0.2}
}
_LEFT_OUT = {
    "level1": 0.05,
    "level2": 0.05,
    "reason": 0.2,
    "cause": 0.2,
    "remark": 0.2,
    "level3": 4.0,
    "line": 4.0,
    "target": 1.2,
    "weight": 1.2,
}
_LEFT_OUT |= dict.fromkeys(("initial", "budget", "executed"), 1.8)
_USUALLY_LEFT_OUT = 0.9
_AT_THE_END = 0.5  # of what it costs to leave out a column: rows often end early
# a name broken over two lines, and the next of several columns for remarks
_BROKEN, _NEXT_REMARK = 1.0, 0.1
_REMARKS = ("reason", "cause", "remark")
_UNFIT = 6.0  # a cell in a column that its look rules out


class Lines:
    """The cells of a text in order, broken heads and levels joined."""

    def __init__(self, text: str, cells: Sequence[Span]) -> None:
        self._text = text
        self._cells = list(self._joined(cells))
        self._plain = [heads.plain(text[start:end]) for start, end in self._cells]

    def _joined(self, cells: Sequence[Span]) -> Iterator[Span]:
        """The cells, those over which a head or a level is broken as one: 年度⏎指标值."""
        at = 0
        while at < len(cells):
            filled = [
                other
                for other in range(at, min(at + 2 * _MOST_JOINED, len(cells)))
                if cells[other][0] < cells[other][1]
            ][:_MOST_JOINED]
            for last in reversed(filled[1:] if filled and filled[0] == at else []):
                told = heads.plain(
                    "".join(self._text[start:end] for start, end in cells[at : last + 1])
                )
                if _is_known(told) and not all(
                    _is_known(heads.plain(self._text[start:end]))
                    for start, end in cells[at : last + 1]
                    if start < end
                ):
                    yield cells[at][0], cells[last][1]
                    at = last + 1
                    break
            else:
                yield cells[at]
                at += 1

    def blocks(self) -> Iterator[Block]:
        """The blocks of the text in order."""
        at = 0
        while at < len(self._cells):
            found = self._block_at(at, "indicators") or self._block_at(at, "funds")
            if found:
                block, at = found
                yield block
            else:
                at += 1

    def _block_at(self, at: int, kind: str) -> tuple[Block, int] | None:
        """The block whose run of heads begins at a cell, and the cell behind it."""
        roles: dict[str, int] = {}
        below = at
        while below < len(self._cells) and (role := heads.role_of(self._plain[below], kind)):
            # 年度预算数 over 年初预算 and 调整后预算数 is the block's name:
            # the last of a role counts
            roles.pop(role, None)
            roles[role] = below
            below += 1
        least = {"target"} if kind == "indicators" else {"executed"}
        if not least <= roles.keys() or len(roles) < len(least) + 2:
            return None
        names = {
            role: "".join(self._text[slice(*self._cells[place])].split())
            for role, place in roles.items()
        }
        if kind == "indicators" and "level3" not in names:  # a text that begins within the heads
            names = {role: names.get(role, "") for role in ("level1", "level2", "level3")} | names
        return (
            self._indicators(at, below, names)
            if kind == "indicators"
            else self._funds(at, below, names)
        )

    def _indicators(self, at: int, below: int, names: dict[str, str]) -> tuple[Block, int]:
        stop = self._first(below, heads.TOTAL, heads.AFTER_INDICATORS, _BEHIND)
        levels = dict[str, Span]()
        lines = []
        for row in _aligned([self._look(cell) for cell in range(below, stop)], list(names)):
            spans = {role: self._span(below, places) for role, places in row.items()}
            levels = carry_levels(levels, spans)
            name, *values = (
                heads.plain(self._text[slice(*spans.get(role, (0, 0)))])
                for role in ("level3", "target", "actual")
            )
            if not (heads.DOTS.fullmatch(name) or heads.SUBTOTAL.fullmatch(name)) and not all(
                map(heads.is_none, (name, *values))
            ):
                lines.append(Line(spans | levels, names))
        total, end = self._total(stop, names, lines)
        return Block(
            "indicators", self._cells[at][0], self._cells[end - 1][1], tuple(lines), total
        ), end

    def _total(
        self, stop: int, names: dict[str, str], lines: Sequence[Line]
    ) -> tuple[Line | None, int]:
        """The total row at a cell: its numbers are the weights' and the scores' sum;
        an empty cell beside a lone one tells which it is.
        """
        if stop == len(self._cells) or not heads.TOTAL.fullmatch(self._plain[stop]):
            return None, stop
        row = list(
            takewhile(lambda cell: self._look(cell) in "ne", range(stop + 1, len(self._cells)))
        )
        numbers = [
            (points, self._cells[cell])
            for cell in row
            if (points := heads.points_of(self._text[slice(*self._cells[cell])])) is not None
        ]
        roles = [role for role in names if role in ("weight", "score")]
        if len(numbers) == 1 and len(roles) == len(row[:2]) == 2:
            roles = [
                role for role, cell in zip(roles, row, strict=False) if self._look(cell) == "n"
            ] or roles
        weights = (
            heads.points_of(self._text[slice(*line.cells["weight"])])
            for line in lines
            if "weight" in line.cells
        )
        return Line(total_cells(roles, numbers, filter(None, weights)), names), (
            row[-1] if numbers else stop
        ) + 1

    def _funds(self, at: int, below: int, names: dict[str, str]) -> tuple[Block, int]:
        behind = self._first(below, heads.AFTER_FUNDS, _CAPTION)
        stop = next((cell for cell in range(below, behind) if self._look(cell) == "p"), behind)
        lines = []
        for row in _aligned([self._look(cell) for cell in range(below, stop)], ["line", *names]):
            spans = {role: self._span(below, places) for role, places in row.items()}
            if "line" in spans and (
                len(spans) > 1
                or heads.FUND_LINE.fullmatch(heads.plain(self._text[slice(*spans["line"])]))
            ):
                lines.append(Line(spans, names))
        before = max(at - 2, 0)
        unit = MONEY_IN_HEAD.search(self._text, self._cells[before][0], self._cells[below - 1][1])
        return Block(
            "funds",
            self._cells[at][0],
            self._cells[stop - 1][1],
            tuple(lines),
            unit=unit[1] if unit else "",
        ), stop

    def _span(self, below: int, places: Sequence[int]) -> Span:
        """The cells of one column of a row as one:
        the first of those side by side that say something.
        """
        cuts = [
            0,
            *(
                at
                for at, (place, after) in enumerate(pairwise(places), start=1)
                if after > place + 1
            ),
            len(places),
        ]
        runs = [
            (self._cells[below + places[left]][0], self._cells[below + places[right - 1]][1])
            for left, right in pairwise(cuts)
        ]
        return next((run for run in runs if not heads.is_none(self._text[slice(*run)])), runs[0])

    def _first(self, below: int, *patterns: re.Pattern[str]) -> int:
        """The first cell from `below` on that is one of the patterns,
        else the cell behind the last.
        """
        return next(
            (
                cell
                for cell in range(below, len(self._cells))
                if any(pattern.fullmatch(self._plain[cell]) for pattern in patterns)
            ),
            len(self._cells),
        )

    def _look(self, cell: int) -> str:
        raw = "".join(self._text[slice(*self._cells[cell])].split())
        if heads.NAMED_AMOUNT.fullmatch(raw):
            return "p"
        told = self._plain[cell] or raw
        if heads.is_none(told):
            return "e"
        if heads.LEVEL1.fullmatch(told) and heads.LEVEL2.fullmatch(told):
            return "b"
        looks = (
            ("d", heads.DOTS),
            ("1", heads.LEVEL1),
            ("2", heads.LEVEL2),
            ("s", _SIGN),
            ("k", _TICK),
            ("n", _PLAIN),
            ("v", _VALUE),
            ("u", _UNIT),
        )
        return next((look for look, pattern in looks if pattern.fullmatch(told)), "t")


def _is_known(told: str) -> bool:
    """Whether words are a head or a level of a form."""
    return bool(
        told
        and (
            heads.role_of(told, "indicators")
            or heads.role_of(told, "funds")
            or heads.LEVEL1.fullmatch(told)
            or heads.LEVEL2.fullmatch(told)
        )
    )


def _aligned(looks: Sequence[str], roles: Sequence[str]) -> list[dict[str, list[int]]]:
    """Rows of cells by role, the cheapest of all ways to put cells, in order,
    into the columns of rows.
    """
    left_out = [_LEFT_OUT.get(role, _USUALLY_LEFT_OUT) for role in roles]
    before = [sum(left_out[:at]) for at in range(len(roles) + 1)]
    costs = [[_FITS.get(role, {}).get(look, _UNFIT) for role in roles] for look in looks]
    best: list[list[tuple[float, int]]] = []
    for at, cell in enumerate(costs):
        row = []
        for column, cost in enumerate(cell):
            steps = (
                [(before[column], -1)]
                if not at
                else [
                    (best[at - 1][last][0] + _step(last, column, before, roles), last)
                    for last in range(len(roles))
                ]
            )
            least, last = min(steps)
            row.append((least + cost, last))
        best.append(row)
    return _traced(best, before, roles)


def _step(last: int, column: int, before: Sequence[float], roles: Sequence[str]) -> float:
    """What it costs to go on from one column to another: those between are left out,
    those behind and before in a new row.
    """
    if column > last:
        return before[column] - before[last + 1]
    if _goes_on(roles[last], roles[column]):
        return _BROKEN if column == last and roles[column] == "level3" else _NEXT_REMARK
    return _AT_THE_END * (before[-1] - before[last + 1]) + before[column]


def _goes_on(last: str, role: str) -> bool:
    """Whether a cell may follow another in its row though its column does not stand behind:
    a name broken over lines, remarks in any order.
    """
    return last == role == "level3" or (
        last in _REMARKS and role in _REMARKS and (last != role or role == "remark")
    )


def _traced(
    best: Sequence[Sequence[tuple[float, int]]], before: Sequence[float], roles: Sequence[str]
) -> list[dict[str, list[int]]]:
    """The rows of the cheapest way, from its last cell back to its first."""
    if not best:
        return []
    column = min(
        range(len(roles)),
        key=lambda at: best[-1][at][0] + _AT_THE_END * (before[-1] - before[at + 1]),
    )
    way = []
    for at in range(len(best) - 1, -1, -1):
        way.append(column)
        column = best[at][column][1]
    rows: list[dict[str, list[int]]] = []
    last = len(roles)
    for cell, column in enumerate(reversed(way)):
        if column <= last and not (rows and _goes_on(roles[last], roles[column])):
            rows.append({})
        rows[-1].setdefault(roles[column], []).append(cell)
        last = column
    return rows
