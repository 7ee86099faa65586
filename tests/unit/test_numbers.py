"""Numbers as they are printed: numerals, shares, spans, numbers that are cut, signs, qualifiers.

The families are those of the contract (odd numbers, intervals); what each text says was worked out
by hand. A number found is told in short: qualifier, value at its decimals or both ends, unit.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import perf_analysis as pa
from perf_analysis import units
from perf_analysis.document import Document
from perf_analysis.figures.numbers import find_numbers


def told(number):
    """A number in short: `近 70 %`, `2–3 个`, `100–… 家` where the upper end is open."""
    if not number.is_readable:
        return "unreadable"
    if number.value is None:
        value = f"{number.low}–{'…' if number.high is None else number.high}"
    else:
        value = f"{number.value:.{number.decimals}f}"
    return " ".join(filter(None, [number.qualifier, value, number.unit]))


def numbers_of(text):
    folded = Document("made", text, "", Path("made.txt")).folded
    return list(find_numbers(folded, lambda _: 0))


def case(text, *expected):
    """A text and its numbers in short."""
    return pytest.param(text, list(expected), id=text.replace("\n", "⏎")[:30])


def cases(text, *pairs):
    """Texts that differ in their number alone: `{}` stands for it."""
    return [case(text.format(written), expected) for written, expected in pairs]


NUMERALS = [
    case("安排资金一万二千元。惠及两万三千人。", "12000 元", "23000 人"),
    case("规模一万五千亿元。", "15000 亿元"),
    *cases(
        "安排资金{}。",
        ("三千五百万元", "3500 万元"),
        ("三千五万元", "3500 万元"),  # 三千五 is 3500
        ("二亿三千万元", "23000 万元"),
        ("一亿元", "1 亿元"),
        ("两百万元", "200 万元"),
        ("十五万元", "15 万元"),
        ("廿三万元", "23 万元"),
        ("一百卅万元", "130 万元"),
        ("一千零五十万元", "1050 万元"),
        ("一百二十万五千元", "1205000 元"),
        ("三亿零五百万元", "30500 万元"),
        ("一点二亿元", "1.2 亿元"),
        ("伍仟元整", "5000 元"),
        ("叁拾贰万元整", "32 万元"),
        ("壹万贰仟元", "12000 元"),
        ("十元三角八分", "10.38 元"),
        ("五元五角", "5.5 元"),
        ("3元5角", "3.5 元"),
        ("十二元零五分", "12.05 元"),
    ),
    *cases(
        "服务{}。",
        ("两百三十五家", "235 家"),
        ("一百○五户", "105 户"),
        ("一百零五户", "105 户"),
        ("百○五户", "105 户"),
        ("一百二户", "120 户"),
        ("二十人", "20 人"),
        ("两千余人次", "余 2000 人次"),
        ("十余家", "余 10 家"),
        ("百余家", "余 100 家"),
        ("千余人", "余 1000 人"),
        ("三十多户", "多 30 户"),
        ("一万多人", "多 1 万人"),
    ),
]

APPROXIMATE = [
    *cases(
        "走访{}。",
        ("两三个", "2–3 个"),
        ("一两个", "1–2 个"),
        ("三五个", "3–5 个"),
        ("四五十人", "40–50 人"),
        ("一二百户", "100–200 户"),
        ("两三千人", "2000–3000 人"),
        ("十七八个", "17–18 个"),
        ("二十五六人", "25–26 人"),
        ("三十几个", "31–39 个"),
        ("十几家", "11–19 家"),
        ("数十家", "20–100 家"),  # from two to ten times the word
        ("几十家", "20–100 家"),
        ("好几百人", "200–1000 人"),
        ("数千人次", "2000–10000 人次"),
        ("上百家", "100–… 家"),
        ("上千人", "1000–… 人"),
        ("上万人次", "1–… 万人次"),
    ),
    *cases(
        "投入{}。",
        ("七八百万元", "700–800 万元"),
        ("三四十万元", "30–40 万元"),
        ("五六亿元", "5–6 亿元"),
        ("几百万元", "200–1000 万元"),
    ),
]

SHARES = [
    *cases(
        "占{}。",
        ("百分之九十八", "98 %"),
        ("百分之九十九点五", "99.5 %"),
        ("百分之98.5", "98.5 %"),
        ("百分之百", "100 %"),
        ("百分百", "100 %"),
        ("千分之三", "3 ‰"),
        ("三分之一", "33–34 %"),  # 33⅓
        ("三分之二", "66–67 %"),
        ("二分之一", "50 %"),
        ("四分之三", "75 %"),
        ("一半", "50 %"),
        ("半数", "50 %"),
        ("七成", "70 %"),
        ("两成五", "25 %"),
        ("一成半", "15 %"),
        ("3成", "30 %"),
        ("近七成", "近 70 %"),
        ("七成以上", "以上 70 %"),
        ("三成多", "多 30 %"),
        ("超过一半", "超过 50 %"),
    ),
    *cases(
        "增长{}。",
        ("两倍", "2 倍"),
        ("1.5倍", "1.5 倍"),
        ("五个百分点", "5 个百分点"),
        ("零点五个百分点", "0.5 个百分点"),
        ("一点二个百分点", "1.2 个百分点"),
        ("30个基点", "30 个基点"),
    ),
    case("占七八成。", "70–80 %"),
    case("占万分之五。", "5 ‱"),
    case("产值翻番。", "1 番"),
    case("产值翻一番。", "1 番"),
    case("产值翻两番。", "2 番"),
    case("产值翻了两番。", "2 番"),
]

SPANS = [
    *cases(
        "设{}。",
        ("3至5个", "3–5 个"),
        ("3到5个", "3–5 个"),
        ("3-5个", "3–5 个"),
        ("3—5个", "3–5 个"),
        ("3–5个", "3–5 个"),
        ("3~5个", "3–5 个"),
        ("3～5个", "3–5 个"),
        ("三到五个", "3–5 个"),
        ("三至五个", "3–5 个"),
        ("十至十五人", "10–15 人"),
        ("3到5个工作日", "3–5 个工作日"),
    ),
    *cases(
        "补助{}。",
        ("5—8万元", "5–8 万元"),
        ("1,000-2,000元", "1000–2000 元"),
        ("10.5–12.5%", "10.5–12.5 %"),
        ("300至500元/亩", "300–500 元/亩"),
        ("5000-10000元", "5000–10000 元"),
    ),
    case("补助五至八万元。", "5–8 万元"),
    case("补助5万元-8万元。", "5–8 万元"),
    case("维修费3万～4.5万元。", "3–4.5 万元"),
    case("压减10%—20%。", "10–20 %"),
    case("由10%至20%。", "10 %", "20 %"),
    case("晚了两个半月，得二十三分半。", "2.5 个月", "23.5 分"),
    case("由3个增至5个。", "3 个", "5 个"),
    # two units in one amount: decimals from the smaller
    *cases(
        "总投资{}。",
        ("1亿2000万元", "1.2000 亿元"),
        ("1亿2千万元", "1.2 亿元"),
        ("13万2千元", "13.2 万元"),
        ("13万2000元", "13.2000 万元"),
        ("1亿2，000万元", "1.2000 亿元"),
        ("1.5个亿", "1.5 亿"),
        ("2个亿", "2 亿"),
    ),
    case("完成投资58.3亿，其中新建20亿。", "58.3 亿", "20 亿"),
    case("引进3个、5人。", "3 个", "5 人"),
]

# a line of a page
LONG = "一、截至年末，我单位严格按照批复的绩效目标和时间进度组织实施，全年预算数为"
# Each is 1945.54 万元, cut somewhere.
CUT = [
    case(text)
    for text in (
        "预算1 945.54万元。",
        "预算1\u00a0945.54万元。",
        "预算1\u2009945.54万元。",
        "预算1\u202f945.54万元。",
        "预算1'945.54万元。",
        "预算1’945.54万元。",
        "预算1, 945.54万元。",
        "预算1，945.54万元。",
        "预算1,945.54万元。",
        "预算：1 945.54万元。",
        "预算1945·54万元。",
        "预算1945,54万元。",
        "预算１９４５．５４万元。",
        "预算1945.54 万元。",
        "预算1945.54万 元。",
        f"{LONG}19\n45.54万元，执行率98.92%。",
        f"{LONG}1945\n.54万元，执行率98.92%。",
        f"{LONG}1945.\n54万元，执行率98.92%。",
        f"{LONG}1945.5\n4万元，执行率98.92%。",
        f"{LONG}1,\n945.54万元，执行率98.92%。",
        f"{LONG}1945.54\n万元，执行率98.92%。",
        f"{LONG}1945.54万\n元，执行率98.92%。",
        "预算 1 945.54万元。",
        "预算≥1 945.54万元。",
        "预算，1 945.54万元。",
        "预算¥1 945.54万元。",
        "预算1945. 54万元。",
        "预算1945 .54万元。",
        "年初预算 1 945.54 万元。",
        "预算1 9 4 5 . 5 4万元。",
        "预算19 45.54万元。",
        "预算194 5.54万元。",
    )
]


@pytest.mark.parametrize(("text", "expected"), [*NUMERALS, *APPROXIMATE, *SHARES, *SPANS])
def test_an_odd_number_is_read_as_what_it_says(text, expected):
    assert [told(number) for number in numbers_of(text)] == expected


@pytest.mark.parametrize(("text", "_"), CUT)
def test_a_number_that_is_cut_is_whole_or_unreadable_but_never_its_tail(text, _):
    found = [told(number).removeprefix("≥ ") for number in numbers_of(text)]
    assert found[0] in ("1945.54 万元", "unreadable")
    assert found[1:] in ([], ["98.92 %"])


@pytest.mark.parametrize(
    ("text", "whole"), [("共计1.2E+05元。", "120000 元"), ("人均1,2万元。", "1.2 万元")]
)
def test_a_number_set_in_another_way_is_whole_or_unreadable(text, whole):
    assert [told(number) for number in numbers_of(text)] in ([whole], ["unreadable"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # two numbers, not one that is cut
        case("2022年 300.00万元", "2022 年", "300.00 万元"),
        case("支出2人 300.00万元", "2 人", "300.00 万元"),
        case("满意度98%,97%", "98 %", "97 %"),
        case("分别为12,15,18人", "12", "15", "18 人"),
        case("（三）支出决算情况说明 2 本年支出合计 319.07 万元", "2", "319.07 万元"),
    ],
)
def test_numbers_side_by_side_are_not_joined(text, expected):
    assert [told(number) for number in numbers_of(text) if number.unit or number.value] == expected


SIGNS = [
    *cases(
        "结余{}。",
        ("-54.46万元", "-54.46 万元"),
        ("−54.46万元", "-54.46 万元"),
        ("－54.46万元", "-54.46 万元"),
        ("–54.46万元", "-54.46 万元"),
        ("△54.46万元", "-54.46 万元"),
        ("▲54.46万元", "-54.46 万元"),
        ("（54.46）万元", "-54.46 万元"),
        ("(54.46)万元", "-54.46 万元"),
        ("¥54.46", "54.46 元"),
        ("￥54.46万元", "54.46 万元"),
        ("¥-54.46", "-54.46 元"),
        ("-¥54.46", "-54.46 元"),
        ("为-54.46万元", "-54.46 万元"),
        ("：-54.46万元", "-54.46 万元"),
    ),
    case("结余¥ -54.46。", "-54.46 元"),
    case("结余-1 945.54万元。", "-1945.54 万元"),
    case("税收增长-5.2%。", "-5.2 %"),
    case("税收下降-5.2%。", "-5.2 %"),
    case("税收增长▲5.2个百分点。", "-5.2 个百分点"),
    case("得分≥-5分", "≥ -5 分"),
    # dashes that are none
    case("综合科-21人", "21 人"),
    case("项目支出——300万元", "300 万元"),
    case("- 300万元", "300 万元"),
    case("补助5万元-8万元", "5–8 万元"),
    case("（3人）", "3 人"),
    case("其他（54.46万元）", "54.46 万元"),
]


@pytest.mark.parametrize(("text", "expected"), SIGNS)
def test_a_sign_stands_before_its_number_and_a_dash_between_words_is_none(text, expected):
    assert [told(number) for number in numbers_of(text)] == expected


INFINITY = Decimal("Infinity")


def bound(text, expected, low, high):
    return pytest.param(text, expected, (Decimal(low), Decimal(high)), id=text)


@pytest.mark.parametrize(
    ("text", "expected", "ends"),
    [
        # open above: [v, ∞)
        bound("执行突破500万元", "突破 500 万元", 500, INFINITY),
        bound("超过了300万元", "超过 300 万元", 300, INFINITY),
        bound("超过300万元", "超过 300 万元", 300, INFINITY),
        bound("超300万元", "超 300 万元", 300, INFINITY),
        bound("逾300万元", "逾 300 万元", 300, INFINITY),
        bound("高于95%", "高于 95 %", 95, INFINITY),
        bound("大于95%", "大于 95 %", 95, INFINITY),
        bound("不少于12场", "不少于 12 场", 12, INFINITY),
        bound("不低于 95%", "不低于 95 %", 95, INFINITY),
        bound("不小于95%", "不小于 95 %", 95, INFINITY),
        bound("至少12场", "至少 12 场", 12, INFINITY),
        bound("最少12场", "最少 12 场", 12, INFINITY),
        bound("指标＞95%", "> 95 %", 95, INFINITY),
        bound("指标>95%", "> 95 %", 95, INFINITY),
        bound("指标≧90%", "≥ 90 %", 90, INFINITY),
        bound("指标⩾80%", "≥ 80 %", 80, INFINITY),
        bound("指标>=80%", "≥ 80 %", 80, INFINITY),
        bound("95%以上", "以上 95 %", 95, INFINITY),
        bound("300人次以上", "以上 300 人次", 300, INFINITY),
        bound("七成以上", "以上 70 %", 70, INFINITY),
        bound("大于等于95%", "≥ 95 %", 95, INFINITY),
        bound("高于或等于95%", "≥ 95 %", 95, INFINITY),
        bound("不得低于95%", "不低于 95 %", 95, INFINITY),
        bound("未低于95%", "不低于 95 %", 95, INFINITY),
        bound("95%（含）以上", "以上 95 %", 95, INFINITY),
        # open below: (−∞, v], cut at 0
        bound("小于等于5%", "≤ 5 %", 0, 5),
        bound("低于或等于5%", "≤ 5 %", 0, 5),
        bound("不得超过5%", "不超过 5 %", 0, 5),
        bound("未超过5%", "不超过 5 %", 0, 5),
        bound("5%（含）以下", "以下 5 %", 0, 5),
        bound("不足200万元", "不足 200 万元", 0, 200),
        bound("不到200万元", "不到 200 万元", 0, 200),
        bound("至多5人", "至多 5 人", 0, 5),
        bound("最多5人", "最多 5 人", 0, 5),
        bound("小于40万元", "小于 40 万元", 0, 40),
        bound("少于40万元", "少于 40 万元", 0, 40),
        bound("低于40%", "低于 40 %", 0, 40),
        bound("不超过12场", "不超过 12 场", 0, 12),
        bound("不高于12场", "不高于 12 场", 0, 12),
        bound("不大于12场", "不大于 12 场", 0, 12),
        bound("指标＜5%", "< 5 %", 0, 5),
        bound("指标≦5%", "≤ 5 %", 0, 5),
        bound("指标⩽5%", "≤ 5 %", 0, 5),
        bound("指标<=5%", "≤ 5 %", 0, 5),
        bound("5%以内", "以内 5 %", 0, 5),
        bound("5%以下", "以下 5 %", 0, 5),
        # near: [v − unit of the last non-zero digit, v]
        bound("近300人次", "近 300 人次", 200, 300),
        bound("将近300人次", "将近 300 人次", 200, 300),
        bound("接近300人次", "接近 300 人次", 200, 300),
        bound("近七成", "近 70 %", 60, 70),
        bound("近1.5万人", "近 1.5 万人", "1.4", "1.5"),
        # and above: [v, v + that unit)
        bound("300余人次", "余 300 人次", 300, 400),
        bound("300多人次", "多 300 人次", 300, 400),
        bound("3万多户", "多 3 万户", 3, 4),
        bound("58亿余元", "余 58 亿元", 58, 59),
        bound("1.5万余人", "余 1.5 万人", "1.5", "1.6"),
        # about: half of it to both sides
        bound("约300人次", "约 300 人次", 250, 350),
        bound("大约300人次", "大约 300 人次", 250, 350),
        bound("约为300人次", "约 300 人次", 250, 350),
        bound("300人次左右", "左右 300 人次", 250, 350),
        bound("300人次上下", "上下 300 人次", 250, 350),
    ],
)
def test_a_qualifier_before_or_behind_opens_the_interval(text, expected, ends):
    (number,) = numbers_of(text)
    kind = units.kind_of(number.unit).replace("share", "rate")
    span = units.interval(float(number.value), number.decimals, number.unit, kind, number.qualifier)
    assert (told(number), tuple(span)) == (expected, ends)


@pytest.mark.parametrize(
    "text", ["最近300人", "附近300米", "公约300字", "节约300元", "就近300户", "近五年3人"]
)
def test_a_word_that_only_ends_in_a_qualifier_is_none(text):
    assert [number.qualifier for number in numbers_of(text) if number.value][-1] == ""


# --- what is a figure and what is none ---


@pytest.fixture
def read(tmp_path):
    """The figures of a text in short, as `value unit`."""

    def read_text(text):
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        figures = pa.read(path).figures
        return [f"{row.value:g} {row.unit}" for row in figures.itertuples()]

    return read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # things that are numbered or named
        case("第十一次会议和第3次会议。"),
        case("依据《办法》第十二条第三款、第12条。"),
        case("组织三年级、九年级学生。"),
        case("三级甲等医院、二级公路、一级指标、8级地震。"),
        case("使用A4纸、P1.5屏幕、5G基站，执行GB/T 19001和GB50300-2013。"),
        case("引进世界500强企业，形成2+4+5布局。"),
        case("落实“十四五”规划、八项规定、三重一大和四个意识。"),
        case("拨打12345热线、110报警电话。"),
        case("三大产业、首家、进一步、一方面、十分重视、万分感谢。"),
        # ages and times
        case("开展对3-6岁学龄前儿童的筛查，60岁以上老人和18周岁的青年。"),
        case("近三年、近3年来、2021-2023年、1-6月、3月15日、12月31日前。"),
        # articles and what is one of a kind
        case("本院是全县唯一一家承担检查的机构。"),
        case("每一个部门、同一个项目、另一家单位、一项长期任务、一个中心。"),
        # counted
        case("采购一台打印机，新建成两条示范街。", "1 台", "2 条"),
        case("下设两个岗位、七所学校。", "2 个", "7 所"),
        case("人均期望寿命78.6岁。", "78.6 岁"),
        case("培训12场、共3批次。", "12 场", "3 批次"),
        case("连续三年获奖。", "3 年"),
        # by its ends, which have no value
        case("补助5-8元。", "nan 元"),
        case("补助5000-8000元。", "nan 元"),
        case("参训2000-3000人。", "nan 人"),
    ],
)
def test_numbers_that_count_are_figures_and_names_are_none(read, text, expected):
    assert read(text) == expected


# --- what is written is read back ---

DIGITS = "零一二三四五六七八九"


def in_words(number, is_inner=False):
    """A whole number below 10⁸ in Chinese numerals, as dictionaries write it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return in_words(high, is_inner) + "万" + gap + (in_words(low, True) if low else "")
    words, gap = "", ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if not digit:
            gap = "零" if words and number else ""
            continue
        words += gap + DIGITS[digit] + unit
        gap = ""
    is_teen = words.startswith("一十") and not is_inner
    return words[1:] if is_teen else words


