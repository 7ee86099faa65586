"""A number as printed: its unit, the interval its rounding allows,
and how a derived one may be shown.

All arithmetic is Decimal on the printed digits. An `Interval` is what a printed number can have
been before it was rounded; what is derived from several is the interval of the derivation.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
)
from functools import cache
from typing import NamedTuple

INFINITY = Decimal("Infinity")
NAN = Decimal("NaN")

# A measure word follows these: 1.2万亿元, 3千人. Longest first, so that 万亿 is not read as 万.
MULTIPLES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
MONEY = {"元": Decimal(1), "圆": Decimal(1), "角": Decimal("0.1"), "分": Decimal("0.01")}
AREA = {
    "m²": Decimal(1),
    "㎡": Decimal(1),
    "平方米": Decimal(1),
    "km²": Decimal(10**6),
    "平方公里": Decimal(10**6),
    "公顷": Decimal(10**4),
}
SHARE = {
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "百分比": Decimal("0.01"),
    "百分点": Decimal("0.01"),
    "个百分点": Decimal("0.01"),
    "倍": Decimal(1),
}
RANK = ("位", "名", "")

# Qualifiers of the printed number, by which end of its interval they open (rules of the codebook).
MORE = ("余", "多")
NEARLY = ("近", "接近", "将近", "几乎")
AT_LEAST = ("超过", "超", "以上", "≥", ">", "不少于", "不低于", "至少", "逾", "突破")
AT_MOST = ("以下", "以内", "≤", "<", "不超过", "不高于", "至多", "不足", "不到")

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
    if kind == "growth" or kind == "rate":
        return ("1", SHARE[unit]) if unit in SHARE else None
    if kind == "score":
        return ("分", Decimal(1)) if unit == "分" else None
    if kind == "rank":
        return ("位", Decimal(1)) if unit in RANK else None
    multiple, word = _split(unit)
    if kind == "amount":
        if word.split("/")[0] in MONEY:
            return word.replace(word.split("/")[0], "元", 1), multiple * MONEY[word.split("/")[0]]
        return ("元", multiple) if not word and unit else None
    if kind == "area":
        return (
            ("m²", multiple * AREA[word])
            if word in AREA
            else (word, multiple)
            if word == "亩"
            else None
        )
    is_thing = (
        word
        and unit not in SHARE
        and word not in MONEY
        and word not in AREA
        and not any(sign in word for sign in "%‰0123456789")
    )
    return (word, multiple) if is_thing else None


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
    number = printed(value, decimals)
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
    elif kind in ("count", "rank") and _split(unit)[0] == 1:
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


def show(low: float, high: float) -> str:
    """A derived number as it may be shown: the digits both ends share, else the interval,
    else its one bound.

    >>> show(167.27, 167.44), show(10.87, 11.06), show(75.96, 76.70), show(56.67, 190)
    ('167', '11', '76.0–76.7', '57–190')
    """
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
        return f"{ends[0].normalize() + 0:f}"
    shared = _shared(*ends)
    if shared is not None:
        return shared
    least = min((abs(end) for end in ends if end), default=Decimal(1))
    place = min((ends[1] - ends[0]).adjusted(), least.adjusted() - LEAST_DIGITS_WITHIN + 1)
    return f"{_rounded(ends[0], place, ROUND_HALF_UP)}–{_rounded(ends[1], place, ROUND_HALF_DOWN)}"


def is_shared(low: float, high: float) -> bool:
    """Whether `show` gives one number rather than an interval or a bound."""
    told = show(low, high)
    return not any(sign in told for sign in ("–", "以", UNKNOWN))


def with_unit(digits: str, unit: str) -> str:
    """Digits and unit as a Chinese text sets them: `98.92%`, but `34 位`."""
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
    """`万m²` into 10000 and `m²`; `个` into 1 and `个`."""
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
