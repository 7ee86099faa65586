"""What each table is: its grain, its columns, what they mean and in which unit.

Plain data without imports of weight, so that every room can read it.
`data/README.md` shows the same rows; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from perf_analysis.errors import CODES, TableError

if TYPE_CHECKING:
    import pandas as pd

# One row of a table: rooms pass these, and frames are made where a person asks.
Row: TypeAlias = Mapping[str, Any]

Figures: TypeAlias = "pd.DataFrame"
Findings: TypeAlias = "pd.DataFrame"
Unchecked: TypeAlias = "pd.DataFrame"
Budget: TypeAlias = "pd.DataFrame"
Funds: TypeAlias = "pd.DataFrame"
Growth: TypeAlias = "pd.DataFrame"
Completion: TypeAlias = "pd.DataFrame"
Goals: TypeAlias = "pd.DataFrame"
Indicators: TypeAlias = "pd.DataFrame"
Ledger: TypeAlias = "pd.DataFrame"
Overview: TypeAlias = "pd.DataFrame"
Ranks: TypeAlias = "pd.DataFrame"
Relations: TypeAlias = "pd.DataFrame"
Years: TypeAlias = "pd.DataFrame"
Remainder: TypeAlias = "pd.DataFrame"
Scores: TypeAlias = "pd.DataFrame"
Scoring: TypeAlias = "pd.DataFrame"
Sentences: TypeAlias = "pd.DataFrame"


@dataclass(frozen=True)
class Column:
    """One column: its name, type and meaning; `values` closes the list of what may stand there.
    A list is of texts, or of integers.
    """

    name: str
    dtype: Literal["text", "number", "integer", "list", "integers"]
    meaning: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    grain: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> list[str]:
        """The columns' names in order."""
        return [column.name for column in self.columns]

    @cached_property
    def of_reports(self) -> Table:
        """The table of several reports: with the report's id before the other columns."""
        is_told = "report_id" in self.names
        return self if is_told else replace(self, columns=(REMAINDER.columns[0], *self.columns))


KINDS = ("amount", "growth", "rate", "score", "rank", "count", "area", "other")
ROLES = ("actual", "target", "plan", "forecast", "weight", "population")
STATUSES = ("exact", "carried", "ambiguous", "unsure", "unreadable", "corrected")
COVERAGES = ("figure", "related", "mentioned", "none")
VERDICTS = ("holds", "question", "fails")
WHY_UNCHECKED = ("not applicable", "lacks material")
RELATION_KINDS = (
    "sum",
    "difference",
    "balance",
    "quotient",
    "change",
    "points",
    "same",
    "target",
    "limit",
    "count",
    "rank",
    "marks",
)
FORMS = ("绩效自评表", "绩效目标申报表", "绩效运行监控表")
# 佐证强度 of a ledger, from the strongest; the last two prove nothing.
STRENGTHS = (
    "外部权威数据",
    "正式文件、合同或验收",
    "业务统计与台账",
    "原始记录或影像",
    "情况说明",
    "无",
)
WEAK = STRENGTHS[-2:]
SIGNS = ("≥", ">", "=", "≤", "<", "定性")

FIGURES = Table(
    "one row per stated number, every occurrence, in order of position",
    (
        Column("report_id", "text", "the report's file stem", required=True),
        Column("figure_id", "text", "F001… in order of position", required=True),
        Column("section", "text", "heading path, such as 二(二)6"),
        Column("page", "integer", "page, where the format has pages"),
        Column("start", "integer", "where number and unit begin in the text [characters]"),
        Column("end", "integer", "where they end, exclusive [characters]"),
        Column("quoted", "text", "the very text of the span; empty for embedded data"),
        Column(
            "value",
            "number",
            "the number as written, with its sign; missing where unreadable [unit]",
        ),
        Column("decimals", "integer", "decimals printed"),
        Column("unit", "text", "unit as written, without spaces"),
        Column("low", "number", "least value the print allows [base_unit]"),
        Column("high", "number", "greatest value the print allows [base_unit]"),
        Column("base_unit", "text", "元, m², 1 for shares, else the measure word"),
        Column("base_value", "number", "the number in base_unit, exact as printed [base_unit]"),
        Column("kind", "text", "what sort of number", KINDS, required=True),
        Column("measure", "text", "what is measured, in the field's term", required=True),
        Column("subject", "text", "whose measure; empty for the department itself"),
        Column("term", "text", "the field's name for the measure, the same in every report"),
        Column("role", "text", "what the number is in the argument", ROLES, required=True),
        Column("direction", "text", "+ or - for changes", ("+", "-")),
        Column("basis", "text", "against what a change or rate is measured"),
        Column("scope", "text", "within what a rank or share holds"),
        Column("population", "integer", "how many are ranked [1]"),
        Column("period", "text", "the year, or the period named"),
        Column("qualifier", "text", "约 余 近 超过 ≥ ≤ …"),
        Column("status", "text", "how surely it was read", STATUSES, required=True),
        Column("same_as", "text", "the figure that first stated the same fact"),
        Column("note", "text", "why ambiguous or unreadable"),
    ),
)
COMPUTED_ON_LOAD = ("low", "high", "base_unit", "base_value", "term", "printed", "words")

