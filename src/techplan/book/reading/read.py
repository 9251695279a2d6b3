"""The first step of every import: bytes to tables of text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from techplan.book.problem import Problem, SourceError
from techplan.book.reading.bytes_text import Text, read_text
from techplan.book.reading.delimiter import DELIMITERS, choose_delimiter, hint_lines
from techplan.book.reading.records import Record, line_ends, plain_text, split_records
from techplan.book.reading.rows import Sheet, Skipped, lines_in_words
from techplan.book.reading.sheet import make_sheet
from techplan.book.reading.titles import normal_title
from techplan.book.reading.workbook import is_workbook, read_workbook


def read_sheets(data: bytes, file: str, *, known: Collection[str] = ()) -> list[Sheet]:
    """The tables of a CSV, TSV or Excel file, told by content and not by name; a Sheet for each worksheet not blank.

    ``known`` are titles that help to find the header among lines above it, however they are written. Raises
    SourceError where the file is empty, binary, a web page, JSON, damaged, or holds no table.
    """
    titles = frozenset(normal_title(title) for title in known)
    sheets = _from_workbook(data, file, titles) if is_workbook(data) else _from_text(data, file, titles)
    if not sheets:
        raise SourceError(f"{file} holds no table. Export it again, and look whether the export has finished.")
    return sheets


def _from_workbook(data: bytes, file: str, known: Collection[str]) -> list[Sheet]:
    sheets = []
    for worksheet in read_workbook(data, file):
        sheet = make_sheet(file, worksheet.name, worksheet.records, known, worksheet.assumed)
        if sheet is not None:
            sheets.append(replace(sheet, problems=(*worksheet.problems, *sheet.problems)))
    return sheets


def _from_text(data: bytes, file: str, known: Collection[str]) -> list[Sheet]:
    read = read_text(data, file)
    ends = line_ends(read.text)
    text, done = plain_text(read.text)
    hinted, lines, at = hint_lines(text)
    body = text[at:]
    delimiter = hinted or choose_delimiter(body, known)
    records = (
        [Record(r.line + len(lines), r.last_line + len(lines), r.cells) for r in split_records(body, delimiter)]
        if lines
        else split_records(body, delimiter)
    )
    assumed = [*(read.assumed or [f"encoding {read.encoding}"]), f"delimiter {DELIMITERS.get(delimiter, delimiter)}",
               f"line ends {ends}", *done]  # fmt: skip
    sheet = make_sheet(file, None, records, known, assumed)
    if sheet is None:
        return []
    hints = tuple(Skipped(number, line, "says how the file is written") for number, line in enumerate(lines, start=1))
    problems = (*_problems_of_bytes(read, file), *sheet.problems, *_hidden_rows(text, records, delimiter, sheet))
    return [replace(sheet, skipped=(*hints, *sheet.skipped), problems=problems)]


def _problems_of_bytes(read: Text, file: str) -> list[Problem]:
    problems = []
    if read.zero_bytes:
        problems.append(
            Problem(
                severity="warning",
                file=file,
                rule="zero bytes",
                what=f"{read.zero_bytes} zero bytes were left out.",
                remedy="Export the file again; if they come back, tell the maker of the system.",
            )
        )
    if read.cut_off:
        problems.append(
            Problem(
                severity="warning",
                file=file,
                rule="file cut off",
                what="The file ends in the middle of a character.",
                remedy="Export or download it again, and compare the number of rows.",
            )
        )
    if read.mixed_lines:
        problems.append(
            Problem(
                severity="warning",
                file=file,
                line=read.mixed_lines[0],
                rule="mixed encodings",
                what=f"The file is UTF-8 except {lines_in_words(list(read.mixed_lines))}, read as Windows or Mac text.",
                remedy="Look at the accents and quotation marks there.",
            )
        )
    return problems


def _hidden_rows(text: str, records: Sequence[Record], delimiter: str, sheet: Sheet) -> list[Problem]:
    """Warnings for rows of several lines that each have the right number of cells: inch marks may have joined them."""
    width = len(sheet.header)
    long = {record.line: record.last_line for record in records if record.last_line > record.line}
    if width < 3 or not long:
        return []
    lines = text.split("\n")
    return [
        Problem(
            severity="warning",
            file=sheet.file,
            line=row.line,
            rule="rows in one cell",
            what=f"Lines {row.line} to {long[row.line]} were read as one row, but could be several.",
            remedy="If they are several rows, double the quotation marks (inch marks) in them.",
        )
        for row in sheet.rows
        if row.line in long and all(line.count(delimiter) == width - 1 for line in lines[row.line - 1 : long[row.line]])
    ]
