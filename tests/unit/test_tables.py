from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from made.tables import tabulate

from perf_analysis import codebook, tables
from perf_analysis.errors import TableError
from perf_analysis.tables.items import find_items
from perf_analysis.tables.subtotals import add_breakdown


def amount(measure, value, decimals=0, unit="万元", **more):
    return {
        "kind": "amount",
        "measure": measure,
        "value": value,
        "decimals": decimals,
        "unit": unit,
    } | more


def growth(value, decimals=0, unit="%", subject="进出口值", **more):
    return {
        "kind": "growth",
        "measure": "同比",
        "value": value,
        "decimals": decimals,
        "unit": unit,
        "subject": subject,
    } | more


def rate(value, decimals=0, measure="完成率", subject="注册项目", **more):
    return {
        "kind": "rate",
        "measure": measure,
        "value": value,
        "decimals": decimals,
        "unit": "%",
        "subject": subject,
    } | more


def count(measure, value, unit="个", **more):
    return {"kind": "count", "measure": measure, "value": value, "unit": unit} | more


def rank(value, measure="排名", **more):
    return {
        "kind": "rank",
        "measure": measure,
        "value": value,
        "unit": "位",
        "subject": "评估",
        "scope": "全国",
    } | more


def only(table):
    """The one row of a table."""
    assert len(table) == 1
    return table.iloc[0]


def rounded(row, name, places=2):
    return [round(row[f"{name}_low"], places), round(row[f"{name}_high"], places)]


# --- every table ---


@pytest.mark.parametrize("name", ["budget", "growth", "completion", "ranks", "scores"])
def test_no_figures_give_an_empty_table_of_the_right_columns_and_types(figures_of, name):
    found = tabulate(name, figures_of())
    pd.testing.assert_frame_equal(found, codebook.build(codebook.TABLES[name], []))


@pytest.mark.parametrize("name", ["budget", "growth", "completion", "ranks", "scores"])
def test_a_table_names_the_column_its_figures_lack(figures_of, name):
    with pytest.raises(TableError, match="same_as"):
        tabulate(name, figures_of().drop(columns="same_as"))


@pytest.mark.parametrize("name", ["budget", "growth", "completion", "ranks", "scores"])
def test_a_table_leaves_its_figures_alone(report, name):
    before = report.figures.copy(deep=True)
    tabulate(name, report.figures)
    pd.testing.assert_frame_equal(report.figures, before)


def test_every_table_counts_a_repeated_fact_once(figures_of):
    said = [
        amount("执行数", 90),
        amount("基本支出", 90),
        growth(5),
        rate(186),
        rank(3),
        {"kind": "score", "measure": "自评得分", "value": 98, "unit": "分"},
    ]
    once, twice = (
        figures_of(*said),
        figures_of(*said, *(row | {"same_as": f"F00{at}"} for at, row in enumerate(said, start=1))),
    )
    for name in ["budget", "growth", "completion", "ranks", "scores"]:
        assert len(tabulate(name, once)) > 0
        pd.testing.assert_frame_equal(tabulate(name, twice), tabulate(name, once))


def test_an_unreadable_figure_enters_no_table(figures_of):
    said = [amount("执行数", None, None), growth(None, None), rate(None, None), rank(3)]
    figures = figures_of(*(figure | {"status": "unreadable"} for figure in said))
    for name in ["budget", "growth", "completion", "ranks"]:
        assert len(tabulate(name, figures)) == 0


# --- budget ---


def test_the_embedded_total_says_98_92_and_leaves_21_08(report):
    total = report.budget.iloc[0]
    assert total[
        [
            "line",
            "breakdown",
            "unit",
            "section",
            "budget_id",
            "executed_id",
            "rate_id",
            "carry_over_id",
        ]
    ].tolist() == [*["合计", "total", "万元", "一(二)", "F001", "F002", "F003", "F010"]]
    assert total[["budget", "executed", "rate", "carry_over"]].tolist() == [
        1945.54,
        1924.46,
        98.92,
        0.0,
    ]
    # 1945.54 − 1924.46; both print two decimals
    assert (total["unspent"], total["unspent_decimals"]) == (21.08, 2)
    # 1924.455 / 1945.545 = 0.9891599… and 1924.465 / 1945.535 = 0.9891700…
    assert (total["rate_low"], total["rate_high"]) == pytest.approx((98.91598, 98.91701), abs=1e-5)


