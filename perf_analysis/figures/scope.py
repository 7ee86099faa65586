"""Where a number stands: its section, paragraph and sentence, and what the item's head names.

Made once for a document. An owner is inherited down this tree and never sideways out of it: a
heading, an item number, a paragraph and a row end every owner below them.
"""

from __future__ import annotations

import bisect
import re
from functools import cached_property

from perf_analysis.document import SHORT_LINE, Document
from perf_analysis.figures import wording
from perf_analysis.structure import Section, Structure
from perf_analysis.terms import ATTRIBUTES, NAMES

# One set of marks first, so that nothing else is tried where none stands.
_ENDS = re.compile(
    r"[。！？!?.;；](?:(?<=[。！？!?])|(?<=[一-鿿)%]\.)(?=[一-鿿\n ])"
    r"|(?<=[;；])(?=[一二三四五六七八九十]是))"
)
_RUNS_ON = re.compile(r"[^。；;：:！？!?|\t]")
_FUNCTION = re.compile(r"([一-鿿]{2,20})\(项\)|([一-鿿]{2,20})\(款\)|([一-鿿]{2,20})\(类\)")
_GENERAL = re.compile(
    r"概况|情况|分析|说明|结论|结果|组织|概述|基本|总体|目标|成效|管理|措施|问题|职责|职能|机构|设置|绩效|评价|自评|执行|建设|工作|完成|其他"
    r"|收支|收入支出|预算|决算|效益|产出|满意|质量|数量|时效|成本|过程|投入|效果|依据|背景|内容|项目$|原因"
)
# One project by its name, not 重点项目 or 部门预算项目.
_PROJECT = re.compile(
    r"(?!.*(?:重点|主要|其他|各类|一般|部门|预算|支出|基本|业务类|本级))[一-鿿]{4,}(?:项目|工程|专项资金|补助资金)"
)
_OF_CHAPTERS = re.compile(r"\d|(?:情况|分析|说明|概况|目标|结论|评价|自评)$")
_JOINED = re.compile(r"[和及与、，]")
_LONGEST_OWNER = 16
_LONGEST_LEAD = 60  # characters
_NUMBERED = re.compile(r"\d[\d.]*(?:[%‰]|[一-鿿])")
# In which unit the amounts of a section, or of all that follows, are told: （本节金额单位：万元）,
# （单位：万元，下同）, 除特别注明外，本报告金额单位均为万元。
_MONEY_STATED = re.compile(r"单位[^。；;\n)\d]{0,8}?([亿万千]?元)")
_OF_HERE, _ON = re.compile(r"本[章节]"), re.compile(r"[^。；;\n)]{0,3}下同")
_STATED_WITHIN = 16  # characters before 单位
_OF_ALL = re.compile(r"以下|下列|(?:本|全|整个)(?:报告|文)|文中|报告中|除.{1,8}外")
_QUOTES = str.maketrans("", "", "“”‘’《》")


