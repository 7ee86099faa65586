"""What several parts of a page ask of one report, found once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from perf_analysis.language import spoken
from perf_analysis.report import Report

Found = TypeVar("Found")


def once(find: Callable[[Report], Found]) -> Callable[[Report], Found]:
    """A finder that keeps what it found of each report, in the language that is spoken."""
    kept: WeakKeyDictionary[Report, dict[str, Found]] = WeakKeyDictionary()

    @wraps(find)
    def found(report: Report) -> Found:
        told = kept.setdefault(report, {})
        if spoken() not in told:
            told[spoken()] = find(report)
        return told[spoken()]

    return found
