"""Which numbers belong together: small texts whose arithmetic is done by hand beside them."""

from collections.abc import Callable

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.relations.contrasts import is_contrary
from perf_analysis.relations.slips import is_scaled, is_slip

Told = tuple[str, int | None, dict[str, list[str]]]


@pytest.fixture
def relations(tmp_path) -> Callable[..., list[Told]]:
    """The relations of a text: kind, whether it agrees, and the figures of each role as printed."""

    def read(text: str, kind: str = "") -> list[Told]:
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        report = pa.read(path)
        printed = dict(zip(report.figures["figure_id"], report.figures["quoted"], strict=True))
        found = []
        for row in report.relations.itertuples():
            roles: dict[str, list[str]] = {}
            for figure, role in zip(row.figures, row.roles, strict=True):
                roles.setdefault(role, []).append(printed[figure])
            agrees = None if pd.isna(row.agrees) else int(row.agrees)
            found.append((row.kind, agrees, roles))
        return [told for told in found if not kind or told[0] == kind]

    return read


def only(told: list[Told]) -> Told:
    assert len(told) == 1, told
    return told[0]


# --- sums ---


def test_the_parts_behind_of_which_make_up_their_whole(relations):
    # 512.40 + 2630.15 + 1175.71 = 4318.26
    text = (
        "一、采购\n"
        "政府采购支出4318.26万元，其中货物512.40万元、工程2630.15万元、服务1175.71万元。\n"
    )
    assert (
        "sum",
        1,
        {"whole": ["4318.26万元"], "part": ["512.40万元", "2630.15万元", "1175.71万元"]},
    ) in relations(text)


def test_parts_are_found_between_their_shares_and_over_items(relations):
    # 3286.41 + 17590.51 = 20876.92; 10465.30 + 5128.00 + 1997.21 = 17590.51
    text = (
        "一、支出\n全年支出20876.92万元，基本支出3286.41万元，占15.74%；项目支出17590.51万元，"
        "占84.26%，主要包括：\n1.园区建设10465.30万元；\n2.产业奖补5128.00万元；\n3.招商1997.21万元。\n"
    )
    sums = relations(text, "sum")
    assert ("sum", 1, {"whole": ["20876.92万元"], "part": ["3286.41万元", "17590.51万元"]}) in sums
    parts = ["10465.30万元", "5128.00万元", "1997.21万元"]
    assert ("sum", 1, {"whole": ["17590.51万元"], "part": parts}) in sums


def test_a_total_row_that_its_column_misses_is_kept_as_false(relations):
    # 312.5 + 408.3 + 95.7 = 816.5, printed 861.5
    text = (
        "一、项目\n| 项目 | 支出（万元） |\n|---|---|\n| 供水 | 312.5 |\n| 排水 | 408.3 |\n"
        "| 河道 | 95.7 |\n| 合计 | 861.5 |\n"
    )
    assert ("sum", 0, {"whole": ["861.5"], "part": ["312.5", "408.3", "95.7"]}) in relations(text)


def test_the_weights_of_one_sentence_make_a_hundred(relations):
    text = (
        "四、得分\n"
        "综合得分93.6分，其中投入管理20分，得19.2分；产出40分，得37.0分；效果30分，得27.9分；满意度10分，得9.5分。\n"
    )
    assert ("sum", 1, {"part": ["20分", "40分", "30分", "10分"]}) in relations(text)


def test_one_and_two_are_no_sum_of_three_by_number_alone(relations):
    text = "一、机构\n内设科室3个。召开会议2次。\n二、其他\n印发文件1个。\n"
    assert relations(text, "sum") == []


# --- differences and balances ---


def test_what_is_left_is_a_difference(relations):
    # 6842.14 − 6730.90 = 111.24
    text = "一、收支\n调整后预算6842.14万元，全年支出6730.90万元，年末结转111.24万元。\n"
    told = {"from": ["6842.14万元"], "less": ["6730.90万元"], "left": ["111.24万元"]}
    assert ("difference", 1, told) in relations(text)


def test_opening_and_income_less_spending_are_the_closing_balance(relations):
    # 842.16 + 29413.77 − 28102.36 = 2153.57
    text = (
        "一、收支\n年初结转和结余842.16万元，本年收入29413.77万元，本年支出28102.36万元，"
        "年末结转和结余2153.57万元。\n"
    )
    told = {
        "opening": ["842.16万元"],
        "in": ["29413.77万元"],
        "out": ["28102.36万元"],
        "closing": ["2153.57万元"],
    }
    assert ("balance", 1, told) in relations(text)


# --- quotients ---


