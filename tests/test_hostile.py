"""Files from the open web: what is refused, in which time and memory,
and what never happens because of one.
"""

import io
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile

import openpyxl
import pytest
from made import xls as xls_made

import perf_analysis as pa
from perf_analysis import cli, codebook, limits, readers
from perf_analysis.errors import InputError, printable
from perf_analysis.export import export
from perf_analysis.output import DAY, write_whole
from perf_analysis.readers import office
from perf_analysis.reading.files import read

GOOD = (
    "青石县水务局2023年部门整体支出绩效自评报告\n一、资金\n全年预算数200.00万元，"
    "执行数190.00万元，预算执行率95.00%。\n自评得分98.29分。\n"
)
WITH_GOALS = f"{GOOD}二、绩效目标\n1.治理河道20公里。\n2.培训水管员300人次。\n"


def refused(path):
    with pytest.raises(InputError) as caught:
        pa.read(path)
    assert "\n" not in str(caught.value) and path.name in str(caught.value)
    return str(caught.value)


# --- size ---


def test_a_text_beyond_the_limit_is_refused_and_one_below_is_read(tmp_path, monkeypatch):
    path = tmp_path / "made.txt"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(readers, "LONGEST_TEXT", len(GOOD))
    assert len(pa.read(path).figures) == 4
    monkeypatch.setattr(readers, "LONGEST_TEXT", len(GOOD) - 1)
    assert "文字超过" in refused(path)


def test_numbers_beyond_the_limit_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "made.txt"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(readers, "MOST_FIGURES", 9)  # 2023, and four numbers of two digit runs each
    assert len(pa.read(path).figures) == 4
    monkeypatch.setattr(readers, "MOST_FIGURES", 8)
    assert "数字超过 8 个" in refused(path)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10_000_000,
        "1," * 3_000_000,
        GOOD * 20_000,
        "（" * 3_000_000,
        "预 算 数 " * 500_000,
        GOOD.replace("\n", "") * 50_000,
    ],
)
def test_ten_megabytes_on_one_line_or_many_are_refused_at_once(tmp_path, text):
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    refused(path)


def test_one_variable_raises_all_limits(tmp_path):
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from perf_analysis import limits; print(limits.LONGEST_TEXT, limits.READ_SECONDS)",
        ],
        env=os.environ | {limits.VARIABLE: "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [str(2 * limits.LONGEST_TEXT), str(2 * limits.READ_SECONDS)]


# --- names ---


@pytest.mark.parametrize(
    "name",
    [
        b"\xd6\xd0\xce\xc4.txt",  # GBK, and no UTF-8
        b"two\nlines.txt",
        b"-rf.txt",
        b"\x1b[31mred.txt",
        "a\u202etxt.exe.txt".encode(),
        b"%s {}.txt",
        b"a" * 235 + b".txt",
    ],
    ids=["gbk", "two lines", "an option", "a colour", "turned", "a format", "long"],
)
@pytest.mark.parametrize("command", ["read", "check"])
def test_a_report_of_any_name_is_read(tmp_path, monkeypatch, capsys, command, name):
    monkeypatch.chdir(tmp_path)
    with open(name, "wb") as file:  # noqa: PTH123 - a Path is no bytes
        file.write(GOOD.encode())
    assert cli.main([command, "--", os.fsdecode(name)]) == 0
    told = capsys.readouterr()
    assert told.out and "\x1b" not in told.out + told.err and "\u202e" not in told.out + told.err


@pytest.mark.parametrize("name", ["a" * 251 + ".txt", "长" * 83 + ".txt"])
def test_a_name_that_leaves_no_room_for_corrections_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="文件名太长"):
        pa.read(path)


# --- time and memory ---


def loops():
    while True:
        pass


def grows():
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