GOALS = Table(
    "one row per goal or key task of the year",
    (
        Column("goal_id", "text", "G1… goals, T1… key tasks", required=True),
        Column("kind", "text", "绩效目标 or 重点工作任务", ("goal", "task"), required=True),
        Column("section", "text", "where the goal stands", required=True),
        Column(
            "topic",
            "text",
            "the goal in a few words of ours, not the report's sentence",
            required=True,
        ),
        Column("coverage", "text", "what the results say of it", COVERAGES, required=True),
        Column("results", "list", "sections whose results speak to it"),
        Column("figures", "list", "figures that speak to it"),
        Column("matched_by", "text", "who matched it", ("rule", "person"), required=True),
        Column("printed", "list", "those figures as printed"),
        Column("words", "list", "the words that goal and results share, where a rule matched them"),
    ),
)

RELATIONS = Table(
    "one row per arithmetic claim that the report's own numbers make",
    (
        Column("relation_id", "text", "R001… in order of kind and position", required=True),
        Column("kind", "text", "what sort of claim", RELATION_KINDS, required=True),
        Column("figures", "list", "figures that the claim ties together"),
        Column("roles", "list", "what each of them is in it, in the same order"),
        Column("announced", "text", "the words or the layout that claim it"),
        Column("chance", "number", "how likely such a match is among as many candidates [1]"),
        Column(
            "computed",
            "number",
            "what the others give for the whole, rate, change or rest of them [its unit]",
        ),
        Column("agrees", "integer", "1 where that is what is printed, 0 where not; else empty"),
        Column("note", "text", "what keeps it from being sure"),
    ),
)

_OF_CELL = {
    "initial": "年初预算数",
    "budget": "the 预算数 that the stated rate divides by",
    "executed": "执行数",
    "rate": "执行率 as stated",
    "carry_over": "年末结转和结余",
    "score": "the report's score of itself",
}

OVERVIEW = Table(
    "one row per report: whose it is, what was budgeted and spent, its own score",
    (
        Column("department", "text", "whose report it is"),
        Column("year", "integer", "of which year"),
        Column("document", "text", "what sort of report: 部门整体 项目 决算 自评表 申报表 监控表"),
        Column("title", "text", "its title"),
        *(
            column
            for name, meaning in _OF_CELL.items()
            for column in (
                Column(name, "number", f"{meaning} as printed [{name}_unit]"),
                Column(f"{name}_decimals", "integer", "decimals printed"),
                Column(f"{name}_unit", "text", "its unit"),
                Column(f"{name}_id", "text", "its figure"),
            )
        ),
        Column("rate_of", "text", "which budget the rate is of", ("budget", "initial")),
        Column("unit", "text", "unit of the execution"),
        Column("full", "number", "full marks as printed [分]"),
        Column("grade", "text", "the grade that the report gives itself"),
    ),
)

BUDGET = Table(
    "one row per budget line: the total, each source, each nature of spending, each item",
    (
        Column("line", "text", "合计, or the source, nature or item"),
        Column(
            "breakdown",
            "text",
            "what the line is: of items, a subtotal is a sum and a part a source of money of one",
            ("total", "source", "nature", "item", "subtotal", "part"),
        ),
        Column("unit", "text", "unit of the amounts of the row"),
        Column("initial", "number", "年初预算数 [unit]"),
        Column("initial_decimals", "integer", "decimals printed"),
        Column("budget", "number", "the 预算数 that the stated rate divides by [unit]"),
        Column("budget_decimals", "integer", "decimals printed"),
        Column("executed", "number", "执行数 [unit]"),
        Column("executed_decimals", "integer", "decimals printed"),
        Column("rate", "number", "执行率 as stated [%]"),
        Column("rate_decimals", "integer", "decimals printed"),
        Column("rate_low", "number", "least execution rate the two amounts allow [%]"),
        Column("rate_high", "number", "greatest execution rate the two amounts allow [%]"),
        Column("unspent", "number", "budget less executed, derived [unit]"),
        Column("unspent_decimals", "integer", "decimals both amounts share"),
        Column("carry_over", "number", "年末结转和结余 as stated [unit]"),
        Column("carry_over_decimals", "integer", "decimals printed"),
        Column("share_low", "number", "least share of the executed total, derived [%]"),
        Column("share_high", "number", "greatest share of the executed total, derived [%]"),
        Column("section", "text", "where the executed amount stands"),
        Column("initial_id", "text", "figure of the budget of the year's start"),
        Column("budget_id", "text", "figure of the budget"),
        Column("executed_id", "text", "figure of the execution"),
        Column("rate_id", "text", "figure of the stated rate"),
        Column("carry_over_id", "text", "figure of the carry-over"),
    ),
)