def test_the_writer_of_numerals_of_these_tests_is_right():
    written = {10: "十", 15: "十五", 105: "一百零五", 1050: "一千零五十", 12000: "一万二千"}
    written |= {100_005: "十万零五", 230_000: "二十三万", 1_205_000: "一百二十万五千"}
    assert {number: in_words(number) for number in written} == written


# Units whose first sign multiplies run into a numeral in words: 三千克.
UNITS = sorted(set(units.UNITS) - {"年度"})  # the words of units.toml say it is no unit as well
PLAIN = [unit for unit in UNITS if unit[0] not in "千百万亿"]
COUNTED = ["个", "人", "家", "户", "条", "项", "台", "人次", "公里", "元", "个百分点", "倍"]
MULTIPLIED = ["元", "人", "户", "亩", "平方米", "千瓦时", "人次", "吨", "m²", "美元"]
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


@some.composite
def in_digits(draw):
    """Digits, grouped and set in any way, with any unit."""
    decimals = draw(some.integers(0, 4))
    value = Decimal(draw(some.integers(1, 10**9))).scaleb(-decimals)
    mark = draw(some.sampled_from(["", ",", "，", "'", "’", " ", "\u00a0", "\u2009", "\u202f"]))
    written = f"{value:,.{decimals}f}".replace(",", mark)
    if not mark and draw(some.booleans()):
        written = written.translate(FULL)
    multiple = draw(some.sampled_from(["", "万", "亿"]))
    unit = multiple + draw(some.sampled_from(MULTIPLIED if multiple else UNITS))
    gap = draw(some.sampled_from(["", " ", "  "])) if mark.strip() or not mark else ""
    # a sign before digits that blanks part is a case of its own above
    is_parted = mark.isspace() and len(written) > written.rfind(mark) > 0
    sign = draw(some.sampled_from(["", "-", "−", "△"])) if decimals and not is_parted else ""
    signed = -value if sign else value
    return f"{sign}{written}{gap}{unit}", (signed, unit, decimals, None, None)


