"""Checks of growth, rank, share and print on sentences: what is asked, what holds,
what fails, and the figures each names.
"""

import json

import pytest
from checked import checked
from sets import REPORTS

import perf_analysis as pa

EXAMPLES = REPORTS / "examples"
PART = "二、完成情况\n"


@pytest.fixture
def found(tmp_path):
    """The findings of one check on a text, as (status, the figures as quoted, message)."""

    def check(text, rule):
        path = tmp_path / "made.txt"
        path.write_text(PART + text + "\n", encoding="utf-8")
        report = pa.read(path)
        quoted = report.figures.set_index("figure_id")["quoted"]
        return [
            (row.status, [quoted[figure] for figure in row.figures], row.message)
            for row in checked(report, only=[rule]).itertuples()
        ]

    return check


# --- the base of a growth ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # 275.25 ÷ 1.6455 = 167.27, 275.35 ÷ 1.6445 = 167.44
        ("货运值275.3亿元，同比增长64.5%。", "上年数没有印出，推算约 167 亿元"),
        # 275.25 ÷ 0.805 = 341.9, 275.35 ÷ 0.795 = 346.4
        ("货运值275.3亿元，同比下降20%。", "货运值下降 20%，上年数没有印出，推算为 342–346 亿元"),
        ("货运值50.0亿元，比年初预算增长25.0%。", "年初预算数没有印出，推算约 40 亿元"),
        ("货运值50.0亿元，环比增长25.0%。", "上期数没有印出"),
        ("技术服务收入增长43.8%。", "没有读到同一指标的本年数和上年数"),
    ],
)
def test_a_growth_without_its_base_asks_for_it(found, text, words):
    [(status, _, message)] = found(text, "BASE")
    assert status == "question" and words in message


@pytest.mark.parametrize(
    ("text", "growth"),
    [
        ("全年培训学员1200人次，去年培训学员1000人次，同比增长20%。", "20%"),
        # 291 of 352 is 82.67 %
        ("改造农房291户。与2021年改造352户相比，同比下降17.3%。", "17.3%"),
        ("税收收入120.0万元，比上年增加20.0万元，增长20.0%。", "20.0%"),
        ("税收收入120.0万元，比上年增长20.0%，增加20.0万元。", "20.0%"),
        ("公路优良率为92.6%，比上年提高1.8个百分点。", "1.8个百分点"),
    ],
)
def test_a_base_that_is_printed_or_follows_by_subtraction_is_not_asked_for(found, text, growth):
    assert [(status, named) for status, named, _ in found(text, "BASE")] == [("holds", [growth])]


def test_growths_without_level_and_base_are_asked_for_in_one_question(found):
    text = "技术收入增长43.8%。设备收入增长12.5%。培训收入下降3.1%。租金收入增长2.4%。"
    [(status, figures, message)] = found(text, "BASE")
    assert (status, figures) == ("question", ["43.8%", "12.5%", "3.1%", "2.4%"])
    assert "等 4 项" in message


def test_a_growth_that_its_two_printed_levels_do_not_give_is_no_matter_of_its_base(found):
    """120 of 100 is 20 % more, and 25 % is not: that is told once, as a change."""
    text = "税收收入120.0万元，上年同期100.0万元，增长25.0%。"
    assert [status for status, _, _ in found(text, "BASE")] == ["holds"]
    [(status, figures, _)] = found(text, "CHANGE")
    assert (status, figures) == ("fails", ["120.0万元", "100.0万元", "25.0%"])


def test_a_finding_says_by_how_much_the_stated_growth_is_off(tmp_path):
    """120.0 of 100.0 is between 119.95 / 100.05 - 1 = 19.89 % and 120.05 / 99.95 - 1 = 20.11 %,
    in the middle 20.00 %; 25.0 is 5.00 more.
    """
    path = tmp_path / "made.txt"
    path.write_text(PART + "税收收入120.0万元，上年同期100.0万元，增长25.0%。\n", encoding="utf-8")
    [row] = checked(pa.read(path), only=["CHANGE"]).itertuples()
    assert (row.stated, row.unit) == (25.0, "%")
    assert (round(row.computed, 2), round(row.difference, 2)) == (20.0, 5.0)


