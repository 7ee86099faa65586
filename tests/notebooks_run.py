"""The code of a notebook run in this process on any report: what its cells show, and its names."""

import ast
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def run(number: str, **parameters: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the last line of each cell gives, by the cell's id, and the names at the end.

    Parameters
    ----------
    number : of the notebook, such as `02`
    parameters : set behind the cell that is tagged so
    """
    path = next(NOTEBOOKS.glob(f"{number}-*.ipynb"))
    shown: dict[str, Any] = {}
    names: dict[str, Any] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        lines = ast.parse(cell.source, cell.id)
        last = lines.body.pop() if lines.body and isinstance(lines.body[-1], ast.Expr) else None
        exec(compile(lines, cell.id, "exec"), names)
        if last is not None:
            shown[cell.id] = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
    return shown, names
