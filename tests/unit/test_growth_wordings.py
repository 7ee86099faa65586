"""Growth as offices word it: level, base, rate and what grew."""

import pytest

import perf_analysis as pa

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
