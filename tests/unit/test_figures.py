from decimal import Decimal

import pandas as pd
import pytest

from perf_analysis import codebook, figures
from perf_analysis.figures import numerals


@pytest.mark.parametrize(
    ("row", "low", "high", "base_unit"),
    [
        # [1945.535, 1945.545] × 10⁴
        (
            {"value": 1945.54, "decimals": 2, "unit": "万元", "kind": "amount"},
            19455350,
            19455450,
            "元",
        ),
        (
            {"value": 275.3, "decimals": 1, "unit": "亿", "kind": "amount"},
            27_525_000_000,
            27_535_000_000,
            "元",
        ),
        ({"value": 64.5, "decimals": 1, "unit": "%", "kind": "growth"}, 0.6445, 0.6455, "1"),
        ({"value": 3, "unit": "个百分点", "kind": "growth"}, 0.025, 0.035, "1"),
        ({"value": 5, "unit": "万m²", "kind": "area"}, 45000, 55000, "m²"),
        ({"value": 400, "unit": "人次", "kind": "count", "qualifier": "余"}, 400, 500, "人次"),
        (
            {"value": 1.5, "decimals": 1, "unit": "万人", "kind": "count", "qualifier": "余"},
            15000,
            16000,
            "人",
        ),
        ({"value": 3, "kind": "rank"}, 3, 3, "位"),
        ({"value": 0, "unit": "万元", "kind": "amount"}, 0, 0, "元"),
        ({"value": 90, "unit": "%", "kind": "rate", "qualifier": "≥"}, 0.9, float("inf"), "1"),
    ],
)
def test_intervals_are_in_the_base_unit(figures_of, row, low, high, base_unit):
    figure = figures_of({"measure": "x"} | row).iloc[0]
    assert (figure["low"], figure["high"], figure["base_unit"]) == (low, high, base_unit)


def test_an_unreadable_row_keeps_its_unit_and_has_no_interval(figures_of):
    found = figures_of(
        {
            "measure": "x",
            "value": None,
            "decimals": None,
            "unit": "万元",
            "kind": "amount",
            "status": "unreadable",
            "note": "墨迹",
        },
        {"measure": "x", "value": 3, "unit": "卢布", "kind": "amount"},  # not in units.toml
        {"measure": "x", "value": 3, "unit": "个", "kind": "count"},
    )
    expected = pd.DataFrame(
        {
            "low": [None, None, 3.0],
            "high": [None, None, 3.0],
            "base_unit": pd.Series(["元", None, "个"], dtype=codebook.dtypes()["text"]),
            "base_value": [None, None, 3.0],
        }
    )
    pd.testing.assert_frame_equal(found[["low", "high", "base_unit", "base_value"]], expected)


@pytest.mark.parametrize(
    ("row", "base_value", "base_unit"),
    [
        ({"value": 1945.54, "decimals": 2, "unit": "万元", "kind": "amount"}, 19455400, "元"),
        ({"value": 1.2, "decimals": 4, "unit": "亿元", "kind": "amount"}, 120_000_000, "元"),
        ({"value": -21.08, "decimals": 2, "unit": "万元", "kind": "amount"}, -210800, "元"),
        ({"value": 3, "unit": "美元", "kind": "amount"}, 3, "美元"),
        ({"value": 98.92, "decimals": 2, "unit": "%", "kind": "rate"}, 0.9892, "1"),
        ({"value": 3, "unit": "‰", "kind": "growth"}, 0.003, "1"),
        ({"value": 2.5, "decimals": 1, "unit": "公顷", "kind": "area"}, 25000, "m²"),
        ({"value": 1.2, "decimals": 1, "unit": "万人次", "kind": "count"}, 12000, "人次"),
        # as printed, whatever the qualifier makes of its interval
        ({"value": 300, "unit": "人", "kind": "count", "qualifier": "余"}, 300, "人"),
    ],
)
def test_the_base_value_is_the_printed_number_in_its_base_unit(
    figures_of, row, base_value, base_unit
):
    figure = figures_of({"measure": "x"} | row).iloc[0]
    assert (figure["base_value"], figure["base_unit"]) == (base_value, base_unit)


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        # in the cell of a table or form
        ({"kind": "score", "unit": "分", "section": "三/表1!C7"}, 9.5, 9.5),
        ({"kind": "rate", "unit": "%", "role": "target", "section": "自评表!D4"}, 0.095, 0.095),
        ({"kind": "amount", "unit": "万元", "role": "target", "section": "表1!B2"}, 95000, 95000),
        # a qualifier opens it all the same
        (
            {"kind": "rate", "unit": "%", "role": "target", "section": "表1!B2", "qualifier": "≥"},
            0.095,
            float("inf"),
        ),
        # in running text, and what is neither score nor target
        ({"kind": "score", "unit": "分", "section": "三"}, 9.45, 9.55),
        ({"kind": "rate", "unit": "%", "role": "target", "section": "三"}, 0.0945, 0.0955),
        ({"kind": "rate", "unit": "%", "section": "三/表1!C7"}, 0.0945, 0.0955),
    ],
)
def test_scores_and_targets_of_tables_are_exact(figures_of, row, low, high):
    figure = figures_of({"measure": "x", "value": 9.5, "decimals": 1} | row).iloc[0]
    assert (figure["low"], figure["high"]) == (low, high)


