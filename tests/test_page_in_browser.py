"""What a reader sees of the briefing on screens wide and narrow, light and dark."""

from itertools import pairwise

import browser
import pytest

SCREENS = {"phone": 375, "desktop": 1280}
WIDTHS = (320, 360, 375, 430, 768, 1024, 1280)
# Two texts on one spot, one of them cut off, both too small; and a picture that nothing tells of.
BROKEN_CHART = (
    '<div class="plot"><svg viewBox="0 0 100 50" width="100" height="50" font-size="9">\n'
    '<text x="10" y="25">overlapped</text><text x="20" y="27">overlapping</text>'
    '<text x="80" y="45">cut off at the edge</text></svg></div>'
)
BROKEN_PAGE = (
    '<!doctype html><html lang="zh-CN"><title>测试</title><main><h1>测试</h1>'
    '<img src="data:,"></main></html>'
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with browser.launch(tmp_path_factory.mktemp("browser")) as launched:
        yield launched


@pytest.fixture
def read(chromium, tmp_path):
    """Opens the briefing, or other HTML, in a tab."""
    return lambda html=browser.briefing(), **settings: browser.opened(
        chromium, html, tmp_path, **settings
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_with_all_tables_open(read, screen, scheme):
    with read(width=SCREENS[screen], scheme=scheme, bypass_csp=True) as page:
        browser.open_details(page)
        assert browser.axe_faults(page) == []


def test_axe_sees_a_picture_without_words(read):
    with read(BROKEN_PAGE) as page:
        assert [fault.partition(":")[0] for fault in browser.axe_faults(page)] == ["image-alt"]


def test_the_page_asks_for_nothing_and_breaks_no_policy(read):
    with read() as page:
        heard = browser.listen(page)
        page.reload()
        browser.open_details(page)
        page.emulate_media(color_scheme="dark")
        page.emulate_media(media="print")
        assert page.evaluate(
            "document.fonts.ready.then(fonts => [...fonts].map(font => font.status))"
        ) == ["loaded"]
        assert heard == [page.url]


def test_a_page_that_asks_for_more_is_heard(read):
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""
    with read(f'{policy}<img src="missing.png" alt="">') as page:
        heard = browser.listen(page)
        page.reload()
        assert any(
            "missing.png" in message and "Content Security Policy" in message for message in heard
        )
    with read('<img src="missing.png" alt="">') as page:
        heard = browser.listen(page)
        page.reload()
        assert page.url.replace("page.html", "missing.png") in heard


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_not_scroll_sideways(read, width):
    with read(width=width) as page:
        for open_tables in (False, True):
            if open_tables:
                browser.open_details(page)
            assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(
    ("width", "smallest"), [(320, 10), (360, 11), (375, 11), (768, 11), (1280, 11)]
)
def test_chart_text_is_whole_apart_and_large_enough(read, width, smallest):
    with read(width=width) as page:
        assert browser.text_faults(page, smallest=smallest) == []


@pytest.mark.parametrize("width", [360, 375, 768, 1280])
def test_chart_text_stays_apart_in_a_wider_font(read, width):
    """DejaVu Sans, whose digits are a seventh wider, stands in for fonts of other systems."""
    with read(width=width) as page:
        before = chart_text_width(page)
        page.evaluate("""document.querySelectorAll('body, .plot svg').forEach(element => {
            element.style.fontFamily = '"DejaVu Sans", ' + getComputedStyle(element).fontFamily
        })""")
        assert chart_text_width(page) > before * 1.02
        assert [fault for fault in browser.text_faults(page, shared=3) if "overlaps" in fault] == []


def test_text_that_overlaps_is_clipped_or_too_small_is_found(read):
    with read(BROKEN_CHART) as page:
        faults = browser.text_faults(page)
    assert "overlapped overlaps overlapping" in faults
    assert "cut off at the edge is clipped" in faults
    assert "overlapped is 9.0 px" in faults


@pytest.mark.parametrize("screen", SCREENS)
def test_charts_are_lettered_in_the_embedded_font_alone(read, screen):
    with read(width=SCREENS[screen]) as page:
        fonts = fonts_of(page, ".plot svg text")
        assert fonts and all(font["isCustomFont"] for font in fonts)
        assert not any(font["isCustomFont"] for font in fonts_of(page, "h1"))


def test_dark_is_for_dark_screens_and_paper_is_light(read):
    paper = "getComputedStyle(document.body).backgroundColor"
    with read() as page:
        light = page.evaluate(paper)
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(paper) != light
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(paper) == light


@pytest.mark.parametrize("screen", SCREENS)
def test_a_chart_shows_one_drawing_at_a_time(read, screen):
    with read(width=SCREENS[screen]) as page:
        shown = page.evaluate(
            "[...document.querySelectorAll('.plot')]"
            ".map(plot => [...plot.children].filter(svg => svg.checkVisibility()).length)"
        )
    assert shown and set(shown) == {1}


def test_headings_go_down_one_level_at_a_time(read):
    with read() as page:
        levels = page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
            ".map(heading => Number(heading.tagName[1]))"
        )
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels) == {1, 2, 3}
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_has_one_header_main_and_footer_in_chinese(read):
    with read() as page:
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        assert page.evaluate("[...document.body.children].map(part => part.localName)") == [
            "header",
            "main",
            "footer",
        ]
        assert (
            page.locator("main").count()
            == page.locator("header").count()
            == page.locator("footer").count()
            == 1
        )


def test_every_drawing_is_an_image_told_in_words(read):
    with read() as page:
        drawings = page.evaluate(
            "[...document.querySelectorAll('svg')]"
            ".map(svg => [svg.getAttribute('role'), svg.getAttribute('aria-label') || ''])"
        )
    assert drawings and all(role == "img" and len(words) > 10 for role, words in drawings)


def test_every_table_has_a_caption_and_its_heads_a_scope(read):
    with read() as page:
        tables = page.evaluate("""[...document.querySelectorAll('table')].map(table =>
            [table.caption?.textContent || '',
             ...[...table.querySelectorAll('th')].map(head => head.scope)])""")
    assert tables and all(
        caption and scopes and set(scopes) <= {"col", "row"} for caption, *scopes in tables
    )


def chart_text_width(page):
    return page.evaluate(
        "[...document.querySelectorAll('.plot svg text')]"
        ".reduce((sum, text) => sum + text.getBoundingClientRect().width, 0)"
    )


def fonts_of(page, selector):
    """The fonts that the glyphs of elements come from, as the browser chose them."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    document = tools.send("DOM.getDocument")["root"]["nodeId"]
    found = tools.send("DOM.querySelectorAll", {"nodeId": document, "selector": selector})[
        "nodeIds"
    ]
    return [
        font
        for node in found
        for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    ]
