"""The project ledger: what it names, what people typed is kept, and what its proofs are asked."""

import datetime
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import needs
import pytest
from checked import checked as told_by_checks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

import perf_analysis as pa
from perf_analysis import charts, cli, codebook
from perf_analysis.codebook import STRENGTHS
from perf_analysis.errors import InputError
from perf_analysis.ledger import find_items, read_ledger, write_ledger
from perf_analysis.ledger.columns import (
    CLAIMED,
    DATE,
    FILE,
    FOUND,
    GONE,
    METHOD,
    NAME,
    NOTE,
    ORIGINAL,
    OVERVIEW,
    PERSON,
    REWRITTEN,
    STRENGTH,
    TARGET,
    TOLD,
    TYPED,
    WEIGHT,
)

HEAD = (
    "青石县水务局2022年部门整体支出绩效自评报告\n一、基本情况\n（一）年度绩效目标\n{goals}\n"
    "二、绩效情况\n（一）完成情况\n{results}\n"
)
DREDGING, DAMS, SCHOOLS = (
    "疏浚河道，恢复行洪断面。",
    "巡查水库大坝，排除渗漏隐患。",
    "为山区学校安装净水设备。",
)
FORM = """项目支出绩效自评表
| 项目名称 | {project} | | | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 100 | 100 | 98 | 10 | 98% | 9.8 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 疏浚长度 | 10公里 | 12公里 | 50 | 50 | |
| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 95% | 40 | 40 | |
| 总分 | | | | | 100 | 99.8 | |
"""


def text(*goals, results="1.疏浚河道12公里，恢复行洪断面。", form=""):
    return (
        HEAD.format(
            goals="\n".join(f"{at}.{goal}" for at, goal in enumerate(goals, 1)), results=results
        )
        + form
    )


@pytest.fixture
def read(tmp_path):
    def read(words):
        path = tmp_path / "made.txt"
        path.write_text(words, encoding="utf-8")
        return pa.read(path)

    return read


