"""The font of the package, cut to the characters that need it."""

from __future__ import annotations

import base64
import io

import uharfbuzz
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

# A page sets its letters one beside the other in lines: what shapes and stacks them is not needed.
_UNUSED = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")


def embed(characters: str, family: str = "Charts") -> str:
    """A CSS `@font-face` with just these characters, as a data URI.

    A page shown where no Chinese font is installed keeps its charts readable;
    body text uses the reader's own fonts, on paper this one where there is none.
    """
    # the same bytes for the same characters: the time in it stays that of the whole font
    font = TTFont(io.BytesIO(_cut(characters)), recalcTimestamp=False)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return (
        f"@font-face{{font-family:{family};src:url(data:font/woff2;base64,"
        f"{base64.b64encode(packed.getvalue()).decode()})}}"
    )


def _cut(characters: str) -> bytes:
    """The font with no outlines but those of the characters, and the box for any other."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _UNUSED)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(sans_path())))
    return uharfbuzz.subset(face, wanted).blob.data
