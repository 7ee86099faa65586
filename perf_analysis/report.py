"""A report: its figures and the tables made from them, each computed when first asked for."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from perf_analysis import codebook, limits, readers, tables
from perf_analysis import figures as _figures
from perf_analysis.codebook import (
    Budget,
    Completion,
    Figures,
    Findings,
    Funds,
    Goals,
    Growth,
    Indicators,
    Overview,
    Ranks,
    Relations,
    Remainder,
    Scores,
    Scoring,
    Sentences,
    Years,
)
from perf_analysis.document import About, Document
from perf_analysis.errors import InputError
from perf_analysis.figures import corrections
from perf_analysis.readers import folder as _folder
from perf_analysis.relations import Fact, Relation, find_relations, read_facts
from perf_analysis.relations.arithmetic import derive

if TYPE_CHECKING:
    from perf_analysis.checks import Case, OwnCheck
    from perf_analysis.forms import Forms
    from perf_analysis.ledger import Written
    from perf_analysis.structure import Structure

Unread = Callable[[InputError], object]  # what is done with the error of one report of several
_Read = TypeVar("_Read")
EMBEDDED = "2022-suigang"
# The tables of a report and what a row of each is, for who reads them in a notebook.
MEANINGS = {
    "figures": "写出的一个数字",
    "relations": "数字之间的一条关系",
    "overview": "一份报告",
    "budget": "预算的一条",
    "growth": "增长的一项",
    "completion": "一个完成率或执行率",
    "goals": "一项绩效目标或重点工作任务",
    "ranks": "一个名次",
    "scores": "一个得分",
    "indicators": "自评表的一项三级指标",
    "funds": "自评表资金的一条",
    "findings": "一项核对和一组数字",
}


@dataclass(frozen=True, eq=False)
class Report:
    """One performance self-evaluation report.

    `notices` is what the reader of its file left out or could not read. `figures`, `goals` and
    `remainder` (digits that are no figures) are what was read, from `document` where that was a
    file with its `structure` and `forms`; `budget`, `growth`, `completion`, `ranks` and `scores`
    are made from them. Grain and columns of each stand in `perf_analysis.codebook` and in
    `data/README.md`. `rules` is the profile that it is checked and scored under where no other is
    named: one of `rules.PROFILES` (the default one when empty), or the path of a profile.
    """

    source: Path
    about: About
    figures: Figures
    goals: Goals
    document: Document | None = None
    structure: Structure | None = field(default=None, repr=False)
    forms: Forms | None = field(default=None, repr=False)
    remainder: Remainder = field(default_factory=lambda: codebook.build(codebook.REMAINDER, []))
    rules: str | Path = ""

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader of the file left out or could not read, each in one sentence."""
        return self.document.notices if self.document else ()

    @cached_property
    def problems(self) -> list[str]:
        """The problems the report admits, in its own words; empty without a text."""
        from perf_analysis.structure import find_problems

        return (
            find_problems(self.document, self.structure) if self.document and self.structure else []
        )

    @cached_property
    def remedies(self) -> list[str]:
        """The remedies the report promises, in its own words; empty without a text."""
        from perf_analysis.structure import find_remedies

        return (
            find_remedies(self.document, self.structure) if self.document and self.structure else []
        )

    @cached_property
    def sentences(self) -> Sentences:
        """The long sentences of the running text; empty without a text."""
        from perf_analysis.structure import find_sentences

        return codebook.build(
            codebook.SENTENCES,
            find_sentences(self.document, self.structure)
            if self.document and self.structure
            else [],
        )

    @cached_property
    def _facts(self) -> list[Fact]:
        from perf_analysis.figures.scope import Scope

        scope = Scope(self.document, self.structure) if self.document and self.structure else None
        return read_facts(codebook.rows(self.figures), scope)

    @cached_property
    def _relations(self) -> list[Relation]:
        return find_relations(self._facts)

    @cached_property
    def relations(self) -> Relations:
        """The arithmetic claims that the figures make."""
        rows = []
        for number, told in enumerate(self._relations, start=1):
            derived = derive(told)
            given = {"computed": derived.value if derived else None}
            rows.append({"relation_id": f"R{number:03}"} | told.row | given)
        return codebook.build(codebook.RELATIONS, rows)

    @cached_property
    def overview(self) -> Overview:
        """The report in one row: whose it is, its budget, its own score."""
        text = self.document.folded if self.document else ""
        row = tables.find_overview(self.about, self._facts, self._relations, text)
        return codebook.build(codebook.OVERVIEW, [row])

    @cached_property
    def budget(self) -> Budget:
        """Budget lines: the total, by source, by nature of spending, by item."""
        rows = tables.find_budget(self.about, self._facts, self._relations)
        return codebook.build(codebook.BUDGET, rows)

    @cached_property
    def growth(self) -> Growth:
        """Grown measures with their level, prior level and change."""
        return codebook.build(codebook.GROWTH, tables.find_growth(self._relations))

    @cached_property
    def completion(self) -> Completion:
        """Targets with what was reached of them, and rates of completion."""
        rows = tables.find_completion(self._facts, self._relations)
        return codebook.build(codebook.COMPLETION, rows)

    @cached_property
    def indicators(self) -> Indicators:
        """Third-level indicators of the report's forms."""
        from perf_analysis.tables.indicators import tabulate_indicators

        return (
            tabulate_indicators(self.document, self.forms, self.figures)
            if self.document and self.forms
            else codebook.build(codebook.INDICATORS, [])
        )

    @cached_property
    def funds(self) -> Funds:
        """Lines of the funds blocks of the report's forms."""
        from perf_analysis.tables.indicators import tabulate_funds

        return (
            tabulate_funds(self.document, self.forms, self.figures)
            if self.document and self.forms
            else codebook.build(codebook.FUNDS, [])
        )

    @cached_property
    def findings(self) -> Findings:
        """What a careful reviewer would ask, under the report's rule profile."""
        return self.check()

    def under(self, rules: str | Path) -> Report:
        """The same report, checked and scored under another rule profile.

        Raises
        ------
        InputError : no such profile, or a key of it is wrong
        """
        from perf_analysis.rules import DEFAULT, read_profile

        read_profile(rules or DEFAULT)
        rules = Path(rules).resolve() if Path(rules).is_file() else rules  # from any folder
        return self if str(rules) == str(self.rules) else replace(self, rules=rules)

    def check(
        self,
        *,
        rules: str | Path = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        previous: Report | str | Path | None = None,
        ledger: str | Path = "",
        evidence: str | Path = "",
        extra: Sequence[OwnCheck] = (),
    ) -> Findings:
        """The findings of the checks on this report.

        Parameters
        ----------
        rules : one of `rules.PROFILES`, the report's own when none is named,
            or the path of a profile of your own
        only, skip : names, titles, numbers or letters of checks: EXEC, 预算执行率, A1, A
        previous : the same department's report of the year before, or its file,
            for the checks that compare years
        ledger : the workbook of its ledger, for the checks of evidence
        evidence : the folder with the files that the ledger names
        extra : checks of your own: each a function that takes this report
            and yields `perf_analysis.checks.Finding`s, named by the first line of its docstring

        Raises
        ------
        RuleError : `only` or `skip` names no check, or a check of your own fails
        InputError : the ledger or the folder cannot be used, or the other report is not of this
            department or not of the year before
        """
        from perf_analysis.checks import check, own_rules

        if previous is not None:
            previous = previous if isinstance(previous, Report) else load(previous)
            tables.check_years(self.about, previous.about, previous.source)
        with limits.within(
            limits.CHECK_SECONDS,
            self.source,
            f"可用 --only 只做几项核对，或设环境变量 {limits.VARIABLE}=10 放宽十倍",
        ):
            return check(
                self._case(rules, previous, ledger, evidence),
                self.report_id,
                only=only,
                skip=skip,
                extra=own_rules(extra, self, self.figures["figure_id"]),
            )

    def write_ledger(self, path: str | Path) -> Written:
        """Write the ledger of this report, or write it again: what people typed in it is kept.

        Raises
        ------
        InputError : the workbook is open elsewhere, cannot be read or cannot be written
        """
        from perf_analysis.ledger import find_items, write_ledger

        return write_ledger(self.about, find_items(self.goals, self.indicators), path)

    def _case(
        self,
        rules: str | Path,
        previous: Report | None,
        ledger: str | Path = "",
        evidence: str | Path = "",
    ) -> Case:
        from perf_analysis.checks import Case
        from perf_analysis.ledger import list_evidence, read_ledger
        from perf_analysis.rules import DEFAULT, read_profile

        tables_ = {
            name: getattr(self, name)
            for name in (
                "budget",
                "growth",
                "completion",
                "goals",
                "ranks",
                "scores",
                "indicators",
                "funds",
            )
        }
        return Case(
            about=self.about,
            document=self.document,
            structure=self.structure,
            figures=self.figures,
            scoring=self.scored(rules) if rules else self.scoring,
            problems=self.problems,
            remedies=self.remedies,
            profile=read_profile(rules or self.rules or DEFAULT),
            relations=self._relations,
            previous=previous._case(rules, None) if previous else None,
            ledger=read_ledger(ledger) if ledger else None,
            evidence=list_evidence(evidence) if evidence else None,
            **tables_,
        )

    @property
    def report_id(self) -> str:
        """The name of the report in tables: its file's stem, or its data folder's name."""
        return self.document.report_id if self.document else self.source.stem

    @cached_property
    def scoring(self) -> Scoring:
        """What the forms' indicators, execution and totals earn under the report's profile."""
        return self.scored()

    def scored(self, profile: str | Path = "") -> Scoring:
        """What the forms' indicators, execution and totals earn under a rule profile,
        beside what they state.

        Parameters
        ----------
        profile : one of `rules.PROFILES`, the report's own when none is named,
            or the path of a profile of your own
        """
        from perf_analysis.rules import DEFAULT, read_profile, tabulate_scoring
        from perf_analysis.tables.indicators import stated_totals

        stated = (
            stated_totals(self.document, self.forms, self.figures)
            if self.document and self.forms
            else {}
        )
        return tabulate_scoring(
            self.indicators, self.funds, read_profile(profile or self.rules or DEFAULT), stated
        )

    @cached_property
    def ranks(self) -> Ranks:
        """Ranks held."""
        return codebook.build(codebook.RANKS, tables.find_ranks(self._relations))

    @cached_property
    def scores(self) -> Scores:
        """Scores given."""
        return codebook.build(codebook.SCORES, tables.find_scores(self._facts))

    def _repr_html_(self) -> str:
        """What JupyterLab shows: whose report it is, and which tables it gives;
        none is made for it.
        """
        rows = "".join(
            f"<tr><td><code>report.{name}</code></td><td>{meaning}</td></tr>"
            for name, meaning in MEANINGS.items()
        )
        named = html.escape(
            " ".join(
                filter(
                    None, (self.about.department or self.about.title, str(self.about.year or ""))
                )
            )
        )
        told = f"<p><b>{named}</b>：{len(self.figures)} 个数字，{len(self.goals)} 项目标和任务</p>"
        return (
            f"{told}<table><thead><tr><th>表</th><th>一行是</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def __repr__(self) -> str:
        return (
            f"<Report {self.about.department} {self.about.year}: "
            f"{len(self.figures)} figures, {len(self.goals)} goals>"
        )


_kept: list[Report] = []


@contextmanager
def keeping(report: Report) -> Iterator[None]:
    """Have `load` give this very report for its source: the notebooks of one page read it once."""
    _kept.append(report)
    try:
        yield
    finally:
        _kept.remove(report)


def list_kept() -> list[tuple[str, str]]:
    """Source and rule profile of each report that is kept, for another process to keep."""
    return [(str(report.source), str(report.rules)) for report in _kept]


def load(source: str | Path = EMBEDDED, *, rules: str | Path = "") -> Report:
    """A report from a data folder: by default the embedded 2022 report; a report's file is read.

    Parameters
    ----------
    source : the name of an embedded report, the path of a folder with `report.toml`, `figures.csv`,
        `goals.csv`, or the path of a report's file
    rules : the profile that it is checked and scored under: one of `rules.PROFILES`,
        or the path of a profile of your own

    Raises
    ------
    InputError : the folder or one of its files is missing or does not fit the codebook
    """
    kept = next((report for report in _kept if str(report.source) == str(source)), None)
    report = kept or _load(source)
    return report.under(rules) if rules else report


def _load(source: str | Path) -> Report:
    if _is_file(source) or Path(source).suffix.lower() in readers.SUFFIXES:
        return read(source)
    folder = _find_folder(source)
    about = _folder.read_about(folder / "report.toml")
    figures = _folder.read_figures(folder / "figures.csv", about)
    goals = _folder.read_goals(folder / "goals.csv", about, figures)
    return Report(
        folder, about, _figures.add_intervals(figures), tables.tabulate_goals(goals, figures)
    )


def read(path: str | Path) -> Report:
    """A report from a file: every figure found in its text, and what it measures.

    Corrections in `REPORT.corrections.csv` beside the file are applied;
    their rows have the status `corrected`.

    Parameters
    ----------
    path : the report's file, of one of the formats of `perf_analysis.readers`

    Raises
    ------
    InputError : the file or its corrections cannot be used, or it takes too long
    """
    with _watched(path):
        return _read(Path(path))


def _watched(path: str | Path) -> AbstractContextManager[None]:
    """The time that one file may take to be read."""
    is_converted = Path(path).suffix.lower() in readers.CONVERTED
    remedy = f"检查是不是选错了文件；确实要读的话，设环境变量 {limits.VARIABLE}=10 放宽十倍"
    return limits.within(
        limits.READ_CONVERTED_SECONDS if is_converted else limits.READ_SECONDS, path, remedy
    )


def _read(path: Path) -> Report:
    # here: its patterns take as long to compile as a third of pandas to import
    from perf_analysis.figures.finding import find_figures
    from perf_analysis.forms import find_forms
    from perf_analysis.structure import find_about, find_goals, find_structure

    document = readers.read_document(path)
    structure = find_structure(document)
    forms = find_forms(document)
    rows, remainder = find_figures(document, structure, forms)
    goals = corrections.apply_to_goals(
        document, codebook.build(codebook.GOALS, find_goals(document, structure, rows))
    )
    figures = corrections.apply(document, codebook.build(codebook.FIGURES, rows))
    figures = _figures.add_intervals(figures)
    told = [row | {"report_id": document.report_id} for row in remainder]
    return Report(
        path.resolve(),
        find_about(document, structure),
        figures,
        tables.tabulate_goals(goals, figures),
        document,
        structure,
        forms,
        codebook.build(codebook.REMAINDER, told),
    )


def _readable(
    paths: Iterable[str | Path], read: Callable[[str | Path], _Read], unread: Unread | None
) -> Iterator[_Read]:
    """What is read of each path; `unread` is told of one that cannot be used, which costs itself.
    Without it, and where nothing can be used, the first error is raised.
    """
    failed: list[InputError] = []
    count = 0
    for path in paths:
        try:
            told = read(path)
        except InputError as error:
            if unread is None:
                raise
            unread(error)
            failed.append(error)
            continue
        count += 1
        yield told
    if failed and not count:
        raise failed[0]


def read_figures(
    paths: Iterable[str | Path],
    *,
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> Figures:
    """The figures of several reports in one table, in the order given; no other table is made.

    `tell` is called with each document once it is read, to say what its reader left out;
    `unread` with the error of a report that cannot be used, which is then left out.
    """
    found: list[tuple[Document, list[dict[str, Any]]]] = []
    corrected: list[tuple[Document, list[dict[str, Any]]]] = []
    for document, rows in _readable(paths, _read_rows, unread):
        if tell:
            tell(document)
        (corrected if corrections.path_of(document.path).is_file() else found).append(
            (document, rows)
        )
    frames = (
        [codebook.build(codebook.FIGURES, [row for _, rows in found for row in rows])]
        if found
        else []
    )
    frames += [
        corrections.apply(document, codebook.build(codebook.FIGURES, rows))
        for document, rows in corrected
    ]
    return _figures.add_intervals(
        pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    )


def _read_rows(path: str | Path) -> tuple[Document, list[dict[str, Any]]]:
    """A document and the rows of its figures."""
    from perf_analysis.figures.finding import find_figures
    from perf_analysis.forms import find_forms
    from perf_analysis.structure import find_structure

    with _watched(path):
        document = readers.read_document(Path(path))
        rows, _ = find_figures(document, find_structure(document), find_forms(document))
    return document, rows


def read_table(
    paths: Sequence[str | Path],
    name: str,
    *,
    profile: str | Path = "",
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> pd.DataFrame:
    """One table of several reports, the rows of each with its `report_id`;
    scoring under a rule profile.

    `tell` is called with each document once it is read, to say what its reader left out;
    `unread` with the error of a report that cannot be used, which is then left out.
    """
    if name == "figures":
        return read_figures(paths, tell=tell, unread=unread)
    frames = []
    for report in _readable(paths, read, unread):
        if tell and report.document:
            tell(report.document)
        frame: pd.DataFrame = report.scored(profile) if name == "scoring" else getattr(report, name)
        frames.append(
            frame
            if "report_id" in frame
            else frame.assign(report_id=report.source.stem)[["report_id", *frame]]
        )
    return pd.concat(frames, ignore_index=True)


def compare(this: Report, previous: Report | str | Path) -> Years:
    """The measures that a report and the one of the year before state, side by side.

    Parameters
    ----------
    this : the report
    previous : the same department's report of the year before, or its file

    Returns
    -------
    years : one row per measure that each states as one number, by its name or as a cell of the
        overview; units made one, change and growth as intervals, and what this report says of them

    Raises
    ------
    InputError : the other report is not of this department, or not of the year before
    """
    before = previous if isinstance(previous, Report) else load(previous)
    tables.check_years(this.about, before.about, before.source)
    sides = [
        (codebook.rows(report.overview)[0], report._facts, report._relations)
        for report in (this, before)
    ]
    return codebook.build(codebook.YEARS, tables.compare_years(sides[0], sides[1][:2]))


def check_reports(
    paths: Sequence[str | Path],
    *,
    rules: str | Path = "",
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    previous: str | Path = "",
    ledger: str | Path = "",
    evidence: str | Path = "",
    tell: Callable[[Document], None] | None = None,
    unread: Unread | None = None,
) -> Findings:
    """The findings of several reports in one table;
    `previous`, `ledger` and `evidence` belong to the one report they are given with.

    Parameters
    ----------
    paths : reports' files or data folders
    rules, only, skip, ledger, evidence : as for `Report.check`
    tell : called with each document once it is read, to say what its reader left out
    unread : called with the error of a report that cannot be used, which is then left out
    """
    before = load(previous) if previous else None
    frames = []
    for report in _readable(paths, load, unread):
        if tell and report.document:
            tell(report.document)
        frames.append(
            report.check(
                rules=rules, only=only, skip=skip, previous=before, ledger=ledger, evidence=evidence
            )
        )
    return pd.concat(frames, ignore_index=True)


def _is_file(source: str | Path) -> bool:
    try:
        return Path(source).is_file()
    except OSError:  # a text in the place of a name
        return False


def _find_folder(source: str | Path) -> Path:
    """The folder itself, else one of that name in `data/` beside the package (a checkout)
    or inside it (a wheel).
    """
    package = Path(__file__).parent
    for folder in (Path(source), package.parent / "data" / source, package / "data" / source):
        if _is_file(folder / "report.toml"):
            return folder.resolve()
    raise InputError(
        "unknown-name",
        str(source)[:80],
        "没有这个数据文件夹，或里面没有 report.toml",
        remedy=f"写内嵌报告的名字（{EMBEDDED}）或文件夹的路径",
    )
