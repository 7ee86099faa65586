"""Executed notebooks into one page: sections in order, numbers linked to where they come from,
links checked.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup, escape

from perf_analysis.briefing.cover import PLAIN, Cover
from perf_analysis.briefing.findings import open_checks
from perf_analysis.briefing.font import embed
from perf_analysis.briefing.markdown import OWN
from perf_analysis.briefing.notebook import Notebook
from perf_analysis.briefing.parts import Binder
from perf_analysis.briefing.references import References, short
from perf_analysis.briefing.summary import name_briefing, show_header
from perf_analysis.briefing.unsure import find_unsure
from perf_analysis.codebook import Figures
from perf_analysis.document import Document
from perf_analysis.errors import BriefingError
from perf_analysis.language import say, spoken
from perf_analysis.report import Report
from perf_analysis.rules import read_profile

TEMPLATES = Path(__file__).parent / "template"
NUMERALS = " 一二三四五六七八九"
# What a chart leaves in its place where its table is empty; and what a section has to show.
_UNREAD = re.compile(r'<p class="unread">(.*?)</p>')
_SHOWN = re.compile(r"<(?:figure|table|p|li|pre|h3)\b")


def bind(
    notebooks: Sequence[Notebook],
    report: Report,
    date: datetime.date,
    ledger: str = "",
    cover: Cover = PLAIN,
    tell: Callable[[str], object] = lambda told: None,
) -> str:
    """The page: header, headline figures and points of the notebook that shows a header, the others
    as sections, source and method.

    The same notebooks, report, date, ledger and cover give the same bytes.

    Parameters
    ----------
    notebooks : that were run, in order
    tell : called with what stands in an output and not on the page, such as a warning

    Raises
    ------
    BriefingError : a link that leads nowhere, or an output that a page cannot hold
    """
    binder = Binder(tell)
    titled = [(notebook.title, binder.part(notebook)) for notebook in notebooks]
    summary, sections, unread = _sort_out(titled)
    header, _, summary = (summary or show_header(report).page).partition("</header>")
    sentences, places = _quote(report.document, report.figures) if report.document else ([], {})
    references = References(report.figures, _checks(report, ledger, titled), places)
    # in the order of the page: a number's row leads back to its first use
    summary = references.link(summary)
    linked = [(number, title, references.link(part)) for number, title, part in sections]
    page = _template().render(
        report=report,
        ledger=ledger,
        rules=read_profile(report.rules).name if report.rules else "",
        cover=cover,
        language=spoken(),
        title=cover.title or name_briefing(report),
        date=date,
        header=cover.on(header),
        summary=summary,
        sections=linked,
        unread=unread,
        formulas=references.formulas(),
        rows=references.rows(),
        sentences=sentences,
        places=places,
        unsure=frozenset(find_unsure(report)),
        style=_style(),
        font=embed(_chart_text([part for _, part in titled])),
    )
    page = _number_charts(re.sub(r"\n\s*", "\n", page))
    names = [notebook.path.name for notebook in notebooks]
    _refuse_broken(page, dict(zip(names, (part for _, part in titled), strict=True)))
    return page


_Sections = list[tuple[int, str, str]]


def _sort_out(titled: Sequence[tuple[str, str]]) -> tuple[str, _Sections, list[str]]:
    """The part with the header, the others that show anything, with their numbers and titles, and
    what was not read for them.
    """
    summary = next((part for _, part in titled if "</header>" in part), "")
    others = [(title, part) for title, part in titled if part != summary or not summary]
    unread = dict.fromkeys(topic for _, part in others for topic in _UNREAD.findall(part))
    cleared = [
        (number, title, _UNREAD.sub("", part))
        for number, (title, part) in enumerate(others, start=1)
    ]
    return summary, [one for one in cleared if _SHOWN.search(one[-1])], list(unread)


def _checks(
    report: Report, ledger: str, titled: Sequence[tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """The open checks by figure, of those whose row stands on the page."""
    found = open_checks(report.check(ledger=ledger) if ledger else report.findings)
    listed = {name for _, part in titled for name in re.findall(r' id="c-([\w-]+)"', part)}
    return {figure: told for figure, told in found.items() if told[1] in listed}


def _numeral(number: int) -> str:
    """Of a section, from 1 to 99: 一, 十二; as digits in English."""
    if spoken() != "zh":
        return str(number)
    tens, ones = divmod(number, 10)
    return (NUMERALS[tens] if tens > 1 else "") + "十" * bool(tens) + NUMERALS[ones]


def _quote(document: Document, figures: Figures) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The sentences that state figures, word for word, their numbers marked;
    and the sentence of each figure.

    Raises
    ------
    BriefingError : a figure's span does not hold what was quoted of it
    """
    quoted: dict[tuple[int, int], list[dict[Any, Any]]] = {}
    for figure in figures[figures["same_as"].isna()].to_dict("records"):
        if document.text[figure["start"] : figure["end"]] != figure["quoted"]:
            raise BriefingError(
                "page", f"{document.path.name}：{figure['figure_id']} 的引文与原文不符"
            )
        quoted.setdefault(document.sentence_at(figure["start"], figure["end"]), []).append(figure)
    sentences: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for number, (span, stated) in enumerate(sorted(quoted.items(), key=itemgetter(0)), start=1):
        places |= dict.fromkeys((str(figure["figure_id"]) for figure in stated), number)
        sentences.append(
            {
                "number": number,
                "section": short(stated[0]["section"]),
                "words": _marked(document.text, span, stated),
                "row": stated[0]["figure_id"],
            }
        )
    return sentences, places


