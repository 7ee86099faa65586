"""The field's vocabulary: what reports call a thing, and the term that is the same in every report.

Each file of `data/terms` says where its terms come from. Attributes (执行数, 完成率) say nothing
without whose they are; names (公务接待费) stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perf_analysis.data import read_words

TOTAL_SCORE = "自评总分"  # the row 合计 under heads of scores
UNNAMED = "未写明"  # the measure of a figure whose words name nothing

FILES = ("budget", "accounts", "indicators", "functions")


def _entries(part: str) -> Iterator[tuple[str, str]]:
    for file in FILES:
        for term, words in read_words(f"terms/{file}.toml").get(part, {}).items():
            for word in words.split():
                yield plain(word), term


def plain(word: str) -> str:
    """A word as compared: without quotation marks, brackets and blanks.

    >>> plain("“三公”经费"), plain("因公出国（境）费")
    ('三公经费', '因公出国境费')
    """
    return _LETTERED.sub("", word).translate(_MARKS)


_LETTERED = re.compile(r"[（(][A-Z][A-Z0-9/÷=×*+\-－—]{0,6}[)）]$")  # 全年执行数(B), 执行率(B/A)
_MARKS = str.maketrans("", "", "“”‘’\"'（）()《》 \n\t")
_PLAIN = read_words("terms/budget.toml")["plain"]
# Word → term; the attributes that every field has stand for no term.
ATTRIBUTES = dict(_entries("attributes"))
ATTRIBUTES |= dict.fromkeys((_PLAIN["words"] + _PLAIN["shares"]).split(), "")
NAMES = dict(_entries("names"))
# Attributes whose numbers are shares.
OF_SHARE = frozenset(
    word
    for word, term in ATTRIBUTES.items()
    if term.endswith(("率", "比", "度")) or word.startswith(("占", "为", "完成预算", "完成年"))
) | frozenset(_PLAIN["shares"].split())
OF_SCORE = frozenset(
    word for word, term in ATTRIBUTES.items() if term in ("自评得分", "分值", "扣分", "得分率")
)
OF_TARGET = frozenset(word for word, term in ATTRIBUTES.items() if term == "目标值")
# Terms that a department has one of, so that they need no owner.
OF_DEPARTMENT = frozenset(
    term for term in read_words("terms/budget.toml")["attributes"] if term not in ("下达资金",)
)
OF_BUDGET = frozenset(
    word for word, term in ATTRIBUTES.items() if term in ("年初预算数", "全年预算数")
)
# Terms of levels: of a thing with a term of its own they say no other thing.
_LEVELS = ("执行数", "年初预算数", "全年预算数", "全年预计执行数", "")
# Names of the whole, whose budget and execution are those of the department.
_OF_WHOLE = ("本年支出", "支出合计", "预算执行")
# Lines of accounts that are levels themselves: their 决算数 is what was carried over.
_CARRIED = {word: term for word, term in ATTRIBUTES.items() if term.endswith("结转和结余")}
_LONGEST = max(map(len, NAMES))
# What makes any budget the one of the year's start: 年初部门 of 年初部门预算安排.
OF_START = re.compile(r"年初(?:部门|单位|财政|收支|支出|收入|整体|安排|批复|核定|下达|总|的)*")


@cache
def term_of(subject: str, measure: str) -> str | None:
    """The field's term for a measure; None where the vocabulary knows none.

    >>> term_of("局机关", "支出决算"), term_of("", "公务接待费支出"), term_of("", "苗木")
    ('执行数', '公务接待费', None)
    """
    owner, told = plain(subject), plain(measure)
    if told in NAMES:
        return NAMES[told]
    for size in range(min(len(told), _LONGEST), 0, -1):
        head, tail = told[:-size], told[-size:]
        if tail in NAMES:
            return NAMES[tail]
        if tail in ATTRIBUTES:
            if ATTRIBUTES[tail] == "全年预算数" and OF_START.fullmatch(head):
                return "年初预算数"
            named = NAMES.get(head or owner) or _CARRIED.get(head or owner)
            is_of_part = named not in _OF_WHOLE and ATTRIBUTES[tail] in _LEVELS
            of_whole = ATTRIBUTES[tail] or (term_of("", owner) if owner and not head else None)
            return named if named and is_of_part else of_whole
    return None
