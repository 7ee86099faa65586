"""A report of running text alone, as the text of a PDF has it: one paragraph a line,
but for the longest, whose lines are wrapped.
"""

from pathlib import Path

OPENING = """青石县临港产业园管理服务中心
2022年部门整体支出绩效自评报告
一、单位概况
（一）主要职能
本中心是县政府下属的事业单位，承担园区规划编制、招商引资、公共设施养护和企业服务等工作，并配合有关单位检查生产安全。
（二）收入支出情况
2022年全年预算数2371.62万元，执行数2348.08万元，预算执行率99.01%。
其中基本支出1194.03万元，项目支出1154.05万元。年末没有资金结转，结余0.00万元。
（三）年度绩效目标
1.上门服务园区企业不少于260家次，帮助企业解决用工和用电困难。
2.每季度更新一次项目进展，推动园区产业升级。
3.完成码头后方道路改造3.6公里，新增泊位2个，园区污水集中处理率不低于95%。
二、绩效情况
（一）自评结论
2022年度自评得分为95.37分，等级为“优”。
"""
TOWN = """（{order}）{name}工作完成情况
1.全年走访企业{visits}家次，协调解决用工、用电、用地等问题{solved}件，办结率{rate}%，企业满意度{happy}%。
2.{name}实现进出口总值{trade}亿元，同比增长{growth}%；其中出口{export}亿元，占进出口总值的{share}%。
3.完成道路改造{road}公里，新增绿化面积{green}平方米，处理污水{water}万吨，污水集中处理率{clean}%。
4.开展安全生产检查{checks}次，排查隐患{dangers}处，已整改{mended}处；组织应急演练{drills}场，参加{people}人次，
较上年增加{more}人次。在全市{among}个园区的综合考评中列第{rank}位，比上年上升{moved}位。
"""
NAMES = [
    f"{name}片区" for name in ("码头", "保税", "物流", "机械", "食品", "新材料", "电子", "仓储")
]
CLOSING = """三、存在的主要问题
一是个别项目前期工作不充分，支出进度偏慢，有23.54万元在年底前未能支出；二是部分绩效指标偏低，难以反映全年工作。
四、下一步改进措施
进一步细化预算编制，提前开展项目前期工作，加强绩效运行监控，及时纠正偏差。
"""


def write_prose(folder: Path) -> Path:
    """Write it as text, some five pages of A4 with about 180 figures."""
    parts = [
        TOWN.format(
            order="二三四五六七八九"[at],
            name=name,
            visits=268 + 13 * at,
            solved=41 + at,
            rate=97 + at / 10,
            happy=98.6 - at / 5,
            trade=12.5 + 7 * at,
            growth=4.2 + at,
            export=6.3 + 2 * at,
            share=50.4 - at,
            road=3.8 + at,
            green=5200 + 110 * at,
            water=86 + 3 * at,
            clean=96 + at / 10,
            checks=52 + at,
            dangers=118 + at,
            mended=116 + at,
            drills=4 + at,
            people=430 + 17 * at,
            more=36 + at,
            among=37,
            rank=12 + at,
            moved=2 + at,
        )
        for at, name in enumerate(NAMES)
    ]
    path = folder / "prose.txt"
    path.write_text(OPENING + "".join(parts) + CLOSING, encoding="utf-8")
    return path
