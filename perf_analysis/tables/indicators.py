"""Tables made from forms: their indicators and their funds, each number a figure."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from perf_analysis import codebook
from perf_analysis.codebook import Row
from perf_analysis.document import Document
from perf_analysis.figures import text_of
from perf_analysis.forms import Form, Forms, Line, heads

_NUMBERS = ("target", "actual", "expected", "weight", "score")
_AMOUNTS = ("initial", "budget", "executed", "expected", "amount", "rate", "weight", "score")
# The signs of a column for them, as printed or in words.
_SIGNS = {"＞": ">", "＜": "<", "＝": "=", "等于": "=", "≧": "≥", ">=": "≥", "≦": "≤", "<=": "≤"}
_SIGNS |= {"正向": "≥", "正向指标": "≥", "反向": "≤", "反向指标": "≤", "定性指标": "定性"}
_SIGN_WORDS = dict.fromkeys(
    ("不少于", "不低于", "不小于", "大于等于", "大于或等于", "至少", "以上"), "≥"
)
_SIGN_WORDS |= dict.fromkeys(
    (
        "不超过",
        "不高于",
        "不大于",
        "不多于",
        "小于等于",
        "小于或等于",
        "以内",
        "以下",
        "天内",
        "日内",
        "时内",
        "月内",
    ),
    "≤",
)
_SIGN_WORDS |= dict.fromkeys(("超过", "大于", "高于", "多于"), ">") | dict.fromkeys(
    ("小于", "低于", "少于"), "<"
)


def find_indicators(
    document: Document, forms: Forms, figures: Sequence[Row]
) -> list[dict[str, Any]]:
    """One row per third-level indicator of the forms, in order.

    A cell whose number is one figure gives value, unit and id; one that states a quality in words,
    or a date, gives its text alone; one with several numbers, points that several indicators share,
    or a row without a name, cannot be decided: its status is `ambiguous` and `note` says which
    cell. A cell of `/`, dashes or nothing is a missing value.

    Parameters
    ----------
    document : the document of the forms
    forms : its forms, as `find_forms` gives them
    figures : one row per figure, those of the document
    """
    known = _Known(document, figures, forms)
    named = [
        (form_id, form, line)
        for form_id, form in _named(forms)
        for line in (form.indicators.lines if form.indicators else ())
    ]
    return [{"form_id": form_id} | _indicator(form, line, known) for form_id, form, line in named]


def find_funds(document: Document, forms: Forms, figures: Sequence[Row]) -> list[dict[str, Any]]:
    """One row per line of the funds blocks of the forms, in order; amounts in `unit`, rates in %.

    `document`, `forms` and `figures` as for `find_indicators`.
    """
    known = _Known(document, figures)
    return [
        {"form_id": form_id} | _fund(form, line, known)
        for form_id, form in _named(forms)
        for block in form.funds
        for line in block.lines
    ]


def stated_totals(
    document: Document, forms: Forms, figures: Sequence[Row]
) -> dict[str, dict[str, Any]]:
    """The total scores that forms print, by `form_id`:
    `value`, `decimals` and `figure_id` of each.
    """
    known = _Known(document, figures)
    totals = [
        (form_id, form.indicators.total)
        for form_id, form in _named(forms)
        if form.indicators and form.indicators.total
    ]
    stated = {form_id: known.cell(total, "score") for form_id, total in totals}
    return {
        form_id: {
            "value": cell["score"],
            "decimals": cell["score_decimals"],
            "figure_id": cell["score_id"],
        }
        for form_id, cell in stated.items()
        if cell
    }


def _named(forms: Forms) -> list[tuple[str, Form]]:
    return [(f"T{number}", form) for number, form in enumerate(forms, start=1)]


class _Known:
    """The figures of a document by where they stand, and the points
    that several indicators of its forms share.
    """

    def __init__(
        self, document: Document, figures: Sequence[Row], forms: Iterable[Form] = ()
    ) -> None:
        self.document = document
        self._rows = figures
        self._starts = [row["start"] for row in self._rows]
        lines = [line for form in forms if form.indicators for line in form.indicators.lines]
        points = Counter(
            span
            for line in lines
            for role, span in line.cells.items()
            if role in ("weight", "score") and span[0] < span[1]
        )
        self._shared = {span for span, count in points.items() if count > 1}

    def text(self, line: Line, role: str) -> str:
        """The text of a cell without white space; empty where it says that there is nothing."""
        start, end = line.cells.get(role, (0, 0))
        told = "".join(self.document.text[start:end].replace("|", " ").split())
        return "" if heads.is_none(told) else told

    def figures_in(self, line: Line, role: str) -> Sequence[Row]:
        start, end = line.cells.get(role, (0, 0))
        return self._rows[
            bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)
        ]

    def is_shared(self, line: Line, role: str) -> bool:
        return line.cells.get(role) in self._shared

    def cell(self, line: Line, role: str) -> dict[str, Any]:
        """Value, decimals, unit and id of the one figure in a cell of a line's own;
        nothing where it holds none or several.
        """
        found = self.figures_in(line, role) if self.text(line, role) else []
        if len(found) != 1 or found[0]["status"] == "unreadable" or self.is_shared(line, role):
            return {}
        figure = found[0]
        return {
            role: figure["value"],
            f"{role}_decimals": figure["decimals"],
            f"{role}_id": figure["figure_id"],
            "unit": text_of(figure["unit"]) or None,
        }


def _indicator(form: Form, line: Line, known: _Known) -> dict[str, Any]:
    target = "adjusted" if known.text(line, "adjusted") else "target"
    row: dict[str, Any] = {
        "project": form.project or None,
        "form": form.name,
        "month": form.month,
        "place": line.place or None,
    }
    row |= {role: heads.plain(known.text(line, role)) or None for role in ("level1", "level2")} | {
        "level3": known.text(line, "level3") or None
    }
    row["page"] = known.document.page_at(line.cells.get("level3", max(line.cells.values()))[0])
    row["reason"] = known.text(line, "cause" if "cause" in line.heads else "reason") or None
    core = known.text(line, "core")
    row["core"] = core if core in ("是", "否") else None
    units: dict[str, str | None] = {}
    for role in _NUMBERS:
        source = target if role == "target" else role
        cells = {
            name.replace(source, role): cell for name, cell in known.cell(line, source).items()
        }
        units[role] = cells.pop("unit", None)
        row |= cells
        if role in ("target", "actual", "expected"):
            row[f"{role}_text"] = known.text(line, source) or None
    row |= {
        "unit": units["target"] or units["actual"] or units["expected"],
        "actual_unit": units["actual"],
    }
    row["sign"] = _sign(line, target, known)
    doubts = list(_doubts(row, line, target, known))
    return row | {"status": "ambiguous" if doubts else "exact", "note": "；".join(doubts) or None}


def _sign(line: Line, target: str, known: _Known) -> str | None:
    """The sign that the form prints in its own column or before the target,
    else 定性 for a target in words.
    """
    printed = known.text(line, "sign")
    printed = _SIGNS.get(printed, _SIGN_WORDS.get(printed, printed))
    if printed in codebook.SIGNS:
        return printed
    told = known.text(line, target)
    before = _SIGNS.get(told[:2], _SIGNS.get(told[:1], told[:1]))
    if before in codebook.SIGNS:
        return before
    worded = next((sign for word, sign in _SIGN_WORDS.items() if word in told), None)
    is_number = bool(known.figures_in(line, target))
    return worded if is_number else "定性" if told else None


def _has_value(figure: Mapping[Any, Any]) -> bool:
    """Whether a figure is one number and no span of two."""
    return figure["value"] is not None


def _doubts(row: Mapping[str, Any], line: Line, target: str, known: _Known) -> Iterator[str]:
    """What of a row cannot be decided, each in a few words."""
    if line.note:
        yield line.note
    if not row["level3"]:
        yield "没有三级指标名称"
    if known.text(line, target) and line.cells.get("actual") == line.cells[target]:
        yield "指标值和完成值合为一格"
    for role, name in (
        (target, "指标值"),
        ("actual", "完成值"),
        ("expected", "预计完成值"),
        ("weight", "分值"),
        ("score", "得分"),
    ):
        found = known.figures_in(line, role)
        if any(figure["status"] == "unreadable" for figure in found):
            yield f"{name}里的数字粘在一起，分不开"
        elif len(found) > 1:
            yield f"{name}一格里有几个数字"
        elif found and not _has_value(found[0]):
            yield f"{name}是一个范围"
        elif known.is_shared(line, role):
            yield f"{name}与别的指标合为一格"
        elif role in ("weight", "score") and known.text(line, role) and not found:
            yield f"{name}不是数字：{known.text(line, role)}"


def _fund(form: Form, line: Line, known: _Known) -> dict[str, Any]:
    name = known.text(line, "line").rstrip(":：")
    breakdown = (
        "total"
        if heads.TOTAL_LINE.fullmatch(heads.plain(name))
        else "nature"
        if heads.NATURE.search(name)
        else "source"
    )
    row: dict[str, Any] = {
        "project": form.project or None,
        "form": form.name,
        "line": name,
        "breakdown": breakdown,
    }
    for role in _AMOUNTS:
        cells = known.cell(line, role)
        unit = cells.pop("unit", None)
        if role == "rate" and unit not in ("%", "百分比"):
            continue  # 0.92 can be a share as well as a percentage
        row |= cells
        if cells and role not in ("rate", "weight", "score"):
            row.setdefault("unit", unit)
    reason = known.text(line, "reason")
    return row | {"reason": None if heads.INSTRUCTION.search(reason) else reason or None}
