"""How a form is filled in from a seed: its cells, numbers and words, with their truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from made.forms.words import GOALS, ITEMS, LEVELS, NONE_MARKS, REACHED, REASONS, WIDE, WORDED

from perf_analysis import codebook

Truth = dict[str, Any]
Item = tuple[str, ...]
COLUMNS = {
    name: [
        column
        for column in codebook.TABLES[name].names
        if not column.endswith("_id") and column not in ("page", "place")
    ]
    for name in ("indicators", "funds")
}


class Cell(NamedTuple):
    """A cell of a form as it is drawn: its text, and how many rows and columns it spans."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass
class MadeForm:
    """A filled form: the lines above and below its table,
    the table row by row with each merged cell once, and the truth.
    """

    seed: int
    layout: str
    title: str = ""
    kind: str = "绩效自评表"
    project: str = ""
    department: str = ""
    month: int | None = None
    widths: tuple[int, ...] = ()  # of the grid's columns [mm]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    grid: list[list[Cell]] = field(default_factory=list)
    indicators: list[Truth] = field(default_factory=list)
    funds: list[Truth] = field(default_factory=list)

    @property
    def is_wide(self) -> bool:
        """Whether its page lies on its side."""
        return sum(self.widths) > 190

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Each cell with the row and the column where it begins."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.grid):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                yield row, column, cell
                taken |= {
                    (row + down, column + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                }

    def add(self, *cells: str | tuple[str, int]) -> None:
        """One row of cells in single height, each a text or a text and the columns it spans."""
        self.grid.append(
            [Cell(cell) if isinstance(cell, str) else Cell(cell[0], 1, cell[1]) for cell in cells]
        )


class Hand:
    """The habits of the one who fills in a form, drawn from its seed."""

    def __init__(self, seed: int, layout: str) -> None:
        self.random = Random(f"{layout} {seed}")
        self.pick = self.random.choice
        self.prints_sign, self.prints_unit, self.separates = (
            self.often(0.65),
            self.often(0.85),
            self.often(0.4),
        )
        self.breaks, self.repeats, self.numbers_names, self.trims = (
            self.often(0.5),
            self.often(0.15),
            self.often(0.15),
            self.often(0.5),
        )
        self.none, self.colon = self.pick(NONE_MARKS), self.pick(["", "", "："])
        self.money, self.money_at = (
            self.pick(["万元"] * 5 + ["元"]),
            self.pick(["label"] * 6 + ["above"] * 3 + ["cell"]),
        )
        self.money_decimals = (
            self.pick([0, 1, 2, 2, 2, 3, 4]) if self.money == "万元" else self.pick([0, 2])
        )
        self.says_points, self.rates_sources = self.often(0.2), self.often(0.6)
        self.rate_decimals, self.percent = self.pick([0, 1, 2, 2]), "%" if self.often(0.85) else ""

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def head(self, text: str) -> str:
        """A head, broken at its `⏎` or not; its unit is left out where it stands elsewhere."""
        unit, percent = (
            f"（{self.money}）" if self.money_at == "label" else "",
            "" if self.percent else "（%）",
        )
        return (
            re.sub("⏎?（万元）", f"⏎{unit}" if unit else "", text)
            .replace("（%）", percent)
            .replace("⏎", "\n" if self.breaks else "")
        )

    def level(self, text: str) -> str:
        """The name of a level, broken as in a narrow column."""
        return re.sub("(?<=[^（])(?=指标)", "\n", text) if self.breaks else text

    def wide(self, text: str) -> str:
        return text.translate(WIDE) if self.often(0.04) else text

    def digits(self, value: float, decimals: int) -> str:
        return f"{value:,.{decimals}f}" if self.separates else f"{value:.{decimals}f}"

    def trimmed(self, digits: str) -> str:
        return digits.rstrip("0").rstrip(".") if self.trims and "." in digits else digits

    def target(self, digits: str, unit: str, sign: str) -> tuple[str, str | None, str | None]:
        """A target where sign and unit have no columns, and the sign and the unit that it tells."""
        if unit == "元/亩" and self.often(0.3):
            return f"每亩{digits}", None, None
        shown = unit if self.prints_unit else ""
        if not self.prints_sign or self.often(0.1):
            return digits + shown, None, shown or None
        if sign in WORDED and self.often(0.1):
            before, behind = self.pick(WORDED[sign])
            return before + digits + shown + behind, sign, shown or None
        gap, turn = " " if self.often(0.1) else "", "\n" if shown and self.often(0.03) else ""
        return sign + gap + digits + turn + shown, sign, shown or None

    def text(self) -> str:
        """Some goals in words."""
        return ("\n" if self.breaks else "").join(GOALS[: self.random.randint(1, 4)])


@dataclass
class Entry:
    """A row of that block: what it prints by column, and its truth;
    a row without truth is no indicator.
    """

    printed: dict[str, str]
    truth: Truth = field(default_factory=dict)


def measured(name: str, digits: str) -> Truth:
    """The cells that printed digits give, or none where nothing is printed."""
    plain = digits.replace(",", "")
    return (
        {name: float(plain), f"{name}_decimals": len(plain.partition(".")[2])}
        if plain
        else {name: None, f"{name}_decimals": None}
    )


def write_number(
    hand: Hand, item: Item, *, is_monitored: bool, has_columns: bool
) -> tuple[Entry, float]:
    """An indicator that is counted, and the share of its points that it earns."""
    unit, low, high, decimals, sign = item[3], float(item[4]), float(item[5]), int(item[6]), item[7]
    sign = {"≥": ">", "≤": "<"}.get(sign, sign) if low and hand.often(0.05) else sign
    aim = round(hand.random.uniform(low, high), decimals)
    target = hand.digits(aim, decimals)
    text, told_sign, told_unit = (
        (target, sign, unit) if has_columns else hand.target(target, unit, sign)
    )
    each = "每亩" if text.startswith("每亩") else ""
    behind = (
        unit
        if hand.often(0.1 if has_columns else 0.85 if told_unit else 0 if each else 0.1)
        else ""
    )
    ratio = (
        hand.random.uniform(0.2, 0.9)
        if is_monitored
        else hand.pick([1, 1, 1, hand.random.uniform(1, 1.9), hand.random.uniform(0.4, 1)])
    )
    done = min(aim * ratio, 100) if unit == "%" else aim * ratio
    actual, expected = (
        hand.digits(done, hand.pick([decimals, decimals, 2]) if unit == "%" else decimals),
        hand.digits(aim * hand.pick([1, 1, 0.9]), decimals),
    )
    reached = float(actual.replace(",", "")) / aim if aim else 1.0
    printed = {
        "sign": sign,
        "unit": unit,
        "target": text,
        "actual": each + actual + behind,
        "expected": each + expected + (told_unit or ""),
    }
    left_out = hand.random.random()
    if left_out < 0.08:
        actual, printed["actual"] = "", hand.pick(REACHED) if left_out < 0.05 else hand.none
    truth = {
        "sign": told_sign,
        "unit": told_unit,
        "actual_unit": (behind or told_unit) if actual else None,
    }
    truth |= (
        measured("target", target) | measured("actual", actual) | measured("expected", expected)
    )
    return Entry(printed, truth), max(min(2 - reached if sign in "≤<" else reached, 1), 0)


def write_words(hand: Hand, item: Item) -> tuple[Entry, float]:
    """An indicator in words, and the share of its points that it earns."""
    *_, target, met, unmet = item
    actual = hand.pick([met] * 15 + [unmet] * 4 + ["100%"])
    truth = {"sign": "定性"} | (
        measured("actual", "100") | {"actual_unit": "%"} if actual == "100%" else {}
    )
    return Entry(
        {"sign": "定性", "unit": hand.none, "target": target, "actual": actual, "expected": met},
        truth,
    ), 0.8 if actual == unmet else 1


def share_points(hand: Hand, count: int, decimals: int) -> list[float]:
    """90 points shared among so many indicators, none of them with zero."""
    points = [90 * 10**decimals // count] * count
    points[0] += 90 * 10**decimals - sum(points)
    for _ in range(count * hand.pick([0, 1, 2])):
        gives, takes = hand.random.randrange(count), hand.random.randrange(count)
        if gives != takes and points[gives] > 10**decimals:
            points[gives], points[takes] = (
                points[gives] - 10**decimals,
                points[takes] + 10**decimals,
            )
    return [share / 10**decimals for share in points]


def write_entries(made: MadeForm, hand: Hand, *, has_columns: bool = False) -> list[Entry]:
    """The indicators of a form in the order of their levels,
    each with all that any layout prints of it.
    """
    count = hand.pick(
        [
            1,
            *[hand.random.randint(2, 9)] * 3,
            *[hand.random.randint(8, 16)] * 4,
            *[hand.random.randint(17, 25)] * 3,
        ]
    )
    items = sorted(hand.random.sample(ITEMS, count), key=lambda item: LEVELS.index(item[:2]))
    decimals, entries, total = (
        hand.pick([0, 0, 1, 2]),
        [],
        dict.fromkeys((item[0] for item in items), 0.0),
    )
    for at, (item, weight) in enumerate(
        zip(items, share_points(hand, count, decimals), strict=True), start=1
    ):
        counted = len(item) == len(ITEMS[0])
        entry, earned = (
            write_number(hand, item, is_monitored=made.month is not None, has_columns=has_columns)
            if counted
            else write_words(hand, item)
        )
        score = (
            hand.trimmed(f"{weight * earned:.{decimals if earned == 1 else 2}f}")
            if entry.printed["actual"] != hand.none
            else ""
        )
        entry.printed |= {
            column: hand.wide(entry.printed[column]) for column in ("target", "actual", "expected")
        }
        entry.printed |= {
            "level1": item[0],
            "level2": hand.level(item[1]),
            "level3": f"指标{at}：{item[2]}" if hand.numbers_names else item[2],
        }
        entry.printed |= {
            "weight": f"{weight:.{decimals}f}",
            "coefficient": f"{earned:.2f}",
            "score": score or hand.none,
            "core": hand.pick("是否"),
        }
        entry.printed["reason"] = (
            hand.pick(REASONS)
            if hand.often(0.04 if earned == 1 else 0.3 if made.month else 0.8)
            else hand.none
        )
        entry.truth |= measured("weight", entry.printed["weight"]) | measured("score", score)
        total[item[0]] += weight
        entries.append(entry)
    for entry in entries:
        points = f"（{total[entry.printed['level1']]:g}分）" if hand.says_points else ""
        entry.printed["level1"] = hand.level(entry.printed["level1"]) + points
    return entries


def truth_of(made: MadeForm, entry: Entry, columns: set[str]) -> Truth:
    """The truth of an entry as far as the columns of its form print it."""
    truth: Truth = dict.fromkeys(COLUMNS["indicators"]) | {
        "project": made.project,
        "form": made.kind,
        "month": made.month,
        "status": "exact",
    }
    known = {
        "sign",
        "unit",
        *(column for name in columns for column in (name, f"{name}_decimals", f"{name}_unit")),
    } & set(truth)
    truth |= {column: entry.truth.get(column) for column in known}
    for column in ("level1", "level2", "level3", "reason", "core", "target", "actual", "expected"):
        told = f"{column}_text" if f"{column}_text" in truth else column
        truth[told] = (
            entry.printed[column]
            if column in columns and entry.printed[column] not in NONE_MARKS
            else None
        )
    if truth["level1"]:
        # the points beside it are no part of its name
        truth["level1"] = truth["level1"].partition("（")[0]
    if truth["actual_unit"] and not truth["unit"]:
        # printed for the actual value only: whether the target has it too, nobody can say
        del truth["unit"]
    if entry.printed["target"].startswith("每亩"):
        del truth["unit"], truth["actual_unit"]  # of money by the area, though no unit is printed
    return truth