@pytest.fixture
def report(read):
    return read(text(DREDGING, DAMS, SCHOOLS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "台账.xlsx"


def fill(path, edits):
    """Type into cells, by sheet, row and head of the column."""
    book = load_workbook(path)
    for (sheet, row, head), value in edits.items():
        columns = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(
            row, columns.index(head) + 1 if head in columns else len(columns) + 1
        ).value = value
        if head not in columns:
            book[sheet].cell(1, len(columns) + 1).value = head
    book.save(path)


def cells(path, sheet, row):
    """A row of a sheet by the heads of its columns, without the empty ones."""
    page = load_workbook(path)[sheet]
    return {
        page.cell(1, cell.column).value: cell.value for cell in page[row] if cell.value is not None
    }


# --- what it names ---


def test_the_ledger_of_2022_names_16_goals_and_tasks_9_without_result_and_none_with_proof(path):
    written = pa.load().write_ledger(path)
    assert (written.items, written.missing, written.kept, written.conflicts) == (16, 9, 0, ())
    rows = read_ledger(path)
    assert rows["sheet"].value_counts().to_dict() == {"绩效目标": 9, "重点工作任务": 7}
    assert rows["file"].isna().all()
    assert (
        told_by_checks(pa.load(), only=["EVIDENCE"], ledger=path)["status"] == "question"
    ).sum() == 16


def test_goals_tasks_and_each_project_have_a_sheet_of_their_own(read, path):
    read(
        text(DREDGING, form=FORM.format(project="河道治理") + FORM.format(project="水质监测"))
    ).write_ledger(path)
    assert load_workbook(path).sheetnames == [
        OVERVIEW,
        "绩效目标",
        "河道治理",
        "水质监测",
        ORIGINAL,
    ]
    row = cells(path, "河道治理", 2)
    assert [row[head] for head in (NAME, TARGET, WEIGHT, CLAIMED)] == [
        "疏浚长度",
        "10公里",
        "50",
        "12公里",
    ]


def test_a_sheet_is_set_up_to_be_filled_and_printed(report, path):
    report.write_ledger(path)
    sheet = load_workbook(path)["绩效目标"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:N4"
    assert [cell.value for cell in sheet[1]] == [*TOLD, *TYPED]
    choices = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert f'"{",".join(STRENGTHS)}"' in choices and len(choices) == 2
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert len(sheet.conditional_formatting) == 2


def test_the_overview_counts_by_formulas_and_names_the_report(report, path):
    report.write_ledger(path)
    sheet = load_workbook(path)[OVERVIEW]
    assert "青石县水务局" in sheet["A1"].value and sheet["A4"].value == "绩效目标"
    assert sheet["B4"].value == "=COUNTA('绩效目标'!B2:B4)"


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@SUM(1)",
        "[a]:*?/\\",
        "'",
        "a" * 60,
        "总览",
        "History",
        "疏\x07浚",
    ],
)
def test_text_of_a_report_is_neither_formula_nor_a_name_that_excel_refuses(read, path, name):
    read(
        text(DREDGING, form=FORM.format(project=name).replace("疏浚长度", name.replace("|", "")))
    ).write_ledger(path)
    book = load_workbook(path)
    formulas = [
        cell.coordinate
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "f" and sheet.title != OVERVIEW
    ]
    assert formulas == [] and all(len(title) <= 31 for title in book.sheetnames)


# --- what people typed ---

TYPED_CELLS = {
    FILE: "验收单.pdf",
    METHOD: "情况统计法",
    DATE: datetime.datetime(2022, 11, 3),
    FOUND: 12,
    STRENGTH: STRENGTHS[1],
    PERSON: "李工",
    NOTE: "第 3 页",
}


def test_writing_again_keeps_every_cell_and_says_how_many(report, path):
    report.write_ledger(path)
    fill(path, {("绩效目标", 3, head): value for head, value in TYPED_CELLS.items()})
    written = report.write_ledger(path)
    assert (written.kept, written.conflicts) == (7, ())
    assert {head: cells(path, "绩效目标", 3)[head] for head in TYPED} == TYPED_CELLS


def test_what_was_typed_follows_its_goal_when_others_come_before_it(read, path):
    read(text(DREDGING, DAMS)).write_ledger(path)
    fill(path, {("绩效目标", 3, PERSON): "李工"})
    written = read(text(SCHOOLS, DREDGING, DAMS)).write_ledger(path)
    assert cells(path, "绩效目标", 4)[PERSON] == "李工" and written.conflicts == ()


def test_a_goal_that_is_gone_keeps_its_cells_on_a_sheet_and_takes_them_back(read, path):
    read(text(DREDGING, DAMS)).write_ledger(path)
    fill(path, {("绩效目标", 3, PERSON): "李工"})
    written = read(text(DREDGING)).write_ledger(path)
    assert cells(path, GONE, 2)[PERSON] == "李工" and GONE in written.conflicts[0]
    assert "李工" not in read_ledger(path)["person"].tolist()
    again = read(text(DREDGING, DAMS)).write_ledger(path)
    assert cells(path, "绩效目标", 3)[PERSON] == "李工" and again.conflicts == ()
    assert GONE not in load_workbook(path).sheetnames


def test_a_goal_worded_anew_takes_the_cells_and_says_so(read, path):
    read(text("维修全县中小型水库大坝并排除渗漏。")).write_ledger(path)
    fill(path, {("绩效目标", 2, PERSON): "李工"})
    written = read(text("维修全县中小型水库大坝和排除渗漏。")).write_ledger(path)
    assert cells(path, "绩效目标", 2)[PERSON] == "李工" and "改写为" in written.conflicts[0]


def test_a_result_that_changed_is_told_where_a_proof_was_named(read, path):
    read(text(DREDGING, form=FORM.format(project="河道治理"))).write_ledger(path)
    fill(path, {("河道治理", 2, FOUND): "12公里"})
    written = read(
        text(DREDGING, form=FORM.format(project="河道治理").replace("12公里", "13公里"))
    ).write_ledger(path)
    assert written.conflicts == ("疏浚长度：报告写的结果由“12公里”变为“13公里”，佐证请再核对",)


def test_a_second_proof_of_one_item_is_a_row_more(report, path):
    report.write_ledger(path)
    identity = cells(path, "绩效目标", 2)[TOLD[0]]
    fill(
        path,
        {
            ("绩效目标", 2, FILE): "a.pdf",
            ("绩效目标", 9, TOLD[0]): identity,
            ("绩效目标", 9, FILE): "b.pdf",
        },
    )
    report.write_ledger(path)
    assert [cells(path, "绩效目标", row)[FILE] for row in (2, 3)] == ["a.pdf", "b.pdf"]
    assert cells(path, "绩效目标", 3)[TOLD[0]] == identity


def test_columns_sheets_comments_and_cells_written_over_are_kept(report, path):
    report.write_ledger(path)
    fill(path, {("绩效目标", 2, "科室"): "工程科", ("绩效目标", 3, TOLD[1]): "巡查大坝（含小型）"})
    book = load_workbook(path)
    book["绩效目标"]["B2"].comment = Comment("先看合同", "李工")
    book["绩效目标"]["P4"].value = "没有列名"
    book.create_sheet("我的表")["A1"].value = "=1+1"
    book.save(path)
    for _ in range(2):  # and again
        report.write_ledger(path)
        assert cells(path, "绩效目标", 2)["科室"] == "工程科"
        assert cells(path, "绩效目标", 3)[REWRITTEN] == "目标或指标：巡查大坝（含小型）"
        assert "没有列名" in cells(path, "绩效目标", 4).values()
        kept = load_workbook(path)
        assert (
            kept["绩效目标"]["B2"].comment.text == "先看合同"
            and kept["我的表"]["A1"].value == "=1+1"
        )


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")),
    min_size=1,
    max_size=12,
).filter(str.strip)
VALUES = st.one_of(
    WORDS,
    st.integers(-(10**9), 10**9),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)),
    st.booleans(),
)


