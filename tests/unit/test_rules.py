"""Rule profiles and what they make of the numbers of forms:
each method at its boundaries, worked out by hand.
"""

import math
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from perf_analysis import codebook, rules
from perf_analysis.data import find_in_data
from perf_analysis.errors import InputError
from perf_analysis.rules.methods import Band, Method, level_of
from perf_analysis.units import Interval

FOLDER = Path(__file__).parents[2] / "data" / "rules"
FORM = "绩效自评表"
ORIGIN = """
[sources.own]
document = "甲市财〔2024〕1号"
level = "市"
year = 2024
"""
CITED = """source = "own"
clause = "第二条"
certainty = "read"
"""


@pytest.fixture(scope="module")
def national():
    return rules.read_profile("national-2020")


@pytest.fixture(scope="module")
def pmkpi():
    return rules.read_profile("pmkpi-default")


def number(name, value, decimals=0):
    return {name: value, f"{name}_decimals": decimals}


def numbers(**told):
    """Cells from digits as printed: actual="98.50" is 98.5 with two decimals."""
    cells = {}
    for name, digits in told.items():
        cells |= number(name, float(digits), len(digits.partition(".")[2]))
    return cells


def indicators(*rows):
    usual = {
        "form": FORM,
        "project": "甲项目",
        "level3": "某指标",
        "unit": "个",
        "status": "exact",
    } | numbers(weight="10")
    return codebook.build(codebook.INDICATORS, [usual | row for row in rows])


def funds(*rows):
    usual = {
        "form": FORM,
        "project": "甲项目",
        "line": "年度资金总额",
        "breakdown": "total",
        "unit": "万元",
    } | numbers(weight="10")
    return codebook.build(codebook.FUNDS, [usual | row for row in rows])


def tabulate_scoring(items, lines, profile, stated=None, item=None):
    """Scoring of frames, of one sort of item where one is named."""
    told = codebook.rows(items), codebook.rows(lines)
    rows = rules.find_scoring(*told, profile, stated or {})
    return codebook.build(codebook.SCORING, [row for row in rows if item in (None, row["item"])])


def score_indicators(items, profile):
    return tabulate_scoring(items, funds(), profile, item="indicator")


def score_execution(lines, profile):
    return tabulate_scoring(indicators(), lines, profile, item="execution")


def score_total(items, lines, profile, stated=None):
    return tabulate_scoring(items, lines, profile, stated, item="total")


def scored(profile, sign=None, weight="10", **told):
    """The row of one indicator: digits as printed for target,
    actual and score, the other cells as they are.
    """
    printed = {name: told.pop(name) for name in ("target", "actual", "score") if name in told}
    return score_indicators(
        indicators(numbers(weight=weight, **printed) | told | {"sign": sign}), profile
    ).iloc[0]


def executed(profile, **told):
    return score_execution(funds(numbers(**told)), profile).iloc[0]


def computed(row, places=6):
    return [round(row["computed_low"], places), round(row["computed_high"], places)]


def own(tmp_path, text, name="own.toml"):
    path = tmp_path / name
    path.write_text('name = "甲市规则"\n' + text, encoding="utf-8")
    return path


def own_profile(tmp_path, section):
    """A profile of one section, its source written below."""
    return rules.read_profile(own(tmp_path, ORIGIN + section + CITED))


