"""The heads of forms: what the words over a column say its cells are."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

_MONTHS = r"\d{1,2}[-—–~至]+\d{1,2}月(?:份)?"
# Layouts read: the national one of 2020, 四川 2023, 重庆, the districts of 广州,
# and the forms of targets and of monitoring. The first pattern that fits a head gives its role.
INDICATOR_HEADS = {
    "level1": r"一级指标(?:名称)?",
    "level2": r"二级指标(?:名称)?",
    "level3": r"三级指标(?:名称)?|指标名称|具体指标|绩效指标名称",
    "sign": r"指标性质|性质|计算符号|指标方向|目标方向|符号|指标值性质",
    "adjusted": r"调整(?:后)?(?:的)?(?:年度)?(?:指标|目标)值",
    "target": (
        r"(?:本年度?|年度|全年|年初|年初设定|预期|计划)?(?:绩效)?(?:指标|目标)值"
        r"|指标目标值|预期值|计划值|年度计划值|年初设定值"
    ),
    "unit": r"(?:度量|计量|指标值)?单位|(?:度量|计量)单位",
    "expected": r"全年预计完成(?:情况|值)|预计(?:全年)?完成(?:情况|值)|全年预计值",
    "actual": (
        r"(?:全年|年度)?(?:实际)?完成(?:指标)?(?:值|情况|数)"
        r"|(?:全年|年度|年末)?实际值|实际完成|自评完成值"
        rf"|{_MONTHS}(?:实际)?(?:执行|完成)(?:情况|值)"
    ),
    "coefficient": r"得分系数",
    "weight": r"(?:指标)?(?:分值|权重)(?:分值|分)?|满分|标准分",
    "score": r"(?:指标|自评|实际|评价)?(?:得分|评分)|自评分",
    "core": r"是否(?:为)?核心(?:指标)?",
    "cause": r"原因说明",
    "reason": (
        r"(?:未完成|未达标|偏差|偏差度|扣分|差异|未完成情况)?"
        r"(?:[及或]?扣分)?(?:原因)?(?:分析)?[及和]?"
        r"(?:拟采取的?)?(?:改进措施|整改措施)?(?<=[因析施])"
    ),
    "remark": (
        r"备注|说明|经费保障|制度保障|人员保障|硬件条件保障|其他"
        r"|完成目标可能性|确定能|有可能|完全不可能|评分标准|指标解释|绩效标准|佐证材料"
    ),
}
FUND_HEADS = {
    "initial": r"年初(?:批复)?预算(?:数|资金|安排)?",
    "budget": r"(?:全年|调整后|年度|本年|调整)预算(?:数)?|预算数|预算金额",
    "expected": r"全年预计执行(?:数|金额)?|预计(?:全年)?执行数",
    "executed": (
        rf"(?:全年|预算|实际|年度|{_MONTHS})?执行(?:数|金额)?"
        r"|实际支出(?:数)?|支出数|决算数"
    ),
    "rate": rf"(?:预算|全年|资金|{_MONTHS})?执行率",
    "weight": r"(?:执行率)?(?:分值|权重)(?:分值)?",
    "score": r"(?:执行率)?(?:自评)?得分",
    "reason": r"(?:偏差)?原因(?:说明|分析)?",
    "remark": r"备注",
}
LEVEL1 = re.compile(
    r"(?:产出|效益|效果|满意度|成本|决策|过程|管理效率|履职效能|社会满意度|可持续发展?能力|部门管理|履职效果)类?(?:绩效)?指标|满意度|产出|效益"
)
LEVEL2 = re.compile(
    r"(?:产出)?(?:数量|质量|时效|成本)(?:指标)?|(?:经济|社会|生态|生态环境)(?:效益|成本)(?:指标)?|生态环境(?:效益)?(?:指标)?|可持续(?:影响|发展)?(?:指标)?"
    r"|(?:社会公众或|受益)?(?:服务对象|社会公众|群众|公众|受益对象)(?:满意度)?(?:指标)?"
)
TOTAL = re.compile(r"(?:自评)?总分|合计|总计|自评(?:总)?得分|得分合计|总得分|综合得分|合计得分")
SUBTOTAL = re.compile(r".{0,8}小计")
# What a form itself says in a cell for reasons: how it is to be filled in.
INSTRUCTION = re.compile(r"\d+字(?:以内)?[)）]|[需须](?:另行)?(?:说明|写明)原因")
# Where the rows of indicators and of funds end.
AFTER_INDICATORS = re.compile(
    r"[评自][价评]结论|存在问题|改进措施|(?:填表人|填报人|项目负责人|单位负责人|财务负责人|联系人|联系电话|其他需要?说明的?问题|注).*|说明|备注|审核意见|一级指标"
    r"|项目名称|(?:20\d\d年度?|省级|市级|区级|县级|财政|部门|单位|项目|政策|预算|专项|资金|整体|支出){1,6}绩效(?:目标|运行)?(?:自评|申报|监控)?.{0,4}表"
)
AFTER_FUNDS = re.compile(
    r"按.{2,6}|(?:年度|整体|总体|项目){0,2}(?:绩效)?目标(?:完成情况)?|预期目标|绩效指标.*|一级指标|未能完成原因|填表人.*|产出指标"
)
PROJECT = re.compile(r"项目名称")
DEPARTMENT = re.compile(r".{0,2}(?:预算)?(?:部门|单位)名称|(?:预算|填报)(?:单位|部门)")
FUND_LINE = re.compile(
    r"(?:其中)?(?:年度|项目|部门|本年|全年)?(?:资金|支出|预算|收入)?(?:总额|总金额|合计|总计)|(?:其中)?(?:本级|当年|上级|中央|省级|市级|区级|县级)?(?:财政)?(?:拨款|资金|补助)"
    r"|.{0,12}(?:拨款|资金|收入|预算|支出|结转|结余|结转结余)"
)
# The total of the funds as only forms call it; 合计 closes any table of money.
FORM_TOTAL = re.compile(r"(?:年度|项目|全年|本年)?(?:资金)?(?:总额|总金额)")
TOTAL_LINE = re.compile(r"(?!其中).{0,6}(?:总额|总金额|合计|总计)")
NATURE = re.compile(r"(?:基本|项目|经营|人员|公用)(?:支出|经费)")
# One cell that names a part of the funds and says how much: 其中：基本支出：1894.92万元.
NAMED_AMOUNT = re.compile(
    r"(?:其中)?[:：]?\s*(?P<name>[一-鿿（）()]{2,24})\s*[:：]\s*(?P<amount>[\d,，]+(?:\.\d+)?\s?(?:万元|亿元|元)?)"
)
NONE = re.compile(r"[√/／\-—–－―]*")
DOTS = re.compile(r"[.…·。]+")
MONTHS = re.compile(r"(?<!\d)\d{1,2}[-—–~至]+(\d{1,2})月")
# What stands in brackets, and the end of such whose opening was lost with a line: 30分）
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]|\d+分?[)）]$")
_MARKS = str.maketrans("", "", " \t\r\n\u3000\u00a0:：*＊|")
# A number with its sign and unit, and points, and nothing else.
VALUE = re.compile(r"[≥≤><=约]*-?[\d,，]+(?:\.\d+)?(?:[%％‰]|[一-鿿]{0,3})")
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)分?")


@cache
def plain(text: str) -> str:
    """A head or label as compared: white space, brackets with what they hold, colons and stars off.

    >>> plain("年度 指标值（A）"), plain("其中：财政拨款：")
    ('年度指标值', '其中财政拨款')
    """
    return _BRACKETS.sub("", text.translate(_MARKS))


@cache
def role_of(text: str, block: str) -> str:
    """What a column under a head holds in a block of `indicators` or `funds`;
    empty when the words are no such head.
    """
    told = plain(text)
    heads = INDICATOR_HEADS if block == "indicators" else FUND_HEADS
    return (
        next((role for role, pattern in heads.items() if re.fullmatch(pattern, told)), "")
        if told and len(told) <= 20
        else ""
    )


def is_none(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, /, a dash,
    or a tick of the column beside.
    """
    return bool(NONE.fullmatch(text.translate(_MARKS)))


def points_of(text: str) -> Decimal | None:
    """The points that a cell states; None where it says anything else."""
    found = _POINTS.fullmatch(text.translate(_MARKS))
    return Decimal(found[1]) if found else None
