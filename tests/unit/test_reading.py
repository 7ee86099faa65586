"""What reading gives for one small text each: the figures with their meaning,
and the digits that are no figures.
"""

import pandas as pd
import pytest

import perf_analysis as pa
from perf_analysis import codebook


def figure(value, unit, kind, said="", **cells):
    """A figure expected: `said` stands in subject and measure together;
    `cells` are compared one by one, None being a missing one.
    """
    return {"value": value, "unit": unit, "kind": kind, "said": said} | cells


def case(text, *expected, rest=(), wrong=""):
    """A text, the figures it must give in order,
    and the digits that must be left as (quoted, reason).
    """
    marks = pytest.mark.xfail(strict=True, reason=wrong) if wrong else ()
    return pytest.param(text, expected, list(rest), id=text.replace("\n", "⏎")[:36], marks=marks)


def cells_of(row, expected):
    """The cells of a row that a test speaks of, missing ones as None,
    and the words that should be in its name.
    """
    told = {name: None if pd.isna(row[name]) else row[name] for name in expected if name != "said"}
    name = f"{'' if pd.isna(row['subject']) else row['subject']}{row['measure']}"
    return told | {"said": expected["said"] if expected["said"] in name else f"not said in: {name}"}


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        return pa.read(path)

    return read_text


def check(report, expected, rest):
    """Figures and remainder are as expected, nothing more, and every span quotes itself."""
    rows = report.figures.to_dict("records")
    assert [
        row["quoted"]
        for row in rows
        if report.document.text[row["start"] : row["end"]] != row["quoted"]
    ] == []
    told = [cells_of(row, wanted) for row, wanted in zip(rows, expected, strict=False)]
    assert (told, [row["quoted"] for row in rows[len(expected) :]]) == (list(expected), [])
    assert list(report.remainder[["quoted", "reason"]].itertuples(index=False, name=None)) == rest


YEAR = ("2022", "日期")

NUMERALS = [
    case(
        "项目支出211.35万元。",
        figure(
            211.35,
            "万元",
            "amount",
            "项目支出",
            decimals=2,
            quoted="211.35万元",
            status="exact",
            direction=None,
            qualifier=None,
        ),
    ),
    case(
        "项目支出３８２．１４万元。",
        figure(382.14, "万元", "amount", "项目支出", decimals=2, quoted="３８２．１４万元"),
    ),
    case("群众满意度为９６．５％。", figure(96.5, "%", "rate", "满意度", decimals=1)),
    case(
        "项目支出1,234,567.80元。",
        figure(1234567.8, "元", "amount", "项目支出", decimals=2, quoted="1,234,567.80元"),
    ),
    case("项目支出1，234.5万元。", figure(1234.5, "万元", "amount", "项目支出")),
    case(
        "满意度98%,合格率97%。",
        figure(98, "%", "rate", "满意度"),
        figure(97, "%", "rate", "合格率"),
    ),
    case(
        "三年分别为12,15,18人。",
        figure(12, "人", "count", status="carried"),
        figure(15, "人", "count"),
        figure(18, "人", "count"),
    ),
    case(
        "群众满意度达到百分之九十八。",
        figure(98, "%", "rate", "满意度", quoted="百分之九十八", decimals=0),
    ),
    case("合格率为百分之九十九点五。", figure(99.5, "%", "rate", "合格率", decimals=1)),
    case(
        "下达资金三千五百万元。",
        figure(3500, "万元", "amount", "资金", quoted="三千五百万元", decimals=0),
    ),
    case("下达资金二亿三千万元。", figure(23000, "万元", "amount", "资金")),
    case("化解债务1.2万亿元。", figure(1.2, "万亿元", "amount", "债务", decimals=1)),
    case(
        "化解债务3亿2000万元。",
        figure(3.2, "亿元", "amount", "债务", decimals=4),
    ),
    case(
        "完成投资58.3亿，其中新建20亿。",
        figure(58.3, "亿", "amount", "投资"),
        figure(20, "亿", "amount"),
    ),
    case("资金两成五用于维修。", figure(25, "%", "rate")),
    case("投入两百万元。", figure(200, "万元", "amount", "投入", quoted="两百万元")),
    case("投入十五万元。", figure(15, "万元", "amount", "投入", quoted="十五万元")),
    case("投入一千零五十万元。", figure(1050, "万元", "amount", "投入", quoted="一千零五十万元")),
    case("人均补助三千五百元。", figure(3500, "元", "amount", "补助", quoted="三千五百元")),
    case("投入一点二亿元。", figure(1.2, "亿元", "amount", "投入", decimals=1)),
    case("下设两个专职岗位。", figure(2, "个", "count", "专职岗位")),
    case("服务两百三十五家企业。", figure(235, "家", "count", "企业")),
    case("辖区设有三个特殊监管区域。", figure(3, "个", "count", "特殊监管区域", quoted="三个")),
    case("这是一项长期任务，一个部门牵头，三大产业齐进，首家落地，进一步规范一级医院。"),
    case("培训两千余人次。", figure(2000, "人次", "count", "培训", qualifier="余")),
    case(
        "新建成厂房13万m²、办公房5000㎡。",
        figure(13, "万m²", "area", "厂房"),
        figure(5000, "㎡", "area", "办公房"),
    ),
    case(
        "流转土地2.5万亩，绿化30公顷。",
        figure(2.5, "万亩", "area", "土地"),
        figure(30, "公顷", "area", "绿化"),
    ),
    case(
        "改造管网12.6公里，清运垃圾800吨。",
        figure(12.6, "公里", "other", "管网"),
        figure(800, "吨", "other", "垃圾"),
    ),
    case("平均办理时限由5天压缩到2天。", figure(5, "天", "other"), figure(2, "天", "other")),
    case("窗口开放24小时。", figure(24, "小时", "other", "窗口")),
    case("年末结转和结余0.00万元。", figure(0, "万元", "amount", "结转和结余", decimals=2)),
]

