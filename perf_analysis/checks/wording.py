"""Checks of wording: passages told twice, items missing from a copy, slips, forecasts among results, claims without figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from perf_analysis import units
from perf_analysis.checks.case import Case, Figure, Finding, Rule, overlap
from perf_analysis.checks.results.parts import bare, figures_in, is_of_department, name_places, place_at, quote, result_sections, said_sections, title_of
from perf_analysis.figures.numerals import value_of

_DIGITS = "0123456789"
_SENTENCE = re.compile(r"[^。；;！!？?]+")
_NO_LETTER = re.compile(r"[^一-鿿A-Za-z]+")
LEAST_PASSAGE = 20  # letters of a sentence that is told twice: shorter ones come back by chance
LEAST_SENTENCE = 6  # letters of one that is, beside a longer one of the same two sections
SHINGLE = 8  # letters in a row by which a copy is found
LEAST_SHARED, LEAST_ALIKE = 0.6, 0.9  # share of shingles that makes a candidate; likeness that makes a copy
LEAST_COPIED = 40  # letters of all copies between two sections: less is a summary
LEAST_AGREEING = 3  # numbers that agree for each that does not: fewer make a pattern that is filled in, no copy


class _Passage(NamedTuple):
    """One sentence of a section, and its letters without digits, marks and white space."""

    path: str
    start: int
    end: int
    letters: str


@dataclass
class _Copy:
    """The passages that two sections share, in order."""

    one: list[_Passage] = field(default_factory=list)
    other: list[_Passage] = field(default_factory=list)

    @property
    def places(self) -> tuple[str, str]:
        return name_places(passage.path for passage in self.one), name_places(passage.path for passage in self.other)


def check_duplicates(case: Case) -> Iterator[Finding]:
    """What is told twice has the same numbers both times, and counts once."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对重复的文字")
        return
    for copy in _copies(case):
        pairs = [(pair, one.letters == other.letters) for one, other in zip(copy.one, copy.other, strict=True) for pair in _pairs(case, one, other)]
        equal = [pair for pair, _ in pairs if overlap(pair[0]["span"], pair[1]["span"])]
        unequal = [(pair, is_same) for pair, is_same in pairs if not overlap(pair[0]["span"], pair[1]["span"])]
        if len(equal) >= LEAST_AGREEING * len(unequal):
            yield from (_disagreeing(pair, copy, is_same) for pair, is_same in unequal)
            yield _repeated(copy, equal)


def _disagreeing(pair: tuple[Figure, Figure], copy: _Copy, is_same: bool) -> Finding:
    """Two numbers in one place of a passage told twice: `fails` where every word of the sentence is the same."""
    one, other = pair
    (place, second), figures = copy.places, (one["figure_id"], other["figure_id"])
    message = f"{place}和{second}文字{'相同' if is_same else '几乎相同'}的一句里，{one['measure']}一处写 {_printed(one)}，一处写 {_printed(other)}"
    status = "fails" if is_same and one["role"] == other["role"] and one["period"] == other["period"] else "question"
    less = float(one["value"] - other["value"])
    return Finding(status, message, figures, one["value"], other["value"], less, one["unit"], ask="请核对两处的数字以哪一处为准")  # type: ignore[arg-type]


def _repeated(copy: _Copy, equal: list[tuple[Figure, Figure]]) -> Finding:
    one, other = copy.places
    counted = f"，{len(equal)} 个数字两处一致，汇总时只应算一次" if equal else ""
    figures = tuple(figure["figure_id"] for side in zip(*equal, strict=True) for figure in side)
    return Finding("question", f"{one}和{other}文字几乎相同{counted}", figures, ask="请删去重复的段落，或说明两处的区别")


