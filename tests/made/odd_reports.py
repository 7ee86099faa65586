"""Twenty reports of odd shapes, as texts by name: what is missing, long, many,
negative, extreme, or hostile in them.
"""

# 56 characters
LONG = (
    "城乡供水一体化与农村饮水安全巩固提升工程以及水质监测能力建设配套设施改造项目资金使用绩效综合"
    "评价指标体系建设任务"
)
SCRIPT = '<script>alert(1)</script><img src="https://bad.example/x.png" onerror="alert(2)">'
HEAD = "青石县水务局2023年部门整体支出绩效自评报告\n"
SPENT = "基本支出{basic}万元，项目支出{project}万元。年末结转和结余0.00万元。\n"
BUDGET = (
    "一、基本情况\n（一）预算\n全年预算数{budget}万元，执行数{executed}万元，预算执行率{rate}。"
    + SPENT
)
GOALS = (
    "（二）年度绩效目标\n{goals}\n二、绩效情况\n（一）自评得分\n"
    "自评得分{score}分，评价等级为“优”。\n（二）完成情况\n{results}\n"
)
PLAIN = BUDGET.format(
    budget="200.00", executed="190.00", rate="95.00%", basic="90.00", project="100.00"
)


def grown(*rows):
    """Sentences of growth, each of a name, a level with its unit and a signed rate."""
    verbs = {True: "增长", False: "下降"}
    return "".join(
        f"{name}{level}，同比{verbs[not rate.startswith('-')]}{rate.lstrip('-')}。"
        for name, level, rate in rows
    )


def form(*rows, project="河道治理"):
    """A self-evaluation form with its indicators."""
    lines = [
        "项目支出绩效自评表",
        f"| 项目名称 | {project} | | | | | | |",
        "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |",
        "| | 年度资金总额 | 100 | 100 | 98 | 10 | 98% | 9.8 |",
        (
            "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | "
            "偏差原因分析及改进措施 |"
        ),
        *(f"| 产出指标 | 数量指标 | {' | '.join(row)} |" for row in rows),
        "| 总分 | | | | | 100 | 98 | |",
    ]
    return "\n".join(lines) + "\n"


GOODS = [
    "粮食产量",
    "蔬菜产量",
    "水果产量",
    "肉类产量",
    "水产品产量",
    "木材产量",
    "食用油产量",
    "牛奶产量",
    "茶叶产量",
    "棉花产量",
    "禽蛋产量",
    "药材产量",
]
REPORTS = {
    "no figure": HEAD + "一、概况\n本年没有可以写出的数字。\n",
    "one figure": HEAD + "一、概况\n自评得分98分。\n",
    "no goals": HEAD
    + PLAIN
    + "二、绩效情况\n（一）完成情况\n"
    + grown(("税收收入", "20.5亿元", "12.5%"))
    + "\n",
    "no budget": HEAD
    + GOALS.format(goals="1.疏浚河道。\n2.巡查水库。", score="95", results="1.疏浚河道12公里。"),
    "one growth": HEAD + PLAIN + "二、成效\n" + grown(("货运量", "350万吨", "4%")) + "\n",
    "twelve growths": HEAD
    + "一、成效\n"
    + grown(*((name, f"{at * 7 + 3}.5亿元", f"{at * 11 + 1}.2%") for at, name in enumerate(GOODS)))
    + "\n",
    "negative growths": HEAD
    + "一、成效\n"
    + grown(
        ("出口总值", "80.5亿元", "-12.3%"),
        ("进口总值", "60.1亿元", "-45%"),
        ("货运值", "9.9亿元", "-3%"),
    )
    + "\n",
    "mixed growths": HEAD
    + "一、成效\n"
    + grown(
        ("出口总值", "80.5亿元", "-12.3%"),
        ("进口总值", "60.1亿元", "45%"),
        ("货运值", "9.9亿元", "0%"),
    )
    + "\n",
    "thousandfold": HEAD
    + "一、成效\n"
    + grown(("出口总值", "80.5亿元", "1000%"), ("进口总值", "0.1亿元", "0%"))
    + "\n",
    "nothing spent": HEAD
    + BUDGET.format(budget="200.00", executed="0.00", rate="0.00%", basic="0.00", project="0.00"),
    "overspent": HEAD
    + BUDGET.format(
        budget="200.00", executed="230.00", rate="115.00%", basic="100.00", project="130.00"
    ),
    "rate that lies": HEAD
    + BUDGET.format(
        budget="200.00", executed="150.00", rate="98.00%", basic="90.00", project="90.00"
    ),
    "long names": LONG[:30]
    + "2023年部门整体支出绩效自评报告\n"
    + PLAIN
    + GOALS.format(
        goals=f"1.{LONG}。\n2.{LONG[::-1]}。",
        score="88.5",
        results=grown((LONG, "12.5亿元", "33.3%"), (LONG[:40], "2.5亿元", "3.3%")),
    ),
    "three hundred figures": HEAD
    + PLAIN
    + "二、成效\n"
    + "".join(
        f"完成第{at}标段管道{at}.5公里，检查商户{at * 3}户，支出{at * 2}.25万元。\n"
        for at in range(1, 101)
    ),
    "many goals": HEAD
    + PLAIN
    + GOALS.format(
        goals="\n".join(f"{at}.完成{name}普查。" for at, name in enumerate(GOODS, 1)),
        score="60",
        results="1.完成粮食产量普查12次。",
    ),
    "ranks": HEAD
    + (
        "一、成效\n综合考评排名全省第3位，较上年上升40位，参评单位128个。"
        "营商环境评价排名全国第900位，参评单位2800个。公共服务满意度排名全市第一。\n"
    ),
    "completion": HEAD + "一、成效\n任务完成率1000%，开工率0%，项目完成率99.5%，投资完成率120%。\n",
    "form of extremes": HEAD
    + form(
        ("疏浚河道", "10公里", "430公里", "30", "30", ""),
        ("验收合格率", "≥100百分比", "0百分比", "30", "0", ""),
    ),
    "markup": f"{SCRIPT}县<b>水务局</b>2023年部门整体支出绩效自评报告\n"
    + PLAIN.replace("预算\n", f"预算{SCRIPT}\n")
    + GOALS.format(
        goals=f"1.{SCRIPT}疏浚河道。\n2.]]>&lt;巡查水库。",
        score="95",
        results=grown((f"{SCRIPT}税收收入", "20.5亿元", "12.5%")),
    )
    + form((SCRIPT, "10公里", "12公里", "90", "88", SCRIPT), project=SCRIPT),
    "templates": "{{7*7}}县{%raw%}水务局{0}2023年部门整体支出绩效自评报告\n"
    + PLAIN
    + GOALS.format(
        goals="1.{measure}疏浚{0}河道。\n2.$x^2$ 与 __init__。",
        score="95",
        results=grown(("{rate}税收收入", "20.5亿元", "12.5%")),
    ),
}
