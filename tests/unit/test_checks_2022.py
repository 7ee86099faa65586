"""What a careful reader finds in the 2022 report, from one call;
and the same in it renamed and renumbered.
"""

from collections import Counter

import needs
import pytest

import perf_analysis as pa

REPORT = needs.SOURCE
pytestmark = pytest.mark.source

# The executed total stays the sum of its natures, the rate their quotient:
# 1978.27 + 946.19 = 2924.46, of 2945.54 it is 99.28 %.
NUMBERS = {
    "1945.54": "2945.54",
    "1924.46": "2924.46",
    "978.27": "1978.27",
    "98.92": "99.28",
    "275.3": "375.3",
    "64.5": "54.5",
    "186": "217",
}
NAMES = {
    "广州开发区": "青石开发区",
    "穗港": "江海",
    "知识城": "望江城",
    "红酒": "茶叶",
    "党建": "团建",
}


@pytest.fixture(scope="module")
def found():
    return pa.read(REPORT).findings


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    text = REPORT.read_text(encoding="utf-8")
    for old, new in (NUMBERS | NAMES).items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path_factory.mktemp("renamed") / "made.txt"
    path.write_text(text, encoding="utf-8")
    return pa.read(path).findings


def messages(findings, rule, status="question"):
    return findings[(findings["rule"] == rule) & (findings["status"] == status)]["message"].tolist()


@pytest.mark.parametrize(
    ("rule", "status", "words"),
    [
        ("EXEC", "holds", ["1924.46 万元 ÷", "1945.54 万元", "98.92%"]),  # S1
        ("PARTS", "holds", ["978.27 万元 +", "946.19 万元"]),  # S2
        ("CARRY", "question", ["21.08 万元", "0.00 万元"]),  # S3
        ("GRADE", "holds", ["“优”"]),  # S4
        ("SCORE10", "question", ["88.4 分"]),  # S5
        ("HIDDEN-TARGET", "question", ["如果", "只有 7"]),  # S6
        ("OVER", "question", ["186%", "120%、130%"]),  # S7
        ("GOAL-RESULT", "question", ["红酒街", "未提及"]),  # S8
        ("RESULT-GOAL", "question", ["党建"]),  # S9
        ("DUPLICATE", "question", ["26 个数字"]),  # S10
        ("BASE", "question", ["约 167 亿"]),  # S11
        ("COMPONENT", "question", ["69–71 亿", "108 亿", "76–78 亿"]),  # S12
        ("UNIT-VALUE", "question", ["11315 辆", "50.8–51.7 万元"]),  # S13
        ("PART-OF-REGION", "question", ["275.3 亿", "2900–3200 亿"]),  # S14: 2897 to 3239
        ("RANK", "question", ["增速", "参评数未写"]),  # S15
        ("FORECAST", "question", ["360 亿"]),  # S16
        ("CLAIM", "question", ["三大产业"]),  # S17
        ("PRAISE", "question", ["所有项目", "个别项目"]),  # S18
        ("GOAL-OVERLAP", "question", ["通过协助街道等安全监管单位"]),  # S19
        ("TEXT-SLIP", "question", ["企业企业"]),  # S20
        ("TEXT-SLIP", "question", ["登记"]),
        ("TEXT-SLIP", "question", ["该项目申报立项"]),
        ("REQUIRED", "question", ["三公"]),  # S21
    ],
)
def test_a_careful_reader_finds_it(found, rule, status, words):
    assert any(all(word in message for word in words) for message in messages(found, rule, status))


def test_nothing_is_said_to_fail(found):
    assert "fails" not in set(found["status"])


def test_the_report_renamed_and_renumbered_has_the_same_findings(found, renamed):
    assert Counter(zip(renamed["rule"], renamed["status"], strict=True)) == Counter(
        zip(found["rule"], found["status"], strict=True)
    )


@pytest.mark.parametrize(
    ("rule", "status", "words"),
    [
        ("EXEC", "holds", ["2924.46 万元 ÷", "2945.54 万元", "99.28%"]),
        ("CARRY", "question", ["21.08 万元"]),
        ("BASE", "question", ["约 243 亿"]),  # 375.3 up 54.5 % comes from 242.8 to 243.0
        ("HIDDEN-TARGET", "question", ["217%", "只有 6"]),  # 13 of 6 is 216.7 %
        ("RESULT-GOAL", "question", ["团建"]),
    ],
)
def test_its_new_numbers_and_names_are_told(renamed, rule, status, words):
    assert any(
        all(word in message for word in words) for message in messages(renamed, rule, status)
    )