EDITS = st.dictionaries(
    st.tuples(st.integers(2, 4), st.sampled_from([*TYPED, "科室", "再一列"])),
    VALUES,
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    """The items of the goals, and whose report they are of."""
    source = tmp_path_factory.mktemp("items") / "made.txt"
    source.write_text(text(DREDGING, DAMS, SCHOOLS), encoding="utf-8")
    report = pa.read(source)
    return report.about, find_items(report.reading.goals, report.reading.rows("indicators"))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, dropped=st.sets(st.integers(0, 2), max_size=2))
def test_no_cell_that_a_person_fills_is_lost(edits, dropped, items, tmp_path_factory):
    path, (about, known) = tmp_path_factory.mktemp("edits") / "台账.xlsx", items
    write_ledger(about, known, path)
    fill(path, {("绩效目标", row, head): value for (row, head), value in edits.items()})
    write_ledger(about, [item for at, item in enumerate(known) if at not in dropped], path)
    own = [sheet for sheet in load_workbook(path) if sheet.title not in (OVERVIEW, ORIGINAL)]
    kept = [
        cell.value
        for sheet in own
        for row in sheet.iter_rows(min_row=2, min_col=len(TOLD) + 1)
        for cell in row
        if cell.value is not None
    ]
    assert sorted(map(_told, kept)) == sorted(map(_told, edits.values()))


def _told(value):
    return str(value.date() if isinstance(value, datetime.datetime) else value)


@needs.libreoffice(shutil.which("soffice"))
def test_a_ledger_saved_by_libreoffice_keeps_every_cell(report, path, tmp_path):
    report.write_ledger(path)
    fill(
        path,
        {
            ("绩效目标", row, head): value
            for row in (2, 3, 4)
            for head, value in TYPED_CELLS.items()
        },
    )
    saved = tmp_path / "saved"
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(saved),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    before = read_ledger(path)
    assert read_ledger(saved / path.name).equals(before)
    shutil.copyfile(saved / path.name, path)
    written = report.write_ledger(path)
    assert (written.kept, written.conflicts) == (21, ())
    assert read_ledger(path).equals(before)


