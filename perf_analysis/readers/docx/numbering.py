"""Automatic numbering: the lists and styles of a Word file in,
the number a person sees before each paragraph out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from perf_analysis.readers.docx.elements import name_of, value_of, whole_of

MOST_COUNTED = 32_767  # Word counts no further
# characters of a number's pattern: Word takes no more, and it is written before each paragraph
LONGEST_LABEL = 255
MOST_BASED_ON = 50  # styles between a paragraph and the one that numbers it: Word allows some ten
_DIGITS = "〇一二三四五六七八九"
_NO_LIST = etree.Element("none")
_PLACEHOLDER = re.compile(r"%([1-9])")


class _Level(NamedTuple):
    """One level of a list: where it starts, what form its count takes,
    and the pattern around it.
    """

    start: int
    form: str
    pattern: str
    restarts_after: int  # the lowest level, from 1, whose next number restarts this one; 0 for none
    is_decimal: bool  # whether the levels above are shown in Arabic numerals whatever their form


class Numbering:
    """The numbers of one document, asked for paragraph by paragraph in reading order.

    `unknown` holds the forms of numbers that are not known here;
    they are written in Arabic numerals.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        lists, styled = ([] if root is None else list(root) for root in (numbering, styles))
        self._lists = {
            value_of(each, "abstractNumId"): each
            for each in lists
            if name_of(each) == "abstractNum"
        }
        self._uses = {value_of(each, "numId"): each for each in lists if name_of(each) == "num"}
        self._styles = {
            value_of(each, "styleId"): each for each in styled if name_of(each) == "style"
        }
        usual = (
            name
            for name, style in self._styles.items()
            if value_of(style, "type") == "paragraph"
            and value_of(style, "default") in ("1", "true", "on")
        )
        self._usual = next(usual, "")
        self._found: dict[str, etree._Element] = {}
        self._places: dict[str, tuple[str, str]] = {}
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._counts: dict[tuple[str, str], dict[int, int]] = {}
        self._begun: set[tuple[str, str, int]] = set()
        self.unknown: set[str] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The number before a paragraph, which counts it; empty for a bullet or none."""
        use, at = self._place(paragraph)
        level = self._level(use, at)
        if level is None:
            return ""
        counts = self._count(_story_of(paragraph), use, at, level)
        if level.form == "bullet":
            return ""

        def shown(found: re.Match[str]) -> str:
            which = int(found[1]) - 1
            counted = self._level(use, which)
            return (
                self._written(counts[which], "decimal" if level.is_decimal else counted.form)
                if counted and which in counts
                else ""
            )

        return _PLACEHOLDER.sub(shown, level.pattern).strip()

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list that a paragraph uses, by its own word or its style's,
        and its level there from 0.
        """
        own = paragraph.find("{*}pPr/{*}numPr")
        use, at = _numbered(own)
        if not (use and at):
            style = value_of(paragraph.find("{*}pPr/{*}pStyle")) or self._usual
            if style not in self._places:
                self._places[style] = self._place_of_style(style)
            use, at = use or self._places[style][0], at or self._places[style][1]
        return use, int(at) if at.isdecimal() and len(at) == 1 else 0

    def _place_of_style(self, style: str) -> tuple[str, str]:
        """The list and level of a style or of the ones it is based on;
        a list may also name the style at one of its levels.
        """
        use = at = ""
        linked = [style]
        for _ in range(MOST_BASED_ON):
            if style not in self._styles:
                break
            found = _numbered(self._styles[style].find("{*}pPr/{*}numPr"))
            use, at = use or found[0], at or found[1]
            style = value_of(self._styles[style].find("{*}basedOn"))
            linked.append(style)
        named = (
            value_of(level, "ilvl")
            for level in self._list(use)
            if name_of(level) == "lvl" and value_of(level.find("{*}pStyle")) in linked
        )
        return use, at or next(named, "")

    def _list(self, use: str) -> etree._Element:
        """The list that a use of it stands for, also where a list style keeps it."""
        if use not in self._found:
            found = self._lists.get(self._key(use), _NO_LIST)
            kept = self._styles.get(value_of(found.find("{*}numStyleLink")), _NO_LIST)
            there = _numbered(kept.find("{*}pPr/{*}numPr"))[0]
            self._found[use] = self._lists.get(self._key(there), found)
        return self._found[use]

    def _key(self, use: str) -> str:
        return value_of(self._uses[use].find("{*}abstractNumId")) if use in self._uses else ""

    def _level(self, use: str, at: int) -> _Level | None:
        if (use, at) not in self._levels:
            usual = (
                each
                for each in self._list(use)
                if name_of(each) == "lvl" and value_of(each, "ilvl") == str(at)
            )
            element = next(
                (each for each in (self._override(use, at, "lvl"), *usual) if each is not None),
                None,
            )
            level = None if element is None else _read_level(element, at)
            start = self._override(use, at, "startOverride")
            self._levels[use, at] = level and level._replace(
                start=whole_of(start, otherwise=level.start)
            )
        return self._levels[use, at]

    def _override(self, use: str, at: int, what: str) -> etree._Element | None:
        """What a use of a list sets otherwise at a level: its `lvl` or its `startOverride`."""
        overrides = (
            self._uses[use].iterfind(f"{{*}}lvlOverride/{{*}}{what}") if use in self._uses else ()
        )
        return next(
            (each for each in overrides if value_of(each.getparent(), "ilvl") == str(at)), None
        )

    def _count(self, story: str, use: str, at: int, level: _Level) -> dict[int, int]:
        """The counts of a list's levels, which all its uses in a story share,
        after one more paragraph at a level.
        """
        counts = self._counts.setdefault((story, value_of(self._list(use), "abstractNumId")), {})
        if (story, use, at) not in self._begun:
            self._begun.add((story, use, at))
            if self._override(use, at, "startOverride") is not None:
                counts.pop(at, None)
        for above in range(at):  # 1.1 without a 1. before counts as its first
            if above not in counts and (higher := self._level(use, above)):
                counts[above] = higher.start
        counts[at] = counts.get(at, level.start - 1) + 1
        for below in [other for other in counts if other > at]:
            lower = self._level(use, below)
            if lower is None or at < lower.restarts_after:
                del counts[below]
        return counts

    def _written(self, count: int, form: str) -> str:
        if form not in _FORMS:
            self.unknown.add(form)
        return _FORMS.get(form, str)(count) if 0 <= count <= MOST_COUNTED else str(count)


