"""A message in the language of the page: Chinese as the code writes it,
English by the catalogue of data/languages.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from perf_analysis import units
from perf_analysis.data import LANGUAGES, find_in_data

# In the environment, so that the kernel which runs the notebooks speaks as the page does.
LANGUAGE = "PERF_ANALYSIS_LANGUAGE"

_NUMBER = re.compile(
    r"(?P<words>[一-鿿]{1,3} |预计 [一-鿿]{0,3} ?)?"
    r"(?P<sign>[≥≤><=+−-]? ?)(?P<low>\d[\d.]*)(?:(?:–|(?P<to>%? 至 ))(?P<high>−?\d[\d.]*))? ?"
    r"(?P<unit>[^\d\s–]*?)(?P<bound> ?以[上下])?"
)
_CHINESE = re.compile(r"[一-鿿，。；：、]")
_PLACE = re.compile(r"第 ?(\d+) ?位")
_SCALES = ((9, " billion"), (6, " million"))  # powers of ten
_APART = ("checks", "units")  # sections of the catalogue that are no messages
_ALONE = ("", "%", "‰")  # units that English reads as they are


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language, one of `LANGUAGES`, also in kernels started meanwhile."""
    before = os.environ.get(LANGUAGE)
    os.environ[LANGUAGE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[LANGUAGE]
        else:
            os.environ[LANGUAGE] = before


def spoken() -> str:
    """The language in use."""
    told = os.environ.get(LANGUAGE, "")
    return told if told in LANGUAGES else LANGUAGES[0]


def say(template: str, **parts: object) -> str:
    """A message of the package with its parts; one that the catalogue has not, such as a name,
    stays as it is.
    """
    return say_template(template).format(**parts) if parts else say_template(template)


def say_template(template: str) -> str:
    """The template of a message, its parts not yet filled in."""
    return template if spoken() == "zh" else catalogue().get(template, template)


def say_number(text: str) -> str:
    """A number as shown: in English with the original and its unit in brackets.

    >>> with speaking("en"):
    ...     say_number("约 1924.46 万元"), say_number("第 34 位"), say_number("98.92%")
    ('about CNY 19.2446 million (1924.46 万元)', 'rank 34', '98.92%')
    """
    if spoken() == "zh" or not _CHINESE.search(text):
        return text
    if text in catalogue():
        return catalogue()[text]
    if place := _PLACE.fullmatch(text):
        return say("第 {place} 位", place=place[1])
    found = _NUMBER.fullmatch(text.replace("\u00a0", " "))
    return _in_english(found) if found else text


def _in_english(found: re.Match[str]) -> str:
    words, sign, unit, bound = (
        (found[name] or "").strip() for name in ("words", "sign", "unit", "bound")
    )
    low, high = found["low"], found["high"]
    if found["to"]:  # each end has a sign of its own
        low, sign = sign + low, ""
    ends = [end for end in (low, high) if end]
    digits = [Decimal(end.replace("−", "-")) for end in ends]
    lead = (
        "".join(f"{say_template(word)} " for word in words.split())
        + (f"{say_template(bound)} " if bound else "")
        + sign
    )
    original = found[0].removeprefix(found["words"] or "").strip()
    base = units.base_of(unit, "amount") if unit in units.MULTIPLES or unit.endswith("元") else None
    if base and base[0] == "元":
        return f"{lead}{_money(digits, base[1].adjusted())} ({original})"
    multiple = next((word for word in units.MULTIPLES if unit.startswith(word)), "")
    if multiple:
        places = Decimal(units.MULTIPLES[multiple]).adjusted()
        return f"{lead}{_between(_plain(end, places) for end in digits)} ({original})"
    if unit in _ALONE:
        return lead + _between(ends).replace(" to ", f"{unit} to ") + unit
    named = _sections()["units"].get(unit)
    return f"{lead}{_between(ends)} {named}" if named else f"{lead}{_between(ends)} ({original})"


def _between(ends: Iterable[str]) -> str:
    """The ends of an interval, or its one number; a dash beside a sign would read as a sign."""
    listed = list(ends)
    is_signed = any(end.startswith("−") for end in listed)
    return (" to " if is_signed else "–").join(listed)


def _money(ends: list[Decimal], places: int) -> str:
    """Exact amounts of 元 in one scale, `places` the zeros of their unit: CNY 19.2446 million."""
    scale, word = next(
        (
            (scale, word)
            for scale, word in _SCALES
            if abs(ends[-1].scaleb(places)) >= Decimal(10) ** scale
        ),
        (0, ""),
    )
    return "CNY " + _between(_plain(end, places - scale) for end in ends) + word


def _plain(number: Decimal, places: int) -> str:
    return f"{number.scaleb(places):,f}".replace("-", "−") if number else "0"


@cache
def catalogue() -> Mapping[str, str]:
    """English by Chinese: messages and terms of the package."""
    return MappingProxyType(
        {
            chinese: english
            for name, section in _sections().items()
            if name not in _APART
            for chinese, english in section.items()
        }
    )


def checks() -> Mapping[str, Mapping[str, str]]:
    """English titles, questions and asks by the name of a check; none where Chinese is spoken."""
    return _sections()["checks"] if spoken() != "zh" else {}


@cache
def _sections() -> Mapping[str, Any]:
    return MappingProxyType(
        tomllib.loads(find_in_data("languages/en.toml").read_text(encoding="utf-8"))
    )
