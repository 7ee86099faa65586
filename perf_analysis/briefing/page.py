"""Executed notebooks into one page: sections in order, numbers linked to where they come from, links checked."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from perf_analysis import units
from perf_analysis.briefing.font import embed
from perf_analysis.codebook import Figures
from perf_analysis.errors import BriefingError
from perf_analysis.figures import name_of
from perf_analysis.report import Report

TEMPLATES = Path(__file__).parent / "template"
# Sections of the page by their fixed numbers: 四 is for checks, 六 for quoted sentences.
NUMERALS = "一二三"
_STATED = re.compile(r'<a class="n" href="#(F\d+)">(.*?)</a>')
_DERIVED = re.compile(r'<a class="n d" data-formula="([^"]*)" data-result="([^"]*)" data-figures="([^"]*)">(.*?)</a>')


def bind(notebooks: Sequence[NotebookNode], report: Report, date: datetime.date) -> str:
    """The page: header, headline figures and points of the first notebook, the others as sections, source and method.

    The same notebooks, report and date give the same bytes.

    Raises
    ------
    BriefingError : a link that leads nowhere, or an id that stands twice
    """
    exporter = _exporter()
    summary, *sections = [_part(exporter, notebook) for notebook in notebooks]
    titles = [notebook.metadata.get("title", "") for notebook in notebooks[1:]]
    header, end, summary = summary.partition("</header>")
    references = _References(report.figures)
    body = exporter.environment.get_template("page.html.j2").render(
        about=report.about,
        date=date,
        header=Markup(header + end),
        summary=references.link(summary),
        sections=[(numeral, title, references.link(section)) for numeral, title, section in zip(NUMERALS, titles, sections, strict=True)],
        formulas=references.formulas(),
        rows=references.rows(),
        style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),
        font=Markup(embed(_chart_text(sections))),
    )
    page = _number_charts(re.sub(r"\n\s*", "\n", body))
    _refuse_broken(page)
    return page


class _References:
    """Which numbers were shown: the first use of each gets an id, so that its source can lead back."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures.set_index("figure_id", drop=False)
        self._used: dict[str, str] = {}
        self._derived: dict[tuple[str, str], tuple[int, str]] = {}

    def link(self, section: str) -> Markup:
        """The section with each number linked to its row, or to its formula."""
        return Markup(_DERIVED.sub(self._link_derived, _STATED.sub(self._link_stated, section)))

    def formulas(self) -> list[tuple[int, str, str, list[str]]]:
        """Number, result, formula and figures of everything derived, in order of first use."""
        return [(number, shown, html.unescape(formula), figures.split()) for (formula, figures), (number, shown) in self._derived.items()]

    def rows(self) -> list[dict[str, str]]:
        """Each fact of the report once, with where else it stands."""
        figures = self._figures
        return [self._row(figure, figures[figures["same_as"] == figure["figure_id"]]) for _, figure in figures[figures["same_as"].isna()].iterrows()]

    def _row(self, figure: pd.Series, repeats: Figures) -> dict[str, str]:
        identity = str(figure["figure_id"])
        unread = pd.isna(figure["value"])
        digits = (
            "无法读出"
            if unread
            else units.with_unit(f"{units.printed(figure['value'], figure['decimals']):f}", figure["unit"] if isinstance(figure["unit"], str) else "")
        )
        direction = figure["direction"] if isinstance(figure["direction"], str) else ""
        scope = f"（{figure['scope']}）" if isinstance(figure["scope"], str) else ""
        return {
            "id": identity,
            "number": identity.lstrip("F0"),
            "section": _short(figure["section"]),
            "measure": name_of(figure) + scope,
            "value": direction + digits,
            "note": figure["note"] if isinstance(figure["note"], str) else "",
            "repeats": "、".join(map(_short, dict.fromkeys(repeats["section"].dropna()))),
            "back": f"r-{identity}" if identity in self._used else "",
        }

    def _link_stated(self, found: re.Match[str]) -> str:
        identity, shown = found.groups()
        first = f' id="r-{identity}"' if identity not in self._used else ""
        self._used[identity] = shown
        return f'<a class="n" href="#{identity}"{first}>{shown}<sup>{identity.lstrip("F0")}</sup></a>'

    def _link_derived(self, found: re.Match[str]) -> str:
        formula, result, figures, shown = found.groups()
        is_first = (formula, figures) not in self._derived
        number, _ = self._derived.setdefault((formula, figures), (len(self._derived) + 1, html.unescape(result)))
        first = f' id="e{number}"' if is_first else ""
        return f'<a class="n d" href="#d{number}"{first}>{shown}<sup>算{number}</sup></a>'


def _short(section: object) -> str:
    """A heading path as the report numbers it, short enough for a column: 二（二）6."""
    return section.replace("(", "（").replace(")", "）") if isinstance(section, str) else ""


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
            elif name in ("href", "xlink:href", "aria-labelledby") and value and (value.startswith("#") or name == "aria-labelledby"):
                self.targets.add(value.lstrip("#"))


def _exporter() -> HTMLExporter:
    settings = Config()
    settings.HTMLExporter.template_name = "template"
    settings.HTMLExporter.extra_template_basedirs = [str(TEMPLATES.parent)]
    settings.HTMLExporter.exclude_anchor_links = True
    settings.TagRemovePreprocessor.enabled = True
    settings.TagRemovePreprocessor.remove_cell_tags = {"notebook-only"}
    return HTMLExporter(config=settings)


def _part(exporter: HTMLExporter, notebook: NotebookNode) -> str:
    """One notebook as a part of the page.

    HTMLExporter would parse its result once more, to look for images without alt text, and reorder what the charts wrote.
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
    return re.sub(r"(<figure[^>]*><h3>)", lambda found: f'{found[1]}<span class="number">图 {next(numbers)}</span>', page)


def _refuse_broken(page: str) -> None:
    anchors = _Anchors()
    anchors.feed(page)
    twice = [identity for identity, count in Counter(anchors.ids).items() if count > 1]
    dead = sorted(anchors.targets - set(anchors.ids))
    if twice or dead:
        raise BriefingError(f"简报里的链接有误：重复的编号 {'、'.join(twice) or '无'}；没有去处的链接 {'、'.join(dead) or '无'}")
