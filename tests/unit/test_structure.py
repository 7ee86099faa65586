"""The structure of a text: paths of headings and items, titles,
what the report is, its goals and their coverage.
"""

from pathlib import Path

import pytest

import perf_analysis as pa
from perf_analysis.about import find_about
from perf_analysis.document import Document
from perf_analysis.structure import find_structure


def document_of(text):
    return Document("made", text, "0" * 64, Path("made.txt"))


def paths(text):
    return [section.path for section in find_structure(document_of(text)).sections]


def titles(text):
    return {section.path: section.title for section in find_structure(document_of(text)).sections}


NESTED = """\
某区某局自评报告
一、基本情况
（一）机构职能。负责区内公园的日常养护。
（二）年度安排
1.修剪行道树
2、补种灌木
二、完成情况
（一）产出
1．修剪行道树300株
三、其他
"""


def test_headings_give_paths_of_part_section_and_item():
    assert paths(NESTED) == [
        "一",
        "一(一)",
        "一(二)",
        "一(二)1",
        "一(二)2",
        "二",
        "二(一)",
        "二(一)1",
        "三",
    ]


def test_half_width_brackets_make_the_same_path():
    assert (
        paths("一、甲\n(一)乙\n(二)丙")
        == paths("一、甲\n（一）乙\n（二）丙")
        == ["一", "一(一)", "一(二)"]
    )


def test_items_inside_a_paragraph_are_sections_of_their_own():
    assert paths("一、甲\n（二）重点：（1）修剪树木；（2）补种灌木，（12）清扫步道。") == [
        "一",
        "一(二)",
        "一(二)1",
        "一(二)2",
        "一(二)12",
    ]


def test_a_number_in_brackets_within_a_phrase_begins_no_item():
    assert paths("一、公园（3）号门的维护") == ["一"]


def test_parts_beyond_ten_are_read():
    assert paths("十、甲\n十一、乙\n十二、丙") == ["十", "十一", "十二"]


def test_a_decimal_at_the_head_of_a_line_begins_no_item():
    assert paths("一、支出\n1.5万元用于养护\n12.30万元用于清扫") == ["一"]


def test_a_new_part_forgets_the_section_before():
    assert paths("一、甲\n（一）乙\n二、丙\n1.丁") == ["一", "一(一)", "二", "二1"]


def test_indented_headings_are_found():
    assert paths("  一、甲\n\u3000\u3000（一）乙\n\t1.丙") == ["一", "一(一)", "一(一)1"]


def test_a_text_without_headings_has_no_sections():
    structure = find_structure(document_of("全年养护公园12处。"))
    assert structure.sections == ()
    assert structure.path_at(5) == ""


def test_text_before_the_first_heading_belongs_to_none():
    structure = find_structure(document_of(NESTED))
    assert structure.path_at(3) == ""
    assert structure.path_at(NESTED.index("一、基本情况")) == "一"
    assert structure.path_at(NESTED.index("行道树300株")) == "二(一)1"
    assert structure.path_at(len(NESTED) - 1) == "三"


def test_sections_follow_each_other_without_a_gap():
    sections = find_structure(document_of(NESTED)).sections
    assert [section.end for section in sections] == [
        *[section.start for section in sections[1:]],
        len(NESTED),
    ]


def test_a_title_ends_at_the_first_mark():
    assert titles("一、基本情况：有关说明\n（一）机构职能。负责养护。\n1.修剪；补种") == {
        "一": "基本情况",
        "一(一)": "机构职能",
        "一(一)1": "修剪",
    }


def test_a_heading_that_runs_on_has_no_title():
    assert titles("一、" + "公园养护" * 10 + "。") == {"一": ""}


def test_titles_above_a_path_stand_outermost_first():
    structure = find_structure(document_of(NESTED))
    assert structure.title_over("二(一)1") == "完成情况 产出 修剪行道树300株"
    assert structure.title_over("一(二)") == "基本情况 年度安排"


def test_items_under_a_section_are_those_directly_under_it():
    structure = find_structure(document_of(NESTED))
    assert [item.path for item in structure.items_under("一(二)")] == ["一(二)1", "一(二)2"]
    assert [item.path for item in structure.items_under("一")] == []


# --- about ---


def about_of(text):
    document = document_of(text)
    return find_about(document, find_structure(document))


@pytest.mark.parametrize(
    "name",
    [
        "中共青石县委党校",
        "青石县残联",
        "青石县残疾人联合会",
        "青石县妇联",
        "青石县总工会",
        "青石县柳浪街道办",
        "青石县第一中学",
        "青石县特殊教育学校",
        "青石县幼儿园",
        "青石县工商联",
        "青石县科协",
        "青石县委编办",
        "青石市经济技术开发区城乡统筹发展和人力资源社会保障公共服务综合管理中心",
    ],
)
def test_departments_that_end_neither_in_bureau_nor_in_commission_are_found(name):
    for told in (
        f"{name}2022年度部门整体支出绩效自评报告\n一、基本情况\n",
        f"2022年度{name}部门整体支出绩效自评报告\n一、基本情况\n",
        f"2022年度部门整体支出绩效自评报告\n单位名称：{name}\n一、基本情况\n",
    ):
        assert about_of(told).department == name


