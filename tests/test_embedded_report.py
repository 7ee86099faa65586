"""The embedded data against the report they were read from, where its text is at hand."""

import csv
import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path

import needs
import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "2022-suigang"
TEXT = needs.SOURCE
CHINESE = {3: "三", 1: "一"}
LONGEST_CELL, LONGEST_RUN = 20, 25


@pytest.fixture(scope="module")
def about():
    return tomllib.loads((DATA / "report.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text():
    return TEXT.read_text(encoding="utf-8")


def squeeze(text):
    return re.sub(r"\s+", "", text)


# --- the tables ---


def test_figures_are_numbered_in_order_of_position(report):
    figures = report.figures
    assert figures["figure_id"].tolist() == [f"F{at:03}" for at in range(1, 75)]
    assert (figures["end"].iloc[:-1].to_numpy() <= figures["start"].iloc[1:].to_numpy()).all()
    assert set(figures["report_id"]) == {"2022-suigang"}


def test_71_figures_are_arabic_or_ordinal_and_3_are_counted_in_chinese(report):
    figures = report.figures
    # 三个特殊监管区域: twice among the goals, once among the tasks
    in_chinese = figures["measure"] == "特殊监管区域"
    assert (len(figures), in_chinese.sum(), (~in_chinese).sum()) == (74, 3, 71)
    assert figures.loc[in_chinese, "section"].tolist() == ["一(三)8", "一(三)8", "一(四)1"]


def test_the_26_figures_of_the_second_telling_repeat_those_of_the_first(report):
    figures = report.figures.set_index("figure_id")
    second = figures[figures["section"].str.startswith("二(三)")]
    assert len(second) == 26  # 24 in Arabic numerals, 第三 and 第一
    first = figures.loc[second["same_as"]]
    assert first["section"].str.startswith("二(二)").all()
    said = [
        column for column in figures.columns if column not in ("section", "start", "end", "same_as")
    ]
    pd.testing.assert_frame_equal(
        second[said].reset_index(drop=True), first[said].reset_index(drop=True)
    )
    assert not second["same_as"].duplicated().any()


def test_only_the_growth_of_two_levels_is_ambiguous(report):
    ambiguous = report.figures[report.figures["status"] != "exact"]
    assert ambiguous[["figure_id", "status"]].to_numpy().tolist() == [
        ["F044", "ambiguous"],
        ["F070", "ambiguous"],
    ]
    assert ambiguous["note"].notna().all()


def test_9_goals_and_7_tasks_of_which_4_have_a_figure_and_9_nothing(report):
    assert report.goals["kind"].value_counts().to_dict() == {"goal": 9, "task": 7}
    assert report.goals["coverage"].value_counts().to_dict() == {
        "figure": 4,
        "related": 3,
        "none": 9,
    }
    found = report.goals.groupby("coverage")["goal_id"].agg(list).to_dict()
    assert (found["figure"], found["related"]) == (["G1", "G4", "T2", "T4"], ["G6", "G9", "T7"])


# --- the text ---


@pytest.mark.source
def test_the_fingerprint_is_that_of_the_text(about, text):
    assert hashlib.sha256(TEXT.read_bytes()).hexdigest() == about["text"]["sha256"]
    assert (len(text), TEXT.name) == (about["text"]["characters"], about["text"]["name"])


@pytest.mark.source
def test_every_figure_stands_where_it_says(report, text):
    wrong = []
    for figure in report.figures.fillna({"unit": "", "qualifier": ""}).to_dict("records"):
        digits = f"{figure['value']:.{figure['decimals']}f}"
        if figure["kind"] == "rank" and not figure["unit"]:
            digits = f"第{CHINESE[int(figure['value'])]}"
        elif figure["measure"] == "特殊监管区域":
            digits = CHINESE[int(figure["value"])]
        found = squeeze(text[figure["start"] : figure["end"]])
        if found != digits + figure["qualifier"] + figure["unit"]:
            wrong.append((figure["figure_id"], found))
    assert wrong == []


@pytest.mark.source
def test_every_other_number_of_the_text_is_a_list_number_or_a_year(report, text):
    spans = list(zip(report.figures["start"], report.figures["end"], strict=True))
    runs = list(re.finditer(r"\d+(?:\.\d+)?", text))
    others = [
        run
        for run in runs
        if not any(start <= run.start() and run.end() <= end for start, end in spans)
    ]
    assert len(runs) - len(others) == 67  # 74 figures less three 三, two 第三 and two 第一
    for run in others:
        before, after = text[max(run.start() - 2, 0) : run.start()], text[run.end() : run.end() + 2]
        is_year = run.group() == "2022" and after.strip().startswith("年")
        is_item = (before.endswith("\n") and after.startswith(".")) or (
            before.endswith("（") and after.startswith("）")
        )
        assert is_year or is_item, (run.group(), before, after)


# --- no sentence of the report in the repository ---


def test_cells_hold_terms_and_no_sentences(about):
    long = [heading for heading in about["sections"].values() if len(heading) > LONGEST_CELL]
    for file in ("figures.csv", "goals.csv"):
        with (DATA / file).open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        long += [
            cell
            for row in rows
            for column, cell in row.items()
            if column != "note" and len(cell) > LONGEST_CELL
        ]
    assert long == []


@pytest.fixture(scope="module")
def repeated(about, text):
    """Runs of the report in files under version control, by file;
    its title and its department's name are free.
    """
    parts = re.split("|".join(map(re.escape, (about["title"], about["department"]))), squeeze(text))
    runs = {
        part[at : at + LONGEST_RUN] for part in parts for at in range(len(part) - LONGEST_RUN + 1)
    }
    assert len(runs) > 3000  # of 3 883 characters
    tracked = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.split("\0")
    return {name: found for name in filter(None, tracked) if (found := passages(ROOT / name, runs))}


@pytest.mark.source
def test_no_passage_of_the_report_stands_in_the_repository(repeated):
    assert repeated == {}


def passages(path, runs):
    """The runs that occur in a file; none in one that is no text, or gone from the working tree."""
    try:
        held = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return []
    if path.suffix == ".ipynb":  # its lines are cut into strings
        held += "".join(strings(json.loads(held)))
    held = squeeze(held)
    return sorted({held[at : at + LONGEST_RUN] for at in range(len(held) - LONGEST_RUN + 1)} & runs)


def strings(value):
    """All text of a JSON document in order."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in strings(part)]


@pytest.mark.source
def test_a_passage_would_be_found(text, tmp_path):
    """The search above sees a passage broken by lines,
    and one cut into the strings of a notebook.
    """
    passage = text[text.index("主要职责是") :][:40]
    runs = {squeeze(passage)[:LONGEST_RUN]}
    (tmp_path / "page.md").write_text(
        "x\n" + passage[:10] + "\n  " + passage[10:], encoding="utf-8"
    )
    (tmp_path / "book.ipynb").write_text(
        json.dumps({"source": [passage[:10] + "\n", passage[10:]]}), encoding="utf-8"
    )
    assert passages(tmp_path / "page.md", runs)
    assert passages(tmp_path / "book.ipynb", runs)
