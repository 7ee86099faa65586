"""The embedded data follow from reading the report, and the labelled texts are read as labelled,
where both are at hand.
"""

import csv
import json
from pathlib import Path

import needs
import pandas as pd
import pytest
import score
from sets import REPORTS

import perf_analysis as pa

ROOT = Path(__file__).parents[2]
TEXT, EXAMPLES = needs.SOURCE, REPORTS / "examples"
COLUMNS = [
    "start",
    "end",
    "value",
    "decimals",
    "unit",
    "kind",
    "direction",
    "role",
    "section",
    "same_as",
]

# --- the 2022 report ---


@pytest.fixture(scope="module")
def read():
    return pa.read(TEXT)


@pytest.mark.source
@pytest.mark.parametrize("column", COLUMNS)
def test_reading_gives_the_embedded_figures(report, read, column):
    embedded = report.figures.sort_values("start", ignore_index=True)
    assert len(embedded) == len(read.figures) == 74
    told = pd.DataFrame(
        {
            "figure_id": embedded["figure_id"],
            "read": read.figures[column].astype(object),
            "embedded": embedded[column].astype(object),
        }
    )
    differs = told[
        ~((told["read"] == told["embedded"]) | (told["read"].isna() & told["embedded"].isna()))
    ]
    assert differs.to_dict("records") == []


@pytest.mark.source
def test_spans_quote_the_report_and_fill_in_the_order_of_position(read):
    figures = read.figures
    assert [read.document.text[row.start : row.end] for row in figures.itertuples()] == figures[
        "quoted"
    ].tolist()
    assert (figures["end"].iloc[:-1].to_numpy() <= figures["start"].iloc[1:].to_numpy()).all()


@pytest.mark.source
def test_measure_and_subject_share_words_with_the_embedded_ones(report, read):
    """At least nine of ten share half of the two-character pieces of
    the embedded subject and measure.
    """
    pairs = zip(report.figures.to_dict("records"), read.figures.to_dict("records"), strict=True)
    right = [
        score.same_measure({"measure": name_of(embedded)}, plain(found))
        for embedded, found in pairs
    ]
    assert sum(right) >= 0.9 * 74


@pytest.mark.source
@pytest.mark.parametrize("table", ["budget", "growth", "completion", "ranks", "scores"])
def test_each_table_has_as_many_rows_as_the_embedded_one(report, read, table):
    assert len(getattr(read, table)) == len(getattr(report, table))


@pytest.mark.source
def test_what_the_report_is_was_read_too(report, read):
    assert (read.about.year, read.about.sha256) == (report.about.year, report.about.sha256)
    assert set(report.about.sections) <= set(read.about.sections)


# --- the labelled texts ---


def plain(row):
    """A row with missing cells as None, as jsonl would carry it."""
    return {name: None if pd.isna(cell) else cell for name, cell in row.items()}


def name_of(row):
    return "".join(str(row[name]) for name in ("subject", "measure") if not pd.isna(row[name]))


def match(rows, labels):
    """Each label with the narrowest unused row over its number, or None;
    and the rows that no label wanted.
    """
    used, pairs = set(), []
    for label in labels:
        hits = [
            at
            for at, row in enumerate(rows)
            if at not in used
            and row["start"] <= label["num_start"]
            and row["end"] >= label["num_end"]
        ]
        best = min(hits, key=lambda at: rows[at]["end"] - rows[at]["start"], default=None)
        used |= {best} - {None}
        if not label.get("optional"):
            pairs.append((label, None if best is None else rows[best]))
    return pairs, [row for at, row in enumerate(rows) if at not in used]


@pytest.fixture(scope="module")
def matched():
    """All labels with their rows, all rows too many, over all labelled texts."""
    pairs, extras = [], []
    for text in sorted(EXAMPLES.glob("*.txt")):
        rows = [plain(row) for row in pa.read(text).figures.to_dict("records")]
        labels = [
            json.loads(line)
            for line in (EXAMPLES / "labels" / f"{text.stem}.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
            if line.strip()
        ]
        of_text, too_many = match([row for row in rows if row["status"] != "unreadable"], labels)
        pairs += of_text
        extras += [(text.stem, row["start"], row["quoted"]) for row in too_many]
    # the 14 texts hold 306 labels that count; an empty folder would prove nothing
    assert len(pairs) > 300
    return pairs, extras


def test_at_least_98_of_100_labelled_figures_are_found(matched):
    pairs, _ = matched
    missed = [(label["text"], label["measure"]) for label, row in pairs if row is None]
    assert len(missed) <= 0.02 * len(pairs), missed


def test_at_least_97_of_100_figures_read_are_labelled(matched):
    pairs, extras = matched
    found = sum(row is not None for _, row in pairs)
    assert found >= 0.97 * (found + len(extras)), extras


@pytest.mark.parametrize(
    ("cell", "floor"),
    [("value", 0.99), ("unit", 0.97), ("kind", 0.96), ("direction", 0.98), ("measure", 0.70)],
)
def test_what_is_found_is_right(matched, cell, floor):
    right = {
        "value": score.same_value,
        "unit": score.same_unit,
        "kind": lambda label, row: label["kind"] == row["kind"],
        "direction": lambda label, row: (label["direction"] or "") == (row["direction"] or ""),
        "measure": score.same_measure,
    }[cell]
    found = [(label, row) for label, row in matched[0] if row is not None]
    wrong = [
        (label["text"], label[cell], row[cell]) for label, row in found if not right(label, row)
    ]
    assert len(wrong) <= (1 - floor) * len(found), wrong


def test_no_digits_of_the_labelled_texts_are_lost():
    for text in sorted(EXAMPLES.glob("*.txt")):
        report = pa.read(text)
        covered = sorted(
            [
                *report.figures[["start", "end"]].itertuples(index=False, name=None),
                *report.remainder[["start", "end"]].itertuples(index=False, name=None),
            ]
        )
        left = list(report.document.folded)
        for start, end in covered:
            left[start:end] = " " * (end - start)
        assert [sign for sign in left if sign in "0123456789"] == []


def test_the_embedded_figures_have_spans():
    with (ROOT / "data" / "2022-suigang" / "figures.csv").open(
        encoding="utf-8", newline=""
    ) as opened:
        assert all(row["start"] and row["end"] for row in csv.DictReader(opened))