GROWTH = Table(
    "one row per grown measure",
    (
        Column("measure", "text", "whose growth, subject and measure together"),
        Column("section", "text", "where the growth stands"),
        Column("unit", "text", "unit of value, prior and change"),
        Column("value", "number", "the level stated [unit]"),
        Column("value_decimals", "integer", "decimals printed"),
        Column("growth", "number", "growth as stated, negative when falling [growth_unit]"),
        Column("growth_decimals", "integer", "decimals printed"),
        Column("growth_unit", "text", "%, 百分点, 倍; the amount's unit where that alone is told"),
        Column("prior", "number", "the prior level as printed [unit of prior_id]"),
        Column("prior_decimals", "integer", "decimals printed"),
        Column("change", "number", "the amount of change as printed [unit of change_id]"),
        Column("change_decimals", "integer", "decimals printed"),
        Column("prior_low", "number", "least prior level, derived [unit]"),
        Column("prior_high", "number", "greatest prior level, derived [unit]"),
        Column("change_low", "number", "least change, derived [unit]"),
        Column("change_high", "number", "greatest change, derived [unit]"),
        Column("basis", "text", "against what"),
        Column("status", "text", "how surely the growth was read", STATUSES),
        Column("note", "text", "why ambiguous"),
        Column("value_id", "text", "figure of the level; empty when none is stated"),
        Column("prior_id", "text", "figure of the prior level; empty when none is stated"),
        Column("change_id", "text", "figure of the change; empty when none is stated"),
        Column("growth_id", "text", "figure of the growth"),
    ),
)

YEARS = Table(
    "one row per measure that this report and the one of the year before state",
    (
        Column("subject", "text", "whose measure, as this report calls it"),
        Column("measure", "text", "what is measured"),
        Column("term", "text", "the field's name for the measure"),
        Column("unit", "text", "unit of this, previous and change"),
        Column("previous", "number", "what last year's report states [unit]"),
        Column("previous_decimals", "integer", "decimals printed, or that its unit makes of them"),
        Column("this", "number", "what this report states [unit]"),
        Column("this_decimals", "integer", "decimals printed"),
        Column("change_low", "number", "least change, derived [unit]"),
        Column("change_high", "number", "greatest change, derived [unit]"),
        Column("growth_low", "number", "least growth, derived; empty of shares and scores [%]"),
        Column("growth_high", "number", "greatest growth, derived [%]"),
        Column("stated_base", "number", "last year as this report prints it [stated_base_unit]"),
        Column("stated_base_decimals", "integer", "decimals printed"),
        Column("stated_base_unit", "text", "its unit, as printed"),
        Column("stated_growth", "number", "growth that this report prints [stated_growth_unit]"),
        Column("stated_growth_decimals", "integer", "decimals printed"),
        Column("stated_growth_unit", "text", "its unit, as printed"),
        Column("agrees", "integer", "1 where both are what the two reports give, 0 where not"),
        Column("this_id", "text", "figure in this report"),
        Column("previous_id", "text", "figure in last year's report"),
        Column("base_id", "text", "figure of the base that this report prints"),
        Column("growth_id", "text", "figure of the growth that it prints"),
    ),
)

