"""PDFs: what is put together again of lines, tables and pages, what is told as unread,
and the files that are refused with one line.
"""

import re

import needs
import pypdf
import pytest
from checked import refusal
from made import pdf as made
from made.pdf import Break, Grid, Title
from made.prose import write_prose
from PIL import Image
from pypdf import Transformation
from pypdf.generic import NameObject, RectangleObject, StreamObject, TextStringObject
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

import perf_analysis as pa
from perf_analysis.readers import pdf
from perf_analysis.readers.pdf import pages

FIRST = (
    "青石县水务局按照年度工作安排，持续推进河道治理和泵站维修改造任务，全年共投入资金1945.54万元，"
    "其中用于河道疏浚的资金为"
)
FIRST += (
    "978.27万元，用于泵站维修的资金为946.19万元，各项任务均按时完成，"
    "群众对防汛工作的满意度为98.92%，比上一年有所提高。"
)
SECOND = (
    "二是完善巡查制度，组织养护人员GDPR Online平台培训，对全县一百二十公里河道逐段登记，"
    "发现隐患后由专人负责处理，并在三个工作日之内"
)
SECOND += "把处理结果告诉报告隐患的群众，全年共受理报告一百八十九件，办结一百八十七件。"
THIRD = "三是严格安全生产责任。"
WIDTHS = [60, 60, 90, 80, 80, 40, 40]
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def read(path):
    return pdf.read_pdf(path, path.read_bytes())


def lines(document):
    return document.text.splitlines()


def cells(document, at=0):
    return [(*cell[:4], document.text[cell.start : cell.end]) for cell in document.tables[at].cells]


def expected(grid):
    return [tuple(piece) for piece in grid.pieces]


def without_blanks(told):
    """LibreOffice leaves a blank where it breaks a line before a number."""
    return [(*cell[:4], cell[4].replace(" ", "")) for cell in told]


def written(tmp_path, *blocks, **how):
    return read(made.write_pdf(tmp_path / "made.pdf", blocks, **how))


# --- paragraphs ---


@pytest.mark.parametrize("font", ["", made.NOT_EMBEDDED], ids=["embedded", "not embedded"])
@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("justified", [False, True])
def test_wrapped_lines_are_paragraphs_again(tmp_path, font, indent, justified):
    document = written(
        tmp_path,
        "一、基本情况",
        FIRST,
        SECOND,
        THIRD,
        font=font,
        indent=indent,
        justified=justified,
    )
    assert lines(document) == ["一、基本情况", FIRST, SECOND, THIRD]


def test_a_paragraph_goes_on_over_a_page_end_and_figures_know_their_page(tmp_path):
    """The page is where the printed page shows the number."""
    path = made.write_pdf(
        tmp_path / "made.pdf",
        [f"{THIRD}" for _ in range(36)] + [FIRST * 3, SECOND],
        indent=2,
        foot="— {page} —",
    )
    document = read(path)
    assert lines(document)[-2:] == [FIRST * 3, SECOND]
    assert len(document.page_starts) == 2
    shown = [
        len(re.findall(r"978\.27", "".join(page.extract_text().split())))
        for page in pypdf.PdfReader(path).pages
    ]
    told = pa.read(path).figures
    assert told.loc[told["value"] == 978.27, "page"].tolist() == [1] * shown[0] + [2] * shown[1]
    assert min(shown) == 1


def test_a_space_is_put_only_between_words_of_letters(tmp_path):
    """Three lines filled to the margin: a word meets a word, a digit meets a character."""
    texts = ["部" * 31 + "Performance", "Budgeting" + "门" * 31 + "12", "万元。"]

    def draw(canvas):
        for at, text in enumerate(texts):
            canvas.drawString(72, 700 - 18 * at, text)

    document = read(made.draw_pdf(tmp_path / "made.pdf", "".join(texts), draw))
    assert lines(document) == [f"{texts[0]} {texts[1]}{texts[2]}"]


def test_a_raised_2_stays_on_its_line(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "绿化面积5.3万m")
        canvas.setFontSize(7)
        canvas.drawString(154, 704.5, "2")

    document = read(made.draw_pdf(tmp_path / "made.pdf", "绿化面积5.3万m2", draw))
    assert lines(document) == ["绿化面积5.3万m²"]


@pytest.mark.parametrize(("mark", "read_as"), [("①", "¹"), ("⑫", "¹²"), ("[3]", "³")])
def test_the_raised_mark_of_a_note_is_no_digit_of_the_number_before_it(tmp_path, mark, read_as):
    def draw(canvas):
        canvas.drawString(72, 700, "检查企业279")
        canvas.setFontSize(7)
        canvas.drawString(140, 704.5, mark)

    document = read(made.draw_pdf(tmp_path / "made.pdf", f"检查企业279{mark}", draw))
    assert lines(document) == ["检查企业279"]
    assert f"“检查企业279{read_as}”" in document.notices[0]


