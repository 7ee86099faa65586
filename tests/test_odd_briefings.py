"""Briefings of reports of odd shapes, in both languages,
written in one call and opened in a browser.
"""

from html.parser import HTMLParser

import browser
import pytest
from made import odd_reports

from perf_analysis.briefing import write_briefings
from perf_analysis.language import LANGUAGES

NAMES = list(odd_reports.REPORTS)
WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The pages by language and name, each language in one call."""
    folder = tmp_path_factory.mktemp("odd")
    sources = [folder / f"{at:02}.txt" for at in range(len(NAMES))]
    for source, text in zip(sources, odd_reports.REPORTS.values(), strict=True):
        source.write_text(text, encoding="utf-8")
    entries = {
        language: write_briefings(sources, folder / language, date=browser.DATE, language=language)
        for language in LANGUAGES
    }
    pages = {
        (language, name): entry.page
        for language, found in entries.items()
        for name, entry in zip(NAMES, found, strict=True)
    }
    return pages | {(language, "index"): folder / language / "index.html" for language in LANGUAGES}


@pytest.fixture(scope="module")
def chromium(written, tmp_path_factory):
    with browser.launch(tmp_path_factory.mktemp("browser")) as launched:
        yield launched


class Parts(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_there_are_twenty_each_with_a_page(written):
    assert len(NAMES) == 20
    assert [name for name, page in written.items() if page is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_report_becomes_markup(written, language, name):
    page = written[language, name].read_text(encoding="utf-8")
    parts = Parts()
    parts.feed(page)
    assert parts.tags.isdisjoint({"script", "img", "iframe", "object", "form"})
    assert [name for name, _ in parts.attributes if name.startswith("on")] == []
    assert [
        value
        for name, value in parts.attributes
        if name in ("src", "href", "xlink:href") and not value.startswith(("#", "data:"))
    ] == []
    assert "49县" not in page


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_the_page_is_sound_on_a_phone_and_on_a_desk(written, chromium, tmp_path, language, name):
    html = written[language, name].read_text(encoding="utf-8")
    for width in WIDTHS:
        with browser.opened(chromium, html, tmp_path, width=width) as page:
            heard = browser.listen(page)
            page.reload()
            browser.open_details(page)
            assert heard == [page.url], "no request, no error"
            assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0, (
                "no sideways scroll"
            )
            assert browser.text_faults(page, smallest=10.9, shared=1) == []


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_axe_finds_nothing(written, chromium, tmp_path, language, name):
    with browser.opened(
        chromium,
        written[language, name].read_text(encoding="utf-8"),
        tmp_path,
        width=375,
        bypass_csp=True,
    ) as page:
        browser.open_details(page)
        assert browser.axe_faults(page) == []


def test_an_english_page_says_so_and_keeps_chinese_for_names_and_quotations(written):
    page = written["en", "no goals"].read_text(encoding="utf-8").replace("\u00a0", " ")
    assert '<html lang="en">' in page and '<ol class="sentences" lang="zh-CN">' in page
    assert "CNY 2.05 billion (20.5 亿元)" in page
    assert "95.00% of the budget executed, CNY 100,000 (10.00 万元) not spent" in page
