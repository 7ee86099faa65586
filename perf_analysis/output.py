"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
import time
from pathlib import Path

from perf_analysis.errors import InputError, worded

DAY = 86_400  # another run may still be writing what is younger [s]


def refuse_unwritable(path: Path) -> None:
    """Refuse a path before the work rather than after it.

    Raises
    ------
    InputError : the path is a folder, or its folder does not exist or cannot be written
    """
    if path.is_dir():
        raise InputError("not-a-file", path, "是文件夹", remedy="后面写上文件名")
    if not path.parent.is_dir():
        raise InputError("missing", path, "所在的文件夹不存在", remedy="先建好文件夹，或换一个路径")
    if not os.access(path.parent, os.W_OK):
        raise InputError("no-access", path, "所在的文件夹不可写", remedy="换一个有写权限的文件夹")


def make_folder(folder: Path) -> None:
    """Make a folder where it is not there.

    Raises
    ------
    InputError : it cannot be made or written
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(
            "no-access", folder, f"建不了文件夹：{worded(error)}", remedy="检查上级文件夹和权限"
        ) from None
    if not os.access(folder, os.W_OK):
        raise InputError("no-access", folder, "文件夹不可写", remedy="换一个有写权限的文件夹")


def _clear_left_behind(path: Path) -> None:
    """Remove what a run that was killed outright left beside a file, once it is a day old."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > DAY:
                left.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a full disk leaves the old file or none.

    Raises
    ------
    InputError : the file cannot be written; what stood there stands there still
    """
    beside = None
    _clear_left_behind(path)
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            beside = Path(file.name)
            file.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise InputError(
            "no-access", path, f"写不进去：{worded(error)}", remedy="检查磁盘空间和权限"
        ) from None
    finally:
        if beside:
            beside.unlink(missing_ok=True)
