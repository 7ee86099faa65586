"""Word files: what a person sees in Word stands in the text, each cell once,
and what is broken is refused with one line.
"""

import random
import zipfile

import pandas as pd
import pytest
from made.docx import (
    cell,
    content_control,
    field,
    level,
    lists,
    note,
    note_reference,
    old_text_box,
    paragraph,
    picture,
    row,
    run,
    table,
    text_box,
    write_docx,
)
from made.prose import write_prose

import perf_analysis as pa
from perf_analysis.document import Cell
from perf_analysis.errors import InputError
from perf_analysis.readers import archive, docx, read_document


@pytest.fixture
def read(tmp_path):
    """The document read from a Word file of these blocks."""
    return lambda *blocks, **others: read_document(
        write_docx(tmp_path / "made.docx", *blocks, **others)
    )


def grid(document, at=0):
    """The cells of a table: row, column, rows, columns, text."""
    return [(*each[:4], document.text[each.start : each.end]) for each in document.tables[at].cells]


# --- paragraphs ---


def test_paragraphs_are_lines_and_empty_ones_are_left_out(read):
    document = read(
        paragraph("一、基本情况"), paragraph(), paragraph("执行数", run("100", "<w:b/>"), "万元。")
    )
    assert document.text == "一、基本情况\n执行数100万元。\n"
    assert document.notices == ()


def test_the_document_is_that_of_its_file(tmp_path):
    path = write_docx(tmp_path / "2023自评.docx", paragraph("得分98分。"))
    document = read_document(path)
    assert (document.report_id, document.path) == ("2023自评", path)
    assert document.sha256 == pa.readers.docx.read_docx(path, path.read_bytes()).sha256
    assert pa.read(path).figures["value"].tolist() == [98]


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_a_file_of_either_namespace_and_with_its_main_part_anywhere_is_read(read, strict):
    numbers = lists({"1": [level(0, "decimal", "%1.")]}, {"1": ("1", "")})
    blocks = [paragraph("支出5万元", numbered=(1, 0)), table([cell("甲", span=2), "乙"])]
    document = read(*blocks, strict=strict, numbering=numbers, folder="word/正文", main="main1.xml")
    assert document.text == "1. 支出5万元\n| 甲 | 乙 |\n"
    assert document.tables[0].width == 3


def test_tabs_breaks_and_hyphens_are_kept(read):
    marks = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>P1</w:t>"
        "<w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/></w:r>"
    )
    assert read(paragraph(marks)).text == "甲\t乙\n丙\nP1-5\n"


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ("<w:strike/>", "划掉"),
        ('<w:dstrike w:val="true"/>', "划掉"),
        ("<w:vanish/>", "隐藏"),
        ('<w:rStyle w:val="Gone"/>', "划掉"),
        ('<w:rStyle w:val="Child"/>', "划掉"),
    ],
)
def test_struck_and_hidden_text_is_left_out_and_told(read, properties, told):
    styles = (
        '<w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Gone"/></w:style>'
    )
    document = read(paragraph(run("支出5万元"), run("，旧稿7万元", properties)), styles=styles)
    assert document.text == "支出5万元\n"
    assert document.notices == (f"文档里有 1 处{told}的文字，没有读：“，旧稿7万元”",)


@pytest.mark.parametrize("properties", ['<w:strike w:val="0"/>', '<w:vanish w:val="false"/>'])
def test_a_run_that_takes_back_what_its_style_strikes_is_read(read, properties):
    kind = properties[3:9]
    styles = f'<w:style w:styleId="P"><w:rPr><w:{kind}/></w:rPr></w:style>'
    assert read(paragraph(run("支出5万元", properties), style="P"), styles=styles).text == (
        "支出5万元\n"
    )


WHITE = '<w:color w:val="FFFFFF"/>'


@pytest.mark.parametrize(
    ("properties", "is_shown"),
    [
        (WHITE, False),
        ('<w:sz w:val="2"/>', False),
        ('<w:sz w:val="21"/>', True),
        ('<w:color w:val="FF0000"/>', True),
        (f'{WHITE}<w:shd w:val="clear" w:fill="000000"/>', True),
        (f'{WHITE}<w:highlight w:val="black"/>', True),
    ],
)
def test_white_and_tiny_words_are_hidden(read, properties, is_shown):
    document = read(paragraph(run("支出5万元"), run("，旧稿7万元", properties)))
    assert document.text == ("支出5万元，旧稿7万元\n" if is_shown else "支出5万元\n")
    assert len(document.notices) == (not is_shown)


def test_white_words_in_the_head_of_a_table_are_read(read):
    head = cell(paragraph(run("预算", WHITE)))
    assert read(table(row(head, "执行"), row("5", "4"))).text == "| 预算 | 执行 |\n| 5 | 4 |\n"


