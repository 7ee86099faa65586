"""Raised digits, as every reader writes them: m2 and 108 are no m² and 10⁸."""

from __future__ import annotations

import re
import unicodedata

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# More digits are a number that somebody raised by mistake; that of a note stands in brackets,
# behind 注, or in a circle.
_NUMBER = re.compile(r"[\[〔(（]?(?:注\s?)?(\d{1,2}|[①-⑳])[\])〕）]?")


def raised(text: str) -> str:
    """What is written for a text that stands raised over its line: a number as raised digits,
    anything else as it is.
    """
    number = _NUMBER.fullmatch(text)
    return unicodedata.normalize("NFKC", number[1]).translate(_RAISED) if number else text
