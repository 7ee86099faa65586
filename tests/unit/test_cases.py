"""Texts and files that were read wrongly once, told by people who read them by hand.

`reports/cases/reading.jsonl` holds short texts with their figures; of the files beside it those
about numbers stand here, what they must give written out by hand from `files.json`.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

import perf_analysis as pa

CASES = Path(__file__).parents[1] / "reports" / "cases"
WRONG = {
    "R04": "年中追加17.78万元 has a direction, but it is what was added and no change",
    "R30": "a threshold in a name is read as an amount: 单价100万元（含）以上设备",
}


def told(row):
    """A figure in short: qualifier, value or both ends in the base unit, unit, kind, direction."""
    value = f"{row.low:g}–{row.high:g}" if pd.isna(row.value) else f"{row.value:.12g}"
    value = "?" if row.status == "unreadable" else value
    cells = (row.qualifier, value, row.unit, row.kind, row.direction)
    return " ".join(cell for cell in cells if isinstance(cell, str) and cell)


def told_in_json(figure):
    cells = (f"{figure['value']:.12g}", figure["unit"], figure["kind"], figure["direction"])
    return " ".join(filter(None, cells))


def texts():
    """The cases that tell their figures, each with what is wrong with it now."""
    for line in (CASES / "reading.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["figures"] or "finding" not in case:
            wrong = WRONG.get(case["case"])
            marks = pytest.mark.xfail(strict=True, reason=wrong) if wrong else ()
            yield pytest.param(case["text"], case["figures"], id=case["case"], marks=marks)


@pytest.mark.parametrize(("text", "figures"), [*texts()])
def test_a_text_gives_the_numbers_that_a_reader_found(tmp_path, text, figures):
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    found = pa.read(path).figures
    expected = [(figure["quoted"], told_in_json(figure)) for figure in figures]
    assert [(row.quoted, told(row)) for row in found.itertuples()] == expected


FILES = {
    "n01_inner_wan.txt": ["12000 元 amount", "23000 人 count", "15000 亿元 amount"],
    "n02_approx_pairs.txt": [
        "2–3 个 count",
        "40–50 人 count",
        "7e+06–8e+06 万元 amount",  # 700–800 万元
        "100–200 户 count",
        "17–18 个 count",
    ],
    "n03_yi_wan.txt": ["1.2 亿元 amount", "13.2 万元 amount"],
    "n04_number_cut.txt": [
        "1945.54 万元 amount",
        "1924.46 万元 amount",
        "1945.54 万元 amount",
        "? other",  # 1945,54: a comma for a point, or a digit lost
        "1945.54 万元 amount",
    ],
    "n05_minus.txt": [*["-21.08 万元 amount"] * 3, "-5.2 % growth -"],
    "n06_share_words.txt": [
        "5 个百分点 growth +",
        "3 ‰ growth -",
        "0.33–0.34 % rate",
        "2 倍 growth +",
        "50 % growth -",
    ],
    "n08_qualifiers.txt": [
        "突破 500 万元 amount",
        "超过 300 万元 amount",
        "不到 200 万元 amount",
        "高于 95 % rate",
        "小于 40 万元 amount",
        "最多 5 人 count",
        "> 95 % rate",
        "≥ 90 % rate",
        "≥ 80 % rate",
    ],
    "n09_m2.txt": ["12.5 万m2 area", "1.2 万m3 other", "1.2 万kWh other", "3.2 万m other"],
    "n10_whole_leaks.txt": [
        "1924.46 万元 amount",
        "978.27 万元 amount",
        "946.19 万元 amount",
        "5.8 亿元 amount",
        "3.1 亿元 amount",
        "42.8 % growth +",
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_its_numbers(name):
    report = pa.read(CASES / "files" / name)
    assert [told(row) for row in report.figures.itertuples()] == FILES[name]
    # 二(一)1 of n10 numbers an item; nothing else is left
    assert report.remainder["reason"].tolist() == (["序号"] if name.startswith("n10") else [])


# The cells of each row, from 年初预算数 to 得分; the unit of money where none is printed is that
# of the form: 金额单位：元.
SHEETS = {
    # ¥* -#,##0.00 shows the sign behind the ¥
    "x01_accounting_yen_negative.xlsx": {
        4: "B 2000 元, C 1945.54 元, D 1924.46 元, E 10 分, F 98.92 %, G 9.89 分",
        5: "B 1000 元, C 978.27 元, D 978.27 元, F 100 %",
        6: "B 1000 元, C 967.27 元, D 946.19 元, F 97.82 %",
        7: "C -54.46 元, D -21.08 元",
    },
    # 1000（含追加200）, ９７８．２７, /, —, (54.46), △21.08 typed as text
    "x02b_text_negatives.xlsx": {
        4: "B 2000 万元, C 1945.54 万元, D 1924.46 万元, E 10 分, F 98.92 %, G 9.89 分",
        5: "B 1000 万元, B 200 万元, C 978.27 万元, D 978.27 万元, F 100 %",
        6: "C 967.27 万, D 946.19 万元, F 97.82 %",
        7: "C -54.46 万元, D -21.08 万元",
    },
    # 0!.0,"万元" shows 19 455 400 元 as 1945.5万元
    "x03_bang_wan.xlsx": {
        4: "B 2000 元, C 1945.5 万元, D 1924.5 万元, E 10 分, F 98.92 %, G 9.89 分",
        5: "B 1000 元, C 978.27 元, D 978.27 元, F 100 %",
        6: "B 1000 元, C 967.27 元, D 946.19 元, F 97.82 %",
        7: "C -54.46 元, D -21.08 元",
    },
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_gives_the_numbers_that_it_shows(name):
    report = pa.read(CASES / "files" / name)
    found = {}
    for row in report.figures.itertuples():
        place = row.section.removeprefix("自评表!")
        found.setdefault(int(place[1:]), []).append(f"{place[0]} {row.value:.12g} {row.unit}")
    assert {row: ", ".join(cells) for row, cells in found.items()} == SHEETS[name]
    assert report.document.notices == ()
    assert report.remainder["quoted"].tolist() == ["2022"]  # of the title
