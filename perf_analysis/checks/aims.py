"""What a report is judged by: the targets and indicators that it sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_analysis.checks.case import Case
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import likeness, pairs_of
from perf_analysis.relations.targets import thing_of

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


def is_judged_by(case: Case, name: str, *, is_rank: bool = False) -> bool:
    """Whether a result, or a rank, is one of a target or indicator; of a report that holds no
    result against a target in numbers each is, for by these alone it can be judged.
    """
    told = _letters(name)
    ranks = [aim for aim, is_of_rank in _aims(case) if is_of_rank or not is_rank]
    return not _has_aims(case) or any(
        min(len(told), len(aim)) >= _LEAST and likeness(told, aim) >= _ALIKE for aim in ranks
    )


def _has_aims(case: Case) -> bool:
    is_held = any(
        one.kind == "target" and {"target", "actual"} <= {*one.roles} for one in case.relations
    )
    return is_held or bool(case.rows["indicators"])


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
