"""Tables as text, CSV, JSON lines or a workbook."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from itertools import groupby
from json.encoder import encode_basestring
from typing import Any

from perf_analysis import codebook
from perf_analysis.codebook import Row, Table
from perf_analysis.errors import printable

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
# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(table: Table, rows: Sequence[Row], form: str) -> bytes:
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
    """
    writers: dict[str, Callable[[Table, Sequence[Row]], bytes]] = {
        "text": _text,
        "csv": _csv,
        "jsonl": _jsonl,
        "xlsx": _xlsx,
    }
    return writers[form](table, rows)


def _text(table: Table, rows: Sequence[Row]) -> bytes:
    if not rows:
        return "（没有）\n".encode()
    if "finding_id" in table.names:
        return _text_of_findings(rows)
    import pandas as pd  # here: only this format has it set the columns

    shown = codebook.build(table, rows)
    if "quoted" in shown and "decimals" in shown:  # figures, with the digits printed
        digits = [
            "" if None in (row["value"], row["decimals"]) else f"{row['value']:.{row['decimals']}f}"
            for row in rows
        ]
        shown = shown.assign(value=digits)[list(_READABLE)]
    with pd.option_context("display.unicode.east_asian_width", True):
        shown = shown.map(lambda cell: printable(cell) if isinstance(cell, str) else cell)
        return f"{shown.to_string(index=False, na_rep='', max_colwidth=40)}\n".encode()


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


def _xlsx(table: Table, rows: Sequence[Row]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
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
    line = "{" + ", ".join(f"{json.dumps(name)}: %s" for name in table.names) + "}\n"
    columns = []
    for column in table.columns:
        told, cells = _TOLD[column.dtype], (row[column.name] for row in rows)
        columns.append(["null" if cell is None else told(cell) for cell in cells])
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
