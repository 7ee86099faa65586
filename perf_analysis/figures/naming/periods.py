"""Which year a number is of."""

from __future__ import annotations

import bisect

from perf_analysis.figures.naming.said import A_YEAR, Row, Said


def period(offset: int, said: Said) -> str | None:
    """The year last named in the paragraph that is none of comparison, else the first that the
    report names: its own.
    """
    starts, years = said.setting.years
    at = bisect.bisect_left(starts, offset) - 1
    if at < 0 or starts[at] < said.paragraph:
        return said.setting.year
    is_to_come = said.setting.year is not None and years[at] > said.setting.year
    return said.setting.year if is_to_come and starts[at] < said.sentence else years[at]


def period_of_base(told: Row, said: Said) -> str | None:
    """比2021年预算1350万元 is of 2021, 比上年316.82万元 of the year before."""
    named = A_YEAR.findall(said.lead)
    if named:
        return named[-1]
    year = told["period"]
    is_last = told.get("basis") == "上年" and year is not None
    return str(int(year) - 1) if is_last and year else year
