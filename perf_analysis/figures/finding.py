"""Figures found in a text: every number that states something, and the digits that do not.

What sort of figure a number is follows from its unit, the words right before it, and the table or
form it stands in; what it measures and whose it is is told by `names`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from perf_analysis import units
from perf_analysis.document import Document
from perf_analysis.figures import ends_of_span, wording
from perf_analysis.figures.names import Names
from perf_analysis.figures.naming.roles import is_role, role_under
from perf_analysis.figures.no_figures import DIGITS, find_no_figures
from perf_analysis.figures.numbers import CUT_NOTE, GLUED_NOTE, Number, find_numbers
from perf_analysis.figures.numerals import NUMERAL
from perf_analysis.figures.populations import mark_populations
from perf_analysis.figures.scope import Scope
from perf_analysis.forms import Forms, Place
from perf_analysis.structure import Structure
from perf_analysis.units import is_unit

if TYPE_CHECKING:
    from perf_analysis.layout import Layout, Named

MOST_DIGITS = 18  # a longer run is a code, and no float holds it
_LONGEST_JOIN = 3  # characters between parallel numbers: a mark and blanks
_LEAST_COMMON = 4  # characters of nouns that begin alike
_COMPARED_WITHIN = 60  # characters before a share that say it is more than the year before
_BEFORE = 24  # characters before a number that say how it is counted or changed
_LEAST_PERCENT = 2  # nobody spends twice the budget: a bare execution rate above this is in %
_SCORED = ("weight", "score", "level1", "level2")  # 产出指标（50）
# What the number in a cell of a form is; cells with other roles hold words.
_FORM_ROLES = dict.fromkeys(("target", "adjusted"), "target")
_FORM_ROLES |= dict.fromkeys(("actual", "executed", "rate", "score", "amount"), "actual")
_FORM_ROLES |= {"weight": "weight", "level1": "weight", "level2": "weight", "expected": "forecast"}
_FORM_ROLES |= dict.fromkeys(("initial", "budget"), "plan")
_REFERRED = re.compile(r"(?:附[件表图]|见[表图])$")
_DATE_ALONE = re.compile(
    r"(?:19|20)\d\d(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)
_UNIT_CELL = re.compile(r"(?!定性|文字|无)[一-鿿A-Za-z%‰㎡²³/]+(?<!/)")
_UNIT_AT_END = re.compile(r"[(（]([^()（）]{1,5})[)）]$")
_RANKED = re.compile(
    rf"(?:{wording.ANY_BASE}|(?:19|20)\d\d年)(?:[的也亦为是列居排]|排名|位列){{0,3}}第?$"
    r"|(?:仍|依然|还|今年|本年)[是为]?第?$|倒数第?$"
    r"|(?:列|居|(?<![单岗职])位|排|名|首|全[国省市区县州]|增速)[^，。；;]{0,14}$"
)
# 从第9升到第5, 由31位上升至23位: a place behind a word of moving from or to
_TO_PLACE = re.compile(rf"[名位]?[^\d，,。；;]{{0,5}}[到至为居]第?\s?[\d{NUMERAL}]")
_FROM_PLACE = re.compile(r"[由从](?:[^\d，,。；;]{0,8})?第?$")
_REACHED = re.compile(
    rf"[由从][^\d，,。；;]{{0,8}}第?[\d{NUMERAL}]+[名位]?[^\d，,。；;]{{0,5}}[到至为居]第?$"
)
# 获团体第二, 总分第一: a place that ends its clause
_TAKEN = re.compile(
    r"(?:总分|成绩|团体|个人|单项|获得?|[拿夺][到得了]?个?|取得"
    rf"|我(?:们|{wording.ACTORS})是?)第?$"
)
_ENDS_CLAUSE = re.compile(r"[名位]?(?:的好?成绩|收官)?(?:[，,。；;、(（\s]|$)")
_AT_TOP = re.compile(r"(?:[居列]|[名位]列)(?:全(?:系统|自治区|[国省市区县州])[一-鿿]{0,6})?$")
_PLACED = re.compile(r"位列|排名|名列|位居|排在|排|居|列|位次")
_PLACED_RIGHT_BEFORE = re.compile(r"(?:位列|名列|排名|排在|排|(?<![系序])列)$")
_REACHES = re.compile(r"[,，](?:达到?|增[至到]|升[至到])\d")
_COMMAS = (",", "，")
_OF_PLACE = re.compile(r"[,，]?[一-鿿]{0,3}(?:第|名次|位次)")
_MOVED = re.compile(
    r"(?:前进|前移|前挪|上升|提升|跃升|后退|倒退|退后|后移|下降|下滑|退步|进步|进|退)了?$"
)
_RANK_UNITS, _PLACES = ("位", "名"), ("名次", "位次")
# 第三 is a rank, but 第三批, 第三产业, 第三方 number things.
_ORDINAL_OF_THINGS = frozenset(
    "批家次产季方期阶步个等章条部项类种届大轮级代款节号线件年天任所行十百一二三"
)
_OF_CHANGE = ("同比", "环比", "变动率", "增减率", "变化率")
_ENDS = re.compile(r"[，,；;。(（:：]")
_YEAR_WITHIN = 8  # characters before a number
_NAMED_FALL = re.compile(r"(?:下降|降低|减少|缩短)(?:率|幅度)?$")
_PER = re.compile(r"每(亩|人|户|个|公里|台|次|吨|平方米)$")
_SCORES = re.compile(r"(?:得分|评分|分数|分值|权重|满分|总分|自评分)(?:为|是|:)?$")
_THRESHOLDS = ("低于", "高于", "不足", "超过", "大于", "小于")
_BRACKETED_UNIT = re.compile(r"[ \t]?\(([^()\n]{1,6})\)")
_UNIT_BEFORE = re.compile(r"\(([^()\n]{1,6})\):?$")
# 到校教师(人):目标130;完成143
_LABELLED = re.compile(r"([一-鿿]{2,6})[:：]?$")
_ITEM = re.compile(r"\(([^()\n\d]{1,6})\)[^\n\d。]{1,12}(?:\d[\d,.]*[；;，,、/|][^\n\d。]{1,8})?$")
# Numbers in a list before one unit: 12、15、18人.
_LISTED = re.compile(r"(?:\s?[、,，和及与]\s?\d[\d.]*(?![\d.])){1,8}")
_TOTAL = re.compile(r"合计|总计|小计|共计|总额|其他|")
_LIST_MARKS = ("、", ".", ")", ":")
_AGED = re.compile(r"平均|人均|期望|寿命|年龄")
# 投诉24小时办结率 is a name
_TIMES, _OF_RATE = ("小时", "分钟", "秒"), re.compile(r"内?[一-鿿]{2,6}(?:率|比例|占比)")
_OF_WORK = re.compile(r"内|以内")
_OF_RATIO = re.compile(
    r"(?:系数|指数|[^与相对环占同]比)(?:[为达是:]|达到|由|从|提高|降至|增至|下降|至|提升){0,3}$"
)
_OF_CENTS = 2  # decimals of an amount told bare
_SECOND_MARK = re.compile(r"(?:总分|合计)100(?:\.0+)?$")  # 总分 100 97.79
_OF_RANKS = re.compile(r"(?:排名|名次|位次)$")
_IN_NUMBER = frozenset("0123456789%％.")
_RANK_IS = re.compile(r"(?:排名|名次|位次)(?:为|是|:)$")
_MARKED_SHARE = re.compile(r"[率比]|占|幅")


@dataclass(slots=True)
class Token:
    """A number with where it stands: in a form, in a table, behind which words; and the row and
    head that form or table give it, None in running text.
    """

    number: Number
    place: Place | None
    cell: Named | None
    name: tuple[str, str] | None
    before: str

    @property
    def start(self) -> int:
        """Where the digits begin."""
        return self.number.digits[0]


def find_figures(
    document: Document, structure: Structure, forms: Forms, scope: Scope | None = None
) -> tuple[list[dict[str, Any]], Iterator[dict[str, Any]]]:
    """The figures of a document in order of position, and the digits that are none.

    Returns
    -------
    rows : one dict per stated number, with the columns of the figures table that reading gives
    remainder : one dict per digit run that is no figure: `start`, `end`, `quoted`, `reason`;
        found when asked for
    """
    return _Reading(document, structure, forms, scope or Scope(document, structure)).read()


def _is_label(told: str) -> bool:
    return is_role(told) or _SCORES.fullmatch(told) is not None


class _Reading:
    def __init__(
        self, document: Document, structure: Structure, forms: Forms, scope: Scope
    ) -> None:
        self.document, self.structure, self.forms = document, structure, forms
        self.text = document.folded
        self.layout = _layout_of(document)
        self.no_figures = find_no_figures(self.text)
        self.no_figure_at = {start: reason for start, _, reason in self.no_figures}
        self.scope = scope
        self.names = Names(document, structure, scope)
        self.rows: list[dict[str, Any]] = []
        self.reasons: dict[int, str] = {}
        self.projects = _projects(forms)
        self.form_units: dict[tuple[int, int], str] = {}

    def read(self) -> tuple[list[dict[str, Any]], Iterator[dict[str, Any]]]:
        passed_over = {
            start for start, end, reason in self.no_figures if self._is_none(end, reason)
        }
        cell_end = self.layout.cell_end if self.layout else _outside_of_cells
        for number in find_numbers(self.text, cell_end, passed_over, _glued(self.document)):
            row = self._row(self._token(number))
            if row:
                self.rows.append(row)
        mark_populations(self.rows, self.text)
        _shorten_nouns(self.rows)
        _mark_repeats(self.rows)
        for at, row in enumerate(self.rows, start=1):
            row["figure_id"] = f"F{at:03d}"
        _name_repeats(self.rows)
        return self.rows, self._remainder()

    def _token(self, number: Number) -> Token:
        start = number.start
        place = self._place_in_form(start)
        cell = self._in_table(number)
        held = self.document.cell_at(start)
        begin = max(start - _BEFORE, held[1].start if held else 0)
        before = "".join(self.text[begin:start].split()).removesuffix(number.qualifier)
        return Token(number, place, cell, self._cell_name(place, cell), before)

    def _in_table(self, number: Number) -> Named | None:
        """What a table says of a number that fills its cell, or stands behind a label in it."""
        if self.layout is None:
            return None
        start, end = number.start, number.end
        found = self.layout.at(start, end)
        return found or self.layout.labelled(start, end, _is_label)

    def _row(self, token: Token) -> dict[str, Any] | None:
        """The row of a number, or None with the reason noted where it is no figure."""
        number = token.number
        reason = self._reason(token)
        if reason:
            self.reasons[token.start] = reason
            return None
        if not number.is_readable:
            note = GLUED_NOTE if number.form == "glued" else CUT_NOTE
            return self._unreadable(number, note)
        if token.cell or token.place:
            self._in_brackets(number)
        carried = "" if number.unit else self._carry_unit(token)
        kind = self._kind(token)
        if not kind:
            self.reasons.setdefault(token.start, "没有单位")
            return None
        row = self._base(number) | {"kind": kind, "status": carried or "exact"}
        if token.place:
            self.form_units[token.place.line.cells[token.place.role]] = number.unit
        row["direction"] = self._direction(token, kind)
        row |= self.names.of(row, token.before, token.name)
        if token.place:
            row["role"] = _FORM_ROLES[token.place.role]
        elif not token.cell and self.layout:
            row["role"] = role_under(self.layout.head_over(token.start), row)
        if token.cell and not token.place and not token.cell.is_sure:
            row |= {"status": "unsure", "note": "表头合并，看不出属于哪一栏"}
        if row["span"]:
            row |= ends_of_span(row)
        return row

    def _in_brackets(self, number: Number) -> None:
        """(54.46) in a cell is negative, as accounts write it."""
        start, end = number.digits
        around = self.text[start - 1 : start] + self.text[end : end + 1]
        if around == "()" and number.decimals and number.value and number.value > 0:
            number.value, number.start, number.end = -number.value, start - 1, end + 1

    def _unreadable(self, number: Number, note: str) -> dict[str, Any]:
        return self._base(number) | {
            "value": None,
            "unit": None,
            "kind": "other",
            "measure": "粘连的数字" if number.form == "glued" else "断开的数字",
            "subject": None,
            "role": "actual",
            "status": "unreadable",
            "note": note,
        }

    def _base(self, number: Number) -> dict[str, Any]:
        return {
            "report_id": self.document.report_id,
            "section": self._section(number.digits[0]),
            "page": self.document.page_at(number.start),
            "start": number.start,
            "end": number.end,
            "quoted": self.document.text[number.start : number.end],
            "value": float(number.value) if number.value is not None else None,
            "span": (number.low, number.high) if number.low is not None else None,
            "decimals": number.decimals,
            "unit": number.unit or None,
            "direction": None,
            "qualifier": number.qualifier or None,
        }

    def _section(self, offset: int) -> str | None:
        """The heading path at an offset, and in a table its cell: 三/表1!C7."""
        path = self.structure.path_at(offset)
        held = self.document.cell_at(offset)
        place = held[0].place(held[1]) if held else ""
        return "/".join(filter(None, [path, place])) or None

    # --- whether a number is a figure ---

    def _reason(self, token: Token) -> str:
        """Why the digits of a number are no figure; empty where they may be one."""
        number = token.number
        reason = self._no_figure(token.start)
        if reason and self._is_figure_all_the_same(token, reason):
            reason = ""
        if reason:
            return reason
        if token.cell and token.cell.is_code and not token.place:
            return "编号"
        if number.form == "digits" and len(str(number.value or "").replace(".", "")) > MOST_DIGITS:
            return "编号"
        if number.form == "still":
            return "" if self._is_still(token) else "没有单位"
        if number.form == "ordinal":
            return "" if self._is_rank(token) else "序号"
        if token.before.endswith("第") and number.unit not in _RANK_UNITS:
            is_rank = _RANKED.search(token.before) or self._is_placed(token)
            return "" if not number.unit and is_rank else "序号"
        return self._period_or_age(token)

    def _is_figure_all_the_same(self, token: Token, reason: str) -> bool:
        """A long amount that fills its cell, a weight in brackets, an amount behind a list mark."""
        start, end = token.number.digits
        if token.place and reason in ("编号", "序号"):
            cell = token.place.line.cells[token.place.role]
            around = self.text[cell[0] : start] + self.text[end : cell[1]]
            return bool(re.fullmatch(r"[\s(≥≤><=)%]*", around)) or self._ends_level(token, end)
        if token.cell and not token.cell.is_code and reason in ("编号", "序号"):
            return bool(token.cell.head)
        unit = token.number.unit
        return reason == "序号" and bool(unit) and units.kind_of(unit) in ("amount", "share")

    def _period_or_age(self, token: Token) -> str:
        """近3年 is a time, 60岁以上 an age, 3日 a day; in tables and behind 平均 they count."""
        number = token.number
        if number.unit == "年" and (number.qualifier in ("近", "约") or (number.value or 0) > 1900):
            return "日期"
        is_named = "一" <= token.before[-1:] <= "鿿" and number.unit in _TIMES
        if is_named and _OF_RATE.match(self.text, number.end):
            return "名称"
        if token.cell or token.place:
            return ""
        if number.unit == "个月" and token.before.endswith("前"):
            return "日期"
        if number.unit in ("岁", "周岁") and not _AGED.search(token.before):
            return "年龄"
        if number.unit == "日" and not _OF_WORK.match(self.text, number.end):
            return "日期"
        is_of_form = number.unit == "%" and number.qualifier in _THRESHOLDS
        if is_of_form and re.match(r"的?[须应需]", self.text[number.end : number.end + 3]):
            return "填表说明"
        return ""

    def _no_figure(self, offset: int) -> str:
        return self.no_figure_at.get(offset, "")

    def _is_none(self, end: int, reason: str) -> bool:
        """Whether digits are surely no figure: dates, names, and list numbers outside of cells."""
        is_listed = reason == "序号" and self.text[end : end + 1] in _LIST_MARKS
        return reason in ("日期", "名称") or (is_listed and not self.document.tables)

    def _is_still(self, token: Token) -> bool:
        """Whether 持平 says of a measure that it is as the year before, and of no place."""
        told, last = token.before, self.rows[-1] if self.rows else None
        if last and self.text[last["end"] : token.number.start].strip() in _COMMAS:
            near = self.text[: last["start"]][-_YEAR_WITHIN:]  # 上年13.1‰，持平
            told = "".join(_ENDS.split(near)[-1].split())
        is_against = wording.ENDS_IN_LAST.search(told) is not None
        is_of_rank = _PLACED.search(token.before) or _OF_PLACE.match(self.text, token.number.end)
        return is_against and not is_of_rank and not (token.cell or token.place)

    def _is_rank(self, token: Token) -> bool:
        number = token.number
        behind = self.text[number.end : number.end + 1]
        if not self.text.startswith("第", number.start):
            return bool(_AT_TOP.search(token.before))  # 居全市首位
        if behind in _RANK_UNITS:
            number.unit = behind
            number.end += 1
            if not "一" <= self.text[number.end : number.end + 1] <= "鿿":
                return True  # 获团体第三名。
        elif behind in _ORDINAL_OF_THINGS:
            return False
        return bool(_RANKED.search(token.before)) or self._is_placed(token)

    def _is_placed(self, token: Token) -> bool:
        """Whether a bare ordinal is a place: one won or held, or from or to which one moved."""
        is_taken = _TAKEN.search(token.before) and _ENDS_CLAUSE.match(self.text, token.number.end)
        return bool(is_taken) or self._is_from_or_to(token)

    def _is_from_or_to(self, token: Token) -> bool:
        """Whether a number is a place from or to which something moved: 从第9升到第5."""
        if _REACHED.search(token.before):
            return True
        is_from = _FROM_PLACE.search(token.before)
        return bool(is_from and _TO_PLACE.match(self.text, token.number.digits[1]))

    # --- its place in a form ---

    def _place_in_form(self, offset: int) -> Place | None:
        """Where in a form a number stands, in a cell for numbers;
        one in a name, a reason or a remark is read as prose.
        """
        place = self.forms.at(offset) if self.forms.forms else None
        return place if place and place.role in _FORM_ROLES else None

    def _ends_level(self, token: Token, end: int) -> bool:
        """Whether nothing but a bracket stands behind a number in a cell of a level:
        产出指标（50）.
        """
        place = token.place
        if not place or place.role not in ("level1", "level2"):
            return False
        return self.text[end : place.line.cells[place.role][1]] == ")"

    def _cell_name(self, place: Place | None, cell: Named | None) -> tuple[str, str] | None:
        """Row and head of a number in a form or a table; None in running text."""
        if place:
            project = self.projects.get(id(place.block), "")
            name = self._name_in_form(place)
            is_of_funds = place.block.kind == "funds" or _TOTAL.fullmatch(name)
            return (project if is_of_funds else "") + name, self._measure_in_form(place)
        if not cell:
            return None
        row, head, caption = cell.row, cell.head, cell.caption
        if _TOTAL.fullmatch(row) or _TOTAL.fullmatch(head):
            row = caption + row
        return row, head

    def _name_in_form(self, place: Place) -> str:
        """What the row of a form is called: its third-level indicator, its line of funds,
        or 合计.
        """
        is_level = place.role in ("level1", "level2")
        kind = "level3" if place.block.kind == "indicators" else "line"
        start, end = place.line.cells.get(place.role if is_level else kind, (0, 0))
        name = re.sub(r"^其中[:：]?|[:：]$|\s", "", self.text[start:end])
        is_total = place.block.kind == "indicators" and place.line is place.block.total
        return name or ("合计" if is_total else "")

    def _measure_in_form(self, place: Place) -> str:
        """The head over a number in a form; a weight beside a level has none,
        nor has an amount beside its name.
        """
        from perf_analysis.forms import heads  # here, as the layout below: few texts hold a form

        if place.role == "rate" and heads.TOTAL_LINE.fullmatch(self._name_in_form(place)):
            return "预算执行率"
        if place.role in ("level1", "level2"):
            return "分值"
        return heads.plain(place.line.heads.get(place.role, "")) or "金额"

    def _unit_in_form(self, place: Place, value: Decimal) -> str:
        """The unit that a form gives a bare number: by its role, the cell for units, the head,
        the name, or the target's.
        """
        if place.role in _SCORED:
            return "分"
        head = place.line.heads.get(place.role, "")
        if place.block.kind == "funds":
            is_percent = "%" in head.replace("％", "%") or value > _LEAST_PERCENT
            return place.block.unit if place.role != "rate" else "%" if is_percent else ""
        unit = "".join(self.text[slice(*place.line.cells.get("unit", (0, 0)))].split())
        if _UNIT_CELL.fullmatch(unit):
            return unit
        told = (self._name_in_form(place), head)
        named = [found[1] for one in told if (found := _UNIT_AT_END.search(one))]
        known = next((one for one in named if is_unit(one)), "")
        return known or self.form_units.get(place.line.cells.get("target", (0, 0)), "")

    # --- its unit, kind and direction ---

    def _carry_unit(self, token: Token) -> str:
        """Give a bare number the unit that a head, a cell beside or the words before it imply;
        `carried` when one does.
        """
        number = token.number
        if number.form == "ordinal" or token.before.endswith("第"):
            return ""  # 列第5，2022年列第8
        beside = _BRACKETED_UNIT.match(self.text, number.end)
        if beside and is_unit(beside[1]):
            number.unit, number.end = beside[1], beside.end()
            return "exact"
        number.unit = self._unit_around(token)
        return "carried" if number.unit else ""

    def _unit_around(self, token: Token) -> str:
        number, start = token.number, token.number.start
        before = _UNIT_BEFORE.search(self.text, max(start - 12, 0), start)
        if before and is_unit(before[1]):
            return before[1]
        if per := _PER.search(token.before):
            return f"元/{per[1]}"
        if token.place:
            is_reference = _REFERRED.search(token.before)
            value = abs(number.value or Decimal(0))
            return "" if is_reference else self._unit_in_form(token.place, value)
        if token.cell:
            return token.cell.unit
        if _SCORES.search(token.before) or _SECOND_MARK.search(token.before):
            return "分"
        if (label := _LABELLED.search(token.before)) and is_role(label[1]):
            item = _ITEM.search(self.text, self.text.rfind("\n", 0, start) + 1, start)
            return item[1] if item and is_unit(item[1]) else ""
        listed = _LISTED.match(self.text, number.end)
        unit = units.read_unit(self.text, listed.end(), len(self.text)) if listed else None
        if unit and unit.word and "\n" not in self.text[number.end : unit.end]:
            return unit.word
        is_amount = number.decimals >= _OF_CENTS and not _OF_RATIO.search(token.before)
        return self.scope.money_unit(start) if is_amount else ""

    def _kind(self, token: Token) -> str:
        """The kind of figure a unit and the words before it make; empty when none."""
        number = token.number
        if number.form == "ordinal":
            return "rank"
        if not number.unit:
            return self._kind_of_bare(token)
        kind = units.kind_of(number.unit)
        if kind == "share":
            return "growth" if self._is_change_of_share(token) else "rate"
        is_of_places = number.unit.endswith(_PLACES)
        if is_of_places or (number.unit in _RANK_UNITS and self._is_rank_with_unit(token)):
            return "rank"
        if token.before.endswith("第"):
            self.reasons[token.start] = "序号"
            return ""
        return kind

    def _kind_of_bare(self, token: Token) -> str:
        """What a number without a unit is: in a table or form a count, share or amount by its
        head; in running text a rank behind 第, else nothing.
        """
        if token.place:
            is_date = token.place.block.kind == "indicators" and _DATE_ALONE.fullmatch(
                self.text, *token.number.digits
            )
            reason = "序号" if _REFERRED.search(token.before) else "日期" if is_date else ""
            self.reasons |= {token.start: reason} if reason else {}
            return "" if reason else "count"
        if token.cell and token.cell.head:
            if _OF_RANKS.search(token.cell.head) and not token.number.decimals:
                return "rank"
            if _MARKED_SHARE.search(token.cell.head):
                return "growth" if wording.is_of_change(token.cell.head) else "rate"
            return "other" if token.number.decimals else "count"
        if token.number.decimals and _OF_RATIO.search(token.before):
            return "other"
        is_ranked = bool(_RANK_IS.search(token.before))
        if token.before.endswith("第"):
            is_ranked = bool(_RANKED.search(token.before)) or self._is_placed(token)
        return "rank" if is_ranked and not token.number.decimals else ""

    def _is_change_of_share(self, token: Token) -> bool:
        number = token.number
        if number.unit == "番" or "点" in number.unit or number.form == "still":
            return True
        if token.name:
            return any(map(wording.is_of_change, token.name))
        parallel = self._parallel(token)
        if parallel:
            return bool(parallel["kind"] == "growth")
        if wording.change_before(token.before) or token.before.endswith(_OF_CHANGE):
            return True
        start = token.number.start
        begin = max(self.text.rfind("\n", 0, start) + 1, start - _COMPARED_WITHIN)
        return wording.is_more_than_before("".join(self.text[begin:start].split()))

    def _is_rank_with_unit(self, token: Token) -> bool:
        """第3位, 排名3位, 上升3位; but 3名 counts people."""
        before = token.before
        if before.endswith("第"):
            return True
        if token.number.unit == "位" and self._is_from_or_to(token):
            return True
        if _PLACED_RIGHT_BEFORE.search(before):
            return True  # 在38个部门里排18名
        is_place = _PLACED.search(before[-8:]) or wording.change_before(before)
        kinds = [row["kind"] for row in self.rows[-2:]]
        is_behind = kinds[-1:] == ["rank"] or kinds == ["rank", "count"]  # 第6名(共15个),退后1名
        is_move = is_behind and bool(_MOVED.search(before))
        return is_move or (token.number.unit == "位" and bool(is_place))

    def _parallel(self, token: Token) -> dict[str, Any] | None:
        """The figure before, where only 、 or 和 parts the two and their units agree:
        分别增长A、B和C.
        """
        before = self.rows[-1] if self.rows else None
        if not before or (before["unit"] or "") != token.number.unit:
            return None
        if token.number.start - before["end"] > _LONGEST_JOIN:
            return None
        between = self.text[before["end"] : token.number.start]
        return before if re.fullmatch(r"\s?[、和及与]\s?", between) else None

    def _direction(self, token: Token, kind: str) -> str | None:
        number = token.number
        if kind == "rate":
            return None
        if number.unit == "番":
            return "+"
        if token.name:
            return self._direction_in_cell(token.name, number, kind)
        parallel = self._parallel(token)
        if parallel and parallel["kind"] == kind:
            return str(parallel["direction"]) if parallel["direction"] else None
        if kind == "growth" and number.value is not None and number.value < 0:
            return "-"
        way = wording.direction_before(token.before, kind, number.unit)
        if not way and _REACHES.match(self.text, number.end):  # 规模扩大2.1万人，达到64.3万人
            change = wording.change_before(token.before)
            way = "+" if change and change["up"] else way
        return way

    def _direction_in_cell(self, name: tuple[str, str], number: Number, kind: str) -> str | None:
        """A head of changes (增减, 同比) or a row of them gives the sign of the number."""
        is_change = kind == "growth" or wording.is_of_change(name[1])
        if not is_change and not wording.is_of_level(name[1]):
            is_change = wording.is_of_change(name[0])
        if not is_change or kind == "score" or not number.value:
            return None
        is_fall = wording.is_of_fall(name[1] or name[0])
        is_named = _NAMED_FALL.search(name[0]) is not None and not wording.is_of_change(name[1])
        return "-" if number.value < 0 or is_fall or is_named else "+"

    def _remainder(self) -> Iterator[dict[str, Any]]:
        """Each digit run outside the figures' spans, with the reason it is none."""
        ends = [(row["start"], row["end"]) for row in self.rows]
        starts = [start for start, _ in ends]
        for found in DIGITS.finditer(self.text):
            at = bisect.bisect_right(starts, found.start()) - 1
            if at >= 0 and found.start() < ends[at][1]:
                continue
            reason = self.reasons.get(found.start()) or self._no_figure(found.start())
            yield {
                "start": found.start(),
                "end": found.end(),
                "quoted": self.document.text[found.start() : found.end()],
                "reason": reason or "没有单位",
            }


