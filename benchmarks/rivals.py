"""What reading costs beside what one would pick instead, in one run, as ratios of CPU time;
and how it grows with the length of a report.

python benchmarks/rivals.py REPORT.txt                   with what this Python has
python benchmarks/rivals.py REPORT.txt --python OTHER    with an environment of their own
python benchmarks/rivals.py REPORT.txt --only docx pdf   some of txt docx pdf xlsx html doc page
                                                         corpus growth
python benchmarks/rivals.py REPORT.txt --write           into docs/quality.md

Rivals: python-docx pdfplumber pypdfium2 openpyxl python-calamine pandas lxml jionlp
recognizers-text-suite 'emoji<2'; which are absent is told.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"
BEGIN = "<!-- begin: python benchmarks/rivals.py --write writes this part -->\n"
END = "<!-- end of the comparison -->\n"
ROUNDS = 7
ROUNDS_OF_OFFICE = 2  # a lap takes seconds
LAP = 0.05  # so much work at least between two looks at the clock [s]
LENGTHS = (1, 2, 5, 10, 20)
REPORTS = 300  # of the corpus
TABLES = ("budget", "growth", "completion", "goals", "indicators", "ranks", "scoring")
Counting = Callable[[Path], object]


# --- the rivals, imported where they are measured ---


def by_regex(path: Path) -> object:
    """Open, decode and scan once: nothing that reads numbers costs less."""
    return re.findall(r"\d+(?:\.\d+)?", path.read_text(encoding="utf-8"))


def by_recognizers(path: Path) -> object:
    """Numbers with their values."""
    from recognizers_number import recognize_number
    from recognizers_text import Culture

    return recognize_number(path.read_text(encoding="utf-8"), Culture.Chinese)


def by_jionlp(path: Path) -> object:
    """Amounts of money with their values."""
    import jionlp

    return jionlp.ner.extract_money(path.read_text(encoding="utf-8"))


def by_docx(path: Path) -> object:
    """Paragraphs and cells."""
    import docx

    document = docx.Document(str(path))
    return [each.text for each in document.paragraphs], [
        [cell.text for cell in row.cells] for table in document.tables for row in table.rows
    ]


def by_pdfplumber(path: Path) -> object:
    """Text and tables of each page."""
    import pdfplumber

    with pdfplumber.open(path) as file:
        return [(page.extract_text(), page.extract_tables()) for page in file.pages]


def by_pdfium(path: Path) -> object:
    """Text of each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as file:
        return [page.get_textpage().get_text_bounded() for page in file]


def by_openpyxl(path: Path) -> object:
    """Values of the cells."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def by_calamine(path: Path) -> object:
    """Values of the cells."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def by_pandas(path: Path) -> object:
    """Tables of a page."""
    import pandas as pd

    return pd.read_html(path)


def by_soffice(path: Path) -> object:
    """A .docx beside it."""
    call = ["soffice", f"-env:UserInstallation={(path.parent / 'theirs').as_uri()}", "--headless"]
    call += ["--convert-to", "docx", "--outdir", str(path.parent), str(path)]
    return subprocess.run(call, check=True, capture_output=True)


# --- ours ---


def our_document(path: Path) -> object:
    """Text, tables, pages and headings."""
    from perf_analysis.readers import read_document

    return read_document(path)


def our_figures(path: Path) -> object:
    """Every figure, with what it measures and where it stands."""
    import perf_analysis as pa

    return pa.read(path).figures


def our_findings(path: Path) -> object:
    """All of it: figures, tables and findings."""
    import perf_analysis as pa

    report = pa.read(path)
    return [getattr(report, name) for name in TABLES], report.findings


@dataclass(frozen=True)
class Rival:
    """One way to read a file: its name, what it gives, and its call."""

    name: str
    gives: str
    call: Counting


