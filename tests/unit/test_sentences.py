from html.parser import HTMLParser

import pandas as pd
import pytest
from made.tables import tabulate
from markupsafe import escape

from perf_analysis import sentences
from perf_analysis.sentences import Number, Sentence

NBSP = "\u00a0"
EVIL = '<script>alert("{x}")</script> & {braces}'


class Page(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, written):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(str(escape(written)))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def total(report):
    return report.budget.iloc[0]


@pytest.fixture(scope="module")
def grown(report):
    return report.growth.set_index("measure")


@pytest.fixture
def grown_by(figures_of):
    """A level of 115亿 that grew as said."""

    def build(value, decimals=0, level=None, **more):
        level = {"kind": "amount", "measure": "产值", "value": 115, "unit": "亿"} | (level or {})
        stated = {
            "kind": "growth",
            "measure": "同比",
            "subject": "产值",
            "value": value,
            "decimals": decimals,
            "unit": "%",
        } | more
        return tabulate("growth", figures_of(level, stated)).iloc[0]

    return build


@pytest.fixture
def spent(figures_of):
    """The total of a budget and its execution in 万元 with two decimals."""

    def build(budget, executed):
        said = {"kind": "amount", "decimals": 2, "unit": "万元"}
        figures = figures_of(
            said | {"measure": "全年预算数", "value": budget},
            said | {"measure": "执行数", "value": executed},
        )
        return tabulate("budget", figures).iloc[0]

    return build


# --- spacing and escaping ---


@pytest.mark.parametrize(
    ("template", "part", "told"),
    [
        ("同比增{a}后", "64.5%", "同比增 64.5% 后"),
        ("约 {a}", "11 亿", "约 11 亿"),  # a space already there is enough
        ("增（{a}）", "64.5%", "增（64.5%）"),
        ("{a}，其他", "GDP", "GDP，其他"),
        ("{a}以上", "GDP", "GDP 以上"),
        ("变动{a}", "−5%", "变动 −5%"),
        ("变动{a}", "+5%", "变动 +5%"),
        ("第{a}项", "", "第项"),
        ("A{a}B", "5", "A5B"),
        ("中{a}文", "间", "中间文"),
        ("{{a}}{a}", "5", "{a}5"),
    ],
)
def test_a_space_parts_chinese_from_digits_and_letters(template, part, told):
    for given in (part, Number(part, ("F001",)), Sentence("{it}", it=part)):
        sentence = Sentence(template, a=given)
        assert str(sentence) == told
        assert Page(sentence).text.replace(NBSP, " ") == told


def test_a_literal_keeps_the_spacing_it_was_written_with():
    assert str(Sentence("用A表")) == "用A表"


def test_a_number_does_not_break_from_its_unit_on_the_page():
    assert Page(Sentence("约{a}", a=Number("21.08 万元", ("F001",)))).text == f"约 21.08{NBSP}万元"


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence("项目{name}完成", name=EVIL),
        Sentence("项目{name}完成", name=Sentence("{inner}", inner=EVIL)),
        Sentence("项目{name}完成", name=Number(EVIL, ("F001",))),
        sentences.join([Sentence("项目"), Sentence("{name}", name=EVIL), Sentence("完成")]),
        Sentence("项目") + Sentence("{name}", name=EVIL) + Sentence("完成"),
    ],
)
def test_a_name_with_tags_and_braces_stays_text(sentence):
    assert str(sentence) == f"项目{EVIL}完成"
    page = Page(sentence)
    assert page.text.replace(NBSP, " ") == f"项目{EVIL}完成"
    assert "script" not in dict(page.tags)


def test_ids_formulas_and_results_stay_inside_their_attributes():
    page = Page(Number("1", ('"><script>', "F002"), formula='a < b & "c"', result="<b>1</b>"))
    assert page.tags == [
        (
            "a",
            {
                "class": "n d",
                "data-formula": 'a < b & "c"',
                "data-result": "<b>1</b>",
                "data-figures": '"><script> F002',
            },
        )
    ]
    assert Page(Number("1", ('"><script>',))).tags == [("a", {"class": "n", "href": '#"><script>'})]


def test_joined_sentences_keep_their_numbers_and_separator():
    joined = sentences.join(
        [
            Sentence("增{a}", a=Number("5%", ("F001",))),
            Sentence("降{a}", a=Number("6%", ("F002",))),
        ],
        "；",
    )
    assert str(joined) == "增 5%；降 6%"
    assert [attributes["href"] for _, attributes in Page(joined).tags] == ["#F001", "#F002"]
    assert str(sentences.join([])) == ""
    assert repr(joined) == "<Sentence 增 5%；降 6%>"


# --- numbers on the page ---


def test_a_printed_number_links_to_its_row(total):
    page = Page(sentences.stated(total, "rate", "%"))
    assert (page.tags, page.text) == ([("a", {"class": "n", "href": "#F003"})], "98.92%")


