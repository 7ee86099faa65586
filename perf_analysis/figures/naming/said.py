"""What has been said before a number in its paragraph, and the words that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from perf_analysis.about import find_year
from perf_analysis.document import Document
from perf_analysis.figures import wording
from perf_analysis.figures.scope import Scope
from perf_analysis.structure import Structure
from perf_analysis.terms import ATTRIBUTES
from perf_analysis.units import is_unit

Row = dict[str, Any]
A_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年)")
# 比2021年, and 2021年为30件 behind what it is compared with
_COMPARED_YEAR = re.compile(
    r"(?:[与比较同跟是]|[，,;；(（](?=\s*\d{4}\s?年(?:度|同期)?[为是仅约]{0,2}\s?\d))"
    r"\s*((?:19|20)\d\d)(?=\s?年)"
)
PIECES = re.compile(r"[，,；;：:()（）]")
_FISCAL_YEAR = re.compile(r"((?:19|20)\d\d)\s?年度")
_SENTENCE_END = re.compile(r"[。；;]")
_CAPTION_WITHIN = 80  # characters over a table that may say of which year it is
_TITLE_WITHIN = 300  # characters in which a report says what it evaluates
_LONGEST_LEAD = 60  # characters before a number that can hold its clause
_AFTER = 18  # characters behind a number in which its noun or purpose stands
_BASES = tuple(wording.BASES)
_JOINING = frozenset(" 、,，和及与并")
# 与 joins names, but 与上年相比 begins a comparison
_JOINS = re.compile(rf"^(?:[\s、,，]|[和及与并](?!{'|'.join(_BASES)}|(?:19|20)\d\d))+")
_ASIDE_BEHIND = re.compile(r"(?<=[一-鿿])[(（](?:[^()（）\d]{1,10}|\d{1,2}月[末底份]?)[)）]$")
_COMPARED = re.compile(r"(?:[优高低好]于|超[过出额]|[未没]有?达到?)")
_PARTED = re.compile(r"(.{2,12}?)(?:按.{1,8}分|中|里)")
_BECAUSE = re.compile(r"(?<=[一-鿿]{3})(?:因(?![素此为子])|由于)")
_RUN_OF_YEARS = re.compile(r"(?:已?连续)?第?[一二三四五六七八九十两\d]+年$")
_LONGEST_TOPIC = 12


class Setting:
    """What of a report every name in it may need: its text as a tree, its year, what it is of."""

    def __init__(self, document: Document, structure: Structure, scope: Scope) -> None:
        self.text = document.folded
        self.structure = structure
        self.scope = scope
        self.year = str(find_year(document, structure) or "") or None
        is_whole = "整体" in self.text[:_TITLE_WITHIN]
        self.whole_report = "部门整体支出绩效" if is_whole else "项目支出绩效"
        self._titles: dict[str, str] = {}  # by heading path
        self._document = document
        self._years_of_tables: dict[int, str | None] = {}  # by where a table starts

    @cached_property
    def years(self) -> tuple[list[int], list[str]]:
        """Where years are named that are none of comparison, and which."""
        compared = {found.start(1) for found in _COMPARED_YEAR.finditer(self.text)}
        found = [year for year in A_YEAR.finditer(self.text) if year.start() not in compared]
        return [year.start() for year in found], [year[0] for year in found]

    def year_at(self, offset: int) -> str | None:
        """The year of the table that holds an offset, told by the lines over it where these name
        one: 绩效目标申报表（2024年度）; else the report's.
        """
        table = self._document.table_at(offset)
        if table is None:
            return self.year
        if table.start not in self._years_of_tables:
            over = self.text[max(table.start - _CAPTION_WITHIN, 0) : table.start]
            lines = [line for line in over.split("\n")[-3:] if not _SENTENCE_END.search(line)]
            told = set(_FISCAL_YEAR.findall("\n".join(lines)))
            year = told.pop() if len(told) == 1 else self.year
            self._years_of_tables[table.start] = year
        return self._years_of_tables[table.start]

    def title_at(self, offset: int) -> str:
        """The headings over an offset, the outermost first."""
        path = self.structure.path_at(offset)
        if path not in self._titles:
            self._titles[path] = self.structure.title_over(path)
        return self._titles[path]


@dataclass(slots=True)
class Said:
    """What has been said in the paragraph so far, and the words before the number at hand.

    `lead` is what stands between the number and the figure or sentence before it, `bare` the same
    without blanks. The rows are figures named before; the strings are names.
    """

    setting: Setting
    text: str
    paragraph: int = -1
    sentence: int = -1
    end: int = 0
    lead: str = ""
    bare: str = ""
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
    row: Row | None = None
    rank: Row | None = None
    is_scored_last: bool = False
    listed: list[str] = field(default_factory=list)
    counted: Row | None = None
    last_level: Row | None = None

    def at(self, offset: int) -> Said:
        """What has been said at an offset behind the last one: a paragraph ends all of it, a
        sentence what is listed.
        """
        scope = self.setting.scope
        paragraph = scope.paragraph(offset)
        sentence = scope.sentence(offset, paragraph)
        said = self
        if paragraph != self.paragraph:
            said = Said(self.setting, self.text, paragraph, sentence, end=sentence)
        elif sentence != self.sentence:
            self._end_sentence(sentence)
        said.lead = self.text[max(said.end, sentence, offset - _LONGEST_LEAD) : offset]
        said.bare = "".join(said.lead.split())
        return said

    def _end_sentence(self, next_one: int) -> None:
        self.sentence = next_one
        self.end = max(self.end, next_one)
        self.topic = self.whole = self.bracket = ""
        self.levels, self.levels_here = self.levels_here, 0
        self.listed = []

    def owner(self, offset: int) -> str:
        """What the item or heading over an offset is about; empty where it names no one thing."""
        return self.setting.scope.owner(offset)

    def after(self, end: int) -> str:
        """What stands behind a number in its paragraph, without blanks."""
        after = self.text[end : end + _AFTER]
        line = after.find("\n")
        if line >= 0 and self.setting.scope.paragraph(end + line + 1) != self.paragraph:
            after = after[:line]
        return wording.without_asides("".join(after.split()))

    def pieces(self) -> list[str]:
        """The clauses of the lead, the number's own last; short brackets inside one."""
        told = wording.without_asides(self.bare)
        if told.endswith((")", "）")):
            told = _ASIDE_BEHIND.sub("", told)
        if self.row and self.row["end"] == self.end:
            told = told.removeprefix(self.noun)  # 41个自然村实施47个项目
        pieces = PIECES.split(_JOINS.sub("", told) if told[:1] in _JOINING else told)
        if "(" not in told:
            return pieces
        return [piece for piece in pieces if not piece or not is_unit(piece)]

    def note(self, row: Row) -> None:
        """Keep what a figure that has got its name says for those behind it."""
        self.end, self.row = row["end"], row
        self.is_scored_last = self.is_scored_last and row["kind"] == "count"
        name = f"{row['subject'] or ''}{row['measure']}"
        if row.get("is_base"):
            return
        if row["kind"] == "rank":
            self.rank = row
        elif row["kind"] == "growth":
            self.measured = self.measured or str(row["subject"] or "")
        elif row["kind"] == "score":
            self.is_scored_last = True
            self.scored = self.scored if row["direction"] else str(row["subject"] or "")
        elif not row["direction"]:
            # what follows the budget of a project is the project's: 执行数598万元，自评得分96.5分
            is_of_owner = row["kind"] == "amount" and row["measure"] in ATTRIBUTES
            self.measured = (is_of_owner and row["subject"]) or name
            self.shares += [name] if row["kind"] == "rate" else []
            if row["kind"] != "rate":
                is_level = row["role"] in ("actual", "forecast", "plan")
                self.counted = self.last_level if is_level else self.counted
                self.levels_here += 1
                if not name.startswith(_BASES):
                    self.named.append(name)
                self.level_before, self.level, self.last_level = self.level, name, row

    def set_topic(self, pieces: list[str]) -> None:
        """A clause without a number before this one may say whose it is: 预算执行（权重10分）."""
        for piece in reversed(pieces[:-1]):
            # 较上年减半 and 优于目标 say how, 分季度看 says where, 完善激励 what to do, none whose
            if wording.AGAINST.match(piece) or piece.endswith("看") or _COMPARED.match(piece):
                continue
            if wording.DOING.match(piece):
                return
            parted = _PARTED.fullmatch(piece)
            if parted:
                self.whole = wording.phrase_of(parted[1])
                return
            told = piece.removesuffix("持平").removesuffix("中")  # 考核与上年持平，仍居第5位
            told = _BECAUSE.split(told)[0]  # 改造项目因图纸变更，执行率
            change = wording.change_before(told)  # 接种剂次也随之减少，全年8.4万剂次
            told = _RUN_OF_YEARS.sub("", told[: change.start()]) if change else told
            phrase = wording.phrase_of(wording.AGAINST.sub("", told))
            owner, attribute = wording.split_name(phrase)
            if wording.ends_in_verb(owner):
                continue
            is_name = 1 < len(owner) <= _LONGEST_TOPIC and not re.search(r"\d", owner)
            if is_name and not wording.is_sentence(phrase):
                self.topic = owner
                self.measured = owner if not attribute else phrase
                self.level = self.level if self.row and not change else phrase
                return

    def set_whole(self, pieces: list[str]) -> None:
        """What the members of a list are parts of: 其中, or a bracket behind a number."""
        told = self.lead.strip()
        last = self.last_level
        if told.startswith("(") or "其中" in told:
            self.is_plan = bool(last and last["role"] == "plan")
        if told.startswith("(") and self.row:
            self.bracket = f"{self.row['subject'] or ''}{self.row['measure']}"
            self.outer = self.topic
        elif ")" in told and self.bracket:
            self.bracket, self.topic = "", self.outer
        if ";" in told:
            is_verb = bool(pieces) and wording.phrase_of(pieces[-1]) in wording.VERBS
            self.topic = "" if is_verb else self.topic
            self.level, self.whole = self.whole or self.level, ""
        if "其中" in told or (pieces and pieces[-1].endswith(("包括", "含"))):
            is_here = self.row is not None and self.row["start"] >= self.sentence
            is_clear = is_here or self.levels == 1
            whole = self.bracket or self.level or self.topic
            self.whole = whole if is_clear else ""
