"""Performance forms filled in from a seed, with the truth of their indicators and funds,
written as docx, pdf, html, xlsx and text.

python tests/forms_made.py N [FORMAT …]    the share of cells read back right from N seeds,
                                           per layout and format
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pandas as pd
from tqdm import tqdm

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
AMOUNTS = ("initial", "budget", "executed", "expected", "amount")
NONE_MARKS = ("", "/", "-", "—")
WIDE = str.maketrans("0123456789.%=()", "０１２３４５６７８９．％＝（）")
WORDED = {
    "≥": [("不低于", ""), ("不少于", ""), ("", "以上")],
    "≤": [("不超过", ""), ("不高于", ""), ("", "以内")],
}
DEPARTMENTS = [
    "青石县水务局",
    "临川区文化馆",
    "望江市园林管理局",
    "白桦县农业农村局",
    "东湖区市场监督管理局",
]
PROJECTS = [
    "小型泵站维修改造项目",
    "草原生态保护与修复治理补助资金",
    "基层公共文化服务经费",
    "35000022R000000012345-运转类项目支出",
    "2021年第三批乡村振兴衔接资金（饮水安全巩固提升、灌区末级渠系配套及水质监测能力建设）项目",
]
# level 1, level 2, name, unit, least, greatest, decimals, sign
NUMBERS = """
产出指标 数量指标 维修改造提水泵站数量 座 3 60 0 ≥
产出指标 数量指标 开展农业技术培训 场次 4 40 0 ≥
产出指标 数量指标 人工种草面积 万亩 1 20 2 ≥
产出指标 数量指标 草原改良面积 万亩 1 20 1 =
产出指标 数量指标 印制政策宣传资料 份 900 30000 0 ≥
产出指标 数量指标 新建村级综合文化活动室数量（含改建、扩建及配套设备购置） 个 2 30 0 =
产出指标 数量指标 河道疏浚长度 公里 2 90 1 ≥
产出指标 数量指标 补助困难群众 人次 200 9000 0 ≥
产出指标 数量指标 水质检测样品数 批次 4 300 0 ≥
产出指标 质量指标 工程验收合格率 % 90 100 0 =
产出指标 质量指标 设备完好率 % 85 99 0 ≥
产出指标 质量指标 牧草出苗率 % 70 95 1 ≥
产出指标 质量指标 2021年度培训学员考核合格率 % 80 100 0 ≥
产出指标 时效指标 资金拨付及时率 % 90 100 0 =
产出指标 时效指标 投诉举报平均办理时间 天 2 15 0 ≤
产出指标 时效指标 故障响应时间 小时 1 24 1 ≤
产出指标 成本指标 项目总成本 万元 20 4000 2 ≤
产出指标 成本指标 人均培训成本 元/人 100 900 0 ≤
产出指标 成本指标 种草补助标准 元/亩 100 400 0 =
效益指标 经济效益指标 草产品销售收入 万元 300 9000 1 ≥
效益指标 经济效益指标 畜产品销售收入 亿元 1 9 2 ≥
效益指标 经济效益指标 带动农户户均增收 元 500 6000 0 ≥
效益指标 社会效益指标 带动就业人数 人 20 3000 0 ≥
效益指标 社会效益指标 受益人口 万人 1 40 4 ≥
效益指标 社会效益指标 重大生产安全事故发生数 起 0 2 0 ≤
效益指标 生态效益指标 出水水质达标率 % 90 100 2 ≥
效益指标 生态效益指标 化肥施用量下降率 % 1 6 3 ≥
效益指标 可持续影响指标 设施设计使用年限 年 10 50 0 ≥
满意度指标 服务对象满意度指标 受益群众满意度 % 85 98 0 ≥
满意度指标 服务对象满意度指标 参训学员满意度 % 85 98 0 ≥
满意度指标 服务对象满意度指标 辖区企业和个体工商户对政务服务的满意度 % 85 98 1 ≥
"""
# level 1, level 2, name, target, actual where met, actual where not
WORDS = """
产出指标 质量指标 项目管理制度健全性 健全 健全 基本健全
产出指标 质量指标 档案资料归档情况 及时、完整、规范 达成预期指标 部分达成预期指标并具有一定效果
产出指标 时效指标 工程完工时间 2022年12月底前完成 2022年11月完成 未完成，预计2023年3月完成
产出指标 时效指标 项目开工时间 按计划开工 按计划开工 推迟开工
产出指标 成本指标 成本控制情况 控制在预算范围内 达成预期指标 略超预算
效益指标 经济效益指标 对当地产业发展的促进作用 明显 明显 较明显
效益指标 社会效益指标 公共文化服务水平 有效提升 有效提升 有所提升
效益指标 社会效益指标 农村饮水安全保障能力 显著增强 显著增强 有所增强
效益指标 生态效益指标 流域水环境质量 持续改善 持续改善 基本稳定
效益指标 可持续影响指标 长效管护机制 建立健全 已建立 正在建立
效益指标 可持续影响指标 项目持续发挥作用的期限 长期 长期 中长期
"""
ITEMS = [tuple(line.split()) for line in (NUMBERS + WORDS).split("\n") if line]
LEVELS = list(dict.fromkeys(item[:2] for item in ITEMS))
REACHED = ["已完成", "达成预期指标", "完成"]
REASONS = [
    "受降雨影响，施工进度滞后，已调整工期",
    "招标程序时间较长，2个标段推迟至次年实施；下一步提前开展前期工作，加快支付进度",
    "年初目标设定偏低，今后将科学测算",
    "部分群众外出务工未参加",
    "上级资金下达较晚",
]
GOALS = [
    "目标1：完成泵站维修改造和河道疏浚，保障12万亩农田灌溉；",
    "目标2：开展技术培训，提高群众科学种植水平；",
    "目标3：持续改善流域水环境，群众满意度达到95%以上。",
    "保障机构正常运转，按时完成各项重点工作任务。",
]
FUNDS_NOTE = (
    "1.预算执行率=预算执行数/调整后预算数，未达到90%的需说明原因（100字以内）；"
    "2.年中追加或调减预算的，另行说明。"
)
FOOT = "填表人：　　　　　　联系电话：　　　　　　填报日期：2023年3月15日"


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


# --- the block of indicators ---


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


def heads_of(hand: Hand, spec: str, rows: int = 1) -> list[tuple[str, Cell]]:
    """The columns of a block with their heads, from `column=head:columns …`."""
    found = re.findall(r"(\w+)=(\S+):(\d+)", spec)
    return [(column, Cell(hand.head(head), rows, int(columns))) for column, head, columns in found]


def add_leftovers(hand: Hand, entries: list[Entry]) -> None:
    """What is left of the printed template in a filled form:
    a row of dots, and a row with its level only.
    """
    at = hand.random.randrange(len(entries))
    if hand.often(0.3):
        entries.insert(
            at + 1,
            Entry(
                {column: entries[at].printed[column] for column in ("level1", "level2")}
                | {"level3": "……"}
            ),
        )
    last = entries[-1].printed
    if hand.often(0.2) and "效益" in last["level1"] and "可持续" not in last["level2"]:
        entries.append(Entry({"level1": last["level1"], "level2": hand.level("可持续影响指标")}))


def add_indicators(
    made: MadeForm,
    entries: list[Entry],
    label: str,
    columns: list[tuple[str, Cell]],
    heads: list[list[Cell]],
    *,
    repeats: bool,
) -> None:
    """The block of indicators under its heads, with its label down the left side."""
    made.indicators += [
        truth_of(made, entry, {"target", *(name for name, _ in columns)})
        for entry in entries
        if entry.truth
    ]
    levels = [(entry.printed["level1"], entry.printed["level2"]) for entry in entries]
    block = [list(row) for row in heads]
    for at, entry in enumerate(entries):
        row = []
        for name, head in columns:
            depth = 0 if repeats else {"level1": 1, "level2": 2}.get(name, 0)
            if not depth or not at or levels[at - 1][:depth] != levels[at][:depth]:
                rows = (
                    [told[:depth] == levels[at][:depth] for told in levels[at:]]
                    if depth
                    else [True]
                )
                row.append(
                    Cell(entry.printed.get(name, ""), [*rows, False].index(False), head.columns)
                )
        block.append(row)
    block[0].insert(0, Cell(label, len(block)))
    made.grid += block


def add_total(made: MadeForm, hand: Hand, name: str, before: int, behind: int) -> str:
    """The row of the total, and the total score as printed."""
    scores = [row["score"] for row in (*made.funds, *made.indicators) if row["score"] is not None]
    weights = [
        row["weight"] for row in (*made.funds, *made.indicators) if row["weight"] is not None
    ]
    score = hand.trimmed(f"{sum(scores):.2f}")
    made.add((name, before), f"{sum(weights):g}", score, *([("", behind)] if behind else []))
    return score


# --- the block of funds ---


def draw_whole(hand: Hand) -> int:
    """The total of a form in the smallest money it prints."""
    return int(
        hand.random.uniform(50, 9000)
        * (10_000 if hand.money == "元" else 1)
        * 10**hand.money_decimals
    )


def share_amount(hand: Hand, whole: int, count: int) -> list[int]:
    """A total as the sum of so many sources:
    the first has most of it, any other may have nothing.
    """
    shares: list[int] = []
    for at in range(count - 1):
        share = hand.pick(
            [1, hand.random.uniform(0.5, 0.9)] if at == 0 else [0, 1, hand.random.uniform(0.2, 0.8)]
        )
        shares.append(int((whole - sum(shares)) * share))
    return [*shares, whole - sum(shares)]


def write_amounts(
    hand: Hand, budgets: list[int], *, is_monitored: bool = False
) -> list[dict[str, str]]:
    """The digits of the total and of each source by column;
    none where a source without money is left empty.
    """
    rows: list[dict[str, int]] = []
    for budget in budgets:
        initial = budget if hand.often(0.6) else int(budget * hand.random.uniform(0.7, 1.1))
        executed = (
            int(initial * hand.random.uniform(0.2, 0.8))
            if is_monitored
            else int(budget * hand.pick([1, hand.random.uniform(0.6, 1)]))
        )
        amounts = {
            "initial": initial,
            "budget": budget,
            "executed": executed,
            "expected": initial - (initial - executed) // 9,
            "amount": budget,
        }
        rows.append(amounts if budget or hand.often(0.5) else {})
    rows.insert(0, {name: sum(row.get(name, 0) for row in rows) for name in AMOUNTS})
    printed = []
    for at, row in enumerate(rows):
        told = {
            name: hand.trimmed(hand.digits(amount / 10**hand.money_decimals, hand.money_decimals))
            for name, amount in row.items()
        }
        base = row.get("initial" if is_monitored else "budget", 0)
        told["rate"] = (
            f"{100 * row['executed'] / base:.{hand.rate_decimals}f}"
            if base and (at == 0 or hand.rates_sources)
            else ""
        )
        printed.append(told)
    printed[0] |= {"weight": "10", "score": hand.trimmed(f"{float(printed[0]['rate']) / 10:.2f}")}
    return printed


def write_fund(
    made: MadeForm,
    hand: Hand,
    line: str,
    breakdown: str,
    digits: dict[str, str],
    columns: list[str],
) -> list[str]:
    """The cells of a line of the funds after its name; its truth is added to the form."""
    told = {name: digits.get(name, "") for name in columns}
    truth: Truth = dict.fromkeys(COLUMNS["funds"]) | {
        "project": made.project,
        "form": made.kind,
        "line": line,
        "breakdown": breakdown,
        "unit": hand.money,
    }
    if not any(told.get(name) for name in AMOUNTS):
        del truth["unit"]  # of no amount: nobody can say whether it has one
    made.funds.append(
        truth
        | {
            key: cell
            for name in columns
            if name != "note"
            for key, cell in measured(name, told[name]).items()
        }
    )
    behind = {"rate": hand.percent} | dict.fromkeys(
        AMOUNTS, hand.money if hand.money_at == "cell" else ""
    )
    return [
        hand.wide(told[name] + behind.get(name, "")) if told[name] else hand.none
        for name in columns
    ]


def add_funds(
    made: MadeForm, hand: Hand, names: list[str], label: Cell, head: Cell, spec: str
) -> None:
    """The block of funds: the total and its sources under the heads of a spec;
    one amount beside each where the spec names none.
    """
    heads = heads_of(hand, spec)
    columns = [name for name, _ in heads]
    block = [[head, *(cell for _, cell in heads)]] if columns != ["amount"] else []
    indent, budgets = (
        hand.pick(["", "", "　　"]),
        share_amount(hand, draw_whole(hand), len(names) - 1),
    )
    for at, (name, digits) in enumerate(
        zip(names, write_amounts(hand, budgets, is_monitored=made.month is not None), strict=True)
    ):
        line = name + hand.colon if at == 0 else name if name.startswith("其中") else indent + name
        texts = write_fund(made, hand, line, "source" if at else "total", digits, columns)
        cells = [
            Cell(text, 1, cell.columns)
            for text, (column, cell) in zip(texts, heads, strict=True)
            if column != "note"
        ]
        note = [
            Cell(FUNDS_NOTE, len(names), cell.columns)
            for column, cell in heads
            if column == "note" and not at
        ]
        block.append([Cell(line, 1, head.columns), *cells, *note])
    block[0].insert(0, Cell(hand.head(label.text), len(block), label.columns))
    made.grid += block


# --- the layouts ---


def fill_national(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效自评表 as the Ministry prints it."""
    made.title, made.widths = (
        "项目支出绩效自评表",
        (11, 17, 17, 10, 12, 12, 11, 11, 12, 11, 12, 12, 32),
    )
    made.add(("项目名称", 2), (made.project, 11))
    made.add(("主管部门", 2), (made.department, 5), ("实施单位", 2), (made.department, 4))
    names = ["年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"]
    spec = (
        "initial=年初⏎预算数:2 budget=全年⏎预算数:2 executed=全年⏎执行数:2 weight=分值:1 "
        "rate=执行率（%）:1 score=得分:1"
    )
    add_funds(made, hand, names, Cell("项目资金⏎（万元）"), Cell("", 1, 3), spec)
    made.grid.append(
        [Cell(hand.head("年度⏎总体⏎目标"), 2), Cell("预期目标", 1, 6), Cell("实际完成情况", 1, 6)]
    )
    made.add((hand.text(), 6), (hand.text(), 6))
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    spec = (
        "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=年度⏎指标值:2 "
        "actual=实际⏎完成值:2 "
    )
    heads = heads_of(hand, spec + "weight=分值:1 score=得分:1 reason=偏差原因分析⏎及改进措施:1")
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    add_total(made, hand, "总分", 10, 1)


