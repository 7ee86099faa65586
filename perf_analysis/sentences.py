"""Numbers in words: a sentence knows which of its numbers is printed, which derived,
and from which figures.

Titles, notes, headline figures and points are all built of these,
so that a number can be told apart and traced wherever it is shown.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup, escape

from perf_analysis import units
from perf_analysis.figures import name_section, split_place
from perf_analysis.language import say, say_number, say_template, spoken

SHARE_DECIMALS = 2  # of a derived share more say nothing
NBSP = "\u00a0"


@dataclass(frozen=True)
class Number:
    """A number as shown: printed in the report, or derived from printed ones by a formula.

    Parameters
    ----------
    text : digits and unit as shown
    figures : ids of the figures it is, or is derived from
    formula : how it was derived; empty for a printed number
    result : what the formula gives, where `text` leaves the unit to a column's head
    """

    text: str
    figures: tuple[str, ...]
    formula: str = ""
    result: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", say_number(self.text))
        object.__setattr__(self, "result", say_number(self.result))

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        shown = escape(self.text.replace(" ", NBSP).replace(f"{NBSP}(", " ("))
        if not self.formula:
            return Markup('<a class="n" href="#{}">{}</a>').format(self.figures[0], shown)
        attributes = Markup('data-formula="{}" data-result="{}" data-figures="{}"').format(
            self.formula, self.result or self.text, " ".join(self.figures)
        )
        return Markup('<a class="n d" {}>{}</a>').format(attributes, shown)


class Quote(str):
    """Words of a report or of a department, Chinese on an English page too."""

    def __html__(self) -> str:
        return (
            Markup('<span lang="zh-CN">{}</span>').format(str(self))
            if spoken() != "zh"
            else escape(str(self))
        )


class Sentence:
    """Text with named places for numbers, names or further sentences.

    >>> str(Sentence("预算执行 {rate}", rate=Number("98.92%", ("F003",))))
    '预算执行 98.92%'
    """

    def __init__(self, template: str, **parts: Number | Sentence | str) -> None:
        self.template, self.parts = template, parts

    def __str__(self) -> str:
        return "".join(str(part) for part in self._parts())

    def __html__(self) -> str:
        return Markup("").join(self._parts())

    def __repr__(self) -> str:
        return f"<Sentence {self}>"

    def __add__(self, other: Sentence) -> Sentence:
        return join([self, other])

    def _parts(self) -> list[Number | Sentence | str]:
        """Literals and parts in order, a space between a Chinese character
        and a digit or Latin letter.
        """
        found: list[Number | Sentence | str] = []
        for literal, name, _, _ in string.Formatter().parse(say_template(self.template)):
            for part in (literal, _said(self.parts[name]) if name else ""):
                if str(part):
                    found += (
                        [" ", part]
                        if found and _is_spaced(str(found[-1])[-1], str(part)[0])
                        else [part]
                    )
        return found


def _said(part: Number | Sentence | str) -> Number | Sentence | str:
    return say(part) if type(part) is str else part


def join(sentences: Iterable[Sentence], separator: str = "") -> Sentence:
    """Sentences one after another."""
    listed, separator = list(sentences), say_template(separator)
    names = [f"part{at}" for at in range(len(listed))]
    return Sentence(
        separator.join(f"{{{name}}}" for name in names), **dict(zip(names, listed, strict=True))
    )


def stated(row: pd.Series, column: str, unit: str) -> Number:
    """The printed number in `column` of a table's row, with its decimals and its figure."""
    digits = units.printed(row[column], row.get(f"{column}_decimals", 0))
    return Number(units.with_unit(f"{digits:f}", unit), (row[f"{column}_id"],))


def derived(
    low: float,
    high: float,
    unit: str,
    formula: str,
    figures: Iterable[str],
    *,
    is_bare: bool = False,
    is_share: bool = False,
) -> Number:
    """A derived number as its interval allows it to be shown: 约 before digits both ends share,
    else the interval.

    `is_bare` leaves the unit to the head of a column or axis, `is_share` the digits beyond two
    decimals away.
    """
    is_about = units.is_shared(low, high) and low != high
    if is_share:
        low, high = round(low, SHARE_DECIMALS), round(high, SHARE_DECIMALS)
    digits = units.show(low, high)
    about = "约 " if is_about else ""
    result = about + (digits if digits == units.UNKNOWN else units.with_unit(digits, unit))
    return Number(about + digits if is_bare else result, tuple(figures), formula, result)