def _marked(text: str, span: tuple[int, int], stated: Sequence[Mapping[Any, Any]]) -> Markup:
    """A sentence, the numbers in it marked."""
    marked, at = Markup(), span[0]
    for figure in stated:
        marked += escape(text[at : figure["start"]])
        marked += Markup("<mark>{}</mark>").format(figure["quoted"])
        at = figure["end"]
    return marked + escape(text[at : span[1]])


class _Anchors(HTMLParser):
    """The ids of a page and the places its links lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif (
                name in ("href", "xlink:href", "aria-labelledby")
                and value
                and (value.startswith("#") or name == "aria-labelledby")
            ):
                self.targets.add(value.lstrip("#"))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"say": say, "numeral": _numeral}
    return environment.get_template("page.html.j2")


def _style() -> str:
    """The sheets of the page, without the blanks that only their authors need."""
    sheets = ["page.css", *([f"page.{spoken()}.css"] if spoken() != "zh" else [])]
    told = "".join((TEMPLATES / sheet).read_text(encoding="utf-8") for sheet in sheets)
    return re.sub(r"\s*([{};])\s*", r"\1", told)


def _chart_text(sections: Sequence[str]) -> str:
    """Every character that stands in a chart, in a fixed order."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", "".join(sections))
    return "".join(sorted(set(html.unescape("".join(texts)))))


def _number_charts(page: str) -> str:
    """图 1, 图 2 … before the titles of charts, in order."""
    numbers = iter(range(1, page.count("<figure") + 1))
    return re.sub(
        r"(<figure[^>]*><h3>)",
        lambda found: f'{found[1]}<span class="number">{say("图")} {next(numbers)}</span>',
        page,
    )


def _refuse_broken(page: str, parts: Mapping[str, str] = MappingProxyType({})) -> None:
    """Refuse links without a place; `parts` tell in which notebook one stands."""
    anchors = _Anchors()
    anchors.feed(page)
    twice = [identity for identity, count in Counter(anchors.ids).items() if count > 1]
    dead = sorted(anchors.targets - set(anchors.ids))
    if twice or dead:
        within = [
            name for name, part in parts.items() if any(f'"#{place}"' in part for place in dead)
        ]
        raise BriefingError(
            "page",
            f"{'、'.join(within) or '简报'}里的链接有误：重复的编号 {'、'.join(twice) or '无'}；"
            f"没有去处的链接 {'、'.join(place.removeprefix(OWN) for place in dead) or '无'}",
        )
