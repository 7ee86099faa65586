"""What a report is judged by: the targets and indicators that it sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.checks.case import Case
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import likeness, pairs_of
from perf_analysis.relations.things import thing_of

_ALIKE = 0.75  # likeness of the names of a result and of a target
_LEAST = 2  # pairs of characters that name something
_NOT_OF_NAMES = re.compile(
    r"目标|指标值?|完成值?|实际|年度|全年|同比|增长|增速|增幅|排名|名次|位次"
)
_OF_RANK = re.compile(r"位次|名次|排名|第[一二三\d]|前[一二三五十\d]+[名位]")
_OF_NEXT = re.compile(r"下一步|打算|措施|建议|改进|明年|下年")


def is_of_next_year(case: Case, start: int | None) -> bool:
    """Whether a place stands in a chapter on what is to come."""
    if case.structure is None or start is None:
        return False
    titles = case.structure.title_over(case.structure.path_at(start))
    return bool(_OF_NEXT.search(titles)) and "问题" not in titles


class Aims:
    """The targets and indicators of a report, by the pairs of characters of their names.

    `are_held` tells whether the report holds a result against one of them in numbers; else it can
    be judged by its results alone.
    """

    def __init__(self, case: Case) -> None:
        held = (one for one in case.relations if one.kind == "target")
        is_held = any({"target", "actual"} <= {*one.roles} for one in held)
        self.are_held = is_held or bool(case.rows["indicators"])
        self._by_pair: dict[str, list[tuple[frozenset[str], bool]]] = {}
        for letters, is_rank in _aims(case):
            for pair in letters:
                self._by_pair.setdefault(pair, []).append((letters, is_rank))

    def judge(self, name: str, *, is_rank: bool = False) -> bool:
        """Whether a result, or a rank, is one of a target or indicator; each is where none is held
        against a result.
        """
        told = _letters(name)
        near = (aim for pair in told for aim in self._by_pair.get(pair, ()))
        return not self.are_held or any(
            min(len(told), len(letters)) >= _LEAST and likeness(told, letters) >= _ALIKE
            for letters, is_of_rank in near
            if is_of_rank or not is_rank
        )


def _aims(case: Case) -> Iterator[tuple[frozenset[str], bool]]:
    """The names of targets and indicators as pairs of characters, and whether they are ranks."""
    targets = (one.of("target") for one in case.relations if one.kind == "target")
    named = [(thing_of(one), one.kind == "rank") for one in targets if one is not None]
    named += [(text_of(row["level3"]), False) for row in case.rows["indicators"]]
    for name, is_rank in named:
        told = _letters(name)
        if told:
            yield told, is_rank or _OF_RANK.search(name) is not None


def _letters(name: str) -> frozenset[str]:
    return pairs_of(_NOT_OF_NAMES.sub("", name)) - {""}
