"""Which numbers of a page were shown where, and the rows and formulas that they lead to."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from perf_analysis import units
from perf_analysis.briefing.findings import name_check
from perf_analysis.codebook import Figures
from perf_analysis.figures import name_of, text_of
from perf_analysis.language import say, say_number

_Figure = dict[Any, Any]  # a row, by column
NARROW_SPACE = "\u202f"
_STATUSES = {"corrected": "已更正", "ambiguous": "口径不明", "unsure": "没有把握"}
_SHORTENED = str.maketrans("()/!", "（）  ")
# What a chart, its closed table, a printed and a derived number look like
# as the rooms before wrote them.
_MARK = re.compile(
    r'<figure [^>]*id="(?P<chart>[^"]+)"'
    r"|(?P<details></?details>)"
    r'|<a class="n" href="#(?P<figure>F\d+)">(?P<stated>.*?)</a>'
    r'|<a class="n d" data-formula="(?P<formula>[^"]*)" data-result="(?P<result>[^"]*)"'
    r' data-figures="(?P<figures>[^"]*)">(?P<derived>.*?)</a>'
    r'|<a class="q" data-figure="(?P<quoted>F\d+)">(?P<word>.*?)</a>'
)


class References:
    """Which numbers were shown where: each source leads back to the first use
    that a reader can see.

    A use inside a closed table is led back to by way of its chart.
    """

    def __init__(
        self,
        figures: Figures,
        checks: Mapping[str, tuple[str, str]],
        places: Mapping[str, int],
    ) -> None:
        self._checks, self._places = checks, places
        self._figures = figures.to_dict("records")
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
        repeats: dict[str, list[_Figure]] = {}
        for figure in self._figures:
            repeats.setdefault(text_of(figure["same_as"]), []).append(figure)
        return [
            self._row(figure, repeats.get(figure["figure_id"], []))
            for figure in repeats.get("", [])
        ]

    def _row(self, figure: _Figure, repeats: Sequence[_Figure]) -> dict[str, str]:
        identity = str(figure["figure_id"])
        value = say("无法读出")
        if pd.notna(figure["value"]):
            digits = f"{units.printed(figure['value'], figure['decimals']):f}"
            value = units.with_unit(digits, text_of(figure["unit"]))
        measure = say(name_of(figure))
        if scope := text_of(figure["scope"]):
            measure = say("{measure}（{scope}）", measure=measure, scope=say(scope))
        known = (identity, *(repeat["figure_id"] for repeat in repeats))
        sign, rule = next((self._checks[one] for one in known if one in self._checks), ("", ""))
        sections = dict.fromkeys(filter(None, (text_of(one["section"]) for one in repeats)))
        return {
            "id": identity,
            "number": identity.lstrip("F0"),
            "section": short(figure["section"]),
            "measure": measure,
            "value": text_of(figure["direction"]) + say_number(value),
            "note": text_of(figure["note"]) or say(_STATUSES.get(figure["status"], "")),
            "sign": sign,
            "rule": rule,
            "check": name_check(rule) if rule else "",
            "repeats": say("、").join(map(short, sections)),
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
        elif found["quoted"]:
            return self._quote(found["quoted"], found["word"])
        return found[0]

    def _quote(self, figure: str, word: str) -> str:
        """A link to the sentence of a figure, where the report has sentences."""
        place = self._places.get(str(self._rows.get(figure, figure)))
        return f'<a class="q" href="#s{place}">{word}</a>' if place else ""

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


def short(section: object) -> str:
    """A heading path as the report numbers it, short enough for a column: 二（二）6."""
    return section.translate(_SHORTENED) if isinstance(section, str) else ""
