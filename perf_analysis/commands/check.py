"""`check`: what a careful reviewer would ask of reports."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from perf_analysis import codebook, readers
from perf_analysis.commands import FAILS, tell
from perf_analysis.commands.writing import write_several
from perf_analysis.errors import InputError
from perf_analysis.reading.files import check_reports
from perf_analysis.worker import UNUSABLE

if TYPE_CHECKING:
    from perf_analysis.checks import Rule
    from perf_analysis.reading.tables import Reading


def run(chosen: argparse.Namespace) -> int:
    """Check the reports and write the findings."""
    chosen.report = readers.find_reports(chosen.report)
    beside, own = _beside(chosen), _own_checks(chosen.extra)
    findings, is_whole = write_several(
        chosen,
        codebook.FINDINGS,
        lambda unread: check_reports(
            chosen.report,
            rules=chosen.rules,
            only=_names(chosen.only),
            skip=_names(chosen.skip),
            extra=own,
            tell=tell,
            unread=unread,
            **beside,
        ),
    )
    if not is_whole:
        return UNUSABLE
    return FAILS if any(row["status"] == "fails" for row in findings) else 0


def _names(told: str) -> list[str]:
    return [name.strip() for name in told.replace("，", ",").split(",") if name.strip()]


def _own_checks(extra: Sequence[str]) -> Callable[[Reading], Sequence[Rule]]:
    """What makes the checks of one's own of a report that was read; a file that cannot be used is
    refused before the work.
    """
    if not extra:
        return lambda reading: ()
    # here: only these checks are given frames
    from perf_analysis.checks import list_checks, own_rules
    from perf_analysis.report import Report

    listed = list_checks(extra)
    return lambda reading: own_rules(
        listed, Report(reading), (row["figure_id"] for row in reading.figures)
    )


def _beside(chosen: argparse.Namespace) -> dict[str, str]:
    """What belongs to one report alone."""
    given = {name: getattr(chosen, name) for name in ("previous", "ledger", "evidence")}
    if len(chosen.report) > 1 and any(given.values()):
        raise InputError(
            "option",
            "（参数）",
            "--previous、--ledger 和 --evidence 属于一份报告",
            remedy="逐份核对",
        )
    return given
