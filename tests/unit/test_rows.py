"""Tables in plain text: which lines are rows, where each cell stands, and what is no table.

The grids were drawn by hand: a cell that spans columns or rows stands at each of them.
"""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from perf_analysis.readers.rows import find_tables


def grid_of(text, table):
    """The rows of a table, cells apart by bars, an empty place as nothing."""
    rows = []
    for row in range(table.height):
        cells = [table.grid.get((row, column)) for column in range(table.width)]
        rows.append("|".join(text[cell.start : cell.end] if cell else "" for cell in cells))
    return rows


def grids(text):
    return [grid_of(text, table) for table in find_tables(text)]


def only(text):
    """The rows of the one table of a text."""
    (found,) = grids(text)
    return found


ROWS = ["项目|预算数|执行数", "小学教育|120.50|118.00", "初中教育|8.00|7.50"]


# --- rows on a line ---


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ROWS),
        "\n".join(f"|{row}|" for row in ROWS),
        "\n".join("| " + row.replace("|", " | ") + " |" for row in ROWS),
        "\n".join(row.replace("|", "\t") for row in ROWS),
        "\n".join(row.replace("|", "   ") for row in ROWS),
        "\n".join(row.replace("|", "\u3000\u3000") for row in ROWS),
        "\n".join("  " + row.replace("|", "     ") + "  " for row in ROWS),
    ],
    ids=["bars", "framed", "framed with blanks", "tabs", "blanks", "wide blanks", "indented"],
)
def test_cells_apart_by_bars_tabs_or_runs_of_blanks_are_a_table(text):
    assert only(text) == ROWS
    assert only(f"单位：万元\n{text}\n以上为决算数，不含基建。\n") == ROWS


def test_names_and_numbers_with_single_blanks_are_rows():
    text = "1 小学教育 88652.30 94012.08\n2 初中教育 40211.70 41000.00\n"
    assert only(text) == ["1|小学教育|88652.30|94012.08", "2|初中教育|40211.70|41000.00"]


def test_a_blank_within_a_cell_parts_nothing_where_other_marks_do():
    assert only("项目 名称|预算 数\n小学 教育|120.50\n") == [
        "项目 名称|预算 数",
        "小学 教育|120.50",
    ]


def test_an_empty_cell_between_bars_keeps_its_place():
    text = "|项目|预算数|执行数|\n|小学教育||118.00|\n|初中教育|8.00||\n"
    assert only(text) == ["项目|预算数|执行数", "小学教育||118.00", "初中教育|8.00|"]


def test_an_empty_cell_at_the_start_of_a_row_keeps_its_place():
    text = "|科目|项目|决算数|\n|教育|小学|118.00|\n||初中|7.50|\n"
    assert only(text) == ["科目|项目|决算数", "教育|小学|118.00", "|初中|7.50"]


def test_two_tables_with_a_line_between_are_two():
    text = "\n".join([*ROWS, "二、收入情况说明。", *ROWS])
    tables = find_tables(text)
    assert [table.name for table in tables] == ["表1", "表2"]
    assert grids(text) == [ROWS, ROWS]


