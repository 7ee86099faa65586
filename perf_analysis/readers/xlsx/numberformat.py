"""Number formats of spreadsheets: a number and its format code in,
the text that a cell shows out.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

# The formats that a file names by number only, as a Chinese Excel shows them (ECMA-376 part 1,
# 18.8.30, and for 27-58 its table zh-cn).
_MONTH, _DAY, _TIME, _SECOND, _HALF = (
    'yyyy"年"m"月"',
    'm"月"d"日"',
    'h"时"mm"分"',
    'ss"秒"',
    "上午/下午",
)
_AMOUNT = '_ * {1}#,##0{0}_ ;_ * {1}-#,##0{0}_ ;_ * {1}"-"{2}_ ;_ @_ '
BUILT_IN = dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00")))
BUILT_IN |= {
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00",
}
BUILT_IN |= {
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    48: "##0.0E+0",
    49: "@",
}
BUILT_IN |= {
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: _MONTH + 'd"日"',
}
BUILT_IN |= {
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
}
BUILT_IN |= {
    32: _TIME,
    33: _TIME + _SECOND,
    34: _HALF + _TIME,
    35: _HALF + _TIME + _SECOND,
    55: _HALF + _TIME,
    56: _HALF + _TIME + _SECOND,
}
BUILT_IN |= dict.fromkeys((27, 36, 50, 52, 57), _MONTH) | dict.fromkeys(
    (28, 29, 51, 53, 54, 58), _DAY
)
BUILT_IN |= {
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
}
BUILT_IN |= {
    41: _AMOUNT.format("", "", ""),
    42: _AMOUNT.format("", "¥", ""),
    43: _AMOUNT.format(".00", "", "??"),
    44: _AMOUNT.format(".00", "¥", "??"),
}

# 长日期 and 时间, which follow the system whatever stands behind
_OF_SYSTEM = {"[$-F800]": _MONTH + 'd"日"', "[$-F400]": "h:mm:ss"}

# digits of a number that Excel keeps; what a float has beyond is noise
_KEPT = Context(prec=15, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=1_000, rounding=ROUND_HALF_UP)  # any float under any format, written out
_LONGEST_CODE = 255  # characters of a format; Excel takes no more
_MOST_SECONDS = 3  # decimals of a second; Excel shows no more
_GENERAL_WIDTH = 11  # characters of a number without a format, its point included
_LAST_DAY = 2_958_465  # 9999-12-31 [days]
_DAYS_TO_1904 = 1_462
_BEFORE_LEAP = 60  # Excel counts a 29 February 1900, so that days before it stand one off [days]
_WEEKDAYS = "一二三四五六日"
_NAMED = {"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<room>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>E[+-])|(?P<moment>y+|m+|d+|h+|s+(?:\.0+)?|aaaa?|e+)|(?P<digit>[0#?])"
    r"|(?P<end>;)|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARED = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One of the parts of a format between semicolons, and the condition under which it holds."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def show_number(number: float, code: str, *, counts_from_1904: bool = False) -> str | None:
    """The text of a number under a format; None where the format cannot show it.

    Rounds half away from zero from the 15 digits that Excel keeps: 1.005 under `0.00` is 1.01.

    Parameters
    ----------
    number : as stored in the cell
    code : the format, such as ``0.00%`` or ``#,##0.00"万元"``
    counts_from_1904 : whether the workbook counts its days from 1904-01-01
    """
    if len(code) > _LONGEST_CODE:
        return None
    value = _KEPT.create_decimal(repr(number))
    section, is_signed = _choose(_parse(code), value)
    if section is not None and section.has("moment", "elapsed"):
        return _show_moment(section.tokens, value, counts_from_1904)
    if section is None or section.has("slash", "numerals"):
        return None
    sign = "-" if value < 0 and is_signed else ""
    if section.has("text"):
        return show_general(value)
    if section.has("general"):
        return sign + "".join(
            show_general(abs(value)) if token.kind == "general" else token.text
            for token in section.tokens
        )
    return sign + (_show_power if section.has("power") else _show_digits)(
        section.tokens, abs(value)
    )


def show_text(text: str, code: str) -> str:
    """A text under a format: as it is, unless the format has a part for texts,
    such as ``@"市"``.
    """
    sections = _parse(code[:_LONGEST_CODE])
    section = sections[-1] if len(sections) > 3 or sections[-1].has("text") else None
    return (
        "".join(text if token.kind == "text" else token.text for token in section.tokens)
        if section
        else text
    )


def show_general(value: Decimal) -> str:
    """A number as a cell without a format shows it: 11 characters at most,
    else with a power of ten.
    """
    value = _KEPT.plus(value)
    size = abs(value)
    plain = f"{size.normalize(_EXACT):f}"
    whole = max(size.adjusted() + 1, 1)
    is_power = size and (
        whole > _GENERAL_WIDTH or (size.adjusted() < -4 and len(plain) > _GENERAL_WIDTH)
    )
    if is_power:
        plain = _show_power(_parse("0.#####E+00")[0].tokens, size).replace(".E", "E")
    elif len(plain) > _GENERAL_WIDTH:
        plain = f"{_rounded(size, max(_GENERAL_WIDTH - whole - 1, 0)).normalize(_EXACT):f}"
    return ("-" if value < 0 else "") + plain


@lru_cache(maxsize=1_000)
def _parse(code: str) -> tuple[_Section, ...]:
    code = next(
        (usual for mark, usual in _OF_SYSTEM.items() if code.upper().startswith(mark)), code
    )
    sections: list[list[_Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[0]
        if kind == "end":
            sections.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(found["bracket"])
            if condition:
                conditions[-1] = condition[1], Decimal(condition[2])
            sections[-1] += _bracketed(found["bracket"])
        elif kind in ("quoted", "escaped", "other"):
            sections[-1].append(_Token("literal", found[kind]))
        elif kind != "room":  # the width of a character, or a fill up to the cell's edge: no text
            sections[-1].append(_Token(kind, text))
    return tuple(
        _Section(tuple(_with_minutes(tokens)), condition)
        for tokens, condition in zip(sections, conditions, strict=True)
    )


def _bracketed(text: str) -> list[_Token]:
    """What stands in brackets: a currency, hours beyond a day, Chinese numerals;
    colours and languages show nothing.
    """
    if text.startswith("$"):
        return [_Token("literal", text[1:].partition("-")[0])]
    if re.fullmatch("h+|m+|s+", text, re.IGNORECASE):
        return [_Token("elapsed", text.lower())]
    return [_Token("numerals", "")] if text.lower().startswith("dbnum") else []


def _with_minutes(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens with m made `minute` where it stands behind hours or before seconds."""
    told = [at for at, token in enumerate(tokens) if token.kind in ("moment", "elapsed")]
    changed = list(tokens)
    for number, at in enumerate(told):
        if tokens[at].kind == "moment" and tokens[at].text.lower() in ("m", "mm"):
            before = tokens[told[number - 1]].text[0].lower() if number else ""
            after = tokens[told[number + 1]].text[0].lower() if number + 1 < len(told) else ""
            changed[at] = (
                _Token("moment", tokens[at].text.lower().replace("m", "n"))
                if before == "h" or after == "s"
                else tokens[at]
            )
    return changed


