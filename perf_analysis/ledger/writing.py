"""Items, and what people typed before, into a workbook that a person fills in Excel or WPS."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perf_analysis.codebook import STRENGTHS, WEAK
from perf_analysis.document import About
from perf_analysis.errors import InputError
from perf_analysis.ledger.columns import (
    COVERAGE,
    FILE,
    GONE,
    METHOD,
    METHODS,
    ORIGINAL,
    OVERVIEW,
    STRENGTH,
    TOLD,
    TYPED,
    WIDTHS,
)
from perf_analysis.ledger.keeping import (
    Row,
    copy_cell,
    find_rows,
    has_more,
    ledger_sheets,
    match_rows,
    open_book,
)
from perf_analysis.output import refuse_unwritable, write_whole
from perf_analysis.tables.items import NOT_MENTIONED, Item

_LINE = 15.0  # height of a line [pt]
SPARE = 200  # rows below the last item in which a person may add another proof, with the drop-downs
_TITLE_LENGTH = 28  # of a sheet, of the 31 that Excel allows
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_THIN = Side(style="thin", color="C9D1DA")
_BORDER = Border(bottom=_THIN)
_HEAD = {
    "font": Font(bold=True, color="FFFFFF"),
    "fill": PatternFill("solid", fgColor="11426E"),
    "alignment": Alignment(vertical="center", wrap_text=True),
}
_GIVEN = PatternFill("solid", fgColor="F1F4F7")
_MISSING, _WEAK = PatternFill("solid", bgColor="FBE9DD"), PatternFill("solid", bgColor="FFF6CC")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HELP = (
    "一行一项目标或指标；白色的列由经办人填写，灰色的列来自报告，再次生成时更新。",
    "一项有几份佐证时，在下面加一行，写上同一个编号。",
    "佐证强度从强到弱：" + " > ".join(STRENGTHS) + "。",
    "再次生成台账时，已填的内容按编号保留；报告里没有了的，移到“" + GONE + "”。",
)


@dataclass(frozen=True)
class Written:
    """What writing a ledger did.

    Parameters
    ----------
    path : the workbook
    items : how many goals, tasks and indicators it names
    missing : how many of them have no result in the report
    kept : how many cells that people had filled were kept
    conflicts : what a person should look at
    backup : a copy of the older workbook, where it held pictures or other things that are not kept
    """

    path: Path
    items: int
    missing: int
    kept: int
    conflicts: tuple[str, ...]
    backup: Path | None = None


def write_ledger(about: About, items: Sequence[Item], path: str | Path) -> Written:
    """Write a ledger, or write it again: what people typed in the older one stays with its item.

    Parameters
    ----------
    about : whose report it is
    items : as `find_items` gives them
    path : the workbook; made new, or replaced as a whole

    Raises
    ------
    InputError : there are no items, or the workbook is open in Excel, WPS or LibreOffice,
        cannot be read or cannot be written
    """
    path = Path(path)
    if not items:
        raise InputError(
            "empty",
            path,
            "报告里没有读出绩效目标、重点任务和自评表的指标，没有可以写进台账的项目，没有写",
            remedy="看 perf-analysis read 报告 --table goals 和 --table indicators 读出了什么",
        )
    refuse_unwritable(path)
    _refuse_open(path)
    book = open_book(path) if path.exists() else Workbook()
    rows = find_rows(book) if path.exists() else []
    matched, gone, conflicts = match_rows(rows, items)
    backup = _back_up(book, path) if path.exists() else None
    _remove_own(book, is_new=not path.exists())
    extra = list(dict.fromkeys(head for row in rows for head in row.cells if head not in TYPED))
    sheets = _write_groups(book, items, matched, extra)
    _write_overview(book, about, sheets)
    _write_gone(book, gone, extra)
    _write_originals(book, items)
    saved = io.BytesIO()
    book.active = 0
    book.save(saved)
    write_whole(path, saved.getvalue())
    missing = sum(item.coverage == NOT_MENTIONED for item in items)
    return Written(
        path,
        len(items),
        missing,
        sum(len(row.cells) + len(row.comments) for row in rows),
        tuple(dict.fromkeys(conflicts)),
        backup,
    )


def _refuse_open(path: Path) -> None:
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise InputError(
                "in-use",
                path,
                "正在 Excel、WPS 或 LibreOffice 里打开",
                remedy=f"先保存并关闭；没有打开的话，删去 {lock.name}",
            )


def _back_up(book: Workbook, path: Path) -> Path | None:
    """A copy of a workbook with what is not written again."""
    is_drawn = any(sheet._charts or sheet._images for sheet in book.worksheets)
    if not is_drawn and not has_more(path):
        return None
    return Path(shutil.copyfile(path, path.with_name(f"{path.stem}.旧{path.suffix}")))


def _remove_own(book: Workbook, *, is_new: bool) -> None:
    own = [sheet for sheet, _ in ledger_sheets(book)] + [
        book[name] for name in (OVERVIEW, ORIGINAL) if name in book.sheetnames
    ]
    for sheet in book.worksheets if is_new else own:
        book.remove(sheet)


def _write_groups(
    book: Workbook,
    items: Sequence[Item],
    matched: Mapping[str, Sequence[Row]],
    extra: Sequence[str],
) -> dict[str, Worksheet]:
    """A sheet for each group of items, before the sheets of people."""
    sheets: dict[str, Worksheet] = {}
    for group, members in groupby(
        sorted(items, key=lambda item: _order(items, item.group)), key=lambda item: item.group
    ):
        sheet = book.create_sheet(_title(group, book.sheetnames), len(sheets))
        listed = [(item, row) for item in members for row in _rows_of(item, matched)]
        _write_rows(sheet, [(item.told, row) for item, row in listed], extra)
        sheets[group] = sheet
    return sheets


def _rows_of(item: Item, matched: Mapping[str, Sequence[Row]]) -> Sequence[Row | None]:
    return matched.get(item.item_id) or (None,)


def _order(items: Sequence[Item], group: str) -> int:
    return next(at for at, item in enumerate(items) if item.group == group)


def _write_rows(
    sheet: Worksheet, listed: Sequence[tuple[Sequence[str], Row | None]], extra: Sequence[str]
) -> None:
    heads = [*TOLD, *TYPED, *extra]
    for column, head in enumerate(heads, start=1):
        cell = _write_text(sheet.cell(1, column), head)
        cell.font, cell.fill, cell.alignment = _HEAD["font"], _HEAD["fill"], _HEAD["alignment"]
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(head, 20)
    for number, (told, row) in enumerate(listed, start=2):
        for column, head in enumerate(heads, start=1):
            cell = sheet.cell(number, column)
            if head in TOLD:
                _write_text(cell, told[column - 1]).fill = _GIVEN
                if row and head in row.comments:
                    cell.comment = copy(row.comments[head])
            elif row and head in row.cells:
                copy_cell(row.cells[head], cell)
            cell.alignment, cell.border = _WRAPPED, _BORDER
        sheet.row_dimensions[number].height = (
            _LINE
            * max(
                _lines(sheet.cell(number, column).value, head)
                for column, head in enumerate(heads, start=1)
            )
            + 4
        )
    _set_up(sheet, heads, len(listed) + 1)


def _lines(value: object, head: str) -> int:
    """How many lines a cell takes: no program makes a row higher for text
    that it did not see typed.
    """
    width = WIDTHS.get(head, 20) - 1
    told = [] if value is None else str(value).split("\n")
    return (
        sum(
            max(1, -(-sum(1 if letter.isascii() else 2 for letter in line) // width))
            for line in told
        )
        or 1
    )


def _set_up(sheet: Worksheet, heads: Sequence[str], last: int) -> None:
    """Frozen heads, filters, drop-downs, marks of what is missing, and print set-up."""
    letters = {head: get_column_letter(column) for column, head in enumerate(heads, start=1)}
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last}"
    for head, choices in ((METHOD, METHODS), (STRENGTH, STRENGTHS)):
        is_closed = head == STRENGTH
        choice = DataValidation(
            "list",
            formula1=f'"{",".join(choices)}"',
            allow_blank=True,
            showErrorMessage=is_closed,
            showInputMessage=True,
        )
        choice.errorTitle, choice.error = head, "请从列表里选一种；别的说明写在备注"
        choice.promptTitle = head
        choice.prompt = "从列表里选" if is_closed else "从列表里选；也可以写别的"
        choice.add(f"{letters[head]}2:{letters[head]}{last + SPARE}")
        sheet.add_data_validation(choice)
    file, strength = letters[FILE], letters[STRENGTH]
    area = f"{file}2:{file}{last}"
    sheet.conditional_formatting.add(
        area, FormulaRule(formula=[f'AND($B2<>"",${file}2="")'], fill=_MISSING)
    )
    weak = "OR(" + ",".join(f'${strength}2="{weak}"' for weak in WEAK) + ")"
    sheet.conditional_formatting.add(
        f"{strength}2:{strength}{last}", FormulaRule(formula=[weak], fill=_WEAK)
    )
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&A　第 &P 页，共 &N 页"


def _write_overview(book: Workbook, about: About, sheets: Mapping[str, Worksheet]) -> None:
    sheet = book.create_sheet(OVERVIEW, 0)
    title = _write_text(
        sheet.cell(1, 1),
        f"{about.department or about.title} {about.year or ''} 项目台账".replace("  ", " "),
    )
    title.font = Font(bold=True, size=14)
    for column, head in enumerate(
        ("项目或目标组", "项数", "未提及结果", "有佐证文件", "没有佐证文件"), start=1
    ):
        cell = _write_text(sheet.cell(3, column), head)
        cell.font, cell.fill, cell.alignment = _HEAD["font"], _HEAD["fill"], _HEAD["alignment"]
    for number, (group, of_group) in enumerate(sheets.items(), start=4):
        name, last = of_group.title, max(of_group.max_row, 2)
        file, coverage = (
            get_column_letter((*TOLD, *TYPED).index(head) + 1) for head in (FILE, COVERAGE)
        )
        _write_text(sheet.cell(number, 1), group).hyperlink = f"#'{name}'!A1"
        sheet.cell(number, 1).font = Font(color="11426E", underline="single")
        sheet.cell(number, 2).value = f"=COUNTA('{name}'!B2:B{last})"
        sheet.cell(
            number, 3
        ).value = f"=COUNTIF('{name}'!{coverage}2:{coverage}{last},\"{NOT_MENTIONED}\")"
        sheet.cell(number, 4).value = f"=COUNTA('{name}'!{file}2:{file}{last})"
        sheet.cell(number, 5).value = f"=B{number}-D{number}"
    for number, told in enumerate(_HELP, start=len(sheets) + 5):
        _write_text(sheet.cell(number, 1), told)
    for column, width in enumerate((36, 10, 14, 14, 16), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_gone(book: Workbook, gone: Sequence[Row], extra: Sequence[str]) -> None:
    if gone:
        sheet = book.create_sheet(GONE)
        _write_rows(
            sheet,
            [((row.item_id, row.name, "", "", row.claimed, "", ""), row) for row in gone],
            extra,
        )


def _write_originals(book: Workbook, items: Iterable[Item]) -> None:
    """What the report gives, kept apart: a cell of it that a person writes over is seen when the
    ledger is written again.
    """
    sheet = book.create_sheet(ORIGINAL)
    sheet.sheet_state = "veryHidden"
    for number, cells in enumerate((TOLD, *(item.told for item in items)), start=1):
        for column, text in enumerate(cells, start=1):
            _write_text(sheet.cell(number, column), text)


def _write_text(cell: Cell, text: str) -> Cell:
    """Text of a report as text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _title(group: str, taken: Sequence[str]) -> str:
    """A name that Excel allows for a sheet, and that no other sheet has."""
    plain = (
        _FORBIDDEN.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", group)).strip()[:_TITLE_LENGTH].strip()
        or "项目"
    )
    plain = (
        f"{plain} 项"
        if plain in (OVERVIEW, GONE, ORIGINAL) or plain.lower() == "history"
        else plain
    )
    used = {name.lower() for name in taken}
    return next(
        name
        for name in (
            plain,
            *(f"{plain[: _TITLE_LENGTH - 3]} {number}" for number in range(2, 1_000)),
        )
        if name.lower() not in used
    )
