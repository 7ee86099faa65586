import re
from pathlib import Path

import codebook_made
import pandas as pd
import pytest

from perf_analysis import codebook, labels
from perf_analysis.errors import TableError

TABLES = codebook.TABLES | {f"corpus.{name}": table for name, table in codebook.PANELS.items()}
DOCUMENTED = TABLES | {f"corpus.{name}": table for name, table in codebook.FILES.items()}
README = Path(__file__).parents[2] / "data" / "README.md"
DTYPES = {
    "text": pd.StringDtype("python", na_value=float("nan")),
    "number": "float64",
    "integer": pd.Int64Dtype(),
    "list": "object",
    "integers": "object",
}


def told_in_readme():
    """The rows of each table's section: column, type, meaning."""
    sections = re.split(r"(?m)^#{2,} ", README.read_text(encoding="utf-8"))
    rows = {
        section.split("\n", 1)[0].strip(): re.findall(
            r"(?m)^\| `(\w+)` \| (\w+) \| (.*) \|$", section
        )
        for section in sections
    }
    return {name: told for name, told in rows.items() if name in DOCUMENTED}


def test_require_passes_what_has_the_columns():
    frame = codebook.build(codebook.GROWTH, []).assign(more=1)
    codebook.require(frame, codebook.GROWTH)
    codebook.require(frame[["value"]], codebook.GROWTH, "value")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "prior_low、unit"),
        (("unit", "value", "prior_low"), "unit、prior_low"),
        (("unit",), "unit"),
    ],
)
def test_require_names_the_columns_missing_and_the_table(asked, told):
    frame = codebook.build(codebook.GROWTH, []).drop(columns=["unit", "prior_low"])
    with pytest.raises(TableError) as caught:
        codebook.require(frame, codebook.GROWTH, *asked)
    missing = re.search("表缺少列 (.*?)；", str(caught.value)).group(1)
    assert set(missing.split("、")) == set(told.split("、"))
    assert "growth" in str(caught.value)
    assert "data/README.md" in str(caught.value)


@pytest.mark.parametrize("name", TABLES)
def test_build_gives_columns_and_types_in_order(name):
    table = TABLES[name]
    for rows in ([], [{}]):
        frame = codebook.build(table, rows)
        assert frame.columns.tolist() == [column.name for column in table.columns] == table.names
        assert frame.dtypes.tolist() == [DTYPES[column.dtype] for column in table.columns]
        assert len(frame) == len(rows)
        assert frame.isna().to_numpy().all()


def test_build_fills_absent_cells_with_missing_values():
    frame = codebook.build(
        codebook.RANKS, [{"rank": 34, "population": 137}, {"rank": 1, "scope": "全市"}]
    )
    expected = pd.DataFrame(
        {
            "scope": pd.Series([None, "全市"], dtype=DTYPES["text"]),
            "rank": pd.array([34, 1], "Int64"),
            "population": pd.array([137, None], "Int64"),
        }
    )
    pd.testing.assert_frame_equal(frame[["scope", "rank", "population"]], expected)


def test_figures_have_the_columns_of_the_contract_in_its_order():
    in_order = (
        "report_id figure_id section page start end quoted value decimals unit low high base_unit "
        "base_value kind measure subject term role direction basis scope"
    )
    assert codebook.FIGURES.names == [
        *in_order.split(),
        "population",
        "period",
        "qualifier",
        "status",
        "same_as",
        "note",
    ]
    closed = {column.name: column.values for column in codebook.FIGURES.columns if column.values}
    assert closed == {
        "kind": ("amount", "growth", "rate", "score", "rank", "count", "area", "other"),
        "role": ("actual", "target", "plan", "forecast", "weight", "population"),
        "direction": ("+", "-"),
        "status": ("exact", "carried", "ambiguous", "unsure", "unreadable", "corrected"),
    }


@pytest.mark.parametrize("name", TABLES)
def test_names_are_snake_case_and_stand_once(name):
    names = TABLES[name].names
    assert len(set(names)) == len(names)
    assert [column for column in names if not re.fullmatch("[a-z]+[123]?(_[a-z]+)*", column)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_column_means_the_same_type_in_every_table(name):
    for column in TABLES[name].columns:
        others = {
            other.dtype
            for table in TABLES.values()
            for other in table.columns
            if other.name == column.name
        }
        assert len(others) == 1, column.name


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_column_stands_in_the_data_readme(name):
    told = told_in_readme()[name]
    assert [(column, dtype) for column, dtype, _ in told] == [
        (column.name, column.dtype) for column in DOCUMENTED[name].columns
    ]
    for column, (_, _, meaning) in zip(DOCUMENTED[name].columns, told, strict=True):
        assert meaning.startswith(column.meaning)
        assert all(f"`{value}`" in meaning for value in column.values)


@pytest.mark.parametrize("name", codebook.OF_ONE_REPORT)
def test_values_of_the_embedded_report_stand_in_the_closed_lists(report, name):
    frame = getattr(report, name)
    assert frame.columns.tolist() == codebook.TABLES[name].names
    for column in codebook.TABLES[name].columns:
        assert not column.values or set(frame[column.name].dropna()) <= set(column.values), (
            column.name
        )
        assert not column.required or frame[column.name].notna().all(), column.name


# --- Chinese names ---


def test_the_chinese_codebook_is_that_of_the_package():
    page = README.parents[1] / "docs" / "zh" / "codebook.md"
    assert page.read_text(encoding="utf-8") == codebook_made.page(), (
        "python tests/codebook_made.py > docs/zh/codebook.md"
    )


@pytest.mark.parametrize("name", codebook.ALL)
def test_chinese_names_of_a_table_are_chinese_and_stand_once(name):
    heads = [labels.describe(name, column)[0] for column in codebook.ALL[name].names]
    assert len(set(heads)) == len(heads)
    assert all(re.search("[一-鿿]", head) for head in heads)
    assert labels.title(name)[0]


@pytest.mark.parametrize("name", codebook.ALL)
def test_every_value_in_english_has_a_chinese_one(name):
    """Codes of errors are looked up in their catalogue, and stay."""
    words = labels.read_words("languages/codebook.zh.toml")["values"]
    for column in codebook.ALL[name].columns:
        if column.name != "code":
            english = {value for value in column.values if re.fullmatch("[a-z]+|[+-]", value)}
            assert english <= words.get(column.name, {}).keys(), column.name


def test_what_is_labelled_keeps_rows_numbers_and_what_is_no_column_of_the_table():
    goals = {column.name: column for column in codebook.GOALS.columns}
    own = codebook.Column("own", "number", "an analyst's own")
    some = codebook.Table("some columns", (goals["goal_id"], goals["coverage"], own))
    rows = [
        {"goal_id": "G1", "coverage": "none", "own": 1.5},
        {"goal_id": "G2", "coverage": None, "own": None},
    ]
    table, told = labels.label(some, rows, "goals")
    assert table.names == ["目标编号", "对照", "own"]
    assert [list(row.values()) for row in told] == [["G1", "未提及", 1.5], ["G2", None, None]]
