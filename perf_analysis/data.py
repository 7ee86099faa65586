"""Files that come with the package: rule profiles, catalogues, words and units as data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from perf_analysis.errors import InputError

# What stands under `data`: a report, the rule profiles, and the languages beside Chinese, which the
# code writes.
EMBEDDED = "2022-suigang"
DEFAULT = "national-2020"
PROFILES = (DEFAULT, "pmkpi-default", "pmkpi-grades-80", "guangxi", "sichuan-2023")
LANGUAGES = ("zh", "en")


def find_in_data(place: str) -> Path:
    """A file under `data`, beside the package (a checkout) or inside it (a wheel).

    Raises
    ------
    InputError : it stands in neither, the installation is not whole
    """
    package = Path(__file__).parent
    for path in (package.parent / "data" / place, package / "data" / place):
        if path.is_file():
            return path
    raise InputError(
        "not-installed", f"data/{place}", "没有这个随包的文件", remedy="重新安装 perf-analysis"
    )


@cache
def read_words(place: str) -> dict[str, Any]:
    """A file of words under `data`, read once.

    Raises
    ------
    InputError : the installation is not whole
    """
    return tomllib.loads(find_in_data(place).read_text(encoding="utf-8"))
