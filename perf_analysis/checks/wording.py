"""Checks of wording."""

from __future__ import annotations

from perf_analysis.checks.case import Rule

RULES: tuple[Rule, ...] = ()
