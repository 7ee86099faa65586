"""The article of a web page: the tree of a page in; out of it, without what leads around the site,
the element that holds the article.
"""

from __future__ import annotations

import bisect
import re
from typing import NamedTuple

from lxml import etree

# share of a page's letters outside links that navigation may hold:
# what holds more is the page itself
MOST_NAVIGATION = 0.5
LEAST_ARTICLE = 0.5  # share that the element around the article holds
# sentences outside that element for one inside it: with more, the article goes on there
MOST_OUTSIDE = 0.1
LINKS_TO_TEXT = 2  # letters in links for one outside them, from which on a block leads elsewhere
LEAST_LINKS = 3  # that such a block has: a sentence may cite two
LONGEST_LINK = 100  # characters: more is text that a broken link swallowed
LONGEST_NUMBER = 24  # characters that may fill a cell as a number
LONGEST_MARKED = 300  # characters of a block that a word of its text shows to be navigation
# Numbers that a report would state. Dates and counts of readers stand in navigation too.
FIGURE = re.compile(
    r"\d[\d,.，．]{0,20}\s?(?:[%％‰]|[百千万亿]{0,2}元|[万亿]|分(?![钟享])|[个项户家亩人](?!次))"
)
_NUMBER = re.compile(r"[-+]?\d[\d,.]*[%％]?")
_LETTER = re.compile(r"[^\W\d_年月日]")

_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar"}
)
_OF_PAGE = frozenset({"header", "footer", "aside"})
_PARTS_OF_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_BLOCKS = frozenset(
    {
        "center",
        "div",
        "dl",
        "form",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "td",
        "ul",
    }
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[一-鿿]+")
_NAVIGATION = re.compile(
    r"nav\w*|\w*(?:nav|menu|menubar|crumbs?)|foot|footer|copyrights?|sidebar|shares?|related|pagination|friend(?:ly)?links?|面包屑|导航|页脚|版权|分享|相关链接|友情链接"
)
_MARKED = re.compile(
    r"[您你]?(?:现在|当前)?(?:所在)?的?位置(?:[:：>]|$)|首页(?:[>›»＞/→]|-+>)|[上下]一[篇条则页](?:[:：]|$)"
    r"|(?:相关(?:链接|新闻|阅读|文章|推荐)|友情链接|延伸阅读|分享到|返回顶部)(?:[:：]|$)|(?:【?(?:打印|关闭|收藏)(?:本页|窗口)?】?)+$|【?字[体号][:：].{0,20}$"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有)"
    r"|(?:(?:信息|文章)?来源|发布..|作者|日期|时间)[:：].*(?:(?:浏览|点击|阅读|访问)(?:次数|量|数)?|字[体号])[:：]"
)
_ATTACHED = re.compile(r"\.(?:docx?|wps|xlsx?|et|pptx?|pdf|ofd|zip|rar)\s*$", re.IGNORECASE)
# What Chinese sites call the element around an article, hyphens, underscores and capitals aside.
_CONTAINER = re.compile(
    r"zoom(?:con)?|(?:ucap|vsb|vnews|article|news|detail|info|pages?|main|text|body|view)?content\d{0,3}|trs(?:u?editor|preappend)|contxt|conttext"
    r"|(?:article|news|detail|info)(?:con|cont|body|text|txt|box)|article"
)


class _Extent(NamedTuple):
    """What an element holds: the span of its text without white space,
    its letters outside and in links, and its links.
    """

    start: int
    end: int
    plain: int
    linked: int
    links: int


