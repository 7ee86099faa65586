"""The six layouts of made forms."""

from __future__ import annotations

from collections.abc import Callable

from made.forms.hand import Cell, Hand, MadeForm, write_entries
from made.forms.parts import (
    add_funds,
    add_indicators,
    add_leftovers,
    add_total,
    draw_whole,
    heads_of,
    share_amount,
    write_amounts,
    write_fund,
)
from made.forms.words import DEPARTMENTS, FOOT, NONE_MARKS, PROJECTS, REASONS


def fill_national(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效自评表 as the Ministry prints it."""
    made.title, made.widths = (
        "项目支出绩效自评表",
        (11, 17, 17, 10, 12, 12, 11, 11, 12, 11, 12, 12, 32),
    )
    made.add(("项目名称", 2), (made.project, 11))
    made.add(("主管部门", 2), (made.department, 5), ("实施单位", 2), (made.department, 4))
    names = ["年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"]
    spec = (
        "initial=年初⏎预算数:2 budget=全年⏎预算数:2 executed=全年⏎执行数:2 weight=分值:1 "
        "rate=执行率（%）:1 score=得分:1"
    )
    add_funds(made, hand, names, Cell("项目资金⏎（万元）"), Cell("", 1, 3), spec)
    made.grid.append(
        [Cell(hand.head("年度⏎总体⏎目标"), 2), Cell("预期目标", 1, 6), Cell("实际完成情况", 1, 6)]
    )
    made.add((hand.text(), 6), (hand.text(), 6))
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    spec = (
        "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=年度⏎指标值:2 "
        "actual=实际⏎完成值:2 "
    )
    heads = heads_of(hand, spec + "weight=分值:1 score=得分:1 reason=偏差原因分析⏎及改进措施:1")
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    add_total(made, hand, "总分", 10, 1)


def fill_sichuan(made: MadeForm, hand: Hand) -> None:
    """部门预算项目支出绩效自评表, with sign and unit in columns of their own."""
    made.title, made.widths = (
        "部门预算项目支出绩效自评表",
        (13, 16, 18, 12, 20, 11, 14, 12, 15, 12, 12, 12, 15),
    )
    made.add(("项目名称", 2), (made.project, 11))
    made.add(
        ("主管部门", 2),
        (made.department, 5),
        (hand.head("实施单位⏎（盖章）"), 2),
        (made.department, 4),
    )
    made.grid.append([Cell(hand.head("项目⏎基本⏎情况"), 5), Cell("1.项目年度目标完成情况", 1, 12)])
    made.add(("项目年度目标", 6), ("年度目标完成情况", 6))
    made.add((hand.text(), 6), (hand.text(), 6))
    made.add(("2.项目实施内容及过程概述", 12))
    made.add((hand.text(), 12))
    names = ["总额", "其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"]
    spec = (
        "initial=年初预算:2 budget=调整后⏎预算数:2 executed=预算⏎执行数:1 rate=预算⏎执行率（%）:1 "
        "weight=权重:1 score=得分:1 note=原因:2"
    )
    add_funds(
        made,
        hand,
        names,
        Cell("预算⏎执行⏎情况⏎（10分）"),
        Cell(hand.head("年度预算数⏎（万元）"), 1, 2),
        spec,
    )
    spec = (
        "level1=一级指标:1 level2=二级指标:1 level3=三级指标:2 sign=指标⏎性质:1 target=指标值:1 "
        "unit=度量⏎单位:1 actual=完成值:1 "
    )
    heads = heads_of(hand, spec + "weight=权重:1 score=得分:1 reason=未完成⏎原因分析:2")
    entries = write_entries(made, hand, has_columns=True)
    add_indicators(
        made,
        entries,
        hand.head("绩效⏎指标⏎（90分）"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    add_total(made, hand, "合计", 9, 2)
    for name, text in zip(
        ("评价结论", "存在问题", "改进措施"), hand.random.sample(REASONS, 3), strict=True
    ):
        made.add((name, 2), (text, 11))
    made.add(("填表人：", 6), ("财务负责人：", 7))


def fill_chongqing(made: MadeForm, hand: Hand) -> None:
    """绩效自评表 with a target before and after adjustment, a coefficient and core indicators."""
    is_whole = hand.often(0.5)
    made.title, made.widths = (
        "部门整体绩效自评表" if is_whole else "项目绩效自评表",
        (12, 18, 20, 14, 28, 20, 18, 20, 20, 20, 17, 17, 17, 17),
    )
    made.project = made.department if is_whole else made.project
    top = len(made.grid)
    names = ["年度总金额", "其中：财政资金", "其他资金"]
    spec = (
        "initial=年初预算:2 budget=全年（调整）预算:2 executed=执行:2 rate=执行率（%）:2 "
        "weight=执行率⏎权重:1 score=执行率⏎得分:1"
    )
    add_funds(made, hand, names, Cell("预算⏎执行⏎情况⏎（万元）"), Cell("", 1, 3), spec)
    made.grid.append(
        [
            Cell(hand.head("年度⏎总体⏎目标"), 2),
            Cell("年初绩效目标", 1, 4),
            Cell("全年（调整）绩效目标", 1, 5),
            Cell("目标实际完成情况", 1, 4),
        ]
    )
    made.add((hand.text(), 4), (hand.pick(["", hand.text()]), 5), (hand.text(), 4))
    entries = write_entries(made, hand, has_columns=True)
    for entry in entries:
        target, is_adjusted = entry.printed["target"], hand.often(0.6)
        before = (
            hand.digits(entry.truth["target"] * 0.8, entry.truth["target_decimals"])
            if hand.often(0.4) and entry.truth.get("target")
            else target
        )
        entry.printed |= (
            {"initial": before, "adjusted": target}
            if is_adjusted
            else {"initial": target, "adjusted": hand.none}
        )
    names_spec = (
        "level1=一级指标:1 level2=二级指标:1 level3=三级指标:2"
        if hand.often(0.6)
        else "level3=指标名称:4"
    )
    spec = (
        " unit=计量⏎单位:1 sign=指标⏎性质:1 initial=年初⏎指标值:1 adjusted=调整⏎指标值:1 "
        "actual=全年⏎完成值:1 "
    )
    heads = heads_of(
        hand,
        names_spec
        + spec
        + "coefficient=得分⏎系数:1 weight=指标⏎权重:1 score=指标⏎得分:1 core=是否核⏎心指标:1",
    )
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    score = add_total(made, hand, "合计", 11, 1)
    told = [
        Cell("部门（单位）名称" if is_whole else "项目名称", 1, 2),
        Cell(made.project, 1, 5),
        Cell("自评总分（分）", 1, 3),
        Cell(score, 1, 4),
    ]
    made.grid.insert(top, told)


def fill_guangzhou(made: MadeForm, hand: Hand) -> None:
    """部门整体支出绩效自评表 of a district, its spending by source and by nature."""
    made.title, made.widths, made.project = (
        "部门整体支出绩效自评表",
        (12, 17, 18, 10, 12, 12, 12, 12, 12, 12, 12, 12, 27),
        made.department,
    )
    made.add(("单位名称", 2), (made.department, 11))
    reason = hand.pick([hand.none, *REASONS])
    for name, text in (
        ("年度整体绩效目标", hand.text()),
        ("整体绩效目标⏎完成情况", hand.text()),
        ("未能完成原因", reason),
    ):
        made.add((hand.head(name), 2), (text, 11))
    groups = [
        ("按资金来源", "source", ["财政拨款", "其他资金", "上年结转"]),
        ("按支出性质", "nature", ["基本支出", "项目支出"]),
    ]
    add_scale(made, hand, groups, beside=hand.often(0.5))
    has_points = hand.often(0.6)
    spec = (
        "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=年度⏎指标值:2 "
        "actual=实际⏎完成值:2 "
    )
    heads = heads_of(
        hand,
        spec
        + (
            "weight=分值:1 score=得分:1 reason=未完成⏎原因分析:1"
            if has_points
            else "reason=未完成⏎原因分析:3"
        ),
    )
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )
    if has_points:
        add_total(made, hand, "总分", 10, 1)


def add_scale(
    made: MadeForm, hand: Hand, groups: list[tuple[str, str, list[str]]], *, beside: bool
) -> None:
    """The size of a department's spending: pairs of name and amount,
    the two breakdowns beside or below each other.
    """
    pairs, whole = [], draw_whole(hand)
    for _, breakdown, names in groups:
        amounts = write_amounts(hand, share_amount(hand, whole, len(names)))[1:]
        pairs.append(
            [
                (name, *write_fund(made, hand, name, breakdown, told, ["amount"]))
                for name, told in zip(names, amounts, strict=True)
            ]
        )
    most = max(map(len, pairs))
    if beside:
        (first, _, _), (second, _, _) = groups
        left, right = (rows + [("", "")] * (most - len(rows)) for rows in pairs)
        block = [
            [Cell(a, 1, 3), Cell(b, 1, 2), Cell(c, 1, 2), Cell(d, 1, 2)]
            for (a, b), (c, d) in zip(left, right, strict=True)
        ]
        block[0] = [Cell(first, most), *block[0][:2], Cell(second, most), *block[0][2:]]
    else:
        block = []
        for (group, _, _), rows in zip(groups, pairs, strict=True):
            cells = [[Cell(name, 1, 5), Cell(amount, 1, 4)] for name, amount in rows]
            block += [[Cell(group, len(rows), 2), *cells[0]], *cells[1:]]
    block[0].insert(0, Cell(hand.head("年度部门⏎整体支出规模⏎（万元）"), len(block), 2))
    made.grid += block


def fill_application(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效目标申报表: targets are set, nothing is done yet."""
    made.title, made.kind, made.widths = (
        "项目支出绩效目标申报表",
        "绩效目标申报表",
        (14, 22, 26, 14, 14, 18, 16, 16, 16, 24),
    )
    made.add(("项目名称", 2), (made.project, 8))
    made.add(
        (hand.head("主管部门⏎及代码"), 2),
        (f"301-{made.department}", 3),
        ("实施单位", 2),
        (made.department, 3),
    )
    made.add(
        ("项目属性", 2),
        (hand.pick(["新增项目", "延续项目"]), 3),
        ("项目期", 2),
        (hand.pick(["1年", "3年"]), 3),
    )
    add_funds(
        made,
        hand,
        ["年度资金总额", "其中：财政拨款", "其他资金"],
        Cell("项目资金⏎（万元）", 1, 2),
        Cell("", 1, 4),
        "amount=金额:4",
    )
    made.grid.append([Cell(hand.head("年度⏎目标")), Cell(hand.text(), 1, 9)])
    heads = heads_of(
        hand, "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:3 target=指标值:4"
    )
    entries = write_entries(made, hand)
    add_leftovers(hand, entries)
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        heads,
        [[cell for _, cell in heads]],
        repeats=hand.repeats,
    )


