"""Score `report.relations` against the arithmetic that labelled reports hold.

python tests/score_relations.py [SET] [-v]

SET (else reports/whole) is a folder with NNN.txt, labels/, identities/. An identity is found when
a relation ties just its figures together (two more at most; one fact in many places may be more).
Told are the shares found of those that hold, that do not, and that are questions; and how many
relations that agree are found when the numbers of a report are shuffled among its figures of one
unit, as a share of those in the true report: what chance alone makes.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from score_checks import WORDS
from sets import REPORTS, Tally, rows

import perf_analysis as pa
from perf_analysis import codebook
from perf_analysis.figures.scope import Scope
from perf_analysis.relations import Fact, Relation, find_relations, read_facts

Row = dict[str, Any]
NUMBER = ("value", "decimals", "qualifier")
SHUFFLES = 3  # of each report, with fixed seeds


def scope_of(report: pa.Report) -> Scope:
    assert report.document and report.structure
    return Scope(report.document, report.structure)


def shuffled(figures: list[Row], seed: int) -> list[Row]:
    """The figures with the numbers of each unit and kind in another order."""
    by_sort: dict[tuple[Any, Any], list[int]] = {}
    for at, row in enumerate(figures):
        by_sort.setdefault((row["unit"], row["kind"]), []).append(at)
    mixed = [dict(row) for row in figures]
    for places in by_sort.values():
        others = places[:]
        random.Random(seed).shuffle(others)
        for at, other in zip(places, others, strict=True):
            mixed[at] |= {name: figures[other][name] for name in NUMBER}
    return mixed


def agreeing(relations: Iterable[Relation]) -> int:
    """Those that compute something: equal numbers stay equal wherever they are put, and of two
    numbers one is always the smaller.
    """
    kinds = ("same", "rank", "limit")
    return sum(one.agrees is True and one.kind not in kinds for one in relations)


def label_of(fact: Fact, labels: list[Row]) -> int | None:
    """The number of the label that a figure covers."""
    start, end = fact.row["start"], fact.row["end"]
    covered = (
        at
        for at, label in enumerate(labels)
        if start <= label["num_start"] and end >= label["num_end"]
    )
    return next(covered, None)


def is_answered(wanted: set[int], figures: set[int | None], kind: str) -> bool:
    return wanted <= figures and (kind == "same" or len(figures) <= len(wanted) + 2)


def score_relations(folder: Path) -> Tally:
    tally = Tally()
    for path in sorted(folder.glob("*.txt")):
        labels = rows(folder / "labels" / f"{path.stem}.jsonl")
        report = pa.read(path)
        figures, scope = codebook.rows(report.figures), scope_of(report)
        relations = find_relations(read_facts(figures, scope))
        tally.count["reports"] += 1
        tally.count["true"] += SHUFFLES * agreeing(relations)
        for seed in range(SHUFFLES):
            mixed = find_relations(read_facts(shuffled(figures, seed), scope))
            tally.count["shuffled"] += agreeing(mixed)
        told = [({label_of(fact, labels) for fact in one.facts}, one.kind) for one in relations]
        identities = (folder / "identities" / f"{path.stem}.json").read_text(encoding="utf-8")
        for identity in json.loads(identities):
            verdict, wanted = WORDS[identity["holds"]], set(identity["figures"])
            is_found = any(is_answered(wanted, figures, kind) for figures, kind in told)
            tally.count[verdict] += 1
            tally.count[f"{verdict} found"] += is_found
            if not is_found:
                tally.lines.append(f"{path.stem} {identity['claim']} ({verdict}): not found")
    return tally


def shares(count: Counter[str]) -> dict[str, float]:
    found = {
        verdict: count[f"{verdict} found"] / max(1, count[verdict]) for verdict in WORDS.values()
    }
    return found | {"by chance": count["shuffled"] / max(1, count["true"])}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=REPORTS / "whole")
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    scored = score_relations(given.set)
    if given.v:
        print(*scored.lines, sep="\n")
    for name, share in shares(scored.count).items():
        print(f"{name}: {share:.3f}")


if __name__ == "__main__":
    main()
