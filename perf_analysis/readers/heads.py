"""What running heads say of the tables under them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

_CAPTION = 4  # lines above a table that say what it is, and in which unit
_UNIT = re.compile(
    r"(?:金额|计量)?单位\s?[:：]\s?(?:人民币)?\s?[十百千万亿]{0,2}元(?:\s?[、，,/]\s?[%％])?"
)


def stated_unit(text: str) -> str:
    """The words that state a unit of money for what stands under them: 金额单位：万元;
    empty where there are none.
    """
    found = _UNIT.search(text) if "单位" in text else None
    return found[0] if found else ""


class Caption:
    """The last lines above a table, which say in which unit it is; a running head says it
    where they do not.
    """

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_CAPTION)

    def add(self, line: str) -> None:
        """One more line."""
        self._lines.append(line)

    def lacking(self, unit: str, cells: Iterable[str]) -> str:
        """The unit of the running head where neither the lines above a table nor its cells
        state one, else nothing; lines that come now stand above the next table.
        """
        is_stated = any(map(stated_unit, (*self._lines, *cells)))
        self._lines.clear()
        return "" if is_stated else unit
