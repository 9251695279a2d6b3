"""Encodings are told by evidence; what is no text is refused in words."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.problem import SourceError
from techplan.book.reading.bytes_text import read_text

TABLE = "Asset Tag,Notes\r\n0001,café – O’Neil\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + TABLE.encode(), "UTF-8"),
        (b"\xff\xfe" + TABLE.encode("utf-16-le"), "UTF-16 (little endian)"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "UTF-16 (big endian)"),
        (TABLE.encode("utf-16-le"), "UTF-16 (little endian)"),
        (TABLE.encode("utf-16-be"), "UTF-16 (big endian)"),
        (TABLE.encode("cp1252"), "Windows-1252"),
        (TABLE.encode("mac_roman"), "Mac Roman"),
        (b"\xfe\xff" + TABLE.encode(), "UTF-8"),
        (b"\xff\xfe" + TABLE.encode("cp1252"), "Windows-1252"),
        (b"\xff\xfe" + TABLE.encode("utf-16-be"), "UTF-16 (big endian)"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    read = read_text(data, "x.csv")
    assert (read.text.removeprefix("\ufeff"), read.encoding) == (TABLE, encoding)


def test_what_was_not_certain_is_said() -> None:
    assert read_text(TABLE.encode(), "x").assumed == ()
    assert "UTF-16" in read_text(b"\xfe\xff" + TABLE.encode(), "x").assumed[0]
    assert "Windows-1252" in read_text(TABLE.encode("cp1252"), "x").assumed[0]
    assert "zero bytes" in read_text(TABLE.encode("utf-16-le"), "x").assumed[0]


def test_single_zero_bytes_are_left_out_and_counted() -> None:
    read = read_text(b"a,b\n1,x\x00y\n", "x")
    assert (read.text, read.zero_bytes) == ("a,b\n1,xy\n", 1)


def test_a_file_cut_off_amid_a_character_stays_utf8() -> None:
    read = read_text("a\ncafé\ncafé".encode()[:-1], "x")
    assert (read.text, read.encoding, read.cut_off) == ("a\ncafé\ncaf", "UTF-8", True)


def test_one_pasted_line_does_not_spoil_the_others() -> None:
    lines = [f"{number},café".encode() for number in range(20)]
    lines[7] = "7,café".encode("cp1252")
    read = read_text(b"\n".join(lines), "x")
    assert read.text == "\n".join(f"{number},café" for number in range(20))
    assert read.mixed_lines == (8,)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("devices.csv"), "a,b\n1,2\n")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (_zip(), "zip archive"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel workbook"),
        (gzip.compress(b"a,b\n", mtime=0), "gzip"),
        (b"\n<html><body><table><tr><td>Tag</td></tr></table>", "web page or XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web page or XML"),
        (b'{"chromeosdevices": [{"serialNumber": "X"}]}', "JSON"),
        (bytes(range(256)) * 4, "not text"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read_text(data, "devices.xls")
    assert "devices.xls" in str(caught.value)


def test_a_table_that_begins_like_json_is_a_table() -> None:
    assert read_text(b"[Tag],{x}\n1,2\n", "x").text.startswith("[Tag]")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_source_error(data: bytes) -> None:
    try:
        read = read_text(data, "x")
    except SourceError:
        return
    assert read.text.strip()
