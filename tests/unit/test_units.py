from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from perf_analysis import units
from perf_analysis.units import Interval

INFINITY = float("inf")
# The words of rule (b) of the contract with their usual companions,
# written out again so that one taken away is missed.
FAMILIES = {
    "more": ["余", "多"],
    "about": ["约", "左右", "大约"],
    "nearly": ["近", "接近"],
    "at least": ["超过", "超", "以上", "≥", ">", "不少于", "不低于", "至少"],
    "at most": ["以下", "以内", "≤", "<", "不超过", "不高于", "至多"],
}
WORDS = [(family, word) for family, words in FAMILIES.items() for word in words]
KINDS = [
    ("万元", "amount"),
    ("%", "growth"),
    ("%", "rate"),
    ("分", "score"),
    ("位", "rank"),
    ("个", "count"),
    ("万人", "count"),
    ("万m²", "area"),
    ("年", "other"),
]


def ends(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


# --- printed and interval ---


@pytest.mark.parametrize(
    ("value", "decimals", "digits"),
    [
        (1945.54, 2, "1945.54"),
        (0.0, 2, "0.00"),
        (400, 0, "400"),
        (-4.5, 1, "-4.5"),
        (0.1, 1, "0.1"),
        (123456789012.34, 2, "123456789012.34"),
    ],
)
def test_printed_digits_are_kept_to_the_last_zero(value, decimals, digits):
    assert str(units.printed(value, decimals)) == digits


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "kind", "low", "high"),
    [
        # rule (a): half of the last printed decimal to either side
        (1945.54, 2, "万元", "amount", "1945.535", "1945.545"),
        (275.3, 1, "亿", "amount", "275.25", "275.35"),
        (58, 0, "亿", "amount", "57.5", "58.5"),
        (98.29, 2, "分", "score", "98.285", "98.295"),
        (64.5, 1, "%", "growth", "64.45", "64.55"),
        (186, 0, "%", "rate", "185.5", "186.5"),
        (5, 0, "万m²", "area", "4.5", "5.5"),
        (38, 0, "年", "other", "37.5", "38.5"),
        # rule (a): counts and ranks are exact, unless they are counted in 万 or 亿
        (11315, 0, "辆", "count", "11315", "11315"),
        (34, 0, "位", "rank", "34", "34"),
        (3, 0, "", "rank", "3", "3"),
        (0, 0, "个", "count", "0", "0"),
        (1.5, 1, "万人", "count", "1.45", "1.55"),
        (2, 0, "亿人次", "count", "1.5", "2.5"),
        # rule (a): a printed 0 is exact, of any kind
        (0, 0, "万元", "amount", "0", "0"),
        (0.00, 2, "万元", "amount", "0", "0"),
        (0, 0, "%", "rate", "0", "0"),
        (0.0, 1, "%", "growth", "0", "0"),
        # rule (d): what cannot be negative is cut at 0; growth can be
        (1, 0, "%", "rate", "0.5", "1.5"),
        (-5, 0, "%", "growth", "-5.5", "-4.5"),
        (-63.96, 2, "万元", "amount", "-63.965", "-63.955"),
    ],
)
def test_print_without_qualifier_allows_half_a_last_decimal_and_counts_are_exact(
    value, decimals, unit, kind, low, high
):
    assert units.interval(value, decimals, unit, kind) == ends(low, high)


@pytest.mark.parametrize(
    ("family", "value", "decimals", "unit", "low", "high"),
    [
        ("more", 400, 0, "人次", "400", "500"),  # 400余: the last non-zero digit counts hundreds
        ("more", 1.5, 1, "万人", "1.5", "1.6"),  # 1.5万余
        ("more", 1.50, 2, "万人", "1.5", "1.6"),  # a printed 0 is not the last non-zero digit
        ("more", 2200, 0, "名", "2200", "2300"),
        ("about", 400, 0, "人次", "350", "450"),
        ("about", 1.5, 1, "万人", "1.45", "1.55"),
        ("about", 0, 0, "人", "0", "0.5"),
        ("nearly", 400, 0, "人次", "300", "400"),
        ("nearly", 11315, 0, "辆", "11314", "11315"),
        ("nearly", 0, 0, "人", "0", "0"),
        ("at least", 400, 0, "人次", "400", "Infinity"),
        ("at most", 400, 0, "人次", "0", "400"),  # (−∞, v], cut at 0
    ],
)
def test_a_qualifier_opens_the_interval_as_its_word_says(family, value, decimals, unit, low, high):
    for word in FAMILIES[family]:
        assert units.interval(value, decimals, unit, "count", word) == ends(low, high), word


