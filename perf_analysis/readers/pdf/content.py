"""The content of a page as operands and operators. One pattern takes what programs write, in
a fifth of the time that pdfminer needs for it; what the pattern does not know pdfminer parses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import PSEOF, PSKeyword, PSStackParser, PSSyntaxError, literal_name

from perf_analysis.readers.pdf.tokens import BEGIN, CLOSE, OPEN, TOKEN, VALUES, WORD

_PICTURE = b"BI"

_Operator = tuple[Callable[..., object], int]  # and how many operands it takes


class ContentInterpreter(PDFPageInterpreter):
    """Follows the content of a page, as pdfminer's does."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out some streams as one; not those that are being carried out."""
        self.stream_ids.clear()
        told = []
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                told.append(stream)
                self.stream_ids.add(stream.objid)
        if told:
            _Content(self, b"\n".join(stream.get_data() for stream in told) + b"\n").run()

    def pop(self, n: int) -> list[Any]:
        """The last operands, fewer where there are not so many."""
        taken = self.argstack[-n:] if n else []
        del self.argstack[len(self.argstack) - len(taken) :]
        return taken


class _Content:
    """The data of some streams on their way through an interpreter."""

    def __init__(self, interpreter: ContentInterpreter, data: bytes) -> None:
        self._interpreter, self._data = interpreter, data
        self._stack = interpreter.argstack
        self._operators: dict[bytes, _Operator] = {}
        self._open: list[tuple[int, list[Any]]] = []  # arrays and dictionaries
        self._slow: _OneByOne | None = None

    def run(self) -> None:
        """Hand each operand to the interpreter, and carry out each operator."""
        data, at, size, match = self._data, 0, len(self._data), TOKEN.match
        push, is_open = self._stack.append, self._open
        while at < size:
            found = match(data, at)
            kind = found.lastindex if found else None
            if not found or not kind or (kind == WORD and found[WORD] == _PICTURE):
                at = self._take_slowly(at)
                continue
            at = found.end()
            if kind >= OPEN:
                self._turn(kind)
            elif is_open:
                self._take(VALUES[kind](found[kind]))
            elif kind == WORD:
                self._carry_out(found[kind])
            else:
                push(VALUES[kind](found[kind]))

    def _take(self, one: Any) -> None:
        if self._open:
            self._open[-1][1].append(one)
        elif isinstance(one, PSKeyword):
            self._carry_out(one.name)
        else:
            self._stack.append(one)

    def _turn(self, kind: int) -> None:
        """An array or dictionary begins or ends; an end without its beginning is none."""
        if kind in (OPEN, BEGIN):
            self._open.append((kind, []))
        elif self._open and self._open[-1][0] == kind - 1:
            told = self._open.pop()[1]
            self._take(told if kind == CLOSE else _dictionary(told))

    def _take_slowly(self, at: int) -> int:
        """Take the next token as pdfminer parses it, a picture as a whole; where it ends."""
        self._slow = self._slow or _OneByOne(self._data)
        told, end = self._slow.parse(at)
        for one in told:
            self._take(one)
        return end

    def _carry_out(self, name: bytes) -> None:
        operator = self._operators.get(name)
        if operator is None:
            operator = self._operators[name] = self._find(name)
        function, count = operator
        if not count:
            function()
            return
        operands = self._stack[-count:]
        del self._stack[-count:]
        if len(operands) == count:
            function(*operands)

    def _find(self, name: bytes) -> _Operator:
        if name in (b"true", b"false"):
            return partial(self._stack.append, name == b"true"), 0
        told = str(name, "utf-8", "ignore")
        method = "do_" + told.replace("*", "_a").replace('"', "_w").replace("'", "_q")
        function = getattr(self._interpreter, method, None)
        return (function, function.__code__.co_argcount - 1) if function else (_do_nothing, 0)


def _do_nothing() -> None:
    """What an operator does that PDF does not know."""


class _OneByOne(PDFContentParser):
    """pdfminer's parser from any place on."""

    def __init__(self, data: bytes) -> None:
        stream = PDFStream({}, b"")
        stream.data = data
        super().__init__([stream])
        self.fp = BytesIO(data)
        self._size = len(data)

    def parse(self, at: int) -> tuple[list[Any], int]:
        """The next object, or a picture with its end, and where it ends."""
        PSStackParser.seek(self, at)
        told = []
        try:
            while True:
                _, one = self.nextobject()
                told.append(one)
                if not isinstance(one, PDFStream):
                    return told, self.bufpos + self.charpos
        except PSEOF:
            return told, self._size


def _dictionary(told: Sequence[Any]) -> dict[str, Any]:
    if len(told) % 2:
        raise PSSyntaxError(f"Invalid dictionary construct: {told!r}")
    pairs = zip(told[::2], told[1::2], strict=True)
    return {literal_name(name): one for name, one in pairs if one is not None}
