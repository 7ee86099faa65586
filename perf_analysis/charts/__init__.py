"""Charts of the tables: `plot_*` draws on an Axes, `show_*` gives the chart
with its words and its rows.

plot_execution(budget)      show_execution(budget)       how far the budget was executed
plot_nature(budget)         show_nature(budget)          what the execution was made of
plot_growth(growth)         show_growth(growth)          what grew most, from what base
plot_growth_rates(growth)   show_growth_rates(growth)    the stated rates, their base beside them
plot_completion(completion) show_completion(completion)  rates against their target
plot_indicators(indicators) show_indicators(indicators)  actual values against their targets
plot_score(scores, profile) show_score(scores, profile)  the self-score among the grades
                                                         of a rule profile
plot_coverage(goals)        show_coverage(goals)         which goals the results speak to
plot_ranks(ranks)           show_ranks(ranks)            where ranks stand among all ranked
plot_evidence(ledger)       show_evidence(ledger)        how well goals and indicators are proven
plot_years(years)           show_years(years)            last year's report and this year's,
                                                         from `pa.compare`

Each `plot_` function takes besides its table

    ax      an Axes of your own, which keeps its font: Chinese is right however it is saved
    title   in place of the finding; empty for none
    colors  other colours by the names of `PALETTE`: {"actual": "#7A1F2B"}
    width   of a chart of its own: 540 points, 19 cm, when not given [pt]

and each `show_` function gives a `Chart`: `.save("图.svg")` (or .png, .pdf), `.figure`, `.table`,
`.restyle(title=…, colors=…)`; or an `Absent` sentence where the table has nothing to draw.
`use_font()` gives pictures of your own a font that has Chinese.

Of many reports, each with its `show_`, from the panel of a corpus that its argument is named for:

plot_execution_by_year(execution)         each department's execution rates, year by year
plot_execution_spread(execution)          how execution rates are spread
plot_completion_spread(completion)        how far completion rates lie beyond their targets
plot_score_spread(scores)                 how high departments score themselves
plot_growth_against_last_year(growth)     stated growth that last year's report does not bear out
plot_finding_rates(finding_rates)         of how many reports each check asks something
"""

from __future__ import annotations

from perf_analysis.charts.chart import Absent, Chart, Rows, Words
from perf_analysis.charts.comparison import (
    plot_execution_by_year,
    plot_finding_rates,
    plot_growth_against_last_year,
    show_execution_by_year,
    show_finding_rates,
    show_growth_against_last_year,
)
from perf_analysis.charts.completion import plot_completion, show_completion
from perf_analysis.charts.coverage import plot_coverage, show_coverage
from perf_analysis.charts.evidence import plot_evidence, show_evidence
from perf_analysis.charts.execution import plot_execution, plot_nature, show_execution, show_nature
from perf_analysis.charts.growth import plot_growth, show_growth
from perf_analysis.charts.growth_rates import plot_growth_rates, show_growth_rates
from perf_analysis.charts.indicators import (
    plot_indicators,
    plot_targets,
    show_indicators,
    show_targets,
)
from perf_analysis.charts.lint import lint
from perf_analysis.charts.ranks import plot_ranks, show_ranks
from perf_analysis.charts.score import plot_score, show_score
from perf_analysis.charts.spreads import (
    plot_completion_spread,
    plot_execution_spread,
    plot_score_spread,
    show_completion_spread,
    show_execution_spread,
    show_score_spread,
)
from perf_analysis.charts.style import PALETTE, use_font
from perf_analysis.charts.years import plot_years, show_years

__all__ = [
    "PALETTE",
    "Absent",
    "Chart",
    "Rows",
    "Words",
    "lint",
    "plot_completion",
    "plot_completion_spread",
    "plot_coverage",
    "plot_evidence",
    "plot_execution",
    "plot_execution_by_year",
    "plot_execution_spread",
    "plot_finding_rates",
    "plot_growth",
    "plot_growth_against_last_year",
    "plot_growth_rates",
    "plot_indicators",
    "plot_nature",
    "plot_ranks",
    "plot_score",
    "plot_score_spread",
    "plot_targets",
    "plot_years",
    "show_completion",
    "show_completion_spread",
    "show_coverage",
    "show_evidence",
    "show_execution",
    "show_execution_by_year",
    "show_execution_spread",
    "show_finding_rates",
    "show_growth",
    "show_growth_against_last_year",
    "show_growth_rates",
    "show_indicators",
    "show_nature",
    "show_ranks",
    "show_score",
    "show_score_spread",
    "show_targets",
    "show_years",
    "use_font",
]


def __dir__() -> list[str]:
    """What TAB offers."""
    return sorted(__all__)
