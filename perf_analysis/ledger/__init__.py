"""The project ledger (一项目、一台账): what a report claims,
beside the proof that people name for it in a workbook.

write_ledger(report, path)   goals and indicators of a report -> workbook;
                             what people typed in an older one is kept
read_ledger(path)            workbook -> the table `ledger`, one row per item and piece of evidence
list_evidence(folder)        the names of the files that may prove it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perf_analysis.ledger.reading import list_evidence, read_ledger, read_proofs
from perf_analysis.tables.items import Item, find_items

if TYPE_CHECKING:
    from perf_analysis.ledger.writing import Written, write_ledger

__all__ = [
    "Item",
    "Written",
    "find_items",
    "list_evidence",
    "read_ledger",
    "read_proofs",
    "write_ledger",
]


def __getattr__(name: str) -> Any:
    """What writes is imported when it is used: to read a report needs no openpyxl."""
    if name in ("Written", "write_ledger"):
        from perf_analysis.ledger import writing

        return getattr(writing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
