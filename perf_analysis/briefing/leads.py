"""The sentence of a contradiction: whose numbers they are, what they give, how far that lies from
what is written, and what would give the written one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from perf_analysis import units
from perf_analysis.figures import name_of, text_of
from perf_analysis.figures.quoting import quote
from perf_analysis.report import Report
from perf_analysis.sentences import Number, Sentence, join
from perf_analysis.terms import UNNAMED

Facts = Mapping[str, pd.Series]
MOST_PARTS = 7  # told of a sum; of more two, and how many there are
LONGEST_QUOTE = 16  # characters of a clause that stands for a name
_WAYS = {"+": ("增长", "增加"), "-": ("下降", "减少")}  # of a rate, of an amount
_TWICE = re.compile(r"([一-鿿]{2,})\1")  # 合计 of 分镇乡合计
_OF_YEARS = re.compile("年均|平均")
_YEAR = re.compile(r"(?:(?:19|20)\d\d年?度?|[本当]年度?)$")
_LEADING = re.compile(r"(?:达到|达|为|是|约|共|计|合计)+$")
_CLAUSE = re.compile(r"[，,。；;：:（）()、\s|]")


def number_of(figure: pd.Series | Mapping[Any, Any]) -> Number:
    """A figure as printed, without its sign."""
    digits = f"{units.printed(abs(figure['value']), figure['decimals']):f}"
    return Number(units.with_unit(digits, text_of(figure["unit"])), (figure["figure_id"],))


def call(figure: pd.Series | Mapping[Any, Any]) -> str:
    """Whose number it is, where that was read surely."""
    name = _YEAR.sub("", _TWICE.sub(r"\1", name_of(figure)))
    return "" if figure["status"] == "unsure" or UNNAMED in name else name


def call_any(report: Report, figures: Sequence[pd.Series]) -> str:
    """The first sure name of several numbers, else the words before the first of them in 「」."""
    named = next(filter(None, map(call, figures)), "")
    if named or report.document is None:
        return named
    for figure in figures:
        told = quote(report.document, int(figure["start"]), int(figure["end"])).partition("【")[0]
        words = [_LEADING.sub("", one) for one in _CLAUSE.split(told)]
        clauses = [one for one in words if re.search("[一-鿿]{3}", one)]
        if clauses:
            return f"「{clauses[-1][-LONGEST_QUOTE:]}」"
    return ""


def give(stated: pd.Series, computed: float, others: Sequence[pd.Series]) -> Number:
    """What the others give, with the decimals of the number that it is held against."""
    digits = f"{units.printed(abs(computed), stated['decimals']):f}"
    formula = "、".join(str(number_of(fact)) for fact in others)
    return Number(
        units.with_unit(digits, text_of(stated["unit"])),
        tuple(fact["figure_id"] for fact in others),
        formula,
    )


# What the others of a claim give: in which words, whose number stands where, and whose name is told
# where it is not that of the claim.
_LEADS = {
    "quotient": (
        "{name}{part} ÷ {whole} = {given}",
        {"part": "numerator", "whole": "denominator"},
        "",
    ),
    "target": (
        "{name}目标{target}，完成{actual}，完成率测算{given}",
        {"target": "target", "actual": "actual"},
        "actual",
    ),
    "rank": (
        "{name}由第 {before} 位到第 {rank} 位，相差{given}",
        {"before": "before", "rank": "rank"},
        "rank",
    ),
}


def lead_of(kind: str, name: str, facts: Facts, others: list[pd.Series], given: Number) -> Sentence:
    """What the other numbers of a claim give."""
    if kind in ("change", "points") and {"level", "base"} <= set(facts):
        return _of_change(name, facts, given)
    if kind == "sum":
        return _of_sum(name, others, given)
    if kind not in _LEADS:
        one, other = map(number_of, others[:2])
        words = "{name}{one} 与 {other} 相差{given}"
        return Sentence(words, name=name, one=one, other=other, given=given)
    words, roles, named = _LEADS[kind]
    tell = _place if kind == "rank" else number_of
    told = {part: tell(facts[role]) for part, role in roles.items()}
    return Sentence(words, name=call(facts[named]) if named else name, given=given, **told)


def rest_of(kind: str, stated: pd.Series, facts: Facts) -> Sentence:
    """What the report says: of a change its way, of amount and rate both where they say two."""
    if kind not in ("change", "points"):
        return Sentence("报告写{stated}", stated=number_of(stated))
    told = [facts[role] for role in ("change", "growth") if role in facts]
    if len({fact["direction"] for fact in told}) < 2:
        told = [stated]
    return Sentence("报告写{told}", told=join(map(_directed, told), "、"))


def apart(kind: str, stated: pd.Series, computed: float, others: Sequence[pd.Series]) -> Sentence:
    """How far the written number lies from what the others give; that this is one of the parts."""
    off = _gap(computed, stated)
    ids = (*(fact["figure_id"] for fact in others), stated["figure_id"])
    if not off or kind not in ("sum", "quotient", "target", "change"):
        return Sentence("")
    formula = f"{abs(computed):g} − {abs(stated['value']):g}"
    if kind == "sum":
        told = Number(units.with_unit(f"{abs(off):f}", text_of(stated["unit"])), ids, formula)
        is_part = [off > 0 and float(off) == one["value"] for one in others].count(True) == 1
        exactly = Sentence("，恰为其中一项" if is_part else "")
        return Sentence("，少计{off}" if off > 0 else "，多计{off}", off=told) + exactly
    if stated["unit"] != "%":
        return Sentence("")
    return Sentence("，相差{off}", off=Number(f"{abs(off):f} 个百分点", ids, formula))


def other_base(kind: str, stated: pd.Series, facts: Facts) -> Sentence:
    """That a rate of change was taken of this year's number."""
    if kind != "change" or stated["unit"] != "%" or not {"level", "base"} <= set(facts):
        return Sentence("")
    level, base = facts["level"]["base_value"], facts["base"]["base_value"]
    if not level or not reads_alike(100 * abs(level - base) / abs(level), stated):
        return Sentence("")
    return Sentence("（以本年数为分母才得出）")