UNITS = [
    case("补助标准为每亩300元。", figure(300, "元", "amount", "补助标准")),
    case("补助标准为每亩300，按季发放。", figure(300, "元/亩", "amount", status="carried")),
    case("补助标准为300元/亩。", figure(300, "元/亩", "amount", "补助标准")),
    case("人均公用经费1200元/人。", figure(1200, "元/人", "amount", "公用经费")),
    case(
        "全年预算数58.27万\n元，执行数50万元。",
        figure(58.27, "万元", "amount", "预算数", quoted="58.27万\n元"),
        figure(50, "万元", "amount", "执行数"),
    ),
    case(
        "全年预算数58.27\n万元。", figure(58.27, "万元", "amount", "预算数", quoted="58.27\n万元")
    ),
    case("全年预算数58.27 万元。", figure(58.27, "万元", "amount", "预算数", quoted="58.27 万元")),
    case("服务群众4.52（万人）。", figure(4.52, "万人", "count", "群众")),
    case(
        "项目支出（万元）：211.35。", figure(211.35, "万元", "amount", "项目支出", status="carried")
    ),
    case("折合12.5万美元。", figure(12.5, "万美元", "amount")),
    case(
        "建成学校3所、卫生室12间，购置车辆5辆。",
        figure(3, "所", "count", "学校"),
        figure(12, "间", "count", "卫生室"),
        figure(5, "辆", "count", "车辆"),
    ),
    case(
        "接件2票、运单1.2万票。",
        figure(2, "票", "count"),
        figure(1.2, "万票", "count", "运单"),
    ),
    case(
        "换热2.5万千瓦时，审批耗时12分钟。",
        figure(2.5, "万千瓦时", "other"),
        figure(12, "分钟", "other", "审批"),
    ),
]

QUALIFIERS = [
    case("接待群众300余人次。", figure(300, "人次", "count", "群众", qualifier="余")),
    case("接待群众300多人次。", figure(300, "人次", "count", "群众", qualifier="多")),
    case("接待群众约300人次。", figure(300, "人次", "count", "群众", qualifier="约")),
    case("接待群众近300人次。", figure(300, "人次", "count", "群众", qualifier="近")),
    case("接待群众超过300人次。", figure(300, "人次", "count", "群众", qualifier="超过")),
    case("接待群众300人次以上。", figure(300, "人次", "count", "群众", qualifier="以上")),
    case("接待群众300人次左右。", figure(300, "人次", "count", "群众", qualifier="左右")),
    case("培训场次不少于12场。", figure(12, "场", "count", "培训", qualifier="不少于")),
    case("培训场次不超过12场。", figure(12, "场", "count", "培训", qualifier="不超过")),
    case("群众满意度≥95%。", figure(95, "%", "rate", "满意度", qualifier="≥", role="target")),
    case(
        "补助标准5万元-8万元。",
        figure(None, "万元", "amount", "补助标准", low=50000, high=80000, base_value=None),
    ),
    case(
        "补助标准5—8万元。",
        figure(None, "万元", "amount", "补助标准", low=50000, high=80000, base_value=None),
    ),
    case("惠及3万多户。", figure(3, "万户", "count", qualifier="多")),
    case("近五年累计投入12万元。", figure(12, "万元", "amount", "累计投入", qualifier=None)),
    case("投诉率≤2%。", figure(2, "%", "rate", "投诉率", qualifier="≤")),
    case("覆盖率≥100百分比。", figure(100, "百分比", "rate", "覆盖率", qualifier="≥")),
    case("实现营收58亿余元。", figure(58, "亿元", "amount", "营收", qualifier="余")),
]

