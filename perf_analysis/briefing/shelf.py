"""Which notebooks a briefing is bound of: the package's, or those of an analyst's folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from perf_analysis.briefing.notebook import Notebook, read_notebook
from perf_analysis.errors import BriefingError, InputError

FOLDER = "perf-notebooks"  # where `perf-analysis lab` copies them
# what a notebook's file says of when it is bound, under this key: a notebook of many reports,
# or a lesson, is none of one report's page
BOUND = "briefing"
WITH_PREVIOUS = "with previous"
_WHY = {
    "never": "不是一份报告的简报",
    WITH_PREVIOUS: "没有给出上一年的报告",
}


@dataclass
class Shelf:
    """Notebooks in order, and those left out, each with the reason."""

    bound: list[Notebook] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def report(self) -> str:
        """The one report that the notebooks' own parameters name; empty where they name none.

        Raises
        ------
        BriefingError : they name several
        """
        named = {notebook.path.name: notebook.report for notebook in self.bound}
        named = {name: report for name, report in named.items() if report}
        if len(set(named.values())) > 1:
            listed = "、".join(f"{name} 是 {report}" for name, report in named.items())
            raise BriefingError(
                "notebook", f"各册 notebook 的 REPORT 不一样：{listed}；在命令里写明是哪一份报告"
            )
        report = next(iter(named.values()), "")
        beside = self.bound[0].path.parent / report if report else Path()
        return str(beside) if report and beside.exists() else report

    def __str__(self) -> str:
        told = "、".join(notebook.path.name for notebook in self.bound)
        left = "；".join(f"{path.name}（{why}）" for path, why in self.left)
        return f"装订了 {told}" + (f"；没有装订 {left}" if left else "")


def open_shelf(folder: str | Path, *, has_previous: bool) -> Shelf:
    """The notebooks of a folder in the order of their names; a single notebook too.

    Raises
    ------
    InputError : no such folder, or no notebook in it that can be bound
    """
    folder = Path(folder)
    if not folder.exists():
        raise InputError("missing", folder, "没有这个文件夹", remedy="检查 --notebooks 后面的路径")
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.ipynb"))
    shelf = _sorted_out(paths, has_previous)
    if not shelf.bound:
        left = "；".join(f"{path.name}{why}" for path, why in shelf.left)
        raise InputError(
            "empty", folder, left or "里面没有 notebook（.ipynb）", remedy="放进要装订的 notebook"
        )
    return shelf


def _sorted_out(paths: Iterable[Path], has_previous: bool) -> Shelf:
    shelf = Shelf()
    for path in paths:
        notebook = read_notebook(path)
        told = notebook.metadata.get(BOUND, "")
        if told == "never" or (told == WITH_PREVIOUS and not has_previous):
            shelf.left.append((path, _WHY[told]))
        else:
            shelf.bound.append(notebook)
    return shelf


def name_copy(path: Path) -> str:
    """What a notebook is called where people work: its number and its Chinese title."""
    if path.suffix != ".ipynb":
        return path.name
    return f"{path.name[:2]} {read_notebook(path).title}.ipynb"


def list_changed(folder: Path, shipped: Path) -> list[Path]:
    """The notebooks of a folder whose cells are not those that are shipped, under either name."""
    likes: dict[str, Path] = {}
    for path in shipped.glob("*.ipynb"):
        likes |= dict.fromkeys((path.name, name_copy(path)), path)
    return [
        path
        for path in sorted(folder.glob("*.ipynb"))
        if path.name not in likes or _sources(path) != _sources(likes[path.name])
    ]


def _sources(path: Path) -> list[str]:
    try:
        return [cell.source for cell in read_notebook(path).cells]
    except InputError:
        return []
