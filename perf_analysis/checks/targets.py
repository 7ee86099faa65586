"""Checks of targets: exceeded by far, not printed, missed without a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from perf_analysis import units
from perf_analysis.checks.case import Case, Finding, Rule
from perf_analysis.tables import EXECUTION_RATES


def check_over_completion(case: Case) -> Iterator[Finding]:
    """A target exceeded by more than the profile's limit was set too low, or somebody says why it was exceeded."""
    for row in case.completion.to_dict("records"):
        crossed = [limit for limit in case.profile.over_completion if row["rate"] >= limit.percent]
        if not crossed or row["rate_id"] not in case.by_id:
            continue
        limits = "、".join(f"{limit.percent}%" for limit in crossed)
        rate = f"{units.printed(row['rate'], row['rate_decimals']):f}%"
        message = f"{row['measure']}{rate}，超过 {limits} 的界限，旁边没有写原因"
        sources = "；".join(dict.fromkeys(str(limit.source) for limit in crossed))
        yield Finding("question", message, (row["rate_id"],), stated=row["rate"], unit="%", ask="请说明大幅超出目标的原因，目标值是否偏低", source=sources)
    for row in case.scoring[(case.scoring["item"] == "indicator") & case.scoring["limit"].notna()].to_dict("records"):
        figures = tuple(identity for identity in row["figures"] if identity in case.by_id)
        note = f"；{row['note']}" if isinstance(row["note"], str) else ""
        message = f"{row['name']}的完成值达到指标值的 {row['limit']}% 以上{note}"
        yield Finding("question", message, figures, ask="请说明超额完成的原因，目标值是否偏低", source=row["source"] or "")


def check_hidden_target(case: Case) -> Iterator[Finding]:
    """A completion rate has a target, and the report prints it."""
    rates = case.completion[~case.completion["measure"].str.endswith(EXECUTION_RATES)]
    for row in rates.to_dict("records"):
        rate = f"{units.printed(row['rate'], row['rate_decimals']):f}%"
        if pd.notna(row["target"]):
            target = units.with_unit(f"{units.printed(row['target'], row['target_decimals']):f}", row["unit"] or "")
            yield Finding("holds", f"{row['measure']}{rate}，目标数为 {target}", (row["rate_id"], row["target_id"]))
            continue
        told = ""
        figures: tuple[str, ...] = (row["rate_id"],)
        if row["implied_targets"]:
            actual = units.with_unit(f"{units.printed(row['actual'], row['actual_decimals']):f}", row["unit"] or "")
            listed = "、".join(map(str, row["implied_targets"]))
            told = f"；如果{row['counted']} {actual}就是完成数，能印作 {rate} 的整数目标{'只有' if len(row['implied_targets']) == 1 else '有'} {listed}（推算）"
            figures = (row["actual_id"], row["rate_id"])
        yield Finding("question", f"{row['measure']}{rate}的目标数没有印出{told}", figures, ask="请补充目标数和完成数")


def check_shortfall(case: Case) -> Iterator[Finding]:
    """A target that was missed has a reason beside it."""
    comparable = case.scoring[(case.scoring["item"] == "indicator") & case.scoring["ratio_high"].lt(100)]
    reasons = case.indicators.set_index("level3")["reason"].to_dict() if len(case.indicators) else {}
    signs = case.indicators.set_index("level3")["sign"].to_dict() if len(case.indicators) else {}
    for row in comparable.to_dict("records"):
        if signs.get(row["name"]) in ("≤", "<"):
            continue
        figures = tuple(identity for identity in row["figures"] if identity in case.by_id)
        reason = reasons.get(row["name"])
        if isinstance(reason, str):
            yield Finding("holds", f"{row['name']}没有达到指标值，表中写了原因", figures)
        else:
            yield Finding("question", f"{row['name']}没有达到指标值，偏差原因未说明", figures, ask="请补充偏差原因和改进措施")


RULES = (
    Rule("OVER", "B9", "超额完成", check_over_completion, "完成率，或指标值和完成值"),
    Rule("HIDDEN-TARGET", "B10", "没有印出的目标", check_hidden_target, "完成率"),
    Rule("SHORT", "B11", "未达目标", check_shortfall, "指标值和完成值"),
)
