"""Tables made from the forms of a report: each cell a figure with its unit,
its name and its place, and what follows from them.
"""

import openpyxl
import pandas as pd
import pytest
from made import docx as docx_made
from made import pdf as pdf_made

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.tables.indicators import stated_totals

# A form worked out by hand: 100 points, of which 89 are earned.
FORM = [
    ["项目名称", "泵站维修", "", "", "", "", "", ""],
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "100.00", "120.00", "108.00", "10", "90%", "9"],
    ["", "其中：财政拨款", "100.00", "120.00", "108.00", "", "90%", ""],
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
    ["产出指标（60）", "数量指标", "维修泵站", "≥12座", "13座", "20", "20", ""],
    ["", "质量指标", "验收合格率", "≥95%", "76%", "20", "16", "雨季返工"],
    ["", "", "群众投诉", "≤10件", "12件", "20", "16", "/"],
    ["效益指标", "社会效益指标", "排涝能力", "显著", "显著", "20", "18", ""],
    ["", "", "培训人次", "10人次", "43人次", "10", "10", ""],
    ["总分", "", "", "", "", "100", "89", ""],
]
INDICATORS = [5, 6, 7, 8, 9]  # rows of the form that are one


@pytest.fixture
def read(tmp_path):
    """Read a report of this form, written as a workbook or as a text of rows."""

    def write(rows=FORM, form="xlsx", above=("项目支出绩效自评表",)):
        path = tmp_path / f"made.{form}"
        if form == "txt":
            path.write_text(
                "\n".join([*above, *(f"| {' | '.join(row)} |" for row in rows), ""]),
                encoding="utf-8",
            )
        else:
            book = openpyxl.Workbook()
            book.active.title = "自评表"
            for row in rows:
                book.active.append(row)
            book.save(path)
        return pa.read(path)

    return write


def row_of(frame, column, name):
    return frame[frame[column] == name].iloc[0]


def figure_at(report, figure_id):
    return report.figures.set_index("figure_id").loc[figure_id]


def cells(row, *columns):
    return [None if pd.isna(row[column]) else row[column] for column in columns]


def changed(at, column, text, rows=FORM):
    """The form with one cell of a row changed."""
    return [
        [*row[:column], text, *row[column + 1 :]] if place == at else row
        for place, row in enumerate(rows)
    ]


# --- cells and their figures ---


@pytest.mark.parametrize("form", ["xlsx", "txt"])
def test_every_number_of_a_table_is_that_of_its_figure(read, form):
    report = read(form=form)
    figures = report.figures.set_index("figure_id")
    count = 0
    for table in (report.indicators, report.funds):
        for name in (
            name.removesuffix("_id") for name in table if name.endswith("_id") and name != "form_id"
        ):
            for row in table[table[f"{name}_id"].notna()].to_dict("records"):
                figure = figures.loc[row[f"{name}_id"]]
                assert (row[name], row[f"{name}_decimals"]) == (figure["value"], figure["decimals"])
                count += 1
    # each indicator's four, but for 显著 twice; the funds' two lines
    assert count == 5 * 4 - 2 + 6 + 4


def test_ids_point_to_the_numbers_in_order(read):
    report = read()
    told = [
        figure_at(report, row[column])["quoted"]
        for _, row in report.indicators.iterrows()
        for column in ("target_id", "actual_id")
        if pd.notna(row[column])
    ]
    assert told == ["12座", "13座", "95%", "76%", "10件", "12件", "10人次", "43人次"]


