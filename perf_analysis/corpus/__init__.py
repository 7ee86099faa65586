"""Many reports: a folder of them into Parquet, a batch at a time, resumed where it was left.

read_corpus(folder, out)   reads what is new in a folder, with workers that are watched and replaced
open_corpus(out)           what was read, as panels that compare departments and years
write_reports(folder, n)   made-up reports with known truth, to try it on;
                           sample_corpus() reads some at once
work(batch, out)           the unit of work, free of any engine:
                           one batch of files -> part files and a receipt
"""

from __future__ import annotations

from importlib.util import find_spec

if lacking := [name for name in ("pyarrow", "duckdb", "distributed") if find_spec(name) is None]:
    raise ModuleNotFoundError(
        f"没有安装 {'、'.join(lacking)}；pip install 'perf-analysis[corpus]'", name=lacking[0]
    )

from perf_analysis.corpus.batch import TABLES, Batch, File, Receipt, work
from perf_analysis.corpus.panels import Corpus, open_corpus, sample_corpus
from perf_analysis.corpus.plan import Plan, plan
from perf_analysis.corpus.sample import write_reports
from perf_analysis.corpus.supervisor import Done, read_corpus

__all__ = [
    "TABLES",
    "Batch",
    "Corpus",
    "Done",
    "File",
    "Plan",
    "Receipt",
    "open_corpus",
    "plan",
    "read_corpus",
    "sample_corpus",
    "work",
    "write_reports",
]
