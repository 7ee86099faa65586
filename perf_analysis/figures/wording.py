"""What the words beside a number say of it: how sure it is, whether it changed,
what it measures.
"""

from __future__ import annotations

import re
from functools import lru_cache

from perf_analysis.figures.patterns import COUNT

_UP = "加快|增长|增加|增幅|增速|增|上升|提高|提升|上涨|涨幅|涨|上浮|扩大|前进|进位|攀升|升"
_DOWN = "压缩|负增长|下降|减少|降低|降幅|减幅|跌幅|回落|下滑|下跌|缩减|压减|减|降|后退|退"
_FILL = "了|率|幅|速|约|近|超过|超|达到|达|为|是|分别|均|也|额|:"
CHANGE = re.compile(rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:{_FILL}){{0,4}}$")
_NEW = ("新增", "新增加")
# Against what a change is measured.
AGAINST = re.compile(
    r"同比|同口径|环比|(?:比|较|与)(?:上一?年度?|去年)(?:同期|决算数?|相比)?"
    r"|(?:比|较|与)(?:年初|(?:19|20)\d\d年?)(?:预算数?|相比)?|为?上年的?"
)
QUALIFIER = re.compile(
    r"(不少于|不低于|不超过|不高于|超过|至少|接近|大约|超|逾|约|近|≥|≤|>|<)[ \t]?$"
)
# A clause ends here; a line end only where no line was wrapped.
CLAUSE = re.compile(r"[，。；;！!？?|、,]|\n[ \t]*\n|(?<=[|\n])[ \t]*\n")
_FILLERS = re.compile(
    r"(?:分别|共计|累计|达到|(?<!下)达|(?<!人)为|是|共|约|近|超过|超|逾|仅|只有|(?<![保现享拥占])有|(?<![建内])设|的|:|至|到|均|不少于|不低于|不超过|至少|≥|≤|>|<|=|\(|\s)+$"
)
_OPENERS = re.compile(
    r"^(?:其中|同时|另外|另|并|且|而|以|由|其(?![他余它])|全年(?!预算|执行|支出|收入)|本年度?|截至|目前|从|经|与|和|及|今年"
    r"|我部门|我委|本部门|本单位|:|\s)+"
)
_YEARS = re.compile(r"(?:19|20)\d\d年?度?")
_QUOTES = str.maketrans("", "", "“”‘’\"'《》()（） \t\n　")
_LISTED = re.compile(r"^\s*\(?\d{1,2}[.、)]")
_NUMBER_BEFORE = re.compile(r"^.*\d(?:%|‰|[万亿]?(?:元|个|人|户|家|项|名|次|位|辆)?)(?=[一-鿿])")
LONGEST = 20  # characters of a phrase
# The field's terms for phrases that say the same.
TERMS = {"完成预算": "预算执行率", "占预算": "预算执行率"}
# A completion rate is a term of the field, what it completes its subject.
COMPLETION = re.compile(r"(.*?)(完成率|预算执行率|支出执行率)$")
# Attributes that say nothing without their owner.
_ATTRIBUTES = re.compile(r"^(?:货值|金额|价值|总额|面积|费用|投资额?|产值|资金|实际完成|完成)$")
_NOUN = re.compile(r"(?:以上|左右)?([一-鿿]{2,10})")
_NOUN_END = re.compile(
    rf"为|是|共|达|和|与|及|在|已|均|获|被|将|迁|落|入|签|因|参|实施|投资|受|下沉|支援|推动|形成|完成|实现|有|的(?={COUNT})"
)


@lru_cache(maxsize=256)
def change_in(clause: str) -> re.Match[str] | None:
    """The verb of change that a clause before a number ends in; 新增 names what is new,
    it changes nothing.
    """
    found = CHANGE.search(clause)
    return (
        None if found and clause[: found.end("up") if found["up"] else 0].endswith(_NEW) else found
    )


def phrase_of(clause: str) -> str:
    """The noun phrase of a clause that leads to a number:
    its opening and closing words taken off.
    """
    clause = _YEARS.sub("", _LISTED.sub("", clause).translate(_QUOTES))
    clause = _NUMBER_BEFORE.sub("", clause) or clause
    while (shorter := _OPENERS.sub("", _FILLERS.sub("", clause))) != clause:
        clause = shorter
    return TERMS.get(clause, clause[-LONGEST:])


def noun_after(text: str) -> str:
    """The noun that follows a number and its unit: 自然村 in 41个自然村实施47个项目."""
    found = _NOUN.match(text)
    return _NOUN_END.split(found[1])[0] or found[1][:8] if found else ""


def is_attribute(phrase: str) -> bool:
    """Whether a phrase needs the one before it to say whose it is."""
    return bool(_ATTRIBUTES.match(phrase))
