"""Excel workbooks (.xlsx, .xlsm) as rows of text.

A cell's text is what it holds, not what its format shows: days in ISO form, whole numbers without ``.0``, texts with
their leading zeros. What a workbook cannot give is named: formulas that were never calculated, and numbers longer
than the fifteen digits that Excel keeps.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from techplan.book.problem import Problem, SourceError
from techplan.book.reading.records import Record, plain_text

_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError,
    KeyError, struct.error,
)  # fmt: skip
"""All that Python's zip reader raises for a damaged archive."""

_LARGEST: Final = 1 << 30
"""A workbook that unpacks to more bytes than this is refused."""

_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00(?:\.0+)?")
_LONG: Final = re.compile(r"-?\d{16,}")
_NOT_CALCULATED: Final = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERRORS: Final = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
_DETAIL: Final = re.compile(r"got '(?P<kind>\w+)(?:\((?P<inside>.*)\))?")


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet's rows, what was assumed of it, and what is wrong with it."""

    name: str
    records: list[Record]
    assumed: tuple[str, ...]
    problems: tuple[Problem, ...]


def is_workbook(data: bytes) -> bool:
    """Whether bytes are an Excel workbook, whatever the file's name says."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.endswith("workbook.xml") for name in archive.namelist())
    except _DAMAGED:
        return False


def read_workbook(data: bytes, file: str) -> list[Worksheet]:
    """Every worksheet in order, hidden ones too. Raises SourceError where the workbook is damaged or too large."""
    uncalculated = _uncalculated(data, file)
    try:
        import fastexcel

        reader = fastexcel.read_excel(data)
        sheets = [_worksheet(reader, name, file) for name in reader.sheet_names]
    except BaseException as fault:  # a panic of the Rust reader on a damaged file is no Exception
        if isinstance(fault, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise SourceError(
            f"{file} cannot be read as an Excel workbook. Open it in a spreadsheet program and save it again as .xlsx."
        ) from fault
    if uncalculated and sheets:
        sheets[0] = Worksheet(
            sheets[0].name,
            sheets[0].records,
            sheets[0].assumed,
            (*sheets[0].problems, _not_calculated(uncalculated, file)),
        )
    return sheets


def _uncalculated(data: bytes, file: str) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _LARGEST:
                raise SourceError(f"{file} unpacks to more than 1 GB. Split it, or export the table as CSV.")
            sheets = [part for part in parts if re.search(r"worksheets/[^/]+\.xml$", part.filename)]
            return sum(len(_NOT_CALCULATED.findall(archive.read(part))) for part in sheets)
    except _DAMAGED as fault:
        raise SourceError(f"{file} is a damaged Excel workbook. Save it again as .xlsx.") from fault


def _not_calculated(number: int, file: str) -> Problem:
    return Problem(
        severity="warning",
        file=file,
        rule="formula not calculated",
        what=f"{number} cells hold a formula whose result is not in the file; they were read as empty.",
        remedy="Open the workbook in a spreadsheet program, let it calculate, and save it.",
    )


def _worksheet(reader: Any, name: str, file: str) -> Worksheet:
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if loaded.width == 0 or loaded.height == 0:
        return Worksheet(name, [], (), ())
    batch, errors = loaded.to_arrow_with_errors()
    columns: list[list[str]] = [_texts(column.to_pylist()) for column in batch.columns]
    for error in errors.errors if errors else []:
        row, column = error.offset_position
        columns[column][row] = _error_text(error.detail)
    problems = _long_numbers(reader, name, file, columns)
    assumed = [f"worksheet {name}"] if loaded.visible == "visible" else [f"worksheet {name}, which is hidden"]
    rows = zip(*columns, strict=True)
    return Worksheet(
        name, [Record(at, at, list(row)) for at, row in enumerate(rows, start=1)], tuple(assumed), problems
    )


def _texts(values: Sequence[str | None]) -> list[str]:
    texts = []
    for value in values:
        text = value or ""
        if text.endswith("00:00:00") and (day := _MIDNIGHT.fullmatch(text)):
            text = day[1]
        texts.append(text if text.isascii() and "\r" not in text else plain_text(text)[0])
    return texts


def _error_text(detail: str) -> str:
    found = _DETAIL.search(detail)
    inside = (found["inside"] or "") if found else ""
    return _ERRORS.get(inside.rstrip("')"), "#ERROR!")


def _long_numbers(reader: Any, name: str, file: str, columns: list[list[str]]) -> tuple[Problem, ...]:
    """Warnings for numbers of more than fifteen digits that stand in cells as numbers: their last digits are made up.

    The cell's text becomes the shortened form that a spreadsheet shows, ``1.23456789012346E+17``, so that it is
    treated as the damaged number it is.
    """
    if not any(_LONG.fullmatch(text) for column in columns for text in column):
        return ()
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="duration")
    problems = []
    for error in loaded.to_arrow_with_errors()[1].errors:
        row, column = error.offset_position
        found = _DETAIL.search(error.detail)
        if found and found["kind"] in ("Float", "Int") and _LONG.fullmatch(columns[column][row]):
            shown = f"{float(columns[column][row]):.14E}"
            columns[column][row] = shown
            problems.append(_lost_digits(file, row + 1, shown))
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _lost_digits(file: str, line: int, shown: str) -> Problem:
    return Problem(
        severity="warning",
        file=file,
        line=line,
        value=shown,
        rule="number shortened by a spreadsheet",
        what="A number of more than fifteen digits is stored as a number; Excel has lost its last digits.",
        remedy="Enter it again as text, or export it from the system it came from.",
    )