OURS = (
    Rival("`read_document`", "text, tables, headings", our_document),
    Rival("`read`", "figures with their meaning", our_figures),
    Rival("`read`, all", "figures, tables, findings", our_findings),
)
# the first of each format is what the others are measured by
RIVALS: dict[str, tuple[Rival, ...]] = {
    "txt": (
        Rival("a number regex", "digit runs", by_regex),
        Rival("jionlp", "amounts of money", by_jionlp),
        Rival("Recognizers-Text", "numbers", by_recognizers),
        *OURS,
    ),
    "docx": (Rival("python-docx", "text, cells", by_docx), *OURS),
    "pdf": (
        Rival("pdfplumber", "text, cells", by_pdfplumber),
        Rival("pypdfium2", "text", by_pdfium),
        *OURS,
    ),
    "xlsx": (
        Rival("openpyxl", "cells", by_openpyxl),
        Rival("python-calamine", "cells", by_calamine),
        *OURS,
    ),
    "html": (Rival("pandas", "cells", by_pandas), *OURS),
    "doc": (Rival("LibreOffice", "a .docx", by_soffice), *OURS[:2]),
}


def clock() -> float:
    """CPU time of this process and of those it waited for. [s]"""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def serve(form: str, number: int, path: Path) -> None:
    """A lap for each line of stdin, after one that is not counted: its CPU time a call. [s]"""
    call = RIVALS[form][number].call
    call(path)
    begun = clock()
    call(path)
    calls = max(1, round(LAP / max(clock() - begun, 1e-6)))
    print("ready", flush=True)
    for _ in sys.stdin:
        gc.collect()  # or one lap pays for what another left behind
        begun = clock()
        for _ in range(calls):
            call(path)
        print((clock() - begun) / calls, flush=True)


