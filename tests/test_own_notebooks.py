"""An analyst's own notebooks, bound: whatever a cell shows stands on the page, or one line says
which cell cannot.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import browser
import nbformat
import pandas as pd
import pytest
from made.notebooks import PNG, write_notebook

import perf_analysis as pa
from perf_analysis import briefing, cli
from perf_analysis.briefing import running
from perf_analysis.briefing.notebook import read_notebook, set_parameters
from perf_analysis.briefing.shelf import open_shelf
from perf_analysis.briefing.shown import show_frame, show_styled
from perf_analysis.errors import BriefingError, InputError

DAY = datetime.date(2026, 1, 2)
REPORT = pa.load()
MANY = (
    "md:# 我的分析\n\n看**三点**，见[小结](#小结)。",
    "md:### 同一张图两次",
    "charts.show_growth(report.growth)",
    "charts.show_growth(report.growth)",
    'pd.DataFrame({"项目": ["甲", None], "金额": [1.5, None]})',
    'pd.DataFrame({f"第{n}列": [n, n * 2.5] for n in range(18)})',
    "report.figures['kind'].value_counts()",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
    'ax.bar(["甲", "乙"], [3, 5])\nax.set_title("两个项目的支出")',
    "print('一共', 3, '项')",
    "report.growth.head(2).style.format(precision=1)",
    "md:## 小结\n\n完。",
)


def bind(folder, *cells, tell=lambda told: None, **options):
    write_notebook(folder / "01-mine.ipynb", *cells)
    written = pa.write_briefing(
        REPORT, folder / "page.html", notebooks=folder, date=DAY, tell=tell, **options
    )
    return written.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def page(folder):
    return bind(folder, *MANY)


def test_text_stands_on_the_page_under_its_own_heading(page):
    assert '<h2 id="h-1">一、我的分析</h2>' in page
    assert page.count("我的分析") == 2, "the heading is the section's, in contents and once above"
    assert "看<strong>三点</strong>" in page
    assert '<a href="#own-小结">小结</a>' in page and '<h3 id="own-小结">小结</h3>' in page


def test_a_chart_shown_twice_is_two_figures_whose_ids_stand_once(page):
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and {"growth", "growth-2"} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert '<span class="number">图 2</span>' in page


def test_a_table_has_heads_and_nothing_where_there_is_no_value(page):
    table = re.search(r'<table[^>]*frame">.*?</table>', page, re.DOTALL)[0]
    assert '<th scope="col">项目</th>' in table and "NaN" not in table and "None" not in table
    assert '<td>甲</td><td class="amount">1.5</td>' in table.replace("\n", "")
    assert "<tbody>" in table and "<th>" not in table, "the index only counts and is not shown"


def test_a_wide_table_is_printed_small_and_a_named_index_heads_its_rows(page):
    assert '<div class="own wide">' in page
    assert '<th scope="col">kind</th>' in page and '<th scope="row">amount</th>' in page


def test_an_own_picture_is_in_the_page_and_its_words_are_told(page):
    assert re.search(
        r'<img src="data:image/png;base64,[^"]+" width="\d+" alt="图：两个项目的支出', page
    )
    assert "BarContainer" not in page and "<matplotlib" not in page and "Text(" not in page


def test_what_is_printed_stands_there_and_code_does_not(page):
    assert ">一共 3 项\n</pre>" in page
    assert "plt.subplots" not in page and "REPORT" not in page


def test_the_page_does_not_say_that_only_the_report_was_used(page):
    assert "没有使用报告以外的数据" not in page
    assert "没有行号的数字、表和图由编制人给出" in page


def test_the_same_notebooks_give_the_same_bytes(page, tmp_path):
    assert bind(tmp_path, *MANY) == page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_a_reader_of_any_screen_sees_all_of_it(page, tmp_path, width, scheme):
    with (
        browser.launch(tmp_path) as chromium,
        browser.opened(
            chromium, page, tmp_path, width=width, scheme=scheme, bypass_csp=True
        ) as tab,
    ):
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        asked = browser.listen(tab)
        tab.reload()
        assert asked == [] or all(address.startswith("file:") for address in asked)
        assert browser.axe_faults(tab) == []


def test_a_failing_cell_is_one_line_with_notebook_and_cell_and_leaves_no_page(tmp_path):
    with pytest.raises(BriefingError) as caught:
        bind(tmp_path, "md:# 错", "x = 1\ntotal = report.nothing")
    told = str(caught.value)
    # the parameters, the imports and the heading stand before it
    assert told.startswith("01-mine.ipynb 第 4 格“x = 1”：运行出错：AttributeError")
    assert "\n" not in told and not (tmp_path / "page.html").exists()


def test_a_cell_that_only_sets_report_is_the_one_of_parameters_untagged_too(tmp_path):
    cells = ['REPORT = REPORT or "也不是"', 'REPORT = "别的.docx"\nRULES = ""', "print(REPORT)"]
    path = tmp_path / "01-mine.ipynb"
    made = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    nbformat.write(made, path)
    notebook = read_notebook(path)
    assert notebook.report == "别的.docx"
    set_parameters(notebook, {"REPORT": "本年.docx"})
    assert [cell.source for cell in notebook.cells] == [
        *cells[:2],
        "REPORT = '本年.docx'",
        cells[2],
    ]


def test_an_error_is_all_that_is_told_and_what_was_bound_comes_after_the_page(tmp_path):
    told = []
    with pytest.raises(BriefingError):
        bind(tmp_path, "1 / 0", tell=told.append)
    assert told == []
    bind(tmp_path, "import warnings\nwarnings.warn('旧的写法')", tell=told.append)
    assert [line.partition(" ")[0] for line in told] == ["01-mine.ipynb", "装订了"]


def test_a_cell_that_may_fail_shows_its_error(tmp_path):
    path = write_notebook(tmp_path / "01-mine.ipynb", "1 / 0", "print('还在')")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    written = pa.write_briefing(REPORT, tmp_path / "page.html", notebooks=path)
    page = written.read_text(encoding="utf-8")
    assert "ZeroDivisionError：division by zero" in page and "还在" in page


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("from IPython.display import HTML\nHTML('<script>alert(1)</script>')", "<script>"),
        ("from IPython.display import HTML\nHTML('<img src=\"https://a.cn/b.png\">')", "src="),
        ("from IPython.display import HTML\nHTML('<style>@import \"x.css\"</style>')", "@import"),
        ("md:![](https://a.cn/b.png)", "图片在网上"),
        ("md:![](没有.png)", "没有图片 没有.png"),
        ("md:见[那里](#没有这一节)", "没有去处的链接 没有这一节"),
    ],
)
def test_what_a_page_read_offline_cannot_hold_is_refused_by_name(tmp_path, cell, reason):
    with pytest.raises(BriefingError, match=re.escape(reason)) as caught:
        bind(tmp_path, cell)
    assert "01-mine.ipynb" in str(caught.value) and "\n" not in str(caught.value)


def test_a_warning_and_a_control_are_told_and_not_lost(tmp_path):
    told = []
    page = bind(
        tmp_path,
        "import warnings\nwarnings.warn('口径变了')",
        "from IPython.display import display\n"
        "display({'application/vnd.any+json': {}, 'text/plain': '滑块'}, raw=True)",
        tell=told.append,
    )
    assert any("第 3 格" in line and "口径变了" in line for line in told)
    assert any("第 4 格" in line and "JupyterLab" in line for line in told) and "滑块" in page


def test_pictures_beside_the_notebook_are_taken_into_the_page(tmp_path):
    (tmp_path / "图 1.png").write_bytes(PNG)
    page = bind(tmp_path, "md:![我们的图](图%201.png)")
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="我们的图">', page)


def test_ids_of_the_page_itself_are_not_taken_by_an_own_cell(tmp_path):
    page = bind(
        tmp_path, 'from IPython.display import HTML\nHTML(\'<p id="F001">甲</p><p id="s1">乙</p>\')'
    )
    assert '<p id="F001-2">甲</p>' in page and '<tr id="F001">' in page


def test_parameters_are_given_as_papermill_gives_them(tmp_path):
    profile = tmp_path / "city.toml"
    profile.write_text(
        (briefing.find_notebooks().parent / "data/rules/sichuan-2023.toml").read_text("utf-8"),
        encoding="utf-8",
    )
    told = "print(RULES, LEDGER, 自己的)"
    write_notebook(
        tmp_path / "01-mine.ipynb",
        told,
        parameters='REPORT = "2022-suigang"\nRULES = ""\nLEDGER = "无"\n自己的 = 5',
    )
    written = pa.write_briefing(
        REPORT, tmp_path / "page.html", notebooks=tmp_path, rules=str(profile)
    )
    assert f"{profile} 无 5" in written.read_text(encoding="utf-8"), "what is not given stays"


def test_without_a_cell_of_parameters_they_stand_before_all_others(tmp_path):
    path = write_notebook(tmp_path / "01-mine.ipynb", "print(len(report.figures))")
    notebook = nbformat.read(path, as_version=4)
    del notebook.cells[0]
    nbformat.write(notebook, path)
    written = pa.write_briefing(REPORT, tmp_path / "page.html", notebooks=path)
    assert ">74\n</pre>" in written.read_text(encoding="utf-8")


def test_the_report_that_the_notebooks_name_is_the_one_bound(tmp_path, capfd):
    (tmp_path / "乙局.txt").write_text(
        "乙县水务局2023年部门整体支出绩效自评报告\n一、资金\n全年预算数200万元。\n",
        encoding="utf-8",
    )
    write_notebook(tmp_path / "01-a.ipynb", parameters='REPORT = "乙局.txt"')
    output = tmp_path / "page.html"
    assert cli.main(["brief", "--notebooks", str(tmp_path), "-o", str(output)]) == 0
    assert "乙县水务局" in output.read_text(encoding="utf-8")
    assert "装订了 01-a.ipynb" in capfd.readouterr().err
    write_notebook(tmp_path / "02-b.ipynb", parameters='REPORT = "2022-suigang"')
    assert cli.main(["brief", "--notebooks", str(tmp_path), "-o", str(output)]) == 2
    assert "REPORT 不一样" in capfd.readouterr().err


def test_which_notebooks_of_the_lab_are_bound_is_said(tmp_path):
    from perf_analysis.lab import copy_notebooks

    copy_notebooks(tmp_path)
    shelf = open_shelf(tmp_path, has_previous=False)
    assert [notebook.path.name[:2] for notebook in shelf.bound] == ["00", "01", "02", "03", "04"]
    assert "没有装订 05 与上年报告比较.ipynb（没有给出上一年的报告）" in str(shelf)
    assert len(open_shelf(tmp_path, has_previous=True).bound) == 6


def test_an_edited_copy_is_bound_when_named_and_spoken_of_when_not(tmp_path, monkeypatch, capfd):
    from perf_analysis.lab import copy_notebooks

    copy_notebooks(tmp_path / "perf-notebooks")
    edited = tmp_path / "perf-notebooks" / "02 预算执行.ipynb"
    notebook = nbformat.read(edited, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("这一段是我加的。"))
    nbformat.write(notebook, edited)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["brief", "--date", "2026-01-02"]) == 0
    assert "没有装订这里改过的 02 预算执行.ipynb" in capfd.readouterr().err
    assert cli.main(["brief", "--notebooks", "perf-notebooks", "--date", "2026-01-02"]) == 0
    assert "这一段是我加的。" in (tmp_path / "briefing.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ipynb", "{", "第 1 行"),
        ("a.ipynb", json.dumps({"nbformat": 3, "worksheets": []}), "版本太旧"),
        ("a.txt", "", "里面没有 notebook"),
    ],
)
def test_a_folder_that_cannot_be_bound_is_one_line(tmp_path, name, content, reason):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        pa.write_briefing(REPORT, tmp_path / "page.html", notebooks=tmp_path)


def test_a_logo_without_a_title_is_a_picture_and_no_text(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    page = bind(tmp_path, "md:甲", logo=tmp_path / "logo.png")
    assert '<img class="logo" src="data:image/png;base64,' in page
    assert "&lt;img" not in page and "&lt;header" not in page


def test_title_and_logo_stand_at_the_top_as_data(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    page = bind(tmp_path, "md:甲", title="我们的<b>简报", logo=tmp_path / "logo.png")
    assert "<h1>我们的&lt;b&gt;简报</h1>" in page and "<title>我们的&lt;b&gt;简报" in page
    assert '<img class="logo" src="data:image/png;base64,' in page
    (tmp_path / "no.png").write_text("no picture", encoding="utf-8")
    with pytest.raises(InputError, match="不是图片"):
        bind(tmp_path, "md:甲", logo=tmp_path / "no.png")
    with pytest.raises(InputError, match=r"文件不存在；名字相近的有 logo\.png、no\.png；检查路径"):
        bind(tmp_path, "md:甲", logo=tmp_path / "logos.png")


def test_a_title_that_names_the_department_names_it_once(tmp_path):
    department = REPORT.about.department
    page = bind(tmp_path, "md:甲", title=f"{department}简报")
    top = page[: page.index("</header>")]
    assert top.count(department) == 2, "in the tab and in the heading"
    assert f'<p class="department" lang="zh-CN">{department}</p>' in bind(
        tmp_path, "md:甲", title="简报"
    )


def test_a_warning_is_told_without_its_place_in_a_program(tmp_path):
    told = []
    bind(tmp_path, "import warnings\nwarnings.warn('口径变了')", tell=told.append)
    assert told[0].endswith("：警告（UserWarning）：口径变了")


def test_a_long_error_is_told_as_far_as_one_reads(tmp_path):
    with pytest.raises(BriefingError, match=r"ValueError：长{150,200}…；在 JupyterLab"):
        bind(tmp_path, "raise ValueError('长' * 500)")


def test_more_sections_than_fingers_are_numbered(tmp_path):
    for number in range(12):
        write_notebook(tmp_path / f"{number:02}-part.ipynb", f"md:# 部分{number}\n\n文字")
    written = pa.write_briefing(REPORT, tmp_path / "page.html", notebooks=tmp_path)
    assert "十二、部分11</h2>" in written.read_text(encoding="utf-8")


def by_a_kernel(path, parameters):
    """The outputs of a notebook's cells as nbclient records them, tables shown as on a page."""
    from nbclient import NotebookClient

    sources = read_notebook(path)
    set_parameters(sources, parameters)
    code = [cell.source for cell in sources.cells if cell.kind == "code"]
    begin = (
        "from perf_analysis.briefing.shown import show_as_on_a_page\n"
        "show_as_on_a_page(get_ipython())\n"
        "get_ipython().config.InlineBackend.figure_formats = {'retina'}"
    )
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (begin, *code)]
    )
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return [cell.outputs for cell in notebook.cells[1:]]


