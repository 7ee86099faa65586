"""The examples of the documentation are run as they stand,
page by page, each in a folder of its own.
"""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import needs
import pytest

from perf_analysis import checks, cli, codebook, limits, usage
from perf_analysis.rules import PROFILES

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r":caption: (.+)\n\n")
# what installs; .ci/run does it
NOT_RUN = re.compile(r"^(?:python3 -m venv |\.venv/bin/|bash |pip |uv )")
REST = "…"  # a line, or a part of one, that may be anything


def fences(page):
    return [
        (found["kind"].strip(), found["body"])
        for found in FENCE.finditer(page.read_text(encoding="utf-8"))
    ]


def is_told(told, shown):
    """Whether lines of output are as told: … alone stands for any lines,
    within a line for any characters.
    """
    pattern = "\n".join(
        "(?:.*\n)*?.*" if line == REST else ".*".join(map(re.escape, line.split(REST)))
        for line in told
    )
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in shown.strip("\n").split("\n")))


def run(body, capfd):
    """Run the commands of a console block and compare what each shows."""
    for command, told in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        words = shlex.split(command)
        assert words[0] == "perf-analysis", command
        cli.main(words[1:])
        shown = "".join(capfd.readouterr())
        assert is_told(told.rstrip("\n").split("\n"), shown), f"{command}\n{shown}"


@pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(DOCS).with_suffix("").as_posix()
)
def test_the_examples_of_a_page_do_what_it_says(page, tmp_path, monkeypatch, capfd):
    if re.search(
        r"from perf_analysis\.corpus|^\$ perf-analysis corpus",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    ):
        pytest.importorskip("duckdb", reason=needs.CORPUS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    names: dict[str, object] = {}
    for kind, body in fences(page):
        if named := CAPTION.match(body):
            Path(named[1]).write_text(body[named.end() :], encoding="utf-8")
        elif kind == "console":
            run(body, capfd)
        elif kind == "python":
            test = doctest.DocTestParser().get_doctest(body, names, page.name, str(page), 0)
            runner = doctest.DocTestRunner(
                optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            )
            told: list[str] = []
            runner.run(test, out=told.append, clear_globs=False)
            names = test.globs
            assert not runner.summarize(verbose=False).failed, "".join(told)
            capfd.readouterr()
        elif kind == "sh":
            assert all(NOT_RUN.match(line) for line in body.strip().split("\n")), body


def test_the_comparison_of_output_notices_a_change():
    assert is_told(["a", "…", "b…"], "a\nx\ny\nb c\n")
    assert not is_told(["a", "…", "b"], "a\nx\nb c\n")
    assert not is_told(["a"], "a\nb\n")


def test_examples_are_found():
    kinds = [kind for page in PAGES for kind, _ in fences(page)]
    assert kinds.count("console") >= 10 and kinds.count("python") >= 4


def test_every_option_of_every_command_is_told():
    sections = re.split(
        r"^## ", (DOCS / "commands.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    told = {
        section.split("\n")[0].removeprefix("perf-analysis "): section for section in sections[1:]
    }
    verbs = next(action.choices for action in usage.make_parser()._actions if action.choices)
    assert list(told) == list(verbs)
    for verb, parser in verbs.items():
        for action in parser._actions:
            for name in action.option_strings or [action.dest]:
                assert f"`{name}`" in told[verb] or name in ("-h", "--help", "--debug"), (
                    f"{verb} {name}"
                )
    assert "`--debug`" in sections[0]


def test_every_check_is_told_with_what_it_believes():
    rows = dict(
        re.findall(
            r"^\| `([A-Z0-9-]+)` ([A-G]\d+) \|",
            (DOCS / "checks.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert rows == {rule.name: rule.number for rule in checks.RULES}
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    for rule in checks.RULES:
        belief = (rule.check.__doc__ or "").split("\n")[0].rstrip(".")[1:]
        assert rule.title in text and rule.needs in text and belief in text, rule.name


def test_every_limit_is_told_with_its_value():
    told = dict(
        re.findall(
            r"^\| `([A-Z_]+)` \| ([\d,]+) \|",
            (DOCS / "limits.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    known = {
        name: value
        for name, value in vars(limits).items()
        if name.isupper() and name not in ("FACTOR", "VARIABLE") and not name.startswith("_")
    }
    assert {name: int(value.replace(",", "")) for name, value in told.items()} == {
        name: int(value / limits.FACTOR) for name, value in known.items()
    }


def test_every_rule_profile_and_table_is_told():
    codes = (DOCS.parent / "data" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in codes for name in PROFILES)
    assert all(f"### {name}\n" in codes for name in codebook.TABLES) and all(
        f"### corpus.{name}\n" in codes for name in codebook.PANELS
    )


def test_every_public_name_is_told():
    import perf_analysis as pa

    told = (DOCS / "python.md").read_text(encoding="utf-8")
    assert [name for name in pa.__all__ if name != "Report" and f"`pa.{name}" not in told] == []


def test_the_pages_are_built_without_a_warning(tmp_path):
    pytest.importorskip("myst_parser", reason=needs.DOCS)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-d",
        str(tmp_path / "trees"),
        str(DOCS),
        str(tmp_path / "site"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > len(PAGES)
    for page in pages:
        assert not re.search(
            r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//',
            page.read_text(encoding="utf-8"),
        ), page
