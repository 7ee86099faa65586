"""Tables read by their words: which row, head and unit each number stands under.

What a table says was written out by hand beside it; a cell in short is `row|head|unit`, `code`
where it is no number of the table.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from perf_analysis.document import Document, Draft, Piece
from perf_analysis.layout import Layout
from perf_analysis.readers.rows import find_tables


def in_text(text):
    """A text whose tables stand in bars."""
    document = Document("made", text, "", Path("made.txt"), is_plain=True)
    return replace(document, tables=find_tables(document.folded))


def in_grid(*rows, above=()):
    """A table with merged cells: `^` goes on from above, `<` from the left."""
    draft = Draft()
    for line in above:
        draft.write(line)
    grid = [row.split("|") for row in rows]
    pieces = []
    for row, cells in enumerate(grid):
        for column, told in enumerate(cells):
            if told in ("^", "<"):
                continue
            columns = next(
                (at for at in range(1, len(cells) - column) if cells[column + at] != "<"),
                len(cells) - column,
            )
            below = [line[column] for line in grid[row + 1 :]]
            height = next((at for at, one in enumerate(below, 1) if one != "^"), len(below) + 1)
            pieces.append(Piece(row, column, height, columns, told))
    draft.write_table(pieces)
    return draft.finish(Path("made.docx"), b"")


def told(document):
    """What the layout says of each cell that holds digits and no year with its 年, by its text."""
    layout, found = Layout(document), []
    for table in document.tables:
        for cell in table.cells:
            text = document.text[cell.start : cell.end]
            if text.endswith("年") or not any(sign.isdigit() for sign in text):
                continue
            named = layout.at(cell.start, cell.end)
            if named:
                name = "code" if named.is_code else f"{named.row}|{named.head}|{named.unit}"
                found.append(f"{text}: {name}")
    return found


# --- units ---


@pytest.mark.parametrize(
    "caption",
    [
        "单位：万元",
        "金额单位：万元",
        "单位:万元",
        "（单位：万元）",
        "表1 资金执行情况（单位：万元）",
        "表1 资金执行情况\n单位：万元",
        "表1 资金执行情况（万元）",
        "单位： 万元",
        "单位：万元、%",
    ],
)
def test_the_unit_of_money_stands_above_the_table(caption):
    document = in_text(f"{caption}\n项目|预算数|执行数\n小学教育|120.50|118.00\n")
    assert told(document) == ["120.50: 小学教育|预算数|万元", "118.00: 小学教育|执行数|万元"]


def test_a_unit_in_the_caption_is_given_to_the_heads_it_fits():
    document = in_text(
        "单位：万元、人、%\n项目|预算数|执行数|执行率|培训人数\n小学教育|120.50|118.00|97.93|35\n"
    )
    assert told(document) == [
        "120.50: 小学教育|预算数|万元",
        "118.00: 小学教育|执行数|万元",
        "97.93: 小学教育|执行率|%",
        "35: 小学教育|培训人数|人",
    ]


def test_a_count_under_a_caption_of_money_has_no_money():
    document = in_text("单位：万元\n项目|预算数|人数\n小学教育|120.50|35\n")
    assert told(document) == ["120.50: 小学教育|预算数|万元", "35: 小学教育|人数|"]


def test_a_score_under_a_caption_of_money_is_points():
    document = in_text("单位：万元\n项目|预算数|分值|得分\n小学教育|120.50|10|9.5\n")
    assert told(document) == [
        "120.50: 小学教育|预算数|万元",
        "10: 小学教育|分值|分",
        "9.5: 小学教育|得分|分",
    ]


@pytest.mark.parametrize("head", ["预算数（万元）", "预算数(万元)", "预算数（单位：万元）"])
def test_the_unit_in_a_head_goes_before_the_caption_and_is_no_part_of_the_name(head):
    document = in_text(f"单位：元\n项目|{head}|执行数\n小学教育|120.50|1180000\n")
    assert told(document) == ["120.50: 小学教育|预算数|万元", "1180000: 小学教育|执行数|元"]


@pytest.mark.parametrize("head", ["单位", "计量单位", "度量单位"])
def test_the_unit_in_the_column_of_units_goes_before_the_caption(head):
    document = in_text(
        f"单位：万元\n指标|{head}|目标值|完成值\n维修泵站|座|12|13\n清淤长度|公里|8.5|9\n"
    )
    assert told(document) == [
        "12: 维修泵站|目标值|座",
        "13: 维修泵站|完成值|座",
        "8.5: 清淤长度|目标值|公里",
        "9: 清淤长度|完成值|公里",
    ]


def test_the_unit_in_the_name_of_a_row_is_that_of_its_numbers():
    document = in_text("指标|2021年|2022年\n培训人数（人）|120|135\n清淤长度（公里）|8.5|9\n")
    assert told(document) == [
        "120: 培训人数|2021年|人",
        "135: 培训人数|2022年|人",
        "8.5: 清淤长度|2021年|公里",
        "9: 清淤长度|2022年|公里",
    ]


def test_a_row_that_ends_in_what_it_counts_has_that_unit():
    document = in_text("单位：万元\n指标|2021年|2022年\n门急诊人次|12034|13500\n")
    assert told(document) == [
        "12034: 门急诊人次|2021年|人次",
        "13500: 门急诊人次|2022年|人次",
    ]


def test_a_unit_far_above_or_of_the_table_before_is_none():
    far = "单位：万元\n" + "本年度按照批复的绩效目标组织实施。" * 12
    table = "项目|预算数\n小学教育|120.50\n"
    assert told(in_text(f"{far}\n{table}")) == ["120.50: 小学教育|预算数|"]
    before = "单位：万元\n科目|决算数\n办公费|3.70\n\n"
    assert told(in_text(f"{before}{table}"))[1:] == ["120.50: 小学教育|预算数|"]


def test_a_row_of_one_cell_over_the_heads_gives_the_unit():
    document = in_grid("金额单位：万元|<|<", "项目|预算数|执行数", "小学教育|120.50|118.00")
    assert told(document) == ["120.50: 小学教育|预算数|万元", "118.00: 小学教育|执行数|万元"]


# --- rows and heads ---


def test_a_table_of_two_sides_names_each_half_by_its_own_column():
    document = in_text(
        "单位：万元\n"
        "|收入|收入|支出|支出|\n"
        "|项目|决算数|项目|决算数|\n"
        "|财政拨款收入|746.50|一、一般公共服务支出|600.10|\n"
        "|其他收入||八、社会保障和就业支出|133.80|\n"
        "|本年收入合计|746.50|本年支出合计|733.90|\n"
    )
    assert [cell.rsplit("|")[0] for cell in told(document)] == [
        "746.50: 财政拨款收入",
        "600.10: 一般公共服务支出",
        "133.80: 社会保障和就业支出",
        "746.50: 本年收入合计",
        "733.90: 本年支出合计",
    ]
    assert {cell.rsplit("|")[-1] for cell in told(document)} == {"万元"}


def test_a_table_of_two_sides_with_codes_names_each_half_and_no_code():
    document = in_text(
        "单位：万元\n"
        "|科目编码|科目名称|决算数|科目编码|科目名称|决算数|\n"
        "|301|工资福利支出|95.30|302|商品和服务支出|10.20|\n"
        "|30101|基本工资|14.10|30201|办公费|3.70|\n"
    )
    assert told(document) == [
        *("301: code", "95.30: 工资福利支出|决算数|万元"),
        *("302: code", "10.20: 商品和服务支出|决算数|万元"),
        *("30101: code", "14.10: 基本工资|决算数|万元"),
        *("30201: code", "3.70: 办公费|决算数|万元"),
    ]


def test_years_are_heads_and_no_numbers():
    document = in_text("单位：万元\n项目|2021|2022\n小学教育|98.00|118.00\n初中教育|7.00|7.50\n")
    assert told(document) == [
        *("2021: code", "2022: code"),
        *("98.00: 小学教育|2021|万元", "118.00: 小学教育|2022|万元"),
        *("7.00: 初中教育|2021|万元", "7.50: 初中教育|2022|万元"),
    ]


def test_years_name_rows():
    document = in_text("单位：万元\n年度|预算数|执行数\n2021年|98.00|97.00\n2022年|118.00|117.00\n")
    assert told(document) == [
        *("98.00: 2021年|预算数|万元", "97.00: 2021年|执行数|万元"),
        *("118.00: 2022年|预算数|万元", "117.00: 2022年|执行数|万元"),
    ]


@pytest.mark.parametrize("head", ["序号", "编号", ""])
def test_numbers_of_rows_are_codes(head):
    document = in_text(
        f"单位：万元\n|{head}|项目|预算数|\n|1|小学教育|120.50|\n|2|初中教育|8.00|\n|3|高中教育|3.20|\n"
    )
    assert told(document) == [
        *("1: code", "120.50: 小学教育|预算数|万元"),
        *("2: code", "8.00: 初中教育|预算数|万元"),
        *("3: code", "3.20: 高中教育|预算数|万元"),
    ]


def test_a_first_column_that_does_not_count_is_no_numbering():
    document = in_text("单位：人\n人数|培训人数\n3|5\n8|9\n")
    assert "3: code" not in told(document)


def test_a_head_that_stands_again_further_down_goes_on():
    document = in_text(
        "单位：万元\n"
        "项目|预算数|执行数\n小学教育|120.50|118.00\n"
        "项目|预算数|执行数\n初中教育|8.00|7.50\n"
    )
    assert told(document)[2:] == ["8.00: 初中教育|预算数|万元", "7.50: 初中教育|执行数|万元"]


def test_other_heads_further_down_take_over():
    document = in_text(
        "单位：万元\n"
        "项目|预算数|执行数\n小学教育|120.50|118.00\n"
        "项目|下达数|支付数\n初中教育|8.00|7.50\n"
    )
    assert told(document)[2:] == ["8.00: 初中教育|下达数|万元", "7.50: 初中教育|支付数|万元"]


def test_a_row_of_words_alone_is_no_head():
    document = in_text(
        "单位：万元\n"
        "项目|预算数|执行数\n小学教育|120.50|118.00\n"
        "办学条件|改善|改善\n初中教育|8.00|7.50\n"
    )
    assert told(document)[2:] == ["8.00: 初中教育|预算数|万元", "7.50: 初中教育|执行数|万元"]


def test_a_row_of_one_cell_between_the_rows_is_no_head():
    document = in_grid(
        "项目|预算数|执行数",
        "一、教育类|<|<",
        "小学教育|120.50|118.00",
        above=["单位：万元"],
    )
    assert told(document) == ["120.50: 小学教育|预算数|万元", "118.00: 小学教育|执行数|万元"]


def test_heads_of_two_rows_are_read_from_the_wider_to_the_inner_one():
    document = in_grid(
        "项目|2021年|<|2022年|<",
        "^|预算数|执行数|预算数|执行数",
        "小学教育|100.00|98.00|120.50|118.00",
        above=["单位：万元"],
    )
    assert told(document) == [
        "100.00: 小学教育|2021年预算数|万元",
        "98.00: 小学教育|2021年执行数|万元",
        "120.50: 小学教育|2022年预算数|万元",
        "118.00: 小学教育|2022年执行数|万元",
    ]


def test_a_title_over_all_columns_is_no_head():
    document = in_grid("支出决算表|<|<", "项目|预算数|执行数", "小学教育|120.50|118.00")
    assert told(document) == ["120.50: 小学教育|预算数|", "118.00: 小学教育|执行数|"]


def test_a_unit_under_its_head_is_the_unit_of_the_column():
    document = in_text("|项目|预算数|执行率|\n||万元|%|\n|小学教育|120.50|97.93|\n")
    assert told(document) == ["120.50: 小学教育|预算数|万元", "97.93: 小学教育|执行率|%"]


def test_a_name_merged_over_rows_leaves_the_name_to_the_inner_column():
    document = in_grid(
        "类别|项目|预算数",
        "教育类|小学教育|120.50",
        "^|初中教育|8.00",
        above=["单位：万元"],
    )
    assert told(document) == ["120.50: 小学教育|预算数|万元", "8.00: 初中教育|预算数|万元"]


def test_a_remark_before_a_number_names_no_row():
    document = in_text(
        "单位：万元\n项目|资金来源|预算数|备注\n小学教育|财政拨款|120.50|已完成\n初中教育|自筹|8.00|\n"
    )
    assert told(document) == ["120.50: 小学教育|预算数|万元", "8.00: 初中教育|预算数|万元"]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("（一）一般公共服务支出", "一般公共服务支出"),
        ("1.一般公共服务支出", "一般公共服务支出"),
        ("其中：一般公共服务支出", "一般公共服务支出"),
        ("一般公共服务支出：", "一般公共服务支出"),
        ("因公出国（境）费", "因公出国(境)费"),  # folded, and no unit
    ],
)
def test_a_row_is_called_by_its_name_alone(printed, plain):
    document = in_text(f"单位：万元\n项目|决算数\n{printed}|600.10\n其他支出|1.00\n")
    assert f"600.10: {plain}|决算数|万元" in told(document)


def test_a_name_and_its_value_side_by_side_need_no_head():
    document = in_grid("项目名称|泵站维修", "预算数（万元）|120.50", "执行数（万元）|118.00")
    assert told(document) == ["120.50: 预算数||万元", "118.00: 执行数||万元"]


@pytest.mark.parametrize("total", ["合计", "总计"])
def test_a_total_stands_under_the_caption_of_its_table(total):
    document = in_text(
        f"表1 中央资金分项执行情况（单位：万元）\n"
        f"项目|预算数|执行数\n小学教育|120.50|118.00\n{total}|120.50|118.00\n"
    )
    layout, cell = Layout(document), document.tables[0].cells[-1]
    named = layout.at(cell.start, cell.end)
    assert (named.row, named.head, named.unit) == (total, "执行数", "万元")
    assert named.caption == "中央资金"


# --- what is none of it ---


def test_a_number_in_a_cell_of_prose_is_no_number_of_the_table():
    document = in_text("项目|完成情况\n小学教育|已培训教师35人，其中骨干12人\n初中教育|120.50\n")
    layout = Layout(document)
    at = document.text.index("35")
    assert layout.at(at, at + 2) is None
    assert layout.cell_end(at) == document.text.index("\n初中")


def test_outside_of_tables_nothing_is_told():
    document = in_text("全年预算数120.50万元。\n\n项目|预算数\n小学教育|8.00\n")
    layout = Layout(document)
    assert layout.at(5, 11) is None
    assert layout.cell_end(5) == 0


def test_a_column_whose_head_is_in_doubt_is_not_sure():
    text = "科目|甲|乙\n丙|丁\n小学教育|100.00|98.00|120.50\n初中教育|8.00|7.00|8.00\n"
    document = in_text(text)
    at = text.index("98.00")
    named = Layout(document).at(at, at + 5)
    assert named is None or not named.is_sure


def test_the_unit_of_a_caption_may_say_renminbi():
    document = in_text("金额单位：人民币万元\n项目|预算数\n小学教育|120.50\n")
    assert told(document) == ["120.50: 小学教育|预算数|万元"]


def test_a_total_that_stands_in_the_column_of_codes_names_its_row():
    document = in_text(
        "单位：万元\n|科目编码|科目名称|决算数|\n|301|工资福利支出|95.30|\n|合计||95.30|\n"
    )
    assert told(document)[-1] == "95.30: 合计|决算数|万元"


def test_a_row_that_numbers_the_columns_holds_codes():
    document = in_text(
        "单位：万元\n|项目|年初预算数|决算数|\n|栏次|1|2|\n|基本支出|120.50|118.00|\n"
    )
    assert told(document)[:2] == ["1: code", "2: code"]
