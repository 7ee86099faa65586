"""Headline figures and points: each said only as far as the tables support it."""

import pytest
from made.tables import REPORT, figures_with

import perf_analysis as pa
from perf_analysis.briefing import show_header, show_headlines, show_points
from perf_analysis.briefing.summary import headlines, points, questions


def report_with(goals=None, **changes):
    return pa.Report.of_tables(
        REPORT.source,
        REPORT.about,
        figures_with(**changes),
        REPORT.goals if goals is None else goals,
    )


def told(report):
    return [str(point) for point in points(report)]


def test_the_2022_report_has_six_headlines():
    assert [str(headline) for headline in headlines(REPORT)] == [
        "预算执行率：98.92%（尚有 21.08 万元未支出）",
        "自评得分：98.29 分（部门自评）",
        "综保区绩效评估排名（全国）：第 34 位（参评 137 个，上升 21 位）",
        "综保区进出口值：275.3 亿（比上年增长 64.5%）",
        "注册项目完成率：186%（报告未列目标值）",
        "未见完成情况表述：9 项（目标和任务共 16 项）",
    ]


def test_the_2022_report_has_five_points_what_is_open_before_what_went_well():
    assert told(REPORT) == [
        "16 项目标和任务中 9 项未见完成情况表述，有直接数字的 4 项。",
        (
            "预算执行 98.92%，1945.54 万元中尚有 21.08 万元未支出，"
            "年末结转和结余写为 0.00 万元，去向需要说明。"
        ),
        (
            "保税汽车进出口货值增长 428.9%（口径不明），上年基数只有约 11 亿，"
            "增加约 47 亿，不到综保区进出口值增加额的一半。"
        ),
        (
            "综保区进出口值 275.3 亿，比上年增加约 108 亿；"
            "综保区绩效评估排名（全国）从第 55 位到第 34 位。"
        ),
        (
            "注册项目完成率 186%，报告未列目标值；"
            "如果引进招商项目 13 个就是完成数，据此推算为 7 个。"
        ),
    ]


def test_the_2022_report_is_asked_first_where_the_money_went():
    asked = [str(question) for question in questions(REPORT)]
    assert len(asked) == 5
    assert asked[0].startswith("预算数与执行数的差额为 21.08 万元（推算）")
    assert asked[0].endswith("请说明差额的去向：是否收回、调减或另有结转。")


@pytest.mark.parametrize(
    ("changes", "said", "no_longer_said"),
    [
        ({"F010": {"value": 21.08}}, "1945.54 万元中尚有 21.08 万元未支出", "去向"),
        (
            {"F002": {"value": 1945.54}, "F003": {"value": 100.0, "decimals": 0}},
            "没有未支出的预算",
            "差额",
        ),
        # 1924.46 of 1945.54 is 98.916…: the contradiction is told once
        ({"F003": {"value": 95.0}}, "1924.46 万元 ÷ 1945.54 万元 = 98.92%，报告写 95.00%", "去向"),
        # 58 up 70 % was [33.8, 34.5], still the smallest base;
        # gained [23.6, 24.2], still under half of 107.9
        ({"F044": {"value": 70.0, "status": "exact"}}, "上年基数只有约 34 亿", "口径不明"),
        # 158 up 428.9 % gained [127.71, 128.54]: more than trade,
        # so it is the largest and the point about the base goes
        (
            {"F043": {"value": 158.0}},
            "保税汽车进出口货值 158 亿，比上年增加 127.7–128.5 亿",
            "基数",
        ),
        ({"F025": {"value": 95.0}}, "预算执行", "报告未列目标值"),
    ],
)
def test_a_changed_value_changes_or_drops_the_points_that_lean_on_it(changes, said, no_longer_said):
    text = "\n".join(told(report_with(**changes)))
    assert said in text
    assert no_longer_said not in text


def test_a_rank_without_a_scope_is_told_without_one():
    report = report_with(F032={"scope": None}, F033={"scope": None})
    assert any("；综保区绩效评估排名从第 55 位到第 34 位。" in point for point in told(report))


def test_full_coverage_drops_its_point_and_counts_nothing_missing():
    report = report_with(goals=REPORT.goals.assign(coverage="figure"))
    assert not any("未见" in point for point in told(report))
    assert str(headlines(report)[-1]).startswith("未见完成情况表述：0 项")


def test_a_report_without_figures_has_no_headlines_and_no_points():
    empty = pa.Report.of_tables(
        REPORT.source, REPORT.about, REPORT.figures.iloc[:0], REPORT.goals.iloc[:0]
    )
    assert headlines(empty) == []
    assert points(empty) == []
    assert str(show_points(empty)) == str(show_headlines(empty)) == ""


@pytest.mark.parametrize(
    ("said", "tiles"),
    [
        ("全年培训干部120人次。", ["培训干部人次：120 人次（没有读出可比的数）"]),
        ("全年预算数100万元。", ["预算数：100 万元（没有读出执行数）"]),
        ("全年支出决算数95万元。", ["执行数：95 万元（没有读出预算数）"]),
        # a change has its place in the chart of growth
        ("旅游收入增长12.5%。", []),
    ],
)
def test_a_figure_that_pairs_with_nothing_is_a_tile_where_no_other_is(tmp_path, said, tiles):
    path = tmp_path / "报告.txt"
    title = "青石县文化局2023年度部门整体支出绩效自评报告"
    path.write_text(f"{title}\n\n一、部门概况\n{said}\n", encoding="utf-8")
    assert list(map(str, headlines(pa.read(path)))) == tiles


def test_points_stay_short():
    assert all(len(point) <= 70 for point in told(REPORT))


def test_numbers_of_the_summary_lead_to_figures_or_formulas(monkeypatch):
    monkeypatch.setenv("PERF_ANALYSIS_BINDING", "1")
    page = (
        show_headlines(REPORT)._repr_mimebundle_()["text/html"]
        + show_points(REPORT)._repr_mimebundle_()["text/html"]
    )
    assert '<a class="n" href="#F003">98.92%</a>' in page
    assert 'data-formula="1945.54 − 1924.46"' in page


def test_in_a_notebook_the_summary_is_text():
    shown = show_header(REPORT)._repr_mimebundle_()
    assert set(shown) == {"text/markdown", "text/plain"}
    assert "部门自评数据，未见第三方复核" in shown["text/plain"]
