"""Charts are asked for their marks and words; there are no baseline pictures."""

import warnings
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made.tables import REPORT, figures_with, tabulate
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import perf_analysis as pa
from perf_analysis import charts, codebook
from perf_analysis.charts import style
from perf_analysis.charts.chart import Chart
from perf_analysis.charts.growth import of_last_year
from perf_analysis.errors import TableError

SHOWN = {
    "execution": lambda report: charts.show_execution(report.budget),
    "nature": lambda report: charts.show_nature(report.budget),
    "growth": lambda report: charts.show_growth(report.growth),
    "growth-rates": lambda report: charts.show_growth_rates(report.growth),
    "completion": lambda report: charts.show_completion(report.completion),
    "coverage": lambda report: charts.show_coverage(report.goals),
    "ranks": lambda report: charts.show_ranks(report.ranks),
}
PLOTS = {name: show(REPORT).plot for name, show in SHOWN.items()}


@pytest.fixture(autouse=True)
def _close_charts():
    yield
    plt.close("all")


def titles(figures: pd.DataFrame) -> dict[str, str]:
    report = pa.Report.of_tables(REPORT.source, REPORT.about, figures, REPORT.goals)
    return {name: str(show(report).words.title) for name, show in SHOWN.items()}


def bars(ax):
    """Solid bars as (left, width), in data units."""
    return [
        (bar.get_x(), bar.get_width())
        for bar in ax.patches
        if isinstance(bar, Rectangle) and bar.get_facecolor() == mpl.colors.to_rgba(style.ACTUAL)
    ]


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize("name", SHOWN)
def test_the_layout_of_every_chart_is_clean_at_both_widths(name, width):
    assert charts.lint(SHOWN[name](REPORT).picture(width)) == []


def test_the_lint_sees_overlap_clipping_small_text_and_adjacent_marks():
    figure = Figure(figsize=(3, 1))
    with style.look():
        figure.text(0.1, 0.5, "第一个标签")
        figure.text(0.15, 0.5, "第二个标签")
        figure.text(0.95, 0.2, "出了边的标签")
        figure.text(0.1, 0.1, "小字", size=6)
        figure.text(0.1, 0.8, "（甲）。")
        found = " ".join(charts.lint(figure))
    for sign in (
        "第一个标签 overlaps 第二个标签",
        "出了边的标签 is clipped",
        "小字 is 6 pt",
        "（甲）。 has adjacent",
    ):
        assert sign in found


def test_every_character_of_every_chart_is_in_the_font():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a missing glyph
        for show in SHOWN.values():
            show(REPORT).png()


def test_a_missing_glyph_is_an_error_where_warnings_are():
    figure = Figure()
    with style.look():
        figure.text(0.5, 0.5, "\U00013000")  # an Egyptian hieroglyph
        with pytest.warns(UserWarning, match="Glyph"):
            FigureCanvasAgg(figure).draw()


@pytest.mark.parametrize("name", SHOWN)
def test_the_same_table_gives_the_same_picture(name):
    chart = SHOWN[name](REPORT)
    assert chart.png(style.NARROW) == chart.png(style.NARROW)
    assert chart.svg() == chart.svg()


def test_execution_is_drawn_from_zero_with_frame_bar_and_gap():
    ax = charts.plot_execution(REPORT.budget)
    assert ax.get_xlim() == (0, 2000)
    assert (0, pytest.approx(1924.46)) in bars(ax)
    frames = [patch for patch in ax.patches if not patch.get_fill()]
    assert [(frame.get_x(), frame.get_width()) for frame in frames] == [(0, 1945.54)]
    gap = [patch for patch in ax.patches if patch.get_facecolor() == mpl.colors.to_rgba(style.WARN)]
    assert [(patch.get_x(), round(patch.get_width(), 2)) for patch in gap] == [(1924.46, 21.08)]


def test_nature_fills_the_whole():
    ax = charts.plot_nature(REPORT.budget)
    widths = [patch.get_width() for patch in ax.patches]
    assert widths == [978.27, 946.19]
    assert sum(widths) == pytest.approx(1924.46)  # the report's own total


