"""The notebooks in JupyterLab: copied once, in Chinese,
and run through the kernel from a browser.
"""

import json
import os
import re
import subprocess
import sys
import time
from importlib.util import find_spec

import browser
import nbformat
import needs
import pytest

from perf_analysis import cli, lab
from perf_analysis.briefing import find_notebooks

NAMES = [
    "00 摘要.ipynb",
    "01 目标完成情况.ipynb",
    "02 预算执行.ipynb",
    "03 变化与名次.ipynb",
    "04 核对结果和需要说明的问题.ipynb",
    "05 与上年报告比较.ipynb",
    "06 给熟悉 Excel 的人.ipynb",
    "example-form.txt",
]
SECONDS = 90  # to wait for a server, a page or a run


def test_all_notebooks_are_copied_as_they_are(tmp_path):
    assert [path.name for path in lab.copy_notebooks(tmp_path / "work")] == NAMES
    first = next(find_notebooks().glob("00-*.ipynb"))
    assert (tmp_path / "work" / NAMES[0]).read_bytes() == first.read_bytes()


def test_a_notebook_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / NAMES[1]).write_text("mine", encoding="utf-8")
    assert [path.name for path in lab.copy_notebooks(tmp_path)] == [NAMES[0], *NAMES[2:]]
    assert (tmp_path / NAMES[1]).read_text(encoding="utf-8") == "mine"
    assert lab.copy_notebooks(tmp_path) == []


def test_a_notebook_copied_under_its_file_name_is_not_copied_again(tmp_path):
    (tmp_path / "03-growth.ipynb").write_text("mine", encoding="utf-8")
    assert [path.name for path in lab.copy_notebooks(tmp_path)] == NAMES[:3] + NAMES[4:]


@pytest.fixture
def started(monkeypatch):
    """The command that would have started JupyterLab, and its environment."""
    told = {}

    def run(command, *, env, check):
        told.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(lab, "find_spec", lambda name: name)
    monkeypatch.setattr(lab.subprocess, "run", run)
    return told


def test_the_lab_opens_in_the_folder_with_its_own_settings_and_options_passed_on(started, tmp_path):
    assert cli.main(["lab", "-o", str(tmp_path / "work"), "--", "--no-browser"]) == 3
    assert started["command"][:3] == [sys.executable, "-m", "jupyterlab"]
    assert (
        f"--ServerApp.root_dir={tmp_path / 'work'}" in started["command"]
        and started["command"][-1] == "--no-browser"
    )
    assert started["env"]["JUPYTERLAB_SETTINGS_DIR"] == str(tmp_path / "work" / ".jupyterlab")


def test_settings_are_chinese_without_news_and_what_was_changed_stays(started, tmp_path):
    lab.open_lab(tmp_path)
    settings = {path.parent.name: path for path in tmp_path.rglob("*.jupyterlab-settings")}
    assert json.loads(settings["translation-extension"].read_text(encoding="utf-8")) == {
        "locale": "zh_CN"
    }
    assert (
        json.loads(settings["apputils-extension"].read_text(encoding="utf-8"))["fetchNews"]
        == "false"
    )
    settings["translation-extension"].write_text('{"locale": "default"}', encoding="utf-8")
    lab.open_lab(tmp_path)
    assert settings["translation-extension"].read_text(encoding="utf-8") == '{"locale": "default"}'


def test_without_jupyterlab_the_remedy_is_one_line(monkeypatch, tmp_path, capfd):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert cli.main(["lab", "-o", str(tmp_path / "work")]) == 2
    told = capfd.readouterr().err
    assert told.count("\n") == 1 and "pip install 'perf-analysis[lab]'" in told
    assert not (tmp_path / "work").exists()


@pytest.fixture
def served(tmp_path):
    """The address of a lab on loopback, in a HOME of its own,
    whose first notebook has no outputs yet.
    """
    if find_spec("jupyterlab") is None:
        pytest.skip(needs.LAB)
    work = tmp_path / "work"
    lab.copy_notebooks(work)
    notebook = nbformat.read(work / NAMES[0], as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, work / NAMES[0])
    command = [
        sys.executable,
        "-m",
        "perf_analysis",
        "lab",
        "-o",
        str(work),
        "--",
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--ip=127.0.0.1",
    ]
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        command, stdout=log, stderr=log, env=os.environ | {"HOME": str(tmp_path)}, cwd=tmp_path
    )
    try:
        yield _address(tmp_path / "log", process)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)
        log.close()


def _address(log, process):
    for _ in range(SECONDS * 5):
        found = re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_a_notebook_runs_from_chinese_menus(served, tmp_path):
    with browser.launch(tmp_path) as chromium:
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(SECONDS * 1000)
        page.goto(served.replace("/lab?", f"/lab/tree/{NAMES[0]}?"))
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        page.get_by_role("menuitem", name="运行", exact=True).click()
        page.get_by_text("运行所有单元格", exact=True).click()
        page.get_by_text("综保区进出口值").first.wait_for()
        assert page.locator(".jp-toast, .Toastify__toast").count() == 0, "no news"
