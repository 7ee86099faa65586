"""How long reading takes, against the floor of opening, decoding and scanning for numbers;
and how it grows.

python benchmarks/reading.py REPORT.txt
"""

from __future__ import annotations

import re
import sys
import tempfile
import timeit
from itertools import pairwise
from pathlib import Path

from perf_analysis.codebook import FIGURES
from perf_analysis.export import export
from perf_analysis.reading.text import read_figures

BATCH, REPEATS = 50, 5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def floor(path: Path) -> int:
    """Open, decode and scan once."""
    return len(_NUMBER.findall(path.read_bytes().decode("utf-8")))


def seconds(path: Path, batch: int = BATCH) -> float:
    """Reading one report with meaning and writing its JSON lines, in a batch."""
    return (
        min(
            timeit.repeat(
                lambda: export(FIGURES, read_figures([path] * batch), "jsonl"),
                number=1,
                repeat=REPEATS,
            )
        )
        / batch
    )


def main(path: Path) -> None:
    """Print both ratios."""
    lowest = min(timeit.repeat(lambda: floor(path), number=200, repeat=REPEATS)) / 200
    print(
        f"reading with meaning and writing jsonl: {seconds(path) / lowest:.1f} times the floor of "
        f"{lowest * 1e6:.0f} µs; promised at most 60"
    )
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for doublings in range(4):
            longer = Path(folder) / f"{doublings}.txt"
            longer.write_text(text * 2**doublings, encoding="utf-8")
            times.append(seconds(longer, batch=4))
    print(
        "each doubling of the text takes",
        ", ".join(f"{after / before:.2f}" for before, after in pairwise(times)),
        "times as long",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
