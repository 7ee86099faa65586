"""Ranks as offices word them: place, among how many, how far moved and from where."""

import pytest

import perf_analysis as pa

FRAME = """平川县水利局2023年度部门整体支出绩效自评报告
一、主要成效
{}
"""
# what a text says: place held, among how many, places moved, place before, what is ranked
WORDINGS = [
    (
        "全市平安建设考核中，我局在12个市直部门中排名第3，较上年上升2位。",
        3,
        12,
        2,
        None,
        "平安建设考核",
    ),
    ("在全省18个地市营商环境评价中位列第五，比上年前移3个位次。", 5, 18, 3, None, "营商环境评价"),
    ("全省沿海9市水环境质量综合评价，我市由第7位升至第5位。", 5, 9, None, 7, "水环境质量综合评价"),
    ("市局组织的年度河长制评估共评42个乡镇，我镇为第11名。", 11, 42, None, None, "河长制评估"),
    ("水文资料馆藏总量在全省列第3位。下属18家单位均已建账。", 3, None, None, None, "馆藏总量"),
    ("节水灌溉面积增速在全省各设区市里处于第4位。", 4, None, None, None, "节水灌溉面积增速"),
    ("群众满意度由上年的第8名升至第4名。", 4, None, None, 8, "群众满意度"),
    ("2023年度综合考核在全县26个单位中居第2位。", 2, 26, None, None, "综合考核"),
    ("信访工作考核列全市第6名（共15个县区），退后1名。", 6, 15, -1, None, "信访工作考核"),
    (
        "政务公开第三方评估得分91.2分，全省排名第7位，较2022年提升5个位次。",
        7,
        None,
        5,
        None,
        "政务公开第三方评估",
    ),
    (
        "空气质量综合指数在全国168个重点城市中排名第31位，同比上升6位。",
        31,
        168,
        6,
        None,
        "空气质量综合指数",
    ),
    ("预算绩效管理考核排名由全市第九跃升至第三。", 3, None, None, 9, "预算绩效管理考核"),
    ("我校在全省职业院校技能大赛团体总分榜上排第4。", 4, None, None, None, "技能大赛团体总分"),
    (
        "三级公立医院绩效考核国家监测指标在全国参评的2,508家医院中排名第412位，较上年度前进58位。",
        412,
        2508,
        58,
        None,
        "绩效考核",
    ),
    ("政府网站绩效评估名列全省县级第一。", 1, None, None, None, "政府网站绩效评估"),
    ("禁毒工作满意度列16个参评县倒数第二。", 15, 16, None, None, "禁毒工作满意度"),
    (
        "招商引资到位资金总量居全市第二、增速居全市第一。",
        2,
        None,
        None,
        None,
        "招商引资到位资金总量",
    ),
    ("法治政府建设考核与上年持平，仍居第5位。", 5, None, None, None, "法治政府建设考核"),
    (
        "全市创建文明单位测评，我局得分95.6分，在参测的42家单位中名次为11。",
        11,
        42,
        None,
        None,
        "文明单位测评",
    ),
    (
        "消费者满意度测评在35个参评城市中排第9位，上一年度为第14位。",
        9,
        35,
        None,
        14,
        "消费者满意度测评",
    ),
    ("安全生产巡查考核从全市第10位下滑到第13位，下降3位。", 13, None, -3, 10, "安全生产巡查考核"),
    ("科技创新指数全省第3（上年第5）。", 3, None, None, 5, "科技创新指数"),
    (
        "公众对生态环境质量的满意率为92.3%，在全省114个县区里排第17名，比去年进了9名。",
        17,
        114,
        9,
        None,
        "满意率",
    ),
    ("河长制工作年度考核获全市第一名。", 1, None, None, None, "河长制工作年度考核"),
    (
        "农村人居环境整治三季度评比，我镇在全县19个乡镇中夺得第1名。",
        1,
        19,
        None,
        None,
        "农村人居环境整治",
    ),
    ("市对区绩效考评，我区总分列第4，在6个城区里并列。", 4, 6, None, None, "绩效考评"),
    ("教育质量监测综合成绩保持全市第三位次。", 3, None, None, None, "教育质量监测综合成绩"),
    ("固定资产投资增速排名全市末位（第11位）。", 11, None, None, None, "固定资产投资增速"),
    (
        "本年度部门决算编报质量在市级128个预算部门中评为第19名。",
        19,
        128,
        None,
        None,
        "部门决算编报质量",
    ),
    ("人均可支配收入绝对额排全州第三，增幅排第一。", 3, None, None, None, "人均可支配收入绝对额"),
    (
        "在省厅组织的年度综合考评中，我支队以总分96.4分位列22个支队第8。",
        8,
        22,
        None,
        None,
        "综合考评",
    ),
    ("高质量发展综合绩效评价位次：全市第5，上年第6。", 5, None, None, 6, "高质量发展综合绩效评价"),
    ("依法行政考核居同类单位第二名，同类单位共14家。", 2, 14, None, None, "依法行政考核"),
    (
        "知识产权保护满意度79.3分，较上年提高1.2分，排名升至全省第6位，前移4位。",
        6,
        None,
        4,
        None,
        "知识产权保护满意度",
    ),
    ("全区街道经济考核八个街道中名列第三。", 3, 8, None, None, "街道经济考核"),
    ("市民满意度测评全市第1，连续三年第1。", 1, None, None, None, "市民满意度测评"),
    # who holds the rank stands in its clause, what was ranked in one before
    (
        "全县21个单位参加的机关党建测评里，我局拿到第二名，前一年是第五名。",
        2,
        21,
        3,
        5,
        "机关党建测评",
    ),
    ("全市9个中心城区河道保洁考核中，我区由上年第7名升至第5名。", 5, 9, 2, 7, "河道保洁考核"),
    (
        "省局对17个市级局进行计量监管综合评价，我局从第11名跃居第6名。",
        6,
        17,
        5,
        11,
        "计量监管综合评价",
    ),
    (
        "州里通报了普法工作考核结果，全州12个县市排队，我县排第四。",
        4,
        12,
        None,
        None,
        "普法工作考核",
    ),
    (
        "市教育局组织的校园安全评估，参评学校23所，我校名列第八，名次同上次一样。",
        8,
        23,
        0,
        8,
        "校园安全评估",
    ),
    (
        "区里对14个镇街退役军人服务评价，我镇位次没有变化，仍是第6。",
        6,
        14,
        0,
        6,
        "退役军人服务评价",
    ),
    ("省中心公布13个设区市的无偿献血率，我市为14.2‰，居第三位。", 3, 13, None, None, "无偿献血率"),
    (
        "教学质量抽测，全县22个中心学校，我校去年倒数第四（第19名），今年第9名。",
        9,
        22,
        10,
        19,
        "教学质量抽测",
    ),
    (
        "全省高校毕业生就业质量榜，我校由第40位跃居第28位，前进12位。",
        28,
        None,
        12,
        40,
        "就业质量榜",
    ),
    ("全市10个基层所业务考评，我们所从第8升到第3，进了5个位次。", 3, 10, 5, 8, "业务考评"),
    ("全省96个县级站综合考评中，我站由27位上升至19位。", 19, 96, 8, 27, "综合考评"),
    ("路面秩序考核，10月份在全区9个街道里排第7，上月第4。", 7, 9, -3, 4, "路面秩序考核"),
    ("省政府督查考核41个厅局，我厅列第15名，上年列第20名。", 15, 41, 5, 20, "督查考核"),
    ("全国典型案例评选，我院入选6篇，数量居全国第4位。", 4, None, None, None, "典型案例评选"),
    ("消防技能竞赛18支代表队参赛，本队获团体第三名。", 3, 18, None, None, "消防技能竞赛"),
    ("2023年全县绩效考核，局机关在38个部门里排18名，2022年排25名。", 18, 38, 7, 25, "绩效考核"),
    ("在职业院校技能大赛中获一等奖3项，奖牌数居全省第5。", 5, None, None, None, "技能大赛奖牌数"),
    ("实际利用外资2,300万美元，总量稳居全市首位。", 1, None, None, None, "实际利用外资"),
    # a count of what was done is none of those ranked
    ("推动15个村集体增收，全市乡村振兴考核列第3名。", 3, None, None, None, "乡村振兴考核"),
]


@pytest.mark.parametrize(("text", "rank", "population", "moved", "before", "name"), WORDINGS)
def test_ranks_are_read_however_they_are_worded(
    tmp_path, text, rank, population, moved, before, name
):
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format(text), encoding="utf-8")
    held = [row for row in pa.read(path).ranks.itertuples() if row.rank == rank]
    told = [row for row in held if name in row.measure]
    assert told, held
    for wanted, column in ((population, "population"), (moved, "moved"), (before, "before")):
        assert wanted is None or getattr(told[0], column) == wanted, (column, told)


def test_a_count_of_what_was_done_is_not_how_many_are_ranked(tmp_path):
    path = tmp_path / "report.txt"
    told = "推动15个村集体增收，全市乡村振兴考核列第3名。"
    path.write_text(FRAME.format(told), encoding="utf-8")
    assert pa.read(path).ranks["population"].isna().all()


def test_the_first_group_and_the_first_three_are_no_places(tmp_path):
    path = tmp_path / "report.txt"
    told = "政务服务评比居第一方阵，信访工作考核进入前三。"
    path.write_text(FRAME.format(told), encoding="utf-8")
    assert pa.read(path).ranks.empty