@pytest.mark.parametrize(("work", "told"), [(loops, "秒没有做完"), (grows, "用的内存超过")])
def test_what_takes_too_long_or_too_much_memory_is_refused(work, told, monkeypatch):
    monkeypatch.setattr(limits, "MOST_MEMORY", 300_000_000)
    begun = time.monotonic()
    with (
        pytest.raises(InputError, match=told),
        limits.within(1.0 if work is loops else 30.0, "a.txt", "重试"),
    ):
        work()
    assert time.monotonic() - begun < 25
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_signal_on_its_way_when_the_work_is_done_ends_nothing(monkeypatch):
    handlers = []
    set_handler = signal.signal
    monkeypatch.setattr(
        limits.signal,
        "signal",
        lambda number, handler: handlers.append(handler) or set_handler(number, handler),
    )
    with limits.within(0.05, "a.txt", "重试"):
        pass
    time.sleep(0.1)
    handlers[0](signal.SIGALRM, None)  # the clock's own, after its time


def test_a_library_that_takes_every_exception_does_not_take_the_end_of_its_time():
    with pytest.raises(InputError, match="秒没有做完"), limits.within(0.5, "a.txt", "重试"):
        while True:
            try:
                loops()
            except Exception:
                continue


def test_the_clock_of_somebody_else_is_left_alone():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        with limits.within(0.1, "a.txt", "重试"):
            time.sleep(0.3)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def test_a_thread_ends_in_time_too_and_the_next_file_is_read(tmp_path):
    (tmp_path / "made.txt").write_text(GOOD, encoding="utf-8")
    told = []

    def work():
        try:
            with limits.within(0.3, "a.txt", "重试"):
                loops()
        except InputError as error:
            told.append(error)
        told.append(len(pa.read(tmp_path / "made.txt").figures))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    [error, count] = told
    assert (error.code, count) == ("time", 4) and "秒没有做完" in str(error)


# --- what is no report ---


@pytest.mark.parametrize("kind", ["folder", "fifo", "device", "loop", "missing"])
def test_only_regular_files_are_read(tmp_path, kind):
    path = tmp_path / "made.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind in ("device", "loop"):
        path.symlink_to("/dev/zero" if kind == "device" else path)
    refused(path)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_encodings_in_use_give_the_same_figures(tmp_path, encoding):
    path = tmp_path / "made.txt"
    path.write_bytes(GOOD.encode(encoding))
    assert pa.read(path).figures["value"].tolist() == [200, 190, 95, 98.29]


@pytest.mark.parametrize("encoding", ["hz", "iso2022_jp_2", "big5", "utf-7"])
def test_encodings_that_nobody_writes_reports_in_are_refused_or_have_no_figure(tmp_path, encoding):
    path = tmp_path / "made.txt"
    path.write_bytes(GOOD.encode(encoding, "replace"))
    if (
        encoding == "utf-7"
    ):  # plain ASCII without a mark: letters, and none of them a number with a unit
        assert pa.read(path).figures.empty
    else:
        assert "不是 UTF-8" in refused(path)


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode() + GOOD.encode("gbk"),
        GOOD.encode()[:-2],
        GOOD.encode() + b"\xed\xa0\x80",
        b"\0" * 5000,
        b"\xff\xfe\xfd" * 99,
    ],
)
def test_broken_encodings_are_read_with_a_notice_or_refused(tmp_path, raw):
    path = tmp_path / "made.txt"
    path.write_bytes(raw)
    try:
        assert pa.read(path).notices
    except InputError as error:
        assert "\n" not in str(error)


def test_numbers_that_no_float_holds_are_no_figures(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        f"预算数{'9' * 400}万元，执行数1e999万元，增长{'9' * 5000}%。", encoding="utf-8"
    )
    assert pa.read(path).figures["value"].dropna().abs().lt(1e18).all()


# --- old workbooks ---

OLD = ("made.xls", "made.et")
SECTOR = 512  # bytes; the first holds the table of the others


@pytest.fixture
def without_office(monkeypatch):
    """Nobody helps xlrd out."""
    monkeypatch.setattr(office, "_PROGRAMS", ())