def check_list_gaps(case: Case) -> Iterator[Finding]:
    """Of two lists that tell the same, each tells all of it."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对并列的清单")
        return
    for copy in _copies(case):
        sides = [{passage.path for passage in side} for side in (copy.one, copy.other)]
        lists = [_items(case, side[0].path.rstrip(_DIGITS)) for side in (copy.one, copy.other)]
        is_parallel = all(len(side & {*items}) >= 2 and 2 * len(side & {*items}) >= min(map(len, lists)) for side, items in zip(sides, lists, strict=True))
        if not is_parallel:
            continue
        missing = [[path for path in items if path not in side] for side, items in zip(sides, lists, strict=True)]
        parents = [name_places([side[0].path.rstrip(_DIGITS)]) for side in (copy.one, copy.other)]
        for paths, here, there in ((missing[0], parents[0], parents[1]), (missing[1], parents[1], parents[0])):
            if paths:
                titles = {section.path: title_of(case, section) for section in case.structure.sections} if case.structure else {}
                message = f"{here}列有{quote(titles[path] for path in paths)}，内容相同的{there}没有列"
                yield Finding("question", message, ask="请说明没有列入的原因，或统一两处的清单")
        if not any(missing):
            yield Finding("holds", f"{parents[0]}和{parents[1]}列的项目相同")


def _items(case: Case, parent: str) -> list[str]:
    return list(dict.fromkeys(section.path for section in case.structure.items_under(parent))) if case.structure else []


def _copies(case: Case) -> list[_Copy]:
    """The passages told twice in different sections outside of goals, by the two sections over them."""
    passages = list(_passages(case))
    pairs = _alike([passage for passage in passages if len(passage.letters) >= LEAST_PASSAGE])
    sources: dict[str, set[str]] = {}
    for one, other in pairs:
        sources.setdefault(other.path, set()).add(one.path)
    briefer = {(passage.path, passage.letters): passage for passage in passages if len(passage.letters) < LEAST_PASSAGE}
    for (path, letters), passage in briefer.items():
        pairs += [(briefer[source, letters], passage) for source in sources.get(path, ()) if (source, letters) in briefer]
    copies: dict[tuple[str, str], _Copy] = {}
    for one, other in sorted(pairs, key=lambda pair: pair[1].start):
        copy = copies.setdefault((one.path.rstrip(_DIGITS), other.path.rstrip(_DIGITS)), _Copy())
        copy.one.append(one)
        copy.other.append(other)
    return [copy for copy in copies.values() if sum(len(passage.letters) for passage in copy.other) >= LEAST_COPIED]


def _alike(passages: list[_Passage]) -> list[tuple[_Passage, _Passage]]:
    """Passages of different sections that are nearly the same, each with the earlier one: by shared shingles, then by likeness."""
    first: dict[str, int] = {}
    found = []
    for at, passage in enumerate(passages):
        shingles = [passage.letters[start : start + SHINGLE] for start in range(len(passage.letters) - SHINGLE + 1)]
        votes = Counter(first.setdefault(shingle, at) for shingle in shingles)
        elsewhere = ((other, count) for other, count in votes.items() if passages[other].path != passage.path)
        earlier, shared = max(elsewhere, key=lambda vote: vote[1], default=(at, 0))
        if shared >= LEAST_SHARED * len(shingles) and _is_alike(passages[earlier].letters, passage.letters):
            found.append((passages[earlier], passage))
    return found


def _passages(case: Case) -> Iterator[_Passage]:
    document = case.document
    if document is None:
        return
    for section in said_sections(case):
        for found in _SENTENCE.finditer(document.text, section.start, section.end):
            letters = _NO_LETTER.sub("", found[0])
            if len(letters) >= LEAST_SENTENCE and not document.table_at(found.start()):
                yield _Passage(section.path, *found.span(), letters)


def _is_alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LEAST_ALIKE


def _pairs(case: Case, one: _Passage, other: _Passage) -> Iterator[tuple[Figure, Figure]]:
    """The figures of a passage beside those of its copy: in order where they are as many, else those of one kind and value."""
    left, right = (figures_in(case, passage.start, passage.end) for passage in (one, other))
    if len(left) == len(right):
        yield from ((first, second) for first, second in zip(left, right, strict=True) if _sort(first) == _sort(second))
        return
    for first in left:
        second = next((figure for figure in right if _sort(figure) == _sort(first) and figure["value"] == first["value"]), None)
        if second:
            right.remove(second)
            yield first, second


def _sort(figure: Figure) -> tuple[str | None, ...]:
    return figure["kind"], figure["unit"], figure["direction"]


# 一步一步, 研究研究 are no slips.
_DOUBLED = re.compile(r"(?![一二三四五六七八九十零逐几每])([一-鿿])(?!\1)([一-鿿]{1,3})\1\2")
_AGAIN = ("研究", "考虑", "讨论", "商量", "了解", "学习", "沟通", "休息", "交流", "锻炼", "感受", "体验", "宣传", "检查")
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
# Words written for another of like sound or shape, where that cannot be meant.
_CONFUSED = (
    (re.compile(r"(?:评价|评定|考评|考核|自评)(登记)(?=[为是:“\"]|[优良中差]等?)"), "等级"),
    (re.compile(r"(完咸)"), "完成"),
    (re.compile(r"(?<![自知利克律一异])(己)(?=完成|经(?!营)|建成|达到|全部|拨付|落实|投入使用)"), "已"),
    (re.compile(r"(?<![给赋授准])(予算)"), "预算"),
    (re.compile(r"(绩校)"), "绩效"),
    (re.compile(r"(?<!选)(拔[付款](?=[资到及完]))|(划拔)"), "拨付、拨款或划拨"),
    (re.compile(r"(按排)(?![名序放列水污队行位])"), "安排"),
    (re.compile(r"(?<!公)(布署)(?!名)"), "部署"),
)
# What a project's template says of its project, after a sentence that spoke of the department.
_OF_DEPARTMENT = re.compile(r"整体支出|我[委局部厅办中]|本部门|本单位|我单位")
_OF_PROJECT = re.compile(r"[该本]项目(?:申报|立项|绩效|预算|资金|实施|总体|自评|得分|管理|的)*")
_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9×*＊.])(?:[XＸ]{2,}|[xｘ]{2,}|×{2,}|[*＊]{2,})(?![A-Za-z0-9×*＊.])")
_MARKS = re.compile(r"，，|。。|；；|、、|：：|，。|。，|、。|，、|、，|；。|。；")
_BRACKET = re.compile(r"[()（）]")
LONGEST_BRACKET = 300  # characters in which a bracket is closed


class _Slip(NamedTuple):
    """One slip: where, the words around it, and what may be meant."""

    at: int
    quoted: str
    told: str


def check_slips(case: Case) -> Iterator[Finding]:
    """A text was read again before it was handed in: no word doubled, none of another's template, no blank left open."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对文字")
        return
    by_words: dict[tuple[str, str], list[_Slip]] = {}
    for slip in (*_doubled(case), *_said_again(case), *_confused(case), *_of_project(case), *_left_open(case)):
        by_words.setdefault((slip.quoted, slip.told), []).append(slip)
    for (quoted, told), slips in by_words.items():
        more = f"等 {len(slips)} 处" if len(slips) > 1 else ""
        yield Finding("question", f"{quote([quoted])}{place_at(case, slips[0].at)}{more}：{told}", ask="请核对文字")
    if not by_words:
        yield Finding("holds", "没有发现重复的词、混用的词、占位符和没有闭合的括号")