def without_counts(outputs):
    return [
        {name: value for name, value in output.items() if name != "execution_count"}
        for output in outputs
    ]


@pytest.mark.parametrize(
    "path",
    [*sorted(briefing.find_notebooks().glob("0[0-46]*.ipynb")), "made"],
    ids=lambda path: getattr(path, "stem", path),
)
def test_the_child_records_what_a_kernel_would(path, tmp_path, monkeypatch):
    """Every notebook of the package, and one of streams, displays and pictures."""
    if path == "made":
        path = write_notebook(
            tmp_path / "made.ipynb",
            "import sys\nprint('甲')\nprint('丙')\nprint('乙', file=sys.stderr)",
            "from IPython.display import display, clear_output, Markdown\n"
            "shown = display('一', display_id='x')\ndisplay(Markdown('**二**'))\n3",
            "print('旧')\nclear_output()\nprint('新')",
            "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('题')\nplt.show()\n'后'",
            "!echo 外面",
            "report.growth.head(2)",
            "4;",
            "_ = 5",
        )
    monkeypatch.setenv("PERF_ANALYSIS_BINDING", "1")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    parameters = {"REPORT": "2022-suigang"}
    notebook = read_notebook(path)
    set_parameters(notebook, parameters)
    running.run_notebooks([notebook], lambda: None)
    here = [cell.outputs for cell in notebook.cells if cell.kind == "code"]
    there = by_a_kernel(path, parameters)
    assert len(here) == len(there) and any(here)
    for one, other in zip(here, there, strict=True):
        assert without_counts(one) == [dict(output) for output in without_counts(other)]


