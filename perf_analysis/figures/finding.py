"""Figures found in a text: every number, what it measures, and the digits that are no figures."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from perf_analysis.document import SHORT_LINE, Document
from perf_analysis.figures import patterns, wording
from perf_analysis.figures.cells import Cells, TableCells
from perf_analysis.figures.numerals import value_of
from perf_analysis.forms import Forms, Place, heads
from perf_analysis.structure import Structure

WINDOW = 70  # characters before a number in which its clause is looked for
POPULATION_WITHIN = 4  # characters between a rank and the bracket with its population
MOST_DIGITS = 18  # a longer run is a code, and no float holds it
AFTER = 14  # characters after it in which its noun is
_SCOPE = re.compile(r"全国|全省|全市|全区|全县|全州|全镇|全盟|全系统")
_RANKED = re.compile(r"(?:列|居|位|排|名|首|全[国省市区县州]|增速)[^，。；]{0,14}$")
_PLACED = re.compile(r"位列|排名|名列|位居|排在|排|居|列")
_SCORES = re.compile(r"(?:得分|评分|分值|权重|满分|总分|自评分)(?:为|是|:)?$")
_PER = re.compile(r"每(亩|人|户|个|公里|台|次|吨|平方米)$")
_FORECAST = re.compile(r"预计|预测|达产后|有望")
_TARGET = re.compile(r"目标值?|任务数?|力争|确保|不少于|不低于|≥")
_PLAN = re.compile(r"预算数|预算安排|年初预算|年计划|计划")
_GOALS = re.compile(r"(?:绩效目标|年度目标|总体目标|重点工作任务|重点任务|主要任务)(?= |$)")
_NEXT_YEAR = re.compile(r"(?:下一?年度?|明年|来年)[一-鿿]{0,6}(?:目标|计划|安排|打算|任务)")
_EXECUTED = re.compile(r"执行|完成|实现|支出")
_REACHED = re.compile(rf"{_SCOPE.pattern}|[一-鿿]{{0,4}}实现")
_CLAUSE_BETWEEN = re.compile(r"[，。；;、,\s][一-鿿]{4,}[，。；;,]")
_OF_PLAN = re.compile(r"[为占](?:年|全年)?计划")
_DIGIT = re.compile(r"\d")
_SIGNED = re.compile(r"[长加幅为是率速:(|\s]-$|^-$")
_STOP = re.compile(r"[。；]")
_YEARS = re.compile(r"(?:19|20)\d\d(?=\s?年)")
_AS_TARGET = re.compile(r"(?:目标|任务)(?:数|值)?(?:为|是|:)?\s?$")
_WEIGHT = re.compile(r"权重|分值|满分")
_THRESHOLD = re.compile(r"(?:低于|高于|不足|超过)$")
_SCORED = ("weight", "score", "level1", "level2")  # 产出指标（50）
# What the number in a cell of a form is; cells with other roles hold words.
_FORM_ROLES = dict.fromkeys(("target", "adjusted"), "target") | dict.fromkeys(
    ("actual", "executed", "rate", "score", "amount"), "actual"
)
_FORM_ROLES |= {
    "weight": "weight",
    "level1": "weight",
    "level2": "weight",
    "expected": "forecast",
} | dict.fromkeys(("initial", "budget"), "plan")
_LEAST_PERCENT = 2  # nobody spends twice the budget: a bare execution rate above this is in %
_REFERRED = re.compile(r"(?:附[件表图]|见[表图])$")
_DATE_ALONE = re.compile(
    r"(?:19|20)\d\d(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)
_UNIT_CELL = re.compile(r"(?!定性|文字|无)[一-鿿A-Za-z%‰㎡²³/]+(?<!/)")
_UNIT_AT_END = re.compile(r"[(（]([^()（）]{1,5})[)）]$")
_LEVEL_KINDS = ("amount", "count", "area", "other")


@dataclass
class _Token:
    """One number in the text, before its meaning is known."""

    start: int
    end: int
    digits: tuple[int, int]
    value: Decimal
    decimals: int
    unit: str
    qualifier: str = ""
    is_ordinal: bool = False
    is_glued: bool = False
    place: Place | None = None


@dataclass
class _Context:
    """What was said before: whose level, rate or rank a later number may speak of."""

    row: dict[str, Any] | None = None
    level: dict[str, Any] | None = None
    rate: dict[str, Any] | None = None
    rank: dict[str, Any] | None = None
    whole: str = ""
    counted: dict[str, Any] | None = None
    names: list[str] = field(default_factory=list)

    def note(self, row: dict[str, Any]) -> None:
        self.row = row
        if (
            row["kind"] in _LEVEL_KINDS
            and not row["direction"]
            and row["role"] in ("actual", "forecast")
        ):
            self.counted = self.level if self.level and self.level["kind"] == "count" else None
            self.level = row
        elif row["kind"] == "rate":
            self.rate = row
        elif row["kind"] == "rank":
            self.rank = row


def find_figures(
    document: Document, structure: Structure, forms: Forms
) -> tuple[list[dict[str, Any]], Iterator[dict[str, Any]]]:
    """The figures of a document in order of position, and the digits that are none.

    Returns
    -------
    rows : one dict per stated number, with the columns of the figures table that reading gives
    remainder : one dict per digit run that is no figure: `start`, `end`, `quoted`, `reason`;
        found when asked for
    """
    return _Reading(document, structure, forms).read()


class _Reading:
    def __init__(self, document: Document, structure: Structure, forms: Forms) -> None:
        self.document, self.structure, self.forms, self.text = (
            document,
            structure,
            forms,
            document.folded,
        )
        self.cells = TableCells(document) if document.tables else Cells(self.text)
        self.no_figures = patterns.find_no_figures(self.text)
        self.starts = [start for start, _, _ in self.no_figures]
        self.context = _Context()
        self.rows: list[dict[str, Any]] = []
        self.reasons: dict[int, str] = {}
        self.last_clause = (-1, "")
        self.form_units: dict[tuple[int, int], str] = {}
        self.under_goals: dict[str, bool] = {}  # by heading path

    def read(self) -> tuple[list[dict[str, Any]], Iterator[dict[str, Any]]]:
        for found in patterns.NUMBER.finditer(self.text):
            token = self._token(found)
            if token:
                token.place = self._place_in_form(token.start)
            row = self._row(token) if token else None
            if row:
                self.rows.append(row)
                if row["status"] != "unreadable" and not (token and token.place):
                    self.context.note(row)
        _mark_populations(self.rows)
        _mark_repeats(self.rows)
        for number, row in enumerate(self.rows, start=1):
            row["figure_id"] = f"F{number:03d}"
        _name_repeats(self.rows)
        return self.rows, self._remainder()

    def _token(self, found: re.Match[str]) -> _Token | None:
        """The number of a match; None where the digits are no figure."""
        if found["glued"]:
            return self._glued(found)
        if found["arabic"]:
            return self._arabic(found)
        if found["tenths"]:  # 两成五 is 25 %
            hundredths = (
                Decimal(5) if found["hundredths"] == "半" else value_of(found["hundredths"] or "零")
            )
            tenths = value_of(found["tenths"])
            return (
                _Token(*found.span(), found.span(), 10 * tenths + hundredths, 0, "%")
                if tenths is not None and hundredths is not None
                else None
            )
        if found[0].startswith("翻"):
            value = value_of(found["doublings"] or "一")
            return (
                _Token(*found.span(), found.span(), value, 0, "番") if value is not None else None
            )
        if found["percent"]:
            value = value_of(found["percent"])
            return (
                _Token(
                    *found.span(),
                    found.span(),
                    value,
                    len(found["percent"].partition("点")[2]),
                    "%",
                )
                if value is not None
                else None
            )
        if found["ordinal"]:
            value = value_of(found["ordinal"])
            return (
                _Token(*found.span(), found.span(), value, 0, "", is_ordinal=True)
                if value is not None
                else None
            )
        value, unit = value_of(found["numeral"]), found["words_unit"]
        if value is not None and "亿" in found["numeral"] and unit.startswith("万"):  # 二亿三千万元
            whole = value_of(f"{found['numeral']}万")
            value = whole / 10**4 if whole is not None else None
        is_money = unit.endswith(tuple(patterns.MONEY.split("|")))
        # 一个, 一项 are articles, 三家 and 五项 mostly names of things;
        # 两个 and 十二家 count something
        if (
            value is None
            or found["numeral"] in "零十百千"
            or (not is_money and value < (2 if unit == "个" else 10))
        ):
            return None
        decimals = len(found["numeral"].partition("点")[2])
        return _Token(
            found.start("numeral"),
            found.end(),
            found.span("numeral"),
            value,
            decimals,
            unit,
            found["words_more"] or "",
        )

    def _glued(self, found: re.Match[str]) -> _Token | None:
        reason = self._no_figure(found.start())
        if reason:
            self.reasons[found.start()] = reason
            return None
        return _Token(*found.span(), found.span(), Decimal(0), 0, "", is_glued=True)

    def _arabic(self, found: re.Match[str]) -> _Token | None:
        start, end = found.span("arabic")
        unit = "".join((found["unit"] or "").split())
        # a line end within a cell parts nothing
        is_wrapped = patterns.WRAPPED_UNIT.match(unit) or self.document.table_at(start)
        if unit and "\n" in found["gap"] and not is_wrapped:
            unit = ""  # the next line is a cell of its own
        reason = self._no_figure(start)
        place = self._place_in_form(start) if reason in ("编号", "序号") else None
        if place and (self.cells.is_alone(start, end) or self._ends_level(place, end)):
            reason = ""  # a long amount that fills its cell, or a weight in brackets
        if reason and not (reason == "序号" and unit and patterns.WRAPPED_UNIT.match(unit)):
            self.reasons[start] = reason
            return None
        digits = found["arabic"].replace(",", "").replace("，", "")
        if len(digits) > MOST_DIGITS:
            self.reasons[start] = "编号"
            return None
        inner = "余" if "余" in unit else "多" if "多" in unit else ""
        unit = unit.replace(inner, "") if inner else unit
        qualifier = (found["more"] or inner) if unit else ""
        return _Token(
            start,
            found.end("unit") if unit else end,
            (start, end),
            Decimal(digits),
            len(digits.partition(".")[2]),
            unit,
            qualifier,
        )

    def _no_figure(self, offset: int) -> str:
        at = bisect.bisect_right(self.starts, offset)
        return next(
            (
                reason
                for start, end, reason in reversed(self.no_figures[max(at - 4, 0) : at])
                if start <= offset < end
            ),
            "",
        )

    def _row(self, token: _Token) -> dict[str, Any] | None:
        """The row of a number, or None with the reason noted where it is no figure."""
        if token.is_glued:
            return self._base(token) | {
                "value": None,
                "kind": "other",
                "measure": "粘连的数字",
                "role": "actual",
                "status": "unreadable",
                "note": "数字粘在一起，分不开",
            }
        clause = self._clause(token.start)
        flat = "".join(clause.split())
        sign = -1 if self._has_sign(token) else 1
        flat = flat.removesuffix("-") if sign < 0 else flat
        told = wording.QUALIFIER.search(flat) or patterns.QUALIFIED.match(self.text, token.end)
        token.qualifier = token.qualifier or (told[1] if told else "")
        carried = "" if token.unit or token.is_ordinal else self._carry_unit(token, flat)
        kind = self._kind(token, flat)
        if not kind:
            self.reasons[token.digits[0]] = self.reasons.get(token.digits[0], "没有单位")
            return None
        row = self._base(token) | {
            "value": float(sign * token.value),
            "kind": kind,
            "status": carried or "exact",
        }
        if token.place:
            self.form_units[token.place.line.cells[token.place.role]] = token.unit
        row["direction"] = self._direction(row, flat, token)
        row |= self._meaning(row, token, flat)
        row["role"] = _FORM_ROLES[token.place.role] if token.place else self._role(row, clause)
        return row

    def _base(self, token: _Token) -> dict[str, Any]:
        return {
            "report_id": self.document.report_id,
            "section": self._section(token.start),
            "page": self.document.page_at(token.start),
            "start": token.start,
            "end": token.end,
            "quoted": self.document.text[token.start : token.end],
            "decimals": token.decimals,
            "unit": token.unit or None,
            "direction": None,
            "qualifier": token.qualifier or None,
        }

    def _section(self, offset: int) -> str | None:
        """The heading path at an offset, and in a table its cell: 三/表1!C7."""
        path, table = (
            self.structure.path_at(offset),
            self.document.tables and self.document.table_at(offset),
        )
        cell = table.cell_at(offset) if table else None
        return "/".join(filter(None, [path, table.place(cell) if table and cell else ""])) or None

    def _place_in_form(self, offset: int) -> Place | None:
        """Where in a form a number stands, in a cell for numbers; one in a name,
        a reason or a remark is read as prose.
        """
        place = self.forms.at(offset) if self.forms.forms else None
        return place if place and place.role in _FORM_ROLES else None

    def _ends_level(self, place: Place, end: int) -> bool:
        """Whether nothing but a bracket stands behind a number in a cell of a level:
        产出指标（50）.
        """
        return (
            place.role in ("level1", "level2")
            and self.text[end : place.line.cells[place.role][1]] == ")"
        )

    def _name_in_form(self, place: Place) -> str:
        """What the row of a form is called: its third-level indicator, its line of funds,
        or 合计.
        """
        role = (
            place.role
            if place.role in ("level1", "level2")
            else "level3"
            if place.block.kind == "indicators"
            else "line"
        )
        start, end = place.line.cells.get(role, (0, 0))
        name = re.sub(r"^其中[:：]?|[:：]$|\s", "", self.text[start:end])
        return name or (
            "合计" if place.block.kind == "indicators" and place.line is place.block.total else ""
        )

    def _measure_in_form(self, place: Place) -> str:
        """The head over a number in a form; a weight beside a level has none,
        nor has an amount beside its name.
        """
        if place.role == "rate" and heads.TOTAL_LINE.fullmatch(self._name_in_form(place)):
            return "预算执行率"
        return (
            "分值"
            if place.role in ("level1", "level2")
            else heads.plain(place.line.heads.get(place.role, "")) or "金额"
        )

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
        named = [
            found[1]
            for told in (self._name_in_form(place), head)
            if (found := _UNIT_AT_END.search(told))
        ]
        known = next((one for one in named if patterns.UNIT.fullmatch(one)), "")
        return known or self.form_units.get(place.line.cells.get("target", (0, 0)), "")

    def _has_sign(self, token: _Token) -> bool:
        """A dash is a sign after a word or mark that a number may follow;
        elsewhere it is a range or a hyphen.
        """
        return bool(_SIGNED.search(self.text, max(token.start - 2, 0), token.start))

    def _clause(self, offset: int) -> str:
        """The text from the last mark that ends a clause,
        brackets around a few words taken as part of it.
        """
        if self.last_clause[0] != offset:
            self.last_clause = offset, self._find_clause(offset)
        return self.last_clause[1]

    def _find_clause(self, offset: int) -> str:
        back = self.text[max(offset - WINDOW, 0) : offset]
        cuts = [0, *(found.end() for found in wording.CLAUSE.finditer(back))]
        while (
            len(cuts) > 1
            and back[cuts[-1] - 1] == "、"
            and not _DIGIT.search(back, cuts[-2], cuts[-1])
        ):
            cuts.pop()  # 取水坝、高位水池830立方米: names listed before one number are one phrase
        cut = cuts[-1]
        line = back.rfind("\n", cut)
        if line >= 0 and line - max(back.rfind("\n", 0, line), cut - 1) < SHORT_LINE:
            cut = line + 1  # a short line is a heading or a cell, no wrapped sentence
        clause = back[cut:]
        opened = clause.rfind("(")
        return (
            clause[opened + 1 :]
            if opened >= 0 and ")" not in clause[opened:] and clause[opened + 1 :].strip()
            else clause
        )

    def _carry_unit(self, token: _Token, flat: str) -> str:
        """Give a bare number the unit that a head, a cell beside or the words before it imply;
        `carried` when one does.
        """
        beside = patterns.BRACKETED_UNIT.match(self.text, token.end)
        ranged = patterns.RANGE.match(self.text, token.end)
        before = patterns.UNIT_BEFORE.search(self.text, max(token.start - 12, 0), token.start)
        per = _PER.search(flat)
        if token.place and not (beside or ranged or before or per):
            token.unit = (
                "" if _REFERRED.search(flat) else self._unit_in_form(token.place, token.value)
            )
            return "carried" if token.unit else ""
        if beside:
            token.unit, token.end = beside["unit"], beside.end()
            return "exact"
        if ranged or before:
            token.unit = "".join((ranged or before)["unit"].split())  # type: ignore[index]  # one of the two is a match
        elif per:
            token.unit = f"元/{per[1]}"
        elif _SCORES.search(flat):
            token.unit = "分"
        elif (place := self.cells.place(token.start)) and self.cells.is_alone(*token.digits):
            token.unit = self.cells.unit_under(place[1])
        return "carried" if token.unit else ""

    def _kind(self, token: _Token, flat: str) -> str:
        """The kind of figure a unit and the words before it make; empty when none."""
        unit = token.unit
        if token.is_ordinal:
            return (
                "rank"
                if _RANKED.search(
                    self.text[max(token.start - WINDOW, 0) : token.start].rpartition("。")[2]
                )
                else ""
            )
        if token.place and not unit:
            is_date = token.place.block.kind == "indicators" and _DATE_ALONE.fullmatch(
                self.text, *token.digits
            )
            reason = "序号" if _REFERRED.search(flat) else "日期" if is_date else ""
            self.reasons |= {token.digits[0]: reason} if reason else {}
            return "" if reason else "count"
        if not unit or (unit == "年" and token.value > 1900):
            return ""
        if (
            unit == "万"
            and "一" <= self.text[token.end : token.end + 1] <= "鿿"
            and not re.match("[的和与及左以]", self.text[token.end])
        ):
            # a measure word that no list knows: 1.2万票
            unit = token.unit = unit + self.text[token.end]
            token.end += 1
        if unit == "番":
            return "growth"
        kind = patterns.kind_of(unit)
        if kind == "share":
            if token.place:
                return "growth" if wording.change_in(self._name_in_form(token.place)) else "rate"
            if (
                unit == "%"
                and _THRESHOLD.search(flat)
                and re.match(r"的?[须应需]", self.text[token.end :][:3])
            ):
                self.reasons[token.digits[0]] = "填表说明"
                return ""
            parallel = self._parallel(token)
            return (
                str(parallel["kind"])
                if parallel
                else "growth"
                if "百分点" in unit or wording.change_in(flat)
                else "rate"
            )
        if unit in ("位", "名") and (
            flat.endswith("第")
            or (unit == "位" and (_PLACED.search(flat) or wording.change_in(flat)))
        ):
            return "rank"
        if flat.endswith("第"):
            self.reasons[token.digits[0]] = "序号"
            return ""
        return kind

    def _parallel(self, token: _Token) -> dict[str, Any] | None:
        """The figure before, where only 、 or 和 parts the two and their units agree:
        分别增长A、B和C.
        """
        before = self.context.row
        return (
            before
            if before
            and before["unit"] == token.unit
            and re.fullmatch(r"\s?[、和及与]\s?", self.text[before["end"] : token.start])
            else None
        )

    def _direction(self, row: dict[str, Any], flat: str, token: _Token) -> str | None:
        if row["kind"] in ("score", "rate"):
            return None
        parallel = self._parallel(token)
        if parallel and parallel["kind"] == row["kind"]:
            return parallel["direction"]
        change = wording.change_in(
            self._name_in_form(token.place) if token.place and row["kind"] == "growth" else flat
        )
        if row["value"] < 0 and row["kind"] == "growth":
            return "-"
        if row["unit"] == "番":
            return "+"
        return None if not change else "-" if change["down"] else "+"

    def _meaning(self, row: dict[str, Any], token: _Token, flat: str) -> dict[str, Any]:
        """Measure, subject, basis, scope and period of a figure, from its clause, its noun,
        and what was said before.
        """
        told: dict[str, Any] = {"period": self._period(token.start)}
        scope = _SCOPE.findall(flat)
        if row["kind"] == "rank" or (row["kind"] == "rate" and scope):
            told["scope"] = scope[-1] if scope else None
        if token.place:
            return told | {
                "subject": self._name_in_form(token.place) or None,
                "measure": self._measure_in_form(token.place),
            }
        place = self.cells.place(token.start)
        if place and self.cells.is_alone(token.start, token.end):
            return told | {"subject": place[0], "measure": place[1]}
        if row["kind"] == "rank":
            return told | self._ranked(row, flat)
        if row["kind"] == "growth" or row["direction"]:
            return told | self._changed(row, token, flat)
        return told | self._stated(row, token, flat)

    def _ranked(self, row: dict[str, Any], flat: str) -> dict[str, Any]:
        change = wording.change_in(flat)
        phrase = wording.phrase_of(flat[: change.start()] if change else flat)
        phrase = re.sub(
            rf"(?:较|比)(?:上年|去年|上次)|{_PLACED.pattern}|{_SCOPE.pattern}|第|首", "", phrase
        )
        known = self.context.rank["subject"] if self.context.rank else ""
        subject = phrase if len(phrase) > 1 else known
        if "增速" in flat and self.context.level:
            subject = _name(self.context.level) + "增速"
        measure = {"+": "排名上升", "-": "排名下降"}.get(row["direction"] or "", "排名")
        told = {
            "subject": subject or None,
            "measure": measure,
            "basis": "上次" if row["direction"] else None,
        }
        is_of_last = (
            row["direction"] and not _SCOPE.search(flat) and self.context.rank and subject == known
        )
        return told | (
            {"scope": self.context.rank.get("scope")} if is_of_last and self.context.rank else {}
        )

    def _changed(self, row: dict[str, Any], token: _Token, flat: str) -> dict[str, Any]:
        """A change belongs to the phrase before its verb, else to the level said before;
        百分点 to the rate before.
        """
        parallel, change = self._parallel(token), wording.change_in(flat)
        against = wording.AGAINST.search(flat)
        phrase = wording.phrase_of(
            wording.AGAINST.sub("", flat[: change.start()] if change else flat)
        )
        known = (
            self.context.rate
            if "百分点" in row["unit"] and self.context.rate
            else self.context.level or self.context.rate
        )
        is_known = (
            known is not None
            and self.text.count("。", known["end"], token.start) <= 1
            and not self._said_since(known, token)
        )
        if phrase in ("", "这一比例") and is_known and known:
            phrase = _name(known)
        elif (
            not phrase
            and self.context.row
            and self.context.row["direction"]
            and not self._said_since(self.context.row, token)
        ):
            phrase = str(self.context.row["subject"] or "")
        elif not phrase:
            phrase = self._phrase_before(token.start - len(self._clause(token.start)))
        verb = (change["up"] or change["down"]) if change else "变化"
        measure = (against[0] if against else "") + verb
        before = self.context.row
        if not against and before and before["direction"] and before["subject"] == phrase:
            # 增加176.54万元，增幅26.36％
            measure, against_before = str(before["measure"]), before["basis"]
        else:
            against_before = _basis(against[0]) if against else None
        told = {"subject": phrase or None, "measure": measure, "basis": against_before}
        if not parallel:
            names = [name for name in re.split("[、和及与]", phrase) if name]
            self.context.names = names if "分别" in flat and len(names) > 1 else []
        if parallel:
            told["measure"], told["basis"] = parallel["measure"], parallel["basis"]
        if self.context.names:  # A、B和C分别增长x、y和z
            told["subject"] = self.context.names.pop(0)
        counted = self.context.counted
        if (
            row["kind"] == "growth"
            and known is self.context.level
            and counted
            and known
            and wording.is_attribute(str(known["measure"]))
        ):
            told |= {
                "status": "ambiguous",
                "note": f"增幅可指{known['measure']}，也可指{counted['measure']}",
            }
        return told

    def _stated(self, row: dict[str, Any], token: _Token, flat: str) -> dict[str, Any]:
        phrase = wording.phrase_of(flat)
        after = "".join(self.text[token.end : token.end + AFTER].split())
        bare_phrase = _REACHED.sub("", phrase)
        noun = (
            wording.noun_after(after)
            if row["kind"] == "count" or (not bare_phrase and row["kind"] == "rate")
            else ""
        )
        if row["kind"] == "rate" and noun:
            return {
                "subject": _name(self.context.level) if self.context.level else None,
                "measure": noun + "占比",
                "basis": (row.get("scope") or "全部"),
            }
        if "其中" in flat and self.context.level:
            self.context.whole = _name(self.context.level)
        elif _STOP.search(self.text[max(token.start - len(flat) - 4, 0) : token.start]):
            self.context.whole = ""
        if not phrase and not noun:
            phrase = self._phrase_before(token.start)
        if row["kind"] == "amount" and _OF_PLAN.match(phrase) and self.context.level:
            return {"subject": _name(self.context.level), "measure": phrase.lstrip("为占")}
        if phrase and wording.change_in(phrase) and len(phrase) <= 2:  # 由上年的2.4％降到0.7％
            known = self.context.rate if row["kind"] == "rate" else self.context.level
            phrase = _name(known) if known else phrase
        if (
            row["kind"] == "rate"
            and re.match(r"占|为(?:年|全年)?计划|超", phrase)
            and self.context.level
        ):
            return {
                "subject": _name(self.context.level),
                "measure": phrase if phrase != "占" else "占比",
                "basis": phrase.removeprefix("占") or None,
            }
        term = wording.COMPLETION.match(phrase)
        if row["kind"] == "rate" and term:
            subject = term[1] or (
                _name(self.context.level) if self.context.level and term[2] == "完成率" else ""
            )
            return {
                "subject": subject or None,
                "measure": term[2],
                "basis": "目标" if term[2] == "完成率" else "预算数",
            }
        if wording.is_attribute(phrase) and self.context.row:
            return {"subject": _name(self.context.row) or None, "measure": phrase}
        if noun:
            return {"subject": phrase or None, "measure": noun}
        return {
            "subject": self.context.whole[-10:] or None if len(phrase) <= 6 else None,
            "measure": phrase or "未写明",
        }

    def _said_since(self, row: dict[str, Any], token: _Token) -> bool:
        """Whether a clause without a number stands between a figure and this one:
        then the figure speaks of that.
        """
        return bool(
            _CLAUSE_BETWEEN.search(
                self.text, row["end"], token.start - len(self._clause(token.start))
            )
        )

    def _phrase_before(self, offset: int) -> str:
        """The phrase of the clause before, for a number that stands first in its own."""
        back = self.text[max(offset - WINDOW, 0) : offset].rstrip("(（ \t")
        pieces = [piece for piece in re.split(r"[，。；;！？|、,(\n]", back) if piece.strip()]
        return wording.phrase_of(re.sub(r"\d.*$", "", pieces[-1])) if pieces else ""

    def _period(self, offset: int) -> str | None:
        years = _YEARS.findall(self.text[max(offset - WINDOW, 0) : offset])
        return years[-1] if years else None

    def _role(self, row: dict[str, Any], clause: str) -> str:
        if row["kind"] == "score" and _WEIGHT.search(f"{row['measure']}{clause[-6:]}"):
            return "weight"
        if str(row["measure"]).endswith(("指标值", "目标值", "目标数")):
            return "target"
        if row["quoted"][0].isdigit() and self._is_under_goals(
            self.structure.path_at(row["start"])
        ):
            return "target"
        if row["qualifier"] in ("≥", "≤"):  # nobody reports a result so
            return "target"
        if _FORECAST.search(clause):
            return "forecast"
        if row["kind"] in ("amount", "count") and _AS_TARGET.search(clause):
            return "target"
        return (
            "plan"
            if row["kind"] == "amount"
            and _PLAN.search(row["measure"])
            and not _EXECUTED.search(row["measure"])
            else "actual"
        )

    def _is_under_goals(self, path: str) -> bool:
        if path not in self.under_goals:
            title = self.structure.title_over(path)
            self.under_goals[path] = bool(_GOALS.search(title.strip()) or _NEXT_YEAR.search(title))
        return self.under_goals[path]

    def _remainder(self) -> Iterator[dict[str, Any]]:
        """Each digit run outside the figures' spans, with the reason it is none."""
        ends = [(row["start"], row["end"]) for row in self.rows]
        starts = [start for start, _ in ends]
        for found in patterns.DIGITS.finditer(self.text):
            at = bisect.bisect_right(starts, found.start()) - 1
            if at >= 0 and found.start() < ends[at][1]:
                continue
            reason = self._no_figure(found.start()) or self.reasons.get(found.start(), "没有单位")
            yield {
                "start": found.start(),
                "end": found.end(),
                "quoted": self.document.text[found.start() : found.end()],
                "reason": reason,
            }


