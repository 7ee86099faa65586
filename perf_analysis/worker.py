"""Work in a process of its own, watched: a library that crashes on a file, or never returns
from it, ends that process alone; and a process whose watcher has gone ends too.

watch(main)                    a command, in a copy of this process
Worker().call(function, …)     one call after another, in a process that is started for them
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, TypeVar

from perf_analysis import limits
from perf_analysis.errors import Code, PerfAnalysisError, printable

if TYPE_CHECKING:
    import subprocess

try:
    import fcntl
    import select
except ImportError:  # Windows: a process whose watcher has gone ends after its call
    fcntl = None  # type: ignore[assignment]

UNUSABLE = 2  # exit status: input or arguments cannot be used
GRACE = 10.0 * limits.FACTOR  # the clock inside the process runs out before [s]
IDLE = 60  # a worker that nobody calls for so long ends [s]
_LOOK = 0.5  # between two looks at who is late [s]
_SERVE = (
    "import pickle, sys; sys.stdin.buffer.peek(1) or sys.exit(); "  # who started it was killed
    "sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from perf_analysis.worker import serve; serve()"
)
_T = TypeVar("_T")


class LostError(Exception):
    """A process ended before its work was done.

    Parameters
    ----------
    code : `crash` or `time`
    reason : the same in words
    path : the file it had in work, empty for none
    """

    def __init__(self, code: Code, reason: str, path: str) -> None:
        self.code: Code = code
        self.reason, self.path = reason, path
        super().__init__(reason)


class _Watch:
    """The clock of one process, which tells with each file how long that may take."""

    def __init__(self, heard: IO[bytes], kill: Callable[[], object]) -> None:
        self._heard, self._kill, self._is_over = heard, kill, threading.Event()
        self._path, self._seconds, self._end = "", 0.0, 0.0
        self._is_late = False
        threading.Thread(target=self._look, daemon=True).start()

    def hear(self) -> bytes:
        """The next answer; EOFError when the process is gone."""
        while not isinstance(told := marshal.load(self._heard), bytes):
            path, self._seconds = told
            self._path = path or self._path
            self._end = time.monotonic() + self._seconds + GRACE if self._seconds else 0.0
        self._path, self._end = "", 0.0
        return told

    def _look(self) -> None:
        while not self._is_over.wait(_LOOK):
            if self._end and time.monotonic() > self._end:
                self._is_late = True
                self._kill()

    def close(self) -> None:
        self._is_over.set()
        self._heard.close()

    def lost(self, number: int) -> LostError:
        """Why the process is gone, from the signal that ended it."""
        if self._is_late:
            return LostError("time", f"{self._seconds + GRACE:g} 秒里没有做完", self._path)
        by = f"（信号 {number}）" if number > 0 else ""
        return LostError("crash", f"意外退出{by}", self._path)


@contextmanager
def _ending_with(pipe: int) -> Iterator[None]:
    """Meanwhile the system ends this process, also within a library, when the other end
    of a pipe that nobody writes to closes: with whoever held it.
    """
    if fcntl is None:
        yield
        return
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # it closed before
        os._exit(1)
    yield
    fcntl.fcntl(pipe, fcntl.F_SETFL, flags)


# --- a command ---


def watch(main: Callable[[], int]) -> int:
    """The exit status of `main`, run in a copy of this process where the system can fork;
    else in this one.
    """
    if not hasattr(os, "fork"):  # Windows
        return main()
    sys.stdout.flush()
    sys.stderr.flush()
    heard, told = os.pipe()
    alive, held = os.pipe()  # held until this process ends, however it ends
    worker = os.fork()
    if not worker:
        os.close(held)
        limits.tell_to(os.fdopen(told, "wb"))
        with _ending_with(alive):
            _work(main)
    os.close(told)
    return _wait(worker, os.fdopen(heard, "rb"))


def _work(main: Callable[[], int]) -> None:
    status = 1
    try:
        status = main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # whoever read it has gone
                status = status or 1
        os._exit(status)


def _wait(worker: int, heard: IO[bytes]) -> int:
    """Wait for the worker, pass on what it is told, and end it when a file takes too long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the worker itself
    signal.signal(signal.SIGTERM, lambda number, _frame: os.kill(worker, number))
    watched = _Watch(heard, lambda: os.kill(worker, signal.SIGKILL))
    with suppress(EOFError):
        watched.hear()
    watched.close()
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if status >= 0:
        return status
    lost = watched.lost(-status)
    file = f"{lost.path}；" if lost.path else ""
    told = f"{file}读文件的程序{lost.reason}，文件可能已损坏；用原来的程序打开，另存一份再试"
    print(f"perf-analysis: {printable(told)} [{lost.code}]", file=sys.stderr)
    return UNUSABLE


# --- one call after another; what it imports would slow the start of a command ---


class Worker:
    """A process that does one call after another; started with the first, anew after a loss."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ended = False

    def call(self, function: Callable[..., _T], *arguments: object) -> _T:
        """What a function of a module gives there.

        Raises
        ------
        LostError : the process ended before, or a file took longer than it may
        PerfAnalysisError : raised by the function
        RuntimeError : any other error of the function, with its traceback
        """
        import pickle

        process = self._running()
        assert process.stdin
        try:
            pickle.dump((function, arguments), process.stdin)
            process.stdin.flush()
            is_done, told = pickle.loads(self._watch.hear())
        except (EOFError, OSError, ValueError):
            self._kill()
            raise self._watch.lost(-process.returncode) from None
        if is_done:
            return told
        raise told if isinstance(told, PerfAnalysisError) else RuntimeError(told)

    def end(self) -> None:
        """End the process, and start no other; a call in another thread raises `LostError`."""
        self._is_ended = True
        if self._process:
            self._kill()

    def _running(self) -> subprocess.Popen[bytes]:
        import pickle
        import subprocess

        if self._is_ended:
            raise LostError("crash", "已经结束", "")
        if self._process and self._process.poll() is not None:
            self._kill()
            self._process = None
        if self._process is None:
            # a session of its own: Ctrl-C is for whoever watches
            self._process = process = subprocess.Popen(
                [sys.executable, "-c", _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            assert process.stdin and process.stdout
            self._watch = _Watch(process.stdout, process.kill)
            pickle.dump(sys.path, process.stdin)
        if self._is_ended:  # meanwhile
            self._kill()
        return self._process

    def _kill(self) -> None:
        assert self._process and self._process.stdin
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        self._watch.close()


def serve() -> None:
    """What a worker does: calls from stdin, answers to stdout, until there are no more."""
    import pickle

    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    limits.tell_to(answers)
    while True:
        try:
            function, arguments = _next(calls)
        except (EOFError, pickle.UnpicklingError):  # the second: whoever called was killed
            return
        with _ending_with(calls.fileno()):
            try:
                told = True, function(*arguments)
            except PerfAnalysisError as error:
                told = False, error
            except Exception:
                told = False, traceback.format_exc()
        try:
            marshal.dump(pickle.dumps(told), answers)
            answers.flush()
        except BrokenPipeError:  # whoever asked was killed: nobody hears what this would say
            os._exit(1)


def _next(calls: IO[bytes]) -> tuple[Callable[..., object], tuple[object, ...]]:
    import pickle

    if hasattr(signal, "alarm"):
        signal.alarm(IDLE)
    told: tuple[Callable[..., object], tuple[object, ...]] = pickle.load(calls)
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    return told
