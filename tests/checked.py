"""What the checks say of a report, in one frame: what they judged, then what they could not."""

from typing import Any

import pandas as pd

import perf_analysis as pa


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
