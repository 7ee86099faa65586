"""Checks of wording: passages told twice, items left out of a copy, slips,
forecasts, claims without figures.
"""

import re

import needs
import pytest
from made import forms as forms_made

import perf_analysis as pa
from perf_analysis.checks import wording

SEED = needs.SOURCE
RULES = {rule.name: rule for rule in wording.RULES}


def found_in(report, rule):
    """The findings of one check on a report."""
    return list(RULES[rule].check(report.reading.case()))


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        return pa.read(path)

    return read


@pytest.fixture
def findings(read):
    """The findings of one check on a text, as (status, the figures as quoted)."""

    def check(text, rule):
        report = read(text)
        quoted = report.figures.set_index("figure_id")["quoted"]
        return [
            (finding.status, [quoted[figure] for figure in finding.figures])
            for finding in found_in(report, rule)
        ]

    return check


# --- passages told twice ---

ITEMS = [
    "夯实水利基础。疏浚县域骨干河道126.5公里，加固病险水库17座，新增高效节水灌溉面积8435亩，惠及沿线群众",
    "保障饮水安全。铺设农村供水管网238.4公里，改造老旧水厂11座，自来水普及率达到96.7%，水质合格率稳步提高",
    "守护碧水清流。清理河湖乱占乱建问题325处，拆除违法建筑14230平方米，建成美丽河湖9条，河湖面貌持续改善",
]
EXTRA = "筑牢党建根基。开展主题党日与志愿服务，选树先进典型，干部队伍作风不断转变"
PARTS = "二、绩效情况\n（一）各项任务完成情况\n{first}\n（二）主要工作成效\n{second}\n"


def twice(first, second):
    return PARTS.format(
        first="\n".join(f"{at}. {item}。" for at, item in enumerate(first, 1)),
        second="\n".join(f"{at}. {item}。" for at, item in enumerate(second, 1)),
    )


def test_a_passage_told_twice_with_the_same_numbers_is_asked_for_once(findings, read):
    found = findings(twice(ITEMS, ITEMS), "DUPLICATE")
    numbers = [
        number
        for item in ITEMS
        for number in re.findall(r"[\d.]+(?:公里|座|亩|%|处|平方米|条)", item)
    ]
    assert found == [("question", numbers * 2)]
    (finding,) = found_in(read(twice(ITEMS, ITEMS)), "DUPLICATE")
    assert (
        "第二部分（一）第 1–3 项和第二部分（二）第 1–3 项" in finding.message
        and "9 个数字两处一致" in finding.message
    )


def test_a_number_that_differs_in_a_copy_fails_with_both(findings):
    changed = [ITEMS[0], ITEMS[1].replace("238.4", "283.4"), ITEMS[2]]
    found = findings(twice(ITEMS, changed), "DUPLICATE")
    assert [(status, figures) for status, figures in found if status == "fails"] == [
        ("fails", ["238.4公里", "283.4公里"])
    ]
    assert [len(figures) for status, figures in found if status == "question"] == [16]


def test_a_number_that_differs_in_a_sentence_of_other_words_is_asked_for(findings):
    changed = [ITEMS[0], ITEMS[1].replace("铺设", "新铺").replace("238.4", "283.4"), ITEMS[2]]
    assert ("question", ["238.4公里", "283.4公里"]) in findings(twice(ITEMS, changed), "DUPLICATE")


def test_a_number_rounded_in_the_copy_agrees(findings):
    assert [
        status
        for status, _ in findings(
            twice(ITEMS, [item.replace("96.7%", "97%") for item in ITEMS]), "DUPLICATE"
        )
    ] == ["question"]


def test_the_same_words_of_another_year_are_no_copy(findings):
    first = (
        "2021年疏浚县域骨干河道126.5公里，加固病险水库17座，新增灌溉面积8435亩，改造水厂11座，"
        "惠及沿线群众"
    )
    second = (
        "2022年疏浚县域骨干河道130.8公里，加固病险水库17座，新增灌溉面积8435亩，改造水厂11座，"
        "惠及沿线群众"
    )
    assert "fails" not in [status for status, _ in findings(twice([first], [second]), "DUPLICATE")]


def test_a_pattern_filled_in_for_each_project_is_no_copy(findings):
    told = (
        "本项目全年预算数{}万元，全年执行数{}万元，预算执行率100%，按计划组织实施并通过竣工验收，"
        "受益群众满意度{}%，自评等级为优"
    )
    first, second = (
        [told.format("120.00", "120.00", "95"), told.format("36.50", "36.50", "96")],
        [told.format("88.00", "88.00", "95")],
    )
    assert findings(twice(first, second), "DUPLICATE") == []


def test_a_goal_told_again_as_its_result_is_no_copy(findings):
    text = (
        f"一、概况\n（一）年度绩效目标\n1. {ITEMS[0]}。\n2. {ITEMS[1]}。\n二、完成情况\n"
        f"1. {ITEMS[0]}。\n2. {ITEMS[1]}。\n"
    )
    assert findings(text, "DUPLICATE") == []