def test_bold_made_by_printing_twice_is_read_once(tmp_path):
    def draw(canvas):
        for shift in (0, 0.4):
            canvas.drawString(72 + shift, 700, "绩效自评得分98.5分")

    assert lines(read(made.draw_pdf(tmp_path / "made.pdf", "绩效自评得分98.5分", draw))) == [
        "绩效自评得分98.5分"
    ]


def test_an_oblique_line_of_a_drawing_rules_no_table(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "绩效自评得分98.5分")
        canvas.line(72, 500, 300, 600)
        canvas.line(72, 500, 300, 500)

    assert lines(read(made.draw_pdf(tmp_path / "made.pdf", "绩效自评得分98.5分", draw))) == [
        "绩效自评得分98.5分"
    ]


def test_numbers_set_apart_without_a_blank_are_two_numbers(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "1945.54")
        canvas.drawString(120, 700, "98.92")

    assert lines(read(made.draw_pdf(tmp_path / "made.pdf", "1945.54 98.92", draw))) == [
        "1945.54 98.92"
    ]


def test_a_heading_mark_begins_a_line_of_its_own(tmp_path):
    # 35 characters fill a line of 439 points to one character
    full = "全年预算执行情况良好，各项任务均按计划推进" + "，完成情况良好" * 2
    document = written(tmp_path, full, "（一）预算情况", full, "1. 预算编制", full, "第二章 绩效")
    assert lines(document) == [full, "（一）预算情况", full, "1. 预算编制", full, "第二章 绩效"]


def test_a_number_at_the_start_of_a_line_is_no_heading_mark(tmp_path):
    text = (
        "全县河道保洁和泵站维修改造任务全部完成，投入资金总额比上一年度增长"
        + "12.5%，其中河道保洁增长3.5%。"
    )
    assert lines(written(tmp_path, text)) == [text]


def test_a_title_in_two_lines_is_one(tmp_path):
    title = "青石县水务局二〇二三年度部门整体支出绩效自评报告"
    document = written(tmp_path, Title(title), FIRST, SECOND, indent=2)
    assert lines(document) == [title, FIRST, SECOND]


def test_an_item_with_a_hanging_indent_is_one_paragraph(tmp_path):
    # 34 characters from 110 to the right margin
    parts = ["疏浚河道" * 8 + "一百", "维修泵站" * 8 + "十三", "组织巡查。"]

    def draw(canvas):
        for at, item in enumerate("一二三"):
            canvas.drawString(72, 740 - 72 * at, f"（{item}）")
            for row, part in enumerate(parts):
                canvas.drawString(110, 740 - 72 * at - 18 * row, part)

    document = read(made.draw_pdf(tmp_path / "made.pdf", "（一二三）" + "".join(parts), draw))
    assert lines(document) == [f"（{item}）{''.join(parts)}" for item in "一二三"]


def test_pages_of_two_widths_have_margins_of_their_own(tmp_path):
    wide = made.write_pdf(tmp_path / "wide.pdf", [SECOND * 2, THIRD], size=landscape(A4), indent=2)
    tall = made.write_pdf(tmp_path / "tall.pdf", [FIRST, THIRD], indent=2)
    both = pypdf.PdfWriter()
    for path in (tall, wide):
        both.append(path)
    both.write(tmp_path / "made.pdf")
    assert lines(read(tmp_path / "made.pdf")) == [FIRST, THIRD, SECOND * 2, THIRD]


def test_radicals_that_a_font_gives_for_characters_are_characters(tmp_path):
    """Chromium writes 水 as U+2F54 and 青 as U+2ED8 where the font has one picture for both."""
    document = written(tmp_path, "⼀、⻘石县⽔务局", "⾦额１２万元", "惠及⼾数30⼾")
    assert lines(document) == ["一、青石县水务局", "金额１２万元", "惠及户数30户"]


@pytest.mark.parametrize("angle", [90, 270])
def test_a_turned_page_is_read_as_it_is_seen(tmp_path, angle):
    """Forms wider than high stand on pages that are turned for the eye."""
    grid = Grid([["名称", "金额"], ["河道", "12"]], [100, 100])
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, grid], indent=2)
    writer = pypdf.PdfWriter(clone_from=path)
    page = writer.pages[0]
    page.add_transformation(
        Transformation().rotate(angle).translate(*((842, 0) if angle == 90 else (0, 595)))
    )
    page.mediabox = page.cropbox = RectangleObject((0, 0, 842, 595))
    page.rotate(angle)
    writer.write(path)
    document = read(path)
    assert lines(document)[0] == FIRST
    assert cells(document) == expected(grid)


