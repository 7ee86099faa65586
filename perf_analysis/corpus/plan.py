"""What is to be done: the files of a folder by content, less those that receipts say are done."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_analysis import __version__
from perf_analysis.corpus.batch import PARTS, RECEIPTS, Batch, File
from perf_analysis.errors import InputError
from perf_analysis.limits import LARGEST_FILE
from perf_analysis.readers import SUFFIXES

BATCH = 200  # files: some seconds of work, of which starting and writing a batch are little
_BESIDE = ("~$", ".~", "._")
_MAC = "__MACOSX"
_BLOCK = 1 << 20  # bytes


@dataclass(frozen=True)
class Plan:
    """The batches to do, and how many files are done already."""

    batches: Sequence[Batch]
    done: int
    files: int


def plan(folder: str | Path, out: str | Path, *, size: int = BATCH) -> Plan:
    """The batches of a corpus that are not done; what a killed run
    or a vanished file left in `out` is removed.

    Two files of one content are one report. The order is that of the paths,
    so that the same folder gives the same batches.

    Parameters
    ----------
    folder : searched with the folders in it
    out : the folder of the corpus
    size : files of a batch

    Raises
    ------
    InputError : no folder
    """
    folder, out = Path(folder), Path(out)
    if not folder.is_dir():
        raise InputError("missing", folder, "没有这个文件夹", remedy="检查路径")
    known = {file.sha256: file for file in reversed(list(_find_files(folder, out)))}
    files = sorted(known.values(), key=lambda file: file.name)
    done = _keep_whole(out, {file.sha256 for file in files})
    todo = [file for file in files if file.sha256 not in done]
    return Plan(
        [_batch(todo[at : at + size]) for at in range(0, len(todo), size)],
        len(files) - len(todo),
        len(files),
    )


def _find_files(folder: Path, out: Path) -> Iterator[File]:
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not _is_beside(path.relative_to(folder))
        and not path.is_relative_to(out)
        and path.is_file()
    )
    stems = Counter(path.stem for path in paths)
    for path in paths:
        name = path.relative_to(folder)
        report_id = path.stem if stems[path.stem] == 1 else name.with_suffix("").as_posix()
        yield File(str(path.resolve()), name.as_posix(), _hash(path), report_id)


def _is_beside(path: Path) -> bool:
    """Whether a file only stands beside a report: that of an office program which has it open,
    or what a Mac keeps of it.
    """
    return path.name.startswith(_BESIDE) or _MAC in path.parts


def _hash(path: Path) -> str:
    """Of the content; of a file too large to be read, or that cannot be opened,
    of its name and size.
    """
    told = hashlib.sha256()
    try:
        if path.stat().st_size > LARGEST_FILE:
            return hashlib.sha256(f"{path.name}\0{path.stat().st_size}".encode()).hexdigest()
        with path.open("rb") as opened:
            while block := opened.read(_BLOCK):
                told.update(block)
    except OSError:
        return hashlib.sha256(f"{path}\0".encode()).hexdigest()
    return told.hexdigest()


def _batch(files: Sequence[File]) -> Batch:
    told = "\0".join([__version__, *(f"{file.sha256} {file.report_id}" for file in files)])
    return Batch(hashlib.sha256(told.encode()).hexdigest()[:16], files)


def _keep_whole(out: Path, contents: set[str]) -> set[str]:
    """The contents that are done; a batch with a file that is gone is undone,
    and parts without a receipt are removed.
    """
    done: set[str] = set()
    kept: set[str] = set()
    for path in sorted((out / RECEIPTS).glob("*.json")):
        told = json.loads(path.read_bytes())
        if set(told["contents"]) <= contents:
            done |= set(told["contents"])
            kept.add(told["batch_id"])
        else:
            path.unlink()
    for path in [*(out / PARTS).glob("*/*"), *(out / RECEIPTS).glob(".*.part")]:
        if path.stem not in kept:
            path.unlink()
    return done