def unspent(line: pd.Series, *, is_bare: bool = False) -> Number:
    """Budget less executed of a budget line, with the decimals both print."""
    digits = f"{units.printed(abs(line['unspent']), line['unspent_decimals']):f}"
    result = units.with_unit(digits, line["unit"])
    return Number(
        digits if is_bare else result, (line["budget_id"], line["executed_id"]), _less(line), result
    )


def unspent_share(line: pd.Series) -> Number:
    """The share of the budget that was not executed, or was executed beyond it."""
    low, high = _unsigned(100 - line["rate_high"], 100 - line["rate_low"])
    return derived(
        low,
        high,
        "%",
        f"({_less(line)}) ÷ {_digits(line, 'budget')}",
        (line["budget_id"], line["executed_id"]),
        is_share=True,
    )


def execution_rate(line: pd.Series) -> Number:
    """The stated rate of a budget line, else the one its amounts give."""
    return stated(line, "rate", "%") if pd.notna(line["rate"]) else computed_rate(line)


def computed_rate(line: pd.Series) -> Number:
    """The rate that the two amounts of a budget line give."""
    formula = f"{_digits(line, 'executed')} ÷ {_digits(line, 'budget')}"
    ends, figures = (line["rate_low"], line["rate_high"]), (line["executed_id"], line["budget_id"])
    told = derived(*ends, "%", formula, figures)
    is_long = re.search(rf"\.\d{{{SHARE_DECIMALS + 1}}}", told.text)
    return derived(*ends, "%", formula, figures, is_share=True) if is_long else told


def share(line: pd.Series, total: pd.Series) -> Number:
    """The share of a budget line in the executed total."""
    formula = f"{_digits(line, 'executed')} ÷ {_digits(total, 'executed')}"
    return derived(
        line["share_low"],
        line["share_high"],
        "%",
        formula,
        (line["executed_id"], total["executed_id"]),
        is_share=True,
    )


def prior(row: pd.Series, *, is_bare: bool = False) -> Number:
    """The level before the growth of a grown measure: as printed, else derived."""
    if pd.notna(row["prior"]):
        return stated(row, "prior", "" if is_bare else row["unit"])
    return derived(
        row["prior_low"],
        row["prior_high"],
        row["unit"],
        _before(row),
        (row["value_id"], row["growth_id"]),
        is_bare=is_bare,
    )


def change(row: pd.Series, *, is_bare: bool = False) -> Number:
    """What a grown measure gained or lost, without sign: as printed, else derived."""
    if pd.notna(row["change"]):
        told = row.copy()
        told["change"] = abs(row["change"])
        return stated(told, "change", "" if is_bare else row["unit"])
    if _is_of_points(row):
        told = row.copy()
        told["growth"] = abs(row["growth"])
        return stated(told, "growth", "" if is_bare else row["growth_unit"])
    low, high = _unsigned(row["change_low"], row["change_high"])
    return _derived_change(row, low, high, is_bare=is_bare)


def _is_of_points(row: pd.Series) -> bool:
    """Whether a growth is told in points, and so is the very change of a share."""
    return isinstance(row["growth_unit"], str) and row["growth_unit"].endswith("百分点")


def signed_change(row: pd.Series, *, is_bare: bool = False) -> Number:
    """What a grown measure gained or lost, with its sign."""
    if pd.notna(row["change"]) or _is_of_points(row):
        return signed(change(row, is_bare=is_bare), row["growth"])
    low, high = row["change_low"], row["change_high"]
    return signed(_derived_change(row, low, high, is_bare=is_bare), low)


def _derived_change(row: pd.Series, low: float, high: float, *, is_bare: bool) -> Number:
    before, from_ids = _before(row), (row["value_id"], row["growth_id"])
    if pd.notna(row["prior"]):
        before, from_ids = _digits(row, "prior"), (row["value_id"], row["prior_id"])
    formula = f"{_digits(row, 'value')} − {before}"
    return derived(low, high, row["unit"], formula, from_ids, is_bare=is_bare)


def signed(number: Number, low: float) -> Number:
    """A change whose lower end is `low` with its sign, as a column shows it; one that may be a rise
    or a fall has a sign before each end that needs one.
    """
    told = number.text.removeprefix(f"{say('约')} ").replace("-", "−")
    sign = "" if told.startswith("−") or not low else "+" if low > 0 else "−"
    return replace(number, text=sign + told)


