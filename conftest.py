"""What is collected: the notebook on many reports only where what it needs is installed,
which the last lines tell.
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest

MANY = "notebooks/05-compare-reports.ipynb"
collect_ignore = [] if find_spec("pyarrow") and find_spec("duckdb") else [MANY]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The notebook that was left out."""
    if collect_ignore:
        terminalreporter.write_line(f"not checked: {MANY}: pip install -e '.[corpus]'")
