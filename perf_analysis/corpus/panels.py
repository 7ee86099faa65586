"""Panels over a corpus: what its reports say of the same thing in several years and departments,
by DuckDB on the Parquet files.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from perf_analysis import codebook
from perf_analysis.codebook import Column, Table
from perf_analysis.corpus.batch import PARTS, RECEIPTS, schemas, work
from perf_analysis.corpus.plan import plan
from perf_analysis.corpus.sample import write_reports
from perf_analysis.errors import InputError
from perf_analysis.tables.ties import BUDGETED
from perf_analysis.tables.whole import EXECUTED

if TYPE_CHECKING:
    import pandas as pd

_TYPES = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "list": "VARCHAR[]",
    "integers": "BIGINT[]",
}
# What leads to the name of a measure and is not of it: 计划实现货运量 and 货运量 are one.
_LEADING = (
    r"^(?:(?:19|20)\d\d年度?|下一?年度?|明年|全年|本年度?|当年"
    r"|计划|预计|力争|目标为?|实现|完成|达到?|[:：，、])+"
)
# heads of a form: its measure is the indicator
_CELLS = "('年度指标值', '实际完成值', '全年预计完成值')"
_Z = 1.96  # of a 95 % interval


def _why(count: str, name: str) -> str:
    """Why a report tells no such amount of the whole, as SQL."""
    unsure = f"concat('有 ', {count}, ' 个数字写作{name}，看不出哪个是整体的')"
    return f"case when {count} > 0 then {unsure} else '没有读出{name}' end"


# What each department's reports of a year say of a measure: reached, set for the year,
# set for the next one.
_FACTS = rf"""
create view facts as
with told as (
    select report_id, department, year, figure_id, low, high, base_unit, quoted,
        regexp_replace(
            replace(
                case when measure in {_CELLS} then coalesce(subject, '')
                     else concat(coalesce(subject, ''), measure) end, ' ', ''
            ), '{_LEADING}', ''
        ) as measure,
        case when role = 'actual' and direction is null and kind <> 'growth' then 'actual'
             when role in ('target', 'plan', 'forecast') and try_cast(period as bigint) = year + 1
             then 'planned'
             when role = 'target' then 'target' end as slot
    from figures join reports using (report_id)
    where department is not null and year is not null and low is not null
        and base_unit is not null and status <> 'unreadable'
)
select department, year, measure, base_unit, slot, min(low) as low, max(high) as high,
    arg_min(quoted, figure_id) as quoted, min(figure_id) as figure_id, min(report_id) as report_id
from told where slot is not null and measure <> ''
group by department, year, measure, base_unit, slot
having count(distinct (low, high)) = 1 and count(distinct report_id) = 1
"""  # what is told in two ways, or by two reports of a year, is no one fact

# How far each report's budget was executed: of each cell what the report's own tables are sure of,
# and why one is empty. What of the budget of the year's start alone was spent is no execution rate:
# it passes 100 % as soon as money is added during the year.
_EXECUTION = f"""
with whole as (
    select b.*, 100 * spent.low / nullif(start.high, 0) as of_initial_low,
        100 * spent.high / nullif(start.low, 0) as of_initial_high,
        b.budget_id is not distinct from b.initial_id as is_of_initial
    from budget b
        left join figures spent
            on spent.report_id = b.report_id and spent.figure_id = b.executed_id
        left join figures start on start.report_id = b.report_id and start.figure_id = b.initial_id
    where b.breakdown = 'total'
    qualify row_number() over (partition by b.report_id order by b.budget_id) = 1
), named as (
    select report_id, count(*) filter (term in {BUDGETED}) as budgets,
        count(*) filter (term in {EXECUTED}) as spent
    from figures where kind = 'amount' and direction is null and same_as is null
    group by report_id
), stated as (
    select report_id, o.rate, o.rate_decimals, o.unit as own_unit,
        coalesce(w.is_of_initial and o.rate - 0.5 * pow(10, -o.rate_decimals) <= w.of_initial_high
            and o.rate + 0.5 * pow(10, -o.rate_decimals) >= w.of_initial_low, false) as is_told_of
    from overview o left join whole w using (report_id)
)
select report_id, r.department, r.year, coalesce(w.unit, s.own_unit) as unit,
    w.initial, w.budget, w.executed,
    case when not s.is_told_of then s.rate end as rate,
    case when not s.is_told_of then s.rate_decimals end as rate_decimals,
    case when not w.is_of_initial then w.rate_low end as rate_low,
    case when not w.is_of_initial then w.rate_high end as rate_high,
    case when s.is_told_of then s.rate end as of_initial,
    case when s.is_told_of then s.rate_decimals end as of_initial_decimals,
    w.of_initial_low, w.of_initial_high,
    w.initial_id, w.budget_id, w.executed_id, o.rate_id,
    nullif(concat_ws('；',
        case when w.budget is null then {_why("budgets", "预算数")}
            when w.budget = 0 then '预算数为 0，没有执行率'
            when w.is_of_initial then '只读出年初预算数，没有全年预算数，算不出预算执行率' end,
        case when w.executed is null then {_why("spent", "执行数")} end
    ), '') as note
