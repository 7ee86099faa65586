"""Made-up reports with known truth, to try a corpus on before one has hundreds of one's own."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perf_analysis.output import make_folder, write_whole

TRUTH = "truth.jsonl"
FIRST_YEAR, YEARS = 2020, 4
_PLACES = (
    "青",
    "白",
    "临",
    "望",
    "东",
    "南",
    "云",
    "安",
    "永",
    "长",
    "清",
    "新",
    "平",
    "高",
    "金",
    "玉",
    "石",
    "松",
    "兰",
    "宁",
)
_PLACES_END = (
    "石",
    "川",
    "江",
    "桦",
    "湖",
    "山",
    "河",
    "源",
    "原",
    "溪",
    "泉",
    "岭",
    "浦",
    "洲",
    "台",
    "陵",
    "塘",
    "岗",
    "坪",
    "港",
)
_RANKS = ("县", "市", "区")
_OFFICES = (
    "水务局",
    "文化馆",
    "园林管理局",
    "农业农村局",
    "市场监督管理局",
    "交通运输局",
    "体育局",
    "档案馆",
    "林业局",
    "统计局",
    "民政局",
    "科学技术局",
)
_LEVELS = (
    ("货运量", "万吨"),
    ("接待游客", "万人次"),
    ("灌溉面积", "万亩"),
    ("税收收入", "亿元"),
    ("粮食产量", "万吨"),
    ("线上交易额", "亿元"),
)
_TASKS = (
    ("疏浚河道", "公里"),
    ("维修泵站", "座"),
    ("举办讲座", "场"),
    ("检查商户", "户"),
    ("新栽乔木", "株"),
    ("培训骨干", "人次"),
)
_ADMITTED = (
    "绩效目标设置还不够细化，部分指标的目标值偏低，与上年完成数相比没有拉开差距",
    "预算编制对下半年的新增事项考虑不足，部分项目到年底才开始支付，支出进度前慢后快",
    "佐证材料的收集还不够及时，个别指标的完成数要到下一年才能从统计部门取得",
    "对下属单位的绩效管理指导不够，自评材料的质量参差不齐，填报口径没有完全统一",
)
_SHARED = "今后将继续把绩效管理贯穿预算编制执行和监督的全过程，努力提高财政资金的使用效益"
# How often, of a hundred reports of which it can be told, something is wrong on purpose.
WRONG_RATE, WRONG_GROWTH, WRONG_TOTAL, COPIED, SHARED = 5, 15, 5, 30, 10


def write_reports(folder: str | Path, count: int, *, seed: int = 0) -> Path:
    """Write made-up reports of departments over four years,
    and what is true of each into `truth.jsonl` beside them.

    The same count and seed write the same bytes. Of a report's truth, `wrong_rate` says that the
    printed execution rate is not that of its amounts, `wrong_growth` that the growth is not that
    from last year's level, `wrong_total` that the form's total is not its sum, `copied` that the
    passage on problems is last year's, and `shared` that a sentence stands in reports of other
    departments too.

    Parameters
    ----------
    folder : made where it is not there
    count : how many reports

    Raises
    ------
    InputError : the folder cannot be written
    """
    folder = Path(folder)
    make_folder(folder)
    truths = []
    for text, truth in make_reports(count, seed=seed):
        (folder / f"{truth['report_id']}.txt").write_text(text, encoding="utf-8")
        truths.append(json.dumps(truth, ensure_ascii=False))
    write_whole(folder / TRUTH, "".join(f"{line}\n" for line in truths).encode())
    return folder / TRUTH


def make_reports(count: int, *, seed: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """The texts of made-up reports and the truth of each, department by department,
    year by year.
    """
    for number in range((count + YEARS - 1) // YEARS):
        pick = random.Random(f"{seed} {number}")
        last: dict[str, Any] = {}
        for year in range(FIRST_YEAR, FIRST_YEAR + min(YEARS, count - number * YEARS)):
            last = _make_truth(pick, number, year, last)
            yield _write(last), last


def _make_truth(
    pick: random.Random, number: int, year: int, last: dict[str, Any]
) -> dict[str, Any]:
    """What is true of one report, after that of the year before."""
    name, unit = _LEVELS[number % len(_LEVELS)]
    task, task_unit = _TASKS[number % len(_TASKS)]
    budget = round(pick.uniform(200, 9000), 2)
    executed = round(budget * pick.uniform(0.72, 1.0), 2)
    level = (
        round(last["level"] * pick.uniform(0.85, 1.6), 1)
        if last
        else round(pick.uniform(20, 90), 1)
    )
    growth = round(100 * (level / last["level"] - 1), 1) if last else round(pick.uniform(1, 30), 1)
    is_wrong_growth = bool(last) and pick.randrange(100) < WRONG_GROWTH
    goal = last["planned_task"] if last else pick.randint(10, 90)
    done = max(round(goal * pick.choice((0.9, 1.0, 1.0, 1.0, 1.1, 1.25, 1.9))), 1)
    scores = [round(40 * min(done / goal, 1), 2), 20, 20, 10]
    is_wrong_rate, is_wrong_total, is_copied = (
        pick.randrange(100) < WRONG_RATE,
        pick.randrange(100) < WRONG_TOTAL,
        bool(last) and pick.randrange(100) < COPIED,
    )
    rate, execution_score = round(100 * executed / budget, 2), round(10 * executed / budget, 2)
    total = round(sum(scores) + execution_score, 2)
    return {
        "report_id": f"{number:05}-{year}",
        "department": _department(number),
        "year": year,
        "budget": budget,
        "executed": executed,
        "rate": round(rate - 3, 2) if is_wrong_rate else rate,
        "wrong_rate": is_wrong_rate,
        "measure": name,
        "unit": unit,
        "level": level,
        "growth": round(growth + pick.choice((-1, 1)) * pick.uniform(8, 20), 1)
        if is_wrong_growth
        else growth,
        "wrong_growth": is_wrong_growth,
        "task": task,
        "task_unit": task_unit,
        "goal": goal,
        "done": done,
        "planned_task": max(round(done * pick.choice((0.8, 1.0, 1.05, 1.1))), 1),
        "scores": scores,
        "execution_score": execution_score,
        "total": round(total + 1, 2) if is_wrong_total else total,
        "wrong_total": is_wrong_total,
        "admitted": last["admitted"]
        if is_copied
        else pick.choice(
            [told for told in range(len(_ADMITTED)) if not last or told != last["admitted"]]
        ),
        "copied": is_copied,
        "shared": pick.randrange(100) < SHARED,
    }


def _department(number: int) -> str:
    number, office = divmod(number, len(_OFFICES))
    number, rank = divmod(number, len(_RANKS))
    number, end = divmod(number, len(_PLACES_END))
    more, place = divmod(number, len(_PLACES))
    return f"{_PLACES[place]}{_PLACES_END[end]}{'新' * more}{_RANKS[rank]}{_OFFICES[office]}"


def _write(truth: dict[str, Any]) -> str:
    """The text of a report, as such reports are written."""
    t = truth
    quantity, quality, benefit, satisfaction = t["scores"]
    rows = (
        f"| 产出指标 | 数量指标 | {t['task']} | ≥{t['goal']}{t['task_unit']} | "
        f"{t['done']}{t['task_unit']} | 40 | {quantity} | |\n"
        f"| 产出指标 | 质量指标 | 验收合格率 | ≥95% | 97% | 20 | {quality} | |\n"
        f"| 效益指标 | 社会效益指标 | 服务覆盖率 | ≥90% | 91% | 20 | {benefit} | |\n"
        f"| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 93% | 10 | {satisfaction} | |\n"
    )
    return (
        f"{t['department']}{t['year']}年度部门整体支出绩效自评报告\n"
        "一、部门基本情况\n"
        f"{t['department']}是行政单位，负责本辖区的相关行政管理和公共服务工作。\n"
        "二、预算执行情况\n"
        f"{t['year']}年全年预算数{t['budget']:.2f}万元，执行数{t['executed']:.2f}万元，预算执行率{t['rate']:.2f}%。\n"
        "三、绩效目标完成情况\n"
        f"1.{t['task']}{t['done']}{t['task_unit']}，年度目标为{t['goal']}{t['task_unit']}。\n"
        f"2.{t['measure']}{t['level']:.1f}{t['unit']}，"
        f"同比{'增长' if t['growth'] >= 0 else '下降'}{abs(t['growth']):.1f}%。\n"
        "四、存在问题\n"
        f"1.{_ADMITTED[t['admitted']]}。\n"
        "五、改进措施\n"
        f"1.针对上述问题，在编制{t['year'] + 1}年预算时逐项落实到科室。\n"
        f"{_SHARED + '。' if t['shared'] else ''}\n"
        "六、下一年度计划\n"
        f"1.{t['year'] + 1}年计划{t['task']}{t['planned_task']}{t['task_unit']}。\n"
        "七、自评结论\n"
        f"自评得分{t['total']:.2f}分。\n"
        "项目支出绩效自评表\n"
        f"| 项目名称 | {t['department']}整体支出 |\n"
        "| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
        f"| 年度资金总额 | {t['budget']:.2f} | {t['budget']:.2f} | {t['executed']:.2f} | 10 | "
        f"{t['rate']:.2f}% | {t['execution_score']:.2f} |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |\n"
        f"{rows}"
        f"| 总分 | | | | | 100 | {t['total']:.2f} | |\n"
    )
