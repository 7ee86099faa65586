"""What was read of made forms, held against their truth."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from made.forms.hand import COLUMNS, MadeForm, Truth
from made.forms.layouts import make_form
from made.forms.words import NONE_MARKS
from made.forms.written import WRITERS
from tqdm import tqdm


class Compared(NamedTuple):
    """How many cells there are, in truth or as read, and the wrong ones:
    table, column, row, truth, as read.
    """

    cells: int
    wrong: list[tuple[str, str, str, Any, Any]]


def compare(made: MadeForm, report: Any) -> Compared:
    """The indicators and funds of a report read from a made form, cell by cell;
    cells that are empty in both do not count.
    """
    cells, wrong = 0, []
    for table, key in (("indicators", "level3"), ("funds", "line")):
        for truth, read in paired(
            getattr(made, table), getattr(report, table).to_dict("records"), key
        ):
            told = {column: plain(cell) for column, cell in read.items()}
            told["actual_unit"] = told.get("actual_unit") or (
                told.get("unit") if told.get("actual") is not None else None
            )
            for column in truth or COLUMNS[table]:
                wanted, found = plain(truth.get(column)), told.get(column)
                cells += wanted is not None or found is not None
                wrong += (
                    [(table, column, str(truth.get(key) or told[key]), wanted, found)]
                    if wanted != found
                    else []
                )
    return Compared(cells, wrong)


def paired(truths: list[Truth], rows: list[Truth], key: str) -> Iterator[tuple[Truth, Truth]]:
    """Each row of the truth with the row read for it: of the same name, else in order;
    either is empty where the other has none.
    """
    left, found = list(rows), []
    for truth in truths:
        found.append(next((row for row in left if plain(row[key]) == plain(truth[key])), None))
        left = [row for row in left if row is not found[-1]]
    for truth, match in zip(truths, found, strict=True):
        yield truth, match or (left.pop(0) if left else {})
    yield from (({}, row) for row in left)


def plain(cell: Any) -> Any:
    """A cell as compared: text without white space and without the colon after it,
    none for what is empty or marked so.
    """
    if not isinstance(cell, str):
        return None if pd.isna(cell) else round(float(cell), 9)
    text = "".join(cell.split()).rstrip("：:")
    return None if text in NONE_MARKS else text


def measure(
    seeds: Iterable[int], layouts: Iterable[str], formats: Iterable[str]
) -> dict[tuple[str, str], Compared]:
    """The cells of the forms of these seeds, written and read back, by layout and format."""
    import perf_analysis as pa

    found: dict[tuple[str, str], Compared] = {}
    with tempfile.TemporaryDirectory() as folder:
        for layout, form, seed in tqdm([*product(layouts, formats, seeds)], disable=None):
            suffix, write = WRITERS[form]
            path, made = Path(folder) / f"{layout}-{seed}{suffix}", make_form(seed, layout)
            write(made, path)
            cells, wrong = compare(made, pa.read(path))
            before = found.get((layout, form), Compared(0, []))
            found[layout, form] = Compared(before.cells + cells, before.wrong + wrong)
    return found
