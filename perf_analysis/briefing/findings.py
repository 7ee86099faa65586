"""What the checks found, for a reader: problems first, each with what to ask; and what other rules would say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from perf_analysis import units
from perf_analysis.briefing.summary import Passage
from perf_analysis.checks import RULES, VERDICTS
from perf_analysis.codebook import Findings
from perf_analysis.figures import text_of
from perf_analysis.report import Report
from perf_analysis.rules import PROFILES, read_profile
from perf_analysis.sentences import Number, Sentence

PROBLEMS = ("fails", "question")
_TITLES = {rule.name: rule.title for rule in RULES}


def show_findings(report: Report, rules: str = "") -> Passage:
    """The problems as a table, of each check the first with the number of the others; what agrees and what was not checked in a line below.

    Parameters
    ----------
    report : what was checked
    rules : one of `rules.PROFILES`, the default one when none is named, or the path of a profile of your own
    """
    findings = report.check(rules=rules) if rules else report.findings
    groups = [(status, rule, group) for status in PROBLEMS for rule, group in findings[findings["status"] == status].groupby("rule", sort=False)]
    rows = [(_TITLES[str(rule)], _told(group, report), VERDICTS[status], _asks(group)) for status, rule, group in groups]
    agreed, unchecked = _titled(findings, "holds"), int((findings["status"] == "unchecked").sum())
    rest = (f"一致：{agreed}。" if agreed else "") + (f"未核的 {unchecked} 项没有可以核对的内容。" if unchecked else "")
    caption = _caption(findings)
    told = [f"{verdict} {title}：{message}{f'（{ask}）' if ask else ''}" for title, message, verdict, ask in rows]
    return Passage("\n".join([caption, *told, rest]), _page(caption, rows, rest))


def _titled(findings: Findings, status: str) -> str:
    return "、".join(dict.fromkeys(_TITLES[rule] for rule in findings[findings["status"] == status]["rule"]))


def show_rule_differences(report: Report) -> Passage:
    """Where the rule profiles lead to different findings on the report: one line per check and profile."""
    checked = {name: report.check(rules=name) for name in PROFILES}
    by_profile = {
        name: {(row["rule"], tuple(row["figures"])): row for row in findings[findings["status"] != "unchecked"].to_dict("records")}
        for name, findings in checked.items()
    }
    keys = dict.fromkeys(key for found in by_profile.values() for key in found)
    lines = []
    for key in keys:
        said = {name: _said(found.get(key)) for name, found in by_profile.items()}
        if len(set(said.values())) > 1:
            lines.append(f"**{_TITLES[key[0]]}**")
            lines += [f"- {read_profile(name).name}：{told}" for name, told in said.items()]
    text = "\n".join(lines) or f"{len(PROFILES)} 个规则档案在这份报告上没有不同的结果。"
    return Passage(text, Markup("<p>{}</p>").format(text))


def _said(row: dict[Any, Any] | None) -> str:
    return f"{VERDICTS[row['status']]}　{row['message']}" if row else "没有这一项"


def _caption(findings: Findings) -> str:
    counts = findings["status"].value_counts()
    return f"核对 {len(findings)} 项：" + "，".join(f"{VERDICTS[status]} {counts.get(status, 0)}" for status in VERDICTS)


def _told(group: Findings, report: Report) -> Sentence:
    """The first message of a group, its printed numbers linked, and how many more there are."""
    first = _linked(group.iloc[0], report)
    return first + Sentence(f"；另有 {len(group) - 1} 处。") if len(group) > 1 else first


def _linked(row: pd.Series, report: Report) -> Sentence:
    """A message whose printed numbers lead to their figures."""
    figures = report.figures[report.figures["figure_id"].isin(row["figures"])]
    printed = {_printed(figure): figure["figure_id"] for _, figure in figures.iterrows() if pd.notna(figure["value"])}
    if not printed:
        return Sentence("{message}", message=row["message"])
    pattern = "|".join(re.escape(digits) for digits in sorted(printed, key=len, reverse=True))
    pieces = re.split(rf"(?<![\d.])({pattern})(?![\d.])", row["message"])
    parts = {f"part{at}": Number(piece, (printed[piece],)) if at % 2 else piece for at, piece in enumerate(pieces)}
    return Sentence("".join(f"{{{name}}}" for name in parts), **parts)


def _printed(figure: pd.Series) -> str:
    return f"{units.printed(figure['value'], figure['decimals']):f}" + ("%" if text_of(figure["unit"]) == "%" else "")


def _asks(group: Findings) -> str:
    asks = list(dict.fromkeys(filter(None, map(text_of, group["ask"]))))
    return asks[0] if asks else ""


def _page(caption: str, rows: Sequence[tuple[str, Sentence, str, str]], rest: str) -> Markup:
    row = Markup('<tr><th scope="row">{}</th><td class="verdict">{}</td><td>{}{}</td></tr>')
    asked = Markup('<span class="note">建议追问：{}</span>')
    body = Markup("").join(row.format(title, verdict, message, asked.format(ask) if ask else "") for title, message, verdict, ask in rows)
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in ("核对项", "结果", "核对和建议追问"))
    table = Markup('<table class="checks"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(caption, heads, body)
    return Markup('<div class="full">{}<p class="note">{}</p></div>').format(table if rows else Markup("<p>{}</p>").format(caption), rest)
