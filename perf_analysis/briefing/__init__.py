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
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from perf_analysis.briefing.contents import Entry, list_briefings, name_pages
from perf_analysis.briefing.contradictions import find_contradictions
from perf_analysis.briefing.cover import Cover, read_logo
from perf_analysis.briefing.findings import show_findings, show_rule_differences
from perf_analysis.briefing.outcome_table import show_outcomes
from perf_analysis.briefing.outcomes import list_missed
from perf_analysis.briefing.summary import (
    show_header,
    show_headlines,
    show_points,
    show_questions,
)
from perf_analysis.briefing.two_years import show_years
from perf_analysis.document import Document
from perf_analysis.errors import BriefingError, PerfAnalysisError
from perf_analysis.language import speaking
from perf_analysis.output import make_folder, refuse_unwritable, write_whole
from perf_analysis.readers import together
from perf_analysis.report import Report, as_report, keeping, load, require_report

if TYPE_CHECKING:
    from tqdm import tqdm

    from perf_analysis.briefing.shelf import Shelf
    from perf_analysis.checks import OwnChecks

FIRST = "00-summary.ipynb"

__all__ = [
    "find_notebooks",
    "find_own_report",
    "show_findings",
    "show_header",
    "show_headlines",
    "show_outcomes",
    "show_points",
    "show_questions",
    "show_rule_differences",
    "show_years",
    "warn_of_own_notebooks",
    "write_briefing",
    "write_briefings",
]


def write_briefing(
    report: Report,
    path: str | Path,
    *,
    date: datetime.date | None = None,
    language: str = "zh",
    ledger: str | Path = "",
    notebooks: str | Path = "",
    title: str = "",
    logo: str | Path = "",
    rules: str | Path = "",
    previous: Report | str | Path | None = None,
    extra: OwnChecks = (),
    progress: bool = False,
    tell: Callable[[str], object] = lambda told: None,
) -> Path:
    """Execute the notebooks on a report and bind them into one HTML file.

    The file appears whole or not at all; the notebooks on disk are not touched.

    Parameters
    ----------
    report : what the notebooks are executed on; `pa.load(REPORT)` in them gives this report
    path : the file to write, replaced if it exists
    date : the day printed on the page; SOURCE_DATE_EPOCH or today when not given
    language : of the page, `zh` or `en`; quoted sentences stay Chinese
    ledger : the workbook of the report's ledger, whose proofs are then shown and checked
    notebooks : a folder whose notebooks are bound in the order of their names,
        in place of the package's; or a single notebook
    title : of the page, in place of what kind of report it is
    logo : a picture's file, shown at the top
    rules : one of `rules.PROFILES`, or the path of a profile of your own
    previous : the same department's report of the year before, or its file:
        the page then compares the two
    extra : a check of your own or several, as for `Report.check`
    progress : whether to show a bar on stderr, where that is a terminal
    tell : called with each line on what a notebook gave that does not stand on the page,
        and with which notebooks of a folder were bound

    Returns
    -------
    path : the file written

    Raises
    ------
    InputError : `path` cannot be written, or a file that is named cannot be used
    BriefingError : a notebook fails, or the page would hold a link that leads nowhere;
        it names notebook and cell
    """
    path = Path(path)
    require_report(report)
    refuse_unwritable(path)
    before = as_report(previous) if previous else None
    report = report.beside(before, extra)
    given = {"LEDGER": _whole(ledger), "PREVIOUS": str(before.source) if before else ""}
    cover = Cover(title, read_logo(logo) if logo else "", bool(notebooks), bool(before))
    binding = _Binding(notebooks, cover, given | {"RULES": _named(rules)}, date or _today(), tell)
    with ExitStack() as kept:
        if before:
            kept.enter_context(keeping(before))
        kept.enter_context(speaking(language))
        bar = kept.enter_context(_bar(binding, 1, progress))
        binding.write(report.under(rules) if rules else report, path, bar.update)
    if notebooks:
        tell(str(binding.shelf()))
    return path


