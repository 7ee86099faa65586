"""Numbers of a report that contradict each other, each told in one sentence by its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from perf_analysis import units
from perf_analysis.briefing.once import once
from perf_analysis.briefing.passage import Point
from perf_analysis.charts.execution import is_rate_consistent
from perf_analysis.checks.plain import OPEN
from perf_analysis.checks.saying import RULES
from perf_analysis.figures import name_of
from perf_analysis.relations.differences import OF_BALANCE
from perf_analysis.report import Report
from perf_analysis.sentences import Number, Sentence, join
from perf_analysis.terms import UNNAMED

# The number of a relation that the others are held against.
STATED = {
    "sum": "whole",
    "difference": "left",
    "balance": "closing",
    "quotient": "rate",
    "target": "rate",
    "change": "growth",
    "points": "points",
    "rank": "moved",
}
_WAYS = {"+": ("增长", "增加"), "-": ("下降", "减少")}  # of a rate, of an amount
MOST_PARTS = 7  # told of a sum; of more two, and how many there are


@dataclass(frozen=True)
class Contradiction:
    """One claim of a report that its own numbers do not bear out.

    Parameters
    ----------
    point : the claim and what the numbers give
    rule : the check that asks it
    figures : the numbers
    money : what is at stake; 0 where it is no money [元]
    share : how far apart the two are, of the one printed [1]
    """

    point: Point
    rule: str
    figures: frozenset[str]
    money: float
    share: float


@once
def find_contradictions(report: Report) -> list[Contradiction]:
    """The relations that do not agree, and the rate of execution that its own amounts do not give;
    most money first, then the farthest apart.
    """
    figures = report.figures.set_index("figure_id", drop=False)
    found: dict[frozenset[str], Contradiction] = {}
    told = report.relations
    # what was not carried over may have been returned by law: that is asked, and no contradiction
    open_ones = told["announced"].isin([OF_BALANCE, *OPEN])
    for _, relation in told[(told["agrees"] == 0) & ~open_ones].iterrows():
        facts = [figures.loc[identity] for identity in relation["figures"]]
        one = _tell(relation, facts)
        # the parts of one total, listed twice, are one contradiction
        if one and not any(one.figures >= known or one.figures <= known for known in found):
            found[one.figures] = one
    for one in _of_total(report, figures):
        if not any(one.figures <= known or known <= one.figures for known in found):
            found[one.figures] = one
    return sorted(found.values(), key=lambda one: (-one.money, -one.share))


def _of_total(report: Report, figures: pd.DataFrame) -> Iterator[Contradiction]:
    """The stated rate of execution beside its two amounts, where these do not give it and no
    relation finds it to be the share of another whole.
    """
    budget, relations = report.budget, report.relations
    for _, total in budget[(budget["breakdown"] == "total") & budget["rate"].notna()].iterrows():
        told = relations["figures"].map(lambda row, rate=total["rate_id"]: rate in row)
        agrees = (relations["agrees"] == 1) & told.astype(bool)
        if agrees.any() or pd.isna(total["rate_low"]) or is_rate_consistent(total):
            continue
        facts = [figures.loc[total[f"{name}_id"]] for name in ("executed", "budget", "rate")]
        roles = ("numerator", "denominator", "rate")
        computed = (total["rate_low"] + total["rate_high"]) / 2
        given = _given(facts[2], computed, facts[:2])
        lead = _of_quotient(facts[2], facts[:2], dict(zip(roles, facts, strict=True)), given)
        point = Point(lead, _stating(facts[2]))
        one = _weighed(point, "quotient", facts, facts[2], computed)
        # what is at stake is the share of the budget that lies between the two rates
        yield replace(one, money=abs(total["rate"] - computed) / 100 * facts[1]["base_value"])


def _stating(stated: pd.Series) -> Sentence:
    return Sentence("报告写{stated}。", stated=_number(stated))


def _tell(relation: pd.Series, facts: list[pd.Series]) -> Contradiction | None:
    roles = list(relation["roles"])
    if relation["kind"] == "same":
        return _differing(facts)
    role = STATED.get(relation["kind"])
    by_role = dict(zip(roles, facts, strict=True))
    computed = _computed(relation, by_role)
    if role not in roles or pd.isna(computed) or _is_of_amount(relation, by_role, computed):
        return None
    stated = facts[roles.index(role)]
    others = [fact for told, fact in zip(roles, facts, strict=True) if told != role]
    given = _given(stated, computed, others)
    rest = _stating(stated)
    if relation["kind"] == "change":
        way = "增长" if by_role["level"]["base_value"] >= by_role["base"]["base_value"] else "下降"
        rest = _changed(by_role, stated)
        lead = Sentence(
            "{name}由{base}到{level}，为{way}{given}",
            name=_name(by_role["level"]),
            base=_number(by_role["base"]),
            level=_number(by_role["level"]),
            way=way,
            given=given,
        )
    else:
        lead = _LEADS[relation["kind"]](stated, others, by_role, given)
    return _weighed(Point(lead, rest), relation["kind"], facts, stated, computed)


def _changed(facts: Mapping[str, pd.Series], stated: pd.Series) -> Sentence:
    """What the report says of a change: of amount and rate both, where they say two directions."""
    told = [facts[role] for role in ("change", "growth") if role in facts]
    if len({fact["direction"] for fact in told}) < 2:
        told = [stated]
    words = [
        Sentence(
            "{way}{stated}",
            way=_WAYS.get(fact["direction"], ("", ""))[fact["kind"] == "amount"],
            stated=_number(fact),
        )
        for fact in told
    ]
    return Sentence("报告写{told}。", told=join(words, "、"))


def _is_of_amount(relation: pd.Series, by_role: Mapping[str, pd.Series], computed: float) -> bool:
    """Whether a change was held against its amount, or one level alone: the findings tell that."""
    if relation["kind"] != "change":
        return False
    if not {"level", "base"} <= set(by_role):
        return True
    apart = abs(by_role["level"]["value"] - by_role["base"]["value"])
    return "change" in by_role and abs(abs(computed) - apart) < apart / 1e6


def _computed(relation: pd.Series, by_role: Mapping[str, pd.Series]) -> float:
    """What the others give: of a rank, how far it is from the one before."""
    if relation["kind"] == "rank" and {"rank", "before"} <= set(by_role):
        return float(abs(by_role["before"]["value"] - by_role["rank"]["value"]))
    return float(relation["computed"])


def _weighed(
    point: Point, kind: str, facts: list[pd.Series], stated: pd.Series, computed: float
) -> Contradiction:
    off = abs(computed - stated["value"])
    factor = stated["base_value"] / stated["value"] if stated["value"] else 1.0
    return Contradiction(
        point,
        RULES.get(kind, "RANK"),
        frozenset(fact["figure_id"] for fact in facts),
        off * factor if stated["base_unit"] == "元" else 0.0,
        off / abs(stated["value"]) if stated["value"] else 1.0,
    )


def _differing(facts: list[pd.Series]) -> Contradiction:
    one, other = facts[:2]
    point = Point(
        Sentence(
            "{name}两处不一",
            name="自评总分" if one["base_unit"] == "分" else _name(one) or "同一事项",
        ),
        Sentence("一处{one}，另一处{other}。", one=_number(one), other=_number(other)),
    )
    return _weighed(point, "same", facts, one, other["value"])


def _of_sum(
    stated: pd.Series, others: list[pd.Series], _: Mapping[str, pd.Series], given: Number
) -> Sentence:
    shown = others if len(others) <= MOST_PARTS else others[:2]
    parts = join([Sentence("{part}", part=_number(part)) for part in shown], " + ")
    if len(shown) < len(others):
        parts += Sentence(" + ……（共 {count} 项）", count=str(len(others)))
    return Sentence("{name}分项{parts} = {given}", name=_name(stated), parts=parts, given=given)


def _of_quotient(
    stated: pd.Series, _: list[pd.Series], facts: Mapping[str, pd.Series], given: Number
) -> Sentence:
    return Sentence(
        "{name}{part} ÷ {whole} = {given}",
        name=_name(stated) or _name(facts["numerator"]),
        part=_number(facts["numerator"]),
        whole=_number(facts["denominator"]),
        given=given,
    )


def _of_target(
    stated: pd.Series, _: list[pd.Series], facts: Mapping[str, pd.Series], given: Number
) -> Sentence:
    return Sentence(
        "{name}目标{target}，完成{actual}，为{given}",
        name=_name(facts["actual"]),
        target=_number(facts["target"]),
        actual=_number(facts["actual"]),
        given=given,
    )


def _of_difference(
    stated: pd.Series, others: list[pd.Series], _: Mapping[str, pd.Series], given: Number
) -> Sentence:
    one, other = others[:2]
    return Sentence(
        "{one} 与 {other} 相差{given}", one=_number(one), other=_number(other), given=given
    )


def _of_rank(
    _: pd.Series, others: list[pd.Series], facts: Mapping[str, pd.Series], given: Number
) -> Sentence:
    return Sentence(
        "{name}由第 {before} 位到第 {rank} 位，相差{given}",
        name=_name(facts["rank"]),
        before=_place(facts["before"]),
        rank=_place(facts["rank"]),
        given=given,
    )


def _place(figure: pd.Series) -> Number:
    return Number(f"{figure['value']:.0f}", (figure["figure_id"],))


_LEADS: dict[str, Callable[..., Sentence]] = {
    "sum": _of_sum,
    "quotient": _of_quotient,
    "target": _of_target,
    "points": _of_difference,
    "difference": _of_difference,
    "balance": _of_difference,
    "rank": _of_rank,
}


def _given(stated: pd.Series, computed: float, others: list[pd.Series]) -> Number:
    """What the others give, with the decimals of the number that it is held against."""
    digits = f"{units.printed(abs(computed), stated['decimals']):f}"
    formula = "、".join(str(_number(fact)) for fact in others)
    return Number(
        units.with_unit(digits, _text(stated["unit"])),
        tuple(fact["figure_id"] for fact in others),
        formula,
    )


def _number(figure: pd.Series | Mapping[Any, Any]) -> Number:
    digits = f"{units.printed(abs(figure['value']), figure['decimals']):f}"
    return Number(units.with_unit(digits, _text(figure["unit"])), (figure["figure_id"],))


def _name(figure: pd.Series | Mapping[Any, Any]) -> str:
    """Whose number it is, where that was read surely."""
    name = name_of(figure)
    return "" if figure["status"] == "unsure" or UNNAMED in name else name


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