GROWTH = [
    case(
        "进出口值12亿元，同比增长31.5%。",
        figure(12, "亿元", "amount", "进出口值"),
        figure(31.5, "%", "growth", "进出口值", direction="+", basis="上年", decimals=1),
    ),
    case(
        "进出口值12亿元，同比下降6.5%。",
        figure(12, "亿元", "amount"),
        figure(6.5, "%", "growth", "进出口值", direction="-"),
    ),
    case("办件量较上年减少12%。", figure(12, "%", "growth", "办件量", direction="-", basis="上年")),
    case("办件量比上年增加12%。", figure(12, "%", "growth", "办件量", direction="+", basis="上年")),
    case("办件量环比回落3.1%。", figure(3.1, "%", "growth", "办件量", direction="-")),
    case("三公经费压减15%。", figure(15, "%", "growth", "三公经费", direction="-")),
    case("进口值增幅为25.12％。", figure(25.12, "%", "growth", "进口值", direction="+")),
    case("进口值降幅达7%。", figure(7, "%", "growth", "进口值", direction="-")),
    case("满意度提高1.2个百分点。", figure(1.2, "个百分点", "growth", "满意度", direction="+")),
    case("占比下降1.35个\n百分点。", figure(1.35, "个百分点", "growth", "占比", direction="-")),
    case("占比下降1.35\n个百分点。", figure(1.35, "个百分点", "growth", "占比", direction="-")),
    case("满意度提高1.2百分点。", figure(1.2, "百分点", "growth", "满意度", direction="+")),
    case("订单量增长3倍。", figure(3, "倍", "growth", "订单量", direction="+")),
    case(
        "公用支出较上年增加176.54万元，增幅26.36%。",
        figure(
            176.54, "万元", "amount", "公用支出", measure="较上年增加", basis="上年", direction="+"
        ),
        figure(26.36, "%", "growth", "公用支出", measure="较上年增加", basis="上年", direction="+"),
    ),
    case(
        "公用支出较年初预算增加176.54万元，同比增幅26.36%。",
        figure(176.54, "万元", "amount", "公用支出", basis="年初预算", direction="+"),
        figure(26.36, "%", "growth", "公用支出", measure="同比增幅", basis="上年", direction="+"),
    ),
    case(
        "订单量是上年的3倍。",
        figure(3, "倍", "growth", "订单量", basis="上年"),
        wrong="a multiple of last year is a rate here",
    ),
    case("订单量翻一番。", figure(1, "番", "growth", "订单量", direction="+")),
    case("税收增长-8.5%。", figure(-8.5, "%", "growth", "税收", direction="-")),
    case("税收增长－8.5%。", figure(-8.5, "%", "growth", "税收", direction="-")),
    case("税收负增长8.5%。", figure(8.5, "%", "growth", "税收", direction="-")),
    case(
        "货运量、客运量和吞吐量分别增长3.1%、4.2%和5.3%。",
        figure(3.1, "%", "growth", "货运量", direction="+"),
        figure(4.2, "%", "growth", "客运量", direction="+"),
        figure(5.3, "%", "growth", "吞吐量", direction="+"),
    ),
    case(
        "进口、出口分别下降3.1%、4.2%。",
        figure(3.1, "%", "growth", direction="-"),
        figure(4.2, "%", "growth", direction="-"),
    ),
    case("办理时限压缩60%。", figure(60, "%", "growth", "办理时限", direction="-")),
    case("支出进度加快3.2个百分点。", figure(3.2, "个百分点", "growth", "支出进度", direction="+")),
    case(
        "税收由12亿元增长到15亿元。",
        figure(12, "亿元", "amount", "税收"),
        figure(15, "亿元", "amount", "税收"),
    ),
    case("比上年减少41.28万元。", figure(41.28, "万元", "amount", direction="-", basis="上年")),
    case(
        "货运量分别增长3.1%、4.2%。",
        figure(3.1, "%", "growth", "货运量"),
        figure(4.2, "%", "growth", "货运量增长", subject="货运量"),
    ),
    case(
        "收入500.25万元，比上年增加100.05万元，增幅25.12%。",
        figure(500.25, "万元", "amount", "收入", direction=None),
        figure(100.05, "万元", "amount", "收入", direction="+"),
        figure(25.12, "%", "growth", "收入", direction="+"),
    ),
    case("新增就业岗位120个。", figure(120, "个", "count", "就业岗位", direction=None)),
    case(
        "减少投诉35件。",
        figure(35, "件", "count", "投诉", direction="-"),
    ),
    case(
        "全年预算数较年初预算增加20万元。",
        figure(20, "万元", "amount", "预算数", direction="+", basis="年初预算"),
    ),
    case(
        "受理件1.2万票，货值9.6亿元，同比增长215.4%。",
        figure(1.2, "万票", "count", "受理件"),
        figure(9.6, "亿元", "amount", "货值"),
        figure(215.4, "%", "growth", status="ambiguous", direction="+"),
    ),
    case(
        "验放包裹12万件，货值9.6亿元，同比增长215.4%。",
        figure(12, "万件", "count", "包裹"),
        figure(9.6, "亿元", "amount", "货值"),
        figure(215.4, "%", "growth", status="ambiguous", direction="+"),
    ),
]

