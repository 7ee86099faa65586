"""`lab`: the notebooks in JupyterLab."""

from __future__ import annotations

import argparse

from perf_analysis.commands import say
from perf_analysis.lab import copy_notebooks, open_lab


def run(chosen: argparse.Namespace) -> int:
    """Copy the notebooks, and open them unless told not to."""
    if not chosen.copy:
        return open_lab(chosen.output, chosen.options)
    print(*(path.resolve() for path in copy_notebooks(chosen.output)), sep="\n")
    say(f"改好后装订：perf-analysis brief --notebooks {chosen.output}")
    return 0
