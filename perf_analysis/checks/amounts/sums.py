"""Checks of wholes and parts: in sentences, in the budget, in the funds of forms;
and of the change of a whole by those of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis.checks.amounts.balances import adjusted
from perf_analysis.checks.amounts.lists import (
    MOST_PARTS,
    Listing,
    find_lists,
    is_base,
    plan_of,
    runs_before,
)
from perf_analysis.checks.amounts.telling import (
    add,
    adds_up,
    ids,
    named,
    no_text,
    once,
    sum_of,
    told_of,
)
from perf_analysis.checks.case import Case, Figure, Finding, Row, overlap
from perf_analysis.checks.passages import (
    Passage,
    can_be_part,
    digits_of,
    is_alike,
    is_level,
    span_in,
    span_of,
    value_in,
)
from perf_analysis.codebook import is_missing
from perf_analysis.units import unsigned

# figures beside a whole among which parts are looked for that no words announce
NEAREST = 2 * MOST_PARTS
# of a whole that numbers make up by more than chance, where no words call them its parts
LEAST_DIGITS = 4
# of a whole: what parts miss of it, or have too much, by so little is rather a slip
# than a part that was not listed
NEARLY = Decimal("0.05")
LEAST_COUNT, NEARLY_COUNTED = 50, Decimal("0.03")  # the same of a count
ASK = "请核对合计与分项，或补充没有列出的部分"
OTHER_SCOPE = "可能不是同一口径"
NOT_ALL = "分项可能没有列全"

# Names of parts that cannot share anything; where as many as the number says are there,
# from the first on, they leave nothing out.
_COMPLEMENTS = tuple(
    (least, tuple(re.compile(word) for word in words.split()))
    for least, words in (
        (2, "基本支出 项目支出|项目经费 经营支出"),
        (3, "人员(?:经费|支出) 公用(?:经费|支出) 项目(?:支出|经费)"),
        (2, "(?<!非)税收 非税"),
        (2, "行政 (?<!行政)事业 工勤"),
        (2, "离休 (?<!离)退休"),
        (2, "^男|男性 ^女|女性"),
        (2, "线上 线下"),
        (2, "新建 续建|改建|扩建"),
        (2, "城镇|城市 农村|乡村"),
        (2, "国内|境内 国外|境外"),
        (2, "室内 室外"),
        (2, "公立|公办 民营|民办|私立"),
        (2, "在职 离休|退休|离退休"),
        (3, "决策|投入 过程|管理 产出 效益|效果 满意度"),
    )
)
_SERIES = re.compile(r"^(?:其中)?([一二三四五])[级类等档期](.*)$")
_TOTAL_LEAD = re.compile(
    r"^[，,、;；:]?(?:(?:以上|各|两|三|四|五)?(?:项|者|级|类)?(?:资金|经费|金额)?(?:合计|共计|总计|总共|一共)|(?:支出|收入)合计)"
    r"(?:为|是|达|到账|投入|支出|安排|下达|拨付)?$"
)
_TOTAL_VERB = re.compile(r"(?:合计|共计|总计|总共|一共|共|累计)[一-鿿]{0,6}$")
_TOTAL_NAME = re.compile(r"合计|总计|总额|共计")


def check_parts(case: Case) -> Iterator[Finding]:
    """A whole is the sum of its parts, and its change that of theirs,
    within the rounding of each.
    """
    found = list(once([*_said_sums(case), *_budget_sums(case), *_fund_sums(case)]))
    if case.document is None and not found:
        yield no_text("合计")
    yield from found


def _said_sums(case: Case) -> Iterator[Finding]:
    passages = case.passages
    for passage in passages:
        announced = [
            finding for listing in find_lists(passage) for finding in _announced(passage, listing)
        ]
        held = {
            finding.figures[0]: set(finding.figures)
            for finding in announced
            if finding.status == "holds"
        }
        yield from announced
        yield from adjusted(passage)
        yield from _totals(passage, held)
        yield from _unannounced(passage, held)
    yield from _across(passages)


def _announced(passage: Passage, listing: Listing) -> Iterator[Finding]:
    whole, parts = passage.figures[listing.whole], _that_add_up(passage, listing)
    if parts:
        yield add(whole, parts)
        places = [
            at for at, figure in enumerate(passage.figures) if any(figure is part for part in parts)
        ]
        yield from _changes(passage, listing.whole, places)
        yield from _plans(passage, listing.whole, places)
    elif finding := _not_adding_up(passage, listing):
        yield finding


def _that_add_up(passage: Passage, listing: Listing) -> list[Figure]:
    """The listed parts, else their beginning, end or continuation that adds up to the whole."""
    whole = passage.figures[listing.whole]
    parts, wider = (
        [passage.figures[at] for at in places] for places in (listing.parts, listing.wider)
    )
    runs = [parts, *(parts[:count] for count in range(len(parts) - 1, 1, -1))]
    if digits_of(whole) >= LEAST_DIGITS:
        runs += [parts[count:] for count in range(1, len(parts) - 1)]
        runs += [[*parts, *wider[:count]] for count in range(1, len(wider) + 1)]
        runs.append(_without_nested(whole, [*parts, *wider]))
    return next((run for run in runs if len(run) > 1 and adds_up(whole, run)), [])


def _not_adding_up(passage: Passage, listing: Listing) -> Finding | None:
    """What is said of listed parts that do not make up their whole:
    nothing where they may be examples.
    """
    whole, parts = passage.figures[listing.whole], [passage.figures[at] for at in listing.parts]
    if (
        len(parts) < 2
        or listing.has_doubts
        or not whole["value"]
        or any(part["qualifier"] for part in (whole, *parts))
    ):
        return None
    names = [passage.clause(at).removeprefix("其中").lstrip(":") for at in listing.parts]
    total = sum_of(whole, parts)
    is_too_much = total.low > span_of(whole).high
    is_series, is_disjoint, leaves_nothing = (
        _is_series(names, passage.clause(listing.whole)),
        *_complement(names),
    )
    if listing.is_composed or is_series or (is_disjoint and is_too_much):
        name = _list_name(passage, listing)
        return (
            add(whole, parts, name, why=OTHER_SCOPE, ask=ASK)
            if listing.is_split
            else add(whole, parts, name, verdict="fails", ask="请核对合计与分项")
        )
    missing = abs(
        sum((value_in(part, whole) for part in parts), Decimal(0)) - value_in(whole, whole)
    )
    is_near = _is_near(whole, parts, missing)
    is_exhaustive = (
        listing.is_exhaustive
        or leaves_nothing
        or bool(_TOTAL_NAME.search(passage.clause(listing.whole)))
    )
    is_money = whole["kind"] == "amount"
    if (
        is_exhaustive
        or is_near
        or (is_too_much and is_money and all(can_be_part(part, whole) for part in parts))
    ):
        return add(
            whole,
            parts,
            _list_name(passage, listing),
            why="分项可能有重叠" if is_too_much else NOT_ALL,
            ask=ASK,
        )
    return None


def _is_near(whole: Figure, parts: Sequence[Figure], missing: Decimal) -> bool:
    """Whether so little is missing, or too much, that a slip is likelier
    than a part that was not listed.
    """
    if whole["kind"] == "count":
        return (
            len(parts) > 2
            and whole["value"] >= LEAST_COUNT
            and missing <= NEARLY_COUNTED * value_in(whole, whole)
        )
    return digits_of(whole) >= LEAST_DIGITS and missing <= NEARLY * value_in(whole, whole)


def _list_name(passage: Passage, listing: Listing) -> str:
    return f"{told_of(passage.figures[listing.whole])}的分项"


def _is_series(names: Sequence[str], whole: str) -> bool:
    """Whether the parts are the grades of one thing, from the first one on,
    and the whole is called so: 一级所, 二级所 of 执法所.
    """
    found = [_SERIES.match(name) for name in names]
    if not all(found) or len(found) < 2:
        return False
    grades, things = zip(*(one.groups() for one in found if one), strict=True)
    return (
        list(grades) == list("一二三四五"[: len(grades)])
        and len(set(things)) == 1
        and bool(things[0])
        and things[0] in whole
    )


def _complement(names: Sequence[str]) -> tuple[bool, bool]:
    """Whether each part has another of the names that cannot share anything,
    and whether these leave nothing out.
    """
    for least, words in _COMPLEMENTS:
        places = [
            next((at for at, word in enumerate(words) if word.search(name)), -1) for name in names
        ]
        if -1 not in places and len(set(places)) == len(names) > 1:
            return True, set(range(least)) <= set(places)
    return False, False


def _plans(passage: Passage, whole: int, parts: Sequence[int]) -> Iterator[Finding]:
    """The plan of a whole beside those of its parts."""
    planned, plans = plan_of(passage, whole), [plan_of(passage, part) for part in parts]
    figures = [passage.figures[plan] for plan in plans if plan is not None]
    if planned is not None and len(figures) == len(parts) and planned < parts[0]:
        yield add(passage.figures[planned], figures, "计划", why=NOT_ALL, ask=ASK)


def _changes(passage: Passage, whole: int, places: Sequence[int]) -> Iterator[Finding]:
    """The change of a whole beside those of its parts; a part that is nothing may have none."""
    figures = passage.figures
    changed, changes = _change_at(passage, whole), [_change_at(passage, at) for at in places]
    stated = [change for change in changes if change]
    if (
        not changed
        or len(stated) < 2
        or any(
            not change and figures[at]["value"] for at, change in zip(places, changes, strict=True)
        )
    ):
        return
    total = sum((_signed(change, changed) for change in stated), Decimal(0))
    difference = _signed(changed, changed) - total
    told = " ".join(
        f"{'−' if change['direction'] == '-' else '+'} {named(change)}" for change in stated
    ).removeprefix("+ ")
    unit, figures_ids = changed["unit"], ids((changed, *stated))
    value, allowed = float(_signed(changed, changed)), _rounding((changed, *stated))
    if abs(difference) <= allowed:
        yield Finding(
            "holds",
            f"分项的变动 {told} 与合计的变动 {named(changed)} 一致",
            figures_ids,
            value,
            float(total),
            0.0,
            unit,
        )
        return
    silent = "、".join(
        str(figures[at]["measure"])
        for at, change in zip(places, changes, strict=True)
        if not change
    )
    why = f"{silent}的变动未说明" if silent else "分项的变动可能没有列全"
    direction = "减少" if value < 0 else "增加"
    message = (
        f"分项的变动 {told} = {total:f} {unit}（推算），"
        f"合计的变动写为{direction} {named(changed)}，"
        f"相差 {abs(difference):f} {unit}；{why}"
    )
    yield Finding(
        "question",
        message,
        figures_ids,
        value,
        float(total),
        float(difference),
        unit,
        ask="请补充各分项的上年数",
    )


def _change_at(passage: Passage, level: int) -> Figure | None:
    """The change stated right behind a level."""
    if level + 1 >= len(passage.figures):
        return None
    change = passage.figures[level + 1]
    is_its_own = (
        change["kind"] == "amount"
        and change["direction"]
        and is_alike(passage.figures[level], change)
    )
    return change if is_its_own and passage.is_one(level, level + 1) else None


def _signed(change: Figure, unit: Figure) -> Decimal:
    value = abs(value_in(change, unit))
    return -value if change["direction"] == "-" else value


def _rounding(figures: Sequence[Figure]) -> Decimal:
    return (
        sum(
            (span.high - span.low for span in (span_in(figure, figures[0]) for figure in figures)),
            Decimal(0),
        )
        / 2
    )


def _totals(passage: Passage, held: dict[str, set[str]]) -> Iterator[Finding]:
    """Wholes behind their parts, called so: 甲 1 万元，乙 2 万元，合计 3 万元."""
    for at, whole in enumerate(passage.figures):
        if (
            at < 2
            or whole["figure_id"] in held
            or not is_level(whole)
            or not _TOTAL_VERB.search(passage.clause(at))
        ):
            continue
        run = [
            place
            for place in runs_before(passage.figures, at)
            if passage.is_one(place, at) and not is_base(passage.leads[place])
        ]
        parts = [passage.figures[place] for place in run]
        ends = [parts[count:] for count in range(len(parts) - 1)]
        ends.append(
            [
                passage.figures[place]
                for place in run
                if passage.clause(place)[-2:] == passage.clause(at)[-2:]
            ]
        )
        adding = next((end for end in ends if len(end) > 1 and adds_up(whole, end)), None)
        if adding:
            held[whole["figure_id"]] = {part["figure_id"] for part in adding}
            yield add(whole, adding)
        elif (
            len(parts) > 1
            and _TOTAL_LEAD.search(passage.leads[at])
            and not any(part["qualifier"] for part in (whole, *parts))
        ):
            begins = run[0]
            is_whole_run = all(
                place in run or passage.figures[place]["direction"] for place in range(begins, at)
            )
            if is_whole_run and (begins == 0 or not passage.is_one(begins - 1, begins)):
                yield add(whole, parts, "合计", verdict="fails", ask=ASK)


def _unannounced(passage: Passage, held: dict[str, set[str]]) -> Iterator[Finding]:
    """Long numbers that add up to the one before or behind them are its parts,
    whatever the words say; so are those behind a list of its parts.
    """
    levels = [figure for figure in passage.figures if is_level(figure)]
    for at, whole in enumerate(levels):
        if digits_of(whole) < LEAST_DIGITS:
            continue
        used = held.get(whole["figure_id"], set())
        beside = [
            figure
            for figure in levels[at + 1 : at + 1 + NEAREST]
            if is_alike(whole, figure) and figure["figure_id"] not in used
        ]
        before = (
            []
            if used
            else [
                figure
                for figure in reversed(levels[max(at - NEAREST, 0) : at])
                if is_alike(whole, figure)
            ]
        )
        for run in (beside[:MOST_PARTS], before[:MOST_PARTS]):
            parts = _beginning(whole, run)
            if parts and not {part["figure_id"] for part in parts} & set(held):
                held.setdefault(whole["figure_id"], set())
                yield add(whole, parts if run and run[0]["start"] > whole["start"] else parts[::-1])


def _beginning(whole: Figure, run: Sequence[Figure]) -> list[Figure]:
    """The beginning of a run that adds up to a whole."""
    limit = unsigned(whole["span"]).high
    parts: list[Figure] = []
    low = Decimal(0)
    for part in run:
        if not part["value"]:
            return []  # where nothing can be left out, numbers add up in too many ways
        parts.append(part)
        low += span_in(part, whole).low
        if low > limit:
            return []
        if len(parts) > 1 and adds_up(whole, parts):
            return parts
    return []


def _across(passages: Sequence[Passage]) -> Iterator[Finding]:
    """A long number that opens a passage or sentence and is the sum of those right before it,
    in whatever section.
    """
    figures = [figure for passage in passages for figure in passage.figures]
    for at, whole in enumerate(figures):
        if is_level(whole) and digits_of(whole) >= LEAST_DIGITS:
            run = [figures[place] for place in runs_before(figures, at)]
            parts = _beginning(whole, run[::-1])
            if parts:
                yield add(whole, parts[::-1])


def _budget_sums(case: Case) -> Iterator[Finding]:
    """The executed total beside its natures and its sources."""
    total = next(iter(case.rows["budget"]), None)
    if total is None or is_missing(total["executed"]):
        return
    whole = case.by_id[total["executed_id"]]
    for breakdown, told in (("nature", "支出性质"), ("source", "资金来源")):
        parts = [
            case.by_id[row["executed_id"]]
            for row in case.rows["budget"]
            if row["breakdown"] == breakdown and not is_missing(row["executed"])
        ]
        if len(parts) > 1 and all(is_alike(whole, part) for part in parts):
            yield add(whole, parts, f"按{told}分", why=NOT_ALL, ask=f"请核对按{told}的分项是否齐全")


def _fund_sums(case: Case) -> Iterator[Finding]:
    """The total line of a form's funds beside its sources, and its natures, in each column."""
    for _, lines in groupby(case.rows["funds"], key=lambda line: line["form_id"]):
        rows = list(lines)
        totals = [row for row in rows if row["breakdown"] == "total"]
        if not totals:
            yield from _two_splits(case, rows)
        if len(totals) != 1:
            continue
        for breakdown, told in (("source", "资金来源"), ("nature", "支出性质")):
            parts = [row for row in rows if row["breakdown"] == breakdown]
            for column in ("initial", "budget", "executed", "expected", "amount"):
                yield from _column_sum(case, totals[0], parts, column, told)


