"""A notebook exported alone by Jupyter's own nbconvert, with the template of the package."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from notebooks_made import write_notebook
from traitlets.config import Config

from perf_analysis import briefing

TEMPLATE = Path(briefing.__file__).parent / "template"


@pytest.fixture(scope="module")
def exporter(tmp_path_factory):
    """As an installed package puts the template: its folder with the page's style sheet."""
    folder = tmp_path_factory.mktemp("templates") / "perf_analysis"
    shutil.copytree(TEMPLATE / "nbconvert", folder)
    shutil.copy(TEMPLATE / "page.css", folder)
    settings = Config()
    settings.HTMLExporter.template_name = "perf_analysis"
    settings.HTMLExporter.extra_template_basedirs = [str(folder.parent)]
    return HTMLExporter(config=settings)


def test_it_is_a_chinese_page_that_asks_for_nothing_with_its_code_folded(exporter):
    page, _ = exporter.from_filename(str(briefing.find_notebooks() / "03-growth.ipynb"))
    assert '<html lang="zh-CN">' in page and "<title>变化与名次</title>" in page
    assert "<script" not in page and not re.search(r'(?:src|href)="(?!#|data:)', page)
    notebook = nbformat.read(briefing.find_notebooks() / "03-growth.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert page.count("<summary>代码</summary>") == len(code)
    assert 'alt="哑铃图' in page and "No description has been provided" not in page


def test_tables_have_no_nan_and_an_error_stands_there(exporter, tmp_path):
    path = write_notebook(tmp_path / "own.ipynb", "a table", "an error")
    notebook = nbformat.read(path, as_version=4)
    table = "<table><tr><th></th><td>NaN</td></tr></table>"
    notebook.cells[2].outputs = [
        nbformat.v4.new_output("execute_result", {"text/html": table}, execution_count=1)
    ]
    notebook.cells[3].outputs = [
        nbformat.v4.new_output("error", ename="ValueError", evalue="没有<这一列>", traceback=[])
    ]
    page, _ = exporter.from_notebook_node(notebook)
    assert "<td></td><td></td>" in page and "NaN" not in page
    assert "ValueError：没有&lt;这一列&gt;</pre>" in page
