"""What was ranked: the measure or the contest that the clauses up to a rank name.

The clause of a rank tells one or more of: who holds it (我局), where and among how many (在全市
12个县区中), from where it came (由上年第9名升至), what was measured. What it leaves out, an earlier
clause of the sentence has told: 全县15个乡镇年终综合考核中，我镇列第4名.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perf_analysis.figures import wording
from perf_analysis.figures.numerals import NUMERAL

_NUMBER = rf"(?:\d[\d,]*|[{NUMERAL}]+)"
_SCOPE = r"(?:全(?:自治区|系统|地区|[国省市区县镇乡州盟旗])|省内|市内|国内)"
_CLAUSES = re.compile(r"[，；;：:。】]|,(?!\d{3})")
_ITEM = re.compile(r"^[(（]?\d{1,2}[.、)）]")
_PARTING = re.compile(r"[;；]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]?")
# 由上年第9名升至, 从第13名跃居, 由全市第九跃升至
_FROM = re.compile(
    rf"[由从][^由从，,]{{0,9}}?第?{_NUMBER}[名位]?[^\d，,{NUMERAL}]{{0,8}}[到至为居]{_SCOPE}?第?$"
)
_PLACE = re.compile(rf"(?:倒数)?(?:第{_NUMBER}[名位]?|{_NUMBER}[名位])$")
_LAST = "|".join(word for word, base in wording.BASES.items() if base in ("上年", "环比"))
_PLACED_IN = re.compile(rf"第{_NUMBER}")
_LISTED = re.compile(rf"第{_NUMBER}[名位]?、")  # 全省第二、全国第
_AGAINST = re.compile(rf"{wording.AGAINST.pattern}|^(?:{_LAST})|(?:由|从)?(?:{_LAST})的?$")
_TIME = re.compile(
    r"^(?:(?:19|20)\d\d年度?|今年|本年度?|当年|全年|[上下]半年|\d{1,2}月份?|[一二三四]季度|目前|最终)"
)
_CONTEST = rf"(?:{wording.CONTESTS})"
_TAKER = rf"(?:{wording.TAKERS})(?![级直属辖管])"
# 在全市13个基层法院, 对34个产粮县, 38个省直部门, 12支代表队参赛
_AMONG = re.compile(
    rf"(?:^[^，,]{{0,14}}?(?:对|(?:{wording.ORGANISED})的?)|在)?{_SCOPE}?(?:的|共|同类|同级|参[评测赛选加]|被考核)*"
    rf"{_NUMBER}[个家所支名](?!季度|月)(?:同类|同级|参[评测赛选加])*的?"
    rf"(?:(?P<noun>(?:(?!{_CONTEST})[一-鿿、]){{1,14}}?(?=[中里内][列居排位名并第我本])"
    rf"|[一-鿿、]{{1,10}}{_TAKER}(?=的|[中里内]$)|[一-鿿]{{0,4}}?{_TAKER})|(?=$|参|入榜|排队))"
    r"(?:参[评测赛加与]|入榜|排队)*的?[中里内]?(?!心)"
)
_IN = re.compile(r"在(?![职编校册库岗建园孵线])")
_IN_CONTEST = re.compile(rf"({_CONTEST})(?:[中里上](?![级心])|(?=我[一-鿿]))")
_HELD = re.compile(
    r"位列|位居|处[于在]|名列|排名(?!$)|稳居|跃居|并列|评为|夺得|(?<![民定人])居(?![民住委])|(?<![系陈行])列(?![车入])"
    r"|排(?![放污水查名位])|以总?分?[\d.]+[分件个]?|荣获|获得?(?=全)"
)
_WITH = re.compile(r"[与同][^与同，]{1,10}(?=并列)")
_PLACED = re.compile(
    r"(?:位列|名列|位居|排在|稳居|跃居|并列|最高|最终|持平|仍|末位|首位|垫底|保持|夺得?|拿了|获得?"
    r"|评为|[升降退滑进]?[至到]|上升为?|名次|位次|排名|排|居|列|第|首|在|中|里|为|是|由|从|[:(（])+$"
)
_RESULT = re.compile(rf"({_CONTEST})(?:结果|情况).*$")
_FIGURE = re.compile(r"[为达是约得]{0,2}[\d.,]+[一-鿿%‰]{0,4}$")
_ACTOR = re.compile(rf"^(?:我们?|本)(?:[一-鿿]{{0,2}}?(?:{wording.ACTORS})|(?![一-鿿]))")
_ORGANISED = re.compile(
    rf"^(?:.*?[省市县区国厅局部委院署办会队级里季月年合]|)(?:{wording.ORGANISED})[了的]?(?=.{{4,}})"
    rf"|^.*?(?:{wording.ORGANISED})[了的](?=.{{4,}})"
)
_AMONG_BARE = re.compile(rf".{{0,12}}[中里内]的({'|'.join(wording.BARE_OF_RANKS)})")
_ENDS_IN_CONTEST = re.compile(rf"{_CONTEST}(?:{'|'.join(wording.BARE_OF_RANKS)})?$")
_ENDS_IN_ACTOR = re.compile(rf"(?:{wording.TAKERS}|{wording.ACTORS})$")
_COMPARED = re.compile(rf"(?:{wording.AGAINST.pattern})|[优高低好]于|超[过出额]?|[未没]")
_SOURCE = re.compile(rf"[据经从按][^，,]{{2,16}}(?:{wording.ORGANISED}|统计)")  # 据统计局反馈
_SAYS_NOTHING = re.compile(
    r"年度|年终|季度|月度|[省市县区乡镇国]级|设区市|基层|直属|单位|部门|同类|各|[的中里]"
)
_LEAST_CONTEST = 2  # characters of one that says nothing: 考评
_IS_NO_NAME = re.compile(
    rf"{wording.UNMOVED}|为|\d|(?:所属|下属|下辖)$|^(?:[一二两三四五]年)?(?:平均|年均)$"
)
_NOUNS_OF_CHANGE = ("增速", "增幅", "降幅", "涨幅")
_LEAST_NAME = 4  # characters of one that says enough without who holds it: 年度绩效考核
_SHORT = 5  # characters of a contest that says too little without those who take part
_LEAST_MEASURE = 3  # characters of what is no verb: 入选12篇


@dataclass(slots=True)
class Ranking:
    """What was ranked, or a bare measure that needs what was told before: 总分, 增速; `is_level`
    where it is a level with a number of its own, `is_contest` where it is no measure.
    """

    name: str = ""
    bare: str = ""
    is_level: bool = False
    is_contest: bool = False


@dataclass(slots=True)
class _Told:
    """What one clause names: a contest, a measure, and what is a measure only of something."""

    contest: str = ""
    measure: str = ""
    bare: str = ""

    @property
    def name(self) -> str:
        """Contest and measure together where both say something."""
        is_more = wording.is_of_measure(self.measure) and self.measure not in self.contest
        more = self.measure if is_more or not self.contest else self.bare
        return self.contest + more


def ranked_in(before: str) -> Ranking:
    """What the sentence up to a rank says was ranked; empty where it names nothing.

    >>> ranked_in("全县15个乡镇年终综合考核中，我镇由上年第9名升至第").name
    '年终综合考核'
    >>> ranked_in("在全国168个重点城市中排名第").name, ranked_in("增速居全市第").bare
    ('', '增速')
    """
    clauses = _CLAUSES.split(_ITEM.sub("", _PARTING.split(before)[-1]))
    own = _told(_FROM.sub("", _LISTED.sub("", clauses[-1])))
    if own.contest:
        return Ranking(own.name, is_contest=True)
    if wording.is_of_measure(own.measure):
        contest = _contest_before(clauses) if len(own.measure) <= _SHORT else ""
        return Ranking(contest + own.measure, is_contest=bool(contest))
    weak = own.measure
    for clause in reversed(clauses[:-1]):
        told = _told(clause)
        if told.contest:
            return Ranking(told.contest + own.bare, is_contest=True)
        is_level = bool(told.measure and _FIGURE.search(_BRACKET.sub("", clause)))
        if is_level and len(told.measure) < _LEAST_MEASURE:
            continue
        if not weak and (is_level or wording.is_of_measure(told.measure)):
            return Ranking(told.measure, own.bare, is_level)
        weak = weak or told.measure
    return Ranking(weak, own.bare)


def _contest_before(clauses: Sequence[str]) -> str:
    """The contest in the clauses before the last, behind the last rank told in them: 在技能大赛中
    获一等奖2项，奖牌数居全省第.
    """
    for clause in reversed(clauses[:-1]):
        told = _told(clause)
        if told.contest or _PLACED_IN.search(clause):
            return "" if _PLACED_IN.search(clause) else told.contest
    return ""


def _told(clause: str) -> _Told:
    """The contest and the measure in a clause, without who holds a rank in it and where."""
    told = _Told()
    plain = _BRACKET.sub("", wording.without_asides(clause))
    if _COMPARED.match(plain) or _SOURCE.fullmatch(plain):
        return told
    plain = _WITH.sub("", _AGAINST.sub("", _PLACE.sub("", plain)))
    held = _HELD.search(plain)
    for piece in _pieces(plain):
        name = _name(piece)
        if not name or says_nothing(name) or piece.startswith("同类"):
            continue
        if name in wording.BARE_OF_RANKS:
            told.bare = name
        elif _is_contest(name):
            told.contest = name
        elif not held or plain.find(piece) < held.start():
            told.measure = name
    return told


def _pieces(clause: str) -> list[str]:
    """The parts of a clause around where, among how many and in what contest a rank is held."""
    among = _AMONG.search(clause)
    parts = [clause]
    if among:
        behind = clause[among.end() :]
        contest = _PLACED.sub("", behind)
        is_short = _LEAST_CONTEST < len(contest) <= _SHORT and _is_contest(contest)
        noun = (among["noun"] or "") if is_short else ""
        parts = [clause[: among.start()], noun + behind]
    parts = [part for one in parts for part in _IN.split(one)]
    return [part for one in parts for part in _IN_CONTEST.sub(r"\1｜", one).split("｜")]


def _name(piece: str) -> str:
    """A part of a clause as a name: without scope, actor, organiser and what only leads to it."""
    held = _HELD.search(piece)
    told = piece[: held.start()] if held else piece
    figure = _FIGURE.search(told)
    change = wording.change_before(told[: figure.start()]) if figure else None
    is_verb = change and change[0] not in _NOUNS_OF_CHANGE
    told = told[: (change if change and is_verb else figure).start()] if figure else told
    told = _TIME.sub("", wording.SCOPES.sub("", told))
    told = _TIME.sub("", _ACTOR.sub("", _PLACED.sub("", told)))
    told = _RESULT.sub(r"\1", _AGAINST.sub("", told))
    if _AMONG_BARE.fullmatch(told):
        told = _AMONG_BARE.sub(r"\1", told)  # 全县乡镇中的排位
    if told in wording.BARE_OF_RANKS:
        return told
    called = _ORGANISED.sub("", told)
    told = called if len(wording.phrase_of(called)) > _LEAST_NAME else told
    last = wording.phrase_of(told.rpartition("的")[2])
    is_name = len(last) > _LEAST_NAME and _is_contest(told)
    name = last if is_name else wording.phrase_of(told)
    if _is_contest(name):
        name = next(
            (one + name for one in wording.SCOPES.findall(piece) if one + name in piece), name
        )
    return "" if name in wording.VERBS else name


def _is_contest(name: str) -> bool:
    return bool(_ENDS_IN_CONTEST.search(name))


def says_nothing(name: str) -> bool:
    """Whether a name tells only who took part, who holds a rank, or that nothing changed."""
    if _is_contest(name):
        told = _SAYS_NOTHING.sub("", wording.SCOPES.sub("", name))
        return len(told) <= _LEAST_CONTEST
    is_told = wording.is_of_measure(name) or name in wording.BARE_OF_RANKS
    if _IS_NO_NAME.search(name):
        return True
    return not is_told and bool(_ENDS_IN_ACTOR.search(name))
