"""Checks of targets on reports and forms of a few lines: what is asked, what holds,
what fails, and the figures each names.
"""

import pandas as pd
import pytest
from checked import checked

import perf_analysis as pa

HEAD = "项目支出绩效自评表\n（2022年度）\n| 项目名称 | 泵站改造 | | | | | | |\n"
HEADS = (
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | "
    "偏差原因分析及改进措施 |\n"
)
FUNDS = "全年预算数200.00万元，执行数{executed}万元，预算执行率{rate}%{reason}。\n"


def form(*rows):
    return HEAD + HEADS + "".join(f"| {' | '.join(row)} |\n" for row in rows)


PUMPS = ("产出指标", "数量指标", "维修泵站", "≥10座", "43座", "30", "30", "")
EFFECT = ("效益指标", "社会效益指标", "灌溉保证率", "≥80%", "80%", "30", "30", "")
CONTENT = ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "30", "30", "")


@pytest.fixture
def read(tmp_path):
    def write(text, name="made"):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return pa.read(path)

    return write


@pytest.fixture
def found(read):
    """The findings of one check on a text, as (status, the figures as quoted, message)."""

    def check(text, rule, **options):
        report = read(text)
        quoted = report.figures.set_index("figure_id")["quoted"]
        return [
            (row.status, [quoted[figure] for figure in row.figures], row.message)
            for row in checked(report, only=[rule], **options).itertuples()
        ]

    return check


def test_a_rate_that_is_printed_is_stated_and_one_of_two_numbers_computed(read):
    printed = checked(read("二、完成情况\n注册项目完成率186%。\n"), only=["OVER"]).iloc[0]
    assert (printed["stated"], pd.isna(printed["computed"])) == (186.0, True)
    derived = checked(
        read("二、完成情况\n年初计划维修泵站10座，实际完成19座。\n"), only=["OVER"]
    ).iloc[0]
    assert (derived["computed"], pd.isna(derived["stated"])) == (190.0, True)


# --- exceeded by far ---


def test_a_target_of_10_with_43_reached_full_marks_and_no_remark_is_asked(found):
    [(status, figures, message)] = found(form(PUMPS), "OVER")
    assert (status, figures) == ("question", ["10座", "43座"])
    assert (
        "430%" in message
        and "120%、130%" in message
        and "得满分 30 分" in message
        and "原因未说明" in message
    )


def test_the_same_with_its_reason_in_the_form_holds(found):
    [(status, figures, message)] = found(form((*PUMPS[:7], "汛后追加任务")), "OVER")
    assert (status, figures) == ("holds", ["10座", "43座"]) and "写了原因" in message


@pytest.mark.parametrize("reason", ["无", "/", "—", "无偏差"])
def test_what_forms_write_for_no_reason_is_none(found, reason):
    assert found(form((*PUMPS[:7], reason)), "OVER")[0][0] == "question"


def test_a_target_reached_within_the_limits_holds(found):
    [(status, figures, message)] = found(form((*PUMPS[:4], "11座", "30", "30", "")), "OVER")
    assert (status, figures) == ("holds", ["10座", "11座"]) and "没有达到 120%" in message


def test_less_than_an_upper_bound_is_not_over_completion(found):
    assert (
        found(form(("产出指标", "时效指标", "办理时间", "≤15天", "5天", "30", "30", "")), "OVER")[
            0
        ][0]
        == "unchecked"
    )


@pytest.mark.parametrize(
    ("printed", "told"),
    [("119%", None), ("120%", "120% 的"), ("129%", "120% 的"), ("130%", "120%、130% 的")],
)
def test_a_bare_completion_rate_is_asked_from_the_limits_on(found, printed, told):
    [(status, figures, message)] = found(f"二、完成情况\n注册项目完成率{printed}。\n", "OVER")
    assert figures == [printed]
    assert (
        (status, f"超过 {told}界限" in message) == ("question", True) if told else status == "holds"
    )