def test_a_growth_of_at_most_five_percent_may_be_a_fall():
    assert units.interval(5, 0, "%", "growth", "≤") == ends("-Infinity", "5")


@pytest.mark.parametrize("word", ["逾", "突破", "不足", "将近", "几乎"])
def test_a_count_with_an_unknown_qualifier_is_not_exact(word):
    span = units.interval(5, 0, "个", "count", word)
    assert span.low < span.high


@given(
    digits=some.integers(-(10**9), 10**9),
    decimals=some.integers(0, 4),
    unit_kind=some.sampled_from(KINDS),
    word=some.sampled_from(["", *(word for _, word in WORDS)]),
)
def test_an_interval_contains_its_printed_number(digits, decimals, unit_kind, word):
    number = Decimal(digits).scaleb(-decimals)
    span = units.interval(float(number), decimals, *unit_kind, word)
    assert span.low <= number <= span.high
    assert units.printed(float(number), decimals) == number


@given(
    digits=some.integers(0, 10**9),
    decimals=some.integers(0, 4),
    unit_kind=some.sampled_from(KINDS),
    word=some.sampled_from(["", *(word for _, word in WORDS)]),
)
def test_only_a_growth_reaches_below_zero(digits, decimals, unit_kind, word):
    span = units.interval(float(Decimal(digits).scaleb(-decimals)), decimals, *unit_kind, word)
    assert span.low >= 0 or unit_kind[1] == "growth"


@given(
    true=some.decimals("0", "1e7", places=6),
    decimals=some.integers(0, 3),
    rounding=some.sampled_from([ROUND_HALF_EVEN, ROUND_HALF_UP]),
)
def test_an_interval_contains_whatever_rounds_to_its_print(true, decimals, rounding):
    shown = true.quantize(Decimal(1).scaleb(-decimals), rounding)
    span = units.interval(float(shown), decimals, "万元", "amount")
    # what is printed as 0 is taken to be 0
    assert span.low <= (true if shown else 0) <= span.high
    assert bool(shown) == (span.low < span.high)


# --- units ---


@pytest.mark.parametrize(
    ("unit", "kind", "base"),
    [
        ("元", "amount", ("元", "1")),
        ("万元", "amount", ("元", "10000")),
        ("亿", "amount", ("元", "100000000")),  # a bare 亿 of money
        ("万", "amount", ("元", "10000")),
        ("万亿元", "amount", ("元", "1000000000000")),
        ("百万元", "amount", ("元", "1000000")),
        ("百元", "amount", ("元", "100")),
        ("千元", "amount", ("元", "1000")),
        ("千万元", "amount", ("元", "10000000")),
        ("百亿元", "amount", ("元", "10000000000")),
        ("千亿元", "amount", ("元", "100000000000")),
        ("万亿元", "amount", ("元", "1000000000000")),
        ("角", "amount", ("元", "0.1")),
        ("平方米", "area", ("m²", "1")),
        ("公顷", "area", ("m²", "10000")),
        ("平方公里", "area", ("m²", "1000000")),
        ("km²", "area", ("m²", "1000000")),
        ("万元/人", "amount", ("元/人", "10000")),  # money per head is an amount
        ("%", "growth", ("1", "0.01")),
        ("百分点", "growth", ("1", "0.01")),
        ("个百分点", "growth", ("1", "0.01")),
        ("倍", "growth", ("1", "1")),
        ("‰", "rate", ("1", "0.001")),
        ("分", "score", ("分", "1")),
        ("位", "rank", ("位", "1")),
        ("名", "rank", ("位", "1")),
        ("", "rank", ("位", "1")),  # 第三
        ("个", "count", ("个", "1")),
        ("万人", "count", ("人", "10000")),
        ("千人", "count", ("人", "1000")),
        ("万m²", "area", ("m²", "10000")),
        ("㎡", "area", ("m²", "1")),
        ("平方公里", "area", ("m²", "1000000")),
        ("公顷", "area", ("m²", "10000")),
        ("万亩", "area", ("亩", "10000")),
        ("年", "other", ("年", "1")),
        ("公里", "other", ("公里", "1")),
    ],
)
def test_base_unit_of_each_kind(unit, kind, base):
    assert units.base_of(unit, kind) == (base[0], Decimal(base[1]))


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("", "amount"),
        ("个", "amount"),
        ("%", "amount"),
        ("元", "growth"),
        ("", "rate"),
        ("个", "rate"),
        ("", "score"),
        ("%", "score"),
        ("个", "rank"),
        ("", "count"),
        ("%", "count"),
        ("万", "count"),
        ("m", "area"),
        ("个", "area"),
        ("%", "other"),
        ("", "other"),
    ],
)
def test_a_unit_that_does_not_fit_the_kind_has_no_base(unit, kind):
    assert units.base_of(unit, kind) is None


