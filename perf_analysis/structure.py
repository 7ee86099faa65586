"""The structure of a report's text: its headings as paths, and the items under them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, takewhile
from typing import Any

from perf_analysis.document import About, Document

_NUMERAL = "一二三四五六七八九十"
# A chapter, a part, a section, or an item; items also begin inside a paragraph,
# after a mark that ends a clause: …工作：（1）…；（2）…
_HEADING = re.compile(
    rf"(?m)^[ \t　]*(?:(?P<chapter>第[{_NUMERAL}]{{1,3}}(?:部分|章|篇|编))(?=[ \t　、:]|$)[、:]?"
    rf"|(?P<part>[{_NUMERAL}]{{1,3}})、"
    rf"|\((?P<section>[{_NUMERAL}]{{1,3}})\)|(?P<item>\d{{1,2}})[.、](?!\d))"
    r"|(?:^|(?<=[:;。，]))[ \t　]*\((?P<inline>\d{1,2})\)"
)
SENTENCE = re.compile(r"[^。；;！!？?]+")
NO_LETTER = re.compile(r"[^一-鿿A-Za-z]+")
LEAST_LETTERS = 20  # of a sentence that two reports do not share by chance
# A path by its levels: chapter, part, section and item.
LEVELS = re.compile(rf"(第[{_NUMERAL}]+[部章篇编]分?)?([{_NUMERAL}]+)?(\([{_NUMERAL}]+\))?(\d+)?")
_LONGEST_TITLE = 30  # characters: a heading that runs on is the paragraph itself


@dataclass(frozen=True)
class Section:
    """One heading: its path such as 二(二)6 or 第二部分一(二)6, its title, and the span of text
    under it up to the next heading.
    """

    path: str
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Structure:
    """The sections of a document in order; text before the first heading belongs to none."""

    sections: tuple[Section, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start for section in self.sections]

    def path_at(self, offset: int) -> str:
        """The heading path at an offset, empty before the first heading."""
        at = bisect.bisect_right(self._starts, offset) - 1
        return self.sections[at].path if at >= 0 else ""

    def section_at(self, offset: int) -> Section | None:
        """The section that holds an offset; None before the first heading."""
        at = bisect.bisect_right(self._starts, offset) - 1
        return self.sections[at] if at >= 0 else None

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {section.path: section.title for section in self.sections}

    @cached_property
    def _joined(self) -> dict[str, str]:
        return {}

    def title_over(self, path: str) -> str:
        """The titles of the headings above and at a path, outermost first, joined by spaces."""
        if path not in self._joined:
            levels = LEVELS.fullmatch(path)
            above = dict.fromkeys(accumulate(filter(None, levels.groups() if levels else (path,))))
            self._joined[path] = " ".join(
                self._titles[place] for place in above if self._titles.get(place)
            )
        return self._joined[path]

    def titled(self, pattern: re.Pattern[str]) -> Sequence[Section]:
        """The parts and sections whose own title matches."""
        return [
            section
            for section in self.sections
            if section.title and not section.path[-1].isdigit() and pattern.search(section.title)
        ]

    def items_under(self, path: str) -> Sequence[Section]:
        """The numbered items directly under a part or section."""
        return [
            section
            for section in self.sections
            if section.path.startswith(path) and section.path.removeprefix(path).isdigit()
        ]

    def items_of(self, section: Section) -> Sequence[Section]:
        """The numbered items right behind one heading, where its numbers may restart later."""
        behind = self.sections[bisect.bisect_right(self._starts, section.start) :]
        return list(
            takewhile(
                lambda item: (
                    item.path.startswith(section.path)
                    and item.path.removeprefix(section.path).isdigit()
                ),
                behind,
            )
        )


def find_structure(document: Document) -> Structure:
    """The headings of a document, as parts 一, sections 一(二) and items 一(二)3, behind the
    chapter that holds them where there is one: 第二部分一(二)3.
    """
    text = document.folded
    # a list in a cell is none of the report's
    found = [
        heading for heading in _HEADING.finditer(text) if not document.table_at(heading.start())
    ]
    chapter = part = section = ""
    sections = []
    for at, heading in enumerate(found):
        if heading["chapter"]:
            chapter, part, section = heading["chapter"], "", ""
            path = chapter
        elif heading["part"]:
            part, section = chapter + heading["part"], ""
            path = part
        elif heading["section"]:
            section = f"({heading['section']})"
            path = (part or chapter) + section
        else:
            path = (part or chapter) + section + str(int(heading["item"] or heading["inline"]))
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        line = document.text[heading.end() : end].lstrip(" \t　").partition("\n")[0]
        title = re.split(r"[。；：:]", line)[0].strip()
        sections.append(
            Section(path, title if len(title) <= _LONGEST_TITLE else "", heading.start(), end)
        )
    return Structure(tuple(sections))


def find_sentences(document: Document, structure: Structure) -> list[dict[str, Any]]:
    """The sentences of the running text that are long enough not to come back by chance:
    rows of `codebook.SENTENCES`.
    """
    return [
        {
            "section": section.path,
            "start": found.start(),
            "end": found.end(),
            "quoted": found[0].strip(),
            "letters": letters,
        }
        for section in structure.sections
        for found in SENTENCE.finditer(
            document.text, _end_of_heading(document, section), section.end
        )
        if len(letters := NO_LETTER.sub("", found[0])) >= LEAST_LETTERS
        and not document.table_at(found.start())
    ]


def _end_of_heading(document: Document, section: Section) -> int:
    """Where the text under a heading of its own line begins;
    a heading that runs on is the text itself.
    """
    end = document.text.find("\n", section.start + 1, section.end) if section.title else -1
    return end if end >= 0 else section.start


_GOALS = re.compile(r"(?:绩效目标|总体目标|年度目标)(?= |$)")
_TASKS = re.compile(r"(?:重点(?:工作)?任务|主要任务)(?= |$)")
_RESULTS = re.compile(r"完成情况|成效|效果|产出|效益|业绩|(?:主要|工作|履职)绩效$")
_PROBLEMS = re.compile(r"问题|不足|短板")
_REMEDIES = re.compile(r"措施|建议|改进|打算|计划$")
# Items of a paragraph that counts them in words: 一是…。二是…
_FIRSTLY = re.compile(rf"(?:^|(?<=[。；：:\s]))[{_NUMERAL}]是")
_SHORTEST_MATCH = 4  # characters a goal and a result must share to speak of the same
# Phrases of four characters and more that any department's goals and results share.
_COMMON = re.compile(
    r"工作|进一步|加强|推进|推动|促进|保障|完善|提供|服务|发展|企业|相关|情况|问题|管理|组织|开展"
)
_TITLE = re.compile(r"报告|自评|评价表|自评表")
_OF_DEPARTMENT = (
    "局|委员会|委|厅|部|处|中心|办公室|馆|院|政府|办事处|街道|所|站|校|园|大学|中学|小学|队|社|镇|乡"
    "|台|团|场|会|集团|公司|[残妇文侨]联|工商联|社科联|[科政作]协|计生协|街道办|编办|巡察办|养护段"
)
_DEPARTMENT_IN = re.compile(
    rf"^(?:关于)?(?:(?:19|20)\d\d年度?)?([一-鿿]{{2,30}}?(?:{_OF_DEPARTMENT}))"
    r"(?= ?(?:(?:19|20)\d\d|二[〇○零]|部门|单位|整体|项目|关于|免费|预算|决算|绩效)|$)"
)
_DEPARTMENT_OF = re.compile(
    r"^(?:项目|主管|填报|预算|申报)?(?:单位|部门)(?:名称)?(?:[(（][^()（）]{1,4}[)）])?[:：] ?"
    r"([一-鿿（）()]{3,40}?)(?=[ ，。|]|$)"
)
# 市水务局 is short for one told elsewhere, 根据区财政局 leads to another
_NO_DEPARTMENT = re.compile(r"[省市区县]|根据|按照|依据|按|为")
_PLACE = r"[一-鿿]{2,5}?(?:自治区|自治州|自治县|新区|省|市|区|县|旗|州)"
_BEHIND = r"(?:(?<![一-鿿])|(?<=[由为是经对]))(?![由为是经对受])"
# What a text tells of in its first lines, the offices before those that they often name as theirs.
_DEPARTMENTS_TOLD = (
    re.compile(rf"{_BEHIND}{_PLACE}[一-鿿]{{2,16}}?(?:局|委员会|厅|法院|检察院|中心)"),
    re.compile(
        rf"{_BEHIND}(?:中共|共青团)?{_PLACE}[一-鿿]{{0,14}}?"
        r"(?:党校|联合会|[残妇文侨]联|工商联|社科联|总工会|红十字会|科协|办事处|街道办"
        r"|学院|学校|中学|小学|幼儿园|医院|图书馆|文化馆|档案馆|供销社|团县委|人民武装部)"
    ),
)
_YEAR = re.compile(r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})(?=\s?年)")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BEGINNING = 1500  # characters in which a report says whose it is
_DEPARTMENT = re.compile(
    r"^[一-鿿（）()]{2,60}(?:局|委员会|委|厅|部|中心|办公室|院|馆|站|校|社|会|所|处|队|公司|政府|镇|街道)$"
)


def find_about(document: Document, structure: Structure) -> About:
    """Title, department and year of a report, from the lines before its first heading;
    its headings by path.

    What the text does not say is the file's name, an empty department, or the year 0.
    """
    first = structure.sections[0].start if structure.sections else len(document.text)
    lines = [line.strip() for line in document.text[: max(first, 200)].split("\n") if line.strip()][
        :12
    ]
    title = next(
        (line for line in lines if _TITLE.search(line) and len(line) <= 60), document.report_id
    )
    named = [
        found[1]
        for way in (_DEPARTMENT_OF, _DEPARTMENT_IN)
        for line in lines
        if (found := way.match(line)) and not _NO_DEPARTMENT.match(found[1])
    ]
    named += [line for line in lines if _DEPARTMENT.match(line)]
    if not named:
        begin = document.text[:_BEGINNING]
        told = [found[0] for way in _DEPARTMENTS_TOLD for found in way.finditer(begin)]
        named = [name for name in told if "财政" not in name]
    department = re.sub(r"[（(][^（）()]*[)）]$", "", named[0]) if named else ""
    year = _YEAR.search(title) or _YEAR.search(document.folded)
    sections = {
        section.path: section.title
        for section in structure.sections
        if not section.path[-1:].isdigit()
    }
    return About(
        re.sub(r"\s+", "", title),
        department,
        int(year[0].translate(_YEAR_DIGITS)) if year else 0,
        document.sha256,
        sections,
    )


def find_problems(document: Document, structure: Structure) -> list[str]:
    """The problems a report admits, one by one, in its own words;
    empty where it has no such part.
    """
    return _points(document, structure, _PROBLEMS)


def find_remedies(document: Document, structure: Structure) -> list[str]:
    """The remedies a report promises, one by one, in its own words;
    empty where it has no such part.
    """
    return _points(document, structure, _REMEDIES)


def _points(document: Document, structure: Structure, pattern: re.Pattern[str]) -> list[str]:
    """What stands under the headings that match: numbered items,
    else 一是…二是…, else paragraphs.
    """
    found: list[str] = []
    for section in structure.titled(pattern):
        items = structure.items_of(section)
        body = document.text[section.start : section.end].partition(section.title)[2]
        starts = [counted.start() for counted in _FIRSTLY.finditer(body)]
        if items:
            pieces = [document.text[item.start : item.end] for item in items]
        elif starts:
            pieces = [body[left:right] for left, right in pairwise([*starts, len(body)])]
        else:
            pieces = re.split(r"\n\s*\n", body)
        found += ["".join(piece.split()) for piece in pieces if piece.strip("。：: \n\t　")]
    return found


def find_goals(
    document: Document, structure: Structure, figures: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Goals and key tasks with the results that share words with them: a proposal by rule,
    with the words that matched.

    Returns
    -------
    rows : one dict per goal or task, with the columns of the goals table
        `coverage` is `figure` where a matched result states one in the same sentence, `mentioned`
        where it states none, `none` where no result shares four characters in a row that are not
        common to all reports.
    """
    titled = [(section, structure.title_over(section.path)) for section in structure.sections]
    results = [
        section for section, title in titled if _RESULTS.search(title) and not _GOALS.search(title)
    ]
    found = []
    for kind, heading, letter in (("goal", _GOALS, "G"), ("task", _TASKS, "T")):
        number = 0
        for section in structure.sections:
            if not heading.search(section.title):
                continue
            for item in structure.items_of(section):
                number += 1
                found.append(
                    {"goal_id": f"{letter}{number}", "kind": kind, "section": item.path}
                    | _coverage(document, item, results, figures)
                )
    return found