def test_turned_text_is_read_along_its_direction(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "上面的一行")
        canvas.rotate(90)
        canvas.drawString(300, -100, "产出指标12项")

    assert lines(read(made.draw_pdf(tmp_path / "made.pdf", "上面的一行产出指标12项", draw))) == [
        "上面的一行",
        "产出指标12项",
    ]


def test_a_watermark_is_told_and_left_out(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "自评得分98.5分")
        canvas.rotate(45)
        canvas.drawString(400, 100, "内部资料2023")

    document = read(made.draw_pdf(tmp_path / "made.pdf", "自评得分98.5分内部资料2023", draw))
    assert lines(document) == ["自评得分98.5分"]
    assert document.notices == ("斜排的文字（水印）没有读：内部资料2023",)


# --- running heads, feet and page numbers ---


@pytest.mark.parametrize("count", [2, 5])
@pytest.mark.parametrize(
    "foot",
    [
        "— {page} —",
        "- {page} -",
        "第{page}页",
        "第 {page} 页 共 5 页",
        "{page}",
        "{page} / 5",
        "青石县水务局 {page}",
    ],
)
def test_running_heads_and_page_numbers_are_left_out(tmp_path, count, foot):
    told = [f"{name}项工作完成良好。" for name in ("第甲", "第乙", "第丙", "第丁", "第戊")[:count]]
    blocks = [block for text in told for block in (text, Break())][:-1]
    document = written(tmp_path, *blocks, head="2023年度部门整体支出绩效自评报告", foot=foot)
    assert lines(document) == told
    assert [document.text[start:].split("\n")[0] for start in document.page_starts] == told


def test_the_number_of_a_single_page_is_left_out_but_not_its_title(tmp_path):
    assert lines(written(tmp_path, THIRD, head="绩效自评报告", foot="— 1 —")) == [
        "绩效自评报告",
        THIRD,
    ]


def test_heads_of_left_and_right_pages_are_left_out(tmp_path):
    path = made.write_pdf(
        tmp_path / "made.pdf",
        ["正文甲", Break(), "正文乙", Break(), "正文丙", Break(), "正文丁", Break(), "正文戊"],
    )
    heads = [
        pypdf.PdfReader(made.write_pdf(tmp_path / f"{name}.pdf", [" "], head=name)).pages[0]
        for name in ("自评报告", "青石县水务局")
    ]
    writer = pypdf.PdfWriter(clone_from=path)
    for at, page in enumerate(writer.pages):
        if at:
            page.merge_page(heads[at % 2])
    writer.write(path)
    assert lines(read(path)) == ["正文甲", "正文乙", "正文丙", "正文丁", "正文戊"]


def test_the_same_sentence_at_one_height_of_two_pages_is_text(tmp_path):
    assert lines(written(tmp_path, "甲项", THIRD, Break(), "乙项", THIRD)) == [
        "甲项",
        THIRD,
        "乙项",
        THIRD,
    ]


def test_the_larger_title_of_each_form_stays(tmp_path):
    form = Grid([["项目名称", "河道保洁"], ["得分", "98"]], [100, 200])
    other = Grid([["项目名称", "泵站维修"], ["得分", "97"]], [100, 200])
    document = written(
        tmp_path,
        Title("项目支出绩效自评表", 16),
        form,
        Break(),
        Title("项目支出绩效自评表", 16),
        other,
        foot="— {page} —",
    )
    assert lines(document).count("项目支出绩效自评表") == 2
    assert [cells(document, at)[1][-1] for at in (0, 1)] == ["河道保洁", "泵站维修"]


def test_numbers_that_do_not_count_with_the_pages_are_text(tmp_path):
    document = written(
        tmp_path, "甲", "总分98.5分", Break(), "乙", "总分97.5分", Break(), "丙", "总分96.5分"
    )
    assert lines(document) == ["甲", "总分98.5分", "乙", "总分97.5分", "丙", "总分96.5分"]


def test_numbered_attachments_are_no_running_heads(tmp_path):
    document = written(tmp_path, "附件1", "甲", Break(), "附件2", "乙")
    assert lines(document) == ["附件1", "甲", "附件2", "乙"]


# --- tables ---


def test_merged_and_wrapped_cells_are_written_once_and_whole(tmp_path):
    grid = Grid(
        [
            ["项目名称", "<", "湿地修复及三维地图系统建设项目", "<", "<", "<", "<"],
            HEAD,
            [
                "产出指标",
                "数量指标",
                "三维地图系统覆盖面积",
                "≥5.2平方公里",
                "5.2平方公里",
                "10",
                "9.89",
            ],
            ["^", "^", "改造泵站数量", "13个", "13个", "10", "10"],
            ["^", "质量指标", "验收合格率", "≥95%", "98.92%", "10", "10"],
            ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "", "10", "8"],
            ["总分", "<", "<", "<", "<", "100", "96.5"],
        ],
        [38, 38, 60, 40, 34, 28, 30],
    )
    document = written(tmp_path, FIRST, grid, SECOND, indent=2)
    assert cells(document) == expected(grid)
    told = lines(document)
    assert (told[0], told[-1]) == (FIRST, SECOND)
    assert document.text.count("三维地图系统覆盖面积") == 1


