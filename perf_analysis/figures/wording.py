"""Words around a number, kept as data: how it changed, against what, what only leads to it.

Source of the words: `data/wording.toml` and the terms of `data/terms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from perf_analysis import units
from perf_analysis.data import read_words
from perf_analysis.terms import ATTRIBUTES, NAMES, OF_SHARE, OF_START

_DATA = read_words("wording.toml")


def _longest_first(words: str | Iterable[str]) -> list[str]:
    told = words.split() if isinstance(words, str) else words
    return sorted(dict.fromkeys(told), key=len, reverse=True)


def _by_sign(words: Iterable[str], at: int) -> dict[str, list[str]]:
    """Words by their first or last sign, the longest first."""
    found: dict[str, list[str]] = {}
    for word in _longest_first(words):
        found.setdefault(word[at], []).append(word)
    return found


def _any_of(words: str | Iterable[str]) -> str:
    return "|".join(map(re.escape, _longest_first(words)))


_BASE_WORDS = [word for words in _DATA["basis"].values() for word in words.split()]
_CHANGE = re.compile(
    rf"(?:(?P<down>{_any_of(_DATA['change']['down'])})|(?P<up>{_any_of(_DATA['change']['up'])}))"
    rf"(?:{_any_of(_DATA['change']['fill'])}){{0,4}}$"
)
_NEVER = tuple(_DATA["change"]["never"].split())
_WORKS = frozenset(_DATA["change"]["works"].split())
_MORE, _LESS = _any_of(_DATA["compare"]["more"]), _any_of(_DATA["compare"]["less"])
_COMPARED = re.compile(
    rf"(?:比|较|同比|高于|低于|[、，,])[^，。；;]{{0,22}}?(?<!不)(?:(?P<more>{_MORE})|(?P<less>{_LESS}))$"
)
_ENDS_COMPARED = tuple(f"{_DATA['compare']['more']} {_DATA['compare']['less']}".split())
_POINTS = re.compile(
    rf"(?<!不)(?:(?P<more>{_MORE})|(?P<less>{_LESS}|{_any_of(_DATA['compare']['short'])}))"
    r"[^，。；;、]{0,16}$"
)
_ENDS_IN_BASE = tuple(_BASE_WORDS)
_OVER_BASE = re.compile(
    rf"(?:(?P<more>大于|高于|超出|多于|超过)|(?P<less>小于|低于|少于))(?:{_any_of(_BASE_WORDS)})$"
)
_WITH_OBJECT = re.compile(
    rf"(?:(?P<more>{_any_of(_DATA['compare']['verbs_up'])})"
    rf"|(?P<less>{_any_of(_DATA['compare']['verbs_down'])}))(?![值额幅率至到后的])了?[一-鿿]{{2,10}}$"
)
# 比上年多救助, 同比少完成: more and less with the verb of what was done
_DURATIONS = ("秒", "分钟", "小时", "天", "日", "个月", "个工作日")
_MORE_DONE = re.compile(
    rf"(?:(?:比|较之?|与)(?:{_any_of(_BASE_WORDS)}|(?:19|20)\d\d年度?)(?:的[\d.,]+[一-鿿]{{1,3}})?"
    r"(?:同期|相比)?[,，]?仍?|同比|[,，])(?:(?P<more>多)|(?P<less>少))[一-鿿]{1,4}$"
)
_ENDS_IN_CHANGE = re.compile(rf"(?:{_any_of(_DATA['change']['heads'])})(?:\(.*\))?$")
_NO_CHANGE = re.compile(r"增加值|增值税|增加值率")
_OF_LEVEL = re.compile(_any_of(_DATA["change"]["level_heads"]))
_FALLS = re.compile(_any_of(_DATA["change"]["falls"]))
_NET = re.compile(r"增减|净增减")

BASES = {word: name for name, words in _DATA["basis"].items() for word in words.split()}
ANY_BASE = _any_of(BASES)
SCOPES = re.compile(
    r"全国|全省|全市|全区|全县|全州|全镇|全盟|全系统|全自治区|同类"
    r"|[东中西南北]{1,2}部地区|[东中西]部(?=\d|第|各|$)"
)
FROM_TO = re.compile(
    rf"(?:大幅|进一步|逐步|稳步)?(?:{_any_of(_DATA['change']['up'])}|{_any_of(_DATA['change']['down'])}"
    r"|上调|发展|跌落|调|变)[到至为]"
)
TO_REACH = re.compile(r"(?:目标|任务)(?:数|值)?(?:分别)?(?:为|是|:)?$")
_YEAR = r"(?:19|20)\d\d(?:年(?![初末底终中])度?|度)?"
AGAINST = re.compile(
    rf"(?:与|比|较之?|同|跟|和(?=(?:上一?年|去年|{_YEAR})(?:[比相]|$)))"
    rf"(?:[一-鿿]{{2,4}}(?=前一年))?(?P<word>{_any_of(BASES)}|{_YEAR})"
    r"(?:年?(?:预算数?|决算数?|同期|末|相比|的))*(?:相[比较]|比较|的)?"
    rf"|同比|同口径(?:比较)?|环比"
)
_RANKS = _DATA["ranks"]
CONTESTS, TAKERS, ACTORS = map(_any_of, (_RANKS["contests"], _RANKS["takers"], _RANKS["actors"]))
ORGANISED, UNMOVED = _any_of(_RANKS["organised"]), _any_of(_RANKS["unmoved"])
BARE_OF_RANKS = frozenset(_RANKS["bare"].split())
_OPENERS = _by_sign(_DATA["openers"]["words"].split(), 0)
_OPENERS_KEPT = tuple(_DATA["openers"]["kept"].split())
_QUALIFIERS = (*units.NEARLY, *units.AT_LEAST, *units.AT_MOST, *units.ABOUT)
_CLOSERS = _by_sign((*_DATA["closers"]["words"].split(), *_QUALIFIERS), -1)
_CLOSERS_KEPT = tuple(_DATA["closers"]["kept"].split())
_WHOLE_WORDS = frozenset(_DATA["nouns"]["whole"].split())
MODIFIERS = frozenset(_DATA["nouns"]["modifiers"].split())
VERBS = frozenset(_DATA["verbs"]["words"].split())
_ENDS_IN_VERB = tuple(_DATA["verbs"]["ends"].split())
PURPOSES = re.compile(rf"(?:{_any_of(_DATA['nouns']['purposes'])})([一-鿿]{{2,14}})")
_NOUN = re.compile(
    r"的?(?!其中|同比|较|比|占|和|及|、|相比|左右|以上|以内|以下|不等)([一-鿿“][一-鿿（）()“”A-Za-z]{1,15})"
)
_NOUN_END = re.compile(_any_of(_DATA["nouns"]["ends"]))
_YEARS = re.compile(rf"{_YEAR}|[第一二三四上前]+[季半](?:度|年)")
_ASIDE = re.compile(
    r"[(（](?:(?:以下|下)?简?称[^()（）]{1,12}|(?![一二三四五六七八九十]+[)）])([^()（），、。；;：:\d]{1,8})"
    r"|[^()（），。；;：:]{1,5})[)）]"
    r"(?=[一-鿿“])"
)
_MARKS = str.maketrans("", "", "“”‘’\"'《》 \t\n　*＊")
_LISTED = re.compile(r"^(?:\(?[\d一二三四五六七八九十]{1,2}[.、)]|[一二三四五六七八九十]是|[①-⑩])")
_HOW_DONE = ("少", "未")
_BY_EACH = re.compile(r"[由从按](?:每[一-鿿]{1,2}){1,2}$")  # 标准由每人每月187元提高到202元
LONGEST_RATE = 4  # characters of a rate that says nothing alone: 破案率, 审结率
LONGEST = 20  # characters of a phrase: what is longer is the sentence
_CUTS = re.compile(r"[对将把由在向给的]")
OF_TARGET = re.compile(
    r"的?(?:年度|年初|预期|绩效|规划|考核|工作|既定|预定|设定|控制|省定|市定)?(?:目标|要求|标准|任务|序时)"
)


@lru_cache(maxsize=512)
def change_before(before: str) -> re.Match[str] | None:
    """The verb or noun of change that a text before a number ends in; 新增 names what is new, it
    changes nothing.
    """
    found = _CHANGE.search(before)
    if not found:
        return None
    verb_end = found.end("up") if found["up"] else found.end("down")
    told = before[:verb_end]
    is_name = any(
        before[: found.end()].endswith((word, word + "为", word + "达")) for word in _NEVER
    )
    is_against = ENDS_IN_LAST.search(told.removesuffix("新增")) is not None  # 比上年新增
    return found if is_against or not (told.endswith(_NEVER) or is_name) else None


# 比上年多10.0%, 2021年是1790万元，一年多发3.9%: more or less than an earlier year by a share
_LAST = _any_of(word for word, base in BASES.items() if base == "上年")
_DONE = r"(?:(?![为达占于数])[一-鿿])?"  # 多发, 少收
# what 持平 stands behind
ENDS_IN_LAST = re.compile(
    rf"(?:^|[与同跟和较比])(?:{_LAST}|{_YEAR})(?:年?(?:同期|末))?(?:相[比较])?$"
)
_WAY_OF_SHARE = re.compile(
    rf"(?:(?P<more>多{_DONE}|高出?)|(?P<less>少{_DONE}|低了?|掉了?))(?:近|约)?$"
)
_MORE_OF_SHARE = re.compile(
    rf"(?:(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{{3}}年|{_LAST}|上一?[年届])"
    rf"[^。]*?{_WAY_OF_SHARE.pattern}"
)


def is_more_than_before(before: str) -> bool:
    """Whether a share tells by how much something is more or less than in an earlier year."""
    return bool(_MORE_OF_SHARE.search(before))


ADJUSTED = re.compile(r"(?:调整|变更|追加|调增|核增|调减|核减|压减)后?[到至为]$")


def direction_before(before: str, kind: str, unit: str) -> str | None:
    """+ or - for a number that the words before it say is a change: 减少, 比上年多, 低于目标."""
    if ADJUSTED.search(before):
        return None  # what a budget was changed to
    change = change_before(before)
    if change:
        verb = change["up"] or change["down"]
        is_work = verb in _WORKS and kind in ("count", "area", "other", "amount")
        return None if is_work else "-" if change["down"] else "+"
    is_compared = before.endswith(_ENDS_COMPARED)
    is_compared &= kind != "score" or ENDS_IN_LAST.search(before[:-1]) is not None
    compared = _COMPARED.search(before) if is_compared else None
    if compared:
        is_slow = unit in _DURATIONS and before.endswith(("快", "慢"))  # 快4分钟 takes less
        return "-" if bool(compared["less"]) != is_slow else "+"
    points = _POINTS.search(before) if "点" in unit else None
    if not points and kind in ("amount", "count"):
        is_over = before.endswith(_ENDS_IN_BASE)
        points = (_OVER_BASE.search(before) if is_over else None) or _WITH_OBJECT.search(before)
    if not points and kind != "score" and ("多" in before or "少" in before):
        points = _MORE_DONE.search(before)
    if not points and kind == "growth":
        points = _WAY_OF_SHARE.search(before)
    return None if not points else "-" if points["less"] else "+"


@cache
def is_of_change(told: str) -> bool:
    """Whether a head or a row's name says that its numbers are changes: 同比(%), 增减额."""
    plain = _NO_CHANGE.sub("", told).rstrip("%‰")
    is_against = re.search(
        r"^(?:较|比(?![率例重值]))|增减|(?:19|20)\d\d年?[比较](?:19|20)\d\d", plain
    )
    return bool(_ENDS_IN_CHANGE.search(plain) or is_against)


