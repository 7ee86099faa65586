"""Values of figures in one unit, side by side."""

import math

import pytest

import perf_analysis as pa
from perf_analysis.errors import TableError


@pytest.fixture
def figures(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "年初预算1945.54万元，项目投资1.2亿元，发放补助300元，执行率98.92%，培训120人次，补助3—5万元。",
        encoding="utf-8",
    )
    return pa.read(path).figures


def told(values):
    return [None if math.isnan(value) else value for value in values]


def test_money_is_told_in_one_unit(figures):
    # 1.2亿元 are 12,000 万元, 300元 are 0.03; a share, a count and a span of two ends have none
    assert told(pa.convert(figures, "万元")) == [1945.54, 12000, 0.03, None, None, None]
    assert told(pa.convert(figures, "亿元")) == [0.194554, 1.2, 0.000003, None, None, None]


def test_the_column_is_named_by_its_unit_and_keeps_the_rows(figures):
    shown = figures.assign(万元=pa.convert(figures, "万元"))
    assert pa.convert(figures.iloc[1:], "万元").name == "万元"
    assert shown["万元"].tolist()[:2] == pa.convert(figures.iloc[:2], "万元").tolist()


def test_shares_and_counts_are_told_too(figures):
    assert told(pa.convert(figures, "%")) == [None, None, None, 98.92, None, None]
    assert told(pa.convert(figures, "万人次")) == [None, None, None, None, 0.012, None]


def test_what_is_no_unit_is_refused_in_one_line(figures):
    with pytest.raises(TableError, match="没有这个单位：甲乙"):
        pa.convert(figures, "甲乙")
    with pytest.raises(TableError, match="base_value"):
        pa.convert(figures[["value", "unit"]], "万元")