def test_items_of_a_cell_stand_on_lines_of_their_own(tmp_path):
    items = [
        "1. 疏浚河道一百二十公里，维修泵站十三座",
        "（2）组织巡查三百次，受理群众报告",
        "目标3：满意度达到98%",
    ]
    grid = Grid([["预期目标", "\n".join(items)], ["得分", "98.5"]], [60, 110])
    assert cells(written(tmp_path, grid)) == expected(grid)


def test_values_over_each_other_in_a_cell_are_no_longer_number(tmp_path):
    grid = Grid([["年度指标值", "100\n98\n7"], ["得分", "9"]], [60, 40])
    assert cells(written(tmp_path, grid))[1][-1] == "100\n98\n7"


def test_characters_one_under_another_are_a_word(tmp_path):
    grid = Grid([["产出指标", "改造泵站数量"], ["^", "验收合格率"]], [24, 200])
    assert cells(written(tmp_path, grid)) == expected(grid)


def test_turned_text_in_a_cell_is_read(tmp_path):
    def draw(canvas):
        canvas.grid([72, 100, 300], [600, 650, 700])
        canvas.drawString(110, 670, "改造泵站13座")
        canvas.drawString(110, 620, "验收合格率98%")
        canvas.rotate(90)
        canvas.drawString(620, -92, "产出")

    document = read(made.draw_pdf(tmp_path / "made.pdf", "改造泵站13座验收合格率98%产出", draw))
    assert [cell[-1] for cell in cells(document)] == ["", "改造泵站13座", "产出", "验收合格率98%"]


def test_a_frame_around_the_page_is_no_table(tmp_path):
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, SECOND], indent=2)
    framed = made.draw_pdf(
        tmp_path / "frame.pdf", "0", lambda canvas: canvas.grid([50, 545], [50, 750, 790])
    )
    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0].merge_page(pypdf.PdfReader(framed).pages[0])
    writer.write(path)
    document = read(path)
    assert not document.tables
    assert lines(document) == [FIRST, SECOND]


def test_a_table_without_lines_at_its_sides_is_read(tmp_path):
    def draw(canvas):
        for height in (700, 680, 660):
            canvas.line(72, height, 300, height)
        for across in (140, 220):
            canvas.line(across, 660, across, 700)
        for height, row in ((685, ("名称", "预算数", "执行数")), (665, ("河道", "12.5", "11.5"))):
            for across, text in zip((80, 150, 230), row, strict=True):
                canvas.drawString(across, height, text)

    document = read(made.draw_pdf(tmp_path / "made.pdf", "名称预算数执行河道12.5", draw))
    assert cells(document) == expected(
        Grid([["名称", "预算数", "执行数"], ["河道", "12.5", "11.5"]])
    )


def test_a_line_under_the_running_head_is_no_part_of_a_table_as_wide(tmp_path):
    path = made.write_pdf(
        tmp_path / "made.pdf", [FIRST, Grid([["甲", "乙"], ["1", "2"]], [200, 239])], indent=2
    )
    ruled = made.draw_pdf(
        tmp_path / "ruled.pdf",
        "0",
        lambda canvas: [canvas.line(78, height, 517, height) for height in (60, 795)],
    )
    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0].merge_page(pypdf.PdfReader(ruled).pages[0])
    writer.write(path)
    document = read(path)
    assert lines(document)[0] == FIRST
    assert cells(document) == expected(Grid([["甲", "乙"], ["1", "2"]]))


def test_two_tables_on_a_page_stand_between_their_lines(tmp_path):
    one, two = (Grid([[name, "金额"], ["合计", "12"]], [100, 100]) for name in ("甲表", "乙表"))
    document = written(tmp_path, "上面", one, "中间", two, "下面")
    assert [table.name for table in document.tables] == ["表1", "表2"]
    assert lines(document) == [
        "上面",
        "| 甲表 | 金额 |",
        "| 合计 | 12 |",
        "中间",
        "| 乙表 | 金额 |",
        "| 合计 | 12 |",
        "下面",
    ]


# --- tables over page ends ---


def over_two_pages(tmp_path, first, second, *, heads=0, **how):
    """What Word and LibreOffice print of a table over a page end: each part with all its lines."""
    return written(
        tmp_path, Grid(first, WIDTHS), Break(), Grid(second, WIDTHS), foot="— {page} —", **how
    )