def test_the_rate_divides_by_the_budget_that_it_fits(relations):
    # 960 ÷ 1000 = 96 %, 960 ÷ 900 = 106.7 %
    text = "二、预算\n年初预算数900万元，调整预算数1000万元，执行数960万元，预算执行率96%。\n"
    told = {"numerator": ["960万元"], "denominator": ["1000万元"], "rate": ["96%"]}
    assert ("quotient", 1, told) in relations(text)


def test_a_rate_that_its_two_numbers_do_not_give_is_kept(relations):
    # 960 ÷ 1000 = 96 %
    text = "二、预算\n全年预算数1000.00万元，执行数960.00万元，预算执行率69.00%。\n"
    told = {"numerator": ["960.00万元"], "denominator": ["1000.00万元"], "rate": ["69.00%"]}
    assert ("quotient", 0, told) in relations(text)


def test_an_amount_by_head_has_its_whole_and_its_heads(relations):
    # 122000 ÷ 742 = 164.420… 元
    text = "一、接待\n公务接待费12.20万元，接待86批次、742人次，人均164.42元。\n"
    told = {"numerator": ["12.20万元"], "denominator": ["742人次"], "rate": ["164.42元"]}
    assert ("quotient", 1, told) in relations(text)


def test_a_swapped_digit_in_a_share_is_told(relations):
    # 198 ÷ 210 = 94.29 %, printed 94.92 %
    text = "五、满意度\n对210家企业开展调查，198家表示满意，满意度94.92%。\n"
    assert only(relations(text, "quotient"))[1] == 0


# --- changes ---


def test_a_growth_has_level_base_and_change(relations):
    # 20876.92 − 19604.33 = 1272.59, 1272.59 ÷ 19604.33 = 6.4914 %
    text = "一、支出\n全年支出20876.92万元，比上年19604.33万元增加1272.59万元，增长6.49%。\n"
    told = {
        "level": ["20876.92万元"],
        "base": ["19604.33万元"],
        "change": ["1272.59万元"],
        "growth": ["6.49%"],
    }
    assert only(relations(text, "change")) == ("change", 1, told)


def test_a_growth_that_its_amounts_contradict_keeps_its_base(relations):
    # 8.36 − 12.00 = −3.64, and 3.64 ÷ 12.00 = 30.33 %, printed 43.54 %
    text = "一、三公\n“三公”经费决算8.36万元，较上年12.00万元减少3.64万元，下降43.54%。\n"
    _, agrees, told = only(relations(text, "change"))
    assert (agrees, told["level"], told["base"]) == (0, ["8.36万元"], ["12.00万元"])


def test_a_share_moves_by_points_from_and_to(relations):
    text = "三、质量\n优良率由上年的71.2%提高到83.5%，提高12.3个百分点。\n"
    told = {"level": ["83.5%"], "base": ["71.2%"], "points": ["12.3个百分点"]}
    assert only(relations(text, "points")) == ("points", 1, told)


def test_a_zero_base_grows_to_nothing(relations):
    told = relations("一、收入\n其他收入5.20万元，上年为0万元，增长100%。\n", "change")
    assert all(agrees is not True for _, agrees, _ in told)


# --- one fact in several places ---


def test_the_same_number_of_the_same_thing_is_one_fact(relations):
    text = "一、支出\n全年支出20876.92万元。\n二、结论\n2023年全年支出20876.92万元，完成较好。\n"
    assert ("same", 1, {"stated": ["20876.92万元", "20876.92万元"]}) in relations(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("中央资金", "县级资金"), ("第一批资金", "第二批资金"), ("收入预算", "支出预算")],
)
def test_contrasts_keep_two_things_apart(one, other):
    assert is_contrary(one, other)
    assert not is_contrary(one, one)


def test_a_number_with_two_digits_swapped_elsewhere_is_told(relations):
    text = (
        "一、结余\n当年收支结余321.4309万元。\n二、问题\n当年收支结余312.4309万元，管理不够精细。\n"
    )
    assert ("same", 0, {"stated": ["321.4309万元", "312.4309万元"]}) in relations(text)


def test_slips_are_one_digit_two_swapped_or_a_unit():
    number = codebook_number
    assert is_slip(number("97.72"), number("97.27"), 2)
    assert is_slip(number("354"), number("345"), 0)
    assert not is_slip(number("354"), number("543"), 0)
    assert is_scaled(number("248000000"), number("24800000"))
    assert not is_scaled(number("0"), number("24800000"))


def codebook_number(told: str):
    from decimal import Decimal

    return Decimal(told)


# --- targets ---


