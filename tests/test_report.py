import inspect
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import perf_analysis as pa
from perf_analysis import codebook, labels
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
    with pytest.raises(InputError, match=r"没有这个数据文件夹|没有 report\.toml"):
        pa.load(source)


def test_a_text_in_place_of_a_name_is_refused():
    with pytest.raises(PerfAnalysisError):
        pa.load("预算执行" * 100)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_made_once(folder, name):
    report = pa.load(folder)
    shutil.rmtree(folder)
    getattr(report, name)
    made = report._frames[name]
    getattr(report, name)
    assert report._frames[name] is made


def test_what_is_written_into_a_table_does_not_change_the_report(folder):
    report = pa.load(folder)
    mine = report.budget
    mine["executed"] = 0.0
    mine.loc[0, "line"] = "mine"
    assert report.budget["executed"].iloc[0] == 1924.46
    assert report.budget["line"].iloc[0] == "合计"
    assert str(pa.charts.show_execution(report.budget)).startswith("预算执行 98.92%")


def test_tables_have_chinese_heads_and_values_when_asked(report):
    told = report.budget_zh
    assert told.columns[:4].tolist() == ["项目", "分类", "单位", "年初预算数"]
    assert told["分类"].unique().tolist() == ["合计", "资金来源", "支出性质"]
    assert told.shape == report.budget.shape
    findings = report.findings_zh
    assert findings["核对项"].iloc[0] == "预算执行率" and findings["结果"].iloc[0] == "一致"


def test_a_name_that_no_report_has_is_answered_with_those_it_has(report):
    for name in ("grwth", "grwth_zh", "ledger_zh"):
        with pytest.raises(AttributeError, match="growth、completion"):
            getattr(report, name)


def test_the_columns_of_a_table_are_described(report):
    told = report.describe("growth").set_index("列")
    assert told.index.tolist() == report.growth.columns.tolist()
    assert told.loc["prior_low", ["中文名", "类型"]].tolist() == ["上期数下限", "数"]
    assert "ambiguous 口径不明" in told.loc["status", "可取的值"]
    with pytest.raises(PerfAnalysisError, match="没有这张表；名字相近的有 growth"):
        report.describe("grwth")


@pytest.mark.parametrize("table", ["growth", "growth_zh", "增长", "增长表", "report.growth"])
def test_a_table_and_a_column_are_described_by_their_chinese_names_too(report, table):
    assert report.describe(table).equals(report.describe("growth"))
    assert report.describe(table, "上期数下限")["列"].tolist() == ["prior_low"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("增长率",), "“增长率”；没有这张表；名字相近的有 growth 增长"),
        (("budget", "执行"), "没有这一列；名字相近的有 budget 预算数、executed 执行数"),
        (("budget", "xyzzy"), "没有这一列；有的：line 项目、"),
    ],
)
def test_a_name_that_none_has_is_told_with_near_ones(report, asked, told):
    with pytest.raises(InputError) as caught:
        report.describe(*asked)
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_chinese_names_lead_to_one_table_and_one_column_each():
    for name in codebook.TABLES:
        assert labels.find_table(labels.title(name)[0]) == name
        for column in codebook.TABLES[name].names:
            assert labels.find_column(name, labels.describe(name, column)[0]) == column


@pytest.mark.parametrize(
    ("text", "quoted", "told"),
    [
        (
            "一、收支\n全年预算200万元。执行150万元，执行率75%，好于上年。另有结余。",
            "75%",
            "第一部分，第 26 字起：执行150万元，执行率【75%】，好于上年。",
        ),
        # reports typed with half-width marks: 98.65% is one number, ". " ends the sentence
        (
            "一、收支\n全年支出33412万元. 预算执行率98.65%,较好. 其他.",
            "98.65%",
            "第一部分，第 23 字起：预算执行率【98.65%】,较好.",
        ),
    ],
)
def test_a_number_is_shown_in_its_sentence(tmp_path, text, quoted, told):
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    made = pa.read(path)
    number = made.figures.set_index("quoted").loc[quoted, "figure_id"]
    assert made.find_sentence(number) == told


