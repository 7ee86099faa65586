"""Old Word files, .doc .wps, and workbooks that xlrd cannot read: converted by LibreOffice,
and read as the .docx or .xlsx that they become.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import md5, sha256
from importlib import import_module
from pathlib import Path

from perf_analysis.document import Document
from perf_analysis.errors import InputError
from perf_analysis.limits import LARGEST_FILE, OFFICE_SECONDS
from perf_analysis.readers.file import format_of, read_bytes

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# What a format becomes, and the filter that must read it: without one,
# LibreOffice takes a damaged file for plain text.
_BECOMES = {
    ".doc": ("docx", "MS Word 97"),
    ".rtf": ("docx", "Rich Text Format"),
    ".xls": ("xlsx", "MS Excel 97"),
}
_MOST_TOGETHER = 100  # files of one call, which take LibreOffice some ten seconds
# What files became that were converted together, by the fingerprint of their bytes.
_ready: dict[str, bytes] = {}
# A profile that runs no macro and fetches nothing that a document names:
# the proxy is a port that answers nobody.
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "Inet/Settings": {"ooInetProxyType": "2"}
    | dict.fromkeys(
        ("ooInetHTTPProxyName", "ooInetHTTPSProxyName", "ooInetFTPProxyName"), "127.0.0.1"
    )
    | dict.fromkeys(("ooInetHTTPProxyPort", "ooInetHTTPSProxyPort", "ooInetFTPProxyPort"), "9"),
}


def find_program() -> str:
    """LibreOffice on this machine; empty where there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def read_office(path: Path, raw: bytes) -> Document:
    """The bytes of an old Office file as a Document.

    Raises
    ------
    InputError : no LibreOffice on this machine, a conversion that fails or takes too long,
        or what the reader of the converted file refuses
    """
    found = format_of(raw)
    becomes = _BECOMES[found][0]
    program = find_program()
    remedy = f"用原来的程序打开，另存为 .{becomes}"
    if not program:
        raise InputError(
            "not-installed",
            path,
            f"读 {path.suffix} 需要 LibreOffice，这台电脑上没有找到",
            remedy=f"安装 LibreOffice，或者{remedy}",
        )
    converted = _ready.get(sha256(raw).hexdigest()) or _converted(program, path, raw, remedy)
    document: Document = getattr(
        import_module(f"perf_analysis.readers.{becomes}"), f"read_{becomes}"
    )(path, converted)
    return replace(document, sha256=sha256(raw).hexdigest())


def _converted(program: str, path: Path, raw: bytes, remedy: str) -> bytes:
    """The bytes of what one file becomes."""
    found = format_of(raw)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"report{found}")
        source.write_bytes(raw)
        try:
            _convert(program, [source])
            return source.with_suffix(f".{_BECOMES[found][0]}").read_bytes()
        except subprocess.TimeoutExpired:
            raise InputError(
                "time",
                path,
                f"LibreOffice 用 {OFFICE_SECONDS:g} 秒还没有转换完，文件可能加密或已损坏",
                remedy=remedy,
            ) from None
        except OSError:
            raise InputError(
                "damaged", path, "LibreOffice 不能转换，文件可能加密或已损坏", remedy=remedy
            ) from None


@contextmanager
def together(paths: Iterable[str | Path]) -> Iterator[None]:
    """Meanwhile some old Word files are read from what one call of LibreOffice made of them all,
    which starts in seconds and converts in milliseconds. What it did not convert, because one of
    them stopped it, is converted on its own when it is read.
    """
    old = [Path(path) for path in paths]
    program = find_program()
    before = dict(_ready)
    try:
        for at in range(0, len(old) if program else 0, _MOST_TOGETHER):
            _ready.update(_converted_together(program, old[at : at + _MOST_TOGETHER]))
        yield
    finally:
        _ready.clear()
        _ready.update(before)


def _converted_together(program: str, paths: Iterable[Path]) -> dict[str, bytes]:
    """What files become, each by the fingerprint of its bytes, as far as one call a format
    converts them.
    """
    told: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sources: dict[str, Path] = {}
        left = LARGEST_FILE  # bytes of all files of a call
        for path in paths:
            with suppress(InputError):  # it is told when it is read
                raw = read_bytes(path)
                found = format_of(raw)
                if _BECOMES.get(found, ("",))[0] == "docx" and len(raw) < left:
                    source = Path(folder, f"{len(sources)}{found}")
                    source.write_bytes(raw)
                    sources[sha256(raw).hexdigest()] = source
                    left -= len(raw)
        for suffix in {source.suffix for source in sources.values()}:
            with suppress(subprocess.TimeoutExpired, OSError):
                _convert(program, [one for one in sources.values() if one.suffix == suffix])
        for fingerprint, source in sources.items():
            with suppress(OSError):
                told[fingerprint] = source.with_suffix(".docx").read_bytes()
    return told


def _convert(program: str, sources: Sequence[Path]) -> None:
    """Convert files of one format and folder beside themselves, with a profile and temporary
    files of their own, so that nothing stays behind.
    """
    folder, (becomes, reads) = sources[0].parent, _BECOMES[sources[0].suffix]
    profile = folder / f"profile{sources[0].suffix}"
    (profile / "user").mkdir(parents=True)
    items = (
        f'<item oor:path="/org.openoffice.{place}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for place, values in _SETTINGS.items()
        for name, value in values.items()
    )
    settings = (
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{"".join(items)}</oor:items>'
    )
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    call = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"--infilter={reads}",
    ]
    call += ["--convert-to", becomes, "--outdir", str(folder), *map(str, sources)]
    here = os.environ | dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP"), str(folder))
    with subprocess.Popen(
        call,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=here,
        start_new_session=True,
    ) as running:
        try:
            running.wait(OFFICE_SECONDS)
        except BaseException:
            _end(running, profile)
            raise


def _end(running: subprocess.Popen[bytes], profile: Path) -> None:
    """End LibreOffice, which is a process started by the one that was called,
    and remove the socket that outlives it.
    """
    if os.name == "nt":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(running.pid)], check=False, capture_output=True
        )
        return
    os.killpg(running.pid, signal.SIGKILL)
    named = "".join(
        f"{part:x}"
        for part in md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    )
    Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{named}").unlink(missing_ok=True)
