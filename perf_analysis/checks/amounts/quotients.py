"""Rates with the two amounts that they are the quotient of, found by the words around them,
else by their agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perf_analysis import units
from perf_analysis.checks.amounts.lists import Listing, find_lists, is_base
from perf_analysis.checks.amounts.telling import HUNDRED, adds_up, is_known, sum_of
from perf_analysis.checks.case import Figure, overlap
from perf_analysis.checks.passages import END, Passage, factor, is_alike, is_level, span_in
from perf_analysis.units import Interval, unsigned

FARTHEST = 8  # figures before a part among which its whole is looked for
_EXECUTION = re.compile(
    r"执行率|预算(?:完成|支出)率|支出(?:完成)?率|支出进度|执行进度|完成(?:年初|全年|调整|年度|当年)?后?(?:预算|预算数|年初预算)的?$|预算的$"
)
_RATED = re.compile(
    r"(?:^|[，,。；;、(⏎¶])([一-鿿]*?)(完成率|执行率|到位率|支付率|发放率|使用率|支出率|支出进度|执行进度|兑现率|拨付率|办结率|达标率)(?:为|是|达|达到|:|约|均为)?$"
)
# What each kind of rate divides, and by what.
_DIVIDED = (
    (
        re.compile(r"完成|办结|达标"),
        re.compile(r"完成|实际|实现|已|办结|达标"),
        re.compile(r"计划|目标|任务|应"),
    ),
    (
        re.compile(r"到位"),
        re.compile(r"到位|到账"),
        re.compile(r"预算|计划|下达|应|安排|核定|批复"),
    ),
    (
        re.compile(r""),
        re.compile(r"执行|支出|支付|使用|发放|决算|兑现|拨付"),
        re.compile(r"到位|到账|下达|安排|预算(?!执行|支出|完成)|收到|投入|筹集|应"),
    ),
)
_ANY_RATE = re.compile(r"(?:其|该|项目|年度|全年|总体|整体|总|实际|资金|预算|支出|经费|投资|专项)*")
_OF_THE = re.compile(r"^(?:总?额|总?数|总量|资金|经费|预算|计划|目标)?的$")
_PROPORTION = re.compile(r"^[，,、(]?(?:占|为|完成|达到?|是|相当于|仅占|约占|执行了?)")
_SHARE = re.compile(r"^[，,、(]?(?:各?占|占比|比重|比例|所占比[重例])(?:为|是|达|约|分别为|:)*$")
_SHARE_OF = re.compile(
    r"^[，,、(]?(?:各|约|仅)?占(?P<whole>[^，,。；;]{1,20}?)(?:的|比例|比重|的比例|的比重)?(?:为|是)?$"
)
_ANY_WHOLE = re.compile(r"总额|总数|全部|合计|总量|总人数|其|总资金|总计")
_SHARED_BY_NAME = re.compile(
    r"(?:^|[，,。;；])([一-鿿]{2,8}?)占([一-鿿]{2,10}?)的?(?:比重|比例|份额)(?:为|是|达|约|达到)?$"
)
_BUDGET = re.compile(r"预算(?!执行|支出|完成)")
_PLANNED = re.compile(rf"计划|目标|任务|{_BUDGET.pattern}")
_DONE = re.compile(r"执行|支出|决算|支付|使用|完成")
_DIFFERENCE = re.compile(r"超出|超额(?!完成)|多于|少于|节约|结余|剩余|差额|高出|超计划|相差|缺口")
_INITIAL = re.compile(r"年初|期初|初始|调整前")
_SCOPE_WORDS = (
    "财政拨款",
    "一般公共预算",
    "政府性基金",
    "中央",
    "省级",
    "上年结转",
    "自有资金",
    "本级",
    "基本支出",
    "项目支出",
)

INITIAL = "写出的分母是年初预算，执行率可能按调整后预算计算"
NO_WHOLE = "占比的分母没有写明"
OTHER_BUDGET = "写出的执行率与按年初预算计算的一致，采用的分母未说明"


@dataclass(frozen=True)
class Quotient:
    """A rate and the figures it may be the quotient of.

    Parameters
    ----------
    part, whole, rate : the figures
    is_told : whether words, not agreement, say that it is their quotient
    is_certain : whether they are certainly of one scope; else the doubt is in `why`
    is_execution : whether it is a rate of execution of a budget
    """

    part: Figure
    whole: Figure
    rate: Figure
    is_told: bool = False
    is_certain: bool = False
    is_execution: bool = False
    why: str = ""

    @property
    def computed(self) -> Interval:
        """What the rate is by the two figures. [%]"""
        whole = span_in(self.whole, self.part)
        if whole.low <= 0:
            return Interval(units.NAN, units.NAN)
        return units.spread(
            lambda part, whole: HUNDRED * part / whole, unsigned(self.part["span"]), whole
        )

    @property
    def holds(self) -> bool:
        """Whether the rate can be this quotient."""
        return is_known(self.computed) and overlap(unsigned(self.rate["span"]), self.computed)


def find_quotients(passage: Passage) -> Iterator[Quotient]:
    """Each rate of a passage that has its two figures: of several readings the one that holds,
    else the one the words tell.
    """
    lists = list(find_lists(passage))
    wholes = {part: listing.whole for listing in lists for part in (*listing.parts, *listing.wider)}
    shares: list[Quotient] = []
    for at, rate in enumerate(passage.figures):
        if rate["kind"] != "rate" or rate["unit"] != "%" or not at or "超" in passage.clause(at):
            continue
        readings = list(_readings(passage, at, wholes))
        chosen = next((one for one in readings if one.holds), None) or next(
            (one for one in readings if one.is_told and is_known(one.computed)), None
        )
        if chosen and chosen.why == NO_WHOLE:
            shares.append(chosen)
        elif chosen:
            yield chosen
        if chosen and chosen.holds and chosen.is_execution and chosen.why == INITIAL:
            others = (
                one
                for one in readings
                if one.is_execution and one.is_told and not one.why and is_known(one.computed)
            )
            if other := next(others, None):
                yield replace(other, is_certain=False, why=OTHER_BUDGET)
    for listing in lists:
        yield from _listed_shares(passage, listing, shares)


def _listed_shares(
    passage: Passage, listing: Listing, shares: Sequence[Quotient]
) -> Iterator[Quotient]:
    """The shares of the parts of one whole: certain where all have one and add up,
    left out where they are shares of the listed parts alone.
    """
    whole, places = passage.figures[listing.whole], (*listing.parts, *listing.wider)
    parts = [passage.figures[at] for at in places]
    own = [
        share
        for share in shares
        if share.whole is whole and any(share.part is part for part in parts)
    ]
    told = [share.part for share in own]
    is_complete = (
        len(told) == len(listing.parts)
        and adds_up(whole, told)
        and any(share.holds for share in own)
    )
    for share in own:
        if share.holds:
            yield share
        elif not overlap(unsigned(share.rate["span"]), _share_of(share.part, told)):
            yield replace(share, is_certain=True, why="") if is_complete else share


def _share_of(part: Figure, parts: Sequence[Figure]) -> Interval:
    """The share of a part in the sum of some parts. [%]"""
    rest = sum_of(part, [one for one in parts if one is not part])
    span = span_in(part, part)
    return units.spread(lambda part, rest: HUNDRED * part / (part + rest), span, rest)


def _readings(passage: Passage, at: int, wholes: dict[int, int]) -> Iterator[Quotient]:
    figures, leads = passage.figures, passage.leads
    rate, lead, before = figures[at], leads[at], figures[at - 1]
    levels = _levels_in_sentence(passage, at)
    is_execution = bool(
        _EXECUTION.search(lead) or _EXECUTION.search(leads[at - 1] if _OF_THE.search(lead) else "")
    ) or (bool(_OF_THE.search(lead)) and "预算" in passage.clause(at - 1))
    if levels and levels[0] == at - 1 and _OF_THE.search(lead):
        for place in levels[1:]:
            if is_alike(figures[place], before):
                is_beside = place == at - 2 and bool(_PROPORTION.search(leads[at - 1]))
                yield _quotient(
                    passage, place, at - 1, at, is_told=is_beside, is_execution=is_execution
                )
    yield from _rated(passage, at, levels, is_execution)
    if is_execution and not _OF_THE.search(lead) and levels:
        yield from _of_budget(passage, at, levels)
    if (
        levels
        and levels[0] == at - 1
        and at - 1 in wholes
        and (_SHARE.search(lead) or _SHARE_OF.search(lead))
    ):
        is_told = _is_named(_SHARE_OF.search(lead), passage, wholes[at - 1])
        yield Quotient(before, figures[wholes[at - 1]], rate, is_told=is_told, why=NO_WHOLE)
    elif levels and levels[0] == at - 1 and at - 1 in wholes and "率" in lead:
        yield Quotient(before, figures[wholes[at - 1]], rate)
    if levels[:2] == [at - 1, at - 2] and is_alike(before, figures[at - 2]):
        yield Quotient(figures[at - 2], before, rate, is_execution=is_execution)
        yield Quotient(before, figures[at - 2], rate, is_execution=is_execution)


def _is_named(found: re.Match[str] | None, passage: Passage, whole: int) -> bool:
    """Whether what a share is said to be of can be a whole: it shares two characters with its name,
    or names none.
    """
    name, told = found["whole"] if found else "", passage.clause(whole)
    return not name or bool(_ANY_WHOLE.search(name)) or _share_words(name, told)


def _levels_in_sentence(passage: Passage, at: int) -> list[int]:
    """The places of the levels before a figure in its sentence, nearest first."""
    places = []
    for place in range(at - 1, -1, -1):
        if END.search(passage.leads[place + 1]):
            break
        if is_level(passage.figures[place]) and not _DIFFERENCE.search(passage.clause(place)):
            places.append(place)
    return places


def _rated(
    passage: Passage, at: int, levels: Sequence[int], is_execution: bool
) -> Iterator[Quotient]:
    """A rate called 完成率 and the like, behind a plan and what was done of it, in either order."""
    found = _RATED.search(passage.leads[at])
    if not found or not levels:
        return
    last = levels[0]
    before = [
        place
        for place in range(last - 1, max(last - FARTHEST, 0) - 1, -1)
        if is_level(passage.figures[place])
    ]
    for other in before:
        pair = (
            _by_words(passage, last, other, found[2])
            if is_alike(passage.figures[last], passage.figures[other])
            else None
        )
        if pair:
            is_beside = other in levels and last == at - 1 and other == last - 1
            is_its_own = bool(_ANY_RATE.fullmatch(found[1])) or any(
                _share_words(found[1], passage.clause(place)) for place in pair
            )
            yield _quotient(
                passage, *pair, at, is_told=is_beside and is_its_own, is_execution=is_execution
            )


def _by_words(passage: Passage, one: int, other: int, rate: str) -> tuple[int, int] | None:
    """Part and whole of two figures, where the words before them say which is which."""
    part_words, whole_words = next(
        (part, whole) for kind, part, whole in _DIVIDED if kind.search(rate)
    )
    for part, whole in ((one, other), (other, one)):
        told, asked = passage.clause(part), passage.clause(whole)
        is_whole = bool(whole_words.search(asked)) or passage.figures[whole]["role"] in (
            "plan",
            "target",
        )
        is_part = bool(part_words.search(told)) and not _PLANNED.search(told)
        if is_whole and is_part and not is_base(passage.leads[whole]):
            return part, whole
    return None


def _share_words(one: str, other: str) -> bool:
    """Whether two phrases share two characters in a row."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _of_budget(passage: Passage, at: int, levels: Sequence[int]) -> Iterator[Quotient]:
    """An execution rate behind what was spent of a budget stated before."""
    figures = passage.figures
    spent = [
        place
        for place in levels
        if _DONE.search(passage.clause(place)) and figures[place]["role"] != "plan"
    ]
    if not spent or figures[spent[0]]["kind"] != "amount":
        return
    budgets = [
        place
        for place in range(at)
        if _is_budget(passage, place) and is_alike(figures[place], figures[spent[0]])
    ]
    for place in sorted(
        budgets, key=lambda place: (bool(_INITIAL.search(passage.clause(place))), -place)
    ):
        is_told = (
            passage.is_one(place, at)
            and spent[0] in range(at - 2, at)
            and abs(place - spent[0]) <= 2
        )
        yield _quotient(passage, spent[0], place, at, is_told=is_told, is_execution=True)


