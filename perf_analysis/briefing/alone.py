"""What Jupyter's own export of a notebook needs, that only our template asks for: pictures in the
page itself, and tables as the house sets them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree, html
from markupsafe import escape
from nbconvert.preprocessors import Preprocessor

from perf_analysis.briefing.notebook import picture_beside

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)(?:\s+[^)]*)?\)")
_TAG = re.compile(r"""(?P<before><img\b[^>]*\bsrc=)(?P<mark>["'])(?P<url>[^"']+)(?P=mark)""")
_ELSEWHERE = re.compile(r"(?:[a-z]+:|//|#)", re.IGNORECASE)
_NONE = frozenset({"NaN", "nan", "NaT", "None", "<NA>"})
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*(?:e[+-]\d+)?%?")
_SIZE = re.compile(r"<p>(\d+) rows × (\d+) columns</p>")


class Presentable(Preprocessor):
    """Pictures beside the notebook go into the page; tables lose the rows' numbers and what stands
    for no value.
    """

    def preprocess_cell(self, cell: Any, resources: dict[str, Any], index: int) -> Any:
        """A cell with its text and its outputs as the page shows them."""
        if cell.cell_type == "markdown":
            folder = Path(resources.get("metadata", {}).get("path") or ".")
            cell.source = embed(cell.source, folder)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if 'class="dataframe"' in data.get("text/html", ""):
                data["text/html"] = clean(data["text/html"])
        return cell, resources


def embed(source: str, folder: Path) -> str:
    """A text with the pictures that lie in a folder as data: the page asks for nothing."""

    def picture(found: re.Match[str]) -> str:
        data = _data(found["url"], folder)
        return f'<img src="{data}" alt="{escape(found["alt"])}">' if data else found[0]

    def tag(found: re.Match[str]) -> str:
        data = _data(found["url"], folder)
        return f'{found["before"]}"{data}"' if data else found[0]

    return _TAG.sub(tag, _PICTURE.sub(picture, source))


def _data(url: str, folder: Path) -> str:
    return "" if _ELSEWHERE.match(url) else picture_beside(folder, url)


def clean(told: str) -> str:
    """A table of pandas without the index that only counts, and empty where there is no value."""
    told = _SIZE.sub(r'<p class="note">共 \1 行 \2 列，没有全部列出。</p>', told)
    whole = html.fragment_fromstring(told, create_parent="div")
    for table in whole.iter("table"):
        _drop_counts(table)
        for cell in table.iter("td"):
            text = "".join(cell.itertext()).strip()
            if text in _NONE:
                cell.text = None
            elif _NUMBER.fullmatch(text):
                cell.set("class", "amount")
    return "".join(etree.tostring(part, encoding="unicode", method="html") for part in whole)


def _drop_counts(table: Any) -> None:
    """Take away an index without a name that counts the rows from nought."""
    heads, rows = table.findall("thead/tr"), table.findall("tbody/tr")
    counts = [[cell.text or "" for cell in row.findall("th")] for row in rows]
    numbers = [int(count[0]) for count in counts if len(count) == 1 and count[0].isdigit()]
    cut = sum(count in (["..."], ["⋮"]) for count in counts)
    is_counted = numbers[:1] == [0] and numbers == sorted(numbers)
    is_whole = len(numbers) + cut == len(rows) and (cut or numbers == list(range(len(rows))))
    if len(heads) != 1 or not (is_counted and is_whole) or (heads[0][0].text or "").strip():
        return
    for row in (*heads, *rows):
        row.remove(row[0])
