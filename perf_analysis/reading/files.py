"""Files and data folders into readings, one or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from perf_analysis import codebook, limits, readers, tables
from perf_analysis import figures as _figures
from perf_analysis.codebook import Row
from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.figures import corrections
from perf_analysis.reading.tables import Reading

Unread = Callable[[InputError], object]  # what is done with the error of one report of several
_Read = TypeVar("_Read")
EMBEDDED = "2022-suigang"


def load(source: str | Path = EMBEDDED) -> Reading:
    """What `Report` is made of, from a data folder or a report's file: as `report.load`."""
    if _is_file(source) or Path(source).suffix.lower() in readers.SUFFIXES:
        return read(source)
    # here: it checks its tables with pandas, and a report's file needs none
    from perf_analysis.readers import folder as _folder

    folder = _find_folder(source)
    about = _folder.read_about(folder / "report.toml")
    given = _folder.read_figures(folder / "figures.csv", about)
    goals = codebook.rows(_folder.read_goals(folder / "goals.csv", about, given))
    figures = _figures.add_intervals(codebook.rows(given))
    return Reading(folder, about, figures, tables.print_goals(goals, figures))


def read(path: str | Path) -> Reading:
    """What `Report` is made of, from a report's file: as `report.read`."""
    with _watched(path):
        return _read(Path(path))


def _watched(path: str | Path) -> AbstractContextManager[None]:
    """The time that one file may take to be read."""
    is_converted = Path(path).suffix.lower() in readers.CONVERTED
    remedy = f"检查是不是选错了文件；确实要读的话，设环境变量 {limits.VARIABLE}=10 放宽十倍"
    return limits.within(
        limits.READ_CONVERTED_SECONDS if is_converted else limits.READ_SECONDS, path, remedy
    )


def _read(path: Path) -> Reading:
    # here: its patterns take long to compile
    from perf_analysis.figures.finding import find_figures
    from perf_analysis.forms import find_forms
    from perf_analysis.structure import find_about, find_goals, find_structure

    document = readers.read_document(path)
    structure = find_structure(document)
    forms = find_forms(document)
    found, remainder = find_figures(document, structure, forms)
    goals = corrections.apply_to_goals(document, find_goals(document, structure, found))
    figures = _figures.add_intervals(corrections.apply(document, found))
    return Reading(
        path.resolve(),
        find_about(document, structure),
        figures,
        tables.print_goals(goals, figures),
        document,
        structure,
        forms,
        list(remainder),
    )


def _readable(
    paths: Iterable[str | Path], read: Callable[[str | Path], _Read], unread: Unread | None
) -> Iterator[_Read]:
    """What is read of each path; `unread` is told of one that cannot be used, which costs itself.
    Without it, and where nothing can be used, the first error is raised.
    """
    failed: list[InputError] = []
    count = 0
    for path in paths:
        try:
            told = read(path)
        except InputError as error:
            if unread is None:
                raise
            unread(error)
            failed.append(error)
            continue
        count += 1
        yield told
    if failed and not count:
        raise failed[0]


def read_table(
    paths: Sequence[str | Path],
    name: str,
    *,
    profile: str | Path = "",
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> list[Row]:
    """The rows of one table of several reports, each with its `report_id`; scoring under a rule
    profile.

    `tell` is called with each document once it is read, to say what its reader left out;
    `unread` with the error of a report that cannot be used, which is then left out.
    """
    if name == "figures":
        return read_figures(paths, tell=tell, unread=unread)
    told: list[Row] = []
    for reading in _readable(paths, read, unread):
        if tell and reading.document:
            tell(reading.document)
        rows = reading.scored(profile) if name == "scoring" else reading.rows(name)
        told += [{"report_id": reading.report_id} | dict(row) for row in rows]
    return told


def read_figures(
    paths: Iterable[str | Path],
    *,
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> list[Row]:
    """The figures of several reports, in the order given; no other table is made."""
    told: list[Row] = []
    for document, rows in _readable(paths, _read_figures, unread):
        if tell:
            tell(document)
        told += _figures.add_intervals(corrections.apply(document, rows))
    return told


def _read_figures(path: str | Path) -> tuple[Document, list[dict[str, Any]]]:
    """A document and the rows of its figures."""
    from perf_analysis.figures.finding import find_figures
    from perf_analysis.forms import find_forms
    from perf_analysis.structure import find_structure

    with _watched(path):
        document = readers.read_document(Path(path))
        rows, _ = find_figures(document, find_structure(document), find_forms(document))
    return document, rows


def check_reports(
    paths: Sequence[str | Path],
    *,
    rules: str | Path = "",
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    previous: str | Path = "",
    ledger: str | Path = "",
    evidence: str | Path = "",
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> list[Row]:
    """The findings of several reports;
    `previous`, `ledger` and `evidence` belong to the one report they are given with.

    Parameters
    ----------
    paths : reports' files or data folders
    rules, only, skip, ledger, evidence : as for `Report.check`
    tell : called with each document once it is read, to say what its reader left out
    unread : called with the error of a report that cannot be used, which is then left out
    """
    before = load(previous) if previous else None
    found: list[Row] = []
    for reading in _readable(paths, load, unread):
        if tell and reading.document:
            tell(reading.document)
        found += reading.check(
            rules=rules, only=only, skip=skip, previous=before, ledger=ledger, evidence=evidence
        )
    return found


def _is_file(source: str | Path) -> bool:
    try:
        return Path(source).is_file()
    except OSError:  # a text in the place of a name
        return False


def _find_folder(source: str | Path) -> Path:
    """The folder itself, else one of that name in `data/` beside the package (a checkout)
    or inside it (a wheel).
    """
    package = Path(__file__).parents[1]
    for folder in (Path(source), package.parent / "data" / source, package / "data" / source):
        if _is_file(folder / "report.toml"):
            return folder.resolve()
    raise InputError(
        "unknown-name",
        str(source)[:80],
        "没有这个数据文件夹，或里面没有 report.toml",
        remedy=f"写内嵌报告的名字（{EMBEDDED}）或文件夹的路径",
    )