RATES = [
    case(
        "预算执行率97.31%。",
        figure(97.31, "%", "rate", "预算执行率", role="actual", direction=None),
    ),
    case(
        "预算数200万元，执行数150万元，完成预算的75%。",
        figure(200, "万元", "amount", "预算数", role="plan"),
        figure(150, "万元", "amount", "执行数", role="actual"),
        figure(75, "%", "rate", "预算执行率", term="预算执行率"),
    ),
    case(
        "全年预算数200万元，全年执行数150万元。",
        figure(200, "万元", "amount", "全年预算数", role="plan"),
        figure(150, "万元", "amount", "全年执行数"),
    ),
    case(
        "项目批复100万元，指标下达90万元。",
        figure(100, "万元", "amount", "批复"),
        figure(90, "万元", "amount", "下达"),
    ),
    case(
        "年初预算数100万元，调整后预算数120万元。",
        figure(100, "万元", "amount", "年初预算数", role="plan"),
        figure(120, "万元", "amount", "调整后预算数", role="plan"),
    ),
    case(
        "支出决算数99万元，到位资金98万元。",
        figure(99, "万元", "amount", "支出决算数", role="actual"),
        figure(98, "万元", "amount", "到位资金", role="actual"),
    ),
    case("出口占全市的32.1%。", figure(32.1, "%", "rate", "出口", scope="全市")),
    case("超任务45%。", figure(45, "%", "rate", "任务", direction=None)),
    case("合格率达99‰。", figure(99, "‰", "rate", "合格率")),
    case("任务完成率为140%。", figure(140, "%", "rate", "完成率")),
]

RANKS = [
    case(
        "综合评价列全省第3位（共12个）。",
        figure(3, "位", "rank", "综合评价", scope="全省", population=12),
        figure(12, "个", "count", role="population", scope="全省"),
    ),
    case(
        "综合评价列全省第3位（12个）。",
        figure(3, "位", "rank", "综合评价", scope="全省", population=12),
        figure(12, "个", "count", role="population", scope="全省"),
    ),
    case("考核得分位列全国27位。", figure(27, "位", "rank", "考核", scope="全国")),
    case("进出口增速居全省第三。", figure(3, None, "rank", "增速", scope="全省", quoted="第三")),
    case("绩效排名全市第1名。", figure(1, "名", "rank", "绩效", scope="全市")),
    case(
        "发展水平排名全国第27位，较上年上升11位。",
        figure(27, "位", "rank", "发展水平", scope="全国", direction=None),
        figure(11, "位", "rank", "发展水平", direction="+"),
    ),
    case(
        "发展水平排名全国第27位，较上年下降2位。",
        figure(27, "位", "rank", direction=None),
        figure(2, "位", "rank", direction="-"),
    ),
    case("全省首位、第三方评价、第三批名单、第三产业。"),
    case("服务企业27位代表。", figure(27, "位", "count", "代表")),
    case(
        "在90个园区中排名第27位。",
        figure(90, "个", "count", "园区", role="population"),
        figure(27, "位", "rank", population=90),
    ),
]

SCORES = [
    case("自评得分96.45分。", figure(96.45, "分", "score", "自评得分", role="actual", decimals=2)),
    case("自评得分为98.5。", figure(98.5, "分", "score", "自评得分", status="carried")),
    case(
        "该项分值10分，得分9.5分。",
        figure(10, "分", "score", "分值", role="weight"),
        figure(9.5, "分", "score", "得分", role="actual"),
    ),
    case(
        "满分100分，自评97分。",
        figure(100, "分", "score", "满分", role="weight"),
        figure(97, "分", "score", "自评", role="actual"),
    ),
    case("扣2分。", figure(2, "分", "score")),
]

ROLES = [
    case("项目达产后预计年产值5亿元。", figure(5, "亿元", "amount", "产值", role="forecast")),
    case("预计新增税收800万元。", figure(800, "万元", "amount", "税收", role="forecast")),
    case(
        "一、年度绩效目标\n全年新建厂房13万平方米。",
        figure(13, "万平方米", "area", "厂房", role="target", section="一"),
    ),
    case(
        "二、完成情况\n1.办件\n2.预算数100万元。",
        figure(100, "万元", "amount", "预算数", role="plan", measure="预算数"),
        rest=[("1", "序号"), ("2", "序号")],
    ),
    case(
        "1.新增税收\n（5）项目支出较上年增加10万元。",
        figure(10, "万元", "amount", "项目支出", direction="+"),
        rest=[("1", "序号"), ("5", "序号")],
    ),
    case(
        "一、年度绩效目标\n（一）产出目标\n1.新建厂房13万平方米，培训200人次。",
        figure(13, "万平方米", "area", "厂房", role="target", section="一(一)1"),
        figure(200, "人次", "count", "培训", role="target"),
        rest=[("1", "序号")],
    ),
    case(
        "二、完成情况\n1.新建厂房13万平方米。",
        figure(13, "万平方米", "area", "厂房", role="actual", section="二1"),
        rest=[("1", "序号")],
    ),
    case(
        "招商任务数为20个，实际完成25个。",
        figure(20, "个", "count", "招商", role="target"),
        figure(25, "个", "count", role="actual"),
    ),
    case(
        "2020年、2021年、2022年分别支出10万元、20万元和30万元。",
        figure(10, "万元", "amount", "支出", period="2020"),
        figure(20, "万元", "amount", "支出", period="2021"),
        figure(30, "万元", "amount", "支出", period="2022"),
        rest=[("2020", "日期"), ("2021", "日期"), YEAR],
    ),
    case(
        "在职人员32人，其中公务员20人、事业编制12人。",
        figure(32, "人", "count", "在职人员"),
        figure(20, "人", "count", "公务员"),
        figure(12, "人", "count", "事业编制"),
    ),
    case("2022年办件300件。", figure(300, "件", "count", "办件", period="2022"), rest=[YEAR]),
]