def _is_budget(passage: Passage, at: int) -> bool:
    told = passage.clause(at) + (passage.figures[at]["measure"] or "")
    return (
        is_level(passage.figures[at])
        and bool(_BUDGET.search(told))
        and not is_base(passage.leads[at])
    )


def _quotient(
    passage: Passage, part: int, whole: int, rate: int, *, is_told: bool, is_execution: bool
) -> Quotient:
    figures = passage.figures
    compared = [figures[place] for place in (part, whole, rate)]
    told, asked = passage.clause(part), passage.clause(whole)
    why = _doubt(told, asked, passage.clause(rate), is_execution=is_execution)
    is_exact = not any(figure["qualifier"] for figure in compared)
    return Quotient(
        figures[part],
        figures[whole],
        figures[rate],
        is_told and is_exact,
        not why,
        is_execution,
        why,
    )


def _doubt(part: str, whole: str, rate: str, *, is_execution: bool) -> str:
    """Why two figures may be of different scopes."""
    if is_execution and _INITIAL.search(whole):
        return INITIAL
    scopes = [word for word in _SCOPE_WORDS if (word in part) != (word in whole)]
    if scopes:
        return f"分子“{part}”与分母“{whole}”可能不是同一口径"
    is_of_another = any(word in rate and word not in part + whole for word in _SCOPE_WORDS)
    return f"“{rate}”与两个数可能不是同一口径" if is_of_another else ""


def find_by_name(passages: Sequence[Passage]) -> Iterator[Quotient]:
    """Shares said by name: 非税占地方收入比重 of 非税… and 地方收入…,
    stated before in the same section.
    """
    for passage in passages:
        for at, rate in enumerate(passage.figures):
            found = (
                _SHARED_BY_NAME.search(passage.leads[at])
                if rate["kind"] == "rate" and rate["unit"] == "%"
                else None
            )
            if found:
                part, whole = (_stated(passage, at, name) for name in found.groups())
                if part and whole and factor(part, whole):
                    yield Quotient(part, whole, rate, is_told=True, why="可能不是同一口径")


def _stated(passage: Passage, at: int, name: str) -> Figure | None:
    """The one level before a place whose words hold a name."""
    told = [
        passage.figures[place]
        for place in range(at)
        if is_level(passage.figures[place])
        and name in passage.clause(place)
        and not is_base(passage.leads[place])
    ]
    actual = [figure for figure in told if figure["role"] == "actual"]
    return actual[0] if len({figure["value"] for figure in actual}) == 1 else None
