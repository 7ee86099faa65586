"""The table of goals and indicators, by hand-made forms and lines."""

import re

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis.briefing import show_outcomes
from perf_analysis.briefing.matters import find_missed
from perf_analysis.briefing.outcomes import find_outcomes
from perf_analysis.briefing.unsure import find_unsure, surely, unsure_figures
from perf_analysis.language import speaking

HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")
# lost: 10 - 6 = 4, 10 - 9 = 1; 新建站点 and 平均用时 miss, 培训场次 has all its marks all the same
ROWS = (
    ("新建站点", "≥200个", "120个", "10", "6", "用地未批"),
    ("培训场次", "≥20场", "15场", "10", "10", "无"),
    ("平均用时", "≤10天", "12天", "10", "9", "/"),
    ("故障次数", "≤10次", "4次", "10", "10", ""),
    ("群众满意度", "≥90%", "95%", "10", "10", ""),
    ("受益人数", "≥100人", "270人", "10", "10", ""),
    ("长效机制", "健全", "健全", "10", "10", ""),
)


@pytest.fixture
def read(tmp_path):
    """A report with a form of rows, and lines of text."""

    def written(rows, *lines):
        form = [HEADS, *(("产出指标", "数量指标", *row) for row in rows)]
        told = ["某县民政局2023年度部门整体支出绩效自评报告", *lines, "部门整体支出绩效自评表"]
        told += [f"| {' | '.join(cells)} |" for cells in form]
        path = tmp_path / "made.txt"
        path.write_text(
            "\n\n".join(told[: -len(form)]) + "\n" + "\n".join(told[-len(form) :]), "utf-8"
        )
        return pa.read(path)

    return written


def by_name(report):
    return {one.name: one for one in find_outcomes(report)}


def test_most_points_lost_stand_first_then_the_widest_gap_then_the_met(read):
    names = [one.name for one in find_outcomes(read(ROWS))]
    assert names[:3] == ["新建站点", "平均用时", "培训场次"]  # 4 points, 1 point, none
    assert names[3] == "长效机制"  # words are not judged
    assert set(names[4:]) == {"故障次数", "群众满意度", "受益人数"}


def test_a_limit_is_met_below_it_and_missed_above_it(read):
    found = by_name(read(ROWS))
    assert found["故障次数"].verdict == "达到"  # 4 of at most 10
    assert found["平均用时"].verdict == "未达"  # 12 of at most 10
    assert str(found["平均用时"].share) == "120.0%"


def test_points_lost_are_full_marks_less_those_given(read):
    found = by_name(read(ROWS))
    assert str(found["新建站点"].lost) == "扣 4 分" and found["新建站点"].lost.formula == "10 − 6"
    assert found["培训场次"].lost is None and found["培训场次"].is_full


def test_the_reason_is_that_of_its_cell_and_no_word_for_none(read):
    found = by_name(read(ROWS))
    assert found["新建站点"].reason == "用地未批"
    assert found["培训场次"].reason == "" and found["平均用时"].reason == ""


def test_without_a_cell_the_reason_is_the_sentence_that_names_it_and_a_cause(read):
    lines = ("今年召开会议，培训场次未达标，主要是场地维修停用三个月。", "平均用时为12天。")
    found = by_name(read(ROWS, *lines))
    assert found["培训场次"].reason == "培训场次未达标，主要是场地维修停用三个月"
    assert found["平均用时"].reason == ""


def test_a_bar_ends_at_130_and_its_number_is_true(read):
    page = show_outcomes(read(ROWS)).page
    row = re.search(r"<tr><th[^>]*>受益人数.*?</tr>", page)[0]
    assert "width:100.0%" in row and "270.0%" in row
    half = re.search(r"<tr><th[^>]*>新建站点.*?</tr>", page)[0]
    assert "width:46.2%" in half  # 60 of 130


@pytest.mark.parametrize("count", [40, 60])
def test_every_row_of_a_long_form_is_shown(read, count):
    names = [f"{chr(0x4E00 + at)}{chr(0x5200 + at)}{chr(0x6500 + at)}工程" for at in range(count)]
    rows = [
        (name, f"≥{100 + at}个", f"{150 + at}个", "1", "1", "") for at, name in enumerate(names)
    ]
    page = show_outcomes(read(rows)).page
    assert page.count('<th scope="row">') == count
    assert all(name in page for name in names)


def test_a_target_of_the_text_that_the_form_has_stands_once(read):
    found = find_outcomes(read(ROWS, "新建站点120个，年度目标200个，未完成目标。"))
    assert len(found) == len(ROWS)


def test_columns_without_a_cell_are_left_out(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "某县民政局2023年度绩效自评报告\n二、完成情况\n"
        "新建服务站180个，年度目标200个，未完成目标。\n",
        encoding="utf-8",
    )
    shown = show_outcomes(pa.read(path))
    assert "新建服务站" in shown.text and "未达" in shown.text
    assert "得分" not in shown.text and "原因" not in shown.text


def test_a_report_without_targets_has_no_table():
    shown = show_outcomes(pa.load())
    assert str(shown) == "没有读出写明目标值的指标和目标，没有表。" and shown.page == ""


def test_names_and_reasons_are_escaped(read):
    page = show_outcomes(read([("<b>站点</b>数", "≥20个", "12个", "10", "6", "<i>雨</i>")])).page
    assert "<i>雨" not in page and "<b>站点" not in page


def test_the_english_table_keeps_names_and_says_the_rest(read):
    with speaking("en"):
        page = show_outcomes(read(ROWS)).page
    assert "missed" in page and "less 4" in page
    assert '<span lang="zh-CN">新建站点</span>' in page and "未达" not in page


def test_unsure_figures_of_rows_are_listed_and_few():
    report = pa.load()
    facts = report.figures[report.figures["same_as"].isna()]
    assert find_unsure(report) == ["F044"]  # 428.9 %: of the goods or of the cars
    assert "F044" in unsure_figures(report)
    assert len(find_unsure(report)) <= 0.15 * len(facts)


def test_the_one_unsure_figure_of_a_report_of_few_is_listed(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text("青石县文化局2023年度绩效自评报告\n\n一、部门概况\n全市排名第3位。\n", "utf-8")
    report = pa.read(path)
    assert report.figures["status"].tolist() == ["unsure"]  # of what nothing says
    assert find_unsure(report) == ["F001"]


def test_a_row_that_leans_on_an_unsure_figure_is_no_row():
    rows = pd.DataFrame(
        {"target_id": ["F1", "F2"], "actual_id": ["F3", None], "name": ["甲", "乙"]}
    )
    assert list(surely(rows, frozenset({"F3"}))["name"]) == ["乙"]
    assert list(surely(rows, frozenset())["name"]) == ["甲", "乙"]


def test_a_target_of_the_text_has_the_full_marks_of_its_form(read):
    missed = find_missed(read(ROWS, "培训场次15场，年度目标20场，未完成目标。"))
    assert [one.is_marked_full for one in missed][:1] == [True]
    assert "培训场次" in str(missed[0].told)


def test_a_bar_of_a_limit_says_that_less_is_better(read):
    page = str(show_outcomes(read(ROWS)).page)
    [limit] = [row for row in page.split("</tr>") if "故障次数" in row]  # at most 10
    [other] = [row for row in page.split("</tr>") if "群众满意度" in row]
    assert "越低越好" in limit and "越低越好" not in other
