"""What a report says of the year before, beside what last year's report says."""

from __future__ import annotations

from collections.abc import Iterator

from perf_analysis import units
from perf_analysis.checks.case import Case, Finding
from perf_analysis.codebook import Row


def check_last_year(case: Case) -> Iterator[Finding]:
    """Last year's number, and the change since, are those that last year's report gives."""
    if case.previous is None:
        yield Finding("unchecked", "需要上一年的报告（--previous）")
        return
    yield from (_compared(row) for row in case.years if row["agrees"] is not None)


def _compared(row: Row) -> Finding:
    name = f"{row['subject'] or ''}{row['measure']}"
    said = []
    if row["stated_base"] is not None:
        said.append(f"上年 {_number(row, 'stated_base')}")
    if row["stated_growth"] is not None:
        said.append(f"比上年增减 {_number(row, 'stated_growth')}")
    last = units.with_unit(f"{_printed(row, 'previous'):f}", row["unit"] or "")
    told = f"{name}：上年报告写 {last}，本年报告写{'，'.join(said)}"
    figures = tuple(row[part] for part in ("this_id", "base_id", "growth_id") if row[part])
    if row["agrees"]:
        return Finding("holds", told, figures)
    if row["stated_growth"] is not None and (change := _change(row)):
        told += f"；按两份报告的数测算，增减 {change}"
    return Finding(
        "question",
        told,
        figures,
        stated=row["stated_base"],
        computed=row["previous"] if row["stated_base"] is not None else None,
        unit=row["stated_base_unit"],
        ask="请说明与上年报告的差别：上年数是否修订过，口径是否一致",
    )


def _change(row: Row) -> str:
    """What the two reports give for the change: of a level its share, of a share its points."""
    is_level = row["growth_low"] is not None and row["stated_growth_unit"] == "%"
    ends = ("growth_low", "growth_high") if is_level else ("change_low", "change_high")
    unit = "%" if is_level else row["stated_growth_unit"] or ""
    is_same_unit = is_level or "点" in unit or unit == row["unit"]
    digits = units.show(round(row[ends[0]], 4), round(row[ends[1]], 4))
    return units.with_unit(digits, unit) if is_same_unit and digits != units.UNKNOWN else ""


def _number(row: Row, column: str) -> str:
    return units.with_unit(f"{_printed(row, column):f}", row[f"{column}_unit"] or "")


def _printed(row: Row, column: str) -> object:
    return units.printed(row[column], row[f"{column}_decimals"])
