"""Documents and their drafts: what is written stands in the text once, and every cell,
page and sentence is found again.
"""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_analysis.document import Cell, Document, Draft, Piece, Table

PATH = Path("made.docx")


def drafted(*parts):
    """A document of these parts in order: a line, a table as its pieces, or a page turn as None."""
    draft = Draft()
    for part in parts:
        if part is None:
            draft.turn_page()
        elif isinstance(part, str):
            draft.write(part)
        else:
            draft.write_table(part)
    return draft.finish(PATH, b"raw")


def row(number, *texts):
    """The pieces of one row of single cells."""
    return [Piece(number, column, 1, 1, text) for column, text in enumerate(texts)]


def texts_of(document, table):
    return [document.text[cell.start : cell.end] for cell in table.cells]


TWO_BY_TWO = [*row(0, "项目", "得分"), *row(1, "河道保洁", "98")]


# --- what a draft writes ---


def test_lines_and_tables_stand_in_the_order_they_were_written():
    document = drafted("一、基本情况", TWO_BY_TWO, "二、结论")
    assert document.text == "一、基本情况\n| 项目 | 得分 |\n| 河道保洁 | 98 |\n二、结论\n"


def test_the_finished_document_is_named_for_its_file_and_fingerprinted_by_its_bytes():
    document = drafted("自评报告")
    assert (document.report_id, document.path, document.sha256) == (
        "made",
        PATH,
        sha256(b"raw").hexdigest(),
    )
    assert (document.tables, document.page_starts, document.notices) == ((), (), ())


def test_notices_are_kept_in_order():
    draft = Draft()
    draft.notices += ["两张图片没有读", "一个公式没有读"]
    assert draft.finish(PATH, b"").notices == ("两张图片没有读", "一个公式没有读")


def test_a_line_loses_the_blanks_at_its_ends_and_an_empty_one_is_left_out():
    assert drafted(" \t得分 98 分\r\n", "", " \t\n", "\u3000").text == "得分 98 分\n"


def test_an_indent_of_full_width_blanks_stays():
    assert drafted("\u3000\u3000本年度").text == "\u3000\u3000本年度\n"


def test_the_offsets_of_cells_quote_their_text():
    document = drafted("一、基本情况", TWO_BY_TWO, [*row(0, "支出", "12.5"), *row(1, "", "元")])
    assert [texts_of(document, table) for table in document.tables] == [
        ["项目", "得分", "河道保洁", "98"],
        ["支出", "12.5", "", "元"],
    ]


def test_a_cell_keeps_its_lines_and_loses_the_blanks_around_it():
    document = drafted([*row(0, " 年度\n指标值 ", "得分\n")])
    assert document.text == "| 年度\n指标值 | 得分 |\n"
    assert texts_of(document, document.tables[0]) == ["年度\n指标值", "得分"]


def test_pieces_may_come_in_any_order():
    assert drafted(TWO_BY_TWO[::-1]).text == drafted(TWO_BY_TWO).text


def test_a_merged_cell_is_written_once_and_found_at_all_that_it_spans():
    document = drafted(
        [
            Piece(0, 0, 2, 1, "产出指标"),
            Piece(0, 1, 1, 2, "数量"),
            Piece(1, 1, 1, 1, "12"),
            Piece(1, 2, 1, 1, "座"),
        ]
    )
    table = document.tables[0]
    assert document.text == "| 产出指标 | 数量 |\n| 12 | 座 |\n"
    assert [
        (place, document.text[cell.start : cell.end]) for place, cell in sorted(table.grid.items())
    ] == [
        ((0, 0), "产出指标"),
        ((0, 1), "数量"),
        ((0, 2), "数量"),
        ((1, 0), "产出指标"),
        ((1, 1), "12"),
        ((1, 2), "座"),
    ]
    assert (table.height, table.width) == (2, 3)


def test_a_place_without_a_cell_is_not_in_the_grid():
    table = drafted([*row(0, "甲", "乙"), Piece(1, 1, 1, 1, "丙")]).tables[0]
    assert set(table.grid) == {(0, 0), (0, 1), (1, 1)}


def test_a_table_without_two_filled_cells_in_a_row_is_written_as_lines():
    document = drafted([*row(0, "一、基本情况", ""), *row(1, "", "本年度支出12万元。")])
    assert (document.text, document.tables) == ("一、基本情况\n本年度支出12万元。\n", ())