def test_a_derived_number_carries_formula_result_and_figures(grown):
    page = Page(sentences.prior(grown.loc["综保区进出口值"], is_bare=True))
    carried = {
        "class": "n d",
        "data-formula": "275.3 ÷ (1 + 64.5%)",
        "data-result": "约 167 亿",
        "data-figures": "F037 F040",
    }
    assert (page.tags, page.text) == ([("a", carried)], f"约{NBSP}167")


# --- numbers in words ---


@pytest.mark.parametrize(
    ("column", "unit", "told"),
    [
        ("budget", "万元", "1945.54 万元"),
        ("carry_over", "万元", "0.00 万元"),
        ("rate", "%", "98.92%"),
    ],
)
def test_a_stated_number_keeps_its_decimals(total, column, unit, told):
    assert str(sentences.stated(total, column, unit)) == told


@pytest.mark.parametrize(
    ("other", "column", "told"),
    [
        (
            {
                "kind": "rate",
                "measure": "满意",
                "subject": "群众",
                "role": "target",
                "value": 92.5,
                "unit": "%",
            },
            "target",
            "92.5%",
        ),
        (
            {"kind": "count", "measure": "群众满意", "value": 1.5, "unit": "万人"},
            "actual",
            "1.5 万人",
        ),
    ],
)
def test_a_stated_target_or_count_keeps_its_decimals(figures_of, other, column, told):
    figures = figures_of(
        other | {"decimals": 1},
        {"kind": "rate", "measure": "完成率", "subject": "群众满意", "value": 101, "unit": "%"},
    )
    row = tabulate("completion", figures).iloc[0]
    assert str(sentences.stated(row, column, row["unit"])) == told


@pytest.mark.parametrize(
    ("low", "high", "told", "bare"),
    [
        (10.87, 11.06, "约 11 亿", "约 11"),
        (75.96, 76.70, "76.0–76.7 亿", "76.0–76.7"),
        (5, 5, "5 亿", "5"),  # no width, no doubt
    ],
)
def test_a_derived_number_says_about_or_its_interval(low, high, told, bare):
    number = sentences.derived(low, high, "亿", "a ÷ b", ("F001", "F002"))
    assert (str(number), number.formula, number.figures) == (told, "a ÷ b", ("F001", "F002"))
    number = sentences.derived(low, high, "亿", "a ÷ b", ("F001",), is_bare=True)
    assert (str(number), number.result) == (bare, told)


def test_a_bound_is_not_about():
    assert "约" not in str(sentences.derived(100, float("inf"), "亿", "a ÷ b", ("F001",)))


@pytest.mark.parametrize(
    ("measure", "prior", "change", "formula"),
    [
        ("综保区进出口值", "约 167 亿", "约 108 亿", "275.3 − 275.3 ÷ (1 + 64.5%)"),
        # 57.5·(1 − 1/5.2885) = 46.63, 58.5·(1 − 1/5.2895) = 47.44
        ("保税汽车进出口货值", "约 11 亿", "约 47 亿", "58 − 58 ÷ (1 + 428.9%)"),
        # 89.25·(1 − 1/1.165) = 12.64, 89.35·(1 − 1/1.175) = 13.31
        ("大宗货物保税分拨货值", "76.0–76.7 亿", "约 13 亿", "89.3 − 89.3 ÷ (1 + 17%)"),
    ],
)
def test_prior_and_change_of_the_embedded_growths(grown, measure, prior, change, formula):
    row = grown.loc[measure]
    assert (str(sentences.prior(row)), str(sentences.change(row))) == (prior, change)
    assert sentences.change(row).formula == formula
    assert (
        sentences.change(row).figures
        == sentences.prior(row).figures
        == (row["value_id"], row["growth_id"])
    )


def test_a_fall_is_told_without_sign_and_reckoned_with_minus(grown_by):
    row = grown_by(5.0, 1, direction="-")
    change = sentences.change(row)
    # 115.5·(1/0.9495 − 1) = 6.14, 114.5·(1/0.9505 − 1) = 5.96
    assert (str(change), change.formula) == ("6.0–6.1 亿", "115 − 115 ÷ (1 − 5.0%)")
    assert str(sentences.signed_change(row)) == "−6.1 至 −6.0 亿"


def test_a_rise_has_one_sign_before_its_interval(grown_by):
    # 114.5·(1 − 1/1.0495) = 5.40, 115.5·(1 − 1/1.0505) = 5.55
    assert str(sentences.signed_change(grown_by(5.0, 1))) == "+5.4–5.6 亿"


def test_a_signed_number_keeps_what_it_was_made_from(grown):
    change = sentences.change(grown.loc["综保区进出口值"], is_bare=True)
    signed = sentences.signed(change, 1)
    assert (str(signed), signed.formula, signed.figures, signed.result) == (
        "+108",
        change.formula,
        change.figures,
        "约 108 亿",
    )


def test_a_change_that_may_be_none_reaches_zero(grown_by):
    told = str(sentences.change(grown_by(0))).removesuffix(" 亿")
    assert float(told.split("–")[0].replace("−", "-")) <= 0


