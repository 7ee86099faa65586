"""Tables written out: text for a terminal, CSV for a spreadsheet, JSON lines for programs."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from perf_analysis import cli, codebook
from perf_analysis.export import export
from perf_analysis.reading.files import read

TEXT = """某县交通局
2023年度部门整体支出绩效自评报告
一、收支情况
全年预算数200.50万元，执行数150万元，预算执行率74.8%。
群众满意度超过90%，公路里程比上年增长8.5%。
"""


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def exported(path, table: str, form: str) -> bytes:
    return export(codebook.TABLES[table], read(path).rows(table), form)


def rows_of(content: bytes) -> list[dict[str, object]]:
    def refuse(word):
        raise ValueError(word)

    return [
        json.loads(line, parse_constant=refuse) for line in content.decode("utf-8").splitlines()
    ]


def test_json_lines_carry_exactly_the_columns_in_order(made):
    rows = rows_of(exported(made, "figures", "jsonl"))
    assert [list(row) for row in rows] == [codebook.FIGURES.names] * 5
    assert [(row["value"], row["unit"], row["kind"]) for row in rows[:3]] == [
        (200.5, "万元", "amount"),
        (150.0, "万元", "amount"),
        (74.8, "%", "rate"),
    ]
    assert rows[0]["start"] == TEXT.index("200.50")
    # 200.495 and 200.505 万元 in 元
    assert (rows[0]["low"], rows[0]["high"]) == (2004950.0, 2005050.0)


def test_json_lines_have_neither_nan_nor_infinity(made):
    rows = rows_of(exported(made, "figures", "jsonl"))
    above = next(row for row in rows if row["qualifier"] == "超过")
    assert (above["low"], above["high"]) == (0.9, None)
    assert rows[0]["same_as"] is None and rows[0]["page"] is None


def test_json_lines_keep_lists_quotes_and_lines():
    table = codebook.Table(
        "made", (codebook.Column("words", "list", ""), codebook.Column("note", "text", ""))
    )
    rows = [
        {"words": ["协调解决", 'a"b\nc'], "note": '引"号\n换行'},
        {"words": [], "note": None},
    ]
    assert rows_of(export(table, rows, "jsonl")) == rows


def test_csv_opens_in_a_spreadsheet_as_what_it_is(made):
    content = exported(made, "figures", "csv")
    assert content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its mark"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["quoted"] for row in rows] == ["200.50万元", "150万元", "74.8%", "90%", "8.5%"]
    assert rows[4]["direction"] == "+"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_csv_text_is_never_a_formula(cell):
    table = codebook.Table("made", (codebook.Column("subject", "text", ""),))
    told = export(table, [{"subject": cell}], "csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(told)))[1] == [f"'{cell}"]


def test_text_shows_what_a_person_reads(made):
    told = exported(made, "figures", "text").decode("utf-8")
    assert "预算执行率" in told and "200.50" in told and " 74.8 " in told and "start" not in told
    assert exported(made, "ranks", "text").decode("utf-8") == "（没有）\n"


def test_the_command_reads_several_reports_into_one_table(made, tmp_path, capfdbinary):
    other = tmp_path / "other.txt"
    other.write_text("设有9个科室。", encoding="utf-8")
    assert cli.main(["read", str(made), str(other), "--format", "jsonl"]) == 0
    rows = rows_of(capfdbinary.readouterr().out)
    assert [row["report_id"] for row in rows] == ["made"] * 5 + ["other"]


@pytest.mark.parametrize("table", codebook.OF_ONE_REPORT)
def test_the_command_gives_every_table(made, table, capfdbinary):
    assert cli.main(["read", str(made), "--table", table, "--format", "jsonl"]) == 0
    rows = rows_of(capfdbinary.readouterr().out)
    names = codebook.TABLES[table].names
    assert all(
        [name for name in row if name != "report_id"]
        == [name for name in names if name != "report_id"]
        for row in rows
    )
    assert (
        table in ("goals", "ranks", "scores", "indicators", "funds", "scoring", "sentences") or rows
    )


def test_the_command_writes_a_file_whole(made, tmp_path, capsys):
    output = tmp_path / "figures.csv"
    assert cli.main(["read", str(made), "--format", "csv", "-o", str(output)]) == 0
    assert len(output.read_text(encoding="utf-8-sig").splitlines()) == 6


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "文件是空的"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "不是 UTF-8"),
        ("report.xyz", b"1", "不认识的格式"),
        ("gone.txt", None, "文件不存在"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_2(tmp_path, name, content, reason, capsys):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["read", str(path)]) == 2
    told = capsys.readouterr().err
    assert reason in told and name in told and told.count("\n") == 1


def test_a_text_without_figures_gives_an_empty_table(tmp_path, capfdbinary):
    path = tmp_path / "prose.txt"
    path.write_text("本部门认真履职。", encoding="utf-8")
    assert cli.main(["read", str(path), "--format", "jsonl"]) == 0
    assert capfdbinary.readouterr().out == b""


def test_any_report_becomes_a_briefing_with_its_sentences(made, tmp_path):
    output = tmp_path / "b.html"
    assert cli.main(["brief", str(made), "-o", str(output)]) == 0
    page = output.read_text(encoding="utf-8")
    assert "某县交通局" in page and "2023" in page
    assert "五、原文摘录" in page
    assert (
        "全年预算数<mark>200.50万元</mark>，执行数<mark>150万元</mark>，预算执行率<mark>74.8%</mark>。"
        in page
    )
    assert page.count("没有读出：") == 1
    assert "逐条列出的目标任务" in page and "报告没有" not in page


def test_text_of_a_report_is_never_markup_on_its_page(tmp_path):
    path, output = tmp_path / "hostile.txt", tmp_path / "b.html"
    path.write_text(
        (
            "<script>alert(1)</script>局\n一、收支\n<img src=x onerror=y>支出5万元，"
            "{{ 7*7 }}同比增长3%。"
        ),
        encoding="utf-8",
    )
    assert cli.main(["brief", str(path), "-o", str(output)]) == 0
    page = output.read_text(encoding="utf-8")
    assert "<script" not in page and "<img src=x" not in page
    assert "&lt;img src=x onerror=y&gt;" in page and "{{ 7*7 }}" in page


def test_a_workbook_may_have_chinese_heads_values_and_sheet(made, tmp_path):
    written = tmp_path / "预算.xlsx"
    options = ["--table", "budget", "--labels", "zh", "-o", str(written)]
    assert cli.main(["read", str(made), *options]) == 0
    sheet = load_workbook(written).active
    assert sheet.title == "预算"
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert (row["报告"], row["项目"], row["分类"], row["预算数"]) == ("made", "合计", "合计", 200.5)


@pytest.mark.parametrize(("suffix", "begins"), [(".csv", b"\xef\xbb\xbf"), (".jsonl", b"{")])
def test_the_suffix_of_the_file_says_the_format(made, tmp_path, suffix, begins):
    written = tmp_path / f"told{suffix}"
    assert cli.main(["read", str(made), "-o", str(written)]) == 0
    assert written.read_bytes().startswith(begins)


@pytest.mark.parametrize("suffix", [".xls", ".docx", ".et"])
def test_a_suffix_of_another_program_is_refused_before_the_work(made, tmp_path, suffix, capfd):
    written = tmp_path / f"told{suffix}"
    assert cli.main(["read", str(made), "-o", str(written)]) == 2
    told = capfd.readouterr().err
    assert f"不会写 {suffix}" in told and ".xlsx" in told and len(told.splitlines()) == 1
    assert not written.exists()


def test_a_terminal_shows_chinese_heads_without_what_only_programs_read(made, capfdbinary):
    assert cli.main(["read", str(made), "--table", "budget", "--labels", "zh"]) == 0
    told = capfdbinary.readouterr().out.decode()
    heads = told.split("\n")[0].split()
    assert heads[:4] == ["报告", "项目", "分类", "单位"]
    assert "执行率" in heads and "执行率编号" not in heads and "<NA>" not in told


def test_the_embedded_report_is_read_by_its_name(capfdbinary):
    assert cli.main(["read", "2022-suigang", "--format", "jsonl"]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 74


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "缺少：命令"),
        (["read"], "缺少：报告"),
        (["raed"], "命令 不能是 raed；可选：brief、read、check"),
        (["read", "x", "--table", "bugdet"], "--table 不能是 bugdet；可选：figures、"),
        (["read", "x", "--wrokers"], "不认识的参数：--wrokers"),
        (["read", "x", "-o"], "-o/--output 后面要写一个值"),
        (["brief", "--date", "昨天"], "--date 不能是 昨天；日期写 年-月-日"),
        (["corpus", "x", "-o", "y", "--workers", "两个"], "--workers 要写整数，不能是 两个"),
    ],
)
def test_wrong_arguments_are_told_in_one_chinese_line(arguments, told, capfd):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    error = capfd.readouterr().err
    assert ended.value.code == 2
    assert told in error and error.count("\n") == 1 and "argument" not in error


def test_help_is_in_chinese(capfd):
    for verb in ([], ["read"], ["corpus"]):
        with pytest.raises(SystemExit):
            cli.main([*verb, "-h"])
        told = capfd.readouterr().out
        assert told.startswith("用法：perf-analysis")
        assert not {"usage:", "options:", "positional", "show"} & set(told.split())


def test_a_mistyped_name_is_answered_with_those_like_it(made, capfd):
    assert cli.main(["read", str(made.with_name("mdae.txt"))]) == 2
    assert "名字相近的有 made.txt" in capfd.readouterr().err


@pytest.mark.parametrize("named", ["{}", "{}/*.txt", "{}/made*"])
def test_a_folder_of_reports_or_a_name_with_a_star_is_all_of_them(made, named, capfdbinary):
    made.with_name("made2.txt").write_bytes(made.read_bytes())
    made.with_name("~$made.docx").write_bytes(b"left behind by Word")
    assert cli.main(["read", named.format(made.parent), "--format", "jsonl"]) == 0
    rows = rows_of(capfdbinary.readouterr().out)
    assert [row["report_id"] for row in rows] == ["made"] * 5 + ["made2"] * 5


def test_a_folder_without_reports_is_refused(tmp_path, capfd):
    (tmp_path / "empty").mkdir()
    assert cli.main(["read", str(tmp_path / "empty")]) == 2
    assert "里没有报告" in capfd.readouterr().err


def test_a_terminal_is_told_that_reports_are_being_read_and_nothing_of_it_stays(
    made, monkeypatch, capfd
):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert cli.main(["read", str(made), "--format", "jsonl"]) == 0
    told = capfd.readouterr().err.split("\r")
    assert told[0] == "正在读 1 份报告……"
    assert told[1].strip() == "" and told[2:] == [""]


def test_nothing_is_told_where_nobody_looks(made, capfd):
    assert cli.main(["read", str(made), "--format", "jsonl"]) == 0
    assert capfd.readouterr().err == ""
