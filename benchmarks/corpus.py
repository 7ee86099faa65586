"""What reading many reports costs: CPU against a plain loop,
time and memory as the folder grows, and a second run.

python benchmarks/corpus.py            cpu second, and growth from 1,000 to 50,000 reports,
                                       on two cores in about an hour
python benchmarks/corpus.py cpu 1000   one of them, with so many reports
"""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from perf_analysis.corpus import plan, read_corpus, work, write_reports
from perf_analysis.corpus.batch import schemas

SIZE = 200  # files of a batch
SELF = [sys.executable, __file__]


def run_loop(folder: Path, out: Path) -> None:
    """The plain loop that the drivers are compared with:
    the same batches, one after another, in one process.
    """
    for batch in plan(folder, out, size=SIZE).batches:
        work(batch, out)


def run_workers(folder: Path, out: Path, workers: int) -> None:
    """Our own workers."""
    read_corpus(folder, out, workers=workers, size=SIZE)


def run_dask(folder: Path, out: Path) -> None:
    """A cluster of two workers on this machine, its start counted; unprofiled, as docs/scale.md
    tells to start them.
    """
    from dask import config
    from distributed import Client, LocalCluster

    config.set({"distributed.worker.profile.enabled": False})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        read_corpus(folder, out, scheduler=cluster.scheduler_address, size=SIZE)
        with Client(cluster) as client:
            client.run(end_workers)


def end_workers() -> None:
    """Wait for what ran beside a worker of Dask: its CPU is counted only then."""
    from perf_analysis.corpus import watched

    for worker in watched._idle:
        worker.end()


RUNS: dict[str, Callable[[Path, Path], None]] = {
    "loop": run_loop,
    "one": lambda folder, out: run_workers(folder, out, 1),
    "two": lambda folder, out: run_workers(folder, out, 2),
    "dask": run_dask,
}


def measure(name: str, folder: Path, out: Path) -> tuple[float, float, float]:
    """Wall time [s], CPU of the whole tree of processes [s],
    and its greatest memory [MB] of a run in a process of its own.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    running = subprocess.Popen([*SELF, "run", name, str(folder), str(out)])
    most, is_done = [0.0], threading.Event()

    def look() -> None:
        while not is_done.wait(0.3):
            most[0] = max(most[0], _tree_memory(running.pid))

    looking = threading.Thread(target=look)
    looking.start()
    status = running.wait()
    wall = time.perf_counter() - begun
    is_done.set()
    looking.join()
    assert status == 0, name
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most[0]


def _tree_memory(root: int) -> float:
    """Resident memory of a process and all below it. [MB]"""
    children: dict[int, list[int]] = {}
    memory: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(int(told[1]), []).append(int(path.name))
        memory[int(path.name)] = int(told[21]) * resource.getpagesize() / 1e6
    found, todo = 0.0, [root]
    while todo:
        one = todo.pop()
        found += memory.get(one, 0.0)
        todo += children.get(one, [])
    return found


def digest(out: Path) -> str:
    """A fingerprint of all rows, whatever parts they stand in."""
    import pyarrow.parquet

    rows: list[str] = []
    for name in schemas():
        for path in (out / "parts" / name).glob("*.parquet"):
            rows += [f"{name} {row!r}" for row in pyarrow.parquet.read_table(path).to_pylist()]
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16]


def compare_cpu(room: Path, count: int) -> None:
    """CPU of each driver against the plain loop, and whether all give the same rows."""
    write_reports(room / "reports", count)
    told = {name: measure(name, room / "reports", room / name) for name in RUNS}
    for name, (wall, cpu, memory) in told.items():
        ratio = cpu / told["loop"][1]
        print(
            f"{name}: {count} reports in {wall:.1f} s, CPU {cpu:.1f} s = {ratio:.2f} "
            f"of the loop's, {memory:.0f} MB, rows {digest(room / name)}"
        )
    print(
        "promised: our own at most 1.05, Dask at most 1.35; two workers take "
        f"{told['two'][0] / told['one'][0]:.2f} of the time of one"
    )


def compare_second(room: Path, count: int) -> None:
    """A second run over an unchanged folder against the first."""
    write_reports(room / "reports", count)
    first, _, _ = measure("two", room / "reports", room / "out")
    second, _, _ = measure("two", room / "reports", room / "out")
    print(
        f"second: {count} reports {first:.1f} s, unchanged again {second:.2f} s = "
        f"{100 * second / first:.1f} %; promised at most 10 %"
    )


def compare_growth(room: Path, most: int) -> None:
    """Time and greatest memory as the folder grows, with two workers."""
    first: tuple[float, float] | None = None
    for count in [count for count in (1000, 10_000, 50_000) if count <= most]:
        write_reports(room / f"reports{count}", count)
        wall, cpu, memory = measure("two", room / f"reports{count}", room / f"out{count}")
        size = sum(path.stat().st_size for path in (room / f"out{count}").rglob("*.parquet"))
        first = first or (wall / count, memory)
        print(
            f"growth: {count} reports {wall:.1f} s = {1e3 * wall / count:.2f} ms each, "
            f"{wall / count / first[0]:.2f} of the first's; "
            f"CPU {1e3 * cpu / count:.2f} ms each; "
            f"{memory:.0f} MB = {memory / first[1]:.2f} of the first's; "
            f"Parquet {size / count / 1e3:.1f} kB each",
            flush=True,
        )
    print("promised: time linear, memory at 50,000 at most 1.3 times that at 1,000")


ALL: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "cpu": (compare_cpu, 2000),
    "second": (compare_second, 2000),
    "growth": (compare_growth, 50_000),
}


def main(arguments: list[str]) -> None:
    """Run the named benchmark with so many reports, or all."""
    if arguments[:1] == ["run"]:
        RUNS[arguments[1]](Path(arguments[2]), Path(arguments[3]))
        return
    for name in arguments[:1] or ALL:
        compare, count = ALL[name]
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as room:
            compare(Path(room), int(arguments[1]) if len(arguments) > 1 else count)


if __name__ == "__main__":
    main(sys.argv[1:])