# --- what is refused ---


FILES = Path(__file__).parent / "reports" / "cases" / "files"


def test_pictures_in_cells_of_wps_are_kept_in_a_copy_that_is_told(read, path, capfd):
    read(text(DREDGING, DAMS, SCHOOLS))
    shutil.copy(FILES / "l01_cell_image_of_wps.xlsx", path)
    before = path.read_bytes()
    assert cli.main(["ledger", str(path.with_name("made.txt")), "-o", str(path)]) == 0
    assert path.with_name("台账.旧.xlsx").read_bytes() == before
    assert "写不回去的内容，另存为 台账.旧.xlsx" in capfd.readouterr().err


def test_a_link_of_a_proof_is_kept(report, path):
    shutil.copy(FILES / "l02_hyperlink.xlsx", path)
    assert report.write_ledger(path).backup is None
    sheet = load_workbook(path)["绩效目标"]
    cell = sheet.cell(2, [head.value for head in sheet[1]].index(FILE) + 1)
    assert (cell.value, cell.hyperlink.target) == ("走访台账.pdf", "佐证/走访台账.pdf")


@pytest.mark.parametrize(
    ("name", "content", "is_lost"),
    [
        ("xl/richData/richValueRel.xml", "<a/>", True),
        ("xl/ctrlProps/ctrlProp1.xml", "<a/>", True),
        ("xl/sharedStrings.xml", "<sst><si><r><t>a</t></r></si></sst>", True),
        ("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>", False),
        ("xl/printerSettings/printerSettings1.bin", "a", False),
    ],
)
def test_what_is_not_written_again_is_copied_first(report, path, name, content, is_lost):
    report.write_ledger(path)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr(name, content)
    assert bool(report.write_ledger(path).backup) == is_lost


def test_a_ledger_of_our_own_is_not_copied(report, path):
    report.write_ledger(path)
    book = load_workbook(path)
    book["绩效目标"]["F2"].comment = Comment("已核", "甲")
    book.save(path)
    assert report.write_ledger(path).backup is None


@pytest.mark.parametrize("lock", ["~$台账.xlsx", ".~lock.台账.xlsx#"])
def test_a_ledger_that_is_open_is_not_touched(report, path, lock):
    report.write_ledger(path)
    before = path.read_bytes()
    (path.parent / lock).write_bytes(b"")
    with pytest.raises(InputError, match="里打开"):
        report.write_ledger(path)
    assert path.read_bytes() == before


def packed(path, **parts):
    """A ledger with further parts in its archive."""
    added = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(added, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    path.write_bytes(added.getvalue())


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("xl__vbaProject.bin", b"macro", "宏"),
        ("xl__externalLinks__externalLink1.xml", b"<a/>", "链接到别的文件"),
        ("xl__more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        ("xl__bomb.xml", b"<a>" + b" " * 60_000_000 + b"</a>", "解压后超过"),
    ],
)
def test_a_hostile_workbook_is_refused_in_one_line(report, path, name, content, told):
    report.write_ledger(path)
    packed(path, **{name: content})
    before = path.read_bytes()
    for act in (lambda: read_ledger(path), lambda: report.write_ledger(path)):
        with pytest.raises(InputError, match=told) as caught:
            act()
        assert "\n" not in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04xl/ cut"])
def test_what_is_no_ledger_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_ledger(path)


def test_a_workbook_of_something_else_is_refused(path):
    Workbook().save(path)
    with pytest.raises(InputError, match="不是台账"):
        read_ledger(path)


# --- what its proofs are asked ---


def evidence(report, path, **checked):
    found = told_by_checks(report, only=["EVIDENCE"], ledger=path, **checked)
    return [(row.status, row.message) for row in found.itertuples()]


