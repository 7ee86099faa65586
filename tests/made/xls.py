"""Old workbooks record by record, as [MS-XLS] writes them, for what LibreOffice does not write."""

import struct

GLOBALS, SHEET, CHART, MACROS = 5, 0x10, 0x20, 0x40
STRUCK, RAISED = 1, 2  # fonts of a book made here, besides the plain 0


def record(code, *parts):
    data = b"".join(parts)
    return struct.pack("<HH", code, len(data)) + data


def text(told, length="H"):
    """A text behind the number of its signs, two bytes a sign."""
    return struct.pack(f"<{length}B", len(told), 1) + told.encode("utf-16-le")


def begin(kind):
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x1CB2, 0x7CD, 0, 6))


def end():
    return record(0x0A)


def font(options=0, escapement=0):
    head = struct.pack("<HHHHHBBBB", 200, options, 0x7FFF, 400, escapement, 0, 0, 134, 0)
    return record(0x31, head, text("SimSun", "B"))


def style(font=0, number=0):
    return record(0xE0, struct.pack("<HHH", font, number, 1), bytes(14))


def words(row, column, told, style=0):
    return record(0x204, struct.pack("<HHH", row, column, style), text(told))


def rich(row, column, told, *runs):
    """A text with other fonts from some signs on."""
    told_runs = b"".join(struct.pack("<HH", *run) for run in runs)
    head = struct.pack("<HHH", row, column, 0)
    return record(0xD6, head, text(told), struct.pack("<H", len(runs)), told_runs)


def number(row, column, told, style=0):
    return record(0x203, struct.pack("<HHHd", row, column, style, told))


def truth(row, column, told, *, is_error=False):
    return record(0x205, struct.pack("<HHHBB", row, column, 0, told, is_error))


def merged(*areas):
    """Cells from top to bottom and left to right, both inclusive."""
    return record(0xE5, struct.pack("<H", len(areas)), *(struct.pack("<HHHH", *a) for a in areas))


def hidden_row(row):
    return record(0x208, struct.pack("<HHHHHHI", row, 0, 3, 255, 0, 0, 0x20 | 0x100))


def hidden_column(column):
    return record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))


def head(told):
    return record(0x14, text(told))


def drawn(kind, told=""):
    """An object over the cells: a text box (6), a picture (8), a note (0x19) …, with its words."""
    found = record(0x5D, struct.pack("<HHHHH", 0x15, 0x12, kind, 1, 0), bytes(12), bytes(4))
    if told:
        found += record(0x1B6, struct.pack("<HH6xHHI", 0x212, 0, len(told), 16, 0))
        found += record(0x3C, b"\1", told.encode("utf-16-le"))
        found += record(0x3C, struct.pack("<HHI", 0, 0, 0), struct.pack("<HHI", len(told), 0, 0))
    return found


def make_book(sheets, formats=(), dates_from_1904=False, charts=(), macros=(), first=b""):
    """The bytes of a book: sheets by name with their records, a name of a hidden one in (); own
    formats are styles 1, 2 …, the last style is struck out; `first` are records before all others.
    """
    styles = [style(), *(style(number=164 + at) for at in range(len(formats)))]
    told = [font(), font(options=8), font(escapement=1)]
    told += [
        record(0x41E, struct.pack("<H", 164 + at), text(one)) for at, one in enumerate(formats)
    ]
    told += [*styles, style(font=STRUCK)]
    bounds = [(name.strip("()"), name[0] == "(", 0) for name in sheets]
    bounds += [(name, False, 2) for name in charts] + [(name, True, 1) for name in macros]
    first = (
        begin(GLOBALS) + first + record(0x22, struct.pack("<H", dates_from_1904)) + b"".join(told)
    )
    size = sum(4 + 6 + 2 + 2 * len(name) for name, _, _ in bounds)
    at = len(first) + size + len(end())
    parts = [begin(SHEET) + b"".join(one) + end() for one in sheets.values()]
    parts += [begin(CHART) + end() for _ in charts] + [begin(MACROS) + end() for _ in macros]
    listed = b""
    for (name, is_hidden, kind), part in zip(bounds, parts, strict=True):
        listed += record(0x85, struct.pack("<IBB", at, is_hidden, kind), text(name, "B"))
        at += len(part)
    return first + listed + end() + b"".join(parts)


def packed(stream, name="Workbook"):
    """A book in the container of old Office files, as [MS-CFB] lays it out: its table of sectors,
    the directory, the stream.
    """
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")  # a smaller one would stand among the small ones
    count = -(-len(stream) // 512)
    tables = -(-(count + 1) // 126)  # 128 entries each, of which it takes some for itself
    chain = [table] * tables + [last] + [*range(tables + 2, tables + 1 + count), last]
    chain += [free] * (128 * tables - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, last, 0, last, 0
    )
    places = [*range(tables)] + [free] * (109 - tables)
    entries = _entry("Root Entry", 5, 1, last, 0) + _entry(name, 2, free, tables + 1, len(stream))
    directory = (entries + 2 * _entry("", 0, free, 0, 0))[:512]
    return b"".join(
        (
            head,
            struct.pack("<109I", *places),
            struct.pack(f"<{len(chain)}I", *chain),
            directory,
            stream.ljust(512 * count, b"\0"),
        )
    )


def _entry(name, kind, child, start, size):
    told = name.encode("utf-16-le").ljust(64, b"\0")
    length = 2 * len(name) + 2 if name else 0
    links = struct.pack("<HBBIII", length, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return told + links + bytes(36) + struct.pack("<IQ", start, size)


def records(stream):
    """The records of a book, each with its head."""
    told, at = [], 0
    while at + 4 <= len(stream):
        size = 4 + struct.unpack_from("<H", stream, at + 2)[0]
        told.append(stream[at : at + size])
        at += size
    return told
