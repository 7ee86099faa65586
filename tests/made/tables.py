"""Tables as a person makes them of frames: of figures alone, and of the embedded ones changed."""

from pathlib import Path

import pandas as pd

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.document import About

REPORT = pa.load()
NOBODY = About("", "", 0, "", {})


def tabulate(name: str, figures: pd.DataFrame) -> pd.DataFrame:
    """The table of a report that has these figures and no goals."""
    no_goals = codebook.build(codebook.GOALS, [])
    made: pd.DataFrame = getattr(pa.Report.of_tables(Path(), NOBODY, figures, no_goals), name)
    return made


def figures_with(**changes: dict[str, object]) -> pd.DataFrame:
    """The embedded figures with cells changed, by figure id."""
    changed = REPORT.figures.set_index("figure_id", drop=False)
    for figure, cells in changes.items():
        for column, value in cells.items():
            changed.loc[figure, column] = value
    return changed.reset_index(drop=True)
