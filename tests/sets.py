"""The labelled sets of reports: a folder, or a zip of one, of which only totals are told."""

import contextlib
import json
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPORTS = Path(__file__).parent / "reports"


@dataclass
class Tally:
    """What a score counts, and a line for each result that is not right."""

    count: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Path, bool]]:
    """A set's folder, and whether single results may be shown."""
    if path.suffix != ".zip":
        yield path, True
        return
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(path).extractall(folder)
        yield Path(folder), False


def rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


# a name with the one where the label has the other is wrong, however much else they share
OPPOSITES = [
    ("收入", "支出"),
    ("预算数", "决算"),
    ("预算数", "执行数"),
    ("年初预算", "决算"),
    ("年初", "年末"),
    ("期初", "期末"),
    ("基本支出", "项目支出"),
    ("一般公共预算", "政府性基金"),
    ("一般公共预算", "国有资本"),
    ("购置", "运行"),
    ("购置", "接待"),
    ("接待", "出国"),
    ("编制", "实有"),
    ("编制", "在职"),
    ("人次", "班次"),
    ("中央", "县级"),
    ("中央", "省级"),
    ("进口", "出口"),
    ("满分", "得分"),
    ("分值", "得分"),
    ("权重", "得分"),
    ("执行率", "执行数"),
    ("完成率", "完成数"),
    ("上年", "本年"),
    ("目标", "实际"),
]


def says_only(words: str, one: str, other: str) -> bool:
    return one in words and other not in words


def is_opposite(wanted: str, told: str) -> bool:
    return any(
        (says_only(wanted, a, b) and says_only(told, b, a))
        or (says_only(wanted, b, a) and says_only(told, a, b))
        for a, b in OPPOSITES
    )


def pieces(words: str) -> set[str]:
    words = "".join(c for c in words if c.isalnum())
    return {words[i : i + 2] for i in range(len(words) - 1)} or {words}


def core(words: str) -> str:
    """The words of a name that tell something: without 指标, 情况, 本年度 and the like."""
    return re.sub(r"指标|情况|本?年度|全年|完成值|[的数额值为是共和及与了]|\W", "", words)


def in_common(one: str, other: str) -> int:
    """The longest run of characters that both have in this order, with gaps."""
    best = [0] * (len(other) + 1)
    for c in one:
        last = 0
        for j, d in enumerate(other, start=1):
            last, best[j] = best[j], last + 1 if c == d else max(best[j], best[j - 1])
    return best[-1]


def is_named(wanted: str, told: str) -> bool:
    """A name says at least half of what the label says (in pairs of characters), or two thirds of
    its telling characters in order; and is a phrase, not the sentence.
    """
    if len(pieces(told)) > 3 * len(pieces(wanted)) + 4 or is_opposite(wanted, told):
        return False
    if len(pieces(wanted) & pieces(told)) * 2 >= len(pieces(wanted)):
        return True
    short = core(wanted)
    return len(short) > 1 and in_common(short, core(told)) * 3 >= 2 * len(short)