def test_the_embedded_lines_are_four_sources_and_two_natures(report):
    parts = report.budget.iloc[1:]
    assert parts[["line", "breakdown", "executed", "executed_id"]].to_numpy().tolist() == [
        ["一般公共预算财政拨款", "source", 1924.46, "F004"],
        ["政府性基金预算财政拨款", "source", 0.0, "F005"],
        ["国有资本经营预算财政拨款", "source", 0.0, "F006"],
        ["其他资金", "source", 0.0, "F007"],
        ["基本支出", "nature", 978.27, "F008"],
        ["项目支出", "nature", 946.19, "F009"],
    ]
    shares = parts.set_index("line")[["share_low", "share_high"]]
    # 978.265 / 1924.465 = 0.508331…, 978.275 / 1924.455 = 0.508338…; a printed 0 is exact
    assert shares.loc["基本支出"].tolist() == pytest.approx([50.8331, 50.8339], abs=1e-4)
    assert shares.loc["其他资金"].tolist() == [0, 0]
    # a part is no more than the whole
    assert shares.loc["一般公共预算财政拨款", "share_high"] == 100
    assert parts["budget"].isna().all()


def test_amounts_in_wan_and_yi_are_compared_in_the_larger_unit(figures_of):
    found = tabulate(
        "budget",
        figures_of(
            amount("全年预算数", 0.194554, 6, "亿元"),
            amount("执行数", 1924.46, 2),
            amount("基本支出", 978.27, 2),
        ),
    )
    total, basic = found.iloc[0], found.iloc[1]
    # 1924.46 × 10⁻⁴
    assert (total["unit"], total["budget"], total["executed"], total["executed_decimals"]) == (
        "亿元",
        0.194554,
        0.192446,
        6,
    )
    assert (total["unspent"], total["unspent_decimals"]) == (0.002108, 6)
    assert (basic["unit"], basic["executed"]) == ("亿元", 0.097827)
    assert rounded(basic, "share", 4) == [50.8331, 50.8339]  # as in 万元


def test_a_line_stands_where_its_execution_is_told(figures_of):
    total = only(
        tabulate(
            "budget",
            figures_of(amount("全年预算数", 100, section="一"), amount("执行数", 90, section="二")),
        )
    )
    assert total["section"] == "二"


def test_an_amount_in_wan_keeps_all_its_decimals_in_yi(figures_of):
    total = only(
        tabulate(
            "budget",
            figures_of(amount("全年预算数", 0.194554, 6, "亿元"), amount("执行数", 1924.46, 4)),
        )
    )
    # 1924.4600 万元 has four decimals, and four more in 亿元
    assert (total["executed"], total["executed_decimals"]) == (0.192446, 8)


def test_an_amount_outside_the_budget_does_not_change_its_unit(figures_of):
    total = only(
        tabulate(
            "budget",
            figures_of(
                amount("全年预算数", 1945.54, 2),
                amount("执行数", 1924.46, 2),
                amount("总产值", 115, 0, "亿"),
            ),
        )
    )
    assert (total["unit"], total["unspent"]) == ("万元", 21.08)


def test_wan_and_wanyuan_are_one_unit(figures_of):
    total = only(
        tabulate(
            "budget",
            figures_of(
                amount("全年预算数", 1945.54, 2, "万"),
                amount("执行数", 1924.46, 2),
                amount("人均", 3, 0, "元/人"),
            ),
        )
    )
    assert (total["budget"], total["executed"], total["unspent_decimals"]) == (1945.54, 1924.46, 2)


