"""Reports put together at random, read and checked:
nothing but a refusal in one line may come of them.

python tests/fuzz.py 200000            texts from pieces of reports and broken bytes
python tests/fuzz.py 20000 docx 5000   the same from seed 5000 on, of a file of a format (docx xlsx
                                       xls html pdf), bytes, tags or records changed, cut, doubled
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import traceback
import zipfile
from pathlib import Path

import openpyxl
from made import xls as xls_made
from tqdm import tqdm

import perf_analysis as pa
from perf_analysis.errors import PerfAnalysisError
from perf_analysis.readers import office

PIECES = (
    "一、 （一） 1. 基本情况 资金情况 年度绩效目标 完成情况 存在问题 改进措施 青石县水务局 "
    "2023年度 全年预算数 执行数 预算执行率 其中 基本支出 项目支出 "
    "自评得分 评价等级 为“优” 增长 下降 同比 较上年 比 提高 减少 到 至 占 完成率 目标 不少于 以上 "
    "左右 约 近 余 万元 亿元 元 % ‰ 个百分点 倍 个 家 公里 "
    "平方米 人次 第 位 名 排名 全省 全国 参评 预计 达产后 均 所有 个别 | "
    "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 总分 ， 。 ； ： 、 （ ） "
    "三百五十 百分之九十八 二〇二二年 十二 1e999 -3.5 +4% ≥ ≤ ＞ １２３ 1,234.56 0 00 0.00 "
    "999999999999999999999 〔2020〕10号 {0} {measure} <script> =1+1 $x^2$"
)
_PIECES = [*PIECES.split(), "\n", "\n\n", "\u3000", "\u200b", "\u202e", "\ufeff", "\0", "\x1b[31m"]
_TAG = re.compile(rb"<[^>]*>|[^<>]+")
FORMATS = ("docx", "xlsx", "xls", "html", "pdf")


def make_text(pick: random.Random) -> str:
    """Pieces and numbers in a row."""
    numbers = (
        f"{pick.choice((1, 10, 1000, 10**7)) * pick.random():.{pick.randrange(4)}f}"
        for _ in range(200)
    )
    return "".join(
        next(numbers) if pick.random() < 0.3 else pick.choice(_PIECES)
        for _ in range(pick.randrange(1, 120))
    )


def break_bytes(raw: bytes, pick: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or cut off."""
    broken = bytearray(raw)
    for _ in range(pick.randrange(1, 12)):
        at, size = pick.randrange(len(broken)), pick.randrange(1, 60)
        changes = {
            0: bytes([pick.randrange(256)]),
            1: b"",
            2: bytes(broken[at : at + size]) * 2,
            3: pick.randbytes(size),
        }
        broken[at : at + size] = changes[pick.randrange(4)] or b"x"
    return bytes(broken[: pick.randrange(1, len(broken) + 1)] if pick.random() < 0.1 else broken)


def break_markup(raw: bytes, pick: random.Random) -> bytes:
    """Tags and texts left out, doubled, exchanged, or filled with something else."""
    pieces = _TAG.findall(raw)
    for _ in range(pick.randrange(1, 12)):
        at, other = pick.randrange(len(pieces)), pick.randrange(len(pieces))
        changes = (
            b"",
            pieces[at] * 2,
            pieces[other],
            make_text(pick).replace("<", "").encode("utf-8", "replace"),
            re.sub(rb"\d+", b"99999999", pieces[at]),
        )
        pieces[at] = pick.choice(changes)
    return b"".join(pieces)


