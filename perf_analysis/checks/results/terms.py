"""The words of a sentence that say what it is about: what is left when the words
of all reports are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What any department writes of any work; longer words before the shorter ones that they hold.
_COMMON_WORDS = """
进一步 新高地 新动能 新发展 新局面 新台阶 新格局 新突破 新成效 新进展 新征程 新时代 新成绩 经济社会
经济发展 社会发展 高质量 高水平 高效 通过 做好 做实 做优 做强 开展 举办 进行 组织 加强 加快 加大
推进 推动 推广 促进 保障 保证 完善 提高 提升 提供 增强 积极 有效 有序 有力 全面 全力 全部 定期 深入
不断 持续 优化 强化 深化 落实 实施 协调 解决 配合 协助 支持 支撑 帮助 负责 承担 确保 做到 维护 维持
围绕 按照 根据 结合 利用 充分 切实 统筹 联合 主动 力争 努力 构筑 构建 打造 激发 激活 发挥 实现 完成
取得 获得 得到 达到 达成 形成 建立 健全 成立 成为 创造 开拓 拓展 扩大 丰富 夯实 助力 引领 引导 引进
引入 抓好 抓实 履行 保持 相关 有关 各项 各类 各级 各种 主要 重要 重大 重点 年度 全年 日常 正常 本年
本区 全市 全省 全县 全区 同时 以及 其他 其它 此外 方面 及时 方便 广泛 认真 严格 扎实 精准 工作 任务
目标 情况 问题 建设 发展 管理 服务 项目 企业 单位 部门 园区 区域 地区 机制 制度 体系 能力 水平 质量
效率 措施 活动 事项 需求 困难 实际 要求 政策 基础 作用 绩效 指标 数量 时效 成本 效益 产出 满意度
资金 预算 执行 支出 收入 收支 投入 分析 总体 整体 自评 评价 结论 综述 成效 做法 成果 效果 结果 概况
概述 基本 职能 职责 社会效益 经济效益 生态效益 可持续影响 可持续 服务对象 亮眼 显著 明显 良好 顺利
圆满 稳步 优质 规范 科学 合理 进展 成功 先进 经验 开放 更新 稳定 经营 评估 检查 调研 对接 环境 特殊
有待 仍需 不够 需进一步 同比 环比 增长 下降 上升 降低 减少 增加 较上年 比上年 位列 排名 截至 亿元
万元 公里 公顷 平方米 立方米 万人次 人次 月底 年底 预计 累计 共计 达标 合格 公共
"""
# Parts of speech, where they are no part of 和谐, 与会, 及时, 等级, 将来 or 为民.
_JOINTS = "的|了|和(?!谐|平|睦)|与(?!会)|及|等(?!级)|并|使|把|将(?!来)|为(?!民)|做|年|月|个|条"
_COMMON = re.compile("|".join([*sorted(_COMMON_WORDS.split(), key=len, reverse=True), _JOINTS]))
_NO_WORD = re.compile(r"[^一-鿿]+")
LEAST_SHARED = 3  # characters that parts of two terms must share to be one word


def terms_of(text: str) -> list[str]:
    """The terms of a text in order, each once: runs of two characters and more between marks,
    digits and common words.
    """
    pieces = [term for run in _NO_WORD.split("".join(text.split())) for term in _COMMON.split(run)]
    return list(dict.fromkeys(term for term in pieces if len(term) > 1))


def weight_of(phrase: str) -> int:
    """How many characters of a phrase say what it is about. [1]"""
    return sum(map(len, terms_of(phrase)))


def shared_terms(terms: Iterable[str], text: str) -> list[str]:
    """The terms that a text holds; where it holds none, the longest piece of each that it holds,
    or its last two: 河道 of 疏浚河道.
    """
    known = list(terms)
    return [term for term in known if term in text] or list(
        dict.fromkeys(filter(None, (_shared_piece(term, text) for term in known)))
    )


def _shared_piece(term: str, text: str) -> str:
    pieces = [
        term[at : at + length]
        for length in range(len(term) - 1, LEAST_SHARED - 1, -1)
        for at in range(len(term) - length + 1)
    ]
    return next((piece for piece in (*pieces, term[-2:]) if piece in text), "")


def whole_phrases(words: Iterable[str], text: str) -> list[str]:
    """Words that overlap in a text, as the phrases that they make up there:
    公益演 and 益演出 are 公益演出.
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted((text.find(word), text.find(word) + len(word)) for word in words):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return [text[start:end] for start, end in found]


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
