"""The page's colours: readable on paper and on a dark screen, and the same as the charts'."""

import re
from pathlib import Path

import pytest

import perf_analysis
from perf_analysis.charts import svg

CSS = (Path(perf_analysis.__file__).parent / "briefing" / "template" / "page.css").read_text(
    encoding="utf-8"
)
TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
PAIRS = [
    *[(colour, "paper", TEXT) for colour in ("ink", "note", "actual", "warn")],
    *[(colour, "paper", MARK) for colour in ("line", "prior")],
    *[(colour, "found", TEXT) for colour in ("ink", "note", "actual", "warn")],
    ("paper", "actual", TEXT),
]


def palettes():
    """The colour variables of the page by name, light and dark."""
    blocks = re.findall(r":root\s*{([^}]*)}", CSS)
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b", block)) for block in blocks]
    light, dark = (block for block in found if block)
    return {"light": light, "dark": dark}


def luminance(colour):
    """WCAG's relative luminance of a colour. [1]"""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG's contrast ratio of two colours, 1 to 21. [1]"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_agrees_with_published_values():
    """Black on white, and the two greys either side of 4.5:1 that
    WebAIM's contrast checker is known by.
    """
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("colour", "ground", "least"), PAIRS)
def test_colours_stand_out_from_their_ground(scheme, colour, ground, least):
    palette = palettes()[scheme]
    assert contrast(palette[colour], palette[ground]) >= least


def test_light_colours_are_those_of_the_charts():
    light = palettes()["light"]
    assert {name: light[name].upper() for name in svg.VARIABLES.values()} == {
        name: colour.upper() for colour, name in svg.VARIABLES.items()
    }


def test_dark_changes_every_colour():
    light, dark = palettes()["light"], palettes()["dark"]
    assert light.keys() == dark.keys()
    assert [name for name in light if light[name].lower() == dark[name].lower()] == []


def test_every_colour_of_the_page_is_a_variable():
    """A colour written out in a rule would stay light in the dark;
    the foot of a printed page can take no variable.
    """
    rules = re.sub(r":root\s*{[^}]*}|@bottom-center\s*{[^}]*}", "", CSS)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\brgba?\(|\bhsla?\(", rules) == []
