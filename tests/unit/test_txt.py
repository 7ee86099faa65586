"""Text files: the encodings that are read, and the files that are refused with one line."""

import codecs
import os
from hashlib import sha256

import pytest
from checked import refusal

import perf_analysis as pa
from perf_analysis.errors import InputError
from perf_analysis.readers import file, read_document

TEXT = "一、基本情况\n全年预算数１２０．５万元，执行数100万元。\n"


def written(tmp_path, raw, name="made.txt"):
    path = tmp_path / name
    path.write_bytes(raw)
    return path


# --- what is read ---


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "gb18030"),
        (b"", "gbk"),
    ],
    ids=[
        "utf-8",
        "utf-8 marked",
        "utf-16-le marked",
        "utf-16-be marked",
        "utf-32-le marked",
        "utf-32-be marked",
        "utf-16-le",
        "utf-16-be",
        "gb18030",
        "gbk",
    ],
)
def test_a_text_reads_the_same_in_every_encoding(tmp_path, mark, encoding):
    raw = mark + TEXT.encode(encoding)
    report = pa.read(written(tmp_path, raw))
    assert report.document.text == TEXT
    assert report.document.sha256 == sha256(raw).hexdigest()
    assert report.figures["value"].tolist() == [120.5, 100]


def test_unmarked_utf16_without_a_digit_or_line_end_is_read_or_refused(tmp_path):
    path = written(tmp_path, "绩效自评良好".encode("utf-16-le"))
    try:
        text = read_document(path).text
    except InputError:
        return
    assert text == "绩效自评良好"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf16_with_few_digits_and_lines_is_no_gb18030(tmp_path, encoding):
    text = (
        "部门整体支出绩效自评的结果良好群众反映普遍满意各项工作有序推进队伍建设得到加强" * 3 + "2项"
    )
    assert read_document(written(tmp_path, text.encode(encoding))).text == text


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_become_one_character(tmp_path, ends):
    document = read_document(written(tmp_path, TEXT.replace("\n", ends).encode()))
    assert document.text == TEXT


def test_a_number_over_a_windows_line_end_quotes_the_decoded_text(tmp_path):
    report = pa.read(written(tmp_path, "支出58.27万\r\n元。".encode()))
    assert report.figures["quoted"].tolist() == ["58.27万\n元"]


def test_nothing_but_line_ends_is_changed(tmp_path):
    text = " 面积 5 m²、５㎡；\u3000①\u00a0“甲”\t。\n\n"
    assert read_document(written(tmp_path, text.encode())).text == text


def test_folding_keeps_every_offset(tmp_path):
    document = read_document(written(tmp_path, "共１２．５％（万元）：－3；m²".encode()))
    assert document.folded == "共12.5%(万元):-3;m²"
    assert len(document.folded) == len(document.text)


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u200e",
        "\u202d",
        "\x07",
        "\x7f",
        "\ufe0f",
        "\u20e3",
    ],
)
def test_signs_that_show_nothing_part_no_number(tmp_path, sign):
    report = pa.read(written(tmp_path, f"自评：执行19{sign}45{sign}.54{sign}万元。".encode()))
    assert report.figures["quoted"].tolist() == ["1945.54万元"]
    assert report.document.notices == ()


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\u2028", "\u2029", "\x85"])
def test_other_ends_of_lines_end_a_line(tmp_path, sign):
    assert read_document(written(tmp_path, f"第一部分{sign}第二部分".encode())).text == (
        "第一部分\n第二部分"
    )


def test_a_thin_space_in_a_number_makes_no_number_of_its_tail(tmp_path):
    found = pa.read(written(tmp_path, "全年结余2\u20091.08万元。".encode())).figures
    assert found["value"].isna().tolist() == [True]
    assert found["status"].tolist() == ["unreadable"]


@pytest.mark.parametrize(
    ("text", "shown", "told"),
    [
        ("\x1b[1;31m支出\x1b[0m5万元", "支出5万元", "文字里有终端的控制码（ANSI），没有读"),
        ("支出7\u0336万\u0336元\u03365万元", "支出5万元", "划掉的字，没有读：“7万元”"),
        ("支出\u202e54\u202c万元", "支出54万元", "倒着显示的字"),
        ("支出锟斤拷5万元", "支出锟斤拷5万元", "乱码，旁边的数字可能缺了字；请对照原来的文件"),
        ("支出\ufffd5万元", "支出\ufffd5万元", "“支出\ufffd5万元”"),
    ],
)
def test_what_a_text_only_seems_to_say_is_told(tmp_path, text, shown, told):
    document = read_document(written(tmp_path, text.encode()))
    assert document.text == shown
    assert [told in notice for notice in document.notices] == [True]