def fill_sichuan(made: MadeForm, hand: Hand) -> None:
    """部门预算项目支出绩效自评表, with sign and unit in columns of their own."""
    made.title, made.widths = (
        "部门预算项目支出绩效自评表",
        (13, 16, 18, 12, 20, 11, 14, 12, 15, 12, 12, 12, 15),
    )
    made.add(("项目名称", 2), (made.project, 11))
    made.add(
        ("主管部门", 2),
        (made.department, 5),
        (hand.head("实施单位⏎（盖章）"), 2),
        (made.department, 4),
    )
    made.grid.append([Cell(hand.head("项目⏎基本⏎情况"), 5), Cell("1.项目年度目标完成情况", 1, 12)])
    made.add(("项目年度目标", 6), ("年度目标完成情况", 6))
    made.add((hand.text(), 6), (hand.text(), 6))
    made.add(("2.项目实施内容及过程概述", 12))
    made.add((hand.text(), 12))
    names = ["总额", "其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"]
    spec = (
        "initial=年初预算:2 budget=调整后⏎预算数:2 executed=预算⏎执行数:1 rate=预算⏎执行率（%）:1 "
        "weight=权重:1 score=得分:1 note=原因:2"
    )
    add_funds(
        made,
        hand,
        names,
        Cell("预算⏎执行⏎情况⏎（10分）"),
        Cell(hand.head("年度预算数⏎（万元）"), 1, 2),
        spec,
    )
    spec = (
        "level1=一级指标:1 level2=二级指标:1 level3=三级指标:2 sign=指标⏎性质:1 target=指标值:1 "
        "unit=度量⏎单位:1 actual=完成值:1 "
    )
    heads = heads_of(hand, spec + "weight=权重:1 score=得分:1 reason=未完成⏎原因分析:2")
    entries = write_entries(made, hand, has_columns=True)
    add_indicators(
        made,
        entries,
        hand.head("绩效⏎指标⏎（90分）"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    add_total(made, hand, "合计", 9, 2)
    for name, text in zip(
        ("评价结论", "存在问题", "改进措施"), hand.random.sample(REASONS, 3), strict=True
    ):
        made.add((name, 2), (text, 11))
    made.add(("填表人：", 6), ("财务负责人：", 7))


def fill_chongqing(made: MadeForm, hand: Hand) -> None:
    """绩效自评表 with a target before and after adjustment, a coefficient and core indicators."""
    is_whole = hand.often(0.5)
    made.title, made.widths = (
        "部门整体绩效自评表" if is_whole else "项目绩效自评表",
        (12, 18, 20, 14, 28, 20, 18, 20, 20, 20, 17, 17, 17, 17),
    )
    made.project = made.department if is_whole else made.project
    top = len(made.grid)
    names = ["年度总金额", "其中：财政资金", "其他资金"]
    spec = (
        "initial=年初预算:2 budget=全年（调整）预算:2 executed=执行:2 rate=执行率（%）:2 "
        "weight=执行率⏎权重:1 score=执行率⏎得分:1"
    )
    add_funds(made, hand, names, Cell("预算⏎执行⏎情况⏎（万元）"), Cell("", 1, 3), spec)
    made.grid.append(
        [
            Cell(hand.head("年度⏎总体⏎目标"), 2),
            Cell("年初绩效目标", 1, 4),
            Cell("全年（调整）绩效目标", 1, 5),
            Cell("目标实际完成情况", 1, 4),
        ]
    )
    made.add((hand.text(), 4), (hand.pick(["", hand.text()]), 5), (hand.text(), 4))
    entries = write_entries(made, hand, has_columns=True)
    for entry in entries:
        target, is_adjusted = entry.printed["target"], hand.often(0.6)
        before = (
            hand.digits(entry.truth["target"] * 0.8, entry.truth["target_decimals"])
            if hand.often(0.4) and entry.truth.get("target")
            else target
        )
        entry.printed |= (
            {"initial": before, "adjusted": target}
            if is_adjusted
            else {"initial": target, "adjusted": hand.none}
        )
    names_spec = (
        "level1=一级指标:1 level2=二级指标:1 level3=三级指标:2"
        if hand.often(0.6)
        else "level3=指标名称:4"
    )
    spec = (
        " unit=计量⏎单位:1 sign=指标⏎性质:1 initial=年初⏎指标值:1 adjusted=调整⏎指标值:1 "
        "actual=全年⏎完成值:1 "
    )
    heads = heads_of(
        hand,
        names_spec
        + spec
        + "coefficient=得分⏎系数:1 weight=指标⏎权重:1 score=指标⏎得分:1 core=是否核⏎心指标:1",
    )
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    score = add_total(made, hand, "合计", 11, 1)
    told = [
        Cell("部门（单位）名称" if is_whole else "项目名称", 1, 2),
        Cell(made.project, 1, 5),
        Cell("自评总分（分）", 1, 3),
        Cell(score, 1, 4),
    ]
    made.grid.insert(top, told)


def fill_guangzhou(made: MadeForm, hand: Hand) -> None:
    """部门整体支出绩效自评表 of a district, its spending by source and by nature."""
    made.title, made.widths, made.project = (
        "部门整体支出绩效自评表",
        (12, 17, 18, 10, 12, 12, 12, 12, 12, 12, 12, 12, 27),
        made.department,
    )
    made.add(("单位名称", 2), (made.department, 11))
    reason = hand.pick([hand.none, *REASONS])
    for name, text in (
        ("年度整体绩效目标", hand.text()),
        ("整体绩效目标⏎完成情况", hand.text()),
        ("未能完成原因", reason),
    ):
        made.add((hand.head(name), 2), (text, 11))
    groups = [
        ("按资金来源", "source", ["财政拨款", "其他资金", "上年结转"]),
        ("按支出性质", "nature", ["基本支出", "项目支出"]),
    ]
    add_scale(made, hand, groups, beside=hand.often(0.5))
    has_points = hand.often(0.6)
    spec = (
        "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=年度⏎指标值:2 "
        "actual=实际⏎完成值:2 "
    )
    heads = heads_of(
        hand,
        spec
        + (
            "weight=分值:1 score=得分:1 reason=未完成⏎原因分析:1"
            if has_points
            else "reason=未完成⏎原因分析:3"
        ),
    )
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    if has_points:
        add_total(made, hand, "总分", 10, 1)


def add_scale(
    made: MadeForm, hand: Hand, groups: list[tuple[str, str, list[str]]], *, beside: bool
) -> None:
    """The size of a department's spending: pairs of name and amount,
    the two breakdowns beside or below each other.
    """
    pairs, whole = [], draw_whole(hand)
    for _, breakdown, names in groups:
        amounts = write_amounts(hand, share_amount(hand, whole, len(names)))[1:]
        pairs.append(
            [
                (name, *write_fund(made, hand, name, breakdown, told, ["amount"]))
                for name, told in zip(names, amounts, strict=True)
            ]
        )
    most = max(map(len, pairs))
    if beside:
        (first, _, _), (second, _, _) = groups
        left, right = (rows + [("", "")] * (most - len(rows)) for rows in pairs)
        block = [
            [Cell(a, 1, 3), Cell(b, 1, 2), Cell(c, 1, 2), Cell(d, 1, 2)]
            for (a, b), (c, d) in zip(left, right, strict=True)
        ]
        block[0] = [Cell(first, most), *block[0][:2], Cell(second, most), *block[0][2:]]
    else:
        block = []
        for (group, _, _), rows in zip(groups, pairs, strict=True):
            cells = [[Cell(name, 1, 5), Cell(amount, 1, 4)] for name, amount in rows]
            block += [[Cell(group, len(rows), 2), *cells[0]], *cells[1:]]
    block[0].insert(0, Cell(hand.head("年度部门⏎整体支出规模⏎（万元）"), len(block), 2))
    made.grid += block


def fill_application(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效目标申报表: targets are set, nothing is done yet."""
    made.title, made.kind, made.widths = (
        "项目支出绩效目标申报表",
        "绩效目标申报表",
        (14, 22, 26, 14, 14, 18, 16, 16, 16, 24),
    )
    made.add(("项目名称", 2), (made.project, 8))
    made.add(
        (hand.head("主管部门⏎及代码"), 2),
        (f"301-{made.department}", 3),
        ("实施单位", 2),
        (made.department, 3),
    )
    made.add(
        ("项目属性", 2),
        (hand.pick(["新增项目", "延续项目"]), 3),
        ("项目期", 2),
        (hand.pick(["1年", "3年"]), 3),
    )
    add_funds(
        made,
        hand,
        ["年度资金总额", "其中：财政拨款", "其他资金"],
        Cell("项目资金⏎（万元）", 1, 2),
        Cell("", 1, 4),
        "amount=金额:4",
    )
    made.grid.append([Cell(hand.head("年度⏎目标")), Cell(hand.text(), 1, 9)])
    heads = heads_of(
        hand, "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=指标值:4"
    )
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )


def fill_monitoring(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效运行监控表, filled in during the year."""
    made.month = hand.pick([6, 7, 7, 8, 9])
    months = f"1{hand.pick('—-－')}{made.month}月"
    made.title, made.kind = f"项目支出绩效运行监控表（{months}）", "绩效运行监控表"
    made.widths = (11, 17, 20, 14, 18, 22, 20, 20, 10, 10, 10, 11, 9, 30, 10, 10, 12, 13)
    made.add(("项目名称", 3), (made.project, 15))
    made.add(("主管部门", 3), (made.department, 6), ("项目实施单位", 4), (made.department, 5))
    names = ["年度资金总额", "其中：本年一般公共预算拨款", "上年结转资金", "其他资金"]
    spec = (
        f"initial=年初预算数:3 executed={months}⏎执行数:3 rate={months}⏎执行率（%）:3 "
        "expected=全年预计执行数:4"
    )
    add_funds(made, hand, names, Cell("项目资金⏎（万元）"), Cell("", 1, 4), spec)
    made.add(hand.head("年度⏎总体⏎目标"), (hand.text(), 17))
    spec = "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:2 target=年度⏎指标值:1 "
    plain = heads_of(hand, spec + f"actual={months}⏎执行情况:1 expected=全年预计⏎完成情况:1", 2)
    causes = heads_of(
        hand,
        (
            "funding=经费⏎保障:1 rules=制度⏎保障:1 staff=人员⏎保障:1 means=硬件条⏎件保障:1 "
            "other=其他:1 reason=原因说明:1"
        ),
    )
    chances = heads_of(hand, "sure=确定⏎能:1 maybe=有⏎可能:1 never=完全不⏎可能:1")
    remark = ("remark", Cell("备注", 2))
    entries = write_entries(made, hand)
    for entry in entries:
        told = entry.printed["reason"] not in NONE_MARKS
        entry.printed |= (
            {hand.pick(["funding", "rules", "staff", "means", "other"]): "√"} if told else {}
        )
        entry.printed |= {
            hand.pick(["maybe", "never"]) if told else "sure": "√",
            "remark": hand.pick(["", "", "", "已督办"]),
        }
    add_leftovers(hand, entries)
    first = [
        *(cell for _, cell in plain),
        Cell("偏差原因分析", 1, 6),
        Cell("完成目标可能性", 1, 3),
        remark[1],
    ]
    heads = [first, [cell for _, cell in (*causes, *chances)]]
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        [*plain, *causes, *chances, remark],
        heads,
        repeats=hand.repeats,
    )


LAYOUTS: dict[str, Callable[[MadeForm, Hand], None]] = {
    "national": fill_national,
    "sichuan": fill_sichuan,
    "chongqing": fill_chongqing,
    "guangzhou": fill_guangzhou,
    "application": fill_application,
    "monitoring": fill_monitoring,
}


def make_form(seed: int, layout: str) -> MadeForm:
    """A filled form in one of the layouts; the same for the same seed."""
    hand = Hand(seed, layout)
    made = MadeForm(seed, layout, project=hand.pick(PROJECTS), department=hand.pick(DEPARTMENTS))
    LAYOUTS[layout](made, hand)
    year = "（2022年度）"
    if hand.often(0.3):
        made.grid.insert(0, [Cell(made.title + year, 1, len(made.widths))])
    else:
        made.above += hand.pick([[made.title + year], [made.title, year]])
    if hand.money_at == "above":
        made.above.append(f"单位：{hand.money}")
    made.below += hand.pick(
        [[], [FOOT], ["注：1.定性指标按完成程度分三档记分。", "2.执行率低于90%的须说明原因。"]]
    )
    return made


# --- the writers ---


def write_html(made: MadeForm, path: Path) -> None:
    """A page with one table; `rowspan` and `colspan` where cells are merged."""
    rows = []
    for cells in made.grid:
        told = [
            (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
            + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
            + f">{in_html(cell.text)}"
            for cell in cells
        ]
        rows.append("<tr>" + "".join(f"<td{cell}</td>" for cell in told) + "</tr>\n")
    above, below = (
        "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
        for lines in (made.above, made.below)
    )
    head = (
        f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>{made.title}</title>'
        "</head>\n<body>\n"
    )
    path.write_text(
        f'{head}{above}<table border="1">\n{"".join(rows)}</table>\n{below}</body>\n</html>\n',
        encoding="utf-8",
    )


def in_html(text: str) -> str:
    """The text of a cell, its breaks as `<br>`; an empty one as a page writes it."""
    return html.escape(text).replace("\n", "<br>") or "&nbsp;"


def write_bars(made: MadeForm, path: Path) -> None:
    """A text of one line a row, a merged cell where it begins;
    with a bar at either end or only between the cells.
    """
    rows = [[""] * len(made.widths) for _ in made.grid]
    for row, column, cell in made.placed():
        rows[row][column] = cell.text.replace("\n", "")
    lines = [" | ".join(row) if made.seed % 2 else f"| {' | '.join(row)} |" for row in rows]
    path.write_text("\n".join([*made.above, *lines, *made.below, ""]), encoding="utf-8")


def write_lines(made: MadeForm, path: Path) -> None:
    """A text of one line a cell, as pasted from a page."""
    cells = [cell.text.replace("\n", "") or " " for row in made.grid for cell in row]
    path.write_text("\n".join([*made.above, *cells, *made.below, ""]), encoding="utf-8")


def write_xlsx(made: MadeForm, path: Path) -> None:
    """A workbook of one sheet: merged ranges, numbers as numbers with a format."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    top = len(made.above)
    lines = [(at, line) for at, line in enumerate(made.above, start=1)] + [
        (top + len(made.grid) + at, line) for at, line in enumerate(made.below, start=1)
    ]
    cells = [(row, 0, Cell(line, 1, len(made.widths))) for row, line in lines]
    cells += [(row + top + 1, column, cell) for row, column, cell in made.placed()]
    for row, column, cell in cells:
        place = sheet.cell(row, column + 1)
        value, place.number_format = typed(cell.text, is_plain=made.seed % 2 == 0)
        place.value = value
        if isinstance(value, str):
            place.data_type = "s"  # =100% is no formula
        place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(
                start_row=row,
                end_row=row + cell.rows - 1,
                start_column=column + 1,
                end_column=column + cell.columns,
            )
    side = Side(style="thin")
    for places in sheet.iter_rows(
        min_row=top + 1, max_row=top + len(made.grid), max_col=len(made.widths)
    ):
        for place in places:
            place.border = Border(side, side, side, side)
    for at, width in enumerate(made.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width / 2
    book.save(path)


def typed(text: str, *, is_plain: bool) -> tuple[float | str | None, str]:
    """A cell as a spreadsheet holds it, with the format that prints it;
    `is_plain` leaves the format where none is needed.
    """
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)", text, re.ASCII)
    if not found:
        return text or None, "General"
    whole, decimals, percent = found.groups()
    number = Decimal(text.replace(",", "").rstrip("%")) / (100 if percent else 1)
    form = (
        ("#,##0" if "," in whole else "0")
        + (f".{'0' * len(decimals)}" if decimals else "")
        + percent
    )
    is_general = (
        is_plain and not percent and "," not in whole and not (decimals or "1").endswith("0")
    )
    return (
        int(number) if number == int(number) else float(number)
    ), "General" if is_general else form


DOCX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
    "word/document.xml": (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:body>{body}<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/>'
        '<w:pgMar w:top="850" w:bottom="850" w:left="850" w:right="850"/>'
        "</w:sectPr></w:body></w:document>"
    ),
}
TWIPS = 56.7  # in a millimetre


def write_docx(made: MadeForm, path: Path) -> None:
    """A Word document of one table, with `gridSpan` and `vMerge` where cells are merged."""
    parts: list[dict[int, str]] = [{} for _ in made.grid]
    for row, column, cell in made.placed():
        for down in range(cell.rows):
            parts[row + down][column] = in_word(made, cell, down, column)
    rows = ["".join(row[column] for column in sorted(row)) for row in parts]
    grid = "".join(f'<w:gridCol w:w="{width * TWIPS:.0f}"/>' for width in made.widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    table += (
        f"<w:tblGrid>{grid}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )
    body = "".join(map(paragraph, made.above)) + table + "".join(map(paragraph, made.below or [""]))
    width, height = (16838, 11906) if made.is_wide else (11906, 16838)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in DOCX.items():
            package.writestr(
                name,
                '<?xml version="1.0" encoding="UTF-8"?>'
                + part.replace("{body}", body).format(width=width, height=height),
            )


def in_word(made: MadeForm, cell: Cell, down: int, column: int) -> str:
    """A cell in one of the rows it spans; its text stands in the first,
    broken by lines or by paragraphs.
    """
    width = sum(made.widths[column : column + cell.columns]) * TWIPS
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "" if cell.rows == 1 else "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
    told = "" if down else cell.text
    lines = told.split("\n") if made.seed % 2 else [told]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width:.0f}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{"".join(map(paragraph, lines))}</w:tc>'
    )


def paragraph(text: str) -> str:
    """A paragraph in Word's words."""
    told = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f'<w:p><w:r><w:rPr><w:sz w:val="18"/></w:rPr>{told}</w:r></w:p>' if text else "<w:p/>"


TITLE, SIZE, LEADING, PAD, MARGIN, MM = 14, 9, 12, 2, 42, 72 / 25.4  # [points]


def write_pdf(made: MadeForm, path: Path) -> None:
    """Pages with a ruled table; rows stay whole, a merged cell goes on over the page's end,
    and no head is repeated.
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    font = embedded_font() if made.seed % 2 else named_font()
    paper = landscape(A4) if made.is_wide else A4
    sheet, cells = Canvas(str(path), pagesize=paper, invariant=1), list(made.placed())
    edges = [MARGIN + sum(made.widths[:at]) * MM for at in range(len(made.widths) + 1)]
    lines = {
        (row, column): wrapped(
            cell.text, edges[column + cell.columns] - edges[column] - 2 * PAD, font
        )
        for row, column, cell in cells
    }
    heights = row_heights(cells, lines, len(made.grid))
    top = paper[1] - MARGIN - len(made.above) * 20
    start = 0
    while start < len(heights):
        for at, line in enumerate(made.above if start == 0 else []):
            sheet.setFont(font, SIZE if at else TITLE)
            sheet.drawCentredString(paper[0] / 2, paper[1] - MARGIN - at * 20, line)
        sheet.setFont(font, SIZE)
        end = page_end(cells, lines, heights, start, top - MARGIN)
        for row, column, cell in cells:
            first, last = max(row, start), min(row + cell.rows, end)
            if first < last:
                upper, lower = (top - sum(heights[start:at]) for at in (first, last))
                sheet.rect(
                    edges[column],
                    lower,
                    edges[column + cell.columns] - edges[column],
                    upper - lower,
                )
                if first == row:
                    draw_lines(
                        sheet,
                        lines[row, column],
                        edges[column],
                        edges[column + cell.columns],
                        (upper + lower) / 2,
                        is_left=len(cell.text) > 24,
                    )
        foot = top - sum(heights[start:end])
        sheet.drawCentredString(paper[0] / 2, MARGIN / 2, str(sheet.getPageNumber()))
        start, top = end, paper[1] - MARGIN
        if start == len(heights):
            for at, line in enumerate(made.below, start=1):
                sheet.drawString(MARGIN, foot - at * 14, line)
        sheet.showPage()
    sheet.save()


def wrapped(text: str, width: float, font: str) -> list[str]:
    """The lines of a cell; digits and Latin letters stay together where they fit."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = []
    for line in text.split("\n"):
        lines.append("")
        for piece in re.findall(r"[0-9A-Za-z.,%]+|.", line):
            for token in [piece] if stringWidth(piece, font, SIZE) <= width else piece:
                if lines[-1] and stringWidth(lines[-1] + token, font, SIZE) > width:
                    lines.append("")
                lines[-1] += token
    return lines


def row_heights(
    cells: list[tuple[int, int, Cell]], lines: dict[tuple[int, int], list[str]], count: int
) -> list[float]:
    """The height of each row; what a merged cell needs beyond its
    rows is given to the last of them.
    """
    heights = [float(LEADING + 2 * PAD)] * count
    for row, column, cell in sorted(cells, key=lambda placed: placed[2].rows):
        lack = len(lines[row, column]) * LEADING + 2 * PAD - sum(heights[row : row + cell.rows])
        heights[row + cell.rows - 1] += max(lack, 0)
    return heights


def page_end(
    cells: list[tuple[int, int, Cell]],
    lines: dict[tuple[int, int], list[str]],
    heights: list[float],
    start: int,
    room: float,
) -> int:
    """The row that begins the next page: as many as there is room for,
    and no merged cell cut above the end of its text.
    """
    end = start + 1
    while end < len(heights) and sum(heights[start : end + 1]) <= room:
        end += 1

    def is_cut(at: int) -> bool:
        crossing = [
            (row, column) for row, column, cell in cells if start <= row < at < row + cell.rows
        ]
        return any(
            sum(heights[row:at]) < len(lines[row, column]) * LEADING for row, column in crossing
        )

    return next((at for at in range(end, start, -1) if at == len(heights) or not is_cut(at)), end)


def draw_lines(
    sheet: Any, lines: list[str], left: float, right: float, middle: float, *, is_left: bool
) -> None:
    """The lines of a cell about its middle, centred unless the text is long."""
    for at, line in enumerate(lines):
        height = middle + (len(lines) / 2 - at) * LEADING - SIZE
        if is_left:
            sheet.drawString(left + PAD, height, line)
        else:
            sheet.drawCentredString((left + right) / 2, height, line)


@cache
def named_font() -> str:
    """A font that the PDF only names, as many old ones do."""
    from reportlab.pdfbase import cidfonts, pdfmetrics

    pdfmetrics.registerFont(cidfonts.UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


@cache
def embedded_font() -> str:
    """A font that the PDF carries: the characters of this file, their outlines made quadratic."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path
    from reportlab.pdfbase import pdfmetrics, ttfonts

    source = TTFont(sans_path())
    known, glyphs = source.getBestCmap(), source.getGlyphSet()
    names = {
        ord(sign): known[ord(sign)]
        for sign in set(Path(__file__).read_text(encoding="utf-8"))
        if ord(sign) in known
    }
    outlines = {}
    for name in (".notdef", *dict.fromkeys(names.values())):
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    font.setupGlyphOrder(list(outlines))
    font.setupCharacterMap(names)
    font.setupGlyf(outlines)
    font.setupHorizontalMetrics({name: source["hmtx"][name] for name in outlines})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made-Regular"})
    font.setupOS2()
    font.setupPost()
    file = BytesIO()
    font.save(file)
    file.seek(0)
    pdfmetrics.registerFont(ttfonts.TTFont("Made", file))
    return "Made"


WRITERS: dict[str, tuple[str, Callable[[MadeForm, Path], None]]] = {
    "docx": (".docx", write_docx),
    "pdf": (".pdf", write_pdf),
    "html": (".html", write_html),
    "xlsx": (".xlsx", write_xlsx),
    "bars": (".txt", write_bars),
    "lines": (".txt", write_lines),
}


# --- what was read against the truth ---


class Compared(NamedTuple):
    """How many cells there are, in truth or as read, and the wrong ones:
    table, column, row, truth, as read.
    """

    cells: int
    wrong: list[tuple[str, str, str, Any, Any]]


def compare(made: MadeForm, report: Any) -> Compared:
    """The indicators and funds of a report read from a made form, cell by cell;
    cells that are empty in both do not count.
    """
    cells, wrong = 0, []
    for table, key in (("indicators", "level3"), ("funds", "line")):
        for truth, read in paired(
            getattr(made, table), getattr(report, table).to_dict("records"), key
        ):
            told = {column: plain(cell) for column, cell in read.items()}
            told["actual_unit"] = told.get("actual_unit") or (
                told.get("unit") if told.get("actual") is not None else None
            )
            for column in truth or COLUMNS[table]:
                wanted, found = plain(truth.get(column)), told.get(column)
                cells += wanted is not None or found is not None
                wrong += (
                    [(table, column, str(truth.get(key) or told[key]), wanted, found)]
                    if wanted != found
                    else []
                )
    return Compared(cells, wrong)


def paired(truths: list[Truth], rows: list[Truth], key: str) -> Iterator[tuple[Truth, Truth]]:
    """Each row of the truth with the row read for it: of the same name, else in order;
    either is empty where the other has none.
    """
    left, found = list(rows), []
    for truth in truths:
        found.append(next((row for row in left if plain(row[key]) == plain(truth[key])), None))
        left = [row for row in left if row is not found[-1]]
    for truth, match in zip(truths, found, strict=True):
        yield truth, match or (left.pop(0) if left else {})
    yield from (({}, row) for row in left)


def plain(cell: Any) -> Any:
    """A cell as compared: text without white space and without the colon after it,
    none for what is empty or marked so.
    """
    if not isinstance(cell, str):
        return None if pd.isna(cell) else round(float(cell), 9)
    text = "".join(cell.split()).rstrip("：:")
    return None if text in NONE_MARKS else text


def measure(
    seeds: Iterable[int], layouts: Iterable[str], formats: Iterable[str]
) -> dict[tuple[str, str], Compared]:
    """The cells of the forms of these seeds, written and read back, by layout and format."""
    import perf_analysis as pa

    found: dict[tuple[str, str], Compared] = {}
    with tempfile.TemporaryDirectory() as folder:
        for layout, form, seed in tqdm([*product(layouts, formats, seeds)], disable=None):
            suffix, write = WRITERS[form]
            path, made = Path(folder) / f"{layout}-{seed}{suffix}", make_form(seed, layout)
            write(made, path)
            cells, wrong = compare(made, pa.read(path))
            before = found.get((layout, form), Compared(0, []))
            found[layout, form] = Compared(before.cells + cells, before.wrong + wrong)
    return found


def main() -> None:
    """Print the shares of cells read back right, and the columns that are wrong most often,
    each with an example.
    """
    found = measure(range(int(sys.argv[1])), LAYOUTS, sys.argv[2:] or WRITERS)
    for (layout, form), (cells, wrong) in found.items():
        print(f"{layout:12} {form:6}{1 - len(wrong) / cells:8.4f} of {cells}")
    often = Counter(
        (*place, *cell[:2]) for place, compared in found.items() for cell in compared.wrong
    )
    for (layout, form, table, column), count in often.most_common(30):
        name, wanted, read = next(
            cell[2:] for cell in found[layout, form].wrong if cell[:2] == (table, column)
        )
        print(
            f"{count:6} {layout} {form} {table}.{column}, such as {name}: "
            f"{wanted!r} read as {read!r}"
        )


if __name__ == "__main__":
    main()
