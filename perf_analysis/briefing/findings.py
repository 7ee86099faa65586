"""What the checks found, for a reader: problems first, each with what to ask;
and what other rules would say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from perf_analysis import units
from perf_analysis.briefing.contradictions import find_contradictions
from perf_analysis.briefing.outcomes import list_missed
from perf_analysis.briefing.passage import Passage, head_of, tabulate
from perf_analysis.checks import RULES, VERDICTS, OwnChecks
from perf_analysis.codebook import Findings, Unchecked
from perf_analysis.data import read_words
from perf_analysis.figures import text_of
from perf_analysis.language import checks, say, say_number
from perf_analysis.report import Report
from perf_analysis.rules import PROFILES, read_profile
from perf_analysis.sentences import Number, Quote, Sentence, join

PROBLEMS = ("fails", "question")
_NOTE = Markup('<p class="note">{}</p>')
MOST_NAMED = 6  # figures of a finding named in its English sentence
_TITLES = {rule.name: rule.title for rule in RULES}


def show_findings(
    report: Report,
    rules: str | Path = "",
    ledger: str | Path = "",
    *,
    only: Sequence[str] = (),
    previous: Report | str | Path | None = None,
    extra: OwnChecks = (),
) -> Passage:
    """The problems as a table; of checks that ask the same of many numbers the first
    with the number of the others; what agrees and what has nothing to compare in a line below.

    Parameters
    ----------
    report : what was checked
    rules : one of `rules.PROFILES`, the default one when none is named,
        or the path of a profile of your own
    ledger : the workbook of its ledger, where there is one
    only, previous, extra : as for `Report.check`; with `only` what no check tells is left out
    """
    findings, unchecked = report.examine(
        rules=rules, ledger=ledger, only=only, previous=previous, extra=extra
    )
    rows = [_row(group, report) for status in PROBLEMS for group in _grouped(findings, status)]
    rows += [] if only else _untold(report, findings)
    agreed = findings[findings["status"] == "holds"]
    rest = say("一致 {count} 项", count=len(agreed))
    caption = _caption(findings, unchecked, len(rows))
    page = _page(caption, rows) + _folded(agreed, rest)
    if not rows:  # apart, or Markdown makes one line of two sentences
        return Passage(f"{caption}\n\n{rest}", page)
    text = "\n".join([caption, *map(str, rows), rest])
    return Passage(text, page, tabulate(caption, _cells(rows), rest))


def _cells(rows: Sequence[_Row]) -> list[tuple[str, ...]]:
    """The heads and rows of a notebook's table; sources only where there are any."""
    heads = ("结果", "核对项", "说明", "建议追问", "依据")
    cells = [
        (row.verdict, name_check(row.rule), str(row.message), row.ask, row.source) for row in rows
    ]
    many = len(heads) if any(row.source for row in rows) else len(heads) - 1
    return [row[:many] for row in (heads, *cells)]


def _row(group: Findings, report: Report) -> _Row:
    """The first of a group's findings, and how many more there are."""
    first = group.iloc[0]
    return _Row(
        str(first["rule"]),
        _told(group, report),
        say(VERDICTS[first["status"]]),
        ask_of(first),
        text_of(first["source"]),
    )


def _untold(report: Report, findings: Findings) -> list[_Row]:
    """What the numbers contradict and the targets missed that no open finding tells."""
    known = [set(row) for row in findings.loc[findings["status"].isin(PROBLEMS), "figures"]]
    asked = say(VERDICTS["question"])
    found = [
        (_Row(one.rule, one.point.lead + Sentence("，") + one.point.rest, asked, ""), one.figures)
        for one in find_contradictions(report)
    ]
    found += [
        (_Row("SHORT", one.told + Sentence("。"), asked, say("请说明未达到的原因")), one.figures)
        for one in list_missed(report)
    ]
    return [row for row, figures in found if not any(len(figures & row) > 1 for row in known)]


def _grouped(findings: Findings, status: str) -> list[Findings]:
    """Findings of a status: those of arithmetic and targets one by one, those of another check
    together.
    """
    findings = findings[findings["status"] == status]
    single = findings["rule"].isin(read_words("materiality.toml")["questions"]["single"])
    keys = findings["rule"].where(~single, findings["finding_id"])
    return [group for _, group in findings.groupby(keys, sort=False)]