def test_a_goal_of_one_chapter_has_its_result_in_another(relations):
    text = (
        "二、绩效目标\n新引进项目30个；企业满意度不低于90%。\n"
        "五、完成情况\n全年新引进项目34个，完成年度目标的113.33%。企业满意度94.9%。\n"
    )
    targets = relations(text, "target")
    # 34 ÷ 30 = 113.33 %
    assert ("target", 1, {"target": ["30个"], "actual": ["34个"], "rate": ["113.33%"]}) in targets
    assert ("target", None, {"target": ["90%"], "actual": ["94.9%"]}) in targets


def test_several_results_share_the_target_told_behind_them(relations):
    text = "五、满意度\n门诊患者满意度91.35%，住院患者满意度94.06%，均高于90%的目标值。\n"
    reached = [told["actual"] for _, _, told in relations(text, "target") if "actual" in told]
    assert sorted(reached) == [["91.35%"], ["94.06%"]]


def test_the_result_of_another_year_is_none(relations):
    text = "二、绩效目标\n培训人数200人。\n三、回顾\n2021年培训人数150人。\n"
    assert all("actual" not in told for _, _, told in relations("2023年度报告\n" + text, "target"))


# --- ranks ---


def test_a_rank_has_its_field_its_move_and_where_it_came_from(relations):
    # from 44 to 38 are six places, not seven
    text = "五、外贸\n在全国154个综合保税区中，进出口总值列第38位，由上年的第44位上升7位。\n"
    told = {"rank": ["38位"], "population": ["154个"], "moved": ["7位"], "before": ["44位"]}
    assert only(relations(text, "rank")) == ("rank", 0, told)


def test_a_rank_reached_from_another_is_one(relations):
    text = "五、满意度\n群众满意度86.3%，全市排名由第10位前移至第6位。\n"
    assert only(relations(text, "rank"))[2] == {"rank": ["6位"], "before": ["10位"]}


# --- the table ---


def test_every_relation_names_figures_and_as_many_roles(report):
    table = report.relations
    assert list(table) == codebook.RELATIONS.names
    known = set(report.figures["figure_id"])
    assert len(table) > 0
    for row in table.itertuples():
        assert len(row.figures) == len(row.roles) > 0
        assert set(row.figures) <= known
    assert table["relation_id"].is_unique


def test_an_empty_report_has_no_relations(relations):
    assert relations("没有数字。\n") == []


def test_a_relation_tells_what_its_numbers_give_in_the_printed_unit(tmp_path):
    # 960 ÷ 1000 = 96 %, and 96.5 is printed
    path = tmp_path / "report.txt"
    path.write_text(
        "一、执行\n全年预算数1000.00万元，执行数960.00万元，预算执行率96.50%。\n", encoding="utf-8"
    )
    told = pa.read(path).relations
    quotient = told[told["kind"] == "quotient"].iloc[0]
    assert round(quotient["computed"], 6) == 96
    assert quotient["agrees"] == 0


def test_a_list_without_of_which_finds_its_whole_behind_other_numbers(relations):
    # 0 + 96.80 + 187.42 + 2.13 = 286.35
    text = (
        "一、三公经费\n三公经费支出286.35万元，上年301.12万元，减少14.77万元。因公出国0.00万元，"
        "购置费96.80万元，运行费187.42万元，接待费2.13万元。\n"
    )
    parts = ["0.00万元", "96.80万元", "187.42万元", "2.13万元"]
    assert ("sum", 1, {"whole": ["286.35万元"], "part": parts}) in relations(text)