@pytest.mark.parametrize("reason", ["由于报名踊跃，", "因年中追加任务，", "受政策调整影响，"])
def test_a_reason_in_the_sentence_of_a_rate_answers_the_question(found, reason):
    assert found(f"二、完成情况\n{reason}注册项目完成率186%。\n", "OVER")[0][0] == "holds"


def test_a_reason_that_begins_the_next_sentence_answers_it_too(found):
    assert (
        found("二、完成情况\n注册项目完成率186%。主要原因是年中追加任务。\n", "OVER")[0][0]
        == "holds"
    )


@pytest.mark.parametrize("words", ["因公出国团组1个，", "因此，", "按因素法分配，"])
def test_words_with_the_sign_of_because_that_give_no_reason_do_not(found, words):
    assert "question" in [
        status for status, _, _ in found(f"二、完成情况\n{words}注册项目完成率186%。\n", "OVER")
    ]


def test_a_general_admission_among_the_problems_is_told_as_such(found):
    text = "二、完成情况\n注册项目完成率186%。\n三、存在问题\n1.个别项目目标完成值过低。\n"
    assert "没有说明是哪一项" in found(text, "OVER")[0][2]


def test_a_target_and_what_was_reached_in_one_sentence_are_compared(found):
    text = "二、完成情况\n计划培训100人次，实际完成培训150人次。任务数50户，实际完成52户。\n"
    assert [(status, figures) for status, figures, _ in found(text, "OVER")] == [
        ("question", ["100人次", "150人次"]),
        ("holds", ["50户", "52户"]),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # 291 of 128 is 227.3 %, which is 127.3 % beyond
        ("改造任务为128户，实际完成291户。\n实际完成数超任务127.3%。\n", "holds"),
        ("改造任务为128户，实际完成291户。\n实际完成数超任务45%。\n", "fails"),
        ("改造任务为128户，实际完成291户。比2021年改造352户少。\n实际完成数超任务45%。\n", "fails"),
        (
            "改造任务为128户，上半年实际完成150户。全年改造291户。\n实际完成数超任务45%。\n",
            "question",
        ),
        # what was reached in half a year is no result of the whole one
        ("改造任务为128户，上半年实际完成50户。\n实际完成数超任务45%。\n", None),
    ],
)
def test_how_far_a_target_was_exceeded_fails_only_where_nothing_else_is_counted(
    found, text, status
):
    told = found(f"二、完成情况\n{text}", "SHARE")
    assert [status for status, figures, _ in told if len(figures) == 3] == [status] * bool(status)


def test_money_spent_is_no_target_completed(found):
    assert (
        found("全年预算数200.00万元，执行数300.00万元，预算执行率150.00%。\n", "OVER")[0][0]
        == "unchecked"
    )


@pytest.mark.parametrize("rules", ["sichuan-2023"])
def test_a_profile_without_limits_has_nothing_to_ask(found, rules):
    assert found(form(PUMPS), "OVER", rules=rules)[0][0] == "unchecked"


def test_a_finding_cites_where_its_limit_stands(read):
    assert "pmkpi" in checked(read(form(PUMPS)), only=["OVER"]).iloc[0]["source"]


# --- targets not printed ---


def test_a_hidden_target_is_told_on_a_condition(found):
    """13 of 7 is 185.7 %; of 6 it is 216.7 %, of 8 162.5 %."""
    [(status, figures, message)] = found(
        "二、完成情况\n引进招商项目13个，注册项目完成率186%。\n", "HIDDEN-TARGET"
    )
    assert (
        (status, figures) == ("question", ["13个", "186%"])
        and "如果" in message
        and "只有 7" in message
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "二、完成情况\n全年服务群众约12.6万人次，超额完成年初目标（12万人次），完成率105%。\n",
            ["12万人次", "12.6万人次", "105%"],
        ),
        ("二、完成情况\n目标数为20场，举办讲座完成率90%。\n", ["20场", "90%"]),
    ],
)
def test_a_target_printed_in_the_sentence_of_its_rate_is_found(found, text, figures):
    assert [(status, named) for status, named, _ in found(text, "HIDDEN-TARGET")] == [
        ("holds", figures)
    ]