@pytest.mark.parametrize(("style", "is_shown"), [("Dark", True), ("Child", True), ("Plain", False)])
def test_white_words_on_the_ground_of_their_style_are_read(read, style, is_shown):
    styles = (
        '<w:style w:styleId="Dark"><w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Dark"/></w:style><w:style w:styleId="Plain"/>'
    )
    white = paragraph(run("支出5万元", WHITE), style=style)
    found = read(paragraph("首页"), white, styles=styles)
    assert ("支出5万元" in found.text) == is_shown


@pytest.mark.parametrize(
    "drawing",
    [
        "<w:drawing><wp:anchor behindDoc='1'/></w:drawing>",
        "<w:pict><v:rect style='position:absolute;z-index:-251658240'/></w:pict>",
    ],
)
def test_white_words_over_a_drawing_behind_the_text_are_read(read, drawing):
    cover = paragraph(run("支出5万元", WHITE))
    assert read(f"<w:p><w:r>{drawing}</w:r></w:p>", cover).text == "支出5万元\n"


@pytest.mark.parametrize("properties", ["<w:strike/>", "<w:vanish/>"])
def test_signs_of_words_that_are_left_out_go_with_them(read, properties):
    """The hyphen of a struck 2019-2020 would make the number behind it negative."""
    gone = (
        f"<w:r><w:rPr>{properties}</w:rPr><w:t>2019</w:t><w:noBreakHyphen/><w:t>2020年</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    )
    assert read(paragraph(run("增加"), gone, run("12万元"))).text == "增加12万元\n"


def test_a_hidden_row_is_left_out_and_told(read):
    hidden = row("旧", "7", properties="<w:hidden/>")
    shown = row("新", "5", properties='<w:hidden w:val="0"/>')
    document = read(table(hidden, shown, row("又", "6")))
    assert document.text == "| 新 | 5 |\n| 又 | 6 |\n"
    assert document.notices == ("文档里有 1 处隐藏的文字，没有读：“旧7”",)


@pytest.mark.parametrize(("properties", "last"), [("<w:vanish/>", "2."), ("<w:strike/>", "3.")])
def test_a_struck_item_of_a_list_keeps_its_number_and_a_hidden_one_has_none(read, properties, last):
    numbering = lists({7: [level(0, "decimal", "%1.")]}, {1: (7, "")})
    inside = ["甲", run("旧稿", properties), "乙"]
    blocks = [paragraph(text, numbered=(1, 0)) for text in inside]
    assert read(*blocks, numbering=numbering).text == f"1. 甲\n{last} 乙\n"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ('<w:ddList><w:listEntry w:val="优"/><w:listEntry w:val="良"/></w:ddList>', "优"),
        (
            '<w:ddList><w:default w:val="1"/><w:listEntry w:val="优"/>'
            '<w:listEntry w:val="良"/></w:ddList>',
            "良",
        ),
        ('<w:ddList><w:result w:val="9"/><w:listEntry w:val="优"/></w:ddList>', ""),
        ("<w:checkBox><w:checked/></w:checkBox>", "☑"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "□"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☑"),
    ],
)
def test_what_is_chosen_in_a_form_stands_in_the_text(read, form, told):
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert read(paragraph("甲", begin, end, "乙")).text == f"甲{told}乙\n"
    assert read(paragraph("甲", begin, middle, run("丙"), end, "乙")).text == "甲丙乙\n"


def test_an_equation_beside_the_paragraphs_of_a_cell_is_read(read):
    sum_ = "<m:oMathPara><m:oMath><m:r><m:t>1.5+2=3.5</m:t></m:r></m:oMath></m:oMathPara>"
    assert read(table(row(cell(paragraph("合计"), sum_), cell("3.5")))).text == (
        "| 合计\n1.5+2=3.5 | 3.5 |\n"
    )


def test_tab_stops_and_other_properties_are_no_text(read):
    stops = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
        "<w:r><w:t>得分98分</w:t></w:r></w:p>"
    )
    assert read(stops).text == "得分98分\n"


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ('<w:sym w:font="Symbol" w:char="00A3"/>', "≤"),
        ('<w:sym w:font="Symbol" w:char="F039"/>', "9"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
        ('<w:sym w:font="Wingdings" w:char="F083"/>', "③"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="SimSun" w:char="2460"/>', "①"),
        ('<w:sym w:font="Webdings" w:char="F063"/>', "\uf063"),
        ('<w:sym w:font="Symbol" w:char="D800"/>', ""),
        ('<w:sym w:font="Symbol" w:char="FFFFFFFF"/>', ""),
        ('<w:sym w:font="Symbol" w:char="≥"/>', ""),
    ],
)
def test_a_symbol_is_the_sign_that_its_font_shows(read, sign, text):
    assert (
        read(paragraph(run("满意度"), f"<w:r>{sign}</w:r>", run("95%"))).text
        == f"满意度{text}95%\n"
    )


