"""The structure of a report's text: its headings as paths, and the items under them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile
from typing import Any

from perf_analysis.document import Document

NUMERAL = "一二三四五六七八九十"
# A chapter, a part, a section, or an item; items also begin inside a paragraph,
# after a mark that ends a clause: …工作：（1）…；（2）…
_HEADING = re.compile(
    rf"(?m)^[ \t　]*(?:(?P<chapter>第[{NUMERAL}]{{1,3}}(?:部分|章|篇|编))(?=[ \t　、:]|$)[、:]?"
    rf"|(?P<part>[{NUMERAL}]{{1,3}})、"
    rf"|\((?P<section>[{NUMERAL}]{{1,3}})\)|(?P<item>\d{{1,2}})[.、](?!\d))"
    r"|(?:^|(?<=[:;。，]))[ \t　]*\((?P<inline>\d{1,2})\)"
)
SENTENCE = re.compile(r"[^。；;！!？?]+")
NO_LETTER = re.compile(r"[^一-鿿A-Za-z]+")
LEAST_LETTERS = 20  # of a sentence that two reports do not share by chance
# A path by its levels: chapter, part, section and item.
LEVELS = re.compile(rf"(第[{NUMERAL}]+[部章篇编]分?)?([{NUMERAL}]+)?(\([{NUMERAL}]+\))?(\d+)?")
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

    def end_under(self, section: Section) -> int:
        """Where the next section begins that is none under this one; 0 where there is none."""
        behind = self.sections[bisect.bisect_right(self._starts, section.start) :]
        return next((one.start for one in behind if not one.path.startswith(section.path)), 0)

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
