"""Notebooks that tests write, cell by cell, as an analyst would in JupyterLab."""

import itertools
from pathlib import Path

import nbformat

IMPORTS = (
    "import perf_analysis as pa\nfrom perf_analysis import briefing, charts\n"
    "import pandas as pd\nreport = pa.load(REPORT)"
)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


def write_notebook(path: Path, *cells: str, parameters: str = 'REPORT = "2022-suigang"') -> Path:
    """A notebook whose cells that begin with `md:` are text; the first sets its parameters."""
    made = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    for cell in (IMPORTS, *cells):
        is_text = cell.startswith("md:")
        new = nbformat.v4.new_markdown_cell if is_text else nbformat.v4.new_code_cell
        made.append(new(cell.removeprefix("md:")))
    names = itertools.count()
    for cell in made:
        cell["id"] = f"cell-{next(names)}"
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path
