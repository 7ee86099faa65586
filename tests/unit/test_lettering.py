"""Lines of Chinese text as drawn: where they break, how wide they are."""

import pytest

from perf_analysis.charts.lettering import balance, set_solid, shorten, text_width, wrap

TEXT = (
    "来源：自评报告第一部分（二）。差额为推算：1945.54 − 1924.46。"
    "报告写年末结转和结余 0.00 万元，与差额不等。"
)


def test_a_han_character_is_as_wide_as_its_size():
    assert text_width("字字", 10) == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize("width", [60, 90, 130, 200, 400])
def test_no_line_is_wider_than_asked_and_nothing_is_lost(width):
    lines = wrap(TEXT, 10, width)
    assert all(text_width(line, 10) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == set_solid(TEXT).replace(" ", "")


@pytest.mark.parametrize("width", [60, 90, 130, 200])
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(width):
    lines = wrap("（甲）乙、丙；“丁”戊。" * 6, 10, width)
    assert not any(line[0] in "，。、；：）”" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)


def test_a_number_stays_with_its_measure_word():
    lines = [
        line
        for width in range(40, 160, 5)
        for line in wrap("全国综保区共 137 个，排在第 34 位，进出口 275.3 亿元", 10, width)
    ]
    assert not any(
        line.endswith(("第", "137", "34", "275.3")) or line.startswith(("个", "位", "亿"))
        for line in lines
    )


def test_a_title_breaks_at_its_comma_when_that_takes_no_more_lines():
    assert balance("预算执行 98.92%，还有 21.08 万元没有支出", 15, 246) == [
        "预算执行 98.92%，",
        "还有 21.08 万元没有支出",
    ]


def test_a_title_without_comma_leaves_no_single_character_behind():
    lines = balance("一二三四五六七八九十一二三四五六七", 15, 240)  # 17 characters, 16 to a line
    assert [len(line) for line in lines] == [9, 8]


def test_brackets_before_another_mark_are_set_half_width_and_others_are_left():
    assert set_solid("第一部分（二）。推算（两次）的") == "第一部分(二)。推算（两次）的"


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert shorten("很长的名称", 10, 200) == "很长的名称"
    assert shorten("很长的名称", 10, 31) == "很长…"
    assert shorten("很长的名称", 10, 2) == "…"


@pytest.mark.parametrize("width", [1, 14, 0, -5])
def test_a_width_that_no_line_fits_still_ends(width):
    assert "".join(balance("字数很多的标题", 15, width)) == "字数很多的标题"