def old_book(**more):
    """A form of two lines as an old workbook, packed as Excel does."""
    texts = ["项目", "全年预算数", "执行数", "执行率"]
    cells = [xls_made.words(0, column, text) for column, text in enumerate(texts)]
    cells += [xls_made.words(1, 0, "河道治理"), xls_made.number(1, 1, 200)]
    cells += [xls_made.number(1, 2, 190), xls_made.number(1, 3, 0.95, style=1)]
    book = xls_made.make_book(
        {"自评表": [*cells, xls_made.head("单位：万元")]}, formats=["0.00%"], **more
    )
    return xls_made.packed(book)


def values(path):
    return pa.read(path).figures["value"].tolist()


@pytest.mark.parametrize("name", OLD)
def test_an_old_workbook_is_read(tmp_path, without_office, name):
    path = tmp_path / name
    path.write_bytes(old_book())
    assert values(path) == [200, 190, 95]


@pytest.mark.parametrize("name", OLD)
@pytest.mark.parametrize("kept", [8, 100, *range(SECTOR, 11 * SECTOR, SECTOR)])
def test_an_old_workbook_that_breaks_off_is_refused(tmp_path, without_office, name, kept):
    """Behind a head, a table of sectors and a directory stand eight sectors of the book."""
    path = tmp_path / name
    path.write_bytes(old_book()[:kept])
    assert "损坏" in refused(path)


def test_an_old_workbook_with_other_bytes_is_read_or_refused(tmp_path, without_office):
    path, good, told = tmp_path / "made.xls", old_book(), set()
    for seed in range(150):
        pick, broken = random.Random(seed), bytearray(good)
        for at in pick.choices(range(len(broken)), k=8):
            broken[at] ^= 1 << pick.randrange(8)
        path.write_bytes(broken)
        try:
            told.add(type(pa.read(path)))
        except InputError as error:
            assert "\n" not in str(error) and "made.xls" in str(error)
            told.add(error.code)
    assert pa.Report in told and "damaged" in told


def test_an_old_workbook_whose_stream_is_another_is_refused(tmp_path, without_office):
    path = tmp_path / "made.xls"
    for raw, told in {
        xls_made.packed(random.Random(0).randbytes(9000)): "可能加密或已损坏",
        xls_made.packed(b"", "Workbook"): "可能加密或已损坏",
        xls_made.packed(b"", "WordDocument"): "内容是 .doc 格式，不是 .xls",
        xls_made.packed(b"", "EncryptedPackage"): "文件有密码",
        xls_made.packed(b"", "Contents"): "内容不是 .xls 格式",
    }.items():
        path.write_bytes(raw)
        assert told in refused(path)


