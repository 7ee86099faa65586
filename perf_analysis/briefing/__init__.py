"""The briefing: the executed notebooks, bound into one HTML page that is read offline.

show_header(report), show_headlines(report), show_points(report)   what notebook 00 shows
write_briefing(report, path)                                       notebooks -> page -> file
"""

from __future__ import annotations

import datetime
import os
import tempfile
from pathlib import Path

from perf_analysis.briefing.summary import show_header, show_headlines, show_points
from perf_analysis.errors import BriefingError, InputError
from perf_analysis.report import Report

__all__ = ["show_header", "show_headlines", "show_points", "write_briefing"]


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
    _refuse_unwritable(path)
    notebooks = execute(sorted(_find_notebooks().glob("0*.ipynb")), {"REPORT": str(report.source)}, progress=progress)
    _write_whole(path, bind(notebooks, report, date or _today()))
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


def _refuse_unwritable(path: Path) -> None:
    """Refuse before the work rather than after it."""
    if path.is_dir():
        raise InputError(path, "是文件夹", remedy="写出文件名，例如 briefing.html")
    if not path.parent.is_dir():
        raise InputError(path, "所在的文件夹不存在", remedy="先建好文件夹，或换一个路径")
    if not os.access(path.parent, os.W_OK):
        raise InputError(path, "所在的文件夹不可写", remedy="换一个有写权限的文件夹")


def _write_whole(path: Path, text: str) -> None:
    """Written beside and renamed, so that a full disk leaves the old file or none."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False, newline="\n") as file:
            beside = Path(file.name)
            file.write(text)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if beside:
            beside.unlink(missing_ok=True)
        raise InputError(path, f"写不进去：{error.strerror}", remedy="检查磁盘空间和权限") from None
