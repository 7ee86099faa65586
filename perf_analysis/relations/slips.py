"""Numbers that one slip of the hand would mend: a digit changed, two swapped, a unit moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from perf_analysis.relations.facts import Fact

SLIPPED = "差一位"  # what announces a relation that one slip would mend
SCALED = "差单位"  # what announces two amounts that are one but for 亿 and 万
_COARSE = "亿元"
LEAST_DIGITS = 3  # of a number whose slip can be told from another number
_SCALES = (Decimal(10), Decimal(100), Decimal(1000), Decimal(10000))


def is_slip(printed: Decimal, computed: Decimal, decimals: int) -> bool:
    """Whether a printed number is what was computed but for one digit, or two that are swapped.

    >>> is_slip(Decimal("94.92"), Decimal("94.2857"), 2), is_slip(Decimal("50"), Decimal("94"), 0)
    (True, False)
    """
    try:
        told = computed.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return False
    one, other = f"{printed:.{decimals}f}".replace(".", ""), f"{told}".replace(".", "")
    told_digits = one.lstrip("0") if decimals else one.strip("0")  # 95.00 is told to four
    if len(one) != len(other) or len(told_digits) < LEAST_DIGITS:
        return False
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) == 1:
        return True
    is_pair = len(differ) == 2 and differ[1] == differ[0] + 1
    return is_pair and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]


def is_slip_of(printed: Fact, given: Decimal, decimals: int | None = None) -> bool:
    """Whether a printed number is what others give, in its base unit, but for one slip; at fewer
    decimals than printed where the others have no more.
    """
    own = printed.row["decimals"]
    places = own if decimals is None else min(own, decimals)
    number = (printed.number / printed.factor).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return is_slip(number, given / printed.factor, places)


def _printed(fact: Fact) -> str:
    """The digits of a fact as printed, without separators."""
    return f"{fact.number / fact.factor:.{fact.row['decimals']}f}"


def differs_by_digit(one: Fact, other: Fact) -> bool:
    """Whether two printed numbers, however short, differ in one digit and in nothing else."""
    told, again = _printed(one), _printed(other)
    if one.factor != other.factor or len(told) != len(again):
        return False
    return sum(a != b for a, b in zip(told, again, strict=True)) == 1


def slip_chance(printed: Fact) -> float:
    """How likely a number at random is one slip away from a printed one."""
    digits = len(_printed(printed).replace(".", ""))
    return float((10 * digits - 1) / 10**digits)


def is_scaled(one: Decimal, other: Decimal) -> bool:
    """Whether one number is the other with its unit slipped: 2.48 亿元 and 2480 万元."""
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high / low in _SCALES


def slips_apart(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """The pairs of one unit and as many decimals that one slip of a digit, or two swapped, parts,
    in order of position.
    """
    alike: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        digits = _printed(fact)
        for key in _blurred(digits) if len(digits.replace(".", "")) > LEAST_DIGITS else ():
            others = alike.setdefault((fact.unit, fact.factor, *key), [])
            yield from ((other, fact) for other in others if other.number != fact.number)
            if all(other.number != fact.number for other in others):  # each number once
                others.append(fact)


def told_coarsely(facts: Iterable[Fact]) -> Iterator[tuple[Fact, list[Fact], list[Fact]]]:
    """The amounts in 亿元, with those that are rounded to them, and those that would be but for
    their unit: 6.85 亿元, 68532 万元 and 6853 万元.
    """
    amounts = [fact for fact in facts if fact.kind == "amount" and fact.is_exact and fact.number]
    known: dict[tuple[str, str], list[Fact]] = {}
    for fact in amounts:
        for many in range(LEAST_DIGITS, fact.digits + 1) if fact.row["unit"] != _COARSE else ():
            known.setdefault((fact.unit, _leading(fact.number, many)), []).append(fact)
    for fact in amounts:
        if fact.row["unit"] == _COARSE:
            others = known.get((fact.unit, _leading(fact.number, fact.digits)), [])
            right = [one for one in others if fact.meets(one.low, one.high)]
            yield fact, right, [one for one in others if _is_near_scale(fact.number, one.number)]


def _leading(number: Decimal, many: int) -> str:
    """The first digits of a number, rounded."""
    return f"{number:.{many - 1}e}".split("e")[0]


def _is_near_scale(one: Decimal, other: Decimal) -> bool:
    return 0 < abs(one.adjusted() - other.adjusted()) <= len(_SCALES)


def _blurred(digits: str) -> Iterator[tuple[int, str]]:
    """A number with each digit hidden, and with each two neighbours in either order."""
    for at in range(len(digits)):
        yield at, digits[:at] + "*" + digits[at + 1 :]
    for at in range(len(digits) - 1):
        two = "".join(sorted(digits[at : at + 2]))
        yield -1 - at, digits[:at] + two + digits[at + 2 :]
