"""Which characters of a page a person sees, and which of several that stand at one place."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from perf_analysis.readers.pdf.drawing import Area, Glyph
from perf_analysis.readers.pdf.rules import Rule

_WHITE, _BLACK = 0.97, 0.1  # lightness of paper, and of what blots text out
_HEART = 0.25  # of its height, above and below its middle, that is covered with a character
# of the smaller size: middles that lie nearer belong to characters printed over each other
_SAME_PLACE = 0.35
_SQUARE = 6.0  # points: of the squares in which neighbours are looked for
_MOST_IN_SQUARE = 4  # characters of a square that are remembered
_MOST_AREAS = 3_000  # filled areas of a page: a drawing has more, and no text is sought under it
_ALIKE = 0.8  # share of the characters at one place that are the same: a shadow, or a second layer
_THROUGH = 0.25  # of a character, around its middle, where a line strikes it out
_UNDER = (-_THROUGH, 0.8)  # below its middle, where a line is drawn through or under it
_EXACT = 0.4  # points: the lines of a cell stand further from its text
_STRUCK = 0.75  # share of a line that runs through characters
_HUGE = 2.0  # times the size of a text, over which the characters of a mark of water stand
_LARGER = 1.3  # times the size of what a stamp or a mark of water is printed over


class Left(NamedTuple):
    """The texts of a page that are not read: unseen, struck out, under another one, or the
    large letters of a mark of water; whether a part of what is read was recognised in a picture
    by a program.
    """

    unseen: str
    struck: str
    under: str
    watermark: str
    is_recognised: bool


def find_seen(
    glyphs: Sequence[Glyph],
    areas: Sequence[Area],
    level: Sequence[Rule],
    paper: tuple[float, float, float, float],
) -> tuple[list[Glyph], Left]:
    """The characters that stand on the paper and are shown there, and what is left out.

    Text without ink over a picture is what a program recognised in it, and is read.
    """
    pictures = [area for area in areas if area.is_picture][:_MOST_AREAS]
    is_drawing = len(areas) > _MOST_AREAS
    areas = [] if is_drawing else areas
    recognised = {
        glyph.order
        for glyph in glyphs
        if not glyph.is_painted and any(_is_in(glyph, area.box) for area in pictures)
    }
    covered = _covered(glyphs, areas)
    seen: list[Glyph] = []
    unseen: list[Glyph] = []
    for glyph in glyphs:
        is_shown = (
            not glyph.is_off
            and _is_in(glyph, paper)
            and (glyph.is_painted or glyph.order in recognised)
            and glyph.order not in covered
            and (is_drawing or not _is_white_on_white(glyph, areas))
        )
        (seen if is_shown else unseen).append(glyph)
    gone = _struck(seen, level)
    struck = [glyph for glyph in seen if glyph.order in gone]
    plain, watermark = _without_watermark([one for one in seen if one.order not in gone])
    upper, under = _without_lower(plain, [area for area in areas if area.is_solid])
    return upper, Left(
        _text(unseen), _text(struck), _text(under), _text(watermark), bool(recognised)
    )


def _is_in(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    x, y = _middle(glyph)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs).strip()


def _covered(glyphs: Sequence[Glyph], areas: Sequence[Area]) -> set[int]:
    """The characters over which an area of the paper's colour, or black, is drawn later.

    Any other colour may be that of a marker, through which the text is seen.
    """
    first = min((glyph.order for glyph in glyphs), default=0)
    areas = [
        area
        for area in areas
        if area.is_solid
        and area.order >= first
        and area.lightness is not None
        and not _BLACK < area.lightness < _WHITE
    ]
    if not areas:
        return set()
    level = sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom)
    middles = [(glyph.top + glyph.bottom) / 2 for glyph in level]
    found = set()
    for order, (x0, top, x1, bottom), *_ in areas:
        start, end = bisect.bisect_left(middles, top), bisect.bisect_right(middles, bottom)
        found |= {
            glyph.order
            for glyph, middle in zip(level[start:end], middles[start:end], strict=True)
            if glyph.order < order
            and x0 <= (glyph.x0 + glyph.x1) / 2 <= x1
            and top <= middle - _HEART * glyph.size
            and middle + _HEART * glyph.size <= bottom
        }
    return found


def _struck(glyphs: Sequence[Glyph], level: Sequence[Rule]) -> set[int]:
    """The characters through whose middle a line runs that is hardly longer than they are:
    the lines of a table go on.
    """
    found: set[int] = set()
    for rule, signs in _at_lines(glyphs, level, -_THROUGH, _THROUGH):
        crossed = [glyph for glyph in signs if glyph.text.strip()]
        width = sum(glyph.x1 - glyph.x0 for glyph in crossed)
        if crossed and width >= _STRUCK * (rule.end - rule.start):
            found |= {glyph.order for glyph in crossed}
    return found


def find_underlines(glyphs: Sequence[Glyph], level: Sequence[Rule]) -> list[Rule]:
    """The lines under or through a text from its first character to its last: they rule no
    table.
    """
    return [
        rule
        for rule, signs in _at_lines(glyphs, level, *_UNDER)
        if signs
        and abs(min(glyph.x0 for glyph in signs) - rule.start) <= _EXACT
        and abs(max(glyph.x1 for glyph in signs) - rule.end) <= _EXACT
        and sum(glyph.x1 - glyph.x0 for glyph in signs) >= _STRUCK * (rule.end - rule.start)
    ]


def _at_lines(
    glyphs: Sequence[Glyph], level: Sequence[Rule], low: float, high: float
) -> Iterator[tuple[Rule, list[Glyph]]]:
    """Each line, and the upright characters that it passes between two heights of them, measured
    downwards from their middle in their size.
    """
    rows = sorted(((glyph.top + glyph.bottom) / 2, glyph) for glyph in glyphs if glyph.turn == 0)
    middles = [middle for middle, _ in rows]
    reach = max(abs(low), high) * max((glyph.size for glyph in glyphs), default=0.0)
    for rule in level:
        first = bisect.bisect_left(middles, rule.at - reach)
        last = bisect.bisect_right(middles, rule.at + reach)
        yield (
            rule,
            [
                glyph
                for middle, glyph in rows[first:last]
                if low * glyph.size <= rule.at - middle <= high * glyph.size
                and rule.start <= (glyph.x0 + glyph.x1) / 2 <= rule.end
            ],
        )


def _is_white_on_white(glyph: Glyph, areas: Sequence[Area]) -> bool:
    if glyph.lightness is None or glyph.lightness < _WHITE or not glyph.is_painted:
        return False
    below = [area for area in areas if area.order < glyph.order and _is_in(glyph, area.box)]
    return all(area.lightness is not None and area.lightness >= _WHITE for area in below)


# --- text over text ---


def _without_watermark(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters without the large ones that smaller ones stand in, and these."""
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    usual = max(sizes, key=sizes.__getitem__, default=0.0)
    if max(sizes, default=0.0) <= _HUGE * usual:
        return list(glyphs), []
    small = {
        (int(x // _SQUARE), int(y // _SQUARE))
        for x, y in (_middle(glyph) for glyph in glyphs if glyph.size <= usual and _has_ink(glyph))
    }
    runs = _runs(glyphs)
    gone = {
        run
        for run, glyph in zip(runs, glyphs, strict=True)
        if glyph.size > _HUGE * usual and _has_ink(glyph) and _holds(glyph, small)
    }
    kept = [glyph for run, glyph in zip(runs, glyphs, strict=True) if run not in gone]
    return kept, [glyph for run, glyph in zip(runs, glyphs, strict=True) if run in gone]


def _has_ink(glyph: Glyph) -> bool:
    """Whether it is no blank: Word writes one for each empty paragraph behind a text box."""
    return glyph.text != " "


def _holds(glyph: Glyph, squares: set[tuple[int, int]]) -> bool:
    """Whether one of some squares lies wholly within a character."""
    columns = range(int(glyph.x0 // _SQUARE) + 1, int(glyph.x1 // _SQUARE))
    rows = range(int(glyph.top // _SQUARE) + 1, int(glyph.bottom // _SQUARE))
    if len(columns) * len(rows) > len(squares):
        return any(column in columns and row in rows for column, row in squares)
    return not squares.isdisjoint(product(columns, rows))


def _without_lower(
    glyphs: Sequence[Glyph], grounds: Sequence[Area]
) -> tuple[list[Glyph], list[Glyph]]:
    """The characters without the texts at whose place another one stands, and of these
    texts those that say something else.
    """
    runs = _runs(glyphs)
    sizes = Counter(run for run, glyph in zip(runs, glyphs, strict=True) if glyph.text.isalnum())
    members: dict[int, list[Glyph]] = defaultdict(list)
    for run, glyph in zip(runs, glyphs, strict=True):
        members[run].append(glyph)
    gone: set[int] = set()
    told: list[Glyph] = []
    for pair, (met, alike) in _meetings(glyphs, runs).items():
        hidden = [run for run in pair if 2 * met >= sizes[run]]
        if not hidden or not gone.isdisjoint(pair) or not _is_over(members, pair, met):
            continue
        lower = _lower(members, grounds, *pair) if len(hidden) > 1 else hidden[0]
        gone.add(lower)
        if alike < _ALIKE * met and len({_text(members[run]) for run in pair}) > 1:
            told += members[lower]
    kept = [glyph for run, glyph in zip(runs, glyphs, strict=True) if run not in gone]
    return kept, told


def _runs(glyphs: Sequence[Glyph]) -> list[int]:
    """For each character the number of the text it was drawn in: of one size and colour,
    along one line, never back.
    """
    runs: list[int] = []
    for at, glyph in enumerate(glyphs):
        before = glyphs[at - 1]
        goes_on = (
            at > 0
            and abs(glyph.base - before.base) < 0.1 * glyph.size
            and (glyph.size, glyph.lightness) == (before.size, before.lightness)
            and glyph.x0 > before.x0 - glyph.size / 2
        )
        runs.append(runs[-1] + (not goes_on) if runs else 0)
    return runs


def _meetings(glyphs: Sequence[Glyph], runs: Sequence[int]) -> dict[tuple[int, int], list[int]]:
    """For two texts how many of their characters stand at one place, and how many are the same."""
    met: dict[tuple[int, int], list[int]] = {}
    squares: dict[tuple[int, int], list[tuple[int, Glyph]]] = defaultdict(list)
    for run, glyph in zip(runs, glyphs, strict=True):
        if not glyph.text.isalnum() or glyph.turn < 0:
            continue
        x, y = _middle(glyph)
        column, row = int(x // _SQUARE), int(y // _SQUARE)
        near = [
            found
            for square in product((column - 1, column, column + 1), (row - 1, row, row + 1))
            if (found := squares.get(square))
        ]
        for other_run, other in chain.from_iterable(near):
            if other_run != run and _is_at_one_place(glyph, other):
                count = met.setdefault((other_run, run), [0, 0])
                count[0] += 1
                count[1] += glyph.text == other.text
        squares[column, row] = [*squares[column, row][1 - _MOST_IN_SQUARE :], (run, glyph)]
    return met


def _is_at_one_place(glyph: Glyph, other: Glyph) -> bool:
    (x, y), (other_x, other_y) = _middle(glyph), _middle(other)
    near = min(_SAME_PLACE * min(glyph.size, other.size), _SQUARE)
    return abs(x - other_x) < near and abs(y - other_y) < near


def _is_over(members: dict[int, list[Glyph]], pair: tuple[int, int], met: int) -> bool:
    """Whether two texts stand at one place, and none is a raised digit that leans on the other."""
    smaller, larger = sorted(members[run][0].size for run in pair)
    return met > 1 or smaller * _LARGER >= larger


def _lower(
    members: dict[int, list[Glyph]], grounds: Sequence[Area], first: int, second: int
) -> int:
    """Which of two texts at one place is not read: the one under an area that the other stands
    on, the lighter, the much larger, else the one drawn first.
    """
    one, other = members[first][0], members[second][0]
    if any(one.order < area.order < other.order and _is_in(one, area.box) for area in grounds):
        return first
    if (one.lightness or 0) != (other.lightness or 0):
        return first if (one.lightness or 0) > (other.lightness or 0) else second
    return second if other.size > _LARGER * one.size else first
