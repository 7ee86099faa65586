"""Tables for people who read no English: Chinese names of tables, columns and values.

The words are data, `data/languages/codebook.zh.toml`; what a column is stands in `codebook`.
"""

from __future__ import annotations

import pandas as pd

from perf_analysis.codebook import ALL
from perf_analysis.data import read_words

_TYPES = {"text": "文字", "number": "数", "integer": "整数", "list": "列表", "integers": "整数列表"}
_WORDS = "languages/codebook.zh.toml"


def label(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table, or some of its columns, with Chinese heads and values, for people to read.

    Parameters
    ----------
    frame : rows of the table; columns that it does not have keep their heads
    name : which table, a key of `TABLES`, or one of a corpus such as `corpus.growth`
    """
    values = read_words(_WORDS)["values"]
    known = {column.name: column for column in ALL[name].columns}
    told = frame.copy(deep=False)
    for column in known.keys() & values.keys() & set(frame):
        if known[column].values:
            told[column] = (
                frame[column].map(values[column], na_action="ignore").astype(frame[column].dtype)
            )
    heads = {
        column: describe(name, column)[0] for column in frame if column in {"report_id", *known}
    }
    return told.rename(columns=heads)


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


def describe_table(name: str) -> pd.DataFrame:
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
    return pd.DataFrame(rows)
