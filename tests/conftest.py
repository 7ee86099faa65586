"""What the tests share: the embedded report, a copy of its folder to break,
and figures written by hand.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import needs
import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook, figures

# No test asserts a time: a machine may be busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.register_profile("unit", deadline=None, max_examples=25)

# Unit tests start no browser, kernel, converter or process, and try no hundreds of files.
UNIT = Path(__file__).parent / "unit"
DATA = Path(__file__).parents[1] / "data" / "2022-suigang"


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("unit" if is_unit(config) else "house")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    # a worker costs as much to start as a third of them take
    return 0 if is_unit(config) else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    # nor imported: that takes as long as some of them
    is_test = collection_path.stem.startswith("test_")
    return True if is_unit(config) and is_test and collection_path.parent != UNIT else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == UNIT:
            item.add_marker("unit")
    if not needs.SOURCE.is_file():
        left_out = [item for item in items if item.get_closest_marker("source")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The skips, counted by what they need, with the command that gets it."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"not checked, {count} skipped: {reason}")
    if not needs.SOURCE.is_file():
        terminalreporter.write_line(f"not checked: {needs.WITHOUT_SOURCE}")


def is_unit(config: pytest.Config) -> bool:
    """Whether only unit tests were asked for: `pytest -m unit tests`."""
    return bool(config.option.markexpr == "unit")


@pytest.fixture(scope="session")
def report() -> pa.Report:
    """The embedded 2022 report; nobody changes its tables."""
    return pa.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the embedded report's folder, to be broken."""
    return Path(shutil.copytree(DATA, tmp_path / "report"))


@pytest.fixture(scope="session")
def figures_of() -> Callable[..., pd.DataFrame]:
    """Figures from rows that say only what matters to the test; F001… in order."""
    usual = {
        "report_id": "made",
        "section": "二(一)",
        "decimals": 0,
        "role": "actual",
        "status": "exact",
    }

    def build(*rows: dict[str, Any]) -> pd.DataFrame:
        filled = [
            usual | {"figure_id": f"F{at:03}", "start": 10 * at, "end": 10 * at + 5} | row
            for at, row in enumerate(rows, start=1)
        ]
        return codebook.build(codebook.FIGURES, figures.add_intervals(filled))

    return build
