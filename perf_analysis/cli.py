"""The command line: each verb is a thin skin over one library call."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perf_analysis import __version__, codebook, readers
from perf_analysis.codebook import OF_ONE_REPORT, Row, Table
from perf_analysis.data import DEFAULT, EMBEDDED, LANGUAGES, PROFILES
from perf_analysis.errors import InputError, PerfAnalysisError, printable
from perf_analysis.export import BINARY, FORMATS, export
from perf_analysis.labels import title
from perf_analysis.usage import Parser
from perf_analysis.worker import UNUSABLE, watch

if TYPE_CHECKING:
    from perf_analysis.checks import Rule
    from perf_analysis.document import Document
    from perf_analysis.reading.tables import Reading
    from perf_analysis.reading.text import Unread

PICTURES = ("png", "svg", "pdf")  # what charts are written as
FAILS = 1  # exit status: a check found something that does not hold

_PLAIN = ("", "txt", "md", "log")  # suffixes of files of text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when done, 1 when a check fails,
    2 when input or arguments are unusable.
    """
    chosen = _parser().parse_args(arguments)
    _end_as_interrupted()
    try:
        status: int = chosen.run(chosen) or 0
    except PerfAnalysisError as error:
        if chosen.debug:
            raise
        print(f"perf-analysis: {error} [{error.code}]", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt as told:
        print(f"perf-analysis: 已中断，{str(told) or '没有写出文件'}", file=sys.stderr)
        return 130
    return status


def run() -> int:
    """The command as a shell starts it: in a worker process that is watched;
    JupyterLab runs as long as it likes.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # as stderr does: a name that a GBK console lacks is told, and ends nothing
        sys.stdout.reconfigure(errors="backslashreplace")
    return main() if sys.argv[1:2] == ["lab"] else watch(main)


def _end_as_interrupted() -> None:
    """End like Ctrl-C when told to end: temporary files and kernels are then cleared away."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="perf-analysis", description="读部门绩效自评报告里的数字，作图，写成可离线阅读的简报。"
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    verbs = parser.add_subparsers(title="命令", required=True, metavar="命令")
    brief = verbs.add_parser(
        "brief",
        help="运行五册 notebook，装订成一个 HTML 文件",
        description="运行五册 notebook，装订成一个可离线阅读的 HTML 简报。",
    )
    brief.add_argument(
        "report",
        nargs="*",
        metavar="报告",
        help="报告文件或数据文件夹（默认内嵌的 2022 年报告）；几份时每份一个文件，另有目录",
    )
    brief.add_argument(
        "-o",
        "--output",
        metavar="文件",
        help="写到哪里（默认 briefing.html）；几份报告时是文件夹（默认 briefings）",
    )
    brief.add_argument(
        "--lang", choices=LANGUAGES, default="zh", help="简报的语言（默认 zh）；引用的原文总是中文"
    )
    brief.add_argument(
        "--date",
        type=datetime.date.fromisoformat,
        metavar="年-月-日",
        help="简报上印的日期（默认今天）",
    )
    brief.add_argument(
        "--ledger", default="", metavar="台账", help="这份报告填好的台账，佐证一并写进简报"
    )
    brief.add_argument(
        "--previous", default="", metavar="报告", help="同一部门上一年的报告，简报里比较两年"
    )
    brief.add_argument(
        "--rules",
        default="",
        metavar="规则",
        help=f"按哪个规则档案（{'、'.join(PROFILES)}，或自己的 TOML 文件；默认 {DEFAULT}）",
    )
    brief.add_argument(
        "--notebooks",
        default="",
        metavar="文件夹",
        help="装订这个文件夹里的 notebook（按文件名排），代替随附的五册；也可以是一册",
    )
    _add_extra(brief)
    brief.add_argument("--title", default="", metavar="标题", help="简报的标题")
    brief.add_argument("--logo", default="", metavar="图片", help="放在简报右上角的标志")
    brief.add_argument(
        "--pdf", action="store_true", help="另写一份 PDF（需要已安装的 Chromium、Chrome 或 Edge）"
    )
    brief.add_argument(
        "--charts", metavar="文件夹", help="另把每张图写成文件，宽 720 和 360 像素各一张"
    )
    brief.add_argument(
        "--format",
        choices=PICTURES,
        default="png",
        help="图写成什么格式：png（默认，放进 Word 和 PPT）、svg、pdf（放大不糊）",
    )
    brief.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    brief.set_defaults(run=_brief)
    read = verbs.add_parser(
        "read",
        help="读出报告里的数字和它们的含义",
        description="读出一份或几份报告里的每个数字，和它说的是什么。",
    )
    read.add_argument(
        "report", nargs="+", metavar="报告", help="报告文件、放报告的文件夹，或数据文件夹"
    )
    read.add_argument(
        "--table",
        choices=OF_ONE_REPORT,
        default="figures",
        metavar="表",
        help="要哪张表（默认 figures）："
        + "，".join(f"{name} {title(name)[0]}" for name in OF_ONE_REPORT),
    )
    read.add_argument(
        "--rules",
        default=DEFAULT,
        metavar="规则",
        help=f"scoring 表按哪个规则档案（{'、'.join(PROFILES)}，"
        f"或自己的 TOML 文件；默认 {DEFAULT}）",
    )
    _add_output(read)
    read.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    read.set_defaults(run=_read)
    check = verbs.add_parser(
        "check",
        help="核对报告：算得对不对，说得全不全",
        description="核对一份或几份报告，问题在前；有不一致时退出码为 1。",
    )
    check.add_argument(
        "report", nargs="+", metavar="报告", help="报告文件、放报告的文件夹，或数据文件夹"
    )
    check.add_argument(
        "--rules",
        default=DEFAULT,
        metavar="规则",
        help=f"按哪个规则档案（{'、'.join(PROFILES)}，或自己的 TOML 文件；默认 {DEFAULT}）",
    )
    check.add_argument(
        "--only",
        default="",
        metavar="核对",
        help="只做这些核对，名字、编号或名称，逗号隔开，如 EXEC,A2,C 或 预算执行率,单位",
    )
    _add_extra(check)
    check.add_argument("--skip", default="", metavar="核对", help="不做这些核对，写法同上")
    check.add_argument(
        "--previous", default="", metavar="报告", help="同一部门上一年的报告，用来比较两年"
    )
    check.add_argument("--ledger", default="", metavar="台账", help="这份报告的台账，用来核对佐证")
    check.add_argument(
        "--evidence", default="", metavar="文件夹", help="放佐证文件的文件夹，看台账写的文件在不在"
    )
    _add_output(check)
    check.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    check.set_defaults(run=_check)
    ledger = verbs.add_parser(
        "ledger",
        help="写出或核对项目台账",
        description="把报告的目标、任务和指标写成台账；"
        "已有的台账保留填过的内容。--check 核对佐证。",
    )
    ledger.add_argument(
        "report", nargs="?", metavar="报告", help="报告文件或数据文件夹（默认内嵌的 2022 年报告）"
    )
    ledger.add_argument("-o", "--output", metavar="文件", help="台账写到哪里，如 台账.xlsx")
    ledger.add_argument(
        "--check", default="", metavar="台账", help="核对填好的台账：佐证在不在、够不够、数值对不对"
    )
    ledger.add_argument("--evidence", default="", metavar="文件夹", help="放佐证文件的文件夹")
    ledger.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    ledger.set_defaults(run=_ledger)
    corpus = verbs.add_parser(
        "corpus",
        help="读一个文件夹里的许多报告，写成 Parquet",
        description="读一个文件夹（和其中文件夹）里的全部报告，写成 Parquet；中断后接着做。",
    )
    corpus.add_argument("folder", metavar="文件夹", help="放报告的文件夹")
    corpus.add_argument("-o", "--output", required=True, metavar="文件夹", help="写到哪个文件夹")
    corpus.add_argument(
        "--workers", type=int, default=0, metavar="个数", help="几个进程（默认和处理器的核数一样）"
    )
    corpus.add_argument(
        "--scheduler", default="", metavar="地址", help="用已有的 Dask 集群，如 tcp://10.0.0.5:8786"
    )
    corpus.add_argument(
        "--sample",
        type=int,
        default=0,
        metavar="份数",
        help="先在这个空文件夹里写这么多份编造的报告和真值 truth.jsonl，用来试",
    )
    corpus.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    corpus.set_defaults(run=_corpus)
    lab = verbs.add_parser(
        "lab",
        help="在 JupyterLab 里打开 notebook",
        description="把 notebook 复制到一个文件夹（已有的不覆盖），用 JupyterLab 打开。"
        "改过的用 perf-analysis brief --notebooks 文件夹 装订。",
    )
    lab.add_argument(
        "-o",
        "--output",
        default="perf-notebooks",
        metavar="文件夹",
        help="放 notebook 的文件夹（默认 perf-notebooks）",
    )
    lab.add_argument("--copy", action="store_true", help="只复制，不打开")
    lab.add_argument(
        "options",
        nargs="*",
        metavar="选项",
        help="给 JupyterLab 的选项，写在 -- 之后，如 -- --no-browser --port=8890",
    )
    lab.add_argument("--debug", action="store_true", help="出错时给出完整的调用过程")
    lab.set_defaults(run=_lab)
    return parser


def _add_extra(verb: argparse.ArgumentParser) -> None:
    """Checks of a person's own."""
    verb.add_argument(
        "--extra",
        action="append",
        default=[],
        metavar="文件",
        help="自己的核对：里面有核对函数的 .py 文件，如 本局.py；可以写几次",
    )


def _add_output(verb: argparse.ArgumentParser) -> None:
    """Where a table goes, and how it looks there."""
    verb.add_argument(
        "-o", "--output", metavar="文件", help="写到哪里，如 预算.xlsx（默认写到屏幕）"
    )
    verb.add_argument(
        "--format", choices=FORMATS, help="写成什么格式（默认按文件的后缀，写到屏幕时是 text）"
    )
    verb.add_argument(
        "--labels",
        choices=LANGUAGES,
        default="en",
        help="列名和值用英文（en，默认）还是中文（zh）",
    )


def _corpus(chosen: argparse.Namespace) -> int:
    from tqdm import tqdm

    try:
        from perf_analysis.corpus import read_corpus, write_reports
    except ModuleNotFoundError as error:
        raise InputError("not-installed", "（安装）", str(error)) from None

    if chosen.sample:
        folder = Path(chosen.folder)
        if folder.is_dir() and any(folder.iterdir()):
            raise InputError(
                "option",
                folder,
                "文件夹不是空的，不往里写编造的报告",
                remedy="换一个空的或还没有的文件夹",
            )
        write_reports(folder, chosen.sample)
    kept = 0
    with tqdm(desc="读报告", unit="份", leave=False, disable=None) as bar:

        def tell(done: int, files: int) -> None:
            nonlocal kept
            kept, bar.total = done, files
            bar.update(done - bar.n)

        try:
            done = read_corpus(
                chosen.folder,
                chosen.output,
                workers=chosen.workers,
                scheduler=chosen.scheduler,
                tell=tell,
            )
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"{printable(chosen.output)} 里留有已读的 {kept} 份，再运行一次会接着做"
            ) from None
    print(
        f"{Path(chosen.output).resolve()}：{done.files} 份报告，"
        f"读出 {done.read} 份，读不了 {done.unread} 份，以前读过 {done.before} 份"
    )
    return 0


