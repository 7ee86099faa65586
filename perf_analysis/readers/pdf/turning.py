"""Tables that go on over page ends, as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from perf_analysis.readers.pdf.lattice import Lattice, Slot, goes_on, nearest
from perf_analysis.readers.pdf.rules import NEAR

# Lines that lie near one another on a page are drawn together, so that the same columns may lie
# further apart on the next.
_SAME_COLUMN = 2 * NEAR
# votes of a row's cells on whether it is the rest of the row above
_GOES_ON, _NEW_TEXT, _NEW_VALUE = 1.0, -1.0, -1.5
_BRACKETS = (("（", "）"), ("(", ")"))
_VALUE = re.compile(r"[≥≤<>=＝]?\s?\d[\d.,]*\s?[^\s\d、，。]{0,6}")


def goes_over(above: Lattice, below: Lattice) -> bool:
    """Whether a table at the head of a page goes on from the one at the foot of the page before.

    It has the same columns, and does not begin a form again: with a title of its own,
    or the first label of the other.
    """
    edges, others = above.edges, below.edges
    outer = abs(edges[0] - others[0]) <= NEAR and abs(edges[-1] - others[-1]) <= NEAR
    fewer, more = sorted((edges, others), key=len)
    is_off = any(abs(more[nearest(more, edge)] - edge) > NEAR for edge in fewer)
    if not outer or (is_off and not _has_columns_of(above, below)):
        return False
    first = below.row(0)[0].told
    return _repeated(above, below) > 0 or first != above.row(0)[0].told or not first


def _has_columns_of(above: Lattice, below: Lattice) -> bool:
    """Whether two tables have as many columns, which lie at nearly the same places."""
    edges, others = above.edges, below.edges
    return len(edges) == len(others) and all(
        abs(edge - other) <= _SAME_COLUMN for edge, other in zip(edges, others, strict=True)
    )


def join(above: Lattice, below: Lattice) -> None:
    """Add the rows of the next page: heads said again are left out,
    a row cut by the page end becomes whole, a merged cell goes on.
    """
    if _has_columns_of(above, below):
        edges, others = above.edges, below.edges
        for slot in below.slots:
            slot.x0, slot.x1 = (edges[nearest(others, edge)] for edge in (slot.x0, slot.x1))
    first, height = _repeated(above, below), above.height
    slots = [slot for slot in below.slots if slot.row >= first]
    top = below.row(first)
    pairs = [
        (next((over for over in above.last if over.stands_over(slot)), None), slot) for slot in top
    ]
    cut = int(_is_cut(pairs, above.padding))
    leading = set(takewhile(lambda slot: not slot.lines, top))
    for over, slot in pairs:
        if over and (cut or (over.lines and (slot in leading or _closes_bracket(over, slot)))):
            over.rows += slot.rows - cut
            over.lines += slot.lines
            over.is_open_below = slot.is_open_below
            slots.remove(slot)
    for slot in slots:
        slot.row += height - first - cut
    above.slots += slots
    above.turns.append(height)
    above.padding = min(above.padding, below.padding)


def _closes_bracket(over: Slot, slot: Slot) -> bool:
    """Whether a cell over several rows, at the head of a page, closes a bracket that the one at
    the foot of the page before leaves open: a label such as 资金情况（万 / 元） was cut.
    """
    opened = sum(over.told.count(sign) - over.told.count(end) for sign, end in _BRACKETS)
    closed = sum(slot.told.count(end) - slot.told.count(sign) for sign, end in _BRACKETS)
    return slot.rows > 1 and opened == closed == 1


def _repeated(above: Lattice, below: Lattice) -> int:
    """How many rows at the head of a page say the table's own first rows again;
    a title alone is no head.
    """
    count, is_wide = 0, False
    while count < min(above.height, below.height) and _say_the_same(
        above.row(count), below.row(count)
    ):
        is_wide |= sum(1 for slot in below.row(count) if slot.lines) > 1
        count += 1
    return count if is_wide else 0


def _say_the_same(one: Sequence[Slot], other: Sequence[Slot]) -> bool:
    return len(one) == len(other) and all(
        a.stands_over(b) and a.rows == b.rows and a.told == b.told
        for a, b in zip(one, other, strict=True)
    )


def _is_cut(pairs: Sequence[tuple[Slot | None, Slot]], padding: float) -> bool:
    """Whether the first row of a page is the rest of a row cut by the page end.

    It is where no line closes the row on either page. Where lines were drawn at the page end,
    what the texts say decides.
    """
    whole = [(over, slot) for over, slot in pairs if over]
    if len(whole) < len(pairs) or not whole:
        return False
    opened = [over.is_open_below and slot.is_open_above for over, slot in whole]
    if any(opened):
        return all(opened)
    own = [(over, slot) for over, slot in whole if over.lines and over.rows == 1]
    return any(not slot.lines for _, slot in own) and _is_rest(own, padding)


def _is_rest(own: Sequence[tuple[Slot, Slot]], padding: float) -> bool:
    """Whether a row says the rest of the row above, whose filled cells are given with its own.

    For it speaks a cell that goes on from the one above, or has nothing more to say. Against it
    speaks a text that is no continuation, and more so a value under a value: a row of its own has
    its values, though merged cells before them go on and say nothing either.
    """
    going = [(over, slot) for over, slot in own if slot.lines]
    votes = [_GOES_ON if _goes_over(over, slot, padding) else _NEW_TEXT for over, slot in going]
    votes = [
        _NEW_VALUE if _is_value(over) and _is_value(slot) else vote
        for (over, slot), vote in zip(going, votes, strict=True)
    ]
    merged = next((at for at, (_, slot) in enumerate(own) if slot.lines), len(own))
    done = len(own) - len(going)
    if not merged and votes[0] < 0:
        return False
    if (
        merged
        and 2 * done > len(own)
        and (len(votes) == 1 or 2 * votes.count(_NEW_VALUE) <= len(votes))
    ):
        return True
    return done - merged + sum(votes) > 0


def _goes_over(over: Slot, slot: Slot, padding: float) -> bool:
    is_item = slot.lines[0].has_mark and any(line.has_mark for line in over.lines)
    return is_item or goes_on(over, over.lines[-1], slot.lines[0], padding)


def _is_value(slot: Slot) -> bool:
    return bool(_VALUE.fullmatch(slot.told))
