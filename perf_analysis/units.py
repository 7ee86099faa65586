"""A number as printed: its unit, the interval its rounding allows,
and how a derived one may be shown.

All arithmetic is Decimal on the printed digits. An `Interval` is what a printed number can have
been before it was rounded; what is derived from several is the interval of the derivation.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from decimal import (
    ROUND_HALF_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
)
from functools import cache, lru_cache
from typing import NamedTuple

from perf_analysis.data import read_words

INFINITY = Decimal("Infinity")
NAN = Decimal("NaN")

_WORDS = read_words("units.toml")
# A measure word follows these: 1.2万亿元, 3千人. Longest first, so that 万亿 is not read as 万.
MULTIPLES: dict[str, int] = _WORDS["multiples"]
SHARE = {word: Decimal(factor) for word, factor in _WORDS["share"].items() if factor[0].isdigit()}
# Each unit and measure word → the kind of figure it makes; a share is a rate or a growth.
UNITS: dict[str, str] = dict.fromkeys(_WORDS["count"]["words"].split(), "count")
UNITS |= dict.fromkeys(_WORDS["other"]["words"].split(), "other")
UNITS |= {word: kind for kind in ("amount", "share", "area") for word in _WORDS[kind]} | {
    "分": "score"
}
_NOT_UNITS = frozenset(_WORDS["count"]["not_units"].split())

_LATIN = frozenset(string.ascii_letters)
_LATIN_ON = _LATIN | frozenset(string.digits)
# Units and the words that only begin like one, by their first sign and the longest first: what
# hides a unit wins.
_KNOWN = frozenset((*UNITS, *_NOT_UNITS))
_LENGTHS: dict[str, list[int]] = {}
for _one in sorted(_KNOWN, key=len, reverse=True):
    if len(_one) not in _LENGTHS.setdefault(_one[0], []):
        _LENGTHS[_one[0]].append(len(_one))
_BEGINS = frozenset("".join(word[0] for word in (*UNITS, *MULTIPLES)) + "/ \t\n")
# What a price or a density may be counted by beside the units themselves: 元/月, 121/10万.
_PER = re.compile(
    r"/(?:\d{1,3}(?:[万千]人?|人)|[百千万]{1,2}(?:人次?|公里|户|平方米)|[万千百]?[月季生学班床](?![一-鿿])|[万千百])"
)
_AGAIN = re.compile(r"[·・/](?:[月年天日人户亩次])")
RANK = ("位", "名", "名次", "位次", "个名次", "个位次", "")

# Qualifiers of the printed number, by which end of its interval they open (rules of the codebook).
MORE = ("余", "多")
NEARLY = ("近", "接近", "将近", "几乎")
AT_LEAST = (
    *("超过", "超", "以上", "≥", ">", "不少于", "不低于", "至少", "逾", "突破", "高于", "大于"),
    *("多于", "不小于", "最少", "最低", "超出"),
)
AT_MOST = (
    *("以下", "以内", "≤", "<", "不超过", "不高于", "至多", "不足", "不到", "低于", "小于"),
    *("少于", "不大于", "不多于", "最多", "最高", "之内"),
)
ABOUT = ("约", "大约", "大概", "左右", "上下", "约合", "近似")
# Ways of writing a qualifier, by the one that stands in the table.
SAME_QUALIFIERS = (
    {">=": "≥", "<=": "≤"}
    | {f"{more}{joint}等于": "≥" for more in ("大于", "高于") for joint in ("", "或")}
    | {f"{less}{joint}等于": "≤" for less in ("小于", "低于") for joint in ("", "或")}
    | {
        f"{no}{word}": f"不{word}"
        for no in ("不得", "不应", "未")
        for word in ("低于", "少于", "超过", "高于")
    }
)

# Significant digits that a rounded number must keep to stand for an interval: two where it lies
# within (10.87–11.06 is 11), three where rounding led it out (167.27–167.44 is 167, but 75.96–76.70
# is not 80, nor 127.7–128.5 130).
LEAST_DIGITS_WITHIN, LEAST_DIGITS_OUTSIDE = 2, 3


BOUND_DIGITS = 4  # significant digits of a number known to one side only
UNKNOWN = "无法推算"


class Interval(NamedTuple):
    """The least and greatest value a printed or derived number can have. [its unit]"""

    low: Decimal
    high: Decimal


def printed(value: float, decimals: int) -> Decimal:
    """The printed digits as Decimal: 1945.54 with 2 decimals is exactly 1945.54."""
    return Decimal(f"{value:.{decimals}f}")


@cache
def base_of(unit: str, kind: str) -> tuple[str, Decimal] | None:
    """The base unit of a written unit and the factor that leads to it;
    None when the unit does not fit the kind.

    万元 and a bare 亿 of money lead to 元, 万m² to m², % to 1, 万人 to 人; a rank counts in 位.
    """
    if kind in ("growth", "rate"):
        return _share(unit)
    if kind == "score":
        return ("分", Decimal(1)) if unit == "分" else None
    if kind == "rank":
        return ("位", Decimal(1)) if unit in RANK else None
    multiple, word = _split(unit)
    if kind in ("amount", "area"):
        return _in_base(multiple, word, kind) if word else _bare(multiple, kind, unit)
    is_thing = word and UNITS.get(word, "count") in ("count", "other")
    return (word, multiple) if is_thing and not any(sign in word for sign in "%‰") else None


def _share(unit: str) -> tuple[str, Decimal] | None:
    """A share as a part of one; 121/10万 is so many in a hundred thousand."""
    if unit.startswith("/"):
        multiple = re.fullmatch(r"/(\d*)([万千百]?)人?", unit)
        if not multiple:
            return None
        whole = Decimal(multiple[1] or 1) * MULTIPLES.get(multiple[2], 1)
        return "1", 1 / whole
    return ("1", SHARE[unit]) if unit in SHARE else None


def _in_base(multiple: Decimal, word: str, kind: str) -> tuple[str, Decimal] | None:
    """Money in 元 or its currency, area in m² or 亩; what it is counted by stays: 元/人."""
    head, per, counted = word.partition("/")
    told = _WORDS[kind].get(head)
    if told is None:
        return None
    is_factor = told[0].isdigit()
    base = ("元" if kind == "amount" else "m²") if is_factor else told
    return base + per + counted, multiple * Decimal(told if is_factor else 1)


def _bare(multiple: Decimal, kind: str, unit: str) -> tuple[str, Decimal] | None:
    """A bare 亿 is money."""
    return ("元", multiple) if kind == "amount" and unit else None


@cache
def kind_of(unit: str) -> str:
    """The kind of figure a unit makes: `share` is a rate or a growth by the words before it."""
    word = _split(unit)[1]
    if unit.startswith("/"):
        return "share"
    if unit in UNITS:
        return UNITS[unit]
    return UNITS.get(word, UNITS.get(word.partition("/")[0], "count")) if word else "amount"


class Unit(NamedTuple):
    """A unit as read from a text: its words without blanks, what 余 or 多 stood in it, its end."""

    word: str
    more: str
    end: int


NO_UNIT = Unit("", "", 0)
_LONGEST_UNIT, _LONGEST_BESIDE = 20, 28  # characters, without and with blanks
_BESIDE = re.compile(r"[ \t]{0,2}(?:\n[ \t]{0,2})?(?:[^\s|，。；;、,:!?()]+[ ]?\n?[ ]?){1,3}")


def read_unit(text: str, at: int, stop: int) -> Unit:
    """The unit that stands at an offset, before `stop`: 万元, 个百分点, 元/人·月, 亿⏎元.

    Blanks and a line end before it and within it are passed over; words that only begin like a
    measure word (3 分别, 5 人员) are none.
    """
    first = text[at : at + 1]
    if first not in _BEGINS:
        return NO_UNIT
    if not first.isspace():
        told = text[at : min(at + _LONGEST_UNIT, stop)]
        word, more, length = _longest(told)
        if length and not told[length : length + 1].isspace():
            return Unit(word, more, at + length)
    beside = _BESIDE.match(text, at, min(at + _LONGEST_BESIDE, stop))
    if not beside:
        return NO_UNIT
    told = beside[0]
    compact = "".join(told.split())
    word, more, length = _longest(compact)
    if not length:
        return NO_UNIT
    if len(compact) == len(told):
        return Unit(word, more, at + length)
    seen = 0
    for place, sign in enumerate(told):
        seen += not sign.isspace()
        if seen == length:
            return Unit(word, more, at + place + 1)
    return NO_UNIT


@lru_cache(maxsize=2048)
def is_unit(told: str) -> bool:
    """Whether a text is a unit and nothing else."""
    unit = read_unit(told, 0, len(told))
    return bool(unit.word) and unit.end == len(told)


def _longest(compact: str) -> tuple[str, str, int]:
    """The longest unit at the start of a text without blanks: word, 余 or 多, length as written."""
    whole = _word(compact, 0)
    if whole and whole[0] in MULTIPLES:  # 千瓦时, 千克, 百分点
        return whole, "", len(whole)
    multiple, at = _multiple(compact)
    more = compact[at : at + 1] if multiple and compact[at : at + 1] in MORE else ""
    at += len(more)
    word = _word(compact, at)
    if word:
        end = at + len(word)
        per = _per(compact, end) if UNITS.get(word) != "share" else ""
        return multiple + word + per, more, end + len(per)
    if multiple in ("千", "百", "十万", "千万", "百万") and not more:
        return ("", "", 0) if multiple in ("千", "百") else (multiple, "", at)
    if multiple:
        return multiple, more, at
    bare = _PER.match(compact)
    return (bare[0], "", bare.end()) if bare and compact[1:2].isdigit() else ("", "", 0)


def _multiple(compact: str) -> tuple[str, int]:
    """What multiplies a unit, and its length: 万 of 万元, 亿 of 个亿."""
    skipped = 1 if compact[:1] == "个" and compact[1:2] in ("亿", "万") else 0
    for length in (2, 1):
        word = compact[skipped : skipped + length]
        if word in MULTIPLES:
            return word, skipped + len(word)
    return "", 0


def _word(compact: str, at: int) -> str:
    """The longest unit at a place that no longer word hides; 家次, 台次 are counted too."""
    for length in _LENGTHS.get(compact[at : at + 1], ()):
        word, end = compact[at : at + length], at + length
        if word in _KNOWN and not _goes_on(compact, word, end):
            break
    else:
        return ""
    if word not in UNITS:
        return ""
    if compact[end : end + 1] != "次" or UNITS[word] != "count":
        return word
    is_times = compact[end : end + 2] not in _NOT_UNITS and word not in ("个", "项", "次")
    return word + "次" if is_times else word


def _goes_on(compact: str, word: str, end: int) -> bool:
    """Whether a letter or digit goes on behind a Latin unit: 5m of 5mm."""
    return word[-1] in _LATIN and compact[end : end + 1] in _LATIN_ON


def _per(compact: str, at: int) -> str:
    """What a unit is counted by: /人·月 of 元/人·月, /10万."""
    if compact[at : at + 1] != "/":
        return ""
    word = _word(compact, at + 1)
    found = _PER.match(compact, at)
    told = f"/{word}" if word else found[0] if found else ""
    again = _AGAIN.match(compact, at + len(told)) if told else None
    return told + (again[0] if again else "")


@lru_cache(maxsize=4096)
def interval(value: float, decimals: int, unit: str, kind: str, qualifier: str = "") -> Interval:
    """What a printed number can have been, in the unit as written.

    Rules (a) and (b) of the contract: a count or rank without 万/亿 or qualifier is exact; any
    other number is half a last decimal wide on either side; a qualifier opens it as its word says.
    A number that cannot be negative is cut at 0.

    Parameters
    ----------
    value : the number as printed [unit]
    decimals : decimals printed [1]
    unit, kind, qualifier : as in the figures table
    """
    number = printed(value, decimals) + 0  # no sign of its own for nothing
    step = Decimal(1).scaleb(-int(decimals))
    low, high = number - step / 2, number + step / 2
    last = _last_nonzero(number, step)
    if qualifier in MORE:
        low, high = number, number + last
    elif qualifier in NEARLY:
        low, high = number - last, number
    elif qualifier in AT_LEAST:
        low, high = number, INFINITY
    elif qualifier in AT_MOST:
        low, high = -INFINITY, number
    # 约, 左右, and any word not in the lists above: not exact, and open to both sides
    elif qualifier:
        low, high = number - last / 2, number + last / 2
    elif not number or (kind in ("count", "rank") and _split(unit)[0] == 1):
        low = high = number
    if number >= 0 and kind != "growth":
        low = max(low, Decimal(0))
    return Interval(low, high)


def unsigned(span: Interval) -> Interval:
    """An interval without the sign that a fall gave it; one of no known ends stays."""
    return Interval(-span.high, -span.low) if not span.high.is_nan() and span.high <= 0 else span


def scaled(span: Interval, factor: Decimal) -> Interval:
    """The interval in another unit: `factor` of it make one of the old."""
    return Interval(span.low * factor, span.high * factor)


def spread(derive: Callable[..., Decimal], *spans: Interval) -> Interval:
    """The interval of a derivation in which each printed number stands once.

    `derive` must be monotone in each argument, so that its extremes lie at the corners; each corner
    takes one end of every interval. Undefined corners (a division by zero) leave the interval
    undefined.
    """
    corners: list[tuple[Decimal, ...]] = [()]
    for span in spans:
        corners = [(*corner, end) for corner in corners for end in span]
    try:
        ends = [derive(*corner) for corner in corners]
    except (DivisionByZero, InvalidOperation):
        return Interval(NAN, NAN)
    return (
        Interval(min(ends), max(ends))
        if not any(end.is_nan() for end in ends)
        else Interval(NAN, NAN)
    )


# What stands between the ends of an interval: a dash beside a sign would read as another sign.
_DASH, _TO = "–", " 至 "
MOST_DECIMALS, SHOWN_DECIMALS = 4, 2  # of a derived number; beyond them it is a quotient's


def show(low: float, high: float) -> str:
    """A derived number as it may be shown: the digits both ends share, else the interval,
    else its one bound.

    >>> show(167.27, 167.44), show(10.87, 11.06), show(75.96, 76.70), show(56.67, 190)
    ('167', '11', '76.0–76.7', '57–190')
    >>> show(-0.31, 0.33)
    '−0.31 至 0.33'
    """
    return _show(low, high).replace("-", "−")


def _show(low: float, high: float) -> str:
    ends = [Decimal(repr(float(end))) for end in (low, high)]
    known = [end for end in ends if end.is_finite()]
    if len(known) < 2:
        bound = f"{known[0].normalize(Context(prec=BOUND_DIGITS)):f}" if known else ""
        return (
            UNKNOWN
            if not known or any(end.is_nan() for end in ends)
            else f"{bound} 以上"
            if ends[0].is_finite()
            else f"{bound} 以下"
        )
    if ends[0] == ends[1]:
        is_endless = -int(ends[0].as_tuple().exponent) > MOST_DECIMALS  # 2.6666666666666665
        told = round(ends[0], SHOWN_DECIMALS) if is_endless else ends[0]
        return f"{told.normalize() + 0:f}"
    shared = _shared(*ends)
    if shared is not None:
        return shared
    least = min((abs(end) for end in ends if end), default=Decimal(1))
    place = min((ends[1] - ends[0]).adjusted(), least.adjusted() - LEAST_DIGITS_WITHIN + 1)
    rounded = _rounded(ends[0], place, ROUND_HALF_UP), _rounded(ends[1], place, ROUND_HALF_DOWN)
    return (_TO if low < 0 else _DASH).join(rounded)


def is_shared(low: float, high: float) -> bool:
    """Whether `show` gives one number rather than an interval or a bound."""
    told = show(low, high)
    return not any(sign in told for sign in (_DASH, _TO, "以", UNKNOWN))


def with_unit(digits: str, unit: str) -> str:
    """Digits, an interval or a bound with their unit as a Chinese text sets them: `98.92%`, but
    `34 位`; `−0.31% 至 0.33%`, `100 亿以上`.
    """
    if _TO in digits and unit in ("%", "‰"):
        return _TO.join(end + unit for end in digits.split(_TO))
    number, _, side = digits.partition(" ")
    if side.startswith("以"):
        return with_unit(number, unit) + side
    return (
        digits + unit
        if unit in SHARE and not unit.endswith(("倍", "点"))
        else f"{digits} {unit}".rstrip()
    )


def _shared(low: Decimal, high: Decimal) -> str | None:
    """The finest rounding at which both ends agree, if it keeps enough significant digits and
    claims no whole digit.
    """
    if low < 0 < high:
        return None
    top = max(abs(low), abs(high)).adjusted()
    for place in range((high - low).adjusted() - 1, min(top - LEAST_DIGITS_WITHIN + 2, 1)):
        rounded = _rounded(low, place, ROUND_HALF_UP)
        if rounded == _rounded(high, place, ROUND_HALF_DOWN):
            is_enough = low <= Decimal(rounded) <= high or top - place + 1 >= LEAST_DIGITS_OUTSIDE
            return rounded if is_enough else None
    return None


def _rounded(number: Decimal, place: int, rounding: str) -> str:
    """`number` to the decimal place 10^place, in plain digits; a half goes into the interval,
    whose end it is.
    """
    unit = Decimal(1).scaleb(place)
    if number < 0:
        rounding = ROUND_HALF_DOWN if rounding == ROUND_HALF_UP else ROUND_HALF_UP
    return f"{(number / unit).quantize(Decimal(1), rounding) * unit + 0:f}"


@cache
def _split(unit: str) -> tuple[Decimal, str]:
    """`万m²` into 10000 and `m²`; `个` into 1 and `个`, `千瓦时` into 1 and `千瓦时`."""
    if unit.partition("/")[0] in UNITS:
        return Decimal(1), unit
    for word, factor in MULTIPLES.items():
        if unit.startswith(word):
            return Decimal(factor), unit.removeprefix(word)
    return Decimal(1), unit


def _last_nonzero(number: Decimal, step: Decimal) -> Decimal:
    """The unit of the last non-zero digit printed: 100 for 400, 0.1 for 1.50;
    the last place for 0.
    """
    if not number:
        return step
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a printed number is finite
    return Decimal(1).scaleb(exponent)
