"""Tables of any kind: which row, which head and which unit a cell's number stands under.

A table says what its numbers are by its words: the caption and unit line above it, rows of heads,
columns of names, a column or a head that holds the unit. Forms are tables too; their roles are
told in `forms`, by their heads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from perf_analysis import units
from perf_analysis.document import Cell, Document, Table
from perf_analysis.units import is_unit

_VALUE = re.compile(
    r"(?!(?:19|20)\d\d年.)(?:[≥≤><=~～约]|不[少低多高]于|[大小]于)*[-+–△▲(]{0,2}[¥￥]?\d[\d,，]*(?:\.\d+)?\)?"
    r"(?:[%‰]|[余多]?[万亿]?[一-鿿]{1,4}(?:/[一-鿿]{1,3}(?:·[一-鿿])?)?|[a-zA-Z㎡²³]{1,4})?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_TEXT = re.compile(r"[一-鿿A-Za-z]")
_NONE = re.compile(r"[√/／\-—–－―\s]*")
# Words of heads over numbers, and of rows that go on with heads further down a table.
_HEAD = re.compile(
    r"预算|决算|执行|支出|收入|金额|资金|拨款|数$|率$|分值|权重|得分|满分|评分|目标|指标|完成|实际|计划|占比|比重|增减|增长|增幅"
    r"|同比|备注|说明|原因|单位|年$|年度|月|合计|小计|里程|面积|数量|项目|名称|科目|编码|序号|类别|科室|措施|标准|情况"
)
# A cell that names what stands beside it, in a row that is no row of heads.
_NAMES_BESIDE = re.compile(
    r".{0,4}(?:项目名称|部门名称|单位名称|主管部门|实施单位|预算单位|填报单位|负责人|联系人|联系电话|电话|日期|属性"
    r"|总体目标|年度目标|资金用途|索引号|标题|文号|主题词|发布.*|成文.*|公开.*)(?:\(.*\))?[:：]?"
)
_CODES = re.compile(r"序号|编号|(?:科目|项目|功能)?(?:编码|代码)|[类款项]|行次|栏次")
_UNIT_COLUMN = re.compile(r"(?:计量|度量|计价|计算|指标值?)?单位")
# Columns of words that name no row.
_NOT_NAMES = re.compile(
    r"备注|说明|原因.*|.*(?:原因|措施)|(?:计量|度量|计价|计算)?单位|类别|性质|.*属性|来源|资金来源|责任.*|主管.*|实施.*|牵头.*|完成时.*|时间"
    r"|日期|地点|级次|用途|依据|评分标准|[一二]级指标|完成情况|符号"
)
_NAMES = re.compile(r".*(?:名称|三级指标|指标|项目|科目|内容|事项|任务)(?:\(.*\))?")
_SHARES = ("%", "‰")
_UNIT_LINE = re.compile(r"(?:金额)?(?:计量)?单位(?:都|均)?[:：是为]?\s?([^\s()（）|。；;，]{1,16})")
_IN_BRACKETS = re.compile(r"[(（\[](?:单位\s?[:：]?\s?)?([^()（）\[\]]{1,8})[)）\]]")
_AT_END = re.compile(r"[(（][^()（）]{0,20}?([亿万千]?元)[)）]")  # （以决算口径，元）
_LISTED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))"
)
_MONEY_HEAD = re.compile(
    r"预算|决算|执行|支出|收入|资金|金额|拨款|到位|结转|结余|合计|小计|经费|下达|安排|中央|省级|市级|县级|区级|投资|款$|费$|数$|年"
)
_COUNT_HEAD = re.compile(
    r"[个人户次家辆台处座件项]数|数量|人次|里程|面积|亩|编制|在职|实有|退休|标准分|分值"
)
_SHARE_HEAD = re.compile(r"[率比]$|占比|比重|比例|增幅|增速|同比|环比|进度$|完成情况$")
_SCORE_HEAD = re.compile(r"(?:分值|得分|权重|满分|评分|标准分|扣分|总分|^分数)(?![率])")
_RANK_HEAD = re.compile(r"(?:排名|名次|位次)$")  # 1, 2, 3 under it number no rows
_TIMES = re.compile(r"(?:人|户|家|台|件|场|车|班)次$")
# The caption of a table: 表1 中央资金分项执行情况（单位：万元）.
_CAPTION = re.compile(
    r"^附?[件表]\s?[\d一二三四五六七八九十]*(?:[-—–.]\d{1,2}(?!\d))?[:：.、]?|[(（].*?[)）]"
    r"|(?:金额)?单位\s?[:：].*|(?:(?:19|20)\d\d\s?[-—–~至]\s?)?(?:19|20)\d\d年度?|近三年"
)
_SHEET = re.compile(r"公开\s?\d{1,2}\s?表")  # the number of a sheet of final accounts
_SHOWN = re.compile(
    r"[与和及]?(?:分[项类])?(?:支出|预算)?(?:执行|完成|构成|变动|对比|安排|比较)?(?:情况|明细|一览|汇总|对照|对比|统计|总)?表?$"
)
_LONGEST_CAPTION = 24
# A note below a table: （上表金额单位：万元）, 注：表中金额单位为万元。, （万元）
_UNIT_BELOW = re.compile(
    r"[|(（]*(?:注[:：])?(?:上表|本表|表中|表内)[^。；;]{0,8}单位[^。；;）)]{1,12}[)）]?"
    r"|[|(（]*(?:注[:：])?(?:资金|金额|货币)?单位[:：][^。；;）)]{1,6}|[(（][亿万千]?元[)）;；,，]"
)
_MONEY_UNIT = re.compile(r"[亿万千]?元")
_PAIR = 2  # cells of a row that names its own
_UNIT_LABEL = re.compile(r"(?:金额|货币|计量)?单位")
_BELOW = 40  # characters
_ABOVE = 160  # characters above a table in which its caption and unit stand
_OF_MONEY = re.compile(r"[亿万]元|[(（]元[)）]")
_FULL_MARKS = 100
_LEAST_PERCENT = 2  # nobody spends twice the budget: a bare rate above this is in %


_VALUES = ("数值", "数量", "值")  # what a column of goals holds


class Named(NamedTuple):
    """What a table says of a number: its row, the head over it, its unit, whether it is sure."""

    row: str
    head: str
    unit: str
    caption: str = ""
    is_code: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class _Head:
    """The rows of heads over a run of rows: the text over each column, innermost last."""

    rows: tuple[int, ...]
    over: Mapping[int, tuple[str, ...]]
    caption: str = ""

    def text(self, column: int) -> str:
        return "".join(told for told in self.over.get(column, ()) if not _is_of_unit(told))

    def inner(self, column: int) -> str:
        return (self.over.get(column) or ("",))[-1]


class Layout:
    """The tables of a document, read by their words."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._read: dict[int, _Read] = {}

    def at(self, start: int, end: int) -> Named | None:
        """What a table says of a number that fills its cell; None out of tables, or in prose."""
        held = self._document.cell_at(start)
        if not held or not self.is_alone(held[1], start, end):
            return None
        table, cell = held
        return self._of(table).named(cell)

    def head_over(self, offset: int) -> str:
        """The head over the cell that holds an offset, whatever else it holds."""
        held = self._document.cell_at(offset)
        return self._of(held[0]).over(held[1]) if held else ""

    def labelled(self, start: int, end: int, is_label: Callable[[str], bool]) -> Named | None:
        """What a table says of a number whose cell itself says what it is: 目标90%; None where it
        says more, or nothing names the row.
        """
        held = self._document.cell_at(start)
        if not held:
            return None
        table, cell = held
        label = "".join(self._document.folded[cell.start : start].split())
        label = _KEPT.sub("", label).rstrip(":：为是≥≤><=")
        behind = self._document.folded[end : cell.end]
        if not _AROUND.fullmatch(re.sub(_ASIDE, "", behind)):
            return None
        if not label:  # 控制在35天以内
            return self._of(table).named(cell)
        row = self._of(table).beside(cell) if is_label(label) else ""
        return Named(row, label, "") if row else None

    def cell_end(self, offset: int) -> int:
        """Where the cell that holds an offset ends; 0 outside of tables."""
        held = self._document.cell_at(offset)
        return held[1].end if held else 0

    def is_alone(self, cell: Cell, start: int, end: int) -> bool:
        """Whether nothing but signs stands around a number in its cell."""
        text = self._document.folded
        around = text[cell.start : start] + text[end : cell.end]
        return bool(_AROUND.fullmatch(around))

    def _of(self, table: Table) -> _Read:
        if table.start not in self._read:
            self._read[table.start] = _Read(table, self._document)
        return self._read[table.start]


