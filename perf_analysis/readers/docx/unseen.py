"""Which runs of a Word file are struck out or hidden, by themselves or by a style."""

from __future__ import annotations

from lxml import etree

from perf_analysis.readers.docx.elements import name_of, properties_of, value_of

_KINDS = {"strike": "struck", "dstrike": "struck", "vanish": "hidden"}
_ENDS = tuple(f"}}{name}" for name in _KINDS)
_LOOKS = ("}sz", "}color", "}shd", "}highlight")
_TINY = 2  # half points
_COLOURED = ("{*}tc", "{*}txbxContent")
_OFF = ("0", "false", "off", "none")


class Unseen:
    """The styles of a file that strike out or hide, and what they do to its runs."""

    def __init__(self, styles: etree._Element | None) -> None:
        told = {} if styles is None else {value_of(one, "styleId"): one for one in styles}
        setting = {name for name, one in told.items() if _own(one)}
        self._styles = {name: _inherited(told, name) for name in told} if setting else {}

    def kind(self, run: etree._Element) -> str:
        """`struck` or `hidden`; empty for a run that is seen."""
        own = properties_of(run)
        kinds = {} if own is None else _set_in(own)
        if self._styles:
            of_paragraph = self._styles.get(_style_of(_paragraph(run), "pPr", "pStyle"), {})
            kinds = of_paragraph | self._styles.get(_style_of(run, "rPr", "rStyle"), {}) | kinds
        kind = next((_KINDS[name] for name, is_on in kinds.items() if is_on), "")
        return kind or ("hidden" if own is not None and _is_invisible(own) else "")


def _is_invisible(properties: etree._Element) -> bool:
    """Whether a run is too small to see, or white on the paper: in a table or a shape
    the style of that may lay a colour under it.
    """
    told = {name_of(one): value_of(one) for one in properties if one.tag.endswith(_LOOKS)}
    if told.get("sz", "").isdecimal() and int(told["sz"]) <= _TINY:
        return True
    if told.get("color", "").upper() != "FFFFFF" or "shd" in told or "highlight" in told:
        return False
    paragraph = _paragraph(properties)
    shading = None if paragraph is None else paragraph.find("{*}pPr/{*}shd")
    return shading is None and next(properties.iterancestors(*_COLOURED), None) is None


def _inherited(styles: dict[str, etree._Element], name: str) -> dict[str, bool]:
    """What a style sets, with what the styles that it is based on do."""
    chain: list[str] = []
    while name in styles and name not in chain:
        chain.append(name)
        name = value_of(styles[name].find("{*}basedOn"))
    kinds: dict[str, bool] = {}
    for one in reversed(chain):
        kinds |= _own(styles[one])
    return kinds


def _own(style: etree._Element) -> dict[str, bool]:
    properties = next((one for one in style if name_of(one) == "rPr"), None)
    return {} if properties is None else _set_in(properties)


def _set_in(properties: etree._Element) -> dict[str, bool]:
    return {
        name_of(one): value_of(one).lower() not in _OFF
        for one in properties
        if one.tag.endswith(_ENDS)
    }


def _style_of(element: etree._Element | None, properties: str, style: str) -> str:
    if element is None:
        return ""
    return value_of(element.find(f"{{*}}{properties}/{{*}}{style}"))


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("{*}p"), None)
