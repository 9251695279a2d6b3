"""One file of a Book's folder to one table, or back.

There are three ways in, from fast to patient. Plain CSV, as ``write_csv`` writes it, is read and typed by column. CSV
that another program saved (a byte order mark, carriage returns, other quotes) is read cell by cell, but exactly.
Anything else goes through the tolerant reader. Where both can read a file, all ways give the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from techplan.book.book import normal
from techplan.book.book_rows import BookRows, book_rows
from techplan.book.columns import Table
from techplan.book.faces import face_frame, face_names, typed_frame
from techplan.book.plain_csv import lines_of, read_plain, write_plain
from techplan.book.problem import BookError, Problem, SourceError
from techplan.book.reading import Row, read_sheets


def _no_line(_: tuple[str, ...]) -> int | None:
    return None


@dataclass(frozen=True, eq=False, slots=True)
class TableRead:
    """A table as read: its good rows, the faults, and what links need to know of the rest.

    ``line_of`` gives the line of a row by its key, as texts. ``refused`` are the texts of rows left out, by column.
    ``whole`` is False where nothing could be read at all.
    """

    file: str
    frame: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)
    line_of: Callable[[tuple[str, ...]], int | None] = _no_line
    refused: dict[str, frozenset[str]] = field(default_factory=dict)
    whole: bool = True


def write_csv(table: type[Table], frame: pl.DataFrame) -> bytes:
    """The table as plain CSV under face names: dollars with two decimals, ISO days, sorted by key."""
    return write_plain(face_frame(table, frame.sort(table.primary_key())))


def write_parquet(table: type[Table], frame: pl.DataFrame) -> bytes:
    """The table as Parquet with inside names and types, sorted by key."""
    buffer = io.BytesIO()
    frame.sort(table.primary_key()).write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def read_csv(table: type[Table], data: bytes, file: str, *, patiently: bool = False) -> TableRead:
    """The table in a CSV file. ``patiently`` leaves out the fast way (both ways give the same rows)."""
    texts = None if patiently else read_plain(data)
    if texts is not None:
        fast = _typed_at_once(table, texts, file)
        if fast is not None:
            return fast
        cells = texts.fill_null("").rows()
        header, rows = texts.columns, [Row(line, row) for line, row in zip(lines_of(texts), cells, strict=True)]
    else:
        header, rows = _exact_rows(data) or ([], [])
    if face_names(table).keys() & set(header):
        return _from_rows(table, header, rows, file)
    return _tolerantly(table, data, file)


def _typed_at_once(table: type[Table], texts: pl.DataFrame, file: str) -> TableRead | None:
    typed = typed_frame(table, texts)
    if typed is None:
        return None
    try:
        frame = normal(table.table_name(), typed)
    except BookError:
        return None
    faces = [table.face_name(column) for column in table.primary_key()]

    def line_of(key: tuple[str, ...]) -> int | None:
        same = [pl.col(face) == value for face, value in zip(faces, key, strict=True)]
        found = texts.select(pl.all_horizontal(same).arg_true()).to_series()
        return lines_of(texts)[found[0]] if found.len() else None

    return TableRead(file, frame, line_of=line_of)


def _exact_rows(data: bytes) -> tuple[list[str], list[Row]] | None:
    """Titles and rows of a CSV file that keeps the rules of the format and has rows of one width; else None."""
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="\n"), strict=True)
        header = next(reader, [])
        rows, line = [], reader.line_num
        for cells in reader:
            if len(cells) != len(header):
                return None
            rows.append(Row(line + 1, tuple(cells)))
            line = reader.line_num
    except (UnicodeDecodeError, csv.Error):
        return None
    return (header, rows) if header else None


def _tolerantly(table: type[Table], data: bytes, file: str) -> TableRead:
    try:
        sheets = read_sheets(data, file, known=list(face_names(table)))
    except SourceError as error:
        problems = list(error.problems) or [_unreadable(table, str(error), file)]
        return TableRead(file, table.empty(), problems, whole=False)
    sheet = sheets[0]
    read = _from_rows(table, sheet.header, sheet.rows, file)
    how = f"read as {', '.join(sheet.assumed)}; blanks at the ends of texts were left off"
    told = [_note(table, f"The file is not as Techplan writes it: {how}.", file)]
    told += [_left_out(table, line, text, why, file) for line, text, why in sheet.skipped if why != "blank"]
    if len(sheets) > 1:
        told.append(_unreadable(table, f"The file has {len(sheets)} worksheets.", file))
    read.problems.extend([*sheet.problems, *told])
    return read


def _from_rows(table: type[Table], header: Sequence[str], rows: Sequence[Row], file: str) -> TableRead:
    read = book_rows(table, header, rows, file)
    faces = [table.face_name(column) for column in table.primary_key()]
    needed = {table.face_name(column) for column, about in table.columns().items() if not about.nullable}
    if not needed <= set(header):
        return _checked(table, read, file, _no_line, whole=False)
    places = [list(header).index(face) for face in faces]
    lines = {tuple(row.cells[at] for at in places): row.line for row in reversed(rows)}
    return _checked(table, read, file, lines.get, whole=True)


def _checked(
    table: type[Table], read: BookRows, file: str, line_of: Callable[[tuple[str, ...]], int | None], *, whole: bool
) -> TableRead:
    """The rows through the one door of a Book; a rule that no earlier step knows is told by the schema itself."""
    try:
        frame = normal(table.table_name(), read.frame)
    except BookError as error:
        return TableRead(file, table.empty(), [*read.problems, *error.problems], line_of, read.refused, whole=False)
    return TableRead(file, frame, read.problems, line_of, read.refused, whole=whole)


def read_parquet(table: type[Table], data: bytes, file: str) -> TableRead:
    """The table in a Parquet file, with inside names and types; a row's line is its place in the file."""
    try:
        given = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        what = f"This is no readable Parquet file ({str(error).splitlines()[0]})."
        return TableRead(file, table.empty(), [_unreadable(table, what, file)], whole=False)
    wanted = table.polars_schema()
    problems = [
        _strange_column(table, name, dtype, file) for name, dtype in given.schema.items() if wanted.get(name) != dtype
    ]
    sound = given.select(name for name in given.columns if wanted.get(name) == given.schema[name])
    try:
        return TableRead(file, normal(table.table_name(), sound), problems, whole=not problems)
    except BookError:
        faces = face_frame(
            table,
            sound.select(
                (pl.col(name) if name in sound.columns else pl.lit(None, dtype)).alias(name)
                for name, dtype in wanted.items()
            ),
        )
        rows = [Row(at, row) for at, row in enumerate(faces.fill_null("").rows(), start=1)]
        read = _from_rows(table, faces.columns, rows, file)
        read.problems.extend(problems)
        return read


