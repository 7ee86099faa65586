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
from typing import Literal, get_args

# What is wrong, for a program and for looking it up: the catalogue in docs/errors.md says what each
# means and what to do.
Code = Literal[
    "option",  # arguments of a command that do not go together
    "missing",  # no such file or folder
    "not-a-file",  # a folder, a device, a pipe
    "no-access",  # the system lets nobody read or write it
    "in-use",  # another program or run has it open
    "unknown-name",  # no report, profile or check of that name
    "format",  # not one that is read, or not what its suffix says
    "locked",  # a password
    "damaged",  # cut off or broken
    "empty",  # nothing in it
    "no-text",  # pictures of text, or characters without an encoding
    "encoding",  # text in no encoding that is known
    "too-large",  # over a limit of limits.py
    "time",  # longer than a limit of limits.py
    "memory",  # more than a limit of limits.py
    "crash",  # the program that read it ended or hung
    "unsafe",  # what a document of an office program does not need
    "syntax",  # no valid TOML or CSV
    "column",  # a column or key that lacks, is unknown or stands twice
    "value",  # a cell that does not fit its column
    "no-match",  # a correction of what was not read
    "notebook",  # a notebook that fails
    "page",  # a briefing that would not hold what it says
    "printing",  # a browser that does not print
    "not-installed",  # a package or program that lacks
    "fault",  # ours
]
CODES: tuple[Code, ...] = get_args(Code)


def printable(text: str) -> str:
    """A text on one line as a terminal may show it: no control characters,
    and none that turn the direction of writing.
    """
    return "".join(
        letter
        if letter.isprintable() or letter == "\u3000"
        else " "
        if letter.isspace()
        else "\ufffd"
        for letter in text
    )


class PerfAnalysisError(Exception):
    """Something handed in is unusable; the message names place, reason and remedy.

    Parameters
    ----------
    code : what is wrong, of `CODES`
    told : the line a person reads
    """

    def __init__(self, code: Code, told: str) -> None:
        self.code: Code = code
        super().__init__(told)

    def _render_traceback_(self) -> list[str]:
        """What Jupyter shows: the line a person reads, in the place of a traceback."""
        return [f"{type(self).__name__}: {self} [{self.code}]"]

    def __reduce__(self) -> tuple[type[PerfAnalysisError], tuple[Code, str]]:
        """Between processes code and line are kept, whatever the class."""
        return PerfAnalysisError, (self.code, str(self))


class InputError(PerfAnalysisError):
    """A file or folder cannot be used.

    Parameters
    ----------
    code : what is wrong, of `CODES`
    path : the file or folder
    reason : what is wrong with it
    place : where in it (row and column, a key), empty for the whole
    remedy : what to do about it
    """

    def __init__(
        self, code: Code, path: Path | str, reason: str, *, place: str = "", remedy: str = ""
    ) -> None:
        self.path, self.reason, self.place, self.remedy = Path(path), reason, place, remedy
        told = [str(path), place, reason, remedy]
        # one line, whatever a cell or a file's name holds
        super().__init__(
            code, printable(" ".join("；".join(part for part in told if part).split()))
        )


class TableError(PerfAnalysisError):
    """A DataFrame lacks columns that a table or chart is made from."""


class RuleError(PerfAnalysisError):
    """A name that no check or rule has."""


class BriefingError(PerfAnalysisError):
    """The briefing could not be made or written; nothing was left half-written."""


class LabError(PerfAnalysisError):
    """JupyterLab cannot be opened."""
