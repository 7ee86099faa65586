"""The command line as a person types it: what each command takes, and a parser of arguments that
speaks Chinese, in its help and in the one line on what it refuses.
"""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from perf_analysis import __version__
from perf_analysis.codebook import OF_ONE_REPORT
from perf_analysis.data import DEFAULT, LANGUAGES, PROFILES
from perf_analysis.export import FORMATS
from perf_analysis.labels import title
from perf_analysis.worker import UNUSABLE

PICTURES = ("png", "svg", "pdf")  # what charts are written as

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

    def _expand_help(self, action: argparse.Action) -> str:
        """The help of an argument; the Chinese names of tables are read for it alone."""
        told = super()._expand_help(action)
        if action.choices is not OF_ONE_REPORT:
            return told
        return told + "，".join(f"{name} {title(name)[0]}" for name in OF_ONE_REPORT)


_Argument = tuple[tuple[str, ...], dict[str, Any]]


class Verb(NamedTuple):
    """One command: what it does, in a line and in the head of its help, and what it takes."""

    line: str
    description: str
    arguments: tuple[_Argument, ...]


def _takes(names: str, metavar: str, told: str, **more: Any) -> _Argument:
    """An argument by its names that takes a value; empty where none is given."""
    return tuple(names.split()), {"default": "", "metavar": metavar, "help": told} | more


def _chooses(name: str, choices: Sequence[str], told: str, default: str = "") -> _Argument:
    return (name,), {"choices": choices, "default": default, "help": told}


def _flag(name: str, told: str) -> _Argument:
    return (name,), {"action": "store_true", "help": told}


_PROFILES = f"{'、'.join(PROFILES)}，或自己的 TOML 文件；默认 {DEFAULT}"
_RULES = f"按哪个规则档案（{_PROFILES}）"
_REPORTS = _takes("report", "报告", "报告文件、放报告的文件夹，或数据文件夹", nargs="+")
_EXTRA = _takes(
    "--extra",
    "文件",
    "自己的核对：里面有核对函数的 .py 文件，如 本局.py；可以写几次",
    action="append",
    default=[],
)
_EVIDENCE = "放佐证文件的文件夹"
_OF_A_TABLE = (
    _takes("-o --output", "文件", "写到哪里，如 预算.xlsx（默认写到屏幕）"),
    _chooses("--format", FORMATS, "写成什么格式（默认按文件的后缀，写到屏幕时是 text）"),
    _chooses("--labels", LANGUAGES, "列名和值用英文（en，默认）还是中文（zh）", "en"),
)
_DEBUG = _flag("--debug", "出错时给出完整的调用过程")

