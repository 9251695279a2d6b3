"""Rows of any table but assets from a spreadsheet: every reference must be found, and every new row must be whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import Table
from techplan.book.problem import Problem, SourceError
from techplan.book.reading import Row, Sheet, normal_title
from techplan.book.reading.typed import Typed, type_rows
from techplan.book.tables import TABLES
from techplan.book.words import did_you_mean
from techplan.sources.assets.files import Tally
from techplan.sources.mapping import FileMapping, face_columns
from techplan.sources.refused import RefusedRow, without_people
from techplan.sources.source import DateOrder, Import
from techplan.sources.titles import normal_titles, personal
from techplan.sources.words import BY_TARGET, Words, words_of


@dataclass(slots=True)
class _Reading:
    """The rows of one table while they are read; ``at`` says which row of which sheet each came from."""

    table: type[Table]
    tally: Tally = field(default_factory=Tally)
    rows: dict[int, tuple[Sheet, Row, frozenset[str]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.table.table_name()

    def refuse(self, at: int, reason: str, remedy: str, column: str | None = None, value: str | None = None) -> None:
        """Refuse a row for what this table wants of it."""
        sheet, row, people = self.rows[at]
        self.tally.refused.append(
            RefusedRow(
                file=sheet.file,
                sheet=sheet.name,
                line=row.line,
                titles=sheet.header,
                cells=without_people(row.cells, len(sheet.header), personal(sheet.header, people)),
                reason=reason,
                remedy=remedy,
                table=self.name,
                column=None if column is None else self.table.face_name(column),
                value=value,
            )
        )


def read_table(
    parts: Sequence[tuple[Sheet, FileMapping]], book: Book, people: frozenset[str], dates: DateOrder | None
) -> Import:
    """The sheets' rows of one table. Raises SourceError where a sheet lacks a part of the table's key."""
    table = TABLES[parts[0][1].table]
    reading = _Reading(table)
    frame = pl.concat([_typed(reading, sheet, mapping, people, dates) for sheet, mapping in parts], how="diagonal")
    frame = _translated(table, frame, words_of(book))
    frame = _without_shared_keys(reading, frame)
    frame = _whole_rows(reading, frame, book)
    frame = _linked(reading, frame, book)
    tally = reading.tally
    return Import(
        source="spreadsheet",
        files=tuple(dict.fromkeys(sheet.file for sheet, _ in parts)),
        frames={reading.name: frame.drop("at")},
        rows_read=tally.read,
        accepted=frame.height,
        skipped=tuple(tally.skipped),
        refused=tuple(sorted(tally.refused, key=lambda row: (row.file, row.sheet or "", row.line))),
        assumed=tuple(dict.fromkeys(tally.assumed)),
        problems=tuple(tally.problems),
        whole=frozenset({reading.name}),
    )


def _typed(
    reading: _Reading, sheet: Sheet, mapping: FileMapping, people: frozenset[str], dates: DateOrder | None
) -> pl.DataFrame:
    """The sheet's rows under the table's columns, with ``at``; what cannot be typed is refused."""
    table, faces = reading.table, face_columns(mapping.table)
    people -= normal_titles(mapping.columns.values())  # what is mapped is no person's: agreements have a title as well
    reading.tally.take_sheet(sheet, people)
    places = {normal_title(title): at for at, title in reversed(list(enumerate(sheet.header)))}
    columns = {faces[face]: places[normal_title(title)] for face, title in mapping.columns.items()}
    constants = {faces[face]: value for face, value in mapping.constants.items()}
    lacking = [column for column in table.primary_key() if column not in columns and column not in constants]
    if lacking:
        raise _no_key(sheet, mapping, lacking)
    typed = type_rows(
        table,
        sheet.rows,
        columns,
        file=sheet.file,
        dates=mapping.dates or dates,
        values={faces[face]: entries for face, entries in mapping.values.items()},
        constants=constants,
        identifiers=[*table.primary_key(), "tag", "serial"],
    )
    start = len(reading.rows)
    by_line = {row.line: start + number for number, row in enumerate(sheet.rows)}
    reading.rows.update({by_line[row.line]: (sheet, row, people) for row in sheet.rows})
    _take_faults(reading, typed, by_line)
    return typed.frame.with_columns(pl.Series("at", [by_line[line] for line in typed.lines], dtype=pl.Int64))


def _take_faults(reading: _Reading, typed: Typed, by_line: dict[int, int]) -> None:
    refused = {one.line for one in typed.refused}
    for one in typed.refused:
        reading.refuse(by_line[one.line], one.reason, one.remedy, value=one.value)
    reading.tally.problems += [p for p in typed.problems if p.severity != "error" or p.line not in refused]
    reading.tally.assumed += [str(one) for one in typed.assumed]


def _translated(table: type[Table], frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Schools, classes, funds and models in the Book's words; what is not known stays as it is."""
    for column, target in table.references().items():
        if column in frame.columns and target in BY_TARGET:
            lookup = words.lookups[BY_TARGET[target]]
            known = lookup.find_all(frame.get_column(column).drop_nulls().unique().to_list())
            frame = frame.with_columns(pl.col(column).replace(known))
    return frame


