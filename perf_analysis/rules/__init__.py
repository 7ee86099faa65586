"""Rule profiles, cited and as data, and the scores that a form's printed numbers earn under one.

PROFILES, read_profile(name)     the profiles in `data/rules`;
                                 one of them, or a person's own TOML -> Profile
grade_of(score, profile)         the grade of a score, or the grades of an interval
find_scoring(indicators, funds, profile, stated)
                                 the rows of a form's tables -> those of scoring
"""

from perf_analysis.data import DEFAULT, PROFILES
from perf_analysis.rules.profile import FULL, Profile, Source, grade_of
from perf_analysis.rules.reading import read_profile
from perf_analysis.rules.scoring import find_scoring

__all__ = [
    "DEFAULT",
    "FULL",
    "PROFILES",
    "Profile",
    "Source",
    "find_scoring",
    "grade_of",
    "read_profile",
]
