"""The columns of the ledger's sheets: what the report gives, and what people fill in."""

from __future__ import annotations

ID, NAME, TARGET, WEIGHT, CLAIMED, COVERAGE, PLACE = TOLD = (
    "编号",
    "目标或指标",
    "指标值",
    "分值",
    "报告写的结果",
    "对照",
    "位置",
)
FILE, METHOD, DATE, FOUND, STRENGTH, PERSON, NOTE = TYPED = (
    "佐证文件",
    "取值方法",
    "佐证日期",
    "佐证上的数值",
    "佐证强度",
    "责任人",
    "备注",
)
REWRITTEN = "改写"  # what a person wrote over a cell that the report gives
WIDTHS = dict(
    zip(
        (*TOLD, *TYPED, REWRITTEN),
        (11, 26, 15, 8, 18, 15, 22, 26, 13, 13, 15, 18, 10, 24, 24),
        strict=True,
    )
)

# How a completion value is taken (财预〔2021〕101号).
METHODS = ("直接证明法", "情况统计法", "情况说明法", "问卷调查法", "趋势判断法")

OVERVIEW, GONE, ORIGINAL = "总览", "撤下的行", "原值"  # sheets of our own
