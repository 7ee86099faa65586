"""Many reports compared: panels against numbers worked out by hand and against the truth of
made-up reports, and their charts.
"""

import json
from pathlib import Path

import needs
import pytest

pytest.importorskip("pyarrow", reason=needs.CORPUS)
pytest.importorskip("duckdb", reason=needs.CORPUS)

from perf_analysis import charts, codebook
from perf_analysis.charts.lint import lint
from perf_analysis.corpus import (
    Corpus,
    open_corpus,
    plan,
    read_corpus,
    sample_corpus,
    work,
    write_reports,
)
from perf_analysis.corpus.sample import make_reports
from perf_analysis.errors import InputError
from perf_analysis.language import speaking

TWO_YEARS = {
    "a2022": (
        "青石县水务局2022年度部门整体支出绩效自评报告\n一、完成情况\n1.货运量100万吨，"
        "同比增长3%。\n2.旅客量50万人次。\n"
        "3.本单位坚持把群众反映的问题作为改进服务的依据并按月公开办理结果，全年办理12件。\n"
        "二、下一年度计划\n1.2023年计划货运量110万吨。\n"
    ),
    "a2023": (
        "青石县水务局2023年度部门整体支出绩效自评报告\n一、完成情况\n"
        "1.货运量120万吨，同比增长20%。\n2.旅客量60万人次，同比增长30%。\n"
        "3.本单位坚持把群众反映的问题作为改进服务的依据并按月公开办理结果，全年办理15件。\n"
    ),
    "b2023": (
        "白桦县文化馆2023年度部门整体支出绩效自评报告\n一、完成情况\n1.货运量90万吨，同比增长9%。\n"
    ),
}


