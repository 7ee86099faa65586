"""What a page says of itself at its top: an own title, and the mark of who made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from perf_analysis.briefing.notebook import data_uri
from perf_analysis.errors import InputError
from perf_analysis.readers.file import read_bytes

# formats of pictures that every browser shows, by how their files begin
_KINDS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"<svg": "image/svg+xml",
    b"<?xml": "image/svg+xml",
}
_MOST_BYTES = 500_000  # a mark; a page is sent about
_DEPARTMENT = re.compile(r'<p class="department"[^>]*>(.*?)</p>')


@dataclass(frozen=True)
class Cover:
    """What stands at the top of a page in place of what the report gives, where it is told.

    Parameters
    ----------
    title : the title of the briefing
    logo : a picture as a data URI
    is_own : whether notebooks of a person's own are bound,
        whose numbers need not be of the report
    has_previous : whether the report of the year before is used too
    """

    title: str = ""
    logo: str = ""
    is_own: bool = False
    has_previous: bool = False

    def on(self, header: str) -> str:
        """The header of a page with this cover."""
        header = str(header)  # safe markup would take the logo for text
        if self.title:
            titled = f"<h1>{escape(self.title)}</h1>"
            header = re.sub(r"<h1>.*?</h1>", lambda _: titled, header, count=1, flags=re.DOTALL)
            header = _DEPARTMENT.sub(self._unless_titled, header, count=1)
        if self.logo:
            shown = f'<header><img class="logo" src="{self.logo}" alt="">'
            header = header.replace("<header>", shown, 1)
        return header

    def _unless_titled(self, found: re.Match[str]) -> str:
        """The line of the department, where the title does not name it already."""
        return "" if found[1] and found[1] in str(escape(self.title)) else found[0]


PLAIN = Cover()


def read_logo(path: str | Path) -> str:
    """A picture's file as a data URI.

    Raises
    ------
    InputError : it is not there, no picture of a known format, or too large
    """
    path = Path(path)
    content = read_bytes(path)
    kind = next((kind for begin, kind in _KINDS.items() if content.startswith(begin)), "")
    if not kind:
        raise InputError("format", path, "不是图片", remedy="用 PNG、JPEG、SVG、GIF 或 WebP")
    if len(content) > _MOST_BYTES:
        raise InputError("too-large", path, "标志大于 500 KB", remedy="缩小后再用")
    return data_uri(kind, content)
