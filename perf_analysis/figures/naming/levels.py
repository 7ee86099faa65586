"""What a level, a share or a score measures: by its own clause, its owner, or its noun."""

from __future__ import annotations

import re

from perf_analysis.figures import wording
from perf_analysis.figures.naming import bases, lists
from perf_analysis.figures.naming.said import Row, Said
from perf_analysis.terms import ATTRIBUTES, NAMES, OF_SCORE, OF_TARGET

_AMONG = re.compile(r"(?:居|列|位|在|排名?)?(?:全国|全省|全市|全区|全县|全州|全系统)$")
_HOLDING = re.compile(r"内设|下设|下属|下辖|现有|新增|新建")
_HAVING = re.compile(r"(?:设有?|建有|下辖|配备|拥有|现有|共有|辖有?)$")
_OF_BUDGETS = ("年初预算数", "全年预算数", "年中追加", "年中调减")
_REMAINING, _KEPT = ("剩余", "其余", "余额"), re.compile(r"[，,]?(?:全部|均|按规定)?结转")
_ADDED = ("追加", "调增", "调减", "核减", "压减")
_MARKS, _OF_PEOPLE = re.compile(r"[，,；;。]"), re.compile(r"[人员数师生户次量客]")
_GIVEN = re.compile(r"[)，,]{0,2}(?:自评|实际)?得")
_OF_WHOLE = ("综合", "总", "最终")
_THIS = re.compile(r"该项|该指标|此项")
_OWNS_NOTHING = ("结余分配", "使用非财政拨款结余")  # lines beside 年末结转和结余
_SHORT = 4  # characters of a name that says little alone
_COUNTED = (
    "批次",
    "人次",
    "户次",
    "场次",
    "班次",
    "车次",
    "批",
    "户",
    "人",
    "个",
    "名",
    "项",
    "件",
    "笔",
)
# 支出决算为年初预算的110.16%
_OF_BUDGET = re.compile(
    r"(?:本年|全年)?(?:支出|决算|执行)[一-鿿]{0,3}[为是占]([一-鿿]{0,4}预算数?)"
)


_OF_PLAN = re.compile(r"(?:完成|为|是|占)((?:年度|全年|年初|本年)?(?:计划|目标|任务|指标)数?)")


def stated(row: Row, said: Said) -> Row:
    """A level, share or score: by its own clause, its owner, or the noun behind it."""
    parallel = _adjusted(row, said) or lists.listed(row, said) or bases.of_base(row, said)
    if parallel:
        return parallel
    pieces = said.pieces()
    while len(pieces) > 1 and not pieces[-1] and any(pieces):
        pieces.pop()  # 基本支出（964.28万元）, 收入：846.37万元
    if pieces and row["kind"] not in ("score", "rank"):
        compared = bases.compared(row, pieces, said)
        if compared:
            return compared
    own = _kept(row, said) or (wording.phrase_of(pieces[-1]) if pieces else "")
    own = "" if wording.FROM_TO.fullmatch(said.bare) else own
    if row["kind"] == "score" and own == "得" and said.row:  # 投入15分得14.6分
        return {"subject": said.row["subject"], "measure": "得分"}
    said.set_topic(pieces)
    said.set_whole(pieces)
    target = _aim_beside(row, own, said) if own else bases.of_target(row, said)
    if target:
        return target
    said.noun = noun = _noun(row, own, pieces, said)
    if noun:
        return _by_noun(row, own, noun, said)
    if not own:
        return _beside(row, said)
    share = _share_in(own) if row["kind"] == "rate" else ""
    if share:
        return _share_of(share, said)
    return _by_phrase(row, own, said)


def _adjusted(row: Row, said: Said) -> Row:
    """What a budget told before was changed to: 年初预算900万元，年中追加调整为1000万元."""
    last = said.last_level
    if row["kind"] != "amount" or not last or not wording.ADJUSTED.search(said.bare):
        return {}
    is_budget = ATTRIBUTES.get(str(last["measure"])) in _OF_BUDGETS
    if not is_budget or last["start"] < said.sentence:
        return {}
    return {"subject": last["subject"], "measure": "调整后预算"}


def _aim_beside(row: Row, own: str, said: Said) -> Row:
    """The target right behind its result: 水质达标率96.5%（目标95%）."""
    last = said.row
    if ATTRIBUTES.get(own) != "目标值" or not last or last["direction"]:
        return {}
    is_next = re.fullmatch(rf"[，,(（]{re.escape(own)}[为是:]?", said.bare)
    if not is_next or last["kind"] != row["kind"] or last["unit"] != row["unit"]:
        return {}
    return {"subject": f"{last['subject'] or ''}{last['measure']}", "measure": own}