def test_an_old_workbook_under_a_password_is_refused(tmp_path, without_office):
    """FilePass, the second record of a book whose others are encrypted, by RC4."""
    path = tmp_path / "made.xls"
    path.write_bytes(old_book(first=xls_made.record(0x2F, b"\1\0\1\0\1\0", bytes(48))))
    assert "可能加密或已损坏" in refused(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "<html><body><table><tr><td>预算数</td><td>200</td></tr></table></body></html>",
            "内容是 .html 格式，不是 {}；把后缀改成 .html",
        ),
        (
            "项目,全年预算数\r\n河道治理,200万元\r\n",
            "内容不是 {} 格式，或者文件已损坏；用原来的程序打开，另存一份",
        ),
        (
            "\ufeff项目\t全年预算数\n河道治理\t200万元\n",
            "内容不是 {} 格式，或者文件已损坏；用原来的程序打开，另存一份",
        ),
    ],
    ids=["html", "csv", "tabs"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", OLD)
def test_what_is_no_workbook_under_its_name_says_so(tmp_path, name, text, told, encoding):
    """Web pages and lists are saved as .xls by many a system; Excel opens them with a warning."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    assert told.format(path.suffix) in refused(path)


def test_a_sheet_of_macros_is_told_and_the_others_are_read(tmp_path, without_office):
    path = tmp_path / "made.xls"
    path.write_bytes(old_book(macros=["Auto_Open"]))
    assert values(path) == [200, 190, 95]
    assert list(pa.read(path).notices) == ["“Auto_Open”是宏表，不是工作表，没有读"]


# --- what never happens ---


@pytest.fixture
def offline(monkeypatch):
    """Opening a socket fails the test."""

    def connect(*_):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "create_connection", connect)


def test_nothing_that_a_file_names_is_fetched(tmp_path, offline):
    page = tmp_path / "made.html"
    page.write_text(
        f'<html><img src="http://127.0.0.1:1/x"><iframe src="http://127.0.0.1:1/"></iframe><p>{GOOD}</p></html>',
        encoding="utf-8",
    )
    assert len(pa.read(page).figures) == 4
    entity = tmp_path / "entity.docx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "_rels/.rels", '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:1/">]><a>&b;</a>'
        )
        archive.writestr("word/document.xml", "<a/>")
    entity.write_bytes(packed.getvalue())
    assert "DOCTYPE" in refused(entity)


def test_messages_hold_no_control_characters_and_none_that_turn_writing(tmp_path, capfd):
    path = tmp_path / "a\x1b[31m\u202eb.txt"
    path.write_text("", encoding="utf-8")
    assert cli.main(["read", str(path)]) == 2
    told = capfd.readouterr().err
    assert "\x1b" not in told and "\u202e" not in told and told.count("\n") == 1
    assert printable("a\nb\tc\x07") == "a b c\ufffd"


def test_text_on_a_terminal_is_harmless_whatever_a_report_says(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        "一、资金\n\x1b[31m预算\x1b]0;title\x07数200万元。\u202e执行数190万元。\n", encoding="utf-8"
    )
    reading = read(path)
    for name in ("figures", "findings"):
        told = export(codebook.TABLES[name], reading.rows(name), "text").decode()
        assert not any(letter in told for letter in "\x1b\x07\u202e")


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_name_that_the_console_lacks_is_told_in_escapes_and_tables_are_utf8(tmp_path, encoding):
    path = tmp_path / "报告\N{GRINNING FACE}.txt"
    path.write_text(WITH_GOALS, encoding="utf-8")
    command = [sys.executable, "-m", "perf_analysis"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    told = subprocess.run(
        [*command, "ledger", path, "-o", tmp_path / "台账\N{GRINNING FACE}.xlsx"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert r"\U0001f600.xlsx" in told.stdout.decode(encoding)
    refused_ = subprocess.run(
        [*command, "read", tmp_path / "没有\N{GRINNING FACE}.txt"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (
        refused_.returncode == 2
        and r"\U0001f600.txt" in refused_.stderr.decode(encoding)
        and b"Traceback" not in refused_.stderr
    )
    table = subprocess.run(
        [*command, "read", path], env=environment, capture_output=True, check=True
    )
    assert "98.29" in table.stdout.decode("utf-8")


def test_a_link_in_the_place_of_an_output_is_replaced_and_not_followed(tmp_path):
    victim, link = tmp_path / "victim", tmp_path / "out.csv"
    victim.write_text("keep", encoding="utf-8")
    link.symlink_to(victim)
    write_whole(link, b"new")
    assert (
        victim.read_text(encoding="utf-8") == "keep"
        and not link.is_symlink()
        and link.read_bytes() == b"new"
    )


def test_a_run_that_is_told_to_end_leaves_nothing(tmp_path):
    code = "import sys, time, os\nfrom perf_analysis import cli, output\n" + (
        "output.Path.replace = lambda *_: (print('ready', flush=True), time.sleep(60))\n"
        f"sys.exit(cli.main(['read', {str(tmp_path / 'made.txt')!r}, '--format', 'csv', '-o', "
        f"{str(tmp_path / 'out.csv')!r}]))"
    )
    (tmp_path / "made.txt").write_text(GOOD, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout.readline() == b"ready\n"
    running.send_signal(signal.SIGTERM)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 130 and "已中断" in told.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["made.txt"]


@pytest.mark.parametrize("verb", ["read", "ledger"])
@pytest.mark.parametrize(
    ("before", "after", "is_old"), [("die()", "", True), ("", "die()", False)], ids=["old", "new"]
)
def test_a_run_killed_outright_leaves_the_old_file_or_the_new_one(
    tmp_path, verb, before, after, is_old
):
    """At random moments `benchmarks/kills.py` kills; here at the two around the only step that
    changes what stands there.
    """
    path, out = tmp_path / "made.txt", tmp_path / "out.xlsx"
    path.write_text(WITH_GOALS, encoding="utf-8")
    command = [verb, str(path), "-o", str(out)] + ["--format=xlsx"] * (verb == "read")
    assert cli.main(command) == 0
    old = out.read_bytes()
    path.write_text(
        WITH_GOALS.replace("98.29", "97.31").replace("300人次", "310人次"), encoding="utf-8"
    )
    code = (
        "import os, signal, sys\nfrom perf_analysis import cli, output\n"
        "replace, die = output.Path.replace, lambda: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"output.Path.replace = lambda *paths: ({before or 0}, replace(*paths), {after or 0})\n"
        f"cli.main({command!r})"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    assert (out.read_bytes() == old) == is_old
    openpyxl.load_workbook(out)


def test_what_a_killed_run_left_is_cleared_a_day_later(tmp_path):
    old, young = tmp_path / ".out.csv.a.part", tmp_path / ".out.csv.b.part"
    for left in (old, young):
        left.write_bytes(b"")
    os.utime(old, (time.time() - 2 * DAY,) * 2)
    write_whole(tmp_path / "out.csv", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.csv.b.part", "out.csv"]


# --- the worker process ---


def watched(work):
    """A command run as a shell runs it: its worker does some work; exit status, output, errors."""
    before = (
        "from perf_analysis import limits, worker\nworker.GRACE = 1.0\n"
        "import os, sys, time, signal, ctypes\n"
    )
    code = f"{before}{work}\nsys.exit(worker.watch(main))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


HANGS = """
def main():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 31))
    with limits.within(1.0, "a.pdf", "重试"):
        time.sleep(99)
