"""Where numbers stand in a text: the numbers with the units beside them,
and the digits that are no figures.

The patterns run over a document's folded text. None nests a repetition in another,
so that the time grows with the text and no faster.
"""

from __future__ import annotations

import re
import string
from functools import cache

from perf_analysis.figures.numerals import NUMERAL

SCALE = "万亿|千亿|百亿|亿|千万|百万|十万|万|千"
MONEY = "人民币|美元|港元|欧元|元"
_MONEY_PER = f"(?:{MONEY})(?:/(?:平方米|[一-鿿]))?"
SHARE = r"个?[ \t]?\n?百分点|百分比|%|‰|倍"
AREA = "平方公里|平方千米|平方米|公顷|km²|m²|㎡|亩"
OTHER = "立方米|m³|公里|千米|米|吨|公斤|千克|个小时|小时|分钟|个工作日|工作日|个月|天|年|千瓦时|岁"
# Measure words that begin other words are held back from them: 分 of 分别, 人 of 人员.
SCORE = "分(?![别析类布配解管局支期子散享级之队部钟工歧])"
PEOPLE = "人(?![员均力民大才口社事选数身工类])"
COUNT = (
    f"人次|户次|批次|车次|架次|场次|班次|标段|课时|学时|班级|方面|{PEOPLE}|个|名|户|家|项|次|位|辆|台|套|件|条|起|篇|份|期|场|所|处|座|栋|幢|间|盏|株|棵|头|只|本|册"
    "|张|宗|例|笔|班|队|支|组|门(?!户)|种|类|站|村|镇|县|校|床|幅|部(?!门)|届|层|块|片|艘|把|箱|包|批|步|轮|遍|页|段|级|口|面|尾|眼"
)
WORD = f"{_MONEY_PER}|{SHARE}|{OTHER}|{AREA}|{SCORE}|{COUNT}"

# A line may end between a number and its unit, and inside the unit: 58.27万⏎元.
_UNIT = rf"(?:(?:{SCALE})[余多]?(?:[ \t]?\n?(?:{WORD}))?|(?:{WORD}))"
UNIT = re.compile(_UNIT)
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?![\d,，])|\d+)(?:\.\d+)?"
# Cells that ran together: two points in one number, or digits right behind a %.
_GLUED = r"(?<![\d.])(?:\d+(?:\.\d+){2,}%?[\d.%]*|\d[\d.]*%\d[\d.%]*)"
# 第三 is a rank, but 第三批, 第三产业, 第三方 number things.
_ORDINAL_OF_THINGS = "批家次产季方期阶步个章条部项类种届大轮级代款节号线件年天任所行"
_COUNTED_IN_WORDS = f"(?:万|亿)?(?:人次|{PEOPLE}|名|户|家|个(?!别)|项(?!目)|辆|亩)"
NUMBER = re.compile(
    rf"(?=[\d百第翻{NUMERAL}])(?:(?P<glued>{_GLUED})"
    r"|(?P<tenths>[一二两三四五六七八九])成(?P<hundredths>[一二三四五六七八九半])?(?![为立员果效功长本都了绩份分套型人])"
    r"|翻了?(?P<doublings>[一两二三四])?番"
    rf"|百分之(?P<percent>[{NUMERAL}点]+)"
    rf"|(?<![\d.])(?P<arabic>{_ARABIC})(?P<gap>[ \t]{{0,2}}\n?[ \t]{{0,2}})"
    rf"(?P<more>[余多])?[ \t]?(?P<unit>{_UNIT})?"
    rf"|第(?P<ordinal>[一二三四五六七八九十]{{1,3}})(?![{_ORDINAL_OF_THINGS}])"
    rf"|(?<![第{NUMERAL}点])(?P<numeral>[{NUMERAL}]+(?:亿[{NUMERAL}]+)?(?:点[{NUMERAL}]+)?)(?P<words_more>[余多])?"
    rf"(?P<words_unit>(?:{SCALE})+(?:{MONEY})|(?:{MONEY})|{_COUNTED_IN_WORDS}))"
)
# A line end before these belongs to a wrapped line;
# before other units the next line may be a cell of its own.
WRAPPED_UNIT = re.compile(rf"(?:{SCALE})?(?:{MONEY}|个?百分点|平方米|公里|人次)")

