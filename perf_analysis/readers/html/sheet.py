"""What the style sheets in a page hide or strike out, by simple selectors: .old, #old, td.old."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

_MOST_RULES = 2_000  # of a page; more are those of a whole site
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIMPLE = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_PART = re.compile(r"([.#])([\w-]+)")
_UNSEEN = re.compile(r"none|hidden|.*line-through.*|-\d{3,}\w*")
_PROPERTY = re.compile(
    r"(?<![\w-])(display|visibility|text-decoration(?:-line)?|left|top|text-indent)\s*:\s*([^;!]*)(!\s*important)?",
    re.IGNORECASE,
)


class _Rule(NamedTuple):
    """What a selector asks for, how much its word weighs, and what it sets."""

    tag: str
    classes: frozenset[str]
    names: frozenset[str]
    sets: dict[str, tuple[bool, str]]

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.names), len(self.classes), bool(self.tag)


def apply_sheets(root: etree._Element) -> None:
    """Write what the style sheets of a page hide or strike out into the style of each element."""
    rules = sorted(_rules_of(root), key=lambda rule: rule.weight)
    if not rules or len(rules) > _MOST_RULES:
        return
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, rule in enumerate(rules):
        by_key[_key(rule)].append(at)
    for element in root.iter(etree.Element):
        classes = frozenset(element.get("class", "").split())
        name = element.get("id", "")
        keys = [f".{one}" for one in classes] + [f"#{name}", element.tag, ""]
        fitting = sorted({at for key in keys for at in by_key.get(key, ())})
        told = _merged(rules[at] for at in fitting if _fits(rules[at], element, classes, name))
        if any(_UNSEEN.fullmatch(value) for _, value in told.values()):
            element.set("style", _joined(told, element.get("style", "")))


def _rules_of(root: etree._Element) -> Iterator[_Rule]:
    """The rules that hide, show or strike out, but not those for print or narrow screens."""
    for sheet in root.iter("style"):
        if sheet.get("media", "all").lower() not in ("all", "screen", ""):
            continue
        for rule in _plain(_COMMENT.sub("", sheet.text or "")).split("}")[:-1]:
            # no pattern: it would search on from each character of what is no rule
            selectors, _, body = rule.rpartition("{")
            if sets := _sets(body):
                for selector in re.split("[{;]", selectors)[-1].split(","):
                    if (found := _SIMPLE.fullmatch(selector.strip())) and found[0]:
                        parts = _PART.findall(found[2])
                        tag = (found[1] or "").lower().strip("*")
                        yield _Rule(
                            tag,
                            frozenset(name for mark, name in parts if mark == "."),
                            frozenset(name for mark, name in parts if mark == "#"),
                            sets,
                        )


def _plain(text: str) -> str:
    """A sheet without its blocks under a condition, such as @media print."""
    kept: list[str] = []
    depth = start = since = 0  # since: where the last brace ends
    skips: list[int] = []
    for mark in re.finditer(r"[{}]", text):
        since, before = mark.end(), since
        if mark[0] == "{":
            head = text[before : mark.start()].rpartition(";")[2]
            if not skips and head.strip().startswith("@"):
                kept.append(text[start : mark.start() - len(head)])
                skips.append(depth)
            depth += 1
            continue
        depth = max(depth - 1, 0)
        if skips and depth == skips[-1]:
            skips.pop()
            start = mark.end()
    return "".join(kept) + ("" if skips else text[start:])


def _sets(body: str) -> dict[str, tuple[bool, str]]:
    return {
        name.lower(): (bool(important), value.strip().lower())
        for name, value, important in _PROPERTY.findall(body)
    }


def _key(rule: _Rule) -> str:
    """Where a rule is looked up: under one of the things that it asks for."""
    if rule.names:
        return f"#{min(rule.names)}"
    return f".{min(rule.classes)}" if rule.classes else rule.tag


def _fits(rule: _Rule, element: etree._Element, classes: frozenset[str], name: str) -> bool:
    return rule.tag in ("", element.tag) and rule.classes <= classes and rule.names <= {name}


def _merged(rules: Iterator[_Rule]) -> dict[str, tuple[bool, str]]:
    """What rules set together: the later one, unless an earlier one is important."""
    told: dict[str, tuple[bool, str]] = {}
    for rule in rules:
        for name, (is_important, value) in rule.sets.items():
            if is_important or not told.get(name, (False, ""))[0]:
                told[name] = (is_important, value)
    return told


def _joined(told: dict[str, tuple[bool, str]], own: str) -> str:
    """A style with what the sheets hide, where it does not say otherwise itself."""
    itself = _sets(own)
    sheets = [
        f"{name}:{value}"
        for name, (is_important, value) in told.items()
        if _UNSEEN.fullmatch(value) and (is_important or name not in itself)
    ]
    return ";".join([*sheets, own]) if own else ";".join(sheets)