def test_money_carried_over_from_last_year_is_no_base(found):
    [(status, figures, _)] = found(
        "全年收入120.0万元，上年结转收入100.0万元，收入增长25.0%。", "BASE"
    )
    assert (status, "100.0万元" in figures) == ("question", False)


def test_what_is_hoped_for_needs_no_base(found):
    assert found("力争明年货运量增长12%。", "BASE")[0][0] == "unchecked"


def test_a_growth_that_may_belong_to_two_numbers_is_told_as_a_condition(found):
    [(_, _, message)] = found("全年出口汽车8000辆，货值40亿，同比增300%。", "BASE")
    assert "增幅可指" in message and "按前一项推算约 10 亿" in message


@pytest.mark.parametrize(
    ("last", "status"),
    # 50 of 40 is 25 % more, of 45 11 %
    [
        ("货运值40.0亿元。", "holds"),
        ("货运值400000万元。", "holds"),
        ("货运值45.0亿元。", "question"),
    ],
)
def test_a_growth_is_held_against_what_last_years_report_said(tmp_path, last, status):
    reports = []
    for year, text in (("2022", "货运值50.0亿元，同比增长25.0%。"), ("2021", last)):
        path = tmp_path / f"{year}.txt"
        path.write_text(PART + text + "\n", encoding="utf-8")
        reports.append(pa.read(path))
    now, before = reports
    [row] = now.check(only=["BASE", "LAST-YEAR"], previous=before).itertuples()
    assert row.status == status and "上年报告写" in row.message
    assert list(row.figures) == now.figures["figure_id"].tolist()


def test_last_years_report_without_the_measure_says_nothing_of_its_base(tmp_path):
    reports = []
    for year, text in (("2022", "货运值50.0亿元，同比增长25.0%。"), ("2021", "接待游客30万人次。")):
        path = tmp_path / f"{year}.txt"
        path.write_text(PART + text + "\n", encoding="utf-8")
        reports.append(pa.read(path))
    [row] = checked(reports[0], only=["BASE"], previous=reports[1]).itertuples()
    assert row.status == "question" and "上年报告写" not in row.message


# --- its direction ---


@pytest.mark.parametrize(
    ("text", "status", "figures"),
    [
        ("办理时间由5天压缩到3天。", "holds", ["5天", "3天"]),
        ("投诉件数由50件增加到40件。", "question", ["50件", "40件"]),
        ("税收收入下降-3.5%。", "question", ["3.5%"]),
        ("税收收入增长-3.5%。", "question", ["-3.5%"]),
        ("货物吞吐量3000吨，同比增长150%。", "question", ["150%"]),
    ],
)
def test_a_verb_of_change_agrees_with_its_numbers_or_is_asked(found, text, status, figures):
    assert [
        (told, [name.lstrip("-") for name in named]) for told, named, _ in found(text, "DIRECTION")
    ] == [(status, [name.lstrip("-") for name in figures])]


@pytest.mark.parametrize(
    "text",
    [
        "就业增速为-2%。",
        "等级由3级提升到2级。",
        "排名由第5位上升到第3位。",
        "货物吞吐量3000吨，同比增长99%。",
    ],
)
def test_rates_below_nothing_and_grades_that_count_down_are_right(found, text):
    assert "question" not in [status for status, _, _ in found(text, "DIRECTION")]


# --- parts and their whole ---


def test_changes_of_parts_that_add_up_to_that_of_the_whole_hold(found):
    """60.0 + 40.0 = 100.0, 7.0 − 2.0 = 5.0"""
    text = (
        "总支出100.0万元，比上年增加5.0万元，其中：人员经费60.0万元，比上年增加7.0万元；"
        "公用经费40.0万元，比上年减少2.0万元。"
    )
    assert ("holds", ["5.0万元", "7.0万元", "2.0万元"]) in [
        (status, figures) for status, figures, _ in found(text, "PARTS")
    ]


def test_changes_of_parts_that_do_not_are_asked(found):
    """60.0 + 40.0 + 10.0 = 110.0; 9.0 − 7.0 + 2.0 = 4.0 are not told."""
    text = (
        "总支出110.0万元，比上年增加9.0万元，其中：人员经费60.0万元，比上年增加7.0万元；"
        "公用经费40.0万元，比上年减少2.0万元；其他经费10.0万元。"
    )
    [asked] = [one for one in found(text, "PARTS") if one[0] == "question"]
    assert asked[1] == ["9.0万元", "7.0万元", "2.0万元"]
    assert "推算 5.0 万元" in asked[2]


