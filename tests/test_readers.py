import csv
import re

import pytest

from perf_analysis import codebook
from perf_analysis.errors import InputError
from perf_analysis.report import load

FIGURES, GOALS, ABOUT = "figures.csv", "goals.csv", "report.toml"


def change_cell(folder, file, row, column, text):
    """Write `text` into one cell; the row is counted as an editor does, the head being line 1."""
    with (folder / file).open(encoding="utf-8", newline="") as opened:
        cells = list(csv.reader(opened))
    cells[row - 1][cells[0].index(column)] = text
    with (folder / file).open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(cells)


def change_text(folder, file, old, new):
    """Replace a passage once."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder, file=""):
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        load(folder)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{folder / file}；")
    return told


def test_an_untouched_copy_loads(folder):
    assert len(load(folder).figures) == 74


# --- single cells ---

NUMBER, EMPTY, LIST = "不是数字", "不能为空", "不在可用的值里"
SECTION, UNIT, DECIMALS = (
    "sections 里没有这一节",
    "单位与类别（kind）不符",
    "与 value 印出的小数位数不一致",
)


@pytest.mark.parametrize(
    ("row", "column", "text", "reason"),
    [
        (16, "value", "四", f"“四”{NUMBER}"),
        (2, "value", "1,945.54", f"“1,945.54”{NUMBER}"),
        (16, "value", "", EMPTY),
        (16, "value", "nan", EMPTY),
        (3, "decimals", "x", "“x”不是整数"),
        (3, "decimals", "2.5", "“2.5”不是整数"),
        (3, "decimals", "", EMPTY),
        (3, "decimals", "1", f"“1”{DECIMALS}"),
        (3, "decimals", "-1", f"“-1”{DECIMALS}"),
        (3, "start", "x", "“x”不是整数"),
        (3, "start", "352", "没有按在原文中的位置排列"),  # the start of the row before
        (3, "end", "367", "应大于 start"),  # its own start
        (34, "population", "许多", "“许多”不是整数"),
        (3, "unit", "个", f"“个”{UNIT}"),
        (3, "unit", "", UNIT),
        (26, "unit", "亿", f"“亿”{UNIT}"),  # a rate
        (33, "unit", "个", f"“个”{UNIT}"),  # a rank
        (3, "kind", "money", f"“money”{LIST}（amount growth"),
        (3, "kind", "Amount", f"“Amount”{LIST}"),
        (3, "kind", "", EMPTY),
        (3, "role", "result", f"“result”{LIST}"),
        (3, "status", "sure", f"“sure”{LIST}"),
        (32, "direction", "up", f"“up”{LIST}（+ -）"),
        (3, "measure", "", EMPTY),
        (3, "figure_id", "", EMPTY),
        (3, "figure_id", "F001", "“F001”编号重复"),
        (14, "same_as", "F014", "“F014”应是前面某一行"),  # forward
        (14, "same_as", "F013", "“F013”应是前面某一行"),  # itself
        (14, "same_as", "F999", "“F999”应是前面某一行"),  # nowhere
        (3, "section", "五(一)", f"“五(一)”report.toml 的 {SECTION}"),
        (3, "section", "9", SECTION),
        (75, "value", "x", f"“x”{NUMBER}"),  # the last row
    ],
)
def test_a_wrong_figure_is_named_by_row_column_and_reason(folder, row, column, text, reason):
    change_cell(folder, FIGURES, row, column, text)
    told = refusal(folder, FIGURES)
    assert f"；第 {row} 行 {column} 列；" in told
    assert reason in told
    assert told.endswith("data/README.md")


@pytest.mark.parametrize(
    ("row", "column", "text", "reason"),
    [
        (2, "figures", "F999", "“F999”figures.csv 里没有这个编号"),
        (2, "figures", "F026; F027", "figures.csv 里没有这个编号"),
        (2, "figures", "", "coverage 为 figure 或 related 时应有数字"),  # coverage figure
        (7, "figures", "", "coverage 为 figure 或 related 时应有数字"),  # coverage related
        (3, "coverage", "figure", "coverage 为 figure 或 related 时应有数字"),
        (2, "coverage", "some", f"“some”{LIST}（figure related mentioned none）"),
        (2, "kind", "aim", f"“aim”{LIST}"),
        (2, "matched_by", "", EMPTY),
        (2, "topic", "", EMPTY),
        (2, "section", "", EMPTY),
        (2, "section", "九", f"“九”report.toml 的 {SECTION}"),
        (2, "results", "二(二)4;九", f"“二(二)4;九”report.toml 的 {SECTION}"),
        (3, "goal_id", "G1", "“G1”编号重复"),
    ],
)
def test_a_wrong_goal_is_named_by_row_column_and_reason(folder, row, column, text, reason):
    change_cell(folder, GOALS, row, column, text)
    told = refusal(folder, GOALS)
    assert f"；第 {row} 行 {'figures' if text == 'figure' else column} 列；" in told
    assert reason in told


@pytest.mark.parametrize("text", ["1945.540", "1945.5", "1945"])
def test_decimals_are_those_of_the_digits_in_the_file(folder, text):
    change_cell(folder, FIGURES, 2, "value", text)
    assert f"第 2 行 decimals 列；“2”{DECIMALS}" in refusal(folder, FIGURES)


def test_the_first_wrong_row_is_told_first(folder):
    for row, column in [(9, "kind"), (5, "value"), (7, "role")]:
        change_cell(folder, FIGURES, row, column, "x")
    assert "第 5 行 value 列" in refusal(folder, FIGURES)


def test_a_cell_with_a_line_break_is_told_in_one_line(folder):
    change_cell(folder, FIGURES, 3, "kind", "amo\nunt")
    assert "“amo unt”" in refusal(folder, FIGURES)


@pytest.mark.parametrize("break_", ["\x0c", "\x0b", "\x85", "\u2028"])
def test_a_cell_with_another_line_break_is_told_in_one_line(folder, break_):
    change_cell(folder, FIGURES, 3, "kind", f"amo{break_}unt")
    refusal(folder, FIGURES)


@pytest.mark.parametrize("text", ["inf", "-inf", "1e400", "1e-5", "1_000"])
def test_a_value_that_no_report_prints_is_refused(folder, text):
    change_cell(folder, FIGURES, 16, "value", text)
    assert "第 16 行 value 列" in refusal(folder, FIGURES)


def test_order_of_position_holds_across_a_row_without_a_place(folder):
    change_cell(folder, FIGURES, 4, "start", "")
    change_cell(folder, FIGURES, 5, "start", "360")  # row 3 starts at 367
    assert "第 5 行 start 列" in refusal(folder, FIGURES)


def test_an_unreadable_figure_is_kept_with_its_status(folder):
    for column, text in {
        "value": "",
        "decimals": "",
        "status": "unreadable",
        "note": "墨迹",
        "same_as": "",
    }.items():
        change_cell(folder, FIGURES, 75, column, text)
    figures = load(folder).figures
    assert figures["status"].iloc[-1] == "unreadable"
    assert figures["low"].isna().iloc[-1]


# --- whole files ---


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "reason"),
    [
        (FIGURES, ",unit,", ",einheit,", "第 1 行", "缺少列 unit"),
        (FIGURES, ",same_as,note", ",same_as,note,remark", "第 1 行", "多出列 remark"),
        # computed on load
        (FIGURES, ",quoted,value,", ",quoted,value,low,", "第 1 行", "多出列 low"),
        (FIGURES, "2022-suigang,F005,", "2022-suigang,F005,,", "第 6 行", "有 24 格，列名有 23 个"),
        (FIGURES, "2022-suigang,F005,", "2022-suigang;F005,", "第 6 行", "有 22 格，列名有 23 个"),
        (FIGURES, "2022-suigang,F003,", "\n2022-suigang,F003,", "第 4 行", "有 0 格，列名有 23 个"),
        (FIGURES, "2022-suigang,F005,", '2022-suigang,"F005,', "", "不是有效的 CSV"),
        (FIGURES, "2022-suigang,F005,", '2022-suigang,"F0"05,', "", "不是有效的 CSV"),
        (GOALS, "goal_id,kind", "id,kind", "第 1 行", "缺少列 goal_id"),
        (GOALS, "G3,goal,", "G3,", "第 4 行", "有 7 格，列名有 8 个"),
        (ABOUT, "year = 2022", "year = ", "", "不是有效的 TOML：第 3 行第 8 列写法不对"),
        (
            ABOUT,
            "year = 2022",
            "year = 2022\nyear = 2023",
            "",
            "不是有效的 TOML：第 4 行第 ",
        ),
        (ABOUT, "title =", "titel =", "", "缺少 title"),
        (ABOUT, "department =", "office =", "", "缺少 department"),
        (ABOUT, "year = 2022", "", "", "缺少 year"),
        (ABOUT, "[text]", "[txt]", "", "缺少 text"),
        (ABOUT, "sha256 =", "sha =", "", "缺少 text.sha256"),
        (ABOUT, "[sections]", "[headings]", "", "缺少 sections"),
        (ABOUT, "year = 2022", 'year = "2022"', "year", "应为整数"),
        (ABOUT, "year = 2022", "year = 2022.0", "year", "应为整数"),
        (ABOUT, "[text]", "title = 5\n[text]", "", "不是有效的 TOML"),
        (ABOUT, '"基本情况"', "1", "sections.一", "标题应为文字"),
    ],
)
def test_a_wrong_file_is_named_with_place_and_reason(folder, file, old, new, place, reason):
    change_text(folder, file, old, new)
    told = refusal(folder, file)
    assert reason in told
    assert f"；{place}；" in told or not place


@pytest.mark.parametrize("key", ["title", "department", "text.sha256"])
def test_a_number_where_text_belongs_is_told_by_its_key(folder, key):
    text = (folder / ABOUT).read_text(encoding="utf-8")
    (folder / ABOUT).write_text(
        re.sub(rf"(?m)^{key.rpartition('.')[2]} = .*$", f"{key.rpartition('.')[2]} = 5", text),
        encoding="utf-8",
    )
    assert f"；{key}；应为文字；" in refusal(folder, ABOUT)


@pytest.mark.parametrize("file", [FIGURES, GOALS])
def test_an_empty_table_is_told_what_belongs_there(folder, file):
    (folder / file).write_text("", encoding="utf-8")
    assert "文件是空的；第一行应为列名" in refusal(folder, file)


@pytest.mark.parametrize("file", [FIGURES, GOALS, ABOUT])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_other_encodings_are_refused_with_the_byte(folder, file, encoding):
    (folder / file).write_bytes((folder / file).read_text(encoding="utf-8").encode(encoding))
    assert re.search("；第 [0-9]+ 字节；不是 UTF-8 文字；另存为 UTF-8$", refusal(folder, file))


@pytest.mark.parametrize("file", [FIGURES, GOALS])
def test_a_missing_table_is_told(folder, file):
    (folder / file).unlink()
    assert "文件不存在" in refusal(folder, file)


def test_a_folder_in_place_of_a_file_is_told(folder):
    (folder / GOALS).unlink()
    (folder / GOALS).mkdir()
    assert "无法读取" in refusal(folder, GOALS)


def test_a_folder_that_is_no_report_is_told(folder, tmp_path):
    (folder / ABOUT).unlink()
    told = {folder: "也没有 report.toml", tmp_path / "nowhere": "也没有这个数据文件夹"}
    for place, why in told.items():
        with pytest.raises(InputError, match=why) as caught:
            load(place)
        assert str(place) in str(caught.value)


@pytest.mark.parametrize(
    "recode",
    [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")],
    ids=["byte order mark", "line ends of Windows"],
)
def test_what_excel_saves_as_utf8_reads_the_same(folder, recode):
    before = load(folder)
    for file in (FIGURES, GOALS):
        (folder / file).write_bytes(recode((folder / file).read_text(encoding="utf-8")).encode())
    after = load(folder)
    assert after.figures.equals(before.figures)
    assert after.goals.equals(before.goals)


def test_columns_may_stand_in_any_order(folder):
    before = load(folder).goals
    with (folder / GOALS).open(encoding="utf-8", newline="") as opened:
        cells = [row[::-1] for row in csv.reader(opened)]
    with (folder / GOALS).open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(cells)
    assert load(folder).goals.equals(before)


def test_a_broken_quote_is_told_with_its_line(folder):
    change_text(folder, FIGURES, "2022-suigang,F005,", '2022-suigang,"F0"05,')
    assert "第 6 行" in refusal(folder, FIGURES)


def test_a_column_that_stands_twice_is_refused(folder):
    lines = (folder / FIGURES).read_text(encoding="utf-8").splitlines()
    (folder / FIGURES).write_text(
        "\n".join([f"{lines[0]},note", *(f"{line},other" for line in lines[1:])]), encoding="utf-8"
    )
    assert "note" in refusal(folder, FIGURES)


def test_a_report_without_figures_loads(folder):
    for file in (FIGURES, GOALS):
        (folder / file).write_text(
            (folder / file).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
        )
    assert len(load(folder).figures) == 0


def test_a_report_without_goals_loads(folder):
    (folder / GOALS).write_text(
        (folder / GOALS).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
    )
    goals = load(folder).goals
    assert len(goals) == 0
    assert list(goals.columns) == codebook.GOALS.names


def test_a_year_is_a_number(folder):
    change_text(folder, ABOUT, "year = 2022", "year = true")
    assert "；year；" in refusal(folder, ABOUT)


def test_about_is_what_the_file_says(folder):
    about = load(folder).about
    assert (about.title, about.year, about.sections["二(三)"]) == (
        "2022年部门整体支出绩效自评报告",
        2022,
        "主要工作成效",
    )
    assert list(about.sections) == [
        "一",
        "一(一)",
        "一(二)",
        "一(三)",
        "一(四)",
        "二",
        "二(一)",
        "二(二)",
        "二(三)",
        "三",
        "四",
    ]


def test_lists_are_read_at_their_semicolons(folder):
    goals = load(folder).goals.set_index("goal_id")
    assert goals.loc["G4", ["results", "figures"]].tolist() == [["二(二)4"], ["F024", "F025"]]
    assert goals.loc["G2", ["results", "figures"]].tolist() == [[], []]