def write_briefings(
    sources: Sequence[str | Path],
    folder: str | Path,
    *,
    date: datetime.date | None = None,
    language: str = "zh",
    notebooks: str | Path = "",
    title: str = "",
    logo: str | Path = "",
    rules: str | Path = "",
    extra: OwnChecks = (),
    progress: bool = False,
    tell: Callable[[Document], None] | None = None,
) -> list[Entry]:
    """Write a briefing of each report into a folder, and an index of them;
    one that fails does not stop the rest.

    Parameters
    ----------
    sources : reports' files or data folders
    folder : made where it is not there; files in it that have the same names are replaced
    date, language, notebooks, title, logo, rules, extra, progress : as for `write_briefing`
    tell : called with each document once it is read, to say what its reader left out

    Returns
    -------
    entries : one per report in order: the page written, or why there is none

    Raises
    ------
    InputError : `folder` cannot be written, or a file that is named cannot be used
    """
    folder = Path(folder)
    make_folder(folder)
    cover = Cover(title, read_logo(logo) if logo else "", bool(notebooks))
    binding = _Binding(notebooks, cover, {"RULES": _named(rules)}, date or _today())
    entries = []
    with speaking(language), together(sources), _bar(binding, len(sources), progress) as bar:
        for source, name in zip(sources, name_pages(sources), strict=True):
            try:
                report = load(source, rules=rules).beside(extra=extra)
                if tell and report.document:
                    tell(report.document)
                binding.write(report, folder / name, bar.update)
                entries.append(Entry.of(report, source, folder / name))
            except PerfAnalysisError as error:
                entries.append(Entry(str(source), reason=str(error)))
        write_whole(folder / "index.html", list_briefings(entries, binding.day).encode())
    return entries


@dataclass(frozen=True)
class _Binding:
    """How the pages of one call are made: of which notebooks, with which names set in them."""

    notebooks: str | Path
    cover: Cover
    given: dict[str, str]
    day: datetime.date
    tell: Callable[[str], object] = lambda told: None

    def shelf(self) -> Shelf:
        """The notebooks as their files have them: each report runs its own."""
        return _open(self.notebooks, has_previous=self.cover.has_previous)

    def write(self, report: Report, path: Path, done: Callable[[], object]) -> None:
        """Run the notebooks on a report and write its page."""
        from perf_analysis.briefing.notebook import set_parameters
        from perf_analysis.briefing.page import bind
        from perf_analysis.briefing.running import run_notebooks

        given = {name: value for name, value in self.given.items() if value}
        notebooks = self.shelf().bound
        for notebook in notebooks:
            set_parameters(notebook, {"REPORT": str(report.source)} | given)
        # and with them most tables, once for all notebooks
        _ = report.findings, find_contradictions(report), list_missed(report)
        with keeping(report):
            run_notebooks(notebooks, done)
        ledger = given.get("LEDGER", "")
        page = bind(notebooks, report, self.day, ledger, self.cover, self.tell)
        write_whole(path, page.encode())


def _whole(path: str | Path) -> str:
    """A path that holds in every folder; nothing for none."""
    return str(Path(path).resolve()) if str(path) else ""


def _named(rules: str | Path) -> str:
    """A profile's name, or the whole path of its file."""
    return _whole(rules) if Path(rules).is_file() else str(rules)


def _open(folder: str | Path, *, has_previous: bool) -> Shelf:
    from perf_analysis.briefing.shelf import open_shelf

    return open_shelf(folder or find_notebooks(), has_previous=has_previous)


def find_own_report(notebooks: str | Path) -> str:
    """The report that an analyst's notebooks name in their own parameters; empty for none.

    Raises
    ------
    BriefingError : they name several
    InputError : no such folder, or no notebook in it
    """
    return _open(notebooks, has_previous=True).report


def warn_of_own_notebooks(tell: Callable[[str], object]) -> None:
    """Say that notebooks of the lab that were changed here are not bound unless they are named."""
    from perf_analysis.briefing.shelf import FOLDER, list_changed, name_copy

    first = find_notebooks() / FIRST
    is_here = any(Path(name).is_file() for name in (FIRST, name_copy(first)))
    here = Path() if is_here else Path(FOLDER)
    if here.resolve() == find_notebooks().resolve():
        return
    if changed := list_changed(here, find_notebooks()):
        listed = "、".join(path.name for path in changed)
        tell(f"没有装订这里改过的 {listed}；要装订它们：--notebooks {here}")


def _bar(binding: _Binding, reports: int, progress: bool) -> tqdm[NoReturn]:
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        monitor_interval = 0  # its thread would forbid to fork

    # one more cell each, for the parameters
    cells = sum(
        1 + sum(cell.kind == "code" for cell in notebook.cells)
        for notebook in binding.shelf().bound
    )
    return Bar(
        total=reports * cells,
        desc="生成简报",
        unit="格",
        leave=False,
        disable=None if progress else True,
    )


def find_notebooks() -> Path:
    """The notebooks beside the package (a checkout) or inside it (a wheel)."""
    package = Path(__file__).parents[1]
    for folder in (package.parent / "notebooks", package / "notebooks"):
        if (folder / FIRST).is_file():
            return folder
    raise BriefingError("not-installed", "找不到 notebooks 文件夹；请重新安装 perf-analysis")


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        if epoch.isdigit()
        else datetime.date.today()
    )