@cache
def is_of_level(head: str) -> bool:
    """Whether a head stands over levels rather than changes."""
    return bool(_OF_LEVEL.search(head))


@cache
def is_of_fall(told: str) -> bool:
    """Whether words of change say that it fell; 增减 leaves it to the sign."""
    return bool(_FALLS.search(told)) and not _NET.search(told)


def without_asides(told: str) -> str:
    """A text with short brackets inside its words opened, or left out where they list or number:
    “三公”(经费)支出, 县(市、区), 小(2)型.
    """
    return _ASIDE.sub(lambda aside: aside[1] or "", told) if "(" in told else told


@lru_cache(maxsize=2048)
def phrase_of(clause: str) -> str:
    """The noun phrase of a clause that leads to a number: its opening and closing words taken off,
    cut to what is no sentence; empty where nothing is left.
    """
    told = _LISTED.sub("", _YEARS.sub("", without_asides(clause)).translate(_MARKS))
    told = _BY_EACH.sub("", _RECKONED.sub("", _FROM_BASE.sub("", told))).strip(
        "，。；;：:、,()（）.-—–"
    )
    while (shorter := _without_opener(_without_closer(told))) != told:
        told = shorter.strip("、，:：")
    if len(told) > LONGEST:
        told = _shortened(told)
    told = "" if told.endswith(_NO_NAME) else told
    return "" if len(told) == 1 and told not in ATTRIBUTES else told


