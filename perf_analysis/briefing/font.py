"""The font of the package, cut to the characters that need it."""

from __future__ import annotations

import base64
import io

from fontTools import subset
from pylopdf_fonts_zh_cn import sans_path


def embed(characters: str, family: str = "Charts") -> str:
    """A CSS `@font-face` with just these characters, as a data URI.

    A page shown where no Chinese font is installed keeps its charts readable;
    body text uses the reader's own fonts, on paper this one where there is none.
    """
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False, notdef_outline=True)
    font = subset.load_font(str(sans_path()), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    packed = io.BytesIO()
    font["head"].modified = font["head"].created  # the same bytes for the same characters
    subset.save_font(font, packed, options)
    return (
        f"@font-face{{font-family:{family};src:url(data:font/woff2;base64,"
        f"{base64.b64encode(packed.getvalue()).decode()})}}"
    )