def test_a_briefing_is_bound_inside_a_process_with_threads(tmp_path, monkeypatch):
    """As in a user's JupyterLab, where no copy of the process can be made."""
    import threading

    stop = threading.Event()
    beside = threading.Thread(target=stop.wait)
    beside.start()
    try:
        assert not running._can_fork()
        page = bind(tmp_path, "md:# 甲", "print(len(report.figures))")
    finally:
        stop.set()
        beside.join()
    assert ">74\n</pre>" in page


def test_a_child_ends_with_a_parent_that_was_killed(tmp_path):
    """A cell that never ends writes its process down; the command is killed outright."""
    cell = f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    path = write_notebook(tmp_path / "01-mine.ipynb", cell, "while True: time.sleep(0.1)")
    command = [sys.executable, "-c", "from perf_analysis import cli; cli.main()"]
    command += ["brief", "--notebooks", str(path), "-o", str(tmp_path / "page.html")]
    running_ = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    child = int(_wait_for(lambda: (tmp_path / "pid").read_text()))
    running_.kill()
    running_.wait()
    assert _wait_for(lambda: not _is_alive(child) or None)


def test_what_other_notebooks_run_ends_with_the_one_that_failed(tmp_path):
    """The second is caught in a search that lets no other thread of its process run."""
    other = tmp_path / "other"
    first = f"import os, time\nwhile not os.path.exists({str(other)!r}): time.sleep(0.02)"
    second = f"import os, time\nopen({str(other)!r}, 'w').write(str(os.getpid()))"
    caught = "__import__('re').match('(a+)+$', 'a' * 60 + 'b')"
    notebooks = [
        write_notebook(tmp_path / "01-fails.ipynb", first, "1 / 0"),
        write_notebook(tmp_path / "02-stays.ipynb", second, caught),
    ]
    if not running._can_fork() or os.cpu_count() == 1:
        pytest.skip("several notebooks run at once only where this process can be copied")
    with pytest.raises(BriefingError, match=r"01-fails\.ipynb"):
        running.run_notebooks([read_notebook(path) for path in notebooks], lambda: None)
    child = int(_wait_for(other.read_text))
    assert _wait_for(lambda: not _is_alive(child) or None)


