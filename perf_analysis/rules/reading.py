"""A profile's TOML, shipped under `data/rules` or a person's own, into a Profile,
or refused by its key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from perf_analysis.data import PROFILES, find_in_data
from perf_analysis.errors import InputError, worded
from perf_analysis.rules.methods import BY_WORDS, LEVEL_WORDS, RISING, SIGNS_OF, Band, Level, Method
from perf_analysis.rules.profile import (
    CERTAINTIES,
    FULL,
    Denominator,
    Execution,
    Grades,
    Limit,
    Profile,
    Rule,
    SignRule,
    Source,
    Threshold,
    Weights,
)

# Which column of the funds table a denominator's name stands for.
DENOMINATORS = {"全年预算数": "budget", "调整后预算数": "budget", "年初预算数": "initial"}
ASKS = ("warn", "reason")
_MOST = Decimal(10**6)  # no percentage or count of a rule is greater
_REMEDY = "照 data/rules/national-2020.toml 的写法改正"

T = TypeVar("T")
R = TypeVar("R", bound=Rule)


def read_profile(name_or_path: str | Path) -> Profile:
    """A profile that is shipped, by name, or a person's own, by the path of its TOML.

    Raises
    ------
    InputError : no such profile, no TOML, or a key that is missing, unknown or wrong,
        with its place
    """
    return (
        _read_shipped(str(name_or_path))
        if str(name_or_path) in PROFILES
        else _read(Path(name_or_path))
    )


@cache
def _read_shipped(name: str) -> Profile:
    return _read(find_in_data(f"rules/{name}.toml"))


def _read(path: Path) -> Profile:
    keys = _Keys(path, "", _read_toml(path))
    name = keys.text("name")
    origins = dict(_origins(keys))
    own = {
        section: read(keys, section, origins)
        for section, read in _SECTIONS.items()
        if section in keys.left
    }
    profile = Profile(path.stem, name, **own)
    profile = (
        _take_over(profile, keys.table("based_on"), set(own))
        if "based_on" in keys.left
        else profile
    )
    keys.close()
    if not profile.rules:
        raise InputError("syntax", path, "一条规则也没有", remedy=_REMEDY)
    return profile


class _Keys:
    """One table of a profile: its keys are taken one by one, and what is left over is refused."""

    def __init__(self, path: Path, place: str, told: object) -> None:
        self.path, self.place = path, place
        if not isinstance(told, dict):
            raise InputError("syntax", path, "应为一组键和值", place=place, remedy=_REMEDY)
        self.left: dict[str, Any] = dict(told)

    def wrong(self, key: str, reason: str) -> InputError:
        return InputError(
            "value", self.path, reason, place=f"{self.place}.{key}".lstrip("."), remedy=_REMEDY
        )

    def take(self, key: str, kind: type | tuple[type, ...], told: str) -> Any:
        if key not in self.left:
            raise self.wrong(key, "缺少这一项")
        value = self.left.pop(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.wrong(key, f"应为{told}")
        return value

    def text(self, key: str, among: tuple[str, ...] = ()) -> str:
        value = self.take(key, str, "文字").strip()
        if not value:
            raise self.wrong(key, "不能为空")
        if among and value not in among:
            raise self.wrong(key, f"“{value}”不在可用的值里（{'、'.join(among)}）")
        return value

    def number(self, key: str, least: int, most: Decimal = FULL) -> Decimal:
        value = Decimal(self.take(key, (int, Decimal), "数字"))
        if not value.is_finite() or not least <= value <= most:
            raise self.wrong(key, f"应在 {least} 到 {most} 之间")
        return value

    def table(self, key: str) -> _Keys:
        return _Keys(self.path, f"{self.place}.{key}".lstrip("."), self.left.pop(key, None))

    def tables(self, key: str) -> list[_Keys]:
        place, told = f"{self.place}.{key}".lstrip("."), self.take(key, list, "若干组键和值")
        if not told:
            raise self.wrong(key, "不能为空")
        return [_Keys(self.path, f"{place}[{at}]", one) for at, one in enumerate(told, start=1)]

    def each(self, key: str, read: Callable[[_Keys], T]) -> list[T]:
        """What is read of each table of a list; what that leaves over is refused."""
        found = []
        for one in self.tables(key):
            found.append(read(one))
            one.close()
        return found

    def signs(self, allowed: tuple[str, ...]) -> list[str]:
        told = self.take("signs", list, "方向的列表")
        if not told or len(set(map(str, told))) < len(told):
            raise self.wrong("signs", "不能为空，也不能重复")
        if wrong := [sign for sign in told if sign not in allowed]:
            raise self.wrong("signs", f"“{wrong[0]}”不在可用的值里（{'、'.join(allowed)}）")
        return told

    def close(self) -> None:
        if self.left:
            raise self.wrong(next(iter(self.left)), "不认识这一项")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        raise InputError(
            "unknown-name",
            path,
            "没有这套规则",
            remedy=f"写内置规则的名字（{'、'.join(PROFILES)}）或 TOML 文件的路径",
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            "encoding",
            path,
            "不是 UTF-8 文字",
            place=f"第 {error.start} 字节",
            remedy="另存为 UTF-8",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "syntax", path, f"不是有效的 TOML：{worded(error)}", remedy="按提示的行列改正"
        ) from None
    except (OSError, ValueError, RecursionError, ArithmeticError) as error:
        raise InputError(
            "no-access",
            path,
            f"无法读取：{getattr(error, 'strerror', None) or error}",
            remedy="检查路径、权限和内容",
        ) from None


def _origins(keys: _Keys) -> Iterator[tuple[str, Source]]:
    """The documents that rules name, each without clause and certainty."""
    sources = keys.table("sources") if "sources" in keys.left else _Keys(keys.path, "sources", {})
    for name in list(sources.left):
        told = sources.table(name)
        year = told.take("year", int, "整数") if "year" in told.left else None
        yield name, Source(told.text("document"), told.text("level"), "recalled", year=year)
        told.close()


def _source(keys: _Keys, origins: dict[str, Source]) -> Source:
    """The source of a rule: the last that is taken of its table."""
    name = keys.text("source")
    if name not in origins:
        raise keys.wrong("source", f"sources 里没有“{name}”")
    clause = keys.text("clause") if "clause" in keys.left else ""
    certainty = keys.text("certainty", tuple(CERTAINTIES))
    keys.close()
    return replace(origins[name], clause=clause, certainty=certainty)


def _method(keys: _Keys, allowed: tuple[str, ...]) -> Method:
    name = keys.text("method", allowed)
    if name == "floor":
        return Method(name, floor=keys.number("floor", 0, FULL - 1) / FULL)
    if name == "banded":
        bands = keys.each(
            "bands",
            lambda band: Band(band.number("from", 0, _MOST) / FULL, band.number("share", 0) / FULL),
        )
        _refuse_order(keys, "bands", [band.start for band in bands])
        _refuse_order(keys, "bands", [band.share for band in bands])
        return Method(name, bands=tuple(bands))
    if name == BY_WORDS:
        levels = keys.each(
            "levels",
            lambda one: Level(
                one.text("name", tuple(LEVEL_WORDS)),
                one.number("from", 0) / FULL,
                one.number("to", 0) / FULL,
            ),
        )
        if any(level.low > level.high for level in levels) or len(
            {level.name for level in levels}
        ) < len(levels):
            raise keys.wrong("levels", "from 应不大于 to，名称不能重复")
        return Method(name, levels=tuple(levels))
    return Method(name)


def _refuse_order(keys: _Keys, key: str, numbers: list[Decimal]) -> None:
    if any(above <= below for above, below in pairwise(numbers)):
        raise keys.wrong(key, "应从高到低排列，不能重复")


def _weights(keys: _Keys, section: str, origins: dict[str, Source]) -> Weights:
    told = keys.table(section)
    points = told.table("points")
    read = tuple((part, points.number(part, 0)) for part in list(points.left))
    if not sum(number for _, number in read):
        raise told.wrong("points", "分值不能都是 0")
    return Weights(_source(told, origins), read)


def _grades(keys: _Keys, section: str, origins: dict[str, Source]) -> Grades:
    told = keys.table(section)
    bands = told.each("bands", lambda band: (band.text("name"), band.number("from", 0)))
    _refuse_order(told, "bands", [start for _, start in bands])
    if bands[-1][1] != 0:
        raise told.wrong("bands", "最低一档应从 0 开始")
    return Grades(_source(told, origins), tuple(bands))


def _scoring(keys: _Keys, section: str, origins: dict[str, Source]) -> tuple[SignRule, ...]:
    rules: list[SignRule] = []
    for told in keys.tables(section):
        method = _method(told, tuple(SIGNS_OF))
        signs = told.signs(SIGNS_OF[method.name])
        if twice := [rule.sign for rule in rules if rule.sign in signs]:
            raise told.wrong("signs", f"“{twice[0]}”已经有一种计分方法")
        source = _source(told, origins)
        rules += [SignRule(source, sign, method) for sign in signs]
    return tuple(rules)


def _over_completion(keys: _Keys, section: str, origins: dict[str, Source]) -> tuple[Limit, ...]:
    rules: list[Limit] = []
    for told in keys.tables(section):
        percent = told.number("percent", 101, _MOST)
        if percent % 1:
            raise told.wrong("percent", "应为整数")
        asks, signs = told.text("asks", ASKS), told.signs(SIGNS_OF[RISING[0]])
        zero_target = told.number("zero_target", 0, _MOST) if "zero_target" in told.left else None
        if any(limit.percent == percent for limit in rules):
            raise told.wrong("percent", "这个界限已经写过")
        rules.append(Limit(_source(told, origins), int(percent), asks, tuple(signs), zero_target))
    return tuple(sorted(rules, key=lambda limit: limit.percent))


def _execution(keys: _Keys, section: str, origins: dict[str, Source]) -> Execution:
    told = keys.table(section)
    method, points = _method(told, RISING), told.number("points", 0)
    return Execution(_source(told, origins), method, points)


def _denominator(keys: _Keys, section: str, origins: dict[str, Source]) -> Denominator:
    told = keys.table(section)
    amount = told.text("amount", tuple(DENOMINATORS))
    return Denominator(_source(told, origins), amount)


def _threshold(keys: _Keys, section: str, origins: dict[str, Source]) -> Threshold:
    told = keys.table(section)
    percent = told.number("percent", 0, _MOST)
    return Threshold(_source(told, origins), percent)


_SECTIONS: dict[str, Callable[[_Keys, str, dict[str, Source]], Any]] = {
    "weights": _weights,
    "grades": _grades,
    "scoring": _scoring,
    "over_completion": _over_completion,
    "execution": _execution,
    "denominator": _denominator,
    "low_execution": _threshold,
    "adjustment": _threshold,
}


def _take_over(profile: Profile, based_on: _Keys, own: set[str]) -> Profile:
    """The profile with the sections that it names of another; of `scoring`,
    the directions it does not score itself.
    """
    base = read_profile(based_on.text("profile", PROFILES))
    taken: dict[str, Any] = {}
    for section in based_on.take("sections", list, "各部分名称的列表"):
        if not isinstance(section, str) or section not in _SECTIONS:
            raise based_on.wrong(
                "sections", f"“{section}”不是规则的一部分（{'、'.join(_SECTIONS)}）"
            )
        if section in own and section != "scoring":
            raise based_on.wrong("sections", f"“{section}”已经自己写了")
        rules = getattr(base, section)
        if section == "scoring":
            taken[section] = profile.scoring + tuple(
                _inherited(rule, base) for rule in rules if not profile.rule_for(rule.sign)
            )
        else:
            taken[section] = (
                tuple(_inherited(rule, base) for rule in rules)
                if isinstance(rules, tuple)
                else rules and _inherited(rules, base)
            )
    based_on.close()
    return replace(profile, **taken)


def _inherited(rule: R, base: Profile) -> R:
    return replace(
        rule, source=replace(rule.source, inherited=rule.source.inherited or base.profile_id)
    )
