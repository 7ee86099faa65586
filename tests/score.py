"""Score figure extraction against labelled reports.

python tests/score.py [SET] [--suffix .docx] [-v] [--floor P R VALUE UNIT KIND DIRECTION MEASURE]

SET (else reports/examples) is a folder, or a zip of one, with NNN.txt (or .docx …) and
labels/NNN.jsonl. The rows of `perf_analysis read NNN.txt … --format jsonl` are compared with them:

- precision, recall: a row finds a label when its span covers the label's number; in other formats
  than .txt, by value in order (labels marked optional count neither way; rows with status
  `unreadable` are no claims);
- of the found: value, unit, kind, direction equal; measure right when `subject`+`measure` says
  what the label says (`sets.is_named`: half of its pairs of characters, or two thirds of its
  telling ones in order; a phrase).

`-v` lists what is missed, extra and wrong; of a zip only totals are told.
Exit 1 when a figure lies under its floor.
"""

import argparse
import difflib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sets import REPORTS, Tally, is_named, opened, rows

NAMES = ("precision", "recall", "value", "unit", "kind", "direction", "measure")
Row = dict[str, Any]


@dataclass
class Score(Tally):
    """Figures missed, found, wrong and extra; of each report, the share of right measures."""

    measures: list[float] = field(default_factory=list)

    @property
    def shares(self) -> dict[str, float]:
        n = max(1, self.count["found"])
        return {
            "precision": n / max(1, n + self.count["extra"]),
            "recall": n / max(1, n + self.count["missed"]),
        } | {name: self.count[name] / n for name in NAMES[2:]}


def same_measure(label: Row, row: Row) -> bool:
    return is_named(label["measure"], str(row.get("subject") or "") + str(row.get("measure") or ""))


def same_value(label: Row, row: Row) -> bool:
    if row.get("value") is None:  # a span: its ends stand in low and high
        return True
    try:
        value = float(row["value"])
    except (TypeError, ValueError):
        return False
    return abs(abs(value) - abs(label["value"])) < 1e-9


def plain(unit: str | None) -> str:
    unit = str(unit or "").replace(" ", "").replace("\n", "")
    return unit.replace("％", "%").replace("㎡", "m²").replace("平方米", "m²")


def same_unit(label: Row, row: Row) -> bool:
    wanted, told = plain(label["unit"]), plain(row.get("unit"))
    if label["kind"] == row.get("kind") == "score" and {wanted, told} == {"", "分"}:
        return True  # a column of scores may say 分 or not
    return wanted == told


def by_span(labels: list[Row], told: list[Row]) -> dict[int, int]:
    """Label number → row number: the shortest row whose span covers the label's number."""
    found: dict[int, int] = {}
    for at, label in enumerate(labels):
        hits = [
            i
            for i, row in enumerate(told)
            if i not in found.values()
            and row["start"] <= label["num_start"]
            and row["end"] >= label["num_end"]
        ]
        if hits:
            found[at] = min(hits, key=lambda i: told[i]["end"] - told[i]["start"])
    return found


def by_order(labels: list[Row], told: list[Row]) -> dict[int, int]:
    """Label number → row number: equal values in order, then what stands elsewhere."""
    wanted = [f"{abs(label['value']):g}" for label in labels]
    got = [f"{abs(row['low'] if row['value'] is None else row['value']):g}" for row in told]
    blocks = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    found = {at + i: to + i for at, to, size in blocks for i in range(size)}
    left = sorted(set(range(len(got))) - set(found.values()))
    for at, value in enumerate(wanted):
        other = next((i for i in left if got[i] == value), None) if at not in found else None
        if other is not None:
            found[at] = other
            left.remove(other)
    return found


def is_claim(row: Row) -> bool:
    return (
        row.get("start") is not None
        and row.get("status") != "unreadable"
        and (row.get("value") is not None or row.get("low") is not None)
    )