@pytest.mark.parametrize(
    ("budget", "executed", "decimals"),
    [
        (amount("全年预算数", 1945.5, 1), amount("执行数", 1924.46, 2), 1),
        (amount("全年预算数", 1945.54, 2), amount("执行数", 1924), 0),
        (amount("全年预算数", 19455400, 0, "元"), amount("执行数", 1924.46, 2), 2),
    ],
)
def test_unspent_keeps_the_decimals_both_amounts_share(figures_of, budget, executed, decimals):
    assert only(tabulate("budget", figures_of(budget, executed)))["unspent_decimals"] == decimals


def test_a_budget_without_execution_derives_nothing(figures_of):
    total = only(tabulate("budget", figures_of(amount("全年预算数", 1945.54, 2))))
    assert (total["line"], total["unit"], total["budget"], total["budget_id"]) == (
        "合计",
        "万元",
        1945.54,
        "F001",
    )
    assert (
        total[["executed", "rate", "rate_low", "rate_high", "unspent", "executed_id"]].isna().all()
    )


def test_an_execution_without_budget_still_has_shares(figures_of):
    found = tabulate("budget", figures_of(amount("执行数", 100), amount("项目支出", 25)))
    assert found["line"].tolist() == ["合计", "项目支出"]
    assert found.loc[0, ["budget", "unspent", "rate_low", "unspent_decimals"]].isna().all()
    assert rounded(found.iloc[1], "share") == [24.38, 25.63]  # 24.5 / 100.5, 25.5 / 99.5


def test_parts_without_a_total_make_no_budget(figures_of):
    assert len(tabulate("budget", figures_of(amount("基本支出", 978.27, 2)))) == 0


def test_amounts_and_rates_of_somebody_else_are_not_the_departments(figures_of):
    others = [
        amount("执行数", 90, subject="下属单位"),
        rate(50, measure="预算执行率", subject="下属单位"),
    ]
    assert len(tabulate("budget", figures_of(*others))) == 0
    assert pd.isna(only(tabulate("budget", figures_of(*others, amount("执行数", 80))))["rate"])


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        (["年初预算数", "全年预算数"], "全年预算数"),
        (["年初预算数", "调整后预算数"], "调整后预算数"),
        (["年初预算数", "预算数"], "预算数"),
        (["年初预算数"], "年初预算数"),
    ],
)
def test_the_rate_is_of_the_years_budget_where_one_is_stated(figures_of, stated, taken):
    figures = figures_of(
        amount("执行数", 90), *(amount(measure, 100 + at) for at, measure in enumerate(stated))
    )
    assert (
        only(tabulate("budget", figures))["budget_id"]
        == figures.set_index("measure").loc[taken, "figure_id"]
    )


def item(line, budget, executed, section=None, unit="万元"):
    return {
        "line": line,
        "unit": unit,
        "budget": budget,
        "budget_decimals": 2,
        "executed": executed,
        "executed_decimals": 2,
        "section": section,
    }


WHOLE = item("合计", 500.0, 400.0, "一") | {"breakdown": "total"}


def breakdowns(*items):
    return [(row["line"], row["breakdown"]) for row in add_breakdown(items, WHOLE)]


@pytest.mark.parametrize(
    "total",
    [
        item("项目支出合计", 90.0, 70.0),  # by its name, whatever it adds up to
        item("重点项目", 100.3, 80.2),  # 60.10 + 40.20, 50.10 + 30.10: both sums
        item("本年支出", 500.0, 400.0),  # the whole again
    ],
)
def test_a_sum_of_items_is_no_item(total):
    items = item("甲", 60.1, 50.1), item("乙", 40.2, 30.1)
    told = [("甲", "item"), ("乙", "item")]
    assert breakdowns(*items, total) == [*told, (total["line"], "subtotal")]
    assert breakdowns(total, *items) == [(total["line"], "subtotal"), *told]


def test_a_line_whose_budget_alone_is_a_sum_is_an_item():
    items = item("甲", 60.0, 50.0), item("乙", 40.0, 30.0), item("丙", 100.0, 79.0)
    assert {breakdown for _, breakdown in breakdowns(*items)} == {"item"}


