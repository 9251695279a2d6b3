"""From bytes to text: which encoding a file is really in, and which files are no text at all.

A byte order mark is verified, not believed: Snipe-IT writes the mark of UTF-16 before plain UTF-8. UTF-16 is known by
where its zero bytes stand, UTF-8 by being valid; what is neither is Windows (cp1252) or Mac Roman, by the evidence of
its own words, and reported as assumed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from techplan.book.problem import SourceError
from techplan.book.reading.eight_bit import decode_eight_bit

_SIGNATURES: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one locked with a password",
     "Open it in a spreadsheet program and save it as .xlsx without a password, or as CSV."),
    (b"PK\x03\x04", "a zip archive or a document that holds no Excel workbook",
     "Unpack an archive and give the files inside; copy a document's table into a spreadsheet and save that."),
    (b"%PDF", "a PDF document", "Ask for the same report as CSV or Excel."),
    (b"\x89PNG", "a picture", "Give the table itself as CSV or Excel."),
    (b"\xff\xd8\xff", "a picture", "Give the table itself as CSV or Excel."),
    (b"GIF8", "a picture", "Give the table itself as CSV or Excel."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give the file inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and give the files inside."),
    (b"Rar!", "a RAR archive", "Unpack it and give the files inside."),
    (b"SQLite format 3", "a database file", "Export its table as CSV."),
    (b"PAR1", "a Parquet file", "Export its table as CSV."),
    (b"{\\rtf", "a word processor's document", "Give the table itself as CSV or Excel."),
)  # fmt: skip
"""How files that are not text begin, what they are, and what to do instead."""

_MARKUP: Final = re.compile(r"\s*(?:<!doctype|<html|<head|<meta|<table|<\?xml|<workbook)", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS: Final = 0.02
"""More control characters than this share, and a file is no text."""

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text, the encoding it was read in, and what was assumed or left out on the way."""

    text: str
    encoding: str
    assumed: tuple[str, ...]
    zero_bytes: int = 0
    cut_off: bool = False
    mixed_lines: tuple[int, ...] = ()


def read_text(data: bytes, file: str) -> Text:
    """The text of a file. Raises SourceError where the file is empty, binary, a web page, XML or JSON."""
    if not data.strip():
        raise SourceError(f"{file} is empty. Export it again, and look whether the export has finished.")
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{file} is {kind}, not a table in text form. {remedy}")
    found = _decoded(data)
    _refuse_other_languages(found.text, file)
    controls = len(_CONTROLS.findall(found.text)) + found.zero_bytes
    if controls > max(1, _MOST_CONTROLS * len(found.text)):
        raise SourceError(f"{file} is not text. Give the table as CSV or as an Excel workbook (.xlsx).")
    if not found.text.strip("\ufeff\u200b\x1a").strip():
        raise SourceError(f"{file} is empty. Export it again, and look whether the export has finished.")
    return found


def _refuse_other_languages(text: str, file: str) -> None:
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if _MARKUP.match(start):
        raise SourceError(
            f"{file} is a web page or XML, not a table, whatever its name says. "
            "Open it in a spreadsheet program and save it as .xlsx or CSV."
        )
    if start[:1] in ("{", "["):
        try:
            json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return
        raise SourceError(f"{file} is JSON, not a table of rows. Export it as CSV, or import it by its system's name.")


def _decoded(data: bytes) -> Text:
    mark = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    body = data[len(mark[0]) :] if mark else data
    wide = _utf16_kind(body, mark[1] if mark else None)
    if wide:
        return _from_utf16(body, wide, mark[1] if mark else None)
    zeros = body.count(0)
    body = body.replace(b"\x00", b"")
    text, encoding, assumed, cut, mixed = _from_narrow(body)
    if mark and mark[1] != "utf-8":
        assumed = (f"encoding {encoding}, though the file begins with the mark of UTF-16", *assumed)
    return Text(text, encoding, assumed, zeros, cut, mixed)


def _utf16_kind(body: bytes, marked: str | None) -> str | None:
    """Little or big endian UTF-16, by the share and place of the zero bytes; None where it is neither.

    In UTF-16 the commas, digits and line ends of any language have a zero byte beside them, always on the same side.
    """
    low, high = body[1::2].count(0), body[0::2].count(0)
    if marked in ("utf-16-le", "utf-16-be"):
        if low + high == 0 and (_is_utf8(body) or _mostly_ascii(body)):
            return None
        here, there = (low, high) if marked == "utf-16-le" else (high, low)
        other = "utf-16-be" if marked == "utf-16-le" else "utf-16-le"
        return other if there > 9 * here else marked
    if low + high < 0.2 * len(body):  # in UTF-16 without a mark, most texts are half zeros
        return None
    if low >= 9 * high:
        return "utf-16-le"
    return "utf-16-be" if high >= 9 * low else None


def _mostly_ascii(body: bytes) -> bool:
    sample = body[:10_000]
    return sum(byte < 128 for byte in sample) * 2 > len(sample)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _from_utf16(body: bytes, kind: str, marked: str | None) -> Text:
    even = body[: len(body) // 2 * 2]
    text = even.decode(kind, errors="replace")
    name = {"utf-16-le": "UTF-16 (little endian)", "utf-16-be": "UTF-16 (big endian)"}[kind]
    assumed = [] if marked == kind else [f"encoding {name}, by the place of the zero bytes"]
    return Text(text.replace("\x00", ""), name, tuple(assumed), text.count("\x00"), cut_off=len(even) != len(body))


def _from_narrow(body: bytes) -> tuple[str, str, tuple[str, ...], bool, tuple[int, ...]]:
    """Text, encoding, assumptions, whether the file ends amid a character, and the lines in another encoding."""
    try:
        return body.decode("utf-8"), "UTF-8", (), False, ()
    except UnicodeDecodeError as fault:
        if fault.start >= len(body) - 3 and fault.reason == "unexpected end of data":
            return body[: fault.start].decode("utf-8"), "UTF-8", (), True, ()
    mixed = _mostly_utf8(body)
    if mixed is not None:
        return *mixed[:3], False, mixed[3]
    text, encoding, why = decode_eight_bit(body)
    return text, encoding, (f"encoding {encoding}, because {why}",), False, ()


def _mostly_utf8(body: bytes) -> tuple[str, str, tuple[str, ...], tuple[int, ...]] | None:
    """A UTF-8 file into which a few lines of another encoding were pasted; None where it is not that."""
    lines = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    beyond_ascii = [number for number, line in enumerate(lines) if not line.isascii()]
    strange = [number for number in beyond_ascii if not _is_utf8(lines[number])]
    if len(strange) * 10 > len(beyond_ascii):
        return None
    texts = [line.decode("utf-8", errors="ignore") for line in lines]
    for number in strange:
        texts[number] = decode_eight_bit(lines[number])[0]
    shown = tuple(number + 1 for number in strange)
    return "\n".join(texts), "UTF-8", ("encoding UTF-8, but for single lines in a Windows or Mac encoding",), shown
