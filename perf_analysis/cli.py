"""The command line: each verb is a thin skin over one library call."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence

from perf_analysis import __version__
from perf_analysis.codebook import TABLES
from perf_analysis.document import Document
from perf_analysis.errors import PerfAnalysisError
from perf_analysis.export import FORMATS, export
from perf_analysis.rules import DEFAULT, PROFILES

UNUSABLE = 2  # exit status: input or arguments cannot be used


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when done, 2 when input or arguments are unusable."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except PerfAnalysisError as error:
        if chosen.debug:
            raise
        print(f"perf-analysis: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("perf-analysis: 已中断，没有写出文件", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="perf-analysis", description="读部门绩效自评报告里的数字，作图，写成可离线阅读的简报。")
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(title="命令", required=True, metavar="命令")
    brief = verbs.add_parser("brief", help="运行四册 notebook，装订成一个 HTML 文件", description="运行四册 notebook，装订成一个可离线阅读的 HTML 简报。")
    brief.add_argument("report", nargs="?", metavar="报告", help="报告文件或数据文件夹（默认内嵌的 2022 年报告）")
    brief.add_argument("-o", "--output", default="briefing.html", metavar="文件", help="写到哪里（默认 briefing.html）")
    brief.add_argument("--date", type=datetime.date.fromisoformat, metavar="年-月-日", help="简报上印的日期（默认今天）")
    brief.add_argument("--pdf", action="store_true", help="另写一份 PDF（需要已安装的 Chromium、Chrome 或 Edge）")
    brief.add_argument("--charts", metavar="文件夹", help="另把每张图写成 PNG，宽 720 和 360 像素各一张")
    brief.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    brief.set_defaults(run=_brief)
    read = verbs.add_parser("read", help="读出报告里的数字和它们的含义", description="读出一份或几份报告里的每个数字，和它说的是什么。")
    read.add_argument("report", nargs="+", metavar="报告", help="报告文件")
    read.add_argument("--table", choices=TABLES, default="figures", help="要哪张表（默认 figures）")
    read.add_argument("--rules", default=DEFAULT, metavar="规则", help=f"scoring 表按哪个规则档案（{'、'.join(PROFILES)}，或自己的 TOML 文件；默认 {DEFAULT}）")
    read.add_argument("--format", choices=FORMATS, default="text", help="写成什么格式（默认 text）")
    read.add_argument("-o", "--output", metavar="文件", help="写到哪里（默认写到屏幕）")
    read.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    read.set_defaults(run=_read)
    return parser


def _brief(chosen: argparse.Namespace) -> None:
    from perf_analysis import load
    from perf_analysis.briefing import write_briefing
    from perf_analysis.briefing.pdf import find_browser, write_pdf
    from perf_analysis.briefing.pictures import write_charts

    if chosen.pdf:
        find_browser()  # before the work: without one there is no PDF
    report = load(chosen.report) if chosen.report else load()
    if report.document:
        _tell(report.document)
    written = [write_briefing(report, chosen.output, date=chosen.date, progress=True)]
    if chosen.pdf:
        written.append(write_pdf(written[0], written[0].with_suffix(".pdf")))
    if chosen.charts:
        written += write_charts(report, chosen.charts, progress=True)
    print(*(path.resolve() for path in written), sep="\n")


def _tell(document: Document) -> None:
    """What the reader of a file left out or could not read, a line each on stderr."""
    for notice in document.notices:
        print(f"perf-analysis: {document.path}；{notice}", file=sys.stderr)


def _read(chosen: argparse.Namespace) -> None:
    from pathlib import Path

    from perf_analysis.briefing.file import refuse_unwritable, write_whole
    from perf_analysis.report import read_table

    if chosen.output:
        refuse_unwritable(Path(chosen.output))
    content = export(read_table(chosen.report, chosen.table, profile=chosen.rules, tell=_tell), chosen.format)
    if chosen.output:
        write_whole(Path(chosen.output), content)
    else:
        sys.stdout.buffer.write(content)
