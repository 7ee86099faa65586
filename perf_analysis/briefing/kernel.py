"""Notebooks executed in order in one kernel: started once, its names cleared between them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm

from perf_analysis.charts.chart import BINDING
from perf_analysis.errors import BriefingError

# A chart takes well under a second; a cell that runs this long is caught in something. [s]
CELL_SECONDS = 120


class _ThisPython(KernelSpecManager):
    """Whatever kernels a machine knows: the notebooks run in the environment that binds them."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(**get_kernel_dict(extra_arguments=["--HistoryManager.enabled=False"]))


def execute(paths: Sequence[Path], parameters: dict[str, str], *, progress: bool = False) -> list[NotebookNode]:
    """The notebooks with the outputs of one run, each with its parameters set.

    Parameters
    ----------
    paths : notebooks in order
    parameters : set after the cell tagged `parameters`
    progress : whether to show a bar on stderr, where that is a terminal

    Raises
    ------
    BriefingError : a cell fails, takes too long, or the kernel dies
    """
    notebooks = [_parametrised(path, parameters) for path in paths]
    cells = sum(len(notebook.cells) for notebook in notebooks)
    with tqdm(total=cells, desc="生成简报", unit="格", leave=False, disable=None if progress else True) as bar:
        return run_sync(_execute)(list(zip(paths, notebooks, strict=True)), bar)


async def _execute(named: list[tuple[Path, NotebookNode]], bar: Any) -> list[NotebookNode]:
    environment = os.environ | {BINDING: "1", "MPLBACKEND": "agg"}
    with tempfile.TemporaryDirectory() as folder:
        manager = AsyncKernelManager(kernel_spec_manager=_ThisPython(), connection_file=str(Path(folder) / "kernel.json"))
        if manager.has_trait("transport_encryption"):  # jupyter_client 8.9 and later; without it the kernel warns
            manager.transport_encryption = "auto"
        client = None
        try:
            for path, notebook in named:
                earlier = client
                client = NotebookClient(
                    notebook,
                    km=manager,
                    timeout=CELL_SECONDS,
                    record_timing=False,
                    resources={"metadata": {"path": str(path.parent)}},
                    on_cell_complete=lambda **_: bar.update(),
                )
                if earlier:
                    client.kc = earlier.kc
                    client.kc.execute("%reset -f", silent=True, store_history=False)
                await _run(client, path, environment)
        finally:
            if client and client.kc:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=True)
    return [notebook for _, notebook in named]


async def _run(client: NotebookClient, path: Path, environment: dict[str, str]) -> None:
    try:
        await client.async_execute(cleanup_kc=False, env=environment)
    except CellExecutionError as error:
        raise BriefingError(f"{path.name}：有一格运行出错：{error.ename}：{error.evalue}；在 JupyterLab 里打开运行可看到位置".replace("\n", " ")) from error
    except CellTimeoutError as error:
        raise BriefingError(f"{path.name}：有一格运行超过 {CELL_SECONDS} 秒；在 JupyterLab 里打开运行可看到位置") from error
    except DeadKernelError as error:
        raise BriefingError(f"{path.name}：内核意外退出；可能是内存不足，请关掉其他程序再试") from error


def _parametrised(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """The notebook with a cell that sets the parameters after the one tagged so."""
    notebook = nbformat.read(path, as_version=4)
    tagged = [at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        raise BriefingError(f"{path.name}：没有标记为 parameters 的单元")
    assignments = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    injected = nbformat.v4.new_code_cell(assignments, metadata={"tags": ["notebook-only"]}, id="injected-parameters")
    notebook.cells.insert(tagged[0] + 1, injected)
    return notebook
