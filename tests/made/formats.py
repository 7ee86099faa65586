"""A report that was read, written again in another format: its paragraphs and its tables with
their merged cells, in order.
"""

from itertools import pairwise

import openpyxl
from made import forms as forms_made
from made import pdf as pdf_made
from made.pdf import ABOVE, LEFT, Grid

SUFFIXES = (".html", ".xlsx", ".pdf")
_WIDTH = 450  # points that a table has on a page of A4


def write(path, document):
    """Write a document in the format of the path's suffix, one of SUFFIXES.

    The PDF carries its font: of one that it only names, pdfminer drops · and ² without a word.
    """
    blocks = list(blocks_of(document))
    if path.suffix == ".html":
        pdf_made.write_html(path, blocks)
    elif path.suffix == ".xlsx":
        _write_xlsx(path, blocks)
    else:
        pdf_made.write_pdf(path, blocks, indent=2, foot="— {page} —")
    return path


def blocks_of(document):
    """The paragraphs of a document as strings, its tables as grids."""
    text, tables = document.text, document.tables
    edges = [0, *(edge for table in tables for edge in _lines_of(text, table)), len(text)]
    for at, (start, end) in enumerate(pairwise(edges)):
        if at % 2:
            yield _grid(text, tables[at // 2])
        else:
            yield from filter(str.strip, text[start:end].split("\n"))


def _lines_of(text, table):
    """Where the lines of a table begin and end: outside its cells are bars."""
    return text.rfind("\n", 0, table.start) + 1, text.index("\n", table.end)


def _grid(text, table):
    rows = [[""] * table.width for _ in range(table.height)]
    for (row, column), cell in table.grid.items():
        rows[row][column] = (
            ABOVE
            if row > cell.row
            else LEFT
            if column > cell.column
            else text[cell.start : cell.end]
        )
    heads = max(cell.rows for cell in table.cells_of(0))
    return Grid(rows, widths=[_WIDTH / table.width] * table.width, heads=heads)


def _write_xlsx(path, blocks):
    """One sheet: a paragraph a row in its first column, tables under them from there on,
    numbers as numbers.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    top = 1
    for block in blocks:
        grid = Grid([[block]]) if isinstance(block, str) else block
        for piece in grid.pieces:
            place = sheet.cell(top + piece.row, 1 + piece.column)
            place.value, place.number_format = forms_made.typed(piece.text, is_plain=True)
            if piece.rows * piece.columns > 1:
                sheet.merge_cells(
                    start_row=place.row,
                    end_row=place.row + piece.rows - 1,
                    start_column=place.column,
                    end_column=place.column + piece.columns - 1,
                )
        top += len(grid.rows)
    book.save(path)
