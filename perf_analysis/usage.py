"""A parser of arguments that speaks Chinese: its help, and what it refuses, in one line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from perf_analysis.worker import UNUSABLE

# What argparse says, of several versions of Python, and what is said instead.
_TOLD = (
    (r"the following arguments are required: (.+)", r"缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 不能是 \2；可选：\3"),
    (r"argument (.+?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 后面不写值：\2"),
    (r"argument (.+?): invalid int value: '(.*)'", r"\1 要写整数，不能是 \2"),
    (
        r"argument (.+?): invalid \w+ value: '(.*)'",
        r"\1 不能是 \2；日期写 年-月-日，例如 2023-05-17",
    ),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 不够清楚，可能是：\2"),
)


class Parser(argparse.ArgumentParser):
    """As argparse's, in Chinese; the commands below it are made of it too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """What is wrong in one line, and where the usage is told; exit status 2."""
        told = next(
            (
                found.expand(chinese)
                for english, chinese in _TOLD
                if (found := re.fullmatch(english, message))
            ),
            message,
        )
        told = told.replace("'", "").replace(", ", "、")
        self.exit(UNUSABLE, f"perf-analysis: {told}；用法见 {self.prog} -h [option]\n")


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)
