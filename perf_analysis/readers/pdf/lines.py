"""Characters of a page as its visual lines, and when one line goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from perf_analysis.readers.pdf.drawing import Glyph
from perf_analysis.readers.raised import raised

# Shares of the size of the characters.
_SAME_LINE = 0.45  # apart in height: a raised ² still stands on its line, the next line does not
# between letters or digits a space; beside Chinese only a gap that is no spacing of the line
_WORD_GAP, _WIDE_GAP = 0.2, 0.6
_PRINTED_TWICE = 0.2  # bold made by printing a character again beside itself
_SLACK = 0.5  # that a line may end short of where the next one would still have fitted
_DIGIT = 0.65  # the width of a digit, and a little

_SMALL = 0.9  # times the size of a line, and less, are the digits that are raised over it
_LEAST_RAISE = 0.12  # of its size

_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)](?![，。；：、）])|\d{1,2}\s?(?:[.．](?!\d)|、(?!\d{1,2}(?!\d))|[）)](?![，。；：、）]))"
    r"|[①-⑳•●■◆▪◦○◇□➢✓\ufffd]|第[一二三四五六七八九十\d]{1,3}[章节条]|附[件表]|(?:目标|任务)\s?\d{1,2}\s?[:：])\s*"
)
_NUMBER_END = re.compile(r"\d[.,]?$")
_LEADER = re.compile(r"[.…·‥]{4,}\s*\d*$")
# What no program breaks: a word or number, or a character,
# with the marks that may not end or begin a line.
_UNIT = re.compile(r"[（(“‘《〔【\[]*(?:[!-~]+|.)[，。、；：？！）)”’》〕】\]％%]*")


class Line(NamedTuple):
    """A visual line: its text and place; `lead` is how wide what cannot be parted at its start is.

    `hang` is where the text after the mark of a heading or an item begins;
    None without such a mark.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    lead: float
    hang: float | None

    @property
    def has_mark(self) -> bool:
        """Whether it begins as a heading or an item of a list."""
        return self.hang is not None

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0


def find_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of some characters from top to bottom; turned text comes after the upright,
    each line where it stands.
    """
    turns: dict[int, list[Glyph]] = {0: [], 90: [], 270: []}
    for glyph in glyphs:
        turns[glyph.turn].append(glyph)
    upright = [line for row in visual_rows(turns[0]) if (line := _line(row))]
    return upright + [
        _turned(line, turn)
        for turn in (90, 270)
        for row in visual_rows([_upright(glyph) for glyph in turns[turn]])
        if (line := _line(row))
    ]


def visual_rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of each visual line, from top to bottom."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[-1].base > _SAME_LINE * max(glyph.size, row[-1].size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def glue(above: str, below: str) -> str:
    """Two lines as one: a space only between two words of Latin letters."""
    parted = (
        above[-1:].isascii()
        and above[-1:].isalpha()
        and below[:1].isascii()
        and below[:1].isalpha()
    )
    return f"{above} {below}" if parted else above + below


def reaches(above: Line, below: Line, room: float) -> bool:
    """Whether a line ended because the start of the next did not fit into the room that it left.

    A number is only one with the number below where not even one more digit had fitted:
    else 100 over 98 became 10098.
    """
    if _LEADER.search(above.text):
        return False
    if _NUMBER_END.search(above.text) and below.text[0].isdigit():
        return room < _DIGIT * above.size
    return room < below.lead + _SLACK * above.size


def _line(row: list[Glyph]) -> Line | None:
    signs: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if (
            not signs
            or glyph.text != signs[-1].text
            or glyph.x0 - signs[-1].x0 > _PRINTED_TWICE * glyph.size
        ):
            signs.append(glyph)
    signs = _trimmed(signs)
    if not signs:
        return None
    size = _middle([sign.size for sign in signs if sign.text != " "])
    base = _middle([sign.base for sign in signs if sign.text != " "])
    signs = _raised(signs, size, base)
    # letters that are set apart throughout are no words
    spread = max(min((right.x0 - left.x1 for left, right in pairwise(signs)), default=0.0), 0.0)
    text = signs[0].text + "".join(
        _gap(left, right, spread) + right.text for left, right in pairwise(signs)
    )
    text = re.sub(" +", " ", text)
    unit, mark = _UNIT.match(text), _MARK.match(text)
    solid = [sign for sign in signs if sign.text != " "]
    lead = _reach(solid, unit[0] if unit else text) - signs[0].x0
    hang = _after(solid, mark[0]) if mark else None
    return Line(
        text,
        signs[0].x0,
        min(s.top for s in solid),
        max(s.x1 for s in solid),
        max(s.bottom for s in solid),
        base,
        size,
        lead,
        hang,
    )


def _middle(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _raised(signs: Sequence[Glyph], size: float, base: float) -> list[Glyph]:
    """The signs with digits that stand small above the line as raised ones:
    m2 and 108 are no m² and 10⁸. Brackets around the number of a note go.
    """
    marks = [
        sign.size <= _SMALL * size and _LEAST_RAISE * size <= base - sign.base <= size
        for sign in signs
    ]
    told: list[Glyph] = []
    for is_high, group in groupby(zip(marks, signs, strict=True), key=itemgetter(0)):
        run = [sign for _, sign in group]
        text = raised("".join(sign.text for sign in run)) if is_high else ""
        if text and not text.isascii():
            told_apart = zip(run, (raised(sign.text) for sign in run), strict=True)
            run = [sign._replace(text=mark) for sign, mark in told_apart if mark != sign.text]
        told += run
    return told


def _trimmed(signs: Sequence[Glyph]) -> list[Glyph]:
    solid = [at for at, sign in enumerate(signs) if sign.text != " "]
    return list(signs[solid[0] : solid[-1] + 1]) if solid else []


def _gap(left: Glyph, right: Glyph, spread: float) -> str:
    both = left.text + right.text
    least = _WORD_GAP if both.isascii() and both.isalnum() else _WIDE_GAP
    return " " if right.x0 - left.x1 - spread > least * right.size else ""


def _reach(solid: Sequence[Glyph], text: str) -> float:
    """Where the first signs end that make up a text."""
    return solid[min(_count(solid, text), len(solid)) - 1].x1


def _after(solid: Sequence[Glyph], text: str) -> float:
    """Where the sign after a text begins."""
    return solid[min(_count(solid, text), len(solid) - 1)].x0


def _count(solid: Sequence[Glyph], text: str) -> int:
    left = len(text.replace(" ", ""))
    for at, sign in enumerate(solid):
        left -= len(sign.text)
        if left <= 0:
            return at + 1
    return len(solid)


def _upright(glyph: Glyph) -> Glyph:
    """A turned character as if the page were turned: along the line stands in x, across it in y."""
    if glyph.turn == 90:
        return glyph._replace(
            x0=-glyph.bottom, x1=-glyph.top, base=glyph.x1, top=glyph.x0, bottom=glyph.x1
        )
    return glyph._replace(
        x0=glyph.top, x1=glyph.bottom, base=-glyph.x0, top=-glyph.x1, bottom=-glyph.x0
    )


def _turned(line: Line, turn: int) -> Line:
    """A line of turned characters at its place on the page."""
    x0, x1 = (line.top, line.bottom) if turn == 90 else (-line.bottom, -line.top)
    top, bottom = (-line.x1, -line.x0) if turn == 90 else (line.x0, line.x1)
    return line._replace(x0=x0, x1=x1, top=top, bottom=bottom, base=top)
