"""Files as they come: those of `reports/cases/files.json` that are no question of numbers,
what they must give written out by hand, and others of their kinds.
"""

import io
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from made import pdf as pdf_made
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject
from reportlab.lib.colors import CMYKColorSep, black, blue, darkblue, lightgrey, white, yellow
from reportlab.pdfgen.canvas import Canvas

import perf_analysis as pa
from perf_analysis.errors import InputError
from perf_analysis.readers import read_document

FILES = Path(__file__).parent / "reports" / "cases" / "files"
UNSEEN = "第 1 页有看不见的文字（图层关闭、在页面以外、没有颜色或被遮住），没有读："
OLD, NEW = "全年预算为2000.00万元。", "全年预算为1945.54万元。"
FONT = "STSong-Light"


def figures(path):
    """Each figure of a file as it is quoted, and the notices."""
    report = pa.read(path)
    return report.figures["quoted"].tolist(), report.document.notices


def lines(path):
    return read_document(path).text.splitlines()


CASES = {
    "p01_superscript_marks.pdf": (
        "279家 64.5% 1945.54万元 1924.46万元 12.5万m²",
        ["数字后面有 3 处上标，当作注释的标记，没有读：“全年检查企业279¹”"],
    ),
    "p02_two_columns.pdf": (
        "1945.54万元 1924.46万元 98.92% 21.08万元 3.5% 13场 279家 1.2万人次 95.6% 1.5个百分点 "
        "35.2% 76.3% 95%",
        [],
    ),
    "p03_upright_watermark.pdf": (
        "1945.54万元 1924.46万元 98.92% 21.08万元 13场 279家 1.2万人次 95.6%",
        ["印在正文下面的大字（水印）没有读：内部资料"],
    ),
    "p04_covered_text.pdf": (
        "1945.54万元 1924.46万元",
        [f"{UNSEEN}“全年预算为2000.00万元，执行数为1924.46万元。”"],
    ),
    "p05_ocg_off.pdf": (
        "1945.54万元 1924.46万元",
        [f"{UNSEEN}“旧稿：全年预算为2000.00万元，执行数为1700.00万元。”"],
    ),
    "p05b_cropbox.pdf": (
        "1945.54万元 1924.46万元",
        [f"{UNSEEN}“旧稿：全年预算为2000.00万元，执行数为1700.00万元。”"],
    ),
    "p07_trailing_nul.pdf": (
        "978.27 978.27 100.00 967.27 946.19 97.82 1945.54 1924.46 98.92",
        [],
    ),
    "p09_three_line_table.pdf": (
        "978.27 978.27 100.00 967.27 946.19 97.82 1945.54 1924.46 98.92",
        [],
    ),
    "d01_struck_sentence.docx": (
        "1945.54万元 1924.46万元",
        ["文档里有 1 处划掉的文字，没有读：“全年预算1950.00万元。”"],
    ),
    "d02_alternate_fallback.docx": ("1945.54万元 1924.46万元", []),
    "d03_math_beside_paragraphs.docx": ("98.92%", []),
    "d04_form_dropdown.docx": ("86.50分", []),
    "d07_backslash_names.docx": ("1945.54万元 1924.46万元", []),
    "d08_embedded_docx.xlsx": ("1945.54万元", []),
    "h01_hidden_by_class.html": (
        "1945.54万元 1924.46万元 98.92%",
        ["网页里看不见的文字里有数字，没有读：“旧稿：全年预算为2000.00万元。”"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_gives_what_a_person_sees(name):
    quoted, notices = CASES[name]
    assert figures(FILES / name) == (quoted.split(), tuple(notices))


def test_the_unit_of_a_running_head_reaches_the_table_under_it():
    found = pa.read(FILES / "p06_unit_in_running_head.pdf").figures
    assert len(found) == 2 * 60  # two amounts of sixty rows over three pages
    assert set(found["unit"]) == {"万元"}
    last = found.iloc[-1]
    assert (last["value"], last["page"], last["quoted"]) == (150.6, 3, "150.60")


@pytest.mark.parametrize(("name", "place"), [("p07", "合计"), ("p09", "合计")])
def test_a_table_of_three_lines_has_its_heads_and_unit(name, place):
    path = next(FILES.glob(f"{name}_*"))
    grid = [row.strip("| ").split(" | ") for row in lines(path)[2:]]
    assert grid[0] == ["项目名称", "预算数", "执行数", "执行率%"]
    assert grid[-1] == [place, "1945.54", "1924.46", "98.92"]
    assert pa.read(path).figures["unit"].tolist() == ["万元", "万元", "%"] * 3


def test_an_equation_stands_where_it_stands_in_the_text():
    assert lines(FILES / "d03_math_beside_paragraphs.docx") == [
        "一、执行率",
        "执行率=1924.46/1945.54=98.92%",
        "以上为计算过程。",
    ]


def refusal(path):
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_a_text_that_is_another_file_in_the_file_is_told():
    assert "正文里有一段是嵌入的网页，没有读；用 Word 打开" in refusal(
        FILES / "d06_altchunk_only.docx"
    )


# --- others of their kinds: packed files ---


def repacked(source, target, change):
    """A packed file with each part as `change` gives it back, by its name and its bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return target


@pytest.mark.parametrize(
    ("head", "units"),
    [
        ("单位：元", ["元", "元"]),
        ("青石县2022年绩效自评表 金额单位：人民币万元", ["万元", "万元"]),
        ("主管单位：青石县水务局", ["", ""]),
    ],
)
def test_the_unit_of_a_header_of_word_reaches_the_table(tmp_path, head, units):
    def change(name, told):
        return name, told.replace("金额单位：万元".encode(), head.encode())

    path = repacked(FILES / "d05_unit_in_header.docx", tmp_path / "made.docx", change)
    found = pa.read(path).figures["unit"]
    assert found.fillna("").tolist() == units


def test_a_table_that_states_its_own_unit_has_that_and_not_the_headers(tmp_path):
    def change(name, told):
        return name, told.replace("绩效自评表".encode(), "绩效自评表（单位：元）".encode())

    path = repacked(FILES / "d05_unit_in_header.docx", tmp_path / "made.docx", change)
    assert pa.read(path).figures["unit"].tolist() == ["元", "元"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x--',
            "内容是 .html 格式，不是 .doc；把后缀改成 .html",
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            "内容是 .xml 格式，不是 .doc",
        ),
    ],
)
def test_what_only_calls_itself_an_old_word_file_is_told_as_what_it_is(tmp_path, raw, told):
    path = tmp_path / "made.doc"
    path.write_bytes(raw)
    assert told in refusal(path)


def test_struck_cells_and_words_of_a_workbook_are_left_out_and_told(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (["项目", "金额（万元）"], ["旧", 7.5], ["新", 5.5], ["又", "6.5"]):
        sheet.append(cells)
    sheet["B2"].font = openpyxl.styles.Font(strike=True)
    sheet["A4"] = CellRichText("又", TextBlock(InlineFont(strike=True), "旧"), "一")
    book.save(tmp_path / "made.xlsx")
    document = read_document(tmp_path / "made.xlsx")
    assert lines(tmp_path / "made.xlsx")[1:] == ["| 旧 |  |", "| 新 | 5.5 |", "| 又一 | 6.5 |"]
    assert document.notices == ("Sheet!B2 是划掉的，没有读", "Sheet!A4 里有划掉的字，没有读")


@pytest.mark.parametrize(
    ("head", "title", "unit"),
    [
        ("金额单位：万元", "自评表", "万元"),
        ("金额单位：万元", "自评表（金额单位：元）", "元"),
        ("第 &P 页", "自评表", ""),
    ],
)
def test_the_unit_of_a_header_of_a_workbook_reaches_its_table(tmp_path, head, title, unit):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.oddHeader.right.text = head
    sheet.append([title])
    sheet.append(["项目", "预算数", "执行数"])
    sheet.append(["道路维修", 120.5, 118.32])
    book.save(tmp_path / "made.xlsx")
    assert pa.read(tmp_path / "made.xlsx").figures["unit"].fillna("").tolist() == [unit, unit]


def test_a_presentation_is_told_as_what_it_is(tmp_path):
    def change(name, told):
        return name.replace("word/", "ppt/"), told

    path = repacked(FILES / "d01_struck_sentence.docx", tmp_path / "made.docx", change)
    assert "内容是 .pptx 格式，不是 .docx" in refusal(path)


def test_a_packed_file_that_breaks_off_is_damaged_and_not_of_another_format(tmp_path):
    path = tmp_path / "made.docx"
    path.write_bytes((FILES / "d01_struck_sentence.docx").read_bytes()[:-40])
    assert "文件不完整" in refusal(path)


# --- others of their kinds: pages drawn here ---


def drawn(tmp_path, draw):
    """A page that `draw` draws on, and its text and notices as read."""
    path = tmp_path / "made.pdf"
    pdf_made.register("", FONT)
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    document = read_document(path)
    return [line for line in document.text.splitlines() if line], list(document.notices)[1:]


def write(canvas, text, *, x=72, y=700, mode=None):
    canvas.saveState()
    told = canvas.beginText(x, y)
    if mode is not None:
        told.setTextRenderMode(mode)
    told.textOut(text)
    canvas.drawText(told)
    canvas.restoreState()


@pytest.mark.parametrize("how", ["mode", "white", "outside", "patch", "blot"])
def test_what_a_page_does_not_show_is_left_out_and_told(tmp_path, how):
    def draw(canvas):
        if how == "white":
            canvas.setFillColor(white)
        write(canvas, OLD, y=900 if how == "outside" else 650, mode=3 if how == "mode" else None)
        canvas.setFillColor(black if how == "blot" else white)
        if how in ("patch", "blot"):
            canvas.rect(60, 640, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(black)
        write(canvas, NEW)

    assert drawn(tmp_path, draw) == ([NEW], [f"{UNSEEN}“{OLD}”"])


@pytest.mark.parametrize("how", ["transparent", "cut off"])
def test_text_that_leaves_no_trace_on_the_page_is_left_out_and_told(tmp_path, how):
    def draw(canvas):
        canvas.saveState()
        if how == "transparent":
            canvas.setFillAlpha(0)
        else:
            frame = canvas.beginPath()
            frame.rect(60, 690, 400, 30)
            canvas.clipPath(frame, stroke=0)
        write(canvas, OLD, y=650)
        canvas.restoreState()
        write(canvas, NEW)

    assert drawn(tmp_path, draw) == ([NEW], [f"{UNSEEN}“{OLD}”"])


def test_what_a_frame_lets_through_and_a_veil_lies_over_is_read(tmp_path):
    def draw(canvas):
        frame = canvas.beginPath()
        frame.rect(60, 640, 400, 80)
        canvas.clipPath(frame, stroke=0)
        write(canvas, OLD)
        write(canvas, NEW, y=650)
        canvas.setFillColor(white, alpha=0.5)
        canvas.rect(60, 640, 300, 30, stroke=0, fill=1)

    assert drawn(tmp_path, draw) == ([OLD, NEW], [])


@pytest.mark.parametrize("height", [3, 5])
def test_text_with_a_line_through_it_is_struck(tmp_path, height):
    def draw(canvas):
        write(canvas, OLD)
        canvas.line(72, 700 + height, 72 + canvas.stringWidth(OLD, FONT, 12), 700 + height)
        write(canvas, NEW, y=650)

    told = f"第 1 页有划掉的文字，没有读：“{OLD}”；请核对"
    assert drawn(tmp_path, draw) == ([NEW], [told])


@pytest.mark.parametrize(("x", "height"), [(72, -2), (72, 12), (10, 4)])
def test_lines_under_and_over_text_and_long_ones_strike_nothing(tmp_path, x, height):
    def draw(canvas):
        write(canvas, OLD)
        canvas.line(x, 700 + height, x + 500, 700 + height)

    assert drawn(tmp_path, draw) == ([OLD], [])


def test_letters_that_are_set_apart_throughout_are_no_words(tmp_path):
    def draw(canvas):
        told = canvas.beginText(72, 700)
        told.setCharSpace(4)
        told.textOut(NEW)
        canvas.drawText(told)

    assert drawn(tmp_path, draw) == ([NEW], [])


@pytest.mark.parametrize("angle", [90, 270])
def test_a_page_that_lies_on_its_side_is_read_from_its_top(tmp_path, angle):
    def change(writer):
        writer.pages[0].rotate(angle)

    two = paper(tmp_path, change, lambda canvas: write(canvas, "执行1924.46万元。", y=680))
    (tmp_path / "made.pdf").write_bytes(two)
    assert lines(tmp_path / "made.pdf") == [NEW, "执行1924.46万元。"]


def test_a_page_printed_upside_down_is_read_from_its_top(tmp_path):
    """Read from left to right, 279 turned round says 972."""

    def draw(canvas):
        canvas.translate(500, 400)
        canvas.rotate(180)
        canvas.drawString(0, 0, "检查企业279家，")
        canvas.drawString(0, -40, "服务群众1.2万人次。")

    path = pdf_made.draw_pdf(tmp_path / "made.pdf", "检查企业家，服务群众万人次。0123456789.", draw)
    assert read_document(path).text == "检查企业279家，\n服务群众1.2万人次。\n"


@pytest.mark.parametrize("turn", [lambda it: it.scale(-1, 1), lambda it: it.rotate(180)])
def test_words_in_a_mirror_or_upside_down_are_left_out_and_told(tmp_path, turn):
    def draw(canvas):
        for at in range(5):
            canvas.drawString(80, 700 - 20 * at, "预算执行率98.92%。")
        canvas.translate(500, 400)
        turn(canvas)
        canvas.drawString(0, 0, "检查279家")

    document = read_document(
        pdf_made.draw_pdf(tmp_path / "made.pdf", "预算执行率检查家。0123456789.%", draw)
    )
    assert document.text == "预算执行率98.92%。\n" * 5
    assert document.notices == ("第 1 页有倒着或反着印的文字，没有读：“检查279家”；请核对",)


def test_letters_turned_round_twice_stand_upright(tmp_path):
    """A size below zero in a text that is turned round, as some programs write it."""

    def draw(canvas):
        canvas.saveState()
        canvas.translate(200, 700)
        canvas.rotate(180)
        canvas.setFont(canvas._fontname, -12)
        canvas.drawString(0, 0, "检查279家")
        canvas.restoreState()

    assert read_document(
        pdf_made.draw_pdf(tmp_path / "made.pdf", "检查家0123456789", draw)
    ).text == ("检查279家\n")


def _with_picture(data):
    """Its bytes may look like anything, also like text."""
    return b"BI /W 2 /H 2 /CS /G /BPC 8 ID (1)Q EI\n" + data


def _with_comments(data):
    return b"% first (comment [ <<\n" + data.replace(b"BT", b"BT % (odd\n", 1)


def _with_odd_numbers(data):
    return data.replace(b" Tm", b" Tm 0. Tc +0 Tw -.0 Ts 100. Tz", 1) + b"\n--5 Tz 4-5 w\n"


def _with_odd_names(data):
    head = rb"/Sp#61n <</E (x\)y(z)) /K [<< /A <41> >> null true]>> BDC "
    return head + data + b" EMC ] >> )"


@pytest.mark.parametrize(
    "change", [_with_picture, _with_comments, _with_odd_numbers, _with_odd_names]
)
def test_content_that_programs_hardly_write_is_read_as_pdfminer_does(tmp_path, change):
    path = pdf_made.draw_pdf(
        tmp_path / "made.pdf",
        "检查家得分，。0123456789",
        lambda it: it.drawString(80, 700, "检查279家"),
    )
    writer = pypdf.PdfWriter(clone_from=path)
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(change(writer.pages[0].get_contents().get_data()))
    writer.pages[0][pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    writer.write(path)
    assert read_document(path).text == "检查279家\n"


def test_of_a_list_to_choose_from_what_was_chosen_is_read(tmp_path):
    path = tmp_path / "made.html"
    path.write_text(
        "<!doctype html><meta charset=utf-8><table><tr><td>得分<td><select><option>80"
        "<option selected>98</select>分<tr><td>等级<td><select><option>请选择</select></table>",
        encoding="utf-8",
    )
    assert read_document(path).text == "| 得分 | 98分 |\n| 等级 |  |\n"


def test_entries_of_a_form_side_by_side_are_no_columns(tmp_path):
    pairs = [
        ("单位名称：青石县水务局盖章", "金额单位：万元"),
        ("填报人和电话：甲，1234567", "填报日期：2023年3月5日"),
        ("年初预算数：1945.54", "年末执行数：1924.46"),
        ("结转结余：21.08", "预算执行率为：98.92%"),
    ]

    def draw(canvas):
        for at, (one, other) in enumerate(pairs):
            write(canvas, one, y=700 - 18 * at)
            write(canvas, other, x=270, y=700 - 18 * at)

    text = "".join(drawn(tmp_path, draw)[0])
    assert all(text.index(one) + len(one) + 1 == text.index(other) for one, other in pairs)


def test_three_columns_are_read_one_after_the_other(tmp_path):
    columns = (
        ["全年检查企业279家共查", "出问题31个，已经整改"],
        ["完毕。群众满意度比上年", "提高1.5个百分点，达到"],
        ["95.6%。预算执行率为", "98.92%，比上年有提高"],
    )
    more = ["检查企业若干家共查出了"] * 3  # lines enough to be columns

    def draw(canvas):
        write(canvas, "某局2023年度部门整体支出绩效自评报告的全文在这里写出来给大家看", x=60, y=740)
        for x, column in zip((60, 220, 380), columns, strict=True):
            for at, text in enumerate([*more, *column]):
                write(canvas, text, x=x, y=700 - 16 * at)

    told, notices = drawn(tmp_path, draw)
    joined = "".join(told)
    assert "出问题31个，已经整改检查企业" in joined
    assert "提高1.5个百分点，达到检查企业" in joined
    assert joined.endswith("98.92%，比上年有提高")
    assert notices == []


def test_three_columns_of_short_lines_are_told(tmp_path):
    """Entries side by side, far apart, are no columns of text."""

    def draw(canvas):
        for at, text in enumerate(["全年检查企业若干", "查出的问题若干个", "群众满意比上年好"]):
            for x in (60, 220, 380):
                write(canvas, text, x=x, y=700 - 16 * at)

    told = "第 1 页像是分成三栏以上，各栏的行读在了一起；请核对"
    assert drawn(tmp_path, draw)[1] == [told]


def test_white_words_on_a_dark_head_and_marked_words_are_read(tmp_path):
    def draw(canvas):
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(60, 690, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        write(canvas, OLD)
        canvas.setFillColor(black)
        write(canvas, NEW, y=650)
        canvas.setFillColorRGB(1, 1, 0)
        canvas.rect(60, 640, 300, 30, stroke=0, fill=1)

    assert drawn(tmp_path, draw) == ([OLD, NEW], [])


def passing_over(canvas):
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(60, 640, 400, 40)
    canvas.clipPath(frame, stroke=0)
    canvas.linearGradient(60, 640, 460, 640, (darkblue, blue))
    canvas.restoreState()


def wide_line(canvas):
    canvas.setLineWidth(30)
    canvas.setStrokeColor(darkblue)
    canvas.line(60, 655, 460, 655)


def among_thousands(canvas):
    canvas.setFillColor(lightgrey)
    for at in range(3001):
        canvas.rect(60 + at % 60 * 7, 100 + at // 60 * 7, 3, 3, stroke=0, fill=1)
    canvas.setFillColor(darkblue)
    canvas.rect(60, 640, 400, 40, stroke=0, fill=1)


@pytest.mark.parametrize("ground", [passing_over, wide_line, among_thousands])
def test_white_words_on_any_ground_are_read(tmp_path, ground):
    def draw(canvas):
        ground(canvas)
        canvas.setFillColor(white)
        write(canvas, OLD, y=650)
        canvas.setFillColor(black)
        write(canvas, NEW)

    text, notices = drawn(tmp_path, draw)
    assert text == [NEW, OLD] and not any(UNSEEN in told for told in notices)


def test_all_of_an_ink_is_not_white(tmp_path):
    """Of an ink 1 is all of it, of grey 1 is white."""

    def draw(canvas):
        canvas.setFillColor(CMYKColorSep(0, 0, 0, 1, spotName="Ink"))
        write(canvas, NEW)

    assert drawn(tmp_path, draw) == ([NEW], [])


@pytest.mark.parametrize(("mode", "edge", "is_shown"), [(1, 0, True), (2, 0, True), (2, 1, False)])
def test_white_letters_with_a_dark_edge_are_seen(tmp_path, mode, edge, is_shown):
    def draw(canvas):
        canvas.setFillColor(white)
        canvas.setStrokeGray(edge)
        write(canvas, OLD, y=650, mode=mode)
        canvas.setFillColor(black)
        write(canvas, NEW)

    assert drawn(tmp_path, draw)[0] == ([NEW, OLD] if is_shown else [NEW])


def test_the_blanks_of_empty_paragraphs_make_no_title_a_watermark(tmp_path):
    def draw(canvas):
        for at in range(6):
            write(canvas, NEW, y=600 - 20 * at)
        for at in range(4):
            write(canvas, "  ", x=210, y=708 - 12 * at)
        canvas.setFont(FONT, 36)
        write(canvas, "绩效自评报告")

    text, notices = drawn(tmp_path, draw)
    assert "".join(text[0].split()) == "绩效自评报告" and not notices


def test_white_words_on_an_area_over_dark_ones_are_the_upper(tmp_path):
    def draw(canvas):
        write(canvas, OLD)
        canvas.setFillColor(darkblue)
        canvas.rect(60, 690, 400, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        write(canvas, NEW)

    told = f"第 1 页有两层文字印在一处，只读了上面的，没有读：“{OLD}”；请核对"
    assert drawn(tmp_path, draw) == ([NEW], [told])


def test_the_edge_of_a_marker_behind_half_of_a_text_strikes_nothing(tmp_path):
    def draw(canvas):
        canvas.setFillColor(yellow)
        canvas.rect(72, 698, canvas.stringWidth(NEW, FONT, 12), 6, stroke=0, fill=1)
        canvas.setFillColor(black)
        write(canvas, NEW)

    assert drawn(tmp_path, draw) == ([NEW], [])


@pytest.mark.parametrize(("height", "told"), [(-1.5, "| 甲 | 1945.54 |"), (4, "| 甲 |  |")])
def test_a_line_under_or_through_a_number_parts_no_cell(tmp_path, height, told):
    def draw(canvas):
        for y in (720, 695, 670):
            canvas.line(70, y, 270, y)
        for x in (70, 170, 270):
            canvas.line(x, 670, x, 720)
        for at, row in enumerate([("项目", "预算（万元）"), ("甲", "1945.54")]):
            for x, text in zip((71.5, 171.5), row, strict=True):
                write(canvas, text, x=x, y=703 - 25 * at)
        end = 171.5 + canvas.stringWidth("1945.54", FONT, 12)
        canvas.line(171.5, 678 + height, end, 678 + height)

    assert drawn(tmp_path, draw)[0] == ["| 项目 | 预算（万元） |", told]


def test_text_without_ink_over_a_picture_was_recognised_in_it(tmp_path):
    from PIL import Image

    def draw(canvas):
        canvas.drawInlineImage(Image.new("L", (20, 20), 200), 0, 0, 595, 842)
        write(canvas, NEW, mode=3)

    told = "第 1 页的文字是从图片里识别（OCR）出来的，可能有错；请核对"
    assert drawn(tmp_path, draw) == ([NEW], [told])


@pytest.mark.parametrize("shift", [(0.4, 0), (1, -1), (3, -1)])
def test_a_shadow_is_read_once(tmp_path, shift):
    def draw(canvas):
        canvas.setFillGray(0.7)
        write(canvas, NEW, x=72 + shift[0], y=700 + shift[1])
        canvas.setFillGray(0)
        write(canvas, NEW)

    assert drawn(tmp_path, draw) == ([NEW], [])


def test_of_two_texts_at_one_place_the_upper_is_read_and_the_lower_told(tmp_path):
    def draw(canvas):
        write(canvas, OLD)
        write(canvas, NEW)

    told = f"第 1 页有两层文字印在一处，只读了上面的，没有读：“{OLD}”；请核对"
    assert drawn(tmp_path, draw) == ([NEW], [told])


def test_a_grey_stamp_over_a_line_is_no_part_of_it(tmp_path):
    def draw(canvas):
        write(canvas, NEW)
        canvas.setFillGray(0.8)
        canvas.setFont(FONT, 14)
        write(canvas, "作废", x=131)

    told = "第 1 页有两层文字印在一处，只读了上面的，没有读：“作废”；请核对"
    assert drawn(tmp_path, draw) == ([NEW], [told])


def test_a_table_of_three_lines_ends_where_prose_follows(tmp_path):
    def draw(canvas):
        for y in (710, 690, 650):
            canvas.line(72, y, 500, y)
        for at, row in enumerate([("项目", "预算"), ("甲", "12.50"), ("乙", "3.20")]):
            write(canvas, row[0], x=80, y=695 - 20 * at)
            write(canvas, row[1], x=300, y=695 - 20 * at)
        write(canvas, "以上各项都已经完成，没有结转到下一年的资金，也没有收回。", y=600)
        canvas.line(72, 500, 500, 500)

    assert drawn(tmp_path, draw)[0] == [
        "| 项目 | 预算 |",
        "| 甲 | 12.50 |",
        "| 乙 | 3.20 |",
        "以上各项都已经完成，没有结转到下一年的资金，也没有收回。",
    ]


def test_a_head_over_two_columns_of_a_table_of_three_lines_is_that_of_both(tmp_path):
    def draw(canvas):
        for y in (730, 690, 640):
            canvas.line(72, y, 500, y)
        canvas.line(250, 711, 500, 711)
        write(canvas, "资金（万元）", x=340, y=716)
        for at, row in enumerate(
            [("项目", "预算", "执行"), ("甲", "1.50", "1.32"), ("乙", "3", "2.1")]
        ):
            for x, text in zip((80, 260, 380), row, strict=True):
                write(canvas, text, x=x, y=696 - 20 * at)

    assert drawn(tmp_path, draw)[0] == [
        "| 项目 | 资金（万元） |",
        "| 预算 | 执行 |",
        "| 甲 | 1.50 | 1.32 |",
        "| 乙 | 3 | 2.1 |",
    ]
    found = pa.read(tmp_path / "made.pdf").figures
    assert found["unit"].tolist() == ["万元"] * 4


def test_a_table_with_a_line_under_each_row_keeps_the_lines_of_a_cell_together(tmp_path):
    def draw(canvas):
        for y in (730, 706, 670, 646, 622):
            canvas.line(72, y, 500, y)
        for y, name, number in (
            (712, "项目", "预算"),
            (690, "城乡居民养老", "12.5"),
            (650, "乙", "3.2"),
        ):
            write(canvas, name, x=80, y=y)
            write(canvas, number, x=300, y=y)
        write(canvas, "保险补助", x=80, y=674)
        write(canvas, "合计", x=80, y=628)
        write(canvas, "15.7", x=300, y=628)

    text = "".join(drawn(tmp_path, draw)[0])
    assert text.count("|") == 4 * 3 and "城乡居民养老" in text.split("|")[4]
    assert "保险补助" in text.split("|")[4]


def test_lines_over_and_under_running_text_rule_no_table(tmp_path):
    def draw(canvas):
        for y in (800, 715, 600, 100):
            canvas.line(72, y, 500, y)
        write(canvas, "全年预算12.50万元，执行3.20万元，其余的都已经按时收回到财政。")
        write(canvas, "下一年继续做好各项工作，力争执行率达到95%。", y=680)

    text, _ = drawn(tmp_path, draw)
    assert not any(line.startswith("|") for line in text)


def test_two_columns_end_at_a_line_over_both(tmp_path):
    left = [
        "一年来共检查企业二百七十九家，",
        "查出问题三十四个，都已经整改。",
        "群众满意度比上年有所提高。",
    ]
    right = ["全年预算数为1945.54万元，执行", "数为1924.46万元，预算执行率为", "98.92%。"]
    wide = "以上数据都来自本单位的部门决算报表，并且已经由财务科与业务科室逐项核对，没有差错。"

    def draw(canvas):
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            write(canvas, one, y=700 - 18 * at)
            write(canvas, other, x=300, y=700 - 18 * at)
        write(canvas, wide, y=620)

    text, _ = drawn(tmp_path, draw)
    assert "".join(text) == "".join(left) + "".join(right) + wide
    assert "执行数为1924.46万元，预算执行率为98.92%。" in "".join(text[-2:])


def paper(tmp_path, change, more=lambda canvas: None):
    """A PDF of one line and more, changed by pypdf."""
    canvas = Canvas(str(tmp_path / "plain.pdf"), pagesize=(595, 842))
    pdf_made.register("", FONT)
    canvas.setFont(FONT, 12)
    write(canvas, NEW)
    more(canvas)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=tmp_path / "plain.pdf")
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_frame_that_shows_nothing_is_none(tmp_path):
    def change(writer):
        writer.pages[0].cropbox = RectangleObject((700, 900, 800, 950))

    (tmp_path / "made.pdf").write_bytes(paper(tmp_path, change))
    assert lines(tmp_path / "made.pdf") == [NEW]


@pytest.mark.parametrize("base", ["OFF", "ON"])
def test_a_drawing_on_a_layer_that_is_off_by_default_is_left_out(tmp_path, base):
    """The line is drawn again from a form that is on a layer; all layers are off but those told."""

    def change(writer):
        layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
        page = writer.pages[0]
        form = page.get_contents().clone(writer)
        form.update(
            {
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): page.mediabox,
                NameObject("/Resources"): page["/Resources"],
                NameObject("/OC"): layer,
                NameObject("/Matrix"): ArrayObject(
                    [pypdf.generic.NumberObject(n) for n in (1, 0, 0, 1, 0, -50)]
                ),
            }
        )
        page["/Resources"][NameObject("/XObject")] = DictionaryObject(
            {NameObject("/Again"): writer._add_object(form)}
        )
        content = pypdf.generic.DecodedStreamObject()
        content.set_data(b"q /Again Do Q\n" + page.get_contents().get_data())
        page[NameObject("/Contents")] = writer._add_object(content)
        writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
            {
                NameObject("/OCGs"): ArrayObject([layer]),
                NameObject("/D"): DictionaryObject(
                    {NameObject("/BaseState"): NameObject(f"/{base}")}
                ),
            }
        )

    (tmp_path / "made.pdf").write_bytes(paper(tmp_path, change))
    assert lines(tmp_path / "made.pdf") == [NEW] * (1 if base == "OFF" else 2)


@pytest.mark.parametrize("tail", [b"\0" * 20_000, b"\r\n<html>signed</html>" * 500])
def test_bytes_behind_the_end_of_a_pdf_are_no_damage(tmp_path, tail):
    path = tmp_path / "made.pdf"
    path.write_bytes(paper(tmp_path, lambda writer: None) + tail)
    assert lines(path) == [NEW]


def test_a_pdf_that_breaks_off_in_what_was_added_to_it_is_damaged(tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(paper(tmp_path, lambda writer: None) + b"\n9 0 obj\n<< /Type /Page")
    with pytest.raises(InputError, match="没有 PDF 的结尾"):
        read_document(path)
