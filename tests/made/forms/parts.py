"""The parts that layouts of forms have in common: indicators, their total, funds."""

from __future__ import annotations

import re

from made.forms.hand import COLUMNS, Cell, Entry, Hand, MadeForm, Truth, measured, truth_of
from made.forms.words import AMOUNTS, FUNDS_NOTE


def heads_of(hand: Hand, spec: str, rows: int = 1) -> list[tuple[str, Cell]]:
    """The columns of a block with their heads, from `column=head:columns …`."""
    found = re.findall(r"(\w+)=(\S+):(\d+)", spec)
    return [(column, Cell(hand.head(head), rows, int(columns))) for column, head, columns in found]


def add_leftovers(hand: Hand, entries: list[Entry]) -> None:
    """What is left of the printed template in a filled form:
    a row of dots, and a row with its level only.
    """
    at = hand.random.randrange(len(entries))
    if hand.often(0.3):
        entries.insert(
            at + 1,
            Entry(
                {column: entries[at].printed[column] for column in ("level1", "level2")}
                | {"level3": "……"}
            ),
        )
    last = entries[-1].printed
    if hand.often(0.2) and "效益" in last["level1"] and "可持续" not in last["level2"]:
        entries.append(Entry({"level1": last["level1"], "level2": hand.level("可持续影响指标")}))


def add_indicators(
    made: MadeForm,
    entries: list[Entry],
    label: str,
    columns: list[tuple[str, Cell]],
    heads: list[list[Cell]],
    *,
    repeats: bool,
) -> None:
    """The block of indicators under its heads, with its label down the left side."""
    made.indicators += [
        truth_of(made, entry, {"target", *(name for name, _ in columns)})
        for entry in entries
        if entry.truth
    ]
    levels = [(entry.printed["level1"], entry.printed["level2"]) for entry in entries]
    block = [list(row) for row in heads]
    for at, entry in enumerate(entries):
        row = []
        for name, head in columns:
            depth = 0 if repeats else {"level1": 1, "level2": 2}.get(name, 0)
            if not depth or not at or levels[at - 1][:depth] != levels[at][:depth]:
                rows = (
                    [told[:depth] == levels[at][:depth] for told in levels[at:]]
                    if depth
                    else [True]
                )
                row.append(
                    Cell(entry.printed.get(name, ""), [*rows, False].index(False), head.columns)
                )
        block.append(row)
    block[0].insert(0, Cell(label, len(block)))
    made.grid += block


def add_total(made: MadeForm, hand: Hand, name: str, before: int, behind: int) -> str:
    """The row of the total, and the total score as printed."""
    scores = [row["score"] for row in (*made.funds, *made.indicators) if row["score"] is not None]
    weights = [
        row["weight"] for row in (*made.funds, *made.indicators) if row["weight"] is not None
    ]
    score = hand.trimmed(f"{sum(scores):.2f}")
    made.add((name, before), f"{sum(weights):g}", score, *([("", behind)] if behind else []))
    return score


def draw_whole(hand: Hand) -> int:
    """The total of a form in the smallest money it prints."""
    return int(
        hand.random.uniform(50, 9000)
        * (10_000 if hand.money == "元" else 1)
        * 10**hand.money_decimals
    )


def share_amount(hand: Hand, whole: int, count: int) -> list[int]:
    """A total as the sum of so many sources:
    the first has most of it, any other may have nothing.
    """
    shares: list[int] = []
    for at in range(count - 1):
        share = hand.pick(
            [1, hand.random.uniform(0.5, 0.9)] if at == 0 else [0, 1, hand.random.uniform(0.2, 0.8)]
        )
        shares.append(int((whole - sum(shares)) * share))
    return [*shares, whole - sum(shares)]


def write_amounts(
    hand: Hand, budgets: list[int], *, is_monitored: bool = False
) -> list[dict[str, str]]:
    """The digits of the total and of each source by column;
    none where a source without money is left empty.
    """
    rows: list[dict[str, int]] = []
    for budget in budgets:
        initial = budget if hand.often(0.6) else int(budget * hand.random.uniform(0.7, 1.1))
        executed = (
            int(initial * hand.random.uniform(0.2, 0.8))
            if is_monitored
            else int(budget * hand.pick([1, hand.random.uniform(0.6, 1)]))
        )
        amounts = {
            "initial": initial,
            "budget": budget,
            "executed": executed,
            "expected": initial - (initial - executed) // 9,
            "amount": budget,
        }
        rows.append(amounts if budget or hand.often(0.5) else {})
    rows.insert(0, {name: sum(row.get(name, 0) for row in rows) for name in AMOUNTS})
    printed = []
    for at, row in enumerate(rows):
        told = {
            name: hand.trimmed(hand.digits(amount / 10**hand.money_decimals, hand.money_decimals))
            for name, amount in row.items()
        }
        base = row.get("initial" if is_monitored else "budget", 0)
        told["rate"] = (
            f"{100 * row['executed'] / base:.{hand.rate_decimals}f}"
            if base and (at == 0 or hand.rates_sources)
            else ""
        )
        printed.append(told)
    printed[0] |= {"weight": "10", "score": hand.trimmed(f"{float(printed[0]['rate']) / 10:.2f}")}
    return printed


def write_fund(
    made: MadeForm,
    hand: Hand,
    line: str,
    breakdown: str,
    digits: dict[str, str],
    columns: list[str],
) -> list[str]:
    """The cells of a line of the funds after its name; its truth is added to the form."""
    told = {name: digits.get(name, "") for name in columns}
    truth: Truth = dict.fromkeys(COLUMNS["funds"]) | {
        "project": made.project,
        "form": made.kind,
        "line": line,
        "breakdown": breakdown,
        "unit": hand.money,
    }
    if not any(told.get(name) for name in AMOUNTS):
        del truth["unit"]  # of no amount: nobody can say whether it has one
    made.funds.append(
        truth
        | {
            key: cell
            for name in columns
            if name != "note"
            for key, cell in measured(name, told[name]).items()
        }
    )
    behind = {"rate": hand.percent} | dict.fromkeys(
        AMOUNTS, hand.money if hand.money_at == "cell" else ""
    )
    return [
        hand.wide(told[name] + behind.get(name, "")) if told[name] else hand.none
        for name in columns
    ]


def add_funds(
    made: MadeForm, hand: Hand, names: list[str], label: Cell, head: Cell, spec: str
) -> None:
    """The block of funds: the total and its sources under the heads of a spec;
    one amount beside each where the spec names none.
    """
    heads = heads_of(hand, spec)
    columns = [name for name, _ in heads]
    block = [[head, *(cell for _, cell in heads)]] if columns != ["amount"] else []
    indent, budgets = (
        hand.pick(["", "", "　　"]),
        share_amount(hand, draw_whole(hand), len(names) - 1),
    )
    for at, (name, digits) in enumerate(
        zip(names, write_amounts(hand, budgets, is_monitored=made.month is not None), strict=True)
    ):
        line = name + hand.colon if at == 0 else name if name.startswith("其中") else indent + name
        texts = write_fund(made, hand, line, "source" if at else "total", digits, columns)
        cells = [
            Cell(text, 1, cell.columns)
            for text, (column, cell) in zip(texts, heads, strict=True)
            if column != "note"
        ]
        note = [
            Cell(FUNDS_NOTE, len(names), cell.columns)
            for column, cell in heads
            if column == "note" and not at
        ]
        block.append([Cell(line, 1, head.columns), *cells, *note])
    block[0].insert(0, Cell(hand.head(label.text), len(block), label.columns))
    made.grid += block
