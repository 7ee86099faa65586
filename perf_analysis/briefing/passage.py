"""A part of a page: text in a notebook, HTML in a briefing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from perf_analysis.charts.chart import is_bound
from perf_analysis.language import say
from perf_analysis.sentences import Sentence

SHORT = 12  # characters of a cell that is not broken over lines


def tabulate(caption: str, rows: Iterable[Iterable[object]], rest: str = "") -> Markup:
    """A table for a notebook, its heads the first row, whose cells lead nowhere."""
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, map(str, row)))) for row in rows
    )
    told = Markup("<p>{}</p>").format(rest) if rest else ""
    return Markup("<p>{}</p><table>{}</table>{}").format(caption, body, told)


def head_of(heads: Iterable[str]) -> Markup:
    """The heads of a table's columns on a page."""
    cells = Markup("").join(Markup('<th scope="col">{}</th>').format(say(head)) for head in heads)
    return Markup("<thead><tr>{}</tr></thead>").format(cells)


def _cell(text: str) -> Markup:
    whole = "; white-space:nowrap" if len(text) <= SHORT else ""
    return Markup('<td style="text-align:left{}">{}</td>').format(whole, text)


@dataclass(frozen=True)
class Passage:
    """A part of the summary: text in a notebook, HTML in a page.

    Parameters
    ----------
    text : as Markdown
    page : as a page has it, with links that only lead somewhere there
    table : as a notebook has it, where that is a table
    """

    text: str
    page: Markup
    table: str = ""

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        if is_bound():
            text = self.text if self.page else ""  # what a page does not have, it does not tell
            told = {"text/html": self.page} if self.page else {"text/markdown": ""}
            return told | {"text/plain": text}
        kind = {"text/html": self.table} if self.table else {"text/markdown": self.text}
        return kind | {"text/plain": self.text}


@dataclass(frozen=True)
class Point:
    """One sentence a leader takes away: the number first, then what it means."""

    lead: Sentence
    rest: Sentence

    def __str__(self) -> str:
        return f"{self.lead}{say('，')}{self.rest}"

    def __html__(self) -> str:
        return Markup("<li><b>{}{}</b>{}</li>").format(self.lead, say("，"), self.rest)