def test_a_department_with_a_second_name_in_brackets_has_its_first():
    first = "中国共产党青石市委员会机构编制委员会办公室"
    named = f"{first}（青石市事业单位登记管理局）"
    for told in (
        f"{named}2022年度部门整体支出绩效自评报告\n一、基本情况\n",
        f"{named}\n2022年度部门整体支出绩效自评报告\n一、基本情况\n",
        f"2022年度部门整体支出绩效自评报告\n填报单位：{named}\n一、基本情况\n",
    ):
        assert about_of(told).department == first


def test_a_school_told_in_the_text_is_the_department_where_no_office_is():
    told = "2022年度部门整体支出绩效自评报告\n一、基本情况\n（一）职能。{}负责教学。"
    assert about_of(told.format("青石县第一中学")).department == "青石县第一中学"
    named = told.format("青石县第一中学") + "由青石县教育局主管。"
    assert about_of(named).department == "青石县教育局"


def test_title_department_and_year_stand_before_the_first_heading():
    about = about_of("2023年度整体支出绩效自评报告\n某区园林管理局\n一、基本情况\n2021年成立。\n")
    assert (about.title, about.department, about.year) == (
        "2023年度整体支出绩效自评报告",
        "某区园林管理局",
        2023,
    )
    assert about.sections == {"一": "基本情况"}
    assert about.sha256 == "0" * 64


def test_a_full_width_year_is_read():
    assert about_of("２０２３年度自评报告\n一、甲").year == 2023


def test_a_title_loses_its_blanks():
    assert about_of("整体支出　绩效 自评报告\n一、甲").title == "整体支出绩效自评报告"


def test_a_title_over_two_lines_is_joined():
    assert (
        about_of("关于2023年度\n部门整体支出绩效自评的报告\n一、甲").title
        == "关于2023年度部门整体支出绩效自评的报告"
    )


@pytest.mark.parametrize(
    "text",
    [
        "关于某区园林管理局2023年度绩效自评的报告\n一、甲",
        "单位名称：某区园林管理局\n2023年度绩效自评报告\n一、甲",
        "某区园林管理局2023年度绩效自评报告\n一、甲",
    ],
)
def test_a_department_named_inside_a_line_is_found(text):
    assert about_of(text).department == "某区园林管理局"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("附：青石近代工业博物馆2020年度绩效自评材料\n一、甲", "青石近代工业博物馆"),
        ("青石理工大学“双一流”专项\n2022年度绩效自评报告\n一、甲", "青石理工大学"),
        (
            "青石市图书馆财政支出绩效自评报告\n一、甲\n青石市图书馆为青石市文化局所属。",
            "青石市图书馆",
        ),
        ("青石海关2023年度单位整体支出绩效自评报告\n一、甲", "青石海关"),
        (
            "项目支出绩效自评表\n主管部门|某省水利厅\n实施单位|某省水利厅信息中心\n",
            "某省水利厅信息中心",
        ),
        (
            "青石县消防大队2023年度绩效自评报告\n（江东省青石县消防大队编印）\n",
            "江东省青石县消防大队",
        ),
        (
            "青石县竹溪乡2020年财政支出绩效情况\n一、甲\n青石县竹溪乡人民政府\n",
            "青石县竹溪乡人民政府",
        ),
    ],
)
def test_who_reports_is_named_in_full_wherever_it_stands(text, name):
    assert about_of(text).department == name


def test_the_year_of_a_form_stands_in_the_cell_beside():
    assert about_of("经费项目绩效自评表\n填报年度\t2023\n批复\t2022年\n").year == 2023


def test_what_a_text_does_not_say_is_the_file_s_name_nobody_and_year_0():
    about = about_of("养护公园12处。")
    assert (about.title, about.department, about.year, about.sections) == ("made", "", 0, {})


def test_items_are_no_sections_of_about():
    assert about_of(NESTED).sections == {
        "一": "基本情况",
        "一(一)": "机构职能",
        "一(二)": "年度安排",
        "二": "完成情况",
        "二(一)": "产出",
        "三": "其他",
    }


# --- goals ---

GOALS = """\
一、基本情况
（一）年度绩效目标
1.改造城区供水管网，保障居民用水
2.建设智慧停车平台
3.清理河道垃圾
（二）重点工作任务
1.推广节水器具
二、目标完成情况
（一）产出
1.城区供水管网改造12公里，惠及3000户。
2.智慧停车平台已上线运行。
3.节水器具发放500套。
三、存在的问题
河道垃圾清理滞后。
"""