def _glued(document: Document) -> Iterator[tuple[int, int]]:
    """The cells of a text that touch one with which their digits would run into one number."""
    for table in document.tables:
        for one, other in pairwise(table.cells):
            is_touching = one.end == other.start and one.start < one.end
            if is_touching and document.text[one.end - 1] in _IN_NUMBER:
                yield one.start, one.end


def _layout_of(document: Document) -> Layout | None:
    """The layout of its tables; None where it has none."""
    if not document.tables:
        return None
    # here: many texts hold no table, and its patterns take as long to compile as a text to read
    from perf_analysis.layout import Layout

    return Layout(document)


def _outside_of_cells(_offset: int) -> int:
    return 0


def _projects(forms: Forms) -> dict[int, str]:
    """Whose each block of a form is, where a document holds forms of several projects."""
    named = {form.project for form in forms if form.project}
    if len(named) < 2:
        return {}
    return {
        id(block): form.project
        for form in forms
        for block in (*form.funds, *filter(None, [form.indicators]))
    }


def _shorten_nouns(rows: list[dict[str, Any]]) -> None:
    """The same count before nouns that begin alike counts what they have in common:
    三个特殊监管区域 of 三个特殊监管区域社会治安 and 三个特殊监管区域围网监管.
    """
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] == "count" and not row["subject"]:
            alike.setdefault((row["quoted"], str(row["measure"])[:_LEAST_COMMON]), []).append(row)
    for found in alike.values():
        common = _beginning(str(row["measure"]) for row in found) if len(found) > 1 else ""
        if len(common) >= _LEAST_COMMON:
            for row in found:
                row["measure"] = common


def _beginning(names: Iterable[str]) -> str:
    """What names have in common at their begin."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike)


def _mark_repeats(rows: list[dict[str, Any]]) -> None:
    """The same number of the same thing, said again, points to where it was first said."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["status"] in ("unreadable", "carried") or row["value"] is None:
            continue
        words = row["measure"] if row["quoted"][:1].isdigit() else str(row["measure"])[:4]
        key = (row["value"], row["unit"], row["kind"], row["direction"], row["subject"], words)
        row["first"] = first.setdefault((*key, row.get("scope"), row["decimals"]), row)


def _name_repeats(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        stated = row.pop("first", row)
        row["same_as"] = stated["figure_id"] if stated is not row else None