class Scope:
    """The tree of a document's text: paragraphs, sentences and the heads of items."""

    def __init__(self, document: Document, structure: Structure) -> None:
        self._document, self._structure = document, structure
        self._text = document.folded
        self._leads: dict[int, str] = {}

    def paragraph(self, offset: int) -> int:
        """Where the paragraph or the cell that holds an offset begins."""
        return self._cell(offset) or self._before(self._paragraphs, offset)

    def sentence(self, offset: int, paragraph: int) -> int:
        """Where the sentence of a paragraph that holds an offset begins."""
        return max(paragraph, self._before(self._sentences, offset))

    def words(self, start: int, end: int) -> str:
        """What stands between two offsets, without blanks: the last of it where it is long."""
        return "".join(self._text[max(start or 0, end - _LONGEST_LEAD) : end].split())

    def head(self, sentence: int, paragraph: int) -> str:
        """The sentence before one of a paragraph, 机械化清扫率。, or else the line above it, where
        that is short and without numbers; else empty.
        """
        starts = self._sentences if sentence > paragraph else self._paragraphs
        end = max(sentence, paragraph, 1)
        start = self._before(starts, end - 1)
        start = max(start, paragraph) if sentence > paragraph else start
        line = self._text[start:end].strip().rsplit("\n", 1)[-1]
        told = "".join(line.split()) if len(line) < _LONGEST_LEAD else ""
        named = told.rstrip("。")
        return "" if "。" in named or _NUMBERED.search(named) else named

    def owner(self, offset: int) -> str:
        """What the item or heading over an offset is about, where it names one thing; else empty.

        小学教育 of 1、教育支出（类）普通教育（款）小学教育（项）。主要用于：…
        """
        section = self._structure.section_at(offset)
        if not section:
            return ""
        if section.start not in self._leads:
            self._leads[section.start] = self._lead(section.start, section.end, section.title)
        return self._leads[section.start]

    def money_unit(self, offset: int) -> str:
        """The unit that the text states for amounts told bare, such as that at an offset."""
        found = (unit for start, end, unit in self._money_units if start <= offset < end)
        return next(found, "")

    @cached_property
    def _money_units(self) -> list[tuple[int, int, str]]:
        """Where amounts told bare have which unit; the innermost first."""
        found = []
        for stated in _MONEY_STATED.finditer(self._text):
            before = self._text[max(stated.start() - _STATED_WITHIN, 0) : stated.start()]
            lead = re.split(r"[。；;\n]", before)[-1]
            section = self._structure.section_at(stated.end())
            if section and _OF_HERE.search(lead):
                end = self._structure.end_under(section) or len(self._text)
                found.append((stated.end(), end, stated[1]))
            elif _OF_ALL.search(lead) or _ON.match(self._text, stated.end()):
                found.append((stated.end(), len(self._text), stated[1]))
        return sorted(found, reverse=True)

    def _lead(self, start: int, end: int, title: str) -> str:
        head = re.split(r"[。\n：:]", self._text[start : min(end, start + 80)])[0]
        functions = _FUNCTION.findall(head)
        if functions:
            return "".join(functions[-1])
        named = title.translate(_QUOTES)
        is_one = 1 < len(named) <= _LONGEST_OWNER and not _JOINED.search(named)
        is_said = wording.SAID.search(named) or wording.is_sentence(named)
        if _OF_CHAPTERS.search(named):
            return ""
        if _PROJECT.fullmatch(named) and len(named) <= _LONGEST_OWNER:
            return named
        if not is_one or _GENERAL.search(named) or named in ATTRIBUTES or is_said:
            return NAMES.get(named, "") and named
        return named

    def _cell(self, offset: int) -> int:
        held = self._document.cell_at(offset)
        return held[1].start if held else 0

    @staticmethod
    def _before(starts: list[int], offset: int) -> int:
        return starts[bisect.bisect_right(starts, offset) - 1]

    @cached_property
    def _paragraphs(self) -> list[int]:
        starts = {0, *(section.start for section in self._structure.sections)}
        starts.update(filter(None, map(self._behind_title, self._structure.sections)))
        line, runs_on = 0, False
        for found in re.finditer(r"\n", self._text):
            told = self._text[line : found.start()].strip()
            if told:
                is_long = found.start() - line > SHORT_LINE and _RUNS_ON.match(told[-1])
                runs_on = told[-1] in "，,、" or bool(is_long)
            is_open = told or self._text[line - 2 : line - 1] in "，,、"
            if not (runs_on and is_open):
                starts.add(found.end())
            line = found.end()
        return sorted(starts)

    def _behind_title(self, section: Section) -> int:
        """Where the text under a heading that fills its line begins; 0 where the text runs on."""
        end = self._text.find("\n", section.start + 1, section.end)
        is_line = section.title and self._text[section.start : end].rstrip().endswith(section.title)
        return end + 1 if end >= 0 and is_line else 0

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(found.end() for found in _ENDS.finditer(self._text))]
