"""Text files: decoded strictly, or refused."""

from __future__ import annotations

import codecs
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.readers.rows import find_tables
from perf_analysis.readers.signs import is_garbled, seen_of_file

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# share of a text's characters that may be broken for it still to be UTF-8, damaged
MOST_DAMAGE = 0.2
_SEVEN_BITS = (b"~{", b"\x1b$")  # HZ and ISO-2022, which are ASCII to look at
_RARE_BIG5 = b"\xc9"  # where its characters in less common use begin
LEAST_COMMON = 0.9  # share of its characters in common use below which a decoding is rubbish


def read_txt(path: Path, raw: bytes) -> Document:
    """The bytes of a text file as a Document.

    Raises
    ------
    InputError : binary, or in none of the encodings that `decode` knows
    """
    decoded = decode(path, raw).replace("\r\n", "\n").replace("\r", "\n")
    text, notices = seen_of_file(decoded)
    document = Document(
        path.stem,
        text,
        sha256(raw).hexdigest(),
        path,
        notices=tuple(notices),
        is_plain=True,
    )
    return replace(document, tables=find_tables(document.folded))


def decode(path: Path, raw: bytes, declared: str = "") -> str:
    """The text that bytes encode.

    The byte order mark decides, else UTF-8, else UTF-16 where every second byte is 0 for ASCII,
    else GB18030, each strictly: a guess would turn a damaged file into rubbish without a word.

    Parameters
    ----------
    declared : the encoding that the file names itself, often falsely: only Big5,
        which nothing else shows, is tried for it

    Raises
    ------
    InputError : binary, or in none of these encodings
    """
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    for encoding in [marked] if marked else _candidates(raw, declared):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and (marked or encoding == "utf-8" or _is_chinese(text, encoding)):
            _refuse_garbled(path, text)
            return text
    raise InputError(
        "encoding",
        path,
        "不是 UTF-8、UTF-16 或 GB18030 的文字，或者文件已损坏",
        remedy="用原来的程序打开，另存为 UTF-8 文本",
    )


def _refuse_garbled(path: Path, text: str) -> None:
    if is_garbled(text):
        raise InputError(
            "encoding",
            path,
            "文字是乱码，像是曾用错误的编码打开后又保存过",
            remedy="取得原来的文件",
        )


def _candidates(raw: bytes, declared: str) -> list[str]:
    """What the bytes may be; damaged UTF-8 is nothing else,
    though GB18030 would decode it into rubbish.
    """
    if raw.isascii() and any(shift in raw for shift in _SEVEN_BITS):
        return []
    told = raw.decode("utf-8", "replace")
    is_damaged = 0 < told.count("\ufffd") <= sum(1 for sign in told if sign > "\x7f") * MOST_DAMAGE
    if is_damaged or b"\x00" in raw:
        return ["utf-8"] if is_damaged else ["utf-8", "utf-16-le", "utf-16-be"]
    return (
        ["utf-8", "big5", "big5hkscs", "gb18030"]
        if declared.lower().startswith("big5")
        else ["utf-8", "gb18030"]
    )


def _is_chinese(text: str, encoding: str) -> bool:
    """Whether a decoded text reads as Chinese: nearly all its characters are of the 6763 in common
    use (5401 in Big5), or marks.
    """
    signs = [sign for sign in text if sign > "\x7f"]
    return sum(1 for sign in signs if _is_common(sign, encoding)) >= len(signs) * LEAST_COMMON


def _is_common(sign: str, encoding: str) -> bool:
    try:
        return (
            sign.encode("big5") < _RARE_BIG5
            if encoding.startswith("big5")
            else bool(sign.encode("gb2312"))
        )
    except UnicodeEncodeError:
        return (
            sign in "〔〕²㎡—–·•￥" or "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef"
        )
