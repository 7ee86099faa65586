"""Checks of growth, rank and share, and of how their numbers are printed."""

from perf_analysis.checks.case import Rule
from perf_analysis.checks.growth.changes import check_base, check_components, check_direction
from perf_analysis.checks.growth.printing import check_precision, check_unit_slips
from perf_analysis.checks.growth.ranks import check_part_of_region, check_rank, check_unit_values
from perf_analysis.checks.growth.years import check_last_year

RULES = (
    Rule("BASE", "E25", "增长的基数", check_base, "增长率"),
    Rule("DIRECTION", "E26", "增减的方向", check_direction, "变动数和变动幅度"),
    Rule("COMPONENT", "E27", "分项的增长", check_components, "合计与分项的变动"),
    Rule("UNIT-VALUE", "E28", "单位值", check_unit_values, "同一批对象的数额和数量"),
    Rule("RANK", "E29", "名次与参评数", check_rank, "名次"),
    Rule(
        "PART-OF-REGION",
        "E30",
        "占全区的比重",
        check_part_of_region,
        "一个数和它占全区、全市的比重",
    ),
    Rule("LAST-YEAR", "E41", "上年数与上年报告", check_last_year, "两年的报告和写出的上年数"),
    Rule("UNIT-SLIP", "F33", "单位", check_unit_slips, "两处写出的同一事实"),
    Rule("PRECISION", "F34", "百分比与位数", check_precision, "比率"),
)
