"""Whether a number is a result, a target, a plan, a forecast or a weight."""

from __future__ import annotations

import re

from perf_analysis.data import read_words
from perf_analysis.figures import wording
from perf_analysis.figures.naming import goals
from perf_analysis.figures.naming.said import PIECES, Row, Said
from perf_analysis.terms import OF_BUDGET, OF_TARGET
from perf_analysis.units import AT_LEAST, AT_MOST

_FORECAST = re.compile(r"预计|预测|达产后|有望|全年预计")
_MEANT = re.compile(
    r"力争|确保|争取|计划|拟|将|目标为|任务为|要求|应(?<![供适相效反响]应)(?![诉急用收付届答援对变聘税交缴])"
)
# Under a heading of goals too, money that is given is no goal.
_GIVEN_MONEY = re.compile(r"下达|安排|预算|拨付|补助|投入|资金|配套|拨款")
_WEIGHT = re.compile(r"权重|分值|满分|标准分")
_DONE = re.compile(r"执行|完成|实现|实际|决算|支出(?<!基本支出)(?<!项目支出)")
_REACHED = re.compile(r"完成|实现|达到|超|占|低于|高于|少于|多于|优于")
_HEADS = read_words("wording.toml")["heads"]
_OF_GOAL = re.compile("|".join(_HEADS["goals"].split()))
_OF_RESULT = re.compile("|".join(_HEADS["results"].split()))
_IS_GOAL = re.compile(rf"(?:年[初度]|全年|的|值|数|量|水平|{'|'.join(_HEADS['goals'].split())})+")
_IS_RESULT = re.compile(
    rf"(?:年[末底终]|全年|(?<=完成)指标|值|数|量|水平|的|率|{'|'.join(_HEADS['results'].split())})+"
)
_OF_PLAN, _OF_DOING = re.compile(r"预算|下达|安排"), re.compile(r"执行|完成|支出")
_AIMED = ("≥", "≤")  # nobody reports a result so
_BOUNDS = ("不低于", "不小于", "不超过", "不高于", "不大于")
_BOUND = (*AT_LEAST, *AT_MOST)
_OF_AIM = re.compile("目标|指标值|任务|承诺")
_PLANNED = re.compile(r"预算数|预算安排|年初预算|计划")
_AHEAD, _AHEAD_WITHIN = (
    re.compile(r"下一?步|拟(?<![模草虚]拟)(?![定订])|力争|打算|目标[为是:：]"),
    80,
)


def is_role(told: str) -> bool:
    """Whether words say no more than what a number is: 年初承诺, 完成值, 完成率."""
    return is_result(told) or (bool(told) and _IS_GOAL.fullmatch(told) is not None)


def is_result(told: str) -> bool:
    """Whether words say no more than that a number was reached: 实绩, 完成值."""
    return bool(told) and _IS_RESULT.fullmatch(told) is not None


def role_of_head(row: Row, head: str) -> str:
    """What a number in a table or form is, by its head."""
    if row["kind"] == "score" and _WEIGHT.search(head):
        return "weight"
    is_money = row["kind"] == "amount" and not _OF_AIM.search(head)
    is_bound = row["qualifier"] in _BOUND and not _OF_RESULT.search(head)
    told = _OF_GOAL.sub("", head)  # of 应达到 nothing
    if is_bound or (told != head and not _OF_RESULT.search(told)):
        return "plan" if is_money and not is_bound else "target"
    if _FORECAST.search(head):
        return "forecast"
    if row["kind"] == "amount" and _OF_PLAN.search(head):
        return "actual" if _OF_DOING.search(head) else "plan"
    return "actual"


def role_under(head: str, row: Row) -> str:
    """What a number in the words of a cell is, by the head over it: 招生不少于1100人 below
    预期目标; as it was where that does not say.
    """
    role = str(row["role"])
    is_level = row["kind"] in ("count", "area", "other", "rate") and not row["direction"]
    if not is_level or not head or role not in ("actual", "target"):
        return role
    if _OF_RESULT.search(head):
        return "actual"
    return "target" if _OF_AIM.search(head) else role


_IS_CLASS = re.compile(r"(?:低于|高于|超过|大于|小于|不足|不到)$")


def role(row: Row, told: Row, said: Said) -> str:
    """What a number in running text is: by its measure, its headings and its clause."""
    measure = str(told["measure"])
    clause = PIECES.split(said.bare)[-1]
    if row["kind"] == "score" and _WEIGHT.search(measure + clause[-6:]):
        return "weight"
    if measure in OF_TARGET or measure.endswith(("指标值", "目标值", "目标数")):
        return "target"
    if wording.OF_TARGET.match(said.text, row["end"]) and not _REACHED.search(clause):
        return "target"  # 培训9000人次的年度任务
    is_noun = row["kind"] == "count" and not row["quoted"][:1].isdigit()
    is_given = row["kind"] == "amount" and bool(_GIVEN_MONEY.search(clause + measure))
    is_goal = not is_noun and not is_given
    if is_goal and goals.is_of_goals(said.setting.title_at(row["start"])):
        return "target"
    if is_goal and (goals.is_after_goal(row, said) or goals.is_listed_goal(row, said, clause)):
        return "target"
    if _is_bound(row, clause, said):
        return "target"
    if _FORECAST.search(clause):
        return "forecast"
    is_meant = _MEANT.search(clause) and not is_noun and row["kind"] != "amount"
    is_meant = is_meant or (_is_ahead(row, said) and not _DONE.search(clause))
    if is_meant and not row["direction"]:
        return "target"
    if row["kind"] in ("amount", "count") and wording.TO_REACH.search(clause):
        return "target"
    is_planned = _is_budget(measure) or _is_part_of_plan(measure, said)
    return "plan" if row["kind"] == "amount" and is_planned else "actual"


def _is_bound(row: Row, clause: str, said: Said) -> bool:
    """Whether a number bounds others: 不低于95%; 对完成率低于95%的任务."""
    if row["kind"] == "rate" and _IS_CLASS.search(clause) and said.after(row["end"])[:1] == "的":
        return True
    return row["qualifier"] in _AIMED or (row["kind"] != "amount" and row["qualifier"] in _BOUNDS)


def _is_ahead(row: Row, said: Said) -> bool:
    """Whether the sentence of a number speaks of what is still to be done."""
    if row["kind"] == "amount":
        return False
    begin = max(said.sentence, row["start"] - _AHEAD_WITHIN)
    return bool(_AHEAD.search(said.text, begin, row["start"]))


def _is_part_of_plan(measure: str, said: Said) -> bool:
    """Whether a number is a part of a budget: 预算1500万元，其中基本支出900万元."""
    is_part = bool(said.whole or said.bracket) and said.is_plan
    return is_part and not _DONE.search(measure)


def _is_budget(measure: str) -> bool:
    attribute = wording.split_name(measure)[1] or measure
    is_planned = attribute in OF_BUDGET or _PLANNED.search(measure)
    return bool(is_planned) and not _DONE.search(measure)
