"""Raised digits, as every reader writes them: m2 and 108 are no m² and 10⁸."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# More digits are a number that somebody raised by mistake; brackets stand around that of a note.
_NUMBER = re.compile(r"[\[〔(（]?(\d{1,2})[\])〕）]?")


def raised(text: str) -> str:
    """What is written for a text that stands raised over its line: a number as raised digits,
    anything else as it is.
    """
    number = _NUMBER.fullmatch(text)
    return number[1].translate(_RAISED) if number else text