def test_the_total_of_a_form_is_its_project_and_its_sources_are_parts():
    items = (
        item("办案补助年度资金总额", 62.5, 58.74, "表2!D4"),
        item("办案补助中央资金", 42.0, 40.12, "表2!D5"),
        item("办案补助省级资金", 20.5, 18.62, "表2!D6"),
        item("中央资金", 10.0, 9.0, "二"),  # no form: a project may be called so
    )
    assert breakdowns(*items) == [
        ("办案补助", "item"),
        ("办案补助中央资金", "part"),
        ("办案补助省级资金", "part"),
        ("中央资金", "item"),
    ]


def test_an_item_told_in_a_table_and_again_in_the_text_is_one_line():
    assert breakdowns(item("甲", 60.0, 50.0, "表1!B2"), item("甲", 60.0, 50.0, "三")) == [
        ("甲", "item")
    ]


def test_spending_beyond_the_budget_is_negative_unspent(figures_of):
    total = only(
        tabulate("budget", figures_of(amount("全年预算数", 100.0, 1), amount("执行数", 104.5, 1)))
    )
    assert total["unspent"] == -4.5
    assert total["rate_low"] > 100


def test_a_budget_of_nothing_has_no_rate(figures_of):
    total = only(tabulate("budget", figures_of(amount("全年预算数", 0), amount("执行数", 10))))
    assert total[["rate_low", "rate_high"]].isna().all()
    assert total["unspent"] == -10


def test_nothing_executed_has_no_shares(figures_of):
    found = tabulate(
        "budget", figures_of(amount("全年预算数", 100), amount("执行数", 0), amount("基本支出", 0))
    )
    assert found.loc[1, ["share_low", "share_high"]].isna().all()


def test_execution_and_budget_are_of_one_year(figures_of):
    figures = figures_of(
        amount("执行数", 1800, period="2021"),
        amount("全年预算数", 1945, period="2022"),
        amount("执行数", 1924, period="2022"),
    )
    assert only(tabulate("budget", figures))["unspent"] == 21


# --- growth ---


def test_the_embedded_growths_reach_back_to_the_intervals_of_the_year_before(report):
    table = report.growth.set_index("measure")
    assert (table["prior_low"].notna().sum(), table["basis"].unique().tolist()) == (5, ["上年"])
    # 275.25/1.6455 … 275.35/1.6445; 275.25·(1 − 1/1.6445) … 275.35·(1 − 1/1.6455),
    # which the contract rounds outwards to [107.87, 108.02]
    trade = table.loc["综保区进出口值"]
    assert (rounded(trade, "prior"), rounded(trade, "change", 4)) == (
        [167.27, 167.44],
        [107.8739, 108.0148],
    )
    assert trade[["value", "unit", "growth", "growth_unit", "value_id", "growth_id"]].tolist() == [
        275.3,
        "亿",
        64.5,
        "%",
        "F037",
        "F040",
    ]
    # 57.5/5.2895 … 58.5/5.2885
    cars = table.loc["保税汽车进出口货值"]
    assert (rounded(cars, "prior"), cars["status"]) == ([10.87, 11.06], "ambiguous")
    assert "辆数" in cars["note"]
    # 114.5/1.045 … 115.5/1.035; 50.5/1.2465 … 51.5/1.2455; 89.25/1.175 … 89.35/1.165
    assert rounded(table.loc["工业累计产值"], "prior") == [109.57, 111.59]
    assert rounded(table.loc["跨境电商网购保税进口货值"], "prior") == [40.51, 41.35]
    assert rounded(table.loc["大宗货物保税分拨货值"], "prior") == [75.96, 76.70]