def test_a_mean_growth_of_two_years_is_told_by_the_year(tmp_path):
    # √(121.00 ÷ 100.00) − 1 = 10 %
    path = tmp_path / "report.txt"
    path.write_text(
        "一、工业\n2019年工业产值100.00亿元，2021年工业产值121.00亿元，两年平均增长10.0%。\n",
        encoding="utf-8",
    )
    told = pa.read(path).relations
    change = told[told["kind"] == "change"].iloc[0]
    assert change["agrees"] == 1
    assert round(change["computed"], 1) == 10


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("“三公”经费预算52.00万元，支出决算38.64万元。", 1),
        ("“三公”经费预算52.00万元，支出决算58.27万元。", 0),
        ("核定编制68名，年末实有在职人员63人。", 1),
    ],
)
def test_what_may_be_limits_what_is(tmp_path, text, agrees):
    path = tmp_path / "report.txt"
    path.write_text(f"一、情况\n{text}\n", encoding="utf-8")
    relations = pa.read(path).relations
    limits = relations.loc[relations["kind"] == "limit"]
    assert limits["agrees"].tolist() == [agrees]
    assert limits["roles"].tolist() == [["actual", "limit"]]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        # 9 + 22 = 31; whom others hired is behind the bracket
        (
            "年末在职34人（行政9人、事业22人），另聘用保安18人。",
            "34人",
            ["9人", "22人"],
        ),
        # 2,246.81 + 3,626.83 = 5,873.64: the first digits of the whole are another's;
        # what the bracket lists is part of a part
        (
            "全年支出5,173.64万元，执行率94.11%，其中：基本支出2,246.81万元"
            "（人员经费2,015.37万元，公用经费231.44万元），项目支出3,626.83万元。",
            "5,173.64万元",
            ["2,246.81万元", "3,626.83万元"],
        ),
        # 14,876.92 + 6,000.00 = 20,876.92, a slip of one digit away
        (
            "全年支出23,876.92万元。按资金来源分，一般公共预算财政拨款14,876.92万元，"
            "政府性基金6,000.00万元。",
            "23,876.92万元",
            ["14,876.92万元", "6,000.00万元"],
        ),
    ],
)
def test_a_list_that_misses_its_whole_is_told(relations, text, whole, parts):
    sums = [roles for kind, agrees, roles in relations(text, "sum") if agrees == 0]
    assert {"whole": [whole], "part": parts} in sums


@pytest.mark.parametrize(
    "text",
    [
        "全年支出900.00万元，其中：人员经费451.62万元，公用经费83.60万元。",  # and 项目支出
        "在职34人，其中党员9人、女性12人。",  # who may be both
        "监测对象96户367人，其中脱贫户20户、边缘户35户、困难户41户。",  # 20 + 35 + 41 = 96
    ],
)
def test_a_list_that_tells_some_or_makes_up_its_whole_is_not_told_as_missed(relations, text):
    assert not [roles for _, agrees, roles in relations(text, "sum") if agrees == 0]


def test_a_line_of_a_table_that_other_lines_show_to_be_wrong_is_told(relations):
    """1,860 + 540 + 310 = 2,710 and 3,420 + 1,085 + 425 = 4,930, but 3,015 + 960 + 310 = 4,285."""
    text = (
        "资金分配表（单位：万元）\n"
        "| 乡镇 | 小计 | 中央 | 省级 | 州县 |\n"
        "| 坪山镇 | 2,710 | 1,860 | 540 | 310 |\n"
        "| 龙塘镇 | 4,930 | 3,420 | 1,085 | 425 |\n"
        "| 羊场镇 | 4,355 | 3,015 | 960 | 310 |\n"
    )
    wrong = [roles for _, agrees, roles in relations(text, "sum") if agrees == 0]
    assert wrong == [{"whole": ["4,355"], "part": ["3,015", "960", "310"]}]


def test_a_budget_with_what_was_added_and_cut_is_a_balance(relations):
    """900 + 150 − 50 = 1,000."""
    text = "年初预算900.00万元，年中追加150.00万元、调减50.00万元，调整预算数为1,000.00万元。"
    told = [one for one in relations(text, "balance") if "opening" in one[2]]
    assert only(told)[1] == 1
    wrong = text.replace("1,000.00", "1,100.00")
    assert [agrees for _, agrees, roles in relations(wrong, "balance") if "opening" in roles] == [0]


def test_what_a_bracket_tells_of_a_part_is_no_part_of_the_whole(relations):
    """14 + 9 + 45 = 68; the one of the bracket is among the 14."""
    text = "核定编制68名，其中行政编制14名（含工勤1名）、参公编制9名、事业编制45名。"
    sums = [roles for _, agrees, roles in relations(text, "sum") if agrees]
    assert {"whole": ["68名"], "part": ["14名", "9名", "45名"]} in sums


def test_a_rank_that_rose_from_another_has_no_part_in_the_rank_before(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "服务业收入增速在全区11个镇街中位居第二，较上年前进三位；固定资产投资下降6.4%，"
        "排名由上年的第6位滑落到第9位。",
        encoding="utf-8",
    )
    ranks = pa.read(path).ranks.set_index("rank")
    assert list(ranks["moved"]) == [3, -3] and list(ranks["before"]) == [5, 6]


def test_a_cell_with_a_minus_is_taken_off_the_total_of_its_column(relations):
    """168.60 + 780.00 − 120.00 = 828.60."""
    text = (
        "追加情况表（单位：万元）\n| 项目 | 预算 | 追加 |\n| 资助 | 2,150.00 | 168.60 |\n"
        "| 设备 | 4,200.00 | 780.00 |\n| 人才 | 1,500.00 | -120.00 |\n"
        "| 合计 | 7,850.00 | 828.60 |\n"
    )
    assert not [one for one in relations(text, "sum") if one[1] == 0]


