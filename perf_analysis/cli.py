"""The command line: what is typed is parsed, and the module of the command does it."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module

from perf_analysis.errors import PerfAnalysisError
from perf_analysis.usage import make_parser
from perf_analysis.worker import UNUSABLE, watch

INTERRUPTED = 130  # exit status: as shells tell of Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when done, 1 when a check fails,
    2 when input or arguments are unusable.
    """
    chosen = make_parser().parse_args(arguments)
    _end_as_interrupted()
    try:
        # when it is told: a command that only reads a file does not wait for what draws charts
        status: int = import_module(f"perf_analysis.commands.{chosen.verb}").run(chosen)
    except PerfAnalysisError as error:
        if chosen.debug:
            raise
        print(f"perf-analysis: {error} [{error.code}]", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt as told:
        print(f"perf-analysis: 已中断，{str(told) or '没有写出文件'}", file=sys.stderr)
        return INTERRUPTED
    return status


def run() -> int:
    """The command as a shell starts it: in a worker process that is watched;
    JupyterLab runs as long as it likes.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # as stderr does: a name that a GBK console lacks is told, and ends nothing
        sys.stdout.reconfigure(errors="backslashreplace")
    return main() if sys.argv[1:2] == ["lab"] else watch(main)


def _end_as_interrupted() -> None:
    """End like Ctrl-C when told to end: temporary files and kernels are then cleared away."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