def test_growth_shows_levels_in_order_of_their_change():
    ax = charts.plot_growth(REPORT.growth)
    names = [text for text in texts(ax) if "值" in text]
    # by the middle of the derived changes: 108, 47, 13, 10, 4.4
    assert names == [
        "综保区进出口值",
        "保税汽车进出口货值",
        "大宗货物保税分拨货值",
        "跨境电商网购保税进口货值",
        "工业累计产值",
    ]
    connectors = [line for line in ax.lines if line.get_color() == style.PRIOR]
    assert [round(line.get_xdata()[1], 1) for line in connectors] == [275.3, 58, 89.3, 51, 115]
    # middle of [167.27, 167.44]
    assert connectors[0].get_xdata()[0] == pytest.approx(167.36, abs=0.01)
    assert {"约 167", "76.0–76.7", "+108", "+64.5%"} <= set(texts(ax))
    assert ax.get_xticks()[0] == 0


def test_a_derived_prior_is_hollow_and_a_stated_value_solid():
    ax = charts.plot_growth(REPORT.growth)
    faces = {
        round(float(line.get_xdata()[0]), 1): line.get_markerfacecolor()
        for line in ax.lines
        if line.get_marker() == "o" and len(line.get_xdata()) == 1
    }
    assert faces[275.3] == style.ACTUAL
    assert faces[167.4] == style.PAPER


def test_rates_stand_on_a_scale_from_zero_with_the_base_beside():
    ax = charts.plot_growth_rates(REPORT.growth)
    assert ax.get_xticks()[0] == 0
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [428.9, 64.5, 24.6, 17, 4]
    assert {"上年约 11 亿", "428.9% ?"} <= set(texts(ax))


def test_completion_crosses_the_line_of_the_target():
    """What was spent of the budget, 98.92 %, has a picture of its own."""
    ax = charts.plot_completion(REPORT.completion)
    assert bars(ax) == [(0, 186)]
    assert ax.get_xlim()[0] == 0
    assert [set(line.get_xdata()) for line in ax.lines if line.get_color() == style.WARN] == [{100}]


def test_ranks_stand_among_all_that_are_ranked():
    ax = charts.plot_ranks(REPORT.ranks)
    dots = {
        round(float(line.get_xdata()[0]) * 136 + 1): line.get_markerfacecolor()
        for line in ax.lines
        if line.get_marker() == "o"
    }
    assert dots[34] == style.ACTUAL
    assert dots[55] == style.PAPER  # 34 + 21, derived
    assert "全国 137 个" in texts(ax)
    assert not any("增速" in text for text in texts(ax)), "a rank without population is not drawn"


def test_titles_of_the_2022_report():
    assert titles(REPORT.figures) == {
        "execution": "预算执行 98.92%，尚有 21.08 万元未支出",
        "nature": "基本支出和项目支出各占约一半",
        "growth": "综保区进出口值增加最多，保税汽车进出口货值增速最高",
        "growth-rates": "增速最高的保税汽车进出口货值，上年基数最小",
        "completion": "注册项目完成率 186%，超出目标 86 个百分点",
        "coverage": "16 项目标和任务中，9 项在完成情况里未提及",
        "ranks": "全国排名升至第 34 位，居前四分之一",
    }


@pytest.mark.parametrize(
    ("changes", "name", "title"),
    [
        (
            {"F002": {"value": 1945.54}, "F003": {"value": 100.0, "decimals": 0}},
            "execution",
            "预算执行 100%，没有差额",
        ),
        (
            {"F002": {"value": 1950.54}, "F003": {"value": 100.26}},
            "execution",
            "预算执行 100.26%，执行数超出预算 5.00 万元",
        ),
        (
            {"F003": {"value": 89.92}},
            "execution",
            "报告列示执行率 89.92%，按所列数据测算为约 98.92%",
        ),
        # 1200 of 1924.46 is 62.355 %: no longer about half;
        # its ends 62.3549 and 62.3555 share 62.4, not 62.36
        (
            {"F008": {"value": 1200.0}, "F009": {"value": 724.46}},
            "nature",
            "基本支出最多，占执行数的约 62.4%",
        ),
        # 58 up 28.9 % gained 13, as much as 89.3 up 17 %: the fastest is now trade itself
        ({"F044": {"value": 28.9}}, "growth", "综保区进出口值增加最多，增速也最高"),
        # both rates 64.5: nobody is fastest
        ({"F044": {"value": 64.5}}, "growth", "5 项指标的上年值与本年值"),
        ({"F044": {"value": 28.9}}, "growth-rates", "同比从 4% 到 64.5%"),
        ({"F025": {"value": 95.0}}, "completion", "注册项目完成率 95%，离目标差 5 个百分点"),
        (
            {"F025": {"value": 100.0}, "F003": {"value": 100.0, "decimals": 0}},
            "completion",
            "写出的完成率都是 100%",
        ),
        # 35 × 4 = 140 > 137: not in the first quarter; 34 × 4 = 136 was
        ({"F033": {"value": 35.0}}, "ranks", "全国排名升至第 35 位，共 137 个"),
        ({"F032": {"direction": "-"}}, "ranks", "全国排名降至第 34 位，居前四分之一"),
    ],
)
def test_a_changed_value_changes_the_title_that_leans_on_it(changes, name, title):
    assert titles(figures_with(**changes))[name] == title


