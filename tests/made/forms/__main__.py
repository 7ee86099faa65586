"""The share of cells read back right from N seeds, per layout and format:
PYTHONPATH=tests python -m made.forms N [FORMAT …]
"""

from __future__ import annotations

import sys
from collections import Counter

from made.forms import LAYOUTS, WRITERS, measure


def main() -> None:
    """Print the shares of cells read back right, and the columns that are wrong most often,
    each with an example.
    """
    found = measure(range(int(sys.argv[1])), LAYOUTS, sys.argv[2:] or WRITERS)
    for (layout, form), (cells, wrong) in found.items():
        print(f"{layout:12} {form:6}{1 - len(wrong) / cells:8.4f} of {cells}")
    often = Counter(
        (*place, *cell[:2]) for place, compared in found.items() for cell in compared.wrong
    )
    for (layout, form, table, column), count in often.most_common(30):
        name, wanted, read = next(
            cell[2:] for cell in found[layout, form].wrong if cell[:2] == (table, column)
        )
        print(
            f"{count:6} {layout} {form} {table}.{column}, such as {name}: "
            f"{wanted!r} read as {read!r}"
        )


if __name__ == "__main__":
    main()