TRAPS = [
    case("2022年3月15日召开会议。", rest=[YEAR, ("3", "日期"), ("15", "日期")]),
    case("2022年度、2022年初、2022 年末。", rest=[YEAR] * 3),
    case(
        "发布于2022-05-09，更新于2022/5/9和2022.05.09。",
        rest=[
            YEAR,
            ("05", "日期"),
            ("09", "日期"),
            YEAR,
            ("5", "日期"),
            ("9", "日期"),
            ("2022.05.09", "日期"),
        ],
    ),
    case(
        "时间：2022-05-09 10：27",
        rest=[YEAR, ("05", "日期"), ("09", "日期"), ("10", "日期"), ("27", "日期")],
    ),
    case("2021-2023年滚动实施。", rest=[("2021", "日期"), ("2023", "日期")]),
    case(
        "3月至9月、5月份、12月31日前。",
        rest=[("3", "日期"), ("9", "日期"), ("5", "日期"), ("12", "日期"), ("31", "日期")],
    ),
    case("2022年1-12月收件。", rest=[YEAR, ("1", "日期"), ("12", "日期")]),
    case(
        "位于新城路18号3楼302室。",
        rest=[("18", "没有单位"), ("3", "没有单位"), ("302", "没有单位")],
    ),
    case(
        "PM2.5浓度下降8%。", figure(8, "%", "growth", "浓度", direction="-"), rest=[("2.5", "编号")]
    ),
    case("4A级景区2个。", figure(2, "个", "count", "景区"), rest=[("4", "编号")]),
    case("在2010全省会议上交流。", rest=[("2010", "日期")]),
    case("2022全年办件30件。", figure(30, "件", "count", "办件"), rest=[YEAR]),
    case(
        "1.强化统筹\n2、补齐短板\n3）严格考核\n（4）及时总结\n5) 抓好落实",
        rest=[(str(at), "序号") for at in range(1, 6)],
    ),
    case("主要做法：1.强化统筹；2.补齐短板。", rest=[("1", "序号"), ("2", "序号")]),
    case("主要做法：（1）强化统筹；（2）补齐短板。", rest=[("1", "序号"), ("2", "序号")]),
    case("主要做法：①强化统筹；②补齐短板。"),
    case("1.1 强化统筹\n1.2 补齐短板", rest=[("1.1", "序号"), ("1.2", "序号")]),
    case(
        "目标1：强化统筹\n目标2：补齐短板\n附件3：名单",
        rest=[("1", "序号"), ("2", "序号"), ("3", "序号")],
    ),
    case("1.5万元的采购已完成。", figure(1.5, "万元", "amount")),
    case("1.\n50家企业参加。", figure(50, "家", "count", "企业"), rest=[("1", "序号")]),
    case("依据财预〔2020〕10号文件。", rest=[("2020", "编号"), ("10", "编号")]),
    case(
        "依据财预[2020]10号、财绩（2021）7号文件。",
        rest=[("2020", "编号"), ("10", "编号"), ("2021", "编号"), ("7", "编号")],
    ),
    case("依据第12号公告。", rest=[("12", "编号")]),
    case(
        "搭载P1.5屏幕、A4纸、5G基站、GB2312编码。",
        rest=[("1.5", "编号"), ("4", "编号"), ("5", "编号"), ("2312", "编号")],
    ),
    case(
        "联系电话：0123-5556677，13900000000。",
        rest=[("0123", "编号"), ("5556677", "编号"), ("13900000000", "编号")],
    ),
    case(
        "统一社会信用代码91440101MA5ABCDE12。",
        rest=[("91440101", "编号"), ("5", "编号"), ("12", "编号")],
    ),
    case("引进世界500强企业。", rest=[("500", "名称")]),
    case("形成2+4+5产业布局。", rest=[("2", "名称"), ("4", "名称"), ("5", "名称")]),
    case("举办第18届博览会。", rest=[("18", "序号")]),
    case("开展第3批次评审。", rest=[("3", "序号")]),
    case("简述情况（限100字）。", rest=[("100", "名称")]),
    case("执行率低于90%的须说明原因。", rest=[("90", "填表说明")]),
    case("执行率低于90%。", figure(90, "%", "rate", "执行率")),
    case("共1页，编号 123456789012。", figure(1, "页", "count"), rest=[("123456789012", "编号")]),
    case("热线12345运行平稳。", rest=[("12345", "没有单位")]),
    case("第2季度、第1阶段。", rest=[("2", "序号"), ("1", "序号")]),
    case("国道G105线和S28高速。", rest=[("105", "编号"), ("28", "编号")]),
]


