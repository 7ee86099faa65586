"""Files and data folders into readings, one or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perf_analysis import codebook, readers
from perf_analysis.about import find_about
from perf_analysis.codebook import Row
from perf_analysis.data import EMBEDDED
from perf_analysis.errors import InputError
from perf_analysis.figures import add_intervals, corrections
from perf_analysis.goals import find_goals
from perf_analysis.readers.file import LONGEST_NAME, near_names
from perf_analysis.reading.tables import Reading
from perf_analysis.reading.text import Tell, Unread, read_text, readable, watched
from perf_analysis.tables import print_goals

if TYPE_CHECKING:
    from perf_analysis.checks import Rule


def load(source: str | Path = EMBEDDED) -> Reading:
    """What was read of a data folder or a report's file; parameters and errors as of
    `report.load`.
    """
    _require_path(source)
    if readers.names_file(source):
        return read(source)
    # here: it checks its tables with pandas, and a report's file needs none
    from perf_analysis.readers import folder as _folder

    folder = _find_folder(source)
    about = _folder.read_about(folder / "report.toml")
    given = _folder.read_figures(folder / "figures.csv", about)
    goals = codebook.rows(_folder.read_goals(folder / "goals.csv", about, given))
    figures = add_intervals(codebook.rows(given))
    return Reading(folder, about, figures, print_goals(goals, figures))


def read(path: str | Path) -> Reading:
    """What was read of a report's file; parameters and errors as of `report.read`."""
    _require_path(path)
    path = Path(path)
    with watched(path):
        text = read_text(path)
        document, structure = text.document, text.structure
        goals = corrections.apply_to_goals(document, find_goals(document, structure, text.found))
        figures = add_intervals(corrections.apply(document, text.found))
        about = find_about(document, structure)
        return Reading(path.resolve(), about, figures, print_goals(goals, figures), text)


def read_table(
    paths: Sequence[str | Path],
    name: str,
    *,
    profile: str | Path = "",
    tell: Tell | None = None,
    unread: Unread | None = None,
) -> list[Row]:
    """The rows of one table of several reports, each with its `report_id`; scoring under a rule
    profile.

    `tell` is called with each document once it is read, to say what its reader left out;
    `unread` with the error of a report that cannot be used, which is then left out.
    """
    told: list[Row] = []
    for reading in readable(paths, load, unread):
        if tell and reading.document:
            tell(reading.document)
        rows = reading.scored(profile) if name == "scoring" else reading.rows(name)
        told += [{"report_id": reading.report_id, **row} for row in rows]
    return told


def check_reports(
    paths: Sequence[str | Path],
    *,
    rules: str | Path = "",
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    previous: str | Path = "",
    ledger: str | Path = "",
    evidence: str | Path = "",
    extra: Callable[[Reading], Sequence[Rule]] = lambda reading: (),
    tell: Tell | None = None,
    unread: Unread | None = None,
) -> list[Row]:
    """The findings of several reports;
    `previous`, `ledger` and `evidence` belong to the one report they are given with.

    Parameters
    ----------
    paths : reports' files or data folders
    rules, only, skip, ledger, evidence : as for `Report.check`
    extra : gives, of what was read of a report, checks of a person's own
    tell, unread : as for `read_table`
    """
    before = load(previous) if previous else None
    found: list[Row] = []
    for reading in readable(paths, load, unread):
        if tell and reading.document:
            tell(reading.document)
        found += reading.examine(
            rules=rules,
            only=only,
            skip=skip,
            previous=before,
            ledger=ledger,
            evidence=evidence,
            extra=extra(reading),
        ).findings
    return found


def _require_path(given: object) -> None:
    """Raise InputError for a report or a table in the place of a file's name."""
    if not isinstance(given, str | Path):
        raise InputError(
            "value",
            f"（{type(given).__name__}）",
            "这里要的是文件名，不是读出的报告或表",
            remedy="写引号里的路径，例如 'C:/报告/2023.docx'",
        )


def _find_folder(source: str | Path) -> Path:
    """The folder itself, else one of that name in `data/` beside the package (a checkout)
    or inside it (a wheel).
    """
    package = Path(__file__).parents[1]
    for folder in (Path(source), package.parent / "data" / source, package / "data" / source):
        if readers.is_file(folder / "report.toml"):
            return folder.resolve()
    is_folder = Path(source).is_dir() if len(str(source)) < LONGEST_NAME else False
    raise InputError(
        "unknown-name",
        str(source)[:80],
        "文件夹里没有报告，也没有 report.toml"
        if is_folder
        else "没有这个报告文件，也没有这个数据文件夹",
        remedy=f"{near_names(Path(source))}报告要写后缀，如 报告.docx；内嵌的报告写 {EMBEDDED}",
    )