COMPLETION = Table(
    "one row per target with what was reached of it, and per rate of completion",
    (
        Column("measure", "text", "whose rate, subject and measure together"),
        Column("section", "text", "where the rate stands"),
        Column("rate", "number", "the rate as stated [%]"),
        Column("rate_decimals", "integer", "decimals printed"),
        Column("target", "number", "the target, where printed [target_unit]"),
        Column("target_decimals", "integer", "decimals printed"),
        Column("target_unit", "text", "unit of the target"),
        Column("counted", "text", "what the count that may be the one completed counts"),
        Column("actual", "number", "what was reached, or that count [unit]"),
        Column("actual_decimals", "integer", "decimals printed"),
        Column("unit", "text", "unit of actual, else of target"),
        Column("met", "integer", "1 where the target was reached, 0 where not; empty where unsure"),
        Column(
            "implied_targets",
            "integers",
            "whole targets that print as the rate, if `actual` is what was completed",
        ),
        Column("limit", "integer", "the highest limit crossed: 100, 120 or 130 [%]"),
        Column("rate_id", "text", "figure of the rate"),
        Column("target_id", "text", "figure of the target"),
        Column("actual_id", "text", "figure of what was reached"),
    ),
)

RANKS = Table(
    "one row per rank held",
    (
        Column("measure", "text", "what is ranked, subject and measure together"),
        Column("section", "text", "where the rank stands"),
        Column("scope", "text", "among whom"),
        Column("rank", "integer", "the rank, 1 is first"),
        Column("population", "integer", "how many are ranked; empty when not stated"),
        Column("moved", "integer", "places risen since the last ranking, negative when fallen"),
        Column("before", "integer", "the last rank, as printed, else derived"),
        Column("rank_id", "text", "figure of the rank"),
        Column("population_id", "text", "figure of the population"),
        Column("moved_id", "text", "figure of the move"),
        Column("before_id", "text", "figure of the last rank; empty where it is derived"),
    ),
)

SCORES = Table(
    "one row per score",
    (
        Column("measure", "text", "what is scored, subject and measure together"),
        Column("section", "text", "where the score stands"),
        Column("score", "number", "the score as stated [unit]"),
        Column("score_decimals", "integer", "decimals printed"),
        Column("unit", "text", "分"),
        Column("whole", "integer", "1 for the report's score of itself, else 0"),
        Column("score_id", "text", "figure of the score"),
    ),
)

INDICATORS = Table(
    "one row per third-level indicator (三级指标) of a form",
    (
        Column("form_id", "text", "T1… in order of the forms of the report"),
        Column("project", "text", "项目名称, or the department of a department's form"),
        Column("form", "text", "which form it stands in", FORMS, required=True),
        Column("month", "integer", "the month that a 绩效运行监控表 runs to"),
        Column("level1", "text", "一级指标"),
        Column("level2", "text", "二级指标"),
        Column("level3", "text", "三级指标"),
        Column("sign", "text", "direction of the target: printed, or as its words say", SIGNS),
        Column("target", "number", "年度指标值, the adjusted one where there is one [unit]"),
        Column("target_decimals", "integer", "decimals printed"),
        Column("target_text", "text", "its cell as printed"),
        Column("unit", "text", "unit of target, and of actual where that prints none"),
        Column("actual", "number", "实际完成值; of a 绩效运行监控表 up to its month [actual_unit]"),
        Column("actual_decimals", "integer", "decimals printed"),
        Column("actual_text", "text", "its cell as printed"),
        Column("actual_unit", "text", "unit of actual"),
        Column("expected", "number", "全年预计完成值 of a 绩效运行监控表 [unit]"),
        Column("expected_decimals", "integer", "decimals printed"),
        Column("expected_text", "text", "its cell as printed"),
        Column("weight", "number", "分值 [分]"),
        Column("weight_decimals", "integer", "decimals printed"),
        Column("score", "number", "得分 [分]"),
        Column("score_decimals", "integer", "decimals printed"),
        Column("reason", "text", "偏差原因分析及改进措施"),
        Column("core", "text", "是否核心指标, where the form asks", ("是", "否")),
        Column(
            "status",
            "text",
            "how surely its cells were read",
            ("exact", "ambiguous"),
            required=True,
        ),
        Column("note", "text", "which cells could not be decided, and why"),
        Column("page", "integer", "page, where the format has pages"),
        Column("place", "text", "where the indicator stands, such as 表1!C7"),
        Column("target_id", "text", "figure of the target; empty where it is no number"),
        Column("actual_id", "text", "figure of the actual value; empty where it is no number"),
        Column("expected_id", "text", "figure of the expected value; empty where it is no number"),
        Column("weight_id", "text", "figure of the weight"),
        Column("score_id", "text", "figure of the score"),
    ),
)

