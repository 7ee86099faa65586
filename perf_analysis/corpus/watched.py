"""One batch through a worker that is watched: the unit of work of this machine and of a cluster."""

from __future__ import annotations

from dataclasses import replace

from perf_analysis.corpus.batch import Batch, Reason, work
from perf_analysis.errors import InputError
from perf_analysis.worker import LostError, Worker

# without a file in work: more than chance, and no other start would mend it
_MOST_STARTS = 3
# of a process of a cluster: they end by themselves when nothing is left to do
_idle: list[Worker] = []


def read_batch(batch: Batch, out: str, idle: list[Worker] = _idle) -> tuple[int, int]:
    """Read a batch and write it; how many of its files were read, and how many could not be.

    Parameters
    ----------
    batch : the files
    out : the folder of the corpus
    idle : workers that wait for work; one is taken and given back, or started if there is none

    Raises
    ------
    InputError : no worker starts
    PerfAnalysisError : the batch could not be written
    """
    worker = idle.pop() if idle else Worker()
    starts = 0
    try:
        while starts < _MOST_STARTS:
            try:
                receipt = worker.call(work, batch, out)
                return receipt.read, receipt.unread
            except LostError as lost:
                starts += not lost.path
                batch = _without(batch, lost.path, (lost.code, f"读取时程序{lost.reason}"))
    finally:
        idle.append(worker)
    raise InputError(
        "crash",
        out,
        "读报告的进程一启动就退出",
        remedy="在同一环境里运行 python -c 'import perf_analysis.corpus'，看它缺什么",
    )


def _without(batch: Batch, path: str, reason: Reason) -> Batch:
    """A batch whose worker was lost: the file it had in work is not to be tried again."""
    failed = {file.sha256: reason for file in batch.files if file.path == path}
    return replace(batch, failed={**batch.failed, **failed})
