"""Many reports into Parquet: the same rows however they were read, killed and resumed;
a bad file costs itself alone.
"""

import os
import pickle
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import needs
import pytest

pa = pytest.importorskip("pyarrow", reason=needs.CORPUS)
distributed = pytest.importorskip("distributed", reason=needs.CORPUS)
import misbehaving  # noqa: E402
import pyarrow.parquet  # noqa: E402

from perf_analysis import cli, codebook, report, worker  # noqa: E402
from perf_analysis.corpus import (  # noqa: E402
    TABLES,
    open_corpus,
    plan,
    read_corpus,
    supervisor,
    watched,
)
from perf_analysis.corpus import batch as batches  # noqa: E402
from perf_analysis.corpus import cluster as on_dask  # noqa: E402
from perf_analysis.errors import InputError, PerfAnalysisError  # noqa: E402

TEXT = (
    "青石县水务局{year}年部门整体支出绩效自评报告\n一、资金\n全年预算数{budget}.00万元，执行数{spent}.50万元，预算执行率{rate:.2f}%。\n"
    "货运量{budget}万吨，同比增长12.5%。\n自评得分9{number}分。\n"
)


def write(folder, count, start=0):
    folder.mkdir(exist_ok=True)
    for number in range(start, start + count):
        spent = 100 + number - 1
        words = TEXT.format(
            number=number % 10,
            year=2020 + number % 4,
            budget=100 + number,
            spent=spent,
            rate=100 * (spent + 0.5) / (100 + number),
        )
        (folder / f"{number:04}.txt").write_text(words, encoding="utf-8")
    return folder


def table(out, name):
    """The rows of a table, whatever parts they stand in."""
    paths = sorted((out / "parts" / name).glob("*.parquet"))
    rows = [row for path in paths for row in pyarrow.parquet.read_table(path).to_pylist()]
    return sorted(rows, key=repr)


def tables(out):
    return {name: table(out, name) for name in (*TABLES, "reports", "notices", "unread")}


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "reports", 12)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def test_the_rows_are_those_of_each_report_read_alone(folder, out):
    done = read_corpus(folder, out, workers=1, size=5)
    assert (done.files, done.read, done.unread, done.before) == (12, 12, 0, 0)
    alone = [
        row for path in sorted(folder.iterdir()) for row in codebook.rows(report.read(path).figures)
    ]
    assert table(out, "figures") == sorted(alone, key=repr)
    assert {row["department"] for row in table(out, "reports")} == {"青石县水务局"}
    assert len(list((out / "receipts").glob("*.json"))) == 3


def test_one_worker_and_two_give_the_same(folder, tmp_path):
    for workers in (1, 2):
        read_corpus(folder, tmp_path / f"out{workers}", workers=workers, size=3)
    assert tables(tmp_path / "out1") == tables(tmp_path / "out2")


def test_a_second_run_reads_only_what_is_new(folder, out):
    read_corpus(folder, out, workers=1, size=5)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    assert read_corpus(folder, out, workers=1, size=5).read == 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == before
    write(folder, 2, start=50)
    done = read_corpus(folder, out, workers=1, size=5)
    assert (done.read, done.before) == (2, 12) and len(table(out, "reports")) == 14


def test_a_file_that_is_gone_or_changed_leaves_no_row_behind(folder, out, tmp_path):
    read_corpus(folder, out, workers=1, size=5)
    (folder / "0003.txt").unlink()
    (folder / "0004.txt").write_text(
        (folder / "0004.txt").read_text(encoding="utf-8").replace("12.5%", "13.5%"),
        encoding="utf-8",
    )
    read_corpus(folder, out, workers=1, size=5)
    read_corpus(folder, tmp_path / "fresh", workers=1, size=5)
    assert tables(out) == tables(tmp_path / "fresh")


def test_one_content_under_two_names_is_one_report(folder, out):
    shutil.copyfile(folder / "0001.txt", folder / "copy.txt")
    assert read_corpus(folder, out, workers=1).files == 12


