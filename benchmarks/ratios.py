"""Ratios that the project promises, measured in pairs: ours, theirs, ours, theirs …

python benchmarks/ratios.py            all
python benchmarks/ratios.py import     one; "second" is two briefings in one call against one
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("0[0-4]-*.ipynb"))
EMBEDDED = "2022-suigang"


def seconds(commands: list[list[str]], folder: Path) -> float:
    """Wall time of commands run one after another."""
    begun = time.perf_counter()
    for command in commands:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
    return time.perf_counter() - begun


def report(
    name: str, bound: float, ours: list[list[str]], theirs: list[list[str]], runs: int
) -> None:
    """Print minimum, median and maximum of the ratio ours / theirs over interleaved runs,
    after one uncounted pair.
    """
    with tempfile.TemporaryDirectory() as folder:
        pairs = [
            (seconds(ours, Path(folder)), seconds(theirs, Path(folder))) for _ in range(runs + 1)
        ][1:]
    ratios = [one / other for one, other in pairs]
    shown = " / ".join(
        f"{value:.2f}" for value in (min(ratios), statistics.median(ratios), max(ratios))
    )
    best = min(one for one, _ in pairs) / min(other for _, other in pairs)
    print(
        f"{name}: ratio min / median / max {shown}; of the fastest runs {best:.2f}; "
        f"promised at most {bound}"
    )


def main(names: list[str]) -> None:
    """Run the named benchmarks, all when none are named."""
    python = sys.executable
    known = {
        "import": (
            1.15,
            [[python, "-c", "import perf_analysis"]],
            [[python, "-c", "import pandas"]],
            15,
        ),
        "brief": (
            0.15,
            [[python, "-m", "perf_analysis", "brief", "-o", "briefing.html"]],
            [
                [
                    python,
                    "-m",
                    "nbconvert",
                    "--execute",
                    "--to",
                    "html",
                    "--output-dir",
                    ".",
                    str(path),
                ]
                for path in NOTEBOOKS
            ],
            5,
        ),
        "second": (
            1.35,
            [[python, "-m", "perf_analysis", "brief", *[EMBEDDED] * 2, "-o", "two"]],
            [[python, "-m", "perf_analysis", "brief", EMBEDDED, "-o", "one/"]],
            5,
        ),
    }
    for name in names or known:
        report(name, *known[name])


if __name__ == "__main__":
    main(sys.argv[1:])
