"""Whole reports printed to PDF by three programs: the figures and cells of the Word file."""

from collections import Counter
from pathlib import Path

import needs
import pytest
from made import pdf as made

import perf_analysis as pa
from perf_analysis.readers import read_document

WHOLE = Path(__file__).parent / "reports" / "whole"
# Two of each hand; in B09 three forms of 16 to 18 rows, one of which breaks within a merged cell.
NAMES = ("A01", "A07", "B02", "B09", "D02", "D05")
WIDTH = 440  # points, of a table that reportlab prints


def blocks_of(document):
    """A Word file's paragraphs and tables, for programs that do not read it."""
    told, at = [], 0
    for table in document.tables:
        told += paragraphs(document.text[at : table.start].removesuffix("| "))
        rows = [[""] * table.width for _ in range(table.height)]
        for (row, column), cell in table.grid.items():
            text = document.text[cell.start : cell.end]
            joined = "^" if row > cell.row else "<" if column > cell.column else text
            rows[row][column] = joined
        told.append(made.Grid(rows, widths=[WIDTH / table.width] * table.width))
        at = table.end + len(" |")
    return told + paragraphs(document.text[at:])


def paragraphs(text):
    return [line for line in text.split("\n") if line.strip()]


def print_by_office(folder):
    """The Word files themselves."""
    call = [made.SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    call += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)]
    made._run(folder / "all.pdf", [*call, *(str(WHOLE / f"{name}.docx") for name in NAMES)])


def print_by_browser(folder):
    for name in NAMES:
        made.print_by_browser(folder / f"{name}.pdf", blocks_of(read_document(word(name))))


def print_by_reportlab(folder):
    for name in NAMES:
        blocks = blocks_of(read_document(word(name)))
        made.write_pdf(folder / f"{name}.pdf", blocks, indent=2, foot="— {page} —")


def word(name):
    return WHOLE / f"{name}.docx"


def figures(path):
    rows = pa.read(path).figures
    return Counter(
        zip(*(rows[name].astype(str) for name in ("value", "unit", "kind")), strict=True)
    )


def cells(path):
    """Each cell with its table and place, its text without the blanks of line ends."""
    document = read_document(path)
    return Counter(
        (number, *cell[:4], "".join(document.text[cell.start : cell.end].split()))
        for number, table in enumerate(document.tables)
        for cell in table.cells
    )


@pytest.mark.parametrize(
    "print_all",
    [
        pytest.param(
            print_by_office,
            marks=needs.libreoffice(made.SOFFICE),
        ),
        pytest.param(
            print_by_browser,
            marks=needs.chromium(made.CHROMIUM),
        ),
        print_by_reportlab,
    ],
)
def test_printed_reports_have_the_figures_and_cells_of_the_word_file(tmp_path, print_all):
    print_all(tmp_path)
    wanted_figures = found_figures = wanted_cells = found_cells = 0
    for name in NAMES:
        wanted, found = figures(word(name)), figures(tmp_path / f"{name}.pdf")
        wanted_figures, found_figures = (
            wanted_figures + wanted.total(),
            found_figures + (wanted & found).total(),
        )
        wanted, found = cells(word(name)), cells(tmp_path / f"{name}.pdf")
        wanted_cells, found_cells = (
            wanted_cells + wanted.total(),
            found_cells + (wanted & found).total(),
        )
    assert (wanted_figures, wanted_cells) == (960, 592)
    assert found_figures >= 0.99 * wanted_figures
    assert found_cells >= 0.99 * wanted_cells