def _kept(row: Row, said: Said) -> str:
    """What is left and may be spent in the next year: 剩余40万元结转下年使用."""
    is_left = row["kind"] == "amount" and said.bare.endswith(_REMAINING)
    return "结转下年" if is_left and _KEPT.match(said.after(row["end"])) else ""


def _noun(row: Row, own: str, pieces: list[str], said: Said) -> str:
    """The noun behind a number that stands before it, or what an amount is for."""
    after = said.after(row["end"])
    if row["kind"] == "amount":
        return wording.purpose_after(after) if not own or own in wording.VERBS else ""
    if row["kind"] in ("score", "other") or (row["kind"] == "rate" and wording.SCOPES.sub("", own)):
        return ""
    is_list = "、" in own or bool(pieces and ("、" in pieces[-1] or pieces[-1].endswith("等")))
    is_having = bool(pieces and _HAVING.search(pieces[-1]))
    is_open = not own or own in wording.VERBS or is_list or is_having
    is_open = is_open or bool(_AMONG.search(own))
    noun = wording.noun_after(after)
    is_of_people = row["unit"] in ("位", "名")
    return noun if noun and (is_open or is_of_people or not _is_thing(own)) else ""


def _by_noun(row: Row, own: str, noun: str, said: Said) -> Row:
    if row["kind"] == "rate":  # 以全区0.1%的面积
        return {
            "subject": said.topic or said.level or None,
            "measure": noun + "占比",
            "scope": own or (said.row or {}).get("scope"),
        }
    verb = _HOLDING.search(said.bare)
    if _AMONG.search(own):
        return {"subject": None, "measure": noun, "is_base": True}
    is_owner = own not in wording.VERBS and "、" not in said.lead
    subject = verb[0] if verb else own if is_owner else ""
    said.topic = said.topic or noun
    return {"subject": subject or None, "measure": noun}


def _beside(row: Row, said: Said) -> Row:
    """A number with no words of its own: right behind another, or what the item is about."""
    last = said.row
    between = said.bare
    if last and len(between) <= 2 and not _MARKS.search(between):
        return _same_as_before(row, last, said)
    if last and wording.FROM_TO.fullmatch(between) and last["kind"] == row["kind"]:
        name = {"subject": last["subject"], "measure": last["measure"]}
        return name if not last.get("is_base") else bases.of_from(last)
    owner = said.topic or said.owner(row["start"])
    doing = re.match(r"[一-鿿]{2,8}", said.after(row["end"])) if row["kind"] == "count" else None
    if doing:
        return {"subject": None, "measure": doing[0], "is_weak": True}
    return {"subject": None, "measure": owner, "is_weak": True}


def _same_as_before(row: Row, last: Row, said: Said) -> Row:
    """19批次124人次, 占26.92%（38.40万元）: another number of the same thing."""
    if "(" in said.lead and last["kind"] == "rate" and row["kind"] != "rate":
        return {"subject": None, "measure": said.topic or str(last["subject"] or "")}
    name = str(last["measure"])
    unit = row["unit"] or ""
    is_other = unit != last["unit"] and unit in _COUNTED and not name.endswith(unit)
    return {"subject": last["subject"], "measure": name + unit if is_other else name}


def _share_of(own: str, said: Said) -> Row:
    """占项目支出的50.98%, 完成预算的97%: a share of the level said before."""
    owner = said.level or said.measured if own.startswith("占") else said.topic or said.level
    owner = "" if owner in ATTRIBUTES else owner
    is_executed = bool(said.last_level and said.last_level["measure"] in ATTRIBUTES)
    if ATTRIBUTES.get(own) == "预算执行率" and (is_executed or not owner):
        subject = said.last_level["subject"] if said.last_level else None
        return {"subject": subject, "measure": own if subject else "预算执行率", "basis": "预算数"}
    measure = "占比" if own == "占" else own
    return {
        "subject": owner or None,
        "measure": measure,
        "basis": own.removeprefix("占") or None,
    }


def _share_in(own: str) -> str:
    """The share that a phrase is: 占项目支出; 占年初预算 of 支出决算为年初预算."""
    of_budget = _OF_BUDGET.fullmatch(own)
    if of_budget:
        return "占" + of_budget[1]
    return own if own.startswith(("占", "为", "完成")) else ""


