"""Numbers in a text: digits and Chinese numerals with the unit and the qualifier beside them.

Nothing here knows what a number means; whether it is a figure is decided in `finding`. The patterns
run over a document's folded text and none nests a repetition in another, so that the time grows
with the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perf_analysis import units
from perf_analysis.data import read_words
from perf_analysis.document import SHORT_LINE
from perf_analysis.figures.numerals import DIGITS, NUMERAL, approximate, value_of
from perf_analysis.units import NO_UNIT, Unit, read_unit

Form = Literal["digits", "words", "ordinal", "still", "glued", "cut"]

_WORDS = read_words("units.toml")["in_words"]
_IN_WORDS = frozenset(_WORDS["words"].split())
_ONE = frozenset(_WORDS["one"].split())
_PHRASES = tuple(_WORDS["phrases"].split())

ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?![\d,，])|\d+)(?:\.\d+)?"
# Cells that ran together: two points in one number, or digits right behind a %.
_GLUED = r"(?<![\d.])(?:\d+(?:\.\d+){2,}%?[\d.%]*|\d[\d.]*%\d[\d.%]*)"
_NOT_TENTHS = "为立员果效功长本都了绩份分套型人交品才语就像员熟因"
_NUMBER = re.compile(
    rf"(?=[\d{NUMERAL}万第翻半数几好上首榜持没不相])(?:(?P<glued>{_GLUED})"
    rf"|(?<![\d.])(?P<arabic>{ARABIC})"
    rf"|(?P<parts>[百千万])分(?:之|(?=百))(?P<part>\d+(?:\.\d+)?|[{NUMERAL}点]++)"
    rf"|(?P<below>[二两三四五六七八九十])分之(?P<above>[一二三四五六七八九])"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?P<hundredths>[一二三四五六七八九半])?(?![{_NOT_TENTHS}])"
    r"|翻了?(?:(?P<doublings>[一两二三四五])?番|一倍)"
    r"|(?P<still>持平|没有变化|不增不减|相同(?=[。；;])|一个?样(?=[,，。；;]))"
    r"|(?P<half>(?:一半|半数)(?![天个年月日小路途])|(?<=减)半(?=[，。；;)]))"
    rf"|第\s?(?P<ordinal>[{NUMERAL}]++)"
    r"|(?P<top>(?:首位|榜首)(?!\s?[(（]第))"
    rf"|(?P<vague>(?:好几|(?<![{NUMERAL}第])几|(?<![人户次件家个总指基参岁倍分系级位例频计对多少票份批辆期天年月额])数|上(?!百分))[十百千]?[万亿]?)(?=[^分])"
    rf"|(?P<words>(?<![第{NUMERAL}点几])[{NUMERAL}万亿]++(?:点[{NUMERAL}]++)?))"
)
_DIGITS = re.compile(ARABIC)
_WRAPPED = re.compile(r"[\d,，.]*\n[ \t]{0,2}[\d,，.]*\d")
_BY_MARKS = re.compile(r"(?:['’\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)")
_BY_DOT = re.compile(r"[·・]\d{1,4}(?!\d)")
_BY_BLANK = re.compile(r"(?:[ ,，] ?\d{3})+(?:\.\d+)?(?![\d.])(?! \d)")
_BY_COMMA = re.compile(r"[,，]\d{1,2}(?![\d,，])")
# Digits that blanks part in another way than by thousands, and powers of ten.
_BROKEN = re.compile(
    r"\d+(?:(?: \d+)+(?: ?\. ?\d[\d ]*\d|\.\d+)|\.\d+[Ee][+-]?\d+|\. \d+| \.\d+)(?!\d)"
)
_SPAN = re.compile(rf"\s?(?:[-—–~～]|至|到)\s{{0,2}}({ARABIC})")
_JOINING = frozenset("-—–~～至到")
_FROM, _FROM_WITHIN = re.compile(r"[由从自][^，。；;]*$"), 16
# 调增100万元至1000万元: by how much, and to what
_CHANGED_BY = re.compile(r"(?:[调核净追][增减]|[压核]减|追加|增加|减少)[了额\s]?$")
_HALF = re.compile(r"半(月|小时|年|学期)?(?![一-鿿]*[年月]度)")
_SPAN_IN_WORDS = re.compile(rf"[至到]([{NUMERAL}]++)")
_FURTHER = re.compile(rf"({ARABIC})|([{NUMERAL}]++)")
_MORE = re.compile(r"[ \t]?([余多])")
_BEHIND = re.compile(r"[ \t]?(?:\(含(?:本数)?\))?(以上|左右|上下|以内|之内|以下)(?!年)")
_BEFORE = {
    word: word
    for word in (*units.NEARLY, *units.AT_LEAST, *units.AT_MOST, *units.ABOUT)
    if word not in ("以上", "左右", "上下", "以内", "之内", "以下")
} | units.SAME_QUALIFIERS
_BEFORE_BY_LAST: dict[str, list[str]] = {}
for _word in sorted(_BEFORE, key=len, reverse=True):
    _BEFORE_BY_LAST.setdefault(_word[-1], []).append(_word)
_NOT_BEFORE = (
    "最近",
    "附近",
    "临近",
    "邻近",
    "靠近",
    "就近",
    "公约",
    "节约",
    "合约",
    "条约",
    "集约",
)
_FILLED = re.compile(r"(?:[了到为至:]|\s)+$")
_NEAR = 4  # characters before a number that tell what it stands beside
_MOST_FILLED = 4  # characters between a qualifier and its number
_SIGNS = "-–△▲"
_CURRENCY = "¥￥"
_CURRENCY_BEFORE = re.compile(rf"[{_CURRENCY}] ?$")
_NOT_ONE = "唯每第任同某另这那逐哪统单"
_MOVING = ("进", "退", "升", "降", "移")
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_QUOTED = "“‘「『"
_MAY_FOLLOW = frozenset("".join(word[0] for word in _IN_WORDS)) | set("年几余多至到百千万亿成 \n")
_CUTTING = frozenset("'’·・ ,，.Ee\n\t\u2009\u202f") | {""}
_NUMERIC = frozenset("0123456789" + NUMERAL)
_BEHINDS, _FILLING = frozenset(" \t(以左上之"), frozenset("了到为至: \t\n\u3000")
_RUN = re.compile(r"连续$")
_MONEY_BELOW = {"元": 1, "圆": 1, "角": 2, "分": 3}
GLUED_NOTE, CUT_NOTE = "数字粘在一起，分不开", "数字被标点断开，读不准"


@dataclass(slots=True)
class Number:
    """One number in a text, before its meaning is known.

    Parameters
    ----------
    start, end : span of the number with sign and unit
    digits : span of the digits or numerals alone
    value : as written, in `unit`; None where only `low` and `high` are known, or it is unreadable
    decimals : decimals printed
    unit : without blanks; empty where none stands beside
    qualifier : 约 余 以上 …
    low, high : the ends of an approximate number or a span, in `unit`; `high` None where open
    """

    start: int
    end: int
    digits: tuple[int, int]
    value: Decimal | None
    decimals: int
    unit: str
    qualifier: str = ""
    form: Form = "digits"
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_readable(self) -> bool:
        """Whether it says a number or two ends."""
        return self.form not in ("glued", "cut")


def find_numbers(
    text: str,
    cell_end: Callable[[int], int],
    passed_over: Container[int] = (),
    glued: Iterable[tuple[int, int]] = (),
) -> Iterator[Number]:
    """The numbers of a folded text in order.

    Parameters
    ----------
    text : a document's folded text
    cell_end : where the table's cell that holds an offset ends; 0 outside of tables
    passed_over : where digits begin that are known to be no number: dates, names
    glued : the cells that touch the next one, in order: no number goes on in another
    """
    at = 0
    for start, end in glued:
        yield from _Numbers(text[:start], cell_end).find(passed_over, at)
        yield from _Numbers(" " * start + text[start:end], cell_end).find(passed_over, start)
        at = end
        text = f"{text[: at - 1]} {text[at:]}"  # the last cell of a row touches none behind it
    yield from _Numbers(text, cell_end).find(passed_over, at)


class _Numbers:
    def __init__(self, text: str, cell_end: Callable[[int], int]) -> None:
        self.text, self.cell_end = text, cell_end
        self.last_end = 0

    def find(self, passed_over: Container[int], at: int) -> Iterator[Number]:
        while found := _NUMBER.search(self.text, at):
            number = None if found.start() in passed_over else self._read(found)
            at = max(number.end, number.digits[1]) if number else found.end()
            if number:
                self._and_half(number)
                self._complete(number)
                self.last_end = number.end
                yield number

    def _read(self, found: re.Match[str]) -> Number | None:
        if found["glued"]:
            return Number(*found.span(), found.span(), None, 0, "", form="glued")
        if found["arabic"]:
            return self._arabic(*found.span("arabic"))
        if found["words"]:
            return self._words(found)
        if found["vague"]:
            return self._vague(found)
        return self._share_or_ordinal(found)

    def _unit(self, start: int, end: int) -> Unit:
        """The unit behind a number; on the next line only where the number ends a line of text."""
        cell = self.cell_end(start)
        unit = read_unit(self.text, end, cell or len(self.text))
        if not unit.word or cell or "\n" not in self.text[end : unit.end]:
            return unit
        line_end = self.text.find("\n", end)
        line = self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()
        if not line:
            return NO_UNIT  # a number alone on its line is a cell of its own
        is_long = line_end - self.text.rfind("\n", 0, start) > SHORT_LINE
        runs_on = self.text[unit.end : unit.end + 1].strip()
        return unit if is_long or runs_on or _is_of_money(unit.word) else NO_UNIT

    def _arabic(self, start: int, end: int) -> Number | None:
        end, printed, is_cut = self._whole(start, end)
        digits = _ungrouped(printed)
        unit = self._unit(start, end)
        if is_cut:
            if _is_of_money(unit.word):
                return Number(start, unit.end, (start, end), None, 0, "", form="cut")
            return self._plain(start, start + len(printed), digits, unit=NO_UNIT)
        if not unit.word:
            span = self._span(start, end, digits)
            if span:
                return span
        return self._plain(start, end, digits, unit)

    def _plain(self, start: int, end: int, digits: str, unit: Unit) -> Number:
        more = unit.more
        told = _MORE.match(self.text, end) if not unit.word else None
        behind = self._unit(start, told.end()) if told else NO_UNIT
        if told and behind.word:
            unit, more = behind, told[1]
        number = Number(
            start,
            unit.end if unit.word else end,
            (start, end),
            Decimal(digits),
            len(digits.partition(".")[2]),
            unit.word,
            more,
        )
        if self.text[number.end : number.end + 1] == "成" and not unit.word:
            return self._tenths_in_digits(number)
        return self._to_another(number) or self._further(number)

    def _to_another(self, number: Number) -> Number | None:
        """3万～4.5万元, 10%—20%: a span whose first end has a unit too; 由10%至20% is a change."""
        is_followed = number.unit and self.text[number.end : number.end + 1] in _JOINING
        found = _SPAN.match(self.text, number.end) if is_followed else None
        before = self.text[max(number.start - _FROM_WITHIN, 0) : number.start]
        if not found or number.value is None or number.qualifier or _FROM.search(before):
            return None
        unit = self._unit(number.start, found.end())
        if self.text[number.end] in "至到" and _CHANGED_BY.search(before):
            return None
        is_same = unit.word == number.unit
        is_multiple = number.unit in units.MULTIPLES and unit.word.startswith(number.unit)
        if not (is_same or is_multiple):
            return None
        return _up_to(found, number.start, number.value, number.decimals, unit)

    def _and_half(self, number: Number) -> None:
        """两个半月 is 2.5 个月, 二十三分半 23.5 分."""
        is_half = number.value is not None and self.text[number.end : number.end + 1] == "半"
        half = _HALF.match(self.text, number.end) if is_half else None
        if not half or number.decimals or number.qualifier:
            return
        unit = number.unit + (half[1] or "")
        if bool(half[1]) != (number.unit == "个") or not units.kind_of(unit):
            return
        assert number.value is not None
        number.value, number.decimals = number.value + Decimal("0.5"), 1
        number.unit, number.end = unit, half.end()

    def _tenths_in_digits(self, number: Number) -> Number:
        """3成 is 30 %."""
        behind = self.text[number.end + 1 : number.end + 2]
        if behind in _NOT_TENTHS and behind:
            return number
        assert number.value is not None
        number.value, number.unit, number.end = number.value * 10, "%", number.end + 1
        return number

    def _whole(self, start: int, end: int) -> tuple[int, str, bool]:
        """Where a number ends that a mark, a blank or a line end cuts, its digits, and whether
        it cannot be put together.
        """
        text = self.text
        if text[end : end + 1] not in _CUTTING:
            return end, text[start:end], False
        found = _BY_MARKS.match(text, end) or _BY_DOT.match(text, end)
        if found and end - start <= 4:
            joined = re.sub(
                r"['’\u2009\u202f]", "", re.sub("[·・]", ".", text[start : found.end()])
            )
            return found.end(), joined, False
        wrapped = self._wrapped(start)
        if wrapped:
            return wrapped, re.sub(r"[\n \t]", "", text[start:wrapped]), False
        blank = _BY_BLANK.match(text, end)
        if blank and self._is_cut_by_blank(start, end, blank):
            return blank.end(), re.sub("[ ,，]", "", text[start : blank.end()]), False
        broken = _BROKEN.match(text, start)
        if broken and self._begins_beside(start):
            return broken.end(), text[start:end], True
        comma = _BY_COMMA.match(text, end)
        is_cut = comma and "分别" not in text[max(start - 24, 0) : start]
        if comma and is_cut:
            return comma.end(), text[start:end], True
        return end, text[start:end], False

    def _wrapped(self, start: int) -> int:
        """The end of a number that a line end cuts: digits to the end of a long line, more at the
        start of the next, one number together; 0 where none is so.
        """
        text = self.text
        found = _WRAPPED.match(text, start)
        if not found or self.cell_end(start):
            return 0
        line = text.rfind("\n", 0, start)
        joined = re.sub(r"\s", "", found[0])
        is_long = text.find("\n", start) - line > SHORT_LINE and text[line + 1 : start].strip()
        is_alone = text[found.end() : found.end() + 1] in ("\n", "", "年", "-", ".", "、")
        return found.end() if is_long and not is_alone and _DIGITS.fullmatch(joined) else 0

    def _is_cut_by_blank(self, start: int, end: int, blank: re.Match[str]) -> bool:
        """Whether digits behind a blank belong to those before: 1 945.54万元, not 表 2 300.00."""
        is_first = end - start <= 3 and "." not in self.text[start:end]
        return is_first and self._begins_beside(start) and bool(self._unit(start, blank.end()).word)

    def _begins_beside(self, start: int) -> bool:
        """Whether a number stands beside words or a mark, and is none of a row of numbers."""
        before = self.text[:start][-_NEAR:].rstrip(" \t")
        sign = before[-1:]
        return sign in ":(≥≤><¥￥-，,。；;" or ("一" <= sign <= "鿿" and sign not in "表图件第附")

    def _span(self, start: int, end: int, digits: str) -> Number | None:
        """3–5个, 3至5个: one number of two ends; the unit stands behind the second."""
        found = _SPAN.match(self.text, end)
        if not found:
            return None
        unit = self._unit(start, found.end())
        if not unit.word:
            return None
        return _up_to(found, start, Decimal(digits), len(digits.partition(".")[2]), unit)

    def _further(self, number: Number) -> Number:
        """Two units in one amount: 1亿2000万元 is 1.2 亿元, 十元三角八分 is 10.38 元."""
        is_followed = self.text[number.end : number.end + 1] in _NUMERIC
        found = _FURTHER.match(self.text, number.end) if number.unit and is_followed else None
        if not found or number.value is None or number.qualifier:
            return number
        further = value_of(found[2]) if found[2] else Decimal(_ungrouped(found[1]))
        unit = self._unit(number.start, found.end())
        if further is None or not unit.word:
            return number
        if number.unit in _MONEY_BELOW and unit.word in _MONEY_BELOW:
            return self._coins(number, further, unit)
        head, below = units.MULTIPLES.get(number.unit), units.MULTIPLES.get(_multiple(unit.word), 1)
        base = unit.word.removeprefix(_multiple(unit.word))
        if not head or below >= head or not base or further * below >= head:
            return number
        number.value += further * below / head
        number.decimals = Decimal(head // below).adjusted()
        number.value = number.value.quantize(Decimal(1).scaleb(-number.decimals))
        number.unit += base
        number.end, number.digits = unit.end, (number.digits[0], found.end())
        return number

    def _coins(self, number: Number, further: Decimal, unit: Unit) -> Number:
        """元 with 角 and 分 behind it."""
        places = _MONEY_BELOW[unit.word] - _MONEY_BELOW[number.unit]
        if places <= 0 or number.unit not in ("元", "圆") or further >= 10**places:
            return number
        assert number.value is not None
        number.value += further.scaleb(-places)
        number.decimals, number.end = max(number.decimals, places), unit.end
        number.digits = (number.digits[0], unit.end - 1)
        rest = _FURTHER.match(self.text, number.end)
        more = value_of(rest[2]) if rest and rest[2] else None
        behind = self._unit(number.start, rest.end()) if rest and more is not None else NO_UNIT
        if rest and more is not None and behind.word == "分" and unit.word == "角":
            number.value += more.scaleb(-2)
            number.decimals, number.end = 2, behind.end
        return number

    def _words(self, found: re.Match[str]) -> Number | None:
        start, end = found.span("words")
        if self.text.startswith(_PHRASES, start) or self.text.endswith(tuple(_QUOTED), 0, start):
            return None
        numeral = found["words"]
        if self.text[end : end + 1] not in _MAY_FOLLOW and numeral[-1] not in "万亿":
            return None
        core = numeral.rstrip("万亿")
        multiple = numeral[len(core) :]
        more = self.text[end : end + 1]
        if more == "几" and core.endswith("十"):
            return self._some_above(core, start, end)
        pair = approximate(core) if more == "成" else None
        if pair:  # 七八成
            low, high = (Decimal(10 * one) for one in pair)
            return _about(start, end + 1, end + 1, "%", low, high)
        more = more if more in units.MORE else ""
        span = self._span_in_words(core, start, end) if not multiple else None
        unit = self._unit(start, end + len(more))
        if span or not core:
            return span
        if not self._may_count(core, multiple, unit, more, start):
            return None
        word = multiple + unit.word
        ends = approximate(core)
        if ends:
            return _about(start, unit.end, end, word, *map(Decimal, ends))
        value = self._value(core, multiple)
        if value is None:
            return None
        number = Number(
            start,
            unit.end if unit.word else end,
            (start, end),
            value,
            len(core.partition("点")[2]),
            word,
            more or unit.more,
            form="words",
        )
        return self._further(number)

    def _value(self, core: str, multiple: str) -> Decimal | None:
        if multiple == "万" and "亿" in core:  # 二亿三千万元
            whole = value_of(core + multiple)
            return whole / 10**4 if whole is not None else None
        return value_of(core)

    def _may_count(self, core: str, multiple: str, unit: Unit, more: str, start: int) -> bool:
        """Whether a numeral with what stands behind it counts or measures something."""
        before = self.text[max(start - 2, 0) : start]
        word = unit.word
        if not word:
            return bool(multiple) and core[0] in DIGITS and len(core) > 1
        if word == "年":
            return bool(_RUN.search(before))
        bare = word.removeprefix(_multiple(word))
        if bare not in _IN_WORDS or self.text.startswith("之", unit.end):
            return False
        if core[0] in _FORMAL and core[-1] not in "拾佰仟" and word != "元":
            return False  # 队伍方面
        if core in "百千佰仟":
            return bool(more) or before[-1:] in ("近", "超", "逾", "过", "约", "达", "上")
        if core == "一" and not multiple:
            is_place = bare in ("位", "名") and before[-1:] in _MOVING  # 后退一位
            return is_place or (bare in _ONE and before[-1:] not in _NOT_ONE)
        return (
            core != "二" or bool(multiple) or _is_of_money(word) or units.kind_of(word) != "count"
        )

    def _some_above(self, core: str, start: int, end: int) -> Number | None:
        """三十几: from 31 to 39."""
        base, unit = value_of(core), self._unit(start, end + 1)
        if base is None or not unit.word:
            return None
        return _about(start, unit.end, end + 1, unit.word, base + 1, base + 9)

    def _span_in_words(self, core: str, start: int, end: int) -> Number | None:
        """三到五个."""
        found = _SPAN_IN_WORDS.match(self.text, end)
        if not found:
            return None
        low, high = value_of(core), value_of(found[1])
        unit = self._unit(start, found.end())
        bare = unit.word.removeprefix(_multiple(unit.word))
        if low is None or high is None or low >= high or bare not in _IN_WORDS:
            return None
        return _about(start, unit.end, found.end(), unit.word, low, high)

    def _vague(self, found: re.Match[str]) -> Number | None:
        """数十, 几百, 上千: from two to ten times the word, or from it on."""
        start, end = found.span("vague")
        told = found["vague"].removeprefix("好")
        multiple = told[1:] if told[1:2] in ("万", "亿") else told[2:]
        scale = told[1:2] if told[1:2] in NUMERAL else ""
        if not told[1:]:
            return None
        unit = self._unit(start, end)
        if not unit.word or unit.word.removeprefix(_multiple(unit.word)) not in _IN_WORDS:
            return None
        one = value_of(scale or "一")
        if one is None:
            return None
        low, high = (one, None) if told[0] == "上" else (2 * one, 10 * one)
        return _about(start, unit.end, end, multiple + unit.word, low, high)

    def _share_or_ordinal(self, found: re.Match[str]) -> Number | None:
        span = found.span()
        if found["ordinal"]:
            value = value_of(found["ordinal"])
            return Number(*span, span, value, 0, "", form="ordinal") if value is not None else None
        if found["top"]:
            return Number(*span, span, Decimal(1), 0, "", form="ordinal")
        if found["parts"]:
            unit = {"百": "%", "千": "‰", "万": "‱"}[found["parts"]]
            return self._in_parts(span, found["part"], unit)
        if found["below"]:
            return _fraction(span, value_of(found["above"]), value_of(found["below"]))
        if found["tenths"]:
            return self._tenths(span, found["tenths"], found["hundredths"])
        if found["still"]:
            return Number(*span, span, Decimal(0), 0, "%", form="still")
        if found["half"]:
            return Number(*span, span, Decimal(50), 0, "%", form="words")
        if found[0].startswith("翻"):
            return Number(*span, span, value_of(found["doublings"] or "一"), 0, "番", form="words")
        return None

    def _in_parts(self, span: tuple[int, int], told: str, unit: str) -> Number | None:
        """百分之九十八, 千分之三; 百分之百, 百分百."""
        value = Decimal(told) if told[0].isdigit() else value_of(told)
        if value is None:
            return None
        point = "." if told[0].isdigit() else "点"
        return Number(*span, span, value, len(told.partition(point)[2]), unit, form="words")

    def _tenths(self, span: tuple[int, int], tenths: str, hundredths: str | None) -> Number | None:
        """两成五 is 25 %, 一成半 15 %."""
        first = value_of(tenths)
        second = Decimal(5) if hundredths == "半" else value_of(hundredths or "零")
        if first is None or second is None:
            return None
        more = self.text[span[1] : span[1] + 1]
        qualifier = more if more in units.MORE else ""
        end = span[1] + len(qualifier)
        return Number(span[0], end, span, 10 * first + second, 0, "%", qualifier, form="words")

    def _complete(self, number: Number) -> None:
        """Sign and qualifier of a number, from what stands right before and behind it."""
        if number.form in ("glued", "cut", "ordinal", "still"):
            return
        start = self._signed(number)
        if not number.qualifier:
            number.qualifier = self._qualifier(start, number.end)

    def _signed(self, number: Number) -> int:
        """Take a sign and a currency before a number into it; where what stands before it ends."""
        start = number.start
        before = self.text[start - 1 : start]
        if before and before in _CURRENCY:
            start -= 1
            before = self.text[start - 1 : start]
            number.unit = number.unit or "元"
        if before and before in _SIGNS and self._is_sign(start - 1, number):
            start -= 1
            currency = _CURRENCY_BEFORE.search(self.text, max(start - 2, 0), start)
            if currency:
                start = currency.start()
                number.unit = number.unit or "元"
            if number.value is not None:
                number.value = -number.value
        elif self._is_bracketed(number):
            return start
        number.start = start
        return start

    def _is_sign(self, at: int, number: Number) -> bool:
        """Whether a mark is a sign: a dash is none behind a number, a letter or a word that a
        hyphen may join to the next.
        """
        if self.text[at] in "△▲":
            return True
        before = self.text[at - 1 : at]
        if at == 0 or before in " \t\n:(|<>=≥≤¥￥，。；、,;":
            return self.last_end != at or before in ":("
        if self.last_end == at or not "一" <= before <= "鿿":
            return False
        is_measure = number.unit and units.kind_of(number.unit) in ("amount", "share")
        return bool(is_measure or number.decimals or before in "长加幅为是率速")

    def _is_bracketed(self, number: Number) -> bool:
        """（21.08）万元 is negative, as accounts write it; take the brackets into the number."""
        start, end = number.digits
        around = self.text[start - 1 : start] + self.text[end : end + 1]
        if around != "()" or not number.decimals or number.unit or number.value is None:
            return False
        unit = self._unit(start, end + 1)
        if not unit.word:
            return False
        number.value, number.unit = -number.value, unit.word
        number.start, number.end = start - 1, unit.end
        return True

    def _qualifier(self, start: int, end: int) -> str:
        behind = _BEHIND.match(self.text, end) if self.text[end : end + 1] in _BEHINDS else None
        if behind:
            return behind[1]
        places = [start]
        if self.text[start - 1 : start] in _FILLING:
            filled = _FILLED.search(self.text, max(start - _MOST_FILLED, 0), start)
            places += [filled.start()] if filled else []
        for at in places:
            for word in _BEFORE_BY_LAST.get(self.text[at - 1 : at], ()):
                is_before = self.text.startswith(word, at - len(word)) and len(word) <= at
                if is_before and not self.text.endswith(_NOT_BEFORE, 0, at):
                    return _BEFORE[word]
        return ""


def _ungrouped(printed: str) -> str:
    """Printed digits without the commas between their groups."""
    return printed.replace(",", "").replace("，", "")


def _up_to(
    found: re.Match[str], start: int, low: Decimal, decimals: int, unit: Unit
) -> Number | None:
    """A span from a number to the one that a match of `_SPAN` found, in the unit behind it; None
    where it does not go up.
    """
    digits = _ungrouped(found[1])
    high = Decimal(digits)
    if low >= high:
        return None
    place = (start, found.end())
    decimals = max(decimals, len(digits.partition(".")[2]))
    return Number(start, unit.end, place, None, decimals, unit.word, unit.more, low=low, high=high)


def _about(
    start: int, end: int, digits_end: int, unit: str, low: Decimal, high: Decimal | None
) -> Number:
    """A number in words of which only the ends are known."""
    place = (start, digits_end)
    return Number(start, end, place, None, 0, unit, form="words", low=low, high=high)


def _fraction(span: tuple[int, int], above: Decimal | None, below: Decimal | None) -> Number | None:
    """二分之一 is 50 %; 三分之一 lies between 33 and 34 %."""
    if above is None or not below or above >= below:
        return None
    percent = 100 * above / below
    if percent == int(percent):
        return Number(*span, span, percent, 0, "%", form="words")
    low = Decimal(int(percent))
    return _about(*span, span[1], "%", low, low + 1)


def _multiple(word: str) -> str:
    """What multiplies a unit: 万 of 万元, nothing of 千瓦时."""
    if word in units.UNITS:
        return ""
    return next((one for one in units.MULTIPLES if word.startswith(one)), "")


def _is_of_money(word: str) -> bool:
    return bool(word) and units.kind_of(word) == "amount"
