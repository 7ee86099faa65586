"""What a worker does with a file that crashes, hangs or breaks it: run in the worker,
which imports it by name.
"""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from perf_analysis import limits
from perf_analysis.corpus import batch, watched
from perf_analysis.reading import files

BAD = "0005.txt"
SECONDS = 5.0  # for a file; a good one takes far less on a machine at work too


def work_with(act, arguments):
    """Work on a batch whose file `BAD` does something bad where it is read."""

    def read(path):
        if Path(path).name == BAD:
            act()
        return files.read(path)

    batch.read = read
    try:
        return batch.work(*arguments)
    finally:
        batch.read = files.read


def _kill():
    os.kill(os.getpid(), signal.SIGKILL)


def _leave():
    os._exit(0)


def _hang():
    time.sleep(600)


def hold():
    """Never return to Python, and hear no signal that a process can turn away."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    # holds the lock of the interpreter too: no thread of this process goes on
    ctypes.PyDLL(None).sleep(600)


def _fail():
    raise ZeroDivisionError("ours")


def _print():
    os.write(1, b"said by a library\n")
    print("said by Python")
    sys.stdout.flush()


def crashes(*arguments):
    return work_with(_kill, arguments)


def leaves(*arguments):
    return work_with(_leave, arguments)


def fails(*arguments):
    return work_with(_fail, arguments)


def prints(*arguments):
    return work_with(_print, arguments)


def hangs(*arguments):
    """The clock inside the worker runs out."""
    batch._FILE_SECONDS = SECONDS
    return work_with(_hang, arguments)


def holds(*arguments):
    """The clock inside the worker is not heard: its watcher's runs out."""
    batch._FILE_SECONDS = SECONDS
    return work_with(hold, arguments)


def breaks(*_arguments):
    """A fault of ours outside of a file."""
    raise ZeroDivisionError("ours")


def dies(*_arguments):
    """A worker that never begins with a file."""
    os._exit(3)


def tells(path):
    """Its own process, and then nothing more."""
    Path(path).write_text(str(os.getpid()), encoding="utf-8")
    with limits.within(600, path, ""):
        hold()


def dask_setup(_worker):
    """Where a worker of Dask loads this module: its batches crash on `BAD`."""
    watched.work = crashes