TABLES = [
    case(
        "年度资金总额202010100.00%10",
        figure(None, None, "other", status="unreadable", quoted="202010100.00%10"),
    ),
    case(
        "年度资金总额120.5095.00%",
        figure(None, None, "other", status="unreadable", quoted="120.5095.00%"),
    ),
    case("办件1.2.3件。", figure(None, None, "other", status="unreadable", quoted="1.2.3")),
    case(
        "得分98.5010",
        figure(None, "分", "score", status="unreadable"),
        wrong="four decimals glued of two cells read as a score of 98.501",
    ),
    case(
        "|指标|分值|得分|\n|产出|30|28.5|\n|质量|20|20|\n|时效|10|9|\n|满意度|10|9.5|",
        figure(30, "分", "score", "产出", role="weight", status="carried"),
        figure(28.5, "分", "score", "产出", role="actual", status="carried"),
        figure(20, "分", "score", "质量", role="weight"),
        figure(20, "分", "score", "质量", role="actual"),
        figure(10, "分", "score", "时效", role="weight"),
        figure(9, "分", "score", "时效", role="actual"),
        figure(10, "分", "score", "满意度", role="weight"),
        figure(9.5, "分", "score", "满意度", role="actual"),
    ),
    case(
        "资金（万元）\n年初预算数\n全年预算数\n全年执行数\n分值\n执行率\n得分\n年度资金总额\n120.50\n130.00\n128.70\n10\n99.00%\n9.9\n其中：财政拨款\n100.50\n110.00\n108.70",
        figure(
            120.5,
            "万元",
            "amount",
            "年初预算数",
            subject="年度资金总额",
            role="plan",
            status="carried",
        ),
        figure(
            130,
            "万元",
            "amount",
            "全年预算数",
            subject="年度资金总额",
            role="plan",
            status="carried",
        ),
        figure(
            128.7,
            "万元",
            "amount",
            "全年执行数",
            subject="年度资金总额",
            role="actual",
            status="carried",
        ),
        figure(10, "分", "score", "分值", role="weight", status="carried"),
        figure(99, "%", "rate", "执行率", role="actual", status="exact"),
        figure(9.9, "分", "score", "得分", role="actual", status="carried"),
        figure(
            100.5, "万元", "amount", "年初预算数", subject="财政拨款", role="plan", status="carried"
        ),
        figure(
            110, "万元", "amount", "全年预算数", subject="财政拨款", role="plan", status="carried"
        ),
        figure(
            108.7,
            "万元",
            "amount",
            "全年执行数",
            subject="财政拨款",
            role="actual",
            status="carried",
        ),
    ),
    case(
        "年度指标值\n实际完成值\n分值\n得分\n培训人数\n200人\n210人\n20\n20\n投诉率\n≤2%\n1%\n10\n10\n清运垃圾\n800吨\n790吨\n10\n9\n植树\n90株\n90株\n10\n10",
        figure(200, "人", "count", "培训人数", role="target"),
        figure(210, "人", "count", "培训人数", role="actual"),
        figure(20, "分", "score", "培训人数", role="weight", status="carried"),
        figure(20, "分", "score", "培训人数", role="actual", status="carried"),
        figure(2, "%", "rate", "投诉率", role="target", qualifier="≤"),
        figure(1, "%", "rate", "投诉率", role="actual"),
        figure(10, "分", "score", "投诉率", role="weight"),
        figure(10, "分", "score", "投诉率", role="actual"),
        figure(800, "吨", "other", "清运垃圾", role="target"),
        figure(790, "吨", "other", "清运垃圾", role="actual"),
        figure(10, "分", "score", "清运垃圾", role="weight"),
        figure(9, "分", "score", "清运垃圾", role="actual"),
        figure(90, "株", "count", "植树", role="target"),
        figure(90, "株", "count", "植树", role="actual"),
        figure(10, "分", "score", "植树", role="weight"),
        figure(10, "分", "score", "植树", role="actual"),
    ),
    case(
        "年度指标值\n实际完成值\n分值\n得分\n培训场次\n12\n场\n15\n场\n20\n20\n讲座\n30\n场\n28\n场\n10\n9",
        figure(12, "场", "count", "培训场次", role="target", status="carried"),
        figure(15, "场", "count", "培训场次", role="actual", status="carried"),
        figure(20, "分", "score", "培训场次", role="weight"),
        figure(20, "分", "score", "培训场次", role="actual"),
        figure(30, "场", "count", "讲座", role="target"),
        figure(28, "场", "count", "讲座", role="actual"),
        figure(10, "分", "score", "讲座", role="weight"),
        figure(9, "分", "score", "讲座", role="actual"),
        wrong=(
            "numbers with the unit in the next cell are counted as scores, "
            "so that results become targets"
        ),
    ),
    case(
        "单位：万元\n项目|预算数|执行数|得分\n项目支出|120.50|118.00|9\n培训费|8.00|7.50|8\n会议费|3.20|3.10|9",
        figure(120.5, "万元", "amount", "预算数", subject="项目支出", role="plan"),
        figure(118, "万元", "amount", "执行数", subject="项目支出", role="actual"),
        figure(9, "分", "score", "得分", role="actual"),
        figure(8, "万元", "amount", "预算数", subject="培训费", role="plan"),
        figure(7.5, "万元", "amount", "执行数", subject="培训费", role="actual"),
        figure(8, "分", "score", "得分", role="actual"),
        figure(3.2, "万元", "amount", "预算数", subject="会议费", role="plan"),
        figure(3.1, "万元", "amount", "执行数", subject="会议费", role="actual"),
        figure(9, "分", "score", "得分", role="actual"),
    ),
    case(
        "单位：万元\n项目|预算数|执行数\n项目支出|120.50|118.00\n培训费|8.00|7.50",
        figure(120.5, "万元", "amount", "项目支出", role="plan", status="carried"),
        figure(118, "万元", "amount", "项目支出", role="actual", status="carried"),
        figure(8, "万元", "amount", "培训费", role="plan", status="carried"),
        figure(7.5, "万元", "amount", "培训费", role="actual", status="carried"),
    ),
    case(
        "指标|年度指标值|实际完成值|分值|得分\n培训场次|12场|15场|20|18",
        figure(12, "场", "count", "培训场次", role="target"),
        figure(15, "场", "count", "培训场次", role="actual"),
        figure(20, "分", "score", "培训场次", role="weight"),
        figure(18, "分", "score", "培训场次", role="actual"),
    ),
    case(
        (
            "年初预算数 全年预算数 全年执行数（万元）\n年度资金总额 120.50 130.00 128.70\n"
            "财政拨款 100.50 110.00 108.70\n其他资金 20.00 20.00 20.00"
        ),
        *[
            figure(value, "万元", "amount", "年度资金总额", status="carried")
            for value in (120.5, 130, 128.7)
        ],
        *[
            figure(value, "万元", "amount", "财政拨款", status="carried")
            for value in (100.5, 110, 108.7)
        ],
        *[figure(20, "万元", "amount", "其他资金", status="carried")] * 3,
    ),
]