@pytest.mark.parametrize(
    "unit",
    [
        "百分点",
        *("个百分点", "倍", "万元", "万m²"),
    ],
)
def test_shares_money_and_area_are_no_count(unit):
    assert units.base_of(unit, "count") is None


@pytest.mark.parametrize("unit", ["千瓦时", "千瓦", "千克", "千伏安", "千瓦小时"])
def test_a_unit_that_begins_like_a_multiple_has_one_base(unit):
    base = units.base_of(unit, "other")
    assert base and units.base_of(f"万{unit}", "other") == (base[0], 10_000 * base[1])


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("元", "amount"),
        ("万元", "amount"),
        ("亿", "amount"),
        ("元/人·月", "amount"),
        ("万美元", "amount"),
        ("%", "share"),
        ("个百分点", "share"),
        ("倍", "share"),
        ("/10万", "share"),  # 121/10万 is so many in a hundred thousand
        ("平方米", "area"),
        ("万亩", "area"),
        ("公里", "other"),
        ("千瓦时", "other"),
        ("万千瓦时", "other"),
        ("kWh", "other"),
        ("分", "score"),
        ("个", "count"),
        ("万人次", "count"),
        ("字", "count"),
    ],
)
def test_a_unit_makes_a_kind(unit, kind):
    assert units.kind_of(unit) == kind


@pytest.mark.parametrize(
    ("behind", "word", "more"),
    [
        ("万元。", "万元", ""),
        (" 万 元", "万元", ""),
        ("\n万元", "万元", ""),
        ("亿\n元", "亿元", ""),
        ("个百分点，", "个百分点", ""),
        ("万余元", "万元", "余"),
        ("万多户", "万户", "多"),
        ("个亿", "亿", ""),
        ("元/人·月", "元/人·月", ""),
        ("元/亩，", "元/亩", ""),
        ("家次", "家次", ""),
        ("千瓦时", "千瓦时", ""),
        ("万m²", "万m²", ""),
        ("kWh)", "kWh", ""),
        ("m5x", "", ""),  # the start of a name
        ("分别", "", ""),
        ("人员", "", ""),
        ("项目支出", "", ""),
        ("级", "", ""),
        ("。5万元", "", ""),
        ("", "", ""),
        ("，万元", "", ""),
    ],
)
def test_the_unit_beside_a_number_is_the_longest_that_no_word_hides(behind, word, more):
    unit = units.read_unit(behind, 0, len(behind))
    assert (unit.word, unit.more) == (word, more)
    assert "".join(behind[: unit.end].split()).replace(more or "\n", "").endswith(word)


def test_a_unit_is_read_to_the_end_of_its_cell_and_no_further():
    assert units.read_unit("万元", 0, 1).word == "万"
    assert units.read_unit("12 万元 |", 2, 5) == units.Unit("万元", "", 5)


