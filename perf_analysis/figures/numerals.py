"""Chinese numerals as Decimal: 三千五百万 is 35000000, 九十八 is 98, 伍仟 is 5000."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6}
DIGITS |= {"柒": 7, "捌": 8, "玖": 9}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
# 二十 and 三十 in one sign: 廿三 is 23
WHOLE_TENS = {"廿": 20, "卅": 30}
GROUPS = {"万": 10**4, "亿": 10**8}
NUMERAL = "".join((*DIGITS, *TENS, *WHOLE_TENS))


def value_of(numeral: str) -> Decimal | None:
    """The number a Chinese numeral writes; None when it writes none.

    >>> value_of("三千五百"), value_of("十五"), value_of("一点二"), value_of("二〇二二")
    (Decimal('3500'), Decimal('15'), Decimal('1.2'), Decimal('2022'))
    >>> value_of("一万二千"), value_of("百○五"), value_of("两三")
    (Decimal('12000'), Decimal('105'), None)
    """
    whole, point, decimals = numeral.partition("点")
    if point and (not decimals or any(digit not in DIGITS for digit in decimals)):
        return None
    if not whole or any(sign not in DIGITS | TENS | WHOLE_TENS | GROUPS for sign in whole):
        return None
    number = _whole(whole)
    if number is None:
        return None
    if not point:
        return number
    return number + Decimal("0." + "".join(str(DIGITS[digit]) for digit in decimals))


def _whole(whole: str) -> Decimal | None:
    """A numeral without a point; digits side by side spell a number only where a zero is among them
    or they are three: 二〇二二, but 两三 is about so many.
    """
    if len(whole) > 1 and all(sign in DIGITS for sign in whole):
        is_spelt = len(whole) > 2 or any(DIGITS[sign] == 0 for sign in whole)
        return Decimal("".join(str(DIGITS[sign]) for sign in whole)) if is_spelt else None
    return Decimal(_grouped(whole))


def _grouped(whole: str) -> int:
    total = section = digit = 0
    last = 1
    for sign in whole:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            section += (digit or (1 if not section else 0)) * TENS[sign]
            last, digit = TENS[sign], 0
        elif sign in WHOLE_TENS:
            section += WHOLE_TENS[sign]
            last, digit = 10, 0
        else:
            group = GROUPS[sign]
            # 二亿三千万: a 万 behind an 亿 counts only what stands between them
            counted = section + digit
            total = total + counted * group if total > group else (total + counted) * group
            last, section, digit = group, 0, 0
    return total + section + digit * _place_of_last(whole, last, digit)


def _place_of_last(whole: str, last: int, digit: int) -> int:
    """一百二 is 120, 三千五 is 3500: a digit at the end counts in the place below the last unit."""
    is_short = digit and last >= 100 and whole[-2] in "百佰千仟万亿"
    return last // 10 if is_short else 1


def approximate(numeral: str) -> tuple[int, int] | None:
    """The ends of two neighbouring digits, which say about how many; None where none stand so.

    >>> approximate("两三"), approximate("十七八"), approximate("二十五六"), approximate("七八百")
    ((2, 3), (17, 18), (25, 26), (700, 800))
    """
    for at in range(len(numeral) - 1):
        first, second = DIGITS.get(numeral[at]), DIGITS.get(numeral[at + 1])
        if not first or not second:
            continue
        before, behind = numeral[:at], numeral[at + 2 :]
        is_pair = second - first == 1 or (first, second) == (3, 5)
        if not is_pair or any(sign not in TENS | GROUPS for sign in behind):
            return None
        factor = 1
        for sign in behind:
            factor *= (TENS | GROUPS)[sign]
        start = value_of(before) if before else Decimal(0)
        if start is None or (before and before[-1] not in "十拾"):
            return None
        return int((start + first) * factor), int((start + second) * factor)
    return None
