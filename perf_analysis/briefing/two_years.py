"""Two years on a page: every measure that both reports state, as a table."""

from __future__ import annotations

from markupsafe import Markup

from perf_analysis.briefing.passage import Passage, tabulate
from perf_analysis.charts.chart import shown
from perf_analysis.charts.years import tabulate_rows
from perf_analysis.codebook import Years
from perf_analysis.language import say


def show_years(years: Years | None) -> Passage:
    """What `pa.compare` gives, a row a measure: last year's number, this year's, the change, and
    whether what this report says of last year is so. On a page nothing without last year's report.
    """
    if years is None or years.empty:
        return Passage(say("没有两年都写出的数，没有对照表。"), Markup(""))
    rows = tabulate_rows(years)
    return Passage(
        f"{rows.title}\n{rows}",
        Markup('<div class="full years">{}</div>').format(rows),
        tabulate(rows.title, [map(say, rows.heads), *(map(shown, row) for row in rows.rows)]),
    )
