"""The summary of a report: who and what, five points, five questions, six headline figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from perf_analysis.briefing.headlines import Headline, headlines
from perf_analysis.briefing.passage import Passage, Point
from perf_analysis.briefing.points import points, questions
from perf_analysis.checks import OwnChecks
from perf_analysis.figures import text_of
from perf_analysis.language import say
from perf_analysis.report import Report
from perf_analysis.sentences import NBSP

TITLES = {
    "部门整体": "部门整体支出绩效自评简报",
    "项目": "项目支出绩效自评简报",
    "决算": "部门决算公开简报",
    "自评表": "绩效自评表简报",
    "申报表": "绩效目标申报表简报",
    "监控表": "绩效运行监控表简报",
}
_POINTS = Markup(
    '<section aria-labelledby="h-{0}"><h2 id="h-{0}">{1}</h2><ol class="points">{2}</ol></section>'
)
_TILES = Markup(
    '<section aria-labelledby="h-{0}"><h2 id="h-{0}" class="hidden">{1}</h2>'
    '<ul class="headlines">{2}</ul></section>'
)
_PROJECT = re.compile(
    r"(?:19|20)\d\d年度?([一-鿿（）()、“”]{2,30}?)(?:转移支付)?(?:项目)?(?:支出)?(?:预算)?(?:绩效|自评)"
)
_ANY_PROJECT = re.compile(
    r"(?:部门|单位|整体|项目|支出|财政|预算|重点|专项|资金|[省市区县乡镇]级?|本级|的|和|及)+"
)


def show_header(report: Report) -> Passage:
    """Whose report it is, and of which year; said to be a self-evaluation."""
    about = report.about
    title, basis = (
        name_briefing(report),
        say("依据该单位《{title}》；部门自评数据，未见第三方复核。", title=about.title),
    )
    page = Markup(
        '<header><p class="department" lang="zh-CN">{}</p><h1>{}</h1>'
        '<p class="meta">{}</p></header>'
    )
    broken = escape(title.replace(" 年", f"{NBSP}年")).replace("绩效自评", Markup("<wbr>绩效自评"))
    return Passage(
        "\n\n".join(filter(None, (about.department, title, basis))),
        page.format(about.department or about.title, broken, basis),
    )


def name_briefing(report: Report) -> str:
    """The title of the briefing: of which year it is, of which project, and of what kind of
    document.
    """
    year, kind = report.about.year, text_of(report.overview.iloc[0]["document"])
    project, title = _project_of(report.about.title), say(TITLES.get(kind, "绩效自评简报"))
    if project and kind in ("", "项目"):
        title = say("{project}{title}", project=project, title=title)
    return say("{year} 年{title}", year=year, title=title) if year else title


def _project_of(title: str) -> str:
    """What a title names behind its year: 低保补助 of 2023年度低保补助项目支出绩效自评报告."""
    found = _PROJECT.search(title)
    return "" if not found or _ANY_PROJECT.fullmatch(found[1]) else found[1]


def show_headlines(report: Report) -> Passage:
    """Up to six headline figures, as far as the report states them."""
    return _listed(headlines(report), "主要数字", "headlines", _TILES)


def show_points(report: Report) -> Passage:
    """Up to five points, each as far as the intervals of its figures support it."""
    return _listed(points(report), "要点", "points")


def show_questions(report: Report, *, extra: OwnChecks = ()) -> Passage:
    """Up to five questions to send back to the department.

    Parameters
    ----------
    report : whose questions
    extra : checks of your own, as for `Report.check`; what they ask stands first
    """
    return _listed(questions(report, extra), "要问", "questions")


def _listed(
    items: Sequence[Headline | Point], head: str, name: str, page: Markup = _POINTS
) -> Passage:
    if not items:
        return Passage("", Markup(""))
    return Passage(
        "\n".join(f"{at}. {item}" for at, item in enumerate(items, start=1)),
        page.format(name, say(head), Markup("").join(items)),
    )
