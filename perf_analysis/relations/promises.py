"""What was to be done, and right behind it what was done: 原定120户，只验收了114户."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from perf_analysis.data import read_words
from perf_analysis.figures import wording
from perf_analysis.figures.naming.roles import is_result
from perf_analysis.relations.facts import BESIDE, HERE, Fact
from perf_analysis.relations.parallel import find_answers
from perf_analysis.units import AT_LEAST, AT_MOST

_WORDS = read_words("relations.toml")["targets"]


def _any(name: str) -> str:
    return "|".join(_WORDS[name].split())


_PLANNED = re.compile(f"{_any('planned')}|{_any('bounds')}")
# 任务是增长8%
_PLANNED_GROWTH = re.compile(
    r"(?:任务|目标|计划|要求|预期|力争)[为是数值]?(?:实现|再)?[增提上下降减压][一-鿿]?(?:不[低少]于)?$"
)
_PLANNED_MONEY = re.compile(_any("planned_money"))
_BOUND = re.compile(_any("bounds"))
_DONE, _FOUND = re.compile(_any("done")), re.compile(_any("found"))
_OTHER_YEAR, _APART = re.compile(_any("years")), re.compile(_any("apart"))
_LIMITS = re.compile(_any("limits"))
# a clause that ends in what promises leaves only the result to tell
_ENDS_PLANNED = re.compile(rf"(?:{_any('planned')})[^，,；;]{{0,2}}$")
_MEASURES = re.compile(
    r"(?:率|度|占比|比例|比重)(?:保持|稳定|控制|达|在|到|为)*$|[数量额值]$|时间$"
)
_SETTERS = re.compile(rf"(?:{_any('setters')}|的|是|和|由|为|在)*")
# 完成计划的123.7%, 为任务数的 say how much of it was done, 距目标 how far it is
_OF_PLAN = re.compile(
    r"(?:完成|占(?!比)|为|是|及|于|距|超|到(?![场岗位账期达货诊馆]))[^，,:：]{0,8}(?<!比例)(?:任务|计划|目标|预定|要求|指标)[数值量书]?的?$"
)
_COMMA, _STOP = re.compile(r"[，,:：(（]"), re.compile(r"[；;。]")
# 25项(要求)/31项(落地)
_IN_BRACKET = re.compile(
    r"以?[上内下]?[(（](?:年初|年度|全年)?(?:目标|要求|计划|任务|应|约定|承诺|[上下]限|底线)[^()（）\d]{0,2}[)）]"
)
_DONE_BEHIND = re.compile(
    r"以?[上内下]?[(（](?:实际|完成|落地|达成|兑现|实绩|结果|已)[^()（）\d]{0,4}[)）]"
)
_REALLY = re.compile(r"以?[上内下]?[；;，,。]?实际([一-鿿]*)$")
_REST_OF_BRACKET = re.compile(r"^[^()]{1,8}\)(?=[^一-鿿])")
_MARK = re.compile(
    r"^[^一-鿿A-Za-z0-9“]*(?:(?:指标|目标|任务)[一二三四五六七八九十\d]{1,2}|[(（]?[一二三四五六七八九十甲乙丙丁\d]{1,2}[)）.、．]"
    r"|[一二三四五六七八九十]是|其[一二三四五六]|一样是)?"
)
_MOST_BETWEEN = 3  # figures of other sorts between the two: 抽查200卷
_LONGEST_ASIDE = 24  # characters behind a full stop that lead to a result
_THEN = re.compile(
    r"(?:截至|到)?(?:年[末底终]|实[际一-鿿]|最终|经[一-鿿]{2})|[一-鿿]{2}$|完成[数值][:：]"
)
_BARE = re.compile(
    r"(?:以[上内下])?(?:→|(?:——|[—，,])(?:年[末底])?(?:实际)?(?:完成|实现|建成|达到|办结)了?)"
)
_DASHED = re.compile(r"[一-鿿]{0,2}——([一-鿿]{1,3})")
# 未兑现，93%
_ATTRIBUTE = re.compile(r"([一-鿿]{2})[率度][为是达]?$")
_EACH = re.compile(r"每[一-鿿]$")
_VERDICT = re.compile(r"(?:兑现|达[到标成]|完成|实现|落实|超额)[，,:：]$")
_OF_TASK = re.compile(
    r"[；;，,—→]+(?:[完达]成|完工|兑现|实现|达标|折)?[合率比度]?(?:例|程度)?[为是达]?"
)
# by how much the number before is beyond or short of the one before that: ，超目标42支
_GAP = re.compile(
    r"[，,;；](?:比|较)?(?:[超欠缺][额出过]?|[差少短多](?=目标|任务|计划)|差)(?:目标|任务|计划)?[数值]?了?"
)
_LISTED = re.compile(r"[、和及与](?!实际|已|完成)")
_NO_RESULT = re.compile(r"^[、和及与]|[未不没低高超]")
_LEAST_THING, _LONGEST_VERB, _LONGEST_ALONE = 2, 3, 6
_JUDGED = re.compile(r"[；;，,]?(?:[未没]?有?达[到标成]|[未没]完成|不?合格|[未没]?实现)")
_EMPTY = ("完成", "实现", "达到", "建成")  # verbs that say nothing of what was done
_NO_THING = re.compile(r"名称|单位|情况|绩效|目标|指标|完成|效益|方面$|执行|预算|结果|评价|任务")
# what a result does to its target, as well as what a target says
_COMPARED = (
    *("超过", "超", "高于", "大于", "多于", "超出", "突破", "逾"),
    *("低于", "小于", "少于", "不足", "不到"),
)
_BOUNDS = {*AT_LEAST, *AT_MOST} - {*_COMPARED}


def find_promises(facts: Sequence[Fact]) -> dict[int, int]:
    """Where what was done stands, by where what was to be done does; each right behind the other
    in one item of running text.
    """
    found = find_answers(facts)
    for at, plan in enumerate(facts):
        is_plan = is_promised(plan) or _is_goal(plan)
        is_plan = is_plan or (at + 1 < len(facts) and _is_shown(plan, facts[at + 1 : at + 3]))
        is_plan = is_plan and not (at and _is_in_bracket(plan, facts[at - 1]))
        if plan.table or plan.at in {*found, *found.values()} or not is_plan:
            continue
        behind = takewhile(lambda fact: not fact.table, facts[at + 1 : at + 2 + _MOST_BETWEEN])
        others = facts[max(0, at - _MOST_BETWEEN) : at]
        is_only = not any(_is_sort_of(plan, fact) for fact in others if fact.role == "target")
        ahead = list(behind)
        done = _proved(plan, ahead) or next(_results(plan, ahead, is_only), None)
        if done is None and ahead and _is_shown(plan, ahead):
            done = ahead[0]
        if done is not None and done.at not in found.values():
            found[plan.at] = done.at
    return found


def _proved(plan: Fact, ahead: Sequence[Fact]) -> Fact | None:
    """Of several results in a sentence the one whose rate stands behind it: 目标260个，上报260个，
    核实221个，折合85%.
    """
    for done, rate in pairwise(ahead):
        is_one = _is_sort_of(plan, done) and plan.distance(rate) == HERE and not is_bound(done)
        if not is_one or is_promised(done):
            return None
        if is_of_task(rate) and is_share(plan, done, rate):
            return done
    return None


def _is_shown(plan: Fact, ahead: Sequence[Fact]) -> bool:
    """Whether a verdict or a rate behind the next number shows that it is the result."""
    shown = _is_judged(plan, ahead[0]) or _is_measured(plan, *ahead[:2])
    return shown or _is_redone(plan, ahead[0]) or _is_missed(plan, *ahead[:2])


def _is_missed(plan: Fact, done: Fact, gap: Fact | None = None) -> bool:
    """Whether the number behind the next says how far that is from this: 300支，完赛342支，超目标
    42支.
    """
    if gap is None or plan.kind == "amount" or not _is_sort_of(plan, done) or plan.is_moved:
        return False
    is_here = plan.distance(done) == plan.distance(gap) == HERE
    is_gap = is_here and gap.unit == plan.unit and _GAP.fullmatch(gap.before) is not None
    is_other = _OTHER_YEAR.search(plan.before + done.before) or _NO_RESULT.search(done.before)
    return is_gap and not is_other and abs(done.number - plan.number) == gap.number


def _is_redone(plan: Fact, done: Fact) -> bool:
    """Whether 实际 leads to a number, and to the words that end what leads to the one before, under
    a name with a colon: 创建景区：新增2家；实际新增2家.
    """
    again = _REALLY.match(done.before)
    is_one = _is_sort_of(plan, done) and plan.distance(done) <= BESIDE and not done.is_moved
    if not is_one or again is None or plan.kind == "amount" or plan.table:
        return False
    is_told = ":" in plan.before and plan.before.endswith(again[1] or ":")
    return is_told or (plan.kind == "rate" and not again[1])


def is_promised(fact: Fact) -> bool:
    """Whether the words around a number say that it was to be reached."""
    if fact.kind in ("rank", "score") or not fact.before:
        return False
    clause = _last(fact.before)
    if fact.is_moved:
        return fact.kind == "growth" and _PLANNED_GROWTH.search(clause) is not None
    if _is_compared(fact) or clause.endswith(("由", "从")):
        return False
    if _OF_PLAN.search(clause) or _OTHER_YEAR.search(clause):
        return False
    planned = _PLANNED_MONEY if fact.kind == "amount" else _PLANNED
    is_said = is_bound(fact) or _IN_BRACKET.match(fact.behind) is not None
    return is_said or planned.search(clause) is not None


def _is_compared(fact: Fact) -> bool:
    """Whether a number is a target that the one before it is held against: 低于70%的年度目标."""
    return fact.behind.startswith("的") and fact.row["qualifier"] in _COMPARED


def _is_goal(fact: Fact) -> bool:
    """Whether a number stands among goals, whatever its own clause says."""
    is_sort = fact.kind == "rate" or (fact.kind != "growth" and fact.is_level)
    is_sort = is_sort and not fact.before.endswith(("由", "从"))  # what it went from
    return fact.role == "target" and is_sort and not _OF_PLAN.search(_last(fact.before))


def _is_measured(plan: Fact, *behind: Fact) -> bool:
    """Whether nothing but 完成 leads from a number to another of its sort, and a dash or the rate
    of the one by the other shows that it was the task: 救助1200人次，完成1386人次，完成率115.5%.
    """
    if not behind or not _is_sort_of(plan, behind[0]) or plan.distance(behind[0]) != HERE:
        return False
    done, *others = behind
    if plan.is_moved or plan.table or is_bound(done):
        return False
    shares = [rate for rate in others if rate.kind == "rate" and is_share(plan, done, rate)]
    is_bare = _BARE.fullmatch(done.before) is not None or _is_dashed(plan, done)
    is_told = any(map(is_of_task, shares))
    is_money = plan.kind == "amount" and not is_promised(plan)  # 总投资 is no task
    is_task = plan.row["term"] is None and not is_money
    if is_told and is_task and not _OTHER_YEAR.search(done.before):
        return True
    is_row = "→" in done.before and done.behind.startswith("→")
    return is_bare and ("—" in done.before or is_row or bool(shares))


def is_share(plan: Fact, done: Fact, rate: Fact, beyond: int = 0) -> bool:
    """Whether a rate is what was done of a plan, less so many times the plan."""
    wanted = float(plan.number)
    return wanted > 0 and rate.meets(done.low / wanted - beyond, done.high / wanted - beyond)


def _is_dashed(plan: Fact, done: Fact) -> bool:
    """Whether a dash leads from a number to another, with a verb or again what was to be done:
    走访120户——走访120户.
    """
    dashed = _DASHED.fullmatch(done.before)
    if dashed is None:
        return False
    return dashed[1] in wording.VERBS or plan.before.endswith(dashed[1])


def is_of_task(rate: Fact) -> bool:
    """Whether a share is led to by no more than that something was done: ，完成110%."""
    return rate.kind == "rate" and _OF_TASK.fullmatch(rate.before) is not None


def _is_judged(plan: Fact, done: Fact) -> bool:
    """Whether a name before a colon leads to two numbers, and a verdict ends them: 签约项目：40个；
    查证33个；未达到。
    """
    is_labelled = plan.before.endswith(":") and plan.kind != "score" and not plan.table
    is_one = _is_sort_of(plan, done) and plan.paragraph == done.paragraph and not done.is_moved
    is_pair = is_labelled and is_one and not _OTHER_YEAR.search(done.before)
    return is_pair and _JUDGED.match(done.behind) is not None


def _is_in_bracket(plan: Fact, done: Fact) -> bool:
    """Whether a target stands in a bracket right behind its result: 412个（目标400个）."""
    is_open = plan.before.startswith("(") and ")" not in plan.before
    return is_open and plan.unit == done.unit and plan.distance(done) == HERE


def is_bound(fact: Fact) -> bool:
    """Whether a number is printed with what only targets have: 不低于90%."""
    return fact.row["qualifier"] in _BOUNDS


def is_limit(fact: Fact) -> bool:
    """Whether the words before a target say that it is to become no more: 压到8%."""
    is_behind = re.match(r"的?(?:上限|红线|控制)", fact.behind) is not None
    return is_behind or _LIMITS.search(_last(fact.before)) is not None


def is_rise(fact: Fact) -> bool:
    """Whether the words before a target say that it is to be reached from below: 要达到300天."""
    return fact.before.endswith(("达到", "达")) and not is_limit(fact)


def _last(before: str) -> str:
    """The last clause of what stands before a number; a label before a colon belongs to it, a
    bracket behind the number before does not.
    """
    return re.split(r"[，,；;。]|^\([^()]*\)(?=.)", before)[-1]


def _is_sort_of(plan: Fact, fact: Fact) -> bool:
    return (fact.unit, fact.kind) == (plan.unit, plan.kind)


def _results(plan: Fact, behind: Sequence[Fact], is_only: bool) -> Iterator[Fact]:
    """The first number behind what was to be done that is of its sort and tells what was done; in
    another sentence that of the only goal of the sort.
    """
    between = ""
    for fact in behind:
        between += fact.before if plan.distance(fact) == HERE else f"。{fact.before}"
        is_near = plan.distance(fact) <= BESIDE and not _is_over(between)
        is_next = _is_compared(fact) or (_is_sort_of(plan, fact) and is_promised(fact))
        if not is_near or is_next:
            return
        is_again = fact.number == plan.number and fact.before in "，,"  # 目标3个，三个都…
        if not _is_sort_of(plan, fact) or fact.is_moved != plan.is_moved or is_again:
            continue
        is_crossed = "。" in between and not is_promised(plan) and not is_only
        if not is_crossed and _says_done(plan, fact, between):
            yield fact
        return


def _is_over(between: str) -> bool:
    """Whether another item begins between two numbers: behind a mark that leads to no result."""
    stops = zip(_STOP.findall(between), _STOP.split(between)[1:], strict=True)
    return any(told and not _leads_on(stop, told) for stop, told in stops)


def _leads_on(stop: str, told: str) -> bool:
    is_short = stop == "。" and len(told) <= _LONGEST_ASIDE
    return is_short or is_result(re.split("[:：]", told)[0]) or _THEN.match(told) is not None


def _says_done(plan: Fact, fact: Fact, between: str) -> bool:
    """Whether what leads to a number says that it is the result, or says again what was to be
    done: 惠及企业，定2600家，惠及2815家.
    """
    clause = _last(between)
    if not clause or _OTHER_YEAR.search(between) or _LISTED.match(between):
        return _VERDICT.search(between) is not None
    if _is_dashed(plan, fact):
        return True
    is_last = _ENDS_PLANNED.search(_BOUND.sub("", plan.before)) is not None
    if fact.role == "target":
        is_told = _FOUND.search(clause) is not None or is_result(re.split("[:：]", clause)[0])
        return (is_told or is_last) and not _is_named(clause)
    again = _ATTRIBUTE.search(clause)  # 报告接种率 says 接种 again
    said = [clause[:2], *(again.groups() if again else ())]
    is_verb = len(clause) == _LEAST_THING and not _is_named(clause)
    if is_verb and clause not in wording.VERBS:
        said.append(clause[1])  # 夺金 of 金牌
    if len(clause) > 1 and any(told in plan.before for told in said):
        return True
    per = _EACH.search(between)  # 每日16小时 and 每日14小时
    apart = between[: per.start()] if per and plan.before.endswith(per[0]) else between
    if _APART.search(apart) and not clause.startswith("实际"):
        return False
    is_told = _DONE.search(clause) is not None or _DONE_BEHIND.match(fact.behind) is not None
    return is_told or (is_last and not _is_named(clause))


def _is_named(clause: str) -> bool:
    """Whether a clause names a measure of its own: 满意度."""
    return _MEASURES.search(clause) is not None


def promised_thing(fact: Fact) -> str:
    """What was to be done, by the words before its number: 改建户厕 of 改建户厕，原定120户; else by
    what stands over them; empty where neither says it.
    """
    *before, last = _STOP.split(_MARK.sub("", fact.before))
    pieces = [piece for piece in _COMMA.split(last) if piece]
    parts = [*_parts(pieces, _COMMA.split(before[-1])[-1] if before else fact.head)]
    parts.append(_COMMA.split(fact.head)[-1] if not _NO_THING.search(fact.head) else "")
    told = map(_thing, parts)
    return next((thing for thing in told if len(thing) >= _LEAST_THING), "")


def item_of(fact: Fact) -> str:
    """What begins the item of a number, in a clause of its own before: 成活率，…平均只有82%."""
    first, *others = _COMMA.split(_STOP.split(fact.before)[-1].lstrip("—、，,"))
    return _thing(first) if others else ""


def _parts(pieces: Sequence[str], head: str) -> Iterator[str]:
    """Where the name may stand, the likeliest first: behind the word that promises, before it, in
    the clauses before, over the number.
    """
    *before, last = re.split(_PLANNED, pieces[-1]) if pieces else [""]
    over = _COMMA.split(head)[-1]
    is_alone = before and not before[0] and len(pieces) == 1 and 0 < len(last) <= _LONGEST_ALONE
    if (
        is_alone and wording.phrase_of(last) not in wording.VERBS and not _NO_THING.search(over)
    ):  # 目标值：覆盖率 below what it is of
        yield _thing(over) and _thing(over) + wording.phrase_of(last)
    told = wording.phrase_of(last)
    is_verb = told in wording.VERBS and told not in _EMPTY
    if len(told) > _LONGEST_VERB:
        yield last
    if before and told and _thing(before[-1]):  # 执法计划检查
        yield _thing(before[-1]) + told
    if before and len(pieces) > 1 and max(len(_thing(part)) for part in before) <= _LEAST_THING:
        yield pieces[-2]
    yield last
    yield from reversed(before)
    yield from reversed(pieces[:-1])
    is_of_it = told in over if is_verb else not _NO_THING.search(over)
    yield over if is_of_it else ""


def _thing(told: str) -> str:
    told = wording.phrase_of(_MARK.sub("", _REST_OF_BRACKET.sub("", told.strip("、／/"))))
    is_none = told in wording.VERBS or _SETTERS.fullmatch(told) or _PLANNED.fullmatch(told)
    return "" if is_none else told