def test_no_figure_is_pointed_to_twice(read):
    report = read()
    ids = [
        name
        for table in (report.indicators, report.funds)
        for column in table
        if column.endswith("_id") and column != "form_id"
        for name in table[column].dropna()
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("target_id", ["维修泵站", "年度指标值", "target", "count", "座", 12, "exact"]),
        ("actual_id", ["维修泵站", "实际完成值", "actual", "count", "座", 13, "exact"]),
        ("weight_id", ["维修泵站", "分值", "weight", "score", "分", 20, "carried"]),
        ("score_id", ["维修泵站", "得分", "actual", "score", "分", 20, "carried"]),
    ],
)
def test_the_figure_of_an_indicator_s_cell(read, column, expected):
    report = read()
    figure = figure_at(report, report.indicators[column][0])
    assert (
        cells(figure, "subject", "measure", "role", "kind", "unit", "value", "status") == expected
    )


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (0, "initial_id", ["年度资金总额", "年初预算数", "plan", "amount", "万元", 100, "carried"]),
        (0, "budget_id", ["年度资金总额", "全年预算数", "plan", "amount", "万元", 120, "carried"]),
        (
            0,
            "executed_id",
            ["年度资金总额", "全年执行数", "actual", "amount", "万元", 108, "carried"],
        ),
        (0, "rate_id", ["年度资金总额", "预算执行率", "actual", "rate", "%", 90, "exact"]),
        (0, "weight_id", ["年度资金总额", "分值", "weight", "score", "分", 10, "carried"]),
        (0, "score_id", ["年度资金总额", "得分", "actual", "score", "分", 9, "carried"]),
        (1, "executed_id", ["财政拨款", "全年执行数", "actual", "amount", "万元", 108, "carried"]),
        (1, "rate_id", ["财政拨款", "执行率", "actual", "rate", "%", 90, "exact"]),
    ],
)
def test_the_figure_of_a_line_of_funds(read, line, column, expected):
    report = read()
    figure = figure_at(report, report.funds[column][line])
    assert (
        cells(figure, "subject", "measure", "role", "kind", "unit", "value", "status") == expected
    )


@pytest.mark.parametrize("form", ["xlsx", "txt"])
@pytest.mark.parametrize("level", ["产出指标（60）", "产出指标（60分）", "产出指标(60)"])
def test_the_points_of_a_level_are_a_figure(read, form, level):
    report = read(changed(5, 0, level), form=form)
    points = row_of(report.figures, "value", 60)
    assert cells(points, "measure", "role", "kind", "unit") == ["分值", "weight", "score", "分"]
    assert set(report.indicators["level1"]) == {"产出指标", "效益指标"}


def test_the_number_of_a_level_in_a_list_is_no_points(read):
    report = read(changed(5, 0, "（1）产出指标"))
    assert report.remainder["quoted"].tolist() == ["1"]


def test_the_total_of_weights_and_of_scores_are_figures(read):
    report = read()
    total = report.figures[report.figures["subject"] == "自评总分"]
    assert total[["value", "measure", "role", "unit"]].values.tolist() == [
        [100, "分值", "weight", "分"],
        [89, "得分", "actual", "分"],
    ]


def test_a_source_by_its_name_and_what_is_expected(tmp_path):
    rows = [
        "项目支出绩效运行监控表",
        "项目资金（万元） | 年度资金总额 | 120.5 | |",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年预计完成情况",
        "产出指标 | 数量指标 | 维修泵站 | 12座 | 11座",
    ]
    path = tmp_path / "made.txt"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    report = pa.read(path)
    assert cells(
        figure_at(report, report.funds["amount_id"][0]), "subject", "measure", "role", "unit"
    ) == ["年度资金总额", "金额", "actual", "万元"]
    assert cells(
        figure_at(report, report.indicators["expected_id"][0]), "subject", "measure", "role", "unit"
    ) == [
        "维修泵站",
        "全年预计完成情况",
        "forecast",
        "座",
    ]


# --- units ---


BARE, WITH_COLUMN = ["指标值", "完成值"], ["指标值", "度量单位", "完成值"]