@pytest.mark.parametrize(
    "stated", [{"value": 5, "direction": "-"}, {"value": -5}, {"value": -5, "direction": "-"}]
)
def test_a_fall_was_higher_before(figures_of, stated):
    row = only(tabulate("growth", figures_of(amount("进出口值", 95, unit="亿"), growth(**stated))))
    # 94.5/0.955 … 95.5/0.945; 95.5·(1 − 1/0.945) … 94.5·(1 − 1/0.955)
    assert (row["growth"], rounded(row, "prior"), rounded(row, "change")) == (
        -5,
        [98.95, 101.06],
        [-5.56, -4.45],
    )


@pytest.mark.parametrize(
    ("level", "stated", "prior", "change"),
    [
        # 2倍 more is three times: 18.5/3.5, 19.5/2.5; 18.5·(1 − 1/2.5) … 19.5·(1 − 1/3.5)
        (amount("进出口值", 19), growth(2, unit="倍"), [5.29, 7.8], [11.1, 13.93]),
        # 5‰: 94.5/1.0055, 95.5/1.0045
        (amount("进出口值", 95), growth(5, unit="‰"), [93.98, 95.07], [0.42, 0.52]),
        # an exact count: 105/1.055, 105/1.045; 105 less those
        (count("进出口值", 105, "辆"), growth(5), [99.53, 100.48], [4.52, 5.47]),
        # a printed 0 % is exact: as much as before
        (amount("进出口值", 95), growth(0), [94.5, 95.5], [0, 0]),
        # more than 5 %: less than 95.5/1.05 before, at least 94.5·(1 − 1/1.05) more
        (amount("进出口值", 95), growth(5, qualifier="超过"), [0, 90.95], [4.5, 95.5]),
        # fell by 99.7 %: 94.5/0.0035, 95.5/0.0025
        (
            amount("进出口值", 95),
            growth(99.7, 1, direction="-"),
            [27000, 38200],
            [-38104.5, -26905.5],
        ),
    ],
)
def test_prior_and_change_follow_from_level_and_growth(figures_of, level, stated, prior, change):
    row = only(tabulate("growth", figures_of(level, stated)))
    assert (rounded(row, "prior"), rounded(row, "change")) == (prior, change)


@pytest.mark.parametrize(
    "stated",
    [
        growth(100, direction="-"),  # nothing is left to reckon back from
        growth(120, direction="-"),
        growth(-100, 1),
        growth(5, direction="-", qualifier="超过"),  # may be -100 %
    ],
)
def test_no_prior_where_growth_leads_nowhere(figures_of, stated):
    row = only(tabulate("growth", figures_of(amount("进出口值", 95, unit="亿"), stated)))
    assert row[["prior_low", "prior_high", "change_low", "change_high"]].isna().all()
    assert (row["value"], row["unit"], row["value_id"], row["growth_id"]) == (
        95,
        "亿",
        "F001",
        "F002",
    )


@pytest.mark.parametrize(
    "others",
    [
        [],
        [amount("产值", 95)],
        [rate(95, measure="进出口值", subject=None)],
        [rank(3, "进出口值", subject=None)],
    ],
)
def test_a_growth_without_its_level_stands_alone(figures_of, others):
    row = only(tabulate("growth", figures_of(growth(5, basis="上年"), *others)))
    assert (row["measure"], row["growth"], row["basis"]) == ("进出口值", 5, "上年")
    assert row[["value", "unit", "value_id", "prior_low", "change_low"]].isna().all()


def test_a_growth_finds_its_level_before_or_after_it_by_subject_and_measure(figures_of):
    found = tabulate(
        "growth",
        figures_of(
            growth(5, subject="工业产值"),
            amount("产值", 115, subject="工业"),
            amount("产值", 9, subject="农业"),
        ),
    )
    assert only(found)["value_id"] == "F002"


@pytest.mark.parametrize(
    "other", [{"role": "target"}, {"role": "plan"}, {"role": "forecast"}, {"period": "2021"}]
)
def test_what_grew_is_the_result_of_the_year(figures_of, other):
    figures = figures_of(
        amount("进出口值", 300, period="2022") | other,
        amount("进出口值", 275.3, 1, period="2022"),
        growth(64.5, 1, period="2022"),
    )
    assert only(tabulate("growth", figures))["value_id"] == "F002"


