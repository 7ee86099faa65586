"""Reports written from a seed, with the truth of every number in them:
which are figures, and why the others are none.
"""

import random
from dataclasses import dataclass, field

DEPARTMENTS = [
    "青石县水务局",
    "临川区文化馆",
    "望江市园林管理局",
    "白桦县农业农村局",
    "东湖区市场监督管理局",
]
MONEY_NAMES = ["项目支出", "人员经费", "公用经费", "养护费用", "设备采购支出", "培训费"]
LEVELS = [
    ("货运量", "万吨", "other"),
    ("税收收入", "亿元", "amount"),
    ("接待游客", "万人次", "count"),
    ("灌溉面积", "公顷", "area"),
]
COUNTS = [
    ("维修泵站", "座"),
    ("举办讲座", "场"),
    ("检查商户", "户"),
    ("新栽乔木", "株"),
    ("受理投诉", "件"),
    ("服务企业", "家"),
    ("培训骨干", "人次"),
]
LENGTHS = [("疏浚河道", "公里"), ("清运垃圾", "吨"), ("平均办理时间", "天")]
RATES = ["验收合格率", "群众满意度", "设备完好率"]
RANKED = ["综合考评", "营商环境评价", "公共服务满意度", "绿化养护评比"]
SCORED = ["自评得分", "产出指标得分", "管理指标得分"]
UP, DOWN = ["增长", "增加", "提高", "上升"], ["下降", "减少", "降低", "回落"]
AGAINST = ["同比", "较上年", "比上年", "环比"]
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@dataclass
class Made:
    """A report as it is written: its text so far, its figures in order,
    and its other digit runs with their reason.
    """

    seed: int
    random: random.Random
    text: str = ""
    figures: list = field(default_factory=list)
    others: list = field(default_factory=list)
    section: str | None = None
    role: str = "actual"

    def say(self, words):
        self.text += words
        return self

    def other(self, digits, reason):
        self.others.append((len(self.text), len(self.text) + len(digits), reason))
        return self.say(digits)

    def figure(self, printed, unit, kind, name, *, written="", **cells):
        """Write a number with its unit;
        `written` where it stands otherwise than number before unit.
        """
        written = written or printed + unit
        plain = printed.replace(",", "")
        row = {
            "start": len(self.text),
            "end": len(self.text) + len(written),
            "value": float(plain),
            "decimals": len(plain.partition(".")[2]),
        }
        row |= {
            "unit": unit,
            "kind": kind,
            "name": name,
            "direction": None,
            "qualifier": None,
            "role": self.role,
            "section": self.section,
        }
        self.figures.append(row | cells)
        return self.say(written.translate(WIDE) if self.random.random() < 0.1 else written)

    def number(self, low, high, decimals=0):
        printed = f"{self.random.uniform(low, high):.{decimals}f}"
        return f"{float(printed):,.{decimals}f}" if self.random.random() < 0.2 else printed


def make_report(seed):
    """A report of four parts in varied phrasings."""
    made = Made(seed, random.Random(seed))
    pick, year = made.random.choice, str(made.random.randint(2015, 2024))
    made.other(year, "日期").say(f"年度{pick(DEPARTMENTS)}整体支出绩效自评报告\n")
    made.say("依据财绩〔").other(year, "编号").say("〕").other(str(pick(range(1, 90))), "编号").say(
        "号文件编制。\n"
    )
    made.section = "一"
    made.say("一、资金情况\n")
    write_budget(made)
    made.section, made.role = "二", "target"
    made.say("\n二、年度绩效目标\n")
    write_items(made, [write_count, write_length, write_count])
    made.section, made.role = "三", "actual"
    made.say("\n三、完成情况\n")
    sentences = [
        write_count,
        write_length,
        write_level,
        write_level,
        write_rank,
        write_rate,
        write_change,
        write_rate,
        write_forecast,
    ]
    made.random.shuffle(sentences)
    write_items(made, sentences)
    made.section = "四"
    made.say("\n四、自评结论\n")
    write_score(made)
    made.say("\n")
    for digits, mark in (
        (str(int(year) + 1), "年"),
        (str(pick(range(1, 13))), "月"),
        (str(pick(range(10, 29))), "日\n"),
    ):
        made.other(digits, "日期").say(mark)
    return made