@pytest.fixture
def goals(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(GOALS, encoding="utf-8")
    return pa.read(path)


def test_goals_and_tasks_are_numbered_with_their_place(goals):
    told = goals.goals[["goal_id", "kind", "section", "matched_by"]]
    assert list(told.itertuples(index=False, name=None)) == [
        ("G1", "goal", "一(一)1", "rule"),
        ("G2", "goal", "一(一)2", "rule"),
        ("G3", "goal", "一(一)3", "rule"),
        ("T1", "task", "一(二)1", "rule"),
    ]


def test_topics_are_the_first_words_of_each_goal(goals):
    assert goals.goals["topic"].tolist() == [
        "改造城区供水管网",
        "建设智慧停车平台",
        "清理河道垃圾",
        "推广节水器具",
    ]


def test_coverage_says_whether_a_result_states_a_figure_speaks_or_is_silent(goals):
    assert goals.goals["coverage"].tolist() == ["figure", "mentioned", "none", "figure"]
    assert goals.goals["results"].tolist() == [["二(一)1"], ["二(一)2"], [], ["二(一)3"]]


def test_the_words_that_goal_and_result_share_are_kept(goals):
    words = goals.goals.set_index("goal_id")["words"]
    assert words["G1"] == sorted(["城区供水", "区供水管", "供水管网"])
    assert words["G2"] == sorted(["智慧停车", "慧停车平", "停车平台"])
    assert words["G3"] == []


def test_the_figures_of_the_matched_sentence_are_shown_as_printed(goals):
    assert goals.goals["printed"].tolist() == [["12 公里", "3000 户"], [], [], ["500 套"]]


def test_words_common_to_all_reports_match_nothing(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "一、总体目标\n1.进一步加强组织管理工作\n二、完成情况\n进一步加强组织管理工作，开会5次。\n",
        encoding="utf-8",
    )
    assert pa.read(path).goals["coverage"].tolist() == ["none"]


def test_a_goal_repeated_word_for_word_among_the_goals_is_no_result(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "一、完成情况\n（一）年度目标\n1.修复古城墙体\n2.修复古城墙体\n", encoding="utf-8"
    )
    assert pa.read(path).goals["coverage"].tolist() == ["none", "none"]


def test_a_report_without_goals_has_none(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text("一、基本情况\n1.养护公园12处\n", encoding="utf-8")
    assert pa.read(path).goals.empty


def test_problems_and_remedies_are_told_one_by_one(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "一、概况\n情况良好。\n二、存在问题\n一是指标偏少。二是佐证\n不足。\n三、改进措施\n1.增加指标。\n2.建立台账。\n",
        encoding="utf-8",
    )
    report = pa.read(path)
    assert report.problems == ["一是指标偏少。", "二是佐证不足。"]
    assert report.remedies == ["1.增加指标。", "2.建立台账。"]


def test_a_report_without_such_parts_has_neither(report):
    assert report.problems == report.remedies == []


def test_goals_of_a_text_that_holds_its_report_twice_are_each_found_twice(tmp_path):
    text = (
        "一、绩效目标\n（一）年度绩效目标\n1. 泵站维修。\n2. 渠道清淤。\n"
        "二、绩效情况\n（一）成效\n1. 泵站维修完成12座。\n"
    )
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    once = len(pa.read(path).goals)
    path.write_text(text * 2, encoding="utf-8")
    assert (once, len(pa.read(path).goals)) == (2, 4)


CHAPTERS = """\
第一部分 部门概况
一、部门职责
第二部分　年度目标
1.道路完好率不低于92%
第三章：绩效完成情况
一、产出
（一）数量
第二部分讲的是目标，这一句不是标题。
"""


def test_chapters_hold_the_parts_that_restart_under_them():
    assert paths(CHAPTERS) == [
        *("第一部分", "第一部分一", "第二部分", "第二部分1"),
        *("第三章", "第三章一", "第三章一(一)"),
    ]
    structure = find_structure(document_of(CHAPTERS))
    assert structure.title_over("第三章一(一)") == "绩效完成情况 产出 数量"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("某区公路养护项目绩效评价报告\n（2023运营年）\n报告日期：2024年8月26日\n", 2023),
        ("某县档案馆自评简表\n年度:2023    金额单位:万元\n2022年同期\n", 2023),
        ("某县融媒体中心自评报告(2022)\n2023年拟安排\n", 2022),
        ("某县司法局自评报告\n二○二三年度\n2022年收入\n", 2023),
        ("某项目绩效评价报告\n自2019年起外包，评价期为2022年1月1日至12月31日。\n", 2022),
        ("某项目绩效评价报告\n日期：2023年8月18日\n对2022年度奖补资金进行评价。\n", 2022),
    ],
)
def test_the_year_of_a_report_is_told_by_its_head_before_other_years(text, year):
    assert about_of(text).year == year


def test_whom_an_evaluator_evaluated_is_the_department():
    text = "某项目绩效评价报告\n正信咨询有限公司\n对临溪县公路养护中心（以下称项目单位）评价。\n"
    assert about_of(text).department == "临溪县公路养护中心"
