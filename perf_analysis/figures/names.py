"""What a figure measures and whose it is: its attribute from its clause, its owner by scope.

The attribute stands before the number, behind it (培训120人次; 20万元用于方案设计), or over its
column. The owner is told in the same clause, else earlier in the sentence, at the item's head or in
its heading; never in another topic. A name that is none stays empty.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from perf_analysis.document import Document
from perf_analysis.figures import wording
from perf_analysis.figures.scope import Scope
from perf_analysis.structure import Structure
from perf_analysis.terms import (
    ATTRIBUTES,
    NAMES,
    OF_BUDGET,
    OF_DEPARTMENT,
    OF_SCORE,
    OF_TARGET,
    TOTAL_SCORE,
    UNNAMED,
    term_of,
)
from perf_analysis.units import is_unit

_AFTER = 18  # characters behind a number in which its noun or purpose stands
_PIECES = re.compile(r"[，,；;：:()（）]")
# 与 joins names, but 与上年相比 begins a comparison
_JOINS = re.compile(rf"^(?:[\s、,，]|[和及与并](?!{'|'.join(wording.BASES)}|(?:19|20)\d\d))+")
_BASES = "|".join(sorted(wording.BASES, key=len, reverse=True))
_AGAINST_END = re.compile(rf"(?:与|比|较|同|由|从)(?P<base>{_BASES}|(?:19|20)\d\d年?)的?$")
_AGAINST_BEGIN = re.compile(rf"(?:与|比|较|同)(?P<base>{_BASES}|(?:19|20)\d\d年?)[一-鿿]{{1,8}}$")
_COMPARED_BEHIND = re.compile(r"\s*相[比较]")
_LISTED = re.compile(
    r"([^，。；;：:\n]{2,80}?)(?:等?(?:[一二两三四五六七八九十\d]+[个项类]?方面|[一二两三四五六七八九十\d]+[个项类])?)$"
)
_TOGETHER = re.compile(r"分别|依次")
_SCOPES = re.compile(
    r"全国|全省|全市|全区|全县|全州|全镇|全盟|全系统|全自治区|同类"
    r"|[东中西南北]{1,2}部地区|[东中西]部(?=\d|第|各|$)"
)
_PLACED = re.compile(
    r"(?:位列|排名|名列|位居|排在|位次|稳居|跃居|并列|最高|最终|排|居|列|第|首|在|中)+$"
)
_ASIDE_BEHIND = re.compile(r"(?<=[一-鿿])[(（][^()（）\d]{1,10}[)）]$")
_BRACKET = re.compile(r"[(（][^()（）\d]{1,5}[)）]")
# 亩均税收居全市开发区第1位: what stands behind it says where
_HELD = re.compile(
    r"位列|位居|名列|排名|稳居|跃居|居(?![民住委])|(?<![系陈行])列(?![车入])|排(?![放污水查])"
)
_FORMER = re.compile(
    rf"(?:(?:与|比|较|由|从)?(?P<base>{_BASES}|(?:19|20)\d\d年度?)|{wording.AGAINST.pattern})"
    r"(?:年|末|同期)?(?:的|为|是|列|居|排名?)*第?$"
)
_CONTEST = re.compile(
    r"(?:在|^)([^，,。;]{2,40}?(?:考核|考评|评价|评估|测评|评比|通报|榜单?|排行|督查|调查|[竞大]赛|检查)"
    r"[^，,。;中]{0,8})中[，,获列居位排]"
)
_WITHIN = re.compile(r"中([^中]{2,12}?)(?:位列|名列|位居|列|居|排)第?$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年)")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_PERIOD_WORD = r"(?:[一二三四]季度|[上下]半年|前[一二三]季度|\d{1,2}(?:-\d{1,2})?月份?)"
_IS_PERIOD = re.compile(rf"(?:19|20)\d\d|{_PERIOD_WORD}")
_PERIODS_LISTED = re.compile(rf"(?:{_PERIOD_WORD}[、和及])+{_PERIOD_WORD}")
_YEARS_LISTED = re.compile(r"(?:19|20)\d\d(?:年?[、和及](?:19|20)\d\d)+(?=年)")
_COMPARED_YEAR = re.compile(r"(?:与|比|较|同|是)\s*((?:19|20)\d\d)(?=\s?年)")
_FORECAST = re.compile(r"预计|预测|达产后|有望|全年预计")
_MEANT = re.compile(
    r"力争|确保|争取|计划|拟|将|目标为|任务为|要求|(?<![供适相效反响])应(?![诉急用收付届答援对变聘税交缴])"
)
_GOALS = re.compile(
    r"(?:目标|重点工作任务|重点任务|主要任务)(?:设定|设置|内容|情况|设定情况|任务)?(?= |$)"
)
# Under a heading of goals too, money that is given is no goal.
_GIVEN_MONEY = re.compile(r"下达|安排|预算|拨付|补助|投入|资金|配套|拨款")
_NEXT_YEAR = re.compile(
    r"(?:下一?年度?|明年|来年|下一?步)[一-鿿]{0,8}(?:目标|计划|安排|打算|任务|措施)"
)
_WEIGHT = re.compile(r"权重|分值|满分|标准分")
_TITLE_WITHIN = 300  # characters in which a report says what it evaluates
_SAME_AGAIN = re.compile(
    r"这一比例|总量|总额|批次|人次|按?可比(?:口径|价(?:格)?(?:计算)?)?|(?:[一二两三四五]年)?(?:平均|年均)|累计|名义|预期"
)
_AMONG_END = re.compile(
    r"(?:中?(?:位列|名列|位居|排名|[居列位排]))?(?:在?全[国省市区县州盟镇系自]\w{0,3}|[东中西]部)?"
    r"(?:中?(?:位列|名列|位居|排名|[居列位排]))?$"
)
_AMONG = re.compile(r"(?:居|列|位|在|排名?)?(?:全国|全省|全市|全区|全县|全州|全系统)$")
_HOLDING = re.compile(r"内设|下设|下属|下辖|现有|新增|新建")
_HAVING = re.compile(r"(?:设有?|建有|下辖|配备|拥有|现有|共有|辖有?)$")
_DONE = re.compile(r"执行|完成|实现|实际|决算|(?<!基本)(?<!项目)支出")
_OF_GOAL = re.compile(r"目标|指标值|计划")
_OF_PLAN, _OF_DOING = re.compile(r"预算|下达|安排"), re.compile(r"执行|完成|支出")
_ADDED = ("追加", "调增", "调减", "核减", "压减")
_TO_REACH = re.compile(r"(?:目标|任务)(?:数|值)?(?:分别)?(?:为|是|:)?$")
_PLANNED = re.compile(r"预算数|预算安排|年初预算|计划")
_MARKS, _OF_PEOPLE = re.compile(r"[，,；;。]"), re.compile(r"[人员数师生户次量客]")
_PARTED = re.compile(r"(.{2,12}?)(?:按.{1,8}分|中|里)")
_GIVEN = re.compile(r"[)，,]{0,2}(?:自评|实际)?得")
_OF_WHOLE = ("综合", "总", "最终")
_AHEAD, _AHEAD_WITHIN = re.compile(r"下一?步|(?<![模草虚])拟(?![定订])|力争|打算|目标[为是:：]"), 80
# 绩效目标，集中在五件事上：
_GOAL_TOLD = re.compile(
    r"(?<!完成)目标[:：]|目标[为是]"
    r"|(?<!完成)目标(?:主要)?[,，]?(?:集中|体现|分解|分为|包括|如下|有)[^:：。；;\d]{0,12}[:：]"
)
_TOTAL = re.compile(r"(?:合计|总计|总分)$")
_LEVEL_WITHIN = 24  # characters between the last level told and 分别
_PARALLEL = re.compile(
    r"(?:\s*[、和及与,，]\s*(?:增长|下降|上升|减少|降低|提高)?\s*[-−+]?[\d.]+\s*%)*"
)
_NEXT = re.compile(r"\s*[、和及与,，]?\s*(?:增长|下降|上升|减少|降低|提高)?[-−+]?")
# Set by someone before: 高于国家规定的70%, 没有达到预定的92%, 未能控制在12分钟; 超过目标（35%）.
_SET = re.compile(
    r"(?:[高低优好]于|超过|超出|未达到?|没有?达到|不及|达到|控制在)[一-鿿]{0,8}"
    r"(?:规定|设定|预定|下达|确定|核定|既定|预期|要求|设置|批复)(?:目标|标准|任务)?的?"
    r"|未能?控制在"
)
_SET_ASIDE = re.compile(
    r"(?:[高低优好]于|[超未]|不及|没有)[过出达完到成]{0,2}(?:年度|年初)?目标值?\($"
)
_FROM_TO = re.compile(
    r"(?:大幅|进一步|逐步|稳步)?(?:增长|增加|提高|提升|上升|扩大|降低|下降|减少|缩短|压缩|压减|上调|下调|发展|前移|跃升|后移|下滑|增|升|降|调)"
    r"[到至为]"
)
_THIS = re.compile(r"该项|该指标|此项")
_SHORT = 4  # characters of a name that says little alone
_COUNTED = (
    "批次",
    "人次",
    "户次",
    "场次",
    "班次",
    "车次",
    "批",
    "户",
    "人",
    "个",
    "名",
    "项",
    "件",
    "笔",
)
# 占地区生产总值（2488.6亿元）的比重为
_OF_SHARE = re.compile(r"\)?的(?:比例|比重|份额)?[为是达到约:]*")
# 支出决算为年初预算的110.16%
_OF_BUDGET = re.compile(
    r"(?:本年|全年)?(?:支出|决算|执行)[一-鿿]{0,3}[为是占]([一-鿿]{0,4}预算数?)"
)
_LONGEST_LEAD = 60  # characters before a number that can hold its clause


@dataclass(slots=True)
class _State:
    """What has been said in the paragraph so far."""

    paragraph: int = -1
    sentence: int = -1
    end: int = 0
    topic: str = ""
    whole: str = ""
    bracket: str = ""
    outer: str = ""
    ranked: str = ""
    noun: str = ""
    list_measure: bool = False
    is_plan: bool = False
    named: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    levels: int = 0
    levels_here: int = 0
    level: str = ""
    level_before: str = ""
    measured: str = ""
    scored: str = ""
    row: dict[str, Any] | None = None
    rank: dict[str, Any] | None = None
    is_scored_last: bool = False
    listed: list[str] = field(default_factory=list)
    counted: dict[str, Any] | None = None
    last_level: dict[str, Any] | None = None


class Names:
    """Names for the figures of a document, asked in order of position."""

    def __init__(self, document: Document, structure: Structure) -> None:
        self.text = document.folded
        self.structure = structure
        self.scope = Scope(document, structure)
        self.state = _State()
        year = _YEAR.search(self.text)
        self.year = year[0] if year else None
        is_whole = "整体" in self.text[:_TITLE_WITHIN]
        self.whole_report = "部门整体支出绩效" if is_whole else "项目支出绩效"
        self.under_goals: dict[str, bool] = {}  # by heading path

    def of(self, row: dict[str, Any], before: str, cell: tuple[str, str] | None) -> dict[str, Any]:
        """Measure, subject, term, basis, scope, period and role of a figure.

        Parameters
        ----------
        row : the figure so far: place, value, unit, kind, direction
        before : the text right before it, without blanks
        cell : row and head in a table or form; None in running text
        """
        told = self._in_cell(row, cell) if cell else self._in_text(row, before)
        told["term"] = term_of(told.get("subject") or "", told["measure"])
        is_weak = told.pop("is_weak", False)
        if not told["measure"]:
            told |= {"measure": UNNAMED, "status": "unsure", "note": "没有读出它说的是什么"}
        elif not cell and (is_weak or not self._is_name(row, told)):
            told |= {"status": "unsure", "note": "名称可能不完整"}
        return told

    def _is_name(self, row: dict[str, Any], told: dict[str, Any]) -> bool:
        """Whether subject and measure read as a name: phrases, and whose it is where that is not
        the department itself.
        """
        subject, measure = str(told.get("subject") or ""), str(told["measure"])
        if any(wording.is_broken(phrase) for phrase in (subject, measure) if phrase):
            return False
        if row["kind"] in ("growth", "rank") or row["direction"]:
            return len(subject) > 1
        owner, attribute = wording.split_name(measure)
        if subject or (owner and attribute):
            return True
        if attribute:
            return ATTRIBUTES.get(attribute, "") in OF_DEPARTMENT
        return measure in NAMES or (len(measure) > 2 and measure not in wording.VERBS)

    # --- tables ---

    def _in_cell(self, row: dict[str, Any], cell: tuple[str, str]) -> dict[str, Any]:
        subject, head = cell
        measure = head or subject
        told = {"subject": subject if head and subject else None, "measure": measure}
        if row["kind"] == "score" and _TOTAL.search(subject):
            told["subject"] = TOTAL_SCORE
        year = _YEAR.search(measure) or _YEAR.search(subject) or _A_YEAR.fullmatch(measure)
        told["period"] = year[0] if year else self.year
        told["role"] = self._role_of_head(row, measure, subject)
        return told

    def _role_of_head(self, row: dict[str, Any], head: str, subject: str) -> str:
        if row["kind"] == "score" and _WEIGHT.search(head):
            return "weight"
        is_money = row["kind"] == "amount" and "目标" not in head and "指标值" not in head
        if _OF_GOAL.search(head) and "完成" not in head:
            return "plan" if is_money else "target"
        if _FORECAST.search(head):
            return "forecast"
        if row["kind"] == "amount" and _OF_PLAN.search(head):
            return "actual" if _OF_DOING.search(head) else "plan"
        return "actual"

    # --- running text ---

    def _in_text(self, row: dict[str, Any], before: str) -> dict[str, Any]:
        state = self._entered(row["start"])
        lead = self.text[
            max(state.end, state.sentence, row["start"] - _LONGEST_LEAD) : row["start"]
        ]
        told: dict[str, Any] = {"period": self._period(row["start"], state)}
        if row["kind"] == "rank":
            told |= self._ranked(row, before, lead, state)
        elif row["kind"] == "growth" or row["direction"]:
            told |= self._changed(row, lead, state)
        else:
            told |= self._stated(row, lead, state)
        told["subject"] = _once(told.get("subject") or "", told["measure"]) or None
        if told.get("is_base"):
            told["period"] = self._period_of_base(lead, told)
        if row["kind"] == "rate" and not told.get("scope"):
            scopes = _SCOPES.findall(str(told["measure"]))
            told["scope"] = scopes[-1] if scopes else None
        told["role"] = told.get("role") or self._role(row, told, lead)
        self._note(row | told, state)
        told.pop("is_base", None)
        return told

    def _entered(self, offset: int) -> _State:
        """The state at an offset: a paragraph ends all that was said, a sentence what is listed."""
        paragraph = self.scope.paragraph(offset)
        sentence = self.scope.sentence(offset, paragraph)
        if paragraph != self.state.paragraph:
            self.state = _State(paragraph, sentence, end=sentence)
        elif sentence != self.state.sentence:
            self.state.sentence = sentence
            self.state.end = max(self.state.end, sentence)
            self.state.topic = self.state.whole = self.state.bracket = ""
            self.state.levels, self.state.levels_here = self.state.levels_here, 0
            self.state.listed = []
        return self.state

    def _note(self, row: dict[str, Any], state: _State) -> None:
        state.end, state.row = row["end"], row
        state.is_scored_last = state.is_scored_last and row["kind"] == "count"
        name = f"{row['subject'] or ''}{row['measure']}"
        if row.get("is_base"):
            return
        if row["kind"] == "rank":
            state.rank = row
        elif row["kind"] == "growth":
            state.measured = state.measured or str(row["subject"] or "")
        elif row["kind"] == "score":
            state.is_scored_last = True
            state.scored = state.scored if row["direction"] else str(row["subject"] or "")
        elif not row["direction"]:
            state.measured = name
            state.shares += [name] if row["kind"] == "rate" else []
            if row["kind"] != "rate":
                is_level = row["role"] in ("actual", "forecast", "plan")
                state.counted = state.last_level if is_level else state.counted
                state.levels_here += 1
                if not name.startswith(tuple(wording.BASES)):
                    state.named.append(name)
                state.level_before, state.level, state.last_level = state.level, name, row

    def _stated(self, row: dict[str, Any], lead: str, state: _State) -> dict[str, Any]:
        """A level, share or score: by its own clause, its owner, or the noun behind it."""
        parallel = self._listed(row, lead, state) or self._of_base(row, lead, state)
        if parallel:
            return parallel
        pieces = self._pieces(lead)
        while len(pieces) > 1 and not pieces[-1] and any(pieces):
            pieces.pop()  # 基本支出（964.28万元）, 收入：846.37万元
        if pieces and row["kind"] not in ("score", "rank"):
            compared = self._compared(row, lead, pieces, state)
            if compared:
                return compared
        own = wording.phrase_of(pieces[-1]) if pieces else ""
        if row["kind"] == "score" and own == "得" and state.row:  # 投入15分得14.6分
            return {"subject": state.row["subject"], "measure": "得分"}
        self._set_topic(pieces, state)
        self._set_whole(lead, pieces, state)
        target = self._of_target(row, state)
        if target and not own:
            return target
        state.noun = noun = self._noun(row, own, pieces)
        if noun:
            return self._by_noun(row, own, noun, lead, state)
        if not own:
            return self._beside(row, lead, state)
        share = _share_in(own) if row["kind"] == "rate" else ""
        if share:
            return self._share_of(share, state)
        return self._by_phrase(row, own, lead, state)

    def _compared(
        self, row: dict[str, Any], lead: str, pieces: list[str], state: _State
    ) -> dict[str, Any] | None:
        """A number that something is compared with: what was set for it, or what it was before."""
        if row["kind"] == "count":
            among = _AMONG_END.search(pieces[-1])
            state.ranked = wording.phrase_of(pieces[-1][: among.start()]) if among else ""
        is_set = _SET.fullmatch(pieces[-1]) or _SET_ASIDE.search(lead)
        if state.measured and is_set:
            told = {"subject": state.measured, "measure": "目标值", "role": "target"}
            return told | {"is_base": True}
        against = _AGAINST_END.search(pieces[-1]) or self._against_behind(row, pieces[-1])
        return self._base_after(row, pieces, against, state) if against else None

    def _against_behind(self, row: dict[str, Any], piece: str) -> re.Match[str] | None:
        """与2021年改造352户相比: the base is what comes between the two words."""
        is_compared = _COMPARED_BEHIND.match(self.text, row["end"])
        return _AGAINST_BEGIN.match(piece) if is_compared else None

    def _base_after(
        self, row: dict[str, Any], pieces: list[str], against: re.Match[str], state: _State
    ) -> dict[str, Any]:
        """支出规模较2023年的10.18亿元: the base of what the clause names, else of what was told."""
        word = against["base"]
        base = word if word in wording.BASES else word.rstrip("年度") + "年"
        own = wording.phrase_of(pieces[-1][: against.start()])
        if not own:
            self._set_topic(pieces, state)
            told = self._base(row, word if word in wording.BASES else "上年", own, state)
            return told | {"measure": base}
        if own not in ATTRIBUTES:
            state.topic = own
        state.level = own
        return {"subject": own, "measure": base, "basis": "上年", "is_base": True}

    def _pieces(self, lead: str) -> list[str]:
        """The clauses of a lead, the number's own last; brackets around a few words inside one."""
        told = _ASIDE_BEHIND.sub("", wording.without_asides("".join(lead.split())))
        last = self.state.row
        if last and last["end"] == self.state.end:
            told = told.removeprefix(self.state.noun)  # 41个自然村实施47个项目
        pieces = _PIECES.split(_JOINS.sub("", told))
        if "(" not in told:
            return pieces
        return [piece for piece in pieces if not piece or not is_unit(piece)]

    def _set_topic(self, pieces: list[str], state: _State) -> None:
        """A clause without a number before this one may say whose it is: 预算执行（权重10分）."""
        for piece in reversed(pieces[:-1]):
            # 较上年减半 says how, 分季度看 says where, neither whose
            if wording.AGAINST.match(piece) or piece.endswith("看"):
                continue
            parted = _PARTED.fullmatch(piece)
            if parted:
                state.whole = wording.phrase_of(parted[1])
                return
            phrase = wording.phrase_of(wording.AGAINST.sub("", piece.removesuffix("中")))
            owner, attribute = wording.split_name(phrase)
            if wording.ends_in_verb(owner):
                continue
            is_name = 1 < len(owner) <= 12 and not re.search(r"\d", owner)
            if is_name and not wording.is_sentence(phrase):
                state.topic = owner
                state.measured = owner if not attribute else phrase
                state.level = state.level if state.row else phrase
                return

    def _set_whole(self, lead: str, pieces: list[str], state: _State) -> None:
        """What the members of a list are parts of: 其中, or a bracket behind a number."""
        told = lead.strip()
        last = state.last_level
        if told.startswith("(") or "其中" in told:
            state.is_plan = bool(last and last["role"] == "plan")
        if told.startswith("(") and state.row:
            state.bracket = f"{state.row['subject'] or ''}{state.row['measure']}"
            state.outer = state.topic
        elif ")" in told and state.bracket:
            state.bracket, state.topic = "", state.outer
        if ";" in told:
            is_verb = bool(pieces) and wording.phrase_of(pieces[-1]) in wording.VERBS
            state.topic = "" if is_verb else state.topic
            state.level, state.whole = state.whole or state.level, ""
        if "其中" in told or (pieces and pieces[-1].endswith(("包括", "含"))):
            is_here = state.row is not None and state.row["start"] >= state.sentence
            is_clear = is_here or state.levels == 1
            whole = state.bracket or state.level or state.topic
            state.whole = whole if is_clear else ""

    def _of_target(self, row: dict[str, Any], state: _State) -> dict[str, Any] | None:
        """未达到90%的目标: the target of what was measured before."""
        if not wording.OF_TARGET.match(self.text, row["end"]) or not state.measured:
            return None
        return {"subject": state.measured, "measure": "目标值", "role": "target"}

    def _noun(self, row: dict[str, Any], own: str, pieces: list[str]) -> str:
        """The noun behind a number that stands before it, or what an amount is for."""
        after = self._after(row["end"])
        if row["kind"] == "amount":
            return wording.purpose_after(after) if not own or own in wording.VERBS else ""
        if row["kind"] in ("score", "other") or (row["kind"] == "rate" and _SCOPES.sub("", own)):
            return ""
        is_list = "、" in own or bool(pieces and ("、" in pieces[-1] or pieces[-1].endswith("等")))
        is_having = bool(pieces and _HAVING.search(pieces[-1]))
        is_open = not own or own in wording.VERBS or is_list or is_having
        is_open = is_open or bool(_AMONG.search(own))
        noun = wording.noun_after(after)
        is_of_people = row["unit"] in ("位", "名")
        return noun if noun and (is_open or is_of_people or not _is_thing(own)) else ""

    def _after(self, end: int) -> str:
        """What stands behind a number in its paragraph, without blanks."""
        after = self.text[end : end + _AFTER]
        line = after.find("\n")
        if line >= 0 and self.scope.paragraph(end + line + 1) != self.state.paragraph:
            after = after[:line]
        return wording.without_asides("".join(after.split()))

    def _by_noun(
        self, row: dict[str, Any], own: str, noun: str, lead: str, state: _State
    ) -> dict[str, Any]:
        if row["kind"] == "rate":  # 以全区0.1%的面积
            return {
                "subject": state.topic or state.level or None,
                "measure": noun + "占比",
                "scope": own or (state.row or {}).get("scope"),
            }
        verb = _HOLDING.search("".join(lead.split()))
        if _AMONG.search(own):
            return {"subject": None, "measure": noun, "is_base": True}
        is_owner = own not in wording.VERBS and "、" not in lead
        subject = verb[0] if verb else own if is_owner else ""
        state.topic = state.topic or noun
        return {"subject": subject or None, "measure": noun}

    def _beside(self, row: dict[str, Any], lead: str, state: _State) -> dict[str, Any]:
        """A number with no words of its own: right behind another, or what the item is about."""
        last = state.row
        between = "".join(lead.split())
        if last and len(between) <= 2 and not _MARKS.search(between):
            return self._same_as_before(row, last, lead, state)
        if last and _FROM_TO.fullmatch(between) and last["kind"] == row["kind"]:
            name = {"subject": last["subject"], "measure": last["measure"]}
            return name if not last.get("is_base") else self._of_from(last)
        owner = state.topic or self.scope.owner(row["start"])
        doing = (
            re.match(r"[一-鿿]{2,8}", self._after(row["end"])) if row["kind"] == "count" else None
        )
        if doing:
            return {"subject": None, "measure": doing[0], "is_weak": True}
        return {"subject": None, "measure": owner, "is_weak": True}

    @staticmethod
    def _of_from(base: dict[str, Any]) -> dict[str, Any]:
        """To what it went from the base just told: 由上年的71%提高到83%."""
        return {"subject": None, "measure": str(base["subject"] or base["measure"])}

    def _of_base(self, row: dict[str, Any], lead: str, state: _State) -> dict[str, Any] | None:
        """A share of the number just said: 为建档人数15330人的92.67%, 占总额（8亿元）的比重为4%."""
        last = state.row
        between = "".join(lead.split())
        if row["kind"] != "rate" or not last or not _OF_SHARE.fullmatch(between):
            return None
        whole = f"{last['subject'] or ''}{last['measure']}"
        part = state.level_before if whole == state.level else state.level or state.topic
        share = next((word for word in ("比重", "比例") if word in between), "")
        of = str(last["measure"]).removeprefix("占")
        return {"subject": part or None, "measure": f"占{of}{share}", "basis": whole}

    def _same_as_before(
        self, row: dict[str, Any], last: dict[str, Any], lead: str, state: _State
    ) -> dict[str, Any]:
        """19批次124人次, 占26.92%（38.40万元）: another number of the same thing."""
        if "(" in lead and last["kind"] == "rate" and row["kind"] != "rate":
            return {"subject": None, "measure": state.topic or str(last["subject"] or "")}
        name = str(last["measure"])
        unit = row["unit"] or ""
        is_other = unit != last["unit"] and unit in _COUNTED and not name.endswith(unit)
        return {"subject": last["subject"], "measure": name + unit if is_other else name}

    def _share_of(self, own: str, state: _State) -> dict[str, Any]:
        """占项目支出的50.98%, 完成预算的97%: a share of the level said before."""
        owner = state.level if own.startswith("占") else state.topic or state.level
        owner = "" if owner in ATTRIBUTES else owner
        if not owner and ATTRIBUTES.get(own) == "预算执行率":
            return {"subject": None, "measure": "预算执行率", "basis": "预算数"}
        measure = "占比" if own == "占" else own
        return {
            "subject": owner or None,
            "measure": measure,
            "basis": own.removeprefix("占") or None,
        }

    def _by_phrase(self, row: dict[str, Any], own: str, lead: str, state: _State) -> dict[str, Any]:
        if row["kind"] == "amount" and own.startswith(("完成", "占", "为", "是")) and len(own) > 2:
            own = re.sub(r"^(?:完成|占|为|是)", "", own)  # 完成预算52万元的85%
            return {"subject": state.topic or None, "measure": own, "is_base": True}
        owner, attribute = wording.split_name(own)
        if attribute and row["kind"] == "rate" and not wording.is_of_share(attribute):
            owner, attribute = own, ""
        if owner in wording.BASES:  # 上年执行数
            return {
                "subject": state.topic or self.scope.owner(row["start"]) or None,
                "measure": own,
                "is_base": True,
                "basis": wording.BASES[owner],
            }
        if own.startswith("每") and len(own) <= 5:
            owner, attribute = "", own
        base = wording.base_in(own)
        if base:
            return self._base(row, base, own, state)
        if row["kind"] == "score" and attribute and attribute not in OF_SCORE:
            return {"subject": own, "measure": self._kind_of_score(row)}
        if attribute and owner in wording.VERBS and state.topic:
            return {"subject": state.topic, "measure": own}
        if attribute and (not owner or wording.ends_in_verb(owner)):
            return self._of_owner(row, attribute, lead, state)
        return self._by_name(row, own, (owner, attribute), state)

    def _by_name(
        self, row: dict[str, Any], own: str, parts: tuple[str, str], state: _State
    ) -> dict[str, Any]:
        """A name with its own owner, or a short one whose owner was told before."""
        owner, attribute = parts
        if not attribute and own in wording.VERBS and own not in NAMES:
            subject = state.topic or self.scope.owner(row["start"])
            return {"subject": subject or None, "measure": self._with_people(row, own)}
        own = self._with_people(row, own)
        whole = state.bracket or state.whole
        is_part = whole and len(own) <= 8 and whole not in own
        subject = whole if is_part else ""
        if not subject and len(own) <= _SHORT and own not in NAMES:
            subject = self.scope.owner(row["start"])
        if not state.topic or not wording.ends_in_verb(owner):
            state.topic = owner
        if attribute:
            return {"subject": subject + owner, "measure": attribute}
        if row["kind"] == "score":
            return {"subject": own, "measure": self._kind_of_score(row)}
        return {"subject": subject or None, "measure": own}

    def _kind_of_score(self, row: dict[str, Any]) -> str:
        """分值 in brackets right behind its name, or where the score given follows:
        预算执行（10分）, 预算执行10分得9.08分; else 得分.
        """
        around = self.text[row["start"] - 1 : row["start"]] + self.text[row["end"] : row["end"] + 1]
        return "分值" if around == "()" or _GIVEN.match(self.text, row["end"]) else "得分"

    def _with_people(self, row: dict[str, Any], own: str) -> str:
        """死亡人数 of 死亡6人, 接待批次 of 接待18批次: what a short word counts."""
        unit = row["unit"] or ""
        if row["kind"] != "count" or len(own) > _SHORT or _OF_PEOPLE.search(own):
            return own
        is_people = unit.endswith(("人", "名"))
        times = re.sub(r"^[百千万亿]+", "", unit) if unit.endswith("次") else ""
        return own + ("人数" if is_people else times)

    def _base(self, row: dict[str, Any], base: str, own: str, state: _State) -> dict[str, Any]:
        """比上年316.82万元减少: the level of the year before."""
        last = state.row
        is_of_change = last is not None and bool(last["direction"])
        owner = str(last["subject"] or "") if last and is_of_change else ""
        basis = wording.BASES[base]
        if "预算" in basis:
            owner = state.topic
        owner = owner or (state.scored if row["kind"] == "score" else state.level) or state.topic
        if basis == "目标":
            owner = state.measured or owner
            return {"subject": owner or None, "measure": own, "basis": basis, "role": "target"}
        return {"subject": owner or None, "measure": base, "basis": basis, "is_base": True}

    def _of_owner(
        self, row: dict[str, Any], attribute: str, lead: str, state: _State
    ) -> dict[str, Any]:
        """An attribute alone: its owner was told before."""
        last = state.row
        if attribute in OF_SCORE and attribute.startswith(_OF_WHOLE):
            return {"subject": self.whole_report, "measure": attribute}
        if attribute in OF_SCORE and last and last["kind"] == "score":
            owner = state.topic or state.measured
        elif attribute in OF_SCORE or attribute in OF_TARGET:
            owner = state.measured or state.topic
        elif attribute.startswith("占"):
            owner = state.level
        else:
            owner = state.topic
        is_of_score = row["kind"] == "score" and bool(_THIS.search(lead))
        owner = "" if owner in ATTRIBUTES and not is_of_score else owner
        owner = "" if owner.startswith(_ADDED) else owner  # 追加水毁修复资金…，调整后预算…
        owner = owner or self.scope.owner(row["start"])
        if not owner and attribute in OF_SCORE:
            owner = self.whole_report
        told = {"subject": owner or None, "measure": attribute}
        return told | ({"is_base": True} if attribute in OF_TARGET else {})

    def _changed(self, row: dict[str, Any], lead: str, state: _State) -> dict[str, Any]:
        """A change belongs to the phrase before its verb, else to the level said before."""
        parallel = self._listed(row, lead, state)
        if parallel:
            return parallel
        pieces = self._pieces(lead)
        self._set_topic(pieces, state)
        last = pieces[-1] if pieces else ""
        change = wording.change_before(last)
        against = wording.AGAINST.search("".join(lead.split()))
        verb = (change["up"] or change["down"]) if change else self._verb(last)
        words = last[: change.start()] if change else last[: -len(verb)] if verb else last
        own = wording.phrase_of(wording.AGAINST.sub("", words))
        basis = self._basis(against, state)
        measure = (against[0] if against else "") + (verb or "变化")
        before = state.row
        if not against and before and before["direction"] and not own:
            is_same = before["direction"] == row["direction"]
            measure = str(before["measure"]) if is_same else measure
            return {"subject": before["subject"], "measure": measure, "basis": before["basis"]}
        if not against and before and before.get("is_base"):
            measure = f"比{before['measure']}{verb or '变化'}"
        owner = self._owner_of_change(row, own, state)
        told = {"subject": owner or None, "measure": measure, "basis": basis}
        return told | self._of_two(row, own, state)

    def _verb(self, last: str) -> str:
        found = re.search(
            r"(?:高于|低于|超过|落后于?|优于|多|少|高|低|大|小|快|慢|差|相差)[^高低多少]{0,12}$",
            last,
        )
        return found[0] if found else ""

    def _basis(self, against: re.Match[str] | None, state: _State) -> str | None:
        if not against:
            return state.row["basis"] if state.row and state.row.get("basis") else None
        word = against["word"]
        if not word:
            return "上年" if "环比" not in against[0] else "环比"
        return wording.BASES.get(word, re.sub(r"\D", "", word) or "上年")

    def _owner_of_change(self, row: dict[str, Any], own: str, state: _State) -> str:
        known = state.measured
        if "点" not in (row["unit"] or ""):
            known = state.level or _owner_of_share(state.row) or state.measured
        known = state.scored or known if row["kind"] == "score" else known
        if not own or _SAME_AGAIN.fullmatch(own):
            return known or state.topic or self.scope.owner(row["start"])
        owner, attribute = wording.split_name(own)
        fuller = _fuller(own, state.named)
        if fuller != own:
            return fuller
        if attribute and not owner:
            same = [name for name in state.named if name.endswith(own)]
            if same:
                return same[-1]
            return (state.topic or self.scope.owner(row["start"])) + attribute
        if own in wording.VERBS and state.topic:
            return state.topic + own
        state.topic = owner or own
        return own

    def _of_two(self, row: dict[str, Any], own: str, state: _State) -> dict[str, Any]:
        """A rate that follows a count and its value may speak of either."""
        level, counted = state.last_level, state.counted
        if row["kind"] != "growth" or own or not level or not counted:
            return {}
        is_between = counted["kind"] == "count" and level["kind"] == "amount"
        if not is_between or str(level["measure"]) not in ATTRIBUTES:
            return {}
        note = f"增幅可指{level['measure']}，也可指{counted['measure']}"
        return {"status": "ambiguous", "note": note}

    def _ranked(self, row: dict[str, Any], before: str, lead: str, state: _State) -> dict[str, Any]:
        """A rank of what was measured, or of a contest; a move of the rank before it."""
        former = None if row["direction"] else _FORMER.search("".join(lead.split()))
        if former:
            return self._former(former["word"] or former["base"], row, state)
        pieces = self._pieces(lead)
        contest = "" if row["direction"] else self._contest(row["start"], state)
        known = str(state.rank["subject"] or "") if state.rank else ""
        own = self._own_of_rank(row, lead, pieces, state)
        self._set_topic(pieces, state)
        subject = own if len(own) > 1 and own not in wording.VERBS else ""
        subject = subject or self._ranked_before(row, known, state)
        known_level = state.level or state.measured
        if contest:
            subject = contest + (own if wording.is_of_measure(own) and own not in contest else "")
        elif known_level and (own.startswith("增速") or own in ATTRIBUTES):
            subject = known_level.removesuffix(own) + own
        elif subject == own:
            subject = _fuller(own, state.named)
        scopes = _SCOPES.findall(before) or _SCOPES.findall(contest)
        told: dict[str, Any] = {
            "subject": subject or self.scope.owner(row["start"]) or None,
            "measure": {"+": "排名上升", "-": "排名下降"}.get(row["direction"] or "", "排名"),
            "basis": "上次" if row["direction"] else None,
            "scope": scopes[-1] if scopes else None,
        }
        if row["direction"] and not scopes and state.rank and subject == known:
            told["scope"] = state.rank.get("scope")
        return told

    def _former(self, base: str, row: dict[str, Any], state: _State) -> dict[str, Any]:
        """The rank of a year before: 比上年的第14位提升3位, 由上年第8位."""
        known = state.rank["subject"] if state.rank else state.measured
        year = base.rstrip("年度") if base not in wording.BASES else self._year_before(row, state)
        measure = (base if base in wording.BASES else base.rstrip("年度") + "年") + "排名"
        return {"subject": known or None, "measure": measure, "period": year, "is_base": True}

    def _year_before(self, row: dict[str, Any], state: _State) -> str | None:
        year = self._period(row["start"], state)
        return str(int(year) - 1) if year else None

    def _own_of_rank(self, row: dict[str, Any], lead: str, pieces: list[str], state: _State) -> str:
        """What the clause of a rank itself names: neither where nor among how many it is held."""
        last = pieces[-1] if pieces else ""
        change = wording.change_before(last) if row["direction"] else None
        words = last[: change.start()] if change else last
        own = _PLACED.sub("", _SCOPES.sub("", wording.AGAINST.sub("", words)))
        plain = "".join(_BRACKET.sub("", lead).split())
        counted = state.row if state.row and state.row["start"] >= state.sentence else None
        if counted and counted["kind"] == "count" and not _PIECES.search(plain):
            within = _WITHIN.search(plain)
            return wording.phrase_of(within[1]) if within else state.ranked
        held = _HELD.search(own)
        own = own[: held.start()] if held else own
        own = "" if _FROM_TO.fullmatch(own) else wording.phrase_of(own)  # 由第10位前移至第6位
        if not own and len(pieces) > 1 and pieces[-2].endswith("中"):
            return wording.phrase_of(pieces[-2][:-1])
        return own

    def _ranked_before(self, row: dict[str, Any], known: str, state: _State) -> str:
        """What a rank without a name is of: the rank, score, rate or level told before."""
        is_near = bool(state.row and state.row["kind"] in ("rank", "count"))
        if not row["direction"] and state.scored and state.is_scored_last:
            return state.scored
        if known and (row["direction"] or is_near):
            return known
        return state.measured or state.topic

    def _contest(self, offset: int, state: _State) -> str:
        """In what was ranked, told in a clause of its own: 在年度考核中，我区列第3位."""
        said = "".join(self.text[state.sentence : offset].split())
        told = _CONTEST.findall(said[said.rfind(";") + 1 :])
        return wording.phrase_of(told[-1].rpartition("在")[2]) if told else ""

    # --- parallel numbers ---

    def _listed(self, row: dict[str, Any], lead: str, state: _State) -> dict[str, Any] | None:
        """A、B和C分别为x、y和z: names told before, one for each number."""
        if _TOGETHER.search(lead):
            self._begin_list(row, lead, state)
        if not state.listed:
            return None
        is_next = _TOGETHER.search(lead) or _NEXT.fullmatch(lead)
        if not is_next:
            state.listed = []
            return None
        name = state.listed.pop(0)
        last = state.row
        if not _TOGETHER.search(lead) and last:
            if _IS_PERIOD.fullmatch(name):
                return _of_period(name, last["subject"], last["measure"], last.get("basis"))
            if state.list_measure:
                return {"subject": name, "measure": last["measure"], "basis": last.get("basis")}
            return {"subject": None, "measure": name}
        return self._first_of_list(row, lead, name, state)

    def _begin_list(self, row: dict[str, Any], lead: str, state: _State) -> None:
        """The names or years that stand before 分别, as many as numbers follow."""
        whole = self.text[max(state.sentence, row["start"] - 160) : row["start"]]
        told = "".join(whole.split())
        at = max(told.rfind("分别"), told.rfind("依次"))
        head = re.sub(r"[，,、:：]$", "", told[:at])
        years = _YEARS_LISTED.findall(head + "年")
        found = re.findall(r"(?:19|20)\d\d(?:年?[、和及](?:19|20)\d\d)+", head)
        if years or found:
            state.listed = re.findall(r"(?:19|20)\d\d", (found or years)[-1])
            return
        periods = _PERIODS_LISTED.findall(head[-_LEVEL_WITHIN:])
        if periods:
            state.listed = re.split("[、和及]", periods[-1])
            return
        pieces = [
            piece for piece in re.split(r"[，。；;：:]", head) if re.search(r"[、和及]", piece)
        ]
        is_of_change = row["kind"] in ("growth", "rate") or bool(row["direction"])
        if is_of_change and re.search(r"\d", head[-_LEVEL_WITHIN:]):
            state.listed = self._levels_before(row, state)
            return
        if not pieces:
            return
        last = _LISTED.sub(r"\1", pieces[-1])
        names = [name for name in re.split(r"[、]|(?<=[一-鿿])[和及与](?=[一-鿿])", last) if name]
        state.listed = [
            wording.phrase_of(name) or name for name in names if not re.search(r"\d", name)
        ]

    def _levels_before(self, row: dict[str, Any], state: _State) -> list[str]:
        """The levels told right before 分别, as many as numbers follow:
        公务用车136.9万元，公务接待5.4万元，分别下降10.15%和42.60%.
        """
        parallel = _PARALLEL.match(self.text, row["end"])
        many = 1 + (parallel[0].count("%") if parallel else 0)
        told = state.shares if self._is_aim(row) and row["kind"] == "rate" else state.named
        told = [name for name in told if name]
        return told[-many:] if many > 1 and len(told) >= many else []

    def _is_aim(self, row: dict[str, Any]) -> bool:
        """Whether 目标值 stands right before a number."""
        return bool(_TO_REACH.search(self.text[max(0, row["start"] - 8) : row["start"]]))

    def _first_of_list(
        self, row: dict[str, Any], lead: str, name: str, state: _State
    ) -> dict[str, Any]:
        told = "".join(lead.split())
        behind = told[max(told.rfind("分别"), told.rfind("依次")) + 2 :]
        own = "目标值" if self._is_aim(row) else wording.phrase_of(behind)
        is_period = bool(_IS_PERIOD.fullmatch(name))
        basis = None
        state.list_measure = bool(own) or row["kind"] == "growth" or bool(row["direction"])
        if row["direction"] or row["kind"] == "growth":
            change = wording.change_before(told)
            measure = (change["up"] or change["down"]) if change else own or "变化"
            against = wording.AGAINST.search(told)
            basis = self._basis(against, state)
            measure = (against[0] if against else "") + measure
        else:
            measure = own or ("" if not is_period else state.topic or state.level)
        if is_period:
            subject = self._growing(lead) or state.topic or state.measured or state.level
            return _of_period(
                name, subject if measure != subject else None, measure or subject, basis
            )
        return {"subject": name if measure else None, "measure": measure or name, "basis": basis}

    def _growing(self, lead: str) -> str:
        """What a clause before a list of periods says of all of them: 本年支出逐年上升."""
        for piece in reversed(self._pieces(lead)[:-1]):
            change = wording.change_before(piece)
            phrase = wording.phrase_of(piece[: change.start()]) if change else ""
            if phrase and not wording.is_sentence(phrase):
                return phrase
        return ""

    # --- period and role ---

    @cached_property
    def _years(self) -> tuple[list[int], list[str]]:
        """Where years are named that are none of comparison, and which."""
        compared = {found.start(1) for found in _COMPARED_YEAR.finditer(self.text)}
        found = [year for year in _YEAR.finditer(self.text) if year.start() not in compared]
        return [year.start() for year in found], [year[0] for year in found]

    def _period(self, offset: int, state: _State) -> str | None:
        """The year last named in the paragraph that is none of comparison, else the first that the
        report names: its own.
        """
        starts, years = self._years
        at = bisect.bisect_left(starts, offset) - 1
        if at < 0 or starts[at] < state.paragraph:
            return self.year
        is_to_come = self.year is not None and years[at] > self.year
        return self.year if is_to_come and starts[at] < state.sentence else years[at]

    def _period_of_base(self, lead: str, told: dict[str, Any]) -> str | None:
        """比2021年预算1350万元 is of 2021, 比上年316.82万元 of the year before."""
        named = _YEAR.findall(lead)
        if named:
            return named[-1]
        year = told["period"]
        is_last = told.get("basis") == "上年" and year is not None
        return str(int(year) - 1) if is_last and year else year

    def _role(self, row: dict[str, Any], told: dict[str, Any], lead: str) -> str:
        measure = str(told["measure"])
        clause = "".join(_PIECES.split(lead)[-1].split())
        if row["kind"] == "score" and _WEIGHT.search(measure + clause[-6:]):
            return "weight"
        if measure in OF_TARGET or measure.endswith(("指标值", "目标值", "目标数")):
            return "target"
        is_noun = row["kind"] == "count" and not row["quoted"][:1].isdigit()
        is_given = row["kind"] == "amount" and bool(_GIVEN_MONEY.search(clause + measure))
        is_goal = not is_noun and not is_given
        if is_goal and self._is_under_goals(self.structure.path_at(row["start"])):
            return "target"
        if is_goal and self._is_after_goal(row):
            return "target"
        if row["qualifier"] in ("≥", "≤"):  # nobody reports a result so
            return "target"
        if _FORECAST.search(clause):
            return "forecast"
        is_meant = _MEANT.search(clause) and not is_noun and row["kind"] != "amount"
        is_meant = is_meant or (self._is_ahead(row) and not _DONE.search(clause))
        if is_meant and not row["direction"]:
            return "target"
        if row["kind"] in ("amount", "count") and _TO_REACH.search(clause):
            return "target"
        is_planned = self._is_budget(measure) or self._is_part_of_plan(measure)
        return "plan" if row["kind"] == "amount" and is_planned else "actual"

    def _is_ahead(self, row: dict[str, Any]) -> bool:
        """Whether the sentence of a number speaks of what is still to be done."""
        said = self.text[max(self.state.sentence, row["start"] - _AHEAD_WITHIN) : row["start"]]
        return row["kind"] != "amount" and bool(_AHEAD.search(said))

    def _is_after_goal(self, row: dict[str, Any]) -> bool:
        """Whether a goal is told since the last full stop: 主要目标是：一是…；二是…."""
        begin = self.text.rfind("。", self.state.paragraph, row["start"])
        said = self.text[max(begin, self.state.paragraph, 0) : row["start"]]
        return bool(_GOAL_TOLD.search(said))

    def _is_part_of_plan(self, measure: str) -> bool:
        """Whether a number is a part of a budget: 预算1500万元，其中基本支出900万元."""
        is_part = bool(self.state.whole or self.state.bracket) and self.state.is_plan
        return is_part and not _DONE.search(measure)

    def _is_budget(self, measure: str) -> bool:
        attribute = wording.split_name(measure)[1] or measure
        is_planned = attribute in OF_BUDGET or _PLANNED.search(measure)
        return bool(is_planned) and not _DONE.search(measure)

    def _is_under_goals(self, path: str) -> bool:
        if path not in self.under_goals:
            title = self.structure.title_over(path)
            self.under_goals[path] = bool(_GOALS.search(title.strip()) or _NEXT_YEAR.search(title))
        return self.under_goals[path]


