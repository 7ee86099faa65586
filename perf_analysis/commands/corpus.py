"""`corpus`: a folder of reports into tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from perf_analysis.errors import InputError, printable

try:
    from perf_analysis.corpus import read_corpus, write_reports
except ModuleNotFoundError as error:
    raise InputError("not-installed", "（安装）", str(error)) from None


def run(chosen: argparse.Namespace) -> int:
    """Read the folder, after a sample was written into it where one is asked for."""
    if chosen.sample:
        _write_sample(Path(chosen.folder), chosen.sample)
    kept = 0
    with tqdm(desc="读报告", unit="份", leave=False, disable=None) as bar:

        def count(done: int, files: int) -> None:
            nonlocal kept
            kept, bar.total = done, files
            bar.update(done - bar.n)

        try:
            done = read_corpus(
                chosen.folder,
                chosen.output,
                workers=chosen.workers,
                scheduler=chosen.scheduler,
                tell=count,
            )
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"{printable(chosen.output)} 里留有已读的 {kept} 份，再运行一次会接着做"
            ) from None
    print(
        f"{Path(chosen.output).resolve()}：{done.files} 份报告，"
        f"读出 {done.read} 份，读不了 {done.unread} 份，以前读过 {done.before} 份"
    )
    return 0


def _write_sample(folder: Path, count: int) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(
            "option",
            folder,
            "文件夹不是空的，不往里写编造的报告",
            remedy="换一个空的或还没有的文件夹",
        )
    write_reports(folder, count)