_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"\d{{1,2}}\s?[-—–~至到]\s?\d{{1,2}}\s?月"
    rf"|{_YEAR}\s?年度?\s?\d{{1,2}}\s?月(?:份|\s?\d{{1,2}}\s?[日号])?|{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|{_YEAR}\s?年?\s?[-—–~至到]\s?{_YEAR}\s?年?"
    rf"|{_YEAR}\s{{0,2}}年(?:度|初|末|底)?|(?<!\d)\d{{1,2}}\s?月\s?(?:份|\d{{1,2}}\s?[日号])?|(?<!\d)\d{{1,2}}:\d\d(?::\d\d)?(?!\d)"
    rf"|(?<![\d.]){_YEAR}(?=[一-鿿])(?!\s?(?:{SCALE}|{WORD}))"
)
# These begin at a digit run, so that they are tried nowhere else;
# what stands before it they look back at.
DOCUMENT_NUMBER = re.compile(rf"(?<=[〔\[(【]){_YEAR}\s?[〕\])】]\s?第?\s?\d+\s?号")
CODE = re.compile(
    r"(?<=[A-Za-z_])\d[A-Za-z0-9]*(?:[-_/.]\d+)*|\d{1,24}(?=[A-Za-z])(?!km²|m²|m³)[A-Za-z0-9]+(?:[-_/.]\d+)*|\d+[-_/]\d{3,}(?:[-_/]\d+)*|\d+_\w+"
    r"|(?<![\d.,])\d{9,}(?![\d.,%])|(?<!\d)0\d{2,3}-\d{7,8}"
)
NAME = re.compile(r"\d+(?:\+\d+)+(?![\d.])|\d+(?=[强字](?![一-鿿]?[度力]))")
_LISTED_AT_LINE = re.compile(r"\d{1,3}(?=[ \t]?(?:[.、)](?!\d)|:))")
_LISTED_IN_LEVELS = re.compile(
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}(?=[ \t]+[一-鿿])(?!\s*(?:{SCALE}|{WORD}))"
)
_LISTED = re.compile(
    r"(?<=\()\d{1,2}(?=\))|(?<=[:;。,，)\s])\d{1,2}(?=\))|(?<![\d.])\d{1,2}(?=[.、][一-鿿“])(?!、[一二三四五六七八九十])"
    rf"|(?:(?<=目标)|(?<=任务)|(?<=附件)|(?<=附表)|(?<=项目)|(?<=[表图之]))\d{{1,2}}(?=[:：、.一-鿿])(?!\d|\s?(?:{SCALE}|{WORD}))"
)
DIGITS = re.compile(r"\d+(?:\.\d+)*")
# The unit of a range stands behind its second number: 5—8万元.
RANGE = re.compile(rf"\s?[-—–~～至到]\s?{_ARABIC}\s?(?P<unit>{_UNIT})")
BRACKETED_UNIT = re.compile(rf"[ \t]?\((?P<unit>{_UNIT})\)")
UNIT_BEFORE = re.compile(rf"\((?P<unit>{_UNIT})\):?$")
QUALIFIED = re.compile(r"[ \t]?(以上|左右|以内|以下)")


@cache
def kind_of(unit: str) -> str:
    """The kind of figure a unit makes: `share` is a rate or a growth by the words before it."""
    if re.fullmatch(SHARE, unit):
        return "share"
    bare = unit if unit in ("千米", "千克", "千瓦时") else re.sub(rf"^(?:{SCALE})(?=.)", "", unit)
    if bare.split("/")[0] in MONEY.split("|") or re.fullmatch(SCALE, unit):
        return "amount"
    return (
        "area"
        if re.fullmatch(AREA, bare)
        else "other"
        if re.fullmatch(OTHER, bare)
        else "score"
        if bare == "分"
        else "count"
    )


# What must stand beside a digit run for it to be worth trying the patterns of codes and names.
_OPENING, _NAMING = frozenset("〔[(【"), frozenset("+强字")
_JOINING = frozenset("_-/" + string.ascii_letters)
_CODE_LENGTH = 8


def find_no_figures(text: str) -> list[tuple[int, int, str]]:
    """The digit runs of a folded text that are dates, codes, names or list numbers: start,
    end and reason, in order.
    """
    found: list[tuple[int, int, str]] = []
    covered, reason = 0, ""
    for run in DIGITS.finditer(text):
        start = run.start()
        if start >= covered:
            match, reason = _no_figure_at(text, start, run.end())
            if match is None:
                continue
            covered = match.end()
        found.append((start, max(run.end(), covered) if start < covered else run.end(), reason))
    return found


def _no_figure_at(text: str, start: int, end: int) -> tuple[re.Match[str] | None, str]:
    before, after = text[start - 1 : start], text[end : end + 1]
    tried = [(DATE, "日期")]
    if before in _OPENING:
        tried.insert(0, (DOCUMENT_NUMBER, "编号"))
    if after in _JOINING or before in _JOINING or end - start >= _CODE_LENGTH:
        tried.append((CODE, "编号"))
    if after in _NAMING:
        tried.append((NAME, "名称"))
    for pattern, reason in (*tried, (_LISTED, "序号")):
        match = pattern.match(text, start)
        if match:
            return match, reason
    begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\u3000")
    match = (
        (_LISTED_AT_LINE.match(text, start) or _LISTED_IN_LEVELS.match(text, start))
        if begins_line
        else None
    )
    return match, "序号"
