"""The briefing as a file: the same each time, complete in itself,
lettered with what it brings along.
"""

import base64
import html
import io
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, time

import browser
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from perf_analysis.briefing.font import embed

LARGEST = 300 * 1024  # [bytes]


@pytest.fixture(scope="module")
def page():
    return browser.briefing()


def test_the_same_report_and_date_give_the_same_bytes(page, tmp_path):
    """Another process with other hashes, in another folder and time zone,
    told the date in seconds.
    """
    seconds = int(datetime.combine(browser.DATE, time(12), UTC).timestamp())
    other = os.environ | {
        "SOURCE_DATE_EPOCH": str(seconds),
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
    }
    subprocess.run(
        [sys.executable, "-m", "perf_analysis", "brief", "-o", "other.html"],
        cwd=tmp_path,
        env=other,
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "other.html").read_bytes() == page.encode()


def test_the_page_bears_the_date_it_was_given(page):
    assert re.findall(r'<time datetime="([^"]*)">', page) == [browser.DATE.isoformat()]


def test_the_page_is_small_enough_to_mail(page):
    assert len(page.encode()) <= LARGEST


def test_the_page_has_no_script_and_names_no_address(page):
    assert re.findall(r"<script|<iframe|<object|<embed|\son\w+=|javascript:|@import", page) == []
    assert set(re.findall(r"https?://[^\s\"'<)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_the_policy_lets_in_only_what_the_page_carries(page):
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    allowed = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert allowed.pop("default-src") == "'none'"
    assert set(allowed.values()) <= {"'none'", "data:", "'unsafe-inline'"}
    assert "script-src" not in allowed


def test_the_embedded_font_has_every_character_of_the_charts(page):
    assert missing_glyphs(page) == set()


def test_a_character_the_font_lacks_is_found():
    assert missing_glyphs(
        f"<style>{embed('预算')}</style><svg><text>预算 &lt; 1</text></svg>"
    ) == set(" <1")


def test_a_glyph_is_drawn_and_spaced_as_in_the_whole_font():
    characters = "预算执行率 98.92%（万元）−1"
    packed = re.search(r"base64,([^)]*)\)", embed(characters))[1]
    cut = TTFont(io.BytesIO(base64.b64decode(packed)))
    with TTFont(sans_path()) as whole:
        assert [outline(cut, sign) for sign in characters] == [
            outline(whole, sign) for sign in characters
        ]
        assert cut["head"].unitsPerEm == whole["head"].unitsPerEm
        assert (cut["hhea"].ascent, cut["hhea"].descent) == (
            whole["hhea"].ascent,
            whole["hhea"].descent,
        )
    assert set(map(ord, characters)) == set(cut.getBestCmap()), "and no other is there"


def outline(font, sign):
    """The strokes of a character and how far the next one stands."""
    name = font.getBestCmap()[ord(sign)]
    pen = RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


def missing_glyphs(page):
    """Characters in the text of drawings for which the page's own font has no glyph."""
    packed = re.search(r"src:url\(data:font/woff2;base64,([^)]*)\)", page)[1]
    known = {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(packed))).getBestCmap()}
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    return (
        set(
            html.unescape(
                "".join(
                    text
                    for drawing in drawings
                    for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
                )
            )
        )
        - known
    )