class _Page:
    """The text of a page without white space, what part of it each element holds,
    and where figures stand in it.
    """

    def __init__(self, root: etree._Element) -> None:
        self.extents: dict[etree._Element, _Extent] = {}
        self._texts: list[tuple[str, bool]] = []
        self._now = _Extent(0, 0, 0, 0, 0)
        self._numbers: list[int] = []
        self._read(root)
        self.text = "".join(text for text, _ in self._texts)
        plain = "".join("\0" * len(text) if is_linked else text for text, is_linked in self._texts)
        self._figures = sorted(
            [*(found.start() for found in FIGURE.finditer(plain)), *self._numbers]
        )
        self._sentences = [found.start() for found in re.finditer("。", plain)]
        self._whole = self.extents[root]

    def _read(self, root: etree._Element) -> None:
        opened: list[tuple[_Extent, int]] = []
        link = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                opened.append((self._now, len(self._texts)))
                if link is None and _is_link(element):
                    link = element
                    self._now = self._now._replace(links=self._now.links + 1)
                self._add(element.text, link is not None)
                continue
            (before, first), now = opened.pop(), self._now
            self.extents[element] = _Extent(
                before.end,
                now.end,
                now.plain - before.plain,
                now.linked - before.linked,
                now.links - before.links,
            )
            link = None if element is link else link
            if (
                element.tag in ("td", "th")
                and now.end - before.end <= LONGEST_NUMBER
                and _NUMBER.fullmatch("".join(text for text, _ in self._texts[first:]))
            ):
                self._numbers.append(before.end)
            self._add(element.tail if element is not root else None, link is not None)

    def _add(self, text: str | None, is_linked: bool) -> None:
        text = "".join((text or "").split())
        letters = len(_LETTER.findall(text))
        now = self._now
        self._texts.append((text, is_linked))
        self._now = now._replace(
            end=now.end + len(text),
            plain=now.plain + letters * (not is_linked),
            linked=now.linked + letters * is_linked,
        )

    def is_navigation(self, element: etree._Element) -> bool:
        """Whether an element leads around the site; one with figures is only
        where its own kind says so.
        """
        extent = self.extents[element]
        if element.tag in ("html", "body") or extent.plain > MOST_NAVIGATION * self._whole.plain:
            return False
        if (
            _is_apart(element) or (_is_named_navigation(element) and not self.figures_in(element))
        ) and not self._tabulates(element):
            return True
        return (
            element.tag in _BLOCKS
            and not self.figures_in(element)
            and self._leads_elsewhere(element)
        )

    def _tabulates(self, element: etree._Element) -> bool:
        """Whether an element holds a row of a table with two cells of text outside links."""
        return any(
            sum(cell.tag in ("td", "th") and self.extents[cell].plain > 0 for cell in row) > 1
            for row in element.iter("tr")
        )

    def _leads_elsewhere(self, element: etree._Element) -> bool:
        """Whether a block without figures is mostly links, or says itself that it is navigation."""
        extent = self.extents[element]
        if _count(self._sentences, extent.start, extent.end):
            return False
        if extent.end - extent.start <= LONGEST_MARKED and _MARKED.match(
            self.text, extent.start, extent.end
        ):
            return True
        return (
            extent.links >= LEAST_LINKS
            and extent.linked >= LINKS_TO_TEXT * extent.plain
            and not self._tabulates(element)
        )

    def figures_in(self, element: etree._Element) -> int:
        """How many figures an element states outside of links,
        bare numbers that fill a cell among them.
        """
        return _count(self._figures, self.extents[element].start, self.extents[element].end)

    def is_article(self, element: etree._Element) -> bool:
        """Whether an element holds most of the page outside links, all its figures,
        and nearly all its sentences.
        """
        extent = self.extents[element]
        inside = _count(self._sentences, extent.start, extent.end)
        has_most = (
            extent.plain >= LEAST_ARTICLE * self._whole.plain
            and len(self._sentences) - inside <= MOST_OUTSIDE * inside
        )
        return has_most and self.figures_in(element) == len(self._figures)


def drop_navigation(root: etree._Element) -> list[str]:
    """Empty the elements of a page that lead around the site.

    Returns
    -------
    told : the texts of those with figures, without white space
    """
    page = _Page(root)
    dropped = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if page.is_navigation(element):
            dropped.append(element)
            walk.skip_subtree()
    told = [
        page.text[page.extents[element].start : page.extents[element].end]
        for element in dropped
        if page.figures_in(element)
    ]
    for element in dropped:
        element.text = None
        del element[:]
    return told


def find_article(root: etree._Element) -> tuple[etree._Element | None, etree._Element]:
    """The heading before the article of a page, where it has one of its own,
    and the element around the article.

    Where nothing is clearly that element, it is the page.
    """
    page = _Page(root)
    found = [
        element for element in page.extents if _is_container(element) and page.is_article(element)
    ]
    article = min(found, key=lambda element: page.extents[element].plain, default=root)
    before = [
        title for title in _titles(root) if page.extents[title].end <= page.extents[article].start
    ]
    return (before[-1] if before and not _titles(article) else None), article


def _count(places: list[int], start: int, end: int) -> int:
    return bisect.bisect_left(places, end) - bisect.bisect_left(places, start)


def _is_link(element: etree._Element) -> bool:
    """Whether an element leads to another page: a file at hand is part of the article,
    a link over paragraphs is broken.
    """
    target = element.get("href", "") if element.tag == "a" else ""
    return (
        bool(target)
        and not _ATTACHED.search(target)
        and len("".join(element.itertext())) <= LONGEST_LINK
    )


def _is_apart(element: etree._Element) -> bool:
    """Whether its tag or role says that an element is no part of the article."""
    if element.tag == "nav" or element.get("role", "").strip().lower() in _ROLES:
        return True
    is_of_article = (
        next(element.iterancestors("article", *(() if element.tag == "aside" else ("main",))), None)
        is not None
    )
    return (
        element.tag in _OF_PAGE
        and not is_of_article
        and not (element.tag == "header" and _titles(element))
    )


def _titles(element: etree._Element) -> list[etree._Element]:
    """The headings of the first order in an element; one that is a link is the name of the site."""
    return [title for title in element.iter("h1") if title.find(".//a") is None]


def _is_named_navigation(element: etree._Element) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}".split()
    # Word calls the paragraphs of a footer so, wherever they were pasted.
    return any(
        _NAVIGATION.fullmatch(word.lower())
        for name in names
        if not name.startswith("Mso")
        for word in _WORD.findall(name)
    )


def _is_container(element: etree._Element) -> bool:
    if element.tag in _PARTS_OF_TABLE:
        return False
    if element.tag in ("article", "main") or element.get("role", "") in ("article", "main"):
        return True
    names = f"{element.get('id', '')} {element.get('class', '')}".split()
    return any(_CONTAINER.fullmatch(re.sub("[-_]", "", name).lower()) for name in names)