def read(texts, folder):
    """The corpus of texts by their names."""
    (folder / "reports").mkdir()
    for name, text in texts.items():
        (folder / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    for batch in plan(folder / "reports", folder / "out").batches:
        work(batch, folder / "out")
    return open_corpus(folder / "out")


@pytest.fixture
def two_years(tmp_path):
    return read(TWO_YEARS, tmp_path)


@pytest.fixture(scope="module")
def sample():
    return sample_corpus(120, seed=3)


@pytest.fixture(scope="module")
def truth():
    return [truth for _, truth in make_reports(120, seed=3)]


def test_growth_is_compared_with_the_level_that_last_years_report_prints(two_years):
    rows = two_years.growth.set_index("measure")
    assert list(rows.index) == ["货运量", "旅客量"], (
        "nothing for 2022, whose report of the year before is not there, "
        "nor for the other department"
    )
    goods, persons = rows.loc["货运量"], rows.loc["旅客量"]
    # 120万吨 is [119.5, 120.5] and 100万吨 is [99.5, 100.5]:
    # between 119.5/100.5 - 1 = 18.905... % and 120.5/99.5 - 1 = 21.105... %
    assert goods["growth_low"] == pytest.approx(18.90547, abs=1e-5) and goods[
        "growth_high"
    ] == pytest.approx(21.10553, abs=1e-5)
    assert (goods["status"], goods["level_before"], goods["level"]) == (
        "holds",
        "100万吨",
        "120万吨",
    )
    # 60万人次 after 50万人次: between 59.5/50.5 - 1 = 17.8 % and 60.5/49.5 - 1 = 22.2 %, not 30 %
    assert persons["status"] == "question" and persons["before_report_id"] == "a2022"


def test_last_years_plan_is_compared_with_what_was_reached(two_years):
    [row] = [row for row in codebook.rows(two_years.targets) if row["planned_text"]]
    assert (row["measure"], row["planned_text"], row["actual_text"], row["actual_text_before"]) == (
        "货运量",
        "110万吨",
        "120万吨",
        "100万吨",
    )
    assert row["of_plan_low"] == pytest.approx(100 * 119.5 / 110.5) and row[
        "of_plan_high"
    ] == pytest.approx(100 * 120.5 / 109.5)


def test_a_sentence_that_two_reports_share_but_for_numbers_is_told(two_years):
    [row] = codebook.rows(two_years.repeats)
    assert (row["reports"], row["departments"], row["report_ids"]) == (2, 1, ["a2022", "a2023"])


def test_what_two_reports_of_one_year_tell_is_no_one_fact(tmp_path):
    texts = TWO_YEARS | {"a2022b": TWO_YEARS["a2022"].replace("100万吨", "130万吨")}
    assert read(texts, tmp_path).growth.empty


def test_the_share_of_reports_with_a_finding_has_its_wilson_interval(tmp_path):
    # One report of three with 执行率 95 % where 190 / 200 is 95 %, two that say 90 %:
    # p = 2/3, n = 3, z = 1.96 gives 20.77 % to 93.85 %
    texts = {
        f"r{at}": (
            f"青石县水务局{2020 + at}年度绩效自评报告\n一、资金\n"
            f"全年预算数200.00万元，执行数190.00万元，预算执行率{rate}%。\n"
        )
        for at, rate in enumerate((95, 90, 90))
    }
    rows = read(texts, tmp_path).finding_rates.set_index(["rule", "status"])
    told = rows.loc[("EXEC", "fails")]
    assert (told["reports"], told["all_reports"]) == (2, 3)
    assert (told["share_low"], told["share_high"]) == (
        pytest.approx(20.77, abs=0.01),
        pytest.approx(93.85, abs=0.01),
    )


def test_each_planted_fault_is_found_and_nothing_else_of_its_kind(sample, truth):
    fails = sample.query("select distinct report_id, rule from findings where status = 'fails'")
    for fault, rule in (("wrong_rate", "EXEC"), ("wrong_total", "TOTAL")):
        assert set(fails[fails["rule"] == rule]["report_id"]) == {
            row["report_id"] for row in truth if row[fault]
        }, rule
    unlike = sample.growth[sample.growth["status"] == "question"]
    assert set(unlike["report_id"]) == {row["report_id"] for row in truth if row["wrong_growth"]}
    assert len(sample.growth) == sum(row["year"] > 2020 for row in truth)
    assert sample.query(
        "select * from findings where rule = 'SAME-FACT' and status in ('question', 'fails')"
    ).empty, "a plan for next year is no target of this one"


def test_every_number_of_a_made_up_report_is_read_as_its_truth_says(sample, truth):
    execution = sample.execution.set_index("report_id")
    targets = sample.targets.set_index(["report_id", "measure"])
    scores = sample.scores.set_index("report_id")
    for row in truth:
        read_row = execution.loc[row["report_id"]]
        assert (read_row["department"], read_row["year"]) == (row["department"], row["year"])
        assert (read_row["budget"], read_row["executed"], read_row["rate"]) == (
            row["budget"],
            row["executed"],
            row["rate"],
        )
        assert scores.loc[row["report_id"], "self_score"] == row["total"]
        if row["year"] > 2020:
            told = targets.loc[(row["report_id"], row["task"])]
            assert (told["planned_text"], told["actual_text"]) == (
                f"{row['goal']}{row['task_unit']}",
                f"{row['done']}{row['task_unit']}",
            )
    assert (sample.scores["difference"].abs() > 0).sum() == sum(row["wrong_total"] for row in truth)


def test_shared_and_copied_sentences_are_found(sample, truth):
    shared = sample.repeats[sample.repeats["quoted"].str.contains("今后将继续把绩效管理")]
    assert shared["reports"].item() == sum(row["shared"] for row in truth)


def test_the_same_count_and_seed_write_the_same_bytes(tmp_path):
    first, second = (write_reports(tmp_path / name, 9, seed=5).parent for name in "ab")
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }
    assert len(list(first.glob("*.txt"))) == 9
    assert len(json.loads((first / "truth.jsonl").read_text(encoding="utf-8").splitlines()[0])) > 10
    departments = [truth["department"] for _, truth in make_reports(8000)]
    assert len(set(departments)) == 2000, "each department has a name of its own"


