"""One indicator, or one line of funds, into what a rule profile makes of it:
its share of the weight, its ratio, and what is to be said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from perf_analysis import units
from perf_analysis.codebook import Row, is_missing
from perf_analysis.figures import text_of
from perf_analysis.rules.methods import BY_WORDS, NOTHING, level_of, shares_at_zero
from perf_analysis.rules.profile import FULL, Denominator, Limit, Profile, Rule, SignRule
from perf_analysis.rules.reading import DENOMINATORS
from perf_analysis.units import Interval

# Only this form states scores; the others are filled in before the year is over.
SCORED_FORM = "绩效自评表"
QUALITATIVE, REACHED = "定性", "="

_NO_REASON = re.compile(r"[\s无/\\—–\-.…。、]*")
_BEFORE = sorted(
    (*units.NEARLY, *units.AT_LEAST, *units.AT_MOST, *units.ABOUT), key=len, reverse=True
)
_QUALIFIED = re.compile(
    rf"({'|'.join(_BEFORE)})\s*\d|\d[百千万亿]*(余|多)|\d[^\d，。；]{{0,4}}?(以上|以下|以内|左右)"
)
_LONGEST = 20  # characters of a cell that a note quotes


@dataclass
class Result:
    """What one item earns: its share of the weight [1], the weight and the score [分],
    its ratio [1], the limit crossed, what is to be said, by which rules.
    """

    share: Interval | None = None
    weight: Decimal | None = None
    score: Interval | None = None
    ratio: Interval | None = None
    limit: Limit | None = None
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def cite(self, what: str, rule: Rule) -> None:
        """Name the source of a rule that was used."""
        self.sources.append(f"{what}：{rule.source}")

    def weigh(self, weight: Decimal | None) -> None:
        """Turn the share into a score."""
        self.weight = weight
        if self.share and weight is not None:
            self.score = units.scaled(self.share, weight)
        elif self.share:
            self.notes.append("没有分值")


def judge_indicator(row: Row, profile: Profile) -> Result:
    """What the actual value of an indicator earns against its target."""
    result = Result()
    if row["form"] != SCORED_FORM:
        result.notes.append(f"{row['form']}不评分")
        return result
    sign = _sign_of(row, result)
    rule = profile.rule_for(sign)
    if sign and not rule:
        result.notes.append(f"规则没有“{sign}”的计分方法，未核")
    if rule and rule.method.name == BY_WORDS:
        _judge_words(row, rule, result)
    elif sign and sign != QUALITATIVE:
        _judge_number(row, sign, rule, profile, result)
    if text_of(row["status"]) == "ambiguous":
        result.notes.append(f"读取有疑：{text_of(row['note']) or '见原表'}")
    result.weigh(number(row, "weight"))
    return result


def judge_execution(line: Row, profile: Profile) -> Result:
    """What the execution of a budget earns: its total line."""
    result = Result()
    if line["form"] != SCORED_FORM:
        result.notes.append(f"{line['form']}不评分")
        return result
    _judge_adjustment(line, profile, result)
    if profile.denominator:
        _judge_ratio(line, profile.denominator, profile, result)
    else:
        result.notes.append("规则没有执行率的分母，未核")
    weight = number(line, "weight")
    if weight is None and result.share and profile.execution:
        weight = profile.execution.points
        result.notes.append(f"表中没有分值，按规则的 {weight:f} 分")
    result.weigh(weight)
    return result


def number(row: Row, name: str) -> Decimal | None:
    """The printed digits of a cell; None where nothing was printed."""
    value, decimals = row[name], row[f"{name}_decimals"]
    return (
        None
        if is_missing(value) or is_missing(decimals)
        else units.printed(float(value), int(decimals))
    )


def _sign_of(row: Row, result: Result) -> str:
    """The direction of a target; a number without one is to be reached,
    unless less of it may be better.
    """
    sign, target = text_of(row["sign"]), number(row, "target")
    if sign:
        return sign
    if target is None:
        if text_of(row["target_text"]):
            return QUALITATIVE
        result.notes.append("没有指标值")
        return ""
    levels = text_of(row["level1"]) + text_of(row["level2"])
    is_less_better = "成本" in levels or (
        "时效" in levels and text_of(row["unit"]) not in units.SHARE
    )
    if is_less_better and number(row, "actual") not in (None, target):
        result.notes.append("没有写方向，越高还是越低为好无法判断")
        return ""
    return REACHED


def _judge_words(row: Row, rule: SignRule, result: Result) -> None:
    said = text_of(row["actual_text"])
    level = level_of(said, text_of(row["target_text"]))
    result.share = rule.method.shares_of_level(level)
    if result.share:
        result.notes.append(f"“{_short(said)}”按{level}计")
        result.cite("计分", rule)
    else:
        result.notes.append(
            f"“{_short(said)}”看不出达成、部分达成还是未达成" if said else "没有实际完成值"
        )


def _judge_number(
    row: Row, sign: str, rule: SignRule | None, profile: Profile, result: Result
) -> None:
    spans = _compared(row, result)
    if not spans:
        return
    actual, target = _no_less_than_nothing(spans[0]), spans[1]
    if spans[0].low < 0:
        result.notes.append("实际完成值为负，按 0 计")
    if not text_of(row["sign"]):
        result.notes.append(f"没有写方向，按“{sign}”计分")
    if number(row, "target"):
        result.ratio = units.spread(_quotient, actual, target)
    if rule:
        # A target of 0 is meant as nothing at all, not as less than half a last decimal.
        result.share = (
            rule.method.shares(result.ratio) if result.ratio else shares_at_zero(sign, actual)
        )
        result.cite("计分", rule)
    _judge_limits(row, sign, actual, profile, result)


def _compared(row: Row, result: Result) -> tuple[Interval, Interval] | None:
    """Actual and target in the unit of the target; None, and a note,
    where they cannot be compared.
    """
    target, asked, said = (
        number(row, "target"),
        text_of(row["target_text"]),
        text_of(row["actual_text"]),
    )
    unit = text_of(row["unit"])
    actual_unit = text_of(row["actual_unit"]) or unit
    factor = _factor(actual_unit, unit)
    if target is None:
        result.notes.append(f"指标值“{_short(asked)}”不是一个数字" if asked else "没有指标值")
    elif target < 0:
        result.notes.append("指标值为负，规则没有说怎样计分")
    elif number(row, "actual") is None:
        result.notes.append(_no_number(said))
    elif factor is None:
        result.notes.append(
            f"单位不同，不能比较：指标值为{unit or '没有单位'}，实际完成值为{actual_unit}"
        )
    else:
        return units.scaled(_span(row, "actual", actual_unit, _qualifier(said)), factor), _span(
            row, "target", unit
        )
    return None


def _no_number(said: str) -> str:
    if not said:
        return "没有实际完成值"
    has_digit = any(sign.isdigit() for sign in said)
    return (
        f"实际完成值“{_short(said)}”不是一个数字"
        if has_digit
        else f"实际完成值只写“{_short(said)}”，没有数字"
    )


def _judge_limits(row: Row, sign: str, actual: Interval, profile: Profile, result: Result) -> None:
    """The highest limit that is crossed however the numbers were rounded,
    and the reason that a limit asks for.
    """

    def is_crossed(limit: Limit) -> bool:
        if result.ratio:
            return result.ratio.low * FULL >= limit.percent
        return limit.zero_target is not None and actual.low >= limit.zero_target

    crossed = [
        limit for limit in profile.over_completion if sign in limit.signs and is_crossed(limit)
    ]
    if crossed:
        result.limit = crossed[-1]
        result.cite("超额完成", result.limit)
    elif (
        not profile.over_completion
        and result.ratio
        and result.ratio.low > 1
        and sign not in ("≤", "<")
    ):
        result.notes.append("规则没有超额完成的界限，未核")
    asking = [limit for limit in crossed if limit.asks == "reason"]
    if asking and _NO_REASON.fullmatch(text_of(row["reason"])):
        told = (
            f"达到指标值的 {asking[-1].percent}% 以上" if result.ratio else "指标值为 0，实际超额"
        )
        result.notes.append(f"{told}，规则要求说明原因，表中没有写")


def _judge_ratio(line: Row, denominator: Denominator, profile: Profile, result: Result) -> None:
    """The ratio of executed to budget, what it earns, and whether a reason is asked for;
    nothing is earned without a budget.
    """
    name, column = denominator.amount, DENOMINATORS[denominator.amount]
    budget, executed = number(line, column), number(line, "executed")
    if budget is None or executed is None or budget < 0:
        result.notes.append(
            f"没有{name}" if budget is None else "没有执行数" if executed is None else f"{name}为负"
        )
        return
    result.cite(f"分母（{name}）", denominator)
    result.ratio = _rate(line, column)
    if not result.ratio:
        result.notes.append(f"{name}为 0")
    if profile.execution:
        result.share = (
            profile.execution.method.shares(result.ratio)
            if result.ratio
            else Interval(NOTHING, NOTHING)
        )
        result.cite("计分", profile.execution)
    else:
        result.notes.append("规则没有执行率的计分方法，未核")
    if (
        profile.low_execution
        and result.ratio
        and result.ratio.high * FULL < profile.low_execution.percent
    ):
        result.notes.append(f"执行率低于 {profile.low_execution.percent:f}%，规则要求说明原因")
        result.cite("执行率偏低", profile.low_execution)
    _name_other(line, column, result)


def _name_other(line: Row, column: str, result: Result) -> None:
    """What the ratio would be by the other budget, where the form prints one that differs."""
    other, name = ("initial", "年初预算数") if column == "budget" else ("budget", "全年预算数")
    if number(line, other) not in (None, number(line, column)) and (rate := _rate(line, other)):
        result.notes.append(
            f"如按{name}，执行率为 "
            + units.with_unit(units.show(float(rate.low * FULL), float(rate.high * FULL)), "%")
        )


def _rate(line: Row, column: str) -> Interval | None:
    """Executed by the budget of a column; None where that is 0 or less."""
    budget, unit = number(line, column), text_of(line["unit"])
    if budget is None or budget <= 0:
        return None
    return units.spread(
        _quotient, _no_less_than_nothing(_span(line, "executed", unit)), _span(line, column, unit)
    )


def _judge_adjustment(line: Row, profile: Profile, result: Result) -> None:
    """What is asked for where the budget was certainly changed by more than the rule lets pass."""
    initial, budget, rule = number(line, "initial"), number(line, "budget"), profile.adjustment
    if rule is None or initial is None or budget is None or initial < 0 or initial == budget:
        return
    unit = text_of(line["unit"])
    change = (
        units.spread(
            lambda new, old: (new - old) / old,
            _span(line, "budget", unit),
            _span(line, "initial", unit),
        )
        if initial
        else None
    )
    least = (
        units.INFINITY
        if change is None
        else NOTHING
        if change.low <= 0 <= change.high
        else min(abs(end) for end in change)
    )
    if least * FULL > rule.percent:
        limit = f"预算调整率超过 {rule.percent:f}%" if rule.percent else "预算有调整"
        result.notes.append(f"{limit}，规则要求说明理由")
        result.cite("预算调整", rule)


def _span(row: Row, name: str, unit: str, qualifier: str = "") -> Interval:
    kind = _kind(unit)
    return units.interval(float(row[name]), int(row[f"{name}_decimals"]), unit, kind, qualifier)


def _kind(unit: str) -> str:
    """The kind that a unit makes of a number; without a unit nothing says that it counts."""
    kind = units.kind_of(unit) if unit else "other"
    return "rate" if kind == "share" else kind


def _factor(unit: str, other: str) -> Decimal | None:
    """How many of the other unit one of a unit makes; None where they measure different things."""
    if unit == other:
        return Decimal(1)
    base, other_base = units.base_of(unit, _kind(unit)), units.base_of(other, _kind(other))
    return base[1] / other_base[1] if base and other_base and base[0] == other_base[0] else None


def _qualifier(said: str) -> str:
    """约, 余, 以上 … beside the number of a cell."""
    found = _QUALIFIED.search(said)
    return next(filter(None, found.groups())) if found else ""


def _no_less_than_nothing(span: Interval) -> Interval:
    return Interval(max(NOTHING, span.low), max(NOTHING, span.high))


def _quotient(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