@pytest.mark.parametrize(("text", "expected", "rest"), TABLES)
def test_cells_of_flattened_tables_take_their_names_and_units_from_heads(
    read, text, expected, rest
):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), NUMERALS)
def test_numerals_are_read_as_written(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), UNITS)
def test_units_are_found_beside_before_and_behind_a_line_end(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), QUALIFIERS)
def test_words_of_doubt_become_qualifiers(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), GROWTH)
def test_changes_have_a_direction(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), RATES)
def test_rates_and_budget_words_keep_their_difference(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), RANKS)
def test_ranks_have_scope_and_population(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), SCORES)
def test_scores_are_no_money(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), ROLES)
def test_targets_plans_and_forecasts_are_no_results(read, text, expected, rest):
    check(read(text), expected, rest)


@pytest.mark.parametrize(("text", "expected", "rest"), TRAPS)
def test_other_digits_are_listed_with_their_reason(read, text, expected, rest):
    check(read(text), expected, rest)


# --- more than one cell ---


def test_the_same_fact_said_again_points_to_its_first_telling(read):
    report = read(
        "进出口值12亿元，同比增长31.5%。\n总之，进出口值12亿元，同比增长31.5%。\n出口值12亿元。"
    )
    assert [None if pd.isna(same) else same for same in report.figures["same_as"]] == [
        None,
        None,
        "F001",
        "F002",
        None,
    ]
    assert report.growth["growth"].tolist() == [31.5]


def test_growth_derives_the_level_before_from_level_and_growth(read):
    growth = read("出口值12.0亿元，同比增长50.0%。").growth.iloc[0]
    # 11.95 / 1.5005 … 12.05 / 1.4995
    assert (growth["value_id"], growth["growth_id"], growth["unit"]) == ("F001", "F002", "亿元")
    assert (growth["prior_low"], growth["prior_high"]) == pytest.approx(
        (7.964012, 8.036012), abs=1e-6
    )


def test_an_ambiguous_growth_says_what_it_may_belong_to(read):
    row = read("验放包裹12万件，货值9.6亿元，同比增长215.4%。").figures.iloc[2]
    assert row["status"] == "ambiguous"
    assert "货值" in row["note"]
    assert "包裹" in row["note"]


