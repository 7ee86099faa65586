"""What stands in the place of a file after commands are killed outright at random moments:
the old one or the new one, never half of one, never none.

python benchmarks/kills.py             brief, ledger and corpus, twenty times each, in some minutes
python benchmarks/kills.py ledger 5    one of them, so many times
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
from corpus import digest

from perf_analysis.corpus import open_corpus, write_reports

COMMAND = [sys.executable, "-m", "perf_analysis"]
TYPED = "typed by hand"
REPORTS = 1500


def look_at_page(path: Path) -> str:
    """The content of a page: that of one day differs from that of another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def look_at_ledger(path: Path) -> str:
    """What stands in a ledger, in which what was typed must be."""
    book = openpyxl.load_workbook(path)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert TYPED in cells
    return hashlib.sha256(repr(cells).encode()).hexdigest()


def type_in(path: Path) -> None:
    """Fill the remark of an item, and take the last one away, as in the ledger of last month."""
    book = openpyxl.load_workbook(path)
    sheet = book["绩效目标"]
    column = next(cell.column for cell in sheet[1] if cell.value == "备注")
    sheet.cell(2, column, TYPED)
    sheet.delete_rows(sheet.max_row)
    book.save(path)


def finish(*arguments: object) -> float:
    """How long a command takes that is left alone. [s]"""
    begun = time.perf_counter()
    subprocess.run([*COMMAND, *map(str, arguments)], check=True, capture_output=True)
    return time.perf_counter() - begun


def kill(whole: float, pick: random.Random, *arguments: object) -> bool:
    """Start a command and kill it after a part of the time it takes; whether it still ran."""
    running = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(pick.uniform(0.0, 1.1 * whole))
    was_running = running.poll() is None
    running.kill()
    running.wait()
    return was_running


def kill_writers(
    path: Path, look: Callable[[Path], str], arguments: list[object], *, times: int
) -> Counter[str]:
    """Kill a command that writes a file over an old one, again and again."""
    old, content = look(path), path.read_bytes()
    whole = finish(*arguments)
    new, pick, found = look(path), random.Random(1), Counter[str]()
    assert old != new
    for _ in range(times):
        path.write_bytes(content)
        found["killed"] += kill(whole, pick, *arguments)
        time.sleep(0.5)
        told = look(path) if path.exists() else "none"
        found[{old: "old", new: "new"}.get(told, "HALF OR NONE")] += 1
    return found


def kill_brief(room: Path, times: int) -> Counter[str]:
    """A page over that of the day before."""
    path = room / "b.html"
    finish("brief", "-o", path, "--date", "2026-01-01")
    arguments: list[object] = ["brief", "-o", path, "--date", "2026-01-02"]
    return kill_writers(path, look_at_page, arguments, times=times)


def kill_ledger(room: Path, times: int) -> Counter[str]:
    """A ledger over one that a person filled."""
    path = room / "ledger.xlsx"
    finish("ledger", "-o", path)
    type_in(path)
    return kill_writers(path, look_at_ledger, ["ledger", "-o", path], times=times)


def kill_corpus(room: Path, times: int) -> Counter[str]:
    """A corpus that is resumed after each kill: what stands there can be read, and in the end
    it has the rows of one that was left alone.
    """
    write_reports(room / "reports", REPORTS)
    arguments = ["corpus", room / "reports", "-o", room / "out"]
    whole, found, pick = finish(*arguments[:3], room / "alone"), Counter[str](), random.Random(1)
    for _ in range(times):
        found["killed"] += kill(whole / 5, pick, *arguments)
        time.sleep(0.5)
        before = sum(1 for _ in (room / "out").glob("receipts/*.json"))
        found["readable"] += not before or bool(len(open_corpus(room / "out").reports))
    finish(*arguments)
    found["the same rows"] += digest(room / "out") == digest(room / "alone")
    found["unfinished files"] += sum(1 for _ in (room / "out").rglob("*.part"))
    return found


ALL = {"brief": kill_brief, "ledger": kill_ledger, "corpus": kill_corpus}


def main(arguments: list[str]) -> None:
    """Run the named one, or all; so many times, or twenty."""
    times = int(arguments[1]) if len(arguments) > 1 else 20
    for name in arguments[:1] or ALL:
        with tempfile.TemporaryDirectory() as room:
            found = ALL[name](Path(room), times)
        print(f"{name}:", ", ".join(f"{what} {count}" for what, count in found.items()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