def test_a_summary_of_one_short_sentence_is_no_copy(findings):
    text = (
        "一、概况\n全年预算数200.00万元，执行数150.00万元。\n二、执行情况\n"
        "全年预算数200.00万元，执行数150.00万元。\n"
    )
    assert findings(text, "DUPLICATE") == []


def test_lines_broken_anywhere_hide_no_copy(findings):
    broken = [f"{item[:20]}\n\n{item[20:41]}\n{item[41:]}" for item in ITEMS]
    assert [status for status, _ in findings(twice(ITEMS, broken), "DUPLICATE")] == ["question"]


def test_an_item_that_a_parallel_list_leaves_out_is_asked_for(read):
    (finding,) = found_in(read(twice([EXTRA, *ITEMS], ITEMS)), "LIST-GAP")
    assert finding.status == "question" and "“筑牢党建根基”" in finding.message
    assert finding.message.startswith("第二部分（一）列有") and finding.message.endswith(
        "第二部分（二）没有列"
    )


def test_lists_of_the_same_items_hold_and_lists_of_others_are_not_compared(read):
    assert [finding.status for finding in found_in(read(twice(ITEMS, ITEMS)), "LIST-GAP")] == [
        "holds"
    ]
    assert found_in(read(twice(ITEMS[:1], [EXTRA, ITEMS[1]])), "LIST-GAP") == []


# --- slips ---

CLEAN = "各项工作稳步推进，企业常常反映的问题一一解决，群众人人受益，亮点多多。"
DEPARTMENT = "2023年部门整体支出绩效自评报告\n一、结论\n"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("为所服务的企业企业提供保障。", "企业企业"),
        ("补助对象对象领取补助金。", "对象对象"),
        ("评价登记为“优”。", "评价登记"),
        ("综合评定登记：良。", "登记"),
        ("目标完咸情况较好。", "完咸"),
        ("年度任务己完成。", "己完成"),
        (
            DEPARTMENT + "我局整体支出绩效自评得分95分，评价等级为“优”，该项目申报立项较为规范。",
            "该项目申报立项",
        ),
        ("由××公司负责XX路改造。", "XX路改造"),
        ("资金由＊＊局拨付。", "＊＊局"),
        ("按时拨付资金，，保障到位。", "，，"),
        ("资金拨付及时，保障到位；资金拨付及时，保障到位；专账管理。", "资金拨付及时，保障到位"),
        ("（一 总体情况较好。" + CLEAN * 12, "（一"),
    ],
)
def test_a_slip_is_asked_for(read, text, quoted):
    found = found_in(read(text), "TEXT-SLIP")
    assert {finding.status for finding in found} == {"question"}
    assert any(quoted in finding.message for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "一步一步推进，逐个逐个研究研究，考虑考虑群众感受。",
        "二零二零年，市政府政府采购目录公布，我部门部门整体支出按二级项目项目支出核算。",
        "宁河自治区自治区级资金到位，东湖街道街道办事处和东湖社区社区居民委员会配合。",
        "办理法人登记为群众节省时间，评价登记表已归档。",  # 登记表 is a form
        "职工自己完成任务，知己知彼，自己经营。",
        DEPARTMENT + "东山泵站项目投资36万元，该项目申报立项规范。",
        DEPARTMENT + "我局实施东山泵站项目。该项目立项规范。",
        "项目支出绩效自评报告\n我单位自评得分95分，该项目立项规范。",
        "面积5×8米，规格XL，热线13800000000，“十四五”规划（含修编）；1）疏浚；2）加固。",
        "如此……，等等。",
        "完成率95%；完成率95%；完成率95%。",
        "（一 在残篇的末尾没有闭合",
    ],
)
def test_what_is_written_so_on_purpose_is_no_slip(read, text):
    assert [finding.status for finding in found_in(read(text), "TEXT-SLIP")] == ["holds"]


def test_a_slip_made_several_times_is_asked_for_once_with_its_place(read):
    (finding,) = found_in(
        read("一、概况\n企业企业发展。\n（一）服务\n企业企业增加。\n"), "TEXT-SLIP"
    )
    assert "等 2 处" in finding.message and "（第一部分）" in finding.message


# --- forecasts and claims ---


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("二、成效\n1. 筹建项目达产后产值36亿元。\n", ["36亿元"]),
        ("二、完成情况\n引进企业5家，预计新增就业300人。\n", ["300人"]),
        ("二、完成情况\n预计的困难已经克服，引进企业5家。\n", []),
        ("一、年度绩效目标\n1. 预计新增就业300人。\n二、完成情况\n引进企业5家。\n", []),
        ("三、下一步打算\n力争新增就业300人。\n", []),
    ],
)
def test_a_forecast_is_asked_for_where_it_stands_among_results(findings, text, figures):
    assert findings(text, "FORECAST") == [("question", [figure]) for figure in figures]