def test_a_number_of_a_table_is_shown_in_its_row(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "一、收支\n| 项目 | 预算数（万元） | 执行数（万元） |\n"
        "| 治水 | 20 | 18.5 |\n| 植树 | 9 | 8 |\n",
        encoding="utf-8",
    )
    made = pa.read(path)
    number = made.figures.set_index("quoted").loc["18.5", "figure_id"]
    assert made.find_sentence(number).endswith("：治水 | 20 | 【18.5】")


def test_the_embedded_report_tells_the_place_alone_and_an_unknown_number_is_refused(report):
    assert report.find_sentence("F003") == "第一部分（二），第 384 字起（内嵌的报告不带原文）"
    assert report.find_sentence(" f003") == report.find_sentence("F003")
    with pytest.raises(
        PerfAnalysisError, match="没有编号为 F999 的数字；编号见 figures 表，从 F001 到 F074"
    ):
        report.find_sentence("F999")


WRONG = {
    "a path for a report": (
        lambda report: pa.write_briefing("报告.docx", "b.html"),
        "先写 报告 = pa.read",
    ),
    "a table for a report": (
        lambda report: pa.write_briefing(report.growth, "b.html"),
        "DataFrame",
    ),
    "a table to compare": (lambda report: pa.compare(report, report.growth), "不是文件名或表"),
    "a report for a path": (lambda report: pa.read(report), "这里要的是文件名"),
    "a report for a table": (lambda report: pa.charts.show_growth(report), "写 报告.growth"),
    "another table": (lambda report: pa.charts.show_growth(report.budget), "这张表是 growth"),
    "an empty table": (lambda report: pa.charts.plot_growth(report.growth.head(0)), "表是空的"),
}


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_argument_is_told_what_was_wanted(report, given):
    ask, told = WRONG[given]
    with pytest.raises(PerfAnalysisError, match=told) as caught:
        ask(report)
    assert "\n" not in str(caught.value)


def test_one_check_may_be_named_without_a_list(report):
    assert report.check(only="EXEC")["rule"].unique().tolist() == ["EXEC"]


def test_tab_offers_what_one_types_and_nothing_else():
    assert dir(pa) == sorted(
        ["load", "read", "write_briefing", "charts", "checks", "rules", "compare", "corpus"]
    )


def test_tab_offers_charts_and_no_rooms_of_theirs():
    assert dir(pa.charts) == sorted(pa.charts.__all__)


def test_an_error_is_one_line_in_jupyter():
    with pytest.raises(PerfAnalysisError) as caught:
        pa.read("nowhere.docx")
    assert caught.value._render_traceback_() == [
        "InputError: nowhere.docx；文件不存在；检查路径 [missing]"
    ]


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
    "statement",
    [
        "import perf_analysis",
        "from perf_analysis import load, Report",
        "from perf_analysis.ledger import read_ledger",
    ],
)
def test_importing_the_package_leaves_the_heavy_libraries_alone(statement):
    heavy = ["matplotlib", "nbconvert", "nbclient", "IPython", "openpyxl"]
    asked = f"import sys; {statement}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_is_what_it_says():
    assert pa.__all__ == sorted(pa.__all__)
    assert set(pa.__all__) == {
        "PerfAnalysisError",
        "Report",
        "charts",
        "checks",
        "compare",
        "convert",
        "corpus",
        "load",
        "read",
        "rules",
        "write_briefing",
        "write_briefings",
    }
    for name in pa.__all__:
        try:
            assert getattr(pa, name) is not None
        except ModuleNotFoundError as lacking:  # many reports need packages of their own
            assert name == "corpus" and "perf-analysis[corpus]" in str(lacking)
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
