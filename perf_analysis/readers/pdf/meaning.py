"""What the characters of a PDF mean: radicals are characters, some codes nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNREAD = "\ufffd"
WIDTHLESS = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_NO_MEANING = ("Co", "Cn", "Cc")  # private, unassigned, control
_CODE = re.compile(r"\(cid:\d+\)")
# Chromium and others write a character that shares its shape with a radical as the radical:
# 水 as ⽔.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
}
# Unicode names no character for these
_BARE_RADICALS = "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟⺠"
_RADICALS |= dict(
    zip(
        map(ord, _BARE_RADICALS),
        "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟母民",
        strict=True,
    )
)
# A door's radical is 戶 to Unicode, and a font of simplified Chinese draws it as 户; the longer
# of two dashes is drawn as the other.
_RADICALS |= {0x2F3E: "户", 0x2015: "—"}


@lru_cache(maxsize=20_000)
def meaning_of(text: str) -> str:
    """The character that a font gives for a code, `UNREAD` where it gives none."""
    if (
        not text
        or _CODE.fullmatch(text)
        or any(unicodedata.category(sign) in _NO_MEANING and not sign.isspace() for sign in text)
    ):
        return UNREAD
    return " " if text.isspace() else text.translate(_RADICALS)