@pytest.fixture
def proven(read, path):
    """A report of one project with its ledger, each indicator with a sound proof;
    more is typed over it.
    """
    report = read(
        FORM.format(project="河道治理").join(("青石县水务局2022年项目支出绩效自评报告\n", ""))
    )
    report.write_ledger(path)
    sound = {FILE: "{}.pdf", METHOD: "问卷调查法", DATE: "2022年11月", STRENGTH: STRENGTHS[1]}
    fill(
        path,
        {
            ("河道治理", row, head): value.format(row)
            for row in (2, 3)
            for head, value in sound.items()
        },
    )
    return report


def test_a_sound_proof_holds(proven, path):
    assert [status for status, _ in evidence(proven, path)] == ["holds", "holds"]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ({(2, FILE): None}, "没有佐证文件"),
        ({(2, DATE): datetime.datetime(2021, 12, 31)}, "佐证日期 2021-12-31 不在 2022 年初"),
        ({(2, DATE): "2024年1月"}, "佐证日期 2024-01 不在 2022 年初至 2023 年底"),
        ({(2, STRENGTH): "情况说明"}, "佐证强度为“情况说明”"),
        ({(2, METHOD): "情况说明法"}, "取值方法是情况说明法"),
        ({(3, METHOD): "情况统计法"}, "满意度应由问卷或权威调查得出"),
    ],
)
def test_a_proof_that_is_missing_late_or_weak_is_asked_for(proven, path, edits, told):
    fill(path, {("河道治理", row, head): value for (row, head), value in edits.items()})
    found = evidence(proven, path)
    assert [status for status, message in found if told in message] == ["question"]
    assert [status for status, message in found].count("holds") == 1


@pytest.mark.parametrize("date", [datetime.date(2022, 1, 1), "2023年3月", "2023-12-31"])
def test_a_proof_may_be_signed_until_the_end_of_the_next_year(proven, path, date):
    fill(path, {("河道治理", row, DATE): date for row in (2, 3)})
    assert [status for status, _ in evidence(proven, path)] == ["holds", "holds"]


def test_a_strength_that_is_not_in_the_list_is_refused_by_name_and_place(proven, path):
    fill(path, {("河道治理", 3, STRENGTH): "很强"})
    with pytest.raises(InputError, match="河道治理 第 3 行；佐证强度“很强”不在列表里") as caught:
        read_ledger(path)
    assert all(strength in str(caught.value) for strength in STRENGTHS)


def test_what_has_no_proof_comes_first(read, path):
    report = read(text(DREDGING, DAMS, SCHOOLS))
    report.write_ledger(path)
    fill(path, {("绩效目标", 2, FILE): "1.pdf", ("绩效目标", 3, FILE): "2.pdf"})
    found = evidence(report, path)
    assert "没有佐证文件" in found[0][1] and "没有佐证文件" not in found[1][1]


@pytest.mark.parametrize(
    ("value", "number_format", "told"),
    [
        (0.95, "0%", "95%"),  # as Excel and WPS keep 95% that a person types
        (0.9534, "0.00%", "95.34%"),
        (0.9534, "0%", "95.34%"),  # what was typed, however few digits are shown
        (1.0, "0%", "100%"),
        (2 / 3, "0.0%", "66.6667%"),
        (0.95, "General", "0.95"),
        (12.0, "0.00", "12"),
    ],
)
def test_a_percentage_typed_in_excel_is_read_as_it_is_shown(
    proven, path, value, number_format, told
):
    fill(path, {("河道治理", 3, FOUND): value})
    book = load_workbook(path)
    sheet = book["河道治理"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(3, heads.index(FOUND) + 1).number_format = number_format
    book.save(path)
    assert read_ledger(path)["found"].iloc[1] == told
    found = proven.check(only=["LEDGER-VALUE"], ledger=path)
    # the form says 95%, which may be 94.5 to 95.5
    wanted = ["holds"] if told in ("95%", "95.34%") else ["fails"]
    assert found["status"].tolist() == wanted


def test_a_ledger_without_the_columns_of_target_and_weight_keeps_what_was_typed(report, path):
    """As the release before wrote it: five grey columns."""
    report.write_ledger(path)
    fill(path, {("绩效目标", 2, FILE): "1.pdf"})
    book = load_workbook(path)
    for name in ("绩效目标", ORIGINAL):
        heads = [cell.value for cell in book[name][1]]
        book[name].delete_cols(heads.index(TARGET) + 1, 2)
    book.save(path)
    written = report.write_ledger(path)
    assert (written.kept, written.conflicts) == (1, ())
    assert cells(path, "绩效目标", 2)[FILE] == "1.pdf"
    assert [cell.value for cell in load_workbook(path)["绩效目标"][1]] == [*TOLD, *TYPED]


def test_a_file_that_is_not_there_is_asked_for(proven, path, tmp_path):
    folder = tmp_path / "proofs"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "2.pdf").write_bytes(b"")
    found = evidence(proven, path, evidence=folder)
    assert [status for status, _ in found] == [
        "holds",
        "question",
    ] and "3.pdf 不在佐证文件夹里" in found[1][1]
    with pytest.raises(InputError, match="没有这个佐证文件夹"):
        evidence(proven, path, evidence=tmp_path / "none")


