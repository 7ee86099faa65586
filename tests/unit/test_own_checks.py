"""Checks that an analyst writes: functions of a report, beside those of the registry."""

from pathlib import Path

import pytest

import perf_analysis as pa
from perf_analysis import briefing, charts
from perf_analysis.checks import Finding
from perf_analysis.data import PROFILES
from perf_analysis.errors import RuleError

TEXT = (
    "青石县水务局2023年度部门整体支出绩效自评报告\n一、预算\n"
    "2023年全年预算数200.00万元，执行数190.00万元，预算执行率95.00%。\n"
    "三公经费支出12.00万元，比上年增长20.0%。\n"
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "水务局.txt"
    path.write_text(TEXT, encoding="utf-8")
    return pa.read(path)


def three_public(report):
    """三公经费不得上升。

    依据是厉行节约的要求。
    """
    for row in report.growth.to_dict("records"):
        if "三公" in row["measure"]:
            status = "question" if row["growth"] > 0 else "holds"
            yield Finding(
                status,
                f"{row['measure']}增减 {row['growth']:g}%",
                figures=(row["growth_id"],),
                ask="请说明上升的原因",
                source="本市厉行节约若干规定",
            )


def test_an_own_check_stands_among_the_findings_by_its_docstring(report):
    own = report.check(extra=[three_public]).set_index("rule").loc["三公经费不得上升"]
    assert own["status"] == "question" and own["message"].endswith("增减 20%")
    assert len(report.check(extra=[three_public])) == len(report.check()) + 1


def test_it_can_be_chosen_and_skipped_as_any_other(report):
    for only in (["三公经费不得上升"], ["X1"], ["X"]):
        assert report.check(extra=[three_public], only=only)["rule"].tolist() == [
            "三公经费不得上升"
        ]
    assert "三公经费不得上升" not in set(
        report.check(extra=[three_public], skip=["三公经费不得上升"])["rule"]
    )


def test_one_that_has_nothing_to_compare_is_unchecked(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace("三公", "其他"), encoding="utf-8")
    own = pa.read(path).examine(extra=[three_public], only=["X1"])
    assert not len(own.findings)
    assert own.unchecked["why"].tolist() == ["not applicable"]


def test_it_reaches_the_page_with_its_question(report, monkeypatch):
    monkeypatch.setenv("PERF_ANALYSIS_BINDING", "1")
    shown = briefing.show_findings(report, extra=[three_public])
    page = shown._repr_mimebundle_()["text/html"]
    assert '<th scope="row">三公经费不得上升</th>' in page and "请说明上升的原因" in page
    growth = report.growth["growth_id"].iloc[0]
    assert f'增减 <a class="n" href="#{growth}">20%</a>' in page, "though 20.0% is printed"
    assert '<span class="note">依据：本市厉行节约若干规定</span>' in page
    assert "本市厉行节约若干规定" in shown.table


def test_what_it_asks_is_the_first_question_to_the_department(report):
    told = str(briefing.show_questions(report, extra=[three_public])).splitlines()
    assert told[0].endswith("增减 20%，请说明上升的原因。")
    rest = [line.partition(" ")[2] for line in told[1:]]
    without = str(briefing.show_questions(report)).splitlines()
    assert rest == [line.partition(" ")[2] for line in without][: len(rest)]


def test_one_that_holds_asks_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace("增长20.0%", "下降20.0%"), encoding="utf-8")
    report = pa.read(path)
    with_own = briefing.show_questions(report, extra=[three_public])
    assert str(with_own) == str(briefing.show_questions(report))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (lambda report: [{"status": "fails"}], "给出的是 dict"),
        (lambda report: [Finding("wrong", "x")], "status 是 'wrong'"),
        (lambda report: [Finding("fails", "x", figures=("F999",))], "没有的编号：F999"),
        (lambda report: report.nothing, "运行出错：AttributeError"),
    ],
)
def test_one_that_is_wrong_is_told_by_its_name(report, given, told):
    given.__doc__ = "我的核对"
    with pytest.raises(RuleError, match="自己的核对“我的核对”") as caught:
        report.check(extra=[given])
    assert told in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["EXEC", "exec", "A1", "预算执行率"])
def test_a_check_is_chosen_by_name_number_or_title(report, name):
    assert set(report.check(only=[name])["rule"]) == {"EXEC"}


def test_a_title_that_is_nearly_one_gets_the_one_it_means(report):
    with pytest.raises(RuleError, match="相近的名字：预算执行率"):
        report.check(only=["执行率"])


def test_a_report_may_carry_its_profile(report):
    under = report.under("pmkpi-default")
    assert under.findings.equals(report.check(rules="pmkpi-default"))
    assert pa.load(report.source, rules="pmkpi-default").rules == "pmkpi-default"
    with pytest.raises(pa.PerfAnalysisError, match="没有这套规则"):
        report.under("nothing")


