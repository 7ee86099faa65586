"""What tests need that may be absent, each with the command that gets it.

A skip gives one of these as its reason; the last lines of a run tell them.
"""

from pathlib import Path

import pytest

CHROMIUM = "a browser: apt-get install chromium"
AXE = "axe-core in a browser: npm install --no-save --no-package-lock axe-core"
LIBREOFFICE = "LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
LAB = "JupyterLab in a browser: pip install -e '.[lab]'"
CORPUS = "many reports: pip install -e '.[corpus]'"
DOCS = "Sphinx: pip install -e '.[docs]'"

# What the embedded data were read from. Its rights stay with its publisher, so that no clone
# has it: tests marked `source` are left out where it does not lie here.
SOURCE = Path(__file__).parents[2] / "shared" / "reports" / "2022-suigang.txt"
WITHOUT_SOURCE = (
    "data/2022-suigang against the text that it was read from, "
    "which this repository may not hold (see LICENSE)"
)


def libreoffice(found: str | None) -> pytest.MarkDecorator:
    """A mark for tests that call LibreOffice."""
    return pytest.mark.skipif(found is None, reason=LIBREOFFICE)


def chromium(found: str | None) -> pytest.MarkDecorator:
    """A mark for tests that call a browser."""
    return pytest.mark.skipif(found is None, reason=CHROMIUM)
