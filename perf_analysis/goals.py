"""What a report says of its own year: goals with the results that speak of them, the problems it
admits and the remedies it promises.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from perf_analysis.document import Document
from perf_analysis.structure import NUMERAL, Section, Structure

_GOALS = re.compile(r"(?:绩效目标|总体目标|年度目标)(?= |$)")
_TASKS = re.compile(r"(?:重点(?:工作)?任务|主要任务)(?= |$)")
# How chapters are headed: what was reached, what went wrong, what will be done about it.
RESULTS = re.compile(r"完成情况|成效|成果|效果|产出|效益|业绩|(?:主要|工作|履职)绩效(?= |$)")
PROBLEMS = re.compile(r"问题|不足|短板")
REMEDIES = re.compile(r"措施|建议|改进|打算|计划(?= |$)")
_SHORTEST_MATCH = 4  # characters a goal and a result must share to speak of the same
# Phrases of four characters and more that any department's goals and results share.
_COMMON = re.compile(
    r"工作|进一步|加强|推进|推动|促进|保障|完善|提供|服务|发展|企业|相关|情况|问题|管理|组织|开展"
)
# Items of a paragraph that counts them in words: 一是…。二是…
_FIRSTLY = re.compile(rf"(?:^|(?<=[。；：:\s]))[{NUMERAL}]是")


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
        section for section, title in titled if RESULTS.search(title) and not _GOALS.search(title)
    ]
    goals = [
        (kind, f"{letter}{number}", item)
        for kind, heading, letter in (("goal", _GOALS, "G"), ("task", _TASKS, "T"))
        for number, item in enumerate(_items(structure, heading), start=1)
    ]
    texts = [_plain(document, item) for _, _, item in goals]
    told = _Told(document, results, figures, set().union(*map(_pieces, texts)))
    return [
        {"goal_id": goal_id, "kind": kind, "section": item.path} | _coverage(text, told)
        for (kind, goal_id, item), text in zip(goals, texts, strict=True)
    ]


def _items(structure: Structure, heading: re.Pattern[str]) -> Iterator[Section]:
    for section in structure.sections:
        if heading.search(section.title):
            yield from structure.items_of(section)


def _plain(document: Document, goal: Section) -> str:
    """A goal without white space and list number."""
    text = re.sub(r"\s", "", document.text[goal.start : goal.end])
    return re.sub(r"^[（(]?\d{1,2}[)）.、．]+", "", text)


def _pieces(text: str) -> set[str]:
    return {text[at : at + _SHORTEST_MATCH] for at in range(len(text) - _SHORTEST_MATCH + 1)}


class _Told:
    """What the results of a report say of some pieces of a few characters, and the figures of each
    sentence.
    """

    def __init__(
        self,
        document: Document,
        results: Sequence[Section],
        figures: Sequence[Mapping[str, Any]],
        pieces: Container[str],
    ) -> None:
        self._document, self._results, self._figures = document, results, figures
        self._starts = [figure["start"] for figure in figures]
        self._begins = [section.start for section in results]
        self._places: dict[str, list[int]] = {}  # of each piece
        for section in results:
            for start in range(section.start, section.end - _SHORTEST_MATCH + 1):
                piece = document.text[start : start + _SHORTEST_MATCH]
                if piece in pieces:
                    self._places.setdefault(piece, []).append(start)

    def words_in(self, text: str) -> list[tuple[str, dict[str, int]]]:
        """The sections that share pieces with a text that are not common to all reports, and where
        in each these stand first.
        """
        found: dict[int, dict[str, int]] = {}
        for piece in sorted(_pieces(text) & self._places.keys()):
            if re.fullmatch(r"[一-鿿]+", piece) and len(_COMMON.sub("", piece)) > 2:
                for start in self._places[piece]:
                    at = bisect.bisect_right(self._begins, start) - 1
                    found.setdefault(at, {}).setdefault(piece, start)
        return [(self._results[at].path, found[at]) for at in sorted(found)]

    def figures_at(self, start: int) -> list[str]:
        """The figures of the sentence around a piece that were not told before."""
        left, right = self._document.sentence_at(start, start + _SHORTEST_MATCH)
        first, last = (bisect.bisect_left(self._starts, end) for end in (left, right))
        return [
            figure["figure_id"] for figure in self._figures[first:last] if not figure["same_as"]
        ]


def _coverage(text: str, told: _Told) -> dict[str, Any]:
    found = told.words_in(text)
    places = (start for _, words in found for start in words.values())
    figures = list(dict.fromkeys(one for start in places for one in told.figures_at(start)))
    return {
        "topic": re.split(r"[，。；]", text)[0][:16],
        "coverage": "figure" if figures else "mentioned" if found else "none",
        "results": [path for path, _ in found],
        "figures": figures,
        "words": list(dict.fromkeys(word for _, words in found for word in words)),
        "matched_by": "rule",
    }


def find_problems(document: Document, structure: Structure) -> list[str]:
    """The problems a report admits, one by one, in its own words;
    empty where it has no such part.
    """
    return _points(document, structure, PROBLEMS)


def find_remedies(document: Document, structure: Structure) -> list[str]:
    """The remedies a report promises, one by one, in its own words;
    empty where it has no such part.
    """
    return _points(document, structure, REMEDIES)


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
