"""Executed notebooks into one page: sections in order, numbers linked to where they come from,
links checked.
"""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup, escape
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from perf_analysis import units
from perf_analysis.briefing.findings import name_check, open_checks
from perf_analysis.briefing.font import embed
from perf_analysis.briefing.summary import name_briefing
from perf_analysis.codebook import Figures
from perf_analysis.document import Document
from perf_analysis.errors import BriefingError
from perf_analysis.figures import name_of, text_of
from perf_analysis.language import say, say_number, spoken
from perf_analysis.report import Report

TEMPLATES = Path(__file__).parent / "template"
NUMERALS = "一二三四五六"
_STATUSES = {"corrected": "已更正", "ambiguous": "口径不明"}
# What a chart leaves in its place where its table is empty; and what a section has to show.
_UNREAD = re.compile(r'<p class="unread">(.*?)</p>')
_SHOWN = re.compile(r'<(?:figure|table|p class="told")\b')
_SHORTENED = str.maketrans("()/!", "（）  ")
NARROW_SPACE = "\u202f"
# What a chart, its closed table, a printed and a derived number look like
# as the rooms before wrote them.
_MARK = re.compile(
    r'<figure [^>]*id="(?P<chart>[^"]+)"'
    r"|(?P<details></?details>)"
    r'|<a class="n" href="#(?P<figure>F\d+)">(?P<stated>.*?)</a>'
    r'|<a class="n d" data-formula="(?P<formula>[^"]*)" data-result="(?P<result>[^"]*)"'
    r' data-figures="(?P<figures>[^"]*)">(?P<derived>.*?)</a>'
)


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
    references = _References(
        report.figures, open_checks(report.check(ledger=ledger) if ledger else report.findings)
    )
    sentences, places = _quote(report.document, report.figures) if report.document else ([], {})
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
        notices=report.notices,
        style=Markup(_style()),
        font=Markup(embed(_chart_text(parts))),
    )
    page = _number_charts(re.sub(r"\n\s*", "\n", body))
    _refuse_broken(page)
    return page


class _References:
    """Which numbers were shown where: each source leads back to the first use
    that a reader can see.

    A use inside a closed table is led back to by way of its chart.
    """

    def __init__(self, figures: Figures, checks: Mapping[str, tuple[str, str]]) -> None:
        self._checks = checks
        self._figures = figures.set_index("figure_id", drop=False)
        # A fact said again has no row of its own
        self._rows = (
            figures["same_as"].fillna(figures["figure_id"]).set_axis(figures["figure_id"]).to_dict()
        )
        self._derived: dict[tuple[str, str], tuple[int, str]] = {}
        self._back: dict[str, str] = {}
        self._chart, self._is_closed = "", False

    def link(self, section: str) -> Markup:
        """The section with each number linked to its row, or to its formula."""
        return Markup(_MARK.sub(self._link, section))

    def formulas(self) -> list[dict[str, Any]]:
        """Everything derived, in order of first use: number, result, formula, figures,
        and where its use stands.
        """
        return [
            {
                "number": number,
                "result": result,
                "formula": html.unescape(formula),
                "figures": [self._rows.get(figure, figure) for figure in figures.split()],
                "back": self._back[f"e{number}"],
            }
            for (formula, figures), (number, result) in self._derived.items()
        ]

    def rows(self) -> list[dict[str, str]]:
        """Each fact of the report once, with where else it stands."""
        figures = self._figures
        return [
            self._row(figure, figures[figures["same_as"] == figure["figure_id"]])
            for _, figure in figures[figures["same_as"].isna()].iterrows()
        ]

    def _row(self, figure: pd.Series, repeats: Figures) -> dict[str, str]:
        identity = str(figure["figure_id"])
        unread = pd.isna(figure["value"])
        digits = (
            say("无法读出")
            if unread
            else units.with_unit(
                f"{units.printed(figure['value'], figure['decimals']):f}",
                figure["unit"] if isinstance(figure["unit"], str) else "",
            )
        )
        direction = figure["direction"] if isinstance(figure["direction"], str) else ""
        measure = say(name_of(figure))
        if isinstance(figure["scope"], str):
            measure = say("{measure}（{scope}）", measure=measure, scope=say(figure["scope"]))
        told = (
            self._checks[known]
            for known in (identity, *repeats["figure_id"])
            if known in self._checks
        )
        sign, rule = next(told, ("", ""))
        return {
            "id": identity,
            "number": identity.lstrip("F0"),
            "section": _short(figure["section"]),
            "measure": measure,
            "value": direction + say_number(digits),
            "note": text_of(figure["note"]) or say(_STATUSES.get(figure["status"], "")),
            "sign": sign,
            "rule": rule,
            "check": name_check(rule) if rule else "",
            "repeats": say("、").join(map(_short, dict.fromkeys(repeats["section"].dropna()))),
            "back": self._back.get(f"r-{identity}", ""),
        }

    def _link(self, found: re.Match[str]) -> str:
        if found["chart"]:
            self._chart = found["chart"]
        elif found["details"]:
            self._is_closed = found["details"] == "<details>"
        elif found["figure"]:
            identity = str(self._rows.get(found["figure"], found["figure"]))
            # m² and row 28 are not m to the 228
            gap = NARROW_SPACE if found["stated"].endswith("²") else ""
            return (
                f'<a class="n" href="#{identity}"{self._first(f"r-{identity}")}>{found["stated"]}'
                f"<sup>{gap}{identity.lstrip('F0')}</sup></a>"
            )
        elif found["formula"] is not None:
            number, _ = self._derived.setdefault(
                (found["formula"], found["figures"]),
                (len(self._derived) + 1, html.unescape(found["result"])),
            )
            return (
                f'<a class="n d" href="#d{number}"{self._first(f"e{number}")}>{found["derived"]}'
                f"<sup>{say('算')}{number}</sup></a>"
            )
        return found[0]

    def _first(self, identity: str) -> str:
        """The id of a number's first use in sight; nothing for later ones,
        and for those in a closed table.
        """
        if self._is_closed:
            self._back.setdefault(identity, self._chart)
            return ""
        if self._back.get(identity) == identity:
            return ""
        self._back[identity] = identity
        return f' id="{identity}"'


def _short(section: object) -> str:
    """A heading path as the report numbers it, short enough for a column: 二（二）6."""
    return section.translate(_SHORTENED) if isinstance(section, str) else ""


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
                "section": _short(stated[0]["section"]),
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
