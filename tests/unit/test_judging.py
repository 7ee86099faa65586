"""Relations judged: what the other numbers give, beside the one that is printed."""

import pytest
from checked import checked

import perf_analysis as pa


@pytest.fixture
def judged(tmp_path):
    """The findings of a text with several figures: check, status, message."""

    def read(text: str, rule: str) -> list[tuple[str, str]]:
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        found = checked(pa.read(path), only=[rule])
        return [
            (row.status, row.message) for row in found.itertuples() if row.status != "unchecked"
        ]

    return read


# 486 + 243 + 98.6 + 86.45 + 134.8 = 1048.85
_LIST = (
    "自然灾害救灾486.00万元、森林消防队伍243.00万元、应急物资储备98.60万元、"
    "监管执法86.45万元、指挥平台134.80万元。"
)


def test_a_list_is_held_against_a_whole_in_another_chapter(judged):
    text = f"一、收支\n全年项目支出1048.85万元，较上年有所增加。\n二、构成\n{_LIST}\n"
    (status, message) = judged(text, "PARTS")[0]
    assert status == "holds"
    assert message.endswith("与写出的 项目支出 1048.85 万元 一致")


def test_a_report_s_score_unlike_the_total_of_its_form_fails(judged):
    text = (
        "一、结论\n本部门整体支出绩效自评得分96.8分。\n二、评分表\n"
        "指标\t分值\t得分\n投入\t20\t19.5\n产出\t50\t48.0\n效果\t30\t29.0\n总分\t100\t96.5\n"
    )
    told = judged(text, "SAME-FACT")
    assert [status for status, _ in told] == ["fails"]
    assert "96.5" in told[0][1]
    assert "96.8" in told[0][1]


def test_a_list_that_goes_on_is_no_wrong_sum(judged):
    # 420 + 180 + 230 = 830, and more is not told
    text = (
        "一、预算\n2023年安排预算850万元，"
        "其中：绿化养护420万元、亮化维护180万元、垃圾清运230万元等。\n"
    )
    assert not judged(text, "PARTS")


def test_a_share_of_another_base_than_it_names_fails_across_chapters(judged):
    # 6912.40 ÷ 13581.06 = 50.897 %; printed is its share of 12377.81
    text = (
        "一、支出\n全年救助资金支出总额13581.06万元。\n"
        "二、低保\n农村低保支出6912.40万元，占救助资金支出总额的55.84%。\n"
    )
    told = judged(text, "SHARE")
    assert [status for status, _ in told] == ["fails"]
    assert "50.90%" in told[0][1]


def test_a_rate_that_its_own_row_does_not_give_fails(judged):
    # 35 ÷ 42 = 83.33 %; the other rows hold
    text = (
        "一、项目\n项目\t预算数（万元）\t支出数（万元）\t执行率\n"
        "技能培训\t42.00\t35.00\t85.33%\n文体活动\t60.00\t54.00\t90.00%\n"
    )
    told = judged(text, "EXEC")
    assert sorted(status for status, _ in told) == ["fails", "holds"]


def test_a_rate_above_its_target_is_no_share_of_it(judged):
    # 150 of 120 is 125 %, which is 25 % above it
    assert not [
        status
        for status, _ in judged("一、改造\n改造任务为120户，实际完成150户，超任务25%。\n", "SHARE")
        if status == "fails"
    ]


def test_a_relation_is_told_once_whichever_checks_are_chosen(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "一、资金\n全年预算数200.00万元，执行数150.00万元，预算执行率75.00%。"
        "基本支出90.00万元，项目支出60.00万元。年末结转和结余50.00万元。\n",
        encoding="utf-8",
    )
    report = pa.read(path)
    every = [set(figures) for figures in checked(report)["figures"] if len(figures) > 1]
    assert len(every) == len({frozenset(figures) for figures in every})
    parts = checked(report, only=["PARTS"])
    assert len(parts) == sum(checked(report)["rule"] == "PARTS")


_FORM = (
    "一、绩效自评表\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "培训人数\t≥220人\t198人\t4\t{score}\n办结率\t{aim}\t86.5%\t10\t10\n"
)


def test_full_marks_for_a_missed_target_fail_with_what_its_share_gives(judged):
    # 4 × 198 ÷ 220 = 3.6
    told = judged(_FORM.format(score="4", aim="≥85%"), "INDICATOR")
    [(status, message)] = [one for one in told if "培训" in one[1]]
    assert status == "fails"
    assert "指标值 220 人，实为 198 人，分值 4 分" in message
    assert message.endswith("按完成比例推算 3.60 分")


def test_marks_by_the_share_reached_hold(judged):
    told = judged(_FORM.format(score="3.6", aim="≥85%"), "INDICATOR")
    assert [status for status, message in told if "培训" in message] == ["holds"]


@pytest.mark.parametrize(
    ("aim", "statuses"), [("≥90%", ["fails"]), ("90%", ["question"]), ("≤90%", [])]
)
def test_a_share_below_its_target_has_missed_it_where_the_target_says_so(judged, aim, statuses):
    told = judged(_FORM.format(score="3.6", aim=aim), "INDICATOR")
    assert [status for status, message in told if "办结" in message] == statuses


