"""Digits that are no figures: dates, document numbers, codes, names and list numbers.

The patterns run over a document's folded text. None nests a repetition in another, so that the time
grows with the text and no faster.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from perf_analysis.units import read_unit

_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"\d{{1,2}}\s?[-—–~至到]\s?\d{{1,2}}\s?月"
    rf"|{_YEAR}\s?年度?\s?\d{{1,2}}\s?月(?:份|\s?\d{{1,2}}\s?[日号])?"
    rf"|{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|{_YEAR}\s?年?\s?[-—–~至到]\s?{_YEAR}\s?年?"
    rf"|{_YEAR}\s{{0,2}}年(?:度|初|末|底)?|(?<!\d)\d{{1,2}}\s?月\s?(?:份|\d{{1,2}}\s?[日号])?"
    rf"|(?<!\d)\d{{1,2}}:\d\d(?::\d\d)?(?!\d)|{_YEAR}(?=[、,，]\s?{_YEAR})"
)
_BARE_YEAR = re.compile(rf"(?<![\d.]){_YEAR}(?=[一-鿿])")
# These begin at a digit run, so that they are tried nowhere else;
# what stands before it they look back at.
DOCUMENT_NUMBER = re.compile(rf"(?<=[〔\[(【]){_YEAR}\s?[〕\])】]\s?第?\s?\d+\s?号|(?<=第)\d+\s?号")
CODE = re.compile(
    r"(?<=[A-Za-z_])\d[A-Za-z0-9]*(?:[-_/.+]\d+)*|\d{1,24}(?=[A-Za-z])[A-Za-z0-9]+(?:[-_/.]\d+)*"
    r"|\d+[-_/]\d{3,}(?:[-_/]\d+)*|\d+_\w+"
    r"|(?<![\d.,])\d{9,}(?![\d.,%])|(?<!\d)0\d{2,3}-\d{7,8}"
)
_RANGE = re.compile(r"\d+-\d+")
NAME = re.compile(
    r"\d+(?:\+\d+)+(?![\d.])|\d+(?=[强字](?![一-鿿]?[度力]))|\d{1,2}[×xX*]\d{1,2}|(?<=[×xX*])\d+"
)
_LISTED_AT_LINE = re.compile(r"\d{1,3}(?=[ \t]?(?:[.、)](?!\d)|:))")
_LISTED_IN_LEVELS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}(?=[ \t]+[一-鿿])")
_LISTED = re.compile(
    r"(?<=\()\d{1,2}(?=\))|(?<=[:;。,，)\s])\d{1,2}(?=\))"
    r"|(?<![\d.])\d{1,2}(?=[.、][一-鿿“])(?!、[一二三四五六七八九十])"
)
_NAMED = re.compile(
    r"(?:(?<=目标)|(?<=任务)|(?<=附件)|(?<=附表)|(?<=项目)|(?<=[表图之]))\s?\d{1,2}"
    r"(?=\s?[:：、.。，一-鿿\n])(?!\d|\.\d)"
)
DIGITS = re.compile(r"\d+(?:\.\d+)*")

# What must stand beside a digit run for it to be worth trying the patterns.
_OPENING, _NAMING = frozenset("〔[(【第"), frozenset("+强字×xX*")
_DATING, _LISTING = frozenset("-—–~至到年月./:、,，"), frozenset(").、")
_NAMED_BY = frozenset("标务件表目图之")
_JOINING = frozenset("_-/+" + string.ascii_letters)
_BEFORE_LISTS = frozenset(" \t\u3000\n") | {""}
_CODE_LENGTH, _YEAR_LENGTH = 8, 4


def find_no_figures(text: str) -> list[tuple[int, int, str]]:
    """The digit runs of a folded text that are dates, codes, names or list numbers: start,
    end and reason, in order.
    """
    found: list[tuple[int, int, str]] = []
    covered, reason = 0, ""
    for run in DIGITS.finditer(text):
        start = run.start()
        if start >= covered:
            end, reason = _no_figure_at(text, start, run.end())
            if not end:
                continue
            covered = end
        found.append((start, max(run.end(), covered) if start < covered else run.end(), reason))
    return found


def _no_figure_at(text: str, start: int, end: int) -> tuple[int, str]:
    """Where what is no figure ends, and why; 0 where nothing says so."""
    before, after = text[start - 1 : start], text[end : end + 1]
    for pattern, reason in _tried(before, after, text[start:end]):
        match = pattern.match(text, start)
        if match and not (pattern is CODE and _is_measured(text, end, match)):
            return match.end(), reason
    if end - start == _YEAR_LENGTH and _BARE_YEAR.match(text, start) and not _has_unit(text, end):
        return end, "日期"
    match = _LISTED.match(text, start) if after in _LISTING else None
    if match:
        return match.end(), "序号"
    match = _NAMED.match(text, start) if before in _NAMED_BY else None
    if match and not _has_unit(text, match.end()):
        return match.end(), "序号"
    return _list_number(text, start) if before in _BEFORE_LISTS else (0, "")


def _tried(before: str, after: str, digits: str) -> Iterator[tuple[re.Pattern[str], str]]:
    if before in _OPENING:
        yield DOCUMENT_NUMBER, "编号"
    if after in _DATING or after.isspace() or digits.count(".") > 1:
        yield DATE, "日期"
    if before in "×xX*" or after in _NAMING:
        yield NAME, "名称"
    if after in _JOINING or before in _JOINING or len(digits) >= _CODE_LENGTH:
        yield CODE, "编号"


def _is_measured(text: str, end: int, code: re.Match[str]) -> bool:
    """Whether what looks like a code is a number with its unit, or a range with one."""
    is_range = _RANGE.fullmatch(code[0]) and _has_unit(text, code.end())
    return _has_unit(text, end) or bool(is_range)


def _has_unit(text: str, end: int) -> bool:
    """Whether a unit stands right behind digits: 2000元, 500kWh."""
    return bool(read_unit(text, end, len(text)).word)


def _list_number(text: str, start: int) -> tuple[int, str]:
    """A list number at the start of a line: 1. 2、 3.1."""
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\u3000"):
        return 0, ""
    match = _LISTED_AT_LINE.match(text, start)
    if match:
        return match.end(), "序号"
    match = _LISTED_IN_LEVELS.match(text, start)
    if match and not _has_unit(text, match.end()):
        return match.end(), "序号"
    return 0, ""
