"""Chinese numerals as Decimal: 三千五百万 is 35000000, 九十八 is 98, 两成五 is 0.25 of a whole."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
NUMERAL = "零〇一二两三四五六七八九十百千"


def value_of(numeral: str) -> Decimal | None:
    """The number a Chinese numeral writes; None when it writes none.

    >>> value_of("三千五百"), value_of("十五"), value_of("一点二"), value_of("二〇二二")
    (Decimal('3500'), Decimal('15'), Decimal('1.2'), Decimal('2022'))
    """
    whole, point, decimals = numeral.partition("点")
    if point and (not decimals or any(digit not in DIGITS for digit in decimals)):
        return None
    if not whole or any(
        sign not in DIGITS and sign not in _TENS and sign not in _GROUPS for sign in whole
    ):
        return None
    is_spelt = len(whole) > 1 and all(sign in DIGITS for sign in whole)  # 二〇二二
    number = (
        Decimal("".join(str(DIGITS[sign]) for sign in whole))
        if is_spelt
        else Decimal(_grouped(whole))
    )
    return (
        number + Decimal("0." + "".join(str(DIGITS[digit]) for digit in decimals))
        if point
        else number
    )


def _grouped(whole: str) -> int:
    total = section = digit = 0
    last = 1
    for sign in whole:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in _TENS:
            section += (digit or (1 if not section else 0)) * _TENS[sign]
            last, digit = _TENS[sign], 0
        else:
            group = _GROUPS[sign]
            # 二亿三千万: a 万 behind an 亿 counts only what stands between them
            total = (
                total + (section + digit) * group
                if total > group
                else (total + section + digit) * group
            )
            last, section, digit = _GROUPS[sign], 0, 0
    # 一百二 is 120, 三千五 is 3500: a digit at the end counts
    # in the place below the last unit named
    is_short = digit and last >= 100 and whole[-2] != "零" and whole[-2] in "百千万亿"
    return total + section + digit * (last // 10 if is_short else 1)
