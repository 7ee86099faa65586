"""Every number of the briefing leads to where it comes from, and back, by mouse and by keyboard."""

import browser
import pytest

BROKEN_LINKS = """<style>:target { background: yellow } #plain { background: none }</style>
<a href="#nowhere">1</a><a href="#hidden">2</a><a href="#plain">3</a><a href="#good">4</a>
<p id="hidden" style="display: none">hidden</p><p id="plain">plain</p><p id="good">good</p>"""


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


def test_every_link_leads_to_something_in_sight_and_highlighted(read):
    with read() as page:
        assert page.locator('a[href^="#"]').count() > 50
        assert browser.link_faults(page) == []


def test_links_to_nothing_to_the_hidden_and_to_the_plain_are_found(read):
    with read(BROKEN_LINKS) as page:
        assert browser.link_faults(page) == [
            "#nowhere leads nowhere",
            "#hidden is out of sight",
            "#plain is not highlighted",
        ]


@pytest.mark.parametrize("width", [375, 1280])
def test_no_link_needs_a_browser_that_opens_tables_by_itself(read, width):
    """Many browsers still leave a `<details>` closed when a link leads into it;
    the reader would stay where they are.
    """
    with read(width=width) as page:
        closed = page.evaluate("""[...document.querySelectorAll('a[href^="#"]')]
            .map(link => link.getAttribute('href'))
            .filter(href => !document.querySelector(href).checkVisibility())""")
    assert closed == []


def test_every_number_is_a_link_and_its_source_leads_back_to_it(read):
    with read() as page:
        numbers, one_way = page.evaluate("""() => {
            const hrefs = [...new Set([...document.querySelectorAll('a.n')]
                .map(link => link.getAttribute('href')))];
            return [hrefs.length, hrefs.filter(href => {
                const back = document.querySelector(href + ' a.back');
                const place = back && document.querySelector(back.getAttribute('href'));
                return !place || !(place.matches(`a.n[href="${href}"]`)
                    || place.querySelector(`a.n[href="${href}"]`));
            })];
        }""")
    assert numbers > 30
    assert one_way == []


def test_the_keyboard_goes_from_the_first_number_to_its_source_and_back(read):
    with read() as page:
        first = page.locator("a.n").first
        source, place = first.get_attribute("href"), f"#{first.get_attribute('id')}"
        page.keyboard.press("Tab")
        assert first.evaluate("link => link === document.activeElement")
        assert ring(page)
        page.keyboard.press("Enter")
        assert where(page) == (source, True)
        for _ in range(page.locator(":target a").count()):  # a check and a sentence may come before
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches(':target a.back')")
        assert ring(page)
        page.keyboard.press("Enter")
        assert where(page) == (place, True)
        page.go_back()
        assert where(page) == (source, True)


def test_everything_the_keyboard_reaches_shows_a_ring(read):
    with read() as page:
        reached = page.locator("a[href], summary, [tabindex]").count()
        for _ in range(reached):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            assert ring(page), page.evaluate("document.activeElement.outerHTML")


def where(page):
    """The fragment of the address, and whether its element is on the screen."""
    return tuple(
        page.evaluate("""() => {
            const box = document.querySelector(':target').getBoundingClientRect();
            return [location.hash, box.bottom > 0 && box.top < innerHeight];
        }""")
    )


def ring(page):
    """Whether the focused element has an outline a reader can see."""
    style, width = page.evaluate(
        "(style => [style.outlineStyle, parseFloat(style.outlineWidth)])"
        "(getComputedStyle(document.activeElement))"
    )
    return style not in ("none", "auto") and width >= 2
