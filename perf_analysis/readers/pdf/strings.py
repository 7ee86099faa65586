"""The strings that the content of a page draws, as characters with their places: what pdfminer
makes of each, without its objects of the layout, and what a string's characters share once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import is_
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, mult_matrix

Matrix = tuple[float, float, float, float, float, float]
Box4 = tuple[float, float, float, float]
_Directions = tuple[float, float, float, float]  # the first four numbers of a matrix

# modes of text: those that leave no ink, that fill, and that draw round
_UNPAINTED, _FILLED, _ROUNDED = (3, 7), (0, 2, 4, 6), (1, 2, 5, 6)
# Spaces of colours whose parts are light; those of a separation are ink, of an index a number.
_LIGHTS = ("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased")
_BLANK = 32  # the code whose characters the space between words follows
MIRRORED = -2
_OBLIQUE = 0.1  # share of a direction's steepness from which on a text is oblique


class Sign(NamedTuple):
    """A character as it is drawn, measured from the bottom of the page: `turn` is 90 where it
    runs upwards, 270 downwards, 180 upside down, -1 where it is oblique, -2 as in a mirror.
    """

    text: str
    box: Box4
    base: float
    size: float
    turn: int
    order: int
    lightness: float | None
    is_off: bool
    is_painted: bool


class _Look(NamedTuple):
    """What the characters of a string share."""

    turn: int
    lightness: float | None
    is_off: bool
    is_painted: bool
    frame: Box4  # outside of which they are cut off


class StringDevice(PDFPageAggregator):
    """Keeps what strings draw apart from the layout."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.signs: list[Sign] = []
        self._fonts: dict[int, dict[int, tuple[str, float, Any]]] = {}
        # how light the last string was, by what it was drawn with
        self._ink: tuple[Any, ...] = (None,) * 5
        self._lightness: float | None = None

    def is_off(self) -> bool:
        """Whether what is drawn stands on a layer that is off."""
        raise NotImplementedError

    def is_painted(self) -> bool:
        """Whether what is drawn leaves ink."""
        raise NotImplementedError

    def frame(self) -> Box4:
        """The box outside of which what is drawn is cut off."""
        raise NotImplementedError

    def next_order(self) -> int:
        """How much was drawn before."""
        raise NotImplementedError

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """One string; what its characters share is found once."""
        size, ctm = textstate.fontsize, self.ctm or MATRIX_IDENTITY
        ink = graphicstate.ncolor, graphicstate.ncs, graphicstate.scolor, graphicstate.scs
        if not all(map(is_, self._ink, (textstate.render, *ink))):
            self._ink = textstate.render, *ink
            self._lightness = _lightness(textstate.render, graphicstate)
        self._look = _Look(
            _turn(textstate.matrix[:4], ctm[:4], size * textstate.scaling < 0, size < 0),
            self._lightness,
            self.is_off(),
            textstate.render not in _UNPAINTED and self.is_painted(),
            self.frame(),
        )
        self._font = self._fonts.setdefault(id(textstate.font), {})
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_string_horizontal(
        self,
        seq: Any,
        matrix: Matrix,
        pos: tuple[float, float],
        font: Any,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        *_drawn: Any,
    ) -> tuple[float, float]:
        """The characters of a string along its line, and the numbers that move them."""
        (x, y), (a, b, c, d, e, f) = pos, matrix
        low = font.get_descent() * fontsize + rise
        is_level = not b and not c and a >= 0 and d >= 0 and fontsize >= 0
        order, moves = self.next_order(), False
        for part in seq:
            if isinstance(part, int | float):
                x -= part * dxscale
                moves = True
            elif isinstance(part, bytes):
                for cid in font.decode(part):
                    x += charspace if moves else 0
                    text, width, _ = self._font.get(cid) or self._learn(font, cid)
                    advance = width * fontsize * scaling
                    right, up = x * a + y * c + e, x * b + y * d + f
                    box = (
                        (right, d * low + up, a * advance + right, d * (low + fontsize) + up)
                        if is_level and advance >= 0
                        else apply_matrix_rect(
                            (a, b, c, d, right, up), (0, low, advance, low + fontsize)
                        )
                    )
                    self._add(text, box, up, box[3] - box[1], order)
                    order += 1
                    x += advance + (wordspace if cid == _BLANK else 0)
                    moves = True
        return x, y

    def render_char(
        self,
        matrix: Matrix,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        *_drawn: Any,
    ) -> float:
        """One character of a vertical string; how far it moves on."""
        text, width, (right, up) = self._font.get(cid) or self._learn(font, cid)
        advance = width * fontsize * scaling
        right = fontsize * 0.5 if right is None else right * fontsize * 0.001
        up = (1000 - up) * fontsize * 0.001
        inner = (-right, up + rise + advance, -right + fontsize, up + rise)
        box = apply_matrix_rect(matrix, inner)
        self._add(text, box, matrix[5], box[2] - box[0], self.next_order())
        return advance

    def _add(self, text: str, box: Box4, base: float, size: float, order: int) -> None:
        turn, lightness, is_off, is_painted, (left, bottom, right, top) = self._look
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        is_cut = not (left <= x <= right and bottom <= y <= top)
        self.signs.append(
            Sign(text, box, base, size, turn, order, lightness, is_off or is_cut, is_painted)
        )

    def _learn(self, font: Any, cid: int) -> tuple[str, float, Any]:
        """The text of a character of a font, its width, and how a vertical one is moved."""
        try:
            text = font.to_unichr(cid)
            assert isinstance(text, str)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        told = self._font[cid] = text, font.char_width(cid), font.char_disp(cid)
        return told


@lru_cache(maxsize=256)
def _turn(directions: _Directions, page: _Directions, is_back: bool, is_over: bool) -> int:
    """How a text stands, which a size or a width below zero turns round."""
    a, b, c, d = directions
    along, up = -1 if is_back else 1, -1 if is_over else 1
    return turn_of(mult_matrix((a * along, b * along, c * up, d * up, 0, 0), (*page, 0, 0)))


def turn_of(matrix: Sequence[float]) -> int:
    """How a character stands: 90 upwards, 270 downwards, 180 upside down, -1 oblique, -2 as in
    a mirror, else 0.
    """
    a, b, c, d = matrix[:4]
    if min(abs(a), abs(b)) > _OBLIQUE * max(abs(a), abs(b)):
        return -1
    if abs(b) + abs(c) >= abs(a) + abs(d):
        return 90 if b > 0 else 270
    return 0 if a > 0 else 180 if d < 0 else MIRRORED


def _lightness(mode: int, state: Any) -> float | None:
    """How light a character is: that of its darker colour where it has one around it."""
    told = []
    if mode in _FILLED:
        told.append(lightness_of(state.ncolor, state.ncs))
    if mode in _ROUNDED:
        told.append(lightness_of(state.scolor, state.scs))
    known = [one for one in told if one is not None]
    return min(known) if known and len(known) == len(told) else None


def lightness_of(colour: Any, space: Any) -> float | None:
    """How light a colour of grey, RGB or CMYK is, from 0 to 1; None for a pattern or an ink."""
    if space.name not in _LIGHTS:
        return None
    if isinstance(colour, int | float):
        return float(colour)
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return None
    if len(parts) == 4:  # inks
        return 1 - min(max(parts[:3]) + parts[3], 1)
    return sum(parts) / len(parts)