@settings(max_examples=40, deadline=None)
@given(
    level=some.decimals("1", "1e5", places=4),
    percent=some.decimals("-90", "900", places=4),
    decimals=some.integers(0, 2),
    rounding=some.sampled_from([ROUND_HALF_EVEN, ROUND_HALF_UP]),
)
def test_prior_and_change_contain_those_of_any_true_values_that_print_so(
    figures_of, level, percent, decimals, rounding
):
    step = Decimal(1).scaleb(-decimals)
    value, stated = float(level.quantize(step, rounding)), float(percent.quantize(step, rounding))
    row = only(
        tabulate(
            "growth",
            figures_of(
                amount("进出口值", value, decimals),
                growth(abs(stated), decimals, direction="-" if stated < 0 else "+"),
            ),
        )
    )
    # what is printed as 0 is taken to be 0
    level, percent = level if value else Decimal(0), percent if stated else Decimal(0)
    prior = level / (1 + percent / 100)
    slack = 1e-9 * float(level)  # of float64
    assert row["prior_low"] - slack <= prior <= row["prior_high"] + slack
    assert row["change_low"] - slack <= level - prior <= row["change_high"] + slack


# --- completion ---


def test_the_embedded_186_percent_of_13_projects_imply_a_target_of_7(report):
    found = report.completion.set_index("rate_id")
    row = found.loc["F025"]
    # 13/1.865 = 6.97, 13/1.855 = 7.01
    assert (row["measure"], row["implied_targets"], row["limit"]) == ("注册项目完成率", [7], 130)
    assert row[["actual", "unit", "counted", "actual_id"]].tolist() == [
        13,
        "个",
        "引进招商项目",
        "F024",
    ]
    assert row[["target", "target_id"]].isna().all()
    execution = found.loc["F003"]
    assert (
        len(found),
        execution["rate"],
        execution["implied_targets"],
        pd.isna(execution["limit"]),
    ) == (2, 98.92, [], True)


def test_a_printed_target_is_taken_and_none_implied(figures_of):
    row = only(
        tabulate(
            "completion",
            figures_of(
                count("项目", 7, role="target", subject="注册"), count("引进项目", 13), rate(186)
            ),
        )
    )
    assert (row["target"], row["unit"], row["target_id"], row["implied_targets"]) == (
        7,
        "个",
        "F001",
        [],
    )
    # 13 of 7 are 185.7 %, which prints as 186 %: those are what was completed
    assert (row["actual"], row["met"]) == (13, 1)
    assert pd.isna(row["counted"])


@pytest.mark.parametrize(
    ("actual", "stated", "implied"),
    [
        (13, rate(186), [7]),
        (1300, rate(186), [698, 699, 700]),  # 1300/1.865 = 697.05, 1300/1.855 = 700.8
        (2, rate(186), []),  # 2/1.865 = 1.07, 2/1.855 = 1.08: no whole number
        (13, rate(100), [13]),
        (13, rate(186.0, 1), []),  # 13/1.8605 = 6.9874, 13/1.8595 = 6.9911
        (9, rate(75.0, 1), [12]),
        # 7000/1.865 = 3753.4, 7000/1.855 = 3773.6: 20 are still listed
        (7000, rate(186), list(range(3754, 3774))),
        (7300, rate(186), []),  # 7300/1.865 = 3914.2, 7300/1.855 = 3935.3: 21 say nothing
        (13, rate(0), []),
    ],
)
def test_implied_targets_are_the_whole_ones_that_print_so(figures_of, actual, stated, implied):
    assert (
        only(tabulate("completion", figures_of(count("引进项目", actual), stated)))[
            "implied_targets"
        ]
        == implied
    )


@pytest.mark.parametrize(
    ("counted", "stated", "implied"),
    [
        # 101 of 200 is 50.5 %, printed 51 %
        (count("引进项目", 101), rate(50), [201, 202, 203, 204]),
        # 13 of 0 is no rate
        (count("引进项目", 13), rate(100, qualifier="超过"), list(range(1, 14))),
        (count("引进项目", 0), rate(100), []),
    ],
)
def test_implied_targets_keep_to_what_print_allows(figures_of, counted, stated, implied):
    assert only(tabulate("completion", figures_of(counted, stated)))["implied_targets"] == implied