@pytest.mark.parametrize(
    ("heads", "row", "of_target", "unit", "actual_unit"),
    [
        (BARE, ["甲", "12座", "13座"], "座", "座", "座"),
        (BARE, ["甲", "12座", "13"], "座", "座", "座"),
        (BARE, ["甲", "12", "13座"], None, "座", "座"),
        (BARE, ["甲", "12", "13"], None, None, None),
        (BARE, ["甲", "100万元", "98亿元"], "万元", "万元", "亿元"),
        (BARE, ["受益人数（人）", "12", "13"], "人", "人", "人"),
        (BARE, ["甲（含改造）", "12", "13"], None, None, None),
        (WITH_COLUMN, ["甲", "12", "座", "13"], "座", "座", "座"),
        (WITH_COLUMN, ["甲", "12", "元/亩", "13"], "元/亩", "元/亩", "元/亩"),
        (WITH_COLUMN, ["甲", "12", "标准箱", "13"], "标准箱", "标准箱", "标准箱"),
        (WITH_COLUMN, ["甲", "95", "％", "96"], "%", "%", "%"),
        (WITH_COLUMN, ["甲", "12", "", "13"], None, None, None),
        (WITH_COLUMN, ["甲", "12", "/", "13"], None, None, None),
        (WITH_COLUMN, ["甲", "12", "定性", "13"], None, None, None),
        (WITH_COLUMN, ["受益人数（户）", "1.2", "万人", "13000人"], "万人", "万人", "人"),
        (["指标值（%）", "完成值（%）"], ["甲", "12", "13"], "%", "%", "%"),
        (["指标值（%）", "完成值"], ["受益人数（人）", "12", "13"], "人", "人", "人"),
    ],
)
def test_a_unit_comes_from_the_cell_the_column_of_units_the_name_the_head_or_the_target(
    read, heads, row, of_target, unit, actual_unit
):
    report = read(
        [
            ["一级指标", "二级指标", "三级指标", *heads, "分值", "得分"],
            ["产出指标", "数量指标", *row, "5", "5"],
        ]
    )
    indicator = report.indicators.iloc[0]
    assert cells(indicator, "unit", "actual_unit") == [unit, actual_unit]
    assert cells(figure_at(report, indicator["target_id"]), "unit") == [of_target]


# --- places ---


def test_a_workbook_names_the_cell_of_each_number_and_of_each_indicator(read):
    report = read()
    assert report.indicators["place"].tolist() == [f"自评表!C{at + 1}" for at in INDICATORS]
    assert figure_at(report, report.indicators["actual_id"][0])["section"] == "自评表!E6"
    assert figure_at(report, report.funds["executed_id"][1])["section"] == "自评表!E4"
    assert report.indicators["page"].isna().all()


def test_a_word_file_names_heading_and_cell(tmp_path):
    path = docx_made.write_docx(
        tmp_path / "made.docx", docx_made.paragraph("三、绩效自评表"), docx_made.table(*FORM)
    )
    report = pa.read(path)
    assert report.indicators["place"].tolist() == [f"表1!C{at + 1}" for at in INDICATORS]
    assert figure_at(report, report.indicators["target_id"][2])["section"] == "三/表1!D8"


def test_a_text_names_heading_and_cell_of_its_rows(read):
    report = read(form="txt", above=("三、绩效自评表",))
    assert report.indicators["place"].tolist() == [f"表1!C{at + 1}" for at in INDICATORS]
    assert figure_at(report, report.indicators["target_id"][2])["section"] == "三/表1!D8"


def test_a_pdf_names_the_page(tmp_path):
    rows = [[cell.replace("≥", "") for cell in row] for row in FORM[4:]]
    path = pdf_made.write_pdf(
        tmp_path / "made.pdf",
        ["一、基本情况", "本年度维修泵站。", pdf_made.Break(), pdf_made.Grid(rows)],
    )
    report = pa.read(path)
    assert set(report.indicators["page"]) == {2}
    assert figure_at(report, report.indicators["actual_id"][0])["page"] == 2


# --- totals ---


@pytest.mark.parametrize("form", ["xlsx", "txt"])
def test_the_total_that_a_form_states_is_a_figure(read, form):
    report = read(form=form)
    totals = stated_totals(report.document, report.forms, report.reading.figures)
    assert {name: (total["value"], total["decimals"]) for name, total in totals.items()} == {
        "T1": (89, 0)
    }
    assert figure_at(report, totals["T1"]["figure_id"])["value"] == 89


def test_a_form_that_states_no_total_has_none(read):
    report = read(FORM[:-1])
    assert stated_totals(report.document, report.forms, report.reading.figures) == {}


def test_each_form_states_its_own_total(read):
    other = changed(10, 6, "88.5", changed(0, 1, "河道保洁"))
    report = read(FORM + other)
    totals = stated_totals(report.document, report.forms, report.reading.figures)
    assert {name: (total["value"], total["decimals"]) for name, total in totals.items()} == {
        "T1": (89, 0),
        "T2": (88.5, 1),
    }