from reports r join overview o using (report_id) join stated s using (report_id)
    left join whole w using (report_id) left join named using (report_id)
order by r.department, r.year, report_id
"""

_GROWTH = """
with both_levels as (
    select g.report_id, n.department, n.year, g.measure, g.growth, g.growth_decimals,
        n.quoted as level, b.quoted as level_before,
        100 * (n.low / b.high - 1) as growth_low, 100 * (n.high / b.low - 1) as growth_high,
        g.growth_id, n.figure_id as level_id,
        b.report_id as before_report_id, b.figure_id as before_id
    from growth g
    join facts n on n.report_id = g.report_id and n.figure_id = g.value_id and n.slot = 'actual'
    join facts b on b.department = n.department and b.year = n.year - 1
        and b.measure = n.measure and b.base_unit = n.base_unit and b.slot = 'actual'
    where g.growth_unit = '%' and b.low > 0
)
select *, case when growth - 0.5 * pow(10, -growth_decimals) <= growth_high
    and growth + 0.5 * pow(10, -growth_decimals) >= growth_low
    then 'holds' else 'question' end as status
from both_levels order by department, year, report_id, growth_id
"""

_TARGETS = """
with slots as (
    select department, year, measure, base_unit, min(report_id) as report_id,
        max(quoted) filter (slot = 'target') as target,
        max(quoted) filter (slot = 'actual') as actual,
        max(quoted) filter (slot = 'planned') as planned,
        max(low) filter (slot = 'actual') as actual_low,
        max(high) filter (slot = 'actual') as actual_high,
        max(low) filter (slot = 'planned') as planned_low,
        max(high) filter (slot = 'planned') as planned_high,
        max(high) filter (slot = 'target') as target_high,
        list(figure_id order by figure_id) as figures
    from facts group by department, year, measure, base_unit
)
select n.report_id, n.department, n.year, n.measure,
    b.target as target_text_before, b.actual as actual_text_before,
    b.planned as planned_text, n.target as target_text, n.actual as actual_text,
    100 * n.actual_low / nullif(b.planned_high, 0) as of_plan_low,
    100 * n.actual_high / nullif(b.planned_low, 0) as of_plan_high,
    case when n.target is not null and b.actual is not null
         then (n.target_high < b.actual_low)::bigint end as is_lowered,
    b.report_id as before_report_id, n.figures, b.figures as before_figures
from slots n join slots b on b.department = n.department and b.year = n.year - 1
    and b.measure = n.measure and b.base_unit = n.base_unit
where b.planned is not null and n.actual is not null
    or (b.target is not null or n.target is not null)
    and (b.actual is not null or n.actual is not null)
order by n.department, n.year, n.measure
"""

_COMPLETION = """
select report_id, department, year, measure, 'stated' as origin,
    rate - 0.5 * pow(10, -rate_decimals) as rate_low,
    rate + 0.5 * pow(10, -rate_decimals) as rate_high, "limit"
from completion join reports using (report_id)
where rate is not null and not contains(measure, '执行率')
union all
select report_id, department, year, name, 'indicator', ratio_low, ratio_high, "limit"
from scoring join reports using (report_id) where item = 'indicator' and ratio_low is not null
order by all
"""

_REPEATS = """
select arg_min(quoted, report_id) as quoted, count(distinct report_id) as reports,
    count(distinct department) as departments, min(year) as first_year, max(year) as last_year,
    list_slice(list(distinct report_id order by report_id), 1, 5) as report_ids
from sentences join reports using (report_id)
group by letters having count(distinct report_id) > 1
order by departments desc, reports desc, quoted
"""

_FINDING_RATES = f"""
with counted as (
    select rule, status, count(*) as findings, count(distinct report_id) as reports,
        (select count(*) from reports) as all_reports
    from findings group by rule, status
), shares as (select *, reports / all_reports as p, {_Z**2} / all_reports as w from counted)
select rule, status, findings, reports, all_reports,
    100 * findings / all_reports as per_hundred, 100 * p as share,
    100 * greatest(0, (p + w / 2 - sqrt(w * (p * (1 - p) + w / 4))) / (1 + w)) as share_low,
    100 * least(1, (p + w / 2 + sqrt(w * (p * (1 - p) + w / 4))) / (1 + w)) as share_high
from shares order by status, per_hundred desc, rule
"""

_SCORES = """
select report_id, department, year, self_score, form_id, score,
    computed_low, computed_high, difference
