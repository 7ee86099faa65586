"""The labelled reports, from which the numbers of docs/quality.md come, agree with themselves."""

import json
import re
import zipfile
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from sets import REPORTS, is_named, opened, rows

KINDS = {"amount", "area", "count", "growth", "other", "rank", "rate", "score"}
TEXTS = sorted(path for name in ("examples", "whole") for path in (REPORTS / name).glob("*.txt"))
WHOLE = [path for path in TEXTS if path.parent.name == "whole"]
CASES = REPORTS / "cases"
QUALITY = Path(__file__).parents[2] / "docs" / "quality.md"

each_report = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
each_whole_report = pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)


def labels_of(path):
    return rows(path.parent / "labels" / f"{path.stem}.jsonl")


def told_of(path, kind):
    told = path.parent / kind / f"{path.stem}.json"
    return json.loads(told.read_text(encoding="utf-8"))


def number_span(label):
    return label["num_start"], label["num_end"]


def names(folder, ending):
    return {path.stem for path in folder.glob(f"*{ending}")}


def numbers_in(value):
    """All numbers of a part of a truth, without their signs."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {number for part in parts for number in numbers_in(part)}
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return {abs(value)} if is_number else set()


def words_of(text):
    return re.sub(r"[\s|]", "", text)


# --- the files ---


def test_each_whole_report_has_both_formats_and_all_that_is_told_of_it():
    folder = REPORTS / "whole"
    reports = names(folder, ".txt")
    assert len(reports) == 24
    assert reports == names(folder, ".docx")
    assert reports == names(folder / "labels", ".jsonl") == names(folder / "traps", ".jsonl")
    assert reports == names(folder / "identities", ".json") == names(folder / "truth", ".json")


def test_each_example_has_its_labels_traps_and_identities():
    folder = REPORTS / "examples"
    reports = names(folder, ".txt")
    assert len(reports) == 14
    assert reports == names(folder / "labels", ".jsonl") == names(folder / "traps", ".jsonl")
    assert reports == names(folder / "identities", ".json")


def test_git_keeps_the_bytes_of_all_of_them():
    attributes = (REPORTS.parents[1] / ".gitattributes").read_text(encoding="utf-8")
    assert "tests/reports/** -text" in attributes.splitlines()
    assert [path.name for path in TEXTS if b"\r" in path.read_bytes()] == []


@each_whole_report
def test_a_word_file_says_what_its_text_says(path):
    source = zipfile.ZipFile(path.with_suffix(".docx")).read("word/document.xml").decode()
    words = unescape(re.sub(r"<[^>]+>", "", source))
    assert words_of(words) == words_of(path.read_text(encoding="utf-8"))


# --- labels and traps ---


@each_report
def test_each_span_of_a_label_or_trap_says_its_text(path):
    text = path.read_text(encoding="utf-8")
    told = labels_of(path) + rows(path.parent / "traps" / f"{path.stem}.jsonl")
    assert [one for one in told if text[one["start"] : one["end"]] != one["text"]] == []


@each_report
def test_each_label_holds_its_number_and_a_kind(path):
    for label in labels_of(path):
        start, end = number_span(label)
        assert label["start"] <= start < end <= label["end"], label
        assert label["kind"] in KINDS and label["direction"] in ("", "+", "-"), label
        assert label["measure"], label


@each_report
def test_each_number_in_digits_is_the_value_of_its_label(path):
    text = path.read_text(encoding="utf-8")
    for label in labels_of(path):
        number = text[slice(*number_span(label))].replace(",", "")
        # float reads full-width digits too
        if re.fullmatch(r"-?\d+(\.\d+)?", number):
            assert abs(float(number)) == pytest.approx(abs(label["value"])), label


@each_report
def test_each_digit_run_is_of_one_label_or_one_trap(path):
    text = path.read_text(encoding="utf-8")
    traps = rows(path.parent / "traps" / f"{path.stem}.jsonl")
    spans = sorted([*map(number_span, labels_of(path)), *((t["start"], t["end"]) for t in traps)])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    assert [
        run.span() for run in re.finditer(r"\d+", text) if not covered >= {*range(*run.span())}
    ] == []


# --- identities and truths ---


@each_report
def test_each_identity_ties_labels_of_its_report(path):
    labels = labels_of(path)
    for identity in told_of(path, "identities"):
        figures = identity["figures"]
        assert len(figures) == len(set(figures)) >= 2, identity
        assert set(figures) <= set(range(len(labels))), identity
        assert identity["holds"] in (True, False, "question"), identity


@each_whole_report
def test_each_number_of_a_truth_is_a_labelled_figure(path):
    truth, labelled = told_of(path, "truth"), {abs(label["value"]) for label in labels_of(path)}
    assert numbers_in([truth["budget"], truth["nature"], truth["source"]]) <= labelled
    columns = {"growth": ["growth"], "completion": ["target", "actual", "rate"], "ranks": ["rank"]}
    for kind, cells in columns.items():
        assert numbers_in([[row.get(cell) for cell in cells] for row in truth[kind]]) <= labelled
    asked = truth["worst"] + truth["questions"]
    assert numbers_in([one["numbers"] for one in asked]) <= labelled


# --- the small cases ---


def test_each_case_quotes_its_text_and_has_a_name_of_its_own():
    cases = rows(CASES / "reading.jsonl")
    assert len({case["case"] for case in cases}) == len(cases) > 30
    for case in cases:
        quoted = [figure["quoted"] for figure in case["figures"]]
        assert all(words in case["text"] for words in quoted), case["case"]


def test_each_file_of_a_case_is_there_and_told_of():
    told = {case["file"] for case in json.loads((CASES / "files.json").read_text(encoding="utf-8"))}
    assert told == {path.name for path in (CASES / "files").iterdir()}


# --- the scores ---


def test_a_name_is_right_by_half_of_its_words_unless_it_says_the_opposite():
    assert is_named("财政拨款收入", "一般公共预算财政拨款收入")
    assert not is_named("财政拨款收入", "财政拨款支出")
    assert not is_named("满意度", "群众对本年度各项工作的开展总体上给出的满意度评价")


def test_of_a_packed_set_only_totals_are_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as packed:
        packed.writestr("A.txt", "1人")
    with opened(tmp_path / "set.zip") as (folder, may_show):
        assert (folder / "A.txt").read_text(encoding="utf-8") == "1人"
        assert not may_show
    with opened(tmp_path) as (folder, may_show):
        assert (folder, may_show) == (tmp_path, True)


@pytest.mark.parametrize("name", ["examples", "whole"])
def test_the_page_on_quality_counts_the_figures_of_a_set(name):
    labels = [label for path in TEXTS if path.parent.name == name for label in labels_of(path)]
    figures = sum(not label.get("optional") for label in labels)
    reports = len(names(REPORTS / name, ".txt"))
    page = QUALITY.read_text(encoding="utf-8")
    assert f"| `{name}` | text | {reports} | {figures} |" in page