def test_parts_told_alike_explain_at_most_what_they_add_up_to(found):
    """300.0 up 50.0 % rose by 100.0; 60.0 up 20.0 % by 10.0, 120.0 up 50.0 % by 40.0;
    120.0 of 300.0 is not named.
    """
    text = (
        "货运进出港值300.0亿，同比增长50.0%。货运进出港汽车货值60.0亿，同比增长20.0%。"
        "大宗煤炭货值120.0亿，同比增长50.0%。"
    )
    [(status, figures, message)] = found(text, "COMPONENT")
    assert status == "question" and figures[:2] == ["300.0亿", "50.0%"] and len(figures) == 6
    assert (
        "如果" in message
        and "互不重叠" in message
        and "至多占其增加额" in message
        and "的 50%" in message
        and "120 亿" in message
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("零售额100.0亿元，增长5.0%，其中限上单位零售额40.0亿元，增长6.0%。", "holds"),
        # more than its whole
        ("零售额100.0亿元，增长5.0%，其中限上单位零售额120.0亿元，增长6.0%。", "question"),
        # 15.0 of 4.8
        ("零售额100.0亿元，增长5.0%，其中限上单位零售额90.0亿元，增长20.0%。", "question"),
    ],
)
def test_what_among_them_names_lies_within_its_whole(found, text, status):
    assert [told for told, _, _ in found(text, "COMPONENT")] == [status]


def test_growths_of_different_things_are_no_parts(found):
    assert (
        found("工业产值115亿，同比增4%。货运值275.3亿，同比增64.5%。", "COMPONENT")[0][0]
        == "unchecked"
    )


# --- the amount of each ---


@pytest.mark.parametrize(
    ("text", "figures", "words"),
    [
        # 49.375 to 50.625: 39.5 and 40.5 亿 ÷ 8000
        ("全年出口汽车8000辆，货值40亿。", ["8000辆", "40亿"], "每辆推算为 49–51 万元"),
        ("为400名补助对象发放补贴200.00万元。", ["400名", "200.00万元"], "每名推算约 5000 元"),
    ],
)
def test_an_amount_and_a_count_of_the_same_things_give_that_of_each(found, text, figures, words):
    [(status, named, message)] = found(text, "UNIT-VALUE")
    assert (status, named) == ("question", figures) and words in message


@pytest.mark.parametrize(
    "text",
    [
        "培训学员500人，会议费30万元。",
        "新建公厕18个。全年支出36万元。",
        "发放补贴36万元，服务企业18家。",
    ],
)
def test_amounts_and_counts_of_different_things_give_none(found, text):
    assert found(text, "UNIT-VALUE")[0][0] == "unchecked"


# --- ranks ---


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("综合考评位列全省第3位（12个）。", [("holds", ["3位", "12个"])]),
        ("综合考评位列全省第13位（12个）。", [("fails", ["13位", "12个"])]),
        ("综合考评位列全省第3位。", [("question", ["3位"])]),
        # 3 + 2 = 5
        (
            "档案考核排全县第3位（共12个单位），较上年提高2位。",
            [("holds", ["3位", "12个"]), ("holds", ["3位", "12个", "2位"])],
        ),
        # 40 + 8 = 48, but they may have been more last year
        (
            "档案考核排全县第40位（共45个），较上年提高8位。",
            [("holds", ["40位", "45个"]), ("question", ["40位", "45个", "8位"])],
        ),
        # 3 − 5 = −2
        (
            "档案考核排全县第3位（共12个），较上年下降5位。",
            [("holds", ["3位", "12个"]), ("question", ["3位", "12个", "5位"])],
        ),
    ],
)
def test_a_rank_lies_within_those_ranked_now_and_before_it_moved(found, text, told):
    assert [(status, figures) for status, figures, _ in found(text, "RANK")] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("建成全省首个示范园区。", [("question", "来源")]),
        ("建成全省首个示范园区，经主管部门认定。", [("holds", "")]),
        ("据省厅通报，获评全市唯一试点单位。", [("holds", "")]),
        ("首家服务站开业。", [("question", "范围、来源")]),
        ("建成全省首个示范园区。又报：建成全省首个示范园区。", [("question", "来源")]),
    ],
)
def test_a_first_says_among_whom_and_who_says_so(found, text, told):
    assert [
        (status, message.partition("”的")[2].removesuffix("未说明"))
        for status, _, message in found(text, "RANK")
    ] == told