def _by_phrase(row: Row, own: str, said: Said) -> Row:
    if row["kind"] == "amount" and own.startswith(("完成", "占", "为", "是")) and len(own) > 2:
        own = re.sub(r"^(?:完成|占|为|是)", "", own)  # 完成预算52万元的85%
        return {"subject": said.topic or None, "measure": own, "is_base": True}
    if row["kind"] == "count" and (planned := _OF_PLAN.fullmatch(own)):  # 为年度计划4.5万人的87%
        return {"subject": said.topic or said.level or None, "measure": planned[1]}
    owner, attribute = wording.split_name(own)
    if attribute and row["kind"] == "rate" and not wording.is_of_share(attribute):
        owner, attribute = own, ""
    if owner in wording.BASES:  # 上年执行数
        return {
            "subject": said.topic or said.owner(row["start"]) or None,
            "measure": own,
            "is_base": True,
            "basis": wording.BASES[owner],
        }
    if own.startswith("每") and len(own) <= 5:
        owner, attribute = "", own
    base = wording.base_in(own)
    if base:
        return bases.of_last(row, base, own, said)
    if row["kind"] == "score" and attribute and attribute not in OF_SCORE:
        return {"subject": own, "measure": _kind_of_score(row, said)}
    if attribute and owner in wording.VERBS and said.topic:
        return {"subject": said.topic, "measure": own}
    if attribute and (not owner or wording.ends_in_verb(owner)):
        return _of_owner(row, attribute, said)
    return _by_name(row, own, (owner, attribute), said)


def _by_name(row: Row, own: str, parts: tuple[str, str], said: Said) -> Row:
    """A name with its own owner, or a short one whose owner was told before."""
    owner, attribute = parts
    if not attribute and own in wording.VERBS and own not in NAMES:
        subject = said.topic or said.owner(row["start"])
        return {"subject": subject or None, "measure": _with_people(row, own)}
    own = _with_people(row, own)
    whole = said.bracket or said.whole
    is_part = whole and len(own) <= 8 and whole not in own
    subject = whole if is_part else ""
    if not subject and len(own) <= _SHORT and own not in NAMES:
        subject = said.owner(row["start"])
    if not said.topic or not wording.ends_in_verb(owner):
        said.topic = owner
    if attribute:
        return {"subject": subject + owner, "measure": attribute}
    if row["kind"] == "score":
        return {"subject": own, "measure": _kind_of_score(row, said)}
    return {"subject": subject or None, "measure": own}


def _kind_of_score(row: Row, said: Said) -> str:
    """分值 in brackets right behind its name, or where the score given follows:
    预算执行（10分）, 预算执行10分得9.08分; else 得分.
    """
    around = said.text[row["start"] - 1 : row["start"]] + said.text[row["end"] : row["end"] + 1]
    return "分值" if around == "()" or _GIVEN.match(said.text, row["end"]) else "得分"


def _with_people(row: Row, own: str) -> str:
    """死亡人数 of 死亡6人, 接待批次 of 接待18批次: what a short word counts."""
    unit = row["unit"] or ""
    if row["kind"] != "count" or len(own) > _SHORT or _OF_PEOPLE.search(own):
        return own
    is_people = unit.endswith(("人", "名"))
    times = re.sub(r"^[百千万亿]+", "", unit) if unit.endswith("次") else ""
    return own + ("人数" if is_people else times)


def _of_owner(row: Row, attribute: str, said: Said) -> Row:
    """An attribute alone: its owner was told before."""
    last = said.row
    if attribute in OF_SCORE and attribute.startswith(_OF_WHOLE):
        return {"subject": said.setting.whole_report, "measure": attribute}
    if attribute in OF_SCORE and last and last["kind"] == "score":
        owner = said.topic or said.measured
    elif attribute in OF_SCORE or attribute in OF_TARGET:
        is_of_same = attribute.startswith("自评") and last and last["measure"] in ATTRIBUTES
        owner = (is_of_same and last and last["subject"]) or said.measured or said.topic
    elif attribute.startswith("占"):
        owner = said.level
    else:
        owner = said.topic
    is_of_score = row["kind"] == "score" and bool(_THIS.search(said.lead))
    owner = "" if owner in ATTRIBUTES and not is_of_score else owner
    owner = "" if owner.startswith(_ADDED) else owner  # 追加水毁修复资金…，调整后预算…
    owner = "" if NAMES.get(owner) in _OWNS_NOTHING else owner
    owner = owner or said.owner(row["start"])
    if attribute.startswith("自评") and said.owner(row["start"]):
        owner = said.owner(row["start"])  # under the name of one project, its own score
    if not owner and attribute in OF_SCORE:
        owner = said.setting.whole_report
    told = {"subject": owner or None, "measure": attribute}
    return told | ({"is_base": True} if attribute in OF_TARGET else {})


def _is_thing(own: str) -> bool:
    """Whether a phrase before a count names what is counted itself: it ends in no verb alone."""
    tail = own[-2:]
    return own in NAMES or own in ATTRIBUTES or (len(own) > 2 and tail not in wording.VERBS)
