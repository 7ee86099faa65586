"""What reading costs, and reading with all tables and findings, against the floor of opening,
decoding and scanning for numbers; and how both grow. CPU of this process, the least of some runs.

python benchmarks/reading.py REPORT.txt
"""

from __future__ import annotations

import re
import sys
import tempfile
import timeit
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

from perf_analysis import codebook
from perf_analysis.export import export
from perf_analysis.reading import files
from perf_analysis.reading.text import read_figures

BATCH, REPEATS = 50, 5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def floor(path: Path) -> int:
    """Open, decode and scan once."""
    return len(_NUMBER.findall(path.read_bytes().decode("utf-8")))


def read(path: Path, batch: int) -> None:
    """Read reports with meaning and write their figures as JSON lines."""
    export(codebook.FIGURES, read_figures([path] * batch), "jsonl")


def read_all(path: Path, batch: int) -> None:
    """Read reports and make all their tables, the findings too."""
    for _ in range(batch):
        reading = files.read(path)
        for name in codebook.OF_ONE_REPORT:
            reading.rows(name)


def seconds(work: Callable[[Path, int], object], path: Path, batch: int) -> float:
    """CPU of one report, worked on in a batch."""
    timed = timeit.repeat(lambda: work(path, batch), process_time, number=1, repeat=REPEATS)
    return min(timed) / batch


def main(path: Path) -> None:
    """Print the ratios."""
    lowest = min(timeit.repeat(lambda: floor(path), timer=process_time, number=200, repeat=20))
    lowest /= 200
    text = path.read_text(encoding="utf-8")
    kinds: dict[str, tuple[Callable[[Path, int], None], int]] = {
        "reading with meaning and writing jsonl": (read, 60),
        "reading with all tables and findings": (read_all, 240),
    }
    for told, (work, promised) in kinds.items():
        cost = seconds(work, path, BATCH) / lowest
        print(
            f"{told}: {cost:.1f} times the floor of {lowest * 1e6:.0f} µs; "
            f"promised at most {promised}"
        )
        with tempfile.TemporaryDirectory() as folder:
            longer = Path(folder) / "longer.txt"
            times = []
            for doublings in range(5):
                longer.write_text(text * 2**doublings, encoding="utf-8")
                times.append(seconds(work, longer, batch=2))
        factors = ", ".join(f"{after / before:.2f}" for before, after in pairwise(times))
        print(f"    each doubling of the text takes {factors} times as long")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
