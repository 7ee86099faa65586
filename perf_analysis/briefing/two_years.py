"""Two years on a page: every measure that both reports state, as a table."""

from __future__ import annotations

from markupsafe import Markup

from perf_analysis.briefing.passage import Passage
from perf_analysis.charts.years import tabulate_rows
from perf_analysis.codebook import Years


def show_years(years: Years | None) -> Passage:
    """What `pa.compare` gives, a row a measure: last year's number, this year's, the change, and
    whether what this report says of last year is so. Empty without last year's report.
    """
    if years is None or years.empty:
        return Passage("", Markup(""))
    rows = tabulate_rows(years)
    return Passage(
        f"{rows.title}\n{rows}",
        Markup('<div class="full years">{}</div>').format(rows),
    )
