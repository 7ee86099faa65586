import inspect
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.errors import InputError, PerfAnalysisError

DATA = Path(__file__).parents[1] / "data" / "2022-suigang"
TABLES = ["budget", "growth", "completion", "ranks", "scores"]


def test_the_embedded_report_is_loaded_without_a_name(report):
    assert (report.source, report.about.year) == (DATA, 2022)
    assert repr(report) == "<Report 广州开发区穗港智造合作区管理委员会 2022: 74 figures, 16 goals>"


@pytest.mark.parametrize("source", ["2022-suigang", DATA, str(DATA), f"{DATA}/"])
def test_a_report_is_loaded_by_name_and_by_folder(report, source):
    loaded = pa.load(source)
    assert loaded.source == DATA
    assert loaded.figures.equals(report.figures)
    assert loaded.goals.equals(report.goals)


def test_a_name_is_found_from_any_folder_and_a_relative_path_from_its_own(
    folder, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    assert pa.load("2022-suigang").source == DATA
    assert pa.load("report").source == pa.load(Path("report")).source == folder.resolve()


def test_a_folder_elsewhere_is_read_and_not_the_embedded_one(folder):
    text = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(
        text.replace("year = 2022", "year = 2023"), encoding="utf-8"
    )
    assert pa.load(folder).about.year == 2023
    assert pa.load().about.year == 2022


def test_a_file_of_a_data_folder_is_no_report():
    with pytest.raises(InputError, match=r"不认识的格式 \.toml"):
        pa.load(DATA / "report.toml")


@pytest.mark.parametrize("source", ["2021-suigang", "", "a\0b"])
def test_what_is_no_folder_of_a_report_is_refused(source):
    with pytest.raises(InputError, match="没有这个数据文件夹"):
        pa.load(source)


def test_a_text_in_place_of_a_name_is_refused():
    with pytest.raises(PerfAnalysisError):
        pa.load("预算执行" * 100)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_made_once(folder, name):
    report = pa.load(folder)
    shutil.rmtree(folder)
    assert getattr(report, name) is getattr(report, name)


@pytest.mark.parametrize("name", ["figures", "goals", *TABLES])
def test_tables_have_the_columns_and_types_of_the_codebook(report, name):
    expected = codebook.build(codebook.TABLES[name], []).dtypes
    found = getattr(report, name).dtypes
    assert found.index.tolist() == codebook.TABLES[name].names
    assert found.to_dict() == expected.to_dict()


def test_a_report_cannot_be_given_other_figures(report):
    with pytest.raises(AttributeError):
        report.figures = report.goals


def test_two_readings_of_a_report_can_be_compared(report):
    assert (report == pa.load()) in (True, False)


def test_a_report_can_stand_in_a_set(report):
    assert len({report}) == 1


# --- the package ---


@pytest.mark.parametrize(
    "statement", ["import perf_analysis", "from perf_analysis import load, Report"]
)
def test_importing_the_package_leaves_the_heavy_libraries_alone(statement):
    heavy = ["matplotlib", "nbconvert", "nbclient", "pandera", "IPython"]
    asked = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_is_what_it_says():
    assert pa.__all__ == sorted(pa.__all__)
    assert set(pa.__all__) == {
        "PerfAnalysisError",
        "Report",
        "charts",
        "compare",
        "convert",
        "load",
        "read",
        "write_briefing",
        "write_briefings",
    }
    assert all(getattr(pa, name) is not None for name in pa.__all__)
    told = inspect.getdoc(pa)
    assert all(name in told for name in ("load(", "read(", "Report", "charts.", "write_briefing("))


def test_charts_and_briefing_come_when_they_are_asked_for():
    asked = (
        "import perf_analysis as pa; "
        "print(pa.charts.__name__, callable(pa.charts.plot_growth), pa.write_briefing.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["perf_analysis.charts", "True", "write_briefing"]


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'perf_analysis' has no attribute 'chart'"):
        _ = pa.chart
    assert not hasattr(pa, "write_report")


def test_every_error_of_the_package_is_one_a_person_can_read():
    from perf_analysis import errors

    made = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, Exception)
    ]
    assert len(made) >= 4
    assert all(issubclass(kind, PerfAnalysisError) for kind in made)


def test_an_error_keeps_code_and_line_between_processes():
    error = pickle.loads(pickle.dumps(InputError("empty", "a.csv", "文件是空的")))
    assert (type(error), error.code, str(error)) == (
        PerfAnalysisError,
        "empty",
        "a.csv；文件是空的",
    )


def test_an_input_error_leaves_out_what_it_does_not_know():
    assert str(InputError("empty", "a.csv", "文件是空的")) == "a.csv；文件是空的"
    assert (
        str(InputError("value", Path("a.csv"), "不能为空", place="第 2 行", remedy="补上"))
        == "a.csv；第 2 行；不能为空；补上"
    )
