"""Tables in a text: rows of cells between bars, tabs or runs of blanks, and cells line by line.

Such a text has lost the grid. Merged cells stand once, so that a row may have fewer cells than the
table has columns: it is put where what its cells look like fits the columns best.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from operator import itemgetter

from perf_analysis.document import SHORT_LINE, Cell, Table
from perf_analysis.readers.alike import find_alike
from perf_analysis.readers.glued import find_glued
from perf_analysis.readers.records import find_records

Span = tuple[int, int]
_VALUE = re.compile(
    r"(?:[≥≤><=~～约]|不[少低多高]于)*[-+–△▲(（]{0,2}[¥￥]?\d[\d,，]*(?:\.\d+)?[)）]?"
    r"(?:[%％‰]|[一-鿿]{1,4}(?:/[一-鿿]{1,3}(?:·[一-鿿])?)?|[a-zA-Z㎡²³]{1,4})?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:[一-鿿]{0,6})")
_NONE = re.compile(r"[√/／\-—–－―]*|无|持平|不适用")
_TEXT = re.compile(r"[一-鿿A-Za-z]")
# blanks part cells, but not the two characters of 合    计
_BLANKS = re.compile(r"(?<![合总小 \u3000])[ \u3000]{2,}|(?<=[合总小])[ \u3000]{2,}+(?!计)|\t")
_ROW_OF_BLANKS = re.compile(r"n?t[ne]*n[ne]+|n?tn[ne]*n[ne]*")
_PROSE = re.compile(r"[。；;！？!?，]")
_NO_NAME = re.compile(r"[。；;！？!?，:]|^\(?[一二三四五六七八九十]{1,3}[)、\s]|^[表附]|表$")
# a name and its bare number, a share beside such: 支出决算数:195,604,318.27
_PAIR = re.compile(
    r"\s*(?P<name>(?:[^\d:,，。;]|20\d\d(?=年)){2,20}?)(?::\s*|[ \t]+)"
    r"(?P<told>(?P<number>-?\d[\d,，]*(?:\.\d+)?)(?P<share>%?)(?:\s*\(.*\))?)\s*"
)
_UNIT_OVER = re.compile(r"\([^()]{0,20}元\)\s*$|单位\s?:\s?[亿万千]?元|(?<!\S)[亿万千]?元\s*$")
_RULE = re.compile(r"[|\s:+-]*--[|\s:+-]*")  # parts heads from rows and holds nothing
_PAGE = re.compile(r"\s*(?:[-–—－]+\s?\d{1,4}\s?[-–—－]+|第\s?\d{1,4}\s?页.{0,12})\s*")
_DRAWN = re.compile(r"\s*[-–=_—─━]{6,}\s*")  # a line under heads, between rows or tables
_HEADING = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、]|\d{1,2}[.、]\s?[一-鿿]|第[一-鿿]+部分")
_CAPTION = re.compile(
    r".*(?:单位\s?[:：].*|[表附]\s?\d.*|[一-鿿]*(?:情况|明细|一览|汇总|构成)表.*)"
)
# 年初预算 and 可用指标 are one column each
_SPANNING = re.compile(
    r".*(?:情况|安排|构成|其中|(?<!可用|下达)指标|(?<!年初|全年)预算|预计|单位.*|(?:19|20)\d\d年?)$"
)
_UNIT_OF_HEAD = re.compile(r"[(（][^()（）]{1,6}[)）]$")
_BARE = re.compile(r"\d{1,3}(?:\.\d+)?")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总分|总得分)(?:得分)?(?:\(.*\))?")
_LABEL_HEAD = re.compile(
    r"(?:(?!(?:产出|数量|质量|时效|成本|效益|满意度).{0,4}指标).{0,6}(?:项目|指标|名称|类别|科目|内容|任务|单位|乡镇|类型|分类|事项|部门|地区|资金|方向|镇街|镇乡|区县|县区|街道|科室|处室)|年度|年份|月份|时间"
    r"|序号|编号|科目编码|单位|[县区市镇乡村])(?:\(.{1,6}\))?"
)
_SHARE_HEAD = re.compile(r"[率比幅%％]|完成情况|进度")
_WORDS_HEAD = re.compile(r"(?:原因|措施|备注|说明|名称|级指标)")  # no number stands under these
_REMARKS = re.compile(r"备注|说明|.{0,6}(?:原因|措施)(?:分析)?(?:[和及].*)?")
_OF_CODES = re.compile(r"(?:科目|功能|项目)?(?:编码|代码|编号)|序号")
_FIRST_OF_PARTS = re.compile(r"小计|合计")
_LEVEL = re.compile(r"[一二三]级指标")
_GLUED = "glued"
_LEAST_ROWS, _LEAST_CELLS = 2, 2
_MOST_COLUMNS = 12
_LONGEST_CELL = 40  # characters between blanks: longer ones are prose set with blanks
_LONGEST_HEAD = 20
_LINES_OVER = 4  # in which pairs have their unit
# marks that part cells where a line holds as many and no clause
_SLIM = {"／": 2, ";": 3}
_CLAUSE = re.compile(r"[。！？!?]|[，,](?!\d{3})")
_LEAST_INDENT = 4  # blanks before heads that stand over numbers alone
_LONGEST_TAIL, _LEAST_WRAPPED = 3, 9  # signs of a name behind its line end, and before it
_SUBTOTAL = re.compile(r"小计")
_TOTALS = re.compile(r"合计|总计|小计|共计|其他|其它")
_SPLIT_YEARS = 4  # what speaks against years in both of two rows of heads
_PAIR_OF_LINES = 2
_LEAST_LINES = 6  # cells line by line that make a table


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables of a folded text in order, cells with their places.

    Returns
    -------
    tables : 表1, 表2 …; where a head stands over several columns and nothing shows which,
        the columns are in `unsure`
    """
    lines = [
        line
        for above, line in pairwise([(0, 0), *_lines(text)])
        if not _PAGE.fullmatch(text, *line) and not _is_under_heads(text, above, line)
    ]
    found: list[list[list[Span]]] = []
    rest: list[list[Span]] = [[]]
    marks = _marks(text, lines)
    for at, glued in find_glued(text, lines):
        found.append(glued)
        marks[at : at + len(glued)] = [_GLUED] * len(glued)
    marked = zip(marks, lines, strict=True)
    for mark, run in groupby(marked, key=itemgetter(0)):
        no_row = _RULE if mark == "|" else _DRAWN
        rows = [line for _, line in run if not no_row.fullmatch(text, *line)]
        if mark == _GLUED:
            rest.append([])
        elif mark and len(rows) >= _LEAST_ROWS:
            found.append([_cells(text, line, mark, rows) for line in rows])
            rest.append([])
        else:
            rest[-1] += rows
    made = [table for rows in found if (table := _placed(text, rows))]
    made += [table for run in rest for table in _line_by_line(text, run)]
    made.sort(key=lambda cells: cells.cells[0].start)
    return tuple(
        Table(f"表{number}", table.cells, table.unsure)
        for number, table in enumerate(made, start=1)
    )


