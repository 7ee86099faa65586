"""The numbers of docs/quality.md, measured on the labelled reports in tests/reports.

python tests/quality.py            writes them, in about a minute
python tests/quality.py --check    prints the lines that would change; ends with 1 if any would
"""

import argparse
import difflib
import sys
from collections import Counter
from pathlib import Path

from score import NAMES, Score, score
from score_checks import WORDS, score_checks, shares
from score_relations import score_relations
from score_tables import KINDS, score_tables
from sets import REPORTS

PAGE = Path(__file__).parents[1] / "docs" / "quality.md"
BEGIN = "<!-- begin: python tests/quality.py writes this part -->\n"
END = "<!-- end -->\n"
FORMATS = {".txt": "text", ".docx": "docx"}
# the excerpts are text only
READ = [("examples", ".txt"), ("whole", ".txt"), ("whole", ".docx")]


def percent(part: int, total: int) -> str:
    """Of all and of nothing only where it is so: 3653 of 3654 are 99.9 %."""
    if part in (0, total):
        return "100 %" if part else "0 %"
    return f"{min(max(100 * part / total, 0.1), 99.9):.1f} %"


def table(*rows: tuple[object, ...]) -> str:
    head, *body = rows
    first, *others = ("| " + " | ".join(map(str, row)) + " |\n" for row in (head, *body))
    return "".join((first, "|" + "---|" * len(head) + "\n", *others))


def of_figures(scores: dict[tuple[str, str], Score]) -> str:
    rows = []
    for (name, suffix), scored in scores.items():
        count, found = scored.count, scored.count["found"]
        rows.append(
            (
                f"`{name}`",
                FORMATS[suffix],
                len(scored.measures),
                found + count["missed"],
                percent(found, found + count["extra"]),
                percent(found, found + count["missed"]),
                *(percent(count[cell], found) for cell in NAMES[2:]),
            )
        )
    return table(("set", "format", "reports", "figures", *NAMES), *rows)


def of_kinds(count: Counter[str]) -> str:
    """Without precision: what is found too much has no kind that is known."""
    kinds = {
        name.removeprefix("labelled "): number
        for name, number in count.most_common()
        if name.startswith("labelled ")
    }
    rows = []
    for kind, number in kinds.items():
        found = number - count[f"missed {kind}"]
        right = (found - count[f"wrong {cell} {kind}"] for cell in NAMES[2:])
        rows.append(
            (kind, number, percent(found, number), *(percent(cell, found) for cell in right))
        )
    return table(("kind", "figures", *NAMES[1:]), *rows)


def of_relations() -> str:
    count = score_relations(REPORTS / "whole").count
    found = (f"{count[f'{verdict} found']} of {count[verdict]}" for verdict in WORDS.values())
    head = ("set", *(f"`{verdict}`" for verdict in WORDS.values()), "by chance")
    return table(head, ("`whole`", *found, percent(count["shuffled"], count["true"])))


def of_tables() -> str:
    rows = []
    for suffix in (".txt", ".docx"):
        count = score_tables(REPORTS / "whole", suffix).count
        for kind in KINDS:
            wanted = count[f"{kind} wanted"]
            right, there = (percent(count[f"{kind} {what}"], wanted) for what in ("right", "there"))
            wrong = "wrong" if kind == "overview" else "unwanted"
            # the rows that no one asked for count once, beside all that were
            extra = "" if kind.startswith("headline") else count[f"{kind} {wrong}"]
            rows.append((kind, FORMATS[suffix], wanted, right, there, extra))
    return table(("table", "format", "wanted", "right", "there", "not wanted"), *rows)


def of_checks() -> str:
    rows = []
    for name in ("examples", "whole"):
        count = score_checks(REPORTS / name, most=10**6).count
        total, right = (
            sum(count[f"{of}{verdict}"] for verdict in WORDS.values()) for of in ("", "right ")
        )
        rows.append(
            (
                f"`{name}`",
                total,
                percent(right, total),
                *(f"{count[f'right {one}']} of {count[one]}" for one in WORDS.values()),
                count["false fails"],
                count["false holds"],
                f"{shares(count)['questions']:.1f}",
                f"{percent(count['planted found'], count['planted'])} of {count['planted']}",
            )
        )
    verdicts = (f"`{verdict}`" for verdict in WORDS.values())
    falsely = ("false `fails`", "false `holds`")
    ends = ("questions a report", "planted errors found")
    return table(("set", "relations", "right", *verdicts, *falsely, *ends), *rows)


def measured() -> str:
    scores = {(name, suffix): score(REPORTS / name, suffix) for name, suffix in READ}
    of_text = [scored.count for (_, suffix), scored in scores.items() if suffix == ".txt"]
    parts = {
        "Figures": of_figures(scores),
        "Figures by kind, of both sets as text": of_kinds(sum(of_text, Counter())),
        "Tables": of_tables(),
        "Relations": of_relations(),
        "Checks": of_checks(),
    }
    return "".join(f"\n## {title}\n\n{told}" for title, told in parts.items()) + "\n"


def main() -> bool:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    new = f"{before}{BEGIN}{measured()}{END}{after}"
    if not is_check:
        PAGE.write_text(new, encoding="utf-8")
        return False
    changes = difflib.unified_diff(
        page.splitlines(), new.splitlines(), "docs/quality.md", "measured", n=0, lineterm=""
    )
    for line in changes:
        print(line)
    return new != page


if __name__ == "__main__":
    sys.exit(main())
