"""Checks of amounts on short reports written by a second hand:
what each must raise, what it must find to hold, and nothing else.
"""

from collections import Counter
from typing import NamedTuple

import needs
import pytest
from checked import checked

import perf_analysis as pa
from perf_analysis.checks import amounts

NAMES = [rule.name for rule in amounts.RULES]


class Hand(NamedTuple):
    """A report, the problems a careful reviewer raises of it, and some of what holds:
    check, status, numbers as printed.
    """

    text: str
    problems: tuple = ()
    holds: tuple = ()


REPORTS = {
    # 2301.20 + 185.15 = 2486.35; 1120.48 + 1289.58 = 2410.06;
    # 2410.06 ÷ 2486.35 = 96.93 %; 2486.35 − 2410.06 = 76.29
    "water bureau, all right": Hand(
        """青禾县水利局2023年度部门整体支出绩效自评报告
一、基本情况
（一）机构人员。本局内设科室7个，核定编制62名，其中行政编制21名、事业编制41名；年末实有在职人员58人，退休人员34人。
（二）收支情况。2023年收入总计2486.35万元，支出总计2486.35万元。收入中：财政拨款收入2301.20万元，上年结转185.15万元。本年支出2410.06万元，其中：基本支出1120.48万元，项目支出1289.58万元。
2023年全年预算数2486.35万元，执行数2410.06万元，预算执行率96.93%。年末结转和结余76.29万元。
""",
        holds=(
            ("PARTS", "62名", "21名", "41名"),
            ("PARTS", "2410.06万元", "1120.48万元", "1289.58万元"),
            ("EXEC", "2410.06万元", "2486.35万元", "96.93%"),
            ("CARRY", "2486.35万元", "2410.06万元", "76.29万元"),
            ("SAME-FACT", "2486.35万元", "2486.35万元"),
        ),
    ),
    # 4.27 ÷ (38.46 + 4.27) = 9.99 %; 2.15 ÷ 31.95 = 6.73 %; 2.12 ÷ 10.78 = 19.67 %, not 16.97 %
    "three publics, one rate with turned digits": Hand(
        """临水区档案馆2022年度部门决算说明
二、“三公”经费情况
2022年“三公”经费支出决算为38.46万元，比上年减少4.27万元，下降9.99%。其中：因公出国（境）费0万元；公务用车购置及运行维护费29.80万元，比上年减少2.15万元，下降6.73%；公务接待费8.66万元，比上年减少2.12万元，下降16.97%。
""",
        problems=(("CHANGE", "fails", "8.66万元", "2.12万元", "16.97%"),),
        holds=(
            ("PARTS", "38.46万元", "0万元", "29.80万元", "8.66万元"),
            ("PARTS", "4.27万元", "2.15万元", "2.12万元"),
            ("CHANGE", "38.46万元", "4.27万元", "9.99%"),
            ("CHANGE", "29.80万元", "2.15万元", "6.73%"),
        ),
    ),
    # 291.34 ÷ 320 = 91.04 %, ÷ 298.50 = 97.60 %
    "country roads, rate by the budget of the year's start": Hand(
        """东坪镇2023年农村公路养护项目绩效自评报告
一、资金情况
项目年初预算320.00万元，年中调整后预算298.50万元，实际支出291.34万元，预算执行率91.04%。
""",
        problems=(("EXEC", "question", "291.34万元", "298.50万元", "91.04%"),),
        holds=(("EXEC", "291.34万元", "320.00万元", "91.04%"),),
    ),
    # 9 + 16 = 25; 1860 ÷ 1500 = 124 %
    "training, courses that do not add up": Hand(
        """北辰市职业技能提升行动绩效报告
二、完成情况
全年举办培训班24期，其中线上9期、线下16期。培训学员1860人次，完成年度计划1500人次的124%。
""",
        problems=(("PARTS", "fails", "24期", "9期", "16期"),),
        holds=(("SHARE", "1860人次", "1500人次", "124%"),),
    ),
    "grade above its score": Hand(
        """石桥区图书馆2022年度项目绩效自评报告
三、评价结论
经自评，本项目自评得分88.5分，评价等级为“优”。
""",
        problems=(("GRADE", "question", "88.5分"),),
    ),
    "grade at its very edge": Hand(
        """石桥区文化馆2022年度项目绩效自评报告
三、评价结论
经自评，本项目综合得分90分，等级为优。
""",
        holds=(("GRADE", "90分"),),
    ),
    # 52640 + 18260 = 70900; 70900 ÷ 68000 = 104.26 %; 52640 ÷ 50000 = 105.28 %;
    # 18260 ÷ 18000 = 101.44 %, not 103.4 %; 18260 ÷ 70900 = 25.75 %
    "county revenue, one share of plan wrong": Hand(
        """关于白鹭县2022年财政决算草案的报告
一、一般公共预算收入
2022年，全县一般公共预算收入完成70900万元，为年计划68000万元的104.3%。其中，税收收入52640万元，占年计划50000万元的105.28%；非税收入18260万元，占年计划18000万元的103.4%。非税收入占一般公共预算收入比重25.75%。
""",
        problems=(("SHARE", "fails", "18260万元", "18000万元", "103.4%"),),
        holds=(
            ("PARTS", "70900万元", "52640万元", "18260万元"),
            ("PARTS", "68000万元", "50000万元", "18000万元"),
            ("SHARE", "70900万元", "68000万元", "104.3%"),
            ("SHARE", "52640万元", "50000万元", "105.28%"),
            ("SHARE", "18260万元", "70900万元", "25.75%"),
        ),
    ),
    # 620 + 310 + 155 = 1085, not 1805; 1698.3 ÷ 1805 = 94.09 %
    "school meals, a total with turned digits": Hand(
        """云岭县农村义务教育学生营养改善计划资金2023年度绩效自评报告
二、资金投入
2023年安排中央资金620万元，省级资金310万元，县级资金155万元，合计1805万元。实际到位1805万元，支出1698.3万元，支出率94.09%。
""",
        problems=(("PARTS", "fails", "1805万元", "620万元", "310万元", "155万元"),),
        holds=(("EXEC", "1698.3万元", "1805万元", "94.09%"),),
    ),
    # 46 + 33 + 12 = 91, not 93
    "clinics, named as composed of": Hand(
        """清溪区卫生健康局2022年度绩效报告
一、概况
全区共有医疗卫生机构93家，由公立医疗机构46家、民营医疗机构33家和村卫生室12家组成。
""",
        problems=(("PARTS", "fails", "93家", "46家", "33家", "12家"),),
    ),
    "one fact with two numbers": Hand(
        """海棠市人才服务中心2022年度绩效自评报告
一、总体情况
2022年培训专业技术人员640人，满意度96.5%。
二、完成情况
（一）产出
2022年培训专业技术人员460人，发放教材700册。
""",
        problems=(("SAME-FACT", "question", "640人", "460人"),),
    ),
    # 93.1 − 88.4 = 4.7; 2.6 − 1.9 = 0.7, not 0.9
    "percentage points, one wrong": Hand(
        """柳溪县住房和城乡建设局2023年度绩效报告
二、成效
污水处理率由88.4%提高到93.1%，提高4.7个百分点。管网漏损率由上年的2.6%降到1.9%，下降0.9个百分点。
""",
        problems=(("CHANGE", "fails", "2.6%", "1.9%", "0.9个百分点"),),
        holds=(("CHANGE", "88.4%", "93.1%", "4.7个百分点"),),
    ),
    # 504 ÷ 420 = 120 %; 350 − 320 = 30, 30 ÷ 350 = 8.57 %; 1520 ÷ 1250 = 121.6 %
    "two years beside each other": Hand(
        """南湖区司法局2022年度绩效报告
二、成效
2022年法律援助支出504万元，比2021年的420万元增长20%。受理投诉320件，较上年350件减少30件，下降8.6%。调解纠纷由上年1250件增加到1520件，增长26.1%。
""",
        problems=(("CHANGE", "fails", "1250件", "1520件", "26.1%"),),
        holds=(
            ("CHANGE", "504万元", "420万元", "20%"),
            ("CHANGE", "320件", "350件", "30件", "8.6%"),
        ),
    ),
    # 7200 + 4800 = 12000 万 = 1.2 亿
    "units of two sizes": Hand(
        """沙河市城市更新项目绩效报告
一、资金
项目总投资1.2亿元，其中中央补助7200万元，地方配套4800万元。
""",
        holds=(("PARTS", "1.2亿元", "7200万元", "4800万元"),),
    ),
    "parts that are examples, or counted in several ways": Hand(
        """金沙区科学技术局2023年度绩效报告
二、成效
全年引进企业128家，其中世界领先企业3家、上市公司12家。聘请专家20人，其中高级职称15人、博士12人。新增投资36.5亿元，其中工业投资21.2亿元。
""",
    ),
    # at comparable prices growth is not change by level: 92.4 ÷ 1114.1 = 8.29 %
    "output at comparable prices": Hand(
        """望江市2022年度绩效报告
二、成效
全市地区生产总值1206.5亿元，比上年增加92.4亿元，增长6.1%。
""",
    ),
    # 1860.20 + 95.40 = 1955.60 = 1898.35 + 57.25
    "accounts with what is carried over": Hand(
        """溪口县统计局2022年度部门决算说明
二、收支情况
2022年收入总计1955.60万元，其中本年收入1860.20万元，年初结转和结余95.40万元。支出总计1955.60万元，其中本年支出1898.35万元，年末结转和结余57.25万元。
""",
        holds=(
            ("PARTS", "1955.60万元", "1860.20万元", "95.40万元"),
            ("PARTS", "1955.60万元", "1898.35万元", "57.25万元"),
        ),
    ),
    # 46 ÷ 40 − 1 = 15 %
    "a task exceeded": Hand(
        """竹园镇2022年度厕所改造项目绩效自评报告
一、绩效目标
2022年改造任务为40座。
二、完成情况
实际完成改造46座，超任务15%。
""",
        holds=(("SHARE", "40座", "46座", "15%"),),
    ),
    # 3,184.50 − 1,250.30 − 1,834.20 = 100.00; 245.60 ÷ (3184.50 − 245.60) = 8.357 %
    "wrapped lines, wide digits, a part that misses": Hand(
        """平原县教育局２０２２年度部门整体支出绩效自评报告
一、基本情况
（一）收支情况
２０２２年本年支出3,184.50万
元，比上年增加２４５．６０万元，增长8.36％。其中：基本支出1,250.30万元，项目支出1,834.20万元。
""",
        problems=(("PARTS", "question", "3,184.50万\n元", "1,250.30万元", "1,834.20万元"),),
        holds=(("CHANGE", "3,184.50万\n元", "２４５．６０万元", "8.36％"),),
    ),
    # 180 + 60 = 240, budget and executed: 150 + 57 = 207; 207 ÷ 240 = 86.25 %, 57 ÷ 60 = 95 %;
    # 10 × 86.25 % = 8.625
    # 45 + 35 + 10 = 90; 42 + 35 + 10 + 8.63 = 95.63, not 96.63; 42 ÷ 45: 13 of 14 earn 41.79
    "national form, its total and one rate wrong": Hand(
        """项目支出绩效自评表
（2022年度）
| 项目名称 | 河道保洁项目 | | | | | | |
| 主管部门 | 青禾县水利局 | | | 实施单位 | 青禾县河道所 | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 240 | 240 | 207 | 10 | 86.25% | 8.63 |
| | 其中：当年财政拨款 | 180 | 180 | 150 | - | 93.33% | - |
| | 上年结转资金 | 60 | 60 | 57 | - | 95% | - |
| | 其他资金 | 0 | 0 | 0 | - | - | - |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 保洁河道数量 | ≥14条 | 13条 | 45 | 41.79 | 降雨影响 |
| 效益指标 | 社会效益指标 | 受益村庄数量 | ≥20个 | 22个 | 35 | 35 | |
| 满意度指标 | 服务对象满意度指标 | 受益群众满意度 | ≥90% | 95% | 10 | 10 | |
| 总分 | | | | | 100 | 96.42 | |
""",
        problems=(
            ("EXEC", "fails", "150", "180", "93.33%"),
            ("TOTAL", "fails", "41.79", "35", "10", "8.63", "96.42"),
        ),
        holds=(
            ("EXEC", "207", "240", "86.25%"),
            ("EXEC", "57", "60", "95%"),
            ("PARTS", "207", "150", "57", "0"),
            ("TOTAL", "100", "10", "45", "35", "10"),
            ("SCORE10", "240", "207", "10", "8.63"),
            ("INDICATOR", "14条", "13条", "45", "41.79"),
        ),
    ),
    # a total of nothing above a part of 90; a score above its weight; 12 of 15 earns 32, not 40;
    # weights 40 + 30 + 10 + 10 = 90
    "form with published faults": Hand(
        """部门项目支出绩效自评表
（2021年度）
| 项目名称 | 惠民演出项目 | | | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 0 | 0 | 0 | 10 | 100% | 10 |
| | 其中：当年财政拨款 | 90 | 90 | 89.974 | - | 99.97% | - |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 演出场次 | ≥15场 | 12场 | 40 | 40 | |
| 效益指标 | 社会效益指标 | 观众人次 | ≥3000人次 | 3200人次 | 30 | 32 | |
| 满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥90% | 96% | 10 | 10 | |
| 总分 | | | | | 100 | 92 | |
""",
        problems=(
            ("PARTS", "fails", "0", "90"),
            ("PARTS", "fails", "0", "90"),
            ("PARTS", "fails", "0", "89.974"),
            ("TOTAL", "fails", "30", "32"),
            ("TOTAL", "question", "100", "10", "40", "30", "10"),
            ("INDICATOR", "fails", "15场", "12场", "40", "40"),
            ("INDICATOR", "question", "3000人次", "3200人次", "30", "32"),
            ("SCORE10", "question", "0", "0", "10", "10"),
        ),
    ),
}


