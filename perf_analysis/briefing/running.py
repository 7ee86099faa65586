"""Notebooks run one after another, each in a child of this process: forked, so that it has at once
what is imported and read here, and leaves nothing behind; spawned where that is not safe.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Protocol

from perf_analysis import limits
from perf_analysis.briefing.notebook import Cell, Notebook
from perf_analysis.briefing.shell import INLINE, MAY_FAIL, Job, Ran, load_late, run
from perf_analysis.charts.chart import BINDING
from perf_analysis.charts.lettering import text_width
from perf_analysis.errors import BriefingError, on_one_line
from perf_analysis.report import keeping, list_kept, load

# A chart takes well under a second; a cell that runs this long is caught in something. [s]
CELL_SECONDS = 120


class _Child(Protocol):
    def receive(self, seconds: float) -> Ran | None:
        """What is told next; TimeoutError where nothing is in time, EOFError where it ended."""

    def end(self) -> None: ...


def run_notebooks(notebooks: Sequence[Notebook], done: Callable[[], object]) -> None:
    """Run notebooks in order; their cells keep what they gave.

    Parameters
    ----------
    notebooks : with their parameters set
    done : called after each cell

    Raises
    ------
    BriefingError : a cell fails, takes too long, or ends the child; it names notebook and cell
    """
    with ExitStack() as ends:
        for notebook, child in _started(notebooks, ends):
            _follow(notebook, child, done)


def _started(notebooks: Sequence[Notebook], ends: ExitStack) -> Iterator[tuple[Notebook, _Child]]:
    """Each notebook with the child that runs it: of forked ones as many at once as there are
    processors, of spawned ones one for all, which take long to begin.
    """
    if not _can_fork():
        spawned = _Spawned([_job(notebook) for notebook in notebooks])
        ends.callback(spawned.end)
        yield from ((notebook, spawned) for notebook in notebooks)
        return
    children: list[_Forked] = []
    ahead = os.cpu_count() or 1
    for at, notebook in enumerate(notebooks):
        for waiting in notebooks[len(children) : at + ahead]:
            children.append(_Forked([_job(waiting)]))
            ends.callback(children[-1].end)
        yield notebook, children[at]
        children[at].stop()


def _can_fork() -> bool:
    """Whether a copy of this process can work: threads would not be in it, nor windows of macOS."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _job(notebook: Notebook) -> Job:
    cells = _code(notebook)
    environment = dict(os.environ) | {BINDING: "1", "MPLBACKEND": INLINE}
    return Job(
        notebook.path.parent.resolve(),
        [cell.source for cell in cells],
        frozenset(at for at, cell in enumerate(cells) if MAY_FAIL in cell.tags),
        environment,
    )


def _code(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook.cells if cell.kind == "code"]


def _follow(notebook: Notebook, child: _Child, done: Callable[[], object]) -> None:
    for cell in _code(notebook):
        ran = _next(notebook, cell, child)
        assert ran is not None  # the end of a notebook is told after its cells
        cell.execution_count, cell.outputs = ran.execution_count, ran.outputs
        if ran.failed:
            place, failed = f"{notebook.path.name} {cell.name}", on_one_line(ran.failed)
            raise BriefingError(
                "notebook", f"{place}：运行出错：{failed}；在 JupyterLab 里打开运行可看到位置"
            )
        done()
    child.receive(CELL_SECONDS)


def _next(notebook: Notebook, cell: Cell, child: _Child) -> Ran | None:
    place = f"{notebook.path.name} {cell.name}"
    try:
        return child.receive(CELL_SECONDS)
    except TimeoutError:
        raise BriefingError(
            "notebook",
            f"{place}：运行超过 {CELL_SECONDS} 秒；在 JupyterLab 里打开运行可看到位置",
        ) from None
    except EOFError:
        raise BriefingError(
            "notebook", f"{place}：进程意外退出；可能是内存不足，请关掉其他程序再试"
        ) from None


class _Forked:
    """A copy of this process that runs notebooks."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        # once for all children: what a shell loads late, and the font
        load_late()
        text_width("字", 10)
        sys.stdout.flush()
        sys.stderr.flush()
        self._told, tell = Pipe(duplex=False)
        with warnings.catch_warnings():
            # Python 3.12 counts threads of other languages too: those of linear algebra sleep
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = os.fork()
        if not self._child:
            _work(jobs, tell)
        tell.close()

    def receive(self, seconds: float) -> Ran | None:
        if not self._told.poll(seconds):
            raise TimeoutError
        told: Ran | None = self._told.recv()
        return told

    def stop(self) -> None:
        """Stop it without waiting until the system has taken back its memory."""
        os.kill(self._child, signal.SIGKILL)
        self._told.close()

    def end(self) -> None:
        self.stop()
        os.waitpid(self._child, 0)


def _work(jobs: Sequence[Job], tell: Connection) -> None:
    """What the copy does: nothing of this process that it shares may be used up or written to."""
    try:
        gc.freeze()  # what was there before the copy is no garbage of the copy
        nothing = os.open(os.devnull, os.O_RDWR)
        for shared in range(3):
            os.dup2(nothing, shared)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        limits.tell_to(None)  # whoever watches that process has one clock, and this has its own
        _run(jobs, tell.send)
    finally:
        os._exit(0)


def _run(jobs: Sequence[Job], tell: Callable[[Ran | None], object]) -> None:
    """Run notebooks; what goes wrong before the first cell is told in its place."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        run(jobs, tell)
    except Exception as error:
        tell(Ran(0, [], f"{type(error).__name__}：{error}"))


def _end_with(parent: int) -> None:
    """End with a parent that was killed, whatever a cell is caught in."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


class _Spawned:
    """A new Python that runs notebooks; what it tells is read in a thread, which can be waited for
    on every system.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        told = _packed(jobs)
        command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._child.stdin is not None
        self._child.stdin.write(told)
        self._child.stdin.close()
        self._told: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for told in _messages(self._child.stdout):
            self._told.put(told)
        self._told.put(EOFError())

    def receive(self, seconds: float) -> Ran | None:
        try:
            told = self._told.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(told, EOFError):
            raise told
        found: Ran | None = told
        return found

    def end(self) -> None:
        self._child.kill()
        self._child.wait()


def _packed(jobs: Sequence[Job]) -> bytes:
    """What a new Python needs to know.

    Raises
    ------
    BriefingError : a check of a person's own that only this process has
    """
    kept = [
        (one.source, one.rules, one.previous and one.previous.source, one.extra)
        for one in list_kept()
    ]
    own = [check for *_, extra in kept for check in extra if callable(check)]
    if any(check.__module__ == "__main__" for check in own):
        raise BriefingError(
            "notebook",
            "自己的核对写在这里，运行 notebook 的进程拿不到；存成 .py 文件，写 extra='本局.py'",
        )
    return pickle.dumps((sys.path, kept, list(jobs)))


def _messages(stream: Any) -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return


def serve() -> None:
    """Run the notebooks that stand on stdin, as `_Spawned` writes them; cells may write to the
    streams that are left, which go nowhere.
    """
    path, kept, jobs = pickle.load(sys.stdin.buffer)
    sys.path[:] = path
    with os.fdopen(os.dup(1), "wb") as told, ExitStack() as keeps:
        for source, rules, previous, extra in kept:
            report = load(source, rules=rules).beside(previous, extra)
            keeps.enter_context(keeping(report))
        nothing = os.open(os.devnull, os.O_RDWR)
        for shared in range(3):
            os.dup2(nothing, shared)

        def tell(ran: Ran | None) -> None:
            pickle.dump(ran, told)
            told.flush()

        _run(jobs, tell)
