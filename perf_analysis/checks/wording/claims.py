"""Claims among the results: forecasts, and growth of all with the figures of a few."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.checks.case import Case, Figure, Finding
from perf_analysis.checks.results.parts import Placed, bare, result_sections, said_sections
from perf_analysis.checks.statements import named
from perf_analysis.figures.numerals import value_of
from perf_analysis.structure import SENTENCE

_FORECAST = re.compile(r"预计|预测|力争|有望|[达投建]产后|建成后|将(?:达|实现|带动|新增|形成|增加)")
_CLAUSE_START = re.compile(r"[，,。；;：:]")
LONGEST_CLAUSE = 40  # characters before a number in which its clause begins


def check_forecasts(case: Case) -> Iterator[Finding]:
    """What stands among the results was reached in the year."""
    if case.document is None:
        yield from (
            _forecast(figure)
            for figure in case.stated
            if figure["role"] == "forecast" and not figure["same_as"]
        )
        return
    placed = case.once(Placed)
    for section in case.once(result_sections):
        for figure in placed.within(section.start, section.end):
            clause = _CLAUSE_START.split(
                case.document.text[
                    max(figure["start"] - LONGEST_CLAUSE, section.start) : figure["start"]
                ]
            )[-1]
            if not figure["same_as"] and _FORECAST.search(clause):
                yield _forecast(figure)


def _forecast(figure: Figure) -> Finding:
    message = (
        f"{figure['subject'] or ''}{figure['measure']} {named(figure)}是预计数，"
        "列在完成情况里，不是当年已经实现的数"
    )
    return Finding(
        "question",
        message,
        (figure["figure_id"],),
        figure["value"],
        unit=figure["unit"],
        ask="请补充当年已实现的数，或把预计数分开写",
    )


_NUMERAL = "两二三四五六七八九十"
_OF_ALL = re.compile(r"均|都|全部")
_ALL_GREW = (
    rf"(?<![年月日人户平])(?:{_OF_ALL.pattern})[^，。；\d]{{0,6}}"
    r"(?:正增长|增长|上升|增加|盈利|突破|下降|减少)"
)
# 三大产业均实现正增长; 甲、乙和丙均增长.
_COUNTED_CLAIM = re.compile(
    rf"(?<![第{_NUMERAL}\d.])(?P<count>[{_NUMERAL}]|\d{{1,2}})(?:大|个|项|家|类|种|条)[^，。；、\d]{{0,12}}?{_ALL_GREW}"
)
_LISTED_CLAIM = re.compile(
    rf"(?P<list>[一-鿿A-Za-z]{{2,12}}(?:、[一-鿿A-Za-z]{{2,12}}){{1,9}})[^，。；、\d]{{0,8}}?{_ALL_GREW}"
)
_AND = re.compile(r"[、和及与]")


def check_claims(case: Case) -> Iterator[Finding]:
    """Who says that several all grew gives the growth of each."""
    if case.document is None:
        return
    told: set[str] = set()
    placed = case.once(Placed)
    for section in case.once(said_sections):
        for sentence in SENTENCE.finditer(case.document.folded, section.start, section.end):
            if not _OF_ALL.search(sentence[0]):
                continue
            claim = _COUNTED_CLAIM.search(sentence[0]) or _LISTED_CLAIM.search(sentence[0])
            if claim and bare(claim[0]) not in told:
                told.add(bare(claim[0]))
                yield from _claimed(placed, claim, sentence)


def _claimed(placed: Placed, claim: re.Match[str], sentence: re.Match[str]) -> Iterator[Finding]:
    groups = claim.groupdict()
    count = len(_AND.split(groups["list"])) if "list" in groups else _number(groups["count"])
    changes = [
        figure
        for figure in placed.within(*sentence.span())
        if figure["kind"] == "growth" or figure["direction"]
    ]
    figures = tuple(figure["figure_id"] for figure in changes)
    end = sentence.start() + claim.end()
    is_told_of_all = any(0 <= figure["start"] - end <= 4 for figure in changes)  # 均增长 5%以上
    if len(changes) >= count or is_told_of_all:
        yield Finding("holds", f"“{bare(claim[0])}”写了增减的数字", figures)
    elif count > 1:
        given = f"只写了其中 {len(changes)} 个的数字" if changes else "没有写数字"
        yield Finding(
            "question",
            f"“{bare(claim[0])}”说的是 {count} 个，句中{given}",
            figures,
            ask="请补充各自的增减数字",
        )


def _number(printed_count: str) -> int:
    return int(printed_count) if printed_count.isdigit() else int(value_of(printed_count) or 0)