# Sentences of the field, each with what a reviewer raises of it; what holds stands beside.
SENTENCES = {
    # 9.86 ÷ 15 = 65.73 %; 2.14 ÷ 12 = 17.83 %; 7.20 ÷ 9.86 = 73.02 %
    "accounts of three publics": Hand(
        "2022年度“三公”经费支出年初预算为15.00万元，支出决算为9.86万元，完成年初预算的65.73%。2022年度决算比2021年度减少2.14万元，下降17.83%。"
        "其中：公务用车运行维护费支出决算7.20万元，占“三公”经费支出决算的73.02%；公务接待费支出决算2.66万元，占26.98%。",
        holds=(
            ("EXEC", "9.86万元", "15.00万元", "65.73%"),
            ("CHANGE", "9.86万元", "2.14万元", "17.83%"),
            ("PARTS", "9.86万元", "7.20万元", "2.66万元"),
            ("SHARE", "7.20万元", "9.86万元", "73.02%"),
            ("SHARE", "2.66万元", "9.86万元", "26.98%"),
        ),
    ),
    # 63.34 ÷ 2318.64 = 2.73 %
    "a listed share that is wrong beside others of one whole": Hand(
        "本年收入合计2,318.64万元，其中：财政拨款收入2,105.30万元，占90.80%；事业收入150.00万元，占6.47%；其他收入63.34万元，占3.73%。",
        problems=(("SHARE", "fails", "63.34万元", "2,318.64万元", "3.73%"),),
        holds=(
            ("PARTS", "2,318.64万元", "2,105.30万元", "150.00万元", "63.34万元"),
            ("SHARE", "150.00万元", "2,318.64万元", "6.47%"),
        ),
    ),
    # 610.10 ÷ 3973.90 = 15.35 %; 126.10 ÷ 4100 = 3.08 %
    "a split by function": Hand(
        "一般公共预算财政拨款支出3,973.90万元，比上年减少126.10万元，下降3.17%。按功能分类：农林水支出3,020.40万元，占76.01%；"
        "社会保障支出610.10万元，占15.53%；住房保障支出343.40万元，占8.64%。",
        problems=(
            ("CHANGE", "fails", "3,973.90万元", "126.10万元", "3.17%"),
            ("SHARE", "fails", "610.10万元", "3,973.90万元", "15.53%"),
        ),
        holds=(("PARTS", "3,973.90万元", "3,020.40万元", "610.10万元", "343.40万元"),),
    ),
    # 120.5 + 880.3 − 905.6 = 95.2
    "an account of a year": Hand(
        "年初结转和结余120.5万元，本年收入880.3万元，本年支出905.6万元，年末结转和结余95.2万元。",
        holds=(("CARRY", "120.5万元", "880.3万元", "905.6万元", "95.2万元"),),
    ),
    "an account of a year with turned digits": Hand(
        "年初结转和结余120.5万元，本年收入880.3万元，本年支出905.6万元，年末结转和结余59.2万元。",
        problems=(("CARRY", "question", "120.5万元", "880.3万元", "905.6万元", "59.2万元"),),
    ),
    # 4350 ÷ 5000 = 87 %
    "completion of two plans": Hand(
        "计划完成投资5000万元，实际完成投资4350万元，完成率97%。计划新建泵站12座，实际建成12座，完成率100%。",
        problems=(("SHARE", "fails", "4350万元", "5000万元", "97%"),),
        holds=(("SHARE", "12座", "12座", "100%"),),
    ),
    "a completion rate of something else": Hand("下达资金500万元，支出480万元，任务完成率100%。"),
    # of projects alone, whose two amounts are not told
    "a rate of projects behind the execution of the whole": Hand(
        "全年预算950万元，支出931万元，项目支出执行率97.5%。",
    ),
    # 486 ÷ 500 = 97.2 %; 462 ÷ 486 = 95.06 %
    "questionnaires": Hand(
        "共发放问卷500份，回收有效问卷486份，回收率97.2%，其中满意462份，满意率95.06%。",
        holds=(("SHARE", "486份", "500份", "97.2%"), ("SHARE", "462份", "486份", "95.06%")),
    ),
    "parts that end in 等": Hand(
        "2023年安排预算850万元，其中：绿化养护420万元、亮化维护180万元、垃圾清运230万元等。"
    ),
    "a list that other amounts follow": Hand(
        "项目总投资3200万元，其中建筑工程费2100万元，设备购置费650万元，预备费150万元，2022年完成投资1800万元，累计完成投资2750万元。"
    ),
    "years of one sum": Hand(
        "2021年至2023年累计投入资金1.5亿元，其中2021年4200万元、2022年5100万元、2023年5700万元。",
        holds=(("PARTS", "1.5亿元", "4200万元", "5100万元", "5700万元"),),
    ),
    "points of a score": Hand(
        "自评得分95分，其中投入指标18分，过程指标20分，产出指标30分，效益指标28分。",
        problems=(("PARTS", "fails", "95分", "18分", "20分", "30分", "28分"),),
    ),
    # 1 200 000 − 1 150 000 = 50 000
    "what is left of a project": Hand(
        "项目预算资金1,200,000元，实际支出1,150,000元，结余500,000元，预算执行率95.83%。",
        problems=(("CARRY", "question", "1,200,000元", "1,150,000元", "500,000元"),),
        holds=(("EXEC", "1,150,000元", "1,200,000元", "95.83%"),),
    ),
    "a change of a part beside the whole": Hand(
        "全年支出2000万元，其中人员支出比上年增加80万元，增长12.5%。"
    ),
    # 150 ÷ 1350 = 11.11 %
    "a budget beside that of the year before": Hand(
        "2022年部门预算1500万元，比2021年预算1350万元增加150万元，增长11.11%；其中基本支出900万元，项目支出600万元。",
        holds=(
            ("CHANGE", "1500万元", "1350万元", "150万元", "11.11%"),
            ("PARTS", "1500万元", "900万元", "600万元"),
        ),
    ),
    # 320.5 − 298.2 = 22.3, not 32.3; 22.3 ÷ 298.2 = 7.48 %
    "a change that its levels do not give": Hand(
        "事业收入320.5万元，较上年同期的298.2万元增加32.3万元，增长7.48%。",
        problems=(("CHANGE", "fails", "320.5万元", "298.2万元", "32.3万元"),),
        holds=(("CHANGE", "320.5万元", "298.2万元", "7.48%"),),
    ),
    # 128 + 16 + 10 = 154
    "a staff of whom two are missing": Hand(
        "共有教职工156人，其中专任教师128人，行政人员16人，工勤人员10人。",
        problems=(("PARTS", "question", "156人", "128人", "16人", "10人"),),
    ),
    "lists within lists": Hand(
        "2022年支出合计1000.50万元，其中：基本支出620.30万元，其中人员经费550.10万元，公用经费70.20万元；项目支出380.20万元。",
        holds=(
            ("PARTS", "1000.50万元", "620.30万元", "380.20万元"),
            ("PARTS", "620.30万元", "550.10万元", "70.20万元"),
        ),
    ),
    # 800 + 150 = 950; 931 ÷ 960 = 96.98 %
    "an adjusted budget": Hand(
        "年初预算800万元，追加预算150万元，全年预算960万元，支出931万元，预算执行率98%。",
        problems=(
            ("PARTS", "question", "800万元", "150万元", "960万元"),
            ("EXEC", "fails", "931万元", "960万元", "98%"),
        ),
    ),
    "income and outlay that are not one": Hand(
        "2023年收入总计1,520.80万元，支出总计1,502.80万元。",
        problems=(("SAME-FACT", "fails", "1,520.80万元", "1,502.80万元"),),
    ),
    # 35.1 ÷ 451.1 = 7.78 %, at prices of one year; 41.2 + 17.4 = 58.6
    "retail at comparable prices": Hand(
        "社会消费品零售总额486.2亿元，同比增加35.1亿元，增长7.0%。进出口总额58.6亿元，其中出口41.2亿元、进口17.4亿元。",
        holds=(("PARTS", "58.6亿元", "41.2亿元", "17.4亿元"),),
    ),
    # 921.20 ÷ 940 = 98.0 %; 1860 + 940 = 2800; 1674 + 921.20 = 2595.20
    "two projects and their sum": Hand(
        "污水管网项目预算安排1,860.00万元，支付1,674.00万元，支付率90.00%；河道治理项目预算安排940.00万元，支付921.20万元，支付率98.90%；"
        "合计安排2,800.00万元，支付2,595.20万元，支付率92.69%。",
        problems=(("EXEC", "fails", "921.20万元", "940.00万元", "98.90%"),),
        holds=(
            ("EXEC", "1,674.00万元", "1,860.00万元", "90.00%"),
            ("PARTS", "2,800.00万元", "1,860.00万元", "940.00万元"),
        ),
    ),
    "results of half a year beside the task of a whole one": Hand(
        "改造任务为128户，上半年实际完成60户，超任务45%。"
    ),
    # 398.20 ÷ (398.20 + 10.21) = 97.5 %: of this year's income, not of the total
    "shares of the parts without what was carried over": Hand(
        "收入总计412.36万元，其中：财政拨款收入398.20万元，占本年收入的97.5%；其他收入10.21万元，占2.5%；年初结转3.95万元。",
        holds=(("PARTS", "412.36万元", "398.20万元", "10.21万元", "3.95万元"),),
    ),
    # 1021.36 + 853.06 = 1874.42, and 853.06 ÷ 1856.42 = 45.95 %: either may be meant
    "a part that spoils sum and share": Hand(
        "本年支出合计1,856.42万元，其中：基本支出1,021.36万元，占55.02%；项目支出853.06万元，占44.98%。",
        problems=(
            ("PARTS", "fails", "1,856.42万元", "1,021.36万元", "853.06万元"),
            ("SHARE", "question", "853.06万元", "1,856.42万元", "44.98%"),
        ),
    ),
    # 6.82 + 4.18 = 11.00
    "a sum behind parts that grew": Hand(
        "税收收入6.82亿元，下降3.5%；非税收入4.18亿元，增长12.6%；合计11.2亿元。",
        problems=(("PARTS", "fails", "11.2亿元", "6.82亿元", "4.18亿元"),),
    ),
    # 3.38 ÷ 22 = 15.36 %; 7395.75 ÷ 8217.5 = 90 %
    "less than budgeted, and what was saved is no whole": Hand(
        "“三公”经费支出18.62万元，比年初预算22万元减少3.38万元，下降15.36%。实际采购金额8,217.5万元，节约资金432.5万元，节约率5%。"
        "其中货物类2,150.3万元、工程类4,820.2万元、服务类1,247.0万元。",
        holds=(
            ("CHANGE", "18.62万元", "22万元", "3.38万元", "15.36%"),
            ("PARTS", "8,217.5万元", "2,150.3万元", "4,820.2万元", "1,247.0万元"),
        ),
    ),
    # 10 ÷ (60 + 40 − 10) = 11.11 %: of both together
    "a change behind two levels": Hand(
        "基本支出60万元，项目支出40万元，比上年增加10万元，增长11.11%。"
    ),
    # 978 + 960 = 1938: by nature all was spent, executed was less
    "a split in a sentence of its own": Hand(
        "全年预算数1940.50万元，执行数1920.30万元，完成预算的98.96%。按支出性质分，基本支出978.20万元，项目支出960.10万元。",
        problems=(("PARTS", "question", "1920.30万元", "978.20万元", "960.10万元"),),
        holds=(("EXEC", "1920.30万元", "1940.50万元", "98.96%"),),
    ),
    "totals with what is left between them": Hand(
        "2023年收入总计500.50万元，支出总计450.30万元，年末结转50.20万元。",
        problems=(("SAME-FACT", "question", "500.50万元", "450.30万元"),),
    ),
    "grades as rules tell them": Hand(
        "评价等级分为优、良、中、差，得分90分（含）以上为优，80分至90分为良。"
    ),
}