def test_a_rate_that_is_itself_the_goal_has_no_hidden_target(found):
    assert found("一、年度绩效目标\n1.任务完成率达到95%。\n", "HIDDEN-TARGET")[0][0] == "unchecked"


# --- missed ---


def test_a_missed_target_without_a_reason_is_asked(found):
    [(status, figures, message)] = found(form((*PUMPS[:4], "8座", "30", "24", "")), "SHORT")
    assert (status, figures) == ("question", ["10座", "8座"]) and "原因未说明" in message
    assert found(form((*PUMPS[:4], "8座", "30", "24", "汛期长")), "SHORT")[0][0] == "holds"


def test_more_than_an_upper_bound_is_missed_and_less_is_not(found):
    row = ("产出指标", "时效指标", "办理时间", "≤15天")
    assert [status for status, _, _ in found(form((*row, "17天", "30", "26", "")), "SHORT")] == [
        "question"
    ]
    assert [status for status, _, _ in found(form((*row, "14天", "30", "30", "")), "SHORT")] == [
        "unchecked"
    ]


def test_points_lost_on_words_are_asked_for(found):
    row = ("效益指标", "社会效益指标", "服务水平", "提升", "有所提升", "30", "25", "")
    [(status, figures, message)] = found(form(row), "SHORT")
    assert (status, figures) == ("question", ["30", "25"]) and "得 25 分（分值 30 分）" in message


@pytest.mark.parametrize(
    ("rate", "statuses"), [("78%", ["question"]), ("100%", ["unchecked"]), ("99.9%", ["question"])]
)
def test_a_completion_rate_below_100_is_missed(found, rate, statuses):
    assert [
        status for status, _, _ in found(f"二、完成情况\n管网改造完成率{rate}。\n", "SHORT")
    ] == statuses


def test_a_target_and_less_in_one_sentence_is_missed(found):
    found_pairs = found("二、完成情况\n计划培训100人次，实际完成培训80人次。\n", "SHORT")
    assert [(status, figures) for status, figures, _ in found_pairs] == [
        ("question", ["100人次", "80人次"])
    ]


@pytest.mark.parametrize(
    ("executed", "rate", "reason", "status"),
    [
        ("150.00", "75.00", "", "question"),
        ("150.00", "75.00", "，主要是由于招标推迟", "holds"),
        ("190.00", "95.00", "", "holds"),
    ],
)
def test_low_execution_needs_a_reason_where_the_profile_has_a_threshold(
    found, executed, rate, reason, status
):
    text = FUNDS.format(executed=executed, rate=rate, reason=reason)
    assert [(told, figures) for told, figures, _ in found(text, "SHORT", rules="sichuan-2023")] == [
        (status, ["200.00万元", f"{executed}万元", f"{rate}%"])
    ]
    assert found(text, "SHORT")[0][0] == "unchecked"


# --- the same as last year ---


def year_before(text):
    return text.replace("2022年", "2021年")


def test_last_years_report_is_needed_to_compare_targets(found):
    assert [(status, message) for status, _, message in found(form(PUMPS), "FLAT")] == [
        ("unchecked", "需要上一年的报告（--previous）")
    ]


@pytest.mark.parametrize(
    ("last", "status"),
    [("43座", "question"), ("12座", "question"), ("11座", "holds")],  # 12 of 10 is 120 %, the limit
)
def test_a_target_left_as_it_was_after_it_was_far_exceeded_is_asked(read, last, status):
    before = read(year_before(form((*PUMPS[:4], last, "30", "30", ""))), "before")
    now = read(form((*PUMPS[:4], "12座", "30", "30", "")), "now")
    row = now.check(only=["FLAT"], previous=before).iloc[0]
    assert row["status"] == status and f"完成值 {last[:-1]} 座" in row["message"]
    assert now.figures.set_index("figure_id").loc[row["figures"], "quoted"].tolist() == ["10座"]


