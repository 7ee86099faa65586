"""Notebooks executed in order in one kernel: started once, its names cleared between them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode

from perf_analysis.charts.chart import BINDING
from perf_analysis.errors import BriefingError

# A chart takes well under a second; a cell that runs this long is caught in something. [s]
CELL_SECONDS = 120
# Tags a cell that shows a table to who works in the notebook;
# running it for a page that leaves it out would cost a third of the time.
LAB_ONLY = "lab-only"
# As %reset -f does, without the collection of garbage, which takes as long as a chart.
FORGET = "get_ipython().user_ns.clear(); get_ipython().init_user_ns()"


class _ThisPython(KernelSpecManager):
    """Whatever kernels a machine knows: the notebooks run in the environment that binds them."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(**get_kernel_dict(extra_arguments=["--HistoryManager.enabled=False"]))


class Kernel:
    """A kernel that runs notebooks one after another, on one report or several;
    started when first needed, anew after a failure.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._manager: AsyncKernelManager | None = None
        self._client: NotebookClient | None = None

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        run_sync(self._stop)()
        self._folder.cleanup()

    def execute(
        self,
        paths: Sequence[Path],
        parameters: dict[str, str],
        *,
        done: Callable[[], object] = lambda: None,
    ) -> list[NotebookNode]:
        """The notebooks with the outputs of one run, each with its parameters set.

        Parameters
        ----------
        paths : notebooks in order
        parameters : set after the cell tagged `parameters`
        done : called after each cell

        Raises
        ------
        BriefingError : a cell fails, takes too long, or the kernel dies
        """
        notebooks = [_parametrised(path, parameters) for path in paths]
        run_sync(self._execute)(list(zip(paths, notebooks, strict=True)), done)
        return notebooks

    async def _execute(
        self, named: list[tuple[Path, NotebookNode]], done: Callable[[], object]
    ) -> None:
        try:
            for path, notebook in named:
                await self._run(path, notebook, done)
        # what a failed run leaves in the kernel is nobody's;
        # an interrupt too must not leave it running
        except BaseException:
            await self._stop()
            raise

    async def _run(self, path: Path, notebook: NotebookNode, done: Callable[[], object]) -> None:
        self._manager = self._manager or self._new_manager()
        earlier, self._client = (
            self._client,
            NotebookClient(
                notebook,
                km=self._manager,
                timeout=CELL_SECONDS,
                record_timing=False,
                resources={"metadata": {"path": str(path.parent)}},
                on_cell_complete=lambda **_: done(),
            ),
        )
        if earlier and earlier.kc:
            self._client.kc = earlier.kc
            earlier.kc.execute(FORGET, silent=True, store_history=False)
        await _run(self._client, path, os.environ | {BINDING: "1", "MPLBACKEND": "agg"})

    def _new_manager(self) -> AsyncKernelManager:
        manager = AsyncKernelManager(
            kernel_spec_manager=_ThisPython(),
            connection_file=str(Path(self._folder.name) / "kernel.json"),
        )
        # jupyter_client 8.9 and later; without it the kernel warns
        if manager.has_trait("transport_encryption"):
            manager.transport_encryption = "auto"
        return manager

    async def _stop(self) -> None:
        if self._client and self._client.kc:
            self._client.kc.stop_channels()
        if self._manager and self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=True)
        self._manager = self._client = None


def count_cells(paths: Sequence[Path]) -> int:
    """How many cells the notebooks have when they are run: one more each, for the parameters."""
    return sum(len(_read(path).cells) + 1 for path in paths)


async def _run(client: NotebookClient, path: Path, environment: dict[str, str]) -> None:
    try:
        await client.async_execute(cleanup_kc=False, env=environment)
    except CellExecutionError as error:
        told = (
            f"{path.name}：有一格运行出错：{error.ename}：{error.evalue}；"
            "在 JupyterLab 里打开运行可看到位置"
        )
        raise BriefingError("notebook", told.replace("\n", " ")) from error
    except CellTimeoutError as error:
        raise BriefingError(
            "notebook",
            f"{path.name}：有一格运行超过 {CELL_SECONDS} 秒；在 JupyterLab 里打开运行可看到位置",
        ) from error
    except RuntimeError as error:  # at work, before its first word, or without one
        raise BriefingError(
            "notebook", f"{path.name}：内核意外退出；可能是内存不足，请关掉其他程序再试"
        ) from error


def _read(path: Path) -> NotebookNode:
    """A notebook without the cells that only JupyterLab needs."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if LAB_ONLY not in cell.metadata.get("tags", [])
    ]
    return notebook


def _parametrised(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """The notebook with a cell that sets the parameters after the one tagged so."""
    notebook = _read(path)
    tagged = [
        at
        for at, cell in enumerate(notebook.cells)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    if not tagged:
        raise BriefingError("notebook", f"{path.name}：没有标记为 parameters 的单元")
    assignments = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    injected = nbformat.v4.new_code_cell(
        assignments, metadata={"tags": ["notebook-only"]}, id="injected-parameters"
    )
    notebook.cells.insert(tagged[0] + 1, injected)
    return notebook
