"""Rows inside, frames at the door: what a person gets as a frame is what rooms pass as rows, and a
command that gives no frame imports no pandas.
"""

import json
import math
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import needs
import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.export import export

REPORTS = sorted((Path(__file__).parent / "reports" / "whole").glob("*.txt"))
TYPES = {"text": str, "number": float, "integer": int, "list": list, "integers": list}
TEXT = (
    "青石县水务局2023年部门整体支出绩效自评报告\n一、资金\n"
    "全年预算数200.00万元，执行数150.50万元，预算执行率75.25%。\n货运量90万吨，同比增长12.5%。\n"
    "项目支出绩效自评表\n| 项目名称 | 泵站 |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |\n"
    "| 产出指标 | 数量指标 | 维修泵站 | ≥3座 | 3座 | 40 | 40 | |\n"
)
# A library that tells who imports it, and cannot be used: what swallows the error is told too.
STAND_IN = (
    "from pathlib import Path\nPath(__file__).with_suffix('.asked').touch()\nraise ImportError\n"
)
HEAVY = ("pandas", "numpy", "matplotlib", "openpyxl")  # what neither reading nor checking uses
RUN = "import sys; from perf_analysis.cli import main; print(main(sys.argv[1:]), file=sys.stderr)"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_frame_is_its_rows_with_the_types_of_the_codebook(path):
    report = pa.read(path)
    for name in codebook.OF_ONE_REPORT:
        table, rows, frame = (
            codebook.TABLES[name],
            report.reading.rows(name),
            getattr(report, name),
        )
        assert [list(row) for row in rows] == [table.names] * len(rows), name
        for column in table.columns:
            told = [row[column.name] for row in rows]
            assert {type(cell) for cell in told} <= {TYPES[column.dtype], type(None)}, column.name
        pd.testing.assert_frame_equal(frame, codebook.build(table, rows))
        assert codebook.rows(frame) == list(rows), name


@pytest.mark.parametrize("path", REPORTS[::6], ids=lambda path: path.stem)
def test_json_lines_of_rows_are_those_of_the_frame(path):
    """Written a second way: by pandas' own missing values and the standard library's writer."""
    report = pa.read(path)
    for name in codebook.OF_ONE_REPORT:
        frame = getattr(report, name)
        lines = [
            json.dumps(
                {
                    column: None if is_none or cell in (math.inf, -math.inf) else cell
                    for column, cell, is_none in zip(frame, cells, none, strict=True)
                },
                ensure_ascii=False,
            )
            for cells, none in zip(
                frame.astype(object).to_numpy().tolist(), frame.isna().to_numpy(), strict=True
            )
        ]
        told = export(codebook.TABLES[name], report.reading.rows(name), "jsonl").decode()
        assert told.splitlines() == lines, name


@pytest.fixture
def without(tmp_path):
    """Runs a command in a process of its own with stand-ins for libraries; which of them it, or a
    worker of it, asked for.
    """
    place = tmp_path / "stand-in"
    place.mkdir()
    (tmp_path / "made.txt").write_text(TEXT, encoding="utf-8")

    def run(libraries, *arguments):
        for name in libraries:
            (place / f"{name}.py").write_text(STAND_IN)
        paths = os.pathsep.join([str(place), str(Path(__file__).parents[1])])
        done = subprocess.run(
            [sys.executable, "-c", RUN, *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.stderr.split()[-1] in ("0", "1"), done.stderr
        return [path.stem for path in place.glob("*.asked")], done.stdout

    return run


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("figures", "150.50万元"),
        ("overview", "青石县水务局"),
        ("growth", "货运量"),
        ("scoring", "维修泵站"),
        ("findings", "75.25%"),
    ],
)
def test_a_table_is_read_and_written_without_pandas(without, table, word, form):
    asked, told = without(HEAVY, "read", "made.txt", "--table", table, "--format", form)
    assert asked == [] and word in told


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize(
    ("table", "head", "value"),
    [("growth", "增长率", "照原文"), ("findings", "核对项", "预算执行率")],
)
def test_a_table_has_chinese_heads_and_values_without_pandas(without, table, head, value, form):
    asked, told = without(
        HEAVY, "read", "made.txt", "--table", table, "--labels", "zh", "--format", form
    )
    assert asked == [] and head in told and value in told


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_a_report_is_checked_without_pandas(without, form):
    asked, told = without(HEAVY, "check", "made.txt", "--format", form)
    assert asked == [] and "75.25%" in told


def test_a_corpus_is_read_without_pandas(without, tmp_path):
    for lacking in ("pyarrow", "duckdb", "distributed"):
        if find_spec(lacking) is None:
            pytest.skip(needs.CORPUS)
    asked, told = without(["pandas"], "corpus", ".", "-o", "out", "--workers", "1")
    assert asked == [] and "读出 1 份" in told
    assert list((tmp_path / "out" / "parts" / "figures").glob("*.parquet"))


def test_a_frame_for_a_terminal_does_need_pandas(without, tmp_path):
    """The stand-in tells: without this the tests above could not fail."""
    with pytest.raises(AssertionError):
        without(["pandas"], "read", "made.txt", "--format", "text")
    assert (tmp_path / "stand-in" / "pandas.asked").exists()


def test_the_package_gives_its_names_before_any_frame_is_asked_for():
    told = (
        "import sys, perf_analysis as pa; pa.read; pa.load; pa.compare; pa.Report; pa.convert;"
        "print('pandas' in sys.modules, 'numpy' in sys.modules, 'matplotlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.split() == ["False"] * 3


def test_figures_are_read_without_the_rooms_of_other_tables():
    """What `read` waits for when it starts."""
    told = (
        "import sys; from perf_analysis.usage import make_parser;"
        "import perf_analysis.reading.text;"
        "print(*(name for name in ('relations', 'tables', 'checks', 'rules', 'language')"
        " if f'perf_analysis.{name}' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout.split() == []
