"""REPORT.corrections.csv: what an analyst may set right,
what follows from it, and what is refused.
"""

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis.errors import InputError

TEXT = "进出口值12亿元，同比增长31.5%。\n满意度96%，得分9.5分。\n"
HEAD = "start,quoted,column,value,by,why\n"
AT = {quoted: TEXT.index(quoted) for quoted in ("12亿元", "31.5%", "96%", "9.5分")}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def correct(path):
    """Read the report with these corrections: (quoted, column, value) each."""

    def read(*rows):
        lines = [
            f"{AT[quoted]},{quoted},{column},{value},甲,看了原件\n"
            for quoted, column, value in rows
        ]
        path.with_name("made.corrections.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
        return pa.read(path)

    return read


def row_of(report, quoted):
    return report.figures.set_index("quoted").loc[quoted]


def refusal(path):
    with pytest.raises(InputError) as caught:
        pa.read(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path.with_name('made.corrections.csv')}；")
    return told


# --- what changes ---


@pytest.mark.parametrize(
    ("quoted", "column", "value", "expected"),
    [
        ("12亿元", "value", "12.5", 12.5),
        ("12亿元", "decimals", "1", 1),
        ("12亿元", "unit", "万元", "万元"),
        ("9.5分", "kind", "amount", "amount"),
        ("96%", "measure", "群众满意度", "群众满意度"),
        ("96%", "subject", "窗口", "窗口"),
        ("96%", "role", "target", "target"),
        ("31.5%", "direction", "-", "-"),
        ("31.5%", "basis", "前年", "前年"),
        ("31.5%", "period", "2021", "2021"),
        ("96%", "qualifier", "≥", "≥"),
        ("96%", "same_as", "F001", "F001"),
    ],
)
def test_a_correction_changes_its_cell_and_says_who_and_why(
    correct, quoted, column, value, expected
):
    row = row_of(correct((quoted, column, value)), quoted)
    assert row[column] == expected
    assert (row["status"], row["note"]) == ("corrected", f"甲更正了 {column}：看了原件")


@pytest.mark.parametrize(
    ("column", "quoted"),
    [("direction", "31.5%"), ("unit", "12亿元"), ("decimals", "12亿元"), ("value", "12亿元")],
)
def test_the_word_empty_empties_the_cell_and_no_word_is_refused(correct, column, quoted):
    assert pd.isna(row_of(correct((quoted, column, "空")), quoted)[column])
    with pytest.raises(InputError, match=f"没有写 {column} 应是什么，value 列是空的") as caught:
        correct((quoted, column, ""))
    assert f"要清空 {column}，value 列写“空”" in str(caught.value)


def test_rows_without_a_correction_stay_as_read(path, correct):
    before = pa.read(path).figures
    after = correct(("96%", "value", "97")).figures
    others = before["quoted"] != "96%"
    pd.testing.assert_frame_equal(before[others], after[others])
    assert before.dtypes.equals(after.dtypes)


def test_two_corrections_of_one_figure_both_hold_and_both_are_told(correct):
    row = row_of(correct(("96%", "value", "97"), ("96%", "measure", "群众满意度")), "96%")
    assert (row["value"], row["measure"], row["status"]) == (97, "群众满意度", "corrected")
    assert "value" in row["note"]
    assert "measure" in row["note"]


def test_growth_follows_the_correction(correct):
    growth = correct(("31.5%", "value", "50")).growth.iloc[0]
    # 12 up 50 % was 8; each print varies by half its last decimal: 11.5 / 1.5005 … 12.5 / 1.4995
    assert (growth["growth"], growth["value"], growth["status"]) == (50, 12, "corrected")
    assert growth["prior_low"] == pytest.approx(11.5 / 1.5005)
    assert growth["prior_high"] == pytest.approx(12.5 / 1.4995)


def test_the_interval_follows_the_correction(correct):
    row = row_of(correct(("12亿元", "unit", "万元")), "12亿元")
    assert (row["low"], row["high"], row["base_unit"]) == (115_000, 125_000, "元")


def test_scores_follow_the_correction(correct):
    assert correct(("9.5分", "value", "8.5")).scores["score"].tolist() == [8.5]
    assert correct(("9.5分", "role", "weight")).scores.empty


RANKED = "在全国绩效评估中排名34位（137个）。\n"


@pytest.mark.parametrize(
    ("quoted", "column", "told"), [("137个", "value", [173]), ("34位", "population", [173])]
)
def test_ranks_follow_a_correction_of_how_many_were_ranked(path, quoted, column, told):
    path.write_text(RANKED, encoding="utf-8")
    before = pa.read(path)
    assert before.ranks["population"].tolist() == [137]
    row = f"{RANKED.index(quoted)},{quoted},{column},173,甲,看了原件\n"
    path.with_name("made.corrections.csv").write_text(HEAD + row, encoding="utf-8")
    report = pa.read(path)
    assert report.ranks["population"].tolist() == told
    assert row_of(report, "34位")["status"] == "corrected"


def test_a_population_that_a_person_gave_a_rank_is_kept_when_the_count_is_corrected_too(path):
    path.write_text(RANKED, encoding="utf-8")
    rows = [("34位", "population", 200), ("137个", "value", 173)]
    path.with_name("made.corrections.csv").write_text(
        HEAD + "".join(f"{RANKED.index(q)},{q},{c},{v},甲,原件\n" for q, c, v in rows),
        encoding="utf-8",
    )
    assert pa.read(path).ranks["population"].tolist() == [200]


def test_a_goal_shows_the_corrected_figure(path):
    text = "一、整体绩效目标\n1.改造城区供水管网\n二、目标完成情况\n城区供水管网改造12公里。\n"
    path.write_text(text, encoding="utf-8")
    path.with_name("made.corrections.csv").write_text(
        HEAD + f"{text.index('12公里')},12公里,value,13,甲,看了原件\n", encoding="utf-8"
    )
    goals = pa.read(path).goals
    assert goals["printed"].tolist() == [["13 公里"]]


def test_a_file_of_the_head_alone_corrects_nothing(correct):
    assert "corrected" not in set(correct().figures["status"])


def test_a_spreadsheet_s_mark_and_line_ends_are_read(path):
    lines = HEAD + f"{AT['96%']},96%,value,97,甲,看了原件\n"
    path.with_name("made.corrections.csv").write_bytes(
        lines.replace("\n", "\r\n").encode("utf-8-sig")
    )
    assert row_of(pa.read(path), "96%")["value"] == 97


def test_a_span_over_a_line_end_can_be_corrected(path):
    path.write_text("支出58.27万\n元。", encoding="utf-8")
    path.with_name("made.corrections.csv").write_text(
        HEAD + '2,"58.27万\n元",value,58.72,甲,看了原件\n', encoding="utf-8"
    )
    assert pa.read(path).figures["value"].tolist() == [58.72]


# --- what is refused ---


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{AT['96%'] + 1},96%,value,97,甲,原件", f"报告里第 {AT['96%'] + 1} 字处没有读出“96%”"),
        (f"{AT['96%']},96,value,97,甲,原件", f"报告里第 {AT['96%']} 字处没有读出“96”"),
        (f"{AT['96%']},96%,status,exact,甲,原件", "不能更正 status 列"),
        (f"{AT['96%']},96%,figure_id,F009,甲,原件", "不能更正 figure_id 列"),
        (f"{AT['96%']},96%,quoted,97%,甲,原件", "不能更正 quoted 列"),
        (f"{AT['96%']},96%,low,1,甲,原件", "不能更正 low 列"),
        (f"{AT['96%']},96%,kind,percent,甲,原件", "“percent”不在可用的值里"),
        (f"{AT['96%']},96%,direction,up,甲,原件", "“up”不在可用的值里"),
        (f"{AT['96%']},96%,role,actual result,甲,原件", "“actual result”不在可用的值里"),
        (f"{AT['96%']},96%,value,九十七,甲,原件", "“九十七”不是数字"),
        (f"{AT['96%']},96%,decimals,1.5,甲,原件", "“1.5”不是整数"),
        pytest.param(f"{AT['96%']},96%,value,nan,甲,原件", "“nan”不是数字"),
        pytest.param(f"{AT['96%']},96%,value,inf,甲,原件", "“inf”不是数字"),
        pytest.param(f"{AT['96%']},96%,decimals,-1,甲,原件", "“-1”"),
        pytest.param(f"{AT['96%']},96%,kind,,甲,原件", "kind"),
        pytest.param(f"{AT['96%']},96%,measure,,甲,原件", "measure"),
        pytest.param(f"{AT['96%']},96%,same_as,F999,甲,原件", "F999"),
        (f"{AT['96%']},96%,value,97,甲", "有 5 格，应有 6 格"),
        (f"{AT['96%']},96%,value,97,甲,原件,还有", "有 7 格，应有 6 格"),
    ],
)
def test_a_row_that_cannot_be_followed_is_refused(path, row, reason):
    path.with_name("made.corrections.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    told = refusal(path)
    assert "第 2 行" in told
    assert reason in told


def test_the_row_named_is_the_one_an_editor_shows(path):
    good = f"{AT['96%']},96%,value,97,甲,原件\n"
    path.with_name("made.corrections.csv").write_text(
        HEAD + good + good.replace("97", "x"), encoding="utf-8"
    )
    assert "第 3 行" in refusal(path)


@pytest.mark.parametrize(
    "head",
    [
        "start,quoted,column,value,by",
        "start,quoted,column,value,by,because",
        "起始,原文,列,值,谁,为什么",
        "start;quoted;column;value;by;why",
    ],
)
def test_wrong_columns_are_refused(path, head):
    path.with_name("made.corrections.csv").write_text(
        f"{head}\n{AT['96%']},96%,value,97,甲,原件\n", encoding="utf-8"
    )
    assert "列应是 start、quoted、column、value、by、why，没有 " in refusal(path)


def test_wrong_columns_without_a_row_are_refused(path):
    path.with_name("made.corrections.csv").write_text("start,quoted,value\n", encoding="utf-8")
    assert "列应是 start、quoted、column、value、by、why，没有 " in refusal(path)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f'{AT["96%"]},"96%,value,97,甲,原件', "有一格的引号没有收尾"),
        (f'{AT["96%"]},"96"%,value,97,甲,原件', "引号后面还有字"),
    ],
)
def test_quotes_that_do_not_pair_are_told_in_words(path, row, told):
    path.with_name("made.corrections.csv").write_text(HEAD + row + "\n", encoding="utf-8")
    assert f"不是有效的 CSV：{told}" in refusal(path)