_KEPT = re.compile(r"(?:稳定|保持|控制|维持)[在到]$|不[低少高大]于$|不超过$")
_ASIDE = re.compile(r"\([^()]*\)")
_AROUND = re.compile(
    r"(?:[\s(≥≤><=)%‰约+]|不[少低多高]于|不超过|[大小高低多少]于|以?[上内下]|左右)*"
)


class _Read:
    """One table: its heads, its columns of names, its units."""

    def __init__(self, table: Table, document: Document) -> None:
        self.table = table
        self.text = document.folded
        before = document.tables[: document.tables.index(table)]
        after = before[-1].end if before else 0
        self._above = self.text[max(table.start - _ABOVE, after) : table.start]
        self._told: dict[Cell, str] = {}

    def told(self, cell: Cell | None) -> str:
        """The text of a cell without blanks."""
        if cell is None:
            return ""
        if cell not in self._told:
            self._told[cell] = "".join(self.text[cell.start : cell.end].split())
        return self._told[cell]

    def named(self, cell: Cell) -> Named | None:
        """The row and head of a cell with a number, and the unit that they give it."""
        head = self._heads.get(cell.row)
        if cell.row in self._head_rows:
            return Named("", "", "", is_code=True)
        over = head.text(cell.column) if head else ""
        if (
            over in _VALUES
            and head
            and head.inner(self.table.cells_of(cell.row)[0].column).endswith("目标")
        ):
            over = "目标值"
        row = self._row_name(cell, head)
        if head and head.over.get(cell.column) and _CODES.fullmatch(head.inner(cell.column)):
            return Named(row, over, "", is_code=True)
        is_numbered = self._is_numbering(cell) or self._is_in_numbered_row(cell)
        if is_numbered and not _RANK_HEAD.search(over):
            return Named(row, over, "", is_code=True)
        if self._is_money_in_marks(cell, row, over):
            head, over = None, ""
        if not row and not over:
            return None
        is_sure = cell.column not in self.table.unsure
        return Named(
            row, _plain_name(over), self._unit(cell, row, head), self._caption, is_sure=is_sure
        )

    def _is_money_in_marks(self, cell: Cell, row: str, over: str) -> bool:
        """Whether money stands under a head of marks: 年末结转结余 417.37 in the last column of a
        form, behind a merged name.
        """
        if not _SCORE_HEAD.search(over) or not _MONEY_HEAD.search(row):
            return False
        digits = re.sub(r"[^\d.]", "", self.told(cell))
        return digits.count(".") < 2 and float(digits or 0) > _FULL_MARKS

    def over(self, cell: Cell) -> str:
        """The head over a cell in a row as full as the heads; that of its column in a table of
        words alone.
        """
        head = self._heads.get(cell.row)
        first = head.rows[-1] if head else self.table.rows[0]
        top = self.table.grid.get((first, cell.column))
        is_full = len(self._own(first)) == len(self._own(cell.row))
        return self.told(top) if top and first < cell.row and is_full else ""

    def beside(self, cell: Cell) -> str:
        """The first cell of a row, where that is a name, else the only one of the row above."""
        first = next(iter(self._own(cell.row)), cell)
        if first == cell:
            above = [row for row in self.table.rows if row < cell.row][-1:]
            own = self._own(above[0]) if above else []
            first = own[0] if len(own) == 1 else cell
        told = self.told(first)
        is_name = first != cell and _TEXT.search(told) and not re.search(r"\d{2}", told)
        return _plain_name(told) if is_name and len(told) <= _LONGEST_CAPTION else ""

    @cached_property
    def _caption(self) -> str:
        """What the line above a table says it shows: 中央资金分项 of 表1 中央资金分项执行情况."""
        above = (line.strip() for line in self._above.split("\n"))
        lines = [line for line in above if line and not _SHEET.fullmatch(line)]
        for line in reversed(lines[-3:]):
            told = "".join(_CAPTION.sub("", line).split())
            if re.search(r"自评|报告|汇报", line):  # the title of the paper
                return ""
            if re.search(r"表|情况|指标$|标准", line) and len(told) <= _LONGEST_CAPTION:
                return _SHOWN.sub("", told.rstrip(":：,，"))
        return ""

    @cached_property
    def _head_rows(self) -> frozenset[int]:
        return frozenset(row for head in self._heads.values() for row in head.rows)

    @cached_property
    def _heads(self) -> dict[int, _Head]:
        """The heads over each row that holds numbers."""
        found: dict[int, _Head] = {}
        current: _Head | None = None
        run: list[int] = []
        caption = ""
        for row in self.table.rows:
            if self._is_head(row, current):
                run.append(row)
                continue
            if run:
                current, run = self._head_of(run, caption), []
            own = self._own(row)
            caption = self.told(own[0]) if len(own) == 1 else ""
            if current:
                found[row] = current
        return found

    def _own(self, row: int) -> list[Cell]:
        return [cell for cell in self.table.cells_of(row) if cell.row == row and self.told(cell)]

    def _is_head(self, row: int, current: _Head | None) -> bool:
        """Whether a row holds heads: words or years and no value; further down only such words as
        stand over columns, or the heads once more.
        """
        own = self._own(row)
        told = [self.told(cell) for cell in own]
        if len(own) < 2:
            return False
        years = [one for one in told if _YEAR.fullmatch(one)]
        if any(_VALUE.fullmatch(one) and one not in years for one in told):
            return False
        words = [one for one in told if not _NONE.fullmatch(one) and one not in years]
        if not words:
            return False
        if _NAMES_BESIDE.fullmatch(told[0]) and not any(map(_HEAD.search, told[1:])):
            return False
        likely = sum(bool(_HEAD.search(one)) for one in words) + len(years)
        if current is None:
            return True
        repeated = sum(self.told(cell) in current.over.get(cell.column, ()) for cell in own)
        return repeated == len(own) or (
            2 * likely > len(told) and "/" not in told and max(map(len, told)) <= _ABOVE // 8
        )

    def _head_of(self, rows: Sequence[int], caption: str) -> _Head:
        """The heads of some rows: over each column the innermost, and wider ones that name it."""
        over: dict[int, tuple[str, ...]] = {}
        for column in range(self.table.width):
            found: list[Cell] = []
            for row in reversed(rows):
                cell = self.table.grid.get((row, column))
                if not cell or not self.told(cell) or cell in found:
                    continue
                if found and not self._is_over(cell, found[-1]):
                    break
                found.append(cell)
            if found:
                over[column] = tuple(self.told(cell) for cell in reversed(found))
        return _Head(tuple(rows), over, caption)

    def _is_over(self, upper: Cell, lower: Cell) -> bool:
        """Whether a head stands over several columns, the lower one's too, or over a unit."""
        is_wider = lower.columns < upper.columns < self.table.width
        return is_wider or bool(is_unit(self.told(lower)))

    @cached_property
    def _kinds(self) -> dict[int, str]:
        """What most cells of a column below the heads are: numbers or words."""
        kinds = {}
        for column in range(self.table.width):
            numbers = words = 0
            for row in self._heads or self.table.rows:
                told = self.told(self.table.grid.get((row, column)))
                numbers += bool(_VALUE.fullmatch(told)) and not _YEAR.fullmatch(told)
                words += bool(_TEXT.search(told)) and not _VALUE.fullmatch(told)
            kinds[column] = "words" if words >= numbers and words else "numbers"
        return kinds

    def _is_in_numbered_row(self, cell: Cell) -> bool:
        """Whether all words of a row left of a cell say that it numbers columns: 栏次."""
        left = [self.told(one) for one in self.table.cells_of(cell.row) if one.column < cell.column]
        words = [told for told in left if _TEXT.search(told)]
        return bool(words) and all(map(_CODES.fullmatch, words))

    def _is_numbering(self, cell: Cell) -> bool:
        """Whether a cell stands in a first column that counts its rows: 1, 2, 3 …"""
        return cell.column == 0 and cell.row in self._numbered

    @cached_property
    def _numbered(self) -> frozenset[int]:
        rows = [
            (row, self.told(cell))
            for row in self.table.rows
            if (cell := self.table.grid.get((row, 0))) and cell.row == row
        ]
        counted = [(row, int(told)) for row, told in rows if re.fullmatch(r"\d{1,3}", told)]
        numbers = [number for _, number in counted]
        is_counting = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
        return frozenset(row for row, _ in counted) if is_counting else frozenset()

    def _row_name(self, cell: Cell, head: _Head | None) -> str:
        """What a row is called: in the columns of names left of a number, those of its own half;
        in the first right of it where there is none.
        """
        names = [one for one in self.table.cells_of(cell.row) if self._is_name(one, head)]
        left = [one for one in names if one.column + one.columns <= cell.column]
        if not left:
            return _plain_name(self.told(names[0])) if head and names else ""
        if head is None:  # a name and its value side by side
            return _plain_name(self.told(left[-1]))
        half = self._half(left, head)
        named = [one for one in half if head and _NAMES.fullmatch(head.inner(one.column) or "")]
        plain = [one for one in half if one not in named and not self._is_aside(one, head)]
        chosen = (named or plain or half)[-1 if named else 0]
        name = _plain_name(self.told(chosen))
        is_of_group = chosen is not half[0] and name == "小计"
        return _plain_name(self.told(half[0])) + name if is_of_group else name

    def _is_name(self, cell: Cell, head: _Head | None) -> bool:
        told = self.told(cell)
        is_code = bool(head and _CODES.fullmatch(head.inner(cell.column)))
        is_word = bool(_TEXT.search(told)) and not _VALUE.fullmatch(told)
        return is_word or (bool(_YEAR.fullmatch(told)) and not is_code)

    def _is_aside(self, cell: Cell, head: _Head | None) -> bool:
        return bool(head and _NOT_NAMES.fullmatch(head.inner(cell.column)))

    def _half(self, left: Sequence[Cell], head: _Head | None) -> list[Cell]:
        """The names that belong to a number where a table has two sides: those of the last run of
        columns of names before it, unless these are remarks.
        """
        starts = [one.column for one in left]
        runs: list[list[Cell]] = []
        for one in left:
            is_next = runs and all(
                self._kinds.get(column) == "words"
                for column in range(runs[-1][-1].column + 1, one.column)
            )
            if is_next:
                runs[-1].append(one)
            else:
                runs.append([one])
        for run in reversed(runs):
            if run is runs[0] or not all(self._is_remark(one, head) for one in run):
                return run
        return [one for one in left if one.column == min(starts)]

    def _is_remark(self, cell: Cell, head: _Head | None) -> bool:
        """Whether a cell of words behind numbers is one of them put in words, or a remark."""
        if self._is_aside(cell, head):
            return True
        inner = head.inner(cell.column) if head else ""
        return self._kinds.get(cell.column) != "words" or bool(
            inner and not _NAMES.fullmatch(inner) and not self._repeats_first(inner, head)
        )

    def _repeats_first(self, inner: str, head: _Head | None) -> bool:
        return bool(head and inner == head.inner(min(head.over, default=0)))

    def _unit(self, cell: Cell, row: str, head: _Head | None) -> str:
        """The unit of a bare number: of its head, the units' column, its row or the caption."""
        over = head.over.get(cell.column, ()) if head else ()
        for told in reversed(over):
            if unit := _unit_in(told):
                return unit
        text = "".join(over)
        if _SCORE_HEAD.search(text):
            return "分"
        # a column of units tells those of targets and results, not those of their share
        beside = "" if _SHARE_HEAD.search(text) else self._unit_beside(cell, head)
        if beside:
            return beside
        if not text and _SCORE_HEAD.search(row):
            return "分"
        raw = self._raw_row(cell)
        if unit := _unit_in(raw):
            return unit
        return _counted_in(row, text) or self._of_caption(text or row, cell, head)

    def _unit_beside(self, cell: Cell, head: _Head | None) -> str:
        """The unit in the row's column of units."""
        for column, told in head.over.items() if head else ():
            if _UNIT_COLUMN.fullmatch(told[-1]):
                unit = self.told(self.table.grid.get((cell.row, column)))
                return unit if is_unit(unit) else ""
        return ""

    def _raw_row(self, cell: Cell) -> str:
        left = [one for one in self.table.cells_of(cell.row) if one.column < cell.column]
        return "".join(self.told(one) for one in left if _TEXT.search(self.told(one)))

    def _of_caption(self, head: str, cell: Cell, above: _Head | None) -> str:
        """The unit that the caption, or a cell over the heads, gives a column: money to heads of
        money, a measure word to heads of counts, % to shares.
        """
        listed = (_units_in_caption(above.caption) if above else ()) or self._units
        is_share = bool(_SHARE_HEAD.search(head))
        if is_share:
            is_told = any("%" in self.told(one) for one in self.table.cells_of(cell.row))
            is_percent = "%" in listed or self._is_percent(cell)
            return "%" if is_percent and not is_told else ""  # marks behind 98.8%
        fitting = [unit for unit in listed if unit != "%"]
        if not fitting:
            return ""
        counted = [unit for unit in fitting if not _is_money(unit)]
        money = [unit for unit in fitting if _is_money(unit)]
        if counted and (not money or _COUNT_HEAD.search(head) or counted[0] in head):
            return counted[0]
        is_counted = _COUNT_HEAD.search(head) and not _MONEY_HEAD.search(_COUNT_HEAD.sub("", head))
        return money[0] if money and not is_counted else ""

    def _is_percent(self, cell: Cell) -> bool:
        digits = re.sub(r"[^\d.]", "", self.told(cell))
        return bool(digits) and digits.count(".") < 2 and float(digits) > _LEAST_PERCENT

    @cached_property
    def _units(self) -> tuple[str, ...]:
        """The units that the lines above a table, or its own cells above the numbers, print."""
        for told in (*reversed(self._above.split("\n")[-4:]), *self._inside()):
            # a unit may stand alone behind another 单位: 填报单位：某局 单位：万元
            for caption in ("".join(told.split()), *told.split()[-1:]):
                if found := _units_in_caption(caption):
                    return found
        below = "".join(self.text[self.table.end : self.table.end + _ABOVE].split())[:_BELOW]
        note = _UNIT_BELOW.match(below)
        return (_units_in_caption(note[0]) or tuple(_MONEY_UNIT.findall(note[0]))) if note else ()

    def _inside(self) -> Iterator[str]:
        """What a table says above its numbers: rows of one cell, the money beside the first
        head, 预算执行（万元）, and a row of its unit: 金额单位｜元.
        """
        first = min(self._heads, default=self.table.rows[-1] if self.table.rows else 0)
        for row in self.table.rows:
            own = self._own(row)
            told = self.told(own[0]) if own else ""
            if len(own) == _PAIR and _UNIT_LABEL.fullmatch(told):
                yield told + self.told(own[1])
            if row > first or not own or (not self._heads and len(own) > 1):
                continue
            if len(own) == 1 or _OF_MONEY.search(told):
                yield told