def test_files_beside_reports_are_none_and_what_was_left_out_stands_in_a_table(tmp_path, out):
    folder = shutil.copytree(
        Path(__file__).parent / "reports" / "cases" / "files" / "c01_folder", tmp_path / "reports"
    )
    for name in ("._报告.docx", ".~lock.txt"):
        (folder / name).write_bytes(b"\0\5\26\7")
    done = read_corpus(folder, out, workers=1)
    assert (done.files, done.read, done.unread) == (2, 2, 0)
    told = "工作表“明细”是隐藏的，没有读，其中 4 格有内容"
    assert table(out, "notices") == [{"report_id": "表", "path": "表.xlsx", "notice": told}]
    assert open_corpus(out).notices["notice"].tolist() == [told]


def test_reports_of_one_name_are_told_apart_by_their_folders(tmp_path, out):
    (tmp_path / "reports").mkdir()
    for number, name in enumerate(("a", "b")):
        write(tmp_path / "reports" / name, 1, start=number)
        (tmp_path / "reports" / name / f"{number:04}.txt").rename(
            tmp_path / "reports" / name / "same.txt"
        )
    read_corpus(tmp_path / "reports", out, workers=1)
    assert [row["report_id"] for row in table(out, "reports")] == ["a/same", "b/same"]


def test_what_cannot_be_read_is_told_and_costs_itself_alone(folder, out):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04word/")
    done = read_corpus(folder, out, workers=1)
    assert (done.read, done.unread) == (12, 2)
    assert {row["path"]: bool(row["reason"]) for row in table(out, "unread")} == {
        "cut.docx": True,
        "empty.txt": True,
    }
    assert read_corpus(folder, out, workers=1).unread == 0, "it is not tried again until it changes"


def test_every_column_of_a_report_with_everything_in_it_is_written(tmp_path, out):
    text = (
        TEXT.format(number=1, year=2022, budget=100, spent=99, rate=99.5)
        + "引进招商项目13个，注册项目完成率186%。\n在137个园区中排名第34位，较上年上升21位。\n"
    )
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(text, encoding="utf-8")
    read_corpus(tmp_path / "reports", out, workers=1)
    alone = report.read(tmp_path / "reports" / "a.txt")
    for name in TABLES:
        assert [
            {key: row[key] for key in codebook.TABLES[name].names} for row in table(out, name)
        ] == sorted(codebook.rows(getattr(alone, name)), key=repr), name
    assert [7] in [row["implied_targets"] for row in table(out, "completion")]  # 13 of 7 is 186 %


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(folder, out):
    (out / "parts").mkdir(parents=True)
    (out / "parts" / "figures").write_text("in the way")
    with pytest.raises(PerfAnalysisError, match="写不进去") as caught:
        read_corpus(folder, out, workers=1, size=5)
    assert caught.value.code == "no-access"
    (out / "parts" / "figures").unlink()
    assert read_corpus(folder, out, workers=1, size=5).read == 12


def test_a_fault_of_ours_outside_of_a_file_ends_the_run_with_its_traceback(
    folder, out, monkeypatch
):
    monkeypatch.setattr(watched, "work", misbehaving.breaks)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        read_corpus(folder, out, workers=1, size=5)


def test_workers_that_do_not_start_are_told_in_one_line(folder, out, monkeypatch):
    monkeypatch.setattr(watched, "work", misbehaving.dies)
    with pytest.raises(InputError, match="一启动就退出") as caught:
        read_corpus(folder, out, workers=1, size=5)
    assert caught.value.code == "crash"


@pytest.mark.parametrize(
    ("act", "code", "reason"),
    [
        (misbehaving.crashes, "crash", "读取时程序意外退出（信号 9）"),
        (misbehaving.leaves, "crash", "读取时程序意外退出"),
        (misbehaving.hangs, "time", "超过 5 秒没有做完"),
        (misbehaving.holds, "time", "读取时程序6 秒里没有做完"),
        (misbehaving.fails, "fault", "程序出错：ZeroDivisionError"),
    ],
)
def test_a_file_that_kills_hangs_or_breaks_a_worker_costs_itself_alone(
    folder, out, monkeypatch, act, code, reason
):
    monkeypatch.setattr(watched, "work", act)
    monkeypatch.setattr(worker, "GRACE", 1.0)
    done = read_corpus(folder, out, workers=2, size=4)
    assert (done.read, done.unread) == (11, 1)
    [lost] = table(out, "unread")
    assert (lost["path"], lost["code"]) == ("0005.txt", code) and reason in lost["reason"]
    assert len(table(out, "reports")) == 11


