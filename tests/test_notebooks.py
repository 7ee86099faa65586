"""The committed notebooks: run once from top to bottom, and strict nbval really compares them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells_of(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def nbval(path: Path) -> subprocess.CompletedProcess[str]:
    options = [
        "-q",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=",
        "--rootdir",
        str(path.parent),
    ]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    return subprocess.run(command, capture_output=True, text=True, cwd=path.parent, check=False)


def test_the_notebooks_stand_in_reading_order():
    assert len(NOTEBOOKS) >= 7
    assert [path.stem[:3] for path in NOTEBOOKS] == [f"{at:02}-" for at in range(len(NOTEBOOKS))]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEachNotebook:
    def test_was_run_once_from_top_to_bottom(self, path):
        counts = [cell.execution_count for cell in cells_of(path)]
        assert counts == list(range(1, len(counts) + 1)), (
            "nbval compares nothing where a count is missing"
        )

    def test_holds_no_error_warning_or_time(self, path):
        assert not [
            output
            for cell in cells_of(path)
            for output in cell.outputs
            if output.output_type == "error" or output.get("name") == "stderr"
        ]
        assert not [cell for cell in cells_of(path) if "execution" in cell.metadata]

    def test_begins_with_a_question_then_parameters_then_imports(self, path):
        notebook = nbformat.read(path, as_version=4)
        assert (
            notebook.cells[0].source.startswith("# ")
            and "？" in notebook.cells[0].source.split("\n")[0]
        )
        assert notebook.metadata["title"]
        parameters, imports = cells_of(path)[:2]
        assert "parameters" in parameters.metadata.tags
        assert parameters.source.split("\n")[0] == (
            'CORPUS = ""' if path.stem == "05-compare-reports" else 'REPORT = "2022-suigang"'
        )
        assert imports.source.startswith(
            (
                "import perf_analysis as pa",
                "from perf_analysis import charts",
                "import pandas as pd",
            )
        )

    def test_defines_nothing_and_keeps_its_cells_short(self, path):
        for cell in cells_of(path):
            assert "def " not in cell.source and "lambda" not in cell.source
            assert len(cell.source.split("\n")) <= 6
            assert not cell.source.rstrip().endswith(";")

    def test_names_no_path_of_a_machine(self, path):
        text = path.read_text(encoding="utf-8")
        assert "/home/" not in text and "site-packages" not in text and str(ROOT) not in text

    def test_ends_with_what_would_change_the_answer(self, path):
        assert "## 什么会改变这个答案" in nbformat.read(path, as_version=4).cells[-1].source

    def test_each_chart_cell_gives_picture_table_and_alt_text(self, path):
        shown = [
            cell.outputs[0] for cell in cells_of(path) if cell.source.startswith("charts.show_")
        ]
        for output in shown:
            if (
                "image/png" not in output.data
            ):  # a sentence in its place, where the report gives nothing for it
                assert output.data["text/plain"].endswith("。")
                continue
            assert set(output.data) == {"image/png", "text/plain"}
            assert " | " in output.data["text/plain"]
            assert output.metadata["image/png"]["alt"]
        assert sum("image/png" in output.data for output in shown) >= 2 or path.stem in (
            "00-summary",
            "04-does-the-report-add-up",
        )


@pytest.fixture
def copied(tmp_path):
    """A notebook with its data folder beside it, which is then what it loads."""
    shutil.copytree(ROOT / "data" / "2022-suigang", tmp_path / "2022-suigang")
    return Path(shutil.copy(ROOT / "notebooks" / "03-growth.ipynb", tmp_path))


def test_nbval_passes_on_the_data_as_committed(copied):
    assert nbval(copied).returncode == 0


def test_nbval_notices_a_changed_figure(copied):
    figures = copied.parent / "2022-suigang" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    assert text.count(",428.9,") == 2
    figures.write_text(text.replace(",428.9,", ",328.9,"), encoding="utf-8")
    done = nbval(copied)
    assert done.returncode == 1
    assert "328.9%" in done.stdout


def test_a_stripped_notebook_would_pass_nbval_which_is_why_counts_are_tested(copied):
    notebook = json.loads(copied.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    copied.write_text(json.dumps(notebook), encoding="utf-8")
    figures = copied.parent / "2022-suigang" / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace(",428.9,", ",328.9,"), encoding="utf-8"
    )
    assert nbval(copied).returncode == 0