def test_panels_have_the_columns_of_the_codebook_also_when_empty(tmp_path):
    corpus = read({"a": "青石县水务局\n没有数字的报告。\n"}, tmp_path)
    for name, table in codebook.PANELS.items():
        frame = getattr(corpus, name)
        assert list(frame) == table.names, name
        assert str(frame.dtypes.get("department", "str")).startswith("str")


def test_a_question_in_sql_meets_every_table(two_years):
    assert (
        two_years.query("select count(*) as n from figures where measure = '货运量'")["n"].item()
        == 3
    )
    assert set(two_years.reports["report_id"]) == set(TWO_YEARS)


def test_unfinished_parts_are_not_counted(two_years, tmp_path):
    next((tmp_path / "out" / "receipts").glob("*.json")).unlink()
    with pytest.raises(InputError, match="没有读好的报告"):
        open_corpus(tmp_path / "out")


def test_little_memory_is_enough(tmp_path):
    write_reports(tmp_path / "reports", 60)
    read_corpus(tmp_path / "reports", tmp_path / "out", workers=1)
    assert len(Corpus(tmp_path / "out", memory="100MB").growth) == 45


SHOWN = {
    "show_execution_by_year": "execution",
    "show_execution_spread": "execution",
    "show_completion_spread": "completion",
    "show_score_spread": "scores",
    "show_growth_against_last_year": "growth",
    "show_finding_rates": "finding_rates",
}


@pytest.mark.parametrize("width", [540, 270])
@pytest.mark.parametrize("spoken", ["zh", "en"])
@pytest.mark.parametrize("name", SHOWN)
def test_a_chart_of_many_reports_has_a_clean_layout(sample, name, spoken, width):
    with speaking(spoken):
        chart = getattr(charts, name)(getattr(sample, SHOWN[name]))
        assert lint(chart.picture(width)) == []
        assert chart.png(width)[:4] == b"\x89PNG" and str(chart.words.alt)


@pytest.mark.parametrize("name", SHOWN)
def test_a_chart_without_rows_is_a_sentence(tmp_path, name):
    corpus = read({"a": "青石县水务局\n没有数字的报告。\n"}, tmp_path)
    if name == "show_finding_rates":
        return  # even such a report is asked something
    assert str(getattr(charts, name)(getattr(corpus, SHOWN[name]))).endswith("。")


def test_bars_of_execution_have_the_height_of_the_stated_rate(sample):
    table = sample.execution[
        sample.execution["department"] == sample.execution["department"].iloc[0]
    ]
    ax = charts.plot_execution_by_year(table)
    solid = [
        patch
        for patch in ax.patches
        if patch.get_facecolor()[3] and patch.get_facecolor()[:3] != (1, 1, 1)
    ]
    frames = [patch for patch in ax.patches if not patch.get_facecolor()[3]]
    heights = [
        bar.get_height() / frame.get_height() for bar, frame in zip(solid, frames, strict=True)
    ]
    assert heights == pytest.approx([rate / 100 for rate in table["rate"]])


def test_departments_stand_by_name_and_no_more_than_can_be_read(sample):
    rows = charts.show_execution_by_year(sample.execution).rows.rows
    names = list(dict.fromkeys(str(row[0]) for row in rows))
    assert len(names) == 12 and names == sorted(names)


def test_the_bins_of_a_distribution_hold_every_report_once(sample):
    for name, table in (
        ("show_execution_spread", sample.execution),
        ("show_score_spread", sample.scores),
    ):
        rows = getattr(charts, name)(table).rows.rows
        assert sum(int(str(count)) for _, count in rows) == 120


def test_growth_that_agrees_is_a_sentence(two_years):
    assert (
        str(
            charts.show_growth_against_last_year(
                two_years.growth[two_years.growth["status"] == "holds"]
            )
        )
        == "1 项增长率都和上年报告的数对得上。"
    )


def test_a_corpus_says_what_it_is(two_years):
    assert repr(two_years) == "<Corpus out: 3 reports, 0 unread>"
    assert Path(two_years.folder).is_dir()