@pytest.mark.parametrize(
    "text",
    [
        "首次开展培训，首批学员到岗。",
        "唯一住房的认定由村里负责。",
        "力争打造全市首家平台。",
        "第一产业增加值、第一季度支出。",
    ],
)
def test_words_that_claim_no_place_among_others_are_left_alone(found, text):
    assert found(text, "RANK")[0][0] == "unchecked"


@pytest.mark.parametrize("name", ["047", "051", "009", "057"])
def test_ranks_and_parts_of_the_examples_get_their_verdict(name):
    lines = (EXAMPLES / "labels" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines if line.strip()]
    report = pa.read(EXAMPLES / f"{name}.txt")
    spans = {row.figure_id: (row.start, row.end) for row in report.figures.itertuples()}
    told = {
        (frozenset(row.figures), row.status)
        for row in checked(report, only=["RANK", "PARTS", "SHARE", "OVER", "CHANGE"]).itertuples()
    }
    words = ("名次", "分项变动", "超任务比例", "同比下降")
    wanted = [
        identity
        for identity in json.loads(
            (EXAMPLES / "identities" / f"{name}.json").read_text(encoding="utf-8")
        )
        if set(words) & _in(identity, words)
    ]
    assert wanted
    for identity in wanted:
        places = [(labels[at]["num_start"], labels[at]["num_end"]) for at in identity["figures"]]
        figures = frozenset(
            figure
            for figure, (start, end) in spans.items()
            if any(start <= first and last <= end for first, last in places)
        )
        assert (
            figures,
            {True: "holds", False: "fails"}.get(identity["holds"], "question"),
        ) in told, identity["claim"]


def _in(identity, words):
    return {word for word in words if word in identity["claim"]}


# --- shares of a region ---


def test_a_share_of_a_region_implies_the_regions_total(found):
    """29.95 ÷ 0.125 = 239.6, 30.05 ÷ 0.115 = 261.3"""
    [(status, figures, message)] = found("全年出口额30.0亿元，占全市的12%。", "PART-OF-REGION")
    assert (status, figures) == ("question", ["30.0亿元", "12%"])
    assert "240–260 亿元" in message and "建议与公布数核对" in message


@pytest.mark.parametrize("text", ["培训费30.0万元，占项目支出的12%。", "出口额占全市的12%。"])
def test_shares_of_other_things_or_of_nothing_printed_imply_none(found, text):
    assert found(text, "PART-OF-REGION")[0][0] == "unchecked"


def test_a_share_of_the_region_gives_its_total_in_the_middle_of_what_the_print_allows(tmp_path):
    """300.0 of 10 % is between 299.95 / 0.105 = 2856.7 and 300.05 / 0.095 = 3158.4,
    in the middle 3007.54.
    """
    path = tmp_path / "made.txt"
    path.write_text(PART + "进出口值300.0亿元，占全区进出口值的10%。\n", encoding="utf-8")
    [row] = checked(pa.read(path), only=["PART-OF-REGION"]).itertuples()
    assert (round(row.computed, 1), row.unit) == (3007.5, "亿元")


# --- slips of the unit ---


@pytest.mark.parametrize(
    ("text", "status", "figures"),
    [
        (
            "项目支出200.00万元。\n三、其他\n项目支出200.00元。",
            "question",
            ["200.00万元", "200.00元"],
        ),
        ("项目支出2.00亿元。\n三、其他\n项目支出2.00元。", "question", ["2.00亿元", "2.00元"]),
        (
            "项目支出1.50亿元。\n三、其他\n项目支出15000.00万元。",
            "holds",
            ["1.50亿元", "15000.00万元"],
        ),
        ("项目支出200.00万元。\n三、其他\n项目支出300.00万元。", "unchecked", []),
        (
            "全年预算数2000.00万元，执行数1900.00元，预算执行率95.00%。",
            "question",
            ["2000.00万元", "1900.00元"],
        ),
        ("为20名职工发放补助20万元。", "unchecked", []),
    ],
)
def test_a_unit_that_slipped_by_ten_thousand_is_asked(found, text, status, figures):
    assert [(told, named) for told, named, _ in found(text, "UNIT-SLIP")] == [(status, figures)]