def _without_opener(told: str) -> str:
    openers = _OPENERS.get(told[:1])
    if not openers or told in ATTRIBUTES or told in NAMES or told.startswith(_OPENERS_KEPT):
        return told
    return next((told[len(word) :] for word in openers if told.startswith(word)), told)


def _without_closer(told: str) -> str:
    closers = _CLOSERS.get(told[-1:])
    if not closers or told in ATTRIBUTES or told in NAMES or told.endswith(_CLOSERS_KEPT):
        return told
    return next((told[: -len(word)] for word in closers if told.endswith(word)), told)


def _shortened(told: str) -> str:
    """The end of a phrase that runs on, behind the last word that joins it to the rest."""
    cuts = [found.end() for found in _CUTS.finditer(told[:-4])]
    at = next((cut for cut in cuts if len(told) - cut <= LONGEST), None)
    listed = told.rfind("、")
    if at is None and listed > 0 and len(told) - listed - 1 <= LONGEST:
        at = listed + 1
    if at is None:
        return "" if cuts or listed > 0 or is_sentence(told) else told
    return told[at:]


SAID = re.compile(_any_of(_DATA["headings"]["said"]))
_SIGNS = re.compile(_any_of(_DATA["sentences"]["signs"]))


def is_sentence(phrase: str) -> bool:
    """Whether a phrase says something rather than names it."""
    return phrase not in NAMES and phrase not in ATTRIBUTES and bool(_SIGNS.search(phrase))


