"""A part of a page: text in a notebook, HTML in a briefing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from perf_analysis.charts.chart import is_bound
from perf_analysis.language import say
from perf_analysis.sentences import Sentence


@dataclass(frozen=True)
class Passage:
    """A part of the summary: text in a notebook, HTML in a page."""

    text: str
    page: Markup

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return (
            {"text/html": self.page, "text/plain": self.text}
            if is_bound()
            else {"text/markdown": self.text, "text/plain": self.text}
        )


@dataclass(frozen=True)
class Point:
    """One sentence a leader takes away: the number first, then what it means."""

    lead: Sentence
    rest: Sentence

    def __str__(self) -> str:
        return f"{self.lead}{say('，')}{self.rest}"

    def __html__(self) -> str:
        return Markup("<li><b>{}{}</b>{}</li>").format(self.lead, say("，"), self.rest)
