"""`read`: a table of what reports say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perf_analysis import codebook, readers
from perf_analysis.codebook import Row
from perf_analysis.commands import tell
from perf_analysis.commands.writing import write_several
from perf_analysis.worker import UNUSABLE

if TYPE_CHECKING:
    from perf_analysis.reading.text import Unread


def run(chosen: argparse.Namespace) -> int:
    """Read the reports and write the table."""
    chosen.report = readers.find_reports(chosen.report)
    table = codebook.TABLES[chosen.table].of_reports
    _, is_whole = write_several(chosen, table, lambda unread: _rows(chosen, unread))
    return 0 if is_whole else UNUSABLE


def _rows(chosen: argparse.Namespace, unread: Unread | None) -> Sequence[Row]:
    are_files = all(map(readers.names_file, chosen.report))
    if chosen.table == "figures" and are_files:  # most of what other tables need is not imported
        from perf_analysis.reading.text import read_figures

        return read_figures(chosen.report, tell=tell, unread=unread)
    from perf_analysis.reading.files import read_table

    return read_table(chosen.report, chosen.table, profile=chosen.rules, tell=tell, unread=unread)
