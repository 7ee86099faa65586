"""How many seeded faults the tests notice: mutants of the rooms that compute,
by cosmic-ray, in a clone of this checkout.

pip install cosmic-ray; python benchmarks/mutants.py            300 mutants, an hour on a core
python benchmarks/mutants.py 50 7                               so many, of another seed
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Each half of the mutants with the tests that are nearest;
# what they let live is tried again with all unit tests.
HALVES = {
    "units, figures, tables": (
        ["perf_analysis/units.py", "perf_analysis/figures", "perf_analysis/tables"],
        (
            "units figures tables indicators reading embedded_follows corrections summary "
            "checks_2022 sentences"
        ),
    ),
    "checks": (
        ["perf_analysis/checks"],
        (
            "checks_amounts checks_growth checks_results checks_targets checks_wording checks "
            "checks_2022 ledger"
        ),
    ),
}
CONFIG = """[cosmic-ray]
module-path = {modules}
timeout = 120.0
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
"""
COSMIC_RAY = str(Path(sys.executable).with_name("cosmic-ray"))
PYTEST = f"{sys.executable} -m pytest -x -q -n0 -p no:cacheprovider"


def path_of(test: str) -> str:
    """Where a file of tests stands, by its name."""
    (found,) = (ROOT / "tests").rglob(f"test_{test}.py")
    return found.relative_to(ROOT).as_posix()


def is_read(root: Path, module: str, operator: str, row: int) -> bool:
    """Whether Python evaluates what is changed:
    an `|` of an annotation is not, so that no test could notice.
    """
    line = (root / module).read_text(encoding="utf-8").split("\n")[row - 1]
    return "BitOr" not in operator or not re.search(r"def |->|^\s*\w+: |TypeAlias", line)


def choose(session: Path, root: Path, count: int, seed: int) -> None:
    """Leave so many mutants in a session, chosen by a seed."""
    with sqlite3.connect(session) as told:
        query = (
            "select job_id, module_path, operator_name, start_pos_row from mutation_specs "
            "order by module_path, operator_name, occurrence"
        )
        jobs = told.execute(query).fetchall()
        read = [job for job, module, operator, row in jobs if is_read(root, module, operator, row)]
        kept = set(random.Random(seed).sample(read, min(count, len(read))))
        for table in ("mutation_specs", "work_items"):
            told.executemany(
                f"delete from {table} where job_id = ?",
                [(job,) for job, *_ in jobs if job not in kept],
            )


def survivors(session: Path) -> list[tuple[str, str, int, int, str]]:
    """Module, operator, its occurrence, row and difference of each mutant that
    the nearest tests did not notice.
    """
    query = (
        "select module_path, operator_name, occurrence, start_pos_row, diff from work_results "
        "join mutation_specs using (job_id) where test_outcome = ?"
    )
    with sqlite3.connect(session) as told:
        return told.execute(query, ["SURVIVED"]).fetchall()


def is_noticed(clone: Path, module: str, operator: str, occurrence: int) -> bool:
    """Whether all unit tests together notice a mutant."""
    subprocess.run([COSMIC_RAY, "apply", module, operator, str(occurrence)], cwd=clone, check=True)
    done = subprocess.run(
        [*PYTEST.split(), "-m", "unit", "tests"],
        cwd=clone,
        env=os.environ | {"PYTHONPATH": str(clone)},
        capture_output=True,
        check=False,
    )
    subprocess.run(["git", "checkout", "-q", "."], cwd=clone, check=True)
    return done.returncode != 0


def main(count: int, seed: int) -> None:
    """Print how many of the mutants were noticed, and each that was not."""
    alive, tried = 0, 0
    for name, (modules, tests) in HALVES.items():
        with tempfile.TemporaryDirectory() as room:
            clone, session = Path(room) / "clone", Path(room) / "session.sqlite"
            subprocess.run(
                ["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(clone)], check=True
            )
            if (ROOT.parent / "shared").is_dir():
                (Path(room) / "shared").symlink_to(ROOT.parent / "shared")
            command = f"{PYTEST} {' '.join(map(path_of, tests.split()))}"
            (Path(room) / "config.toml").write_text(
                CONFIG.format(modules=modules, command=command), encoding="utf-8"
            )
            for verb in ("init", "exec"):
                if verb == "exec":
                    choose(session, clone, count // len(HALVES), seed)
                subprocess.run(
                    [COSMIC_RAY, verb, "../config.toml", str(session)],
                    cwd=clone,
                    env=os.environ | {"PYTHONPATH": str(clone)},
                    check=True,
                )
            left = [mutant for mutant in survivors(session) if not is_noticed(clone, *mutant[:3])]
            for module, _, _, row, difference in left:
                changed = [
                    line
                    for line in difference.split("\n")
                    if line[:1] in "+-" and line[:3] not in ("+++", "---")
                ]
                print(f"{module}:{row}", *changed, sep="\n")
            alive, tried = alive + len(left), tried + count // len(HALVES)
            print(f"{name}: {len(left)} of {count // len(HALVES)} live")
    print(
        f"{tried - alive} of {tried} noticed = {100 * (tried - alive) / tried:.0f} %; "
        "promised at least 80 %"
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:], *("300", "2026")[len(sys.argv) - 1 :])))
