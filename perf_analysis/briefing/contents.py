"""Several briefings into one index page: each report with its main figures and a link,
or why it has none.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from perf_analysis.briefing.headlines import headlines
from perf_analysis.briefing.summary import name_briefing
from perf_analysis.language import say, spoken
from perf_analysis.report import Report
from perf_analysis.sentences import NBSP

TEMPLATES = Path(__file__).parent / "template"
INDEX = "index.html"


@dataclass(frozen=True)
class Entry:
    """One report of several.

    Parameters
    ----------
    source : its file or folder as given
    page : the briefing written; None where there is none
    title : of the briefing
    department : whose report it is
    figures : its headline figures, label and value
    fails, questions : how many of its checks do not agree, and how many need an explanation
    reason : why there is no briefing
    """

    source: str
    page: Path | None = None
    title: str = ""
    department: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    fails: int = 0
    questions: int = 0
    reason: str = ""

    @classmethod
    def of(cls, report: Report, source: str | Path, page: Path) -> Entry:
        """The entry of a report whose briefing was written."""
        counts = report.findings["status"].value_counts()
        return cls(
            str(source),
            page,
            name_briefing(report),
            report.about.department or report.about.title,
            tuple((say(one.label), str(one.value).replace(NBSP, " ")) for one in headlines(report)),
            int(counts.get("fails", 0)),
            int(counts.get("question", 0)),
        )


def name_pages(sources: Sequence[str | Path]) -> list[str]:
    """A file name for the page of each report: its stem, numbered where another has it;
    names that differ in case only are one on some disks.
    """
    names: list[str] = []
    taken = {INDEX}
    for source in sources:
        stem, number = Path(source).resolve().stem, 1
        while (name := f"{stem}-{number}.html" if number > 1 else f"{stem}.html").lower() in taken:
            number += 1
        taken.add(name.lower())
        names.append(name)
    return names


def list_briefings(entries: Sequence[Entry], date: datetime.date) -> str:
    """The index page; the same entries and date give the same text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template("contents.html.j2").render(
        entries=entries, date=date, say=say, language=spoken(), style=style
    )
