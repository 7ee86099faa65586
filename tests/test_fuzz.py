"""Files put together at random: each is read or refused in one line.
`tests/fuzz.py` tries as many as one likes.
"""

import random

import fuzz
import pytest

from perf_analysis.readers import office

SEEDS = {
    "txt": range(150),
    "docx": range(60),
    "xlsx": range(60),
    "xls": range(120),
    "html": range(170),
    "pdf": range(6),
}


@pytest.mark.parametrize("form", SEEDS)
def test_a_random_file_is_read_or_refused(form, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "_PROGRAMS", ())
    good = fuzz.good_file(form, tmp_path) if form != "txt" else b""
    path = tmp_path / f"made.{form}"
    outcomes = {}
    for seed in SEEDS[form]:
        pick = random.Random(seed)
        path.write_bytes(
            fuzz.break_file(good, form, pick)
            if good
            else fuzz.make_text(pick).encode("utf-8", "surrogatepass")
        )
        outcomes.setdefault(fuzz.take(path), []).append(seed)
    assert set(outcomes) <= {"read", "refused"}, outcomes
    assert "read" in outcomes or form == "pdf"


# 1088: percentages stand in the column of weights. 910: a level with marks has one line under it,
# with more of them.
@pytest.mark.parametrize("seed", [910, 1088])
def test_a_broken_page_on_which_nothing_can_be_added_is_read(tmp_path, seed):
    path = tmp_path / "made.html"
    good = fuzz.good_file("html", tmp_path)
    path.write_bytes(fuzz.break_file(good, "html", random.Random(seed)))
    assert fuzz.take(path) == "read"


def test_what_was_not_foreseen_is_told(tmp_path, monkeypatch):
    path = tmp_path / "made.txt"
    path.write_text("自评得分98分。", encoding="utf-8")
    monkeypatch.setattr(fuzz.pa, "read", lambda _: 1 / 0)
    assert "ZeroDivisionError" in fuzz.take(path)