def test_a_share_called_by_a_part_is_one_of_the_whole_and_not_of_the_other_part(relations):
    """684 ÷ 2,522 is 27.12 %, but the rate of those in homes is 684 ÷ 3,206 = 21.33 %."""
    text = "特困人员3206人，其中集中供养684人、分散供养2522人，集中供养率27.12%。"
    _, agrees, roles = only(relations(text, "quotient"))
    assert (agrees, roles["denominator"]) == (0, ["3206人"])


def test_a_rate_told_with_two_values_in_two_chapters_is_a_contradiction(relations):
    text = (
        "一、资金情况\n项目支出调整后预算4,833.30万元，项目支出执行率81.20%。\n"
        "二、存在问题\n预算执行不均衡，特别是项目支出执行率仅83.61%。\n"
    )
    assert (0, {"stated": ["81.20%", "83.61%"]}) in [one[1:] for one in relations(text, "same")]


def test_a_rate_of_a_line_of_the_table_before_it_is_told_but_for_one_slip(relations):
    """26.24 ÷ 36.00 = 72.89 %."""
    text = (
        "二、三公经费\n三公经费情况表（单位：万元）\n| 项目 | 本年预算 | 本年决算 |\n"
        "| 公务用车运行维护费 | 24.00 | 23.86 |\n| 公务接待费 | 12.00 | 2.38 |\n"
        "| 三公经费合计 | 36.00 | 26.24 |\n"
        "全年三公经费决算完成预算的82.89%，主要是接待减少。\n"
    )
    shares = [(agrees, roles["rate"]) for _, agrees, roles in relations(text, "quotient")]
    assert (0, ["82.89%"]) in shares


# 3.42 亿元 is the rounding of 34,186.5 万元; 0.342 亿元 would be that but for its unit.
@pytest.mark.parametrize(("told", "agrees"), [("3.42亿元", 1), ("0.342亿元", 0)])
def test_an_amount_in_a_coarser_unit_is_held_against_the_finer_one(relations, told, agrees):
    text = f"一、收支\n全年支出34186.5万元。\n二、结论\n全年支出{told}，保障了运转。\n"
    assert ("same", agrees, {"stated": [told, "34186.5万元"]}) in relations(text)


# 91.4 − 92.6 = −1.2: as far, and the other way
@pytest.mark.parametrize(("verb", "agrees"), [("下降", 1), ("提高", 0)])
def test_points_between_two_shares_right_before_them_have_a_direction(relations, verb, agrees):
    text = f"二、成效\n持证上岗率91.4%，比上年的92.6%{verb}1.2个百分点。\n"
    found = [(kind, told) for kind, told, _ in relations(text) if kind == "points"]
    assert ("points", agrees) in found


# 1,230.5 + 4,820.3 = 6,050.8
def test_both_natures_have_their_total_wherever_it_is_told(relations):
    text = (
        "一、收支\n全年执行数6050.8万元，其中工资福利支出900万元。\n"
        "二、构成\n按性质看，基本支出1230.5万元，项目支出4820.3万元。\n"
    )
    parts = ["1230.5万元", "4820.3万元"]
    assert ("sum", 1, {"whole": ["6050.8万元"], "part": parts}) in relations(text)


# 437 ÷ 460 = 95.0 %, not 98 %
def test_a_rate_that_the_two_counts_before_it_nearly_give_is_told(relations):
    text = "三、调查\n发放问卷460份，收回437份，回收率98%。\n"
    told = {"numerator": ["437份"], "denominator": ["460份"], "rate": ["98%"]}
    assert ("quotient", 0, told) in relations(text)


# 45.36 万元 ÷ 126 = 3,600 元
@pytest.mark.parametrize(("by", "agrees"), [("3600元", 1), ("3900元", 0)])
def test_an_amount_by_head_behind_its_heads_and_their_whole_is_held_against_them(
    relations, by, agrees
):
    text = f"三、救助\n临时救助126人次，支出45.36万元，人均{by}。\n"
    told = {"numerator": ["45.36万元"], "denominator": ["126人次"], "rate": [by]}
    assert ("quotient", agrees, told) in relations(text)


# full marks of 10 with 94.2 % are 9.42 by the rate
def test_full_marks_for_an_execution_below_all_of_it_are_told(relations):
    text = "四、得分\n预算执行率94.2%，其中预算执行指标（10分）得10分。\n"
    assert any(
        kind == "quotient" and not agrees and told.get("rate") == ["94.2%"]
        for kind, agrees, told in relations(text)
    )