FUNDS = Table(
    "one row per line of a form's funds block: the total, its sources, its natures",
    (
        Column("form_id", "text", "T1… in order of the forms of the report"),
        Column("project", "text", "项目名称, or the department of a department's form"),
        Column("form", "text", "which form it stands in", FORMS, required=True),
        Column("line", "text", "年度资金总额, 其中：当年财政拨款 … as printed", required=True),
        Column(
            "breakdown",
            "text",
            "what the line is a part of",
            ("total", "source", "nature"),
            required=True,
        ),
        Column("unit", "text", "unit of the amounts of the row"),
        Column("initial", "number", "年初预算数 [unit]"),
        Column("initial_decimals", "integer", "decimals printed"),
        Column("budget", "number", "全年（调整后）预算数 [unit]"),
        Column("budget_decimals", "integer", "decimals printed"),
        Column("executed", "number", "全年执行数; of a 绩效运行监控表 up to its month [unit]"),
        Column("executed_decimals", "integer", "decimals printed"),
        Column("expected", "number", "全年预计执行数 of a 绩效运行监控表 [unit]"),
        Column("expected_decimals", "integer", "decimals printed"),
        Column(
            "amount",
            "number",
            "the amount of a line that no head names, such as a source by its name [unit]",
        ),
        Column("amount_decimals", "integer", "decimals printed"),
        Column("rate", "number", "执行率 as stated [%]"),
        Column("rate_decimals", "integer", "decimals printed"),
        Column("weight", "number", "分值 [分]"),
        Column("weight_decimals", "integer", "decimals printed"),
        Column("score", "number", "得分 [分]"),
        Column("score_decimals", "integer", "decimals printed"),
        Column("reason", "text", "the reason a form gives for its rate"),
        Column("initial_id", "text", "figure of 年初预算数"),
        Column("budget_id", "text", "figure of the budget"),
        Column("executed_id", "text", "figure of the execution"),
        Column("expected_id", "text", "figure of the expected execution"),
        Column("amount_id", "text", "figure of the amount"),
        Column("rate_id", "text", "figure of the rate"),
        Column("weight_id", "text", "figure of the weight"),
        Column("score_id", "text", "figure of the score"),
    ),
)

REMAINDER = Table(
    "one row per digit run that is no figure",
    (
        Column("report_id", "text", "the report's file stem"),
        Column("start", "integer", "where it begins in the text [characters]"),
        Column("end", "integer", "where it ends, exclusive [characters]"),
        Column("quoted", "text", "the digits"),
        Column("reason", "text", "why it is no figure: 日期 编号 名称 序号 填表说明 没有单位"),
    ),
)

SENTENCES = Table(
    "one row per sentence of the running text that is long enough not to come back by chance",
    (
        Column("section", "text", "where it stands"),
        Column("start", "integer", "where it begins in the text [characters]"),
        Column("end", "integer", "where it ends, exclusive [characters]"),
        Column("quoted", "text", "the sentence", required=True),
        Column(
            "letters",
            "text",
            "its letters alone, without numbers and marks: what two reports may share",
            required=True,
        ),
    ),
)

SCORING = Table(
    "one row per item scored under one rule profile: "
    "each indicator, the execution of each form, each form's total",
    (
        Column("profile", "text", "the rule profile", required=True),
        Column("form_id", "text", "the form scored"),
        Column(
            "item", "text", "what is scored", ("indicator", "execution", "total"), required=True
        ),
        Column("project", "text", "项目名称, or the department of a department's form"),
        Column("name", "text", "三级指标, 预算执行率 or 总分", required=True),
        Column("weight", "number", "分值 [分]"),
        Column("score", "number", "得分 as stated [分]"),
        Column("score_decimals", "integer", "decimals printed"),
        Column(
            "computed_low", "number", "least score that the rule and the printed numbers allow [分]"
        ),
        Column(
            "computed_high",
            "number",
            "greatest score that the rule and the printed numbers allow [分]",
        ),
        Column(
            "difference",
            "number",
            "what score lies above computed_high, or, negative, below computed_low; 0 within [分]",
        ),
        Column(
            "ratio_low", "number", "least ratio of actual to target, or of executed to budget [%]"
        ),
        Column("ratio_high", "number", "greatest such ratio [%]"),
        Column("limit", "integer", "the highest limit of over-completion crossed [%]"),
        Column("grade", "text", "the grade of the stated score, of totals"),
        Column("note", "text", "why an item cannot be computed, or what the rule asks for"),
        Column("source", "text", "document number, clause, year and how certain"),
        Column("figures", "list", "figures compared"),
    ),
)

