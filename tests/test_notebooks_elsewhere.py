"""The notebooks on other reports than the one they are committed with:
every cell runs, and what they show is what a person read in those reports.
"""

import json
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from notebooks_run import NOTEBOOKS, run

WHOLE = Path(__file__).parent / "reports" / "whole"
REPORTS = ("A02", "A03", "A04", "B05", "D02")
NUMBERS = ("00", "01", "02", "03", "04", "06")


@cache
def shown(name, number):
    return run(number, REPORT=str(WHOLE / f"{name}.docx"))


def truth(name):
    return json.loads((WHOLE / "truth" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def beside_the_notebooks(monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_cell_runs_and_what_is_asserted_of_the_report_holds(name, number):
    cells, _ = shown(name, number)
    assert cells


@pytest.mark.parametrize("name", REPORTS)
def test_the_execution_worked_out_in_a_notebook_is_that_of_the_report(name):
    told, budget = shown(name, "02"), truth(name)["budget"]
    total = told[1]["mine"].iloc[0]
    assert [total["budget"], total["executed"], total["rate"]] == [
        budget["budget"],
        budget["executed"],
        budget["rate"],
    ]
    true_rate = 100 * budget["executed"] / budget["budget"]
    assert total["算出_低"] < true_rate < total["算出_高"]
    half = 0.005  # each of the five prints two decimals
    assert total["写出_低"] == pytest.approx(budget["rate"] - half)
    assert total["重叠"] == (abs(true_rate - budget["rate"]) <= half)
    assert f"{budget['rate']:g}%" in str(told[0]["cell-12"]).split("\n")[0]


@pytest.mark.parametrize("name", REPORTS)
def test_growth_worked_out_in_a_notebook_is_that_of_the_report(name):
    _, names = shown(name, "03")
    stated = {row["value"]: row for row in truth(name)["growth"] if row["growth"]}
    table = names["report"].growth
    both = table[table["value"].isin(stated)]
    assert len(both) >= 2
    for _, row in both.iterrows():
        true = stated[row["value"]]
        assert row["growth"] == true["growth"], row["measure"]
        if true["prior"] and "prior_unit" not in true and pd.notna(row["prior_low"]):
            assert row["prior_low"] <= true["prior"] <= row["prior_high"], row["measure"]
    told = names["mine"]["growth"]
    rates = told[told != 0]  # 持平 is a word, and no number of the truth
    assert rates.isin([row["growth"] for row in stated.values()]).all()


@pytest.mark.parametrize("name", REPORTS)
def test_targets_met_and_missed_are_those_of_the_report(name):
    _, names = shown(name, "01")
    stated = {
        (row["target"], row["actual"]): row["met"]
        for row in truth(name)["completion"]
        if row["met"] is not None
    }
    table = names["report"].completion
    told = {
        (row["target"], row["actual"]): bool(row["met"])
        for _, row in table[table["met"].notna()].iterrows()
    }
    both = stated.keys() & told.keys()
    assert {key: told[key] for key in both} == {key: stated[key] for key in both}
    assert len(both) >= 2


@pytest.mark.parametrize("name", REPORTS)
def test_the_score_and_its_grade_are_those_of_the_report(name):
    title = str(shown(name, "01")[0]["score-chart"]).split("\n")[0]
    score = truth(name)["score"]
    if title.startswith("自评"):  # not where two totals of the report differ
        assert f"{score['total']:g} 分" in title and f"“{score['grade'][0]}”" in title
    else:
        assert title == "没有读出百分制的自评得分。"


@pytest.mark.parametrize("name", REPORTS)
def test_ranks_are_those_of_the_report(name):
    ranks = shown(name, "03")[1]["report"].ranks
    stated = {(row["rank"], row["population"]) for row in truth(name)["ranks"]}
    told = {
        (row["rank"], None if pd.isna(row["population"]) else row["population"])
        for _, row in ranks.iterrows()
    }
    assert told <= stated


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_said_in_words_hangs_on_no_report(number):
    """No number of the report that is committed stands in the words: they are said of any."""
    path = next(NOTEBOOKS.glob(f"{number}-*.ipynb"))
    words = [
        cell.source
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown"
    ]
    # where an interval is explained, a rate is an example and said to be one
    numbers = re.findall(r"(?<!例如 )(?<![\d.])\d+\.\d+", "\n".join(words))
    assert set(numbers) <= {"98.915", "98.925", "114.5", "115.5"}


def test_a_made_up_form_is_called_so_on_each_table_and_chart_of_it(beside_the_notebooks):
    shown, names = run("01")
    whose = "编造的示例，不是这份报告"
    tables = [one for one in shown.values() if isinstance(one, pd.DataFrame)]
    assert [one.columns.name for one in tables if "按比例" in one].count(whose) == 2
    assert whose in names["ax"].get_title()
    assert run("01", REPORT="example-form.txt")[1]["whose"] == "这份报告"


def test_the_example_form_teaches_points_lost_and_one_given_too_high(beside_the_notebooks):
    """72 % of 90 % is 0.8 of 8 points: 6.4, where the made-up form gives 7.6; 2.1 of 2.4 is 0.875
    of 15: 13.125.
    """
    rows = run("01")[1]["mine"].set_index("level3")
    assert rows.loc["按期完工率", ["score", "按比例"]].tolist() == [7.6, 6.4]
    assert rows.loc["受益人口", "按比例"] == 13.12 or rows.loc["受益人口", "按比例"] == 13.13
    assert rows.loc["疏浚河道长度", "扣分"] == pytest.approx(2.4)