def told(tmp_path, text):
    """The findings on a text: check, status, its numbers as printed,
    in order of size of no matter.
    """
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    report = pa.read(path)
    quoted = report.figures.set_index("figure_id")["quoted"]
    rows = checked(report, only=NAMES).itertuples()
    return [
        (row.rule, row.status, tuple(sorted(quoted[figure] for figure in row.figures)))
        for row in rows
        if row.status != "unchecked"
    ]


def listed(rows):
    """Expected findings as those found are told."""
    return [(rule, status, tuple(sorted(numbers))) for rule, status, *numbers in rows]


def answers(tmp_path, hand, text):
    found = told(tmp_path, text)
    assert Counter(row for row in found if row[1] != "holds") == Counter(listed(hand.problems))
    held = Counter(listed((rule, "holds", *numbers) for rule, *numbers in hand.holds))
    assert not held - Counter(row for row in found if row[1] == "holds")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gets_the_problems_a_reviewer_raises_and_no_others(tmp_path, name):
    answers(tmp_path, REPORTS[name], REPORTS[name].text)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_gets_the_problems_a_reviewer_raises_and_no_others(tmp_path, name):
    answers(tmp_path, SENTENCES[name], f"二、完成情况\n{SENTENCES[name].text}\n")


# --- the 2022 report, and the same under other names and numbers ---

