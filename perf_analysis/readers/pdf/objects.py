"""The objects of a file and its fonts as pdfminer makes them, from tokens of our pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

from pdfminer.cmapdb import CMapParser
from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, list_value, resolve1
from pdfminer.psparser import KWD, LIT, PSLiteral, PSStackParser, literal_name

from perf_analysis.readers.pdf.tokens import HEX, NAME, OPEN, TEXT, TOKEN, VALUES

# What arrays and dictionaries hold but brackets and words: references, arrays of whole numbers
# and names alone, such as widths, and values.
_REFERENCE, _FLAT, _WHOLE, _BROKEN, _NAMED, _HEX, _TEXT = range(1, 8)
_VALUE = re.compile(
    rb"[\s\0]*(?:"
    rb"(\d+)\s+\d+\s+R(?=[\s/\[\]<>(])"
    rb"|\[((?:\s*+(?:[+-]?\d+|/[A-Za-z0-9._+-]+)(?=[\s\]]))*+)\s*+\]"
    rb"|([+-]?\d+)(?=[\s/\[\]<>(])"
    rb"|([+-]?(?:\d+\.\d*|\.\d+))(?=[\s/\[\]<>(])"
    rb"|/([^#/%\[\]()<>{}\s]*)(?!#)"
    rb"|<([0-9A-Fa-f\s]*)>(?!>)"
    rb"|\(((?:[^()\\]++|\\.)*+)\))",
    re.DOTALL,
)
_MAPPED = ("Type1", "MMType1", "TrueType", "Type3", "CIDFontType0", "CIDFontType2")


class _QuickParser(PSStackParser[Any]):
    """pdfminer's parser, with our pattern for most tokens."""

    BUFSIZ = 16_384

    def nexttoken(self) -> tuple[int, Any]:
        """The next token and where it begins."""
        if not self._tokens and not self.eof:
            found = TOKEN.match(self.buf, self.charpos)
            # at the end of the buffer it may go on in the next
            if found and found.lastindex and found.end() < len(self.buf):
                self.charpos = found.end()
                kind = found.lastindex
                value = VALUES[kind] if kind < OPEN else KWD
                return self.bufpos + found.start(kind), value(found[kind])
        return super().nexttoken()


class ObjectParser(_QuickParser, PDFParser):
    """The parser of the objects of a file."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._parts: dict[bytes, Any] = {}  # of arrays, which repeat them
        self._made: dict[int, Callable[[bytes], Any]] = {
            _REFERENCE: self._refer,
            _FLAT: self._flat,
            _WHOLE: int,
            _BROKEN: float,
            _NAMED: VALUES[NAME],
            _HEX: VALUES[HEX],
            _TEXT: VALUES[TEXT],
        }

    def nexttoken(self) -> tuple[int, Any]:
        """The next token and where it begins; in an array or dictionary the values before it
        are put there without a way through here.
        """
        if self.context and not self._tokens and not self.eof:
            buffer, at, push = self.buf, self.charpos, self.curstack.append
            while (found := _VALUE.match(buffer, at)) and found.end() < len(buffer):
                at, kind = found.end(), found.lastindex or 0
                push((at, self._made[kind](found[kind])))
            self.charpos = at
        return super().nexttoken()

    def _refer(self, number: bytes) -> PDFObjRef:
        return PDFObjRef(self.doc, int(number))

    def _flat(self, raw: bytes) -> list[Any]:
        known = self._parts
        parts = raw.split()
        for part in set(parts).difference(known):
            known[part] = LIT(part[1:].decode("ascii")) if part[:1] == b"/" else int(part)
        return [known[part] for part in parts]


class _MapParser(_QuickParser, CMapParser):
    """The parser of what the codes of a font mean."""


class Fonts(PDFResourceManager):
    """The fonts of a file, each made once."""

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """A font by the number of its object."""
        told = None if objid in self._cached_fonts else resolve1(spec.get("ToUnicode"))
        if not isinstance(told, PDFStream) or literal_name(spec.get("Subtype")) not in _MAPPED:
            return super().get_font(objid, spec)
        without = {**spec, "ToUnicode": PDFStream({}, b"")}
        coded = resolve1(spec.get("Encoding"))
        if isinstance(coded, dict) and "Differences" in coded:
            differences = list(_without_unknown(list_value(coded["Differences"])))
            without["Encoding"] = {**coded, "Differences": differences}
        font: Any = super().get_font(objid, without)
        _MapParser(font.unicode_map, BytesIO(told.get_data())).run()
        return font


def _without_unknown(differences: Sequence[Any]) -> Iterator[Any]:
    """Codes and their names without the names that say nothing: Chromium gives each code one."""
    code = 0
    for one in differences:
        if isinstance(one, int):
            code = one
        elif isinstance(one, PSLiteral):
            if _is_known(one.name):
                yield code
                yield one
            code += 1


@lru_cache(maxsize=16_384)
def _is_known(name: Any) -> bool:
    try:
        name2unicode(name)
    except (KeyError, ValueError):
        return False
    return True
