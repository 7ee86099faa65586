"""The tables of the whole reports, set in plain text in the ways that people paste them, give the
figures that they give in Word.
"""

from collections import Counter
from pathlib import Path

import pytest

import perf_analysis as pa

WHOLE = Path(__file__).parent / "reports" / "whole"
# Of the figures of Word, how many must be read, and of those read how many must be of Word. Where
# each line is a cell, or blanks part them, empty cells are lost and a row cannot always be told.
LEAST = {
    "bars": (0.995, 0.995),
    "bars, merged cells repeated": (0.995, 0.96),
    "open bars": (0.99, 0.99),
    "tabs": (0.99, 0.99),
    "blanks": (0.99, 0.99),
    "lines": (0.97, 0.98),
}


def cells_of(text, table, row, style):
    """The texts of a row: what is merged stands where it begins, or in each of its cells."""
    cells = []
    for cell in table.cells_of(row):
        told = " ".join(text[cell.start : cell.end].split())
        is_repeated = style == "bars, merged cells repeated"
        cells.append(told if cell.row == row or is_repeated else "")
        if style.startswith("bars"):
            cells += [told if is_repeated else ""] * (cell.columns - 1)
    return cells


def set_in(style, cells):
    """A row of cells as text."""
    if style.startswith("bars"):
        return f"| {' | '.join(cells)} |"
    if style in ("open bars", "tabs"):
        return (" | " if style == "open bars" else "\t").join(cells)
    return ("    " if style == "blanks" else "\n").join(filter(None, cells))


def written(document, style):
    """A document as text, its tables set in a style."""
    told, at = "", 0
    for table in document.tables:
        told += document.text[at : table.start].rstrip("| \n") + "\n"
        rows = (cells_of(document.text, table, row, style) for row in table.rows)
        told += "\n".join(set_in(style, row) for row in rows) + "\n"
        at = table.end + 2 * (document.text[table.end : table.end + 2] == " |")
    return told + document.text[at:]


def counted(figures):
    """The numbers of a report with their units, each as often as it stands."""
    numbers = figures["value"].where(figures["value"].notna(), figures["low"])
    return Counter(zip(numbers, figures["unit"].fillna(""), strict=True))


@pytest.fixture(scope="module")
def reports():
    found = {path.stem: pa.read(path) for path in sorted(WHOLE.glob("*.docx"))}
    assert len(found) == 24
    return found


@pytest.mark.parametrize("style", LEAST)
def test_tables_in_text_give_the_figures_of_word(style, reports, tmp_path):
    hits = of_word = of_text = 0
    for name, report in reports.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(written(report.document, style), encoding="utf-8")
        expected, found = counted(report.figures), counted(pa.read(path).figures)
        hits += (expected & found).total()
        of_word += expected.total()
        of_text += found.total()
    recall, precision = LEAST[style]
    assert hits / of_word >= recall
    assert hits / of_text >= precision


def test_a_note_below_a_table_tells_its_unit(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "项目支出分类情况如下：\n"
        "| 项目 | 年初预算 | 支出数 | 执行率 |\n"
        "| 学生资助 | 2,150.00 | 2,100.00 | 97.67% |\n"
        "| 校舍维修 | 2,400.00 | 1,998.34 | 83.26% |\n"
        "（上表金额单位：万元）校舍维修执行率最低。\n",
        encoding="utf-8",
    )
    figures = pa.read(path).figures
    assert list(figures["unit"].head(3)) == ["万元", "万元", "%"]