FINDINGS = Table(
    "one row per check and set of figures compared",
    (
        Column("report_id", "text", "the report's file stem"),
        Column("finding_id", "text", "C001… in order of the checks"),
        Column("rule", "text", "the check, such as EXEC", required=True),
        Column(
            "status",
            "text",
            "holds, open to question, or fails",
            VERDICTS,
            required=True,
        ),
        Column("stated", "number", "what the report says [unit]"),
        Column("computed", "number", "what its other numbers give [unit]"),
        Column(
            "difference", "number", "stated less computed, 0 within the printed rounding [unit]"
        ),
        Column("unit", "text", "unit of the three"),
        Column("message", "text", "a sentence a reviewer could send", required=True),
        Column("ask", "text", "what to ask the department for"),
        Column("figures", "list", "figures compared, no others"),
        Column("source", "text", "document number, clause, year and how certain"),
    ),
)

UNCHECKED = Table(
    "one row per check that had nothing to judge, or not all of it",
    (
        Column("report_id", "text", "the report's file stem"),
        Column("rule", "text", "the check, such as EXEC", required=True),
        Column(
            "why",
            "text",
            "not applicable: none of it was read; lacks material: what it needs is missing",
            WHY_UNCHECKED,
            required=True,
        ),
        Column("message", "text", "what is missing, in a sentence", required=True),
    ),
)

LEDGER = Table(
    "one row per item of a ledger (台账) and piece of evidence that people named for it",
    (
        Column(
            "item_id",
            "text",
            "编号: of the words of the goal or indicator; empty in a row that people added",
        ),
        Column("name", "text", "the goal in a few words, or the indicator"),
        Column("claimed", "text", "the result as the report prints it"),
        Column("file", "text", "佐证文件"),
        Column("method", "text", "取值方法"),
        Column("date", "text", "佐证日期, year-month-day where it could be read as one"),
        Column("found", "text", "佐证上的数值"),
        Column("strength", "text", "佐证强度, from 外部权威数据 to 无"),
        Column("person", "text", "责任人"),
        Column("note", "text", "备注"),
        Column("sheet", "text", "the sheet it stands on", required=True),
        Column("row", "integer", "its row there", required=True),
    ),
)

_OF_REPORT = (
    Column("report_id", "text", "the report", required=True),
    Column("department", "text", "whose report it is"),
    Column("year", "integer", "of which year"),
)

EXECUTION_PANEL = Table(
    "one row per report: how far its budget was executed, or why that is not told",
    (
        *_OF_REPORT,
        Column("unit", "text", "unit of the amounts"),
        Column("initial", "number", "年初预算数 [unit]"),
        Column(
            "budget", "number", "预算数, that of the year's start where no other is told [unit]"
        ),
        Column("executed", "number", "执行数 [unit]"),
        Column("rate", "number", "执行率 as stated [%]"),
        Column("rate_decimals", "integer", "decimals printed"),
        Column("rate_low", "number", "least execution rate the two amounts allow, derived [%]"),
        Column("rate_high", "number", "greatest execution rate the two amounts allow, derived [%]"),
        Column(
            "of_initial",
            "number",
            "part of 年初预算数 executed as stated, where no other budget is told [%]",
        ),
        Column("of_initial_decimals", "integer", "decimals printed"),
        Column("of_initial_low", "number", "least part of 年初预算数 executed, derived [%]"),
        Column("of_initial_high", "number", "greatest part of 年初预算数 executed, derived [%]"),
        Column("initial_id", "text", "figure of the budget of the year's start"),
        Column("budget_id", "text", "figure of the budget"),
        Column("executed_id", "text", "figure of the execution"),
        Column("rate_id", "text", "figure of the stated rate"),
        Column("note", "text", "why an amount or the rate is not told"),
    ),
)

GROWTH_PANEL = Table(
    "one row per growth in % whose level both this report "
    "and the department's report of the year before state",
    (
        *_OF_REPORT,
        Column("measure", "text", "whose growth", required=True),
        Column("growth", "number", "growth as stated, negative when falling [%]"),
        Column("growth_decimals", "integer", "decimals printed"),
        Column("level", "text", "the level as this report prints it"),
        Column("level_before", "text", "the level as the report of the year before prints it"),
        Column(
            "growth_low", "number", "least growth that the two printed levels allow, derived [%]"
        ),
        Column(
            "growth_high",
            "number",
            "greatest growth that the two printed levels allow, derived [%]",
        ),
        Column(
            "status",
            "text",
            "whether the stated growth lies within",
            ("holds", "question"),
            required=True,
        ),
        Column("growth_id", "text", "figure of the growth"),
        Column("level_id", "text", "figure of the level"),
        Column("before_report_id", "text", "the report of the year before"),
        Column("before_id", "text", "figure of its level"),
    ),
)

