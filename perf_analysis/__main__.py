"""`python -m perf_analysis`."""

import sys

from perf_analysis.cli import main

sys.exit(main())
