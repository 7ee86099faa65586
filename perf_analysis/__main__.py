"""`python -m perf_analysis`."""

import sys

from perf_analysis.cli import run

sys.exit(run())