def test_raised_digits_stay_raised(read):
    raised = '<w:vertAlign w:val="superscript"/>'
    document = read(
        paragraph(
            "绿化13万m",
            run("2", raised),
            "，共10",
            run("8", raised),
            "元，得分",
            run("98.5", raised),
            "分",
        )
    )
    assert document.text == "绿化13万m²，共10⁸元，得分98.5分\n"


def test_links_tags_and_simple_fields_are_only_wrappers(read):
    wrapped = (
        f'<w:hyperlink>{run("支出")}</w:hyperlink><w:smartTag w:element="x">'
        f"{run('30')}</w:smartTag>"
    )
    assert (
        read(
            paragraph(
                wrapped,
                f'<w:fldSimple w:instr=" DOCPROPERTY 单位 ">{run("万元")}</w:fldSimple>',
                "。",
            )
        ).text
        == "支出30万元。\n"
    )


def test_a_field_gives_its_result_and_not_its_instruction(read):
    assert (
        read(paragraph("合计", field(" =SUM(ABOVE) ", run("75.5")), "万元")).text
        == "合计75.5万元\n"
    )


def test_a_field_within_an_instruction_is_no_text(read):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    outer = (
        mark.format("begin")
        + field(" PAGE ", run("12"))
        + mark.format("separate")
        + run("8")
        + mark.format("end")
    )
    assert read(paragraph("共", outer, "项")).text == "共8项\n"


def test_a_field_that_never_ends_hides_nothing(read):
    begun = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    )
    assert (
        read(paragraph(begun, "执行数5万元"), paragraph("结转2万元")).text
        == "执行数5万元\n结转2万元\n"
    )


def test_content_controls_are_read_around_blocks_and_runs(read):
    document = read(
        content_control(paragraph("一、资金"), table(["预算", "5"])),
        paragraph("执行", content_control(run("4")), "万元"),
    )
    assert document.text == "一、资金\n| 预算 | 5 |\n执行4万元\n"


def test_ruby_is_read_without_the_reading_above(read):
    ruby = (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('xiao')}</w:rt><w:rubyBase>{run('效')}</w:rubyBase>"
        "</w:ruby></w:r>"
    )
    assert read(paragraph("绩", ruby, "良好")).text == "绩效良好\n"


def test_an_equation_keeps_its_parts_apart(read):
    fraction = (
        "<m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>34</m:t></m:r></m:den></m:f>"
    )
    power = (
        "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>8</m:t></m:r></m:sup></m:sSup>"
    )
    assert (
        read(
            paragraph(
                "比例", f"<m:oMathPara><m:oMath>{fraction}{power}</m:oMath></m:oMathPara>", "。"
            )
        ).text
        == "比例12/3410^8。\n"
    )


# --- changes that were tracked ---


def test_tracked_changes_count_as_accepted_and_are_told(read):
    inserted, deleted = (
        f"<w:ins>{run('98')}</w:ins>",
        "<w:del><w:r><w:delText>89</w:delText></w:r></w:del>",
    )
    came, went = f"<w:moveTo>{run('，优')}</w:moveTo>", f"<w:moveFrom>{run('优')}</w:moveFrom>"
    document = read(paragraph("得分", inserted, deleted, "分", came, "。", went))
    assert document.text == "得分98分，优。\n"
    assert document.notices == ("文档里有 4 处修订没有接受或拒绝，按全部接受后的文字读",)


def test_paragraphs_whose_end_between_them_is_deleted_are_one(read):
    assert (
        read(paragraph("完成率98", mark="<w:del/>"), paragraph("%。"), paragraph("优")).text
        == "完成率98%。\n优\n"
    )


def test_a_deleted_end_before_a_table_or_at_the_end_loses_nothing(read):
    gone = paragraph("支出3万元", mark="<w:del/>")
    assert (
        read(gone, table(["甲", cell(gone)], ["乙", "丙"]), gone).text
        == "支出3万元\n| 甲 | 支出3万元 |\n| 乙 | 丙 |\n支出3万元\n"
    )


def test_a_deleted_row_is_left_out(read):
    document = read(table(["甲", "1"], row("乙", "2", properties="<w:del/>"), ["丙", "3"]))
    assert grid(document) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 0, 1, 1, "丙"),
        (1, 1, 1, 1, "3"),
    ]
    assert len(document.notices) == 1


# --- what stands apart ---


def test_a_text_box_is_read_once_and_after_its_paragraph(read):
    assert (
        read(
            paragraph("全年", text_box(paragraph("预算5万元"), paragraph("执行4万元")), "支出")
        ).text
        == "全年支出\n预算5万元\n执行4万元\n"
    )


def test_an_old_text_box_is_read(read):
    assert (
        read(paragraph("甲", f"<w:r>{old_text_box(paragraph('预算5万元'))}</w:r>", "乙")).text
        == "甲乙\n预算5万元\n"
    )


def test_a_table_in_a_text_box_is_a_table(read):
    document = read(paragraph("附表", text_box(table(["预算", "5"]))))
    assert grid(document) == [(0, 0, 1, 1, "预算"), (0, 1, 1, 1, "5")]


