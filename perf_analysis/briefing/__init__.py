"""The briefing: the executed notebooks, bound into one HTML page that is read offline.

show_header(report), show_headlines(report), show_points(report)   what notebook 00 shows
write_briefing(report, path)                                       notebooks -> page -> file
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from perf_analysis.briefing.file import refuse_unwritable, write_whole
from perf_analysis.briefing.findings import show_findings, show_rule_differences
from perf_analysis.briefing.summary import show_header, show_headlines, show_points
from perf_analysis.errors import BriefingError
from perf_analysis.report import Report

__all__ = ["show_findings", "show_header", "show_headlines", "show_points", "show_rule_differences", "write_briefing"]


def write_briefing(report: Report, path: str | Path, *, date: datetime.date | None = None, progress: bool = False) -> Path:
    """Execute the notebooks on a report and bind them into one HTML file.

    The file appears whole or not at all; the notebooks on disk are not touched.

    Parameters
    ----------
    report : what the notebooks are executed on; they load it again from `report.source`
    path : the file to write, replaced if it exists
    date : the day printed on the page; SOURCE_DATE_EPOCH or today when not given
    progress : whether to show a bar on stderr, where that is a terminal

    Returns
    -------
    path : the file written

    Raises
    ------
    InputError : `path` cannot be written
    BriefingError : a notebook fails, or the page would hold a link that leads nowhere
    """
    from perf_analysis.briefing.kernel import execute
    from perf_analysis.briefing.page import bind

    path = Path(path)
    refuse_unwritable(path)
    notebooks = execute(sorted(_find_notebooks().glob("0*.ipynb")), {"REPORT": str(report.source)}, progress=progress)
    write_whole(path, bind(notebooks, report, date or _today()).encode())
    return path


def _find_notebooks() -> Path:
    """The notebooks beside the package (a checkout) or inside it (a wheel)."""
    package = Path(__file__).parents[1]
    for folder in (package.parent / "notebooks", package / "notebooks"):
        if (folder / "00-summary.ipynb").is_file():
            return folder
    raise BriefingError("找不到 notebooks 文件夹；请重新安装 perf-analysis")


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date() if epoch.isdigit() else datetime.date.today()
