"""A report and a form written as every format, for what measures reading."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made import forms as forms_made
from made import pdf as pdf_made

HEAD = """项目支出绩效自评表（2022年度） < < < < < < <
项目名称 < 小型泵站维修改造项目 < < < < <
主管部门 < 青石县水务局 < 实施单位 < 青石县水务局 <
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析"""


def make_form() -> pdf_made.Grid:
    """A form of 25 rows and 8 columns, with cells merged both ways."""
    rows = [line.split() for line in HEAD.splitlines()]
    for before, (level1, level2, name, unit, _, most, _, sign) in pairwise(
        [("", ""), *forms_made.ITEMS[11:31]]
    ):
        levels = ["^" if level1 == before[0] else level1, "^" if level2 == before[1] else level2]
        rows.append([*levels, name, sign + most + unit, most + unit, "5", "5", "/"])
    return pdf_made.Grid([*rows, ["总分", "<", "<", "<", "<", "100", "100", "/"]])


def write_formats(lines: list[str], folder: Path) -> dict[str, Path]:
    """The lines and the form in one file a format."""
    form = make_form()
    cells = [
        [forms_made.Cell(at.text, at.rows, at.columns) for at in form.pieces if at.row == row]
        for row in range(len(form.rows))
    ]
    made = forms_made.MadeForm(
        0, "national", title="绩效自评报告", widths=(20,) * 8, above=lines, grid=cells
    )
    paths = {name: folder / f"report.{name}" for name in ("txt", "docx", "pdf", "html", "xlsx")}
    forms_made.write_bars(made, paths["txt"])
    for name in ("docx", "html", "xlsx"):
        forms_made.WRITERS[name][1](made, paths[name])
    pdf_made.write_pdf(paths["pdf"], [*lines, form])
    return paths | ({"doc": convert(paths["docx"], "doc")} if pdf_made.SOFFICE else {})


def convert(path: Path, suffix: str) -> Path:
    """A file as LibreOffice saves it in another format, in a folder of that name beside it."""
    profile, folder = path.parent / "profile", path.parent / suffix
    call = [
        pdf_made.SOFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(call, check=True, capture_output=True)
    return folder / f"{path.stem}.{suffix}"
