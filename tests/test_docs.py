"""What the papers of the house say is so."""

import re
import tomllib
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import perf_analysis as pa
from perf_analysis import charts, usage

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
# conda-forge's names for the same projects
RENAMED = {"matplotlib-base": "matplotlib", "brotli-python": "brotli"}


def name_and_floor(requirement: str) -> tuple[str, str]:
    name, _, floor = requirement.partition(">=")
    return RENAMED.get(name, name), floor


def test_environment_yml_names_what_pyproject_names():
    told = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in told["dependencies"] if isinstance(entry, dict))
    plain = [entry for entry in told["dependencies"] if isinstance(entry, str)]
    wanted = {
        name_and_floor(entry)
        for entry in [
            *PROJECT["project"]["dependencies"],
            *EXTRAS["lab"],
            *EXTRAS["corpus"],
            *EXTRAS["docs"],
            *EXTRAS["test"],
        ]
        if not entry.startswith("perf-analysis")
    }
    here = {name_and_floor(entry) for entry in [*plain, *pip] if entry not in ("pip", "-e .")}
    assert here - {("python", "3.11")} == wanted
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_a_release_has_one_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE)
    assert cited == pa.__version__ == released[0]
    assert changes.index("## Unreleased") < changes.index("### Figures that moved")


def test_the_readme_is_at_most_600_words():
    assert len(README.split()) <= 600


def test_the_readme_has_two_self_contained_commands():
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/perf-analysis brief",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ]


def test_every_command_stands_in_the_readme():
    verbs = next(action.choices for action in usage.make_parser()._actions if action.choices)
    assert all(f"perf-analysis {verb}" in README for verb in verbs)


def test_every_file_linked_from_the_readme_exists():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links and all((ROOT / link).exists() for link in links)


CLAIMS = [
    "98.92 %",
    "21.08 万元",
    "about 108 亿",
    "about 47 亿",
    "about 11 亿",
    "only whole target is 7",
    "34 of 137",
    "before, 55",
    "tasks, 9",
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_readme_says_what_the_tables_say(claim):
    """Each number of the README's findings, looked up in the tables it comes from."""
    assert claim in README
    report = pa.load()
    total, growth = report.budget.iloc[0], report.growth.set_index("measure")
    trade, cars = growth.loc["综保区进出口值"], growth.loc["保税汽车进出口货值"]
    assert (total["rate"], total["unspent"], total["carry_over"]) == (98.92, 21.08, 0)
    assert (round(trade["change_low"]), round(trade["change_high"])) == (108, 108)
    assert (
        round(cars["change_low"]),
        round(cars["change_high"]),
        round(cars["prior_low"]),
        round(cars["prior_high"]),
    ) == (47, 47, 11, 11)
    assert report.completion.set_index("measure").loc["注册项目完成率", "implied_targets"] == [7]
    assert report.ranks.iloc[0][["rank", "population", "before"]].tolist() == [34, 137, 55]
    assert (len(report.goals), (report.goals["coverage"] == "none").sum()) == (16, 9)


def test_the_fingerprints_of_the_data_files_are_those_in_its_readme():
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "data" / "2022-suigang").glob("*.csv"):
        assert sha256(path.read_bytes()).hexdigest() in told, (
            f"data/README.md has an old fingerprint of {path.name}"
        )


def test_the_rooms_of_contributing_are_those_of_the_contract():
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [room for layer in layers if layer != "__main__" for room in layer.split(" | ")]
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    line = re.search(r"`(cli > [^`]*)`", told)[1]
    assert re.split(r" > |, ", line) == rooms
    modules = {path.stem for path in (ROOT / "perf_analysis").glob("*.py")} | {
        path.parent.name for path in (ROOT / "perf_analysis").glob("*/__init__.py")
    }
    assert modules - {"__init__", "__main__"} == set(rooms)


def test_plots_and_shows_come_in_pairs():
    plots, shows = (
        {name.removeprefix(verb) for name in charts.__all__ if name.startswith(verb)}
        for verb in ("plot_", "show_")
    )
    assert plots == shows


def test_no_lock_with_addresses_and_no_output_is_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"uv.lock", "pylock.toml", ".ipynb_checkpoints/", "briefing.html"} <= set(ignored)