def _share_in(own: str) -> str:
    """The share that a phrase is: 占项目支出; 占年初预算 of 支出决算为年初预算."""
    of_budget = _OF_BUDGET.fullmatch(own)
    if of_budget:
        return "占" + of_budget[1]
    return own if own.startswith(("占", "为", "完成")) else ""


def _owner_of_share(row: dict[str, Any] | None) -> str:
    """Whose the rate just told is: 三公经费决算 of 三公经费决算完成预算的82.89%."""
    if row is None or row["kind"] != "rate" or not row["measure"].startswith(("完成", "占")):
        return ""
    return str(row["subject"] or "")


def _once(subject: str, measure: str) -> str:
    """A subject without what the measure says again: 自评 of 自评得分 and 得分, 普通高考本科 of
    普通高考本科上线 and 上线率.
    """
    if len(measure) > 1 and subject.endswith(measure):
        return subject.removesuffix(measure)
    stem = measure.removesuffix("率")
    is_again = len(stem) > 1 and stem != measure and subject.endswith(stem)
    owner = subject.removesuffix(stem)
    return owner if is_again and len(owner) >= _SHORT else subject


def _fuller(own: str, named: list[str]) -> str:
    """A name with what one told before says more: 市级以上比赛奖牌数 for 奖牌数."""
    stem = own.rstrip("数额量值率")
    longer = [name for name in named if len(stem) > 1 and name.endswith((stem, own))]
    if not longer or own in named:
        return own
    return longer[-1].removesuffix(own).removesuffix(stem) + own


def _of_period(name: str, subject: str | None, measure: str, basis: str | None) -> dict[str, Any]:
    """The name of a number of one of the years listed, or of a part of the year."""
    told = {"subject": subject, "measure": measure, "basis": basis}
    if name.isdigit():
        return told | {"period": name}
    return told | {"measure": name + re.sub(rf"^{_PERIOD_WORD}", "", measure)}


def _is_thing(own: str) -> bool:
    """Whether a phrase before a count names what is counted itself: it ends in no verb alone."""
    tail = own[-2:]
    return own in NAMES or own in ATTRIBUTES or (len(own) > 2 and tail not in wording.VERBS)
