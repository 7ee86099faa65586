"""Figures of performance self-evaluation reports, as DataFrames, charts and a briefing.

load(name)              the embedded report, or a data folder -> Report
read(path)              any report's file -> Report
compare(this, previous) two years of a department, a row a measure
convert(figures, unit)  their values in one unit: 万元 and 亿元 side by side
report.figures …        its tables; see perf_analysis.codebook for grain and columns
charts.plot_*(table)    a table -> Axes;  charts.show_*(table) -> chart with its words
write_briefing(report)  the notebooks, bound into one HTML page
write_briefings(paths)  the same for several reports, with an index
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perf_analysis.errors import PerfAnalysisError
from perf_analysis.figures import convert
from perf_analysis.report import Report, compare, load, read

if TYPE_CHECKING:
    from perf_analysis import charts
    from perf_analysis.briefing import write_briefing, write_briefings

__all__ = [
    "PerfAnalysisError",
    "Report",
    "charts",
    "compare",
    "convert",
    "load",
    "read",
    "write_briefing",
    "write_briefings",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Charts and briefing are imported when they are first used:
    matplotlib alone would double the start.
    """
    from importlib import import_module

    if name == "charts":
        return import_module("perf_analysis.charts")
    if name in ("write_briefing", "write_briefings"):
        return getattr(import_module("perf_analysis.briefing"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
