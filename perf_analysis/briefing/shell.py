"""The child that runs notebooks: IPython's shell, whose outputs are kept
as a notebook records them.
"""

from __future__ import annotations

import base64
import io
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import matplotlib as mpl
import pandas as pd
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from perf_analysis.briefing.shown import show_as_on_a_page

INLINE = "module://matplotlib_inline.backend_inline"
# What a shell and its first picture import only when they are needed; another release of IPython
# may have it elsewhere, which costs a little time.
_LATE = (
    "bdb",
    "importlib.metadata",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.magics",
    "matplotlib.backends.backend_svg",
    "pandas.io.formats.html",
)
# tagged so, a cell may fail, as in every tool that runs notebooks
MAY_FAIL = "raises-exception"


@dataclass(frozen=True)
class Job:
    """A notebook to run: its folder, the sources of its code cells and which of them may fail."""

    folder: Path
    sources: Sequence[str]
    may_fail: frozenset[int]
    environment: dict[str, str]


@dataclass(frozen=True)
class Ran:
    """What one code cell gave, or why it failed."""

    execution_count: int
    outputs: list[dict[str, Any]]
    failed: str = ""


class _Record:
    """The outputs of the cell that runs."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._by_id: dict[str, list[dict[str, Any]]] = {}
        self._clears = False

    def begin(self) -> None:
        """Forget the outputs of the cell before; a display of it may still be updated."""
        self.outputs, self._clears = [], False

    def add(self, output: dict[str, Any], display_id: str | None = None) -> None:
        if self._clears:
            self.begin()
        self.outputs.append(output)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)

    def write(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs and not self._clears else {}
        if last.get("name") == name:
            last["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def update(self, display_id: str, told: dict[str, Any]) -> None:
        for output in self._by_id.get(display_id, []):
            output.update(told)

    def clear(self, wait: bool) -> None:
        if wait:
            self._clears = True
        else:
            self.begin()


class _Stream(io.TextIOBase):
    def __init__(self, record: _Record, name: str) -> None:
        self._record, self._name = record, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._record.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        told = {"data": _as_text(data), "metadata": metadata or {}}
        display_id = (transient or {}).get("display_id")
        if display_id:
            _record(self).update(display_id, told)
        if not update:
            _record(self).add({"output_type": "display_data"} | told, display_id)

    def clear_output(self, wait: bool = False) -> None:
        _record(self).clear(wait)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        if format_dict:
            told = {"data": _as_text(format_dict), "metadata": md_dict or {}}
            count = {"execution_count": self.prompt_count}
            _record(self).add({"output_type": "execute_result"} | told | count)

    def finish_displayhook(self) -> None:
        pass


class ZMQInteractiveShell(InteractiveShell):
    """The shell; libraries tell a notebook from a terminal by this name."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    system = InteractiveShell.system_piped
    record = _Record()

    def enable_gui(self, gui: str | None = None) -> None:
        """There are no windows."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        told = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        self.record.add({"output_type": "error"} | told)


def _record(owner: Any) -> _Record:
    found: _Record = owner.shell.record
    return found


def _as_text(data: dict[str, Any]) -> dict[str, Any]:
    """Bytes of pictures as the notebook format writes them."""
    return {
        mime: base64.encodebytes(value).decode() if isinstance(value, bytes) else value
        for mime, value in data.items()
    }


def load_late() -> None:
    """Import what every shell will, in the process that they are copies of."""
    for name in _LATE:
        with suppress(ImportError):
            import_module(name)


def run(
    shell: ZMQInteractiveShell, jobs: Sequence[Job], tell: Callable[[Ran | None], object]
) -> None:
    """Run notebooks in this process, which is theirs alone; tell of each cell, and None at the end
    of each notebook. A cell that fails ends its notebook and those after it.
    """
    for number, job in enumerate(jobs):
        if number:
            shell.reset(new_session=True)
            shell.execution_count = 1
        os.chdir(job.folder)
        for at, source in enumerate(job.sources):
            ran = _run_cell(shell, source)
            if ran.failed and at in job.may_fail:
                ran = Ran(ran.execution_count, ran.outputs)
            tell(ran)
            if ran.failed:
                return
        tell(None)


def _run_cell(shell: ZMQInteractiveShell, source: str) -> Ran:
    shell.record.begin()
    count = shell.execution_count
    done = shell.run_cell(source, store_history=True)
    error = done.error_before_exec or done.error_in_exec
    failed = f"{type(error).__name__}：{error}" if error else ""
    return Ran(count, shell.record.outputs, failed)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


def begin(environment: dict[str, str]) -> ZMQInteractiveShell:
    """A shell as a kernel begins: warnings as Python shows them, modules beside the notebook
    found, pictures kept.
    """
    os.environ.update(environment)
    warnings.resetwarnings()
    warnings.showwarning = _show_warning  # whoever collects them in the parent is not here
    for ignored in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", ignored)
    sys.path.insert(0, "")
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InlineBackend.figure_formats = {"retina"}
    InteractiveShell.clear_instance()
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(config=settings, colors="nocolor")
    sys.stdout, sys.stderr = _Stream(shell.record, "stdout"), _Stream(shell.record, "stderr")
    mpl.rcParams["backend"] = INLINE
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")
    if pd.get_option("display.max_columns") == 0:  # as pandas sets it outside of notebooks
        pd.set_option("display.max_columns", 20)
    show_as_on_a_page(shell)
    return shell
