"""Checks on reports of a few sentences: what holds, what is asked,
what fails, and the figures each names.
"""

import json

import pytest
from checked import checked
from sets import REPORTS

import perf_analysis as pa
from perf_analysis.checks import RULES


@pytest.fixture
def findings(tmp_path):
    """The findings of one check on a text, as (status, the figures as quoted)."""

    def check(text, rule, **options):
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        report = pa.read(path)
        quoted = report.figures.set_index("figure_id")["quoted"]
        return [
            (row.status, [quoted[figure] for figure in row.figures])
            for row in checked(report, only=[rule], **options).itertuples()
        ]

    return check


BUDGET = (
    "一、资金情况\n全年预算数200.00万元，执行数{executed}万元，预算执行率{rate}。"
    "基本支出{basic}万元，项目支出60.00万元。年末结转和结余{carried}万元。\n"
)


def budget(executed="150.00", rate="75.00%", basic="90.00", carried="50.00"):
    return BUDGET.format(executed=executed, rate=rate, basic=basic, carried=carried)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (budget(), "holds"),
        (budget(rate="75%"), "holds"),
        (budget(executed="149.20", rate="75%"), "holds"),  # 74.6 % prints as 75 %
        (budget(executed="148.90", rate="75%"), "fails"),  # 74.45 % prints as 74 %
        (budget(rate="98.92%"), "fails"),
    ],
)
def test_an_execution_rate_is_held_against_its_two_amounts_at_its_printed_decimals(
    findings, text, status
):
    assert [found for found, _ in findings(text, "EXEC")] == [status]


def test_the_rate_the_executed_and_the_budget_are_named_and_no_others(findings):
    assert findings(budget(), "EXEC") == [("holds", ["150.00万元", "200.00万元", "75.00%"])]


def test_natures_that_make_up_the_total_hold_and_others_are_asked_for(findings):
    assert [status for status, _ in findings(budget(), "PARTS")] == ["holds"]
    assert [status for status, _ in findings(budget(basic="80.00"), "PARTS")] == ["question"], (
        "a part may not have been listed"
    )


@pytest.mark.parametrize(
    ("carried", "status"), [("50.00", "holds"), ("0.00", "question"), ("49.00", "question")]
)
def test_what_was_not_spent_is_carried_over_or_asked_for(findings, carried, status):
    assert [found for found, _ in findings(budget(carried=carried), "CARRY")] == [status]


def test_money_left_over_is_never_called_wrong(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(budget(carried="0.00"), encoding="utf-8")
    row = checked(pa.read(path), only=["CARRY"]).iloc[0]
    assert "可能已依法收回" in row["message"] and "未说明" in row["message"] and row["ask"]
    assert (row["stated"], row["computed"], row["difference"], row["unit"]) == (0, 50, -50, "万元")


# --- numbers that stand together ---


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "全年支出853.27万元，其中：人员经费451.62万元，公用经费83.60万元，项目支出318.05万元。",
            ["853.27万元", "451.62万元", "83.60万元", "318.05万元"],
        ),
        (
            "中央资金1286.4万元，自治区资金87.5万元，地方资金793.8万元，合计到账2167.7万元。",
            ["2167.7万元", "1286.4万元", "87.5万元", "793.8万元"],
        ),
        ("设内设机构72个，其中一级机构46个、二级机构26个。", ["72个", "46个", "26个"]),
    ],
)
def test_parts_that_add_up_to_a_whole_are_found_before_and_behind_it(findings, text, figures):
    assert findings(text, "PARTS") == [("holds", figures)]


def test_numbers_that_do_not_add_up_are_no_parts(findings):
    assert findings(
        "全年支出900.00万元，其中：人员经费451.62万元，公用经费83.60万元。", "PARTS"
    ) == [("unchecked", [])]


def test_small_counts_are_parts_only_where_words_say_so(findings):
    """5 and 4 make 9 by chance more often than by meaning."""
    assert findings("设科室9个。新建泵站5个。维修泵站4个。", "PARTS") == [("unchecked", [])]


@pytest.mark.parametrize(
    ("text", "status", "figures"),
    [
        # 176.54 of 846.37 − 176.54 = 669.83 is 26.356 %
        (
            "全年收入846.37万元，比上年增加176.54万元，增长26.36%。",
            "holds",
            ["846.37万元", "176.54万元", "26.36%"],
        ),
        (
            "全年收入846.37万元，比上年增加176.54万元，增长20.86%。",
            "fails",
            ["846.37万元", "176.54万元", "20.86%"],
        ),
        # 63.96 of 1292.86 + 63.96 = 1356.82 is 4.714 %
        (
            "三公经费1292.86万元，比上年减少63.96万元，下降4.71%。",
            "holds",
            ["1292.86万元", "63.96万元", "4.71%"],
        ),
        ("贫困发生率由2.4%降到0.7%，下降1.7个百分点。", "holds", ["0.7%", "2.4%", "1.7个百分点"]),
    ],
)
def test_a_change_its_rate_and_its_level_agree_or_are_called_out(findings, text, status, figures):
    assert (status, figures) in findings(text, "CHANGE")