def test_one_row_with_two_filled_cells_makes_a_table_of_all_rows():
    document = drafted([*row(0, "自评表", ""), *row(1, "得分", "98")])
    assert document.text == "| 自评表 |  |\n| 得分 | 98 |\n"
    assert texts_of(document, document.tables[0]) == ["自评表", "", "得分", "98"]


@pytest.mark.parametrize(
    "pieces",
    [[], row(0, "", " "), [*row(0, "\n", ""), *row(1, "", "\u3000")]],
    ids=["no cells", "empty cells", "blank cells"],
)
def test_a_table_without_text_leaves_nothing(pieces):
    document = drafted("前", pieces, "后")
    assert (document.text, document.tables) == ("前\n后\n", ())


def test_tables_are_numbered_in_order_unless_they_have_a_name():
    draft = Draft()
    draft.write_table(TWO_BY_TWO)
    draft.write_table(TWO_BY_TWO, "自评表")
    draft.write_table([])
    draft.write_table(TWO_BY_TWO)
    assert [table.name for table in draft.finish(PATH, b"").tables] == ["表1", "自评表", "表3"]


def test_a_merged_cell_alone_in_its_row_ends_the_line():
    document = drafted([Piece(0, 0, 1, 2, "自评表"), *row(1, "得分", "98")])
    assert document.text == "| 自评表 |\n| 得分 | 98 |\n"


# --- tables ---


@pytest.mark.parametrize(
    ("column", "letters"),
    [
        (0, "A"),
        (1, "B"),
        (25, "Z"),
        (26, "AA"),
        (27, "AB"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16383, "XFD"),
    ],
)
def test_a_cell_is_named_as_in_a_spreadsheet(column, letters):
    """XFD is the last column that Excel has, the 16384th."""
    cell = Cell(6, column, 1, 1, 0, 0)
    assert Table("自评表", (cell,)).place(cell) == f"自评表!{letters}7"


def test_a_table_begins_at_its_first_cell_and_ends_at_its_last():
    document = drafted("前", TWO_BY_TWO)
    assert (
        document.text[document.tables[0].start : document.tables[0].end]
        == "项目 | 得分 |\n| 河道保洁 | 98"
    )


def test_a_cell_holds_the_offsets_of_its_text_alone():
    document = drafted(TWO_BY_TWO)
    table = document.tables[0]
    for cell in table.cells:
        assert [table.cell_at(at) for at in range(cell.start, cell.end)] == [cell] * (
            cell.end - cell.start
        )
        assert table.cell_at(cell.end) is None
        assert table.cell_at(cell.start - 1) is None


def test_an_empty_cell_holds_no_offset_and_hides_no_other():
    document = drafted([*row(0, "得分", "", "98", ""), *row(1, "", "甲", "", "乙")])
    table = document.tables[0]
    assert [document.text[at] for at in range(len(document.text)) if table.cell_at(at)] == list(
        "得分98甲乙"
    )
    assert [table.cell_at(cell.start) for cell in table.cells if cell.start == cell.end] == [
        None
    ] * 4


def test_before_the_first_cell_there_is_none():
    assert drafted(TWO_BY_TWO).tables[0].cell_at(0) is None


# --- documents ---


def test_the_table_at_an_offset_is_the_one_whose_text_holds_it():
    document = drafted("前", TWO_BY_TWO, "中", TWO_BY_TWO, "后")
    first, second = document.tables
    for word, expected in (("前", None), ("项目", first), ("中", None), ("后", None)):
        assert document.table_at(document.text.index(word)) is expected
    assert document.table_at(document.text.rindex("项目")) is second
    assert [document.table_at(first.end - 1), document.table_at(first.end)] == [first, None]


def test_a_document_without_pages_names_none():
    document = drafted("得分98分。")
    assert [document.page_at(at) for at in (0, 3, 99)] == [None] * 3


def test_pages_begin_where_they_were_turned():
    document = drafted(None, "第一页", None, "第二页", None, "第三页")
    assert [
        document.page_at(document.text.index(word)) for word in ("第一页", "第二页", "第三页")
    ] == [1, 2, 3]
    edge = document.page_starts[1]
    assert [document.page_at(at) for at in (0, edge - 1, edge, len(document.text))] == [1, 1, 2, 3]