def read(files: Iterable[Path]) -> dict[str, list[Row]]:
    """The figures of each report, in order of their place."""
    command = [sys.executable, "-m", "perf_analysis", "read", *map(str, files), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"read failed ({done.returncode}): {done.stderr[-800:]}")
    told = defaultdict(list)
    for row in map(json.loads, done.stdout.splitlines()):
        if is_claim(row):
            told[str(row["report_id"])].append(row)
    return {name: sorted(found, key=lambda row: row["start"]) for name, found in told.items()}


def judge(label: Row, row: Row) -> dict[str, bool]:
    return {
        "value": same_value(label, row),
        "unit": same_unit(label, row),
        "kind": label["kind"] == row.get("kind"),
        "direction": (label["direction"] or "") == (row.get("direction") or ""),
        "measure": same_measure(label, row),
    }


def count_label(scored: Score, place: str, label: Row, row: Row | None) -> bool | None:
    """Count a label and the row that found it; whether its measure is right."""
    count = scored.count
    count[f"labelled {label['kind']}"] += 1
    if row is None:
        count.update(("missed", f"missed {label['kind']}"))
        scored.lines.append(f"{place} missed {label['text']!r} {label['measure']}")
        return None
    right = judge(label, row)
    bad = [name for name, is_right in right.items() if not is_right]
    count.update(("found", *(name for name, is_right in right.items() if is_right)))
    count.update(f"wrong {name} {label['kind']}" for name in bad)
    if bad:
        scored.lines.append(
            f"{place} {label['text']!r} {','.join(bad)}:"
            f" got {row.get('value')} {row.get('unit')} {row.get('kind')}"
            f" {row.get('direction')!r} {row.get('subject')}/{row.get('measure')}"
            f" want {label['value']} {label['unit']} {label['kind']}"
            f" {label['direction']!r} {label['measure']}"
        )
    return right["measure"]


def score_report(scored: Score, file: Path, labels: list[Row], told: list[Row]) -> None:
    if file.suffix == ".txt":
        content = file.read_text(encoding="utf-8")
        broken = sum(content[row["start"] : row["end"]] != row["quoted"] for row in told)
        scored.count["broken spans"] += broken
    found = by_span(labels, told) if file.suffix == ".txt" else by_order(labels, told)
    measures = [
        count_label(
            scored, f"{file.stem}@{label['start']}", label, told[found[at]] if at in found else None
        )
        for at, label in enumerate(labels)
        if not label.get("optional")
    ]
    right = [is_right for is_right in measures if is_right is not None]
    scored.measures.append(sum(right) / max(1, len(right)))
    extra = [row for i, row in enumerate(told) if i not in found.values()]
    scored.count["extra"] += len(extra)
    scored.lines += [f"{file.stem}@{row['start']} extra {row['quoted']!r}" for row in extra]


def score(folder: Path, suffix: str) -> Score:
    files, scored = sorted(folder.glob(f"*{suffix}")), Score()
    told = read(files)
    for file in files:
        labels = rows(folder / "labels" / f"{file.stem}.jsonl")
        score_report(scored, file, labels, told.get(file.stem, []))
    return scored


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=REPORTS / "examples")
    parser.add_argument("--suffix", default=".txt")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--floor", type=float, nargs=7)
    given = parser.parse_args()
    with opened(given.set) as (folder, may_show):
        scored = score(folder, given.suffix)
    if given.v and may_show:
        print(*scored.lines, sep="\n")
    count, shares, measures = scored.count, scored.shares, scored.measures
    shown = ("missed", "extra", "found", "wrong")
    print({name: value for name, value in sorted(count.items()) if name.startswith(shown)})
    mean = sum(measures) / max(1, len(measures))
    print(f"measure by report: least {min(measures, default=0):.2f}, mean {mean:.3f}")
    low = [
        name
        for name, floor in zip(NAMES, given.floor or [0] * 7, strict=True)
        if shares[name] < floor
    ]
    if count["broken spans"]:
        low.append("broken spans")
    told = " ".join(f"{name} {shares[name]:.3f}" for name in NAMES)
    print(told + (f" | under the floor: {', '.join(low)}" if low else ""))
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
