"""`ledger`: the ledger of a report, written or checked."""

from __future__ import annotations

import argparse
import sys

from perf_analysis import codebook
from perf_analysis.commands import FAILS, say, tell
from perf_analysis.data import EMBEDDED
from perf_analysis.errors import InputError
from perf_analysis.export import export
from perf_analysis.reading.files import check_reports
from perf_analysis.report import load

_OF_LEDGER = ("EVIDENCE", "LEDGER-VALUE")  # the checks of evidence


def run(chosen: argparse.Namespace) -> int:
    """Write the ledger, or check one that was filled in."""
    return _check(chosen) if chosen.check else _write(chosen)


def _check(chosen: argparse.Namespace) -> int:
    if chosen.output:
        raise InputError("option", "（参数）", "--check 只核对，不写台账", remedy="去掉 -o")
    findings = check_reports(
        [chosen.report or EMBEDDED],
        only=_OF_LEDGER,
        ledger=chosen.check,
        evidence=chosen.evidence,
        tell=tell,
    )
    sys.stdout.buffer.write(export(codebook.FINDINGS, findings, "text"))
    return FAILS if any(row["status"] == "fails" for row in findings) else 0


def _write(chosen: argparse.Namespace) -> int:
    if not chosen.output:
        raise InputError(
            "option", "（参数）", "没有写台账的文件名", remedy="用 -o 写出，例如 -o 台账.xlsx"
        )
    report = load(chosen.report or EMBEDDED)
    if report.document:
        tell(report.document)
    written = report.write_ledger(chosen.output)
    print(
        f"{written.path.resolve()}：{written.items} 项，{written.missing} 项未提及结果，"
        f"保留已填的单元格 {written.kept} 个"
    )
    for told in written.conflicts:
        say(told)
    if written.backup:
        say(f"原来的台账里有图片等写不回去的内容，另存为 {written.backup.name}")
    return 0