def test_coverage_without_gaps_says_so():
    goals = REPORT.goals.assign(coverage="mentioned")
    assert str(charts.show_coverage(goals).words.title) == "16 项目标和任务在完成情况里都有提及"


def test_an_unequal_carry_over_is_put_as_a_question_and_an_equal_one_is_not():
    assert "差额去向需要说明" in str(charts.show_execution(REPORT.budget).words.source)
    equal = tabulate("budget", figures_with(F010={"value": 21.08}))
    assert "去向" not in str(charts.show_execution(equal).words.source)


def test_the_implied_target_is_a_condition():
    told = str(charts.show_completion(REPORT.completion).words.source)
    assert "如果引进招商项目 13 个就是完成数，能印作 186% 的整数目标只有 7 个（推算）" in told


def test_alt_text_tells_the_values():
    for show, values in (
        (SHOWN["execution"], ["1945.54 万元", "1924.46 万元", "98.92%", "21.08 万元"]),
        (SHOWN["ranks"], ["137 个", "第 34 位", "第 3 位"]),
    ):
        alt = str(show(REPORT).words.alt)
        assert all(value in alt for value in values), alt


def test_a_chart_on_given_axes_leaves_the_callers_settings_alone():
    before = dict(mpl.rcParams)
    figure, ax = plt.subplots()
    assert charts.plot_growth(REPORT.growth, ax=ax) is ax
    assert ax.get_figure() is figure
    assert dict(mpl.rcParams) == before


def test_an_error_leaves_no_half_drawn_chart_to_the_session():
    with pytest.raises(TableError, match="缺少列"):
        charts.plot_growth(REPORT.growth.drop(columns="measure"))
    assert plt.get_fignums() == []


def test_every_plot_says_what_it_takes_besides_its_table():
    for name in (name for name in charts.__all__ if name.startswith("plot_")):
        told = getattr(charts, name).__doc__
        assert "one row per" in told and "title, colors, width : as for every chart" in told, name


def test_a_chart_shows_in_a_notebook_as_picture_and_table():
    data, metadata = SHOWN["growth"](REPORT)._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["image/png"].startswith(b"\x89PNG")
    assert "综保区进出口值 | 约 167 | 275.3 | +108 | 64.5%" in data["text/plain"]
    assert "哑铃图" in metadata["image/png"]["alt"]


def test_a_chart_bound_into_a_page_is_a_figure(monkeypatch):
    monkeypatch.setenv("PERF_ANALYSIS_BINDING", "1")
    data, _ = SHOWN["growth"](REPORT)._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/html"].startswith(
        '<figure class="full" id="growth"><h3>综保区进出口值增加最多'
    )
    assert data["text/html"].endswith("</figcaption></figure>")
    assert data["text/html"].count("<svg") == 2


def test_text_of_a_report_is_never_markup():
    figures = figures_with(
        F040={"subject": "<script>{x}$a$"}, F037={"subject": "<script>{x}$a$", "measure": None}
    )
    figures["measure"] = figures["measure"].fillna("")
    page = charts.show_growth(tabulate("growth", figures)).__html__()
    assert "<script>" not in page
    assert "&lt;script&gt;{x}$a$" in page


def test_svg_takes_colours_and_font_from_the_page():
    drawn = SHOWN["execution"](REPORT).svg()
    assert "var(--actual)" in drawn
    assert "#12436d" not in drawn.lower()
    assert "font-family" not in drawn and "<style" not in drawn and "<metadata" not in drawn
    assert 'role="img"' in drawn


def test_svg_refuses_a_colour_that_could_not_follow_into_dark_mode():
    def plot(table, *, ax):
        ax.plot([0, 1], [0, 1], color="#ff00ff")
        ax.set_ylim(20, 0)
        return ax

    chart = SHOWN["execution"](REPORT)
    with pytest.raises(ValueError, match="is not in the palette"):
        Chart("odd", plot, chart.table, chart.words, chart.rows).svg()


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_table_is_a_sentence_not_a_chart(name):
    empty = pa.Report.of_tables(
        REPORT.source, REPORT.about, REPORT.figures.iloc[:0], REPORT.goals.iloc[:0]
    )
    shown = SHOWN[name](empty)
    assert isinstance(shown, charts.Absent)
    assert str(shown).startswith("没有读出")  # what is not read is not denied
    assert shown._repr_mimebundle_()["text/plain"] == str(shown)


