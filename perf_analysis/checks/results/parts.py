"""The parts of a report that checks of its text look at: results, goals,
and the words a person calls them by.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from perf_analysis.checks.case import Case, Figure
from perf_analysis.document import SHORT_LINE, Document
from perf_analysis.figures import name_section
from perf_analysis.goals import PROBLEMS, REMEDIES, RESULTS
from perf_analysis.structure import Section

_GOALS = re.compile(r"(?:目标|任务)(?:设[定置]|分解)?(?:下达)?(?:情况)?(?= |$)")
_NUMBERED = re.compile(r"^\s*[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]+\s*")
_MARK = re.compile(r"[，,。；;：:]")
DIGITS = "0123456789"
# of a sentence, or of a date or a telephone at the foot
_ENDS = '。；！？;!?:：…”"》】）)|日' + DIGITS
CUT_OFF = "原文在句子中间结束，可能不完整，无法核实"
LONGEST_NAME = 24  # characters of a heading or sentence quoted


def result_sections(case: Case) -> list[Section]:
    """The sections that tell results, each up to the next heading; none for data without a text."""
    return [
        section
        for section in sections(case)
        if _is_under(case, section, RESULTS) and not _is_under(case, section, _GOALS)
    ]


def said_sections(case: Case) -> list[Section]:
    """The sections that neither set goals nor admit problems and promise remedies."""
    return [
        section
        for section in sections(case)
        if not _is_under(case, section, _GOALS) and not _is_admitted(case, section)
    ]


def problems_in(case: Case) -> list[str]:
    """The problems that a report admits, as `Report.problems`,
    else the sections of the part that admits them.
    """
    return list(case.problems) or _sections_of(case, PROBLEMS)


def remedies_in(case: Case) -> list[str]:
    """The remedies that a report promises, as `Report.remedies`,
    else the sections of the part that promises them.
    """
    return list(case.remedies) or _sections_of(case, REMEDIES)


def goal_texts(case: Case) -> dict[str, str]:
    """The text of each goal and task by its section, without white space and list number."""
    wanted = {row["section"] for row in case.rows["goals"]}
    return {
        section.path: bare(_NUMBERED.sub("", text_in(case, section)))
        for section in reversed(sections(case))
        if section.path in wanted
    }


def leaves(sections: Iterable[Section]) -> list[Section]:
    """The sections without those that only stand over others."""
    known = list(sections)
    parents = {section.path.rstrip(DIGITS) for section in known if section.path[-1].isdigit()}
    parents |= {section.path.partition("(")[0] for section in known}
    return [section for section in known if section.path not in parents]


def text_in(case: Case, section: Section) -> str:
    """The text of a section, from its heading on."""
    return case.document.text[section.start : section.end] if case.document else ""


def title_of(case: Case, section: Section) -> str:
    """The heading of a section, else what it says first."""
    return _MARK.split(
        section.title or bare(_NUMBERED.sub("", text_in(case, section))), maxsplit=1
    )[0]


class Placed:
    """The figures of a report outside of tables, by where they stand."""

    def __init__(self, case: Case) -> None:
        document = case.document
        self._figures = [
            figure for figure in case.stated if document and not document.table_at(figure["start"])
        ]
        self._starts = [figure["start"] for figure in self._figures]

    def within(self, start: int, end: int) -> list[Figure]:
        """The figures that begin within a span, in order."""
        return self._figures[
            bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)
        ]


def bare(text: str) -> str:
    """A text without white space: lines may be broken anywhere."""
    return "".join(text.split())


def quote(words: Iterable[str]) -> str:
    """Words as quoted one after another: “甲”“乙”."""
    return "".join(f"“{short(word)}”" for word in words)


def short(text: str) -> str:
    """A text as long as it can be quoted."""
    return text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + "…"


def both_ends(text: str) -> str:
    """The beginning and the end of a text that is longer than can be quoted."""
    half = LONGEST_NAME // 2
    return text if len(text) <= LONGEST_NAME else f"{text[:half]}…{text[-half:]}"


def name_places(paths: Iterable[str]) -> str:
    """Heading paths as a reader of the report would write them, items of one section together.

    >>> name_places(["二(二)3", "二(二)4", "二(二)5", "三"])
    '第二部分（二）第 3–5 项、第三部分'
    """
    told = []
    for parent, group in groupby(dict.fromkeys(paths), key=lambda path: path.rstrip(DIGITS)):
        items = sorted(int(path.removeprefix(parent)) for path in group if path != parent)
        told.append(name_section(parent) + (f"第 {_ranges(items)} 项" if items else ""))
    return "、".join(told)


def place_at(case: Case, offset: int) -> str:
    """Where an offset stands, for a message: the section in brackets;
    nothing where no heading stands above.
    """
    name = name_section(case.structure.path_at(offset)) if case.structure else ""
    return f"（{name}）" if name.startswith("第") else ""


def is_of_department(document: Document) -> bool:
    """Whether a text is a report on a department's whole spending."""
    return "整体支出" in document.text


def is_cut_off(document: Document) -> bool:
    """Whether a text ends within a sentence: of such a one nothing can be said to be missing."""
    last = document.text.rstrip().rpartition("\n")[2].strip()
    return len(last) > SHORT_LINE and last[-1] not in _ENDS


def has_first_part(case: Case) -> bool:
    """Whether a text has its first part."""
    return any(section.path == "一" for section in sections(case))


def sections(case: Case) -> Sequence[Section]:
    """The sections of a report, each up to the next heading; none for data without a text."""
    return case.structure.sections if case.structure else ()


def _is_admitted(case: Case, section: Section) -> bool:
    return _is_under(case, section, PROBLEMS) or _is_under(case, section, REMEDIES)


def _sections_of(case: Case, pattern: re.Pattern[str]) -> list[str]:
    """The text of each section (一), (二) … of the parts whose title matches, with its items."""
    parts = [
        section.path
        for section in sections(case)
        if not section.path.endswith(")") and section.title and pattern.search(section.title)
    ]
    told: dict[str, str] = {}
    for section in sections(case):
        over = section.path.rstrip(DIGITS)
        if over.partition("(")[0] in parts and over.endswith(")"):
            told[over] = told.get(over, "") + bare(text_in(case, section))
    return list(told.values())


def _is_under(case: Case, section: Section, pattern: re.Pattern[str]) -> bool:
    return bool(case.structure and pattern.search(case.structure.title_over(section.path)))


def _ranges(numbers: Sequence[int]) -> str:
    """3, 4, 5, 8 as 3–5、8."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
