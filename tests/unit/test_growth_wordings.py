"""Growth as offices word it: level, base, rate and what grew."""

import pytest

import perf_analysis as pa
from perf_analysis.charts import show_growth_rates
from perf_analysis.charts.chart import Unread

FRAME = """平川县水利局2023年度部门整体支出绩效自评报告
一、主要成效
{}
"""
# what a text says: growth, its unit, level, level of the year before, what grew
WORDINGS = [
    # more or less than an earlier year by a share
    ("受理举报线索420件，比上年多5.0%（上年400件）。", 5, "%", 420, 400, "受理举报线索"),
    ("挂失补证业务上一年是96宗，这一年72宗，少了25.0%。", -25, "%", 72, 96, "挂失补证业务"),
    ("查出问题金额368亿元，比2022年度少8.0%。", -8, "%", 368, None, "查出问题金额"),
    ("堤防绿化苗木2022年是1,250株，2023年1,300株，一年多栽4.0%。", 4, "%", 1300, 1250, "苗木"),
    ("灌区水稻平均亩产510公斤，上年500公斤，增产2.0%。", 2, "%", 510, 500, "平均亩产"),
    ("到账科研经费同比上扬14.6%。", 14.6, "%", None, None, "科研经费"),
    ("公用经费比去年砍了5.2%。", -5.2, "%", None, None, "公用经费"),
    # a doubling is 100 %, a second one 300 %
    ("节水设备投入翻了一番。", 100, "%", None, None, "节水设备投入"),
    ("贷款发放额由上年4,000万元一举翻番，达到8,000万元。", 100, "%", 8000, 4000, "贷款发放额"),
    ("水库游客量五年翻两番。", 300, "%", None, None, "游客量"),
    # the year before behind a name, and one that is before something done
    ("接待考察团上年120批，本年150批，增长25%。", 25, "%", 150, 120, "接待考察团"),
    ("项目区亩产520公斤，建设前一年460公斤，提高13%。", 13, "%", 520, 460, "项目区亩产"),
    # the level stands elsewhere
    ("服务农户数较2022年的7,600户增长20%。", 20, "%", None, 7600, "服务农户数"),
    ("到位外资较2022年滑落30%（2022年为1.8亿美元）。", -30, "%", None, 1.8, "到位外资"),
    # an amount moved since the year before, and no rate is told
    ("—水事申诉受理。本年206件，去年250件，下降17.6%。", -17.6, "%", 206, 250, "水事申诉受理"),
    # the clause between level and growth is the year before, also where the rate is wrong
    ("管护图册外借5.1万册次，2022年是4.0万册次，同比增加27.5%。", 27.5, "%", 5.1, 4, "外借"),
    # the level is what was reached of a target, whose name it has
    (
        "水库安全监测覆盖率，要求达到80%，实测84.6%，同比上升2.7个百分点。",
        2.7,
        "个百分点",
        84.6,
        None,
        "水库安全监测覆盖率",
    ),
    (
        "管网漏损率绩效目标为不高于12%，实际11.4%，比上年降低0.6个百分点。",
        -0.6,
        "个百分点",
        11.4,
        None,
        "管网漏损率",
    ),
    (
        "目标一，农村供水普及率巩固在90%以上，年报统计为92.3%。\n与上年比较：农村供水普及率提升1.1个百分点。",
        1.1,
        "个百分点",
        92.3,
        None,
        "农村供水普及率",
    ),
    # told in its own unit alone
    ("河长巡河投诉61件，比上年少了14件。", -14, "件", 61, None, "巡河投诉"),
    ("泵站抢修平均用时5小时，较2022年缩短2小时。", -2, "小时", 5, None, "泵站抢修平均用时"),
    ("用水户满意度测评93.5分，比上年高2.5分，上年91.0分。", 2.5, "分", 93.5, 91, "用水户满意度"),
    ("水费收缴平均办理时间8分钟，较上年快3分钟。", -3, "分钟", 8, None, "办理时间"),
    ("节水型企业净增12家，达到85家。", 12, "家", 85, None, "节水型企业"),
    ("灌溉面积较2022年新增40公里。", 40, "公里", None, None, "灌溉面积"),
    ("农业水价由每方79元提高到84元，提高5元。", 5, "元", 84, 79, "农业水价"),
    ("修建小水窖183座，与上年的131座相比，仍多修52座。", 52, "座", 183, 131, "小水窖"),
    # a fall or a rise in further words
    ("单户抄表用时由2022年的30分钟缩短为24分钟，省下两成。", -20, "%", 24, 30, "单户抄表用时"),
    ("清淤费用下压10%，为90万元，上年度100万元。", -10, "%", 90, 100, "清淤费用"),
    ("展厅参观者3.0万人次，比2022年的10万人次跌去七成。", -70, "%", 3, 10, "展厅参观者"),
    ("水质检测量同比 -3.0%（上年500份）。", -3, "%", None, 500, "水质检测量"),
    # the year before right behind the growth, whatever it is called there
    ("取水许可电子证照同比激增六成，2022年为75万份。", 60, "%", None, 75, "取水许可电子证照"),
    ("与2022年相较，巡查里程多了25%，彼时为400公里。", 25, "%", None, 400, "巡查里程"),
    ("水保补偿费到账金额较2022年增加20%，2022年到账300万元。", 20, "%", None, 300, "到账金额"),
    # as the year before, which the word says and no number
    ("全年险情4起，与上年持平。", 0, "%", 4, None, "险情"),
    ("堤防保洁里程与2022年持平，仍为每日320公里。", 0, "%", 320, None, "堤防保洁里程"),
    ("自来水入户户数和去年一个样，还是150户。", 0, "%", 150, None, "自来水入户户数"),
    ("村级水管员覆盖率96.0%，同上年没有变化。", 0, "%", 96, None, "覆盖率"),
    ("水库大坝监测次数24次，上年24次，持平。", 0, "%", 24, 24, "监测次数"),
    ("节水宣传场次与上年持平。", 0, "%", None, None, "节水宣传场次"),
    ("每方水价2.40元，跟上一年相同。", 0, "%", 2.4, None, "水价"),
    ("巡河简报12期，上年12期，不增不减。", 0, "%", 12, 12, "巡河简报"),
    # twice as much, a share called a change, and the measurement before this one
    ("护河热线来电与去年相比翻了一倍，为90件（去年45件）。", 100, "%", 90, 45, "护河热线来电"),
    ("会议费8.1万元，上年9万元，变动率-10%。", -10, "%", 8.1, 9, "会议费"),
    (
        "用水户满意度88.4%，较上一轮（84.1%）高4.3个百分点。",
        4.3,
        "个百分点",
        88.4,
        84.1,
        "用水户满意度",
    ),
    # the year before in a clause of its own, of which the growth says the name again
    ("去年新修渠道4公里，今年新修渠道长度增长25%。", 25, "%", None, 4, "新修渠道"),
    ("移交线索11件，2022年11件，不增不减。", 0, "%", 11, 11, "移交线索"),
    ("用水投诉从46件下降到23件，减半。", -50, "%", 23, 46, "用水投诉"),
    # what is compared stands in the clause before
    ("签约用水户与上年相比，净增340户。", 340, "户", None, None, "签约用水户"),
    # money of which rounding hides more than the change is no level of it
    (
        "到位资金4,536.00万元，已付4,536.00万元。人均水费84元，比2022年的79元增加5元。",
        *(5, "元", 84, 79, "人均"),
    ),
    # a goal before the level is no base
    ("水样检测时间应缩到10天以内，现为7天，较去年的12天减少5天。", -5, "天", 7, 12, "水样检测时间"),
]


