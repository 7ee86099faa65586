"""Checks of growth and rank: their base, their population."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from perf_analysis import units
from perf_analysis.checks.case import Case, Finding, Rule


def check_base(case: Case) -> Iterator[Finding]:
    """A growth means as much as its base, and the report prints it."""
    for row in case.growth.to_dict("records"):
        if row["growth_id"] not in case.by_id or not isinstance(row["measure"], str):
            continue
        growth = units.with_unit(f"{units.printed(row['growth'], row['growth_decimals']):f}", row["growth_unit"])
        if pd.notna(row["prior_low"]):
            base = units.with_unit(units.show(row["prior_low"], row["prior_high"]), row["unit"])
            figures = (row["value_id"], row["growth_id"])
            yield Finding("question", f"{row['measure']}增长 {growth}，上年数没有印出，推算约 {base}", figures, ask="请补充上年数")
        elif row["status"] == "ambiguous":
            yield Finding("question", f"{row['measure']}增长 {growth}：{row['note']}", (row["growth_id"],), ask="请说明增幅指哪一项")


def check_rank(case: Case) -> Iterator[Finding]:
    """A rank lies within those who are ranked, also before it moved, and the report says how many they are."""
    for row in case.ranks.to_dict("records"):
        name = f"{row['scope'] if isinstance(row['scope'], str) else ''}{row['measure']}第 {row['rank']}"
        if pd.isna(row["population"]):
            yield Finding("question", f"{name}，参评数未写", (row["rank_id"],), ask="请补充参评的总数和来源")
            continue
        figures = tuple(filter(None, (row["rank_id"], row["population_id"] if isinstance(row["population_id"], str) else "")))
        is_within = row["rank"] <= row["population"]
        yield Finding("holds" if is_within else "fails", f"{name}，参评 {row['population']} 个", figures, ask="" if is_within else "请核对名次和参评数")
        if pd.notna(row["before"]):
            told = f"{name}，移动前为第 {row['before']}（推算），参评 {row['population']} 个"
            was_within = row["before"] <= row["population"]
            yield Finding("holds" if was_within else "question", told, (*figures, row["moved_id"]), ask="" if was_within else "请核对上次的名次和参评数")


RULES = (
    Rule("BASE", "E25", "增长的基数", check_base, "增长率"),
    Rule("RANK", "E29", "名次与参评数", check_rank, "名次"),
)