def test_a_table_goes_on_over_pages_with_its_head_once(tmp_path):
    rows = [
        HEAD,
        *(
            ["产出指标", "数量指标", f"改造泵站数量{at}", "13个", "13个", "10", "9.5"]
            for at in range(90)
        ),
    ]
    document = written(
        tmp_path, FIRST, Grid(rows, WIDTHS, heads=1), THIRD, head="绩效自评报告", foot="第{page}页"
    )
    assert cells(document) == expected(Grid(rows))
    assert len(document.page_starts) == 4
    table = document.tables[0]
    assert [document.page_at(table.grid[row, 0].start) for row in (0, 90)] == [1, 4]


def test_merged_cells_that_go_on_over_a_page_end_are_one(tmp_path):
    """The row has its own name and values: nothing of it belongs to the row above."""
    first = [
        HEAD,
        ["产出指标", "数量指标", "改造泵站", "13个", "13个", "10", "10"],
        ["^", "质量指标", "河道保洁", "≥95%", "98%", "10", "9"],
    ]
    second = [
        ["", "", "验收合格率", "≥95%", "98.92%", "10", "9.5"],
        ["^", "时效指标", "按时完成率", "100%", "98%", "10", "9"],
    ]
    document = over_two_pages(tmp_path, first, second)
    whole = [*first, ["^", "^", *second[0][2:]], second[1]]
    assert cells(document) == expected(Grid(whole))


def test_a_label_of_merged_rows_that_a_page_end_cuts_within_brackets_is_whole(tmp_path):
    """Chromium cuts a cell of several rows between its lines, and closes it on both pages."""
    first = [HEAD, ["部门资金情况（万", "项目支出", "预算数", "13个", "13个", "10", "10"]]
    second = [
        ["元）", "年度资金", "改造泵站", "≥95%", "98%", "10", "9"],
        ["^", "其中拨款", "河道保洁", "≥95%", "97%", "10", "8"],
    ]
    whole = [
        first[0],
        ["部门资金情况（万元）", *first[1][1:]],
        *(["^", *row[1:]] for row in second),
    ]
    assert cells(over_two_pages(tmp_path, first, second)) == expected(Grid(whole))
    second[0][0] = "产出（50分）"  # a label of its own
    document = over_two_pages(tmp_path, first, second)
    assert cells(document) == expected(Grid([*first, *second]))


def test_columns_that_lie_four_points_further_on_the_next_page_are_the_same(tmp_path):
    rows = [["项目", "预算数", "执行数"], ["维修", "50", "49"]]
    more = [["巡查", "30", "27"], ["合计", "80", "76"]]
    document = written(tmp_path, Grid(rows, [100, 100, 100]), Break(), Grid(more, [104, 96, 100]))
    assert cells(document) == expected(Grid(rows + more))


def test_a_row_cut_by_a_page_end_is_whole_again(tmp_path):
    first = [
        HEAD,
        ["产出指标", "数量指标", "三维地图三维地图", "≥95%且不低于", "5.2平方公", "10", "9.5"],
    ]
    second = [
        ["", "", "系统覆盖面积", "", "里", "", ""],
        ["^", "^", "改造泵站数量", "13个", "13个", "10", "10"],
    ]
    document = written(
        tmp_path,
        Grid(first, [60, 60, 92, 80, 62, 40, 40]),
        Break(),
        Grid(second, [60, 60, 92, 80, 62, 40, 40]),
    )
    whole = [
        HEAD,
        [*first[1][:2], "三维地图三维地图系统覆盖面积", first[1][3], "5.2平方公里", "10", "9.5"],
        ["^", "^", *second[1][2:]],
    ]
    assert cells(document) == expected(Grid(whole))


def test_the_paragraph_of_a_cell_after_a_page_end_belongs_to_its_row(tmp_path):
    first = [["年度目标", "1. 疏浚河道。\n2. 维修泵站。", "已完成。"]]
    second = [["", "3. 组织巡查。", ""], ["得分", "98.5", "优"]]
    document = written(tmp_path, Grid(first, [80, 150, 100]), Break(), Grid(second, [80, 150, 100]))
    assert cells(document) == expected(
        Grid([["年度目标", "1. 疏浚河道。\n2. 维修泵站。\n3. 组织巡查。", "已完成。"], second[1]])
    )


def test_a_page_with_nothing_but_the_rest_of_a_cell_goes_on(tmp_path):
    first = [
        ["名称", "完成情况", "得分"],
        ["河道保洁", "全年组织巡查三百次，受理群众报告一百八十九", "98"],
    ]
    document = written(
        tmp_path,
        Grid(first, [80, 222, 60]),
        Break(),
        Grid([["", "件，办结一百八十七件。", ""]], [80, 222, 60]),
    )
    assert (
        cells(document)[4][-1] == "全年组织巡查三百次，受理群众报告一百八十九件，办结一百八十七件。"
    )
    assert document.tables[0].height == 2