def test_a_count_of_ten_odd_may_have_been_13(figures_of):
    assert (
        7
        in only(
            tabulate("completion", figures_of(count("引进项目", 10, qualifier="余"), rate(186)))
        )["implied_targets"]
    )


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([count("引进项目", 13), count("储备项目", 20)], "F002"),  # the nearest before
        ([count("引进项目", 13), count("服务企业", 20)], "F001"),  # the nearest of that name
        ([count("服务企业", 20)], None),
        ([count("引进项目", 13, section="一(二)")], None),
        ([count("引进项目", 13, role="target")], None),
        ([count("引进项目", 13, start=900)], None),  # after the rate
        ([count("引进项目", 13, start=None)], None),
    ],
)
def test_the_count_completed_is_the_nearest_before_of_the_same_noun(figures_of, counts, found):
    row = only(tabulate("completion", figures_of(*counts, rate(186))))
    assert row["actual_id"] == found if found else pd.isna(row["actual_id"])


@pytest.mark.parametrize(
    ("stated", "limit"),
    [
        (rate(99.9, 1), None),
        (rate(100), None),
        (rate(100.1, 1), 100),
        (rate(119), 100),
        (rate(120), 120),
        (rate(129), 120),
        (rate(130), 130),
        (rate(400), 130),
    ],
)
def test_the_limit_is_the_highest_crossed(figures_of, stated, limit):
    row = only(tabulate("completion", figures_of(stated)))
    assert row["limit"] == limit if limit else pd.isna(row["limit"])


@pytest.mark.parametrize("measure", ["占比", "满意度"])
def test_a_share_is_no_completion(figures_of, measure):
    assert len(tabulate("completion", figures_of(rate(98, measure=measure)))) == 0


# --- ranks ---


def test_the_embedded_ranks_are_34_of_137_3_of_12_and_first_of_unknown(report):
    assert report.ranks[["scope", "rank_id", "measure"]].to_numpy().tolist() == [
        ["全国", "F033", "综保区绩效评估排名"],
        ["全省", "F035", "综保区绩效评估排名"],
        ["全市", "F041", "综保区进出口值增速排名"],
    ]
    expected = codebook.build(codebook.RANKS, [])[["rank", "population", "moved", "before"]]
    expected = pd.DataFrame(
        [[34, 137, 21, 55], [3, 12, None, None], [1, None, None, None]], columns=expected.columns
    ).astype(expected.dtypes)  # 34 + 21
    pd.testing.assert_frame_equal(report.ranks[expected.columns.tolist()], expected)
    assert report.ranks.loc[0, ["population_id", "moved_id"]].tolist() == ["F034", "F032"]
    assert report.ranks.loc[2, ["population_id", "moved_id"]].isna().all()


@pytest.mark.parametrize(("direction", "moved", "before"), [("+", 5, 39), ("-", -5, 29)])
def test_a_rise_was_further_down_before_and_a_fall_further_up(figures_of, direction, moved, before):
    row = only(tabulate("ranks", figures_of(rank(34), rank(5, "排名变动", direction=direction))))
    assert (row["moved"], row["before"], row["moved_id"]) == (moved, before, "F002")


def test_a_move_in_another_scope_moves_nothing(figures_of):
    row = only(
        tabulate("ranks", figures_of(rank(34), rank(5, "排名变动", direction="+", scope="全省")))
    )
    assert row[["moved", "before", "moved_id"]].isna().all()


def test_a_population_belongs_to_its_rank_by_subject_scope_and_number(figures_of):
    populations = [
        count("参评数", 137, role="population", subject="评估", scope=scope)
        for scope in ("全省", "全国")
    ]
    row = only(tabulate("ranks", figures_of(rank(34, population=137), *populations)))
    assert (row["population"], row["population_id"]) == (137, "F003")
    assert pd.isna(
        only(tabulate("ranks", figures_of(rank(34, population=12), *populations)))["population_id"]
    )


