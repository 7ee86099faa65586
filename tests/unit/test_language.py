"""Messages in English: the catalogue against the code, numbers with their original, and terms."""

import ast
import re
import string
from pathlib import Path

import pytest

from perf_analysis import checks, language
from perf_analysis.language import LANGUAGES, say, say_number, speaking
from perf_analysis.sentences import Number, Sentence

PACKAGE = Path(__file__).parents[2] / "perf_analysis"
SPEAKING = [
    *(PACKAGE / "charts").glob("*.py"),
    *(PACKAGE / "briefing").glob("*.py"),
    PACKAGE / "sentences.py",
]
# what takes a message as its first argument
SPEAKERS = ("Sentence", "Unread", "each", "say", "say_template")
CHINESE = re.compile(r"[一-鿿，。；：、]")


@pytest.fixture
def english():
    with speaking("en"):
        yield


def templates():
    """The messages that the code says: by the names of the functions that say them, and all that
    have places for parts.
    """
    for path in SPEAKING:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            told = getattr(call, "value", "")
            is_told = isinstance(told, str) and re.fullmatch(r".*\{[a-z]+\}.*", told)
            if is_told and CHINESE.search(told):
                yield told
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") in SPEAKERS
                and call.args
            ):
                for part in ast.walk(call.args[0]):
                    if (
                        isinstance(part, ast.Constant)
                        and isinstance(part.value, str)
                        and CHINESE.search(part.value)
                    ):
                        yield part.value
    for page in (PACKAGE / "briefing" / "template").glob("*.html.j2"):
        for called in re.findall(
            r"\bsay\((.*?)\)(?: \||\s*\}\}| if )", page.read_text(encoding="utf-8")
        ):
            yield from (told for told in re.findall(r'"([^"]*)"', called) if CHINESE.search(told))


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_message_of_charts_and_briefing_has_its_english():
    found = set(templates())
    assert len(found) > 150
    assert sorted(found - set(language.catalogue()) - {"等级："}) == []


def test_english_uses_the_parts_that_the_chinese_has():
    assert {
        chinese: english
        for chinese, english in language.catalogue().items()
        if not fields(english) <= fields(chinese)
    } == {}


def test_every_check_has_an_english_title_question_and_ask(english):
    assert set(language.checks()) == {rule.name for rule in checks.RULES}
    assert all({"title", "question", "ask"} == set(told) for told in language.checks().values())


@pytest.mark.parametrize(
    ("chinese", "english_"),
    [
        ("1945.54 万元", "CNY 19.4554 million (1945.54 万元)"),
        ("21.08 万元", "CNY 210,800 (21.08 万元)"),
        ("275.3 亿", "CNY 27.53 billion (275.3 亿)"),
        ("约 108 亿", "about CNY 10.8 billion (108 亿)"),
        ("76.0–76.7 亿元", "CNY 7.60–7.67 billion (76.0–76.7 亿元)"),
        ("0.00 万元", "CNY 0 (0.00 万元)"),
        ("−0.31% 至 0.33%", "−0.31% to 0.33%"),
        ("−2.4 至 −2.2 个百分点", "−2.4 to −2.2 percentage points"),
        ("−0.31 至 0.33 万元", "CNY −3,100 to 3,300 (−0.31 至 0.33 万元)"),
        ("−12 至 3 万人次", "−120,000 to 30,000 (−12 至 3 万人次)"),
        ("12 万人次", "120,000 (12 万人次)"),
        ("13 个", "13 (13 个)"),
        ("第 34 位", "rank 34"),
        ("86 个百分点", "86 percentage points"),
        ("98.92%", "98.92%"),
        ("≥ 95%", "≥ 95%"),
        ("预计 360 亿", "expected CNY 36.0 billion (360 亿)"),
        ("100 亿以上", "at least CNY 10.0 billion (100 亿以上)"),
        ("无法推算", "cannot be derived"),
        ("目标 100%", "target 100%"),
        ("疏浚河道", "疏浚河道"),
    ],
)
def test_a_number_keeps_its_digits_and_its_original(english, chinese, english_):
    assert say_number(chinese) == english_
    assert say_number(english_) == english_, "said twice it stays"


def test_a_number_said_twice_is_said_once(english):
    number = Number(Number("275.3 亿", ("F001",)).text, ("F001",))
    assert number.text == "CNY 27.53 billion (275.3 亿)"


def test_names_stay_and_terms_are_told(english):
    told = Sentence(
        "{line}最多，占执行数的{share}", line="基本支出", share=Number("50.83%", ("F008",))
    )
    assert str(told) == "Basic expenditure is the largest part, 50.83% of the execution"
    assert (
        str(Sentence("{measure}增加最多，增速也最高", measure="货运量"))
        == "货运量 gained most, and grew fastest"
    )


def test_chinese_is_said_as_it_is_written():
    assert say("{count} 项", count=3) == "3 项" and say_number("275.3 亿") == "275.3 亿"


def test_the_language_is_that_of_the_block_alone():
    assert LANGUAGES == ("zh", "en")
    with speaking("en"), speaking("zh"):
        assert say("未写") == "未写"
    assert say("未写") == "未写"