DOING = re.compile(_any_of(_DATA["sentences"]["doing"]))
_BROKEN = re.compile(
    rf"^(?:{_any_of(_DATA['sentences']['begins'])})|(?:{_any_of(_DATA['sentences']['ends'])})$"
)


@lru_cache(maxsize=4096)
def is_broken(phrase: str) -> bool:
    """Whether a phrase begins or ends inside a sentence, or is one."""
    if phrase in NAMES or phrase in ATTRIBUTES or phrase in BASES:
        return False
    is_change = bool(AGAINST.match(phrase))
    is_cut = not is_change and bool(_BROKEN.search(phrase))
    return is_cut or (is_sentence(phrase) and not is_change) or "、" in phrase


_NO_NAME = ("以来", "期间", "过程中", "之后", "之前", "追加后")


def noun_after(text: str) -> str:
    """The noun that follows a number and its unit: 自然村 in 41个自然村实施47个项目."""
    found = _NOUN.match(text)
    if not found:
        return ""
    end = _NOUN_END.search(found[1], 1)
    return found[1][: end.start() if end else None].translate(_MARKS).strip("（）()")


def purpose_after(text: str) -> str:
    """What an amount is for: 方案设计 of 20万元用于方案设计."""
    found = PURPOSES.match(text)
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def split_name(phrase: str) -> tuple[str, str]:
    """A phrase as owner and attribute: 公务接待费 and 支出决算; the attribute is empty where the
    phrase is a name of its own.

    >>> split_name("“三公”经费支出决算"), split_name("基本支出"), split_name("执行率")
    (('“三公”经费', '支出决算'), ('基本支出', ''), ('', '执行率'))
    """
    if phrase in NAMES:
        return phrase, ""
    if phrase not in ATTRIBUTES and phrase.endswith("率") and len(phrase) <= LONGEST_RATE:
        return "", phrase
    for size in range(min(len(phrase), 10), 0, -1):
        tail = phrase[-size:]
        if tail in NAMES or tail in _WHOLE_WORDS:
            return phrase, ""
        if tail in ATTRIBUTES:
            owner = phrase[:-size].removesuffix("的")
            if owner.endswith(_HOW_DONE):  # 集中式治理 and 少完成 of 集中式治理少完成
                owner, tail = owner[:-1], owner[-1] + tail
            if OF_START.fullmatch(owner):
                return "", phrase
            return (phrase, "") if owner in MODIFIERS else (_without_in(owner), tail)
    return phrase, ""


def _without_in(owner: str) -> str:
    """绩效评价 of 绩效评价中得分."""
    is_within = owner.endswith("中") and not owner.endswith(_CLOSERS_KEPT)
    return owner[:-1] if is_within else owner


_OF_MEASURE = tuple(_DATA["nouns"]["measures"].split())


def ends_in_verb(phrase: str) -> bool:
    """Whether a phrase is no owner but a verb that leads to one: 超额完成."""
    is_short = len(phrase) <= LONGEST_RATE
    return is_short and phrase.endswith(_ENDS_IN_VERB) and phrase not in NAMES


def is_of_measure(phrase: str) -> bool:
    """Whether a phrase names a measure and no one whose measure it is: 亩均税收 but not 我区."""
    return bool(split_name(phrase)[1]) or phrase.endswith(_OF_MEASURE)


def is_of_share(attribute: str) -> bool:
    """Whether an attribute is a share: 执行率, 占比."""
    return attribute in OF_SHARE or attribute.endswith("率")


_BASE = re.compile(
    rf"(比|较|与|同|由|从|相比|是|为|低于|高于|超过|优于)?(?:[一-鿿]{{2,4}}(?=前一年))?({_any_of(BASES)})(?:同期|水平|的)?"
)
_RECKONED = re.compile(
    r"^按.{1,12}?(?:计算|测算|统计|口径)的?"
    r"|^[一-鿿]{0,12}?(?:批复|核定|批准|下达)[我本][一-鿿](?=[一-鿿]{0,4}预算)"  # whoever gave it
    r"|经[一-鿿]{2,8}?(?:批准|批复|核定|审议通过)[为是]?$|折合$"
)
_FROM_BASE = re.compile(rf"(?:由|从)(?:{_any_of(BASES)}|{_YEAR})的?$")


def base_in(phrase: str) -> str:
    """The basis that a phrase names and nothing else: 上年 of 较上年; empty where it says more."""
    found = _BASE.fullmatch(phrase)
    is_base = found and (found[1] or BASES[found[2]] == "上年")
    return found[2] if found and is_base else ""