def test_one_file_for_many_items_is_asked_for(path):
    report = pa.load()
    report.write_ledger(path)
    fill(path, {("绩效目标", row, FILE): "总结.docx" for row in range(2, 6)})
    assert sum("用作 4 项的佐证" in message for _, message in evidence(report, path)) == 4


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ("12公里", "holds"),
        (12, "holds"),
        ("12.4公里", "holds"),
        ("43公里", "fails"),
        (43, "fails"),
        ("十二公里", "holds"),
        ("１２．４公里", "holds"),
        ("4条", "question"),
        ("见附件", "question"),
    ],
)
def test_a_value_in_a_proof_is_held_against_the_report(proven, path, found, status):
    fill(path, {("河道治理", 2, FOUND): found})
    [row] = told_by_checks(proven, only=["LEDGER-VALUE"], ledger=path).itertuples()
    assert row.status == status


@pytest.mark.parametrize(
    ("found", "status"), [("95.30％", "holds"), ("九成五", "holds"), ("九成", "fails")]
)
def test_a_share_in_full_width_or_in_words_is_read(proven, path, found, status):
    """The form says 95%, which may be 94.5 to 95.5."""
    fill(path, {("河道治理", 3, FOUND): found})
    assert proven.check(only=["LEDGER-VALUE"], ledger=path)["status"].tolist() == [status]


@pytest.mark.parametrize(
    ("found", "told"),
    [("见附件", "读不出数，没有和报告比"), ("4条", "报告的单位是公里，没有比")],
)
def test_a_value_that_cannot_be_compared_is_told_with_its_cell_and_a_remedy(
    proven, path, found, told
):
    fill(path, {("河道治理", 2, FOUND): found})
    row = proven.check(only=["LEDGER-VALUE"], ledger=path).iloc[0]
    assert f"“{found}”（河道治理 第 2 行）" in row["message"] and told in row["message"]
    assert row["ask"]


@pytest.mark.parametrize("date", ["去年年底", "2022年13月", "2023-02-30", "待补"])
def test_a_date_that_is_none_is_told_with_its_cell(proven, path, date):
    fill(path, {("河道治理", 2, DATE): date})
    [(status, message)] = [row for row in evidence(proven, path) if row[0] != "holds"]
    assert status == "question" and "不是日期（河道治理 第 2 行）" in message


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (44926, "2022-12-31"),  # as Excel numbers the day where the cell is no date
        ("20221231", "2022-12-31"),
        ("２０２２年１１月", "2022-11"),
        ("2022年第四季度", "2022年第四季度"),
        ("2022-2023年", "2022-2023年"),
    ],
)
def test_dates_as_people_type_them_are_dates(proven, path, date, told):
    fill(path, {("河道治理", 2, DATE): date})
    assert read_ledger(path)["date"].iloc[0] == told
    assert {status for status, _ in evidence(proven, path)} == {"holds"}


# --- the command ---


