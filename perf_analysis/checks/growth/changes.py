"""Checks of growth: its base, its direction, and the growth of parts beside that of their whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Any

from perf_analysis import units
from perf_analysis.checks.aims import Aims, is_of_next_year
from perf_analysis.checks.case import Case, Figure, Finding
from perf_analysis.checks.statements import LEVELS, Statement, cell, estimated, named
from perf_analysis.codebook import is_missing
from perf_analysis.data import read_words
from perf_analysis.units import Interval

Row = Mapping[Any, Any]
MOST_NAMED = 3  # growths that a finding names; of more it says how many
LEAST_NAME = 4  # characters of a name that says what grew
BEFORE = 16  # characters before a growth in which stands beside what it is one
_PUBLISHED = re.compile("|".join(read_words("relations.toml")["changes"]["published"].split()))
_OF_OTHERS = re.compile(r"年平均|年均|季度|上半年|平均水平|序时进度|高于|低于|快于")
_BEHIND = ("左右", "以上", "以下", "以内", "余", "多")  # qualifiers that follow their number
WHOLE = Decimal(1)  # a growth above this has doubled its base
_PLANNED = re.compile(
    r"(?:(?:力争|确保|预计|预期)[^,，。;；]*|(?:明年|下年度?|次年)[^,，。;；]*|(?:计划|目标)[^,，。;；]{0,4})$"
)
_FALLS = re.compile(r"(?:下降|减少|降低|降幅|减幅|跌幅|回落|下滑|下跌|缩减|压缩|压减|减|降)$")
# 增幅 and 增速 name a rate, that may well be negative
_RISES = re.compile(r"(?:增长|增加|提高|提升|上升|上涨|扩大)$")
_FROM = re.compile(r"[由从][^,，。;；]{0,15}$")
_TO = re.compile(
    r"[^,，。;；\d]{0,6}?(?:(?P<down>下降|降低|减少|压缩|压减|缩短|回落|降|减)|(?P<up>上升|提高|提升|增加|增长|扩大|升|增))了?(?:到|至|为)[^,，。;；\d]{0,4}$"
)
_GRADED = ("级", "位", "名", "类", "次")  # the first is above the second
_ANNOUNCED = re.compile(r"^[^。;]*[。,，;(]\s*其中[^。]*$")
_ENDED = re.compile(r"[。;]")
# characters by which a part names its whole, and by which parts end alike
LEAST_SHARED, LEAST_ENDING = 3, 2


def check_base(case: Case) -> Iterator[Finding]:
    """A growth of what a report is judged by means as much as its base, and the report prints it;
    all that lack theirs are one question.
    """
    rows = list(_results(case))
    printed = [row for row in rows if _has_base(row)]
    if printed:
        ids = tuple(row["growth_id"] for row in printed)
        yield Finding("holds", f"{len(ids)} 项增减印出了基数，或可由本年数和变动数得出", ids)
    aims, known = Aims(case), {row["growth_id"] for row in case.years if row["agrees"] is not None}
    open_rows = (row for row in rows if not _has_base(row) and row["growth_id"] not in known)
    lacking = [row for row in open_rows if _is_asked_for(case, row, aims)]
    if lacking:
        yield _without_base(case, lacking)


def _is_asked_for(case: Case, row: Row, aims: Aims) -> bool:
    """Whether a growth without its base is asked about: of a target or indicator, or of an effect
    that no number but itself tells; what offices of statistics publish so is not.
    """
    name, figure = row["measure"], case.by_id[row["growth_id"]]
    if not aims.are_held:
        return True
    is_published = _PUBLISHED.search(name) or "点" in str(row["growth_unit"])
    if _is_derived(row):
        return aims.judge(name) and not is_published
    is_named = len(name) >= LEAST_NAME and not name[0].isdigit()
    if is_published or not is_named or is_of_next_year(case, figure["start"]):
        return False
    return not _is_beside_others(case, figure)


def _is_beside_others(case: Case, figure: Figure) -> bool:
    """Whether the words before a growth say that it is of several years, of a part of the year, or
    beside others, or its sentence lists several.
    """
    if case.document is None:
        return False
    told = next((one for one in case.statements if figure in one.figures), None)
    is_listed = told is None or sum(one["kind"] == "growth" for one in told.figures) > 1
    before = case.document.folded[max(figure["start"] - BEFORE, 0) : figure["start"]]
    return is_listed or _OF_OTHERS.search(before) is not None


def _without_base(case: Case, rows: Sequence[Row]) -> Finding:
    """The growths that lack their base: those whose level tells what it was, else all."""
    rows = list(filter(_is_derived, rows)) or rows
    is_derived, missing = _is_derived(rows[0]), "、".join(dict.fromkeys(map(_missing, rows)))
    more = f"等 {len(rows)} 项" if len(rows) > MOST_NAMED else ""
    known = "" if is_derived else "本年数和"
    if is_derived and len(rows) == 1:
        told = f"{_grown(case, rows[0])}，{missing}没有印出{_implied(rows[0])}"
    elif is_derived:
        names = [f"{_grown(case, row)}（{_implied(row)[1:]}）" for row in rows[:MOST_NAMED]]
        told = f"{'、'.join(names)}{more}，{missing}没有印出"
    else:
        names = [_grown(case, row) for row in rows[:MOST_NAMED]]
        told = f"{'、'.join(names)}{more}，没有读到同一指标的本年数和{missing}，无法核实"
    ids = [row[name] for row in rows for name in ("value_id", "growth_id")]
    figures = tuple(one for one in ids if one in case.by_id)
    return Finding("question", told, figures, ask=f"请补充{known}{missing}")


def _implied(row: Row) -> str:
    """The base that level and growth allow, behind a mark."""
    doubt = f"；{row['note']}，按前一项" if row["status"] == "ambiguous" else "，"
    return f"{doubt}{estimated(_prior(row), row['unit'] or '')}"


def _results(case: Case) -> Iterator[Row]:
    """The growths of what was reached, not of what is to come."""
    for row in case.rows["growth"]:
        rate = case.by_id.get(row["growth_id"])
        if "基点" in str(row["growth_unit"]):
            continue  # told of an interest rate
        if rate is not None and isinstance(row["measure"], str) and not _is_planned(case, rate):
            yield row


def _has_base(row: Row) -> bool:
    """Whether the base of a growth is printed, or what is left when its change is taken off."""
    has_level = not is_missing(row["value_id"])
    has_change = not is_missing(row["change_id"]) or "点" in str(row["growth_unit"])
    return not is_missing(row["prior_id"]) or (has_level and has_change)


def _is_derived(row: Row) -> bool:
    """Whether only level and growth tell the base."""
    return not (_has_base(row) or is_missing(row["value_id"]) or is_missing(row["prior_low"]))


def _missing(row: Row) -> str:
    return {"环比": "上期数", "年初预算": "年初预算数"}.get(str(row["basis"]), "上年数")


def _prior(row: Row) -> Interval:
    return Interval(Decimal(repr(row["prior_low"])), Decimal(repr(row["prior_high"])))


def _is_planned(case: Case, figure: Figure) -> bool:
    """Whether the clause of a growth speaks of what is to come."""
    return case.document is not None and bool(
        _PLANNED.search(case.document.folded, max(figure["start"] - 30, 0), figure["start"])
    )


def _grown(case: Case, row: Row) -> str:
    """A growth as written: 提升近一成 is no 10%."""
    verbs = ("降低", "提高") if "百分点" in (row["growth_unit"] or "") else ("下降", "增长")
    rate = case.by_id[row["growth_id"]]
    quoted, sign = str(rate["quoted"] or ""), str(rate["qualifier"] or "")
    is_in_words = bool(quoted) and not re.search(r"\d", quoted)
    told = quoted if is_in_words else cell(row, "growth", row["growth_unit"] or "")
    lead, tail = ("", sign) if sign in _BEHIND else (sign, "")
    gap = "" if lead or is_in_words else " "
    return f"{row['measure']}{verbs[row['growth'] >= 0]}{lead}{gap}{told}{tail}"


def check_direction(case: Case) -> Iterator[Finding]:
    """A verb of change agrees with the sign of its number and with the numbers beside it;
    a growth that doubled its base was from a small one.
    """
    yield from _negative(case.told)
    for statement in case.statements:
        yield from _from_to(statement)
    for row in filter(_is_derived, _results(case)):
        rate = case.by_id[row["growth_id"]]
        share = units.SHARE.get(rate["unit"] or "")
        if share and row["growth"] > 0 and rate["span"].low * share > WHOLE:
            base = estimated(_prior(row), row["unit"])
            message = f"{_grown(case, row)}，超过一倍，基数{base}，低基数上的增幅不能说明规模"
            yield Finding("question", message, (rate["figure_id"],), ask="请同时列出基数和增加数")


def _negative(figures: Iterable[Figure]) -> Iterator[Finding]:
    """A verb of change before a negative number: 下降-3.5% says two things, 增长-3.5% says 下降."""
    for figure in figures:
        verb = figure["measure"].rstrip("-−")
        is_negative = figure["value"] < 0
        if not is_negative or figure["same_as"] or figure["unit"] not in units.SHARE:
            continue
        if found := _FALLS.search(verb) or _RISES.search(verb):
            told, is_fall = f"写为{found[0]} −{named(figure)}", found.re is _FALLS
            name = (figure["subject"] or "") + (verb[: found.start()] if is_fall else "")
            yield Finding(
                "question",
                f"{name}{told}，{'是升是降不清楚' if is_fall else '实为下降，容易误读'}",
                (figure["figure_id"],),
                ask="请说明是升是降" if is_fall else f"建议写“下降 {named(figure)}”",
            )


def _from_to(statement: Statement) -> Iterator[Finding]:
    """由 A 降到 B, 从 A 提高到 B."""
    for one, other in pairwise(statement.figures):
        if (
            one["unit"] != other["unit"]
            or one["kind"] != other["kind"]
            or one["kind"] not in (*LEVELS, "rate")
            or (one["unit"] or "").endswith(_GRADED)
        ):
            continue
        verb = _TO.match(statement.between(one, other))
        if not verb or one["same_as"] or not _FROM.search(statement.before(one)):
            continue
        is_against = (
            one["span"].high < other["span"].low
            if verb["down"]
            else one["span"].low > other["span"].high
        )
        before = named(one) + (" " if one["unit"] in units.SHARE else "")
        told, ids = (
            f"由 {before}{verb['down'] or verb['up']}到 {named(other)}",
            (one["figure_id"], other["figure_id"]),
        )
        if is_against:
            yield Finding(
                "question", f"{told}，用词与数字的升降相反", ids, ask="请核对升降的用词和两个数字"
            )
        else:
            yield Finding("holds", f"{told}，用词与数字一致", ids)


def check_components(case: Case) -> Iterator[Finding]:
    """Parts lie within their whole, and their changes make up its change as far as they
    are told and do not overlap.
    """
    rows = [
        row
        for row in case.rows["growth"]
        if not is_missing(row["change_low"])
        and row["growth_id"] in case.by_id
        and row["value_id"] in case.by_id
    ]
    for at, row in enumerate(rows):
        yield from _contributions(case, row, rows[at + 1 :])


def _contributions(case: Case, whole: Row, rest: Sequence[Row]) -> Iterator[Finding]:
    """The changes of named parts beside that of the whole:
    they explain of it at most what they add up to.
    """
    announced = _announced(case, whole, rest)
    parts = announced or _alike(case, whole, rest)
    if not parts:
        return
    level, present = (
        case.by_id[whole["value_id"]]["span"],
        _sum(case.by_id[row["value_id"]]["span"] for row in parts),
    )
    change, gained = _change(whole), _sum(map(_change, parts))
    ids = tuple(row[column] for row in (whole, *parts) for column in ("value_id", "growth_id"))
    unit, name, together = whole["unit"], whole["measure"], "合计" if len(parts) > 1 else ""
    listed = "、".join(row["measure"].removeprefix(name) or row["measure"] for row in parts)
    rose = f"推算{together}变动 {_between(gained)} {unit}，{name}推算变动 {_between(change)} {unit}"
    if not announced:
        share = units.spread(lambda part, of: 100 * part / of, gained, change)
        left = Interval(max(level.low - present.high, Decimal(0)), level.high - present.low)
        told = (
            f"如果{listed}都属于{name}、互不重叠，"
            f"推算合计增加 {_between(gained)} {unit}，"
            f"至多占其增加额 {_between(change)} {unit}的 {_between(share)}%"
        )
        ask = f"请说明各项与{name}的关系和其余部分"
        yield Finding(
            "question",
            f"{told}；本年另有 {_between(left)} {unit}（推算）没有点名",
            ids,
            unit=unit,
            ask=ask,
        )
    elif present.low > level.high:
        told = f"{listed}的本年数{together}大于{name}，可能有重叠或不是同一口径"
        yield Finding("question", told, ids, unit=unit, ask="请说明分项与合计的关系")
    elif change.low > 0 and gained.low > change.high:
        yield Finding(
            "question",
            f"{listed}{rose}；如果互不重叠，其余部分应当减少，未说明",
            ids,
            unit=unit,
            ask="请说明其余部分的变动",
        )
    else:
        yield Finding("holds", f"{listed}{rose}，分项在合计之内", ids, unit=unit)


def _between(span: Interval) -> str:
    return units.show(float(span.low), float(span.high))


def _announced(case: Case, whole: Row, rest: Sequence[Row]) -> list[Row]:
    """The growths that 其中 behind the whole's names as its parts,
    up to the end of that sentence.
    """
    if case.document is None:
        return []
    parts: list[Row] = []
    text, end = case.document.folded, case.by_id[whole["growth_id"]]["end"]
    for row in rest:
        between = text[end : case.by_id[row["value_id"]]["start"]]
        is_part = row["unit"] == whole["unit"] and (
            _ENDED.search(between) is None if parts else _ANNOUNCED.search(between) is not None
        )
        if not is_part:
            break
        parts.append(row)
        end = case.by_id[row["growth_id"]]["end"]
    return parts


def _alike(case: Case, whole: Row, rest: Sequence[Row]) -> list[Row]:
    """The growths right behind a rising whole's whose names end alike,
    one of which names the whole, and that find room in it.
    """
    name, ending = whole["measure"], rest[0]["measure"][-LEAST_ENDING:] if rest else ""
    run = list(
        takewhile(
            lambda row: row["unit"] == whole["unit"] and row["measure"].endswith(ending), rest
        )
    )
    if len(run) < 2:
        return []
    pieces = {name[at : at + LEAST_SHARED] for at in range(len(name) - LEAST_SHARED + 1)}
    is_named = any(piece in row["measure"] for row in run for piece in pieces)
    is_within = (
        _sum(case.by_id[row["value_id"]]["span"] for row in run).low
        <= case.by_id[whole["value_id"]]["span"].high
    )
    return run if is_named and is_within and not name.endswith(ending) else []


def _change(row: Row) -> Interval:
    return Interval(Decimal(repr(row["change_low"])), Decimal(repr(row["change_high"])))


def _sum(spans: Iterable[Interval]) -> Interval:
    lows, highs = zip(*spans, strict=True)
    return Interval(sum(lows, Decimal(0)), sum(highs, Decimal(0)))