_Places = tuple[list[tuple[int, int, int]], set[int]]


@dataclass(frozen=True)
class _Made:
    cells: tuple[Cell, ...]
    unsure: frozenset[int]


def _lines(text: str) -> list[Span]:
    ends = [-1, *(found.start() for found in re.finditer("\n", text)), len(text)]
    return [(left + 1, right) for left, right in pairwise(ends)]


def _is_under_heads(text: str, above: Span, line: Span) -> bool:
    """Whether a line is no more than drawn under a row of heads, and parts them from no table."""
    told = text[slice(*above)].strip()
    is_drawn = _DRAWN.fullmatch(text, *line) is not None
    return is_drawn and bool(told) and not re.search(r"\d", told)


def _marks(text: str, lines: Sequence[Span]) -> list[str]:
    """What parts the cells of each line; a name alone between rows of blanks is a row of theirs."""
    marks = _without_prose(text, lines, [_mark(text, line) for line in lines])
    for at in range(1, len(marks) - 1):
        told = text[slice(*lines[at])].strip()
        is_between = not marks[at] and marks[at - 1] == marks[at + 1] == "  "
        is_name = len(told) < _LONGEST_HEAD and not _NO_NAME.search(told)
        if is_between and told and (is_name or _DRAWN.fullmatch(told)):
            marks[at] = "  "
        elif not marks[at] and marks[at + 1] == " " and marks[at - 1] != " ":
            words = [len(text[slice(*lines[row])].split()) for row in (at, at + 1)]
            marks[at] = " " if words[0] == words[1] > _LEAST_CELLS else ""
    for start, end in _runs_of_pairs(text, lines):
        if not {*marks[start:end]} & {"|", "\t"}:
            marks[start:end] = ":" * (end - start)
    for start, end in find_alike(text, lines, look_of):
        if not {*marks[start:end]} - {"", " "}:
            marks[start:end] = " " * (end - start)
    return marks


