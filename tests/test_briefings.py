"""Several briefings in one call: a page of each, an index,
and what is said of the one that fails.
"""

import datetime
import re

import pytest

import perf_analysis as pa
from perf_analysis import cli
from perf_analysis.briefing import write_briefings
from perf_analysis.briefing.contents import name_pages

DAY = datetime.date(2026, 1, 2)
TEXT = (
    "青石县水务局2023年部门整体支出绩效自评报告\n一、资金\n全年预算数200.00万元，"
    "执行数{executed}万元，预算执行率{rate}。\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    (folder / "good.txt").write_text(
        TEXT.format(executed="190.00", rate="95.00%"), encoding="utf-8"
    )
    (folder / "wrong.txt").write_text(
        TEXT.format(executed="150.00", rate="95.00%"), encoding="utf-8"
    )
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def called(folder, tmp_path_factory):
    """One call of the command on two reports and two that cannot be read: exit status, folder."""
    output = tmp_path_factory.mktemp("out") / "briefings"
    sources = [
        str(folder / name) for name in ("good.txt", "empty.txt", "wrong.txt", "missing.docx")
    ]
    return cli.main(["brief", *sources, "-o", str(output), "--date", "2026-01-02"]), output


def test_each_readable_report_has_its_page_and_nothing_else_is_left(called):
    _, output = called
    assert sorted(path.name for path in output.iterdir()) == [
        "good.html",
        "index.html",
        "wrong.html",
    ]


def test_the_index_links_the_pages_tells_their_findings_and_names_what_failed(called):
    status, output = called
    index = (output / "index.html").read_text(encoding="utf-8")
    assert status == 2
    assert re.findall(r'href="([^"#:]+)"', index) == ["good.html", "wrong.html"]
    assert "4 份报告，写出 2 份简报" in index and "2026 年 1 月 2 日" in index
    assert "预算执行率 95.00%" in index and "✗ 不一致 1 项" in index  # 150 of 200 is 75 %
    assert "empty.txt" in index and "missing.docx" in index and index.count("没有写出简报") == 2


def test_what_failed_is_named_on_the_screen_too(folder, tmp_path, capfd):
    assert (
        cli.main(
            [
                "brief",
                str(folder / "missing.docx"),
                str(folder / "empty.txt"),
                "-o",
                str(tmp_path / "out"),
            ]
        )
        == 2
    )
    told = capfd.readouterr()
    assert "missing.docx" in told.err and "empty.txt" in told.err and "Traceback" not in told.err


def test_the_same_page_is_written_alone_and_with_others(folder, called, tmp_path):
    alone = pa.write_briefing(pa.read(folder / "good.txt"), tmp_path / "alone.html", date=DAY)
    assert alone.read_bytes() == (called[1] / "good.html").read_bytes()


def test_one_report_goes_into_a_folder_that_is_there(folder, tmp_path):
    assert cli.main(["brief", str(folder / "good.txt"), "-o", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.html", "index.html"]


def test_pages_of_one_name_are_numbered_and_none_takes_the_place_of_the_index():
    assert name_pages(["a/报告.docx", "b/报告.pdf", "INDEX.txt", "c/报告.txt"]) == [
        "报告.html",
        "报告-2.html",
        "INDEX-2.html",
        "报告-3.html",
    ]


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(folder, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(pa.PerfAnalysisError, match="建不了文件夹"):
        write_briefings([folder / "good.txt"], tmp_path / "taken")


@pytest.mark.parametrize("option", ["--pdf", "--charts"])
def test_pictures_and_pdf_are_of_one_report(folder, tmp_path, capfd, option):
    values = [option, str(tmp_path)] if option == "--charts" else [option]
    assert (
        cli.main(
            [
                "brief",
                str(folder / "good.txt"),
                str(folder / "wrong.txt"),
                "-o",
                str(tmp_path / "out"),
                *values,
            ]
        )
        == 2
    )
    assert "一次只写一份报告" in capfd.readouterr().err


def test_a_row_with_an_open_check_leads_to_it_and_a_corrected_one_says_so(folder, tmp_path):
    report = tmp_path / "made.txt"
    report.write_text(TEXT.format(executed="150.00", rate="95.00%"), encoding="utf-8")
    start = report.read_text(encoding="utf-8").index("95.00%")
    (tmp_path / "made.corrections.csv").write_text(
        f"start,quoted,column,value,by,why\n{start},95.00%,value,96.00,复核人,印错\n",
        encoding="utf-8",
    )
    page = pa.write_briefing(pa.read(report), tmp_path / "made.html", date=DAY).read_text(
        encoding="utf-8"
    )
    row = next(line for line in page.splitlines() if line.startswith('<tr id="F003"'))
    assert 'href="#c-EXEC"' in row and ">✗</a>" in row and "复核人更正了 value" in row
    assert '<tr id="c-EXEC">' in page
