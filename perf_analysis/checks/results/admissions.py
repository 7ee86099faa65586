"""Problems that a report admits: the remedies it promises for them,
and the praise that says there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perf_analysis.checks.case import Case, Finding
from perf_analysis.checks.results.parts import (
    CUT_OFF,
    bare,
    both_ends,
    is_cut_off,
    problems_in,
    quote,
    remedies_in,
    said_sections,
    text_in,
)
from perf_analysis.checks.results.terms import shared_terms, terms_of
from perf_analysis.structure import SENTENCE

_LISTED = re.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]+|[一二三四五六七八九十]是|第[一二三四五六七八九十][，,])"
)
_MARK = re.compile(r"[，,。；;：:]")
_SIGN = re.compile(
    r"责任人|责任单位|责任科室|责任部门|牵头|专人|由[一-鿿]{2,12}负责"
    r"|\d{4}年|\d月|\d+个?[日天月]内|月底|年底|季度|半年|每[月季周年]|时限|期限|次年|明年"
    r"|\d%|\d(?:个|次|场|家|项|万|元|人|篇|份|户)|百分之|不低于|不少于|不超过|以上"
)
_REMEDIED = re.compile(r"整改|改进|措施|下一步|建议")
LEAST_POINT = 6  # characters of a problem or remedy: less is a heading
# characters in a row of what a problem goes on to say that a remedy must hold to speak of it
ANSWERED_PHRASE = 4

_FEW = "个别|部分|少数|有些|有的|一些|少量"
_WEAK = (
    "有待|不足|不够|不尽|不高|不强|不全|不明|不清|不合理|不科学|不完整|不规范|不准|欠"
    "|偏低|偏少|过低|过高|偏高|笼统|单一|较少|模糊"
)
_GOOD = "科学|客观|明确|清晰|合理|可衡量|细化|量化|完整|规范|健全"
_EVERY = "所有|全部|均|一律|每个"
# Of setting targets and of reaching them: what is claimed of all,
# and what the problems say of some.
_THEMES = (
    (
        re.compile(
            rf"(?:{_EVERY})[^。；]{{0,60}}?(?:(?:{_GOOD})[^。；，]{{0,10}}(?:目标|指标)(?!值?完成|任务完成)|(?:目标|指标)(?:设[置定])?[^。；，完达]{{0,6}}(?:{_GOOD}))"
        ),
        re.compile(
            rf"(?:{_FEW})[^。；]{{0,30}}(?:目标|指标)[^。；]{{0,16}}(?:{_WEAK})|(?:目标|指标)(?:设[置定]|编制|体系)[^。；]{{0,10}}(?:{_WEAK})"
        ),
    ),
    (
        re.compile(
            r"(?:所有|全部|均|各项)[^。；]{0,12}(?:目标|指标|任务)[^。；，]{0,6}(?:完成|达到|达成|实现)(?!情况)"
            r"|(?:目标|指标|任务)[^。；，]{0,6}(?:均|全部|全面)[^。；，]{0,4}(?:完成|达到|达成|实现)"
            r"|(?:均|全部|全面)(?:已|如期|按时|按期|圆满)?(?:完成|达到|达成|实现)[^。；，]{0,10}(?:目标|指标|任务)"
        ),
        re.compile(
            rf"(?:{_FEW})[^。；]{{0,20}}(?:目标|指标|任务|项目)[^。；]{{0,12}}(?:未完成|未能完成|没有完成|未达|未能达|没有达|未实现|滞后|完成率[偏较不])"
        ),
    ),
)


def check_remedies(case: Case) -> Iterator[Finding]:
    """Problems have remedies, and of these one has somebody who does it, a date or a result."""
    if case.document is None:
        return
    problems, remedies = _points(problems_in(case)), _points(remedies_in(case))
    if problems and not remedies and is_cut_off(case.document):
        yield Finding("unchecked", CUT_OFF)
    elif problems and not remedies and not _REMEDIED.search(case.document.folded):
        yield Finding(
            "question",
            f"报告写了 {len(problems)} 条问题，没有写措施",
            ask="请补充改进措施、责任人和时限",
        )
    elif problems and remedies:
        yield from _answers(problems, remedies)
        yield from _signs(remedies)


def _points(told: Sequence[str]) -> list[str]:
    """Problems or remedies without their list number; headings
    and what leads to a list left out.
    """
    points = [_LISTED.sub("", bare(point)) for point in told]
    return [
        point for point in points if len(point) >= LEAST_POINT and not point.endswith(("：", ":"))
    ]


def _answers(problems: list[str], remedies: list[str]) -> Iterator[Finding]:
    """The problems that a remedy speaks of; one that shares no word with any may be answered in
    other words, which only a person can tell.
    """
    if set(problems) == set(remedies):  # one part tells both
        return
    for problem in problems:
        topic = _MARK.split(problem)[0]
        phrases, words = terms_of(problem), terms_of(topic)
        if any(_is_answered(phrases, words, remedy) for remedy in remedies):
            yield Finding("holds", f"问题{quote([topic])}在改进措施里有对应的说法")


def _is_answered(phrases: Sequence[str], words: Sequence[str], remedy: str) -> bool:
    """Whether a remedy holds a long phrase of a problem, or a word of its first clause."""
    is_phrased = any(len(phrase) >= ANSWERED_PHRASE for phrase in shared_terms(phrases, remedy))
    return is_phrased or not words or bool(shared_terms(words, remedy))


def _signs(remedies: list[str]) -> Iterator[Finding]:
    """Whether remedies name somebody, a date or a result: asked where none of several does."""
    vague = [remedy for remedy in remedies if not _SIGN.search(remedy)]
    if not vague:
        yield Finding("holds", f"{len(remedies)} 条改进措施都写了责任人、时限或可衡量的结果之一")
    elif len(vague) == len(remedies):
        yield Finding(
            "question",
            f"{len(remedies)} 条改进措施都没有写责任人、时限或可衡量的结果",
            ask="请补充责任人、时限和可衡量的结果",
        )


def check_praise(case: Case) -> Iterator[Finding]:
    """What is claimed of all targets and indicators is not taken back, for some,
    by the problems admitted.
    """
    if case.document is None:
        return
    sentences = [
        found
        for section in case.once(said_sections)
        for found in SENTENCE.findall(bare(text_in(case, section)))
    ]
    admitted = "。".join(problems_in(case))
    claimed = []
    for claim, problem in _THEMES:
        praise = next(
            (_claim(sentence, claim) for sentence in sentences if claim.search(sentence)), ""
        )
        taken_back = problem.search(admitted)
        claimed += [praise] if praise and admitted else []
        if praise and taken_back:
            message = (
                f"前面写“{both_ends(praise)}”，"
                f"存在问题里写“{both_ends(taken_back[0])}”，两处说法不同"
            )
            yield Finding("question", message, ask="请说明哪些项目例外，并统一两处的说法")
            return
    if claimed:
        yield Finding("holds", f"{quote(claimed)}与存在问题的说法没有冲突")


def _claim(sentence: str, claim: re.Pattern[str]) -> str:
    """The claim within a sentence, from the last word that means all."""
    found = claim.search(sentence)
    assert found
    while later := claim.search(sentence, found.start() + 1, found.end()):
        found = later
    return found[0]