@pytest.mark.parametrize(("text", "growth", "unit", "level", "prior", "name"), WORDINGS)
def test_growth_is_read_however_it_is_worded(tmp_path, text, growth, unit, level, prior, name):
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format(text), encoding="utf-8")
    rows = pa.read(path).growth
    assert len(rows) == 1, rows["measure"].tolist()
    told = rows.iloc[0]
    assert (told["growth"], told["growth_unit"]) == (growth, unit)
    assert name in told["measure"]
    for wanted, column in ((level, "value"), (prior, "prior")):
        assert told[column] == wanted if wanted is not None else told.isna()[column], column


def test_a_share_above_a_target_is_no_growth(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format("河道巡查4,200次，比目标多5.0%。"), encoding="utf-8")
    assert pa.read(path).growth.empty


def test_what_stood_still_is_told_by_its_word_and_drawn_in_no_chart(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format("全年险情4起，与上年持平。"), encoding="utf-8")
    report = pa.read(path)
    row = report.growth.iloc[0]
    figures = report.figures.set_index("figure_id")
    assert figures.loc[row["growth_id"], "quoted"] == "持平"
    assert row["note"] == "写为“持平”"
    assert row.isna()["prior"], "what is not printed is not given as printed"
    assert isinstance(show_growth_rates(report.growth), Unread)


@pytest.mark.parametrize(
    "text",
    [
        "培训人次与上年基本持平。",
        "河长制考核与上年持平，仍居第5位。",
        "会议费支出与年初预算持平。",
        "年初预算900万元，全年追加预算净增80万元，全年预算980万元。",
        "2024年该项目申请3,150万元，较2023年全年预算数增加150万元。",
        "节水器具普及率还欠1.6个百分点。",
        "批下来的经费是480万元，花掉了403.2万元，余76.8万元。",
        "项\t内容\n预算\t1,200元\n比率\t98%\n",
    ],
)
def test_what_is_about_so_of_a_place_or_of_a_budget_is_no_growth(tmp_path, text):
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format(text), encoding="utf-8")
    assert pa.read(path).growth.empty


def test_amounts_go_on_with_a_growth_since_last_year(tmp_path):
    path = tmp_path / "report.txt"
    text = "供水量同比增长20%，2022年为5.0万吨；水事投诉43件，减少9件。"
    path.write_text(FRAME.format(text), encoding="utf-8")
    rows = pa.read(path).growth
    assert rows["growth"].tolist() == [20, -9]
    assert rows["value"].tolist()[1] == 43
    assert rows["prior"].tolist()[0] == 5


def test_a_column_of_changes_with_signs_is_read_of_each_row(tmp_path):
    path = tmp_path / "report.txt"
    table = "项目\t本年达到\t上年达到\t同比\n巡河（次）\t63\t50\t+26%\n检修（座）\t19\t20\t-5%\n"
    path.write_text(FRAME.format(table), encoding="utf-8")
    rows = pa.read(path).growth
    told = rows[["measure", "growth", "value", "prior"]].to_numpy().tolist()
    assert told == [["巡河", 26, 63, 50], ["检修", -5, 19, 20]]