def test_a_rate_is_the_quotient_of_the_two_amounts_before_it(findings):
    """84247 of 77000 is 109.41 %."""
    assert findings("地方收入84247万元，为年计划77000万元的109.4%。", "SHARE") == [
        ("holds", ["84247万元", "77000万元", "109.4%"])
    ]
    assert findings("地方收入84247万元，为年计划77000万元的120%。", "SHARE") == [
        ("fails", ["84247万元", "77000万元", "120%"])
    ]


def test_a_fact_said_twice_names_both_places(findings):
    text = "一、概况\n实际改造完工291户。\n二、效果\n全年实际改造291户。\n"
    assert findings(text, "SAME-FACT") == [("holds", ["291户", "291户"])]
    assert findings("改造农房291户。发放手册291本。补助学生0人。奖励学生0人。", "SAME-FACT") == [
        ("unchecked", [])
    ]


# --- targets, results, growth ---


def test_a_completion_rate_without_its_target_is_asked_for_as_a_condition(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text("二、完成情况\n引进招商项目13个，注册项目完成率186%。\n", encoding="utf-8")
    report = pa.read(path)
    hidden = checked(report, only=["HIDDEN-TARGET"]).iloc[0]
    assert (
        hidden["status"] == "question"
        and "如果" in hidden["message"]
        and "只有 7" in hidden["message"]
    )
    over = checked(report, only=["OVER"]).iloc[0]
    assert "120%、130%" in over["message"] and over["source"]


@pytest.mark.parametrize(
    ("rules", "limits"), [("pmkpi-default", "120%"), ("guangxi", "130%"), ("sichuan-2023", None)]
)
def test_the_limits_of_over_completion_are_those_of_the_profile(tmp_path, rules, limits):
    path = tmp_path / "made.txt"
    path.write_text("二、完成情况\n注册项目完成率186%。\n", encoding="utf-8")
    row = checked(pa.read(path), only=["OVER"], rules=rules).iloc[0]
    assert (f"超过 {limits} 的界限" in row["message"]) if limits else row["status"] == "unchecked"


def test_growth_without_its_base_asks_for_it_with_the_interval_it_allows(tmp_path):
    """275.3 up 64.5 % comes from 167.27 to 167.44."""
    path = tmp_path / "made.txt"
    path.write_text("二、成效\n进出口值275.3亿元，同比增长64.5%。\n", encoding="utf-8")
    row = checked(pa.read(path), only=["BASE"]).iloc[0]
    assert row["status"] == "question" and "推算约 167 亿元" in row["message"]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("综合考评位列全省第3位（12个）。", ["holds"]),
        ("综合考评位列全省第13位（12个）。", ["fails"]),
        ("综合考评位列全省第3位。", ["question"]),
    ],
)
def test_a_rank_lies_within_those_ranked(findings, text, statuses):
    assert [status for status, _ in findings(text, "RANK")] == statuses


def test_a_forecast_among_results_is_asked_to_be_told_apart(findings):
    assert findings("二、成效\n预计达产后产值360亿元。\n", "FORECAST") == [
        ("question", ["360亿元"])
    ]


# --- what a report may lack ---


@pytest.mark.parametrize(
    "text", ["没有数字的一句话。", "自评得分98分。", "1", "|指标|分值|\n|甲|10|", "一、\n二、\n"]
)
def test_every_check_answers_on_any_report(tmp_path, text):
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    report = pa.read(path)
    assert {*report.findings["rule"], *report.unchecked["rule"]} == {rule.name for rule in RULES}
    for told in (report.findings, report.unchecked):
        assert told["message"].str.len().gt(0).all()