def test_ranks_hold_scope_and_population(read):
    ranks = read("营商环境评价列全省第27位（90个）。").ranks.iloc[0]
    assert (ranks["measure"], ranks["scope"], ranks["rank"], ranks["population"]) == (
        "营商环境评价排名",
        "全省",
        27,
        90,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "在2022年度全市防汛工作考核中，我区在11个县区中排名第3，较上年上升3位。",
            ("全市防汛工作考核排名", "全市", 3, 11, 3, 6),
        ),
        (
            "在全省园区综合考核中列第11位，比上年的第14位提升3位。",
            ("全省园区综合考核排名", "全省", 11, 0, 3, 14),
        ),
        ("亩均税收18.7万元，居全市开发区第1位。", ("亩均税收排名", "全市", 1, 0, 0, 0)),
        (
            "高职本科上线1846人，上线率78.35%，上线率居全市7个县区第2位。",
            ("高职本科上线率排名", "全市", 2, 7, 0, 0),
        ),
        (
            "获市级比赛奖牌27枚，奖牌数列全市第13位，较2021年的第9位后退4名。",
            ("市级比赛奖牌数排名", "全市", 13, 0, -4, 9),
        ),
        (
            "在全市窗口服务评估中列11个县（市、区）第一。",
            ("全市窗口服务评估排名", "全市", 1, 11, 0, 0),
        ),
    ],
)
def test_a_rank_is_of_the_contest_or_the_measure_and_not_of_the_place(read, text, expected):
    ranks = read(text).ranks
    columns = ["measure", "scope", "rank", "population", "moved", "before"]
    assert [tuple(row) for row in ranks[columns].fillna(0).to_numpy()] == [expected]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "本年支出逐年上升，2022年、2023年分别增长13.48%、10.80%。",
            ["本年支出（2022年）", "本年支出（2023年）"],
        ),
        (
            "全年规上工业增加值增长6.2%。分季度看，一季度、上半年累计增速分别为18.3%、11.6%。",
            ["规上工业增加值", "规上工业增加值（一季度）", "规上工业增加值（上半年）"],
        ),
        (
            "研发经费58.73亿元，占地区生产总值（2488.6亿元）的比重为2.36%，提高0.28个百分点。",
            ["研发经费占地区生产总值比重"],
        ),
        ("公务接待费决算完成预算的82.89%，较上年增长7.76%。", ["公务接待费决算"]),
    ],
)
def test_what_grew_is_named_by_what_was_told_before(read, text, names):
    assert read(text).growth["measure"].tolist() == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "年初预算12480万元，支出决算为年初预算的110.16%。",
            [("", "年初预算"), ("", "预算执行率")],
        ),
        (
            "年中追加86.45万元（其中数字化60万元、人员调资26.45万元），全年预算数399.13万元。",
            [
                ("", "追加"),
                ("追加", "数字化"),
                ("追加", "人员调资"),
                ("", "全年预算数"),
            ],
        ),
        ("2020年初批复预算14215.60万元。", [("", "年初批复预算")]),
        ("部门整体支出绩效自评得分91.4分。", [("部门整体支出绩效自评", "得分")]),
        (
            "居民满意度92.6%，医务人员满意度85.3%，目标值分别为90%和88%。",
            [
                ("居民", "满意度"),
                ("医务人员", "满意度"),
                ("居民满意度", "目标值"),
                ("医务人员满意度", "目标值"),
            ],
        ),
        (
            "家庭医生签约28万人，签约率47.5%，高于年度目标45%。",
            [("", "家庭医生签约"), ("家庭医生", "签约率"), ("家庭医生签约率", "高于年度目标")],
        ),
    ],
)
def test_names_end_with_their_bracket_and_lists_give_each_its_own(read, text, expected):
    figures = read(text).figures
    assert list(zip(figures["subject"].fillna(""), figures["measure"], strict=True)) == expected


def test_goals_that_a_sentence_counts_up_are_targets(read):
    figures = read("年初确定的绩效目标，集中在两件事上：完成旧区改造9个，培训300人。").figures
    told = figures.set_index("quoted")["role"]
    assert told[["9个", "300人"]].tolist() == ["target", "target"]


def test_a_rate_with_a_target_of_its_own_is_a_result(read):
    rows = read("项目按期完工率50%，低于目标100%。").completion
    assert rows[["target", "actual", "met"]].to_numpy().tolist() == [[100, 50, 0]]


def test_ranks_hold_the_move_and_the_place_before(read):
    assert read("营商环境评价列全省第27位，较上年上升11位。").ranks[["moved", "before"]].fillna(
        0
    ).to_numpy().tolist() == [[11, 38]]


def test_ranks_without_a_scope_hold_the_move_and_the_place_before(read):
    assert read("营商环境评价排名第27位，较上年上升11位。").ranks[["moved", "before"]].fillna(
        0
    ).to_numpy().tolist() == [[11, 38]]


def test_scores_leave_weights_out(read):
    assert read("满分100分，自评得分96.5分。").scores["score"].tolist() == [96.5]


def test_budget_and_execution_become_the_total_line(read):
    total = read("全年预算数200.00万元，执行数150.00万元，预算执行率75.00%。").budget.iloc[0]
    assert (total["line"], total["budget"], total["executed"], total["rate"], total["unspent"]) == (
        "合计",
        200,
        150,
        75,
        50,
    )


def test_budget_words_under_a_heading_and_in_items_still_make_the_total_line(read):
    report = read("一、资金情况\n1.全年预算数200.00万元\n2.执行数150.00万元\n")
    assert report.budget[["budget", "executed"]].to_numpy().tolist() == [[200, 150]]


def test_a_completion_rate_stands_in_its_table(read):
    assert read("预算执行率97.31%。任务完成率140%。").completion["rate"].tolist() == [97.31, 140]


def test_a_completion_rate_named_for_what_was_completed_stands_in_its_table(read):
    assert read("注册项目13个，完成率达到140%。招商任务完成率140%。").completion[
        "rate"
    ].tolist() == [140, 140]


@pytest.mark.parametrize(
    ("text", "low", "high", "base"),
    [
        ("支出12.5万元。", 124_500, 125_500, "元"),
        ("服务企业30余家。", 30, 40, "家"),
        ("受理投诉35件。", 35, 35, "件"),
    ],
)
def test_intervals_follow_the_print(read, text, low, high, base):
    row = read(text).figures.iloc[0]
    assert (row["low"], row["high"], row["base_unit"]) == (low, high, base)


def test_a_number_too_long_to_be_true_does_not_end_the_reading(read):
    report = read("产值" + "1" * 400 + ".5万元。")
    assert len(report.figures) + len(report.remainder) == 1


def test_columns_are_those_of_the_codebook(read):
    report = read("满分100分。第2季度。")
    assert (list(report.figures), list(report.remainder)) == (
        codebook.FIGURES.names,
        codebook.REMAINDER.names,
    )