@some.composite
def in_numerals(draw):
    """A whole number in words; what stands in 万 is counted in 万."""
    value = draw(some.integers(3, 99_999_999))
    words, unit = in_words(value), draw(some.sampled_from(COUNTED))
    if words.endswith("万"):
        return words + unit, (Decimal(value // 10_000), "万" + unit, 0, None, None)
    return words + unit, (Decimal(value), unit, 0, None, None)


@some.composite
def as_a_pair(draw):
    """Two neighbouring digits, in tens or hundreds, from ten on: 两三, 四五十, 七八百, 十七八."""
    first = draw(some.integers(1, 8))
    tens, behind = draw(some.sampled_from([("", ""), ("", "十"), ("", "百"), ("十", "")]))
    factor, base = {"": 1, "十": 10, "百": 100}[behind], 10 if tens else 0
    pair = "一两" if first == 1 else "两三" if first == 2 else DIGITS[first : first + 2]
    unit = draw(some.sampled_from(["个", "人", "家", "户", "条"]))
    ends = (Decimal(base + first * factor), Decimal(base + (first + 1) * factor))
    return f"{tens}{pair}{behind}{unit}", (None, unit, 0, *ends)


@some.composite
def as_a_span(draw):
    low, more = draw(some.integers(1, 5000)), draw(some.integers(1, 5000))
    dash = draw(some.sampled_from(["-", "—", "–", "~", "～", "至", "到"]))
    unit = draw(some.sampled_from(PLAIN))
    return f"{low}{dash}{low + more}{unit}", (None, unit, 0, Decimal(low), Decimal(low + more))


BEFORE = ["完成", "支出为", "其中：", "（", "共", "、实际", "\n数量"]
BEHIND = ["", "。", "，", "；", "、", "）", "\n", "！", "，其中"]


@settings(max_examples=400)
@given(
    written=some.one_of(in_digits(), in_numerals(), as_a_pair(), as_a_span()),
    before=some.sampled_from(BEFORE),
    behind=some.sampled_from(BEHIND),
)
def test_what_is_written_is_read_back(written, before, behind):
    text, expected = written
    found = numbers_of(f"{before}{text}{behind}")
    assert [
        (number.value, number.unit, number.decimals, number.low, number.high) for number in found
    ] == [expected]