def test_cells_span_the_text_that_they_quote():
    text = "单位：万元\n| 项目 | 预算数 |\n|  小学教育 | 120.50  |\n"
    (table,) = find_tables(text)
    assert [text[cell.start : cell.end] for cell in table.cells] == [
        *("项目", "预算数"),
        *("小学教育", "120.50"),
    ]
    assert [(cell.row, cell.column) for cell in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert (table.start, table.end) == (text.index("项目"), text.index("120.50") + len("120.50"))


# --- merged levels that stand once ---


def test_a_row_without_its_merged_levels_is_moved_to_where_it_fits():
    text = (
        "一级指标|二级指标|三级指标|指标值|完成值|分值|得分\n"
        "产出指标|数量指标|维修泵站|12座|13座|20|20\n"
        "质量指标|验收合格率|95%|96%|20|16\n"
        "培训合格率|95%|97%|20|16\n"
    )
    assert only(text)[2:] == [
        "|质量指标|验收合格率|95%|96%|20|16",
        "||培训合格率|95%|97%|20|16",
    ]


def test_a_row_without_its_last_cells_stays_at_the_left():
    text = (
        "项目|预算数|执行数|执行率\n"
        "小学教育|120.50|118.00|97.93%\n"
        "初中教育|8.00|7.50|93.75%\n"
        "高中教育|3.20|3.10\n"
    )
    assert only(text)[3] == "高中教育|3.20|3.10|"


@pytest.mark.parametrize("total", ["合计", "总计", "合 计"])
def test_a_total_that_lost_its_row_number_stands_under_its_columns(total):
    text = (
        "序号|项目|预算数|执行数\n"
        "1|小学教育|120.50|118.00\n"
        "2|初中教育|8.00|7.50\n"
        f"{total}|128.50|125.50\n"
    )
    assert only(text)[3] == f"|{total}|128.50|125.50"


# --- two rows of heads ---


def test_a_head_over_several_columns_is_spread_over_them():
    text = (
        "项目|预算安排情况|备注\n"
        "年初数|调整数|执行数\n"
        "小学教育|100.00|120.50|118.00|无\n"
        "初中教育|8.00|8.00|7.50|无\n"
    )
    assert only(text)[:2] == [
        "项目|预算安排情况|预算安排情况|预算安排情况|备注",
        "项目|年初数|调整数|执行数|备注",
    ]
    assert find_tables(text)[0].unsure == frozenset()


def test_two_heads_over_columns_alike_are_spread_in_halves():
    text = (
        "项目|2021年|2022年\n"
        "预算数|执行数|预算数|执行数\n"
        "小学教育|100.00|98.00|120.50|118.00\n"
        "初中教育|8.00|7.00|8.00|7.50\n"
    )
    assert only(text)[:2] == [
        "项目|2021年|2021年|2022年|2022年",
        "项目|预算数|执行数|预算数|执行数",
    ]


def test_where_nothing_shows_which_head_is_the_wider_one_the_columns_are_unsure():
    text = "科目|甲|乙\n丙|丁\n小学教育|100.00|98.00|120.50\n初中教育|8.00|7.00|8.00\n"
    assert find_tables(text)[0].unsure == {1, 2, 3}


def test_heads_with_their_merged_cells_printed_twice_are_left_as_they_stand():
    text = (
        "| 收入 | 收入 | 支出 | 支出 |\n"
        "| 项目 | 决算数 | 项目 | 决算数 |\n"
        "| 财政拨款收入 | 746.50 | 教育支出 | 600.10 |\n"
    )
    assert only(text) == [
        "收入|收入|支出|支出",
        "项目|决算数|项目|决算数",
        "财政拨款收入|746.50|教育支出|600.10",
    ]


# --- one cell a line ---


def test_cells_one_a_line_under_their_heads_are_a_table():
    text = "\n".join(["单位：万元", *"|".join(ROWS).split("|"), "以上不含基建。"])
    assert only(text) == ROWS


def test_a_numbered_table_one_cell_a_line_keeps_its_numbers():
    cells = "序号 项目 预算数 执行数 1 小学教育 120.50 118.00 2 初中教育 8.00 7.50"
    assert only(cells.replace(" ", "\n")) == [
        "序号|项目|预算数|执行数",
        "1|小学教育|120.50|118.00",
        "2|初中教育|8.00|7.50",
    ]


def test_a_total_one_cell_a_line_that_lost_its_number_stands_under_its_columns():
    cells = "序号 项目 预算数 执行数 1 小学教育 120.50 118.00 2 初中教育 8.00 7.50"
    cells += " 合计 128.50 125.50"
    assert only(cells.replace(" ", "\n"))[-1] == "|合计|128.50|125.50"


def test_a_total_one_cell_a_line_that_is_whole_is_a_row_like_others():
    text = "\n".join(["|".join(ROWS).replace("|", "\n"), "合计", "128.50", "125.50"])
    assert only(text) == [*ROWS, "合计|128.50|125.50"]


def test_heads_of_two_rows_one_cell_a_line_are_spread():
    cells = (
        "项目 2021年 2022年 预算数 执行数 预算数 执行数"
        " 小学教育 100.00 98.00 120.50 118.00 初中教育 8.00 7.00 8.00 7.50"
    )
    assert only(cells.replace(" ", "\n")) == [
        "项目|2021年|2021年|2022年|2022年",
        "项目|预算数|执行数|预算数|执行数",
        "小学教育|100.00|98.00|120.50|118.00",
        "初中教育|8.00|7.00|8.00|7.50",
    ]


@pytest.mark.xfail(strict=True, reason="备注 is put over 调整数 and 年初数 at the end, for sure")
def test_heads_of_two_rows_one_cell_a_line_are_spread_or_unsure():
    cells = (
        "项目 预算安排情况 备注 年初数 调整数 执行数"
        " 小学教育 100.00 120.50 118.00 无 初中教育 8.00 8.00 7.50 无"
    )
    text = cells.replace(" ", "\n")
    is_right = only(text)[:2] == [
        "项目|预算安排情况|预算安排情况|预算安排情况|备注",
        "项目|年初数|调整数|执行数|备注",
    ]
    assert is_right or find_tables(text)[0].unsure


def test_an_empty_mark_one_cell_a_line_keeps_the_columns():
    cells = "项目 预算数 执行数 小学教育 120.50 118.00 初中教育 / 7.50 高中教育 3.20 —"
    assert only(cells.replace(" ", "\n"))[1:] == [
        "小学教育|120.50|118.00",
        "初中教育|/|7.50",
        "高中教育|3.20|—",
    ]


# --- what is no table ---


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "全年预算数120.50万元，执行数118.00万元。\n执行率97.93%，比上年提高1.2个百分点。\n",
        "全年预算数  120.50万元，执行数  118.00万元。\n执行率  97.93%，较好。\n",
        "一、基本情况\n二、绩效情况\n三、存在问题\n四、有关建议\n五、其他\n六、附件\n",
        "一、基本情况\n（一）机构\n1.内设科室12个\n2.在编人员32人\n（二）资金\n1.预算120万元\n",
        "2022 年 3 月 15 日\n2022 年 12 月 31 日\n",
        "某某市教育局\n2022年度\n部门整体支出绩效自评报告\n二〇二三年五月\n",
        "|项目|预算数|执行数|\n全年合计为128.50万元。\n",  # one row alone
        "小学教育 120.50 118.00\n其余见附件。\n",
        "（一）支出决算情况说明 2 本年支出合计 319.07 万元，其中基本支出 201.91 万元。\n" * 2,
        "联系人：张三    电话：12345678\n",
    ],
    ids=lambda text: text.replace("\n", "⏎")[:30],
)
def test_prose_headings_and_single_rows_are_no_table(text):
    assert find_tables(text) == ()