REPORT_2022 = needs.SOURCE
BUDGET = {
    "EXEC": "holds",
    "PARTS": "holds",
    "CARRY": "question",
    "GRADE": "holds",
    "SCORE10": "question",
}
# 2371.62 − 2348.08 = 23.54; 2348.08 ÷ 2371.62 = 99.01 %; 1194.03 + 1154.05 = 2348.08
OTHER_NUMBERS = {
    "1945.54": "2371.62",
    "1924.46": "2348.08",
    "98.92": "99.01",
    "978.27": "1194.03",
    "946.19": "1154.05",
    "98.29": "95.37",
}


@pytest.mark.source
def test_the_2022_report_gives_its_known_findings(tmp_path):
    found = set(told(tmp_path, REPORT_2022.read_text(encoding="utf-8")))
    assert {
        ("EXEC", "holds", ("1924.46 万元", "1945.54 万元", "98.92%")),
        ("PARTS", "holds", ("1924.46 万元", "946.19 万元", "978.27 万元")),
        ("CARRY", "question", ("0.00 万元", "1924.46 万元", "1945.54 万元")),
        ("GRADE", "holds", ("98.29 分",)),
        ("SCORE10", "question", ("1924.46 万元", "1945.54 万元", "98.29 分")),
    } <= found
    assert [row for row in found if row[1] == "fails"] == []
    assert Counter(row[0] for row in found if row[1] == "question") == {"CARRY": 1, "SCORE10": 1}


