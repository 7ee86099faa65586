"""Lines and tables in reading order as paragraphs and tables of a document, also over page ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from perf_analysis.document import Draft, Piece, without_marks
from perf_analysis.readers.heads import Caption
from perf_analysis.readers.pdf.lattice import Lattice
from perf_analysis.readers.pdf.lines import Line, glue, reaches
from perf_analysis.readers.pdf.turning import goes_over, join

# characters that a line may begin right of the margin and still go on from the one above
_MARGIN = 1.2
_NEAR = 0.6  # characters within which two lines begin, or have their middle, at one place
_SAME_SIZE = 0.1  # share that the size of the characters may differ within a paragraph
_APART = 1.25  # times the usual distance of lines: more is the space between paragraphs
_LEAST_LINES, _LEAST_SHARE = 3, 0.06  # that make a margin
_UNEVEN = 0.15  # of the width of a page that one margin may be wider than the other
_RAGGED = 2.5  # characters within which filled lines end
_HANGING = 0.15  # share of filled lines that a mark may carry beyond the margin


class Frame(NamedTuple):
    """Where the text of pages of one width begins and ends, and how far its lines lie apart,
    in characters.
    """

    left: float
    right: float
    pitch: float


class PagedDraft(Draft):
    """A draft that can be told of a page's end within a paragraph or a table."""

    def write_over(self, text: str, turns: Iterable[int]) -> None:
        """One paragraph; pages begin at some places in it."""
        for turn in turns:
            self._page_starts.append(self._length + len(without_marks(text[:turn])))
        self.write(text)

    def write_table_over(self, pieces: Sequence[Piece], turns: Iterable[int]) -> None:
        """One table; pages begin with some of its rows."""
        start, count = self._length, len(self._tables)
        self.write_table(pieces)
        rows = (
            {cell.row: cell.start for cell in reversed(self._tables[-1].cells)}
            if len(self._tables) > count
            else {}
        )
        for turn in turns:
            self._page_starts.append(
                next(
                    (at for row, at in sorted(rows.items()) if row >= turn),
                    self._length if rows else start,
                )
            )


@dataclass
class Paragraph:
    """A paragraph on its way: its last line, the frame of that, and where pages begin in it."""

    text: str
    last: Line
    frame: Frame
    hang: float | None
    turns: list[int] = field(default_factory=list)

    def goes_on(self, line: Line, frame: Frame, *, over_page: bool) -> bool:
        """Whether a line is the next of the paragraph."""
        if (
            line.has_mark
            or not is_full(self.last, line, self.frame)
            or not self._is_under(line, frame)
        ):
            return False
        return (
            over_page
            or self.frame != frame
            or not frame.pitch
            or line.base - self.last.base <= _APART * frame.pitch * line.size
        )

    def _is_under(self, line: Line, frame: Frame) -> bool:
        """Whether a line begins where a wrapped one does: at the margin,
        under the text of its item, or both lines of a title in the middle.
        """
        middle = (frame.left + frame.right) / 2
        is_title = self.text == self.last.text and all(
            abs((one.x0 + one.x1) / 2 - middle) <= _NEAR * line.size for one in (self.last, line)
        )
        hangs = self.hang is not None and abs(line.x0 - self.hang) <= _NEAR * line.size
        return hangs or is_title or line.x0 < frame.left + _MARGIN * line.size

    def add(self, line: Line, frame: Frame, turns: int) -> None:
        """Take the line in."""
        self.frame = frame
        self.turns += [len(self.text)] * turns
        self.text, self.last = glue(self.text, line.text), line


def is_full(above: Line, below: Line, frame: Frame) -> bool:
    """Whether a line was filled to the margin, and the next is of the same letters."""
    return abs(above.size - below.size) <= _SAME_SIZE * above.size and reaches(
        above, below, frame.right - above.x1
    )


def find_frame(width: float, pages: Sequence[Sequence[Line]], *, is_column: bool = False) -> Frame:
    """The frame of the text of pages of one width, or of a column of them."""
    lines = [line for page in pages for line in page]
    least = max(_LEAST_LINES, _LEAST_SHARE * len(lines))
    size = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0.0
    starts, ends = sorted(line.x0 for line in lines), sorted(-line.x1 for line in lines)
    left = next(
        (near[0] for near in _dense(starts, _NEAR * size, least)), starts[0] if starts else 0.0
    )
    right = next(
        (-near[int(_HANGING * len(near))] for near in _dense(ends, _RAGGED * size, least)), 0.0
    )
    if is_column:
        right = right or max(line.x1 for line in lines)
    # no line is filled: the margins are taken to be even
    elif right < width - left - _UNEVEN * width:
        right = width - left
    frame = Frame(left, right, 0.0)
    wrapped = [
        pair
        for page in pages
        for pair in pairwise(page)
        if not pair[1].has_mark and is_full(*pair, frame) and pair[1].x0 < left + _MARGIN * size
    ]
    apart = sorted((below.base - above.base) / below.size for above, below in wrapped)
    return frame._replace(pitch=apart[len(apart) // 2] if apart else 0.0)


def _dense(places: Sequence[float], near: float, least: float) -> Iterator[Sequence[float]]:
    """The places from each on that lie near it, where they are at least so many."""
    for at, place in enumerate(places):
        end = bisect_right(places, place + near)
        if end - at >= least:
            yield places[at:end]


class Flow:
    """Takes lines, tables and page turns in reading order and writes them
    as paragraphs and tables.
    """

    def __init__(self, draft: PagedDraft) -> None:
        self._draft = draft
        self._open: Paragraph | Lattice | None = None
        self._turns = 0
        self._above = Caption()

    def turn_page(self) -> None:
        """What comes now stands on the next page."""
        self._turns += 1

    def take_line(self, line: Line, frame: Frame) -> None:
        """The next line outside tables."""
        self._above.add(line.text)
        if isinstance(self._open, Paragraph) and self._open.goes_on(
            line, frame, over_page=self._turns > 0
        ):
            self._open.add(line, frame, self._turns)
            self._turns = 0
        else:
            self.finish()
            self._open = Paragraph(line.text, line, frame, line.hang)

    def take_table(self, lattice: Lattice, unit: str) -> None:
        """The next table; where nothing at it states a unit, that of the running head does."""
        if isinstance(self._open, Lattice) and self._turns and goes_over(self._open, lattice):
            height = self._open.height
            join(self._open, lattice)
            self._open.turns += [height] * (self._turns - 1)
            self._turns = 0
        else:
            self.finish()
            self._draft.write(self._above.lacking(unit, (slot.told for slot in lattice.slots)))
            self._open = lattice

    def finish(self) -> None:
        """Write what is open; the page turns since then come behind it."""
        if isinstance(self._open, Paragraph):
            self._draft.write_over(self._open.text, self._open.turns)
        elif self._open:
            self._draft.write_table_over(self._open.pieces(), self._open.turns)
        for _ in range(self._turns):
            self._draft.turn_page()
        self._open, self._turns = None, 0
