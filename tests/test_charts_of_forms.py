"""Charts of indicators against their targets, and of the self-score in its bands."""

import matplotlib.pyplot as plt
import pytest

import perf_analysis as pa
from perf_analysis import charts, codebook, rules
from perf_analysis.charts import style
from perf_analysis.charts.chart import Absent
from perf_analysis.errors import TableError

NATIONAL = rules.read_profile("national-2020")


@pytest.fixture(autouse=True)
def _close_charts():
    yield
    plt.close("all")


def indicator(name, target, actual, unit="个", **cells):
    """One row with numbers; None where the form has none."""
    row = {
        "form_id": "T1",
        "form": "绩效自评表",
        "level3": name,
        "unit": unit,
        "actual_unit": unit,
        "status": "exact",
        "place": "表1!C7",
    }
    for column, value in (("target", target), ("actual", actual)):
        if value is not None:
            row |= {
                column: float(value),
                f"{column}_decimals": len(value.partition(".")[2]),
                f"{column}_text": value + unit,
                f"{column}_id": f"F{column}",
            }
    return row | cells


def table(*rows):
    return codebook.build(codebook.INDICATORS, rows)


def bars(ax):
    return [round(bar.get_width(), 6) for bar in ax.patches]


def title(*rows):
    return str(charts.show_indicators(table(*rows)).words.title)


def score(value, decimals=0):
    row = {
        "measure": "自评得分",
        "section": "一",
        "score": value,
        "score_decimals": decimals,
        "unit": "分",
        "score_id": "F001",
        "whole": 1,
    }
    return codebook.build(codebook.SCORES, [row])


# --- indicators ---


def test_each_bar_is_the_actual_value_by_its_own_target():
    """190 of 200 is 95 %, 0.12 亿元 of 1000 万元 is 120 %."""
    ax = charts.plot_indicators(
        table(
            indicator("甲", "200", "190"),
            indicator("乙", "1000", "0.12", "万元", actual_unit="亿元"),
        )
    )
    assert bars(ax) == [95, 120]


def test_bars_start_at_zero():
    ax = charts.plot_indicators(table(indicator("甲", "200", "190")))
    assert [bar.get_x() for bar in ax.patches] == [0]
    assert ax.get_xlim()[0] <= 0


def test_values_are_shown_as_printed_and_not_the_share_that_was_derived():
    shown = [
        text.get_text() for text in charts.plot_indicators(table(indicator("甲", "3", "2"))).texts
    ]
    assert {"甲", "2 个", "指标值 3 个"} <= set(shown)
    assert not any("66" in text for text in shown)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [("甲", "10", "9", None), ("乙", "10", "10", None)],
            "2 项有数可比的指标中，1 项低于指标值",
        ),
        ([("甲", "10", "10", None)], "1 项有数可比的指标，完成值都没有低于指标值"),
        ([("甲", "5", "6", "≤")], "1 项有数可比的指标中，1 项超过上限"),
        (
            [("甲", "5", "4", "≤"), ("乙", "10", "12", "≥")],
            "2 项有数可比的指标，都在指标值以内或以上",
        ),
        (
            [("甲", "5", "6", "<"), ("乙", "10", "8", "=")],
            "2 项有数可比的指标中，1 项低于指标值，1 项超过上限",
        ),
    ],
)
def test_the_title_says_how_many_missed_their_target(rows, told):
    assert (
        title(*(indicator(name, target, actual, sign=sign) for name, target, actual, sign in rows))
        == told
    )


def test_a_monitored_form_is_held_against_the_months_passed():
    """Up to July 7/12, 58.3 %, of the year has passed: 6 of 10 keeps up, 5 of 10 does not."""
    rows = [
        indicator("甲", "10", "6", form="绩效运行监控表", month=7),
        indicator("乙", "10", "5", form="绩效运行监控表", month=7),
    ]
    assert title(*rows) == "截至 7 月，2 项有数可比的指标中，1 项慢于时间进度"
    chart = charts.show_indicators(table(*rows))
    assert "时间进度为 7/12" in str(chart.words.subtitle)
    dashed = [
        line for line in charts.plot_indicators(table(*rows)).lines if line.get_linestyle() != "-"
    ]
    assert {round(line.get_xdata()[0], 2) for line in dashed} == {58.33}


def test_what_cannot_be_compared_is_counted_and_stands_in_the_table():
    rows = [
        indicator("甲", "10", "9"),
        indicator("乙", None, None, target_text="显著", actual_text="明显"),
        indicator("丙", "10", "9", actual_unit="万元"),
        indicator("丁", "0", "1"),
    ]
    chart = charts.show_indicators(table(*rows))
    assert "3 项是文字、没有填写或单位不同，不能比。" in str(chart.words.source)
    assert [str(row[0]) for row in chart.rows.rows] == ["甲", "乙", "丙", "丁"]
    assert "显著" in str(chart.rows)


def test_of_many_indicators_the_farthest_from_their_target_are_drawn_in_the_order_of_the_form():
    rows = [indicator(f"第{at}项", "100", str(100 + at)) for at in range(15)]
    ax = charts.plot_indicators(table(*rows))
    assert bars(ax) == [100 + at for at in range(3, 15)]
    assert "另有 3 项离指标值较近，没有画。" in str(
        charts.show_indicators(table(*rows)).words.source
    )


def test_no_indicators_or_none_to_compare_give_a_sentence():
    assert isinstance(charts.show_indicators(table()), Absent)
    words = charts.show_indicators(table(indicator("甲", None, None, target_text="显著")))
    assert str(words) == "报告列出 1 项指标，没有一项的指标值和完成值是可以相比的数。"


