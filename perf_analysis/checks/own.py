"""Checks that an analyst writes: functions of a report, beside those of the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, get_args

from perf_analysis.checks.case import Finding, Rule, Status
from perf_analysis.errors import RuleError

# The family of their numbers: X1, X2 …
OWN = "X"
OwnCheck = Callable[[Any], Iterable[Finding]]


def own_rules(functions: Sequence[OwnCheck], report: Any, known: Iterable[str]) -> list[Rule]:
    """Functions as checks, each named by the first line of its docstring, else by its own name.

    Parameters
    ----------
    functions : take the report and yield findings; one that yields none had nothing to compare
    report : what they are given
    known : the ids of the report's figures
    """
    ids = frozenset(known)
    return [
        Rule(
            _name(made),
            f"{OWN}{at}",
            _title(made),
            _checking(made, report, ids),
            "见这项核对的说明",
        )
        for at, made in enumerate(functions, start=1)
    ]


def _title(function: OwnCheck) -> str:
    told = (function.__doc__ or "").strip().splitlines()
    return told[0].strip().rstrip("。.") if told else getattr(function, "__name__", "自己的核对")


def _name(function: OwnCheck) -> str:
    return "-".join(_title(function).split())


def _checking(
    function: OwnCheck, report: Any, ids: frozenset[str]
) -> Callable[[Any], Iterator[Finding]]:
    def checked(_: Any) -> Iterator[Finding]:
        title = _title(function)
        try:
            found = list(function(report) or ())
        except Exception as error:
            told = " ".join(f"{type(error).__name__}：{error}".split())
            raise RuleError("value", f"自己的核对“{title}”运行出错：{told}") from error
        for finding in found:
            if wrong := _wrong(finding, ids):
                raise RuleError("value", f"自己的核对“{title}”{wrong}")
            yield finding

    return checked


def _wrong(finding: object, ids: frozenset[str]) -> str:
    """What is wrong with what a function gave; empty where it is a finding."""
    if not isinstance(finding, Finding):
        return f"给出的是 {type(finding).__name__}，应为 perf_analysis.checks.Finding"
    if finding.status not in get_args(Status):
        return f"的 status 是 {finding.status!r}，应为 {'、'.join(get_args(Status))} 之一"
    unknown = [figure for figure in finding.figures if figure not in ids]
    return f"的 figures 里有报告没有的编号：{'、'.join(map(str, unknown))}" if unknown else ""
