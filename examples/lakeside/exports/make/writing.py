"""How the raw files are written, so that the same rows always give the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import xlsxwriter

Cell = str | int | float | date | None

SAVED_ON = datetime(2027, 1, 8, 16, 30)
"""The day on which the fictional district saved its files; a workbook carries it, so no clock is read."""

ZIP_DAY = (2027, 1, 8, 16, 30, 0)


@dataclass
class Sheet:
    """One worksheet: what stands above the header, the header, the rows, what stands below."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[Sequence[Cell]] = ()
    below: Sequence[Sequence[Cell]] = ()
    formats: dict[str, str] = field(default_factory=dict)
    """Number format by column title; days are shown as month/day/year unless one is given."""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], *, encoding: str = "utf-8") -> bytes:
    """A comma-separated file with the line ends that Windows programs write."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file whose parts are stored uncompressed, since compressors differ between machines."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"author": "Lakeside (fictional)", "created": SAVED_ON})
    for sheet in sheets:
        _write_sheet(book, sheet)
    book.close()
    return _stored(packed.getvalue())


def _write_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    formats = [book.add_format({"num_format": sheet.formats[t]}) if t in sheet.formats else None for t in sheet.header]
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    at = 0
    for line in sheet.above:
        page.write_row(at, 0, line, bold)
        at += 1
    page.write_row(at, 0, sheet.header, bold)
    for row in [*sheet.rows, *sheet.below]:
        at += 1
        for column, cell in enumerate(row):
            style = formats[column] if column < len(formats) else None
            if isinstance(cell, date):
                page.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), style or day)
            elif isinstance(cell, str):
                page.write_string(at, column, cell)
            elif cell is not None:
                page.write_number(at, column, cell, style)


def _stored(packed: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, ZIP_DAY)
            part.create_system = 3
            part.external_attr = 0o600 << 16
            after.writestr(part, before.read(name))
    return out.getvalue()


def dollars(cents: int) -> str:
    """``1,234.50`` as an accounting report shows it, ``(1,234.50)`` below zero."""
    shown = f"{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
    return f"({shown})" if cents < 0 else shown


def us_day(day: date) -> str:
    """``8/4/2021``."""
    return f"{day.month}/{day.day}/{day.year}"


def add_months(day: date, months: int) -> date:
    """The same day some months later; the days used here are never beyond the 28th."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, 28))