def test_a_span_keeps_its_ends_and_has_no_base_value(figures_of):
    span = {"value": None, "low": 7e6, "high": 8e6, "unit": "万元", "kind": "amount"}
    figure = figures_of({"measure": "投入"} | span).iloc[0]
    assert figure[["low", "high", "base_unit"]].tolist() == [7e6, 8e6, "元"]
    assert figure[["value", "base_value"]].isna().all()


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (Decimal(700), Decimal(800), {"low": 7e6, "high": 8e6}),
        (Decimal(100), None, {"low": 1e6, "high": float("inf")}),
    ],
)
def test_the_ends_of_a_span_are_in_the_base_unit(low, high, ends):
    assert figures.ends_of_span({"span": (low, high), "unit": "万元", "kind": "amount"}) == ends


def test_the_term_is_the_field_s_name_of_a_measure(figures_of):
    found = figures_of(
        {"subject": "教育局", "measure": "支出决算", "value": 1, "unit": "元", "kind": "amount"},
        {"measure": "完成预算", "value": 1, "unit": "%", "kind": "rate"},
        {"measure": "团建活动", "value": 1, "unit": "次", "kind": "count"},  # in no lexicon
    )
    assert found["term"].fillna("").tolist() == ["执行数", "预算执行率", ""]


def test_intervals_leave_the_rows_given_and_fill_every_column():
    given = {"value": 13, "decimals": 0, "unit": "个", "kind": "count"}
    [found] = figures.add_intervals([given])
    assert given == {"value": 13, "decimals": 0, "unit": "个", "kind": "count"}
    assert list(found) == codebook.FIGURES.names
    assert (found["low"], found["high"], found["note"]) == (13, 13, None)


def test_no_figures_give_no_intervals_but_the_columns_and_types_of_the_codebook(figures_of):
    pd.testing.assert_frame_equal(figures_of(), codebook.build(codebook.FIGURES, []))


def test_a_value_without_decimals_has_no_interval(figures_of):
    assert pd.isna(
        figures_of(
            {"measure": "x", "value": 3, "decimals": None, "unit": "个", "kind": "count"}
        ).loc[0, "low"]
    )


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        ({"value": 4, "direction": "+"}, "3.5", "4.5"),
        ({"value": 4, "direction": "-"}, "-4.5", "-3.5"),
        ({"value": -4, "direction": "-"}, "-4.5", "-3.5"),  # the sign is not taken twice
        ({"value": -4}, "-4.5", "-3.5"),
        ({"value": 0.0, "decimals": 1, "direction": "-"}, "0", "0"),
        # fell by more than 5 %
        ({"value": 5, "direction": "-", "qualifier": "超过"}, "-Infinity", "-5"),
        (
            {"value": 400, "direction": "-", "qualifier": "余", "unit": "万元", "kind": "amount"},
            "-500",
            "-400",
        ),
    ],
)
def test_a_fall_is_an_interval_below_zero(figures_of, row, low, high):
    figure = figures_of({"measure": "同比", "unit": "%", "kind": "growth"} | row).iloc[0]
    assert figures.interval_of(figure) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"subject": "综保区"}, "综保区进出口值"),
        ({}, "进出口值"),
        ({"subject": "综保区", "measure": None}, "综保区"),
    ],
)
def test_a_name_is_subject_and_measure_together(figures_of, row, name):
    assert (
        figures.name_of(
            figures_of(
                {"measure": "进出口值", "value": 1, "unit": "亿", "kind": "amount"} | row
            ).iloc[0]
        )
        == name
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("三", "第三部分"),
        ("二(二)", "第二部分（二）"),
        ("二(二)6", "第二部分（二）第 6 项"),
        ("二6", "第二部分第 6 项"),
        ("十一(十三)12", "第十一部分（十三）第 12 项"),
        ("附表", "附表"),  # no path of this kind: told as it is
        ("(二)", "(二)"),
        ("", ""),
    ],
)
def test_a_section_is_named_as_a_reader_would(path, name):
    assert figures.name_section(path) == name


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("五", 5),
        ("十二", 12),
        ("二十五", 25),
        ("一百二", 120),
        ("一百五十二", 152),
        ("二百零五", 205),
        ("三千五", 3500),
        ("三千五百", 3500),
        ("一千零五", 1005),
        ("一万二", 12000),
        ("三万五千", 35000),
        ("二亿三千万", 230_000_000),
        ("一万二千亿", 1_200_000_000_000),
        ("二〇二二", 2022),
        ("一点二五", Decimal("1.25")),
    ],
)
def test_a_chinese_numeral_is_its_number(numeral, number):
    assert numerals.value_of(numeral) == number


@pytest.mark.parametrize("words", ["", "点五", "一点", "一点十", "甲"])
def test_what_is_no_numeral_has_no_number(words):
    assert numerals.value_of(words) is None
