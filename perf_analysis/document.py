"""A document: what was read from a file, as text whose offsets never change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# Full-width digits and marks and their half-width twins, one for one, so that offsets stay.
_FOLDED = tuple(zip("０１２３４５６７８９％．＋－−﹣（）：［］；", "0123456789%.+---():[];", strict=True))


@dataclass(frozen=True)
class About:
    """What a report is: its title, department, year, the fingerprint of its text, its headings by path."""

    title: str
    department: str
    year: int
    sha256: str
    sections: dict[str, str]


@dataclass(frozen=True)
class Document:
    """The text of one report as decoded: byte order mark off, CRLF as LF, nothing else changed.

    Parameters
    ----------
    report_id : the file's stem
    text : what every span of a figure is an offset into
    sha256 : fingerprint of the file's bytes
    path : where it was read
    """

    report_id: str
    text: str
    sha256: str
    path: Path

    @cached_property
    def folded(self) -> str:
        """The text with full-width digits and marks made half-width, character for character."""
        text = self.text
        for full, half in _FOLDED:  # each a search in C, faster than one pass of str.translate over Chinese
            text = text.replace(full, half)
        return text

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence around a span: to the nearest 。；！？ or blank line on either side."""
        left = max(self.text.rfind(mark, 0, start) + len(mark) for mark in _ENDS)
        right = min(found for mark in _ENDS if (found := self.text.find(mark, end)) >= 0) if any(mark in self.text[end:] for mark in _ENDS) else len(self.text)
        line = self.text.rfind("\n", left, start)
        if line >= 0 and line - self.text.rfind("\n", 0, line) <= SHORT_LINE:
            left = line + 1  # a heading or a cell above, no wrapped line of this sentence
        while left < start and self.text[left].isspace():
            left += 1
        return left, min(right + 1, len(self.text)) if self.text[right : right + 1] in "。；！？" else right


SHORT_LINE = 26  # characters: lines of a page are longer, headings and cells shorter
_ENDS = ("。", "；", "！", "？", "\n\n")
