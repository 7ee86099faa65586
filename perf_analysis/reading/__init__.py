"""What is read of a report, as plain rows; `report` gives them to a person as frames.

read(path), load(source)    a report's file, or a data folder too -> Reading
reading.rows(name)          a table of the codebook, made when first asked for
reading.check(...)          the findings of the checks
read_table(paths, name)     one table of several reports; read_figures(paths) makes no other
check_reports(paths)        the findings of several reports
"""

from perf_analysis.reading.files import (
    EMBEDDED,
    Unread,
    check_reports,
    load,
    read,
    read_figures,
    read_table,
)
from perf_analysis.reading.tables import Reading, Rows

__all__ = [
    "EMBEDDED",
    "Reading",
    "Rows",
    "Unread",
    "check_reports",
    "load",
    "read",
    "read_figures",
    "read_table",
]
