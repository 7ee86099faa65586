"""A notebook exported alone by Jupyter's own nbconvert, with the template of the package."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from made.notebooks import PNG, write_notebook
from nbconvert import HTMLExporter
from traitlets.config import Config

from perf_analysis import briefing
from perf_analysis.briefing.alone import clean

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    """What an installation puts beside the programs, a wheel and an editable one alike."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    prefix = tmp_path_factory.mktemp("installed")
    for source, target in shared.items():
        (prefix / target).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, prefix / target)
    return prefix / "share" / "jupyter"


@pytest.fixture(scope="module")
def exporter(share):
    settings = Config()
    settings.HTMLExporter.template_name = "perf_analysis"
    settings.HTMLExporter.extra_template_basedirs = [str(share / "nbconvert" / "templates")]
    return HTMLExporter(config=settings)


def test_the_documented_command_finds_the_template_where_it_is_installed(share, tmp_path):
    command = ["nbconvert", "--to", "html", "--template", "perf_analysis", "--output-dir", tmp_path]
    subprocess.run(
        [sys.executable, "-m", *command, briefing.find_notebooks() / "03-growth.ipynb"],
        env=os.environ | {"JUPYTER_PATH": str(share)},
        check=True,
        capture_output=True,
    )
    page = (tmp_path / "03-growth.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page and "<summary>代码</summary>" in page


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


def test_pictures_beside_the_notebook_are_in_the_page(exporter, tmp_path):
    (tmp_path / "图 1.png").write_bytes(PNG)
    cells = ['md:![我们的<图>](图%201.png)\n\n<img src="图 1.png" width="9">\n\n![无](没有.png)']
    page, _ = exporter.from_filename(str(write_notebook(tmp_path / "own.ipynb", *cells)))
    assert page.count('src="data:image/png;base64,') == 2
    assert 'alt="我们的&lt;图&gt;"' in page and 'alt="无"' in page


def test_a_table_has_no_counting_index_no_word_for_nothing_and_says_in_chinese_that_it_is_cut():
    frame = pd.DataFrame(
        {
            "数": pd.array([1, None], dtype="Int64"),
            "日": pd.to_datetime(["2024-01-02", None]),
            "名": ["None 以外", None],
        }
    )
    told = clean(frame.to_html())
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", told)
    assert cells == ["数", "日", "名", "1", "2024-01-02", "None 以外", "", "", ""]
    assert '<td class="amount">1</td>' in told
    named = clean(frame.set_index("名").to_html())
    assert "None 以外</th>" in named, "an index that says something stays"
    cut = clean(pd.DataFrame({"数": range(99)}).to_html(max_rows=4, show_dimensions=True))
    assert "共 99 行 1 列，没有全部列出。" in cut and "<th>98</th>" not in cut
