"""What a figure measures and whose it is: its attribute from its clause, its owner by scope.

The attribute stands before the number, behind it (培训120人次; 20万元用于方案设计), or over its
column. The owner is told in the same clause, else earlier in the sentence, at the item's head or in
its heading; never in another topic. A name that is none stays empty.
"""

from __future__ import annotations

import re

from perf_analysis.document import Document
from perf_analysis.figures import wording
from perf_analysis.figures.naming import changes, levels, periods, ranks, roles
from perf_analysis.figures.naming.said import A_YEAR, Row, Said, Setting
from perf_analysis.figures.scope import Scope
from perf_analysis.structure import Structure
from perf_analysis.terms import (
    NAMES,
    OF_DEPARTMENT,
    TOTAL_SCORE,
    UNNAMED,
    term_of,
)

_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
# Heads that only say of which year the numbers under them are.
_OF_PERIOD = re.compile(r"(?:19|20)\d\d年?度?|[上本]年度?(?:数|金额)?|金额")
_LAST_YEAR = re.compile(r"(?:上|去)年")
_TOTAL = re.compile(r"(?:合计|总计|总分)$")
_TORN = re.compile(r"[及和与、].{1,3}$")  # 现场及跟踪 of 现场及跟踪化解 and 化解率
_LEAST_OWNER = 4  # characters of what is left of a subject that the measure says again


class Names:
    """Names for the figures of a document, asked in order of position."""

    def __init__(self, document: Document, structure: Structure, scope: Scope) -> None:
        self._setting = Setting(document, structure, scope)
        self._said = Said(self._setting, self._setting.text)

    def of(self, row: Row, before: str, cell: tuple[str, str] | None) -> Row:
        """Measure, subject, term, basis, scope, period and role of a figure.

        Parameters
        ----------
        row : the figure so far: place, value, unit, kind, direction
        before : the text right before it, without blanks
        cell : row and head in a table or form; None in running text
        """
        told = self._in_cell(row, cell) if cell else self._in_text(row, before)
        told["term"] = term_of(told.get("subject") or "", told["measure"])
        if not told["term"] and cell and _OF_PERIOD.fullmatch(told["measure"]):
            told["term"] = term_of("", told["subject"] or "")
        is_weak = told.pop("is_weak", False)
        if not told["measure"]:
            told |= {"measure": UNNAMED, "status": "unsure", "note": "没有读出它说的是什么"}
        elif not cell and (is_weak or not _is_name(row, told)):
            told |= {"status": "unsure", "note": "名称可能不完整"}
        return told

    def _in_cell(self, row: Row, cell: tuple[str, str]) -> Row:
        subject, head = cell
        if head and roles.is_role(subject) and not roles.is_role(head):
            subject, head = head, subject  # 计划, 完成 below what they are of
        measure = head or subject
        told = {"subject": subject if head and subject else None, "measure": measure}
        if row["kind"] == "score" and _TOTAL.search(subject):
            told["subject"] = TOTAL_SCORE
        year = A_YEAR.search(measure) or A_YEAR.search(subject) or _YEAR_ALONE.fullmatch(measure)
        own = self._setting.year_at(row["start"])
        told["period"] = year[0] if year else own
        if not year and _LAST_YEAR.match(head):
            told["period"] = periods.year_before(own)
        told["role"] = roles.role_of_head(row, measure)
        return told

    def _in_text(self, row: Row, before: str) -> Row:
        self._said = said = self._said.at(row["start"])
        told: Row = {"period": periods.period(row["start"], said)}
        if row["kind"] == "rank":
            told |= ranks.ranked(row, before, said)
        elif row["kind"] == "growth" or row["direction"]:
            told |= changes.changed(row, said)
        else:
            told |= levels.stated(row, said)
        told["subject"] = _once(told.get("subject") or "", told["measure"]) or None
        if told.get("is_base"):
            told["period"] = periods.period_of_base(row["start"], told, said)
        if row["kind"] == "rate" and not told.get("scope"):
            scopes = wording.SCOPES.findall(str(told["measure"]))
            told["scope"] = scopes[-1] if scopes else None
        told["role"] = told.get("role") or roles.role(row, told, said)
        said.note(row | told)
        told.pop("is_base", None)
        return told


def _is_name(row: Row, told: Row) -> bool:
    """Whether subject and measure read as a name: phrases, and whose it is where that is not
    the department itself.
    """
    subject, measure = str(told.get("subject") or ""), str(told["measure"])
    if any(wording.is_broken(phrase) for phrase in (subject, measure) if phrase):
        return False
    if row["kind"] in ("growth", "rank") or row["direction"]:
        return len(subject) > 1
    owner, attribute = wording.split_name(measure)
    if subject or (owner and attribute):
        return True
    if attribute:
        return term_of("", attribute) in OF_DEPARTMENT
    return measure in NAMES or (len(measure) > 2 and measure not in wording.VERBS)


def _once(subject: str, measure: str) -> str:
    """A subject without what the measure says again: 自评 of 自评得分 and 得分, 普通高考本科 of
    普通高考本科上线 and 上线率, nothing of 满意 and 满意度.
    """
    if measure.startswith(subject):
        return ""
    if len(measure) > 1 and subject.endswith(measure):
        return subject.removesuffix(measure)
    stem = measure.removesuffix("率")
    is_again = len(stem) > 1 and stem != measure and subject.endswith(stem)
    owner = subject.removesuffix(stem)
    is_whole = len(owner) >= _LEAST_OWNER and not _TORN.search(owner)
    return owner if is_again and is_whole else subject