def test_a_report_without_forms_has_empty_tables(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text("全年预算数120万元，执行数108万元。\n", encoding="utf-8")
    report = pa.read(path)
    assert (list(report.indicators), len(report.indicators)) == (codebook.INDICATORS.names, 0)
    assert (list(report.funds), len(report.funds)) == (codebook.FUNDS.names, 0)
    assert len(report.scored()) == 0


def test_a_report_from_a_data_folder_has_empty_tables(report):
    assert (len(report.indicators), len(report.funds)) == (0, 0)


# --- the budget of the report ---


def test_the_budget_of_a_report_is_that_of_its_one_form(read):
    report = read()
    total = report.budget.iloc[0]
    assert cells(total, "line", "unit", "budget", "executed", "rate", "unspent") == [
        "合计",
        "万元",
        120,
        108,
        90,
        12,
    ]
    assert [total["budget_id"], total["executed_id"], total["rate_id"]] == report.funds.loc[
        0, ["budget_id", "executed_id", "rate_id"]
    ].tolist()


def test_of_two_forms_neither_is_the_budget_of_the_report(read):
    assert len(read(FORM + changed(0, 1, "河道保洁")).budget) == 0


def test_a_budget_told_in_the_text_goes_before_that_of_a_form(read):
    report = read(
        form="txt", above=("本部门全年预算数500万元，执行数400万元。", "项目支出绩效自评表")
    )
    assert report.budget["budget"][0] == 500


# --- corrections ---


@pytest.fixture
def correct(tmp_path, read):
    """Read the form as a text with these corrections: the row and column of a cell,
    what stands there, a column of figures and its value.
    """

    def write(*corrections, rows=FORM):
        report = read(rows, form="txt")
        lines = []
        for at, cell, quoted, column, value in corrections:
            line = report.document.text.index("| " + " | ".join(rows[at]) + " |")
            start = report.document.text.index(
                quoted, line + 2 + sum(len(text) + 3 for text in rows[at][:cell])
            )
            lines.append(f"{start},{quoted},{column},{value},甲,看了原件\n")
        (tmp_path / "made.corrections.csv").write_text(
            "start,quoted,column,value,by,why\n" + "".join(lines), encoding="utf-8"
        )
        return pa.read(tmp_path / "made.txt")

    return write


def test_a_corrected_number_is_corrected_in_the_indicator_too(correct):
    report = correct(
        (5, 4, "13座", "value", "15"), (6, 3, "95%", "unit", "‰"), (7, 5, "20", "value", "25")
    )
    indicators = report.indicators
    assert cells(indicators.iloc[0], "actual", "actual_text", "actual_unit") == [15, "13座", "座"]
    assert cells(indicators.iloc[1], "target", "unit", "actual_unit") == [95, "‰", "%"]
    assert cells(indicators.iloc[2], "weight", "status") == [25, "exact"]
    assert figure_at(report, indicators["actual_id"][0])["status"] == "corrected"


def test_a_corrected_amount_is_corrected_in_funds_and_budget_too(correct):
    report = correct((2, 4, "108.00", "value", "120"))
    assert report.funds["executed"].tolist() == [120, 108]
    assert cells(report.budget.iloc[0], "executed", "unspent") == [120, 0]


def test_a_corrected_total_is_the_one_that_is_scored(correct):
    report = correct((10, 6, "89", "value", "98"))
    assert cells(row_of(report.scored(), "item", "total"), "score", "grade") == [98, "优"]


def test_a_number_that_could_not_be_read_counts_once_it_is_corrected(correct, read):
    rows = changed(5, 3, "12.5.6", changed(5, 4, "13"))
    before = read(rows, form="txt").indicators.iloc[0]
    assert cells(before, "target", "target_id", "status", "note") == [
        None,
        None,
        "ambiguous",
        "指标值里的数字粘在一起，分不开",
    ]
    after = correct(
        (5, 3, "12.5.6", "value", "12.5"), (5, 3, "12.5.6", "decimals", "1"), rows=rows
    ).indicators.iloc[0]
    assert cells(after, "target", "target_decimals", "status", "note") == [12.5, 1, "exact", None]


# --- scores ---


@pytest.mark.parametrize("form", ["xlsx", "txt"])
def test_a_form_is_scored_from_end_to_end(read, form):
    """By 财预〔2020〕10号 as the default profile has it, worked out by hand.

    13 of 12 earns all; 76 of 95 earns 16, between 75.5/95.5 and 76.5/94.5 of 20 as both
    are rounded; 12 where 10 is the most earns 1 − 2/10; 显著 as asked is 达成, 80 to 100 %;
    43 of 10 earns all, is beyond 130 % and says no reason; 108 of 120 earns 9.
    """
    scoring = read(form=form).scored()
    found = [
        (
            row["name"],
            row["weight"],
            row["score"],
            round(row["computed_low"], 2),
            round(row["computed_high"], 2),
            row["difference"],
        )
        for _, row in scoring.iterrows()
    ]
    assert found == [
        ("维修泵站", 20, 20, 20, 20, 0),
        ("验收合格率", 20, 16, 15.81, 16.19, 0),
        ("群众投诉", 20, 16, 16, 16, 0),
        ("排涝能力", 20, 18, 16, 20, 0),
        ("培训人次", 10, 10, 10, 10, 0),
        ("预算执行率", 10, 9, 9, 9, 0),
        ("总分", 100, 89, 89, 89, 0),
    ]
    trained, total = row_of(scoring, "name", "培训人次"), row_of(scoring, "item", "total")
    assert (trained["limit"], trained["note"]) == (
        130,
        "没有写方向，按“=”计分；达到指标值的 130% 以上，规则要求说明原因，表中没有写",
    )
    assert (total["grade"], set(scoring["form_id"]), set(scoring["project"])) == (
        "良",
        {"T1"},
        {"泵站维修"},
    )


def test_a_score_that_is_not_earned_is_told_with_its_figures(read):
    report = read(changed(7, 6, "20"))
    row = row_of(report.scored(), "name", "群众投诉")
    assert (row["score"], row["difference"]) == (20, 4)
    assert [figure_at(report, name)["quoted"] for name in row["figures"]] == [
        "10件",
        "12件",
        "20",
        "20",
    ]


def test_points_that_indicators_share_make_no_sum(tmp_path):
    points = [docx_made.cell("20", merge="restart"), docx_made.cell("20", merge="restart")]
    below = [docx_made.cell(merge="continue"), docx_made.cell(merge="continue")]
    rows = [[*FORM[5][:5], *points, ""], [*FORM[6][:5], *below, ""]]
    path = docx_made.write_docx(tmp_path / "made.docx", docx_made.table(*FORM[:5], *rows, FORM[10]))
    total = row_of(pa.read(path).scored(), "item", "total")
    assert cells(total, "weight", "score", "computed_low") == [None, 89, None]
    assert "2 个指标没有得分，没有合计" in total["note"]


def test_a_sheet_with_a_cell_in_its_last_row_and_column_is_read(tmp_path):
    """A million empty rows between are not walked."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"])
    sheet.append(["产出指标", "数量指标", "清淤长度（公里）", 10, 9, 50, 45])
    sheet["B1000000"], sheet["XFD1048576"] = 5, "末"
    book.save(tmp_path / "made.xlsx")
    report = pa.read(tmp_path / "made.xlsx")
    assert report.indicators[["target", "actual", "unit", "weight", "score"]].values.tolist() == [
        [10, 9, "公里", 50, 45]
    ]


def test_a_number_far_below_has_the_head_of_its_column(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["科目", "预算数（万元）"])
    for at in range(50):
        sheet.append([f"项目{at}", at + 0.25])
    sheet["A900000"], sheet["B900000"] = "末项", 5.5
    book.save(tmp_path / "made.xlsx")
    last = pa.read(tmp_path / "made.xlsx").figures.iloc[-1]
    assert last[["subject", "measure", "value", "unit", "section"]].tolist() == [
        "末项",
        "预算数",
        5.5,
        "万元",
        "Sheet!B900000",
    ]
