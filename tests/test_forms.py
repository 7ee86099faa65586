"""Forms found in tables, in texts of cells between bars and in texts of one cell a line:
their rows, and what is no form.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sets import REPORTS

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.document import Draft, Piece
from perf_analysis.figures import add_intervals
from perf_analysis.figures.finding import find_figures
from perf_analysis.forms import find_forms
from perf_analysis.readers.txt import read_txt
from perf_analysis.structure import find_structure
from perf_analysis.tables.indicators import find_funds, find_indicators, stated_totals

EXAMPLES = REPORTS / "examples"
HEADS = (
    "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | "
    "偏差原因分析及改进措施"
)
MONEY = "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"
ROW = "产出指标 | 数量指标 | 维修泵站 | ≥12座 | 13座 | 90 | 88.5 | "
TOTAL = "总分 | < | < |  |  | 100 | 98.5 | "
BUDGET = "^ | 年度资金总额 | 120 | 120 | 110 | 10 | 91.67% | 9.17"


# --- how a test writes a form, and how it reads the rows ---


def cells_of(rows):
    """Rows of cells parted by bars, as lists."""
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def pieces(rows):
    """The pieces of a grid; `<` goes on the cell to its left, `^` the one above."""
    grid = cells_of(rows)
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if text not in ("<", "^"):
                wide = (
                    next(
                        (at for at in range(column + 1, len(cells)) if cells[at] != "<"), len(cells)
                    )
                    - column
                )
                deep = (
                    next(
                        (
                            at
                            for at in range(row + 1, len(grid))
                            if column >= len(grid[at]) or grid[at][column] != "^"
                        ),
                        len(grid),
                    )
                    - row
                )
                yield Piece(row, column, deep, wide, text.replace("⏎", "\n"))


def drawn(*rows, above=(), below=()):
    """A document of one table."""
    return written(*above, list(rows), *below)


def written(*parts):
    """A document of lines and of tables, each a list of rows;
    a dict gives tables their names, as sheets have.
    """
    draft = Draft()
    for part in parts:
        if isinstance(part, str):
            draft.write(part)
        elif isinstance(part, dict):
            for name, rows in part.items():
                draft.write_table(pieces(rows), name)
        else:
            draft.write_table(pieces(part))
    return draft.finish(Path("made.docx"), b"")


def text(content):
    return read_txt(Path("made.txt"), content.encode())


def barred(*rows, above=(), below=()):
    """A text of one line a row: merged cells stand where they begin, each row in bars."""
    lines = [f"| {row} |".replace("<", "").replace("^", "").replace("⏎", "") for row in rows]
    return text("\n".join([*above, *lines, *below, ""]))


def lined(*rows, above=(), below=()):
    """A text of one line a cell: neither merged cells nor empty ones are left."""
    cells = [cell for row in cells_of(rows) for cell in row if cell not in ("", "<", "^")]
    return text("\n".join([*above, *cells, *below, ""]).replace("⏎", "\n"))


WRITERS = pytest.mark.parametrize("write", [drawn, barred, lined])
IN_ROWS = pytest.mark.parametrize("write", [drawn, barred])


class Reading(NamedTuple):
    """What is read from one document."""

    figures: pd.DataFrame
    remainder: list[dict]
    indicators: pd.DataFrame
    funds: pd.DataFrame
    totals: dict[str, dict]


@lru_cache(maxsize=2)
def reading(document):
    forms = find_forms(document)
    rows, remainder = find_figures(document, find_structure(document), forms)
    figures = add_intervals(rows)
    return Reading(
        codebook.build(codebook.FIGURES, figures),
        list(remainder),
        codebook.build(codebook.INDICATORS, find_indicators(document, forms, figures)),
        codebook.build(codebook.FUNDS, find_funds(document, forms, figures)),
        stated_totals(document, forms, figures),
    )


def indicators_of(document):
    return reading(document).indicators


def funds_of(document):
    return reading(document).funds


def total_of(document):
    """What the forms state as their total scores."""
    return [total["value"] for total in reading(document).totals.values()]


def told(frame, *columns):
    """The rows of a table as tuples, missing cells as None; one column without tuples."""
    rows = [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]
    return [row[0] for row in rows] if len(columns) == 1 else rows


def printed(**digits):
    """Value and decimals of numbers from their digits as printed; None where a cell prints none."""
    cells = {}
    for name, number in digits.items():
        plain = (number or "").replace(",", "")
        cells |= {
            name: float(plain) if plain else None,
            f"{name}_decimals": len(plain.partition(".")[2]) if plain else None,
        }
    return cells


def compared(frame, rows):
    """The rows of a table and the expected ones, ids left out and cells that are not
    spoken of expected to be missing.
    """
    columns = [name for name in frame if not name.endswith("_id") or name == "form_id"]
    found = [dict(zip(columns, row, strict=True)) for row in told(frame, *columns)]
    return found, [dict.fromkeys(columns) | row for row in rows]


# --- real forms ---


@pytest.fixture
def example():
    def read(name):
        path = EXAMPLES / f"{name}.txt"
        return pa.read(path)

    return read


def test_every_column_of_a_form_of_sichuan_with_one_cell_a_line(example):
    """Half filled in: no actual value, no score; its prompts for reasons are none."""
    report = example("003")
    form = {
        "form_id": "T1",
        "project": "42000023R000000018764-基本工资类支出",
        "form": "绩效自评表",
    }
    aim = form | {"sign": "=", "target_text": "100", "unit": "%", "status": "exact"}
    found, expected = compared(
        report.indicators,
        [
            aim
            | printed(target="100", weight="50")
            | {"level1": "产出指标", "level2": "数量指标", "level3": "工资(社保)发放人员覆盖率"},
            aim
            | printed(target="100", weight="40")
            | {"level1": "效益指标", "level2": "社会效益指标", "level3": "应发尽发率(应保尽保率)"},
        ],
    )
    assert found == expected
    money = {"initial": "316.47", "budget": "329.15", "executed": "329.15", "rate": "100.00"}
    nothing = dict.fromkeys(money, "0.00")
    found, expected = compared(
        report.funds,
        [
            form
            | {"line": "总额", "breakdown": "total", "unit": "万元"}
            | printed(**money, weight="10"),
            form
            | {"line": "其中:财政资金", "breakdown": "source", "unit": "万元"}
            | printed(**money),
            form
            | {"line": "财政专户管理资金", "breakdown": "source", "unit": "万元"}
            | printed(**nothing),
            form | {"line": "单位资金", "breakdown": "source", "unit": "万元"} | printed(**nothing),
            form | {"line": "其他资金", "breakdown": "source"},
        ],
    )
    assert found == expected


def test_every_column_of_a_department_s_form_pasted_from_a_page(example):
    """Heads and levels broken over lines, rows of dots, money for an area,
    funds as names with amounts; cut off in its last row.
    """
    report = example("079")
    form = {"form_id": "T1", "project": "川县草原保护中心", "form": "绩效自评表"}

    def row(levels, name, target, actual, unit, weight, score, text=None):
        cells = {
            "level1": levels[0],
            "level2": levels[1],
            "level3": name,
            "unit": unit,
            "actual_unit": unit,
            "status": "exact",
        }
        said = {"target_text": text or target + unit, "actual_text": text or actual + unit}
        return (
            form | cells | said | printed(target=target, actual=actual, weight=weight, score=score)
        )

    output, benefit = "产出指标", "效益指标"
    words = {
        "level1": benefit,
        "level2": "社会效益指标",
        "level3": "带动就业",
        "sign": "定性",
        "target_text": "显著",
        "actual_text": "显著",
        "status": "exact",
    }
    found, expected = compared(
        report.indicators,
        [
            row((output, "数量指标"), "人工种草面积", "1.4", "1.4", "万亩", "8", "8"),
            row((output, "数量指标"), "鼠虫害治理面积", "3.62", "3.62", "万亩", "8", "8"),
            row((output, "数量指标"), "草原改良面积", "15.8", "15.8", "万亩", "7", "7"),
            row((output, "质量指标"), "牧草出苗率", "88", "88", "%", "7", "7"),
            row((output, "时效指标"), "按期完工", "95", "100", "%", "8", "8"),
            row((output, "成本指标"), "种草补助", "280", "280", "元/亩", "6", "6", "每亩280"),
            row((output, "成本指标"), "良补助", "120", "120", "元/亩", "6", "6", "每亩120"),
            row((benefit, "经济效益指标"), "草产品销售收入", "1200", "1187", "万元", "6", "5"),
            row((benefit, "经济效益指标"), "畜产品收入", "2.8", "2.63", "亿元", "6", "5"),
            form | words | printed(weight="6", score="6"),
        ],
    )
    assert found == expected
    money = form | {"unit": "万元"}
    total = printed(
        initial="5186.42", budget="5186.42", executed="4197.35", rate="100", weight="10", score="10"
    )
    found, expected = compared(
        report.funds,
        [
            money | {"line": "年度资金总额", "breakdown": "total"} | total,
            money | {"line": "一般公共预算", "breakdown": "source"} | printed(amount="2034.42"),
            money | {"line": "基本支出", "breakdown": "nature"} | printed(amount="1894.92"),
            form | {"line": "政府性基金拨款", "breakdown": "source"},
            money | {"line": "项目支出", "breakdown": "nature"} | printed(amount="3291.5"),
            form | {"line": "纳入专户管理的非税收入拨款", "breakdown": "source"},
            money | {"line": "其他资金", "breakdown": "source"} | printed(amount="3152"),
        ],
    )
    assert found == expected


@pytest.mark.parametrize("name", ["003", "079"])
def test_the_ids_of_a_real_form_point_to_the_numbers_of_its_cells(example, name):
    report = example(name)
    values = report.figures.set_index("figure_id")["value"]
    for table in (report.indicators, report.funds):
        for column in [name for name in table if name.endswith("_id") and name != "form_id"]:
            given = table[table[column].notna()]
            assert given[column.removesuffix("_id")].tolist() == values[given[column]].tolist()
            assert table[table[column].isna()][column.removesuffix("_id")].isna().all()


# --- heads ---

ALL_HEADS = ("level1", "level2", "level3", "target_text", "actual_text", "weight", "score")
WHOLE = [("产出指标", "数量指标", "维修泵站", "12座", "13座", 90, 88.5)]


@WRITERS
def test_a_form_under_one_row_of_heads(write):
    assert told(indicators_of(write(HEADS, ROW.replace("≥", ""))), *ALL_HEADS) == WHOLE


@WRITERS
def test_heads_broken_over_lines(write):
    heads = (
        "一级⏎指标 | 二级⏎指标 | 三级⏎指标 | 年度⏎指标值 | 实际⏎完成值 | 分值 | 得分 | "
        "偏差原因分析⏎及改进⏎措施"
    )
    assert (
        told(
            indicators_of(
                write(heads, "产出⏎指标 | 数量⏎指标 | 维修泵站 | 12座 | 13座 | 90 | 88.5 | ")
            ),
            *ALL_HEADS,
        )
        == WHOLE
    )


@WRITERS
def test_heads_with_letters_and_points_in_brackets(write):
    heads = (
        "一级指标 | 二级指标 | 三级指标 | 年度指标值（A） | 实际完成值（B） | 分值（90分） | "
        "得分(90) | 未完成原因分析"
    )
    assert (
        told(
            indicators_of(
                write(
                    heads, "产出指标（90分） | 数量指标(90) | 维修泵站 | 12座 | 13座 | 90 | 88.5 | "
                )
            ),
            *ALL_HEADS,
        )
        == WHOLE
    )


def test_heads_over_two_rows_that_are_merged():
    heads = [
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 分值 | 得分",
        "^ | ^ | ^ | ^ | 年初设定值 | 全年实际值 | ^ | ^",
    ]
    assert (
        told(
            indicators_of(
                drawn(*heads, "^ | 产出指标 | 数量指标 | 维修泵站 | 12座 | 13座 | 90 | 88.5")
            ),
            *ALL_HEADS,
        )
        == WHOLE
    )


@IN_ROWS
def test_heads_over_two_rows_that_are_not_merged(write):
    heads = [
        " | 一级指标 | 二级指标 | 三级指标 | 指标值 |  | 分值 | 得分",
        " |  |  |  | 年度指标值 | 实际完成值 |  | ",
    ]
    assert (
        told(
            indicators_of(
                write(*heads, " | 产出指标 | 数量指标 | 维修泵站 | 12座 | 13座 | 90 | 88.5")
            ),
            *ALL_HEADS,
        )
        == WHOLE
    )


def test_heads_over_three_rows():
    heads = [
        "一级指标 | 二级指标 | 三级指标 | 绩效指标值 | < | < | 分值 | 得分",
        "^ | ^ | ^ | 目标值 | < | 实际完成值 | ^ | ^",
        "^ | ^ | ^ | 年初指标值 | 调整指标值 | ^ | ^ | ^",
    ]
    rows = [
        "产出指标 | 数量指标 | 维修泵站 | 15座 | 12座 | 13座 | 90 | 88.5",
        "^ | ^ | 更换水泵 | 4台 | / | 5台 | 10 | 10",
    ]
    assert told(indicators_of(drawn(*heads, *rows)), *ALL_HEADS) == [
        *WHOLE,
        ("产出指标", "数量指标", "更换水泵", "4台", "5台", 10, 10),
    ]


def test_a_column_over_which_nothing_known_stands_is_left_alone():
    document = drawn(
        "一级指标 | 二级指标 | 三级指标 | 历史值 | 年度指标值 | 佐证 | 实际完成值 | 分值 | 得分",
        "产出指标 | 数量指标 | 维修泵站 | 7座 | 12座 | 8份 | 13座 | 90 | 88.5",
    )
    assert told(indicators_of(document), *ALL_HEADS) == WHOLE


def test_a_form_whose_heads_name_no_third_level_has_rows_without_names():
    document = drawn(
        "一级指标 | 二级指标 | 年度指标值 | 实际完成值 | 分值 | 得分",
        "产出指标 | 数量指标 | 12座 | 13座 | 90 | 88.5",
    )
    assert told(indicators_of(document), *ALL_HEADS, "status", "note") == [
        ("产出指标", "数量指标", None, "12座", "13座", 90, 88.5, "ambiguous", "没有三级指标名称")
    ]


# --- levels ---

LEVELS = ("level1", "level2", "level3", "target")
FOUR = [
    ("产出指标", "数量指标", "甲", 1),
    ("产出指标", "数量指标", "乙", 2),
    ("产出指标", "质量指标", "丙", 3),
    ("效益指标", "社会效益指标", "丁", 4),
]


def four(*levels):
    """Four rows with these cells before the name."""
    return [
        f"{before} | {name} | {at}项 | {at}项 | 5 | 5 | 好"
        for at, (before, name) in enumerate(zip(levels, "甲乙丙丁", strict=True), start=1)
    ]


@WRITERS
@pytest.mark.parametrize(
    "levels",
    [
        ("产出指标 | 数量指标", "^ | ^", "^ | 质量指标", "效益指标 | 社会效益指标"),
        ("产出指标 | 数量指标", " | ", " | 质量指标", "效益指标 | 社会效益指标"),
        (
            "产出指标 | 数量指标",
            "产出指标 | 数量指标",
            "产出指标 | 质量指标",
            "效益指标 | 社会效益指标",
        ),
    ],
    ids=["merged", "blank", "repeated"],
)
def test_levels_that_are_not_printed_again_are_those_above(write, levels):
    assert told(indicators_of(write(HEADS, *four(*levels))), *LEVELS) == FOUR


def test_levels_left_out_of_the_lines_of_a_text():
    rows = [
        row.partition(" | ")[2]
        for row in four(
            "x | 产出指标 | 数量指标", "x", "x | 质量指标", "x | 效益指标 | 社会效益指标"
        )
    ]
    assert told(indicators_of(barred(HEADS, *rows)), *LEVELS) == FOUR


def test_levels_and_the_label_at_the_side_left_out_of_the_lines_of_a_text():
    first, *rows = (
        row.partition(" | ")[2]
        for row in four(
            "x | 产出指标 | 数量指标", "x", "x | 质量指标", "x | 效益指标 | 社会效益指标"
        )
    )
    assert (
        told(indicators_of(barred(f"绩效指标 | {HEADS}", f"绩效指标 | {first}", *rows)), *LEVELS)
        == FOUR
    )


def test_rows_of_a_text_that_end_before_the_last_column():
    """Three rows that are short, none of which has lost its levels."""
    rows = [
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 5 | 5",
        " |  | 乙 | 2项 | 2项",
        "决策 | 项目立项 | 丙 | 充分 | 充分 | 5 | 5",
    ]
    assert told(indicators_of(barred(HEADS, *rows)), *LEVELS, "actual_text", "weight", "score") == [
        ("产出指标", "数量指标", "甲", 1, "1", 5, 5),
        ("产出指标", "数量指标", "乙", 2, "2项", None, None),
        ("决策", "项目立项", "丙", None, "充分", 5, 5),
    ]


@pytest.mark.parametrize("levels", ["^ | ^", "决策 | 立项"])
@IN_ROWS
def test_a_row_that_ends_early_under_a_level_that_no_list_knows(write, levels):
    document = write(
        HEADS, "决策 | 立项 | 甲 | 1 | 1 | 5 | 5 | 好", f"{levels} | 乙 | 2 | 3 | 6 | 6"
    )
    assert told(indicators_of(document), *LEVELS, "weight", "score") == [
        ("决策", "立项", "甲", 1, 5, 5),
        ("决策", "立项", "乙", 2, 6, 6),
    ]


def test_a_name_and_words_without_their_levels():
    document = barred(HEADS, ROW, "长效机制 | 建立健全 | 已建立 | 6 | 6 | ")
    assert told(
        indicators_of(document), "level2", "level3", "target_text", "actual_text", "weight", "score"
    )[1:] == [("数量指标", "长效机制", "建立健全", "已建立", 6, 6)]


def test_a_name_that_is_also_a_second_level_stands_where_its_row_puts_it():
    rows = [
        "满意度指标 | 服务对象满意度指标 | 甲 | 1项 | 1项 | 5 | 5 | 好",
        "群众满意度 | ≥90% | 95% | 10 | 10 | ",
    ]
    assert told(indicators_of(barred(HEADS, *rows)), *LEVELS)[1] == (
        "满意度指标",
        "服务对象满意度指标",
        "群众满意度",
        90,
    )


@IN_ROWS
def test_a_first_level_without_a_second_does_not_take_that_of_the_one_before(write):
    document = write(
        HEADS,
        "产出指标 | 数量指标 | 甲 | 1项 | 1项 | 5 | 5 | ",
        "效益指标 |  | 乙 | 2项 | 2项 | 5 | 5 | ",
        " |  | 丙 | 3项 | 3项 | 5 | 5 | ",
    )
    assert told(indicators_of(document), "level1", "level2", "level3") == [
        ("产出指标", "数量指标", "甲"),
        ("效益指标", None, "乙"),
        ("效益指标", None, "丙"),
    ]


@WRITERS
def test_points_beside_a_level_are_no_part_of_its_name(write):
    document = write(HEADS, "产出指标（50分） | 数量⏎指标(20) | 甲 | 1项 | 1项 | 5 | 5 | ")
    assert told(indicators_of(document), "level1", "level2", "weight") == [
        ("产出指标", "数量指标", 5)
    ]


# --- columns that are split or merged ---


def test_sign_and_number_in_cells_of_their_own_under_one_head():
    document = drawn(
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | 实际完成值 | < | 分值 | 得分",
        "产出指标 | 数量指标 | 甲 | ≥ | 12座 | 13 | 座 | 5 | 5",
        "^ | ^ | 乙 | 4台 | < | 5台 | < | 6 | 6",
    )
    cells = (
        "level3",
        "sign",
        "target",
        "target_text",
        "unit",
        "actual",
        "actual_text",
        "actual_unit",
        "weight",
        "status",
    )
    assert told(indicators_of(document), *cells) == [
        ("甲", "≥", 12, "≥12座", "座", 13, "13座", "座", 5, "exact"),
        ("乙", None, 4, "4台", "台", 5, "5台", "台", 6, "exact"),
    ]


def test_two_values_in_cells_of_their_own_under_one_head_cannot_be_told_apart():
    document = drawn(
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | 实际完成值 | 分值 | 得分",
        "产出指标 | 数量指标 | 甲 | 10座 | 12座 | 13座 | 5 | 5",
    )
    assert told(indicators_of(document), "target", "target_text", "status", "note") == [
        (None, "10座12座", "ambiguous", "指标值一格里有几个数字")
    ]


def test_a_name_split_over_two_cells_is_one():
    document = drawn(
        "一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | 实际完成值",
        "产出指标 | 数量指标 | 泵站 | 维修座数 | 12座 | 13座",
    )
    assert told(indicators_of(document), "level3", "target") == [("泵站维修座数", 12)]


def test_one_cell_for_target_and_actual_value_is_in_doubt():
    document = drawn(HEADS, "产出指标 | 数量指标 | 甲 | 12座 | < | 5 | 5 | ")
    assert told(indicators_of(document), "target", "actual", "status", "note") == [
        (12, 12, "ambiguous", "指标值和完成值合为一格")
    ]


def test_points_that_two_indicators_share_are_counted_for_neither():
    shared = [
        "产出指标 | 数量指标 | 甲 | 1项 | 1项 | 10 | 9 | ",
        "^ | ^ | 乙 | 2项 | 2项 | ^ | ^ | ",
    ]
    document = drawn(HEADS, *shared, "^ | ^ | 丙 | 3项 | 3项 | 5 | 5 | ")
    note = "分值与别的指标合为一格；得分与别的指标合为一格"
    assert told(indicators_of(document), "level3", "weight", "score", "status", "note") == [
        ("甲", None, None, "ambiguous", note),
        ("乙", None, None, "ambiguous", note),
        ("丙", 5, 5, "exact", None),
    ]
    assert told(indicators_of(document), "weight_id")[:2] == [None, None]


def test_one_text_over_a_whole_row_is_no_indicator():
    document = drawn(
        HEADS,
        ROW,
        "以下指标由其他12个单位填报 | < | < | < | < | < | < | <",
        ROW.replace("泵站", "水闸"),
    )
    assert told(indicators_of(document), "level3") == ["维修泵站", "维修水闸"]


# --- cells that say nothing, rows that are none ---


@pytest.mark.parametrize("mark", ["", "/", "／", "-", "—", "——", "－", " / "])
@IN_ROWS
def test_a_cell_that_says_there_is_nothing_is_missing(write, mark):
    document = write(HEADS, f"产出指标 | 数量指标 | 甲 | {mark} | {mark} | 5 | {mark} | {mark}")
    cells = (
        "target",
        "target_text",
        "sign",
        "actual",
        "actual_text",
        "weight",
        "score",
        "reason",
        "status",
        "note",
    )
    assert told(indicators_of(document), *cells) == [
        (None, None, None, None, None, 5, None, None, "exact", None)
    ]


@pytest.mark.parametrize(
    "row",
    [
        " |  | …… |  |  |  |  | ",
        " |  | ... |  |  |  |  | ",
        " |  |  |  |  |  |  | ",
        " |  | / | / | / | / | / | ",
    ],
)
@IN_ROWS
def test_rows_of_dots_and_blank_rows_are_no_indicators(write, row):
    document = write(HEADS, ROW, row, ROW.replace("泵站", "水闸"))
    assert told(indicators_of(document), "level3", "status") == [
        ("维修泵站", "exact"),
        ("维修水闸", "exact"),
    ]


def test_rows_of_dots_in_a_text_of_one_cell_a_line():
    assert told(
        indicators_of(
            lined(
                HEADS, ROW, "质量指标 | ……", "产出指标 | 数量指标 | 维修水闸 | ≥2座 | 3座 | 9 | 8"
            )
        ),
        "level3",
    ) == ["维修泵站", "维修水闸"]


@WRITERS
@pytest.mark.parametrize("name", ["小计", "产出指标小计"])
def test_a_subtotal_is_no_indicator(write, name):
    subtotal, other = (
        f"{name} | < | < |  |  | 90 | 88.5 | ",
        "效益指标 | 社会效益指标 | 受益人数 | 5人 | 6人 | 10 | 10 | ",
    )
    document = write(HEADS, ROW, subtotal, other, TOTAL)
    assert told(indicators_of(document), "level1", "level3", "weight") == [
        ("产出指标", "维修泵站", 90),
        ("效益指标", "受益人数", 10),
    ]
    assert total_of(document) == [98.5]


# --- totals ---


@pytest.mark.parametrize(
    "name",
    ["总分", "合计", "总  计", "总分（100分）", "自评得分", "自评总分", "总得分", "综合得分"],
)
@WRITERS
def test_the_row_of_the_total_is_no_indicator(write, name):
    document = write(HEADS, ROW, f"{name} | < | < |  |  | 100 | 98.5 | ")
    assert told(indicators_of(document), "level3") == ["维修泵站"]
    assert total_of(document) == [98.5]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("总分 | < | < |  |  | 100 | 98.5 | ", [98.5]),
        ("总分 | < | < |  |  |  | 98.5 | ", [98.5]),
        ("总分 | < | < |  |  | 100 |  | ", []),
        ("总分 | < | < |  |  |  |  | ", []),
        ("总分 | < | < | < | < | < | 98.5 | ", [98.5]),
        ("总分 | 98.5 | < | < | < | < | < | <", [98.5]),
        ("合计 | < | < | < | < | 100 | < | <", []),
        ("合计 | < | < | < | < | 90 | < | <", []),
        ("总分 | < | < | 100 | < | < | 98.5 | <", [98.5]),
        ("总分 | < | < |  |  | 100 | 98.5分 | ", [98.5]),
    ],
)
def test_what_a_total_states_under_its_heads(row, expected):
    """A lone number over both columns is full marks where it is 100 or the sum of the weights,
    here 90; else it is the score.
    """
    assert total_of(drawn(HEADS, ROW, row)) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("总分 | 100 | 98.5", [98.5]),
        ("总分 | 100 | 98.5 | ", [98.5]),
        ("总分 | 98.5", [98.5]),
        ("总分 | 100", []),
        ("总分", []),
        (" |  | 总分 | 100 | 98.5 | ", [98.5]),
    ],
)
def test_what_a_total_states_in_a_shorter_line_of_a_text(row, expected):
    assert total_of(barred(HEADS, ROW, row)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("总分\n100\n98.5\n", [98.5]),
        ("总分\n98.5\n", [98.5]),
        ("总分\n100\n", []),
        ("总分\n", []),
        ("总分 |\n|\n98.5 |\n", [98.5]),
        ("总分 |\n100 |\n|\n|\n", []),
        ("总分 |\n|\n|\n|\n", []),
        ("总分 |\n|\n|\n100 |\n98.5 |\n|\n", [98.5]),
        ("总分\n100\n98.5\n评价结论\n85\n", [98.5]),
    ],
)
def test_what_a_total_states_in_a_text_of_one_cell_a_line(cells, expected):
    assert total_of(text(lined(HEADS, ROW).text + cells)) == expected


@WRITERS
def test_what_stands_under_the_total_is_no_part_of_the_form(write):
    below = ["注：1.得分按12个档次计；2.执行率低于90%的须说明原因。"]
    rows = [
        "评价结论 | 得分98.5分 | < | < | < | < | < | <",
        "填表人： | < | 张某 | 电话 | 7654321 | < | < | <",
    ]
    document = write(HEADS, ROW, TOTAL, *rows, below=below)
    assert told(indicators_of(document), "level3", "target", "score") == [("维修泵站", 12, 88.5)]
    assert total_of(document) == [98.5]


@IN_ROWS
def test_notes_and_remarks_end_a_form_without_a_total(write):
    rows = [
        "存在问题 | < | 工期推迟12天 | < | < | < | < | <",
        "改进措施 | < | 提前5个月招标 | < | < | < | < | <",
        "注：满分100分 | < | < | < | < | < | < | <",
    ]
    assert told(indicators_of(write(HEADS, ROW, *rows)), "level3") == ["维修泵站"]


# --- several forms, their names and projects ---


def self_evaluation(project, amount):
    """The rows of a whole form."""
    return [
        f"项目名称 | {project} | < | < | < | < | < | <",
        MONEY,
        f"^ | 年度资金总额 | {amount} | {amount} | {amount} | 10 | 100% | 10",
        HEADS,
        f"产出指标 | 数量指标 | {project}数量 | ≥12座 | 13座 | 90 | 88.5 | ",
        TOTAL,
    ]


def application(project, amount):
    """The rows of a form of targets."""
    return [
        f"项目名称 | {project} | < | <",
        f"项目资金（万元） | 年度资金总额 | {amount} | <",
        f"^ | 其中：财政拨款 | {amount} | <",
        "一级指标 | 二级指标 | 三级指标 | 指标值",
        f"产出指标 | 数量指标 | {project}数量 | ≥12座",
    ]


TWO = [("T1", "泵站维修", "泵站维修数量"), ("T2", "河道保洁", "河道保洁数量")]
TWO_FUNDS = [("T1", "泵站维修", 120, "万元"), ("T2", "河道保洁", 80, "万元")]


@pytest.mark.parametrize(
    "document",
    [
        written(
            "项目支出绩效自评表",
            self_evaluation("泵站维修", 120),
            "项目支出绩效自评表",
            self_evaluation("河道保洁", 80),
        ),
        drawn(*self_evaluation("泵站维修", 120), *self_evaluation("河道保洁", 80)),
        written(
            {"泵站": self_evaluation("泵站维修", 120), "河道": self_evaluation("河道保洁", 80)}
        ),
        barred(*self_evaluation("泵站维修", 120), *self_evaluation("河道保洁", 80)),
        text(
            "\n".join(
                barred(*self_evaluation(*form)).text
                for form in (("泵站维修", 120), ("河道保洁", 80))
            )
        ),
        lined(*self_evaluation("泵站维修", 120), *self_evaluation("河道保洁", 80)),
    ],
    ids=[
        "two tables",
        "one table",
        "two sheets",
        "a text of rows",
        "a text of two tables",
        "a text of cells",
    ],
)
def test_two_projects_are_two_forms(document):
    assert told(indicators_of(document), "form_id", "project", "level3") == TWO
    assert told(funds_of(document), "form_id", "project", "budget", "unit") == TWO_FUNDS
    assert set(indicators_of(document)["form"]) == {"绩效自评表"}
    assert total_of(document) == [98.5, 98.5]


@pytest.mark.parametrize(
    "writer",
    [
        written,
        lambda *parts: text(
            "".join(f"{part}\n" if isinstance(part, str) else lined(*part).text for part in parts)
        ),
    ],
)
def test_targets_and_results_of_one_project_are_two_forms(writer):
    document = writer(
        "项目支出绩效目标申报表",
        application("泵站维修", 120),
        "项目支出绩效自评表",
        self_evaluation("泵站维修", 100),
    )
    assert told(indicators_of(document), "form_id", "project", "form", "target", "actual") == [
        ("T1", "泵站维修", "绩效目标申报表", 12, None),
        ("T2", "泵站维修", "绩效自评表", 12, 13),
    ]
    assert told(funds_of(document), "form_id", "form", "line", "amount", "budget") == [
        ("T1", "绩效目标申报表", "年度资金总额", 120, None),
        ("T1", "绩效目标申报表", "其中：财政拨款", 120, None),
        ("T2", "绩效自评表", "年度资金总额", None, 100),
    ]


def test_a_form_split_into_tables_that_follow_each_other_is_one():
    whole = self_evaluation("泵站维修", 120)
    document = written("项目支出绩效自评表", whole[:3], whole[3:])
    assert told(indicators_of(document), "form_id", "project", "level3") == TWO[:1]
    assert told(funds_of(document), "form_id", "project", "budget", "unit") == TWO_FUNDS[:1]


MONTHLY = (
    "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1—8月执行情况 | 全年预计完成情况 | 偏差原因分析"
)


@pytest.mark.parametrize(
    ("title", "heads", "expected", "month"),
    [
        ("项目支出绩效自评表", HEADS, "绩效自评表", None),
        ("", HEADS, "绩效自评表", None),
        ("项目支出绩效目标表", "一级指标 | 二级指标 | 三级指标 | 指标值", "绩效目标申报表", None),
        ("", "一级指标 | 二级指标 | 三级指标 | 指标值", "绩效目标申报表", None),
        ("项目支出绩效目标自评表", HEADS, "绩效自评表", None),
        ("绩效目标完成情况表", HEADS, "绩效自评表", None),
        ("项目支出绩效运行监控表（1—8月）", MONTHLY, "绩效运行监控表", 8),
        ("项目绩效监控情况表", MONTHLY, "绩效运行监控表", 8),
    ],
)
def test_the_name_of_a_form_is_that_of_its_title_and_heads(title, heads, expected, month):
    row = "产出指标 | 数量指标 | 甲 | 12座 | 9座 | 12座 | 5 | 5 |"
    cells = " | ".join(cells_of([row])[0][: len(cells_of([heads])[0])])
    assert told(indicators_of(drawn(heads, cells, above=[title])), "form", "month") == [
        (expected, month)
    ]


def test_a_form_that_speaks_of_monitoring_is_none_of_monitoring():
    document = drawn(
        "年度总体目标 | 按月开展绩效运行监控，按时填报 | < | < | < | < | < | <",
        HEADS,
        ROW,
        above=["项目支出绩效自评表"],
    )
    assert told(indicators_of(document), "form") == ["绩效自评表"]


def test_what_was_done_and_what_is_expected_in_a_form_of_monitoring():
    document = drawn(
        MONTHLY,
        "产出指标 | 数量指标 | 甲 | ≥12座 | 9座 | 12座 | 雨季停工",
        above=["项目支出绩效运行监控表"],
    )
    assert told(
        indicators_of(document), "target", "actual", "expected", "expected_text", "reason"
    ) == [(12, 9, 12, "12座", "雨季停工")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["项目名称 | 泵站维修 | < | < | < | < | < | <"], "泵站维修"),
        (["项目名称：泵站⏎维修 | < | < | < | 实施单位：青石县水务局 | < | < | <"], "泵站维修"),
        (["单位名称 | 青石县水务局 | < | < | < | < | < | <"], "青石县水务局"),
        (["单位名称 | 青石县水务局 | < | < | 项目名称 | 泵站维修 | < | <"], "泵站维修"),
        (["项目名称 | 部门整体支出 | < | < | < | < | < | <"], "部门整体支出"),
        (["项目名称 |  | < | < | < | < | < | <"], None),
        (["项目名称 | 主管部门 | < | < | 青石县水务局 | < | < | <"], None),
        (["年度目标 | 维修泵站 | < | < | < | < | < | <"], None),
    ],
)
def test_whose_form_it_is(rows, expected):
    assert told(indicators_of(drawn(*rows, HEADS, ROW)), "project") == [expected]


def test_a_project_without_a_name_does_not_take_the_next_label_for_it():
    assert told(
        indicators_of(lined("项目名称", "主管部门", "青石县水务局", HEADS, ROW)), "project"
    ) == [None]


# --- funds ---

AMOUNTS = ("line", "breakdown", "unit", "initial", "budget", "executed")


@WRITERS
def test_funds_under_their_heads(write):
    document = write(
        MONEY,
        "^ | 年度资金总额 | 1,200.50 | 1200.5 | 1,100 | 10 | 91.63% | 9.16",
        "^ | 其中：当年财政拨款 | 1,000 | 1000 | 1,000 |  | 100% | ",
        "^ | 上年结转资金 | 200.50 | 200.5 | 100 |  | 49.88% | ",
        HEADS,
        ROW,
    )
    assert told(funds_of(document), *AMOUNTS, "rate", "weight", "score") == [
        ("年度资金总额", "total", "万元", 1200.5, 1200.5, 1100, 91.63, 10, 9.16),
        ("其中：当年财政拨款", "source", "万元", 1000, 1000, 1000, 100, None, None),
        ("上年结转资金", "source", "万元", 200.5, 200.5, 100, 49.88, None, None),
    ]
    assert told(funds_of(document), "initial_decimals", "rate_decimals") == [(2, 2), (0, 0), (2, 2)]


@WRITERS
def test_lines_of_funds_without_amounts_are_lines_without_numbers(write):
    document = write(
        MONEY,
        BUDGET,
        "^ | 上年结转资金 |  |  |  |  |  | ",
        "^ | 其他资金 |  |  |  |  |  | ",
        HEADS,
        ROW,
    )
    assert told(funds_of(document), *AMOUNTS) == [
        ("年度资金总额", "total", "万元", 120, 120, 110),
        ("上年结转资金", "source", None, None, None, None),
        ("其他资金", "source", None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("heads", "amount", "above", "unit"),
    [
        (
            "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120",
            "",
            "万元",
        ),
        (
            (
                "项目资金 |  | 年初预算数（元） | 全年预算数（元） | 全年执行数（元） | 分值 | "
                "执行率 | 得分"
            ),
            "120",
            "",
            "元",
        ),
        (
            (
                "项目资金 |  | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值（10分） | "
                "执行率（B/A） | 得分"
            ),
            "120",
            "单位：万元",
            "万元",
        ),
        (
            "项目资金 |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120",
            "（金额单位：元）",
            "元",
        ),
        (
            "项目资金 |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120",
            "",
            None,
        ),
        (
            "项目资金 |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120万元",
            "",
            "万元",
        ),
        (
            "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120元",
            "单位：亿元",
            "元",
        ),
        (
            "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
            "120",
            "单位：元",
            "万元",
        ),
    ],
    ids=[
        "label",
        "heads",
        "above",
        "above in brackets",
        "nowhere",
        "cell",
        "cell before label",
        "label before above",
    ],
)
def test_the_unit_of_money_is_that_of_the_cell_the_heads_or_the_line_above(
    heads, amount, above, unit
):
    document = drawn(
        heads,
        f"^ | 年度资金总额 | {amount} | {amount} | {amount} | 10 | 100% | 10",
        HEADS,
        ROW,
        above=[above],
    )
    assert told(funds_of(document), "line", "unit", "budget", "rate") == [
        ("年度资金总额", unit, 120, 100)
    ]


def test_the_unit_above_is_the_last_one_before_the_form():
    above = ["附表1 单位：元", "项目支出绩效自评表", "单位：万元"]
    assert told(
        funds_of(drawn(MONEY.replace("（万元）", ""), BUDGET, HEADS, ROW, above=above)), "unit"
    ) == ["万元"]


@pytest.mark.parametrize("words", ["推进多元共治", "每个单元一名网格员", "采购电子元器件"])
def test_a_word_with_the_sign_of_money_in_it_gives_no_unit(words):
    document = drawn(f"年度目标 | {words} | < | < | < | < | < | <", MONEY, BUDGET, HEADS, ROW)
    assert told(funds_of(document), "unit") == ["万元"]


def test_yuan_and_ten_thousand_yuan_are_kept_as_printed():
    document = drawn(MONEY, BUDGET.replace("110", "1,100,000元"), HEADS, ROW)
    executed = (
        reading(document).figures.set_index("figure_id").loc[funds_of(document)["executed_id"][0]]
    )
    assert (executed["value"], executed["unit"], executed["low"]) == (1_100_000, "元", 1_099_999.5)


@pytest.mark.parametrize(
    ("head", "cell", "expected"),
    [
        ("执行率", "91.67%", 91.67),
        ("执行率（%）", "91.67", 91.67),
        ("执行率", "91.67", 91.67),
        ("执行率", "0.92", None),
        ("执行率（B/A）", "1", None),
    ],
)
def test_a_bare_rate_that_may_be_a_share_is_not_taken_for_a_percentage(head, cell, expected):
    document = drawn(MONEY.replace("执行率", head), BUDGET.replace("91.67%", cell), HEADS, ROW)
    assert told(funds_of(document), "rate") == [expected]


def test_the_reason_for_a_rate_is_kept_and_a_prompt_for_one_is_not():
    prompt = "^ | 其他资金 | 1 | 1 | 1 |  |  |  | 执行率低于90%的须说明原因（限100字）"
    document = drawn(f"{MONEY} | 原因", f"{BUDGET} | 招标结余", prompt, HEADS, ROW)
    assert told(funds_of(document), "reason") == ["招标结余", None]


SPENDING = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 未完成原因分析"


@IN_ROWS
def test_the_size_of_a_department_s_spending_by_source_and_by_nature(write):
    document = write(
        "单位名称 | 青石县水务局 | < | < | < | <",
        "年度整体支出规模（万元） | 按资金来源 | 财政拨款 | 1,234.56 | < | <",
        "^ | ^ | 其他资金 | 0 | < | <",
        "^ | ^ | 上年结转 | / | < | <",
        "^ | 按支出性质 | 基本支出 | 1000 | < | <",
        "^ | ^ | 项目支出 | 234.56 | < | <",
        SPENDING,
        "产出指标 | 数量指标 | 甲 | 12座 | 13座 | ",
    )
    assert told(
        funds_of(document), "project", "line", "breakdown", "unit", "amount", "amount_decimals"
    ) == [
        ("青石县水务局", "财政拨款", "source", "万元", 1234.56, 2),
        ("青石县水务局", "其他资金", "source", "万元", 0, 0),
        ("青石县水务局", "上年结转", "source", None, None, None),
        ("青石县水务局", "基本支出", "nature", "万元", 1000, 0),
        ("青石县水务局", "项目支出", "nature", "万元", 234.56, 2),
    ]


@pytest.mark.xfail(
    strict=True, reason="a source beside an empty cell, under no heads, gives no line"
)
def test_a_source_beside_an_empty_cell_is_a_line_without_an_amount():
    document = drawn(
        "年度整体支出规模（万元） | 财政拨款 | 120 | 其他资金 |  | ",
        SPENDING,
        "产出指标 | 数量指标 | 甲 | 1座 | 1座 | ",
    )
    assert told(funds_of(document), "line", "amount") == [("财政拨款", 120), ("其他资金", None)]


def test_sources_named_in_the_cells_of_their_amounts():
    document = drawn(
        (
            "年度部门预算（万元） | 其中：基本支出：100.5万元 | < | 项目支出：20 | < | "
            "其他资金： | < | <"
        ),
        HEADS,
        ROW,
    )
    assert told(funds_of(document), "line", "breakdown", "unit", "amount") == [
        ("基本支出", "nature", "万元", 100.5),
        ("项目支出", "nature", "万元", 20),
        ("其他资金", "source", None, None),
    ]


def test_a_label_left_out_of_the_lines_of_a_text_moves_no_amount():
    rows = [
        " | 年度资金总额 | 150 | 120 | 110 | 10 | 91.67% | 9.17",
        "其中：财政拨款 | 150 | 120 | 110 |  | 91.67% | ",
    ]
    assert told(
        funds_of(barred(MONEY, *rows, HEADS, ROW)), "line", "initial", "budget", "executed", "rate"
    ) == [
        ("年度资金总额", 150, 120, 110, 91.67),
        ("其中：财政拨款", 150, 120, 110, 91.67),
    ]


# --- what is no form ---

ACCOUNTS = [
    "项目 | 年初预算数 | 全年预算数 | 决算数",
    "一般公共预算财政拨款收入 | 100 | 120 | 120",
    "上年结转和结余 | 0 | 5 | 5",
    "合计 | 100 | 125 | 125",
]
TRAVEL = [
    "项目 | 预算数 | 执行数 | 执行率",
    "因公出国（境）费 | 0 | 0 | —",
    "公务用车购置及运行维护费 | 12 | 10 | 83.3%",
    "合计 | 12 | 10 | 83.3%",
]
PROSE = """一、绩效目标
共设三级指标12个，指标值均为100%，实际完成值达95%，分值90分，得分85分。
三级指标
指标值设置合理，共5项。
二、资金
年初预算数120万元，全年执行数110万元。
"""
LIST = "绩效指标体系\n一级指标3个\n二级指标6个\n三级指标12个\n指标值明确\n得分95分\n"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(written("收入支出决算表", ACCOUNTS), id="final accounts"),
        pytest.param(written("“三公”经费", TRAVEL), id="travel and cars"),
        pytest.param(barred(*ACCOUNTS), id="accounts in a text"),
        pytest.param(lined(*TRAVEL), id="travel in a text of cells"),
        pytest.param(text(PROSE), id="prose"),
        pytest.param(text(LIST), id="a list"),
        pytest.param(text("三级指标 | 12个\n指标值 | 100%\n"), id="two rows"),
        pytest.param(text("三级指标\n指标值\n"), id="two lines"),
    ],
)
def test_what_only_speaks_of_indicators_or_money_is_no_form(document):
    assert find_forms(document).forms == ()


def test_tables_of_money_before_a_form_are_no_funds_of_it():
    document = written(
        "一、收支情况",
        "单位：元",
        ACCOUNTS,
        "二、三公经费",
        TRAVEL,
        "三、绩效自评",
        self_evaluation("泵站维修", 120),
    )
    assert told(funds_of(document), *AMOUNTS) == [("年度资金总额", "total", "万元", 120, 120, 120)]


def test_amounts_in_a_table_before_a_form_are_no_funds_of_it():
    document = written(
        "一、收支情况",
        ["科目 | 金额", "财政拨款收入 | 1000", "基本支出 | 400"],
        "二、绩效自评",
        self_evaluation("泵站维修", 120),
    )
    assert told(funds_of(document), "line") == ["年度资金总额"]


def test_funds_alone_are_a_form_where_they_are_scored_or_named_as_in_one():
    document = drawn(MONEY, BUDGET, above=["项目支出绩效自评表"])
    assert told(funds_of(document), "form_id", "form", "line", "budget") == [
        ("T1", "绩效自评表", "年度资金总额", 120)
    ]


# --- forms that are cut off ---


@WRITERS
def test_heads_without_rows_leave_the_funds(write):
    document = write(MONEY, BUDGET, HEADS)
    assert told(indicators_of(document), "level3") == []
    assert told(funds_of(document), "form", "line", "budget") == [
        ("绩效自评表", "年度资金总额", 120)
    ]


@WRITERS
def test_a_row_cut_off_keeps_what_it_has(write):
    document = write(HEADS, ROW, " | 质量指标 | 验收合格率 | ≥95%")
    assert told(
        indicators_of(document), "level2", "level3", "target", "actual", "weight", "status"
    ) == [
        ("数量指标", "维修泵站", 12, 13, 90, "exact"),
        ("质量指标", "验收合格率", 95, None, None, "exact"),
    ]


def test_a_text_that_begins_within_the_heads():
    heads = HEADS.partition("三级指标 | ")[2]
    document = lined(heads, ROW)
    assert told(indicators_of(document), "level3", "target", "actual", "score") == [
        ("维修泵站", 12, 13, 88.5)
    ]


# --- rows that cannot be decided ---


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ("甲 | 12座3处 | 13座 | 5 | 5", "指标值一格里有几个数字"),
        ("甲 | 90%—95% | 13座 | 5 | 5", "指标值是一个范围"),
        ("甲 | 12座 | 13座，其中新建2座 | 5 | 5", "完成值一格里有几个数字"),
        ("甲 | 12座 | 13座 | 5 | 9.5（扣0.5分）", "得分一格里有几个数字"),
        ("甲 | 12座 | 13座 | 十分 | 5", "分值不是数字：十分"),
        ("甲 | 12座 | 13座 | 5 | 优", "得分不是数字：优"),
        (" | 12座 | 13座 | 5 | 5", "没有三级指标名称"),
        ("甲 | 12.5.6座 | 13座 | 5 | 5", "指标值里的数字粘在一起，分不开"),
        ("甲 | 12座 | 1⏎3座 | 5 | 5", "完成值一格里有几个数字"),
    ],
)
def test_a_row_that_cannot_be_decided_says_why(cells, note):
    document = drawn(HEADS, f"产出指标 | 数量指标 | {cells} | ")
    assert told(indicators_of(document), "status", "note") == [("ambiguous", note)]


def test_of_a_cell_that_cannot_be_decided_only_the_text_is_told():
    document = drawn(HEADS, "产出指标 | 数量指标 | 甲 | 12座3处 | 13座 | 十分 | 5 | ")
    cells = ("target", "target_text", "target_id", "sign", "actual", "weight", "score", "note")
    assert told(indicators_of(document), *cells) == [
        (None, "12座3处", None, None, 13, None, 5, "指标值一格里有几个数字；分值不是数字：十分")
    ]


# --- faults seen in published forms ---


def test_a_total_of_zeros_above_its_only_source():
    document = drawn(
        MONEY,
        "^ | 年度资金总额 | 0 | 0 | 0 | 10 | 0 | 0",
        "^ | 其中：当年财政拨款 | 90 | 89.974 | 89.974 |  | 100% | ",
        HEADS,
        ROW,
    )
    assert told(
        funds_of(document), "breakdown", "initial", "budget", "budget_decimals", "executed"
    ) == [
        ("total", 0, 0, 0, 0),
        ("source", 90, 89.974, 3, 89.974),
    ]


@WRITERS
def test_a_score_with_three_decimals(write):
    document = write(
        HEADS,
        "产出指标 | 质量指标 | 合格率 | 90% | 89.97% | 90 | 89.974 | ",
        "总分 | < | < |  |  | 90 | 89.974 | ",
    )
    assert told(indicators_of(document), "score", "score_decimals") == [(89.974, 3)]
    assert total_of(document) == [89.974]


@WRITERS
def test_a_project_scored_on_one_indicator_that_is_done(write):
    document = write(HEADS, "产出指标 | 数量指标 | 购置执法车 | 2辆 | 完成 | 90 | 90 | ")
    cells = ("target", "actual", "actual_text", "weight", "score", "status", "note")
    assert told(indicators_of(document), *cells) == [(2, None, "完成", 90, 90, "exact", None)]


@WRITERS
def test_a_result_of_four_times_the_target_with_full_marks(write):
    document = write(HEADS, "产出指标 | 数量指标 | 培训班次 | 10 | 43 | 10 | 10 | ")
    assert told(indicators_of(document), "target", "unit", "actual", "score", "reason") == [
        (10, None, 43, 10, None)
    ]


@WRITERS
def test_a_percentage_in_words_behind_its_number(write):
    document = write(HEADS, "产出指标 | 质量指标 | 合格率 | ≥100百分比 | 100百分比 | 10 | 10 | ")
    assert told(indicators_of(document), "sign", "target", "unit", "actual", "actual_unit") == [
        ("≥", 100, "百分比", 100, "百分比")
    ]


# --- signs, targets in words, dates ---

SIGNED = (
    "一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | "
    "未完成原因分析"
)


@pytest.mark.parametrize(
    ("printed", "sign"),
    [
        *[
            ("≥", "≥"),
            ("≧", "≥"),
            ("正向指标", "≥"),
            ("正向", "≥"),
            ("大于等于", "≥"),
            ("≤", "≤"),
            ("≦", "≤"),
            ("反向指标", "≤"),
            ("反向", "≤"),
            ("小于等于", "≤"),
        ],
        *[
            ("＝", "="),
            ("=", "="),
            ("等于", "="),
            ("＞", ">"),
            ("＜", "<"),
            ("定性", "定性"),
            ("定性指标", "定性"),
            ("其他", None),
            ("/", None),
        ],
    ],
)
def test_the_sign_in_its_own_column(printed, sign):
    document = drawn(SIGNED, f"产出指标 | 数量指标 | 甲 | {printed} | 10 | 个 | 43 | 50 | 50 | ")
    assert told(indicators_of(document), "sign", "target", "unit", "actual_unit") == [
        (sign, 10, "个", "个")
    ]


@pytest.mark.parametrize("printed", ["≥", "正向指标", "反向", "定性", "="])
def test_a_sign_of_its_own_in_a_text_of_one_cell_a_line(printed):
    rows = [
        f"产出指标 | 数量指标 | 甲类数量 | {printed} | 10 | 元/人 | 43 | 50 | 49.5",
        "质量指标 | 乙类合格率 | = | 100 | % | 100 | 40分 | 40分",
    ]
    assert told(
        indicators_of(lined(SIGNED, *rows, "合计 | 100 | 99.5")),
        "level3",
        "target",
        "unit",
        "actual",
        "weight",
        "score",
    ) == [
        ("甲类数量", 10, "元/人", 43, 50, 49.5),
        ("乙类合格率", 100, "%", 100, 40, 40),
    ]


@pytest.mark.parametrize(
    ("target", "sign", "value", "unit"),
    [
        *[
            ("≥95%", "≥", 95, "%"),
            ("＞95%", ">", 95, "%"),
            ("≧95％", "≥", 95, "%"),
            (">=95%", "≥", 95, "%"),
            ("≤ 3 次", "≤", 3, "次"),
        ],
        *[
            ("=100%", "=", 100, "%"),
            ("不低于95%", "≥", 95, "%"),
            ("不少于3次", "≥", 3, "次"),
            ("不小于3次", "≥", 3, "次"),
            ("至少3次", "≥", 3, "次"),
        ],
        *[
            ("大于等于3次", "≥", 3, "次"),
            ("3次以上", "≥", 3, "次"),
            ("不超过5%", "≤", 5, "%"),
            ("不高于5%", "≤", 5, "%"),
            ("不大于5%", "≤", 5, "%"),
        ],
        *[
            ("小于等于5%", "≤", 5, "%"),
            ("5天以内", "≤", 5, "天"),
            ("5天内", "≤", 5, "天"),
            ("5个工作日内", "≤", 5, "个工作日"),
            ("超过5%", ">", 5, "%"),
        ],
        *[
            ("大于5%", ">", 5, "%"),
            ("高于5%", ">", 5, "%"),
            ("低于5%", "<", 5, "%"),
            ("小于5%", "<", 5, "%"),
            ("12座", None, 12, "座"),
        ],
        *[
            ("达到95%", None, 95, "%"),
            ("每季度1次", None, 1, "次"),
            ("每亩280", None, 280, "元/亩"),
            ("10，000人次", None, 10000, "人次"),
        ],
        *[
            (words, "定性", None, None)
            for words in ("显著提升", "建立健全", "国内领先", "500强企业", "3A级")
        ],
    ],
)
def test_the_sign_that_a_target_tells_itself(target, sign, value, unit):
    document = drawn(HEADS, f"产出指标 | 质量指标 | 甲 | {target} |  | 5 | 5 | ")
    assert told(indicators_of(document), "sign", "target", "unit", "target_text", "status") == [
        (sign, value, unit, target.replace(" ", ""), "exact")
    ]


@pytest.mark.parametrize(
    "date",
    [
        "2022年12月底前",
        "12月31日前",
        "2022年",
        "2022.12.31",
        "2022-12-31",
        "2022.12",
        "20221231",
        "第四季度",
        "12月底",
    ],
)
def test_a_date_is_a_target_in_words(date):
    document = drawn(HEADS, f"产出指标 | 时效指标 | 完工时间 | {date} | {date} | 5 | 5 | ")
    cells = ("sign", "target", "target_text", "actual", "actual_text", "status")
    assert told(indicators_of(document), *cells) == [("定性", None, date, None, date, "exact")]


def test_a_date_before_a_number_leaves_the_number():
    document = drawn(
        HEADS,
        "产出指标 | 时效指标 | 支付进度 | 2022年12月31日前完成100% | 2022年11月完成98% | 5 | 5 | ",
    )
    assert told(indicators_of(document), "target", "unit", "actual") == [(100, "%", 98)]


@pytest.mark.xfail(strict=True, reason="a bare year and month with a slash are two numbers")
def test_a_month_with_a_slash_is_a_date():
    assert told(
        indicators_of(drawn(HEADS, "产出指标 | 时效指标 | 甲 | 2022/12 |  | 5 | 5 | ")),
        "sign",
        "status",
    ) == [("定性", "exact")]


@pytest.mark.xfail(strict=True, reason="nothing shows a bare year to be none of the things counted")
def test_a_bare_year_is_a_date():
    assert told(
        indicators_of(drawn(HEADS, "产出指标 | 时效指标 | 完成年份 | 2022 |  | 5 | 5 | ")),
        "sign",
        "target",
    ) == [("定性", None)]


@WRITERS
def test_an_indicator_may_be_the_making_of_a_form(write):
    document = write(HEADS, ROW, "^ | 质量指标 | 编报绩效自评表 | ≥2份 | 3份 | 9 | 8.5 | ", TOTAL)
    assert told(indicators_of(document), "level3", "target") == [
        ("维修泵站", 12),
        ("编报绩效自评表", 2),
    ]
    assert total_of(document) == [98.5]


def test_a_number_behind_the_name_of_a_thing_is_an_actual_value():
    document = drawn(HEADS, "产出指标 | 数量指标 | 甲 | 1000块 | 安装智能水表1200 | 5 | 5 | ")
    assert told(indicators_of(document), "actual", "actual_unit") == [(1200, "块")]


@pytest.mark.parametrize("words", ["见附件1", "已完成，详见附表2", "见表3"])
def test_the_number_of_an_annex_is_no_actual_value(words):
    document = drawn(HEADS, f"产出指标 | 数量指标 | 甲 | 1份 | {words} | 5 | 5 | ")
    assert told(indicators_of(document), "actual", "actual_text", "status") == [
        (None, words, "exact")
    ]


# --- numbers as they are printed ---


@WRITERS
@pytest.mark.parametrize(
    ("name", "target", "actual", "weight", "score", "expected"),
    [
        ("带动产值增长", "≥5%", "-2.5%", "10", "0", ((5, 0), (-2.5, 1), (10, 0), (0, 0))),
        ("整改合格率", "95%", "95%", "10.00", "9.50", ((95, 0), (95, 0), (10, 2), (9.5, 2))),
        (
            "发放资料份数",
            "12,500份",
            "1,234,567份",
            "12.5",
            "12.5",
            ((12500, 0), (1234567, 0), (12.5, 1), (12.5, 1)),
        ),
        (
            "收割面积",
            "１２．５万亩",
            "１３．０万亩",
            "１０",
            "９．５",
            ((12.5, 1), (13, 1), (10, 0), (9.5, 1)),
        ),
        ("补助标准", "0.05元", "0.050元", "7.5分", "7分", ((0.05, 2), (0.05, 3), (7.5, 1), (7, 0))),
    ],
    ids=["negative", "decimals that are 0", "separated", "full-width", "points in words"],
)
def test_numbers_are_kept_with_their_decimals(write, name, target, actual, weight, score, expected):
    found = indicators_of(
        write(HEADS, f"产出指标 | 数量指标 | {name} | {target} | {actual} | {weight} | {score} | ")
    )
    columns = [
        column
        for role in ("target", "actual", "weight", "score")
        for column in (role, f"{role}_decimals")
    ]
    assert told(found, "level3", *columns) == [
        (name, *(cell for pair in expected for cell in pair))
    ]


@WRITERS
@pytest.mark.parametrize(
    "name",
    [
        "2021年度培训人数",
        "5G基站建设",
        "2022年新建",
        "A3类设备采购",
        "“一村一品”第3批项目",
        "指标1：维修泵站",
        "70岁以上老人体检",
    ],
)
def test_a_number_in_the_name_is_neither_target_nor_actual_value(write, name):
    document = write(
        HEADS,
        f"产出指标 | 数量指标 | {name} | 12个 | 13个 | 5 | 4.5 | ",
        f"^ | 质量指标 | {name}合格率 | 优良 | 优良 | 5 | 5 | ",
    )
    assert told(indicators_of(document), "level3", "target", "actual", "weight", "score") == [
        (name, 12, 13, 5, 4.5),
        (f"{name}合格率", None, None, 5, 5),
    ]


def test_the_unit_of_a_name_is_nearer_than_that_of_the_head():
    heads = "一级指标 | 二级指标 | 三级指标 | 指标值（%） | 完成值（%） | 分值 | 得分"
    document = drawn(
        heads,
        "产出指标 | 质量指标 | 合格率 | 95 | 96 | 5 | 5",
        "^ | ^ | 受益人数（人） | 1,200 | 1,300 | 5 | 5",
    )
    assert told(indicators_of(document), "target", "unit", "actual_unit") == [
        (95, "%", "%"),
        (1200, "人", "人"),
    ]


# --- any document ---

WORDS = st.sampled_from(
    [
        *[
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "年度⏎指标值",
            "实际完成值",
            "完成值",
            "分值",
            "得分",
            "权重",
            "指标性质",
            "度量单位",
            "备注",
            "是否核心指标",
        ],
        *[
            "年初预算数",
            "全年预算数（万元）",
            "全年执行数",
            "执行率",
            "预算数",
            "全年预计完成情况",
            "1-8月执行情况",
            "偏差原因分析及改进措施",
            "项目名称",
            "单位名称",
        ],
        *[
            "年度资金总额",
            "其中：财政拨款",
            "其他资金",
            "基本支出：12万元",
            "产出指标",
            "产出指标（50分）",
            "数量指标",
            "质量指标",
            "效益指标",
            "社会效益指标",
        ],
        *[
            "满意度指标",
            "群众满意度",
            "合计",
            "总分",
            "小计",
            "……",
            "注：",
            "评价结论",
            "甲",
            "维修泵站",
            "显著",
            "个",
            "元/亩",
            "≥",
            "√",
            "/",
            "-",
            "",
            " ",
        ],
        *[
            "≥12座",
            "12",
            "100%",
            "5.5",
            "-2.5%",
            "１０",
            "1,234",
            "12.5.6",
            "90%-95%",
            "每亩280",
            "2022年12月",
            "2022.12",
            "见附件1",
        ],
    ]
)
quickly = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def check_reading(document):
    """Reading raises nothing, every digit stands in one figure or in the remainder,
    and rows fit the codebook.
    """
    figures, remainder = reading(document)[:2]
    told_of = [0] * len(document.text)
    for start, end in [
        *figures[["start", "end"]].itertuples(index=False),
        *((row["start"], row["end"]) for row in remainder),
    ]:
        for at in range(start, end):
            told_of[at] += 1
    assert [
        document.text[at : at + 9]
        for at, sign in enumerate(document.folded)
        if sign in "0123456789" and told_of[at] != 1
    ] == []
    assert [
        row["quoted"]
        for row in figures.to_dict("records")
        if document.text[row["start"] : row["end"]] != row["quoted"]
    ] == []
    values = figures.set_index("figure_id")["value"].to_dict()
    for name, table in (("indicators", indicators_of(document)), ("funds", funds_of(document))):
        for column in codebook.TABLES[name].columns:
            assert not column.values or set(table[column.name].dropna()) <= set(column.values)
            assert not column.required or table[column.name].notna().all()
        for row in table.to_dict("records"):
            named = [
                role
                for role in ("target", "actual", "budget", "score")
                if isinstance(row.get(f"{role}_id"), str)
                and not pd.isna(values[row[f"{role}_id"]])  # a span has no value
            ]
            assert [row[role] for role in named] == [values[row[f"{role}_id"]] for role in named]
            assert row.get("status") != "ambiguous" or row["note"]


@quickly
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" | ".join), min_size=1, max_size=8))
def test_any_table_of_the_words_of_forms_is_read_whole(rows):
    check_reading(drawn(*rows, above=["项目支出绩效自评表"]))


@st.composite
def merged_grids(draw):
    """Rows of as many cells, some of which go on the one to the left or above;
    not all of what is merged so is a rectangle.
    """
    width, height = draw(st.integers(2, 8)), draw(st.integers(1, 8))
    cells = st.one_of(WORDS, WORDS, st.sampled_from("<^"))
    return [
        " | ".join([draw(WORDS), *draw(st.lists(cells, min_size=width - 1, max_size=width - 1))])
        for _ in range(height)
    ]


@quickly
@given(merged_grids())
def test_any_table_with_merged_cells_is_read_whole(rows):
    check_reading(drawn(HEADS, *rows))


@quickly
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=8))
def test_any_text_of_rows_is_read_whole(rows):
    check_reading(text("\n".join("| " + " | ".join(row).replace("⏎", "") + " |" for row in rows)))


@quickly
@given(st.lists(WORDS, min_size=1, max_size=60), st.sampled_from(["\n", " |\n", "\n\n"]))
def test_any_text_of_cells_is_read_whole(cells, end):
    check_reading(
        text(
            "绩效自评表\n一级指标\n三级指标\n指标值\n完成值\n" + end.join(cells).replace("⏎", "\n")
        )
    )


@quickly
@given(st.lists(st.text(alphabet="甲乙12.,%|/-≥ \n（）", max_size=8), min_size=2, max_size=30))
def test_any_table_of_any_text_is_read_whole(cells):
    draft = Draft()
    draft.write_table([Piece(at // 5, at % 5, 1, 1, cell) for at, cell in enumerate(cells)])
    check_reading(draft.finish(Path("made.docx"), b""))


def long_form() -> Iterable[str]:
    """The cells of a form of 4,000 indicators, some of them named alike."""
    yield from cells_of([HEADS])[0]
    for at in range(4_000):
        yield from ("产出指标", "数量指标") if at % 50 == 0 else ()
        yield from (f"维修泵站第{at % 100}批", f"≥{at + 1}座", f"{at + 2}座", "5", "4.5")


def test_a_form_of_twenty_thousand_lines_is_read_whole():
    found = indicators_of(text("绩效自评表\n" + "\n".join(long_form()) + "\n"))
    assert found["target"].tolist() == list(range(1, 4_001))
    assert found["actual"].tolist() == list(range(2, 4_002))
    assert set(found["score"]) == {4.5}


def test_five_hundred_forms_of_one_text_are_five_hundred():
    document = text(
        "".join(
            lined(*self_evaluation(f"项目{'甲乙丙丁'[at % 4]}", at + 1)).text for at in range(500)
        )
    )
    assert len(find_forms(document).forms) == 500
    assert funds_of(document)["budget"].tolist() == list(range(1, 501))