@pytest.mark.source
def test_the_2022_report_under_other_names_and_numbers_gives_the_same_findings(tmp_path):
    text = REPORT_2022.read_text(encoding="utf-8")
    other = text.replace("穗港智造合作区", "临港产业园").replace("广州开发区", "青禾市")
    for number, new in OTHER_NUMBERS.items():
        other = other.replace(number, new)

    def renumbered(numbers):
        return tuple(
            sorted(
                next(
                    (
                        number.replace(old, new)
                        for old, new in OTHER_NUMBERS.items()
                        if old in number
                    ),
                    number,
                )
                for number in numbers
            )
        )

    expected = [
        (rule, status, renumbered(numbers)) for rule, status, numbers in told(tmp_path, text)
    ]
    assert Counter(told(tmp_path, other)) == Counter(expected)


def test_what_execution_earned_leaves_the_rest_to_the_indicators():
    """98.29 − 10 × 98.916 % is 88.40 of 90."""
    row = checked(pa.load(), only=["SCORE10"]).iloc[0]
    assert (
        row["status"] == "question"
        and "88.4" in row["message"]
        and "90" in row["message"]
        and row["source"]
    )


def test_embedded_data_are_checked_by_their_tables_and_say_that_they_have_no_sentences():
    found = checked(pa.load(), only=NAMES)
    status = found.groupby("rule")["status"].agg(set)
    assert {rule: status[rule] for rule in ("EXEC", "PARTS", "CARRY", "SCORE10")} == {
        "EXEC": {"holds"},
        "PARTS": {"holds"},
        "CARRY": {"question"},
        "SCORE10": {"question"},
    }
    assert all(status[rule] == {"unchecked"} for rule in ("CHANGE", "SHARE", "GRADE"))
    assert (
        found[found["rule"].isin(["CHANGE", "SHARE", "GRADE"])]["message"]
        .str.startswith("没有原文")
        .all()
    )


