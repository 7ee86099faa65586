"""Forms in a document: 绩效自评表, 绩效目标申报表 and 绩效运行监控表,
each cell with the role that its heads give.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from perf_analysis.document import Document
from perf_analysis.forms.form import Block, Form, Line, Span

__all__ = ["Block", "Form", "Forms", "Line", "Place", "find_forms"]

# A cell without which a text holds no form: looked for before anything else is done.
_HINT = re.compile(
    r"(?m)(?:^|\|)[ \t　]*[一-鿿]{0,6}(?:指标值|三级指标|指标名称|执行数|资金总额)"
    r"(?:名称)?[:(（]?[^|\n]{0,8}(?:$|\|)"
)


@dataclass(frozen=True)
class Place:
    """Where in a form a number stands: its row, the role of its cell, and the block."""

    line: Line
    role: str
    block: Block


@dataclass(frozen=True)
class Forms:
    """The forms of a document in order."""

    forms: tuple[Form, ...]

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms)

    @cached_property
    def _places(self) -> list[tuple[Span, Place]]:
        blocks = [
            block
            for form in self.forms
            for block in (*form.funds, *filter(None, [form.indicators]))
        ]
        found = {
            span: Place(line, role, block)
            for block in blocks
            for line in reversed([*block.lines, *filter(None, [block.total])])
            for role, span in line.cells.items()
            if span[0] < span[1]
        }
        return sorted(found.items(), key=lambda item: item[0])

    def at(self, offset: int) -> Place | None:
        """Where in a form an offset stands; None outside of the forms' blocks."""
        at = bisect.bisect_right(self._places, offset, key=lambda item: item[0][0]) - 1
        return self._places[at][1] if at >= 0 and offset < self._places[at][0][1] else None


def find_forms(document: Document) -> Forms:
    """The forms of a document; none where it has no such heads."""
    is_loose = document.is_plain or not document.tables
    if is_loose and not _HINT.search(document.folded):
        return Forms(())
    # here: most texts hold no form, and what reads one takes as long to import as a text to read
    from perf_analysis.forms.blocks import read_forms

    return Forms(read_forms(document, is_loose=is_loose))
