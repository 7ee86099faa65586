"""Forms made with a known truth are read back, in every layout and format;
and that the forms are what they say.
"""

import re
import zipfile
from collections import Counter
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pdfplumber
import pytest
from lxml import etree
from lxml import html as lxml_html
from made import forms as forms_made
from made.forms import LAYOUTS, WRITERS, compare, make_form

from perf_analysis import codebook

SEEDS = range(40)
# seeds a format; a PDF takes longest
READ = {"docx": 12, "pdf": 8, "html": 12, "xlsx": 12, "bars": 12}
LEAST_RIGHT = 0.99
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare(text):
    return "".join(text.split())


def texts(made):
    return [bare(cell.text) for row in made.grid for cell in row]


# --- read back ---


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_form_is_read_back(layout, form):
    cells, wrong = forms_made.measure(range(READ[form]), [layout], [form])[layout, form]
    told = "\n".join(
        f"{table}.{column} of {name}: {truth!r} read as {read!r}"
        for table, column, name, truth, read in wrong[:20]
    )
    assert 1 - len(wrong) / cells >= LEAST_RIGHT, f"{len(wrong)} of {cells} cells are wrong\n{told}"


# --- the forms ---


@pytest.fixture(scope="module")
def forms():
    return [make_form(seed, layout) for layout in LAYOUTS for seed in SEEDS]


def test_a_form_is_the_same_for_the_same_seed():
    assert make_form(3, "national") == make_form(3, "national")
    assert make_form(3, "national").grid != make_form(4, "national").grid


def test_the_cells_of_a_form_fill_its_grid_once(forms):
    for made in forms:
        places = Counter(
            (row + down, column + right)
            for row, column, cell in made.placed()
            for down in range(cell.rows)
            for right in range(cell.columns)
        )
        assert places == Counter(
            (row, column) for row in range(len(made.grid)) for column in range(len(made.widths))
        )


def test_every_number_and_text_of_the_truth_is_printed(forms):
    for made in forms:
        printed = texts(made)
        digits = {
            found
            for text in printed
            for found in re.findall(
                r"[\d.]+",
                text.translate(str.maketrans("０１２３４５６７８９．", "0123456789.", ",")),
            )
        }
        for row in (*made.indicators, *made.funds):
            for column, cell in row.items():
                if column in (
                    "level1",
                    "level2",
                    "level3",
                    "line",
                    "project",
                    "reason",
                ) or column.endswith("_text"):
                    assert cell is None or any(bare(cell) in text for text in printed)
                elif cell is not None and f"{column}_decimals" in row:
                    assert f"{cell:.{row[f'{column}_decimals']}f}" in digits


def test_the_truth_has_the_types_and_values_of_the_codebook(forms):
    for name in ("indicators", "funds"):
        table = codebook.TABLES[name]
        rows = [row for made in forms for row in getattr(made, name)]
        frame = codebook.build(table, rows)
        for column in table.columns:
            assert not column.required or frame[column.name].notna().all()
            assert not column.values or set(frame[column.name].dropna()) == set(column.values) - {
                "ambiguous"
            }


def test_the_forms_hold_what_real_forms_hold(forms):
    indicators = [row for made in forms for row in made.indicators]
    printed = {text for made in forms for text in texts(made)}
    counts = {len(made.indicators) for made in forms}
    assert (min(counts), max(counts)) == (1, 25)
    assert {row["target_decimals"] for row in indicators} >= {0, 1, 2, 3, 4}
    assert {row["executed_decimals"] for made in forms for row in made.funds} >= {0, 1, 2, 3, 4}
    assert {"……", "√", "/", "-", "—", ""} <= printed
    signed = (
        r"≥[\d.]+%",
        r"=[\d.]+.*",
        r"≤[\d.]+.*",
        r"≥[０-９．]+.*",
        r"不低于.*",
        r".*以内",
        r"\d{4}年\d+月底前完成",
    )
    for pattern in (*signed, r"[\d.]+万亩", r"\d+场次", r"每亩\d+", r"\d,\d{3}.*", "100%"):
        assert any(re.fullmatch(pattern, text) for text in printed), pattern
    assert {made.month for made in forms} == {None, 6, 7, 8, 9}
    assert any("\n" in cell.text for made in forms for row in made.grid for cell in row)
    assert any(row["weight"] is not None for row in indicators)
    assert not any(row["weight"] == 0 for row in indicators)


def test_the_points_of_a_form_are_a_hundred(forms):
    for made in forms:
        if made.layout in ("national", "sichuan", "chongqing"):
            assert sum(
                row["weight"]
                for row in (*made.funds, *made.indicators)
                if row["weight"] is not None
            ) == pytest.approx(100)


# --- the files ---


@pytest.fixture(
    params=[(layout, seed) for layout in LAYOUTS for seed in (0, 1)],
    ids=lambda told: f"{told[0]}-{told[1]}",
)
def made(request):
    return make_form(request.param[1], request.param[0])


def written(made, form, folder):
    suffix, write = WRITERS[form]
    write(made, folder / f"made{suffix}")
    return folder / f"made{suffix}"


