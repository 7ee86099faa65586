"""Old Office files: converted by LibreOffice and read as what they become,
or refused with one line.
"""

import shutil
import socket
import subprocess
import tempfile
import threading
from hashlib import sha256
from pathlib import Path

import needs
import openpyxl
import pytest
from made.docx import (
    cell,
    level,
    lists,
    note,
    note_reference,
    paragraph,
    picture,
    table,
    text_box,
    write_docx,
)

from perf_analysis.errors import InputError
from perf_analysis.readers import office, read_document, together
from perf_analysis.reading.text import read_figures

SOFFICE = shutil.which("soffice")
with_libreoffice = needs.libreoffice(SOFFICE)
SOCKETS = Path("/tmp")  # where LibreOffice listens for a second start of itself
LINK = 'r:link="rId9"'
NUMBERS = lists({"1": [level(0, "chineseCountingThousand", "（%1）")]}, {"1": ("1", "")})
TABLE = table(
    [cell("指标", merge="restart"), cell("资金（万元）", span=2)],
    [cell(merge="continue"), "预算数", "执行数"],
    ["合计", "50", "49"],
)


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """A file as LibreOffice saves it in another format."""

    def converted(path, suffix):
        profile = tmp_path_factory.mktemp("profile").as_uri()
        call = [
            SOFFICE,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            path.parent,
            path,
        ]
        subprocess.run(call, check=True, capture_output=True, timeout=120)
        return path.with_suffix(f".{suffix}")

    return converted


@pytest.fixture(scope="module")
def made(tmp_path_factory, convert):
    """A Word file with numbers, a merged cell, a note and a text box, saved as .doc."""
    source = tmp_path_factory.mktemp("made") / "2023自评.docx"
    blocks = (
        paragraph("情况", numbered=(1, 0)),
        paragraph("得分98分", note_reference(1), "。"),
        TABLE,
        paragraph("完", text_box(paragraph("框内7项"))),
    )
    write_docx(source, *blocks, numbering=NUMBERS, footnotes=note(1, paragraph("口径为3万元。")))
    return convert(source, "doc")


def refusal(path):
    """What the person reads: one line that begins with the file."""
    with pytest.raises(InputError) as caught:
        read_document(path)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert told.startswith(f"{path}；")
    return told


@with_libreoffice
def test_a_doc_reads_as_the_docx_it_was(made):
    document = read_document(made)
    assert document.text == (
        "（一） 情况\n得分98分。\n口径为3万元。\n| 指标 | 资金（万元） |\n"
        "| 预算数 | 执行数 |\n| 合计 | 50 | 49 |\n完\n框内7项\n"
    )
    assert [each[:4] for each in document.tables[0].cells[:2]] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert document.notices == ()


@with_libreoffice
def test_the_document_is_that_of_the_file_that_was_handed_in(made):
    document = read_document(made)
    assert (document.path, document.report_id) == (made, "2023自评")
    assert document.sha256 == sha256(made.read_bytes()).hexdigest()


@with_libreoffice
def test_a_file_of_wps_that_holds_a_doc_is_read(made, tmp_path):
    path = tmp_path / "made.wps"
    path.write_bytes(made.read_bytes())
    assert read_document(path).text == read_document(made).text


@with_libreoffice
def test_rtf_under_the_name_of_doc_is_read(tmp_path):
    path = tmp_path / "made.doc"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg936\uc1 \u24471?\u20998?98\u20998?\par}")
    assert read_document(path).text == "得分98分\n"


@with_libreoffice
def test_an_xls_reads_as_the_xlsx_it_was(convert, tmp_path):
    book = openpyxl.Workbook()
    for line in (["项目", "预算数", "执行数"], ["维修", 50, 49.5]):
        book.active.append(line)
    book.save(tmp_path / "made.xlsx")
    old, new = (
        read_document(convert(tmp_path / "made.xlsx", "xls")),
        read_document(tmp_path / "made.xlsx"),
    )
    assert "维修" in new.text
    assert old.text == new.text
    assert old.tables == new.tables
    assert old.sha256 != new.sha256


# --- what is refused ---


@with_libreoffice
def test_an_encrypted_doc_is_refused(made, tmp_path):
    raw = bytearray(made.read_bytes())
    raw[raw.index(b"\xec\xa5") + 11] |= 1  # the head of the main stream, and its mark of encryption
    path = tmp_path / "made.doc"
    path.write_bytes(raw)
    assert "LibreOffice 不能转换，文件可能加密或已损坏；用原来的程序打开，另存为 .docx" in refusal(
        path
    )


@with_libreoffice
@pytest.mark.parametrize("suffix", [".doc", ".xls"])
def test_a_damaged_file_is_refused_and_not_read_as_text(tmp_path, suffix):
    path = tmp_path / f"made{suffix}"
    stream = {".doc": "WordDocument", ".xls": "Workbook"}[suffix]
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le") + "得分98分".encode() * 200
    )
    assert "可能加密或已损坏" in refusal(path)


