"""Rule profiles, cited and as data, and the scores that a form's printed numbers earn under one.

PROFILES, read_profile(name)     the profiles in `data/rules`;
                                 one of them, or a person's own TOML -> Profile
grade_of(score, profile)         the grade of a score, or the grades of an interval
tabulate_scoring(indicators, funds, profile)
                                 a form's tables -> scoring: score_indicators,
                                 score_execution and score_total in order
"""

from perf_analysis.data import DEFAULT, PROFILES
from perf_analysis.rules.profile import FULL, Profile, Source, grade_of
from perf_analysis.rules.reading import read_profile
from perf_analysis.rules.scoring import (
    find_scoring,
    score_execution,
    score_indicators,
    score_total,
    tabulate_scoring,
)

__all__ = [
    "DEFAULT",
    "FULL",
    "PROFILES",
    "Profile",
    "Source",
    "find_scoring",
    "grade_of",
    "read_profile",
    "score_execution",
    "score_indicators",
    "score_total",
    "tabulate_scoring",
]
