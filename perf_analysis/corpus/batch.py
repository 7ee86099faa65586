"""One batch of files into part files and a receipt: the unit of work that any engine may run,
once or again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from perf_analysis import codebook, limits
from perf_analysis.codebook import Column
from perf_analysis.errors import Code, InputError, PerfAnalysisError, printable
from perf_analysis.report import Report, read
from perf_analysis.tables import own_score

TABLES = (
    "figures",
    "budget",
    "growth",
    "completion",
    "goals",
    "indicators",
    "scoring",
    "findings",
    "sentences",
)
RECEIPTS, PARTS = "receipts", "parts"
_FILE_SECONDS = limits.READ_CONVERTED_SECONDS + limits.CHECK_SECONDS  # one clock over all of a file
_TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "list": pa.list_(pa.string()),
    "integers": pa.list_(pa.int64()),
}
Reason = tuple[Code, str]  # why a file was not read: in the word of the catalogue, and in one line


@dataclass(frozen=True)
class File:
    """One file of a corpus: where it is, from which folder its path counts,
    its content and the id of its report.
    """

    path: str
    name: str
    sha256: str
    report_id: str


@dataclass(frozen=True)
class Batch:
    """Files that are read together; the id is of their contents,
    so that the same batch has the same part files.
    """

    batch_id: str
    files: Sequence[File]
    # by content: why a file is not to be tried again
    failed: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What a batch gave; written last, it says that its part files are whole."""

    batch_id: str
    contents: Sequence[str]
    read: int
    unread: int


def schemas() -> dict[str, tuple[Column, ...]]:
    """The columns of each table of a corpus: those of the codebook with the report's id before
    them, `reports`, `notices` and `unread`.
    """
    told = {name: codebook.TABLES[name].columns for name in TABLES}
    report_id = codebook.REPORTS.columns[0]
    with_id = {
        name: columns if columns[0].name == "report_id" else (report_id, *columns)
        for name, columns in told.items()
    }
    return with_id | {name: table.columns for name, table in codebook.FILES.items()}


def work(batch: Batch, out: str | Path) -> Receipt:
    """Read a batch of reports and write its part files and receipt; done again it writes the same.

    Parameters
    ----------
    batch : the files
    out : the folder of the corpus
    """
    out = Path(out)
    reports: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    frames: dict[str, list[dict[str, Any]]] = {name: [] for name in (*TABLES, "notices")}
    # pyarrow, which writes the parts, makes small tables slower
    with pd.option_context("mode.string_storage", "python"):
        for file in batch.files:
            reason = batch.failed.get(file.sha256)
            if reason is None:
                reason = _take(file, reports, frames)
            if reason:
                unread.append(
                    {
                        "path": file.name,
                        "sha256": file.sha256,
                        "code": reason[0],
                        "reason": reason[1],
                    }
                )
    columns = schemas()
    for name, rows in {**frames, "reports": reports, "unread": unread}.items():
        _write(out, name, batch.batch_id, rows, columns[name])
    receipt = Receipt(
        batch.batch_id, [file.sha256 for file in batch.files], len(reports), len(unread)
    )
    _write_whole(out / RECEIPTS / f"{batch.batch_id}.json", json.dumps(asdict(receipt)).encode())
    return receipt


def _take(
    file: File, reports: list[dict[str, Any]], frames: Mapping[str, list[dict[str, Any]]]
) -> Reason | None:
    """Read one file into the rows of its batch, all of it or nothing;
    the reason where it cannot be read.
    """
    try:
        with limits.within(_FILE_SECONDS, file.path, "检查是不是选错了文件"):
            report = read(file.path)
            rows = {name: _rows(report, name, file.report_id) for name in TABLES}
    except PerfAnalysisError as error:
        return error.code, str(error)
    except Exception as error:  # a fault of ours costs this file, not the corpus
        return "fault", printable(f"程序出错：{type(error).__name__}: {error}")
    for name, told in rows.items():
        frames[name].extend(told)
    frames["notices"] += [
        {"report_id": file.report_id, "path": file.name, "notice": notice}
        for notice in (report.document.notices if report.document else ())
    ]
    about, score = report.about, own_score(report.scores)
    told_of_it = {
        "department": about.department or None,
        "year": about.year or None,
        "self_score": None if score is None else float(score["score"]),
    }
    reports.append(
        {"report_id": file.report_id, "path": file.name, "sha256": file.sha256, **told_of_it}
    )
    return None


def _rows(report: Report, name: str, report_id: str) -> list[dict[str, Any]]:
    return [row | {"report_id": report_id} for row in codebook.rows(getattr(report, name))]


def _write(
    out: Path,
    name: str,
    batch_id: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
) -> None:
    """A part file, which appears whole; a batch without rows of a table writes none."""
    if not rows:
        return
    arrays = [
        pa.array([row.get(column.name) for row in rows], _TYPES[column.dtype]) for column in columns
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_arrays(arrays, [column.name for column in columns]), sink, compression="zstd"
    )
    _write_whole(out / PARTS / name / f"{batch_id}.parquet", sink.getvalue().to_pybytes())


def _write_whole(path: Path, content: bytes) -> None:
    # one name: who does the same batch writes the same bytes
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise InputError(
            "no-access",
            path,
            f"写不进去：{error.strerror}",
            remedy="检查磁盘空间和权限，再运行一次，会接着做",
        ) from None