def test_a_row_of_a_table_that_breaks_inside_is_whole_again(tmp_path):
    """reportlab breaks a row inside and draws no line there."""
    long = "，".join(["组织巡查三百次"] * 60) + "。"
    grid = Grid(
        [
            ["名称", "完成情况"],
            *([f"项目{at}", "按时完成"] for at in range(20)),
            ["河道保洁", long],
            ["泵站维修", "完成"],
        ],
        [100, 120],
    )
    document = written(tmp_path, FIRST, grid)
    assert len(document.page_starts) == 2
    assert cells(document) == expected(grid)


def test_a_merged_cell_as_long_as_a_page_goes_through_it(tmp_path):
    """No line meets its outer side on the page in the middle, nor closes it above and below."""

    def draw(canvas):
        for page in range(3):
            canvas.setFont(name, 12)
            heights = [100, 300, 500, 700]
            for height in heights:
                canvas.line(140, height, 300, height)
            for across in (72, 140, 220, 300):
                canvas.line(across, 100, across, 700)
            for outer in {0: [700], 1: [], 2: [100]}[page]:
                canvas.line(72, outer, 140, outer)
            for at, height in enumerate(heights[2::-1]):
                canvas.drawString(150, height + 90, f"泵站{3 * page + at}")
                canvas.drawString(230, height + 90, "13座")
            canvas.drawString(80, 600, "产出指标" if page == 0 else "")
            canvas.showPage()

    name = made.register("产出指标泵站座0123456789")
    document = read(made.draw_pdf(tmp_path / "made.pdf", "产出指标泵站座0123456789", draw))
    assert cells(document) == expected(
        Grid([["^" if at else "产出指标", f"泵站{at}", "13座"] for at in range(9)])
    )


def test_a_row_as_long_as_a_page_is_whole(tmp_path):
    """On the page in the middle there are only the upright lines."""
    parts = [
        ("河道保洁", "组织巡查三百次，受理群众报告一百八十九"),
        ("", "件，办结一百八十七件，全部在三个工作日"),
        ("", "之内答复。"),
    ]

    def draw(canvas):
        for at, (name, text) in enumerate(parts):
            canvas.setFont(font, 12)
            for across in (72, 140, 380):
                canvas.line(across, 100, across, 700)
            if at != 1:
                canvas.line(72, 700 if at == 0 else 100, 380, 700 if at == 0 else 100)
            canvas.drawString(80, 680, name)
            canvas.drawString(146, 680, text)
            canvas.showPage()

    characters = "".join(map("".join, parts))
    font = made.register(characters)
    document = read(made.draw_pdf(tmp_path / "made.pdf", characters, draw))
    assert cells(document) == expected(Grid([["河道保洁", "".join(text for _, text in parts)]]))


def test_forms_that_follow_each_other_are_tables_of_their_own(tmp_path):
    forms = [
        Grid([["项目名称", name], ["得分", score]], [100, 200])
        for name, score in (("河道保洁", "98"), ("泵站维修", "97"))
    ]
    titled = [Grid([["项目支出绩效自评表", "<"], *form.rows], [100, 200]) for form in forms]
    assert [cells(written(tmp_path, forms[0], Break(), forms[1]), at)[1][-1] for at in (0, 1)] == [
        "河道保洁",
        "泵站维修",
    ]
    assert [
        cells(written(tmp_path, titled[0], Break(), titled[1]), at)[2][-1] for at in (0, 1)
    ] == ["河道保洁", "泵站维修"]


def test_a_table_after_a_line_of_text_is_another(tmp_path):
    grid = Grid([["甲", "乙"], ["1", "2"]], [100, 100])
    assert (
        len(
            written(
                tmp_path, grid, Break(), "另一个表", Grid([["丙", "丁"], ["3", "4"]], [100, 100])
            ).tables
        )
        == 2
    )


def test_a_table_of_other_columns_is_another(tmp_path):
    assert (
        len(
            written(
                tmp_path,
                Grid([["甲", "乙"], ["1", "2"]], [100, 100]),
                Break(),
                Grid([["丙", "丁"], ["3", "4"]], [60, 140]),
            ).tables
        )
        == 2
    )


# --- what is told as unread ---


def test_fonts_that_are_not_embedded_are_named(tmp_path):
    document = written(tmp_path, THIRD, font=made.NOT_EMBEDDED)
    assert document.notices == ("字体没有嵌入：STSong-Light，文字可能读不全；请核对",)
    assert written(tmp_path, THIRD).notices == ()


def without_meaning(tmp_path, *texts):
    """The Chinese of a PDF by numbers of its font alone, as some programs leave it."""
    path = made.write_pdf(tmp_path / "made.pdf", texts, font=made.NOT_EMBEDDED)
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            font = font.get_object()
            if font["/Subtype"] == "/Type0":
                font[NameObject("/Encoding")] = NameObject("/Identity-H")
                font["/DescendantFonts"][0]["/CIDSystemInfo"][NameObject("/Ordering")] = (
                    TextStringObject("Identity")
                )
    writer.write(path)
    return path


