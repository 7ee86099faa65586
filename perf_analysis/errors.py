"""What can go wrong with what a person hands in, told in one line.

PerfAnalysisError            anything below; `str(error)` is the line a person reads
├── InputError               a file or folder that cannot be used
├── TableError               a DataFrame without the columns a function needs
├── RuleError                a check or rule that is not known
├── BriefingError            a notebook that fails, or a page that cannot be written
└── LabError                 JupyterLab cannot be opened
"""

from __future__ import annotations

import csv
import errno
import re
import tomllib
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

MOST_TOLD = 200  # letters of what another program says
# What system and libraries say in English.
_OF_SYSTEM = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "不存在",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被占用",
    errno.EIO: "磁盘或网络盘出错",
}
_OF_CSV = {
    "unexpected end of data": "有一格的引号没有收尾",
    "expected after": "引号后面还有字，格子里的引号要写两个",
    "field larger": "有一格太长，多半是引号没有收尾",
    "new-line": "换行写法不对",
}
_PLACE_OF_TOML = re.compile(r"at line (\d+), column (\d+)")


def worded(error: Exception) -> str:
    """What the system, or a library that parses, says is wrong, in words of the field; as it says
    it where there are none.
    """
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0) or error.strerror or type(error).__name__
    if isinstance(error, csv.Error):
        return next((told for word, told in _OF_CSV.items() if word in str(error)), str(error))
    if isinstance(error, tomllib.TOMLDecodeError):
        place = _PLACE_OF_TOML.search(str(error))
        return f"第 {place[1]} 行第 {place[2]} 列写法不对" if place else "结尾不完整"
    return str(error)


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


def on_one_line(told: str) -> str:
    """What another program says, on one line and as long as one is read."""
    told = printable(" ".join(told.split()))
    return told if len(told) <= MOST_TOLD else f"{told[:MOST_TOLD]}…"


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
