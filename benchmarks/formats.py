"""CPU time of reading by format, beside a plain reading by the format's library;
and of reading with figures.

python benchmarks/formats.py REPORT.txt    its lines and a form, written as every format
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import forms_made
import lxml.html
import openpyxl
import pandas as pd
import pdf_made
import pdfplumber

import perf_analysis as pa
from perf_analysis.readers import read_document

ROUNDS = 7
HEAD = """项目支出绩效自评表（2022年度） < < < < < < <
项目名称 < 小型泵站维修改造项目 < < < < <
主管部门 < 青石县水务局 < 实施单位 < 青石县水务局 <
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"""


def make_form() -> pdf_made.Grid:
    """A form of 25 rows and 8 columns, with cells merged both ways."""
    rows = [line.split() for line in HEAD.splitlines()]
    for before, (level1, level2, name, unit, _, most, _, sign) in pairwise(
        [("", ""), *forms_made.ITEMS[11:31]]
    ):
        levels = ["^" if level1 == before[0] else level1, "^" if level2 == before[1] else level2]
        rows.append([*levels, name, sign + most + unit, most + unit, "5", "5", "/"])
    return pdf_made.Grid([*rows, ["总分", "<", "<", "<", "<", "100", "100", "/"]])


def write_formats(lines: list[str], folder: Path) -> dict[str, Path]:
    """The lines and the form in one file a format."""
    form = make_form()
    cells = [
        [forms_made.Cell(at.text, at.rows, at.columns) for at in form.pieces if at.row == row]
        for row in range(len(form.rows))
    ]
    made = forms_made.MadeForm(
        0, "national", title="绩效自评报告", widths=(20,) * 8, above=lines, grid=cells
    )
    paths = {name: folder / f"report.{name}" for name in ("txt", "docx", "pdf", "html", "xlsx")}
    forms_made.write_bars(made, paths["txt"])
    for name in ("docx", "html", "xlsx"):
        forms_made.WRITERS[name][1](made, paths[name])
    pdf_made.write_pdf(paths["pdf"], [*lines, form])
    return paths | ({"doc": convert(paths["docx"], "doc")} if pdf_made.SOFFICE else {})


def convert(path: Path, suffix: str) -> Path:
    """A file as LibreOffice saves it in another format, in a folder of that name beside it."""
    profile, folder = path.parent / "profile", path.parent / suffix
    call = [
        pdf_made.SOFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(call, check=True, capture_output=True)
    return folder / f"{path.stem}.{suffix}"


def by_docx(path: Path) -> object:
    """Paragraphs and cells; python-docx is no dependency,
    so it is imported only where it is measured.
    """
    import docx

    document = docx.Document(str(path))
    return [each.text for each in document.paragraphs], [
        [cell.text for cell in row.cells] for table in document.tables for row in table.rows
    ]


def by_pdfplumber(path: Path) -> object:
    """Text and tables of each page."""
    with pdfplumber.open(path) as file:
        return [(page.extract_text(), page.extract_tables()) for page in file.pages]


THEIRS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "txt": ("read_text", lambda path: path.read_text(encoding="utf-8")),
    "docx": ("python-docx", by_docx),
    "pdf": ("pdfplumber", by_pdfplumber),
    "html": (
        "pandas and lxml",
        lambda path: (pd.read_html(path), lxml.html.parse(str(path)).getroot().text_content()),
    ),
    "xlsx": (
        "openpyxl",
        lambda path: [
            list(sheet.iter_rows(values_only=True))
            for sheet in openpyxl.load_workbook(path, data_only=True)
        ],
    ),
    "doc": ("soffice to docx", lambda path: convert(path, "docx")),
}


def spent(read: Callable[[Path], object], path: Path) -> float:
    """CPU time of one reading, with that of programs it waits for [ms]."""
    gc.collect()  # or one reading pays for what another left behind
    before = _clock()
    read(path)
    return 1000 * (_clock() - before)


def _clock() -> float:
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def main(report: Path) -> None:
    """Print one line a format: the fastest of interleaved rounds after one uncounted,
    and of LibreOffice one round.
    """
    lines = [
        line.strip() for line in report.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    with tempfile.TemporaryDirectory() as folder:
        for form, path in write_formats(lines, Path(folder)).items():
            name, theirs = THEIRS[form]
            readings = [read_document, pa.read] + [theirs] * (
                form != "docx" or find_spec("docx") is not None
            )
            laps = [
                [spent(read, path) for read in readings]
                for _ in range(1 if form == "doc" else ROUNDS + 1)
            ]
            ours, figures, *other = map(min, zip(*(laps[1:] or laps), strict=True))
            beside = (
                f"{name} {other[0]:.2f} ms, ratio {ours / other[0]:.2f}"
                if other
                else f"{name} is not installed"
            )
            print(
                f"{form}: read_document {ours:.2f} ms; {beside}; read {figures:.1f} ms, "
                f"{figures / ours:.1f} times read_document"
            )
    if not pdf_made.SOFFICE:
        print("doc: LibreOffice is not installed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
