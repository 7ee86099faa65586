"""The notebooks in JupyterLab: copied to where an analyst works,
with Chinese menus and the kernel of this installation.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from perf_analysis.briefing import find_notebooks
from perf_analysis.briefing.shelf import FOLDER, name_copy
from perf_analysis.errors import LabError
from perf_analysis.output import make_folder

# What the first start of the lab is set to; whoever works in it may change it,
# and the change stays.
_SETTINGS = {
    "@jupyterlab/translation-extension/plugin": {"locale": "zh_CN"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def copy_notebooks(folder: str | Path = FOLDER) -> list[Path]:
    """Copy the notebooks into a folder under their Chinese titles, and what they read beside them;
    one that is there already is somebody's work and is left alone.

    Parameters
    ----------
    folder : made where it is not there

    Returns
    -------
    copied : what was not there

    Raises
    ------
    InputError : the folder cannot be made or written
    """
    folder = Path(folder)
    make_folder(folder)
    missing = [
        path
        for path in sorted(find_notebooks().glob("0*.ipynb"))
        + sorted(find_notebooks().glob("*.txt"))
        if not any((folder / name).exists() for name in (path.name, name_copy(path)))
    ]
    return [Path(shutil.copyfile(path, folder / name_copy(path))) for path in missing]


def open_lab(folder: str | Path = FOLDER, options: Sequence[str] = ()) -> int:
    """Copy the notebooks and work in them with JupyterLab, until it is ended; its exit status.

    What is changed there is bound by `perf-analysis brief --notebooks FOLDER`.

    Parameters
    ----------
    folder : where the notebooks go
    options : for JupyterLab, such as `--no-browser` or `--port=8890`

    Raises
    ------
    LabError : JupyterLab is not installed
    InputError : the folder cannot be made or written
    """
    if find_spec("jupyterlab") is None:
        raise LabError(
            "not-installed",
            "没有安装 JupyterLab；请运行 pip install 'perf-analysis[lab]'，"
            "或者用已有的 JupyterLab 打开 notebooks 文件夹",
        )
    copy_notebooks(folder)
    first = min(path.name for path in Path(folder).glob("00*.ipynb"))
    settings = Path(folder).resolve() / ".jupyterlab"
    _write_settings(settings)
    # The kernel of this environment before one of the same name in the user's folder:
    # it has what the notebooks import.
    environment = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={Path(folder).resolve()}",
        f"--LabApp.default_url=/lab/tree/{quote(first)}",
    ]
    return subprocess.run([*command, *options], env=environment, check=False).returncode


def _write_settings(folder: Path) -> None:
    for name, values in _SETTINGS.items():
        path = folder / f"{name}.jupyterlab-settings"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")