def _lab(chosen: argparse.Namespace) -> int:
    from perf_analysis.lab import copy_notebooks, open_lab

    if chosen.copy:
        copied = copy_notebooks(chosen.output)
        print(*(path.resolve() for path in copied), sep="\n")
        _say(f"改好后装订：perf-analysis brief --notebooks {chosen.output}")
        return 0
    return open_lab(chosen.output, chosen.options)


def _brief(chosen: argparse.Namespace) -> int:
    return (
        _brief_several(chosen)
        if len(chosen.report) > 1 or _is_folder(chosen)
        else _brief_one(chosen)
    )


def _is_folder(chosen: argparse.Namespace) -> bool:
    """Whether one report is to go into a folder: it is there, or its name ends as one."""
    return bool(chosen.report and chosen.output) and (
        chosen.output.endswith(("/", os.sep)) or Path(chosen.output).is_dir()
    )


def _brief_several(chosen: argparse.Namespace) -> int:
    from perf_analysis.briefing import write_briefings

    if chosen.pdf or chosen.charts or chosen.ledger or chosen.previous:
        raise InputError(
            "option",
            "（参数）",
            "--pdf、--charts、--ledger 和 --previous 一次只写一份报告",
            remedy="逐份运行，或去掉这个选项",
        )
    folder = Path(chosen.output or "briefings")
    try:
        entries = write_briefings(
            chosen.report,
            folder,
            date=chosen.date,
            language=chosen.lang,
            progress=True,
            tell=_tell,
            **_own(chosen),
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"写完的简报留在 {printable(str(folder))}，没有写目录") from None
    print(folder.resolve() / "index.html")
    for entry in entries:
        if not entry.page:
            print(f"perf-analysis: {entry.reason}", file=sys.stderr)
    _tell_browser(folder / "index.html")
    return UNUSABLE if any(not entry.page for entry in entries) else 0


