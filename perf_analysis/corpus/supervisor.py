"""Batches through workers that are watched, here or on a cluster: one that crashes or hangs
on a file costs that file, and is replaced.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from perf_analysis.corpus.batch import Batch
from perf_analysis.corpus.plan import BATCH, plan
from perf_analysis.corpus.watched import read_batch
from perf_analysis.errors import InputError
from perf_analysis.output import make_folder
from perf_analysis.worker import Worker


@dataclass(frozen=True)
class Done:
    """What a run did: files of the folder by content, those read now, not readable,
    and done before.
    """

    files: int
    read: int
    unread: int
    before: int


def read_corpus(
    folder: str | Path,
    out: str | Path,
    *,
    workers: int = 0,
    scheduler: str = "",
    size: int = BATCH,
    tell: Callable[[int, int], object] = lambda _done, _all: None,
) -> Done:
    """Read what is new in a folder into Parquet; a run that was killed
    goes on where its last whole batch ended.

    Parameters
    ----------
    folder : reports of any format, in folders of any depth
    out : `parts/TABLE/*.parquet` and `receipts/`; made where it is not there
    workers : processes; as many as the machine has cores when 0
    scheduler : the address of a Dask cluster to use instead of processes of this machine
    size : files of a batch
    tell : called with how many files are done, and of how many

    Raises
    ------
    InputError : no folder, another run writes to `out`, or the cluster is not there or goes
    PerfAnalysisError : what was read could not be written; run again, it goes on from there
    """
    out = Path(out)
    make_folder(out)
    with _locked(out):
        planned = plan(folder, out, size=size)
        pending = deque(planned.batches)
        read = unread = 0
        tell(planned.done, planned.files)
        for receipt_read, receipt_unread in _drive(pending, out, scheduler, workers):
            read, unread = read + receipt_read, unread + receipt_unread
            tell(planned.done + read + unread, planned.files)
    return Done(planned.files, read, unread, planned.done)


def _drive(
    pending: deque[Batch], out: Path, scheduler: str, workers: int
) -> Iterator[tuple[int, int]]:
    if scheduler and pending:
        from perf_analysis.corpus.cluster import run_on

        yield from run_on(scheduler, pending, out)
    if pending:
        yield from _run(pending, out, min(workers or os.cpu_count() or 1, len(pending)))


def _run(pending: deque[Batch], out: Path, count: int) -> Iterator[tuple[int, int]]:
    """Batches through workers of this machine; the counts of each as it is done."""
    workers = [Worker() for _ in range(count)]
    idle, pool = list(workers), ThreadPoolExecutor(count)
    try:
        futures = [pool.submit(read_batch, batch, str(out), idle) for batch in pending]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.end()


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Hold the folder for one run; the system lets go of it when that ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs at once write the same part files, and no other
        yield
        return
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(
                "in-use", out, "另一次运行正在写这个文件夹", remedy="等它做完，或换一个文件夹"
            ) from None
        yield
