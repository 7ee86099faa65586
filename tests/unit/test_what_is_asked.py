"""What a reviewer asks about, and what no reviewer would."""

import pytest
from checked import checked

import perf_analysis as pa


@pytest.fixture
def asked(tmp_path):
    """What a check asks about a text or calls wrong: message and ask."""

    def read(text: str, rule: str) -> list[tuple[str, str]]:
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        found = checked(pa.read(path), only=[rule])
        return [
            (row.message, row.ask)
            for row in found.itertuples()
            if row.status in ("question", "fails")
        ]

    return read


GOALS = "一、年度绩效目标\n接待游客不少于50万人次，游客满意度不低于90%，档案归集率不低于95%。\n"
REACHED = "二、绩效目标完成情况\n全年接待游客48万人次，游客满意度92%，档案归集率96%。\n"


# --- the base of a growth ---


def test_of_a_target_s_growth_the_base_is_asked_for_and_of_nothing_else(asked):
    text = GOALS + (
        "二、绩效目标完成情况\n全年接待游客56万人次，同比增长12%。游客满意度92%。"
        "接报警情3100起，同比下降6.2%。\n"
    )
    [(message, ask)] = asked(text, "BASE")
    assert "接待游客增长 12%" in message and "警情" not in message
    assert ask == "请补充上年数"


def test_growths_that_offices_of_statistics_publish_need_no_base(asked):
    text = GOALS + REACHED + "全市规模以上工业增加值增长6.2%。固定资产投资增长1.8%。\n"
    assert asked(text, "BASE") == []


def test_a_claim_of_effect_is_told_as_it_is_written(asked):
    text = GOALS + REACHED + "游客投诉数量比上年减少一成半左右。\n"
    [(message, _)] = asked(text, "BASE")
    assert "下降一成半左右" in message and "15" not in message


def test_all_growths_without_their_base_are_one_question(asked):
    text = "二、成效\n货运值275.3亿元，同比增长64.5%。客运量50.0万人次，同比增长25%。\n"
    [(message, _)] = asked(text, "BASE")
    assert "货运值增长 64.5%" in message and "客运量增长 25%" in message


def test_the_mean_growth_of_two_years_is_held_against_the_level_two_years_back(asked):
    """(30.1 ÷ 31.2) to the power of one half is 0.9822: 1.78 % less a year, and not more."""
    text = (
        "四、经济指标\n表1：主要指标\n"
        "| 指标 | 单位 | 2019年 | 2020年 | 2021年 | 两年平均增长（%） |\n"
        "| 企业营业收入 | 亿元 | 31.2 | 28.6 | 30.1 | 1.8 |\n"
        "| 企业资产总额 | 亿元 | 188.7 | 203.2 | 219.6 | 7.9 |\n"
    )
    [(message, ask)] = asked(text, "CHANGE")
    assert "2019年 31.2 亿元" in message and "推算 1.78%" in message and "方向相反" in message
    assert ask == "请核对两个数，更正增减的表述"


# --- ranks ---


def test_a_rank_is_asked_about_where_it_is_a_target(asked):
    other = GOALS + REACHED + "全市养护质量考核列第4名。\n"
    assert asked(other, "RANK") == []
    alone = "二、成效\n综合考评位列全省第3位。\n"
    assert [message for message, _ in asked(alone, "RANK")] == ["全省综合考评排名第 3，参评数未写"]


# --- reasons ---


@pytest.mark.parametrize(
    "reason",
    [
        "，主要是雨季长、景区两次闭园",
        "。原因是景区闭园检修四个月",
        "。\n三、存在的问题\n（一）接待游客未达标。景区闭园检修时间长，索道更新滞后",
        "。\n三、情况说明\n受景区闭园检修影响，接待游客数量比预期少",
    ],
)
def test_a_reason_counts_wherever_it_stands(asked, reason):
    text = GOALS + f"二、绩效目标完成情况\n全年接待游客48万人次{reason}。\n"
    assert asked(text, "SHORT") == []


def test_a_reason_at_the_head_of_a_paragraph_is_one_for_all_of_it(asked):
    text = GOALS + (
        "二、绩效目标完成情况\n受景区闭园、道路中断和暑期高温影响，旅游市场整体下行。"
        "全年接待游客48万人次。\n"
    )
    assert asked(text, "SHORT") == []


