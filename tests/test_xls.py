"""Old workbooks: cells as Excel shows them, what is left out told, and broken ones refused."""

import random
import shutil
import struct
import subprocess
import zlib

import needs
import pytest
from made import forms as forms_made
from made import xls as made

from perf_analysis.errors import InputError
from perf_analysis.limits import within
from perf_analysis.readers import office, read_document, xls
from perf_analysis.readers.xlsx import sheet as sheets

SOFFICE = shutil.which("soffice")
with_libreoffice = needs.libreoffice(SOFFICE)


@pytest.fixture
def read(tmp_path):
    """The document in a book of one sheet, 自评表, from the records of its cells."""

    def read_one(*cells, **more):
        return xls.read_xls(tmp_path / "made.xls", made.make_book({"自评表": cells}, **more))

    return read_one


def texts(document):
    return [document.text[cell.start : cell.end] for cell in document.tables[0].cells]


def test_cells_are_shown_by_our_own_number_formats(read):
    formats = ('0.00"万元"', "0.0%", "#,##0.00_);(#,##0.00)", 'yyyy"年"m"月"d"日"', '0!.0,"万"')
    row = [
        made.words(0, 0, "合计"),
        made.number(0, 1, 1945.54, style=1),
        made.number(0, 2, 0.9892, style=2),
        made.number(0, 3, -54.46, style=3),
        made.number(0, 4, 45000, style=4),
        made.number(0, 5, 12_345, style=5),  # Chinese Excel: tens of thousands behind a point
        made.truth(0, 6, 1),
    ]
    document = read(*row, formats=formats)
    assert texts(document) == [
        "合计",
        "1945.54万元",
        "98.9%",  # .9892 to one decimal
        "(54.46)",
        "2023年3月15日",  # day 45,000: 2023-01-01 is day 44,927, and 73 days later
        "1.2万",  # 12,345 in thousands is 12, with a point before the last digit
        "TRUE",
    ]
    assert document.notices == ()


def test_days_may_count_from_1904(read):
    cells = made.words(0, 0, "日期"), made.number(0, 1, 43538, style=1)
    document = read(*cells, formats=["yyyy/m/d"], dates_from_1904=True)
    assert texts(document)[1] == "2023/3/15"  # 1,462 days before 45,000


def test_what_is_struck_out_is_left_out_and_told(read):
    document = read(
        made.rich(0, 0, "预算20001945.54万元", (2, made.STRUCK), (6, 0)),
        made.words(0, 1, "1700万元", style=1),  # without formats, 1 is the struck style
        made.rich(1, 0, "面积12m2", (5, made.RAISED)),
        made.words(1, 1, "甲"),
    )
    assert texts(document) == ["预算1945.54万元", "", "面积12m²", "甲"]
    assert document.notices == (
        "自评表!B1 是划掉的，没有读",
        "自评表!A1 里有划掉的字，没有读",
    )


def test_merged_cells_hidden_rows_and_errors_are_as_in_new_workbooks(read):
    document = read(
        made.hidden_row(1),
        made.hidden_column(2),
        *(made.words(0, 0, "资金"), made.words(0, 2, "得分")),
        *(made.words(1, 0, "预算"), made.number(1, 1, 5), made.truth(1, 2, 7, is_error=True)),
        made.merged((0, 0, 0, 1)),
    )
    assert document.tables[0].cells[0][:4] == (0, 0, 1, 2)
    assert texts(document) == ["资金", "得分", "预算", "5", "#DIV/0!"]
    assert document.notices == (
        "工作表“自评表”第 2 行是隐藏的，也读了",
        "工作表“自评表”第 C 列是隐藏的，也读了",
        "自评表!C2 显示的是错误值",
    )


def test_pictures_boxes_and_comments_are_told_and_a_running_head_gives_the_unit(read):
    document = read(
        made.head("&C2023年度自评表&R单位：万元"),
        *(made.words(0, 0, "预算数"), made.words(0, 1, "执行数")),
        *(made.number(1, 0, 50), made.number(1, 1, 49)),
        made.drawn(8),
        made.drawn(6, "另收5万元"),
        made.drawn(0x19, "批注里的字"),
        made.drawn(0x14),  # the arrow of a list
    )
    assert document.text.startswith("单位：万元\n| 预算数 |")
    assert document.notices == (
        "工作表“自评表”里有 1 张图片、1 个文本框或图形、1 条批注没有读，其中写着“另收5万元”",
    )