def write_items(made, sentences):
    """Each sentence as an item with a list number of one form, an empty date here and there."""
    outer, form = made.section, made.random.choice([("", "."), ("", "、"), ("（", "）")])
    for at, write in enumerate(sentences, start=1):
        made.section = f"{outer}{at}"
        made.say(form[0]).other(str(at), "序号").say(form[1])
        if made.random.random() < 0.3:
            made.say("截至").other(str(made.random.randint(1, 12)), "日期").say("月底，")
        write(made)
        made.say("。\n")
    made.section = outer


def write_budget(made):
    budget, unit = made.random.uniform(200, 9000), made.random.choice(["万元", "元"])
    done = budget * made.random.uniform(0.7, 0.99)
    made.say("全年预算数" + made.random.choice(["", "为"])).figure(
        f"{budget:.2f}", unit, "amount", "全年预算数", role="plan"
    )
    made.say("，执行数" + made.random.choice(["", "为"])).figure(
        f"{done:.2f}", unit, "amount", "执行数"
    )
    made.say("，预算执行率").figure(f"{100 * done / budget:.2f}", "%", "rate", "预算执行率").say(
        "。其中："
    )
    for name in made.random.sample(MONEY_NAMES, 3):
        made.say(name).figure(made.number(1, 900, 2), unit, "amount", name).say("，")
    made.say("年末结转和结余").figure("0.00", unit, "amount", "结转和结余").say("。")


def write_count(made):
    name, unit = made.random.choice(COUNTS)
    qualifier, printed = (
        made.random.choice(["", "", "约", "近", "超过", "不少于", "余"]),
        str(made.random.randint(2, 900)),
    )
    before, behind = ("", "余") if qualifier == "余" else (qualifier, "")
    made.say(name + before).figure(
        printed,
        unit,
        "count",
        name[2:],
        written=printed + behind + unit,
        qualifier=qualifier or None,
    )


def write_length(made):
    name, unit = made.random.choice(LENGTHS)
    made.say(name).figure(made.number(2, 2000, made.random.choice([0, 1, 2])), unit, "other", name)


def write_level(made):
    name, unit, kind = made.random.choice(LEVELS)
    words, direction = made.random.choice([(UP, "+"), (DOWN, "-")])
    made.say(f"实现{name}").figure(made.number(2, 90, 1), unit, kind, name).say("，")
    made.say(
        made.random.choice(AGAINST) + made.random.choice(words) + made.random.choice(["", "了"])
    )
    made.figure(made.number(0.1, 99, 1), "%", "growth", name, direction=direction)


def write_change(made):
    # （5）项目支出 and （5）人员经费 are cases of their own
    name = made.random.choice(MONEY_NAMES[2:])
    words, direction = made.random.choice([(["增加"], "+"), (["减少", "压减"], "-")])
    made.say(name).say("较上年").say(made.random.choice(words)).figure(
        made.number(1, 90, 2), "万元", "amount", name, direction=direction
    )


def write_rate(made):
    name = made.random.choice(RATES)
    printed, written = made.random.choice(
        [
            ("98", "百分之九十八"),
            ("95.5", "百分之九十五点五"),
            ("100", "百分之一百"),
            (made.number(60, 99, 1), ""),
        ]
    )
    made.say(f"{name}达到").figure(printed, "%", "rate", name, written=written)
    if made.random.random() < 0.5:
        made.say("，较上年提高").figure(
            made.number(0.1, 9, 1), "个百分点", "growth", name, direction="+"
        )


def write_rank(made):
    name, scope = made.random.choice(RANKED), made.random.choice(["全省", "全市", "全国"])
    made.say(f"{name}位列{scope}第").figure(str(made.random.randint(4, 40)), "位", "rank", name)
    if made.random.random() < 0.5:
        made.say("，较上年上升").figure(
            str(made.random.randint(2, 9)), "位", "rank", name, direction="+"
        )


def write_score(made):
    name = made.random.choice(SCORED)
    made.say("满分").figure("100", "分", "score", "满分", role="weight").say(f"，{name}").figure(
        made.number(80, 99, 2), "分", "score", name
    ).say("。")


def write_forecast(made):
    made.say("预计达产后年产值").figure(
        made.number(1, 90, 1), "亿元", "amount", "产值", role="forecast"
    )
