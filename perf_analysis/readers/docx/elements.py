"""Elements of Word's XML: names and values out of them, whichever
of its two namespaces a file is written in.
"""

from __future__ import annotations

from lxml import etree


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace, which transitional and strict files differ in."""
    name: str = element.tag.rpartition("}")[2]
    return name


def value_of(element: etree._Element | None, attribute: str = "val") -> str:
    """An attribute's value, in whichever namespace; empty where it or the element is missing."""
    if element is None:
        return ""
    return next(
        (value for name, value in element.attrib.items() if name.rpartition("}")[2] == attribute),
        "",
    )


def whole_of(element: etree._Element | None, attribute: str = "val", *, otherwise: int) -> int:
    """An attribute's value as a whole number; `otherwise` where there is none."""
    try:
        return int(value_of(element, attribute))
    except ValueError:
        return otherwise


def properties_of(run: etree._Element) -> etree._Element | None:
    """The properties of a run, which stand first in it."""
    first = next(iter(run), None)
    return first if first is not None and first.tag.endswith("}rPr") else None
