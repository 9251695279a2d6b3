"""Lists of scans, as scanners and phones write them: one number a line, or a table with rooms.

A keyboard-wedge scanner types what it reads and Enter, so a list is one value a line. A file with titles says itself
which column is the room. A line such as ``ROOM:101``, from a barcode at the door, says where what follows was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from techplan.book.problem import Problem
from techplan.book.reading import normal_title, read_sheets

NUMBERS: Final = (
    "tag", "asset tag", "asset", "barcode", "scan", "scanned", "code", "serial", "serial number", "asset id", "value",
)  # fmt: skip
ROOMS: Final = ("room", "location", "place", "room number")
_DOOR: Final = re.compile(r"^room\s*:\s*(?P<room>\S.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScanList:
    """What a list says: pairs of number and room (None where it does not say), and what was assumed or is wrong."""

    scans: tuple[tuple[str, str | None], ...]
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_scans(file: str, data: bytes) -> ScanList:
    """The scans of a file, in order. Raises SourceError where it is empty, binary or cannot be read."""
    table = _as_table(file, data)
    return table if table is not None else _as_list(file, data)


def _as_table(file: str, data: bytes) -> ScanList | None:
    """A file with titles, one of which is a number's; None where it has none."""
    sheets = read_sheets(data, file, known=(*NUMBERS, *ROOMS))
    for sheet in sheets:
        titles = [normal_title(title) for title in sheet.header]
        number = next((titles.index(normal_title(name)) for name in NUMBERS if normal_title(name) in titles), None)
        if number is None:
            continue
        room = next((titles.index(normal_title(name)) for name in ROOMS if normal_title(name) in titles), None)
        pairs = [(row[1][number].strip(), row[1][room].strip() if room is not None else "") for row in sheet.rows]
        said = f"{file}: the column “{sheet.header[number]}” holds what was scanned"
        said += f", “{sheet.header[room]}” the room." if room is not None else "."
        return ScanList(
            scans=tuple((value, place or None) for value, place in pairs if value),
            assumed=(said,),
            problems=tuple(sheet.problems),
        )
    return None


def _as_list(file: str, data: bytes) -> ScanList:
    """A list without titles: one value a line, and rooms from barcodes at the door."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    room: str | None = None
    scans: list[tuple[str, str | None]] = []
    wide = None
    for number, line in enumerate(text.split("\n"), start=1):
        value = line.strip().strip('"').strip()
        door = _DOOR.match(value)
        if door:
            room = door["room"].strip()
        elif value:
            wide = wide or (number if re.search(r"[,;\t]", value) else None)
            scans.append((value, room))
    problems = [_wide(file, wide)] if wide is not None else []
    return ScanList(tuple(scans), (f"{file}: a list without titles, one scan a line.",), tuple(problems))


def _wide(file: str, line: int) -> Problem:
    return Problem(
        severity="error",
        file=file,
        line=line,
        rule="list of scans",
        what="This line holds several values, and no title says which one was scanned.",
        remedy="Give the columns titles, such as tag and room, or keep one scan a line.",
    )
