"""Blocks of forms, and the forms that they make up.

A table with places is read by its grid, a text of cells between `|` as such a table,
and a text of one cell a line by what each cell looks like.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from perf_analysis.document import Document, Table
from perf_analysis.forms import heads
from perf_analysis.forms.form import Block, Form, Line, Span
from perf_analysis.forms.grids import MONEY_IN_HEAD, Grid
from perf_analysis.forms.lines import Lines

_SAID = re.compile(r"[^\n]{30,}。")  # prose, which ends a form
_NAMES = tuple(
    (re.compile(words), name)
    for words, name in (
        (r"监控[一-鿿]{0,4}表", "绩效运行监控表"),
        (r"目标申报|目标[一-鿿]{0,4}表", "绩效目标申报表"),
        ("自评", "绩效自评表"),
    )
)
_NUMBERED = re.compile(r"\s*[行栏]\s*次\s*")
_EMPTY_NAMED = re.compile(r"(?:其中)?[:：]?\s*(?P<name>[一-鿿（）()]{2,24})\s*[:：]\s*(?P<amount>)")
_UNIT_ABOVE = re.compile(r"(?:单位\s?:\s?|\((?=.元\)|元\)))(万元|亿元|千元|元)")
_AMOUNT = re.compile(r"[\d,，]+(?:\.\d+)?\s?(?:万元|亿元|元)?|[/\-—]")
_BESIDE_PROJECT = re.compile(
    r"(?:主管|实施|预算|填报)(?:部门|单位)(?:及代码|名称)?|单位名称|项目(?:属性|类别|负责人)"
)


class _Slot(NamedTuple):
    """A cell of a document: its span, and the row it stands in,
    the same for all cells of a text of one cell a line.
    """

    start: int
    end: int
    row: tuple[int, int]


def read_forms(document: Document, *, is_loose: bool) -> tuple[Form, ...]:
    """The forms of a document; in a loose text they may stand outside of tables."""
    text = document.folded
    tables = document.tables
    blocks = [
        (begin, block)
        for begin, table in _with_begins(tables, text)
        for block in _of_forms(Grid(table, text).blocks(), text)
    ]
    cells = [
        _Slot(cell.start, cell.end, (at, cell.row))
        for at, table in enumerate(tables)
        for cell in table.cells
    ]
    if is_loose and not any(block.kind == "indicators" for _, block in blocks):
        cells = [_Slot(start, end, (0, 0)) for start, end in _cells(text)]
        blocks = [
            (0, block)
            for block in _of_forms(Lines(text, [cell[:2] for cell in cells]).blocks(), text)
        ]
    return tuple(_forms(document, blocks, cells))


def _with_begins(tables: Sequence[Table], text: str) -> Iterator[tuple[int, Table]]:
    """Each table, and where what belongs to it begins: behind the table before,
    or with that where nothing is written between them.
    """
    begin = end = 0
    for table in tables:
        begin = end if text[end : table.start].strip(" |\n") else begin
        yield begin, table
        end = table.end


def _of_forms(blocks: Iterable[Block], text: str) -> list[Block]:
    """The blocks of one table or text that are a form's: funds that are neither named or scored as
    in a form nor lead to indicators are those of any budget.
    """
    found = list(blocks)
    return [
        block
        for block, after in zip_longest(found, found[1:])
        if block.kind == "indicators"
        or any(_is_of_form(line, text) for line in block.lines)
        or (after and not _SAID.search(text, block.end, after.start))
    ]


def _is_of_form(line: Line, text: str) -> bool:
    is_scored = not {"weight", "score", "expected"}.isdisjoint(line.heads)
    return is_scored or bool(
        heads.FORM_TOTAL.fullmatch(heads.plain(text[slice(*line.cells["line"])]))
    )


def _cells(text: str) -> list[Span]:
    """The cells of a text of one cell a line: a bar or a line of blanks alone is an empty one."""
    found = []
    for cell in re.finditer(r"[^|\n]*\|?|[^|\n]+", text):
        told = cell[0].rstrip("|")
        left = cell.start() + len(told) - len(told.lstrip())
        if told.strip():
            found.append((left, cell.start() + len(told.rstrip())))
        elif cell[0]:
            found.append((cell.start(), cell.start()))
    return found


def _forms(
    document: Document, blocks: Sequence[tuple[int, Block]], cells: Sequence[_Slot]
) -> list[Form]:
    """Forms of the blocks in order: the funds before a block of indicators belong to it."""
    found: list[Form] = []
    funds: list[Block] = []
    start = end = 0
    for at, (begin, block) in enumerate(blocks):
        start = start if funds else max(begin, end)
        if block.kind == "funds":
            funds.append(block)
        if block.kind == "indicators" or at == len(blocks) - 1:
            indicators = block if block.kind == "indicators" else None
            found.append(_form(document, start, block, indicators, funds, cells))
            end, funds = block.end, []
    return found


def _form(
    document: Document,
    start: int,
    last: Block,
    indicators: Block | None,
    funds: Sequence[Block],
    cells: Sequence[_Slot],
) -> Form:
    """One form between the end of the one before and its last block."""
    text = document.folded
    left, right = (
        bisect.bisect_left(cells, place, key=lambda cell: cell.start)
        for place in (start, last.start if indicators else last.end)
    )
    own = [cell for cell in cells[left:right] if cell.start < cell.end]
    head = text[start : last.start] + "".join(
        (*last.lines[0].heads.values(), "") if last.lines else ""
    )
    named = max(
        ((found.end(), name) for pattern, name in _NAMES for found in pattern.finditer(head)),
        default=(0, ""),
    )[1]
    has_results = not (indicators and indicators.lines) or any(
        {"actual", "score"} & line.heads.keys() for line in indicators.lines
    )
    name = (
        "绩效目标申报表"
        if not has_results
        else named
        if named and named != "绩效目标申报表"
        else "绩效自评表"
    )
    months = re.findall(heads.MONTHS, head) or re.findall(r"截至\s?(\d{1,2})\s?月", head)
    taken = {
        span
        for block in funds
        for line in block.lines
        if len(line.cells) > 1
        for span in line.cells.values()
    }
    is_loose = last.start < last.end and not document.table_at(last.start)
    pairs = _pairs(
        text,
        [
            cell
            for cell in own
            if cell[:2] not in taken and not (is_loose and document.table_at(cell.start))
        ],
    )
    units = _UNIT_ABOVE.findall(text, start, last.start)
    blocks = tuple(
        replace(block, unit=block.unit or (units[-1] if units else ""))
        for block in (*funds, pairs)
        if block.lines
    )
    return Form(
        name,
        _project(document, own),
        int(months[-1]) if months and name == "绩效运行监控表" else None,
        indicators,
        blocks,
    )


def _project(document: Document, cells: Sequence[_Slot]) -> str:
    """What the cell beside 项目名称 says, else the one beside the department's label."""
    for label in (heads.PROJECT, heads.DEPARTMENT):
        for cell, beside in pairwise(cells):
            told, colon, _ = document.folded[cell.start : cell.end].partition(":")
            if label.fullmatch(heads.plain(told)):
                after = document.text[cell.start + len(told + colon) : cell.end].strip()
                name = after or (
                    document.text[beside.start : beside.end] if beside.row == cell.row else ""
                )
                if name and not _BESIDE_PROJECT.fullmatch(heads.plain(name)):
                    return "".join(name.split())
    return ""


