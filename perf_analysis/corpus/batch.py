"""One batch of files into part files and a receipt: the unit of work that any engine may run,
once or again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from perf_analysis import codebook, limits
from perf_analysis.codebook import Column
from perf_analysis.corpus.columns import to_arrow
from perf_analysis.errors import Code, InputError, PerfAnalysisError, printable, worded
from perf_analysis.readers import together
from perf_analysis.reading.files import read
from perf_analysis.reading.tables import Reading

TABLES = (
    "figures",
    "overview",
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
    told = {name: codebook.TABLES[name].of_reports for name in TABLES}
    return {name: table.columns for name, table in (told | codebook.FILES).items()}


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
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in (*TABLES, "notices")}
    left = [file.path for file in batch.files if file.sha256 not in batch.failed]
    with together(left):
        for file in batch.files:
            reason = batch.failed.get(file.sha256)
            if reason is None:
                reason = _take(file, reports, tables)
            if reason:
                told = {"code": reason[0], "reason": reason[1]}
                unread.append({"path": file.name, "sha256": file.sha256} | told)
    columns = schemas()
    for name, rows in {**tables, "reports": reports, "unread": unread}.items():
        _write(out, name, batch.batch_id, rows, columns[name])
    receipt = Receipt(
        batch.batch_id, [file.sha256 for file in batch.files], len(reports), len(unread)
    )
    _write_whole(out / RECEIPTS / f"{batch.batch_id}.json", json.dumps(asdict(receipt)).encode())
    return receipt


def _take(
    file: File, reports: list[dict[str, Any]], tables: Mapping[str, list[dict[str, Any]]]
) -> Reason | None:
    """Read one file into the rows of its batch, all of it or nothing;
    the reason where it cannot be read.
    """
    try:
        with limits.within(_FILE_SECONDS, file.path, "检查是不是选错了文件"):
            reading = read(file.path)
            rows = {name: _rows(reading, name, file.report_id) for name in TABLES}
    except PerfAnalysisError as error:
        return error.code, str(error)
    except Exception as error:  # a fault of ours costs this file, not the corpus
        return "fault", printable(f"程序出错：{type(error).__name__}: {error}")
    for name, told in rows.items():
        tables[name].extend(told)
    tables["notices"] += [
        {"report_id": file.report_id, "path": file.name, "notice": notice}
        for notice in (reading.document.notices if reading.document else ())
    ]
    [overview] = reading.rows("overview")
    of_report = {name: overview[name] for name in ("department", "year")}
    of_report |= {"path": file.name, "sha256": file.sha256, "self_score": overview["score"]}
    reports.append({"report_id": file.report_id} | of_report)
    return None


def _rows(reading: Reading, name: str, report_id: str) -> list[dict[str, Any]]:
    return [{**row, "report_id": report_id} for row in reading.rows(name)]


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
    arrays = [to_arrow([row.get(column.name) for row in rows], column.dtype) for column in columns]
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
            f"写不进去：{worded(error)}",
            remedy="检查磁盘空间和权限，再运行一次，会接着做",
        ) from None