def beyond_target(row: pd.Series) -> Number:
    """How far a completion rate lies from 100 %, in percentage points."""
    rate = f"{units.printed(row['rate'], row['rate_decimals']):f}"
    points = abs(units.printed(row["rate"], row["rate_decimals"]) - 100)
    formula = f"{rate}% − 100%" if row["rate"] >= 100 else f"100% − {rate}%"
    return Number(f"{points:f} 个百分点", (row["rate_id"],), formula)


def implied_targets(row: pd.Series) -> Number:
    """The whole targets that print as a completion rate, if its count is what was completed."""
    actual, rate = stated(row, "actual", ""), stated(row, "rate", "%")
    listed = say("、").join(map(str, row["implied_targets"]))
    return Number(
        units.with_unit(listed, row["unit"]),
        (row["actual_id"], row["rate_id"]),
        f"{actual} ÷ {rate}",
    )


def moved(row: pd.Series) -> Number:
    """By how many places a rank moved, as printed or as it and the former one give."""
    told = f"{abs(row['moved'])} 位"
    if isinstance(row["moved_id"], str):
        return Number(told, (row["moved_id"],))
    high, low = sorted((row["rank"], row["before"]), reverse=True)
    return Number(told, (row["before_id"], row["rank_id"]), f"{high} − {low}")


def before(row: pd.Series) -> Number:
    """The rank before the move; where no move is printed, the former rank is, or words say that
    the rank is still the same.
    """
    told = f"第 {row['before']} 位"
    if not isinstance(row["moved_id"], str):
        is_printed = isinstance(row["before_id"], str)
        return Number(told, (row["before_id"] if is_printed else row["rank_id"],))
    sign = "+" if row["moved"] >= 0 else "−"
    formula = f"{row['rank']} {sign} {abs(row['moved'])}"
    return Number(told, (row["rank_id"], row["moved_id"]), formula)


def cite(sections: Iterable[str]) -> str:
    """Where figures stand, those of one part or section together: 第二部分（二）第 5、6 项."""
    items: dict[str, set[int]] = {}
    wholes: set[str] = set()
    tables: dict[str, None] = {}
    for path in sections:
        if not isinstance(path, str):
            continue
        heading, table, _ = split_place(path)
        if table:
            tables[name_section(heading) + table] = None
            continue
        section = path.rstrip("0123456789")
        items.setdefault(section, set()).update(
            [int(path.removeprefix(section))] if path != section else []
        )
        wholes.update([section] if path == section else [])
    told: list[str] = []
    last_part = ""
    for section, numbers in items.items():
        named = name_section(section)
        if numbers:
            named += (
                "和其" if section in wholes else ""
            ) + f"第 {'、'.join(map(str, sorted(numbers)))} 项"
        part = name_section(section.partition("(")[0])
        if part == last_part and "（" in named:
            told[-1] += named.removeprefix(part)
        else:
            told.append(named)
        last_part = part if "(" in section else ""
    return "、".join([*told, *tables])


def _unsigned(low: float, high: float) -> tuple[float, float]:
    """An interval without its sign, where it has one: a change that may be none keeps both."""
    return (-high, -low) if high <= 0 else (low, high)


def _is_spaced(left: str, right: str) -> bool:
    """Whether Chinese setting parts the two characters by a space: 增 64.5% 后."""
    ends = ("一" <= left <= "鿿", "一" <= right <= "鿿")
    other = right if ends[0] else left
    return ends[0] != ends[1] and ((other.isascii() and other.isalnum()) or other in "%+−-")


def _before(row: pd.Series) -> str:
    sign = "−" if row["growth"] < 0 else "+"
    growth = units.with_unit(
        f"{units.printed(abs(row['growth']), row['growth_decimals']):f}", row["growth_unit"]
    )
    return f"{_digits(row, 'value')} ÷ (1 {sign} {growth})"


def _less(line: pd.Series) -> str:
    larger, smaller = ("budget", "executed") if line["unspent"] >= 0 else ("executed", "budget")
    return f"{_digits(line, larger)} − {_digits(line, smaller)}"


def _digits(row: pd.Series, column: str) -> str:
    return f"{units.printed(row[column], row[f'{column}_decimals']):f}"