def test_notes_are_lines_after_their_paragraph(read):
    document = read(
        paragraph("执行率98", note_reference(2), "%", note_reference(1, "endnote"), "。"),
        paragraph("二、成效"),
        footnotes=note(0, paragraph("分隔"))
        + note(2, paragraph("按调整后预算7万元计算。"), paragraph("含结转。")),
        endnotes=note(1, paragraph("见决算。"), kind="endnote"),
    )
    assert document.text == "执行率98%。\n按调整后预算7万元计算。\n含结转。\n见决算。\n二、成效\n"


def test_a_note_in_a_cell_is_a_line_after_the_table(read):
    document = read(
        table(["执行率", cell(paragraph("98%", note_reference(1)))]),
        footnotes=note(1, paragraph("口径为7万元。")),
    )
    assert document.text == "| 执行率 | 98% |\n口径为7万元。\n"


def test_a_note_is_written_once_though_it_refers_to_itself(read):
    document = read(
        paragraph("甲", note_reference(1)),
        paragraph("乙", note_reference(1)),
        footnotes=note(1, paragraph("注", note_reference(1))),
    )
    assert document.text == "甲\n注\n乙\n"


def test_a_note_that_is_missing_is_told(read):
    assert read(paragraph("得分98分", note_reference(5))).notices == (
        "有 1 处脚注或尾注找不到内容",
    )


# --- tables ---


def test_a_merged_cell_is_written_once(read):
    document = read(
        table(
            [cell("指标", merge="restart"), cell("资金（万元）", span=2), "得分"],
            [cell(merge="continue"), "预算数", "执行数", cell("9.8", merge="restart")],
            ["合计", "50", "49", cell(merge="continue")],
        )
    )
    assert (
        document.text
        == "| 指标 | 资金（万元） | 得分 |\n| 预算数 | 执行数 | 9.8 |\n| 合计 | 50 | 49 |\n"
    )
    assert document.tables[0].cells[0] == Cell(0, 0, 2, 1, 2, 4)
    assert grid(document) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "资金（万元）"),
        (0, 3, 1, 1, "得分"),
        (1, 1, 1, 1, "预算数"),
        (1, 2, 1, 1, "执行数"),
        (1, 3, 2, 1, "9.8"),
        (2, 0, 1, 1, "合计"),
        (2, 1, 1, 1, "50"),
        (2, 2, 1, 1, "49"),
    ]
    assert document.notices == ()


def test_columns_left_free_before_and_after_a_row_are_counted(read):
    document = read(
        table(
            ["甲", "乙", "丙"],
            row("3", "4", properties='<w:gridBefore w:val="1"/>'),
            row("5", "6", properties='<w:gridAfter w:val="1"/>'),
        )
    )
    assert [each[:2] + each[4:] for each in grid(document)] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (0, 2, "丙"),
        (1, 1, "3"),
        (1, 2, "4"),
        (2, 0, "5"),
        (2, 1, "6"),
    ]


def test_two_merged_cells_one_below_the_other_stay_two(read):
    document = read(
        table(
            [cell("产出", merge="restart"), "1"],
            [cell(merge="continue"), "2"],
            [cell("效益", merge="restart"), "3"],
            [cell(merge="continue"), "4"],
        )
    )
    assert [each for each in grid(document) if each[1] == 0] == [
        (0, 0, 2, 1, "产出"),
        (2, 0, 2, 1, "效益"),
    ]


def test_a_cell_that_goes_on_from_none_is_a_cell(read):
    assert grid(read(table([cell("产出", merge="continue"), "1"], ["质量", "2"])))[0] == (
        0,
        0,
        1,
        1,
        "产出",
    )


def test_cells_merged_sideways_in_the_old_way_are_one(read):
    document = read(
        table(
            [
                cell("合计", properties='<w:hMerge w:val="restart"/>'),
                cell(properties="<w:hMerge/>"),
                "5",
            ],
            ["甲", "乙", "6"],
        )
    )
    assert grid(document)[:2] == [(0, 0, 1, 2, "合计"), (0, 2, 1, 1, "5")]


def test_text_under_a_merged_cell_is_told_where_it_says_anything_else(read):
    document = read(
        table(
            [cell("产出", merge="restart"), "1"],
            [cell("产出", merge="continue"), "2"],
            [cell("9万元", merge="continue"), "3"],
            ["效益", "4"],
        )
    )
    assert "9万元" not in document.text
    assert document.notices == ("表格里有 1 格被合并的单元格遮住，其中的文字没有读",)


def test_rows_and_cells_in_content_controls_are_read(read):
    document = read(
        table(
            ["甲", "1"],
            content_control(row("乙", "2")),
            row(
                content_control(cell("丙")), content_control(cell(content_control(paragraph("3"))))
            ),
        )
    )
    assert document.text == "| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |\n"


