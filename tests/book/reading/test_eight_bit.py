"""Windows or Mac Roman, by what makes words."""

from __future__ import annotations

import pytest

from techplan.book.reading.eight_bit import decode_eight_bit

WORDS = [
    "Mrs. O’Neil’s – “café”", "Peña", "naïve", "½ price ®", "30°", "Zoë", "José", "GARÇON", "Ñandú",
    "CAFÉ", "’tis – ok",
    "Straße", "Señor O'Brien", "ÉCOLE", "Björk", "Über", "Chromebook™", "• point", "2021–22",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("words", WORDS)
def test_words_are_found_again(words: str, encoding: str) -> None:
    try:
        data = f"Tag,Notes\r\n1,{words}".encode(encoding)
    except UnicodeEncodeError:
        assert encoding == "mac_roman"
        assert words == "½ price ®"  # Mac Roman has no half
        return
    text, name, _ = decode_eight_bit(data)
    assert text.endswith(words)
    assert name == {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}[encoding]


def test_bytes_that_windows_does_not_use_are_a_macs() -> None:
    """snipe-it/assets-sample-BAD.csv: UTF-8 once read as Windows and then written as Mac Roman; it stays as it is."""
    text, name, _ = decode_eight_bit(b"Tag,City\r1,Tu\x80\x8depi\r")
    assert (text, name) == ("Tag,City\r1,TuÄçepi\r", "Mac Roman")


def test_one_byte_is_one_character() -> None:
    data = bytes(range(128, 256))
    assert len(decode_eight_bit(data)[0]) == 128
