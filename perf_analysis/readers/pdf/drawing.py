"""What the content of a page draws, in its order: characters, filled areas and pictures,
and which of it stands on a layer that is switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from pdfminer.layout import LTPage, LTRect
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import Page

from perf_analysis.readers.pdf.content import ContentInterpreter
from perf_analysis.readers.pdf.strings import Box4, StringDevice, lightness_of

_LAYER = "OC"
_UNMIXED = ("Normal", "Compatible")
_FAR = 1e9  # beyond all pages
_FAINT = 0.02  # opacity of what nobody sees
_THICK = 4.0  # points: a line that is wider may be drawn as the ground of a text


class Glyph(NamedTuple):
    """One character of a page, measured from the top left corner; `turn` is 90 where it runs
    upwards, 270 downwards, -1 where it is oblique.

    As drawn: its place in the order of drawing, how light it is from 0 to 1, whether its layer
    is off, and whether it leaves ink at all.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    turn: int
    order: int = 0
    lightness: float | None = 0.0
    is_off: bool = False
    is_painted: bool = True


class Box(NamedTuple):
    """One cell of a page's tables; open where no line closes it at the top
    or the bottom of the page.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    is_open_above: bool
    is_open_below: bool


class Area(NamedTuple):
    """A filled area or a picture, which has no lightness of its own;
    whether it fills its box without a hole.
    """

    order: int
    box: Box4
    lightness: float | None
    is_picture: bool = False
    is_solid: bool = False


class Look(NamedTuple):
    """How things are drawn: how opaque, whether mixed with what lies under them, and within
    which box; what stands outside is cut off.
    """

    opacity: float = 1.0
    is_mixed: bool = False
    frame: Box4 = (-_FAR, -_FAR, _FAR, _FAR)

    def within(self, box: Box4) -> Look:
        """The same within another box too."""
        return self._replace(frame=_common(self.frame, box))


class DrawnPage(Page):
    """A page that keeps its characters apart, in the order in which they are drawn."""

    @cached_property
    def drawn(self) -> _Device:
        """What is drawn on the page."""
        device = _Device(self.pdf.rsrcmgr, pageno=self.page_number)
        device.off = _layers_off(self.pdf.doc.catalog)
        _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        return device

    @property
    def layout(self) -> LTPage:
        """The page without its characters, for what pdfplumber makes of the rest."""
        return self.drawn.get_result()


class _Device(StringDevice):
    """Takes what the interpreter draws; nothing of a layer that is off but its characters."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.off: frozenset[int] = frozenset()
        self.areas: list[Area] = []
        self.look = Look()
        self._marked: list[bool] = []  # for each open mark whether it puts a layer that is off
        self._is_part = False  # of a path of several, which may be the edge around a hole

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """A mark opens; `props` is a layer where the mark puts its content on one."""
        self._marked.append(literal_name(tag) == _LAYER and self.is_layer_off(props))

    def end_tag(self) -> None:
        """The innermost mark closes."""
        if self._marked:
            self._marked.pop()

    def is_layer_off(self, layer: Any) -> bool:
        """Whether a layer, or what a rule makes of several, is not shown."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.off:
            return True
        told = dict_value(layer) if layer else {}
        groups = told.get("OCGs") if isinstance(told, dict) else None
        if not groups:
            return False
        several = resolve1(groups)
        off = [
            isinstance(one, PDFObjRef) and one.objid in self.off
            for one in (several if isinstance(several, list) else [groups])
        ]
        shown = {"AllOn": not any(off), "AnyOff": any(off), "AllOff": all(off)}
        return not shown.get(literal_name(told.get("P", "")), not all(off))

    def is_off(self) -> bool:
        """Whether a mark puts what is drawn on a layer that is off."""
        return any(self._marked)

    def frame(self) -> Box4:
        """The box outside of which what is drawn is cut off."""
        return self.look.frame

    def is_painted(self) -> bool:
        """Whether what is drawn is opaque enough to be seen."""
        return self.look.opacity > _FAINT

    def render_image(self, *args: Any) -> None:
        """One picture."""
        if any(self._marked):
            return
        super().render_image(*args)
        self.areas.append(Area(self.next_order(), self.cur_item.bbox, None, is_picture=True))

    def paint_path(
        self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        """One line or area; the base class calls this again for each part of a path."""
        if any(self._marked):
            return
        if sum(part[0] == "m" for part in path) > 1:
            self._is_part = True
            super().paint_path(gstate, stroke, fill, evenodd, path)
            self._is_part = False
            return
        count = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        for item in self.cur_item._objs[count:] if fill else ():
            is_whole = isinstance(item, LTRect) and not self._is_part
            is_solid = is_whole and self.look.opacity >= 1 and not self.look.is_mixed
            box = _common(item.bbox, self.look.frame)
            lightness = lightness_of(gstate.ncolor, gstate.ncs)
            self.areas.append(Area(self.next_order(), box, lightness, is_solid=is_solid))
        width = gstate.linewidth * _scale(self.ctm) if stroke else 0.0
        for item in self.cur_item._objs[count:] if width > _THICK else ():
            x0, y0, x1, y1 = item.bbox
            half = width / 2
            box = _common((x0 - half, y0 - half, x1 + half, y1 + half), self.look.frame)
            self.areas.append(Area(self.next_order(), box, lightness_of(gstate.scolor, gstate.scs)))

    def paint_shading(self) -> None:
        """Colours that pass into each other, over all that is not cut off."""
        if not any(self._marked):
            self.areas.append(Area(self.next_order(), self.look.frame, None))

    def next_order(self) -> int:
        """How many characters and areas were drawn before."""
        return len(self.signs) + len(self.areas)


class _Interpreter(ContentInterpreter):
    """Follows the content of a page, and tells the device of layers, opacity and cuts."""

    device: _Device

    def get_current_state(self) -> Any:
        """What a q keeps, with how things are drawn."""
        return super().get_current_state(), self.device.look

    def set_current_state(self, state: Any) -> None:
        """What a Q brings back."""
        kept, self.device.look = state
        super().set_current_state(kept)

    def do_gs(self, name: Any) -> None:
        """Settings by their name, among them the opacity of what is filled."""
        named = dict_value(self.resources.get("ExtGState", {}))
        told = dict_value(named.get(literal_name(name), {}))
        opacity, mode = resolve1(told.get("ca")), resolve1(told.get("BM"))
        if isinstance(opacity, int | float):
            self.device.look = self.device.look._replace(opacity=float(opacity))
        if mode is not None:
            is_mixed = literal_name(mode) not in _UNMIXED
            self.device.look = self.device.look._replace(is_mixed=is_mixed)

    def do_sh(self, name: object) -> None:
        """Colours that pass into each other."""
        self.device.paint_shading()

    def do_W(self) -> None:  # noqa: N802 - the operator's name
        """The path so far cuts off what is drawn outside of it."""
        points = [
            apply_matrix_pt(self.ctm, (float(part[at]), float(part[at + 1])))
            for part in self.curpath
            for at in range(1, len(part) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            self.device.look = self.device.look.within((min(xs), min(ys), max(xs), max(ys)))

    def do_W_a(self) -> None:  # noqa: N802 - the operator's name
        """The same by the other rule of what is inside."""
        self.do_W()

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802 - the operator's name
        """A mark with properties, which for a layer have a name in the resources."""
        if isinstance(props, PSLiteral):
            named = dict_value(self.resources.get("Properties", {}))
            props = named.get(literal_name(props))
        super().do_BDC(tag, props)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - the operator's name
        """A drawing by its name; it may be on a layer by itself."""
        drawn = self.xobjmap.get(literal_name(xobjid_arg))
        layer = stream_value(drawn).attrs.get(_LAYER) if drawn is not None else None
        look = self.device.look
        self.device.begin_tag(PSLiteral(_LAYER), layer)
        super().do_Do(xobjid_arg)
        self.device.end_tag()
        self.device.look = look


def _common(one: Box4, other: Box4) -> Box4:
    """What two boxes have in common; it has no room where they do not meet."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _scale(matrix: tuple[float, ...]) -> float:
    """How much larger things are drawn."""
    a, b, c, d = matrix[:4]
    return float(abs(a * d - b * c) ** 0.5)


def _layers_off(catalog: Any) -> frozenset[int]:
    """The numbers of the layers that are off when the file is opened."""
    told = dict_value(catalog.get("OCProperties", {}))
    default = dict_value(told.get("D", {}))
    off = _numbers(default.get("OFF"))
    if literal_name(default.get("BaseState", "")) == "OFF":
        off |= _numbers(told.get("OCGs")) - _numbers(default.get("ON"))
    return frozenset(off)


def _numbers(layers: Any) -> set[int]:
    return {layer.objid for layer in list_value(layers or []) if isinstance(layer, PDFObjRef)}
