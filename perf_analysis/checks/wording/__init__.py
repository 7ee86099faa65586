"""Checks of wording: passages told twice, items missing from a copy, slips,
forecasts among results, claims without figures.
"""

from perf_analysis.checks.case import Rule
from perf_analysis.checks.wording.claims import check_claims, check_forecasts
from perf_analysis.checks.wording.copies import check_duplicates, check_list_gaps
from perf_analysis.checks.wording.slips import check_slips

RULES = (
    Rule("DUPLICATE", "D21", "重复的段落", check_duplicates, "两个章节里几乎相同的段落"),
    Rule("LIST-GAP", "D23", "并列清单的缺项", check_list_gaps, "两份内容相同的清单"),
    Rule("TEXT-SLIP", "D24", "文字差错", check_slips, "报告的全文"),
    Rule("FORECAST", "E31", "预计数", check_forecasts, "完成情况里的预计数"),
    Rule("CLAIM", "E32", "没有数字的说法", check_claims, "说几项都增长的句子"),
)
