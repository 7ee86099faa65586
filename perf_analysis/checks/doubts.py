"""Claims that their numbers do not bear out and that yet are none: of another scope or sum, or of
names that only look alike.
"""

from __future__ import annotations

import re

from perf_analysis.checks.case import Case
from perf_analysis.relations import Fact, Relation
from perf_analysis.relations.facts import BESIDE, HERE
from perf_analysis.relations.hundreds import OF_TOTAL
from perf_analysis.relations.slips import SLIPPED

LEAST_DIGITS = 3  # of a number that is another but for a slip: of fewer any is
_CHOSEN = ("重点人群", "重点企业", "重点项目", "低收入", "规上")
_AMONG, _SENTENCE = "其中", re.compile(r"[。;；]")
_MARKS = (":", "(")  # that announce a sum, and much else
_SCOPE = re.compile(r"一般公共预算|政府性基金|国有资本|财政拨款")
_POSTS, _STAFF = "编制", re.compile(r"在职|实有|在岗|年末|编外")


def is_doubtful(case: Case, relation: Relation) -> bool:
    """Whether a claim that does not agree may be none."""
    if relation.kind == "same":
        return _are_of_two_scopes(case, relation) or _are_two_rates(case, relation)
    if relation.kind == "sum":
        return _is_no_sum(relation) or _is_another_sum(case, relation)
    if relation.kind == "quotient":
        return _is_of_others(relation)
    whole = relation.of("from")
    return relation.announced == SLIPPED and whole is not None and whole.digits < LEAST_DIGITS


def _are_of_two_scopes(case: Case, relation: Relation) -> bool:
    """Whether two numbers of one name stand under headings of two funding scopes: 一般公共预算财政
    拨款支出决算情况 tells a part of what 支出决算情况 tells.
    """
    structure = case.structure
    if structure is None:
        return False
    starts = [fact.row["start"] for fact in relation.facts[:2] if fact.row["start"] is not None]
    titles = [structure.title_over(structure.path_at(start)) for start in starts]
    scopes = [frozenset(_SCOPE.findall(title)) for title in titles]
    return len(scopes) > 1 and scopes[0] != scopes[1]


def _are_two_rates(case: Case, relation: Relation) -> bool:
    """Whether each of two rates is right by other numbers: of the department, of its project."""
    wholes = []
    for rate in relation.facts[:2]:
        own = (one for one in case.relations if one.kind == "quotient" and one.agrees)
        whole = next((one.of("denominator") for one in own if one.of("rate") is rate), None)
        is_known = whole is not None and whole.kind != "score"
        wholes.append(whole.number if whole is not None and is_known else None)
    return None not in wholes and wholes[0] != wholes[1]


def _is_of_others(relation: Relation) -> bool:
    """Whether a rate is of some only, which neither of its numbers is: 重点人群签约率; or of posts
    that are used, beside posts alone.
    """
    part, whole, rate = (relation.of(role) for role in ("numerator", "denominator", "rate"))
    if part is None or whole is None or rate is None:
        return False
    names = part.name + whole.name
    is_chosen = any(word in rate.name and word not in names for word in _CHOSEN)
    return is_chosen or ("使用率" in rate.name and _POSTS in part.name)


def _is_no_sum(relation: Relation) -> bool:
    """Whether numbers are hardly the parts of what they are held against."""
    whole = relation.of("whole")
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole is None:
        return False
    is_row = all(whole.distance(fact) == HERE for fact in parts)
    if relation.announced == SLIPPED and whole.table and not is_row:
        return not OF_TOTAL.search(whole.name)  # a line beside them
    if _POSTS in whole.name and any(_STAFF.search(fact.name) for fact in parts):
        return True  # posts are not those who hold them
    if len(parts) != 2:
        return False
    is_apart = all(whole.distance(fact) > BESIDE for fact in parts)
    is_apart = is_apart and relation.announced in _MARKS
    return is_apart or _is_of_earlier(relation, whole, parts[0])


def _is_of_earlier(relation: Relation, whole: Fact, part: Fact) -> bool:
    """Whether 其中 before a part is not the part's, but of what an earlier sentence tells."""
    is_other = relation.announced == _AMONG and whole.distance(part) != HERE
    return is_other and _AMONG not in _SENTENCE.split(part.lead)[-1]


def _is_another_sum(case: Case, relation: Relation) -> bool:
    """Whether the parts of a sum make up another number of its paragraph: the one before a bracket,
    of which 其中 behind the bracket speaks.
    """
    whole = relation.of("whole")
    parts = [fact for fact in relation.facts if fact is not whole]
    if whole is None or whole.table or relation.announced == SLIPPED:
        return False
    total = sum(part.added for part in parts)
    others = {fact.at: fact for one in case.relations for fact in one.facts}
    return any(
        fact.number == total and fact.unit == whole.unit and fact.kind == whole.kind
        for fact in others.values()
        if fact.distance(parts[0]) <= BESIDE and fact.is_level and fact not in parts
    )
