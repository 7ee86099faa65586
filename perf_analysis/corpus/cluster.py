"""Batches through the workers of a Dask cluster that exists already;
a thin driver of the same unit of work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perf_analysis.corpus.batch import Batch, work
from perf_analysis.errors import InputError, PerfAnalysisError

# batches sent for each thread of the cluster: enough that none waits,
# few enough that a million files fit the scheduler
AHEAD = 3
_CONNECT = "15s"


def run_on(scheduler: str, pending: deque[Batch], out: Path) -> Iterator[tuple[int, int]]:
    """Give batches to a Dask cluster; the counts of each as it is done.

    Batches on which workers died until the cluster gave up are left in `pending`,
    for workers that tell the one file at fault.

    Parameters
    ----------
    scheduler : its address, such as tcp://10.0.0.5:8786; its workers see the same
        files under the same paths
    pending : the batches, taken from its left
    out : the folder of the corpus

    Raises
    ------
    InputError : no scheduler answers, or its workers cannot do the work
    """
    from distributed import Client, KilledWorker, as_completed

    try:
        client = Client(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            "missing",
            scheduler,
            "连不上 Dask 的调度器",
            remedy="检查地址和网络，例如 tcp://10.0.0.5:8786",
        ) from error
    with client:
        running: dict[str, Batch] = {}
        lost: list[Batch] = []

        def send() -> Any:
            batch = pending.popleft()
            key = f"perf-analysis-{batch.batch_id}"
            running[key] = batch
            return client.submit(_count, batch, str(out.resolve()), key=key, pure=False)

        room = AHEAD * max(sum(client.nthreads().values()), 1)
        done = as_completed([send() for _ in range(min(room, len(pending)))], loop=client.loop)
        for future in done:
            batch, failure = running.pop(str(future.key)), future.exception()
            if failure is None:
                yield future.result()
            elif isinstance(failure, KilledWorker):
                lost.append(batch)
            elif isinstance(failure, PerfAnalysisError):
                raise failure
            else:
                told = f"Dask 的工作机出错：{type(failure).__name__}: {failure}"
                raise InputError(
                    "crash",
                    scheduler,
                    told,
                    remedy="各工作机装同一版本的 perf-analysis[corpus]，"
                    "并以同样的路径读写这些文件夹",
                )
            future.release()
            if pending:
                done.add(send())
        pending.extend(lost)


def _count(batch: Batch, out: str) -> tuple[int, int]:
    receipt = work(batch, out)
    return receipt.read, receipt.unread