def _name(row: dict[str, Any]) -> str:
    return f"{row['subject'] or ''}{row['measure'] or ''}"[-wording.LONGEST :]


def _basis(words: str) -> str:
    return (
        "年初预算"
        if "年初预算" in words
        else "年初"
        if "年初" in words
        else "上年"
        if not re.search(r"\d", words)
        else re.sub(r"[^\d]", "", words)
    )


def _mark_populations(rows: list[dict[str, Any]]) -> None:
    """A count in brackets right after a rank is how many are ranked: 34 位（137 个）."""
    for rank, count in pairwise(rows):
        is_beside = 0 < count["start"] - rank["end"] <= POPULATION_WITHIN
        if (
            rank["kind"] == "rank"
            and not rank["direction"]
            and count["kind"] == "count"
            and is_beside
        ):
            rank["population"] = int(count["value"])
            count |= {
                "role": "population",
                "subject": rank["subject"],
                "measure": "参评数",
                "scope": rank.get("scope"),
            }


def _mark_repeats(rows: list[dict[str, Any]]) -> None:
    """The same number of the same thing, said again, points to where it was first said."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["status"] == "unreadable" or row["status"] == "carried":
            continue
        words = str(row["measure"])[:4] if row["quoted"][0] not in "0123456789" else row["measure"]
        key = (
            row["value"],
            row["unit"],
            row["kind"],
            row["direction"],
            row["subject"],
            words,
            row.get("scope"),
            row["decimals"],
        )
        row["first"] = first.setdefault(key, row)


def _name_repeats(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        stated = row.pop("first", row)
        row["same_as"] = stated["figure_id"] if stated is not row else None
