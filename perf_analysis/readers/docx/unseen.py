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
_VML = "{urn:schemas-microsoft-com:vml}*"


def has_ground(root: etree._Element) -> bool:
    """Whether something may lie under the text of a part: a colour of the page, or a picture or
    shape behind it, as on many covers.
    """
    return (
        root.find("{*}background") is not None
        or any(one.get("behindDoc") in ("1", "true") for one in root.iter("{*}anchor"))
        or any("z-index:-" in one.get("style", "").replace(" ", "") for one in root.iter(_VML))
    )


class Unseen:
    """The styles of a file that strike out or hide, and what they do to its runs."""

    def __init__(self, styles: etree._Element | None, *, has_ground: bool = False) -> None:
        told = {} if styles is None else {value_of(one, "styleId"): one for one in styles}
        setting = {name for name, one in told.items() if _own(one)}
        self._styles = {name: _inherited(told, name) for name in told} if setting else {}
        shaded = {name for name, one in told.items() if next(one.iter("{*}shd"), None) is not None}
        self._shaded = {name for name in told if not shaded.isdisjoint(_chain(told, name))}
        self._has_ground = has_ground

    def kind(self, run: etree._Element) -> str:
        """`struck` or `hidden`; empty for a run that is seen."""
        own = properties_of(run)
        kinds = {} if own is None else _set_in(own)
        if self._styles:
            of_paragraph = self._styles.get(_style_of(_paragraph(run), "pPr", "pStyle"), {})
            kinds = of_paragraph | self._styles.get(_style_of(run, "rPr", "rStyle"), {}) | kinds
        kind = next((_KINDS[name] for name, is_on in kinds.items() if is_on), "")
        return kind or ("hidden" if own is not None and self._is_invisible(own, run) else "")

    def _is_invisible(self, properties: etree._Element, run: etree._Element) -> bool:
        """Whether a run is too small to see, or white on the paper: in a table or a shape
        the style of that may lay a colour under it.
        """
        told = {name_of(one): value_of(one) for one in properties if one.tag.endswith(_LOOKS)}
        if told.get("sz", "").isdecimal() and int(told["sz"]) <= _TINY:
            return True
        if told.get("color", "").upper() != "FFFFFF" or "shd" in told or "highlight" in told:
            return False
        paragraph = _paragraph(run)
        shading = None if paragraph is None else paragraph.find("{*}pPr/{*}shd")
        styles = {_style_of(paragraph, "pPr", "pStyle"), _style_of(run, "rPr", "rStyle")}
        return (
            not self._has_ground
            and shading is None
            and self._shaded.isdisjoint(styles)
            and next(run.iterancestors(*_COLOURED), None) is None
        )


def _chain(styles: dict[str, etree._Element], name: str) -> list[str]:
    """A style and those that it is based on."""
    chain: list[str] = []
    while name in styles and name not in chain:
        chain.append(name)
        name = value_of(styles[name].find("{*}basedOn"))
    return chain


def _inherited(styles: dict[str, etree._Element], name: str) -> dict[str, bool]:
    """What a style sets, with what the styles that it is based on do."""
    kinds: dict[str, bool] = {}
    for one in reversed(_chain(styles, name)):
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
