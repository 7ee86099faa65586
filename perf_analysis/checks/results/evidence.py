"""What the ledger proves: for each goal and indicator a proof, of the year, strong enough,
and with the value that the report states.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal

from perf_analysis import codebook, units
from perf_analysis.checks.case import Case, Figure, Finding, Row, overlap
from perf_analysis.document import fold
from perf_analysis.figures.numbers import find_numbers
from perf_analysis.tables.items import Item
from perf_analysis.units import Interval

MOST_ITEMS = 3  # that one file proves: more is a file about everything
STATEMENT, SURVEYS = "情况说明法", ("问卷调查法", "直接证明法")
_SATISFACTION = re.compile("满意")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_VALUE = re.compile(r"(?P<digits>-?\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>[%‰]|[^\d\s,，。；;（(]*)")
_UNCHECKED = "需要台账（--ledger）"


def check_evidence(case: Case) -> Iterator[Finding]:
    """Each goal and indicator has a proof that the ledger names."""
    if case.ledger is None:
        yield Finding("unchecked", _UNCHECKED)
        return
    rows = case.ledger
    shared = Counter(name for row in rows for name in set(_files(row)))
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        by_id.setdefault(row["item_id"] or "", []).append(row)
    proven = [(item, by_id.get(item.item_id, [])) for item in case.items]
    # what has no proof at all first
    for item, of_item in sorted(proven, key=lambda one: any(map(_files, one[1]))):
        yield from _of_item(case, item, of_item, shared)


def check_ledger_values(case: Case) -> Iterator[Finding]:
    """The value in a proof is the one the report states."""
    if case.ledger is None:
        yield Finding("unchecked", _UNCHECKED)
        return
    items = {item.item_id: item for item in case.items}
    for row in case.ledger:
        item = items.get(row["item_id"] or "")
        if item and row["found"]:
            yield from _compared(case, item, row)


def _of_item(
    case: Case, item: Item, rows: Sequence[Row], shared: Mapping[str, int]
) -> Iterator[Finding]:
    named = [row for row in rows if _files(row)]
    if not named:
        told = "台账里没有这一项" if not rows else "台账里没有佐证文件"
        yield Finding(
            "question", f"“{item.name}”{told}，无法核实", item.figures, ask="请补充佐证材料"
        )
        return
    problems = [problem for row in named for problem in _problems(case, item, row, shared)]
    for problem, ask in dict.fromkeys(problems):
        yield Finding("question", f"“{item.name}”{problem}", item.figures, ask=ask)
    if not problems:
        files = "、".join(dict.fromkeys(name for row in named for name in _files(row)))
        yield Finding("holds", f"“{item.name}”的佐证为 {files}", item.figures)


def _problems(
    case: Case, item: Item, row: Row, shared: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    for name in _files(row):
        if (
            case.evidence is not None
            and name not in case.evidence
            and name.rpartition("/")[2] not in case.evidence
        ):
            yield f"的佐证文件 {name} 不在佐证文件夹里", "请补交文件，或更正文件名"
        if shared[name] > MOST_ITEMS:
            yield (
                f"的佐证文件 {name} 用作 {shared[name]} 项的佐证",
                "请为每一项写明文件里的页码，或换成各自的佐证",
            )
    yield from _of_date(case, row)
    if row["strength"] in codebook.WEAK:
        yield f"的佐证强度为“{row['strength']}”", "请补充更强的佐证，如业务统计、合同、验收单"
    if row["method"] == STATEMENT and item.figures:
        yield "有数字，取值方法是情况说明法", "请用统计或证明材料取值"
    if _SATISFACTION.search(item.name) and row["method"] and row["method"] not in SURVEYS:
        yield (
            f"的取值方法是{row['method']}，满意度应由问卷或权威调查得出",
            "请提供问卷的样本数、回收率和结果",
        )


def _of_date(case: Case, row: Row) -> Iterator[tuple[str, str]]:
    date, first = row["date"] or "", case.about.year
    if date and not _is_date(date):
        yield (
            f"的佐证日期“{date}”不是日期（{_place(row)}）",
            "请写成 2023-12-31 或 2023年12月的样子",
        )
        return
    year = _YEAR.search(date)
    # accounts, surveys and acceptances of a year are signed in the next
    if year and first and int(year[0]) not in (first, first + 1):
        yield (
            f"的佐证日期 {date} 不在 {first} 年初至 {first + 1} 年底",
            "请说明佐证为什么不是这一时期的",
        )


def _is_date(told: str) -> bool:
    """Whether a cell tells a day, a month or at least a year that there is."""
    found = _DAY.fullmatch(told)
    if not found:
        return bool(_YEAR.search(told))
    with suppress(ValueError):
        return bool(datetime.date(int(found[1]), int(found[2]), int(found[3] or 1)))
    return False


def _place(row: Row) -> str:
    return f"{row['sheet']} 第 {row['row']} 行"


def _files(row: Row) -> list[str]:
    """The files that a cell names, one a line or parted by marks."""
    return [
        name
        for part in re.split(r"[;；\n]", row["file"] or "")
        if (name := part.strip().replace("\\", "/"))
    ]


def _compared(case: Case, item: Item, row: Row) -> Iterator[Finding]:
    """The first number of a cell beside the figures of its item: one of them is it,
    or the two differ; a cell that says none is told.
    """
    figures = [case.by_id[figure] for figure in item.figures if figure in case.by_id]
    if not figures:
        return
    found, value = row["found"], _value_of(row["found"])
    cell = f"“{item.name}”佐证上的数值是“{found}”（{_place(row)}）"
    if value is None:
        ask = "请写成一个数和单位，如 92.30% 或 12公里"
        yield Finding("question", f"{cell}，读不出数，没有和报告比", item.figures, ask=ask)
        return
    digits, unit = value
    comparable = [
        (figure, span) for figure in figures if (span := _in_unit(figure, unit)) is not None
    ]
    if not comparable:
        units_told = "、".join(dict.fromkeys(figure["unit"] or "没有单位" for figure in figures))
        told = f"{cell}，报告的单位是{units_told}，没有比"
        yield Finding(
            "question", told, item.figures, ask="请换成报告的单位，或核对填的是不是这一项"
        )
        return
    printed = units.interval(
        float(digits), max(-int(digits.as_tuple().exponent), 0), unit, figures[0]["kind"], ""
    )
    agreeing = next((figure for figure, span in comparable if overlap(span, printed)), None)
    yield _judged(item, found, (digits, unit), comparable[0][0], agreeing, len(comparable) == 1)


def _judged(
    item: Item,
    found: str,
    value: tuple[Decimal, str],
    first: Figure,
    agreeing: Figure | None,
    is_alone: bool,
) -> Finding:
    """What is said of a value that can be compared: with the figure that it is, or the first."""
    digits, unit = value
    figure = agreeing or first
    reported = units.with_unit(
        f"{units.printed(figure['value'], figure['decimals']):f}", figure["unit"] or ""
    )
    told = f"“{item.name}”佐证上的数值是 {found}，报告写 {reported}"
    ids, stated = (figure["figure_id"],), float(figure["value"])
    if agreeing:
        return Finding(
            "holds", f"{told}，两者一致", ids, stated, float(digits), 0.0, figure["unit"]
        )
    is_certain = is_alone and unit in ("", figure["unit"])
    return Finding(
        "fails" if is_certain else "question",
        told,
        ids,
        stated,
        float(digits),
        stated - float(digits),
        figure["unit"],
        ask="请核对佐证和报告里的数",
    )


def _value_of(cell: str) -> tuple[Decimal, str] | None:
    """The first number of a cell, with its unit: in digits, full-width ones too, else in words,
    as 九成 and 百分之九十二.
    """
    text = fold(cell)
    if found := _VALUE.search(text):
        return Decimal(found["digits"].replace(",", "").replace("，", "")), found["unit"]
    for number in find_numbers(text, lambda _: 0):
        if number.value is not None:
            return number.value, number.unit
    return None


def _in_unit(figure: Figure, unit: str) -> Interval | None:
    """The printed interval of a figure in the unit of a proof;
    a proof without a unit is in the figure's.
    """
    span: Interval = figure["span"]
    if unit in ("", figure["unit"]):
        return span
    one, other = (units.base_of(told, figure["kind"]) for told in (figure["unit"] or "", unit))
    return units.scaled(span, one[1] / other[1]) if one and other and one[0] == other[0] else None
