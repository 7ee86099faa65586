"""The bytes of a report's file, and what format they really are."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from perf_analysis.errors import InputError, worded
from perf_analysis.limits import LARGEST_FILE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body")
# bytes of a name, so that the file of its corrections has one too
LONGEST_NAME = 255 - len(".corrections.csv")
_WORD_2003 = b'progid="Word.Document"'
_ARCHIVE = re.compile(rb"\s*[A-Za-z-]+:\s.*?multipart/related", re.IGNORECASE | re.DOTALL)
_STREAMS = {"EncryptedPackage": "encrypted", "WordDocument": ".doc", "Workbook": ".xls"}
# of Excel 95, as some programs still write it; filled up, or any text with the word were one
_STREAMS["Book".ljust(32, "\0")] = ".xls"
_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
MOST_BESIDE = 1000  # files in a folder among which a name like a mistyped one is looked for
_HEAD = 1024  # bytes in which a format shows itself


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file that is neither empty nor too large to be a report.

    Raises
    ------
    InputError : no file, not readable, empty, or too large
    """
    if len(os.fsencode(path.stem)) > LONGEST_NAME:
        raise InputError(
            "not-a-file", path, "文件名太长，旁边放不下它的更正表", remedy="把文件名改短后再读"
        )
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            told = "是文件夹，不是报告" if stat.S_ISDIR(about.st_mode) else "不是普通文件"
            raise InputError("not-a-file", path, told, remedy="写出报告文件的路径")
        if about.st_size > LARGEST_FILE:
            raise InputError(
                "too-large",
                path,
                f"文件超过 {LARGEST_FILE // 1_000_000} MB，不像一份报告",
                remedy="检查是不是选错了文件",
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "missing", path, "文件不存在", remedy=f"{near_names(path)}检查路径"
        ) from None
    except OSError as error:
        raise InputError(
            "no-access", path, f"无法读取：{worded(error)}", remedy="检查路径和权限"
        ) from None
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise InputError("empty", path, "文件是空的", remedy="检查是不是选错了文件")
    return raw


def near_names(path: Path) -> str:
    """The files beside a path whose names are like its own, as the beginning of a remedy;
    empty where none is.
    """
    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), MOST_BESIDE)]
    except OSError:
        return ""
    near = [name for name in get_close_matches(path.name, names, n=4) if name != path.name][:3]
    return f"名字相近的有 {'、'.join(near)}；" if near else ""


def format_of(raw: bytes) -> str:
    """The format that bytes show themselves to be, as a suffix;
    empty for text and for what shows nothing.

    Old Office files and encrypted new ones share a container: `.doc` or `.xls` by the stream
    inside, `encrypted` for a new one under a password.
    """
    head = raw[:_HEAD]
    if b"%PDF-" in head:
        return ".pdf"
    if raw.startswith(b"PK\x03\x04"):
        return _packed_format(raw)
    if raw.startswith(_OLE):
        return next(
            (told for name, told in _STREAMS.items() if name.encode("utf-16-le") in raw), ""
        )
    if _WORD_2003 in head:
        return ".xml"
    if _ARCHIVE.match(head):  # of a web page, which is read as one
        return ".html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        return ".html"
    return ".rtf" if head.startswith(b"{\\rtf") else ""


def _packed_format(raw: bytes) -> str:
    """The format of a packed file, by its folders: what is embedded in it stands deeper.

    Of one that breaks off, whose list of names is lost, the first name found decides.
    """
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        found = {raw.find(folder.encode()): suffix for folder, suffix in _FOLDERS.items()}
        return found[min(at for at in found if at >= 0)] if max(found) >= 0 else ".zip"
    folders = {name.replace("\\", "/").lower().partition("/")[0] + "/" for name in names}
    return next((suffix for folder, suffix in _FOLDERS.items() if folder in folders), ".zip")
