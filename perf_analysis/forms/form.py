"""A form: its project and its rows, as spans of text under the roles that the heads give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]
FULL_MARKS = Decimal(100)


@dataclass(frozen=True)
class Line:
    """One row of a form's block.

    Parameters
    ----------
    cells : role → span of the cell's text, a merged cell in each row it spans,
        cells under one head as one; empty cells have an empty span
    heads : role → the head as printed
    place : the cell of the row's name, else its first one, as a table names it;
        empty in flattened text
    note : why the row cannot be decided
    """

    cells: Mapping[str, Span]
    heads: Mapping[str, str]
    place: str = ""
    note: str = ""


def carry_levels(above: Mapping[str, Span], cells: Mapping[str, Span]) -> dict[str, Span]:
    """Levels 1 and 2 of a row: an empty one is that of the row above,
    but a new level 1 begins without a level 2.
    """
    own = {
        role: cells[role]
        for role in ("level1", "level2")
        if role in cells and cells[role][0] < cells[role][1]
    }
    return own if "level1" in own and own["level1"] != above.get("level1") else {**above, **own}


def total_cells(
    roles: Sequence[str], numbers: Sequence[tuple[Decimal, Span]], weights: Iterable[Decimal]
) -> dict[str, Span]:
    """The numbers of a total row that have lost their columns, under its roles in order;
    a lone one is the score unless it is full marks.
    """
    if len(roles) > len(numbers) == 1:
        (number, span), full = numbers[0], (FULL_MARKS, sum(weights))
        return {"weight" if number in full else "score": span}
    return {role: span for role, (_, span) in zip(roles, numbers, strict=False)}


@dataclass(frozen=True)
class Block:
    """Rows under one row of heads: `indicators` with the total row that closes them, or `funds`.

    `unit` is the unit of money that the heads of funds give.
    """

    kind: Literal["indicators", "funds"]
    start: int
    end: int
    lines: tuple[Line, ...]
    total: Line | None = None
    unit: str = ""


@dataclass(frozen=True)
class Form:
    """One form of a document: `name` of `codebook.FORMS`, whose project, up to which month,
    and its blocks.
    """

    name: str
    project: str
    month: int | None
    indicators: Block | None
    funds: tuple[Block, ...]