VERBS = {
    "brief": Verb(
        "运行五册 notebook，装订成一个 HTML 文件",
        "运行五册 notebook，装订成一个可离线阅读的 HTML 简报。",
        (
            _takes(
                "report",
                "报告",
                "报告文件或数据文件夹（默认内嵌的 2022 年报告）；几份时每份一个文件，另有目录",
                nargs="*",
                default=[],
            ),
            _takes(
                "-o --output",
                "文件",
                "写到哪里（默认 briefing.html）；几份报告时是文件夹（默认 briefings）",
            ),
            _chooses("--lang", LANGUAGES, "简报的语言（默认 zh）；引用的原文总是中文", "zh"),
            _takes(
                "--date",
                "年-月-日",
                "简报上印的日期（默认今天）",
                type=datetime.date.fromisoformat,
                default=None,
            ),
            _takes("--ledger", "台账", "这份报告填好的台账，佐证一并写进简报"),
            _takes("--previous", "报告", "同一部门上一年的报告，简报里比较两年"),
            _takes("--rules", "规则", _RULES),
            _takes(
                "--notebooks",
                "文件夹",
                "装订这个文件夹里的 notebook（按文件名排），代替随附的五册；也可以是一册",
            ),
            _EXTRA,
            _takes("--title", "标题", "简报的标题"),
            _takes("--logo", "图片", "放在简报右上角的标志"),
            _flag("--pdf", "另写一份 PDF（需要已安装的 Chromium、Chrome 或 Edge）"),
            _takes("--charts", "文件夹", "另把每张图写成文件，宽 720 和 360 像素各一张"),
            _chooses(
                "--format",
                PICTURES,
                "图写成什么格式：png（默认，放进 Word 和 PPT）、svg、pdf（放大不糊）",
                "png",
            ),
        ),
    ),
    "read": Verb(
        "读出报告里的数字和它们的含义",
        "读出一份或几份报告里的每个数字，和它说的是什么。",
        (
            _REPORTS,
            _takes(
                "--table",
                "表",
                "要哪张表（默认 figures）：",
                choices=OF_ONE_REPORT,
                default="figures",
            ),
            _takes("--rules", "规则", f"scoring 表{_RULES}", default=DEFAULT),
            *_OF_A_TABLE,
        ),
    ),
    "check": Verb(
        "核对报告：算得对不对，说得全不全",
        "核对一份或几份报告，问题在前；有不一致时退出码为 1。",
        (
            _REPORTS,
            _takes("--rules", "规则", _RULES, default=DEFAULT),
            _takes(
                "--only",
                "核对",
                "只做这些核对，名字、编号或名称，逗号隔开，如 EXEC,A2,C 或 预算执行率,单位",
            ),
            _EXTRA,
            _takes("--skip", "核对", "不做这些核对，写法同上"),
            _takes("--previous", "报告", "同一部门上一年的报告，用来比较两年"),
            _takes("--ledger", "台账", "这份报告的台账，用来核对佐证"),
            _takes("--evidence", "文件夹", f"{_EVIDENCE}，看台账写的文件在不在"),
            *_OF_A_TABLE,
        ),
    ),
    "ledger": Verb(
        "写出或核对项目台账",
        "把报告的目标、任务和指标写成台账；已有的台账保留填过的内容。--check 核对佐证。",
        (
            _takes("report", "报告", "报告文件或数据文件夹（默认内嵌的 2022 年报告）", nargs="?"),
            _takes("-o --output", "文件", "台账写到哪里，如 台账.xlsx"),
            _takes("--check", "台账", "核对填好的台账：佐证在不在、够不够、数值对不对"),
            _takes("--evidence", "文件夹", _EVIDENCE),
        ),
    ),
    "corpus": Verb(
        "读一个文件夹里的许多报告，写成 Parquet",
        "读一个文件夹（和其中文件夹）里的全部报告，写成 Parquet；中断后接着做。",
        (
            _takes("folder", "文件夹", "放报告的文件夹"),
            _takes("-o --output", "文件夹", "写到哪个文件夹", required=True),
            _takes("--workers", "个数", "几个进程（默认和处理器的核数一样）", type=int, default=0),
            _takes("--scheduler", "地址", "用已有的 Dask 集群，如 tcp://10.0.0.5:8786"),
            _takes(
                "--sample",
                "份数",
                "先在这个空文件夹里写这么多份编造的报告和真值 truth.jsonl，用来试",
                type=int,
                default=0,
            ),
        ),
    ),
    "lab": Verb(
        "在 JupyterLab 里打开 notebook",
        "把 notebook 复制到一个文件夹（已有的不覆盖），用 JupyterLab 打开。"
        "改过的用 perf-analysis brief --notebooks 文件夹 装订。",
        (
            _takes(
                "-o --output",
                "文件夹",
                "放 notebook 的文件夹（默认 perf-notebooks）",
                default="perf-notebooks",
            ),
            _flag("--copy", "只复制，不打开"),
            _takes(
                "options",
                "选项",
                "给 JupyterLab 的选项，写在 -- 之后，如 -- --no-browser --port=8890",
                nargs="*",
                default=[],
            ),
        ),
    ),
}


def make_parser() -> Parser:
    """The parser of the whole command line; what it finds has the name of the command as `verb`."""
    parser = Parser(
        prog="perf-analysis", description="读部门绩效自评报告里的数字，作图，写成可离线阅读的简报。"
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    verbs = parser.add_subparsers(title="命令", required=True, metavar="命令", dest="verb")
    for name, told in VERBS.items():
        verb = verbs.add_parser(name, help=told.line, description=told.description)
        for names, settings in (*told.arguments, _DEBUG):
            verb.add_argument(*names, **settings)
    return parser
