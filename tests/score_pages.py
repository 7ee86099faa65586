"""Score briefings against what a careful analyst would say first.

perf-analysis brief tests/reports/whole/*.docx -o PAGES
python tests/score_pages.py [SET] PAGES [-v] [--floor WORST WRONG]

Of SET (else reports/whole) are told: reports without a page; sentences that deny what the report
prints (`printed` in truth/NNN.json); words of machines (nan, None); of the facts that a leader
should see first (`worst`), how many stand in tiles, 要点 and 要问 (half of a fact's numbers are
enough); of the arithmetic that is wrong for certain (`questions`), how many stand in a row of the
section 核对 (two of its numbers in one row).
"""

import argparse
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

from sets import REPORTS, Tally, opened

REST = r"(?:(?!\s{2})[^。；\n]){0,50}"
DENIAL = re.compile(
    rf"报告(?:里|中)?(?:没有|未){REST}|(?:没有|未)(?:写出|列出|列示|提及|印出|给出){REST}"
)
UNREAD = re.compile(r"没有读(?:出|到)[^。\n]{0,200}")
MACHINE = re.compile(r"(?<![a-zA-Z])(?:nan|None|NaN|NaT)(?![a-zA-Z])")
TOPICS = {
    "budget": r"全年预算|预算数|预算执行|预算和执行",
    "nature": r"基本支出|支出性质",
    "source": r"资金来源",
    "growth": r"同比|增长|增减",
    "goals": r"绩效目标(?!值)|目标和任务",
    "ranks": r"名次|排名",
    "carry_over": r"结转|结余",
    "indicators": r"指标表|绩效指标",
    "satisfaction": r"满意度",
    "three_public": r"三公",
    "score": r"自评得分|得分",
}
# more numbers than a leader reads at the head of a page
CROWDED = 80
INLINE = r"</?(?:a|span|b|em|strong|i|small|mark|wbr|abbr|data)\b[^>]*>"
Row = dict[str, Any]


def text_of(page: str) -> str:
    """Words as a person reads them: cells and blocks apart, inline marks glued, references out."""
    page = re.sub(r"<(style|script|head|sup)\b.*?</\1>", "", page, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(INLINE, "", page)))


def section_of(source: str, word: str) -> str:
    """The part of a page under the heading that holds a word, up to the next of its kind."""
    found = re.search(rf"<h2[^>]*>(?:(?!</h2>).)*(?:{word}).*?(?=<h2|\Z)", source, re.S)
    return found[0] if found else ""


def numbers_in(text: str) -> set[float]:
    return {float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def numbers_of(fact: Row) -> list[float]:
    return [abs(one) for one in fact["numbers"] if isinstance(one, int | float)]


def head_of(source: str) -> set[float]:
    """The numbers that a reader sees first."""
    parts = [section_of(source, word) for word in ("主要数字", "要点", "要问")]
    top = source[: source.find("<h2")]
    parts += re.findall(r"<(?:header|dl)\b.*?</(?:header|dl)>", top, re.S)
    return numbers_in(" ".join(map(text_of, parts)))


def rows_of(source: str) -> list[set[float]]:
    """The numbers of each row on what is asked or wrong."""
    parts = section_of(source, "核对") + section_of(source, "要问")
    rows = re.finditer(r"<(tr|li|p|dd|article|summary)\b.*?</\1>", parts, re.S)
    return [numbers_in(text_of(row[0])) for row in rows if "✓" not in row[0]]


def score_denials(source: str, text: str, truth: Row, tally: Tally) -> None:
    """Topics that are printed and told as not read, or denied."""
    printed = {topic: words for topic, words in TOPICS.items() if topic in truth["printed"]}
    unread = " ".join(UNREAD.findall(text))
    tally.count["topics printed"] += len(printed)
    tally.count["topics unread"] += sum(
        bool(re.search(words, unread)) for words in printed.values()
    )
    prose = text_of(re.sub(r"<t[dh]\b.*?</t[dh]>", " ", source, flags=re.S))
    for denial in DENIAL.findall(prose):
        wrong = [topic for topic, words in printed.items() if re.search(words, denial)]
        tally.count["denials"] += 1
        if wrong:
            tally.count["false denials"] += 1
            tally.lines.append(f"{denial} (printed: {', '.join(wrong)})")


def score_worst(head: set[float], truth: Row, tally: Tally) -> None:
    for fact in truth["worst"]:
        wanted = numbers_of(fact)
        if not wanted:
            continue
        is_told = sum(one in head for one in wanted) * 2 >= len(wanted)
        tally.count["worst"] += 1
        tally.count["worst told first"] += is_told
        if not is_told:
            tally.lines.append(f"not told first: {fact['what']} {fact['numbers']}")


def score_questions(rows: list[set[float]], truth: Row, tally: Tally) -> None:
    for question in truth["questions"]:
        wanted = numbers_of(question)
        if not question["certain"] or not wanted:
            continue
        least = min(2, len(wanted))
        is_told = any(sum(one in row for one in wanted) >= least for row in rows)
        tally.count["wrong arithmetic"] += 1
        tally.count["wrong arithmetic told"] += is_told
        if not is_told:
            tally.lines.append(f"not told: {question['why']} {question['numbers']}")


def score_page(page: Path, truth: Row, tally: Tally) -> None:
    if not page.exists():
        tally.count["reports without a page"] += 1
        tally.lines.append("no page")
        return
    source = page.read_text(encoding="utf-8")
    text, head = text_of(source), head_of(source)
    tally.count["pages"] += 1
    tally.count["words of machines"] += len(MACHINE.findall(text))
    tally.count["crowded heads"] += len(head) > CROWDED
    score_denials(source, text, truth, tally)
    score_worst(head, truth, tally)
    score_questions(rows_of(source), truth, tally)


def score_pages(folder: Path, pages: Path) -> Tally:
    scored = Tally()
    for path in sorted((folder / "truth").glob("*.json")):
        tally = Tally(scored.count)
        truth = json.loads(path.read_text(encoding="utf-8"))
        score_page(pages / f"{path.stem}.html", truth, tally)
        scored.lines += [f"{path.stem}: {line}" for line in tally.lines]
    return scored


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=REPORTS / "whole")
    parser.add_argument("pages", type=Path)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--floor", type=float, nargs=2, help="worst facts, wrong arithmetic")
    given = parser.parse_args()
    with opened(given.set) as (folder, may_show):
        tally = score_pages(folder, given.pages)
    count = tally.count
    if given.v and may_show:
        print(*tally.lines, sep="\n")
    worst = count["worst told first"] / max(1, count["worst"])
    wrong = count["wrong arithmetic told"] / max(1, count["wrong arithmetic"])
    print(
        f"{count['pages']} pages, {count['reports without a page']} reports without one;"
        f" {count['false denials']} of {count['denials']} denials false;"
        f" {count['words of machines']} words of machines;"
        f" printed topics told as not read {count['topics unread']} of {count['topics printed']};"
        f" heads over {CROWDED} numbers {count['crowded heads']};"
        f" worst facts told first {worst:.3f} of {count['worst']};"
        f" wrong arithmetic told {wrong:.3f} of {count['wrong arithmetic']}"
    )
    if not given.floor:
        return False
    faults = ("false denials", "reports without a page", "words of machines")
    is_low = worst < given.floor[0] or wrong < given.floor[1]
    return is_low or any(count[fault] > 0 for fault in faults)


if __name__ == "__main__":
    sys.exit(main())