def test_paragraphs_of_a_cell_are_lines_in_it(read):
    assert grid(read(table(["措施", cell("一是培训。", "", "二是考核。")])))[1] == (
        0,
        1,
        1,
        1,
        "一是培训。\n二是考核。",
    )


def test_a_table_in_a_cell_is_a_table_after_the_outer_one(read):
    inner = table(["成本", "3万元"])
    document = read(
        table(["指标", cell("明细如下", inner, paragraph("合计3万元"))], ["质量", "优"]),
        paragraph("二、成效"),
    )
    assert (
        document.text
        == "| 指标 | 明细如下\n合计3万元 |\n| 质量 | 优 |\n| 成本 | 3万元 |\n二、成效\n"
    )
    assert [each.name for each in document.tables] == ["表1", "表2"]


def test_a_table_that_only_lays_out_the_page_is_lines(read):
    document = read(table([cell("自评报告", span=2)], [cell(table(["得分", "98"])), ""]))
    assert document.text == "自评报告\n| 得分 | 98 |\n"


# --- automatic numbering ---

CHINESE = [
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
]
OF_THREE = (
    {"1": CHINESE},
    {
        "1": ("1", ""),
        "2": ("1", '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride>'),
    },
)


def lines_of(document):
    return document.text.splitlines()


def test_the_numbers_that_word_shows_are_part_of_the_text(read):
    asked = [
        ("情况", 0),
        ("职能", 1),
        ("招商", 2),
        ("服务", 2),
        ("收支", 1),
        ("预算", 2),
        ("评价", 0),
        ("结论", 1),
    ]
    document = read(
        *(paragraph(text, numbered=(1, at)) for text, at in asked), numbering=lists(*OF_THREE)
    )
    assert lines_of(document) == [
        "一、 情况",
        "（一） 职能",
        "1. 招商",
        "2. 服务",
        "（二） 收支",
        "1. 预算",
        "二、 评价",
        "（一） 结论",
    ]
    assert pa.read(document.path).document.text == document.text


def test_numbers_make_the_headings_of_the_report(read, tmp_path):
    read(
        paragraph("情况", numbered=(1, 0)),
        paragraph("支出", numbered=(1, 1)),
        paragraph("3个项目共5万元。", numbered=(1, 2)),
        numbering=lists(*OF_THREE),
    )
    figures = pa.read(tmp_path / "made.docx").figures
    assert list(zip(figures["section"], figures["value"], strict=True)) == [
        ("一(一)1", 3),
        ("一(一)1", 5),
    ]


def test_another_use_of_a_list_goes_on_or_starts_where_it_says(read):
    asked = [(1, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊")]
    document = read(
        *(paragraph(text, numbered=(use, 2)) for use, text in asked), numbering=lists(*OF_THREE)
    )
    assert lines_of(document) == ["1. 甲", "2. 乙", "5. 丙", "6. 丁", "7. 戊"]


def test_a_use_may_set_a_level_otherwise(read):
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=4)}</w:lvlOverride>'
    numbers = lists({"1": CHINESE}, {"1": ("1", other)})
    assert lines_of(
        read(paragraph("甲", numbered=(1, 0)), paragraph("乙", numbered=(1, 0)), numbering=numbers)
    ) == ["IV) 甲", "V) 乙"]


def test_a_level_restarts_only_where_it_says(read):
    never, after_first = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    levels = [
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2", more=never),
        level(2, "decimal", "(%3)", more=after_first),
    ]
    document = read(
        *(paragraph("项", numbered=(1, at)) for at in (0, 1, 2, 1, 2, 0, 1, 2)),
        numbering=lists({"1": levels}, {"1": ("1", "")}),
    )
    assert [line.split()[0] for line in lines_of(document)] == [
        "1.",
        "1.1",
        "(1)",
        "1.2",
        "(2)",
        "2.",
        "2.3",
        "(1)",
    ]


def test_a_level_without_the_one_above_counts_it_as_begun(read):
    numbers = lists(
        {"1": [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")]}, {"1": ("1", "")}
    )
    document = read(*(paragraph("项", numbered=(1, at)) for at in (1, 0, 1)), numbering=numbers)
    assert [line.split()[0] for line in lines_of(document)] == ["1.1", "2.", "2.1"]


def test_a_legal_number_is_arabic_throughout(read):
    levels = [
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "%1.%2", more="<w:isLgl/>"),
    ]
    document = read(
        paragraph("总则", numbered=(1, 0)),
        paragraph("目的", numbered=(1, 1)),
        numbering=lists({"1": levels}, {"1": ("1", "")}),
    )
    assert lines_of(document) == ["第一章 总则", "1.1 目的"]


def test_numbers_come_through_styles_and_the_styles_they_are_based_on(read):
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="usual"/>'
        '<w:style w:type="paragraph" w:styleId="part"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="section"><w:basedOn w:val="part"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="bold"><w:basedOn w:val="section"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="ring"><w:basedOn w:val="ring"/></w:style>'
    )
    plain = (
        '<w:p><w:pPr><w:pStyle w:val="part"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        "<w:r><w:t>戊</w:t></w:r></w:p>"
    )
    named = [
        paragraph(text, style=style)
        for text, style in [
            ("甲", "part"),
            ("乙", "section"),
            ("丙", "bold"),
            ("丁", ""),
            ("圈", "ring"),
        ]
    ]
    assert lines_of(read(*named, plain, styles=styles, numbering=lists(*OF_THREE))) == [
        "一、 甲",
        "（一） 乙",
        "（二） 丙",
        "丁",
        "圈",
        "戊",
    ]