def _doubled(case: Case) -> Iterator[_Slip]:
    text = case.document.folded if case.document else ""
    for found in _DOUBLED.finditer(text):
        word = found[1] + found[2]
        if word not in _AGAIN and not (word in _FOLLOWED and _FOLLOWED[word].match(text, found.end())):
            yield _Slip(found.start(), found[0], f"“{word}”可能重复")
    text = case.document.text if case.document else ""
    for found in _MARKS.finditer(text):
        before = text[max(found.start() - 4, 0) : found.start()].rpartition("\n")[2]
        yield _Slip(found.start(), before + found[0], "标点可能重复")


def _said_again(case: Case) -> Iterator[_Slip]:
    """A sentence that stands twice in a row."""
    document, before = case.document, ""
    for found in _SENTENCE.finditer(document.text) if document else ():
        letters = _NO_LETTER.sub("", found[0])
        if (
            letters == before
            and len(letters) >= LEAST_SENTENCE
            and not any(sign.isdigit() for sign in found[0])
            and document
            and not document.table_at(found.start())
        ):
            yield _Slip(found.start(), bare(found[0]), "与前一句相同")
        before = letters


def _confused(case: Case) -> Iterator[_Slip]:
    text = case.document.folded if case.document else ""
    for pattern, right in _CONFUSED:
        for found in pattern.finditer(text):
            yield _Slip(found.start(), bare(text[max(found.start() - 2, 0) : found.end() + 2]), f"“{found[found.lastindex or 0]}”可能应为“{right}”")


def _of_project(case: Case) -> Iterator[_Slip]:
    """该项目 in a sentence on the department that names no project before it."""
    document = case.document
    if document is None or not is_of_department(document):
        return
    for found in _OF_PROJECT.finditer(document.text):
        start = max(document.text.rfind(mark, 0, found.start()) for mark in "。；;！？") + 1
        before = document.text[start : found.start()]
        if _OF_DEPARTMENT.search(before) and "项目" not in before:
            yield _Slip(found.start(), bare(found[0]), "前文说的是部门，没有说到哪一个项目，可能是项目报告的用语")


def _left_open(case: Case) -> Iterator[_Slip]:
    text = case.document.text if case.document else ""
    for found in _PLACEHOLDER.finditer(text):
        yield _Slip(found.start(), bare(text[max(found.start() - 4, 0) : found.end() + 4]), "可能是没有填写的占位符")
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] in "(（":
            opened.append(found.start())
        elif opened:
            opened.pop()
    for at in opened:
        if at + LONGEST_BRACKET < len(text):
            yield _Slip(at, bare(text[at : at + 10]), "括号没有闭合")