def _without_shared_keys(reading: _Reading, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that share a key once their words are translated, or across sheets, are all refused."""
    key = reading.table.primary_key()
    shared = frame.filter(pl.struct(key).is_duplicated())
    for at, *values in shared.select("at", *key).iter_rows():
        shown = ", ".join(str(value) for value in values)
        reading.refuse(at, f"More than one row has the key {shown}.", "Keep one of these rows.", key[0], shown)
    return frame.filter(~pl.struct(key).is_duplicated())


def _whole_rows(reading: _Reading, frame: pl.DataFrame, book: Book) -> pl.DataFrame:
    """A file may lack a required column only for rows that the Book has already."""
    table = reading.table
    key = table.primary_key()
    lacking = [name for name, column in table.columns().items() if not column.nullable and name not in frame.columns]
    if not lacking:
        return frame
    new = frame.join(book.table(reading.name), on=key, how="anti")
    names = ", ".join(table.face_name(column) for column in lacking)
    for at in new.get_column("at"):
        reading.refuse(at, f"The row is new, and a new row needs: {names}.", "Add the column to the file.", lacking[0])
    return frame.filter(~pl.col("at").is_in(new.get_column("at").implode()))


def _linked(reading: _Reading, frame: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Rows that name what is not there are refused; as that may take away what others name, until none is left."""
    while True:
        bad: dict[int, tuple[str, str]] = {}
        for column, target in reading.table.references().items():
            if column in frame.columns:
                bad |= {at: (column, value) for at, value in _dangling(reading, frame, book, column, target)}
        if not bad:
            return frame
        for at, (column, value) in sorted(bad.items()):
            table, key = reading.table.references()[column]
            hint = did_you_mean(value, book.table(table).get_column(key).drop_nulls().unique().to_list())
            remedy = f"Add it to {table}, or correct it{_words_hint(table, key, value)}"
            reading.refuse(at, f"{value!r} is not in {table}.", f"{hint} {remedy}".strip(), column, value)
        frame = frame.filter(~pl.col("at").is_in(sorted(bad)))


def _dangling(
    reading: _Reading, frame: pl.DataFrame, book: Book, column: str, target: tuple[str, str]
) -> list[tuple[int, str]]:
    known = book.table(target[0]).select(pl.col(target[1]).alias(column))
    if target[0] == reading.name and target[1] in frame.columns:
        known = pl.concat([known, frame.select(pl.col(target[1]).alias(column))])
    named = frame.select("at", column).drop_nulls()
    separator = (reading.table.columns()[column].metadata or {}).get("separator")
    if separator is not None:
        named = named.with_columns(pl.col(column).str.split(separator)).explode(column)
    return list(named.join(known, on=column, how="anti").sort("at").iter_rows())


def _words_hint(table: str, column: str, value: str) -> str:
    section = BY_TARGET.get((table, column))
    return f', or write "{value}" = "{column}" under [{section}] in mappings/words.toml.' if section else "."


def _no_key(sheet: Sheet, mapping: FileMapping, lacking: list[str]) -> SourceError:
    problem = Problem(
        severity="error",
        file=sheet.file,
        table=mapping.table,
        column=lacking[0],
        rule="key in the file",
        what=f"Nothing says which column is {', '.join(lacking)}, by which rows of {mapping.table} are told apart.",
        remedy="Add it to [columns] or [constants] of the mapping.",
    )
    return SourceError(str(problem), [problem])