def test_the_lock_holds_every_dependency_with_hashes_and_no_address():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    wanted = [
        *PROJECT["project"]["dependencies"],
        *(entry for extra in ("test", "corpus", "docs") for entry in EXTRAS[extra]),
    ]
    names = {name_and_floor(entry)[0].replace("_", "-") for entry in wanted}
    assert {name for name in names if not name.startswith("perf-analysis")} <= locked
    assert "://" not in text
    assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) == len(
        re.findall(r"^[\w.-]+==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
    )


def test_both_readmes_give_the_same_commands_and_numbers():
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert re.findall(r"^python3 .*$", chinese, re.MULTILINE) == re.findall(
        r"^python3 .*$", README, re.MULTILINE
    )
    for number in ("1945.54", "1924.46", "98.92", "21.08", "275.3", "64.5", "428.9", "186", "137"):
        assert number in chinese and number in README


def unseen(head: str) -> dict[str, int]:
    """Of a table of docs/quality.md on reports that nobody had read: the shares of all its rows
    together, each weighted by how many were asked for. [%]
    """
    told = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    heads, _, *lines = told[told.index(head) :].split("\n\n")[0].split("\n")
    rows = [line.strip("| ").split(" | ") for line in lines]
    shares = {}
    for at, name in enumerate(heads.strip("| ").split(" | ")):
        pairs = [re.fullmatch(r"([\d.]+) % of (\d+)", row[at]) for row in rows]
        if all(pairs):
            wanted = sum(int(pair[2]) for pair in pairs)
            shares[name] = round(sum(float(pair[1]) * int(pair[2]) for pair in pairs) / wanted)
    return shares


def test_both_readmes_tell_what_was_measured_on_unseen_reports():
    whole, short = unseen("| reports | figures | recall"), unseen("| short reports | overview")
    assert (
        f"{whole['overview']}% of budget cells, {whole['growth']}% of growth, "
        f"{whole['completion']}% of targets with results, {whole['ranks']}% of ranks, "
        f"{whole['checks right']}% of checks"
    ) in README
    assert "{overview}%, {growth}%, {completion}% and {ranks}% of".format(**short) in README
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    for word, name in (
        ("预算和执行", "overview"),
        ("增长", "growth"),
        ("目标和完成", "completion"),
        ("名次", "ranks"),
    ):
        assert f"| {word} | {whole[name]}% | {short[name]}% |" in chinese


def test_the_catalogue_of_errors_is_complete_and_current():
    import errors_made

    told = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").splitlines()
    rows = errors_made.rows()
    assert len(rows) > 80
    assert [row for row in rows if row not in told] == [], "run python tests/errors_made.py"
    assert [
        row
        for row in told
        if row.startswith("| ") and row not in rows and not row.startswith("| code")
    ] == []


def test_each_code_of_an_error_is_used_and_says_what_it_means_and_what_to_do():
    import errors_made

    from perf_analysis.errors import CODES

    told = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    rows = {
        code: (meaning, remedy)
        for code, meaning, remedy in re.findall(r"^`([\w-]+)` \| (.+) \| (.+)$", told, re.MULTILINE)
    }
    assert tuple(rows)[1:] == CODES and all(all(row) for row in rows.values())
    raised = {code for code, *_ in errors_made.find_errors()}
    assert raised <= {*CODES, "…"}
    assert set(CODES) - raised == {"time", "memory", "crash", "fault"} - raised, (
        "those that the watch over a file gives, not a line of its own"
    )


def test_the_limits_of_security_stand_in_one_place_with_their_reasons():
    from perf_analysis import limits

    source = (ROOT / "perf_analysis" / "limits.py").read_text(encoding="utf-8").splitlines()
    names = [
        name
        for name in dir(limits)
        if name.isupper()
        and name.split("_")[0] in ("MOST", "LARGEST", "LONGEST", "READ", "CHECK", "OFFICE")
    ]
    assert len(names) >= 10
    assert all(
        any(
            line.startswith(f"{name} = ")
            and "FACTOR" in line
            and ("  # " in line or above[:2] == "# ")
            for above, line in pairwise(source)
        )
        for name in names
    )
    assert limits.VARIABLE in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