# --- derivations ---


def test_scaling_moves_both_ends():
    assert units.scaled(ends("57.5", "58.5"), Decimal(10**8)) == ends("5750000000", "5850000000")


@pytest.mark.parametrize(
    ("derive", "spans", "low", "high"),
    [
        (lambda a, b: a - b, [ends("5", "6"), ends("1", "2")], "3", "5"),
        # 9 % of the trade on 0.1 % of the land: 8.5/0.15, 9.5/0.05
        (lambda a, b: a / b, [ends("8.5", "9.5"), ends("0.05", "0.15")], "56.67", "190.00"),
        (lambda a: -a, [ends("1", "2")], "-2", "-1"),
        (lambda a, b: a * b, [ends("-1", "2"), ends("3", "5")], "-5", "10"),
    ],
)
def test_a_derivation_reaches_from_corner_to_corner(derive, spans, low, high):
    found = units.spread(derive, *spans)
    assert [round(end, 2) for end in found] == [Decimal(low), Decimal(high)]


@pytest.mark.parametrize("divisor", [ends("0", "0.5"), ends("0", "0")])
@pytest.mark.parametrize("dividend", [ends("0", "0"), ends("1", "2")])
def test_a_derivation_that_divides_by_zero_is_undefined(dividend, divisor):
    assert all(end.is_nan() for end in units.spread(lambda a, b: a / b, dividend, divisor))


@given(
    level=some.decimals("0.001", "1e5", places=5),
    growth=some.decimals("-0.9", "9", places=5),
    decimals=some.integers(0, 2),
    rounding=some.sampled_from([ROUND_HALF_EVEN, ROUND_HALF_UP]),
)
def test_a_derived_prior_contains_the_exact_one_of_whatever_rounds_to_the_print(
    level, growth, decimals, rounding
):
    step = Decimal(1).scaleb(-decimals)
    value, percent = level.quantize(step, rounding), (100 * growth).quantize(step, rounding)
    share = units.scaled(units.interval(float(percent), decimals, "%", "growth"), Decimal("0.01"))
    assume(share.low > -1)
    # what is printed as 0 is taken to be 0
    level, growth = (true if shown else 0 for true, shown in ((level, value), (growth, percent)))
    prior = units.spread(
        lambda value, by: value / (1 + by),
        units.interval(float(value), decimals, "亿", "amount"),
        share,
    )
    assert prior.low - Decimal("1e-20") <= level / (1 + growth) <= prior.high + Decimal("1e-20")


# --- show ---


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        # rule (e) of the contract and its examples
        (167.27, 167.44, "167"),
        (10.87, 11.06, "11"),
        (75.96, 76.70, "76.0–76.7"),
        (56.67, 190, "57–190"),
        (2897, 3239, "2900–3200"),
        # both ends round to it
        (7.999, 8.001, "8.00"),
        (98.9155, 98.9165, "98.916"),
        (149.5, 150.5, "150"),
        # negative
        (-167.44, -167.27, "−167"),
        (-76.70, -75.96, "−76.7 至 −76.0"),
        (-5, 3, "−5.0 至 3.0"),
        (-0.312012, 0.312989, "−0.31 至 0.31"),
        (-0.5, 0, "−0.50 至 0.00"),
        # no width
        (5, 5, "5"),
        (-3.5, -3.5, "−3.5"),
        (0, 0, "0"),
        (400, 400, "400"),
        # from zero
        (0, 12, "0–12"),
        # one end open
        (400, INFINITY, "400 以上"),
        (-INFINITY, 5, "5 以下"),
    ],
)
def test_show_gives_the_digits_both_ends_share_else_the_interval(low, high, shown):
    assert units.show(low, high) == shown


@pytest.mark.parametrize(
    ("low", "high", "is_shared"),
    [
        (10.87, 11.06, True),
        (5, 5, True),
        (75.96, 76.70, False),
        (-76.70, -75.96, False),
        (0, 12, False),
    ],
)
def test_a_number_is_shared_when_it_is_shown_as_one(low, high, is_shared):
    assert units.is_shared(low, high) is is_shared


