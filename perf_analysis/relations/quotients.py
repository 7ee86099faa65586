"""Quotients: a share and what it is the share of, and amounts by head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite

from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.relations.facts import (
    BESIDE,
    FAR,
    HERE,
    LEVELS,
    NEAR,
    Fact,
    likeness,
    pairs_of,
)
from perf_analysis.relations.relation import Relation, relate_share
from perf_analysis.relations.search import Ends, Hit, Near, Pool, likelihood, pairs
from perf_analysis.relations.slips import SLIPPED, is_slip_of, slip_chance

MOST_CHANCE, MOST_TOLD = 0.05, 0.2  # of a pair, by number and place; and by terms too
OF_TWO, _LEAST_STEM = "前两数", 2  # what announces a share of the two numbers before it
MONTHS, BY_MONTH = 12, "按月"
BY_NEARLY = "大致人均"  # what announces an amount by head that two numbers beside it do not give
_MOST_BY_HEAD = 0.15
_STAFF = ("在职人数", "实有人数")  # whom 人均 counts where it names none
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
BY_HEAD = re.compile(
    rf"[{read_words('relations.toml')['by_head']['heads']}]均|每[一-鿿]|单价|单车|单位成本|平均|均价"
)
FULL_MARKS = "执行满分"  # what announces a score of execution that its rate does not earn
OF_LIST = "占"  # what announces the share of a list whose other shares have this whole
OTHER_BUDGET = "另一分母"  # what announces a rate by another budget than it is given by
_SHARED = re.compile(r"^[，,、(（]?各?占(?:比|比重)?[为达约]?$")
OF_EXECUTION = re.compile(r"执行率|支出率|支付率|支出进度|执行进度")
_SAME_OWNER = 0.6  # likeness of the owner of a rate and of a line of a table
_ABOUT = 1.15  # times a rate that the two numbers before it give
_NEARLY, _LONGEST_TALE = 1.5, 4  # times; numbers from a whole to what each gets of it
_IN_ALL = re.compile(r"^[，,、]?(?:共计?|合计|总计|计|全年)[^，,]{0,4}$")
_LEAST_DIGITS = 3  # of a rate that chance does not make of two counts
_NAMES_WHOLE = re.compile(r"占([一-鿿]{3,14}?)的?(?:比重|比例|份额)?[为达是约]?$")
_BEYOND = re.compile(r"超[额出过]|高[于出]|多[于出]")
_BEFORE = re.compile(r"上年|去年|同期")  # of a year before nothing is a share


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
        elif fact.is_level and fact.role != "target" and BY_HEAD.search(fact.name):
            found.append(_by_head(fact, levels))
        if fact.kind == "rate" and fact.role != "target":
            found.append(_of_score(fact, scores))
        if fact.kind == "score" and fact.role == "actual" and "执行" in fact.name:
            found.append(_of_execution(fact, facts))
    told = [relation for relation in found if relation]
    return [*told, *_of_other_budget(told, levels), *_of_one_whole(own, told, levels)]


def _of_other_budget(told: Sequence[Relation], levels: Pool) -> Iterator[Relation]:
    """A rate of execution that the budget of the year's start gives, beside the year's budget told
    in its sentence: the usual one divides by that.
    """
    for relation in told:
        rate, part, whole = (relation.of(role) for role in ("rate", "numerator", "denominator"))
        if rate is None or part is None or whole is None or not relation.agrees:
            continue
        if rate.row["term"] != "预算执行率" or whole.row["term"] != "年初预算数":
            continue
        for budget in levels.of_unit(whole.unit):
            is_other = budget.row["term"] == "全年预算数" and budget.number != whole.number
            if is_other and budget.distance(rate) == HERE and not rate.table:
                yield relate_share(part, budget, rate, announced=OTHER_BUDGET, agrees=False)


def _of_one_whole(
    own: Sequence[Fact], told: Sequence[Relation], levels: Pool
) -> Iterator[Relation]:
    """Shares said right behind a part, without their whole, that no two numbers give: held against
    the whole of the other shares of their paragraph.
    """
    known = {rate.at for relation in told if relation.agrees and (rate := relation.of("rate"))}
    shares = [
        (rate, whole)
        for relation in told
        if relation.agrees and (rate := relation.of("rate")) and not rate.table
        if (whole := relation.of("denominator")) and _SHARED.search(rate.lead)
    ]
    by_place = {fact.at: fact for fact in levels.facts}
    for rate in own:
        near = [one for one in shares if one[0].paragraph == rate.paragraph]
        near.sort(key=lambda one: (one[0].at > rate.at, abs(one[0].at - rate.at)))
        part, whole = by_place.get(rate.at - 1), near[0][1] if near else None
        is_share = rate.kind == "rate" and rate.at not in known and _SHARED.search(rate.lead)
        if not is_share or part is None or whole is None or part is whole:
            continue
        if part.unit == whole.unit and part.value < whole.value:
            yield relate_share(part, whole, rate, announced=OF_LIST, agrees=False)


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
        for hit in pairs(rate, ones, others, ends, MOST_TOLD)
        if hit.one.row["term"] not in wholes and hit.other.row["term"] not in parts
    )
    best = min(weighed, key=lambda hit: hit.chance, default=None)
    wrong = _of_named_whole(rate, levels)
    if wrong is not None:
        return wrong
    if best is not None and best.chance <= _most(best, parts, wholes):
        return relate_share(best.one, best.other, rate, chance=best.chance, agrees=True)
    return _of_any_unit(rate, levels) or _announced(rate, levels, parts, wholes)


def _of_named_whole(rate: Fact, levels: Pool) -> Relation | None:
    """A share that names its whole, told right behind its part, which the two do not give though
    some other whole may: 占项目支出50.98% of what is a share of all spending.
    """
    named = _NAMES_WHOLE.search(rate.lead)
    if named is None:
        return None
    before = [fact for fact in levels.facts if rate.at - 2 <= fact.at < rate.at]
    before = [fact for fact in before if not BY_HEAD.search(fact.name)]
    part = max(before, key=lambda fact: fact.at, default=None)
    if part is None or part.is_moved or part.distance(rate) != HERE:
        return None
    stated = [
        fact
        for fact in levels.of_unit(part.unit)
        if named[1] in (fact.measure, fact.name) and fact.role == part.role
    ]
    if len({fact.number for fact in stated}) != 1 or _is_share(part, stated[0], rate):
        return None
    whole = _nearest(rate, stated)
    if whole is None or whole is part or whole.number < part.number:
        return None
    return relate_share(part, whole, rate, announced=named[1], agrees=False)


def _of_any_unit(rate: Fact, levels: Pool) -> Relation | None:
    """Two counts of a sentence that give a rate of three digits, though what they count is called
    otherwise: 取证8512人 of 培训9840人次.
    """
    if rate.digits < _LEAST_DIGITS:
        return None
    here = [fact for fact in levels.facts if fact.kind == "count" and rate.distance(fact) == HERE]
    pairs = [(part, whole) for part in here for whole in here if part.unit != whole.unit]
    fits = [pair for pair in pairs if pair[1].value and _is_share(*pair, rate)]
    if len(fits) != 1:
        return None
    return relate_share(fits[0][0], fits[0][1], rate, agrees=True)


def _most(hit: Hit, parts: Sequence[str], wholes: Sequence[str]) -> float:
    """The chance up to which a pair is taken: more where the terms of both are told."""
    is_told = hit.one.row["term"] in parts and hit.other.row["term"] in wholes
    return MOST_TOLD if is_told else MOST_CHANCE


def _of_score(rate: Fact, scores: Pool) -> Relation | None:
    """The score and its full marks beside a rate that give it: 10分 × 98.63% = 9.86分."""
    here = [fact for fact in scores.facts if rate.distance(fact) == HERE and rate.is_exact]
    for full in (fact for fact in here if fact.role == "weight"):
        for score in (fact for fact in here if fact.role == "actual"):
            low, high = rate.low * full.low, rate.high * full.high
            if full.value and score.low <= high and score.high >= low and score.value < full.value:
                return relate_share(score, full, rate, announced="得分", agrees=True)
            given = rate.number * full.number
            is_of_rate = "执行" in score.name or OF_EXECUTION.search(rate.name)
            if is_of_rate and score.at > rate.at and is_slip_of(score, given):
                return relate_share(score, full, rate, announced=SLIPPED, agrees=False)
    return None


def _of_execution(score: Fact, facts: Sequence[Fact]) -> Relation | None:
    """A score for execution beside its full marks with the rate, told elsewhere, that gives it:
    预算执行（20分）得13.94分.
    """
    beside = [fact for fact in facts if abs(fact.at - score.at) == 1 and fact.role == "weight"]
    rates = [fact for fact in facts if fact.kind == "rate" and OF_EXECUTION.search(fact.name)]
    rates = [fact for fact in rates if fact.is_exact and fact.role == "actual"]
    here = [fact for fact in rates if fact.distance(score) == HERE]
    for full in beside:
        for rate in rates:
            is_part = score.value < full.value and rate.distance(score) > HERE
            if is_part and score.meets(rate.low * full.low, rate.high * full.high):
                return relate_share(score, full, rate, announced="得分", agrees=True)
        own = here or [rate for rate in rates if not rate.table]
        is_judged = bool(score.table and here)  # by its row, which has a target
        is_full = score.number == full.number and full.value and not is_judged
        if is_full and len({rate.number for rate in own}) == 1 and own[0].high < 1:
            return relate_share(score, full, own[0], announced=FULL_MARKS, agrees=False)
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
    if part is None or whole is None or part.unit != whole.unit or part.number == whole.number:
        return _slipped(rate, levels) or _of_two_before(rate, levels) or _of_line(rate, levels)
    announced = str(rate.row["basis"] or rate.row["term"] or rate.row["measure"])
    return relate_share(part, whole, rate, announced=announced, agrees=_is_share(part, whole, rate))


def _is_share(part: Fact, whole: Fact, rate: Fact) -> bool:
    return part.meets(rate.low * whole.low, rate.high * whole.high)


def _named(rate: Fact, levels: Pool, terms: Sequence[str]) -> Fact | None:
    """The nearest fact of one of some terms that a rate can be about; of a rate without an owner
    the one that the report tells of no owner.
    """
    own = [
        fact
        for fact in levels.facts
        if fact.row["term"] in terms
        and not fact.is_moved
        and (rate.distance(fact) == HERE or _is_of_same(rate, fact))
    ]
    return _nearest(rate, own or _only_total(rate, levels, terms))


def _only_total(rate: Fact, levels: Pool, terms: Sequence[str]) -> list[Fact]:
    if rate.row["subject"] or rate.table or rate.row["term"] != "预算执行率":
        return []
    totals = [
        fact for fact in levels.facts if fact.row["term"] == terms[0] and not fact.row["subject"]
    ]
    return totals if len({fact.number for fact in totals}) == 1 else []


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
    # no part of less than all is more than its whole, which is then another's
    stated = [fact for fact in stated if part and (fact.number >= part.number or rate.value > 1)]
    whole = _nearest(rate, [fact for fact in stated if part and fact.unit == part.unit])
    return part, whole


def _slipped(rate: Fact, levels: Pool) -> Relation | None:
    """The two near a rate that would give it but for one slip of a digit: of like names in its
    sentence, or the only such two of its sentence, of its paragraph, or of its name in its section,
    where chance would hardly put them there.
    """
    near = [
        fact
        for fact in levels.facts
        if (rate.table or fact.at < rate.at or _is_in_bracket(rate, fact))
        and rate.distance(fact) <= (HERE if rate.table else NEAR)
        and not (fact.is_moved or _BEFORE.search(fact.name))
        and fact.value
        and fact.is_exact
    ]
    here = [fact for fact in near if rate.distance(fact) == HERE]
    beside = [fact for fact in near if rate.distance(fact) <= BESIDE]
    named = [fact for fact in near if rate.is_like(fact)]
    for pool in (here, beside, named):
        found = _slip_among(rate, pool)
        if found is not None:
            return found
    return None


def _slip_among(rate: Fact, near: Sequence[Fact]) -> Relation | None:
    tried = [(part, whole) for part in near for whole in near if _may_share(part, whole)]
    hits = [(part, whole) for part, whole in tried if is_slip_of(rate, part.number / whole.number)]
    here = [hit for hit in hits if _is_told(rate, *hit)]
    chance = len(tried) * slip_chance(rate)
    if not here and (len(hits) != 1 or chance > MOST_CHANCE):
        return None
    part, whole = (here or hits)[0]
    return relate_share(part, whole, rate, announced=SLIPPED, chance=min(chance, 1.0), agrees=False)


def _of_two_before(rate: Fact, levels: Pool) -> Relation | None:
    """A share behind its part, and that behind its whole: 手术2846例，其中三级1120例，占41.2%; 特困
    3206人，其中集中供养684人、分散2522人，集中供养率27.12%.
    """
    if rate.table or not rate.is_exact or rate.row["term"] in TERMS:
        return None  # these say themselves what they are of
    here = [
        fact
        for fact in levels.facts
        if rate.at - _LONGEST_TALE <= fact.at < rate.at and fact.distance(rate) == HERE
    ]
    called = [fact for fact in here if is_called_by(rate, fact)]
    shared = here[-1:] if _SHARED.search(rate.lead) else []
    if not called and not shared and _are_two_before(rate, here[-2:]):
        return relate_share(here[-1], here[-2], rate, announced=OF_TWO, agrees=False)
    part = next(iter(called or shared), None)
    wholes = [fact for fact in here if part and fact.at < part.at and _may_share(part, fact)]
    if part is None or not wholes or wholes[-1].role != part.role:
        return None
    if part not in called and "其中" not in part.lead:
        return None
    return relate_share(part, wholes[-1], rate, announced=OF_TWO, agrees=False)


def _are_two_before(rate: Fact, two: Sequence[Fact]) -> bool:
    """Whether two numbers of one sort right before a rate nearly give it, and the second has some
    letter of its name: 发放1200份，收回1164份，回收率95%.
    """
    if [fact.at - rate.at for fact in two] != [-2, -1] or not rate.value:
        return False
    whole, part = two
    is_pair = _may_share(part, whole) and not (part.is_moved or whole.is_moved)
    is_pair = is_pair and whole.role == part.role and part.number != whole.number
    is_pair = is_pair and part.kind == "count"  # of amounts a share may be of another scope
    is_called = bool(set(rate.measure[:-1]) & set(part.name))
    return is_called and is_pair and 1 / _ABOUT < part.value / whole.value / rate.value < _ABOUT


def is_called_by(rate: Fact, part: Fact) -> bool:
    """Whether a rate has its name from a part: 集中供养率 from 集中供养人数."""
    stem = rate.measure.removesuffix("率")
    return stem != rate.measure and len(stem) >= _LEAST_STEM and stem in part.name


def _of_line(rate: Fact, levels: Pool) -> Relation | None:
    """A rate of execution and the only line of a table of its section that tells the budget and the
    spending of its name, but for one slip of a digit.
    """
    if rate.table or rate.row["term"] != "预算执行率" or not rate.row["subject"]:
        return None
    owner = pairs_of(text_of(rate.row["subject"]))
    near = [
        fact
        for fact in levels.facts
        if fact.table and rate.distance(fact) <= NEAR and fact.kind == "amount"
        if likeness(owner, fact.letters) >= _SAME_OWNER and not fact.is_moved
    ]
    hits = [
        (part, whole)
        for part in near
        for whole in near
        if part.role == "actual" and whole.role == "plan" and part.distance(whole) == HERE
        if _may_share(part, whole) and is_slip_of(rate, part.number / whole.number)
    ]
    if len(hits) != 1:
        return None
    return relate_share(hits[0][0], hits[0][1], rate, announced=SLIPPED, agrees=False)


def _is_in_bracket(rate: Fact, part: Fact) -> bool:
    """Whether a number stands in the bracket behind a share: 占26.92%（38.40万元）."""
    return part.at == rate.at + 1 and part.lead.startswith("(")


def _may_share(part: Fact, whole: Fact) -> bool:
    return part is not whole and part.unit == whole.unit and part.value <= whole.value


def _is_told(rate: Fact, part: Fact, whole: Fact) -> bool:
    is_here = rate.distance(part) == HERE and rate.distance(whole) == HERE
    return is_here and (rate.is_like(part) or rate.is_like(whole))


def _by_head(by: Fact, levels: Pool) -> Relation | None:
    """An amount by head, by year or by month: what all get, and how many they are."""
    heads = [
        fact
        for fact in levels.facts
        if fact.kind in ("count", "other", "area") and fact.unit != by.unit and fact.value
    ]
    wholes = [fact for fact in levels.of_unit(by.unit) if not BY_HEAD.search(fact.name)]
    is_by_person = "人均" in by.name

    def is_head(fact: Fact) -> bool:
        return by.is_like(fact) or (is_by_person and fact.row["term"] in _STAFF)

    among = Near(by, Pool(wholes), by.is_like), Near(by, Pool(heads), is_head)
    shares = (*_fitting(by, among[0].pool, heads), *_beside(by, wholes, heads))
    judged = [(rank, share) for share in shares if (rank := share.rank(*among))]
    if not judged:
        return None
    (is_wrong, chance, _), share = min(judged, key=lambda one: one[0])
    announced = BY_MONTH if share.months > 1 else BY_NEARLY if is_wrong else "人均"
    return relate_share(
        share.whole, share.head, by, announced=announced, chance=chance, agrees=not is_wrong
    )


def _fitting(by: Fact, wholes: Pool, heads: Sequence[Fact]) -> Iterator[_Share]:
    """The wholes and heads that give an amount by head."""
    for head, months in product(heads, (1, MONTHS) if "月" in by.name else (1,)):
        low, high = (float(head.number) * months * end for end in _rounded(by))
        for whole in wholes.within(by.unit, low, high):
            yield _Share(by, whole, head, months)


def _rounded(by: Fact) -> Ends:
    """What a number may be the rounding of: 户均3.33人 is no count."""
    half = 0.5 * 10.0 ** -by.row["decimals"] * float(by.factor) if by.row["decimals"] else 0.0
    return min(by.low, by.value - half), max(by.high, by.value + half)


def _beside(by: Fact, wholes: Sequence[Fact], heads: Sequence[Fact]) -> Iterator[_Share]:
    """The wholes and heads in the sentence or row of an amount by head."""
    here = [[fact for fact in facts if by.distance(fact) == HERE] for facts in (wholes, heads)]
    staff = [fact for fact in heads if fact.row["term"] in _STAFF and "人均" in by.name]
    here[1] += staff if len({fact.number for fact in staff}) == 1 else []
    yield from (_Share(by, whole, head, 1) for whole, head in product(*here))


@dataclass(frozen=True)
class _Share:
    """What each of some heads may get of a whole, in so many months."""

    by: Fact
    whole: Fact
    head: Fact
    months: int

    def rank(self, wholes: Near, heads: Near) -> tuple[bool, float, int] | None:
        """Whether they do not give the amount by head, the chance that they do, and how far they
        stand; None where they have nothing to do with it.
        """
        times = float(self.head.number) * self.months
        given = self.whole.number / self.head.number
        apart = abs(self.whole.at - self.by.at) + abs(self.head.at - self.by.at)
        low, high = (end * times for end in _rounded(self.by))
        if self.whole.meets(low, high):
            if self.whole.meets(self.by.value * times, self.by.value * times):
                low, high = self.whole.low, self.whole.high  # of a standard as printed
            chance = likelihood(low, high) * wholes.many(self.whole) * heads.many(self.head)
            is_meant = chance <= _MOST_BY_HEAD or self._is_told(float(given))
            return (False, chance, apart) if is_meant else None
        is_missed = is_slip_of(self.by, given) or self._is_told(float(given))
        return (True, 0.0, apart) if is_missed else None

    def _is_told(self, given: float) -> bool:
        """Whether the heads that the name tells stand right before it, behind the only whole, which
        gives nearly what is told: 8.20万元，接待410人，人均200元.
        """
        word = BY_HEAD.search(self.by.name)
        is_named = word is not None and word[0][0] in (self.head.unit[:1], self.head.unit[-1:])
        is_next = self.head.at == self.by.at - 1 and 1 < self.by.at - self.whole.at <= _LONGEST_TALE
        is_next = is_next or self._is_between()
        is_nearly = 1 / _NEARLY < given / self.by.value < _NEARLY if self.by.value else False
        is_here = self.by.distance(self.whole) == self.by.distance(self.head) == HERE
        return is_named and is_next and is_nearly and is_here and not self.by.table

    def _is_between(self) -> bool:
        """Whether whole and heads are the two numbers before, or all stands behind what each gets:
        126人次，支出45.36万元，人均3600元; 9486人，每人500元，计474.30万元.
        """
        head, whole = self.head.at - self.by.at, self.whole.at - self.by.at
        is_in_all = whole == 1 and _IN_ALL.search(self.whole.lead) is not None
        return (head, whole) == (-2, -1) or (is_in_all and head == -1)
