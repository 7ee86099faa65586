"""Ways of telling that reports of other hands have, each as a report of its own: whose a number is,
of which year, in which unit, and what it may be held against. All texts are made up; the values
wanted are those that they print.
"""

from pathlib import Path

import pytest

import perf_analysis as pa


@pytest.fixture
def read(tmp_path):
    def write(text):
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        return pa.read(path)

    return write


def overview(report, *cells):
    row = report.overview.iloc[0]
    return [None if row[cell] != row[cell] else row[cell] for cell in cells]


TITLE = "青石县水务局2023年度部门整体支出绩效自评报告\n"


# --- the overview ---


@pytest.mark.parametrize(
    ("name", "told"),
    [("B02", [2216.49, 21903118.64, 98.82]), ("B07", [26220.0, 25604.87, 97.65])],
)
def test_a_rate_told_far_from_its_amounts_finds_the_budget_it_is_of(name, told):
    """What the analyst's truth of two whole reports says; B02 spends 元 of a budget in 万元."""
    report = pa.read(Path(__file__).parents[1] / "reports" / "whole" / f"{name}.txt")
    assert overview(report, "budget", "executed", "rate") == told


@pytest.mark.parametrize(
    ("name", "which"), [("A09", "initial"), ("B02", "budget"), ("D02", "budget")]
)
def test_the_overview_says_which_budget_its_rate_is_of(name, which):
    """A09 prints 完成年初预算的105.97% and no other budget; the others print 年初预算 too."""
    report = pa.read(Path(__file__).parents[1] / "reports" / "whole" / f"{name}.txt")
    assert overview(report, "rate_of") == [which]


def test_of_two_tellings_of_one_budget_the_one_in_the_usual_unit_is_told(read):
    report = read(
        TITLE + "2023年，我局全年预算1.24亿元，实际支出1.19亿元，预算执行率96.13%。\n"
        "一、资金\n全年预算12380.50万元，全年支出11901.33万元，预算执行率96.13%。\n"
    )
    assert overview(report, "budget", "executed", "unit") == [12380.5, 11901.33, "万元"]


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("报告摘要：全年预算执行率98.4%，自评95.6分。自评等级：优。", 95.6, "优"),
        ("投入14.2分、过程22.5分、产出29分、效果26.3分，总评九十二分整，“优”。", 92, "优"),
        ("培训不足扣4分，监控不及时扣1分，自评得93分。", 93, None),
        ("按市局考核表我们给自己打了90分，等次写“优”。", 90, "优"),
        ("照县里的表打下来82.4分，只能算“良”。", 82.4, "良"),
        ("单位自评98.0分，再评价得分87.6分，等级由“优”调为“良”。", 87.6, "良"),
    ],
)
def test_the_score_is_what_a_report_gives_itself(read, text, score, grade):
    """An evaluator's score stands in place of the office's own."""
    assert overview(read(TITLE + text + "\n"), "score", "grade") == [score, grade]


def test_what_an_evaluator_confirms_is_what_was_spent(read):
    report = read(
        TITLE
        + "核定预算6500万元。单位自评报告称支出6435万元、执行率99%；经核查，其中195万元没有工程"
        "量支撑，予以剔除，认定支出6240万元，认定执行率96%。\n"
    )
    assert overview(report, "budget", "executed", "rate") == [6500, 6240, 96]


def test_an_amount_near_another_is_not_the_same_told_in_another_unit(read):
    """五十万元 and 四十九万五千元 are rounded alike, but two amounts."""
    report = read(TITLE + "拢共五十万元。花了四十九万五千元，花掉99%，还剩五千元没花完。\n")
    assert overview(report, "budget", "executed") == [50, 495000]


def test_the_only_budget_is_that_of_the_start_where_it_is_called_so(read):
    for told, initial in (("年初预算", 1000), ("预算批复数", None)):
        report = read(TITLE + f"{told}1000万元，全年支出960万元，执行率96%。\n")
        assert overview(report, "initial", "budget") == [initial, 1000]


def test_what_was_planned_and_spent_last_year_is_not_this_years(read):
    report = read(
        TITLE + "一、资金\n全年预算4320.50万元，全年执行3902.33万元，综合执行率90.32%。"
        "上年全年预算4812.88万元、执行4335.40万元，执行率90.08%。\n"
    )
    assert overview(report, "budget", "executed", "rate") == [4320.5, 3902.33, 90.32]


