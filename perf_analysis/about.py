"""Whose a report is and of which year, from its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from perf_analysis.document import About, Document
from perf_analysis.structure import Structure

_TITLE = re.compile(r"报告(?!编号|日期|单位|时间)|自评|评价表|决算公开|申报表|监控表")
_OF_DEPARTMENT = (
    "局|委员会|委|厅|部|处|中心|办公室|馆|院|政府|办事处|街道|所|站|校|园|大学|中学|小学|队|社|镇|乡"
    "|台|团|场|会|海关|集团|公司|[残妇文侨]联|工商联|社科联|[科政作]协|计生协|监狱|街道办|编办|巡察办|养护段"
)
# of a name in letters; those of party offices and of several in one have some forty
_LONGEST_NAME = 60
_DEPARTMENT_IN = re.compile(
    r"^(?:附件?[:：])?(?:关于)?(?:\d{4}年度?)?"
    rf"([一-鿿]{{2,{_LONGEST_NAME}}}?(?:{_OF_DEPARTMENT}))"
    rf"(?:[(（][一-鿿]{{2,{_LONGEST_NAME}}}[)）])?"  # what it is called too
    r"(?= ?(?:(?:19|20)\d\d|二[〇○零0]|部门|单位|整体|项目|财政支出|关于|免费|预算|决算|绩效|文件"
    r"|[“\"])|$)"
)
_DEPARTMENT_OF = re.compile(
    r"^(?:项目|主管|填报|预算|申报|实施)?(?:单位|部门)(?:名称)?(?:[(（][^()（）]{1,4}[)）])?"
    rf"[:：|] ?([一-鿿（）()]{{3,{_LONGEST_NAME}}}?)(?=[ ，。|]|$)"
)
# who was paid to evaluate, and whom they evaluated
_EVALUATOR = re.compile(r"咨询|顾问|会计|审计师|评估公司|评价中心|事务所")
_EVALUATES = re.compile(r"对(?![外口台])")  # 财政局委托第三方对教育局
_EVALUATED = re.compile(
    r"[对由]([一-鿿]{4,30}?)(?:作为[一-鿿]{2,6})?[（(](?:以下简?称)?[“\"]?(?:被评价|项目|实施|预算)单位"
)
# 市水务局 is short for one told elsewhere, 根据区财政局 leads to another
_NO_DEPARTMENT = re.compile(r"[省市区县]|根据|按照|依据|依照|遵照|按|为")
_PLACE = r"[一-鿿]{2,5}?(?:自治区|自治州|自治县|新区|省|市|区|县|旗|州)"
_BEHIND = r"(?:(?<![一-鿿])|(?<=[由为是经对以]))(?![由为是经对受以]|[依按遵]照|根据)"
# What a text tells of in its first lines, the offices before those that they often name as theirs.
_DEPARTMENTS_TOLD = (
    re.compile(rf"{_BEHIND}{_PLACE}[一-鿿]{{2,16}}?(?:局|委员会|厅|法院|检察院|中心)"),
    re.compile(
        rf"{_BEHIND}(?:中共|共青团)?{_PLACE}[一-鿿]{{0,14}}?"
        r"(?:党校|联合会|[残妇文侨]联|工商联|社科联|总工会|红十字会|科协|办事处|街道办"
        r"|学院|学校|中学|小学|幼儿园|医院|图书馆|文化馆|档案馆|供销社|团县委|人民武装部)"
    ),
)
_A_YEAR = r"(?:(?:19|20)\d\d|二[〇○零0][〇○零0一二三四五六七八九]{2})"
_ANY_YEAR = re.compile(rf"{_A_YEAR}(?=\s?年)")
_YEAR = re.compile(rf"(?<![比较与同自])(?<!(?<!关)于){_A_YEAR}(?=\s?年(?!\s?\d{{1,2}}\s?月))")
_YEAR_OF = re.compile(
    rf"年度[:：|\t] ?({_A_YEAR})(?!年?[|\t])|年度[:：]?\n({_A_YEAR})(?=\n)"
    rf"|[(（【]({_A_YEAR})[一-鿿]{{0,4}}[)）】]|({_A_YEAR}) ?年度"
)
_WHOLE_YEAR = re.compile(rf"({_A_YEAR})[年.]0?1(?:月|月1日)?[至到—\-~]+(?:{_A_YEAR}[年.])?12(?!\d)")
_FISCAL_YEAR = re.compile(rf"{_A_YEAR}(?=\s?年度)")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LEAST_HEAD, _LINES_OF_HEAD = 200, 12  # characters and lines that say what a report is
_LONGEST_OF_TITLE = 80
_SENTENCES = re.compile(r"[。；;！？]|[，,：:]$")
_HALF_TITLE = re.compile(r"(?:部门|单位|整体|项目|财政|重点|支出|预算|绩效|自评|评价)")
_NO_FIRST_HALF = re.compile(
    r"[。；;，,：:]|^附[件表]|^[（(].*[）)]$|第?[\d一二三四五六七八九十]+号|^报告"
)
_PROVINCE = re.compile(r"[一-鿿]{2,3}省|[一-鿿]{2,5}自治区|(?:北京|天津|上海|重庆)市")
_SEATS = ("乡", "镇", "街道")  # places that name their government
_BEGINNING = 1500  # characters in which a report says whose it is
_DEPARTMENT = re.compile(
    r"^[一-鿿（）()]{2,60}(?:局|委员会|委|厅|部|中心|办公室|院|馆|站|校|社|会|所|处|队|公司|政府|镇|街道)$"
)


def find_about(document: Document, structure: Structure) -> About:
    """Title, department and year of a report, from the lines before its first heading;
    its headings by path.

    What the text does not say is the file's name, an empty department, or the year 0.
    """
    lines = _head_of(document.text, structure)
    title = _title_of(lines) or document.report_id
    named = [
        found[1]
        for way in (_DEPARTMENT_OF, _DEPARTMENT_IN)
        # who carries a project out tells of it, not who stands above
        for line in sorted([*lines, *_filled_in(lines)], key=lambda line: line.startswith("主管"))
        if (found := way.match(line)) and not _NO_DEPARTMENT.match(found[1])
    ]
    named += [line for line in lines if _DEPARTMENT.match(line)]
    named = [_EVALUATES.split(name)[-1] for name in named if not _EVALUATOR.search(name)]
    begin = document.text[:_BEGINNING]
    evaluated = _EVALUATED.search(begin)
    if evaluated:
        named.insert(0, evaluated[1])
    if not named:
        told = [found[0] for way in _DEPARTMENTS_TOLD for found in way.finditer(begin)]
        named = [name for name in told if "财政" not in name]
    department = re.sub(r"[（(][^（）()]*[)）]$", "", named[0]) if named else ""
    department = _in_full(_signed(department, document.text), document.text)
    sections = {
        section.path: section.title
        for section in structure.sections
        if not section.path[-1:].isdigit()
    }
    return About(
        re.sub(r"\s+", "", title),
        department,
        find_year(document, structure),
        document.sha256,
        sections,
    )


def _filled_in(lines: Sequence[str]) -> list[str]:
    """The cells of the rows of a form that name an office, behind what each is called."""
    rows = [line.strip("|").split("|") for line in lines if "|" in line]
    pairs = [pair for row in rows for pair in pairwise(map(str.strip, row))]
    return [f"{label}|{told}" for label, told in pairs if _DEPARTMENT.match(told)]


def _signed(name: str, text: str) -> str:
    """The office that signs alone what begins with its name: 图书馆 under 图书馆公共图书馆."""
    alone = (re.sub(r"[（(]盖章[)）]", "", line.strip()) for line in text.split("\n"))
    signs = [line for line in alone if _DEPARTMENT.match(line) and name.startswith(line)]
    return signs[-1] if signs else name


def _in_full(name: str, text: str) -> str:
    """A name with the province before it or the government behind it, where the text names it so
    in another place: 福建省闽东海洋与渔业执法支队 of 闽东海洋与渔业执法支队.
    """
    behind = "(?:人民政府|办事处)?" if name.endswith(_SEATS) else ""
    before = "" if _PROVINCE.match(name) else f"(?:{_PROVINCE.pattern})?"
    told = re.findall(rf"(?<![一-鿿]){before}{re.escape(name)}{behind}", text) if name else []
    return max(told, key=len, default=name)


def _head_of(text: str, structure: Structure) -> list[str]:
    """The lines before the first heading, some more where that comes at once."""
    first = structure.sections[0].start if structure.sections else len(text)
    told = text[: max(first, _LEAST_HEAD)].split("\n")
    return [line.strip() for line in told if line.strip()][:_LINES_OF_HEAD]


def find_year(document: Document, structure: Structure) -> int:
    """The year that a report is of: of its title, of a line 2022年度, (2022) or 年度:2022 before
    its first heading, of 1月1日至12月31日, of the first 2022年度 in the text, or the first that no
    day is of; 0 where none is told.
    """
    text = document.folded
    head = _head_of(text, structure)
    title = _title_of(head)
    ways = [(_YEAR, title), (_YEAR_OF, "\n".join(head)), (_WHOLE_YEAR, text)]
    ways += [(_FISCAL_YEAR, text), (_YEAR, text), (_ANY_YEAR, text)]
    found = next((hit for way, told in ways if (hit := way.search(told))), None)
    year = next(filter(None, found.groups()), found[0]) if found else "0"
    return int(year.translate(_YEAR_DIGITS))


def _title_of(lines: Sequence[str]) -> str:
    """The first line that is called a report or form, with the one before where it is half of it:
    某区2023年度公路养护项目 支出绩效自评报告.
    """
    for before, line in pairwise(["", *lines]):
        told = "".join(line.split())
        if not _TITLE.search(told) or len(told) > _LONGEST_OF_TITLE or _SENTENCES.search(told):
            continue
        first = "".join(before.split())
        is_half = _HALF_TITLE.match(told) and not _YEAR.search(told)
        is_first = first and not _NO_FIRST_HALF.search(first) and not _DEPARTMENT.match(first)
        is_joined = is_half and is_first and len(first + told) <= _LONGEST_OF_TITLE
        return first + told if is_joined else line
    return ""