def test_text_before_the_first_page_has_no_page():
    document = drafted("封面", None, "第一页")
    assert [document.page_at(0), document.page_at(document.text.index("第一页"))] == [None, 1]


def test_an_empty_page_is_counted():
    document = drafted(None, "第一页", None, None, "第三页")
    assert document.page_at(document.text.index("第三页")) == 3


def test_a_page_may_turn_between_tables():
    document = drafted(None, TWO_BY_TWO, None, TWO_BY_TWO)
    assert [document.page_at(table.start) for table in document.tables] == [1, 2]


def test_folding_changes_no_offset():
    document = Document("made", "共１２．５％（万元）\u00a0：－3", "", PATH)
    assert document.folded == "共12.5%(万元) :-3"


# --- sentences ---


def sentence(document, words):
    start = document.text.index(words)
    left, right = document.sentence_at(start, start + len(words))
    return document.text[left:right]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("支出12万元。得分98分。", "98分", "得分98分。", id="the last"),
        pytest.param("甲3项；乙4项！丙5项？丁6项", "4项", "乙4项！", id="between marks"),
        pytest.param("甲3项；乙4项！丙5项？丁6项", "6项", "丁6项", id="after the last mark"),
        pytest.param("没有句号12项\n\n第二段13项", "13项", "第二段13项", id="after a blank line"),
        pytest.param(
            "前言。没有句号12项\n\n第二段13项", "12项", "没有句号12项", id="before a blank line"
        ),
        pytest.param(
            "一、绩效目标\n全年完成12项，得分98分。",
            "12项",
            "全年完成12项，得分98分。",
            id="under a heading",
        ),
        pytest.param(
            f"前言。{'很长' * 14}\n接着写完12项。",
            "12项",
            f"{'很长' * 14}\n接着写完12项。",
            id="a line too long for a heading",
        ),
        pytest.param("前言。 \u3000得分98分。", "98分", "得分98分。", id="behind blanks"),
        pytest.param("前言。得分98分；", "98分", "得分98分；", id="a mark at the end of the text"),
        pytest.param(
            "支出12万元。得分98分。",
            "12万元",
            "支出12万元。",
            id="the first",
        ),
    ],
)
def test_a_sentence_runs_from_mark_to_mark(text, words, expected):
    assert sentence(Document("made", text, "", PATH), words) == expected


def test_the_sentence_of_a_cell_is_its_row():
    document = drafted(
        "支出12万元。",
        [*row(0, "指标", "得分"), *row(1, "河道保洁", "98", ""), *row(2, "泵站维修", "97")],
        "得分99分。",
    )
    assert sentence(document, "98") == "河道保洁 | 98 | "
    assert sentence(document, "泵站维修") == "泵站维修 | 97"
    assert sentence(document, "99") == "得分99分。"


def test_the_sentence_of_what_stands_between_cells_is_itself():
    document = drafted(TWO_BY_TWO)
    bar = document.text.index(" | ")
    assert document.sentence_at(bar + 1, bar + 2) == (bar + 1, bar + 2)


# --- any draft ---

CELLS = st.text(alphabet="甲乙 12|\n\u3000%", max_size=6)
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4)
PARTS = st.lists(
    st.one_of(
        CELLS,
        st.none(),
        GRIDS.map(
            lambda rows: [piece for at, texts in enumerate(rows) for piece in row(at, *texts)]
        ),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(PARTS)
def test_whatever_is_written_is_found_again(parts):
    document = drafted(*parts)
    written = [cell for part in parts if isinstance(part, list) for cell in part]
    assert "".join(document.text.replace("|", "").split()) == "".join(
        "".join(
            (part if isinstance(part, str) else "".join(piece.text for piece in part or []))
            .replace("|", "")
            .split()
        )
        for part in parts
    )
    cells = [cell for table in document.tables for cell in table.cells]
    assert [(cell.start, cell.end) for cell in cells] == sorted(
        (cell.start, cell.end) for cell in cells
    )
    assert {document.text[cell.start : cell.end] for cell in cells} <= {
        piece.text.strip() for piece in written
    }
    for table in document.tables:
        for cell in table.cells:
            for at in range(cell.start, cell.end):
                assert (document.table_at(at), table.cell_at(at)) == (table, cell)
    assert list(document.page_starts) == sorted(document.page_starts)
