"""A notebook's file as its cells, the command's parameters set in it."""

from __future__ import annotations

import ast
import base64
import json
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from perf_analysis.errors import InputError, worded

# Tags a cell that shows a table to who works in the notebook;
# running it for a page that leaves it out would cost a third of the time.
LAB_ONLY = "lab-only"
NOTEBOOK_ONLY = "notebook-only"
PARAMETERS = "parameters"
_HEADING = re.compile(r"\A\s*# +(.+?)\s*#*\s*(?:\n|\Z)")
_MOST_TOLD = 24  # characters of a cell's first line that name it


@dataclass
class Cell:
    """One cell: where it stands in the file, counted from one, and what running it gave.

    `outputs` are as the notebook format writes them.
    """

    kind: str
    source: str
    place: int
    tags: frozenset[str] = frozenset()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    execution_count: int | None = None
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The cell as a person finds it: 第 5 格“df.head()”."""
        lines = [line.strip() for line in self.source.splitlines() if line.strip()]
        first = lines[0] if lines else ""
        told = first[:_MOST_TOLD] + "…" * (len(first) > _MOST_TOLD)
        return f"第 {self.place} 格“{told}”"


@dataclass
class Notebook:
    """A notebook's cells and what its file says of it."""

    path: Path
    cells: list[Cell]
    metadata: dict[str, Any]

    @property
    def title(self) -> str:
        """What its section is called: as the file says, else its first heading, else its name."""
        if told := self.metadata.get("title"):
            return str(told)
        heading = next(
            (found[1] for cell in self._told if (found := _HEADING.match(cell.source))), ""
        )
        return heading or re.sub(r"^\d+[-_. ]*", "", self.path.stem) or self.path.stem

    @property
    def is_titled_by_a_cell(self) -> bool:
        """Whether the first heading is the title, and is not to stand below it again."""
        return not self.metadata.get("title")

    @property
    def _told(self) -> list[Cell]:
        return [
            cell
            for cell in self.cells
            if cell.kind == "markdown" and NOTEBOOK_ONLY not in cell.tags
        ][:1]

    @property
    def report(self) -> str:
        """The report that its own parameters name; empty where they name none."""
        cell = next((cell for cell in self.cells if PARAMETERS in cell.tags), None)
        return str(_constants(cell).get("REPORT", "")) if cell else ""


def data_uri(mime: str, content: bytes) -> str:
    """Content in a page itself, which asks for nothing."""
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def picture_beside(folder: Path, name: str) -> str:
    """A picture that lies in a folder as a data URI; empty where there is none of that name."""
    mime = mimetypes.guess_type(name)[0] or ""
    try:
        content = (folder / unquote(name)).read_bytes() if mime.startswith("image/") else b""
    except (OSError, ValueError):
        return ""
    return data_uri(mime, content) if content else ""


def read_notebook(path: Path) -> Notebook:
    """A notebook without the cells that only JupyterLab needs.

    Raises
    ------
    InputError : it is no notebook, or one of before 2015
    """
    remedy = "在 JupyterLab 里打开，另存一次"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputError("encoding", path, "不是 UTF-8 文字", remedy=remedy) from None
    except OSError as error:
        raise InputError("damaged", path, f"读不了：{worded(error)}", remedy=remedy) from None
    except json.JSONDecodeError as error:
        raise InputError(
            "syntax", path, "不是 notebook", place=f"第 {error.lineno} 行", remedy=remedy
        ) from None
    if not isinstance(told, dict) or told.get("nbformat") != 4 or "cells" not in told:
        raise InputError("format", path, "不是 notebook，或版本太旧", remedy=remedy)
    cells = [_read_cell(cell, place) for place, cell in enumerate(told["cells"], start=1)]
    cells = [cell for cell in cells if LAB_ONLY not in cell.tags]
    _tag_parameters(cells)
    return Notebook(path, cells, told.get("metadata", {}))


def _tag_parameters(cells: Sequence[Cell]) -> None:
    """Take a cell that sets REPORT, and does nothing but set names, for the one of parameters where
    none is tagged so: else it would undo what the command gives.
    """
    if any(PARAMETERS in cell.tags for cell in cells):
        return
    for cell in cells:
        if cell.kind == "code" and "REPORT" in _constants(cell, alone=True):
            cell.tags |= {PARAMETERS}
            return


def _constants(cell: Cell, *, alone: bool = False) -> dict[str, object]:
    """The names that a cell sets to constants; with `alone` none where it does anything else."""
    try:
        lines = ast.parse(cell.source).body
    except SyntaxError:
        return {}
    told = [
        line
        for line in lines
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
    ]
    if alone and len(told) < len(lines):
        return {}
    return {
        name.id: line.value.value
        for line in told
        for name in line.targets
        if isinstance(name, ast.Name) and isinstance(line.value, ast.Constant)
    }


def _read_cell(told: dict[str, Any], place: int) -> Cell:
    source, tags = told.get("source", ""), told.get("metadata", {}).get("tags", [])
    attachments = told.get("attachments", {})
    text = source if isinstance(source, str) else "".join(source)
    return Cell(told.get("cell_type", "raw"), text, place, frozenset(tags), attachments)


def set_parameters(notebook: Notebook, parameters: dict[str, str]) -> None:
    """Set names after the cell of parameters, else before all others, as papermill does."""
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    tagged = [at for at, cell in enumerate(notebook.cells, start=1) if PARAMETERS in cell.tags]
    at = tagged[0] if tagged else 0
    place = notebook.cells[at - 1].place if tagged else 0
    notebook.cells.insert(at, Cell("code", source, place, frozenset({NOTEBOOK_ONLY})))
