"""Tables as text, CSV or JSON lines."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

import pandas as pd

FORMATS = ("text", "csv", "jsonl")
# What of the figures a person reads on a terminal; the other formats carry every column.
_READABLE = ("report_id", "figure_id", "section", "subject", "measure", "value", "unit", "direction", "role", "status")
# A spreadsheet would run a cell that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(table: pd.DataFrame, form: str) -> bytes:
    """A table in a format: `text` for a terminal, `csv` as UTF-8 with a mark for Excel, `jsonl` one object a line.

    In JSON lines missing cells and open ends of intervals are null, lists are arrays, and there is no NaN; in CSV text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    writers: dict[str, Callable[[pd.DataFrame], bytes]] = {"text": _text, "csv": _csv, "jsonl": _jsonl}
    return writers[form](table)


def _text(table: pd.DataFrame) -> bytes:
    if table.empty:
        return "（没有）\n".encode()
    if "quoted" in table and "decimals" in table:  # figures, with the digits printed
        digits = [
            f"{value:.{decimals}f}" if pd.notna(value) and pd.notna(decimals) else "" for value, decimals in zip(table["value"], table["decimals"], strict=True)
        ]
        table = table.assign(value=digits)[list(_READABLE)]
    with pd.option_context("display.unicode.east_asian_width", True):
        return f"{table.to_string(index=False, na_rep='', max_colwidth=40)}\n".encode()


def _csv(table: pd.DataFrame) -> bytes:
    safe = table.map(lambda cell: ";".join(map(str, cell)) if isinstance(cell, list) else _safe(cell))
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA) else cell


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
    return ["null" if missing else encode_basestring(cell) if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False) for cell, missing in cells]