def _brief_one(chosen: argparse.Namespace) -> int:
    from perf_analysis import load
    from perf_analysis.briefing import write_briefing
    from perf_analysis.briefing.pdf import find_browser, write_pdf
    from perf_analysis.briefing.pictures import write_charts

    if chosen.pdf:
        find_browser()  # before the work: without one there is no PDF
    named = _named(chosen)
    with _telling("正在读报告"):
        report = load(*named)
    if report.document:
        _tell(report.document)
    written = [
        write_briefing(
            report,
            chosen.output or "briefing.html",
            date=chosen.date,
            language=chosen.lang,
            ledger=chosen.ledger,
            previous=chosen.previous or None,
            progress=True,
            tell=_say,
            **_own(chosen),
        )
    ]
    if chosen.pdf:
        written.append(write_pdf(written[0], written[0].with_suffix(".pdf")))
    if chosen.charts:
        report = report.under(chosen.rules) if chosen.rules else report
        written += write_charts(report, chosen.charts, kind=chosen.format, progress=True)
    print(*(path.resolve() for path in written), sep="\n")
    _tell_browser(written[0])
    return 0


def _tell_browser(page: Path) -> None:
    """What to do with a page, for who looks on; on a terminal only."""
    if sys.stderr.isatty():
        print(f"用浏览器打开 {page.resolve()}（双击即可），不需要联网。", file=sys.stderr)


