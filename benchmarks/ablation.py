"""Which patterns and word lists of reading earn their place: each is switched off by itself, and
the open sets are scored again.

python benchmarks/ablation.py [PART OF A NAME …]

Prints for each how many figures are found, typed and named less (or, negative, more) without it,
those without effect last. What has none is a candidate to go, unless a case of the tests needs it.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import score  # noqa: E402
from sets import rows  # noqa: E402

from perf_analysis import readers  # noqa: E402
from perf_analysis.figures.finding import find_figures  # noqa: E402
from perf_analysis.forms import find_forms  # noqa: E402
from perf_analysis.structure import find_structure  # noqa: E402

SETS = [("whole", ".docx"), ("whole", ".txt"), ("examples", ".txt")]
MODULES = [
    "figures.finding",
    "figures.names",
    "figures.naming.bases",
    "figures.naming.changes",
    "figures.naming.levels",
    "figures.naming.lists",
    "figures.naming.ranks",
    "figures.naming.roles",
    "figures.naming.said",
    "figures.no_figures",
    "figures.numbers",
    "figures.scope",
    "figures.wording",
    "layout",
    "readers.rows",
    "structure",
]
NEVER = re.compile(r"(?!)")


def right() -> int:
    """How much of the labels of the open sets is right: found, each part of its type, its name;
    less what is told that is no label.
    """
    count = 0
    for name, suffix in SETS:
        folder = ROOT / "tests" / "reports" / name
        by = score.by_span if suffix == ".txt" else score.by_order
        for path in sorted(folder.glob(f"*{suffix}")):
            document = readers.read_document(path)
            found, _ = find_figures(document, find_structure(document), find_forms(document))
            told: list[dict[str, Any]] = [
                {"low": None} | row for row in found if row["status"] != "unreadable"
            ]
            labels = rows(folder / "labels" / f"{path.stem}.jsonl")
            matched = by(labels, told)
            count -= len(told) - len(matched)
            for at, row in matched.items():
                verdict = score.judge(labels[at], told[row])
                count += 1 + sum(verdict.values())
    return count


def parts() -> Iterator[tuple[ModuleType, str, object]]:
    """The patterns and collections of words of reading, and what each is when switched off."""
    for name in MODULES:
        module = import_module(f"perf_analysis.{name}")
        for attribute, value in sorted(vars(module).items()):
            if not attribute.lstrip("_").isupper() or attribute == "NEVER":
                continue
            if isinstance(value, re.Pattern):
                yield module, attribute, NEVER
            elif type(value) in (tuple, frozenset, dict) and value:
                yield module, attribute, type(value)()


def forget() -> None:
    """Empty the caches, which hold what a part said."""
    for name in MODULES:
        for value in vars(import_module(f"perf_analysis.{name}")).values():
            if isinstance(value, functools._lru_cache_wrapper):
                value.cache_clear()


def without(module: ModuleType, attribute: str, off: object) -> int | str:
    """What is right with one part switched off, or how reading fails."""
    kept = getattr(module, attribute)
    setattr(module, attribute, off)
    forget()
    try:
        return right()
    except Exception as error:  # a part that reading cannot do without
        return type(error).__name__
    finally:
        setattr(module, attribute, kept)
        forget()


def main(wanted: list[str]) -> None:
    """Print what each part is worth."""
    whole = right()
    told = []
    for module, attribute, off in parts():
        name = f"{module.__name__.removeprefix('perf_analysis.')}.{attribute}"
        if wanted and not any(part in name for part in wanted):
            continue
        result = without(module, attribute, off)
        worth = whole - result if isinstance(result, int) else result
        told.append((name, worth))
        print(f"{worth:>12} {name}", flush=True)
    print("\nwithout effect:", *[name for name, worth in told if worth == 0], sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
