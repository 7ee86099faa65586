"""Goals and results: which goal has no result, which result no goal, which goals say the same."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from perf_analysis.checks.aims import Aims
from perf_analysis.checks.case import Case, Finding, Row
from perf_analysis.checks.results.parts import (
    CUT_OFF,
    Placed,
    bare,
    goal_texts,
    is_cut_off,
    leaves,
    name_places,
    quote,
    result_sections,
    short,
    text_in,
    title_of,
)
from perf_analysis.checks.results.terms import (
    pairs_of,
    shared_terms,
    terms_of,
    weight_of,
    whole_phrases,
)
from perf_analysis.structure import Section

KINDS = {"goal": "绩效目标", "task": "重点工作任务"}
LONG_PHRASE = 10  # characters: shorter ones any two goals share
LEAST_WEIGHT = 4  # characters of it that are no common words
MOST_TERMS = 4  # named in a message
SPOKEN_OF = 0.5  # share of the pairs of a heading that goals must hold to speak of it
MOST_UNSPOKEN = 8  # results without a goal told one by one
_TOPIC_CUT = 16  # characters: a topic found by rule is cut here


def check_goals(case: Case) -> Iterator[Finding]:
    """Each goal and key task of the year is spoken of in the results."""
    told = bare("\n".join(text_in(case, section) for section in case.once(result_sections)))
    if case.document is not None and case.rows["goals"] and not told:
        yield Finding("unchecked", "没有找到完成情况一节，目标的完成情况无法核实")
        return
    is_whole = case.document is None or not is_cut_off(case.document)
    texts = case.once(goal_texts)
    aimed = {figure["section"] for figure in case.told if figure["role"] == "target"}
    for row in case.rows["goals"]:
        if row["coverage"] == "none" and row["section"] in aimed:
            continue  # its numbers are held against theirs
        if row["coverage"] == "none" and not is_whole:
            yield Finding("unchecked", f"{_named(row)}：{CUT_OFF}")
            continue
        yield _goal(
            row,
            texts.get(row["section"], ""),
            told,
            tuple(identity for identity in row["figures"] if identity in case.by_id),
        )


def _goal(row: Row, text: str, told: str, figures: tuple[str, ...]) -> Finding:
    name, by_rule = _named(row), row["matched_by"] == "rule"
    words = whole_phrases(row["words"], text) or row["words"]
    matched = (
        f"（按共同的词{quote(words[:MOST_TERMS])}匹配，未经人核对）" if by_rule and words else ""
    )
    if row["coverage"] in ("figure", "related"):
        sort = "可能对应" if by_rule else "直接" if row["coverage"] == "figure" else "相关"
        return Finding("holds", f"{name}在完成情况里有{sort}的数字{matched}", figures)
    if row["coverage"] == "mentioned":
        return Finding(
            "question", f"{name}在完成情况里提到，没有数字{matched}", figures, ask="请补充完成值"
        )
    terms = terms_of(text) if by_rule else []
    if shared := shared_terms(terms, told):
        message = (
            f"{name}在完成情况里没有相同的说法，"
            f"只有共同的词{quote(shared[:MOST_TERMS])}，"
            "是否说的是同一件事无法核实"
        )
        return Finding("question", message, figures, ask="请说明对应的完成情况和完成值")
    absent = f"（{quote(terms[:MOST_TERMS])}没有出现）" if terms else ""
    return Finding(
        "question",
        f"{name}在完成情况里未提及{absent}，不等于没有做",
        figures,
        ask="请补充完成情况和佐证材料",
    )


def _named(row: Row) -> str:
    cut = "…" if row["matched_by"] == "rule" and len(row["topic"]) == _TOPIC_CUT else ""
    return f"{KINDS[row['kind']]}“{row['topic']}{cut}”"


def check_results(case: Case) -> Iterator[Finding]:
    """What is reported as a result was a goal or a key task of the year; asked where the goals are
    words, for a target in numbers is held against its own result.
    """
    if case.document is None or not case.rows["goals"] or Aims(case).are_held:
        return
    goals, placed = _Goals(case), case.once(Placed)
    unspoken = []
    for section, terms in _matters(case):
        told = [
            figure for figure in placed.within(section.start, section.end) if not figure["same_as"]
        ]
        figures = tuple(figure["figure_id"] for figure in told)
        if goals.speak_of(section, terms, figures):
            yield Finding(
                "holds",
                f"完成情况里的{quote([title_of(case, section)])}"
                f"（{name_places([section.path])}）在目标里有对应",
                figures,
            )
        else:
            named = terms_of(
                "，".join(f"{figure['subject'] or ''}{figure['measure']}" for figure in told)
            )
            absent = [term for term in (*terms, *named) if term not in goals.text]
            unspoken.append(
                (
                    title_of(case, section),
                    section.path,
                    list(dict.fromkeys(absent))[:MOST_TERMS],
                    figures,
                )
            )
    yield from _unspoken(unspoken)


def _unspoken(found: list[tuple[str, str, list[str], tuple[str, ...]]]) -> Iterator[Finding]:
    ask = "请说明对应的目标，或补充目标值"
    for title, path, terms, figures in found if len(found) <= MOST_UNSPOKEN else ():
        message = (
            f"完成情况里的{quote([title])}（{name_places([path])}）"
            f"在年度目标和重点任务里没有提到{quote(terms)}"
        )
        yield Finding("question", message, figures, ask=ask)
    if len(found) > MOST_UNSPOKEN:
        listed = "、".join(short(title) for title, _, _, _ in found)
        message = f"完成情况里有 {len(found)} 项在年度目标和重点任务里没有提到：{listed}"
        yield Finding(
            "question",
            message,
            tuple(figure for *_, figures in found for figure in figures),
            ask=ask,
        )


def _matters(case: Case) -> Iterator[tuple[Section, tuple[str, ...]]]:
    """The result sections whose heading says what it is about, with its terms;
    one that comes back counts once.
    """
    known: set[tuple[str, ...]] = set()
    own = pairs_of(case.about.department)
    for section in leaves(case.once(result_sections)):
        terms = tuple(term for term in terms_of(title_of(case, section)) if pairs_of(term) - own)
        if terms and terms not in known:
            known.add(terms)
            yield section, terms


class _Goals:
    """What the goals of a report say, and what was matched to them."""

    def __init__(self, case: Case) -> None:
        self.text = "\n".join(case.once(goal_texts).values())
        self.pairs, self.own = pairs_of(self.text), pairs_of(case.about.department)
        self.matched = {
            name for row in case.rows["goals"] for name in (*row["results"], *row["figures"])
        }

    def speak_of(self, section: Section, terms: tuple[str, ...], figures: tuple[str, ...]) -> bool:
        """Whether goals were matched to a result, or hold a word of it or most pairs of its words,
        the department's own name apart.
        """
        if self.matched & {section.path, *figures} or any(term in self.text for term in terms):
            return True
        pairs = set().union(*map(pairs_of, terms)) - self.own
        return len(pairs & self.pairs) >= SPOKEN_OF * len(pairs)


def check_overlap(case: Case) -> Iterator[Finding]:
    """Each goal says what no other goal of the list says."""
    if case.document is None:
        return
    texts = case.once(goal_texts)
    for kind, name in KINDS.items():
        rows = [
            row for row in case.rows["goals"] if row["kind"] == kind and row["section"] in texts
        ]
        found = list(_overlaps([texts[row["section"]] for row in rows]))
        for one, other, phrase in found:
            message = (
                f"第 {one + 1} 项和第 {other + 1} 项{name}有相同的文字{quote([phrase])}，"
                "是否重复无法核实"
            )
            yield Finding("question", message, ask="请合并重复的目标，或说明两项的区别")
        if len(rows) > 1 and not found:
            yield Finding("holds", f"{len(rows)} 项{name}没有相同的长句")


def _overlaps(texts: list[str]) -> Iterator[tuple[int, int, str]]:
    """Pairs of texts, by their place in the list, with the long phrase that both hold."""
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        shingles = [
            text[start : start + LONG_PHRASE] for start in range(len(text) - LONG_PHRASE + 1)
        ]
        for other in sorted({first.setdefault(shingle, at) for shingle in shingles} - {at}):
            match = SequenceMatcher(None, texts[other], text, autojunk=False).find_longest_match()
            phrase = texts[other][match.a : match.a + match.size].strip("，。；、")
            if weight_of(phrase) >= LEAST_WEIGHT:
                yield other, at, phrase