"""
CRASHES = """
def main():
    with limits.within(9.0, "a.pdf", "重试"):
        ctypes.string_at(0)
"""


@pytest.mark.parametrize(
    ("work", "status", "out", "told"),
    [
        ("def main(): print('done'); return 1", 1, "done\n", ""),
        ("def main(): sys.exit(3)", 3, "", ""),
        (
            "def main(): ctypes.string_at(0)",
            2,
            "",
            "perf-analysis: 读文件的程序意外退出（信号 11）",
        ),
        (
            "def main(): os.kill(os.getpid(), signal.SIGABRT)",
            2,
            "",
            "perf-analysis: 读文件的程序意外退出（信号 6）",
        ),
        (CRASHES, 2, "", "perf-analysis: a.pdf；读文件的程序意外退出（信号 11）"),
        (HANGS, 2, "", "perf-analysis: a.pdf；读文件的程序2 秒里没有做完"),
    ],
    ids=["done", "left", "crash", "abort", "crash on a file", "hang on a file"],
)
def test_a_worker_that_crashes_or_hangs_is_told_in_one_line(work, status, out, told):
    found = watched(work)
    assert found[:2] == (status, out) and found[2].startswith(told)
    assert found[2].count("\n") == bool(told)


def test_a_worker_between_two_files_has_all_the_time_it_needs():
    work = "def main():\n with limits.within(0.1, 'a.pdf', ''): pass\n time.sleep(2.5)\n return 0"
    assert watched(work)[0] == 0


def test_the_command_as_a_shell_starts_it_reads_and_refuses(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-m", "perf_analysis", "read", str(path), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 4, "")
    missing = subprocess.run(
        [*command[:4], str(tmp_path / "none.txt")], capture_output=True, text=True
    )
    assert missing.returncode == 2 and missing.stderr.count("\n") == 1
