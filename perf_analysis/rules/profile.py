"""What a rule profile is: frozen rules, each with its source;
and the grade of a score under its bands.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import overload

from perf_analysis.rules.methods import Method
from perf_analysis.units import Interval

# How a source is known, and what a reader is told of it.
CERTAINTIES = {"read": "已读", "copy": "据转载", "recalled": "待核实"}
FULL = Decimal(100)  # the points of a whole form


@dataclass(frozen=True)
class Source:
    """Where a rule stands: document number, clause and year (empty where not known), level,
    how certain, and the profile it was taken over from.
    """

    document: str
    level: str
    certainty: str
    clause: str = ""
    year: int | None = None
    inherited: str = ""

    def __str__(self) -> str:
        year = f"{self.year} 年" if self.year else "年份未核"
        told = [
            self.document,
            self.clause or "条款未核",
            year,
            self.level,
            CERTAINTIES[self.certainty],
        ]
        return "，".join([*told, f"沿用 {self.inherited}"] if self.inherited else told)


@dataclass(frozen=True)
class Rule:
    """One rule of a profile, with its source."""

    source: Source


@dataclass(frozen=True)
class Weights(Rule):
    """The points of each part of a form. [分]"""

    points: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """The points of the whole form. [分]"""
        return sum((points for _, points in self.points), Decimal(0))


@dataclass(frozen=True)
class Grades(Rule):
    """Half-open bands, best first: each name and the score it begins at. [分]"""

    bands: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class SignRule(Rule):
    """How an indicator of one direction is scored."""

    sign: str
    method: Method


@dataclass(frozen=True)
class Limit(Rule):
    """A limit of over-completion [%], what it asks (`warn`, `reason`),
    and the actual value that crosses it where the target is 0 [unit].
    """

    percent: int
    asks: str
    signs: tuple[str, ...]
    zero_target: Decimal | None


@dataclass(frozen=True)
class Execution(Rule):
    """How the execution of the budget is scored, and its points. [分]"""

    method: Method
    points: Decimal


@dataclass(frozen=True)
class Denominator(Rule):
    """By what the execution is divided, as forms name it."""

    amount: str


@dataclass(frozen=True)
class Threshold(Rule):
    """A percentage beyond which a reason is asked for. [%]"""

    percent: Decimal


@dataclass(frozen=True)
class Profile:
    """A rule profile; what it does not know is None or empty, and is not scored.

    Parameters
    ----------
    profile_id, name : the file's stem, and its name for a reader
    weights, grades : points of the parts of a form; bands of its total
    scoring : one rule for each direction known
    over_completion : its limits, by percentage
    execution, denominator : how the execution of the budget is scored,
        and by which amount it is divided
    low_execution : below this rate a reason is asked for
    adjustment : above this change of the budget a reason is asked for
    """

    profile_id: str
    name: str
    weights: Weights | None = None
    grades: Grades | None = None
    scoring: tuple[SignRule, ...] = ()
    over_completion: tuple[Limit, ...] = ()
    execution: Execution | None = None
    denominator: Denominator | None = None
    low_execution: Threshold | None = None
    adjustment: Threshold | None = None

    def rule_for(self, sign: str) -> SignRule | None:
        """The rule that scores a direction; None when the profile has none."""
        return next((rule for rule in self.scoring if rule.sign == sign), None)

    @property
    def rules(self) -> tuple[tuple[str, Rule], ...]:
        """Every rule with the name of its section, in order."""
        sections = {field.name: getattr(self, field.name) for field in fields(self)[2:]}
        listed = {
            name: rules if isinstance(rules, tuple) else (rules,)
            for name, rules in sections.items()
        }
        return tuple((name, rule) for name, rules in listed.items() for rule in rules if rule)


@overload
def grade_of(score: Interval, profile: Profile) -> tuple[str, ...]: ...
@overload
def grade_of(score: Decimal, profile: Profile) -> str: ...
def grade_of(score: Decimal | Interval, profile: Profile) -> str | tuple[str, ...]:
    """The grade of a score, or the grades an interval of scores can have, best first. [分]

    Empty for a score outside 0 to 100, and where the profile has no grades.
    """
    bands = profile.grades.bands if profile.grades else ()
    if isinstance(score, Interval):
        tops = (None, *(start for _, start in bands))
        is_known = (
            not (score.low.is_nan() or score.high.is_nan())
            and score.high >= 0
            and score.low <= FULL
        )
        met = [
            name
            for (name, start), top in zip(bands, tops, strict=False)
            if is_known and score.high >= start and (top is None or score.low < top)
        ]
        return tuple(met)
    is_score = not score.is_nan() and 0 <= score <= FULL
    return next((name for name, start in bands if is_score and score >= start), "")