def test_a_list_may_name_the_styles_of_its_levels(read):
    levels = [
        level(0, "decimal", "%1.", more='<w:pStyle w:val="part"/>'),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="section"/>'),
    ]
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}">{numbered}</w:style>'
        for name in ("part", "section")
    )
    document = read(
        paragraph("甲", style="part"),
        paragraph("乙", style="section"),
        styles=styles,
        numbering=lists({"1": levels}, {"1": ("1", "")}),
    )
    assert lines_of(document) == ["1. 甲", "1.1 乙"]


def test_a_list_may_be_kept_by_a_list_style(read):
    link = (
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="kept"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="kept"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    assert lines_of(
        read(paragraph("甲", numbered=(2, 0)), styles=styles, numbering=lists(*OF_THREE) + link)
    ) == ["一、 甲"]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", {1: "1", 21: "21"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("decimalFullWidth", {10: "１０"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        (
            "chineseCounting",
            {0: "〇", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一〇一"},
        ),
        ("taiwaneseCountingThousand", {12: "十二"}),
        (
            "chineseCountingThousand",
            {
                10: "十",
                15: "十五",
                21: "二十一",
                100: "一百",
                101: "一百零一",
                110: "一百一十",
                1005: "一千零五",
            },
        ),
        ("japaneseCounting", {10: "十", 21: "二十一", 101: "百一", 110: "百十"}),
        ("ideographDigital", {9: "九", 10: "一〇", 21: "二一"}),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV"}),
        ("lowerRoman", {3: "iii"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 54: "BBB"}),
        ("lowerLetter", {2: "b", 28: "bb"}),
        ("none", {5: ""}),
        ("decimal", {0: "0", 2_000_000_000: "2000000000"}),
    ],
)
def test_each_form_of_number_is_written_as_word_does(read, form, written):
    for count, text in written.items():
        document = read(
            paragraph("项", numbered=(1, 0)),
            numbering=lists({"1": [level(0, form, "(%1)", start=count)]}, {"1": ("1", "")}),
        )
        assert document.text == f"({text}) 项\n"


def test_a_bullet_is_no_number(read):
    numbers = lists(
        {"1": [level(0, "bullet", "\uf0b7"), level(1, "decimal", "%2)")]}, {"1": ("1", "")}
    )
    assert lines_of(
        read(*(paragraph("项", numbered=(1, at)) for at in (0, 1, 1, 0, 1)), numbering=numbers)
    ) == ["项", "1) 项", "2) 项", "项", "1) 项"]


def test_a_form_of_number_that_is_not_known_is_told(read):
    document = read(
        paragraph("甲", numbered=(1, 0)),
        numbering=lists({"1": [level(0, "hebrew1", "%1.")]}, {"1": ("1", "")}),
    )
    assert (document.text, document.notices) == (
        "1. 甲\n",
        ("编号格式 hebrew1 不认识，写成阿拉伯数字",),
    )


def test_a_form_of_later_years_is_read_by_the_one_beside_it(read):
    custom = '<w:numFmt w:val="custom" w:format="001, 002, 003"/>'
    form = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{custom}</mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
    )
    told = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{form}<w:lvlText w:val="%1"/></w:lvl>'
    assert lines_of(
        read(paragraph("甲", numbered=(1, 0)), numbering=lists({"1": [told]}, {"1": ("1", "")}))
    ) == ["01 甲"]


def test_the_cells_of_a_column_may_hold_only_numbers(read):
    numbered = cell(paragraph(numbered=(1, 2)))
    document = read(
        table(["序号", "项目"], [numbered, "维修"], [numbered, "培训"]), numbering=lists(*OF_THREE)
    )
    assert document.text == "| 序号 | 项目 |\n| 1. | 维修 |\n| 2. | 培训 |\n"


def test_text_boxes_and_notes_count_for_themselves(read):
    item = paragraph("项", numbered=(1, 2))
    boxed = paragraph("甲", text_box(item, item), numbered=(1, 2))
    document = read(
        boxed,
        paragraph("乙", note_reference(1), numbered=(1, 2)),
        numbering=lists(*OF_THREE),
        footnotes=note(1, item),
    )
    assert lines_of(document) == ["1. 甲", "1. 项", "2. 项", "2. 乙", "1. 项"]


