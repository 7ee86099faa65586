"""The briefing printed: A4, four pages, the first of which stands alone."""

import io
import re
import unicodedata

import browser
import pytest

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
SMALLEST = 8  # [pt]
# Fonts give some characters the glyph of a radical, by which a PDF then names them.
RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
    "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
)
SMALL_PRINT = '<p style="font: 12pt sans-serif">large <span style="font-size: 6pt">small</span></p>'


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with browser.launch(tmp_path_factory.mktemp("browser")) as launched:
        yield launched


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    """The PDF of the briefing, and of other HTML."""
    pypdf = pytest.importorskip("pypdf", reason="the print tests need pypdf: pip install pypdf")

    def print_page(html):
        with browser.opened(chromium, html, tmp_path_factory.mktemp("paper")) as page:
            return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))

    return print_page


@pytest.fixture(scope="module")
def paper(printed):
    return printed(browser.briefing())


@pytest.fixture(scope="module")
def words(chromium, tmp_path_factory):
    """What each part of the page says on a wide screen, but for what only a screen can do,
    by the numeral of the section.
    """
    with browser.opened(chromium, browser.briefing(), tmp_path_factory.mktemp("words")) as page:
        told = page.evaluate("""() => {
            const say = (within, selector) => [...within.querySelectorAll(selector)]
                .filter(part => part.checkVisibility() && !part.closest('.screen'))
                .map(part => {
                    const copy = part.cloneNode(true);
                    copy.querySelectorAll('.screen, .back, .note').forEach(word => word.remove());
                    copy.querySelectorAll('sup').forEach(row => {
                        row.textContent = `[${row.textContent}]`;
                    });
                    return copy.textContent;
                });
            const parts = {summary: say(document, 'header *, .headlines li > *, .points li')};
            for (const section of document.querySelectorAll('main section')) {
                const heading = section.querySelector('h2').textContent;
                if (heading[1] === '、' && !section.matches('.screen')) parts[heading[0]] =
                    [heading, ...say(section, 'h3, .subtitle, .plot text, figcaption, td, dd')];
            }
            return parts;
        }""")
    return {part: [bare(text) for text in texts] for part, texts in told.items()}


def test_the_pages_are_a4(paper):
    assert {
        (round(float(page.mediabox.width) - A4[0]), round(float(page.mediabox.height) - A4[1]))
        for page in paper.pages
    } == {(0, 0)}


def test_the_briefing_fits_on_four_pages(paper):
    assert len(paper.pages) <= 4


def test_the_pdf_is_tagged_for_reading_aloud(paper):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "zh-CN"


def test_the_first_page_is_complete_in_itself(paper, words):
    page = text_of(paper.pages[0])
    assert len(words["summary"]) > 20
    assert [text for text in words["summary"] if text not in page] == []


def test_a_heading_stands_on_the_page_of_what_it_heads(paper, words):
    pages = [text_of(page) for page in paper.pages]
    parted = [
        texts[0]
        for part, texts in words.items()
        if part != "summary" and not any(texts[0] in page and texts[1] in page for page in pages)
    ]
    assert parted == []


def test_a_reference_stands_in_brackets_and_not_raised_like_a_power(paper):
    assert "98.92%[3]" in text_of(paper.pages[0])


def test_what_needs_care_has_a_mark_that_grey_paper_keeps(paper):
    assert "▲186%" in text_of(paper.pages[0])


def test_nothing_is_lost_on_paper(paper, words):
    pages = "".join(re.sub(r"^\d/\d", "", text_of(page)) for page in paper.pages)
    lost = [text for texts in words.values() for text in texts if text not in pages]
    assert lost == []


def test_what_only_a_screen_can_do_is_not_printed(paper):
    pages = "".join(text_of(page) for page in paper.pages)
    assert "返回" not in pages and "点数字" not in pages


def test_printed_text_is_large_enough_to_read(paper):
    assert too_small(paper) == {}


def test_text_too_small_in_print_is_found(printed):
    assert too_small(printed(SMALL_PRINT)) == {"small": 6.0}


def bare(text):
    """A text as it can be compared: no space, one form for each character."""
    # a font has one glyph for both dashes
    return (
        re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(RADICALS).replace("‒", "–")
    )


def text_of(page):
    return bare(page.extract_text())


def too_small(paper):
    """Printed pieces of text below the smallest size, with their size. [pt]"""
    found = {}

    def measure(text, to_page, to_text, font, size):
        across, up = (
            to_text[2] * to_page[0] + to_text[3] * to_page[2],
            to_text[2] * to_page[1] + to_text[3] * to_page[3],
        )
        size *= (across**2 + up**2) ** 0.5
        if text.strip() and size < SMALLEST - 0.05:
            found[text.strip()] = round(size, 1)

    for page in paper.pages:
        page.extract_text(visitor_text=measure)
    return found