@pytest.mark.parametrize(
    "show",
    [
        charts.show_execution,
        charts.show_growth,
        charts.show_completion,
        charts.show_coverage,
        charts.show_ranks,
    ],
)
def test_a_table_of_another_kind_is_refused_by_its_missing_columns(show):
    with pytest.raises(TableError, match="缺少列"):
        show(pd.DataFrame({"a": [1]}))


def growth_of(rows: list[dict[str, object]]) -> pd.DataFrame:
    """A growth table from a few cells a row; value and growth printed without decimals."""
    made = []
    for at, row in enumerate(rows):
        figure = {
            "report_id": "r",
            "section": "二(一)",
            "role": "actual",
            "status": "exact",
            "decimals": 0,
            "basis": "上年",
        }
        made.append(
            figure
            | {
                "figure_id": f"F{2 * at + 1:03d}",
                "kind": "amount",
                "unit": row.get("unit", "亿"),
                "value": row["value"],
                "measure": row["name"],
            }
        )
        direction = "-" if row["growth"] < 0 else "+"
        grown = {
            "figure_id": f"F{2 * at + 2:03d}",
            "kind": "growth",
            "unit": "%",
            "value": abs(row["growth"]),
            "measure": "同比",
            "subject": row["name"],
            "direction": direction,
        }
        made.append(figure | grown)
    return tabulate("growth", codebook.build(codebook.FIGURES, made))


def test_a_change_against_the_budget_is_in_no_picture_of_the_year_before():
    made = growth_of(
        [
            {"name": "进出口值", "value": 90, "growth": 20},
            {"name": "投资", "value": 30, "growth": 50},
        ]
    )
    against = made.assign(basis=["上年", "预算"])
    chart = charts.show_growth_rates(against)
    assert "进出口值" in str(chart.rows)
    assert "投资" not in str(chart.rows) and "投资" not in chart.svg()
    assert "没有把握而未画入：投资。" in str(chart.words.source)


ODD = {
    "one series": [{"name": "产值", "value": 50.0, "growth": 10.0}],
    "twelve series": [
        {"name": f"第{at}项产值", "value": 20.0 + 30 * at, "growth": 5.0 + at} for at in range(12)
    ],
    "all falling": [
        {"name": "甲产值", "value": 50.0, "growth": -10.0},
        {"name": "乙产值", "value": 80.0, "growth": -40.0},
    ],
    "no change and tenfold": [
        {"name": "甲产值", "value": 50.0, "growth": 0.0},
        {"name": "乙产值", "value": 110.0, "growth": 1000.0},
    ],
    "a name of sixty characters": [
        {"name": "很长的指标名称" * 8 + "到此为止", "value": 50.0, "growth": 10.0},
        {"name": "乙产值", "value": 80.0, "growth": 40.0},
    ],
    "two units": [
        {"name": "甲", "value": 50.0, "growth": 10.0},
        {"name": "乙", "value": 70.0, "growth": 20.0},
        {"name": "丙", "value": 9000.0, "growth": 10.0, "unit": "万元"},
    ],
}


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize("case", ODD)
def test_odd_growth_tables_are_still_good_charts(case, width):
    growth = growth_of(ODD[case])
    for show in (charts.show_growth, charts.show_growth_rates):
        assert charts.lint(show(growth).picture(width)) == []


def test_falling_measures_are_not_called_growing():
    growth = growth_of(ODD["all falling"])
    assert "增加最多" not in str(charts.show_growth(growth).words.title)
    assert {"−10%", "−40%"} <= set(texts(charts.plot_growth(growth)))


def test_of_two_measures_of_which_one_fell_the_fall_is_the_title():
    growth = growth_of(
        [
            {"name": "甲产值", "value": 60.0, "growth": 20.0},
            {"name": "乙产值", "value": 75.0, "growth": -25.0},  # from 100
        ]
    )
    title = str(charts.show_growth(growth).words.title)
    assert title.startswith("乙产值比上年减少") and "增加最多" not in title


def test_a_fall_beside_a_larger_rise_is_not_the_largest_change():
    growth = growth_of(
        [
            {"name": "甲产值", "value": 120.0, "growth": 20.0},  # from 100
            {"name": "乙产值", "value": 9.0, "growth": -10.0},  # from 10
        ]
    )
    assert str(charts.show_growth(growth).words.title) == "甲产值增加最多，乙产值下降"