def test_hidden_sheets_and_sheets_of_charts_and_macros_are_told(tmp_path):
    cells = made.words(0, 0, "甲"), made.number(0, 1, 1)
    raw = made.make_book({"自评表": cells, "(底稿)": cells}, charts=["走势"], macros=["宏1"])
    document = xls.read_xls(tmp_path / "made.xls", raw)
    assert document.text == "| 甲 | 1 |\n"
    assert document.notices == (
        "工作表“底稿”是隐藏的，没有读，其中 2 格有内容",
        "“走势”是图表，不是工作表，没有读",
        "“宏1”是宏表，不是工作表，没有读",
    )


def test_a_book_of_excel_95_is_read(tmp_path):
    """[MS-XLS] knows none before Unicode: BIFF5, as xlrd reads it, with texts in code page 936."""

    def text(told, length="H"):
        raw = told.encode("gb18030")
        return struct.pack(f"<{length}", len(raw)) + raw

    def begin(kind):
        return made.record(0x809, struct.pack("<HHHH", 0x500, kind, 0, 0))

    font = made.record(0x31, bytes(14), text("SimSun", "B"))
    style = made.record(0xE0, struct.pack("<HHH", 0, 0, 1), bytes(10))
    first = begin(made.GLOBALS) + made.record(0x42, struct.pack("<H", 936)) + font + style
    name = text("自评表", "B")
    at = len(first) + 4 + 6 + len(name) + len(made.end())
    first += made.record(0x85, struct.pack("<IH", at, 0), name) + made.end()
    cells = made.record(0x204, bytes(6), text("全年预算数")) + made.number(0, 1, 200)
    head = made.record(0x14, text("&R单位：万元", "B"))
    book = first + begin(made.SHEET) + cells + head + made.end()
    path = tmp_path / "made.xls"
    path.write_bytes(made.packed(book, "Book"))
    assert read_document(path).text == "单位：万元\n| 全年预算数 | 200 |\n"


def test_cells_beyond_all_reports_are_refused(read, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", 1)
    with pytest.raises(InputError, match="工作表超过 1 格"):
        read(made.words(0, 0, "甲"), made.number(0, 1, 1))


def test_broken_books_are_read_or_refused_in_one_line(tmp_path, monkeypatch):
    """xlrd raises errors of a dozen kinds; here LibreOffice, which may still read one, is away."""
    monkeypatch.setattr(office, "_PROGRAMS", ())
    cells = [made.rich(0, 0, "预算1945.54万元", (2, 1)), made.number(0, 1, 5, style=1)]
    cells += [made.merged((0, 0, 1, 1)), made.head("单位：万元"), made.drawn(6, "另收5万元")]
    good = made.make_book({"自评表": cells, "附表": cells}, formats=["0.00"], charts=["走势"])
    told = set()
    for seed in range(600):
        pick, broken = random.Random(seed), bytearray(good)
        for _ in range(pick.randrange(1, 6)):
            at = pick.randrange(len(broken))
            broken[at : at + pick.randrange(3)] = pick.randbytes(pick.randrange(3))
        try:
            with within(20, "made.xls", ""):
                xls.read_xls(tmp_path / "made.xls", bytes(broken[: pick.choice((None, at))]))
            told.add("read")
        except InputError as error:
            assert len(str(error).splitlines()) == 1
            told.add(error.code)
    assert told >= {"read", "damaged"}


@with_libreoffice
def test_forms_saved_as_xls_are_cell_for_cell_those_of_the_xlsx(tmp_path):
    for layout in forms_made.LAYOUTS:
        seed = zlib.crc32(layout.encode()) % 1000
        forms_made.write_xlsx(forms_made.make_form(seed, layout), tmp_path / f"{layout}.xlsx")
    saved = sorted(tmp_path.glob("*.xlsx"))
    profile = (tmp_path / "profile").as_uri()
    call = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xls"]
    call += ["--outdir", tmp_path, *saved]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert len(saved) == 6
    for new in map(read_document, saved):
        old = read_document(new.path.with_suffix(".xls"))
        assert (old.text, old.tables) == (new.text, new.tables)


@with_libreoffice
def test_what_xlrd_cannot_read_libreoffice_may(tmp_path, monkeypatch):
    forms_made.write_xlsx(forms_made.make_form(3, "national"), tmp_path / "made.xlsx")
    profile = (tmp_path / "profile").as_uri()
    call = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xls"]
    subprocess.run(
        [*call, "--outdir", tmp_path, tmp_path / "made.xlsx"], check=True, capture_output=True
    )
    good = read_document(tmp_path / "made.xls")

    def fail(**_given):
        raise AssertionError("one of the kinds")

    monkeypatch.setattr(xls.xlrd, "open_workbook", fail)
    assert read_document(tmp_path / "made.xls").text == good.text
