"""A briefing as PDF, printed by an installed Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from perf_analysis.briefing.font import embed
from perf_analysis.errors import BriefingError
from perf_analysis.output import write_whole

# As Debian, Fedora, Chrome's and Edge's own packages name them;
# on Windows and macOS the last two stand outside PATH.
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PAPER = "Paper"  # the name of the font in the style sheet
# A page of this kind prints in a few seconds; a browser that takes this long will not. [s]
PRINT_SECONDS = 120
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str:
    """The Chromium, Chrome or Edge that prints.

    Raises
    ------
    BriefingError : none is installed
    """
    places = [place for place in _PLACES if Path(place).is_file()]
    found = [*filter(None, map(shutil.which, BROWSERS)), *places]
    if not found:
        raise BriefingError(
            "not-installed",
            "没有找到 Chromium、Chrome 或 Edge，不能写 PDF；"
            "请安装其中一个，或在浏览器里打开简报后打印",
        )
    return found[0]


def write_pdf(page: str | Path, path: str | Path) -> Path:
    """Print a briefing to a tagged A4 PDF.

    Parameters
    ----------
    page : the briefing's HTML file
    path : the PDF to write, replaced if it exists

    Raises
    ------
    BriefingError : no browser is installed, or it fails
    InputError : the file cannot be written
    """
    browser, path = find_browser(), Path(path)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        printed, source = Path(folder) / "briefing.pdf", Path(folder) / "briefing.html"
        source.write_text(_with_font(Path(page).read_text(encoding="utf-8")), encoding="utf-8")
        # as root, Chromium will not start in its own
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        options = [
            *_QUIET,
            *sandbox,
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
        ]
        status = _run([browser, *options, source.as_uri()])
        if status or not printed.is_file():
            raise BriefingError(
                "printing",
                f"浏览器没有打印成功（退出码 {status}）；请在浏览器里打开简报后打印",
            )
        write_whole(path, printed.read_bytes())
    return path


def _with_font(html: str) -> str:
    """The page with the font of the package behind those of the system: Chromium takes it
    where there is none with Chinese.
    """
    return html.replace("</head>", f"<style>{embed(html, PAPER)}</style></head>", 1)


def _run(call: list[str]) -> int:
    """The exit status of a browser; it and the processes it started are ended when they take
    too long.
    """
    try:
        with subprocess.Popen(
            call,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            try:
                return running.wait(PRINT_SECONDS)
            finally:
                _end(running)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BriefingError(
            "printing",
            f"浏览器没有打印成功（{type(error).__name__}）；请在浏览器里打开简报后打印",
        ) from error


def _end(running: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.kill()