def break_records(raw: bytes, pick: random.Random) -> bytes:
    """Records of an old workbook left out, doubled, exchanged, filled or named otherwise."""
    pieces = xls_made.records(raw)
    first = pick.choice((0, len(pieces) // 4))  # before it stands where each sheet begins
    for _ in range(pick.randrange(1, 12)):
        at, other = pick.randrange(first, len(pieces)), pick.randrange(len(pieces))
        piece = pieces[at]
        changes = (
            b"",
            piece * 2,
            pieces[other],
            pieces[other][:2] + piece[2:],
            piece[:4] + pick.randbytes(max(len(piece) - 4, 0)),
            break_bytes(piece, pick) if piece else b"",
        )
        pieces[at] = pick.choice(changes)
    return b"".join(pieces)


def break_file(raw: bytes, form: str, pick: random.Random) -> bytes:
    """A good file, broken: one of packed parts in its markup,
    so that more than the archive is tried.
    """
    if form == "html":
        return break_markup(raw, pick)
    if form == "xls" and pick.random() < 0.9:
        return xls_made.packed(break_records(raw, pick))
    if form == "xls":
        return break_bytes(xls_made.packed(raw), pick)
    if form == "pdf" or pick.random() < 0.2:
        return break_bytes(raw, pick)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        chosen = pick.choice(before.namelist())
        for name in before.namelist():
            after.writestr(
                name, break_markup(before.read(name), pick) if name == chosen else before.read(name)
            )
    return packed.getvalue()


def take(path: Path) -> str:
    """What came of a file: `read`, `refused`, or the traceback of what was not foreseen."""
    try:
        report = pa.read(path)
        told = report.findings
        assert told["message"].str.len().gt(0).all()
        return "read"
    except PerfAnalysisError as error:
        return "refused" if "\n" not in str(error) else f"more than one line: {error}"
    except Exception:
        return traceback.format_exc()


def _good_book(folder: Path) -> bytes:
    """The records of an old workbook with the cells of a new one."""
    path = folder / "good.xlsx"
    path.write_bytes(good_file("xlsx", folder))
    sheet = openpyxl.load_workbook(path).active
    cells = [
        xls_made.words(cell.row - 1, cell.column - 1, str(cell.value), style=1)
        if isinstance(cell.value, str)
        else xls_made.number(cell.row - 1, cell.column - 1, cell.value, style=1)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    areas = [
        (one.min_row - 1, one.max_row - 1, one.min_col - 1, one.max_col - 1)
        for one in sheet.merged_cells.ranges
    ]
    more = [xls_made.merged(*areas), xls_made.head("单位：万元"), xls_made.drawn(6, "另收5万元")]
    more += [xls_made.rich(90, 0, "预算20001945.54万元", (2, xls_made.STRUCK), (6, 0))]
    return xls_made.make_book({"(底稿)": cells[:9], "自评表": [*cells, *more]}, formats=["0.00"])


def good_file(form: str, folder: Path) -> bytes:
    """A form in a format, as a generator of the tests writes it."""
    from made import forms as forms_made

    if form == "xls":
        return _good_book(folder)
    path = folder / f"good.{form}"
    forms_made.WRITERS[form][1](forms_made.make_form(3, "national"), path)
    return path.read_bytes()


def main(count: int, form: str = "", first: int = 0) -> None:
    """Try the files of so many seeds from the first on; print what came of them,
    and each new failure once with its seed.
    """
    outcomes: dict[str, int] = {}
    office._PROGRAMS = ()  # LibreOffice reads some of what xlrd cannot, in seconds a file
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = good_file(form, folder) if form else b""
        path = folder / f"made.{form or 'txt'}"
        for seed in tqdm(range(first, first + count), unit="份", leave=False, disable=None):
            pick = random.Random(seed)
            path.write_bytes(
                break_file(good, form, pick)
                if form
                else make_text(pick).encode("utf-8", "surrogatepass")
            )
            outcome = take(path)
            if outcome not in ("read", "refused") and outcome not in outcomes:
                print(f"seed {seed}:\n{outcome}")
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    failures = sum(
        number for outcome, number in outcomes.items() if outcome not in ("read", "refused")
    )
    print(
        f"{count} files: {outcomes.get('read', 0)} read, {outcomes.get('refused', 0)} refused, "
        f"{failures} not foreseen"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3], *map(int, sys.argv[3:4]))