TARGET_PANEL = Table(
    "one row per measure for which the report of the year before "
    "sets or reaches something that this report tells again",
    (
        *_OF_REPORT,
        Column("measure", "text", "what is set and reached", required=True),
        Column(
            "target_text_before", "text", "the target of the year before, as its report prints it"
        ),
        Column("actual_text_before", "text", "what was reached then, as its report prints it"),
        Column("planned_text", "text", "what that report sets for this year, as it prints it"),
        Column("target_text", "text", "the target of this year, as this report prints it"),
        Column("actual_text", "text", "what was reached this year, as this report prints it"),
        Column(
            "of_plan_low", "number", "least share of last year's plan that was reached, derived [%]"
        ),
        Column(
            "of_plan_high",
            "number",
            "greatest share of last year's plan that was reached, derived [%]",
        ),
        Column(
            "is_lowered",
            "integer",
            "1 where this year's target lies below what was reached the year before, 0 where not; "
            "empty where one is not told",
        ),
        Column("before_report_id", "text", "the report of the year before"),
        Column("figures", "list", "figures of this report"),
        Column("before_figures", "list", "figures of the report of the year before"),
    ),
)

COMPLETION_PANEL = Table(
    "one row per completion rate: "
    "stated in the text, or the ratio of actual to target of an indicator",
    (
        *_OF_REPORT,
        Column("measure", "text", "what is completed", required=True),
        Column(
            "origin",
            "text",
            "stated, or derived from an indicator",
            ("stated", "indicator"),
            required=True,
        ),
        Column("rate_low", "number", "least rate the print allows [%]"),
        Column("rate_high", "number", "greatest rate the print allows [%]"),
        Column("limit", "integer", "the highest limit of over-completion crossed [%]"),
    ),
)

REPEAT_PANEL = Table(
    "one row per long sentence that two or more reports share but for numbers and marks",
    (
        Column("quoted", "text", "the sentence as the first of them writes it", required=True),
        Column("reports", "integer", "in how many reports it stands"),
        Column("departments", "integer", "of how many departments"),
        Column("first_year", "integer", "the first year"),
        Column("last_year", "integer", "the last year"),
        Column("report_ids", "list", "five of the reports, in order"),
    ),
)

FINDING_PANEL = Table(
    "one row per check and verdict over all reports",
    (
        Column("rule", "text", "the check", required=True),
        Column("status", "text", "the verdict", VERDICTS, required=True),
        Column("findings", "integer", "how many findings"),
        Column("reports", "integer", "reports that have one"),
        Column("all_reports", "integer", "reports read"),
        Column("per_hundred", "number", "findings per 100 reports [1]"),
        Column("share", "number", "share of reports that have one [%]"),
        Column(
            "share_low",
            "number",
            "lower end of its 95 % interval (Wilson), were the reports drawn at random [%]",
        ),
        Column("share_high", "number", "upper end [%]"),
    ),
)

SCORE_PANEL = Table(
    "one row per report that scores itself, and form of it that has a total",
    (
        *_OF_REPORT,
        Column("self_score", "number", "the report's score of itself as stated [分]"),
        Column("form_id", "text", "the form; empty where the report has none with a total"),
        Column("score", "number", "the form's total as stated [分]"),
        Column(
            "computed_low", "number", "least total that the form's own cells give, derived [分]"
        ),
        Column(
            "computed_high", "number", "greatest total that the form's own cells give, derived [分]"
        ),
        Column(
            "difference",
            "number",
            "what score lies above computed_high, or, negative, below computed_low; 0 within [分]",
        ),
    ),
)

REPORTS = Table(
    "one row per report read",
    (
        Column("report_id", "text", "of the report in all tables", required=True),
        Column("path", "text", "its file, from the folder", required=True),
        Column("sha256", "text", "of its content", required=True),
        Column("department", "text", "whose report it is"),
        Column("year", "integer", "of which year"),
        Column("self_score", "number", "its score of itself as stated [分]"),
    ),
)

UNREAD = Table(
    "one row per file that was not read",
    (
        Column("path", "text", "the file, from the folder", required=True),
        Column("sha256", "text", "of its content", required=True),
        Column("code", "text", "why, as the catalogue of errors names it", CODES, required=True),
        Column("reason", "text", "why, in one line", required=True),
    ),
)

NOTICES = Table(
    "one row per thing that a reader left out of a report, or could not read",
    (
        Column("report_id", "text", "the report", required=True),
        Column("path", "text", "its file, from the folder", required=True),
        Column("notice", "text", "what was left out, in one sentence", required=True),
    ),
)

