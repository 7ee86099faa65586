"""The briefing in a browser, for tests: made once, opened in Chromium,
and asked what a reader would see.

Needs Chromium, Chrome or Edge, `playwright` from PyPI and, for accessibility, `axe-core` from npm.
Where one is absent the tests are skipped with a reason that names it.
"""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import needs
import pylopdf_fonts_zh_cn
import pytest

import perf_analysis
from perf_analysis.briefing.pdf import find_browser
from perf_analysis.errors import BriefingError

DATE = datetime.date(2026, 1, 2)
OPTIONS = (
    "no-sandbox",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
)
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The fonts of the package and of matplotlib:
# every machine then draws the page with the same Chinese and the same stand-in.
FONTS = f"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{Path(pylopdf_fonts_zh_cn.sans_path()).parent}</dir><dir>{mpl.get_data_path()}/fonts/ttf</dir></fontconfig>"""

# A character fills 0.88 em above the baseline and 0.12 em below it;
# the box the browser reports is the line's, nearly half as high again.
_TEXT_FAULTS = """([smallest, shared]) => {
  const faults = [];
  for (const svg of document.querySelectorAll('.plot svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...svg.querySelectorAll('text')]
      .filter(text => text.textContent.trim())
      .map(text => {
        const toScreen = text.getScreenCTM(),
          size = parseFloat(getComputedStyle(text).fontSize) * toScreen.a;
        const {left, right} = text.getBoundingClientRect(),
          baseline = text.getStartPositionOfChar(0).matrixTransform(toScreen).y;
        return {words: text.textContent, size, left, right,
          top: baseline - 0.88 * size, bottom: baseline + 0.12 * size};
      });
    if (!texts.length) faults.push('a chart without text');
    texts.forEach((text, at) => {
      if (text.size < smallest - 0.01) faults.push(`${text.words} is ${text.size.toFixed(1)} px`);
      if (Math.max(frame.left - text.left, text.right - frame.right,
          frame.top - text.top, text.bottom - frame.bottom) > 1)
        faults.push(`${text.words} is clipped`);
      for (const other of texts.slice(at + 1)) {
        const across = Math.min(text.right, other.right) - Math.max(text.left, other.left);
        const down = Math.min(text.bottom, other.bottom) - Math.max(text.top, other.top);
        if (across > shared && down > shared) faults.push(`${text.words} overlaps ${other.words}`);
      }
    });
  }
  return faults;
}"""

_LINK_FAULTS = """async () => {
  const faults = [], settled = () =>
    new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const look = element =>
    [getComputedStyle(element).backgroundColor, getComputedStyle(element).outlineStyle].join();
  for (const href of new Set([...document.querySelectorAll('a[href^="#"]')]
      .map(link => link.getAttribute('href')))) {
    document.querySelectorAll('details').forEach(details => { details.open = false });
    location.hash = '';
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    if (!target) { faults.push(`${href} leads nowhere`); continue }
    const before = look(target);
    location.hash = href;
    await settled();
    const box = target.getBoundingClientRect();
    if (!target.checkVisibility() || !box.width || box.bottom <= 0 || box.top >= innerHeight)
      faults.push(`${href} is out of sight`);
    else if (!target.matches(':target') || look(target) === before)
      faults.push(`${href} is not highlighted`);
  }
  return faults;
}"""


@cache
def briefing() -> str:
    """The page of the embedded report, made once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        return perf_analysis.write_briefing(
            perf_analysis.load(), Path(folder) / "briefing.html", date=DATE
        ).read_text(encoding="utf-8")


@contextmanager
def launch(folder: Path) -> Iterator[Any]:
    """A browser that keeps its font settings in a folder."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests need playwright: pip install playwright"
    )
    try:
        program = find_browser()
    except BriefingError:
        pytest.skip(needs.CHROMIUM)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS, encoding="utf-8")
    briefing()  # made before Playwright's event loop takes this thread
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(
            executable_path=program,
            args=[f"--{option}" for option in OPTIONS],
            env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        )
        yield launched
        launched.close()


@contextmanager
def opened(
    chromium: Any,
    html: str,
    folder: Path,
    *,
    width: int = 1280,
    scheme: str = "light",
    **settings: Any,
) -> Iterator[Any]:
    """A page of HTML in a tab, as wide as a screen, without smooth scrolling."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        **settings,
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    yield page
    context.close()


def listen(page: Any) -> list[str]:
    """What the page asks for and what the browser says about it, from now on."""
    heard: list[str] = []
    page.on(
        "request",
        lambda request: heard.append(request.url) if not request.url.startswith("data:") else None,
    )
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def open_details(page: Any) -> None:
    """Every closed table of the page, opened."""
    page.evaluate(
        "document.querySelectorAll('details').forEach(details => { details.open = true })"
    )


def text_faults(page: Any, *, smallest: float = 11, shared: float = 1) -> list[str]:
    """Text of the charts that is clipped, smaller than `smallest`,
    or covers other text by more than `shared`. [CSS px]
    """
    return page.evaluate(_TEXT_FAULTS, [smallest, shared])


def link_faults(page: Any) -> list[str]:
    """Links inside the page that, when followed, show nothing or highlight nothing."""
    return page.evaluate(_LINK_FAULTS)


def axe_faults(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice;
    the page's policy against scripts must be off.
    """
    if not AXE.is_file():
        pytest.skip(needs.AXE)
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
    )
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
