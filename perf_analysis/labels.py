"""Tables for people who read no English: Chinese names of tables, columns and values.

The words are data, `data/languages/codebook.zh.toml`; what a column is stands in `codebook`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from perf_analysis.codebook import ALL, Row, Table
from perf_analysis.data import read_words
from perf_analysis.errors import InputError

_TYPES = {"text": "文字", "number": "数", "integer": "整数", "list": "列表", "integers": "整数列表"}
_WORDS = "languages/codebook.zh.toml"
_ALIKE, _MOST_NEAR = 0.5, 6  # likeness of a name that may be meant, and how many of them are told


def label(table: Table, rows: Iterable[Row], name: str) -> tuple[Table, list[Row]]:
    """A table, or some of its columns, with Chinese heads and values, for people to read.

    Parameters
    ----------
    table : its columns; those that the table of that name does not have keep their heads
    rows : with these columns
    name : which table, a key of `TABLES`, or one of a corpus such as `corpus.growth`
    """
    values = read_words(_WORDS)["values"]
    known = ALL[name].by_name
    told = {
        column: values[column] for column in known.keys() & values.keys() if known[column].values
    }
    heads = {
        column: _told(name, column)[0] if column in {"report_id", *known} else column
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
    """The Chinese name of a column of a table, and what it means.

    Parameters
    ----------
    name : which table: a key of `TABLES`, one of a corpus such as `corpus.growth`,
        or its Chinese name
    column : of that table, or its Chinese name

    Raises
    ------
    InputError : no table or column of that name
    """
    table = find_table(name)
    return _told(table, find_column(table, column))


def find_table(name: str) -> str:
    """The key of a table that is named in English or Chinese: `budget`, `budget_zh`, 预算, 预算表.

    Raises
    ------
    InputError : no table of that name
    """
    plain = name.strip().removeprefix("report.").removesuffix("_zh")
    return _known(plain, plain.removesuffix("表"), {key: title(key) for key in ALL}, "张表")


def find_column(table: str, name: str) -> str:
    """The column of a table that is named in English or Chinese: `rate_low`, 执行率下限.

    Parameters
    ----------
    table : a key of `ALL`
    name : the column

    Raises
    ------
    InputError : no column of that name
    """
    told = {column.name: _told(table, column.name) for column in ALL[table].columns}
    return _known(name.strip(), name.strip(), told, "一列")


def _known(name: str, word: str, told: Mapping[str, tuple[str, str]], what: str) -> str:
    """The key of what bears a name, or a word of its Chinese one.

    Parameters
    ----------
    name, word : as asked for, and the same without what need not be there
    told : the Chinese name of each, and what it means, by key
    what : is asked for
    """
    if name in told:
        return name
    for key, (head, _) in told.items():
        if head in (name, word):
            return key
    heads = {told[key][0]: key for key in reversed(list(told))} | {key: key for key in told}
    near = [
        key for key, words in told.items() if word and any(word in one for one in (key, *words))
    ] or [heads[head] for head in get_close_matches(word, heads, n=_MOST_NEAR, cutoff=_ALIKE)]
    listed = "、".join(f"{key} {told[key][0]}" for key in dict.fromkeys(near or told))
    remedy = f"名字相近的有 {listed}" if near else f"有的：{listed}"
    raise InputError("unknown-name", f"“{name[:80]}”", f"没有这{what}", remedy=remedy)


def _told(name: str, column: str) -> tuple[str, str]:
    words = read_words(_WORDS)
    own = words["in"].get(name, {})
    if told := own.get(column) or words["columns"].get(column):
        return told[0], told[1]
    stem, _, suffix = column.rpartition("_")
    head, meaning = words["suffixes"][suffix]
    return _told(name, stem)[0] + head, meaning


def title(name: str) -> tuple[str, str]:
    """The Chinese name of a table, and what a row of it is."""
    head, grain = read_words(_WORDS)["tables"][name]
    return head, grain


def describe_table(name: str) -> list[dict[str, str]]:
    """The columns of a table with their Chinese names, meanings, types and values.

    Parameters
    ----------
    name : which table: a key of `TABLES`, one of a corpus such as `corpus.growth`,
        or its Chinese name

    Raises
    ------
    InputError : no table of that name
    """
    name, values = find_table(name), read_words(_WORDS)["values"]
    rows = []
    for column in ALL[name].columns:
        head, meaning = _told(name, column.name)
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
