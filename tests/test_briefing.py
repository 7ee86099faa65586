"""The briefing as a file: complete, self-contained, linked, or not there at all."""

import datetime
import errno
import html
import os
import re
import shutil
import time
from pathlib import Path

import matplotlib as mpl
import nbformat
import needs
import pytest
from PIL import Image

import perf_analysis as pa
from perf_analysis import briefing, cli, limits
from perf_analysis.briefing import page, pdf, running
from perf_analysis.briefing.notebook import read_notebook, set_parameters
from perf_analysis.briefing.pictures import write_charts
from perf_analysis.errors import BriefingError, InputError
from perf_analysis.output import write_whole

DAY = datetime.date(2026, 1, 2)
REPORT = pa.load()


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    path = pa.write_briefing(REPORT, tmp_path_factory.mktemp("brief") / "briefing.html", date=DAY)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """A copy of the notebooks that a test may break, found in the place of the real ones."""
    copy = shutil.copytree(briefing.find_notebooks(), tmp_path / "notebooks")
    monkeypatch.setattr(briefing, "find_notebooks", lambda: copy)
    return copy


def append_cell(path: Path, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)


def test_the_page_has_its_sections_in_order(bound):
    sections = [
        "一、目标完成情况",
        "二、预算执行",
        "三、变化与名次",
        "四、核对结果和需要说明的问题",
        "五、来源与方法",
        "六、读到但没有把握",
    ]
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", bound) == ["要点", "要问", "主要数字", *sections]


def test_the_page_names_report_basis_and_day(bound):
    assert "广州开发区穗港智造合作区管理委员会" in bound
    assert "部门自评数据，未见第三方复核" in bound
    assert '<time datetime="2026-01-02">2026 年 1 月 2 日</time>' in bound
    assert "2d695ca3ed13" in bound, "the fingerprint of the text"


def test_the_page_asks_for_nothing_and_runs_nothing(bound):
    assert "default-src 'none'" in bound
    assert "<script" not in bound and "javascript:" not in bound and "@import" not in bound
    assert re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]*\"", bound) == []
    assert re.findall(r"url\((?!data:|#)", bound) == []


def test_no_code_of_the_notebooks_is_on_the_page(bound):
    assert "import perf_analysis" not in bound
    assert "REPORT =" not in bound
    assert "什么会改变这个答案" not in bound, "cells tagged notebook-only stay in the notebook"


def test_every_chart_is_a_numbered_figure_with_words_and_table(bound):
    figures = re.findall(r"<figure.*?</figure>", bound, re.DOTALL)
    names = [
        "completion",
        "score",
        "coverage",
        "execution",
        "nature",
        "growth",
        "growth-rates",
        "ranks",
    ]
    assert [re.search(r'id="([\w-]+)"', figure)[1] for figure in figures] == names
    for number, figure in enumerate(figures, start=1):
        assert f'<span class="number">图 {number}</span>' in figure
        assert "<table" in figure and "<figcaption>来源：" in figure
        assert 'role="img" aria-label=' in figure or 'class="coverage"' in figure


def test_every_link_leads_somewhere_and_every_id_stands_once(bound):
    ids = re.findall(r' id="([^"]+)"', bound)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', bound)) <= set(ids)


def test_each_fact_has_one_row_and_repeats_are_named_there(bound):
    rows = re.findall(r'<tr id="(F\d+)">(.*?)</tr>', bound, re.DOTALL)
    assert len(rows) == 46  # 74 stated numbers less 26 repeated in 二(三) and 2 repeated 三个
    assert "又见 二（三）2" in dict(rows)["F025"]


def test_derived_numbers_show_their_formula_with_its_result(bound):
    formulas = html.unescape(
        re.sub(r"<[^>]+>", "", "".join(re.findall(r'<li id="d\d+">.*?</li>', bound, re.DOTALL)))
    )
    wanted = [
        "21.08 万元 = 1945.54 − 1924.46",
        "约 108 亿 = 275.3 − 275.3 ÷ (1 + 64.5%)",
        "第 55 位 = 34 + 21",
        "7 个 = 13 ÷ 186%",
    ]
    for formula in [*wanted, "76.0–76.7 亿 = 89.3 ÷ (1 + 17%)"]:
        assert formula in formulas


def test_the_page_is_small(bound):
    assert len(bound.encode()) <= 110 * 1024


def test_the_same_input_and_day_give_the_same_bytes(bound, tmp_path):
    assert (
        pa.write_briefing(REPORT, tmp_path / "again.html", date=DAY).read_text(encoding="utf-8")
        == bound
    )


def test_source_date_epoch_fixes_the_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # 2023-11-14 UTC
    assert briefing._today() == datetime.date(2023, 11, 14)


def test_binding_refuses_a_link_that_leads_nowhere():
    with pytest.raises(BriefingError, match="没有去处的链接 F999"):
        page._refuse_broken('<p id="a"><a href="#F999">x</a></p>')
    with pytest.raises(BriefingError, match="重复的编号 a"):
        page._refuse_broken('<p id="a"></p><p id="a"></p>')


