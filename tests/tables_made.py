"""A table of figures alone, as a person makes it of frames."""

from pathlib import Path

import pandas as pd

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.document import About

NOBODY = About("", "", 0, "", {})


def tabulate(name: str, figures: pd.DataFrame) -> pd.DataFrame:
    """The table of a report that has these figures and no goals."""
    no_goals = codebook.build(codebook.GOALS, [])
    made: pd.DataFrame = getattr(pa.Report.of_tables(Path(), NOBODY, figures, no_goals), name)
    return made