@lru_cache(maxsize=2048)
def _is_of_unit(told: str) -> bool:
    """Whether a head says a unit and nothing else: 万元, 单位:亿元."""
    return is_unit(told) or bool(_UNIT_LINE.fullmatch(told))


def _unit_in(told: str) -> str:
    """The unit in the brackets, or behind the colon, of a head."""
    for found in reversed(_IN_BRACKETS.findall(told)):
        if is_unit(found):
            return found
    if told.endswith(_SHARES):
        return told[-1]
    last = re.split(r"[:：]", told)[-1] if re.search(r"[:：]", told) else ""
    if last and is_unit(last):
        return last
    return told if told and is_unit(told) else ""


def _units_in_caption(told: str) -> tuple[str, ...]:
    """万元 and % of （单位：万元、%）, of 表2（元/人·月）, of a line 万元."""
    lines = _UNIT_LINE.findall(told) + _IN_BRACKETS.findall(told) + _AT_END.findall(told)
    lines += [told] if _MONEY_UNIT.fullmatch(told) else []
    for line in lines:
        parts = re.split(r"[、,，和及]", line.removeprefix("人民币") or line)
        listed = [one for one in parts if is_unit(one)]
        if listed:
            return tuple(listed)
    return ()


def _counted_in(row: str, head: str) -> str:
    """人次 of 门急诊人次 under 2022年: a name that ends in what it is counted in."""
    told = head if _TIMES.search(head) else row if not _SHARE_HEAD.search(head) else ""
    found = _TIMES.search(told)
    return found[0] if found else ""


def _is_money(unit: str) -> bool:
    return units.kind_of(unit) == "amount"


def _plain_name(told: str) -> str:
    """A row's name without its number, 其中 and its unit in brackets."""
    told = _LISTED.sub("", told)
    told = re.sub(r"^其中[:：]?|[:：]$", "", told)
    found = _IN_BRACKETS.search(told)
    return told[: found.start()] + told[found.end() :] if found and is_unit(found[1]) else told
