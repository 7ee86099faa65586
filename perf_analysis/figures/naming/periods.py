"""Which year a number is of."""

from __future__ import annotations

import bisect
import re

from perf_analysis.figures.naming.said import A_YEAR, Row, Said

_LONGEST_CLAUSE = 60  # characters
_PUT_OFF = re.compile(r"(?:延|挪|推迟|推|移|改|转|调整)[期迟后]?[至到在为入]?$")
_OF_ITSELF = re.compile(r"(?:^|[，,;；(（])((?:19|20)\d\d)年(?:度|同期)?[为是仅约]{0,2}$")
_LONGEST_VERB = 4  # characters
_MARKS = re.compile(r"[，；;。:：(（]|,(?!\d)")
_LAST_YEAR = re.compile(r"(?:上|去)一?年(?:度|同期)?(?!末?结)[一-鿿]")


def period(offset: int, said: Said) -> str | None:
    """The year last named in the paragraph that is none of comparison, else the first that the
    report names: its own.
    """
    own = _OF_ITSELF.search(said.bare)
    if own:
        return own[1]
    starts, years = said.setting.years
    at = bisect.bisect_left(starts, offset) - 1
    if said.setting.year and _is_of_last_year(offset, said):
        return year_before(said.setting.year)
    if at < 0 or starts[at] < said.paragraph:
        return said.setting.year
    is_to_come = said.setting.year is not None and years[at] > said.setting.year
    is_over = starts[at] < said.sentence or _is_put_off(starts[at], offset, said)
    return said.setting.year if is_to_come and is_over else years[at]


def _is_put_off(year: int, offset: int, said: Said) -> bool:
    """Whether a year is only when something before it is done at last: 余下3座挪到2025年6月底前；
    护栏装了51公里.
    """
    before, behind = said.text[max(0, year - _LONGEST_VERB) : year], said.text[year:offset]
    return _PUT_OFF.search(before) is not None and _MARKS.search(behind) is not None


def year_before(year: str | None) -> str | None:
    """The year before one; none where no year is known."""
    return str(int(year) - 1) if year else None


def _is_of_last_year(offset: int, said: Said) -> bool:
    """Whether the clause of a number, others before it included, speaks of the year before:
    上年全年预算4012.88万元、执行3615.40万元; but 上年结转 is of this year.
    """
    before = said.text[max(said.sentence, said.paragraph, offset - _LONGEST_CLAUSE) : offset]
    if "上年" not in before and "去年" not in before:
        return False
    return _LAST_YEAR.match(_MARKS.split(before)[-1].strip()) is not None


def period_of_base(offset: int, told: Row, said: Said) -> str | None:
    """比2021年预算1350万元 is of 2021, 比上年316.82万元 of the year before."""
    named = A_YEAR.findall(said.lead)
    if named:
        return named[-1]
    year = told["period"]
    is_last = told.get("basis") == "上年" and not _is_of_last_year(offset, said)
    return year_before(year) if is_last else year
