"""Tables as text, CSV, JSON lines or a workbook."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

import pandas as pd

from perf_analysis.errors import printable
from perf_analysis.labels import title
from perf_analysis.report import label

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
# What of another table only a program reads: ids of figures, and how many digits are printed.
_FOR_PROGRAMS = (
    "_decimals",
    "rate_id",
    "budget_id",
    "executed_id",
    "initial_id",
    "carry_over_id",
    "value_id",
    "growth_id",
    "prior_id",
    "change_id",
    "target_id",
    "actual_id",
    "expected_id",
    "weight_id",
    "score_id",
    "amount_id",
    "rank_id",
    "population_id",
    "moved_id",
    "before_id",
)
# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(table: pd.DataFrame, form: str, *, name: str = "", labels: str = "en") -> bytes:
    """A table in a format: `text` for a terminal, `csv` as UTF-8 with a mark for Excel,
    `jsonl` one object a line, `xlsx` one sheet.

    In JSON lines missing cells and open ends of intervals are null, lists are arrays, and there is
    no NaN; in CSV text that a spreadsheet would take for a formula begins with an apostrophe, in a
    workbook it is marked as text.

    Parameters
    ----------
    table : with all its columns
    form : one of `FORMATS`
    name : which table it is, a key of `codebook.TABLES`; names the sheet
    labels : `zh` for Chinese heads and values
    """
    writers: dict[str, Callable[[pd.DataFrame], bytes]] = {"csv": _csv, "jsonl": _jsonl}
    is_chinese = labels == "zh"
    if form == "text":
        return _text(table, name if is_chinese else "")
    told = label(table, name) if is_chinese else table
    sheet = title(name)[0] if is_chinese else name
    return _xlsx(told, sheet) if form == "xlsx" else writers[form](told)


def _text(table: pd.DataFrame, labelled: str) -> bytes:
    """A table for a terminal; with Chinese heads and values where the table's name is given."""
    if table.empty:
        return "（没有）\n".encode()
    if "finding_id" in table:
        return _text_of_findings(table)
    if "quoted" in table and "decimals" in table:  # figures, with the digits printed
        digits = [
            f"{value:.{decimals}f}" if pd.notna(value) and pd.notna(decimals) else ""
            for value, decimals in zip(table["value"], table["decimals"], strict=True)
        ]
        table = table.assign(value=digits)[list(_READABLE)]
    else:
        table = table.drop(columns=[name for name in table if str(name).endswith(_FOR_PROGRAMS)])
        table = table.dropna(axis=1, how="all")
    table = label(table, labelled) if labelled else table
    with pd.option_context("display.unicode.east_asian_width", True):
        shown = table.astype(object).where(table.notna(), "")
        shown = shown.map(lambda cell: printable(cell) if isinstance(cell, str) else cell)
        return f"{shown.to_string(index=False, na_rep='', max_colwidth=40)}\n".encode()


def _text_of_findings(table: pd.DataFrame) -> bytes:
    """Findings by report, problems first, each with what to ask."""
    # here: a table of figures need not wait for the checks
    from perf_analysis.checks import VERDICTS

    lines = []
    for report_id, findings in table.groupby("report_id", sort=False):
        counts = findings["status"].value_counts()
        told = "，".join(
            f"{VERDICTS[status]} {counts[status]}" for status in VERDICTS if status in counts
        )
        lines.append(f"{report_id}：{told}")
        for status in VERDICTS:
            for _, row in findings[findings["status"] == status].iterrows():
                lines.append(f"  {VERDICTS[status]}　{row['rule']}　{row['message']}")
                lines += [f"      建议追问：{row['ask']}"] if isinstance(row["ask"], str) else []
                lines += [f"      依据：{row['source']}"] if isinstance(row["source"], str) else []
    return ("\n".join(map(printable, lines)) + "\n").encode()


def _xlsx(table: pd.DataFrame, sheet_name: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name or sheet.title
    sheet.append(list(table))
    rows = zip(
        *(table[name].astype(object).where(table[name].notna(), None) for name in table),
        strict=True,
    )
    for row, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            told = ";".join(map(str, value)) if isinstance(value, list) else value
            cell = sheet.cell(row, column)
            if isinstance(told, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", told)
                cell.data_type = "s"  # whatever it begins with
                cell.quotePrefix = told.startswith(_FORMULA)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif told is not None and math.isfinite(told):
                cell.value = told
    for column, name in enumerate(table, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max((len(str(cell)) for cell in [name, *table[name].head(200)]), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(2 * longest + 2, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _csv(table: pd.DataFrame) -> bytes:
    safe = table.map(
        lambda cell: ";".join(map(str, cell)) if isinstance(cell, list) else _safe(cell)
    )
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    return (
        f"'{cell}"
        if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA)
        else cell
    )


def _jsonl(table: pd.DataFrame) -> bytes:
    # pandas' own writer rounds floats to 10 decimals and escapes every Chinese character;
    # the standard library's builds an encoder a row. Cells are told column by column instead.
    line = "{" + ", ".join(f"{json.dumps(name)}: %s" for name in table) + "}\n"
    columns = [_told(table[name]) for name in table]
    return "".join(line % cells for cells in zip(*columns, strict=True)).encode()


def _told(column: pd.Series) -> list[str]:
    """The cells as JSON: missing ones null, and so the open end of an interval."""
    if column.dtype == "float64":
        return [repr(cell) if math.isfinite(cell) else "null" for cell in column.tolist()]
    cells = zip(column.to_numpy(object).tolist(), column.isna().tolist(), strict=True)
    if column.dtype == "Int64":
        return ["null" if missing else str(cell) for cell, missing in cells]
    return [
        "null"
        if missing
        else encode_basestring(cell)
        if isinstance(cell, str)
        else json.dumps(cell, ensure_ascii=False)
        for cell, missing in cells
    ]
