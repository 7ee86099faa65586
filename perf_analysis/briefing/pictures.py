"""The charts as files, with their words, for documents, slides and messages."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from perf_analysis import charts
from perf_analysis.charts import Chart, style
from perf_analysis.output import make_folder
from perf_analysis.report import Report
from perf_analysis.rules import DEFAULT, read_profile

# File names carry the width in CSS pixels, as a page or slide would show the picture.
_PIXELS = {style.WIDE: 720, style.NARROW: 360}


def write_charts(
    report: Report, folder: str | Path, *, kind: str = "png", progress: bool = False
) -> list[Path]:
    """Write every chart the report gives something for, at both widths: `growth-720.png`,
    `growth-360.png` …

    Parameters
    ----------
    report : what is drawn
    folder : where the files go; made if it does not exist, other files in it are left alone
    kind : of the files: `png` (300 dpi), `svg` or `pdf`
    progress : whether to show a bar on stderr, where that is a terminal

    Raises
    ------
    InputError : the folder cannot be made or written
    """
    folder = Path(folder)
    make_folder(folder)
    wanted = [(chart, width) for chart in _shown(report) for width in _PIXELS]
    paths = []
    for chart, width in tqdm(
        wanted, desc="作图", unit="张", leave=False, disable=None if progress else True
    ):
        path = folder / f"{chart.name}-{_PIXELS[width]}.{kind}"
        paths.append(chart.save(path, width=width))
    return paths


def _shown(report: Report) -> list[Chart]:
    shown = [
        charts.show_execution(report.budget),
        charts.show_nature(report.budget),
        charts.show_growth(report.growth),
        charts.show_growth_rates(report.growth),
        charts.show_ranks(report.ranks),
        charts.show_completion(report.completion),
        charts.show_targets(report.completion, report.indicators, report.budget),
        charts.show_score(report.scores, read_profile(report.rules or DEFAULT)),
        charts.show_coverage(report.goals),
    ]
    return [chart for chart in shown if isinstance(chart, Chart)]