def _two_splits(case: Case, rows: Sequence[Row]) -> Iterator[Finding]:
    """The sum by source beside the sum by nature, where a form splits one scale
    of spending twice and prints no total.
    """
    sources, natures = (
        [
            case.by_id[row["amount_id"]]
            for row in rows
            if row["breakdown"] == told and row["amount_id"] in case.by_id
        ]
        for told in ("source", "nature")
    )
    if (
        not sources
        or not natures
        or not all(is_alike(sources[0], part) for part in (*sources, *natures))
    ):
        return
    one, other = sum_of(sources[0], sources), sum_of(sources[0], natures)
    totals = [
        sum((value_in(part, sources[0]) for part in parts), Decimal(0))
        for parts in (sources, natures)
    ]
    unit, figures = sources[0]["unit"], ids((*sources, *natures))
    told = f"按资金来源合计 {totals[0]:f} {unit}，按支出性质合计 {totals[1]:f} {unit}（推算）"
    cells = {
        "stated": float(totals[0]),
        "computed": float(totals[1]),
        "difference": float(totals[0] - totals[1]),
        "unit": unit,
    }
    if overlap(one, other):
        yield Finding("holds", f"{told}，两者一致", figures, **cells | {"difference": 0.0})
    else:
        yield Finding(
            "question",
            f"{told}，两者不一致；{NOT_ALL}",
            figures,
            ask="请核对两种分法的分项",
            **cells,
        )