class _Row(NamedTuple):
    """One check as shown: its name, what it found, its verdict, what to ask, and the rule's source
    where it is more than arithmetic.
    """

    rule: str
    message: Sentence
    verdict: str
    ask: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.verdict} {name_check(self.rule)}{say('：')}{self.message}" + (
            say("（{ask}）", ask=self.ask) if self.ask else ""
        )

    @property
    def notes(self) -> list[tuple[str, str, str]]:
        """What stands below the message, each with its class and head. A source stays as it is
        cited; those of the package's rules, which its documentation has, take no paper.
        """
        where = "note screen" if self.rule in _TITLES else "note"
        told = [
            ("note", say("建议追问："), self.ask),
            (where, say("依据："), Quote(self.source)),
        ]
        return [one for one in told if one[-1]]


def name_check(rule: str) -> str:
    """The title of a check, in the language in use."""
    return checks().get(rule, {}).get("title") or _TITLES.get(rule, rule)


def show_rule_differences(report: Report) -> Passage:
    """Where the rule profiles ask of the report what others do not: one line per check
    and profile.
    """
    checked = {name: report.check(rules=name) for name in PROFILES}
    by_profile = {
        name: {(row["rule"], tuple(row["figures"])): row for row in findings.to_dict("records")}
        for name, findings in checked.items()
    }
    keys = dict.fromkeys(key for found in by_profile.values() for key in found)
    groups = []
    for key in keys:
        rows = [found.get(key) for found in by_profile.values()]
        said = {name: _said(row) for name, row in zip(by_profile, rows, strict=True)}
        # limits that nothing has reached differ too, but lead to nothing else
        if len({row["status"] if row and row["status"] in PROBLEMS else "" for row in rows}) > 1:
            told = [f"{read_profile(name).name}{say('：')}{one}" for name, one in said.items()]
            groups.append((name_check(key[0]), told))
    if not groups:
        none = say("{count} 个规则档案在这份报告上没有不同的结果。", count=len(PROFILES))
        return Passage(none, Markup("<p>{}</p>").format(none))
    text = "\n\n".join(
        "\n".join([f"**{head}**", "", *(f"- {one}" for one in told)]) for head, told in groups
    )
    return Passage(text, Markup("").join(_listed(head, told) for head, told in groups))


def _listed(head: str, told: Sequence[str]) -> Markup:
    points = Markup("").join(map(Markup("<li>{}</li>").format, told))
    return Markup("<p><b>{}</b></p><ul>{}</ul>").format(head, points)


def _said(row: dict[Any, Any] | None) -> str:
    return f"{say(VERDICTS[row['status']])}　{row['message']}" if row else say("没有这一项")


def _caption(findings: Findings, unchecked: Unchecked, asked: int) -> str:
    return say(
        "做了 {count} 项核对，{asked} 项要问；另有 {unchecked} 项没有可比内容",
        count=len(findings),
        asked=asked,
        unchecked=len(unchecked),
    )


def _told(group: Findings, report: Report) -> Sentence:
    """The first message of a group, its printed numbers linked, and how many more there are."""
    first = tell(group.iloc[0], report)
    return (
        first + Sentence("；另有 {count} 处。", count=str(len(group) - 1))
        if len(group) > 1
        else first
    )


def tell(row: pd.Series, report: Report) -> Sentence:
    """What a finding says, its numbers linked."""
    known = checks().get(row["rule"])
    return _in_english(row, report, known["question"]) if known else _linked(row, report)


