"""The Chinese codebook, from the package's own words.

python tests/codebook_made.py > docs/zh/codebook.md
"""

from __future__ import annotations

from perf_analysis import codebook, labels

HEAD = """# 各表各列的含义

每张表一行是什么，每一列叫什么、什么意思、可以取什么值。列名用左边的英文；
表名后加 `_zh`（如 `report.budget_zh`），或命令行加 `--labels zh`，就是中文列名。
在 Python 里随时可查：`report.describe("budget")`，只看一列的 `report.describe("预算", "执行率")`。
区间（下限、上限）都是推算：印出的位数允许的最小值和最大值。没有的格子是空的。
"""


def page() -> str:
    """The page, table by table."""
    return "\n".join([HEAD, *map(_table, codebook.ALL)])


def _table(name: str) -> str:
    head, grain = labels.title(name)
    told = labels.describe_table(name)
    rows = [f"| `{row['列']}` | {row['中文名']} | {_meaning(row)} |" for row in told]
    lines = [
        f"## {name} {head}",
        "",
        f"一行是：{grain}。",
        "",
        "| 列 | 中文名 | 含义 |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *rows, ""])


def _meaning(row: dict[str, str]) -> str:
    return row["含义"] + (f"：{row['可取的值']}" if row["可取的值"] else "")


if __name__ == "__main__":
    print(page(), end="")
