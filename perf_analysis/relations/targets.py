"""Targets with what was reached, though chapters lie between, and the rate that says how far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perf_analysis.data import read_words
from perf_analysis.relations.changes import TURNED
from perf_analysis.relations.contrasts import is_contrary
from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.met import APART
from perf_analysis.relations.parallel import find_parallel
from perf_analysis.relations.promises import (
    find_promises,
    is_bound,
    is_of_task,
    is_share,
)
from perf_analysis.relations.relation import Relation, relate
from perf_analysis.relations.things import AIM, item_likeness, name_likeness, thing_of

REACHED = tuple(read_words("relations.toml")["targets"]["reached"].split())
_OWN = ("达标率", "开工率", "到岗率", "完工率")  # which may have targets themselves
LEAST_LIKENESS = 0.55  # of two names that stand in different sentences
_LIKE_BY_NUMBER = 0.4  # of two names of as many
_LIKE_BY_RATE = 0.25  # of two names whose numbers give a stated rate of completion
_TASKS = ("任务", "任务数", "目标任务", "计划", "计划数", "目标数", "预定数")
_JOINED = re.compile(r"(?:以[上内下])?[和及与、至]")  # two of a list: 分别不低于50%和75%
_LESS = re.compile(r"[低差少]|距")
_ABOVE = re.compile(r"高于|低于|(?<=值)[高低]|(?<=目标)[高低]")
_BEYOND = re.compile(
    r"超[额出过]?(?:完成)?(?:年初|年度|全年|原定)?(?:任务|目标|计划|指标)[数值量]?的?$|超额(?:完成)?了?$"
)
_PLANNED, _DONE = re.compile(r"计划|应|拟|目标|指标值"), re.compile(r"实际|完成|已")
_IS_DONE = re.compile(
    r"^(?:以[内上下])?[，,、(（]?(?:全年|年末)?"
    r"(?:实际|实测|测定|已|完成|建成|新建|落实|竣工|办了?|开展|达到|达|改造|装|组织)了?[^，,。；;]{0,8}$"
)
# What is left to do, what was only looked at, what it was before, and a part of the result.
_LEFT_OUT = re.compile(
    r"(?:[仅只尚]|还)[余剩差缺欠][^，,。;；]{0,2}$"
    r"|(?<!—)(?:抽取|抽查|抽样)(?![^，,。;；]*(?:[为是达仅只]|测算|推算|核实))[^，,。;；]{0,12}(?<!率)$|[由从]$"
    r"|^\|?其中[^，,。;；]{0,8}$"
)
_OF_AIM = re.compile(
    r"(?:完成|年初|年度|全年)(?:目标|任务|计划)[数值]?$"
)  # 完成年初目标（12万人次）
_NO_THING = re.compile(r"实际|完成|超[额过出]?|任务|目标|计划|年度|全年|数")
_LEAST_THING = 2  # characters that name something
_FOR_ALL = re.compile(r"[，,](?:均|都|皆|全部)(?:超过|高于|达到|不低于|优于|大于)了?")
_NEAR = 20  # characters before a share that say of what it is
_SLIP = 0.02  # by which an author may err
_NEVER_BY_CHANCE = 3  # digits
# 为预定数的, 相当于目标的, 是订的数的
_SHARE_OF = re.compile(
    r"(?:完成|占|为|是|及|于)[^，,]{0,6}(?:目标|计划|任务|承诺|预[定期]|指标(?=值)|约定|[定订]的|须.)[数值量]?的$"
)
_OF_LAST = re.compile(r"(?:上|去)一?年(?:同期)?(?:数|为|末)?$")  # a level to compare with
_NO_RESULTS = ("不低于", "不少于", "不小于", "≥", "至少")
_OF_RESULT = "实际完成值"  # whatever heading it stands under
_SAYS_RESULT = re.compile(r"实际(?![^，,。；;]*(?:目标|计划|任务))[^，,。；;]{0,8}$")
_NAMES_RATE = re.compile(r"内?[一-鿿]{2,10}[率度](?![一-鿿]*[，,])")  # 24小时预报准确率
_KEPT = re.compile(r"[，,](?:完成|达到|实现)了?[^，,]{0,4}(?:目标|任务|计划)[值数]?")
_MOST_BETWEEN = 3  # figures from a result to the target that it keeps
_AND = re.compile(r"(?<=[一-鿿]{2})[和及与](?=[一-鿿]{2})")
_OF_PART = re.compile(r"[上下]半年|[一二三四]季度")  # of a year, whose result is none of the year
BEYOND = "超目标"  # what announces by how much the only task was exceeded


@dataclass(frozen=True)
class _Pair:
    target: Fact
    actual: Fact
    rate: Fact | None
    worth: float


def find_targets(own: Sequence[Fact], facts: Sequence[Fact], taken: set[int]) -> list[Relation]:
    """One relation for each target of one's own facts with its result among the facts around, each
    target without one, and each rate of completion that no two numbers give.

    Facts in `taken` belong to one already; those of this call are added.
    """
    aimed = {one.at: other.at for one, other in pairwise(facts) if _has_target(one, other)}
    promises = find_promises(facts)
    planned, done = set(promises), set(promises.values())
    aims = planned | set(aimed.values())
    rates = [fact for fact in facts if _says_how_far(fact) and fact.at not in {*aimed, *planned}]
    # 达标率 may say how far a target was reached, but not where it has one itself
    own_aims = {fact.name for fact in facts if fact.kind == "rate" and fact.role == "target"}
    results = {fact.at for fact in facts if fact.role != "target" and fact.name in own_aims}
    rates = [fact for fact in rates if not is_beyond(fact) and fact.at not in results]
    gaps = [fact for fact in facts if _is_gap(fact) and fact.at not in aims]
    targets = [
        fact for fact in own if fact.at in aims or (_is_target(fact) and fact.at not in done)
    ]
    planned |= set(_left_out(facts))
    results |= done | aimed.keys() | {fact.at for fact in facts if _can_be_reached(fact)}
    results -= planned | {fact.at for fact in facts if fact.row["qualifier"] in _NO_RESULTS}
    actuals = [fact for fact in facts if fact.at in results]
    # of two that stand together any share may be the one that says how far
    beside = [
        fact
        for fact in facts
        if fact.kind == "rate" and (fact.role == "actual" or fact.at - 1 in done)
        if fact.at not in planned and not is_bound(fact)
    ]
    by_order = find_parallel([fact for fact in targets if fact.at not in promises], actuals)
    found = sorted(
        _pairs(targets, actuals, [*beside, *rates, *gaps], promises, by_order),
        key=lambda pair: pair.worth,
        reverse=True,
    )
    told: list[Relation] = []
    for pair in found:
        if pair.target.at in taken or pair.actual.at in taken:
            continue
        told_by = (*rates, *gaps, *filter(_is_bracketed, beside))
        left = [fact for fact in told_by if fact.at not in taken]
        told.append(_told(pair, pair.rate or _rate_beside(pair, left)))
        taken |= {fact.at for fact in told[-1].facts}
        told += _shared(pair, actuals, taken)
    mine = {fact.at for fact in own}
    for rate in (rate for rate in rates if rate.at in mine and rate.at not in taken):
        left = [fact for fact in targets if fact.at not in taken]
        told.append(_of_rate(rate, actuals, left))
        taken |= {fact.at for fact in told[-1].facts}
    told += [relate("target", {"target": fact}) for fact in targets if fact.at not in taken]
    return [*told, *_beyond(own, told, taken)]


def _told(pair: _Pair, rate: Fact | None) -> Relation:
    """A target and its result, with the rate or the gap that says how far."""
    by = "points" if rate is not None and _is_gap(rate) else "rate"
    named = {"target": pair.target, "actual": pair.actual, by: rate}
    agrees, announced = None, "目标"
    if rate is not None:
        is_given, is_on_side = _fits(pair.target, pair.actual, rate), _is_on_side(pair, rate)
        agrees = is_given and is_on_side
        announced = TURNED if is_given and not is_on_side else announced
    return relate("target", named, announced=announced, agrees=agrees)


def _beyond(
    own: Sequence[Fact], told: Sequence[Relation], taken: Container[int]
) -> Iterator[Relation]:
    """By how much a task was exceeded, told elsewhere than the only task and what was done of it:
    超任务45%.
    """
    counted = {
        (target.number, actual.number): relation
        for relation in told
        if (target := relation.of("target")) and (actual := relation.of("actual"))
        if target.is_level and target.kind != "score" and relation.of("rate") is None
    }
    if len(counted) != 1:
        return
    target, actual = next(iter(counted.values())).facts[:2]
    for rate in own:
        is_of_it = rate.is_like(target) or len(_NO_THING.sub("", rate.name)) < _LEAST_THING
        if rate.kind == "rate" and is_beyond(rate) and rate.at not in taken and is_of_it:
            named = {"target": target, "actual": actual, "rate": rate}
            yield relate("target", named, announced=BEYOND, agrees=_fits(target, actual, rate))


def _left_out(facts: Sequence[Fact]) -> Iterator[int]:
    """What is no result, and what is listed behind it: 抽取综合体6个、社区站点18个."""
    was_left_out = False
    for fact in facts:
        is_listed = fact.lead.startswith("、")
        was_left_out = bool(_LEFT_OUT.search(fact.lead)) or (was_left_out and is_listed)
        if was_left_out and (fact.table or not fact.lead.startswith("其中")):
            yield fact.at


def _has_target(rate: Fact, target: Fact) -> bool:
    """Whether a share has a target of its own behind it, and is no rate of completion nor its gap:
    按期完工率50%，低于目标100%.
    """
    is_aim = target.role == "target" and target.kind == rate.kind == "rate"
    if not is_aim or rate.distance(target) != HERE or target.row["subject"] != rate.name:
        return False
    return not APART.search(target.measure) or _is_beside(rate, target)


def _is_beside(rate: Fact, target: Fact) -> bool:
    """Whether a share stands to a target as the words say: 低于目标 what is more than it is."""
    if _LESS.search(target.measure):
        return target.value > rate.value
    return rate.value / 2 < target.value <= rate.value


def _is_target(fact: Fact) -> bool:
    is_said = fact.role == "target" or fact.row["term"] == "目标值"
    is_said = is_said or (fact.is_level and _OF_AIM.search(fact.measure) is not None)
    is_said = is_said and not _is_result(fact) and not fact.before.endswith(("由", "从"))
    is_said = is_said or _is_for_all(fact)
    if fact.kind == "other" and _NAMES_RATE.match(fact.behind):
        return False
    return is_said and not _says_how_far(fact) and not _is_gap(fact)


def _is_result(fact: Fact) -> bool:
    """Whether words right before a number say that it was reached, whatever stands around it."""
    is_said = _SAYS_RESULT.search(fact.lead) is not None and not is_bound(fact)
    return fact.row["term"] == _OF_RESULT or is_said


def _says_result(fact: Fact) -> bool:
    """Whether the clause of a number says no more than that it was reached: ，实际3.5天."""
    return _IS_DONE.search(fact.lead) is not None and fact.lead[:1] in "，,、以"


def _says_how_far(fact: Fact) -> bool:
    is_own = bool(fact.row["qualifier"] or fact.table) or fact.measure.endswith(_OWN)
    is_aim = fact.role == "target" and is_own
    if fact.kind != "rate" or is_aim:
        return False
    is_of_budget = fact.row["term"] == "预算执行率" and not fact.row["subject"]
    is_named = fact.row["term"] == "完成率" or fact.measure.endswith(REACHED)
    is_of_task = fact.row["term"] == "目标值" and fact.measure.endswith(_TASKS)
    return is_of_budget or is_named or is_of_task or _SHARE_OF.search(fact.before) is not None


def _is_gap(fact: Fact) -> bool:
    """Whether a figure says how far a result stands from its target, 低于目标3.3个百分点, and is
    not the target itself, 超过目标值30万站日.
    """
    measure = fact.measure
    if "目标" not in measure:
        return False
    is_apart = fact.is_moved or bool(APART.search(measure))
    return is_apart and ("点" in str(fact.row["unit"]) or not measure.endswith("值"))


def _can_be_reached(fact: Fact) -> bool:
    return (
        (fact.role == "actual" or _is_result(fact))
        and fact.row["term"] != "目标值"
        and (fact.kind not in ("score", "rank") or _is_contentment(fact))
        and not _OF_LAST.match(fact.measure)
        and not fact.before.endswith(("由", "从"))
        and not _says_how_far(fact)
        and not _is_gap(fact)
        and not (fact.is_level and _OF_AIM.search(fact.measure))
    )


def _is_for_all(fact: Fact) -> bool:
    """Whether a share is what all the results before it are above: 均超过90%."""
    return fact.kind == "rate" and _FOR_ALL.fullmatch(fact.lead) is not None


def _is_contentment(fact: Fact) -> bool:
    """Whether points measure what people think, and are no marks of the report."""
    return fact.kind == "score" and "满意" in fact.name


def _pairs(
    targets: Sequence[Fact],
    actuals: Sequence[Fact],
    rates: Sequence[Fact],
    promises: Mapping[int, int],
    by_order: Mapping[int, int],
) -> Iterable[_Pair]:
    by_unit: dict[str, list[Fact]] = {}
    for actual in actuals:
        by_unit.setdefault(actual.unit, []).append(actual)
    told = Counter(_attribute(fact) for fact in targets), Counter(map(_attribute, actuals))
    for target in targets:
        for actual in by_unit.get(target.unit, ()):
            attribute = _attribute(target)
            is_only = attribute == _attribute(actual) and {names[attribute] for names in told} == {
                1
            }
            is_kept = promises.get(target.at) == actual.at
            is_only = is_only or by_order.get(target.at) == actual.at
            pair = _pair(target, actual, rates, is_only, is_kept)
            if pair:
                yield pair


def _attribute(fact: Fact) -> str:
    """What a share is of: 满意度, 合格率; empty for what is none."""
    measure = AIM.sub("", fact.measure)
    return measure if fact.kind == "rate" and measure.endswith(("率", "度")) else ""


def _pair(
    target: Fact, actual: Fact, rates: Sequence[Fact], is_only: bool, is_kept: bool
) -> _Pair | None:
    """The two as a pair, if names, place or a rate tie them."""
    distance = target.distance(actual)
    if (target.kind == "growth") != (actual.kind == "growth"):
        return None
    if actual.is_moved and not target.is_moved:
        return None
    if _OF_PART.search(actual.lead) and not _OF_PART.search(target.lead):
        return None
    if actual.at == target.at + 1 and distance == HERE and _JOINED.fullmatch(actual.before):
        return None
    if ("净增" in target.name) != ("净增" in actual.name) or _is_of_half(target, actual):
        return None
    is_other = actual.is_of_other_year(target)
    if not is_kept and (is_other or is_contrary(thing_of(target), thing_of(actual))):
        return None
    alike = max(
        name_likeness(target, actual), LEAST_LIKENESS * is_only, item_likeness(target, actual)
    )
    is_beside = distance == HERE and abs(target.at - actual.at) == 1
    is_row = distance == HERE and bool(target.table)
    is_own = is_beside and _has_target(actual, target)
    rate = _rate_of(target, actual, rates)
    is_told = is_beside and bool(_PLANNED.search(target.name) and _DONE.search(actual.name))
    is_behind = is_beside and target.at < actual.at
    is_told = is_told or is_kept or (actual.at < target.at and _is_for_all(target))
    is_told = is_told or (is_behind and _says_result(actual))
    is_told = is_told or _is_kept_by(target, actual)
    is_tied = is_row or is_own or is_told or (is_beside and rate is not None)
    is_as_many = target.kind == "count" and target.number == actual.number and target.digits > 1
    least = _LIKE_BY_NUMBER if is_as_many else LEAST_LIKENESS
    least = _LIKE_BY_RATE if rate else least
    if not is_tied and not _is_proved(actual, rate) and alike < least:
        return None
    worth = (
        alike
        + 3 * is_row
        + 2 * (is_own or is_kept)
        + 1.5 * (rate is not None)
        + 0.3 * is_beside
        - 0.1 * distance
    )
    worth += 0.2 * (bool(target.table) == bool(actual.table))  # of a number told in both
    return _Pair(target, actual, rate, worth - 1e-5 * actual.at)


def _is_kept_by(target: Fact, actual: Fact) -> bool:
    """Whether a clause behind a result, and behind its change, says that it keeps a target: 面积
    2.45平方米，较上年提高0.12平方米，完成省定目标2.40平方米.
    """
    is_behind = 0 < target.at - actual.at <= _MOST_BETWEEN and target.distance(actual) == HERE
    return is_behind and not target.table and _KEPT.fullmatch(target.before) is not None


def _is_proved(actual: Fact, rate: Fact | None) -> bool:
    """Whether a rate of completion right behind a result has more digits than chance could fit."""
    is_behind = rate is not None and rate.at == actual.at + 1 and actual.distance(rate) == HERE
    return is_behind and rate is not None and _says_how_far(rate) and rate.digits > _NEVER_BY_CHANCE


def _is_of_half(target: Fact, actual: Fact) -> bool:
    """Whether a result is of one of the two things that a target is of: 恢复面积 of 新增和恢复."""
    joined = _AND.search(thing_of(target))
    if joined is None or not actual.name:
        return False
    return joined[0] not in actual.name and set(actual.name) <= set(thing_of(target))


def _rate_of(target: Fact, actual: Fact, rates: Sequence[Fact]) -> Fact | None:
    """The rate, or the gap, near the result that says how far the target was reached; none else
    where one stands right behind it.
    """
    own = [rate for rate in rates if rate.at == actual.at + 1 and actual.distance(rate) == HERE]
    if own and _says_how_far(own[0]):
        return own[0] if _fits(target, actual, own[0]) else None
    fits = [
        rate
        for rate in rates
        if _says_how_far(rate)
        or _is_gap(rate)
        or rate.at - max(target.at, actual.at) == 1
        or (is_of_task(rate) and actual.distance(rate) == HERE and actual.at < rate.at)
        or _tells_share(target, rate)
        if actual.distance(rate) <= BESIDE
        or rate.at == actual.at + 1
        or target.distance(rate) <= BESIDE
        or rate.is_like(target)
        or _tells_share(target, rate)
        if _fits(target, actual, rate)
    ]
    return min(fits, key=lambda rate: abs(rate.at - actual.at), default=None)


def _tells_share(target: Fact, rate: Fact) -> bool:
    """Whether a share of more digits than chance makes names what a target in a table is of:
    安防工程只做了83.1%.
    """
    thing = thing_of(target)
    is_named = len(thing) > _LEAST_THING and thing in rate.lead[-_NEAR:]
    return bool(target.table) and rate.digits >= _NEVER_BY_CHANCE and is_named


def _rate_beside(pair: _Pair, rates: Sequence[Fact]) -> Fact | None:
    """The rate of completion that stands in the row of the two, or it or the gap right behind the
    result, though they do not give it.
    """
    is_row = bool(pair.target.table) and pair.target.distance(pair.actual) == HERE
    told = (
        rate
        for rate in rates
        if pair.actual.distance(rate) == HERE
        and ((is_row and not _is_gap(rate)) or _is_behind(rate, pair.actual))
        and (not _is_gap(rate) or rate.row["subject"] == pair.actual.name)
        and (not _is_bracketed(rate) or _is_nearly(pair, rate))
    )
    return next(told, None)


def _is_bracketed(rate: Fact) -> bool:
    """Whether a share stands alone in a bracket: 420个（106%）."""
    return rate.before == "(" and rate.behind.startswith(")")


def _is_nearly(pair: _Pair, rate: Fact) -> bool:
    """Whether a rate is what the two give but for a slip."""
    wanted = float(pair.target.number)
    share = float(pair.actual.number) / wanted if wanted > 0 else 0.0
    return abs(rate.value - share) <= _SLIP


def _is_behind(rate: Fact, actual: Fact) -> bool:
    """Whether a rate stands right behind a result, or behind a bracket with the parts of that, and
    is of no other thing: 工程验收合格率100%（目标100%），终端出水水质达标率91.2%.
    """
    is_past = actual.at < rate.at and actual.behind.startswith("(") and rate.before[:1] == ")"
    is_of_it = not rate.row["subject"] or not rate.letters.isdisjoint(actual.letters)
    return rate.at == actual.at + 1 or (is_past and is_of_it)


def _is_share(target: Fact, actual: Fact, rate: Fact) -> bool:
    """Whether a rate is what a result is of its target."""
    return is_share(target, actual, rate, beyond=is_beyond(rate))


def _is_apart(target: Fact, actual: Fact, gap: Fact) -> bool:
    """Whether a result stands a gap away from its target."""
    return gap.unit == target.unit and abs(actual.number - target.number) == gap.number


def _is_on_side(pair: _Pair, gap: Fact) -> bool:
    """Whether a result stands above its target where a gap says 高于, and below where 低于; 优于
    may be either.
    """
    found = _ABOVE.search(gap.measure)
    if not _is_gap(gap) or not found:
        return True
    return (pair.actual.number > pair.target.number) == found[0].startswith("高")


def is_beyond(rate: Fact) -> bool:
    """Whether a rate tells what a result is above its target: 超任务45%."""
    return rate.kind == "rate" and _BEYOND.search(rate.lead) is not None


def _fits(target: Fact, actual: Fact, rate: Fact) -> bool:
    """Whether a rate, or a gap, is what the two give."""
    fit = _is_apart if _is_gap(rate) else _is_share
    return fit(target, actual, rate)


def _shared(pair: _Pair, actuals: Sequence[Fact], taken: set[int]) -> list[Relation]:
    """The results of the same sort before a pair in its sentence, whose target is the same:
    门诊91.35%，住院94.06%，均高于90%.
    """
    told = []
    at = pair.actual.at - 1
    for actual in reversed(actuals):
        is_next = actual.at == at and actual.at not in taken and not actual.table
        if is_next and pair.target.distance(actual) == HERE and _is_alike(actual, pair.actual):
            taken.add(actual.at)
            named = {"target": pair.target, "actual": actual}
            told.append(relate("target", named, announced="目标"))
            at -= 1
    return told


def _is_alike(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit and bool(_attribute(one)) and _attribute(one) == _attribute(other)


def _of_rate(rate: Fact, actuals: Sequence[Fact], targets: Sequence[Fact]) -> Relation:
    """A rate with the target of its name, or with what was reached where its sentence says that."""
    if rate.row["term"] == "预算执行率":
        return relate("target", {"rate": rate})
    beside = [fact for fact in targets if fact.at == rate.at - 1 and fact.distance(rate) == HERE]
    named = beside or [fact for fact in targets if fact.is_like(rate)]
    target = min(named, key=lambda fact: (fact.at > rate.at, abs(fact.at - rate.at)), default=None)
    here = [
        fact
        for fact in actuals
        if rate.distance(fact) == HERE
        and fact.kind != "rate"
        and fact.at < rate.at
        and fact.is_like(rate)
        and not fact.is_moved
    ]
    actual = here[-1] if here and target is None else None
    return relate("target", {"target": target, "actual": actual, "rate": rate})
