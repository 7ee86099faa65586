"""The briefing: the executed notebooks, bound into one HTML page that is read offline.

show_header(report), show_headlines(report), show_points(report)   what notebook 00 shows
show_outcomes(report)                                              every goal and indicator
write_briefing(report, path)                                       notebooks -> page -> file
write_briefings(sources, folder)                                   the same for several,
                                                                   with an index
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from perf_analysis.briefing.contents import Entry, list_briefings, name_pages
from perf_analysis.briefing.findings import show_findings, show_rule_differences
from perf_analysis.briefing.outcome_table import show_outcomes
from perf_analysis.briefing.summary import (
    show_header,
    show_headlines,
    show_points,
    show_questions,
)
from perf_analysis.document import Document
from perf_analysis.errors import BriefingError, PerfAnalysisError
from perf_analysis.language import speaking
from perf_analysis.output import make_folder, refuse_unwritable, write_whole
from perf_analysis.report import Report, load, require_report

if TYPE_CHECKING:
    from tqdm import tqdm

    from perf_analysis.briefing.kernel import Kernel

__all__ = [
    "show_findings",
    "show_header",
    "show_headlines",
    "show_outcomes",
    "show_points",
    "show_questions",
    "show_rule_differences",
    "write_briefing",
    "write_briefings",
]


# Those a briefing is bound of; another notebook beside them compares many reports.
NOTEBOOKS = "0[0-4]-*.ipynb"


def write_briefing(
    report: Report,
    path: str | Path,
    *,
    date: datetime.date | None = None,
    language: str = "zh",
    ledger: str | Path = "",
    progress: bool = False,
) -> Path:
    """Execute the notebooks on a report and bind them into one HTML file.

    The file appears whole or not at all; the notebooks on disk are not touched.

    Parameters
    ----------
    report : what the notebooks are executed on; they load it again from `report.source`
    path : the file to write, replaced if it exists
    date : the day printed on the page; SOURCE_DATE_EPOCH or today when not given
    language : of the page, `zh` or `en`; quoted sentences stay Chinese
    ledger : the workbook of the report's ledger, whose proofs are then shown and checked
    progress : whether to show a bar on stderr, where that is a terminal

    Returns
    -------
    path : the file written

    Raises
    ------
    InputError : `path` cannot be written
    BriefingError : a notebook fails, or the page would hold a link that leads nowhere
    """
    from perf_analysis.briefing.kernel import Kernel

    path = Path(path)
    require_report(report)
    refuse_unwritable(path)
    with speaking(language), Kernel() as kernel, _bar(1, progress) as bar:
        _write_page(
            kernel,
            report,
            path,
            date or _today(),
            bar.update,
            str(Path(ledger).resolve()) if ledger else "",
        )
    return path


def write_briefings(
    sources: Sequence[str | Path],
    folder: str | Path,
    *,
    date: datetime.date | None = None,
    language: str = "zh",
    progress: bool = False,
    tell: Callable[[Document], None] | None = None,
) -> list[Entry]:
    """Write a briefing of each report into a folder, and an index of them;
    one that fails does not stop the rest.

    Parameters
    ----------
    sources : reports' files or data folders
    folder : made where it is not there; files in it that have the same names are replaced
    date, language, progress : as for `write_briefing`
    tell : called with each document once it is read, to say what its reader left out

    Returns
    -------
    entries : one per report in order: the page written, or why there is none

    Raises
    ------
    InputError : `folder` cannot be written
    """
    from perf_analysis.briefing.kernel import Kernel

    folder, day = Path(folder), date or _today()
    make_folder(folder)
    entries = []
    with speaking(language), Kernel() as kernel, _bar(len(sources), progress) as bar:
        for source, name in zip(sources, name_pages(sources), strict=True):
            try:
                report = load(source)
                if tell and report.document:
                    tell(report.document)
                _write_page(kernel, report, folder / name, day, bar.update)
                entries.append(Entry.of(report, source, folder / name))
            except PerfAnalysisError as error:
                entries.append(Entry(str(source), reason=str(error)))
        write_whole(folder / "index.html", list_briefings(entries, day).encode())
    return entries


def _write_page(
    kernel: Kernel,
    report: Report,
    path: Path,
    day: datetime.date,
    done: Callable[[], object],
    ledger: str = "",
) -> None:
    from perf_analysis.briefing.page import bind

    notebooks = kernel.execute(
        _list_notebooks(), {"REPORT": str(report.source), "LEDGER": ledger}, done=done
    )
    write_whole(path, bind(notebooks, report, day, ledger).encode())


def _bar(reports: int, progress: bool) -> tqdm[NoReturn]:
    from tqdm import tqdm

    from perf_analysis.briefing.kernel import count_cells

    return tqdm(
        total=reports * count_cells(_list_notebooks()),
        desc="生成简报",
        unit="格",
        leave=False,
        disable=None if progress else True,
    )


def _list_notebooks() -> list[Path]:
    return sorted(find_notebooks().glob(NOTEBOOKS))


def find_notebooks() -> Path:
    """The notebooks beside the package (a checkout) or inside it (a wheel)."""
    package = Path(__file__).parents[1]
    for folder in (package.parent / "notebooks", package / "notebooks"):
        if (folder / "00-summary.ipynb").is_file():
            return folder
    raise BriefingError("not-installed", "找不到 notebooks 文件夹；请重新安装 perf-analysis")


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        if epoch.isdigit()
        else datetime.date.today()
    )