@with_libreoffice
@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_a_conversion_that_takes_too_long_is_ended_and_leaves_nothing(
    monkeypatch, tmp_path, seconds
):
    path = tmp_path / "made.doc"
    path.write_bytes(rb"{\rtf1\ansi " + rb"98\par " * 200_000 + b"}")
    monkeypatch.setattr(office, "OFFICE_SECONDS", seconds)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(SOCKETS.glob("OSL_PIPE_*"))
    assert "秒还没有转换完" in refusal(path)
    assert list(folder.iterdir()) == []
    assert not [
        path
        for path in set(SOCKETS.glob("OSL_PIPE_*")) - before
        if path.exists() and not _is_used(path)
    ]


@with_libreoffice
def test_a_conversion_leaves_nothing(made, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_document(made)
    assert list(tmp_path.iterdir()) == []


@with_libreoffice
def test_a_picture_that_is_kept_elsewhere_is_not_fetched(convert, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = []
        threading.Thread(target=_listen, args=(server, asked), daemon=True).start()
        link = {"rId9": f"http://127.0.0.1:{server.getsockname()[1]}/a.png"}
        source = write_docx(
            tmp_path / "made.docx", paragraph("得分98分", f"<w:r>{picture(LINK)}</w:r>"), links=link
        )
        path = convert(source, "doc")
        assert asked, "LibreOffice as it is installed fetches it, so this test can fail"
        asked.clear()
        document = read_document(path)
    assert asked == []
    assert document.text == "得分98分\n"
    assert document.notices == ("文档里有 1 张图片，图片里的文字没有读",)


def test_without_libreoffice_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(
        office, "_PROGRAMS", [name for name in office._PROGRAMS if not Path(name).is_absolute()]
    )
    path = tmp_path / "made.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    assert (
        "读 .doc 需要 LibreOffice，这台电脑上没有找到；安装 LibreOffice，"
        "或者用原来的程序打开，另存为 .docx"
    ) in refusal(path)


def test_a_program_that_cannot_be_started_is_told(tmp_path, monkeypatch):
    broken = tmp_path / "soffice"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)
    monkeypatch.setattr(office, "_PROGRAMS", [str(broken)])
    path = tmp_path / "made.doc"
    path.write_bytes(rb"{\rtf1\ansi 98\par}")
    assert "LibreOffice 不能转换" in refusal(path)


def test_a_docx_under_the_name_of_doc_is_refused_with_its_suffix(tmp_path):
    path = write_docx(tmp_path / "made.doc", paragraph("得分98分。"))
    assert "内容是 .docx 格式，不是 .doc；把后缀改成 .docx" in refusal(path)


def _is_used(path):
    """Whether a socket belongs to a running program, which then is another conversion."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _listen(server, asked):
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            asked.append(connection.recv(200))


# --- several together ---


@pytest.fixture
def calls(monkeypatch):
    """How many files each call of LibreOffice was given."""
    told, convert = [], office._convert

    def counted(program, sources):
        told.append(len(sources))
        convert(program, sources)

    monkeypatch.setattr(office, "_convert", counted)
    return told


@with_libreoffice
def test_old_word_files_of_a_batch_are_converted_in_one_call(made, tmp_path, calls):
    paths = [tmp_path / name for name in ("a.doc", "b.wps", "c.doc")]
    for number, path in enumerate(paths):
        path.write_bytes(made.read_bytes() + bytes(number))  # what hangs on behind is no part of it
    with together(paths):
        assert calls == [3]
        documents = [read_document(path) for path in paths]
    assert calls == [3]
    assert {document.text for document in documents} == {read_document(made).text}
    assert [document.path for document in documents] == paths
    assert calls == [3, 1]  # outside, each on its own again


@with_libreoffice
def test_a_file_that_stops_the_common_call_costs_itself_alone(made, tmp_path, calls):
    bad = tmp_path / "b.doc"
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 99)
    paths = [tmp_path / "a.doc", bad, tmp_path / "c.rtf.doc", tmp_path / "d.doc"]
    for path, raw in ((paths[0], made.read_bytes()), (paths[3], made.read_bytes() + b"\0")):
        path.write_bytes(raw)
    paths[2].write_bytes(rb"{\rtf1\ansi\ansicpg936\uc1 \u24471?\u20998?98\u20998?\par}")
    unread = []
    figures = read_figures(paths, unread=unread.append)
    assert [str(error.path) for error in unread] == [str(bad)]
    assert {row["report_id"] for row in figures} == {"a", "c.rtf", "d"}
    assert sorted(calls) == [1, 1, 3]  # together by format: 3 .doc, 1 .rtf; then the bad one


@with_libreoffice
def test_where_the_common_call_fails_each_is_converted_on_its_own(made, tmp_path, monkeypatch):
    convert = office._convert

    def alone_only(program, sources):
        if len(sources) > 1:
            raise subprocess.TimeoutExpired(program, 0)
        convert(program, sources)

    monkeypatch.setattr(office, "_convert", alone_only)
    paths = [tmp_path / "a.doc", tmp_path / "b.doc"]
    for number, path in enumerate(paths):
        path.write_bytes(made.read_bytes() + bytes(number))
    with together(paths):
        assert len({read_document(path).text for path in paths}) == 1
