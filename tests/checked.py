"""What is said of a report: by the checks, and where it is refused."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis.errors import InputError


def checked(report: pa.Report, **given: Any) -> pd.DataFrame:
    """The findings of some checks, with a row of status `unchecked` for each that judged nothing
    or not all.
    """
    found = report.examine(**given)
    unchecked = found.unchecked.drop(columns="why").assign(status="unchecked")
    unchecked = unchecked.reindex(columns=found.findings.columns)
    unchecked["figures"] = [() for _ in range(len(unchecked))]
    rows = [*found.findings.to_dict("records"), *unchecked.to_dict("records")]
    return pd.DataFrame(rows, columns=found.findings.columns)


def refusal(path: Path) -> str:
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told