def test_a_problem_of_another_thing_is_no_reason(asked):
    text = GOALS + (
        "二、绩效目标完成情况\n全年接待游客48万人次。\n"
        "三、存在的问题\n（一）财务人员不足。报账滞后。\n"
    )
    [(message, ask)] = asked(text, "SHORT")
    assert message == "接待游客目标 50 万人次，完成 48 万人次，没有达到目标，原因未说明"
    assert ask == "请补充偏差原因和改进措施"


FORM = """2022年度项目支出绩效自评表
| 项目名称 | 道路养护 | | | | | |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注 |
| 产出指标 | 数量指标 | 大修里程 | ≥12公里 | 12公里 | 40 | 40 | |
| 产出指标 | 数量指标 | 预防性养护里程 | ≥45公里 | {done} | 30 | {score} | {remark} |
| 效益指标 | 社会效益 | 考评位次 | 5位 | 4位 | 30 | 30 | |
| 总分 | | | | | 100 | {total} | |
"""


def test_a_remark_in_the_row_of_an_indicator_is_a_reason(asked):
    told = FORM.format(done="41.2公里", score="27.47", total="97.47", remark="资金到位晚，结转下年")
    assert asked(told, "SHORT") == []
    bare = FORM.format(done="41.2公里", score="27.47", total="97.47", remark="")
    [(message, _)] = asked(bare, "SHORT")
    assert message.startswith("“预防性养护里程”指标值 ≥45 公里，完成值 41.2 公里")


def test_the_fourth_place_of_five_is_no_shortfall(asked):
    text = FORM.format(done="46公里", score="30", total="100", remark="")
    assert asked(text, "SHORT") == [] and asked(text, "INDICATOR") == []


def test_a_missed_target_that_is_said_to_be_exceeded_asks_for_the_wording(asked):
    text = GOALS + "二、绩效目标完成情况\n全年接待游客48万人次，超额完成任务。\n"
    [(message, ask)] = asked(text, "SHORT")
    assert "文中却写超额完成" in message and ask.startswith("请更正“超额完成”的表述")


def test_the_list_of_a_three_year_action_is_no_target_of_the_year(asked):
    text = GOALS + REACHED + "国企改革三年行动目标68项任务，完成63项。\n"
    assert not [message for message, _ in asked(text, "SHORT") if "68" in message]


def test_what_is_aimed_at_next_year_is_no_target_of_this_one(asked):
    text = (
        "一、完成情况\n日均通关车辆117辆。\n"
        "二、下一步工作打算\n力争日均通关车辆达到250辆以上的目标。\n"
    )
    assert asked(text, "SHORT") == []


def test_what_is_left_to_do_is_no_result(asked):
    text = "一、年度绩效目标\n更新渡船13艘。\n二、完成情况\n更新渡船仅余1艘待交付。\n"
    assert asked(text, "SHORT") == []


def test_a_shortfall_and_its_wrong_rate_are_one_finding(asked):
    """46 of 50 is 92 %."""
    text = (
        "一、年度绩效目标\n建成智慧安防小区50个。\n"
        "二、绩效目标完成情况\n建成智慧安防小区46个，完成率100%。\n"
    )
    [(message, ask)] = asked(text, "SHARE")
    assert "目标 50 个，完成 46 个，完成率推算 92%" in message
    assert message.endswith("没有达到目标，原因未说明")
    assert ask == "请核对完成率，并补充偏差原因和改进措施"
    assert asked(text, "SHORT") == []


# --- how it is told ---


def test_what_is_reckoned_is_told_to_the_printed_digits(asked):
    """236.80 ÷ 240.00 = 98.667 %; one digit was slipped."""
    text = "一、收支\n反诈专项预算数240.00万元，执行数236.80万元，执行率96.67%。\n"
    [(message, _)] = asked(text, "EXEC")
    assert "推算 98.67%，" in message


def test_a_fall_keeps_its_sign(asked):
    text = "一、成效\n年末企业391家，上年末企业397家，企业较上年增加6家。\n"
    [(message, ask)] = asked(text, "CHANGE")
    assert "推算 −6 家" in message and ask == "请核对两个数，更正增减的表述"