def run(*paths):
    """Notebooks run on the embedded report."""
    notebooks = [read_notebook(path) for path in paths]
    for notebook in notebooks:
        set_parameters(notebook, {"REPORT": "2022-suigang"})
    running.run_notebooks(notebooks, lambda: None)
    return notebooks


def test_a_notebook_tells_the_clock_of_the_command_of_no_file(notebooks):
    """Several run at once, and a command has one clock: a notebook that is ended while it reads
    would leave it running.
    """
    made = Path(__file__).parent / "reports" / "whole" / "A01.txt"
    append_cell(notebooks / "00-summary.ipynb", f"import perf_analysis as p; p.read({str(made)!r})")
    heard, told = os.pipe()
    with os.fdopen(told, "wb") as watcher:
        limits.tell_to(watcher)
        try:
            run(notebooks / "00-summary.ipynb")
        finally:
            limits.tell_to(None)
    with os.fdopen(heard, "rb") as clock:
        assert clock.read() == b""


@pytest.mark.parametrize("forks", [True, False])
def test_names_of_one_notebook_are_gone_in_the_next(notebooks, monkeypatch, forks):
    monkeypatch.setattr(running, "_can_fork", lambda: forks)
    append_cell(notebooks / "00-summary.ipynb", "left_behind = 1")
    append_cell(notebooks / "02-budget-execution.ipynb", 'assert "left_behind" not in globals()')
    run(notebooks / "00-summary.ipynb", notebooks / "02-budget-execution.ipynb")


def test_a_spawned_child_gives_what_a_forked_one_does(notebooks, monkeypatch):
    path = notebooks / "03-growth.ipynb"
    forked = [cell.outputs for cell in run(path)[0].cells]
    monkeypatch.setattr(running, "_can_fork", lambda: False)
    assert [cell.outputs for cell in run(path)[0].cells] == forked


@pytest.mark.parametrize("forks", [True, False])
def test_a_child_that_died_or_failed_is_followed_by_a_new_one(notebooks, monkeypatch, forks):
    monkeypatch.setattr(running, "_can_fork", lambda: forks)
    path = notebooks / "00-summary.ipynb"
    whole = path.read_bytes()
    for broken in ("import os; os._exit(1)", "1 / 0"):
        append_cell(path, broken)
        with pytest.raises(BriefingError):
            run(path)
        path.write_bytes(whole)
        assert run(path)[0].cells[-2].outputs


def test_a_failing_cell_is_one_line_and_leaves_no_file(notebooks, tmp_path, capfd):
    append_cell(notebooks / "03-growth.ipynb", 'raise ValueError("没有\\n这一列")')
    output = tmp_path / "out" / "briefing.html"
    output.parent.mkdir()
    assert cli.main(["brief", "-o", str(output)]) == 2
    told = capfd.readouterr().err.strip()
    assert "\n" not in told
    assert "03-growth.ipynb" in told and "ValueError" in told and "没有 这一列" in told
    assert list(output.parent.iterdir()) == []