def test_a_list_that_is_not_there_gives_no_number(read):
    assert (
        read(
            paragraph("甲", numbered=(7, 0)),
            paragraph("乙", numbered=(1, 8)),
            numbering=lists(*OF_THREE),
        ).text
        == "甲\n乙\n"
    )


# --- what is not read is told ---

BLIP = picture('r:embed="rId9"')
CHART = (
    '<w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId9"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (
            BLIP + BLIP + '<w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict>',
            "文档里有 3 张图片，图片里的文字没有读",
        ),
        (
            (
                f'<mc:AlternateContent><mc:Choice Requires="wps">{BLIP}</mc:Choice>'
                f"<mc:Fallback>{BLIP}</mc:Fallback></mc:AlternateContent>"
            ),
            "文档里有 1 张图片",
        ),
        (
            (
                '<w:object><v:shape><v:imagedata r:id="rId9"/></v:shape>'
                '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
            ),
            "文档里有 1 个嵌入对象",
        ),
        (CHART, "文档里有 1 个图表"),
        ("<w:instrText> eq \\o\\ac(○,1) </w:instrText>", "文档里有 1 处用 EQ 域"),
        ('<w:commentReference w:id="0"/>', "文档里有 1 条批注，没有读"),
    ],
)
def test_what_may_hold_figures_and_is_not_read_is_told(read, inside, told):
    document = read(paragraph("得分98分", f"<w:r>{inside}</w:r>"))
    assert document.text == "得分98分\n"
    assert [notice.startswith(told) for notice in document.notices] == [True]


def test_a_picture_that_was_deleted_is_not_counted(read):
    document = read(paragraph("得分98分", f"<w:del><w:r>{BLIP}</w:r></w:del>"))
    assert not any("图片" in notice for notice in document.notices)


def test_other_files_put_into_the_document_are_told(read):
    assert read(paragraph("得分98分"), '<w:altChunk r:id="rId9"/>').notices == (
        "正文里有一段是嵌入的其他文件，没有读；用 Word 打开，另存为 .docx 再读",
    )


# --- what is refused ---


def refusal(path):
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told


def rewritten(path, name, content):
    """The same file with one part replaced, or left out for None."""
    with zipfile.ZipFile(path) as packed:
        held = {entry: packed.read(entry) for entry in packed.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry, told in held.items():
            if told is not None:
                packed.writestr(entry, told)
    return path


@pytest.fixture
def good(tmp_path):
    return write_docx(tmp_path / "made.docx", paragraph("得分98分。"))


def document_of(body, before=""):
    return f'{before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'


@pytest.mark.parametrize("share", [0.6, 0.95])
def test_a_truncated_file_is_refused(good, share):
    raw = good.read_bytes()
    good.write_bytes(raw[: int(len(raw) * share)])
    assert "文件不完整" in refusal(good)


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels"])
def test_a_file_without_a_main_part_is_refused(good, name):
    rewritten(good, name, None)
    rewritten(good, "word/theme.xml", "<theme/>")
    assert "里面没有 Word 文档的正文" in refusal(good)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<w:document", "word/document.xml 第 1 行；内容不是完整的 XML"),
        (document_of("<w:p><w:r><w:t>得分98分</w:t>"), "内容不是完整的 XML"),
        ("", "内容不是完整的 XML"),
        (document_of("<w:p>" * 40_000 + "</w:p>" * 40_000), "嵌套太深"),
        (document_of("<w:p/>", '<!DOCTYPE d SYSTEM "file:///etc/hostname">'), "含有 DOCTYPE"),
        (
            document_of("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY a "98">]>'),
            "含有 DOCTYPE",
        ),
        ("<w:document xmlns:w='x'/>", "里面没有 Word 文档的正文"),
    ],
    ids=[
        "cut in a tag",
        "cut in the text",
        "empty",
        "deep",
        "outside entity",
        "own entity",
        "no body",
    ],
)
def test_a_broken_main_part_is_refused(good, content, reason):
    assert reason in refusal(rewritten(good, "word/document.xml", content))


def test_nesting_that_the_parser_lets_pass_is_read(read):
    nested = paragraph("得分98分")
    for _ in range(75):  # three elements each, within the parser's 256
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert read(nested).text == "得分98分\n"


def test_notes_that_refer_to_each_other_in_a_long_chain_are_read(read):
    chain = "".join(note(at, paragraph(f"注{at}", note_reference(at + 1))) for at in range(3000))
    document = read(
        paragraph("甲", note_reference(0)), footnotes=chain + note(3000, paragraph("完"))
    )
    assert lines_of(document)[-2:] == ["注2999", "完"]


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes"])
def test_a_broken_other_part_is_refused(tmp_path, part):
    path = write_docx(tmp_path / "made.docx", paragraph("得分98分"), **{part: "<w:style/>"})
    assert f"word/{part}.xml" in refusal(rewritten(path, f"word/{part}.xml", "<w:styles"))


