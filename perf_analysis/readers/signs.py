"""Signs of a text that a person does not see, and text that is none: what is left of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

_NOTHING = chain(
    range(0x00, 0x09),  # control characters, but the tab and the ends of lines
    range(0x0E, 0x20),
    range(0x7F, 0x85),
    range(0x86, 0xA0),
    (0xAD, 0x061C, 0x180E, 0xFEFF),  # the soft hyphen, marks of direction and of order of bytes
    range(0x200B, 0x2010),  # of no width
    range(0x202A, 0x202F),  # that turn the direction of writing
    range(0x2060, 0x2070),
    range(0x20DD, 0x20E5),  # frames around the sign before
    range(0xFE00, 0xFE10),  # that choose a form of the sign before
    range(0xE0000, 0xE0080),
)
# Blanks of other widths are blanks.
UNSEEN = dict.fromkeys(_NOTHING) | dict.fromkeys((*range(0x2000, 0x200B), 0x205F), " ")
_ANY_UNSEEN = frozenset(map(chr, UNSEEN))
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_TERMINAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")
_STRUCK = re.compile(r"(?:[^\n][\u0335-\u0338])+")
_TURNED = "\u202e"
# What one of all these begins with or is.
_ANY_ODD = _ANY_UNSEEN | set("\x0b\x0c\x85\u2028\u2029\u0335\u0336\u0337\u0338\ufffd锟烫屯ï")
_RUINED = re.compile(r"\ufffd|锟斤拷|烫烫烫|屯屯屯|ï¿½")
_LATIN_OF_CHINESE = "·×÷²³°±§"  # Latin-1 signs that Chinese texts use
_AROUND = 10  # characters around a ruined one that a notice repeats
_LEAST_GARBLED, _SHARE_GARBLED = 10, 0.5  # such signs, and their share of those beyond ASCII
_SAMPLE = 20_000  # characters that show whether a text is garbled
_MOST_WRONG = 0.2  # share of a text, brought back into its own encoding, that may still be wrong


def seen(text: str) -> str:
    """The text without the signs that show nothing."""
    return text.translate(UNSEEN) if not _ANY_UNSEEN.isdisjoint(text) else text


def seen_of_file(text: str) -> tuple[str, list[str]]:
    """The text of a plain file as a person sees it, and what was left out, each in a sentence."""
    if _ANY_ODD.isdisjoint(text):  # as nearly all are: one pass for all that is looked for below
        return text, []
    notices = list(_told(text))
    text = _STRUCK.sub("", _TERMINAL.sub("", text))
    return seen(_BREAKS.sub("\n", text)), notices


def _told(text: str) -> Iterator[str]:
    if _TERMINAL.search(text):
        yield "文字里有终端的控制码（ANSI），没有读"
    if struck := _STRUCK.search(text):
        shown = re.sub("[\u0335-\u0338]", "", struck[0])
        yield f"文字里有用组合符号划掉的字，没有读：“{shown}”"
    if _TURNED in text:
        yield "文字里有倒着显示的字，按存的顺序读，数字可能与看到的不同；请核对"
    if ruined := _RUINED.search(text):
        start = max(ruined.start() - _AROUND, 0)
        around = " ".join(text[start : ruined.end() + _AROUND].split())
        yield f"文字里有乱码，旁边的数字可能缺了字；请对照原来的文件核对：“{around}”"


def is_garbled(text: str) -> bool:
    """Whether a text was once read in a wrong encoding and kept so: Chinese as Latin letters,
    or as rare characters that give sense again in UTF-8.
    """
    sample = text[:_SAMPLE]
    beyond = _count_beyond(sample, "ascii")
    latin = beyond - _count_beyond(sample, "latin-1") - sum(map(sample.count, _LATIN_OF_CHINESE))
    if latin >= max(_LEAST_GARBLED, _SHARE_GARBLED * beyond):
        return True
    back = sample.encode("gb18030", "ignore").decode("utf-8", "replace")
    signs = _count_beyond(back, "ascii")
    return signs >= _LEAST_GARBLED and back.count("\ufffd") <= _MOST_WRONG * signs


def _count_beyond(text: str, encoding: str) -> int:
    """How many signs of a text an encoding of one byte a sign does not have."""
    return len(text) - len(text.encode(encoding, "ignore"))
