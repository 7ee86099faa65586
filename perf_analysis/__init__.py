"""Figures of performance self-evaluation reports, as DataFrames, charts and a briefing.

load(name)              the embedded report, a data folder or a report's file -> Report
read(path)              any report's file -> Report
report.figures …        its tables; report.figures_zh … with Chinese heads and values
charts.show_*(table)    a table -> chart with its words;  charts.plot_*(table) -> Axes
checks, rules           what is asked of a report, and the profiles that score it
compare(this, previous) two years of a department, a row a measure
corpus                  a folder of reports -> panels that compare departments and years
write_briefing(report)  the notebooks, bound into one HTML page

Also convert(figures, unit), their values in one unit, and write_briefings(paths), with an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perf_analysis.errors import PerfAnalysisError

if TYPE_CHECKING:
    from perf_analysis import charts, checks, corpus, rules
    from perf_analysis.briefing import write_briefing, write_briefings
    from perf_analysis.figures import convert
    from perf_analysis.report import Report, compare, load, read

__all__ = [
    "PerfAnalysisError",
    "Report",
    "charts",
    "checks",
    "compare",
    "convert",
    "corpus",
    "load",
    "read",
    "rules",
    "write_briefing",
    "write_briefings",
]
__version__ = "0.1.0"

# What one types at the keyboard; the rest of `__all__` is for programs.
_OFFERED = ("load", "read", "write_briefing", "charts", "checks", "rules", "compare", "corpus")
_ROOMS = ("charts", "checks", "corpus", "rules")


def __dir__() -> list[str]:
    """What TAB offers."""
    return list(_OFFERED)


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

    if name in _ROOMS:
        return import_module(f"perf_analysis.{name}")
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
