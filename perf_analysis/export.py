"""Tables as text, CSV, JSON lines or a workbook."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from json.encoder import encode_basestring
from typing import Any

from perf_analysis.codebook import Row, Table
from perf_analysis.errors import printable
from perf_analysis.labels import title
from perf_analysis.reading.labelled import labelled

FORMATS = ("text", "csv", "jsonl", "xlsx")
BINARY = ("xlsx",)
WIDEST = 60  # of a workbook's column [characters]
# What of the figures a person reads on a terminal; the other formats carry every column.
_READABLE = (
    "report_id",
    "figure_id",
    "section",
    "subject",
    "measure",
    "value",
    "unit",
    "direction",
    "role",
    "status",
)
# Of another table a person reads no ids of figures, and not how many digits are printed.
_FOR_PROGRAMS = ("_id", "_decimals")
_READ_IDS = ("report_id", "goal_id", "relation_id", "form_id", "item_id")
# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    table: Table, rows: Sequence[Row], form: str, *, name: str = "", labels: str = "en"
) -> bytes:
    """A table in a format: `text` for a terminal, `csv` as UTF-8 with a mark for Excel,
    `jsonl` one object a line, `xlsx` one sheet.

    In JSON lines missing cells and open ends of intervals are null, lists are arrays, and there is
    no NaN; in CSV text that a spreadsheet would take for a formula begins with an apostrophe, in a
    workbook it is marked as text.

    Parameters
    ----------
    table : what a row is
    rows : with all its columns, as `codebook.fill` gives them
    form : one of `FORMATS`
    name : which table it is, a key of `codebook.TABLES`; names the sheet
    labels : `zh` for Chinese heads and values
    """
    writers: dict[str, Callable[[Table, Sequence[Row]], bytes]] = {"csv": _csv, "jsonl": _jsonl}
    is_chinese = labels == "zh"
    if form == "text":
        return _text(table, rows, name if is_chinese else "")
    if is_chinese:
        table, rows = labelled(table, rows, name)
    sheet = title(name)[0] if is_chinese else name
    return _xlsx(table, rows, sheet) if form == "xlsx" else writers[form](table, rows)


def _text(table: Table, rows: Sequence[Row], chinese: str) -> bytes:
    """A table for a terminal; with Chinese heads and values where the table's name is given."""
    if not rows:
        return "（没有）\n".encode()
    if "finding_id" in table.names:
        return _text_of_findings(rows)
    import pandas as pd  # here: only this format has it set the columns

    table, rows = _readable(table, rows)
    if chinese:
        table, rows = labelled(table, rows, chinese)
    shown = [[_shown(row[name]) for name in table.names] for row in rows]
    frame = pd.DataFrame(shown, columns=table.names, dtype=object)
    with pd.option_context("display.unicode.east_asian_width", True):
        return f"{frame.to_string(index=False, na_rep='', max_colwidth=40)}\n".encode()


def _readable(table: Table, rows: Sequence[Row]) -> tuple[Table, Sequence[Row]]:
    """The columns that a person reads; of figures the digits printed."""
    if {"quoted", "decimals"} <= set(table.names):
        kept = [table.by_name[name] for name in _READABLE]
        rows = [
            {
                **row,
                "value": ""
                if None in (row["value"], row["decimals"])
                else f"{row['value']:.{row['decimals']}f}",
            }
            for row in rows
        ]
    else:
        kept = [
            column
            for column in table.columns
            if (column.name in _READ_IDS or not column.name.endswith(_FOR_PROGRAMS))
            and any(row[column.name] is not None for row in rows)
        ]
    return replace(table, columns=tuple(kept)), rows


def _shown(cell: Any) -> Any:
    if isinstance(cell, str):
        return printable(cell)
    return "" if cell is None else cell


def _text_of_findings(rows: Sequence[Row]) -> bytes:
    """Findings by report, problems first, each with what to ask."""
    # here: a table of figures need not wait for the checks
    from perf_analysis.checks import VERDICTS

    lines = []
    for report_id, told in groupby(rows, key=lambda row: row["report_id"]):
        findings: dict[str, list[Row]] = {status: [] for status in VERDICTS}
        for row in told:
            findings[row["status"]].append(row)
        counts = [f"{VERDICTS[status]} {len(of)}" for status, of in findings.items() if of]
        lines.append(f"{report_id}：{'，'.join(counts)}")
        for status, of_status in findings.items():
            for row in of_status:
                lines.append(f"  {VERDICTS[status]}　{row['rule']}　{row['message']}")
                lines += [f"      建议追问：{row['ask']}"] if row["ask"] else []
                lines += [f"      依据：{row['source']}"] if row["source"] else []
    return ("\n".join(map(printable, lines)) + "\n").encode()


def _xlsx(table: Table, rows: Sequence[Row], sheet_name: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name or sheet.title
    sheet.append(table.names)
    for row, cells in enumerate(rows, start=2):
        for column, name in enumerate(table.names, start=1):
            value = cells[name]
            told = ";".join(map(str, value)) if isinstance(value, list) else value
            cell = sheet.cell(row, column)
            if isinstance(told, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", told)
                cell.data_type = "s"  # whatever it begins with
                cell.quotePrefix = told.startswith(_FORMULA)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif told is not None and math.isfinite(told):
                cell.value = told
    for column, name in enumerate(table.names, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max(len(str(cell)) for cell in (name, *(row[name] for row in rows[:200])))
        sheet.column_dimensions[get_column_letter(column)].width = min(2 * longest + 2, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _csv(table: Table, rows: Sequence[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([_safe(row[name]) for name in table.names] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    if isinstance(cell, list):
        return ";".join(map(str, cell))
    is_formula = isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell


def _jsonl(table: Table, rows: Sequence[Row]) -> bytes:
    # the standard library's writer builds an encoder a row: cells are told column by column
    line = "{" + ", ".join(f"{encode_basestring(name)}: %s" for name in table.names) + "}\n"
    columns = []
    for column in table.columns:
        told, name = _TOLD[column.dtype], column.name
        columns.append(["null" if (cell := row[name]) is None else told(cell) for row in rows])
    return "".join(line % cells for cells in zip(*columns, strict=True)).encode()


def _number(cell: float) -> str:
    """A number as JSON; the open end of an interval has none."""
    return repr(cell) if math.isfinite(cell) else "null"


def _list(cells: list[object]) -> str:
    return json.dumps(cells, ensure_ascii=False)


_TOLD: dict[str, Callable[[Any], str]] = {
    "text": encode_basestring,
    "number": _number,
    "integer": str,
    "list": _list,
    "integers": _list,
}