def test_where_rule_profiles_differ_each_check_has_a_list_of_its_own():
    shown = briefing.show_rule_differences(pa.load())
    head, blank, *points = str(shown).split("\n")
    assert (head, blank) == ("**超额完成**", ""), "Markdown takes no heading for a point of a list"
    assert len(points) == shown.page.count("<li>") == len(PROFILES)


def test_profiles_that_ask_the_same_do_not_differ_by_limits_that_nothing_reached():
    path = Path(__file__).parents[1] / "reports" / "whole" / "B04.txt"
    assert "没有不同的结果" in str(briefing.show_rule_differences(pa.read(path)))


def test_tables_of_a_page_are_tables_in_a_notebook_too():
    path = Path(__file__).parents[1] / "reports" / "whole" / "B04.txt"
    shown = briefing.show_outcomes(pa.read(path))._repr_mimebundle_()
    assert shown["text/html"].count("<tr>") == 13, "12 goals and the heads"
    assert "<a" not in shown["text/html"], "links lead somewhere only on a page"
    unread = charts.show_ranks(pa.read(path).ranks)._repr_mimebundle_()
    assert "没有读出名次" in unread["text/html"]


def test_what_a_page_does_not_have_it_does_not_tell(monkeypatch):
    report = pa.load()
    assert "没有表" in briefing.show_outcomes(report)._repr_mimebundle_()["text/markdown"]
    monkeypatch.setenv("PERF_ANALYSIS_BINDING", "1")
    told = briefing.show_outcomes(report)._repr_mimebundle_()
    assert not any(told.values())


FILE = '''"""Checks of our office."""
from perf_analysis.checks import Finding


def _named(report):
    return "三公经费"


def no_rise(report):
    """三公经费不得上升"""
    for row in report.growth.to_dict("records"):
        if _named(report) in row["measure"]:
            yield Finding("fails", "上升了", figures=row["growth_id"], ask="请说明")
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "本局.py"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_file_of_checks_reaches_command_and_page_without_copied_notebooks(report, file, capfd):
    from perf_analysis import cli

    assert cli.main(["check", str(report.source), "--extra", str(file)]) == 1
    assert "三公经费不得上升" in capfd.readouterr().out
    page = file.with_name("page.html")
    told = ["brief", str(report.source), "-o", str(page), "--extra", str(file)]
    assert cli.main(told) == 0
    text = page.read_text(encoding="utf-8")
    asked = text[text.index('id="h-questions"') :].partition("</li>")[0]
    assert "上升了" in asked and "请说明" in asked
    assert 'id="c-三公经费不得上升"' in text


def test_one_check_alone_and_one_figure_alone_are_several_of_one(report, file):
    [row] = report.check(extra=file, only=["X"]).to_dict("records")
    assert row["figures"] == [report.growth["growth_id"].iloc[0]]
    assert len(report.check(extra=three_public, only=["X"])) == 1


def test_a_report_keeps_the_checks_that_it_is_put_beside(report, file):
    beside = report.beside(extra=[file, three_public])
    rules = ["三公经费不得上升", "三公经费不得上升"]
    assert beside.findings["rule"].tolist()[-2:] == rules
    assert "三公经费不得上升" not in set(report.findings["rule"])
    assert beside.under("guangxi").check(only=["X"])["rule"].tolist() == rules


def test_a_check_that_gives_none_is_told_so(report):
    def forgotten(report):
        """忘了给"""
        Finding("holds", "甲")

    with pytest.raises(RuleError, match="自己的核对“忘了给”没有给出结果；用 yield"):
        report.check(extra=[forgotten])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("x = 1\n", "里面没有核对；写一个函数"),
        ("def f(report)\n", "SyntaxError"),
        ("raise ValueError('长' * 900)\n", "ValueError：长{100,200}…；改好再运行$"),
    ],
)
def test_a_file_without_a_check_is_one_line_with_its_name(report, tmp_path, content, told):
    path = tmp_path / "坏.py"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(pa.PerfAnalysisError, match=told) as caught:
        report.check(extra=path)
    assert "坏.py" in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(pa.PerfAnalysisError, match="没有这个文件"):
        report.check(extra=tmp_path / "没有.py")


def test_what_is_no_check_is_one_line(report):
    with pytest.raises(RuleError, match="给的是 int"):
        report.check(extra=[3])


def test_checks_of_a_file_reach_a_page_bound_inside_a_process_with_threads(report, file):
    import threading

    stop = threading.Event()
    beside = threading.Thread(target=stop.wait)
    beside.start()
    try:
        page = pa.write_briefing(report, file.with_name("page.html"), extra=file)
    finally:
        stop.set()
        beside.join()
    assert 'id="c-三公经费不得上升"' in page.read_text(encoding="utf-8")
