"""An analyst's text as a part of the page: headings below the section's,
pictures in the page itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import mistune
from markupsafe import escape

from perf_analysis.briefing.notebook import Cell, picture_beside
from perf_analysis.errors import BriefingError

# before the ids of headings, so that none is one of the page's own
OWN = "own-"


def read_markdown(cell: Cell, source: str, folder: Path, place: str) -> str:
    """The HTML of a text cell.

    Raises
    ------
    BriefingError : a picture of it is not there, or stands on the web
    """
    renderer = _Renderer(cell.attachments, folder, place)
    made = mistune.create_markdown(
        escape=False, renderer=renderer, plugins=["table", "strikethrough", "footnotes"]
    )(source)
    return re.sub(r"<th(?=[ >])", '<th scope="col"', str(made))


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, attachments: dict[str, dict[str, str]], folder: Path, place: str) -> None:
        super().__init__(escape=False)
        self._attachments, self._folder, self._place = attachments, folder, place

    def heading(self, text: str, level: int, **_: Any) -> str:
        slug = re.sub(r"\s+", "-", re.sub(r"<[^>]+>", "", text).strip())
        return f'<h{level} id="{escape(OWN + slug)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link; one to a file beside the notebook would lead nowhere, and is its words alone."""
        if url.startswith("#"):
            url = f"#{OWN}{unquote(url[1:])}"
        elif not re.match(r"https?:|mailto:", url):
            return text
        return super().link(text, url, title)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f'<img src="{self._embedded(url)}" alt="{escape(text)}">'

    def _embedded(self, url: str) -> str:
        if url.startswith("data:"):
            return str(escape(url))
        if url.startswith("attachment:"):
            named = self._attachments.get(unquote(url.removeprefix("attachment:")), {})
            for mime, content in named.items():
                return f"data:{mime};base64,{content}"
        if re.match(r"(?:https?:)?//", url):
            raise BriefingError(
                "notebook",
                f"{self._place}：图片在网上（{url}），离线读不到；下载到 notebook 旁边再用",
            )
        picture = picture_beside(self._folder, url)
        if not picture:
            raise BriefingError(
                "notebook",
                f"{self._place}：没有图片 {unquote(url)}，或它不是图片；路径从 notebook 写起",
            )
        return picture
