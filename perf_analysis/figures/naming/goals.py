"""Where a report tells what was to be reached: under a heading, an announcement, in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from perf_analysis.data import read_words
from perf_analysis.figures.naming.said import Row, Said

_HEADINGS = read_words("wording.toml")["goals"]
_GOALS = re.compile(
    r"(?:目标|重点工作任务|重点任务|主要任务)(?:设定|设置|内容|情况|设定情况|任务)?(?= |$)"
    r"|年初(?!预算|批复|部门|安排)[^ ]{1,6}(?= |$)"
)
_NEXT_YEAR = re.compile(
    r"(?:下一?年度?|明年|来年|下一?步)[一-鿿]{0,8}(?:目标|计划|安排|打算|任务|措施)"
)
# 绩效目标，集中在五件事上：
_GOAL_TOLD = re.compile(
    r"(?<!完成)目标[:：]|目标[为是]|(?:设[定置]|下达|批复|确定)[一-鿿]{0,8}指标(?:值)?[为是有:：]"
    r"|(?<!完成)目标(?:主要)?[,，]?(?:集中|体现|分解|分为|包括|如下|有)[^:：。；;\d]{0,12}[:：]"
    r"|年初[^:：。；;，,\d\n]{0,8}[订定][^:：。；;，,\d\n]{0,8}[:：]"
    r"|(?:目标|任务|承诺)[^:：。；;\d\n表(完实达结对率—]{0,16}(?:[:：]|——)|【[^】]{0,6}(?:目标|任务|计划|承诺)】"
)


_AIMED = re.compile("|".join(_HEADINGS["aimed"].split()))
_TASKED = re.compile("|".join(_HEADINGS["tasked"].split()))
_REACHED = re.compile("|".join(_HEADINGS["reached"].split()))
_OF_DOING = re.compile(r"实际|完成(?!率|时)|实现|已|建成|上年|去年|年底|年末|同期|[比较]上")
_ITEM = re.compile(r"第[一二三四五六][条项件]|目标[一二三四五六七八九十\d]|其[一二三四五六]")
# lines that lead to something else, or are a title
_NO_LEAD = re.compile(rf"{'|'.join(_HEADINGS['reached'].split())}|表$|报告|支出|单位|部门")
_OF_AIM, _BY_THEN = (
    re.compile(r"目标[一二三四五六七八九十\d]"),
    re.compile(r"[年月][末底]|年终|实际"),
)
# 按照初步设计，建设…
_BY_PLAN = re.compile(
    r"^[^，,]{0,4}(?:按照?|依据|根据)[^，,。;]{0,12}(?:设计|规划|方案|计划|批复|任务书|合同|责任书|申报表)"
    r"(?:要求|规定|安排)?[，,]"
)
_COUNTED = re.compile(r"(?:目标|任务)[^。；;，,完实]{0,8}[一两二三四五六七八九十\d]+[条项件个]。$")
_LONGEST_HEAD = 10  # characters of a heading that says no more than what follows
_LONGEST_LEAD = 24  # characters of a line that says what the lines below it are
_LONGEST_ITEM = 90  # of a line of a list
_IS_ITEM = re.compile(r"\d")
_WITHIN = 700  # characters above and below a number
_ENDS = re.compile(r"[。！？；;，,]")


def is_listed_goal(row: Row, said: Said, clause: str) -> bool:
    """Whether a number stands in a list of goals whose own head says so: 【绩效目标】, 任务三项：,
    目标一：; or among the items of a sentence that says how many goals there are.
    """
    if _OF_DOING.search(clause) or row["direction"]:
        return False
    own = said.text[max(said.paragraph, 0) : row["start"]].lstrip()
    if _BY_THEN.search(own):
        return False
    if _OF_AIM.match(own) or _is_counted(own) or _BY_PLAN.search(re.split("。", own)[-1]):
        return True
    if _REACHED.search(own):
        return False
    return _is_under_goals(said)


def _is_counted(own: str) -> bool:
    """Whether the sentence of a number is an item behind one that counts goals: 目标有两条。"""
    *before, last = re.split(r"(?<=。)", own)
    if not _ITEM.match(last.strip()):
        return False
    for sentence in reversed(before):
        if not _ITEM.match(sentence.strip()):
            return bool(_COUNTED.search(sentence))
    return False


def _is_under_goals(said: Said) -> bool:
    """Whether the nearest line above that leads to others says that these are goals."""
    for told in _paragraphs_above(said):
        is_short = len(told) <= _LONGEST_LEAD and not _ENDS.search(told)
        is_short = is_short and not _IS_ITEM.search(told)
        if told and (is_short or told.endswith(":")):
            lead = told.split("。")[-1]
            return not _NO_LEAD.search(lead) and _is_aimed(lead, said)
        if len(told) > _LONGEST_ITEM:
            return False
    return False


def _is_aimed(lead: str, said: Said) -> bool:
    is_task = _TASKED.search(lead) is not None
    return bool(_AIMED.search(lead)) or (is_task and _has_results(said.text, said.paragraph))


def _paragraphs_above(said: Said) -> Iterator[str]:
    """The paragraphs of a section above the one at hand; its heading is judged for itself."""
    end = max(said.paragraph, 0)
    section = said.setting.structure.section_at(end)
    while section and section.path[-1:].isdigit():  # an item of a list
        section = said.setting.structure.section_at(section.start - 1)
    first = max(end - _WITHIN, section.start if section else 0)
    while end > first:
        start = said.setting.scope.paragraph(end - 1)
        if section and start <= section.start:
            return
        told = said.text[start:end].strip()
        last = told.rsplit("\n", 1)[-1].strip()  # a heading below a line that seems to run on
        if last != told and len(last) <= _LONGEST_HEAD and "的" not in last:
            yield last
        yield "".join(told.split())
        end = start


def _has_results(text: str, begin: int) -> bool:
    """Whether a line further down leads to what was reached."""
    lines = ("".join(line.split()) for line in text[begin : begin + _WITHIN].split("\n"))
    return any(
        len(line) <= _LONGEST_LEAD and not _ENDS.search(line) and _REACHED.search(line)
        for line in lines
    )


def is_after_goal(row: Row, said: Said) -> bool:
    """Whether a goal is told since the last full stop: 主要目标是：一是…；二是…."""
    begin = said.text.rfind("。", said.paragraph, row["start"])
    begin = max(begin, said.paragraph, 0)
    return bool(_GOAL_TOLD.search(said.text, begin, row["start"]))


@lru_cache(maxsize=1024)
def is_of_goals(title: str) -> bool:
    """Whether headings say that what stands under them is still to be reached."""
    return bool(_GOALS.search(title.strip()) or _NEXT_YEAR.search(title))
