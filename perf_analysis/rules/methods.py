"""Named methods of scoring: a ratio of actual to target, or the words of an actual value,
into the share of the weight earned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from perf_analysis import units
from perf_analysis.units import Interval

NOTHING, WHOLE = Decimal(0), Decimal(1)

# The more the better, the less the better, and by the words of the actual value.
RISING, FALLING, BY_WORDS = ("proportional", "floor", "banded"), ("deviation", "inverse"), "levels"
# Which directions of a target each sort of method can score.
SIGNS_OF = {
    **dict.fromkeys(RISING, ("≥", ">", "=")),
    **dict.fromkeys(FALLING, ("≤", "<")),
    BY_WORDS: ("定性",),
}

# Cells that say a level beyond doubt, whole; 基本完成 or 有所改善 do not.
LEVEL_WORDS = {
    "达成": (
        *(
            "达成",
            "已达成",
            "全部达成",
            "达成目标",
            "达成年度目标",
            "达成年度指标",
            "达成预期目标",
            "达标",
        ),
        *(
            "完成",
            "已完成",
            "全部完成",
            "全面完成",
            "按时完成",
            "按期完成",
            "完成目标",
            "完成年度目标",
            "显著",
            "效果显著",
            "成效显著",
        ),
    ),
    "部分达成": (
        "部分达成",
        "部分完成",
        "部分达成目标",
        "部分达成并具有一定效果",
        "部分达成年度指标并具有一定效果",
    ),
    "未达成": (
        "未达成",
        "没有达成",
        "未完成",
        "没有完成",
        "未达标",
        "未达成目标",
        "未达成且效果较差",
        "未达成年度指标且效果较差",
    ),
}


class Band(NamedTuple):
    """From a ratio on, this share of the weight. [1]"""

    start: Decimal
    share: Decimal


class Level(NamedTuple):
    """One level of a qualitative indicator and the least and greatest share
    of the weight that it earns. [1]
    """

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Method:
    """A method with what it needs.

    Parameters
    ----------
    name : `proportional` B/A up to the whole; `floor` nothing up to a floor and evenly from there;
        `banded` by steps; `deviation` 1 − (B − A)/A; `inverse` A/B; `levels` by the words of the
        actual value
    floor : the ratio up to which `floor` earns nothing [1]
    bands : the steps of `banded`, the highest first
    levels : the levels of `levels`
    """

    name: str
    floor: Decimal = NOTHING
    bands: tuple[Band, ...] = ()
    levels: tuple[Level, ...] = ()

    def share(self, ratio: Decimal) -> Decimal:
        """The share of the weight that a ratio of actual to target earns, within 0 and 1;
        monotone in the ratio. [1]
        """
        return min(WHOLE, max(NOTHING, _SHARES[self.name](self, ratio)))

    def shares(self, ratios: Interval) -> Interval:
        """The least and greatest share that the ratios of an interval earn. [1]"""
        return units.spread(self.share, ratios)

    def shares_of_level(self, name: str) -> Interval | None:
        """The least and greatest share that a level earns;
        None when the method does not know the level. [1]
        """
        return next(
            (Interval(level.low, level.high) for level in self.levels if level.name == name), None
        )


_SHARES: dict[str, Callable[[Method, Decimal], Decimal]] = {
    "proportional": lambda method, ratio: ratio,
    "floor": lambda method, ratio: (ratio - method.floor) / (WHOLE - method.floor),
    "banded": lambda method, ratio: next(
        (band.share for band in method.bands if ratio >= band.start), NOTHING
    ),
    "deviation": lambda method, ratio: 2 - ratio,
    "inverse": lambda method, ratio: WHOLE / ratio if ratio > WHOLE else WHOLE,
}


def shares_at_zero(sign: str, actual: Interval) -> Interval:
    """The share earned where the target is 0: the whole when more is better,
    else only by an actual value of 0. [1]
    """
    if sign in ("≥", ">"):
        return Interval(WHOLE, WHOLE)
    return Interval(NOTHING if actual.high > 0 else WHOLE, WHOLE if actual.low <= 0 else NOTHING)


def level_of(actual: str, target: str) -> str:
    """The level that an actual value's words say; 达成 where they repeat the target's,
    empty where they are not clear.
    """
    said, asked = (text.strip(" \t\r\n\u3000。．.!！；;") for text in (actual, target))
    told = next((level for level, words in LEVEL_WORDS.items() if said in words), "")
    return told or ("达成" if said and said == asked else "")