def test_empty_rows_below_the_last_as_excel_leaves_them_are_passed_over(path):
    row = f"{AT['96%']},96%,value,97,甲,原件\n,,,,,\n,,,,,\n"
    path.with_name("made.corrections.csv").write_text(HEAD + row, encoding="utf-8")
    assert row_of(pa.read(path), "96%")["value"] == 97


def test_corrections_as_excel_on_a_chinese_windows_writes_them_are_read(path):
    path.with_name("made.corrections.csv").write_bytes(
        (HEAD + f"{AT['96%']},96%,measure,培训满意度,甲,原件\n").encode("gbk")
    )
    corrected = pa.read(path).figures.query("status == 'corrected'")
    assert corrected["measure"].tolist() == ["培训满意度"]
    assert "原件" in corrected["note"].item()


def test_corrections_in_no_known_encoding_are_refused(path):
    path.with_name("made.corrections.csv").write_bytes(HEAD.encode() + b"\xff\xff\xff\n")
    assert "不是 UTF-8 或 GBK 文字" in refusal(path)


GOALS_TEXT = (
    "一、绩效目标\n1.开展岗前技能培训。\n2.维护办公环境。\n二、完成情况\n开展岗前技能培训12期。\n"
)


@pytest.fixture
def decide(tmp_path):
    def write(row):
        path = tmp_path / "goals.txt"
        path.write_text(GOALS_TEXT, encoding="utf-8")
        path.with_name("goals.corrections.csv").write_text(
            f"start,quoted,column,value,by,why\n{row}\n", encoding="utf-8"
        )
        return path

    return write


def test_a_person_decides_what_the_results_say_of_a_goal(decide):
    goals = pa.read(decide(",G1,coverage,related,甲,只说了期数")).goals.set_index("goal_id")
    assert goals.loc["G1", ["coverage", "matched_by"]].tolist() == ["related", "person"]
    assert goals.loc["G2", ["coverage", "matched_by"]].tolist() == ["none", "rule"]


@pytest.mark.parametrize(
    ("row", "reason"), [(",G9,coverage,none,甲,x", "G9"), (",G1,coverage,maybe,甲,x", "maybe")]
)
def test_a_decision_that_cannot_be_followed_is_refused(decide, row, reason):
    with pytest.raises(InputError, match=reason):
        pa.read(decide(row))