class Runner:
    """A rival in a process of its own."""

    def __init__(self, python: str, form: str, number: int, path: Path) -> None:
        call = [python, __file__, "serve", form, str(number), str(path)]
        self._process = subprocess.Popen(
            call,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            # theirs need nothing of ours, and ours nothing of theirs
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self._process.stdout
        # what a library says of itself goes before
        self.is_there = any(line == "ready\n" for line in iter(self._process.stdout.readline, ""))

    def lap(self) -> float:
        """CPU time of a call. [s]"""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def compare_format(form: str, path: Path, python: str) -> Iterator[tuple[str, ...]]:
    """A row for each rival of a format: the fastest of interleaved laps, of the first's."""
    runners = [
        Runner(python if rival not in OURS else sys.executable, form, number, path)
        for number, rival in enumerate(RIVALS[form])
    ]
    laps = [
        [runner.lap() if runner.is_there else 0.0 for runner in runners]
        for _ in range(ROUNDS_OF_OFFICE if form == "doc" else ROUNDS)
    ]
    fastest = [min(times) for times in zip(*laps, strict=True)]
    for runner, rival, spent in zip(runners, RIVALS[form], fastest, strict=True):
        runner.end()
        yield form, rival.name, rival.gives, *told_of(spent, fastest[0])


def told_of(spent: float, first: float) -> tuple[str, str]:
    """Milliseconds, and how many times those of the first."""
    if not spent:
        return "not installed", ""
    digits = 2 if spent < 0.01 else 0
    ratio = spent / first if first else 0.0
    return f"{spent * 1e3:.{digits}f}", f"{ratio:.0f}" if ratio >= 20 else f"{ratio:.2f}"


def compare_page(_path: Path, _python: str) -> Iterator[tuple[str, ...]]:
    """The briefing beside nbconvert on each of its notebooks."""
    import ratios

    ours = [[sys.executable, "-m", "perf_analysis", "brief", "-o", "briefing.html"]]
    convert = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--output-dir", "."]
    theirs = [[*convert, str(path)] for path in ratios.NOTEBOOKS]
    with tempfile.TemporaryDirectory() as folder:

        def spent(commands: list[list[str]]) -> float:
            begun = clock()
            ratios.seconds(commands, Path(folder))
            return clock() - begun

        laps = [(spent(theirs), spent(ours)) for _ in range(2)]
    first, second = (min(times) for times in zip(*laps, strict=True))
    yield "page", "nbconvert", "five pages", *told_of(first, first)
    yield "page", "`brief`", "one page, checked and linked", *told_of(second, first)


def compare_corpus(_path: Path, _python: str) -> Iterator[tuple[str, ...]]:
    """Our workers and Dask beside a plain loop, their start counted; for each report."""
    import corpus

    names = {
        "loop": "a plain loop",
        "one": "`corpus`, one worker",
        "two": "`corpus`, two",
        "dask": "`corpus` on Dask, two",
    }
    with tempfile.TemporaryDirectory() as told:
        room = Path(told)
        corpus.write_reports(room / "reports", REPORTS)
        first = 0.0
        for name, shown in names.items():
            _, cpu, _ = corpus.measure(name, room / "reports", room / name)
            first = first or cpu
            yield f"{REPORTS} reports", shown, "Parquet", *told_of(cpu / REPORTS, first / REPORTS)


def compare_growth(path: Path) -> Iterator[tuple[str, ...]]:
    """What each stage costs on a text told so many times over, of what it costs once."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        longer = [Path(folder) / f"{times}.txt" for times in LENGTHS]
        for times, made in zip(LENGTHS, longer, strict=True):
            made.write_text(text * times, encoding="utf-8")
        spent = [time_stages(made) for made in longer]
    for number, name in enumerate(("text", "figures", "tables", "findings")):
        of_once = [stages[number] / spent[0][number] for stages in spent]
        doubling = of_once[-1] ** (1 / log2(LENGTHS[-1]))
        yield name, *(f"{ratio:.1f}" for ratio in of_once), f"{doubling:.2f}"


def time_stages(path: Path) -> list[float]:
    """CPU time of text, figures, tables and findings of a report, the least of three. [s]"""
    import perf_analysis as pa

    laps = []
    for _ in range(3):
        gc.collect()
        begun = clock()
        our_document(path)
        at_text = clock()
        report = pa.read(path)
        at_figures = clock()
        for name in TABLES:
            getattr(report, name)
        at_tables = clock()
        assert report.findings is not None
        text = at_text - begun
        laps.append(
            (text, at_figures - at_text - text, at_tables - at_figures, clock() - at_tables)
        )
    return list(map(min, zip(*laps, strict=True)))


@contextmanager
def written(report: Path, wanted: set[str]) -> Iterator[dict[str, Path]]:
    """The report and a form in each format that is wanted."""
    from formats import write_formats

    lines = [line.strip() for line in report.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        made = write_formats([line for line in lines if line], Path(folder))
        yield {form: made[form] for form in RIVALS if form in wanted and form in made}


def table(*rows: tuple[str, ...]) -> str:
    """Rows of a table in Markdown, the first its head."""
    head, *body = ("| " + " | ".join(row) + " |\n" for row in rows)
    return "".join([head, "|" + "---|" * len(rows[0]) + "\n", *body])


def compare(report: Path, python: str, wanted: set[str]) -> str:
    """The tables of what is wanted."""
    rows: list[tuple[str, ...]] = []
    with written(report, wanted) as paths:
        for form, path in paths.items():
            rows += compare_format(form, path, python)
    for name, of in {"page": compare_page, "corpus": compare_corpus}.items():
        if name in wanted:
            rows += of(report, python)
    parts = []
    if rows:
        parts.append(table(("input", "tool", "gives", "CPU [ms]", "of the first"), *rows))
    if "growth" in wanted:
        head = ("told", *("once" if each == 1 else f"{each} times" for each in LENGTHS))
        parts.append(table((*head, "per doubling"), *compare_growth(report)))
    return "\n".join(parts)


def main() -> None:
    """Print the tables, or write them into the page."""
    everything = [*RIVALS, "page", "corpus", "growth"]
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", nargs="+", choices=everything, default=everything)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    told = compare(chosen.report, chosen.python, set(chosen.only))
    print(told)
    if chosen.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        # a text told twenty times is longer than a report may be
        os.environ.setdefault("PERF_ANALYSIS_LIMITS", "20")
        main()
