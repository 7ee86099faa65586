"""A command in a process of its own, watched: a library that crashes on a file,
or never returns from it, ends that process alone.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType

from perf_analysis import limits
from perf_analysis.errors import Code

UNUSABLE = 2  # exit status: input or arguments cannot be used
# the file's own clock runs out before [s]
_ONE_FILE = limits.READ_CONVERTED_SECONDS + limits.CHECK_SECONDS + 10 * limits.FACTOR


def watch(main: Callable[[], int], *, files: int = 0) -> int:
    """The exit status of `main`, run in a worker process where the system can fork;
    else in this one.

    Parameters
    ----------
    main : what to run
    files : how many files it takes; without any its time is not watched
    """
    if not hasattr(os, "fork"):  # Windows
        return main()
    sys.stdout.flush()
    sys.stderr.flush()
    worker = os.fork()
    if not worker:
        _work(main)
    return _wait(worker, files * _ONE_FILE)


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


def _wait(worker: int, seconds: float) -> int:
    """Wait for the worker, pass on what it is told, and end it when its time is over."""
    is_late = False

    def pass_on(number: int, _frame: FrameType | None) -> None:
        os.kill(worker, number)

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_late
        is_late = True
        os.kill(worker, signal.SIGKILL)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the worker itself
    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, ended = os.waitpid(worker, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if not os.WIFSIGNALED(ended):
        return os.waitstatus_to_exitcode(ended)
    code: Code = "time" if is_late else "crash"
    reason = f"{seconds:g} 秒里没有做完" if is_late else f"意外退出（信号 {os.WTERMSIG(ended)}）"
    print(
        f"perf-analysis: 读文件的程序{reason}，文件可能已损坏；"
        f"用原来的程序打开，另存一份再试 [{code}]",
        file=sys.stderr,
    )
    return UNUSABLE