def test_a_text_of_characters_without_a_meaning_is_refused(tmp_path):
    assert "没有编码，读出来不是文字" in refusal(without_meaning(tmp_path, FIRST))


def test_single_characters_without_a_meaning_are_counted_and_are_no_digits(tmp_path):
    path = made.write_pdf(tmp_path / "made.pdf", [f"{THIRD}\ue000得分98分"])
    document = read(path)
    assert lines(document) == [f"{THIRD}\ufffd得分98分"]
    assert document.notices == ("第 1 页有 1 个字符没有编码，读作 \ufffd；请核对",)


def picture():
    return ImageReader(Image.new("RGB", (60, 80), "grey"))


def test_a_scan_is_refused(tmp_path):
    path = made.draw_pdf(
        tmp_path / "made.pdf", "0", lambda canvas: canvas.drawImage(picture(), 0, 0, *A4)
    )
    assert "没有文字层，像是扫描件或图片；先做文字识别（OCR）" in refusal(path)


def test_pages_that_are_pictures_are_named(tmp_path):
    scan = made.draw_pdf(
        tmp_path / "scan.pdf", "0", lambda canvas: canvas.drawImage(picture(), 0, 0, *A4)
    )
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, Break(), SECOND])
    writer = pypdf.PdfWriter(clone_from=path)
    for at in (1, 3):
        writer.insert_page(pypdf.PdfReader(scan).pages[0], at)
    writer.write(path)
    document = read(path)
    assert document.notices == (
        "第 2、4 页是图片，没有文字层，没有读；请先做文字识别（OCR），或取得原来的文件",
    )
    assert len(document.page_starts) == 4


def test_a_page_without_anything_is_refused(tmp_path):
    assert "没有文字" in refusal(
        made.draw_pdf(tmp_path / "made.pdf", "0", lambda canvas: canvas.rect(72, 72, 100, 100))
    )


def test_filled_fields_of_a_form_are_told(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 700, "得分")
        canvas.acroForm.textfield(value="98.5", x=110, y=695, width=60, height=16)

    document = read(made.draw_pdf(tmp_path / "made.pdf", "得分", draw))
    assert document.notices == (
        "第 1 页有表单里填写的或写在页面上的文字，没有读；请打印成新的 PDF 后再读",
    )


def test_a_drawing_of_many_lines_is_no_table_and_told(tmp_path):
    def draw(canvas):
        canvas.drawString(72, 800, "全县河道分布图")
        canvas.grid([72 + 4 * at for at in range(100)], [72 + 4 * at for at in range(150)])

    document = read(made.draw_pdf(tmp_path / "made.pdf", "全县河道分布图", draw))
    assert lines(document) == ["全县河道分布图"]
    assert document.notices == ("第 1 页的线条太多，没有当作表格读；请核对",)


# --- what is refused ---


def test_a_file_under_a_password_is_refused(tmp_path):
    path = made.write_pdf(tmp_path / "made.pdf", [THIRD], encrypt=StandardEncryption("secret"))
    assert "文件有密码；用 PDF 阅读器打开，去掉密码后另存" in refusal(path)


def test_a_file_that_may_only_not_be_printed_is_read(tmp_path):
    document = written(
        tmp_path, THIRD, encrypt=StandardEncryption("", ownerPassword="secret", canPrint=0)
    )
    assert lines(document) == [THIRD]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_cut_file_is_refused(tmp_path, share):
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, SECOND])
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    assert "文件不完整" in refusal(path)


def test_a_broken_page_is_named(tmp_path):
    """A byte of the compressed text of page 2 is another:
    what is left of it would pass for the whole.
    """
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, Break(), SECOND])
    writer = pypdf.PdfWriter(clone_from=path)
    contents = StreamObject()
    contents.set_data(writer.pages[1]["/Contents"].get_object().get_data())
    packed = contents.flate_encode()
    packed._data = packed._data[:-40] + b"\0" * 40
    writer.pages[1][NameObject("/Contents")] = writer._add_object(packed)
    writer.write(path)
    assert "第 2 页；文件已损坏" in refusal(path)


def test_a_file_that_lost_pages_is_refused(tmp_path):
    path = made.write_pdf(tmp_path / "made.pdf", [FIRST, Break(), SECOND])
    path.write_bytes(re.sub(rb"/Count 2", b"/Count 9", path.read_bytes()))
    assert "文件已损坏，应有 9 页，只找到 2 页" in refusal(path)