def test_a_report_that_names_nothing_for_a_ledger_is_told_so_and_nothing_is_written(
    read, path, capfd
):
    read("青石县水务局2022年度部门整体支出绩效自评报告\n一、预算执行情况\n执行数80万元。\n")
    assert cli.main(["ledger", str(path.parent / "made.txt"), "-o", str(path)]) == 2
    told = capfd.readouterr().err
    assert "没有可以写进台账的项目" in told and len(told.splitlines()) == 1
    assert not path.exists()


def test_the_command_writes_checks_and_says_what_it_kept(read, path, capfd):
    read(text(DREDGING, DAMS))
    source = str(path.parent / "made.txt")
    assert cli.main(["ledger", source, "-o", str(path)]) == 0
    assert "2 项" in capfd.readouterr().out
    fill(path, {("绩效目标", 2, PERSON): "李工"})
    assert cli.main(["ledger", source, "-o", str(path)]) == 0
    assert "保留已填的单元格 1 个" in capfd.readouterr().out
    assert cli.main(["ledger", source, "--check", str(path)]) == 0
    assert "没有佐证文件" in capfd.readouterr().out
    assert cli.main(["check", source, "--ledger", str(path), "--only", "EVIDENCE"]) == 0
    assert (
        cli.main(["ledger", source]) == 2
        and cli.main(["check", source, source, "--ledger", str(path)]) == 2
    )


def test_a_value_that_does_not_agree_ends_in_status_1(proven, path):
    fill(path, {("河道治理", 2, FOUND): "43公里"})
    assert cli.main(["ledger", str(Path(proven.source)), "--check", str(path)]) == 1


# --- in charts and in the briefing ---


def rows_of(*states):
    """A ledger of one sheet, an item for each state of its proof."""
    files = {
        "strong": ("a.pdf", STRENGTHS[1]),
        "weak": ("b.pdf", None),
        "weakest": ("c.pdf", "情况说明"),
        "none": (None, None),
    }
    named = [(str(at), *files[state]) for at, state in enumerate(states)]
    rows = [
        {
            "item_id": at,
            "name": f"第 {at} 项",
            "sheet": "河道治理",
            "row": 2,
            "file": file,
            "strength": strength,
        }
        for at, file, strength in named
    ]
    return codebook.build(codebook.LEDGER, rows)


@pytest.mark.parametrize(
    ("states", "title"),
    [
        (("strong", "weak"), "台账的 2 项都有佐证文件"),
        (("none", "none"), "台账的 2 项都没有佐证文件"),
        (("strong", "weak", "none", "weakest"), "台账的 4 项里，1 项没有佐证文件"),
    ],
)
def test_the_chart_of_evidence_says_how_many_name_no_proof(states, title):
    shown = charts.show_evidence(rows_of(*states))
    assert str(shown.words.title) == title
    assert charts.plot_evidence(rows_of(*states)).get_title(loc="left") == title
    assert str(shown.words.alt).startswith(
        f"堆叠条形图。河道治理：{states.count('strong')} 项有佐证"
    )


def test_an_item_with_two_proofs_counts_once_by_the_better_one():
    ledger = rows_of("none", "strong").assign(item_id="1")
    assert str(charts.show_evidence(ledger).words.title) == "台账的 1 项都有佐证文件"


def test_bars_of_evidence_are_as_long_as_their_counts():
    bars = [
        patch.get_width()
        for patch in charts.plot_evidence(rows_of("strong", "strong", "weak", "none")).patches
        if patch.get_height() == 20
    ]
    assert bars == [2, 1, 1]


def test_without_a_ledger_there_is_no_chart():
    assert charts.show_evidence(None) is None and charts.show_evidence(rows_of()) is None


def test_the_briefing_with_a_ledger_shows_and_checks_its_proofs(proven, path, tmp_path):
    fill(path, {("河道治理", 2, FOUND): "43公里", ("河道治理", 3, FILE): None})
    assert (
        cli.main(
            ["brief", str(proven.source), "--ledger", str(path), "-o", str(tmp_path / "b.html")]
        )
        == 0
    )
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "台账的 2 项里，1 项没有佐证文件" in page and 'id="c-LEDGER-VALUE"' in page
    assert "除报告和部门填写的台账外" in page
