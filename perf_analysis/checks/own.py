"""Checks that an analyst writes: functions of a report, beside those of the registry."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

from perf_analysis.checks.case import Finding, Rule, Status
from perf_analysis.errors import InputError, RuleError, on_one_line

# The family of their numbers: X1, X2 …
OWN = "X"
OwnCheck = Callable[[Any], Iterable[Finding]]
OwnChecks = OwnCheck | str | Path | Sequence[OwnCheck | str | Path]


def list_checks(given: OwnChecks) -> tuple[OwnCheck | str | Path, ...]:
    """Checks as a person gives them, one or several.

    Raises
    ------
    RuleError : what is neither a function nor the name of a file
    InputError : a file that is not there, fails or has no check
    """
    listed = [given] if callable(given) or isinstance(given, str | Path) else list(given)
    told: list[OwnCheck | str | Path] = []
    for one in filter(None, listed):
        if isinstance(one, str | Path):
            read_checks(one)
        elif not callable(one):
            raise RuleError("value", f"extra 里要写函数或 .py 文件名，给的是 {type(one).__name__}")
        told.append(Path(one).resolve() if isinstance(one, str | Path) else one)
    return tuple(told)


def read_checks(path: str | Path) -> list[OwnCheck]:
    """The checks in a Python file: its own functions of one argument, but for those whose names
    begin with an underscore.

    Raises
    ------
    InputError : it is not there, fails or has no check
    """
    path = Path(path).resolve()
    if not path.is_file():
        raise InputError("missing", path, "没有这个文件", remedy="写自己的核对所在的 .py 文件")
    return _load(path, path.read_bytes())


@cache
def _load(path: Path, _: bytes) -> list[OwnCheck]:
    name = f"own_checks_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise InputError("format", path, "不是 Python 文件", remedy="后缀用 .py")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise InputError("value", path, _worded(error), remedy="改好再运行") from error
    finally:
        sys.path.remove(str(path.parent))
    found = [made for made in vars(module).values() if _is_check(made, name)]
    if not found:
        raise InputError(
            "empty",
            path,
            "里面没有核对",
            remedy="写一个函数，参数只有 report，用 yield 给出 Finding",
        )
    return found


def _is_check(made: object, module: str) -> bool:
    if not inspect.isfunction(made) or made.__module__ != module or made.__name__[0] == "_":
        return False
    taken = inspect.signature(made).parameters.values()
    return sum(one.default is one.empty for one in taken) == 1


def own_rules(
    given: Sequence[OwnCheck | str | Path], report: Any, known: Iterable[str]
) -> list[Rule]:
    """Functions as checks, each named by the first line of its docstring, else by its own name.

    Parameters
    ----------
    given : functions that take the report and yield findings, or files of them; one that yields
        none had nothing to compare
    report : what they are given
    known : the ids of the report's figures
    """
    ids = frozenset(known)
    functions = [
        made
        for one in given
        for made in (read_checks(one) if isinstance(one, str | Path) else [one])
    ]
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


def _worded(error: Exception) -> str:
    return on_one_line(f"{type(error).__name__}：{error}")


def _checking(
    function: OwnCheck, report: Any, ids: frozenset[str]
) -> Callable[[Any], Iterator[Finding]]:
    def checked(_: Any) -> Iterator[Finding]:
        title = _title(function)
        try:
            given: Any = function(report)
            found = None if given is None else [given] if isinstance(given, Finding) else [*given]
        except Exception as error:
            told = f"自己的核对“{title}”运行出错：{_worded(error)}"
            raise RuleError("value", told) from error
        if found is None:
            told = f"自己的核对“{title}”没有给出结果；用 yield 给出 Finding，没有的写 return []"
            raise RuleError("value", told)
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