def test_a_target_that_was_raised_holds(read):
    before = read(year_before(form(PUMPS)), "before")
    now = read(form((*PUMPS[:3], "≥40座", "43座", "30", "30", "")), "now")
    assert now.check(only=["FLAT"], previous=before)["status"].tolist() == ["holds"]


# --- how targets are set ---


def test_a_project_scored_on_one_indicator_whose_actual_is_the_word_done_is_asked(found):
    [(status, figures, message)] = found(
        form(("产出指标", "数量指标", "办理案件", "完成", "完成", "90", "90", "")), "COUNT"
    )
    assert (status, figures) == ("question", ["90"])
    assert "只有 1 个三级指标" in message and "90 分" in message and "只写“完成”" in message


def test_a_form_of_three_families_and_even_points_holds(found):
    assert [status for status, _, _ in found(form(PUMPS, EFFECT, CONTENT), "COUNT")] == ["holds"]


def test_a_family_that_is_missing_is_named(found):
    [(status, _, message)] = found(
        form(PUMPS, EFFECT, (*EFFECT[:2], "受益面积", "≥5亩", "5亩", "30", "30", "")), "COUNT"
    )
    assert status == "question" and "没有满意度指标" in message


def test_nothing_is_called_missing_from_a_form_that_may_be_cut_off(found):
    """30 + 30 points are no whole."""
    [(status, _, message)] = found(form(PUMPS, EFFECT), "COUNT")
    assert status == "unchecked" and "可能没有读完整" in message


def test_an_indicator_with_more_than_half_of_the_points_is_asked(found):
    heavy = form(
        (*PUMPS[:5], "50", "50", ""), (*EFFECT[:5], "20", "20", ""), (*CONTENT[:5], "20", "20", "")
    )
    [(status, figures, message)] = found(heavy, "COUNT")
    assert (status, figures) == ("question", ["50", "20", "20"]) and "一半" in message
    even = form(
        (*PUMPS[:5], "45", "45", ""), (*EFFECT[:5], "25", "25", ""), (*CONTENT[:5], "20", "20", "")
    )
    assert found(even, "COUNT")[0][0] == "holds", "45 of 90 is half and no more"


def test_indicators_without_one_number_are_asked(found):
    rows = [(*row[:3], "提升", "提升", "30", "30", "") for row in (PUMPS, EFFECT, CONTENT)]
    assert "没有一个数字" in found(form(*rows), "COUNT")[0][2]


TEXT = (
    "青石局2022年度整体支出绩效自评报告\n一、年度绩效目标\n1. {goal}。\n二、完成情况\n"
    "1.举办讲座12场。\n"
)


@pytest.mark.parametrize(
    ("goal", "status"),
    [
        ("进一步完善服务设施", "question"),
        ("不断提高服务水平", "question"),
        ("加强培训，全年不少于12场", "holds"),
        ("进一步完善服务设施，6月底前完成", "holds"),
        ("进一步整治三个片区", "holds"),
        ("办理有效期内的证照", "unchecked"),
        ("保障机构正常运转", "unchecked"),
    ],
)
def test_a_goal_of_vague_words_has_a_number_or_a_date(found, goal, status):
    assert [told for told, _, _ in found(TEXT.format(goal=goal), "MEASURABLE")] == [status]


def test_an_indicator_whose_target_is_a_vague_word_is_asked(found):
    row = ("效益指标", "社会效益指标", "服务水平", "进一步提升", "有所提升", "30", "30", "")
    [(status, _, message)] = found(form(row), "MEASURABLE")
    assert status == "question" and "“进一步提升”" in message