def _choose(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, bool]:
    """The section that shows a number, if its conditions leave one,
    and whether a minus is still to be written before it.
    """
    if any(section.condition for section in sections):
        for section in sections[:3]:
            sign, limit = section.condition or ("", Decimal(0))
            if not section.condition or _COMPARED[sign](value, limit):
                return section, not (sign in ("<", "<=") and limit <= 0)
        return None, False
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)


def _show_digits(tokens: Sequence[_Token], value: Decimal) -> str:
    """A number without its sign in the places of its section, the texts between them kept."""
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    wholes = [at for at, token in enumerate(tokens) if token.kind == "digit" and at < point]
    decimals = [at for at, token in enumerate(tokens) if token.kind == "digit" and at > point]
    commas = [
        at
        for at, token in enumerate(tokens)
        if token.kind == "comma" and (wholes or decimals) and at > (wholes + decimals)[0]
    ]
    grouping = [at for at in commas if wholes and at < wholes[-1]]
    power = 2 * sum(token.kind == "percent" for token in tokens) - 3 * (len(commas) - len(grouping))
    shown = f"{_rounded(value.scaleb(power, _EXACT), len(decimals)):f}"
    whole, _, fraction = shown.partition(".")
    texts = dict.fromkeys(commas, "")
    texts |= _fill_whole(
        [(at, tokens[at].text) for at in wholes], whole.lstrip("0"), is_grouped=bool(grouping)
    )
    texts |= _fill_fraction([(at, tokens[at].text) for at in decimals], fraction)
    if not wholes and decimals and whole != "0":
        texts[point] = whole + "."
    return "".join(texts.get(at, token.text) for at, token in enumerate(tokens))


