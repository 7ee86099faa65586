"""Score the tables of whole reports against what a careful analyst would put there.

python tests/score_tables.py [SET] [--suffix .txt] [-v] [--floor OVERVIEW GROWTH COMPLETION RANKS]

SET (else reports/whole) is a folder (or zip) with NNN.txt or NNN.docx and truth/NNN.json. Told for
each table: how many of the rows or cells wanted are wholly right (numbers, printed base, name), how
many are there at all, and how many rows stand there that no one wants.

- overview: department, year, initial, budget, executed, rate, carry_over, score, grade (from
  `report.overview` where there is one, else from the total row of `report.budget`);
- growth: rows of `report.growth` found by their rate; right with level, printed prior level, name;
- completion: target, result, rate and name in `report.completion` or `report.indicators`;
- ranks: rank, population, move and name in `report.ranks`.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from sets import REPORTS, Tally, is_named, opened

import perf_analysis as pa

KINDS = (
    "overview",
    "growth",
    "headline growth",
    "completion",
    "headline completion",
    "ranks",
)
TABLES = ("overview", "growth", "completion", "ranks")
MONEY = {"元": 1, "万元": 1e4, "亿元": 1e8, "千元": 1e3}
CELLS = ("initial", "budget", "executed", "rate", "carry_over")
Row = dict[str, Any]


def number(value: Any) -> float | None:
    try:
        value = float(value)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(value) else value


def split(unit: str | None) -> tuple[float, str]:
    """The factor of a unit and what is left: 万个 is 10⁴ 个, 亿元 is 10⁸ 元."""
    unit = str(unit or "")
    if unit in MONEY:
        return MONEY[unit], "元"
    for word, factor in (("亿", 1e8), ("万", 1e4), ("千", 1e3)):
        if unit.startswith(word):
            return factor, unit[len(word) :] or "元"
    return 1, unit


def close(one: float, other: float, within: float = 0.0) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=within)


def same(wanted: Any, got: Any, unit: str | None = None, told: str | None = None) -> bool:
    """Equal as printed, or after conversion of 万, 亿."""
    got = number(got)
    if got is None or wanted is None:
        return False
    if not unit or not told:
        return close(wanted, got, 1e-9)
    (one, kind), (other, told_kind) = split(unit), split(told)
    return (close(wanted, got, 1e-9) and one == other) or (
        kind == told_kind and close(wanted * one, got * other)
    )


def column(row: Row, *names: str) -> Any:
    """The first of these cells that is filled."""
    values = (row[name] for name in names if name in row)
    return next((value for value in values if value is not None and not pd.isna(value)), None)


def name_of(row: Row) -> str:
    return str(column(row, "subject") or "") + str(column(row, "measure", "level3") or "")


def table(report: pa.Report, name: str) -> list[Row]:
    frame = getattr(report, name, None)
    return [] if frame is None else [dict(row) for _, row in frame.iterrows()]


def without(rows: list[Row], found: Row) -> list[Row]:
    return [row for row in rows if row is not found]


def kinds_of(kind: str, wanted: Row) -> list[str]:
    """A headline counts twice: with all the rows, and alone."""
    return [kind, f"headline {kind}"] if wanted.get("headline") else [kind]


def count_cell(tally: Tally, cell: str, wanted: Any, got: Any, is_right: bool) -> None:
    tally.count["overview wanted"] += 1
    tally.count["overview there"] += got is not None
    tally.count["overview right"] += is_right
    tally.count["overview wrong"] += got is not None and not is_right
    if not is_right:
        tally.lines.append(f"{cell}: want {wanted}, got {got}")


def overview_of(report: pa.Report) -> Row:
    overview = table(report, "overview")
    if overview:
        return overview[0]
    totals = [row for row in table(report, "budget") if row["breakdown"] == "total"]
    about = getattr(report, "about", None)
    return (totals[0] if totals else {}) | {
        "department": getattr(about, "department", None),
        "year": getattr(about, "year", None),
    }


def is_same_word(cell: str, wanted: Any, got: Any) -> bool:
    if isinstance(wanted, int | float):
        return same(wanted, got)
    # 优 is 优秀
    is_equal = str(got)[:1] == wanted[:1] if cell == "grade" else str(got) == wanted
    return bool(got) and is_equal


def score_overview(report: pa.Report, truth: Row, tally: Tally) -> None:
    row, budget = overview_of(report), truth["budget"]
    for cell in CELLS:
        wanted, got = budget.get(cell), column(row, cell)
        if wanted is None:
            # a carry-over that is not printed may be derived
            tally.count["overview wrong"] += got is not None and cell != "carry_over"
            continue
        unit = None if cell == "rate" else budget.get(f"{cell}_unit", budget.get("unit"))
        is_right = same(wanted, got, unit, column(row, f"{cell}_unit", "unit"))
        count_cell(tally, cell, wanted, got, is_right)
    words = {
        "department": truth.get("department"),
        "year": truth.get("year"),
        "score": truth["score"].get("total"),
        "grade": truth["score"].get("grade"),
    }
    for cell, wanted in words.items():
        if wanted is not None:
            got = column(row, cell)
            count_cell(tally, cell, wanted, got, is_same_word(cell, wanted, got))


def growth_rows(wanted: Row, left: list[Row]) -> list[Row]:
    """The rows with the rate wanted, the likeliest first."""
    units = (wanted.get("growth_unit"), f"个{wanted.get('growth_unit')}")
    hits = [
        row
        for row in left
        if same(abs(wanted["growth"]), abs(number(row["growth"]) or 0))
        and column(row, "growth_unit") in units
    ]

    def likeness(row: Row) -> tuple[bool, bool]:
        is_level = same(wanted.get("value"), row["value"], wanted.get("unit"), row["unit"])
        return is_level, is_named(wanted["measure"], name_of(row))

    return sorted(hits, key=lambda row: [-is_like for is_like in likeness(row)])


def is_same_level(wanted: Row, row: Row) -> bool:
    if wanted.get("value") is None:
        return number(row["value"]) is None
    return same(wanted["value"], row["value"], wanted.get("unit"), row["unit"])


def is_same_prior(wanted: Row, row: Row) -> bool:
    prior, units = wanted.get("prior"), (wanted.get("unit"), row["unit"])
    if prior is None or same(prior, column(row, "prior"), *units):
        return True
    low, high = number(row["prior_low"]), number(row["prior_high"])
    return low is not None and close(low, high) and same(prior, low, *units)


def is_same_change(wanted: Row, row: Row) -> bool:
    told = number(row["change"])
    is_told = told is not None and wanted.get("change") is not None
    return is_told and same(abs(wanted["change"]), abs(told), wanted.get("unit"), row["unit"])


def score_growth(report: pa.Report, truth: Row, tally: Tally) -> None:
    left = table(report, "growth")
    for wanted in truth["growth"]:
        if wanted.get("growth") is None:
            # told in its own unit alone, which no label asks to be in the table
            left = [row for row in left if not is_same_change(wanted, row)]
            continue
        kinds = kinds_of("growth", wanted)
        tally.count.update(f"{kind} wanted" for kind in kinds)
        told = f"growth: {wanted['measure']} {wanted['growth']}"
        row = next(iter(growth_rows(wanted, left)), None)
        if row is None:
            tally.lines.append(f"{told} not there")
            continue
        left = without(left, row)
        right = {
            "sign": same(wanted["growth"], row["growth"]),
            "level": is_same_level(wanted, row),
            "prior": is_same_prior(wanted, row),
            "name": is_named(wanted["measure"], name_of(row)),
        }
        is_right = all(right.values())
        tally.count.update(f"{kind} there" for kind in kinds)
        tally.count.update(f"{kind} right" for kind in kinds if is_right)
        if not is_right:
            judged = " ".join(f"{name} {value}" for name, value in right.items())
            tally.lines.append(f"{told}: {judged} ({row['measure']})")
    tally.count["growth unwanted"] += len(left)


def completion_rows(wanted: Row, cells: list[str], left: list[Row]) -> list[Row]:
    """The rows with all the numbers wanted, those with its name first."""
    units = {
        "target": wanted.get("target_unit", wanted.get("unit")),
        "actual": wanted.get("unit"),
        "rate": None,
    }

    def fits(row: Row, cell: str) -> bool:
        told = None if cell == "rate" else column(row, f"{cell}_unit", "unit")
        return same(wanted[cell], column(row, cell), units[cell], told)

    hits = [row for row in left if all(fits(row, cell) for cell in cells)]
    return sorted(hits, key=lambda row: -is_named(wanted["measure"], name_of(row)))


def is_same_completion(wanted: Row, row: Row) -> bool:
    is_right = is_named(wanted["measure"], name_of(row))
    if is_right and "met" in row and isinstance(wanted.get("met"), bool):
        return column(row, "met") in (None, wanted["met"])
    return is_right


def score_completion(report: pa.Report, truth: Row, tally: Tally) -> None:
    left = table(report, "completion") + table(report, "indicators")
    for wanted in truth["completion"]:
        names = ("target", "actual", "rate")
        cells = [cell for cell in names if isinstance(wanted.get(cell), int | float)]
        if not cells:
            continue
        row = next(iter(completion_rows(wanted, cells, left)), None)
        is_right = row is not None and is_same_completion(wanted, row)
        if row is not None:
            left = without(left, row)
        for kind in kinds_of("completion", wanted):
            tally.count[f"{kind} wanted"] += 1
            tally.count[f"{kind} there"] += row is not None
            tally.count[f"{kind} right"] += is_right
        if not is_right:
            told = f"completion: {wanted['measure']} {[wanted[cell] for cell in cells]}: "
            tally.lines.append(told + ("not there" if row is None else f"named {name_of(row)}"))
    tally.count["completion unwanted"] += len(left)


def rank_rows(wanted: Row, left: list[Row]) -> list[Row]:
    """The rows with the rank and scope wanted, those with its name first."""
    hits = [
        row
        for row in left
        if same(wanted["rank"], row["rank"])
        and (not wanted.get("scope") or column(row, "scope") == wanted["scope"])
    ]
    return sorted(hits, key=lambda row: -is_named(wanted["measure"], name_of(row)))


def score_ranks(report: pa.Report, truth: Row, tally: Tally) -> None:
    left, cells = table(report, "ranks"), ("population", "moved", "before")
    for wanted in truth["ranks"]:
        hits = rank_rows(wanted, left)
        is_right = (
            bool(hits)
            and is_named(wanted["measure"], name_of(hits[0]))
            and all(
                wanted.get(cell) is None or same(wanted[cell], column(hits[0], cell))
                for cell in cells
            )
        )
        if hits:
            left = without(left, hits[0])
        tally.count["ranks wanted"] += 1
        tally.count["ranks there"] += bool(hits)
        tally.count["ranks right"] += is_right
        if not is_right:
            got = [(name_of(row), column(row, *cells)) for row in hits]
            tally.lines.append(f"ranks: {wanted}: got {got}")
    tally.count["ranks unwanted"] += len(left)


def with_truth(folder: Path, suffix: str) -> Iterator[tuple[Path, Row]]:
    for path in sorted(folder.glob(f"*{suffix}")):
        told = folder / "truth" / f"{path.stem}.json"
        if told.exists():
            yield path, json.loads(told.read_text(encoding="utf-8"))


def score_tables(folder: Path, suffix: str) -> Tally:
    scored = Tally()
    for path, truth in with_truth(folder, suffix):
        report, tally = pa.read(path), Tally(scored.count)
        scored.count["reports"] += 1
        for score in (score_overview, score_growth, score_completion, score_ranks):
            score(report, truth, tally)
        scored.lines += [f"{path.stem} {line}" for line in tally.lines]
    return scored


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("set", nargs="?", type=Path, default=REPORTS / "whole")
    parser.add_argument("--suffix", default=".docx")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--floor", type=float, nargs=4, help="shares wholly right of each table")
    given = parser.parse_args()
    with opened(given.set) as (folder, may_show):
        scored = score_tables(folder, given.suffix)
    count = scored.count
    if given.v and may_show:
        print(*scored.lines, sep="\n")
    shares = {kind: count[f"{kind} right"] / max(1, count[f"{kind} wanted"]) for kind in KINDS}
    for kind, share in shares.items():
        wanted = count[f"{kind} wanted"]
        there = count[f"{kind} there"] / max(1, wanted)
        print(f"{kind}: {share:.3f} of {wanted} right, {there:.3f} there")
    unwanted = {kind: count[f"{kind} unwanted"] for kind in TABLES[1:]}
    print(
        f"{count['reports']} reports; overview cells with a wrong value {count['overview wrong']};"
        f" rows no one asked for {unwanted}"
    )
    if not given.floor:
        return False
    floors = zip(TABLES, given.floor, strict=True)
    is_low = any(shares[kind] < floor for kind, floor in floors)
    return is_low or count["overview wrong"] > 0.03 * count["overview wanted"]


if __name__ == "__main__":
    sys.exit(main())