def test_what_will_be_spent_by_the_end_of_the_year_is_not_spent(read):
    table = (
        "| 项目 | 可用指标 | 1—8月支出 | 执行率 | 预计全年支出 | 预计全年执行率 |\n"
        "| 基本支出 | 1300.00 | 870.00 | 66.92% | 1295.00 | 99.62% |\n"
        "| 项目支出 | 2200.00 | 1060.00 | 48.18% | 2050.00 | 93.18% |\n"
        "| 合计 | 3500.00 | 1930.00 | 55.14% | 3345.00 | 95.57% |\n"
    )
    report = read(f"青石县水务局2023年1—8月部门预算绩效运行监控报告\n一、执行\n单位：万元\n{table}")
    assert overview(report, "budget", "executed", "rate") == [3500.0, 1930.0, 55.14]


def test_what_is_not_spent_is_left(read):
    report = read(
        TITLE
        + "一、资金\n全年预算900.00万元，全年支出870.50万元，执行率96.72%，未支出29.50万元。\n"
    )
    assert overview(report, "carry_over") == [29.5]
    assert "未支出" in set(report.figures["measure"])


def test_a_score_of_the_school_is_that_of_its_report(read):
    report = read(
        "青石县职业中学2023年度部门整体支出绩效自评报告\n"
        "一、结果\n按照评价指标体系打分，学校得89.60分（满分100分），等级为良。\n"
    )
    assert overview(report, "score", "grade") == [89.6, "良"]


# --- names, years and units ---


def test_the_base_of_a_growth_may_be_called_by_its_fiscal_year(read):
    report = read(
        TITLE
        + "一、三公\n“三公”经费支出44.53万元，比2022年度的29.04万元增加15.49万元，增长53.34%。\n"
    )
    row = report.growth.iloc[0]
    assert (row["value"], row["prior"], row["growth"]) == (44.53, 29.04, 53.34)


def test_a_column_of_units_is_of_targets_and_results_and_of_no_score(read):
    report = read(
        TITLE + "一、指标\n"
        "| 指标 | 单位 | 目标值 | 实际值 | 完成率（%） | 分值 | 得分 |\n"
        "| 新建泵站 | 座 | 10 | 9 | 90.00 | 8 | 7.2 |\n"
        "| 水质达标率 | % | 95 | 96.4 | 101.47 | 6 | 6.0 |\n"
    )
    units = report.figures.groupby("measure")["unit"].agg(list).to_dict()
    assert units["分值"] == units["得分"] == ["分", "分"]
    assert units["目标值"] == units["实际值"] == ["座", "%"]


def test_numbers_under_the_head_of_ranks_number_no_rows(read):
    report = read(
        TITLE + "一、名次\n| 排名 | 乡镇 | 得分 |\n| 1 | 石桥镇 | 92.5 |\n| 2 | 柳河乡 | 90.1 |\n"
    )
    ranks = report.figures[report.figures["kind"] == "rank"]
    assert ranks[["subject", "value"]].to_numpy().tolist() == [["石桥镇", 1.0], ["柳河乡", 2.0]]


@pytest.mark.parametrize(
    ("text", "subject", "scope", "move"),
    [
        ("供水满意度在全国同类城市168个中排第27名。", "供水满意度", "全国", None),
        ("供水满意度在全市7个县区中排第2位，比上年的第5位进了3位。", "供水满意度", "全市", 3),
        ("供水能耗比为1.06，优于年初目标，在全市11个县中位居第4名。", "供水能耗比", "全市", None),
    ],
)
def test_whose_a_rank_is_where_it_is_held_and_how_it_moved(read, text, subject, scope, move):
    row = read(f"{TITLE}一、成效\n{text}\n").ranks.iloc[0]
    assert subject in row["measure"]
    assert row["scope"] == scope
    assert move is None or row["moved"] == move


def test_a_unit_and_its_offices_hold_no_rank(read):
    report = read(TITLE + "一、机构\n本单位内设第一、第二水政股2个股室。\n")
    assert not len(report.ranks)


def test_limits_under_no_heading_of_goals_are_targets(read):
    text = (
        "一、绩效\n年初设定的主要指标为：管网漏损率不超过9%，水质合格率98%。实际管网漏损率8.6%。\n"
    )
    figures = read(TITLE + text).figures
    assert figures.set_index("quoted")["role"].to_dict() == {
        "9%": "target",
        "98%": "target",
        "8.6%": "actual",
    }


