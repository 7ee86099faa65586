"""How long all checks take, with the tables they need, against reading the same report.

python benchmarks/checks.py REPORT…
"""

from __future__ import annotations

import sys
import timeit
from pathlib import Path

from perf_analysis.codebook import Findings
from perf_analysis.report import read

BATCH, REPEATS = 5, 5


def check(path: Path) -> Findings:
    """All findings of one report, read anew."""
    return read(path).findings


def main(paths: list[Path]) -> None:
    """Print the ratio for each report."""
    for path in paths:
        check(path)
        reading = (
            min(timeit.repeat(lambda path=path: read(path), number=BATCH, repeat=REPEATS)) / BATCH
        )
        both = (
            min(timeit.repeat(lambda path=path: check(path), number=BATCH, repeat=REPEATS)) / BATCH
        )
        print(
            f"{path.name}: checks {(both - reading) / reading:.2f} times the reading of "
            f"{reading * 1e3:.1f} ms; promised at most 5"
        )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