def test_a_span_is_at_most_what_a_table_can_have(tmp_path):
    path = write_docx(tmp_path / "made.docx", table([cell("甲", span=2_000_000_000), "乙"]))
    assert f"不是 1 至 {docx.MOST_COLUMNS} 列" in refusal(path)
    write_docx(path, table([cell("甲", span=-3), "乙"]))
    assert "不是 1 至" in refusal(path)
    write_docx(path, table([cell("甲", span="许多"), "乙"]))
    assert "不是 1 至" in refusal(path)
    write_docx(path, table([cell("甲", span=999), "乙"], [cell("丙", span=0), "丁"]))
    assert read_document(path).tables[0].width == 1000


def test_free_columns_are_at_most_what_a_table_can_have(tmp_path):
    path = write_docx(
        tmp_path / "made.docx",
        table(row("甲", "乙", properties='<w:gridBefore w:val="2000000000"/>')),
    )
    assert "不是 1 至" in refusal(path)


def test_a_table_is_at_most_as_large_as_allowed(tmp_path, monkeypatch):
    path = write_docx(
        tmp_path / "made.docx", table([cell("甲", span=3), "1"], [cell("乙", span=3), "2"])
    )
    monkeypatch.setattr(docx, "MOST_CELLS", 10)
    assert read_document(path).tables[0].width == 4
    monkeypatch.setattr(docx, "MOST_CELLS", 7)
    assert "表格超过 7 格" in refusal(path)


def test_a_part_is_at_most_as_large_as_allowed_whatever_it_says(good, monkeypatch):
    size = len(zipfile.ZipFile(good).read("word/document.xml"))
    monkeypatch.setattr(archive, "LARGEST_PART", size)
    assert read_document(good).text == "得分98分。\n"
    monkeypatch.setattr(archive, "LARGEST_PART", size - 1)
    assert "解压后超过" in refusal(good)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(good):
    rewritten(good, "word/document.xml", document_of(" " * 60_000_000))
    assert good.stat().st_size < 1_000_000
    assert "解压后超过 48 MB" in refusal(good)


def test_an_archive_has_at_most_as_many_entries_as_allowed(good):
    with zipfile.ZipFile(good, "a") as packed:
        for at in range(archive.MOST_ENTRIES):
            packed.writestr(f"media/{at}", "")
    assert "超过 5000 个" in refusal(good)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "word/Document.XML"])
def test_two_parts_of_one_name_are_refused(good, name):
    with zipfile.ZipFile(good, "a") as packed:
        packed.writestr(name, document_of("<w:p/>"))
    assert "同名的文件" in refusal(good)


def test_an_encrypted_entry_is_refused(good):
    raw = bytearray(good.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(signature, at + 1)
    good.write_bytes(raw)
    assert "文件有密码" in refusal(good)


def test_a_part_that_does_not_match_its_checksum_is_refused(good):
    rewritten(good, "word/document.xml", document_of("<w:p><w:r><w:t>得分98分</w:t></w:r></w:p>"))
    with zipfile.ZipFile(good) as packed:
        entry = packed.getinfo("word/document.xml")
    raw = bytearray(good.read_bytes())
    raw[entry.header_offset + 60] ^= 0xFF
    good.write_bytes(raw)
    assert "压缩的内容已损坏" in refusal(good)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_but_never_fails(tmp_path, seed):
    chance = random.Random(seed)
    numbers = lists(*OF_THREE)
    path = write_docx(
        tmp_path / "made.docx",
        paragraph("甲", numbered=(1, 0)),
        table([cell("乙", span=2), "丙"]),
        numbering=numbers,
    )
    raw = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    path.write_bytes(raw)
    try:
        text = read_document(path).text
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert text.strip()


# --- a whole report ---


def joined(lines):
    """The paragraphs of a text whose lines were wrapped:
    a long line that ends in no mark goes on in the next.
    """
    paragraphs = [""]
    for line in filter(None, map(str.strip, lines)):
        goes_on = len(paragraphs[-1]) > 30 and paragraphs[-1][-1] not in "。："
        paragraphs[-1:] = [paragraphs[-1] + line] if goes_on else [paragraphs[-1], line]
    return paragraphs


@pytest.mark.parametrize(
    "arranged", [list, joined], ids=["a paragraph a line", "wrapped lines joined"]
)
def test_a_report_has_the_same_figures_as_docx_and_as_text(tmp_path, arranged):
    of_text = pa.read(write_prose(tmp_path))
    lines = of_text.document.text.split("\n")
    of_docx = pa.read(write_docx(tmp_path / "prose.docx", *map(paragraph, arranged(lines))))
    places = ["start", "end", "page"]
    assert len(of_text.figures) > 50
    pd.testing.assert_frame_equal(
        of_docx.figures.drop(columns=places), of_text.figures.drop(columns=places)
    )
    assert of_docx.remainder["quoted"].tolist() == of_text.remainder["quoted"].tolist()
