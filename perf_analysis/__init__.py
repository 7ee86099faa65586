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

if TYPE_CHECKING:
    from perf_analysis import charts
    from perf_analysis.briefing import write_briefing, write_briefings
    from perf_analysis.figures import convert
    from perf_analysis.report import Report, compare, load, read

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


_PLACES = {
    **dict.fromkeys(("Report", "compare", "load", "read"), "perf_analysis.report"),
    **dict.fromkeys(("write_briefing", "write_briefings"), "perf_analysis.briefing"),
    "convert": "perf_analysis.figures",
}


def __getattr__(name: str) -> Any:
    """Each name is imported when it is first used: a command that only reads a file needs
    neither, and matplotlib alone would double the start.
    """
    from importlib import import_module

    if name == "charts":
        return import_module("perf_analysis.charts")
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