def test_a_long_text_without_tables_takes_no_table():
    line = "本年度按照批复的绩效目标组织实施，各项任务均按期完成，未发现违规使用资金的情况。\n"
    assert find_tables(line * 2000) == ()


CELLS = ["项目", "合计", "预算数", "小学教育", "120.50", "1", "95%", "2022年", "/", "", "一级指标"]


@settings(max_examples=150)
@given(
    lines=some.lists(some.lists(some.sampled_from(CELLS), min_size=1, max_size=6), max_size=12),
    mark=some.sampled_from(["|", "\t", "   ", " ", "\n"]),
)
def test_cells_of_any_text_stand_in_order_and_each_in_a_place_of_its_own(lines, mark):
    text = "\n".join(map(mark.join, lines))
    for table in find_tables(text):
        filled = [cell for cell in table.cells if cell.end > cell.start]
        assert all(one.end <= other.start for one, other in pairwise(filled))
        quoted = [text[cell.start : cell.end] for cell in filled]
        assert all(cell == cell.strip() and "\n" not in cell for cell in quoted)
        assert len(table.grid) == sum(cell.rows * cell.columns for cell in table.cells)
        assert all(0 <= cell.column < table.width for cell in table.cells)


def test_a_name_that_wraps_is_one_and_a_head_before_a_short_name_is_none_of_it():
    cells = (
        "序号 项目名称 计划 完成 1 罗家坝灌区续建配套与现代 化改造 42.60 40.10"
        " 2 清溪灌区骨干渠系改造 28.40 26.15"
    )
    assert [row.replace("\n", "") for row in only(cells.replace(" ", "\n"))][1:] == [
        "1|罗家坝灌区续建配套与现代化改造|42.60|40.10",
        "2|清溪灌区骨干渠系改造|28.40|26.15",
    ]
    heads = "县区 改造渠系建筑物数量（座） 改善灌溉面积（公顷） 安岭县 60 1,480 白沙县 80 2,135"
    assert only(heads.replace(" ", "\n"))[1:] == ["安岭县|60|1,480", "白沙县|80|2,135"]


