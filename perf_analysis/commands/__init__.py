"""What each command does, a thin skin over one library call: a module a verb, with `run`.

What is told meanwhile goes to stderr, a line each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from perf_analysis.errors import printable

if TYPE_CHECKING:
    from perf_analysis.document import Document

FAILS = 1  # exit status: a check found something that does not hold


def say(told: str) -> None:
    """Tell a line that no program reads."""
    print(f"perf-analysis: {printable(told)}", file=sys.stderr)


def tell(document: Document) -> None:
    """What the reader of a file left out or could not read, a line each."""
    for notice in document.notices:
        say(f"{document.path}；{notice}")


@contextmanager
def telling(told: str) -> Iterator[None]:
    """Say on a terminal what is being done, from the first second until it is done."""
    is_seen = sys.stderr.isatty()
    if is_seen:
        print(f"{told}……", end="\r", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if is_seen:
            # over it with blanks: old consoles of Windows know no escapes
            print(" " * 2 * (len(told) + 2), end="\r", file=sys.stderr, flush=True)