def some_ends():
    """Two ends above zero, of any size and nearness."""
    sized = some.decimals("0.001", "1e6", places=3)
    return some.tuples(sized, some.one_of(sized, some.decimals("0.001", "10", places=3))).map(
        lambda pair: (float(pair[0]), float(pair[0] + pair[1]))
    )


# Few pairs are near enough for one number, few far enough for two:
# what does not fit the test is passed over.
choosy = settings(suppress_health_check=[HealthCheck.filter_too_much])


@choosy
@given(some_ends())
def test_a_single_number_shown_is_what_both_ends_round_to(pair):
    shown = units.show(*pair)
    assume("–" not in shown)
    exponent = (
        Decimal(shown).as_tuple().exponent
        if "." in shown
        else Decimal(shown).normalize().as_tuple().exponent
    )
    assert all(
        abs(Decimal(str(end)) - Decimal(shown)) <= Decimal(5).scaleb(exponent - 1) for end in pair
    )


@choosy
@given(some_ends())
def test_an_interval_shown_keeps_near_its_ends_and_in_order(pair):
    shown = units.show(*pair)
    assume("–" in shown)
    low, high = (float(end) for end in shown.split("–"))
    assert low < high
    assert max(abs(low - pair[0]), abs(high - pair[1])) <= (pair[1] - pair[0]) / 2


@given(some_ends())
def test_a_fall_is_shown_with_the_digits_of_the_rise(pair):
    rise, fall = units.show(*pair).split("–"), units.show(-pair[1], -pair[0]).split(" 至 ")
    assert fall == [f"−{end}" for end in rise[::-1]]


@pytest.mark.parametrize(
    ("digits", "unit", "told"),
    [
        ("98.92", "%", "98.92%"),
        ("10–12", "%", "10–12%"),
        ("−0.31 至 0.33", "%", "−0.31% 至 0.33%"),
        ("−0.31 至 0.33", "万元", "−0.31 至 0.33 万元"),
        ("94.79 以上", "%", "94.79%以上"),
        ("100 以上", "亿", "100 亿以上"),
    ],
)
def test_a_unit_stands_where_a_chinese_text_sets_it(digits, unit, told):
    assert units.with_unit(digits, unit) == told


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(1824.13, 1841.59, "1820–1840"), (127.4, 128.6, "127–129"), (12349.9, 12350.1, "12350")],
)
def test_two_digits_do_not_stand_for_an_interval_they_lie_outside_of(low, high, shown):
    assert units.show(low, high) == shown


@pytest.mark.parametrize(
    ("low", "high"), [(1791.9, 1808.1), (1234567, 1234568), (95, 105), (99.4, 100.6)]
)
def test_show_claims_no_whole_digit_that_the_ends_do_not_share(low, high):
    shown = units.show(low, high)
    assert "–" in shown or max(abs(float(shown) - low), abs(float(shown) - high)) <= 0.5


@pytest.mark.parametrize("number", [151, 25, 1005])
def test_the_interval_of_a_printed_number_is_shown_as_that_number(number):
    assert units.show(number - 0.5, number + 0.5) == str(number)


def test_a_bound_is_shown_without_digits_nobody_printed():
    assert len(units.show(100 / 1.055, INFINITY)) <= len("94.79 以上")


@pytest.mark.parametrize(("low", "high"), [(-INFINITY, INFINITY), (float("nan"), float("nan"))])
def test_what_is_not_known_is_not_shown_as_a_bound(low, high):
    assert "以下" not in units.show(low, high)


@pytest.mark.parametrize(
    ("digits", "unit", "told"),
    [
        ("98.92", "%", "98.92%"),
        ("5", "‰", "5‰"),
        ("34", "位", "34 位"),
        ("21.08", "万元", "21.08 万元"),
        ("3", "个百分点", "3 个百分点"),
        ("57–190", "倍", "57–190 倍"),
        ("3", "", "3"),
    ],
)
def test_a_unit_stands_apart_from_its_digits_but_for_percent(digits, unit, told):
    assert units.with_unit(digits, unit) == told