def _wait_for(told):
    for _ in range(1200):
        try:
            if found := told():
                return found
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def _is_alive(process):
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2][:3]
    except OSError:
        return False


def test_a_missing_value_of_any_kind_is_an_empty_cell_and_no_number_has_a_power_of_ten():
    frame = pd.DataFrame(
        {
            "数": pd.array([1, None], dtype="Int64"),
            "金额": [228102.36, None],
            "日": pd.to_datetime(["2024-01-02", None]),
            "名": ["甲", None],
            "小": [0.00012, 250000000.0],
        }
    )
    told = show_frame(frame)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", told)
    assert cells[:5] == ["1", "228102.36", "2024-01-02", "甲", "0.00012"]
    assert cells[5:] == ["", "", "", "", "250000000.00000"]
    assert told.count('class="amount"') == 3 + 4, "three heads and four numbers"


def test_what_pandas_styled_is_the_houses_table_with_its_own_numbers():
    frame = pd.DataFrame({"名": ["甲", "乙"], "数": [1.25, None]})
    told = show_styled(frame.style.format({"数": "{:.1f}"}))
    assert re.findall(r"<td[^>]*>(.*?)</td>", told) == ["甲", "1.2", "乙", ""]
    assert 'class="frame"' in told and "row_heading" not in told
    assert ">—</td>" in show_styled(frame.style.format(precision=1, na_rep="—"))


