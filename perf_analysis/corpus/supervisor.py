"""Batches through workers that are watched: one that crashes or hangs on a file costs that file,
and is replaced.
"""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from perf_analysis.corpus.batch import Batch, File, Reason, work
from perf_analysis.corpus.plan import BATCH, plan
from perf_analysis.errors import InputError, PerfAnalysisError
from perf_analysis.limits import CHECK_SECONDS, READ_CONVERTED_SECONDS
from perf_analysis.output import make_folder

# the clock inside the worker runs out before
FILE_SECONDS = READ_CONVERTED_SECONDS + CHECK_SECONDS + 10
_LOOK = 1.0  # between two looks at who is late [s]


@dataclass(frozen=True)
class Done:
    """What a run did: files of the folder by content, those read now, not readable,
    and done before.
    """

    files: int
    read: int
    unread: int
    before: int


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    batch: Batch | None = None
    file: File | None = None
    since: float = 0.0


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
    InputError : no folder, or another run writes to `out`
    PerfAnalysisError : what was read could not be written; run again, it goes on from there
    """
    out = Path(out)
    make_folder(out)
    with _locked(out):
        planned = plan(folder, out, size=size)
        pending = deque(planned.batches)
        read = unread = 0
        tell(planned.done, planned.files)
        for receipt_read, receipt_unread in _drive(
            pending, out, scheduler, min(workers or os.cpu_count() or 1, max(len(pending), 1))
        ):
            read, unread = read + receipt_read, unread + receipt_unread
            tell(planned.done + read + unread, planned.files)
    return Done(planned.files, read, unread, planned.done)


def _drive(
    pending: deque[Batch], out: Path, scheduler: str, workers: int
) -> Iterator[tuple[int, int]]:
    if scheduler and pending:
        from perf_analysis.corpus.cluster import run_on

        yield from run_on(scheduler, pending, out)
    yield from _run(pending, out, workers)


def _run(pending: deque[Batch], out: Path, count: int) -> Iterator[tuple[int, int]]:
    """Give batches to workers until none is left; the counts of each as it is done."""
    workers = [_start() for _ in range(count if pending else 0)]
    try:
        for worker in workers:
            _give(worker, pending, out)
        while any(worker.batch for worker in workers):
            ready = wait([worker.pipe for worker in workers if worker.batch], _LOOK)
            for worker in workers:
                is_gone, is_late = (
                    False,
                    bool(worker.file) and time.monotonic() - worker.since > FILE_SECONDS,
                )
                if worker.batch and worker.pipe in ready:
                    try:
                        counts = _hear(worker)
                    except EOFError:
                        is_gone = True
                    else:
                        is_late = False
                        if counts:
                            yield counts
                            _give(worker, pending, out)
                if worker.batch and (is_gone or is_late):
                    reason: Reason = (
                        ("crash", "读取时程序意外退出")
                        if is_gone
                        else ("time", f"{FILE_SECONDS:g} 秒里没有读完")
                    )
                    pending.appendleft(_without(worker, reason))
                    _end(worker)
                    workers[workers.index(worker)] = fresh = _start()
                    _give(fresh, pending, out)
    finally:
        for worker in workers:
            _end(worker)


def _without(worker: _Worker, reason: Reason) -> Batch:
    """The batch of a worker that was lost, its file not to be tried again."""
    assert worker.batch is not None
    failed = (
        {**worker.batch.failed, worker.file.sha256: reason} if worker.file else worker.batch.failed
    )
    return replace(worker.batch, failed=failed)


def _start() -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, pending: deque[Batch], out: Path) -> None:
    worker.batch = pending.popleft() if pending else None
    worker.file, worker.since = None, time.monotonic()
    if worker.batch:
        worker.pipe.send((worker.batch, str(out)))


def _hear(worker: _Worker) -> tuple[int, int] | None:
    """What a worker says: the file it begins with, or the counts of its batch;
    EOFError where it is gone.

    Raises
    ------
    PerfAnalysisError : what the batch gave could not be written
    RuntimeError : a fault of ours that no other worker would mend, with the worker's traceback
    """
    told: Any = worker.pipe.recv()
    if isinstance(told, PerfAnalysisError):
        raise told
    if isinstance(told, str):
        raise RuntimeError(told)
    if isinstance(told, File):
        worker.file, worker.since = told, time.monotonic()
        return None
    read, unread = told
    return int(read), int(unread)


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, parent: int) -> None:
    """Batches as they come, until the parent is gone."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with suppress(EOFError, ConnectionError):
        while True:
            batch, out = pipe.recv()
            try:
                receipt = work(batch, out, tell=pipe.send)
            except PerfAnalysisError as error:  # of the batch, no file's: the disk is full
                pipe.send(error)
            except Exception:
                pipe.send(traceback.format_exc())
            else:
                pipe.send((receipt.read, receipt.unread))


def _end_with(parent: int) -> None:
    """End when the parent has gone: a run that was killed outright leaves nobody writing."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


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
