"""What the objects and the content of a file are written in: numbers, names, texts, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pdfminer.psparser import KWD, LIT

TOKEN = re.compile(
    rb"[\s\0]*(?:"
    rb"([+-]?\d+)(?=[\s/\[\]<>(])"
    rb"|([+-]?(?:\d+\.\d*|\.\d+))(?=[\s/\[\]<>(])"
    rb"|([A-Za-z][^#/%\[\]()<>{}\s]*)(?!#)"
    rb"|/([^#/%\[\]()<>{}\s]*)(?!#)"
    rb"|<([0-9A-Fa-f\s]*)>(?!>)"
    rb"|\(((?:[^()\\]++|\\.)*+)\)"
    rb"|(\[)|(\])|(<<)|(>>))",
    re.DOTALL,
)
INTEGER, FLOAT, WORD, NAME, HEX, TEXT, OPEN, CLOSE, BEGIN, END = range(1, 11)
_PAIR = re.compile(rb"[0-9a-fA-F]{2}|.")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r"}
_ESCAPED |= {sign: sign for sign in (b"(", b")", b"\\")}


def _word(raw: bytes) -> Any:
    return raw == b"true" if raw in (b"true", b"false") else KWD(raw)


def _name(raw: bytes) -> Any:
    try:
        return LIT(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(raw)


def _hex(raw: bytes) -> bytes:
    try:
        return bytes.fromhex(raw.decode("ascii"))
    except ValueError:  # half a pair at the end
        return _PAIR.sub(lambda pair: bytes((int(pair[0], 16),)), b"".join(raw.split()))


def _text(raw: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, raw) if b"\\" in raw else raw


def _unescaped(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        code = int(escape[1], 8)
        assert code < 256, f"Invalid octal {escape[1]!r}"
        return bytes((code,))
    return _ESCAPED.get(escape[2], b"")


# By the group of the pattern.
VALUES: dict[int, Callable[[bytes], Any]] = {
    INTEGER: int,
    FLOAT: float,
    WORD: _word,
    NAME: _name,
    HEX: _hex,
    TEXT: _text,
}
