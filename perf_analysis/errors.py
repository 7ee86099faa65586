"""What can go wrong with what a person hands in, told in one line.

PerfAnalysisError            anything below; `str(error)` is the line a person reads
├── InputError               a file or folder that cannot be used
├── TableError               a DataFrame without the columns a function needs
├── RuleError                a check or rule that is not known
├── BriefingError            a notebook that fails, or a page that cannot be written
└── LabError                 JupyterLab cannot be opened
"""

from __future__ import annotations

from pathlib import Path


def printable(text: str) -> str:
    """A text on one line as a terminal may show it: no control characters, and none that turn the direction of writing."""
    return "".join(letter if letter.isprintable() or letter == "\u3000" else " " if letter.isspace() else "\ufffd" for letter in text)


class PerfAnalysisError(Exception):
    """Something handed in is unusable; the message names place, reason and remedy."""


class InputError(PerfAnalysisError):
    """A file or folder cannot be used.

    Parameters
    ----------
    path : the file or folder
    reason : what is wrong with it
    place : where in it (row and column, a key), empty for the whole
    remedy : what to do about it
    """

    def __init__(self, path: Path | str, reason: str, *, place: str = "", remedy: str = "") -> None:
        self.path, self.reason, self.place, self.remedy = Path(path), reason, place, remedy
        told = [str(path), place, reason, remedy]
        super().__init__(printable(" ".join("；".join(part for part in told if part).split())))  # one line, whatever a cell or a file's name holds


class TableError(PerfAnalysisError):
    """A DataFrame lacks columns that a table or chart is made from."""


class RuleError(PerfAnalysisError):
    """A name that no check or rule has."""


class BriefingError(PerfAnalysisError):
    """The briefing could not be made or written; nothing was left half-written."""


class LabError(PerfAnalysisError):
    """JupyterLab cannot be opened."""
