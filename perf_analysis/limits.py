"""How much of a file is read, and for how long: one place, each limit with its reason,
all raised together by one variable.

A report of 200 pages has some 200,000 characters and 5,000 figures and is read in a second; what
lies ten times beyond is no report, and a file made to fill the memory or to run for ever lies
beyond these. `PERF_ANALYSIS_LIMITS=5` in the environment allows five times as much of everything.
"""

from __future__ import annotations

import ctypes
import marshal
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from perf_analysis.errors import Code, InputError

VARIABLE = "PERF_ANALYSIS_LIMITS"


def _factor() -> float:
    told = os.environ.get(VARIABLE, "")
    try:
        return max(float(told), 0.0) or 1.0 if told else 1.0
    except ValueError:
        return 1.0


FACTOR = _factor()

LARGEST_FILE = int(64_000_000 * FACTOR)  # a scan of 200 pages has some tens of megabytes [bytes]
# of a packed file: a report has some tens of parts, one full of pictures some hundreds
MOST_ENTRIES = int(5_000 * FACTOR)
LARGEST_PART = int(48_000_000 * FACTOR)  # unpacked: 200 pages or 100,000 rows have 5 MB [bytes]
LARGEST_TOTAL = int(256_000_000 * FACTOR)  # of all parts read, unpacked [bytes]
# of the grids of tables: the forms of a department have some thousands
MOST_CELLS = int(3_000_000 * FACTOR)
MOST_PAGES = int(3_000 * FACTOR)  # of a PDF: the longest report seen has some hundreds
LONGEST_TEXT = int(2_000_000 * FACTOR)  # of a document, ten reports of 200 pages [characters]
MOST_FIGURES = int(20_000 * FACTOR)  # digit runs of a document, figures or not; more is a data file
# to read one file; the slowest report, a PDF of 300 pages, takes some ten
READ_SECONDS = 25.0 * FACTOR
# more than before a file, while it is read or checked;
# the PDF of 300 pages takes some 200 MB [bytes]
MOST_MEMORY = int(800_000_000 * FACTOR)
CHECK_SECONDS = 12.0 * FACTOR  # to check one; a report of 5,000 figures takes one
# for LibreOffice to convert one: the first time on a slow machine takes some twenty
OFFICE_SECONDS = 30.0 * FACTOR
READ_CONVERTED_SECONDS = 36.0 * FACTOR  # to convert and read one


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0  # [bytes]
_LOOK = 0.2  # between two looks at the clock and the memory [s]


_watcher: list[BinaryIO] = []


def tell_to(watcher: BinaryIO | None) -> None:
    """Tell the process that watches this one of each file and its time as its clock starts,
    and of no time as it stops; nobody where none watches.
    """
    _watcher[:] = [watcher] if watcher else []


def _tell(path: str, seconds: float) -> None:
    for pipe in _watcher:
        marshal.dump((path, seconds), pipe)
        pipe.flush()


class _Exceeded(BaseException):
    """A limit is passed; no Exception, so that no library takes it for one of its own."""

    def __init__(self, code: Code = "time", told: str = "") -> None:
        self.code: Code = code
        super().__init__(told)


def _memory() -> int:
    """The memory this process uses now, where the system tells; else nothing. [bytes]"""
    try:
        told = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(told, 100).split()[1]) * _PAGE
    finally:
        os.close(told)


@contextmanager
def within(seconds: float, path: str | Path, remedy: str) -> Iterator[None]:
    """Refuse a file that takes longer, or more memory than `MOST_MEMORY`.

    A clock interrupts the main thread of a POSIX system, also where a library waits. Elsewhere
    another thread asks Python to end the work, which it does between two instructions of its own,
    and only the time is watched: memory is of all threads.

    Raises
    ------
    InputError : the time is over, or the memory is used up
    """
    is_main = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    try:
        with _clock(seconds, str(path)) if is_main else _ending(seconds):
            yield
    except _Exceeded as exceeded:
        raise InputError(
            exceeded.code, path, str(exceeded) or _late(seconds), remedy=remedy
        ) from None
    except MemoryError:
        raise InputError("memory", path, "内存不够，没有做完", remedy=remedy) from None


def _late(seconds: float) -> str:
    return f"超过 {seconds:g} 秒没有做完，不像一份报告"


@contextmanager
def _clock(seconds: float, path: str) -> Iterator[None]:
    """Raise `_Exceeded` in the main thread when time or memory is used up;
    somebody else's clock is left alone.
    """
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    end, most, is_done = time.monotonic() + seconds, _memory() + MOST_MEMORY, False

    def look(_signal: int, _frame: FrameType | None) -> None:
        if is_done:  # a signal that was on its way when the clock was stopped
            return
        if time.monotonic() >= end:
            raise _Exceeded("time", _late(seconds))
        if _memory() > most:
            raise _Exceeded("memory", f"用的内存超过 {MOST_MEMORY // 1_000_000} MB，不像一份报告")

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, min(_LOOK, seconds), _LOOK)
    try:
        _tell(path, seconds)
        yield
    finally:
        is_done = True
        _tell("", 0.0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _ending(seconds: float) -> Iterator[None]:
    """Raise `_Exceeded` in this thread when the time is over."""
    mine, is_done, raising = ctypes.c_ulong(threading.get_ident()), False, threading.Lock()

    def end() -> None:
        with raising:
            if not is_done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(mine, ctypes.py_object(_Exceeded))

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with raising:
            is_done = True
        timer.cancel()