def test_a_table_too_wide_for_paper_is_printed_in_parts_that_begin_alike():
    """Thirty numbers of ten signs need more than an A4 page has at any size that can be read."""
    frame = pd.DataFrame({"名": ["甲"]} | {f"第{at}列": [1234567.8] for at in range(30)})
    whole, _, parts = show_frame(frame).partition('<div class="parts">')
    heads = [re.findall(r"<th[^>]*>(.*?)</th>", part) for part in parts.split("</table>")[:-1]]
    assert len(heads) > 1 and all(head[0] == "名" for head in heads)
    assert [name for head in heads for name in head[1:]] == [f"第{at}列" for at in range(30)]
    assert re.findall(r"<th[^>]*>(.*?)</th>", whole) == list(frame.columns)
    assert "parted" not in show_frame(frame.iloc[:, :4])


def test_where_a_file_was_saved_is_nothing_to_show(tmp_path):
    page = bind(tmp_path, "charts.show_growth(report.growth).save('out.png')")
    assert "Path(" not in page and (tmp_path / "out.png").is_file()


def test_helper_columns_come_last_in_tables_for_people():
    heads = list(REPORT.growth_zh.columns)
    first = next(at for at, head in enumerate(heads) if head.endswith(("编号", "小数位")))
    assert heads[0] == "指标" and first > heads.index("状态")
    assert all(head.endswith(("编号", "小数位")) for head in heads[first:])
