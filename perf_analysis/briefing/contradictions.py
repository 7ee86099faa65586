"""Numbers of a report that contradict each other, each told in one sentence by its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from perf_analysis import units
from perf_analysis.briefing.leads import (
    apart,
    call,
    call_any,
    give,
    lead_of,
    number_of,
    other_base,
    other_whole,
    reads_alike,
    rest_of,
)
from perf_analysis.briefing.once import once
from perf_analysis.briefing.passage import Point
from perf_analysis.charts.execution import is_rate_consistent
from perf_analysis.checks.plain import OPEN
from perf_analysis.checks.saying import ASKS, RULES
from perf_analysis.data import read_words
from perf_analysis.language import checks
from perf_analysis.relations.differences import OF_BALANCE
from perf_analysis.relations.equalities import LEVEL
from perf_analysis.report import Report
from perf_analysis.sentences import Sentence

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
_OF_WHOLE = ("denominator", "base", "target")  # what a rate is a share of
_FAR = 0.5  # of a whole: so far from it parts are those of another
_SLIPS = read_words("materiality.toml")["limits"]
_ASK_RANK = "请核对名次和升降的位次"


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
    stated : the number that the others are held against
    off : how far the others lie above it, in its unit
    is_rate : whether it is a rate
    """

    point: Point
    rule: str
    figures: frozenset[str]
    money: float
    share: float
    stated: str = ""
    off: float = 0.0
    is_rate: bool = False

    @property
    def is_slight(self) -> bool:
        """Whether it is a slip of the last digits: to be asked, and no point."""
        if self.is_rate:
            return abs(self.off) < _SLIPS["slip_points"]
        return self.share < _SLIPS["slip_share"] / 100

    @property
    def asked(self) -> Point:
        """The claim with what to ask for."""
        ask = checks().get(self.rule, {}).get("ask") or ASKS.get(self.rule, _ASK_RANK)
        return Point(self.point.lead, self.point.rest + Sentence("{ask}。", ask=ask))


@once
def find_contradictions(report: Report) -> list[Contradiction]:
    """The relations that do not agree, and the rate of execution that its own amounts do not give;
    most money first, then the farthest apart. Of one set of parts held against several wholes the
    nearest is told, and a total that one wrong part of it makes wrong is not told again.
    """
    figures = report.figures.set_index("figure_id", drop=False)
    found: list[Contradiction] = []
    of_total = list(_of_total(report, figures))
    for one in (*_of_relations(report, figures), *of_total):
        # the parts of one total, listed twice, are one contradiction
        if not any(one.figures >= known.figures or one.figures <= known.figures for known in found):
            found.append(one)
    findings = report.findings[report.findings["status"].isin(["fails", "question"])]
    asked = [frozenset(one) for one in findings["figures"]]
    kept = [
        one
        for one in _folded(_nearest(found), figures)
        # the checks doubt some: those are no contradiction
        if one in of_total or any(len(one.figures & told) > 1 for told in asked)
    ]
    return sorted(kept, key=lambda one: (one.is_slight, -one.money, -one.share))


def _of_relations(report: Report, figures: pd.DataFrame) -> Iterator[Contradiction]:
    told = report.relations
    # what was not carried over may have been returned by law: that is asked, and no contradiction
    open_ones = told["announced"].isin([OF_BALANCE, *OPEN])
    for _, relation in told[(told["agrees"] == 0) & ~open_ones].iterrows():
        facts = [figures.loc[identity] for identity in relation["figures"]]
        if one := _tell(relation, facts, report):
            yield one


def _nearest(found: list[Contradiction]) -> list[Contradiction]:
    """Of one set of numbers held against several the one that they miss least."""
    least: dict[frozenset[str], Contradiction] = {}
    for one in found:
        parts = one.figures - {one.stated}
        if parts not in least or one.share < least[parts].share:
            least[parts] = one
    return [one for one in found if least[one.figures - {one.stated}] is one]


def _folded(found: list[Contradiction], figures: pd.DataFrame) -> list[Contradiction]:
    """Without the totals that hold again once a part of theirs is what its own parts give: that
    part tells it.
    """
    kept = list(found)
    for total in found:
        for at, root in enumerate(kept):
            if _is_root(root, total) and total in kept:
                whole = number_of(figures.loc[total.stated].to_dict())
                rest = root.point.rest + Sentence("改正后合计{whole}即相符。", whole=whole)
                kept[at] = replace(root, point=Point(root.point.lead, rest))
                kept.remove(total)
    return kept


def _is_root(root: Contradiction, total: Contradiction) -> bool:
    return (
        root is not total
        and root.rule == total.rule == RULES["sum"]
        and root.stated in total.figures - {total.stated}
        and abs(root.off + total.off) < abs(total.off) / 1e6
    )


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
        by_role = dict(zip(("numerator", "denominator", "rate"), facts, strict=True))
        computed = (total["rate_low"] + total["rate_high"]) / 2
        yield _weighed(report, "quotient", by_role, facts, computed)


def _tell(relation: pd.Series, facts: list[pd.Series], report: Report) -> Contradiction | None:
    kind, roles = relation["kind"], list(relation["roles"])
    if kind == "same":
        return _differing(facts, is_level=relation["announced"] == LEVEL)
    role = STATED.get(kind)
    by_role = dict(zip(roles, facts, strict=True))
    computed = _computed(relation, by_role)
    if role not in roles or pd.isna(computed) or _is_of_amount(relation, by_role, computed):
        return None
    stated = facts[roles.index(role)]
    if kind == "sum" and _is_of_another(computed, stated, facts, report.figures):
        return None
    if not _is_other(kind, computed, stated, by_role):
        return None
    return _weighed(report, kind, by_role, facts, computed)