def test_heads_over_cells_line_by_line_stand_over_those_that_share_their_words(read):
    cells = (
        "支出类别 预算（万元） 执行数（万元） 执行率（%） 年初预算 调整预算 "
        "基本支出 小计 2076.90 2184.42 2171.52 99.41 人员经费 1862.40 1975.82 1968.37 99.62 "
        "公用经费 214.50 208.60 203.15 97.39 项目支出 小计 3178.10 3450.90 3252.18 94.24 "
        "合计 5255.00 5635.32 5423.70 96.24"
    )
    lines = "\n".join(cells.split())
    prose = "从表中看，基本支出执行较好，项目支出中个别项目按合同约定分期付款，尾款下年支付。"
    report = read(f"{TITLE}一、资金\n表1　部门支出预算执行情况\n{lines}\n{prose}\n")
    cells = ("initial", "budget", "executed", "rate")
    assert overview(report, *cells) == [5255.0, 5635.32, 5423.7, 96.24]


# --- claims that nobody made ---


def failing(report):
    findings = report.findings
    return findings[findings["status"] == "fails"]["message"].tolist()


def test_last_years_rate_is_not_held_against_this_years_amounts(read):
    """6120.47 of 6482.35 are 94.42 %, as printed; 91.36 % is last year's."""
    report = read(
        TITLE + "一、资金\n单位：万元\n"
        "| 单位 | 全年预算 | 支出 | 执行率（%） | 上年执行率（%） |\n"
        "| 局本级 | 6482.35 | 6120.47 | 94.42 | 91.36 |\n"
        "| 水库管理处 | 3876.42 | 3298.15 | 85.08 | 93.40 |\n"
        "| 合计 | 10358.77 | 9418.62 | 90.92 | 92.10 |\n"
    )
    assert failing(report) == []


def test_one_projects_spending_is_not_held_against_anothers_budget(read):
    report = read(
        TITLE + "一、项目\n天然林保护项目预算、执行均为2340.00万元，执行率100%；"
        "国土绿化项目预算1860.00万元，执行1583.37万元，执行率85.13%。\n"
    )
    assert failing(report) == []


def test_a_growth_of_one_thing_is_not_held_against_the_base_of_another(read):
    report = read(
        TITLE + "一、成效\n新登记供水户4186户，比2022年的3856户增长8.56%；"
        "年末实有用水户2.63万户，同比增长8.9%。\n"
    )
    assert failing(report) == []
    assert 8.9 in set(report.growth["growth"])


def test_marks_are_not_added_to_scores(read):
    """9.6 + 58.5 + 20 + 9.5 are 97.6, the report's score; the 10 are the marks of the first."""
    report = read(
        TITLE + "一、得分\n项目满分100分，其中预算执行率10分，得9.6分，产出指标得58.5分，"
        "效益指标得20分，满意度指标得9.5分，自评得分97.6分。\n"
    )
    assert failing(report) == []


def test_what_a_rate_is_wrong_of_still_fails(read):
    report = read(TITLE + "一、资金\n全年预算1000.00万元，全年支出900.00万元，预算执行率95.00%。\n")
    assert len(failing(report)) == 1


# --- names ---


@pytest.mark.parametrize("head", ["（一）县城供水管网改造项目：", "（一）县城供水管网改造项目\n"])
def test_under_the_name_of_one_project_stand_its_own_numbers(read, head):
    report = read(
        TITLE + "一、项目自评结果\n" + head + "全年预算数612.00万元，执行数598.43万元，"
        "完成预算的97.78%，自评得分96.5分。\n"
    )
    named = report.figures[["subject", "measure"]].itertuples(index=False)
    assert [tuple(name) for name in named] == [
        ("县城供水管网改造项目", "全年预算数"),
        ("县城供水管网改造项目", "执行数"),
        ("县城供水管网改造项目", "完成预算"),
        ("县城供水管网改造项目", "自评得分"),
    ]


