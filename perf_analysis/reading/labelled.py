"""A table with Chinese heads and values, the checks by their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perf_analysis.codebook import Column, Row, Table
from perf_analysis.labels import label


def helpers_last(table: Table) -> Table:
    """The table with what only programs read behind what people do: ids of figures, and how many
    decimals are printed.
    """

    def is_helper(column: Column) -> bool:
        return column.name != "report_id" and column.name.endswith(("_id", "_decimals"))

    return replace(table, columns=tuple(sorted(table.columns, key=is_helper)))


def labelled(table: Table, rows: Sequence[Row], name: str) -> tuple[Table, Sequence[Row]]:
    """What a row is and the rows, as people read them.

    Parameters
    ----------
    table : the table, or some of its columns
    rows : with the columns of the table
    name : which table it is, a key of `codebook.TABLES`
    """
    if "rule" in table.names:
        # here: most tables need no checks
        from perf_analysis.checks import RULES

        titles = {rule.name: rule.title for rule in RULES}
        rows = [{**row, "rule": titles.get(row["rule"], row["rule"])} for row in rows]
    return label(table, rows, name)
