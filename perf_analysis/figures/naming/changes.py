"""What a change is of: the phrase before its verb, else the level said before."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming import bases, lists
from perf_analysis.figures.naming.said import Row, Said
from perf_analysis.terms import ATTRIBUTES

_SAME_AGAIN = re.compile(
    r"这一比例|总量|总额|批次|人次|按?可比(?:口径|价(?:格)?(?:计算)?)?|(?:[一二两三四五]年)?(?:平均|年均)|累计|名义|预期"
)

_OTHER = re.compile(r"(?:比|较|与)(?!上|去|前|年|同期$)[^，,。;\d]{2,16}")


def changed(row: Row, said: Said) -> Row:
    """A change belongs to the phrase before its verb, else to the level said before."""
    parallel = lists.listed(row, said)
    if parallel:
        return parallel
    pieces = said.pieces()
    said.set_topic(pieces)
    last = pieces[-1] if pieces else ""
    change = wording.change_before(last)
    against = wording.AGAINST.search(said.bare)
    verb = (change["up"] or change["down"]) if change else _verb(last)
    words = last[: change.start()] if change else last[: -len(verb)] if verb else last
    is_other = not against or against["word"] == "同期"
    other = _OTHER.fullmatch(words) if is_other else None
    if other:  # 贷款利率3.65%，比同期一般企业贷款低60个基点
        return {"subject": said.measured or said.topic or None, "measure": other[0] + verb}
    own = wording.phrase_of(wording.AGAINST.sub("", words)) or _compared(pieces)
    basis = bases.basis(against, said)
    is_still = not verb and not row["value"] and not row["quoted"].endswith(("%", "点"))
    verb = row["quoted"] if is_still else verb or "变化"
    measure = (against[0] if against else "") + verb
    before = said.row
    if not against and before and before["direction"] and not own:
        is_same = before["direction"] == row["direction"]
        measure = str(before["measure"]) if is_same else measure
        return {"subject": before["subject"], "measure": measure, "basis": before["basis"]}
    if not against and before and before.get("is_base"):
        measure = f"比{before['measure']}{verb}"
    owner = _owner_of_change(row, own, said)
    told = {"subject": owner or None, "measure": measure, "basis": basis}
    return told | _of_two(row, own, said)


def _compared(pieces: list[str]) -> str:
    """What the clause before compares: 签约人数与上年相比，净增340人."""
    told = pieces[-2] if len(pieces) > 1 else ""
    against = [*wording.AGAINST.finditer(told)][-1:]
    is_last = bool(against) and against[0].end() == len(told)
    return wording.phrase_of(told[: against[0].start()]) if is_last else ""


def _verb(last: str) -> str:
    found = re.search(
        r"(?:高于|低于|超过|落后于?|优于|多|少|高|低|大|小|快|慢|差|相差)[^高低多少]{0,12}$",
        last,
    )
    return found[0] if found else ""


def _owner_of_change(row: Row, own: str, said: Said) -> str:
    known = said.measured
    if "点" not in (row["unit"] or ""):
        known = said.level or _owner_of_share(said.row) or said.measured
    known = said.scored or known if row["kind"] == "score" else known
    if not own or _SAME_AGAIN.fullmatch(own):
        return known or said.topic or said.owner(row["start"])
    owner, attribute = wording.split_name(own)
    longer = fuller(own, said.named)
    if longer != own:
        return longer
    if attribute and not owner:
        same = [name for name in said.named if name.endswith(own)]
        if same:
            return same[-1]
        return (said.topic or said.owner(row["start"])) + attribute
    if own in wording.VERBS and said.topic:
        return said.topic + own
    said.topic = owner or own
    return own


def _of_two(row: Row, own: str, said: Said) -> Row:
    """A rate that follows a count and its value may speak of either."""
    level, counted = said.last_level, said.counted
    if row["kind"] != "growth" or own or not level or not counted:
        return {}
    is_between = counted["kind"] == "count" and level["kind"] == "amount"
    if not is_between or str(level["measure"]) not in ATTRIBUTES:
        return {}
    note = f"增幅可指{level['measure']}，也可指{counted['measure']}"
    return {"status": "ambiguous", "note": note}


def _owner_of_share(row: Row | None) -> str:
    """Whose the rate just told is: 三公经费决算 of 三公经费决算完成预算的82.89%."""
    if row is None or row["kind"] != "rate" or not row["measure"].startswith(("完成", "占")):
        return ""
    return str(row["subject"] or "")


def fuller(own: str, named: list[str]) -> str:
    """A name with what one told before says more: 市级以上比赛奖牌数 for 奖牌数."""
    stem = own.rstrip("数额量值率")
    longer = [name for name in named if len(stem) > 1 and name.endswith((stem, own))]
    if not longer or own in named:
        return own
    return longer[-1].removesuffix(own).removesuffix(stem) + own
