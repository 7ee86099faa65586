"""One report in four formats: its figures, those in tables too, are the same."""

from pathlib import Path

import pandas as pd
import pytest
from made import formats as formats_made

import perf_analysis as pa

WHOLE = Path(__file__).parent / "reports" / "whole"
# What their tables have: A02 numbered rows, between sentences with ASCII marks; A09 two sides,
# heads merged to the right; B01 cells merged downwards; B06 元/人·月 in a caption; B07 heads of
# two rows, a form; D04 a column of units, years side by side.
REPORTS = ("A02", "A09", "B01", "B06", "B07", "D04")
SAME = ["value", "unit", "kind", "direction", "subject", "measure", "low", "high"]


@pytest.mark.parametrize("suffix", formats_made.SUFFIXES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_has_the_same_figures_in_every_format(tmp_path, name, suffix):
    report = pa.read(WHOLE / f"{name}.docx")
    path = formats_made.write(tmp_path / f"{name}{suffix}", report.document)
    read = pa.read(path)
    assert len(read.document.tables) == len(report.document.tables)
    pd.testing.assert_frame_equal(read.figures[SAME], report.figures[SAME], check_exact=True)
