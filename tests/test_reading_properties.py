"""What holds of reading any text, and that reports written with a
known truth are read back whole.
"""

import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import reports as reports_made

import perf_analysis as pa
from perf_analysis import codebook, tables
from perf_analysis.about import find_about
from perf_analysis.document import Document
from perf_analysis.figures import add_intervals
from perf_analysis.figures.finding import find_figures
from perf_analysis.forms import find_forms
from perf_analysis.goals import find_goals
from perf_analysis.reading.tables import Reading
from perf_analysis.structure import find_structure

SEEDS = range(60)


# --- reports with a known truth ---


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each made report: the text with its truth, and what was read from it."""
    folder = tmp_path_factory.mktemp("made")
    reports = []
    for seed in SEEDS:
        truth = reports_made.make_report(seed)
        path = folder / f"made-{seed:02}.txt"
        path.write_text(truth.text, encoding="utf-8")
        reports.append((truth, pa.read(path)))
    return reports


def spans(rows):
    return {(row["start"], row["end"]) for row in rows}


def test_the_made_reports_differ_and_hold_every_kind(made):
    assert len({truth.text for truth, _ in made}) == len(SEEDS)
    kinds = {row["kind"] for truth, _ in made for row in truth.figures}
    assert kinds == set(codebook.KINDS)
    assert sum(len(truth.figures) for truth, _ in made) > 20 * len(SEEDS)
    assert sum(len(truth.others) for truth, _ in made) > 10 * len(SEEDS)


def test_every_figure_written_is_read_and_nothing_else(made):
    """Precision and recall are 1: the spans are the very ones written."""
    for truth, report in made:
        read = spans(report.figures.to_dict("records"))
        missed = [truth.text[start:end] for start, end in sorted(spans(truth.figures) - read)]
        extra = [truth.text[start:end] for start, end in sorted(read - spans(truth.figures))]
        assert (truth.seed, missed, extra) == (truth.seed, [], [])


def read_back(truth, report, column):
    """What was read in a column at each figure written, and what was written there,
    each with the words before it.
    """
    read = {(row["start"], row["end"]): row for row in report.figures.to_dict("records")}
    for row in truth.figures:
        found, words = (
            read[row["start"], row["end"]][column],
            (truth.seed, row["section"], truth.text[row["start"] - 12 : row["end"]]),
        )
        yield (*words, None if pd.isna(found) else found), (*words, row[column])


@pytest.mark.parametrize(
    "column", ["value", "decimals", "unit", "kind", "direction", "qualifier", "section"]
)
def test_what_was_written_is_read_back(made, column):
    for truth, report in made:
        assert [read for read, written in read_back(truth, report, column) if read != written] == []


def test_the_roles_of_what_is_told_are_read_back(made):
    for truth, report in made:
        assert [
            read
            for read, written in read_back(truth, report, "role")
            if read != written and written[-1] != "target"
        ] == []


def test_figures_of_the_goals_are_targets(made):
    for truth, report in made:
        assert [
            read
            for read, written in read_back(truth, report, "role")
            if read != written and written[-1] == "target"
        ] == []


def test_the_name_written_stands_in_subject_and_measure(made):
    for truth, report in made:
        read = {
            (
                row["start"],
                row["end"],
            ): f"{'' if pd.isna(row['subject']) else row['subject']}{row['measure']}"
            for row in report.figures.to_dict("records")
        }
        wrong = [
            (truth.seed, row["name"], read[row["start"], row["end"]])
            for row in truth.figures
            if row["name"] not in read[row["start"], row["end"]]
        ]
        assert wrong == []


def test_every_other_number_written_is_in_the_remainder_with_its_reason(made):
    for truth, report in made:
        read = list(report.remainder[["start", "end", "reason"]].itertuples(index=False, name=None))
        assert (truth.seed, read) == (truth.seed, truth.others)


# --- any text ---

PIECES = st.sampled_from(
    [
        *"0123456789０９.,．，。：:；;、|-－—/+%％‰（）()〔〕[]“” \n\t\u3000",
        *"一二三四五六七八九十百千万亿两零第约近余多超元个人位名户家项件亩分年月日号倍",
        *[
            "万元",
            "亿元",
            "百分之",
            "百分点",
            "m²",
            "㎡",
            "平方米",
            "\n\n",
            "2022年",
            "〔2020〕10号",
            "500强",
            "A1",
            "1.",
            "（1）",
            "1）",
        ],
        *[
            "同比增长",
            "下降",
            "较上年",
            "分别",
            "排名",
            "全省",
            "得分",
            "分值",
            "权重",
            "满分",
            "预算执行率",
            "全年预算数",
            "执行数",
            "其中",
            "不少于",
            "≥",
            "预计",
            "每亩",
        ],
        *[
            "12",
            "12,",
            "12.",
            ".5",
            ",15",
            "3.4",
            "1,234",
            "18人",
            "7件",
            "96%",
            "９６％",
            "-8.5%",
            "1.2",
            "30.00",
            "第3位",
            "第三",
            "三个",
            "三千五百",
        ],
        *[
            "一、年度绩效目标\n",
            "（一）产出\n",
            "二、完成情况\n",
            "单位：万元",
            "|12|",
            "\n98.5\n",
            "低于90%的须",
        ],
    ]
)
NUMBERS = st.text(alphabet="0123456789.,%-：:万元个人 \n", min_size=2, max_size=24)
TEXTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=40).map("".join),
    NUMBERS,
    st.text(min_size=1, max_size=60),
)
any_text = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def read_text(text):
    document = Document("made", text, "0" * 64, Path("made.txt"))
    rows, remainder = find_figures(document, find_structure(document), find_forms(document))
    return document, rows, list(remainder)


@any_text
@given(TEXTS)
def test_spans_quote_themselves(text):
    document, rows, remainder = read_text(text)
    for row in [*rows, *remainder]:
        assert document.text[row["start"] : row["end"]] == row["quoted"] != ""


@any_text
@given(TEXTS)
def test_figures_and_remainder_are_ordered_and_never_overlap(text):
    _, rows, remainder = read_text(text)
    for each in (rows, remainder):
        assert [row["start"] for row in each] == sorted(row["start"] for row in each)
    both = sorted((row["start"], row["end"]) for row in [*rows, *remainder])
    assert [(left, right) for left, right in pairwise(both) if left[1] > right[0]] == []


@any_text
@given(TEXTS)
def test_every_digit_stands_in_one_figure_or_in_the_remainder(text):
    document, rows, remainder = read_text(text)
    told = [0] * len(text)
    for row in [*rows, *remainder]:
        for at in range(row["start"], row["end"]):
            told[at] += 1
    assert [
        (at, text[at], told[at])
        for at in range(len(text))
        if document.folded[at] in "0123456789" and told[at] != 1
    ] == []


@any_text
@given(TEXTS)
def test_rows_fit_the_codebook(text):
    _, rows, _ = read_text(text)
    for column in codebook.FIGURES.columns:
        told = {row.get(column.name) for row in rows}
        if column.values:
            assert told <= {*column.values, None}
    assert [row["figure_id"] for row in rows] == [f"F{at:03}" for at in range(1, len(rows) + 1)]
    has_value = [row for row in rows if row["value"] is not None or row.get("low") is not None]
    assert {row["status"] for row in has_value} <= {"exact", "carried", "ambiguous", "unsure"}
    assert {row["status"] for row in rows if row not in has_value} <= {"unreadable"}
    assert [row for row in rows if not row["measure"] or not row["role"] or not row["kind"]] == []
    assert {row["same_as"] for row in rows} - {None} <= {row["figure_id"] for row in rows}


@any_text
@given(TEXTS)
def test_arabic_values_are_the_digits_printed(text):
    _, rows, _ = read_text(text)
    for row in rows:
        quoted = Document("", row["quoted"], "", Path()).folded
        digits = re.match(r"[\d,]+(?:\.\d+)?", quoted)
        is_of_two = digits and re.search(r"[\d半成一-九两千百十]", quoted[digits.end() :])
        if digits and not is_of_two and row["value"] is not None:
            assert abs(row["value"]) == float(digits[0].replace(",", ""))
            assert row["decimals"] == len(digits[0].partition(".")[2])


@any_text
@given(TEXTS)
def test_every_table_can_be_made_from_what_was_read(text):
    document, rows, _ = read_text(text)
    structure = find_structure(document)
    read = add_intervals(rows)
    made = Reading(Path(), find_about(document, structure), read, [])
    goals = tables.print_goals(find_goals(document, structure, rows), read)
    for name in ("relations", "overview", "budget", "growth", "completion", "ranks", "scores"):
        assert all(list(row) == codebook.TABLES[name].names for row in made.rows(name))
    assert all(list(goal) == codebook.GOALS.names for goal in goals)
    assert find_about(document, structure).title


@any_text
@given(TEXTS)
def test_reading_twice_gives_the_same(text):
    assert read_text(text)[1:] == read_text(text)[1:]


@any_text
@given(TEXTS)
def test_the_digits_told_are_the_same_behind_full_width_digits(text):
    """A text with its digits made full-width is read as the same values at the same places."""
    wide = text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))
    told = [
        [(row["start"], row["end"], row["value"], row["kind"]) for row in read_text(each)[1]]
        for each in (text, wide)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "text",
    [
        "²",
        "①",
        "٣件",
        "1" * 400 + "件",
        "1" * 4000 + "万元",
        "." * 50,
        "第" * 50,
        "1,1,1,1,1",
        "1.2.3.4",
        "百分之",
        "百分之点",
        "百分之一点",
        "万元",
        "-",
        "（",
        "1\n",
        "两两两个",
        "千万亿元",
        "十十十十个",
        "零个",
        "\ud7ff1个",
    ],
)
def test_odd_texts_are_read_without_an_exception(text):
    document, rows, remainder = read_text(text)
    assert [row["quoted"] for row in [*rows, *remainder]] == [
        document.text[row["start"] : row["end"]] for row in [*rows, *remainder]
    ]