def _fill_whole(
    places: Sequence[tuple[int, str]], digits: str, *, is_grouped: bool
) -> dict[int, str]:
    """The text of each place of a whole number, from the right;
    the first takes all digits that are left.
    """
    least = next((len(places) - at for at, (_, mark) in enumerate(places) if mark == "0"), 0)
    left = list(digits.zfill(least) if least else digits)
    if is_grouped:
        left = [
            digit + ("," if behind and behind % 3 == 0 else "")
            for digit, behind in zip(left, reversed(range(len(left))), strict=True)
        ]
    texts = {}
    for number, (at, mark) in enumerate(reversed(places), start=1):
        taken = left if number == len(places) else left[-1:]
        texts[at] = "".join(taken) if taken else " " * (mark == "?")
        left = left[: len(left) - len(taken)]
    return texts


def _fill_fraction(places: Sequence[tuple[int, str]], digits: str) -> dict[int, str]:
    """The text of each place behind the point; zeros at the end only where a 0 asks for them."""
    kept = max(
        (number for number, (_, mark) in enumerate(places, start=1) if mark == "0"), default=0
    )
    kept = max(kept, len(digits.rstrip("0")))
    return {
        at: digits[number] if number < kept else " " * (mark == "?")
        for number, (at, mark) in enumerate(places)
    }


def _show_power(tokens: Sequence[_Token], value: Decimal) -> str:
    """A number without its sign as a mantissa and a power of ten."""
    split = next(at for at, token in enumerate(tokens) if token.kind == "power")
    mantissa, power = tokens[:split], tokens[split:]
    point = next((at for at, token in enumerate(mantissa) if token.kind == "point"), split)
    step = max(sum(token.kind == "digit" for token in mantissa[:point]), 1)
    decimals = sum(token.kind == "digit" for token in mantissa[point:])
    exponent = value.adjusted() // step * step if value else 0
    if _rounded(value.scaleb(-exponent, _EXACT), decimals) >= Decimal(10) ** step:
        exponent += step
    digits = [(at, token.text) for at, token in enumerate(power) if token.kind == "digit"]
    texts = _fill_whole(digits, str(abs(exponent)).lstrip("0"), is_grouped=False)
    texts[0] = "E-" if exponent < 0 else power[0].text.upper().replace("-", "")
    return _show_digits(mantissa, value.scaleb(-exponent, _EXACT)) + "".join(
        texts.get(at, token.text) for at, token in enumerate(power)
    )


def _show_moment(tokens: Sequence[_Token], value: Decimal, counts_from_1904: bool) -> str | None:
    """A day and time counted in days; None before the first day and after the last."""
    digits = max(
        (len(token.text.partition(".")[2]) for token in tokens if token.kind == "moment"), default=0
    )
    if not 0 <= value <= _LAST_DAY - counts_from_1904 * _DAYS_TO_1904 or digits > _MOST_SECONDS:
        return None
    seconds = _rounded(value * 86_400, digits)
    days = 0 if counts_from_1904 else int(value < _BEFORE_LEAP)
    first = datetime(1904, 1, 1) if counts_from_1904 else datetime(1899, 12, 30)
    moment = first + timedelta(days=days, microseconds=int(seconds * 1_000_000))
    halves = next((token.text.split("/") for token in tokens if token.kind == "half"), [])
    shown = []
    for token in tokens:
        if token.kind == "half":
            shown.append(halves[moment.hour >= 12])
        elif token.kind == "elapsed":
            shown.append(
                str(int(seconds // {"h": 3600, "m": 60, "s": 1}[token.text[0]])).zfill(
                    len(token.text)
                )
            )
        else:
            shown.append(
                _part_of(moment, token.text.lower(), seconds, bool(halves))
                if token.kind == "moment"
                else token.text
            )
    return "".join(shown)


def _part_of(moment: datetime, mark: str, seconds: Decimal, is_halved: bool) -> str:
    """One part of a date or time: yyyy m dd h nn (minutes) ss.0 aaaa (weekday)."""
    if mark.startswith("a"):
        return ("星期" if len(mark) > 3 else "") + _WEEKDAYS[moment.weekday()]
    if mark[0] in "md" and len(mark) > 2:
        return moment.strftime(_NAMED.get(mark, "%b"))[: 1 if mark == "mmmmm" else None]
    if mark[0] in "ye":
        return f"{moment.year % 100:02}" if mark in ("y", "yy") else str(moment.year)
    whole, _, decimals = mark.partition(".")
    hour = (moment.hour + 11) % 12 + 1 if is_halved else moment.hour
    number = {
        "m": moment.month,
        "d": moment.day,
        "h": hour,
        "n": moment.minute,
        "s": moment.second,
    }[mark[0]]
    return str(number).zfill(len(whole)) + (
        f"{seconds % 1:.{len(decimals)}f}"[1:] if decimals else ""
    )
