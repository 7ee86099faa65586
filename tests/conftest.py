"""What the tests share: the embedded report, a copy of its folder to break, and figures written by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook, figures

DATA = Path(__file__).parents[1] / "data" / "2022-suigang"


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
    usual = {"report_id": "made", "section": "二(一)", "decimals": 0, "role": "actual", "status": "exact"}

    def build(*rows: dict[str, Any]) -> pd.DataFrame:
        filled = [usual | {"figure_id": f"F{at:03}", "start": 10 * at, "end": 10 * at + 5} | row for at, row in enumerate(rows, start=1)]
        return figures.add_intervals(codebook.build(codebook.FIGURES, filled))

    return build