def test_a_page_number_and_a_rule_part_no_table():
    before, after = "项目 预算数 执行数 小学教育 120.50 118.00", "初中教育 8.00 7.50"
    lines = [*before.split(), "— 3 —", *after.split()]
    assert only("\n".join(lines))[1:] == [
        "小学教育|120.50|118.00",
        "初中教育|8.00|7.50",
    ]
    ruled = "| 项目 | 预算数 |\n|---|---|\n| 小学教育 | 120.50 |\n| 初中教育 | 8.00 |"
    assert only(ruled) == ["项目|预算数", "小学教育|120.50", "初中教育|8.00"]


def test_rows_with_and_without_remarks_or_numbers_stand_under_their_heads():
    cells = (
        "项目 预算数 执行数 备注 草原管护 4,680.00 4,680.00 国有林管护 1,962.00 1,905.40 据实列支"
        " 设备购置 公益林补偿 948.80 937.60"
    )
    assert only(cells.replace(" ", "\n"))[1:] == [
        "草原管护|4,680.00|4,680.00|",
        "国有林管护|1,962.00|1,905.40|据实列支",
        "设备购置|||",
        "公益林补偿|948.80|937.60|",
    ]


def test_a_head_that_stands_once_over_several_columns_is_theirs():
    text = (
        "| 指标 | 金额 |  | 同比 |\n|  | 2022年 | 2023年 | ％ |\n"
        "| 进出口 | 348.82 | 412.65 | 18.3 |\n| 物流 | 190.44 | 236.91 | 24.4 |"
    )
    table = find_tables(text)[0]
    head = next(cell for cell in table.cells if text[cell.start : cell.end] == "金额")
    assert (head.column, head.columns) == (1, 2)


def test_a_table_before_a_larger_one_of_one_cell_a_line_is_kept():
    first = "乡镇 资金安排 项目个数 小计 中央 坪山街道 10.00 6.00 3 龙塘镇 12.00 8.00 4"
    second = "项目 预算数 执行数 备注 小学 1.00 2.00 初中 3.00 4.00 高中 5.00 6.00 大学 7.00 8.00"
    found = grids("\n".join(f"{first} {second}".split()))
    assert [rows[-1] for rows in found] == ["龙塘镇|12.00|8.00|4", "大学|7.00|8.00|"]


GLUED = """项目资金（万元）年初预算数全年预算数全年执行数分值执行率得分
年度资金总额17,260,000.0018,650,000.0018,240,000.001097.8%9.8
其中：财政拨款15,900,000.0016,800,000.0016,650,000.00—99.1%—
"""


def test_glued_cells_are_parted_where_one_way_fits_their_heads():
    (table,) = find_tables(GLUED)
    told = [GLUED[cell.start : cell.end] for cell in table.cells if cell.row == 1]
    assert told == [
        "年度资金总额",
        "17,260,000.00",
        "18,650,000.00",
        "18,240,000.00",
        "10",
        "97.8%",
        "9.8",
    ]


def test_glued_cells_that_two_ways_fit_are_left_alone():
    """111 of 1 and 11, of 11 and 1: nobody knows, and nothing is given out as a table."""
    assert find_tables("项目执行数完成数分值得分\n甲" + "1" * 5 + "\n") == ()


def test_a_rate_tells_where_glued_amounts_part():
    """960 of 1000 is 96.00 %, but 609 of 10009 is no 6.00 %; it is 6 %, and nobody could tell."""
    assert find_tables("全年预算数全年执行数执行率\n合计100096096%\n") == ()
    text = "全年预算数全年执行数执行率\n合计100096096.00%\n"
    (table,) = find_tables(text)
    assert [text[cell.start : cell.end] for cell in table.cells][-3:] == ["1000", "960", "96.00%"]