def _story_of(paragraph: etree._Element) -> str:
    """The body, the text boxes, the footnotes or the endnotes: each counts for itself."""
    return next(
        (
            name_of(above)
            for above in paragraph.iterancestors("{*}txbxContent", "{*}footnotes", "{*}endnotes")
        ),
        "",
    )


def _numbered(element: etree._Element | None) -> tuple[str, str]:
    """List and level as a paragraph or style states them, empty where it does not."""
    return (
        ("", "")
        if element is None
        else (value_of(element.find("{*}numId")), value_of(element.find("{*}ilvl")))
    )


def _read_level(element: etree._Element, at: int) -> _Level:
    # a form of later years stands before one that all know
    forms = [value_of(form) for form in element.iterfind(".//{*}numFmt")]
    return _Level(
        start=whole_of(element.find("{*}start"), otherwise=0),
        form=forms[-1] if forms else "decimal",
        pattern=value_of(element.find("{*}lvlText"))[:LONGEST_LABEL],
        restarts_after=whole_of(element.find("{*}lvlRestart"), otherwise=at),
        is_decimal=element.find("{*}isLgl") is not None
        and value_of(element.find("{*}isLgl")) not in ("0", "false", "off"),
    )


def _chinese(count: int) -> str:
    """二十一, 一百零五; beyond the thousands digit by digit."""
    if not 0 < count < 10_000:
        return _digitwise(count)
    digits, told = str(count), ""
    for digit, unit in zip(digits, ["千", "百", "十", ""][-len(digits) :], strict=True):
        told += _DIGITS[int(digit)] + unit if digit != "0" else "零"
    told = re.sub("零+", "零", told).rstrip("零")
    return told.removeprefix("一") if count < 20 and count >= 10 else told


def _digitwise(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _japanese(count: int) -> str:
    return re.sub("零|一(?=[十百千])", "", _chinese(count))


def _formal(count: int) -> str:
    told = "一" + _chinese(count) if 10 <= count < 20 else _chinese(count)
    return told.translate(str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"))


def _roman(count: int) -> str:
    told = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        told += letters * (count // value)
        count %= value
    return told


def _letter(count: int) -> str:
    """A … Z, then AA, BB; Word goes on to thirty letters."""
    return (
        chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        if 0 < count <= 26 * 30
        else str(count)
    )


def _one_of(signs: str) -> Callable[[int], str]:
    """Signs that are counted off; Arabic numerals beyond the last."""
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


_CIRCLED = _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# The names with taiwanese are those that LibreOffice writes, for Simplified Chinese too.
_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    **dict.fromkeys(
        ("chineseCounting", "taiwaneseCounting"),
        lambda count: _chinese(count) if count < 100 else _digitwise(count),
    ),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _chinese),
    "chineseLegalSimplified": _formal,
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digitwise
    ),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "japaneseCounting": _japanese,
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda count: _letter(count).lower(),
}