def test_a_file_without_pages_is_refused(tmp_path):
    path = tmp_path / "made.pdf"
    writer = pypdf.PdfWriter()
    writer.write(path)
    assert "没有页面" in refusal(path)


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.4\n%%EOF",
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n"
            b"trailer << /Root 1 0 R >>\n%%EOF"
        ),
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 7 0 R >>\nendobj\n"
            b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF"
        ),
        b"%PDF-1.4\nxref\n0 1\ntrailer << /Root 5 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\n" + b"[" * 100_000 + b"\n%%EOF",
    ],
    ids=["empty", "the catalog is its pages", "pages that are not there", "a loop", "deep"],
)
def test_rubbish_is_refused(tmp_path, raw):
    path = tmp_path / "made.pdf"
    path.write_bytes(raw)
    refusal(path)


def test_a_file_of_as_many_pages_as_allowed_is_read_and_a_larger_one_is_refused(
    tmp_path, monkeypatch
):
    path = made.write_pdf(tmp_path / "made.pdf", ["甲", Break(), "乙"])
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    assert len(read(path).page_starts) == 2
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    assert "超过 1 页" in refusal(path)


# --- a whole report, and other programs ---

needs_office = needs.libreoffice(made.SOFFICE)
needs_browser = needs.chromium(made.CHROMIUM)
PLACES = ["report_id", "start", "end", "page", "quoted"]


@pytest.fixture(scope="module")
def prose(tmp_path_factory):
    return write_prose(tmp_path_factory.mktemp("prose"))


@pytest.fixture(scope="module")
def paragraphs(prose):
    """The paragraphs of a report: a line of text that no mark ends goes on in the next."""
    told = []
    for line in prose.read_text(encoding="utf-8").split("\n"):
        if told and len(told[-1]) > 24 and told[-1][-1] not in "。：":
            told[-1] += line
        elif line.strip():
            told.append(line)
    return told


def write_embedded(path, blocks):
    return made.write_pdf(
        path, blocks, indent=2, head="2022 年部门整体支出绩效自评报告", foot="— {page} —"
    )


def write_block(path, blocks):
    return made.write_pdf(path, blocks, justified=True, foot="{page}")


def print_by_office(path, blocks):
    return made.print_by_office(
        path, blocks, head="2022 年部门整体支出绩效自评报告", foot="— {page} —"
    )


PRINTERS = [
    pytest.param(write_embedded, id="reportlab"),
    pytest.param(write_block, id="reportlab justified"),
    pytest.param(print_by_office, id="LibreOffice", marks=needs_office),
    pytest.param(made.print_by_browser, id="Chromium", marks=needs_browser),
]


@pytest.mark.parametrize("write", PRINTERS)
def test_a_report_gives_the_same_figures_as_its_text(tmp_path, prose, paragraphs, write):
    told = pa.read(write(tmp_path / "made.pdf", paragraphs)).figures
    text = pa.read(prose).figures
    assert told.drop(columns=PLACES).equals(text.drop(columns=PLACES))
    assert ["".join(quoted.split()) for quoted in told["quoted"]] == [
        "".join(quoted.split()) for quoted in text["quoted"]
    ]
    assert told["page"].is_monotonic_increasing
    assert set(told["page"]) >= {1, 2, 3}


@pytest.mark.parametrize("write", PRINTERS)
def test_the_paragraphs_of_a_report_are_whole(tmp_path, paragraphs, write):
    """All but the one of eight items in brackets, which may be broken before an item."""
    told = {"".join(line.split()) for line in lines(read(write(tmp_path / "made.pdf", paragraphs)))}
    assert sum("".join(text.split()) in told for text in paragraphs) >= len(paragraphs) - 1


FORM = Grid(
    [
        ["项目名称", "<", "湿地修复及三维地图系统建设项目", "<", "<", "<", "<"],
        [
            "年度目标",
            "<",
            "1. 疏浚河道一百二十公里，维修泵站十三座，全部通过验收。\n2. 组织巡查三百次。",
            "<",
            "<",
            "全部完成。",
            "<",
        ],
        HEAD,
        *(
            [
                "产出指标" if at == 0 else "^",
                ["数量指标", "质量指标", "时效指标"][at // 12] if at % 12 == 0 else "^",
                f"三维地图系统覆盖面积和数据更新次数{at}",
                "不少于5.2平方公里",
                "5.2平方公里",
                "10",
                f"{at}.5",
            ]
            for at in range(36)
        ),
        ["总分", "<", "<", "<", "<", "100", "96.5"],
    ]
)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(print_by_office, id="LibreOffice", marks=needs_office),
        pytest.param(made.print_by_browser, id="Chromium", marks=needs_browser),
    ],
)
def test_a_form_of_several_pages_from_another_program_is_one_table(tmp_path, write):
    document = read(write(tmp_path / "made.pdf", ["一、自评表", FORM, FIRST]))
    assert len(document.page_starts) > 1
    assert without_blanks(cells(document)) == without_blanks(expected(FORM))
    assert FIRST in lines(document)


def test_reading_does_not_write_to_the_terminal(tmp_path, capfd):
    written(tmp_path, THIRD, font=made.NOT_EMBEDDED)
    assert capfd.readouterr() == ("", "")
