"""Executed notebooks into one page: sections in order, numbers linked to where they come from,
links checked.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup, escape
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from perf_analysis.briefing.findings import open_checks
from perf_analysis.briefing.font import embed
from perf_analysis.briefing.references import References, short
from perf_analysis.briefing.summary import name_briefing
from perf_analysis.briefing.unsure import find_unsure
from perf_analysis.codebook import Figures
from perf_analysis.document import Document
from perf_analysis.errors import BriefingError
from perf_analysis.language import say, spoken
from perf_analysis.report import Report

TEMPLATES = Path(__file__).parent / "template"
NUMERALS = "一二三四五六七八"
# What a chart leaves in its place where its table is empty; and what a section has to show.
_UNREAD = re.compile(r'<p class="unread">(.*?)</p>')
_SHOWN = re.compile(r'<(?:figure|table|p class="told")\b')


def bind(
    notebooks: Sequence[NotebookNode], report: Report, date: datetime.date, ledger: str = ""
) -> str:
    """The page: header, headline figures and points of the first notebook, the others as sections,
    source and method.

    The same notebooks, report, date and ledger give the same bytes.

    Raises
    ------
    BriefingError : a link that leads nowhere, or an id that stands twice
    """
    exporter = _exporter()
    summary, *parts = [_part(exporter, notebook) for notebook in notebooks]
    titles = [notebook.metadata.get("title", "") for notebook in notebooks[1:]]
    unread = dict.fromkeys(topic for part in parts for topic in _UNREAD.findall(part))
    parts = [_UNREAD.sub("", part) for part in parts]
    header, _, summary = summary.partition("</header>")
    sentences, places = _quote(report.document, report.figures) if report.document else ([], {})
    checks = open_checks(report.check(ledger=ledger) if ledger else report.findings)
    references = References(report.figures, checks, places)
    body = exporter.environment.get_template("page.html.j2").render(
        about=report.about,
        ledger=ledger,
        say=say,
        language=spoken(),
        title=name_briefing(report),
        date=date,
        header=Markup(header),
        summary=references.link(summary),
        sections=[
            (number, title, references.link(part))
            for number, (title, part) in enumerate(zip(titles, parts, strict=True), start=1)
            if _SHOWN.search(part)
        ],
        numerals=NUMERALS,
        unread=[Markup(topic) for topic in unread],
        formulas=references.formulas(),
        rows=references.rows(),
        sentences=sentences,
        places=places,
        unsure=frozenset(find_unsure(report)),
        notices=report.notices,
        style=Markup(_style()),
        font=Markup(embed(_chart_text(parts))),
    )
    page = _number_charts(re.sub(r"\n\s*", "\n", body))
    _refuse_broken(page)
    return page


def _quote(document: Document, figures: Figures) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The sentences that state figures, word for word, their numbers marked;
    and the sentence of each figure.

    Raises
    ------
    BriefingError : a figure's span does not hold what was quoted of it
    """
    quoted: dict[tuple[int, int], list[pd.Series]] = {}
    for _, figure in figures[figures["same_as"].isna()].iterrows():
        if document.text[figure["start"] : figure["end"]] != figure["quoted"]:
            raise BriefingError(
                "page", f"{document.path.name}：{figure['figure_id']} 的引文与原文不符"
            )
        quoted.setdefault(document.sentence_at(figure["start"], figure["end"]), []).append(figure)
    sentences: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for number, ((start, end), stated) in enumerate(
        sorted(quoted.items(), key=lambda found: found[0]), start=1
    ):
        marked, at = Markup(), start
        for figure in stated:
            marked += escape(document.text[at : figure["start"]]) + Markup(
                "<mark>{}</mark>"
            ).format(figure["quoted"])
            at = figure["end"]
            places[str(figure["figure_id"])] = number
        marked += escape(document.text[at:end])
        sentences.append(
            {
                "number": number,
                "section": short(stated[0]["section"]),
                "words": marked,
                "row": stated[0]["figure_id"],
            }
        )
    return sentences, places


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


def _exporter() -> HTMLExporter:
    settings = Config()
    settings.HTMLExporter.template_name = "template"
    settings.HTMLExporter.extra_template_basedirs = [str(TEMPLATES.parent)]
    settings.HTMLExporter.exclude_anchor_links = True
    settings.TagRemovePreprocessor.enabled = True
    settings.TagRemovePreprocessor.remove_cell_tags = {"notebook-only"}
    exporter = HTMLExporter(config=settings)
    exporter.environment.globals["say"] = say
    return exporter


def _style() -> str:
    sheets = ["page.css", *([f"page.{spoken()}.css"] if spoken() != "zh" else [])]
    return "".join((TEMPLATES / sheet).read_text(encoding="utf-8") for sheet in sheets)


def _part(exporter: HTMLExporter, notebook: NotebookNode) -> str:
    """One notebook as a part of the page.

    HTMLExporter would parse its result once more, to look for images without alt text,
    and reorder what the charts wrote.
    """
    part, _ = super(HTMLExporter, exporter).from_notebook_node(notebook)
    return str(part)


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


def _refuse_broken(page: str) -> None:
    anchors = _Anchors()
    anchors.feed(page)
    twice = [identity for identity, count in Counter(anchors.ids).items() if count > 1]
    dead = sorted(anchors.targets - set(anchors.ids))
    if twice or dead:
        raise BriefingError(
            "page",
            f"简报里的链接有误：重复的编号 {'、'.join(twice) or '无'}；"
            f"没有去处的链接 {'、'.join(dead) or '无'}",
        )