@pytest.mark.parametrize(
    ("text", "rule", "given"),
    [
        # 406.36 = 182.40 + 150.36 + 73.60
        (
            "一、支出\n全年救助资金412.36万元。城市低保182.40万元、农村低保150.36万元、特困73.60万元。\n",
            "PARTS",
            None,
        ),
        (
            "一、支出\n全年救助资金406.76万元。城市低保182.40万元、农村低保150.36万元、特困73.60万元。\n",
            "PARTS",
            "406.36",
        ),
        # 5200.75 − 4992.40 = 208.35
        ("一、收支\n到位资金5200.75万元，支出4992.40万元，结余238.35万元。\n", "CARRY", "208.35"),
    ],
)
def test_a_sum_or_rest_that_one_digit_would_mend_is_asked_about(judged, text, rule, given):
    asked = [message for status, message in judged(text, rule) if status == "question"]
    assert [given in message for message in asked] == ([True] if given else [])


def test_one_thing_told_in_text_and_table_with_two_digits_swapped_is_asked_about(judged):
    text = (
        "一、完成情况\n全年农村饮水工程受益人口59327人。\n"
        "二、附表\n项目\t数量\n农村饮水工程受益人口（人）\t53927\n水库维修养护（座）\t36\n"
    )
    told = judged(text, "SAME-FACT")
    assert [status for status, _ in told] == ["question"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # 4680.00 万元 ÷ 8943 = 5233.14 元
        (
            "一、资金\n补奖资金4680.00万元。\n二、发放\n补奖资金兑付到8943户，户均5233元。\n",
            "4680.00 万元 ÷ ",
        ),
        # 1150 × 800 元 × 12 = 1104.00 万元
        (
            "一、就业\n公益性岗位1150人，每人每月800元，全年发放1104.00万元。\n",
            " ÷ 12 个月",
        ),
    ],
)
def test_an_amount_by_head_or_by_month_is_held_against_what_all_get(judged, text, message):
    [(status, told)] = judged(text, "SHARE")
    assert (status, message.split("，推算")[0] in told) == ("holds", True)


def test_a_number_told_again_with_fewer_digits_is_the_same(judged):
    text = (
        "一、收支\n全年支出2549.82万元。\n"
        "二、资金\n项目\t全年预算数（万元）\t全年执行数（万元）\n全年支出\t2615.3728\t2549.8214\n"
    )
    assert "holds" in [status for status, _ in judged(text, "SAME-FACT")]


def test_a_score_for_execution_comes_of_the_rate_told_elsewhere(judged):
    # 20 × 69.68 % = 13.936
    text = (
        "一、执行\n全年支出1406.53万元，预算执行率69.68%。\n"
        "二、得分\n自评得分：预算执行13.94分（分值20分）、产出26.31分（分值40分）。\n"
    )
    told = judged(text, "EXEC")
    assert [status for status, message in told if "13.94" in message] == ["holds"]


def test_the_weights_of_a_form_with_that_of_its_funds_make_up_the_total(tmp_path):
    # 10 + 40 + 30 + 20
    path = tmp_path / "form.txt"
    path.write_text(
        "一、自评表\n指标\t指标值\t完成值\t分值\t得分\n预算执行率\t100%\t100%\t10\t10\n"
        "培训人数\t≥220人\t230人\t40\t40\n办结率\t≥90%\t95%\t30\t30\n满意度\t≥90%\t92%\t20\t20\n"
        "总分\t\t\t100\t100\n",
        encoding="utf-8",
    )
    report = pa.read(path)
    sums = report.relations.loc[lambda rows: rows["kind"] == "sum"]
    quoted = report.figures.set_index("figure_id")["quoted"]
    told = [[quoted[one] for one in row] for row in sums["figures"]]
    assert ["100", "10", "40", "30", "20"] in told


@pytest.mark.parametrize(
    ("text", "rule", "statuses"),
    [
        # 2.25 to 1.94 is a fall of 13.78 %
        ("公务接待费1.94万元，较上年增长13.78%（上年2.25万元）。", "CHANGE", ["fails"]),
        ("公务接待费1.94万元，较上年下降13.78%（上年2.25万元）。", "CHANGE", ["holds"]),
        # 94.6 is 0.4 below 95
        (
            "年初目标：企业满意度95%。全年企业满意度94.6%，较目标值高0.4个百分点。",
            "SHARE",
            ["fails"],
        ),
        ("三公经费支出9.30万元，与上年9.52万元持平，控制在预算内。", "SAME-FACT", ["fails"]),
        ("三公经费支出9.52万元，与上年9.52万元持平，控制在预算内。", "SAME-FACT", ["holds"]),
        # 9.75 + 49.80 + 30 + 9.5 = 99.05: the levels leave nothing out
        (
            "自评总分98.81分，其中预算执行9.75分、产出49.80分、效益30分、满意度9.5分。",
            "PARTS",
            ["fails"],
        ),
        # 86.20 + 198.44 + 121.72 = 406.36
        ("发放低保金412.36万元，各类依次86.20万元、198.44万元、121.72万元。", "PARTS", ["fails"]),
    ],
)
def test_words_of_direction_of_equality_and_of_parts_are_held_against_the_numbers(
    judged, text, rule, statuses
):
    told = judged(f"一、情况\n{text}\n", rule)
    assert [status for status, _ in told] == statuses


