"""Findings from the command line and as files."""

import io
import json

import openpyxl
import pytest

from perf_analysis import cli, codebook
from perf_analysis.checks import RULES
from perf_analysis.export import export

WRONG = "一、资金情况\n全年预算数200.00万元，执行数100.00万元，预算执行率98.92%。\n"
RIGHT = "一、资金情况\n全年预算数200.00万元，执行数100.00万元，预算执行率50.00%。\n"


@pytest.fixture
def written(tmp_path):
    def write(text, name="made.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_report_that_does_not_add_up_gives_status_1(written, capfdbinary):
    """100 of 200 is 50 %, the text says 98.92 %."""
    assert cli.main(["check", written(WRONG), "--only", "EXEC"]) == 1
    told = capfdbinary.readouterr().out.decode()
    assert told.startswith("made：✗ 不一致 1\n  ✗ 不一致　EXEC　")
    assert "98.92%" in told


def test_a_report_that_adds_up_gives_status_0(written, capfdbinary):
    assert cli.main(["check", written(RIGHT), "--only", "EXEC"]) == 0
    assert "✓ 一致　EXEC" in capfdbinary.readouterr().out.decode()


def test_problems_come_first_and_reports_one_after_another(written, capfdbinary):
    assert cli.main(["check", written(RIGHT, "a.txt"), written(WRONG, "b.txt"), "--only", "A"]) == 1
    lines = capfdbinary.readouterr().out.decode().splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert [head.split("：")[0] for head in heads] == ["a", "b"]
    marks = [
        line.strip()[0]
        for line in lines[lines.index(heads[1]) + 1 :]
        if line.startswith("  ") and line[2] != " "
    ]
    assert marks == sorted(marks, key="✗?–✓".index)


@pytest.mark.parametrize(
    ("command", "quoted"),
    [
        (["check", "--only", "EXEC"], "98.92"),
        (["read"], "98.92"),
        (["read", "--table", "budget"], "98.92"),
    ],
)
def test_one_report_of_several_that_cannot_be_used_costs_itself(
    written, capfdbinary, command, quoted
):
    """It is named at the end, and the status is 2 though a check fails too."""
    several = [written("", "empty.txt"), written(WRONG, "b.txt"), written("", "c.none")]
    assert cli.main([*command, *several]) == 2
    told = capfdbinary.readouterr()
    assert quoted in told.out.decode()
    assert [line.partition("；")[2] for line in told.err.decode().splitlines()] == [
        "文件是空的；检查是不是选错了文件 [empty]",
        "文件是空的；检查是不是选错了文件 [empty]",
    ]


def test_of_several_reports_that_none_can_use_each_is_named_and_nothing_is_written(
    written, capfdbinary, tmp_path
):
    out = tmp_path / "out.csv"
    several = [written("", "a.txt"), str(tmp_path / "b.txt")]
    assert cli.main(["read", *several, "--format", "csv", "-o", str(out)]) == 2
    told = capfdbinary.readouterr().err.decode().splitlines()
    assert sorted(line.rpartition("[")[2] for line in told) == ["empty]", "missing]"]
    assert not out.exists()


@pytest.mark.parametrize("names", ["EXEC", "exec", "A1", "A"])
def test_checks_are_chosen_by_name_number_or_letter(written, capfdbinary, names):
    cli.main(["check", written(RIGHT), "--only", names, "--format", "jsonl"])
    rules = {
        json.loads(line)["rule"] for line in capfdbinary.readouterr().out.decode().splitlines()
    }
    assert "EXEC" in rules
    assert rules <= {rule.name for rule in RULES if rule.number.startswith("A")}


def test_a_check_is_left_out(written, capfdbinary):
    cli.main(["check", written(RIGHT), "--skip", "EXEC", "--format", "jsonl"])
    rules = {
        json.loads(line)["rule"] for line in capfdbinary.readouterr().out.decode().splitlines()
    }
    assert "EXEC" not in rules and "TEXT-SLIP" in rules


def test_an_unknown_check_is_refused_with_the_names_there_are(written, capsys):
    assert cli.main(["check", written(RIGHT), "--only", "NONSENSE"]) == 2
    told = capsys.readouterr().err
    assert "NONSENSE" in told and "EXEC" in told and len(told.splitlines()) == 1


def test_json_lines_carry_exactly_the_columns_of_findings(written, capfdbinary):
    cli.main(["check", written(WRONG), "--format", "jsonl"])
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]
    assert all(list(row) == codebook.FINDINGS.names for row in rows)
    assert len({row["finding_id"] for row in rows}) == len(rows)


def test_a_workbook_has_typed_cells_and_runs_no_formula(written, tmp_path):
    output = tmp_path / "findings.xlsx"
    assert (
        cli.main(["check", written(WRONG), "--only", "EXEC", "--format", "xlsx", "-o", str(output)])
        == 1
    )
    sheet = openpyxl.load_workbook(output).active
    row = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert (row["rule"].value, row["status"].value, row["stated"].value) == ("EXEC", "fails", 98.92)
    assert row["stated"].data_type == "n"


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1+2", "@SUM(A1)", "\tx", "=1\x07"])
def test_text_that_looks_like_a_formula_stays_text_in_a_workbook(text):
    rows = codebook.fill(
        codebook.FINDINGS, [{"rule": "EXEC", "status": "holds", "message": text, "figures": []}]
    )
    written = export(codebook.FINDINGS, rows, "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(written)).active["I2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text.replace("\x07", ""), "s", True)


def test_a_workbook_is_not_written_to_the_screen(written, capsys):
    assert cli.main(["check", written(RIGHT), "--format", "xlsx"]) == 2
    assert "用 -o" in capsys.readouterr().err


def test_a_year_before_is_read_for_the_checks_that_compare_years(written, capfdbinary):
    assert (
        cli.main(
            [
                "check",
                written(RIGHT, "2023.txt"),
                "--previous",
                written(RIGHT, "2022.txt"),
                "--only",
                "EXEC",
            ]
        )
        == 0
    )


def test_the_embedded_report_is_checked_without_its_text(capfdbinary):
    assert cli.main(["check", "2022-suigang", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]
    assert {row["report_id"] for row in rows} == {"2022-suigang"}
    assert {"EXEC", "CARRY", "GOAL-RESULT"} <= {row["rule"] for row in rows}
    assert {row["status"] for row in rows} <= {"holds", "question", "fails"}
