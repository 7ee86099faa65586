"""Score `report.findings` against the arithmetic that labelled reports hold.

python tests/score_checks.py [SET] [--planted] [-v] [--floor RIGHT PLANTED HOLDS QUESTIONS]

SET (else reports/whole) is a folder (or zip) with NNN.txt, labels/, identities/. An identity lists
the figures that one claim ties together and whether it `holds`; it is answered by a finding of just
these figures (two more at most), or by findings of pairs of them that together name all.

- right: share of identities with the labelled verdict; false `fails`: `fails` on what holds, or on
  figures that no failing identity shares;
- false holds: `holds` on an identity that does not;
- `--planted`: one digit is changed in each identity that holds; found when a new `question` or
  `fails` names that figure with another of it. Takes about a minute. Also told: questions a report
  (a reviewer reads them all).
"""

import argparse
import json
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sets import REPORTS, Tally, opened, rows

import perf_analysis as pa

WORDS = {True: "holds", False: "fails", "question": "question"}
Row = dict[str, Any]
# the figures of a finding as numbers of labels, and its status
Finding = tuple[frozenset[int | None], str]


def judged(path: Path, labels: list[Row]) -> list[Finding]:
    report = pa.read(path)
    placed = report.figures.dropna(subset="start")
    spans = {row.figure_id: (row.start, row.end) for row in placed.itertuples()}

    def label_of(figure_id: str) -> int | None:
        start, end = spans.get(figure_id, (None, None))
        return next(
            (
                at
                for at, label in enumerate(labels)
                if start is not None and start <= label["num_start"] and end >= label["num_end"]
            ),
            None,
        )

    return [
        (frozenset(label_of(figure) for figure in row.figures), row.status)
        for row in report.findings.itertuples()
    ]


def is_one_value(figures: frozenset[int | None], values: list[float]) -> bool:
    return len({values[at] for at in figures if at is not None}) == 1


def answers(wanted: frozenset[int], findings: list[Finding], values: list[float]) -> set[str]:
    """What the findings say of an identity."""
    about = [(figures, status) for figures, status in findings if wanted <= figures]
    hits = {status for figures, status in about if len(figures) <= len(wanted) + 2}
    if not hits and len(wanted) == 2:  # one fact in many places is one finding
        hits = {status for figures, status in about if is_one_value(figures, values)}
    if hits:
        return hits
    pairs = [one for one in findings if len(one[0]) == 2 and one[0] <= wanted]
    named = frozenset().union(*(figures for figures, _ in pairs))
    return {status for _, status in pairs} if named == wanted else set()


def plant(text: str, label: Row) -> str | None:
    """The text with one digit of a figure changed."""
    start, end = label["num_start"], label["num_end"]
    at = [i for i in range(start, end) if text[i].isdigit()]
    if not at:
        return None
    i = at[1] if len(at) > 1 else at[0]
    digit = (unicodedata.digit(text[i]) + 3) % 10 or 5
    return f"{text[:i]}{digit}{text[i + 1 :]}"


@dataclass
class Read:
    """A report of the set: its text, its labels, and what the checks find."""

    path: Path
    labels: list[Row]
    findings: list[Finding]


def count_false_fails(tally: Tally, report: Read, identities: list[Row]) -> None:
    wrong = [set(one["figures"]) for one in identities if one["holds"] is not True]
    for figures, status in report.findings:
        if status == "fails" and not any(len(figures & one) >= 2 for one in wrong):
            tally.count["false fails"] += 1
            told = [report.labels[at]["text"] for at in figures if at is not None]
            tally.lines.append(f"{report.path.stem} false fails on {told}")