def test_what_a_library_prints_is_no_answer_of_a_worker(folder, out, monkeypatch):
    monkeypatch.setattr(watched, "work", misbehaving.prints)
    assert read_corpus(folder, out, workers=1, size=5).read == 12


def test_a_worker_that_nobody_calls_ends_and_the_next_call_starts_another(monkeypatch):
    monkeypatch.setattr(
        worker,
        "_SERVE",
        worker._SERVE.replace("serve()", "worker.IDLE = 1; serve()").replace(
            "from perf_analysis.worker import serve",
            "from perf_analysis import worker; serve = worker.serve",
        ),
    )
    one = worker.Worker()
    first = one.call(os.getpid)
    assert one.call(os.getpid) == first
    time.sleep(2)
    assert one.call(os.getpid) != first
    one.end()


@pytest.mark.parametrize("heard", [0, 1], ids=["before it calls", "before it is answered"])
def test_a_worker_whose_caller_is_killed_ends_without_a_word(heard):
    asked, answered = os.pipe(), os.pipe()
    serving = subprocess.Popen(
        [sys.executable, "-c", worker._SERVE],
        stdin=asked[0],
        stdout=answered[1],
        stderr=subprocess.PIPE,
    )
    os.close(asked[0])
    os.close(answered[1])
    os.close(answered[0])  # nobody hears the answer
    with os.fdopen(asked[1], "wb") as calls:
        if heard:
            pickle.dump(sys.path, calls)
            pickle.dump((os.getpid, ()), calls)
            calls.flush()
            serving.wait(timeout=30)
    assert serving.communicate(timeout=30)[1] == b""


@pytest.mark.parametrize("cut", [1, 3, 9])
def test_a_call_that_its_caller_could_not_end_is_none(cut):
    told = pickle.dumps((os.getpid, ()))[:-cut]
    ended = subprocess.run(
        [sys.executable, "-c", worker._SERVE],
        input=pickle.dumps(sys.path) + told,
        capture_output=True,
        timeout=30,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_runs_killed_at_random_and_resumed_lose_and_double_nothing(tmp_path):
    folder, out = write(tmp_path / "reports", 60), tmp_path / "out"
    command = [
        sys.executable,
        "-c",
        (
            f"from perf_analysis.corpus import read_corpus; "
            f"read_corpus({str(folder)!r}, {str(out)!r}, workers=2, size=5)"
        ),
    ]
    pick = random.Random(7)
    said = tmp_path / "said"
    for _ in range(6):
        with said.open("ab") as opened:
            running = subprocess.Popen(command, stderr=opened)
        time.sleep(pick.uniform(0.6, 3.0))
        running.kill()
        running.wait()
    time.sleep(0.5)
    read_corpus(folder, out, workers=2, size=5)
    read_corpus(folder, tmp_path / "fresh", workers=1, size=5)
    assert tables(out) == tables(tmp_path / "fresh")
    assert [path.name for path in out.rglob(".*.part")] == []
    assert b"Traceback" not in said.read_bytes(), "workers end without a word"


def is_there(process_id):
    try:
        return "Z" not in Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def comes(told, seconds=20):
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not (is_so := told()) and time.monotonic() < end:
        time.sleep(0.05)
    return is_so


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="Linux: it has /proc")
@pytest.mark.parametrize(
    "how",
    [
        "worker.Worker().call(misbehaving.tells, path)",
        "worker.watch(lambda: misbehaving.tells(path))",
    ],
)
def test_a_process_that_never_returns_from_a_library_ends_with_its_watcher(tmp_path, how):
    path = tmp_path / "pid"
    code = f"from perf_analysis import worker; import misbehaving; path = {str(path)!r}; {how}"
    driver = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parent)
    assert comes(lambda: path.exists() and path.read_text())
    process_id = int(path.read_text())
    assert process_id != driver.pid and is_there(process_id)
    driver.kill()
    driver.wait()
    assert comes(lambda: not is_there(process_id))