def _in_english(row: pd.Series, report: Report, question: str) -> Sentence:
    """The question of a check with the figures compared and what they give,
    then the message in its own words.
    """
    told = Sentence(question)
    figures = report.figures[report.figures["figure_id"].isin(row["figures"])]
    numbers = [
        Number(_with_unit(figure), (figure["figure_id"],))
        for _, figure in figures[figures["value"].notna()].head(MOST_NAMED).iterrows()
    ]
    if numbers:
        told += Sentence(
            "（{numbers}）",
            numbers=join([Sentence("{number}", number=number) for number in numbers], "、"),
        )
    if pd.notna(row["stated"]) and pd.notna(row["computed"]):
        unit = text_of(row["unit"])
        told += Sentence(
            "写出 {stated}，推算 {computed}。",
            **{
                name: say_number(units.with_unit(f"{row[name]:.6g}", unit))
                for name in ("stated", "computed")
            },
        )
    return told + Sentence("原文：{message}", message=Quote(row["message"]))


def _linked(row: pd.Series, report: Report) -> Sentence:
    """A message whose numbers lead to their figures, as printed or without the zeros that an own
    check may leave away.
    """
    figures = report.figures[report.figures["figure_id"].isin(row["figures"])]
    figures = figures[figures["value"].notna()]
    printed = {
        told: figure["figure_id"]
        for digits in (lambda one: f"{one['value']:.10g}", _digits)
        for _, figure in figures.iterrows()
        if (told := digits(figure) + ("%" if text_of(figure["unit"]) == "%" else ""))
    }
    if not printed:
        return Sentence("{message}", message=row["message"])
    pattern = "|".join(re.escape(digits) for digits in sorted(printed, key=len, reverse=True))
    pieces = re.split(rf"(?<![\d.])({pattern})(?![\d.])", row["message"])
    parts = {
        f"part{at}": Number(piece, (printed[piece],)) if at % 2 else piece
        for at, piece in enumerate(pieces)
    }
    return Sentence("".join(f"{{{name}}}" for name in parts), **parts)


def _with_unit(figure: pd.Series) -> str:
    return units.with_unit(_digits(figure), text_of(figure["unit"]))


def _digits(figure: pd.Series) -> str:
    return f"{units.printed(figure['value'], figure['decimals']):f}"


def ask_of(row: pd.Series) -> str:
    """What to ask the department for; empty where the finding says it all."""
    known = checks().get(row["rule"])
    return known.get("ask", "") if known else text_of(row["ask"])


def _anchor(row: _Row, rows: Sequence[_Row]) -> Markup:
    """The id of a check, which the rows of its figures lead to;
    of two rows of one check the first has it.
    """
    is_first = next(other for other in rows if other.rule == row.rule) is row
    return Markup(' id="c-{}"').format(row.rule) if is_first else Markup("")


def open_checks(findings: Findings) -> dict[str, tuple[str, str]]:
    """The sign of the verdict and the check that leave each figure open,
    a failed check before a question.
    """
    found: dict[str, tuple[str, str]] = {}
    for status in PROBLEMS:
        for _, row in findings[findings["status"] == status].iterrows():
            for figure in row["figures"]:
                found.setdefault(figure, (VERDICTS[status][0], row["rule"]))
    return found


def _folded(agreed: Findings, head: str) -> Markup:
    """What agrees, to be opened: each check with how many of its numbers do."""
    if agreed.empty:
        return Markup("")
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(name_check(str(rule)), count)
        for rule, count in agreed["rule"].value_counts(sort=False).items()
    )
    return Markup(
        "<details><summary>{0}</summary>"
        "<table><caption>{0}</caption>{1}<tbody>{2}</tbody></table></details>"
    ).format(head, head_of(("核对项", "一致")), body)


def _page(caption: str, rows: Sequence[_Row]) -> Markup:
    page = Markup('<tr{}><th scope="row">{}</th><td class="verdict">{}</td><td>{}{}</td></tr>')
    asked = Markup('<span class="{}">{}{}</span>')
    body = Markup("").join(
        page.format(
            _anchor(row, rows),
            name_check(row.rule),
            row.verdict,
            row.message,
            Markup("").join(asked.format(*note) for note in row.notes),
        )
        for row in rows
    )
    heads = head_of(("核对项", "结果", "核对和建议追问"))
    table = Markup('<table class="checks"><caption>{}</caption>{}<tbody>{}</tbody></table>')
    shown = table.format(caption, heads, body) if rows else _NOTE.format(caption)
    return Markup('<div class="full">{}</div>').format(shown)