def refusal(path):
    """What a person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        rules.read_profile(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told


# --- the profiles that are shipped ---


def test_the_profiles_named_are_the_files_shipped_the_default_first():
    assert sorted(rules.PROFILES) == sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert rules.PROFILES[0] == rules.DEFAULT == "national-2020"


@pytest.mark.parametrize("name", rules.PROFILES)
def test_every_rule_has_its_source(name):
    profile = rules.read_profile(name)
    assert profile.profile_id == name
    assert any("\u4e00" <= sign <= "\u9fff" for sign in profile.name)
    assert profile.rules
    for section, rule in profile.rules:
        source = rule.source
        assert (
            source.document and source.level and source.certainty in ("read", "copy", "recalled")
        ), section
        told = str(source)
        assert source.document in told and source.level in told
        assert (source.clause or "条款未核") in told
        assert (str(source.year) if source.year else "年份未核") in told
        assert ("待核实" in told.replace("文号待核实", "")) == (source.certainty == "recalled"), (
            section
        )


@pytest.mark.parametrize("name", rules.PROFILES)
def test_what_a_profile_does_not_say_itself_names_the_profile_it_is_from(name):
    profile = rules.read_profile(name)
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    signs = {sign for rule in written.get("scoring", []) for sign in rule["signs"]}
    for section, rule in profile.rules:
        is_own = rule.sign in signs if section == "scoring" else section in written
        assert is_own == (rule.source.inherited == ""), (section, rule)
        assert rule.source.inherited in ("", *rules.PROFILES)
        assert is_own or f"沿用 {rule.source.inherited}" in str(rule.source)


def test_the_national_profile_holds_the_rules_of_the_ministry_and_says_what_it_borrows(national):
    assert dict(national.weights.points) == {"产出": 50, "效益": 30, "满意度": 10, "预算执行": 10}
    assert national.weights.total == 100
    assert national.grades.bands == (("优", 90), ("良", 80), ("中", 60), ("差", 0))
    methods = {rule.sign: (rule.method.name, rule.source.document[:2]) for rule in national.scoring}
    assert methods == dict.fromkeys("≥>=", ("proportional", "财预")) | {
        "定性": ("levels", "财预")
    } | dict.fromkeys("≤<", ("deviation", "go"))
    assert [
        (limit.percent, limit.asks, limit.source.level) for limit in national.over_completion
    ] == [(120, "warn", "系统"), (130, "reason", "省")]
    assert (
        national.execution.method.name,
        national.execution.points,
        national.denominator.amount,
    ) == ("proportional", 10, "全年预算数")
    assert national.low_execution is None and national.adjustment is None


def test_the_other_profiles_differ_where_their_sources_do(pmkpi):
    later, guangxi, sichuan = map(
        rules.read_profile, ("pmkpi-grades-80", "guangxi", "sichuan-2023")
    )
    assert later.grades.bands == (("优", 80), ("良", 70), ("中", 60), ("差", 0))
    assert [limit.percent for limit in pmkpi.over_completion] == [120]
    assert [
        (limit.percent, limit.asks, limit.zero_target) for limit in guangxi.over_completion
    ] == [(130, "reason", 30)]
    assert sichuan.over_completion == ()
    assert (
        sichuan.denominator.amount,
        sichuan.low_execution.percent,
        sichuan.adjustment.percent,
    ) == ("调整后预算数", 90, 0)
    assert pmkpi.adjustment.percent == 30


def test_no_profile_holds_a_tier_without_a_source():
    percents = {
        limit.percent
        for name in rules.PROFILES
        for limit in rules.read_profile(name).over_completion
    }
    assert percents == {120, 130}


def test_a_file_that_is_not_shipped_is_told_in_one_line():
    with pytest.raises(InputError, match=r"data/rules/none\.toml；没有这个随包的文件；重新安装"):
        find_in_data("rules/none.toml")


# --- a person's own profile ---


def test_a_profile_of_ones_own_is_read_by_its_path(tmp_path):
    profile = own_profile(tmp_path, "[low_execution]\npercent = 85.5\n")
    assert (profile.profile_id, profile.name) == ("own", "甲市规则")
    assert profile.low_execution.percent == Decimal("85.5")
    assert str(profile.low_execution.source) == "甲市财〔2024〕1号，第二条，2024 年，市，已读"
    assert [section for section, _ in profile.rules] == ["low_execution"]


def test_what_a_profile_takes_over_is_only_what_it_names(tmp_path):
    profile = rules.read_profile(
        own(tmp_path, '[based_on]\nprofile = "pmkpi-default"\nsections = ["grades"]\n')
    )
    assert [(section, rule.source.inherited) for section, rule in profile.rules] == [
        ("grades", "pmkpi-default")
    ]


def test_own_directions_stand_before_those_taken_over(tmp_path):
    based = '[based_on]\nprofile = "pmkpi-default"\nsections = ["scoring"]\n'
    profile = own_profile(tmp_path, based + '[[scoring]]\nsigns = ["≤"]\nmethod = "inverse"\n')
    assert {rule.sign: rule.method.name for rule in profile.scoring} == {
        **dict.fromkeys(("≥", ">", "="), "proportional"),
        "≤": "inverse",
        "<": "deviation",
        "定性": "levels",
    }
    assert [rule.sign for rule in profile.scoring if not rule.source.inherited] == ["≤"]


GRADES = '[grades]\nbands = [{name = "优", from = 90}, {name = "差", from = 0}]\n'
SCORING = '[[scoring]]\nsigns = ["≥"]\nmethod = "proportional"\n'
LIMIT = '[[over_completion]]\npercent = 120\nasks = "warn"\nsigns = ["≥"]\n'
EXECUTION = '[execution]\nmethod = "proportional"\npoints = 10\n'
WEIGHTS = '[weights]\npoints = {"产出" = 90, "预算执行" = 10}\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("more = 1\n" + ORIGIN + GRADES + CITED, "more"),
        (ORIGIN + "more = 1\n" + GRADES + CITED, "sources.own.more"),
        (ORIGIN + GRADES + "more = 1\n" + CITED, "grades.more"),
        (ORIGIN + GRADES.replace("from = 0", "from = 0, more = 1") + CITED, "grades.bands[2].more"),
        (ORIGIN + SCORING + "floor = 60\n" + CITED, "scoring[1].floor"),
        (
            ORIGIN
            + SCORING.replace("proportional", "banded")
            + "bands = [{from = 90, share = 100, more = 1}]\n"
            + CITED,
            "scoring[1].bands[1].more",
        ),
        (ORIGIN + LIMIT + "more = 1\n" + CITED, "over_completion[1].more"),
        (ORIGIN + EXECUTION + "more = 1\n" + CITED, "execution.more"),
        (ORIGIN + WEIGHTS + "more = 1\n" + CITED, "weights.more"),
        ('[based_on]\nprofile = "guangxi"\nsections = ["grades"]\nmore = 1\n', "based_on.more"),
    ],
)
def test_a_key_that_is_not_known_is_refused(tmp_path, text, place):
    assert f"；{place}；不认识这一项；" in refusal(own(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            ORIGIN + '[grades]\nbands = [{name = "优"}]\n' + CITED,
            "grades.bands[1].from；缺少这一项",
        ),
        (ORIGIN + GRADES, "grades.source；缺少这一项"),
        (ORIGIN + GRADES + 'source = "own"\n', "grades.certainty；缺少这一项"),
        (
            ORIGIN + GRADES + 'source = "other"\ncertainty = "read"\n',
            "grades.source；sources 里没有“other”",
        ),
        (
            ORIGIN + GRADES + CITED.replace("read", "sure"),
            "grades.certainty；“sure”不在可用的值里（read、copy、recalled）",
        ),
        ('[sources.own]\nlevel = "市"\n' + GRADES + CITED, "sources.own.document；缺少这一项"),
        (ORIGIN.replace("2024\n", '"二〇二四"\n') + GRADES + CITED, "sources.own.year；应为整数"),
        (
            ORIGIN + GRADES.replace("from = 0", "from = 60") + CITED,
            "grades.bands；最低一档应从 0 开始",
        ),
        (
            ORIGIN + GRADES.replace("from = 90", "from = 0") + CITED,
            "grades.bands；应从高到低排列，不能重复",
        ),
        (ORIGIN + GRADES.replace("90", "nan") + CITED, "grades.bands[1].from；应在 0 到 100 之间"),
        (ORIGIN + GRADES.replace("90", "true") + CITED, "grades.bands[1].from；应为数字"),
        (ORIGIN + "[grades]\nbands = []\n" + CITED, "grades.bands；不能为空"),
        ("grades = 1\n" + ORIGIN, "grades；应为一组键和值"),
        (
            ORIGIN + SCORING.replace("proportional", "guess") + CITED,
            "scoring[1].method；“guess”不在可用的值里",
        ),
        (
            ORIGIN + SCORING.replace("proportional", "inverse") + CITED,
            "scoring[1].signs；“≥”不在可用的值里（≤、<）",
        ),
        (ORIGIN + SCORING.replace('["≥"]', "[]") + CITED, "scoring[1].signs；不能为空，也不能重复"),
        (ORIGIN + SCORING + CITED + SCORING + CITED, "scoring[2].signs；“≥”已经有一种计分方法"),
        (
            ORIGIN + SCORING.replace("proportional", "floor") + "floor = 100\n" + CITED,
            "scoring[1].floor；应在 0 到 99 之间",
        ),
        (
            ORIGIN
            + SCORING.replace("proportional", "banded")
            + "bands = [{from = 60, share = 50}, {from = 80, share = 80}]\n"
            + CITED,
            "scoring[1].bands；应从高到低",
        ),
        (
            ORIGIN
            + (
                '[[scoring]]\nsigns = ["定性"]\nmethod = "levels"\nlevels = [{name = "达成", '
                "from = 90, to = 80}]\n"
            )
            + CITED,
            "scoring[1].levels；from 应不大于 to，名称不能重复",
        ),
        (ORIGIN + LIMIT.replace("120", "100") + CITED, "over_completion[1].percent；应在 101 到"),
        (ORIGIN + LIMIT.replace("120", "120.5") + CITED, "over_completion[1].percent；应为整数"),
        (
            ORIGIN + LIMIT.replace("warn", "dock") + CITED,
            "over_completion[1].asks；“dock”不在可用的值里（warn、reason）",
        ),
        (ORIGIN + LIMIT + CITED + LIMIT + CITED, "over_completion[2].percent；这个界限已经写过"),
        (
            ORIGIN + '[denominator]\namount = "决算数"\n' + CITED,
            "denominator.amount；“决算数”不在可用的值里",
        ),
        (
            ORIGIN + EXECUTION.replace("proportional", "deviation") + CITED,
            "execution.method；“deviation”不在可用的值里",
        ),
        (
            ORIGIN + WEIGHTS.replace("90", "0").replace("= 10", "= 0") + CITED,
            "weights.points；分值不能都是 0",
        ),
        (
            '[based_on]\nprofile = "own"\nsections = ["grades"]\n',
            "based_on.profile；“own”不在可用的值里",
        ),
        (
            '[based_on]\nprofile = "guangxi"\nsections = ["notes"]\n',
            "based_on.sections；“notes”不是规则的一部分",
        ),
        ('[based_on]\nprofile = "guangxi"\nsections = [["grades"]]\n', "based_on.sections；"),
        (
            ORIGIN + '[based_on]\nprofile = "guangxi"\nsections = ["grades"]\n' + GRADES + CITED,
            "based_on.sections；“grades”已经自己写了",
        ),
        (ORIGIN, "一条规则也没有"),
        ("[grades\n", "不是有效的 TOML"),
    ],
)
def test_a_bad_profile_is_refused_by_its_key(tmp_path, text, told):
    assert told in refusal(own(tmp_path, text))


def test_a_profile_without_a_name_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(ORIGIN + GRADES + CITED, encoding="utf-8")
    assert "；name；缺少这一项；" in refusal(path)


def test_no_file_a_folder_and_bytes_are_refused(tmp_path):
    assert "没有这套规则；写内置规则的名字（national-2020、" in refusal(tmp_path / "none.toml")
    assert "无法读取" in refusal(tmp_path)
    path = tmp_path / "bytes.toml"
    path.write_bytes("名".encode("gb18030"))
    assert "不是 UTF-8 文字" in refusal(path)


# --- grades ---


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        *[
            ("100", "优"),
            ("90", "优"),
            ("90.00", "优"),
            ("89.995", "良"),
            ("89.5", "良"),
            ("80", "良"),
            ("79.99", "中"),
            ("60", "中"),
            ("59.99", "差"),
            ("0", "差"),
        ],
        *[("100.01", ""), ("-0.01", ""), ("NaN", "")],
    ],
)
def test_grades_are_half_open(national, score, grade):
    assert rules.grade_of(Decimal(score), national) == grade


def test_a_later_script_grades_otherwise():
    profile = rules.read_profile("pmkpi-grades-80")
    assert [rules.grade_of(Decimal(score), profile) for score in ("80", "79.99", "70", "60")] == [
        "优",
        "良",
        "良",
        "中",
    ]


@pytest.mark.parametrize(
    ("low", "high", "grades"),
    [
        *[
            ("90", "90", ("优",)),
            ("89.5", "89.99", ("良",)),
            ("89.5", "90", ("优", "良")),
            ("59", "95", ("优", "良", "中", "差")),
        ],
        *[("99", "101", ("优",)), ("100.5", "101", ()), ("-2", "-1", ()), ("NaN", "NaN", ())],
    ],
)
def test_an_interval_has_every_grade_it_reaches(national, low, high, grades):
    assert rules.grade_of(Interval(Decimal(low), Decimal(high)), national) == grades


def test_without_bands_there_is_no_grade(tmp_path):
    profile = own_profile(tmp_path, EXECUTION)
    assert rules.grade_of(Decimal(95), profile) == ""
    assert rules.grade_of(Interval(Decimal(90), Decimal(95)), profile) == ()


# --- methods, by the ratio of actual to target ---

POINTS = (
    Band(Decimal("0.9"), Decimal(1)),
    Band(Decimal("0.8"), Decimal("0.7")),
    Band(Decimal("0.6"), Decimal("0.5")),
)
METHODS = {
    "proportional": Method("proportional"),
    "floor": Method("floor", floor=Decimal("0.6")),
    "banded": Method("banded", bands=POINTS),
    "deviation": Method("deviation"),
    "inverse": Method("inverse"),
}


@pytest.mark.parametrize(
    ("name", "ratio", "share"),
    [
        *[
            ("proportional", "0", "0"),
            ("proportional", "0.76", "0.76"),
            ("proportional", "1", "1"),
            ("proportional", "4.3", "1"),
        ],
        *[
            ("floor", "0.5", "0"),
            ("floor", "0.6", "0"),
            ("floor", "0.8", "0.5"),
            ("floor", "1", "1"),
            ("floor", "1.2", "1"),
        ],
        *[
            ("banded", "1", "1"),
            ("banded", "0.9", "1"),
            ("banded", "0.89", "0.7"),
            ("banded", "0.8", "0.7"),
            ("banded", "0.6", "0.5"),
            ("banded", "0.59", "0"),
        ],
        *[
            ("deviation", "0.5", "1"),
            ("deviation", "1", "1"),
            ("deviation", "1.25", "0.75"),
            ("deviation", "2", "0"),
            ("deviation", "3", "0"),
        ],
        *[
            ("inverse", "0", "1"),
            ("inverse", "1", "1"),
            ("inverse", "1.25", "0.8"),
            ("inverse", "2", "0.5"),
            ("inverse", "Infinity", "0"),
        ],
    ],
)
def test_a_method_at_its_boundaries(name, ratio, share):
    assert METHODS[name].share(Decimal(ratio)) == Decimal(share)


@given(some.sampled_from(sorted(METHODS)), some.fractions(0, 5), some.fractions(0, 5))
def test_a_method_is_monotone_and_stays_within_the_weight(name, one, other):
    less, more = (Decimal(ratio.numerator) / ratio.denominator for ratio in sorted((one, other)))
    shares = METHODS[name].share(less), METHODS[name].share(more)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[0] >= shares[1] if name in ("deviation", "inverse") else shares[0] <= shares[1]


@pytest.mark.parametrize(
    ("actual", "target", "level"),
    [
        *[
            ("达成年度指标", "", "达成"),
            ("完成。", "", "达成"),
            ("显著", "显著", "达成"),
            ("较好", "较好", "达成"),
            ("部分完成", "", "部分达成"),
            ("未完成", "完成", "未达成"),
        ],
        *[("基本完成", "完成", ""), ("有所改善", "改善", ""), ("", "", ""), ("完成率较高", "", "")],
    ],
)
def test_only_clear_words_say_a_level(actual, target, level):
    assert level_of(actual, target) == level


# --- indicators ---


@pytest.mark.parametrize(
    ("sign", "target", "actual", "score"),
    [
        *[
            ("≥", "10", "43", 10),
            ("≥", "10", "10", 10),
            ("≥", "10", "9", 9),
            ("≥", "10", "0", 0),
            (">", "8", "2", 2.5),
            ("≥", "0", "0", 10),
        ],
        *[("=", "10", "12", 10), ("=", "4", "3", 7.5), ("=", "0", "0", 10), ("=", "0", "1", 0)],
        *[
            ("≤", "10", "9", 10),
            ("≤", "10", "10", 10),
            ("≤", "10", "11", 9),
            ("≤", "10", "20", 0),
            ("≤", "10", "30", 0),
            ("<", "0", "0", 10),
            ("<", "0", "2", 0),
        ],
    ],
)
@pytest.mark.parametrize("name", ["national-2020", "pmkpi-default"])
def test_counts_are_exact_and_score_by_direction(name, sign, target, actual, score):
    row = scored(rules.read_profile(name), sign, target=target, actual=actual)
    assert computed(row) == [score, score]
    assert row["figures"] == []


def test_forty_three_of_ten_is_full_marks_but_asks_for_a_reason(national):
    row = scored(national, "≥", target="10", actual="43", score="10")
    assert (row["difference"], row["limit"], row["ratio_low"]) == (0, 130, 430)
    assert row["note"] == "达到指标值的 130% 以上，规则要求说明原因，表中没有写"
    assert "广西" in row["source"] and "待核实" in row["source"]


def test_money_earns_an_interval_that_holds_the_share_of_the_printed_digits(national):
    row = scored(national, "≥", weight="6", target="1200", actual="1187", score="5", unit="万元")
    # 1186.5/1200.5 and 1187.5/1199.5 of 6; the digits themselves give 5.935
    assert computed(row, 4) == [5.93, 5.94]
    assert row["computed_low"] < 5.935 < row["computed_high"]
    assert round(row["difference"], 4) == -0.93


def test_equal_amounts_in_other_units_are_equal(national):
    row = scored(
        national,
        "≥",
        target="1200.00",
        actual="0.120000",
        unit="万元",
        actual_unit="亿元",
        score="10",
    )
    assert row["computed_high"] == 10
    assert row["computed_low"] == pytest.approx(10 * 1199.995 / 1200.005)


@pytest.mark.parametrize(
    ("unit", "actual_unit"), [("万元", "个"), ("天", "个工作日"), (None, "个"), ("亩", "m²")]
)
def test_other_units_are_not_compared(national, unit, actual_unit):
    row = scored(national, "≥", target="10", actual="10", unit=unit, actual_unit=actual_unit)
    assert math.isnan(row["computed_low"])
    assert row["note"].startswith("单位不同，不能比较：")


def test_a_bare_number_is_not_known_to_count(national):
    row = scored(national, "≥", target="10", actual="9", unit=None)
    assert computed(row, 3) == [round(8.5 / 10.5 * 10, 3), 10]


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ({"target": "90", "actual_text": "完成"}, "实际完成值只写“完成”，没有数字"),
        ({"target": "90", "actual_text": "已完成"}, "实际完成值只写“已完成”，没有数字"),
        (
            {"target": "90", "actual_text": "1月3件，2月4件"},
            "实际完成值“1月3件，2月4件”不是一个数字",
        ),
        ({"target": "90"}, "没有实际完成值"),
        ({"actual": "90"}, "没有指标值"),
        ({"actual": "90", "target_text": "5或6"}, "指标值“5或6”不是一个数字"),
        ({"target": "-5", "actual": "3"}, "指标值为负，规则没有说怎样计分"),
    ],
)
def test_what_has_no_number_is_not_computed(national, told, note):
    row = scored(national, "≥", score="10", **told)
    assert row[["computed_low", "computed_high", "difference", "ratio_low", "limit"]].isna().all()
    assert row["note"] == note
    assert row["score"] == 10


def test_without_a_weight_there_is_a_ratio_but_no_score(national):
    row = scored(national, "≥", target="10", actual="9", weight="10", weight_decimals=None)
    assert (row["ratio_low"], row["note"]) == (90, "没有分值")
    assert math.isnan(row["computed_low"])


def test_a_negative_actual_value_counts_as_nothing(national):
    row = scored(national, "≥", target="5", actual="-3", unit="%")
    assert computed(row) == [0, 0]
    assert "实际完成值为负，按 0 计" in row["note"]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("98", 9.8, 9.8),
        ("约98个", 9.75, 9.85),
        ("90余个", 9, 10),
        ("超过90个", 9, 10),
        ("90个以上", 9, 10),
        ("90个以内", 0, 9),
        ("完成12个以上的村，98个", 9.8, 10),
    ],
)
def test_a_qualifier_opens_the_actual_value(national, said, low, high):
    digits = "98" if "98" in said else "90"
    assert computed(scored(national, "≥", target="100", actual=digits, actual_text=said)) == [
        low,
        high,
    ]


def test_a_missing_direction_is_a_target_to_reach(national):
    row = scored(national, target="10", actual="9", target_text="10个")
    assert computed(row) == [9, 9]
    assert row["note"] == "没有写方向，按“=”计分"


@pytest.mark.parametrize(("level2", "unit"), [("成本指标", "元"), ("时效指标", "天")])
def test_a_missing_direction_is_not_guessed_where_less_may_be_better(national, level2, unit):
    row = scored(national, target="10", actual="9", level2=level2, unit=unit)
    assert math.isnan(row["computed_low"])
    assert row["note"] == "没有写方向，越高还是越低为好无法判断"
    assert (
        scored(national, target="10", actual="10", level2=level2, unit=unit)["computed_high"] == 10
    )


def test_more_of_a_share_done_in_time_is_better(national):
    row = scored(national, target="100.0", actual="95.0", level2="时效指标", unit="%")
    assert computed(row, 1) == [9.5, 9.5]


@pytest.mark.parametrize(
    ("said", "low", "high", "difference"),
    [
        ("达成年度指标", 8, 10, 0),
        ("部分达成年度指标并具有一定效果", 6, 8, 1),
        ("未达成年度指标且效果较差", 0, 6, 3),
    ],
)
def test_a_qualitative_indicator_earns_the_band_of_its_level(national, said, low, high, difference):
    row = scored(national, "定性", actual_text=said, score="9.0")
    assert computed(row) == [low, high]
    assert row["difference"] == difference
    assert "待核实" in row["source"]


def test_words_that_are_not_clear_are_not_computed(national):
    row = scored(national, "定性", actual_text="基本完成", target_text="完成")
    assert math.isnan(row["computed_low"])
    assert row["note"] == "“基本完成”看不出达成、部分达成还是未达成"


def test_a_target_in_words_without_a_direction_is_qualitative(national):
    row = scored(national, actual_text="显著", target_text="显著", score="10")
    assert computed(row) == [8, 10]
    assert row["note"] == "“显著”按达成计"


@pytest.mark.parametrize(
    ("score", "difference"),
    [("9", 0), ("9.0", 0), ("8.95", -0.05), ("9.05", 0.05), ("9.4", 0.4), ("8", -1), ("10", 1)],
)
def test_a_difference_is_what_lies_beyond_the_rounding_of_the_stated_score(
    national, score, difference
):
    row = scored(national, "≥", target="10", actual="9", score=score)
    assert round(row["difference"], 6) == difference


def test_a_stated_score_of_few_decimals_may_be_rounded(national):
    # 237/240 of 10 is 9.875: printed 9.9 or 9.88 or 10 it is the same score, printed 9.8 it is not
    differences = [
        scored(national, "≥", target="240", actual="237", score=score)["difference"]
        for score in ("9.9", "9.88", "9.87", "10", "9.8")
    ]
    assert [round(difference, 3) for difference in differences] == [0, 0, 0, 0, -0.075]


def test_a_score_above_its_weight_is_told(national):
    assert "得分高于分值" in scored(national, "≥", target="10", actual="10", score="11")["note"]


# --- limits of over-completion ---


@pytest.mark.parametrize(
    ("actual", "unit", "limit"),
    [
        ("119", "个", None),
        ("120", "个", 120),
        ("129", "个", 120),
        ("130", "个", 130),
        ("430", "个", 130),
        ("120", "%", None),
        ("122", "%", 120),
    ],
)
def test_the_highest_limit_that_is_certainly_crossed(national, actual, unit, limit):
    # 120 % may be 119.5, and 100 % 100.5: not certainly more than 120 %; 121.5/100.5 is
    row = scored(national, "≥", target="100", actual=actual, unit=unit, reason="任务追加")
    assert (None if pd.isna(row["limit"]) else row["limit"]) == limit
    assert pd.isna(row["note"])


@pytest.mark.parametrize("sign", ["≤", "<"])
def test_less_is_never_too_much(national, sign):
    assert pd.isna(scored(national, sign, target="10", actual="43")["limit"])


@pytest.mark.parametrize("reason", [None, "无", "/", "——", " "])
def test_a_reason_that_says_nothing_is_none(national, reason):
    assert (
        "规则要求说明原因" in scored(national, "=", target="10", actual="13", reason=reason)["note"]
    )


def test_a_limit_that_only_warns_asks_for_nothing(pmkpi):
    row = scored(pmkpi, "≥", target="10", actual="43")
    assert row["limit"] == 120
    assert pd.isna(row["note"])


@pytest.mark.parametrize(("actual", "limit"), [("29", None), ("30", 130)])
def test_a_target_of_nothing_has_a_limit_of_its_own(actual, limit):
    row = scored(rules.read_profile("guangxi"), "≥", target="0", actual=actual)
    assert (None if pd.isna(row["limit"]) else row["limit"]) == limit
    assert computed(row) == [10, 10]
    assert math.isnan(row["ratio_low"])


def test_without_limits_over_completion_is_not_checked():
    row = scored(rules.read_profile("sichuan-2023"), "≥", target="10", actual="11")
    assert row["note"] == "规则没有超额完成的界限，未核"


# --- what a profile lacks, and what is not scored ---


def test_a_direction_without_a_rule_is_not_computed(tmp_path):
    profile = own_profile(tmp_path, SCORING)
    row = scored(profile, "≤", target="10", actual="11")
    assert math.isnan(row["computed_low"])
    assert row["ratio_low"] == pytest.approx(110)
    assert row["note"] == "规则没有“≤”的计分方法，未核"
    assert "规则没有“定性”的计分方法，未核" in scored(profile, "定性", actual_text="达成")["note"]


@pytest.mark.parametrize("form", ["绩效目标申报表", "绩效运行监控表"])
def test_forms_before_the_year_is_over_are_not_scored(national, form):
    rows = tabulate_scoring(
        indicators(numbers(target="10", actual="9", score="9") | {"sign": "≥", "form": form}),
        funds(numbers(budget="10", executed="9") | {"form": form}),
        national,
    )
    assert rows["note"].tolist() == [f"{form}不评分"] * 3
    assert rows[["computed_low", "grade", "limit"]].isna().all(axis=None)


def test_a_doubt_of_reading_is_passed_on(national):
    row = scored(national, "≥", target="10", actual="9", status="ambiguous", note="得分不是数字")
    assert row["note"] == "读取有疑：得分不是数字"


@pytest.mark.parametrize(
    ("method", "sign", "actual", "score"),
    [
        ('method = "inverse"\n', "≤", "125", 8),
        ('method = "deviation"\n', "≤", "125", 7.5),
        ('method = "floor"\nfloor = 60\n', "≥", "80", 5),
        (
            'method = "banded"\nbands = [{from = 90, share = 100}, {from = 80, share = 70}]\n',
            "≥",
            "89",
            7,
        ),
    ],
)
def test_a_profile_of_ones_own_may_choose_another_method(tmp_path, method, sign, actual, score):
    profile = own_profile(tmp_path, f'[[scoring]]\nsigns = ["{sign}"]\n' + method)
    assert computed(scored(profile, sign, target="100", actual=actual)) == [score, score]


# --- execution ---


@pytest.mark.parametrize(
    ("budget", "executed_", "score", "places"),
    [
        ("100.00", "76.00", 7.6, 2),
        ("1945.54", "1924.46", 9.89, 2),
        ("5186.42", "4197.35", 8.09, 2),
        ("50.00", "50.00", 10, 2),
        ("50.00", "60.00", 10, 2),
    ],
)
def test_execution_earns_its_rate(national, budget, executed_, score, places):
    row = executed(national, budget=budget, executed=executed_)
    assert round(row["computed_low"], places) == round(row["computed_high"], places) == score
    assert (row["name"], row["item"], row["weight"]) == ("预算执行率", "execution", 10)
    assert "分母（全年预算数）" in row["source"]


def test_a_full_score_for_four_fifths_of_the_budget_is_told(national):
    row = executed(national, initial="5186.42", budget="5186.42", executed="4197.35", score="10")
    assert round(row["difference"], 2) == 1.91
    assert pd.isna(row["note"])


def test_without_a_budget_execution_earns_nothing(national):
    row = executed(national, budget="0.00", executed="0.00", score="10")
    assert computed(row) == [0, 0]
    assert (row["difference"], row["note"]) == (10, "全年预算数为 0")


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ({"executed": "5"}, "没有全年预算数"),
        ({"budget": "5"}, "没有执行数"),
        ({"budget": "-5", "executed": "5"}, "全年预算数为负"),
    ],
)
def test_execution_without_its_amounts_is_not_computed(national, told, note):
    row = executed(national, **told)
    assert math.isnan(row["computed_low"])
    assert row["note"] == note


def test_a_form_without_points_for_execution_gets_those_of_the_rule(national):
    row = score_execution(
        funds(numbers(budget="10.00", executed="9.00") | {"weight": None}), national
    ).iloc[0]
    assert row["weight"] == 10
    assert row["note"] == "表中没有分值，按规则的 10 分"


def test_the_points_printed_are_those_that_are_earned(national):
    row = score_execution(
        funds(numbers(budget="10.000", executed="9.000", weight="20")), national
    ).iloc[0]
    assert computed(row, 1) == [18, 18]


def test_the_other_budget_gives_another_rate_that_is_named(national):
    row = executed(national, initial="200.00", budget="100.00", executed="90.00")
    assert row["note"] == "如按年初预算数，执行率为 45.00%"


def test_a_rule_may_divide_by_the_first_budget(tmp_path):
    profile = own_profile(tmp_path, '[denominator]\namount = "年初预算数"\n' + CITED + EXECUTION)
    row = executed(profile, initial="200.00", budget="100.00", executed="90.00")
    assert computed(row, 2) == [4.5, 4.5]
    assert row["note"] == "如按全年预算数，执行率为 90.0%"


@pytest.mark.parametrize(("spent", "told"), [("89.99", True), ("90.00", False), ("90.01", False)])
def test_sichuan_asks_why_less_than_ninety_percent_was_spent(spent, told):
    row = executed(rules.read_profile("sichuan-2023"), budget="100.00", executed=spent)
    assert ("执行率低于 90%，规则要求说明原因" in str(row["note"])) == told
    assert ("执行率偏低" in row["source"]) == told


@pytest.mark.parametrize(
    ("name", "initial", "told"),
    [
        *[
            ("sichuan-2023", "99.90", "预算有调整，规则要求说明理由"),
            ("sichuan-2023", "100.00", ""),
            ("sichuan-2023", "0", "预算有调整，规则要求说明理由"),
        ],
        *[
            ("pmkpi-default", "76.93", ""),
            ("pmkpi-default", "76.90", "预算调整率超过 30%，规则要求说明理由"),
            ("pmkpi-default", "150.00", "预算调整率超过 30%"),
        ],
        *[
            ("pmkpi-default", "100", ""),
            ("national-2020", "50.00", ""),
            ("sichuan-2023", "99.99", ""),
        ],
    ],
)
def test_a_change_of_the_budget_asks_for_a_reason_where_the_rule_does(name, initial, told):
    # 100/76.93 is 1.2999, 100/76.90 is 1.3004; 99.99 and 100.00 may both be 99.995
    note = str(
        executed(rules.read_profile(name), initial=initial, budget="100.00", executed="95.00")[
            "note"
        ]
    )
    assert told in note
    assert told or "规则要求说明理由" not in note


def test_execution_may_be_scored_in_bands(tmp_path):
    steps = (
        "{from = 95, share = 100}, {from = 80, share = 70}, {from = 60, share = 50}, "
        "{from = 0, share = 20}"
    )
    bands = f'[execution]\nmethod = "banded"\npoints = 10\nbands = [{steps}]\n'
    profile = own_profile(tmp_path, '[denominator]\namount = "全年预算数"\n' + CITED + bands)
    scores = [
        computed(executed(profile, budget="100.00", executed=spent))
        for spent in ("96.00", "94.00", "60.10", "59.00")
    ]
    assert scores == [[10, 10], [7, 7], [5, 5], [2, 2]]
    assert computed(executed(profile, budget="0.00", executed="0.00")) == [0, 0]
    # its rounding reaches below the step
    assert computed(executed(profile, budget="100.00", executed="95.00")) == [7, 10]


def test_without_a_denominator_or_a_method_execution_is_not_checked(tmp_path):
    row = executed(own_profile(tmp_path, GRADES), budget="10", executed="9")
    assert (row["note"], math.isnan(row["ratio_low"])) == ("规则没有执行率的分母，未核", True)
    row = executed(
        own_profile(tmp_path, '[denominator]\namount = "调整后预算数"\n'),
        budget="10.00",
        executed="9.00",
    )
    assert row["note"] == "规则没有执行率的计分方法，未核"
    assert (round(row["ratio_low"]), math.isnan(row["computed_low"])) == (90, True)


def test_only_the_total_line_is_scored(national):
    lines = funds(
        numbers(budget="10", executed="9"),
        numbers(budget="4", executed="1") | {"line": "财政拨款", "breakdown": "source"},
    )
    assert len(score_execution(lines, national)) == 1
    row = score_execution(lines[lines["breakdown"] == "source"], national)
    assert row["note"].tolist() == ["没有全年预算数"]


# --- totals ---


def form_of_two(*scores, execution="9.89"):
    rows = [
        {"sign": "≥", "level3": name, "score_id": f"F00{at}"}
        | numbers(target="10", actual="10", weight="45", score=score)
        for at, (name, score) in enumerate(scores)
    ]
    return indicators(*rows), funds(
        numbers(budget="1945.54", executed="1924.46", score=execution) | {"score_id": "F009"}
    )


def test_the_total_is_the_sum_of_the_stated_scores(national):
    row = score_total(
        *form_of_two(("甲", "44"), ("乙", "44.40")),
        national,
        {"": {"value": 98.29, "decimals": 2, "figure_id": "F010"}},
    ).iloc[0]
    # 44 is a mark as given; 44.40 and 9.89 vary by half a hundredth each
    assert computed(row) == [98.28, 98.30]
    assert (row["difference"], row["grade"], row["weight"], row["score"]) == (0, "优", 100, 98.29)
    assert row["figures"] == ["F000", "F001", "F009", "F010"]
    assert pd.isna(row["note"])


def test_a_stated_total_that_is_not_the_sum_is_told(national):
    row = score_total(
        *form_of_two(("甲", "40"), ("乙", "40"), execution="10"),
        national,
        {"": {"value": 100, "decimals": 0, "figure_id": None}},
    ).iloc[0]
    assert (row["difference"], row["grade"], row["figures"]) == (10, "优", ["F000", "F001", "F009"])


def test_a_total_that_is_not_stated_has_the_grade_of_the_sum(national):
    assert (
        score_total(*form_of_two(("甲", "40"), ("乙", "40"), execution="10"), national).iloc[0][
            "grade"
        ]
        == "优"
    )
    row = score_total(*form_of_two(("甲", "40"), ("乙", "40.00"), execution="10"), national).iloc[0]
    assert pd.isna(row["grade"])
    assert row["note"] == "等级可能是优或良"


def test_a_score_of_execution_that_is_not_stated_is_computed(national):
    items, lines = form_of_two(("甲", "44"), ("乙", "44"))
    row = score_total(items, lines.assign(score=float("nan")), national).iloc[0]
    assert round(row["computed_low"], 3) == round(row["computed_high"], 3) == 97.892


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (
            lambda items, lines: (items.assign(score=float("nan")), lines),
            "2 个指标没有得分，没有合计",
        ),
        (
            lambda items, lines: (items, lines[:0]),
            "没有预算执行的得分，没有合计；分值合计 90 分，不是 100 分",
        ),
        (
            lambda items, lines: (items, lines.assign(score=float("nan"), executed=float("nan"))),
            "没有预算执行的得分，没有合计",
        ),
        (
            lambda items, lines: (items, pd.concat([lines, lines], ignore_index=True)),
            "同名的自评表不止一份，无法分开，没有合计；分值合计 110 分，不是 100 分",
        ),
    ],
)
def test_a_total_with_a_part_missing_is_not_summed(national, change, note):
    row = score_total(*change(*form_of_two(("甲", "40"), ("乙", "40"))), national).iloc[0]
    assert math.isnan(row["computed_low"])
    assert row["note"] == note
    assert pd.isna(row["grade"])


def test_a_form_whose_indicators_make_up_the_whole_needs_no_execution(national):
    items, lines = form_of_two(("甲", "45"), ("乙", "50"))
    row = score_total(items.assign(weight=50.0), lines[:0], national).iloc[0]
    assert computed(row) == [95, 95]
    assert pd.isna(row["note"])


def test_weights_that_do_not_make_a_hundred_are_told_with_their_source(national):
    items, lines = form_of_two(("甲", "40"), ("乙", "40"), execution="10")
    row = score_total(items.assign(weight=40.0), lines, national).iloc[0]
    assert row["note"] == "分值合计 90 分，不是 100 分"
    assert "财办预〔2016〕123号（文号待核实）" in row["source"]


@pytest.mark.parametrize(
    ("value", "note"), [(101, "得分高于分值"), (101, "总分不在 0 到 100 分之间，没有等级")]
)
def test_a_total_beyond_the_form_has_no_grade(national, value, note):
    row = score_total(
        *form_of_two(("甲", "45"), ("乙", "45"), execution="10"),
        national,
        {"": {"value": value, "decimals": 0, "figure_id": "F010"}},
    ).iloc[0]
    assert note in row["note"]
    assert pd.isna(row["grade"])


def test_each_form_has_its_own_total(national):
    """Two forms of one project: the sums are 45 + 40 + 10 and 45 + 40 + 9,
    and the total that the second prints is its own.
    """
    items, lines = form_of_two(("甲", "45"), ("乙", "40"), execution="10")
    items = pd.concat([items.assign(form_id="T1"), items.assign(form_id="T2")], ignore_index=True)
    lines = pd.concat(
        [lines.assign(form_id="T1"), lines.assign(form_id="T2", score=9.0)], ignore_index=True
    )
    rows = score_total(
        items, lines, national, {"T2": {"value": 95, "decimals": 0, "figure_id": "F010"}}
    )
    assert rows["form_id"].tolist() == ["T1", "T2"]
    assert rows["computed_high"].tolist() == [95, 94]
    assert (pd.isna(rows["score"][0]), rows["score"][1], rows["difference"][1]) == (True, 95, 1)


def test_a_profile_without_grades_gives_none(tmp_path):
    row = score_total(
        *form_of_two(("甲", "45"), ("乙", "45")), own_profile(tmp_path, WEIGHTS)
    ).iloc[0]
    assert pd.isna(row["grade"])
    assert row["note"] == "规则没有等级，未核"


# --- the table ---


def test_the_three_parts_stand_in_order(national):
    items, lines = form_of_two(("甲", "45"), ("乙", "45"))
    stated = {"": {"value": 99.89, "decimals": 2, "figure_id": "F010"}}
    rows = tabulate_scoring(items, lines, national, stated)
    assert rows["item"].tolist() == ["indicator", "indicator", "execution", "total"]
    assert rows["name"].tolist() == ["甲", "乙", "预算执行率", "总分"]
    assert set(rows["profile"]) == {"national-2020"}


def test_no_forms_give_an_empty_table(national):
    pd.testing.assert_frame_equal(
        tabulate_scoring(indicators(), funds(), national),
        codebook.build(codebook.SCORING, []),
    )


def test_the_tables_are_left_alone(national):
    items, lines = form_of_two(("甲", "45"), ("乙", "45"))
    before = items.copy(deep=True), lines.copy(deep=True)
    tabulate_scoring(items, lines, national)
    pd.testing.assert_frame_equal(items, before[0])
    pd.testing.assert_frame_equal(lines, before[1])


def test_the_figures_compared_are_named(national):
    ids = {
        "target_id": "F001",
        "actual_id": "F002",
        "weight_id": None,
        "score_id": "F004",
        "expected_id": "F009",
    }
    assert scored(national, "≥", target="10", actual="9", score="9", **ids)["figures"] == [
        "F001",
        "F002",
        "F004",
    ]
    ids = {
        "initial_id": "F001",
        "budget_id": "F002",
        "executed_id": "F003",
        "weight_id": "F004",
        "score_id": "F005",
    }
    line = funds(numbers(initial="9", budget="10", executed="9", score="9") | ids)
    assert score_execution(line, national).iloc[0]["figures"] == [
        "F002",
        "F003",
        "F004",
        "F005",
    ]
    assert score_execution(line, rules.read_profile("sichuan-2023")).iloc[0]["figures"] == [
        "F001",
        "F002",
        "F003",
        "F004",
        "F005",
    ]


# --- properties ---

PRINTED = some.tuples(some.integers(0, 10**6), some.integers(0, 3)).map(
    lambda told: f"{Decimal(told[0]).scaleb(-told[1]):f}"
)
SIGN = some.sampled_from(["≥", ">", "=", "≤", "<"])
UNIT = some.sampled_from(["个", "%", "万元", "亩", None])


def exact(sign, target, actual, weight):
    """The rule written out once more, in fractions: the printed digits taken as they are."""
    if sign in ("≤", "<"):
        return (
            weight
            if actual <= target
            else weight * (2 - actual / target)
            if target and actual < 2 * target
            else Fraction(0)
        )
    if sign == "=" and not target:
        return Fraction(0) if actual else weight
    return weight if actual >= target else weight * actual / target


@given(SIGN, UNIT, PRINTED, PRINTED, some.integers(1, 60))
def test_the_interval_holds_the_score_of_the_printed_digits(sign, unit, target, actual, weight):
    row = scored(
        rules.read_profile("pmkpi-default"),
        sign,
        weight=str(weight),
        target=target,
        actual=actual,
        unit=unit,
    )
    score = float(exact(sign, Fraction(target), Fraction(actual), Fraction(weight)))
    assert -1e-9 <= row["computed_low"] <= score + 1e-9
    assert score - 1e-9 <= row["computed_high"] <= weight + 1e-9


@given(SIGN, some.integers(0, 10**6), some.integers(0, 10**6), some.integers(1, 10**6))
def test_the_score_is_monotone_in_the_actual_value(sign, one, other, target):
    less, more = sorted((one, other))
    rows = indicators(
        *(
            {"sign": sign} | numbers(target=str(target), actual=str(actual))
            for actual in (less, more)
        )
    )
    scores = score_indicators(rows, rules.read_profile("pmkpi-default"))["computed_low"].tolist()
    assert scores == sorted(scores, reverse=sign in ("≤", "<"))


@given(PRINTED, PRINTED)
def test_execution_stays_within_its_points(budget, spent):
    row = executed(rules.read_profile("national-2020"), budget=budget, executed=spent)
    assert 0 <= row["computed_low"] <= row["computed_high"] <= 10
    share = min(10.0, float(10 * Fraction(spent) / Fraction(budget))) if Fraction(budget) else 0
    assert row["computed_low"] - 1e-9 <= share <= row["computed_high"] + 1e-9
