"""Files into documents and frames, one module a format.

read_document(path)      a report's file -> Document
txt docx pdf html xlsx   the formats read here
xls                      old workbooks, .xls .et
office                   old Word files, .doc .wps, through LibreOffice
folder                   a data folder's report.toml, figures.csv and goals.csv,
                         checked against the codebook
file                     a report's bytes, and what format they really are
signs raised heads       what all of them share: signs that nobody sees, raised digits,
                         the unit that a running head states
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from itertools import islice
from pathlib import Path

from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.limits import LONGEST_TEXT, MOST_FIGURES, VARIABLE
from perf_analysis.readers.file import format_of, read_bytes

_TOO_LARGE = f"检查是不是选错了文件；确实要读的话，设环境变量 {VARIABLE}=10 放宽十倍"
_DIGITS = re.compile(r"\d+")
# Which module reads a suffix; imported when a file of that format is read,
# since each brings its library.
_READERS = {
    ".txt": "txt",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".doc": "office",
    ".wps": "office",
}
# by LibreOffice, workbooks where xlrd cannot read them
CONVERTED = tuple(suffix for suffix, name in _READERS.items() if name in ("office", "xls"))
SUFFIXES = tuple(_READERS)
_NO_REPORT = ("~$", "._", ".")  # what Office and other systems leave beside files
# What a suffix may really hold, where that is not the format of its name: WPS writes its own
# suffixes over the formats of Office, Word its own over RTF, and text or a piece of HTML shows no
# format at all.
_HOLDS = {
    ".txt": ("",),
    ".html": (".html", ""),
    ".htm": (".html", ""),
    ".doc": (".doc", ".rtf"),
    ".wps": (".doc", ".rtf"),
    ".et": (".xls",),
}


def is_file(source: str | Path) -> bool:
    """Whether a file of that name is there; a text in the place of a name is none."""
    try:
        return Path(source).is_file()
    except OSError:
        return False


def names_file(source: str | Path) -> bool:
    """Whether a report's file is named, there or not, and no data folder."""
    return is_file(source) or Path(source).suffix.lower() in SUFFIXES


def find_reports(named: Iterable[str]) -> list[str]:
    """The reports that words name: a folder those in it, a name with * or ? those it fits
    (no shell of Windows does that); all else as it stands.
    """
    found: list[str] = []
    for name in named:
        path = Path(name)
        told = _in_folder(path) if path.is_dir() else []
        if not told and set("*?") & set(path.name):
            told = [str(one) for one in path.parent.glob(path.name)]
        found += sorted(told) or [name]
    return found


def _in_folder(folder: Path) -> list[str]:
    """The reports in a folder; none where it is the data folder of one."""
    if (folder / "report.toml").is_file():
        return []
    return [
        str(path)
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(_NO_REPORT)
    ]


def together(paths: Iterable[str | Path]) -> AbstractContextManager[None]:
    """Meanwhile what several of some files need is done for all of them at once."""
    several = [path for path in paths if _READERS.get(Path(path).suffix.lower()) == "office"]
    if len(several) < 2:
        return nullcontext()
    office = import_module("perf_analysis.readers.office")
    return office.together(several)


def read_document(path: Path) -> Document:
    """The document in a file, read by its suffix.

    Raises
    ------
    InputError : no reader knows the suffix, the content is of another format, encrypted,
        or cannot be read
    """
    suffix = path.suffix.lower()
    raw = read_bytes(path)
    if suffix not in _READERS:
        raise InputError(
            "format",
            path,
            f"不认识的格式 {path.suffix or '（没有后缀）'}",
            remedy=f"能读 {'、'.join(_READERS)}；请另存为其中一种",
        )
    found = format_of(raw)
    if found == "encrypted":
        raise InputError("locked", path, "文件有密码", remedy="用原来的程序打开，去掉密码后另存")
    if found not in _HOLDS.get(suffix, (suffix,)):
        told = (
            f"内容是 {found} 格式，不是 {suffix}"
            if found
            else f"内容不是 {suffix} 格式，或者文件已损坏"
        )
        remedy = f"把后缀改成 {found}" if found in _READERS else "用原来的程序打开，另存一份"
        raise InputError("format", path, told, remedy=remedy)
    name = _READERS[suffix]
    document: Document = getattr(import_module(f"perf_analysis.readers.{name}"), f"read_{name}")(
        path, raw
    )
    _refuse_empty(document)
    _refuse_large(document)
    return document


def _refuse_empty(document: Document) -> None:
    """Refuse what holds no text; what was left out of it says why."""
    if document.text.strip():
        return
    if document.notices:
        raise InputError("no-text", document.path, "没有能读的文字", remedy=document.notices[0])
    raise InputError(
        "no-text", document.path, "文件是空的，里面没有文字", remedy="检查是不是选错了文件"
    )


def _refuse_large(document: Document) -> None:
    """Refuse what is no report before anything is looked for in it."""
    if len(document.text) > LONGEST_TEXT:
        raise InputError(
            "too-large",
            document.path,
            f"文字超过 {LONGEST_TEXT} 个字，不像一份报告",
            remedy=_TOO_LARGE,
        )
    is_long = len(document.text) > MOST_FIGURES  # what is shorter cannot have more
    if (
        is_long
        and sum(1 for _ in islice(_DIGITS.finditer(document.text), MOST_FIGURES + 1)) > MOST_FIGURES
    ):
        raise InputError(
            "too-large",
            document.path,
            f"数字超过 {MOST_FIGURES} 个，不像一份报告",
            remedy=_TOO_LARGE,
        )
