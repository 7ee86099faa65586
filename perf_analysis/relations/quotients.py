"""Quotients: a share and what it is the share of, and amounts by head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

from perf_analysis.figures import text_of
from perf_analysis.relations.facts import BESIDE, FAR, HERE, LEVELS, Fact
from perf_analysis.relations.relation import Relation, relate
from perf_analysis.relations.search import Ends, Hit, Near, Pool, likelihood, pairs
from perf_analysis.relations.slips import is_slip, slip_chance

MOST_CHANCE, MOST_TOLD = 0.05, 0.2  # of a pair, by number and place; and by terms too
_MOST_BY_HEAD = 0.3
_OF_SHARE = re.compile(r"占|比重|比例")
_BEHIND, _UNLIKELY = 3.0, 20.0
# Term of a rate → the terms of what it divides and divides by (预算法; 项目支出绩效评价管理办法).
TERMS = {
    "预算执行率": (
        ("执行数", "本年支出", "支出合计"),
        ("全年预算数", "年初预算数", "目标值"),
    ),
    "资金到位率": (("到位资金",), ("全年预算数", "目标值")),
    "预算调整率": (("年中追加", "年中调减"), ("年初预算数",)),
    "完成率": (("实际完成值",), ("目标值",)),
}
OF_MONEY = ("预算执行率", "资金到位率", "预算调整率")
_BY_HEAD = re.compile(r"[人户车次均批天月家]均|每[一-鿿]|单价|单位成本|平均|均价|次均")
_BEYOND = re.compile(r"超[额出过]|高[于出]|多[于出]")
_BEFORE = re.compile(r"上年|去年|同期")  # of a year before nothing is a share
_EVERYTHING = 1 - 1e-9  # a share of all says nothing of whose share it is


def find_quotients(own: Sequence[Fact], facts: Sequence[Fact]) -> list[Relation]:
    """One relation for each rate, and each amount by head, of one's own facts that two of the facts
    around give.
    """
    known = [fact for fact in facts if fact.kind in LEVELS and isfinite(fact.high)]
    levels, scores = (
        Pool([fact for fact in known if (fact.kind == "score") == is_score])
        for is_score in (False, True)
    )
    found = []
    for fact in own:
        if fact.kind == "rate" and fact.value > 0 and fact.role != "target":
            found.append(_of_rate(fact, scores if "得分" in fact.name else levels))
        elif fact.is_level and _BY_HEAD.search(fact.name):
            found.append(_by_head(fact, levels))
        if fact.kind == "rate" and fact.role != "target":
            found.append(_of_score(fact, scores))
    return [relation for relation in found if relation]


def _of_rate(rate: Fact, levels: Pool) -> Relation | None:
    parts, wholes = TERMS.get(str(rate.row["term"]), ((), ()))

    is_of_money = rate.row["term"] in OF_MONEY

    def ends(whole: Fact) -> Ends | None:
        if whole.low <= 0 or (is_of_money and whole.kind != "amount"):
            return None
        return whole.low * rate.low, whole.high * rate.high

    ones = Near(rate, levels, lambda fact: fact.row["term"] in parts or fact.is_like(rate))
    others = Near(rate, levels, lambda fact: fact.row["term"] in wholes or fact.is_like(rate))
    weighed = (
        Hit(hit.one, hit.other, hit.chance * _weight(rate, hit))
        for hit in pairs(rate, ones, others, ends)
        if hit.one.row["term"] not in wholes and hit.other.row["term"] not in parts
    )
    best = min(weighed, key=lambda hit: hit.chance, default=None)
    if best is not None and best.chance <= _most(best, parts, wholes):
        told = {"numerator": best.one, "denominator": best.other, "rate": rate}
        return relate("quotient", told, chance=best.chance, agrees=True)
    return _announced(rate, levels, parts, wholes)


def _most(hit: Hit, parts: Sequence[str], wholes: Sequence[str]) -> float:
    """The chance up to which a pair is taken: more where the terms of both are told."""
    is_told = hit.one.row["term"] in parts and hit.other.row["term"] in wholes
    return MOST_TOLD if is_told else MOST_CHANCE


def _of_score(rate: Fact, scores: Pool) -> Relation | None:
    """The score and its full marks beside a rate that give it: 10分 × 98.63% = 9.86分."""
    here = [fact for fact in scores.facts if rate.distance(fact) == HERE]
    for full in (fact for fact in here if fact.role == "weight"):
        for score in (fact for fact in here if fact.role == "actual"):
            low, high = rate.low * full.low, rate.high * full.high
            if full.value and score.low <= high and score.high >= low and score.value < full.value:
                told = {"numerator": score, "denominator": full, "rate": rate}
                return relate("quotient", told, announced="得分", agrees=True)
    return None


def _weight(rate: Fact, hit: Hit) -> float:
    """What order and roles make of the chance that a pair gives a rate."""
    part, whole = hit.one, hit.other
    weight = 1.0
    if part.at > rate.at and not part.table:
        weight *= _BEHIND
    if whole.is_moved or part.role == "target":
        weight *= _UNLIKELY
    return weight


def _announced(
    rate: Fact, levels: Pool, parts: Sequence[str], wholes: Sequence[str]
) -> Relation | None:
    """The two that a rate names though they do not give it: by its term, by what it is the share
    of, or, where one slip of the hand would mend it, by standing right before it.
    """
    part, whole = (_named(rate, levels, terms) for terms in (parts, wholes))
    if part is None or whole is None:
        part, whole = _shared(rate, levels)
    if part is None or whole is None or part is whole or part.unit != whole.unit:
        return _slipped(rate, levels)
    told = {"numerator": part, "denominator": whole, "rate": rate}
    announced = str(rate.row["basis"] or rate.row["term"] or rate.row["measure"])
    return relate("quotient", told, announced=announced, agrees=_is_share(part, whole, rate))


def _is_share(part: Fact, whole: Fact, rate: Fact) -> bool:
    return part.meets(rate.low * whole.low, rate.high * whole.high)


def _named(rate: Fact, levels: Pool, terms: Sequence[str]) -> Fact | None:
    """The nearest fact of one of some terms that a rate can be about."""
    own = [
        fact
        for fact in levels.facts
        if fact.row["term"] in terms
        and not fact.is_moved
        and (rate.distance(fact) == HERE or _is_of_same(rate, fact))
    ]
    return _nearest(rate, own)


def _is_of_same(rate: Fact, fact: Fact) -> bool:
    return rate.distance(fact) < FAR and rate.row["subject"] == fact.row["subject"]


def _nearest(rate: Fact, facts: Sequence[Fact]) -> Fact | None:
    return min(
        facts,
        key=lambda fact: (rate.distance(fact), fact.at > rate.at, abs(fact.at - rate.at)),
        default=None,
    )


def _shared(rate: Fact, levels: Pool) -> tuple[Fact | None, Fact | None]:
    """What a share is of and what it is the share of: 农林水支出占本年支出合计的48.68%."""
    subject = text_of(rate.row["subject"])
    basis = text_of(rate.row["basis"]) or text_of(rate.row["measure"]).removeprefix("占")
    if (
        not subject
        or _BEYOND.search(rate.lead)
        or not _OF_SHARE.search(text_of(rate.row["measure"]))
    ):
        return None, None
    near = [fact for fact in levels.facts if rate.distance(fact) <= BESIDE and not fact.is_moved]
    part = _nearest(rate, [fact for fact in near if fact.name == subject and fact.at < rate.at])
    stated = [fact for fact in levels.facts if basis and basis in (fact.name, fact.row["measure"])]
    whole = _nearest(rate, [fact for fact in stated if part and fact.unit == part.unit])
    # 超出最大承载量1.5万人的53.33% is no share of it
    return part, None if whole and _BEYOND.search(whole.lead) else whole


def _slipped(rate: Fact, levels: Pool) -> Relation | None:
    """The two near a rate that would give it but for one slip of a digit: of like names in its
    sentence, or the only such two, where chance would hardly put them there.
    """
    near = [
        fact
        for fact in levels.facts
        if rate.distance(fact) <= (HERE if rate.table else BESIDE)
        and (rate.table or fact.at < rate.at)
        and not (fact.is_moved or _BEFORE.search(fact.name))
        and fact.value
        and fact.is_exact
    ]
    tried = [(part, whole) for part in near for whole in near if _may_share(part, whole)]
    hits = [(part, whole) for part, whole in tried if _is_slip(rate, part, whole)]
    here = [hit for hit in hits if _is_told(rate, *hit)]
    chance = len(tried) * slip_chance(rate)
    if not here and (len(hits) != 1 or chance > MOST_CHANCE):
        return None
    part, whole = (here or hits)[0]
    told = {"numerator": part, "denominator": whole, "rate": rate}
    return relate("quotient", told, announced="差一位", chance=min(chance, 1.0), agrees=False)


def _may_share(part: Fact, whole: Fact) -> bool:
    return part is not whole and part.unit == whole.unit and part.value <= whole.value


def _is_slip(rate: Fact, part: Fact, whole: Fact) -> bool:
    computed = part.number / whole.number / rate.factor
    return is_slip(rate.number / rate.factor, computed, rate.row["decimals"])


def _is_told(rate: Fact, part: Fact, whole: Fact) -> bool:
    is_here = rate.distance(part) == HERE and rate.distance(whole) == HERE
    return is_here and (rate.is_like(part) or rate.is_like(whole))


def _by_head(by: Fact, levels: Pool) -> Relation | None:
    """An amount by head: what all get, and how many they are, in its sentence."""
    near = [fact for fact in levels.facts if by.distance(fact) <= BESIDE and fact is not by]
    wholes = [fact for fact in near if fact.unit == by.unit and not _BY_HEAD.search(fact.name)]
    heads = [
        fact
        for fact in near
        if fact.kind in ("count", "other", "area") and fact.unit != by.unit and fact.value
    ]
    best: tuple[bool, float, int, Fact, Fact] | None = None
    for whole in wholes:
        for head in heads:
            judged = _judged(by, whole, head, len(wholes) * len(heads))
            if judged and (best is None or judged[:3] < best[:3]):
                best = judged
    if best is None:
        return None
    told = {"numerator": best[3], "denominator": best[4], "rate": by}
    return relate("quotient", told, announced="人均", chance=best[1], agrees=not best[0])


def _judged(
    by: Fact, whole: Fact, head: Fact, many: int
) -> tuple[bool, float, int, Fact, Fact] | None:
    """Whether two numbers do not give an amount by head, the chance that they do, how far they
    stand; None where they have nothing to do with it.
    """
    low, high = by.low * head.low, by.high * head.high
    apart = abs(whole.at - by.at) + abs(head.at - by.at)
    if whole.low <= high and whole.high >= low:
        chance = likelihood(low, high) * many
        return (False, chance, apart, whole, head) if chance <= _MOST_BY_HEAD else None
    is_here = by.distance(whole) == HERE and by.distance(head) == HERE
    computed = whole.number / head.number / by.factor
    if is_here and is_slip(by.number / by.factor, computed, by.row["decimals"]):
        return True, 0.0, apart, whole, head
    return None
