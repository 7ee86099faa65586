"""The parts of a packed Office file: the bytes of the file in,
the bytes or the XML of one part out, within limits.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from perf_analysis.errors import InputError
from perf_analysis.limits import LARGEST_PART, LARGEST_TOTAL, MOST_ENTRIES

_SAFE = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
_REMEDY = "用原来的程序打开，另存一份"
# What zipfile raises for a broken archive: names that are no UTF-8 and places
# before the file are ValueErrors.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Relation(NamedTuple):
    """What a part names: what it is to that part, such as `styles`,
    and its own name in the archive.
    """

    kind: str
    target: str


class Parts:
    """The parts of one file, by the names that their relationships give them.

    Raises
    ------
    InputError : no archive or a truncated one, too many entries, or one name twice;
        reading a part also refuses a password, a part that is too large, broken XML and a DOCTYPE
    """

    def __init__(self, path: Path, raw: bytes) -> None:
        self._path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN:
            raise InputError(
                "damaged", path, "文件不完整，可能没有下载完或者已损坏", remedy=_REMEDY
            ) from None
        entries = self._archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise InputError(
                "too-large",
                path,
                f"压缩包里有 {len(entries)} 个文件，超过 {MOST_ENTRIES} 个，不像一份报告",
                remedy="检查是不是选错了文件",
            )
        self._entries = {_key(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise InputError(
                "unsafe", path, "压缩包里有同名的文件，不知道该读哪一个", remedy=_REMEDY
            )
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        """Whether the file has a part of this name."""
        return _key(name) in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a part that the file has."""
        entry = self._entries[_key(name)]
        if entry.flag_bits & 1:
            raise InputError(
                "locked", self._path, "文件有密码", remedy="用原来的程序打开，去掉密码后另存"
            )
        room = min(LARGEST_PART, LARGEST_TOTAL - self._unpacked)
        try:
            with self._archive.open(entry) as stream:
                # counted while it is read, whatever size the entry states
                told = stream.read(room + 1)
        except _BROKEN:
            raise InputError(
                "damaged", self._path, "压缩的内容已损坏", place=name, remedy=_REMEDY
            ) from None
        if len(told) > room:
            raise InputError(
                "too-large",
                self._path,
                f"解压后超过 {room // 1_000_000} MB，不像一份报告",
                place=name,
                remedy="检查是不是选错了文件",
            )
        self._unpacked += len(told)
        return told

    def root(self, name: str) -> etree._Element | None:
        """The root of a part's XML; None where the file has no such part."""
        if name not in self:
            return None
        try:
            root = etree.fromstring(self.read(name), etree.XMLParser(**_SAFE))
        except etree.XMLSyntaxError as error:
            raise self._broken(name, error) from None
        self._refuse_doctype(name, root)
        return root

    def walk(self, name: str, *tags: str) -> Iterator[tuple[str, etree._Element]]:
        """`start` and `end` of each element of these names in a part, in order;
        an element is emptied after its end.

        For parts whose tree would fill the memory: only what is still open is kept.
        """
        stream = etree.iterparse(
            io.BytesIO(self.read(name)),
            ("start", "end"),
            tag=[f"{{*}}{tag}" for tag in tags],
            **_SAFE,
        )
        is_known = False
        try:
            for event, element in stream:
                if not is_known:
                    self._refuse_doctype(name, element)
                    is_known = True
                yield event, element
                if event == "end":
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._broken(name, error) from None
        self._refuse_doctype(name, stream.root)

    def relations(self, source: str) -> dict[str, Relation]:
        """The parts that a part names, by the id it gives them;
        those of the file itself for ``""``.
        """
        folder, _, name = source.rpartition("/")
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            told.get("Id", ""): Relation(
                # the rest of it differs between transitional and strict files
                told.get("Type", "").rpartition("/")[2],
                posixpath.normpath(
                    posixpath.join("/", folder, told.get("Target", "").replace("\\", "/"))
                ).lstrip("/"),
            )
            for told in ([] if root is None else root)
            if told.get("TargetMode") != "External"
        }

    def related(self, source: str) -> dict[str, str]:
        """The parts that a part names, by what they are to it: the first of each kind."""
        return {
            relation.kind: relation.target for relation in reversed(self.relations(source).values())
        }

    def _broken(self, name: str, error: etree.XMLSyntaxError) -> InputError:
        return InputError(
            "damaged",
            self._path,
            "内容不是完整的 XML，或者嵌套太深",
            place=f"{name} 第 {error.lineno} 行",
            remedy=_REMEDY,
        )

    def _refuse_doctype(self, name: str, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            raise InputError(
                "unsafe",
                self._path,
                "含有 DOCTYPE，不是办公软件写出的文件",
                place=name,
                remedy=_REMEDY,
            )


def _key(name: str) -> str:
    """A part's name as it is looked up: part names do not tell capitals apart,
    and some programs write backslashes.
    """
    return name.replace("\\", "/").lower()