def test_times_and_percents_are_compared_as_shares_of_the_base():
    """Twice 1.13 is more than 4.86 of a hundred: the bare numbers say the opposite."""
    growth = growth_of(
        [
            {"name": "支出", "value": 8911.74, "growth": 4.86},
            {"name": "三公经费", "value": 77.75, "growth": 113.0},
        ]
    )
    times = growth["measure"] == "三公经费"
    growth.loc[times, ["growth", "growth_decimals"]] = 1.13, 2
    growth.loc[times, "growth_unit"] = "倍"
    assert str(charts.show_growth(growth).words.title) == "支出增加最多，三公经费增速最高"


def test_a_printed_level_of_last_year_is_solid_and_not_called_derived():
    growth = growth_of([{"name": "甲产值", "value": 60.0, "growth": 20.0}])
    printed = growth.assign(prior=50.0, prior_decimals=0, prior_id="F009")
    assert "上年（推算）" in texts(charts.plot_growth(growth))
    assert "上年（报告）" in texts(charts.plot_growth(printed))
    assert "推算" not in str(charts.show_growth(printed).words.source)


def test_a_change_told_twice_is_drawn_once_and_one_told_in_two_ways_not_at_all():
    growth = growth_of(
        [
            {"name": "进出口值", "value": 90.0, "growth": 20.0},
            {"name": "进出口总值", "value": 90.0, "growth": 20.0},
            {"name": "利润", "value": 43.0, "growth": -22.0},
            {"name": "利润", "value": 43.0, "growth": -14.0},
        ]
    )
    assert list(of_last_year(growth)["measure"]) == ["进出口值"]


def test_a_growth_that_its_printed_levels_do_not_bear_out_is_in_no_picture():
    growth = growth_of([{"name": "产值", "value": 90.0, "growth": 20.0}])
    # 75 up 20 % is 90, 95 is more than 90
    for prior, drawn in ((75.0, 1), (95.0, 0)):
        assert len(of_last_year(growth.assign(prior=prior))) == drawn


def test_a_budget_against_no_named_year_is_not_measured_against_the_last():
    growth = growth_of([{"name": "调整后预算", "value": 90.0, "growth": 20.0}])
    assert len(of_last_year(growth.assign(basis=None))) == 0


def test_a_rate_of_completion_that_its_target_does_not_bear_out_is_no_bar():
    row = REPORT.completion[REPORT.completion["target"].isna()].head(1)
    made = row.assign(rate=100.0, target=50.0, target_unit="个", actual=46.0, unit="个")
    assert isinstance(charts.show_completion(made), charts.Absent)  # 46 of 50 is 92 %


def test_a_rank_that_moved_otherwise_than_the_last_one_says_is_not_said_to_have_risen():
    ranks = REPORT.ranks.head(1).assign(before=44, before_id="F001", rank=38, moved=7)
    assert "升" not in str(charts.show_ranks(ranks).words.title)


@pytest.mark.parametrize(
    ("ids", "link"),
    [
        ({"before_id": "F001", "moved_id": None}, "F001"),
        ({"before_id": None, "moved_id": None}, "F032"),
    ],
)
def test_a_former_rank_without_a_printed_move_leads_to_where_it_is_printed(ids, link):
    # 由第 44 位变为第 38 位 prints both ranks and no move; 仍为第 38 位 prints one for both
    ranks = REPORT.ranks.head(1).assign(before=44, rank=38, moved=6, rank_id="F032", **ids)
    shown = charts.show_ranks(ranks)
    assert f'href="#{link}">第\u00a044\u00a0位</a>' in shown.__html__()
    assert "推算，" not in str(shown.words.source)


def test_ranks_among_nobody_knows_how_many_are_told_in_words():
    ranks = REPORT.ranks.head(1).assign(population=pd.NA, population_id=None)
    assert str(charts.show_ranks(ranks)) == "全国综保区绩效评估排名第 34 位；未见参评数，不作图。"


def test_what_a_common_axis_cannot_show_is_named():
    assert "单位不同或没有水平值而未画入：丙" in str(
        charts.show_growth(growth_of(ODD["two units"])).words.source
    )


def test_both_names_of_two_natures_stand_over_the_bar_however_small_one_is():
    """964.28 of 11390.12 is 8.5 % of the bar: too little for a number, not for a name over it."""
    budget = pa.read(Path(__file__).parent / "reports" / "whole" / "B04.txt").budget
    written = [text.get_text() for text in charts.plot_nature(budget).texts]
    assert {"基本支出", "项目支出"} <= set(written)
    assert not any(text.startswith("964.28") for text in written)