def test_a_target_in_another_unit_than_its_actual_value_is_asked(tmp_path):
    path = tmp_path / "made.txt"
    heads = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
    path.write_text(
        "项目支出绩效自评表\n"
        + heads
        + "| 产出指标 | 数量指标 | 人工种草面积 | ≥1.4万亩 | 1.5亩 | 50 | 50 |\n",
        encoding="utf-8",
    )
    assert checked(pa.read(path), only=["UNIT-SLIP"])["status"].tolist() == ["question"]


# --- how numbers are printed ---


@pytest.mark.parametrize(
    ("text", "status", "figures"),
    [
        ("群众满意度102%。", "question", ["102%"]),
        ("群众满意度98.5%，验收合格率100%。", "holds", ["98.5%", "100%"]),
        ("资金到位率105%，拨备覆盖率180%。", "unchecked", []),
        ("优良率由95%提高到97%，提高2%。", "question", ["95%", "97%", "2%"]),
        # a quarter less, ten points
        ("发生率由40%下降到30%，下降25%。", "holds", ["40%", "30%", "25%"]),
        ("出勤比例达到98%，比上年提高1.5%。", "question", ["98%", "1.5%"]),
        ("税收收入120万元，同比增长5个百分点。", "question", ["120万元", "5个百分点"]),
        # amounts of a text are rounded, and its rate is of the full ones
        ("全年预算数2亿元，执行数1.9亿元，预算执行率95.27%。", "unchecked", []),
        ("全年预算数200万元，执行数150万元，预算执行率75.00%。", "unchecked", []),
        ("全年预算数2045.60万元，执行数2011.35万元，预算执行率98.33%。", "unchecked", []),
    ],
)
def test_percent_points_and_digits_mean_what_they_say_or_are_asked(found, text, status, figures):
    assert (status, figures) in [(told, named) for told, named, _ in found(text, "PRECISION")]


def test_a_target_of_at_least_all_is_not_above_all(found):
    assert "question" not in [
        status for status, _, _ in found("群众满意度不低于100%，合格率≥100%。", "PRECISION")
    ]


# --- on any report ---


@pytest.mark.parametrize(
    "text",
    [
        "税收收入不足1万元，去年不足2万元，增长超过50%。其中：甲不足1万元，增长10%；乙超过3万元，增长20%。",
        "税收收入超过100万元，比上年增加超过20万元，增长20%。",
        "税收收入0万元，上年同期0万元，增长0%。下降100%。翻了一番。",
        "为不足1名职工发放补助不足1万元，占全市的不足1%。为0人发放0元。",
        "优良率由不足1%提高到不足2%，提高1%。排名第1位，下降1位。",
        "名次第99999位（1个）。增长-100%。增长-150%。",
        "。；！？\n\n。1。2%。",
    ],
)
def test_no_sentence_is_too_odd_to_be_checked(found, text):
    rules = (
        "BASE",
        "DIRECTION",
        "COMPONENT",
        "UNIT-VALUE",
        "RANK",
        "PART-OF-REGION",
        "UNIT-SLIP",
        "PRECISION",
    )
    assert all(
        message and "nan" not in message.lower()
        for rule in rules
        for _, _, message in found(text, rule)
    )


def test_embedded_data_give_what_needs_no_sentences():
    found = checked(pa.load(), only=["BASE", "COMPONENT", "RANK", "PART-OF-REGION", "UNIT-VALUE"])
    told = found.groupby("rule")["status"].agg(list)
    assert told["BASE"] == ["question"]
    assert (told["COMPONENT"], told["PART-OF-REGION"], told["UNIT-VALUE"]) == (
        ["question"],
        ["question"],
        ["unchecked"],
    )
    assert found[found["rule"] == "UNIT-VALUE"]["message"].str.startswith("没有原文").all()