def _own(chosen: argparse.Namespace) -> dict[str, Any]:
    """What a briefing takes from who makes it."""
    names = ("notebooks", "title", "logo", "rules", "extra")
    return {name: getattr(chosen, name) for name in names}


def _named(chosen: argparse.Namespace) -> list[str]:
    """The report: as told, else as the notebooks of one's own name it, else none."""
    from perf_analysis.briefing import find_own_report, warn_of_own_notebooks

    if not chosen.notebooks:
        warn_of_own_notebooks(_say)
    if chosen.report or not chosen.notebooks:
        return list(chosen.report)
    named = find_own_report(chosen.notebooks)
    return [named] if named else []


def _say(told: str) -> None:
    print(f"perf-analysis: {printable(told)}", file=sys.stderr)


def _tell(document: Document) -> None:
    """What the reader of a file left out or could not read, a line each on stderr."""
    for notice in document.notices:
        print(f"perf-analysis: {printable(f'{document.path}；{notice}')}", file=sys.stderr)


def _read(chosen: argparse.Namespace) -> int:
    chosen.report = readers.find_reports(chosen.report)
    table = codebook.TABLES[chosen.table].of_reports
    _, is_whole = _write_several(chosen, table, lambda unread: _read_rows(chosen, unread))
    return 0 if is_whole else UNUSABLE


def _read_rows(chosen: argparse.Namespace, unread: Unread | None) -> Sequence[Row]:
    are_files = all(map(readers.names_file, chosen.report))
    if chosen.table == "figures" and are_files:  # most of what other tables need is not imported
        from perf_analysis.reading.text import read_figures

        return read_figures(chosen.report, tell=_tell, unread=unread)
    from perf_analysis.reading.files import read_table

    return read_table(chosen.report, chosen.table, profile=chosen.rules, tell=_tell, unread=unread)


def _check(chosen: argparse.Namespace) -> int:
    from perf_analysis.reading.files import check_reports

    chosen.report = readers.find_reports(chosen.report)
    only, skip = (
        [name.strip() for name in told.replace("，", ",").split(",") if name.strip()]
        for told in (chosen.only, chosen.skip)
    )
    beside = _beside(chosen)
    own = _own_checks(chosen.extra)
    findings, is_whole = _write_several(
        chosen,
        codebook.FINDINGS,
        lambda unread: check_reports(
            chosen.report,
            rules=chosen.rules,
            only=only,
            skip=skip,
            extra=own,
            tell=_tell,
            unread=unread,
            **beside,
        ),
    )
    if not is_whole:
        return UNUSABLE
    return FAILS if any(row["status"] == "fails" for row in findings) else 0