def _strange_column(table: type[Table], name: str, dtype: pl.DataType, file: str) -> Problem:
    wanted = table.polars_schema().get(name)
    what = "The table has no column of this name." if wanted is None else f"The column holds {dtype}, not {wanted}."
    return Problem(
        severity="error",
        file=file,
        table=table.table_name(),
        column=name,
        rule="known column",
        what=what,
        remedy="Write the file again with Techplan, or give the table as CSV.",
    )


def _unreadable(table: type[Table], what: str, file: str) -> Problem:
    return Problem(
        severity="error",
        file=file,
        table=table.table_name(),
        rule="readable",
        what=what,
        remedy="Save the table as CSV in UTF-8, with one header line and nothing above or below.",
    )


def _note(table: type[Table], what: str, file: str) -> Problem:
    remedy = "Nothing need be done if that is right; the next time the Book is written, it is put in order."
    return Problem(severity="note", file=file, table=table.table_name(), rule="plain CSV", what=what, remedy=remedy)


def _left_out(table: type[Table], line: int, text: str, why: str, file: str) -> Problem:
    return Problem(
        severity="warning",
        file=file,
        line=line,
        table=table.table_name(),
        value=text,
        rule="only rows",
        what=f"This line was left out: {why}.",
        remedy="Take it out of the file; a Book's table holds a header and rows only.",
    )