def test_a_word_document_has_each_cell_once_and_whole_rows(made, tmp_path):
    with zipfile.ZipFile(written(made, "docx", tmp_path)) as package:
        table = etree.fromstring(package.read("word/document.xml")).find(f".//{W}tbl")
    found = []
    for row in table.findall(f"{W}tr"):
        spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
        assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == len(
            made.widths
        )
        for cell in row.findall(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(f"{W}val") == "restart":
                found.append(bare("".join(cell.itertext())))
    assert found == texts(made)


def test_a_page_has_each_cell_once_with_its_spans(made, tmp_path):
    page = lxml_html.parse(written(made, "html", tmp_path))
    found = [
        (bare(cell.text_content()), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1)))
        for cell in page.findall(".//td")
    ]
    assert found == [
        (bare(cell.text), cell.rows, cell.columns) for row in made.grid for cell in row
    ]


def test_a_workbook_prints_each_cell_and_merges_its_ranges(made, tmp_path):
    sheet = openpyxl.load_workbook(written(made, "xlsx", tmp_path)).active
    top, ranges = len(made.above) + 1, {str(found) for found in sheet.merged_cells.ranges}
    for row, column, cell in made.placed():
        place = sheet.cell(row + top, column + 1)
        assert (shown(place), place.data_type in "sn") == (cell.text, True)
        last = sheet.cell(row + top + cell.rows - 1, column + cell.columns)
        assert (f"{place.coordinate}:{last.coordinate}" in ranges) == (
            last.coordinate != place.coordinate
        )


def shown(place):
    """A cell of a workbook as a spreadsheet shows it, for the few formats written."""
    if not isinstance(place.value, int | float) or place.number_format == "General":
        return "" if place.value is None else str(place.value)
    form, percent = (
        place.number_format.rstrip("%"),
        "%" if place.number_format.endswith("%") else "",
    )
    value, digits = place.value * (100 if percent else 1), len(form.partition(".")[2])
    return f"{value:{',' if ',' in form else ''}.{digits}f}{percent}"


def test_a_pdf_prints_every_character_and_goes_on_over_its_pages(made, tmp_path):
    with pdfplumber.open(written(made, "pdf", tmp_path)) as pdf:
        found = Counter(bare("".join(char["text"] for page in pdf.pages for char in page.chars)))
        numbers = Counter("".join(str(page.page_number) for page in pdf.pages))
    assert found == Counter(bare("".join([*made.above, *texts(made), *made.below]))) + numbers


def test_a_long_form_runs_over_pages_and_cuts_a_merged_cell(tmp_path):
    made = next(
        made for made in (make_form(seed, "sichuan") for seed in SEEDS) if len(made.indicators) > 20
    )
    with pdfplumber.open(written(made, "pdf", tmp_path)) as pdf:
        page = pdf.pages[1]
        label = min(page.rects, key=lambda cell: (round(cell["top"]), cell["x0"]))
        assert (
            page.crop((label["x0"], label["top"], label["x1"], label["bottom"])).extract_text()
            == ""
        )
        assert label["height"] > 3 * min(cell["height"] for cell in page.rects)


def test_texts_have_a_line_for_each_row_or_cell(made, tmp_path):
    lines = written(made, "bars", tmp_path).read_text(encoding="utf-8").split("\n")
    rows = lines[len(made.above) : len(made.above) + len(made.grid)]
    assert {row.count("|") for row in rows} == {len(made.widths) + (-1 if made.seed % 2 else 1)}
    assert [cell for row in rows for cell in map(bare, row.split("|")) if cell] == [
        text for text in texts(made) if text
    ]
    cells = (
        written(made, "lines", tmp_path).read_text(encoding="utf-8").split("\n")[len(made.above) :]
    )
    assert [bare(cell) for cell in cells[: len(texts(made))]] == texts(made)


# --- the comparison ---


def report_of(made):
    return SimpleNamespace(
        indicators=codebook.build(codebook.INDICATORS, made.indicators),
        funds=codebook.build(codebook.FUNDS, made.funds),
    )


def filled(row):
    return sum(1 for cell in row.values() if cell is not None)


def test_the_truth_itself_has_no_wrong_cell():
    made = make_form(2, "national")
    assert compare(made, report_of(made)) == (sum(map(filled, (*made.indicators, *made.funds))), [])


def test_one_wrong_cell_is_one_and_an_invented_one_too():
    made = make_form(2, "national")
    report = report_of(made)
    report.indicators.loc[1, ["weight", "core"]] = [77.0, "是"]
    assert [cell[1:2] + cell[3:] for cell in compare(made, report).wrong] == [
        ("weight", made.indicators[1]["weight"], 77),
        ("core", None, "是"),
    ]


def test_a_missing_row_counts_with_all_its_cells_and_so_does_an_extra_one():
    made = make_form(2, "national")
    report = report_of(made)
    report.funds = pd.concat(
        [report.funds, report.funds.tail(1).assign(line="合计")], ignore_index=True
    )
    report.indicators = report.indicators.drop(index=0)
    wrong = Counter((cell[0], cell[2]) for cell in compare(made, report).wrong)
    assert wrong == {
        ("indicators", made.indicators[0]["level3"]): filled(made.indicators[0]),
        ("funds", "合计"): filled(made.funds[-1]),
    }