# Of a corpus: its files, and what its reports say of the same thing,
# in several years and departments.
FILES = {"reports": REPORTS, "notices": NOTICES, "unread": UNREAD}
PANELS = {
    "execution": EXECUTION_PANEL,
    "growth": GROWTH_PANEL,
    "targets": TARGET_PANEL,
    "completion": COMPLETION_PANEL,
    "repeats": REPEAT_PANEL,
    "finding_rates": FINDING_PANEL,
    "scores": SCORE_PANEL,
}

TABLES = {
    "figures": FIGURES,
    "relations": RELATIONS,
    "overview": OVERVIEW,
    "goals": GOALS,
    "budget": BUDGET,
    "growth": GROWTH,
    "years": YEARS,
    "completion": COMPLETION,
    "ranks": RANKS,
    "scores": SCORES,
    "indicators": INDICATORS,
    "funds": FUNDS,
    "scoring": SCORING,
    "ledger": LEDGER,
    "findings": FINDINGS,
    "unchecked": UNCHECKED,
    "remainder": REMAINDER,
    "sentences": SENTENCES,
}

ALL = TABLES | {f"corpus.{name}": table for name, table in (PANELS | FILES).items()}

# Those that a report makes by itself: a ledger is typed by people, two years need two reports.
OF_ONE_REPORT = tuple(name for name in TABLES if name not in ("ledger", "years"))


def fill(table: Table, rows: Iterable[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Rows with all columns of the table in order, absent cells None and numbers of their type:
    what a frame of them would hold.
    """
    typed = [(column.name, _TYPES.get(column.dtype)) for column in table.columns]
    return [
        {
            name: None
            if (cell := row.get(name)) is None or cell != cell
            else kind(cell)
            if kind
            else cell
            for name, kind in typed
        }
        for row in rows
    ]


_TYPES: dict[str, type] = {"number": float, "integer": int}


def is_missing(cell: object) -> bool:
    """Whether a cell is empty: None, or not a number."""
    return cell is None or cell != cell


MOST_TOLD = 6  # of the columns that a table lacks


def require(frame: pd.DataFrame, table: Table, *columns: str) -> None:
    """Raise TableError unless `frame` has the columns, all of the table's when none are named."""
    import pandas as pd

    name = next((name for name, known in ALL.items() if known is table), "")
    if not isinstance(frame, pd.DataFrame):
        remedy = f"；写 报告.{name}" if name in OF_ONE_REPORT else ""
        raise TableError("column", f"这里要的是 {name} 表，给的是 {type(frame).__name__}{remedy}")
    missing = [name for name in columns or table.names if name not in frame.columns]
    if missing:
        if name in OF_ONE_REPORT and not any(str(head).isascii() for head in frame.columns):
            raise TableError(
                "column", f"给的是中文列名的表，供人看；画图和计算用 report.{name}（不加 _zh）"
            )
        told = "、".join(missing[:MOST_TOLD]) + (" 等" if len(missing) > MOST_TOLD else "")
        raise TableError("column", f"表缺少列 {told}；这张表是 {name}，列见 data/README.md")


def build(table: Table, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows as a DataFrame with the table's columns and types; absent cells are missing values."""
    kept = list(rows)
    return _filled(table, kept) if kept else _empty(table).copy(deep=False)


@cache
def _empty(table: Table) -> pd.DataFrame:
    return _filled(table, [])


def _filled(table: Table, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    # Each column of its type at once: a frame of objects
    # that is cast afterwards takes three times as long.
    columns = {}
    for column in table.columns:
        cells = [row.get(column.name) for row in rows]
        dtype = dtypes()[column.dtype]
        columns[column.name] = (
            pd.Series(cells, dtype=dtype) if dtype == "object" else pd.array(cells, dtype=dtype)
        )
    return pd.DataFrame(columns)


@cache
def dtypes() -> dict[str, Any]:
    """The types of a frame's columns by those of the codebook."""
    # here, as above: pandas takes longer to import than a report to read, and only who asks for
    # a frame needs it
    import pandas as pd

    return {
        # Text as Python strings also where pyarrow is installed, which would keep it for itself:
        # the small tables here are then a third slower.
        "text": pd.StringDtype("python", na_value=float("nan")),
        "number": "float64",
        "integer": "Int64",
        "list": "object",
        "integers": "object",
    }


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings by column, absent cells None; the way back from `build`."""
    if frame.empty:
        return []
    # all columns at once: one by one takes three times as long
    cells = frame.to_numpy(dtype=object, copy=True)
    cells[frame.isna().to_numpy()] = None
    names = list(map(str, frame))
    return [dict(zip(names, row, strict=True)) for row in cells.tolist()]