def test_a_forecast_told_twice_and_one_of_a_form_are_no_more_findings(findings, tmp_path):
    assert (
        len(
            findings(
                "二、成效\n1. 达产后产值36亿元。\n三、效益\n1. 达产后产值36亿元。\n", "FORECAST"
            )
        )
        == 1
    )
    made = forms_made.make_form(2, "monitoring")
    forms_made.write_lines(made, tmp_path / "form.txt")
    assert found_in(pa.read(tmp_path / "form.txt"), "FORECAST") == []


def test_the_embedded_report_has_its_one_forecast(report):
    """S16."""
    (finding,) = found_in(report, "FORECAST")
    assert (finding.status, finding.stated, finding.unit) == ("question", 360, "亿")


@pytest.mark.parametrize(
    ("text", "status", "figures"),
    [
        ("三大产业均实现正增长，工业产值115亿元，同比增长4%。", "question", ["4%"]),
        (
            "三大产业均实现正增长，其中第一产业增长3%，第二产业增长4%，第三产业增长5.5%。",
            "holds",
            ["3%", "4%", "5.5%"],
        ),
        ("粮食、水果和水产均增长5%以上。", "holds", ["5%"]),
        ("粮食、水果和水产均增长，其中粮食增长5%。", "question", ["5%"]),
        ("5个园区全部盈利。", "question", []),
    ],
)
def test_who_says_that_all_grew_gives_the_growth_of_each(findings, text, status, figures):
    assert findings("二、成效\n" + text, "CLAIM") == [(status, figures)]


@pytest.mark.parametrize(
    "text",
    [
        "近三年年均增长5%。",
        "户均增收300元，人均收入增长。",
        "规模、质量均有保证。",
        "各项工作全部完成。",
        "第三产业均衡增长。",
        "能力和水平均得到提升。",
    ],
)
def test_averages_and_praise_without_growth_are_no_claims(findings, text):
    assert findings("二、成效\n" + text, "CLAIM") == []


def test_a_claim_told_twice_is_asked_for_once(findings):
    assert (
        len(
            findings(
                "二、成效\n三大产业均实现正增长。\n三、效益\n三大产业均实现正增长。\n", "CLAIM"
            )
        )
        == 1
    )


# --- the real report, embedded data, forms ---


@pytest.mark.source
def test_the_seed_is_found_as_a_careful_reader_finds_it():
    """S10, S16, S17, S20 of the design."""
    seed = pa.read(SEED)
    (copy,) = found_in(seed, "DUPLICATE")
    assert (
        "第二部分（二）第 3–8 项和第二部分（三）第 1–6 项" in copy.message
        and "26 个数字两处一致" in copy.message
    )
    first, second = copy.figures[:26], copy.figures[26:]
    quoted = seed.figures.set_index("figure_id")["quoted"].str.replace(" ", "")
    assert [quoted[figure] for figure in first] == [quoted[figure] for figure in second]
    (gap,) = found_in(seed, "LIST-GAP")
    assert "党建" in gap.message and "疫情" in gap.message
    slips = [finding.message for finding in found_in(seed, "TEXT-SLIP")]
    assert [
        word in slip
        for word, slip in zip(["企业企业", "登记", "该项目申报立项"], slips, strict=True)
    ] == [True] * 3
    assert [finding.stated for finding in found_in(seed, "FORECAST")] == [360]
    (claim,) = found_in(seed, "CLAIM")
    assert "三大产业" in claim.message and [quoted[figure] for figure in claim.figures] == ["4%"]


@pytest.mark.source
@pytest.mark.parametrize("number", ["13个", "186%", "275.3亿", "11315辆", "428.9%", "89.3 亿"])
def test_a_number_changed_in_the_second_telling_of_the_seed_fails_with_both(read, number):
    text = SEED.read_text(encoding="utf-8-sig")
    head, found, tail = text.rpartition(number)
    assert found
    other = f"{int(number[0]) % 9 + 1}{number[1:]}"
    report = read(head + other + tail)
    quoted = report.figures.set_index("figure_id")["quoted"].str.replace(" ", "")
    failed = [
        [quoted[figure] for figure in finding.figures]
        for finding in found_in(report, "DUPLICATE")
        if finding.status == "fails"
    ]
    assert failed == [[number.replace(" ", ""), other.replace(" ", "")]]


def test_checks_of_sentences_say_that_embedded_data_have_none(report):
    unchecked = report.unchecked.set_index("rule")
    for rule in ("DUPLICATE", "LIST-GAP", "TEXT-SLIP", "CLAIM"):
        assert unchecked.loc[rule, "why"] == "lacks material"
        assert "没有原文" in unchecked.loc[rule, "message"]


@pytest.mark.parametrize("layout", forms_made.LAYOUTS)
@pytest.mark.parametrize("form", ["docx", "lines"])
def test_a_form_has_no_slips_and_no_copies(tmp_path, layout, form):
    suffix, write = forms_made.WRITERS[form]
    made = forms_made.make_form(7, layout)
    write(made, tmp_path / f"form{suffix}")
    found = [
        finding for rule in RULES for finding in found_in(pa.read(tmp_path / f"form{suffix}"), rule)
    ]
    assert {finding.status for finding in found} == {"holds"}