_FORECAST = re.compile(r"预计|预测|力争|有望|[达投建]产后|建成后|将(?:达|实现|带动|新增|形成|增加)")
_CLAUSE_START = re.compile(r"[，,。；;：:]")
LONGEST_CLAUSE = 40  # characters before a number in which its clause begins


def check_forecasts(case: Case) -> Iterator[Finding]:
    """What stands among the results was reached in the year."""
    if case.document is None:
        yield from (_forecast(figure) for figure in case.stated if figure["role"] == "forecast" and not figure["same_as"])
        return
    expected = set(case.indicators["expected_id"]) | set(case.funds["expected_id"])
    for section in result_sections(case):
        for figure in figures_in(case, section.start, section.end):
            clause = _CLAUSE_START.split(case.document.text[max(figure["start"] - LONGEST_CLAUSE, section.start) : figure["start"]])[-1]
            if not figure["same_as"] and figure["figure_id"] not in expected and _FORECAST.search(clause):
                yield _forecast(figure)


def _forecast(figure: Figure) -> Finding:
    message = f"{figure['subject'] or ''}{figure['measure']} {_printed(figure)}是预计数，列在完成情况里，不是当年已经实现的数"
    return Finding("question", message, (figure["figure_id"],), figure["value"], unit=figure["unit"], ask="请补充当年已实现的数，或把预计数分开写")


_NUMERAL = "两二三四五六七八九十"
_ALL_GREW = r"(?<![年月日人户平])(?:均|都|全部)[^，。；\d]{0,6}(?:正增长|增长|提升|上升|提高|增加|盈利|下降|减少)"
# 三大产业均实现正增长; 甲、乙和丙均增长.
_COUNTED_CLAIM = re.compile(rf"(?<![第{_NUMERAL}\d.])(?P<count>[{_NUMERAL}]|\d{{1,2}})(?:大|个|项|家|类|种|条)[^，。；、\d]{{0,12}}?{_ALL_GREW}")
_LISTED_CLAIM = re.compile(rf"(?P<list>[一-鿿A-Za-z]{{2,12}}(?:、[一-鿿A-Za-z]{{2,12}})+)[^，。；、\d]{{0,8}}?{_ALL_GREW}")
_AND = re.compile(r"[、和及与]")


def check_claims(case: Case) -> Iterator[Finding]:
    """Who says that several all grew gives the growth of each."""
    if case.document is None:
        yield Finding("unchecked", "没有原文，无法核对没有数字的说法")
        return
    told: set[str] = set()
    for section in said_sections(case):
        for sentence in _SENTENCE.finditer(case.document.folded, section.start, section.end):
            claim = _COUNTED_CLAIM.search(sentence[0]) or _LISTED_CLAIM.search(sentence[0])
            if claim and bare(claim[0]) not in told:
                told.add(bare(claim[0]))
                yield from _claimed(case, claim, sentence)


def _claimed(case: Case, claim: re.Match[str], sentence: re.Match[str]) -> Iterator[Finding]:
    groups = claim.groupdict()
    count = len(_AND.split(groups["list"])) if "list" in groups else int(value_of(groups["count"]) or 0)
    changes = [figure for figure in figures_in(case, *sentence.span()) if figure["kind"] == "growth" or figure["direction"]]
    figures = tuple(figure["figure_id"] for figure in changes)
    end = sentence.start() + claim.end()
    is_told_of_all = any(0 <= figure["start"] - end <= 4 for figure in changes)  # 均增长 5%以上
    if len(changes) >= count or is_told_of_all:
        yield Finding("holds", f"“{bare(claim[0])}”写了增减的数字", figures)
    elif count > 1:
        given = f"只写了其中 {len(changes)} 个的数字" if changes else "没有写数字"
        yield Finding("question", f"“{bare(claim[0])}”说的是 {count} 个，句中{given}", figures, ask="请补充各自的增减数字")


def _printed(figure: Figure) -> str:
    return units.with_unit(f"{units.printed(abs(figure['value']), figure['decimals']):f}", figure["unit"] or "")


RULES = (
    Rule("DUPLICATE", "D21", "重复的段落", check_duplicates, "两个章节里几乎相同的段落"),
    Rule("LIST-GAP", "D23", "并列清单的缺项", check_list_gaps, "两份内容相同的清单"),
    Rule("TEXT-SLIP", "D24", "文字差错", check_slips, "报告的全文"),
    Rule("FORECAST", "E31", "预计数", check_forecasts, "完成情况里的预计数"),
    Rule("CLAIM", "E32", "没有数字的说法", check_claims, "说几项都增长的句子"),
)
