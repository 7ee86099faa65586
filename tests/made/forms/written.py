"""A made form as web page, text, workbook and Word document."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from made.forms.hand import Cell, MadeForm
from made.forms.on_paper import write_pdf


def write_html(made: MadeForm, path: Path) -> None:
    """A page with one table; `rowspan` and `colspan` where cells are merged."""
    rows = []
    for cells in made.grid:
        told = [
            (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
            + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
            + f">{in_html(cell.text)}"
            for cell in cells
        ]
        rows.append("<tr>" + "".join(f"<td{cell}</td>" for cell in told) + "</tr>\n")
    above, below = (
        "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
        for lines in (made.above, made.below)
    )
    head = (
        f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>{made.title}</title>'
        "</head>\n<body>\n"
    )
    path.write_text(
        f'{head}{above}<table border="1">\n{"".join(rows)}</table>\n{below}</body>\n</html>\n',
        encoding="utf-8",
    )


def in_html(text: str) -> str:
    """The text of a cell, its breaks as `<br>`; an empty one as a page writes it."""
    return html.escape(text).replace("\n", "<br>") or "&nbsp;"


def write_bars(made: MadeForm, path: Path) -> None:
    """A text of one line a row, a merged cell where it begins;
    with a bar at either end or only between the cells.
    """
    rows = [[""] * len(made.widths) for _ in made.grid]
    for row, column, cell in made.placed():
        rows[row][column] = cell.text.replace("\n", "")
    lines = [" | ".join(row) if made.seed % 2 else f"| {' | '.join(row)} |" for row in rows]
    path.write_text("\n".join([*made.above, *lines, *made.below, ""]), encoding="utf-8")


def write_lines(made: MadeForm, path: Path) -> None:
    """A text of one line a cell, as pasted from a page."""
    cells = [cell.text.replace("\n", "") or " " for row in made.grid for cell in row]
    path.write_text("\n".join([*made.above, *cells, *made.below, ""]), encoding="utf-8")


def write_xlsx(made: MadeForm, path: Path) -> None:
    """A workbook of one sheet: merged ranges, numbers as numbers with a format."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    top = len(made.above)
    lines = [(at, line) for at, line in enumerate(made.above, start=1)] + [
        (top + len(made.grid) + at, line) for at, line in enumerate(made.below, start=1)
    ]
    cells = [(row, 0, Cell(line, 1, len(made.widths))) for row, line in lines]
    cells += [(row + top + 1, column, cell) for row, column, cell in made.placed()]
    for row, column, cell in cells:
        place = sheet.cell(row, column + 1)
        value, place.number_format = typed(cell.text, is_plain=made.seed % 2 == 0)
        place.value = value
        if isinstance(value, str):
            place.data_type = "s"  # =100% is no formula
        place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(
                start_row=row,
                end_row=row + cell.rows - 1,
                start_column=column + 1,
                end_column=column + cell.columns,
            )
    side = Side(style="thin")
    for places in sheet.iter_rows(
        min_row=top + 1, max_row=top + len(made.grid), max_col=len(made.widths)
    ):
        for place in places:
            place.border = Border(side, side, side, side)
    for at, width in enumerate(made.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width / 2
    book.save(path)


def typed(text: str, *, is_plain: bool) -> tuple[float | str | None, str]:
    """A cell as a spreadsheet holds it, with the format that prints it;
    `is_plain` leaves the format where none is needed.
    """
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)", text, re.ASCII)
    if not found:
        return text or None, "General"
    whole, decimals, percent = found.groups()
    number = Decimal(text.replace(",", "").rstrip("%")) / (100 if percent else 1)
    form = (
        ("#,##0" if "," in whole else "0")
        + (f".{'0' * len(decimals)}" if decimals else "")
        + percent
    )
    is_general = (
        is_plain and not percent and "," not in whole and not (decimals or "1").endswith("0")
    )
    return (
        int(number) if number == int(number) else float(number)
    ), "General" if is_general else form


DOCX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
    "word/document.xml": (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:body>{body}<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/>'
        '<w:pgMar w:top="850" w:bottom="850" w:left="850" w:right="850"/>'
        "</w:sectPr></w:body></w:document>"
    ),
}
TWIPS = 56.7  # in a millimetre


def write_docx(made: MadeForm, path: Path) -> None:
    """A Word document of one table, with `gridSpan` and `vMerge` where cells are merged."""
    parts: list[dict[int, str]] = [{} for _ in made.grid]
    for row, column, cell in made.placed():
        for down in range(cell.rows):
            parts[row + down][column] = in_word(made, cell, down, column)
    rows = ["".join(row[column] for column in sorted(row)) for row in parts]
    grid = "".join(f'<w:gridCol w:w="{width * TWIPS:.0f}"/>' for width in made.widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    table += (
        f"<w:tblGrid>{grid}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )
    body = "".join(map(paragraph, made.above)) + table + "".join(map(paragraph, made.below or [""]))
    width, height = (16838, 11906) if made.is_wide else (11906, 16838)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in DOCX.items():
            package.writestr(
                name,
                '<?xml version="1.0" encoding="UTF-8"?>'
                + part.replace("{body}", body).format(width=width, height=height),
            )


def in_word(made: MadeForm, cell: Cell, down: int, column: int) -> str:
    """A cell in one of the rows it spans; its text stands in the first,
    broken by lines or by paragraphs.
    """
    width = sum(made.widths[column : column + cell.columns]) * TWIPS
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "" if cell.rows == 1 else "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
    told = "" if down else cell.text
    lines = told.split("\n") if made.seed % 2 else [told]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width:.0f}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{"".join(map(paragraph, lines))}</w:tc>'
    )


def paragraph(text: str) -> str:
    """A paragraph in Word's words."""
    told = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f'<w:p><w:r><w:rPr><w:sz w:val="18"/></w:rPr>{told}</w:r></w:p>' if text else "<w:p/>"


WRITERS: dict[str, tuple[str, Callable[[MadeForm, Path], None]]] = {
    "docx": (".docx", write_docx),
    "pdf": (".pdf", write_pdf),
    "html": (".html", write_html),
    "xlsx": (".xlsx", write_xlsx),
    "bars": (".txt", write_bars),
    "lines": (".txt", write_lines),
}
