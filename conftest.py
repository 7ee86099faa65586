"""What is collected: the notebook on many reports only where what it needs is installed,
which the header tells.
"""

from importlib.util import find_spec

MANY = "notebooks/05-compare-reports.ipynb"
collect_ignore = [] if find_spec("pyarrow") and find_spec("duckdb") else [MANY]


def pytest_report_header() -> str:
    """The header of a run, which says what is left out."""
    return (
        f"NOT CHECKED: {MANY} needs pyarrow and duckdb: pip install -e '.[corpus]'"
        if collect_ignore
        else ""
    )