def test_shares_of_one_sentence_that_make_up_the_whole_are_a_relation(tmp_path):
    # 51.99 + 47.25 + 0.76 = 100
    path = tmp_path / "report.txt"
    path.write_text(
        "一、支出\n本年支出合计15702.88万元，其中：基本支出占51.99%；项目支出占47.25%；经营支出占0.76%。\n",
        encoding="utf-8",
    )
    report = pa.read(path)
    quoted = report.figures.set_index("figure_id")["quoted"]
    sums = report.relations.loc[lambda rows: rows["announced"] == "占比", "figures"]
    assert [[quoted[one] for one in row] for row in sums] == [["51.99%", "47.25%", "0.76%"]]


def test_a_year_whose_account_closes_is_not_asked_where_its_money_went(judged):
    # 120.64 + 3409.00 − 3383.36 = 146.28, though 3500.00 − 3383.36 = 116.64
    text = (
        "一、收支\n年初结转和结余120.64万元，本年收入3409.00万元，本年支出3383.36万元，"
        "年末结转和结余146.28万元。全年预算数3500.00万元，全年执行数3383.36万元。\n"
    )
    assert "question" not in [status for status, _ in judged(text, "CARRY")]


def test_a_reason_told_in_another_chapter_is_not_missed(judged):
    text = (
        "一、完成情况\n检疫执法计划数100次，实际完成39次，完成率39%。\n"
        "二、原因\n检疫执法进度慢，主要因县级配套资金缺口较大。\n"
    )
    assert not [message for _, message in judged(text, "SHORT") if "原因未说明" in message]


@pytest.mark.parametrize(("verb", "status"), [("增长", "holds"), ("下降", "question")])
def test_a_change_and_its_rate_go_one_way(judged, verb, status):
    # 20 ÷ (120 − 20) = 20 %
    told = judged(f"一、收入\n税收收入120.0万元，比上年增加20.0万元，{verb}20.0%。\n", "CHANGE")
    assert [found for found, _ in told] == [status]


def test_a_rate_is_held_against_one_level_and_its_change(judged):
    # 126.1 ÷ (3973.9 + 126.1) = 3.08 %, not 3.17 %
    text = "一、支出\n本年支出3973.90万元，比上年减少126.10万元，下降3.17%。\n"
    [(status, message)] = judged(text, "CHANGE")
    assert status == "fails" and "3.08%" in message


def test_a_false_amount_and_its_true_rate_are_told_apart(judged):
    # 320.5 − 298.2 = 22.3; 22.3 ÷ 298.2 = 7.48 %
    text = "一、收入\n事业收入320.5万元，较上年同期的298.2万元增加32.3万元，增长7.48%。\n"
    assert sorted(status for status, _ in judged(text, "CHANGE")) == ["fails", "holds"]


def test_a_share_that_names_another_whole_than_gives_it_is_called_out(judged):
    # 580.6 ÷ 1042.6 = 55.69 %; 580.6 ÷ 1139.0 = 50.97 %
    text = (
        "一、支出\n本年支出1139.0万元，其中基本支出96.4万元，项目支出1042.6万元。\n"
        "二、抚恤\n全年发放抚恤补助580.6万元，占项目支出的50.97%。\n"
    )
    asked = [message for status, message in judged(text, "SHARE") if status != "holds"]
    assert (
        len(asked) == 1 and "推算 55.69%" in asked[0] and "按 本年支出 1139.0 万元 计算" in asked[0]
    )


def test_a_list_with_a_part_in_another_unit_is_no_wrong_sum(judged):
    # 186 + 340 and 10 are machines, 549 are vehicles
    text = "一、设备\n在册特种设备1085台，其中锅炉186台、电梯340台、机动车辆549辆、其他10台。\n"
    assert not [one for one in judged(text, "PARTS") if one[0] != "holds"]


def test_a_target_met_holds_and_one_missed_is_asked_for(judged):
    text = (
        "一、绩效目标\n群众满意度达到95%以上，新建公厕20座。\n"
        "二、完成情况\n群众满意度97.2%，新建公厕18座。\n"
    )
    told = judged(text, "SHORT")
    assert sorted(status for status, _ in told) == ["holds", "question"]


def test_marks_of_the_levels_make_up_a_hundred(judged):
    text = "一、评分\n投入满分15分、过程满分30分、产出满分30分、效果满分{}分。\n"
    for last, status in ((25, "holds"), (28, "question")):
        assert [found for found, _ in judged(text.format(last), "PARTS")] == [status]
