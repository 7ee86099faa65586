"""What running heads say of the tables under them."""

from __future__ import annotations

import re

_UNIT = re.compile(
    r"(?:金额|计量)?单位\s?[:：]\s?(?:人民币)?\s?[十百千万亿]{0,2}元(?:\s?[、，,/]\s?[%％])?"
)


def stated_unit(text: str) -> str:
    """The words that state a unit of money for what stands under them: 金额单位：万元;
    empty where there are none.
    """
    found = _UNIT.search(text)
    return found[0] if found else ""
