"""Workbooks: cells as a person sees them in Excel, their places,
and the workbooks that are refused with one line.
"""

import io
import warnings
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

import perf_analysis as pa
from perf_analysis.errors import InputError
from perf_analysis.readers import archive, read_document
from perf_analysis.readers.xlsx import sheet as sheets
from perf_analysis.readers.xlsx.numberformat import BUILT_IN, show_number, show_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_SHEET = "xl/worksheets/sheet1.xml"


def book(**sheets):
    """A workbook of named sheets, each a list of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(tmp_path, made):
    path = tmp_path / "made.xlsx"
    made.save(path)
    return path


def changed(path, **parts):
    """The workbook with parts replaced, added, or, where None, left out;
    `sheet` stands for the first sheet's content.
    """
    with zipfile.ZipFile(path) as before:
        contents = {name: before.read(name) for name in before.namelist()}
    for name, content in parts.items():
        name = OF_SHEET if name == "sheet" else name
        content = (
            f'<worksheet xmlns="{MAIN}">{content}</worksheet>'
            if name == OF_SHEET and content and not content.startswith("<?")
            else content
        )
        contents[name] = content.encode() if isinstance(content, str) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in contents.items():
            if content is not None:
                after.writestr(name, content)
    return path


def raw_sheet(tmp_path, content, **parts):
    """A document of one sheet whose XML is given."""
    return read_document(
        changed(saved(tmp_path, book(自评表=[["甲", "乙"]])), sheet=content, **parts)
    )


def cells(document):
    """The text of each cell of each table by its place."""
    return {
        table.place(cell): document.text[cell.start : cell.end]
        for table in document.tables
        for cell in table.cells
    }


def refusal(path):
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told


def _rels(**targets):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = {"worksheet": "/xl/worksheets/sheet1.xml", **targets}
    told = "".join(
        f'<Relationship Id="rId{at}" Type="{office}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(listed.items(), start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'


_ENTITY = f'<!DOCTYPE sst [<!ENTITY a "<t>5</t>">]><sst xmlns="{MAIN}"><si>&a;</si></sst>'


# --- sheets and places ---


def test_a_sheet_is_a_table_placed_from_its_first_cell(tmp_path):
    made = book(自评表=[["三级指标", "指标值", "完成值"], ["绿化面积", "≥10", 12]])
    document = read_document(saved(tmp_path, made))
    assert document.text == "| 三级指标 | 指标值 | 完成值 |\n| 绿化面积 | ≥10 | 12 |\n"
    assert cells(document)["自评表!C2"] == "12"


def test_cells_keep_the_places_of_the_sheet_and_empty_rows_and_columns_are_left_out(tmp_path):
    made = book(自评表=[])
    for place, value in {"B3": "指标", "D3": "值", "B7": "面积", "D7": 5, "E7": "亩"}.items():
        made["自评表"][place] = value
    assert cells(read_document(saved(tmp_path, made))) == {
        "自评表!B3": "指标",
        "自评表!D3": "值",
        "自评表!E3": "",
        "自评表!B7": "面积",
        "自评表!D7": "5",
        "自评表!E7": "亩",
    }


def test_an_indicator_has_its_place(tmp_path):
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    made = book(
        自评表=[
            ["项目支出绩效自评表"],
            head,
            ["产出指标", "数量指标", "绿化面积", "≥10万平方米", "12万平方米", 50, 50],
        ]
    )
    figures = pa.read(saved(tmp_path, made)).figures
    assert figures[["value", "unit", "kind"]].to_numpy().tolist() == [
        [10, "万平方米", "area"],
        [12, "万平方米", "area"],
        [50, "分", "score"],
        [50, "分", "score"],
    ]


def test_a_merged_cell_is_written_once(tmp_path):
    made = book(自评表=[["甲", "乙", None], [None, "丙", "丁"]])
    made["自评表"].merge_cells("A1:A2")
    made["自评表"].merge_cells("B1:C1")
    document = read_document(saved(tmp_path, made))
    assert document.text == "| 甲 | 乙 |\n| 丙 | 丁 |\n"
    assert [cell[:4] for cell in document.tables[0].cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_a_merge_over_whole_rows_and_columns_spans_those_with_text(tmp_path):
    document = raw_sheet(
        tmp_path,
        '<sheetData><row r="1"><c r="A1" t="str"><v>自评表</v></c></row>'
        '<row><c t="str"><v>甲</v></c><c><v>5</v></c></row>'
        '<row r="4"><c r="B4"><v>6</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:A1048576"/>'
        '<mergeCell ref="D9:E10"/></mergeCells>',
    )
    assert document.text == "| 自评表 |\n| 甲 | 5 |\n| 6 |\n"
    assert [cell[:4] for cell in document.tables[0].cells] == [
        (0, 0, 1, 2),
        (1, 0, 3, 1),
        (1, 1, 1, 1),
        (3, 1, 1, 1),
    ]


def test_a_value_under_a_merged_cell_is_not_seen_and_said(tmp_path):
    document = raw_sheet(
        tmp_path,
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>'
        '<c r="D1"><v>3</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:D1"/></mergeCells>',
    )
    assert document.text == "| 1 | 3 |\n"
    assert document.notices == ("自评表!B1 被合并的单元格遮住，没有读",)


def test_a_sheet_without_cells_side_by_side_is_lines(tmp_path):
    document = read_document(
        saved(tmp_path, book(说明=[["一、基本情况"], [], [None, "支出5万元。"]]))
    )
    assert document.text == "一、基本情况\n支出5万元。\n"
    assert document.tables == ()


def test_sentences_between_tables_part_them_and_the_tables_keep_their_places(tmp_path):
    made = book(
        报告=[
            ["一、基本情况"],
            ["全年支出15万元。"],
            ["表1 支出（单位：万元）"],
            ["项目", "支出", "备注"],
            ["养护", 10, "续建"],
            ["全年新栽乔木,其中银杏居多"],
            ["树种", "株数"],
            ["银杏", 20],
        ]
    )
    document = read_document(saved(tmp_path, made))
    assert document.text == (
        "一、基本情况\n全年支出15万元。\n表1 支出（单位：万元）\n"
        "| 项目 | 支出 | 备注 |\n| 养护 | 10 | 续建 |\n"
        "全年新栽乔木,其中银杏居多\n| 树种 | 株数 |\n| 银杏 | 20 |\n"
    )
    assert [table.name for table in document.tables] == ["报告", "报告"]
    assert cells(document)["报告!B8"] == "20"


def test_a_row_of_one_cell_without_a_sentence_or_beside_a_merged_cell_parts_no_table(tmp_path):
    made = book(
        自评表=[
            ["项目支出绩效自评表"],
            ["指标", "说明"],
            ["一、产出指标"],
            ["面积", "扩大。"],
            [None, "复核。"],
        ]
    )
    made["自评表"].merge_cells("A4:A5")
    assert read_document(saved(tmp_path, made)).text == (
        "| 项目支出绩效自评表 |  |\n| 指标 | 说明 |\n| 一、产出指标 |  |\n"
        "| 面积 | 扩大。 |\n| 复核。 |\n"
    )


def test_several_sheets_stand_under_their_names(tmp_path):
    document = read_document(saved(tmp_path, book(资金=[["甲", 5]], 空=[], 指标=[["乙", 6]])))
    assert document.text == "资金\n| 甲 | 5 |\n指标\n| 乙 | 6 |\n"
    assert [table.name for table in document.tables] == ["资金", "指标"]


def test_a_sheet_beside_empty_ones_needs_no_name(tmp_path):
    assert (
        read_document(saved(tmp_path, book(自评表=[["甲", 5]], Sheet2=[], Sheet3=[]))).text
        == "| 甲 | 5 |\n"
    )


def test_hidden_sheets_are_left_out_and_said(tmp_path):
    made = book(自评表=[["甲", 5]], 辅助=[["乙", 6], ["丙"]], 秘密=[])
    made["辅助"].sheet_state = "hidden"
    made["秘密"].sheet_state = "veryHidden"
    document = read_document(saved(tmp_path, made))
    assert document.text == "| 甲 | 5 |\n"
    assert document.notices == (
        "工作表“辅助”是隐藏的，没有读，其中 3 格有内容",
        "工作表“秘密”是隐藏的，没有读，其中 0 格有内容",
    )


def test_hidden_rows_and_columns_are_read_and_said(tmp_path):
    made = book(自评表=[[f"指标{row}", row, "注"] for row in range(1, 7)])
    for row in (2, 3, 4, 6, 9):
        made["自评表"].row_dimensions[row].hidden = True
    made["自评表"].column_dimensions["C"].hidden = True
    document = read_document(saved(tmp_path, made))
    assert cells(document)["自评表!C4"] == "注"
    assert document.notices == (
        "工作表“自评表”第 2-4、6 行是隐藏的，也读了",
        "工作表“自评表”第 C 列是隐藏的，也读了",
    )


def test_hidden_rows_without_text_are_not_worth_a_word(tmp_path):
    made = book(自评表=[["甲", 5]])
    made["自评表"].row_dimensions[7].hidden = True
    made["自评表"].column_dimensions["G"].hidden = True
    assert read_document(saved(tmp_path, made)).notices == ()


def test_a_sheet_of_a_chart_is_said(tmp_path):
    made = book(自评表=[["甲", 5]])
    made.create_chartsheet("图")
    assert read_document(saved(tmp_path, made)).notices == ("“图”是图表，不是工作表，没有读",)


# --- what a cell shows ---


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.9892, "0.00%", "98.92%"),
        (0.9892, "0%", "99%"),
        (1945.54, "General", "1945.54"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (-2 / 3, "General", "-0.666666667"),
        (123456789.126, "General", "123456789.1"),
        (12345678901.0, "General", "12345678901"),
        (123456789012.0, "General", "1.23457E+11"),
        (0.00001, "General", "0.00001"),
        (0.000012345678, "General", "1.23457E-05"),
        (440106199001011234.0, "General", "4.40106E+17"),
        (100.0, "G/通用格式", "100"),
        (12.5, 'General"万元"', "12.5万元"),
        (5.0, "0.00", "5.00"),
        (1.005, "0.00", "1.01"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (0.285, "0%", "29%"),
        (2.4999999999999996, "0", "3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.0, "#,##0", "0"),
        (0.5, "#.##", ".5"),
        (1945.54, '0.00"万元"', "1945.54万元"),
        (1945.54, "0.00\\ 万元", "1945.54 万元"),
        (1945.54, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,945.54"),
        (-1945.54, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1,945.54"),
        (0.0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (-63.96, "0.00_);[Red]\\(0.00\\)", "(63.96)"),
        (-5.0, "0;0", "5"),
        (0.0, '0.0;-0.0;"无"', "无"),
        (5.0, '"达标"', "达标"),
        (5.0, "[$¥-804]#,##0.00", "¥5.00"),
        (120.0, '[>=100]0"（超额）";[<60]0"（不足）";0', "120（超额）"),
        (59.0, '[>=100]0"（超额）";[<60]0"（不足）";0', "59（不足）"),
        (80.0, '[>=100]0"（超额）";[<60]0"（不足）";0', "80"),
        (-5.0, '[>=100]0"（超额）";[<60]0"（不足）";0', "-5（不足）"),
        (-5.0, '[<0]"短缺"0;0', "短缺5"),
        (5.0, '[<0]"短缺"0;[=0]"无"', None),
        (1234.5, ".00", "1234.50"),
        (19455400.0, '0.00,,"百万"', "19.46百万"),
        (12345.0, '0\\.0,"万"', "1.2万"),
        (7.0, "000", "007"),
        (123456.0, "0.00E+00", "1.23E+05"),
        (0.00012, "0.0E+0", "1.2E-4"),
        (12345.0, "##0.0E+0", "12.3E+3"),
        (99.99, "0.0E+0", "1.0E+2"),
        (3.5, "@", "3.5"),
        (5.0, ";;;", ""),
        (0.5, "# ?/?", None),
        (12.0, "[DBNum2]General", None),
    ],
)
def test_a_number_shows_as_its_format_says(number, code, shown):
    told = show_number(number, code)
    assert (told if told is None else told.strip()) == shown


@pytest.mark.parametrize(
    ("days", "code", "shown"),
    [
        (44926.0, "yyyy-mm-dd", "2022-12-31"),
        (44926.0, 'yyyy"年"m"月"d"日"', "2022年12月31日"),
        (44926.0, "[$-804]e/m/d", "2022/12/31"),
        (44926.0, "yy.m", "22.12"),
        (44926.0, "[$-F800]dddd, mmmm dd, yyyy", "2022年12月31日"),
        (44926.0, "d-mmm-yy", "31-Dec-22"),
        (44926.0, "aaaa", "星期六"),
        (44926.75, "yyyy/m/d h:mm", "2022/12/31 18:00"),
        (44926.75, "上午/下午h:mm", "下午6:00"),
        (0.5, "h:mm AM/PM", "12:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (0.000694444444444444, "mm:ss", "01:00"),
        (0.00001, "s.00", "0.86"),
        (59.0, "m/d", "2/28"),
        (61.0, "m/d", "3/1"),
        (44926.0, "yyyy-mm-dd;@", "2022-12-31"),
        (-1.0, "yyyy-mm-dd", None),
        (9e9, "yyyy-mm-dd", None),
    ],
)
def test_a_day_shows_as_its_format_says(days, code, shown):
    assert show_number(days, code) == shown


def test_days_may_be_counted_from_1904():
    assert show_number(43464, "yyyy-mm-dd", counts_from_1904=True) == "2022-12-31"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (14, "2022/12/31"),
        (31, "2022年12月31日"),
        (57, "2022年12月"),
        (58, "12月31日"),
        (22, "2022/12/31 0:00"),
    ],
)
def test_formats_named_by_number_are_those_of_a_chinese_excel(number, shown):
    assert show_number(44926, BUILT_IN[number]) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", "园林局"),
        ("0.00", "园林局"),
        ("@", "园林局"),
        ('@"（盖章）"', "园林局（盖章）"),
        ("0;-0;0;", ""),
    ],
)
def test_a_text_shows_as_its_format_says(code, shown):
    assert show_text("园林局", code) == shown


def test_cells_are_written_with_their_formats(tmp_path):
    made = book(
        自评表=[
            ["执行率", 0.9892],
            ["填表日期", datetime(2022, 12, 31)],
            ["时间", time(9, 30)],
            ["日期", date(2023, 1, 5)],
            ["是否", True],
        ]
    )
    for place, code in {
        "B1": "0.00%",
        "B2": 'yyyy"年"m"月"d"日"',
        "B3": "h:mm",
        "B4": "yyyy-mm-dd",
    }.items():
        made["自评表"][place].number_format = code
    document = read_document(saved(tmp_path, made))
    assert document.text == (
        "| 执行率 | 98.92% |\n| 填表日期 | 2022年12月31日 |\n| 时间 | 9:30 |\n"
        "| 日期 | 2023-01-05 |\n| 是否 | TRUE |\n"
    )
    assert document.notices == ()


def test_a_percentage_is_read_as_a_figure(tmp_path):
    made = book(自评表=[["名称", "预算执行率"], ["项目甲", 0.9892]])
    made["自评表"]["B2"].number_format = "0.00%"
    figures = pa.read(saved(tmp_path, made)).figures
    assert figures[["value", "unit", "decimals"]].to_numpy().tolist() == [[98.92, "%", 2]]


def test_days_counted_from_1904_are_read_so(tmp_path):
    made = book(自评表=[["日期", datetime(2022, 12, 31)]])
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made["自评表"]["B1"].number_format = "yyyy-mm-dd"
    assert cells(read_document(saved(tmp_path, made)))["自评表!B1"] == "2022-12-31"


def test_rich_text_is_joined_and_raised_digits_stay_raised(tmp_path):
    raised = InlineFont(vertAlign="superscript")
    made = book(
        自评表=[
            [
                CellRichText("面积", TextBlock(InlineFont(b=True), "5万m"), TextBlock(raised, "2")),
                CellRichText("支出", TextBlock(raised, "123")),
            ]
        ]
    )
    assert cells(read_document(saved(tmp_path, made))) == {
        "自评表!A1": "面积5万m²",
        "自评表!B1": "支出123",
    }


def test_strings_are_read_however_they_are_stored(tmp_path):
    document = raw_sheet(
        tmp_path,
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr">'
        '<is><t>乙</t></is></c><c r="C1" t="str"><f>X</f><v>丙</v></c>'
        '<c r="D1" t="s"><v>1</v></c><c r="E1" t="d"><v>2022-12-31T00:00:00</v></c></row>'
        "</sheetData>",
        **{
            "xl/sharedStrings.xml": (
                f'<sst xmlns="{MAIN}"><si><r><t>东</t></r><rPh sb="0" eb="1"><t>ドン</t></rPh>'
                "<r><t>京</t></r></si>"
                "<si><t>一_x000D_\n二_x005F_&#13;三</t></si></sst>"
            ),
            "xl/_rels/workbook.xml.rels": _rels(sharedStrings="sharedStrings.xml"),
        },
    )
    assert cells(document) == {
        "自评表!A1": "东京",
        "自评表!B1": "乙",
        "自评表!C1": "丙",
        "自评表!D1": "一\n二_三",
        "自评表!E1": "44926",
    }


def test_cells_without_a_place_follow_one_another(tmp_path):
    document = raw_sheet(
        tmp_path,
        (
            '<sheetData><row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5">'
            '<c r="B5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData>'
        ),
    )
    assert {place: text for place, text in cells(document).items() if text} == {
        "自评表!A1": "1",
        "自评表!C1": "2",
        "自评表!B5": "3",
        "自评表!C5": "4",
        "自评表!A6": "5",
    }


def test_a_formula_is_read_by_the_result_that_the_file_keeps(tmp_path):
    document = raw_sheet(
        tmp_path,
        (
            '<sheetData><row><c r="A1"><f>B1*2</f><v>10</v></c><c r="B1"><v>5</v></c>'
            '<c r="C1" t="str"><f>""</f><v></v></c></row></sheetData>'
        ),
    )
    assert document.text == "| 10 | 5 |\n"
    assert document.notices == ()


def test_a_formula_without_a_result_is_empty_and_said(tmp_path):
    made = book(自评表=[["甲", 5, "=B1*2"], ["乙", 6, "=B2*2"]])
    document = read_document(saved(tmp_path, made))
    assert document.text == "| 甲 | 5 |\n| 乙 | 6 |\n"
    assert document.notices == (
        "自评表!C1、自评表!C2 是公式，文件里没有存它的结果，按空格读；"
        "用 Excel 或 WPS 打开，保存一次再读",
    )


def test_a_notice_names_ten_cells_at_most(tmp_path):
    document = read_document(saved(tmp_path, book(自评表=[["甲", "=1", row] for row in range(12)])))
    assert document.notices[0].startswith("自评表!B1、自评表!B2、")
    assert "自评表!B10 等 12 格 是公式" in document.notices[0]


def test_errors_hidden_values_and_unknown_formats_are_said(tmp_path):
    made = book(自评表=[["甲", "#DIV/0!"], ["乙", 5], ["丙", 0.5]])
    made["自评表"]["B2"].number_format = ";;;"
    made["自评表"]["B3"].number_format = "# ?/?"
    document = read_document(saved(tmp_path, made))
    assert cells(document) == {
        "自评表!A1": "甲",
        "自评表!B1": "#DIV/0!",
        "自评表!A2": "乙",
        "自评表!B2": "",
        "自评表!A3": "丙",
        "自评表!B3": "0.5",
    }
    assert document.notices == (
        "自评表!B1 显示的是错误值",
        "自评表!B3 的数字格式不认识，按常规格式写出",
        "自评表!B2 的数字格式不显示它的值，按空格读",
    )


def test_pictures_charts_text_boxes_and_comments_are_said(tmp_path):
    made = book(自评表=[["甲", 5]])
    made["自评表"]["A1"].comment = Comment("请核实", "审核")
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(made["自评表"], min_col=2, min_row=1))
    made["自评表"].add_chart(chart)
    path = saved(tmp_path, made)
    with zipfile.ZipFile(path) as packed:
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
    box = '<sp xmlns:a="x"><a:t>单位：</a:t><a:t>万元</a:t></sp>'
    document = read_document(
        changed(
            path,
            **{
                "xl/drawings/drawing1.xml": drawing.replace(
                    "<graphicFrame>", f"{box}<graphicFrame>", 1
                )
            },
        )
    )
    assert document.notices == (
        "工作表“自评表”里有 1 个文本框或图形、1 个图表、1 条批注没有读，其中写着“单位：万元”",
    )


def test_a_strict_workbook_is_read(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    strict = "http://purl.oclc.org/ooxml"
    for name, content in parts.items():
        content = content.replace(MAIN, f"{strict}/spreadsheetml/main")
        parts[name] = content.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            f"{strict}/officeDocument/relationships",
        )
    assert read_document(changed(path, **parts)).text == "| 甲 | 5 |\n"


def test_faults_that_change_no_text_are_no_errors(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    with zipfile.ZipFile(path) as packed:
        styles = packed.read("xl/styles.xml").decode()
    broken = changed(
        path,
        **{
            "xl/styles.xml": styles.replace("<fill><patternFill /></fill>", "<fill/>", 1),
            "xl/theme/theme1.xml": None,
        },
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_document(broken).text == "| 甲 | 5 |\n"


def test_parts_are_named_by_their_relationships(tmp_path):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    told = "".join(
        f'<Relationship Id="{own}" Type="{office}/{kind}" Target="{target}"{mode}/>'
        for own, kind, target, mode in [
            ("r1", "drawing", "../drawings/one.xml", ""),
            ("r2", "drawing", "/xl/drawings/two.xml", ""),
            ("r3", "hyperlink", "http://example.org/", ' TargetMode="External"'),
        ]
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'
    path = changed(
        saved(tmp_path, book(自评表=[["甲"]])), **{"xl/worksheets/_rels/sheet1.xml.rels": rels}
    )
    parts = archive.Parts(path, path.read_bytes())
    assert parts.relations(OF_SHEET) == {
        "r1": ("drawing", "xl/drawings/one.xml"),
        "r2": ("drawing", "xl/drawings/two.xml"),
    }
    assert parts.related(OF_SHEET) == {"drawing": "xl/drawings/one.xml"}


def test_part_names_may_differ_in_capitals_and_slashes(tmp_path):
    made = book(自评表=[["执行率", 0.9892]])
    made["自评表"]["B1"].number_format = "0.00%"
    path = saved(tmp_path, made)
    with zipfile.ZipFile(path) as packed:
        styles = packed.read("xl/styles.xml")
    assert (
        read_document(changed(path, **{"xl/styles.xml": None, "xl\\Styles.xml": styles})).text
        == "| 执行率 | 98.92% |\n"
    )


# --- what is refused, and what must not fill the memory ---


def test_a_far_cell_costs_nothing(tmp_path):
    document = raw_sheet(
        tmp_path,
        (
            '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>5</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>6</v></c></row></sheetData>'
        ),
    )
    assert document.text == "5\n6\n"


@pytest.mark.parametrize("ref", ["B1:XFC1048576", "A1:XFD1048576"])
def test_a_merge_over_a_grid_beyond_all_reports_is_refused(tmp_path, ref):
    path = changed(
        saved(tmp_path, book(自评表=[["甲"]])),
        sheet=(
            '<sheetData><row r="1"><c r="A1"><v>5</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>6</v></c></row></sheetData>'
            f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'
        ),
    )
    assert "工作表超过 3000000 格" in refusal(path)


def test_cells_beyond_all_reports_are_refused(tmp_path, monkeypatch):
    path = saved(tmp_path, book(自评表=[["甲", 1], ["乙", 2]]))
    monkeypatch.setattr(sheets, "MOST_CELLS", 4)
    assert len(cells(read_document(path))) == 4
    monkeypatch.setattr(sheets, "MOST_CELLS", 3)
    assert "工作表超过 3 格" in refusal(path)


def test_a_grid_of_few_cells_beyond_all_reports_is_refused(tmp_path, monkeypatch):
    made = book(自评表=[])
    for place in ("A1", "C3", "E5"):
        made["自评表"][place] = 1
    monkeypatch.setattr(sheets, "MOST_CELLS", 8)  # 3 rows by 3 columns
    assert "工作表超过 8 格" in refusal(saved(tmp_path, made))


def test_a_part_beyond_all_reports_is_refused(tmp_path, monkeypatch):
    path = saved(tmp_path, book(自评表=[[f"甲{row}" for row in range(1000)]]))
    monkeypatch.setattr(archive, "LARGEST_PART", 10_000)
    told = refusal(path)
    assert "解压后超过" in told
    assert "xl/" in told


def test_parts_beyond_all_reports_together_are_refused(tmp_path, monkeypatch):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 3_000)
    assert "解压后超过" in refusal(path)


def test_an_archive_of_too_many_files_is_refused(tmp_path, monkeypatch):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    monkeypatch.setattr(archive, "MOST_ENTRIES", 3)
    assert "压缩包里有" in refusal(path)


def test_an_archive_with_one_name_twice_is_refused(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    with zipfile.ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(OF_SHEET, "<worksheet/>")
    assert "同名的文件" in refusal(path)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"sheet": None}, "缺少工作表的内容"),
        ({"xl/workbook.xml": None}, "里面没有工作簿"),
        ({"_rels/.rels": None}, "里面没有工作簿"),
        ({"xl/workbook.xml": "<workbook/>"}, "里面没有工作簿"),
        ({"sheet": "<sheetData><row>"}, "不是完整的 XML"),
        ({"xl/styles.xml": "<styleSheet"}, "不是完整的 XML"),
        (
            {
                "sheet": (
                    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "5">]>'
                    f'<worksheet xmlns="{MAIN}"/>'
                )
            },
            "DOCTYPE",
        ),
        (
            {
                "xl/_rels/workbook.xml.rels": _rels(sharedStrings="strings.xml"),
                "xl/strings.xml": _ENTITY,
            },
            "DOCTYPE",
        ),
        (
            {"xl/workbook.xml": f'<!DOCTYPE x><workbook xmlns="{MAIN}"><sheets/></workbook>'},
            "DOCTYPE",
        ),
        (
            {"sheet": '<sheetData><row><c r="甲1"><v>5</v></c></row></sheetData>'},
            "单元格的位置“甲1”不对",
        ),
        (
            {"sheet": '<sheetData><row><c r="XFE1"><v>5</v></c></row></sheetData>'},
            "单元格的位置“XFE1”不对",
        ),
        (
            {"sheet": '<sheetData><row r="1048577"><c><v>5</v></c></row></sheetData>'},
            "行号“1048577”不对",
        ),
        ({"sheet": '<sheetData><row r="-1"><c><v>5</v></c></row></sheetData>'}, "行号“-1”不对"),
        (
            {"sheet": '<sheetData><row><c r="A1"><v>五</v></c></row></sheetData>'},
            "自评表!A1；内容“五”读不出来",
        ),
        (
            {"sheet": '<sheetData><row><c r="A1"><v>nan</v></c></row></sheetData>'},
            "内容“nan”读不出来",
        ),
        (
            {"sheet": '<sheetData><row><c r="A1" t="s"><v>99</v></c></row></sheetData>'},
            "内容“99”读不出来",
        ),
        (
            {"sheet": '<sheetData><row><c r="A1" t="s"><v>-1</v></c></row></sheetData>'},
            "内容“-1”读不出来",
        ),
        (
            {"sheet": '<sheetData><row><c r="A1" t="b"><v>2</v></c></row></sheetData>'},
            "内容“2”读不出来",
        ),
        (
            {"sheet": '<sheetData><row><c r="A1" t="d"><v>去年</v></c></row></sheetData>'},
            "内容“去年”读不出来",
        ),
        (
            {"sheet": '<sheetData/><mergeCells><mergeCell ref="A:B"/></mergeCells>'},
            "单元格的位置“A”不对",
        ),
        ({"sheet": "<sheetData/>"}, "文件是空的"),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path, parts, reason):
    assert reason in refusal(changed(saved(tmp_path, book(自评表=[["甲", 5]])), **parts))


def test_a_workbook_cut_short_is_refused(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    path.write_bytes(path.read_bytes()[:-200])
    assert "文件不完整" in refusal(path)


def test_a_workbook_damaged_inside_is_refused(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]] * 50))
    raw = bytearray(path.read_bytes())
    begin = raw.index(OF_SHEET.encode()) + len(OF_SHEET)
    raw[begin + 20 : begin + 60] = bytes(40)
    path.write_bytes(raw)
    assert "压缩的内容已损坏" in refusal(path)


def test_a_workbook_of_locked_entries_is_refused(tmp_path):
    path = saved(tmp_path, book(自评表=[["甲", 5]]))
    raw = bytearray(path.read_bytes())
    at = 0
    while (
        at := raw.find(b"PK\x01\x02", at)
    ) >= 0:  # the flag in each entry of the directory at the end
        raw[at + 8] |= 1
        at += 4
    path.write_bytes(raw)
    assert "文件有密码" in refusal(path)


def test_another_archive_is_no_workbook(tmp_path):
    path = tmp_path / "made.xlsx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("xl/readme.txt", "没有工作簿")
    path.write_bytes(packed.getvalue())
    assert "里面没有工作簿" in refusal(path)


@pytest.mark.parametrize(
    "code", ["0." + "0" * 300, "s." + "0" * 40, "0." + "0" * 120, "%" * 200 + "0", "0" + "," * 200]
)
def test_no_format_breaks_a_number(code):
    for number in (0.0, 1e-300, 5e-324, 1.7976931348623157e308, -44926.123456789):
        assert isinstance(show_number(number, code), str | None)