# --- reports that lack things ---


@pytest.mark.parametrize(
    "text",
    [
        "没有数字的一句话。",
        "1",
        "支出0万元，比上年减少0万元，下降0%，其中：甲0万元，乙0万元。",
        "其中：5万元，5万元，合计10万元。",
        "比上年增加5万元，增长5%。",
        "执行率100%。占比50%。完成率0%。",
        "自评得分0分，等级为差。自评得分120分，等级为优。",
        "全年预算数0万元，执行数0万元，预算执行率0%。年末结转和结余0万元。",
        "由上年0%提高到5%，提高5个百分点。",
        "|一级指标|分值|\n|产出|10|\n合计|5|",
        "支出100万元（其中（甲50万元（乙20万元），丙50万元。",
    ],
)
def test_every_check_answers_on_any_report(tmp_path, text):
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    found = checked(pa.read(path), only=NAMES)
    assert set(found["rule"]) == set(NAMES)
    assert "fails" not in set(found["status"])
    assert found["message"].str.len().gt(0).all()


def test_each_problem_has_a_sentence_and_something_to_ask(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text("\n".join(hand.text for hand in REPORTS.values()), encoding="utf-8")
    found = checked(pa.read(path), only=NAMES)
    problems = found[found["status"].isin(["fails", "question"])]
    assert (
        len(problems) > 10
        and problems["ask"].notna().all()
        and problems["figures"].map(len).gt(0).all()
    )
    assert not problems["message"].str.contains("造假|虚报|错误").any()


NEXT_YEAR = """青石县水务局2022年度部门整体支出绩效自评报告
一、绩效目标完成情况
1.疏浚河道{done}公里。
二、{heading}
1.{year}年计划疏浚河道{planned}公里。
项目支出绩效自评表
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 疏浚河道 | ≥40公里 | {done}公里 | 90 | 90 |
"""


@pytest.mark.parametrize(
    ("heading", "year", "is_asked"),
    [("下一年度计划", 2023, False), ("本年绩效目标", 2022, True), ("本年绩效目标", 2024, False)],
    ids=["a plan for next year", "a target of this year", "a target of another year"],
)
def test_a_plan_for_next_year_is_no_target_of_this_one(tmp_path, heading, year, is_asked):
    path = tmp_path / "made.txt"
    path.write_text(
        NEXT_YEAR.format(heading=heading, year=year, planned=35, done=45), encoding="utf-8"
    )
    found = checked(pa.read(path), only=["SAME-FACT"])
    asked = found.loc[found["status"] == "question", "message"].tolist()
    assert any("35 公里" in one and "40 公里" in one for one in asked) is is_asked


def test_a_result_under_the_heading_of_goals_reached_is_no_target(tmp_path):
    path = tmp_path / "made.txt"
    path.write_text(
        NEXT_YEAR.format(heading="下一年度计划", year=2023, planned=35, done=31), encoding="utf-8"
    )
    found = checked(pa.read(path), only=["SAME-FACT"])
    assert "question" not in set(found["status"]), "31 is what was reached, not a target unlike 40"
