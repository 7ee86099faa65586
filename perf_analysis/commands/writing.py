"""A table of one or several reports, to a file or the screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perf_analysis.codebook import Row, Table
from perf_analysis.commands import telling
from perf_analysis.errors import InputError
from perf_analysis.export import BINARY, FORMATS, export
from perf_analysis.output import refuse_unwritable, write_whole

if TYPE_CHECKING:
    from perf_analysis.reading.text import Unread

_PLAIN = ("", "txt", "md", "log")  # suffixes of files of text


def write_several(
    chosen: argparse.Namespace, table: Table, make: Callable[[Unread | None], Sequence[Row]]
) -> tuple[Sequence[Row], bool]:
    """Make and write a table of several reports, and whether it has all of them: one that cannot
    be used costs itself, and is named at the end.
    """
    errors: list[InputError] = []
    try:
        unread = errors.append if len(chosen.report) > 1 else None
        rows = _write(chosen, table, lambda: make(unread))
    except InputError as raised:
        errors = [error for error in errors if error is not raised]
        raise
    finally:
        for error in errors:
            print(f"perf-analysis: {error} [{error.code}]", file=sys.stderr)
    return rows, not errors


def _write(
    chosen: argparse.Namespace, table: Table, make: Callable[[], Sequence[Row]]
) -> Sequence[Row]:
    """Make a table and write it, whole; what cannot be written is refused before the work."""
    form = chosen.format or _format_of(chosen.output)
    if chosen.output:
        refuse_unwritable(Path(chosen.output))
    elif form in BINARY:
        raise InputError("option", "（屏幕）", f"{form} 不能写到屏幕上", remedy="用 -o 写出文件名")
    with telling(f"正在读 {len(chosen.report)} 份报告"):
        rows = make()
    name = getattr(chosen, "table", "findings")
    written = export(table, rows, form, name=name, labels=chosen.labels)
    if chosen.output:
        write_whole(Path(chosen.output), written)
    else:
        sys.stdout.buffer.write(written)
    return rows


def _format_of(output: str) -> str:
    """The format that the suffix of a file names; text for a screen and plain files.

    Raises
    ------
    InputError : the suffix is of a program that would not open what is written
    """
    suffix = Path(output).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return suffix
    if suffix not in _PLAIN:
        raise InputError(
            "option", output, f"不会写 .{suffix}", remedy="后缀用 .xlsx、.csv、.jsonl 或 .txt"
        )
    return "text"