@pytest.mark.parametrize(
    ("written_as", "read_as"), [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("utf-8", "gb18030")]
)
def test_a_text_that_was_kept_in_a_wrong_encoding_is_refused(tmp_path, written_as, read_as):
    garbled = TEXT.encode(written_as).decode(read_as, "replace")
    assert "文字是乱码" in refusal(written(tmp_path, garbled.encode()))


def test_a_few_latin_letters_among_chinese_are_no_garbled_text(tmp_path):
    text = "Café 与 Zürich、Málaga、São Paulo、Łódź 结为友好城市，全年接待5批次，签约3项。"
    assert read_document(written(tmp_path, text.encode())).text == text


def test_the_report_is_named_for_its_file(tmp_path):
    report = pa.read(written(tmp_path, TEXT.encode(), "2023年自评.final.txt"))
    assert set(report.figures["report_id"]) == {report.document.report_id} == {"2023年自评.final"}


def test_a_suffix_in_capitals_is_known(tmp_path):
    assert pa.read(written(tmp_path, TEXT.encode(), "MADE.TXT")).document.text == TEXT


def test_a_text_without_figures_gives_empty_tables(tmp_path):
    report = pa.read(written(tmp_path, "各项工作有序推进。".encode()))
    assert [
        len(getattr(report, name))
        for name in (
            "figures",
            "remainder",
            "goals",
            "budget",
            "growth",
            "completion",
            "ranks",
            "scores",
        )
    ] == [0] * 8


# --- what is refused ---


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "文件是空的"),
        (" \t\r\n\u3000\n".encode(), "文件是空的"),
        ("\u3000\u00a0\u200b\n\ufeff\u2003".encode(), "文件是空的"),
        (codecs.BOM_UTF8, "文件是空的"),
        ("自评得分98分".encode()[:-1], "不是 UTF-8、UTF-16 或 GB18030 的文字"),
        (
            "部门自评".encode() + b"\xb2\xe2" + "，得分98分".encode(),
            "不是 UTF-8、UTF-16 或 GB18030 的文字",
        ),
        (
            "自评得分".encode() + b"\xff\xff" + "98分".encode(),
            "不是 UTF-8、UTF-16 或 GB18030 的文字",
        ),
        (codecs.BOM_UTF8 + "自评".encode("gb18030"), "不是 UTF-8、UTF-16 或 GB18030 的文字"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", "不是 UTF-8、UTF-16 或 GB18030 的文字"),
        (b"PK\x03\x04\x00\x00\x08\x00\x21\x00" + bytes(range(256)), "内容是 .zip 格式，不是 .txt"),
        (b"98\x0098", "不是 UTF-8、UTF-16 或 GB18030 的文字"),
        ("自评得分98分\x00。".encode(), "不是 UTF-8、UTF-16 或 GB18030 的文字"),
    ],
    ids=[
        "empty",
        "only blanks",
        "only blanks of other kinds",
        "only a mark",
        "cut inside a character",
        "two bytes of another encoding",
        "damaged",
        "mark lies",
        "damaged utf-16",
        "an archive",
        "a nul between digits",
        "a nul",
    ],
)
def test_unreadable_bytes_are_refused(tmp_path, raw, reason):
    assert reason in refusal(written(tmp_path, raw))


def test_a_folder_is_refused(tmp_path):
    folder = tmp_path / "made.txt"
    folder.mkdir()
    assert "是文件夹" in refusal(folder)


def test_a_missing_file_is_refused(tmp_path):
    assert "文件不存在" in refusal(tmp_path / "made.txt")


def test_a_missing_file_of_another_suffix_is_said_to_be_missing(tmp_path):
    assert "文件不存在" in refusal(tmp_path / "made.none")


@pytest.fixture
def forbidden(tmp_path):
    """A file that may not be read. Root may read any, so it becomes nobody for as long."""
    if not hasattr(os, "geteuid"):
        pytest.skip("a system with file modes: Linux or macOS")
    path = written(tmp_path, TEXT.encode())
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield path
    os.seteuid(user)


def test_a_file_without_permission_is_refused(forbidden):
    assert "无法读取" in refusal(forbidden)


def test_an_error_of_the_disk_is_told_in_one_line(tmp_path, monkeypatch):
    path = written(tmp_path, TEXT.encode())

    def fail(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", fail)
    assert "无法读取：没有权限" in refusal(path)


def test_a_file_as_large_as_allowed_is_read_and_a_larger_one_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, TEXT.encode())
    monkeypatch.setattr(file, "LARGEST_FILE", len(TEXT.encode()))
    assert pa.read(path).document.text == TEXT
    monkeypatch.setattr(file, "LARGEST_FILE", len(TEXT.encode()) - 1)
    assert "文件超过" in refusal(path)


@pytest.mark.parametrize("name", ["made.none", "made"])
def test_an_unknown_suffix_is_refused(tmp_path, name):
    assert "不认识的格式" in refusal(written(tmp_path, TEXT.encode(), name))
