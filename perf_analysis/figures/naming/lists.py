"""Numbers told in a list: names, years or levels before 分别, one for each."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming import bases
from perf_analysis.figures.naming.said import Row, Said

_LISTED = re.compile(
    r"([^，。；;：:\n]{2,80}?)(?:等?(?:[一二两三四五六七八九十\d]+[个项类]?方面|[一二两三四五六七八九十\d]+[个项类])?)$"
)
_PERIOD_WORD = r"(?:[一二三四]季度|[上下]半年|前[一二三]季度|\d{1,2}(?:-\d{1,2})?月份?)"
_IS_PERIOD = re.compile(rf"(?:19|20)\d\d|{_PERIOD_WORD}")
_PERIODS_LISTED = re.compile(rf"(?:{_PERIOD_WORD}[、和及])+{_PERIOD_WORD}")
_YEARS_LISTED = re.compile(r"(?:19|20)\d\d(?:年?[、和及](?:19|20)\d\d)+(?=年)")
_LEVEL_WITHIN = 24  # characters between the last level told and 分别
_PARALLEL = re.compile(
    r"(?:\s*[、和及与,，]\s*(?:增长|下降|上升|减少|降低|提高)?\s*[-−+]?[\d.]+\s*%)*"
)
_NEXT = re.compile(r"\s*[、和及与,，]?\s*(?:增长|下降|上升|减少|降低|提高)?[-−+]?")


def listed(row: Row, said: Said) -> Row | None:
    """A、B和C分别为x、y和z: names told before, one for each number."""
    if _is_together(said.lead):
        _begin_list(row, said)
    if not said.listed:
        return None
    is_next = _is_together(said.lead) or _NEXT.fullmatch(said.lead)
    if not is_next:
        said.listed = []
        return None
    name = said.listed.pop(0)
    last = said.row
    if not _is_together(said.lead) and last:
        if _IS_PERIOD.fullmatch(name):
            return _of_period(name, last["subject"], last["measure"], last.get("basis"))
        if said.list_measure:
            return {"subject": name, "measure": last["measure"], "basis": last.get("basis")}
        return {"subject": None, "measure": name}
    return _first_of_list(row, name, said)


def _begin_list(row: Row, said: Said) -> None:
    """The names or years that stand before 分别, as many as numbers follow."""
    whole = said.text[max(said.sentence, row["start"] - 160) : row["start"]]
    told = "".join(whole.split())
    at = max(told.rfind("分别"), told.rfind("依次"))
    head = re.sub(r"[，,、:：]$", "", told[:at])
    years = _YEARS_LISTED.findall(head + "年")
    found = re.findall(r"(?:19|20)\d\d(?:年?[、和及](?:19|20)\d\d)+", head)
    if years or found:
        said.listed = re.findall(r"(?:19|20)\d\d", (found or years)[-1])
        return
    periods = _PERIODS_LISTED.findall(head[-_LEVEL_WITHIN:])
    if periods:
        said.listed = re.split("[、和及]", periods[-1])
        return
    pieces = [piece for piece in re.split(r"[，。；;：:]", head) if re.search(r"[、和及]", piece)]
    is_of_change = row["kind"] in ("growth", "rate") or bool(row["direction"])
    if is_of_change and re.search(r"\d", head[-_LEVEL_WITHIN:]):
        said.listed = _levels_before(row, said)
        return
    if not pieces:
        return
    last = _LISTED.sub(r"\1", pieces[-1])
    names = [name for name in re.split(r"[、]|(?<=[一-鿿])[和及与](?=[一-鿿])", last) if name]
    said.listed = [wording.phrase_of(name) or name for name in names if not re.search(r"\d", name)]


def _levels_before(row: Row, said: Said) -> list[str]:
    """The levels told right before 分别, as many as numbers follow:
    公务用车136.9万元，公务接待5.4万元，分别下降10.15%和42.60%.
    """
    parallel = _PARALLEL.match(said.text, row["end"])
    many = 1 + (parallel[0].count("%") if parallel else 0)
    told = said.shares if _is_aim(row, said) and row["kind"] == "rate" else said.named
    told = [name for name in told if name]
    return told[-many:] if many > 1 and len(told) >= many else []


def _is_aim(row: Row, said: Said) -> bool:
    """Whether 目标值 stands right before a number."""
    return bool(wording.TO_REACH.search(said.text[max(0, row["start"] - 8) : row["start"]]))


def _first_of_list(row: Row, name: str, said: Said) -> Row:
    told = said.bare
    behind = told[max(told.rfind("分别"), told.rfind("依次")) + 2 :]
    own = "目标值" if _is_aim(row, said) else wording.phrase_of(behind)
    is_period = bool(_IS_PERIOD.fullmatch(name))
    basis = None
    said.list_measure = bool(own) or row["kind"] == "growth" or bool(row["direction"])
    if row["direction"] or row["kind"] == "growth":
        change = wording.change_before(told)
        measure = (change["up"] or change["down"]) if change else own or "变化"
        against = wording.AGAINST.search(told)
        basis = bases.basis(against, said)
        measure = (against[0] if against else "") + measure
    else:
        measure = own or ("" if not is_period else said.topic or said.level)
    if is_period:
        subject = _growing(said) or said.topic or said.measured or said.level
        return _of_period(name, subject if measure != subject else None, measure or subject, basis)
    return {"subject": name if measure else None, "measure": measure or name, "basis": basis}


def _growing(said: Said) -> str:
    """What a clause before a list of periods says of all of them: 本年支出逐年上升."""
    for piece in reversed(said.pieces()[:-1]):
        change = wording.change_before(piece)
        phrase = wording.phrase_of(piece[: change.start()]) if change else ""
        if phrase and not wording.is_sentence(phrase):
            return phrase
    return ""


def _of_period(name: str, subject: str | None, measure: str, basis: str | None) -> Row:
    """The name of a number of one of the years listed, or of a part of the year."""
    told = {"subject": subject, "measure": measure, "basis": basis}
    if name.isdigit():
        return told | {"period": name}
    return told | {"measure": name + re.sub(rf"^{_PERIOD_WORD}", "", measure)}


def _is_together(lead: str) -> bool:
    """Whether the words before a number say that several are told at once."""
    return "分别" in lead or "依次" in lead
