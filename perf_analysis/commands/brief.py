"""`brief`: reports as pages that are read offline."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from perf_analysis.briefing import (
    find_own_report,
    warn_of_own_notebooks,
    write_briefing,
    write_briefings,
)
from perf_analysis.briefing.pdf import find_browser, write_pdf
from perf_analysis.briefing.pictures import write_charts
from perf_analysis.commands import say, tell, telling
from perf_analysis.errors import InputError, printable
from perf_analysis.report import load
from perf_analysis.worker import UNUSABLE


def run(chosen: argparse.Namespace) -> int:
    """Write the page of a report, or those of several into a folder."""
    output = chosen.output
    is_folder = bool(output) and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    if len(chosen.report) > 1 or (chosen.report and is_folder):
        return _write_several(chosen)
    return _write_one(chosen)


def _write_several(chosen: argparse.Namespace) -> int:
    if chosen.pdf or chosen.charts or chosen.ledger or chosen.previous:
        raise InputError(
            "option",
            "（参数）",
            "--pdf、--charts、--ledger 和 --previous 一次只写一份报告",
            remedy="逐份运行，或去掉这个选项",
        )
    folder = Path(chosen.output or "briefings")
    try:
        entries = write_briefings(chosen.report, folder, tell=tell, **_settings(chosen))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"写完的简报留在 {printable(str(folder))}，没有写目录") from None
    print(folder.resolve() / "index.html")
    unwritten = [entry.reason for entry in entries if not entry.page]
    for reason in unwritten:
        print(f"perf-analysis: {reason}", file=sys.stderr)
    _tell_browser(folder / "index.html")
    return UNUSABLE if unwritten else 0


def _write_one(chosen: argparse.Namespace) -> int:
    if chosen.pdf:
        find_browser()  # before the work: without one there is no PDF
    named = _find_report(chosen)
    with telling("正在读报告"):
        report = load(*named)
    if report.document:
        tell(report.document)
    page = write_briefing(
        report,
        chosen.output or "briefing.html",
        ledger=chosen.ledger,
        previous=chosen.previous,
        tell=say,
        **_settings(chosen),
    )
    written = [page]
    if chosen.pdf:
        written.append(write_pdf(page, page.with_suffix(".pdf")))
    if chosen.charts:
        report = report.under(chosen.rules) if chosen.rules else report
        written += write_charts(report, chosen.charts, kind=chosen.format, progress=True)
    print(*(path.resolve() for path in written), sep="\n")
    _tell_browser(page)
    return 0


def _tell_browser(page: Path) -> None:
    """What to do with a page, for who looks on; on a terminal only."""
    if sys.stderr.isatty():
        print(f"用浏览器打开 {page.resolve()}（双击即可），不需要联网。", file=sys.stderr)


def _settings(chosen: argparse.Namespace) -> dict[str, Any]:
    """What every briefing takes from who makes it."""
    names = ("date", "notebooks", "title", "logo", "rules", "extra")
    told = {name: getattr(chosen, name) for name in names}
    return told | {"language": chosen.lang, "progress": True}


def _find_report(chosen: argparse.Namespace) -> list[str]:
    """The report: as told, else as the notebooks of one's own name it, else none."""
    if not chosen.notebooks:
        warn_of_own_notebooks(say)
    if chosen.report or not chosen.notebooks:
        return list(chosen.report)
    named = find_own_report(chosen.notebooks)
    return [named] if named else []