def test_signs_stand_before_the_target():
    chart = charts.show_indicators(table(indicator("甲", "10", "9", sign="≥")))
    assert str(chart.rows.rows[0][1]) == "≥ 10 个"


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize(
    "rows",
    [
        [indicator("甲", "10", "9")],
        [
            indicator(
                "农村饮水安全巩固提升灌区末级渠系配套及水质监测能力建设项目数量" * 2,
                "12345.6789",
                "98765.4321",
                "万人次",
            )
        ],
        [indicator("甲", "1", "43"), indicator("乙", "1000", "1"), indicator("丙", "1000", "0")],
        [indicator(f"第{at}项指标", "100", str(60 + 5 * at), month=11) for at in range(12)],
        [indicator("$x$ <b>", "10", "11", "%")],
    ],
    ids=["one", "long", "extreme", "twelve", "markup"],
)
def test_nothing_is_clipped_and_nothing_overlaps(rows, width):
    assert charts.lint(charts.show_indicators(table(*rows)).picture(width)) == []


# --- the score ---


@pytest.mark.parametrize(
    ("value", "decimals", "grade"),
    [
        (90, 0, "优"),
        (89.99, 2, "良"),
        (89.5, 1, "良"),
        (80, 0, "良"),
        (60, 0, "中"),
        (59.9, 1, "差"),
        (100, 0, "优"),
        (0, 0, "差"),
    ],
)
def test_the_score_lies_in_the_band_that_begins_at_or_below_it(value, decimals, grade):
    assert (
        str(charts.show_score(score(value, decimals), NATIONAL).words.title)
        == f"自评 {value:.{decimals}f} 分，属“{grade}”一档"
    )


def test_the_bands_are_those_of_the_profile_with_its_citation():
    chart = charts.show_score(score(85), NATIONAL)
    assert "财预〔2020〕10号" in str(chart.words.source)
    edges = sorted(
        {round(patch.get_x()) for patch in charts.plot_score(score(85), NATIONAL).patches}
    )
    assert edges == [0, 60, 80, 90]
    later = charts.show_score(score(85), rules.read_profile("pmkpi-grades-80"))
    assert "“优”" in str(later.words.title)


def test_the_score_is_a_bar_from_zero():
    ax = charts.plot_score(score(98.29, 2), NATIONAL)
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches if bar.get_height() == 19] == [
        (0, 98.29)
    ]


def test_targets_of_the_text_are_drawn_where_no_form_has_any():
    made = codebook.build(
        codebook.COMPLETION,
        [
            target("新增学位", 1.2, "万个", 11460.0, "个", met=0),  # 11460 is under 12000
            target("等候时间", 10.0, "分钟", 8.0, "分钟", met=1),  # better when less
            target("道路养护", 900.0, "万元", 800.0, "万元", met=0),  # budgeted
        ],
    )
    budget = codebook.build(codebook.BUDGET, [{"budget": 900.0}])
    shown = charts.show_targets(made, codebook.build(codebook.INDICATORS, []), budget)
    assert str(shown.words.title) == "2 项有数可比的指标中，1 项低于指标值"
    assert "道路养护" not in str(shown) and "≤ 10.0 分钟" in str(shown)


def target(measure, wanted, unit, actual, actual_unit, *, met):
    return {
        "measure": measure,
        "target": wanted,
        "target_decimals": 1,
        "target_unit": unit,
        "target_id": "F001",
        "actual": actual,
        "actual_decimals": 0,
        "unit": actual_unit,
        "actual_id": "F002",
        "met": met,
    }


@pytest.mark.parametrize(
    "scores",
    [
        codebook.build(codebook.SCORES, []),
        score(120),
        score(-1),
        score(98).assign(whole=0),
    ],
)
def test_without_a_self_score_in_points_of_a_hundred_there_is_a_sentence(scores):
    assert str(charts.show_score(scores, NATIONAL)) == "没有读出百分制的自评得分。"


def test_of_several_scores_the_reports_own_is_drawn():
    """A form states a score for each indicator; 合计 is the form's own."""
    rows = [("人工种草面积得分", 8), ("合计得分", 96), ("满意度得分", 10)]
    cells = [
        {
            "measure": name,
            "score": float(value),
            "score_decimals": 0,
            "unit": "分",
            "score_id": "F001",
            "whole": int(name == "合计得分"),
        }
        for name, value in rows
    ]
    chart = charts.show_score(codebook.build(codebook.SCORES, cells), NATIONAL)
    assert str(chart.words.title) == "自评 96 分，属“优”一档"


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize("value", [0, 59.9, 98.29, 100])
def test_a_score_chart_is_clean_at_both_widths(value, width):
    assert charts.lint(charts.show_score(score(value, 2), NATIONAL).picture(width)) == []


def test_a_profile_without_grades_gives_a_sentence(tmp_path):
    path = tmp_path / "own.toml"
    rule = '[low_execution]\npercent = 90\nsource = "own"\ncertainty = "read"\n'
    path.write_text(
        f'name = "自定"\n[sources.own]\ndocument = "自定办法"\nlevel = "部门"\n{rule}',
        encoding="utf-8",
    )
    assert "没有分档" in str(charts.show_score(score(90), rules.read_profile(path)))


@pytest.mark.parametrize(
    "show", [charts.show_indicators, lambda frame: charts.show_score(frame, NATIONAL)]
)
def test_a_table_of_another_kind_is_refused(show):
    with pytest.raises(TableError):
        show(pa.load().ranks)
