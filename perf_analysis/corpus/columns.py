"""Cells as Arrow arrays, built from their bytes: `pyarrow.array` would import pandas, which takes
longer than a report to read and more memory than ten, in every worker.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa

_ITEM = {"list": "text", "integers": "integer"}
_ARROW = {"text": pa.string(), "number": pa.float64(), "integer": pa.int64()}
_CODES = {"number": "d", "integer": "q"}
TYPES = _ARROW | {name: pa.list_(_ARROW[item]) for name, item in _ITEM.items()}


def to_arrow(cells: Sequence[Any], dtype: str) -> pa.Array:
    """The cells of a column of the codebook, absent ones None."""
    children = []
    if dtype in _ITEM:
        parts: Sequence[Any] = [cell or () for cell in cells]
        buffers = [_offsets(parts)]
        children = [to_arrow(list(chain.from_iterable(parts)), _ITEM[dtype])]
    elif dtype == "text":
        parts = [cell.encode() if cell else b"" for cell in cells]
        buffers = [_offsets(parts), pa.py_buffer(b"".join(parts))]
    else:
        buffers = [pa.py_buffer(array(_CODES[dtype], [cell or 0 for cell in cells]))]
    return pa.Array.from_buffers(
        TYPES[dtype], len(cells), [_validity(cells), *buffers], children=children
    )


def _offsets(parts: Sequence[Any]) -> pa.Buffer:
    return pa.py_buffer(array("i", accumulate(map(len, parts), initial=0)))


def _validity(cells: Sequence[Any]) -> pa.Buffer | None:
    """A bit a cell, the first one lowest; nothing where all are there."""
    if None not in cells:
        return None
    bits = "".join("0" if cell is None else "1" for cell in reversed(cells))
    return pa.py_buffer(int(bits, 2).to_bytes((len(cells) + 7) // 8, "little"))
