"""Whose a report is and of which year, from its first lines."""

from __future__ import annotations

import re

from perf_analysis.document import About, Document
from perf_analysis.structure import Structure

_TITLE = re.compile(r"报告|自评|评价表|自评表")
_OF_DEPARTMENT = (
    "局|委员会|委|厅|部|处|中心|办公室|馆|院|政府|办事处|街道|所|站|校|园|大学|中学|小学|队|社|镇|乡"
    "|台|团|场|会|集团|公司|[残妇文侨]联|工商联|社科联|[科政作]协|计生协|街道办|编办|巡察办|养护段"
)
_DEPARTMENT_IN = re.compile(
    rf"^(?:关于)?(?:(?:19|20)\d\d年度?)?([一-鿿]{{2,30}}?(?:{_OF_DEPARTMENT}))"
    r"(?= ?(?:(?:19|20)\d\d|二[〇○零]|部门|单位|整体|项目|关于|免费|预算|决算|绩效)|$)"
)
_DEPARTMENT_OF = re.compile(
    r"^(?:项目|主管|填报|预算|申报)?(?:单位|部门)(?:名称)?(?:[(（][^()（）]{1,4}[)）])?[:：] ?"
    r"([一-鿿（）()]{3,40}?)(?=[ ，。|]|$)"
)
# 市水务局 is short for one told elsewhere, 根据区财政局 leads to another
_NO_DEPARTMENT = re.compile(r"[省市区县]|根据|按照|依据|按|为")
_PLACE = r"[一-鿿]{2,5}?(?:自治区|自治州|自治县|新区|省|市|区|县|旗|州)"
_BEHIND = r"(?:(?<![一-鿿])|(?<=[由为是经对]))(?![由为是经对受])"
# What a text tells of in its first lines, the offices before those that they often name as theirs.
_DEPARTMENTS_TOLD = (
    re.compile(rf"{_BEHIND}{_PLACE}[一-鿿]{{2,16}}?(?:局|委员会|厅|法院|检察院|中心)"),
    re.compile(
        rf"{_BEHIND}(?:中共|共青团)?{_PLACE}[一-鿿]{{0,14}}?"
        r"(?:党校|联合会|[残妇文侨]联|工商联|社科联|总工会|红十字会|科协|办事处|街道办"
        r"|学院|学校|中学|小学|幼儿园|医院|图书馆|文化馆|档案馆|供销社|团县委|人民武装部)"
    ),
)
_YEAR = re.compile(r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})(?=\s?年)")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BEGINNING = 1500  # characters in which a report says whose it is
_DEPARTMENT = re.compile(
    r"^[一-鿿（）()]{2,60}(?:局|委员会|委|厅|部|中心|办公室|院|馆|站|校|社|会|所|处|队|公司|政府|镇|街道)$"
)


def find_about(document: Document, structure: Structure) -> About:
    """Title, department and year of a report, from the lines before its first heading;
    its headings by path.

    What the text does not say is the file's name, an empty department, or the year 0.
    """
    first = structure.sections[0].start if structure.sections else len(document.text)
    lines = [line.strip() for line in document.text[: max(first, 200)].split("\n") if line.strip()][
        :12
    ]
    title = next(
        (line for line in lines if _TITLE.search(line) and len(line) <= 60), document.report_id
    )
    named = [
        found[1]
        for way in (_DEPARTMENT_OF, _DEPARTMENT_IN)
        for line in lines
        if (found := way.match(line)) and not _NO_DEPARTMENT.match(found[1])
    ]
    named += [line for line in lines if _DEPARTMENT.match(line)]
    if not named:
        begin = document.text[:_BEGINNING]
        told = [found[0] for way in _DEPARTMENTS_TOLD for found in way.finditer(begin)]
        named = [name for name in told if "财政" not in name]
    department = re.sub(r"[（(][^（）()]*[)）]$", "", named[0]) if named else ""
    year = _YEAR.search(title) or _YEAR.search(document.folded)
    sections = {
        section.path: section.title
        for section in structure.sections
        if not section.path[-1:].isdigit()
    }
    return About(
        re.sub(r"\s+", "", title),
        department,
        int(year[0].translate(_YEAR_DIGITS)) if year else 0,
        document.sha256,
        sections,
    )