def test_what_does_not_apply_is_told_from_what_lacks_material(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text("二、完成情况\n新建泵站5座。\n", encoding="utf-8")
    why = pa.read(path).unchecked.set_index("rule")["why"]
    assert why["CHANGE"] == "not applicable"
    assert why["FLAT"] == why["EVIDENCE"] == "lacks material"
    assert "unchecked" not in set(pa.read(path).findings["status"])


def test_checks_of_sentences_say_that_embedded_data_have_none():
    found = checked(pa.load(), only=["SHARE", "CHANGE", "GRADE", "REQUIRED"])
    assert set(found["status"]) == {"unchecked"}
    assert found["message"].str.startswith("没有原文").all()


def test_each_check_has_a_name_a_title_and_what_it_needs_once():
    assert len({rule.name for rule in RULES}) == len(RULES) == len({rule.title for rule in RULES})
    assert all(rule.needs and rule.check.__doc__ for rule in RULES)


def test_no_problem_is_raised_on_a_form_that_is_right(tmp_path):
    from made import forms as forms_made

    made = forms_made.make_form(4, "national")
    forms_made.write_docx(made, tmp_path / "made.docx")
    found = pa.read(tmp_path / "made.docx").findings
    assert "fails" not in set(found["status"])
    assert {"EXEC", "TOTAL"} <= set(found[found["status"] == "holds"]["rule"])


EXAMPLES = sorted((REPORTS / "examples" / "identities").glob("*.json"))


def verdicts_of_identities(path):
    """The wanted verdict of each identity of an example,
    those given to just its figures, and its claim.
    """
    lines = (
        (REPORTS / "examples" / "labels" / f"{path.stem}.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    labels = [json.loads(line) for line in lines if line.strip()]
    report = pa.read(REPORTS / "examples" / f"{path.stem}.txt")
    spans = {row.figure_id: (row.start, row.end) for row in report.figures.itertuples()}
    told = [(frozenset(row.figures), row.status) for row in report.findings.itertuples()]
    values = dict(zip(report.figures["figure_id"], report.figures["value"], strict=True))
    for identity in json.loads(path.read_text(encoding="utf-8")):
        places = [(labels[at]["num_start"], labels[at]["num_end"]) for at in identity["figures"]]
        figures = frozenset(
            figure
            for figure, (start, end) in spans.items()
            if any(start <= first and last <= end for first, last in places)
        )
        wanted = {True: "holds", False: "fails"}.get(identity["holds"], "question")
        is_one_value = len({values[figure] for figure in figures}) == 1
        verdicts = {status for named, status in told if named == figures}
        if is_one_value and not verdicts:  # one fact in many places is one finding
            verdicts = {status for named, status in told if figures < named}
        yield wanted, verdicts, identity["claim"]


def test_identities_of_the_examples_get_their_verdict_and_no_other():
    found = [identity for path in EXAMPLES for identity in verdicts_of_identities(path)]
    assert [claim for wanted, verdicts, claim in found if not verdicts <= {wanted}] == []
    assert [
        claim for wanted, verdicts, claim in found if wanted != "holds" and wanted not in verdicts
    ] == ["发放率=支出/到账"], "what a 发放率 divides is nowhere told, so nothing asks about it"
    assert sum(wanted in verdicts for wanted, verdicts, _ in found) / len(found) >= 0.95


# --- faults that were published, and reports of odd shapes ---

FORM = """2022年度项目支出绩效自评表
| 项目名称 | 道路养护 | | | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | {total} | {total} | {spent} | 10 | {rate} | 10 |
| | 其中：当年财政拨款 | 90 | 90 | 90 | - | - | - |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
{rows}
| 总分 | | | | | 100 | 100 | |
"""


def form(*rows, total="90", spent="90", rate="100%"):
    return FORM.format(
        rows="\n".join(f"| {' | '.join(row)} |" for row in rows),
        total=total,
        spent=spent,
        rate=rate,
    )


ROAD = ("产出指标", "数量指标", "养护道路", "10公里", "10公里", "90", "90", "")


@pytest.mark.parametrize(
    ("text", "rule", "finding"),
    [
        # a total of nothing above its part
        (form(ROAD, total="0", spent="0", rate="0%"), "PARTS", ("fails", ["0", "90"])),
        # one indicator of all points, and its value a word
        (form((*ROAD[:3], "完成", "完成", "90", "90", "")), "COUNT", ("question", ["90"])),
        # 430 %, full marks, no reason
        (form((*ROAD[:4], "43公里", "90", "90", "")), "OVER", ("question", ["10公里", "43公里"])),
        (
            form((*ROAD[:3], "≥100百分比", "100百分比", "90", "90", "")),
            "UNIT-SLIP",
            ("question", ["100百分比", "100百分比"]),
        ),
    ],
)
def test_faults_of_published_forms_are_found(findings, text, rule, finding):
    assert finding in findings(text, rule)
    assert (
        findings(
            form(
                ROAD,
                ("满意度指标", "服务对象满意度指标", "村民满意度", "≥90%", "95%", "10", "10", ""),
            ),
            rule,
        ).count(finding)
        == 0
    )


def test_a_report_of_two_years_is_held_against_each_year_of_its_own(findings):
    text = (
        "二、资金\n2021年预算数100.00万元，执行数80.00万元，执行率80%。"
        "2022年预算数200.00万元，执行数190.00万元，执行率95%。\n"
    )
    assert sorted(findings(text, "EXEC"), key=str, reverse=True) == [
        ("holds", ["80.00万元", "100.00万元", "80%"]),
        ("holds", ["190.00万元", "200.00万元", "95%"]),
    ]


def test_a_report_that_contradicts_itself_is_asked_which_is_right(findings):
    text = (
        "一、资金\n全年预算数200.00万元，执行数150.00万元。\n三、其他\n"
        "本年执行数为160.00万元，全年预算数200.00万元。\n"
    )
    told = findings(text, "SAME-FACT")
    assert ("question", ["150.00万元", "160.00万元"]) in told and (
        "holds",
        ["200.00万元", "200.00万元"],
    ) in told
    assert "fails" not in [status for status, _ in told]


def test_a_report_of_nothing_but_a_form_is_checked_by_it(findings):
    assert findings(form(ROAD), "TOTAL") and {
        status for status, _ in findings(form(ROAD), "TOTAL")
    } == {"holds"}