def test_a_subtotal_bears_the_name_of_its_group_and_a_caption_leaves_its_number(read):
    report = read(
        TITLE + "表2-1 2022—2023年资金预算与支出（单位：万元）\n"
        "| 款级科目 | 项级科目 | 上年数 | 本年数 |\n|---|---|---|---|\n"
        "| 抚恤 | 小计 | 30 | 36 |\n| 抚恤 | 死亡抚恤 | 12 | 15 |\n| 抚恤 | 伤残抚恤 | 18 | 21 |\n"
        "| 合计 |  | 30 | 36 |\n"
    )
    assert list(report.figures["subject"].drop_duplicates()) == [
        "抚恤小计",
        "死亡抚恤",
        "伤残抚恤",
        "资金预算合计",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("致使分散式治理少完成1个村。", [("致使分散式治理", "少完成")]),
        ("满意566人，满意度94.33%。", [(None, "满意人数"), (None, "满意度")]),
        (
            "部门整体支出全年预算数1041.29万元，执行率95.86%，自评得分94.3分。",
            [
                ("部门整体支出", "全年预算数"),
                ("部门整体支出", "执行率"),
                ("部门整体支出", "自评得分"),
            ],
        ),
        (
            "18个乡镇建立工作站36个。",
            [(None, "乡镇"), (None, "建立工作站")],
        ),
    ],
)
def test_a_name_says_whose_a_number_is_and_says_it_once(read, text, names):
    figures = read(TITLE + "一、情况\n" + text + "\n").figures
    told = (
        figures[["subject", "measure"]]
        .astype(object)
        .where(figures[["subject", "measure"]].notna(), None)
    )
    assert [tuple(row) for row in told.itertuples(index=False)] == names


# --- units ---


@pytest.mark.parametrize(
    "text",
    [
        "二、资金情况（本节金额单位：万元）\n（一）总体。全年预算总额1,893.456，支出1,751.243。\n",
        "本报告金额单位均为万元。\n二、资金情况\n全年预算总额1,893.456，支出1,751.243。\n",
        "（单位：万元，下同）\n二、资金情况\n全年预算总额1,893.456，支出1,751.243。\n",
    ],
)
def test_amounts_told_bare_are_in_the_unit_that_the_text_states_for_them(read, text):
    report = read(TITLE + text + "三、成效\n系数为1.25，共3.14。\n")
    figures = report.figures[report.figures["value"] > 1000]
    assert [tuple(row) for row in figures[["value", "unit", "status"]].itertuples(index=False)] == [
        (1893.456, "万元", "carried"),
        (1751.243, "万元", "carried"),
    ]


def test_the_unit_of_one_section_is_none_of_the_next(read):
    report = read(
        TITLE
        + "二、资金情况（本节金额单位：万元）\n（一）总体。支出751.24。\n三、成效\n面积3.14。\n"
    )
    assert list(report.figures["value"]) == [751.24]


def test_the_spending_on_projects_is_not_the_departments(read):
    """The larger sum of a form on projects stands beside the department's own."""
    report = read(
        TITLE + "一、执行\n部门年初预算248.00万元，调整预算273.56万元，实际支出124.19万元，"
        "支出进度45.40%。\n二、项目\n项目支出执行监控表（单位：万元）\n"
        "项目\t年初预算\t调整预算\t执行数\t执行率\n甲\t103.80\t119.36\t105.00\t87.97\n"
        "乙\t100.00\t100.00\t100.00\t100.00\n合计\t203.80\t219.36\t205.00\t93.45\n"
    )
    assert overview(report, "budget", "executed", "rate") == [273.56, 124.19, 45.4]


def test_line_numbers_of_final_accounts_are_no_money(read):
    report = read(
        TITLE + "收入支出决算总表\n金额单位：万元\n收入|支出\n项目|行次|决算数|项目|行次|决算数\n"
        "一、一般公共预算财政拨款收入|1|426.37|一、一般公共服务支出|32|\n"
        "二、政府性基金预算财政拨款收入|2|20.00|八、社会保障和就业支出|39|416.44\n"
        "本年收入合计|27|446.37|本年支出合计|57|416.44\n"
        "一级指标|三级指标|年度指标值|实际完成值|分值|得分\n产出|场次|12场|12场|50|50\n"
    )
    amounts = report.figures[report.figures["kind"] == "amount"]
    assert list(amounts["value"]) == [426.37, 20.0, 416.44, 446.37, 416.44]


def test_the_number_of_a_sheet_of_final_accounts_names_no_total(read):
    report = read(
        TITLE + "收入支出决算总表\n公开01表\n金额单位：万元\n| 项目 | 决算数 |\n|---|---|\n"
        "| 事业收入 | 12.50 |\n| 其他收入 | 7.50 |\n| 总计 | 20.00 |\n"
    )
    assert list(report.figures["subject"]) == ["事业收入", "其他收入", "收入支出决算总计"]