def fill_monitoring(made: MadeForm, hand: Hand) -> None:
    """项目支出绩效运行监控表, filled in during the year."""
    made.month = hand.pick([6, 7, 7, 8, 9])
    months = f"1{hand.pick('—-－')}{made.month}月"
    made.title, made.kind = f"项目支出绩效运行监控表（{months}）", "绩效运行监控表"
    made.widths = (11, 17, 20, 14, 18, 22, 20, 20, 10, 10, 10, 11, 9, 30, 10, 10, 12, 13)
    made.add(("项目名称", 3), (made.project, 15))
    made.add(("主管部门", 3), (made.department, 6), ("项目实施单位", 4), (made.department, 5))
    names = ["年度资金总额", "其中：本年一般公共预算拨款", "上年结转资金", "其他资金"]
    spec = (
        f"initial=年初预算数:3 executed={months}⏎执行数:3 rate={months}⏎执行率（%）:3 "
        "expected=全年预计执行数:4"
    )
    add_funds(made, hand, names, Cell("项目资金⏎（万元）"), Cell("", 1, 4), spec)
    made.add(hand.head("年度⏎总体⏎目标"), (hand.text(), 17))
    spec = "level1=一级⏎指标:1 level2=二级⏎指标:1 level3=三级指标:2 target=年度⏎指标值:1 "
    plain = heads_of(hand, spec + f"actual={months}⏎执行情况:1 expected=全年预计⏎完成情况:1", 2)
    causes = heads_of(
        hand,
        (
            "funding=经费⏎保障:1 rules=制度⏎保障:1 staff=人员⏎保障:1 means=硬件条⏎件保障:1 "
            "other=其他:1 reason=原因说明:1"
        ),
    )
    chances = heads_of(hand, "sure=确定⏎能:1 maybe=有⏎可能:1 never=完全不⏎可能:1")
    remark = ("remark", Cell("备注", 2))
    entries = write_entries(made, hand)
    for entry in entries:
        told = entry.printed["reason"] not in NONE_MARKS
        entry.printed |= (
            {hand.pick(["funding", "rules", "staff", "means", "other"]): "√"} if told else {}
        )
        entry.printed |= {
            hand.pick(["maybe", "never"]) if told else "sure": "√",
            "remark": hand.pick(["", "", "", "已督办"]),
        }
    add_leftovers(hand, entries)
    first = [
        *(cell for _, cell in plain),
        Cell("偏差原因分析", 1, 6),
        Cell("完成目标可能性", 1, 3),
        remark[1],
    ]
    heads = [first, [cell for _, cell in (*causes, *chances)]]
    add_indicators(
        made,
        entries,
        hand.head("绩⏎效⏎指⏎标"),
        [*plain, *causes, *chances, remark],
        heads,
        repeats=hand.repeats,
    )


LAYOUTS: dict[str, Callable[[MadeForm, Hand], None]] = {
    "national": fill_national,
    "sichuan": fill_sichuan,
    "chongqing": fill_chongqing,
    "guangzhou": fill_guangzhou,
    "application": fill_application,
    "monitoring": fill_monitoring,
}


def make_form(seed: int, layout: str) -> MadeForm:
    """A filled form in one of the layouts; the same for the same seed."""
    hand = Hand(seed, layout)
    made = MadeForm(seed, layout, project=hand.pick(PROJECTS), department=hand.pick(DEPARTMENTS))
    LAYOUTS[layout](made, hand)
    year = "（2022年度）"
    if hand.often(0.3):
        made.grid.insert(0, [Cell(made.title + year, 1, len(made.widths))])
    else:
        made.above += hand.pick([[made.title + year], [made.title, year]])
    if hand.money_at == "above":
        made.above.append(f"单位：{hand.money}")
    made.below += hand.pick(
        [[], [FOOT], ["注：1.定性指标按完成程度分三档记分。", "2.执行率低于90%的须说明原因。"]]
    )
    return made
