"""Tables flattened to text, one cell a line or between `|`: which row and which column a bare number stands in."""

from __future__ import annotations

import bisect
import re
from functools import cached_property
from itertools import pairwise

# What a bare number in a form counts, by the heads of the two blocks of the national layout and its local kin.
_FUNDS_HEADS = re.compile(r"年初预算数?|调整后预算数?|全年预算数?|预算执行数|全年执行数|执行数|预算执行率|执行率|分值|权重|得分")
_SCORED = re.compile(r"分值|得分|权重")
_UNIT_CELL = re.compile(r"%|个|人|家|次|项|亩|户|万元|元|天|公里|平方米|台|套|份|期|场|人次|分")
_HEAD_UNIT = re.compile(r"[(:]\s?(?:单位:\s?)?(万元|亿元|元)\s?\)?")
_NUMERIC = re.compile(r"[(]?[\d.,]+%?[)]?")
_MEASURED = re.compile(r"(?:每.)?[\d(（]")
_TEXT = re.compile(r"[一-鿿]{2}")
_DIGIT = re.compile(r"\d")
_UNIT_IN_HEAD = re.compile(r"[(:](万元|亿元|元|%|分|个|人|家|次|项|亩|户|天|公里|平方米|人次)\)?$")
_AMOUNT_HEAD = re.compile(r"预算|决算|执行数|支出|收入|资金|金额|拨款|到位|结转|结余|合计")
_LEAST_CELLS = 8  # bare numbers that make a text a flattened table rather than prose with a stray number
_TARGET_ACTUAL, _WEIGHT_SCORE = ("年度指标值", "实际完成值"), ("分值", "得分")


class Cells:
    """The cells of a text that is a flattened table; `is_form` says whether it is one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_rows = "|" in text
        self._heads: dict[int, list[str]] = {}

    @cached_property
    def is_form(self) -> bool:
        """Whether the text holds a flattened form rather than prose with a stray number."""
        if not _SCORED.search(self._text):
            return False
        return sum(1 for start, end in self._spans if _NUMERIC.fullmatch(self._text[start:end].strip())) >= _LEAST_CELLS

    @cached_property
    def head_unit(self) -> str:
        """The unit of money that a head gives for the cells below it."""
        found = _HEAD_UNIT.search(self._text)
        return found[1] if found else ""

    def is_alone(self, start: int, end: int) -> bool:
        """Whether a number fills its cell."""
        at = self._at(start)
        left, right = self._spans[at]
        return self._text[left:start].strip() in ("", "(", "≥", "≤", ">", "<", "=") and self._text[end:right].strip() in ("", ")", "%")

    def place(self, start: int) -> tuple[str, str] | None:
        """Row and column of a number in a table whose rows are lines of cells between `|` under a line of heads."""
        if not self._has_rows:
            return None
        line_start = self._text.rfind("\n", 0, start) + 1
        heads = self._heads_over(line_start)
        column = self._text.count("|", line_start, start)
        if column == 0 or column >= len(heads) or not heads[column]:
            return None
        cells = self._text[line_start:start].split("|")[:-1]
        label = next((cell for cell in cells if _TEXT.search(cell)), "")
        return ("".join(label.split()), heads[column]) if label else None

    def unit_under(self, head: str) -> str:
        """The unit that the head of a column gives the bare numbers under it; empty when it gives none."""
        stated = _UNIT_IN_HEAD.search(head)
        if stated:
            return stated[1]
        if _SCORED.search(head):
            return "分"
        return self.head_unit if _AMOUNT_HEAD.search(head) else ""

    def _heads_over(self, line_start: int) -> list[str]:
        """The heads of the table that a line of cells belongs to: the nearest line above of as many cells and no digit."""
        if line_start in self._heads:
            return self._heads[line_start]
        count, at, heads = self._line(line_start).count("|"), line_start, list[str]()
        while count and at and not heads:
            at = self._text.rfind("\n", 0, at - 1) + 1
            line = self._line(at)
            if line.count("|") != count:
                break
            cells = ["".join(cell.split()) for cell in line.split("|")]
            is_head = not _DIGIT.search(line) and sum(1 for cell in cells if _TEXT.search(cell)) > 1
            heads = cells if is_head else self._heads.get(at, [])
        self._heads[line_start] = heads
        return heads

    def _line(self, start: int) -> str:
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)]

    def unit_beside(self, start: int) -> str:
        """The unit in the next cell, where that holds nothing else."""
        for left, right in self._spans[self._at(start) + 1 : self._at(start) + 3]:
            cell = self._text[left:right].strip()
            if cell:
                return cell if _UNIT_CELL.fullmatch(cell) else ""
        return ""

    def label(self, start: int, *, is_score: bool) -> tuple[str, str]:
        """Row and column of a number: the text cell before it, and the head by its place among the numbers of the row."""
        at, before = self._at(start), 0
        for index in range(at - 1, max(at - 14, -1), -1):
            left, right = self._spans[index]
            cell = self._text[left:right].strip()
            if _TEXT.search(cell) and not _FUNDS_HEADS.fullmatch(cell) and not _UNIT_CELL.fullmatch(cell) and not _MEASURED.match(cell):
                return re.sub(r"^其中[:：]?|\s", "", cell)[-20:], self._head(cell, before, is_score)
            if re.search(r"\d", cell) and ("分" if is_score else "") == ("分" if self._is_score_cell(cell) else ""):
                before += 1
        return "", ""

    def _head(self, label: str, before: int, is_score: bool) -> str:
        if re.search(r"总额|资金|拨款|收入", label) and not is_score:
            heads = [found[0] for found in _FUNDS_HEADS.finditer(self._text) if not _SCORED.match(found[0])]
            return heads[min(before, len(heads) - 1)] if heads else ""
        names = _WEIGHT_SCORE if is_score else _TARGET_ACTUAL
        return names[min(before, 1)]

    def _is_score_cell(self, cell: str) -> bool:
        return bool(re.fullmatch(r"\d{1,2}(?:\.\d)?|100", cell))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        edges = [-1, *(found.start() for found in re.finditer(r"[|\n]", self._text)), len(self._text)]
        spans = [(left + 1, right) for left, right in pairwise(edges)]
        return [(left, right) for left, right in spans if self._text[left:right].strip()] or [(0, len(self._text))]

    @cached_property
    def _starts(self) -> list[int]:
        return [left for left, _ in self._spans]

    def _at(self, offset: int) -> int:
        return max(bisect.bisect_right(self._starts, offset) - 1, 0)