def command(folder, out):
    """`corpus` as a shell starts it, with batches of two."""
    code = (
        "import functools, sys; from perf_analysis import cli, corpus; "
        "corpus.read_corpus = functools.partial(corpus.read_corpus, size=2); "
        f"sys.argv = ['x', 'corpus', {str(folder)!r}, '-o', {str(out)!r}]; sys.exit(cli.run())"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert comes(lambda: len(list(out.glob("receipts/*.json"))) >= 3)
    return running


def test_a_command_killed_outright_leaves_nobody_at_work_and_the_folder_free(tmp_path):
    folder, out = write(tmp_path / "reports", 200), tmp_path / "out"
    running = command(folder, out)
    running.kill()
    running.wait()

    def is_free():
        try:
            with supervisor._locked(out):
                return True
        except InputError:
            return False

    assert comes(is_free, 5)
    before = len(list(out.glob("receipts/*.json")))
    time.sleep(1)
    assert before == len(list(out.glob("receipts/*.json"))) < 100


def test_a_command_that_is_interrupted_says_what_it_keeps(tmp_path):
    folder, out = write(tmp_path / "reports", 200), tmp_path / "out"
    running = command(folder, out)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    told = running.communicate(timeout=30)[1]
    found = re.fullmatch(
        r"perf-analysis: 已中断，(.*) 里留有已读的 (\d+) 份，再运行一次会接着做\n", told
    )
    assert running.returncode == 130 and found and found[1] == str(out)
    # a receipt may be written that was not heard of any more
    kept = 2 * len(list(out.glob("receipts/*.json")))
    assert 4 <= int(found[2]) <= kept < 200
    assert read_corpus(folder, out, workers=2, size=2).before == kept


def test_two_runs_do_not_write_one_folder(folder, out):
    out.mkdir()
    with supervisor._locked(out), pytest.raises(InputError, match="另一次运行"):
        read_corpus(folder, out)


def test_part_files_have_the_columns_of_the_codebook(folder, out):
    read_corpus(folder, out, workers=1)
    for name in TABLES:
        for path in (out / "parts" / name).glob("*.parquet"):
            assert set(pyarrow.parquet.read_schema(path).names) == {
                *codebook.TABLES[name].names,
                "report_id",
            }


def test_the_batches_of_a_folder_are_the_same_each_time(folder, out):
    assert [found.batch_id for found in plan(folder, out, size=5).batches] == [
        found.batch_id for found in plan(folder, out, size=5).batches
    ]
    assert [len(found.files) for found in plan(folder, out, size=5).batches] == [5, 5, 2]
    with pytest.raises(InputError, match="没有这个文件夹"):
        plan(folder / "none", out)


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as running:
        yield running


@pytest.fixture
def dask():
    """Starts parts of a cluster as processes of their own; their address."""
    running = []

    def start(part, *options):
        call = [sys.executable, "-m", f"distributed.cli.dask_{part}", *options]
        running.append(subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return running[-1]

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start.address = f"tcp://127.0.0.1:{port}"
    start.scheduler = start(
        "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
    )
    yield start
    for process in running:
        process.kill()
        process.wait()


def test_a_cluster_gives_the_same_rows_also_when_a_worker_is_killed(cluster, tmp_path):
    folder = write(tmp_path / "reports", 60)
    victims = [worker.pid for worker in cluster.workers.values()]
    told = []

    def tell(done, files):
        told.append(done)
        if len(told) == 3:
            os.kill(victims[0], signal.SIGKILL)

    done = read_corpus(
        folder, tmp_path / "dask", scheduler=cluster.scheduler_address, size=3, tell=tell
    )
    assert (done.read, done.unread) == (60, 0) and victims[0] not in [
        worker.pid for worker in cluster.workers.values()
    ]
    read_corpus(folder, tmp_path / "fresh", workers=1, size=3)
    assert tables(tmp_path / "dask") == tables(tmp_path / "fresh")


def test_batches_that_a_cluster_gives_up_on_are_done_here(folder, out, monkeypatch):
    def give_up(_scheduler, pending, _out):
        lost = pending.pop()
        while pending:
            receipt = batches.work(pending.popleft(), out)
            yield receipt.read, receipt.unread
        pending.append(lost)

    monkeypatch.setattr("perf_analysis.corpus.cluster.run_on", give_up)
    assert read_corpus(folder, out, workers=1, size=5, scheduler="tcp://made-up").read == 12


def test_a_cluster_that_does_not_answer_is_told_in_one_line(folder, out, monkeypatch):
    monkeypatch.setattr(on_dask, "_CONNECT", 1.0)
    with pytest.raises(InputError, match="连不上 Dask 的调度器"):
        read_corpus(folder, out, scheduler="tcp://127.0.0.1:9")


def alone(dask, *options):
    """One worker without a nanny, which nobody starts again."""
    return dask("worker", dask.address, "--nthreads=1", "--no-nanny", "--no-dashboard", *options)


def test_a_file_that_kills_its_worker_on_a_cluster_costs_itself_alone(dask, folder, out):
    alone(dask, "--preload", misbehaving.__file__)
    done = read_corpus(folder, out, scheduler=dask.address, size=4)
    assert (done.read, done.unread) == (11, 1)
    [lost] = table(out, "unread")
    assert (lost["path"], lost["reason"]) == ("0005.txt", "读取时程序意外退出（信号 9）")


def test_a_cluster_without_workers_is_told_in_one_line(dask, folder, out, monkeypatch):
    monkeypatch.setattr(on_dask, "_WAIT", 1.0)
    with pytest.raises(InputError, match=r"没有工作机，等了 1 秒.*接着做"):
        read_corpus(folder, out, scheduler=dask.address)


@pytest.mark.parametrize(
    ("part", "number", "told"),
    [
        ("scheduler", signal.SIGKILL, "调度器中途断开了"),
        ("scheduler", signal.SIGSTOP, "调度器没有回答"),
        ("worker", signal.SIGKILL, "没有工作机"),
    ],
)
def test_a_scheduler_or_an_only_worker_that_goes_is_told_and_what_was_read_is_kept(
    dask, tmp_path, monkeypatch, part, number, told
):
    folder, out = write(tmp_path / "reports", 40), tmp_path / "out"
    victim = {"scheduler": dask.scheduler, "worker": alone(dask)}[part]
    done = []

    def tell(read, _files):
        done.append(read)
        if len(done) == 3:
            monkeypatch.setattr(on_dask, "_WAIT", 1.0)
            monkeypatch.setattr(on_dask, "_CONNECT", 1.0)
            victim.send_signal(number)

    with pytest.raises(InputError, match=f"{told}.*再运行一次会接着做"):
        read_corpus(folder, out, scheduler=dask.address, size=2, tell=tell)
    victim.send_signal(signal.SIGCONT)
    again = read_corpus(folder, out, workers=1, size=2)
    assert again.before >= 4 and again.before + again.read == 40


def test_the_command_writes_a_sample_and_reads_it(tmp_path, capfd):
    folder, out = tmp_path / "sample", tmp_path / "out"
    assert (
        cli.main(["corpus", str(folder), "-o", str(out), "--sample", "10", "--workers", "1"]) == 0
    )
    assert "10 份报告，读出 10 份" in capfd.readouterr().out and (folder / "truth.jsonl").is_file()
    assert cli.main(["corpus", str(folder), "-o", str(out), "--sample", "10"]) == 2
    assert "文件夹不是空的" in capfd.readouterr().err


def test_the_command_says_what_it_did(folder, out, capfd):
    assert cli.main(["corpus", str(folder), "-o", str(out), "--workers", "1"]) == 0
    assert "12 份报告，读出 12 份，读不了 0 份，以前读过 0 份" in capfd.readouterr().out
    assert cli.main(["corpus", str(folder / "none"), "-o", str(out)]) == 2
