"""From text to records: a splitter that minds quotation marks, keeps line numbers and loses nothing.

Two paths give the same records. The quick one is Python's ``csv`` in its strict mode, which stops at the first
quotation mark it cannot explain; then the careful one reads the whole text again:

- A quotation mark opens a field only at its start (blanks before it are allowed), and closes it only before a
  delimiter or a line end; any other stays in the text, as in ``Macbook 13" Pro``.
- A field that never closes, or that comes upon another opening mark before it closes, was not quoted at all: its mark
  is an inch mark, and the field ends where any other does.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from techplan.book.reading.titles import INVISIBLE


class Record(NamedTuple):
    """The fields of one record as they stand, and the lines from which to which it goes."""

    line: int
    last_line: int
    cells: list[str]


def line_ends(text: str) -> str:
    """``CRLF``, ``LF``, ``CR``, ``mixed`` or ``none``."""
    both = text.count("\r\n")
    kinds = {"CRLF": both, "LF": text.count("\n") - both, "CR": text.count("\r") - both}
    found = [name for name, number in kinds.items() if number]
    return "none" if not found else found[0] if len(found) == 1 else "mixed"


def plain_text(text: str) -> tuple[str, list[str]]:
    """The text with only line feeds for line ends and without invisible characters; and what was done to it.

    Non-breaking spaces become spaces. Line numbers stay as they were. Zero-width joiners stay, since they hold emoji
    and some scripts together.
    """
    done: list[str] = []
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text, done
    if "\u00a0" in text or "\u202f" in text:
        done.append("non-breaking spaces as spaces")
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
    for unseen in map(chr, INVISIBLE):
        if unseen not in "\u200c\u200d" and unseen in text:
            if "without invisible characters" not in done:
                done.append("without invisible characters")
            text = text.replace(unseen, "")
    return text, done


def split_records(text: str, delimiter: str) -> list[Record]:
    """Every record of a text whose line ends are line feeds; a blank line is one record of one empty field."""
    quick = quick_records(text, delimiter)
    return careful_records(text, delimiter) if quick is None else quick


def quick_records(text: str, delimiter: str) -> list[Record] | None:
    """The records, or None where a quotation mark asks for care."""
    blanks = "[ ]" if delimiter == "\t" else r"[ \t]"
    if '"' in text and re.search(rf'(?:^|{re.escape(delimiter)}){blanks}+"', text, re.MULTILINE):
        return None
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    records: list[Record] = []
    before = 0
    try:
        for cells in reader:
            records.append(Record(before + 1, reader.line_num, cells or [""]))
            before = reader.line_num
    except csv.Error:
        return None
    return records


def careful_records(text: str, delimiter: str) -> list[Record]:
    """The records by the rules at the head of this module."""
    return list(_Splitter(text, delimiter).records())


class _Splitter:
    """One pass over a text; a class only because its place and its line move together."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text, self.delimiter = text, delimiter
        blanks = "[ ]*" if delimiter == "\t" else r"[ \t]*"
        mark = re.escape(delimiter)
        self.opening = re.compile(rf'{blanks}"')
        self.bare = re.compile(rf"[^\n{mark}]*")
        self.closing = re.compile(rf'"{blanks}(?=\n|{mark}|\Z)')
        self.never_closes = len(text) + 1

    def records(self) -> Iterator[Record]:
        """Every record in order."""
        at, line, end = 0, 1, len(self.text)
        while at < end:
            cells: list[str] = []
            start = line
            while True:
                cell, at = self.field(at)
                line += cell.count("\n")
                cells.append(cell)
                if at >= end or self.text[at] == "\n":
                    break
                at += 1
            yield Record(start, line, cells)
            at, line = at + 1, line + 1

    def field(self, at: int) -> tuple[str, int]:
        """The field that starts here, and where it ends (at a delimiter, a line feed, or the end)."""
        opening = self.opening.match(self.text, at)
        if opening:
            quoted = self.quoted(opening.end())
            if quoted is not None:
                return quoted
        bare = self.bare.match(self.text, at)
        return (bare.group(), bare.end()) if bare else ("", at)

    def quoted(self, start: int) -> tuple[str, int] | None:
        """The inside of a quoted field and where the field ends; None where it was not a quoted field after all."""
        text, at = self.text, start
        while True:
            # Beyond never_closes an earlier field has looked in vain, so only marks that touch this one's are new.
            at = text.find('"', at) if at < self.never_closes or text.startswith('"', at) else -1
            if at == -1:
                self.never_closes = min(self.never_closes, start)
                return None
            if text.startswith('""', at):
                at += 2
                continue
            closing = self.closing.match(text, at)
            if closing:
                return text[start:at].replace('""', '"'), closing.end()
            if at > start and text[at - 1] in (self.delimiter, "\n"):
                return None  # another field opens here, so this one's mark was an inch mark
            at += 1
