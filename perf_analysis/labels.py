"""Tables for people who read no English: Chinese names of tables, columns and values.

The words are data, `data/languages/codebook.zh.toml`; what a column is stands in `codebook`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perf_analysis.codebook import ALL, Row, Table
from perf_analysis.data import read_words

_TYPES = {"text": "文字", "number": "数", "integer": "整数", "list": "列表", "integers": "整数列表"}
_WORDS = "languages/codebook.zh.toml"


def label(table: Table, rows: Iterable[Row], name: str) -> tuple[Table, list[Row]]:
    """A table, or some of its columns, with Chinese heads and values, for people to read.

    Parameters
    ----------
    table : its columns; those that the table of that name does not have keep their heads
    rows : with these columns
    name : which table, a key of `TABLES`, or one of a corpus such as `corpus.growth`
    """
    values = read_words(_WORDS)["values"]
    known = {column.name: column for column in ALL[name].columns}
    told = {
        column: values[column] for column in known.keys() & values.keys() if known[column].values
    }
    heads = {
        column: describe(name, column)[0] if column in {"report_id", *known} else column
        for column in table.names
    }
    columns = tuple(replace(column, name=heads[column.name]) for column in table.columns)
    return replace(table, columns=columns), [
        {
            head: told[column].get(row[column], row[column]) if column in told else row[column]
            for column, head in heads.items()
        }
        for row in rows
    ]


def describe(name: str, column: str) -> tuple[str, str]:
    """The Chinese name of a column of a table, and what it means."""
    words = read_words(_WORDS)
    own = words["in"].get(name, {})
    if told := own.get(column) or words["columns"].get(column):
        return told[0], told[1]
    stem, _, suffix = column.rpartition("_")
    head, meaning = words["suffixes"][suffix]
    return describe(name, stem)[0] + head, meaning


def title(name: str) -> tuple[str, str]:
    """The Chinese name of a table, and what a row of it is."""
    head, grain = read_words(_WORDS)["tables"][name]
    return head, grain


def describe_table(name: str) -> list[dict[str, str]]:
    """The columns of a table with their Chinese names, meanings, types and values.

    Parameters
    ----------
    name : which table, a key of `TABLES`, or one of a corpus such as `corpus.growth`
    """
    values = read_words(_WORDS)["values"]
    rows = []
    for column in ALL[name].columns:
        head, meaning = describe(name, column.name)
        told = values.get(column.name, {})
        listed = [f"{value} {told[value]}" if value in told else value for value in column.values]
        rows.append(
            {
                "列": column.name,
                "中文名": head,
                "含义": meaning,
                "类型": _TYPES[column.dtype],
                "可取的值": "、".join(listed),
            }
        )
    return rows
