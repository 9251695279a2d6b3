"""Lists of scans, as scanners and phones write them: one number a line, or a table with rooms.

A keyboard-wedge scanner types what it reads and Enter, so a list is one value a line. A file with titles says itself
which column is the room. A line such as ``ROOM:101`` or ``room 101``, from a barcode at the door, says where what
follows was read; in a table only where no column says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from techplan.book.problem import Problem
from techplan.book.reading import Sheet, normal_title, read_sheets
from techplan.book.reading.bytes_text import read_text
from techplan.book.reading.records import plain_text
from techplan.book.reading.workbook import is_workbook, read_workbook

SERIALS: Final = ("serial", "serial number")
NUMBERS: Final = (
    "tag", "asset tag", "asset", "barcode", "scan", "scanned", "code", *SERIALS, "asset id", "value",
)  # fmt: skip
ROOMS: Final = ("room", "location", "place", "room number")

_DOOR: Final = re.compile(r"room(?:\s*:\s*(?P<marked>\S.*)|\s+(?P<bare>(?=\S*\d)\S+))", re.IGNORECASE)
"""After a colon anything is a room; after a space only one word with a digit, since ``Room heater`` may be a label."""

_APART: Final = re.compile(r"[,;\t]")

Line = tuple[int, str]
"""The number of a line, counted from 1, and what stands in it."""


@dataclass(frozen=True, slots=True)
class ScanList:
    """What a list says: pairs of number and room (None where it does not say), and what was assumed or is wrong."""

    scans: tuple[tuple[str, str | None], ...]
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_scans(file: str, data: bytes) -> ScanList:
    """The scans of a file, in order. Raises SourceError where it is empty, binary or cannot be read."""
    sheets = read_sheets(data, file, known=(*NUMBERS, *ROOMS))
    tables = [sheet for sheet in sheets if _is_table(sheet)]
    if not tables:
        return _as_list(file, data)
    read = [_as_table(file, sheet) for sheet in tables]
    return ScanList(
        scans=tuple(pair for one in read for pair in one.scans),
        assumed=tuple(said for one in read for said in one.assumed),
        problems=(
            *(problem for one in read for problem in one.problems),
            *(_passed_over(file, sheet) for sheet in sheets if sheet not in tables),
        ),
    )


def _is_table(sheet: Sheet) -> bool:
    """Whether it has titles, one of which is a number's. In a list of one column a title cannot stand in the midst."""
    above = any(left.text and left.line < sheet.header_line for left in sheet.skipped)
    return bool(_columns(sheet, NUMBERS)) and (len(sheet.header) > 1 or not above)


def _columns(sheet: Sheet, names: Iterable[str]) -> list[int]:
    """The columns with these titles, in the order of ``names``."""
    titles = [normal_title(title) for title in sheet.header]
    return [titles.index(name) for name in names if name in titles]


def _as_table(file: str, sheet: Sheet) -> ScanList:
    """A table: its first column of numbers, and where that is empty in a row, its serial number."""
    number = _columns(sheet, NUMBERS)[0]
    room = next(iter(_columns(sheet, ROOMS)), None)
    ways = (number, *_columns(sheet, SERIALS))
    values = [(row.line, next((row.cells[at] for at in ways if row.cells[at]), "")) for row in sheet.rows]
    if room is None:
        pairs = _with_doors(values)
    else:
        pairs = [(value, row.cells[room] or None) for (_, value), row in zip(values, sheet.rows, strict=True) if value]
    said = f"{file}: the column “{sheet.header[number]}” holds what was scanned"
    said += f", “{sheet.header[room]}” the room." if room is not None else "."
    left = [f"{file}, line {one.line}: left out, {one.why} ({one.text})." for one in sheet.skipped if one.text]
    empty = [_no_number(file, line) for line, value in values if not value]
    return ScanList(tuple(pairs), (said, *left), (*sheet.problems, *empty))


def _as_list(file: str, data: bytes) -> ScanList:
    """A list without titles: one value a line, and rooms from barcodes at the door."""
    lines, problems = _lines(file, data)
    wide = next((number for number, value in lines if _APART.search(value)), None)
    if wide is not None:
        problems = [*problems, _wide(file, wide)]
    return ScanList(tuple(_with_doors(lines)), (f"{file}: a list without titles, one scan a line.",), tuple(problems))


def _lines(file: str, data: bytes) -> tuple[list[Line], list[Problem]]:
    """What stands in each line, or in each row of a workbook, without the quotation marks around it."""
    if not is_workbook(data):
        text = plain_text(read_text(data, file).text)[0]
        return [(at, value.strip().strip('"').strip()) for at, value in enumerate(text.split("\n"), start=1)], []
    sheets = read_workbook(data, file)
    lines = [
        (record.line, "\t".join(filled))
        for sheet in sheets
        for record in sheet.records
        if (filled := [cell.strip() for cell in record.cells if cell.strip()])
    ]
    return lines, [problem for sheet in sheets for problem in sheet.problems]


def _with_doors(lines: Sequence[Line]) -> list[tuple[str, str | None]]:
    """Each value with the room of the last door before it; blank lines say nothing."""
    room: str | None = None
    scans: list[tuple[str, str | None]] = []
    for _, value in lines:
        door = _DOOR.fullmatch(value)
        if door:
            room = (door["marked"] or door["bare"]).strip()
        elif value:
            scans.append((value, room))
    return scans


def _wide(file: str, line: int) -> Problem:
    return Problem(
        severity="error",
        file=file,
        line=line,
        rule="list of scans",
        what="This line holds several values, and no title says which one was scanned.",
        remedy="Give the columns titles, such as tag and room, or keep one scan a line.",
    )


def _no_number(file: str, line: int) -> Problem:
    return Problem(
        severity="warning",
        file=file,
        line=line,
        rule="scan without a number",
        what="This row says nothing that was scanned, and was left out.",
        remedy="Enter the tag or the serial number, and take the row in once more by itself.",
    )


def _passed_over(file: str, sheet: Sheet) -> Problem:
    return Problem(
        severity="warning",
        file=file,
        rule="worksheet left out",
        value=sheet.name,
        what="This worksheet has no column of tags or serial numbers, and was left out.",
        remedy="Give its column the title tag, if things were scanned there.",
    )
