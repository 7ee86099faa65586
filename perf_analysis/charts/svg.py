"""A chart as SVG that may stand inside an HTML page: no style of its own leaks,
its colours follow the page's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from xml.etree import ElementTree

from matplotlib.figure import Figure

from perf_analysis.charts import style

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
# Palette colours by the CSS variable that stands for them in the page, light or dark.
VARIABLES = {colour: name for name, colour in style.PALETTE.items()}
_COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
_LONG = re.compile(r"\d+\.\d{3,}")  # a hundredth of a point is more than a screen shows
_FAMILY = re.compile(r"font-family: [^;]*;? ?")
_VARIABLE = {colour.lower(): f"var(--{name})" for colour, name in VARIABLES.items()}


def inline(figure: Figure, name: str, alt: str, kept: Collection[str] = ()) -> str:
    """The figure as one `<svg>` element with `name` as class, ids prefixed by it,
    and `alt` read out for it; the colours `kept` stay as they are.

    Raises
    ------
    ValueError : a colour outside the palette, which could not follow the page into dark mode
    """
    drawn = io.BytesIO()
    with style.look():
        figure.savefig(
            drawn,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    root = ElementTree.fromstring(drawn.getvalue())
    _drop_metadata(root)
    used = {reference for element in root.iter() for reference in _references(element)}
    for element in root.iter():
        _clean(element, name, used, kept)
    _thin(root)
    width, height = root.attrib["viewBox"].split()[2:]
    root.attrib.clear()
    root.set("class", name.rpartition("-")[2])
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("role", "img")
    root.set("aria-label", alt)
    ElementTree.register_namespace("", SVG.strip("{}"))
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    told = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", told).replace("<defs />", "")


def _drop_metadata(root: ElementTree.Element) -> None:
    """Take out what the drawing says of itself, and the styles that would leak into the page."""
    for parent in list(root.iter()):
        for child in list(parent):
            has_style_alone = all(part.tag == f"{SVG}style" for part in child)
            is_empty = child.tag == f"{SVG}defs" and has_style_alone
            if is_empty or child.tag.endswith(("metadata", "}style")):
                parent.remove(child)


def _references(element: ElementTree.Element) -> list[str]:
    found = [element.attrib.get(XLINK, "").lstrip("#")]
    for value in element.attrib.values():
        found += re.findall(r"url\(#([^)]+)\)", value)
    return found


def _clean(element: ElementTree.Element, name: str, used: set[str], kept: Collection[str]) -> None:
    """Prefix the ids that are used and drop the others; hand colours and font to the page."""

    def in_page(colour: re.Match[str]) -> str:
        return colour[0] if colour[0].lower() in kept else _in_page(colour)

    attributes = element.attrib
    if "id" in attributes:
        if attributes["id"] in used:
            attributes["id"] = f"{name}-{attributes['id']}"
        else:
            del attributes["id"]
    if XLINK in attributes:
        attributes[XLINK] = attributes[XLINK].replace("#", f"#{name}-")
    for key in ("style", "clip-path", "fill", "stroke"):
        if key in attributes:
            value = attributes[key].replace("url(#", f"url(#{name}-")
            attributes[key] = (
                _COLOUR.sub(in_page, _FAMILY.sub("", value)).replace(": ", ":").replace("; ", ";")
            )
    if "d" in attributes:
        attributes["d"] = " ".join(
            _LONG.sub(lambda found: f"{float(found[0]):.2f}", attributes["d"]).split()
        )
    if attributes.get("transform", "").startswith("rotate(-0 "):
        del attributes["transform"]


def _thin(parent: ElementTree.Element) -> None:
    """Take out what draws nothing: groups that only group, and paths without fill or stroke."""
    children = list(parent)
    parent[:] = []
    for child in children:
        _thin(child)
        if child.tag == f"{SVG}path" and child.attrib.get("style") == "fill:none":
            continue
        parent.extend(list(child) if child.tag == f"{SVG}g" and not child.attrib else [child])


def _in_page(colour: re.Match[str]) -> str:
    if colour[0].lower() not in _VARIABLE:
        raise ValueError(f"{colour[0]} is not in the palette")
    return _VARIABLE[colour[0].lower()]
