"""What was read and is not sure: kept out of what is said, and listed with its sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from perf_analysis.report import Report

STATUSES = ("unsure", "ambiguous")
_TABLES = ("completion", "budget", "growth", "scores", "ranks")
LEAST = 1
MOST = 0.15  # of the figures of a page: of more, those of the first tables below


def unsure_figures(report: Report) -> frozenset[str]:
    """The figures whose reading is not sure."""
    figures = report.figures
    return frozenset(figures.loc[figures["status"].isin(STATUSES), "figure_id"])


def surely(rows: pd.DataFrame, unsure: frozenset[str]) -> pd.DataFrame:
    """The rows of a table that lean on no figure whose reading is not sure."""
    return rows[~rows[_ids(rows)].isin(unsure).any(axis=1)]


def find_unsure(report: Report) -> list[str]:
    """The unsure figures that a tile, a point, a row or a mark would rest on, in their order; of
    a report of few figures one at least.
    """
    unsure = unsure_figures(report)
    held = dict.fromkeys(figure for figure in _held(report) if figure in unsure)
    facts = report.figures["same_as"].isna()
    kept = list(held)[: max(LEAST, int(MOST * facts.sum()))]
    return [figure for figure in report.figures.loc[facts, "figure_id"] if figure in kept]


def _held(report: Report) -> Iterator[object]:
    """The figures of the tables that pages are made of."""
    for name in _TABLES:
        table = getattr(report, name)
        yield from (figure for row in table[_ids(table)].itertuples(index=False) for figure in row)


def _ids(table: pd.DataFrame) -> list[str]:
    return [column for column in map(str, table) if column.endswith("_id")]
