"""The panel of execution over reports that word their budget in ten ways: a row each, with what is
sure, and why the rest is not told.
"""

import math
from pathlib import Path

import needs
import pytest

for lacking in ("pyarrow", "duckdb", "distributed"):
    pytest.importorskip(lacking, reason=needs.CORPUS)

from perf_analysis import codebook  # noqa: E402
from perf_analysis.corpus import open_corpus, plan, work  # noqa: E402

HEAD = (
    "青石县{name}局2023年度部门整体支出绩效自评报告\n一、基本情况\n本单位是行政单位。\n"
    "二、预算执行情况\n"
)
# How the budget is worded, then what was spent, then the rate; `start` is 年初预算数.
WAYS = (
    ("2023年全年预算数{budget}万元", "，执行数{spent}万元", "，预算执行率{rate}%"),
    (
        "2023年年初预算数{start}万元，调整预算数{budget}万元",
        "，执行数{spent}万元",
        "，预算执行率{rate}%",
    ),
    ("2023年部门预算批复{budget}万元", "，实际支出{spent}万元", "，执行率为{rate}%"),
    ("本年度支出预算为{budget}万元", "，支出决算为{spent}万元", "，完成预算的{rate}%"),
    (
        "2023年我单位年初预算安排{start}万元，年中追加后为{budget}万元",
        "，全年实际支出{spent}万元",
        "，支出执行率{rate}%",
    ),
    ("2023年预算资金总额{budget}万元", "，截至12月31日已支出{spent}万元", "，执行进度{rate}%"),
    ("2023年财政下达预算指标{budget}万元", "，实际使用{spent}万元", "，资金使用率{rate}%"),
    ("2023年全年预算{large}亿元", "，全年执行{spent}万元", "，预算执行率{rate}%"),
    ("2023年部门调整后预算{budget}万元", "，部门整体支出{spent}万元", "，占{rate}%"),
    (
        "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率\n"
        "年度资金总额 | {start} | {budget} |",
        " {spent} |",
        " {rate}% |",
    ),
)
TOLD = (3, 2, 1)  # of the three: all, the two amounts, the budget alone
OF_START = "只读出年初预算数，没有全年预算数，算不出预算执行率"
IN_WAN = {"万元": 1, "亿元": 10_000}


def truth_of(way: int, told: int) -> dict[str, float]:
    """Round numbers, so that spent is exactly 96 % of the budget."""
    budget = 1000 + 50 * way + 500 * told
    return {"budget": budget, "spent": budget * 96 / 100, "start": budget * 90 / 100}


def text_of(way: int, told: int) -> str:
    numbers = {name: f"{value:.2f}" for name, value in truth_of(way, told).items()}
    large = f"{truth_of(way, told)['budget'] / 10_000:.4f}"
    is_table = "|" in WAYS[way][0]
    parts = [part if at < told else " |" * is_table for at, part in enumerate(WAYS[way])]
    words = "".join(parts).format(**numbers, large=large, rate="96.00")
    return HEAD.format(name="甲乙丙丁戊己庚辛壬癸"[way]) + words + ("\n" if is_table else "。\n")


def panel_of(texts: dict[str, str], place: Path) -> dict[str, dict[str, object]]:
    """The rows of the panel of execution over texts, by their names."""
    (place / "reports").mkdir()
    for name, text in texts.items():
        (place / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    for batch in plan(place / "reports", place / "out").batches:
        work(batch, place / "out")
    found = codebook.rows(open_corpus(place / "out").execution)
    return {row["report_id"]: row for row in found}


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """The rows of the panel by way and telling."""
    texts = {f"{way}-{told}": text_of(way, told) for way in range(len(WAYS)) for told in TOLD}
    found = panel_of(texts, tmp_path_factory.mktemp("panel"))
    return {tuple(map(int, name.split("-"))): row for name, row in found.items()}


def test_each_report_has_a_row(rows):
    assert sorted(rows) == sorted((way, told) for way in range(len(WAYS)) for told in TOLD)


def test_no_amount_is_one_that_the_report_does_not_call_so(rows):
    """A budget of the year's start stands in for one that was not read, and says so."""
    for (way, told), row in rows.items():
        truth, factor = truth_of(way, told), IN_WAN.get(row["unit"] or "万元")
        of_start = row["note"] == OF_START
        true = {"budget": truth["start" if of_start else "budget"], "executed": truth["spent"]}
        for name, value in (true | {"initial": truth["start"]}).items():
            stated = row[name]
            assert stated is None or math.isclose(stated * factor, value), (way, told, name)


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_any_wording_with_its_rate_gives_budget_execution_and_rate(rows, way):
    row = rows[way, 3]
    assert None not in (row["budget"], row["executed"]) and row["note"] is None
    assert row["rate"] == 96 and row["rate_low"] <= 96 <= row["rate_high"]


def test_a_row_without_a_rate_says_which_amount_it_lacks(rows):
    lacking = 0
    for row in rows.values():
        for name, word in (("budget", "预算数"), ("executed", "执行数")):
            if row[name] is None:
                lacking += 1
                assert word in row["note"] and row["rate_low"] is None
        assert row["rate_low"] is not None or row["note"]
    assert lacking >= 10, "ten reports tell no execution"


def test_amounts_of_parts_are_counted_and_none_is_the_whole(tmp_path):
    parts = "甲站预算数100.00万元，执行数90.00万元；乙站预算数200.00万元，执行数150.00万元。\n"
    row = panel_of({"parts": HEAD.format(name="水务") + parts}, tmp_path)["parts"]
    assert (row["budget"], row["executed"]) == (None, None)
    assert row["note"] == (
        "有 2 个数字写作预算数，看不出哪个是整体的；有 2 个数字写作执行数，看不出哪个是整体的"
    )


def test_what_is_done_of_the_initial_budget_alone_is_no_execution_rate(tmp_path):
    """105 of 100 is 105 % of 年初预算, and first in no ranking of 执行率."""
    head = HEAD.format(name="水务")
    rows = panel_of(
        {
            "start": head + "年初预算100.00万元，支出决算105.00万元，完成年初预算的105.00%。\n",
            "both": head + "年初预算数100.00万元，全年预算数110.00万元，"
            "执行数105.00万元，预算执行率95.45%。\n",
        },
        tmp_path,
    )
    of_start, both = rows["start"], rows["both"]
    assert (of_start["rate"], of_start["rate_low"], of_start["rate_high"]) == (None, None, None)
    assert (of_start["of_initial"], of_start["note"]) == (105, OF_START)
    assert of_start["of_initial_low"] < 105 < of_start["of_initial_high"]
    assert (both["rate"], both["of_initial"], both["note"]) == (95.45, None, None)
    assert both["of_initial_low"] < 105 < both["of_initial_high"]