def _pairs(text: str, cells: Sequence[_Slot]) -> Block:
    """Lines of funds outside of heads: `name：amount` in one cell,
    or a name and an amount in the next; none in a table that numbers its lines (行次).
    """
    if any(_NUMBERED.fullmatch(text, *cell[:2]) for cell in cells):
        return Block("funds", 0, 0, ())
    lines = []
    unit = ""
    for cell, beside in pairwise([*cells, _Slot(0, 0, (-1, -1))]):
        start, end = cell[:2]
        told = text[start:end]
        is_beside = beside.row == cell.row and _AMOUNT.fullmatch(
            text[beside.start : beside.end].strip()
        )
        named = heads.NAMED_AMOUNT.fullmatch(told) or (
            None if is_beside else _EMPTY_NAMED.fullmatch(told)
        )
        if named and heads.FUND_LINE.fullmatch(heads.plain(named["name"])):
            amount = (start + named.start("amount"), start + named.end("amount"))
            lines.append(
                Line(
                    {
                        "line": (start + named.start("name"), start + named.end("name")),
                        "amount": amount,
                    },
                    {},
                )
            )
        elif (
            heads.FUND_LINE.fullmatch(heads.plain(told))
            and is_beside
            and not heads.role_of(told, "funds")
        ):
            lines.append(Line({"line": (start, end), "amount": beside[:2]}, {}))
        unit = unit or (
            found[1] if (found := MONEY_IN_HEAD.search(told)) and not re.search(r"\d", told) else ""
        )
    return (
        Block(
            "funds", lines[0].cells["line"][0], lines[-1].cells["line"][1], tuple(lines), unit=unit
        )
        if lines
        else Block("funds", 0, 0, ())
    )