def test_what_is_said_to_be_level_and_is_not_asks_for_the_wording(asked):
    text = "一、三公\n三公经费支出9.30万元，与上年9.52万元持平。\n"
    [(_, ask)] = asked(text, "SAME-FACT")
    assert ask == "请更正“持平”的表述"


def test_how_far_a_result_lies_from_its_target_is_no_quotient(asked):
    """2.31 − 3.5 = −1.19."""
    text = (
        "一、年度绩效目标\n城镇登记失业率控制在3.5%以内。\n"
        "二、绩效目标完成情况\n城镇登记失业率2.31%，低于控制目标1.29个百分点。\n"
    )
    [(message, ask)] = asked(text, "SHARE")
    assert "推算 −1.19 个百分点" in message and "目标" in message
    assert ask == "请核对完成值、目标值和两者的差"


def test_the_whole_that_does_give_a_share_is_named(asked):
    """1942.30 of 3264.18 is 59.50 %, of 2871.50 it is 67.64 %."""
    text = (
        "一、采购\n政府采购支出总额3264.18万元。授予中小企业合同金额2871.50万元，"
        "占政府采购支出总额的87.97%；授予小微企业合同金额1942.30万元，"
        "占政府采购支出总额的67.64%。\n"
    )
    [(message, _)] = asked(text, "SHARE")
    assert message.endswith("按 授予中小企业合同金额 2871.50 万元 计算才是写出的数")


# --- what was taken for one thing and is two ---


def test_what_follows_a_bracket_is_of_the_sum_before_it(asked):
    """391.4260 + 76.7955 = 468.2215."""
    text = (
        "一、收支\n基本支出468.2215万元，执行率99.19%（预算472.0600万元），"
        "其中人员经费391.4260万元、公用经费76.7955万元。\n"
    )
    assert asked(text, "PARTS") == []


def test_a_function_is_told_once_of_all_funds_and_once_of_the_general_budget(asked):
    text = (
        "一、支出决算情况说明\n卫生健康支出216.47万元，占1.58%。\n"
        "二、一般公共预算财政拨款支出决算情况说明\n卫生健康支出212.47万元，占1.75%。\n"
    )
    assert asked(text, "SAME-FACT") == []


def test_posts_are_not_those_who_hold_them(asked):
    """26 + 35 = 61 hold posts; 27 and 38 are posts."""
    text = "一、概况\n编制65名，其中行政27名、事业38名；年末在职61人，其中行政26人、事业35人。\n"
    assert asked(text, "PARTS") == []


def test_a_distance_from_the_target_is_not_measured_from_the_year_before(asked):
    """55 − 41.7 = 13.3; 44.5 − 41.7 = 2.8."""
    text = "一、效果\n床位使用率41.7%，低于目标13.3个百分点，较上年44.5%下降2.8个百分点。\n"
    assert asked(text, "CHANGE") == []


def test_a_masked_name_is_no_blank(asked):
    assert asked("一、概况\n情况如上。\n填报人：×××    填报日期：2024年3月\n", "TEXT-SLIP") == []
    assert len(asked("一、概况\n××项目按期完工。\n", "TEXT-SLIP")) == 1


def test_marks_that_a_sentence_takes_off_are_explained(asked):
    """0.54 of at most 0.2 earns nothing by its share, and 20 − 8 = 12 were given."""
    form = (
        "2022年度项目支出绩效自评表\n| 项目名称 | 社区矫正 | | | | | |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
        "| 产出指标 | 数量指标 | 集中教育 | ≥12场 | 12场 | 80 | 80 |\n"
        "| 效益指标 | 社会效益 | 重新犯罪率 | ≤0.2% | 0.54% | 20 | 12 |\n"
        "| 总分 | | | | | 100 | 92 |\n"
    )
    [(message, _)] = asked(form, "INDICATOR")
    assert "指标值 ≤0.2%，完成值 0.54%，得 12 分（分值 20 分）" in message
    assert asked(form + "简要说明：重新犯罪率未达标，扣8分。\n", "INDICATOR") == []
