"""Checks of how targets are set: how many and of what sort, whether they can be measured,
by when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from perf_analysis import units
from perf_analysis.checks.case import Case, Finding, Row
from perf_analysis.checks.targets.rows import ids_of, points
from perf_analysis.codebook import is_missing
from perf_analysis.figures import text_of

FORMS = ("绩效自评表", "绩效目标申报表")
HALF = Decimal("0.5")
WHOLES = (90, 100)  # the points of all indicators, without or with those of execution [分]
# What a form asks after, by the words of its levels.
FAMILIES = {
    "产出": re.compile(r"产出|数量|质量|时效"),
    "效益": re.compile(r"效益|效果|影响"),
    "满意度": re.compile(r"满意"),
}
_VAGUE = re.compile(r"进一步|有效(?![期率性果]|投诉)|不断|加强")
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千]+(?:个|项|次|家|户|人|名|场|件|条)|百分之|月底|年底|季度|上半年|下半年"
)
# 2023年6月底前, 2023年完成, 2023年底; 2022年度培训完成率 names a year and is no deadline.
_DEADLINE = re.compile(
    r"((?:19|20)\d\d)\s*年(?!度)(?:\s*\d{1,2}\s*月(?:份|底|末|\s*\d{1,2}\s*日)?|底|末)?(?:(?:之|以)?前|完成|完工|竣工|建成|投用|(?<=[底末]))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
# The year as that of the report itself: 2022年我部门, 2022年度整体支出, (2022年度).
_OWN_YEAR = re.compile(
    r"(?<![至到\-—~\d])((?:19|20)\d\d)\s*年(?:度?\s*(?=我[部委局单院校中馆]|本[部单局委院校中馆]|(?:部门)?整体支出|部门预算(?!和|的?(?:依据|安排|挂钩|编制|申报))|绩效自评)|度\s*(?=\)))"
)
_COMPARED = re.compile(r"(?:[比较与同和及至到、]|截至|以来|自|从|于)\s*$")
_LISTED = re.compile(r"^[(（]?\d{1,2}[)）.、．]+")
_LONGEST = 24  # characters of a text that a message quotes


def check_count(case: Case) -> Iterator[Finding]:
    """A form has indicators of output, effect and satisfaction,
    none of which alone decides the score, and some have numbers.
    """
    for _, group in groupby(case.rows["indicators"], key=lambda row: row["form_id"]):
        rows = list(group)
        if rows[0]["form"] in FORMS:
            yield from _counted(case, rows, _whole(case, rows))


def _whole(case: Case, rows: Sequence[Row]) -> bool:
    """Whether the form was read to its end: it stands in a table, or its points make up a whole."""
    total: float = sum(row["weight"] for row in rows if not is_missing(row["weight"]))
    is_plain = case.document is None or case.document.is_plain
    is_placed = not is_plain and all(text_of(row["place"]) for row in rows)
    return is_placed or total in WHOLES


def _counted(case: Case, rows: Sequence[Row], is_whole: bool) -> Iterator[Finding]:
    if len(rows) == 1:
        yield _single(case, rows[0])
        return
    asked = [*_heavy(case, rows), *_worded(rows)]
    levels = "".join(
        text_of(row[level]) for row in rows for level in ("level1", "level2", "level3")
    )
    missing = [name for name, words in FAMILIES.items() if not words.search(levels)]
    title = f"{text_of(rows[0]['project']) or rows[0]['form']}的 {len(rows)} 个三级指标"
    if (
        missing
        and is_whole
        and all(text_of(row["level1"]) or text_of(row["level2"]) for row in rows)
    ):
        asked.append(
            Finding(
                "question",
                f"{title}里没有{'、'.join(missing)}指标，未说明原因",
                ask=f"请补充{'、'.join(missing)}指标，或说明不适用的原因",
            )
        )
    elif missing:
        asked.append(
            Finding("unchecked", f"{title}可能没有读完整，无法核对有没有{'、'.join(missing)}指标")
        )
    yield from asked or [Finding("holds", f"{title}里{'、'.join(FAMILIES)}指标都有")]


def _single(case: Case, row: Row) -> Finding:
    """A whole form that hangs on one indicator."""
    weight: str = f"，占 {points(row, 'weight')}" if not is_missing(row["weight"]) else ""
    actual: str = (
        f"，完成值只写“{row['actual_text'][:_LONGEST]}”，没有数字"
        if text_of(row["actual_text"]) and is_missing(row["actual"])
        else ""
    )
    told = (
        f"{text_of(row['project']) or row['form']}只有 1 个三级指标"
        f"“{text_of(row['level3'])}”{weight}{actual}"
    )
    return Finding(
        "question",
        told,
        ids_of(case, row, "weight_id"),
        ask="请补充能反映产出、效益和满意度的指标和佐证",
    )


def _heavy(case: Case, rows: Sequence[Row]) -> Iterator[Finding]:
    """An indicator that holds more than half of the points of all."""
    weights = [row for row in rows if row["weight_id"] in case.by_id]
    given = [units.printed(row["weight"], row["weight_decimals"]) for row in weights]
    total = sum(given, Decimal(0))
    for row, own in zip(weights, given, strict=True):
        if len(weights) == len(rows) and own > HALF * total:
            told = (
                f"“{text_of(row['level3'])}”一个指标占 {points(row, 'weight')}，"
                f"超过全部指标 {total:f} 分（推算）的一半"
            )
            yield Finding(
                "question",
                told,
                tuple(row["weight_id"] for row in weights),
                ask="请说明分值分配的依据",
            )


def _worded(rows: Sequence[Row]) -> Iterator[Finding]:
    if all(is_missing(row["target"]) and text_of(row["target_text"]) for row in rows):
        yield Finding(
            "question",
            f"{len(rows)} 个三级指标的指标值都是文字，没有一个数字",
            ask="请补充可以衡量的指标值",
        )


def check_measurable(case: Case) -> Iterator[Finding]:
    """A target says how much or by when; 进一步 and 不断 alone can never be missed."""
    for row in case.rows["indicators"]:
        yield from _measured(
            f"指标“{text_of(row['level3'])}”的指标值", text_of(row["target_text"]), ()
        )
    if case.document is None:
        return
    stated: dict[str, list[str]] = {}
    for figure in case.stated:
        stated.setdefault(figure["section"], []).append(figure["figure_id"])
    for name, text, section in _goals(case):
        yield from _measured(name, text, tuple(stated.get(section, ())))


def _goals(case: Case) -> Iterator[tuple[str, str, str]]:
    """Each goal and key task of the text: how it is called, its words without its number,
    and its place.
    """
    if case.document is None or case.structure is None:
        return
    places = {section.path: section for section in reversed(case.structure.sections)}
    for goal in case.rows["goals"]:
        section = places[goal["section"]]
        text = "".join(case.document.folded[section.start : section.end].split())
        kind = "绩效目标" if goal["kind"] == "goal" else "重点工作任务"
        yield f"{kind}“{goal['topic']}”", _LISTED.sub("", text), section.path


def _measured(name: str, text: str, figures: tuple[str, ...]) -> Iterator[Finding]:
    found = _VAGUE.search(text)
    if found and not _NUMBER.search(text):
        words = "、".join(f"“{word}”" for word in dict.fromkeys(_VAGUE.findall(text)))
        quoted = "" if "目标“" in name or "任务“" in name else f"“{text[:_LONGEST]}”"
        yield Finding(
            "question",
            f"{name}{quoted}写了{words}，没有数字和期限，无法衡量",
            ask="请补充数量、标准或完成期限",
        )
    elif found:
        yield Finding("holds", f"{name}写了“{found[0]}”，也写了数字或期限", figures)


def check_dates(case: Case) -> Iterator[Finding]:
    """What is to be done in a year is due in it, and the report speaks of its own year."""
    told = _own_years(case)
    year = _year_of(case, told)
    if not year:
        yield Finding("unchecked", "报告的年度在标题和正文里没有得到印证，无法核对期限")
        return
    for row in case.rows["indicators"]:
        yield from _due(year, f"指标“{text_of(row['level3'])}”", text_of(row["target_text"]))
        yield from _of_another_year(year, text_of(row["level3"]))
    for name, text, _ in _goals(case):
        yield from _due(year, name, text)
    for other in dict.fromkeys(told):
        if other != year:
            yield Finding(
                "question",
                f"文中写“{told[other]}…”，报告年度是 {year} 年，{other} 年的来由未说明",
                ask="请核对年度",
            )
    if set(told) == {year}:
        yield Finding("holds", f"文中说到本部门的年度都是 {year} 年")


def _own_years(case: Case) -> dict[int, str]:
    """The years that a text gives to itself, each with the words of its first."""
    told: dict[int, str] = {}
    text = case.document.folded if case.document else ""
    for found in _OWN_YEAR.finditer(text):
        if not _COMPARED.search(text, max(found.start() - 4, 0), found.start()):
            words = "".join(text[found.start() : found.end() + 6].split())
            told.setdefault(int(found[1]), words.partition("|")[0])
    return told


def _year_of(case: Case, told: dict[int, str]) -> int:
    """The year of the report where its title or its text confirms it,
    else the one it gives to itself; 0 where neither says.
    """
    year = case.about.year
    is_confirmed = (
        year in told or (str(year) in case.about.title and year > 0) or case.document is None
    )
    return year if is_confirmed else next(iter(told), 0) if len(told) == 1 else 0


def _due(year: int, name: str, text: str) -> Iterator[Finding]:
    found = _DEADLINE.search(text)
    if found and int(found[1]) > year:
        yield Finding(
            "question",
            f"{name}的期限“{found[0]}”在 {year} 年度之后，当年无法判断是否完成",
            ask="请说明当年应完成的部分",
        )
    elif found and int(found[1]) < year:
        yield Finding(
            "question",
            f"{name}的期限“{found[0]}”在 {year} 年度之前",
            ask="请核对年度，是否沿用了往年的目标",
        )
    elif found:
        yield Finding("holds", f"{name}的期限“{found[0]}”在 {year} 年度之内")


def _of_another_year(year: int, name: str) -> Iterator[Finding]:
    found = _YEAR.search(name)
    if found and int(found[1]) != year:
        yield Finding(
            "question",
            f"指标“{name[:_LONGEST]}”写的是 {found[1]} 年，报告年度是 {year} 年",
            ask="请核对年度，是否沿用了往年的指标",
        )
