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
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import repeat
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from perf_analysis import limits
from perf_analysis.briefing.notebook import Cell, Notebook
from perf_analysis.briefing.shell import (
    INLINE,
    MAY_FAIL,
    Job,
    Ran,
    ZMQInteractiveShell,
    begin,
    load_late,
    run,
)
from perf_analysis.charts.chart import BINDING
from perf_analysis.charts.lettering import text_width
from perf_analysis.errors import BriefingError, on_one_line
from perf_analysis.report import keeping, list_kept, load

# A chart takes well under a second; a cell that runs this long is caught in something. [s]
CELL_SECONDS = 120
# What a notebook tells next, None at its end; TimeoutError where nothing is in so many seconds,
# EOFError where who runs it ended.
Receive = Callable[[float], Ran | None]


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
    jobs = [_job(notebook) for notebook in notebooks]
    with _forked(jobs) if _can_fork() else _spawned(jobs) as receivers:
        for notebook, receive in zip(notebooks, receivers, strict=False):
            _follow(notebook, receive, done)


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


def _follow(notebook: Notebook, receive: Receive, done: Callable[[], object]) -> None:
    for cell in _code(notebook):
        ran = _next(notebook, cell, receive)
        assert ran is not None  # the end of a notebook is told after its cells
        cell.execution_count, cell.outputs = ran.execution_count, ran.outputs
        if ran.failed:
            place, failed = f"{notebook.path.name} {cell.name}", on_one_line(ran.failed)
            raise BriefingError(
                "notebook", f"{place}：运行出错：{failed}；在 JupyterLab 里打开运行可看到位置"
            )
        done()
    receive(CELL_SECONDS)


def _next(notebook: Notebook, cell: Cell, receive: Receive) -> Ran | None:
    place = f"{notebook.path.name} {cell.name}"
    try:
        return receive(CELL_SECONDS)
    except TimeoutError:
        raise BriefingError(
            "notebook",
            f"{place}：运行超过 {CELL_SECONDS} 秒；在 JupyterLab 里打开运行可看到位置",
        ) from None
    except EOFError:
        raise BriefingError(
            "notebook", f"{place}：进程意外退出；可能是内存不足，请关掉其他程序再试"
        ) from None


@contextmanager
def _forked(jobs: Sequence[Job]) -> Iterator[Iterable[Receive]]:
    """A copy of this process in which a shell begins, and copies of that copy, each of which runs
    a notebook; what hears each.
    """
    # once for all reports: what a shell loads late, and the font
    load_late()
    text_width("字", 10)
    sys.stdout.flush()
    sys.stderr.flush()
    alive, ours = os.pipe()
    pipes = [Pipe(duplex=False) for _ in jobs]
    with warnings.catch_warnings():
        # Python 3.12 counts threads of other languages too: those of linear algebra sleep
        warnings.simplefilter("ignore", DeprecationWarning)
        first = os.fork()
    if not first:
        os.close(ours)
        _begin_children(jobs, [tell for _, tell in pipes], alive)
    with suppress(OSError):  # it may have done so itself, and have ended
        os.setpgid(first, first)
    os.close(alive)
    for _, tell in pipes:
        tell.close()
    try:
        yield [partial(_receive, told) for told, _ in pipes]
    except BaseException:
        os.killpg(first, signal.SIGKILL)
        raise
    finally:
        os.waitpid(first, 0)
        os.close(ours)
        for told, _ in pipes:
            told.close()


def _receive(told: Connection, seconds: float) -> Ran | None:
    if not told.poll(seconds):
        raise TimeoutError
    ran: Ran | None = told.recv()
    return ran


def _begin_children(jobs: Sequence[Job], tells: Sequence[Connection], alive: int) -> NoReturn:
    """What the first copy does: nothing of this process that it shares may be used up or written
    to. It runs as many notebooks at once as there are processors, and leaves the pipe of each open
    in its own child alone, so that it ends with that child.
    """
    try:
        os.setpgid(0, 0)  # so that one signal ends it with all its copies
        gc.freeze()  # what was there before the copy is no garbage of the copy
        _leave_streams()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        limits.tell_to(None)  # whoever watches that process has one clock, and this has its own
        with _telling(tells[0].send):
            shell = begin(jobs[0].environment)
            for at, (job, tell) in enumerate(zip(jobs, tells, strict=True)):
                if at >= (os.cpu_count() or 1):
                    os.wait()
                if not os.fork():
                    for later in tells[at + 1 :]:
                        later.close()
                    _run(shell, [job], tell.send, alive)
                tell.close()
        while True:  # until there is none to wait for, which is an error
            os.wait()
    finally:
        os._exit(0)


@contextmanager
def _telling(tell: Callable[[Ran | None], object]) -> Iterator[None]:
    """Tell in the place of a cell what goes wrong before the first or between two."""
    try:
        yield
    except Exception as error:
        tell(Ran(0, [], f"{type(error).__name__}：{error}"))


def _leave_streams() -> None:
    """Turn away from the streams of this process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for shared in range(3):
        os.dup2(nothing, shared)


def _run(
    shell: ZMQInteractiveShell,
    jobs: Sequence[Job],
    tell: Callable[[Ran | None], object],
    alive: int,
) -> NoReturn:
    """Run notebooks, and end with the process that began this one: only that holds the other end
    of the pipe `alive`, and it may be killed while a cell is caught in something.
    """
    try:
        threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
        with _telling(tell):
            run(shell, jobs, tell)
    finally:
        os._exit(0)


def _end_with(alive: int) -> None:
    os.read(alive, 1)
    os._exit(1)


@contextmanager
def _spawned(jobs: Sequence[Job]) -> Iterator[Iterable[Receive]]:
    """One new Python that runs all notebooks, since it takes long to begin; what hears it. It is
    read in a thread, which can be waited for on every system.
    """
    told = _packed(jobs)
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    try:
        with suppress(OSError):  # it ended at once, which its silence tells
            _write(child.stdin, told)
        threading.Thread(target=_hear, args=(child.stdout, heard), daemon=True).start()
        yield repeat(partial(_take, heard))
    finally:
        child.kill()
        child.wait()


def _write(stream: Any, told: bytes) -> None:
    """Write without closing: the stream ends with this process."""
    stream.write(told)
    stream.flush()


def _hear(stream: Any, heard: queue.SimpleQueue[Any]) -> None:
    for told in _messages(stream):
        heard.put(told)
    heard.put(EOFError())


def _take(heard: queue.SimpleQueue[Any], seconds: float) -> Ran | None:
    try:
        told = heard.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(told, EOFError):
        raise told
    ran: Ran | None = told
    return ran


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
        alive = os.dup(0)
        _leave_streams()

        def tell(ran: Ran | None) -> None:
            pickle.dump(ran, told)
            told.flush()

        with _telling(tell):
            _run(begin(jobs[0].environment), jobs, tell, alive)
