"""Checks: what a careful reviewer would ask about a report.

Each check is a function Case -> findings whose docstring begins with what it believes about the
world; `RULES` lists them in order. `check(case)` runs them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from perf_analysis import codebook
from perf_analysis.checks import amounts, growth, judging, results, targets, wording
from perf_analysis.checks.case import TABLES, Case, Finding, Rule
from perf_analysis.checks.own import OwnCheck, own_rules
from perf_analysis.errors import RuleError

__all__ = [
    "RULES",
    "TABLES",
    "VERDICTS",
    "Case",
    "Finding",
    "OwnCheck",
    "Rule",
    "check",
    "own_rules",
]

RULES: tuple[Rule, ...] = (
    *amounts.RULES,
    *targets.RULES,
    *results.RULES,
    *wording.RULES,
    *growth.RULES,
)
_OF_NUMBERS = (*amounts.RULES, *targets.RULES, *growth.RULES)
# The four states of a finding as a person reads them; problems first,
# what is open before what agrees.
VERDICTS = {"fails": "✗ 不一致", "question": "? 需说明", "unchecked": "– 未核", "holds": "✓ 一致"}


def check(
    case: Case,
    report_id: str,
    *,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    extra: Sequence[Rule] = (),
) -> list[dict[str, Any]]:
    """The findings of all checks on a report, in order of the checks.

    Parameters
    ----------
    case : the report
    report_id : its id, for the column
    only, skip : names, numbers, letters or titles of checks: EXEC, A1, A, 预算执行率
    extra : checks of a person's own, made after the others

    Returns
    -------
    findings : one row per check and set of figures compared
        A check with nothing to compare gives one row `unchecked` that says what is missing.

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
    return codebook.fill(
        codebook.FINDINGS,
        [
            _row(report_id, number, rule, finding)
            for number, (rule, finding) in enumerate(found, start=1)
        ],
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


def _told(chosen: Sequence[Rule], case: Case) -> list[tuple[Rule, Finding]]:
    """What each check finds, with the relations that no check of numbers has told, one finding
    each: whether one was told does not hang on which checks are chosen. What a relation asks about
    holds for no check.
    """
    found = {rule.name: list(rule.check(case)) for rule in chosen}
    if judging.NAMES & found.keys():
        known = [
            finding
            for rule in _OF_NUMBERS
            for finding in (found[rule.name] if rule.name in found else rule.check(case))
        ]
        judged = list(judging.judge(case, known))
        open_ones = {frozenset(one.figures) for _, one in judged if one.status != "holds"}
        for rule in filter(_OF_NUMBERS.__contains__, chosen):
            found[rule.name] = [
                one
                for one in found[rule.name]
                if one.status != "holds" or frozenset(one.figures) not in open_ones
            ]
        for name, finding in judged:
            if name in found:
                found[name].append(finding)
    return [
        (rule, finding) for rule in chosen for finding in found[rule.name] or [_unchecked(rule)]
    ]


def _unchecked(rule: Rule) -> Finding:
    return Finding("unchecked", f"没有可以核对的内容：{rule.needs}")


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