@pytest.mark.parametrize(
    ("goal", "status", "words"),
    [
        ("2023年6月底前建成服务中心", "question", "年度之后"),
        ("2021年12月底前建成服务中心", "question", "年度之前"),
        ("2022年12月31日前建成服务中心", "holds", "年度之内"),
        ("2022年底建成服务中心", "holds", "年度之内"),
    ],
)
def test_a_deadline_lies_within_the_year(found, goal, status, words):
    assert (status, True) in [
        (told, words in message) for told, _, message in found(TEXT.format(goal=goal), "DATE")
    ]


def test_a_year_in_the_name_of_what_is_done_is_no_deadline(found):
    assert not any(
        "期限" in message
        for _, _, message in found(TEXT.format(goal="2023年度培训完成率达到90%"), "DATE")
    )


def test_an_indicator_of_another_year_is_asked(found):
    row = ("产出指标", "质量指标", "2021年度学员合格率", "≥90%", "95%", "30", "30", "")
    assert "question" in [status for status, _, _ in found(form(row), "DATE")]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("2021年我局主要完成以下工作。", "question"),
        ("比2021年我局多办2场。", "holds"),
        ("2022年我局主要完成以下工作。", "holds"),
    ],
)
def test_the_year_a_report_gives_to_itself_is_its_own(found, sentence, status):
    assert [told for told, _, _ in found(TEXT.format(goal="举办讲座") + sentence, "DATE")] == [
        status
    ]


def test_the_year_a_department_was_founded_is_not_taken_for_the_reports(found):
    text = (
        "青石局于1958年8月设立，是政府直属机构。\n二、决算情况\n"
        "2017年度本部门收入总计15,274.36万元。\n"
    )
    assert [status for status, _, _ in found(text, "DATE")] == ["holds"]


# --- on any report ---


def test_embedded_data_are_asked_without_words_about_their_sentences():
    found = checked(pa.load(), only=["B"])
    over = found[found["rule"] == "OVER"].iloc[0]
    assert over["status"] == "question" and "没有原文" in over["message"]
    assert found[found["rule"] == "MEASURABLE"]["status"].tolist() == ["unchecked"]


@pytest.mark.parametrize(
    "text",
    [
        "没有数字。\n",
        "计划培训不足1人次，实际完成不足2人次。完成率不足1%。完成率超过300%。\n",
        "任务为0户，实际完成5户。超任务45%。\n",
        form(("产出指标", "数量指标", "维修泵站", "0座", "5座", "", "", "")),
        form(("", "", "", "", "", "", "", ""), PUMPS),
        form((*PUMPS[:3], "不足1座", "约5座", "30", "30", "")),
        "全年预算数0.00万元，执行数0.00万元，预算执行率0.00%。\n",
    ],
)
@pytest.mark.parametrize("rules", ["national-2020", "sichuan-2023", "guangxi"])
def test_no_report_is_too_odd_to_be_checked(read, text, rules):
    report = read(text)
    before = read(year_before(text), "before")
    found = checked(report, only=["B"], rules=rules, previous=before)
    assert {"OVER", "HIDDEN-TARGET", "SHORT", "FLAT", "COUNT", "MEASURABLE", "DATE"} == set(
        found["rule"]
    )
    assert found["message"].str.len().gt(0).all() and pd.notna(found["status"]).all()


def test_a_missed_target_that_the_text_calls_exceeded_is_asked_about(found):
    """41.2 of 45 km, whatever reasons stand elsewhere."""
    text = (
        "二、绩效目标\n1.预防性养护45公里。\n"
        "三、完成情况\n完成预防性养护41.2公里，超额完成任务，因雨季影响工期后延。\n"
    )
    messages = [message for _, _, message in found(text, "SHORT")]
    assert any("文中却写超额完成" in message for message in messages)