def test_a_population_of_the_same_is_the_one_that_the_rank_names(figures_of):
    populations = [
        count("参评数", number, role="population", subject="评估", scope="全国")
        for number in (12, 137, 210)
    ]
    assert (
        only(tabulate("ranks", figures_of(rank(34, population=137), *populations)))["population_id"]
        == "F003"
    )


def test_a_rank_without_population_stays_without(figures_of):
    row = only(tabulate("ranks", figures_of(rank(1))))
    assert row["rank"] == 1
    assert row[["population", "population_id", "moved", "before"]].isna().all()


@pytest.mark.parametrize("missing", ["subject", "scope"])
def test_a_move_belongs_to_its_rank_where_both_leave_a_word_out(figures_of, missing):
    said = [
        rank(34, population=137),
        rank(21, "排名上升", direction="+"),
        count("参评数", 137, role="population", subject="评估", scope="全国"),
    ]
    row = only(tabulate("ranks", figures_of(*(figure | {missing: None} for figure in said))))
    assert (row["before"], row["population_id"]) == (55, "F003")


# --- scores and goals ---


def test_scores_are_those_given_without_full_marks_and_weights(report, figures_of):
    assert only(report.scores).tolist() == [
        "部门整体支出绩效自评得分",
        "二(一)",
        98.29,
        2,
        "分",
        1,
        "F019",
    ]
    score = {"kind": "score", "unit": "分", "measure": "预算执行率得分"}
    found = tabulate(
        "scores",
        figures_of(
            score | {"value": 10, "role": "target"},
            score | {"value": 10, "role": "weight"},
            score | {"value": 9.89, "decimals": 2},
        ),
    )
    assert only(found)["score_id"] == "F003"


def test_goals_show_their_figures_as_printed(report):
    stated = report.goals.set_index("goal_id")["printed"]
    # 二(二)4: 57项, 13个, 186%; 二(二)6: 34位, 275.3亿; 二(二)4 预计…360亿; 二(二)5: 5万m²
    assert stated[["G1", "G4", "G6", "G9", "T7", "G2"]].tolist() == [
        ["57 项"],
        ["13 个", "186%"],
        ["34 位", "275.3 亿"],
        ["预计 360 亿"],
        ["5 万m²"],
        [],
    ]


@pytest.mark.parametrize(
    ("figure", "stated"),
    [
        (rank(3) | {"unit": None}, "第 3"),
        (amount("执行数", 0.00, 2), "0.00 万元"),
        (rate(98.0, 1), "98.0%"),
        (amount("产值", 360, unit="亿", role="forecast"), "预计 360 亿"),
        pytest.param(count("下沉社区", 400, "人次", qualifier="余"), "400 余人次"),
    ],
)
def test_a_figure_is_stated_with_all_that_is_printed(figures_of, figure, stated):
    figures = codebook.rows(figures_of(figure))
    [goal] = tables.print_goals([{"goal_id": "G1", "figures": ["F001"]}], figures)
    assert goal["printed"] == [stated]


def test_an_unreadable_figure_does_not_stop_the_goals(figures_of):
    figures = figures_of(count("项目", 13), count("项目", None, decimals=None, status="unreadable"))
    [goal] = tables.print_goals([{"goal_id": "G1", "figures": ["F001"]}], codebook.rows(figures))
    assert goal["printed"] == ["13 个"]


def test_items_of_one_wording_are_numbered_from_the_second_on(report):
    """The ids of a ledger are of the words alone, so that what was typed follows them."""
    goals = report.reading.goals
    once = [item.item_id for item in find_items(goals[:2], [])]
    twice = [item.item_id for item in find_items([*goals[:2], goals[0]], [])]
    assert len(set(once)) == 2 and not any("-" in told for told in once)
    assert twice == [*once, f"{once[0]}-2"]
