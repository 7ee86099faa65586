"""Checks: what a careful reviewer would ask about a report.

Each check is a function Case -> findings whose docstring begins with what it believes about the
world; `RULES` lists them in order. `check(case)` runs them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from perf_analysis import codebook
from perf_analysis.checks import amounts, growth, judging, results, targets, wording
from perf_analysis.checks.case import TABLES, Case, Finding, Rule
from perf_analysis.checks.own import OwnCheck, OwnChecks, list_checks, own_rules, read_checks
from perf_analysis.codebook import Row
from perf_analysis.errors import RuleError

__all__ = [
    "RULES",
    "TABLES",
    "VERDICTS",
    "Case",
    "Checked",
    "Finding",
    "OwnCheck",
    "OwnChecks",
    "Rule",
    "check",
    "list_checks",
    "own_rules",
    "read_checks",
]

RULES: tuple[Rule, ...] = (
    *amounts.RULES,
    *targets.RULES,
    *results.RULES,
    *wording.RULES,
    *growth.RULES,
)
# The four states of a finding as a person reads them; problems first,
# what is open before what agrees.
VERDICTS = {"fails": "✗ 不一致", "question": "? 需说明", "unchecked": "– 未核", "holds": "✓ 一致"}


class Checked(NamedTuple):
    """What the checks found, and what they could not judge."""

    findings: Sequence[Row]
    unchecked: Sequence[Row]


def check(
    case: Case,
    report_id: str,
    *,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    extra: Sequence[Rule] = (),
) -> Checked:
    """The findings of all checks on a report, and what these could not judge, in order of the
    checks.

    Parameters
    ----------
    case : the report
    report_id : its id, for the column
    only, skip : names, numbers, letters or titles of checks: EXEC, A1, A, 预算执行率
    extra : checks of a person's own, made after the others

    Returns
    -------
    findings : one row per check and set of figures compared
    unchecked : one row per check that had nothing to compare, with what is missing

    Raises
    ------
    RuleError : `only` or `skip` names no check
    """
    rules = (*RULES, *extra)
    chosen = [
        rule for rule in rules if (not only or _is_named(rule, only)) and not _is_named(rule, skip)
    ]
    unknown = [
        name for name in (*only, *skip) if not any(_is_named(rule, [name]) for rule in rules)
    ]
    if unknown:
        raise RuleError("unknown-name", _unknown(unknown, rules))
    found = _told(chosen, case)
    judged = [(rule, one) for rule, told in found for one in told if one.status != "unchecked"]
    return Checked(
        codebook.fill(
            codebook.FINDINGS,
            [_row(report_id, number, *one) for number, one in enumerate(judged, start=1)],
        ),
        codebook.fill(codebook.UNCHECKED, _unchecked(report_id, found, case)),
    )


def _unknown(names: Sequence[str], rules: Sequence[Rule]) -> str:
    """That no check is named so, with those that come nearest, or all."""
    known = [*(rule.name for rule in rules), *(rule.title for rule in rules)]
    near = [
        found for name in names for found in difflib.get_close_matches(name.upper(), known, n=3)
    ] + [rule.title for rule in rules for name in names if name in rule.title]
    listed = "、".join(dict.fromkeys(near)) or "、".join(
        f"{rule.name}（{rule.title}）" for rule in rules
    )
    return f"没有名为 {'、'.join(names)} 的核对；{'相近的' if near else '可用的'}名字：{listed}"


def _is_named(rule: Rule, names: Iterable[str]) -> bool:
    named = (rule.name, rule.number, rule.number[:1], rule.title)
    return any(name in named or name.upper() in named for name in names if name)


def _told(chosen: Sequence[Rule], case: Case) -> list[tuple[Rule, list[Finding]]]:
    """What each check finds by the columns of forms and by words, and the relations that it judges;
    what a form's columns tell is told once, whichever checks are chosen.
    """
    found = {rule.name: list(rule.check(case)) for rule in dict.fromkeys((*amounts.RULES, *chosen))}
    known = {
        frozenset(finding.figures)
        for rule in amounts.RULES
        for finding in found[rule.name]
        if finding.figures
    }
    for name, judged in judging.judge(case).items():
        if name in found:
            found[name] += (one for one in judged if frozenset(one.figures) not in known)
    return [(rule, found[rule.name]) for rule in chosen]


def _unchecked(
    report_id: str, found: Iterable[tuple[Rule, Sequence[Finding]]], case: Case
) -> Iterator[dict[str, str]]:
    """Each check that judged nothing, or says what it lacks for more."""
    for rule, told in found:
        lacks = list(dict.fromkeys(one.message for one in told if one.status == "unchecked"))
        if not told and case.document is None:
            lacks = [f"没有原文，无法核对{rule.needs}"]
        row = {"report_id": report_id, "rule": rule.name}
        if lacks:
            yield row | {"why": "lacks material", "message": "；".join(lacks)}
        elif not told:
            message = f"没有可以核对的内容：{rule.needs}"
            yield row | {"why": "not applicable", "message": message}


def _row(report_id: str, number: int, rule: Rule, finding: Finding) -> dict[str, Any]:
    cells = {
        name: getattr(finding, name)
        for name in ("status", "stated", "computed", "difference", "unit", "message")
    }
    told = {
        "ask": finding.ask or None,
        "source": finding.source or None,
        "figures": list(finding.figures),
    }
    return (
        {"report_id": report_id, "finding_id": f"C{number:03d}", "rule": rule.name} | cells | told
    )