def _own_checks(extra: Sequence[str]) -> Callable[[Reading], Sequence[Rule]]:
    """What makes the checks of one's own of a report that was read; a file that cannot be used is
    refused before the work.
    """
    if not extra:
        return lambda reading: ()
    from perf_analysis.checks import list_checks, own_rules
    from perf_analysis.report import Report

    listed = list_checks(extra)
    return lambda reading: own_rules(
        listed, Report(reading), (row["figure_id"] for row in reading.figures)
    )


def _write_several(
    chosen: argparse.Namespace, table: Table, make: Callable[[Unread | None], Sequence[Row]]
) -> tuple[Sequence[Row], bool]:
    """Make and write a table of several reports, and whether it has all of them: one that cannot
    be used costs itself, and is named at the end.
    """
    errors: list[InputError] = []
    try:
        unread = errors.append if len(chosen.report) > 1 else None
        rows = _write(chosen, table, lambda: make(unread))
    except InputError as raised:
        errors = [error for error in errors if error is not raised]
        raise
    finally:
        for error in errors:
            print(f"perf-analysis: {error} [{error.code}]", file=sys.stderr)
    return rows, not errors


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


def _ledger(chosen: argparse.Namespace) -> int:
    return _check_ledger(chosen) if chosen.check else _write_ledger(chosen)


def _check_ledger(chosen: argparse.Namespace) -> int:
    from perf_analysis.reading.files import check_reports

    if chosen.output:
        raise InputError("option", "（参数）", "--check 只核对，不写台账", remedy="去掉 -o")
    only = ("EVIDENCE", "LEDGER-VALUE")
    findings = check_reports(
        [chosen.report or EMBEDDED],
        only=only,
        ledger=chosen.check,
        evidence=chosen.evidence,
        tell=_tell,
    )
    sys.stdout.buffer.write(export(codebook.FINDINGS, findings, "text"))
    return FAILS if any(row["status"] == "fails" for row in findings) else 0


def _write_ledger(chosen: argparse.Namespace) -> int:
    if not chosen.output:
        raise InputError(
            "option", "（参数）", "没有写台账的文件名", remedy="用 -o 写出，例如 -o 台账.xlsx"
        )
    from perf_analysis import load

    report = load(chosen.report or EMBEDDED)
    if report.document:
        _tell(report.document)
    written = report.write_ledger(chosen.output)
    print(
        f"{written.path.resolve()}：{written.items} 项，{written.missing} 项未提及结果，"
        f"保留已填的单元格 {written.kept} 个"
    )
    for told in written.conflicts:
        print(f"perf-analysis: {printable(told)}", file=sys.stderr)
    if written.backup:
        told = f"原来的台账里有图片等写不回去的内容，另存为 {written.backup.name}"
        print(f"perf-analysis: {told}", file=sys.stderr)
    return 0


def _format_of(output: str) -> str:
    """The format that the suffix of a file names; text for a screen and plain files.

    Raises
    ------
    InputError : the suffix is of a program that would not open what is written
    """
    suffix = Path(output).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return suffix
    if suffix not in _PLAIN:
        raise InputError(
            "option", output, f"不会写 .{suffix}", remedy="后缀用 .xlsx、.csv、.jsonl 或 .txt"
        )
    return "text"


def _write(
    chosen: argparse.Namespace, table: Table, make: Callable[[], Sequence[Row]]
) -> Sequence[Row]:
    """Make a table and write it, whole, to the file or the screen;
    what cannot be written is refused before the work.
    """
    from perf_analysis.output import refuse_unwritable, write_whole

    form = chosen.format or _format_of(chosen.output or "")
    if chosen.output:
        refuse_unwritable(Path(chosen.output))
    elif form in BINARY:
        raise InputError("option", "（屏幕）", f"{form} 不能写到屏幕上", remedy="用 -o 写出文件名")
    with _telling(f"正在读 {len(chosen.report)} 份报告"):
        rows = make()
    name = getattr(chosen, "table", "findings")
    written = export(table, rows, form, name=name, labels=chosen.labels)
    if chosen.output:
        write_whole(Path(chosen.output), written)
    else:
        sys.stdout.buffer.write(written)
    return rows


@contextmanager
def _telling(told: str) -> Iterator[None]:
    """Say on a terminal what is being done, from the first second until it is done."""
    is_seen = sys.stderr.isatty()
    if is_seen:
        print(f"{told}……", end="\r", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if is_seen:
            # over it with blanks: old consoles of Windows know no escapes
            print(" " * 2 * (len(told) + 2), end="\r", file=sys.stderr, flush=True)