def count_identity(tally: Tally, report: Read, identity: Row) -> None:
    values = [abs(label["value"]) for label in report.labels]
    got = answers(frozenset(identity["figures"]), report.findings, values)
    verdict, count = WORDS[identity["holds"]], tally.count
    is_asked = bool(got & {"fails", "question"})
    is_right = verdict in got and not (verdict == "holds" and is_asked)
    count[verdict] += 1
    count[f"right {verdict}"] += is_right or (verdict == "fails" and "question" in got)
    count["fails told as fails"] += verdict == "fails" and "fails" in got
    count["false holds"] += verdict != "holds" and "holds" in got and not is_asked
    if verdict not in got:
        told = sorted(got) or "no answer"
        tally.lines.append(f"{report.path.stem} {identity['claim']}: want {verdict}, got {told}")


def count_planted(tally: Tally, report: Read, identity: Row, copy: Path) -> None:
    at = identity["figures"][-1]
    changed = plant(report.path.read_text(encoding="utf-8"), report.labels[at])
    if changed is None:
        return
    copy.write_text(changed, encoding="utf-8")
    hits = {
        status
        for figures, status in set(judged(copy, report.labels)) - set(report.findings)
        if at in figures and len(figures & set(identity["figures"])) >= 2
    }
    is_found = bool(hits & {"fails", "question"})
    tally.count["planted"] += 1
    tally.count["planted found"] += is_found
    if not is_found:
        told = f"planted in {identity['claim']}: silent ({sorted(hits)})"
        tally.lines.append(f"{report.path.stem} {told}")


def score_checks(folder: Path, most: int = 0) -> Tally:
    """The verdicts on each report, and on copies with so many planted errors at most."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as work:
        for path in sorted(folder.glob("*.txt")):
            labels = rows(folder / "labels" / f"{path.stem}.jsonl")
            told = folder / "identities" / f"{path.stem}.json"
            identities = json.loads(told.read_text(encoding="utf-8"))
            report = Read(path, labels, judged(path, labels))
            tally.count["reports"] += 1
            tally.count["questions"] += sum(status == "question" for _, status in report.findings)
            count_false_fails(tally, report, identities)
            for identity in identities:
                count_identity(tally, report, identity)
            holding = [
                one for one in identities if one["holds"] is True and len(one["figures"]) > 1
            ]
            for identity in holding[:most]:
                count_planted(tally, report, identity, Path(work) / path.name)
    return tally


def shares(count: Counter[str]) -> dict[str, float]:
    right = sum(count[f"right {verdict}"] for verdict in WORDS.values())
    return {
        "right": right / max(1, sum(count[verdict] for verdict in WORDS.values())),
        "planted": count["planted found"] / max(1, count["planted"]),
        "questions": count["questions"] / max(1, count["reports"]),
    }


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=REPORTS / "whole")
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--most", type=int, default=10**6, help="planted errors a report at most")
    parser.add_argument("-v", action="store_true")
    parser.add_argument(
        "--floor",
        type=float,
        nargs=4,
        help="right, planted, most false holds, most questions a report; no false fails",
    )
    given = parser.parse_args()
    with opened(given.set) as (folder, may_show):
        tally = score_checks(folder, given.most if given.planted else 0)
    count, share = tally.count, shares(tally.count)
    if given.v and may_show:
        print(*tally.lines, sep="\n")
    total = sum(count[verdict] for verdict in WORDS.values())
    told = "; ".join(f"{one} {count[f'right {one}']}/{count[one]}" for one in WORDS.values())
    planted = f"; planted errors found {share['planted']:.3f} of {count['planted']}"
    print(
        f"{share['right']:.3f} of {total} right; {told} ({count['fails told as fails']} as fails);"
        f" false fails {count['false fails']}; false holds {count['false holds']};"
        f" {share['questions']:.1f} questions a report{planted if given.planted else ''}"
    )
    if not given.floor:
        return False
    right, found, holds, questions = given.floor
    is_low = share["right"] < right or share["planted"] < found or share["questions"] > questions
    return is_low or count["false holds"] > holds or count["false fails"] > 0


if __name__ == "__main__":
    sys.exit(main())