def _coverage(
    document: Document,
    goal: Section,
    results: Sequence[Section],
    figures: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    text = re.sub(r"\s", "", document.text[goal.start : goal.end])
    text = re.sub(r"^[（(]?\d{1,2}[)）.、．]+", "", text)
    row: dict[str, Any] = {
        "topic": re.split(r"[，。；]", text)[0][:16],
        "coverage": "none",
        "results": [],
        "figures": [],
        "words": [],
        "matched_by": "rule",
    }
    pieces = {text[at : at + _SHORTEST_MATCH] for at in range(len(text) - _SHORTEST_MATCH + 1)}
    pieces = {
        piece
        for piece in pieces
        if re.fullmatch(r"[一-鿿]+", piece) and len(_COMMON.sub("", piece)) > 2
    }
    for section in results:
        told = document.text[section.start : section.end]
        words = sorted(piece for piece in pieces if piece in told)
        if not words:
            continue
        row["results"].append(section.path)
        row["words"] += [word for word in words if word not in row["words"]]
        for word in words:
            start, end = document.sentence_at(
                section.start + told.find(word), section.start + told.find(word) + len(word)
            )
            row["figures"] += [
                figure["figure_id"]
                for figure in figures
                if start <= figure["start"] < end
                and not figure["same_as"]
                and figure["figure_id"] not in row["figures"]
            ]
    if row["results"]:
        row["coverage"] = "figure" if row["figures"] else "mentioned"
    return row
