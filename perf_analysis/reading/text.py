"""The text of a report with the figures found in it; the figures of several reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from perf_analysis import limits, readers
from perf_analysis.codebook import Row
from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.figures import add_intervals, corrections
from perf_analysis.figures.finding import find_figures
from perf_analysis.figures.scope import Scope
from perf_analysis.forms import Forms, find_forms
from perf_analysis.structure import Structure, find_structure

Tell = Callable[[Document], None]  # what is done with each document once it is read
Unread = Callable[[InputError], object]  # what is done with the error of one report of several
_Read = TypeVar("_Read")


class Text(NamedTuple):
    """A report's file as it was read: its headings and forms, its paragraphs and sentences, the
    figures found in it as they stand there, and the digits that are none, found when asked for.
    """

    document: Document
    structure: Structure
    forms: Forms
    scope: Scope
    found: list[dict[str, Any]]
    none: Iterator[dict[str, Any]]


def read_text(path: Path) -> Text:
    """A report's file, without its corrections."""
    document = readers.read_document(path)
    structure, forms = find_structure(document), find_forms(document)
    scope = Scope(document, structure)
    found = find_figures(document, structure, forms, scope)
    return Text(document, structure, forms, scope, *found)


def watched(path: str | Path) -> AbstractContextManager[None]:
    """The time that one file may take to be read."""
    is_converted = Path(path).suffix.lower() in readers.CONVERTED
    remedy = f"检查是不是选错了文件；确实要读的话，设环境变量 {limits.VARIABLE}=10 放宽十倍"
    return limits.within(
        limits.READ_CONVERTED_SECONDS if is_converted else limits.READ_SECONDS, path, remedy
    )


def readable(
    paths: Iterable[str | Path], read: Callable[[str | Path], _Read], unread: Unread | None
) -> Iterator[_Read]:
    """What is read of each path; `unread` is told of one that cannot be used, which costs itself.
    Without it, and where nothing can be used, the first error is raised.
    """
    failed: list[InputError] = []
    count = 0
    paths = list(paths)
    with readers.together(paths):
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


def read_figures(
    paths: Iterable[str | Path], *, tell: Tell | None = None, unread: Unread | None = None
) -> list[Row]:
    """The figures of several reports, in the order given; no other table is made.

    `tell` is called with each document once it is read, to say what its reader left out;
    `unread` with the error of a report that cannot be used, which is then left out.
    """
    figures: list[Row] = []
    for text in readable(paths, _read_watched, unread):
        if tell:
            tell(text.document)
        figures += add_intervals(corrections.apply(text.document, text.found))
    return figures


def _read_watched(path: str | Path) -> Text:
    with watched(path):
        return read_text(Path(path))
