"""Two years of a department side by side."""

import pandas as pd
import pytest
from made.two_years import BEFORE, THIS

import perf_analysis as pa


@pytest.fixture
def file(tmp_path):
    """A file with a text."""

    def write(name, text):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def years(file):
    return pa.compare(pa.read(file("this", THIS)), file("before", BEFORE)).set_index("measure")


def test_measures_of_both_reports_stand_in_one_row_each_in_the_unit_of_this_one(years):
    assert years["this"].tolist() == [1200, 1150.5, 95.88, 50.0, 92.5]
    # 400000 万元 are 40 亿元
    assert years["previous"].tolist() == [1000, 990, 99.0, 40.0, 90.0]


def test_change_and_growth_are_what_the_printed_digits_allow(years):
    row = years.loc["全年支出"]
    # 1150.45 − 990.5 and 1150.55 − 989.5; 1150.45 ÷ 990.5 and 1150.55 ÷ 989.5
    assert (row["change_low"], row["change_high"]) == pytest.approx((159.95, 161.05))
    assert (row["growth_low"], row["growth_high"]) == pytest.approx((16.148, 16.276), abs=1e-3)
    assert pd.isna(years.loc["预算执行率", "growth_low"]), "a share moves by points"


def test_what_this_report_says_of_last_year_is_held_against_it(years):
    # 50 of 40 is 25 % more; 92.5 is 2.5 points above 90.0, and 91.0 was not printed last year
    assert years["agrees"].fillna(-1).tolist() == [-1, -1, -1, 1, 0]
    row = years.loc["服务对象满意度"]
    assert (row["stated_base"], row["stated_growth"]) == (91.0, 1.5)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (THIS, "2022 年的报告"),
        (BEFORE.replace("乙局", "丙局"), "甲市丙局的报告"),
    ],
)
def test_another_department_or_year_is_refused_with_a_line_that_says_so(file, before, reason):
    this, other = pa.read(file("this", THIS)), file("other", before)
    for compare in (pa.compare, lambda this, other: this.check(previous=other)):
        with pytest.raises(pa.PerfAnalysisError, match=reason) as caught:
            compare(this, other)
        assert "给出同一部门上一年的报告" in str(caught.value)


def test_a_measure_with_two_values_or_of_another_unit_is_left_out(file):
    this = pa.read(file("this", THIS + "培训30人次。培训40人次。接待5批。\n"))
    years = pa.compare(this, file("before", BEFORE + "培训20人次。接待6人。\n"))
    assert not years["measure"].str.contains("培训|接待").any()


def test_a_gap_to_a_target_or_to_the_time_gone_by_is_no_change_of_years(tmp_path):
    """58.33 − 6.85 is the schedule, not last year, whose rate is 50.00 %."""
    text = (
        "青石县水务局{year}年度部门整体支出绩效自评报告\n一、资金\n"
        "全年预算1000.00万元，6月末支出{spent}万元，预算执行率{rate}%，低于序时进度6.85个百分点。\n"
    )
    for year, spent, rate in ((2022, "500.00", "50.00"), (2023, "514.80", "51.48")):
        path = tmp_path / f"{year}.txt"
        path.write_text(text.format(year=year, spent=spent, rate=rate), encoding="utf-8")
    years = pa.compare(pa.read(tmp_path / "2023.txt"), tmp_path / "2022.txt")
    rated = years[years["unit"] == "%"]
    assert len(rated) == 1 and rated["agrees"].isna().all()