def test_a_child_that_dies_before_its_first_word_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(running, "_can_fork", lambda: True)  # a spawned one has its own `run`
    monkeypatch.setattr(running, "run", lambda *_: os._exit(1))
    with pytest.raises(BriefingError, match="进程意外退出"):
        pa.write_briefing(REPORT, tmp_path / "b.html", date=DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_dying_child_is_told(notebooks, tmp_path):
    append_cell(notebooks / "00-summary.ipynb", "import os; os._exit(1)")
    with pytest.raises(BriefingError, match="进程意外退出"):
        pa.write_briefing(REPORT, tmp_path / "b.html")


@pytest.mark.parametrize(
    ("name", "reason"), [("", "是文件夹"), ("missing/briefing.html", "文件夹不存在")]
)
def test_a_bad_output_path_is_refused_before_the_work(tmp_path, name, reason, capsys, monkeypatch):
    monkeypatch.setattr(running, "run_notebooks", lambda *_: pytest.fail("notebooks were run"))
    assert cli.main(["brief", "-o", str(tmp_path / name)]) == 2
    told = capsys.readouterr().err
    assert reason in told and str(tmp_path) in told
    assert told.count("\n") == 1


def test_a_full_disk_keeps_the_old_file_and_leaves_nothing_beside(tmp_path, monkeypatch):
    path = tmp_path / "briefing.html"
    path.write_text("old", encoding="utf-8")

    def no_space(self, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(InputError, match="写不进去"):
        write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["briefing.html"]


def test_the_command_prints_where_it_wrote(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["brief", "--date", "2026-01-02"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "briefing.html")
    assert (tmp_path / "briefing.html").stat().st_size > 50_000


def test_charts_are_written_at_both_widths(tmp_path, capsys):
    folder = tmp_path / "charts"
    assert cli.main(["brief", "-o", str(tmp_path / "b.html"), "--charts", str(folder)]) == 0
    names = [
        "execution",
        "nature",
        "growth",
        "growth-rates",
        "ranks",
        "completion",
        "score",
        "coverage",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}-{width}.png" for name in names for width in (720, 360)
    )
    assert len(capsys.readouterr().out.splitlines()) == 17
    for path in folder.iterdir():
        with Image.open(path) as picture:  # 300 pixels an inch: 2250 for 540 pt, 1125 for 270 pt
            assert picture.width == (2250 if "720" in path.name else 1125)
            assert round(picture.info["dpi"][0]) == 300, "Word shows it 19 cm wide"


def test_a_report_that_gives_nothing_for_a_chart_has_no_picture_of_it(tmp_path):
    empty = pa.Report.of_tables(REPORT.source, REPORT.about, REPORT.figures.iloc[:0], REPORT.goals)
    assert [path.name for path in write_charts(empty, tmp_path)] == [
        "coverage-720.png",
        "coverage-360.png",
    ]


def test_a_charts_folder_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(InputError, match="建不了文件夹"):
        write_charts(REPORT, tmp_path / "a" / "b")


def test_pdf_without_a_browser_is_one_clear_line_before_the_work(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "_PLACES", ())
    assert cli.main(["brief", "-o", str(tmp_path / "b.html"), "--pdf"]) == 2
    assert "没有找到 Chromium" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def printing(tmp_path, monkeypatch):
    """Prints a page by a program in the place of the browser."""

    def print_by(script):
        program = tmp_path / "browser"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(pdf, "find_browser", lambda: str(program))
        (tmp_path / "b.html").write_text("<head></head>页", encoding="utf-8")
        return pdf.write_pdf(tmp_path / "b.html", tmp_path / "b.pdf")

    return print_by


@pytest.mark.parametrize(
    ("script", "told"),
    [("exit 1", "退出码 1"), ("kill -9 $$", "退出码 -9"), ("exit 0", "退出码 0")],
    ids=["fails", "dies", "prints nothing"],
)
def test_a_browser_that_fails_leaves_the_pdf_that_was_there(printing, tmp_path, script, told):
    (tmp_path / "b.pdf").write_bytes(b"old")
    with pytest.raises(BriefingError, match=f"没有打印成功（{told}）"):
        printing(script)
    assert (tmp_path / "b.pdf").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.html", "b.pdf", "browser"]


@pytest.mark.parametrize("end", ["kill -9 $$", "sleep 60"], ids=["dies", "hangs"])
def test_what_a_browser_started_ends_with_it(printing, tmp_path, monkeypatch, end):
    monkeypatch.setattr(pdf, "PRINT_SECONDS", 2)
    begun = time.monotonic()
    with pytest.raises(BriefingError, match="没有打印成功"):
        printing(f"sleep 60 & echo $! > {tmp_path}/pid; {end}")
    assert time.monotonic() - begun < 50, "the child holds what the browser wrote to"
    stat = Path("/proc", (tmp_path / "pid").read_text().strip(), "stat")
    # what was killed is gone when the system comes round to it
    while is_alive(stat) and time.monotonic() - begun < 50:
        time.sleep(0.05)
    assert not is_alive(stat)


def is_alive(stat):
    try:
        return stat.read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_pdf_has_chinese_where_the_system_has_no_font_of_it(tmp_path, monkeypatch):
    pypdf = pytest.importorskip("pypdf", reason="the print tests need pypdf: pip install pypdf")
    if not any(map(shutil.which, pdf.BROWSERS)):
        pytest.skip(needs.CHROMIUM)
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{mpl.get_data_path()}/fonts/ttf</dir><cachedir>{tmp_path}/cache"
        "</cachedir></fontconfig>",
        encoding="utf-8",
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    style = Path(briefing.__file__).with_name("template") / "page.css"
    words = "<meta charset=utf-8></head><body>预算执行率 98.92%</body>"
    (tmp_path / "b.html").write_text(
        f"<html><head><style>{style.read_text(encoding='utf-8')}</style>{words}</html>",
        encoding="utf-8",
    )
    printed = pdf.write_pdf(tmp_path / "b.html", tmp_path / "b.pdf")
    # of the fonts of matplotlib none has a Chinese character: without ours blanks were printed
    assert "预算执行率 98.92%" in pypdf.PdfReader(printed).pages[0].extract_text()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["brief", "--help"]])
def test_help_is_given(arguments, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main(arguments)
    assert done.value.code == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["bref"], ["brief", "--date", "yesterday"]])
def test_unusable_arguments_end_with_2(arguments):
    with pytest.raises(SystemExit) as done:
        cli.main(arguments)
    assert done.value.code == 2


def test_debug_gives_the_traceback(tmp_path):
    with pytest.raises(InputError):
        cli.main(["brief", "--debug", "-o", str(tmp_path)])