def _column_sum(
    case: Case, total: Row, rows: Sequence[Row], column: str, told: str
) -> Iterator[Finding]:
    whole = case.by_id.get(total[f"{column}_id"]) or (
        case.by_id.get(total["budget_id"]) if column == "amount" else None
    )
    parts = [figure for row in rows if (figure := case.by_id.get(row[f"{column}_id"]))]
    if not whole or not parts or not all(is_alike(whole, part) for part in parts):
        return
    if not adds_up(whole, parts):
        parts = _without_nested(whole, parts)
    name = f"{total['line']}按{told}分" + (f"（{whole['measure']}）" if whole["measure"] else "")
    larger = [part for part in parts if not can_be_part(part, whole)]
    if adds_up(whole, parts) and (len(parts) > 1 or not larger):
        yield add(whole, parts, name)
    elif larger:
        yield add(whole, parts, name, verdict="fails", ask="请核对总额与分项")
    elif len(parts) > 1:
        yield add(whole, parts, name, why=NOT_ALL, ask=ASK)


def _without_nested(whole: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """The parts without those that make up the one before them,
    where the others then make up the whole: 财政拨款, of it 中央 and 省级.
    """
    for at, part in enumerate(parts):
        for count in range(1, len(parts) - at):
            inner, rest = (
                parts[at + 1 : at + 1 + count],
                [*parts[: at + 1], *parts[at + 1 + count :]],
            )
            if part["value"] and adds_up(part, inner) and adds_up(whole, rest):
                return rest
    return list(parts)
