"""Tables as text, CSV or JSON lines."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
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
    columns = [name for name in _READABLE if name in table] if "figure_id" in table and "quoted" in table else list(table)
    if table.empty:
        return "（没有）\n".encode()
    with pd.option_context("display.unicode.east_asian_width", True):
        return f"{table[columns].to_string(index=False, na_rep='', max_colwidth=40)}\n".encode()


def _csv(table: pd.DataFrame) -> bytes:
    safe = table.map(lambda cell: ";".join(map(str, cell)) if isinstance(cell, list) else _safe(cell))
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA) else cell


def _jsonl(table: pd.DataFrame) -> bytes:
    # pandas' own writer rounds floats to 10 decimals and escapes every Chinese character
    columns = [_plain(table[name]) for name in table]
    rows = (dict(zip(table, cells, strict=True)) for cells in zip(*columns, strict=True))
    return "".join(f"{_ENCODER.encode(row)}\n" for row in rows).encode()


def _plain(column: pd.Series) -> list[Any]:
    """The cells as JSON has them: missing ones null, and so the open end of an interval."""
    cells = column.tolist()
    if column.dtype == "float64":
        return [cell if math.isfinite(cell) else None for cell in cells]
    return [None if missing is True else cell for cell, missing in zip(cells, column.isna().tolist(), strict=True)]


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
