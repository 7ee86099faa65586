"""Words that say that two numbers tell of two things, however near and alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from perf_analysis.data import read_words

_GRADES = "一二三四五六七"
_WORDS = read_words("relations.toml")
_CONTRASTS = tuple(line.split() for line in _WORDS["contrasts"])
_SPLITS = tuple((wholes.split(), parts.split()) for wholes, parts in _WORDS["splits"])


@lru_cache(maxsize=65_536)
def is_contrary(one: str, other: str) -> bool:
    """Whether one name has a word of a contrast, and the other another word of it.

    >>> is_contrary("中央资金", "县级资金"), is_contrary("进出口总值", "出口")
    (True, False)
    """
    for words in _CONTRASTS:
        first = {word for word in words if word in one}
        second = {word for word in words if word in other}
        if first and second and not first & second:
            return True
    return False


def is_series(names: Sequence[str]) -> bool:
    """Whether names are the grades of one thing, from the first one on.

    >>> is_series(["一级所", "二级所", "三级所"]), is_series(["二级所", "三级所"])
    (True, False)
    """
    grades, things = {name[:1] for name in names}, {name[1:] for name in names}
    return len(names) > 1 and grades == set(_GRADES[: len(names)]) and len(things) == 1


def is_split(whole: str, names: Sequence[str]) -> bool:
    """Whether names are those by which a whole is commonly split.

    >>> is_split("编制", ["行政人员", "事业人员"]), is_split("人员", ["行政人员", "退休人员"])
    (True, False)
    """
    return any(
        any(word in whole for word in wholes) and are_each_named(names, parts)
        for wholes, parts in _SPLITS
    )


def are_each_named(names: Sequence[str], words: Sequence[str]) -> bool:
    """Whether there are as many names as words, and each word stands in one of them."""
    return len(names) == len(words) and all(
        sum(word in name for name in names) == 1 for word in words
    )