def _runs_of_pairs(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The runs of lines that are a name and a bare number each, under a line with their unit."""
    is_pair = [_PAIR.fullmatch(text, *line) for line in lines]
    at = 0
    for held, run in groupby(is_pair, key=bool):
        start, size = at, len(list(run))
        at += size
        over = lines[max(start - _LINES_OVER, 0) : start]
        bare = sum(1 for pair in is_pair[start:at] if pair and not pair["share"])
        is_of_unit = any(_UNIT_OVER.search(text, *line) for line in over)
        if held and bare >= _LEAST_ROWS and is_of_unit:
            yield start, at


def _without_prose(text: str, lines: Sequence[Span], marks: Sequence[str]) -> list[str]:
    """The marks without those of clauses: what parts cells stands as often in each row."""
    kept: list[str] = []
    for mark, run in groupby(zip(marks, lines, strict=True), key=itemgetter(0)):
        rows = [text[slice(*line)] for _, line in run]
        counts = {row.count(mark) for row in rows} if mark in _SLIM else {0}
        is_table = mark not in _SLIM or (len(counts) == 1 and len(rows) > _LEAST_ROWS)
        kept += [mark if is_table else ""] * len(rows)
    return kept


def _mark(text: str, line: Span) -> str:
    """What parts the cells of a line: a bar, a tab, blanks; empty where it is no row."""
    told = text[slice(*line)]
    if "+-" in told and _RULE.fullmatch(told):
        return "|"
    if "|" in told and (told.count("|") >= _LEAST_CELLS or "|" in told.strip().strip("|")):
        return "|"
    if "\t" in told:
        return "\t"
    told = told.strip()
    for mark, least in _SLIM.items():
        *cells, last = told.split(mark)
        if len(cells) >= least and not _CLAUSE.search(mark.join(cells)) and last.strip():
            is_slim = max(map(len, cells)) <= _LONGEST_HEAD and len(last) <= _LONGEST_CELL
            return mark if is_slim and not last.endswith("。") else ""
    if " " not in told and "\u3000" not in told:
        return ""
    cells = [cell for cell in _BLANKS.split(told) if cell]
    is_row = len(cells) > 1 and max(map(len, cells)) < _LONGEST_CELL
    if is_row and (not _PROSE.search(told) or [*map(look_of, cells)].count("n") > 1):
        return "  " if not _CAPTION.fullmatch(told) else ""
    return " " if _is_name_with_numbers(told) else ""


def _is_name_with_numbers(told: str) -> bool:
    """Whether a line is a name, with its number before it or not, and two numbers or more, with
    single blanks between: 2 小学教育 88652.30 94012.08.
    """
    words = told.split()
    if len(words) < _LEAST_CELLS or _PROSE.search(told) or _TEXT.match(words[-1]):
        return False
    return bool(_ROW_OF_BLANKS.fullmatch("".join(map(look_of, words))))


def _cells(text: str, line: Span, mark: str, rows: Sequence[Span]) -> list[Span]:
    """The cells of a row; in a frame the bars at its ends part nothing."""
    start, end = line
    told = text[start:end]
    if mark in ("  ", " "):
        pattern = _BLANKS if mark == "  " else re.compile(" ")
        left = start + len(told) - len(told.lstrip())
        found = list(_split(text, left, start + len(told.rstrip()), pattern))
        is_over = mark == "  " and _is_indented(text, line, rows, len(found))
        return [(start, start), *found] if is_over else found
    if mark == "|":
        is_framed = all(text[left:right].lstrip().startswith("|") for left, right in rows)
        if is_framed:
            start = text.index("|", start) + 1
        if text[start:end].rstrip().endswith("|"):
            end = text.rindex("|", start, end)
    if mark == ":":
        pair = _PAIR.fullmatch(text, start, end)
        return [pair.span("name"), pair.span("told")] if pair else []
    return list(_split(text, start, end, re.compile(re.escape(mark))))


def _is_indented(text: str, line: Span, rows: Sequence[Span], count: int) -> bool:
    """Whether a row without a first cell begins far behind those below that have one: heads."""
    told = [text[slice(*row)] for row in rows]
    own = text[slice(*line)]
    fuller = [
        row
        for row in told
        if len(_BLANKS.split(row.strip())) == count + 1 and _TEXT.match(row.strip())
    ]
    return bool(fuller) and all(_indent(own) - _indent(row) >= _LEAST_INDENT for row in fuller)


def _indent(told: str) -> int:
    return len(told) - len(told.lstrip())


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Span]:
    at = start
    for found in pattern.finditer(text, start, end):
        yield _trimmed(text, at, found.start())
        at = found.end()
    yield _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    told = text[start:end]
    left = start + len(told) - len(told.lstrip())
    return (left, start + len(told.rstrip())) if told.strip() else (start, start)


def look_of(told: str) -> str:
    """What a cell looks like: n number, y year, e empty or none, t text."""
    told = "".join(told.split())
    if _NONE.fullmatch(told):
        return "e"
    if _VALUE.fullmatch(told) and not _YEAR.fullmatch(told):
        return "n"
    return "y" if _YEAR.fullmatch(told) else "t"


def _placed(text: str, rows: Sequence[Sequence[Span]]) -> _Made | None:
    """Rows of cells as a table: shorter ones moved to where they fit, merged heads spread out."""
    rows = [row for row in rows if row]
    if not rows or max(map(len, rows)) < _LEAST_CELLS:
        return None
    looks = [[look_of(text[slice(*cell)]) for cell in row] for row in rows]
    width = max(len(row) for row in rows)
    shifts = _shifts(text, rows, looks, width)
    heads = _merged_heads(text, rows, looks, width) | _two_rows_of_heads(text, rows, looks, width)
    cells: list[Cell] = []
    unsure: set[int] = set()
    for number, row in enumerate(rows):
        places, doubtful = heads.get(
            number, ([(shifts[number] + at, 1, 1) for at in range(len(row))], set[int]())
        )
        unsure |= doubtful
        cells += [
            Cell(number, left, height, size, *span)
            for span, (left, size, height) in zip(row, places, strict=False)
            if size
        ]
    return _Made(tuple(cells), frozenset(unsure))


def _shifts(
    text: str, rows: Sequence[Sequence[Span]], looks: Sequence[Sequence[str]], width: int
) -> list[int]:
    """By how many columns each row is moved to the right; heads as rows below of their length."""
    told = [["".join(text[slice(*cell)].split()) for cell in row] for row in rows]
    fine = [
        [_fine_look(*cell) for cell in zip(row, look, strict=True)]
        for row, look in zip(told, looks, strict=True)
    ]
    starts = [at for at, look in enumerate(looks) if not at or ("n" not in look and len(look) > 2)]
    shifts = [0] * len(rows)
    for start, end in pairwise([*starts, len(rows)]):
        columns = _columns(fine[start:end], looks[start:end], width)
        heads = told[start] if len(told[start]) == width else []
        for at in range(start, end):
            is_row = "n" in looks[at] or looks[at].count("e") > 1
            shifts[at] = _shift(fine[at], columns, heads, width) if is_row else 0
    for at in range(len(rows) - 2, -1, -1):
        is_head = "n" not in looks[at] and len(rows[at]) == len(rows[at + 1]) > 2
        if is_head and len(rows[at]) < width:
            shifts[at] = shifts[at + 1]
    return shifts


def _columns(
    fine: Sequence[Sequence[str]], looks: Sequence[Sequence[str]], width: int
) -> list[Counter[str]]:
    """How often each look stands in each column of the full rows under one row of heads."""
    columns: list[Counter[str]] = [Counter() for _ in range(width)]
    for row, look in zip(fine, looks, strict=True):
        if len(row) == width and "n" in look:
            for column, one in zip(columns, row, strict=True):
                column[one] += 1
    return columns


def _fine_look(told: str, look: str) -> str:
    """A look with a share and a number that has a sign or unit apart from bare ones; a total fits
    all.
    """
    if look == "n":
        return "%" if told[-1] in "%％" else "n" if _BARE.fullmatch(told) else "u"
    return "*" if look == "t" and _TOTAL.fullmatch(told) else look


def _shift(
    row: Sequence[str], columns: Sequence[Counter[str]], heads: Sequence[str], width: int
) -> int:
    """By how many columns a shorter row is moved to the right: where its cells fit best, at the
    right end where nothing tells. A row that begins with an empty cell has lost none.
    """
    if row[0] == "e":
        return 0

    def fit(look: str, column: int) -> int:
        head = heads[column] if heads else ""
        is_share = look == "%" and bool(_SHARE_HEAD.search(head))
        is_none = look in "nu%" and bool(_WORDS_HEAD.search(head))
        return (columns[column][look] > 0 or look == "*") + is_share - is_none

    ways = range(width - len(row) + 1)
    return max((sum(fit(look, at + by) for at, look in enumerate(row)), by) for by in ways)[1]


def _merged_heads(
    text: str, rows: Sequence[Sequence[Span]], looks: Sequence[Sequence[str]], width: int
) -> dict[int, _Places]:
    """Heads over several columns, over a row of heads below: the empty cells behind them, or the
    same words once more, are theirs, with a size of 0.
    """
    found: dict[int, _Places] = {}
    for at, (upper, lower) in enumerate(pairwise(looks)):
        if "n" in upper or "n" in lower or not len(upper) == len(lower) == width:
            break
        sizes = [1] * width
        first = 0
        for column in range(1, width):
            told, before = (text[slice(*rows[at][one])] for one in (column, first))
            is_behind = upper[column] == "e" or told == before
            if not is_behind or "e" in (upper[first], lower[first], lower[column]):
                first = column
                continue
            sizes[first] += 1
            sizes[column] = 0
        found[at] = [(column, size, 1) for column, size in enumerate(sizes)], set()
    return found


def _two_rows_of_heads(
    text: str, rows: Sequence[Sequence[Span]], looks: Sequence[Sequence[str]], width: int
) -> dict[int, _Places]:
    """Rows of heads whose merged cells stand once, spread over the columns: by row number, the
    places of its cells and the columns that are in doubt.
    """
    found: dict[int, _Places] = {}
    for at in range(len(rows) - 1):
        top, sub = rows[at], rows[at + 1]
        is_pair = "n" not in looks[at] and "n" not in looks[at + 1] and len(sub) < width
        if at in found or not is_pair or len(top) + len(sub) <= width or len(top) > width:
            continue
        if not any("n" in row and len(row) == width for row in looks[at + 2 : at + 4]):
            continue
        told = [[text[slice(*cell)] for cell in row] for row in (top, sub)]
        if max(map(len, told[0] + told[1])) > _LONGEST_HEAD:
            continue
        if "e" in [*looks[at][1:], *looks[at + 1]]:
            continue
        spread = spread_heads(told[0], told[1], width)
        if spread:
            found[at], found[at + 1] = spread
    return found


def spread_heads(
    top: Sequence[str], sub: Sequence[str], width: int
) -> tuple[_Places, _Places] | None:
    """Two rows of heads that have lost their merged cells, put over `width` columns.

    As many of the upper cells stand over several as the counts demand; which ones is told by their
    words, and in doubt where two ways tell as much.

    Returns
    -------
    For each row the places (column, columns, rows) of its cells, and the columns in doubt.
    """
    spanning = len(top) + len(sub) - width
    groups = _groups(sub, spanning) if 0 < spanning < len(top) else []
    if len(groups) != spanning or not groups:
        return None
    ways = sorted(
        (
            (_likeness(top, chosen, groups), chosen)
            for chosen in combinations(range(1, len(top)), spanning)
        ),
        reverse=True,
    )
    if not ways:
        return None
    chosen = ways[0][1]
    upper: list[tuple[int, int, int]] = []
    lower: list[tuple[int, int, int]] = []
    column = 0
    sizes = iter(map(len, groups))
    for at in range(len(top)):
        size = next(sizes) if at in chosen else 1
        upper.append((column, size, 1 if at in chosen else 2))
        if at in chosen:
            lower += [(column + inner, 1, 1) for inner in range(size)]
        column += size
    is_tied = len(ways) > 1 and ways[1][0] == ways[0][0]
    doubtful = set(range(1, width)) if is_tied else set[int]()
    return (upper, doubtful), (lower, set())


def _groups(sub: Sequence[str], count: int) -> list[list[str]]:
    """The lower heads in `count` runs: all in one, else of those that look alike."""
    if count == 1:
        return [list(sub)]
    alike = [list(run) for _, run in groupby(sub, key=lambda told: re.sub(r"\d", "0", told))]
    if len(alike) == count:
        return alike
    size, left = divmod(len(sub), count)
    return [] if left else [list(sub[at : at + size]) for at in range(0, len(sub), size)]


def _likeness(top: Sequence[str], chosen: Sequence[int], groups: Sequence[Sequence[str]]) -> int:
    """How much the words speak for upper heads to stand over lower ones."""
    told = 0
    for at, group in zip(chosen, groups, strict=True):
        head = _bare_head(top[at])
        told += 2 if _SPANNING.fullmatch(head) else 0
        common = [len(set(head) & set(sub)) for sub in map(_bare_head, group)]
        told += min(2, max(common)) + min(1, min(common))
        told -= 2 if len(group) == 1 else 0
    is_split = any(look_of(one) == "y" for one in top) and any(
        look_of(one) == "y" for group in groups for one in group
    )
    return told - (_SPLIT_YEARS if is_split else 0)


def _bare_head(told: str) -> str:
    """A head without blanks and without the unit behind it."""
    return _UNIT_OF_HEAD.sub("", "".join(told.split()))


def _line_by_line(text: str, lines: Sequence[Span]) -> Iterator[_Made]:
    """Tables of one cell a line: runs of short lines that come back in a period."""
    run: list[Span] = []
    for line in (*lines, None):
        is_short = line and line[1] - line[0] <= 2 * SHORT_LINE
        told = text[slice(*line)].strip() if line and is_short else ""
        if line and is_short and len(told) <= SHORT_LINE and not _PROSE.search(told[-1:]):
            run.append(_trimmed(text, *line))
            continue
        yield from _of_lines(text, run)
        run = []


def _of_lines(text: str, run: Sequence[Span]) -> Iterator[_Made]:
    """The records in a run of short lines, and the tables between them."""
    at = 0
    for start, end, rows in find_records(text, run, look_of):
        yield from _in_period(text, run[at:start])
        cells = [
            Cell(row, column, 1, 1, *span)
            for row, told in enumerate(rows)
            for column, span in enumerate(told)
        ]
        yield _Made(tuple(cells), frozenset())
        at = end
    yield from _in_period(text, run[at:])


@dataclass(frozen=True)
class _Period:
    """Where rows of as many cells begin among lines, how wide and how many they are."""

    start: int
    width: int
    rows: int


def _in_period(text: str, run: Sequence[Span]) -> Iterator[_Made]:
    """The tables in a run of short lines."""
    if len(run) < _LEAST_LINES:
        return
    run, told = _joined(text, run)
    looks = [look_of(one) for one in told]
    at = 0
    while period := _next_period(looks, told, at):
        ragged = _next_ragged(looks, told, at, period.start)
        if ragged and len(ragged.cells) >= period.width * period.rows:
            cells = (Cell(row, column, 1, 1, *run[line]) for row, column, line in ragged.cells)
            yield _Made(tuple(cells), frozenset())
            at = ragged.end
            continue
        end = _with_total(looks, told, period, period.start + period.width * period.rows)
        made = _with_heads(run, told, at, period, end)
        if made:
            yield made
        at = end


def _joined(text: str, run: Sequence[Span]) -> tuple[list[Span], list[str]]:
    """Lines and their texts, with a name that wraps put together: a few signs behind a long name,
    before numbers; and 小计 with the name of its group.
    """
    told = ["".join(text[slice(*line)].split()) for line in run]
    if any(map(_REMARKS.fullmatch, told)):
        return list(run), told  # what stands behind numbers may be a remark
    looks = [look_of(one) for one in told]
    lines: list[Span] = []
    joined: list[str] = []
    for at, line in enumerate(run):
        is_tail = 0 < len(told[at]) <= _LONGEST_TAIL and not _TOTALS.fullmatch(told[at])
        around = looks[max(at - 2, 0) : at + 2]
        is_wrapped = around == ["n", "t", "t", "n"] and len(told[at - 1]) >= _LEAST_WRAPPED
        is_of_group = _SUBTOTAL.fullmatch(told[at]) and around[1:] == ["t", "t", "n"]
        if (is_tail and is_wrapped) or is_of_group:
            lines[-1] = (lines[-1][0], line[1])
            joined[-1] += told[at]
        else:
            lines.append(line)
            joined.append(told[at])
    return lines, joined


@dataclass(frozen=True)
class _Ragged:
    """Rows under one row of heads, some with a remark or without numbers: row, column and line of
    each cell, and where they end.
    """

    cells: list[tuple[int, int, int]]
    end: int


def _next_ragged(looks: Sequence[str], told: Sequence[str], at: int, stop: int) -> _Ragged | None:
    """The next rows under heads, before a line, that say how many cells a row has."""
    for first in range(at, stop):
        if _LABEL_HEAD.fullmatch(told[first]):
            found = _under_heads(looks, told, first)
            if found:
                return found
    return None


def _under_heads(looks: Sequence[str], told: Sequence[str], first: int) -> _Ragged | None:
    """The rows under heads that begin at a line; None where the heads do not fit what follows."""
    within = range(first, min(first + _MOST_COLUMNS + 2, len(looks)))
    numbers = next((at for at in within if looks[at] == "n"), None)
    if numbers is None:
        return None
    is_coded = looks[numbers + 1 : numbers + 2] == ["t"] and bool(_OF_CODES.fullmatch(told[first]))
    start = numbers if is_coded else numbers - 1
    names = 2 if is_coded else 1
    width = start - first
    behind = looks[start + names : start + names + _MOST_COLUMNS + 1]
    size = next((n for n, look in enumerate(behind) if look not in "ne"), 0)
    size -= is_coded  # the code of the next row
    remarks = width - names - size
    heads = told[first + names + size : start]
    if width > _MOST_COLUMNS or size < 1 or remarks < 0 or not all(map(_REMARKS.fullmatch, heads)):
        return None
    cells = [(0, column, first + column) for column in range(width)]
    row, line = 1, start
    while line < len(looks):
        lost = names - 1 if looks[line] == "t" else 0  # a total has no code
        end = _end_of_row(looks, line, names - lost, size)
        if not end:
            break
        cells += [(row, lost + column, line + column) for column in range(end - line)]
        is_remark = (
            remarks and looks[end : end + 1] == ["t"] and "n" not in looks[end + 1 : end + 2]
        )
        if is_remark and not is_coded:
            cells.append((row, names + size, end))
            end += 1
        row, line = row + 1, end
    return _Ragged(cells, line) if row > _LEAST_ROWS else None


def _end_of_row(looks: Sequence[str], line: int, names: int, size: int) -> int:
    """Where a row that begins at a line ends: behind its numbers, or its name where it has none;
    0 where no row begins.
    """
    code, name = looks[line : line + names - 1], looks[line + names - 1 : line + names]
    if name != ["t"] or code not in ([], ["n"]):
        return 0
    behind = line + names
    run = looks[behind : behind + size]
    if len(run) == size and all(look in "ne" for look in run):
        return behind + size
    is_bare = looks[behind : behind + 1] == ["t"] and looks[behind + 1 : behind + 2] == ["n"]
    return behind if is_bare and names == 1 else 0


def _next_period(looks: Sequence[str], told: Sequence[str], at: int) -> _Period | None:
    """The rows with a name and numbers that come next: of those that begin within the heads of a
    table, the most rows.
    """
    for start in range(at, len(looks) - _LEAST_ROWS * _LEAST_CELLS + 1):
        found = list(_periods(looks, told, start))
        if found:
            within = range(start + 1, min(start + _MOST_COLUMNS, len(looks)))
            found += [period for later in within for period in _periods(looks, told, later)]
            return max(found, key=lambda one: (one.rows, one.width, -one.start))
    return None


def _periods(looks: Sequence[str], told: Sequence[str], start: int) -> Iterator[_Period]:
    if "n" not in looks[start + 1 : start + _MOST_COLUMNS]:
        return
    for width in range(2, _MOST_COLUMNS + 1):
        rows = _rows_in_period(looks, told, start, width)
        if rows >= _LEAST_ROWS:
            yield _Period(start, width, rows)


def _rows_in_period(looks: Sequence[str], told: Sequence[str], start: int, width: int) -> int:
    """How many rows of a width follow each other whose columns look alike; 0 where a column of
    names or one of numbers is missing.
    """
    kinds = list(looks[start : start + width])
    name = next((at for at, look in enumerate(kinds) if look in "ty"), width)
    is_numbered = kinds[:name] == ["n"] and told[start] == "1"
    if (name and not is_numbered) or "n" not in kinds[name + 1 :]:
        return 0
    count = 0
    for place in range(start, len(looks) - width + 1, width):
        row = looks[place : place + width]
        if row[name] not in "ty" or (is_numbered and told[place] != str(count + 1)):
            break
        kinds = [new if old == "e" else old for old, new in zip(kinds, row, strict=True)]
        if any(new not in (old, "e") for old, new in zip(kinds, row, strict=True) if old != "y"):
            break
        count += 1
    return count


def _with_total(looks: Sequence[str], told: Sequence[str], period: _Period, end: int) -> int:
    """The end of the rows with a total behind them, which may have lost its number."""
    is_total = end < len(told) and _TOTALS.fullmatch(told[end])
    while is_total and end < len(told):
        end += 1
        if end - period.start - period.width * period.rows >= period.width:
            break
        if end < len(told) and looks[end] not in "ne":
            break
    return end


def _with_heads(
    run: Sequence[Span], told: Sequence[str], at: int, period: _Period, end: int
) -> _Made | None:
    """Rows in a period with the heads over them; None where no heads fit."""
    width = period.width
    found = _heads_above(told, at, period)
    over = told[max(at, period.start - 1) : period.start + 1]
    if not found and width == _PAIR_OF_LINES and any(map(_UNIT_OVER.search, over)):
        found = period.start, [], set()  # names and numbers in turn, with a unit
    if not found:
        return None
    first, places, unsure = found
    cells = [
        Cell(row, column, rows, columns, *span)
        for (row, column, columns, rows), span in zip(
            places, run[first : period.start], strict=True
        )
    ]
    below = 1 + max((row for row, *_ in places), default=-1)
    for line in range(period.start, end):
        row, column = divmod(line - period.start, width)
        cells.append(Cell(below + row, column, 1, 1, *run[line]))
    missing = -(end - period.start) % width
    last = cells[-1].row  # a total without the number beside it stands at the right end
    shifted = [
        cell._replace(column=cell.column + missing) if cell.row == last else cell for cell in cells
    ]
    return _Made(tuple(shifted), frozenset(unsure))


_HeadsAbove = tuple[int, list[tuple[int, int, int, int]], set[int]]


def _heads_above(told: Sequence[str], at: int, period: _Period) -> _HeadsAbove | None:
    """The first line of the heads over rows, each head's row, column, columns and rows, and the
    columns in doubt: as many heads as columns, else heads of two rows, under a first head that
    names names.
    """
    width = period.width
    for count in range(width, 2 * width + 1):
        first = period.start - count
        if first < at or not _names_first(told[first], told[period.start]):
            continue
        if first > 0 and _LEVEL.fullmatch(told[first - 1]):
            return None  # rows with fewer cells than heads, which begin further up
        heads = told[first : period.start]
        if any(look_of(head) == "n" for head in heads):
            continue
        if all(map(_REMARKS.fullmatch, heads[width:])):  # of columns whose cells are all empty
            return first, [(0, column, 1, 1) for column in range(count)], set()
        if any(_LEVEL.fullmatch(head) for head in heads):
            return None  # a form whose merged levels are lost
        spread = _spread_lines(heads, width)
        if spread:
            (upper, doubtful), (lower, _) = spread
            places = [(0, *place) for place in upper] + [(1, *place) for place in lower]
            return first, places, doubtful
    first = period.start - width
    if any(map(_LEVEL.fullmatch, told[max(at, first) : period.start])):
        return None
    is_plain = first >= at and not any(map(_HEADING.match, told[first : period.start]))
    if is_plain and all(look_of(one) in "ty" for one in told[first : period.start]):
        return first, [(0, column, 1, 1) for column in range(width)], set()
    return None


def _names_first(head: str, below: str) -> bool:
    """Whether a head is one of names, or of the numbers of rows where these stand below it."""
    if not _LABEL_HEAD.fullmatch(head):
        return False
    return look_of(below) != "n" or _OF_CODES.fullmatch(head) is not None


def _spread_lines(heads: Sequence[str], width: int) -> tuple[_Places, _Places] | None:
    """Heads of two rows line by line, parted where the words speak most for it."""
    found = [
        (way, spread)
        for upper in range(min(width, len(heads) - 1), 1, -1)
        if (spread := spread_heads(heads[:upper], heads[upper:], width))
        for way in [_weight(heads, upper, spread)]
    ]
    return max(reversed(found), key=lambda one: one[0])[1] if found else None


def _weight(heads: Sequence[str], upper: int, spread: tuple[_Places, _Places]) -> int:
    """How much the words speak for a way to put heads over each other."""
    (above, _), (below, _) = spread
    chosen = [at for at, (_, _, rows) in enumerate(above) if rows == 1]
    groups, lower = [], list(heads[upper:])
    starts_with_total = _FIRST_OF_PARTS.fullmatch(lower[0]) is not None
    for at in chosen:
        size = above[at][1]
        groups.append(lower[:size])
        lower = lower[size:]
    return _likeness(heads[:upper], chosen, groups) + 2 * starts_with_total if below else 0
