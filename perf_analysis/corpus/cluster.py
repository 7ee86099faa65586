"""Batches on a Dask cluster: the same unit of work, its workers watched as here."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from perf_analysis.corpus.batch import Batch
from perf_analysis.corpus.watched import read_batch
from perf_analysis.errors import InputError, PerfAnalysisError

# batches sent for each thread of the cluster: enough that none waits,
# few enough that a million files fit the scheduler
AHEAD = 3
_CONNECT = 15.0  # to reach the scheduler, and for it to answer [s]
_WAIT = 30.0  # for a worker to come, at first and after the last one has gone [s]
_LOOK = 2.0  # between two looks at whether workers are there [s]


def run_on(scheduler: str, pending: deque[Batch], out: Path) -> Iterator[tuple[int, int]]:
    """Give batches to a Dask cluster; the counts of each as it is done.

    Batches on which workers died until the cluster gave up are left in `pending`,
    to be done here.

    Parameters
    ----------
    scheduler : its address, such as tcp://10.0.0.5:8786; its workers see the same
        files under the same paths
    pending : the batches, taken from its left
    out : the folder of the corpus

    Raises
    ------
    InputError : no scheduler answers, it or its workers have gone, or they cannot do the work
    """
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise InputError(
            "missing",
            scheduler,
            "连不上 Dask 的调度器",
            remedy="检查地址和网络，例如 tcp://10.0.0.5:8786",
        ) from None
    with _quiet("distributed.client"), client:
        yield from _Cluster(client, scheduler).run(pending, str(out.resolve()))


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Without the log of a library: what it would tell of is told in one line."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class _Cluster:
    """A cluster whose workers and scheduler may go."""

    def __init__(self, client: Any, scheduler: str) -> None:
        self._client, self._scheduler = client, scheduler
        self._done: SimpleQueue[Any] = SimpleQueue()

    def run(self, pending: deque[Batch], out: str) -> Iterator[tuple[int, int]]:
        running: dict[str, tuple[Batch, Any]] = {}  # futures too: one that nobody holds is dropped
        lost: list[Batch] = []
        room = AHEAD * self._threads()
        while pending or running:
            while pending and len(running) < room:
                batch = pending.popleft()
                key = f"perf-analysis-{batch.batch_id}"
                future = self._client.submit(read_batch, batch, out, key=key, pure=False)
                running[key] = batch, future
                future.add_done_callback(self._done.put)
            future = self._next()
            batch, _ = running.pop(str(future.key))
            counts = self._counts(future)
            if counts:
                yield counts
            else:
                lost.append(batch)
        pending.extend(lost)

    def _next(self) -> Any:
        """The next future that is done, as long as there are workers."""
        while True:
            try:
                return self._done.get(timeout=_LOOK)
            except Empty:
                self._threads()

    def _threads(self) -> int:
        """The threads of the workers, for one of which is waited.

        Raises
        ------
        InputError : the scheduler does not answer, or no worker comes
        """
        end = time.monotonic() + _WAIT
        while time.monotonic() < end:
            try:
                told = self._client.sync(self._client.scheduler.ncores, callback_timeout=_CONNECT)
            except (OSError, TimeoutError):
                raise self._silent() from None
            if told:
                return sum(told.values())
            time.sleep(_LOOK / 10)
        raise InputError(
            "missing",
            self._scheduler,
            f"Dask 的调度器下没有工作机，等了 {_WAIT:g} 秒",
            remedy="在各工作机上运行 dask worker 加这个地址，再运行一次会接着做",
        )

    def _silent(self) -> InputError:
        return InputError(
            "missing",
            self._scheduler,
            "Dask 的调度器没有回答",
            remedy="重启调度器，再运行一次会接着做",
        )

    def _counts(self, future: Any) -> tuple[int, int] | None:
        """What a future gave; nothing where workers died on it until the cluster gave up."""
        from distributed import KilledWorker

        if future.cancelled():
            raise InputError(
                "missing",
                self._scheduler,
                "Dask 的调度器中途断开了",
                remedy="重启调度器，再运行一次会接着做",
            )
        try:
            failure = future.exception(timeout=_WAIT)
            if failure is None:
                return future.result(timeout=_WAIT)
        except TimeoutError:  # done, but who holds it says no more
            raise self._silent() from None
        if isinstance(failure, KilledWorker):
            return None
        if isinstance(failure, PerfAnalysisError):
            raise failure
        raise InputError(
            "crash",
            self._scheduler,
            f"Dask 的工作机出错：{type(failure).__name__}: {failure}",
            remedy="各工作机装同一版本的 perf-analysis[corpus]，并以同样的路径读写这些文件夹",
        )