from reports left join (select * from scoring where item = 'total') using (report_id)
where self_score is not null or score is not null
order by department, year, report_id, form_id
"""


class Corpus:
    """The tables of all reports of a corpus, and panels that compare them;
    each panel is computed when first asked for.

    Parameters
    ----------
    folder : what `read_corpus` wrote; only batches whose receipt is there count
    memory : the most DuckDB takes, such as "2GB"; what needs more goes through the disk.
        As much as DuckDB likes when not given

    Raises
    ------
    InputError : no corpus lies there
    """

    _kept: TemporaryDirectory[str] | None = None  # the folder of a sample

    def __init__(self, folder: str | Path, *, memory: str = "") -> None:
        self.folder = Path(folder)
        batches = sorted(path.stem for path in (self.folder / RECEIPTS).glob("*.json"))
        if not batches:
            raise InputError(
                "missing",
                self.folder,
                "这个文件夹里没有读好的报告",
                remedy="先运行 perf-analysis corpus 文件夹 -o 这个文件夹",
            )
        import duckdb  # here: workers that only read reports need none

        self._database = duckdb.connect()
        if memory:
            self._database.execute("set memory_limit = ?", [memory])
        for name, columns in schemas().items():
            parts = [
                str(path)
                for batch in batches
                if (path := self.folder / PARTS / name / f"{batch}.parquet").is_file()
            ]
            self._view(name, columns, parts)
        self._database.execute(_FACTS)

    def query(self, sql: str) -> pd.DataFrame:
        """What a question in SQL gives; each table is a view of its name, such as `figures`,
        beside `reports`, `notices`, `unread` and `facts`.
        """
        return self._database.sql(sql).df()

    @cached_property
    def reports(self) -> pd.DataFrame:
        """The reports read: one row each."""
        return self._typed(codebook.REPORTS, "from reports order by department, year, report_id")

    @cached_property
    def notices(self) -> pd.DataFrame:
        """What the readers left out of the reports, and could not read."""
        return self._typed(codebook.NOTICES, "from notices order by path, notice")

    @cached_property
    def unread(self) -> pd.DataFrame:
        """The files that were not read, and why."""
        return self._typed(codebook.UNREAD, "from unread order by code, path")

    @cached_property
    def execution(self) -> pd.DataFrame:
        """How far each report's budget was executed, or why that is not told."""
        return self._typed(codebook.EXECUTION_PANEL, _EXECUTION)

    @cached_property
    def growth(self) -> pd.DataFrame:
        """Stated growth against the growth from last year's report."""
        return self._typed(codebook.GROWTH_PANEL, _GROWTH)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """What last year's report set and reached against what this year's sets and reaches."""
        return self._typed(codebook.TARGET_PANEL, _TARGETS)

    @cached_property
    def completion(self) -> pd.DataFrame:
        """Completion rates, stated and of indicators."""
        return self._typed(codebook.COMPLETION_PANEL, _COMPLETION)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """Sentences that several reports share."""
        return self._typed(codebook.REPEAT_PANEL, _REPEATS)

    @cached_property
    def finding_rates(self) -> pd.DataFrame:
        """Findings per 100 reports, with the uncertainty of their share."""
        return self._typed(codebook.FINDING_PANEL, _FINDING_RATES)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Self-scores against the totals that the forms' own cells give."""
        return self._typed(codebook.SCORE_PANEL, _SCORES)

    def __repr__(self) -> str:
        return (
            f"<Corpus {self.folder.name}: {len(self.reports)} reports, {len(self.unread)} unread>"
        )

    def _typed(self, table: Table, sql: str) -> pd.DataFrame:
        told = self._database.sql(sql)
        return codebook.build(
            table, (dict(zip(told.columns, row, strict=True)) for row in told.fetchall())
        )

    def _view(self, name: str, columns: tuple[Column, ...], parts: list[str]) -> None:
        if parts:
            self._database.read_parquet(parts).create_view(name)
        else:
            told = ", ".join(
                f'null::{_TYPES[column.dtype]} as "{column.name}"' for column in columns
            )
            self._database.execute(f"create view {name} as select {told} where false")


def sample_corpus(count: int = 48, *, seed: int = 0) -> Corpus:
    """A corpus of made-up reports in a folder that goes with it, to see what the panels are like;
    see `write_reports`.
    """
    kept = TemporaryDirectory(prefix="perf-analysis-")
    reports, out = Path(kept.name) / "reports", Path(kept.name) / "示例"
    write_reports(reports, count, seed=seed)
    for batch in plan(reports, out).batches:
        work(batch, out)
    corpus = Corpus(out)
    corpus._kept = kept
    return corpus


def open_corpus(folder: str | Path, *, memory: str = "") -> Corpus:
    """The corpus that `read_corpus` or `perf-analysis corpus` wrote into a folder."""
    return Corpus(folder, memory=memory)
