"""What the tests share: the embedded report, a copy of its folder to break,
and figures written by hand.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook, figures

# No test asserts a time: a machine may be busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.register_profile("unit", deadline=None, max_examples=25)

# What starts browsers, kernels, converters and processes, or tries many files and drawings.
# The rest are unit tests: pytest -m unit tests
WHOLE = {
    "test_alone",
    "test_briefing",
    "test_briefings",
    "test_charts",
    "test_charts_of_forms",
    "test_comparison",
    "test_corpus",
    "test_docs",
    "test_docs_examples",
    "test_embedded_report",
    "test_export",
    "test_files",
    "test_forms",
    "test_forms_made",
    "test_fuzz",
    "test_hostile",
    "test_lab",
    "test_ledger",
    "test_notebooks",
    "test_notebooks_elsewhere",
    "test_odd_briefings",
    "test_own_notebooks",
    "test_office",
    "test_page_file",
    "test_page_in_browser",
    "test_page_links",
    "test_page_on_paper",
    "test_palette",
    "test_panels",
    "test_pdf",
    "test_printed",
    "test_readers",
    "test_reading_properties",
    "test_report",
    "test_restyling",
    "test_rows_inside",
    "test_same_figures",
    "test_text_tables",
    "test_two_years",
    "test_xls",
}
DATA = Path(__file__).parents[1] / "data" / "2022-suigang"


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("unit" if config.option.markexpr == "unit" else "house")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    # a worker costs as much to start as a third of them take
    return 0 if config.option.markexpr == "unit" else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    # nor imported: that takes as long as some of them
    return True if config.option.markexpr == "unit" and collection_path.stem in WHOLE else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem not in WHOLE:
            item.add_marker("unit")


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
