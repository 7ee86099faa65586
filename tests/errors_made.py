"""The errors that the package raises, from its source: code, message, remedy and room,
the parts filled in later as ….

python tests/errors_made.py            prints the table of docs/errors.md
"""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "perf_analysis"
# where the reason stands
CLASSES = {
    "InputError": 2,
    "TableError": 1,
    "RuleError": 1,
    "BriefingError": 1,
    "LabError": 1,
    "PerfAnalysisError": 1,
}


def find_errors() -> list[tuple[str, ...]]:
    """Code, class, message, remedy and room of each error, in order of the rooms."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        room = path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__")
        named = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            name = getattr(getattr(call, "func", None), "id", "")
            if isinstance(call, ast.Call) and name in CLASSES and len(call.args) > CLASSES[name]:
                remedy = next(
                    (keyword.value for keyword in call.keywords if keyword.arg == "remedy"), None
                )
                found += [
                    (
                        _told(call.args[0], named)[0],
                        name,
                        told,
                        _told(remedy, named)[0] if remedy else "",
                        room,
                    )
                    for told in _told(call.args[CLASSES[name]], named)
                ]
    return list(dict.fromkeys(found))


def _told(node: ast.AST, named: dict[str, ast.AST], depth: int = 0) -> list[str]:
    """The text of an expression, each of its alternatives,
    with … for what is only known when it is raised.
    """
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        texts = [""]
        for part in node.values:
            texts = [
                text + told
                for text in texts
                for told in (_told(part, named, depth) if isinstance(part, ast.Constant) else ["…"])
            ]
        return texts
    if isinstance(node, ast.IfExp):
        return [*_told(node.body, named, depth), *_told(node.orelse, named, depth)]
    if isinstance(node, ast.Name) and node.id in named and depth < 3:
        return _told(named[node.id], named, depth + 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _told(node.func.value, named, depth)
    return ["…"]


def rows() -> list[str]:
    """The rows of the table in docs/errors.md."""
    return [
        f"| {code} | {name} | {told} | {remedy} | `{room}` |"
        for code, name, told, remedy, room in ((*map(_cell, row),) for row in find_errors())
    ]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    print("\n".join(rows()))