def other_whole(kind: str, stated: pd.Series, facts: Facts, report: Report) -> Sentence:
    """The other whole of the budget of which a part is the written share."""
    if kind != "quotient" or stated["unit"] != "%" or report.budget.empty:
        return Sentence("")
    total, figures = report.budget.iloc[0], report.figures.set_index("figure_id", drop=False)
    known = facts["denominator"]["base_value"]
    for name in ("budget", "executed", "initial"):
        identity = total[f"{name}_id"]
        if total["breakdown"] != "total" or not isinstance(identity, str):
            continue
        whole = figures.loc[identity]
        share = 100 * facts["numerator"]["base_value"] / (whole["base_value"] or 1)
        is_other = whole["base_unit"] == facts["numerator"]["base_unit"]
        if is_other and whole["base_value"] != known and reads_alike(share, stated):
            named = Sentence("{name}{number}", name=call(whole), number=number_of(whole))
            return Sentence("（按{whole}计算才得出）", whole=named)
    return Sentence("")


def reads_alike(computed: float, stated: pd.Series) -> bool:
    """Whether a number prints as the written one, whatever their signs."""
    return not _gap(computed, stated)


def _gap(computed: float, stated: pd.Series) -> Decimal:
    """How far a number lies above the written one, both as printed and without sign."""
    given, written = (
        units.printed(abs(value), stated["decimals"]) for value in (computed, stated["value"])
    )
    return given - written


def _directed(fact: pd.Series) -> Sentence:
    return Sentence(
        "{way}{stated}",
        way=_WAYS.get(fact["direction"], ("", ""))[fact["kind"] == "amount"],
        stated=number_of(fact),
    )


def _of_change(name: str, facts: Facts, given: Number) -> Sentence:
    level, base = facts["level"], facts["base"]
    said = facts.get("growth", facts.get("points", level))
    is_mean = bool(_OF_YEARS.search(text_of(said["measure"]))) and "growth" in facts
    words = (
        "{name}由{base}到{level}，年均{way}{given}"
        if is_mean
        else "{name}{level}，比预算{base}测算{way}{given}"
        if base["role"] == "plan"
        else "{name}由{base}到{level}，测算{way}{given}"
    )
    return Sentence(
        words,
        name=name,
        base=number_of(base),
        level=number_of(level),
        way="增长" if level["base_value"] >= base["base_value"] else "下降",
        given=given,
    )


def _of_sum(name: str, others: list[pd.Series], given: Number) -> Sentence:
    shown = others if len(others) <= MOST_PARTS else others[:2]
    parts = join([Sentence("{part}", part=number_of(part)) for part in shown], " + ")
    if len(shown) < len(others):
        parts += Sentence(" + ……（共 {count} 项）", count=str(len(others)))
    return Sentence("{name}分项{parts} = {given}", name=name, parts=parts, given=given)


def _place(figure: pd.Series | Mapping[Any, Any]) -> Number:
    return Number(f"{figure['value']:.0f}", (figure["figure_id"],))
