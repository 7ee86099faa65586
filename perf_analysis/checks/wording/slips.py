"""Slips of a text: words doubled or confused, another's template, blanks left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from perf_analysis.checks.case import Case, Finding
from perf_analysis.checks.results.parts import bare, is_of_department, place_at, quote
from perf_analysis.document import Document
from perf_analysis.structure import NO_LETTER, SENTENCE

# 一步一步, 研究研究 are no slips.
_DOUBLED = re.compile(r"(?![一二三四五六七八九十零逐几每])([一-鿿])(?!\1)([一-鿿]{1,3})\1\2")
_AGAIN = (
    "研究",
    "考虑",
    "讨论",
    "商量",
    "了解",
    "学习",
    "沟通",
    "休息",
    "交流",
    "锻炼",
    "感受",
    "体验",
    "宣传",
    "检查",
)
# A term may begin with the word that the one before it ended in: 市政府政府采购, 我部门部门预算.
_COMPOUND = {
    "政府": "采购|性|购买|投资|债|工作|网",
    "部门": "整体|预算|决算|支出|绩效|职[能责]",
    "项目": "支出|资金|库|管理|绩效|建设|化|法人|负责|单位|预算|实施|概况|名称",
    "财政": "拨款|资金|支出|局|部门|预算|补助|专|收入|所",
    "预算": "执行|绩效|编制|管理|单位|资金|数|安排|收|支|调整|完成",
    "社会": "保|效益|治安|组织|事业|福利|救助|稳定|力量|资本",
    "绩效": "目标|评价|管理|自评|指标|运行|监控",
    "支出": "绩效|预算|决算|功能|经济|合计|总额",
    "服务": "对象|业|中心|企业|站|质量|水平",
    "管理": "办法|局|中心|制度|委员会|费|处|站|人员",
    "企业": "家|所得税|化|法人|文化|职工",
    "中心": "城区|小学|卫生院|校|镇|村",
    "工程": "项目|质量|建设|款|师",
    "资金": "管理|使用|支出|拨付|到位|来源|安排|投入",
    "工作": "人员|经费|任务|目标|机制|站|量",
    "指标": "值|体系|得分|完成|设",
    "目标": "值|完成|任务|设|管理",
    "技术": "人员|服务|改造|推广|中心",
    "教育": "局|厅|部|教学|事业|经费",
    "人员": "经费|支出|工资|编制",
    "单位": "职|自评|名称|负责|内|预算",
    "评价": "指标|结论|结果|报告|等级|得分",
    "街道": "办",
    "社区": "工作者|居民|服务|卫生|干部|党|治理|矫正",
    "专业": "人|技术",
    "自治区": "级|本级|财政|人民|党委|政府",
    "开发区": "级|本级|财政|管",
}
_FOLLOWED = {word: re.compile(after) for word, after in _COMPOUND.items()}
# Words written for another of like sound or shape, where that cannot be meant; the first is what
# such a text surely holds.
_CONFUSED = (
    (
        "登记",
        re.compile(r"(?:评价|评定|考评|考核|自评)(登记)(?=[为是:“\"]|[优良中差]等?)"),
        "等级",
    ),
    ("完咸", re.compile(r"(完咸)"), "完成"),
    (
        "己",
        re.compile(r"(?<![自知利克律一异])(己)(?=完成|经(?!营)|建成|达到|全部|拨付|落实|投入使用)"),
        "已",
    ),
    ("予算", re.compile(r"(?<![给赋授准])(予算)"), "预算"),
    ("绩校", re.compile(r"(绩校)"), "绩效"),
    ("拔", re.compile(r"(?<!选)(拔[付款](?=[资到及完]))|(划拔)"), "拨付、拨款或划拨"),
    ("按排", re.compile(r"(按排)(?![名序放列水污队行位])"), "安排"),
    ("布署", re.compile(r"(?<!公)(布署)(?!名)"), "部署"),
)
# What a project's template says of its project, after a sentence that spoke of the department.
_OF_DEPARTMENT = re.compile(r"整体支出|我[委局部厅办中]|本部门|本单位|我单位")
_OF_PROJECT = re.compile(r"[该本]项目(?:申报|立项|绩效|预算|资金|实施|总体|自评|得分|管理|的)*")
_PLACE_SIGNS = "XＸxｘ×*＊"
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9×*＊.])(?:[XＸ]{2,}|[xｘ]{2,}|×{2,}|[*＊]{2,})(?![A-Za-z0-9×*＊.])"
)
LONGEST_LABEL = 12  # characters
# A name or number that was taken out before a form was published.
_MASKED = re.compile(r"(?:人|者|员|姓名|电话|手机|签[字名]|盖章)\s*[:：(（]?\s*\Z")
_MARKS = re.compile(r"，，|。。|；；|、、|：：|，。|。，|、。|，、|、，|；。|。；")
_BRACKET = re.compile(r"[()（）]")
LONGEST_BRACKET = 300  # characters in which a bracket is closed
LONGEST_SENTENCE = 200  # characters before 该项目 in which its sentence begins
LEAST_SENTENCE = 6  # letters of a sentence that does not come twice by chance
_AFTER = re.compile(r"[一-鿿]{0,2}")
_BEFORE = re.compile(r"[一-鿿]{0,2}$")


class _Slip(NamedTuple):
    """One slip: where, the words around it, and what may be meant."""

    at: int
    quoted: str
    told: str


def check_slips(case: Case) -> Iterator[Finding]:
    """A text was read again before it was handed in: no word doubled, none of another's template,
    no blank left open.
    """
    document = case.document
    if document is None:
        return
    by_words: dict[tuple[str, str], list[_Slip]] = {}
    for find in (_doubled, _said_again, _confused, _of_project, _left_open, _not_closed):
        for slip in find(document):
            by_words.setdefault((slip.quoted, slip.told), []).append(slip)
    for (quoted, told), slips in by_words.items():
        more = f"等 {len(slips)} 处" if len(slips) > 1 else ""
        yield Finding(
            "question",
            f"{quote([quoted])}{place_at(case, slips[0].at)}{more}：{told}",
            ask="请核对文字",
        )
    if not by_words:
        yield Finding("holds", "没有发现重复的词、混用的词、占位符和没有闭合的括号")


def _doubled(document: Document) -> Iterator[_Slip]:
    text = document.text
    for found in _DOUBLED.finditer(text):
        word = found[1] + found[2]
        if word not in _AGAIN and not (
            word in _FOLLOWED and _FOLLOWED[word].match(text, found.end())
        ):
            yield _Slip(found.start(), found[0], f"“{word}”可能重复")
    for found in _MARKS.finditer(text):
        before = text[max(found.start() - 4, 0) : found.start()].rpartition("\n")[2]
        yield _Slip(found.start(), before + found[0], "标点可能重复")


def _said_again(document: Document) -> Iterator[_Slip]:
    """A sentence without numbers that stands twice in a row."""
    before = ""
    for found in SENTENCE.finditer(document.text):
        letters = NO_LETTER.sub("", found[0])
        is_again = (
            letters == before
            and len(letters) >= LEAST_SENTENCE
            and not any(map(str.isdigit, found[0]))
        )
        if is_again:
            yield _Slip(found.start(), bare(found[0]), "与前一句相同")
        before = letters


def _confused(document: Document) -> Iterator[_Slip]:
    text = document.folded
    for word, pattern, right in _CONFUSED:
        for found in pattern.finditer(text) if word in text else ():
            before, after = (
                _BEFORE.search(text[max(found.start() - 2, 0) : found.start()]),
                _AFTER.match(text, found.end()),
            )
            around = f"{before[0] if before else ''}{found[0]}{after[0] if after else ''}"
            yield _Slip(found.start(), around, f"“{found[found.lastindex or 0]}”可能应为“{right}”")


def _of_project(document: Document) -> Iterator[_Slip]:
    """该项目 in a sentence on the department that names no project before it."""
    for found in _OF_PROJECT.finditer(document.text) if is_of_department(document) else ():
        before = SENTENCE.findall(
            document.text, max(found.start() - LONGEST_SENTENCE, 0), found.start()
        )
        if before and _OF_DEPARTMENT.search(before[-1]) and "项目" not in before[-1]:
            yield _Slip(
                found.start(),
                bare(found[0]),
                "前文说的是部门，没有说到哪一个项目，可能是项目报告的用语",
            )


def _left_open(document: Document) -> Iterator[_Slip]:
    is_filled = not any(sign in document.text for sign in _PLACE_SIGNS)
    for found in () if is_filled else _PLACEHOLDER.finditer(document.text):
        if _MASKED.search(document.folded[max(found.start() - LONGEST_LABEL, 0) : found.start()]):
            continue
        around = document.text[max(found.start() - 4, 0) : found.end() + 4]
        yield _Slip(found.start(), bare(around), "可能是没有填写的占位符")


def _not_closed(document: Document) -> Iterator[_Slip]:
    """A bracket of the text that none closes;
    one near the end may close beyond a fragment's edge.
    """
    text, opened = document.text, []
    for found in _BRACKET.finditer(text):
        if found[0] in "(（":
            opened.append(found.start())
        elif opened:
            opened.pop()
    for at in opened:
        if at + LONGEST_BRACKET < len(text) and not document.table_at(at):
            yield _Slip(at, bare(text[at : at + 10]), "括号没有闭合")