def test_unspent_has_the_printed_decimals_and_its_share_an_interval(total, spent):
    assert (str(sentences.unspent(total)), sentences.unspent(total).formula) == (
        "21.08 万元",
        "1945.54 − 1924.46",
    )
    # 100 − 98.91701 = 1.08299, 100 − 98.91598 = 1.08402
    assert (str(sentences.unspent_share(total)), sentences.unspent_share(total).formula) == (
        "约 1.08%",
        "(1945.54 − 1924.46) ÷ 1945.54",
    )
    beyond = spent(1945.54, 1950.00)
    assert (str(sentences.unspent(beyond)), sentences.unspent(beyond).formula) == (
        "4.46 万元",
        "1950.00 − 1945.54",
    )


def test_a_budget_spent_in_full_may_have_left_nothing(spent):
    told = (
        str(sentences.unspent_share(spent(1945.54, 1945.54))).removesuffix("%").removeprefix("约 ")
    )
    assert float(told.split("–")[0]) <= 0


def test_the_stated_rate_goes_before_the_computed_one(total, spent):
    assert str(sentences.execution_rate(total)) == "98.92%"
    computed = sentences.computed_rate(total)
    # 1924.455/1945.545 … 1924.465/1945.535 is 98.9160 … 98.9170
    assert (str(computed), computed.formula, computed.figures) == (
        "约 98.92%",
        "1924.46 ÷ 1945.54",
        ("F002", "F001"),
    )
    # 99.995/200.005 = 49.996, 100.005/199.995 = 50.004
    assert str(sentences.execution_rate(spent(200.00, 100.00))) == "约 50.00%"


def test_a_budget_of_nothing_has_no_rate_to_tell(spent):
    assert "NaN" not in str(sentences.execution_rate(spent(0.00, 10.00)))


def test_a_share_is_of_the_executed_total(report, total):
    # 978.265/1924.465 = 50.8331 %, 978.275/1924.455 = 50.8339 %
    share = sentences.share(report.budget.set_index("line").loc["基本支出"], total)
    assert (str(share), share.formula, share.figures) == (
        "约 50.83%",
        "978.27 ÷ 1924.46",
        ("F008", "F002"),
    )


@pytest.mark.parametrize(
    ("rate", "decimals", "told", "formula"),
    [
        (186, 0, "86 个百分点", "186% − 100%"),
        (98.92, 2, "1.08 个百分点", "100% − 98.92%"),
        (100, 0, "0 个百分点", "100% − 100%"),
    ],
)
def test_how_far_a_rate_lies_from_100(rate, decimals, told, formula):
    number = sentences.beyond_target(
        pd.Series({"rate": rate, "rate_decimals": decimals, "rate_id": "F025"})
    )
    assert (str(number), number.formula, number.figures) == (told, formula, ("F025",))


def test_implied_targets_are_listed_with_their_formula(report, figures_of):
    number = sentences.implied_targets(report.completion.set_index("measure").loc["注册项目完成率"])
    assert (str(number), number.formula, number.figures) == ("7 个", "13 ÷ 186%", ("F024", "F025"))
    count, rate = (
        {"kind": "count", "measure": "项目", "value": 1300, "unit": "个"},
        {"kind": "rate", "measure": "完成率", "subject": "项目", "value": 186, "unit": "%"},
    )
    assert (
        str(sentences.implied_targets(tabulate("completion", figures_of(count, rate)).iloc[0]))
        == "698、699、700 个"
    )


@pytest.mark.parametrize(
    ("moved", "before", "formula"), [(21, 55, "34 + 21"), (-5, 29, "34 − 5"), (0, 34, "34 + 0")]
)
def test_the_rank_before_a_move(moved, before, formula):
    number = sentences.before(
        pd.Series(
            {"rank": 34, "moved": moved, "before": before, "rank_id": "F033", "moved_id": "F032"}
        )
    )
    assert (str(number), number.formula, number.figures) == (
        f"第 {before} 位",
        formula,
        ("F033", "F032"),
    )


# --- sources ---


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ([], ""),
        (["一(二)"], "第一部分（二）"),
        (["二(二)6", "二(二)5", "二(二)6"], "第二部分（二）第 5、6 项"),
        (["二(二)16", "二(二)9"], "第二部分（二）第 9、16 项"),
        (["一(二)", "二(二)5"], "第一部分（二）、第二部分（二）第 5 项"),
        (["一(三)", "一(四)"], "第一部分（三）（四）"),
        (["二(二)4", "二(三)2", "二(二)5"], "第二部分（二）第 4、5 项（三）第 2 项"),
        (["三", "四"], "第三部分、第四部分"),
        (["附表"], "附表"),
    ],
)
def test_sections_are_cited_together(sections, told):
    assert sentences.cite(sections) == told


@pytest.mark.parametrize("sections", [["二", "二(二)4"], ["二(二)", "二(二)4"], ["二4", "二(二)"]])
def test_a_whole_part_is_cited_beside_its_items(sections):
    alone = [sentences.cite([path]) for path in sections]
    assert sentences.cite(sections) not in [*alone, "第二部分第 4 项（二）"]


def test_a_figure_without_section_does_not_stop_the_citation():
    assert sentences.cite(pd.Series(["二(二)5", None], dtype="str")) == "第二部分（二）第 5 项"
