"""Files into documents and frames, one module a format.

read_document(path)      a report's file -> Document
folder                   a data folder's report.toml, figures.csv and goals.csv, checked against the codebook
corrections              REPORT.corrections.csv beside a report
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.readers.txt import read_txt

_READERS: dict[str, Callable[[Path], Document]] = {".txt": read_txt}


def read_document(path: Path) -> Document:
    """The document in a file, read by its suffix.

    Raises
    ------
    InputError : no reader knows the suffix, or the file cannot be read
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None and path.is_file():
        raise InputError(path, f"不认识的格式 {path.suffix or '（没有后缀）'}", remedy=f"目前能读 {'、'.join(_READERS)}；请另存为文本文件")
    return (reader or read_txt)(path)