def _is_other(kind: str, computed: float, stated: pd.Series, by_role: dict[str, pd.Series]) -> bool:
    """Whether what is given reads otherwise than what is written: in its digits, or its way."""
    if not reads_alike(computed, stated) or kind not in ("quotient", "change", "points"):
        return True
    ways = {fact["direction"] for fact in by_role.values() if isinstance(fact["direction"], str)}
    if kind == "quotient" or not {"level", "base"} <= set(by_role):
        return False
    rises = by_role["level"]["base_value"] >= by_role["base"]["base_value"]
    return ways != {"+" if rises else "-"}


def _is_of_another(
    computed: float, stated: pd.Series, facts: list[pd.Series], figures: pd.DataFrame
) -> bool:
    """Whether parts make up another number of their section and nothing like the one beside."""
    if abs(computed - stated["value"]) < _FAR * abs(stated["value"]):
        return False
    ids = {fact["figure_id"] for fact in facts}
    beside = figures[
        (figures["section"] == facts[-1]["section"])
        & (figures["unit"] == stated["unit"])
        & ~figures["figure_id"].isin(ids)
    ]
    digits = units.printed(computed, stated["decimals"])
    return any(units.printed(value, stated["decimals"]) == digits for value in beside["value"])


def _is_of_amount(relation: pd.Series, by_role: dict[str, pd.Series], computed: float) -> bool:
    """Whether a change was held against its amount, or one level alone: the findings tell that."""
    if relation["kind"] != "change":
        return False
    if not {"level", "base"} <= set(by_role):
        return True
    between = abs(by_role["level"]["value"] - by_role["base"]["value"])
    return "change" in by_role and abs(abs(computed) - between) < between / 1e6


def _computed(relation: pd.Series, by_role: dict[str, pd.Series]) -> float:
    """What the others give: of a rank, how far it is from the one before."""
    if relation["kind"] == "rank" and {"rank", "before"} <= set(by_role):
        return float(abs(by_role["before"]["value"] - by_role["rank"]["value"]))
    return float(relation["computed"])


def _weighed(
    report: Report,
    kind: str,
    by_role: dict[str, pd.Series],
    facts: list[pd.Series],
    computed: float,
) -> Contradiction:
    """A claim in words, with what is at stake: the money between, of a rate that share of what it
    is of.
    """
    ids = {role: fact["figure_id"] for role, fact in by_role.items()}
    stated = by_role[STATED[kind]]
    others = [fact for fact in facts if fact["figure_id"] != ids[STATED[kind]]]
    name = call_any(report, _naming(kind, by_role, stated, others))
    lead = lead_of(kind, name, by_role, others, give(stated, computed, others))
    rest = rest_of(kind, stated, by_role) + other_base(kind, stated, by_role)
    rest += other_whole(kind, stated, by_role, report) + apart(kind, stated, computed, others)
    one = _apart(Point(lead, rest + Sentence("。")), kind, facts, stated, computed)
    whole = next((by_role[role] for role in _OF_WHOLE if role in by_role), None)
    if not one.is_rate or whole is None or whole["base_unit"] != "元":
        return one
    return replace(one, money=abs(one.off) / 100 * whole["base_value"])


def _naming(
    kind: str, by_role: dict[str, pd.Series], stated: pd.Series, others: list[pd.Series]
) -> list[pd.Series]:
    """What a claim may be named by: a change by its level, else what is written before what gives
    it; a sum by its whole alone, as parts have names of their own.
    """
    if kind == "sum":
        return [stated]
    if kind in ("change", "points") and "level" in by_role:
        return [by_role["level"], stated, *others]
    first = [by_role[role] for role in ("numerator", "actual") if role in by_role]
    return [stated, *first, *others]


def _apart(
    point: Point, kind: str, facts: list[pd.Series], stated: pd.Series, computed: float
) -> Contradiction:
    off = abs(computed) - abs(stated["value"])
    if not off or reads_alike(computed, stated):  # two directions, a whole and its opposite
        off = abs(computed) + abs(stated["value"])
    factor = stated["base_value"] / stated["value"] if stated["value"] else 1.0
    is_rate = stated["unit"] == "%" and kind != "same"
    return Contradiction(
        point,
        RULES.get(kind, "RANK"),
        frozenset(fact["figure_id"] for fact in facts),
        abs(off) * factor if stated["base_unit"] == "元" else 0.0,
        abs(off / stated["value"]) if stated["value"] else 1.0,
        stated["figure_id"],
        off,
        is_rate,
    )


def _differing(facts: list[pd.Series], *, is_level: bool) -> Contradiction:
    one, other = facts[:2]
    name = "自评总分" if one["base_unit"] == "分" else call(one) or "同一事项"
    told = {"one": number_of(one), "other": number_of(other)}
    point = (
        Point(Sentence("{name}写为持平", name=name), Sentence("本年{one}，上年{other}。", **told))
        if is_level
        else Point(
            Sentence("{name}两处不一", name=name), Sentence("一处{one}，另一处{other}。", **told)
        )
    )
    return _apart(point, "same", facts, one, other["value"])
