"""Many reports: a folder of them into Parquet, a batch at a time, resumed where it was left.

read_corpus(folder, out)   reads what is new in a folder, with workers that are watched and replaced
open_corpus(out)           what was read, as panels that compare departments and years
write_reports(folder, n)   made-up reports with known truth, to try it on; sample_corpus() reads some at once
work(batch, out)           the unit of work, free of any engine: one batch of files -> part files and a receipt
"""

from __future__ import annotations

from importlib.util import find_spec

if not (find_spec("pyarrow") and find_spec("duckdb")):
    raise ModuleNotFoundError("比较许多报告要安装 pyarrow 和 duckdb：pip install 'perf-analysis[corpus]'", name="pyarrow")

from perf_analysis.corpus.batch import TABLES, Batch, File, Receipt, work
from perf_analysis.corpus.panels import Corpus, open_corpus, sample_corpus
from perf_analysis.corpus.plan import Plan, plan
from perf_analysis.corpus.sample import write_reports
from perf_analysis.corpus.supervisor import Done, read_corpus

__all__ = ["TABLES", "Batch", "Corpus", "Done", "File", "Plan", "Receipt", "open_corpus", "plan", "read_corpus", "sample_corpus", "work", "write_reports"]
