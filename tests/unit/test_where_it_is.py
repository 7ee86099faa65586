"""What CONTRIBUTING says stands somewhere stands there."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACES = re.findall(r"^\| (.+?) \| `(\S+)` \| `(\S+)` \|$", CONTRIBUTING, re.MULTILINE)
RECIPES = CONTRIBUTING[CONTRIBUTING.index("## Recipes") : CONTRIBUTING.index("## Tests")]


def names_in(path: Path) -> set[str]:
    """Functions, classes with their methods, and constants of a module; the keys of a TOML file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        told = tomllib.loads(text)
        return {*told, *(f"{key}.{word}" for key, held in told.items() for word in held)}
    found = set()
    for node in ast.parse(text).body:
        for name in named(node):
            found.add(name)
            found |= {
                f"{name}.{inner}" for part in getattr(node, "body", ()) for inner in named(part)
            }
    return found


def named(node: ast.stmt) -> list[str]:
    """What a statement gives a name to."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return [node.name] if hasattr(node, "name") else []


def test_the_table_answers_fifteen_questions():
    assert len(PLACES) == 15
    assert len({what for what, *_ in PLACES}) == 15


@pytest.mark.parametrize(("what", "file", "name"), PLACES, ids=[what for what, *_ in PLACES])
def test_it_stands_where_the_table_says(what, file, name):
    assert name in names_in(ROOT / file)


def test_a_name_that_is_gone_would_be_missed():
    names = names_in(ROOT / "perf_analysis" / "document.py")
    assert {"Document", "Document.page_at"} <= names and "Document.gone" not in names


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:\w+/)+[\w.-]+\.(?:py|toml|md))`", RECIPES)))
)
def test_a_recipe_names_files_that_are_there(path):
    """But for those that it tells to write, whose names are in capitals."""
    is_to_be_written = re.search(r"NAME|NOUN|FORMAT", path)
    assert is_to_be_written or any((top / path).exists() for top in (ROOT, ROOT / "perf_analysis"))
